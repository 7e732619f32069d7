/* candles.c: `candles import|show|resample`. */
#include "tbctl/tbctl.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "tbctl/bars.h"
#include "tbctl/text.h"

#define CHUNK_SIZE 65536

/* ---- candles import -------------------------------------------------------------------------- */

static const tr_argument_def import_arguments[] = {
    { .name = "file",
      .type = TR_ARGUMENT_PATH,
      .is_required = true,
      .is_positional = true,
      .help = "CSV with a header line: time, open, high, low, close, volume" },
    { .name = "symbol",
      .type = TR_ARGUMENT_SYMBOL,
      .is_required = true,
      .help = "what they are of" },
    { .name = "timeframe",
      .type = TR_ARGUMENT_TIMEFRAME,
      .is_required = true,
      .help = "their length" },
};

/* Bars pass through a series, which holds them against the timeframe's grid and counts gaps. */
typedef struct import {
    tbctl_bar_writer *writer;
    tr_timeframe timeframe;
    int64_t first_ns;
    int64_t last_ns;
    int64_t gaps;
    bool is_begun;
    tr_error error;
} import;

static tr_status take_bar(void *user, const tr_bar *bar)
{
    import *in = user;
    char at[TR_TIME_TEXT_SIZE];
    tr_time_format(bar->open_ns, 0, at, sizeof at);
    if (tr_timeframe_open_ns(in->timeframe, bar->open_ns) != bar->open_ns)
        return tbctl_fail(&in->error, TR_E_RANGE,
                          "a bar at %s: no bar of this timeframe opens there", at);
    if (in->is_begun && tr_timeframe_next_open_ns(in->timeframe, in->last_ns) != bar->open_ns)
        in->gaps++;
    if (!in->is_begun)
        in->first_ns = bar->open_ns;
    in->is_begun = true;
    in->last_ns = bar->open_ns;
    return tbctl_bar_writer_put(in->writer, bar);
}

static tr_status read_csv(const char *path, import *in, tr_error *err)
{
    tr_bar_csv_reader *reader = NULL;
    FILE *file = fopen(path, "rb");
    if (file == NULL)
        return tbctl_fail(err, TR_E_IO, "%s: %s", path, strerror(errno));
    tr_status status = tr_bar_csv_reader_new(NULL, take_bar, in, &reader, err);
    char *chunk = malloc(CHUNK_SIZE);
    if (status == TR_OK && chunk == NULL)
        status = tbctl_fail(err, TR_E_NO_MEMORY, "no memory to read %s", path);
    bool is_last = false;
    while (status == TR_OK && !is_last) {
        size_t size = fread(chunk, 1, CHUNK_SIZE, file);
        is_last = size < CHUNK_SIZE;
        status = ferror(file) != 0 ? tbctl_fail(err, TR_E_IO, "%s cannot be read", path)
                                   : tr_bar_csv_feed(reader, chunk, size, is_last, err);
    }
    if (status != TR_OK && in->error.status != TR_OK && err != NULL)
        *err = in->error;
    free(chunk);
    tr_bar_csv_reader_free(reader);
    (void)fclose(file); /* only read from */
    return status;
}

static void write_span(tr_document *answer, const tbctl_bars *bars, int64_t count, const import *in)
{
    tr_document_add_text(answer, "symbol", bars->symbol);
    tr_document_add_text(answer, "timeframe", bars->timeframe);
    tr_document_add_int(answer, "bars", count);
    if (!in->is_begun)
        return;
    tr_document_add_time(answer, "first", in->first_ns);
    tr_document_add_time(answer, "last", in->last_ns);
    tr_document_add_int(answer, "gaps", in->gaps);
}

static void run_import(tr_command_call *call)
{
    tbctl *program = tbctl_of(call);
    tr_error err = { 0 };
    tr_error closing = { 0 };
    tbctl_bars bars;
import in = {.writer = NULL };
    int64_t count = 0;
    const char *timeframe = tr_call_text(call, "timeframe");
    tr_status status = tbctl_bars_name(tr_call_text(call, "symbol"), timeframe, &bars, &err);
    if (status == TR_OK)
        status = tr_timeframe_parse(timeframe, strlen(timeframe), &in.timeframe, &err);
    if (status == TR_OK)
        status = tbctl_bar_writer_open(program, &bars, &in.writer, &err);
    if (in.writer != NULL) {
        status = read_csv(tr_call_text(call, "file"), &in, &err);
        tr_status closed = tbctl_bar_writer_close(in.writer, &count, &closing);
        if (status == TR_OK && closed != TR_OK) {
            status = closed;
            err = closing;
        }
        write_span(tr_call_answer(call), &bars, count, &in);
    }
    tr_call_finish(call, status, &err);
}

