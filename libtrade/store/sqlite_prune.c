/*
 * sqlite_prune.c: forgetting what is old, with a new origin for every log.
 *
 * One transaction. First the rows go, then the state of what remains is written as a snapshot at the
 * log's head, then the events go up to the cut. The hash of the last event that went is kept in a snapshot without
 * state: the chain of what remains starts there.
 */
#include <trade/store_sqlite.h>

#include <string.h>

#include "core/buffer.h"
#include "core/fail.h"
#include "journal/row_codec.h"
#include "store/owner_lock.h"
#include "store/sqlite_connection.h"
#include "store/sqlite_error.h"
#include "store/sqlite_forward.h"
#include "store/sqlite_row.h"

#define STATE_BYTES_MAX (512u * 1024u * 1024u)

/* The tables of an account's state, in the order of its encoding: best prices before the orders that follow them,
   blocks before their conditions. */
static const tr_table state_tables[] = { TR_TABLE_EXTREME,  TR_TABLE_ORDER,          TR_TABLE_FILL,
                                         TR_TABLE_POSITION, TR_TABLE_BALANCE,        TR_TABLE_RISK,
                                         TR_TABLE_BLOCK,    TR_TABLE_BLOCK_CONDITION };

typedef struct prune {
    sqlite3 *db;
    tr_store_prune_options options;
    int64_t now_ns;
    const tr_allocator *allocator;
    tr_store_prune_report report;
    tr_error *err;
} prune;

static tr_status fail(prune *p, int code)
{
    return tr__sqlite_fail(p->db, code, "pruning", p->err);
}

/* Prepare with up to two integers bound, and a text in front of them when there is one. */
static tr_status prepare(prune *p, const char *sql, const char *account, int64_t first,
                         int64_t second, sqlite3_stmt **out)
{
    int code = sqlite3_prepare_v2(p->db, sql, -1, out, NULL);
    if (code != SQLITE_OK)
        return fail(p, code);
    int parameter = 1;
    if (account != NULL)
        code = sqlite3_bind_text(*out, parameter++, account, -1, SQLITE_STATIC);
    int count = sqlite3_bind_parameter_count(*out);
    if (code == SQLITE_OK && parameter <= count)
        code = sqlite3_bind_int64(*out, parameter++, first);
    if (code == SQLITE_OK && parameter <= count)
        code = sqlite3_bind_int64(*out, parameter++, second);
    return code == SQLITE_OK ? TR_OK : fail(p, code);
}

/* Run a statement without rows; adds the rows it changed to `count`. */
static tr_status change(prune *p, const char *sql, const char *account, int64_t first,
                        int64_t second, int64_t *count)
{
    sqlite3_stmt *statement = NULL;
    tr_status status = prepare(p, sql, account, first, second, &statement);
    if (status == TR_OK) {
        int code = sqlite3_step(statement);
        if (code != SQLITE_DONE)
            status = fail(p, code);
        else
            *count += sqlite3_changes(p->db);
    }
    (void)sqlite3_finalize(statement); /* repeats the failure of the step */
    return status;
}

/* ---- rows ------------------------------------------------------------------------------------ */

/* "8,10,...": the states that nothing leaves, as the life cycle has them. */
static void add_final_states(tr__sql *sql)
{
    const char *separator = "";
    for (int state = TR_STATE_NONE; state <= TR_STATE_FAILED; state++) {
        if (!tr_order_state_is_final((tr_order_state)state))
            continue;
        tr__sql_add(sql, "%s%d", separator, state);
        separator = ",";
    }
}

/*
 * Final and old, and nothing that still works hangs on it: neither as its exit nor in its group. Those that book a liquidation stay:
 * an exchange lists executions for as long as an older order works, and would have it booked again.
 */
