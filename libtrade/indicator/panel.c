/* panel.c: many lanes of one indicator. */
#include <trade/panel.h>

#include <assert.h>
#include <stdbool.h>
#include <stdint.h>

#include "core/fail.h"
#include "indicator/group.h"
#include "indicator/panel_inside.h"
#include "indicator/plan.h"
#include "indicator/processor.h"

struct tr_panel {
    size_t lane_count;
    size_t lane_size; /* bytes of one indicator, rounded up so that the next one is aligned */
    size_t input_count;
    size_t output_count;
    tr_panel_simd level;
    tr__workplace *place; /* NULL when lanes run one after the other */
    unsigned char *lanes;
};

/* Where things lie in the caller's memory. */
typedef struct layout {
    size_t lane_size;
    size_t place_at;
    size_t lanes_at;
    size_t size;
} layout;

static size_t aligned(size_t size)
{
    const size_t step = _Alignof(max_align_t);
    return (size + step - 1) / step * step;
}

static tr_status layout_of(const tr_panel_options *options, layout *out, tr_error *err)
{
    if (options == NULL || options->struct_size != sizeof *options)
        return tr__fail(err, TR_E_INVALID, 0, "the options of the panel are not initialised");
    if (options->lane_count < 1 || options->lane_count > TR_PANEL_LANES_MAX)
        return tr__fail(err, TR_E_RANGE, 0, "panel of %zu lanes, allowed 1..%d",
                        options->lane_count, TR_PANEL_LANES_MAX);
    size_t lane_size = 0;
    tr_status status = tr_indicator_memory_size(&options->config, &lane_size, err);
    if (status != TR_OK)
        return status;
    layout at = { .lane_size = aligned(lane_size), .place_at = aligned(sizeof(tr_panel)) };
    at.lanes_at = at.place_at + aligned(tr__workplace_size(options->config.info));
    if (at.lane_size > (SIZE_MAX / 2 - at.lanes_at) / options->lane_count)
        return tr__fail(err, TR_E_RANGE, 0,
                        "panel of %zu lanes of %zu bytes: more than can be addressed",
                        options->lane_count, at.lane_size);
    at.size = at.lanes_at + options->lane_count * at.lane_size;
    *out = at;
    return TR_OK;
}

tr_status tr_panel_memory_size(const tr_panel_options *options, size_t *out, tr_error *err)
{
    if (out == NULL)
        return tr__fail(err, TR_E_INVALID, 0, "no place for the size");
    layout at = { .size = 0 };
    tr_status status = layout_of(options, &at, err);
    if (status == TR_OK)
        *out = at.size;
    return status;
}

/* The same for every lane, so that a lane's memory begins with its indicator. */
static tr_indicator *lane_at(const tr_panel *panel, size_t index)
{
    return (tr_indicator *)(void *)(panel->lanes + index * panel->lane_size);
}

tr_panel_simd tr_panel_level_best(void)
{
    tr__processor has = tr__processor_get();
    return has.has_avx512 ? TR_PANEL_SIMD_AVX512
           : has.has_avx2 ? TR_PANEL_SIMD_AVX2
                          : TR_PANEL_SIMD_BASELINE;
}

static const tr__lanes_level *lanes_of(tr_panel_simd level)
{
    if (level == TR_PANEL_SIMD_NONE)
        return NULL;
#if TR__HAS_AVX
    if (level == TR_PANEL_SIMD_AVX512)
        return &tr__lanes_avx512;
    if (level == TR_PANEL_SIMD_AVX2)
        return &tr__lanes_avx2;
#endif
    assert(level == TR_PANEL_SIMD_BASELINE);
    return &tr__lanes_baseline;
}

static tr_status level_choose(tr_panel_simd wanted, tr_panel_simd *out, tr_error *err)
{
    tr_panel_simd best = tr_panel_level_best();
    if ((unsigned int)wanted > TR_PANEL_SIMD_AVX512)
        return tr__fail(err, TR_E_INVALID, 0, "SIMD level is %d, allowed 0..4", (int)wanted);
    if (wanted > best)
        return tr__fail(err, TR_E_UNSUPPORTED, 0, "SIMD level %s is not here, the widest is %s",
                        tr_panel_level_name(wanted), tr_panel_level_name(best));
    *out = wanted == TR_PANEL_SIMD_BEST ? best : wanted;
    return TR_OK;
}

tr_status tr_panel_init(const tr_panel_options *options, void *memory, size_t memory_size,
                        tr_panel **out, tr_error *err)
{
    tr_panel_simd level = TR_PANEL_SIMD_NONE;
    layout at = { .size = 0 };
    tr_status status = layout_of(options, &at, err);
    if (status == TR_OK)
        status = level_choose(options->simd, &level, err);
    if (status != TR_OK)
        return status;
    return tr__panel_init_at(options, memory, memory_size, level, lanes_of(level), out, err);
}

