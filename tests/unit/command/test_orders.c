/* test_orders.c: the commands of the table on an engine with a memory store and a scripted exchange. */
#include <stdio.h>
#include <string.h>

#include "answer.h"
#include "support/check_tap.h"
#include "support/engine_rig.h"

static rig r;
static bool is_unwatched;
static const char *asker;
static int64_t asker_rights;
static tr_price_tick pushed;

static tr_instrument markets[2];

static tr_status take_price(void *user, const tr_price_tick *tick, tr_error *err)
{
    (void)user;
    (void)err; /* never fails */
    pushed = *tick;
    return TR_OK;
}

/* Run "name" with pairs of argument and text, ended by NULL. `done` may still be to come. */
static void start(const char *name, const char *const *pairs)
{
    tr_command_context context = { .engine = r.engine, .reader = &r.reader, .clock = &r.clock, .user = asker,
                                   .rights = asker_rights, .account = "paper", .is_unwatched = is_unwatched,
                                   .instruments = markets, .instrument_count = 2, .push_price = take_price };
    begin_command(&context, name, pairs);
    rig_settle(&r);
}

#define RUN(name, ...) start(name, (const char *const[]){ __VA_ARGS__, NULL, NULL })

static void setup(void)
{
    rig_open(&r);
    is_unwatched = false;
    asker = "trader";
    asker_rights = TR_RIGHT_READ | TR_RIGHT_TRADE;
    for (size_t i = 0; i < 2; i++) {
        markets[i] = (tr_instrument){ .kind = TR_KIND_SPOT, .exchange = "paper", .quote = "USDT", .settle = "USDT" };
        const char *base = i == 0 ? "BTC" : "ETH";
        (void)snprintf(markets[i].base, sizeof markets[i].base, "%s", base);
        (void)snprintf(markets[i].symbol, sizeof markets[i].symbol, "%s/USDT", base);
        (void)snprintf(markets[i].exchange_symbol, sizeof markets[i].exchange_symbol, "%sUSDT", base);
        markets[i].multiplier = tr_decimal_from_int(1);
        markets[i].tick = rig_decimal("0.01");
        markets[i].lot = rig_decimal("0.001");
    }
}

static void teardown(void)
{
    rig_close(&r);
}

/* A member of the last answer that is text, cut out of its JSON. */
static const char *member(const char *key)
{
    static char value[64];
    char start_text[64];
    (void)snprintf(start_text, sizeof start_text, "\"%s\":\"", key);
    const char *at = strstr(answer.json, start_text);
    ck_assert_msg(at != NULL, "no %s in %s", key, answer.json);
    at += strlen(start_text);
    (void)snprintf(value, sizeof value, "%.*s", (int)(strchr(at, '"') - at), at);
    return value;
}

static void on_put(void *user, tr_status status, const tr_status *results, size_t count, const tr_error *err)
{
    (void)user;
    (void)err; /* the statuses tell */
    ck_assert(status == TR_OK && count == 1 && results[0] == TR_OK);
}

static void put(tr_table table, const void *row)
{
    tr_store_op op = { .verb = TR_STORE_PUT, .table = table, .row = row };
    tr_store_transaction transaction = { &op, 1 };
    ck_assert_int_eq(r.store.submit(r.store.user, &transaction, 1, on_put, NULL, NULL), TR_OK);
    rig_settle(&r);
}

static tr_id last_sent(void)
{
    tr_id id;
    const char *text = r.requests[r.request_count - 1].order.client_id;
    ck_assert_int_eq(tr_id_parse(text, strlen(text), &id), TR_OK);
    return id;
}

/* A market buy of 1 BTC at 100 that fills. */
static void buy_one(void)
{
    RUN("order buy", "symbol", "BTCUSDT", "quantity", "1", "wait", "stored");
    check(TR_OK, "\"status\":");
    tr_id id = last_sent();
    rig_report(&r, TR_REPORT_ACCEPTED, id);
    rig_fill(&r, id, "1", "100", "0.1");
    rig_report(&r, TR_REPORT_DONE, id);
}

