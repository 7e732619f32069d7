/* ledger.c: `ledger list`, `ledger export`, `ledger check`: the books of an account, line by line. */
#include <trade/command.h>

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <trade/ledger.h>

#include "command/reading.h"
#include "core/buffer.h"
#include "core/fail.h"

#define PAGE_ROWS       1000
#define EXPORT_ROWS_MAX 20000 /* a page of the export, well below what the local socket carries */
#define EXPORT_SIZE_MAX (EXPORT_ROWS_MAX * (TR_LEDGER_TEXT_SIZE + 2) + 64)

/* ---- which lines ------------------------------------------------------------------------------- */

/* A part of an account's ledger: from a time, up to a time, or behind a line. */
typedef struct span {
    tr_ledger_row key;   /* the account */
    tr_ledger_row after; /* strictly behind this line */
    int64_t to_ns;       /* not from this time on */
    const char *book;    /* empty: every one */
    const char *asset;   /* likewise */
} span;

static bool is_within(const span *s, const tr_ledger_row *line)
{
    const char *book = tr_ledger_book_name(line->book);
    return (s->asset[0] == '\0' || strcmp(s->asset, line->asset) == 0) &&
           (s->book[0] == '\0' || (book != NULL && strcmp(s->book, book) == 0));
}

static tr_status read_lines(const tr_command_context *context, const span *s, bool is_descending,
                            size_t limit, tr_store_row_sink *sink, void *user, bool *has_more_out,
                            tr_error *err)
{
    tr_store_query query = { .table = TR_TABLE_LEDGER,
                             .key = &s->key,
                             .key_columns = 1,
                             .after = is_descending ? NULL : &s->after,
                             .is_descending = is_descending,
                             .limit = limit };
    return tr__read_page(context, &query, sink, user, has_more_out, err);
}

typedef struct found_line {
    tr_ledger_row line;
    bool is_found;
} found_line;

static bool take_line(void *user, const void *row)
{
    found_line *found = user;
    found->line = *(const tr_ledger_row *)row;
    found->is_found = true;
    return false;
}

/*
 * Move the span's begin to the first line at or behind a time. Times ascend with the numbers, so halving finds it:
 * at most 63 reads of one row.
 */
static tr_status begin_at(const tr_command_context *context, span *s, int64_t from_ns,
                          tr_error *err)
{
    found_line newest = { .is_found = false };
    tr_status status = read_lines(context, s, true, 1, take_line, &newest, NULL, err);
    int64_t low = 0,
            high = newest.line.seq; /* lines up to low are older, those behind high are not */
    while (status == TR_OK && low < high) {
        int64_t middle = low + (high - low) / 2;
        found_line found = { .is_found = false };
        s->after.seq = middle;
        s->after.line = INT64_MAX;
        status = read_lines(context, s, false, 1, take_line, &found, NULL, err);
        if (found.is_found && found.line.at_ns < from_ns)
            low = found.line.seq;
        else
            high = middle;
    }
    s->after.seq = low;
    s->after.line = INT64_MAX;
    return status;
}

/* "12.3": line 3 of event 12. */
static tr_status read_place(const char *text, tr_ledger_row *out, tr_error *err)
{
    char *end = NULL;
    long long seq = strtoll(text, &end, 10);
    long long line = end != text && *end == '.' ? strtoll(end + 1, &end, 10) : -1;
    if (seq < 0 || line < 0 || *end != '\0' || text[0] < '0' || text[0] > '9')
        return tr__fail(err, TR_E_INVALID, 0,
                        "after is \"%.40s\": give event and line, as the page before ended (12.3)",
                        text);
    out->seq = seq;
    out->line = line;
    return TR_OK;
}

