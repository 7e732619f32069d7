/*
 * lanes.c: the kernels of lanes.h, built for TR__WIDTH doubles a vector as the table TR__LEVEL.
 *
 * A row of eight is eight / TR__WIDTH vectors, worked on in turn: narrow vectors wait no longer than wide ones. The
 * formulas are those of step.h, and the order of operations is that of the indicator's own file: tests/unit holds the two
 * together bit by bit. Words of state are counted after the tr__head, in the order of the indicator's head.
 *
 * What is one step a bar is written as a step, and made into two kernels: over rows, as a part of others, and straight
 * over series, which are turned into rows and back in registers. The others are made of kernels over rows.
 */
#include "indicator/lanes.h"

#include <string.h>

#include "indicator/filter.h"
#include "indicator/rows.h"
#include "indicator/step.h"

#define ROWS       (TR__ROWS_MAX * TR__LANES)
#define WORDS_MAX  7
#define SERIES_MAX 4

/* What a step keeps from bar to bar. */
typedef struct machine {
    double keep[3];
    double gain[3];
    double scale;
    bool is_tulip;
    vec word[WORDS_MAX][PARTS]; /* words of state, then the last value of each tape */
} machine;

typedef void begin_call(machine *m, const tr__node *node);
typedef void step_call(machine *m, size_t p, const vec *in, vec *out);

INLINED void words_load(machine *m, const tr__lanes_node *node, size_t states, size_t pasts)
{
    UNROLLED
    for (size_t w = 0; w < states; w++)
        row_load(m->word[w], node->state + at(w, 0));
    UNROLLED
    for (size_t w = 0; w < pasts; w++)
        row_load(m->word[states + w], node->past + at(w, 0));
}

INLINED void words_store(const machine *m, const tr__lanes_node *node, size_t states, size_t pasts)
{
    UNROLLED
    for (size_t w = 0; w < states; w++)
        row_store(node->state + at(w, 0), m->word[w]);
    UNROLLED
    for (size_t w = 0; w < pasts; w++)
        row_store(node->past + at(w, 0), m->word[states + w]);
}

INLINED void over_rows(const tr__lanes_node *node, const double *const *in, double *const *out,
                       size_t count, size_t states, size_t pasts, size_t inputs, size_t outputs,
                       begin_call *begin, step_call *step)
{
    machine m;
    begin(&m, node->node);
    words_load(&m, node, states, pasts);
    for (size_t i = 0; i < count; i++)
        UNROLLED
    for (size_t p = 0; p < PARTS; p++) {
        vec x[SERIES_MAX], y[SERIES_MAX];
        UNROLLED
        for (size_t k = 0; k < inputs; k++)
            x[k] = vec_load(in[k] + at(i, p));
        step(&m, p, x, y);
        UNROLLED
        for (size_t k = 0; k < outputs; k++)
            vec_store(out[k] + at(i, p), y[k]);
    }
    words_store(&m, node, states, pasts);
}

/*
 * `count` is a multiple of TURNED. The bits of several values together make a number at least as large as each of them,
 * and a NaN if one is: when that number is ordinary, they all are. When it is not they may still be (1 and 2 make a NaN):
 * then true is returned, and somebody has to look. With `has_difference` the last output is what the first is over the
 * second: taking it where bars stand side by side again is cheaper than turning a third series.
 */
