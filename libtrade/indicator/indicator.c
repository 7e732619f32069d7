/* indicator.c: an indicator in the caller's memory: its size, its parts, its copy. */
#include <trade/indicator.h>

#include <assert.h>
#include <string.h>

#include "core/fail.h"
#include "indicator/feed.h"

/* Where things lie in the caller's memory. */
typedef struct layout {
    size_t lookback;
    size_t nodes_at;
    size_t node_count;
    size_t tables_at;
    size_t table_size;
    size_t head_at;
    size_t head_size;
    size_t store_at;
    size_t store_count;
    size_t size;
    bool is_recursive;
} layout;

static layout layout_of(const tr_indicator_config *config)
{
    tr__node scratch[TR__SCRATCH_NODES];
    tr__plan plan = { .scratch = scratch, .head_size = tr__intake_size(config->info) };
    tr__plan_root(&plan, config);
    layout at = { .lookback = scratch[0].lookback,
                  .nodes_at = sizeof(tr_indicator),
                  .node_count = plan.node_count,
                  .table_size = plan.table_size,
                  .head_size = plan.head_size,
                  .store_count = plan.store_count,
                  .is_recursive = plan.is_recursive };
    at.tables_at = at.nodes_at + plan.node_count * sizeof(tr__node);
    at.head_at = at.tables_at + at.table_size;
    at.store_at = at.head_at + 3 * at.head_size;
    at.size = at.store_at + at.store_count * sizeof(double);
    return at;
}

tr_status tr_indicator_lookback(const tr_indicator_config *config, size_t *out, tr_error *err)
{
    if (out == NULL)
        return tr__fail(err, TR_E_INVALID, 0, "no place for the lookback");
    tr_status status = tr__config_check(config, err);
    if (status == TR_OK)
        *out = layout_of(config).lookback;
    return status;
}

tr_status tr_indicator_memory_size(const tr_indicator_config *config, size_t *out, tr_error *err)
{
    if (out == NULL)
        return tr__fail(err, TR_E_INVALID, 0, "no place for the size");
    tr_status status = tr__config_check(config, err);
    if (status == TR_OK)
        *out = layout_of(config).size;
    return status;
}

tr_status tr_indicator_init(const tr_indicator_config *config, void *memory, size_t memory_size,
                            tr_indicator **out, tr_error *err)
{
    if (memory == NULL || out == NULL || (uintptr_t)memory % _Alignof(max_align_t) != 0)
        return tr__fail(err, TR_E_INVALID, 0, "memory is missing or misaligned");
    tr_status status = tr__config_check(config, err);
    if (status != TR_OK)
        return status;
    layout at = layout_of(config);
    if (memory_size < at.size)
        return tr__fail(err, TR_E_FULL, 0, "%s needs %zu bytes of memory, there are %zu",
                        config->info->name, at.size, memory_size);
    memset(memory, 0, at.size);
    unsigned char *base = memory;
    tr_indicator *indicator = memory;
    *indicator = (tr_indicator){
        .config = *config,
        .lookback = at.lookback,
        .input_count = tr_indicator_input_count(config->info),
        .output_count = tr_indicator_output_count(config->info),
        .head_size = at.head_size,
        .store_size = at.store_count * sizeof(double),
        .is_recursive = at.is_recursive,
        .is_wide = tr__has_wide(),
        .node_count = at.node_count,
        .root = (tr__node *)(void *)(base + at.nodes_at),
        .head = base + at.head_at,
        .previous = base + at.head_at + at.head_size,
        .shadow = base + at.head_at + 2 * at.head_size,
        .store = (double *)(void *)(base + at.store_at),
    };
    tr__plan plan = { .nodes = indicator->root,
                      .head = indicator->head,
                      .tables = base + at.tables_at,
                      .store = indicator->store,
                      .head_size = tr__intake_size(config->info) };
    tr__plan_root(&plan, config);
    assert(plan.head_size == at.head_size && plan.store_count == at.store_count);
    assert(plan.table_size == at.table_size);
    tr__live_prepare(indicator);
    *out = indicator;
    return TR_OK;
}

uint64_t tr_indicator_bars(const tr_indicator *indicator)
{
    if (indicator == NULL)
        return 0;
    const tr__intake *intake = (const tr__intake *)(const void *)indicator->head;
    return intake->taken + (indicator->root->head->seen - intake->fed);
}

tr_status tr_indicator_clone(const tr_indicator *indicator, void *memory, size_t memory_size,
                             tr_indicator **out, tr_error *err)
{
    if (indicator == NULL)
        return tr__fail(err, TR_E_INVALID, 0, "indicator is missing");
    tr_indicator *clone = NULL;
    tr_status status = tr_indicator_init(&indicator->config, memory, memory_size, &clone, err);
    if (status != TR_OK)
        return status;
    memcpy(clone->head, indicator->head, indicator->head_size);
    memcpy(clone->previous, indicator->previous, indicator->head_size);
    memcpy(clone->store, indicator->store, indicator->store_size);
    clone->is_streaming = indicator->is_streaming;
    *out = clone;
    return TR_OK;
}

tr_status tr__indicator_call(const tr__indicator *indicator, const double *const *in, size_t count,
                             const double *params, double *const *out, void *memory,
                             size_t memory_size, tr_error *err)
{
    tr_indicator_config config;
    tr_indicator *running = NULL;
    tr_status status = tr_indicator_config_init(&indicator->info, TR_INDICATOR_TALIB, &config, err);
    for (size_t i = 0; status == TR_OK && i < tr_indicator_param_count(&indicator->info); i++)
        config.params[i] = params[i];
    if (status == TR_OK)
        status = tr_indicator_init(&config, memory, memory_size, &running, err);
    return status == TR_OK ? tr_indicator_run(running, in, count, out, NULL, err) : status;
}
