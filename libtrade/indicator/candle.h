/*
 * candle.h: the words that candlestick patterns are written in.
 *
 * A pattern is data: conditions that compare what can be seen of the last bars, and cases with a value each. There is one
 * definition; the shared pass, the indicator of that name, the formula that a person reads and the answer to "why
 * not?" are all made from it. "Long", "short", "near" are relative: measures of the bars before, as TA-Lib defines them.
 *
 * The number in brackets counts bars back: BODY(0) is the body of the current bar, BODY(2) that of two bars before.
 */
#ifndef TRADE_INDICATOR_CANDLE_H
#define TRADE_INDICATOR_CANDLE_H

#include <stddef.h>
#include <stdint.h>

#include <trade/candles.h>

#include "indicator/engine.h"

/* What can be seen of a bar. The measures come last, in the order of tr_candle_measure_name. */
enum {
    TR__SEEN_OPEN,
    TR__SEEN_HIGH,
    TR__SEEN_LOW,
    TR__SEEN_CLOSE,
    TR__SEEN_TOP,     /* of the body: the larger of open and close */
    TR__SEEN_BOTTOM,  /* of the body */
    TR__SEEN_BODY,    /* top - bottom */
    TR__SEEN_UPPER,   /* shadow: high - top */
    TR__SEEN_LOWER,   /* shadow: bottom - low */
    TR__SEEN_RANGE,   /* high - low */
    TR__SEEN_SHADOWS, /* upper + lower */
    TR__SEEN_MIDDLE,  /* low + range / 2 */
    TR__SEEN_HALF,    /* body / 2 */
    TR__SEEN_SHARE,   /* body * penetration */
    TR__SEEN_GROWTH,  /* body - the body of the bar before */
    TR__SEEN_MEASURE
};

#define TR__BACK_SPAN          16
#define TR__SEEN(series, back) ((series)*TR__BACK_SPAN + (back) + 1) /* 0 is nothing */

#define OPEN(back)             TR__SEEN(TR__SEEN_OPEN, back)
#define HIGH(back)             TR__SEEN(TR__SEEN_HIGH, back)
#define LOW(back)              TR__SEEN(TR__SEEN_LOW, back)
#define CLOSE(back)            TR__SEEN(TR__SEEN_CLOSE, back)
#define TOP(back)              TR__SEEN(TR__SEEN_TOP, back)
#define BOTTOM(back)           TR__SEEN(TR__SEEN_BOTTOM, back)
#define BODY(back)             TR__SEEN(TR__SEEN_BODY, back)
#define UPPER(back)            TR__SEEN(TR__SEEN_UPPER, back)
#define LOWER(back)            TR__SEEN(TR__SEEN_LOWER, back)
#define MIDDLE(back)           TR__SEEN(TR__SEEN_MIDDLE, back)
#define HALF(back)             TR__SEEN(TR__SEEN_HALF, back)
#define SHARE(back)            TR__SEEN(TR__SEEN_SHARE, back)
#define GROWTH(back)           TR__SEEN(TR__SEEN_GROWTH, back)

#define MEASURE(name, back)    TR__SEEN(TR__SEEN_MEASURE + (int)(name), back)
#define LONG(back)             MEASURE(TR_CANDLE_BODY_LONG, back)
#define SHORT(back)            MEASURE(TR_CANDLE_BODY_SHORT, back)
#define DOJI(back)             MEASURE(TR_CANDLE_BODY_DOJI, back)
#define LONG_SHADOW(back)      MEASURE(TR_CANDLE_SHADOW_LONG, back)
#define VERY_LONG_SHADOW(back) MEASURE(TR_CANDLE_SHADOW_VERY_LONG, back)
#define SHORT_SHADOW(back)     MEASURE(TR_CANDLE_SHADOW_SHORT, back)
#define NO_SHADOW(back)        MEASURE(TR_CANDLE_SHADOW_VERY_SHORT, back)
#define NEAR(back)             MEASURE(TR_CANDLE_NEAR, back)
#define FAR(back)              MEASURE(TR_CANDLE_FAR, back)
#define EQUAL(back)            MEASURE(TR_CANDLE_EQUAL, back)

#define MINUS(seen)            (-(seen))

/* How the two sides of a condition stand. The last three ask for the set-up of a pattern that has one. */
typedef enum tr__relation {
    OVER,
    UNDER,
    AT_LEAST,
    AT_MOST,
    IS_SET_UP,   /* `left` counts bars back: the set-up stood there with a positive value */
    IS_SET_DOWN, /* with a negative one */
    IS_NOT_SET   /* with neither */
} tr__relation;

typedef struct tr__condition {
    int16_t left;
    tr__relation relation;
    int16_t right[3]; /* added up from the left; MINUS() subtracts; 0 ends */
} tr__condition;

/* White also when it closes where it opened. */
#define WHITE(back)                                                                                \
    {                                                                                              \
        CLOSE(back), AT_LEAST,                                                                     \
        {                                                                                          \
            OPEN(back)                                                                             \
        }                                                                                          \
    }
#define BLACK(back)                                                                                \
    {                                                                                              \
        CLOSE(back), UNDER,                                                                        \
        {                                                                                          \
            OPEN(back)                                                                             \
        }                                                                                          \
    }
/* The body of bar a lies wholly above that of bar b; below it. */
#define ABOVE(a, b)                                                                                \
    {                                                                                              \
        BOTTOM(a), OVER,                                                                           \
        {                                                                                          \
            TOP(b)                                                                                 \
        }                                                                                          \
    }
#define BELOW(a, b)                                                                                \
    {                                                                                              \
        TOP(a), UNDER,                                                                             \
        {                                                                                          \
            BOTTOM(b)                                                                              \
        }                                                                                          \
    }
#define SET_UP(back)                                                                               \
    {                                                                                              \
        back, IS_SET_UP,                                                                           \
        {                                                                                          \
            0                                                                                      \
        }                                                                                          \
    }
#define SET_DOWN(back)                                                                             \
    {                                                                                              \
        back, IS_SET_DOWN,                                                                         \
        {                                                                                          \
            0                                                                                      \
        }                                                                                          \
    }
#define NOT_SET(back)                                                                              \
    {                                                                                              \
        back, IS_NOT_SET,                                                                          \
        {                                                                                          \
            0                                                                                      \
        }                                                                                          \
    }

typedef struct tr__conditions {
    const tr__condition *list;
    size_t count;
} tr__conditions;

#define ALL(list)                                                                                  \
    {                                                                                              \
        list, sizeof(list) / sizeof *(list)                                                        \
    }

#define TR__CASES_MAX 8

/* The first case of which all conditions hold gives the value. */
typedef struct tr__case {
    int value; /* 1, 80, 100 or 200 with a sign; 0 ends */
    tr__conditions also;
} tr__case;

typedef struct tr__pattern {
    tr__conditions always; /* what all cases have in common */
    tr__case cases[TR__CASES_MAX + 1];
    const struct tr__pattern
        *setup;          /* what IS_SET_UP and the like ask for: a pattern of values 100 and -100 */
    size_t span;         /* the lookback: the longest mean used, and this many bars more */
    size_t lookback_min; /* and at least this */
} tr__pattern;

/* The plan and run of an indicator that is a pattern. */
void tr__pattern_plan(tr__plan *plan, tr__node *node);
void tr__pattern_run(tr__node *node, const tr__block *block);

#endif
