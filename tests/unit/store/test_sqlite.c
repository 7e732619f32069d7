/* What can happen to a database file: each is a clear status, and nothing acknowledged is lost. */
#include "sqlite_rig.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include <trade/store_chain.h>

/* ---- owners ---------------------------------------------------------------------------------- */

static void a_second_owner_is_busy_and_learns_who_holds_it(void **state)
{
    rig *r = *state;
    open_store(r);
    tr_store second;
    tr_store_sqlite_options options = options_of(r->path);
    tr_error err = { 0 };
    char pid[32];
    (void)snprintf(pid, sizeof pid, "process %ld", (long)getpid());
    assert_int_equal(tr_store_sqlite_open(&options, &second, &err), TR_E_BUSY);
    assert_non_null(strstr(err.message, pid));
    assert_int_equal(err.status, TR_E_BUSY);
    insert_settings(r, 0, 1);
    close_store(r);
    assert_int_equal(tr_store_sqlite_open(&options, &second, &err), TR_OK);
    second.close(second.user);
}

static int wait_for(pid_t child)
{
    int result = 0;
    assert_int_equal(waitpid(child, &result, 0), child);
    return result;
}

static void an_owner_in_another_process_is_busy_until_it_dies(void **state)
{
    rig *r = *state;
    int ready[2];
    char byte;
    assert_int_equal(pipe(ready), 0);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) { /* owns the store, acknowledges one row, then waits for its end */
        tr_store_sqlite_options options = options_of(r->path);
        tr_setting_row row = setting_of("acknowledged", "1");
        if (tr_store_sqlite_open(&options, &r->store, NULL) != TR_OK ||
            run_op(r, TR_STORE_INSERT, TR_TABLE_SETTING, &row, 0) != TR_OK ||
            write(ready[1], "x", 1) != 1)
            _exit(1);
        for (;;)
            (void)pause();
    }
    assert_int_equal(read(ready[0], &byte, 1), 1);
    tr_store_sqlite_options options = options_of(r->path);
    tr_error err = { 0 };
    char pid[32];
    (void)snprintf(pid, sizeof pid, "process %ld", (long)child);
    assert_int_equal(kill(child, SIGSTOP), 0); /* a stopped owner is still the owner */
    assert_int_equal(tr_store_sqlite_open(&options, &r->store, &err), TR_E_BUSY);
    assert_non_null(strstr(err.message, pid));
    tr_store_sqlite_state described;
    assert_int_equal(tr_store_sqlite_status(&options, &described, NULL, NULL, NULL), TR_OK);
    assert_true(described.is_owned);
    assert_int_equal(described.owner_pid, child);
    assert_int_equal(tr_store_sqlite_restore(&options, r->spare, NULL, 0, NULL), TR_E_BUSY);
    assert_int_equal(kill(child, SIGKILL), 0);
    (void)wait_for(child);
    open_store(r);
    open_reader(r);
    assert_int_equal(count_rows(r, TR_TABLE_SETTING), 1);
    close_reader(r);
    close_store(r);
    (void)close(ready[0]);
    (void)close(ready[1]);
}

static void a_foreign_lock_is_busy(void **state)
{
    rig *r = *state;
    open_store(r);
    close_store(r);
    sqlite3 *db;
    assert_int_equal(sqlite3_open(r->path, &db), SQLITE_OK);
    tr_store_sqlite_options options = options_of(r->path);
    options.busy_timeout_ms = 0;
    assert_int_equal(tr_store_sqlite_open(&options, &r->store, NULL), TR_OK);
    assert_int_equal(sqlite3_exec(db, "BEGIN IMMEDIATE", NULL, NULL, NULL), SQLITE_OK);
    tr_setting_row row = setting_of("a", "1");
    assert_int_equal(run_op(r, TR_STORE_INSERT, TR_TABLE_SETTING, &row, 0), TR_E_BUSY);
    assert_int_equal(run_op(r, TR_STORE_INSERT, TR_TABLE_SETTING, &row, 0), TR_E_CLOSED);
    close_store(r);
    sqlite3_close(db);
}

/* ---- the disk -------------------------------------------------------------------------------- */