START_TEST(bought_order_can_be_shown_with_its_fill)
{
    buy_one();
    char id[TR_ID_TEXT_SIZE];
    tr_id_format(last_sent(), id);
    RUN("order show", "order_id", id);
    check(TR_OK, "\"status\":\"executed\"");
    check(TR_OK, "\"state\":\"filled\"");
    check(TR_OK, "\"user_id\":\"trader\"");
    check(TR_OK, "\"executed_price\":\"100\"");
    check(TR_OK, "\"fees\":\"0.1\"");
    check(TR_OK, "\"fills\":[{");
    RUN("position list", NULL);
    check(TR_OK, "\"average_price\":\"100\"");
    RUN("balance list", NULL);
    check(TR_OK, "{\"asset\":\"USDT\",\"total\":\"9899.9\",\"reserved\":\"0\",\"available\":\"9899.9\"}");
    RUN("queue stats", NULL);
    check(TR_OK, "\"executed_orders\":1");
    RUN("status", NULL);
    check(TR_OK, "\"open_positions\":1");
}
END_TEST

START_TEST(settled_answer_waits_for_the_exchange)
{
    RUN("order buy", "symbol", "BTC/USDT", "quantity", "1");
    ck_assert_int_eq(answer.count, 0);
    tr_id id = last_sent();
    rig_report(&r, TR_REPORT_ACCEPTED, id);
    check(TR_OK, "\"state\":\"working\"");
    rig_fill(&r, id, "1", "100", "0");
    rig_report(&r, TR_REPORT_DONE, id);
    ck_assert_int_eq(answer.count, 1);
}
END_TEST

START_TEST(refusal_names_rule_value_and_limit)
{
    RUN("order buy", "symbol", "BTC/USDT", "quantity", "50");
    check(TR_E_REFUSED, "risk_per_trade: 5000 is above 200");
    RUN("order buy", "symbol", "BTC/USDT", "quantity", "50", "wait", "stored");
    check(TR_E_REFUSED, "200");
    ck_assert(strstr(answer.json, "\"refusal\":{\"rule\":\"risk_per_trade\"") != NULL);
    ck_assert(strstr(answer.json, "\"state\":\"refused\"") != NULL);
    RUN("order buy", "symbol", "BTC/USDT", "quantity", "50", "stop_loss", "99");
    ck_assert_int_eq(answer.count, 0); /* a stop bounds the risk: sent */
}
END_TEST

START_TEST(prices_belong_to_the_type)
{
    RUN("order buy", "symbol", "BTC/USDT", "quantity", "1", "type", "limit");
    check(TR_E_INVALID, "price is missing");
    RUN("order buy", "symbol", "BTC/USDT", "quantity", "1", "price", "99");
    check(TR_E_INVALID, "price has no meaning for a market order");
    RUN("order sell", "symbol", "BTC/USDT", "quantity", "1", "type", "stop");
    check(TR_E_INVALID, "stop_price is missing");
    RUN("order sell", "symbol", "BTC/USDT", "quantity", "1", "expires", "2030-01-01T00:00:00Z", "valid_for", "1h");
    check(TR_E_INVALID, "exclude");
    RUN("order buy", "symbol", "NO/SUCH", "quantity", "1");
    check(TR_E_NOT_FOUND, "NO/SUCH");
}
END_TEST

START_TEST(the_same_key_places_one_order)
{
    RUN("order buy", "symbol", "BTC/USDT", "quantity", "1", "key", "k1", "wait", "stored");
    char first[TR_ID_TEXT_SIZE];
    (void)snprintf(first, sizeof first, "%s", member("order_id"));
    RUN("order buy", "symbol", "BTC/USDT", "quantity", "1", "key", "k1", "wait", "stored");
    check(TR_OK, "\"duplicate\":true");
    ck_assert_str_eq(member("order_id"), first);
    ck_assert_int_eq(rig_count_rows(&r, TR_TABLE_ORDER), 1);
}
END_TEST

