/* keys.c: `keys add|list|rotate|remove`: API keys of exchanges in the encrypted keystore. */
#include "tbctl/keystore.h"

#include <string.h>
#include <unistd.h>

#define DEFAULT_LABEL "main"

typedef struct keys_work {
    char path[TR_CONFIG_PATH_SIZE];
    tr_secret *passphrase;
    tr_keystore *store;
    tr_secret *secret;
    tr_secret *api_passphrase;
} keys_work;

static void work_done(keys_work *work)
{
    tr_keystore_free(work->store);
    tr_secret_free(work->passphrase);
    tr_secret_free(work->secret);
    tr_secret_free(work->api_passphrase);
}

/* ---- the file -------------------------------------------------------------------------------- */

static tr_status store_open(const tr_command_call *call, keys_work *work, tr_error *err)
{
    tr_status status = tbctl_keystore_path(call, work->path, sizeof work->path, err);
    if (status == TR_OK && access(work->path, F_OK) != 0)
        status = tbctl_fail(err, TR_E_NOT_FOUND,
                            "there is no keystore at %s: tbctl keys add makes it", work->path);
    if (status == TR_OK)
        status = tbctl_keystore_passphrase(call, &work->passphrase, err);
    if (status == TR_OK)
        status = tr_keystore_open(work->path, work->passphrase, &work->store, err);
    return status;
}

/* For the first key: a new keystore under a new passphrase, which is typed twice. */
static tr_status store_open_or_new(const tr_command_call *call, keys_work *work, tr_error *err)
{
    static const tbctl_secret_source source = { "passphrase_file", "passphrase_fd",
                                                "New passphrase of the keystore", true };
    tr_status status = tbctl_keystore_path(call, work->path, sizeof work->path, err);
    if (status != TR_OK || access(work->path, F_OK) == 0)
        return status == TR_OK ? store_open(call, work, err) : status;
    if (!tr_call_has(call, "keystore"))
        status = tbctl_make_data_directory(tbctl_of(call), err);
    if (status == TR_OK)
        status = tbctl_secret_read(call, &source, &work->passphrase, err);
    if (status == TR_OK)
        status = tr_keystore_new(NULL, &work->store, err);
    return status;
}

/* ---- a key ----------------------------------------------------------------------------------- */

static const char *label_of(const tr_command_call *call)
{
    return tr_call_has(call, "label") ? tr_call_text(call, "label") : DEFAULT_LABEL;
}

static bool has_api_passphrase(const char *exchange)
{
    static const char *const names[] = { "bitget", "kucoin", "okx" };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(names[i], exchange) == 0)
            return true;
    return false;
}

static tr_status secrets_read(const tr_command_call *call, keys_work *work, tr_error *err)
{
    static const tbctl_secret_source secret = { "secret_file", "secret_fd", "Secret of the API key",
                                                false };
    static const tbctl_secret_source passphrase = { "api_passphrase_file", "api_passphrase_fd",
                                                    "Passphrase of the API key", false };
    tr_status status = tbctl_secret_read(call, &secret, &work->secret, err);
    bool is_wanted = has_api_passphrase(tr_call_text(call, "exchange")) ||
                     tbctl_secret_is_given(call, &passphrase);
    if (status == TR_OK && is_wanted)
        status = tbctl_secret_read(call, &passphrase, &work->api_passphrase, err);
    return status;
}

/* A key that could not sign is found out now, not when an order waits for it. */
static tr_status entry_try(const tr_keystore_entry *entry, tr_error *err)
{
    tr_exchange_key *key = NULL;
    tr_exchange_key_options options = TR_EXCHANGE_KEY_OPTIONS_INIT;
    options.exchange = entry->exchange;
    options.scheme = entry->scheme;
    options.id = entry->id;
    options.secret = entry->secret;
    options.passphrase = entry->passphrase;
    tr_status status = tr_exchange_key_new(&options, &key, err);
    tr_exchange_key_free(key);
    return status;
}

