/*
 * lanes.c: the kernels of lanes.h, built for TR__WIDTH doubles a vector as the table TR__LEVEL.
 *
 * A row of eight is eight / TR__WIDTH vectors, worked on in turn: narrow vectors wait no longer than wide ones. The
 * formulas are those of step.h, and the order of operations is that of the indicator's own file: tests/unit holds the two
 * together bit by bit. Words of state are counted after the tr__head, in the order of the indicator's head.
 */
#include "indicator/lanes.h"

#include <string.h>

#include "indicator/filter.h"
#include "indicator/step.h"

#define PARTS ((size_t)TR__LANES / TR__WIDTH)
#define ROWS  (TR__ROWS_MAX * TR__LANES)
/* Before a loop over the parts: the vectors of a row stay in registers. */
#define UNROLLED _Pragma("GCC unroll 8")
#define INLINED  static inline __attribute__((always_inline))

/* Where vector p of row i stands. */
INLINED size_t at(size_t i, size_t p)
{
    return i * TR__LANES + p * TR__WIDTH;
}

INLINED void row_load(vec *to, const double *from)
{
    UNROLLED
    for (size_t p = 0; p < PARTS; p++)
        to[p] = vec_load(from + at(0, p));
}

INLINED void row_store(double *to, const vec *from)
{
    UNROLLED
    for (size_t p = 0; p < PARTS; p++)
        vec_store(to + at(0, p), from[p]);
}

static void filter(double *state, const tr__filter_rule *rule, const double *x, size_t count,
                   double *out)
{
    vec y[PARTS];
    double keep = rule->keep, gain = rule->gain;
    row_load(y, state);
    for (size_t i = 0; i < count; i++)
        UNROLLED
    for (size_t p = 0; p < PARTS; p++) {
        y[p] = tr__step_filter(keep, gain, y[p], vec_load(x + at(i, p)));
        vec_store(out + at(i, p), y[p]);
    }
    row_store(state, y);
}

/* A node of one series in and one out. */
static void chain(const tr__lanes_node *node, const double *x, size_t count, double *out)
{
    node->run(node, &x, &out, count);
}

static void identity(const tr__lanes_node *node, const double *const *in, double *const *out,
                     size_t count)
{
    (void)node;
    memmove(out[0], in[0], count * TR__LANES * sizeof(double));
}

static void ema(const tr__lanes_node *node, const double *const *in, double *const *out,
                size_t count)
{
    tr__filter_rule rule = { .keep = node->node->constant[0], .gain = node->node->constant[1] };
    filter(node->state, &rule, in[0], count, out[0]);
}

static void rma(const tr__lanes_node *node, const double *const *in, double *const *out,
                size_t count)
{
    tr__filter_rule rule = tr__filter_wilder(tr__count(node->node, 0));
    filter(node->state, &rule, in[0], count, out[0]);
}

static void ma(const tr__lanes_node *node, const double *const *in, double *const *out,
               size_t count)
{
    chain(node->child[0], in[0], count, out[0]);
}

static void dema(const tr__lanes_node *node, const double *const *in, double *const *out,
                 size_t count)
{
    double once[ROWS], twice[ROWS];
    chain(node->child[0], in[0], count, once);
    chain(node->child[1], once, count, twice);
    for (size_t i = 0; i < count * TR__LANES; i += TR__WIDTH)
        vec_store(out[0] + i, 2 * vec_load(once + i) - vec_load(twice + i));
}

static void tema(const tr__lanes_node *node, const double *const *in, double *const *out,
                 size_t count)
{
    double once[ROWS], twice[ROWS], thrice[ROWS];
    chain(node->child[0], in[0], count, once);
    chain(node->child[1], once, count, twice);
    chain(node->child[2], twice, count, thrice);
    for (size_t i = 0; i < count * TR__LANES; i += TR__WIDTH)
        vec_store(out[0] + i,
                  3 * vec_load(once + i) - 3 * vec_load(twice + i) + vec_load(thrice + i));
}

