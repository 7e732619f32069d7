-- The first schema: one table per row of store.h, column by column as libtrade/journal/tables.c has it.
--
-- Decimals are text and never calculated with here; times are nanoseconds; ids are 16 bytes and hashes 32.
-- Tables are WITHOUT ROWID: one tree instead of two on the hot path, and every index ends in the primary
-- key, so that a page along any index has a total order. A migration that was released is never edited:
-- its hash is checked whenever a database is opened.

CREATE TABLE "user" (
    "name"       TEXT    NOT NULL,
    "created_ns" INTEGER NOT NULL,
    "is_admin"   INTEGER NOT NULL,
    PRIMARY KEY ("name")
) STRICT, WITHOUT ROWID;

CREATE TABLE "account" (
    "name"       TEXT    NOT NULL,
    "exchange"   TEXT    NOT NULL,
    "owner"      TEXT    NOT NULL,
    "created_ns" INTEGER NOT NULL,
    "version"    INTEGER NOT NULL,
    PRIMARY KEY ("name")
) STRICT, WITHOUT ROWID;

CREATE TABLE "grant" (
    "user"    TEXT    NOT NULL,
    "account" TEXT    NOT NULL,
    "rights"  INTEGER NOT NULL,
    PRIMARY KEY ("user", "account")
) STRICT, WITHOUT ROWID;

CREATE TABLE "api_key" (
    "hash"       BLOB    NOT NULL,
    "user"       TEXT    NOT NULL,
    "label"      TEXT    NOT NULL,
    "created_ns" INTEGER NOT NULL,
    "revoked_ns" INTEGER NOT NULL,
    "rights"     INTEGER NOT NULL,
    PRIMARY KEY ("hash")
) STRICT, WITHOUT ROWID;
CREATE INDEX "api_key_user" ON "api_key" ("user", "created_ns");

CREATE TABLE "instrument" (
    "exchange"        TEXT    NOT NULL,
    "symbol"          TEXT    NOT NULL,
    "exchange_symbol" TEXT    NOT NULL,
    "kind"            INTEGER NOT NULL,
    "base"            TEXT    NOT NULL,
    "quote"           TEXT    NOT NULL,
    "settle"          TEXT    NOT NULL,
    "expiry_day"      INTEGER NOT NULL,
    "strike"          TEXT    NOT NULL,
    "is_call"         INTEGER NOT NULL,
    "multiplier"      TEXT    NOT NULL,
    "tick"            TEXT    NOT NULL,
    "lot"             TEXT    NOT NULL,
    "quantity_min"    TEXT    NOT NULL,
    "quantity_max"    TEXT    NOT NULL,
    "notional_min"    TEXT    NOT NULL,
    PRIMARY KEY ("exchange", "symbol")
) STRICT, WITHOUT ROWID;

CREATE TABLE "alert" (
    "id"          BLOB    NOT NULL,
    "account"     TEXT    NOT NULL,
    "dedup_key"   TEXT    NOT NULL,
    "symbol"      TEXT    NOT NULL,
    "action"      INTEGER NOT NULL,
    "price"       TEXT    NOT NULL,
    "quantity"    TEXT    NOT NULL,
    "take_profit" TEXT    NOT NULL,
    "stop_loss"   TEXT    NOT NULL,
    "strategy"    TEXT    NOT NULL,
    "source"      TEXT    NOT NULL,
    "timeframe"   TEXT    NOT NULL,
    "name"        TEXT    NOT NULL,
    "sent_ns"     INTEGER NOT NULL,
    "received_ns" INTEGER NOT NULL,
    "body"        BLOB    NOT NULL,
    PRIMARY KEY ("id")
) STRICT, WITHOUT ROWID;
CREATE INDEX "alert_received" ON "alert" ("account", "received_ns", "id");
CREATE INDEX "alert_dedup" ON "alert" ("account", "dedup_key", "received_ns");

CREATE TABLE "command" (
    "id"              BLOB    NOT NULL,
    "account"         TEXT    NOT NULL,
    "idempotency_key" TEXT    NOT NULL,
    "body"            BLOB    NOT NULL,
    "reply"           BLOB    NOT NULL,
    "created_ns"      INTEGER NOT NULL,
    "done_ns"         INTEGER NOT NULL,
    "version"         INTEGER NOT NULL,
    PRIMARY KEY ("id")
) STRICT, WITHOUT ROWID;
CREATE INDEX "command_due" ON "command" ("account", "done_ns", "id");
CREATE UNIQUE INDEX "command_key" ON "command" ("account", "idempotency_key") WHERE "idempotency_key" <> '';

