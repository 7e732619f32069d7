/*
 * exposure.h: what accounts hold and are about to hold, kept up to date by every change, and whose limits that meets.
 *
 * All of it is derived: from balances, positions, live orders, marks, and the rows of the risk side. Nothing here is
 * stored, and a proof does without it.
 */
#ifndef TRADE_ENGINE_EXPOSURE_H
#define TRADE_ENGINE_EXPOSURE_H

#include <trade/engine_risk.h>

#include "engine/state.h"

#define RISK_ITEM_LIMIT  "limit " /* and the limit's name */
#define RISK_ITEM_PAUSE  "pause " /* and the protection's */
#define RISK_ITEM_HALT   "halt"
#define RISK_ITEM_PEAK   "peak"
#define RISK_ITEM_ORDERS "orders"
#define RISK_ITEM_BUCKET                                                                           \
    "bucket" /* when the bucket of orders is full again; only with such a limit */
#define RISK_ITEM_ADOPTED                                                                          \
    "adopted" /* goods that came from outside before their market had a price */
#define RISK_ITEM_LEVERAGE "leverage" /* at which what live entries of a swap hold was reckoned */
#define RISK_ITEM_CASH                                                                             \
    "cash " /* and the symbol: what a strategy's fills there have brought less what they cost */
#define RISK_ITEM_DAY    "day " /* and the asset: a strategy's or symbol's profit when the day began */
#define RISK_ITEM_HEIGHT "height "  /* and the asset: the highest that profit has been */
#define RISK_ITEM_WARNED "warning " /* and the rule */
#define RISK_ITEM_HELD   "held " /* and the symbol: what a strategy has bought of it and not sold */

#define NO_GROUP         SIZE_MAX

/* A tr_engine_risk of our own. */
struct risk_config {
    tr_risk_limits limits;
    tr_scope_limits *scopes;
    size_t scope_count;
    size_t *group_of; /* by instrument; NO_GROUP: none */
    tr_decimal *correlations;
    size_t group_count;
    tr_protections protections;
    tr_kill_switch kill_switch;
    tr_sizing_drawdown drawdown;
    tr_strategy_size *sizes;
    size_t size_count;
    int64_t atr_bar_ns;
};

/* Consecutive readings that say the same. */
typedef struct reading {
    int64_t count;
    int64_t last_ns;
} reading;

/* What is watched of an equity. */
typedef struct watch {
    reading loss, drawdown, loss_warning, drawdown_warning, height;
    tr_decimal height_low; /* the lowest of the readings above the peak */
} watch;

/* What an account has in one asset and in what is quoted in it. */
typedef struct purse {
    balance_node *cash; /* NULL until there is a balance */
    char asset[TR_ASSET_SIZE];
    tr_money
        goods; /* what is held in it beside the cash: the marked value of goods, the unrealised profit of swaps */
    tr_money
        held; /* the marked value of what is quoted in it, short or long: the goods and the swaps */
    tr_money unrealised; /* of swaps alone */
    tr_money margin;     /* what the swaps that are held bind of it */
    tr_money entering;   /* the value of what live entries may open */
    size_t unvalued;     /* holdings whose value does not fit */
    risk_node *peak;     /* NULL until there is one on record */
    watch watch;
} purse;

/* What live entries of a strategy do in one market. */
typedef struct strategy_part {
    int64_t live;
    tr_money leaning; /* what they may open, signed */
} strategy_part;

/* Limits on values, which prices move: readings of what is near them. */
enum { NEAR_EXPOSURE, NEAR_LEVERAGE, NEAR_CORRELATION, NEAR_COUNT };

/* One scope: its limits, and how it stands against those that are counted. */
struct scope_node {
    tr_risk_scope scope;
    char name[TR_LABEL_SIZE];
    tr_risk_limits limits; /* configured, and set by hand */
    uint32_t rules;        /* that the limits set */
    bool is_bare;          /* nothing of this scope can refuse an order */
    bool has_pause;
    tr_halt_level halt;
    tr_risk_pause pause; /* the one that lasts longest */
    int64_t open_orders; /* entries that have not ended */
    int64_t bucket_ns;
    int64_t day_ns; /* of day_orders */
    int64_t
        day_orders; /* of strategies and symbols that have such a limit; accounts count on their balances */
    tr_money entering;    /* strategies: what their live entries hold */
    strategy_part *parts; /* strategies: the same by instrument; NULL: of others */
    purse **purses;       /* strategies and symbols: for what is watched of their profit */
    size_t purse_count, purse_capacity;
    reading near[NEAR_COUNT];
};

/* What one account has in one market. */
struct holding {
    account *owner;
    const tr_instrument *instrument;
    balance_node *goods;     /* NULL until there are some */
    position_node *position; /* NULL until it was traded */
    purse *purse;
    tr_money
        value; /* of what is held: at the mark, before the first one at cost; never below zero */
    tr_money worth;  /* what of it is equity: of goods the value, of a swap the unrealised profit */
    tr_money margin; /* what a swap binds */
    tr_money entering;
    tr_decimal adopted; /* goods that came from outside and wait for their first price */
    tr_money leaning;   /* the same with its sign: > 0 long */
    bool is_short;
    bool is_unvalued;
    unsigned int unfilled_sales; /* of a flatten, in a row, since its clock last came (halt.c) */
    scope_node scope;
};

