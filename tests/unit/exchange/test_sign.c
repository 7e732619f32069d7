/* test_sign.c: what a signer refuses, and what holds for all of them; the recorded examples are in golden_signing. */
#include <stdio.h>
#include <string.h>

#include <trade/sign.h>

#include "support/check_tap.h"
#include "support/sample_keys.h"

static tr_secret *secret_of(const char *text)
{
    tr_secret *secret = NULL;
    ck_assert_int_eq(tr_secret_new(text, strlen(text), &secret), TR_OK);
    return secret;
}

static tr_status key_make(const char *exchange, tr_key_scheme scheme, const char *secret_text,
                          const char *passphrase_text, tr_exchange_key **out, tr_error *err)
{
    tr_secret *secret = secret_text == NULL ? NULL : secret_of(secret_text);
    tr_secret *passphrase = passphrase_text == NULL ? NULL : secret_of(passphrase_text);
    tr_exchange_key_options options = TR_EXCHANGE_KEY_OPTIONS_INIT;
    options.exchange = exchange;
    options.scheme = scheme;
    options.id = "key-1";
    options.secret = secret;
    options.passphrase = passphrase;
    tr_status status = tr_exchange_key_new(&options, out, err);
    tr_secret_free(secret);
    tr_secret_free(passphrase);
    return status;
}

static bool has_passphrase(const char *exchange)
{
    return strcmp(exchange, "bitget") == 0 || strcmp(exchange, "kucoin") == 0 ||
           strcmp(exchange, "okx") == 0;
}

static tr_exchange_key *hmac_key(const char *exchange)
{
    tr_exchange_key *key = NULL;
    tr_error err = { .message = "" };
    tr_status status = key_make(exchange, TR_KEY_HMAC, "c2VjcmV0",
                                has_passphrase(exchange) ? "pass" : NULL, &key, &err);
    ck_assert_msg(status == TR_OK, "%s: %s", exchange, err.message);
    return key;
}

/* A request that every exchange can spell. */
static tr_sign_request request_of(const char *exchange, const tr_sign_field *items, size_t count)
{
    tr_sign_request request = TR_SIGN_REQUEST_INIT;
    request.api = tr_sign_api_at(exchange, 0);
    for (size_t i = 0; tr_sign_api_at(exchange, i) != NULL; i++)
        if (strstr(tr_sign_api_at(exchange, i), "rivate") != NULL)
            request.api = tr_sign_api_at(exchange, i);
    request.method = "POST";
    request.path = "thing/{id}";
    request.params = (tr_sign_field)TR_SIGN_OBJECT(NULL, items, count);
    request.clock_ms = 1700000000123;
    return request;
}

START_TEST(the_ten_exchanges_are_there_each_with_a_private_section)
{
    static const char *const names[] = { "binance", "bitget", "bybit",  "coinbase", "gate",
                                         "htx",     "kraken", "kucoin", "mexc",     "okx" };
    for (size_t i = 0; i < 10; i++) {
        ck_assert_str_eq(tr_sign_exchange_at(i), names[i]);
        ck_assert_ptr_nonnull(strstr(request_of(names[i], NULL, 0).api, "rivate"));
    }
    ck_assert_ptr_null(tr_sign_exchange_at(10));
    ck_assert_ptr_null(tr_sign_api_at("nowhere", 0));
}
END_TEST

