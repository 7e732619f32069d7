/* Limits of a running owner are replaced from another configuration, as a whole or not at all. */
#include "rig.h"

#include <trade/risk.h>
#include <trade/store_sqlite.h>

/* What a configuration with these settings on top makes of the owner's limits. */
static tr_status reload(rig *r, const char *const *more, tr_error *err)
{
    const char *settings[RIG_SETTINGS_MAX * 2];
    size_t count = r->setting_count;
    tr_config_options options = TR_CONFIG_OPTIONS_INIT;
    tr_config *config = NULL;
    memcpy(settings, r->settings, count * sizeof *settings);
    for (size_t i = 0; more[i] != NULL; i++)
        settings[count++] = more[i];
    options.settings = settings;
    options.setting_count = count;
    options.data_dir = r->folder;
    if (tr_config_load(&options, &config, err) != TR_OK)
        fail_msg("%s", err->message);
    tr_status status = tr_owner_reload(r->owner, config, err);
    tr_config_free(config);
    return status;
}

#define RELOAD(r, err, ...) reload(r, (const char *const[]){ __VA_ARGS__, NULL }, err)

static tr_status buy(rig *r, const char *quantity, reply *out)
{
    char pair[64];
    (void)snprintf(pair, sizeof pair, "quantity=%s", quantity);
    reply_init(out);
    return RUN(r, "order buy", out, "symbol=BTC/USDT", pair);
}

static void limits_change_while_everything_runs(void **state)
{
    (void)state;
    rig r;
    reply answer;
    tr_error err = { 0 };
    rig_begin(&r);
    rig_set(&r, "paper.prices.0.source=fixed");
    rig_set(&r, "paper.prices.0.price=100");
    rig_open(&r);
    assert_int_equal(buy(&r, "1", &answer), TR_OK);
    assert_int_equal(RELOAD(&r, &err, "risk.max_order_value=50", "risk.symbols.BTC/USDT.max_order_quantity=0.2",
                            "risk.strategies.trend.max_open_orders=1", "risk.groups.g.symbols=BTC/USDT",
                            "risk.stop_guard.symbol.count=3", "risk.kill_switch.level=flatten",
                            "tradingview.sizing.trend.method=kelly", "tradingview.sizing.trend.win_rate=0.6",
                            "tradingview.sizing.trend.payoff=1.5"),
                     TR_OK);
    assert_int_equal(buy(&r, "1", &answer), TR_E_REFUSED);
    assert_non_null(strstr(answer.err.message, "quantity: 1 is above 0.2, limit of symbol BTC/USDT"));
    assert_int_equal(RELOAD(&r, &err, "risk.max_order_value=50"), TR_OK);
    assert_int_equal(buy(&r, "1", &answer), TR_E_REFUSED);
    assert_non_null(strstr(answer.err.message, "notional: 100 is above 50"));
    rig_verify(&r);
    rig_end(&r);
}

static void what_is_wrong_changes_nothing(void **state)
{
    (void)state;
    rig r;
    reply answer;
    tr_error err = { 0 };
    rig_begin(&r);
    rig_set(&r, "paper.prices.0.source=fixed");
    rig_set(&r, "paper.prices.0.price=100");
    rig_open(&r);
    assert_int_equal(RELOAD(&r, &err, "risk.max_order_value=5", "risk.groups.g.symbols=BTC/USDT,DOGE/USDT"),
                     TR_E_NOT_FOUND);
    assert_non_null(strstr(err.message, "DOGE/USDT"));
    assert_int_equal(RELOAD(&r, &err, "risk.max_order_value=5", "risk.symbols.DOGE/USDT.max_order_quantity=1"),
                     TR_E_NOT_FOUND);
    assert_int_equal(RELOAD(&r, &err, "risk.max_order_value=5", "risk.groups.a.symbols=BTC/USDT",
                            "risk.groups.b.symbols=BTC/USDT"),
                     TR_E_CONFLICT);
    assert_int_equal(RELOAD(&r, &err, "risk.max_order_value=5", "risk.kill_switch.dead_man=1s"), TR_E_RANGE);
    assert_int_equal(RELOAD(&r, &err, "risk.max_order_value=5", "tradingview.sizing.x.method=kelly"), TR_E_RANGE);
    assert_int_equal(buy(&r, "1", &answer), TR_OK);
    rig_end(&r);
}

