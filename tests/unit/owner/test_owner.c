/* An owner in one process: what it opens, runs, refuses, and how it ends. */
#include <sys/stat.h>
#include <sys/wait.h>

#include "rig.h"

static void opens_works_and_opens_again(void **state)
{
    (void)state;
    rig r;
    tr_error err;
    rig_begin(&r);
    rig_open(&r);
    assert_int_equal(tr_owner_state(r.owner, &err), TR_OK);
    size_t count = 0;
    const tr_instrument *instruments = tr_owner_instruments(r.owner, &count);
    assert_int_equal(count, 1);
    assert_string_equal(instruments[0].symbol, "BTC/USDT");
    rig_close(&r);
    rig_open(&r);
    rig_verify(&r);
    rig_end(&r);
}

static void data_directory_is_made_for_us_alone(void **state)
{
    (void)state;
    rig r;
    char deep[128];
    struct stat info;
    rig_begin(&r);
    rig_load(&r);
    (void)snprintf(deep, sizeof deep, "%s/a/b", r.folder);
    r.options.data_directory = deep;
    rig_open(&r);
    assert_int_equal(stat(deep, &info), 0);
    assert_int_equal(info.st_mode & 0777, 0700);
    rig_end(&r);
}

static void second_owner_is_told_the_process_of_the_first(void **state)
{
    (void)state;
    rig r;
    int go[2];
    rig_begin(&r);
    rig_load(&r);
    assert_int_equal(pipe(go), 0);
    pid_t parent = getpid(), child = fork(); /* before any thread is started here */
    assert_true(child >= 0);
    if (child == 0) {
        char byte, wanted[32];
        tr_error err = { 0 };
        tr_owner *owner = NULL;
        (void)snprintf(wanted, sizeof wanted, "process %ld", (long)parent);
        if (read(go[0], &byte, 1) != 1)
            _exit(2);
        tr_status status = tr_owner_open(&r.options, &owner, &err);
        _exit(status == TR_E_BUSY && strstr(err.message, wanted) != NULL ? 0 : 1);
    }
    rig_open(&r);
    assert_int_equal(write(go[1], "g", 1), 1);
    int result = 0;
    assert_int_equal(waitpid(child, &result, 0), child);
    assert_true(WIFEXITED(result));
    assert_int_equal(WEXITSTATUS(result), 0);
    close(go[0]);
    close(go[1]);
    rig_end(&r);
}

static void order_executes_at_the_fixed_price(void **state)
{
    (void)state;
    rig r;
    reply answer;
    rig_begin(&r);
    rig_set(&r, "paper.prices.0.source=fixed");
    rig_set(&r, "paper.prices.0.price=50000");
    rig_set(&r, "paper.slippage_bps=0");
    rig_open(&r);
    reply_init(&answer);
    answer.member = "state";
    if (RUN(&r, "order buy", &answer, "symbol=BTC/USDT", "quantity=0.01") != TR_OK)
        fail_msg("%s", answer.err.message);
    tr_owner_figures figures;
    tr_owner_figures_read(r.owner, &figures);
    assert_int_equal(figures.commands, 1);
    rig_close(&r); /* ends what is on its way */
    rig_open(&r);
    tr_position key = { .account = "paper", .symbol = "BTC/USDT" };
    reply_init(&answer);
    answer.list_of = "positions";
    assert_int_equal(run(&r, "position list", (const char *const[]){ NULL }, &answer), TR_OK);
    assert_int_equal(answer.list_count, 1);
    (void)key;
    rig_verify(&r);
    rig_end(&r);
}

static void alert_with_a_quantity_is_filled_once(void **state)
{
    (void)state;
    rig r;
    reply first, again;
    rig_begin(&r);
    rig_set(&r, "paper.prices.0.source=fixed");
    rig_set(&r, "paper.prices.0.price=50000");
    rig_open(&r);
    assert_int_equal(send_alert(&r, "one", TR_ALERT_BUY, 10, &first), TR_OK);
    assert_int_equal(first.order_count, 1);
    assert_false(first.is_duplicate);
    assert_int_equal(send_alert(&r, "one", TR_ALERT_BUY, 10, &again), TR_OK);
    assert_true(again.is_duplicate);
    assert_int_equal(tr_id_compare(again.alert_id, first.alert_id), 0);
    rig_close(&r);
    rig_open(&r);
    reply_init(&first);
    first.list_of = "orders";
    assert_int_equal(run(&r, "order list", (const char *const[]){ NULL }, &first), TR_OK);
    assert_int_equal(first.list_count, 1);
    rig_verify(&r);
    rig_end(&r);
}

