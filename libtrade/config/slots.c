/* slots.c: the slots of a configuration: adding them with their defaults, finding them. */
#include "config/loaded.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#define PATH_SIZE 256

static bool has_name(const tr__config_key *key)
{
    return key->path[strcspn(key->path, "*#")] != '\0';
}

static void slot_fill(tr_config *config, tr__slot *slot, const tr__config_key *key,
                      const char *path, const char *name, unsigned ordinal)
{
    char reason[TR__REASON_SIZE];
    *slot = (tr__slot){ .key = key,
                        .path = path,
                        .name = name,
                        .group = tr__schema_group(key),
                        .ordinal = ordinal,
                        .place = { .source = "default" },
                        .origin = "default" };
    if (key->initial == NULL)
        return;
    tr__raw raw = { .text = key->initial };
    tr_status status = tr__value_parse(key, &raw, NULL, &config->arena, &slot->value, reason);
    assert(status == TR_OK || status == TR_E_NO_MEMORY); /* a test holds every default */
    slot->has_value = status == TR_OK;
}

static void slot_add(tr_config *config, const tr__config_key *key, const char *name,
                     unsigned ordinal)
{
    char path[PATH_SIZE];
    if (!tr__schema_fill(key, name, path, sizeof path))
        return;
    tr__slot *slots = tr__arena_grow(&config->arena, config->slots, config->count,
                                     &config->capacity, sizeof *slots);
    const char *copy = tr__arena_text(&config->arena, path, strlen(path));
    if (slots == NULL || copy == NULL)
        return;
    config->slots = slots;
    slot_fill(config, &slots[config->count++], key, copy, name, ordinal);
}

void tr__config_add_defaults(tr_config *config)
{
    config->templates =
        tr__arena_take(&config->arena, tr__config_key_count * sizeof *config->templates);
    for (size_t i = 0; i < tr__config_key_count && !config->arena.has_failed; i++) {
        const tr__config_key *key = &tr__config_keys[i];
        slot_fill(config, &config->templates[i], key, key->path, "", 0);
        if (!has_name(key) && !key->is_obsolete)
            slot_add(config, key, "", 0);
    }
}

unsigned tr__config_member_count(const tr_config *config, const tr__config_key *key)
{
    size_t group = tr__schema_group(key);
    unsigned count = 0;
    for (size_t i = 0; i < config->count; i++)
        if (config->slots[i].group == group && config->slots[i].ordinal >= count)
            count = config->slots[i].ordinal + 1;
    return count;
}

bool tr__config_add_member(tr_config *config, const tr__config_key *key, const char *name)
{
    size_t group = tr__schema_group(key);
    unsigned ordinal = tr__config_member_count(config, key);
    const char *copy = tr__arena_text(&config->arena, name, strlen(name));
    if (ordinal == TR__MEMBER_MAX || copy == NULL)
        return false;
    for (size_t i = group; i < tr__config_key_count; i++)
        if (tr__schema_group(&tr__config_keys[i]) == group && !tr__config_keys[i].is_obsolete)
            slot_add(config, &tr__config_keys[i], copy, ordinal);
    return !config->arena.has_failed;
}

static int by_path_compare(const void *a, const void *b)
{
    const tr__slot *const *left = a;
    const tr__slot *const *right = b;
    return strcmp((*left)->path, (*right)->path);
}

tr__slot *tr__config_slot(const tr_config *config, const char *path)
{
    if (config->by_path == NULL) {
        for (size_t i = 0; i < config->count; i++)
            if (strcmp(config->slots[i].path, path) == 0)
                return &config->slots[i];
        return NULL;
    }
    tr__slot wanted = { .path = path };
    const tr__slot *key = &wanted;
    tr__slot **found =
        bsearch(&key, config->by_path, config->count, sizeof *config->by_path, by_path_compare);
    return found != NULL ? *found : NULL;
}

const tr__slot *tr__config_find(const tr_config *config, const char *path)
{
    const tr__slot *slot = tr__config_slot(config, path);
    if (slot != NULL)
        return slot;
    bool is_other = false;
    const tr__config_key *key = tr__schema_find(path, &is_other);
    if (key == NULL)
        return NULL;
    if (is_other)
        return tr__config_slot(config, key->path);
    return &config->templates[key - tr__config_keys];
}

tr__slot *tr__config_named_slot(const tr_config *config, const tr__config_key *key,
                                const char *name)
{
    char path[PATH_SIZE];
    return tr__schema_fill(key, name, path, sizeof path) ? tr__config_slot(config, path) : NULL;
}

bool tr__config_knows_exchange(const tr_config *config, const char *name)
{
    const tr__slot *listed = tr__config_slot(config, "trading.exchanges");
    for (size_t i = 0; listed != NULL && i < listed->value.count; i++)
        if (strcmp(listed->value.items[i], name) == 0)
            return true;
    for (size_t i = 0; i < config->count; i++)
        if (strncmp(config->slots[i].path, "exchanges.", 10) == 0 &&
            strcmp(config->slots[i].name, name) == 0)
            return true;
    return false;
}

static int shown_order_compare(const void *a, const void *b)
{
    const tr__slot *left = a;
    const tr__slot *right = b;
    if (left->group != right->group)
        return left->group < right->group ? -1 : 1;
    if (left->ordinal != right->ordinal)
        return left->ordinal < right->ordinal ? -1 : 1;
    return left->key < right->key ? -1 : left->key > right->key ? 1 : 0;
}

static void show_all(tr_config *config, tr__slot *slots, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (slots[i].has_value)
            slots[i].shown = tr__value_show(slots[i].key, &slots[i].value, &config->arena);
}

void tr__config_finish(tr_config *config)
{
    assert(config->by_path == NULL);
    qsort(config->slots, config->count, sizeof *config->slots, shown_order_compare);
    show_all(config, config->slots, config->count);
    show_all(config, config->templates, tr__config_key_count);
    tr__slot **by_path = tr__arena_take(&config->arena, config->count * sizeof *by_path);
    if (by_path == NULL)
        return;
    for (size_t i = 0; i < config->count; i++)
        by_path[i] = &config->slots[i];
    qsort(by_path, config->count, sizeof *by_path, by_path_compare);
    config->by_path = by_path;
}