static void a_full_disk_ends_the_store_and_loses_nothing(void **state)
{
    rig *r = *state;
    struct rlimit before, small;
    open_store(r);
    insert_settings(r, 0, 50);
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
    void (*handler)(int) = signal(SIGXFSZ, SIG_IGN);
    struct stat log;
    char log_path[128];
    (void)snprintf(log_path, sizeof log_path, "%s-wal", r->path);
    assert_int_equal(stat(log_path, &log), 0);
    small = before;
    small.rlim_cur = (rlim_t)log.st_size + 30000; /* files beyond this size cannot grow */
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
    int acknowledged = 50;
    tr_status status = TR_OK;
    outcome o;
    tr_error err = { 0 };
    while (status == TR_OK && acknowledged < 5000) {
        char name[16];
        (void)snprintf(name, sizeof name, "s%05d", acknowledged);
        tr_setting_row row = setting_of(name, "value");
        status = run_op(r, TR_STORE_INSERT, TR_TABLE_SETTING, &row, 0);
        acknowledged += status == TR_OK;
    }
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
    (void)signal(SIGXFSZ, handler);
    assert_int_equal(status, TR_E_NO_SPACE);
    tr_setting_row row = setting_of("later", "value");
    tr_store_op op = { TR_STORE_INSERT, TR_TABLE_SETTING, &row, 0 };
    tr_store_transaction transaction = { &op, 1 };
    assert_int_equal(r->store.submit(r->store.user, &transaction, 1, on_outcome, &o, &err),
                     TR_E_CLOSED);
    assert_true(err.native_code != 0);
    close_store(r);
    open_store(r);
    open_reader(r);
    page p;
    tr_store_query query = { .table = TR_TABLE_SETTING, .limit = 1000 };
    assert_int_equal(read_page(&r->reader, &query, &p), TR_OK);
    assert_int_equal(p.count, acknowledged);
    page_done(&p);
    insert_settings(r, 10000, 10);
    close_reader(r);
    close_store(r);
}

static void a_frozen_reader_sees_one_moment(void **state)
{
    rig *r = *state;
    tr_store_reader frozen;
    tr_store_sqlite_options options = options_of(r->path);
    open_store(r);
    insert_settings(r, 0, 3);
    options.is_frozen = true;
    assert_int_equal(tr_store_sqlite_reader_open(&options, &frozen, NULL), TR_OK);
    insert_settings(r, 100, 4);
    page p;
    tr_store_query query = { .table = TR_TABLE_SETTING, .limit = 1000 };
    assert_int_equal(read_page(&frozen, &query, &p), TR_OK);
    assert_int_equal(p.count, 3);
    page_done(&p);
    frozen.close(frozen.user);
    open_reader(r);
    assert_int_equal(count_rows(r, TR_TABLE_SETTING), 7);
    close_reader(r);
    close_store(r);
}

/* Run `work` in a child without the rights of root, which permission bits do not bind. */
static void run_unprivileged(rig *r, int (*work)(rig *r))
{
    (void)fflush(stdout);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        if (geteuid() == 0 && (setgid(65534) != 0 || setuid(65534) != 0))
            _exit(100);
        _exit(work(r));
    }
    int result = wait_for(child);
    assert_true(WIFEXITED(result));
    assert_int_equal(WEXITSTATUS(result), 0);
}

static int expect_read_only(rig *r)
{
    tr_store_sqlite_options options = options_of(r->path);
    tr_error err = { 0 };
    if (tr_store_sqlite_open(&options, &r->store, &err) != TR_E_READ_ONLY)
        return 1;
    return err.status == TR_E_READ_ONLY && err.message[0] != '\0' ? 0 : 2;
}

static void a_read_only_file_is_said_so(void **state)
{
    rig *r = *state;
    char lock[128];
    open_store(r);
    insert_settings(r, 0, 3);
    close_store(r);
    (void)snprintf(lock, sizeof lock, "%s.lock", r->path);
    assert_int_equal(chmod(r->folder, 0777), 0);
    assert_int_equal(chmod(lock, 0666), 0);
    assert_int_equal(chmod(r->path, 0444), 0);
    run_unprivileged(r, expect_read_only);
    open_reader(r);
    assert_int_equal(count_rows(r, TR_TABLE_SETTING), 3);
    close_reader(r);
}

static void a_read_only_folder_is_said_so(void **state)
{
    rig *r = *state;
    assert_int_equal(chmod(r->folder, 0555), 0);
    run_unprivileged(r, expect_read_only);
    assert_int_equal(chmod(r->folder, 0755), 0);
}

