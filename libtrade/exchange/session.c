/* session.c: asking and waiting: a poll loop, an HTTP client and a pacer under any number of exchange clients. */
#include <trade/exchange_session.h>

#include <stdlib.h>

#include <trade/time.h>

#include "core/fail.h"

#define TURN_NS TR_NS_PER_SECOND

struct tr_exchange_session {
    tr_poll_loop *loop;
    tr_http_client *http;
    tr_exchange_pacer *pacer;
    tr_exchange_transport transport;
    const tr_log *log;
    tr_exchange_client *clients[TR_EXCHANGE_SESSION_CLIENTS_MAX];
    size_t client_count;
};

tr_status tr_exchange_session_new(const tr_clock *clock, const tr_log *log,
                                  tr_exchange_session **out, tr_error *err)
{
    if (clock == NULL || out == NULL)
        return tr__fail(err, TR_E_INVALID, 0, "exchange session: no clock, or no place for it");
    tr_exchange_session *session = calloc(1, sizeof *session);
    if (session == NULL)
        return tr__fail(err, TR_E_NO_MEMORY, 0, "exchange session: no memory");
    session->log = log;
    tr_status status = tr_poll_loop_new(clock, &session->loop, err);
    tr_http_client_options http = TR_HTTP_CLIENT_OPTIONS_INIT;
    http.loop = tr_poll_loop_port(session->loop);
    if (status == TR_OK)
        status = tr_http_client_new(&http, &session->http, err);
    if (status == TR_OK)
        status = tr_exchange_pacer_new(&session->pacer, err);
    if (status != TR_OK) {
        tr_exchange_session_free(session);
        return status;
    }
    session->transport = tr_exchange_transport_over(session->http);
    *out = session;
    return TR_OK;
}

void tr_exchange_session_free(tr_exchange_session *session)
{
    if (session == NULL)
        return;
    for (size_t i = 0; i < session->client_count; i++)
        tr_exchange_client_free(session->clients[i]);
    tr_http_client_free(session->http);
    tr_exchange_pacer_free(session->pacer);
    tr_poll_loop_free(session->loop);
    free(session);
}

tr_status tr_exchange_session_add(tr_exchange_session *session,
                                  const tr_exchange_client_options *options,
                                  tr_exchange_client **out, tr_error *err)
{
    if (session == NULL || options == NULL || out == NULL)
        return tr__fail(err, TR_E_INVALID, 0, "exchange session: no session or options");
    if (session->client_count == TR_EXCHANGE_SESSION_CLIENTS_MAX)
        return tr__fail(err, TR_E_FULL, 0, "exchange session: it has %d clients",
                        TR_EXCHANGE_SESSION_CLIENTS_MAX);
    tr_exchange_client_options own = *options;
    own.loop = tr_poll_loop_port(session->loop);
    own.transport = &session->transport;
    own.pacer = session->pacer;
    own.log = session->log;
    tr_status status = tr_exchange_client_new(&own, &session->clients[session->client_count], err);
    if (status == TR_OK)
        *out = session->clients[session->client_count++];
    return status;
}

const tr_loop *tr_exchange_session_loop(const tr_exchange_session *session)
{
    return session == NULL ? NULL : tr_poll_loop_port(session->loop);
}

bool tr_exchange_session_run(tr_exchange_session *session, int64_t wait_ns)
{
    return session != NULL && tr_poll_loop_run(session->loop, wait_ns);
}

/* ---- asking and waiting ---------------------------------------------------------------------- */

typedef struct waiting {
    tr_exchange_record_sink sink;
    void *user;
    tr_exchange_result result;
    bool is_over;
} waiting;

static tr_status pass_record(void *user, const tr_exchange_record *record)
{
    const waiting *self = user;
    return self->sink == NULL ? TR_OK : self->sink(self->user, record);
}

static void on_done(void *user, const tr_exchange_result *result)
{
    waiting *self = user;
    self->result = *result;
    self->is_over = true;
}

tr_status tr_exchange_session_ask(tr_exchange_session *session, tr_exchange_client *client,
                                  const tr_exchange_question *question,
                                  tr_exchange_record_sink sink, void *user,
                                  tr_exchange_result *result_out, tr_error *err)
{
    if (session == NULL)
        return tr__fail(err, TR_E_INVALID, 0, "exchange session: none");
    waiting self = { .sink = sink, .user = user };
    tr_status status = tr_exchange_client_ask(client, question, TR_URGENCY_ENTRY, NULL, pass_record,
                                              on_done, &self, err);
    if (status != TR_OK)
        return status;
    while (!self.is_over) /* every question ends: the client has a limit for each */
        (void)tr_exchange_session_run(session, TURN_NS);
    if (result_out != NULL)
        *result_out = self.result;
    if (self.result.status != TR_OK && err != NULL)
        *err = self.result.error;
    return self.result.status;
}
