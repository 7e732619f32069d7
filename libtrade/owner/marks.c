/* marks.c: see marks.h. */
#include "owner/marks.h"

#include <stdlib.h>
#include <string.h>

tr_status tr__marks_open(const tr_instrument *instruments, size_t count, tr__marks *out)
{
    tr_price *prices = calloc(count == 0 ? 1 : count, sizeof *prices);
    if (prices == NULL)
        return TR_E_NO_MEMORY;
    if (pthread_mutex_init(&out->mutex, NULL) != 0) {
        free(prices);
        return TR_E_NO_MEMORY;
    }
    out->instruments = instruments;
    out->count = count;
    out->prices = prices;
    return TR_OK;
}

void tr__marks_close(tr__marks *marks)
{
    if (marks->prices == NULL)
        return;
    (void)pthread_mutex_destroy(&marks->mutex); /* nobody holds it */
    free(marks->prices);
    marks->prices = NULL;
}

/* marks->count when it is not there. */
static size_t index_of(const tr__marks *marks, const char *symbol)
{
    size_t i = 0;
    while (i < marks->count && strcmp(marks->instruments[i].symbol, symbol) != 0)
        i++;
    return i;
}

void tr__marks_note(tr__marks *marks, const tr_price_tick *tick)
{
    size_t at = index_of(marks, tick->symbol);
    if (at == marks->count)
        return;
    (void)pthread_mutex_lock(&marks->mutex); /* a plain mutex of ours: it cannot fail */
    marks->prices[at] = tick->price;
    (void)pthread_mutex_unlock(&marks->mutex);
}

tr_status tr__marks_find(tr__marks *marks, const char *symbol, tr_price *out)
{
    size_t at = index_of(marks, symbol);
    if (at == marks->count)
        return TR_E_NOT_FOUND;
    (void)pthread_mutex_lock(&marks->mutex); /* a plain mutex of ours: it cannot fail */
    tr_price price = marks->prices[at];
    (void)pthread_mutex_unlock(&marks->mutex);
    if (tr_decimal_is_zero(price.value))
        return TR_E_NOT_FOUND;
    *out = price;
    return TR_OK;
}
