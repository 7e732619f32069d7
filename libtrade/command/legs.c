/* legs.c: reading and showing several ways out. */
#include "command/legs.h"

#include <string.h>

#include "command/member.h"
#include "core/fail.h"

/* One price of a list, with its share when there is one. */
typedef struct item {
    tr_decimal price;
    tr_decimal share;
    bool has_share;
} item;

static tr_status bad(const char *argument, const char *text, tr_error *err)
{
    return tr__fail(err, TR_E_INVALID, 0,
                    "%s is \"%s\": prices above 0, separated by commas, at most %d%s", argument,
                    text, TR_LEGS_MAX,
                    strcmp(argument, "targets") == 0 ? ", each with :share or none with one" : "");
}

static tr_status read_list(const char *argument, const char *text, item items[TR_LEGS_MAX],
                           size_t *count_out, tr_error *err)
{
    const char *at = text;
    size_t count = 0;
    for (bool more = *at != '\0'; more; count++) {
        size_t length = strcspn(at, ",");
        const char *colon = memchr(at, ':', length);
        size_t price_length = colon == NULL ? length : (size_t)(colon - at);
        if (count == TR_LEGS_MAX)
            return bad(argument, text, err);
        item *one = &items[count];
        *one = (item){ .has_share = colon != NULL };
        if (tr_decimal_parse(at, price_length, &one->price) != TR_OK ||
            tr_decimal_sign(one->price) <= 0)
            return bad(argument, text, err);
        if (colon != NULL &&
            (tr_decimal_parse(colon + 1, length - price_length - 1, &one->share) != TR_OK ||
             tr_decimal_sign(one->share) <= 0))
            return bad(argument, text, err);
        if (one->has_share != items[0].has_share)
            return bad(argument, text, err);
        more = at[length] == ',';
        at += length + (more ? 1 : 0);
    }
    *count_out = count;
    return TR_OK;
}

/* Equal shares; the last one takes what the division leaves over. */
static tr_status share_out(item *items, size_t count)
{
    tr_decimal left = tr_decimal_from_int(1);
    for (size_t i = 0; i < count; i++) {
        tr_decimal share = left;
        tr_status status = TR_OK;
        if (i + 1 < count)
            status = tr_decimal_divide(tr_decimal_from_int(1), tr_decimal_from_int((int64_t)count),
                                       TR_ROUND_DOWN, &share);
        if (status != TR_OK || (status = tr_decimal_subtract(left, share, &left)) != TR_OK)
            return status;
        items[i].share = share;
    }
    return TR_OK;
}

tr_status tr__legs_of_call(const tr_command_call *call, tr_leg legs_out[TR_LEGS_MAX],
                           size_t *count_out, tr_error *err)
{
    item targets[TR_LEGS_MAX];
    item stops[TR_LEGS_MAX];
    size_t target_count = 0;
    size_t stop_count = 0;
    tr_decimal left = tr_decimal_from_int(1);
    tr_price stop_loss = { tr_call_decimal(call, "stop_loss") };
    *count_out = 0;
    if (!tr_call_has(call, "targets") && !tr_call_has(call, "stops"))
        return TR_OK;
    tr_status status =
        read_list("targets", tr_call_text(call, "targets"), targets, &target_count, err);
    if (status == TR_OK)
        status = read_list("stops", tr_call_text(call, "stops"), stops, &stop_count, err);
    if (status != TR_OK)
        return status;
    if (target_count == 0)
        return tr__fail(err, TR_E_INVALID, 0, "stops go with targets: a single stop is stop_loss");
    if (tr_call_has(call, "take_profit"))
        return tr__fail(err, TR_E_INVALID, 0, "take_profit and targets exclude each other");
    if (stop_count > 0 && (stop_count != target_count || stops[0].has_share))
        return tr__fail(err, TR_E_INVALID, 0, "stops are as many as targets, without shares");
    if (stop_count > 0 && tr_call_has(call, "stop_loss"))
        return tr__fail(err, TR_E_INVALID, 0, "stop_loss and stops exclude each other");
    if (!targets[0].has_share && (status = share_out(targets, target_count)) != TR_OK)
        return status;
    for (size_t i = 0; i < target_count; i++) {
        legs_out[i] = (tr_leg){ targets[i].share,
                                { targets[i].price },
                                stop_count > 0 ? (tr_price){ stops[i].price } : stop_loss };
        if (tr_decimal_subtract(left, targets[i].share, &left) != TR_OK)
            return bad("targets", tr_call_text(call, "targets"), err);
    }
    *count_out = target_count;
    if (tr_decimal_sign(left) <= 0 || tr_decimal_is_zero(stop_loss.value))
        return TR_OK;
    if (target_count == TR_LEGS_MAX)
        return tr__fail(err, TR_E_INVALID, 0,
                        "the shares must add up to 1: there is no room for the rest");
    legs_out[(*count_out)++] = (tr_leg){ left, { { 0 } }, stop_loss };
    return TR_OK;
}

void tr__legs_write(tr_document *answer, const char *text)
{
    tr_leg legs[TR_LEGS_MAX];
    size_t count = 0;
    if (text[0] == '\0' || tr_legs_parse(text, strlen(text), legs, &count, NULL) != TR_OK)
        return;
    tr_document_array_begin(answer, "legs");
    for (size_t i = 0; i < count; i++) {
        tr_document_object_begin(answer, NULL);
        tr_document_add_decimal(answer, "share", legs[i].share);
        tr__member_price(answer, "take_profit", legs[i].take_profit);
        tr__member_price(answer, "stop_loss", legs[i].stop_loss);
        tr_document_object_end(answer);
    }
    tr_document_array_end(answer);
}
