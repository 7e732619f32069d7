/* prices.h: the markets of the paper exchange: what each one's price was last, and when the next is due. */
#ifndef TRADE_OWNER_PRICES_H
#define TRADE_OWNER_PRICES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <trade/log.h>
#include <trade/price_source.h>

#include "owner/plan.h"

/* Takes a tick; a refusal is its own affair. */
typedef void tr__tick_sink(void *user, const tr_price_tick *tick);

typedef struct tr__feed {
    tr_price_source source;
    bool is_open;   /* the source has more */
    double speed;   /* 0: a tick each time everything is at rest */
    int64_t due_ns; /* monotonic: not to be asked before */
    tr_price_tick last;
    bool has_last;
} tr__feed;

typedef struct tr__prices {
    tr__feed *feeds; /* one per instrument */
    size_t count;
    int64_t start_ns; /* monotonic */
} tr__prices;

/* Start at `now_ns` of the monotonic clock. The plan lives as long. */
tr_status tr__prices_open(const tr__plan *plan, int64_t now_ns, tr__prices *out, tr_error *err);
void tr__prices_close(tr__prices *prices);

/* Say every market's last price again: to an exchange and engine that have just been made. */
void tr__prices_repeat(tr__prices *prices, int64_t at_ns, tr__tick_sink *sink, void *user);

/*
 * Hand out what is due; ticks are stamped `at_ns`. Sources without a pace of their own move only when `is_idle`: one
 * tick each, so that what a replay does never depends on how fast the disk is. True when there was any.
 */
bool tr__prices_run(tr__prices *prices, int64_t now_ns, int64_t at_ns, bool is_idle,
                    tr__tick_sink *sink, void *user);

/* The next time on the monotonic clock at which something is due; INT64_MAX for never. */
int64_t tr__prices_due_ns(const tr__prices *prices);

/* Remember a price that came from outside. */
void tr__prices_note(tr__prices *prices, const tr_price_tick *tick);

#endif
