/* sqlite_writer.c: one commit for many transactions, each with a result of its own. */
#include "store/sqlite_writer.h"

#include <assert.h>
#include <errno.h>
#include <string.h>

#include <trade/store_chain.h>

#include "core/fail.h"
#include "store/sqlite_error.h"

static const char *const step_texts[TR__STEP_COUNT] = {
    "BEGIN IMMEDIATE", "COMMIT", "ROLLBACK", "SAVEPOINT one", "RELEASE one", "ROLLBACK TO one",
};

static const char last_event_text[] =
    "SELECT seq, hash FROM event WHERE account = ?1 ORDER BY seq DESC LIMIT 1";
static const char last_snapshot_text[] =
    "SELECT seq, head_hash FROM snapshot WHERE account = ?1 ORDER BY seq DESC LIMIT 1";

/* ---- statements ------------------------------------------------------------------------------ */

static tr_status prepare(tr__sqlite_writer *writer, const char *text, sqlite3_stmt **out,
                         tr_error *err)
{
    int code = sqlite3_prepare_v3(writer->db, text, -1, SQLITE_PREPARE_PERSISTENT, out, NULL);
    return code == SQLITE_OK ? TR_OK
                             : tr__sqlite_fail(writer->db, code, "preparing a statement", err);
}

tr_status tr__sqlite_writer_init(tr__sqlite_writer *writer, sqlite3 *db, tr_error *err)
{
    memset(writer, 0, sizeof *writer);
    writer->db = db;
    for (int i = 0; i < TR__HEADS_MAX; i++)
        writer->heads[i].seq = -1;
    tr_status status = TR_OK;
    for (int i = 0; status == TR_OK && i < TR__STEP_COUNT; i++)
        status = prepare(writer, step_texts[i], &writer->steps[i], err);
    if (status == TR_OK)
        status = prepare(writer, last_event_text, &writer->last_event, err);
    if (status == TR_OK)
        status = prepare(writer, last_snapshot_text, &writer->last_snapshot, err);
    return status;
}

void tr__sqlite_writer_done(tr__sqlite_writer *writer)
{
    /* Finalising repeats the failure of a statement's last run, which was reported then. */
    for (int i = 0; i < TR__STEP_COUNT; i++)
        (void)sqlite3_finalize(writer->steps[i]);
    for (int table = 0; table < TR_TABLE_COUNT; table++) {
        for (int verb = 0; verb < 4; verb++)
            (void)sqlite3_finalize(writer->verbs[table][verb]);
        (void)sqlite3_finalize(writer->gathers[table].statement);
    }
    (void)sqlite3_finalize(writer->last_event);
    (void)sqlite3_finalize(writer->last_snapshot);
    int code = sqlite3_close(writer->db);
    assert(code == SQLITE_OK); /* no statement is left */
    (void)code;
}

static int run_step(tr__sqlite_writer *writer, tr__step step)
{
    int code = sqlite3_step(writer->steps[step]);
    (void)sqlite3_reset(writer->steps[step]); /* repeats the step's failure */
    return code == SQLITE_DONE ? SQLITE_OK : code;
}

/* ---- heads of the event logs ------------------------------------------------------------------ */

static tr__head *head_slot(tr__sqlite_writer *writer, const char *account)
{
    uint32_t hash = 2166136261u;
    for (const char *at = account; *at != '\0'; at++)
        hash = (hash ^ (unsigned char)*at) * 16777619u;
    return &writer->heads[hash % TR__HEADS_MAX];
}

/* Read (seq, hash) of an account; leaves `head` alone when there is no row. @return SQLite's code */
static int read_head(sqlite3_stmt *statement, tr__head *head)
{
    (void)sqlite3_bind_text(statement, 1, head->account, -1,
                            SQLITE_STATIC); /* a failure finds no row */
    int code = sqlite3_step(statement);
    if (code == SQLITE_ROW) {
        const void *hash = sqlite3_column_blob(statement, 1);
        head->seq = sqlite3_column_int64(statement, 0);
        if (hash != NULL && sqlite3_column_bytes(statement, 1) == TR_HASH_SIZE)
            memcpy(head->hash, hash, TR_HASH_SIZE);
        else
            code = SQLITE_CORRUPT;
    }
    (void)sqlite3_reset(statement); /* repeats the step's failure */
    return code == SQLITE_ROW || code == SQLITE_DONE ? SQLITE_OK : code;
}

