/*
 * swaps.c: what an account's swaps have paid and received at gate, and how they are margined.
 * Source: Gate API v4, "Query futures account change history", "Get single position information", "Get futures account", 2026.
 */
#include <string.h>

#include "exchange/answer.h"
#include "exchange/gate/map.h"
#include "exchange/page.h"
#include "exchange/request.h"

#define ENVELOPE TR__CODE("label"), TR__MESSAGE("message")

static void funding_finish(const tr__reading *reading, tr_exchange_record *record)
{
    (void)reading;
    memcpy(record->as.funding_paid.asset, "USDT", 5);
}
static const tr__shape funding_shape = {
    .record = TR_RECORD_FUNDING_PAID,
    .rules = (const tr__rule[]){ TR__FIELD("contract", TEXT, funding_paid.exchange_symbol),
                                 TR__ONLY("type", "fund"),
                                 TR__FIELD("change", DECIMAL, funding_paid.amount),
                                 TR__FIELD("id", TEXT, funding_paid.exchange_id),
                                 TR__FIELD("time", SECONDS, funding_paid.at_ns), TR__END },
    .finish = funding_finish,
};
const tr__shape tr__gate_funding_paid = {
    .rules = (const tr__rule[]){ ENVELOPE, TR__RECORDS("*", &funding_shape), TR__END },
};

void tr__gate_ask_funding_paid(tr__request *request, const tr_exchange_question *question)
{
    tr__request_text(request, "settle", "usdt");
    tr__request_text(request, "type", "fund");
    tr__request_seconds_if(request, "from", question->from_ns);
    tr__request_last_seconds_if(request, "to", question->until_ns);
    tr__page_ask(request, question);
}

/* A leverage of 0 is cross margin, with a leverage of its own. */
static void isolated_take(tr__reading *reading, const char *text, size_t length,
                          tr_exchange_record *record)
{
    tr_decimal value;
    (void)reading;
    if (!tr__take_decimal(text, length, &value))
        return;
    tr__record_set(record, tr_decimal_is_zero(value) ? TR__SETS_CROSS : TR__SETS_ISOLATED);
    if (!tr_decimal_is_zero(value))
        record->as.margin.leverage = value;
}
static void cross_take(tr__reading *reading, const char *text, size_t length,
                       tr_exchange_record *record)
{
    (void)reading;
    if (record->as.margin.mode != TR_MARGIN_ISOLATED)
        (void)tr__take_decimal(text, length, &record->as.margin.leverage); /* 0: not told */
}
static const tr__custom isolated_custom = { isolated_take }, cross_custom = { cross_take };
static const tr__word modes[] = {
    { "single", TR__SETS_ONE_WAY },     { "dual_long", TR__SETS_HEDGING },
    { "dual_short", TR__SETS_HEDGING }, { "dual", TR__SETS_HEDGING },
    { "dual_plus", TR__SETS_HEDGING },  { NULL, 0 }
};
const tr__shape tr__gate_margin = {
    .record = TR_RECORD_MARGIN,
    .rules = (const tr__rule[]){ ENVELOPE, TR__FIELD("contract", TEXT, margin.exchange_symbol),
                                 TR__WORDS("mode", modes), TR__CUSTOM("leverage", &isolated_custom),
                                 TR__CUSTOM("cross_leverage_limit", &cross_custom), TR__END },
};

const tr__shape tr__gate_position_mode = {
    .record = TR_RECORD_MARGIN,
    .rules =
        (const tr__rule[]){ ENVELOPE, TR__FLAG("in_dual_mode", TR__SETS_HEDGING, TR__SETS_ONE_WAY),
                            TR__WORDS("position_mode", modes), TR__END },
};
