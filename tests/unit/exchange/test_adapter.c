/* test_adapter.c: what holds for the tables of every exchange, and what of a question is refused. */
#include <string.h>

#include <trade/exchange_model.h>

#include "exchange/request.h"
#include "support/check_tap.h"
#include "support/exchange_samples.h"

static const tr_kind kinds[] = { TR_KIND_SPOT, TR_KIND_LINEAR };

static const tr__adapter *adapter_of(int index)
{
    return tr__adapter_at((size_t)index);
}

/* ---- tables ---------------------------------------------------------------------------------- */

START_TEST(exchanges_are_in_order_of_name_and_found_by_it)
{
    ck_assert_ptr_null(tr_exchange_info_at(10));
    for (size_t i = 0; i < 10; i++) {
        const tr_exchange_info *info = tr_exchange_info_at(i);
        ck_assert_ptr_nonnull(info);
        ck_assert_ptr_eq(tr_exchange_info_find(info->name), info);
        ck_assert_str_eq(info->name, tr_sign_exchange_at(i));
        if (i > 0)
            ck_assert_int_lt(strcmp(tr_exchange_info_at(i - 1)->name, info->name), 0);
    }
    ck_assert_ptr_null(tr_exchange_info_find("nowhere"));
    ck_assert_ptr_null(tr_exchange_info_find(NULL));
}
END_TEST

/* A fault's codes rise, so that none stands twice; no other fault of the list has one of them. */
static void fault_rows_check(const char *exchange, const tr__fault_row *rows)
{
    for (const tr__fault_row *row = rows; row->codes != NULL; row++) {
        ck_assert_msg(row->fault != TR_FAULT_NONE && row->codes[0] != NULL, "%s", exchange);
        for (size_t i = 0; row->codes[i] != NULL; i++) {
            ck_assert_msg(i == 0 || strcmp(row->codes[i - 1], row->codes[i]) < 0, "%s: %s",
                          exchange, row->codes[i]);
            for (const tr__fault_row *other = rows; other != row; other++)
                for (size_t j = 0; other->codes[j] != NULL; j++)
                    ck_assert_msg(strcmp(other->codes[j], row->codes[i]) != 0, "%s: %s", exchange,
                                  row->codes[i]);
        }
    }
}

START_TEST(fault_codes_are_sorted_and_single)
{
    const tr__adapter *adapter = adapter_of(_i);
    const tr__fault_section *section = adapter->faults->sections;
    fault_rows_check(adapter->info.name, adapter->faults->rows);
    for (; section != NULL && section->name != NULL; section++)
        fault_rows_check(adapter->info.name, section->rows);
}
END_TEST

START_TEST(every_call_that_must_be_there_is_offered)
{
    static const tr_call calls[] = { TR_CALL_TIME,   TR_CALL_INSTRUMENTS, TR_CALL_TICKER,
                                     TR_CALL_BOOK,   TR_CALL_BALANCES,    TR_CALL_PLACE,
                                     TR_CALL_CANCEL, TR_CALL_ORDER,       TR_CALL_OPEN_ORDERS,
                                     TR_CALL_FILLS };
    const tr_exchange_info *info = tr_exchange_info_at((size_t)_i);
    for (size_t i = 0; i < sizeof calls / sizeof calls[0]; i++) {
        ck_assert_msg(tr_exchange_info_has(info, TR_KIND_SPOT, calls[i]), "%s %s", info->name,
                      tr_call_name(calls[i]));
        if (info->linear.is_offered)
            ck_assert_msg(tr_exchange_info_has(info, TR_KIND_LINEAR, calls[i]), "%s %s", info->name,
                          tr_call_name(calls[i]));
    }
    ck_assert(!tr_exchange_info_has(info, TR_KIND_INVERSE, TR_CALL_TIME));
}
END_TEST

