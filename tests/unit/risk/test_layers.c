/*
 * The layered gate: each newer rule at, below and above its limit; the strictest of house, account, strategy and symbol;
 * the limits as a table.
 */
#include <stdio.h>
#include <string.h>

#include <trade/risk.h>
#include <trade/rng.h>

#include "support/check_tap.h"

#define SECOND_NS INT64_C(1000000000)
#define NOW_NS    INT64_C(1700000000000000000)

static tr_decimal decimal(const char *text)
{
    tr_decimal value = { 0 };
    ck_assert_int_eq(tr_decimal_parse(text, strlen(text), &value), TR_OK);
    return value;
}

/* An order of 1 at 100 that every rule lets pass; four layers without a limit. */
static struct {
    tr_instrument instrument;
    tr_risk_request request;
    tr_risk_limits limits[TR_RISK_SCOPE_COUNT];
    tr_risk_state states[TR_RISK_SCOPE_COUNT];
    tr_risk_layer layers[TR_RISK_SCOPE_COUNT];
} q;

static const char *const layer_names[] = { "trader", "paper", "trend", "BTC/USDT" };

static void setup(void)
{
    memset(&q, 0, sizeof q);
    q.instrument = (tr_instrument){ .symbol = "BTC/USDT",
                                    .kind = TR_KIND_SPOT,
                                    .base = "BTC",
                                    .quote = "USDT",
                                    .settle = "USDT",
                                    .multiplier = decimal("1"),
                                    .tick = decimal("0.01"),
                                    .lot = decimal("0.001") };
    q.request = (tr_risk_request){ .instrument = &q.instrument,
                                   .side = TR_SIDE_BUY,
                                   .quantity = { decimal("1") },
                                   .limit_price = { decimal("100") },
                                   .entry_price = { decimal("100") },
                                   .mark_price = { decimal("100") } };
    for (int i = 0; i < TR_RISK_SCOPE_COUNT; i++) {
        tr_risk_limits_clear(&q.limits[i]);
        q.states[i] = (tr_risk_state){ .equity = { decimal("1000") },
                                       .day_equity = { decimal("1000") },
                                       .available = { decimal("1000") },
                                       .required = { decimal("101") },
                                       .now_ns = NOW_NS };
        q.layers[i] =
            (tr_risk_layer){ (tr_risk_scope)i, layer_names[i], &q.limits[i], &q.states[i], 0 };
    }
}

static tr_risk_verdict ask(void)
{
    tr_risk_verdict verdict;
    memset(&verdict, 0xA5, sizeof verdict);
    tr_error err = { 0 };
    tr_status status = tr_risk_check_layers(q.layers, TR_RISK_SCOPE_COUNT, &q.request,
                                            TR_RISK_CLAIM, &verdict, &err);
    ck_assert_msg(status == TR_OK, "%s", err.message);
    return verdict;
}

static void assert_allowed(void)
{
    tr_risk_verdict verdict = ask();
    ck_assert_msg(verdict.is_allowed, "%s", verdict.reason);
    ck_assert_ptr_null(verdict.rule);
    ck_assert_str_eq(verdict.reason, "");
}

static void assert_refused(const char *rule, tr_risk_scope scope, const char *value,
                           const char *limit)
{
    tr_risk_verdict verdict = ask();
    ck_assert(!verdict.is_allowed);
    ck_assert_str_eq(verdict.rule, rule);
    ck_assert_int_eq(verdict.scope, scope);
    ck_assert_str_eq(verdict.scope_name, layer_names[scope]);
    ck_assert_str_eq(verdict.value, value);
    ck_assert_str_eq(verdict.limit, limit);
    ck_assert_ptr_nonnull(strstr(verdict.reason, tr_risk_scope_name(scope)));
    ck_assert_ptr_nonnull(strstr(verdict.reason, layer_names[scope]));
}

/* The limit of this name, in every scope that has it, refuses; taken away again it does not. */
static size_t limit_of(const char *name)
{
    size_t index = 0;
    ck_assert_int_eq(tr_risk_limit_find(name, &index), TR_OK);
    return index;
}

