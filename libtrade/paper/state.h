/*
 * state.h: what the paper exchange holds in memory, shared by its files.
 *
 * Accounts do not meet each other, nor does an account meet itself: each side of each account trades against the
 * outside market alone. So a *desk*, one account in one market, has two order books: in one its buys rest, in
 * the other its sells, each among what is known of the outside's orders.
 *
 * Memory runs ahead of the disk by what the journal has gathered. What is told leaves with the completion
 * of the transaction that it is about. An order is in memory while it is open or something of it is not yet
 * durable; afterwards it is read back from the store when somebody asks.
 */
#ifndef TRADE_PAPER_STATE_H
#define TRADE_PAPER_STATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <trade/book.h>
#include <trade/paper.h>

#include "core/alloc.h"
#include "journal/journal.h"
#include "paper/table.h"

typedef struct tr__paper_fill {
    int64_t fill_id;
    tr_price price;
    tr_quantity quantity;
    tr_money fee;
    int64_t at_ns;
    bool is_maker;
} tr__paper_fill;

typedef struct tr__paper_balance {
    struct tr__paper_balance *next;
    char asset[TR_ASSET_SIZE];
    tr_decimal total;
    tr_decimal reserved; /* 0 <= reserved, the sum of what open orders hold of it; without swaps <= total */
    int64_t version;     /* 0: there is no row of it yet */
} tr__paper_balance;

typedef struct tr__paper_order {
    tr__paper_link link; /* first: found by account and client id */
    tr_paper_order_row row;
    struct tr__paper_desk *desk; /* NULL when the symbol is not traded here (any more) */
    char fee_asset[TR_ASSET_SIZE];
    tr__paper_fill *fills; /* every one so far, by fill_id */
    size_t fill_count, fill_capacity;
    tr_decimal reserved;    /* of the quote balance (buy) or the base balance (sell) */
    size_t unsettled_count; /* transactions about it that are not durable yet */
    tr__paper_link
        resting_link;   /* in its desk's table, by exchange_order_id; only while it rests */
    tr__paper_link price_link; /* likewise in the table of prices, by side and price_ticks */
    int64_t price_ticks;       /* where it rests in the book */
    bool is_amended;           /* the transaction at work tells of it */
    bool is_set_off;           /* likewise: its stop price was reached */
    struct tr__paper_order *stop_next, *stop_previous; /* among its desk's stops */
    bool is_stop_resting;
    bool is_resting;           /* in its side's book */
    bool is_on_its_way; /* taken, and not at the market yet */
} tr__paper_order;

/* What an order is to be: its whole quantity and its limit. */
typedef struct tr__paper_wish {
    tr_quantity quantity;
    tr_price limit_price;
    tr_price stop_price; /* of a stop */
} tr__paper_wish;

/* Something that reaches the market when its time has come. */
typedef struct tr__paper_arrival {
    struct tr__paper_arrival *next;
    tr__paper_order *order;
    int64_t due_ns;
    bool is_cancel;
    bool is_amend;
    tr__paper_wish wish; /* of an amendment */
} tr__paper_arrival;

/* What an account's swaps that settle in one asset come to, at the last prices. */
typedef struct tr__paper_weight {
    size_t position_count;
    tr_decimal value;  /* of all of them, long or short, rounded up */
    tr_decimal margin; /* that they bind */
    tr_decimal gain;   /* not realised, rounded down */
} tr__paper_weight;

typedef struct tr__paper_desk {
    struct tr__paper_desk *next; /* of the same market */
    struct tr__paper_account *account;
    struct tr__paper_market *market;
    tr__paper_balance *base, *quote;
    tr_book *books[2];         /* by side: our orders of that side, and the outside's orders */
    uint32_t book_capacity[2]; /* orders that they hold; they are made anew when that is too few */
    tr__paper_table resting;   /* our orders in both */
    tr__paper_table prices;    /* and the same by the price at which they rest */
    struct tr__paper_order *stop_first, *stop_last; /* by the order of their placing */
    int64_t tick_number;       /* the tick that `taken` is about */
    tr_decimal taken;          /* of that tick's volume */
    tr_decimal quantity;       /* of a swap: what is held, signed */
    tr_decimal cost;           /* of it, same sign */
    int64_t funded_ns;         /* up to which interval funding was paid */
    bool is_bankrupt;          /* a close of it would have cost more than there is: it is liquidated */
    int64_t position_version;  /* 0: there is no row of it yet */
} tr__paper_desk;

