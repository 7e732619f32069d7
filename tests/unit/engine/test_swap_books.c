/* Linear swaps in the engine: funding, and books that add up whatever is traded. */
#include <stdio.h>
#include <string.h>

#include <trade/ledger.h>
#include <trade/rng.h>

#include "engine/event.h"
#include "support/check_tap.h"
#include "swap_case.h"

/* ---- asking ---------------------------------------------------------------------------------- */

static tr_exchange_report funding_of(const char *amount, int64_t at_ns)
{
    tr_exchange_report report = { .kind = TR_REPORT_FUNDING,
                                  .account = "paper",
                                  .at_ns = at_ns,
                                  .funding = { .symbol = SWAP,
                                               .asset = "USDT",
                                               .amount = { rig_decimal(amount) },
                                               .rate = rig_decimal("0.0001"),
                                               .at_ns = at_ns } };
    return report;
}

static void fund(const char *amount, int64_t at_ns)
{
    tr_exchange_report report = funding_of(amount, at_ns);
    tr_engine_report(r.engine, &report);
    rig_settle(&r);
}

/* ---- funding ----------------------------------------------------------------------------------- */

START_TEST(funding_is_booked_once_over_repeats_and_restarts)
{
    int64_t first_ns = r.now_ns + 1000;
    (void)trade(TR_SIDE_BUY, "2", "100", "0");
    fund("-0.02", first_ns);
    fund("-0.02", first_ns);
    check_decimal(cash(), "9999.98");
    rig_restart(&r, true);
    fund("-0.02", first_ns);
    fund("0.01", first_ns + 1000);
    rig_restart(&r, false);
    fund("0.01", first_ns + 1000);
    fund("-0.02", first_ns); /* older than the newest: the store knows it */
    fund("0.5", first_ns + 500); /* older, and told late */
    fund("0.5", first_ns + 500);
    check_decimal(cash(), "10000.49");
    check_decimal(position().funding.value, "0.49");
    check_decimal(position().realised.value, "0");
    ck_assert_int_eq(position().funded_ns, first_ns + 1000);
    ck_assert_int_eq(rig_count_rows(&r, TR_TABLE_FUNDING), 3);
    rig_restart(&r, true);
    fund("0.5", first_ns + 500);
    ck_assert_int_eq(rig_count_rows(&r, TR_TABLE_FUNDING), 3);
}
END_TEST

START_TEST(funding_of_what_is_not_traded_here_is_not_booked)
{
    tr_exchange_report report = funding_of("5", r.now_ns);
    (void)snprintf(report.funding.asset, sizeof report.funding.asset, "BTC");
    tr_engine_report(r.engine, &report);
    report = funding_of("5", r.now_ns);
    (void)snprintf(report.funding.symbol, sizeof report.funding.symbol, "BTC/USDT");
    tr_engine_report(r.engine, &report);
    rig_settle(&r);
    check_decimal(cash(), "10000");
    ck_assert_int_eq(rig_count_rows(&r, TR_TABLE_FUNDING), 0);
}
END_TEST

/* ---- books ------------------------------------------------------------------------------------- */

/* What a naive book keeper knows: who was paid what. */
typedef struct book_keeper {
    tr_decimal quantity; /* bought less sold */
    tr_decimal spent;    /* for what was bought, less what was got for what was sold */
    tr_decimal fees, funding;
    tr_lots *lots;
} book_keeper;

static void add(tr_decimal *sum, tr_decimal value, bool is_negative)
{
    ck_assert_int_eq((is_negative ? tr_decimal_subtract : tr_decimal_add)(*sum, value, sum), TR_OK);
}

