/* bars.c: see bars.h. */
#include "tbctl/bars.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define OPS_MAX   2000 /* of one transaction */
#define PAGE_ROWS 1000

tr_status tbctl_bars_name(const char *symbol, const char *timeframe, tbctl_bars *out, tr_error *err)
{
    tr_symbol_parts parts;
    tr_timeframe frame;
    tr_status status = tr_symbol_parse(symbol, strlen(symbol), &parts, err);
    if (status == TR_OK)
        status = tr_symbol_format(&parts, out->symbol, sizeof out->symbol);
    if (status == TR_OK)
        status = tr_timeframe_parse(timeframe, strlen(timeframe), &frame, err);
    if (status == TR_OK && tr_timeframe_format(frame, out->timeframe, sizeof out->timeframe) == 0)
        status = tbctl_fail(err, TR_E_RANGE, "timeframe %s has no name", timeframe);
    return status;
}

static tr_candle_row row_of(const tbctl_bars *bars, const tr_bar *bar)
{
    tr_candle_row row = { .open_ns = bar->open_ns,
                          .open = bar->open,
                          .high = bar->high,
                          .low = bar->low,
                          .close = bar->close,
                          .volume = bar->volume };
    memcpy(row.symbol, bars->symbol, sizeof row.symbol);
    memcpy(row.timeframe, bars->timeframe, sizeof row.timeframe);
    return row;
}

/* ---- writing --------------------------------------------------------------------------------- */

struct tbctl_bar_writer {
    char path[TR_CONFIG_PATH_SIZE];
    tr_store store;
    tbctl_bars bars;
    tr_candle_row rows[OPS_MAX];
    tr_store_op ops[OPS_MAX];
    size_t pending;
    int64_t written;
    bool is_delivered;
    tr_status status; /* the first failure */
    tr_error error;
};

/* Bars are often the first thing that somebody stores: the database is made for them. One that is there stays as it is. */
static tr_status make_database(tbctl *program, const tr_store_sqlite_options *options,
                               tr_error *err)
{
    tr_store_migration_report report;
    if (access(options->path, F_OK) == 0)
        return TR_OK;
    tr_status status = tbctl_make_data_directory(program, err);
    return status == TR_OK ? tr_store_sqlite_migrate(options, &report, err) : status;
}

tr_status tbctl_bar_writer_open(tbctl *program, const tbctl_bars *bars, tbctl_bar_writer **out,
                                tr_error *err)
{
    tbctl_bar_writer *writer = calloc(1, sizeof *writer);
    if (writer == NULL)
        return tbctl_fail(err, TR_E_NO_MEMORY, "no memory for bars");
    tr_store_sqlite_options options = TR_STORE_SQLITE_OPTIONS_INIT;
    options.path = writer->path;
    options.clock = &program->clock;
    writer->bars = *bars;
    tr_status status = tbctl_database(program, writer->path, sizeof writer->path, err);
    if (status == TR_OK)
        status = make_database(program, &options, err);
    if (status == TR_OK)
        status = tr_store_sqlite_open(&options, &writer->store, err);
    if (status == TR_OK)
        *out = writer;
    else
        free(writer);
    return status;
}

static void on_written(void *user, tr_status status, const tr_status *results, size_t count,
                       const tr_error *err)
{
    tbctl_bar_writer *writer = user;
    writer->is_delivered = true;
    if (status == TR_OK && count == 1 && results[0] != TR_OK)
        status = tbctl_fail(&writer->error, results[0], "the bars were not stored: %s",
                            tr_status_name(results[0]));
    else if (status != TR_OK)
        writer->error = *err;
    if (writer->status == TR_OK)
        writer->status = status;
}

static tr_status flush(tbctl_bar_writer *writer)
{
    tr_store_transaction transaction = { writer->ops, writer->pending };
    if (writer->pending == 0 || writer->status != TR_OK)
        return writer->status;
    writer->is_delivered = false;
    tr_status status = writer->store.submit(writer->store.user, &transaction, 1, on_written, writer,
                                            &writer->error);
    if (status != TR_OK) {
        writer->status = status;
        return status;
    }
    while (!writer->is_delivered)
        (void)writer->store.poll(writer->store.user,
                                 1000); /* the number delivered; on_written tells */
    if (writer->status == TR_OK)
        writer->written += (int64_t)writer->pending;
    writer->pending = 0;
    return writer->status;
}

