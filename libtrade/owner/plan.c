/* plan.c: from configuration keys to instruments, limits and prices. */
#include "owner/plan.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/fail.h"

#define KEY_SIZE   256
#define CHUNK_SIZE 65536

typedef struct plan_reader {
    const tr_config *config;
    const char *data_directory;
    bool has_prices;
    tr__plan *plan;
    tr_error *err;
} plan_reader;

/* "<section>.<name>"; what does not fit becomes a key that nothing has. */
static void join(char out[KEY_SIZE], const char *section, const char *name)
{
    int length = snprintf(out, KEY_SIZE, "%s.%s", section, name);
    if (length < 0 || length >= KEY_SIZE)
        out[0] = '\0';
}

/* ---- keys that every configuration has, since they have defaults ------------------------------ */

static tr_status missing(const plan_reader *r, tr_status status, const char *key)
{
    return tr__fail(r->err, status, 0, "%s: %s", key, tr_status_name(status));
}

static tr_status get_name(const plan_reader *r, const char *key, char *out, size_t size)
{
    const char *text = NULL;
    tr_status status = tr_config_get_text(r->config, key, &text);
    if (status != TR_OK)
        return missing(r, status, key);
    if (strlen(text) >= size)
        return tr__fail(r->err, TR_E_RANGE, 0, "%s: %zu characters, allowed %zu", key, strlen(text),
                        size - 1);
    memcpy(out, text, strlen(text) + 1);
    return TR_OK;
}

static tr_status get_decimal(const plan_reader *r, const char *key, tr_decimal *out)
{
    tr_status status = tr_config_get_decimal(r->config, key, out);
    return status == TR_OK ? TR_OK : missing(r, status, key);
}

/* Unset is false, and no failure. */
static tr_status get_optional(const plan_reader *r, const char *key, bool *has_out, tr_decimal *out)
{
    tr_status status = tr_config_get_decimal(r->config, key, out);
    *has_out = status == TR_OK;
    if (status == TR_E_NOT_FOUND)
        *out = (tr_decimal){ 0 };
    return status == TR_OK || status == TR_E_NOT_FOUND ? TR_OK : missing(r, status, key);
}

static tr_status get_int(const plan_reader *r, const char *key, int64_t *out)
{
    tr_status status = tr_config_get_int(r->config, key, out);
    return status == TR_OK ? TR_OK : missing(r, status, key);
}

static tr_status get_duration(const plan_reader *r, const char *key, int64_t *out)
{
    tr_status status = tr_config_get_duration(r->config, key, out);
    return status == TR_OK ? TR_OK : missing(r, status, key);
}

/* Basis points as a fraction, exactly. */
static tr_status get_bps(const plan_reader *r, const char *key, tr_decimal *out)
{
    tr_decimal bps, fraction, back;
    tr_decimal per = tr_decimal_from_int(10000);
    tr_status status = get_decimal(r, key, &bps);
    if (status != TR_OK)
        return status;
    if (tr_decimal_divide(bps, per, TR_ROUND_DOWN, &fraction) != TR_OK ||
        tr_decimal_multiply(fraction, per, TR_ROUND_DOWN, &back) != TR_OK ||
        tr_decimal_compare(back, bps) != 0)
        return tr__fail(r->err, TR_E_RANGE, 0, "%s: more than 14 digits behind the point", key);
    *out = fraction;
    return TR_OK;
}

static tr_status no_memory(const plan_reader *r)
{
    return tr__fail(r->err, TR_E_NO_MEMORY, 0, "no memory for the configuration");
}

static size_t count_members(const tr_config *config, const char *section)
{
    size_t count = 0;
    while (tr_config_member(config, section, count) != NULL)
        count++;
    return count;
}

/* ---- fees ---------------------------------------------------------------------- */

/*
 * A buy holds what it may cost at the worst: the slippage, and the higher fee on that. The engine's own margin is the
 * least, for prices that move between the claim and the fill.
 */