static void a_missing_folder_is_not_found(void **state)
{
    rig *r = *state;
    char path[160];
    (void)snprintf(path, sizeof path, "%s/none/trade.db", r->folder);
    tr_store_sqlite_options options = options_of(path);
    tr_error err = { 0 };
    assert_int_equal(tr_store_sqlite_open(&options, &r->store, &err), TR_E_NOT_FOUND);
    assert_int_equal(err.native_code, ENOENT);
    assert_int_equal(tr_store_sqlite_reader_open(&options, &r->reader, &err), TR_E_NOT_FOUND);
    assert_int_equal(tr_store_sqlite_open(NULL, &r->store, &err), TR_E_INVALID);
    options.path = "";
    assert_int_equal(tr_store_sqlite_open(&options, &r->store, &err), TR_E_INVALID);
    options = options_of(r->path);
    options.struct_size = 8;
    assert_int_equal(tr_store_sqlite_open(&options, &r->store, &err), TR_E_INVALID);
}

/* ---- damage ---------------------------------------------------------------------------------- */

static void overwrite(const char *path, off_t offset, size_t size, int byte)
{
    unsigned char bytes[4096];
    assert_true(size <= sizeof bytes);
    memset(bytes, byte, size);
    int fd = open(path, O_WRONLY);
    assert_true(fd >= 0);
    assert_int_equal(pwrite(fd, bytes, size, offset), size);
    assert_int_equal(close(fd), 0);
}

static void a_broken_header_is_corrupt(void **state)
{
    rig *r = *state;
    open_store(r);
    insert_settings(r, 0, 10);
    close_store(r);
    overwrite(r->path, 0, 100, 0xa5);
    tr_store_sqlite_options options = options_of(r->path);
    tr_error err = { 0 };
    assert_int_equal(tr_store_sqlite_open(&options, &r->store, &err), TR_E_CORRUPT);
    assert_true(err.native_code != 0);
    assert_int_equal(tr_store_sqlite_reader_open(&options, &r->reader, &err), TR_E_CORRUPT);
    tr_store_sqlite_state described;
    assert_int_equal(tr_store_sqlite_status(&options, &described, NULL, NULL, &err), TR_E_CORRUPT);
    assert_int_equal(tr_store_sqlite_backup(&options, r->spare, &err), TR_E_CORRUPT);
    assert_int_not_equal(access(r->spare, F_OK), 0);
}

/* Number of the first leaf page of a table: the rows of `setting` lie in leaves below its root. */
static int root_page(const char *path, const char *table)
{
    sqlite3 *db;
    sqlite3_stmt *statement;
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(db, "SELECT rootpage FROM sqlite_master WHERE name = ?1",
                                        -1, &statement, NULL),
                     SQLITE_OK);
    assert_int_equal(sqlite3_bind_text(statement, 1, table, -1, SQLITE_STATIC), SQLITE_OK);
    assert_int_equal(sqlite3_step(statement), SQLITE_ROW);
    int page_number = sqlite3_column_int(statement, 0);
    sqlite3_finalize(statement);
    sqlite3_close(db);
    return page_number;
}

static void a_broken_page_is_corrupt_wherever_it_is_met(void **state)
{
    rig *r = *state;
    open_store(r);
    insert_settings(r, 0, 300);
    close_store(r);
    overwrite(r->path, (off_t)(root_page(r->path, "setting") - 1) * 4096, 4096, 0x5a);
    open_store(r); /* the schema is whole, so the store opens */
    open_reader(r);
    page p;
    tr_store_query query = { .table = TR_TABLE_SETTING, .limit = 10 };
    assert_int_equal(read_page(&r->reader, &query, &p), TR_E_CORRUPT);
    page_done(&p);
    tr_store_sqlite_options options = options_of(r->path);
    tr_store_sqlite_state described;
    assert_int_equal(tr_store_sqlite_status(&options, &described, NULL, NULL, NULL), TR_OK);
    assert_false(described.is_intact);
    assert_true(described.problem[0] != '\0');
    assert_int_equal(tr_store_sqlite_backup(&options, r->spare, NULL), TR_E_CORRUPT);
    tr_setting_row row = setting_of("s00001x", "1");
    assert_int_equal(run_op(r, TR_STORE_INSERT, TR_TABLE_SETTING, &row, 0), TR_E_CORRUPT);
    assert_int_equal(run_op(r, TR_STORE_INSERT, TR_TABLE_SETTING, &row, 0), TR_E_CLOSED);
    close_reader(r);
    close_store(r);
}

