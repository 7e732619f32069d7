/*
 * reading.h: a thread for commands that only read: a long page of orders must not hold up the alerts behind it.
 */
#ifndef WEB_READING_H
#define WEB_READING_H

#include <trade/owner.h>
#include <trade/status.h>
#include <trade/store.h>

typedef struct web_reading web_reading;

/** One piece of work, embedded in what it belongs to. `run` is called once, on the reading thread. */
typedef struct web_reading_item {
    struct web_reading_item *next;
    void (*run)(struct web_reading_item *item, tr_store_reader *reader);
} web_reading_item;

/** Start the thread, with a reader of its own. */
tr_status web_reading_new(tr_owner *owner, web_reading **out, tr_error *err);

/** Do what waits, and end. NULL is accepted. */
void web_reading_free(web_reading *reading);

/** Queue. @return TR_E_FULL: too much is waiting, and the item is still the caller's */
tr_status web_reading_put(web_reading *reading, web_reading_item *item);

#endif
