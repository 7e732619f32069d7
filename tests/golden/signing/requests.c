/* requests.c: the signed REST requests of one exchange's file, url, headers and body. */
#include "signing/signing.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Headers of the reference's own broker programmes. */
static bool is_broker_header(const char *name)
{
    static const char *const names[] = { "Referer",
                                         "source",
                                         "X-CHANNEL-API-CODE",
                                         "KC-API-PARTNER",
                                         "KC-API-PARTNER-SIGN",
                                         "KC-API-PARTNER-VERIFY",
                                         "X-Gate-Channel-Id" };
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (strcmp(names[i], name) == 0)
            return true;
    return false;
}

static const char *header_of(const tr_signed_request *got, const char *name)
{
    for (size_t i = 0; i < got->header_count; i++)
        if (strcmp(got->headers[i].name, name) == 0)
            return got->headers[i].value;
    return NULL;
}

/* Every header that is wanted, and no other. */
static const char *headers_fault(const tr_json_value *wanted, const tr_signed_request *got,
                                 const tr_public_key *token_key)
{
    static const char bearer[] = "Bearer ";
    static char fault[512];
    size_t wanted_count = 0;
    for (const tr_json_value *item = tr_json_value_first(wanted); item != NULL;
         item = tr_json_value_next(item)) {
        const char *name = tr_json_value_key(item, NULL);
        if (is_broker_header(name))
            continue;
        wanted_count++;
        const char *want = text_of(wanted, name);
        const char *have = header_of(got, name);
        bool is_right = is_equal_text(want, have);
        if (!is_right && token_key != NULL && have != NULL && strcmp(name, "Authorization") == 0)
            is_right = strncmp(have, bearer, sizeof bearer - 1) == 0 &&
                       is_same_token(want + sizeof bearer - 1, have + sizeof bearer - 1, token_key);
        if (!is_right) {
            (void)snprintf(fault, sizeof fault, "header %s is %.200s, expected %.200s", name,
                           have == NULL ? "missing" : have, want);
            return fault;
        }
    }
    return wanted_count == got->header_count ? NULL : "there are headers that nobody expects";
}

static const char *request_fault(const tr_json_value *expected, const tr_signed_request *got,
                                 const tr_public_key *token_key)
{
    static char fault[1024];
    const char *url = text_of(expected, "url");
    const char *body = text_of(expected, "body");
    if (!is_equal_text(text_of(expected, "method"), got->method))
        return "the method differs";
    if (!is_equal_text(url, got->url)) {
        (void)snprintf(fault, sizeof fault, "url is %.400s, expected %.400s", got->url, url);
        return fault;
    }
    if ((body == NULL) != (got->body == NULL) ||
        (body != NULL && !is_equal_text(body, got->body))) {
        (void)snprintf(fault, sizeof fault, "body is %.400s, expected %.400s",
                       got->body == NULL ? "none" : got->body, body == NULL ? "none" : body);
        return fault;
    }
    if (got->body != NULL && strlen(got->body) != got->body_size)
        return "the body's size is not its length";
    return headers_fault(member(expected, "headers"), got, token_key);
}

/*
 * The section as we call it: the words of "api" joined by points, in the order of our table. kucoin keeps its
 * versions apart, which a case shows in its url only.
 */
static bool section_of(const char *exchange, const tr_json_value *input, const char *url, char *out,
                       size_t size)
{
    const tr_json_value *api = member(input, "api");
    const char *name = text_of(input, "api");
    if (name == NULL) {
        const char *first = NULL, *second = NULL;
        size_t length = 0;
        const tr_json_value *item = tr_json_value_first(api);
        if (item == NULL || tr_json_value_text(item, &first, &length) != TR_OK ||
            (item = tr_json_value_next(item)) == NULL ||
            tr_json_value_text(item, &second, &length) != TR_OK)
            return false;
        return snprintf(out, size, "%s.%s", first, second) < (int)size;
    }
    const char *version = strcmp(exchange, "kucoin") == 0 ? strstr(url, "/api/v") : NULL;
    if (version != NULL && (version[6] == '2' || version[6] == '3'))
        return snprintf(out, size, "%s.v%c", name, version[6]) < (int)size;
    return snprintf(out, size, "%s", name) < (int)size;
}

/*
 * The reference writes "undefined" for a parameter that its path names and its call lacks. We refuse that; what is
 * tested here is the signature, so it gets such a path.
 */
static const char *path_of(const tr_json_value *input, const char *url)
{
    static char path[256];
    const char *given = text_of(input, "path");
    const char *name = strstr(given, "{order_id}");
    if (name == NULL || strstr(url, "/undefined") == NULL)
        return given;
    (void)snprintf(path, sizeof path, "%.*sundefined%s", (int)(name - given), given,
                   name + sizeof "{order_id}" - 1);
    return path;
}

/* The windows that the reference uses (README.md of the vectors). */
static uint32_t window_of(const char *exchange)
{
    return strcmp(exchange, "binance") == 0 ? 10000 : 5000;
}

static const char *case_fault(const tr_json_value *root, const tr_json_value *item,
                              tr_exchange_key *key, const tr_public_key *token_key, char *buffer)
{
    static field_pool pool;
    static char section[64];
    static tr_error err;
    const tr_json_value *input = member(item, "sign_input");
    const tr_json_value *expected = member(item, "expected");
    const char *exchange = text_of(root, "exchange");
    tr_sign_request request = TR_SIGN_REQUEST_INIT;
    if (tr_sign_field_of_json(member(input, "params"), NULL, pool.fields, FIELDS_MAX,
                              &request.params) != TR_OK ||
        !section_of(exchange, input, text_of(expected, "url"), section, sizeof section) ||
        !salt_of(text_of(root, "random_bytes"), request.salt))
        return "the case could not be read";
    request.api = section;
    request.method = text_of(input, "method");
    request.path = path_of(input, text_of(expected, "url"));
    request.clock_ms = int_of(item, "clock");
    request.window_ms = window_of(exchange);
    tr_signed_request got;
    if (tr_sign(key, &request, buffer, BUFFER_SIZE, &got, &err) != TR_OK)
        return err.message;
    return request_fault(expected, &got, token_key);
}

void check_requests(const tr_json_value *root, tally *counts)
{
    const tr_json_value *credentials = member(root, "credentials");
    char *buffer = malloc(BUFFER_SIZE);
    for (const tr_json_value *item = tr_json_value_first(member(root, "cases"));
         item != NULL && buffer != NULL; item = tr_json_value_next(item)) {
        const char *set = text_of(item, "credentials");
        tr_error err = { .message = "" };
        tr_exchange_key *key = key_of(text_of(root, "exchange"), credentials, set, &err);
        tr_public_key *token_key =
            strcmp(set, "es256") == 0 ? public_key_of(credentials, set, TR_SIGNATURE_ES256) : NULL;
        verdict(counts, text_of(item, "case"),
                key == NULL ? err.message : case_fault(root, item, key, token_key, buffer));
        tr_exchange_key_free(key);
        tr_public_key_free(token_key);
    }
    free(buffer);
}
