-- What was asked for with an idempotency key, so that a repetition is known for one after the order was amended.

ALTER TABLE "order" ADD COLUMN "request_digest" INTEGER NOT NULL DEFAULT 0;