static void expect_bad_value(rig *r, const char *sql, tr_table table, const char *column)
{
    meddle(r->path, sql);
    open_reader(r);
    page p;
    tr_store_query query = { .table = table, .limit = 10 };
    assert_int_equal(read_page(&r->reader, &query, &p), TR_E_CORRUPT);
    assert_int_equal(p.calls, 0);
    assert_non_null(strstr(p.err.message, tr_store_table(table)->name));
    assert_non_null(strstr(p.err.message, column));
    page_done(&p);
    close_reader(r);
}

static void values_that_cannot_be_ours_are_named(void **state)
{
    rig *r = *state;
    open_store(r);
    tr_balance balance = { .account = "acc", .asset = "USDT" };
    tr_order order = order_of(1, "acc", "");
    tr_user_row user = { .name = "someone" };
    assert_int_equal(run_op(r, TR_STORE_INSERT, TR_TABLE_BALANCE, &balance, 0), TR_OK);
    assert_int_equal(run_op(r, TR_STORE_INSERT, TR_TABLE_ORDER, &order, 0), TR_OK);
    assert_int_equal(run_op(r, TR_STORE_INSERT, TR_TABLE_USER, &user, 0), TR_OK);
    close_store(r);
    expect_bad_value(r, "UPDATE balance SET total = '1e'", TR_TABLE_BALANCE,
                     "acc,USDT: column total");
    expect_bad_value(r, "UPDATE balance SET total = '1', asset = 'longer than sixteen bytes'",
                     TR_TABLE_BALANCE, "column asset");
    expect_bad_value(r, "UPDATE \"order\" SET parent_id = x'00'", TR_TABLE_ORDER,
                     "column parent_id");
    expect_bad_value(r, "UPDATE \"order\" SET parent_id = zeroblob(16), side = 4294967296",
                     TR_TABLE_ORDER, "column side");
    expect_bad_value(r, "UPDATE user SET is_admin = 2", TR_TABLE_USER, "column is_admin");
}

static void a_changed_event_is_found_by_its_number(void **state)
{
    rig *r = *state;
    open_store(r);
    for (int64_t seq = 1; seq <= 20; seq++) {
        tr_event_row event = event_of("acc", seq);
        assert_int_equal(run_op(r, TR_STORE_INSERT, TR_TABLE_EVENT, &event, 0), TR_OK);
    }
    close_store(r);
    static const struct {
        const char *sql;
        int64_t bad_seq;
    } cases[] = { { "UPDATE event SET payload = x'01' WHERE seq = 17", 17 },
                  { "UPDATE event SET at_ns = at_ns + 1 WHERE seq = 12", 12 },
                  { "UPDATE event SET hash = zeroblob(32) WHERE seq = 9", 9 },
                  { "DELETE FROM event WHERE seq = 5", 5 },
                  { "DELETE FROM event WHERE seq = 1", 1 } };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        meddle(r->path, cases[i].sql);
        open_reader(r);
        tr_chain_report report;
        assert_int_equal(tr_store_chain_check(&r->reader, "acc", NULL, NULL, &report, NULL),
                         TR_E_CORRUPT);
        assert_int_equal(report.bad_seq, cases[i].bad_seq);
        close_reader(r);
    }
}

/* ---- life ------------------------------------------------------------------------------------ */

static void a_store_opened_again_goes_on_where_it_was(void **state)
{
    rig *r = *state;
    for (int64_t seq = 1; seq <= 4; seq++) {
        open_store(r);
        tr_event_row again = event_of("acc", seq - 1), event = event_of("acc", seq);
        assert_int_equal(run_op(r, TR_STORE_INSERT, TR_TABLE_EVENT, &again, 0), TR_E_CONFLICT);
        assert_int_equal(run_op(r, TR_STORE_INSERT, TR_TABLE_EVENT, &event, 0), TR_OK);
        close_store(r);
    }
    open_reader(r);
    tr_chain_report report;
    assert_int_equal(tr_store_chain_check(&r->reader, "acc", NULL, NULL, &report, NULL), TR_OK);
    assert_int_equal(report.head_seq, 4);
    close_reader(r);
}

