/*
 * owner.h: the process that owns the accounts: store, engine, paper exchange and price sources, on a thread of
 * their own; and the local socket over which other programs of this machine speak to it.
 *
 * This is the assembly of the library's parts from a configuration. A program opens an owner; when another process
 * holds the lock (TR_E_BUSY) it opens a client instead: both run the same commands with the same answers.
 *
 * Threads: one engine thread, the store's writer, one thread for the local socket. When the store fails (disk full,
 * say) the owner closes it, says so (tr_owner_state), and tries again with growing pauses; commands are answered
 * with the failure meanwhile. Nothing is acknowledged that is not durable.
 */
#ifndef TRADE_OWNER_H
#define TRADE_OWNER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <trade/api.h>
#include <trade/clock.h>
#include <trade/command.h>
#include <trade/config.h>
#include <trade/document.h>
#include <trade/engine.h>
#include <trade/event_bus.h>
#include <trade/exchange_client.h>
#include <trade/instrument.h>
#include <trade/log.h>
#include <trade/order.h>
#include <trade/status.h>
#include <trade/store.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct tr_owner tr_owner;

typedef struct tr_owner_options {
    size_t struct_size;
    const tr_config *config; /* read during open only */
    const tr_clock *clock;   /* borrowed; the programs' own */
    const tr_log *log;       /* borrowed; must take records from several threads; NULL: silence */
    const char *data_directory; /* what relative paths of the configuration mean; made when missing */
    uint64_t seed;           /* unpredictable in production */
    bool has_socket;         /* serve other programs */
    bool has_prices;         /* run the configured replays; a short-lived owner may go without */
    bool is_unwatched;       /* nobody stays to watch prices: orders that wait are refused unless they insist */
    size_t queue_max;        /* commands and alerts not yet answered; then TR_E_FULL */
} tr_owner_options;

#define TR_OWNER_OPTIONS_INIT                                                                              \
    { .struct_size = sizeof(tr_owner_options), .has_socket = true, .has_prices = true, .queue_max = 4096 }

/**
 * Take the lock, migrate and open the store, recover, open the configured paper account, start. Returns when commands
 * are taken.
 * @return TR_E_BUSY another process owns the database (its pid in the message); whatever the store says
 */
TR_API tr_status tr_owner_open(const tr_owner_options *options, tr_owner **out, tr_error *err);

/** Take nothing new, let what is on its way end within `timeout_ms`, park the rest, flush, release the lock. */
TR_API void tr_owner_close(tr_owner *owner, int timeout_ms);

/**
 * Take limits, protections, kill switch and sizes (`risk.*`, `tradingview.sizing.*`) from another configuration, all of them or
 * none, while everything runs. What people have set by hand stays. Returns when it holds. Any thread but the engine's.
 * @return what is wrong with them, and nothing has changed; TR_E_FULL, or the owner's failure
 */
TR_API tr_status tr_owner_reload(tr_owner *owner, const tr_config *config, tr_error *err);

/** TR_OK while commands are taken; else why not. Any thread. */
TR_API tr_status tr_owner_state(const tr_owner *owner, tr_error *err);

/**
 * Run a command as `user`. Trading commands run on the engine thread, reading ones on the calling thread (with
 * `reader`, which the caller opened with tr_owner_reader_open and keeps to its thread).
 * `done` is called once: on the engine thread or the calling one. Any thread.
 */
TR_API void tr_owner_run(tr_owner *owner, tr_store_reader *reader, const char *user, int64_t rights,
                         const tr_command_def *def, const tr_argument_text *texts, size_t count,
                         tr_command_done *done, void *done_user);

/**
 * Take an alert (engine.h). The hot path past the command table: the alert and its body are copied.
 * `reply` is called once on the engine thread, or on this one with TR_E_FULL or the owner's failure.
 */
TR_API void tr_owner_alert(tr_owner *owner, const tr_alert *alert, tr_engine_reply *reply, void *user);

/** A reader of the owner's store, for the calling thread, which closes it. It outlives failures of the store. */
TR_API tr_status tr_owner_reader_open(tr_owner *owner, tr_store_reader *out, tr_error *err);