typedef struct tr__paper_account {
    tr__paper_link link; /* first: found by name */
    struct tr__paper_account *next;
    char name[TR_NAME_SIZE];
    char client_id_max
        [TR_LABEL_SIZE]; /* a greater one was never seen: it needs no look at the store */
    const tr_paper *paper;
    int64_t order_id_last, fill_id_last, funding_last;
    int64_t dead_man_ns; /* when everything is cancelled unless something is heard; INT64_MAX: never */
    tr__paper_balance *balances;
    tr__paper_desk **desks; /* by market index */
} tr__paper_account;

typedef struct tr__paper_market {
    tr_instrument instrument;
    tr__paper_desk *desks;
    tr_decimal funding_rate;
    tr_decimal fee_dust; /* what rounding up can cost per lot: zero when every fee is exact */
    int64_t tick_number; /* 0 before the first tick */
    tr_price price;
    tr_decimal taker_price[2]; /* by side: moved by the slippage, on the tick grid */
    tr_quantity volume;        /* of the last tick; unset: unbounded */
    tr_book *outside;          /* what is known of the outside's book; NULL: ticks alone */
    uint32_t outside_capacity;
} tr__paper_market;

/* What is told of an order when its transaction is durable. */
typedef struct tr__paper_packet {
    struct tr__paper_packet *next;
    tr_paper *paper;
    tr__paper_order *order;
    size_t fill_first, fill_end;
    bool is_accepted_first; /* ACCEPTED goes ahead of the fills: news, not an answer */
    bool is_cancel_refused; /* CANCEL_REFUSED follows */
    bool is_amended;        /* AMENDED goes ahead of the fills */
    bool is_set_off;        /* TRIGGERED goes ahead of them */
    const char *amend_refusal; /* AMEND_REFUSED follows, with this reason; NULL: it does not */
    bool is_funding;           /* it is about no order, and tells of a payment */
    tr_funding_payment funding;
    bool has_closing;
    tr_report_kind closing;
} tr__paper_packet;

typedef enum tr__paper_request {
    TR__PAPER_PLACE,
    TR__PAPER_CANCEL,
    TR__PAPER_QUERY
} tr__paper_request;

/* A request about an order that only the store may know. */
typedef struct tr__paper_lookup {
    struct tr__paper_lookup *next;
    tr__paper_request request;
    tr_exchange_order order; /* of a cancel or query: account and client id only */
} tr__paper_lookup;

/* How far the first lookup has come. */
typedef enum tr__paper_read_phase {
    TR__PAPER_READ_ORDER,
    TR__PAPER_READ_FILLS,
    TR__PAPER_READ_NOTHING_MORE
} tr__paper_read_phase;

struct tr_paper {
    const tr_allocator *allocator;
    tr_paper_options options;
    tr_exchange port;
    tr__journal *journal;
    tr_error failure;          /* status TR_OK while all is well */
    tr__paper_market *markets; /* by symbol */
    size_t market_count;
    tr__paper_table accounts, orders;
    tr__paper_account *account_first, *account_last;
    tr__paper_packet *packet_first, *packet_last;
    tr__paper_lookup *lookup_first, *lookup_last;
    tr__paper_order *lookup_found; /* read for the first lookup; not in the table */
    tr__paper_read_phase lookup_phase;
    bool is_lookup_reading, is_lookup_running;
    struct tr__paper_recovery *recovery;
    bool is_recovered;
    tr__paper_arrival *arrival_first, *arrival_last; /* by due time */
    tr_book *moment;                                 /* empty but while an order takes */
    tr_book_event *trades;                           /* of the command at work */
    size_t trade_count, trade_capacity;
    bool has_lost_trades; /* there was no memory for them */
    bool has_settled_swaps; /* fills or funding, since margins were looked at last */
};

/* paper.c */
tr_status tr__paper_break(tr_paper *paper, tr_status status, const char *what, tr_error *err);
tr_status tr__paper_ready(const tr_paper *paper, tr_error *err);
tr__paper_market *tr__paper_market_of(const tr_paper *paper, const char *symbol);

