-- What a block was asked for with an idempotency key, so that a repetition is known for one after the block was amended.

ALTER TABLE "block" ADD COLUMN "request_digest" INTEGER NOT NULL DEFAULT 0;
