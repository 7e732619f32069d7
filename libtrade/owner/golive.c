/* golive.c: the points that must be right before an exchange is traded on, in the order in which they depend on each other. */
#include <trade/golive.h>

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <trade/time.h>

#include "core/fail.h"
#include "owner/live_margin.h"
#include "owner/live_plan.h"

#define TEXT_SIZE        512
#define SYMBOLS_MAX      256
#define PAGES_MAX        100
#define CLOCK_NOTABLE_NS (500 * TR_NS_PER_MS)

typedef struct walk {
    const tr_config *config;
    tr__live_plan *plan;
    tr_golive_sink *sink;
    void *user;
    tr_exchange_session *session;
    tr_exchange_client *client;
    bool is_opening;         /* an owner opens; else somebody wants to know */
    bool has_failed, is_cut; /* cut: nothing more can be asked of the exchange */
    char first_failure[2 * TEXT_SIZE];
    /* what an answer told */
    tr_key_rights rights;
    bool has_rights;
    size_t listed;
    bool is_trading[SYMBOLS_MAX];
    char cursor[TR_NOTES_SIZE]; /* of the next page; "" behind the last */
} walk;

static const char *const state_names[] = { "ok", "warning", "failed", "skipped" };

const char *tr_golive_state_name(tr_golive_state state)
{
    return (unsigned int)state < 4 ? state_names[state] : NULL;
}

__attribute__((format(printf, 4, 5))) static void
say(walk *self, const char *name, tr_golive_state state, const char *format, ...)
{
    char text[TEXT_SIZE];
    va_list args;
    va_start(args, format);
    (void)vsnprintf(text, sizeof text, format, args); /* a cut text is still one */
    va_end(args);
    if (state == TR_GOLIVE_FAILED && !self->has_failed) {
        (void)snprintf(self->first_failure, sizeof self->first_failure, "%s: %s", name, text);
        self->has_failed = true;
    }
    tr_golive_point point = { .name = name, .state = state, .text = text };
    if (self->sink != NULL)
        self->sink(self->user, &point);
}

/* ---- what the configuration says ------------------------------------------------------------- */

static void look_at_switches(walk *self)
{
    const tr__live_plan *plan = self->plan;
    bool is_paper = true;
    if (plan->is_on)
        say(self, "live", TR_GOLIVE_OK, "exchanges.%s.live is true", plan->exchange);
    else
        say(self, "live", TR_GOLIVE_FAILED,
            "exchanges.%s.live is false: orders go to the paper exchange", plan->exchange);
    if (tr_config_get_bool(self->config, "paper.enabled", &is_paper) != TR_OK || is_paper)
        say(self, "paper", TR_GOLIVE_FAILED,
            "paper.enabled is true: an owner trades on one exchange, set it to false");
    else
        say(self, "paper", TR_GOLIVE_OK, "paper.enabled is false");
}

static void look_at_host(walk *self)
{
    const tr__live_plan *plan = self->plan;
    const tr_exchange_info *info = tr_exchange_info_find(plan->exchange);
    const tr_exchange_product *product = plan->kind == TR_KIND_SPOT ? &info->spot : &info->linear;
    const char *host = plan->host[0] != '\0' ? plan->host
                       : plan->is_sandbox    ? product->sandbox_host
                                             : product->host;
    if (!product->is_offered)
        say(self, "network", TR_GOLIVE_FAILED, "%s does not offer this kind of instrument here",
            info->title);
    else if (host == NULL)
        say(self, "network", TR_GOLIVE_FAILED,
            "%s has no test network: try it on paper, or set exchanges.%s.sandbox to false",
            info->title, plan->exchange);
    else if (plan->host[0] != '\0')
        say(self, "network", TR_GOLIVE_WARNING, "%s, as exchanges.%s.url says", host,
            plan->exchange);
    else if (plan->is_sandbox)
        say(self, "network", TR_GOLIVE_OK, "the test network, %s: no real money", host);
    else
        say(self, "network", TR_GOLIVE_WARNING, "%s: REAL MONEY", host);
    self->is_cut = self->is_cut || host == NULL || !product->is_offered;
}

