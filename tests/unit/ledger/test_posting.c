/* Double entry: the lines by hand, their sums over random flows, and the bytes of the export. */
#include "flow.h"

static tr_ledger_row lines[TR_LEDGER_LINES_MAX];
static size_t line_count;

static void post(const tr_fill *fill, const char *gain)
{
    tr_error err = { 0 };
    ck_assert_msg(tr_ledger_post_fill(fill, (tr_money){ decimal(gain) }, 7, 11, lines, &line_count,
                                      &err) == TR_OK,
                  "%s", err.message);
}

static void assert_line(size_t at, tr_ledger_book book, const char *asset, const char *amount)
{
    ck_assert_uint_lt(at, line_count);
    ck_assert_int_eq(lines[at].book, book);
    ck_assert_str_eq(lines[at].asset, asset);
    ck_assert_str_eq(lines[at].account, "paper");
    ck_assert_int_eq(lines[at].seq, 7);
    ck_assert_int_eq(lines[at].line, (int64_t)at);
    ck_assert_int_eq(lines[at].at_ns, 11);
    assert_decimal(lines[at].amount.value, amount);
}

START_TEST(spot_purchase_moves_goods_their_price_and_the_fee)
{
    tr_fill fill = fill_of(TR_SIDE_BUY, "2", "100");
    fill.fee.value = decimal("0.2");
    post(&fill, "0");
    ck_assert_uint_eq(line_count, 6);
    assert_line(0, TR_LEDGER_CASH, "BTC", "2");
    assert_line(1, TR_LEDGER_POSITION, "BTC", "-2");
    assert_line(2, TR_LEDGER_CASH, "USDT", "-200");
    assert_line(3, TR_LEDGER_POSITION, "USDT", "200");
    assert_line(4, TR_LEDGER_CASH, "USDT", "-0.2");
    assert_line(5, TR_LEDGER_FEES, "USDT", "0.2");
}
END_TEST

START_TEST(spot_sale_without_a_fee_has_four_lines)
{
    tr_fill fill = fill_of(TR_SIDE_SELL, "2", "100");
    post(&fill, "55");
    ck_assert_uint_eq(line_count, 4);
    assert_line(0, TR_LEDGER_CASH, "BTC", "-2");
    assert_line(2, TR_LEDGER_CASH, "USDT", "200");
}
END_TEST

START_TEST(linear_execution_moves_its_gain_and_no_goods)
{
    tr_fill fill = fill_of(TR_SIDE_SELL, "2", "100");
    (void)snprintf(fill.symbol, sizeof fill.symbol, "BTC/USDT:USDT");
    fill.fee.value = decimal("-0.1");
    post(&fill, "-12.5");
    ck_assert_uint_eq(line_count, 4);
    assert_line(0, TR_LEDGER_CASH, "USDT", "-12.5");
    assert_line(1, TR_LEDGER_POSITION, "USDT", "12.5");
    assert_line(2, TR_LEDGER_CASH, "USDT", "0.1");
    assert_line(3, TR_LEDGER_FEES, "USDT", "-0.1");
    post(&fill, "0");
    ck_assert_uint_eq(line_count, 2);
}
END_TEST

START_TEST(money_moves_between_cash_and_another_book)
{
    ck_assert_int_eq(tr_ledger_post_move("paper", "USDT", (tr_money){ decimal("5") },
                                         TR_LEDGER_OPENING, 7, 11, lines, &line_count, NULL),
                     TR_OK);
    ck_assert_uint_eq(line_count, 2);
    assert_line(0, TR_LEDGER_CASH, "USDT", "5");
    assert_line(1, TR_LEDGER_OPENING, "USDT", "-5");
    ck_assert_int_eq(tr_ledger_post_move("paper", "USDT", (tr_money){ decimal("5") },
                                         TR_LEDGER_CASH, 7, 11, lines, &line_count, NULL),
                     TR_E_INVALID);
    ck_assert_int_eq(tr_ledger_post_move("paper", "USDT", (tr_money){ decimal("0") },
                                         TR_LEDGER_EXTERNAL, 7, 11, lines, &line_count, NULL),
                     TR_OK);
    ck_assert_uint_eq(line_count, 0);
}
END_TEST

START_TEST(sums_conserve_in_every_asset_and_cash_is_what_the_lots_say)
{
    for (uint64_t seed = 1; seed <= 40; seed++) {
        tr_rng rng;
        tr_lots *lots;
        tr_ledger_trial trial = { .count = 0 };
        tr_rng_init(&rng, seed);
        ck_assert_int_eq(tr_lots_new((tr_lot_method)(seed % TR_LOT_METHOD_COUNT), "BTC/USDT",
                                     tr_decimal_from_int(1), NULL, NULL, NULL, &lots, NULL),
                         TR_OK);
        for (int step = 0; step < 150; step++) {
            tr_fill fill = random_fill(&rng, "BTC/USDT", true);
            post(&fill, "0");
            for (size_t i = 0; i < line_count; i++)
                ck_assert_int_eq(tr_ledger_trial_add(&trial, &lines[i], NULL), TR_OK);
            ck_assert_int_eq(tr_lots_fill(lots, &fill, NULL), TR_OK);
            ck_assert_msg(tr_ledger_trial_is_balanced(&trial), "seed %llu, step %d",
                          (unsigned long long)seed, step);
        }
        tr_lots_sums sums = tr_lots_total(lots);
        tr_decimal cash = sums.realised.value;
        take_from(&cash, sums.cost.value);
        take_from(&cash, sums.fees.value);
        ck_assert_uint_eq(trial.count, 3);
        ck_assert_str_eq(trial.assets[0].asset, "BNB");
        ck_assert_str_eq(trial.assets[1].asset, "BTC");
        ck_assert_str_eq(trial.assets[2].asset, "USDT");
        assert_same(trial.assets[1].books[TR_LEDGER_CASH].value, sums.quantity);
        assert_same(trial.assets[2].books[TR_LEDGER_CASH].value, cash);
        tr_ledger_trial_done(&trial);
        tr_lots_free(lots);
    }
}
END_TEST