START_TEST(a_buffer_of_any_smaller_size_is_refused_and_never_overrun)
{
    const char *exchange = tr_sign_exchange_at((size_t)_i);
    const tr_sign_field inner[] = { TR_SIGN_TEXT("k", "v w"), TR_SIGN_LITERAL("n", "1.50") };
    const tr_sign_field items[] = { TR_SIGN_TEXT("id", "7/8"), TR_SIGN_TEXT("a", "x&y\"\n"),
                                    TR_SIGN_OBJECT("o", inner, 2), TR_SIGN_LIST("l", NULL, 0) };
    tr_sign_request request = request_of(exchange, items, 4);
    tr_exchange_key *key = hmac_key(exchange);
    static char buffer[4096 + 1];
    size_t size = 0;
    tr_signed_request out;
    tr_status status = TR_E_FULL;
    for (; status == TR_E_FULL && size <= 4096; size++) {
        memset(buffer, '#', sizeof buffer);
        status = tr_sign(key, &request, buffer, size, &out, NULL);
        ck_assert_int_eq(buffer[size], '#');
    }
    ck_assert_int_eq(status, TR_OK);
    ck_assert_uint_gt(size, 50);
    ck_assert_ptr_nonnull(strstr(out.url, "thing/7%2F8"));
    tr_exchange_key_free(key);
}
END_TEST

START_TEST(the_same_request_is_signed_the_same_and_another_time_differently)
{
    const char *exchange = tr_sign_exchange_at((size_t)_i);
    const tr_sign_field items[] = { TR_SIGN_TEXT("id", "7"), TR_SIGN_TEXT("a", "b") };
    tr_sign_request request = request_of(exchange, items, 2);
    tr_exchange_key *key = hmac_key(exchange);
    static char first[4096], second[4096];
    tr_signed_request out, again;
    memset(first, 0, sizeof first);
    memset(second, 0, sizeof second);
    ck_assert_int_eq(tr_sign(key, &request, first, sizeof first, &out, NULL), TR_OK);
    ck_assert_int_eq(tr_sign(key, &request, second, sizeof second, &again, NULL), TR_OK);
    ck_assert_mem_eq(first, second, sizeof first);
    request.clock_ms += 1000;
    ck_assert_int_eq(tr_sign(key, &request, second, sizeof second, &again, NULL), TR_OK);
    ck_assert_int_ne(memcmp(first, second, sizeof first), 0);
    tr_exchange_key_free(key);
}
END_TEST

START_TEST(a_path_that_names_a_missing_parameter_is_refused)
{
    const char *exchange = tr_sign_exchange_at((size_t)_i);
    const tr_sign_field items[] = { TR_SIGN_TEXT("other", "7") };
    tr_sign_request request = request_of(exchange, items, 1);
    tr_exchange_key *key = hmac_key(exchange);
    char buffer[4096];
    tr_signed_request out = { .url = "untouched" };
    tr_error err;
    ck_assert_int_eq(tr_sign(key, &request, buffer, sizeof buffer, &out, &err), TR_E_NOT_FOUND);
    ck_assert_str_eq(out.url, "untouched");
    request.path = "thing/{id";
    ck_assert_int_eq(tr_sign(key, &request, buffer, sizeof buffer, &out, &err), TR_E_NOT_FOUND);
    tr_exchange_key_free(key);
}
END_TEST

START_TEST(wrong_requests_are_refused_with_the_reason)
{
    tr_exchange_key *key = hmac_key("binance");
    const tr_sign_field good[] = { TR_SIGN_TEXT("id", "7") };
    char buffer[4096];
    tr_signed_request out;
    tr_error err;
    tr_sign_request request = request_of("binance", good, 1);
    request.method = "get";
    ck_assert_int_eq(tr_sign(key, &request, buffer, sizeof buffer, &out, &err), TR_E_INVALID);
    request = request_of("binance", good, 1);
    request.clock_ms = 0;
    ck_assert_int_eq(tr_sign(key, &request, buffer, sizeof buffer, &out, &err), TR_E_INVALID);
    request.clock_ms = 1700000000123000000; /* nanoseconds */
    ck_assert_int_eq(tr_sign(key, &request, buffer, sizeof buffer, &out, &err), TR_E_INVALID);
    request = request_of("binance", good, 1);
    request.window_ms = 60001;
    ck_assert_int_eq(tr_sign(key, &request, buffer, sizeof buffer, &out, &err), TR_E_INVALID);
    ck_assert_ptr_nonnull(strstr(err.message, "60001"));
    request = request_of("binance", good, 1);
    request.api = "nowhere";
    ck_assert_int_eq(tr_sign(key, &request, buffer, sizeof buffer, &out, &err), TR_E_NOT_FOUND);
    const tr_sign_field nameless[] = { TR_SIGN_TEXT(NULL, "7") };
    request = request_of("binance", nameless, 1);
    ck_assert_int_eq(tr_sign(key, &request, buffer, sizeof buffer, &out, &err), TR_E_INVALID);
    const tr_sign_field textless[] = { TR_SIGN_TEXT("id", NULL) };
    request = request_of("binance", textless, 1);
    ck_assert_int_eq(tr_sign(key, &request, buffer, sizeof buffer, &out, &err), TR_E_INVALID);
    tr_exchange_key_free(key);
}
END_TEST