static void limits_check(const tr__adapter *adapter, const tr__endpoint *endpoint)
{
    for (size_t i = 0; i < TR__COSTS_MAX && endpoint->costs[i].weight != 0; i++)
        ck_assert_msg(adapter->limits[endpoint->costs[i].limit].amount >= endpoint->costs[i].weight,
                      "%s %s", adapter->info.name, endpoint->path);
    ck_assert_msg(endpoint->costs[0].weight != 0, "%s %s costs nothing", adapter->info.name,
                  endpoint->path);
    ck_assert_int_eq(endpoint->needs & ~endpoint->takes, 0);
    ck_assert_ptr_nonnull(endpoint->answer);
}

START_TEST(endpoints_cost_a_limit_that_is_there)
{
    const tr__adapter *adapter = adapter_of(_i);
    for (size_t k = 0; k < 2; k++)
        for (int call = 0; call < TR_CALL_COUNT; call++)
            for (const tr__endpoint *endpoint =
                     tr__adapter_endpoint(adapter, kinds[k], (tr_call)call);
                 endpoint != NULL; endpoint = endpoint->next)
                limits_check(adapter, endpoint);
}
END_TEST

/* Signing knows the section, fills the path and reaches the host of the tables, or the one that is given. */
static void request_check(const tr__adapter *adapter, const tr__endpoint *endpoint, tr_call call,
                          tr_kind kind, const tr_exchange_key *key)
{
    static char buffer[65536];
    tr_instrument instrument = sample_instrument(adapter, kind);
    tr_order_terms terms = sample_terms(kind);
    tr_exchange_question question = sample_question(endpoint, call, kind, &instrument, &terms);
    tr_error err = { .message = "" };
    static tr__request request;
    tr_signed_request ready;
    tr_status status = tr__adapter_write(adapter, endpoint, &question, &request, &err);
    ck_assert_msg(status == TR_OK, "%s %s: %s", adapter->info.name, tr_call_name(call),
                  err.message);
    request.sign.clock_ms = SAMPLE_NOW_NS / 1000000;
    status = tr_sign(key, &request.sign, buffer, sizeof buffer, &ready, &err);
    ck_assert_msg(status == TR_OK, "%s %s: %s", adapter->info.name, tr_call_name(call),
                  err.message);
    ck_assert_int_eq(strncmp(ready.url, "https://", 8), 0);
    ck_assert_msg(strchr(ready.url, '{') == NULL, "%s", ready.url);
    request.sign.host = "https://127.0.0.1:8443";
    ck_assert_int_eq(tr_sign(key, &request.sign, buffer, sizeof buffer, &ready, &err), TR_OK);
    ck_assert_int_eq(strncmp(ready.url, "https://127.0.0.1:8443/", 23), 0);
}

START_TEST(every_offered_call_is_written_and_signed)
{
    const tr__adapter *adapter = adapter_of(_i);
    tr_exchange_key *key = sample_key(adapter->info.name);
    ck_assert_ptr_nonnull(key);
    for (size_t k = 0; k < 2; k++)
        for (int call = 0; call < TR_CALL_COUNT; call++)
            for (const tr__endpoint *endpoint =
                     tr__adapter_endpoint(adapter, kinds[k], (tr_call)call);
                 endpoint != NULL; endpoint = endpoint->next)
                request_check(adapter, endpoint, (tr_call)call, kinds[k], key);
    tr_exchange_key_free(key);
}
END_TEST

START_TEST(every_timeframe_of_the_tables_has_its_word)
{
    const tr__adapter *adapter = adapter_of(_i);
    for (size_t k = 0; k < 2; k++) {
        const tr_exchange_product *product = tr__adapter_product(adapter, kinds[k]);
        for (size_t i = 0; product != NULL && i < product->timeframe_count; i++) {
            tr_exchange_question question = TR_EXCHANGE_QUESTION_INIT;
            question.kind = kinds[k];
            question.timeframe = product->timeframes[i];
            ck_assert_ptr_nonnull(tr__request_timeframe(adapter, &question));
        }
    }
}
END_TEST

/* ---- client ids ------------------------------------------------------------------------------ */

