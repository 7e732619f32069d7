/* Reading alerts: both forms, every field, secrets, and everything that must be refused. */
#include <stdio.h>
#include <string.h>

#include <trade/alert.h>

#include "support/check_tap.h"

#define GOOD                                                                                       \
    "{\"secret\":\"s3cr3t\",\"symbol\":\"BINANCE:BTCUSDT\",\"action\":\"buy\",\"price\":101.5"

static tr_secret *secret;
static tr_alert_text read_text;
static tr_error err;

static void setup(void)
{
    ck_assert_int_eq(tr_secret_new("s3cr3t", 6, &secret), TR_OK);
}

static void teardown(void)
{
    tr_alert_text_free(&read_text);
    tr_secret_free(secret);
}

static tr_status read_alert(const char *body)
{
    tr_alert_options options = TR_ALERT_OPTIONS_INIT;
    options.secret = secret;
    options.account = "paper";
    tr_alert_text_free(&read_text);
    memset(&err, 0, sizeof err);
    return tr_alert_read(body, strlen(body), &options, &read_text, &err);
}

static void check_decimal(tr_decimal value, const char *expected)
{
    char text[TR_DECIMAL_TEXT_SIZE];
    (void)tr_decimal_format(value, text, sizeof text);
    ck_assert_str_eq(text, expected);
}

START_TEST(json_alert_is_read_field_by_field)
{
    ck_assert_int_eq(
        read_alert(
            GOOD ",\"quantity\":\"0.25\",\"take_profit\":110,\"sl\":95,\"strategy\":\"trend\","
                 "\"interval\":\"60\",\"timestamp\":\"2024-01-02T03:04:05Z\",\"alert_name\":\"n\","
                 "\"indicators\":{\"rsi\":[1,2]},\"volume\":5}"),
        TR_OK);
    const tr_alert *alert = &read_text.alert;
    ck_assert_str_eq(alert->symbol, "BINANCE:BTCUSDT");
    ck_assert_int_eq(alert->action, TR_ALERT_BUY);
    check_decimal(alert->price.value, "101.5");
    check_decimal(alert->quantity.value, "0.25");
    check_decimal(alert->take_profit.value, "110");
    check_decimal(alert->stop_loss.value, "95");
    ck_assert_str_eq(alert->strategy, "trend");
    ck_assert_str_eq(alert->timeframe, "60");
    ck_assert_str_eq(alert->source, "tradingview");
    ck_assert_str_eq(alert->account, "paper");
    ck_assert_int_eq(alert->sent_ns, INT64_C(1704164645000000000));
}
END_TEST

START_TEST(plain_text_alert_is_read_alike)
{
    ck_assert_int_eq(
        read_alert(
            "Symbol=BTCUSDT, action: SELL; price = 101.5\nsecret=s3cr3t strategy=\"my trend\""),
        TR_OK);
    ck_assert_int_eq(read_text.alert.action, TR_ALERT_SELL);
    ck_assert_str_eq(read_text.alert.strategy, "my trend");
    check_decimal(read_text.alert.price.value, "101.5");
}
END_TEST

START_TEST(kept_text_holds_no_secret)
{
    ck_assert_int_eq(read_alert(GOOD "}"), TR_OK);
    ck_assert_ptr_null(memmem(read_text.text, read_text.alert.body_size, "s3cr3t", 6));
    ck_assert_ptr_nonnull(memmem(read_text.text, read_text.alert.body_size, "\"******\"", 8));
    ck_assert_int_eq(read_alert("symbol=BTCUSDT action=buy price=1 secret=s3cr3t"), TR_OK);
    ck_assert_ptr_null(memmem(read_text.text, read_text.alert.body_size, "s3cr3t", 6));
    ck_assert_int_eq(
        read_alert(
            "{\"secret\":\"s3c\\u0072\\u0033t\",\"symbol\":\"X\",\"action\":\"buy\",\"price\":1}"),
        TR_OK);
    ck_assert_ptr_null(memmem(read_text.text, read_text.alert.body_size, "s3c", 3));
}
END_TEST

START_TEST(wrong_or_missing_secret_is_denied_before_anything_else)
{
    ck_assert_int_eq(read_alert("{\"secret\":\"s3cr3x\",\"action\":\"nonsense\"}"), TR_E_DENIED);
    ck_assert_int_eq(read_alert("{\"symbol\":\"BTCUSDT\",\"action\":\"buy\",\"price\":1}"),
                     TR_E_DENIED);
    ck_assert_int_eq(
        read_alert("{\"secret\":12,\"symbol\":\"BTCUSDT\",\"action\":\"buy\",\"price\":1}"),
        TR_E_DENIED);
    ck_assert_ptr_null(strstr(err.message, "s3cr3"));
}
END_TEST