/* Enough to know it by; the rest is nobody's business on a shared screen. */
static void add_entry(tr_document *answer, const tr_keystore_entry *entry)
{
    char id[TR_KEYSTORE_ID_SIZE];
    size_t length = strlen(entry->id);
    (void)snprintf(id, sizeof id, length > 12 ? "%.6s..." : "%s", entry->id); /* cut: it fits */
    tr_document_add_text(answer, "exchange", entry->exchange);
    tr_document_add_text(answer, "label", entry->label);
    tr_document_add_text(answer, "scheme", tbctl_key_schemes[entry->scheme]);
    tr_document_add_text(answer, "key", id);
    tr_document_add_time(answer, "added", entry->created_ns);
    if (entry->rotated_ns != 0)
        tr_document_add_time(answer, "rotated", entry->rotated_ns);
}

static void finish(tr_command_call *call, keys_work *work, tr_status status, const tr_error *err)
{
    if (status == TR_OK)
        tr_document_add_text(tr_call_answer(call), "keystore", work->path);
    work_done(work);
    tr_call_finish(call, status, status == TR_OK ? NULL : err);
}

#define EXCHANGE_ARGUMENT(required, text)                                                          \
    {                                                                                              \
        .name = "exchange", .type = TR_ARGUMENT_TEXT, .is_required = required,                     \
        .is_positional = true, .max = "31", .help = text                                           \
    }
#define LABEL_ARGUMENT                                                                             \
    {                                                                                              \
        .name = "label", .type = TR_ARGUMENT_TEXT, .max = "63",                                    \
        .help = "which of several keys; main unless said"                                          \
    }
#define SECRET_ARGUMENTS                                                                           \
    { .name = "secret_file",                                                                       \
      .type = TR_ARGUMENT_PATH,                                                                    \
      .help = "a file that holds the API key's secret" },                                          \
        { .name = "secret_fd",                                                                     \
          .type = TR_ARGUMENT_INTEGER,                                                             \
          .min = "0",                                                                              \
          .max = "1023",                                                                           \
          .help = "an open descriptor to read the secret from" },                                  \
        { .name = "api_passphrase_file",                                                           \
          .type = TR_ARGUMENT_PATH,                                                                \
          .help = "a file that holds the API key's passphrase (bitget, kucoin, okx)" },            \
    {                                                                                              \
        .name = "api_passphrase_fd", .type = TR_ARGUMENT_INTEGER, .min = "0", .max = "1023",       \
        .help = "an open descriptor to read that passphrase from"                                  \
    }

/* ---- keys add -------------------------------------------------------------------------------- */

static const tr_argument_def add_arguments[] = {
    EXCHANGE_ARGUMENT(true,
                      "binance, bitget, bybit, coinbase, gate, htx, kraken, kucoin, mexc or okx"),
    { .name = "id",
      .type = TR_ARGUMENT_TEXT,
      .is_required = true,
      .max = "256",
      .help = "the API key; exchanges send it in the open" },
    LABEL_ARGUMENT,
    { .name = "scheme",
      .type = TR_ARGUMENT_CHOICE,
      .initial = "hmac",
      .choices = tbctl_key_schemes,
      .help = "how the key signs" },
    SECRET_ARGUMENTS,
    TBCTL_KEYSTORE_ARGUMENTS,
};

static void run_add(tr_command_call *call)
{
    tr_error err = { 0 };
    keys_work work = { .path = "" };
    const tr_clock *clock = tr_call_context(call)->clock;
    const char *exchange = tr_call_text(call, "exchange");
    tr_status status = tr_sign_api_at(exchange, 0) != NULL ? store_open_or_new(call, &work, &err)
                                                           : tbctl_exchange_unknown(exchange, &err);
    if (status == TR_OK && tr_keystore_find(work.store, exchange, label_of(call)) != NULL)
        status = tbctl_fail(&err, TR_E_EXISTS,
                            "there is a key of %s named \"%s\": rotate it, or choose a --label",
                            exchange, label_of(call));
    if (status == TR_OK)
        status = secrets_read(call, &work, &err);
    tr_keystore_entry entry = { .exchange = exchange,
                                .label = label_of(call),
                                .scheme = tbctl_key_scheme_of(tr_call_text(call, "scheme")),
                                .id = tr_call_text(call, "id"),
                                .secret = work.secret,
                                .passphrase = work.api_passphrase,
                                .created_ns = clock->now_ns(clock->user) };
    if (status == TR_OK)
        status = entry_try(&entry, &err);
    if (status == TR_OK)
        status = tr_keystore_add(work.store, &entry, &err);
    if (status == TR_OK)
        status = tr_keystore_save(work.store, work.path, work.passphrase, &err);
    if (status == TR_OK)
        add_entry(tr_call_answer(call), &entry);
    finish(call, &work, status, &err);
}

