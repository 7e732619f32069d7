/* load.c: the layers of a configuration, one over the other. */
#include "config/load.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "config/yaml.h"
#include "core/alloc.h"
#include "core/fail.h"

#define VALUE_SIZE_MAX ((size_t)16384)

/* ---- one setting ----------------------------------------------------------------------------- */

static void error_at(tr__load *in, const tr__origin *from, const char *text)
{
    tr__problem_error(&in->problems, TR_E_PARSE, &from->place, from->name, "%s", text);
}

/* The slot that `path` names, mentioning its name when it is new. NULL after a problem was reported. */
static tr__slot *slot_of(tr__load *in, const tr__origin *from, const tr__config_key *key,
                         const char *path)
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

static void warn_when_exposed(tr__load *in, const tr__origin *from)
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
    return key->type == TR_CONFIG_SECRET && raw->text != NULL &&
           strncmp(raw->text, "your_", 5) == 0;
}

static bool may_stand_in_arguments(const tr__config_key *key, const tr__raw *raw)
{
    if (key->type == TR_CONFIG_SECRET)
        return false;
    return key->type != TR_CONFIG_URL || !tr__value_url_has_password(raw->text);
}

static const char *base_dir_of(const tr__load *in, const tr__config_key *key)
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

static void slot_set(tr__load *in, const tr__origin *from, tr__slot *slot, const tr__raw *raw)
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

static void obsolete_warn(tr__load *in, const tr__origin *from, const tr__config_key *key)
{
    bool *has_warned = &in->has_warned[key - tr__config_keys];
    if (!*has_warned)
        tr__problem_warning(&in->problems, &from->place, from->name, "no longer used: %s",
                            key->help);
    *has_warned = true;
}

void tr__load_apply(tr__load *in, const tr__origin *from, const tr__config_key *key,
                    const char *path, const tr__raw *raw)
{
    if (key->is_refused) {
        tr__problem_error(&in->problems, TR_E_PARSE, &from->place, from->name,
                          "cannot be set here: %s", key->help);
        return;
    }
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
        error_at(in, from,
                 "a secret is never taken from the command line, which every user of the "
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
static bool members_gather(tr__load *in, const tr__yaml_document *document, size_t index,
                           tr__raw *out)
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
    *out = (tr__raw){ .names = head->kind == TR__YAML_MAP ? names : NULL,
                      .texts = texts,
                      .count = count };
    return true;
}

static void key_apply(tr__load *in, const tr__yaml_document *document, size_t index,
                      tr__origin *from, const tr__config_key *key, bool is_other)
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
                          key->type == fitting          ? "collection with such members"
                          : item->kind == TR__YAML_LIST ? "list"
                                                        : "mapping",
                          allowed);
        return;
    }
    if (in->scratch.has_failed)
        return;
    if (is_other)
        tr__problem_warning(&in->problems, &from->place, from->name, "an older place of %s",
                            key->path);
    tr__load_apply(in, from, key, is_other ? key->path : item->path, &raw);
}

static void unknown_key(tr__load *in, const tr__origin *from)
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
static bool section_check(tr__load *in, const tr__yaml_item *item, const tr__origin *from)
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
    error_at(in, from,
             section == TR__SECTION_LIST ? "must be a list of sections"
                                         : "must be a section of keys and values");
    return false;
}

static void document_apply(tr__load *in, const tr__yaml_document *document, const char *source,
                           mode_t mode)
{
    const char *skipped = NULL;
    for (size_t i = 0; i < document->count && !in->scratch.has_failed; i++) {
        const tr__yaml_item *item = &document->items[i];
        if (skipped != NULL && is_below(item->path, skipped))
            continue;
        skipped = NULL;
        tr__origin from = { .layer = TR__LAYER_FILE,
                            .place = { source, item->line, item->column },
                            .name = item->path,
                            .mode = mode };
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

const char *tr__load_source(tr__load *in, const char *name, tr__file *file)
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

static void yaml_load(tr__load *in, const char *name)
{
    tr__file file;
    tr__yaml_document document;
    const char *source = tr__load_source(in, name, &file);
    if (source == NULL)
        return;
    tr__yaml_read(&in->scratch, file.bytes, file.size, source, &in->problems, &document);
    document_apply(in, &document, source, file.mode);
}

/* ---- single settings ------------------------------------------------------------------------- */

static void setting_apply(tr__load *in, const char *setting)
{
    tr__origin from = { .layer = TR__LAYER_ARGUMENT,
                        .place = { .source = "argument" },
                        .name = "",
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
    tr__load_apply(in, &from, key, is_other ? key->path : path, &(tr__raw){ .text = equals + 1 });
}

/* ---- the whole ------------------------------------------------------------------------------- */

static void layers_load(tr__load *in)
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
    tr__load_dotenv(in);
    tr__load_credentials(in);
    tr__load_environment(in);
    for (size_t i = 0; i < in->options->setting_count; i++)
        setting_apply(in, in->options->settings[i]);
    /* After an error the rules would complain of its consequences. */
    if (in->problems.error_count == 0 && !in->config->arena.has_failed && !in->scratch.has_failed)
        tr__config_check_rules(in->config, &in->problems);
}

static tr_status outcome(const tr__load *in, tr_error *err)
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
        return tr__fail(err, TR_E_INVALID, 0,
                        "options and a place for the configuration are needed");
    tr_config *config = tr__allocate_zeroed(options->allocator, 1, sizeof *config);
    if (config == NULL)
        return tr__fail(err, TR_E_NO_MEMORY, 0, "no memory for the configuration");
    tr__load in = { .options = options,
                    .files = files,
                    .config = config,
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