static void id_check(const tr__adapter *adapter, tr_kind kind, tr_id id)
{
    const tr_exchange_product *product = tr__adapter_product(adapter, kind);
    char text[TR_LABEL_SIZE];
    tr_id back;
    uint16_t tag = 0;
    ck_assert_int_eq(
        tr_exchange_client_id_write(adapter->info.name, kind, id, text, sizeof text, NULL), TR_OK);
    ck_assert_uint_le(strlen(text), product->ids.length_max);
    for (const char *at = text; *at != '\0'; at++)
        ck_assert_msg((*at >= '0' && *at <= '9') || (*at >= 'a' && *at <= 'z') ||
                          strchr(product->ids.alphabet, *at) != NULL,
                      "%s: %s", adapter->info.name, text);
    ck_assert(tr_exchange_client_id_tag(adapter->info.name, kind, text, &tag));
    ck_assert_uint_eq(tag, tr_id_tag(id));
    tr_status status = tr_exchange_client_id_read(adapter->info.name, kind, text, &back, NULL);
    if (product->ids.form == TR_ID_FORM_INTEGER)
        ck_assert_int_eq(status, TR_E_UNSUPPORTED);
    else
        ck_assert(status == TR_OK && tr_id_compare(id, back) == 0);
}

START_TEST(ids_fit_the_exchange_and_come_back)
{
    const tr__adapter *adapter = adapter_of(_i);
    tr_rng rng;
    tr_rng_init(&rng, 20261122);
    tr_id high;
    memset(high.bytes, 0xff, sizeof high.bytes);
    for (size_t k = 0; k < 2; k++) {
        if (tr__adapter_product(adapter, kinds[k]) == NULL)
            continue;
        id_check(adapter, kinds[k], high);
        for (int round = 0; round < 200; round++)
            id_check(adapter, kinds[k],
                     tr_id_make((int64_t)tr_rng_below(&rng, INT64_MAX), (uint16_t)tr_rng_next(&rng),
                                &rng));
    }
}
END_TEST

START_TEST(an_id_that_kraken_spells_with_hyphens_is_ours)
{
    tr_id id, plain;
    ck_assert_int_eq(tr_exchange_client_id_read("kraken", TR_KIND_SPOT,
                                                "0123456789abcdef0123456789abcdef", &plain, NULL),
                     TR_OK);
    ck_assert_int_eq(tr_exchange_client_id_read(
                         "kraken", TR_KIND_SPOT, "01234567-89ab-cdef-0123-456789abcdef", &id, NULL),
                     TR_OK);
    ck_assert_int_eq(tr_id_compare(id, plain), 0);
    ck_assert_int_eq(tr_exchange_client_id_read(
                         "kraken", TR_KIND_SPOT, "0123456-789ab-cdef-0123-456789abcdef", &id, NULL),
                     TR_E_PARSE);
    ck_assert_int_eq(tr_exchange_client_id_read(
                         "kraken", TR_KIND_SPOT, "01234567-89ab-cdef-0123-456789abcde-", &id, NULL),
                     TR_E_PARSE);
}
END_TEST

START_TEST(ids_of_others_are_told_from_ours)
{
    static const char *const foreign[] = { "",
                                           "x",
                                           "web_pCCGp9AIHjziKLlpGpXI",
                                           "t-",
                                           "t-lt-test-0001",
                                           "x-TKT5PX2F7c1d5e9f3a8b2c6d4e0f1a",
                                           "-1",
                                           "0123",
                                           "99999999999999999999",
                                           "9223372036854775808",
                                           "12a",
                                           "0123456789ABCDEF0123456789ABCDEF" };
    const tr__adapter *adapter = adapter_of(_i);
    uint16_t tag = 0;
    for (size_t i = 0; i < sizeof foreign / sizeof foreign[0]; i++) {
        tr_id id;
        ck_assert_msg(
            !tr_exchange_client_id_tag(adapter->info.name, TR_KIND_SPOT, foreign[i], &tag),
            "%s takes %s", adapter->info.name, foreign[i]);
        ck_assert_int_eq(
            tr_exchange_client_id_read(adapter->info.name, TR_KIND_SPOT, foreign[i], &id, NULL),
            TR_E_PARSE);
        if (adapter->info.linear.is_offered)
            ck_assert(
                !tr_exchange_client_id_tag(adapter->info.name, TR_KIND_LINEAR, foreign[i], &tag));
    }
}
END_TEST

