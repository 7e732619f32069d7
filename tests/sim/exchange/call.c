/* call.c: what dialects share: parameters out of a request, numbers into an answer, the facts of a market. */
#include "state.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <trade/time.h>

/* ---- answers --------------------------------------------------------------------------------- */

void sim_call_header(sim_call *call, const char *format, ...)
{
    va_list args;
    if (call->header_count == SIM_REPLY_HEADER_MAX)
        return;
    va_start(args, format);
    (void)vsnprintf(call->headers[call->header_count++], sizeof call->headers[0], format,
                    args); /* they are short */
    va_end(args);
}

void sim_format_fixed(tr_decimal value, int digits, char text[TR_DECIMAL_TEXT_SIZE])
{
    char shortest[TR_DECIMAL_TEXT_SIZE];
    size_t length = tr_decimal_format(value, shortest, sizeof shortest);
    const char *point = memchr(shortest, '.', length);
    int there = point == NULL ? 0 : (int)(length - (size_t)(point - shortest) - 1);
    (void)tr_decimal_format_fixed(value, there > digits ? there : digits, TR_ROUND_DOWN, text,
                                  TR_DECIMAL_TEXT_SIZE); /* at most 18 digits: it fits */
}

void sim_write_fixed(tr_json_writer *writer, const char *key, tr_decimal value, int digits)
{
    char text[TR_DECIMAL_TEXT_SIZE];
    sim_format_fixed(value, digits, text);
    tr_json_write_text(writer, key, text);
}

void sim_write_amount(tr_json_writer *writer, const char *key, tr_decimal value)
{
    sim_write_fixed(writer, key, value, 8);
}

void sim_write_number(tr_json_writer *writer, const char *key, tr_decimal value)
{
    char text[TR_DECIMAL_TEXT_SIZE];
    size_t length = tr_decimal_format(value, text, sizeof text);
    tr_json_write_number(writer, key, text, length);
}

void sim_write_clock_text(tr_json_writer *writer, const char *key, int64_t at_ns, int digits)
{
    char text[TR_TIME_TEXT_SIZE];
    (void)tr_time_format(at_ns, digits, text, sizeof text); /* it fits */
    tr_json_write_text(writer, key, text);
}

/* ---- parameters ------------------------------------------------------------------------------ */

bool sim_integer_of(const char *text, int64_t *out)
{
    tr_decimal value;
    return text != NULL && tr_decimal_parse(text, strlen(text), &value) == TR_OK &&
           tr_decimal_to_int(value, out) == TR_OK;
}

tr_status sim_amount_of(const char *text, tr_decimal *out)
{
    if (text == NULL)
        return TR_E_NOT_FOUND;
    return strpbrk(text, "eE-") != NULL ? TR_E_PARSE : tr_decimal_parse(text, strlen(text), out);
}

int64_t sim_limit_of(const sim_call *call, const char *name, int64_t initial, int64_t max)
{
    int64_t value = 0;
    const char *text = sim_request_param(call->request, name);
    if (text == NULL)
        return initial;
    if (!sim_integer_of(text, &value) || value < 0)
        return -1;
    return value > max ? max : value;
}

const char *sim_text_of(const tr_json_value *value)
{
    const char *text = NULL;
    size_t length = 0;
    if (tr_json_value_text(value, &text, &length) != TR_OK)
        return NULL;
    return strlen(text) == length ? text : NULL; /* U+0000 is part of nothing here */
}

const char *sim_body_text(const sim_call *call, const char *name)
{
    const char *text = NULL;
    size_t length = 0;
    const tr_json_value *root =
        call->request->json == NULL ? NULL : tr_json_document_root(call->request->json);
    const tr_json_value *value = tr_json_value_member(root, name);
    if (tr_json_value_number(value, &text, &length) == TR_OK)
        return text;
    return sim_text_of(value);
}

/* ---- facts of a market ----------------------------------------------------------------------- */

void sim_best_of(const sim_call *call, const sim_market *market, sim_best *out)
{
    tr_book_level bid = { 0 }, ask = { 0 };
    (void)sim_depth(call->exchange, market, TR_SIDE_BUY, &bid, 1); /* zeros when there is none */
    (void)sim_depth(call->exchange, market, TR_SIDE_SELL, &ask, 1);
    out->bid = sim_price_of_ticks(market, bid.price);
    out->bid_quantity = sim_quantity_of_lots(market, (int64_t)bid.shown.low);
    out->ask = sim_price_of_ticks(market, ask.price);
    out->ask_quantity = sim_quantity_of_lots(market, (int64_t)ask.shown.low);
}

tr_decimal sim_day_average(const sim_bar *day)
{
    tr_decimal average = day->close;
    if (!tr_decimal_is_zero(day->volume))
        (void)tr_decimal_divide(day->quote_volume, day->volume, TR_ROUND_HALF_EVEN,
                                &average); /* between its low and high */
    (void)tr_decimal_round_to(average, (tr_decimal){ 10000000000, 0 }, TR_ROUND_HALF_EVEN,
                              &average); /* eight decimals of it */
    return average;
}

tr_decimal sim_day_change(const sim_bar *day, int64_t whole)
{
    tr_decimal share = { 0 };
    if (!tr_decimal_is_zero(day->open))
        (void)tr_decimal_multiply_divide(sim_minus(day->close, day->open),
                                         tr_decimal_from_int(whole), day->open, TR_ROUND_HALF_EVEN,
                                         &share); /* a statistic */
    (void)tr_decimal_round_to(share, (tr_decimal){ 100000000000000, 0 }, TR_ROUND_HALF_EVEN,
                              &share); /* four decimals of it */
    return share;
}

/* ---- what an order is ------------------------------------------------------------------------ */

void sim_each_order(sim_call *call, const sim_market *market, bool is_open,
                    void (*write)(sim_call *call, const sim_order *order))
{
    for (size_t i = 0; i < call->exchange->order_count; i++) {
        const sim_order *order = &call->exchange->orders[i];
        if (order->account == call->account &&
            (market == NULL || order->instrument == market->number) &&
            (order->status == SIM_ORDER_OPEN) == is_open &&
            sim_is_shown(call->exchange, order, !is_open))
            write(call, order);
    }
}
