/* load.c: the layers of a configuration, one over the other. */
#include "config/loaded.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "config/dotenv.h"
#include "config/yaml.h"
#include "core/alloc.h"
#include "core/fail.h"

#define VALUE_SIZE_MAX ((size_t)16384)

typedef struct load {
    const tr_config_options *options;
    const tr__file_source *files;
    tr_config *config;
    tr__arena scratch; /* what was read; wiped at the end, for it may hold keys */
    tr__problems problems;
    bool *has_warned; /* one for each row: an obsolete key warns once */
    const char *exposed_source; /* the file that was last warned about as readable by others */
} load;

/* Where one setting comes from. */
typedef struct origin {
    tr__layer layer;
    tr__place place;
    const char *name;   /* the path or the environment name that was written */
    const char *text;   /* for explain */
    mode_t mode;        /* of the file it was read from; 0 for no file */
} origin;

/* ---- one setting ----------------------------------------------------------------------------- */

static void error_at(load *in, const origin *from, const char *text)
{
    tr__problem_error(&in->problems, TR_E_PARSE, &from->place, from->name, "%s", text);
}

/* The slot that `path` names, mentioning its name when it is new. NULL after a problem was reported. */
static tr__slot *slot_of(load *in, const origin *from, const tr__config_key *key, const char *path)
{
    tr_config *config = in->config;
    tr__slot *slot = tr__config_slot(config, path);
    size_t offset;
    size_t length;
    const char *allowed = NULL;
    if (slot != NULL || !tr__schema_name(key, path, &offset, &length))
        return slot;
    char *name = tr__arena_text(&in->scratch, path + offset, length);
    if (name == NULL)
        return NULL;
    if (!tr__schema_name_is_valid(key, name, &allowed)) {
        tr__problem_error(&in->problems, TR_E_PARSE, &from->place, from->name,
                          "the name \"%s\" is not allowed; allowed: %s", name, allowed);
        return NULL;
    }
    unsigned count = tr__config_member_count(config, key);
    char next[16];
    (void)snprintf(next, sizeof next, "%u", count); /* 10 digits at most */
    if (strchr(key->path, '#') != NULL && strcmp(name, next) != 0) {
        tr__problem_error(&in->problems, TR_E_PARSE, &from->place, from->name,
                          "the list has %u members: the next one is %s", count, next);
        return NULL;
    }
    if (!tr__config_add_member(config, key, name)) {
        if (!config->arena.has_failed)
            error_at(in, from, "more than 256 names in this section");
        return NULL;
    }
    return tr__config_slot(config, path);
}

static void warn_when_exposed(load *in, const origin *from)
{
    if ((from->mode & 077) == 0 || in->exposed_source == from->place.source)
        return;
    in->exposed_source = from->place.source;
    tr__problem_warning(&in->problems, &from->place, from->name,
                        "the file holds a secret and others may read it (mode %03o): chmod 600",
                        (unsigned)from->mode & 0777u);
}

/* What the samples hold in place of a secret is known to everybody. */
static bool is_placeholder(const tr__config_key *key, const tr__raw *raw)
{
    return key->type == TR_CONFIG_SECRET && raw->text != NULL && strncmp(raw->text, "your_", 5) == 0;
}

static bool may_stand_in_arguments(const tr__config_key *key, const tr__raw *raw)
{
    if (key->type == TR_CONFIG_SECRET)
        return false;
    return key->type != TR_CONFIG_URL || !tr__value_url_has_password(raw->text);
}

static const char *base_dir_of(const load *in, const tr__config_key *key)
{
    switch (key->base) {
    case TR__BASE_CONFIG:
        return in->options->config_dir;
    case TR__BASE_DATA:
        return in->options->data_dir;
    default:
        return NULL;
    }
}

static void slot_set(load *in, const origin *from, tr__slot *slot, const tr__raw *raw)
{
    char reason[TR__REASON_SIZE];
    tr__value value;
    const tr__config_key *key = slot->key;
    tr_status status =
        tr__value_parse(key, raw, base_dir_of(in, key), &in->config->arena, &value, reason);
    if (status == TR_E_NO_MEMORY) {
        in->config->arena.has_failed = true;
        return;
    }
    if (status != TR_OK) {
        error_at(in, from, reason);
        return;
    }
    tr__arena *arena = &in->config->arena;
    tr_secret_free(slot->value.secret);
    slot->value = value;
    slot->has_value = true;
    slot->layer = from->layer;
    slot->place = from->place;
    slot->place.source = tr__arena_text(arena, from->place.source, strlen(from->place.source));
    slot->origin = tr__arena_text(arena, from->text, strlen(from->text));
}

