-- Triggers, brackets, amendments and order blocks: what an order waits for and who moved it, the blocks and their
-- conditions, and the best prices that trailing orders follow.

ALTER TABLE "order" ADD COLUMN "actor" TEXT NOT NULL DEFAULT '';
ALTER TABLE "order" ADD COLUMN "waits" INTEGER NOT NULL DEFAULT 0;
ALTER TABLE "order" ADD COLUMN "starts_ns" INTEGER NOT NULL DEFAULT 0;
ALTER TABLE "order" ADD COLUMN "signal_age_max_ns" INTEGER NOT NULL DEFAULT 0;
ALTER TABLE "order" ADD COLUMN "trail_amount" TEXT NOT NULL DEFAULT '0';
ALTER TABLE "order" ADD COLUMN "trail_rate" TEXT NOT NULL DEFAULT '0';
ALTER TABLE "order" ADD COLUMN "activation_price" TEXT NOT NULL DEFAULT '0';
ALTER TABLE "order" ADD COLUMN "trail_seq" INTEGER NOT NULL DEFAULT 0;
ALTER TABLE "order" ADD COLUMN "legs" TEXT NOT NULL DEFAULT '';
ALTER TABLE "order" ADD COLUMN "leg" INTEGER NOT NULL DEFAULT 0;
ALTER TABLE "order" ADD COLUMN "attempts" INTEGER NOT NULL DEFAULT 0;
ALTER TABLE "order" ADD COLUMN "block_id" BLOB NOT NULL DEFAULT x'00000000000000000000000000000000';
ALTER TABLE "order" ADD COLUMN "replaces_id" BLOB NOT NULL DEFAULT x'00000000000000000000000000000000';
ALTER TABLE "order" ADD COLUMN "amend_quantity" TEXT NOT NULL DEFAULT '0';
ALTER TABLE "order" ADD COLUMN "amend_limit_price" TEXT NOT NULL DEFAULT '0';

CREATE TABLE "block" (
    "id"              BLOB    NOT NULL,
    "account"         TEXT    NOT NULL,
    "user"            TEXT    NOT NULL,
    "name"            TEXT    NOT NULL,
    "description"     TEXT    NOT NULL,
    "symbol"          TEXT    NOT NULL,
    "side"            INTEGER NOT NULL,
    "price_low"       TEXT    NOT NULL,
    "price_high"      TEXT    NOT NULL,
    "quantity"        TEXT    NOT NULL,
    "take_profit"     TEXT    NOT NULL,
    "stop_loss"       TEXT    NOT NULL,
    "legs"            TEXT    NOT NULL,
    "window_ns"       INTEGER NOT NULL,
    "expires_ns"      INTEGER NOT NULL,
    "idempotency_key" TEXT    NOT NULL,
    "state"           INTEGER NOT NULL,
    "actor"           TEXT    NOT NULL,
    "reason"          TEXT    NOT NULL,
    "session_ns"      INTEGER NOT NULL,
    "order_id"        BLOB    NOT NULL,
    "entered"         TEXT    NOT NULL,
    "left"            TEXT    NOT NULL,
    "proceeds"        TEXT    NOT NULL,
    "created_ns"      INTEGER NOT NULL,
    "updated_ns"      INTEGER NOT NULL,
    "version"         INTEGER NOT NULL,
    PRIMARY KEY ("id")
) STRICT, WITHOUT ROWID;
CREATE INDEX "block_account" ON "block" ("account", "created_ns", "id");
CREATE INDEX "block_state" ON "block" ("account", "state", "id");
CREATE UNIQUE INDEX "block_key" ON "block" ("account", "idempotency_key") WHERE "idempotency_key" <> '';

CREATE TABLE "block_condition" (
    "account"   TEXT    NOT NULL,
    "block_id"  BLOB    NOT NULL,
    "number"    INTEGER NOT NULL,
    "source"    TEXT    NOT NULL,
    "name"      TEXT    NOT NULL,
    "timeframe" TEXT    NOT NULL,
    "fired_ns"  INTEGER NOT NULL,
    "alert_id"  BLOB    NOT NULL,
    "version"   INTEGER NOT NULL,
    PRIMARY KEY ("account", "block_id", "number")
) STRICT, WITHOUT ROWID;

CREATE TABLE "extreme" (
    "account" TEXT    NOT NULL,
    "symbol"  TEXT    NOT NULL,
    "side"    INTEGER NOT NULL,
    "seq"     INTEGER NOT NULL,
    "price"   TEXT    NOT NULL,
    PRIMARY KEY ("account", "symbol", "side", "seq")
) STRICT, WITHOUT ROWID;
