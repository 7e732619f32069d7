/*
 * swaps.c: what an account's swaps have paid and received at bitget, and how they are margined. Orders go out with crossed
 * margin: its leverage is what counts.
 * Source: Bitget API v2, "Get Account Bills" (futures), "Get Single Account", 2026.
 */
#include "exchange/answer.h"
#include "exchange/bitget/map.h"
#include "exchange/page.h"
#include "exchange/request.h"

#define ENVELOPE TR__CODE("code"), TR__MESSAGE("msg")

static const tr__shape funding_shape = {
    .record = TR_RECORD_FUNDING_PAID,
    .rules = (const tr__rule[]){ TR__FIELD("symbol", TEXT, funding_paid.exchange_symbol),
                                 TR__ONLY("businessType", "contract_settle_fee"),
                                 TR__FIELD("amount", DECIMAL, funding_paid.amount),
                                 TR__FIELD("coin", ASSET, funding_paid.asset),
                                 TR__FIELD("billId", TEXT, funding_paid.exchange_id),
                                 TR__CUSTOM("billId", &tr__page_mark),
                                 TR__FIELD("cTime", MS, funding_paid.at_ns), TR__END },
};
const tr__shape tr__bitget_funding_paid = {
    .rules =
        (const tr__rule[]){
            ENVELOPE, TR__INSIDE("data", TR__PART(TR__INSIDE("bills", TR__EACH(&funding_shape)))),
            TR__END },
};

void tr__bitget_ask_funding_paid(tr__request *request, const tr_exchange_question *question)
{
    tr__request_text(request, "productType", "USDT-FUTURES");
    tr__request_text(request, "businessType", "contract_settle_fee");
    tr__request_ms_if(request, "startTime", question->from_ns);
    tr__request_last_ms_if(request, "endTime", question->until_ns);
    tr__page_ask(request, question);
}

static const tr__word margin_modes[] = { { "crossed", TR__SETS_CROSS },
                                         { "isolated", TR__SETS_ISOLATED },
                                         { NULL, 0 } };
static const tr__word modes[] = { { "one_way_mode", TR__SETS_ONE_WAY },
                                  { "hedge_mode", TR__SETS_HEDGING },
                                  { NULL, 0 } };
static const tr__shape margin_shape = {
    .record = TR_RECORD_MARGIN,
    .rules =
        (const tr__rule[]){ TR__WORDS("marginMode", margin_modes), TR__WORDS("posMode", modes),
                            TR__FIELD("crossedMarginLeverage", DECIMAL, margin.leverage), TR__END },
};
const tr__shape tr__bitget_margin = {
    .rules = (const tr__rule[]){ ENVELOPE, TR__RECORDS("data", &margin_shape), TR__END },
};

void tr__bitget_ask_margin(tr__request *request, const tr_exchange_question *question)
{
    tr__request_symbol(request, "symbol", question);
    tr__request_text(request, "productType", "USDT-FUTURES");
    tr__request_text(request, "marginCoin", "USDT");
}