START_TEST(waiting_orders_need_somebody_who_watches)
{
    is_unwatched = true;
    RUN("order buy", "symbol", "BTC/USDT", "quantity", "1", "on_signal", "true");
    check(TR_E_REFUSED, "an alert");
    RUN("order buy", "symbol", "BTC/USDT", "quantity", "1", "type", "stop", "stop_price", "110");
    check(TR_E_REFUSED, "stop price");
    RUN("order buy", "symbol", "BTC/USDT", "quantity", "1", "stop_loss", "90");
    check(TR_E_REFUSED, "stop-loss");
    ck_assert_int_eq(rig_count_rows(&r, TR_TABLE_ORDER), 0);
    RUN("order buy", "symbol", "BTC/USDT", "quantity", "1", "on_signal", "true", "unwatched", "true");
    check(TR_OK, "\"state\":\"waiting\"");
    is_unwatched = false;
    RUN("order buy", "symbol", "BTC/USDT", "quantity", "1", "strategy", "sc01", "valid_for", "1h");
    check(TR_OK, "\"waits_for\":\"signal\"");
    check(TR_OK, "\"expires_at\":\"2023-11-14T23:13:20Z\"");
}
END_TEST

START_TEST(waiting_order_is_cancelled_and_then_final)
{
    RUN("order buy", "symbol", "BTC/USDT", "quantity", "1", "on_signal", "true");
    char id[TR_ID_TEXT_SIZE];
    (void)snprintf(id, sizeof id, "%s", member("order_id"));
    RUN("order cancel", "order_id", id, "reason", "changed my mind");
    check(TR_OK, "\"status\":\"cancelled\"");
    check(TR_OK, "changed my mind");
    RUN("order cancel", "order_id", id);
    check(TR_E_CONFLICT, "cancelled");
    RUN("order cancel", "order_id", "00000000000000000000000000");
    check(TR_E_NOT_FOUND, "no order 00000000000000000000000000");
}
END_TEST

START_TEST(list_pages_filters_and_ends)
{
    for (int i = 0; i < 5; i++) {
        r.now_ns += TR_NS_PER_SECOND;
        RUN("order buy", "symbol", i % 2 == 0 ? "BTC/USDT" : "ETH/USDT", "quantity", "1", "on_signal", "true");
        check(TR_OK, "waiting");
    }
    char id[TR_ID_TEXT_SIZE];
    (void)snprintf(id, sizeof id, "%s", member("order_id"));
    RUN("order list", "limit", "2");
    check(TR_OK, "\"total\":2,\"next\":\"");
    char next[TR_ID_TEXT_SIZE];
    (void)snprintf(next, sizeof next, "%s", member("next"));
    RUN("order list", "limit", "2", "after", next);
    check(TR_OK, "\"next\":\"");
    (void)snprintf(next, sizeof next, "%s", member("next"));
    RUN("order list", "limit", "2", "after", next);
    check(TR_OK, "\"total\":1}");
    RUN("order list", "symbol", "ethusdt");
    check(TR_OK, "\"total\":2}");
    RUN("order list", "limit", "2", "symbol", "ETH/USDT");
    check(TR_OK, "\"total\":2}");
    RUN("order cancel", "order_id", id);
    RUN("order list", "status", "cancelled");
    check(TR_OK, "\"total\":1}");
    RUN("order list", "status", "open");
    check(TR_OK, "\"total\":4}");
    RUN("order list", "user", "somebody");
    check(TR_OK, "\"total\":0}");
}
END_TEST

