/*
 * account.c: what changed the balances of okx's trading account, and the leverage of its swaps.
 * Source: OKX API v5, "Get bills details (last 7 days)", "(last 3 months)", "Set leverage", "Get leverage", 2026.
 */
#include "exchange/okx/map.h"

#include "exchange/answer.h"
#include "exchange/page.h"
#include "exchange/request.h"

#define ANSWER(shape)                                                                              \
    {                                                                                              \
        .rules = (const tr__rule[])                                                                \
        {                                                                                          \
            TR__CODE("code"), TR__MESSAGE("msg"), TR__INSIDE("data", TR__EACH(shape)), TR__END     \
        }                                                                                          \
    }

/* ---- answers --------------------------------------------------------------------------------- */

static const tr__word bill_kinds[] = {
    { "1", TR_BILL_TRANSFER },    { "2", TR_BILL_TRADE },
    { "3", TR_BILL_PROFIT }, /* delivery */
    { "5", TR_BILL_LIQUIDATION }, { "6", TR_BILL_TRANSFER },
    { "7", TR_BILL_INTEREST },    { "8", TR_BILL_FUNDING },
    { "9", TR_BILL_LIQUIDATION }, { NULL, 0 }, /* 9: deleveraging */
};
/* A fee that is paid is below zero here. */
static const tr__shape bill_shape = {
    .record = TR_RECORD_BILL,
    .rules =
        (const tr__rule[]){
            TR__CUSTOM("billId", &tr__page_mark),
            TR__FIELD("billId", TEXT, bill.exchange_bill_id),
            TR__FIELD("instId", TEXT, bill.exchange_symbol),
            TR__FIELD("ordId", TEXT, bill.reference),
            TR__KINDS("type", bill_kinds),
            TR__FIELD("ccy", ASSET, bill.asset),
            TR__FIELD("balChg", DECIMAL, bill.change),
            TR__TOLD("bal", DECIMAL, bill.balance, TR__SETS_BALANCE),
            TR__TOLD("fee", NEGATED, bill.fee, TR__SETS_FEE),
            TR__FIELD("ts", MS, bill.at_ns),
            TR__END,
        },
};
const tr__shape tr__okx_bills = ANSWER(&bill_shape);

/* ---- requests -------------------------------------------------------------------------------- */

/* A span reaches beyond the seven days that the shorter list holds. */
void tr__okx_ask_bills(tr__request *request, const tr_exchange_question *question)
{
    if (question->from_ns != 0 || question->until_ns != 0)
        tr__request_route(request, "GET", "account/bills-archive");
    tr__request_text(request, "instType", question->kind == TR_KIND_SPOT ? "SPOT" : "SWAP");
    tr__request_symbol(request, "instId", question);
    tr__request_ms_if(request, "begin", question->from_ns);
    tr__request_last_ms_if(request, "end", question->until_ns);
    tr__page_ask(request, question);
}

/* What it is, and with a leverage: what it is to be. Orders of ours use the account's margin. */
void tr__okx_ask_leverage(tr__request *request, const tr_exchange_question *question)
{
    tr__request_symbol(request, "instId", question);
    tr__request_text(request, "mgnMode", "cross");
    tr__request_decimal_if(request, "lever", question->leverage);
}