static void halts_and_limits_outlive_the_events_that_set_them(void **state)
{
    (void)state;
    rig r;
    reply answer;
    tr_store_prune_report report;
    tr_store_prune_options prune = TR_STORE_PRUNE_OPTIONS_INIT;
    tr_store_sqlite_options sqlite = TR_STORE_SQLITE_OPTIONS_INIT;
    tr_error err = { 0 };
    rig_begin(&r);
    rig_set(&r, "paper.prices.0.source=fixed");
    rig_set(&r, "paper.prices.0.price=100");
    rig_open(&r);
    reply_init(&answer);
    assert_int_equal(RUN(&r, "risk set", &answer, "limit=max_order_value", "value=50"), TR_OK);
    reply_init(&answer);
    assert_int_equal(RUN(&r, "halt", &answer, "scope=symbol", "name=BTC/USDT", "reason=test"), TR_OK);
    rig_close(&r);
    atomic_fetch_add(&r.ahead_ns, 48 * 3600 * TR_NS_PER_SECOND);
    sqlite.path = r.path;
    sqlite.clock = &r.clock;
    prune.before_ns = rig_now(&r) - 3600 * TR_NS_PER_SECOND;
    prune.event_count_min = 1;
    if (tr_store_sqlite_prune(&sqlite, &prune, &report, &err) != TR_OK)
        fail_msg("%s", err.message);
    assert_true(report.event_count > 0);
    rig_open(&r);
    assert_int_equal(buy(&r, "1", &answer), TR_E_REFUSED);
    assert_non_null(strstr(answer.err.message, "halt"));
    reply_init(&answer);
    assert_int_equal(RUN(&r, "resume", &answer, "scope=symbol", "name=BTC/USDT"), TR_OK);
    assert_int_equal(buy(&r, "1", &answer), TR_E_REFUSED);
    assert_non_null(strstr(answer.err.message, "notional: 100 is above 50"));
    rig_verify(&r);
    rig_end(&r);
}

static void every_limit_of_the_table_is_a_key_with_the_same_range(void **state)
{
    (void)state;
    static const char *const sections[] = { "risk.house", "risk", "risk.strategies.x", "risk.symbols.BTC/USDT" };
    rig r;
    size_t count;
    const tr_risk_limit_def *defs = tr_risk_limit_table(&count);
    rig_begin(&r);
    rig_set(&r, "risk.strategies.x.max_order_value=1");
    rig_set(&r, "risk.symbols.BTC/USDT.max_order_value=1");
    rig_load(&r);
    for (int scope = 0; scope < TR_RISK_SCOPE_COUNT; scope++)
        for (size_t i = 0; i < count; i++) {
            char key[128], range[TR_CONFIG_ALLOWED_SIZE];
            tr_config_entry entry;
            (void)snprintf(key, sizeof key, "%s.%s", sections[scope], defs[i].name);
            (void)snprintf(range, sizeof range, "%s to %s", defs[i].min, defs[i].max);
            bool is_there = tr_config_explain(r.config, key, &entry, NULL) == TR_OK && strcmp(entry.key, key) == 0 &&
                            strcmp(entry.allowed, "nothing") != 0; /* a key that is refused says why */
            bool is_meant = (defs[i].scopes & (1u << scope)) != 0;
            if (is_there != is_meant)
                fail_msg("%s: %s", key, is_meant ? "there is no such key" : "the scope has no such limit");
            if (is_there && strncmp(entry.allowed, range, strlen(range)) != 0)
                fail_msg("%s allows %s, its limit %s", key, entry.allowed, range);
            if (is_there)
                assert_false(entry.needs_restart);
        }
    rig_end(&r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(limits_change_while_everything_runs),
        cmocka_unit_test(what_is_wrong_changes_nothing),
        cmocka_unit_test(halts_and_limits_outlive_the_events_that_set_them),
        cmocka_unit_test(every_limit_of_the_table_is_a_key_with_the_same_range),
    };
    return cmocka_run_group_tests_name("reload", tests, NULL, NULL);
}
