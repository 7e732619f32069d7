/*
 * saved.c: a running indicator as bytes.
 *
 * Words of 64 bits, little-endian: magic, version, words in all, preset and policy, parameters, name (4 words,
 * padded with NUL), head, head before the last bar, store, checksum (FNV-1a over all bytes before it). Doubles are
 * their bits. TR__SAVED_VERSION changes with the layout of any indicator's state: older bytes are refused, not guessed.
 */
#include <assert.h>
#include <string.h>

#include "core/fail.h"
#include "indicator/plan.h"

#define TR__SAVED_VERSION 2
#define SAVED_MAGIC       0x7472696e64736176u /* "trindsav" */
#define NAME_WORDS        4
#define FIRST_WORDS       (5 + TR_INDICATOR_PARAMS_MAX + NAME_WORDS)

static uint64_t checksum(const unsigned char *bytes, size_t size)
{
    uint64_t hash = 0xcbf29ce484222325u;
    for (size_t i = 0; i < size; i++)
        hash = (hash ^ bytes[i]) * 0x100000001b3u;
    return hash;
}

static unsigned char *word_put(unsigned char *at, uint64_t word)
{
    for (unsigned int i = 0; i < 8; i++)
        at[i] = (unsigned char)(word >> (8 * i));
    return at + 8;
}

static const unsigned char *word_get(const unsigned char *at, uint64_t *word)
{
    *word = 0;
    for (unsigned int i = 0; i < 8; i++)
        *word |= (uint64_t)at[i] << (8 * i);
    return at + 8;
}

static unsigned char *words_put(unsigned char *at, const void *from, size_t size)
{
    for (size_t i = 0; i < size; i += 8) {
        uint64_t word;
        memcpy(&word, (const unsigned char *)from + i, sizeof word);
        at = word_put(at, word);
    }
    return at;
}

static const unsigned char *words_get(const unsigned char *at, void *to, size_t size)
{
    for (size_t i = 0; i < size; i += 8) {
        uint64_t word;
        at = word_get(at, &word);
        memcpy((unsigned char *)to + i, &word, sizeof word);
    }
    return at;
}

size_t tr_indicator_saved_size(const tr_indicator *indicator)
{
    return indicator == NULL
               ? 0
               : 8 * (FIRST_WORDS + 1) + 2 * indicator->head_size + indicator->store_size;
}

tr_status tr_indicator_save(const tr_indicator *indicator, void *bytes, size_t size, tr_error *err)
{
    if (indicator == NULL || bytes == NULL)
        return tr__fail(err, TR_E_INVALID, 0, "indicator or bytes are missing");
    size_t needed = tr_indicator_saved_size(indicator);
    if (size < needed)
        return tr__fail(err, TR_E_FULL, 0, "saving needs %zu bytes, there are %zu", needed, size);
    const tr_indicator_config *config = &indicator->config;
    char name[NAME_WORDS * 8] = { 0 };
    size_t length = strlen(config->info->name);
    assert(length < sizeof name);
    memcpy(name, config->info->name, length);
    unsigned char *at = bytes;
    at = word_put(at, SAVED_MAGIC);
    at = word_put(at, TR__SAVED_VERSION);
    at = word_put(at, needed / 8);
    at = word_put(at, (uint64_t)config->preset);
    at = word_put(at, (uint64_t)config->bad_bar);
    at = words_put(at, config->params, sizeof config->params);
    for (size_t i = 0; i < sizeof name; i++)
        *at++ = (unsigned char)name[i];
    at = words_put(at, indicator->head, indicator->head_size);
    at = words_put(at, indicator->previous, indicator->head_size);
    at = words_put(at, indicator->store, indicator->store_size);
    at = word_put(at, checksum(bytes, (size_t)(at - (unsigned char *)bytes)));
    assert((size_t)(at - (unsigned char *)bytes) == needed);
    return TR_OK;
}