static void obsolete_warn(load *in, const origin *from, const tr__config_key *key)
{
    bool *has_warned = &in->has_warned[key - tr__config_keys];
    if (!*has_warned)
        tr__problem_warning(&in->problems, &from->place, from->name, "no longer used: %s", key->help);
    *has_warned = true;
}

/* Put one setting, written at `path`, over what lower layers said. */
static void apply(load *in, const origin *from, const tr__config_key *key, const char *path,
                  const tr__raw *raw)
{
    if (key->is_obsolete) {
        obsolete_warn(in, from, key);
        return;
    }
    tr__slot *slot = slot_of(in, from, key, path);
    if (slot == NULL)
        return;
    if (from->layer == TR__LAYER_FILE && slot->layer == TR__LAYER_FILE) {
        tr__problem_error(&in->problems, TR_E_PARSE, &from->place, from->name, "is also set at %s",
                          slot->origin);
        return;
    }
    if (raw->text != NULL && strlen(raw->text) >= VALUE_SIZE_MAX) {
        error_at(in, from, "the value is longer than 16383 bytes");
        return;
    }
    if (is_placeholder(key, raw)) {
        tr__problem_warning(&in->problems, &from->place, from->name,
                            "is the sample's placeholder, not a secret: taken as unset");
        return;
    }
    if (from->layer == TR__LAYER_ARGUMENT && !may_stand_in_arguments(key, raw)) {
        error_at(in, from, "a secret is never taken from the command line, which every user of the "
                           "machine can read");
        return;
    }
    if (key->type == TR_CONFIG_SECRET)
        warn_when_exposed(in, from);
    slot_set(in, from, slot, raw);
}

/* ---- YAML files ------------------------------------------------------------------------------ */

static bool is_below(const char *path, const char *section)
{
    size_t length = strlen(section);
    return strncmp(path, section, length) == 0 && path[length] == '.';
}

/* The members of the list or mapping at `index`. False when one of them is no text. */
static bool members_gather(load *in, const tr__yaml_document *document, size_t index, tr__raw *out)
{
    const tr__yaml_item *head = &document->items[index];
    size_t count = 0;
    while (index + 1 + count < document->count &&
           is_below(document->items[index + 1 + count].path, head->path))
        count++;
    const char **names = tr__arena_take(&in->scratch, count * sizeof *names);
    const char **texts = tr__arena_take(&in->scratch, count * sizeof *texts);
    if (names == NULL || texts == NULL)
        return true;
    for (size_t i = 0; i < count; i++) {
        const tr__yaml_item *item = &document->items[index + 1 + i];
        if (item->kind != TR__YAML_TEXT)
            return false;
        names[i] = item->path + strlen(head->path) + 1;
        texts[i] = item->text;
    }
    *out = (tr__raw){ .names = head->kind == TR__YAML_MAP ? names : NULL, .texts = texts, .count = count };
    return true;
}

static void key_apply(load *in, const tr__yaml_document *document, size_t index, origin *from,
                      const tr__config_key *key, bool is_other)
{
    const tr__yaml_item *item = &document->items[index];
    tr__raw raw = { .text = item->text };
    bool is_collection = item->kind == TR__YAML_LIST || item->kind == TR__YAML_MAP;
    if (item->kind == TR__YAML_NULL && !key->is_obsolete) /* as though it were left out */
        return;
    tr_config_type fitting = item->kind == TR__YAML_LIST ? TR_CONFIG_LIST : TR_CONFIG_AMOUNTS;
    if (is_collection && (key->type != fitting || !members_gather(in, document, index, &raw))) {
        char allowed[TR_CONFIG_ALLOWED_SIZE];
        tr__schema_allowed(key, allowed, sizeof allowed);
        tr__problem_error(&in->problems, TR_E_PARSE, &from->place, from->name,
                          "cannot be a %s; allowed: %s",
                          key->type == fitting ? "collection with such members"
                          : item->kind == TR__YAML_LIST ? "list" : "mapping",
                          allowed);
        return;
    }
    if (in->scratch.has_failed)
        return;
    if (is_other)
        tr__problem_warning(&in->problems, &from->place, from->name, "an older place of %s", key->path);
    apply(in, from, key, is_other ? key->path : item->path, &raw);
}

