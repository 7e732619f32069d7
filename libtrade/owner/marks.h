/* marks.h: the markets' last prices, for whoever reads on another thread. */
#ifndef TRADE_OWNER_MARKS_H
#define TRADE_OWNER_MARKS_H

#include <pthread.h>

#include <trade/instrument.h>
#include <trade/price_source.h>

typedef struct tr__marks {
    pthread_mutex_t mutex;            /* guards the prices */
    const tr_instrument *instruments; /* borrowed */
    size_t count;
    tr_price *prices; /* beside the instruments; unset before the first */
} tr__marks;

/* TR_E_NO_MEMORY. The instruments live as long. */
tr_status tr__marks_open(const tr_instrument *instruments, size_t count, tr__marks *out);
void tr__marks_close(tr__marks *marks);

/* Remember a tick's price; unknown symbols are ignored. Any thread. */
void tr__marks_note(tr__marks *marks, const tr_price_tick *tick);

/* TR_E_NOT_FOUND before the first. Any thread. */
tr_status tr__marks_find(tr__marks *marks, const char *symbol, tr_price *out);

#endif
