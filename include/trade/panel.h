/*
 * panel.h: one indicator over many symbols at once, with the same bits as one symbol at a time.
 *
 * A recursive filter waits for its own last result: alone, most of the processor is idle. A panel runs eight series
 * side by side in one vector, so eight take little longer than one. Each series is a *lane*, and each lane is a
 * complete tr_indicator (indicator.h): it can be peeked, corrected, saved, and fed alone between two runs of the
 * panel. Indicators without a kernel of their own (see libtrade/indicator/README.md) run through the same calls, one
 * lane after the other.
 *
 *     tr_panel_options options = TR_PANEL_OPTIONS_INIT;
 *     tr_indicator_config_init(tr_indicator_find("rsi"), TR_INDICATOR_TALIB, &options.config, NULL);
 *     options.lane_count = 3;
 *     size_t size = 0;
 *     tr_panel_memory_size(&options, &size, NULL);
 *     tr_panel *panel = NULL;
 *     tr_panel_init(&options, malloc(size), size, &panel, NULL);
 *     const double *closes[3] = { btc, eth, sol };
 *     double *out[3] = { rsi_btc, rsi_eth, rsi_sol };
 *     tr_panel_run(panel, closes, count, out, NULL, NULL);
 */
#ifndef TRADE_PANEL_H
#define TRADE_PANEL_H

#include <stddef.h>

#include <trade/api.h>
#include <trade/indicator.h>
#include <trade/status.h>

#ifdef __cplusplus
extern "C" {
#endif

/** The most lanes of a panel. */
#define TR_PANEL_LANES_MAX 1000000

/** How lanes run. The results are the same bits at every level; BEST is the widest that the processor has. */
typedef enum tr_panel_simd {
    TR_PANEL_SIMD_BEST = 0,
    TR_PANEL_SIMD_NONE = 1,     /* one lane after the other */
    TR_PANEL_SIMD_BASELINE = 2, /* what every processor of the family has: SSE2 on x86-64 */
    TR_PANEL_SIMD_AVX2 = 3,
    TR_PANEL_SIMD_AVX512 = 4
} tr_panel_simd;

/** What a panel is made from; fill it with TR_PANEL_OPTIONS_INIT, then `config` and `lane_count`. */
typedef struct tr_panel_options {
    size_t struct_size;
    tr_indicator_config config; /* of every lane */
    size_t lane_count;          /* 1..TR_PANEL_LANES_MAX */
    tr_panel_simd simd;         /* TR_PANEL_SIMD_BEST but for tests and measurements */
} tr_panel_options;

#define TR_PANEL_OPTIONS_INIT                                                                      \
    {                                                                                              \
        sizeof(tr_panel_options),                                                                  \
            { 0, NULL, TR_INDICATOR_TALIB, TR_INDICATOR_BAD_BAR_WINDOW, { 0 } }, 1,                \
            TR_PANEL_SIMD_BEST                                                                     \
    }

/**
 * Bytes that tr_panel_init wants: the lanes' own, and a working place for eight.
 * @return as tr_indicator_memory_size; TR_E_INVALID for options that were not initialised, TR_E_RANGE for a
 *         number of lanes outside 1..TR_PANEL_LANES_MAX or more memory than can be addressed.
 */
TR_API tr_status tr_panel_memory_size(const tr_panel_options *options, size_t *out, tr_error *err);

/** A running panel, inside the caller's memory, which needs no release. Confined to one thread at a time. */
typedef struct tr_panel tr_panel;

/**
 * Start a panel in `memory`, aligned as malloc aligns. It stays where it is.
 * @return as tr_panel_memory_size; TR_E_FULL when `memory_size` is too small, TR_E_INVALID when `memory` is
 *         misaligned, TR_E_UNSUPPORTED for a SIMD level that this processor or this build does not have.
 */
TR_API tr_status tr_panel_init(const tr_panel_options *options, void *memory, size_t memory_size,
                               tr_panel **out, tr_error *err);

/**
 * Feed `count` bars to every lane. Each lane does what tr_indicator_run would do with it, bit for bit, bad bars
 * included; the lanes do not touch each other.
 * @param in      with I inputs: in[lane * I + k] is the lane's series of input k, `count` long; a series may
 *                stand in several lanes
 * @param out     with O outputs: out[lane * O + k] likewise; no two of them and none of `in` may overlap
 * @param results one per lane, or NULL
 * @return TR_E_RANGE when some lane was refused (the message names the first such lane, the bar and the value):
 *         that lane stopped before the bar, the other lanes took all; `results` say how many. What its outputs hold
 *         behind that bar is not said. TR_E_INVALID for a NULL: nothing was taken.
 * Cost: no allocation. A bad bar in a lane makes up to 64 bars of that lane run alone.
 */
TR_API tr_status tr_panel_run(tr_panel *panel, const double *const *in, size_t count,
                              double *const *out, tr_indicator_result *results, tr_error *err);

/**
 * The indicator of a lane, to peek, correct, save, clone or feed by itself; NULL beyond the last lane.
 * It belongs to the panel and may be used between two runs. Lanes need not have seen equally many bars.
 */
TR_API tr_indicator *tr_panel_lane(tr_panel *panel, size_t lane_index);

/**
 * Replace a lane by a copy of an indicator of the same configuration: one that ran live, or was restored.
 * @return TR_E_INVALID for a NULL or another configuration, TR_E_RANGE for a lane that there is not.
 */
TR_API tr_status tr_panel_put(tr_panel *panel, size_t lane_index, const tr_indicator *indicator,
                              tr_error *err);

/** Lanes of the panel; 0 for NULL. */
TR_API size_t tr_panel_lane_count(const tr_panel *panel);

/** The level at which this panel's lanes run: NONE when the indicator has no kernel, and for NULL. */
TR_API tr_panel_simd tr_panel_level(const tr_panel *panel);

/** The widest level of this processor and this build: BASELINE, AVX2 or AVX512.   Threads: any. */
TR_API tr_panel_simd tr_panel_level_best(void);

/** "none", "baseline", "avx2", "avx512"; "best" for TR_PANEL_SIMD_BEST, "" for no level.   Threads: any. */
TR_API const char *tr_panel_level_name(tr_panel_simd level);

#ifdef __cplusplus
}
#endif

#endif
