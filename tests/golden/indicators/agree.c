/* agree.c: one indicator run in every way that there is must say the same bits. */
#include "indicators/indicators.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <trade/candles.h>
#include <trade/panel.h>

bool case_run(const golden_case *on, double *const *out, size_t cut, tr_rng *rng)
{
    size_t size = 0;
    tr_indicator *indicator = NULL;
    if (tr_indicator_memory_size(&on->config, &size, NULL) != TR_OK)
        return false;
    void *memory = malloc(size);
    bool is_done =
        memory != NULL && tr_indicator_init(&on->config, memory, size, &indicator, NULL) == TR_OK;
    for (size_t at = 0; is_done && at < on->bars;) {
        size_t count = cut > 0 ? cut : 1 + (size_t)tr_rng_below(rng, 700);
        if (count > on->bars - at)
            count = on->bars - at;
        const double *in[TR_INDICATOR_INPUTS_MAX];
        double *to[TR_INDICATOR_OUTPUTS_MAX];
        for (size_t k = 0; k < tr_indicator_input_count(on->info); k++)
            in[k] = on->in[k] + at;
        for (size_t k = 0; k < tr_indicator_output_count(on->info); k++)
            to[k] = out[k] + at;
        is_done = tr_indicator_run(indicator, in, count, to, NULL, NULL) == TR_OK;
        at += count;
    }
    free(memory);
    return is_done;
}

bool cuts_agree(runner *run, const golden_case *on)
{
    static const size_t cuts[] = { 1, 7, 0 };
    tr_rng rng;
    tr_rng_init(&rng, 1);
    for (size_t c = 0; c < 3; c++) {
        if (!case_run(on, run->out[1], cuts[c], &rng))
            return false;
        for (size_t k = 0; k < tr_indicator_output_count(on->info); k++)
            if (memcmp(run->out[0][k], run->out[1][k], on->bars * sizeof(double)) != 0) {
                printf("FAIL %s: output %zu in cuts of %zu differs from the batch\n", on->label, k,
                       cuts[c]);
                return false;
            }
    }
    return true;
}

/* A candlestick pattern among all others in the shared pass, in cuts of random length. */
bool pass_agrees(const runner *run, const golden_case *on)
{
    static int8_t rows[TR_CANDLES_MAX][BARS_MAX];
    size_t pattern = tr_candles_find(on->info->name), size = 0, count = tr_candles_count();
    if (pattern == SIZE_MAX)
        return true;
    tr_candles_config config;
    tr_candles *candles = NULL;
    tr_rng rng;
    tr_rng_init(&rng, 2);
    bool is_done = tr_candles_config_init(TR_INDICATOR_TALIB, &config, NULL) == TR_OK;
    config.unknown = TR_CANDLE_UNKNOWN;
    if (tr_indicator_param_count(on->info) > 0)
        config.penetration[pattern] = on->config.params[0];
    is_done = is_done && tr_candles_memory_size(&config, &size, NULL) == TR_OK;
    void *memory = malloc(size);
    is_done = is_done && memory != NULL &&
              tr_candles_init(&config, memory, size, &candles, NULL) == TR_OK;
    for (size_t at = 0; is_done && at < on->bars;) {
        size_t length = 1 + (size_t)tr_rng_below(&rng, 700);
        if (length > on->bars - at)
            length = on->bars - at;
        const double *const in[4] = { on->in[0] + at, on->in[1] + at, on->in[2] + at,
                                      on->in[3] + at };
        int8_t *to[TR_CANDLES_MAX];
        for (size_t k = 0, row = 0; k < count; k++)
            if (config.is_selected[k])
                to[row++] = rows[k] + at;
        is_done = tr_candles_run(candles, in, length, to, NULL, NULL) == TR_OK;
        at += length;
    }
    free(memory);
    for (size_t i = 0; is_done && i < on->bars; i++) {
        int8_t got = rows[pattern][i];
        double want = run->out[0][0][i];
        if (isnan(want) ? got != TR_CANDLE_UNKNOWN : tr_candle_value(got) != (int)want) {
            printf("FAIL %s: bar %zu is %d in the shared pass, %g alone\n", on->label, i, got,
                   want);
            is_done = false;
        }
    }
    return is_done;
}

/* The case in every second lane; between them the same bars backwards, so that mixed-up lanes show. */
static bool panel_run(runner *run, const golden_case *on, tr_panel *panel, size_t cut)
{
    size_t inputs = tr_indicator_input_count(on->info),
           outputs = tr_indicator_output_count(on->info);
    for (size_t at = 0; at < on->bars; at += cut) {
        const double *in[LANES * TR_INDICATOR_INPUTS_MAX];
        double *to[LANES * TR_INDICATOR_OUTPUTS_MAX];
        for (size_t i = 0; i < LANES * inputs; i++)
            in[i] = (i / inputs % 2 == 0 ? on->in[i % inputs] : run->backwards[i % inputs]) + at;
        for (size_t i = 0; i < LANES * outputs; i++)
            to[i] = run->lanes[i] + at;
        size_t count = on->bars - at < cut ? on->bars - at : cut;
        if (tr_panel_run(panel, in, count, to, NULL, NULL) != TR_OK)
            return false;
    }
    for (size_t i = 0; i < LANES * outputs; i++)
        if (i / outputs % 2 == 0 &&
            memcmp(run->out[0][i % outputs], run->lanes[i], on->bars * sizeof(double)) != 0) {
            printf("FAIL %s: output %zu of lane %zu (%s) differs from the batch\n", on->label,
                   i % outputs, i / outputs, tr_panel_level_name(tr_panel_level(panel)));
            return false;
        }
    return true;
}

bool panels_agree(runner *run, const golden_case *on)
{
    for (size_t k = 0; k < tr_indicator_input_count(on->info); k++)
        for (size_t i = 0; i < on->bars; i++)
            run->backwards[k][i] = on->in[k][on->bars - 1 - i];
    bool is_right = true;
    for (int level = TR_PANEL_SIMD_NONE; is_right && level <= (int)tr_panel_level_best(); level++) {
        tr_panel_options options = TR_PANEL_OPTIONS_INIT;
        options.config = on->config;
        options.lane_count = LANES;
        options.simd = (tr_panel_simd)level;
        size_t size = 0;
        tr_panel *panel = NULL;
        if (tr_panel_memory_size(&options, &size, NULL) != TR_OK)
            return false;
        void *memory = malloc(size);
        is_right = memory != NULL && tr_panel_init(&options, memory, size, &panel, NULL) == TR_OK;
        /* Without a kernel, every level is the first one. */
        if (is_right && (level == TR_PANEL_SIMD_NONE || (int)tr_panel_level(panel) == level))
            is_right = panel_run(run, on, panel, level % 2 == 0 ? on->bars : 101);
        free(memory);
    }
    return is_right;
}
