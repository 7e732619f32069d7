/* trade.h: every public header, for programs that want them all. */
#ifndef TRADE_TRADE_H
#define TRADE_TRADE_H

#include <trade/alert.h>
#include <trade/alloc.h>
#include <trade/api.h>
#include <trade/bar.h>
#include <trade/book.h>
#include <trade/book_checksum.h>
#include <trade/book_journal.h>
#include <trade/book_text.h>
#include <trade/candles.h>
#include <trade/clock.h>
#include <trade/command.h>
#include <trade/config.h>
#include <trade/crypto.h>
#include <trade/decimal.h>
#include <trade/document.h>
#include <trade/document_json.h>
#include <trade/document_wire.h>
#include <trade/double_text.h>
#include <trade/engine.h>
#include <trade/exchange.h>
#include <trade/http.h>
#include <trade/id.h>
#include <trade/indicator.h>
#include <trade/indicator_calls.h>
#include <trade/instrument.h>
#include <trade/json.h>
#include <trade/log.h>
#include <trade/order.h>
#include <trade/owner.h>
#include <trade/paper.h>
#include <trade/price_source.h>
#include <trade/risk.h>
#include <trade/rng.h>
#include <trade/secret.h>
#include <trade/sign.h>
#include <trade/status.h>
#include <trade/store.h>
#include <trade/store_chain.h>
#include <trade/store_memory.h>
#include <trade/store_sqlite.h>
#include <trade/time.h>
#include <trade/version.h>

#endif
