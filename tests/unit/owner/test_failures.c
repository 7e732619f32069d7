/* An owner on a disk that is full, and one that is killed at its work. */
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include "rig.h"

static void full_disk_is_said_and_survived(void **state)
{
    (void)state;
    rig r;
    reply answer;
    tr_error err;
    struct rlimit before, small;
    rig_begin(&r);
    rig_open(&r);
    assert_int_equal(send_alert(&r, "before", TR_ALERT_SELL, 0, &answer), TR_OK);
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
    small = before;
    small.rlim_cur = 4096;
    (void)signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
    tr_status failed = send_alert(&r, "during", TR_ALERT_SELL, 0, &answer);
    /* The next one is answered by the closed owner: the failure has been said by then. */
    tr_status closed = send_alert(&r, "closed", TR_ALERT_SELL, 0, &answer);
    tr_status said = tr_owner_state(r.owner, &err);
    tr_error key_err = { 0 };
    char key[TR_API_KEY_TEXT_SIZE];
    tr_status no_key = tr_owner_key_create(r.owner, "trader", "x", TR_RIGHT_READ, key, &key_err);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
    assert_int_not_equal(failed, TR_OK);
    assert_int_not_equal(closed, TR_OK);
    assert_int_not_equal(said, TR_OK);
    assert_int_not_equal(no_key, TR_OK);
    assert_true(err.message[0] != '\0');
    tr_status status = TR_E_CLOSED;
    while (status != TR_OK) { /* each question wakes the owner, which looks at the clock */
        (void)atomic_fetch_add(&r.ahead_ns, 10 * TR_NS_PER_SECOND);
        status = send_alert(&r, "after", TR_ALERT_SELL, 0, &answer);
    }
    assert_int_equal(tr_owner_state(r.owner, &err), TR_OK);
    tr_owner_figures figures;
    tr_owner_figures_read(r.owner, &figures);
    assert_int_equal(figures.restarts, 1);
    assert_int_equal(send_alert(&r, "before", TR_ALERT_SELL, 0, &answer), TR_OK);
    assert_true(answer.is_duplicate);
    rig_verify(&r);
    rig_end(&r);
}

#define KILLED_AFTER 400

typedef struct worker {
    int out;
    uint32_t number;
} worker;

/* Tell the parent what is durable. */
static void tell_parent(void *user, const tr_engine_answer *answer)
{
    worker *w = user;
    struct {
        uint32_t number;
        tr_id id;
    } line = { w->number, answer->alert_id };
    if (answer->status == TR_OK && write(w->out, &line, sizeof line) != (ssize_t)sizeof line)
        _exit(1);
    free(w);
}

static void work_until_killed(rig *r, int out)
{
    tr_error err = { 0 };
    r->options.queue_max = 64;
    if (tr_owner_open(&r->options, &r->owner, &err) != TR_OK)
        _exit(1);
    for (uint32_t number = 0;; number++) {
        worker *w = malloc(sizeof *w);
        char key[16];
        (void)snprintf(key, sizeof key, "n%u", number);
        tr_alert alert =
            alert_of(key, number % 2 == 0 ? TR_ALERT_BUY : TR_ALERT_CLOSE, number % 2 == 0 ? 1 : 0);
        *w = (worker){ out, number };
        tr_owner_alert(r->owner, &alert, tell_parent, w);
    }
}

typedef struct sought {
    int count;
    const char *key;
} sought;

static bool count_row(void *user, const void *row)
{
    ((sought *)user)->count +=
        strcmp(((const tr_alert *)row)->dedup_key, ((sought *)user)->key) == 0;
    return true;
}

static void end_count(void *user, tr_status status, bool has_more, const tr_error *err)
{
    (void)user, (void)has_more, (void)err;
    assert_int_equal(status, TR_OK);
}

static void killed_owner_has_kept_everything_it_acknowledged(void **state)
{
    (void)state;
    rig r;
    int lines[2], result;
    rig_begin(&r);
    rig_set(&r, "paper.prices.0.source=fixed");
    rig_set(&r, "paper.prices.0.price=50000");
    rig_set(&r, "risk.max_daily_orders=1000000");
    rig_load(&r);
    assert_int_equal(pipe(lines), 0);
    pid_t child = fork(); /* before any thread is started here */
    assert_true(child >= 0);
    if (child == 0)
        work_until_killed(&r, lines[1]);
    close(lines[1]);
    struct {
        uint32_t number;
        tr_id id;
    } line;
    uint32_t acknowledged[8192];
    size_t count = 0;
    while (count < sizeof acknowledged / sizeof acknowledged[0] &&
           read(lines[0], &line, sizeof line) == (ssize_t)sizeof line) {
        acknowledged[count++] = line.number;
        if (count == KILLED_AFTER)
            assert_int_equal(kill(child, SIGKILL), 0);
    }
    close(lines[0]);
    assert_int_equal(waitpid(child, &result, 0), child);
    assert_true(WIFSIGNALED(result));
    assert_true(count >= KILLED_AFTER);
    rig_open(&r);
    for (size_t i = 0; i < count; i++) {
        char key[16];
        (void)snprintf(key, sizeof key, "n%u", acknowledged[i]);
        tr_alert alert = alert_of(key, TR_ALERT_BUY, 0);
        sought look = { 0, alert.dedup_key };
        tr_store_query query = { .table = TR_TABLE_ALERT,
                                 .index = TR_INDEX_ALERT_DEDUP,
                                 .key = &alert,
                                 .key_columns = 2,
                                 .limit = 10 };
        assert_int_equal(r.reader.read(r.reader.user, &query, count_row, end_count, &look, NULL),
                         TR_OK);
        assert_int_equal(look.count, 1);
    }
    rig_close(&r); /* orders that were on their way are settled */
    rig_open(&r);
    rig_verify(&r);
    rig_end(&r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(full_disk_is_said_and_survived),
        cmocka_unit_test(killed_owner_has_kept_everything_it_acknowledged),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
