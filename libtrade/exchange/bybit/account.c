/*
 * account.c: what changed the balances of bybit's unified account, leverage, and all orders at once.
 * Source: Bybit API V5, "Get Transaction Log" (a funding fee that is received is above zero), "Set Leverage", "Get Position Info",
 * "Cancel All Orders", 2026; V2, "Wallet Fund Records" (the same facts under other names), 2021.
 */
#include "exchange/bybit/map.h"

#include "exchange/answer.h"
#include "exchange/request.h"

#define ENVELOPE    TR__CODE("retCode"), TR__MESSAGE("retMsg")
#define LIST(shape) TR__PART(TR__INSIDE("list", TR__EACH(shape)), TR__CURSOR("nextPageCursor"))

/* ---- answers --------------------------------------------------------------------------------- */

static const tr__word bill_kinds[] = {
    { "TRADE", TR_BILL_TRADE },
    { "SETTLEMENT", TR_BILL_FUNDING },
    { "Realized P&L", TR_BILL_PROFIT },
    { "DELIVERY", TR_BILL_PROFIT },
    { "TRANSFER_IN", TR_BILL_TRANSFER },
    { "TRANSFER_OUT", TR_BILL_TRANSFER },
    { "LIQUIDATION", TR_BILL_LIQUIDATION },
    { "ADL", TR_BILL_LIQUIDATION },
    { "FEE_REFUND", TR_BILL_FEE },
    { "INTEREST", TR_BILL_INTEREST },
    { NULL, 0 },
};
static const tr__shape bill_shape = {
    .record = TR_RECORD_BILL,
    .rules =
        (const tr__rule[]){
            TR__FIELD("symbol", TEXT, bill.exchange_symbol),
            TR__FIELD("id", TEXT, bill.exchange_bill_id),
            TR__FIELD("orderId", TEXT, bill.reference),
            TR__KINDS("type", bill_kinds),
            TR__FIELD("currency", ASSET, bill.asset),
            TR__FIELD("coin", ASSET, bill.asset),
            TR__FIELD("change", DECIMAL, bill.change),
            TR__FIELD("amount", DECIMAL, bill.change),
            TR__TOLD("cashBalance", DECIMAL, bill.balance, TR__SETS_BALANCE),
            TR__TOLD("wallet_balance", DECIMAL, bill.balance, TR__SETS_BALANCE),
            TR__TOLD("fee", DECIMAL, bill.fee, TR__SETS_FEE),
            TR__FIELD("transactionTime", MS, bill.at_ns),
            TR__FIELD("exec_time", ISO, bill.at_ns),
            TR__END,
        },
};
const tr__shape tr__bybit_bills = {
    .rules = (const tr__rule[]){ ENVELOPE, TR__INSIDE("result", LIST(&bill_shape)), TR__END },
};

const tr__shape tr__bybit_done = { .rules = (const tr__rule[]){ ENVELOPE, TR__END } };

/* ---- requests -------------------------------------------------------------------------------- */

void tr__bybit_ask_bills(tr__request *request, const tr_exchange_question *question)
{
    tr__request_text(request, "accountType", "UNIFIED");
    tr__request_text(request, "category", question->kind == TR_KIND_SPOT ? "spot" : "linear");
    tr__request_ms_if(request, "startTime", question->from_ns);
    tr__request_last_ms_if(request, "endTime", question->until_ns);
    tr__request_number(request, "limit", question->limit != 0 ? question->limit : 50);
    tr__request_text_if(request, "cursor", question->cursor);
}

void tr__bybit_ask_leverage(tr__request *request, const tr_exchange_question *question)
{
    tr__request_text(request, "category", "linear");
    tr__request_symbol(request, "symbol", question);
    tr__request_decimal(request, "buyLeverage", question->leverage);
    tr__request_decimal(request, "sellLeverage", question->leverage);
}

/* Without an instrument: all of the kind, of contracts those that are settled in USDT. */
void tr__bybit_ask_cancel_all(tr__request *request, const tr_exchange_question *question)
{
    bool is_spot = question->kind == TR_KIND_SPOT;
    tr__request_text(request, "category", is_spot ? "spot" : "linear");
    tr__request_symbol(request, "symbol", question);
    if (question->instrument == NULL && !is_spot)
        tr__request_text(request, "settleCoin", "USDT");
}
