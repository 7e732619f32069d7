/* exchange_ask.h: one question after the other to an exchange, waiting for each answer. */
#ifndef TRADE_TBCTL_EXCHANGE_ASK_H
#define TRADE_TBCTL_EXCHANGE_ASK_H

#include "tbctl/keystore.h"

/* Rows that a command which asks an exchange has among its arguments. */
#define TBCTL_EXCHANGE_ARGUMENTS                                                                   \
    { .name = "kind",                                                                              \
      .type = TR_ARGUMENT_CHOICE,                                                                  \
      .initial = "spot",                                                                           \
      .choices = tbctl_exchange_kinds,                                                             \
      .help = "spot, or linear: perpetuals settled in their quote" },                              \
        { .name = "sandbox", .type = TR_ARGUMENT_FLAG, .help = "the exchange's test network" },    \
        { .name = "host",                                                                          \
          .type = TR_ARGUMENT_TEXT,                                                                \
          .max = "255",                                                                            \
          .help = "https://HOST:PORT instead of exchanges.NAME.url or its own" },                                      \
    {                                                                                              \
        .name = "ca_file", .type = TR_ARGUMENT_PATH, .help = "what to trust besides, PEM, instead of exchanges.NAME.ca_file"          \
    }

/* And those of one that needs a key. */
#define TBCTL_EXCHANGE_KEY_ARGUMENTS                                                               \
    { .name = "label",                                                                             \
      .type = TR_ARGUMENT_TEXT,                                                                    \
      .max = "63",                                                                                 \
      .help = "the key of this label in the keystore, whatever the environment holds" },           \
        { .name = "scheme",                                                                        \
          .type = TR_ARGUMENT_CHOICE,                                                              \
          .initial = "hmac",                                                                       \
          .choices = tbctl_key_schemes,                                                            \
          .help = "how a key of the environment signs" },                                          \
        { .name = "real",                                                                          \
          .type = TR_ARGUMENT_FLAG,                                                                \
          .help = "its real network, whatever trading.sandbox and exchanges.NAME.sandbox say" },   \
        TBCTL_KEYSTORE_ARGUMENTS

extern const char *const tbctl_exchange_kinds[];

/* A line to an exchange. Confined. */
typedef struct tbctl_exchange {
    const tr_exchange_info *info;
    tr_kind kind;
    bool is_sandbox; /* its test network */
    tr_poll_loop *loop;
    tr_http_client *http;
    tr_exchange_transport transport;
    tr_exchange_client *client;
    tr_exchange_key *key;
    tr_instrument *instruments;
    size_t instrument_count, instrument_max;
    tr_exchange_result result; /* of the last question */
    bool is_done;
    tr_exchange_record_sink sink;
    void *user;
} tbctl_exchange;

/* Open the line that the call's arguments name, to prices that are real unless --sandbox says otherwise. Close it in any case. */
tr_status tbctl_exchange_open(tr_command_call *call, tbctl_exchange *out, tr_error *err);

/*
 * The same for a command with TBCTL_EXCHANGE_KEY_ARGUMENTS: to the network that the configuration trades on, unless --sandbox or --real
 * says otherwise; with a key, from wherever it is kept.
 */
tr_status tbctl_exchange_open_account(tr_command_call *call, bool has_key, tbctl_exchange *out,
                                      tr_error *err);
/* The host that the arguments or the configuration name; NULL: the exchange's own. */
const char *tbctl_exchange_host(const tr_command_call *call, const char *exchange);

void tbctl_exchange_close(tbctl_exchange *exchange);

/*
 * Ask and wait. The sink's records count only when TR_OK comes back.
 * Interrupted: TR_E_CLOSED, and nothing but closing may follow; until then `user` must live.
 */
tr_status tbctl_exchange_ask(tbctl_exchange *exchange, const tr_exchange_question *question,
                             tr_exchange_record_sink sink, void *user, tr_error *err);

/* A question about the exchange's kind, with nothing else set. */
tr_exchange_question tbctl_exchange_question(const tbctl_exchange *exchange, tr_call call);

/* Ask for all instruments, and keep them for names. */
tr_status tbctl_exchange_learn(tbctl_exchange *exchange, tr_error *err);

/* The instrument of a name, learnt before. */
tr_status tbctl_exchange_find(const tbctl_exchange *exchange, const char *name,
                              const tr_instrument **out, tr_error *err);

#endif