static tr_status open_span(const tr_command_call *call, span *out, tr_error *err)
{
    tr_account_row account;
    tr_status status = tr__call_account(call, TR_RIGHT_READ, &account, err);
    if (status != TR_OK)
        return status;
    *out = (span){ .to_ns = INT64_MAX,
                   .book = tr_call_text(call, "book"),
                   .asset = tr_call_text(call, "asset") };
    memcpy(out->key.account, account.name, sizeof account.name);
    out->after = out->key;
    out->after.line = -1;
    if (tr_call_has(call, "to"))
        out->to_ns = tr_call_int(call, "to");
    if (tr_call_has(call, "after"))
        return read_place(tr_call_text(call, "after"), &out->after, err);
    if (tr_call_has(call, "from"))
        return begin_at(tr_call_context(call), out, tr_call_int(call, "from"), err);
    return TR_OK;
}

/* ---- pages ------------------------------------------------------------------------------------- */

/* Lines of a span, handed on one by one; ends at the limit, at the span's end, or at the ledger's. */
typedef struct walk {
    const span *s;
    void (*take)(void *user, const tr_ledger_row *line);
    void *user;
    int64_t limit;
    int64_t taken;
    int64_t looked_at;
    tr_ledger_row last;
    bool is_over;  /* the span's time has come */
    bool has_more; /* there are lines behind `last` */
} walk;

#define LOOKED_AT_MAX 200000 /* lines that one call reads past */

/* A page with a line in it is given up after a while, so that a rare asset does not hold up others' reads. */
static bool has_enough(const walk *w)
{
    return w->taken == w->limit || (w->taken > 0 && w->looked_at >= LOOKED_AT_MAX);
}

static bool walk_line(void *user, const void *row)
{
    walk *w = user;
    const tr_ledger_row *line = row;
    w->is_over = line->at_ns >= w->s->to_ns;
    w->has_more = !w->is_over && has_enough(w);
    if (w->is_over || w->has_more)
        return false;
    w->last = *line;
    w->looked_at++;
    if (is_within(w->s, line)) {
        w->take(w->user, line);
        w->taken++;
    }
    return true;
}

static tr_status walk_on(const tr_command_context *context, span *s, walk *w, tr_error *err)
{
    bool is_cut = true; /* the page was */
    w->s = s;
    w->last = s->after;
    while (is_cut && !w->is_over && !w->has_more) {
        tr_status status = read_lines(context, s, false, PAGE_ROWS, walk_line, w, &is_cut, err);
        if (status != TR_OK)
            return status;
        s->after = w->last;
    }
    return TR_OK;
}

static void add_next(tr_document *answer, const walk *w)
{
    char text[64];
    (void)snprintf(text, sizeof text, "%" PRId64 ".%" PRId64, w->last.seq, w->last.line);
    if (w->has_more)
        tr_document_add_text(answer, "next", text);
}

/* ---- ledger list --------------------------------------------------------------------------------- */

static const char *const books[] = { "cash",    "position", "fees", "external",
                                     "funding", "opening",  NULL };

#define SPAN_ARGUMENTS                                                                             \
    { .name = "account", .type = TR_ARGUMENT_TEXT, .max = "31", .help = "books of this account" }, \
        { .name = "from", .type = TR_ARGUMENT_TIME, .help = "from this time on" },                 \
        { .name = "to", .type = TR_ARGUMENT_TIME, .help = "up to this time, which is left out" },  \
        { .name = "book", .type = TR_ARGUMENT_CHOICE, .choices = books, .help = "only this one" }, \
        { .name = "asset", .type = TR_ARGUMENT_TEXT, .max = "15", .help = "only this one" },       \
    {                                                                                              \
        .name = "after", .type = TR_ARGUMENT_TEXT, .max = "40",                                    \
        .help = "go on behind this line: \"next\" of the page before"                              \
    }

static const tr_argument_def list_arguments[] = {
    SPAN_ARGUMENTS,
    { .name = "limit",
      .type = TR_ARGUMENT_INTEGER,
      .initial = "50",
      .min = "1",
      .max = "1000",
      .help = "how many" },
};

