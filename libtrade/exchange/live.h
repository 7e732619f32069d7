/* live.h: the inside of a live exchange: what it knows of each order that has not ended. */
#ifndef TRADE_EXCHANGE_LIVE_INSIDE_H
#define TRADE_EXCHANGE_LIVE_INSIDE_H

#include <trade/exchange_live.h>
#include <trade/id.h>

#include "exchange/adapter.h"

#define TR__LIVE_FILLS_MAX 1000 /* of one answer */

typedef struct tr__live_order {
    struct tr__live_order *before, *after;
    tr_exchange_live *live;
    tr_exchange_order terms;
    tr_id id;
    const tr_instrument *instrument;
    char exchange_order_id[TR_LABEL_SIZE];
    /*
     * live_stop.c: a stop behind calls of its own. The id above is the stop's for as long as the order lives; the order that it
     * became has another, which is the exchange's to choose.
     */
    bool is_apart;
    bool has_gone_off; /* it is an order like any other now, by the id below once that is known */
    bool is_past_stop; /* of the look under way: the stop's own call said what it had to say, orders are asked for it */
    char became_order_id[TR_LABEL_SIZE];
    int64_t became_ns; /* monotonic: when that was learnt */
    int64_t sent_ns;   /* monotonic: when it may have left, at the latest */
    int64_t look_ns;  /* monotonic: the next look; INT64_MAX: none is planned */
    int64_t asked_ns; /* of the look under way */
    int64_t
        missed_ns; /* when the first of the looks ended that did not find it; 0: it was found, or not looked for */
    unsigned int looks, cancels, pages, page_fills; /* of the list being read */
    bool is_sending;                                /* the placing call is under way */
    bool is_unknown;                                /* its outcome is not known */
    bool is_absent; /* all that was sent so far is proved not to be there: sent again it is as new */
    bool is_accepted;                               /* told so */
    bool is_asking;    /* a look, its fills, or a cancel is under way */
    bool wants_answer; /* a query: say what is found, even when it is nothing new */
    bool wants_cancel;
    bool cancel_failed;    /* the exchange would not: said behind the next look */
    bool is_dropped;       /* it has ended; released when nothing is under way */
    tr_order_record found; /* of the look under way */
    bool has_found;
    tr_quantity told; /* fills reported so far in this look */
    tr_execution *fills;
    size_t fill_count;
    int64_t
        span_ns; /* since 1970: where the span begins of which fills are asked for; 0: of any time */
    char cursor[TR_NOTES_SIZE];
    bool has_more;
    char reason[TR_REASON_SIZE];
    /* live_amend.c: an amendment that is wanted */
    tr_quantity wanted_quantity;
    tr_price wanted_limit, wanted_stop;
    int64_t amend_sent_ns; /* monotonic: when it may have left, at the latest */
    bool wants_amend, is_amend_sent, is_amend_refused, is_amend_done;
    char amend_reason[TR_REASON_SIZE];
} tr__live_order;

/* live_dead_man.c */
typedef struct tr__live_switch {
    char account[TR_NAME_SIZE];
    uint32_t timeout_ms;
    size_t instrument_index;
    bool is_asking;
    bool is_due; /* wanted anew while a request is under way */
} tr__live_switch;

typedef struct tr__live_listing tr__live_listing; /* live_list.h */

struct tr_exchange_live {
    tr_exchange port;
    tr_exchange_traits traits;
    tr_exchange_live_options options;
    const tr__adapter *adapter;
    const tr_exchange_id_rules *rules;
    bool holds_apart; /* stops lie behind calls of their own */
    tr_instrument *instruments;
    tr__live_order *first;
    size_t order_count, calls; /* calls: under way */
    tr__live_listing *listing; /* under way: one at a time; NULL */
    struct tr__live_names *names;
    tr_exchange_item *strays; /* of the last list of open orders: ours by their ids, and not among those above */
    size_t stray_count;
    tr__live_switch dead_man;
    bool is_closing;
};

int64_t tr__live_now_ns(const tr_exchange_live *live);
tr__live_order *tr__live_find(const tr_exchange_live *live, const char *client_id);

