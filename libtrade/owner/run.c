/* run.c: commands and alerts on their way in, and their answers on their way out. */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include <trade/document.h>
#include <trade/time.h>

#include "core/fail.h"
#include "owner/state.h"

/* ---- commands -------------------------------------------------------------------------------- */

/* One command with copies of everything it was given. */
typedef struct command_item {
    tr__item base;
    tr_owner *owner;
    bool is_counted; /* it went through the inbox */
    const tr_command_def *def;
    tr_command_context context;
    tr_command_done *done;
    void *user;
    char who[TR_NAME_SIZE];
    size_t count;
    tr_argument_text texts[]; /* and behind them the texts themselves */
} command_item;

static tr_status push_price(void *user, const tr_price_tick *tick, tr_error *err)
{
    tr_owner *owner = user;
    tr_price_tick stamped = *tick;
    if (stamped.at_ns == 0)
        stamped.at_ns = tr__owner_now_ns(owner);
    if (owner->plan.live.is_on) /* whoever made up a price would set off orders for real money */
        return tr__fail(err, TR_E_REFUSED, 0, "prices of a live account come from %s alone",
                        owner->plan.live.exchange);
    tr_status status = tr__owner_tick(owner, &stamped, err);
    if (status == TR_OK)
        tr__prices_note(&owner->prices, &stamped);
    return status;
}

static void describe_exchange(const tr_owner_exchange_figures *figures, tr_document *answer)
{
    const tr_exchange_client_figures *client = &figures->client;
    tr_document_object_begin(answer, "exchange_state");
    tr_document_add_bool(answer, "answering", client->is_answering);
    tr_document_add_bool(answer, "clock_trusted", client->is_clock_trusted);
    tr_document_add_int(answer, "clock_offset_ms", client->clock_offset_ns / TR_NS_PER_MS);
    tr_document_add_int(answer, "round_trip_us", client->clock_round_trip_ns / TR_NS_PER_US);
    tr_document_add_int(answer, "sent", client->sent);
    tr_document_add_int(answer, "failed", client->failed);
    tr_document_add_int(answer, "unknown", client->unknown);
    tr_document_add_int(answer, "unsettled", figures->unsettled);
    tr_document_add_int(answer, "waiting", client->waiting);
    tr_document_add_int(answer, "held", client->held);
    tr_document_array_begin(answer, "limits");
    for (size_t i = 0; i < figures->limit_count; i++) {
        tr_document_object_begin(answer, NULL);
        tr_document_add_text(answer, "name", figures->limits[i].name);
        tr_document_add_int(answer, "used", figures->limits[i].used);
        tr_document_add_int(answer, "amount", figures->limits[i].amount);
        tr_document_object_end(answer);
    }
    tr_document_array_end(answer);
    tr_document_object_end(answer);
}

static void describe(void *user, tr_document *answer)
{
    tr_owner *owner = user;
    tr_error state;
    tr_owner_figures figures;
    (void)tr_owner_state(owner, &state); /* also its result */
    tr_owner_figures_read(owner, &figures);
    tr_document_add_text(answer, "state", tr_status_name(state.status));
    if (state.status != TR_OK)
        tr_document_add_text(answer, "reason", state.message);
    tr_document_add_time(answer, "started_at", figures.started_ns);
    tr_document_add_int(answer, "alerts", figures.alerts);
    tr_document_add_int(answer, "orders", figures.orders);
    tr_document_add_int(answer, "fills", figures.fills);
    tr_document_add_int(answer, "commands", figures.commands);
    tr_document_add_int(answer, "queue_length", figures.queue_length);
    tr_document_add_int(answer, "restarts", figures.restarts);
    tr_owner_exchange_figures exchange;
    if (tr_owner_exchange_figures_read(owner, &exchange))
        describe_exchange(&exchange, answer);
}

static tr_status find_mark(void *user, const char *symbol, tr_price *out)
{
    return tr__marks_find(&((tr_owner *)user)->marks, symbol, out);
}

static void end_command(void *user, tr_status status, const tr_document *answer,
                        const tr_error *err)
{
    command_item *item = user;
    item->done(item->user, status, answer, err);
    if (item->is_counted)
        tr__inbox_answered(&item->owner->inbox);
    free(item);
}

static void run_command(tr_owner *owner, tr__item *base)
{
    command_item *item = (command_item *)base;
    item->is_counted = true;
    item->context.engine = owner->parts.engine;
    item->context.paper = owner->parts.paper;
    item->context.reader = &owner->parts.reader;
    item->context.push_price = push_price;
    tr_command_run(item->def, &item->context, item->texts, item->count, end_command, item);
}

static void refuse_command(tr__item *base, const tr_error *reason)
{
    command_item *item = (command_item *)base;
    item->done(item->user, reason->status, NULL, reason);
    free(item);
}