START_TEST(without_a_configured_secret_nothing_is_accepted)
{
    tr_alert_options options = TR_ALERT_OPTIONS_INIT;
    static const char body[] = GOOD "}";
    ck_assert_int_eq(tr_alert_read(body, strlen(body), &options, &read_text, &err), TR_E_DENIED);
    options.is_authenticated = true;
    ck_assert_int_eq(tr_alert_read(body, strlen(body), &options, &read_text, &err), TR_OK);
}
END_TEST

START_TEST(key_is_explicit_or_the_texts_own)
{
    char first[TR_LABEL_SIZE];
    ck_assert_int_eq(read_alert(GOOD ",\"id\":\"a-1\"}"), TR_OK);
    ck_assert_str_eq(read_text.alert.dedup_key, "id:a-1");
    ck_assert_int_eq(read_alert(GOOD "}"), TR_OK);
    memcpy(first, read_text.alert.dedup_key, sizeof first);
    ck_assert_uint_eq(strlen(first), strlen("sha256:") + 40);
    ck_assert_int_eq(read_alert(GOOD "}"), TR_OK);
    ck_assert_str_eq(read_text.alert.dedup_key, first);
    ck_assert_int_eq(read_alert(GOOD " }"), TR_OK);
    ck_assert_str_ne(read_text.alert.dedup_key, first);
    ck_assert_int_eq(read_alert(GOOD ",\"id\":17}"), TR_OK);
    ck_assert_str_eq(read_text.alert.dedup_key, "id:17");
    static const char long_id[] =
        "BTCUSDT-60-2024-01-02T03:04:05Z-a very long name of an order that somebody gave it";
    char body[400];
    (void)snprintf(body, sizeof body, GOOD ",\"id\":\"%s\"}", long_id);
    ck_assert_int_eq(read_alert(body), TR_OK); /* too long to keep: known by its hash */
    ck_assert_int_eq(strncmp(read_text.alert.dedup_key, "id:sha256:", 10), 0);
    memcpy(first, read_text.alert.dedup_key, sizeof first);
    (void)snprintf(body, sizeof body, GOOD " ,\"id\":\"%s\"}", long_id);
    ck_assert_int_eq(read_alert(body), TR_OK);
    ck_assert_str_eq(read_text.alert.dedup_key, first);
    (void)snprintf(body, sizeof body, GOOD ",\"id\":\"%s!\"}", long_id);
    ck_assert_int_eq(read_alert(body), TR_OK);
    ck_assert_str_ne(read_text.alert.dedup_key, first);
}
END_TEST

typedef struct bad_case {
    const char *body;
    tr_status status;
} bad_case;

static const bad_case bad_cases[] = {
    { "", TR_E_PARSE },
    { "   ", TR_E_PARSE },
    { "buy now", TR_E_PARSE },
    { "[]", TR_E_PARSE },
    { "\"text\"", TR_E_PARSE },
    { GOOD, TR_E_PARSE },
    { GOOD "} x", TR_E_PARSE },
    { GOOD ",\"price\":2}", TR_E_PARSE },   /* a key twice */
    { GOOD ",\"Price\":2}", TR_E_INVALID }, /* the same name in other letters */
    { GOOD ",\"quantity\":NaN}", TR_E_PARSE },
    { GOOD ",\"quantity\":\"NaN\"}", TR_E_INVALID },
    { GOOD ",\"quantity\":\"inf\"}", TR_E_INVALID },
    { GOOD ",\"quantity\":-1}", TR_E_RANGE },
    { GOOD ",\"quantity\":1e400}", TR_E_RANGE },
    { GOOD ",\"quantity\":1e-30}", TR_E_RANGE },
    { GOOD ",\"quantity\":true}", TR_E_INVALID },
    { GOOD ",\"quantity\":[1]}", TR_E_INVALID },
    { GOOD ",\"quantity\":null}", TR_E_INVALID },
    { GOOD ",\"stop_loss\":0}", TR_E_RANGE },
    { GOOD ",\"timestamp\":\"yesterday\"}", TR_E_INVALID },
    { GOOD ",\"strategy\":7e}", TR_E_PARSE },
    { GOOD ",\"strategy\":\"a\\u0000b\"}", TR_E_INVALID },
    { GOOD ",\"strategy\":\"\xff\"}", TR_E_PARSE },
    { GOOD ",\"x\":[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]}", TR_E_RANGE },
    { "{\"secret\":\"s3cr3t\",\"action\":\"buy\",\"price\":1}", TR_E_INVALID },
    { "{\"secret\":\"s3cr3t\",\"symbol\":\"X\",\"price\":1}", TR_E_INVALID },
    { "{\"secret\":\"s3cr3t\",\"symbol\":\"X\",\"action\":\"buy\"}", TR_E_INVALID },
    { "{\"secret\":\"s3cr3t\",\"symbol\":\"X\",\"action\":\"hold\",\"price\":1}", TR_E_INVALID },
    { "{\"secret\":\"s3cr3t\",\"symbol\":\"X\",\"action\":1,\"price\":1}", TR_E_INVALID },
    { "{\"secret\":\"s3cr3t\",\"symbol\":\"X\",\"action\":\"buy\",\"price\":0}", TR_E_RANGE },
    { "{\"secret\":\"s3cr3t\",\"symbol\":\"X\",\"action\":\"buy\",\"price\":\"1,5\"}",
      TR_E_INVALID },
    { "symbol=X action=buy price=1 secret=s3cr3t price=2", TR_E_INVALID },
    { GOOD ",\"ticker\":\"ETHUSDT\"}", TR_E_INVALID }, /* one field under two names */
    { GOOD ",\"side\":\"sell\"}", TR_E_INVALID },
    { GOOD ",\"qty\":1,\"contracts\":2}", TR_E_INVALID },
    { "symbol=X action=buy price=\"1 secret=s3cr3t", TR_E_PARSE },
};