static const tr_column_view list_columns[] = {
    { "at", "AT", false, 0 },     { "seq", "#", true, 0 },         { "line", "LINE", true, 1 },
    { "book", "BOOK", false, 0 }, { "amount", "AMOUNT", true, 0 }, { "asset", "ASSET", false, 0 },
};

static void list_line(void *user, const tr_ledger_row *line)
{
    tr_document *answer = user;
    tr_document_object_begin(answer, NULL);
    tr_document_add_time(answer, "at", line->at_ns);
    tr_document_add_int(answer, "seq", line->seq);
    tr_document_add_int(answer, "line", line->line);
    tr_document_add_text(answer, "book", tr_ledger_book_name(line->book));
    tr_document_add_text(answer, "asset", line->asset);
    tr_document_add_decimal(answer, "amount", line->amount.value);
    tr_document_object_end(answer);
}

static void run_list(tr_command_call *call)
{
    tr_document *answer = tr_call_answer(call);
    tr_error err = { 0 };
    span s;
    walk w = { .take = list_line, .user = answer, .limit = tr_call_int(call, "limit") };
    tr_status status = open_span(call, &s, &err);
    if (status == TR_OK) {
        tr_document_add_text(answer, "account", s.key.account);
        tr_document_array_begin(answer, "lines");
        status = walk_on(tr_call_context(call), &s, &w, &err);
        tr_document_array_end(answer);
        add_next(answer, &w);
    }
    tr_call_finish(call, status, &err);
}

const tr_command_def tr__command_ledger_list = {
    .name = "ledger list",
    .summary = "List the books of an account, line by line",
    .details = "The lines of one event sum to zero in every asset. Cash is what the account has; "
               "every other book is the other side of it.",
    .example = "tbctl ledger list --limit 10",
    .place = TR_COMMAND_READS,
    .rights = TR_RIGHT_READ,
    .arguments = list_arguments,
    .argument_count = sizeof list_arguments / sizeof list_arguments[0],
    .list_key = "lines",
    .columns = list_columns,
    .column_count = sizeof list_columns / sizeof list_columns[0],
    .run = run_list,
};

/* ---- ledger export ------------------------------------------------------------------------------- */

static const char *const formats[] = { "csv", "json", NULL };

static const tr_argument_def export_arguments[] = {
    SPAN_ARGUMENTS,
    { .name = "format",
      .type = TR_ARGUMENT_CHOICE,
      .initial = "csv",
      .choices = formats,
      .help = "form of the text" },
};

typedef struct export_text {
    tr__buffer bytes;
    tr_ledger_format format;
    bool is_begun;
} export_text;

static void export_line(void *user, const tr_ledger_row *line)
{
    export_text *out = user;
    char text[TR_LEDGER_TEXT_SIZE];
    size_t length = tr_ledger_format_line(line, out->format, text);
    bool is_json = out->format == TR_LEDGER_JSON;
    (void)tr__buffer_append_text(&out->bytes, is_json && out->is_begun ? ",\n" : "");
    (void)tr__buffer_append(&out->bytes, text, length); /* the buffer keeps its failure */
    (void)tr__buffer_append_text(&out->bytes, is_json ? "" : "\n");
    out->is_begun = true;
}

/* A page behind another one goes on where that one ended: no second header, and the list stays open. */
static tr_status write_export(const tr_command_call *call, export_text *out, tr_document *answer,
                              tr_error *err)
{
    span s;
    walk w = { .take = export_line, .user = out, .limit = EXPORT_ROWS_MAX };
    bool is_first = !tr_call_has(call, "after"), is_json = out->format == TR_LEDGER_JSON;
    tr_status status = open_span(call, &s, err);
    if (status != TR_OK)
        return status;
    out->is_begun = !is_first;
    if (is_first)
        (void)tr__buffer_append_format(&out->bytes, "%s\n", is_json ? "[" : tr_ledger_csv_header());
    status = walk_on(tr_call_context(call), &s, &w, err);
    if (status == TR_OK && is_json && !w.has_more)
        (void)tr__buffer_append_text(&out->bytes, out->is_begun ? "\n]\n" : "]\n");
    if (status == TR_OK && out->bytes.status != TR_OK)
        status = tr__fail(err, out->bytes.status, 0, "the export does not fit into memory");
    if (status != TR_OK)
        return status;
    tr_document_add_text(answer, "text", tr__buffer_text(&out->bytes));
    add_next(answer, &w);
    return TR_OK;
}

