/*
 * bench_engine.c: a tick of the market against 100,000 waiting orders, and the recovery of as many from SQLite.
 *
 * A third of them are stops, a third touches, a third trail. The peer of a tick is the loop that looks at every one of
 * the same trigger prices. Times are what the thread has worked. The folder of the database is the first argument, or a
 * temporary one.
 */
#include <ftw.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <trade/engine.h>
#include <trade/store_sqlite.h>

#include "engine/work.h"

#define ORDERS     100000
#define IDLE_TICKS 200000
#define CENTS      10000000 /* the market: 100,000.00 */
#define SPAN_CENTS 1000000  /* triggers lie within 10,000 of it, and none nearer than 100 */
#define NEAR_CENTS 10000
#define FIRED      1000

static int64_t wall_ns(void *user)
{
    (void)user;
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

/* What this thread has worked: the figures of a busy machine are then those of a quiet one. */
static int64_t work_ns(void)
{
    struct timespec now;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

static const tr_clock machine_clock = { wall_ns, wall_ns, NULL };

static void must(tr_status status, const char *what, const tr_error *err)
{
    if (status == TR_OK)
        return;
    fprintf(stderr, "bench_engine: %s: %s: %s\n", what, tr_status_name(status),
            err == NULL ? "" : err->message);
    exit(EXIT_FAILURE);
}

static tr_decimal cents(int64_t value)
{
    tr_decimal out;
    must(tr_decimal_from_scaled(value, 2, &out), "a price", NULL);
    return out;
}

/* ---- an exchange that says nothing ----------------------------------------------------------- */

static tr_status take_order(void *user, const tr_exchange_order *order, tr_error *err)
{
    (void)order;
    (void)err; /* never fails */
    ++*(int64_t *)user;
    return TR_OK;
}

static tr_status take_id(void *user, const char *name, const char *client_id, tr_error *err)
{
    (void)user;
    (void)name;
    (void)client_id;
    (void)err; /* never fails */
    return TR_OK;
}

/* ---- the engine ------------------------------------------------------------------------------ */

typedef struct bench {
    tr_store store;
    tr_store_reader reader;
    tr_engine *engine;
    tr_exchange exchange;
    tr_exchange_traits traits;
    int64_t sent;
    char path[4096];
    tr_rng rng;
    int64_t refused;
    tr_decimal *triggers; /* for the peer */
} bench;

static void on_recovered(void *user, tr_status status, const tr_error *err)
{
    must(status, "recovery", err);
    *(bool *)user = true;
}

static void on_answer(void *user, const tr_engine_answer *answer)
{
    if (answer->status != TR_OK && ((bench *)user)->refused++ == 0)
        fprintf(stderr, "bench_engine: an order was refused: %s\n", answer->error.message);
}

static void make_engine(bench *b)
{
    tr_instrument bitcoin = { .exchange = "paper",
                              .symbol = "BTC/USDT",
                              .exchange_symbol = "BTCUSDT",
                              .kind = TR_KIND_SPOT,
                              .base = "BTC",
                              .quote = "USDT",
                              .settle = "USDT" };
    bitcoin.multiplier = tr_decimal_from_int(1);
    bitcoin.tick = cents(1);
    must(tr_decimal_from_scaled(1, 6, &bitcoin.lot), "a lot", NULL);
    tr_risk_limits limits = { .struct_size =
                                  sizeof limits }; /* none: what is timed is the engine */
    tr_engine_options options;
    tr_engine_options_init(&options);
    options.store = &b->store;
    options.reader = &b->reader;
    options.exchange = &b->exchange;
    options.instruments = &bitcoin;
    options.instrument_count = 1;
    options.limits = &limits;
    options.clock = &machine_clock;
    options.orders_open_max = 2 * ORDERS;
    options.seed = 1 + (uint64_t)wall_ns(NULL);
    tr_error err = { 0 };
    must(tr_engine_new(&options, &b->engine, &err), "an engine", &err);
}

static void open_store(bench *b)
{
    tr_store_sqlite_options options = TR_STORE_SQLITE_OPTIONS_INIT;
    tr_error err = { 0 };
    options.path = b->path;
    options.queue_max = 2 * ORDERS;
    must(tr_store_sqlite_open(&options, &b->store, &err), "the store", &err);
    must(tr_store_sqlite_reader_open(&options, &b->reader, &err), "a reader", &err);
}

static void settle(bench *b)
{
    tr_error err = { 0 };
    while (!tr_engine_is_idle(b->engine)) {
        must(tr_engine_flush(b->engine, &err), "flush", &err);
        (void)b->store.poll(b->store.user, 10);
        int64_t counts[TR_STATE_FAILED + 1];
        tr_engine_count_states(b->engine, counts);
        if (counts[TR_STATE_SENDING] > 0 && tr__journal_is_idle(b->engine->journal) &&
            b->engine->action_count == 0)
            return; /* the exchange says nothing */
    }
}

/* The engine with what the store holds; the seconds that its recovery took, and worked. */
static double start(bench *b, double *worked_out)
{
    bool is_recovered = false;
    tr_error err = { 0 };
    make_engine(b);
    int64_t from_ns = wall_ns(NULL);
    int64_t worked_ns = work_ns();
    must(tr_engine_recover(b->engine, on_recovered, &is_recovered, &err), "recovery", &err);
    while (!is_recovered)
        (void)b->store.poll(b->store.user, 1);
    *worked_out = (double)(work_ns() - worked_ns) / 1e9;
    return (double)(wall_ns(NULL) - from_ns) / 1e9;
}

static void stop(bench *b)
{
    b->store.close(b->store.user);
    tr_engine_free(b->engine);
    b->reader.close(b->reader.user);
}

static void tick(bench *b, int64_t price_cents)
{
    tr_price_tick one = { .symbol = "BTC/USDT", .price = { cents(price_cents) }, .at_ns = 1 };
    tr_engine_price(b->engine, &one);
}

static void place_orders(bench *b)
{
    tr_account_row owner = { .name = "paper", .exchange = "paper", .owner = "trader" };
    tr_balance balance = { .asset = "USDT", .total = { tr_decimal_from_int(1000000000000) } };
    tr_engine_open_account(b->engine, &owner, &balance, 1, on_answer, b);
    settle(b);
    tick(b, CENTS);
    for (int64_t i = 0; i < ORDERS; i++) {
        static const tr_order_type types[] = { TR_ORDER_STOP, TR_ORDER_TOUCH, TR_ORDER_TRAILING };
        tr_order_request request = { .account = "paper",
                                     .user = "trader",
                                     .symbol = "BTC/USDT",
                                     .side = TR_SIDE_BUY,
                                     .type = types[i % 3] };
        int64_t away = NEAR_CENTS + (int64_t)tr_rng_below(&b->rng, SPAN_CENTS);
        request.quantity.value = cents(1);
        if (request.type == TR_ORDER_TRAILING)
            request.trail_amount.value = cents(away);
        else
            request.stop_price.value =
                cents(request.type == TR_ORDER_STOP ? CENTS + away : CENTS - away);
        b->triggers[i] =
            request.type == TR_ORDER_TRAILING ? cents(CENTS + away) : request.stop_price.value;
        tr_engine_submit(b->engine, &request, on_answer, b);
        if (i % 1000 == 999)
            settle(b);
    }
    settle(b);
}

/* ---- ticks ----------------------------------------------------------------------------------- */

/* Prices at which nothing happens: inside of all triggers, above the best of the trails. */
static double idle_tick_ns(bench *b)
{
    int64_t from_ns = work_ns();
    for (int64_t i = 0; i < IDLE_TICKS; i++)
        tick(b, CENTS + 1 + i % (NEAR_CENTS / 2));
    return (double)(work_ns() - from_ns) / IDLE_TICKS;
}

/* The peer: look at every trigger. The sum keeps the compiler from leaving it out. */
static double looking_at_all_ns(const bench *b)
{
    int64_t reached = 0;
    int64_t from_ns = work_ns();
    for (int64_t i = 0; i < 20; i++) {
        tr_decimal price = cents(CENTS + 1 + i);
        for (int64_t k = 0; k < ORDERS; k++)
            reached += k % 3 == 1 ? tr_decimal_compare(price, b->triggers[k]) <= 0
                                  : tr_decimal_compare(price, b->triggers[k]) >= 0;
    }
    double each_ns = (double)(work_ns() - from_ns) / 20;
    if (reached != 0)
        fprintf(stderr, "bench_engine: the peer found %" PRId64 " triggers reached\n", reached);
    return each_ns;
}

/* A new best price for all trailing orders, with its event. */
static double best_tick_ns(bench *b)
{
    enum { TICKS = 1000 };
    int64_t from_ns = work_ns();
    for (int64_t i = 1; i <= TICKS; i++)
        tick(b, CENTS - i);
    double each_ns = (double)(work_ns() - from_ns) / TICKS;
    settle(b);
    return each_ns;
}

/* Take the first ones out of the queue and put them back: what finding costs. */
static double finding_ns(bench *b)
{
    static order_node *found[FIRED];
    market *place = &b->engine->st.markets[0];
    int64_t from_ns = work_ns();
    for (size_t i = 0; i < FIRED; i++) {
        found[i] = AGENDA_OWNER(place->rise.first, order_node, place);
        tr__agenda_remove(&place->rise, &found[i]->place);
    }
    double each_ns = (double)(work_ns() - from_ns) / FIRED;
    for (size_t i = 0; i < FIRED; i++)
        tr__agenda_put_back(&place->rise, &found[i]->place);
    return each_ns;
}

static int compare_prices(const void *a, const void *b)
{
    return tr_decimal_compare(*(const tr_decimal *)a, *(const tr_decimal *)b);
}

/* A tick that reaches FIRED stops: each is gated, claimed, written to the log and its row. */
static double firing_ns(bench *b)
{
    tr_decimal *stops = malloc(ORDERS * sizeof *stops);
    size_t count = 0;
    if (stops == NULL)
        must(TR_E_NO_MEMORY, "stops", NULL);
    for (size_t i = 0; i < ORDERS; i += 3)
        stops[count++] = b->triggers[i];
    qsort(stops, count, sizeof *stops, compare_prices);
    tr_price_tick one = { .symbol = "BTC/USDT", .price = { stops[FIRED - 1] }, .at_ns = 1 };
    int64_t before = b->engine->st.state_counts[TR_STATE_WAITING];
    int64_t from_ns = work_ns();
    tr_engine_price(b->engine, &one);
    double all_ns = (double)(work_ns() - from_ns);
    int64_t fired = before - b->engine->st.state_counts[TR_STATE_WAITING];
    free(stops);
    settle(b);
    printf("%" PRId64 " are reached by one tick\n", fired);
    return fired > 0 ? all_ns / (double)fired : 0;
}

/* ---- all of it ------------------------------------------------------------------------------- */

static int remove_entry(const char *path, const struct stat *info, int kind, struct FTW *where)
{
    (void)info;
    (void)kind;
    (void)where;
    return remove(path);
}

static int compare_doubles(const void *a, const void *b)
{
    double x = *(const double *)a;
    double y = *(const double *)b;
    return (x > y) - (x < y);
}

static void row(const char *what, double value)
{
    printf("%-58s %12.0f\n", what, value);
}

int main(int argc, char **argv)
{
    enum { ROUNDS = 5 };
    char folder[4000];
    static bench b;
    double idle[ROUNDS], all[ROUNDS];
    (void)snprintf(folder, sizeof folder, "%s/bench_engine.XXXXXX", argc > 1 ? argv[1] : "/tmp");
    if (mkdtemp(folder) == NULL) {
        perror(folder);
        return EXIT_FAILURE;
    }
    (void)snprintf(b.path, sizeof b.path, "%s/trade.db", folder);
    b.traits = (tr_exchange_traits){ .name = "paper",
                                     .has_market_orders = true,
                                     .has_limit_orders = true,
                                     .ids_unique_for_ever = true };
    b.exchange = (tr_exchange){ .traits = &b.traits,
                                .place = take_order,
                                .cancel = take_id,
                                .query = take_id,
                                .user = &b.sent };
    b.triggers = malloc(ORDERS * sizeof *b.triggers);
    tr_rng_init(&b.rng, 7);
    tr_store_sqlite_options options = TR_STORE_SQLITE_OPTIONS_INIT;
    tr_error err = { 0 };
    options.path = b.path;
    if (b.triggers == NULL)
        must(TR_E_NO_MEMORY, "triggers", NULL);
    tr_store_migration_report migrated;
    must(tr_store_sqlite_migrate(&options, &migrated, &err), "the schema", &err);
    open_store(&b);
    double worked;
    (void)start(&b, &worked);
    place_orders(&b);
    for (int i = 0; i < ROUNDS; i++) {
        idle[i] = idle_tick_ns(&b);
        all[i] = looking_at_all_ns(&b);
    }
    qsort(idle, ROUNDS, sizeof *idle, compare_doubles);
    qsort(all, ROUNDS, sizeof *all, compare_doubles);
    printf("with %" PRId64 " waiting orders, a third of them trailing\n", b.engine->st.state_counts[TR_STATE_WAITING]);
    row("a tick that reaches none, ns", idle[ROUNDS / 2]);
    row("the same by looking at every trigger price, ns", all[ROUNDS / 2]);
    row("a new best price for a third of them, with its event, ns", best_tick_ns(&b));
    row("finding and taking out one that is reached, ns", finding_ns(&b));
    stop(&b);
    open_store(&b);
    double recovered = start(&b, &worked);
    tick(&b, CENTS);
    row("finding, gating, claiming, logging and queueing one, ns", firing_ns(&b));
    row("recovery of all of them from SQLite, ms", recovered * 1e3);
    row("of that worked, ms", worked * 1e3);
    if (b.refused > 0)
        printf("refused: %" PRId64 "\n", b.refused);
    stop(&b);
    free(b.triggers);
    return nftw(folder, remove_entry, 8, FTW_DEPTH | FTW_PHYS) == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
