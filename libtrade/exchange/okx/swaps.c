/*
 * swaps.c: what an account's swaps have paid and received at okx, and how they are margined. Orders go out with cross margin:
 * its leverage is what counts.
 * Source: OKX API v5, "Get bills details (last 7 days)", "Get bills details (last 3 months)", "Get leverage", "Get account
 * configuration", 2026.
 */
#include <trade/time.h>

#include "exchange/answer.h"
#include "exchange/okx/map.h"
#include "exchange/page.h"
#include "exchange/request.h"

#define RECENT_NS (6 * TR_NS_PER_DAY) /* the short list holds a week */

#define ANSWER(shape)                                                                              \
    {                                                                                              \
        .rules = (const tr__rule[])                                                                \
        {                                                                                          \
            TR__CODE("code"), TR__MESSAGE("msg"), TR__INSIDE("data", TR__EACH(shape)), TR__END     \
        }                                                                                          \
    }

static const tr__shape funding_shape = {
    .record = TR_RECORD_FUNDING_PAID,
    .rules = (const tr__rule[]){ TR__FIELD("instId", TEXT, funding_paid.exchange_symbol),
                                 TR__ONLY("type", "8"),
                                 TR__FIELD("balChg", DECIMAL, funding_paid.amount),
                                 TR__FIELD("ccy", ASSET, funding_paid.asset),
                                 TR__FIELD("px", DECIMAL, funding_paid.mark),
                                 TR__FIELD("billId", TEXT, funding_paid.exchange_id),
                                 TR__CUSTOM("billId", &tr__page_mark),
                                 TR__FIELD("ts", MS, funding_paid.at_ns), TR__END },
};
const tr__shape tr__okx_funding_paid = ANSWER(&funding_shape);

void tr__okx_ask_funding_paid(tr__request *request, const tr_exchange_question *question)
{
    if (question->from_ns < question->now_ns - RECENT_NS)
        tr__request_route(request, "GET", "account/bills-archive");
    tr__request_text(request, "instType", "SWAP");
    tr__request_text(request, "type", "8");
    tr__request_ms_if(request, "begin", question->from_ns);
    tr__request_last_ms_if(request, "end", question->until_ns);
    tr__page_ask(request, question);
}

static const tr__word margin_modes[] = { { "cross", TR__SETS_CROSS },
                                         { "isolated", TR__SETS_ISOLATED },
                                         { NULL, 0 } };
static const tr__word sides[] = { { "net", TR__SETS_ONE_WAY },
                                  { "long", TR__SETS_HEDGING | TR__SETS_LONG },
                                  { "short", TR__SETS_HEDGING | TR__SETS_SHORT },
                                  { NULL, 0 } };
static const tr__shape margin_shape = {
    .record = TR_RECORD_MARGIN,
    .rules = (const tr__rule[]){ TR__FIELD("instId", TEXT, margin.exchange_symbol),
                                 TR__WORDS("mgnMode", margin_modes), TR__WORDS("posSide", sides),
                                 TR__FIELD("lever", DECIMAL, margin.leverage), TR__END },
};
const tr__shape tr__okx_margin = ANSWER(&margin_shape);

static const tr__word modes[] = { { "net_mode", TR__SETS_ONE_WAY },
                                  { "long_short_mode", TR__SETS_HEDGING },
                                  { NULL, 0 } };
static const tr__shape mode_shape = {
    .record = TR_RECORD_MARGIN,
    .rules = (const tr__rule[]){ TR__WORDS("posMode", modes), TR__END },
};
const tr__shape tr__okx_position_mode = ANSWER(&mode_shape);