/* account.c */
tr__paper_account *tr__paper_account_find(const tr_paper *paper, const char *name);
tr_status tr__paper_account_open(tr_paper *paper, const char *name, tr__paper_account **out);
tr_status tr__paper_balance_open(tr_paper *paper, tr__paper_account *account, const char *asset,
                                 tr__paper_balance **out);
tr_status tr__paper_desk_open(tr_paper *paper, tr__paper_account *account, tr__paper_market *market,
                              tr__paper_desk **out);
void tr__paper_account_free(tr_paper *paper, tr__paper_account *account);

/* order.c */
tr_status tr__paper_order_new(tr_paper *paper, tr__paper_order **out);
void tr__paper_order_free(tr_paper *paper, tr__paper_order *order);
uint64_t tr__paper_order_hash(const char *account, const char *client_id);
tr__paper_order *tr__paper_order_find(const tr_paper *paper, const char *account,
                                      const char *client_id);
tr_status tr__paper_order_add_fill(tr_paper *paper, tr__paper_order *order,
                                   const tr__paper_fill *fill);
tr_decimal tr__paper_order_left(const tr__paper_order *order);
tr__paper_balance *tr__paper_order_balance(const tr__paper_order *order); /* what it spends */
void tr__paper_order_forget(tr_paper *paper,
                            tr__paper_order *order); /* frees it when nothing needs it */

/* desk_book.c: the books of a desk. Our orders go by their exchange_order_id, the outside's are below zero. */
#define TR__PAPER_TICKS_MAX ((int64_t)1 << 60)
#define TR__PAPER_LOTS_MAX  ((int64_t)1 << 60)
#define TR__PAPER_STRANGER                                                                         \
    INT64_MIN /* an outside order of the moment: a tick, or what a taker takes */
int64_t tr__paper_level_id(tr_side side, int64_t price_ticks);
int64_t tr__paper_level_price(int64_t id);
tr_status tr__paper_books_open(tr_paper *paper, tr__paper_desk *desk);
void tr__paper_books_close(tr__paper_desk *desk);
tr_status tr__paper_book_new(const tr_paper *paper, uint32_t capacity, tr_book **out);
/* Apply to the book of a side; what traded is in paper->trades. */
tr_status tr__paper_book_apply(tr_paper *paper, tr__paper_desk *desk, tr_side side,
                               const tr_book_command *command);
tr_book_command tr__paper_outside_order(int64_t id, tr_side side, int64_t price_ticks, int64_t lots,
                                        bool is_lasting);
/* Hand an order to its book; what its time in force leaves of it rests. */
tr_status tr__paper_book_enter(tr_paper *paper, tr__paper_order *order, tr_tif tif);
/* Let an order take from one outside order of `lots` at a price, in a book where nobody else is. */
tr_status tr__paper_book_moment(tr_paper *paper, const tr__paper_order *order, int64_t price_ticks,
                                int64_t lots);
void tr__paper_book_leave(tr__paper_order *order);
tr__paper_order *tr__paper_resting_of(const tr__paper_link *link); /* whose resting_link it is */
extern const tr_book_sink tr__paper_nowhere;                        /* for events that nobody needs */
tr__paper_order *tr__paper_resting_find(const tr__paper_desk *desk, int64_t id);
/* Does an order of ours rest at this price of the side's book? */
bool tr__paper_rests_at(const tr__paper_desk *desk, tr_side side, int64_t price_ticks);
/* Take all that is the outside's out of both books. */
tr_status tr__paper_books_clear(tr_paper *paper, tr__paper_desk *desk);
/* The order that is first in a book: ours or the outside's. False: nobody. */
bool tr__paper_book_first(const tr_book *book, tr_side side, tr_book_order *out);
int64_t tr__paper_lots(const tr__paper_market *market,
                       tr_decimal quantity); /* on the lot, in range */
tr_decimal tr__paper_of_lots(const tr__paper_market *market, int64_t lots);

/* outside.c: what is known of the outside's book */
tr_status tr__paper_outside_load(tr_paper *paper, tr__paper_desk *desk);
/* Before an order rests at a price where none of ours does: who is there now stands before it. */
tr_status tr__paper_outside_meet(tr_paper *paper, tr__paper_desk *desk, tr_side side,
                                 int64_t price_ticks);

