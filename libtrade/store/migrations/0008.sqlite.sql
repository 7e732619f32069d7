-- A symbol is funded once at a time, in whatever order the exchange tells of it.

CREATE UNIQUE INDEX "funding_time" ON "funding" ("account", "symbol", "at_ns");
