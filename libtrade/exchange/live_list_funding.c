/*
 * live_list_funding.c: what an account's swaps have paid and received, from the exchange's bills.
 *
 * Pages may overlap, so that each payment counts by its id once. A contract is funded once at a time: what came in parts (two
 * margin modes, two sides) adds up. Where payments have no id of their own, contract and time tell them apart.
 */
#include <stdlib.h>
#include <string.h>

#include "exchange/live_list.h"

/* Of contracts that are not traded here nothing can be booked: it shows as money from outside. */
tr_status tr__listing_funding_take(tr__live_listing *listing, const tr_funding_bill *bill)
{
    tr_exchange_item item = { .kind = TR_LISTING_FUNDING, .at_ns = bill->at_ns };
    tr_funding_payment *funding = &item.funding;
    if (bill->symbol[0] == '\0' || bill->at_ns < listing->since_ns ||
        tr_decimal_is_zero(bill->amount.value))
        return TR_OK;
    memcpy(funding->account, listing->account, sizeof funding->account);
    memcpy(funding->symbol, bill->symbol, sizeof funding->symbol);
    memcpy(funding->asset, bill->asset, sizeof funding->asset);
    memcpy(funding->exchange_id, bill->exchange_id, sizeof funding->exchange_id);
    funding->amount = bill->amount;
    funding->rate = bill->rate;
    funding->price = bill->mark;
    funding->at_ns = bill->at_ns;
    memcpy(item.symbol, bill->symbol, sizeof item.symbol);
    memcpy(item.asset, bill->asset, sizeof item.asset);
    return tr__listing_add(listing, &item);
}

static int by_payment(const void *a, const void *b)
{
    const tr_funding_payment *first = &((const tr_exchange_item *)a)->funding;
    const tr_funding_payment *second = &((const tr_exchange_item *)b)->funding;
    if (first->at_ns != second->at_ns)
        return first->at_ns < second->at_ns ? -1 : 1;
    int order = strcmp(first->symbol, second->symbol);
    if (order == 0)
        order = strcmp(first->asset, second->asset);
    return order != 0 ? order : strcmp(first->exchange_id, second->exchange_id);
}

static bool is_of_one_time(const tr_funding_payment *a, const tr_funding_payment *b)
{
    return a->at_ns == b->at_ns && strcmp(a->symbol, b->symbol) == 0 &&
           strcmp(a->asset, b->asset) == 0;
}

tr_status tr__listing_funding_end(tr__live_listing *listing)
{
    char last_id[TR_LABEL_SIZE] = "";
    size_t kept = 0;
    if (listing->count > 0)
        qsort(listing->items, listing->count, sizeof *listing->items, by_payment);
    for (size_t i = 0; i < listing->count; i++) {
        const tr_exchange_item *item = &listing->items[i];
        tr_exchange_item *before = kept == 0 ? NULL : &listing->items[kept - 1];
        bool is_part = before != NULL && is_of_one_time(&before->funding, &item->funding);
        bool is_repeat = is_part && strcmp(last_id, item->funding.exchange_id) == 0;
        memcpy(last_id, item->funding.exchange_id, sizeof last_id);
        if (is_repeat)
            continue;
        if (!is_part) {
            listing->items[kept++] = *item;
        } else {
            tr_status status =
                tr_money_add(before->funding.amount, item->funding.amount, &before->funding.amount);
            if (status != TR_OK)
                return status;
        }
    }
    listing->count = kept;
    return TR_OK;
}