/* Without the funding that they pay, their books would not be those of the exchange. */
static void look_at_swaps(walk *self)
{
    const tr_exchange_info *info = tr_exchange_info_find(self->plan->exchange);
    if (self->plan->kind == TR_KIND_SPOT || !info->linear.is_offered ||
        tr_exchange_info_has(info, self->plan->kind, TR_CALL_FUNDING_PAID))
        return;
    say(self, "swaps", TR_GOLIVE_FAILED,
        "what %s's swaps pay as funding cannot be read: they are not traded live", info->title);
    self->is_cut = true;
}

static void look_at_key(walk *self)
{
    if (self->plan->has_key) {
        say(self, "key", TR_GOLIVE_OK, "it is there and has its form");
        return;
    }
    say(self, "key", TR_GOLIVE_FAILED, "%s", self->plan->key_error.message);
    self->is_cut = true;
}

static void look_at_ids(walk *self)
{
    const tr_exchange_info *info = tr_exchange_info_find(self->plan->exchange);
    const tr_exchange_id_rules *ids =
        self->plan->kind == TR_KIND_SPOT ? &info->spot.ids : &info->linear.ids;
    if (ids->resend == TR_RESEND_SAME_ID)
        say(self, "order ids", TR_GOLIVE_OK, "a repeated client id is never a second order");
    else if (ids->validity_ms > 0 && ids->is_found_when_done)
        say(self, "order ids", TR_GOLIVE_OK,
            "an unknown outcome is settled after %u ms, and never sent again",
            ids->validity_ms + ids->visibility_ms);
    else
        say(self, "order ids", TR_GOLIVE_WARNING,
            "an unknown outcome may stay unknown there: somebody has to look");
}

static void look_at_limits(walk *self)
{
    tr_decimal value = { 0 };
    char text[TR_DECIMAL_TEXT_SIZE];
    if (tr_config_get_decimal(self->config, "risk.max_order_value", &value) != TR_OK ||
        tr_decimal_is_zero(value)) {
        say(self, "limits", TR_GOLIVE_WARNING, "risk.max_order_value sets no limit");
        return;
    }
    (void)tr_decimal_format(value, text, sizeof text); /* the size suffices */
    say(self, "limits", TR_GOLIVE_OK, "one order is worth %s at most", text);
}

/* Nothing to say when nobody asked for it. */
static void look_at_dead_man(walk *self)
{
    const tr_exchange_info *info = tr_exchange_info_find(self->plan->exchange);
    const tr_exchange_product *product =
        self->plan->kind == TR_KIND_SPOT ? &info->spot : &info->linear;
    int64_t wanted_ns = 0;
    if (tr_config_get_duration(self->config, "risk.kill_switch.dead_man", &wanted_ns) != TR_OK ||
        wanted_ns == 0)
        return;
    long long seconds = (long long)(wanted_ns / TR_NS_PER_SECOND);
    if (product->dead_man_max_s == 0)
        say(self, "dead man", TR_GOLIVE_WARNING,
            "%s has no dead-man switch: risk.kill_switch.dead_man does nothing",
            self->plan->exchange);
    else if (seconds < product->dead_man_min_s || seconds > product->dead_man_max_s)
        say(self, "dead man", TR_GOLIVE_FAILED,
            "its switch waits %u to %u s, risk.kill_switch.dead_man is %lld s",
            product->dead_man_min_s, product->dead_man_max_s, seconds);
    else
        say(self, "dead man", TR_GOLIVE_OK,
            "it cancels everything %lld s after it has heard from us last", seconds);
}

/* ---- what the exchange says ------------------------------------------------------------------ */

static tr_exchange_question question_of(const walk *self, tr_call call)
{
    tr_exchange_question question = TR_EXCHANGE_QUESTION_INIT;
    question.call = call;
    question.kind = self->plan->kind;
    return question;
}

/* A list to its last page: what stands on the second one is as much ours. */
static tr_status ask_pages(walk *self, tr_call call, tr_exchange_record_sink sink, tr_error *err)
{
    tr_exchange_question question = question_of(self, call);
    char cursor[sizeof self->cursor];
    for (int page = 0; page < PAGES_MAX; page++) {
        self->cursor[0] = '\0';
        tr_status status =
            tr_exchange_session_ask(self->session, self->client, &question, sink, self, NULL, err);
        if (status != TR_OK || self->cursor[0] == '\0')
            return status;
        memcpy(cursor, self->cursor, sizeof cursor);
        question.cursor = cursor;
    }
    return tr__fail(err, TR_E_RANGE, 0, "its list has more than %d pages", PAGES_MAX);
}

