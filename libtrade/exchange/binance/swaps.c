/*
 * swaps.c: what an account's swaps have paid and received at binance, and how they are margined.
 * Source: Binance USD-M Futures API, "Get Income History", "Symbol Configuration", "Get Current Position Mode", 2026.
 */
#include "exchange/answer.h"
#include "exchange/binance/map.h"
#include "exchange/page.h"
#include "exchange/request.h"

#define ENVELOPE TR__CODE("code"), TR__MESSAGE("msg")

static const tr__shape funding_shape = {
    .record = TR_RECORD_FUNDING_PAID,
    .rules = (const tr__rule[]){ TR__FIELD("symbol", TEXT, funding_paid.exchange_symbol),
                                 TR__ONLY("incomeType", "FUNDING_FEE"),
                                 TR__FIELD("income", DECIMAL, funding_paid.amount),
                                 TR__FIELD("asset", ASSET, funding_paid.asset),
                                 TR__FIELD("tranId", TEXT, funding_paid.exchange_id),
                                 TR__FIELD("time", MS, funding_paid.at_ns), TR__END },
};
const tr__shape tr__binance_funding_paid = {
    .rules = (const tr__rule[]){ ENVELOPE, TR__RECORDS("*", &funding_shape), TR__END },
};

void tr__binance_ask_funding_paid(tr__request *request, const tr_exchange_question *question)
{
    tr__request_text(request, "incomeType", "FUNDING_FEE");
    tr__request_ms_if(request, "startTime", question->from_ns);
    tr__request_last_ms_if(request, "endTime", question->until_ns);
    tr__page_ask(request, question);
}

static const tr__word margin_types[] = { { "CROSSED", TR__SETS_CROSS },
                                         { "ISOLATED", TR__SETS_ISOLATED },
                                         { NULL, 0 } };
const tr__shape tr__binance_leverage_set = {
    .record = TR_RECORD_MARGIN,
    .rules = (const tr__rule[]){ ENVELOPE, TR__FIELD("symbol", TEXT, margin.exchange_symbol),
                                 TR__WORDS("marginType", margin_types),
                                 TR__FIELD("leverage", DECIMAL, margin.leverage), TR__END },
};
const tr__shape tr__binance_margin = {
    .rules = (const tr__rule[]){ ENVELOPE, TR__RECORDS("*", &tr__binance_leverage_set), TR__END },
};

const tr__shape tr__binance_position_mode = {
    .record = TR_RECORD_MARGIN,
    .rules = (const tr__rule[]){ ENVELOPE,
                                 TR__FLAG("dualSidePosition", TR__SETS_HEDGING, TR__SETS_ONE_WAY),
                                 TR__END },
};