/* arrival.c: orders and cancels on their way */
tr_status tr__paper_arrival_add_amend(tr_paper *paper, tr__paper_order *order, const tr__paper_wish *wish,
                                      int64_t sent_ns);
tr_status tr__paper_arrival_add(tr_paper *paper, tr__paper_order *order, bool is_cancel,
                                int64_t sent_ns);
tr_status tr__paper_arrivals_run(tr_paper *paper);

/* Set the account's dead-man switch, or take it away (0); let those whose time has come cancel (dead_man.c). */
tr_status tr__paper_dead_man(tr_paper *paper, const char *account_name, int64_t timeout_ns, tr_error *err);
tr_status tr__paper_dead_man_run(tr_paper *paper);
void tr__paper_arrivals_free(tr_paper *paper);

/* settle.c: money */
tr_status tr__paper_reservation(const tr_paper *paper, const tr__paper_order *order,
                                tr_decimal *out);
tr_status tr__paper_cost(const tr_paper *paper, const tr__paper_market *market, tr_side side,
                         tr_decimal price, tr_decimal quantity, bool is_maker,
                         tr_decimal *notional_out, tr_decimal *fee_out);
void tr__paper_release(tr__paper_order *order);
bool tr__paper_reserve(tr__paper_order *order, tr_decimal wanted);
/* Hold this amount in the stead of what is held; less is always possible. False: as before. */
bool tr__paper_reserve_instead(tr__paper_order *order, tr_decimal wanted);
tr_status tr__paper_settle(tr_paper *paper, tr__paper_order *order, tr_decimal price,
                           tr_decimal quantity, bool is_maker, int64_t at_ns);

/* swap.c: positions in linear swaps */
bool tr__paper_is_swap(const tr__paper_market *market);
bool tr__paper_carries_swaps(const tr_paper *paper, const char *asset); /* some settle in it */
tr_status tr__paper_margin(const tr_paper *paper, tr_decimal value, tr_round round, tr_decimal *out);
tr_status tr__paper_weigh(const tr_paper *paper, const tr__paper_account *account,
                          const tr__paper_balance *balance, tr__paper_weight *out);
/* What may be spent or bound; below zero when losses have eaten more. */
tr_status tr__paper_free(const tr_paper *paper, const tr__paper_account *account,
                         const tr__paper_balance *balance, tr_decimal *out);
tr_decimal tr__paper_closable(const tr__paper_order *order); /* how much of it would close */
tr_status tr__paper_swap_wanted(const tr_paper *paper, const tr__paper_order *order,
                                tr_decimal price, tr_decimal *out);
tr_status tr__paper_swap_reservation(const tr_paper *paper, const tr__paper_order *order,
                                     tr_decimal *out);
tr_status tr__paper_swap_settle(tr_paper *paper, tr__paper_order *order, tr_decimal price,
                                tr_decimal quantity, bool is_maker, int64_t at_ns);

tr_status tr__paper_gain(const tr__paper_desk *desk, tr_decimal *out); /* not realised, rounded down */

/* liquidate.c */
#define TR__PAPER_LIQUIDATION "-liquidation-" /* client ids of its orders: before all that others give */
bool tr__paper_is_liquidation(const char *client_id);
/* Of every swap that is held in the pot: without them nobody knows what it is worth. */
bool tr__paper_has_prices(const tr_paper *paper, const tr__paper_account *account, const tr__paper_balance *pot);
/* Close out who holds this swap and has too little: before a tick trades, which may have jumped. */
tr_status tr__paper_liquidate_in(tr_paper *paper, const tr__paper_market *market);
/* Everybody, when something was settled since. */
tr_status tr__paper_liquidate(tr_paper *paper);

/* funding.c */
int64_t tr__paper_funding_boundary(const tr_paper *paper, int64_t at_ns); /* of the interval that it lies in */
tr_status tr__paper_funding_run(tr_paper *paper);

