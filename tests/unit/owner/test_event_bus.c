/* Streams of events: from any number on, without a gap or a double, however slow the reader and however small the ring. */
#include "rig.h"

#include <trade/event_bus.h>
#include <trade/event_document.h>
#include <trade/rng.h>

#define LOG_MAX 20000

/* ---- a log that grows, and a reader of it ----------------------------------------------------- */

/* What is durable: events 1..count of two accounts, each with its number as payload. */
typedef struct fake_log {
    atomic_llong count;
    int64_t first; /* older ones were pruned */
    atomic_llong reads;
} fake_log;

static void make_row(const char *account, int64_t seq, tr_event_row *out, int64_t *payload)
{
    *payload = seq;
    *out = (tr_event_row){ .seq = seq,
                           .epoch = 1,
                           .at_ns = seq,
                           .kind = 1,
                           .payload = (const uint8_t *)payload,
                           .payload_size = sizeof *payload };
    (void)snprintf(out->account, sizeof out->account, "%s", account);
}

static tr_status read_log(void *user, const tr_store_query *query, tr_store_row_sink *row,
                          tr_store_read_done *done, void *read_user, tr_error *err)
{
    fake_log *log = user;
    const tr_event_row *after = query->after;
    int64_t count = atomic_load(&log->count), seq = after->seq + 1;
    size_t given = 0;
    (void)err; /* never fails */
    atomic_fetch_add(&log->reads, 1);
    if (seq < log->first)
        seq = log->first;
    for (; seq <= count && given < query->limit; seq++, given++) {
        tr_event_row found;
        int64_t payload;
        make_row(after->account, seq, &found, &payload);
        if (!row(read_user, &found))
            break;
    }
    done(read_user, TR_OK, seq <= count, NULL);
    return TR_OK;
}

static tr_store_reader reader_of(fake_log *log)
{
    return (tr_store_reader){ .read = read_log, .user = log };
}

static void happen(fake_log *log, tr_event_bus *bus, const char *account)
{
    tr_event_row row;
    int64_t payload, seq = atomic_load(&log->count) + 1;
    make_row(account, seq, &row, &payload);
    atomic_store(&log->count, seq); /* durable first */
    tr_event_bus_publish(bus, &row);
}

typedef struct seen {
    int64_t last;
    int64_t count;
    bool is_wrong;
    int64_t stop_behind; /* 0: never */
} seen;

static bool see(void *user, const tr_event_row *row)
{
    seen *s = user;
    int64_t payload = 0;
    if (row->payload_size == sizeof payload)
        memcpy(&payload, row->payload, sizeof payload);
    s->is_wrong = s->is_wrong || row->seq != s->last + 1 || payload != row->seq;
    s->last = row->seq;
    s->count++;
    return row->seq != s->stop_behind;
}

static tr_event_bus *open_bus(size_t event_max)
{
    tr_event_bus_options options = TR_EVENT_BUS_OPTIONS_INIT;
    tr_event_bus *bus = NULL;
    options.event_max = event_max;
    assert_int_equal(tr_event_bus_new(&options, &bus, NULL), TR_OK);
    return bus;
}

static size_t read_all(tr_event_stream *stream, fake_log *log, seen *s)
{
    tr_store_reader reader = reader_of(log);
    size_t count = 0;
    assert_int_equal(tr_event_stream_read(stream, &reader, LOG_MAX, see, s, &count, NULL), TR_OK);
    assert_false(s->is_wrong);
    return count;
}

/* ---- tests ------------------------------------------------------------------------------------- */

