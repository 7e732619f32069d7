/*
 * volume_profile.h: how much was traded at which price over a range of bars (FRVP, fixed range volume profile).
 *
 * The range of prices is cut into rows of equal height. The volume of a bar spreads evenly over the prices between its low
 * and its high; that of a bar without range falls into the row that holds its price. The point of control is the row
 * with the most volume; the value area is the rows around it that hold value_area_percent of the volume.
 *
 *     tr_volume_profile_row rows[24];
 *     tr_volume_profile profile;
 *     tr_volume_profile_make(&bars, NULL, rows, 24, &profile, NULL);
 *
 * or, bar by bar with a range of prices known beforehand: tr_volume_profile_init, _add, _evaluate. All memory is the
 * caller's and its size known; nothing is allocated.
 *
 * Source: Mind over Markets: Power Trading with Market Generated Information, 1990. Sources disagree on how a bar's volume
 * spreads (evenly here; platforms with finer data use that) and on how the value area grows: by the larger of the two next
 * rows here; by the larger of the next pairs of rows with rows_per_step 2, as the exchange's handbook has it.
 */
#ifndef TRADE_VOLUME_PROFILE_H
#define TRADE_VOLUME_PROFILE_H

#include <stddef.h>
#include <stdint.h>

#include <trade/api.h>
#include <trade/status.h>

#ifdef __cplusplus
extern "C" {
#endif

#define TR_VOLUME_PROFILE_ROWS_MAX 1000000

/** One row. Plain data. Its prices are low..high, the upper edge excluded but in the last row. */
typedef struct tr_volume_profile_row {
    double low;
    double high;
    double volume;
    double up_volume; /* of bars whose close is not below their open; the rest is of bars that fell */
} tr_volume_profile_row;

typedef struct tr_volume_profile_options {
    size_t struct_size;
    double value_area_percent; /* above 0, up to 100 */
    uint64_t rows_per_step;    /* 1 or more: how many rows the value area grows by */
} tr_volume_profile_options;

#define TR_VOLUME_PROFILE_OPTIONS_INIT { sizeof(tr_volume_profile_options), 70, 1 }

/** Columns of bars, `count` long each. `open` may be NULL: then all volume counts as up. */
typedef struct tr_volume_profile_bars {
    const double *open;
    const double *high;
    const double *low;
    const double *close;
    const double *volume;
    size_t count;
} tr_volume_profile_bars;

/** A profile and what was found in it. Plain data. */
typedef struct tr_volume_profile {
    tr_volume_profile_row *rows; /* the caller's, lowest price first */
    size_t row_count;
    double low; /* range of prices */
    double high;
    double total_volume;        /* within the range: what the rows add up to, but for rounding */
    double outside_volume;      /* of prices outside of it */
    size_t point_index;         /* row of the point of control */
    double point_price;         /* middle of that row */
    size_t value_low_index;     /* lowest and highest row of the value area */
    size_t value_high_index;
    double value_low_price;     /* its lower edge and upper edge */
    double value_high_price;
    double value_area_volume;
} tr_volume_profile;

/**
 * Start an empty profile of prices low..high in `rows`, which must live as long as it. low = high makes one
 * price; all volume is then in row 0.
 * @return TR_E_INVALID for a NULL, TR_E_RANGE for a range that is none or a row_count outside 1..1000000
 */
TR_API tr_status tr_volume_profile_init(tr_volume_profile *profile, double low, double high,
                                        tr_volume_profile_row *rows, size_t row_count, tr_error *err);

/**
 * Add bars; those that were refused are not in it.
 * @return TR_E_RANGE for a bar with a number that is not finite, high below low, or negative volume: the message names
 *         it, nothing of this call was added
 * Cost: O(rows that a bar touches) a bar.
 */
TR_API tr_status tr_volume_profile_add(tr_volume_profile *profile, const tr_volume_profile_bars *bars,
                                       tr_error *err);

/**
 * Find point of control and value area of what is in the rows. Of rows with the same volume the point is the one
 * nearest to the middle of the range, then the lower one; where the value area could grow either way, it grows
 * upwards.
 * @param options  NULL for the defaults
 * @return TR_E_RANGE for a percentage outside 0..100 or steps of 0 rows; TR_E_NOT_FOUND when there is no volume
 */
TR_API tr_status tr_volume_profile_evaluate(tr_volume_profile *profile,
                                            const tr_volume_profile_options *options, tr_error *err);

/** All three over the range of the bars' own prices. @return as they; TR_E_NOT_FOUND also for no bars */
TR_API tr_status tr_volume_profile_make(const tr_volume_profile_bars *bars,
                                        const tr_volume_profile_options *options, tr_volume_profile_row *rows,
                                        size_t row_count, tr_volume_profile *out, tr_error *err);

#ifdef __cplusplus
}
#endif

#endif