START_TEST(parameters_nest_to_a_stated_depth)
{
    tr_exchange_key *key = hmac_key("bybit");
    static char buffer[8192];
    tr_signed_request out;
    tr_sign_field levels[TR_SIGN_DEPTH_MAX + 2];
    for (size_t depth = 1; depth <= TR_SIGN_DEPTH_MAX + 1; depth++) {
        levels[0] = (tr_sign_field)TR_SIGN_TEXT("leaf", "1");
        for (size_t i = 1; i < depth; i++)
            levels[i] = (tr_sign_field)TR_SIGN_OBJECT("o", &levels[i - 1], 1);
        tr_sign_request request = request_of("bybit", &levels[depth - 1], 1);
        request.path = "thing";
        tr_status wanted = depth <= TR_SIGN_DEPTH_MAX ? TR_OK : TR_E_RANGE;
        ck_assert_int_eq(tr_sign(key, &request, buffer, sizeof buffer, &out, NULL), wanted);
        request.method = "GET";
        ck_assert_int_eq(tr_sign(key, &request, buffer, sizeof buffer, &out, NULL), wanted);
    }
    tr_sign_field many[TR_SIGN_PARAMS_MAX + 1];
    for (size_t i = 0; i <= TR_SIGN_PARAMS_MAX; i++)
        many[i] = (tr_sign_field)TR_SIGN_TEXT("a", "1");
    tr_sign_request request = request_of("bybit", many, TR_SIGN_PARAMS_MAX);
    request.path = "thing";
    ck_assert_int_eq(tr_sign(key, &request, buffer, sizeof buffer, &out, NULL), TR_OK);
    request.params.item_count++;
    ck_assert_int_eq(tr_sign(key, &request, buffer, sizeof buffer, &out, NULL), TR_E_RANGE);
    tr_exchange_key_free(key);
}
END_TEST

START_TEST(a_list_is_no_query_and_a_raw_query_holds_no_control_bytes)
{
    const char *exchange = tr_sign_exchange_at((size_t)_i);
    tr_exchange_key *key = hmac_key(exchange);
    static char buffer[4096];
    tr_signed_request out;
    const tr_sign_field element[] = { TR_SIGN_TEXT(NULL, "a") };
    for (size_t i = 0; tr_sign_api_at(exchange, i) != NULL; i++)
        for (int is_get = 0; is_get < 2; is_get++) {
            tr_sign_request request = request_of(exchange, element, 1);
            request.api = tr_sign_api_at(exchange, i);
            request.path = "thing";
            request.method = is_get ? "GET" : "DELETE";
            request.params.kind = TR_SIGN_KIND_LIST;
            tr_status status = tr_sign(key, &request, buffer, sizeof buffer, &out, NULL);
            ck_assert(status == TR_OK || status == TR_E_INVALID); /* where the list is the body */
        }
    const tr_sign_field line[] = { TR_SIGN_TEXT("a", "1\r\nX: y") };
    tr_sign_request request = request_of(exchange, line, 1);
    request.path = "thing";
    request.method = "GET";
    if (tr_sign(key, &request, buffer, sizeof buffer, &out, NULL) == TR_OK)
        ck_assert_ptr_null(strpbrk(out.url, "\r\n"));
    tr_exchange_key_free(key);
}
END_TEST

