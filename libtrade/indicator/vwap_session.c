/* vwap_session.c: Volume weighted average price of the session. */
#include "indicator/engine.h"
#include "indicator/session.h"
#include "indicator/vwap.h"

typedef struct head {
    tr__head base;
    tr__vwap vwap;
    double session;
} head;

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
        double session = tr__session_of(block->in[0][i], node->params[0], node->params[1]);
        if (session != state->session)
            state->vwap = (tr__vwap){ 0 };
        state->session = session;
        tr__vwap_step(&state->vwap, block->in + 1, i, node->params[2], block->out);
    }
}

TR__STEP(run, 5, 0, 0, 3)

const tr__indicator tr__indicator_vwap_session = {
    .info = {
        .name = "vwap_session",
        .aliases = "",
        .title = "Volume weighted average price of the session",
        .group = "volume",
        .formula = "vwap = sum of volume p / sum of volume since the session began, p = (high + "
                   "low + close) / 3; upper and lower lie nb_dev deviations around it, the root "
                   "of the sum of volume (p - vwap)^2 / sum of volume. Before any volume all are "
                   "p. A session is a day (session 0), a week from Monday (1) or a month (2) of "
                   "the time that is offset_minutes ahead of UTC. From bar 0.",
        .source = "The Total Cost of Transactions on the NYSE, The Journal of Finance, 1988",
        .notes = "Time is when the bar opened, in seconds since 1970 UTC. pandas-ta's vwap is "
                 "this one. A day ends at midnight: offset_minutes moves it, 420 for UTC+7.",
        .inputs = { TR_INPUT_TIME, TR_INPUT_HIGH, TR_INPUT_LOW, TR_INPUT_CLOSE, TR_INPUT_VOLUME },
        .params = { { "session", .max = 2 },
                    { "offset_minutes", .min = -1439, .max = 1439 },
                    { "nb_dev", .kind = TR_PARAM_REAL, .min = 0, .max = 1e6, .initial = 1 } },
        .outputs = { { "vwap", TR_UNIT_PRICE },
                     { "upper", TR_UNIT_PRICE },
                     { "lower", TR_UNIT_PRICE } },
    },
    .plan = plan,
    .run = run,
    .step = run_step,
};
