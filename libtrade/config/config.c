/* config.c: values of a loaded configuration, and all there is to say about them. */
#include "config/loaded.h"

#include <stdio.h>
#include <string.h>

#include "core/fail.h"

/* The slot of a key, when it has one of the types given as bits. */
static tr_status slot_get(const tr_config *config, const char *key, unsigned types, const void *out,
                          const tr__slot **slot_out)
{
    if (config == NULL || key == NULL || out == NULL)
        return TR_E_INVALID;
    const tr__slot *slot = tr__config_find(config, key);
    if (slot == NULL || (types & (1u << slot->key->type)) == 0)
        return TR_E_INVALID;
    if (!slot->has_value)
        return TR_E_NOT_FOUND;
    *slot_out = slot;
    return TR_OK;
}

tr_status tr_config_get_text(const tr_config *config, const char *key, const char **out)
{
    const tr__slot *slot;
    unsigned types = 1u << TR_CONFIG_TEXT | 1u << TR_CONFIG_CHOICE | 1u << TR_CONFIG_PATH |
                     1u << TR_CONFIG_URL | 1u << TR_CONFIG_ZONE;
    tr_status status = slot_get(config, key, types, out, &slot);
    if (status == TR_OK)
        *out = slot->value.text;
    return status;
}

tr_status tr_config_get_int(const tr_config *config, const char *key, int64_t *out)
{
    const tr__slot *slot;
    tr_status status =
        slot_get(config, key, 1u << TR_CONFIG_INT | 1u << TR_CONFIG_ZONE, out, &slot);
    if (status == TR_OK)
        *out = slot->value.number;
    return status;
}

tr_status tr_config_get_decimal(const tr_config *config, const char *key, tr_decimal *out)
{
    const tr__slot *slot;
    tr_status status = slot_get(config, key, 1u << TR_CONFIG_DECIMAL, out, &slot);
    if (status == TR_OK)
        *out = slot->value.decimal;
    return status;
}

tr_status tr_config_get_bool(const tr_config *config, const char *key, bool *out)
{
    const tr__slot *slot;
    tr_status status = slot_get(config, key, 1u << TR_CONFIG_BOOL, out, &slot);
    if (status == TR_OK)
        *out = slot->value.number != 0;
    return status;
}

tr_status tr_config_get_duration(const tr_config *config, const char *key, int64_t *ns_out)
{
    const tr__slot *slot;
    tr_status status = slot_get(config, key, 1u << TR_CONFIG_DURATION, ns_out, &slot);
    if (status == TR_OK)
        *ns_out = slot->value.number;
    return status;
}

tr_status tr_config_get_list(const tr_config *config, const char *key,
                             const char *const **items_out, size_t *count_out)
{
    const tr__slot *slot;
    if (count_out == NULL)
        return TR_E_INVALID;
    tr_status status = slot_get(config, key, 1u << TR_CONFIG_LIST, items_out, &slot);
    if (status != TR_OK)
        return status;
    *items_out = slot->value.items;
    *count_out = slot->value.count;
    return TR_OK;
}

tr_status tr_config_get_amounts(const tr_config *config, const char *key,
                                const tr_config_amount **items_out, size_t *count_out)
{
    const tr__slot *slot;
    if (count_out == NULL)
        return TR_E_INVALID;
    tr_status status = slot_get(config, key, 1u << TR_CONFIG_AMOUNTS, items_out, &slot);
    if (status != TR_OK)
        return status;
    *items_out = slot->value.amounts;
    *count_out = slot->value.count;
    return TR_OK;
}

tr_status tr_config_get_secret(const tr_config *config, const char *key, const tr_secret **out)
{
    const tr__slot *slot;
    tr_status status = slot_get(config, key, 1u << TR_CONFIG_SECRET, out, &slot);
    if (status == TR_OK)
        *out = slot->value.secret;
    return status;
}

const char *tr_config_member(const tr_config *config, const char *section, size_t index)
{
    if (config == NULL || section == NULL)
        return NULL;
    size_t length = strlen(section);
    for (size_t i = 0; i < config->count; i++) {
        const tr__slot *slot = &config->slots[i];
        if (slot->ordinal == index && slot->name[0] != '\0' &&
            strncmp(slot->path, section, length) == 0 && slot->path[length] == '.' &&
            strcspn(slot->key->path, "*#") == length + 1)
            return slot->name;
    }
    return NULL;
}

bool tr_config_is_production(const tr_config *config)
{
    const tr__slot *slot = config != NULL ? tr__config_slot(config, "environment") : NULL;
    return slot != NULL && slot->has_value && strcmp(slot->value.text, "production") == 0;
}

/* ---- enquiry --------------------------------------------------------------------------------- */