static void set(tr_risk_scope scope, const char *name, const char *value)
{
    tr_decimal number = { 0 };
    if (value != NULL)
        number = decimal(value);
    tr_error err = { 0 };
    tr_status status = tr_risk_limits_put(&q.limits[scope], scope, limit_of(name),
                                          value == NULL ? NULL : &number, &err);
    ck_assert_msg(status == TR_OK, "%s", err.message);
}

/* At `at` the order passes, at `below` it is refused with `value`; in every scope that knows the limit. */
static void hold(const char *name, const char *at, const char *below, const char *value,
                 const char *limit)
{
    size_t index = limit_of(name);
    const tr_risk_limit_def *def = &tr_risk_limit_table(NULL)[index];
    for (int scope = 0; scope < TR_RISK_SCOPE_COUNT; scope++) {
        if ((def->scopes & (1u << scope)) == 0)
            continue;
        set((tr_risk_scope)scope, name, at);
        assert_allowed();
        set((tr_risk_scope)scope, name, below);
        assert_refused(def->rule, (tr_risk_scope)scope, value, limit);
        q.request.is_reduce_only = true; /* the way out stays open */
        q.request.side = TR_SIDE_SELL;
        q.states[TR_RISK_ACCOUNT].position = decimal("1");
        assert_allowed();
        q.request.is_reduce_only = false;
        q.request.side = TR_SIDE_BUY;
        q.states[TR_RISK_ACCOUNT].position = (tr_decimal){ 0 };
        set((tr_risk_scope)scope, name, NULL);
        assert_allowed();
    }
}

START_TEST(limits_of_one_order_hold_in_every_scope)
{
    hold("max_order_quantity", "1", "0.999", "1", "0.999");
    hold("max_order_value", "100", "99.99", "100", "99.99");
    q.request.stop_price.value = decimal("90");
    hold("max_risk_per_trade", "0.01", "0.0099", "10", "9.9");
}
END_TEST

START_TEST(collar_refuses_the_price_that_is_worse_than_the_market_and_no_other)
{
    q.request.limit_price.value = q.request.entry_price.value = decimal("110");
    hold("price_collar", "0.1", "0.0999", "110", "109.99");
    set(TR_RISK_ACCOUNT, "price_collar", "0.05");
    q.request.limit_price.value = decimal("50"); /* far below the market: rests */
    assert_allowed();
    q.request.side = TR_SIDE_SELL;
    assert_refused("price_collar", TR_RISK_ACCOUNT, "50", "95");
    q.request.limit_price.value = decimal("95");
    assert_allowed();
    q.request.limit_price.value = decimal("50");
    q.request.mark_price = (tr_price){ { 0 } }; /* nothing to hold it against */
    assert_allowed();
    q.request.mark_price.value = decimal("100");
    q.request.limit_price = (tr_price){ { 0 } }; /* a market order has no price of its own */
    assert_allowed();
}
END_TEST

START_TEST(open_orders_and_positions_and_daily_orders_count_this_one)
{
    for (int i = 0; i < TR_RISK_SCOPE_COUNT; i++)
        q.states[i].open_orders = q.states[i].positions_count = q.states[i].day_orders = 4;
    hold("max_open_orders", "5", "4", "5", "4");
    hold("max_positions", "5", "4", "5", "4");
    hold("max_daily_orders", "5", "4", "5", "4");
}
END_TEST

START_TEST(exposure_and_leverage_count_what_is_held_and_this_order)
{
    for (int i = 0; i < TR_RISK_SCOPE_COUNT; i++)
        q.states[i].exposure.value = decimal("400");
    hold("max_exposure", "500", "499.99", "500", "499.99");
    hold("max_leverage", "0.5", "0.4999", "500", "499.9");
    q.states[TR_RISK_ACCOUNT].equity = (tr_money){ { 0 } };
    set(TR_RISK_ACCOUNT, "max_leverage", "3");
    assert_refused("leverage", TR_RISK_ACCOUNT, "500",
                   "0"); /* who has nothing has no leverage left */
}
END_TEST

