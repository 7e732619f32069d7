/*
 * live_list.h: a list under way: what the exchange holds, gathered page by page and told when it is whole.
 */
#ifndef TRADE_EXCHANGE_LIVE_LIST_H
#define TRADE_EXCHANGE_LIVE_LIST_H

#include "exchange/live.h"

struct tr__live_listing {
    tr_exchange_live *live;
    tr_listing_kind kind;
    tr_call call;
    tr_exchange_listing into;
    char account[TR_NAME_SIZE];
    tr_exchange_item *items;
    size_t count, capacity;
    /* the page being read */
    char cursor[TR_NOTES_SIZE];
    bool has_more;
    uint32_t page_lines;
    unsigned int pages;
    size_t instrument_index, settle_index;
    /* of lists that change while they are read: the reading before */
    tr_exchange_item *before;
    size_t before_count;
    unsigned int readings;
    bool was_paged;
    /* executions: the stretch of time that is asked for, and where its lines begin */
    int64_t since_ns, end_ns, from_ns, until_ns;
    size_t stretch_begin;
    size_t name_index; /* of the line whose order is looked up */
    char named[TR_LABEL_SIZE];
};

/* One more line; the first failure is the list's. */
tr_status tr__listing_add(tr__live_listing *listing, const tr_exchange_item *item);

/* Ask for the page that is due. */
tr_status tr__listing_ask(tr__live_listing *listing, tr_error *err);

/* Tell whoever asked: all lines and that they are all, or why there is no list. Ends the listing. */
void tr__listing_finish(tr__live_listing *listing, tr_status status, const tr_error *err);

/* True: the answer is wanted. Else the exchange is closing, and the listing has ended. */
bool tr__listing_is_wanted(tr__live_listing *listing);

/* Ours are told as place was given them; what is not of our making is nobody we know. */
void tr__listing_client_id(const tr_exchange_live *live, const char *text, char out[TR_LABEL_SIZE]);

/* An order's line: its id of ours where it carries none but is remembered; and it is remembered from now on. */
void tr__listing_name(tr__live_listing *listing, const char *exchange_order_id,
                      char client_id[TR_LABEL_SIZE]);

/* Executions and funding are asked for stretch by stretch of time. */
bool tr__listing_is_by_time(const tr__live_listing *listing);

/* ---- funding: live_list_funding.c -------------------------------------------------------------- */

tr_status tr__listing_funding_take(tr__live_listing *listing, const tr_funding_bill *bill);

/* All lines are there: each payment once, and one line for a contract and a time. */
tr_status tr__listing_funding_end(tr__live_listing *listing);

/* ---- executions: live_list_fills.c ------------------------------------------------------------ */

void tr__listing_fills_begin(tr__live_listing *listing, int64_t since_ns);

/* True: a cursor leads on within the stretch. */
bool tr__listing_fills_follow(const tr__live_listing *listing);

/* The stretch in a question. */
void tr__listing_fills_span(const tr__live_listing *listing, tr_exchange_question *question);

tr_status tr__listing_fill_take(tr__live_listing *listing, const tr_execution *fill);

/* After an answer's last line. True: another stretch is due. A list that is cut and cannot be cut finer fails. */
bool tr__listing_fills_advance(tr__live_listing *listing, tr_status *status, tr_error *err);
void tr__listing_fills_restart(tr__live_listing *listing);

/* All lines are there: find out whose they are, then tell. */
void tr__listing_fills_name(tr__live_listing *listing);

#endif