static void run_export(tr_command_call *call)
{
    tr_error err = { 0 };
    bool is_json = strcmp(tr_call_text(call, "format"), "json") == 0;
    export_text out = { .format = is_json ? TR_LEDGER_JSON : TR_LEDGER_CSV };
    tr__buffer_init(&out.bytes, EXPORT_SIZE_MAX, NULL);
    tr_status status = write_export(call, &out, tr_call_answer(call), &err);
    tr__buffer_done(&out.bytes);
    tr_call_finish(call, status, &err);
}

const tr_command_def tr__command_ledger_export = {
    .name = "ledger export",
    .summary = "Write the books of an account as CSV or JSON",
    .details = "Columns: at, account, seq, line, book, asset, amount; amounts are exact decimal "
               "text. The same log gives the same bytes. \"text\" is a page of it; with \"next\" "
               "as --after the next page goes on exactly where this one ended.",
    .example = "tbctl ledger export --format csv",
    .place = TR_COMMAND_READS,
    .rights = TR_RIGHT_READ,
    .arguments = export_arguments,
    .argument_count = sizeof export_arguments / sizeof export_arguments[0],
    .run = run_export,
};

/* ---- ledger check -------------------------------------------------------------------------------- */

static const tr_argument_def check_arguments[] = {
    { .name = "account", .type = TR_ARGUMENT_TEXT, .max = "31", .help = "books of this account" },
};

static const tr_column_view check_columns[] = {
    { "asset", "ASSET", false, 0 },      { "cash", "CASH", true, 0 },
    { "position", "POSITION", true, 1 }, { "fees", "FEES", true, 2 },
    { "funding", "FUNDING", true, 5 },   { "external", "EXTERNAL", true, 4 },
    { "opening", "OPENING", true, 3 },   { "sum", "SUM", true, 0 },
    { "balance", "BALANCE", true, 0 },   { "status", "STATUS", false, 0 },
};

#define CATCH_UP_MAX 100

typedef struct checking {
    tr_ledger_trial trial;
    tr_ledger_row last;
    int64_t line_count;
    int64_t wrong_count; /* assets that do not add up */
    tr_status status;
    tr_error error;
} checking;

static bool add_line(void *user, const void *row)
{
    checking *c = user;
    c->last = *(const tr_ledger_row *)row;
    c->status = tr_ledger_trial_add(&c->trial, &c->last, &c->error);
    c->line_count++;
    return c->status == TR_OK;
}

/* Add the lines behind those that were added. */
static tr_status add_lines(const tr_command_context *context, checking *c, tr_error *err)
{
    span s = { .to_ns = INT64_MAX, .key = c->last, .after = c->last };
    for (bool has_more = true; has_more; s.after = c->last) {
        tr_status status = read_lines(context, &s, false, PAGE_ROWS, add_line, c, &has_more, err);
        if (status == TR_OK && c->status != TR_OK)
            status = tr__fail(err, c->status, 0, "%s", c->error.message);
        if (status != TR_OK)
            return status;
    }
    return TR_OK;
}