static tr_status choose_orders(prune *p)
{
    tr__sql sql = { .length = 0 };
    int64_t ignored = 0;
    tr__sql_add(&sql, "CREATE TEMP TABLE pruned_order AS SELECT o.id AS id FROM \"order\" o WHERE "
                      "o.updated_ns < ?1 AND o.notes <> '" TR__NOTES_LIQUIDATED "' "
                      "AND o.state IN (");
    add_final_states(&sql);
    tr__sql_add(&sql, ") AND o.id NOT IN (SELECT parent_id FROM \"order\" WHERE state NOT IN (");
    add_final_states(&sql);
    tr__sql_add(&sql, ")) AND (o.group_id = zeroblob(16) OR o.group_id NOT IN "
                      "(SELECT group_id FROM \"order\" WHERE state NOT IN (");
    add_final_states(&sql);
    tr__sql_add(&sql, ")))");
    return change(p, sql.text, NULL, p->options.before_ns, 0, &ignored);
}

/* Lots that an execution opened may close years later: it moves to a table of its own. */
static const char keep_fills_text[] =
    "INSERT OR REPLACE INTO past_fill (id, order_id, account, symbol, exchange_fill_id, side, "
    "is_maker, price, quantity, "
    "fee, fee_asset, at_ns) SELECT id, order_id, account, symbol, exchange_fill_id, side, "
    "is_maker, price, quantity, fee, "
    "fee_asset, at_ns FROM fill WHERE order_id IN (SELECT id FROM pruned_order)";

static tr_status forget_rows(prune *p)
{
    int64_t before = p->options.before_ns;
    int64_t kept_count = 0;
    tr_status status = choose_orders(p);
    if (status == TR_OK)
        status = change(p, keep_fills_text, NULL, 0, 0, &kept_count);
    if (status == TR_OK)
        status = change(p, "DELETE FROM fill WHERE order_id IN (SELECT id FROM pruned_order)", NULL,
                        0, 0, &p->report.fill_count);
    if (status == TR_OK)
        status = change(p, "DELETE FROM \"order\" WHERE id IN (SELECT id FROM pruned_order)", NULL,
                        0, 0, &p->report.order_count);
    if (status == TR_OK)
        status = tr__sqlite_run(p->db, "DROP TABLE pruned_order", "pruning", p->err);
    if (status == TR_OK)
        status = change(
            p, "DELETE FROM alert WHERE received_ns < ?1 AND substr(dedup_key, 1, 3) <> 'id:'",
            NULL, before, 0, &p->report.alert_count);
    if (status == TR_OK)
        status =
            change(p, "UPDATE alert SET body = x'' WHERE received_ns < ?1 AND length(body) > 0",
                   NULL, before, 0, &p->report.alert_emptied_count);
    if (status == TR_OK)
        status =
            tr__sqlite_forward_ledger(p->db, before, p->allocator, &p->report.ledger_count, p->err);
    return status;
}

/* ---- state ----------------------------------------------------------------------------------- */

/* Append every row of one table of one account, in the order of its primary key, and how many there are. */
static tr_status encode_table(prune *p, tr_table table, const char *account, tr__buffer *out)
{
    union {
        tr_order order;
        tr_fill fill;
        tr_position position;
        tr_balance balance;
        tr_risk_row risk;
        tr_extreme extreme;
        tr_block block;
        tr_block_condition condition;
    } row;
    const tr_table_def *def = tr_store_table(table);
    tr__buffer rows;
    tr__sql sql;
    uint64_t count = 0;
    sqlite3_stmt *statement = NULL;
    tr__buffer_init(&rows, STATE_BYTES_MAX, p->allocator);
    tr__sql_select(&sql, def);
    tr__sql_add(&sql, " WHERE account = ?1 ORDER BY ");
    for (int i = 0; i < TR_INDEX_COLUMNS_MAX && def->indexes[TR_INDEX_PRIMARY].columns[i] != NULL;
         i++)
        tr__sql_add(&sql, "%s\"%s\"", i == 0 ? "" : ", ",
                    def->indexes[TR_INDEX_PRIMARY].columns[i]);
    tr_status status = prepare(p, sql.text, account, 0, 0, &statement);
    int code = SQLITE_DONE;
    while (status == TR_OK && (code = sqlite3_step(statement)) == SQLITE_ROW) {
        status = tr__row_from_statement(statement, def, &row, p->err);
        if (status == TR_OK && tr__row_encode(def, &row, &rows) != TR_OK)
            status = tr__fail(p->err, rows.status, 0,
                              "the state of account %s takes too much memory", account);
        count++;
    }
    if (status == TR_OK && code != SQLITE_DONE)
        status = fail(p, code);
    (void)sqlite3_finalize(statement); /* repeats the failure of the step */
    (void)tr__buffer_append_u16(out, (uint16_t)table);
    (void)tr__buffer_append_u64(out, count);
    (void)tr__buffer_append(out, rows.bytes, rows.size);
    if (status == TR_OK && out->status != TR_OK)
        status = tr__fail(p->err, out->status, 0, "the state of account %s takes too much memory",
                          account);
    tr__buffer_done(&rows);
    return status;
}

