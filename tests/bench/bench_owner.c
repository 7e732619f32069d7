/*
 * bench_owner.c: durable alerts a second through an owner, 64 under way at any time, beside the plain fsync rate of
 * the same folder. SQLite with synchronous=FULL, as in production. The folder is the first argument, or a temporary
 * one; the disk below it is what is measured.
 */
#include <fcntl.h>
#include <ftw.h>
#include <inttypes.h>
#include <pthread.h>
#include <semaphore.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <trade/owner.h>

#define UNDER_WAY   64
#define ALERT_COUNT 100000
#define TRADE_COUNT 10000
#define FSYNC_COUNT 300
#define NS          1000000000

static int64_t monotonic_ns(void *user)
{
    (void)user;
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * NS + now.tv_nsec;
}

static int64_t now_ns(void *user)
{
    (void)user;
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    return (int64_t)now.tv_sec * NS + now.tv_nsec;
}

static const tr_clock machine_clock = { now_ns, monotonic_ns, NULL };

/* ---- what waits for an answer ---- */

typedef struct slot {
    int64_t sent_ns;
    struct run *run;
} slot;

typedef struct run {
    sem_t free_slots;
    pthread_mutex_t mutex;
    slot *free[UNDER_WAY]; /* guarded */
    size_t free_count;
    slot slots[UNDER_WAY];
    int64_t *latencies; /* the engine thread's */
    size_t answered;
    size_t failed;
} run;

static void on_answer(void *user, const tr_engine_answer *answer)
{
    slot *s = user;
    run *r = s->run;
    if (answer->status != TR_OK && r->failed++ == 0)
        fprintf(stderr, "an alert failed: %s\n", answer->error.message);
    r->latencies[r->answered++] = monotonic_ns(NULL) - s->sent_ns;
    pthread_mutex_lock(&r->mutex);
    r->free[r->free_count++] = s;
    pthread_mutex_unlock(&r->mutex);
    sem_post(&r->free_slots);
}

static slot *take_slot(run *r)
{
    while (sem_wait(&r->free_slots) != 0) {
    }
    pthread_mutex_lock(&r->mutex);
    slot *s = r->free[--r->free_count];
    pthread_mutex_unlock(&r->mutex);
    return s;
}

static int compare(const void *a, const void *b)
{
    int64_t left = *(const int64_t *)a, right = *(const int64_t *)b;
    return (left > right) - (left < right);
}

static int measure(tr_owner *owner, const char *name, size_t count, bool trades)
{
    static const char body[] =
        "{\"symbol\":\"BTCUSDT\",\"action\":\"buy\",\"price\":64123.50,\"strategy\":\"trend-4h\","
        "\"timeframe\":\"240\",\"comment\":\"close above "
        "EMA(50)\",\"secret\":\"****************\"}";
    run r = { .latencies = calloc(count, sizeof(int64_t)) };
    sem_init(&r.free_slots, 0, UNDER_WAY);
    pthread_mutex_init(&r.mutex, NULL);
    for (size_t i = 0; i < UNDER_WAY; i++) {
        r.slots[i].run = &r;
        r.free[r.free_count++] = &r.slots[i];
    }
    tr_alert alert = { .account = "paper",
                       .symbol = "BTCUSDT",
                       .strategy = "trend-4h",
                       .timeframe = "240",
                       .body = (const uint8_t *)body,
                       .body_size = sizeof body - 1 };
    int64_t started_ns = monotonic_ns(NULL);
    for (size_t i = 0; i < count; i++) {
        slot *s = take_slot(&r);
        alert.action = i % 2 == 0 ? TR_ALERT_BUY : TR_ALERT_CLOSE;
        if (trades && i % 2 == 0)
            tr_decimal_from_scaled(1, 3, &alert.quantity.value);
        else
            alert.quantity = (tr_quantity){ { 0 } };
        snprintf(alert.dedup_key, sizeof alert.dedup_key, "sha256:%s%034zx",
                 name[0] == 'a' ? "a" : "b", i);
        s->sent_ns = monotonic_ns(NULL);
        tr_owner_alert(owner, &alert, on_answer, s);
    }
    for (size_t i = 0; i < UNDER_WAY; i++)
        (void)take_slot(&r);
    double took_s = (double)(monotonic_ns(NULL) - started_ns) / NS;
    qsort(r.latencies, count, sizeof *r.latencies, compare);
    printf("%-34s %9.0f /s   p50 %7.3f ms   p99 %7.3f ms   max %7.3f ms\n", name,
           (double)count / took_s, (double)r.latencies[count / 2] / 1e6,
           (double)r.latencies[count * 99 / 100] / 1e6, (double)r.latencies[count - 1] / 1e6);
    free(r.latencies);
    sem_destroy(&r.free_slots);
    pthread_mutex_destroy(&r.mutex);
    return r.failed == 0 ? 0 : 1;
}