static void t3(const tr__lanes_node *node, const double *const *in, double *const *out,
               size_t count)
{
    double stage[4][ROWS], v = node->node->params[1];
    double c1 = -v * v * v, c2 = 3 * (v * v - c1), c3 = -6 * v * v - 3 * (v - c1);
    double c4 = 1 + 3 * v - c1 + 3 * v * v;
    chain(node->child[0], in[0], count, stage[0]);
    chain(node->child[1], stage[0], count, stage[0]);
    chain(node->child[2], stage[0], count, stage[0]);
    for (size_t k = 1; k < 4; k++)
        chain(node->child[k + 2], stage[k - 1], count, stage[k]);
    for (size_t i = 0; i < count * TR__LANES; i += TR__WIDTH)
        vec_store(out[0] + i, c1 * vec_load(stage[3] + i) + c2 * vec_load(stage[2] + i) +
                                  c3 * vec_load(stage[1] + i) + c4 * vec_load(stage[0] + i));
}

static void trix(const tr__lanes_node *node, const double *const *in, double *const *out,
                 size_t count)
{
    double average[ROWS];
    bool is_tulip = node->node->preset == TR_INDICATOR_TULIP;
    vec before[PARTS];
    chain(node->child[0], in[0], count, average);
    chain(node->child[1], average, count, average);
    chain(node->child[2], average, count, average);
    row_load(before, node->state);
    for (size_t i = 0; i < count; i++)
        UNROLLED
    for (size_t p = 0; p < PARTS; p++) {
        vec now = vec_load(average + at(i, p));
        vec_store(out[0] + at(i, p), tr__step_percent(now - before[p], is_tulip ? now : before[p]));
        before[p] = now;
    }
    row_store(node->state, before);
}

/* Three filters and their differences; state: fast, slow, signal. */
static void macd_run(const tr__lanes_node *node, const tr__filter_rule *rules, const double *x,
                     double *const *out, size_t count)
{
    double keep[3], gain[3], *line = out[0], *signal = out[1], *histogram = out[2];
    vec y[3][PARTS];
    for (size_t k = 0; k < 3; k++) {
        row_load(y[k], node->state + at(k, 0));
        keep[k] = rules[k].keep;
        gain[k] = rules[k].gain;
    }
    for (size_t i = 0; i < count; i++)
        UNROLLED
    for (size_t p = 0; p < PARTS; p++) {
        vec now = vec_load(x + at(i, p));
        y[0][p] = tr__step_filter(keep[0], gain[0], y[0][p], now);
        y[1][p] = tr__step_filter(keep[1], gain[1], y[1][p], now);
        vec apart = y[0][p] - y[1][p];
        y[2][p] = tr__step_filter(keep[2], gain[2], y[2][p], apart);
        vec_store(line + at(i, p), apart);
        vec_store(signal + at(i, p), y[2][p]);
        vec_store(histogram + at(i, p), apart - y[2][p]);
    }
    for (size_t k = 0; k < 3; k++)
        row_store(node->state + at(k, 0), y[k]);
}

static void macd_of(const tr__lanes_node *node, size_t signal_period, const double *x,
                    double *const *out, size_t count)
{
    const tr__node *own = node->node;
    const tr__filter_rule rules[] = {
        tr__filter_ema(own->number[0], own->constant[0], false),
        tr__filter_ema(own->number[1], own->constant[1], false),
        tr__filter_ema(signal_period, 2 / ((double)signal_period + 1), false),
    };
    macd_run(node, rules, x, out, count);
}

static void macd(const tr__lanes_node *node, const double *const *in, double *const *out,
                 size_t count)
{
    macd_of(node, tr__count(node->node, 2), in[0], out, count);
}

static void macdfix(const tr__lanes_node *node, const double *const *in, double *const *out,
                    size_t count)
{
    macd_of(node, tr__count(node->node, 0), in[0], out, count);
}