static bool is_page(walk *self, const tr_exchange_record *record)
{
    if (record->kind != TR_RECORD_PAGE)
        return false;
    memcpy(self->cursor, record->as.page.cursor, sizeof self->cursor);
    return true;
}

static void look_at_clock(walk *self)
{
    tr_exchange_question question = question_of(self, TR_CALL_TIME);
    tr_exchange_client_figures figures = { 0 };
    tr_error err = { .message = "" };
    for (int i = 0; i < 2 && !self->is_cut; i++)
        self->is_cut = tr_exchange_session_ask(self->session, self->client, &question, NULL, NULL,
                                               NULL, &err) != TR_OK;
    if (self->is_cut) {
        say(self, "reach", TR_GOLIVE_FAILED, "%s", err.message);
        return;
    }
    tr_exchange_client_figures_read(self->client, &figures);
    say(self, "reach", TR_GOLIVE_OK, "it answers within %lld ms",
        (long long)(figures.clock_round_trip_ns / TR_NS_PER_MS) + 1);
    int64_t offset_ns = figures.clock_offset_ns;
    bool is_notable = offset_ns > CLOCK_NOTABLE_NS || offset_ns < -CLOCK_NOTABLE_NS;
    if (!figures.is_clock_trusted)
        say(self, "clock", TR_GOLIVE_FAILED,
            "the way there and back takes too long to know its time; orders would be refused");
    else
        say(self, "clock", is_notable ? TR_GOLIVE_WARNING : TR_GOLIVE_OK,
            "its clock is %+lld ms from ours, known to %lld ms; orders carry its time%s",
            (long long)(offset_ns / TR_NS_PER_MS),
            (long long)(figures.clock_round_trip_ns / 2 / TR_NS_PER_MS) + 1,
            is_notable ? ". This machine's clock should be looked at" : "");
}

static tr_status on_rights(void *user, const tr_exchange_record *record)
{
    walk *self = user;
    if (is_page(self, record))
        return TR_OK;
    if (record->kind == TR_RECORD_KEY_RIGHTS) {
        self->rights = record->as.rights;
        self->has_rights = true;
    }
    return TR_OK;
}

static void look_at_withdrawal(walk *self)
{
    const tr_key_rights *rights = &self->rights;
    const char *exchange = self->plan->exchange;
    bool is_allowed = self->plan->allows_withdraw_key;
    if (!self->has_rights || !rights->is_withdraw_known)
        say(self, "withdrawal", TR_GOLIVE_WARNING,
            "the exchange does not tell whether the key can withdraw: look there");
    else if (!rights->can_withdraw)
        say(self, "withdrawal", TR_GOLIVE_OK, "the key cannot withdraw");
    else if (is_allowed)
        say(self, "withdrawal", TR_GOLIVE_WARNING,
            "the key can withdraw, and exchanges.%s.allow_withdraw_key lets it pass", exchange);
    else
        say(self, "withdrawal", TR_GOLIVE_FAILED,
            "the key can withdraw: take that right away at the exchange, or set "
            "exchanges.%s.allow_withdraw_key to true",
            exchange);
}

static void look_at_rights(walk *self)
{
    tr_error err;
    tr_status status = ask_pages(self, TR_CALL_KEY_RIGHTS, on_rights, &err);
    if (status == TR_OK && self->has_rights)
        say(self, "rights", self->rights.can_trade ? TR_GOLIVE_OK : TR_GOLIVE_FAILED,
            self->rights.can_trade ? "the key may trade" : "the key may not trade");
    else if (status == TR_E_UNSUPPORTED || status == TR_OK)
        say(self, "rights", TR_GOLIVE_WARNING, "the exchange does not tell what the key may do");
    else if (self->plan->is_sandbox)
        say(self, "rights", TR_GOLIVE_WARNING, "the test network does not tell: %s", err.message);
    else
        say(self, "rights", TR_GOLIVE_FAILED, "%s", err.message);
    look_at_withdrawal(self);
}

