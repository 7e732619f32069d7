/* bars.h: stored bars (candles fetch, candles import) for sizes by volatility, when an engine begins with them. */
#ifndef TRADE_OWNER_BARS_H
#define TRADE_OWNER_BARS_H

#include <trade/engine_risk.h>
#include <trade/log.h>

typedef struct tr__bars_source {
    const tr_store_reader *reader; /* that answers before it returns */
    const tr_clock *clock;
    const tr_log *log;
    const tr_instrument *instruments;
    size_t instrument_count;
} tr__bars_source;

/* Feed the engine what is stored and recent. What is not there, or does not fit, is none of its business: it watches. */
void tr__bars_feed(const tr__bars_source *source, const tr_engine_risk *risk, tr_engine *engine);

#endif
