/* bars.h: bars in the database: read in pages, written in transactions. */
#ifndef TRADE_TBCTL_BARS_H
#define TRADE_TBCTL_BARS_H

#include "tbctl/tbctl.h"

/* Which bars. */
typedef struct tbctl_bars {
    char symbol[TR_SYMBOL_SIZE];
    char timeframe[16];
} tbctl_bars;

/* Our form of what was asked for. */
tr_status tbctl_bars_name(const char *symbol, const char *timeframe, tbctl_bars *out,
                          tr_error *err);

/* ---- writing --------------------------------------------------------------------------------- */

/* Bars on their way into the database, whose owner this process is until the end. */
typedef struct tbctl_bar_writer tbctl_bar_writer;

/* TR_E_BUSY while a server runs. */
tr_status tbctl_bar_writer_open(tbctl *program, const tbctl_bars *bars, tbctl_bar_writer **out,
                                tr_error *err);

/* A tr_bar_sink: the bar takes the place of one with the same open. */
tr_status tbctl_bar_writer_put(void *writer, const tr_bar *bar);

/* Make durable what was put. */
tr_status tbctl_bar_writer_flush(tbctl_bar_writer *writer, tr_error *err);

/* Make the rest durable and let the database go. `count_out`: bars written. */
tr_status tbctl_bar_writer_close(tbctl_bar_writer *writer, int64_t *count_out, tr_error *err);

/*
 * Whose bars these are: the first exchange that they are fetched from. Bars of two exchanges under one name would be neither's.
 * TR_E_EXISTS: another's are stored.
 */
tr_status tbctl_bar_writer_claim(tbctl *program, tbctl_bar_writer *writer, const char *exchange,
                                 tr_error *err);

/* ---- reading --------------------------------------------------------------------------------- */

/* From the bar at or behind `from_ns` to the one before `until_ns`, in order. */
tr_status tbctl_bars_read(tbctl *program, const tbctl_bars *bars, int64_t from_ns, int64_t until_ns,
                          tr_bar_sink sink, void *user, tr_error *err);

/* The open of the bar from which the last `count` bars before `until_ns` begin; INT64_MAX when there are none. */
tr_status tbctl_bars_find(tbctl *program, const tbctl_bars *bars, int64_t count, int64_t until_ns,
                          int64_t *from_ns_out, tr_error *err);

#endif