/** The instruments that are traded; borrowed, immutable. */
TR_API const tr_instrument *tr_owner_instruments(const tr_owner *owner, size_t *count_out);

/** Every change, live: streams of it must be closed before the owner is. Borrowed. */
TR_API tr_event_bus *tr_owner_events(tr_owner *owner);

/** Figures for /status and /metrics. Any thread. */
typedef struct tr_owner_figures {
    int64_t started_ns;
    int64_t alerts, orders, fills; /* since start */
    int64_t commands;
    int64_t queue_length;
    int64_t states[TR_STATE_FAILED + 1]; /* orders in memory by state */
    int64_t restarts; /* times the store failed and was opened again */
} tr_owner_figures;
TR_API void tr_owner_figures_read(const tr_owner *owner, tr_owner_figures *out);

/** Figures of the live exchange, a moment old at most. */
typedef struct tr_owner_exchange_figures {
    char exchange[TR_EXCHANGE_NAME_SIZE];
    tr_exchange_client_figures client;
    tr_exchange_limit_figures limits[TR_EXCHANGE_LIMITS_MAX];
    size_t limit_count;
    int64_t unsettled; /* requests under way, and orders whose outcome is not known */
} tr_owner_exchange_figures;

/** Any thread. @return false: there is none, trading is on paper or not open yet */
TR_API bool tr_owner_exchange_figures_read(tr_owner *owner, tr_owner_exchange_figures *out);

/* ---- keys ------------------------------------------------------------------------------------ */

#define TR_API_KEY_TEXT_SIZE 64

/**
 * Make a bearer key for a user: the text is returned once and only its hash is kept. Durable on return.
 * @param text_out  "tk_" and 43 characters of base64url (256 random bits)
 */
TR_API tr_status tr_owner_key_create(tr_owner *owner, const char *user, const char *label, int64_t rights,
                                     char text_out[TR_API_KEY_TEXT_SIZE], tr_error *err);

/** Whose key this is. Constant time in the key's content. @return TR_E_DENIED unknown or revoked */
TR_API tr_status tr_owner_key_check(tr_owner *owner, tr_store_reader *reader, const char *text, size_t length,
                                    tr_api_key_row *out, tr_error *err);

/** The commands that need an owner: `key create|list|revoke`. Run them as those of tr_command_table. */
TR_API const tr_command_def *const *tr_owner_commands(size_t *count_out);

/* ---- from another process -------------------------------------------------------------------- */

typedef struct tr_owner_client tr_owner_client;

/**
 * Connect to the owner of a database over its local socket (the database's path and ".sock"); the kernel vouches for
 * who we are. Blocking; confined.
 * @return TR_E_NOT_FOUND nobody listens; TR_E_DENIED; TR_E_TIMEOUT
 */
TR_API tr_status tr_owner_client_open(const char *database_path, int timeout_ms, tr_owner_client **out,
                                      tr_error *err);
TR_API void tr_owner_client_close(tr_owner_client *client);

/**
 * Run a command there and wait. The answer's decimals, ids and times arrive as typed as they left.
 * @return the command's own status; TR_E_UNKNOWN_OUTCOME when the connection broke after sending a command that trades
 */
TR_API tr_status tr_owner_client_run(tr_owner_client *client, const tr_command_def *def,
                                     const tr_argument_text *texts, size_t count, tr_document **answer_out,
                                     tr_error *err);

/**
 * Follow an account's events as they become durable, from `after_seq` on: what is older than the connection comes out of the
 * owner's store, in one order without a gap or a double. Blocks until `sink` returns false or the connection breaks; then
 * follow again from the last number that came. A reader that takes nothing for ten seconds is cut likewise.
 * @param event  only events of this kind; NULL or empty: every one
 * @param order  only what concerns this order; none: every one
 * @param sink   gets documents with a list "events" (as `tail` has it) and the number of the last, "last"
 * @return TR_OK `sink` said so; TR_E_CLOSED the connection broke, or is of no use any more
 */
TR_API tr_status tr_owner_client_follow(tr_owner_client *client, const char *account, int64_t after_seq,
                                        const char *event, tr_id order, bool (*sink)(void *user, const tr_document *events),
                                        void *user, tr_error *err);

#ifdef __cplusplus
}
#endif

#endif
