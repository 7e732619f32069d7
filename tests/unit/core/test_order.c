/* Names, the life cycle's table of moves, and the average price of an order. */
#include <string.h>

#include <trade/order.h>

#include "support/check_tap.h"

static tr_decimal decimal(const char *text)
{
    tr_decimal value = { 0 };
    ck_assert_int_eq(tr_decimal_parse(text, strlen(text), &value), TR_OK);
    return value;
}

START_TEST(every_state_name_reads_back)
{
    for (int i = TR_STATE_NONE; i <= TR_STATE_FAILED; i++) {
        const char *name = tr_order_state_name((tr_order_state)i);
        ck_assert_ptr_nonnull(name);
        tr_order_state state = TR_STATE_NONE;
        ck_assert_int_eq(tr_order_state_parse(name, strlen(name), &state), TR_OK);
        ck_assert_int_eq(state, i);
    }
    ck_assert_str_eq(tr_order_state_name(TR_STATE_PARTLY_FILLED), "partly_filled");
}
END_TEST

START_TEST(every_type_and_tif_name_reads_back)
{
    for (int i = TR_ORDER_MARKET; i <= TR_ORDER_TRAILING; i++) {
        const char *name = tr_order_type_name((tr_order_type)i);
        tr_order_type type = TR_ORDER_MARKET;
        ck_assert_int_eq(tr_order_type_parse(name, strlen(name), &type), TR_OK);
        ck_assert_int_eq(type, i);
    }
    for (int i = TR_TIF_GTC; i <= TR_TIF_FOK; i++) {
        const char *name = tr_tif_name((tr_tif)i);
        tr_tif tif = TR_TIF_GTC;
        ck_assert_int_eq(tr_tif_parse(name, strlen(name), &tif), TR_OK);
        ck_assert_int_eq(tif, i);
    }
    ck_assert_str_eq(tr_role_name(TR_ROLE_TAKE_PROFIT), "take_profit");
    ck_assert_str_eq(tr_trigger_name(TR_TRIGGER_SIGNAL), "signal");
    ck_assert_str_eq(tr_alert_action_name(TR_ALERT_REVERSE), "reverse");
}
END_TEST

START_TEST(numbers_outside_have_no_name)
{
    ck_assert_ptr_null(tr_order_type_name((tr_order_type)7));
    ck_assert_ptr_null(tr_order_type_name((tr_order_type)-1));
    ck_assert_ptr_null(tr_tif_name((tr_tif)3));
    ck_assert_ptr_null(tr_role_name((tr_role)4));
    ck_assert_ptr_null(tr_trigger_name((tr_trigger)6));
    ck_assert_ptr_null(tr_alert_action_name((tr_alert_action)6));
    ck_assert_ptr_null(tr_order_state_name((tr_order_state)14));
    ck_assert_ptr_null(tr_order_state_view((tr_order_state)14));
    ck_assert(!tr_order_state_is_final((tr_order_state)14));
    ck_assert(!tr_order_move_is_legal((tr_order_state)14, TR_STATE_ACCEPTED));
    ck_assert(!tr_order_move_is_legal(TR_STATE_ACCEPTED, (tr_order_state)33));
}
END_TEST

START_TEST(names_are_read_exactly)
{
    tr_order_type type = TR_ORDER_STOP;
    tr_order_state state = TR_STATE_FAILED;
    tr_tif tif = TR_TIF_FOK;
    ck_assert_int_eq(tr_order_type_parse("Market", 6, &type), TR_E_PARSE);
    ck_assert_int_eq(tr_order_type_parse("marke", 5, &type), TR_E_PARSE);
    ck_assert_int_eq(tr_order_type_parse("", 0, &type), TR_E_PARSE);
    ck_assert_int_eq(tr_order_state_parse("filled ", 7, &state), TR_E_PARSE);
    ck_assert_int_eq(tr_tif_parse("gtc\0", 4, &tif), TR_E_PARSE);
    ck_assert_int_eq(tr_tif_parse(NULL, 3, &tif), TR_E_INVALID);
    ck_assert_int_eq(type, TR_ORDER_STOP);
    ck_assert_int_eq(state, TR_STATE_FAILED);
    ck_assert_int_eq(tif, TR_TIF_FOK);
}
END_TEST