/* Buys and sells of any size, through zero and back, with fees, rebates and funding; now and then a crash. */
static void random_trades(uint64_t seed, int count, book_keeper *keeper)
{
    tr_rng rng;
    tr_rng_init(&rng, seed);
    for (int i = 0; i < count; i++) {
        char quantity[32], price[32], fee[32];
        tr_decimal value;
        (void)snprintf(quantity, sizeof quantity, "%d.%03d", (int)tr_rng_below(&rng, 4), (int)tr_rng_below(&rng, 999) + 1);
        (void)snprintf(price, sizeof price, "%d.%02d", 90 + (int)tr_rng_below(&rng, 20), (int)tr_rng_below(&rng, 100));
        (void)snprintf(fee, sizeof fee, "%s0.%09d", tr_rng_below(&rng, 4) == 0 ? "-" : "", (int)tr_rng_below(&rng, 90000000));
        rig_price(&r, SWAP, price);
        bool is_sell = tr_rng_below(&rng, 2) == 0;
        (void)trade(is_sell ? TR_SIDE_SELL : TR_SIDE_BUY, quantity, price, fee);
        ck_assert_int_eq(tr_decimal_multiply(rig_decimal(quantity), rig_decimal(price), TR_ROUND_DOWN, &value), TR_OK);
        add(&keeper->quantity, rig_decimal(quantity), is_sell);
        add(&keeper->spent, value, is_sell);
        add(&keeper->fees, rig_decimal(fee), false);
        r.now_ns += 1000000 * (1 + (int64_t)tr_rng_below(&rng, 3));
        if (tr_rng_below(&rng, 3) == 0) {
            (void)snprintf(fee, sizeof fee, "%s0.%09d", tr_rng_below(&rng, 2) == 0 ? "-" : "", (int)tr_rng_below(&rng, 900000000));
            fund(fee, r.now_ns);
            add(&keeper->funding, rig_decimal(fee), false);
        }
        if (tr_rng_below(&rng, 10) == 0) {
            rig_restart(&r, true);
            rig_price(&r, SWAP, price);
        }
    }
}

static void page_read(void *user, tr_status status, bool has_more, const tr_error *err)
{
    (void)user;
    (void)err; /* the status tells */
    ck_assert_int_eq(status, TR_OK);
    ck_assert(!has_more);
}

static void read_all(tr_table table, int index, const void *key, tr_store_row_sink *sink, void *user)
{
    tr_store_query query = { .table = table, .index = index, .key = key, .key_columns = 1, .limit = 1000 };
    ck_assert_int_eq(r.reader.read(r.reader.user, &query, sink, page_read, user, NULL), TR_OK);
}

static bool add_to_lots(void *user, const void *row)
{
    ck_assert_int_eq(tr_lots_fill(user, row, NULL), TR_OK);
    return true;
}

/* Cash is what was there, less what was spent for more than what is held, less fees, and funding: to the last unit. */
START_TEST(no_unit_is_lost_on_shorts_flips_and_funding)
{
    book_keeper keeper = { .lots = NULL };
    tr_fill key = { .account = "paper" };
    random_trades(23 + (uint64_t)_i, 60, &keeper);
    tr_position held = position();
    tr_decimal expected = rig_decimal("10000");
    add(&expected, keeper.spent, true);
    add(&expected, held.cost.value, false);
    add(&expected, keeper.fees, true);
    add(&expected, keeper.funding, false);
    ck_assert_int_eq(tr_decimal_compare(cash(), expected), 0);
    ck_assert_int_eq(tr_decimal_compare(held.quantity, keeper.quantity), 0);
    ck_assert_int_eq(tr_decimal_compare(held.funding.value, keeper.funding), 0);
    ck_assert_int_eq(tr_decimal_sign(held.cost.value), tr_decimal_sign(held.quantity));
    ck_assert_int_eq(tr_lots_new(TR_LOT_AVERAGE, SWAP, tr_decimal_from_int(1), NULL, NULL, NULL, &keeper.lots, NULL), TR_OK);
    read_all(TR_TABLE_FILL, TR_INDEX_FILL_ACCOUNT, &key, add_to_lots, keeper.lots);
    tr_lots_sums sums = tr_lots_total(keeper.lots);
    ck_assert_int_eq(tr_decimal_compare(held.cost.value, sums.cost.value), 0);
    ck_assert_int_eq(tr_decimal_compare(held.realised.value, sums.realised.value), 0);
    tr_lots_free(keeper.lots);
}
END_TEST

typedef struct text {
    char bytes[400000];
    size_t size;
    tr_lots *lots; /* of the executions so far */
} text;

static void append_line(text *out, const tr_ledger_row *line)
{
    ck_assert_uint_lt(out->size + TR_LEDGER_TEXT_SIZE, sizeof out->bytes);
    out->size += tr_ledger_format_line(line, TR_LEDGER_CSV, out->bytes + out->size);
    out->bytes[out->size++] = '\n';
}

static bool append_stored(void *user, const void *row)
{
    append_line(user, row);
    return true;
}