INLINED bool over_series(const tr__lanes_node *node, const tr__lanes_series *series, size_t from,
                         size_t count, size_t states, size_t pasts, size_t inputs, size_t outputs,
                         bool has_difference, begin_call *begin, step_call *step)
{
    machine m;
    vec all[SERIES_MAX][PARTS];
    mask good = (mask)(vec_all(0) <= TR_INDICATOR_VALUE_MAX);
    UNROLLED
    for (size_t k = 0; k < inputs; k++)
        UNROLLED
    for (size_t p = 0; p < PARTS; p++)
        all[k][p] = vec_all(0);
    begin(&m, node->node);
    words_load(&m, node, states, pasts);
    for (size_t i = from; i < from + count; i += TURNED)
        UNROLLED
    for (size_t p = 0; p < PARTS; p++) {
        vec x[SERIES_MAX][TURNED], y[SERIES_MAX][TURNED];
        UNROLLED
        for (size_t k = 0; k < inputs; k++)
            square_take(series->in[k] + p * TR__WIDTH, i, x[k]);
        UNROLLED
        for (size_t j = 0; j < TURNED; j++) {
            vec row[SERIES_MAX], result[SERIES_MAX];
            UNROLLED
            for (size_t k = 0; k < inputs; k++) {
                row[k] = x[k][j];
                all[k][p] = vec_or(all[k][p], row[k]);
            }
            step(&m, p, row, result);
            UNROLLED
            for (size_t k = 0; k < outputs; k++)
                y[k][j] = result[k];
        }
        side lanes[SERIES_MAX][TR__WIDTH];
        const size_t turned = has_difference ? 2 : outputs;
        UNROLLED
        for (size_t k = 0; k < turned; k++)
            square_turn(y[k], lanes[k]);
        if (has_difference) {
            UNROLLED
            for (size_t n = 0; n < TR__WIDTH; n++)
                lanes[2][n] = lanes[0][n] - lanes[1][n];
        }
        UNROLLED
        for (size_t k = 0; k < outputs; k++)
            lanes_store(lanes[k], series->out[k] + p * TR__WIDTH, i);
    }
    words_store(&m, node, states, pasts);
    UNROLLED
    for (size_t k = 0; k < inputs; k++)
        UNROLLED
    for (size_t p = 0; p < PARTS; p++)
        good &= (mask)(vec_abs(all[k][p]) <= TR_INDICATOR_VALUE_MAX);
    return mask_bits(good) != (1U << TR__WIDTH) - 1;
}

/* Both kernels of a step: words of state, tapes of one value, inputs, outputs, and what begins and does it. */
#define STEPPED_SERIES(name, states, pasts, inputs, outputs, has_difference, begin, step)          \
    static void name(const tr__lanes_node *node, const double *const *in, double *const *out,      \
                     size_t count)                                                                 \
    {                                                                                              \
        over_rows(node, in, out, count, states, pasts, inputs, outputs, begin, step);              \
    }                                                                                              \
    static bool name##_series(const tr__lanes_node *node, const tr__lanes_series *series,          \
                              size_t from, size_t count)                                           \
    {                                                                                              \
        return over_series(node, series, from, count, states, pasts, inputs, outputs,              \
                           has_difference, begin, step);                                           \
    }
#define STEPPED(name, states, pasts, inputs, outputs, begin, step)                                 \
    STEPPED_SERIES(name, states, pasts, inputs, outputs, false, begin, step)

INLINED void rule_set(machine *m, size_t k, tr__filter_rule rule)
{
    m->keep[k] = rule.keep;
    m->gain[k] = rule.gain;
}

INLINED vec filtered(machine *m, size_t k, size_t word, size_t p, vec x)
{
    return m->word[word][p] = tr__step_filter(m->keep[k], m->gain[k], m->word[word][p], x);
}

/* The value of a tape before this one. */
INLINED vec exchanged(machine *m, size_t word, size_t p, vec x)
{
    vec before = m->word[word][p];
    m->word[word][p] = x;
    return before;
}

INLINED void wilder_begin(machine *m, const tr__node *node)
{
    rule_set(m, 0, tr__filter_wilder(tr__count(node, 0)));
}

INLINED void ema_begin(machine *m, const tr__node *node)
{
    m->keep[0] = node->constant[0];
    m->gain[0] = node->constant[1];
}

INLINED void average_step(machine *m, size_t p, const vec *in, vec *out)
{
    out[0] = filtered(m, 0, 0, p, in[0]);
}

STEPPED(ema, 1, 0, 1, 1, ema_begin, average_step)
STEPPED(rma, 1, 0, 1, 1, wilder_begin, average_step)

INLINED void macd_rules(machine *m, const tr__node *node, size_t signal_period)
{
    rule_set(m, 0, tr__filter_ema(node->number[0], node->constant[0], false));
    rule_set(m, 1, tr__filter_ema(node->number[1], node->constant[1], false));
    rule_set(m, 2, tr__filter_ema(signal_period, 2 / ((double)signal_period + 1), false));
}

INLINED void macd_begin(machine *m, const tr__node *node)
{
    macd_rules(m, node, tr__count(node, 2));
}

