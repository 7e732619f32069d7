/* nvi.c: Negative volume index. */
#include "indicator/volume_index.h"

TR__BODY void run(tr__node *node, const tr__block *block)
{
    tr__volume_index_run(node, block, -1);
}

TR__RUN_PIECES(run, 2, 1)
TR__STEP(run, 2, 2, 0, 1)

const tr__indicator tr__indicator_nvi = {
    .info = {
        .name = "nvi",
        .aliases = "",
        .title = "Negative volume index",
        .group = "volume",
        .formula = "1000 at bar 0, then multiplied by x / x before at each bar whose volume fell.",
        .source = "The Key to Successful Stock Market Forecasting, 1936",
        .notes = "",
        .inputs = { TR_INPUT_REAL, TR_INPUT_VOLUME },
        .outputs = { { "nvi", TR_UNIT_NUMBER } },
    },
    .plan = tr__volume_index_plan,
    TR__RUN_BOTH(run),
    .step = run_step,
};