CREATE TABLE "order" (
    "id"                BLOB    NOT NULL,
    "account"           TEXT    NOT NULL,
    "user"              TEXT    NOT NULL,
    "symbol"            TEXT    NOT NULL,
    "side"              INTEGER NOT NULL,
    "type"              INTEGER NOT NULL,
    "tif"               INTEGER NOT NULL,
    "role"              INTEGER NOT NULL,
    "is_reduce_only"    INTEGER NOT NULL,
    "quantity"          TEXT    NOT NULL,
    "limit_price"       TEXT    NOT NULL,
    "stop_price"        TEXT    NOT NULL,
    "take_profit"       TEXT    NOT NULL,
    "stop_loss"         TEXT    NOT NULL,
    "trigger"           INTEGER NOT NULL,
    "trigger_price"     TEXT    NOT NULL,
    "strategy"          TEXT    NOT NULL,
    "source"            TEXT    NOT NULL,
    "expires_ns"        INTEGER NOT NULL,
    "parent_id"         BLOB    NOT NULL,
    "group_id"          BLOB    NOT NULL,
    "alert_id"          BLOB    NOT NULL,
    "idempotency_key"   TEXT    NOT NULL,
    "notes"             TEXT    NOT NULL,
    "tags"              TEXT    NOT NULL,
    "state"             INTEGER NOT NULL,
    "reason"            TEXT    NOT NULL,
    "exchange_order_id" TEXT    NOT NULL,
    "filled_quantity"   TEXT    NOT NULL,
    "filled_notional"   TEXT    NOT NULL,
    "fees_quote"        TEXT    NOT NULL,
    "reserved"          TEXT    NOT NULL,
    "created_ns"        INTEGER NOT NULL,
    "updated_ns"        INTEGER NOT NULL,
    "version"           INTEGER NOT NULL,
    PRIMARY KEY ("id")
) STRICT, WITHOUT ROWID;
CREATE INDEX "order_account" ON "order" ("account", "created_ns", "id");
CREATE INDEX "order_user" ON "order" ("user", "created_ns", "id");
CREATE INDEX "order_state" ON "order" ("account", "state", "id");
CREATE UNIQUE INDEX "order_key" ON "order" ("account", "idempotency_key") WHERE "idempotency_key" <> '';

CREATE TABLE "fill" (
    "id"               BLOB    NOT NULL,
    "order_id"         BLOB    NOT NULL,
    "account"          TEXT    NOT NULL,
    "symbol"           TEXT    NOT NULL,
    "exchange_fill_id" TEXT    NOT NULL,
    "side"             INTEGER NOT NULL,
    "is_maker"         INTEGER NOT NULL,
    "price"            TEXT    NOT NULL,
    "quantity"         TEXT    NOT NULL,
    "fee"              TEXT    NOT NULL,
    "fee_asset"        TEXT    NOT NULL,
    "at_ns"            INTEGER NOT NULL,
    PRIMARY KEY ("id")
) STRICT, WITHOUT ROWID;
CREATE INDEX "fill_order" ON "fill" ("order_id", "id");
CREATE UNIQUE INDEX "fill_exchange" ON "fill" ("account", "symbol", "exchange_fill_id");
CREATE INDEX "fill_account" ON "fill" ("account", "at_ns", "id");

CREATE TABLE "position" (
    "account"    TEXT    NOT NULL,
    "symbol"     TEXT    NOT NULL,
    "quantity"   TEXT    NOT NULL,
    "cost"       TEXT    NOT NULL,
    "realised"   TEXT    NOT NULL,
    "fees"       TEXT    NOT NULL,
    "opened_ns"  INTEGER NOT NULL,
    "updated_ns" INTEGER NOT NULL,
    "version"    INTEGER NOT NULL,
    PRIMARY KEY ("account", "symbol")
) STRICT, WITHOUT ROWID;

CREATE TABLE "balance" (
    "account"    TEXT    NOT NULL,
    "asset"      TEXT    NOT NULL,
    "total"      TEXT    NOT NULL,
    "day_ns"     INTEGER NOT NULL,
    "day_equity" TEXT    NOT NULL,
    "day_orders" INTEGER NOT NULL,
    "updated_ns" INTEGER NOT NULL,
    "version"    INTEGER NOT NULL,
    PRIMARY KEY ("account", "asset")
) STRICT, WITHOUT ROWID;

CREATE TABLE "ledger" (
    "account" TEXT    NOT NULL,
    "seq"     INTEGER NOT NULL,
    "line"    INTEGER NOT NULL,
    "book"    INTEGER NOT NULL,
    "asset"   TEXT    NOT NULL,
    "amount"  TEXT    NOT NULL,
    "at_ns"   INTEGER NOT NULL,
    PRIMARY KEY ("account", "seq", "line")
) STRICT, WITHOUT ROWID;