static void macdext(const tr__lanes_node *node, const double *const *in, double *const *out,
                    size_t count)
{
    double slow[ROWS];
    chain(node->child[0], in[0], count, out[0]);
    chain(node->child[1], in[0], count, slow);
    for (size_t i = 0; i < count * TR__LANES; i += TR__WIDTH)
        vec_store(out[0] + i, vec_load(out[0] + i) - vec_load(slow + i));
    chain(node->child[2], out[0], count, out[1]);
    for (size_t i = 0; i < count * TR__LANES; i += TR__WIDTH)
        vec_store(out[2] + i, vec_load(out[0] + i) - vec_load(out[1] + i));
}

static void apo(const tr__lanes_node *node, const double *const *in, double *const *out,
                size_t count)
{
    double slow[ROWS];
    chain(node->child[0], in[0], count, out[0]);
    chain(node->child[1], in[0], count, slow);
    for (size_t i = 0; i < count * TR__LANES; i += TR__WIDTH)
        vec_store(out[0] + i, vec_load(out[0] + i) - vec_load(slow + i));
}

static void ppo(const tr__lanes_node *node, const double *const *in, double *const *out,
                size_t count)
{
    double slow[ROWS];
    chain(node->child[0], in[0], count, out[0]);
    chain(node->child[1], in[0], count, slow);
    for (size_t i = 0; i < count * TR__LANES; i += TR__WIDTH) {
        vec steady = vec_load(slow + i);
        vec_store(out[0] + i, tr__step_percent(vec_load(out[0] + i) - steady, steady));
    }
}

/* Wilder's averages of rises and falls, and what `answer` makes of them; state: rises, falls. */
INLINED void strength(const tr__lanes_node *node, const double *x, double *out, size_t count,
                      vec (*answer)(vec rise, vec fall))
{
    tr__filter_rule rule = tr__filter_wilder(tr__count(node->node, 0));
    double keep = rule.keep, gain = rule.gain;
    vec before[PARTS], rise[PARTS], fall[PARTS];
    row_load(before, node->past);
    row_load(rise, node->state);
    row_load(fall, node->state + at(1, 0));
    for (size_t i = 0; i < count; i++)
        UNROLLED
    for (size_t p = 0; p < PARTS; p++) {
        vec now = vec_load(x + at(i, p)), change = now - before[p];
        before[p] = now;
        rise[p] = tr__step_filter(keep, gain, rise[p], tr__step_rise(change));
        fall[p] = tr__step_filter(keep, gain, fall[p], tr__step_fall(change));
        vec_store(out + at(i, p), answer(rise[p], fall[p]));
    }
    row_store(node->past, before);
    row_store(node->state, rise);
    row_store(node->state + at(1, 0), fall);
}

static void rsi(const tr__lanes_node *node, const double *const *in, double *const *out,
                size_t count)
{
    strength(node, in[0], out[0], count, tr__step_rsi);
}

static void cmo(const tr__lanes_node *node, const double *const *in, double *const *out,
                size_t count)
{
    strength(node, in[0], out[0], count, tr__step_cmo);
}

/* What a tape of one value keeps of this block. */
static void past_keep(double *past, const double *rows, size_t count)
{
    memcpy(past, rows + at(count - 1, 0), TR__LANES * sizeof(double));
}

/* Wilder's average of the true range; state: the average. */
static void atr(const tr__lanes_node *node, const double *const *in, double *const *out,
                size_t count)
{
    tr__filter_rule rule = tr__filter_wilder(tr__count(node->node, 0));
    double keep = rule.keep, gain = rule.gain;
    const double *high = in[0], *low = in[1], *close = in[2];
    vec before[PARTS], y[PARTS];
    row_load(before, node->past + at(2, 0));
    row_load(y, node->state);
    for (size_t i = 0; i < count; i++)
        UNROLLED
    for (size_t p = 0; p < PARTS; p++) {
        vec range =
            tr__step_true_range(vec_load(high + at(i, p)), vec_load(low + at(i, p)), before[p]);
        before[p] = vec_load(close + at(i, p));
        y[p] = tr__step_filter(keep, gain, y[p], range);
        vec_store(out[0] + at(i, p), y[p]);
    }
    row_store(node->state, y);
    for (size_t k = 0; k < 3; k++)
        past_keep(node->past + at(k, 0), in[k], count);
}

