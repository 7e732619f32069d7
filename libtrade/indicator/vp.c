/* vp.c: Rolling volume profile. */
#include <math.h>

#include "indicator/engine.h"

#define ROWS_MAX 200

typedef struct value_area {
    size_t fullest;
    size_t first;
    size_t last;
} value_area;

/* The fullest row and its neighbours, one by one, until they hold `wanted`. */
static value_area value_area_of(const double *row, size_t width, double wanted)
{
    value_area area = { 0 };
    for (size_t k = 1; k < width; k++)
        area.fullest = row[k] > row[area.fullest] ? k : area.fullest;
    area.first = area.last = area.fullest;
    double held = row[area.fullest];
    while (held < wanted && (area.first > 0 || area.last + 1 < width)) {
        bool has_upper = area.last + 1 < width, has_lower = area.first > 0;
        if (has_upper && (!has_lower || row[area.last + 1] >= row[area.first - 1]))
            held += row[++area.last];
        else
            held += row[--area.first];
    }
    return area;
}

TR__RARE void plan(tr__plan *plan, tr__node *node)
{
    node->lookback = tr__count(node, 0);
    tr__plan_tapes(plan, node, 2, 0, tr__count(node, 0) + 1);
}

static void run(tr__node *node, const tr__block *block)
{
    const double *close = block->in[0];
    const double *volume = block->in[1];
    size_t period = tr__count(node, 0), width = tr__count(node, 1);
    for (size_t i = block->skip; i < block->count; i++) {
        double row[ROWS_MAX] = { 0 }, total = 0, up = 0, down = 0;
        const double *price = close + i, *amount = volume + i;
        double lowest = price[0], highest = price[0];
        for (size_t k = 1; k < period; k++) {
            lowest = fmin(lowest, *(price - k));
            highest = fmax(highest, *(price - k));
        }
        double height = (highest - lowest) / (double)width;
        for (size_t k = 0; k < period; k++) {
            double at = *(price - k), traded = *(amount - k), before = *(price - k - 1);
            double place = height > 0 ? (at - lowest) / height : 0;
            /* Also what no prices lead to, as in a made-up state, ends in some row. */
            size_t index = place >= 0 && place < (double)width ? (size_t)place : width - 1;
            row[index] += traded;
            total += traded;
            up += at > before ? traded : 0;
            down += at < before ? traded : 0;
        }
        value_area area = value_area_of(row, width, total * node->params[2] / 100);
        block->out[0][i] = lowest + height * ((double)area.fullest + 0.5);
        block->out[1][i] = lowest + height * (double)area.first;
        block->out[2][i] = lowest + height * (double)(area.last + 1);
        block->out[3][i] = up;
        block->out[4][i] = down;
    }
}

const tr__indicator tr__indicator_vp = {
    .info = {
        .name = "vp",
        .aliases = "",
        .title = "Rolling volume profile",
        .group = "volume",
        .formula = "The closes of the last period bars, from lowest to highest, are cut into "
                   "width rows of equal height, the volume of each bar goes to the row of its "
                   "close. poc = middle of the row with most volume (the lowest of equals); "
                   "value_low and value_high: edges of the rows around it that hold value_area "
                   "percent of the volume, taken one by one, the fuller neighbour first, the "
                   "upper one of equals. positive and negative: volume of the bars that closed "
                   "above and below the one before. First at bar period.",
        .source = "Markets and Market Logic, 1986",
        .notes = "pandas-ta gives one table of the whole series, cut by time unless told to sort, "
                 "without a value area. Profiles of a fixed range are in the calls of "
                 "volume_profile. Cost: O(period + width) a bar.",
        .inputs = { TR_INPUT_CLOSE, TR_INPUT_VOLUME },
        .params = { { "period", .min = 1, .max = 10000, .initial = 100, .alias = "length" },
                    { "width", .min = 1, .max = ROWS_MAX, .initial = 10 },
                    { "value_area", .kind = TR_PARAM_REAL, .min = 0, .max = 100, .initial = 70 } },
        .outputs = { { "poc", TR_UNIT_PRICE }, { "value_low", TR_UNIT_PRICE },
                     { "value_high", TR_UNIT_PRICE }, { "positive", TR_UNIT_VOLUME },
                     { "negative", TR_UNIT_VOLUME } },
    },
    .plan = plan,
    .run = run,
};