/* Write a snapshot, in place of one that may be there for this event. */
static tr_status put_snapshot(prune *p, const tr_snapshot_row *snapshot)
{
    int code = tr__row_write(p->db, TR_TABLE_SNAPSHOT, TR_STORE_PUT, snapshot);
    return code == SQLITE_DONE ? TR_OK : fail(p, code);
}

static tr_status snapshot_state(prune *p, tr_snapshot_row *snapshot)
{
    tr__buffer state;
    tr__buffer_init(&state, STATE_BYTES_MAX, p->allocator);
    (void)tr__buffer_append_u16(&state, TR__STATE_VERSION);
    tr_status status = TR_OK;
    for (size_t i = 0; status == TR_OK && i < sizeof state_tables / sizeof state_tables[0]; i++)
        status = encode_table(p, state_tables[i], snapshot->account, &state);
    snapshot->state = state.bytes;
    snapshot->state_size = state.size;
    if (status == TR_OK)
        status = put_snapshot(p, snapshot);
    tr__buffer_done(&state);
    snapshot->state = NULL;
    snapshot->state_size = 0;
    return status;
}

/* ---- events ---------------------------------------------------------------------------------- */

/* Read (seq, hash) of one event into the snapshot; seq 0: there is none. */
static tr_status find_event(prune *p, const char *sql, tr_snapshot_row *snapshot, int64_t first,
                            int64_t second)
{
    sqlite3_stmt *statement = NULL;
    tr_status status = prepare(p, sql, snapshot->account, first, second, &statement);
    snapshot->seq = 0;
    if (status == TR_OK) {
        int code = sqlite3_step(statement);
        if (code == SQLITE_ROW) {
            const void *hash = sqlite3_column_blob(statement, 1);
            snapshot->seq = sqlite3_column_int64(statement, 0);
            if (hash != NULL && sqlite3_column_bytes(statement, 1) == TR_HASH_SIZE)
                memcpy(snapshot->head_hash, hash, TR_HASH_SIZE);
            else
                status = tr__fail(p->err, TR_E_CORRUPT, 0,
                                  "table event, key %s,%lld: column hash has not its length",
                                  snapshot->account, (long long)snapshot->seq);
        } else if (code != SQLITE_DONE) {
            status = fail(p, code);
        }
    }
    (void)sqlite3_finalize(statement); /* repeats the failure of the step */
    return status;
}

/* The last event that may go: all up to it are older than the cut, and enough younger ones remain. */
static const char last_to_go_text[] =
    "SELECT seq, hash FROM event WHERE account = ?1 "
    "AND seq < coalesce((SELECT min(seq) FROM event WHERE account = ?1 AND at_ns >= ?2), "
    "9223372036854775807) "
    "AND seq <= (SELECT max(seq) FROM event WHERE account = ?1) - ?3 ORDER BY seq DESC LIMIT 1";

/* Only the chain's origin and the newest state count. */
static const char stale_snapshots_text[] =
    "DELETE FROM snapshot WHERE account = ?1 AND seq <> ?2 "
    "AND seq <> coalesce((SELECT min(seq) - 1 FROM event WHERE account = ?1), ?2)";

