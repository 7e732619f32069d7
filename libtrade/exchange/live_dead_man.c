/*
 * live_dead_man.c: the exchange cancels everything when it has not heard from us for a while.
 *
 * One request is under way at a time, so that a switch that is taken away is not set again by an older request; what was
 * wanted last is asked for as soon as it can be. Where the switch is one of each instrument's, every instrument is asked
 * in turn. A request that failed is not repeated: the engine asks again three times within the switch's time.
 */
#include <string.h>

#include <trade/time.h>

#include "core/fail.h"
#include "exchange/live.h"

static void warn(const tr_exchange_live *live, const char *reason)
{
    const tr_clock *clock = live->options.loop->clock;
    tr_log_field fields[] = { tr_log_text("exchange", live->traits.name),
                              tr_log_text("reason", reason) };
    tr_log_write(live->options.log, TR_LOG_ERROR, clock->now_ns(clock->user),
                 "the exchange's dead-man switch could not be set", fields, 2);
}

static bool is_by_instrument(const tr_exchange_live *live)
{
    const tr__endpoint *endpoint =
        tr__adapter_endpoint(live->adapter, live->options.kind, TR_CALL_DEAD_MAN);
    return (endpoint->needs & TR__TAKES_INSTRUMENT) != 0;
}

static tr_status ask(tr_exchange_live *live, tr_error *err);

static void on_set(void *user, const tr_exchange_result *result)
{
    tr_exchange_live *live = user;
    tr__live_switch *at = &live->dead_man;
    tr_error err;
    live->calls--;
    at->is_asking = false;
    if (live->is_closing)
        return;
    if (result->status != TR_OK)
        warn(live, result->error.message);
    at->instrument_index++;
    bool is_done =
        !is_by_instrument(live) || at->instrument_index >= live->options.instrument_count;
    if (is_done && !at->is_due)
        return;
    if (is_done || at->is_due) { /* wanted anew meanwhile: from the first on */
        at->instrument_index = 0;
        at->is_due = false;
    }
    if (ask(live, &err) != TR_OK)
        warn(live, err.message);
}

static tr_status ask(tr_exchange_live *live, tr_error *err)
{
    tr__live_switch *at = &live->dead_man;
    tr_exchange_question question = TR_EXCHANGE_QUESTION_INIT;
    question.call = TR_CALL_DEAD_MAN;
    question.kind = live->options.kind;
    question.timeout_ms = at->timeout_ms;
    if (is_by_instrument(live))
        question.instrument = &live->instruments[at->instrument_index];
    tr_status status = tr_exchange_client_ask(live->options.client, &question, TR_URGENCY_EXIT,
                                              at->account, NULL, on_set, live, err);
    at->is_asking = status == TR_OK;
    live->calls += status == TR_OK;
    return status;
}

bool tr_exchange_live_is_setting_switch(const tr_exchange_live *live)
{
    return live != NULL && live->dead_man.is_asking;
}

tr_status tr__live_dead_man(void *user, const char *account, int64_t timeout_ns, tr_error *err)
{
    tr_exchange_live *live = user;
    tr__live_switch *at = &live->dead_man;
    const tr_exchange_product *product = tr__adapter_product(live->adapter, live->options.kind);
    int64_t seconds = timeout_ns / TR_NS_PER_SECOND;
    if (account == NULL || strnlen(account, TR_NAME_SIZE) == TR_NAME_SIZE || timeout_ns < 0)
        return tr__fail(err, TR_E_INVALID, 0, "a switch needs an account and a time");
    if (live->is_closing)
        return tr__fail(err, TR_E_CLOSED, 0, "%s: shutting down", live->traits.name);
    if (!live->traits.has_dead_man ||
        (is_by_instrument(live) && live->options.instrument_count == 0))
        return tr__fail(err, TR_E_UNSUPPORTED, 0, "%s has no dead-man switch", live->traits.name);
    if (timeout_ns > 0 && (seconds < product->dead_man_min_s || seconds > product->dead_man_max_s))
        return tr__fail(err, TR_E_RANGE, 0,
                        "%s: its dead-man switch waits %u to %u s, risk.kill_switch.dead_man asks for %lld s",
                        live->traits.name, product->dead_man_min_s, product->dead_man_max_s,
                        (long long)seconds);
    memcpy(at->account, account, strlen(account) + 1);
    at->timeout_ms = (uint32_t)(seconds * 1000);
    at->is_due = at->is_asking;
    if (at->is_asking)
        return TR_OK;
    at->instrument_index = 0;
    return ask(live, err);
}
