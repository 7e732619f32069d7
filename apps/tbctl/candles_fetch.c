/* candles_fetch.c: `candles fetch`: bars of an exchange into the database, page by page, the oldest first. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tbctl/exchange_ask.h"
#include "tbctl/gaps.h"
#include "tbctl/interrupt.h"

#define BAR_CELLS  30
#define WORDS_SIZE 300
#define HOLES_MAX  1000 /* that are filled in one run */

/* What of a span of time an exchange can be asked for; one that does not take the first gets the next. */
typedef enum asking { ASK_ALL = 0, ASK_SPAN = 1, ASK_FROM = 2, ASK_COUNT = 3 } asking;

typedef struct span {
    int64_t from_ns, until_ns;
} span;

/* One answer's bars. */
typedef struct page {
    tr_bar *bars;
    size_t count, max;
} page;

typedef struct fetch {
    tr_command_call *call;
    tbctl_exchange exchange;
    const tr_instrument *instrument;
    tr_timeframe timeframe;
    tbctl_bars bars;
    tbctl_bar_writer *writer;
    span range;                /* closed bars only */
    span holes[HOLES_MAX + 1]; /* what of it is not stored, in order */
    size_t hole_count;
    int64_t until_ns; /* of the hole being filled */
    int64_t next_ns;  /* what opens before is stored, or not to be had */
    asking asking;
    page page;
    int64_t pages, fetched;
    bool has_bar; /* a progress bar is on the screen */
} fetch;

/* ---- what is asked for ----------------------------------------------------------------------- */

static const tr_exchange_product *product_of(const fetch *f)
{
    return f->exchange.kind == TR_KIND_SPOT ? &f->exchange.info->spot : &f->exchange.info->linear;
}

static tr_status exchange_check(const fetch *f, tr_error *err)
{
    const char *name = tr_call_text(f->call, "exchange");
    return tr_exchange_info_find(name) != NULL ? TR_OK : tbctl_exchange_unknown(name, err);
}

static tr_status timeframe_check(fetch *f, tr_error *err)
{
    const char *text = tr_call_text(f->call, "timeframe");
    const tr_exchange_product *product = product_of(f);
    char words[WORDS_SIZE] = "";
    tr_status status = tr_timeframe_parse(text, strlen(text), &f->timeframe, err);
    if (status != TR_OK)
        return status;
    for (size_t i = 0; i < product->timeframe_count; i++) {
        const tr_timeframe *one = &product->timeframes[i];
        size_t used = strlen(words);
        if (one->count == f->timeframe.count && one->unit == f->timeframe.unit)
            return TR_OK;
        words[used++] = ' ';
        (void)tr_timeframe_format(*one, words + used, sizeof words - used);
    }
    return tbctl_fail(err, TR_E_UNSUPPORTED, "%s has no bars of %s for %s instruments, it has:%s",
                      f->exchange.info->title, text, tr_kind_name(f->exchange.kind), words);
}

static tr_status range_check(const fetch *f, tr_error *err)
{
    int64_t from_ns = tr_call_int(f->call, "from");
    if (from_ns <= 0)
        return tbctl_fail(err, TR_E_RANGE, "--from lies before 1970-01-02: no exchange has bars");
    if (tr_call_has(f->call, "to") && tr_call_int(f->call, "to") <= from_ns)
        return tbctl_fail(err, TR_E_RANGE, "--to must lie behind --from");
    return TR_OK;
}

static tr_status on_time(void *user, const tr_exchange_record *record)
{
    if (record->kind == TR_RECORD_TIME)
        *(int64_t *)user = record->as.time.at_ns;
    return TR_OK;
}

/* Asked for before any bar: what has closed by then is closed by the exchange's own clock, whatever ours says. */
static tr_status range_find(fetch *f, tr_error *err)
{
    tr_exchange_question question = tbctl_exchange_question(&f->exchange, TR_CALL_TIME);
    int64_t now_ns = 0, from_ns = tr_call_int(f->call, "from");
    tr_status status = tbctl_exchange_ask(&f->exchange, &question, on_time, &now_ns, err);
    if (status != TR_OK)
        return status;
    f->range.from_ns = tr_timeframe_open_ns(f->timeframe, from_ns);
    if (f->range.from_ns < from_ns)
        f->range.from_ns = tr_timeframe_next_open_ns(f->timeframe, from_ns);
    f->range.until_ns =
        tr_timeframe_open_ns(f->timeframe, now_ns); /* where the forming one opens */
    if (tr_call_has(f->call, "to") && tr_call_int(f->call, "to") < f->range.until_ns)
        f->range.until_ns = tr_call_int(f->call, "to");
    return f->range.from_ns < f->range.until_ns
               ? TR_OK
               : tbctl_fail(err, TR_E_RANGE, "no bar of %s has opened and closed in this range",
                            f->bars.timeframe);
}