static void natr(const tr__lanes_node *node, const double *const *in, double *const *out,
                 size_t count)
{
    atr(node, in, out, count);
    if (tr__count(node->node, 0) == 1)
        return;
    for (size_t i = 0; i < count * TR__LANES; i += TR__WIDTH)
        vec_store(out[0] + i, tr__step_percent(vec_load(out[0] + i), vec_load(in[2] + i)));
}

/* Directional movement; state: plus, minus and, where close is an input, the range. */
typedef struct direction {
    double keep;
    bool counts_equal;
    vec high[PARTS];
    vec low[PARTS];
    vec close[PARTS];
    vec plus[PARTS];
    vec minus[PARTS];
    vec range[PARTS];
} direction;

INLINED void direction_begin(direction *d, const tr__lanes_node *node, bool has_close)
{
    d->keep = 1 - 1 / (double)tr__count(node->node, 0);
    d->counts_equal = node->node->preset == TR_INDICATOR_TULIP;
    row_load(d->high, node->past);
    row_load(d->low, node->past + at(1, 0));
    row_load(d->plus, node->state);
    row_load(d->minus, node->state + at(1, 0));
    if (has_close) {
        row_load(d->close, node->past + at(2, 0));
        row_load(d->range, node->state + at(2, 0));
    }
}

INLINED void direction_step(direction *d, const double *const *in, bool has_close, size_t i,
                            size_t p)
{
    vec high = vec_load(in[0] + at(i, p)), low = vec_load(in[1] + at(i, p));
    vec up = high - d->high[p], down = d->low[p] - low;
    d->high[p] = high;
    d->low[p] = low;
    d->plus[p] =
        tr__step_filter(d->keep, 1, d->plus[p], tr__step_movement(up, down, d->counts_equal));
    d->minus[p] =
        tr__step_filter(d->keep, 1, d->minus[p], tr__step_movement(down, up, d->counts_equal));
    if (!has_close)
        return;
    d->range[p] =
        tr__step_filter(d->keep, 1, d->range[p], tr__step_true_range(high, low, d->close[p]));
    d->close[p] = vec_load(in[2] + at(i, p));
}

INLINED void direction_end(const direction *d, const tr__lanes_node *node, bool has_close)
{
    row_store(node->past, d->high);
    row_store(node->past + at(1, 0), d->low);
    row_store(node->state, d->plus);
    row_store(node->state + at(1, 0), d->minus);
    if (has_close) {
        row_store(node->past + at(2, 0), d->close);
        row_store(node->state + at(2, 0), d->range);
    }
}

static void dm(const tr__lanes_node *node, const double *const *in, double *const *out,
               size_t count)
{
    direction d;
    direction_begin(&d, node, false);
    for (size_t i = 0; i < count; i++)
        UNROLLED
    for (size_t p = 0; p < PARTS; p++) {
        direction_step(&d, in, false, i, p);
        vec_store(out[0] + at(i, p), d.plus[p]);
        vec_store(out[1] + at(i, p), d.minus[p]);
    }
    direction_end(&d, node, false);
}

static void plus_dm(const tr__lanes_node *node, const double *const *in, double *const *out,
                    size_t count)
{
    double rest[ROWS];
    dm(node, in, (double *const[]){ out[0], rest }, count);
}

static void minus_dm(const tr__lanes_node *node, const double *const *in, double *const *out,
                     size_t count)
{
    double rest[ROWS];
    dm(node, in, (double *const[]){ rest, out[0] }, count);
}

