/*
 * swaps.c: what an account's swaps have paid and received at kucoin, contract by contract, and how they are margined. Orders
 * go out with cross margin: its leverage is what counts.
 * Source: KuCoin Futures API, "Get Private Funding History", "Get Cross Margin Leverage", "Get Position Mode", 2026.
 */
#include "exchange/answer.h"
#include "exchange/kucoin/map.h"
#include "exchange/page.h"
#include "exchange/request.h"

#define ENVELOPE TR__CODE("code"), TR__MESSAGE("msg")

static const tr__shape funding_shape = {
    .record = TR_RECORD_FUNDING_PAID,
    .rules = (const tr__rule[]){ TR__FIELD("symbol", TEXT, funding_paid.exchange_symbol),
                                 TR__FIELD("funding", DECIMAL, funding_paid.amount),
                                 TR__FIELD("settleCurrency", ASSET, funding_paid.asset),
                                 TR__FIELD("fundingRate", DECIMAL, funding_paid.rate),
                                 TR__FIELD("markPrice", DECIMAL, funding_paid.mark),
                                 TR__FIELD("id", TEXT, funding_paid.exchange_id),
                                 TR__CUSTOM("id", &tr__page_mark),
                                 TR__FIELD("timePoint", MS, funding_paid.at_ns), TR__END },
};
const tr__shape tr__kucoin_funding_paid = {
    .rules = (const tr__rule[]){ ENVELOPE,
                                 TR__INSIDE("data", TR__PART(TR__INSIDE("dataList",
                                                                        TR__EACH(&funding_shape)))),
                                 TR__END },
};

void tr__kucoin_ask_funding_paid(tr__request *request, const tr_exchange_question *question)
{
    tr__request_symbol(request, "symbol", question);
    tr__request_ms_if(request, "startAt", question->from_ns);
    tr__request_last_ms_if(request, "endAt", question->until_ns);
    tr__page_ask(request, question);
}

static const tr__shape margin_shape = {
    .record = TR_RECORD_MARGIN,
    .rules = (const tr__rule[]){ TR__FIELD("symbol", TEXT, margin.exchange_symbol),
                                 TR__FIELD("leverage", DECIMAL, margin.leverage), TR__END },
};
const tr__shape tr__kucoin_margin = {
    .rules = (const tr__rule[]){ ENVELOPE, TR__RECORDS("data", &margin_shape), TR__END },
};

static const tr__word modes[] = { { "0", TR__SETS_ONE_WAY },
                                  { "1", TR__SETS_HEDGING },
                                  { NULL, 0 } };
static const tr__shape mode_shape = {
    .record = TR_RECORD_MARGIN,
    .rules = (const tr__rule[]){ TR__WORDS("positionMode", modes), TR__END },
};
const tr__shape tr__kucoin_position_mode = {
    .rules = (const tr__rule[]){ ENVELOPE, TR__RECORDS("data", &mode_shape), TR__END },
};