static void figures_count_what_happened(void **state)
{
    (void)state;
    rig r;
    reply answer;
    tr_owner_figures figures;
    rig_begin(&r);
    rig_set(&r, "paper.prices.0.source=fixed");
    rig_set(&r, "paper.prices.0.price=50000");
    rig_open(&r);
    assert_int_equal(send_alert(&r, "one", TR_ALERT_BUY, 10, &answer), TR_OK);
    /* The second order is answered when it has settled, and everything of the first came before. */
    reply_init(&answer);
    assert_int_equal(RUN(&r, "order buy", &answer, "symbol=BTC/USDT", "quantity=0.01"), TR_OK);
    reply_init(&answer);
    assert_int_equal(send_alert(&r, "two", TR_ALERT_SELL, 0, &answer), TR_OK);
    /* What a turn did is published at its end; one more question has that turn behind it. */
    assert_int_equal(send_alert(&r, "three", TR_ALERT_SELL, 0, &answer), TR_OK);
    tr_owner_figures_read(r.owner, &figures);
    assert_true(figures.alerts >= 2);
    assert_int_equal(figures.orders, 2);
    assert_int_equal(figures.commands, 1);
    assert_int_equal(figures.restarts, 0);
    assert_int_equal(figures.started_ns, RIG_START_NS);
    rig_end(&r);
}

static void unknown_account_is_refused_and_nothing_stored(void **state)
{
    (void)state;
    rig r;
    reply answer;
    rig_begin(&r);
    rig_open(&r);
    tr_alert alert = alert_of("x", TR_ALERT_BUY, 0);
    memcpy(alert.account, "nobody", 7);
    reply_init(&answer);
    tr_owner_alert(r.owner, &alert, on_alert, &answer);
    reply_wait(&answer);
    assert_int_equal(answer.status, TR_E_NOT_FOUND);
    rig_end(&r);
}

static void command_of_the_program_is_not_run_by_the_owner(void **state)
{
    (void)state;
    static const tr_command_def local = { .name = "local", .place = TR_COMMAND_LOCAL };
    rig r;
    reply answer;
    rig_begin(&r);
    rig_open(&r);
    reply_init(&answer);
    tr_owner_run(r.owner, &r.reader, "trader", RIGHTS_ALL, &local, NULL, 0, on_command, &answer);
    assert_int_equal(answer.status, TR_E_UNSUPPORTED);
    reply_init(&answer);
    tr_owner_run(r.owner, NULL, "trader", RIGHTS_ALL, command_of("status"), NULL, 0, on_command,
                 &answer);
    assert_int_equal(answer.status, TR_E_INVALID);
    rig_end(&r);
}

/* ---- prices ---------------------------------------------------------------------------------- */

static void pushed_price_reaches_exchange_and_engine(void **state)
{
    (void)state;
    rig r;
    reply answer;
    rig_begin(&r);
    rig_open(&r);
    reply_init(&answer);
    assert_int_equal(RUN(&r, "order buy", &answer, "symbol=BTC/USDT", "quantity=0.01"),
                     TR_E_REFUSED);
    reply_init(&answer);
    if (RUN(&r, "price push", &answer, "symbol=BTC/USDT", "price=50000") != TR_OK)
        fail_msg("%s", answer.err.message);
    reply_init(&answer);
    if (RUN(&r, "order buy", &answer, "symbol=BTC/USDT", "quantity=0.01") != TR_OK)
        fail_msg("%s", answer.err.message);
    rig_end(&r);
}

static void write_bars(const rig *r, int count)
{
    char path[128];
    (void)snprintf(path, sizeof path, "%s/bars.csv", r->folder);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs(TR_BAR_CSV_HEADER, file);
    for (int i = 0; i < count; i++)
        fprintf(file, "%d,%d,%d,%d,%d,1\n", 1700000040 + i * 60, 50000 + i, 50000 + i + 2,
                50000 + i - 2, 50000 + i + 1);
    assert_int_equal(fclose(file), 0);
}

