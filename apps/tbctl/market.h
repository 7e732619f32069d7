/* market.h: exchanges as the commands of this folder ask them: opened by the configuration, instruments by their text. */
#ifndef TRADE_TBCTL_MARKET_H
#define TRADE_TBCTL_MARKET_H

#include "tbctl/tbctl.h"

/* One exchange's quote of one instrument, asked for beside others. */
typedef struct tbctl_market {
    const char *exchange;
    tr_exchange_client *client;
    const char *symbol;
    tr_kind kind;
    tr_instrument *list; /* owned */
    size_t count;
    const tr_instrument *instrument; /* in the list */
    tr_ticker ticker;
    bool has_ticker, is_over;
    tr_status status;
    tr_error err;
} tbctl_market;

/* Spot, or linear for "BTC/USDT:USDT". */
tr_kind tbctl_market_kind(const char *symbol);

/* What exchanges.EXCHANGE.NAME says; NULL: nothing. */
const char *tbctl_market_setting(const tbctl *program, const char *exchange, const char *name);

/* Open a client by the configuration: its address, certificates and times. `key` may be NULL. */
tr_status tbctl_market_open(tbctl *program, tr_exchange_session *session, const char *exchange,
                            tr_kind kind, const tr_exchange_key *key, bool is_sandbox,
                            tr_exchange_client **out, tr_error *err);

/* Find the instrument, then ask for its ticker: from the session's next turns. */
void tbctl_market_quote(tbctl_market *market);

/* Until all of them are over. */
void tbctl_market_wait(tr_exchange_session *session, const tbctl_market *markets, size_t count);

/* Find the instrument and wait. */
tr_status tbctl_market_find(tr_exchange_session *session, tbctl_market *market, tr_error *err);

void tbctl_market_done(tbctl_market *market);

#endif
