/* streams.c: logins and signed messages of the streaming interfaces. */
#include "signing/signing.h"

#include <stdlib.h>
#include <string.h>

/* The argument at `index` of the call. */
static const tr_json_value *argument(const tr_json_value *item, size_t index)
{
    const tr_json_value *value = tr_json_value_first(member(member(item, "call"), "args"));
    while (value != NULL && index-- > 0)
        value = tr_json_value_next(value);
    return value;
}

static const char *argument_text(const tr_json_value *item, size_t index)
{
    const char *text = NULL;
    size_t length = 0;
    const tr_json_value *value = argument(item, index);
    return value != NULL && tr_json_value_text(value, &text, &length) == TR_OK ? text : NULL;
}

/* What is asked of us, from what was asked of the reference. */
static bool message_of(const tr_json_value *item, field_pool *pool, tr_sign_field *market,
                       tr_sign_message *out)
{
    const char *exchange = text_of(item, "exchange");
    const char *method = text_of(member(item, "call"), "method");
    out->clock_ms = int_of(item, "clock");
    out->url = text_of(member(item, "expected"), "url");
    if (strcmp(exchange, "binance") == 0) {
        out->kind = TR_SIGN_CALL;
        return tr_sign_field_of_json(argument(item, 0), "apiKey", pool->fields, FIELDS_MAX,
                                     &out->params) == TR_OK;
    }
    if (strcmp(exchange, "coinbase") == 0) {
        bool is_private = false;
        *market = (tr_sign_field)TR_SIGN_TEXT(NULL, argument_text(item, 2));
        out->kind = TR_SIGN_SUBSCRIBE;
        out->channel = argument_text(item, 0);
        out->params = (tr_sign_field)TR_SIGN_LIST(NULL, market, 1);
        out->is_public = tr_json_value_bool(argument(item, 1), &is_private) == TR_OK && !is_private;
        return true;
    }
    if (strcmp(method, "requestPrivate") == 0) {
        out->kind = TR_SIGN_CALL;
        out->channel = argument_text(item, 2);
        out->id = argument_text(item, 3);
        return tr_sign_field_of_json(argument(item, 1), NULL, pool->fields, FIELDS_MAX,
                                     &out->params) == TR_OK;
    }
    if (strcmp(method, "subscribePrivate") == 0) {
        out->kind = TR_SIGN_SUBSCRIBE;
        out->channel = argument_text(item, 3);
        out->id = "1";
        return tr_sign_field_of_json(argument(item, 2), NULL, pool->fields, FIELDS_MAX,
                                     &out->params) == TR_OK;
    }
    out->channel = argument_text(item, 1); /* of gate; nobody else looks */
    out->id = "authenticated";
    return true;
}

/*
 * Member by member. The token of a coinbase message is checked by its key; a gate call's payload is compared without
 * the header of the reference's broker programme.
 */
static bool message_is_right(const tr_json_value *wanted, const tr_json_value *got,
                             const tr_public_key *key)
{
    size_t wanted_count = 0;
    for (const tr_json_value *item = tr_json_value_first(wanted); item != NULL;
         item = tr_json_value_next(item)) {
        const char *name = tr_json_value_key(item, NULL);
        if (strcmp(name, "req_header") == 0)
            continue;
        wanted_count++;
        bool is_right;
        if (strcmp(name, "jwt") == 0 && key != NULL)
            is_right = text_of(got, name) != NULL &&
                       is_same_token(text_of(wanted, name), text_of(got, name), key);
        else
            is_right = json_is_same(item, member(got, name));
        if (!is_right)
            return false;
    }
    return wanted_count == tr_json_value_count(got);
}

static const char *case_fault(const tr_json_value *item, tr_exchange_key *key,
                              const tr_public_key *token_key, char *buffer)
{
    static field_pool pool;
    static tr_error err;
    tr_sign_field market;
    tr_sign_message message = TR_SIGN_MESSAGE_INIT;
    if (!message_of(item, &pool, &market, &message) ||
        !salt_of("00112233445566778899aabbccddeeff", message.salt))
        return "the case could not be read";
    const char *text = NULL;
    size_t length = 0;
    if (tr_sign_stream(key, &message, buffer, BUFFER_SIZE, &text, &length, &err) != TR_OK)
        return err.message;
    const tr_json_value *wanted = member(member(item, "expected"), "message");
    if (member(wanted, "signed_params") != NULL)
        wanted = member(wanted, "signed_params");
    tr_json_document *document = NULL;
    if (tr_json_document_parse(text, length, NULL, &document, &err) != TR_OK)
        return err.message;
    const tr_json_value *got = tr_json_document_root(document);
    const tr_json_value *payload = member(wanted, "payload");
    bool is_right = member(payload, "req_header") == NULL
                        ? message_is_right(wanted, got, token_key)
                        : message_is_right(payload, member(got, "payload"), NULL) &&
                              json_is_same(member(wanted, "channel"), member(got, "channel")) &&
                              json_is_same(member(wanted, "time"), member(got, "time")) &&
                              json_is_same(member(wanted, "event"), member(got, "event")) &&
                              json_is_same(member(wanted, "id"), member(got, "id"));
    tr_json_document_free(document);
    return is_right ? NULL : text;
}

void check_streams(const tr_json_value *root, tally *counts)
{
    char *buffer = malloc(BUFFER_SIZE);
    for (const tr_json_value *item = tr_json_value_first(member(root, "cases"));
         item != NULL && buffer != NULL; item = tr_json_value_next(item)) {
        const char *set = text_of(item, "credentials");
        const char *exchange = text_of(item, "exchange");
        const tr_json_value *credentials = member(member(root, "credentials"), exchange);
        tr_error err = { .message = "" };
        tr_exchange_key *key = key_of(exchange, credentials, set, &err);
        tr_public_key *token_key =
            strcmp(set, "es256") == 0 ? public_key_of(credentials, set, TR_SIGNATURE_ES256) : NULL;
        verdict(counts, exchange,
                key == NULL ? err.message : case_fault(item, key, token_key, buffer));
        tr_exchange_key_free(key);
        tr_public_key_free(token_key);
    }
    free(buffer);
}
