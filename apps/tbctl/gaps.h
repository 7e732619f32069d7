/* gaps.h: bars that are missing among the stored ones. */
#ifndef TRADE_TBCTL_GAPS_H
#define TRADE_TBCTL_GAPS_H

#include "tbctl/bars.h"

/* What there is of bars in a span of time, and what is not. */
typedef struct tbctl_bar_sums {
    int64_t bars;
    int64_t missing;
    int64_t gaps;
    int64_t first_ns, last_ns; /* opens; set when there are bars */
} tbctl_bar_sums;

/*
 * Read the bars that open in [from_ns, until_ns) and put each run of missing ones into the answer's list "gaps": from, to (the open
 * of the bar behind it) and count. INT64_MIN and INT64_MAX: from the first and to the last bar that is stored.
 */
tr_status tbctl_gaps_add(tbctl *program, const tbctl_bars *bars, tr_timeframe timeframe,
                         int64_t from_ns, int64_t until_ns, tr_document *answer,
                         tbctl_bar_sums *out, tr_error *err);

/* The sums as members of the answer. */
void tbctl_bar_sums_add(tr_document *answer, const tbctl_bar_sums *sums);

#define TBCTL_GAP_COLUMN_COUNT 3
extern const tr_column_view tbctl_gap_columns[TBCTL_GAP_COLUMN_COUNT];

#endif
