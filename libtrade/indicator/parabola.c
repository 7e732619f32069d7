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

/*
 * In the mirror of the side, a position is always long. Both what happens when it goes on and what happens when it turns
 * is worked out, and one of them is taken: which it is, nothing foretells.
 */
void tr__parabola_run(tr__parabola *parabola, const tr__parabola_rule *rule, const double *high,
                      const double *low, size_t count, bool is_first, double *out)
{
    bool is_short = parabola->is_short != 0;
    double stop = is_short ? -parabola->stop : parabola->stop;
    double extreme = is_short ? -parabola->extreme : parabola->extreme;
    double speed = parabola->speed[is_short];
    for (size_t i = 0; i < count; i++) {
        /* The bar before the block is on the tape. */
        const size_t distance = is_first && i == 0 ? 0 : 1;
        double high_before = *(high + i - distance), low_before = *(low + i - distance);
        double toward = is_short ? -low[i] : high[i], against = is_short ? -high[i] : low[i];
        double toward_before = is_short ? -low_before : high_before,
               against_before = is_short ? -high_before : low_before;
        double farthest = most(extreme, toward),
               faster = least(speed + rule->step[is_short], rule->most[is_short]);
        double speed_on = toward > extreme ? faster : speed;
        double on = stop + speed_on * (farthest - stop);
        on = least(least(on, against_before), against);
        /* Reversed: the stop goes to the other side, beyond the last two bars. */
        double beyond = most(most(extreme, toward_before), toward),
               start = rule->initial[!is_short];
        beyond += fabs(beyond) * rule->offset;
        double back = beyond + start * (against - beyond);
        back = most(most(back, toward_before), toward);
        bool is_turned = against <= stop;
        double shown = is_turned ? beyond : stop;
        shown = is_short ? -shown : shown;
        stop = is_turned ? -back : on;
        extreme = is_turned ? -against : farthest;
        speed = is_turned ? start : speed_on;
        is_short ^= is_turned;
        out[i] = (rule->is_signed & is_short) ? -shown : shown;
    }
    parabola->is_short = is_short;
    parabola->stop = is_short ? -stop : stop;
    parabola->extreme = is_short ? -extreme : extreme;
    parabola->speed[is_short] = speed;
    parabola->speed[!is_short] = rule->initial[!is_short];
}

void tr__parabola_tulip_run(tr__parabola *parabola, const tr__parabola_rule *rule,
                            const double *high, const double *low, size_t count, uint64_t index,
                            double *out)
{
    if (index == 1) {
        bool starts_short = *(high - 1) + *(low - 1) > high[0] + low[0];
        *parabola = (tr__parabola){ .is_short = starts_short,
                                    .extreme = starts_short ? *(low - 1) : *(high - 1),
                                    .stop = starts_short ? *(high - 1) : *(low - 1),
                                    .speed = { rule->initial[0], rule->initial[1] } };
    }
    bool is_short = parabola->is_short != 0;
    double stop = is_short ? -parabola->stop : parabola->stop;
    double extreme = is_short ? -parabola->extreme : parabola->extreme;
    double speed = parabola->speed[is_short];
    for (size_t i = 0; i < count; i++) {
        /* The first bar with a stop has one bar before it. */
        size_t two = index == 1 && i == 0 ? 1 : 2;
        double toward = is_short ? -low[i] : high[i], against = is_short ? -high[i] : low[i];
        double before = is_short ? -*(high + i - 1) : *(low + i - 1),
               earlier = is_short ? -*(high + i - two) : *(low + i - two);
        double on = least(least(stop + speed * (extreme - stop), earlier), before);
        double faster = least(speed + rule->step[is_short], rule->most[is_short]);
        double speed_on = toward > extreme ? faster : speed;
        double farthest = most(extreme, toward);
        bool is_turned = against < on;
        double shown = is_turned ? farthest : on;
        out[i] = is_short ? -shown : shown;
        stop = is_turned ? -farthest : on;
        extreme = is_turned ? -against : farthest;
        speed = is_turned ? rule->initial[!is_short] : speed_on;
        is_short ^= is_turned;
    }
    parabola->is_short = is_short;
    parabola->stop = is_short ? -stop : stop;
    parabola->extreme = is_short ? -extreme : extreme;
    parabola->speed[is_short] = speed;
}