static tr_status prune_account(prune *p, const char *account)
{
    tr_snapshot_row head = { .created_ns = p->now_ns }, origin = { .created_ns = p->now_ns };
    memcpy(head.account, account, strlen(account));
    memcpy(origin.account, account, strlen(account));
    tr_status status = find_event(
        p, "SELECT seq, hash FROM event WHERE account = ?1 ORDER BY seq DESC LIMIT 1", &head, 0, 0);
    if (status != TR_OK)
        return status;
    status =
        find_event(p, last_to_go_text, &origin, p->options.before_ns, p->options.event_count_min);
    if (status == TR_OK && origin.seq > 0)
        status = change(p, "DELETE FROM event WHERE account = ?1 AND seq <= ?2", account,
                        origin.seq, 0, &p->report.event_count);
    if (status == TR_OK && origin.seq > 0)
        status = put_snapshot(p, &origin);
    int64_t ignored = 0;
    if (status == TR_OK)
        status = change(p, stale_snapshots_text, account, head.seq, 0, &ignored);
    if (status == TR_OK)
        status = snapshot_state(p, &head);
    if (status == TR_OK)
        p->report.account_count++;
    return status;
}

/* Accounts are listed before anything of theirs changes: a statement must not run over what it deletes. */
static tr_status prune_accounts(prune *p)
{
    char accounts[64][TR_NAME_SIZE];
    char after[TR_NAME_SIZE] = "";
    size_t count;
    do {
        sqlite3_stmt *statement = NULL;
        tr_status status = prepare(
            p, "SELECT DISTINCT account FROM event WHERE account > ?1 ORDER BY account LIMIT 64",
            after, 0, 0, &statement);
        int code = SQLITE_DONE;
        for (count = 0;
             status == TR_OK && count < 64 && (code = sqlite3_step(statement)) == SQLITE_ROW;
             count++) {
            const unsigned char *name = sqlite3_column_text(statement, 0);
            size_t length = (size_t)sqlite3_column_bytes(statement, 0);
            if (name == NULL || length >= TR_NAME_SIZE) {
                status =
                    tr__fail(p->err, TR_E_CORRUPT, 0, "table event: column account is too long");
                break;
            }
            memcpy(accounts[count], name, length);
            accounts[count][length] = '\0';
        }
        if (status == TR_OK && code != SQLITE_DONE && code != SQLITE_ROW)
            status = fail(p, code);
        (void)sqlite3_finalize(statement); /* repeats the failure of the step */
        for (size_t i = 0; status == TR_OK && i < count; i++)
            status = prune_account(p, accounts[i]);
        if (status != TR_OK)
            return status;
        if (count > 0)
            memcpy(after, accounts[count - 1], sizeof after);
    } while (count == 64);
    return TR_OK;
}

static tr_status run(prune *p)
{
    tr_status status = tr__sqlite_run(p->db, "BEGIN IMMEDIATE", "pruning", p->err);
    if (status != TR_OK)
        return status;
    status = forget_rows(p);
    if (status == TR_OK)
        status = prune_accounts(p);
    if (status == TR_OK)
        status = tr__sqlite_run(p->db, "COMMIT", "pruning", p->err);
    if (status != TR_OK)
        (void)sqlite3_exec(p->db, "ROLLBACK", NULL, NULL, NULL); /* the failure is reported */
    return status;
}

tr_status tr_store_sqlite_prune(const tr_store_sqlite_options *options,
                                const tr_store_prune_options *prune_options,
                                tr_store_prune_report *out, tr_error *err)
{
    tr_status status = tr__sqlite_options_check(options, out, err);
    if (status != TR_OK)
        return status;
    if (prune_options == NULL || prune_options->struct_size < sizeof *prune_options ||
        prune_options->event_count_min < 0)
        return tr__fail(err, TR_E_INVALID, 0, "a cut, and at least 0 events to keep, are needed");
    prune p = { .options = *prune_options, .allocator = options->allocator, .err = err };
    p.now_ns = options->clock != NULL ? options->clock->now_ns(options->clock->user) : 0;
    int lock = -1;
    status = tr__owner_lock_take(options->path, &lock, err);
    if (status != TR_OK)
        return status;
    status = tr__sqlite_open_owner(options, &p.db, NULL, err);
    if (status == TR_OK) {
        status = run(&p);
        (void)sqlite3_close(p.db); /* everything is committed or rolled back */
    }
    tr__owner_lock_release(lock);
    if (status == TR_OK)
        *out = p.report;
    return status;
}
