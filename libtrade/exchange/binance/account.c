/*
 * account.c: what changed the balances of binance's contracts, and their leverage.
 * Source: USD-M Futures API, "Get Income History", "Change Initial Leverage", "Symbol Configuration", 2026; Options API,
 * "Account Funding Flow" (the same facts under other names), 2026.
 */
#include "exchange/binance/map.h"

#include "exchange/answer.h"
#include "exchange/page.h"
#include "exchange/request.h"

#define ENVELOPE TR__CODE("code"), TR__MESSAGE("msg")

/* ---- answers --------------------------------------------------------------------------------- */

static const tr__word bill_kinds[] = {
    { "COMMISSION", TR_BILL_FEE },
    { "FEE", TR_BILL_FEE },
    { "COMMISSION_REBATE", TR_BILL_FEE },
    { "API_REBATE", TR_BILL_FEE },
    { "REFERRAL_KICKBACK", TR_BILL_FEE },
    { "FEE_RETURN", TR_BILL_FEE },
    { "FUNDING_FEE", TR_BILL_FUNDING },
    { "REALIZED_PNL", TR_BILL_PROFIT },
    { "TRANSFER", TR_BILL_TRANSFER },
    { "INTERNAL_TRANSFER", TR_BILL_TRANSFER },
    { "CROSS_COLLATERAL_TRANSFER", TR_BILL_TRANSFER },
    { "STRATEGY_UMFUTURES_TRANSFER", TR_BILL_TRANSFER },
    { "COIN_SWAP_DEPOSIT", TR_BILL_TRANSFER },
    { "COIN_SWAP_WITHDRAW", TR_BILL_TRANSFER },
    { "INSURANCE_CLEAR", TR_BILL_LIQUIDATION },
    { NULL, 0 },
};
/* An id is unique within its kind alone. */
static const tr__shape bill_shape = {
    .record = TR_RECORD_BILL,
    .rules =
        (const tr__rule[]){
            TR__FIELD("symbol", TEXT, bill.exchange_symbol),
            TR__FIELD("tranId", TEXT, bill.exchange_bill_id),
            TR__FIELD("id", TEXT, bill.exchange_bill_id),
            TR__FIELD("tradeId", TEXT, bill.reference),
            TR__KINDS("incomeType", bill_kinds),
            TR__KINDS("type", bill_kinds),
            TR__FIELD("income", DECIMAL, bill.change),
            TR__FIELD("amount", DECIMAL, bill.change),
            TR__FIELD("asset", ASSET, bill.asset),
            TR__FIELD("time", MS, bill.at_ns),
            TR__FIELD("createDate", MS, bill.at_ns),
            TR__END,
        },
};
const tr__shape tr__binance_bills = {
    .rules = (const tr__rule[]){ ENVELOPE, TR__RECORDS("*", &bill_shape), TR__END },
};

/* ---- requests -------------------------------------------------------------------------------- */

void tr__binance_ask_bills(tr__request *request, const tr_exchange_question *question)
{
    tr__request_symbol(request, "symbol", question);
    tr__request_ms_if(request, "startTime", question->from_ns);
    tr__request_last_ms_if(request, "endTime", question->until_ns);
    tr__page_ask(request, question);
}

void tr__binance_ask_leverage(tr__request *request, const tr_exchange_question *question)
{
    tr__request_symbol(request, "symbol", question);
    tr__request_whole_leverage(request, "leverage", question);
}