INLINED void di_run(const tr__lanes_node *node, double scale, const double *const *in,
                    double *plus_out, double *minus_out, size_t count)
{
    direction d;
    direction_begin(&d, node, true);
    for (size_t i = 0; i < count; i++)
        UNROLLED
    for (size_t p = 0; p < PARTS; p++) {
        direction_step(&d, in, true, i, p);
        if (plus_out != NULL)
            vec_store(plus_out + at(i, p), tr__step_di(scale, d.plus[p], d.range[p]));
        if (minus_out != NULL)
            vec_store(minus_out + at(i, p), tr__step_di(scale, d.minus[p], d.range[p]));
    }
    direction_end(&d, node, true);
}

static void di(const tr__lanes_node *node, const double *const *in, double *const *out,
               size_t count)
{
    di_run(node, 100, in, out[0], out[1], count);
}

/* With a period of 1 these are shares, not percent, as in TA-Lib. */
static void plus_di(const tr__lanes_node *node, const double *const *in, double *const *out,
                    size_t count)
{
    di_run(node, tr__count(node->node, 0) > 1 ? 100 : 1, in, out[0], NULL, count);
}

static void minus_di(const tr__lanes_node *node, const double *const *in, double *const *out,
                     size_t count)
{
    di_run(node, tr__count(node->node, 0) > 1 ? 100 : 1, in, NULL, out[0], count);
}

static void dx(const tr__lanes_node *node, const double *const *in, double *const *out,
               size_t count)
{
    direction d;
    vec last[PARTS];
    direction_begin(&d, node, true);
    row_load(last, node->state + at(3, 0));
    for (size_t i = 0; i < count; i++)
        UNROLLED
    for (size_t p = 0; p < PARTS; p++) {
        direction_step(&d, in, true, i, p);
        last[p] = tr__step_dx(d.plus[p], d.minus[p], last[p]);
        vec_store(out[0] + at(i, p), last[p]);
    }
    row_store(node->state + at(3, 0), last);
    direction_end(&d, node, true);
}

static void adx(const tr__lanes_node *node, const double *const *in, double *const *out,
                size_t count)
{
    tr__filter_rule rule = tr__filter_wilder(tr__count(node->node, 0));
    node->child[0]->run(node->child[0], in, out, count);
    filter(node->state, &rule, out[0], count, out[0]);
}

/* Its tape holds past values of adx. */
static void adxr(const tr__lanes_node *node, const double *const *in, double *const *out,
                 size_t count)
{
    double adx_now[ROWS];
    size_t depth = node->node->depth, lag = tr__count(node->node, 0) - 1;
    node->child[0]->run(node->child[0], in, (double *const[]){ adx_now }, count);
    for (size_t i = 0; i < count; i++) {
        const double *before =
            i >= lag ? adx_now + at(i - lag, 0) : node->past + at(depth + i - lag, 0);
        UNROLLED
        for (size_t p = 0; p < PARTS; p++)
            vec_store(out[0] + at(i, p),
                      (vec_load(adx_now + at(i, p)) + vec_load(before + at(0, p))) / 2);
    }
    size_t fresh = count < depth ? count : depth;
    memmove(node->past, node->past + at(fresh, 0), at(depth - fresh, 0) * sizeof(double));
    memcpy(node->past + at(depth - fresh, 0), adx_now + at(count - fresh, 0),
           at(fresh, 0) * sizeof(double));
}

static void ad(const tr__lanes_node *node, const double *const *in, double *const *out,
               size_t count)
{
    vec total[PARTS];
    row_load(total, node->state);
    for (size_t i = 0; i < count; i++)
        UNROLLED
    for (size_t p = 0; p < PARTS; p++) {
        total[p] = tr__step_ad(total[p], vec_load(in[0] + at(i, p)), vec_load(in[1] + at(i, p)),
                               vec_load(in[2] + at(i, p)), vec_load(in[3] + at(i, p)));
        vec_store(out[0] + at(i, p), total[p]);
    }
    row_store(node->state, total);
}