START_TEST(strangers_see_and_touch_nothing)
{
    RUN("order buy", "symbol", "BTC/USDT", "quantity", "1", "on_signal", "true");
    char id[TR_ID_TEXT_SIZE];
    (void)snprintf(id, sizeof id, "%s", member("order_id"));
    asker = "stranger";
    RUN("order show", "order_id", id);
    check(TR_E_NOT_FOUND, "no order");
    RUN("order cancel", "order_id", id);
    check(TR_E_NOT_FOUND, "no order");
    RUN("order list", NULL);
    check(TR_E_NOT_FOUND, "no account \"paper\"");
    RUN("order buy", "symbol", "BTC/USDT", "quantity", "1");
    check(TR_E_NOT_FOUND, "no account");
    static const char *const readers[] = { "order list", "signal list", "position list", "balance list",
                                           "queue stats", "status", "tail" };
    for (size_t i = 0; i < sizeof readers / sizeof readers[0]; i++) {
        RUN(readers[i], NULL);
        check(TR_E_NOT_FOUND, "no account");
    }
}
END_TEST

START_TEST(grants_name_what_others_may_do)
{
    RUN("order buy", "symbol", "BTC/USDT", "quantity", "1", "on_signal", "true");
    char id[TR_ID_TEXT_SIZE];
    (void)snprintf(id, sizeof id, "%s", member("order_id"));
    tr_grant_row grant = { .user = "friend", .account = "paper", .rights = TR_RIGHT_READ };
    put(TR_TABLE_GRANT, &grant);
    asker = "friend";
    RUN("order show", "order_id", id);
    check(TR_OK, id);
    RUN("order cancel", "order_id", id);
    check(TR_E_DENIED, "traded on");
    grant.rights |= TR_RIGHT_TRADE;
    put(TR_TABLE_GRANT, &grant);
    asker_rights = TR_RIGHT_READ;
    RUN("order cancel", "order_id", id);
    check(TR_E_DENIED, "trade");
    asker_rights |= TR_RIGHT_TRADE;
    RUN("order cancel", "order_id", id);
    check(TR_OK, "cancelled");
    tr_user_row chief = { .name = "chief", .is_admin = true };
    put(TR_TABLE_USER, &chief);
    asker = "chief";
    RUN("order list", NULL);
    check(TR_OK, id);
}
END_TEST

START_TEST(log_tells_what_happened_in_order)
{
    buy_one();
    RUN("tail", NULL);
    check(TR_OK, "\"event\":\"account_opened\"");
    check(TR_OK, "\"text\":\"buy 1 BTC/USDT market\"");
    check(TR_OK, "\"text\":\"buy 1 BTC/USDT at 100, fee 0.1 USDT\"");
    RUN("tail", "limit", "1");
    check(TR_OK, "\"event\":\"order_filled\"");
    RUN("tail", "after", "0", "limit", "1");
    check(TR_OK, "\"events\":[{\"seq\":1,");
    check(TR_OK, "\"last\":1}");
    RUN("tail", "after", "100000");
    check(TR_OK, "\"events\":[],\"last\":100000}");
}
END_TEST

START_TEST(signals_are_listed_and_paged)
{
    tr_alert first = rig_alert_of(TR_ALERT_BUY, "id:1");
    tr_alert second = rig_alert_of(TR_ALERT_SELL, "id:2");
    rig_alert(&r, &first);
    r.now_ns += TR_NS_PER_SECOND;
    rig_alert(&r, &second);
    RUN("signal list", "limit", "1");
    check(TR_OK, "\"action\":\"sell\"");
    check(TR_OK, "\"total\":1,\"next\":");
    char next[TR_ID_TEXT_SIZE];
    (void)snprintf(next, sizeof next, "%s", member("next"));
    RUN("signal list", "after", next);
    check(TR_OK, "\"action\":\"buy\"");
    check(TR_OK, "\"total\":1}");
    RUN("signal list", "after", "00000000000000000000000000");
    check(TR_E_NOT_FOUND, "after");
}
END_TEST