static tr_status on_balance(void *user, const tr_exchange_record *record)
{
    walk *self = user;
    tr__live_plan *plan = self->plan;
    const tr_balance_record *told = &record->as.balance;
    if (is_page(self, record) || record->kind != TR_RECORD_BALANCE ||
        tr_decimal_is_zero(told->total.value))
        return TR_OK;
    for (size_t i = 0; i < plan->balance_count; i++) /* several wallets of one asset */
        if (strcmp(plan->balances[i].asset, told->asset) == 0)
            return tr_decimal_add(plan->balances[i].total.value, told->total.value,
                                  &plan->balances[i].total.value);
    tr_balance *longer =
        realloc(plan->balances, (plan->balance_count + 1) * sizeof *plan->balances);
    if (longer == NULL)
        return TR_E_NO_MEMORY;
    plan->balances = longer;
    tr_balance *row = &plan->balances[plan->balance_count++];
    *row = (tr_balance){ .total = told->total };
    memcpy(row->asset, told->asset, sizeof row->asset);
    return TR_OK;
}

static void look_at_balances(walk *self)
{
    tr_error err;
    tr_status status = ask_pages(self, TR_CALL_BALANCES, on_balance, &err);
    if (status != TR_OK) {
        say(self, "account", TR_GOLIVE_FAILED, "%s", err.message);
        return;
    }
    say(self, "account", self->plan->balance_count > 0 ? TR_GOLIVE_OK : TR_GOLIVE_WARNING,
        self->plan->balance_count > 0
            ? "the key is taken; it holds %zu assets"
            : "the key is taken; it holds %zu assets: nothing to trade with",
        self->plan->balance_count);
}

/* ---- instruments ----------------------------------------------------------------------------- */

static tr_status on_instrument(void *user, const tr_exchange_record *record)
{
    walk *self = user;
    tr__live_plan *plan = self->plan;
    if (is_page(self, record) || record->kind != TR_RECORD_INSTRUMENT)
        return TR_OK;
    self->listed++;
    for (size_t i = 0; i < plan->instrument_count; i++)
        if (strcmp(plan->instruments[i].symbol, record->as.instrument.instrument.symbol) == 0) {
            plan->instruments[i] = record->as.instrument.instrument;
            self->is_trading[i] = record->as.instrument.is_trading;
        }
    return TR_OK;
}

static void say_instrument(walk *self, size_t index)
{
    const tr_instrument *instrument = &self->plan->instruments[index];
    char tick[TR_DECIMAL_TEXT_SIZE], lot[TR_DECIMAL_TEXT_SIZE];
    if (instrument->exchange_symbol[0] == '\0' || tr_decimal_is_zero(instrument->tick)) {
        say(self, instrument->symbol, TR_GOLIVE_FAILED, "%s does not list it",
            self->plan->exchange);
        return;
    }
    (void)tr_decimal_format(instrument->tick, tick, sizeof tick); /* the sizes suffice */
    (void)tr_decimal_format(instrument->lot, lot, sizeof lot);
    char unit[TR_DECIMAL_TEXT_SIZE + TR_ASSET_SIZE + 32] = "";
    if (tr_decimal_compare(instrument->multiplier, tr_decimal_from_int(1)) != 0) {
        char multiplier[TR_DECIMAL_TEXT_SIZE];
        (void)tr_decimal_format(instrument->multiplier, multiplier, sizeof multiplier);
        (void)snprintf(unit, sizeof unit, "; quantities count contracts of %s %s", multiplier,
                       instrument->base);
    }
    say(self, instrument->symbol, self->is_trading[index] ? TR_GOLIVE_OK : TR_GOLIVE_WARNING,
        "%s: tick %s, lot %s%s%s", instrument->exchange_symbol, tick, lot, unit,
        self->is_trading[index] ? "" : "; it is not traded now");
}

static void look_at_instruments(walk *self)
{
    tr_error err;
    tr_status status = ask_pages(self, TR_CALL_INSTRUMENTS, on_instrument, &err);
    if (status != TR_OK) {
        say(self, "instruments", TR_GOLIVE_FAILED, "%s", err.message);
        return;
    }
    say(self, "instruments", TR_GOLIVE_OK, "it lists %zu", self->listed);
    for (size_t i = 0; i < self->plan->instrument_count; i++)
        say_instrument(self, i);
}

