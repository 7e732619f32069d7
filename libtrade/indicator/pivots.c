/* pivots.c: Pivot points. */
#include "indicator/engine.h"
#include "indicator/session.h"

typedef struct head {
    tr__head base;
    tr__sessions sessions;
} head;

/* Each writes the pivot, s1 to s4 and r1 to r4. */
typedef void method(const tr__sessions *sessions, double *level);

static void levels_around(double middle, double range, const double *parts, double *level)
{
    for (size_t k = 0; k < 4; k++) {
        level[1 + k] = middle - parts[k] * range;
        level[5 + k] = middle + parts[k] * range;
    }
}

static void inner_levels(const tr__session_bar *bar, double *level)
{
    double range = bar->high - bar->low;
    level[1] = 2 * level[0] - bar->high;
    level[2] = level[0] - range;
    level[5] = 2 * level[0] - bar->low;
    level[6] = level[0] + range;
}

static double typical(const tr__session_bar *bar)
{
    return (bar->high + bar->low + bar->close) / 3;
}

static void traditional(const tr__sessions *sessions, double *level)
{
    const tr__session_bar *bar = &sessions->before;
    double range = bar->high - bar->low;
    level[0] = typical(bar);
    inner_levels(bar, level);
    level[3] = level[1] - range;
    level[4] = level[3] - (bar->high - level[0]);
    level[7] = level[5] + range;
    level[8] = level[7] + (level[0] - bar->low);
}

static void fibonacci(const tr__sessions *sessions, double *level)
{
    const tr__session_bar *bar = &sessions->before;
    level[0] = typical(bar);
    levels_around(level[0], bar->high - bar->low, (const double[]){ 0.382, 0.618, 1, 1 }, level);
}

static void woodie(const tr__sessions *sessions, double *level)
{
    const tr__session_bar *bar = &sessions->before;
    double range = bar->high - bar->low;
    level[0] = (bar->high + bar->low + 2 * sessions->now.open) / 4;
    inner_levels(bar, level);
    level[3] = bar->low - 2 * (bar->high - level[0]);
    level[4] = level[3] - range;
    level[7] = bar->high + 2 * (level[0] - bar->low);
    level[8] = level[7] + range;
}

static void classic(const tr__sessions *sessions, double *level)
{
    const tr__session_bar *bar = &sessions->before;
    level[0] = typical(bar);
    levels_around(level[0], bar->high - bar->low, (const double[]){ 0, 1, 2, 3 }, level);
    inner_levels(bar, level);
}

static void demark(const tr__sessions *sessions, double *level)
{
    const tr__session_bar *bar = &sessions->before;
    double extra = bar->close > bar->open   ? bar->high
                   : bar->close < bar->open ? bar->low
                                            : bar->close;
    level[0] = (bar->high + bar->low + bar->close + extra) / 4;
    for (size_t k = 1; k < 5; k++) {
        level[k] = 2 * level[0] - bar->high;
        level[4 + k] = 2 * level[0] - bar->low;
    }
}

static void camarilla(const tr__sessions *sessions, double *level)
{
    const tr__session_bar *bar = &sessions->before;
    level[0] = typical(bar);
    levels_around(bar->close, 1.1 * (bar->high - bar->low),
                  (const double[]){ 1.0 / 12, 1.0 / 6, 1.0 / 4, 1.0 / 2 }, level);
}

static method *const methods[] = { traditional, fibonacci, woodie, classic, demark, camarilla };

TR__RARE void plan(tr__plan *plan, tr__node *node)
{
    node->lookback = 0;
    tr__plan_head(plan, node, sizeof(head));
    plan->is_recursive = true;
}

TR__BODY void run(tr__node *node, const tr__block *block)
{
    head *state = (head *)(void *)node->head;
    for (size_t i = 0; i < block->count; i++) {
        tr__session_bar bar = { block->in[1][i], block->in[2][i], block->in[3][i],
                                block->in[4][i] };
        tr__sessions_step(&state->sessions,
                          tr__session_of(block->in[0][i], node->params[1], node->params[2]), &bar);
        double level[9], middle = (state->sessions.now.high + state->sessions.now.low) / 2;
        for (size_t k = 0; k < 9; k++)
            level[k] = middle;
        if (state->sessions.count > 1)
            methods[tr__count(node, 0)](&state->sessions, level);
        for (size_t k = 0; k < 9; k++)
            block->out[k][i] = level[k];
    }
}

TR__STEP(run, 5, 0, 0, 9)

const tr__indicator tr__indicator_pivots = {
    .info = {
        .name = "pivots",
        .aliases = "",
        .title = "Pivot points",
        .group = "overlap",
        .formula = "From high, low, close of the session before, with p the pivot and d = high - "
                   "low. method 0, traditional: p = (high + low + close) / 3, r1 = 2 p - low, r2 "
                   "= p + d, r3 = r1 + d, r4 = r3 + p - low, s1 = 2 p - high, s2 = p - d, s3 = s1 "
                   "- d, s4 = s3 - high + p. 1, Fibonacci: r and s at 0.382, 0.618 and 1 d around "
                   "the same p. 2, Woodie: p = (high + low + 2 open of the session itself) / 4, "
                   "r1 and r2 as traditional, r3 = high + 2 (p - low), r4 = r3 + d, s3 = low - 2 "
                   "(high - p), s4 = s3 - d. 3, classic: as traditional but r3, r4, s3, s4 = p "
                   "+/- 2 d, 3 d. 4, DeMark: p = (high + low + close + e) / 4, e = close, high or "
                   "low where the session before closed at, above or below its open; r1 = 2 p - "
                   "low, s1 = 2 p - high. 5, Camarilla: p as traditional, r and s at 1.1 d / 12, "
                   "/ 6, / 4, / 2 around close. Lines that a method does not have repeat its "
                   "outermost one. While the first session lasts all are the middle of its range "
                   "so far; from bar 0.",
        .source = "Pivot points standard, TradingView reference; The New Science of Technical "
                  "Analysis, 1994",
        .notes = "A session is a day (session 0), a week from Monday (1) or a month (2) of the "
                 "time that is offset_minutes ahead of UTC, as in vwap_session; with daily bars "
                 "every bar is one. pandas-ta has r4 = r3 and s4 = s3 in the traditional method, "
                 "takes the open of the session before for Woodie and one case of DeMark for the "
                 "whole series; not here.",
        .inputs = { TR_INPUT_TIME, TR_INPUT_OPEN, TR_INPUT_HIGH, TR_INPUT_LOW, TR_INPUT_CLOSE },
        .params = { { "method", .max = 5 },
                    { "session", .max = 2 },
                    { "offset_minutes", .min = -1439, .max = 1439 } },
        .outputs = { { "pivot", TR_UNIT_PRICE }, { "s1", TR_UNIT_PRICE }, { "s2", TR_UNIT_PRICE },
                     { "s3", TR_UNIT_PRICE }, { "s4", TR_UNIT_PRICE }, { "r1", TR_UNIT_PRICE },
                     { "r2", TR_UNIT_PRICE }, { "r3", TR_UNIT_PRICE }, { "r4", TR_UNIT_PRICE } },
    },
    .plan = plan,
    .run = run,
    .step = run_step,
};
