/* Following an account over the local socket: nothing is lost or repeated, whoever is slow, cut or restarted. */
#include <semaphore.h>

#include "ask.h"

#define ORDERS_A_THREAD 40

static void begin(rig *r)
{
    rig_begin(r);
    rig_set(r, "paper.prices.0.source=fixed");
    rig_set(r, "paper.prices.0.price=50000");
    rig_load(r);
    r->options.has_socket = true;
    rig_open(r);
}

/* ---- a follower ------------------------------------------------------------------------------- */

/* It checks that each number comes once and in order, and ends at the wanted one. */
typedef struct follower {
    const char *path;
    atomic_llong *wanted; /* so far nobody knows: INT64_MAX */
    int64_t last;
    int64_t cut_every; /* frames after which it hangs up and follows again; 0: never */
    int64_t frames, connections;
    sem_t *gate; /* waited for with the first frame; NULL: none */
    bool is_wrong;
    pthread_t thread;
} follower;

static bool take_events(void *user, const tr_document *answer)
{
    follower *f = user;
    const tr_document_node *root = tr_document_root(answer);
    const tr_document_node *event = tr_document_node_first(tr_document_node_member(root, "events"));
    f->is_wrong |= event == NULL;
    for (; event != NULL; event = tr_document_node_next(event)) {
        int64_t seq = tr_document_node_int(tr_document_node_member(event, "seq"));
        f->is_wrong |= seq != f->last + 1;
        f->last = seq;
    }
    f->is_wrong |= tr_document_node_int(tr_document_node_member(root, "last")) != f->last;
    if (f->frames++ == 0 && f->gate != NULL)
        while (sem_wait(f->gate) != 0)
            ;
    return f->last < atomic_load(f->wanted) && (f->cut_every == 0 || f->frames % f->cut_every != 0);
}

static void *run_follower(void *user)
{
    follower *f = user;
    while (f->last < atomic_load(f->wanted) && !f->is_wrong) {
        tr_owner_client *client = NULL;
        tr_error err;
        if (tr_owner_client_open(f->path, TIMEOUT_MS, &client, &err) != TR_OK)
            continue; /* between two owners */
        f->connections++;
        (void)tr_owner_client_follow(client, "paper", f->last, NULL, (tr_id){ { 0 } }, take_events,
                                     f, &err);
        tr_owner_client_close(client);
    }
    return NULL;
}

static void start(follower *f)
{
    assert_int_equal(pthread_create(&f->thread, NULL, run_follower, f), 0);
}

static void *trade(void *user)
{
    const rig *r = user;
    for (int i = 0; i < ORDERS_A_THREAD; i++) {
        reply answer = { .member = "state" };
        (void)ASK(r->path, "order buy", &answer, "symbol=BTC/USDT", "quantity=0.001");
    }
    return NULL;
}

static void trade_in_threads(rig *r, int count)
{
    pthread_t threads[4];
    for (int i = 0; i < count; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, trade, r), 0);
    for (int i = 0; i < count; i++)
        assert_int_equal(pthread_join(threads[i], NULL), 0);
}

/* Everything up to now is wanted, and one more order makes sure that something comes behind it. */
static void end_at_the_newest(const rig *r, atomic_llong *wanted)
{
    reply newest = { .member = "last" }, answer = { .member = "state" };
    assert_int_equal(ASK(r->path, "tail", &newest, "limit=1"), TR_OK);
    atomic_store(wanted, strtoll(newest.text, NULL, 10));
    assert_true(atomic_load(wanted) > 0);
    assert_int_equal(ASK(r->path, "order buy", &answer, "symbol=BTC/USDT", "quantity=0.001"),
                     TR_OK);
}

/* ---- tests ------------------------------------------------------------------------------------ */

static void followers_miss_nothing_and_see_nothing_twice(void **state)
{
    (void)state;
    rig r;
    sem_t gate;
    atomic_llong wanted = INT64_MAX;
    follower followers[4];
    begin(&r);
    assert_int_equal(sem_init(&gate, 0, 0), 0);
    for (int i = 0; i < 4; i++)
        followers[i] = (follower){ .path = r.path,
                                   .wanted = &wanted,
                                   .cut_every = i == 1 ? 1 : 0,
                                   .gate = i == 2 ? &gate : NULL };
    for (int i = 0; i < 3; i++)
        start(&followers[i]);
    trade_in_threads(&r, 3);
    end_at_the_newest(&r, &wanted);
    assert_int_equal(sem_post(&gate), 0); /* the slow one takes its first frame only now */
    start(&followers[3]);                 /* and this one comes when all is over */
    for (int i = 0; i < 4; i++) {
        assert_int_equal(pthread_join(followers[i].thread, NULL), 0);
        assert_false(followers[i].is_wrong);
        assert_true(followers[i].last >= atomic_load(&wanted));
    }
    assert_true(followers[1].connections > 1);
    assert_true(followers[3].frames < followers[3].last); /* in pages, not one by one */
    (void)sem_destroy(&gate);
    rig_end(&r);
}