/* ---- margin of swaps ------------------------------------------------------------------------- */

static tr_status on_margin(void *user, const tr_exchange_record *record)
{
    if (record->kind == TR_RECORD_MARGIN)
        tr__margin_take(user, &record->as.margin);
    return TR_OK;
}

static tr_status ask_margin(walk *self, tr_call call, const tr_instrument *instrument,
                            tr__margin_found *found, tr_error *err)
{
    tr_exchange_question question = question_of(self, call);
    const tr_exchange_info *info = tr_exchange_info_find(self->plan->exchange);
    question.instrument = instrument;
    if (!tr_exchange_info_has(info, self->plan->kind, call))
        return TR_OK;
    return tr_exchange_session_ask(self->session, self->client, &question, on_margin, found, NULL,
                                   err);
}

/* What an owner that opens halts entries for, and a check fails with. An account that hedges is not opened. */
static void say_wrong(walk *self, const char *name, bool is_hedging, const char *text)
{
    bool is_halt = self->is_opening && !is_hedging;
    say(self, name, is_halt ? TR_GOLIVE_WARNING : TR_GOLIVE_FAILED, "%s%s", text,
        is_halt ? "; entries are halted" : "");
    if (is_halt && self->plan->margin_wrong[0] == '\0')
        (void)snprintf(self->plan->margin_wrong, sizeof self->plan->margin_wrong, "%s", text);
}

static void look_at_margin_of(walk *self, const tr_instrument *instrument, bool *is_hedging)
{
    char name[TR_SYMBOL_SIZE + 16], text[TR__MARGIN_TEXT_SIZE], leverage[TR_DECIMAL_TEXT_SIZE];
    tr__margin_found found = { .is_hedging = false };
    tr_error err;
    (void)snprintf(name, sizeof name, "margin %s", instrument->symbol);
    tr_status status = ask_margin(self, TR_CALL_MARGIN, instrument, &found, &err);
    if (status != TR_OK) {
        say_wrong(self, name, false, err.message);
        return;
    }
    if (tr__margin_is_wrong(&found, instrument->symbol, self->plan->leverage, text)) {
        *is_hedging |= found.is_hedging;
        say_wrong(self, name, found.is_hedging, text);
        return;
    }
    (void)tr_decimal_format(self->plan->leverage, leverage,
                            sizeof leverage); /* the size suffices */
    if (tr_decimal_is_zero(found.leverage))
        say(self, name, TR_GOLIVE_WARNING,
            "its leverage there cannot be read: see that it is %s, with cross margin", leverage);
    else
        say(self, name, TR_GOLIVE_OK, "leverage %s there and here", leverage);
}

static void look_at_margin(walk *self)
{
    char text[TR__MARGIN_TEXT_SIZE];
    tr__margin_found account = { .is_hedging = false };
    bool is_hedging = false;
    tr_error err;
    if (self->plan->kind == TR_KIND_SPOT)
        return;
    tr_status status = ask_margin(self, TR_CALL_POSITION_MODE, NULL, &account, &err);
    if (status != TR_OK)
        say_wrong(self, "position mode", false, err.message);
    else if (tr__margin_is_wrong(&account, "the account", self->plan->leverage, text))
        say_wrong(self, "position mode", account.is_hedging, text);
    else if (account.has_position_mode)
        say(self, "position mode", TR_GOLIVE_OK, "one position for an instrument");
    for (size_t i = 0; i < self->plan->instrument_count && !account.is_hedging && !is_hedging; i++)
        if (self->plan->instruments[i].exchange_symbol[0] != '\0')
            look_at_margin_of(self, &self->plan->instruments[i], &is_hedging);
}