const tr_command_def tbctl_command_keys_add = {
    .name = "keys add",
    .summary = "Put an exchange's API key into the encrypted keystore",
    .details =
        "Secret and passphrases are asked for without echo, or read from files (mode 600) or open "
        "descriptors; they are never arguments, which other users can see. The first key makes the "
        "keystore. A key in the environment (BINANCE_API_KEY, BINANCE_SECRET, ...) is used before "
        "one of the keystore.",
    .example =
        "tbctl keys add binance --id KEY --secret-file secret.txt --passphrase-file passphrase.txt",
    .place = TR_COMMAND_LOCAL,
    .arguments = add_arguments,
    .argument_count = sizeof add_arguments / sizeof add_arguments[0],
    .run = run_add,
};

/* ---- keys list ------------------------------------------------------------------------------- */

static const tr_argument_def list_arguments[] = { TBCTL_KEYSTORE_ARGUMENTS };

static const tr_column_view list_columns[] = {
    { "exchange", "EXCHANGE", false, 0 }, { "label", "LABEL", false, 0 },
    { "scheme", "SCHEME", false, 2 },     { "key", "KEY", false, 0 },
    { "added", "ADDED", false, 1 },       { "rotated", "ROTATED", false, 3 },
};

static void run_list(tr_command_call *call)
{
    tr_error err = { 0 };
    keys_work work = { .path = "" };
    tr_document *answer = tr_call_answer(call);
    tr_status status = store_open(call, &work, &err);
    if (status == TR_OK) {
        tr_document_array_begin(answer, "keys");
        for (size_t i = 0; i < tr_keystore_count(work.store); i++) {
            tr_document_object_begin(answer, NULL);
            add_entry(answer, tr_keystore_at(work.store, i));
            tr_document_object_end(answer);
        }
        tr_document_array_end(answer);
    }
    finish(call, &work, status, &err);
}

const tr_command_def tbctl_command_keys_list = {
    .name = "keys list",
    .summary = "List the API keys of the keystore, without their secrets",
    .example = "tbctl keys list --passphrase-file passphrase.txt",
    .place = TR_COMMAND_LOCAL,
    .arguments = list_arguments,
    .argument_count = sizeof list_arguments / sizeof list_arguments[0],
    .list_key = "keys",
    .columns = list_columns,
    .column_count = sizeof list_columns / sizeof list_columns[0],
    .run = run_list,
};

/* ---- keys rotate ----------------------------------------------------------------------------- */

static const tr_argument_def rotate_arguments[] = {
    EXCHANGE_ARGUMENT(
        false, "whose key gets another secret; left out: the keystore gets another passphrase"),
    { .name = "id",
      .type = TR_ARGUMENT_TEXT,
      .max = "256",
      .help = "the new API key, when that changes too" },
    LABEL_ARGUMENT,
    SECRET_ARGUMENTS,
    { .name = "new_passphrase_file",
      .type = TR_ARGUMENT_PATH,
      .help = "a file that holds the keystore's new passphrase" },
    { .name = "new_passphrase_fd",
      .type = TR_ARGUMENT_INTEGER,
      .min = "0",
      .max = "1023",
      .help = "an open descriptor to read the new passphrase from" },
    TBCTL_KEYSTORE_ARGUMENTS,
};

static const tbctl_secret_source new_passphrase = { "new_passphrase_file", "new_passphrase_fd",
                                                    "New passphrase of the keystore", true };

static tr_status rotate_passphrase(const tr_command_call *call, keys_work *work, tr_error *err)
{
    static const char *const others[] = {
        "id", "label", "secret_file", "secret_fd", "api_passphrase_file", "api_passphrase_fd"
    };
    tr_secret *fresh = NULL;
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (tr_call_has(call, others[i]))
            return tbctl_fail(err, TR_E_INVALID, "%s needs the exchange whose key it is",
                              others[i]);
    tr_status status = store_open(call, work, err);
    if (status == TR_OK)
        status = tbctl_secret_read(call, &new_passphrase, &fresh, err);
    if (status == TR_OK)
        status = tr_keystore_save(work->store, work->path, fresh, err);
    tr_secret_free(fresh);
    return status;
}