static void follower_goes_on_with_the_next_owner(void **state)
{
    (void)state;
    rig r;
    atomic_llong wanted = INT64_MAX;
    begin(&r);
    follower f = { .path = r.path, .wanted = &wanted };
    start(&f);
    for (int pass = 0; pass < 3; pass++) {
        trade_in_threads(&r, 1);
        rig_close(&r);
        r.options.seed++; /* else the next one makes the ids of the one before */
        rig_open(&r);
    }
    end_at_the_newest(&r, &wanted);
    assert_int_equal(pthread_join(f.thread, NULL), 0);
    assert_false(f.is_wrong);
    assert_true(f.connections > 1);
    rig_end(&r);
}

typedef struct filtered {
    int64_t count, last;
    tr_id order_id;
    const char *event;
} filtered;

static bool take_filtered(void *user, const tr_document *answer)
{
    filtered *f = user;
    const tr_document_node *root = tr_document_root(answer);
    for (const tr_document_node *event =
             tr_document_node_first(tr_document_node_member(root, "events"));
         event != NULL; event = tr_document_node_next(event)) {
        const tr_document_node *id = tr_document_node_member(event, "order_id");
        if (f->event != NULL)
            assert_string_equal(tr_document_node_text(tr_document_node_member(event, "event")),
                                f->event);
        assert_non_null(id);
        if (!tr_id_is_none(f->order_id))
            assert_int_equal(tr_id_compare(tr_document_node_id(id), f->order_id), 0);
        f->order_id = f->event == NULL ? f->order_id : tr_document_node_id(id);
        f->last = tr_document_node_int(tr_document_node_member(event, "seq"));
        f->count++;
        if (f->event != NULL)
            return false;
    }
    return f->count < 4; /* accepted, claimed, sending, and what became of it */
}

static tr_status follow(const rig *r, int64_t after, const char *event, tr_id order, filtered *f,
                        tr_error *err)
{
    tr_owner_client *client = NULL;
    assert_int_equal(tr_owner_client_open(r->path, TIMEOUT_MS, &client, err), TR_OK);
    tr_status status =
        tr_owner_client_follow(client, "", after, event, order, take_filtered, f, err);
    tr_document *answer = NULL;
    tr_error again; /* a connection that followed serves for nothing else */
    assert_int_equal(tr_owner_client_run(client, command_of("status"), NULL, 0, &answer, &again),
                     TR_E_CLOSED);
    tr_owner_client_close(client);
    return status;
}

static void filters_let_through_what_is_asked_for(void **state)
{
    (void)state;
    rig r;
    tr_error err;
    begin(&r);
    trade_in_threads(&r, 1);
    filtered fills = { .event = "order_filled" };
    assert_int_equal(follow(&r, 0, "order_filled", (tr_id){ { 0 } }, &fills, &err), TR_OK);
    filtered first = { .order_id = fills.order_id };
    assert_int_equal(follow(&r, 0, NULL, fills.order_id, &first, &err), TR_OK);
    assert_int_equal(first.count >= 4, 1);
    rig_end(&r);
}

static void wrong_requests_are_answered(void **state)
{
    (void)state;
    rig r;
    tr_error err;
    filtered f = { .count = 0 };
    char name[TR_NAME_SIZE + 8];
    begin(&r);
    tr_owner_client *client = NULL;
    memset(name, 'a', sizeof name - 1);
    name[sizeof name - 1] = '\0';
    assert_int_equal(tr_owner_client_open(r.path, TIMEOUT_MS, &client, &err), TR_OK);
    assert_int_equal(
        tr_owner_client_follow(client, NULL, 0, NULL, f.order_id, take_filtered, &f, &err),
        TR_E_INVALID);
    assert_int_equal(
        tr_owner_client_follow(client, "paper", -1, NULL, f.order_id, take_filtered, &f, &err),
        TR_E_INVALID);
    assert_int_equal(
        tr_owner_client_follow(client, name, 0, NULL, f.order_id, take_filtered, &f, &err),
        TR_E_RANGE);
    assert_non_null(strstr(err.message, "account is longer"));
    assert_int_equal(
        tr_owner_client_follow(client, "paper", 0, NULL, f.order_id, take_filtered, &f, &err),
        TR_E_CLOSED);
    tr_owner_client_close(client);
    rig_end(&r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(followers_miss_nothing_and_see_nothing_twice),
        cmocka_unit_test(follower_goes_on_with_the_next_owner),
        cmocka_unit_test(filters_let_through_what_is_asked_for),
        cmocka_unit_test(wrong_requests_are_answered),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
