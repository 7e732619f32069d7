/* gaps.c: `candles gaps`, and what it shares with `candles fetch`: see gaps.h. */
#include "tbctl/gaps.h"

#include <string.h>

const tr_column_view tbctl_gap_columns[TBCTL_GAP_COLUMN_COUNT] = {
    { "from", "MISSING FROM", false, 0 },
    { "to", "TO", false, 0 },
    { "count", "BARS", true, 0 },
};

/* ---- finding them ---------------------------------------------------------------------------- */

typedef struct walk {
    tr_timeframe timeframe;
    tr_document *answer;
    tbctl_bar_sums sums;
    int64_t next_ns; /* the open that should come next; INT64_MIN: whichever comes */
} walk;

/* Bars between two opens. Where all are of one length it is a division: a long gap has millions of them. */
static int64_t count_between(tr_timeframe timeframe, int64_t from_ns, int64_t until_ns)
{
    int64_t length_ns = tr_timeframe_next_open_ns(timeframe, from_ns) - from_ns;
    bool is_even = TR_NS_PER_DAY % length_ns == 0 || length_ns % TR_NS_PER_DAY == 0;
    if (timeframe.unit != TR_TIMEFRAME_MONTH && is_even)
        return (until_ns - from_ns) / length_ns;
    int64_t count = 0;
    for (; from_ns < until_ns; count++)
        from_ns = tr_timeframe_next_open_ns(timeframe, from_ns);
    return count;
}

static void expect(walk *w, int64_t open_ns)
{
    if (w->next_ns == INT64_MIN || w->next_ns >= open_ns)
        return;
    int64_t count = count_between(w->timeframe, w->next_ns, open_ns);
    tr_document_object_begin(w->answer, NULL);
    tr_document_add_time(w->answer, "from", w->next_ns);
    tr_document_add_time(w->answer, "to", open_ns);
    tr_document_add_int(w->answer, "count", count);
    tr_document_object_end(w->answer);
    w->sums.gaps++;
    w->sums.missing += count;
}

static tr_status take_bar(void *user, const tr_bar *bar)
{
    walk *w = user;
    expect(w, bar->open_ns);
    w->next_ns = tr_timeframe_next_open_ns(w->timeframe, bar->open_ns);
    if (w->sums.bars++ == 0)
        w->sums.first_ns = bar->open_ns;
    w->sums.last_ns = bar->open_ns;
    return TR_OK;
}

/* The first open at or behind a time. */
static int64_t open_behind(tr_timeframe timeframe, int64_t at_ns)
{
    int64_t open_ns = tr_timeframe_open_ns(timeframe, at_ns);
    return open_ns == at_ns ? at_ns : tr_timeframe_next_open_ns(timeframe, at_ns);
}

tr_status tbctl_gaps_add(tbctl *program, const tbctl_bars *bars, tr_timeframe timeframe,
                         int64_t from_ns, int64_t until_ns, tr_document *answer,
                         tbctl_bar_sums *out, tr_error *err)
{
    walk w = { .timeframe = timeframe, .answer = answer, .next_ns = INT64_MIN };
    if (from_ns != INT64_MIN)
        w.next_ns = open_behind(timeframe, from_ns);
    tr_document_array_begin(answer, "gaps");
    tr_status status = tbctl_bars_read(program, bars, from_ns, until_ns, take_bar, &w, err);
    if (status == TR_OK && until_ns != INT64_MAX)
        expect(&w, open_behind(timeframe, until_ns));
    tr_document_array_end(answer);
    *out = w.sums;
    return status;
}

void tbctl_bar_sums_add(tr_document *answer, const tbctl_bar_sums *sums)
{
    tr_document_add_int(answer, "bars", sums->bars);
    if (sums->bars > 0) {
        tr_document_add_time(answer, "first", sums->first_ns);
        tr_document_add_time(answer, "last", sums->last_ns);
    }
    tr_document_add_int(answer, "missing", sums->missing);
}

/* ---- candles gaps ---------------------------------------------------------------------------- */

static const tr_argument_def gaps_arguments[] = {
    { .name = "symbol",
      .type = TR_ARGUMENT_SYMBOL,
      .is_required = true,
      .is_positional = true,
      .help = "of what" },
    { .name = "timeframe",
      .type = TR_ARGUMENT_TIMEFRAME,
      .is_required = true,
      .is_positional = true,
      .help = "the bars' length" },
    { .name = "from", .type = TR_ARGUMENT_TIME, .help = "in place of the first stored bar" },
    { .name = "to",
      .type = TR_ARGUMENT_TIME,
      .help = "bars that open before; in place of the last stored one" },
};

static void run_gaps(tr_command_call *call)
{
    const char *name = tr_call_text(call, "timeframe");
    tr_document *answer = tr_call_answer(call);
    tr_error err = { 0 };
    tbctl_bars bars;
    tr_timeframe timeframe;
    tbctl_bar_sums sums = { 0 };
    int64_t from_ns = tr_call_has(call, "from") ? tr_call_int(call, "from") : INT64_MIN;
    int64_t until_ns = tr_call_has(call, "to") ? tr_call_int(call, "to") : INT64_MAX;
    tr_status status = tbctl_bars_name(tr_call_text(call, "symbol"), name, &bars, &err);
    if (status == TR_OK)
        status = tr_timeframe_parse(name, strlen(name), &timeframe, &err);
    if (status == TR_OK && until_ns <= from_ns)
        status = tbctl_fail(&err, TR_E_RANGE, "--to lies before --from");
    if (status == TR_OK) {
        tr_document_add_text(answer, "symbol", bars.symbol);
        tr_document_add_text(answer, "timeframe", bars.timeframe);
        status = tbctl_gaps_add(tbctl_of(call), &bars, timeframe, from_ns, until_ns, answer, &sums,
                                &err);
    }
    if (status == TR_OK)
        tbctl_bar_sums_add(answer, &sums);
    if (status == TR_OK && sums.bars == 0)
        status = tbctl_fail(&err, TR_E_NOT_FOUND, "no bars of %s %s are stored there", bars.symbol,
                            bars.timeframe);
    tr_call_finish(call, status, &err);
}

const tr_command_def tbctl_command_candles_gaps = {
    .name = "candles gaps",
    .summary = "List the runs of bars that are missing among the stored ones",
    .details = "Whether a gap is a fault depends on the market: in a quiet minute some exchanges "
               "make no bar.",
    .example = "tbctl candles gaps BTC/USD 1m",
    .place = TR_COMMAND_LOCAL,
    .arguments = gaps_arguments,
    .argument_count = sizeof gaps_arguments / sizeof gaps_arguments[0],
    .list_key = "gaps",
    .columns = tbctl_gap_columns,
    .column_count = TBCTL_GAP_COLUMN_COUNT,
    .run = run_gaps,
};
