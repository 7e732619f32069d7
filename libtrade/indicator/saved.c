/*
 * saved.c: a running indicator as bytes.
 *
 * Words (words.h): magic, version, words in all, preset and policy, parameters, name, head, head before the last bar,
 * store, checksum.
 */
#include <string.h>

#include "core/fail.h"
#include "indicator/plan.h"
#include "indicator/words.h"

/* The magic spells "trindsav". The version changes with the layout of any indicator's state. */
static const tr__words_format format = { .what = "indicator",
                                         .magic = 0x7472696e64736176u,
                                         .version = 3 };

#define FIRST_WORDS (TR__WORDS_FIRST + 2 + TR_INDICATOR_PARAMS_MAX + TR__NAME_SIZE / 8)

size_t tr_indicator_saved_size(const tr_indicator *indicator)
{
    return indicator == NULL
               ? 0
               : 8 * (FIRST_WORDS + 1) + 2 * indicator->head_size + indicator->store_size;
}

/* A head, current or previous, with counts that follow what its root had seen. */
static unsigned char *head_put(unsigned char *at, const tr_indicator *indicator,
                               const unsigned char *head)
{
    tr__intake intake;
    tr__head root;
    memcpy(&intake, head, sizeof intake);
    memcpy(&root, head + ((const unsigned char *)indicator->root->head - indicator->head),
           sizeof root);
    intake.taken += root.seen - intake.fed;
    intake.fed = root.seen;
    at = tr__words_put(at, &intake, sizeof intake);
    return tr__words_put(at, head + sizeof intake, indicator->head_size - sizeof intake);
}

tr_status tr_indicator_save(const tr_indicator *indicator, void *bytes, size_t size, tr_error *err)
{
    if (indicator == NULL || bytes == NULL)
        return tr__fail(err, TR_E_INVALID, 0, "indicator or bytes are missing");
    size_t needed = tr_indicator_saved_size(indicator);
    if (size < needed)
        return tr__fail(err, TR_E_FULL, 0, "saving needs %zu bytes, there are %zu", needed, size);
    const tr_indicator_config *config = &indicator->config;
    unsigned char *at = tr__words_begin(&format, bytes, needed);
    at = tr__word_put(at, (uint64_t)config->preset);
    at = tr__word_put(at, (uint64_t)config->bad_bar);
    at = tr__words_put(at, config->params, sizeof config->params);
    at = tr__name_put(at, config->info->name);
    at = head_put(at, indicator, indicator->head);
    at = head_put(at, indicator, indicator->previous);
    at = tr__words_put(at, indicator->store, indicator->store_size);
    tr__words_end(bytes, at, needed);
    return TR_OK;
}

tr_status tr_indicator_saved_config(const void *bytes, size_t size, tr_indicator_config *out,
                                    tr_error *err)
{
    if (bytes == NULL || out == NULL)
        return tr__fail(err, TR_E_INVALID, 0, "bytes or configuration are missing");
    uint64_t preset = 0, bad_bar = 0;
    const unsigned char *at = NULL;
    tr_status status =
        tr__words_open(&format, bytes, size, (size_t)8 * (FIRST_WORDS + 1), &at, err);
    if (status != TR_OK)
        return status;
    at = tr__word_get(at, &preset);
    at = tr__word_get(at, &bad_bar);
    tr_indicator_config config = { .struct_size = sizeof config,
                                   .preset = (tr_indicator_preset)(int)preset,
                                   .bad_bar = (tr_indicator_bad_bar)(int)bad_bar };
    at = tr__words_get(at, config.params, sizeof config.params);
    char name[TR__NAME_SIZE + 1];
    (void)tr__name_get(at, name);
    config.info = tr_indicator_find(name);
    if (config.info == NULL)
        return tr__fail(err, TR_E_NOT_FOUND, 0, "no indicator %s in this library", name);
    status = tr__config_check(&config, err);
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
    at = tr__words_get(at, indicator->head, indicator->head_size);
    at = tr__words_get(at, indicator->previous, indicator->head_size);
    tr__words_get(at, indicator->store, indicator->store_size);
    if (!head_fits(indicator, indicator->head) || !head_fits(indicator, indicator->previous))
        return tr__fail(err, TR_E_CORRUPT, 0, "the counts of the saved %s do not agree",
                        config.info->name);
    *out = indicator;
    return TR_OK;
}
