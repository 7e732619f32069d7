/* reading.c: pages and rows of the store, and who may see them. */
#include "command/reading.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "core/fail.h"

/* ---- pages and rows -------------------------------------------------------------------------- */

typedef struct page {
    tr_store_row_sink *row;
    void *row_user;
    bool is_done;
    bool has_more;
    tr_status status;
    tr_error error;
} page;

static bool page_row(void *user, const void *row)
{
    page *p = user;
    return p->row(p->row_user, row);
}

static void page_done(void *user, tr_status status, bool has_more, const tr_error *err)
{
    page *p = user;
    p->is_done = true;
    p->status = status;
    p->has_more = has_more;
    if (status != TR_OK && err != NULL)
        p->error = *err;
}

tr_status tr__read_page(const tr_command_context *context, const tr_store_query *query,
                        tr_store_row_sink *row, void *user, bool *has_more_out, tr_error *err)
{
    const tr_store_reader *reader = context->reader;
    if (reader == NULL)
        return tr__fail(err, TR_E_INVALID, 0, "there is no store to read from");
    page p = { .row = row, .row_user = user };
    tr_status status = reader->read(reader->user, query, page_row, page_done, &p, err);
    if (status != TR_OK)
        return status;
    assert(p.is_done); /* a reader that answers later */
    if (p.status != TR_OK)
        return tr__fail(err, p.status, p.error.native_code, "%s", p.error.message);
    if (has_more_out != NULL)
        *has_more_out = p.has_more;
    return TR_OK;
}

typedef struct row_copy {
    void *out;
    size_t size;
    bool is_found;
} row_copy;

static bool copy_row(void *user, const void *row)
{
    row_copy *copy = user;
    memcpy(copy->out, row, copy->size);
    copy->is_found = true;
    return false;
}

tr_status tr__read_row(const tr_command_context *context, tr_table table, const void *key,
                       int key_columns, void *out, tr_error *err)
{
    row_copy copy = { .out = out, .size = tr_store_table(table)->row_size };
    tr_store_query query = { .table = table, .key = key, .key_columns = key_columns, .limit = 1 };
    tr_status status = tr__read_page(context, &query, copy_row, &copy, NULL, err);
    if (status != TR_OK)
        return status;
    return copy.is_found ? TR_OK : TR_E_NOT_FOUND;
}

/* ---- who may see them ------------------------------------------------------------------------ */

/* The asker's rights on an account, by ownership, grant or office. */
static tr_status rights_on(const tr_command_context *context, const tr_account_row *account,
                           int64_t *out, tr_error *err)
{
    const char *user = context->user == NULL ? "" : context->user;
    int64_t all = TR_RIGHT_READ | TR_RIGHT_TRADE | TR_RIGHT_ADMIN;
    if (strcmp(account->owner, user) == 0) {
        *out = all & context->rights;
        return TR_OK;
    }
    tr_user_row person = { .name = "" };
    (void)snprintf(person.name, sizeof person.name, "%s", user);
    tr_status status = tr__read_row(context, TR_TABLE_USER, &person, 1, &person, err);
    if (status == TR_OK && person.is_admin) {
        *out = all & context->rights;
        return TR_OK;
    }
    if (status != TR_OK && status != TR_E_NOT_FOUND)
        return status;
    tr_grant_row grant = { .user = "" };
    (void)snprintf(grant.user, sizeof grant.user, "%s", user);
    (void)snprintf(grant.account, sizeof grant.account, "%s", account->name);
    status = tr__read_row(context, TR_TABLE_GRANT, &grant, 2, &grant, err);
    if (status != TR_OK && status != TR_E_NOT_FOUND)
        return status;
    *out = status == TR_OK ? grant.rights & context->rights : 0;
    return TR_OK;
}

tr_status tr__find_account(const tr_command_context *context, const char *name, int64_t right,
                           tr_account_row *out, tr_error *err)
{
    if (name == NULL || name[0] == '\0')
        return tr__fail(err, TR_E_INVALID, 0, "account is missing: there is no default one here");
    tr_account_row account = { .name = "" };
    int64_t rights = 0;
    tr_status status = TR_E_NOT_FOUND;
    if (strlen(name) < sizeof account.name) {
        memcpy(account.name, name, strlen(name) + 1);
        status = tr__read_row(context, TR_TABLE_ACCOUNT, &account, 1, &account, err);
    }
    if (status == TR_OK)
        status = rights_on(context, &account, &rights, err);
    if (status == TR_E_NOT_FOUND || (status == TR_OK && rights == 0))
        return tr__fail(err, TR_E_NOT_FOUND, 0,
                        context->account != NULL && strcmp(name, context->account) == 0
                            ? "no account \"%.31s\" yet: the first order or start of "
                              "webhook-server opens it"
                            : "no account \"%.31s\"",
                        name);
    if (status != TR_OK)
        return status;
    if ((rights & right) != right)
        return tr__fail(err, TR_E_DENIED, 0,
                        "account \"%s\" may be read, but not %s, with these rights", name,
                        (right & TR_RIGHT_ADMIN) != 0 ? "administrated" : "traded on");
    *out = account;
    return TR_OK;
}

tr_status tr__call_account(const tr_command_call *call, int64_t right, tr_account_row *out,
                           tr_error *err)
{
    const char *named = tr_call_text(call, "account");
    const tr_command_context *context = tr_call_context(call);
    return tr__find_account(context, named[0] != '\0' ? named : context->account, right, out, err);
}

tr_status tr__find_order(const tr_command_context *context, tr_id id, int64_t right, tr_order *out,
                         tr_error *err)
{
    const tr_order *open =
        context->engine == NULL ? NULL : tr_engine_find_order(context->engine, id);
    tr_order order = { .id = id };
    tr_status status = TR_OK;
    if (open != NULL)
        order = *open;
    else
        status = tr__read_row(context, TR_TABLE_ORDER, &order, 1, &order, err);
    tr_account_row account;
    if (status == TR_OK)
        status = tr__find_account(context, order.account, right, &account, err);
    if (status == TR_E_NOT_FOUND) {
        char text[TR_ID_TEXT_SIZE];
        tr_id_format(id, text);
        return tr__fail(err, TR_E_NOT_FOUND, 0, "no order %s", text);
    }
    if (status == TR_OK)
        *out = order;
    return status;
}