/* NULL: no memory. */
static command_item *new_command(tr_owner *owner, const char *user, int64_t rights,
                                 const tr_command_def *def, const tr_argument_text *texts,
                                 size_t count)
{
    size_t size = sizeof(command_item) + count * sizeof(tr_argument_text);
    for (size_t i = 0; i < count; i++)
        size += strlen(texts[i].name) + 1 + texts[i].length + 1;
    command_item *item = malloc(size);
    if (item == NULL)
        return NULL;
    *item = (command_item){ .base = { .run = run_command, .refuse = refuse_command },
                            .owner = owner,
                            .def = def,
                            .count = count };
    memcpy(item->who, user, strlen(user) + 1);
    char *at = (char *)(item->texts + count);
    for (size_t i = 0; i < count; i++) {
        size_t name_size = strlen(texts[i].name) + 1;
        memcpy(at, texts[i].name, name_size);
        if (texts[i].length > 0)
            memcpy(at + name_size, texts[i].text, texts[i].length);
        at[name_size + texts[i].length] = '\0';
        item->texts[i] = (tr_argument_text){ at, at + name_size, texts[i].length };
        at += name_size + texts[i].length + 1;
    }
    item->context = (tr_command_context){ .clock = owner->clock,
                                          .user = item->who,
                                          .rights = rights,
                                          .account = owner->plan.account,
                                          .instruments = owner->plan.instruments,
                                          .instrument_count = owner->plan.instrument_count,
                                          .is_unwatched = owner->is_unwatched,
                                          .describe = describe,
                                          .find_mark = find_mark,
                                          .day_offset_minutes = owner->plan.day_offset_minutes,
                                          .port_user = owner,
                                          .leverage = owner->plan.leverage };
    return item;
}

static tr_status check_call(tr_store_reader *reader, const char *user, const tr_command_def *def,
                            const tr_argument_text *texts, size_t count, tr_error *err)
{
    if (user == NULL || def == NULL || (texts == NULL && count > 0))
        return tr__fail(err, TR_E_INVALID, 0,
                        "a command needs a user, a definition and its arguments");
    if (strlen(user) >= TR_NAME_SIZE)
        return tr__fail(err, TR_E_INVALID, 0, "a user's name has %zu characters, allowed %d",
                        strlen(user), TR_NAME_SIZE - 1);
    if (count > TR_COMMAND_ARGUMENTS_MAX)
        return tr__fail(err, TR_E_INVALID, 0, "%zu arguments, allowed %d", count,
                        TR_COMMAND_ARGUMENTS_MAX);
    if (def->place == TR_COMMAND_LOCAL)
        return tr__fail(err, TR_E_UNSUPPORTED, 0, "%s runs in the calling program alone",
                        def->name);
    if (def->place == TR_COMMAND_READS && reader == NULL)
        return tr__fail(err, TR_E_INVALID, 0, "%s needs a reader", def->name);
    return TR_OK;
}

void tr_owner_run(tr_owner *owner, tr_store_reader *reader, const char *user, int64_t rights,
                  const tr_command_def *def, const tr_argument_text *texts, size_t count,
                  tr_command_done *done, void *done_user)
{
    tr_error err;
    assert(done != NULL); /* without it nobody could be told what is wrong */
    tr_status status = owner == NULL ? tr__fail(&err, TR_E_INVALID, 0, "no owner")
                                     : check_call(reader, user, def, texts, count, &err);
    command_item *item = NULL;
    if (status == TR_OK && (item = new_command(owner, user, rights, def, texts, count)) == NULL)
        status = tr__fail(&err, TR_E_NO_MEMORY, 0, "no memory for a command");
    if (status != TR_OK) {
        done(done_user, status, NULL, &err);
        return;
    }
    (void)atomic_fetch_add_explicit(&owner->figures[TR__FIGURE_COMMANDS], 1, memory_order_relaxed);
    item->done = done;
    item->user = done_user;
    if (def->place == TR_COMMAND_TRADES) {
        tr__inbox_put(&owner->inbox, &item->base);
        return;
    }
    item->context.reader = reader;
    tr_command_run(def, &item->context, item->texts, count, end_command, item);
}

/* ---- alerts ---------------------------------------------------------------------------------- */

typedef struct alert_item {
    tr__item base;
    tr_owner *owner;
    tr_engine_reply *reply;
    void *user;
    tr_alert alert;
    uint8_t body[];
} alert_item;

static void end_alert(void *user, const tr_engine_answer *answer)
{
    alert_item *item = user;
    item->reply(item->user, answer);
    tr__inbox_answered(&item->owner->inbox);
    free(item);
}

static void run_alert(tr_owner *owner, tr__item *base)
{
    alert_item *item = (alert_item *)base;
    tr_engine_alert(owner->parts.engine, &item->alert, end_alert, item);
}

static void refuse_alert(tr__item *base, const tr_error *reason)
{
    alert_item *item = (alert_item *)base;
    tr_engine_answer answer = { .status = reason->status, .error = *reason };
    item->reply(item->user, &answer);
    free(item);
}

void tr_owner_alert(tr_owner *owner, const tr_alert *alert, tr_engine_reply *reply, void *user)
{
    assert(reply != NULL); /* without it nobody could be told what is wrong */
    tr_engine_answer answer = { .status = TR_OK };
    alert_item *item = NULL;
    if (owner == NULL || alert == NULL || (alert->body == NULL && alert->body_size > 0))
        answer.status = tr__fail(&answer.error, TR_E_INVALID, 0, "no owner, no alert or no body");
    else if ((item = malloc(sizeof *item + alert->body_size)) == NULL)
        answer.status = tr__fail(&answer.error, TR_E_NO_MEMORY, 0, "no memory for an alert");
    if (answer.status != TR_OK) {
        reply(user, &answer);
        return;
    }
    item->base = (tr__item){ .run = run_alert, .refuse = refuse_alert };
    item->owner = owner;
    item->reply = reply;
    item->user = user;
    item->alert = *alert;
    if (alert->body_size > 0)
        memcpy(item->body, alert->body, alert->body_size);
    item->alert.body = item->body;
    tr__inbox_put(&owner->inbox, &item->base);
}