/*
 * True when not finding an order of this age by its client id proves that the exchange never had it, once its validity and
 * visibility have passed: the exchange refuses what comes late, and still finds orders of that age that are done.
 */
bool tr__live_proves_absence(const tr_exchange_id_rules *rules, int64_t age_ms);

/* The same for an order as it is now, and for the look that has just not found it. */
bool tr__live_is_proof(const tr__live_order *order);

/* Plan a look at this time; an earlier plan stays. */
void tr__live_plan(tr__live_order *order, int64_t at_ns);

/* The timer. */
void tr__live_due(void *key);

/* Which order of ours an exchange's id means: empty for one of others'. False: not known here. */
void tr__live_name_keep(tr_exchange_live *live, const char *exchange_order_id,
                        const char *client_id);
bool tr__live_name_find(const tr_exchange_live *live, const char *exchange_order_id,
                        char client_id_out[TR_LABEL_SIZE]);

/* Orders of a whole list that carry an id of ours and are not known here, so that they can be cancelled. */
void tr__live_strays_keep(tr_exchange_live *live, const tr_exchange_item *items, size_t count);
const tr_exchange_item *tr__live_stray_find(const tr_exchange_live *live, const char *client_id);

/* The order, known here, remembered elsewhere, or listed as a stray. */
tr_status tr__live_recall(tr_exchange_live *live, const char *account, const char *client_id,
                          tr__live_order **out, tr_error *err);

/* An answer came for an order. False: nobody waits for it any more. */
bool tr__live_is_wanted(tr__live_order *order);

/* The port's `amend`, and its part of a turn, of an order that was found, that is open, that has ended. */
tr_status tr__live_amend(void *user, const tr_exchange_order *asked, tr_error *err);
bool tr__live_amend_move(tr__live_order *order); /* true: it left */
void tr__live_amend_found(tr__live_order *order);
void tr__live_amend_open(tr__live_order *order);
void tr__live_amend_ended(tr__live_order *order);

/* The port's `dead_man`. */
tr_status tr__live_dead_man(void *user, const char *account, int64_t timeout_ns, tr_error *err);

/* The port's `list`. */
tr_status tr__live_list(void *user, tr_listing_kind kind, const char *account, int64_t since_ns,
                        const tr_exchange_listing *into, tr_error *err);

/* Report without anything of a fill. */
void tr__live_report(tr__live_order *order, tr_report_kind kind, const char *reason);

/* The exchange's id of an order: TR_LABEL_SIZE bytes. */
void tr__live_take_exchange_id(tr__live_order *order, const char *exchange_order_id);

/* The order has ended and has been told of: forget it. */
void tr__live_drop(tr__live_order *order);

/* Ask what became of it. */
void tr__live_look(tr__live_order *order);

/* A question about the order, ready but for its call. */
tr_exchange_question tr__live_question(const tr__live_order *order, tr_call call);
bool tr__live_takes(const tr_exchange_live *live, tr_call call, unsigned int part);

/* ---- stops behind calls of their own: live_stop.c -------------------------------------------- */

/* The call that places, cancels or looks up this order as it is now. */
tr_call tr__live_call(const tr__live_order *order, tr_call call);

/* What its client id is worth: stops apart have rules of their own. */
const tr_exchange_id_rules *tr__live_rules(const tr__live_order *order);
int64_t tr__live_validity_ns(const tr__live_order *order);
int64_t tr__live_visibility_ns(const tr__live_order *order);

/* True: sending it again with its id never makes a second order. */
bool tr__live_is_repeatable(const tr__live_order *order);

/* The id under which its executions are told. */
const char *tr__live_dealt_id(const tr__live_order *order);

/* The exchange's id that a call wants. */
const char *tr__live_id_for(const tr__live_order *order, tr_call call);

typedef enum tr__stop_step {
    TR__STOP_TAKE = 0,  /* what was found, or that it was not, is all there is to know */
    TR__STOP_ASK = 1,   /* the order that it became is asked for */
    TR__STOP_LATER = 2  /* it went off, and what it became cannot be seen yet */
} tr__stop_step;

/* A look has found it; has not found it. */
tr__stop_step tr__live_stop_found(tr__live_order *order);
tr__stop_step tr__live_stop_missed(tr__live_order *order);

#endif
