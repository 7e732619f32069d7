/* variables.c: the layers that use environment names: .env, credentials, the environment. */
#include "config/load.h"

#include <stdio.h>
#include <string.h>

#include "config/dotenv.h"

/* ---- .env and the environment ---------------------------------------------------------------- */

/* In this order, so that the primary name wins over other spellings in the same place. */
typedef enum variable_pass {
    PASS_OTHER,
    PASS_PRIMARY,
    PASS_FILE, /* NAME_FILE: the value is in a file */
    PASS_END
} variable_pass;

/* The path that a key has with the name from an environment name; NULL when it does not apply. */
static const char *variable_path(tr__load *in, const tr__config_key *key, const char *name)
{
    char path[256];
    if (name[0] == '\0')
        return key->path;
    if (!tr__config_knows_exchange(in->config, name) ||
        !tr__schema_fill(key, name, path, sizeof path))
        return NULL;
    return tr__arena_text(&in->scratch, path, strlen(path));
}

/*
 * A secret's file. Systemd hands credentials over with an access list, which shows as a group's right
 * to read; elsewhere a group's right is refused as well as everybody's.
 */
static const char *secret_file_read(tr__load *in, const tr__origin *from, const char *path,
                                    mode_t refused)
{
    tr__file file;
    tr_error err;
    tr_status status = in->files->read(in->files->user, &in->scratch, path, &file, &err);
    if (status != TR_OK) {
        if (status != TR_E_NOT_FOUND || from->layer != TR__LAYER_CREDENTIAL)
            tr__problem_error(&in->problems, TR_E_IO, &from->place, from->name, "%s", err.message);
        return NULL;
    }
    if ((file.mode & refused) != 0) {
        tr__problem_error(&in->problems, TR_E_PARSE, &from->place, from->name,
                          "others may read %s (mode %03o): chmod 600", path,
                          (unsigned)file.mode & 0777u);
        return NULL;
    }
    if (file.size > 0 && file.bytes[file.size - 1] == '\n')
        file.bytes[--file.size] = '\0';
    if (file.size > 0 && file.bytes[file.size - 1] == '\r')
        file.bytes[--file.size] = '\0';
    if (file.size == 0 || strlen(file.bytes) != file.size) {
        tr__problem_error(&in->problems, TR_E_PARSE, &from->place, from->name,
                          "%s is empty or no text", path);
        return NULL;
    }
    return file.bytes;
}

static const char *in_config_dir(tr__load *in, const char *path)
{
    if (path[0] == '/' || in->options->config_dir == NULL)
        return path;
    return tr__arena_format(&in->scratch, "%s/%s", in->options->config_dir, path);
}

/* NAME_FILE=path. True when `variable` is of that form and its NAME is a confidential key's. */
static bool file_variable_apply(tr__load *in, const tr__origin *from, const char *variable,
                                const char *value, variable_pass pass)
{
    static const char suffix[] = "_FILE";
    char name[TR__KEY_NAME_SIZE];
    bool is_other = false;
    size_t length = strlen(variable);
    if (length < sizeof suffix || strcmp(variable + length - (sizeof suffix - 1), suffix) != 0)
        return false;
    char *base = tr__arena_text(&in->scratch, variable, length - (sizeof suffix - 1));
    const tr__config_key *key = base != NULL ? tr__schema_environment(base, &is_other, name) : NULL;
    const char *path =
        key != NULL && tr__schema_is_confidential(key) ? variable_path(in, key, name) : NULL;
    if (path == NULL)
        return false;
    if (pass != PASS_FILE)
        return true;
    const tr__slot *slot = tr__config_slot(in->config, path);
    if (slot != NULL && slot->layer == from->layer) {
        tr__problem_error(&in->problems, TR_E_PARSE, &from->place, variable, "%s is set as well",
                          base);
        return true;
    }
    const char *file = in_config_dir(in, value);
    const char *text = file != NULL ? secret_file_read(in, from, file, 077) : NULL;
    if (text == NULL)
        return true;
    tr__origin at = *from;
    at.mode = 0; /* the file's own mode was checked */
    at.text = tr__arena_format(&in->scratch, "file %s (%s)", file, variable);
    if (at.text != NULL)
        tr__load_apply(in, &at, key, path, &(tr__raw){ .text = text });
    return true;
}

/* One NAME=value. False for a name that means nothing here. */
static bool variable_apply(tr__load *in, const tr__origin *from, const char *variable,
                           const char *value, variable_pass pass)
{
    char name[TR__KEY_NAME_SIZE];
    bool is_other = false;
    const tr__config_key *key = tr__schema_environment(variable, &is_other, name);
    const char *path = key != NULL ? variable_path(in, key, name) : NULL;
    if (path == NULL)
        return file_variable_apply(in, from, variable, value, pass);
    if (value[0] == '\0' || pass != (is_other ? PASS_OTHER : PASS_PRIMARY))
        return true;
    if (is_other)
        tr__problem_warning(&in->problems, &from->place, variable, "another spelling of %s",
                            key->environment);
    tr__load_apply(in, from, key, path, &(tr__raw){ .text = value });
    return true;
}

