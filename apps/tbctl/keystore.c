/* keystore.c: see keystore.h. */
#include "tbctl/keystore.h"

#include <string.h>
#include <unistd.h>

#define KEY_NAME_SIZE 96

const char *const tbctl_key_schemes[] = { "hmac", "rsa", "ed25519", "es256", NULL };

tr_key_scheme tbctl_key_scheme_of(const char *name)
{
    tr_key_scheme scheme = TR_KEY_HMAC;
    while (strcmp(tbctl_key_schemes[scheme], name) != 0)
        scheme++;
    return scheme;
}

tr_status tbctl_keystore_path(const tr_command_call *call, char *buffer, size_t size, tr_error *err)
{
    tbctl *program = tbctl_of(call);
    tr_status status = tbctl_locate(program, err);
    if (status != TR_OK)
        return status;
    int length = tr_call_has(call, "keystore")
                     ? snprintf(buffer, size, "%s", tr_call_text(call, "keystore"))
                     : snprintf(buffer, size, "%s/keys.tks", program->place.data_dir);
    return length >= 0 && (size_t)length < size
               ? TR_OK
               : tbctl_fail(err, TR_E_RANGE, "the keystore's path is too long");
}

tr_status tbctl_keystore_passphrase(const tr_command_call *call, tr_secret **out, tr_error *err)
{
    static const tbctl_secret_source source = { "passphrase_file", "passphrase_fd",
                                                "Passphrase of the keystore", false };
    return tbctl_secret_read(call, &source, out, err);
}

/* ---- the key of an exchange ------------------------------------------------------------------ */

static const tr_secret *secret_of(const tr_config *config, const char *exchange, const char *name)
{
    char key[KEY_NAME_SIZE];
    const tr_secret *secret = NULL;
    (void)snprintf(key, sizeof key, "exchanges.%s.%s", exchange,
                   name); /* a longer one is of no exchange */
    return tr_config_get_secret(config, key, &secret) == TR_OK ? secret : NULL;
}

static tr_status key_of_config(const tr_command_call *call, const char *exchange,
                               const tr_secret *id, tr_exchange_key **out, tr_error *err)
{
    const tr_config *config = tbctl_of(call)->config;
    char text[TR_KEYSTORE_ID_SIZE];
    size_t size = 0;
    const unsigned char *bytes = tr_secret_bytes(id, &size);
    if (size >= sizeof text)
        return tbctl_fail(err, TR_E_INVALID, "the API key of %s is longer than %d bytes", exchange,
                          TR_KEYSTORE_ID_SIZE - 1);
    memcpy(text, bytes, size);
    text[size] = '\0';
    tr_exchange_key_options options = TR_EXCHANGE_KEY_OPTIONS_INIT;
    options.exchange = exchange;
    options.scheme = tbctl_key_scheme_of(tr_call_text(call, "scheme"));
    options.id = text;
    options.secret = secret_of(config, exchange, "secret");
    options.passphrase = secret_of(config, exchange, "passphrase");
    return tr_exchange_key_new(&options, out, err);
}

static tr_status key_of_store(const tr_command_call *call, const char *path, const char *exchange,
                              const char *label, tr_exchange_key **out, tr_error *err)
{
    tr_secret *passphrase = NULL;
    tr_keystore *store = NULL;
    tr_status status = tbctl_keystore_passphrase(call, &passphrase, err);
    if (status == TR_OK)
        status = tr_keystore_open(path, passphrase, &store, err);
    tr_secret_free(passphrase);
    const tr_keystore_entry *entry =
        status == TR_OK ? tr_keystore_find(store, exchange, label) : NULL;
    if (status == TR_OK && entry == NULL)
        status = tbctl_fail(err, TR_E_NOT_FOUND, "the keystore has no key of %s named \"%s\"",
                            exchange, label);
    if (status == TR_OK) {
        tr_exchange_key_options options = TR_EXCHANGE_KEY_OPTIONS_INIT;
        options.exchange = exchange;
        options.scheme = entry->scheme;
        options.id = entry->id;
        options.secret = entry->secret;
        options.passphrase = entry->passphrase;
        status = tr_exchange_key_new(&options, out, err);
    }
    tr_keystore_free(store);
    return status;
}

tr_status tbctl_exchange_key(const tr_command_call *call, const char *exchange,
                             tr_exchange_key **out, tr_error *err)
{
    char path[TR_CONFIG_PATH_SIZE];
    const tr_secret *id = secret_of(tbctl_of(call)->config, exchange, "api_key");
    if (tr_sign_api_at(exchange, 0) == NULL)
        return tbctl_exchange_unknown(exchange, err);
    bool is_of_store = tr_call_has(call, "label");
    if (id != NULL && !is_of_store)
        return key_of_config(call, exchange, id, out, err);
    tr_status status = tbctl_keystore_path(call, path, sizeof path, err);
    if (status != TR_OK)
        return status;
    if (!is_of_store && !tr_call_has(call, "keystore") && access(path, F_OK) != 0)
        return tbctl_fail(
            err, TR_E_NOT_FOUND,
            "no API key of %s is configured: it is read from the environment, a file that only we "
            "can "
            "read (tbctl config explain exchanges.%s.api_key), or the keystore (tbctl keys add)",
            exchange, exchange);
    return key_of_store(call, path, exchange, is_of_store ? tr_call_text(call, "label") : "main",
                        out, err);
}