static void many_accounts_share_the_cache_of_heads(void **state)
{
    rig *r = *state;
    open_store(r);
    for (int64_t seq = 1; seq <= 2; seq++)
        for (int i = 0; i < 600; i++) { /* more than the cache has places */
            char account[16];
            (void)snprintf(account, sizeof account, "a%d", i);
            tr_event_row event = event_of(account, seq);
            assert_int_equal(run_op(r, TR_STORE_INSERT, TR_TABLE_EVENT, &event, 0), TR_OK);
        }
    close_store(r);
}

static void *wake_me(void *user)
{
    __atomic_add_fetch((int *)user, 1, __ATOMIC_SEQ_CST);
    return NULL;
}

static void on_wake(void *user)
{
    (void)wake_me(user);
}

static void wake_is_called_when_there_is_something_to_poll(void **state)
{
    rig *r = *state;
    int wakes = 0;
    tr_store_sqlite_options options = options_of(r->path);
    options.wake = on_wake;
    options.wake_user = &wakes;
    assert_int_equal(tr_store_sqlite_open(&options, &r->store, NULL), TR_OK);
    assert_int_equal(r->store.poll(r->store.user, 1), 0);
    insert_settings(r, 0, 5);
    close_store(r); /* the writer's thread has ended: every call was made */
    assert_int_equal(__atomic_load_n(&wakes, __ATOMIC_SEQ_CST), 5);
}

typedef struct reading {
    const char *path;
    int stop;
    tr_status status;
    int64_t pages;
} reading;

/* Reads all along while another thread writes: whatever it sees is whole pairs. */
static void *read_all_along(void *user)
{
    reading *work = user;
    rig *r = calloc(1, sizeof *r);
    tr_store_sqlite_options options = options_of(work->path);
    work->status = tr_store_sqlite_reader_open(&options, &r->reader, NULL);
    while (work->status == TR_OK && !__atomic_load_n(&work->stop, __ATOMIC_SEQ_CST)) {
        tr_chain_report report;
        work->status = tr_store_chain_check(&r->reader, "acc", NULL, NULL, &report, NULL);
        work->pages++;
    }
    if (r->reader.close != NULL)
        r->reader.close(r->reader.user);
    free(r);
    return NULL;
}

static void readers_on_other_threads_see_whole_transactions(void **state)
{
    rig *r = *state;
    open_store(r);
    reading work[2] = { { .path = r->path }, { .path = r->path } };
    pthread_t threads[2];
    for (int i = 0; i < 2; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, read_all_along, &work[i]), 0);
    for (int64_t seq = 1; seq <= 400; seq++) {
        tr_event_row event = event_of("acc", seq);
        assert_int_equal(run_op(r, TR_STORE_INSERT, TR_TABLE_EVENT, &event, 0), TR_OK);
    }
    for (int i = 0; i < 2; i++) {
        __atomic_store_n(&work[i].stop, 1, __ATOMIC_SEQ_CST);
        assert_int_equal(pthread_join(threads[i], NULL), 0);
        assert_int_equal(work[i].status, TR_OK);
    }
    close_store(r);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, setup_folder, teardown_folder)

int main(void)
{
    static const struct CMUnitTest tests[] = {
        CASE(a_second_owner_is_busy_and_learns_who_holds_it),
        CASE(an_owner_in_another_process_is_busy_until_it_dies),
        CASE(a_foreign_lock_is_busy),
        CASE(a_full_disk_ends_the_store_and_loses_nothing),
        CASE(a_frozen_reader_sees_one_moment),
        CASE(a_read_only_file_is_said_so),
        CASE(a_read_only_folder_is_said_so),
        CASE(a_missing_folder_is_not_found),
        CASE(a_broken_header_is_corrupt),
        CASE(a_broken_page_is_corrupt_wherever_it_is_met),
        CASE(values_that_cannot_be_ours_are_named),
        CASE(a_changed_event_is_found_by_its_number),
        CASE(a_store_opened_again_goes_on_where_it_was),
        CASE(many_accounts_share_the_cache_of_heads),
        CASE(wake_is_called_when_there_is_something_to_poll),
        CASE(readers_on_other_threads_see_whole_transactions),
    };
    return cmocka_run_group_tests_name("sqlite store", tests, NULL, NULL);
}
