/*
 * reconcile.h: hold what the engine believes against what the exchange says.
 *
 * The exchange lists its open orders, executions, positions and balances (exchange.h); each difference is named, and a
 * policy says what is done about it. What is done is an event of the log, with the difference; done twice, the second time
 * finds nothing left to do and says the same. Our orders are told from others' by the installation tag in their client
 * id.
 *
 * Orders and executions are settled first, in as many rounds as it takes; positions and balances are judged only between
 * two looks at an account that did not move meanwhile, so that what is on its way is no difference.
 */
#ifndef TRADE_RECONCILE_H
#define TRADE_RECONCILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <trade/api.h>
#include <trade/engine.h>
#include <trade/order.h>
#include <trade/status.h>

#ifdef __cplusplus
extern "C" {
#endif

/* What may differ. The numbers are stored. */
typedef enum tr_difference_kind {
    TR_DIFFERENCE_FILL_MISSED = 0,   /* an execution of an order of ours is not booked */
    TR_DIFFERENCE_ORDER_GONE = 1,    /* an order works here and is not open there */
    TR_DIFFERENCE_ORDER_ENDED = 2,   /* an order has ended here and is open there */
    TR_DIFFERENCE_ORDER_STRAY = 3,   /* an open order has our tag and is not known here */
    TR_DIFFERENCE_ORDER_FOREIGN = 4, /* an open order is somebody else's */
    TR_DIFFERENCE_FILL_STRAY = 5,    /* an execution has our tag, and its order is not known here */
    TR_DIFFERENCE_POSITION = 6,      /* contracts held; spot has balances alone */
    TR_DIFFERENCE_BALANCE = 7
} tr_difference_kind;

#define TR_DIFFERENCE_COUNT 8

/* What is done about it. The numbers are stored. */
typedef enum tr_reconcile_action {
    TR_RECONCILE_REPORT = 0, /* nothing */
    TR_RECONCILE_ADOPT = 1,  /* the exchange is right: book the execution, take over the order's fate, move the balance; a
                                position: book what it differs by, as one execution */
    TR_RECONCILE_CANCEL = 2, /* cancel the order at the exchange */
    TR_RECONCILE_STOP = 3    /* halt new entries of the account until somebody resumes it */
} tr_reconcile_action;

/** "fill_missed", ... and "report", "adopt", "cancel", "stop"; static storage; NULL for numbers outside. */
TR_API const char *tr_difference_kind_name(tr_difference_kind kind);
TR_API const char *tr_reconcile_action_name(tr_reconcile_action action);

/** What may be done about a kind: report and stop about all; adopt and cancel where they mean something. */
TR_API bool tr_reconcile_is_possible(tr_difference_kind kind, tr_reconcile_action action);

/** What is done about each kind. */
typedef struct tr_reconcile_policy {
    tr_reconcile_action actions[TR_DIFFERENCE_COUNT];
} tr_reconcile_policy;

/**
 * Executions are booked, orders that are gone take the fate the exchange tells, orders that have ended here are cancelled
 * there; others' orders are only reported; strays, positions and balances stop entries: somebody has to look.
 */
TR_API void tr_reconcile_policy_init(tr_reconcile_policy *out);

/** One action for every kind that allows it; the others are only reported. */
TR_API void tr_reconcile_policy_of(tr_reconcile_action action, tr_reconcile_policy *out);

/** One difference. Plain data; unset text is empty. */
typedef struct tr_difference {
    tr_difference_kind kind;
    tr_reconcile_action action; /* what was done; TR_RECONCILE_REPORT also where it could not be done */
    char symbol[TR_SYMBOL_SIZE];
    char asset[TR_ASSET_SIZE];
    char client_id[TR_LABEL_SIZE];
    char exchange_id[TR_LABEL_SIZE]; /* of the execution, else of the order */
    tr_decimal ours;   /* filled quantity, position, balance */
    tr_decimal theirs; /* likewise; an execution's quantity */
    char reason[TR_REASON_SIZE]; /* in words, why nothing was done where something should have been */
} tr_difference;

/** The outcome. Valid during the call only. */
typedef struct tr_reconcile_report {
    tr_status status; /* TR_OK: the account was looked at, whatever was found; else what the exchange said */
    tr_error error;
    const char *account;
    bool is_settled;  /* false: the account never stood still; positions and balances were not judged */
    int rounds;
    int64_t orders, fills, positions, balances; /* that the exchange listed, last */
    const tr_difference *differences;
    size_t difference_count;
} tr_reconcile_report;

/** Called exactly once, on the engine's thread, perhaps before the call returns. */
typedef void tr_reconcile_done(void *user, const tr_reconcile_report *report);

/**
 * Reconcile an account. One runs at a time; others wait their turn. It advances with tr_engine_flush.
 * @param policy  NULL: the engine's own (tr_engine_options)
 *
 * `done` is told TR_E_INVALID for a policy with an action that is not possible; TR_E_NOT_FOUND for an unknown account, TR_E_UNSUPPORTED where the exchange lists nothing, TR_E_CLOSED
 * when the engine ends first.
 */
TR_API void tr_engine_reconcile(tr_engine *engine, const char *account, const tr_reconcile_policy *policy,
                                tr_reconcile_done *done, void *user);

#ifdef __cplusplus
}
#endif

#endif