static void stream_goes_from_the_store_into_the_ring(void **state)
{
    (void)state;
    fake_log log = { .count = 100 };
    tr_event_bus *bus = open_bus(16);
    tr_event_stream *stream = NULL;
    seen s = { .last = 40 };
    assert_int_equal(tr_event_stream_open(bus, "paper", 40, NULL, NULL, &stream, NULL), TR_OK);
    assert_int_equal(read_all(stream, &log, &s), 60);
    assert_int_equal(tr_event_stream_paged(stream), 60);
    for (int i = 0; i < 10; i++)
        happen(&log, bus, "paper");
    long long reads = atomic_load(&log.reads);
    assert_int_equal(read_all(stream, &log, &s), 10);
    assert_int_equal(tr_event_stream_paged(stream), 60); /* none of the ten */
    assert_int_equal(atomic_load(&log.reads), reads);    /* nor was the store asked */
    assert_int_equal(read_all(stream, &log, &s), 0);
    assert_int_equal(tr_event_stream_seq(stream), 110);
    tr_event_stream_close(stream);
    tr_event_bus_free(bus);
}

static void stream_that_does_not_keep_up_falls_back_to_the_store(void **state)
{
    (void)state;
    fake_log log = { .count = 0 };
    tr_event_bus *bus = open_bus(8);
    tr_event_stream *stream = NULL;
    seen s = { .last = 0 };
    assert_int_equal(tr_event_stream_open(bus, "paper", 0, NULL, NULL, &stream, NULL), TR_OK);
    assert_int_equal(read_all(stream, &log, &s), 0);
    for (int i = 0; i < 1000; i++)
        happen(&log, bus, "paper");
    assert_int_equal(read_all(stream, &log, &s), 1000);
    assert_true(tr_event_stream_paged(stream) >= 992);
    happen(&log, bus, "paper");
    assert_int_equal(read_all(stream, &log, &s), 1);
    tr_event_stream_close(stream);
    tr_event_bus_free(bus);
}

static void limit_and_sink_end_a_read_and_the_next_goes_on(void **state)
{
    (void)state;
    fake_log log = { .count = 10 };
    tr_store_reader reader = reader_of(&log);
    tr_event_bus *bus = open_bus(64);
    tr_event_stream *stream = NULL;
    seen s = { .last = 0, .stop_behind = 12 };
    size_t count = 0;
    assert_int_equal(tr_event_stream_open(bus, "paper", 0, NULL, NULL, &stream, NULL), TR_OK);
    assert_int_equal(tr_event_stream_read(stream, &reader, 4, see, &s, &count, NULL), TR_OK);
    assert_int_equal(count, 4);
    for (int i = 0; i < 5; i++)
        happen(&log, bus, "paper");
    assert_int_equal(read_all(stream, &log, &s), 8); /* up to 12 */
    assert_int_equal(read_all(stream, &log, &s), 3);
    tr_event_stream_close(stream);
    tr_event_bus_free(bus);
}

static void streams_hear_of_their_own_account_alone(void **state)
{
    (void)state;
    fake_log paper = { .count = 0 }, other = { .count = 0 };
    tr_event_bus *bus = open_bus(64);
    tr_event_stream *stream = NULL;
    seen s = { .last = 0 };
    assert_int_equal(tr_event_stream_open(bus, "paper", 0, NULL, NULL, &stream, NULL), TR_OK);
    assert_int_equal(read_all(stream, &paper, &s), 0);
    happen(&other, bus, "other");
    assert_false(tr_event_stream_wait(stream, 0));
    happen(&paper, bus, "paper");
    happen(&other, bus, "other");
    happen(&paper, bus, "paper");
    assert_true(tr_event_stream_wait(stream, 0));
    assert_int_equal(read_all(stream, &paper, &s), 2);
    tr_event_stream_close(stream);
    tr_event_bus_free(bus);
}

static void what_was_pruned_or_is_too_large_is_no_gap_that_stops(void **state)
{
    (void)state;
    fake_log log = { .count = 50, .first = 31 };
    tr_event_bus_options options = TR_EVENT_BUS_OPTIONS_INIT;
    tr_event_bus *bus = NULL;
    tr_event_stream *stream = NULL;
    seen s = { .last = 30 };
    options.bytes_max = 4; /* less than any payload here */
    assert_int_equal(tr_event_bus_new(&options, &bus, NULL), TR_OK);
    assert_int_equal(tr_event_stream_open(bus, "paper", 10, NULL, NULL, &stream, NULL), TR_OK);
    assert_int_equal(read_all(stream, &log, &s), 20);
    happen(&log, bus, "paper");
    assert_true(tr_event_stream_wait(stream, 0));
    assert_int_equal(read_all(stream, &log, &s), 1);
    tr_event_stream_close(stream);
    tr_event_bus_free(bus);
}