/* match.c */
tr_decimal tr__paper_share_left(const tr_paper *paper, tr__paper_desk *desk, tr_decimal wanted);
tr_status tr__paper_match(tr_paper *paper, tr__paper_market *market);
void tr__paper_close(tr__paper_order *order, tr_paper_state state, const char *reason);
/*
 * Turn what has traded in the book of a side into fills, each order in a transaction; but `arriving` is the caller's.
 * What an order could not pay for is left in paper->trades: it was not traded, and tr__paper_give_back says so to the
 * levels that an arriving order took it from.
 */
tr_status tr__paper_take_trades(tr_paper *paper, tr__paper_desk *desk, tr_side side,
                                tr__paper_order *arriving, int64_t at_ns);
void tr__paper_give_back(const tr_paper *paper, tr__paper_desk *desk, tr_side side);
/* The lots that were left in paper->trades: what a taker of the outside's has got nothing for. */
int64_t tr__paper_unpaid_lots(const tr_paper *paper);

/* write.c: transactions and what they tell */
tr_status tr__paper_write_balance(tr_paper *paper, const tr__paper_account *account,
                                  tr__paper_balance *balance);
tr_status tr__paper_write_position(tr_paper *paper, tr__paper_desk *desk);
/* Close the open transaction, and tell of a payment when it is durable. */
tr_status tr__paper_tell_funding(tr_paper *paper, const tr_funding_payment *funding);
tr_status tr__paper_commit(tr_paper *paper, tr__paper_order *order, size_t fill_first,
                           bool is_accepted_first, int64_t at_ns);
tr_status tr__paper_tell(tr_paper *paper, tr__paper_order *order, bool is_cancel_refused);
void tr__paper_emit(const tr__paper_packet *packet);
/* An amendment that comes to nothing is told behind everything that is not durable yet. `reason` is static. */
tr_status tr__paper_tell_amend(tr_paper *paper, tr__paper_order *order, const char *reason);

/* amend.c */
tr_status tr__paper_amend(tr_paper *paper, tr__paper_order *order, const tr__paper_wish *wish, int64_t at_ns);
tr_status tr__paper_on_amend(void *user, const tr_exchange_order *wanted, tr_error *err);

void tr__paper_emit_bare(const tr_paper *paper, const char *account, const char *client_id,
                         tr_report_kind kind, const char *reason);

/* stops.c */
bool tr__paper_is_stop(tr_order_type type);
bool tr__paper_has_limit(tr_order_type type);
bool tr__paper_stop_is_reached(const tr__paper_market *market, tr_side side, tr_price stop_price);
/* Why such a stop cannot rest; NULL when it can. */
const char *tr__paper_stop_refusal(const tr__paper_market *market, tr_side side, tr_price stop_price);
void tr__paper_stop_rest(tr__paper_order *order);
void tr__paper_stop_leave(tr__paper_order *order);
tr_status tr__paper_stop_arrive(tr_paper *paper, tr__paper_order *order, int64_t at_ns);
/* A tick: those that it reaches go off, behind what rests in the books. */
tr_status tr__paper_stops_match(tr_paper *paper, tr__paper_desk *desk, int64_t at_ns);
bool tr__paper_stops_are_sound(const tr__paper_desk *desk);

/* exchange.c */
bool tr__paper_fits_book(const tr__paper_order *order); /* on the grid, within 64 bits */
tr_status tr__paper_arrive(tr_paper *paper, tr__paper_order *order, int64_t at_ns);
void tr__paper_port_init(tr_paper *paper);
tr_status tr__paper_admit(tr_paper *paper, const tr_exchange_order *asked, tr_error *err);
tr_status tr__paper_answer(tr_paper *paper, tr__paper_request request, tr__paper_order *order,
                           tr_error *err);
void tr__paper_answer_missing(const tr_paper *paper, tr__paper_request request, const char *account,
                              const char *client_id);

/* listing.c: the port's list */
tr_status tr__paper_list(void *user, tr_listing_kind kind, const char *account, int64_t since_ns,
                         const tr_exchange_listing *into, tr_error *err);

/* lookup.c */
tr_status tr__paper_lookup_add(tr_paper *paper, tr__paper_request request,
                               const tr_exchange_order *order, tr_error *err);
void tr__paper_lookup_free(tr_paper *paper);

/* recover.c */
void tr__paper_recovery_free(tr_paper *paper);

/* A row that the store holds, back in memory. */
tr__paper_fill tr__paper_fill_of_row(const tr_paper_fill_row *row);

#endif