const tr_command_def tbctl_command_candles_import = {
    .name = "candles import",
    .summary = "Store the bars of a CSV file",
    .details = "Bars must ascend and lie on the timeframe's grid; a bar that is stored already is "
               "replaced. Refused while a server runs.",
    .example = "tbctl candles import btcusd_1m.csv --symbol BTC/USD --timeframe 1m",
    .place = TR_COMMAND_LOCAL,
    .arguments = import_arguments,
    .argument_count = sizeof import_arguments / sizeof import_arguments[0],
    .run = run_import,
};

/* ---- candles show ---------------------------------------------------------------------------- */

static const tr_argument_def show_arguments[] = {
    { .name = "symbol",
      .type = TR_ARGUMENT_SYMBOL,
      .is_required = true,
      .is_positional = true,
      .help = "of what" },
    { .name = "timeframe",
      .type = TR_ARGUMENT_TIMEFRAME,
      .initial = "1m",
      .help = "the bars' length" },
    { .name = "limit",
      .type = TR_ARGUMENT_INTEGER,
      .initial = "20",
      .min = "1",
      .max = "10000000",
      .help = "how many, the last ones unless --from is given" },
    { .name = "from", .type = TR_ARGUMENT_TIME, .help = "the first bar's open" },
    { .name = "until", .type = TR_ARGUMENT_TIME, .help = "bars that open before" },
    { .name = "csv", .type = TR_ARGUMENT_FLAG, .help = "as CSV, which candles import reads" },
};

static const tr_column_view bar_columns[] = {
    { "time", "TIME", false, 0 }, { "open", "OPEN", true, 0 },   { "high", "HIGH", true, 0 },
    { "low", "LOW", true, 0 },    { "close", "CLOSE", true, 0 }, { "volume", "VOLUME", true, 1 },
};

typedef struct show {
    tr_document *answer;
    FILE *file; /* CSV; NULL: into the answer */
    int64_t left;
} show;

/* Stops the reading once all that were asked for are shown. */
#define ENOUGH TR_E_FULL

static tr_status show_bar(void *user, const tr_bar *bar)
{
    show *s = user;
    char line[TR_BAR_CSV_LINE_SIZE];
    if (s->left-- == 0)
        return ENOUGH;
    if (s->file != NULL) {
        tr_bar_csv_format(bar, line, sizeof line);
        fputs(line, s->file);
        return TR_OK;
    }
    tr_document_object_begin(s->answer, NULL);
    tr_document_add_time(s->answer, "time", bar->open_ns);
    tr_document_add_real(s->answer, "open", bar->open);
    tr_document_add_real(s->answer, "high", bar->high);
    tr_document_add_real(s->answer, "low", bar->low);
    tr_document_add_real(s->answer, "close", bar->close);
    tr_document_add_real(s->answer, "volume", bar->volume);
    tr_document_object_end(s->answer);
    return TR_OK;
}

static tr_status show_bars(tr_command_call *call, const tbctl_bars *bars, show *s, tr_error *err)
{
    tbctl *program = tbctl_of(call);
    int64_t until_ns = tr_call_has(call, "until") ? tr_call_int(call, "until") : INT64_MAX;
    int64_t from_ns = tr_call_int(call, "from");
    tr_status status = TR_OK;
    if (!tr_call_has(call, "from"))
        status = tbctl_bars_find(program, bars, s->left, until_ns, &from_ns, err);
    if (status == TR_OK)
        status = tbctl_bars_read(program, bars, from_ns, until_ns, show_bar, s, err);
    return status == ENOUGH ? TR_OK : status;
}

static void run_show(tr_command_call *call)
{
    tr_document *answer = tr_call_answer(call);
    tr_error err = { 0 };
    tbctl_bars bars;
    tbctl_text text;
    show s = { .answer = answer, .left = tr_call_int(call, "limit") };
    tr_status status =
        tbctl_bars_name(tr_call_text(call, "symbol"), tr_call_text(call, "timeframe"), &bars, &err);
    if (status != TR_OK) {
        tr_call_finish(call, status, &err);
        return;
    }
    if (tr_call_flag(call, "csv")) {
        tbctl_text_begin(&text);
        s.file = text.file;
        if (text.file != NULL) {
            fputs(TR_BAR_CSV_HEADER, text.file);
            status = show_bars(call, &bars, &s, &err);
        }
        tbctl_text_end(&text, answer);
    } else {
        tr_document_add_text(answer, "symbol", bars.symbol);
        tr_document_add_text(answer, "timeframe", bars.timeframe);
        tr_document_array_begin(answer, "bars");
        status = show_bars(call, &bars, &s, &err);
        tr_document_array_end(answer);
    }
    tr_call_finish(call, status, &err);
}