static void unknown_key(load *in, const origin *from)
{
    char siblings[200];
    char nearest[128];
    tr__schema_siblings(from->name, siblings, sizeof siblings);
    if (tr__schema_nearest(from->name, nearest, sizeof nearest))
        tr__problem_error(&in->problems, TR_E_PARSE, &from->place, from->name,
                          "unknown key; the nearest one is %s", nearest);
    else
        tr__problem_error(&in->problems, TR_E_PARSE, &from->place, from->name,
                          "unknown key; allowed here: %s", siblings);
}

/* True when what lies below the item is to be looked at. */
static bool section_check(load *in, const tr__yaml_item *item, const origin *from)
{
    tr__section_kind section = tr__schema_section(item->path);
    if (section == TR__SECTION_NONE) {
        unknown_key(in, from);
        return false;
    }
    if (item->kind == TR__YAML_NULL) /* a section whose keys are all commented out */
        return false;
    if (item->kind == (section == TR__SECTION_LIST ? TR__YAML_LIST : TR__YAML_MAP))
        return true;
    error_at(in, from, section == TR__SECTION_LIST ? "must be a list of sections"
                                                   : "must be a section of keys and values");
    return false;
}

static void document_apply(load *in, const tr__yaml_document *document, const char *source, mode_t mode)
{
    const char *skipped = NULL;
    for (size_t i = 0; i < document->count && !in->scratch.has_failed; i++) {
        const tr__yaml_item *item = &document->items[i];
        if (skipped != NULL && is_below(item->path, skipped))
            continue;
        skipped = NULL;
        origin from = { .layer = TR__LAYER_FILE, .place = { source, item->line, item->column },
                        .name = item->path, .mode = mode };
        from.text = tr__arena_format(&in->scratch, "%s:%u", source, item->line);
        bool is_other = false;
        const tr__config_key *key = tr__schema_find(item->path, &is_other);
        if (from.text == NULL)
            return;
        if (key != NULL)
            key_apply(in, document, i, &from, key, is_other);
        if (key != NULL || !section_check(in, item, &from))
            skipped = item->path;
    }
}

/* Read a file of the configuration directory; NULL when there is none, or after a problem. */
static const char *source_read(load *in, const char *name, tr__file *file)
{
    if (in->options->config_dir == NULL)
        return NULL;
    const char *path = tr__arena_format(&in->scratch, "%s/%s", in->options->config_dir, name);
    tr_error err;
    if (path == NULL)
        return NULL;
    tr_status status = in->files->read(in->files->user, &in->scratch, path, file, &err);
    if (status == TR_OK)
        return path;
    if (status != TR_E_NOT_FOUND) {
        tr__place place = { .source = path };
        tr__problem_error(&in->problems, TR_E_IO, &place, "", "%s", err.message);
    }
    return NULL;
}

static void yaml_load(load *in, const char *name)
{
    tr__file file;
    tr__yaml_document document;
    const char *source = source_read(in, name, &file);
    if (source == NULL)
        return;
    tr__yaml_read(&in->scratch, file.bytes, file.size, source, &in->problems, &document);
    document_apply(in, &document, source, file.mode);
}

/* ---- .env and the environment ---------------------------------------------------------------- */

/* In this order, so that the primary name wins over other spellings in the same place. */
typedef enum variable_pass {
    PASS_OTHER,
    PASS_PRIMARY,
    PASS_FILE, /* NAME_FILE: the value is in a file */
    PASS_END
} variable_pass;

/* The path that a key has with the name from an environment name; NULL when it does not apply. */
static const char *variable_path(load *in, const tr__config_key *key, const char *name)
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
static const char *secret_file_read(load *in, const origin *from, const char *path, mode_t refused)
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

static const char *in_config_dir(load *in, const char *path)
{
    if (path[0] == '/' || in->options->config_dir == NULL)
        return path;
    return tr__arena_format(&in->scratch, "%s/%s", in->options->config_dir, path);
}