START_TEST(correlation_weighs_what_moves_together_and_lets_a_hedge_count_against_it)
{
    tr_risk_holding holdings[] = { { { decimal("300") }, decimal("1") },
                                   { { decimal("200") }, decimal("0.5") },
                                   { { decimal("-100") }, decimal("1") },
                                   { { decimal("1000") }, decimal("0") } };
    tr_money sum = { { 0 } };
    ck_assert_int_eq(tr_risk_correlate(holdings, 4, &sum), TR_OK);
    ck_assert_int_eq(tr_decimal_compare(sum.value, decimal("300")), 0);
    for (int scope = 0; scope < TR_RISK_SCOPE_COUNT; scope++)
        q.states[scope].correlated = sum;
    hold("max_correlated", "0.4", "0.3999", "400", "399.9");
    q.request.side = TR_SIDE_SELL;
    set(TR_RISK_ACCOUNT, "max_correlated", "0.2");
    assert_allowed(); /* 300 - 100 */
    set(TR_RISK_ACCOUNT, "max_correlated", "0.1999");
    assert_refused("correlation", TR_RISK_ACCOUNT, "200", "199.9");
    holdings[1].correlation = decimal("1.01");
    ck_assert_int_eq(tr_risk_correlate(holdings, 4, &sum), TR_E_RANGE);
}
END_TEST

START_TEST(drawdown_is_counted_from_the_highest_equity)
{
    q.states[TR_RISK_ACCOUNT].peak_equity.value = decimal("1250");
    set(TR_RISK_ACCOUNT, "max_drawdown", "0.21");
    assert_allowed();
    set(TR_RISK_ACCOUNT, "max_drawdown", "0.2"); /* 250 of 1250 are lost: reached */
    assert_refused("drawdown", TR_RISK_ACCOUNT, "250", "250");
    q.states[TR_RISK_ACCOUNT].equity.value = decimal("1300"); /* a new height */
    assert_allowed();
    set(TR_RISK_ACCOUNT, "max_drawdown", NULL);
    q.states[TR_RISK_HOUSE].peak_equity.value = decimal("1250");
    set(TR_RISK_HOUSE, "max_drawdown", "0.1");
    assert_refused("drawdown", TR_RISK_HOUSE, "250", "125");
}
END_TEST

/* What a strategy or a symbol has lost itself, as a share of what its account was worth. */
START_TEST(losses_of_a_strategy_and_a_symbol_are_their_own)
{
    for (int scope = TR_RISK_STRATEGY; scope <= TR_RISK_SYMBOL; scope++) {
        tr_risk_state *state = &q.states[scope];
        state->has_profit = true;
        state->equity.value = decimal("500"); /* the account's: its own losses are not theirs */
        state->day_equity.value = decimal("1000");
        state->peak_equity.value = decimal("2000");
        state->day_profit.value = decimal("-49.99");
        set((tr_risk_scope)scope, "max_daily_loss", "0.05");
        assert_allowed();
        state->day_profit.value = decimal("-50");
        assert_refused("daily_loss", (tr_risk_scope)scope, "50", "50");
        state->day_profit.value = decimal("10");
        assert_allowed();
        set((tr_risk_scope)scope, "max_daily_loss", NULL);
        set((tr_risk_scope)scope, "max_drawdown", "0.1");
        state->peak_profit.value = decimal("120");
        state->profit.value = decimal("-79.99");
        assert_allowed();
        state->profit.value = decimal("-80");
        assert_refused("drawdown", (tr_risk_scope)scope, "200", "200");
        state->profit.value = decimal("300"); /* higher than what is on record */
        assert_allowed();
        set((tr_risk_scope)scope, "max_drawdown", NULL);
    }
}
END_TEST

START_TEST(limits_that_mean_nothing_somewhere_say_why)
{
    static const struct {
        const char *name, *part;
        tr_risk_scope scope;
    } cases[] = { { "max_positions", "one position", TR_RISK_SYMBOL },
                  { "assumed_stop", "the account's", TR_RISK_HOUSE },
                  { "assumed_stop", "the account's", TR_RISK_STRATEGY },
                  { "assumed_stop", "the account's", TR_RISK_SYMBOL } };
    size_t count, left_out = 0;
    const tr_risk_limit_def *defs = tr_risk_limit_table(&count);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        tr_decimal one = tr_decimal_from_int(1);
        tr_error err;
        ck_assert_int_eq(tr_risk_limits_put(&q.limits[cases[i].scope], cases[i].scope,
                                            limit_of(cases[i].name), &one, &err),
                         TR_E_UNSUPPORTED);
        ck_assert_msg(strstr(err.message, cases[i].part) != NULL, "%s", err.message);
    }
    for (size_t i = 0; i < count; i++)
        for (int scope = 0; scope < TR_RISK_SCOPE_COUNT; scope++)
            left_out += (defs[i].scopes & (1u << scope)) == 0;
    ck_assert_uint_eq(left_out, sizeof cases / sizeof cases[0]); /* and no others */
}
END_TEST