tr_status tr_indicator_saved_config(const void *bytes, size_t size, tr_indicator_config *out,
                                    tr_error *err)
{
    if (bytes == NULL || out == NULL)
        return tr__fail(err, TR_E_INVALID, 0, "bytes or configuration are missing");
    uint64_t magic = 0, version = 0, words = 0, preset = 0, bad_bar = 0, sum = 0;
    if (size < 8 * (FIRST_WORDS + 1))
        return tr__fail(err, TR_E_PARSE, 0, "%zu bytes are too few for a saved indicator", size);
    const unsigned char *at = word_get(bytes, &magic);
    if (magic != SAVED_MAGIC)
        return tr__fail(err, TR_E_PARSE, 0, "these bytes are no saved indicator");
    at = word_get(at, &version);
    if (version != TR__SAVED_VERSION)
        return tr__fail(err, TR_E_NEWER_SCHEMA, 0, "saved in version %llu, this library reads %d",
                        (unsigned long long)version, TR__SAVED_VERSION);
    at = word_get(at, &words);
    if (words != size / 8 || size % 8 != 0)
        return tr__fail(err, TR_E_CORRUPT, 0, "%zu bytes, but the saved indicator has %llu words",
                        size, (unsigned long long)words);
    word_get((const unsigned char *)bytes + size - 8, &sum);
    if (sum != checksum(bytes, size - 8))
        return tr__fail(err, TR_E_CORRUPT, 0, "the checksum of the saved indicator does not fit");
    at = word_get(at, &preset);
    at = word_get(at, &bad_bar);
    tr_indicator_config config = { .struct_size = sizeof config,
                                   .preset = (tr_indicator_preset)(int)preset,
                                   .bad_bar = (tr_indicator_bad_bar)(int)bad_bar };
    at = words_get(at, config.params, sizeof config.params);
    char name[NAME_WORDS * 8 + 1] = { 0 };
    memcpy(name, at, NAME_WORDS * 8);
    config.info = tr_indicator_find(name);
    if (config.info == NULL)
        return tr__fail(err, TR_E_NOT_FOUND, 0, "no indicator %s in this library", name);
    tr_status status = tr__config_check(&config, err);
    if (status == TR_OK)
        *out = config;
    return status;
}

/*
 * A checksum is no proof against someone who computes one: counts agree, and no position lies outside of the memory.
 * What else the state claims can only make numbers wrong.
 */
static bool head_fits(const tr_indicator *indicator, const unsigned char *head)
{
    tr__intake intake;
    tr__head root;
    memcpy(&intake, head, sizeof intake);
    memcpy(&root, head + ((const unsigned char *)indicator->root->head - indicator->head),
           sizeof root);
    if (root.seen != intake.fed || intake.fed > intake.taken ||
        intake.tainted > indicator->lookback + 1)
        return false;
    for (size_t i = 0; i < indicator->node_count; i++) {
        const tr__node *node = &indicator->root[i];
        tr__head words;
        memcpy(&words, head + ((const unsigned char *)node->head - indicator->head), sizeof words);
        if (words.seen > intake.fed ||
            (node->tape_count > 0 && words.tape > node->tape_size - node->depth))
            return false;
    }
    return true;
}

tr_status tr_indicator_restore(const void *bytes, size_t size, void *memory, size_t memory_size,
                               tr_indicator **out, tr_error *err)
{
    tr_indicator_config config;
    tr_indicator *indicator = NULL;
    if (out == NULL)
        return tr__fail(err, TR_E_INVALID, 0, "no place for the indicator");
    tr_status status = tr_indicator_saved_config(bytes, size, &config, err);
    if (status == TR_OK)
        status = tr_indicator_init(&config, memory, memory_size, &indicator, err);
    if (status != TR_OK)
        return status;
    if (tr_indicator_saved_size(indicator) != size)
        return tr__fail(err, TR_E_CORRUPT, 0, "the saved %s has %zu bytes, %zu are right",
                        config.info->name, size, tr_indicator_saved_size(indicator));
    const unsigned char *at = (const unsigned char *)bytes + (size_t)8 * FIRST_WORDS;
    at = words_get(at, indicator->head, indicator->head_size);
    at = words_get(at, indicator->previous, indicator->head_size);
    words_get(at, indicator->store, indicator->store_size);
    if (!head_fits(indicator, indicator->head) || !head_fits(indicator, indicator->previous))
        return tr__fail(err, TR_E_CORRUPT, 0, "the counts of the saved %s do not agree",
                        config.info->name);
    *out = indicator;
    return TR_OK;
}