static bool is_head_known(tr__sqlite_writer *writer, const char *account)
{
    const tr__head *head = head_slot(writer, account);
    return head->seq >= 0 && strcmp(head->account, account) == 0;
}

static int find_head(tr__sqlite_writer *writer, const char *account, tr__head **out)
{
    tr__head *head = head_slot(writer, account);
    *out = head;
    if (is_head_known(writer, account))
        return SQLITE_OK;
    memset(head, 0, sizeof *head);
    memcpy(head->account, account, strlen(account));
    int code = read_head(writer->last_event, head);
    if (code == SQLITE_OK && head->seq == 0)
        code = read_head(writer->last_snapshot, head);
    if (code != SQLITE_OK)
        head->seq = -1;
    return code;
}

/* What an undone transaction wrote is no longer the end of its accounts' logs. */
static void forget_heads(tr__sqlite_writer *writer, const tr_store_transaction *transaction)
{
    for (size_t i = 0; i < transaction->op_count; i++)
        if (transaction->ops[i].table == TR_TABLE_EVENT)
            head_slot(writer, ((const tr_event_row *)transaction->ops[i].row)->account)->seq = -1;
}

/* ---- operations ------------------------------------------------------------------------------ */

static tr_status fatal(tr__sqlite_writer *writer, int code, const char *doing, tr_error *err,
                       bool *is_fatal)
{
    *is_fatal = true;
    return tr__sqlite_fail(writer->db, code, doing, err);
}

static int bind_op(tr__sqlite_writer *writer, sqlite3_stmt *statement, const tr_store_op *op)
{
    const tr_table_def *def = tr_store_table(op->table);
    if (op->verb != TR_STORE_DELETE) {
        int code = tr__row_bind_all(statement, def, op->row, &writer->space);
        if (code == SQLITE_OK && op->verb == TR_STORE_UPDATE)
            code = sqlite3_bind_int64(statement, (int)def->column_count + 1, op->expected_version);
        return code;
    }
    tr__path primary;
    tr__path_resolve(def, TR_INDEX_PRIMARY, &primary);
    int code = SQLITE_OK;
    writer->space.decimal_count = 0;
    for (int i = 0; code == SQLITE_OK && i < primary.named_count; i++)
        code = tr__row_bind_column(statement, primary.columns[i] + 1,
                                   &def->columns[primary.columns[i]], op->row, &writer->space);
    return code;
}

/* Run a row's statement. Another return than TR_OK with *is_fatal false is the transaction's own result. */
static tr_status run_row(tr__sqlite_writer *writer, const tr_store_op *op, tr_error *err,
                         bool *is_fatal)
{
    const tr_table_def *def = tr_store_table(op->table);
    sqlite3_stmt **statement = &writer->verbs[op->table][op->verb];
    if (*statement == NULL) {
        tr__sql_write(&writer->sql, def, op->verb);
        tr_status status = prepare(writer, writer->sql.text, statement, err);
        if (status != TR_OK) {
            *is_fatal = true;
            return status;
        }
    }
    int code = bind_op(writer, *statement, op);
    if (code == SQLITE_OK)
        code = sqlite3_step(*statement);
    (void)sqlite3_reset(*statement); /* repeats the step's failure */
    if (code == SQLITE_CONSTRAINT_PRIMARYKEY || code == SQLITE_CONSTRAINT_UNIQUE)
        return TR_E_EXISTS;
    if (code != SQLITE_DONE)
        return fatal(writer, code, def->name, err, is_fatal);
    if (op->verb == TR_STORE_UPDATE && sqlite3_changes(writer->db) == 0)
        return TR_E_CONFLICT;
    if (op->verb == TR_STORE_DELETE && sqlite3_changes(writer->db) == 0)
        return TR_E_NOT_FOUND;
    return TR_OK;
}

/* Give an event its place at the end of its account's log. `hashed` outlives the statement. */
static tr_status chain_event(tr__sqlite_writer *writer, const tr_event_row *event,
                             tr_event_row *hashed, tr_error *err, bool *is_fatal)
{
    tr__head *head;
    int code = find_head(writer, event->account, &head);
    if (code != SQLITE_OK)
        return fatal(writer, code, "reading the end of the event log", err, is_fatal);
    if (event->seq != head->seq + 1)
        return TR_E_CONFLICT;
    *hashed = *event;
    tr_store_chain_hash(head->hash, hashed, hashed->hash);
    head->seq = hashed->seq;
    memcpy(head->hash, hashed->hash, sizeof head->hash);
    return TR_OK;
}

