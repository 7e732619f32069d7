/* client.h: the inside of an exchange client: its questions, those that wait in order, and those under way. */
#ifndef TRADE_EXCHANGE_CLIENT_INSIDE_H
#define TRADE_EXCHANGE_CLIENT_INSIDE_H

#include <trade/exchange_client.h>

#include "exchange/adapter.h"
#include "exchange/breaker.h"
#include "exchange/clock_offset.h"
#include "exchange/minted.h"
#include "exchange/pacing.h"

#define TR__SIGNED_SIZE 32768
#define TR__HOST_SIZE   256

/* A question, from being asked to being answered. */
typedef struct tr__asking {
    struct tr__asking *before, *after; /* in the queue, among those under way, or among the ended */
    tr_exchange_client *client;
    tr_exchange_question question; /* points at the copies below */
    tr_instrument instrument;
    tr_order_terms terms;
    char exchange_order_id[TR_LABEL_SIZE], account_id[TR_LABEL_SIZE], cursor[TR_NOTES_SIZE];
    const tr__endpoint *endpoint;
    tr_urgency urgency;
    char lane[TR_NAME_SIZE];
    uint64_t turn; /* within its urgency */
    bool is_private, is_changing;
    unsigned int attempts;
    int64_t not_before_ns; /* monotonic */
    int64_t hold_until_ns; /* monotonic; then it ends unsent; INT64_MAX: it waits */
    tr_http_call *call;
    tr_exchange_record_sink sink;
    tr_exchange_done *done;
    void *user;
    tr_exchange_result result;
} tr__asking;

typedef struct tr__asking_list {
    tr__asking *first, *last;
    size_t count;
} tr__asking_list;

struct tr_exchange_client {
    const tr__adapter *adapter;
    tr_kind kind;
    const tr_loop *loop;
    tr_exchange_transport transport;
    tr_exchange_pacer *pacer;
    bool owns_pacer;
    const tr_exchange_key *key; /* `public_key` without one */
    tr_exchange_key *public_key;
    char key_id[TR_EXCHANGE_KEY_ID_SIZE]; /* empty: none */
    char host[TR__HOST_SIZE], proxy[TR__HOST_SIZE];
    bool is_elsewhere, is_sandbox; /* `host` is not the live one; it is the test network */
    char *ca_file;
    uint32_t timeout_ms, attempts, attempt_delay_ms, window_ms, hold_ms;
    uint32_t a_minute; /* requests; 0: as many as the exchange allows */
    size_t asking_max;
    const tr_log *log;
    tr__instruments instruments;
    tr_instrument *instrument_items; /* owned */
    tr__asking_list waiting, under_way, ended;
    uint64_t turns[TR_URGENCY_COUNT]; /* of the last one that went */
    tr__breaker breaker;
    tr__clock_offset clock;
    tr__minted *minted;    /* tokens for its next requests; NULL: its signatures are none */
    int64_t clock_due_ns;  /* monotonic: the next sample */
    int64_t clock_told_ns; /* of the answer being read */
    unsigned int clock_samples;
    bool has_new; /* something was queued since the last look began */
    bool is_clock_asked, is_account_asked, is_closing;
    char account_id
        [TR_LABEL_SIZE]; /* where the exchange wants it in every question; empty: not known yet */
    tr_exchange_client_figures figures;
    char text[TR__SIGNED_SIZE]; /* of the request being signed; wiped after */
};

/* ---- lists ----------------------------------------------------------------------------------- */

void tr__asking_append(tr__asking_list *list, tr__asking *asking);
void tr__asking_remove(tr__asking_list *list, tr__asking *asking);

/* Into the queue, behind what is as urgent and whose turn comes first: lanes take turns. */
void tr__asking_queue(tr_exchange_client *client, tr__asking *asking);

/* ---- work ------------------------------------------------------------------------------------ */

int64_t tr__client_now_ns(const tr_exchange_client *client);

/* Look at the queue again at this time; an earlier one that is set already counts. */
void tr__client_wake(tr_exchange_client *client, int64_t at_ns);

/* The timer: end what has ended, send what may go. */
void tr__client_due(void *key);

/* Ends with `result.status` and error as they are: told from the next turn of the loop. */
void tr__client_end(tr_exchange_client *client, tr__asking *asking);

/* The question's way out of the client: called in tr__client_due. */
void tr__client_tell_ended(tr_exchange_client *client);

/* Write, sign and send. It is in no list; it is in one, or ended, afterwards. */
void tr__client_launch(tr_exchange_client *client, tr__asking *asking);

/* Make the next token, if one is wanted. `due_ns`: when to look again, earlier if it must be. */
void tr__client_mint(tr_exchange_client *client, int64_t now_ns, int64_t *due_ns);

/* Make a question of the client's own. */
tr_status tr__client_ask_own(tr_exchange_client *client, tr_call call, tr_exchange_record_sink sink,
                             tr_exchange_done *done, tr_error *err);

#endif
