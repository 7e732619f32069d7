/*
 * command.h: everything a user can say, as one table.
 *
 * A command has a name, typed arguments, rights and a function. The command line, the bot and the server are
 * renderings of this table: they collect argument texts, the table checks them, `run` starts the work and finishes
 * its answer exactly once, perhaps later.
 */
#ifndef TRADE_COMMAND_H
#define TRADE_COMMAND_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <trade/api.h>
#include <trade/clock.h>
#include <trade/decimal.h>
#include <trade/document.h>
#include <trade/engine.h>
#include <trade/id.h>
#include <trade/paper.h>
#include <trade/status.h>
#include <trade/store.h>

#ifdef __cplusplus
extern "C" {
#endif

#define TR_COMMAND_ARGUMENTS_MAX 40
#define TR_ARGUMENT_ABOVE_ZERO   "0.000000000000000001" /* as `min`: shown as "above 0" */
#define TR_ARGUMENT_ALLOWED_SIZE 160

typedef enum tr_argument_type {
    TR_ARGUMENT_TEXT = 0,
    TR_ARGUMENT_CHOICE = 1,   /* one of `choices` */
    TR_ARGUMENT_FLAG = 2,     /* present or not; "true"/"false" as text */
    TR_ARGUMENT_INTEGER = 3,
    TR_ARGUMENT_DECIMAL = 4,  /* exact */
    TR_ARGUMENT_ID = 5,
    TR_ARGUMENT_TIME = 6,     /* RFC 3339 or epoch */
    TR_ARGUMENT_DURATION = 7, /* "500ms", "12h" */
    TR_ARGUMENT_SYMBOL = 8,
    TR_ARGUMENT_TIMEFRAME = 9,
    TR_ARGUMENT_PATH = 10
} tr_argument_type;

/** One argument. Plain data in a const table. */
typedef struct tr_argument_def {
    const char *name; /* "stop_loss": `--stop-loss` on the command line, the JSON member, the bot's option */
    tr_argument_type type;
    bool is_required;
    bool is_positional; /* may be given by place, in the order of the table */
    const char *initial; /* default as text; NULL: unset */
    const char *min;     /* inclusive bounds as text, of a text's length in bytes; NULL: none */
    const char *max;
    const char *const *choices; /* NULL-ended */
    const char *help;           /* one line, no full stop */
} tr_argument_def;

/* Where a command's `run` is called. */
typedef enum tr_command_place {
    TR_COMMAND_READS = 0,  /* with a reader, on the caller's thread: changes nothing */
    TR_COMMAND_TRADES = 1, /* with the engine, on its thread */
    TR_COMMAND_LOCAL = 2   /* in the calling program alone: files, configuration, the database at rest */
} tr_command_place;

/** How a list in the answer is shown as a table. */
typedef struct tr_column_view {
    const char *key;
    const char *title;
    bool is_right; /* numbers */
    int drop;      /* 0: always shown; others leave a narrow display, the highest first */
} tr_column_view;

typedef struct tr_command_call tr_command_call;

/** One command. Plain data in a const table. */
typedef struct tr_command_def {
    const char *name;    /* words: "order buy" */
    const char *summary; /* one line */
    const char *details; /* paragraphs for --help; may be NULL */
    const char *example; /* a whole command line; run by the tests of the documentation */
    tr_command_place place;
    int64_t rights;      /* TR_RIGHT_*, on the account it names; 0: none */
    bool is_dangerous;   /* asks before it runs, unless --yes: tr_command_asks */
    const char *harmless; /* "policy=report": with this value of an argument it does not ask; NULL: it always does */
    const tr_argument_def *arguments;
    size_t argument_count;
    const char *list_key; /* the member of the answer that is a list; NULL: the answer is one record */
    const tr_column_view *columns;
    size_t column_count;
    void (*run)(tr_command_call *call);
} tr_command_def;

/** What commands work with. Fields that a place does not have are NULL. */
typedef struct tr_command_context {
    tr_engine *engine;          /* TR_COMMAND_TRADES */
    tr_paper *paper;            /* TR_COMMAND_TRADES, when the account is on paper */
    tr_store_reader *reader;    /* TR_COMMAND_READS and TR_COMMAND_TRADES */
    const tr_clock *clock;
    const char *user;           /* who asks */
    int64_t rights;             /* what they may do, a sum of TR_RIGHT_* */
    const char *account;        /* when the command names none */
    const tr_instrument *instruments;
    size_t instrument_count;
    /* Nobody stays to watch prices and alerts: orders that wait for them are refused unless they say otherwise. */
    bool is_unwatched;
    /* A price pushed from outside, to engine and paper exchange alike; NULL where nobody takes one. */
    tr_status (*push_price)(void *user, const tr_price_tick *tick, tr_error *err);
    /* State of the owner for `status`: fills members of the open object; NULL: none. */
    void (*describe)(void *user, tr_document *answer);
    /* The last price of a symbol of ours, on any thread; NULL where nobody watches the market. TR_E_NOT_FOUND */
    tr_status (*find_mark)(void *user, const char *symbol, tr_price *out);
    int32_t day_offset_minutes; /* midnight of the trading day, east of UTC */
    void *port_user;
    void *program; /* a program's own, for its local commands */
    tr_decimal leverage; /* of swaps; 0: not known */
} tr_command_context;

/** Called exactly once per call: the answer is valid during it. `err` is filled unless status is TR_OK. */
typedef void tr_command_done(void *user, tr_status status, const tr_document *answer, const tr_error *err);

/** The library's own commands, in the order of the help. */
TR_API const tr_command_def *const *tr_command_table(size_t *count_out);

/** Find by whole name ("order buy"), in the library's table. NULL: none. */
TR_API const tr_command_def *tr_command_find(const char *name, size_t length);

/**
 * What an argument may be, for help and errors: "market|limit", "1 to 1000", "above 0", "at most 64 bytes"; empty
 * when its type says it all.
 * @return length without the end mark; TR_ARGUMENT_ALLOWED_SIZE always suffices
 */
TR_API size_t tr_argument_allowed(const tr_argument_def *def, char *buffer, size_t size);

/** "text", "number", "symbol", ... Static storage; NULL for numbers outside. */
TR_API const char *tr_argument_type_name(tr_argument_type type);

/** Argument texts by name, as a surface collects them. Text is borrowed until the call starts. */
typedef struct tr_argument_text {
    const char *name;
    const char *text;
    size_t length;
} tr_argument_text;

/**
 * Check the arguments (every name known, required ones there, types, ranges, choices) without running anything.
 * @return TR_E_INVALID naming the argument, the value and what is allowed
 */
TR_API tr_status tr_command_check(const tr_command_def *def, const tr_argument_text *texts, size_t count,
                                  tr_error *err);

/**
 * True when a person is to be asked before this runs: it is dangerous, and its arguments do not make it harmless.
 * @param texts  as tr_command_check has let them pass
 */
TR_API bool tr_command_asks(const tr_command_def *def, const tr_argument_text *texts, size_t count);

/**
 * Check the arguments and start a command on this thread. `done` is called once, also for wrong arguments or missing
 * rights (TR_E_DENIED), perhaps before the call returns.
 */
TR_API void tr_command_run(const tr_command_def *def, const tr_command_context *context,
                           const tr_argument_text *texts, size_t count, tr_command_done *done, void *user);

/* ---- for `run` functions --------------------------------------------------------------------- */

TR_API const tr_command_context *tr_call_context(const tr_command_call *call);

/** True when the argument was given or has a default. */
TR_API bool tr_call_has(const tr_command_call *call, const char *name);

/* The checked value; zero or "" when it is unset. Asking for a name that is not in the table is a defect (assert). */
TR_API const char *tr_call_text(const tr_command_call *call, const char *name);
TR_API bool tr_call_flag(const tr_command_call *call, const char *name);
TR_API int64_t tr_call_int(const tr_command_call *call, const char *name); /* integers, times, durations */
TR_API tr_decimal tr_call_decimal(const tr_command_call *call, const char *name);
TR_API tr_id tr_call_id(const tr_command_call *call, const char *name);

/** Where the answer is written until the call is finished. */
TR_API tr_document *tr_call_answer(tr_command_call *call);

/** Finish the call: exactly once. The call is gone afterwards. `err` unless status is TR_OK. */
TR_API void tr_call_finish(tr_command_call *call, tr_status status, const tr_error *err);

#ifdef __cplusplus
}
#endif

#endif