static tr_status run_event(tr__sqlite_writer *writer, const tr_store_op *op, tr_error *err,
                           bool *is_fatal)
{
    tr_event_row hashed;
    tr_status status = chain_event(writer, op->row, &hashed, err, is_fatal);
    tr_store_op insert = { TR_STORE_INSERT, TR_TABLE_EVENT, &hashed, 0 };
    return status == TR_OK ? run_row(writer, &insert, err, is_fatal) : status;
}

static tr_status run_ops(tr__sqlite_writer *writer, const tr_store_transaction *transaction,
                         tr_error *err, bool *is_fatal)
{
    tr_status status = TR_OK;
    for (size_t i = 0; status == TR_OK && i < transaction->op_count; i++) {
        const tr_store_op *op = &transaction->ops[i];
        status = op->table == TR_TABLE_EVENT ? run_event(writer, op, err, is_fatal)
                                             : run_row(writer, op, err, is_fatal);
    }
    return status;
}

/* ---- many inserts a statement ---------------------------------------------------------------- */

static tr_status run_many(tr__sqlite_writer *writer, tr_table table, tr_error *err, bool *is_fatal)
{
    const tr_table_def *def = tr_store_table(table);
    tr__gather *gather = &writer->gathers[table];
    if (gather->statement == NULL) {
        tr__sql_insert_rows(&writer->sql, def, TR__INSERT_ROWS_MAX);
        tr_status status = prepare(writer, writer->sql.text, &gather->statement, err);
        if (status != TR_OK) {
            *is_fatal = true;
            return status;
        }
    }
    int code =
        tr__row_bind_many(gather->statement, def, gather->rows, gather->count, &writer->space);
    if (code == SQLITE_OK)
        code = sqlite3_step(gather->statement);
    (void)sqlite3_reset(gather->statement); /* repeats the step's failure */
    if (code == SQLITE_CONSTRAINT_PRIMARYKEY || code == SQLITE_CONSTRAINT_UNIQUE)
        return TR_E_EXISTS;
    return code == SQLITE_DONE ? TR_OK : fatal(writer, code, def->name, err, is_fatal);
}

/* Insert what has gathered for a table: in one statement when it is full, else one by one. */
static tr_status gather_flush(tr__sqlite_writer *writer, tr_table table, tr_error *err,
                              bool *is_fatal)
{
    tr__gather *gather = &writer->gathers[table];
    tr_status status = TR_OK;
    if (gather->count == TR__INSERT_ROWS_MAX)
        status = run_many(writer, table, err, is_fatal);
    else
        for (int i = 0; status == TR_OK && i < gather->count; i++) {
            tr_store_op insert = { TR_STORE_INSERT, table, gather->rows[i], 0 };
            status = run_row(writer, &insert, err, is_fatal);
        }
    gather->count = 0;
    return status;
}

static tr_status gather_add(tr__sqlite_writer *writer, const tr_store_op *op, tr_error *err,
                            bool *is_fatal)
{
    tr__gather *gather = &writer->gathers[op->table];
    const void *row = op->row;
    if (op->table == TR_TABLE_EVENT) {
        tr_status status = TR_OK;
        if (!is_head_known(writer,
                           ((const tr_event_row *)row)->account)) /* it is looked up in the table */
            status = gather_flush(writer, TR_TABLE_EVENT, err, is_fatal);
        tr_event_row *hashed = &writer->events[gather->count];
        if (status == TR_OK)
            status = chain_event(writer, row, hashed, err, is_fatal);
        if (status != TR_OK)
            return status;
        row = hashed;
    }
    gather->rows[gather->count++] = row;
    return gather->count < TR__INSERT_ROWS_MAX ? TR_OK
                                               : gather_flush(writer, op->table, err, is_fatal);
}

/*
 * The operations of a long transaction, with the inserts of each table put together. Those of one table stay in their order, and
 * no other verb overtakes them; of different tables none needs another. A failure says only that there is one.
 */