static tr_status rotate_secret(tr_command_call *call, keys_work *work, tr_error *err)
{
    const tr_clock *clock = tr_call_context(call)->clock;
    const char *exchange = tr_call_text(call, "exchange");
    if (tbctl_secret_is_given(call, &new_passphrase))
        return tbctl_fail(
            err, TR_E_INVALID,
            "one thing at a time: a key's secret, or (without exchange) the passphrase");
    tr_status status = store_open(call, work, err);
    const tr_keystore_entry *old =
        status == TR_OK ? tr_keystore_find(work->store, exchange, label_of(call)) : NULL;
    if (status == TR_OK && old == NULL)
        status = tbctl_fail(err, TR_E_NOT_FOUND, "there is no key of %s named \"%s\"", exchange,
                            label_of(call));
    if (status == TR_OK)
        status = secrets_read(call, work, err);
    if (status != TR_OK)
        return status;
    tr_keystore_entry entry = *old;
    entry.secret = work->secret;
    entry.passphrase = work->api_passphrase;
    if (tr_call_has(call, "id"))
        entry.id = tr_call_text(call, "id");
    status = entry_try(&entry, err);
    if (status == TR_OK)
        status = tr_keystore_rotate(work->store, &entry, clock->now_ns(clock->user), err);
    if (status == TR_OK)
        status = tr_keystore_save(work->store, work->path, work->passphrase, err);
    if (status == TR_OK)
        add_entry(tr_call_answer(call), tr_keystore_find(work->store, exchange, label_of(call)));
    return status;
}

static void run_rotate(tr_command_call *call)
{
    tr_error err = { 0 };
    keys_work work = { .path = "" };
    tr_status status = tr_call_has(call, "exchange") ? rotate_secret(call, &work, &err)
                                                     : rotate_passphrase(call, &work, &err);
    finish(call, &work, status, &err);
}

const tr_command_def tbctl_command_keys_rotate = {
    .name = "keys rotate",
    .summary = "Give an API key another secret, or the keystore another passphrase",
    .details = "With an exchange: the secret of its key, and the key itself with --id. Without: "
               "the passphrase; the old one opens only copies that were made before.",
    .example =
        "tbctl keys rotate binance --secret-file secret.txt --passphrase-file passphrase.txt",
    .place = TR_COMMAND_LOCAL,
    .arguments = rotate_arguments,
    .argument_count = sizeof rotate_arguments / sizeof rotate_arguments[0],
    .run = run_rotate,
};

/* ---- keys remove ----------------------------------------------------------------------------- */

static const tr_argument_def remove_arguments[] = {
    EXCHANGE_ARGUMENT(true, "whose key"),
    LABEL_ARGUMENT,
    TBCTL_KEYSTORE_ARGUMENTS,
};

static void run_remove(tr_command_call *call)
{
    tr_error err = { 0 };
    keys_work work = { .path = "" };
    const char *exchange = tr_call_text(call, "exchange");
    tr_status status = store_open(call, &work, &err);
    if (status == TR_OK)
        status = tr_keystore_remove(work.store, exchange, label_of(call), &err);
    if (status == TR_OK)
        status = tr_keystore_save(work.store, work.path, work.passphrase, &err);
    if (status == TR_OK) {
        tr_document_add_text(tr_call_answer(call), "exchange", exchange);
        tr_document_add_text(tr_call_answer(call), "label", label_of(call));
        tr_document_add_bool(tr_call_answer(call), "removed", true);
    }
    finish(call, &work, status, &err);
}

const tr_command_def tbctl_command_keys_remove = {
    .name = "keys remove",
    .summary = "Remove an API key from the keystore",
    .details = "Revoke it at the exchange too: backups of the file still hold it.",
    .example = "tbctl keys remove binance --passphrase-file passphrase.txt",
    .place = TR_COMMAND_LOCAL,
    .is_dangerous = true,
    .arguments = remove_arguments,
    .argument_count = sizeof remove_arguments / sizeof remove_arguments[0],
    .run = run_remove,
};
