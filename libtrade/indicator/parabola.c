/* parabola.c: one step of the parabolic stop and reverse. Short is long upside down: prices change their sign. */
#include "indicator/parabola.h"

#include <math.h>

void tr__parabola_begin(tr__parabola *parabola, const tr__parabola_rule *rule, const double *high,
                        const double *low)
{
    double up = high[0] - *(high - 1), down = *(low - 1) - low[0];
    bool is_short = rule->start != 0 ? rule->start < 0 : down > 0 && up < down;
    double start = is_short ? *(high - 1) : *(low - 1);
    *parabola = (tr__parabola){ .is_short = is_short,
                                .extreme = is_short ? low[0] : high[0],
                                .stop = rule->start != 0 ? fabs(rule->start) : start,
                                .speed = { rule->initial[0], rule->initial[1] } };
}

static double most(double a, double b)
{
    return a > b ? a : b;
}

static double least(double a, double b)
{
    return a < b ? a : b;
}

double tr__parabola_step(tr__parabola *parabola, const tr__parabola_rule *rule, const double *high,
                         const double *low, bool is_first)
{
    /* In the mirror of `sign` the position is always long: `toward` is its good side. */
    unsigned int side = parabola->is_short != 0;
    double sign = side != 0 ? -1 : 1;
    const double *good = side != 0 ? low : high, *bad = side != 0 ? high : low;
    double toward = sign * good[0], against = sign * bad[0];
    double toward_before = is_first ? toward : sign * *(good - 1),
           against_before = is_first ? against : sign * *(bad - 1);
    double stop = sign * parabola->stop, extreme = sign * parabola->extreme, shown = stop;
    if (against <= stop) {
        /* Reversed: the stop goes to the other side, beyond the last two bars. */
        stop = most(most(extreme, toward_before), toward);
        if (rule->offset != 0)
            stop += fabs(stop) * rule->offset;
        shown = stop;
        extreme = against;
        parabola->is_short = side == 0;
        parabola->speed[side] = rule->initial[side];
        parabola->speed[1 - side] = rule->initial[1 - side];
        stop += parabola->speed[1 - side] * (extreme - stop);
        stop = most(most(stop, toward_before), toward);
    } else {
        if (toward > extreme) {
            extreme = toward;
            parabola->speed[side] =
                least(parabola->speed[side] + rule->step[side], rule->most[side]);
        }
        stop += parabola->speed[side] * (extreme - stop);
        stop = least(least(stop, against_before), against);
    }
    parabola->stop = sign * stop;
    parabola->extreme = sign * extreme;
    double value = sign * shown;
    return rule->is_signed && parabola->is_short != 0 ? -value : value;
}

double tr__parabola_tulip_step(tr__parabola *parabola, const tr__parabola_rule *rule,
                               const double *high, const double *low, uint64_t index)
{
    if (index == 1) {
        bool is_short = *(high - 1) + *(low - 1) > high[0] + low[0];
        *parabola = (tr__parabola){ .is_short = is_short,
                                    .extreme = is_short ? *(low - 1) : *(high - 1),
                                    .stop = is_short ? *(high - 1) : *(low - 1),
                                    .speed = { rule->initial[0], rule->initial[1] } };
    }
    unsigned int side = parabola->is_short != 0;
    double sign = side != 0 ? -1 : 1;
    const double *good = side != 0 ? low : high, *bad = side != 0 ? high : low;
    double stop = sign * parabola->stop, extreme = sign * parabola->extreme;
    stop += parabola->speed[side] * (extreme - stop);
    if (index >= 2)
        stop = least(stop, sign * *(bad - 2));
    stop = least(stop, sign * *(bad - 1));
    if (sign * good[0] > extreme) {
        extreme = sign * good[0];
        parabola->speed[side] = least(parabola->speed[side] + rule->step[side], rule->most[side]);
    }
    if (sign * bad[0] < stop) {
        stop = extreme;
        extreme = sign * bad[0];
        parabola->is_short = side == 0;
        parabola->speed[1 - side] = rule->initial[1 - side];
    }
    parabola->stop = sign * stop;
    parabola->extreme = sign * extreme;
    return parabola->stop;
}