static void replay_at_full_speed_ends_at_its_last_close(void **state)
{
    (void)state;
    rig r;
    reply answer;
    rig_begin(&r);
    rig_set(&r, "paper.prices.0.source=replay");
    rig_set(&r, "paper.prices.0.file=bars.csv");
    rig_set(&r, "paper.prices.0.speed=max");
    write_bars(&r, 100);
    rig_open(&r);
    /* This order fires near the end of the series; the answer is there when it has been executed. */
    reply_init(&answer);
    answer.member = "state";
    if (RUN(&r, "order buy", &answer, "symbol=BTC/USDT", "quantity=0.01", "type=limit",
            "price=49000") != TR_OK)
        fail_msg("%s", answer.err.message);
    rig_end(&r);
}

static void replay_follows_the_clock(void **state)
{
    (void)state;
    rig r;
    reply answer;
    rig_begin(&r);
    rig_set(&r, "paper.prices.0.source=replay");
    rig_set(&r, "paper.prices.0.file=bars.csv");
    rig_set(&r, "paper.prices.0.speed=0.5");
    write_bars(&r, 100);
    rig_open(&r);
    reply_init(&answer);
    answer.member = "average_price";
    if (RUN(&r, "order buy", &answer, "symbol=BTC/USDT", "quantity=0.01") != TR_OK)
        fail_msg("%s", answer.err.message);
    /* Half an hour of the clock is a quarter of an hour of the series. */
    atomic_store(&r.ahead_ns, 30 * TR_NS_PER_MINUTE);
    assert_int_equal(send_alert(&r, "wake", TR_ALERT_SELL, 0, &answer), TR_OK);
    assert_int_equal(send_alert(&r, "wake2", TR_ALERT_SELL, 0, &answer), TR_OK);
    reply_init(&answer);
    answer.list_of = "prices";
    assert_int_equal(run(&r, "price show", (const char *const[]){ NULL }, &answer), TR_OK);
    assert_int_equal(answer.list_count, 1);
    rig_end(&r);
}

static bool is_funding(void *user, const void *row)
{
    ((tr_funding_payment *)user)[0] = *(const tr_funding_payment *)row;
    return false;
}

static void page_is_read(void *user, tr_status status, bool has_more, const tr_error *err)
{
    (void)user, (void)has_more, (void)err;
    assert_int_equal(status, TR_OK);
}

/* Spot and a swap beside it; the configured rate is paid when the clock has come to the end of an interval. */
static void swaps_trade_beside_spot_and_are_funded(void **state)
{
    (void)state;
    rig r;
    reply answer;
    tr_funding_payment paid = { .seq = 0 };
    rig_begin(&r);
    rig_set(&r, "trading.leverage=5");
    rig_set(&r, "paper.prices.0.source=fixed");
    rig_set(&r, "paper.prices.0.price=100");
    rig_set(&r, "paper.prices.1.symbol=BTC/USDT:USDT");
    rig_set(&r, "paper.prices.1.source=fixed");
    rig_set(&r, "paper.prices.1.price=100");
    rig_set(&r, "paper.prices.1.funding_rate=0.001");
    rig_set(&r, "paper.slippage_bps=0");
    rig_open(&r);
    reply_init(&answer);
    answer.member = "state";
    if (RUN(&r, "order buy", &answer, "symbol=BTC/USDT", "quantity=1") != TR_OK)
        fail_msg("%s", answer.err.message);
    reply_init(&answer);
    answer.member = "state";
    if (RUN(&r, "order sell", &answer, "symbol=BTC/USDT:USDT", "quantity=2") != TR_OK)
        fail_msg("%s", answer.err.message);
    assert_string_equal(answer.text, "filled");
    atomic_store(&r.ahead_ns, 8 * TR_NS_PER_HOUR);
    for (int i = 0; i < 50 && paid.seq == 0; i++) { /* each order is a turn of the owner */
        tr_store_query query = { .table = TR_TABLE_FUNDING, .limit = 1 };
        reply_init(&answer);
        assert_int_equal(RUN(&r, "order buy", &answer, "symbol=BTC/USDT", "quantity=0.001", "type=limit", "price=50"), TR_OK);
        assert_int_equal(r.reader.read(r.reader.user, &query, is_funding, page_is_read, &paid, NULL), TR_OK);
    }
    char text[TR_DECIMAL_TEXT_SIZE];
    tr_decimal_format(paid.amount.value, text, sizeof text);
    assert_string_equal(text, "0.2"); /* the short gets a thousandth of 200 */
    rig_verify(&r);
    rig_end(&r);
}