/* A stored bar: what lies between it and the one before is a hole. */
static tr_status on_stored(void *user, const tr_bar *bar)
{
    fetch *f = user;
    if (bar->open_ns > f->next_ns && f->hole_count < HOLES_MAX)
        f->holes[f->hole_count++] = (span){ f->next_ns, bar->open_ns };
    f->next_ns = tr_timeframe_next_open_ns(f->timeframe, bar->open_ns);
    return TR_OK;
}

/* What of the range is not stored, behind the newest bar and before it; with --again all of it. */
static tr_status holes_find(fetch *f, tr_error *err)
{
    tr_status status = TR_OK;
    f->next_ns = f->range.from_ns;
    f->hole_count = 0;
    if (!tr_call_flag(f->call, "again"))
        status = tbctl_bars_read(tbctl_of(f->call), &f->bars, f->range.from_ns, f->range.until_ns,
                                 on_stored, f, err);
    if (f->next_ns < f->range.until_ns)
        f->holes[f->hole_count++] = (span){ f->next_ns, f->range.until_ns };
    return status;
}

/* ---- one page -------------------------------------------------------------------------------- */

static tr_status on_bar(void *user, const tr_exchange_record *record)
{
    page *p = user;
    if (record->kind != TR_RECORD_BAR)
        return TR_OK;
    if (p->count == p->max)
        return TR_E_FULL;
    p->bars[p->count++] = record->as.bar;
    return TR_OK;
}

static int by_open(const void *a, const void *b)
{
    int64_t left = ((const tr_bar *)a)->open_ns, right = ((const tr_bar *)b)->open_ns;
    return (left > right) - (left < right);
}

static tr_status page_ask(fetch *f, const span *wanted, tr_error *err)
{
    tr_status status = TR_E_UNSUPPORTED;
    tr_error refused = { 0 };
    for (; status == TR_E_UNSUPPORTED; f->asking++) {
        tr_exchange_question question = tbctl_exchange_question(&f->exchange, TR_CALL_BARS);
        question.instrument = f->instrument;
        question.timeframe = f->timeframe;
        question.from_ns = f->asking == ASK_COUNT ? 0 : wanted->from_ns;
        question.until_ns = f->asking <= ASK_SPAN ? wanted->until_ns : 0;
        question.limit =
            f->asking == ASK_ALL || f->asking == ASK_COUNT ? product_of(f)->bar_limit_max : 0;
        f->page.count = 0;
        /* What the exchange cannot be asked is refused here, before anything goes out. */
        status = tbctl_exchange_ask(&f->exchange, &question, on_bar, &f->page, &refused);
        if (status != TR_E_UNSUPPORTED || f->asking == ASK_COUNT)
            break;
    }
    if (status != TR_OK)
        *err = refused;
    if (status == TR_OK) /* some tell the newest first */
        qsort(f->page.bars, f->page.count, sizeof *f->page.bars, by_open);
    return status;
}

/* Store what of the page lies in the span, and move on behind the last bar. */
static tr_status page_keep(fetch *f, const span *wanted, tr_error *err)
{
    int64_t next_ns = wanted->from_ns;
    for (size_t i = 0; i < f->page.count; i++) {
        const tr_bar *bar = &f->page.bars[i];
        char at[TR_TIME_TEXT_SIZE];
        if (bar->open_ns < next_ns || bar->open_ns >= wanted->until_ns)
            continue; /* outside, or told twice */
        tr_time_format(bar->open_ns, 0, at, sizeof at);
        if (tr_timeframe_open_ns(f->timeframe, bar->open_ns) != bar->open_ns)
            return tbctl_fail(err, TR_E_RANGE,
                              "%s told a bar at %s: our bars of %s do not open there",
                              f->exchange.info->title, at, f->bars.timeframe);
        if (tbctl_bar_writer_put(f->writer, bar) != TR_OK)
            break; /* the flush says why */
        next_ns = tr_timeframe_next_open_ns(f->timeframe, bar->open_ns);
        f->fetched++;
    }
    tr_status status = tbctl_bar_writer_flush(f->writer, err);
    if (status == TR_OK)
        f->next_ns = next_ns;
    return status;
}

/* ---- the progress bar ------------------------------------------------------------------------ */