START_TEST(an_id_of_nothing_or_for_nobody_is_refused)
{
    char text[TR_LABEL_SIZE];
    tr_id none = { { 0 } };
    ck_assert_int_eq(
        tr_exchange_client_id_write("okx", TR_KIND_SPOT, none, text, sizeof text, NULL),
        TR_E_INVALID);
    ck_assert_int_eq(tr_exchange_client_id_write("okx", TR_KIND_SPOT, sample_id(), text, 10, NULL),
                     TR_E_FULL);
    ck_assert_int_eq(
        tr_exchange_client_id_write("nowhere", TR_KIND_SPOT, sample_id(), text, sizeof text, NULL),
        TR_E_NOT_FOUND);
    ck_assert_int_eq(
        tr_exchange_client_id_write("kraken", TR_KIND_LINEAR, sample_id(), text, sizeof text, NULL),
        TR_E_UNSUPPORTED);
}
END_TEST

/* ---- refusals -------------------------------------------------------------------------------- */

static tr_status place(const char *exchange, tr_kind kind, const tr_order_terms *terms,
                       tr_error *err)
{
    static tr__request request;
    const tr__adapter *adapter = tr__adapter_find(exchange);
    tr_instrument instrument = sample_instrument(adapter, kind);
    const tr__endpoint *endpoint = tr__adapter_endpoint(adapter, kind, TR_CALL_PLACE);
    tr_exchange_question question =
        sample_question(endpoint, TR_CALL_PLACE, kind, &instrument, terms);
    return tr__adapter_write(adapter, endpoint, &question, &request, err);
}

START_TEST(an_order_that_contradicts_itself_is_refused)
{
    tr_order_terms good = sample_terms(TR_KIND_SPOT), bad;
    tr_error err;
    ck_assert_int_eq(place("binance", TR_KIND_SPOT, &good, &err), TR_OK);
    bad = good;
    bad.quantity.value = sample_decimal("0");
    ck_assert_int_eq(place("binance", TR_KIND_SPOT, &bad, &err), TR_E_INVALID);
    bad = good;
    bad.notional.value = sample_decimal("5");
    ck_assert_int_eq(place("binance", TR_KIND_SPOT, &bad, &err), TR_E_INVALID);
    bad = good;
    bad.type = TR_ORDER_MARKET;
    ck_assert_int_eq(place("binance", TR_KIND_SPOT, &bad, &err), TR_E_INVALID);
    bad = good;
    bad.type = TR_ORDER_STOP_LIMIT;
    ck_assert_int_eq(place("binance", TR_KIND_SPOT, &bad, &err), TR_E_INVALID);
    bad = good;
    bad.is_post_only = true;
    bad.tif = TR_TIF_IOC;
    ck_assert_int_eq(place("binance", TR_KIND_SPOT, &bad, &err), TR_E_INVALID);
    bad = good;
    bad.limit_price.value = sample_decimal("-1");
    ck_assert_int_eq(place("binance", TR_KIND_SPOT, &bad, &err), TR_E_RANGE);
}
END_TEST

START_TEST(what_is_off_the_grid_is_refused)
{
    tr_order_terms terms = sample_terms(TR_KIND_SPOT);
    tr_error err;
    terms.limit_price.value = sample_decimal("43210.55");
    ck_assert_int_eq(place("bybit", TR_KIND_SPOT, &terms, &err), TR_E_RANGE);
    terms = sample_terms(TR_KIND_SPOT);
    terms.quantity.value = sample_decimal("0.001234");
    ck_assert_int_eq(place("bybit", TR_KIND_SPOT, &terms, &err), TR_E_RANGE);
    terms = sample_terms(TR_KIND_SPOT);
    terms.type = TR_ORDER_STOP_LIMIT;
    terms.stop_price.value = sample_decimal("43210.55");
    ck_assert_int_eq(place("bybit", TR_KIND_SPOT, &terms, &err), TR_E_RANGE);
}
END_TEST

