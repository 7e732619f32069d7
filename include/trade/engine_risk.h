/*
 * engine_risk.h: what an engine holds its accounts to, and the switch that stops them.
 *
 * Limits, protections, the kill switch and the sizes of strategies come as one configuration, which can be replaced while
 * the engine works, all or nothing. On top of it people set single limits, halt and resume; what they do is in the event
 * log of every account it concerns, with who, why and when, and holds until they undo it, over restarts too.
 *
 * Threads: as the engine.
 */
#ifndef TRADE_ENGINE_RISK_H
#define TRADE_ENGINE_RISK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <trade/api.h>
#include <trade/bar.h>
#include <trade/decimal.h>
#include <trade/engine.h>
#include <trade/risk.h>
#include <trade/sizing.h>
#include <trade/status.h>

#ifdef __cplusplus
extern "C" {
#endif

/* ---- configuration --------------------------------------------------------------------------- */

/** Limits of one scope. */
typedef struct tr_scope_limits {
    tr_risk_scope scope;
    char name[TR_LABEL_SIZE]; /* the strategy or symbol; empty for house and account */
    tr_risk_limits limits;
} tr_scope_limits;

/** Symbols that move together. A symbol is in one group at most. */
typedef struct tr_risk_group {
    const char *const *symbols; /* ours, as the instruments have them; read during the call */
    size_t symbol_count;
    tr_decimal correlation; /* of any two of them, -1 to 1 */
} tr_risk_group;

/** So many stop-outs within a window keep entries out for a while. */
typedef struct tr_stop_guard {
    int64_t count; /* 0: off; at most 32 */
    int64_t window_ns;
    int64_t pause_ns;
} tr_stop_guard;

/** What keeps entries out after things have gone wrong. Exits are never kept. */
typedef struct tr_protections {
    tr_stop_guard stop_guards[TR_RISK_SCOPE_COUNT]; /* by tr_risk_scope; the house has none */
    int64_t cooldown_ns;          /* after a position has been closed, in its symbol; 0: off */
    int64_t low_profit_count;     /* so many closed trades of a symbol within a window ... ; 0: off; at most 32 */
    int64_t low_profit_window_ns;
    tr_money low_profit_min;      /* ... that made less than this together, fees taken off, ... */
    int64_t low_profit_pause_ns;  /* ... keep entries out of it for so long */
    int64_t duplicate_signal_ns;  /* an alert like one within this time (account, symbol, action, strategy) does
                                     nothing; 0: off */
} tr_protections;

/** What happens when the daily loss or the drawdown reaches its limit, marked to market. */
typedef struct tr_kill_switch {
    tr_halt_level level;      /* TR_HALT_NONE: the rules refuse entries, and that is all */
    int64_t readings;         /* prices in a row that must say so: a single bad tick does nothing */
    int64_t readings_apart_ns; /* readings nearer to each other than this count as one */
    tr_decimal warning_share; /* of the limit, 0 to 1: an event and a line in the log; 0: none */
    int64_t dead_man_ns;      /* exchanges that can cancel everything when they have not heard from us for this long; 0: off */
} tr_kill_switch;

/** All of it. Zero means off; tr_engine_risk_init has the defaults. */
typedef struct tr_engine_risk {
    size_t struct_size;
    tr_risk_limits limits; /* of each account */
    const tr_scope_limits *scopes;
    size_t scope_count;
    const tr_risk_group *groups;
    size_t group_count;
    tr_protections protections;
    tr_kill_switch kill_switch;
    tr_sizing_drawdown drawdown;
    const tr_strategy_size *sizes;
    size_t size_count;
    int64_t atr_bar_ns; /* of the bars that sizes by volatility look at; 14 of them make the average */
} tr_engine_risk;

/**
 * The account's default limits, no protections, a kill switch that halts entries after three readings a second apart, a
 * warning at 0.8, bars of an hour.
 */
TR_API void tr_engine_risk_init(tr_engine_risk *risk);

/**
 * Replace the configuration, as a whole or not at all; everything is copied. What people have set by hand stays.
 * @return TR_E_RANGE, TR_E_UNSUPPORTED, TR_E_NOT_FOUND (a symbol of a group), TR_E_CONFLICT (a symbol in two groups),
 *         TR_E_NO_MEMORY: nothing has changed
 */
TR_API tr_status tr_engine_set_risk(tr_engine *engine, const tr_engine_risk *risk, tr_error *err);

/**
 * Closed bars of before the engine's first price of the symbol, the oldest first, for sizes by volatility: so the first one
 * need not wait for fifteen bars to be watched. They count where fewer bars are on record, as soon as a price shows that
 * they are of this market: one between half and twice the last close. Nothing is kept before that, or when no size needs it.
 * @param bars  of risk.atr_bar_ns, aligned to 1970, one behind the other without a gap; the last 15 count
 * @return TR_E_NOT_FOUND for an unknown symbol; TR_E_INVALID for bars of another length, with a gap, still forming, or behind
 *         the clock's bar; TR_E_RANGE for a price that is none. Nothing has changed then.
 */
TR_API tr_status tr_engine_feed_bars(tr_engine *engine, const char *symbol, const tr_bar *bars, size_t count, tr_error *err);

/* ---- by hand --------------------------------------------------------------------------------- */

/** Whom a change by hand concerns, and who makes it. */
typedef struct tr_risk_subject {
    const char *account;
    tr_risk_scope scope; /* TR_RISK_HOUSE: every account of the account's owner */
    const char *name;    /* the strategy or symbol; NULL or empty for house and account */
    const char *actor;   /* who */
    const char *reason;  /* why; may be NULL */
} tr_risk_subject;

/**
 * Halt, or lift a halt (TR_HALT_NONE). From TR_HALT_REDUCE on, entries that wait or work are cancelled; TR_HALT_FLATTEN cancels
 * everything that waits or works and sells what is held, reduce-only, again and again until nothing is left that the
 * exchange takes. The answer comes when the change is durable; what it sets off follows.
 * A strategy can be halted up to TR_HALT_REDUCE: positions are not a strategy's own.
 */
TR_API void tr_engine_halt(tr_engine *engine, const tr_risk_subject *subject, tr_halt_level level,
                           tr_engine_reply *reply, void *user);

/** What becomes of a limit. The numbers are stored. */
typedef enum tr_limit_change {
    TR_LIMIT_CONFIGURED = 0, /* as the configuration has it */
    TR_LIMIT_VALUE = 1,
    TR_LIMIT_NONE = 2        /* none, whatever the configuration has */
} tr_limit_change;

/** Set one limit by hand. @param limit  its place in tr_risk_limit_table */
TR_API void tr_engine_set_limit(tr_engine *engine, const tr_risk_subject *subject, size_t limit, tr_limit_change change,
                                tr_decimal value, tr_engine_reply *reply, void *user);

/* ---- enquiry --------------------------------------------------------------------------------- */

/** One limit of one scope as it holds now. Borrowed during the call that gives it. */
typedef struct tr_risk_line {
    tr_risk_scope scope;
    const char *name;
    const tr_risk_limit_def *def;
    tr_decimal limit;
    bool is_by_hand;
    const char *actor; /* of what is by hand */
    int64_t since_ns;
    bool has_used;     /* how far it is used can be told */
    tr_decimal used;   /* in the limit's own unit */
} tr_risk_line;

/** A halt or a pause that is in force. */
typedef struct tr_risk_stop {
    tr_risk_scope scope;
    const char *name;
    const char *rule; /* "halt", or the protection's name */
    tr_halt_level level;
    int64_t since_ns;
    int64_t until_ns; /* of a pause; 0: until somebody resumes */
    const char *actor;
    const char *reason;
} tr_risk_stop;

typedef struct tr_risk_sink {
    void (*line)(void *user, const tr_risk_line *line);
    void (*stop)(void *user, const tr_risk_stop *stop);
    void *user;
} tr_risk_sink;

/** Every limit that holds for an account, and every halt and pause. Amounts in `asset`. @return TR_E_NOT_FOUND */
TR_API tr_status tr_engine_read_risk(const tr_engine *engine, const char *account, const char *asset,
                                     const tr_risk_sink *sink);

#ifdef __cplusplus
}
#endif

#endif