START_TEST(missing_line_is_seen_in_its_asset)
{
    tr_ledger_trial trial = { .count = 0 };
    tr_fill fill = fill_of(TR_SIDE_BUY, "2", "100");
    post(&fill, "0");
    for (size_t i = 1; i < line_count; i++)
        ck_assert_int_eq(tr_ledger_trial_add(&trial, &lines[i], NULL), TR_OK);
    ck_assert(!tr_ledger_trial_is_balanced(&trial));
    assert_decimal(trial.assets[0].total.value, "-2");
    assert_decimal(trial.assets[1].total.value, "0");
    lines[0].book = 99;
    ck_assert_int_eq(tr_ledger_trial_add(&trial, &lines[0], NULL), TR_E_CORRUPT);
    tr_ledger_trial_done(&trial);
}
END_TEST

START_TEST(lines_are_exported_exactly)
{
    char text[TR_LEDGER_TEXT_SIZE];
    tr_ledger_row line = { .account = "paper",
                           .seq = 12,
                           .line = 3,
                           .book = TR_LEDGER_FEES,
                           .asset = "USDT",
                           .at_ns = INT64_C(1700000000123000000) };
    line.amount.value = decimal("0.000000000000000001");
    ck_assert_str_eq(tr_ledger_csv_header(), "at,account,seq,line,book,asset,amount");
    size_t length = tr_ledger_format_line(&line, TR_LEDGER_CSV, text);
    ck_assert_str_eq(text, "2023-11-14T22:13:20.123Z,paper,12,3,fees,USDT,0.000000000000000001");
    ck_assert_uint_eq(length, strlen(text));
    tr_ledger_format_line(&line, TR_LEDGER_JSON, text);
    ck_assert_str_eq(
        text, "{\"at\":\"2023-11-14T22:13:20.123Z\",\"account\":\"paper\",\"seq\":12,\"line\":3,"
              "\"book\":\"fees\",\"asset\":\"USDT\",\"amount\":\"0.000000000000000001\"}");
}
END_TEST

START_TEST(names_that_would_break_the_form_are_quoted)
{
    char text[TR_LEDGER_TEXT_SIZE];
    tr_ledger_row line = { .account = "a\"b,c\n", .book = TR_LEDGER_CASH, .asset = "X" };
    tr_ledger_format_line(&line, TR_LEDGER_CSV, text);
    ck_assert_str_eq(text, "1970-01-01T00:00:00Z,\"a\"\"b,c\n\",0,0,cash,X,0");
    tr_ledger_format_line(&line, TR_LEDGER_JSON, text);
    ck_assert_ptr_nonnull(strstr(text, "\"account\":\"a\\\"b,c\\u000a\""));
}
END_TEST

START_TEST(longest_line_fits)
{
    char text[TR_LEDGER_TEXT_SIZE];
    tr_ledger_row line = {
        .seq = INT64_MAX, .line = INT64_MAX, .book = TR_LEDGER_POSITION, .at_ns = 1
    };
    memset(line.account, 1, sizeof line.account - 1);
    memset(line.asset, 1, sizeof line.asset - 1);
    line.amount.value = decimal("-170141183460469231731.687303715884105727");
    ck_assert_uint_lt(tr_ledger_format_line(&line, TR_LEDGER_JSON, text), sizeof text);
    ck_assert_int_eq(text[strlen(text) - 1], '}');
    ck_assert_uint_lt(tr_ledger_format_line(&line, TR_LEDGER_CSV, text), sizeof text);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("posting");
    TCase *rules = tcase_create("rules");
    tcase_add_test(rules, spot_purchase_moves_goods_their_price_and_the_fee);
    tcase_add_test(rules, spot_sale_without_a_fee_has_four_lines);
    tcase_add_test(rules, linear_execution_moves_its_gain_and_no_goods);
    tcase_add_test(rules, money_moves_between_cash_and_another_book);
    tcase_add_test(rules, sums_conserve_in_every_asset_and_cash_is_what_the_lots_say);
    tcase_add_test(rules, missing_line_is_seen_in_its_asset);
    tcase_add_test(rules, lines_are_exported_exactly);
    tcase_add_test(rules, names_that_would_break_the_form_are_quoted);
    tcase_add_test(rules, longest_line_fits);
    suite_add_tcase(suite, rules);
    return run_as_tap(suite);
}