static void wake(void *user)
{
    atomic_fetch_add((atomic_int *)user, 1);
}

static void wake_comes_once_until_the_next_read(void **state)
{
    (void)state;
    fake_log log = { .count = 0 };
    atomic_int wakes = 0;
    tr_event_bus *bus = open_bus(64);
    tr_event_stream *stream = NULL;
    seen s = { .last = 0 };
    assert_int_equal(tr_event_stream_open(bus, "paper", 0, wake, &wakes, &stream, NULL), TR_OK);
    for (int i = 0; i < 5; i++)
        happen(&log, bus, "paper");
    assert_int_equal(atomic_load(&wakes), 1);
    assert_int_equal(read_all(stream, &log, &s), 5);
    happen(&log, bus, "paper");
    assert_int_equal(atomic_load(&wakes), 2);
    tr_event_stream_close(stream);
    tr_event_bus_free(bus);
}

/* ---- many at once ---------------------------------------------------------------------------------- */

typedef struct listener {
    fake_log *log;
    tr_event_bus *bus;
    uint64_t seed;
    int64_t from;
    seen s;
    pthread_t thread;
} listener;

static void *listen_all(void *user)
{
    listener *l = user;
    tr_store_reader reader = reader_of(l->log);
    tr_event_stream *stream = NULL;
    tr_rng rng;
    tr_rng_init(&rng, l->seed);
    l->s.last = l->from;
    if (tr_event_stream_open(l->bus, "paper", l->from, NULL, NULL, &stream, NULL) != TR_OK)
        return NULL;
    while (l->s.last < LOG_MAX && !l->s.is_wrong) {
        size_t limit = tr_rng_below(&rng, 2) == 0 ? 1 + (size_t)tr_rng_below(&rng, 3) : 1000,
               count = 0;
        if (tr_event_stream_read(stream, &reader, limit, see, &l->s, &count, NULL) != TR_OK)
            l->s.is_wrong = true;
        if (count < limit && l->s.last < LOG_MAX)
            (void)tr_event_stream_wait(stream, 10000);
        if (tr_rng_below(&rng, 50) == 0) { /* go away, and come back where it was */
            tr_event_stream_close(stream);
            if (tr_event_stream_open(l->bus, "paper", l->s.last, NULL, NULL, &stream, NULL) !=
                TR_OK)
                return NULL;
        }
    }
    tr_event_stream_close(stream);
    return NULL;
}

static void every_listener_hears_everything_once_and_in_order(void **state)
{
    (void)state;
    fake_log log = { .count = 500 };
    tr_event_bus *bus = open_bus(32);
    listener listeners[4];
    for (size_t i = 0; i < 4; i++) {
        listeners[i] =
            (listener){ .log = &log, .bus = bus, .seed = 71 + i, .from = (int64_t)i * 150 };
        assert_int_equal(pthread_create(&listeners[i].thread, NULL, listen_all, &listeners[i]), 0);
    }
    fake_log other = { .count = 0 };
    for (int i = 500; i < LOG_MAX; i++) {
        happen(&log, bus, "paper");
        if (i % 3 == 0)
            happen(&other, bus, "other");
    }
    for (size_t i = 0; i < 4; i++) {
        pthread_join(listeners[i].thread, NULL);
        if (listeners[i].s.is_wrong || listeners[i].s.last != LOG_MAX ||
            listeners[i].s.count != LOG_MAX - listeners[i].from)
            fail_msg("seed %d: up to %lld, %lld events", 71 + (int)i,
                     (long long)listeners[i].s.last, (long long)listeners[i].s.count);
    }
    tr_event_bus_free(bus);
}

