/* live_margin.c: see live_margin.h. */
#include "owner/live_margin.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <trade/time.h>

#include "core/fail.h"

#define ROUND_EVERY_NS (60 * TR_NS_PER_SECOND)

/* ---- what is told ---------------------------------------------------------------------------- */

void tr__margin_take(tr__margin_found *found, const tr_margin_record *told)
{
    if (!tr_decimal_is_zero(told->leverage))
        found->leverage = told->leverage;
    found->is_isolated |= told->mode == TR_MARGIN_ISOLATED;
    found->is_hedging |= told->has_position_mode && told->is_hedging;
    found->has_position_mode |= told->has_position_mode;
}

bool tr__margin_is_wrong(const tr__margin_found *found, const char *symbol, tr_decimal leverage,
                         char text[TR__MARGIN_TEXT_SIZE])
{
    char there[TR_DECIMAL_TEXT_SIZE], here[TR_DECIMAL_TEXT_SIZE];
    if (found->is_hedging) {
        (void)snprintf(text, TR__MARGIN_TEXT_SIZE,
                       "the account hedges: the long and the short of an instrument are two "
                       "positions there. Set its "
                       "position mode to one-way at the exchange");
        return true;
    }
    if (found->is_isolated) {
        (void)snprintf(
            text, TR__MARGIN_TEXT_SIZE,
            "%s is margined by itself (isolated): set it to cross margin at the exchange", symbol);
        return true;
    }
    if (tr_decimal_is_zero(found->leverage) || tr_decimal_compare(found->leverage, leverage) == 0)
        return false;
    (void)tr_decimal_format(found->leverage, there, sizeof there); /* the sizes suffice */
    (void)tr_decimal_format(leverage, here, sizeof here);
    (void)snprintf(
        text, TR__MARGIN_TEXT_SIZE,
        "the leverage of %s is %s at the exchange, and trading.leverage is %s: make them equal",
        symbol, there, here);
    return true;
}

/* ---- again and again ------------------------------------------------------------------------- */

struct tr__margin_watch {
    tr__margin_watch_options options;
    size_t next; /* 0: the account's position mode; then the instruments */
    tr__margin_found found;
    bool is_asking, is_stopped;
};

static void on_due(void *key);

static void later(tr__margin_watch *watch, int64_t wait_ns)
{
    const tr_loop *loop = watch->options.loop;
    int64_t now_ns = loop->clock->monotonic_ns(loop->clock->user);
    /* Without memory for a timer nobody looks any more: what was right at the start is taken to be so. */
    if (!watch->is_stopped)
        (void)loop->set_timer(loop->user, watch, now_ns + wait_ns, on_due);
}

static tr_status on_record(void *user, const tr_exchange_record *record)
{
    if (record->kind == TR_RECORD_MARGIN)
        tr__margin_take(&((tr__margin_watch *)user)->found, &record->as.margin);
    return TR_OK;
}

static void advance(tr__margin_watch *watch)
{
    size_t count = watch->options.plan->instrument_count;
    watch->next = watch->next >= count ? 0 : watch->next + 1;
    later(watch, ROUND_EVERY_NS / (int64_t)(count + 1));
}

static void on_done(void *user, const tr_exchange_result *result)
{
    tr__margin_watch *watch = user;
    const tr__live_plan *plan = watch->options.plan;
    char text[TR__MARGIN_TEXT_SIZE];
    watch->is_asking = false;
    if (watch->is_stopped)
        return;
    const char *symbol =
        watch->next == 0 ? "the account" : plan->instruments[watch->next - 1].symbol;
    if (result->status == TR_OK && tr__margin_is_wrong(&watch->found, symbol, plan->leverage, text))
        watch->options.wrong(watch->options.user, text);
    advance(watch);
}

static void on_due(void *key)
{
    tr__margin_watch *watch = key;
    const tr__live_plan *plan = watch->options.plan;
    tr_exchange_question question = TR_EXCHANGE_QUESTION_INIT;
    if (watch->is_asking || watch->is_stopped)
        return;
    question.call = watch->next == 0 ? TR_CALL_POSITION_MODE : TR_CALL_MARGIN;
    question.kind = plan->kind;
    question.instrument = watch->next == 0 ? NULL : &plan->instruments[watch->next - 1];
    watch->found = (tr__margin_found){ .is_hedging = false };
    watch->is_asking =
        tr_exchange_client_ask(watch->options.client, &question, TR_URGENCY_ACCOUNT, plan->exchange,
                               on_record, on_done, watch, NULL) == TR_OK;
    if (!watch->is_asking)
        advance(watch); /* not offered, or nothing goes out now: the next turn asks again */
}

tr_status tr__margin_watch_open(const tr__margin_watch_options *options, tr__margin_watch **out,
                                tr_error *err)
{
    const tr_exchange_info *info = tr_exchange_info_find(options->plan->exchange);
    *out = NULL;
    if (options->plan->kind == TR_KIND_SPOT ||
        !tr_exchange_info_has(info, options->plan->kind, TR_CALL_MARGIN))
        return TR_OK;
    tr__margin_watch *watch = calloc(1, sizeof *watch);
    if (watch == NULL)
        return tr__fail(err, TR_E_NO_MEMORY, 0, "no memory for an exchange");
    watch->options = *options;
    later(watch, 0);
    *out = watch;
    return TR_OK;
}

void tr__margin_watch_stop(tr__margin_watch *watch)
{
    if (watch != NULL)
        watch->is_stopped = true;
}

void tr__margin_watch_free(tr__margin_watch *watch)
{
    free(watch);
}
