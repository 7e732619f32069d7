/*
 * candle.h: what candlestick patterns look at. One file per pattern, one question per bar.
 *
 * "Long", "short", "near" are relative: to the mean over the bars before the one in question, as TA-Lib defines them by
 * its default settings. Index 0 is the current bar, -1 the one before.
 */
#ifndef TRADE_INDICATOR_CANDLE_H
#define TRADE_INDICATOR_CANDLE_H

#include "indicator/engine.h"

typedef struct tr__candles {
    const double *open;
    const double *high;
    const double *low;
    const double *close;
    const double *body10;    /* mean body of the ten bars before each */
    const double *range10;   /* mean of high - low of the ten bars before */
    const double *range5;    /* of the five bars before */
    const double *shadows10; /* mean of both shadows together of the ten bars before */
} tr__candles;

/* A pattern's plan and run: `pattern` and `pattern_lookback` of its table entry say the rest. */
void tr__pattern_plan(tr__plan *plan, tr__node *node);
void tr__pattern_run(tr__node *node, const tr__block *block);

static inline double tr__top(const tr__candles *c, int i)
{
    return c->open[i] > c->close[i] ? c->open[i] : c->close[i];
}

static inline double tr__bottom(const tr__candles *c, int i)
{
    return c->open[i] < c->close[i] ? c->open[i] : c->close[i];
}

static inline double tr__body(const tr__candles *c, int i)
{
    return tr__top(c, i) - tr__bottom(c, i);
}

static inline double tr__upper(const tr__candles *c, int i)
{
    return c->high[i] - tr__top(c, i);
}

static inline double tr__lower(const tr__candles *c, int i)
{
    return tr__bottom(c, i) - c->low[i];
}

static inline double tr__range(const tr__candles *c, int i)
{
    return c->high[i] - c->low[i];
}

/* 1 white (also when it closes where it opened), -1 black. */
static inline int tr__color(const tr__candles *c, int i)
{
    return c->close[i] >= c->open[i] ? 1 : -1;
}

/* The body of bar a lies wholly above that of bar b; below it. */
static inline bool tr__body_above(const tr__candles *c, int a, int b)
{
    return tr__bottom(c, a) > tr__top(c, b);
}

static inline bool tr__body_below(const tr__candles *c, int a, int b)
{
    return tr__top(c, a) < tr__bottom(c, b);
}

/* The measures: a body longer than tr__long is long, and so on. */
static inline double tr__long(const tr__candles *c, int i)
{
    return c->body10[i];
}

static inline double tr__short(const tr__candles *c, int i)
{
    return c->body10[i];
}

static inline double tr__doji(const tr__candles *c, int i)
{
    return 0.1 * c->range10[i];
}

static inline double tr__shadow_long(const tr__candles *c, int i)
{
    return tr__body(c, i);
}

static inline double tr__shadow_very_long(const tr__candles *c, int i)
{
    return 2 * tr__body(c, i);
}

static inline double tr__shadow_short(const tr__candles *c, int i)
{
    return c->shadows10[i] / 2;
}

static inline double tr__shadow_very_short(const tr__candles *c, int i)
{
    return 0.1 * c->range10[i];
}

static inline double tr__near(const tr__candles *c, int i)
{
    return 0.2 * c->range5[i];
}

static inline double tr__far(const tr__candles *c, int i)
{
    return 0.6 * c->range5[i];
}

static inline double tr__equal(const tr__candles *c, int i)
{
    return 0.05 * c->range5[i];
}

#endif
