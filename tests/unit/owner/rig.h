/* rig.h: an owner in a folder of its own, a clock that stands still, and ways to ask and wait for the answer. */
#ifndef TESTS_UNIT_OWNER_RIG_H
#define TESTS_UNIT_OWNER_RIG_H

#include <ftw.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include <trade/owner.h>
#include <trade/store_chain.h>
#include <trade/time.h>

#define RIG_START_NS     INT64_C(1790000000000000000)
#define RIG_SETTINGS_MAX 16

typedef struct rig {
    char folder[64];
    char path[96];         /* of the database */
    atomic_llong ahead_ns; /* what the clock has been moved */
    tr_clock clock;
    const char *settings[RIG_SETTINGS_MAX];
    size_t setting_count;
    tr_config *config;
    tr_owner_options options;
    tr_owner *owner;
    tr_store_reader reader;
} rig;

static inline int64_t rig_now(void *user)
{
    return RIG_START_NS + atomic_load(&((rig *)user)->ahead_ns);
}

static inline int rig_remove_entry(const char *path, const struct stat *info, int kind,
                                   struct FTW *ftw)
{
    (void)info, (void)kind, (void)ftw;
    return remove(path);
}

static inline void rig_set(rig *r, const char *setting)
{
    assert_true(r->setting_count < RIG_SETTINGS_MAX);
    r->settings[r->setting_count++] = setting;
}

/* A folder and the usual settings; nothing is open yet, so the process may still fork. */
static inline void rig_begin(rig *r)
{
    memset(r, 0, sizeof *r);
    (void)snprintf(r->folder, sizeof r->folder, "/tmp/trade-owner-XXXXXX");
    assert_non_null(mkdtemp(r->folder));
    (void)snprintf(r->path, sizeof r->path, "%s/trade.db", r->folder);
    r->clock = (tr_clock){ rig_now, rig_now, r };
    rig_set(r, "paper.prices.0.symbol=BTC/USDT");
    rig_set(r, "paper.balances=USDT=10000");
    rig_set(r, "risk.max_risk_per_trade=1");
}

static inline void rig_load(rig *r)
{
    tr_config_options options = TR_CONFIG_OPTIONS_INIT;
    tr_error err = { 0 };
    options.settings = r->settings;
    options.setting_count = r->setting_count;
    options.data_dir = r->folder;
    if (tr_config_load(&options, &r->config, &err) != TR_OK)
        fail_msg("%s", err.message);
    r->options = (tr_owner_options)TR_OWNER_OPTIONS_INIT;
    r->options.config = r->config;
    r->options.clock = &r->clock;
    r->options.data_directory = r->folder;
    r->options.seed = 7;
    r->options.has_socket = false;
}

static inline void rig_open(rig *r)
{
    tr_error err = { 0 };
    if (r->config == NULL)
        rig_load(r);
    if (tr_owner_open(&r->options, &r->owner, &err) != TR_OK)
        fail_msg("%s", err.message);
    assert_int_equal(tr_owner_reader_open(r->owner, &r->reader, &err), TR_OK);
}

static inline void rig_close(rig *r)
{
    if (r->owner == NULL)
        return;
    r->reader.close(r->reader.user);
    tr_owner_close(r->owner, 10000);
    r->owner = NULL;
}

static inline void rig_end(rig *r)
{
    rig_close(r);
    tr_config_free(r->config);
    (void)nftw(r->folder, rig_remove_entry, 8, FTW_DEPTH | FTW_PHYS);
}

/* ---- asking ---------------------------------------------------------------------------------- */

/* An answer that a thread waits for. */
typedef struct reply {
    pthread_mutex_t mutex;
    pthread_cond_t changed;
    bool is_there;
    int calls;
    tr_status status;
    tr_error err;
    bool is_duplicate;
    tr_id alert_id;
    size_t order_count;
    char text[512]; /* of the member that was asked for */
    const char *member;
    size_t list_count; /* of the member "list_of" names */
    const char *list_of;
} reply;

static inline void reply_init(reply *out)
{
    memset(out, 0, sizeof *out);
    pthread_mutex_init(&out->mutex, NULL);
    pthread_cond_init(&out->changed, NULL);
}

static inline void reply_set(reply *out, tr_status status, const tr_error *err)
{
    out->is_there = true;
    out->calls++;
    out->status = status;
    if (err != NULL && status != TR_OK)
        out->err = *err;
    pthread_cond_signal(&out->changed);
}

static inline void reply_wait(reply *out)
{
    pthread_mutex_lock(&out->mutex);
    while (!out->is_there)
        pthread_cond_wait(&out->changed, &out->mutex);
    pthread_mutex_unlock(&out->mutex);
}

