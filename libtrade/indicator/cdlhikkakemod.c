/* cdlhikkakemod.c: Hikkake, modified. */
#include "indicator/candle.h"

/* 1 when the bar at `i` completes the trap downwards, -1 upwards, 0 when it does not. */
static int trap(const tr__candles *c, int i)
{
    bool is_inside = c->high[i - 2] < c->high[i - 3] && c->low[i - 2] > c->low[i - 3] &&
                     c->high[i - 1] < c->high[i - 2] && c->low[i - 1] > c->low[i - 2];
    bool is_down = c->high[i] < c->high[i - 1] && c->low[i] < c->low[i - 1] &&
                   c->close[i - 2] <= c->low[i - 2] + tr__near(c, i - 2);
    bool is_up = c->high[i] > c->high[i - 1] && c->low[i] > c->low[i - 1] &&
                 c->close[i - 2] >= c->high[i - 2] - tr__near(c, i - 2);
    return !is_inside ? 0 : is_down ? 1 : is_up ? -1 : 0;
}

static bool is_confirmed(const tr__candles *c, int i, int side, int at)
{
    return side > 0 ? c->close[at] > c->high[i - 1] : c->close[at] < c->low[i - 1];
}

static int find(const tr__candles *c, double penetration)
{
    (void)penetration;
    int now = trap(c, 0);
    if (now != 0)
        return 100 * now;
    /* The newest trap of the last three bars, unless a bar in between has confirmed it already. */
    for (int i = -1; i >= -3; i--) {
        int side = trap(c, i);
        if (side == 0)
            continue;
        for (int k = i + 1; k < 0; k++)
            if (is_confirmed(c, i, side, k))
                return 0;
        return is_confirmed(c, i, side, 0) ? 200 * side : 0;
    }
    return 0;
}

const tr__indicator tr__indicator_cdlhikkakemod = {
    .info = {
        .name = "cdlhikkakemod",
        .aliases = "cdl_hikkakemod",
        .title = "Hikkake, modified",
        .group = "pattern",
        .formula = "Two inside bars, the first of which closes near its low (near its high), then "
                   "a bar with both ends lower: 100 (higher: -100); 200 or -200 where one of the "
                   "next three closes beyond the second inside bar on the other side.",
        .source = "Japanese Candlestick Charting Techniques, 1991; rules as TA-Lib 0.6",
        .notes = "",
        .inputs = { TR_INPUT_OPEN, TR_INPUT_HIGH, TR_INPUT_LOW, TR_INPUT_CLOSE },
        .outputs = { { "cdlhikkakemod", TR_UNIT_SIGNAL } },
    },
    .plan = tr__pattern_plan,
    .run = tr__pattern_run,
    .pattern = find,
    .pattern_lookback = 10,
};
