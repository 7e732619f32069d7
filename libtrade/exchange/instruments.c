/* instruments.c: instruments by the exchange's own name. */
#include <stdlib.h>
#include <string.h>

#include "exchange/adapter.h"

static int compare_name(tr_kind kind, const char *name, const tr_instrument *instrument)
{
    if (kind != instrument->kind)
        return kind < instrument->kind ? -1 : 1;
    return strcmp(name, instrument->exchange_symbol);
}

static int compare(const void *a, const void *b)
{
    const tr_instrument *left = a, *right = b;
    return compare_name(left->kind, left->exchange_symbol, right);
}

void tr__instruments_sort(tr_instrument *items, size_t count)
{
    if (count > 1)
        qsort(items, count, sizeof *items, compare);
}

const tr_instrument *tr__instruments_find(const tr__instruments *instruments, tr_kind kind,
                                          const char *exchange_symbol)
{
    size_t low = 0, high = instruments->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = compare_name(kind, exchange_symbol, &instruments->items[middle]);
        if (order == 0)
            return &instruments->items[middle];
        if (order > 0)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}
