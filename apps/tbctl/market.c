/* market.c: an exchange's instruments, and from them one instrument's ticker; several exchanges at once. */
#include "tbctl/market.h"

#include <stdlib.h>
#include <string.h>

#define KEY_SIZE 128

tr_kind tbctl_market_kind(const char *symbol)
{
    return strchr(symbol, ':') != NULL ? TR_KIND_LINEAR : TR_KIND_SPOT;
}

const char *tbctl_market_setting(const tbctl *program, const char *exchange, const char *name)
{
    char key[KEY_SIZE];
    const char *text = NULL;
    (void)snprintf(key, sizeof key, "exchanges.%s.%s", exchange, name);
    return tr_config_get_text(program->config, key, &text) == TR_OK ? text : NULL;
}

tr_status tbctl_market_open(tbctl *program, tr_exchange_session *session, const char *exchange,
                            tr_kind kind, const tr_exchange_key *key, bool is_sandbox,
                            tr_exchange_client **out, tr_error *err)
{
    tr_exchange_client_options options = TR_EXCHANGE_CLIENT_OPTIONS_INIT;
    tr_status status = tbctl_configure(program, err);
    if (status != TR_OK)
        return status;
    options.exchange = exchange;
    options.kind = kind;
    options.key = key;
    options.is_sandbox = is_sandbox;
    options.host = tbctl_market_setting(program, exchange, "url");
    options.ca_file = tbctl_market_setting(program, exchange, "ca_file");
    options.attempts = 2;
    return tr_exchange_session_add(session, &options, out, err);
}

/* ---- instruments ----------------------------------------------------------------------------- */

static tr_status on_instrument(void *user, const tr_exchange_record *record)
{
    tbctl_market *market = user;
    if (record->kind != TR_RECORD_INSTRUMENT)
        return TR_OK;
    if ((market->count & (market->count + 1)) == 0) { /* 0, 1, 3, 7, ...: full */
        tr_instrument *longer =
            realloc(market->list, (market->count * 2 + 1) * sizeof *market->list);
        if (longer == NULL)
            return TR_E_NO_MEMORY;
        market->list = longer;
    }
    market->list[market->count++] = record->as.instrument.instrument;
    return TR_OK;
}

static tr_status find(tbctl_market *market, tr_error *err)
{
    return tr_instrument_find(market->list, market->count, market->symbol, strlen(market->symbol),
                              true, &market->instrument, err);
}

static tr_exchange_question question_of(const tbctl_market *market, tr_call call)
{
    tr_exchange_question question = TR_EXCHANGE_QUESTION_INIT;
    question.call = call;
    question.kind = market->kind;
    return question;
}

tr_status tbctl_market_find(tr_exchange_session *session, tbctl_market *market, tr_error *err)
{
    tr_exchange_question question = question_of(market, TR_CALL_INSTRUMENTS);
    tr_status status = tr_exchange_session_ask(session, market->client, &question, on_instrument,
                                               market, NULL, err);
    return status == TR_OK ? find(market, err) : status;
}

/* ---- quotes ---------------------------------------------------------------------------------- */

static void end(tbctl_market *market, tr_status status)
{
    market->status = status;
    market->is_over = true;
}

static tr_status on_ticker(void *user, const tr_exchange_record *record)
{
    tbctl_market *market = user;
    if (record->kind == TR_RECORD_TICKER) {
        market->ticker = record->as.ticker;
        market->has_ticker = true;
    }
    return TR_OK;
}

static void on_ticker_done(void *user, const tr_exchange_result *result)
{
    tbctl_market *market = user;
    market->err = result->error;
    if (result->status == TR_OK && !market->has_ticker)
        end(market, tbctl_fail(&market->err, TR_E_NOT_FOUND, "%s told no price", market->exchange));
    else
        end(market, result->status);
}

static void on_instruments_done(void *user, const tr_exchange_result *result)
{
    tbctl_market *market = user;
    market->err = result->error;
    tr_status status = result->status;
    if (status == TR_OK)
        status = find(market, &market->err);
    if (status == TR_OK) {
        tr_exchange_question question = question_of(market, TR_CALL_TICKER);
        question.instrument = market->instrument;
        status = tr_exchange_client_ask(market->client, &question, TR_URGENCY_MARKET, NULL,
                                        on_ticker, on_ticker_done, market, &market->err);
    }
    if (status != TR_OK)
        end(market, status);
}

void tbctl_market_quote(tbctl_market *market)
{
    tr_exchange_question question = question_of(market, TR_CALL_INSTRUMENTS);
    tr_status status =
        tr_exchange_client_ask(market->client, &question, TR_URGENCY_MARKET, NULL, on_instrument,
                               on_instruments_done, market, &market->err);
    if (status != TR_OK)
        end(market, status);
}

void tbctl_market_wait(tr_exchange_session *session, const tbctl_market *markets, size_t count)
{
    for (size_t i = 0; i < count; i++)
        while (!markets[i].is_over) /* every question ends: the client has a limit for each */
            (void)tr_exchange_session_run(session, TR_NS_PER_SECOND);
}

void tbctl_market_done(tbctl_market *market)
{
    free(market->list);
    market->list = NULL;
    market->count = 0;
}