START_TEST(bucket_lets_a_burst_through_and_then_the_rate)
{
    set(TR_RISK_STRATEGY, "max_orders_per_second", "2");
    set(TR_RISK_STRATEGY, "order_burst", "3");
    tr_risk_state *state = &q.states[TR_RISK_STRATEGY];
    const tr_risk_limits *limits = &q.limits[TR_RISK_STRATEGY];
    for (int i = 0; i < 3; i++) {
        assert_allowed();
        state->bucket_ns = tr_risk_bucket_take(limits, state->bucket_ns, state->now_ns);
    }
    assert_refused("orders_per_second", TR_RISK_STRATEGY, "4", "3");
    state->now_ns += SECOND_NS / 2 - 1;
    assert_refused("orders_per_second", TR_RISK_STRATEGY, "4", "3");
    state->now_ns += 1; /* one token has come */
    assert_allowed();
    state->bucket_ns = tr_risk_bucket_take(limits, state->bucket_ns, state->now_ns);
    assert_refused("orders_per_second", TR_RISK_STRATEGY, "4", "3");
    state->now_ns += 100 * SECOND_NS; /* no more than the burst gathers */
    for (int i = 0; i < 3; i++) {
        assert_allowed();
        state->bucket_ns = tr_risk_bucket_take(limits, state->bucket_ns, state->now_ns);
    }
    assert_refused("orders_per_second", TR_RISK_STRATEGY, "4", "3");
}
END_TEST

START_TEST(bucket_never_lets_more_through_than_burst_and_rate_allow)
{
    enum { SEED = 20263, ROUNDS = 200, STEPS = 400 };
    tr_rng rng;
    tr_rng_init(&rng, SEED);
    for (int round = 0; round < ROUNDS; round++) {
        int64_t rate = 1 + (int64_t)(tr_rng_next(&rng) % 20),
                burst = 1 + (int64_t)(tr_rng_next(&rng) % 10);
        int64_t passed = 0, start_ns = NOW_NS;
        char text[32];
        (void)snprintf(text, sizeof text, "%lld", (long long)rate);
        set(TR_RISK_SYMBOL, "max_orders_per_second", text);
        (void)snprintf(text, sizeof text, "%lld", (long long)burst);
        set(TR_RISK_SYMBOL, "order_burst", text);
        tr_risk_state *state = &q.states[TR_RISK_SYMBOL];
        state->now_ns = start_ns;
        state->bucket_ns = 0;
        for (int step = 0; step < STEPS; step++) {
            state->now_ns += (int64_t)(tr_rng_next(&rng) % (uint64_t)(SECOND_NS / rate));
            if (ask().is_allowed) {
                state->bucket_ns =
                    tr_risk_bucket_take(&q.limits[TR_RISK_SYMBOL], state->bucket_ns, state->now_ns);
                passed++;
            }
            int64_t most = burst + (state->now_ns - start_ns) * rate / SECOND_NS + 1;
            ck_assert_msg(passed <= most, "seed %d round %d: %lld passed, at most %lld may", SEED,
                          round, (long long)passed, (long long)most);
        }
        ck_assert_msg(passed >= burst, "seed %d round %d: %lld passed", SEED, round,
                      (long long)passed);
    }
}
END_TEST

START_TEST(halts_and_pauses_keep_entries_out_and_let_exits_through)
{
    tr_risk_pause pause = { "cooldown", decimal("30"), decimal("60"), NOW_NS + 1 };
    q.states[TR_RISK_SYMBOL].pause = &pause;
    assert_refused("cooldown", TR_RISK_SYMBOL, "30", "60");
    pause.until_ns = NOW_NS; /* over */
    assert_allowed();
    for (int level = TR_HALT_ENTRIES; level <= TR_HALT_FLATTEN; level++) {
        q.states[TR_RISK_HOUSE].halt = (tr_halt_level)level;
        char text[8];
        (void)snprintf(text, sizeof text, "%d", level);
        assert_refused("halt", TR_RISK_HOUSE, text, "0");
    }
    q.request.is_reduce_only = true;
    q.request.side = TR_SIDE_SELL;
    q.states[TR_RISK_ACCOUNT].position = decimal("1");
    assert_allowed();
}
END_TEST

