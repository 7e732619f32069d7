/*
 * breaker.h: stops asking an exchange that does not answer, and tries with one question at a time whether it does again.
 * Pure.
 */
#ifndef TRADE_EXCHANGE_BREAKER_H
#define TRADE_EXCHANGE_BREAKER_H

#include <stdbool.h>
#include <stdint.h>

typedef struct tr__breaker {
    unsigned int failures; /* in a row */
    int64_t pause_ns;      /* 0: closed */
    int64_t probe_at_ns;   /* monotonic */
    bool is_probing;
} tr__breaker;

/* Requests go. */
bool tr__breaker_is_closed(const tr__breaker *breaker);

/* It is open, and time for a probe: say so once, and send it. */
bool tr__breaker_probe(tr__breaker *breaker, int64_t now_ns);

/* An answer came, or none did. What an answer says does not matter. True: the breaker changed. */
bool tr__breaker_note(tr__breaker *breaker, bool is_answered, int64_t now_ns);

/* The probe ended without having left, which tells nothing: there is another after the same pause. */
void tr__breaker_unheard(tr__breaker *breaker, int64_t now_ns);

#endif