static void adosc(const tr__lanes_node *node, const double *const *in, double *const *out,
                  size_t count)
{
    double slow[ROWS];
    const double *params = node->node->params;
    tr__filter_rule fast_rule = tr__filter_ema(1, 2 / (params[0] + 1), true);
    tr__filter_rule slow_rule = tr__filter_ema(1, 2 / (params[1] + 1), true);
    ad(node, in, out, count);
    filter(node->state + at(2, 0), &slow_rule, out[0], count, slow);
    filter(node->state + at(1, 0), &fast_rule, out[0], count, out[0]);
    for (size_t i = 0; i < count * TR__LANES; i += TR__WIDTH)
        vec_store(out[0] + i, vec_load(out[0] + i) - vec_load(slow + i));
}

static void obv(const tr__lanes_node *node, const double *const *in, double *const *out,
                size_t count)
{
    vec total[PARTS], before[PARTS];
    row_load(total, node->state);
    row_load(before, node->past);
    for (size_t i = 0; i < count; i++)
        UNROLLED
    for (size_t p = 0; p < PARTS; p++) {
        vec now = vec_load(in[0] + at(i, p));
        total[p] = tr__step_obv(total[p], now - before[p], vec_load(in[1] + at(i, p)));
        before[p] = now;
        vec_store(out[0] + at(i, p), total[p]);
    }
    row_store(node->state, total);
    for (size_t k = 0; k < 2; k++)
        past_keep(node->past + at(k, 0), in[k], count);
}

/* Element j of vector i becomes element i of vector j: halves change places, then quarters. */
INLINED void turn(vec *square)
{
#if TR__WIDTH == 2
    vec a = square[0], b = square[1];
    square[0] = __builtin_shufflevector(a, b, 0, 2);
    square[1] = __builtin_shufflevector(a, b, 1, 3);
#elif TR__WIDTH == 4
    vec pairs[4];
    UNROLLED
    for (size_t i = 0; i < 4; i += 2) {
        pairs[i] = __builtin_shufflevector(square[i], square[i + 1], 0, 4, 2, 6);
        pairs[i + 1] = __builtin_shufflevector(square[i], square[i + 1], 1, 5, 3, 7);
    }
    UNROLLED
    for (size_t i = 0; i < 2; i++) {
        square[i] = __builtin_shufflevector(pairs[i], pairs[i + 2], 0, 1, 4, 5);
        square[i + 2] = __builtin_shufflevector(pairs[i], pairs[i + 2], 2, 3, 6, 7);
    }
#elif TR__WIDTH == 8
    vec pairs[8], fours[8];
    UNROLLED
    for (size_t i = 0; i < 8; i += 2) {
        vec a = square[i], b = square[i + 1];
        pairs[i] = __builtin_shufflevector(a, b, 0, 8, 2, 10, 4, 12, 6, 14);
        pairs[i + 1] = __builtin_shufflevector(a, b, 1, 9, 3, 11, 5, 13, 7, 15);
    }
    UNROLLED
    for (size_t k = 0; k < 4; k++) {
        size_t i = k / 2 * 4 + k % 2;
        vec a = pairs[i], b = pairs[i + 2];
        fours[i] = __builtin_shufflevector(a, b, 0, 1, 8, 9, 4, 5, 12, 13);
        fours[i + 2] = __builtin_shufflevector(a, b, 2, 3, 10, 11, 6, 7, 14, 15);
    }
    UNROLLED
    for (size_t i = 0; i < 4; i++) {
        vec a = fours[i], b = fours[i + 4];
        square[i] = __builtin_shufflevector(a, b, 0, 1, 2, 3, 8, 9, 10, 11);
        square[i + 4] = __builtin_shufflevector(a, b, 4, 5, 6, 7, 12, 13, 14, 15);
    }
#else
    (void)square;
#endif
}