START_TEST(strictest_of_the_layers_is_the_one_that_is_named)
{
    set(TR_RISK_HOUSE, "max_order_value", "90");
    set(TR_RISK_ACCOUNT, "max_order_value", "80");
    set(TR_RISK_STRATEGY, "max_order_value", "95");
    set(TR_RISK_SYMBOL, "max_order_value", "1000");
    assert_refused("notional", TR_RISK_ACCOUNT, "100", "80");
    set(TR_RISK_STRATEGY, "max_order_value", "70");
    assert_refused("notional", TR_RISK_STRATEGY, "100", "70");
    set(TR_RISK_HOUSE, "max_order_value", "60");
    assert_refused("notional", TR_RISK_HOUSE, "100", "60");
    set(TR_RISK_SYMBOL, "max_order_value", "60"); /* as strict, and nearer */
    assert_refused("notional", TR_RISK_SYMBOL, "100", "60");
    ck_assert_str_eq(ask().reason, "notional: 100 is above 60, limit of symbol BTC/USDT");
}
END_TEST

START_TEST(layers_need_exactly_one_account)
{
    tr_risk_verdict verdict;
    q.layers[0].scope = TR_RISK_ACCOUNT;
    ck_assert_int_eq(tr_risk_check_layers(q.layers, 4, &q.request, TR_RISK_CLAIM, &verdict, NULL),
                     TR_E_INVALID);
    q.layers[0].scope = q.layers[1].scope = TR_RISK_HOUSE;
    ck_assert_int_eq(tr_risk_check_layers(q.layers, 4, &q.request, TR_RISK_CLAIM, &verdict, NULL),
                     TR_E_INVALID);
    setup();
    q.layers[2].limits = NULL;
    ck_assert_int_eq(tr_risk_check_layers(q.layers, 4, &q.request, TR_RISK_CLAIM, &verdict, NULL),
                     TR_E_INVALID);
    ck_assert_int_eq(tr_risk_check_layers(NULL, 0, &q.request, TR_RISK_CLAIM, &verdict, NULL),
                     TR_E_INVALID);
}
END_TEST

START_TEST(table_of_limits_puts_gets_and_bounds_each)
{
    size_t count = 0;
    const tr_risk_limit_def *defs = tr_risk_limit_table(&count);
    for (size_t i = 0; i < count; i++) {
        for (int scope = 0; scope < TR_RISK_SCOPE_COUNT; scope++) {
            tr_risk_limits limits;
            tr_decimal got, low = decimal(defs[i].min), high = decimal(defs[i].max),
                            step = decimal("0.5"), past;
            tr_error err;
            tr_risk_limits_clear(&limits);
            ck_assert_int_eq(tr_risk_limits_get(&limits, i, &got), TR_E_NOT_FOUND);
            tr_status status = tr_risk_limits_put(&limits, (tr_risk_scope)scope, i, &low, &err);
            if ((defs[i].scopes & (1u << scope)) == 0) {
                ck_assert_int_eq(status, TR_E_UNSUPPORTED);
                continue;
            }
            ck_assert_int_eq(status, TR_OK);
            ck_assert_int_eq(tr_risk_limits_get(&limits, i, &got), TR_OK);
            ck_assert_int_eq(tr_decimal_compare(got, low), 0);
            ck_assert_int_eq(tr_risk_limits_put(&limits, (tr_risk_scope)scope, i, &high, &err),
                             TR_OK);
            ck_assert_int_eq(tr_decimal_subtract(low, step, &past), TR_OK);
            ck_assert_int_eq(tr_risk_limits_put(&limits, (tr_risk_scope)scope, i, &past, &err),
                             TR_E_RANGE);
            ck_assert_int_eq(tr_decimal_add(high, step, &past), TR_OK);
            ck_assert_int_eq(tr_risk_limits_put(&limits, (tr_risk_scope)scope, i, &past, &err),
                             TR_E_RANGE);
            ck_assert_int_eq(tr_risk_limits_get(&limits, i, &got),
                             TR_OK); /* the refused ones changed nothing */
            ck_assert_int_eq(tr_decimal_compare(got, high), 0);
            ck_assert_int_eq(tr_risk_limits_check(&limits, (tr_risk_scope)scope, &err), TR_OK);
            ck_assert_int_eq(tr_risk_limits_put(&limits, (tr_risk_scope)scope, i, NULL, &err),
                             TR_OK);
            ck_assert_int_eq(tr_risk_limits_get(&limits, i, &got), TR_E_NOT_FOUND);
        }
    }
    tr_risk_limits defaults;
    tr_risk_limits_init(&defaults);
    ck_assert_int_eq(tr_risk_limits_check(&defaults, TR_RISK_ACCOUNT, NULL), TR_OK);
    ck_assert_int_eq(tr_risk_limits_check(&defaults, TR_RISK_SYMBOL, NULL), TR_E_UNSUPPORTED);
    size_t index;
    ck_assert_int_eq(tr_risk_limit_find("nothing", &index), TR_E_NOT_FOUND);
    ck_assert_int_eq(tr_risk_limits_put(&defaults, TR_RISK_ACCOUNT, count, NULL, NULL),
                     TR_E_INVALID);
}
END_TEST