const tr_command_def tbctl_command_candles_show = {
    .name = "candles show",
    .summary = "Show stored bars, as a table, CSV or JSON",
    .example = "tbctl candles show BTC/USD --timeframe 1m --limit 5",
    .place = TR_COMMAND_LOCAL,
    .arguments = show_arguments,
    .argument_count = sizeof show_arguments / sizeof show_arguments[0],
    .list_key = "bars",
    .columns = bar_columns,
    .column_count = sizeof bar_columns / sizeof bar_columns[0],
    .run = run_show,
};

/* ---- candles resample ------------------------------------------------------------------------ */

static const tr_argument_def resample_arguments[] = {
    { .name = "symbol",
      .type = TR_ARGUMENT_SYMBOL,
      .is_required = true,
      .is_positional = true,
      .help = "of what" },
    { .name = "to",
      .type = TR_ARGUMENT_TIMEFRAME,
      .is_required = true,
      .help = "length of the bars to make" },
    { .name = "timeframe",
      .type = TR_ARGUMENT_TIMEFRAME,
      .initial = "1m",
      .help = "length of the stored bars" },
    { .name = "fill", .type = TR_ARGUMENT_FLAG, .help = "make flat bars where there are none" },
};

static tr_status push_bar(void *user, const tr_bar *bar)
{
    return tr_resampler_push(user, bar, NULL);
}

static tr_status resample(tbctl *program, const tbctl_bars *source, import *in, bool is_filled,
                          const char *from, tr_error *err)
{
    tr_resampler *resampler = NULL;
    tr_resampler_options options = TR_RESAMPLER_OPTIONS_INIT;
    options.target = in->timeframe;
    options.gap_policy = is_filled ? TR_GAP_FILL : TR_GAP_NONE;
    tr_status status = tr_timeframe_parse(from, strlen(from), &options.source, err);
    if (status == TR_OK)
        status = tr_resampler_new(&options, take_bar, in, &resampler, err);
    if (status == TR_OK)
        status = tbctl_bars_read(program, source, INT64_MIN, INT64_MAX, push_bar, resampler, err);
    tr_resampler_free(resampler);
    return status;
}

static void run_resample(tr_command_call *call)
{
    tbctl *program = tbctl_of(call);
    tr_error err = { 0 };
    tr_error closing = { 0 };
    tbctl_bars source;
    tbctl_bars target;
import in = {.writer = NULL };
    int64_t count = 0;
    const char *symbol = tr_call_text(call, "symbol");
    const char *from = tr_call_text(call, "timeframe");
    const char *to = tr_call_text(call, "to");
    tr_status status = tbctl_bars_name(symbol, from, &source, &err);
    if (status == TR_OK)
        status = tbctl_bars_name(symbol, to, &target, &err);
    if (status == TR_OK)
        status = tr_timeframe_parse(to, strlen(to), &in.timeframe, &err);
    if (status == TR_OK)
        status = tbctl_bar_writer_open(program, &target, &in.writer, &err);
    if (in.writer != NULL) {
        status = resample(program, &source, &in, tr_call_flag(call, "fill"), from, &err);
        tr_status closed = tbctl_bar_writer_close(in.writer, &count, &closing);
        if (status == TR_OK && closed != TR_OK) {
            status = closed;
            err = closing;
        }
        if (status == TR_OK && count == 0)
            status = tbctl_fail(&err, TR_E_NOT_FOUND,
                                "no whole bar of %s could be made: candles show %s --timeframe %s "
                                "lists what there is",
                                target.timeframe, source.symbol, source.timeframe);
        write_span(tr_call_answer(call), &target, count, &in);
    }
    tr_call_finish(call, status, &err);
}

const tr_command_def tbctl_command_candles_resample = {
    .name = "candles resample",
    .summary = "Make longer bars of stored ones, and store them",
    .details = "A bar is made once its last part is there. Refused while a server runs.",
    .example = "tbctl candles resample BTC/USD --timeframe 1m --to 1h",
    .place = TR_COMMAND_LOCAL,
    .arguments = resample_arguments,
    .argument_count = sizeof resample_arguments / sizeof resample_arguments[0],
    .run = run_resample,
};