START_TEST(bad_alerts_are_refused_with_a_reason)
{
    const bad_case *one = &bad_cases[_i];
    ck_assert_msg(read_alert(one->body) == one->status, "%s: %s (%s)", one->body,
                  tr_status_name(err.status), err.message);
    ck_assert_uint_gt(strlen(err.message), 0);
    ck_assert_ptr_null(read_text.text);
}
END_TEST

START_TEST(symbol_longer_than_any_is_refused)
{
    char body[400];
    char symbol[200];
    memset(symbol, 'A', sizeof symbol);
    symbol[sizeof symbol - 1] = '\0';
    ck_assert_int_gt(
        snprintf(body, sizeof body, "symbol=%s action=buy price=1 secret=s3cr3t", symbol), 0);
    ck_assert_int_eq(read_alert(body), TR_E_RANGE);
}
END_TEST

START_TEST(only_allowed_strategies_pass)
{
    static const char *const allowed[] = { "trend", "mean" };
    tr_alert_options options = TR_ALERT_OPTIONS_INIT;
    options.secret = secret;
    options.strategies = allowed;
    options.strategy_count = 2;
    static const char with[] = GOOD ",\"strategy\":\"mean\"}";
    static const char without[] = GOOD "}";
    ck_assert_int_eq(tr_alert_read(with, strlen(with), &options, &read_text, &err), TR_OK);
    tr_alert_text_free(&read_text);
    ck_assert_int_eq(tr_alert_read(without, strlen(without), &options, &read_text, &err),
                     TR_E_INVALID);
}
END_TEST

/* What TradingView makes of the template, with its placeholders filled in as it fills them. */
START_TEST(template_is_an_alert_once_its_placeholders_are_filled)
{
    static const char *const pairs[][2] = {
        { "{{exchange}}", "BINANCE" },
        { "{{ticker}}", "BTCUSDT" },
        { "{{strategy.order.action}}", "sell" },
        { "{{close}}", "101.5" },
        { "{{strategy.order.contracts}}", "0.1" },
        { "{{interval}}", "60" },
        { "{{timenow}}", "2024-01-02T03:04:05Z" },
        { "{{strategy.order.id}}", "Long" },
        { "YOUR_SECRET", "s3cr3t" },
    };
    char text[1024];
    ck_assert_uint_gt(tr_alert_template(true, text, sizeof text), 0);
    for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++) {
        char *at;
        while ((at = strstr(text, pairs[i][0])) != NULL) {
            size_t from = strlen(pairs[i][0]);
            size_t to = strlen(pairs[i][1]);
            memmove(at + to, at + from, strlen(at + from) + 1);
            memcpy(at, pairs[i][1], to);
        }
    }
    ck_assert_msg(read_alert(text) == TR_OK, "%s: %s", text, err.message);
    ck_assert_str_eq(read_text.alert.dedup_key, "id:BTCUSDT-60-2024-01-02T03:04:05Z-Long");
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("alert");
    TCase *tests = tcase_create("alert");
    tcase_add_checked_fixture(tests, setup, teardown);
    tcase_add_test(tests, json_alert_is_read_field_by_field);
    tcase_add_test(tests, plain_text_alert_is_read_alike);
    tcase_add_test(tests, kept_text_holds_no_secret);
    tcase_add_test(tests, wrong_or_missing_secret_is_denied_before_anything_else);
    tcase_add_test(tests, without_a_configured_secret_nothing_is_accepted);
    tcase_add_test(tests, key_is_explicit_or_the_texts_own);
    tcase_add_loop_test(tests, bad_alerts_are_refused_with_a_reason, 0,
                        sizeof bad_cases / sizeof bad_cases[0]);
    tcase_add_test(tests, symbol_longer_than_any_is_refused);
    tcase_add_test(tests, only_allowed_strategies_pass);
    tcase_add_test(tests, template_is_an_alert_once_its_placeholders_are_filled);
    suite_add_tcase(suite, tests);
    return run_as_tap(suite);
}
