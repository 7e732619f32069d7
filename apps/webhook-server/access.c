/*
 * access.c: see access.h.
 *
 * A key that was found good is known for a moment, so that a busy client does not cost a look-up a request, and
 * a revoked key ends within that moment. An address that offered too many wrong keys waits before another
 * unknown one is looked up; keys that were good before are not held up by their neighbours.
 */
#include "access.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include <trade/crypto.h>

#include "answer.h"

#define KNOWN_MAX      64
#define KNOWN_FOR_NS   INT64_C(500000000)
#define KEY_LENGTH_MAX 128

typedef struct known_key {
    uint8_t digest[TR_SHA256_SIZE];
    bool is_used;
    int64_t checked_ns;
    tr_api_key_row row;
} known_key;

struct web_access {
    rate_table *key_rates;
    rate_table *failures; /* by address */
    known_key known[KNOWN_MAX];
    size_t next; /* the oldest, to be replaced */
};

/* Wrong keys that one address may offer. */
static const rate_limit failure_rate = { .count_max = 20, .window_ns = INT64_C(60000000000) };

web_access *web_access_new(uint64_t seed)
{
    web_access *made = calloc(1, sizeof *made);
    if (made == NULL)
        return NULL;
    made->key_rates = rate_table_new(seed);
    made->failures = rate_table_new(~seed);
    if (made->key_rates == NULL || made->failures == NULL) {
        web_access_free(made);
        return NULL;
    }
    return made;
}

void web_access_free(web_access *access)
{
    if (access == NULL)
        return;
    rate_table_free(access->key_rates);
    rate_table_free(access->failures);
    free(access);
}

/* The key's text, or NULL. Both headers at once are refused: two readers could take different ones. */
static const char *key_text(serve_request *request, size_t *length_out)
{
    static const char scheme[] = "Bearer ";
    const char *authorization = serve_request_header(request, "Authorization");
    const char *plain = serve_request_header(request, "X-API-Key");
    const char *text = plain;
    if (authorization != NULL) {
        if (plain != NULL || strncasecmp(authorization, scheme, sizeof scheme - 1) != 0)
            return NULL;
        text = authorization + sizeof scheme - 1;
        text += strspn(text, " ");
    }
    if (text == NULL)
        return NULL;
    *length_out = strlen(text);
    return *length_out > 0 && *length_out <= KEY_LENGTH_MAX ? text : NULL;
}

static known_key *known_find(web_access *access, const uint8_t digest[TR_SHA256_SIZE])
{
    for (size_t i = 0; i < KNOWN_MAX; i++)
        if (access->known[i].is_used &&
            memcmp(access->known[i].digest, digest, TR_SHA256_SIZE) == 0)
            return &access->known[i];
    return NULL;
}

static known_key *known_add(web_access *access, const uint8_t digest[TR_SHA256_SIZE])
{
    known_key *known = &access->known[access->next];
    access->next = (access->next + 1) % KNOWN_MAX;
    *known = (known_key){ .is_used = true };
    memcpy(known->digest, digest, TR_SHA256_SIZE);
    return known;
}

/* What is known of an unknown key's sender counts against the address; a store that fails does not. */
static tr_status key_look_up(web_access *access, tr_owner *owner, tr_store_reader *reader,
                             const char *text, size_t length, const char *address, int64_t now_ns,
                             tr_api_key_row *out)
{
    tr_status status = tr_owner_key_check(owner, reader, text, length, out, NULL);
    if (status == TR_E_DENIED)
        (void)rate_take_ns(access->failures, address, strlen(address), &failure_rate,
                           now_ns); /* counted */
    return status;
}

/* Fills the caller. TR_E_DENIED: nobody we know. */
static tr_status key_check(web_access *access, tr_owner *owner, tr_store_reader *reader,
                           const char *text, size_t length, const char *address, int64_t now_ns,
                           web_caller *caller)
{
    uint8_t digest[TR_SHA256_SIZE];
    tr_sha256_of(text, length, digest);
    known_key *known = known_find(access, digest);
    if (known == NULL && (caller->wait_ns = rate_wait_ns(access->failures, address, strlen(address),
                                                         &failure_rate, now_ns)) > 0)
        return TR_OK;
    if (known == NULL || now_ns - known->checked_ns >= KNOWN_FOR_NS || now_ns < known->checked_ns) {
        tr_api_key_row row;
        tr_status status = key_look_up(access, owner, reader, text, length, address, now_ns, &row);
        if (status == TR_E_DENIED && known != NULL)
            known->is_used = false;
        if (status != TR_OK)
            return status;
        if (known == NULL)
            known = known_add(access, digest);
        known->row = row;
        known->checked_ns = now_ns;
    }
    memcpy(caller->user, known->row.user, sizeof caller->user);
    caller->rights = known->row.rights;
    return TR_OK;
}

bool web_access_check(web_access *access, tr_owner *owner, tr_store_reader *reader,
                      const rate_limit *key_rate, serve_request *request, int64_t now_ns)
{
    size_t length;
    const char *text = key_text(request, &length);
    web_caller *caller = text != NULL ? calloc(1, sizeof *caller) : NULL;
    if (caller == NULL)
        return false;
    tr_status status = key_check(access, owner, reader, text, length,
                                 serve_request_address(request), now_ns, caller);
    if (status == TR_E_DENIED) {
        free(caller);
        return false;
    }
    caller->failure = status;
    if (status == TR_OK && caller->wait_ns == 0)
        caller->wait_ns = rate_take_ns(access->key_rates, text, length, key_rate, now_ns);
    serve_request_set_context(request, caller, free);
    return true;
}

const web_caller *web_caller_with(serve_request *request, int64_t rights)
{
    const web_caller *caller = serve_request_context(request);
    if (caller->failure != TR_OK) {
        web_answer_failure(request, caller->failure, NULL, NULL);
        return NULL;
    }
    if (caller->wait_ns > 0) {
        web_answer_wait(request, caller->wait_ns);
        return NULL;
    }
    if ((caller->rights & rights) != rights) {
        web_answer_problem(request, 403, "denied",
                           "this API key does not have the right to do that");
        return NULL;
    }
    return caller;
}