START_TEST(prices_are_pushed_and_shown)
{
    RUN("price push", "symbol", "btc-usdt", "price", "123.45");
    check(TR_OK, "\"symbol\":\"BTC/USDT\"");
    ck_assert_str_eq(pushed.symbol, "BTC/USDT");
    ck_assert_int_eq(tr_decimal_compare(pushed.price.value, rig_decimal("123.45")), 0);
    RUN("price show", NULL);
    check(TR_OK, "{\"symbol\":\"BTC/USDT\",\"price\":\"100\"");
    check(TR_OK, "{\"symbol\":\"ETH/USDT\",\"price\":\"10\"");
    RUN("price push", "symbol", "XYZ/USDT", "price", "1");
    check(TR_E_NOT_FOUND, "XYZ/USDT");
}
END_TEST

START_TEST(trailing_order_says_what_it_needs)
{
    RUN("order buy", "symbol", "BTCUSDT", "quantity", "0.01", "type", "trailing");
    check(TR_E_INVALID, "trail_amount or trail_percent");
    RUN("order buy", "symbol", "BTCUSDT", "quantity", "0.01", "trail_amount", "2");
    check(TR_E_INVALID, "trailing order");
    RUN("order buy", "symbol", "BTCUSDT", "quantity", "0.01", "type", "trailing", "trail_percent", "1.5", "key", "t");
    check(TR_OK, "\"trail_percent\":\"1.5\"");
    check(TR_OK, "\"waits_for\":\"trail\"");
    char id[TR_ID_TEXT_SIZE];
    (void)snprintf(id, sizeof id, "%s", member("order_id"));
    rig_price(&r, "BTC/USDT", "97.5");
    RUN("order show", "order_id", id);
    check(TR_OK, "\"trail_best\":\"97.5\"");
    RUN("order buy", "symbol", "BTCUSDT", "quantity", "0.01", "type", "trailing", "trail_percent", "1.5", "key", "t");
    check(TR_OK, "\"duplicate\":true");
}
END_TEST

START_TEST(targets_share_what_fills)
{
    RUN("order buy", "symbol", "BTCUSDT", "quantity", "1", "targets", "110,120", "stop_loss", "90", "wait", "stored");
    check(TR_OK, "\"legs\":[{\"share\":\"0.5\",\"take_profit\":\"110\",\"stop_loss\":\"90\"},");
    RUN("order buy", "symbol", "BTCUSDT", "quantity", "1", "targets", "110:0.5,120:0.3", "stop_loss", "90", "wait", "stored");
    check(TR_OK, "{\"share\":\"0.2\",\"take_profit\":null,\"stop_loss\":\"90\"}]");
    RUN("order buy", "symbol", "BTCUSDT", "quantity", "1", "targets", "110,x");
    check(TR_E_INVALID, "targets is \"110,x\"");
    RUN("order buy", "symbol", "BTCUSDT", "quantity", "1", "targets", "110:0.5,120");
    check(TR_E_INVALID, "targets");
    RUN("order buy", "symbol", "BTCUSDT", "quantity", "1", "targets", "110,120", "stops", "90");
    check(TR_E_INVALID, "as many as targets");
    RUN("order buy", "symbol", "BTCUSDT", "quantity", "1", "targets", "110:0.7,120:0.7");
    check(TR_E_RANGE, "more than 1");
}
END_TEST

#define ZONE                                                                                                     \
    "symbol", "BTCUSDT", "side", "buy", "quantity", "1", "name", "zone 1", "lower", "95", "upper", "105", "stop_loss", "90"

