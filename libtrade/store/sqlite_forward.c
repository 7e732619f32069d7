/* sqlite_forward.c: see sqlite_forward.h. */
#include "store/sqlite_forward.h"

#include <string.h>

#include <trade/ledger.h>

#include "core/alloc.h"
#include "core/fail.h"
#include "store/sqlite_error.h"
#include "store/sqlite_row.h"

typedef struct forward {
    sqlite3 *db;
    const tr_allocator *allocator;
    int64_t before_ns;
    int64_t count;         /* lines that go */
    tr_ledger_trial trial; /* of the account being read */
    tr_ledger_row last;    /* of it */
    tr_ledger_row *lines;  /* that come, of all accounts */
    size_t line_count, line_capacity;
    tr_error *err;
} forward;

static tr_status fail(const forward *f, int code)
{
    return tr__sqlite_fail(f->db, code, "pruning the ledger", f->err);
}

static tr_status add_line(forward *f, const tr_ledger_row *line)
{
    if (f->line_count == f->line_capacity) {
        size_t wanted = f->line_capacity == 0 ? 16 : 2 * f->line_capacity;
        tr_ledger_row *lines = tr__reallocate(
            f->allocator, f->lines, f->line_capacity * sizeof *lines, wanted * sizeof *lines);
        if (lines == NULL)
            return tr__fail(f->err, TR_E_NO_MEMORY, 0, "no memory to prune the ledger");
        f->lines = lines;
        f->line_capacity = wanted;
    }
    f->lines[f->line_count++] = *line;
    return TR_OK;
}

/* The account has been read: its sums stand where its newest line was. */
static tr_status end_account(forward *f)
{
    tr_status status = TR_OK;
    tr_ledger_row line = f->last;
    line.line = 0;
    for (size_t i = 0; i < f->trial.count && status == TR_OK; i++) {
        memcpy(line.asset, f->trial.assets[i].asset, sizeof line.asset);
        for (line.book = 1; line.book <= TR_LEDGER_BOOK_MAX && status == TR_OK; line.book++) {
            line.amount = f->trial.assets[i].books[line.book];
            if (tr_decimal_is_zero(line.amount.value))
                continue;
            status = add_line(f, &line);
            line.line++;
        }
    }
    tr_ledger_trial_done(&f->trial);
    return status;
}

static tr_status take_line(forward *f, const tr_ledger_row *line)
{
    tr_status status = TR_OK;
    if (f->count > 0 && strcmp(f->last.account, line->account) != 0)
        status = end_account(f);
    f->last = *line;
    f->count++;
    return status == TR_OK ? tr_ledger_trial_add(&f->trial, line, f->err) : status;
}

static tr_status read_lines(forward *f)
{
    const tr_table_def *def = tr_store_table(TR_TABLE_LEDGER);
    tr__sql sql;
    sqlite3_stmt *statement = NULL;
    tr_ledger_row line;
    tr__sql_select(&sql, def);
    tr__sql_add(&sql, " WHERE at_ns < ?1 ORDER BY account, seq, line");
    int code = sqlite3_prepare_v2(f->db, sql.text, -1, &statement, NULL);
    if (code == SQLITE_OK)
        code = sqlite3_bind_int64(statement, 1, f->before_ns);
    tr_status status = code == SQLITE_OK ? TR_OK : fail(f, code);
    while (status == TR_OK && (code = sqlite3_step(statement)) == SQLITE_ROW) {
        status = tr__row_from_statement(statement, def, &line, f->err);
        if (status == TR_OK)
            status = take_line(f, &line);
    }
    if (status == TR_OK && code != SQLITE_DONE)
        status = fail(f, code);
    (void)sqlite3_finalize(statement); /* repeats the failure of the step */
    return status == TR_OK && f->count > 0 ? end_account(f) : status;
}

static tr_status delete_lines(const forward *f)
{
    sqlite3_stmt *statement = NULL;
    int code =
        sqlite3_prepare_v2(f->db, "DELETE FROM ledger WHERE at_ns < ?1", -1, &statement, NULL);
    if (code == SQLITE_OK)
        code = sqlite3_bind_int64(statement, 1, f->before_ns);
    if (code == SQLITE_OK)
        code = sqlite3_step(statement);
    tr_status status = code == SQLITE_DONE ? TR_OK : fail(f, code);
    (void)sqlite3_finalize(statement); /* repeats the failure of the step */
    return status;
}

static tr_status write_line(const forward *f, const tr_ledger_row *line)
{
    int code = tr__row_write(f->db, TR_TABLE_LEDGER, TR_STORE_INSERT, line);
    return code == SQLITE_DONE ? TR_OK : fail(f, code);
}

tr_status tr__sqlite_forward_ledger(sqlite3 *db, int64_t before_ns, const tr_allocator *allocator,
                                    int64_t *count_out, tr_error *err)
{
    forward f = { .db = db, .allocator = allocator, .before_ns = before_ns, .err = err };
    f.trial.allocator = allocator;
    tr_status status = read_lines(&f);
    if (status == TR_OK && f.count > 0)
        status = delete_lines(&f);
    for (size_t i = 0; i < f.line_count && status == TR_OK; i++)
        status = write_line(&f, &f.lines[i]);
    tr_ledger_trial_done(&f.trial);
    tr__release(allocator, f.lines);
    if (status == TR_OK)
        *count_out += f.count;
    return status;
}
