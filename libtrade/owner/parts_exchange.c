/*
 * parts_exchange.c: one database holds the books of one exchange.
 *
 * The engine asks its one exchange about every order that is open in the database: those of paper, or of another exchange, or
 * of the test network, would be called gone, and their accounts be traded with money that is not there.
 */
#include "owner/parts.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "core/fail.h"

#define SETTING_NAME "exchange"
#define ACCOUNTS_MAX 1000
#define WORD_SIZE    64

typedef struct search {
    const char *wanted; /* an account row's exchange */
    tr_account_row other;
    bool has_other, is_done;
    tr_status status;
} search;

static bool take_account(void *user, const void *row)
{
    search *look = user;
    const tr_account_row *account = row;
    if (strcmp(account->exchange, look->wanted) == 0)
        return true;
    look->other = *account;
    look->has_other = true;
    return false;
}

static void take_end(void *user, tr_status status, bool has_more, const tr_error *err)
{
    search *look = user;
    (void)has_more; /* an owner opens one account; nobody has so many */
    (void)err;      /* the status is kept */
    look->status = status;
    look->is_done = true;
}

static tr_status refuse(const tr__parts_options *options, const char *there, const char *wanted,
                        tr_error *err)
{
    return tr__fail(
        err, TR_E_CONFLICT, 0,
        "the database %.120s holds the books of %s, and %s is to be traded: each needs a "
        "database of its own (database.url)",
        options->plan->database_path, there, wanted);
}

/* A database of before the setting: its accounts tell. */
static tr_status check_accounts(const tr__parts_options *options, tr__parts *parts,
                                const char *exchange, const char *wanted, tr_error *err)
{
    search look = { .wanted = exchange };
    tr_store_query query = { .table = TR_TABLE_ACCOUNT, .limit = ACCOUNTS_MAX };
    tr_status status =
        parts->reader.read(parts->reader.user, &query, take_account, take_end, &look, err);
    if (status != TR_OK)
        return status;
    assert(look.is_done); /* the embedded store answers before it returns */
    if (look.status != TR_OK)
        return tr__fail(err, look.status, 0, "the accounts cannot be read: %s",
                        tr_status_name(look.status));
    return look.has_other ? refuse(options, look.other.exchange, wanted, err) : TR_OK;
}

tr_status tr__parts_check_exchange(const tr__parts_options *options, tr__parts *parts,
                                   tr_error *err)
{
    const tr__live_plan *live = &options->plan->live;
    const char *exchange = live->is_on ? live->exchange : "paper";
    char wanted[WORD_SIZE];
    tr_setting_row row = { .name = SETTING_NAME };
    tr_error detail;
    (void)snprintf(wanted, sizeof wanted, "%s%s", exchange, /* names are shorter */
                   live->is_on && live->is_sandbox ? " (test network)" : "");
    tr_status status = tr__find_row(&parts->reader, TR_TABLE_SETTING, &row, &row, &detail);
    if (status == TR_OK)
        return strcmp(row.value, wanted) == 0 ? TR_OK : refuse(options, row.value, wanted, err);
    if (status != TR_E_NOT_FOUND)
        return tr__fail(err, status, detail.native_code, "%s", detail.message);
    status = check_accounts(options, parts, exchange, wanted, err);
    if (status != TR_OK)
        return status;
    memcpy(row.value, wanted, strlen(wanted) + 1);
    row.updated_ns = options->clock->now_ns(options->clock->user);
    tr__parts_put(parts, TR_STORE_PUT, TR_TABLE_SETTING, &row, NULL, NULL);
    return TR_OK;
}

/* ---- the key --------------------------------------------------------------------------------- */

static void warn_of_key(const tr__parts_options *options, int64_t newest_ns)
{
    const tr__live_plan *live = &options->plan->live;
    tr_log_field fields[] = { tr_log_text("exchange", live->exchange),
                              tr_log_time("key_of", live->key_changed_ns),
                              tr_log_time("newest_used", newest_ns),
                              tr_log_text("todo",
                                          "if nobody meant it: tbctl keys rotate, and revoke "
                                          "the old key at the exchange") };
    tr_log_write(options->log, TR_LOG_WARNING, options->clock->now_ns(options->clock->user),
                 "the keystore holds an older key than was used before: was an old file put back?",
                 fields, sizeof fields / sizeof fields[0]);
}

/* Nothing in the file itself can tell which is the latest; what was used here can. It is a warning: a restored backup of
   either is no reason not to trade. */
tr_status tr__parts_check_key(const tr__parts_options *options, tr__parts *parts, tr_error *err)
{
    const tr__live_plan *live = &options->plan->live;
    tr_setting_row row = { .name = "" };
    tr_error detail;
    if (!live->is_on || live->key_changed_ns == 0)
        return TR_OK;
    (void)snprintf(row.name, sizeof row.name, "keystore.key.%s", live->exchange); /* it fits */
    tr_status status = tr__find_row(&parts->reader, TR_TABLE_SETTING, &row, &row, &detail);
    if (status != TR_OK && status != TR_E_NOT_FOUND)
        return tr__fail(err, status, detail.native_code, "%s", detail.message);
    if (status == TR_OK && row.updated_ns > live->key_changed_ns)
        warn_of_key(options, row.updated_ns);
    if (status == TR_OK && row.updated_ns >= live->key_changed_ns)
        return TR_OK;
    (void)tr_time_format(live->key_changed_ns, 0, row.value, sizeof row.value); /* for people */
    row.updated_ns = live->key_changed_ns;
    tr__parts_put(parts, TR_STORE_PUT, TR_TABLE_SETTING, &row, NULL, NULL);
    return TR_OK;
}
