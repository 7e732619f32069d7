/*
 * step.h: one bar of the indicators that a panel runs side by side, operation for operation as the indicators' own files
 * have them, where loops over a block of one series are quicker. A panel's bits are compared with theirs by test_panel.c.
 */
#ifndef TRADE_INDICATOR_STEP_H
#define TRADE_INDICATOR_STEP_H

#include <stdbool.h>

#include "indicator/vector.h"

static inline vec tr__step_filter(double keep, double gain, vec value, vec x)
{
    return keep * value + gain * x;
}

static inline vec tr__step_rise(vec change)
{
    return vec_larger(change, vec_all(0));
}

static inline vec tr__step_fall(vec change)
{
    return vec_larger(-change, vec_all(0));
}

/* Strength of the rises against rises and falls. */
static inline vec tr__step_rsi(vec rise, vec fall)
{
    vec both = rise + fall;
    return vec_pick((mask)(both != 0), 100 * rise / both, vec_all(0));
}

static inline vec tr__step_cmo(vec rise, vec fall)
{
    vec both = rise + fall;
    return vec_pick((mask)(both != 0), 100 * (rise - fall) / both, vec_all(0));
}

static inline vec tr__step_true_range(vec high, vec low, vec close_before)
{
    return vec_larger(close_before, high) - vec_smaller(close_before, low);
}

/* Share of a whole, 0 when there is no whole. */
static inline vec tr__step_percent(vec part, vec whole)
{
    return vec_pick((mask)(whole != 0), part / whole * 100, vec_all(0));
}

/* Directional movement counts on the larger side; with `counts_equal` on both where they are equal. */
static inline vec tr__step_movement(vec own, vec other, bool counts_equal)
{
    mask wins = (mask)(own > other);
    if (counts_equal)
        wins = (mask)(own >= other);
    return vec_pick(wins & (mask)(own > 0), own, vec_all(0));
}

static inline vec tr__step_di(double scale, vec moved, vec range)
{
    return vec_pick((mask)(range > 0), scale * moved / range, vec_all(0));
}

/* Stays where it was when nothing moved. */
static inline vec tr__step_dx(vec plus, vec minus, vec before)
{
    vec both = plus + minus;
    return vec_pick((mask)(both > 0), 100 * vec_abs(plus - minus) / both, before);
}

/* Chaikin's line takes the volume by where the close lies between high and low. */
static inline vec tr__step_ad(vec total, vec high, vec low, vec close, vec volume)
{
    vec width = high - low, flow = ((close - low) - (high - close)) / width * volume;
    return total + vec_pick((mask)(width > 0), flow, vec_all(0));
}

static inline vec tr__step_obv(vec total, vec change, vec volume)
{
    vec sign =
        vec_pick((mask)(change > 0), volume, vec_pick((mask)(change < 0), -volume, vec_all(0)));
    return total + sign;
}

#endif