/* NAME_FILE=path. True when `variable` is of that form and its NAME is a confidential key's. */
static bool file_variable_apply(load *in, const origin *from, const char *variable, const char *value,
                                variable_pass pass)
{
    static const char suffix[] = "_FILE";
    char name[TR__KEY_NAME_SIZE];
    bool is_other = false;
    size_t length = strlen(variable);
    if (length < sizeof suffix || strcmp(variable + length - (sizeof suffix - 1), suffix) != 0)
        return false;
    char *base = tr__arena_text(&in->scratch, variable, length - (sizeof suffix - 1));
    const tr__config_key *key =
        base != NULL ? tr__schema_environment(base, &is_other, name) : NULL;
    const char *path = key != NULL && tr__schema_is_confidential(key) ? variable_path(in, key, name) : NULL;
    if (path == NULL)
        return false;
    if (pass != PASS_FILE)
        return true;
    const tr__slot *slot = tr__config_slot(in->config, path);
    if (slot != NULL && slot->layer == from->layer) {
        tr__problem_error(&in->problems, TR_E_PARSE, &from->place, variable, "%s is set as well", base);
        return true;
    }
    const char *file = in_config_dir(in, value);
    const char *text = file != NULL ? secret_file_read(in, from, file, 077) : NULL;
    if (text == NULL)
        return true;
    origin at = *from;
    at.mode = 0; /* the file's own mode was checked */
    at.text = tr__arena_format(&in->scratch, "file %s (%s)", file, variable);
    if (at.text != NULL)
        apply(in, &at, key, path, &(tr__raw){ .text = text });
    return true;
}

/* One NAME=value. False for a name that means nothing here. */
static bool variable_apply(load *in, const origin *from, const char *variable, const char *value,
                           variable_pass pass)
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
    apply(in, from, key, path, &(tr__raw){ .text = value });
    return true;
}

static void dotenv_load(load *in)
{
    tr__file file;
    tr__dotenv_document document;
    const char *source = source_read(in, ".env", &file);
    if (source == NULL)
        return;
    tr__dotenv_read(&in->scratch, file.bytes, file.size, source, &in->problems, &document);
    for (int pass = PASS_OTHER; pass < PASS_END; pass++) {
        for (size_t i = 0; i < document.count && !in->scratch.has_failed; i++) {
            const tr__dotenv_item *item = &document.items[i];
            origin from = { .layer = TR__LAYER_DOTENV, .place = { source, item->line, 1 },
                            .name = item->name, .mode = file.mode };
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
static void environment_load(load *in)
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
            origin from = { .layer = TR__LAYER_ENVIRONMENT, .place = { .source = "environment" },
                            .name = variable };
            from.text = tr__arena_format(&in->scratch, "environment %s", variable);
            if (from.text != NULL)
                (void)variable_apply(in, &from, variable, equals + 1,
                                     (variable_pass)pass); /* false: not ours */
        }
    }
}

/* ---- credentials that a service manager hands over ------------------------------------------- */

static void credential_apply(load *in, const tr__config_key *key, const char *variable,
                             const char *path)
{
    const char *file = tr__arena_format(&in->scratch, "%s/%s", in->options->credentials_dir, variable);
    origin from = { .layer = TR__LAYER_CREDENTIAL, .place = { .source = file }, .name = variable };
    from.text = tr__arena_format(&in->scratch, "credential %s", variable);
    if (file == NULL || from.text == NULL)
        return;
    const char *text = secret_file_read(in, &from, file, 007);
    if (text != NULL)
        apply(in, &from, key, path, &(tr__raw){ .text = text });
}

static void exchange_credential_apply(load *in, const tr__config_key *key, const char *exchange)
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

static void exchange_credentials_apply(load *in, const tr__config_key *key)
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

static void credentials_load(load *in)
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

/* ---- single settings ------------------------------------------------------------------------- */

