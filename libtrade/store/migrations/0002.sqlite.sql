-- What the risk side of the engine keeps of an account: limits that were set, halts, pauses, peaks, counts.
CREATE TABLE "risk" (
    "account"  TEXT    NOT NULL,
    "scope"    INTEGER NOT NULL,
    "name"     TEXT    NOT NULL,
    "item"     TEXT    NOT NULL,
    "value"    TEXT    NOT NULL,
    "count"    INTEGER NOT NULL,
    "since_ns" INTEGER NOT NULL,
    "until_ns" INTEGER NOT NULL,
    "actor"    TEXT    NOT NULL,
    "reason"   TEXT    NOT NULL,
    "version"  INTEGER NOT NULL,
    PRIMARY KEY ("account", "scope", "name", "item")
) STRICT, WITHOUT ROWID;