START_TEST(block_is_added_listed_shown_and_cancelled)
{
    RUN("block add", ZONE, "conditions", "macd dark green@12, tradingview:macd not dark red@75,@240");
    check(TR_OK, "\"state\":\"waiting\"");
    char id[TR_ID_TEXT_SIZE];
    (void)snprintf(id, sizeof id, "%s", member("block_id"));
    RUN("block list", NULL);
    check(TR_OK, "\"total\":1");
    RUN("block show", "block_id", id);
    check(TR_OK, "{\"number\":1,\"source\":null,\"name\":\"macd dark green\",\"timeframe\":\"12\",\"told_at\":null}");
    check(TR_OK, "{\"number\":2,\"source\":\"tradingview\",\"name\":\"macd not dark red\",\"timeframe\":\"75\"");
    check(TR_OK, "{\"number\":3,\"source\":null,\"name\":null,\"timeframe\":\"240\"");
    RUN("signal test", "symbol", "BTCUSDT", "action", "condition", "timeframe", "240");
    check(TR_OK, "\"effect\":\"tells\"");
    check(TR_OK, "block zone 1: 1 of 3 conditions told");
    asker = "stranger";
    RUN("block cancel", "block_id", id);
    check(TR_E_NOT_FOUND, "no block");
    asker = "trader";
    RUN("block cancel", "block_id", id);
    check(TR_OK, "\"state\":\"cancelled\"");
    RUN("block cancel", "block_id", id);
    check(TR_E_CONFLICT, "cancelled");
    RUN("block list", NULL);
    check(TR_OK, "\"total\":0");
    RUN("block list", "state", "cancelled");
    check(TR_OK, "\"actor\":\"trader\"");
}
END_TEST

START_TEST(block_that_makes_no_sense_is_not_added)
{
    RUN("block add", ZONE, "conditions", ",");
    check(TR_E_INVALID, "condition 1 names no source");
    RUN("block add", ZONE, "conditions", "a,a");
    check(TR_E_INVALID, "conditions 1 and 2 are the same");
    RUN("block add", ZONE, "conditions", "a,b,c,d,e,f,g,h,i");
    check(TR_E_INVALID, "at most 8");
    RUN("block add", ZONE, "conditions", "a@a timeframe that is too long");
    check(TR_E_INVALID, "too long");
    is_unwatched = true;
    RUN("block add", ZONE, "conditions", "a");
    check(TR_E_REFUSED, "no program runs");
    RUN("block add", ZONE, "conditions", "a", "unwatched", "true");
    check(TR_OK, "\"state\":\"waiting\"");
}
END_TEST

START_TEST(position_is_closed_and_only_once)
{
    RUN("position close", "symbol", "BTCUSDT");
    check(TR_E_NOT_FOUND, "holds no BTC/USDT");
    RUN("order buy", "symbol", "BTCUSDT", "quantity", "1", "wait", "stored");
    tr_id id;
    ck_assert_int_eq(tr_id_parse(member("order_id"), TR_ID_TEXT_LENGTH, &id), TR_OK);
    rig_fill(&r, id, "1", "100", "0");
    r.request_count = 0;
    RUN("position close", "symbol", "BTCUSDT", "quantity", "0.25");
    ck_assert_uint_eq(r.request_count, 1);
    ck_assert_int_eq(r.requests[0].order.side, TR_SIDE_SELL);
    ck_assert_int_eq(tr_decimal_compare(r.requests[0].order.quantity.value, rig_decimal("0.25")), 0);
    RUN("position close", "symbol", "BTCUSDT"); /* what is being closed already is not closed twice */
    ck_assert_uint_eq(r.request_count, 2);
    ck_assert_int_eq(tr_decimal_compare(r.requests[1].order.quantity.value, rig_decimal("0.75")), 0);
}
END_TEST

START_TEST(test_of_a_signal_names_effects_and_does_nothing)
{
    RUN("order buy", "symbol", "BTCUSDT", "quantity", "0.01", "on_signal", "true", "strategy", "macd");
    check(TR_OK, "\"waits_for\":\"signal\"");
    RUN("order buy", "symbol", "BTCUSDT", "quantity", "0.01", "on_signal", "true", "type", "stop", "stop_price", "105");
    check(TR_OK, "\"waits_for\":\"signal\"");
    int64_t events = rig_count_rows(&r, TR_TABLE_EVENT);
    RUN("signal test", "symbol", "BTCUSDT", "action", "buy", "strategy", "macd", "quantity", "1000");
    check(TR_OK, "\"effect\":\"fires\"");
    check(TR_OK, "\"effect\":\"arms\"");
    check(TR_OK, "\"effect\":\"places\"");
    check(TR_OK, "\"allowed\":false");
    check(TR_OK, "\"total\":3");
    RUN("signal test", "symbol", "BTCUSDT", "action", "close");
    check(TR_OK, "\"total\":0");
    ck_assert_int_eq(rig_count_rows(&r, TR_TABLE_EVENT), events);
    ck_assert_uint_eq(r.request_count, 0);
}
END_TEST

