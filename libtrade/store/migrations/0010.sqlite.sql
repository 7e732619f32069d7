-- Executions of orders that pruning took away: lots and profits are made of them for ever.

CREATE TABLE "past_fill" (
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
    PRIMARY KEY ("account", "at_ns", "id")
) STRICT, WITHOUT ROWID;

-- Where a prune has already been, executions went for good: whoever adds profits up says so.

INSERT INTO "setting" ("name", "value", "updated_ns")
SELECT 'past_fill.missing.' || "account", 'pruned before executions were kept', max("created_ns")
FROM "snapshot" GROUP BY "account";
