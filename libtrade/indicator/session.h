/* session.h: which session a bar belongs to, and what the sessions were like. */
#ifndef TRADE_INDICATOR_SESSION_H
#define TRADE_INDICATOR_SESSION_H

#include <stdbool.h>
#include <stdint.h>

/* A number that changes where a session begins: a day (kind 0), a week from Monday (1) or a month (2). */
double tr__session_of(double time, double kind, double offset_minutes);

typedef struct tr__session_bar {
    double open;
    double high;
    double low;
    double close;
} tr__session_bar;

/* The session so far and the one before it. */
typedef struct tr__sessions {
    double number;
    uint64_t count; /* sessions that began */
    tr__session_bar now;
    tr__session_bar before;
} tr__sessions;

/* Take in a bar of session `number`. */
void tr__sessions_step(tr__sessions *sessions, double number, const tr__session_bar *bar);

#endif
