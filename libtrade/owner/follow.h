/*
 * follow.h: an account's events over the local socket, pushed as they become durable.
 *
 * It begins with a request for FOLLOW_COMMAND (account, after, and the filters of `tail`: event, order). From then on the owner
 * answers with frames, each a document with a list "events" and the number of the last one, "last"; the other side sends nothing
 * more. Whoever was cut, or too slow, follows again from the last number that it has.
 */
#ifndef TRADE_OWNER_FOLLOW_H
#define TRADE_OWNER_FOLLOW_H

#include <trade/event_bus.h>

#include "owner/frame.h"

#define TR__FOLLOW_COMMAND "tail follow"

typedef struct tr__follow {
    tr_event_stream *stream;
    char account[TR_NAME_SIZE];
    char event[64]; /* only events of this kind; empty: every one */
    tr_id order_id; /* only what concerns this order; none: every one */
    bool has_more;  /* the last take left some: take again, when others have had their turn */
} tr__follow;

/* True for a request to follow. */
bool tr__follow_is_asked(const tr__request *request);

/* @param account  when the request names none */
tr_status tr__follow_begin(const tr__request *request, tr_event_bus *bus, const char *account,
                           void (*wake)(void *user), void *user, tr__follow *out, tr_error *err);

/* What has come, as a whole frame, to be released with free(); NULL: nothing that passes the filters. */
tr_status tr__follow_take(tr__follow *follow, tr_store_reader *reader, uint8_t **bytes_out,
                          size_t *size_out, tr_error *err);

/* NULL streams are fine; zeroes it. */
void tr__follow_end(tr__follow *follow);

#endif