START_TEST(what_the_exchange_cannot_do_is_refused_by_name)
{
    tr_order_terms terms = sample_terms(TR_KIND_SPOT);
    tr_error err;
    terms.tif = TR_TIF_FOK;
    ck_assert_int_eq(place("kraken", TR_KIND_SPOT, &terms, &err), TR_E_UNSUPPORTED);
    ck_assert_ptr_nonnull(strstr(err.message, "fok"));
    terms = sample_terms(TR_KIND_SPOT);
    terms.is_reduce_only = true;
    ck_assert_int_eq(place("binance", TR_KIND_SPOT, &terms, &err), TR_E_UNSUPPORTED);
    ck_assert_ptr_nonnull(strstr(err.message, "reduce_only"));
    /* A market buy in base units: gate would take the number for quote units. */
    terms = sample_terms(TR_KIND_SPOT);
    terms.side = TR_SIDE_BUY;
    terms.type = TR_ORDER_MARKET;
    terms.limit_price.value = sample_decimal("0");
    ck_assert_int_eq(place("gate", TR_KIND_SPOT, &terms, &err), TR_E_UNSUPPORTED);
    ck_assert_ptr_nonnull(strstr(err.message, "quantity_buy"));
    terms.type = TR_ORDER_STOP;
    terms.stop_price.value = sample_decimal("50000");
    ck_assert_int_eq(place("okx", TR_KIND_SPOT, &terms, &err), TR_E_UNSUPPORTED);
}
END_TEST

START_TEST(kraken_is_told_to_take_its_fee_in_the_quote_currency)
{
    static tr__request request;
    const tr__adapter *adapter = tr__adapter_find("kraken");
    tr_instrument instrument = sample_instrument(adapter, TR_KIND_SPOT);
    tr_order_terms terms = sample_terms(TR_KIND_SPOT);
    const tr__endpoint *endpoint = tr__adapter_endpoint(adapter, TR_KIND_SPOT, TR_CALL_PLACE);
    tr_exchange_question question =
        sample_question(endpoint, TR_CALL_PLACE, TR_KIND_SPOT, &instrument, &terms);
    const char *flags = "";
    ck_assert_int_eq(tr__adapter_write(adapter, endpoint, &question, &request, NULL), TR_OK);
    for (size_t i = 0; i < request.field_count; i++)
        if (strcmp(request.fields[i].name, "oflags") == 0)
            flags = request.fields[i].text;
    ck_assert_ptr_nonnull(strstr(flags, "fciq"));
}
END_TEST

START_TEST(a_question_with_a_part_that_is_not_taken_is_refused)
{
    static tr__request request;
    const tr__adapter *adapter = tr__adapter_find("kraken");
    tr_instrument instrument = sample_instrument(adapter, TR_KIND_SPOT);
    const tr__endpoint *bars = tr__adapter_endpoint(adapter, TR_KIND_SPOT, TR_CALL_BARS);
    tr_exchange_question question =
        sample_question(bars, TR_CALL_BARS, TR_KIND_SPOT, &instrument, NULL);
    tr_error err;
    ck_assert_int_eq(tr__adapter_write(adapter, bars, &question, &request, &err), TR_OK);
    question.until_ns = SAMPLE_NOW_NS;
    ck_assert_int_eq(tr__adapter_write(adapter, bars, &question, &request, &err), TR_E_UNSUPPORTED);
    question.until_ns = 0;
    question.timeframe.count = 7;
    ck_assert_int_eq(tr__adapter_write(adapter, bars, &question, &request, &err), TR_E_UNSUPPORTED);
    question.timeframe.count = 1;
    question.instrument = NULL;
    ck_assert_int_eq(tr__adapter_write(adapter, bars, &question, &request, &err), TR_E_INVALID);
    instrument.kind = TR_KIND_LINEAR;
    question.instrument = &instrument;
    ck_assert_int_eq(tr__adapter_write(adapter, bars, &question, &request, &err), TR_E_INVALID);
    question.call = TR_CALL_FUNDING;
    ck_assert_int_eq(tr__adapter_write(adapter, NULL, &question, &request, &err), TR_E_UNSUPPORTED);
}
END_TEST