static void setting_apply(load *in, const char *setting)
{
    origin from = { .layer = TR__LAYER_ARGUMENT, .place = { .source = "argument" }, .name = "",
                    .text = "argument" };
    const char *equals = strchr(setting, '=');
    if (equals == NULL) {
        error_at(in, &from, "a setting is written key=value");
        return;
    }
    const char *path = tr__arena_text(&in->scratch, setting, (size_t)(equals - setting));
    if (path == NULL)
        return;
    bool is_other = false;
    const tr__config_key *key = tr__schema_find(path, &is_other);
    from.name = path;
    if (key == NULL) {
        unknown_key(in, &from);
        return;
    }
    if (is_other)
        tr__problem_warning(&in->problems, &from.place, path, "an older place of %s", key->path);
    apply(in, &from, key, is_other ? key->path : path, &(tr__raw){ .text = equals + 1 });
}

/* ---- the whole ------------------------------------------------------------------------------- */

static void layers_load(load *in)
{
    const char *data_dir = in->options->data_dir;
    if (data_dir != NULL)
        in->config->data_dir = tr__arena_text(&in->config->arena, data_dir, strlen(data_dir));
    tr__config_add_defaults(in->config);
    in->has_warned = tr__arena_take(&in->scratch, tr__config_key_count * sizeof *in->has_warned);
    if (in->config->arena.has_failed || in->has_warned == NULL)
        return;
    yaml_load(in, "config.yaml");
    yaml_load(in, "web_config.yaml");
    dotenv_load(in);
    credentials_load(in);
    environment_load(in);
    for (size_t i = 0; i < in->options->setting_count; i++)
        setting_apply(in, in->options->settings[i]);
    /* After an error the rules would complain of its consequences. */
    if (in->problems.error_count == 0 && !in->config->arena.has_failed && !in->scratch.has_failed)
        tr__config_check_rules(in->config, &in->problems);
}

static tr_status outcome(const load *in, tr_error *err)
{
    if (in->config->arena.has_failed || in->scratch.has_failed)
        return tr__fail(err, TR_E_NO_MEMORY, 0, "no memory for the configuration");
    const tr_error *first = &in->problems.first;
    if (in->problems.error_count == 1)
        return tr__fail(err, first->status, 0, "%s", first->message);
    if (in->problems.error_count > 1)
        return tr__fail(err, first->status, 0, "%u errors, first %s", in->problems.error_count,
                        first->message);
    return TR_OK;
}

static bool options_are_valid(const tr_config_options *options)
{
    if (options == NULL || options->struct_size < sizeof *options)
        return false;
    if (options->setting_count > 0 && options->settings == NULL)
        return false;
    for (size_t i = 0; i < options->setting_count; i++)
        if (options->settings[i] == NULL)
            return false;
    return true;
}

tr_status tr__config_load(const tr_config_options *options, const tr__file_source *files,
                          tr_config **out, tr_error *err)
{
    if (!options_are_valid(options) || out == NULL)
        return tr__fail(err, TR_E_INVALID, 0, "options and a place for the configuration are needed");
    tr_config *config = tr__allocate_zeroed(options->allocator, 1, sizeof *config);
    if (config == NULL)
        return tr__fail(err, TR_E_NO_MEMORY, 0, "no memory for the configuration");
    load in = { .options = options, .files = files, .config = config,
                .problems = { .sink = options->on_problem, .user = options->user } };
    tr__arena_init(&config->arena, options->allocator);
    tr__arena_init(&in.scratch, options->allocator);
    layers_load(&in);
    if (in.problems.error_count == 0 && !config->arena.has_failed)
        tr__config_finish(config);
    tr_status status = outcome(&in, err);
    tr__arena_done(&in.scratch);
    if (status != TR_OK) {
        tr_config_free(config);
        return status;
    }
    assert(config->by_path != NULL);
    *out = config;
    return TR_OK;
}

static tr_status system_read(void *user, tr__arena *arena, const char *path, tr__file *out,
                             tr_error *err)
{
    (void)user;
    return tr__file_read(arena, path, out, err);
}

tr_status tr_config_load(const tr_config_options *options, tr_config **out, tr_error *err)
{
    return tr__config_load(options, &(tr__file_source){ .read = system_read }, out, err);
}

void tr_config_free(tr_config *config)
{
    if (config == NULL)
        return;
    for (size_t i = 0; i < config->count; i++)
        tr_secret_free(config->slots[i].value.secret);
    tr_allocator allocator = config->arena.allocator;
    tr__arena_done(&config->arena);
    tr__release(&allocator, config);
}