tr_status tbctl_bar_writer_put(void *user, const tr_bar *bar)
{
    tbctl_bar_writer *writer = user;
    size_t i = writer->pending++;
    writer->rows[i] = row_of(&writer->bars, bar);
    writer->ops[i] =
        (tr_store_op){ .verb = TR_STORE_PUT, .table = TR_TABLE_CANDLE, .row = &writer->rows[i] };
    return writer->pending == OPS_MAX ? flush(writer) : TR_OK;
}

tr_status tbctl_bar_writer_flush(tbctl_bar_writer *writer, tr_error *err)
{
    tr_status status = flush(writer);
    if (status != TR_OK && err != NULL)
        *err = writer->error;
    return status;
}

tr_status tbctl_bar_writer_close(tbctl_bar_writer *writer, int64_t *count_out, tr_error *err)
{
    tr_status status = tbctl_bar_writer_flush(writer, err);
    *count_out = writer->written;
    writer->store.close(writer->store.user);
    free(writer);
    return status;
}

/* ---- whose they are -------------------------------------------------------------------------- */

static tr_status open_reader(tbctl *program, tr_store_reader *out, tr_error *err);

typedef struct setting {
    tr_setting_row row;
    tr_status status;
    tr_error error;
} setting;

static bool take_setting(void *user, const void *stored)
{
    ((setting *)user)->row = *(const tr_setting_row *)stored;
    return true;
}

static void setting_done(void *user, tr_status status, bool has_more, const tr_error *err)
{
    setting *found = user;
    (void)has_more; /* there is one of a name */
    found->status = status;
    if (status != TR_OK)
        found->error = *err;
}

static tr_status setting_read(tbctl *program, const tr_setting_row *key, setting *out,
                              tr_error *err)
{
    tr_store_reader reader;
    tr_store_query query = { .table = TR_TABLE_SETTING, .key = key, .key_columns = 1, .limit = 1 };
    tr_status status = open_reader(program, &reader, err);
    if (status != TR_OK)
        return status;
    status = reader.read(reader.user, &query, take_setting, setting_done, out, err);
    reader.close(reader.user);
    if (status == TR_OK && out->status != TR_OK) {
        status = out->status;
        *err = out->error;
    }
    return status;
}

tr_status tbctl_bar_writer_claim(tbctl *program, tbctl_bar_writer *writer, const char *exchange,
                                 tr_error *err)
{
    tr_setting_row key = { .name = "" };
    setting found = { .status = TR_OK };
    const tbctl_bars *bars = &writer->bars;
    int length =
        snprintf(key.name, sizeof key.name, "candles %s %s", bars->symbol, bars->timeframe);
    if (length < 0 || (size_t)length >= sizeof key.name)
        return tbctl_fail(err, TR_E_RANGE, "the name %s is too long", bars->symbol);
    tr_status status = setting_read(program, &key, &found, err);
    if (status != TR_OK || strcmp(found.row.value, exchange) == 0)
        return status;
    if (found.row.value[0] != '\0')
        return tbctl_fail(err, TR_E_EXISTS,
                          "the stored bars of %s %s are of %.30s: bars of two exchanges are not "
                          "mixed, keep these in another --home",
                          bars->symbol, bars->timeframe, found.row.value);
    (void)snprintf(key.value, sizeof key.value, "%s", exchange); /* a name of the list: it fits */
    key.updated_ns = program->clock.now_ns(program->clock.user);
    writer->ops[0] = (tr_store_op){ .verb = TR_STORE_PUT, .table = TR_TABLE_SETTING, .row = &key };
    writer->pending = 1;
    status = tbctl_bar_writer_flush(writer, err);
    writer->written = 0; /* it is no bar */
    return status;
}

