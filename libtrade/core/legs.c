/* legs.c: the ways out of an order, and the text that they are kept as. */
#include <trade/order.h>

#include <string.h>

#include "core/fail.h"

static const char *const block_state_names[] = {
    [TR_BLOCK_WAITING] = "waiting", [TR_BLOCK_TRADING] = "trading",
    [TR_BLOCK_CLOSED] = "closed",   [TR_BLOCK_CANCELLED] = "cancelled",
    [TR_BLOCK_EXPIRED] = "expired", [TR_BLOCK_REFUSED] = "refused",
};

const char *tr_block_state_name(tr_block_state state)
{
    size_t index = (size_t)state;
    return index < sizeof block_state_names / sizeof block_state_names[0] ? block_state_names[index]
                                                                          : NULL;
}

bool tr_block_state_is_final(tr_block_state state)
{
    return tr_block_state_name(state) != NULL && state > TR_BLOCK_TRADING;
}

static bool is_set(tr_price price)
{
    return !tr_decimal_is_zero(price.value);
}

static tr_status check_legs(const tr_leg *legs, size_t count, tr_error *err)
{
    tr_decimal sum = { 0 };
    if (count == 0 || count > TR_LEGS_MAX)
        return tr__fail(err, TR_E_INVALID, 0, "%zu ways out, 1 to %d are taken", count,
                        TR_LEGS_MAX);
    for (size_t i = 0; i < count; i++) {
        if (!is_set(legs[i].take_profit) && !is_set(legs[i].stop_loss))
            return tr__fail(err, TR_E_INVALID, 0, "way out %zu has neither a target nor a stop",
                            i + 1);
        if (tr_decimal_sign(legs[i].share) <= 0 || tr_decimal_sign(legs[i].take_profit.value) < 0 ||
            tr_decimal_sign(legs[i].stop_loss.value) < 0)
            return tr__fail(err, TR_E_RANGE, 0, "way out %zu: share and prices must be above 0",
                            i + 1);
        if (tr_decimal_compare(legs[i].share, tr_decimal_from_int(1)) > 0 ||
            tr_decimal_add(sum, legs[i].share, &sum) != TR_OK)
            return tr__fail(err, TR_E_RANGE, 0, "way out %zu: a share is at most 1", i + 1);
    }
    if (tr_decimal_compare(sum, tr_decimal_from_int(1)) > 0)
        return tr__fail(err, TR_E_RANGE, 0, "the shares of the ways out add up to more than 1");
    return TR_OK;
}

/* Append one number and what ends it; false when there is no room. */
static bool append(char text[TR_LEGS_SIZE], size_t *length, tr_decimal value, char end)
{
    char number[TR_DECIMAL_TEXT_SIZE] = "-";
    if (!tr_decimal_is_zero(value))
        (void)tr_decimal_format(value, number, sizeof number); /* always fits */
    size_t size = strlen(number);
    if (*length + size + 2 > TR_LEGS_SIZE)
        return false;
    memcpy(text + *length, number, size);
    text[*length + size] = end;
    *length += size + 1;
    return true;
}

tr_status tr_legs_format(const tr_leg *legs, size_t count, char text_out[TR_LEGS_SIZE],
                         tr_error *err)
{
    char text[TR_LEGS_SIZE] = "";
    size_t length = 0;
    if (legs == NULL || text_out == NULL)
        return tr__fail(err, TR_E_INVALID, 0, "no legs, or no place for their text");
    tr_status status = check_legs(legs, count, err);
    if (status != TR_OK)
        return status;
    for (size_t i = 0; i < count; i++)
        if (!append(text, &length, legs[i].share, ' ') ||
            !append(text, &length, legs[i].take_profit.value, ' ') ||
            !append(text, &length, legs[i].stop_loss.value, ';'))
            return tr__fail(err, TR_E_FULL, 0, "the ways out take more than %d characters",
                            TR_LEGS_SIZE - 1);
    text[length - 1] = '\0'; /* the last one ends the text */
    memcpy(text_out, text, sizeof text);
    return TR_OK;
}

/* The text up to `end`, or to the end of all, as a number. */
static bool take_number(const char **at, const char *stop, char end, tr_decimal *out)
{
    const char *from = *at;
    const char *to = memchr(from, end, (size_t)(stop - from));
    if (to == NULL)
        to = stop;
    *at = to < stop ? to + 1 : stop;
    *out = (tr_decimal){ 0 };
    if (to - from == 1 && *from == '-')
        return true;
    return tr_decimal_parse(from, (size_t)(to - from), out) == TR_OK;
}

tr_status tr_legs_parse(const char *text, size_t length, tr_leg legs_out[TR_LEGS_MAX],
                        size_t *count_out, tr_error *err)
{
    tr_leg legs[TR_LEGS_MAX];
    size_t count = 0;
    if (text == NULL || legs_out == NULL || count_out == NULL)
        return tr__fail(err, TR_E_INVALID, 0, "no text of legs, or no place for them");
    const char *at = text;
    const char *stop = text + length;
    while (at < stop) {
        const char *end = memchr(at, ';', (size_t)(stop - at));
        if (end == NULL)
            end = stop;
        if (count == TR_LEGS_MAX)
            return tr__fail(err, TR_E_INVALID, 0, "more than %d ways out", TR_LEGS_MAX);
        tr_leg *leg = &legs[count++];
        if (!take_number(&at, end, ' ', &leg->share) ||
            !take_number(&at, end, ' ', &leg->take_profit.value) ||
            !take_number(&at, end, ' ', &leg->stop_loss.value) || at != end)
            return tr__fail(err, TR_E_PARSE, 0, "way out %zu is not \"share target stop\"", count);
        at = end < stop ? end + 1 : stop;
    }
    tr_status status = check_legs(legs, count, err);
    if (status != TR_OK)
        return status;
    memcpy(legs_out, legs, count * sizeof *legs);
    *count_out = count;
    return TR_OK;
}

size_t tr_order_legs(const tr_order *order, tr_leg legs_out[TR_LEGS_MAX])
{
    size_t count = 0;
    if (order == NULL || legs_out == NULL)
        return 0;
    if (order->legs[0] != '\0')
        return tr_legs_parse(order->legs, strnlen(order->legs, sizeof order->legs), legs_out,
                             &count, NULL) == TR_OK
                   ? count
                   : 0;
    if (!is_set(order->take_profit) && !is_set(order->stop_loss))
        return 0;
    legs_out[0] = (tr_leg){ tr_decimal_from_int(1), order->take_profit, order->stop_loss };
    return 1;
}
