/*
 * Rows a second through the SQLite store: one transaction a commit, and 64. A transaction is the hot path's two
 * rows, an alert and its event. The peer is the same store without fsync, and the disk's own fsync.
 * The first argument names the folder to work in; the default is /tmp.
 */
#include <assert.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <trade/store_sqlite.h>

#define BATCH_MAX 64

static double seconds(void)
{
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static void stop(const char *what, const char *why)
{
    fprintf(stderr, "%s: %s\n", what, why);
    exit(1);
}

static void on_done(void *user, tr_status status, const tr_status *results, size_t count,
                    const tr_error *err)
{
    if (status != TR_OK)
        stop("commit", err->message);
    for (size_t i = 0; i < count; i++)
        if (results[i] != TR_OK)
            stop("transaction", tr_status_name(results[i]));
    *(int *)user -= 1;
}

/* Time of one fsync behind a 4 KiB append, in microseconds. */
static double fsync_us(const char *folder)
{
    char path[256], bytes[4096] = { 0 };
    enum { ROUNDS = 200 };
    (void)snprintf(path, sizeof path, "%s/fsync", folder);
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    if (fd < 0)
        stop(path, "cannot be opened");
    double start = seconds();
    for (int i = 0; i < ROUNDS; i++)
        if (write(fd, bytes, sizeof bytes) != (ssize_t)sizeof bytes || fdatasync(fd) != 0)
            stop(path, "cannot be written");
    double took = seconds() - start;
    (void)close(fd);
    (void)unlink(path);
    return took / ROUNDS * 1e6;
}

/* Rows a second; `in_flight_max` batches are submitted before the first is waited for. */
static double run(const char *folder, int transactions, int batch, int in_flight_max,
                  bool without_fsync)
{
    char path[256];
    (void)snprintf(path, sizeof path, "%s/bench.db", folder);
    tr_store_sqlite_options options = TR_STORE_SQLITE_OPTIONS_INIT;
    options.path = path;
    options.without_fsync = without_fsync;
    tr_store store;
    tr_error err;
    if (tr_store_sqlite_open(&options, &store, &err) != TR_OK)
        stop("opening", err.message);
    static tr_alert alerts[BATCH_MAX];
    static tr_event_row events[BATCH_MAX];
    tr_store_op ops[BATCH_MAX][2];
    tr_store_transaction work[BATCH_MAX];
    static const char body[] =
        "{\"symbol\":\"BINANCE:BTCUSDT\",\"action\":\"buy\",\"price\":61234.5,\"quantity\":0.01,"
        "\"strategy\":\"breakout\",\"timeframe\":\"15\",\"time\":\"2024-05-01T12:00:00Z\"}";
    int in_flight = 0;
    double start = seconds();
    for (int done = 0; done < transactions; done += batch) {
        for (int i = 0; i < batch; i++) {
            int64_t seq = done + i + 1;
            tr_alert *alert = &alerts[i];
            *alert = (tr_alert){ .account = "paper",
                                 .symbol = "BTC/USDT",
                                 .strategy = "breakout",
                                 .timeframe = "15",
                                 .received_ns = seq,
                                 .body = (const uint8_t *)body,
                                 .body_size = sizeof body - 1 };
            memcpy(alert->id.bytes + 8, &(uint64_t){ __builtin_bswap64((uint64_t)seq) }, 8);
            (void)snprintf(alert->dedup_key, sizeof alert->dedup_key, "id:%lld", (long long)seq);
            (void)tr_price_parse("61234.5", 7, &alert->price);
            (void)tr_quantity_parse("0.01", 4, &alert->quantity);
            events[i] = (tr_event_row){ .account = "paper",
                                        .seq = seq,
                                        .epoch = 1,
                                        .at_ns = seq,
                                        .kind = 1,
                                        .payload = (const uint8_t *)body,
                                        .payload_size = sizeof body - 1 };
            ops[i][0] = (tr_store_op){ TR_STORE_INSERT, TR_TABLE_ALERT, alert, 0 };
            ops[i][1] = (tr_store_op){ TR_STORE_INSERT, TR_TABLE_EVENT, &events[i], 0 };
            work[i] = (tr_store_transaction){ ops[i], 2 };
        }
        if (store.submit(store.user, work, (size_t)batch, on_done, &in_flight, &err) != TR_OK)
            stop("submitting", err.message);
        in_flight++;
        while (in_flight >= in_flight_max)
            (void)store.poll(store.user, 1000);
    }
    while (in_flight > 0)
        (void)store.poll(store.user, 1000);
    double took = seconds() - start;
    store.close(store.user);
    (void)unlink(path);
    char lock[300];
    (void)snprintf(lock, sizeof lock, "%s.lock", path);
    (void)unlink(lock);
    return transactions * 2 / took;
}

int main(int argc, char **argv)
{
    char folder[200];
    (void)snprintf(folder, sizeof folder, "%s/trade-bench-XXXXXX", argc > 1 ? argv[1] : "/tmp");
    if (mkdtemp(folder) == NULL)
        stop(folder, "cannot be made");
    printf("fsync behind a 4 KiB append: %.0f us\n\n", fsync_us(folder));
    printf("%-44s %12s %12s\n", "rows/s (2 rows a transaction)", "fsync", "without");
    static const struct {
        const char *name;
        int batch, in_flight_max, transactions;
    } cases[] = { { "1 transaction a batch, one batch at a time", 1, 1, 6000 },
                  { "1 transaction a batch, 64 in flight", 1, 64, 60000 },
                  { "64 transactions a batch, one at a time", 64, 1, 128000 },
                  { "64 transactions a batch, two in flight", 64, 2, 128000 } };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        printf("%-44s %12.0f %12.0f\n", cases[i].name,
               run(folder, cases[i].transactions, cases[i].batch, cases[i].in_flight_max, false),
               run(folder, cases[i].transactions, cases[i].batch, cases[i].in_flight_max, true));
    if (rmdir(folder) != 0)
        stop(folder, "is not empty");
    return 0;
}