static tr_status find_margin(plan_reader *r)
{
    tr__plan *plan = r->plan;
    tr_engine_options defaults;
    tr_engine_options_init(&defaults);
    tr_decimal fee = tr_decimal_max(plan->fee_taker, plan->fee_maker), product, sum;
    if (tr_decimal_multiply(fee, plan->slippage, TR_ROUND_UP, &product) != TR_OK ||
        tr_decimal_add(fee, plan->slippage, &sum) != TR_OK ||
        tr_decimal_add(sum, product, &sum) != TR_OK)
        return tr__fail(r->err, TR_E_RANGE, 0,
                        "paper.taker_fee_bps and paper.slippage_bps are too large together");
    plan->reserve_margin = tr_decimal_max(sum, defaults.reserve_margin);
    return TR_OK;
}

static tr_status read_costs(plan_reader *r)
{
    tr_status status = get_bps(r, "paper.maker_fee_bps", &r->plan->fee_maker);
    if (status == TR_OK)
        status = get_bps(r, "paper.taker_fee_bps", &r->plan->fee_taker);
    if (status == TR_OK)
        status = get_bps(r, "paper.slippage_bps", &r->plan->slippage);
    if (status == TR_OK)
        status = get_decimal(r, "paper.participation", &r->plan->participation);
    if (status == TR_OK)
        status = get_duration(r, "paper.latency", &r->plan->latency_ns);
    if (status == TR_OK)
        status = get_duration(r, "paper.funding_interval", &r->plan->funding_interval_ns);
    if (status == TR_OK)
        status = get_decimal(r, "paper.maintenance_margin", &r->plan->maintenance_margin);
    if (status == TR_OK)
        status = get_decimal(r, "paper.liquidation_fee", &r->plan->liquidation_fee);
    if (status == TR_OK)
        status = get_decimal(r, "trading.leverage", &r->plan->leverage);
    return status == TR_OK ? find_margin(r) : status;
}

static tr_status read_account(plan_reader *r)
{
    tr__plan *plan = r->plan;
    const tr_config_amount *amounts = NULL;
    size_t count = 0;
    tr_status status = get_name(r, "paper.account", plan->account, sizeof plan->account);
    if (status == TR_OK)
        status = get_name(r, "owner.user", plan->user, sizeof plan->user);
    if (status != TR_OK)
        return status;
    status = tr_config_get_amounts(r->config, "paper.balances", &amounts, &count);
    if (status != TR_OK)
        return missing(r, status, "paper.balances");
    if (count == 0)
        return TR_OK;
    plan->balances = calloc(count, sizeof *plan->balances);
    if (plan->balances == NULL)
        return no_memory(r);
    for (size_t i = 0; i < count; i++) {
        tr_balance *balance = &plan->balances[i];
        if (strlen(amounts[i].asset) >= sizeof balance->asset)
            return tr__fail(r->err, TR_E_RANGE, 0, "paper.balances: the asset %s is too long",
                            amounts[i].asset);
        memcpy(balance->asset, amounts[i].asset, strlen(amounts[i].asset) + 1);
        memcpy(balance->account, plan->account, sizeof balance->account);
        balance->total.value = amounts[i].amount;
    }
    plan->balance_count = count;
    return TR_OK;
}

/* ---- bars ------------------------------------------------------------------------------------ */

typedef struct bar_target {
    tr_series *series;
} bar_target;

static tr_status push_bar(void *user, const tr_bar *bar)
{
    return tr_series_push(((bar_target *)user)->series, bar, NULL);
}

static tr_status feed_file(int fd, tr_bar_csv_reader *csv, tr_error *err)
{
    char chunk[CHUNK_SIZE];
    for (;;) {
        ssize_t got = read(fd, chunk, sizeof chunk);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return tr__fail(err, TR_E_IO, errno, "reading: %s", strerror(errno));
        tr_status status = tr_bar_csv_feed(csv, chunk, (size_t)got, got == 0, err);
        if (status != TR_OK || got == 0)
            return status;
    }
}