static void missing_file_of_bars_is_named(void **state)
{
    (void)state;
    rig r;
    tr_error err = { 0 };
    rig_begin(&r);
    rig_set(&r, "paper.prices.0.source=replay");
    rig_set(&r, "paper.prices.0.file=none.csv");
    rig_load(&r);
    assert_int_equal(tr_owner_open(&r.options, &r.owner, &err), TR_E_NOT_FOUND);
    assert_non_null(strstr(err.message, "none.csv"));
    r.owner = NULL;
    r.options.has_prices = false;
    rig_open(&r);
    rig_end(&r);
}

/* ---- the queue ------------------------------------------------------------------------------- */

typedef struct gate {
    pthread_mutex_t mutex;
    pthread_cond_t changed;
    bool is_inside, is_open;
} gate;

/* Hold the engine thread up. */
static void hold(void *user, const tr_engine_answer *answer)
{
    (void)answer;
    gate *g = user;
    pthread_mutex_lock(&g->mutex);
    g->is_inside = true;
    pthread_cond_broadcast(&g->changed);
    while (!g->is_open)
        pthread_cond_wait(&g->changed, &g->mutex);
    pthread_mutex_unlock(&g->mutex);
}

static void full_queue_refuses_and_forgets_nothing(void **state)
{
    (void)state;
    rig r;
    reply replies[4];
    gate g = { .mutex = PTHREAD_MUTEX_INITIALIZER, .changed = PTHREAD_COND_INITIALIZER };
    rig_begin(&r);
    rig_load(&r);
    r.options.queue_max = 3;
    rig_open(&r);
    tr_alert alert = alert_of("hold", TR_ALERT_SELL, 0);
    tr_owner_alert(r.owner, &alert, hold, &g);
    pthread_mutex_lock(&g.mutex);
    while (!g.is_inside)
        pthread_cond_wait(&g.changed, &g.mutex);
    pthread_mutex_unlock(&g.mutex);
    for (int i = 0; i < 4; i++) {
        char key[8];
        (void)snprintf(key, sizeof key, "k%d", i);
        alert = alert_of(key, TR_ALERT_SELL, 0);
        reply_init(&replies[i]);
        tr_owner_alert(r.owner, &alert, on_alert, &replies[i]);
    }
    assert_int_equal(replies[2].status, TR_E_FULL); /* at once, on this thread */
    assert_int_equal(replies[3].status, TR_E_FULL);
    pthread_mutex_lock(&g.mutex);
    g.is_open = true;
    pthread_cond_broadcast(&g.changed);
    pthread_mutex_unlock(&g.mutex);
    for (int i = 0; i < 2; i++) {
        reply_wait(&replies[i]);
        assert_int_equal(replies[i].status, TR_OK);
        assert_int_equal(replies[i].calls, 1);
    }
    rig_end(&r);
}

/* ---- keys ------------------------------------------------------------------------------------ */

static void key_opens_until_it_is_revoked(void **state)
{
    (void)state;
    rig r;
    reply answer;
    tr_error err;
    char key[TR_API_KEY_TEXT_SIZE], pair[80];
    tr_api_key_row row;
    rig_begin(&r);
    rig_open(&r);
    assert_int_equal(tr_owner_key_create(r.owner, "trader", "first", TR_RIGHT_TRADE, key, &err),
                     TR_OK);
    assert_int_equal(strlen(key), 46);
    assert_int_equal(strncmp(key, "tk_", 3), 0);
    assert_int_equal(tr_owner_key_check(r.owner, &r.reader, key, strlen(key), &row, &err), TR_OK);
    assert_string_equal(row.user, "trader");
    assert_int_equal(row.rights, TR_RIGHT_TRADE);
    char wrong[TR_API_KEY_TEXT_SIZE];
    memcpy(wrong, key, sizeof wrong);
    wrong[10] = wrong[10] == 'A' ? 'B' : 'A';
    assert_int_equal(tr_owner_key_check(r.owner, &r.reader, wrong, strlen(wrong), &row, &err),
                     TR_E_DENIED);
    assert_int_equal(tr_owner_key_check(r.owner, &r.reader, key, strlen(key) - 1, &row, &err),
                     TR_E_DENIED);
    assert_int_equal(tr_owner_key_check(r.owner, &r.reader, "", 0, &row, &err), TR_E_DENIED);
    reply_init(&answer);
    answer.member = "key";
    assert_int_equal(RUN(&r, "key create", &answer, "label=second"), TR_OK);
    assert_int_equal(strlen(answer.text), 46);
    (void)snprintf(key, sizeof key, "%.46s", answer.text);
    reply_init(&answer);
    answer.list_of = "keys";
    assert_int_equal(run(&r, "key list", (const char *const[]){ NULL }, &answer), TR_OK);
    assert_int_equal(answer.list_count, 2);
    assert_int_equal(tr_owner_key_check(r.owner, &r.reader, key, strlen(key), &row, &err), TR_OK);
    (void)snprintf(pair, sizeof pair, "id=%02x%02x%02x%02x", row.hash[0], row.hash[1], row.hash[2],
                   row.hash[3]);
    reply_init(&answer);
    assert_int_equal(RUN(&r, "key revoke", &answer, pair), TR_OK);
    assert_int_equal(tr_owner_key_check(r.owner, &r.reader, key, strlen(key), &row, &err),
                     TR_E_DENIED);
    reply_init(&answer);
    assert_int_equal(RUN(&r, "key revoke", &answer, pair), TR_E_CONFLICT);
    reply_init(&answer);
    assert_int_equal(RUN(&r, "key revoke", &answer, "id=zz"), TR_E_NOT_FOUND);
    rig_end(&r);
}

