/* live_plan.c: the configuration of an exchange, read into our own types. */
#include "owner/live_plan.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <trade/time.h>

#include "core/fail.h"
#include "owner/live_keystore.h"

#define KEY_SIZE 128

static_assert(TR_EXCHANGE_KEY_ID_SIZE >= TR_KEYSTORE_ID_SIZE, "an id of the keystore fits");

static void key_of(char out[KEY_SIZE], const char *exchange, const char *name)
{
    (void)snprintf(out, KEY_SIZE, "exchanges.%s.%s", exchange, name);
}

/* Unset keys are false. */
static bool flag_of(const tr_config *config, const char *exchange, const char *name, bool initial)
{
    char key[KEY_SIZE];
    bool value = initial;
    key_of(key, exchange, name);
    return tr_config_get_bool(config, key, &value) == TR_OK ? value : initial;
}

tr_status tr__live_plan_choose(const tr_config *config, char name[TR_EXCHANGE_NAME_SIZE],
                               tr_error *err)
{
    const char *found = NULL, *member;
    for (size_t i = 0; (member = tr_config_member(config, "exchanges", i)) != NULL; i++) {
        if (!flag_of(config, member, "live", false))
            continue;
        if (found != NULL)
            return tr__fail(
                err, TR_E_UNSUPPORTED, 0,
                "exchanges.%s.live and exchanges.%s.live are both true: one owner trades "
                "on one exchange",
                found, member);
        found = member;
    }
    if (found == NULL)
        return tr__fail(err, TR_E_NOT_FOUND, 0, "no exchange has \"live: true\"");
    if (strlen(found) >= TR_EXCHANGE_NAME_SIZE)
        return tr__fail(err, TR_E_NOT_FOUND, 0, "no exchange \"%s\" is known", found);
    memcpy(name, found, strlen(found) + 1);
    return TR_OK;
}

/* ---- the key --------------------------------------------------------------------------------- */

static bool begins_with(const tr_secret *secret, const char *text)
{
    size_t size = 0;
    const unsigned char *bytes = tr_secret_bytes(secret, &size);
    return size >= strlen(text) && memcmp(bytes, text, strlen(text)) == 0;
}

/* A key's own form says how it signs. */
static tr_key_scheme scheme_of(const char *exchange, const tr_secret *secret)
{
    size_t size = 0;
    (void)tr_secret_bytes(secret, &size);
    if (begins_with(secret, "-----BEGIN EC"))
        return TR_KEY_ES256;
    if (begins_with(secret, "-----BEGIN RSA"))
        return TR_KEY_RSA;
    if (begins_with(secret, "-----BEGIN")) /* PKCS#8: the short ones are Ed25519 */
        return strcmp(exchange, "coinbase") == 0 ? TR_KEY_ES256
               : size < 200                      ? TR_KEY_ED25519
                                                 : TR_KEY_RSA;
    return strcmp(exchange, "coinbase") == 0 && size == 88 ? TR_KEY_ED25519 : TR_KEY_HMAC;
}

static void key_read(const tr_config *config, tr__live_plan *plan)
{
    char name[KEY_SIZE];
    const tr_secret *id = NULL, *secret = NULL, *passphrase = NULL;
    key_of(name, plan->exchange, "api_key");
    if (tr_config_get_secret(config, name, &id) != TR_OK) {
        plan->has_key =
            tr__live_keystore_key(config, plan->exchange, plan->key_id, &plan->key_changed_ns,
                                  &plan->key, &plan->key_error) == TR_OK;
        return;
    }
    key_of(name, plan->exchange, "secret");
    tr_status status = tr_config_get_secret(config, name, &secret);
    key_of(name, plan->exchange, "passphrase");
    if (tr_config_get_secret(config, name, &passphrase) != TR_OK)
        passphrase = NULL;
    size_t size = 0;
    const unsigned char *bytes = status == TR_OK ? tr_secret_bytes(id, &size) : NULL;
    if (status != TR_OK || size == 0 || size >= sizeof plan->key_id) {
        (void)tr__fail(
            &plan->key_error, TR_E_NOT_FOUND, 0,
            "only half of an API key is set for %s: its API_KEY and SECRET belong together",
            plan->exchange);
        return;
    }
    memcpy(plan->key_id, bytes, size);
    plan->key_id[size] = '\0';
    tr_exchange_key_options options = TR_EXCHANGE_KEY_OPTIONS_INIT;
    options.exchange = plan->exchange;
    options.scheme = scheme_of(plan->exchange, secret);
    options.id = plan->key_id;
    options.secret = secret;
    options.passphrase = passphrase;
    plan->has_key = tr_exchange_key_new(&options, &plan->key, &plan->key_error) == TR_OK;
}

