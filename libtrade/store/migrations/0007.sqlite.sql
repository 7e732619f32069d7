-- Linear swaps: the funding that positions paid and received, and the paper exchange's positions and payments.

ALTER TABLE "position" ADD COLUMN "funding" TEXT NOT NULL DEFAULT '0';
ALTER TABLE "position" ADD COLUMN "funded_ns" INTEGER NOT NULL DEFAULT 0;
ALTER TABLE "paper_order" ADD COLUMN "is_reduce_only" INTEGER NOT NULL DEFAULT 0;

CREATE TABLE "funding" (
    "account"     TEXT    NOT NULL,
    "seq"         INTEGER NOT NULL,
    "symbol"      TEXT    NOT NULL,
    "asset"       TEXT    NOT NULL,
    "amount"      TEXT    NOT NULL,
    "rate"        TEXT    NOT NULL,
    "price"       TEXT    NOT NULL,
    "quantity"    TEXT    NOT NULL,
    "exchange_id" TEXT    NOT NULL,
    "at_ns"       INTEGER NOT NULL,
    PRIMARY KEY ("account", "seq")
) STRICT, WITHOUT ROWID;

CREATE TABLE "paper_position" (
    "account"   TEXT    NOT NULL,
    "symbol"    TEXT    NOT NULL,
    "quantity"  TEXT    NOT NULL,
    "cost"      TEXT    NOT NULL,
    "funded_ns" INTEGER NOT NULL,
    "version"   INTEGER NOT NULL,
    PRIMARY KEY ("account", "symbol")
) STRICT, WITHOUT ROWID;

CREATE TABLE "paper_funding" (
    "account"     TEXT    NOT NULL,
    "seq"         INTEGER NOT NULL,
    "symbol"      TEXT    NOT NULL,
    "asset"       TEXT    NOT NULL,
    "amount"      TEXT    NOT NULL,
    "rate"        TEXT    NOT NULL,
    "price"       TEXT    NOT NULL,
    "quantity"    TEXT    NOT NULL,
    "exchange_id" TEXT    NOT NULL,
    "at_ns"       INTEGER NOT NULL,
    PRIMARY KEY ("account", "seq")
) STRICT, WITHOUT ROWID;