/* ---- of an owner ----------------------------------------------------------------------------------- */

static bool count_kind(void *user, const tr_event_row *row)
{
    tr_document *document = NULL;
    tr_error err;
    assert_int_equal(tr_document_new(NULL, &document), TR_OK);
    assert_int_equal(tr_event_describe(row, document, &err), TR_OK);
    const tr_document_node *kind = tr_document_node_member(tr_document_root(document), "event");
    *(int *)user += strcmp(tr_document_node_text(kind), "order_filled") == 0;
    tr_document_free(document);
    return true;
}

static void trade_of_an_owner_is_heard_live(void **state)
{
    (void)state;
    rig r;
    reply answer;
    tr_event_stream *stream = NULL;
    int fills = 0;
    tr_error err = { 0 };
    rig_begin(&r);
    rig_set(&r, "paper.prices.0.source=fixed");
    rig_set(&r, "paper.prices.0.price=50000");
    rig_open(&r);
    assert_int_equal(
        tr_event_stream_open(tr_owner_events(r.owner), "paper", 0, NULL, NULL, &stream, &err),
        TR_OK);
    assert_int_equal(tr_event_stream_read(stream, &r.reader, 1000, count_kind, &fills, NULL, &err),
                     TR_OK);
    assert_int_equal(fills, 0);
    int64_t paged = tr_event_stream_paged(stream);
    reply_init(&answer);
    if (RUN(&r, "order buy", &answer, "symbol=BTC/USDT", "quantity=0.01") != TR_OK)
        fail_msg("%s", answer.err.message);
    while (fills == 0 && tr_event_stream_wait(stream, 10000))
        assert_int_equal(
            tr_event_stream_read(stream, &r.reader, 1000, count_kind, &fills, NULL, &err), TR_OK);
    assert_int_equal(fills, 1);
    assert_int_equal(tr_event_stream_paged(stream), paged); /* live, all of it */
    tr_event_stream_close(stream);
    rig_end(&r);
}

static void what_is_no_stream_is_refused(void **state)
{
    (void)state;
    tr_event_bus *bus = open_bus(4);
    tr_event_stream *stream = NULL;
    tr_event_bus_options options = TR_EVENT_BUS_OPTIONS_INIT;
    tr_event_bus *none = NULL;
    assert_int_equal(tr_event_stream_open(NULL, "paper", 0, NULL, NULL, &stream, NULL),
                     TR_E_INVALID);
    assert_int_equal(tr_event_stream_open(bus, NULL, 0, NULL, NULL, &stream, NULL), TR_E_INVALID);
    assert_int_equal(tr_event_stream_open(bus, "paper", -1, NULL, NULL, &stream, NULL),
                     TR_E_INVALID);
    options.event_max = 0;
    assert_int_equal(tr_event_bus_new(&options, &none, NULL), TR_E_RANGE);
    options.struct_size = 1;
    assert_int_equal(tr_event_bus_new(&options, &none, NULL), TR_E_INVALID);
    assert_int_equal(tr_event_stream_read(NULL, NULL, 1, see, NULL, NULL, NULL), TR_E_INVALID);
    tr_event_bus_publish(NULL, NULL);
    tr_event_stream_close(NULL);
    tr_event_bus_free(NULL);
    tr_event_bus_free(bus);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(stream_goes_from_the_store_into_the_ring),
        cmocka_unit_test(stream_that_does_not_keep_up_falls_back_to_the_store),
        cmocka_unit_test(limit_and_sink_end_a_read_and_the_next_goes_on),
        cmocka_unit_test(streams_hear_of_their_own_account_alone),
        cmocka_unit_test(what_was_pruned_or_is_too_large_is_no_gap_that_stops),
        cmocka_unit_test(wake_comes_once_until_the_next_read),
        cmocka_unit_test(every_listener_hears_everything_once_and_in_order),
        cmocka_unit_test(trade_of_an_owner_is_heard_live),
        cmocka_unit_test(what_is_no_stream_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