START_TEST(words_of_scopes_and_levels_are_read_back)
{
    for (int i = 0; i < TR_RISK_SCOPE_COUNT; i++) {
        const char *name = tr_risk_scope_name((tr_risk_scope)i);
        tr_risk_scope scope;
        ck_assert_int_eq(tr_risk_scope_parse(name, strlen(name), &scope), TR_OK);
        ck_assert_int_eq(scope, i);
    }
    for (int i = 0; i <= TR_HALT_FLATTEN; i++) {
        const char *name = tr_halt_level_name((tr_halt_level)i);
        tr_halt_level level;
        ck_assert_int_eq(tr_halt_level_parse(name, strlen(name), &level), TR_OK);
        ck_assert_int_eq(level, i);
    }
    tr_risk_scope scope;
    tr_halt_level level;
    ck_assert_int_eq(tr_risk_scope_parse("symbols", 7, &scope), TR_E_PARSE);
    ck_assert_int_eq(tr_halt_level_parse("", 0, &level), TR_E_PARSE);
    ck_assert_ptr_null(tr_risk_scope_name((tr_risk_scope)TR_RISK_SCOPE_COUNT));
    ck_assert_ptr_null(tr_halt_level_name((tr_halt_level)4));
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("risk/layers");
    TCase *tests = tcase_create("layers");
    tcase_add_checked_fixture(tests, setup, NULL);
    tcase_add_test(tests, limits_of_one_order_hold_in_every_scope);
    tcase_add_test(tests, collar_refuses_the_price_that_is_worse_than_the_market_and_no_other);
    tcase_add_test(tests, open_orders_and_positions_and_daily_orders_count_this_one);
    tcase_add_test(tests, exposure_and_leverage_count_what_is_held_and_this_order);
    tcase_add_test(tests, correlation_weighs_what_moves_together_and_lets_a_hedge_count_against_it);
    tcase_add_test(tests, drawdown_is_counted_from_the_highest_equity);
    tcase_add_test(tests, losses_of_a_strategy_and_a_symbol_are_their_own);
    tcase_add_test(tests, limits_that_mean_nothing_somewhere_say_why);
    tcase_add_test(tests, bucket_lets_a_burst_through_and_then_the_rate);
    tcase_add_test(tests, bucket_never_lets_more_through_than_burst_and_rate_allow);
    tcase_add_test(tests, halts_and_pauses_keep_entries_out_and_let_exits_through);
    tcase_add_test(tests, strictest_of_the_layers_is_the_one_that_is_named);
    tcase_add_test(tests, layers_need_exactly_one_account);
    tcase_add_test(tests, table_of_limits_puts_gets_and_bounds_each);
    tcase_add_test(tests, words_of_scopes_and_levels_are_read_back);
    suite_add_tcase(suite, tests);
    return run_as_tap(suite);
}
