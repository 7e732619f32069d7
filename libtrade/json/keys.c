/*
 * keys.c: finds a key that occurs twice in an object.
 *
 * Up to PAIRWISE_MAX keys are compared with each other as they come. A larger object's keys are sorted
 * when it ends: n log n whatever the keys are, while a hash table without a secret seed could be
 * flooded by whoever writes the text. The hash only makes comparisons cheap.
 */
#include "json/reader.h"

#include <stdbool.h>
#include <string.h>

#include "core/alloc.h"
#include "core/fail.h"

#define PAIRWISE_MAX 16

static uint32_t hash_of(const char *bytes, size_t length)
{
    const uint64_t factor = UINT64_C(0x9E3779B97F4A7C15);
    uint64_t hash = length * factor;
    for (; length >= 8; bytes += 8, length -= 8) {
        uint64_t word;
        memcpy(&word, bytes, sizeof word);
        hash = (hash ^ word) * factor;
        hash ^= hash >> 32;
    }
    uint64_t rest = 0;
    for (size_t i = 0; i < length; i++)
        rest = rest << 8 | (unsigned char)bytes[i];
    hash = (hash ^ rest) * factor;
    return (uint32_t)(hash >> 32);
}

static int key_compare(const tr__json_key *a, const tr__json_key *b)
{
    if (a->hash != b->hash)
        return a->hash < b->hash ? -1 : 1;
    if (a->length != b->length)
        return a->length < b->length ? -1 : 1;
    return memcmp(a->bytes, b->bytes, a->length);
}

static tr_status keys_grow(tr_json_reader *reader, tr_error *err)
{
    /* At most one key in three bytes of text, and texts are below 2^32 bytes: no overflow. */
    size_t count_max = (size_t)reader->key_count_max * 2;
    void *grown = NULL;
    tr_status status = tr__json_take(reader, count_max * sizeof *reader->keys, &grown, err);
    if (status != TR_OK)
        return status;
    memcpy(grown, reader->keys, reader->key_count * sizeof *reader->keys);
    if (reader->keys != reader->keys_first)
        tr__json_give(reader, reader->keys, reader->key_count_max * sizeof *reader->keys);
    reader->keys = grown;
    reader->key_count_max = (uint32_t)count_max;
    return TR_OK;
}

tr_status tr__json_keys_add(tr_json_reader *reader, const char *bytes, size_t length, tr_error *err)
{
    if (reader->key_count == reader->key_count_max) {
        tr_status status = keys_grow(reader, err);
        if (status != TR_OK)
            return status;
    }
    tr__json_key *key = &reader->keys[reader->key_count];
    *key = (tr__json_key){ .bytes = bytes,
                           .length = (uint32_t)length,
                           .hash = hash_of(bytes, length) };
    const tr__json_key *first = &reader->keys[reader->frames[reader->depth - 1]];
    if (key - first < PAIRWISE_MAX)
        for (const tr__json_key *other = first; other < key; other++)
            if (other->hash == key->hash && key_compare(other, key) == 0)
                return TR_E_EXISTS;
    reader->key_count++;
    return TR_OK;
}

/* Merge the sorted runs source[low, middle) and source[middle, high) into target[low, high). */
static void merge(const tr__json_key *source, tr__json_key *target, size_t low, size_t middle,
                  size_t high)
{
    size_t left = low;
    size_t right = middle;
    for (size_t to = low; to < high; to++) {
        bool take_left =
            left < middle && (right >= high || key_compare(&source[left], &source[right]) <= 0);
        target[to] = take_left ? source[left++] : source[right++];
    }
}

/* Sort; the result is in `keys` or in `spare`, whichever is returned. */
static const tr__json_key *sort(tr__json_key *keys, tr__json_key *spare, size_t count)
{
    for (size_t run = 1; run < count; run *= 2) {
        for (size_t low = 0; low < count; low += 2 * run) {
            size_t middle = low + run < count ? low + run : count;
            size_t high = low + 2 * run < count ? low + 2 * run : count;
            merge(keys, spare, low, middle, high);
        }
        tr__json_key *sorted = spare;
        spare = keys;
        keys = sorted;
    }
    return keys;
}

tr_status tr__json_keys_close(tr_json_reader *reader, uint32_t base, tr_error *err)
{
    size_t count = reader->key_count - base;
    reader->key_count = base;
    if (count <= PAIRWISE_MAX)
        return TR_OK;
    void *spare = NULL;
    size_t spare_size = count * sizeof(tr__json_key);
    tr_status status = tr__json_take(reader, spare_size, &spare, err);
    if (status != TR_OK)
        return status;
    const tr__json_key *sorted = sort(reader->keys + base, spare, count);
    for (size_t i = 1; i < count && status == TR_OK; i++)
        if (key_compare(&sorted[i - 1], &sorted[i]) == 0)
            status = TR_E_EXISTS;
    tr__json_give(reader, spare, spare_size);
    return status;
}