static void bar_draw(fetch *f)
{
    const tbctl *program = tbctl_of(f->call);
    char day[TR_TIME_TEXT_SIZE], cells[BAR_CELLS + 1];
    double share =
        (double)(f->next_ns - f->range.from_ns) / (double)(f->range.until_ns - f->range.from_ns);
    if (!program->is_terminal || program->is_json || isatty(STDERR_FILENO) != 1)
        return;
    for (int i = 0; i < BAR_CELLS; i++)
        cells[i] = i < (int)(share * BAR_CELLS) ? '#' : '.';
    cells[BAR_CELLS] = '\0';
    (void)tr_time_format(f->next_ns, 0, day, sizeof day);
    fprintf(stderr, "\r[%s] %3d%%  %.10s  %lld bars\033[K", cells, (int)(share * 100), day,
            (long long)f->fetched);
    (void)fflush(stderr);
    f->has_bar = true;
}

static void bar_clear(fetch *f)
{
    if (f->has_bar)
        fprintf(stderr, "\r\033[K");
    f->has_bar = false;
}

/* ---- all of it ------------------------------------------------------------------------------- */

/* As many bars as the exchange tells at once. */
static span page_span(const fetch *f)
{
    span wanted = { f->next_ns, f->next_ns };
    for (uint32_t i = 0; i < product_of(f)->bar_limit_max && wanted.until_ns < f->until_ns; i++)
        wanted.until_ns = tr_timeframe_next_open_ns(f->timeframe, wanted.until_ns);
    if (wanted.until_ns > f->until_ns)
        wanted.until_ns = f->until_ns;
    return wanted;
}

static tr_status pages_fetch(fetch *f, tr_error *err)
{
    while (f->next_ns < f->until_ns) {
        span wanted = page_span(f);
        tr_error failure = { 0 };
        if (tbctl_is_interrupted())
            return tbctl_fail(err, TR_E_CLOSED, "interrupted");
        bar_draw(f);
        tr_status status = page_ask(f, &wanted, &failure);
        if (f->asking >= ASK_FROM) /* it tells as many as it likes */
            wanted.until_ns = f->until_ns;
        if (status == TR_OK)
            status = page_keep(f, &wanted, &failure);
        if (status != TR_OK) {
            *err = failure;
            return status;
        }
        f->pages++;
        /* A page that was asked for with its end is complete; another goes on behind its last bar, if it had any. */
        bool is_over = f->asking == ASK_COUNT || f->next_ns == wanted.from_ns;
        if (f->asking < ASK_FROM || is_over)
            f->next_ns = wanted.until_ns;
    }
    return TR_OK;
}

static tr_status holes_fill(fetch *f, tr_error *err)
{
    tr_status status = TR_OK;
    for (size_t i = 0; i < f->hole_count && status == TR_OK; i++) {
        f->next_ns = f->holes[i].from_ns;
        f->until_ns = f->holes[i].until_ns;
        status = pages_fetch(f, err);
    }
    return status;
}

/* Everything that can be wrong without asking the exchange, then what it says. */
static tr_status prepare(fetch *f, tr_error *err)
{
    tr_status status = exchange_check(f, err);
    if (status == TR_OK)
        status = tbctl_exchange_open(f->call, &f->exchange, err);
    if (status == TR_OK)
        status = timeframe_check(f, err);
    if (status == TR_OK)
        status = range_check(f, err);
    if (status == TR_OK)
        status = tbctl_exchange_learn(&f->exchange, err);
    if (status == TR_OK)
        status = tbctl_exchange_find(&f->exchange, tr_call_text(f->call, "instrument"),
                                     &f->instrument, err);
    if (status == TR_OK)
        status = tbctl_bars_name(f->instrument->symbol, tr_call_text(f->call, "timeframe"),
                                 &f->bars, err);
    if (status == TR_OK)
        status = range_find(f, err);
    if (status != TR_OK)
        return status;
    f->page.max = 2 * (size_t)product_of(f)->bar_limit_max + 1;
    f->page.bars = calloc(f->page.max, sizeof *f->page.bars);
    return f->page.bars != NULL ? TR_OK : tbctl_fail(err, TR_E_NO_MEMORY, "no memory for bars");
}

/* What failed, and how to go on: what is stored stays. */
static void say_how_to_go_on(const fetch *f, int64_t count, tr_error *err)
{
    char at[TR_TIME_TEXT_SIZE];
    char reason[TR_ERROR_MESSAGE_SIZE];
    if (count == 0)
        return;
    (void)snprintf(reason, sizeof reason, "%s", err->message);
    (void)tr_time_format(f->next_ns, 0, at, sizeof at);
    if (tr_call_flag(f->call, "again"))
        (void)tbctl_fail(err, err->status, "%.150s; %lld bars are stored: go on with --from %s",
                         reason, (long long)count, at);
    else
        (void)tbctl_fail(
            err, err->status,
            "%.150s; %lld bars are stored: the same command goes on behind them, at %s", reason,
            (long long)count, at);
}

