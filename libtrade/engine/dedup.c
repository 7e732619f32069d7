/* dedup.c: a ring of entries in order of arrival under a hash table of chains. */
#include "engine/dedup.h"

#include <assert.h>
#include <string.h>

#define DEDUP_NONE UINT32_MAX
#define DEDUP_MAX  (1u << 18) /* 30 MB at the most; beyond, the store is asked */

void tr__dedup_init(dedup *keys, const tr_allocator *allocator)
{
    *keys = (dedup){ .allocator = allocator, .complete_since_ns = INT64_MIN };
}

void tr__dedup_done(dedup *keys)
{
    keys->allocator->release(keys->allocator->user, keys->entries);
    keys->allocator->release(keys->allocator->user, keys->slots);
    keys->entries = NULL;
    keys->slots = NULL;
    keys->capacity = keys->count = 0;
}

/* FNV-1a: keys are hashes or names already checked against a secret, so nobody hostile picks them. */
static uint32_t slot_of(const dedup *keys, uint32_t account_index, const char *key)
{
    uint64_t hash = 14695981039346656037u ^ account_index;
    for (; *key != '\0'; key++)
        hash = (hash ^ (unsigned char)*key) * 1099511628211u;
    return (uint32_t)(hash ^ (hash >> 32)) & (keys->capacity - 1);
}

const dedup_entry *tr__dedup_find(const dedup *keys, uint32_t account_index, const char *key)
{
    if (keys->capacity == 0)
        return NULL;
    uint32_t at = keys->slots[slot_of(keys, account_index, key)];
    while (at != DEDUP_NONE) {
        const dedup_entry *entry = &keys->entries[at];
        if (entry->account_index == account_index && strcmp(entry->key, key) == 0)
            return entry;
        at = entry->next;
    }
    return NULL;
}

static void link_entry(dedup *keys, uint32_t at)
{
    uint32_t slot = slot_of(keys, keys->entries[at].account_index, keys->entries[at].key);
    keys->entries[at].next = keys->slots[slot];
    keys->slots[slot] = at;
}

static void drop_first(dedup *keys)
{
    uint32_t at = keys->first;
    uint32_t *link =
        &keys->slots[slot_of(keys, keys->entries[at].account_index, keys->entries[at].key)];
    while (*link != at)
        link = &keys->entries[*link].next;
    *link = keys->entries[at].next;
    /* Never less: keys need not come in order, from several accounts or when a clock is set back. */
    if (keys->entries[at].received_ns >= keys->complete_since_ns)
        keys->complete_since_ns = keys->entries[at].received_ns + 1;
    keys->first = (at + 1) & (keys->capacity - 1);
    keys->count--;
}

static bool grow(dedup *keys)
{
    uint32_t wanted = keys->capacity == 0 ? 256 : keys->capacity * 2;
    const tr_allocator *allocator = keys->allocator;
    dedup_entry *entries = allocator->allocate(allocator->user, wanted * sizeof *entries);
    uint32_t *slots = allocator->allocate(allocator->user, wanted * sizeof *slots);
    if (entries == NULL || slots == NULL) {
        allocator->release(allocator->user, entries);
        allocator->release(allocator->user, slots);
        return false;
    }
    for (uint32_t i = 0; i < keys->count; i++)
        entries[i] = keys->entries[(keys->first + i) & (keys->capacity - 1)];
    allocator->release(allocator->user, keys->entries);
    allocator->release(allocator->user, keys->slots);
    keys->entries = entries;
    keys->slots = slots;
    keys->capacity = wanted;
    keys->first = 0;
    memset(slots, 0xFF, wanted * sizeof *slots); /* DEDUP_NONE */
    for (uint32_t i = 0; i < keys->count; i++)
        link_entry(keys, i);
    return true;
}

void tr__dedup_complete_since(dedup *keys, int64_t since_ns)
{
    if (since_ns > keys->complete_since_ns)
        keys->complete_since_ns = since_ns;
}

bool tr__dedup_add(dedup *keys, uint32_t account_index, const char *key, tr_id alert_id,
                   int64_t received_ns, int64_t oldest_ns)
{
    while (keys->count > 0 && keys->entries[keys->first].received_ns < oldest_ns)
        drop_first(keys);
    if (keys->count == keys->capacity) {
        if (keys->capacity < DEDUP_MAX) {
            if (!grow(keys))
                return false;
        } else {
            drop_first(keys);
        }
    }
    uint32_t at = (keys->first + keys->count) & (keys->capacity - 1);
    dedup_entry *entry = &keys->entries[at];
    *entry = (dedup_entry){ .alert_id = alert_id,
                            .received_ns = received_ns,
                            .account_index = account_index };
    assert(strlen(key) < sizeof entry->key);
    (void)strncpy(entry->key, key, sizeof entry->key - 1); /* zeroed: ends in NUL */
    keys->count++;
    link_entry(keys, at);
    return true;
}