INLINED void macdfix_begin(machine *m, const tr__node *node)
{
    macd_rules(m, node, tr__count(node, 0));
}

INLINED void macd_step(machine *m, size_t p, const vec *in, vec *out)
{
    vec fast = filtered(m, 0, 0, p, in[0]), slow = filtered(m, 1, 1, p, in[0]);
    out[0] = fast - slow;
    out[1] = filtered(m, 2, 2, p, out[0]);
    out[2] = out[0] - out[1];
}

STEPPED_SERIES(macd, 3, 0, 1, 3, true, macd_begin, macd_step)
STEPPED_SERIES(macdfix, 3, 0, 1, 3, true, macdfix_begin, macd_step)

/* Wilder's averages of rises and falls. */
INLINED void strength_step(machine *m, size_t p, vec x, vec *rise, vec *fall)
{
    vec change = x - exchanged(m, 2, p, x);
    *rise = filtered(m, 0, 0, p, tr__step_rise(change));
    *fall = filtered(m, 0, 1, p, tr__step_fall(change));
}

INLINED void rsi_step(machine *m, size_t p, const vec *in, vec *out)
{
    vec rise, fall;
    strength_step(m, p, in[0], &rise, &fall);
    out[0] = tr__step_rsi(rise, fall);
}

INLINED void cmo_step(machine *m, size_t p, const vec *in, vec *out)
{
    vec rise, fall;
    strength_step(m, p, in[0], &rise, &fall);
    out[0] = tr__step_cmo(rise, fall);
}

STEPPED(rsi, 2, 1, 1, 1, wilder_begin, rsi_step)
STEPPED(cmo, 2, 1, 1, 1, wilder_begin, cmo_step)

/* Words: the average, then high, low and close of the bar before. */
INLINED void atr_step(machine *m, size_t p, const vec *in, vec *out)
{
    m->word[1][p] = in[0];
    m->word[2][p] = in[1];
    vec before = exchanged(m, 3, p, in[2]);
    out[0] = filtered(m, 0, 0, p, tr__step_true_range(in[0], in[1], before));
}

INLINED void natr_begin(machine *m, const tr__node *node)
{
    wilder_begin(m, node);
    m->scale = (double)tr__count(node, 0);
}

/* With a period of 1 it is the range as it is, as in TA-Lib. */
INLINED void natr_step(machine *m, size_t p, const vec *in, vec *out)
{
    atr_step(m, p, in, out);
    if (m->scale > 1)
        out[0] = tr__step_percent(out[0], in[2]);
}

STEPPED(atr, 1, 3, 3, 1, wilder_begin, atr_step)
STEPPED(natr, 1, 3, 3, 1, natr_begin, natr_step)

INLINED void direction_begin(machine *m, const tr__node *node)
{
    m->keep[0] = 1 - 1 / (double)tr__count(node, 0);
    m->gain[0] = 1;
    m->is_tulip = node->preset == TR_INDICATOR_TULIP;
    m->scale = 100;
}

/* With a period of 1 these are shares, not percent, as in TA-Lib. */
INLINED void one_di_begin(machine *m, const tr__node *node)
{
    direction_begin(m, node);
    m->scale = tr__count(node, 0) > 1 ? 100 : 1;
}

/* Sums of movement in words 0 and 1; high and low of the bar before in words `past` and one on. */
INLINED void movement_step(machine *m, size_t past, size_t p, const vec *in)
{
    vec up = in[0] - exchanged(m, past, p, in[0]), down = exchanged(m, past + 1, p, in[1]) - in[1];
    filtered(m, 0, 0, p, tr__step_movement(up, down, m->is_tulip));
    filtered(m, 0, 1, p, tr__step_movement(down, up, m->is_tulip));
}

INLINED void dm_step(machine *m, size_t p, const vec *in, vec *out)
{
    movement_step(m, 2, p, in);
    out[0] = m->word[0][p];
    out[1] = m->word[1][p];
}

INLINED void plus_dm_step(machine *m, size_t p, const vec *in, vec *out)
{
    movement_step(m, 2, p, in);
    out[0] = m->word[0][p];
}