START_TEST(limits_are_shown_set_and_asked)
{
    RUN("risk show", NULL);
    check(TR_OK, "\"limit\":\"max_daily_loss\",\"value\":\"0.05\"");
    check(TR_OK, "\"origin\":\"configuration\"");
    check(TR_OK, "\"stops\":[]");
    RUN("risk check", "side", "buy", "symbol", "BTCUSDT", "quantity", "1", "stop_loss", "99");
    check(TR_OK, "{\"allowed\":true}");
    RUN("risk set", "limit", "max_order_value", "value", "50", "scope", "symbol", "name", "BTC/USDT", "reason", "small");
    check(TR_E_DENIED, "admin");
    asker_rights |= TR_RIGHT_ADMIN;
    RUN("risk set", "limit", "max_order_value", "value", "50", "scope", "symbol", "name", "BTC/USDT", "reason", "small");
    check(TR_OK, "\"by\":\"trader\",\"reason\":\"small\"");
    RUN("risk check", "side", "buy", "symbol", "BTCUSDT", "quantity", "1", "stop_loss", "99");
    check(TR_OK, "{\"allowed\":false,\"rule\":\"notional\",\"scope\":\"symbol\",\"name\":\"BTC/USDT\",\"value\":\"100\","
                 "\"limit\":\"50\"");
    RUN("order buy", "symbol", "BTCUSDT", "quantity", "1", "wait", "stored");
    check(TR_E_REFUSED, "notional: 100 is above 50, limit of symbol BTC/USDT");
    ck_assert_ptr_nonnull(strstr(answer.json, "\"scope\":\"symbol\",\"name\":\"BTC/USDT\""));
    rig_restart(&r, true);
    RUN("risk show", NULL);
    check(TR_OK, "\"limit\":\"max_order_value\",\"value\":\"50\",\"used\":null,\"unit\":\"units of the quote asset\","
                 "\"origin\":\"trader\"");
    RUN("risk set", "limit", "max_order_value", "value", "configured", "scope", "symbol", "name", "BTC/USDT");
    check(TR_OK, "\"value\":\"configured\"");
    RUN("risk set", "limit", "max_nothing", "value", "1");
    check(TR_E_INVALID, "there is no limit \"max_nothing\"");
    RUN("risk set", "limit", "max_order_value", "value", "much");
    check(TR_E_INVALID, "value is \"much\"");
    RUN("risk set", "limit", "max_daily_loss", "value", "3");
    check(TR_E_RANGE, "allowed 0 to 1");
    RUN("risk set", "limit", "max_order_value", "value", "5", "scope", "symbol", "name", "DOGE/USDT");
    check(TR_E_NOT_FOUND, "DOGE/USDT");
}
END_TEST