/* ---- all of it ------------------------------------------------------------------------------- */

static void text_read(const tr_config *config, const char *exchange, const char *name, char *out,
                      size_t size)
{
    char key[KEY_SIZE];
    const char *text = NULL;
    key_of(key, exchange, name);
    if (tr_config_get_text(config, key, &text) == TR_OK && strlen(text) < size)
        memcpy(out, text, strlen(text) + 1);
}

static void times_read(const tr_config *config, tr__live_plan *plan)
{
    char key[KEY_SIZE];
    int64_t ns = 0, attempts = 0, requests = 0;
    plan->timeout_ms = 10000;
    plan->attempts = 3;
    plan->attempt_delay_ms = 1000;
    key_of(key, plan->exchange, "timeout");
    if (tr_config_get_duration(config, key, &ns) == TR_OK && ns >= TR_NS_PER_MS)
        plan->timeout_ms = (uint32_t)(ns / TR_NS_PER_MS);
    key_of(key, plan->exchange, "retry_delay");
    if (tr_config_get_duration(config, key, &ns) == TR_OK)
        plan->attempt_delay_ms = (uint32_t)(ns / TR_NS_PER_MS);
    key_of(key, plan->exchange, "retry_attempts");
    if (tr_config_get_int(config, key, &attempts) == TR_OK)
        plan->attempts = attempts < 9 ? (uint32_t)attempts + 1 : 10;
    key_of(key, plan->exchange, "rate_limit");
    if (tr_config_get_int(config, key, &requests) == TR_OK)
        plan->requests_a_minute = (uint32_t)requests; /* 1 to 1,000,000 */
}

tr_status tr__live_plan_read(const tr_config *config, const char *exchange, tr__live_plan *out,
                             tr_error *err)
{
    *out = (tr__live_plan){ .kind = TR_KIND_SPOT };
    if (tr_exchange_info_find(exchange) == NULL)
        return tr__fail(err, TR_E_NOT_FOUND, 0, "no exchange \"%s\" is spoken", exchange);
    (void)snprintf(out->exchange, sizeof out->exchange, "%s", exchange);
    bool is_sandbox = true;
    if (tr_config_get_bool(config, "trading.sandbox", &is_sandbox) != TR_OK)
        is_sandbox = true;
    if (tr_config_get_decimal(config, "trading.leverage", &out->leverage) != TR_OK)
        out->leverage = tr_decimal_from_int(1);
    out->is_on = flag_of(config, exchange, "live", false);
    out->is_sandbox = flag_of(config, exchange, "sandbox", is_sandbox);
    out->allows_withdraw_key = flag_of(config, exchange, "allow_withdraw_key", false);
    text_read(config, exchange, "url", out->host, sizeof out->host);
    text_read(config, exchange, "ca_file", out->ca_file, sizeof out->ca_file);
    times_read(config, out);
    key_read(config, out);
    return TR_OK;
}

void tr__live_plan_done(tr__live_plan *plan)
{
    tr_exchange_key_free(plan->key);
    free(plan->instruments);
    free(plan->balances);
    *plan = (tr__live_plan){ .is_on = false };
}

tr_exchange_client_options tr__live_plan_options(const tr__live_plan *plan)
{
    tr_exchange_client_options options = TR_EXCHANGE_CLIENT_OPTIONS_INIT;
    options.exchange = plan->exchange;
    options.kind = plan->kind;
    options.key = plan->key;
    options.key_id = plan->key == NULL ? NULL : plan->key_id;
    options.is_sandbox = plan->is_sandbox;
    options.host = plan->host[0] == '\0' ? NULL : plan->host;
    options.ca_file = plan->ca_file[0] == '\0' ? NULL : plan->ca_file;
    options.timeout_ms = plan->timeout_ms;
    options.attempts = plan->attempts;
    options.requests_a_minute = plan->requests_a_minute;
    options.attempt_delay_ms = plan->attempt_delay_ms;
    return options;
}