static tr_status load_series(plan_reader *r, const char *path, tr_timeframe timeframe,
                             tr_series **out)
{
    tr_series_options options = TR_SERIES_OPTIONS_INIT;
    options.timeframe = timeframe;
    bar_target target = { NULL };
    tr_bar_csv_reader *csv = NULL;
    tr_error detail = { 0 };
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return tr__fail(r->err, errno == ENOENT ? TR_E_NOT_FOUND : TR_E_IO, errno, "%s: %s", path,
                        strerror(errno));
    tr_status status = tr_series_new(&options, &target.series, &detail);
    if (status == TR_OK)
        status = tr_bar_csv_reader_new(NULL, push_bar, &target, &csv, &detail);
    if (status == TR_OK)
        status = feed_file(fd, csv, &detail);
    if (status == TR_OK && tr_series_count(target.series) == 0)
        status = tr__fail(&detail, TR_E_RANGE, 0, "no bars");
    tr_bar_csv_reader_free(csv);
    (void)close(fd); /* only read from */
    if (status == TR_OK) {
        *out = target.series;
        return TR_OK;
    }
    tr_series_free(target.series);
    return tr__fail(r->err, status, detail.native_code, "%s: %s", path,
                    detail.status == TR_OK ? tr_status_name(status) : detail.message);
}

static tr_status read_replay(plan_reader *r, const char *section, tr__price_plan *out)
{
    char key[KEY_SIZE], path[PATH_MAX];
    const char *file = NULL, *text = NULL;
    join(key, section, "file");
    if (tr_config_get_text(r->config, key, &file) != TR_OK)
        return tr__fail(r->err, TR_E_INVALID, 0, "%s: a replay needs a file of bars", key);
    bool is_whole = file[0] == '/' || r->data_directory == NULL;
    int length = is_whole ? snprintf(path, sizeof path, "%s", file)
                          : snprintf(path, sizeof path, "%s/%s", r->data_directory, file);
    if (length < 0 || (size_t)length >= sizeof path)
        return tr__fail(r->err, TR_E_RANGE, 0, "%s: the path is too long", key);
    join(key, section, "speed");
    tr_status status = tr_config_get_text(r->config, key, &text);
    if (status != TR_OK)
        return missing(r, status, key);
    if (strcmp(text, "max") != 0) {
        tr_decimal factor;
        if (tr_decimal_parse(text, strlen(text), &factor) != TR_OK)
            return tr__fail(r->err, TR_E_PARSE, 0, "%s is %s, allowed a factor above 0, or max",
                            key, text);
        out->speed = tr_decimal_to_double(factor);
    }
    join(key, section, "timeframe");
    tr_timeframe timeframe;
    status = tr_config_get_text(r->config, key, &text);
    if (status != TR_OK)
        return missing(r, status, key);
    status = tr_timeframe_parse(text, strlen(text), &timeframe, r->err);
    return status == TR_OK ? load_series(r, path, timeframe, &out->series) : status;
}

/* ---- instruments and their prices ------------------------------------------------------------- */

static tr_status read_instrument(plan_reader *r, const char *section, tr_instrument *out)
{
    char key[KEY_SIZE];
    const char *symbol = NULL;
    tr_symbol_parts parts;
    join(key, section, "symbol");
    if (tr_config_get_text(r->config, key, &symbol) != TR_OK)
        return tr__fail(r->err, TR_E_INVALID, 0, "%s is needed", key);
    tr_status status = tr_symbol_parse(symbol, strlen(symbol), &parts, r->err);
    if (status != TR_OK)
        return status;
    *out = (tr_instrument){ .exchange = "paper",
                            .kind = parts.kind,
                            .expiry_day = parts.expiry_day,
                            .strike = parts.strike,
                            .is_call = parts.is_call,
                            .multiplier = tr_decimal_from_int(1) };
    parts.exchange[0] = '\0';
    status = tr_symbol_format(&parts, out->symbol, sizeof out->symbol);
    if (status != TR_OK)
        return missing(r, status, key);
    memcpy(out->base, parts.base, sizeof out->base);
    memcpy(out->quote, parts.quote, sizeof out->quote);
    memcpy(out->settle, parts.settle, sizeof out->settle);
    (void)snprintf(out->exchange_symbol, sizeof out->exchange_symbol, "%s%s", parts.base,
                   parts.quote);
    const struct {
        const char *name;
        tr_decimal *value;
    } fields[] = { { "tick", &out->tick },
                   { "lot", &out->lot },
                   { "quantity_min", &out->quantity_min },
                   { "notional_min", &out->notional_min } };
    for (size_t i = 0; status == TR_OK && i < sizeof fields / sizeof fields[0]; i++) {
        join(key, section, fields[i].name);
        status = get_decimal(r, key, fields[i].value);
    }
    return status == TR_OK ? tr_instrument_check(out, r->err) : status;
}

