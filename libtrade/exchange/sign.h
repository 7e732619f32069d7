/*
 * sign.h: how the exchanges' signers see a request, and the pieces they spell it with.
 *
 * All text of a result is written into one buffer, one piece after the other. When it is full, writing stops and
 * what was computed of it is thrown away: nobody has to check in between.
 */
#ifndef TRADE_EXCHANGE_SIGN_H
#define TRADE_EXCHANGE_SIGN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <trade/crypto.h>
#include <trade/sign.h>

#define TR__SIGN_ID_SIZE   257
#define TR__SIGN_CODE_SIZE TR_SIGNATURE_SIZE_MAX

/* ---- text in the caller's buffer ------------------------------------------------------------- */

typedef struct tr__sign_text {
    char *bytes;
    size_t size, length;
    bool is_full;
} tr__sign_text;

void tr__sign_put_bytes(tr__sign_text *text, const void *bytes, size_t size);
void tr__sign_put(tr__sign_text *text, const char *piece);
void tr__sign_put_number(tr__sign_text *text, uint64_t number);
void tr__sign_put_hex(tr__sign_text *text, const uint8_t *bytes, size_t size);
void tr__sign_put_base64(tr__sign_text *text, tr_base64 form, const void *bytes, size_t size);
/* Percent-encoded: everything but letters, digits and "-_.~" (RFC 3986). */
void tr__sign_put_encoded(tr__sign_text *text, const char *piece, size_t length);
/* "2023-11-14T22:13:20", UTC; with ".123Z" when `has_ms`. */
void tr__sign_put_time(tr__sign_text *text, int64_t ms, bool has_ms);
/* In quotes, escaped as JSON wants it and no more. */
void tr__sign_put_quoted(tr__sign_text *text, const char *piece);
/* End the piece that began at `start`; its address. */
const char *tr__sign_end(tr__sign_text *text, size_t start);
/* What was written from `start` on is only for computing: take it back. */
void tr__sign_drop(tr__sign_text *text, size_t start);

/* ---- a request under way --------------------------------------------------------------------- */

typedef struct tr__sign_section {
    const char *api;
    const char *host; /* "https://api.binance.com" */
    const char *base; /* "/api/v3/" */
    bool is_private;
} tr__sign_section;

typedef struct tr__signer tr__signer;

struct tr_exchange_key {
    const tr__signer *signer;
    tr_key_scheme scheme;
    char id[TR__SIGN_ID_SIZE];
    tr_hmac_key hmac;                  /* HMAC keys */
    tr_private_key *private_key;       /* the others */
    char passphrase[TR__SIGN_ID_SIZE]; /* as it is sent */
};

typedef struct tr__sign_work {
    const tr_exchange_key *key;
    const tr_sign_request *request;
    const tr__sign_section *section;
    tr__sign_text text;
    uint64_t in_path;  /* bit i: the path took outermost parameter i */
    const char *token; /* made before, for this method, host and path; NULL: one is made now */
    tr_signed_request *out;
    tr_status status; /* of what cannot be told by a full buffer */
} tr__sign_work;

typedef struct tr__sign_spelling {
    bool is_raw;             /* neither names nor values are percent-encoded */
    bool is_name_raw;        /* names are not */
    bool is_sorted;          /* by name, ASCII */
    bool has_repeated_names; /* "ids=1&ids=2" for a list, else "ids[0]=1&ids[1]=2" */
} tr__sign_spelling;

/* The section's path with the request's, parameters filled in; signed texts begin with it. */
void tr__sign_put_path(tr__sign_work *work);
/* "a=1&b=2" of what the path did not take. False when there was nothing to write. */
bool tr__sign_put_query(tr__sign_work *work, const tr__sign_spelling *spelling);
/* The parameters as JSON. */
void tr__sign_put_json(tr__sign_work *work);
/* The path, and behind it "?" and the query where it `has_query` and there is one. */
void tr__sign_put_target(tr__sign_work *work, const tr__sign_spelling *spelling, bool has_query);
/* What stands behind `start` is the body. */
void tr__sign_end_body(tr__sign_work *work, size_t start);
void tr__sign_put_field(tr__sign_text *text, const tr_sign_field *field);
/* Every kind, name and text is there, and nothing is nested too deeply: the others rely on it. */
tr_status tr__sign_check_params(const tr_sign_field *params);
/* True when parameters are left that the path did not take. */
bool tr__sign_has_params(const tr__sign_work *work);

void tr__sign_header(tr__sign_work *work, const char *name, const char *value);
void tr__sign_url_plain(tr__sign_work *work,
                        const tr__sign_spelling *spelling); /* of public sections */

/*
 * Sign what was written from `start` to the end of the text. Returns the size of the code; 0 when the backend
 * failed, and then work->status says so.
 */
size_t tr__sign_code(const tr_exchange_key *key, const tr__sign_text *text, size_t start,
                     uint8_t *code, tr_status *status);

/* Headers with the code in text, and with the clock. Addresses inside the buffer. */
const char *tr__sign_keep_hex(tr__sign_text *text, const uint8_t *bytes, size_t size);
const char *tr__sign_keep_base64(tr__sign_text *text, const uint8_t *bytes, size_t size);
const char *tr__sign_keep_number(tr__sign_text *text, uint64_t number);

bool tr__sign_is_method(const tr__sign_work *work, const char *method);

/* ---- streams --------------------------------------------------------------------------------- */

typedef struct tr__sign_stream_work {
    const tr_exchange_key *key;
    const tr_sign_message *message;
    tr__sign_text text;
    size_t message_at; /* what is written from here on is the message */
    tr_status status;
} tr__sign_stream_work;

/* The login of bitget and okx: seconds and `request` are signed. */
void tr__sign_put_login(tr__sign_stream_work *work, const char *request);

/* ---- one row per exchange -------------------------------------------------------------------- */

struct tr__signer {
    const char *name;
    unsigned int schemes; /* bit per tr_key_scheme */
    bool has_passphrase;
    bool is_secret_base64;    /* the bytes of the secret are its base64 */
    bool is_passphrase_coded; /* sent as the base64 of its HMAC */
    tr_hash hash;             /* of HMAC keys */
    tr__sign_spelling public_spelling;
    const tr__sign_section *sections; /* ends at a NULL api */
    void (*sign)(tr__sign_work *work);
    /* The text of a token, where signatures are tokens that are not bound to parameters or body; NULL elsewhere. */
    void (*mint)(tr__sign_work *work);
    uint32_t token_life_ms;
    void (*stream)(tr__sign_stream_work *work); /* NULL: nothing of its streams is signed */
};

/* By name; NULL: no such exchange. */
const tr__signer *tr__signer_find(const char *exchange);

#define TR__SIGN_SCHEME(scheme) (1U << (scheme))

/* ---- tokens ---------------------------------------------------------------------------------- */

/* How long a token of this key lives, from its clock in whole seconds; 0: its signatures are no tokens. */
uint32_t tr__sign_token_life_ms(const tr_exchange_key *key);

/* A token for the request's method, section, host and path, by its clock and salt. Fails as tr_sign does. */
tr_status tr__sign_mint(const tr_exchange_key *key, const tr_sign_request *request, char *buffer,
                        size_t buffer_size, const char **token_out, tr_error *err);

/* As tr_sign, with `token` of tr__sign_mint in place of a new one; NULL: a new one. */
tr_status tr__sign_with(const tr_exchange_key *key, const tr_sign_request *request,
                        const char *token, char *buffer, size_t buffer_size, tr_signed_request *out,
                        tr_error *err);

#endif