START_TEST(alert_actions_know_their_other_words_in_either_case)
{
    static const struct {
        const char *text;
        tr_alert_action action;
    } words[] = {
        { "buy", TR_ALERT_BUY },    { "LONG", TR_ALERT_BUY },      { "Sell", TR_ALERT_SELL },
        { "short", TR_ALERT_SELL }, { "close", TR_ALERT_CLOSE },   { "EXIT", TR_ALERT_CLOSE },
        { "flat", TR_ALERT_CLOSE }, { "Reduce", TR_ALERT_REDUCE }, { "reverse", TR_ALERT_REVERSE },
    };
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        tr_alert_action action = TR_ALERT_BUY;
        ck_assert_int_eq(tr_alert_action_parse(words[i].text, strlen(words[i].text), &action),
                         TR_OK);
        ck_assert_int_eq(action, words[i].action);
    }
    tr_alert_action action = TR_ALERT_SELL;
    ck_assert_int_eq(tr_alert_action_parse("buys", 4, &action), TR_E_PARSE);
    ck_assert_int_eq(tr_alert_action_parse("", 0, &action), TR_E_PARSE);
    ck_assert_int_eq(tr_alert_action_parse("a word too long", 15, &action), TR_E_PARSE);
    ck_assert_int_eq(action, TR_ALERT_SELL);
}
END_TEST

/* The life cycle once more, written as a drawing: row from, column to, in the order of the numbers. */
static const char *const moves[] = {
    /*                NAWCSUWPFCCERF */
    /* none */ ".x............",
    /* accepted */ "..xx......xxx.",
    /* waiting */ "...x......xxx.",
    /* claimed */ "....x.....x.x.",
    /* sending */ ".....xxxx.xx.x",
    /* unknown */ "....x.xxx.xx.x",
    /* working */ ".......xxxxx.x",
    /* partly */ ".......xxxxx..",
    /* filled */ "..............",
    /* cancelling */ "......x.x.x...",
    /* cancelled */ "..............",
    /* expired */ "..............",
    /* refused */ "..............",
    /* failed */ "..............",
};

START_TEST(the_moves_are_those_of_the_drawing)
{
    for (int from = TR_STATE_NONE; from <= TR_STATE_FAILED; from++)
        for (int to = TR_STATE_NONE; to <= TR_STATE_FAILED; to++)
            ck_assert_msg(tr_order_move_is_legal((tr_order_state)from, (tr_order_state)to) ==
                              (moves[from][to] == 'x'),
                          "%s to %s", tr_order_state_name((tr_order_state)from),
                          tr_order_state_name((tr_order_state)to));
}
END_TEST

START_TEST(nothing_leaves_a_final_state_and_every_other_one_ends)
{
    for (int from = TR_STATE_ACCEPTED; from <= TR_STATE_FAILED; from++) {
        bool is_final = strspn(moves[from], ".") == strlen(moves[from]);
        ck_assert_int_eq(tr_order_state_is_final((tr_order_state)from), is_final);
        bool can_end = false;
        for (int to = TR_STATE_ACCEPTED; to <= TR_STATE_FAILED; to++)
            if (tr_order_move_is_legal((tr_order_state)from, (tr_order_state)to) &&
                tr_order_state_is_final((tr_order_state)to))
                can_end = true;
        ck_assert(is_final || can_end);
    }
    ck_assert(!tr_order_state_is_final(TR_STATE_NONE));
}
END_TEST

START_TEST(states_show_as_the_five_words_of_the_original)
{
    static const char *const views[] = {
        NULL,      "pending",  "pending", "matched",   "matched",   "matched", "matched",
        "matched", "executed", "matched", "cancelled", "cancelled", "failed",  "failed",
    };
    ck_assert_ptr_null(tr_order_state_view(TR_STATE_NONE));
    for (int i = TR_STATE_ACCEPTED; i <= TR_STATE_FAILED; i++)
        ck_assert_str_eq(tr_order_state_view((tr_order_state)i), views[i]);
}
END_TEST

START_TEST(average_price_is_notional_over_quantity)
{
    tr_order order = { 0 };
    tr_price price = { decimal("7") };
    ck_assert_int_eq(tr_order_average_price(&order, &price), TR_E_NOT_FOUND);
    order.filled_quantity.value = decimal("3");
    order.filled_notional.value = decimal("100");
    ck_assert_int_eq(tr_order_average_price(&order, &price), TR_OK);
    ck_assert_int_eq(tr_decimal_compare(price.value, decimal("33.333333333333333333")), 0);
    ck_assert_int_eq(tr_order_average_price(NULL, &price), TR_E_INVALID);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("core/order");
    TCase *tcase = tcase_create("order");
    tcase_add_test(tcase, every_state_name_reads_back);
    tcase_add_test(tcase, every_type_and_tif_name_reads_back);
    tcase_add_test(tcase, numbers_outside_have_no_name);
    tcase_add_test(tcase, names_are_read_exactly);
    tcase_add_test(tcase, alert_actions_know_their_other_words_in_either_case);
    tcase_add_test(tcase, the_moves_are_those_of_the_drawing);
    tcase_add_test(tcase, nothing_leaves_a_final_state_and_every_other_one_ends);
    tcase_add_test(tcase, states_show_as_the_five_words_of_the_original);
    tcase_add_test(tcase, average_price_is_notional_over_quantity);
    suite_add_tcase(suite, tcase);
    return run_as_tap(suite);
}
