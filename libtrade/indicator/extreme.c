/*
 * extreme.c: how many bars back the extremes of a block's windows are.
 *
 * Short windows go for all bars at once: each of four values, then of such fours and of what is left over, from the newest
 * on, so that an older value takes the place only where it is larger.
 */
#include "indicator/extreme.h"

#include <string.h>

#include "indicator/engine.h"

#define SHORT_MAX 64
#define TERMS     3 /* in one pass */

/* Room for the bars of a block behind SHORT_MAX earlier ones. */
typedef double row[SHORT_MAX + TR__BLOCK_MAX];

/* Candidates for each bar: a value, how far back within its group, and how far back the group is. */
typedef struct term {
    const double *value;
    const double *back;
    double lag;
} term;

/* What is best so far of each bar's window. */
typedef struct found {
    double value[TR__BLOCK_MAX];
    double back[TR__BLOCK_MAX];
} found;

/* Of four values that end at each bar. */
TR__BODY void fours(const double *x, size_t count, double *values, double *backs)
{
    TR__VECTOR
    for (size_t i = 0; i < count; i++) {
        double a = x[i], b = *(x + i - 1), c = *(x + i - 2), d = *(x + i - 3);
        double ab = b > a ? b : a, cd = d > c ? d : c;
        double back_ab = b > a ? 1 : 0, back_cd = d > c ? 3 : 2;
        values[i] = cd > ab ? cd : ab;
        backs[i] = cd > ab ? back_cd : back_ab;
    }
}

/*
 * Three older candidates for each bar. What is best goes from one place to another: in one place compilers store only where
 * something changes, with a branch for each.
 */
TR__BODY void older(const term *terms, size_t count, const found *best, found *out)
{
    const double *a = terms[0].value, *b = terms[1].value, *c = terms[2].value;
    const double *back_a = terms[0].back, *back_b = terms[1].back, *back_c = terms[2].back;
    double lag_a = terms[0].lag, lag_b = terms[1].lag, lag_c = terms[2].lag;
    TR__VECTOR
    for (size_t i = 0; i < count; i++) {
        double value = best->value[i], back = best->back[i];
        double of_a = back_a[i] + lag_a, of_b = back_b[i] + lag_b, of_c = back_c[i] + lag_c;
        back = a[i] > value ? of_a : back;
        value = a[i] > value ? a[i] : value;
        back = b[i] > value ? of_b : back;
        value = b[i] > value ? b[i] : value;
        out->back[i] = c[i] > value ? of_c : back;
        out->value[i] = c[i] > value ? c[i] : value;
    }
}

TR__BODY void windows(const tr__extreme_window *w, double *back_out, double *last_value)
{
    row x, values, backs, none = { 0 };
    found places[2];
    term terms[SHORT_MAX] = { { NULL, NULL, 0 } };
    size_t count = w->count - w->from, past = w->period - 1, whole = w->period / 4 * 4;
    size_t term_count = 0, turn = 0;
    TR__VECTOR
    for (size_t i = 0; i < count + past; i++)
        x[SHORT_MAX - past + i] = w->sign * *(w->x + w->from + i - past);
    if (whole > 0) {
        size_t grouped = whole - 4;
        fours(x + SHORT_MAX - grouped, count + grouped, values + SHORT_MAX - grouped,
              backs + SHORT_MAX - grouped);
    }
    for (size_t back = 0; back < whole; back += 4)
        terms[term_count++] =
            (term){ values + SHORT_MAX - back, backs + SHORT_MAX - back, (double)back };
    for (size_t back = whole; back < w->period; back++)
        terms[term_count++] = (term){ x + SHORT_MAX - back, none, (double)back };
    memcpy(places[0].value, terms[0].value, count * sizeof(double));
    memcpy(places[0].back, terms[0].back, count * sizeof(double));
    /* A pass that lacks candidates takes the last one again, which is never larger than what is best by then. */
    for (size_t k = 1; k < term_count; k += TERMS, turn ^= 1) {
        term three[TERMS];
        for (size_t t = 0; t < TERMS; t++)
            three[t] = terms[k + t < term_count ? k + t : term_count - 1];
        older(three, count, &places[turn], &places[turn ^ 1]);
    }
    memcpy(back_out, places[turn].back, count * sizeof *back_out);
    *last_value = places[turn].value[count - 1];
}

TR__PLAIN void windows_plain(const tr__extreme_window *w, double *back_out, double *last_value)
{
    windows(w, back_out, last_value);
}

TR__WIDE void windows_wide(const tr__extreme_window *w, double *back_out, double *last_value)
{
    windows(w, back_out, last_value);
}

void tr__extremes(tr__extreme *extreme, const tr__extreme_window *w, double *back_out)
{
    if (w->period > SHORT_MAX || w->count < w->from + 8) {
        for (size_t i = w->from; i < w->count; i++) {
            uint64_t index = w->seen + i;
            back_out[i] = (double)(index - tr__extreme_at(extreme, w->x + i, w->sign, w->period,
                                                          index, true));
        }
        return;
    }
    size_t last = w->count - 1;
    double value = 0;
    if (tr__has_wide())
        windows_wide(w, back_out + w->from, &value);
    else
        windows_plain(w, back_out + w->from, &value);
    *extreme = (tr__extreme){ .index = w->seen + last - (uint64_t)back_out[last],
                              .value = value,
                              .is_known = 1 };
}
