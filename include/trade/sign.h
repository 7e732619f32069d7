/*
 * sign.h: what a request to an exchange looks like on the wire, signed.
 *
 * Pure: key, time and request go in; method, URL, headers and body come out as the bytes to send. Nothing is sent,
 * no clock is read, nothing is allocated (RSA and P-256 allocate inside mbedTLS); the text lies in the caller's
 * buffer. Exchanges differ in what they sign, in which order, and whether encoded or raw: each has its folder, and
 * every rule is held by recorded examples.
 *
 *     tr_sign_field symbol = TR_SIGN_TEXT("symbol", "BTCUSDT");
 *     tr_sign_request request = TR_SIGN_REQUEST_INIT;
 *     request.api = "private";
 *     request.method = "GET";
 *     request.path = "openOrders";
 *     request.params = TR_SIGN_OBJECT(NULL, &symbol, 1);
 *     request.clock_ms = now_ms;                          // with the exchange's offset
 *     tr_sign(key, &request, buffer, sizeof buffer, &ready, &err);
 *
 * The result holds what lets others act in the owner's name (signatures, tokens, a passphrase): wipe the buffer
 * after sending.
 */
#ifndef TRADE_SIGN_H
#define TRADE_SIGN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <trade/api.h>
#include <trade/crypto.h>
#include <trade/http.h>
#include <trade/secret.h>
#include <trade/status.h>