static tr_status read_price(plan_reader *r, const char *section, tr__price_plan *out)
{
    char key[KEY_SIZE];
    const char *source = NULL;
    bool has_price = false;
    join(key, section, "source");
    tr_status status = tr_config_get_text(r->config, key, &source);
    if (status != TR_OK)
        return missing(r, status, key);
    join(key, section, "price");
    status = get_optional(r, key, &has_price, &out->price.value);
    if (status != TR_OK)
        return status;
    join(key, section, "funding_rate");
    status = get_decimal(r, key, &out->funding_rate);
    if (status != TR_OK)
        return status;
    if (strcmp(source, "fixed") == 0) {
        out->kind = TR__PRICE_FIXED;
        return has_price
                   ? TR_OK
                   : tr__fail(r->err, TR_E_INVALID, 0, "%s: a fixed source needs a price", key);
    }
    if (strcmp(source, "replay") != 0)
        return TR_OK;
    out->kind = TR__PRICE_REPLAY;
    return r->has_prices ? read_replay(r, section, out) : TR_OK;
}

static tr_status check_listed_once(plan_reader *r, size_t index)
{
    const tr__plan *plan = r->plan;
    for (size_t i = 0; i < index; i++)
        if (strcmp(plan->instruments[i].symbol, plan->instruments[index].symbol) == 0)
            return tr__fail(r->err, TR_E_EXISTS, 0, "paper.prices lists %s twice",
                            plan->instruments[i].symbol);
    return TR_OK;
}

static tr_status read_prices(plan_reader *r)
{
    tr__plan *plan = r->plan;
    size_t count = count_members(r->config, "paper.prices");
    if (count == 0)
        return tr__fail(r->err, TR_E_NOT_FOUND, 0,
                        "paper.prices names no market: config.yaml needs a symbol and where its "
                        "prices come from, as the sample file shows");
    plan->instruments = calloc(count, sizeof *plan->instruments);
    plan->prices = calloc(count, sizeof *plan->prices);
    if (plan->instruments == NULL || plan->prices == NULL)
        return no_memory(r);
    plan->instrument_count = count;
    for (size_t i = 0; i < count; i++) {
        char section[KEY_SIZE];
        join(section, "paper.prices", tr_config_member(r->config, "paper.prices", i));
        tr_status status = read_instrument(r, section, &plan->instruments[i]);
        if (status == TR_OK)
            status = check_listed_once(r, i);
        if (status == TR_OK)
            status = read_price(r, section, &plan->prices[i]);
        if (status != TR_OK)
            return status;
    }
    return TR_OK;
}

/* ---- all of it ------------------------------------------------------------------------------- */

/* Real money is never meant by accident, and never replaced by play money in silence: one of both, and it is said. */
static tr_status check_served(plan_reader *r)
{
    bool is_paper = false;
    char name[TR_EXCHANGE_NAME_SIZE];
    tr_status status = tr_config_get_bool(r->config, "paper.enabled", &is_paper);
    if (status != TR_OK)
        return missing(r, status, "paper.enabled");
    status = tr__live_plan_choose(r->config, name, r->err);
    if (status == TR_E_NOT_FOUND && is_paper)
        return TR_OK;
    if (status == TR_E_NOT_FOUND)
        return tr__fail(r->err, TR_E_UNSUPPORTED, 0,
                        "paper.enabled is false, and no exchange has \"live: true\": there is nothing "
                        "to trade on");
    if (status != TR_OK)
        return status;
    if (is_paper)
        return tr__fail(r->err, TR_E_UNSUPPORTED, 0,
                        "exchanges.%s.live is true and paper.enabled, too: one owner trades on one "
                        "exchange. Set one of them to false",
                        name);
    return tr__live_plan_read(r->config, name, &r->plan->live, r->err);
}

/* ---- a live exchange ------------------------------------------------------------------------- */

typedef struct point_log {
    const tr_clock *clock;
    const tr_log *log;
} point_log;

static void log_point(void *user, const tr_golive_point *point)
{
    const point_log *self = user;
    bool is_notable = point->state == TR_GOLIVE_WARNING || point->state == TR_GOLIVE_FAILED;
    tr_log_field fields[] = { tr_log_text("point", point->name),
                              tr_log_text("state", tr_golive_state_name(point->state)),
                              tr_log_text("found", point->text) };
    tr_log_write(self->log, is_notable ? TR_LOG_WARNING : TR_LOG_INFO,
                 self->clock->now_ns(self->clock->user), "before going live", fields, 3);
}

