/* machine.c: see machine.h. */
#include "machine.h"

#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include <trade/crypto.h>

#define LINE_SIZE 2048

static int64_t clock_read(clockid_t id)
{
    struct timespec now;
    (void)clock_gettime(id, &now); /* these two clocks always exist */
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

static int64_t now_ns(void *user)
{
    (void)user;
    return clock_read(CLOCK_REALTIME);
}

static int64_t monotonic_ns(void *user)
{
    (void)user;
    return clock_read(CLOCK_MONOTONIC);
}

const tr_clock *machine_clock(void)
{
    static const tr_clock clock = { now_ns, monotonic_ns, NULL };
    return &clock;
}

tr_status machine_seed(uint64_t *out, tr_error *err)
{
    return tr_crypto_random(out, sizeof *out, err);
}

void machine_keep_memory_private(void)
{
    struct rlimit none = { 0, 0 };
    (void)setrlimit(RLIMIT_CORE,
                    &none); /* best effort: a kernel that says no leaves nothing else to do */
    (void)prctl(PR_SET_DUMPABLE, 0);
}

unsigned machine_descriptors(unsigned wanted)
{
    struct rlimit limit;
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0)
        return wanted; /* unknown: accepting will find out */
    if (limit.rlim_cur < wanted) {
        struct rlimit raised = { wanted < limit.rlim_max ? wanted : limit.rlim_max,
                                 limit.rlim_max };
        if (setrlimit(RLIMIT_NOFILE, &raised) == 0)
            limit = raised;
    }
    return limit.rlim_cur < wanted ? (unsigned)limit.rlim_cur : wanted;
}

/* ---- the log ---- */

#define BUFFER_SIZE ((size_t)1 << 20)

/* The process has one standard output, and so one log; level and form may change while threads write. */
static struct {
    pthread_mutex_t mutex;
    pthread_cond_t has_lines;
    atomic_int level;
    atomic_bool is_json;
    bool is_running;
    pthread_t thread;
    char *filling; /* lines to be written */
    char *writing; /* lines being written */
    size_t used;
    unsigned long dropped;
} output = { .mutex = PTHREAD_MUTEX_INITIALIZER,
             .has_lines = PTHREAD_COND_INITIALIZER,
             .level = TR_LOG_INFO };

static void bytes_write(const char *bytes, size_t size)
{
    while (size > 0) {
        ssize_t written = write(STDOUT_FILENO, bytes, size);
        if (written <= 0)
            return; /* nobody reads the log: trading goes on without */
        bytes += written;
        size -= (size_t)written;
    }
}

static size_t record_format(const tr_log_record *record, char *line)
{
    size_t size = atomic_load_explicit(&output.is_json, memory_order_relaxed)
                      ? tr_log_format_json(record, line, LINE_SIZE)
                      : tr_log_format_text(record, line, LINE_SIZE);
    line[size] = '\n';
    return size + 1;
}

/* The lines gathered so far, and a count of those that found no room. The mutex is held. */
static size_t lines_take(unsigned long *dropped_out)
{
    char *taken = output.filling;
    size_t size = output.used;
    output.filling = output.writing;
    output.writing = taken;
    output.used = 0;
    *dropped_out = output.dropped;
    output.dropped = 0;
    return size;
}

static void dropped_note(unsigned long dropped)
{
    char line[LINE_SIZE + 1];
    tr_log_field field = tr_log_int("lines", (int64_t)dropped);
    tr_log_record record = { TR_LOG_WARNING, now_ns(NULL),
                             "log lines dropped: nobody read them in time", &field, 1 };
    bytes_write(line, record_format(&record, line));
}

static void *lines_write(void *user)
{
    (void)user;
    bool is_running = true;
    while (is_running) {
        unsigned long dropped;
        pthread_mutex_lock(&output.mutex);
        while (output.used == 0 && output.is_running)
            pthread_cond_wait(&output.has_lines, &output.mutex);
        size_t size = lines_take(&dropped);
        is_running = output.is_running;
        pthread_mutex_unlock(&output.mutex);
        bytes_write(output.writing, size);
        if (dropped > 0)
            dropped_note(dropped);
    }
    return NULL;
}

static void record_write(void *user, const tr_log_record *record)
{
    (void)user;
    if ((int)record->level > atomic_load_explicit(&output.level, memory_order_relaxed))
        return;
    char line[LINE_SIZE + 1];
    size_t size = record_format(record, line);
    pthread_mutex_lock(&output.mutex);
    if (!output.is_running) {
        bytes_write(line, size);
    } else if (size > BUFFER_SIZE - output.used) {
        output.dropped++;
    } else {
        if (output.used == 0)
            pthread_cond_signal(&output.has_lines);
        memcpy(output.filling + output.used, line, size);
        output.used += size;
    }
    pthread_mutex_unlock(&output.mutex);
}

const tr_log *machine_log(void)
{
    /* Everything comes here; the level that counts is the one that can change. */
    static const tr_log log = { record_write, NULL, TR_LOG_DEBUG };
    return &log;
}

void machine_log_set(tr_log_level level, bool is_json)
{
    atomic_store(&output.level, (int)level);
    atomic_store(&output.is_json, is_json);
}

tr_status machine_log_start(tr_error *err)
{
    output.filling = malloc(BUFFER_SIZE);
    output.writing = malloc(BUFFER_SIZE);
    output.is_running = true;
    sigset_t all, before;
    (void)sigfillset(&all); /* cannot fail; signals are the loop's */
    (void)pthread_sigmask(SIG_BLOCK, &all, &before);
    bool is_made = output.filling != NULL && output.writing != NULL &&
                   pthread_create(&output.thread, NULL, lines_write, NULL) == 0;
    (void)pthread_sigmask(SIG_SETMASK, &before, NULL); /* what it was is a valid mask */
    if (is_made)
        return TR_OK;
    output.is_running = false;
    free(output.filling);
    free(output.writing);
    *err = (tr_error){ .status = TR_E_NO_MEMORY, .message = "no memory or no thread for the log" };
    return TR_E_NO_MEMORY;
}

void machine_log_stop(void)
{
    pthread_mutex_lock(&output.mutex);
    bool was_running = output.is_running;
    output.is_running = false;
    pthread_cond_signal(&output.has_lines);
    pthread_mutex_unlock(&output.mutex);
    if (!was_running)
        return;
    (void)pthread_join(output.thread, NULL); /* it was started, and nobody else waits for it */
    free(output.filling);
    free(output.writing);
}
