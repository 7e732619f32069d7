/*
 * tables.c: the rows of store.h and order.h, column by column.
 *
 * A column is named as its struct member. The order of the columns is the order of the canonical row
 * encoding (row_codec.h), so that a new one goes to the end of its table, together with a migration.
 */
#include <trade/store.h>

#include <assert.h>

#define COLUMN(kind, row, member) \
    { #member, TR_COLUMN_##kind, offsetof(row, member), sizeof(((row *)0)->member) }
#define TEXT(row, member)    COLUMN(TEXT, row, member)
#define INTEGER(row, member) COLUMN(INTEGER, row, member)
#define DECIMAL(row, member) COLUMN(DECIMAL, row, member)
#define ID(row, member)      COLUMN(ID, row, member)
#define HASH(row, member)    COLUMN(HASH, row, member)
#define REAL(row, member)    COLUMN(REAL, row, member)

/* A pointer, and its size right behind it. */
#define BYTES(row, member) \
    { #member, TR_COLUMN_BYTES, offsetof(row, member), sizeof(const uint8_t *) + sizeof(size_t) }
#define BYTES_ARE_ADJACENT(row, member)                                                   \
    static_assert(offsetof(row, member##_size) == offsetof(row, member) + sizeof(void *), \
                  #row "." #member "_size follows its pointer")

#define COLUMNS(table) table##_columns, sizeof table##_columns / sizeof table##_columns[0]

BYTES_ARE_ADJACENT(tr_alert, body);
BYTES_ARE_ADJACENT(tr_command_row, body);
BYTES_ARE_ADJACENT(tr_command_row, reply);
BYTES_ARE_ADJACENT(tr_event_row, payload);
BYTES_ARE_ADJACENT(tr_outbox_row, body);
BYTES_ARE_ADJACENT(tr_snapshot_row, state);

static const tr_column_def user_columns[] = {
    TEXT(tr_user_row, name),
    INTEGER(tr_user_row, created_ns),
    INTEGER(tr_user_row, is_admin),
};

static const tr_column_def account_columns[] = {
    TEXT(tr_account_row, name),
    TEXT(tr_account_row, exchange),
    TEXT(tr_account_row, owner),
    INTEGER(tr_account_row, created_ns),
    INTEGER(tr_account_row, version),
};

static const tr_column_def grant_columns[] = {
    TEXT(tr_grant_row, user),
    TEXT(tr_grant_row, account),
    INTEGER(tr_grant_row, rights),
};

static const tr_column_def api_key_columns[] = {
    HASH(tr_api_key_row, hash),
    TEXT(tr_api_key_row, user),
    TEXT(tr_api_key_row, label),
    INTEGER(tr_api_key_row, created_ns),
    INTEGER(tr_api_key_row, revoked_ns),
    INTEGER(tr_api_key_row, rights),
};

static const tr_column_def instrument_columns[] = {
    TEXT(tr_instrument, exchange),
    TEXT(tr_instrument, symbol),
    TEXT(tr_instrument, exchange_symbol),
    INTEGER(tr_instrument, kind),
    TEXT(tr_instrument, base),
    TEXT(tr_instrument, quote),
    TEXT(tr_instrument, settle),
    INTEGER(tr_instrument, expiry_day),
    DECIMAL(tr_instrument, strike),
    INTEGER(tr_instrument, is_call),
    DECIMAL(tr_instrument, multiplier),
    DECIMAL(tr_instrument, tick),
    DECIMAL(tr_instrument, lot),
    DECIMAL(tr_instrument, quantity_min),
    DECIMAL(tr_instrument, quantity_max),
    DECIMAL(tr_instrument, notional_min),
};

static const tr_column_def alert_columns[] = {
    ID(tr_alert, id),
    TEXT(tr_alert, account),
    TEXT(tr_alert, dedup_key),
    TEXT(tr_alert, symbol),
    INTEGER(tr_alert, action),
    DECIMAL(tr_alert, price),
    DECIMAL(tr_alert, quantity),
    DECIMAL(tr_alert, take_profit),
    DECIMAL(tr_alert, stop_loss),
    TEXT(tr_alert, strategy),
    TEXT(tr_alert, source),
    TEXT(tr_alert, timeframe),
    TEXT(tr_alert, name),
    INTEGER(tr_alert, sent_ns),
    INTEGER(tr_alert, received_ns),
    BYTES(tr_alert, body),
};

static const tr_column_def command_columns[] = {
    ID(tr_command_row, id),
    TEXT(tr_command_row, account),
    TEXT(tr_command_row, idempotency_key),
    BYTES(tr_command_row, body),
    BYTES(tr_command_row, reply),
    INTEGER(tr_command_row, created_ns),
    INTEGER(tr_command_row, done_ns),
    INTEGER(tr_command_row, version),
};

static const tr_column_def order_columns[] = {
    ID(tr_order, id),
    TEXT(tr_order, account),
    TEXT(tr_order, user),
    TEXT(tr_order, symbol),
    INTEGER(tr_order, side),
    INTEGER(tr_order, type),
    INTEGER(tr_order, tif),
    INTEGER(tr_order, role),
    INTEGER(tr_order, is_reduce_only),
    DECIMAL(tr_order, quantity),
    DECIMAL(tr_order, limit_price),
    DECIMAL(tr_order, stop_price),
    DECIMAL(tr_order, take_profit),
    DECIMAL(tr_order, stop_loss),
    INTEGER(tr_order, trigger),
    DECIMAL(tr_order, trigger_price),
    TEXT(tr_order, strategy),
    TEXT(tr_order, source),
    INTEGER(tr_order, expires_ns),
    ID(tr_order, parent_id),
    ID(tr_order, group_id),
    ID(tr_order, alert_id),
    TEXT(tr_order, idempotency_key),
    TEXT(tr_order, notes),
    TEXT(tr_order, tags),
    INTEGER(tr_order, state),
    TEXT(tr_order, reason),
    TEXT(tr_order, exchange_order_id),
    DECIMAL(tr_order, filled_quantity),
    DECIMAL(tr_order, filled_notional),
    DECIMAL(tr_order, fees_quote),
    DECIMAL(tr_order, reserved),
    INTEGER(tr_order, created_ns),
    INTEGER(tr_order, updated_ns),
    INTEGER(tr_order, version),
    TEXT(tr_order, actor),
    INTEGER(tr_order, waits),
    INTEGER(tr_order, starts_ns),
    INTEGER(tr_order, signal_age_max_ns),
    DECIMAL(tr_order, trail_amount),
    DECIMAL(tr_order, trail_rate),
    DECIMAL(tr_order, activation_price),
    INTEGER(tr_order, trail_seq),
    TEXT(tr_order, legs),
    INTEGER(tr_order, leg),
    INTEGER(tr_order, attempts),
    ID(tr_order, block_id),
    ID(tr_order, replaces_id),
    DECIMAL(tr_order, amend_quantity),
    DECIMAL(tr_order, amend_limit_price),
    INTEGER(tr_order, request_digest),
    INTEGER(tr_order, stop_at),
    DECIMAL(tr_order, amend_stop_price),
    DECIMAL(tr_order, exit_trail_amount),
    DECIMAL(tr_order, exit_trail_rate),
};

static const tr_column_def block_columns[] = {
    ID(tr_block, id),
    TEXT(tr_block, account),
    TEXT(tr_block, user),
    TEXT(tr_block, name),
    TEXT(tr_block, description),
    TEXT(tr_block, symbol),
    INTEGER(tr_block, side),
    DECIMAL(tr_block, price_low),
    DECIMAL(tr_block, price_high),
    DECIMAL(tr_block, quantity),
    DECIMAL(tr_block, take_profit),
    DECIMAL(tr_block, stop_loss),
    TEXT(tr_block, legs),
    INTEGER(tr_block, window_ns),
    INTEGER(tr_block, expires_ns),
    TEXT(tr_block, idempotency_key),
    INTEGER(tr_block, state),
    TEXT(tr_block, actor),
    TEXT(tr_block, reason),
    INTEGER(tr_block, session_ns),
    ID(tr_block, order_id),
    DECIMAL(tr_block, entered),
    DECIMAL(tr_block, left),
    DECIMAL(tr_block, proceeds),
    INTEGER(tr_block, created_ns),
    INTEGER(tr_block, updated_ns),
    INTEGER(tr_block, version),
    INTEGER(tr_block, request_digest),
};

static const tr_column_def block_condition_columns[] = {
    TEXT(tr_block_condition, account),
    ID(tr_block_condition, block_id),
    INTEGER(tr_block_condition, number),
    TEXT(tr_block_condition, source),
    TEXT(tr_block_condition, name),
    TEXT(tr_block_condition, timeframe),
    INTEGER(tr_block_condition, fired_ns),
    ID(tr_block_condition, alert_id),
    INTEGER(tr_block_condition, version),
};

static const tr_column_def funding_columns[] = {
    TEXT(tr_funding_payment, account),
    INTEGER(tr_funding_payment, seq),
    TEXT(tr_funding_payment, symbol),
    TEXT(tr_funding_payment, asset),
    DECIMAL(tr_funding_payment, amount),
    DECIMAL(tr_funding_payment, rate),
    DECIMAL(tr_funding_payment, price),
    DECIMAL(tr_funding_payment, quantity),
    TEXT(tr_funding_payment, exchange_id),
    INTEGER(tr_funding_payment, at_ns),
};

static const tr_column_def paper_position_columns[] = {
    TEXT(tr_paper_position_row, account),
    TEXT(tr_paper_position_row, symbol),
    DECIMAL(tr_paper_position_row, quantity),
    DECIMAL(tr_paper_position_row, cost),
    INTEGER(tr_paper_position_row, funded_ns),
    INTEGER(tr_paper_position_row, version),
};

static const tr_column_def extreme_columns[] = {
    TEXT(tr_extreme, account),
    TEXT(tr_extreme, symbol),
    INTEGER(tr_extreme, side),
    INTEGER(tr_extreme, seq),
    DECIMAL(tr_extreme, price),
};

static const tr_column_def fill_columns[] = {
    ID(tr_fill, id),
    ID(tr_fill, order_id),
    TEXT(tr_fill, account),
    TEXT(tr_fill, symbol),
    TEXT(tr_fill, exchange_fill_id),
    INTEGER(tr_fill, side),
    INTEGER(tr_fill, is_maker),
    DECIMAL(tr_fill, price),
    DECIMAL(tr_fill, quantity),
    DECIMAL(tr_fill, fee),
    TEXT(tr_fill, fee_asset),
    INTEGER(tr_fill, at_ns),
};

static const tr_column_def position_columns[] = {
    TEXT(tr_position, account),
    TEXT(tr_position, symbol),
    DECIMAL(tr_position, quantity),
    DECIMAL(tr_position, cost),
    DECIMAL(tr_position, realised),
    DECIMAL(tr_position, fees),
    INTEGER(tr_position, opened_ns),
    INTEGER(tr_position, updated_ns),
    INTEGER(tr_position, version),
    DECIMAL(tr_position, funding),
    INTEGER(tr_position, funded_ns),
};

static const tr_column_def balance_columns[] = {
    TEXT(tr_balance, account),
    TEXT(tr_balance, asset),
    DECIMAL(tr_balance, total),
    INTEGER(tr_balance, day_ns),
    DECIMAL(tr_balance, day_equity),
    INTEGER(tr_balance, day_orders),
    INTEGER(tr_balance, updated_ns),
    INTEGER(tr_balance, version),
};

static const tr_column_def ledger_columns[] = {
    TEXT(tr_ledger_row, account),
    INTEGER(tr_ledger_row, seq),
    INTEGER(tr_ledger_row, line),
    INTEGER(tr_ledger_row, book),
    TEXT(tr_ledger_row, asset),
    DECIMAL(tr_ledger_row, amount),
    INTEGER(tr_ledger_row, at_ns),
};

static const tr_column_def event_columns[] = {
    TEXT(tr_event_row, account),
    INTEGER(tr_event_row, seq),
    INTEGER(tr_event_row, epoch),
    INTEGER(tr_event_row, at_ns),
    INTEGER(tr_event_row, kind),
    BYTES(tr_event_row, payload),
    HASH(tr_event_row, hash),
};

static const tr_column_def outbox_columns[] = {
    ID(tr_outbox_row, id),
    TEXT(tr_outbox_row, account),
    TEXT(tr_outbox_row, topic),
    BYTES(tr_outbox_row, body),
    INTEGER(tr_outbox_row, created_ns),
    INTEGER(tr_outbox_row, sent_ns),
};

static const tr_column_def lease_columns[] = {
    TEXT(tr_lease_row, shard),
    TEXT(tr_lease_row, holder),
    INTEGER(tr_lease_row, epoch),
    INTEGER(tr_lease_row, expires_ns),
    INTEGER(tr_lease_row, version),
};

static const tr_column_def snapshot_columns[] = {
    TEXT(tr_snapshot_row, account),
    INTEGER(tr_snapshot_row, seq),
    HASH(tr_snapshot_row, head_hash),
    BYTES(tr_snapshot_row, state),
    INTEGER(tr_snapshot_row, created_ns),
};

static const tr_column_def candle_columns[] = {
    TEXT(tr_candle_row, symbol),
    TEXT(tr_candle_row, timeframe),
    INTEGER(tr_candle_row, open_ns),
    REAL(tr_candle_row, open),
    REAL(tr_candle_row, high),
    REAL(tr_candle_row, low),
    REAL(tr_candle_row, close),
    REAL(tr_candle_row, volume),
};

static const tr_column_def setting_columns[] = {
    TEXT(tr_setting_row, name),
    TEXT(tr_setting_row, value),
    INTEGER(tr_setting_row, updated_ns),
};

static const tr_column_def paper_order_columns[] = {
    TEXT(tr_paper_order_row, account),
    TEXT(tr_paper_order_row, client_id),
    INTEGER(tr_paper_order_row, exchange_order_id),
    TEXT(tr_paper_order_row, symbol),
    INTEGER(tr_paper_order_row, side),
    INTEGER(tr_paper_order_row, type),
    INTEGER(tr_paper_order_row, tif),
    DECIMAL(tr_paper_order_row, quantity),
    DECIMAL(tr_paper_order_row, limit_price),
    DECIMAL(tr_paper_order_row, filled_quantity),
    INTEGER(tr_paper_order_row, state),
    TEXT(tr_paper_order_row, reason),
    INTEGER(tr_paper_order_row, created_ns),
    INTEGER(tr_paper_order_row, updated_ns),
    INTEGER(tr_paper_order_row, version),
    DECIMAL(tr_paper_order_row, stop_price),
    INTEGER(tr_paper_order_row, is_triggered),
    INTEGER(tr_paper_order_row, is_reduce_only),
};

static const tr_column_def paper_fill_columns[] = {
    TEXT(tr_paper_fill_row, account),
    INTEGER(tr_paper_fill_row, fill_id),
    TEXT(tr_paper_fill_row, client_id),
    TEXT(tr_paper_fill_row, symbol),
    INTEGER(tr_paper_fill_row, side),
    INTEGER(tr_paper_fill_row, is_maker),
    DECIMAL(tr_paper_fill_row, price),
    DECIMAL(tr_paper_fill_row, quantity),
    DECIMAL(tr_paper_fill_row, fee),
    TEXT(tr_paper_fill_row, fee_asset),
    INTEGER(tr_paper_fill_row, at_ns),
};

static const tr_column_def paper_balance_columns[] = {
    TEXT(tr_paper_balance_row, account),
    TEXT(tr_paper_balance_row, asset),
    DECIMAL(tr_paper_balance_row, total),
    INTEGER(tr_paper_balance_row, version),
};

static const tr_column_def risk_columns[] = {
    TEXT(tr_risk_row, account),
    INTEGER(tr_risk_row, scope),
    TEXT(tr_risk_row, name),
    TEXT(tr_risk_row, item),
    DECIMAL(tr_risk_row, value),
    INTEGER(tr_risk_row, count),
    INTEGER(tr_risk_row, since_ns),
    INTEGER(tr_risk_row, until_ns),
    TEXT(tr_risk_row, actor),
    TEXT(tr_risk_row, reason),
    INTEGER(tr_risk_row, version),
};

static const tr_table_def tables[TR_TABLE_COUNT] = {
    [TR_TABLE_USER] = {
        "user", sizeof(tr_user_row), COLUMNS(user),
        { { "user_primary", { "name" }, true, NULL } },
        1, NULL
    },
    [TR_TABLE_ACCOUNT] = {
        "account", sizeof(tr_account_row), COLUMNS(account),
        { { "account_primary", { "name" }, true, NULL } },
        1, "version"
    },
    [TR_TABLE_GRANT] = {
        "grant", sizeof(tr_grant_row), COLUMNS(grant),
        { { "grant_primary", { "user", "account" }, true, NULL } },
        1, NULL
    },
    [TR_TABLE_API_KEY] = {
        "api_key", sizeof(tr_api_key_row), COLUMNS(api_key),
        { { "api_key_primary", { "hash" }, true, NULL },
          { "api_key_user", { "user", "created_ns" }, false, NULL } },
        2, NULL
    },
    [TR_TABLE_INSTRUMENT] = {
        "instrument", sizeof(tr_instrument), COLUMNS(instrument),
        { { "instrument_primary", { "exchange", "symbol" }, true, NULL } },
        1, NULL
    },
    [TR_TABLE_ALERT] = {
        "alert", sizeof(tr_alert), COLUMNS(alert),
        { { "alert_primary", { "id" }, true, NULL },
          { "alert_received", { "account", "received_ns", "id" }, false, NULL },
          { "alert_dedup", { "account", "dedup_key", "received_ns" }, false, NULL } },
        3, NULL
    },
    [TR_TABLE_COMMAND] = {
        "command", sizeof(tr_command_row), COLUMNS(command),
        { { "command_primary", { "id" }, true, NULL },
          { "command_due", { "account", "done_ns", "id" }, false, NULL },
          { "command_key", { "account", "idempotency_key" }, true, "idempotency_key" } },
        3, "version"
    },
    [TR_TABLE_ORDER] = {
        "order", sizeof(tr_order), COLUMNS(order),
        { { "order_primary", { "id" }, true, NULL },
          { "order_account", { "account", "created_ns", "id" }, false, NULL },
          { "order_user", { "user", "created_ns", "id" }, false, NULL },
          { "order_state", { "account", "state", "id" }, false, NULL },
          { "order_key", { "account", "idempotency_key" }, true, "idempotency_key" } },
        5, "version"
    },
    [TR_TABLE_FILL] = {
        "fill", sizeof(tr_fill), COLUMNS(fill),
        { { "fill_primary", { "id" }, true, NULL },
          { "fill_order", { "order_id", "id" }, false, NULL },
          { "fill_exchange", { "account", "symbol", "exchange_fill_id", "side" }, true, NULL },
          { "fill_account", { "account", "at_ns", "id" }, false, NULL } },
        4, NULL
    },
    [TR_TABLE_POSITION] = {
        "position", sizeof(tr_position), COLUMNS(position),
        { { "position_primary", { "account", "symbol" }, true, NULL } },
        1, "version"
    },
    [TR_TABLE_BALANCE] = {
        "balance", sizeof(tr_balance), COLUMNS(balance),
        { { "balance_primary", { "account", "asset" }, true, NULL } },
        1, "version"
    },
    [TR_TABLE_LEDGER] = {
        "ledger", sizeof(tr_ledger_row), COLUMNS(ledger),
        { { "ledger_primary", { "account", "seq", "line" }, true, NULL } },
        1, NULL
    },
    [TR_TABLE_EVENT] = {
        "event", sizeof(tr_event_row), COLUMNS(event),
        { { "event_primary", { "account", "seq" }, true, NULL } },
        1, NULL
    },
    [TR_TABLE_OUTBOX] = {
        "outbox", sizeof(tr_outbox_row), COLUMNS(outbox),
        { { "outbox_primary", { "id" }, true, NULL },
          { "outbox_due", { "sent_ns", "id" }, false, NULL } },
        2, NULL
    },
    [TR_TABLE_LEASE] = {
        "lease", sizeof(tr_lease_row), COLUMNS(lease),
        { { "lease_primary", { "shard" }, true, NULL } },
        1, "version"
    },
    [TR_TABLE_SNAPSHOT] = {
        "snapshot", sizeof(tr_snapshot_row), COLUMNS(snapshot),
        { { "snapshot_primary", { "account", "seq" }, true, NULL } },
        1, NULL
    },
    [TR_TABLE_CANDLE] = {
        "candle", sizeof(tr_candle_row), COLUMNS(candle),
        { { "candle_primary", { "symbol", "timeframe", "open_ns" }, true, NULL } },
        1, NULL
    },
    [TR_TABLE_SETTING] = {
        "setting", sizeof(tr_setting_row), COLUMNS(setting),
        { { "setting_primary", { "name" }, true, NULL } },
        1, NULL
    },
    [TR_TABLE_PAPER_ORDER] = {
        "paper_order", sizeof(tr_paper_order_row), COLUMNS(paper_order),
        { { "paper_order_primary", { "account", "client_id" }, true, NULL },
          { "paper_order_state", { "account", "state", "exchange_order_id" }, false, NULL } },
        2, "version"
    },
    [TR_TABLE_PAPER_FILL] = {
        "paper_fill", sizeof(tr_paper_fill_row), COLUMNS(paper_fill),
        { { "paper_fill_primary", { "account", "fill_id" }, true, NULL },
          { "paper_fill_order", { "account", "client_id", "fill_id" }, false, NULL } },
        2, NULL
    },
    [TR_TABLE_PAPER_BALANCE] = {
        "paper_balance", sizeof(tr_paper_balance_row), COLUMNS(paper_balance),
        { { "paper_balance_primary", { "account", "asset" }, true, NULL } },
        1, "version"
    },
    [TR_TABLE_RISK] = {
        "risk", sizeof(tr_risk_row), COLUMNS(risk),
        { { "risk_primary", { "account", "scope", "name", "item" }, true, NULL } },
        1, "version"
    },
    [TR_TABLE_BLOCK] = {
        "block", sizeof(tr_block), COLUMNS(block),
        { { "block_primary", { "id" }, true, NULL },
          { "block_account", { "account", "created_ns", "id" }, false, NULL },
          { "block_state", { "account", "state", "id" }, false, NULL },
          { "block_key", { "account", "idempotency_key" }, true, "idempotency_key" } },
        4, "version"
    },
    [TR_TABLE_BLOCK_CONDITION] = {
        "block_condition", sizeof(tr_block_condition), COLUMNS(block_condition),
        { { "block_condition_primary", { "account", "block_id", "number" }, true, NULL } },
        1, "version"
    },
    [TR_TABLE_EXTREME] = {
        "extreme", sizeof(tr_extreme), COLUMNS(extreme),
        { { "extreme_primary", { "account", "symbol", "side", "seq" }, true, NULL } },
        1, NULL
    },
    [TR_TABLE_FUNDING] = {
        "funding", sizeof(tr_funding_payment), COLUMNS(funding),
        { { "funding_primary", { "account", "seq" }, true, NULL },
          { "funding_time", { "account", "symbol", "at_ns" }, true, NULL } },
        2, NULL
    },
    [TR_TABLE_PAPER_POSITION] = {
        "paper_position", sizeof(tr_paper_position_row), COLUMNS(paper_position),
        { { "paper_position_primary", { "account", "symbol" }, true, NULL } },
        1, "version"
    },
    [TR_TABLE_PAPER_FUNDING] = {
        "paper_funding", sizeof(tr_funding_payment), COLUMNS(funding),
        { { "paper_funding_primary", { "account", "seq" }, true, NULL } },
        1, NULL
    },
    [TR_TABLE_PAST_FILL] = {
        "past_fill", sizeof(tr_fill), COLUMNS(fill),
        { { "past_fill_primary", { "account", "at_ns", "id" }, true, NULL } },
        1, NULL
    },
};

const tr_table_def *tr_store_table(tr_table table)
{
    if ((int)table < 0 || table >= TR_TABLE_COUNT)
        return NULL;
    return &tables[table];
}