START_TEST(fields_that_are_two_things_at_once_are_refused)
{
    tr_exchange_key *key = hmac_key("bybit");
    static char buffer[4096];
    tr_signed_request out;
    const tr_sign_field counted[] = { { "a", TR_SIGN_KIND_TEXT, "x", NULL, 3 } };
    const tr_sign_field worded[] = { { "a", TR_SIGN_KIND_OBJECT, "x", NULL, 0 } };
    tr_sign_request request = request_of("bybit", counted, 1);
    request.path = "thing";
    ck_assert_int_eq(tr_sign(key, &request, buffer, sizeof buffer, &out, NULL), TR_E_INVALID);
    request.params.items = worded;
    ck_assert_int_eq(tr_sign(key, &request, buffer, sizeof buffer, &out, NULL), TR_E_INVALID);
    tr_exchange_key_free(key);
}
END_TEST

START_TEST(json_is_escaped_as_json)
{
    tr_exchange_key *key = hmac_key("bybit");
    const tr_sign_field items[] = { TR_SIGN_TEXT("t", "a\"b\\c\b\t\n\v\f\r\x01\x7f\xc3\xa4") };
    tr_sign_request request = request_of("bybit", items, 1);
    request.path = "thing";
    static char buffer[4096];
    tr_signed_request out;
    ck_assert_int_eq(tr_sign(key, &request, buffer, sizeof buffer, &out, NULL), TR_OK);
    ck_assert_str_eq(out.body, "{\"t\":\"a\\\"b\\\\c\\b\\t\\n\\u000b\\f\\r\\u0001\x7f\xc3\xa4\"}");
    tr_exchange_key_free(key);
}
END_TEST

START_TEST(keys_that_an_exchange_does_not_take_are_refused)
{
    tr_exchange_key *key = NULL;
    tr_error err;
    ck_assert_int_eq(key_make("nowhere", TR_KEY_HMAC, "s", NULL, &key, &err), TR_E_NOT_FOUND);
    ck_assert_int_eq(key_make("okx", TR_KEY_RSA, sample_rsa, "pass", &key, &err), TR_E_UNSUPPORTED);
    ck_assert_int_eq(key_make("okx", TR_KEY_HMAC, "s", NULL, &key, &err), TR_E_INVALID);
    ck_assert_int_eq(key_make("okx", TR_KEY_HMAC, "s", "", &key, &err), TR_E_INVALID);
    ck_assert_int_eq(key_make("okx", TR_KEY_HMAC, "s", "p\r\nX: y", &key, &err), TR_E_INVALID);
    ck_assert_int_eq(key_make("bybit", TR_KEY_HMAC, "s", "pass", &key, &err), TR_E_INVALID);
    ck_assert_int_eq(key_make("bybit", TR_KEY_HMAC, NULL, NULL, &key, &err), TR_E_INVALID);
    ck_assert_int_eq(key_make("kraken", TR_KEY_HMAC, "not base64!", NULL, &key, &err), TR_E_PARSE);
    ck_assert_int_eq(key_make("binance", TR_KEY_RSA, "rubbish", NULL, &key, &err), TR_E_PARSE);
    ck_assert_ptr_null(strstr(err.message, "rubbish"));
    ck_assert_int_eq(key_make("coinbase", TR_KEY_ES256, sample_p256, NULL, &key, &err), TR_OK);
    tr_exchange_key_free(key);
    tr_exchange_key_free(NULL);
}
END_TEST

