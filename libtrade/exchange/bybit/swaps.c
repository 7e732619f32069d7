/*
 * swaps.c: what an account's swaps have paid and received at bybit, and how they are margined.
 *
 * A settlement of a USDC contract is one bill for funding and the profit of the session: `funding` is the first alone.
 * Source: Bybit API V5, "Get Transaction Log", "Get Position Info", "Get Account Info", 2026.
 */
#include "exchange/answer.h"
#include "exchange/bybit/map.h"
#include "exchange/request.h"

#define ANSWER(result)                                                                             \
    {                                                                                              \
        .rules = (const tr__rule[])                                                                \
        {                                                                                          \
            TR__CODE("retCode"), TR__MESSAGE("retMsg"), TR__INSIDE("result", result), TR__END      \
        }                                                                                          \
    }
#define LIST(shape) TR__PART(TR__INSIDE("list", TR__EACH(shape)), TR__CURSOR("nextPageCursor"))

static const tr__shape funding_shape = {
    .record = TR_RECORD_FUNDING_PAID,
    .rules = (const tr__rule[]){ TR__FIELD("symbol", TEXT, funding_paid.exchange_symbol),
                                 TR__ONLY("type", "SETTLEMENT"),
                                 TR__FIELD("funding", DECIMAL, funding_paid.amount),
                                 TR__FIELD("currency", ASSET, funding_paid.asset),
                                 TR__FIELD("tradePrice", DECIMAL, funding_paid.mark),
                                 TR__FIELD("id", TEXT, funding_paid.exchange_id),
                                 TR__FIELD("transactionTime", MS, funding_paid.at_ns), TR__END },
};
const tr__shape tr__bybit_funding_paid = ANSWER(LIST(&funding_shape));

void tr__bybit_ask_funding_paid(tr__request *request, const tr_exchange_question *question)
{
    tr__request_text(request, "accountType", "UNIFIED");
    tr__request_text(request, "category", "linear");
    tr__request_text(request, "type", "SETTLEMENT");
    tr__request_ms_if(request, "startTime", question->from_ns);
    tr__request_last_ms_if(request, "endTime", question->until_ns);
    tr__request_number(request, "limit", 50);
    tr__request_text_if(request, "cursor", question->cursor);
}

/* Asked of one contract, its position is listed flat, too. */
static const tr__word places[] = {
    { "0", TR__SETS_ONE_WAY }, { "1", TR__SETS_HEDGING | TR__SETS_LONG }, { "2", TR__SETS_HEDGING | TR__SETS_SHORT }, { NULL, 0 }
};
/* A unified account's margin mode is the account's: "tradeMode" tells older ones. */
static const tr__word trade_modes[] = { { "1", TR__SETS_ISOLATED }, { NULL, 0 } };
static const tr__shape margin_shape = {
    .record = TR_RECORD_MARGIN,
    .rules =
        (const tr__rule[]){ TR__FIELD("symbol", TEXT, margin.exchange_symbol),
                            TR__WORDS("positionIdx", places), TR__WORDS("tradeMode", trade_modes),
                            TR__FIELD("leverage", DECIMAL, margin.leverage), TR__END },
};
const tr__shape tr__bybit_margin = ANSWER(LIST(&margin_shape));

static const tr__word margin_modes[] = { { "REGULAR_MARGIN", TR__SETS_CROSS },
                                         { "PORTFOLIO_MARGIN", TR__SETS_CROSS },
                                         { "ISOLATED_MARGIN", TR__SETS_ISOLATED },
                                         { NULL, 0 } };
static const tr__shape account_shape = {
    .record = TR_RECORD_MARGIN,
    .rules = (const tr__rule[]){ TR__WORDS("marginMode", margin_modes), TR__END },
};
const tr__shape tr__bybit_position_mode = { .rules = (const tr__rule[]){
                                                TR__CODE("retCode"), TR__MESSAGE("retMsg"),
                                                TR__RECORDS("result", &account_shape), TR__END } };