/* ---- reading --------------------------------------------------------------------------------- */

typedef struct page {
    tr_bar_sink sink;
    void *user;
    int64_t until_ns;
    int64_t count;
    int64_t last_ns;
    bool is_over;
    bool has_more;
    tr_status status;
    tr_error error;
} page;

static bool take_row(void *user, const void *stored)
{
    page *p = user;
    const tr_candle_row *row = stored;
    if (row->open_ns >= p->until_ns) {
        p->is_over = true;
        return false;
    }
    tr_bar bar = { .open_ns = row->open_ns,
                   .open = row->open,
                   .high = row->high,
                   .low = row->low,
                   .close = row->close,
                   .volume = row->volume,
                   .is_closed = true };
    p->count++;
    p->last_ns = row->open_ns;
    if (p->sink != NULL)
        p->status = p->sink(p->user, &bar);
    return p->status == TR_OK;
}

static void page_done(void *user, tr_status status, bool has_more, const tr_error *err)
{
    page *p = user;
    p->has_more = has_more;
    if (status == TR_OK)
        return;
    p->status = status;
    p->error = *err;
}

static tr_status open_reader(tbctl *program, tr_store_reader *out, tr_error *err)
{
    char path[TR_CONFIG_PATH_SIZE];
    tr_store_sqlite_options options = TR_STORE_SQLITE_OPTIONS_INIT;
    options.path = path;
    tr_status status = tbctl_database(program, path, sizeof path, err);
    return status == TR_OK ? tr_store_sqlite_reader_open(&options, out, err) : status;
}

static tr_status read_page(const tr_store_reader *reader, const tr_store_query *query, page *p,
                           tr_error *err)
{
    tr_status status = reader->read(reader->user, query, take_row, page_done, p, err);
    if (status == TR_OK && p->status != TR_OK) {
        status = p->status;
        if (p->error.status != TR_OK && err != NULL)
            *err = p->error;
    }
    return status;
}

tr_status tbctl_bars_read(tbctl *program, const tbctl_bars *bars, int64_t from_ns, int64_t until_ns,
                          tr_bar_sink sink, void *user, tr_error *err)
{
    tr_store_reader reader;
    tr_bar start = { .open_ns = from_ns == INT64_MIN ? from_ns : from_ns - 1 };
    tr_candle_row after = row_of(bars, &start);
    page p = { .sink = sink, .user = user, .until_ns = until_ns, .has_more = true };
    tr_status status = open_reader(program, &reader, err);
    if (status != TR_OK)
        return status;
    while (status == TR_OK && p.has_more && !p.is_over) {
        tr_store_query query = { .table = TR_TABLE_CANDLE,
                                 .key = &after,
                                 .key_columns = 2,
                                 .after = &after,
                                 .limit = PAGE_ROWS };
        status = read_page(&reader, &query, &p, err);
        after.open_ns = p.last_ns;
    }
    reader.close(reader.user);
    return status;
}

tr_status tbctl_bars_find(tbctl *program, const tbctl_bars *bars, int64_t count, int64_t until_ns,
                          int64_t *from_ns_out, tr_error *err)
{
    tr_store_reader reader;
    tr_bar end = { .open_ns = until_ns };
    tr_candle_row after = row_of(bars, &end);
    page p = { .until_ns = INT64_MAX, .has_more = true, .last_ns = INT64_MAX };
    tr_status status = open_reader(program, &reader, err);
    if (status != TR_OK)
        return status;
    while (status == TR_OK && p.has_more && p.count < count) {
        int64_t wanted = count - p.count;
        tr_store_query query = { .table = TR_TABLE_CANDLE,
                                 .key = &after,
                                 .key_columns = 2,
                                 .after = &after,
                                 .is_descending = true,
                                 .limit = wanted < PAGE_ROWS ? (size_t)wanted : PAGE_ROWS };
        status = read_page(&reader, &query, &p, err);
        after.open_ns = p.last_ns;
    }
    reader.close(reader.user);
    *from_ns_out = p.last_ns;
    return status;
}
