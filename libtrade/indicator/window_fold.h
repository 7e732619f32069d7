/*
 * window_fold.h: one fold over windows (a sum, a maximum, a minimum), included by window.c once for each, with
 * FOLD(a, b) the operation, NEUTRAL(x) what a fold of nothing is worth beside x, and FOLD_NAME(part) the names.
 *
 * Short windows are folded from their values alone, for a whole block at once: of four values, of four such fours, and of
 * what is left over. A single bar takes the same steps in the same order, so that its bits are the same.
 */
static inline double FOLD_NAME(four)(const double *x)
{
    return FOLD(FOLD(x[0], *(x - 1)), FOLD(*(x - 2), *(x - 3)));
}

static inline double FOLD_NAME(sixteen)(const double *x)
{
    return FOLD(FOLD(FOLD_NAME(four)(x), FOLD_NAME(four)(x - 4)),
                FOLD(FOLD_NAME(four)(x - 8), FOLD_NAME(four)(x - 12)));
}

static inline double FOLD_NAME(single)(const double *x, size_t period)
{
    const double *last = x - period;
    double value = x[0];
    if (period >= 16) {
        value = FOLD_NAME(sixteen)(x);
        for (x -= 16; x - last >= 16; x -= 16)
            value = FOLD(value, FOLD_NAME(sixteen)(x));
    } else if (period >= 4) {
        value = FOLD_NAME(four)(x);
        x -= 4;
    } else {
        x--;
    }
    for (; x - last >= 4; x -= 4)
        value = FOLD(value, FOLD_NAME(four)(x));
    for (; x > last; x--)
        value = FOLD(value, x[0]);
    return value;
}

/* to[i] = the fold of four neighbours in `from` that lie `step` apart. */
TR__BODY void FOLD_NAME(level)(const double *from, size_t step, size_t count, double *to)
{
    const double *b = from - step, *c = b - step, *d = c - step;
    TR__VECTOR
    for (size_t i = 0; i < count; i++)
        to[i] = FOLD(FOLD(from[i], b[i]), FOLD(c[i], d[i]));
}

/* Fold the terms into one, in their order. */
TR__BODY void FOLD_NAME(terms)(const double *const *terms, size_t term_count, size_t count,
                               double *out)
{
    const double *first = terms[0];
    if (term_count == 1) {
        memcpy(out, first, count * sizeof *out);
        return;
    }
    for (size_t k = 1; k < term_count;) {
        const double *a = terms[k], *b = terms[k + 1], *c = terms[k + 2];
        if (term_count - k >= 3) {
            TR__VECTOR
            for (size_t i = 0; i < count; i++)
                out[i] = FOLD(FOLD(FOLD(first[i], a[i]), b[i]), c[i]);
            k += 3;
        } else if (term_count - k == 2) {
            TR__VECTOR
            for (size_t i = 0; i < count; i++)
                out[i] = FOLD(FOLD(first[i], a[i]), b[i]);
            k += 2;
        } else {
            TR__VECTOR
            for (size_t i = 0; i < count; i++)
                out[i] = FOLD(first[i], a[i]);
            k++;
        }
        first = out;
    }
}

TR__BODY void FOLD_NAME(short)(const double *x, size_t period, size_t count, double *out)
{
    double fours[TR__BLOCK_MAX + TR__WINDOW_SHORT_MAX], sixteens[TR__BLOCK_MAX + TR__WINDOW_SHORT_MAX];
    const double *terms[TR__WINDOW_SHORT_MAX / 16 + 3 + 3 + 2] = { NULL };
    size_t term_count = 0, offset = 0, past = period / 4 * 4 - 4;
    if (period >= 4)
        FOLD_NAME(level)(x - past, 1, count + past, fours + TR__WINDOW_SHORT_MAX - past);
    if (period >= 16) {
        past = period / 16 * 16 - 16;
        FOLD_NAME(level)
        (fours + TR__WINDOW_SHORT_MAX - past, 4, count + past, sixteens + TR__WINDOW_SHORT_MAX - past);
    }
    for (; period - offset >= 16; offset += 16)
        terms[term_count++] = sixteens + TR__WINDOW_SHORT_MAX - offset;
    for (; period - offset >= 4; offset += 4)
        terms[term_count++] = fours + TR__WINDOW_SHORT_MAX - offset;
    for (; offset < period; offset++)
        terms[term_count++] = x - offset;
    FOLD_NAME(terms)(terms, term_count, count, out);
}

TR__PLAIN void FOLD_NAME(plain)(const double *x, size_t period, size_t count, double *out)
{
    FOLD_NAME(short)(x, period, count, out);
}

TR__WIDE void FOLD_NAME(wide)(const double *x, size_t period, size_t count, double *out)
{
    FOLD_NAME(short)(x, period, count, out);
}

/* Long windows: the end of one span and the beginning of the next. */
static void FOLD_NAME(parted)(tr__fold *fold, const tr__window *window, double *out)
{
    size_t period = window->period;
    for (size_t begin = 0; begin < window->count;) {
        tr__piece at = tr__piece_at(window, begin);
        const double *x = window->x + begin;
        double *end = window->area + at.turn * (period + 1);
        if (at.phase == 0) {
            double ended = NEUTRAL(*(x - 1));
            end[period] = fold->prefix = NEUTRAL(x[0]);
            for (size_t i = 1; i < period; i++)
                end[period - i] = ended = FOLD(ended, *(x - i));
        }
        double prefix = fold->prefix;
        const double *rest = end + at.phase + 1;
        for (size_t i = 0; i < at.length; i++) {
            prefix = FOLD(prefix, x[i]);
            out[begin + i] = FOLD(rest[i], prefix);
        }
        fold->prefix = prefix;
        begin += at.length;
    }
}

static void FOLD_NAME(any)(tr__fold *fold, const tr__window *window, double *out)
{
    if (window->period > TR__WINDOW_SHORT_MAX)
        FOLD_NAME(parted)(fold, window, out);
    else if (window->count == 1)
        out[0] = FOLD_NAME(single)(window->x, window->period);
    else if (tr__has_wide())
        FOLD_NAME(wide)(window->x, window->period, window->count, out);
    else
        FOLD_NAME(plain)(window->x, window->period, window->count, out);
}

static double FOLD_NAME(bar)(tr__fold *fold, const double *x, size_t period, uint64_t seen,
                             double *area)
{
    double out = 0;
    if (period <= TR__WINDOW_SHORT_MAX)
        return FOLD_NAME(single)(x, period);
    FOLD_NAME(parted)
    (fold,
     &(tr__window){ .x = x, .period = period, .count = 1, .seen = seen, .area = area }, &out);
    return out;
}