INLINED void minus_dm_step(machine *m, size_t p, const vec *in, vec *out)
{
    movement_step(m, 2, p, in);
    out[0] = m->word[1][p];
}

STEPPED(dm, 2, 2, 2, 2, direction_begin, dm_step)
STEPPED(plus_dm, 2, 2, 2, 1, direction_begin, plus_dm_step)
STEPPED(minus_dm, 2, 2, 2, 1, direction_begin, minus_dm_step)

/* And the sum of ranges in word 2; `past` are high, low and close. */
INLINED void direction_step(machine *m, size_t past, size_t p, const vec *in)
{
    movement_step(m, past, p, in);
    vec before = exchanged(m, past + 2, p, in[2]);
    filtered(m, 0, 2, p, tr__step_true_range(in[0], in[1], before));
}

INLINED void plus_di_step(machine *m, size_t p, const vec *in, vec *out)
{
    direction_step(m, 3, p, in);
    out[0] = tr__step_di(m->scale, m->word[0][p], m->word[2][p]);
}

INLINED void minus_di_step(machine *m, size_t p, const vec *in, vec *out)
{
    direction_step(m, 3, p, in);
    out[0] = tr__step_di(m->scale, m->word[1][p], m->word[2][p]);
}

INLINED void di_step(machine *m, size_t p, const vec *in, vec *out)
{
    plus_di_step(m, p, in, out);
    out[1] = tr__step_di(m->scale, m->word[1][p], m->word[2][p]);
}

INLINED void dx_step(machine *m, size_t p, const vec *in, vec *out)
{
    direction_step(m, 4, p, in);
    out[0] = m->word[3][p] = tr__step_dx(m->word[0][p], m->word[1][p], m->word[3][p]);
}

STEPPED(di, 3, 3, 3, 2, direction_begin, di_step)
STEPPED(plus_di, 3, 3, 3, 1, one_di_begin, plus_di_step)
STEPPED(minus_di, 3, 3, 3, 1, one_di_begin, minus_di_step)
STEPPED(dx, 4, 3, 3, 1, direction_begin, dx_step)

INLINED void total_begin(machine *m, const tr__node *node)
{
    (void)m;
    (void)node;
}

INLINED void ad_step(machine *m, size_t p, const vec *in, vec *out)
{
    out[0] = m->word[0][p] = tr__step_ad(m->word[0][p], in[0], in[1], in[2], in[3]);
}

INLINED void obv_step(machine *m, size_t p, const vec *in, vec *out)
{
    vec change = in[0] - exchanged(m, 1, p, in[0]);
    m->word[2][p] = in[1];
    out[0] = m->word[0][p] = tr__step_obv(m->word[0][p], change, in[1]);
}

STEPPED(ad, 1, 0, 4, 1, total_begin, ad_step)
STEPPED(obv, 1, 2, 2, 1, total_begin, obv_step)

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

#define INDICATOR(name) extern const tr__indicator tr__indicator_##name;
#include "indicator/registry.inc"
#undef INDICATOR

/* Tulip has sums over a window there. */
static bool is_not_tulip(const tr__node *node)
{
    return node->preset != TR_INDICATOR_TULIP;
}

/* clang-format off */
#define MADE(name)  { &tr__indicator_##name, name, NULL, NULL }
#define STEP(name) { &tr__indicator_##name, name, name##_series, NULL }
static const tr__lanes_kernel_row kernels[] = {
    STEP(ad), MADE(adosc), MADE(adx), MADE(adxr), MADE(apo), STEP(atr),
    { &tr__indicator_cmo, cmo, cmo_series, is_not_tulip },
    MADE(dema), STEP(di), STEP(dm), STEP(dx), STEP(ema), MADE(identity), MADE(ma), STEP(macd), MADE(macdext),
    STEP(macdfix), STEP(minus_di), STEP(minus_dm), STEP(natr), STEP(obv), STEP(plus_di), STEP(plus_dm), MADE(ppo),
    STEP(rma), STEP(rsi), MADE(t3), MADE(tema), MADE(trix),
};
/* clang-format on */

const tr__lanes_level TR__LEVEL = {
    .kernels = kernels,
    .kernel_count = sizeof kernels / sizeof kernels[0],
    .find_bad = find_bad,
    .copy = copy,
    .take = take,
    .give = give,
};