/* The database is this process's from here to the end; the answer tells what of the range is in it now. */
static tr_status store(fetch *f, tr_error *err)
{
    tr_document *answer = tr_call_answer(f->call);
    tr_error closing = { 0 };
    tbctl_bar_sums sums = { 0 };
    int64_t count = 0;
    tr_status status = tbctl_bar_writer_open(tbctl_of(f->call), &f->bars, &f->writer, err);
    if (status != TR_OK)
        return status;
    status = tbctl_bar_writer_claim(tbctl_of(f->call), f->writer, f->exchange.info->name, err);
    if (status == TR_OK)
        status = holes_find(f, err);
    if (status == TR_OK)
        status = holes_fill(f, err);
    bar_clear(f);
    tr_status closed = tbctl_bar_writer_close(f->writer, &count, &closing);
    if (status == TR_OK && closed != TR_OK) {
        status = closed;
        *err = closing;
    }
    if (status != TR_OK)
        say_how_to_go_on(f, count, err);
    tr_document_add_text(answer, "exchange", f->exchange.info->name);
    tr_document_add_text(answer, "symbol", f->bars.symbol);
    tr_document_add_text(answer, "timeframe", f->bars.timeframe);
    tr_document_add_time(answer, "from", f->range.from_ns);
    tr_document_add_time(answer, "to", f->range.until_ns);
    tr_document_add_int(answer, "pages", f->pages);
    tr_document_add_int(answer, "fetched", count);
    /* Of what was not asked for yet nobody knows whether it is missing. */
    int64_t until_ns = status == TR_OK ? f->range.until_ns : f->next_ns;
    tr_status summed = TR_OK;
    if (f->range.from_ns < until_ns)
        summed = tbctl_gaps_add(tbctl_of(f->call), &f->bars, f->timeframe, f->range.from_ns,
                                until_ns, answer, &sums, status == TR_OK ? err : NULL);
    tbctl_bar_sums_add(answer, &sums);
    return status == TR_OK ? summed : status;
}

static void run_fetch(tr_command_call *call)
{
    fetch f;
    tr_error err = { 0 };
    memset(&f, 0, sizeof f);
    f.call = call;
    tbctl_interrupt_begin();
    tr_status status = prepare(&f, &err);
    if (status == TR_OK)
        status = store(&f, &err);
    tbctl_exchange_close(&f.exchange); /* an interrupted question ends here, into the page */
    tbctl_interrupt_end();
    free(f.page.bars);
    tr_call_finish(call, status, status == TR_OK ? NULL : &err);
}

static const tr_argument_def fetch_arguments[] = {
    { .name = "exchange",
      .type = TR_ARGUMENT_TEXT,
      .is_required = true,
      .is_positional = true,
      .max = "31",
      .help = "a name of tbctl exchange list" },
    { .name = "instrument",
      .type = TR_ARGUMENT_SYMBOL,
      .is_required = true,
      .is_positional = true,
      .help = "BTC/USDT, BTC/USDT:USDT, or the exchange's own name" },
    { .name = "timeframe",
      .type = TR_ARGUMENT_TIMEFRAME,
      .is_required = true,
      .is_positional = true,
      .help = "one that the exchange has: tbctl exchange show" },
    { .name = "from",
      .type = TR_ARGUMENT_TIME,
      .is_required = true,
      .help = "bars that open then or later" },
    { .name = "to", .type = TR_ARGUMENT_TIME, .help = "bars that open before; now unless said" },
    { .name = "again", .type = TR_ARGUMENT_FLAG, .help = "also what is stored already" },
    TBCTL_EXCHANGE_ARGUMENTS,
};

const tr_command_def tbctl_command_candles_fetch = {
    .name = "candles fetch",
    .summary = "Store an exchange's bars, page by page",
    .details = "Asks for what of the range is not stored: behind the newest bar, and the gaps "
               "before it, a thousand in one run; interrupted with Ctrl-C it keeps what it has. "
               "Only bars that have closed by the exchange's clock are stored. What is missing "
               "afterwards the exchange does not tell, and is listed. Bars of one name are of one "
               "exchange: the first they are fetched from, another's are refused. Kraken tells no "
               "more than its last 720. Refused while a server runs.",
    .example = "tbctl candles fetch binance BTC/USDT 1h --from 2026-11-01T00:00:00Z",
    .place = TR_COMMAND_LOCAL,
    .arguments = fetch_arguments,
    .argument_count = sizeof fetch_arguments / sizeof fetch_arguments[0],
    .list_key = "gaps",
    .columns = tbctl_gap_columns,
    .column_count = TBCTL_GAP_COLUMN_COUNT,
    .run = run_fetch,
};