tr_status tr__plan_go_live(const tr_config *config, tr__plan *plan, const tr_clock *clock,
                           const tr_log *log, tr_error *err)
{
    tr__live_plan *live = &plan->live;
    point_log points = { clock, log };
    if (!live->is_on)
        return TR_OK;
    tr_status status = tr__golive_walk(config, live, true, clock, log, log_point, &points, err);
    if (status != TR_OK)
        return status;
    plan->instruments = calloc(live->instrument_count + 1, sizeof *plan->instruments);
    plan->prices = calloc(live->instrument_count + 1, sizeof *plan->prices);
    if (plan->instruments == NULL || plan->prices == NULL)
        return tr__fail(err, TR_E_NO_MEMORY, 0, "no memory for the configuration");
    memcpy(plan->instruments, live->instruments,
           live->instrument_count * sizeof *plan->instruments);
    plan->instrument_count = live->instrument_count;
    /* Accounts never move between exchanges, so each has one of its own. */
    (void)snprintf(plan->account, sizeof plan->account, "%s", live->exchange);
    for (size_t i = 0; i < live->balance_count; i++)
        memcpy(live->balances[i].account, plan->account, sizeof plan->account);
    return TR_OK;
}

static tr_status read_stops(const plan_reader *r)
{
    const char *where = NULL;
    tr_status status = tr_config_get_text(r->config, "engine.stops", &where);
    if (status != TR_OK)
        return tr__fail(r->err, status, 0, "engine.stops is not set");
    r->plan->stops_at_exchange = strcmp(where, "exchange") == 0;
    return TR_OK;
}

static tr_status read_path(plan_reader *r)
{
    tr__plan *plan = r->plan;
    char path[PATH_MAX];
    tr_status status = tr_config_database_path(r->config, path, sizeof path, r->err);
    if (status != TR_OK)
        return status;
    bool is_whole = path[0] == '/' || r->data_directory == NULL;
    int length = snprintf(plan->database_path, sizeof plan->database_path, "%s%s%s",
                          is_whole ? "" : r->data_directory, is_whole ? "" : "/", path);
    if (length < 0 || (size_t)length >= sizeof plan->database_path)
        return tr__fail(r->err, TR_E_RANGE, 0, "database.url: the path is too long");
    return TR_OK;
}

tr_status tr__plan_read(const tr_config *config, const char *data_directory, bool has_prices,
                        tr__plan *out, tr_error *err)
{
    *out = (tr__plan){ .day_offset_minutes = 0 };
    plan_reader r = { config, data_directory, has_prices, out, err };
    int64_t minutes = 0;
    tr_status status = check_served(&r);
    if (status == TR_OK)
        status = read_path(&r);
    if (status == TR_OK)
        status = read_account(&r);
    if (status == TR_OK)
        status = tr__risk_plan_read(config, &out->risk, err);
    if (status == TR_OK)
        status = read_costs(&r);
    if (status == TR_OK)
        status = get_duration(&r, "tradingview.max_age", &out->alert_age_max_ns);
    if (status == TR_OK)
        status = get_duration(&r, "tradingview.duplicate_window", &out->alert_repeat_ns);
    if (status == TR_OK)
        status = tr__plan_read_reconcile(config, out, err);
    if (status == TR_OK)
        status = read_stops(&r);
    if (status == TR_OK)
        status = get_int(&r, "trading.day_zone", &minutes);
    if (status == TR_OK) {
        out->day_offset_minutes = (int32_t)minutes;
        status = out->live.is_on ? TR_OK : read_prices(&r);
    }
    if (status != TR_OK)
        tr__plan_done(out);
    return status;
}

void tr__plan_done(tr__plan *plan)
{
    for (size_t i = 0; plan->prices != NULL && i < plan->instrument_count; i++)
        tr_series_free(plan->prices[i].series);
    free(plan->instruments);
    free(plan->prices);
    free(plan->balances);
    tr__risk_plan_done(&plan->risk);
    tr__live_plan_done(&plan->live);
    *plan = (tr__plan){ .day_offset_minutes = 0 };
}