START_TEST(a_raw_query_holds_nothing_that_would_need_encoding)
{
    static const char *const bad[] = { "a&b=1", "a b", "a#b", "a\nb", "\xc3\xa4" };
    static tr__request request;
    static const char *const exchanges[] = { "bybit", "kucoin" };
    for (size_t e = 0; e < 2; e++) {
        const tr__adapter *adapter = tr__adapter_find(exchanges[e]);
        tr_instrument instrument = sample_instrument(adapter, TR_KIND_SPOT);
        const tr__endpoint *order = tr__adapter_endpoint(adapter, TR_KIND_SPOT, TR_CALL_ORDER);
        tr_exchange_question question =
            sample_question(order, TR_CALL_ORDER, TR_KIND_SPOT, &instrument, NULL);
        tr_error err;
        for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
            question.exchange_order_id = bad[i];
            ck_assert_int_eq(tr__adapter_write(adapter, order, &question, &request, &err),
                             TR_E_INVALID);
        }
        question.exchange_order_id =
            "1321052653536515584%3A1672217748287"; /* as bybit's cursors come */
        ck_assert_int_eq(tr__adapter_write(adapter, order, &question, &request, &err), TR_OK);
    }
}
END_TEST

START_TEST(an_order_that_does_not_fit_is_refused_whole)
{
    static tr__request request;
    static char long_id[TR__REQUEST_TEXT_SIZE + 1];
    memset(long_id, '7', sizeof long_id - 1);
    const tr__adapter *adapter = tr__adapter_find("binance");
    tr_instrument instrument = sample_instrument(adapter, TR_KIND_SPOT);
    const tr__endpoint *order = tr__adapter_endpoint(adapter, TR_KIND_SPOT, TR_CALL_ORDER);
    tr_exchange_question question =
        sample_question(order, TR_CALL_ORDER, TR_KIND_SPOT, &instrument, NULL);
    question.exchange_order_id = long_id;
    ck_assert_int_eq(tr__adapter_write(adapter, order, &question, &request, NULL), TR_E_FULL);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("adapter");
    TCase *tests = tcase_create("adapter");
    tcase_add_test(tests, exchanges_are_in_order_of_name_and_found_by_it);
    tcase_add_loop_test(tests, fault_codes_are_sorted_and_single, 0, 10);
    tcase_add_loop_test(tests, every_call_that_must_be_there_is_offered, 0, 10);
    tcase_add_loop_test(tests, endpoints_cost_a_limit_that_is_there, 0, 10);
    tcase_add_loop_test(tests, every_offered_call_is_written_and_signed, 0, 10);
    tcase_add_loop_test(tests, every_timeframe_of_the_tables_has_its_word, 0, 10);
    tcase_add_loop_test(tests, ids_fit_the_exchange_and_come_back, 0, 10);
    tcase_add_test(tests, an_id_that_kraken_spells_with_hyphens_is_ours);
    tcase_add_loop_test(tests, ids_of_others_are_told_from_ours, 0, 10);
    tcase_add_test(tests, an_id_of_nothing_or_for_nobody_is_refused);
    tcase_add_test(tests, an_order_that_contradicts_itself_is_refused);
    tcase_add_test(tests, what_is_off_the_grid_is_refused);
    tcase_add_test(tests, what_the_exchange_cannot_do_is_refused_by_name);
    tcase_add_test(tests, kraken_is_told_to_take_its_fee_in_the_quote_currency);
    tcase_add_test(tests, a_question_with_a_part_that_is_not_taken_is_refused);
    tcase_add_test(tests, a_raw_query_holds_nothing_that_would_need_encoding);
    tcase_add_test(tests, an_order_that_does_not_fit_is_refused_whole);
    suite_add_tcase(suite, tests);
    return run_as_tap(suite);
}