CREATE TABLE "event" (
    "account" TEXT    NOT NULL,
    "seq"     INTEGER NOT NULL,
    "epoch"   INTEGER NOT NULL,
    "at_ns"   INTEGER NOT NULL,
    "kind"    INTEGER NOT NULL,
    "payload" BLOB    NOT NULL,
    "hash"    BLOB    NOT NULL,
    PRIMARY KEY ("account", "seq")
) STRICT, WITHOUT ROWID;

CREATE TABLE "outbox" (
    "id"         BLOB    NOT NULL,
    "account"    TEXT    NOT NULL,
    "topic"      TEXT    NOT NULL,
    "body"       BLOB    NOT NULL,
    "created_ns" INTEGER NOT NULL,
    "sent_ns"    INTEGER NOT NULL,
    PRIMARY KEY ("id")
) STRICT, WITHOUT ROWID;
CREATE INDEX "outbox_due" ON "outbox" ("sent_ns", "id");

CREATE TABLE "lease" (
    "shard"      TEXT    NOT NULL,
    "holder"     TEXT    NOT NULL,
    "epoch"      INTEGER NOT NULL,
    "expires_ns" INTEGER NOT NULL,
    "version"    INTEGER NOT NULL,
    PRIMARY KEY ("shard")
) STRICT, WITHOUT ROWID;

CREATE TABLE "snapshot" (
    "account"    TEXT    NOT NULL,
    "seq"        INTEGER NOT NULL,
    "head_hash"  BLOB    NOT NULL,
    "state"      BLOB    NOT NULL,
    "created_ns" INTEGER NOT NULL,
    PRIMARY KEY ("account", "seq")
) STRICT, WITHOUT ROWID;

CREATE TABLE "candle" (
    "symbol"    TEXT    NOT NULL,
    "timeframe" TEXT    NOT NULL,
    "open_ns"   INTEGER NOT NULL,
    "open"      REAL    NOT NULL,
    "high"      REAL    NOT NULL,
    "low"       REAL    NOT NULL,
    "close"     REAL    NOT NULL,
    "volume"    REAL    NOT NULL,
    PRIMARY KEY ("symbol", "timeframe", "open_ns")
) STRICT, WITHOUT ROWID;

CREATE TABLE "setting" (
    "name"       TEXT    NOT NULL,
    "value"      TEXT    NOT NULL,
    "updated_ns" INTEGER NOT NULL,
    PRIMARY KEY ("name")
) STRICT, WITHOUT ROWID;

CREATE TABLE "paper_order" (
    "account"           TEXT    NOT NULL,
    "client_id"         TEXT    NOT NULL,
    "exchange_order_id" INTEGER NOT NULL,
    "symbol"            TEXT    NOT NULL,
    "side"              INTEGER NOT NULL,
    "type"              INTEGER NOT NULL,
    "tif"               INTEGER NOT NULL,
    "quantity"          TEXT    NOT NULL,
    "limit_price"       TEXT    NOT NULL,
    "filled_quantity"   TEXT    NOT NULL,
    "state"             INTEGER NOT NULL,
    "reason"            TEXT    NOT NULL,
    "created_ns"        INTEGER NOT NULL,
    "updated_ns"        INTEGER NOT NULL,
    "version"           INTEGER NOT NULL,
    PRIMARY KEY ("account", "client_id")
) STRICT, WITHOUT ROWID;
CREATE INDEX "paper_order_state" ON "paper_order" ("account", "state", "exchange_order_id");

CREATE TABLE "paper_fill" (
    "account"   TEXT    NOT NULL,
    "fill_id"   INTEGER NOT NULL,
    "client_id" TEXT    NOT NULL,
    "symbol"    TEXT    NOT NULL,
    "side"      INTEGER NOT NULL,
    "is_maker"  INTEGER NOT NULL,
    "price"     TEXT    NOT NULL,
    "quantity"  TEXT    NOT NULL,
    "fee"       TEXT    NOT NULL,
    "fee_asset" TEXT    NOT NULL,
    "at_ns"     INTEGER NOT NULL,
    PRIMARY KEY ("account", "fill_id")
) STRICT, WITHOUT ROWID;
CREATE INDEX "paper_fill_order" ON "paper_fill" ("account", "client_id", "fill_id");

CREATE TABLE "paper_balance" (
    "account" TEXT    NOT NULL,
    "asset"   TEXT    NOT NULL,
    "total"   TEXT    NOT NULL,
    "version" INTEGER NOT NULL,
    PRIMARY KEY ("account", "asset")
) STRICT, WITHOUT ROWID;