START_TEST(halts_are_set_and_lifted_by_who_may)
{
    buy_one();
    RUN("halt", "reason", "news");
    check(TR_OK, "\"level\":\"entries\"");
    RUN("risk show", NULL);
    check(TR_OK, "\"stopped\":\"halt entries of account paper, by trader: news\"");
    RUN("order buy", "symbol", "BTCUSDT", "quantity", "0.1", "wait", "stored");
    check(TR_E_REFUSED, "halt");
    RUN("resume", NULL);
    check(TR_E_DENIED, "admin");
    RUN("halt", "scope", "house"); /* every account of the owner: not a trader's business */
    check(TR_E_DENIED, "admin");
    asker_rights |= TR_RIGHT_ADMIN;
    RUN("resume", "reason", "over");
    check(TR_OK, "\"level\":\"none\"");
    RUN("flatten", "scope", "strategy", "name", "trend");
    check(TR_E_UNSUPPORTED, "strategy");
    RUN("flatten", NULL);
    check(TR_OK, "\"level\":\"flatten\"");
    ck_assert_int_eq(r.requests[r.request_count - 1].order.side, TR_SIDE_SELL);
    RUN("tail", NULL);
    check(TR_OK, "account: halt flatten, by trader");
    asker = "stranger";
    RUN("halt", NULL);
    check(TR_E_NOT_FOUND, "paper");
}
END_TEST

START_TEST(order_is_amended_by_whoever_may_trade)
{
    RUN("order buy", "symbol", "BTCUSDT", "quantity", "0.01", "type", "stop", "stop_price", "105", "expires",
        "2023-12-01T00:00:00Z");
    char id[TR_ID_TEXT_SIZE];
    (void)snprintf(id, sizeof id, "%s", member("order_id"));
    RUN("order amend", "order_id", id, "stop_price", "110", "quantity", "0.02", "no_expiry", "true");
    check(TR_OK, "\"stop_price\":\"110\"");
    check(TR_OK, "\"quantity\":\"0.02\"");
    ck_assert_ptr_null(strstr(answer.json, "expires_at"));
    RUN("order amend", "order_id", id, "targets", "120,130", "stop_loss", "90");
    check(TR_OK, "\"legs\":[{\"share\":\"0.5\"");
    RUN("order amend", "order_id", id, NULL);
    check(TR_E_INVALID, "nothing to change");
    RUN("order amend", "order_id", id, "price", "100");
    check(TR_E_INVALID, "takes no limit price");
    asker = "stranger";
    RUN("order amend", "order_id", id, "quantity", "1");
    check(TR_E_NOT_FOUND, "no order");
    asker = "trader";
    RUN("order cancel", "order_id", id);
    RUN("order amend", "order_id", id, "quantity", "1");
    check(TR_E_CONFLICT, "cancelled");
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("orders");
    TCase *orders = tcase_create("orders");
    tcase_add_checked_fixture(orders, setup, teardown);
    tcase_add_test(orders, bought_order_can_be_shown_with_its_fill);
    tcase_add_test(orders, settled_answer_waits_for_the_exchange);
    tcase_add_test(orders, refusal_names_rule_value_and_limit);
    tcase_add_test(orders, prices_belong_to_the_type);
    tcase_add_test(orders, the_same_key_places_one_order);
    tcase_add_test(orders, waiting_orders_need_somebody_who_watches);
    tcase_add_test(orders, waiting_order_is_cancelled_and_then_final);
    tcase_add_test(orders, list_pages_filters_and_ends);
    tcase_add_test(orders, strangers_see_and_touch_nothing);
    tcase_add_test(orders, grants_name_what_others_may_do);
    tcase_add_test(orders, log_tells_what_happened_in_order);
    tcase_add_test(orders, signals_are_listed_and_paged);
    tcase_add_test(orders, prices_are_pushed_and_shown);
    tcase_add_test(orders, trailing_order_says_what_it_needs);
    tcase_add_test(orders, order_is_amended_by_whoever_may_trade);
    tcase_add_test(orders, targets_share_what_fills);
    tcase_add_test(orders, block_is_added_listed_shown_and_cancelled);
    tcase_add_test(orders, block_that_makes_no_sense_is_not_added);
    tcase_add_test(orders, position_is_closed_and_only_once);
    tcase_add_test(orders, test_of_a_signal_names_effects_and_does_nothing);
    tcase_add_test(orders, limits_are_shown_set_and_asked);
    tcase_add_test(orders, halts_are_set_and_lifted_by_who_may);
    suite_add_tcase(suite, orders);
    return run_as_tap(suite);
}