void tr__load_dotenv(tr__load *in)
{
    tr__file file;
    tr__dotenv_document document;
    const char *source = tr__load_source(in, ".env", &file);
    if (source == NULL)
        return;
    tr__dotenv_read(&in->scratch, file.bytes, file.size, source, &in->problems, &document);
    for (int pass = PASS_OTHER; pass < PASS_END; pass++) {
        for (size_t i = 0; i < document.count && !in->scratch.has_failed; i++) {
            const tr__dotenv_item *item = &document.items[i];
            tr__origin from = { .layer = TR__LAYER_DOTENV,
                                .place = { source, item->line, 1 },
                                .name = item->name,
                                .mode = file.mode };
            from.text = tr__arena_format(&in->scratch, "%s:%u", source, item->line);
            if (from.text == NULL)
                return;
            if (!variable_apply(in, &from, item->name, item->value, (variable_pass)pass) &&
                pass == PASS_OTHER)
                tr__problem_warning(&in->problems, &from.place, item->name,
                                    "means nothing here (an exchange's name must be in "
                                    "trading.exchanges)");
        }
    }
}

/* Names of the process's environment that mean nothing here are other programs' and pass unseen. */
void tr__load_environment(tr__load *in)
{
    const char *const *environment = in->options->environment;
    if (environment == NULL)
        return;
    for (int pass = PASS_OTHER; pass < PASS_END; pass++) {
        for (size_t i = 0; environment[i] != NULL && !in->scratch.has_failed; i++) {
            const char *equals = strchr(environment[i], '=');
            if (equals == NULL || equals == environment[i])
                continue;
            size_t length = (size_t)(equals - environment[i]);
            if (length >= 128) /* no name of ours is nearly as long */
                continue;
            char variable[128];
            memcpy(variable, environment[i], length);
            variable[length] = '\0';
            tr__origin from = { .layer = TR__LAYER_ENVIRONMENT,
                                .place = { .source = "environment" },
                                .name = variable };
            from.text = tr__arena_format(&in->scratch, "environment %s", variable);
            if (from.text != NULL)
                (void)variable_apply(in, &from, variable, equals + 1,
                                     (variable_pass)pass); /* false: not ours */
        }
    }
}

/* ---- credentials that a service manager hands over ------------------------------------------- */

static void credential_apply(tr__load *in, const tr__config_key *key, const char *variable,
                             const char *path)
{
    const char *file =
        tr__arena_format(&in->scratch, "%s/%s", in->options->credentials_dir, variable);
    tr__origin from = { .layer = TR__LAYER_CREDENTIAL,
                        .place = { .source = file },
                        .name = variable };
    from.text = tr__arena_format(&in->scratch, "credential %s", variable);
    if (file == NULL || from.text == NULL)
        return;
    const char *text = secret_file_read(in, &from, file, 007);
    if (text != NULL)
        tr__load_apply(in, &from, key, path, &(tr__raw){ .text = text });
}

static void exchange_credential_apply(tr__load *in, const tr__config_key *key, const char *exchange)
{
    char path[256];
    char variable[128];
    int length = snprintf(variable, sizeof variable, "%s%s", exchange, key->environment + 1);
    if (length < 0 || (size_t)length >= sizeof variable ||
        !tr__schema_fill(key, exchange, path, sizeof path))
        return;
    for (char *at = variable; *at != '\0'; at++)
        if (*at >= 'a' && *at <= 'z')
            *at = (char)(*at - 'a' + 'A');
    credential_apply(in, key, variable, path);
}

static void exchange_credentials_apply(tr__load *in, const tr__config_key *key)
{
    const tr_config *config = in->config;
    const tr__slot *listed = tr__config_slot(config, "trading.exchanges");
    tr__value names = listed != NULL ? listed->value : (tr__value){ 0 };
    for (size_t i = 0; i < names.count; i++)
        exchange_credential_apply(in, key, names.items[i]);
    unsigned count = tr__config_member_count(config, key);
    for (unsigned ordinal = 0; ordinal < count; ordinal++)
        for (size_t i = 0; i < config->count; i++)
            if (config->slots[i].key == key && config->slots[i].ordinal == ordinal &&
                config->slots[i].layer != TR__LAYER_CREDENTIAL) {
                exchange_credential_apply(in, key, config->slots[i].name);
                break;
            }
}

void tr__load_credentials(tr__load *in)
{
    if (in->options->credentials_dir == NULL)
        return;
    for (size_t i = 0; i < tr__config_key_count && !in->scratch.has_failed; i++) {
        const tr__config_key *key = &tr__config_keys[i];
        if (key->environment == NULL || !tr__schema_is_confidential(key))
            continue;
        if (key->environment[0] == '*')
            exchange_credentials_apply(in, key);
        else
            credential_apply(in, key, key->environment, key->path);
    }
}