static inline void on_alert(void *user, const tr_engine_answer *answer)
{
    reply *out = user;
    pthread_mutex_lock(&out->mutex);
    out->is_duplicate = answer->is_duplicate;
    out->alert_id = answer->alert_id;
    out->order_count = answer->order_count;
    reply_set(out, answer->status, &answer->error);
    pthread_mutex_unlock(&out->mutex);
}

static inline void reply_read(reply *out, const tr_document *answer)
{
    const tr_document_node *root = tr_document_root(answer);
    if (out->member != NULL) {
        const tr_document_node *node = tr_document_node_member(root, out->member);
        if (node != NULL)
            (void)tr_document_node_format(node, out->text, sizeof out->text);
    }
    if (out->list_of != NULL) {
        const tr_document_node *node = tr_document_node_member(root, out->list_of);
        out->list_count = node == NULL ? 0 : tr_document_node_count(node);
    }
}

static inline void on_command(void *user, tr_status status, const tr_document *answer,
                              const tr_error *err)
{
    reply *out = user;
    pthread_mutex_lock(&out->mutex);
    if (answer != NULL)
        reply_read(out, answer);
    reply_set(out, status, err);
    pthread_mutex_unlock(&out->mutex);
}

static inline const tr_command_def *command_of(const char *name)
{
    size_t count;
    const tr_command_def *const *own = tr_owner_commands(&count);
    for (size_t i = 0; i < count; i++)
        if (strcmp(own[i]->name, name) == 0)
            return own[i];
    const tr_command_def *def = tr_command_find(name, strlen(name));
    assert_non_null(def);
    return def;
}

#define RIGHTS_ALL (TR_RIGHT_READ | TR_RIGHT_TRADE | TR_RIGHT_ADMIN)

/* Split "name=text" pairs. */
static inline size_t arguments_of(const char *const *pairs, char names[][32],
                                  tr_argument_text *texts)
{
    size_t count = 0;
    for (; pairs[count] != NULL; count++) {
        const char *equals = strchr(pairs[count], '=');
        assert_non_null(equals);
        (void)snprintf(names[count], 32, "%.*s", (int)(equals - pairs[count]), pairs[count]);
        texts[count] = (tr_argument_text){ names[count], equals + 1, strlen(equals + 1) };
    }
    return count;
}

/* Run a command and wait. */
static inline tr_status run(rig *r, const char *name, const char *const *pairs, reply *out)
{
    char names[TR_COMMAND_ARGUMENTS_MAX][32];
    tr_argument_text texts[TR_COMMAND_ARGUMENTS_MAX];
    size_t count = arguments_of(pairs, names, texts);
    tr_owner_run(r->owner, &r->reader, "trader", RIGHTS_ALL, command_of(name), texts, count,
                 on_command, out);
    reply_wait(out);
    return out->status;
}

#define RUN(r, name, out, ...) run(r, name, (const char *const[]){ __VA_ARGS__, NULL }, out)

static inline tr_alert alert_of(const char *key, tr_alert_action action, int64_t quantity_milli)
{
    tr_alert alert = { .account = "paper",
                       .symbol = "BTCUSDT",
                       .action = action,
                       .body = (const uint8_t *)"{}",
                       .body_size = 2 };
    (void)snprintf(alert.dedup_key, sizeof alert.dedup_key, "id:%s", key);
    assert_int_equal(tr_decimal_from_scaled(quantity_milli, 3, &alert.quantity.value), TR_OK);
    return alert;
}

static inline tr_status send_alert(rig *r, const char *key, tr_alert_action action,
                                   int64_t quantity_milli, reply *out)
{
    tr_alert alert = alert_of(key, action, quantity_milli);
    reply_init(out);
    tr_owner_alert(r->owner, &alert, on_alert, out);
    reply_wait(out);
    return out->status;
}

/* ---- proof ----------------------------------------------------------------------------------- */

static inline void show_finding(void *user, const char *finding)
{
    (void)user;
    print_error("%s\n", finding);
}

/* The log is whole and the tables say what it says. */
static inline void rig_verify(rig *r)
{
    tr_verify_result result;
    tr_chain_report chain;
    tr_error err = { 0 };
    assert_int_equal(tr_store_chain_check(&r->reader, "paper", NULL, NULL, &chain, &err), TR_OK);
    assert_int_equal(tr_engine_verify(&r->reader, NULL, show_finding, NULL, &result, &err), TR_OK);
    assert_int_equal(result.findings, 0);
    assert_true(result.events > 0);
}

#endif