/* All accounts of one owner. */
struct house {
    char owner[TR_NAME_SIZE];
    account **accounts;
    size_t account_count, account_capacity;
    scope_node scope;
    purse **purses; /* for what is watched of each asset; the sums are the accounts' */
    size_t purse_count, purse_capacity;
};

struct account_risk {
    scope_node scope;
    house *house;
    holding **holdings; /* by instrument; NULL: nothing yet */
    purse **purses;
    size_t purse_count, purse_capacity;
    scope_node **strategies; /* those with limits, halts or pauses */
    size_t strategy_count, strategy_capacity;
    tr_money *groups; /* value held and being entered, by group */
    int64_t taken_count;
    int64_t live_orders; /* that the exchange may hold */
    bool is_armed;       /* the exchange's dead-man switch */
};

/* ---- scopes (scope.c) ---- */

/* What holds for a scope, from the configuration and from every row about it. */
void tr__scope_settle(const state *st, const account *owner, scope_node *scope);

bool tr__scope_concerns(const tr_risk_row *row, const scope_node *scope);

/* What follows an item's beginning; NULL when it begins otherwise. */
const char *tr__scope_item(const char *item, const char *beginning);

/* An entry that has not ended. */
bool tr__scope_is_open_entry(const tr_order *order);

/* ---- life and look-up (exposure.c, scope.c) ---- */

/* Give an account its side of risk; take it away. */
bool tr__exposure_open(state *st, account *owner);
void tr__exposure_close(state *st, account *owner);
void tr__exposure_done(state *st);

/* NULL: no memory. */
holding *tr__exposure_holding(state *st, account *owner, const tr_instrument *instrument);
purse *tr__exposure_purse(state *st, account *owner, const char *asset);
purse *tr__exposure_house_purse(state *st, house *h, const char *asset);
purse *tr__exposure_scope_purse(state *st, scope_node *scope, const char *asset);
/* NULL: the account has nothing in it yet. */
purse *tr__exposure_find_purse(const account *owner, const char *asset);

/* A strategy's scope; NULL when it has none. */
scope_node *tr__exposure_strategy(const account *owner, const char *name);

/* The scope that a row or a person means; made when missing. NULL: no such symbol, or no memory. */
scope_node *tr__exposure_scope(state *st, account *owner, tr_risk_scope scope, const char *name);

/* ---- what has changed ---- */

bool tr__exposure_balance(state *st, account *owner, balance_node *node);
bool tr__exposure_position(state *st, account *owner, position_node *node);
bool tr__exposure_reserve(state *st, order_node *node, tr_money before, tr_money after);
bool tr__exposure_enter(state *st, order_node *node, tr_order_state from, tr_order_state to);
void tr__exposure_mark(state *st, const tr_instrument *instrument);
bool tr__exposure_row(state *st, account *owner, const risk_node *node);

/* The configuration is another one. */
bool tr__exposure_configure(state *st);

/* ---- enquiry ---- */

/*
 * What is free of an asset: the cash, less what live orders reserve, what swaps bind, and what they have lost; what they have
 * gained is no money before it is realised. May be below zero. Zero when it cannot be told.
 */
tr_money tr__exposure_free(const account *owner, const char *asset);
/* The same of what has been found already; either may be NULL. */
tr_money tr__exposure_free_of(const balance_node *cash, const purse *p);

/* The value of so much of an instrument at the mark, before the first one at what the position cost; and what it binds. */
tr_status tr__exposure_value(const state *st, const holding *h, tr_decimal quantity, tr_round round,
                             tr_money *out);
tr_status tr__exposure_margin(const state *st, tr_money value, tr_round round, tr_money *out);

/* TR_E_OVERFLOW when some value does not fit. */
tr_status tr__exposure_equity(const account *owner, const char *asset, tr_money *out);
tr_status tr__exposure_equity_of(const purse *p, tr_money *out);
/* Value held and being entered, of an account and of a house. */
tr_status tr__exposure_of_account(const account *owner, const char *asset, tr_money *out);
tr_status tr__exposure_of_house(const house *h, const char *asset, tr_money *equity_out,
                                tr_money *exposure_out);
tr_status tr__exposure_of_strategy(const state *st, const account *owner, const scope_node *scope,
                                   tr_money *out);
/* Of a part of what the account holds of a symbol, at the mark, or before the first price at cost. */
tr_status tr__exposure_value_of(const state *st, const account *owner,
                                const tr_instrument *instrument, tr_decimal quantity,
                                tr_round round, tr_decimal *out);
/* Signed, weighted by how it moves with this symbol: what the account has; its house; a strategy of it. */
tr_status tr__exposure_correlated(const state *st, const holding *h, tr_money *out);
tr_status tr__exposure_correlated_of(const state *st, const holding *h, const scope_node *scope,
                                     tr_money *out);
/* In how many symbols a strategy holds or enters something, this one (NULL: none) left out. */
int64_t tr__exposure_positions_of(const state *st, const account *owner, const scope_node *scope,
                                  const tr_instrument *without);

/* An entry that may make the position larger: goods that are sold only ever make it smaller. */
bool tr__exposure_may_open(const order_node *node);
/* The value that it may open, from what it reserves; and the same with its sign. */
tr_status tr__exposure_of_order(const state *st, const order_node *node, tr_money reserved,
                                tr_money *value_out, tr_money *lean_out);
/* What is held and being entered, signed. */
tr_status tr__exposure_lean(const holding *h, tr_money *out);

/* Everything summed anew is what is kept. */
bool tr__exposure_check(const state *st);

#endif