#ifdef __cplusplus
extern "C" {
#endif

/* ---- keys ------------------------------------------------------------------------------------ */

typedef struct tr_exchange_key_options {
    size_t struct_size;
    const char *exchange; /* "binance", "bitget", "bybit", "coinbase", "gate", "htx", "kraken", "kucoin", "mexc", "okx" */
    tr_key_scheme scheme; /* TR_E_UNSUPPORTED where the exchange does not take it */
    const char *id;              /* the API key; 1..256 visible ASCII characters */
    const tr_secret *secret;     /* the API secret, or the private key's text; as the exchange shows it */
    const tr_secret *passphrase; /* of bitget, kucoin, okx; NULL elsewhere */
} tr_exchange_key_options;

#define TR_EXCHANGE_KEY_OPTIONS_INIT { sizeof(tr_exchange_key_options), NULL, TR_KEY_HMAC, NULL, NULL, NULL }

/** A key of one exchange, ready to sign, wiped on release. Immutable. */
typedef struct tr_exchange_key tr_exchange_key;

/**
 * Prepare a key; everything is copied.
 * @return TR_E_NOT_FOUND no such exchange; TR_E_UNSUPPORTED a scheme that it does not take; TR_E_INVALID a missing
 *         id, secret or passphrase, or a passphrase where there is none; TR_E_PARSE a secret of another form;
 *         TR_E_NO_MEMORY
 */
TR_API tr_status tr_exchange_key_new(const tr_exchange_key_options *options, tr_exchange_key **out,
                                     tr_error *err);

/** Wipe and release; NULL is accepted. */
TR_API void tr_exchange_key_free(tr_exchange_key *key);

/* ---- requests -------------------------------------------------------------------------------- */

typedef enum tr_sign_kind {
    TR_SIGN_KIND_TEXT = 0,    /* UTF-8; quoted where the request is JSON */
    TR_SIGN_KIND_LITERAL = 1, /* a number, true, false or null, as JSON writes it: goes out unchanged */
    TR_SIGN_KIND_OBJECT = 2,
    TR_SIGN_KIND_LIST = 3
} tr_sign_kind;

/** A parameter, with what lies in it. Borrowed. The order of `items` is the order on the wire. */
typedef struct tr_sign_field {
    const char *name; /* NULL in a list, and outermost */
    tr_sign_kind kind;
    const char *text; /* of TEXT and LITERAL */
    const struct tr_sign_field *items;
    size_t item_count;
} tr_sign_field;

#define TR_SIGN_TEXT(name, text)           { name, TR_SIGN_KIND_TEXT, text, NULL, 0 }
#define TR_SIGN_LITERAL(name, text)        { name, TR_SIGN_KIND_LITERAL, text, NULL, 0 }
#define TR_SIGN_OBJECT(name, items, count) { name, TR_SIGN_KIND_OBJECT, NULL, items, count }
#define TR_SIGN_LIST(name, items, count)   { name, TR_SIGN_KIND_LIST, NULL, items, count }

#define TR_SIGN_PARAMS_MAX 64 /* outermost ones */
#define TR_SIGN_DEPTH_MAX  8
#define TR_SIGN_SALT_SIZE  16

typedef struct tr_sign_request {
    size_t struct_size;
    const char *api;      /* section of the exchange: tr_sign_api_at */
    const char *method;   /* "GET", "POST", "PUT", "PATCH", "DELETE" */
    const char *path;     /* behind the section's URL; "{name}" is replaced by that parameter, which then leaves them */
    tr_sign_field params; /* OBJECT; LIST where the exchange wants a list of orders */
    int64_t clock_ms;     /* the exchange's time, milliseconds since 1970 */
    uint32_t window_ms;   /* how long it may take to arrive (binance, bybit, mexc); 1..60000 */
    uint64_t nonce;       /* kraken: above every one before it; 0 takes clock_ms */
    uint8_t salt[TR_SIGN_SALT_SIZE]; /* coinbase tokens: random bytes */
    const char *host; /* "https://testnet.binance.vision" in place of the section's; NULL: the live one */
} tr_sign_request;

#define TR_SIGN_REQUEST_INIT                                                                       \
    { sizeof(tr_sign_request), NULL, "GET", NULL, TR_SIGN_OBJECT(NULL, NULL, 0), 0, 2000, 0, { 0 }, NULL }

#define TR_SIGN_HEADERS_MAX 8

/** Ready to send; everything points into the caller's buffer, at constants, or into the key, which must live as long. */
typedef struct tr_signed_request {
    const char *method;
    const char *url;
    tr_http_header headers[TR_SIGN_HEADERS_MAX];
    size_t header_count;
    const char *body; /* NULL for none */
    size_t body_size;
} tr_signed_request;

/**
 * Sign one request. Public sections are only spelled, `key` then need not have rights.
 * @param buffer  takes all text; a few times the parameters' length and 4 KiB suffice
 * @return TR_E_INVALID a NULL or a value out of range; TR_E_NOT_FOUND no such section, or a "{name}" without its
 *         parameter; TR_E_RANGE too many or too deeply nested parameters; TR_E_FULL the buffer is too small;
 *         TR_E_INTERNAL the backend of RSA or P-256 fails.   Threads: any.   Cost: about 1 us for HMAC keys.
 */
TR_API tr_status tr_sign(const tr_exchange_key *key, const tr_sign_request *request, char *buffer,
                         size_t buffer_size, tr_signed_request *out, tr_error *err);

/** The sections of an exchange, in turn; NULL at the end or for an unknown exchange. */
TR_API const char *tr_sign_api_at(const char *exchange, size_t index);

/** The exchanges that can be signed for, in order of name; NULL at the end. */
TR_API const char *tr_sign_exchange_at(size_t index);

/* ---- streams --------------------------------------------------------------------------------- */

typedef enum tr_sign_message_kind {
    TR_SIGN_LOGIN = 0,     /* bitget, bybit, gate, htx, mexc's contracts, okx */
    TR_SIGN_SUBSCRIBE = 1, /* gate, coinbase: a subscription that carries its own signature */
    TR_SIGN_CALL = 2       /* gate: an order over the stream; binance: its signed parameters */
} tr_sign_message_kind;

typedef struct tr_sign_message {
    size_t struct_size;
    tr_sign_message_kind kind;
    const char *url;      /* of the stream: htx signs its host and path */
    const char *channel;  /* "spot.orders", "user"; of a gate login "spot" or "futures" */
    const char *id;       /* of the request, where the exchange repeats it; a number goes out as one for SUBSCRIBE */
    tr_sign_field params; /* SUBSCRIBE: a list of markets; CALL: the order */
    int64_t clock_ms;
    uint32_t window_ms;   /* binance, bybit */
    uint8_t salt[TR_SIGN_SALT_SIZE]; /* coinbase */
    bool is_public;       /* coinbase: the channel needs no signature */
} tr_sign_message;

#define TR_SIGN_MESSAGE_INIT                                                                       \
    { sizeof(tr_sign_message), TR_SIGN_LOGIN, NULL, NULL, NULL, TR_SIGN_OBJECT(NULL, NULL, 0), 0,  \
      10000, { 0 }, false }

/**
 * Write the JSON message that logs in, subscribes or calls; for a binance CALL its "params".
 * @return as tr_sign; TR_E_UNSUPPORTED a kind of message that the exchange does not sign
 */
TR_API tr_status tr_sign_stream(const tr_exchange_key *key, const tr_sign_message *message, char *buffer,
                                size_t buffer_size, const char **text_out, size_t *length_out, tr_error *err);

#ifdef __cplusplus
}
#endif

#endif
