-- Both sides of a trade have one number at an exchange: who trades with himself has it twice.

DROP INDEX "fill_exchange";
CREATE UNIQUE INDEX "fill_exchange" ON "fill" ("account", "symbol", "exchange_fill_id", "side");
