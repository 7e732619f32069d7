/* verify.c: `verify`: proves that the log is whole and that the tables are what it says. */
#include "tbctl/tbctl.h"

#include <stdlib.h>
#include <string.h>

typedef struct names {
    char (*items)[TR_NAME_SIZE];
    size_t count;
    size_t capacity;
    tr_status status;
    tr_error error;
    bool has_more;
} names;

static bool take_name(void *user, const void *row)
{
    names *all = user;
    if (all->count == all->capacity) {
        size_t capacity = all->capacity == 0 ? 64 : 2 * all->capacity;
        void *items = realloc(all->items, capacity * sizeof *all->items);
        if (items == NULL) {
            all->status = TR_E_NO_MEMORY;
            return false;
        }
        all->items = items;
        all->capacity = capacity;
    }
    (void)snprintf(all->items[all->count++], TR_NAME_SIZE, "%s",
                   ((const tr_account_row *)row)->name);
    return true;
}

static void page_done(void *user, tr_status status, bool has_more, const tr_error *err)
{
    names *all = user;
    all->has_more = has_more;
    if (status == TR_OK)
        return;
    all->status = status;
    all->error = *err;
}

static tr_status read_accounts(const tr_store_reader *reader, names *out, tr_error *err)
{
    do {
        tr_account_row after = { .name = "" };
        if (out->count > 0)
            memcpy(after.name, out->items[out->count - 1], sizeof after.name);
        tr_store_query query = { .table = TR_TABLE_ACCOUNT,
                                 .after = out->count > 0 ? &after : NULL,
                                 .limit = 1000 };
        tr_status status = reader->read(reader->user, &query, take_name, page_done, out, err);
        if (status != TR_OK)
            return status;
        if (out->status != TR_OK)
            return tbctl_fail(err, out->status, "%s", out->error.message);
    } while (out->has_more);
    return TR_OK;
}

typedef struct proof {
    tr_document *answer;
    int64_t findings;
} proof;

static void on_finding(void *user, const char *finding)
{
    proof *p = user;
    p->findings++;
    tr_document_object_begin(p->answer, NULL);
    tr_document_add_text(p->answer, "finding", finding);
    tr_document_object_end(p->answer);
}

/* Chains first: a fold over a broken chain says nothing. */
static tr_status check_chains(const tr_store_reader *reader, const names *accounts, proof *p,
                              int64_t *events_out, tr_error *err)
{
    for (size_t i = 0; i < accounts->count; i++) {
        tr_chain_report report;
        tr_error broken = { 0 };
        tr_status status =
            tr_store_chain_check(reader, accounts->items[i], NULL, NULL, &report, &broken);
        if (status == TR_E_CORRUPT)
            on_finding(p, broken.message);
        else if (status != TR_OK)
            return tbctl_fail(err, status, "%s", broken.message);
        *events_out += report.event_count;
    }
    return TR_OK;
}

static tr_status prove(const tr_store_reader *reader, tr_document *answer, tr_error *err)
{
    names accounts = { .items = NULL };
    proof p = { .answer = answer };
    tr_verify_result result = { 0 };
    int64_t chained = 0;
    tr_document_array_begin(answer, "findings");
    tr_status status = read_accounts(reader, &accounts, err);
    if (status == TR_OK)
        status = check_chains(reader, &accounts, &p, &chained, err);
    if (status == TR_OK) {
        tr_store_reader copy = *reader;
        status = tr_engine_verify(&copy, NULL, on_finding, &p, &result, err);
    }
    tr_document_array_end(answer);
    tr_document_add_int(answer, "accounts", (int64_t)accounts.count);
    tr_document_add_int(answer, "events", chained);
    tr_document_add_int(answer, "rows_compared", result.rows);
    tr_document_add_int(answer, "finding_count", p.findings);
    free(accounts.items);
    if (status == TR_OK && p.findings > 0)
        status =
            tbctl_fail(err, TR_E_CORRUPT, "%lld findings: the tables are not what the log says",
                       (long long)p.findings);
    return status;
}

static void run(tr_command_call *call)
{
    tbctl *program = tbctl_of(call);
    tr_error err = { 0 };
    char path[TR_CONFIG_PATH_SIZE];
    tr_store_reader reader;
    tr_store_sqlite_options options = TR_STORE_SQLITE_OPTIONS_INIT;
    options.path = path;
    options.is_frozen = true; /* a server may work on it meanwhile */
    tr_status status = tbctl_database(program, path, sizeof path, &err);
    if (status == TR_OK)
        status = tr_store_sqlite_reader_open(&options, &reader, &err);
    if (status == TR_OK) {
        status = prove(&reader, tr_call_answer(call), &err);
        reader.close(reader.user);
    }
    tr_call_finish(call, status, &err);
}

static const tr_column_view columns[] = { { "finding", "FINDING", false, 0 } };

const tr_command_def tbctl_command_verify = {
    .name = "verify",
    .summary = "Prove that the log is whole and that the tables are what it says",
    .details =
        "Checks each account's chain of hashes, then folds its log and compares the result with "
        "orders, fills, positions, balances, alerts and the ledger, row by row. It finds accidents "
        "and defects; against somebody who can rewrite the whole file, note the heads of \"db "
        "status\" elsewhere. A server may work meanwhile: what is proved is the moment at which it "
        "began.",
    .example = "tbctl verify",
    .place = TR_COMMAND_LOCAL,
    .list_key = "findings",
    .columns = columns,
    .column_count = 1,
    .run = run,
};