static unsigned int lanes_not(const mask *good)
{
    double held[TR__LANES];
    unsigned int lanes = 0;
    UNROLLED
    for (size_t p = 0; p < PARTS; p++)
        vec_store(held + at(0, p), vec_pick(good[p], vec_all(0), vec_all(1)));
    for (unsigned int lane = 0; lane < TR__LANES; lane++)
        lanes |= (unsigned int)(held[lane] > 0) << lane;
    return lanes;
}

static unsigned int take(const double *const *series, size_t begin, size_t count, double *rows)
{
    size_t i = 0;
    unsigned int bad = 0;
    mask good[PARTS];
    UNROLLED
    for (size_t p = 0; p < PARTS; p++)
        good[p] = (mask)(vec_all(0) <= TR_INDICATOR_VALUE_MAX);
    for (; i + TR__WIDTH <= count; i += TR__WIDTH)
        UNROLLED
    for (size_t p = 0; p < PARTS; p++) {
        vec square[TR__WIDTH];
        UNROLLED
        for (size_t j = 0; j < TR__WIDTH; j++)
            square[j] = vec_load(series[p * TR__WIDTH + j] + begin + i);
        turn(square);
        UNROLLED
        for (size_t j = 0; j < TR__WIDTH; j++) {
            good[p] &= (mask)(vec_abs(square[j]) <= TR_INDICATOR_VALUE_MAX);
            vec_store(rows + at(i + j, p), square[j]);
        }
    }
    bad = lanes_not(good);
    for (; i < count; i++)
        for (unsigned int lane = 0; lane < TR__LANES; lane++) {
            double x = rows[at(i, 0) + lane] = series[lane][begin + i];
            bad |= (unsigned int)!(fabs(x) <= TR_INDICATOR_VALUE_MAX) << lane;
        }
    return bad;
}

static void give(const double *rows, size_t begin, size_t count, double *const *series)
{
    size_t i = 0;
    for (; i + TR__WIDTH <= count; i += TR__WIDTH)
        for (size_t p = 0; p < PARTS; p++) {
            vec square[TR__WIDTH];
            UNROLLED
            for (size_t j = 0; j < TR__WIDTH; j++)
                square[j] = vec_load(rows + at(i + j, p));
            turn(square);
            UNROLLED
            for (size_t j = 0; j < TR__WIDTH; j++)
                vec_store(series[p * TR__WIDTH + j] + begin + i, square[j]);
        }
    for (; i < count; i++)
        for (size_t lane = 0; lane < TR__LANES; lane++)
            series[lane][begin + i] = rows[at(i, 0) + lane];
}

#define INDICATOR(name) extern const tr__indicator tr__indicator_##name;
#include "indicator/registry.inc"
#undef INDICATOR

/* Tulip has sums over a window there. */
static bool is_not_tulip(const tr__node *node)
{
    return node->preset != TR_INDICATOR_TULIP;
}

/* clang-format off */
#define KERNEL(name) { &tr__indicator_##name, name, NULL }
static const tr__lanes_kernel_row kernels[] = {
    KERNEL(ad), KERNEL(adosc), KERNEL(adx), KERNEL(adxr), KERNEL(apo), KERNEL(atr),
    { &tr__indicator_cmo, cmo, is_not_tulip },
    KERNEL(dema), KERNEL(di), KERNEL(dm), KERNEL(dx), KERNEL(ema), KERNEL(identity), KERNEL(ma), KERNEL(macd),
    KERNEL(macdext), KERNEL(macdfix), KERNEL(minus_di), KERNEL(minus_dm), KERNEL(natr), KERNEL(obv),
    KERNEL(plus_di), KERNEL(plus_dm), KERNEL(ppo), KERNEL(rma), KERNEL(rsi), KERNEL(t3), KERNEL(tema), KERNEL(trix),
};
#undef KERNEL
/* clang-format on */

const tr__lanes_level TR__LEVEL = {
    .kernels = kernels,
    .kernel_count = sizeof kernels / sizeof kernels[0],
    .take = take,
    .give = give,
};
