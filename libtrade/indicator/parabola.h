/* parabola.h: one step of the parabolic stop and reverse, plain and extended. */
#ifndef TRADE_INDICATOR_PARABOLA_H
#define TRADE_INDICATOR_PARABOLA_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct tr__parabola_rule {
    double start;      /* 0: from the first bars */
    double offset;     /* fraction that a reversal moves the stop away */
    bool is_signed;    /* short values are negative */
    double initial[2]; /* long, short */
    double step[2];
    double most[2];
} tr__parabola_rule;

typedef struct tr__parabola {
    uint64_t is_short;
    double extreme;
    double stop;
    double speed[2];
} tr__parabola;

/* At bar 1; high and low have bar 0 in front. */
void tr__parabola_begin(tr__parabola *parabola, const tr__parabola_rule *rule, const double *high,
                        const double *low);

/* What the stop is at each bar; high and low have one past value in front, which is the bar itself at the first one. */
void tr__parabola_run(tr__parabola *parabola, const tr__parabola_rule *rule, const double *high,
                      const double *low, size_t count, bool is_first, double *out);

/* The same by Tulip's order of steps; `index` is that of the first bar, 1 up; high and low have two past values in front. */
void tr__parabola_tulip_run(tr__parabola *parabola, const tr__parabola_rule *rule,
                            const double *high, const double *low, size_t count, uint64_t index,
                            double *out);

#endif
