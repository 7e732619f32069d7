/*
 * indicator_frame.h: an indicator on bars of a coarser timeframe, aligned to the finer ones that are pushed.
 *
 * Bars of the source go in, one by one; the indicator sees bars of the target, made of them. After each source bar
 * there is one value per output:
 *
 *   confirmed  that of the last target bar which is over. A target bar is over when the last source bar that fits
 *              into it is closed, or when a bar behind it comes. Nothing in it can change any more, so that
 *              a backtest sees what a live run saw: there is no look-ahead.
 *   forming    what the indicator would say if the forming target bar closed as it stands. Live screens show that;
 *              it moves until the bar is over, then it is the confirmed value.
 *
 *     tr_indicator_frame_options options = TR_INDICATOR_FRAME_OPTIONS_INIT;
 *     options.config = &rsi;
 *     options.target = (tr_timeframe){ 4, TR_TIMEFRAME_HOUR };
 *     tr_indicator_frame_new(&options, &frame, NULL);
 *     tr_indicator_frame_push(frame, &bar, values, NULL);
 */
#ifndef TRADE_INDICATOR_FRAME_H
#define TRADE_INDICATOR_FRAME_H

#include <stddef.h>
#include <stdint.h>

#include <trade/alloc.h>
#include <trade/api.h>
#include <trade/bar.h>
#include <trade/indicator.h>
#include <trade/status.h>
#include <trade/time.h>

#ifdef __cplusplus
extern "C" {
#endif

/** Confined. Allocates at creation only. */
typedef struct tr_indicator_frame tr_indicator_frame;

typedef enum tr_indicator_frame_mode {
    TR_INDICATOR_FRAME_CONFIRMED = 0,
    TR_INDICATOR_FRAME_FORMING = 1
} tr_indicator_frame_mode;

typedef struct tr_indicator_frame_options {
    size_t struct_size;
    const tr_indicator_config *config; /* copied; at most one of its inputs may be a plain series */
    tr_timeframe source;
    tr_timeframe target; /* made of whole bars of the source: tr_timeframe_contains; may be the same */
    tr_indicator_frame_mode mode;
    tr_bar_field series;       /* what a plain series (TR_INPUT_REAL) is; the close */
    tr_gap_policy gap_policy;  /* of target bars without a source bar */
    int64_t fill_count_max;    /* of one gap; a longer one is TR_E_FULL */
    const tr_allocator *allocator; /* NULL for the C library's */
} tr_indicator_frame_options;

#define TR_INDICATOR_FRAME_OPTIONS_INIT                                                                \
    { sizeof(tr_indicator_frame_options), NULL, { 1, TR_TIMEFRAME_MINUTE }, { 1, TR_TIMEFRAME_HOUR },   \
      TR_INDICATOR_FRAME_CONFIRMED, TR_BAR_CLOSE, TR_GAP_NONE, 1000000, NULL }

/**
 * @return TR_E_INVALID for missing or unknown options and an indicator of two series; TR_E_RANGE for a parameter
 *         outside its range or timeframes of which one is not made of the other; TR_E_NO_MEMORY
 */
TR_API tr_status tr_indicator_frame_new(const tr_indicator_frame_options *options,
                                        tr_indicator_frame **out, tr_error *err);
TR_API void tr_indicator_frame_free(tr_indicator_frame *frame);

/**
 * Take the next bar of the source. A forming one may be pushed again until it is closed or a newer one comes;
 * it never confirms a target bar.
 * @param values_out  one value per output of the indicator; NaN while there is none
 * @return as tr_resampler_push (bar.h): TR_E_RANGE, TR_E_CONFLICT and TR_E_FULL leave everything as it was;
 *         TR_E_RANGE also when the indicator refuses a target bar, after which all calls answer TR_E_CLOSED
 */
TR_API tr_status tr_indicator_frame_push(tr_indicator_frame *frame, const tr_bar *bar, double *values_out,
                                         tr_error *err);

/** Push `count` bars; values_out[k][i] belongs to bar i. Stops at the first refused bar, `*taken_out` before it. */
TR_API tr_status tr_indicator_frame_run(tr_indicator_frame *frame, const tr_bar *bars, size_t count,
                                        double *const *values_out, size_t *taken_out, tr_error *err);

/** Bytes that tr_indicator_frame_save writes: options, forming bar and indicator, little-endian, with version and checksum. */
TR_API size_t tr_indicator_frame_saved_size(const tr_indicator_frame *frame);
TR_API tr_status tr_indicator_frame_save(const tr_indicator_frame *frame, void *bytes, size_t size,
                                         tr_error *err);

/**
 * Continue where the saved frame stood.
 * @param allocator  NULL for the C library's
 * @return TR_E_PARSE for other bytes, TR_E_CORRUPT when the checksum fails or no bars lead to what they say,
 *         TR_E_NEWER_SCHEMA for a version that is not this library's, TR_E_NOT_FOUND for an indicator that it does
 *         not have; otherwise as tr_indicator_frame_new
 */
TR_API tr_status tr_indicator_frame_restore(const void *bytes, size_t size, const tr_allocator *allocator,
                                            tr_indicator_frame **out, tr_error *err);

/** Target bars that are over. */
TR_API uint64_t tr_indicator_frame_bars(const tr_indicator_frame *frame);

#ifdef __cplusplus
}
#endif

#endif