/* Write an asset's row; to no document: only judge it. False: it does not add up, or is not the balance. */
static bool check_asset(const tr_command_context *context, const checking *c,
                        const tr_ledger_sums *sums, tr_document *answer)
{
    tr_balance balance = { .account = "" };
    memcpy(balance.account, c->last.account, sizeof balance.account);
    memcpy(balance.asset, sums->asset, sizeof balance.asset);
    bool has_balance =
        tr__read_row(context, TR_TABLE_BALANCE, &balance, 2, &balance, NULL) == TR_OK;
    bool is_sound = tr_decimal_is_zero(sums->total.value) && has_balance &&
                    tr_decimal_compare(balance.total.value, sums->books[TR_LEDGER_CASH].value) == 0;
    if (answer == NULL)
        return is_sound;
    tr_document_object_begin(answer, NULL);
    tr_document_add_text(answer, "asset", sums->asset);
    for (int64_t book = TR_LEDGER_CASH; book <= TR_LEDGER_BOOK_MAX; book++)
        tr_document_add_decimal(answer, tr_ledger_book_name(book), sums->books[book].value);
    tr_document_add_decimal(answer, "sum", sums->total.value);
    if (has_balance)
        tr_document_add_decimal(answer, "balance", balance.total.value);
    else
        tr_document_add_null(answer, "balance");
    tr_document_add_int(answer, "lines", sums->lines);
    tr_document_add_text(answer, "status", is_sound ? "ok" : "failed");
    tr_document_object_end(answer);
    return is_sound;
}

static void check_assets(const tr_command_context *context, checking *c, tr_document *answer)
{
    c->wrong_count = 0;
    for (size_t i = 0; i < c->trial.count; i++)
        c->wrong_count += !check_asset(context, c, &c->trial.assets[i], answer);
}

/* The owner goes on writing meanwhile: a difference counts once no lines have come that could explain it. */
static tr_status catch_up(const tr_command_context *context, checking *c, tr_error *err)
{
    tr_status status = TR_OK;
    int64_t before = -1;
    c->wrong_count = 1;
    for (int i = 0;
         i < CATCH_UP_MAX && status == TR_OK && c->wrong_count > 0 && c->line_count > before; i++) {
        before = c->line_count;
        status = add_lines(context, c, err);
        if (status == TR_OK)
            check_assets(context, c, NULL);
    }
    return status;
}

static void run_check(tr_command_call *call)
{
    const tr_command_context *context = tr_call_context(call);
    tr_document *answer = tr_call_answer(call);
    tr_error err = { 0 };
    tr_account_row account;
    checking c = { .status = TR_OK };
    tr_status status = tr__call_account(call, TR_RIGHT_READ, &account, &err);
    if (status == TR_OK) {
        memcpy(c.last.account, account.name, sizeof c.last.account);
        c.last.line = -1;
        status = catch_up(context, &c, &err);
    }
    if (status == TR_OK) {
        bool is_balanced = c.wrong_count == 0;
        tr_document_add_text(answer, "account", account.name);
        tr_document_add_int(answer, "lines", c.line_count);
        tr_document_add_bool(answer, "is_balanced", is_balanced);
        tr_document_array_begin(answer, "assets");
        check_assets(context, &c, answer);
        tr_document_array_end(answer);
        if (!is_balanced)
            status = tr__fail(&err, TR_E_CORRUPT, 0, "the books of %s do not add up", account.name);
    }
    tr_ledger_trial_done(&c.trial);
    tr_call_finish(call, status, &err);
}

const tr_command_def tr__command_ledger_check = {
    .name = "ledger check",
    .summary = "Add up the books: every asset to zero, its cash to the balance",
    .details = "Fails when an asset's lines do not sum to zero, or its cash is not the account's "
               "balance. The owner does the same at the end of each trading day and writes the "
               "sums into the log.",
    .example = "tbctl ledger check",
    .place = TR_COMMAND_READS,
    .rights = TR_RIGHT_READ,
    .arguments = check_arguments,
    .argument_count = sizeof check_arguments / sizeof check_arguments[0],
    .list_key = "assets",
    .columns = check_columns,
    .column_count = sizeof check_columns / sizeof check_columns[0],
    .run = run_check,
};