static const char *file_name(tr_config_file file)
{
    switch (file) {
    case TR_CONFIG_FILE_MAIN:
        return "config.yaml";
    case TR_CONFIG_FILE_WEB:
        return "web_config.yaml";
    case TR_CONFIG_FILE_ENV:
        return ".env";
    }
    return "";
}

static void entry_fill(const tr__slot *slot, tr_config_entry *out)
{
    const tr__config_key *key = slot->key;
    *out = (tr_config_entry){
        .key = slot->path,
        .type = key->type,
        .value = slot->shown,
        .origin = slot->has_value ? slot->origin : "unset",
        .initial = key->initial,
        .environment = key->environment,
        .file = file_name(key->file),
        .help = key->help,
        .is_set = slot->layer != TR__LAYER_DEFAULT,
        .is_reserved = key->is_reserved,
        .needs_restart = key->needs_restart,
    };
    tr__schema_allowed(key, out->allowed, sizeof out->allowed);
}

size_t tr_config_entry_count(const tr_config *config)
{
    return config != NULL ? config->count : 0;
}

tr_status tr_config_entry_at(const tr_config *config, size_t index, tr_config_entry *out)
{
    if (config == NULL || out == NULL)
        return TR_E_INVALID;
    if (index >= config->count)
        return TR_E_RANGE;
    entry_fill(&config->slots[index], out);
    return TR_OK;
}

tr_status tr_config_explain(const tr_config *config, const char *key, tr_config_entry *out,
                            tr_error *err)
{
    if (config == NULL || key == NULL || out == NULL)
        return tr__fail(err, TR_E_INVALID, 0, "a configuration and a key are needed");
    const tr__slot *slot = tr__config_find(config, key);
    if (slot != NULL) {
        entry_fill(slot, out);
        return TR_OK;
    }
    char nearest[128];
    bool has_near = tr__schema_nearest(key, nearest, sizeof nearest);
    if (has_near && strcmp(nearest, key) == 0)
        return tr__fail(err, TR_E_NOT_FOUND, 0,
                        "%s has no value of its own: the sample file shows what it holds", key);
    if (has_near)
        return tr__fail(err, TR_E_NOT_FOUND, 0, "no key %s; the nearest one is %s", key, nearest);
    return tr__fail(err, TR_E_NOT_FOUND, 0, "no key %s", key);
}

const char *tr_config_type_name(tr_config_type type)
{
    static const char *const names[] = {
        [TR_CONFIG_TEXT] = "text",         [TR_CONFIG_INT] = "int",
        [TR_CONFIG_DECIMAL] = "decimal",   [TR_CONFIG_BOOL] = "bool",
        [TR_CONFIG_DURATION] = "duration", [TR_CONFIG_CHOICE] = "choice",
        [TR_CONFIG_LIST] = "list",         [TR_CONFIG_AMOUNTS] = "amounts",
        [TR_CONFIG_PATH] = "path",         [TR_CONFIG_URL] = "url",
        [TR_CONFIG_ZONE] = "zone",         [TR_CONFIG_SECRET] = "secret",
    };
    size_t count = sizeof names / sizeof names[0];
    return (size_t)type < count ? names[type] : NULL;
}

/* ---- differences ----------------------------------------------------------------------------- */

static bool secrets_equal(const tr_secret *a, const tr_secret *b)
{
    size_t size;
    const unsigned char *bytes = tr_secret_bytes(b, &size);
    return tr_secret_equals(a, bytes, size);
}

static bool values_equal(const tr__slot *a, const tr__slot *b)
{
    if (!a->has_value || !b->has_value)
        return a->has_value == b->has_value;
    switch (a->key->type) {
    case TR_CONFIG_SECRET:
        return secrets_equal(a->value.secret, b->value.secret);
    case TR_CONFIG_URL: /* what is shown hides the password */
        return strcmp(a->value.text, b->value.text) == 0;
    default:
        return strcmp(a->shown, b->shown) == 0;
    }
}

void tr_config_diff(const tr_config *before, const tr_config *after,
                    tr_config_change_sink on_change, void *user)
{
    if (before == NULL || after == NULL || on_change == NULL)
        return;
    for (size_t i = 0; i < after->count; i++) {
        const tr__slot *slot = &after->slots[i];
        if (!values_equal(tr__config_find(before, slot->path), slot))
            on_change(user, slot->path, slot->key->needs_restart);
    }
    /* Names that are no longer mentioned. */
    for (size_t i = 0; i < before->count; i++) {
        const tr__slot *slot = &before->slots[i];
        if (tr__config_slot(after, slot->path) == NULL &&
            !values_equal(slot, tr__config_find(after, slot->path)))
            on_change(user, slot->path, slot->key->needs_restart);
    }
}