/* The symbols of the configuration, of one kind, still without what the exchange says of them. */
static tr_status symbols_read(walk *self, tr_error *err)
{
    const char *const *symbols = NULL;
    size_t count = 0;
    tr__live_plan *plan = self->plan;
    tr_status status = tr_config_get_list(self->config, "trading.symbols", &symbols, &count);
    if (status != TR_OK || count == 0 || count > SYMBOLS_MAX)
        return tr__fail(err, TR_E_NOT_FOUND, 0, "trading.symbols names 1 to %d symbols",
                        SYMBOLS_MAX);
    plan->instruments = calloc(count, sizeof *plan->instruments);
    if (plan->instruments == NULL)
        return tr__fail(err, TR_E_NO_MEMORY, 0, "no memory for instruments");
    for (size_t i = 0; i < count; i++) {
        tr_symbol_parts parts;
        tr_instrument *instrument = &plan->instruments[i];
        status = tr_symbol_parse(symbols[i], strlen(symbols[i]), &parts, err);
        if (status == TR_OK)
            status = tr_symbol_format(&parts, instrument->symbol, sizeof instrument->symbol);
        if (status != TR_OK)
            return status;
        if (i == 0)
            plan->kind = parts.kind;
        if (parts.kind != plan->kind)
            return tr__fail(
                err, TR_E_UNSUPPORTED, 0,
                "trading.symbols: %s is of another kind than %s; one owner trades one kind",
                symbols[i], symbols[0]);
        plan->instrument_count++;
    }
    return TR_OK;
}

/* ---- the walk -------------------------------------------------------------------------------- */

static void look_from_outside(walk *self, const tr_clock *clock, const tr_log *log)
{
    static const char *const names[] = { "reach",  "clock",      "account",
                                         "rights", "withdrawal", "instruments" };
    tr_error err = { .message = "" };
    tr_exchange_client_options options = tr__live_plan_options(self->plan);
    if (!self->is_cut &&
        (tr_exchange_session_new(clock, log, &self->session, &err) != TR_OK ||
         tr_exchange_session_add(self->session, &options, &self->client, &err) != TR_OK)) {
        say(self, "client", TR_GOLIVE_FAILED, "%s", err.message);
        self->is_cut = true;
    }
    if (!self->is_cut)
        look_at_clock(self);
    if (self->is_cut) {
        for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
            say(self, names[i], TR_GOLIVE_SKIPPED, "not looked at");
    } else {
        look_at_balances(self);
        look_at_rights(self);
        look_at_instruments(self);
        look_at_margin(self);
    }
    tr_exchange_session_free(self->session);
}

tr_status tr__golive_walk(const tr_config *config, tr__live_plan *plan, bool is_opening,
                          const tr_clock *clock, const tr_log *log, tr_golive_sink *sink,
                          void *user, tr_error *err)
{
    walk self = {
        .config = config, .plan = plan, .sink = sink, .user = user, .is_opening = is_opening
    };
    tr_error detail;
    if (symbols_read(&self, &detail) != TR_OK) {
        say(&self, "symbols", TR_GOLIVE_FAILED, "%s", detail.message);
        self.is_cut = true;
    }
    look_at_switches(&self);
    look_at_host(&self);
    look_at_swaps(&self);
    look_at_key(&self);
    look_at_ids(&self);
    look_at_limits(&self);
    look_at_dead_man(&self);
    look_from_outside(&self, clock, log);
    return self.has_failed ? tr__fail(err, TR_E_REFUSED, 0, "%s", self.first_failure) : TR_OK;
}

tr_status tr_golive_check(const tr_config *config, const char *exchange, const tr_clock *clock,
                          const tr_log *log, tr_golive_sink *sink, void *user, tr_error *err)
{
    char name[TR_EXCHANGE_NAME_SIZE];
    const char *initial = NULL;
    tr__live_plan plan;
    if (config == NULL || clock == NULL)
        return tr__fail(err, TR_E_INVALID, 0, "golive: no configuration or clock");
    if (exchange == NULL) {
        tr_status status = tr__live_plan_choose(config, name, err);
        if (status == TR_E_UNSUPPORTED)
            return status;
        exchange = name;
        if (status != TR_OK &&
            tr_config_get_text(config, "trading.default_exchange", &initial) == TR_OK)
            exchange = initial;
    }
    tr_status status = tr__live_plan_read(config, exchange, &plan, err);
    if (status != TR_OK)
        return status;
    status = tr__golive_walk(config, &plan, false, clock, log, sink, user, err);
    tr__live_plan_done(&plan);
    return status;
}