static tr_status run_gathered(tr__sqlite_writer *writer, const tr_store_transaction *transaction,
                              tr_error *err, bool *is_fatal)
{
    tr_status status = TR_OK;
    for (size_t i = 0; status == TR_OK && i < transaction->op_count; i++) {
        const tr_store_op *op = &transaction->ops[i];
        if (op->verb == TR_STORE_INSERT) {
            status = gather_add(writer, op, err, is_fatal);
            continue;
        }
        status = gather_flush(writer, op->table, err, is_fatal);
        if (status == TR_OK)
            status = run_row(writer, op, err, is_fatal);
    }
    for (int table = 0; table < TR_TABLE_COUNT; table++) {
        if (status == TR_OK)
            status = gather_flush(writer, (tr_table)table, err, is_fatal);
        writer->gathers[table].count = 0;
    }
    return status;
}

/* ---- transactions ---------------------------------------------------------------------------- */

/* Undo what the commit holds of a transaction, and be where it began. */
static int start_again(tr__sqlite_writer *writer, const tr_store_transaction *transaction,
                       bool is_alone)
{
    forget_heads(writer, transaction);
    int code = run_step(writer, is_alone ? TR__STEP_ROLLBACK : TR__STEP_UNDO);
    return code == SQLITE_OK && is_alone ? run_step(writer, TR__STEP_BEGIN) : code;
}

/*
 * One transaction inside the commit. A statement that fails undoes itself, so a savepoint is needed only
 * where an earlier operation may have to go with it, and where others stay: SQLite keeps every page that is changed
 * behind a savepoint as it was before. One that is alone takes the whole commit with it when it fails.
 */
static tr_status run_transaction(tr__sqlite_writer *writer, const tr_store_transaction *transaction,
                                 bool is_alone, tr_error *err, bool *is_fatal)
{
    bool has_savepoint = transaction->op_count > 1 && !is_alone;
    int code = has_savepoint ? run_step(writer, TR__STEP_SAVEPOINT) : SQLITE_OK;
    if (code != SQLITE_OK)
        return fatal(writer, code, "starting a transaction", err, is_fatal);
    bool is_long = transaction->op_count >= 2 * TR__INSERT_ROWS_MAX;
    tr_status status = is_long ? run_gathered(writer, transaction, err, is_fatal)
                               : run_ops(writer, transaction, err, is_fatal);
    if (status != TR_OK && is_long &&
        !*is_fatal) { /* one by one, so that its result is that of the first that fails */
        code = start_again(writer, transaction, is_alone);
        if (code != SQLITE_OK)
            return fatal(writer, code, "undoing a transaction", err, is_fatal);
        status = run_ops(writer, transaction, err, is_fatal);
    }
    if (*is_fatal)
        return status;
    if (status != TR_OK)
        forget_heads(writer, transaction);
    if (status != TR_OK && has_savepoint)
        code = run_step(writer, TR__STEP_UNDO);
    if (code == SQLITE_OK && has_savepoint)
        code = run_step(writer, TR__STEP_RELEASE);
    if (code != SQLITE_OK)
        return fatal(writer, code, "ending a transaction", err, is_fatal);
    return status;
}

tr_status tr__sqlite_writer_commit(tr__sqlite_writer *writer, tr__batch *first, tr_error *err)
{
    errno = 0; /* what it holds at a failure is that failure's */
    int code = run_step(writer, TR__STEP_BEGIN);
    if (code != SQLITE_OK)
        return tr__sqlite_fail(writer->db, code, "starting a commit", err);
    tr_status status = TR_OK;
    bool is_fatal = false, is_alone = first->next == NULL && first->count == 1;
    for (tr__batch *batch = first; !is_fatal && batch != NULL; batch = batch->next)
        for (size_t i = 0; !is_fatal && i < batch->count; i++) {
            status = run_transaction(writer, &batch->transactions[i], is_alone, err, &is_fatal);
            batch->results[i] = status;
        }
    if (!is_fatal && is_alone && status != TR_OK) { /* nothing of it stays: its result says why */
        code = run_step(writer, TR__STEP_ROLLBACK);
        return code == SQLITE_OK ? TR_OK
                                 : tr__sqlite_fail(writer->db, code, "undoing a transaction", err);
    }
    if (!is_fatal) {
        code = run_step(writer, TR__STEP_COMMIT);
        if (code == SQLITE_OK)
            return TR_OK;
        status = tr__sqlite_fail(writer->db, code, "committing", err);
    }
    (void)run_step(
        writer, TR__STEP_ROLLBACK); /* SQLite may have done so itself; the store ends in any case */
    return status;
}