static void key_with_bad_names_is_not_made(void **state)
{
    (void)state;
    rig r;
    tr_error err;
    char key[TR_API_KEY_TEXT_SIZE];
    rig_begin(&r);
    rig_open(&r);
    assert_int_equal(tr_owner_key_create(r.owner, "", "label", TR_RIGHT_READ, key, &err),
                     TR_E_INVALID);
    assert_int_equal(tr_owner_key_create(r.owner, "trader", "label", 0, key, &err), TR_E_INVALID);
    assert_int_equal(tr_owner_key_create(r.owner, "trader", "label", 8, key, &err), TR_E_INVALID);
    rig_end(&r);
}

/* ---- its end --------------------------------------------------------------------------------- */

static void closed_owner_takes_nothing(void **state)
{
    (void)state;
    rig r;
    reply replies[32];
    rig_begin(&r);
    rig_open(&r);
    for (int i = 0; i < 32; i++) {
        char key[8];
        (void)snprintf(key, sizeof key, "k%d", i);
        tr_alert alert = alert_of(key, TR_ALERT_SELL, 0);
        reply_init(&replies[i]);
        tr_owner_alert(r.owner, &alert, on_alert, &replies[i]);
    }
    rig_close(&r); /* what was taken is finished first */
    for (int i = 0; i < 32; i++) {
        assert_int_equal(replies[i].calls, 1);
        assert_int_equal(replies[i].status, TR_OK);
    }
    rig_end(&r);
}

static void rejects_options_that_are_none(void **state)
{
    (void)state;
    rig r;
    tr_error err;
    tr_owner *owner = NULL;
    rig_begin(&r);
    rig_set(&r, "paper.enabled=false");
    rig_load(&r);
    assert_int_equal(tr_owner_open(NULL, &owner, &err), TR_E_INVALID);
    assert_int_equal(tr_owner_open(&r.options, NULL, &err), TR_E_INVALID);
    assert_int_equal(tr_owner_open(&r.options, &owner, &err), TR_E_UNSUPPORTED);
    r.options.queue_max = 0;
    assert_int_equal(tr_owner_open(&r.options, &owner, &err), TR_E_RANGE);
    assert_null(owner);
    tr_owner_close(NULL, 0);
    rig_end(&r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(opens_works_and_opens_again),
        cmocka_unit_test(data_directory_is_made_for_us_alone),
        cmocka_unit_test(second_owner_is_told_the_process_of_the_first),
        cmocka_unit_test(order_executes_at_the_fixed_price),
        cmocka_unit_test(alert_with_a_quantity_is_filled_once),
        cmocka_unit_test(figures_count_what_happened),
        cmocka_unit_test(unknown_account_is_refused_and_nothing_stored),
        cmocka_unit_test(command_of_the_program_is_not_run_by_the_owner),
        cmocka_unit_test(pushed_price_reaches_exchange_and_engine),
        cmocka_unit_test(replay_at_full_speed_ends_at_its_last_close),
        cmocka_unit_test(replay_follows_the_clock),
        cmocka_unit_test(missing_file_of_bars_is_named),
        cmocka_unit_test(full_queue_refuses_and_forgets_nothing),
        cmocka_unit_test(key_opens_until_it_is_revoked),
        cmocka_unit_test(key_with_bad_names_is_not_made),
        cmocka_unit_test(closed_owner_takes_nothing),
        cmocka_unit_test(rejects_options_that_are_none),
        cmocka_unit_test(swaps_trade_beside_spot_and_are_funded),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