tr_status tr__panel_init_at(const tr_panel_options *options, void *memory, size_t memory_size,
                            tr_panel_simd level, const tr__lanes_level *lanes, tr_panel **out,
                            tr_error *err)
{
    if (memory == NULL || out == NULL || (uintptr_t)memory % _Alignof(max_align_t) != 0)
        return tr__fail(err, TR_E_INVALID, 0, "memory is missing or misaligned");
    layout at = { .size = 0 };
    tr_status status = layout_of(options, &at, err);
    if (status != TR_OK)
        return status;
    if (memory_size < at.size)
        return tr__fail(err, TR_E_FULL, 0, "a panel of %zu %s needs %zu bytes, there are %zu",
                        options->lane_count, options->config.info->name, at.size, memory_size);
    tr_panel *panel = memory;
    *panel = (tr_panel){
        .lane_count = options->lane_count,
        .lane_size = at.lane_size,
        .input_count = tr_indicator_input_count(options->config.info),
        .output_count = tr_indicator_output_count(options->config.info),
        .level = TR_PANEL_SIMD_NONE,
        .lanes = (unsigned char *)memory + at.lanes_at,
    };
    for (size_t i = 0; i < panel->lane_count; i++) {
        tr_indicator *lane = NULL;
        status =
            tr_indicator_init(&options->config, lane_at(panel, i), panel->lane_size, &lane, err);
        assert(status == TR_OK && lane == lane_at(panel, i));
    }
    if (lanes != NULL)
        panel->place =
            tr__workplace_init((unsigned char *)memory + at.place_at, lanes, lane_at(panel, 0));
    if (panel->place != NULL)
        panel->level = level;
    *out = panel;
    return TR_OK;
}

static tr_status arguments_check(const tr_panel *panel, const double *const *in, size_t count,
                                 double *const *out, tr_error *err)
{
    if (panel == NULL || in == NULL || out == NULL)
        return tr__fail(err, TR_E_INVALID, 0, "panel, inputs or outputs are missing");
    if (count == 0)
        return TR_OK;
    for (size_t i = 0; i < panel->lane_count * panel->input_count; i++)
        if (in[i] == NULL)
            return tr__fail(err, TR_E_INVALID, 0, "input %zu of lane %zu is missing",
                            i % panel->input_count, i / panel->input_count);
    for (size_t i = 0; i < panel->lane_count * panel->output_count; i++)
        if (out[i] == NULL)
            return tr__fail(err, TR_E_INVALID, 0, "output %zu of lane %zu is missing",
                            i % panel->output_count, i / panel->output_count);
    return TR_OK;
}

tr_status tr_panel_run(tr_panel *panel, const double *const *in, size_t count, double *const *out,
                       tr_indicator_result *results, tr_error *err)
{
    tr_status status = arguments_check(panel, in, count, out, err);
    if (status != TR_OK)
        return status;
    for (size_t first = 0; first < panel->lane_count; first += TR__LANES) {
        size_t rest = panel->lane_count - first;
        tr__group group = { .place = panel->place,
                            .in = in + first * panel->input_count,
                            .out = out + first * panel->output_count,
                            .lane_count = rest < TR__LANES ? rest : TR__LANES };
        for (size_t i = 0; i < group.lane_count; i++)
            group.lane[i] = lane_at(panel, first + i);
        tr__group_run(&group, count);
        for (size_t i = 0; i < group.lane_count; i++) {
            if (results != NULL)
                results[first + i] = group.result[i];
            if (group.status[i] != TR_OK && status == TR_OK)
                status = tr__fail(err, group.status[i], 0, "lane %zu: %s", first + i,
                                  group.err[i].message);
        }
    }
    return status;
}

tr_indicator *tr_panel_lane(tr_panel *panel, size_t lane_index)
{
    return panel == NULL || lane_index >= panel->lane_count ? NULL : lane_at(panel, lane_index);
}

static bool is_same_config(const tr_indicator_config *a, const tr_indicator_config *b)
{
    if (a->info != b->info || a->preset != b->preset || a->bad_bar != b->bad_bar)
        return false;
    for (size_t i = 0; i < tr_indicator_param_count(a->info); i++)
        if (a->params[i] != b->params[i])
            return false;
    return true;
}

tr_status tr_panel_put(tr_panel *panel, size_t lane_index, const tr_indicator *indicator,
                       tr_error *err)
{
    if (panel == NULL || indicator == NULL)
        return tr__fail(err, TR_E_INVALID, 0, "panel or indicator is missing");
    if (lane_index >= panel->lane_count)
        return tr__fail(err, TR_E_RANGE, 0, "lane is %zu, allowed below %zu", lane_index,
                        panel->lane_count);
    tr_indicator *lane = lane_at(panel, lane_index);
    if (!is_same_config(&lane->config, &indicator->config))
        return tr__fail(err, TR_E_INVALID, 0,
                        "an indicator of another configuration (%s) for a panel of %s",
                        indicator->config.info->name, lane->config.info->name);
    if (lane == indicator)
        return TR_OK;
    return tr_indicator_clone(indicator, lane, panel->lane_size, &lane, err);
}

size_t tr_panel_lane_count(const tr_panel *panel)
{
    return panel == NULL ? 0 : panel->lane_count;
}

tr_panel_simd tr_panel_level(const tr_panel *panel)
{
    return panel == NULL ? TR_PANEL_SIMD_NONE : panel->level;
}

const char *tr_panel_level_name(tr_panel_simd level)
{
    static const char *const names[] = { "best", "none", "baseline", "avx2", "avx512" };
    return (unsigned int)level <= TR_PANEL_SIMD_AVX512 ? names[level] : "";
}