/* What an execution realises is what the lots say, not what the position says. */
static size_t lines_of_fill(text *out, const event *ev, const tr_event_row *stored, tr_ledger_row *lines)
{
    size_t count = 0;
    tr_money before = tr_lots_total(out->lots).realised, gain;
    ck_assert_int_eq(tr_lots_fill(out->lots, &ev->fill, NULL), TR_OK);
    ck_assert_int_eq(tr_money_subtract(tr_lots_total(out->lots).realised, before, &gain), TR_OK);
    ck_assert_int_eq(tr_ledger_post_fill(&ev->fill, gain, stored->seq, stored->at_ns, lines, &count, NULL), TR_OK);
    return count;
}

static bool append_rebuilt(void *user, const void *row)
{
    const tr_event_row *stored = row;
    event ev;
    tr_ledger_row lines[TR_LEDGER_LINES_MAX];
    size_t count = 0;
    ck_assert_int_eq(tr__event_decode((event_kind)stored->kind, stored->payload, stored->payload_size, &ev, NULL), TR_OK);
    if (ev.kind == EVENT_ORDER_FILLED)
        count = lines_of_fill(user, &ev, stored, lines);
    if (ev.kind == EVENT_FUNDS_MOVED)
        ck_assert_int_eq(tr_ledger_post_move(stored->account, ev.asset, ev.amount, ev.book, stored->seq, stored->at_ns, lines,
                                             &count, NULL),
                         TR_OK);
    if (ev.kind == EVENT_FUNDING_PAID)
        ck_assert_int_eq(tr_ledger_post_move(stored->account, ev.funding.asset, ev.funding.amount, TR_LEDGER_FUNDING,
                                             stored->seq, stored->at_ns, lines, &count, NULL),
                         TR_OK);
    for (size_t i = 0; i < count; i++)
        append_line(user, &lines[i]);
    return true;
}

static bool add_to_trial(void *user, const void *row)
{
    ck_assert_int_eq(tr_ledger_trial_add(user, row, NULL), TR_OK);
    return true;
}

START_TEST(ledger_made_anew_from_executions_and_funding_has_the_same_bytes)
{
    static text stored, rebuilt;
    book_keeper keeper = { .lots = NULL };
    tr_ledger_trial trial = { .count = 0 };
    tr_event_row event_key = { .account = "paper" };
    tr_ledger_row line_key = { .account = "paper" };
    random_trades(230 + (uint64_t)_i, 60, &keeper);
    stored.size = rebuilt.size = 0;
    ck_assert_int_eq(tr_lots_new(TR_LOT_AVERAGE, SWAP, tr_decimal_from_int(1), NULL, NULL, NULL, &rebuilt.lots, NULL), TR_OK);
    read_all(TR_TABLE_LEDGER, TR_INDEX_PRIMARY, &line_key, append_stored, &stored);
    read_all(TR_TABLE_EVENT, TR_INDEX_PRIMARY, &event_key, append_rebuilt, &rebuilt);
    ck_assert_uint_gt(stored.size, 5000);
    ck_assert_uint_eq(stored.size, rebuilt.size);
    ck_assert_mem_eq(stored.bytes, rebuilt.bytes, stored.size);
    tr_lots_free(rebuilt.lots);
    read_all(TR_TABLE_LEDGER, TR_INDEX_PRIMARY, &line_key, add_to_trial, &trial);
    ck_assert(tr_ledger_trial_is_balanced(&trial));
    ck_assert_uint_eq(trial.count, 1);
    ck_assert_int_eq(tr_decimal_compare(trial.assets[0].books[TR_LEDGER_CASH].value, cash()), 0);
    tr_decimal paid = trial.assets[0].books[TR_LEDGER_FUNDING].value;
    add(&paid, keeper.funding, false);
    check_decimal(paid, "0");
    tr_ledger_trial_done(&trial);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("swap_books");
    TCase *rules = tcase_create("rules");
    tcase_add_checked_fixture(rules, setup, teardown);
    tcase_add_test(rules, funding_is_booked_once_over_repeats_and_restarts);
    tcase_add_test(rules, funding_of_what_is_not_traded_here_is_not_booked);
    tcase_add_loop_test(rules, no_unit_is_lost_on_shorts_flips_and_funding, 0, 8);
    tcase_add_loop_test(rules, ledger_made_anew_from_executions_and_funding_has_the_same_bytes, 0, 5);
    suite_add_tcase(suite, rules);
    return run_as_tap(suite);
}