/* What the disk itself takes. */
static void measure_fsync(const char *folder)
{
    char path[4096], page[4096] = { 0 };
    snprintf(path, sizeof path, "%s/fsync", folder);
    int fd = open(path, O_RDWR | O_CREAT | O_TRUNC, 0600);
    if (fd < 0)
        return;
    int64_t started_ns = monotonic_ns(NULL);
    for (int i = 0; i < FSYNC_COUNT; i++)
        if (pwrite(fd, page, sizeof page, 0) != sizeof page || fdatasync(fd) != 0)
            break;
    double took_s = (double)(monotonic_ns(NULL) - started_ns) / NS;
    close(fd);
    printf("%-34s %9.0f /s   mean %6.3f ms\n", "write and fdatasync of a page",
           FSYNC_COUNT / took_s, took_s * 1e3 / FSYNC_COUNT);
}

static int remove_entry(const char *path, const struct stat *info, int kind, struct FTW *ftw)
{
    (void)info, (void)kind, (void)ftw;
    return remove(path);
}

int main(int argc, char **argv)
{
    char made[] = "/tmp/trade-bench-XXXXXX";
    const char *base = argc > 1 ? argv[1] : mkdtemp(made);
    const char *settings[] = { "paper.prices.0.symbol=BTC/USDT", "paper.prices.0.source=fixed",
                               "paper.prices.0.price=64000",     "risk.max_daily_orders=1000000000",
                               "risk.max_risk_per_trade=1",      "risk.max_daily_loss=1",
                               "paper.balances=USDT=1000000000" };
    tr_config_options options = TR_CONFIG_OPTIONS_INIT;
    options.settings = settings;
    options.setting_count = sizeof settings / sizeof settings[0];
    options.data_dir = base;
    tr_config *config = NULL;
    tr_owner *owner = NULL;
    tr_error err = { 0 };
    if (base == NULL || tr_config_load(&options, &config, &err) != TR_OK) {
        fprintf(stderr, "configuration: %s\n", err.message);
        return 1;
    }
    tr_owner_options owner_options = TR_OWNER_OPTIONS_INIT;
    owner_options.config = config;
    owner_options.clock = &machine_clock;
    owner_options.data_directory = base;
    owner_options.seed = 1;
    int64_t started_ns = monotonic_ns(NULL);
    if (tr_owner_open(&owner_options, &owner, &err) != TR_OK) {
        fprintf(stderr, "owner: %s\n", err.message);
        return 1;
    }
    printf("%-34s %9.3f ms\n", "open, empty", (double)(monotonic_ns(NULL) - started_ns) / 1e6);
    measure_fsync(base);
    int failed = measure(owner, "alerts, stored", ALERT_COUNT, false);
    failed |= measure(owner, "buy and close in turn, executed", TRADE_COUNT, true);
    tr_owner_figures figures;
    tr_owner_figures_read(owner, &figures);
    printf("%" PRId64 " alerts, %" PRId64 " orders, %" PRId64 " fills\n", figures.alerts,
           figures.orders, figures.fills);
    tr_owner_close(owner, 10000);
    started_ns = monotonic_ns(NULL);
    if (tr_owner_open(&owner_options, &owner, &err) == TR_OK)
        printf("%-34s %9.3f ms\n", "open, with all that",
               (double)(monotonic_ns(NULL) - started_ns) / 1e6);
    tr_owner_close(owner, 10000);
    tr_config_free(config);
    if (argc <= 1)
        nftw(base, remove_entry, 8, FTW_DEPTH | FTW_PHYS);
    return failed;
}