START_TEST(a_kraken_nonce_may_be_the_callers_own)
{
    tr_exchange_key *key = hmac_key("kraken");
    tr_sign_request request = request_of("kraken", NULL, 0);
    request.path = "Balance";
    request.nonce = UINT64_MAX;
    char buffer[1024];
    tr_signed_request out;
    ck_assert_int_eq(tr_sign(key, &request, buffer, sizeof buffer, &out, NULL), TR_OK);
    ck_assert_str_eq(out.body, "nonce=18446744073709551615");
    request.path = "AddOrderBatch";
    ck_assert_int_eq(tr_sign(key, &request, buffer, sizeof buffer, &out, NULL), TR_OK);
    ck_assert_str_eq(out.body, "{\"nonce\":\"18446744073709551615\"}");
    request.params.kind = TR_SIGN_KIND_LIST;
    ck_assert_int_eq(tr_sign(key, &request, buffer, sizeof buffer, &out, NULL), TR_E_INVALID);
    tr_exchange_key_free(key);
}
END_TEST

/* Signed is what a request without parameters signs: key and clock. The code was made with another program. */
START_TEST(a_login_of_mexcs_contracts_signs_key_and_clock)
{
    tr_exchange_key *key = hmac_key("mexc");
    tr_sign_message message = TR_SIGN_MESSAGE_INIT;
    char buffer[1024];
    const char *text = NULL;
    size_t length = 0;
    message.clock_ms = 1700000000123;
    ck_assert_int_eq(tr_sign_stream(key, &message, buffer, sizeof buffer, &text, &length, NULL),
                     TR_OK);
    ck_assert_str_eq(
        text, "{\"method\":\"login\",\"param\":{\"apiKey\":\"key-1\",\"reqTime\":\"1700000000123\","
              "\"signature\":\"3d4bfc272290fed9107857ad69c40c08d769ab736ce71740985197cc9e5f2ccc\"}}");
    tr_exchange_key_free(key);
}
END_TEST

START_TEST(messages_that_an_exchange_does_not_sign_are_refused)
{
    const char *exchange = tr_sign_exchange_at((size_t)_i);
    tr_exchange_key *key = hmac_key(exchange);
    char buffer[2048];
    const char *text = NULL;
    size_t length = 0;
    for (int kind = TR_SIGN_LOGIN; kind <= TR_SIGN_CALL; kind++) {
        tr_sign_message message = TR_SIGN_MESSAGE_INIT;
        message.kind = (tr_sign_message_kind)kind;
        message.clock_ms = 1700000000123;
        tr_error err = { .message = "" };
        tr_status status =
            tr_sign_stream(key, &message, buffer, sizeof buffer, &text, &length, &err);
        ck_assert(status == TR_OK || status == TR_E_UNSUPPORTED || status == TR_E_INVALID);
        if (status == TR_OK)
            ck_assert_uint_eq(strlen(text), length);
        else
            ck_assert_str_ne(err.message, "");
    }
    tr_exchange_key_free(key);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("sign");
    TCase *tests = tcase_create("sign");
    tcase_add_test(tests, a_login_of_mexcs_contracts_signs_key_and_clock);
    tcase_add_test(tests, the_ten_exchanges_are_there_each_with_a_private_section);
    tcase_add_loop_test(tests, a_buffer_of_any_smaller_size_is_refused_and_never_overrun, 0, 10);
    tcase_add_loop_test(tests, the_same_request_is_signed_the_same_and_another_time_differently, 0,
                        10);
    tcase_add_loop_test(tests, a_path_that_names_a_missing_parameter_is_refused, 0, 10);
    tcase_add_test(tests, wrong_requests_are_refused_with_the_reason);
    tcase_add_test(tests, parameters_nest_to_a_stated_depth);
    tcase_add_loop_test(tests, a_list_is_no_query_and_a_raw_query_holds_no_control_bytes, 0, 10);
    tcase_add_test(tests, fields_that_are_two_things_at_once_are_refused);
    tcase_add_test(tests, json_is_escaped_as_json);
    tcase_add_test(tests, keys_that_an_exchange_does_not_take_are_refused);
    tcase_add_test(tests, a_kraken_nonce_may_be_the_callers_own);
    tcase_add_loop_test(tests, messages_that_an_exchange_does_not_sign_are_refused, 0, 10);
    suite_add_tcase(suite, tests);
    return run_as_tap(suite);
}
