-- Stops that rest at the exchange: who watches the price, what an amendment wants it to be, stops that trail, and the paper
-- exchange's own stops.

ALTER TABLE "order" ADD COLUMN "stop_at" INTEGER NOT NULL DEFAULT 0;
ALTER TABLE "order" ADD COLUMN "amend_stop_price" TEXT NOT NULL DEFAULT '0';
ALTER TABLE "order" ADD COLUMN "exit_trail_amount" TEXT NOT NULL DEFAULT '0';
ALTER TABLE "order" ADD COLUMN "exit_trail_rate" TEXT NOT NULL DEFAULT '0';
ALTER TABLE "paper_order" ADD COLUMN "stop_price" TEXT NOT NULL DEFAULT '0';
ALTER TABLE "paper_order" ADD COLUMN "is_triggered" INTEGER NOT NULL DEFAULT 0;
