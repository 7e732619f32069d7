/* commands.c: the commands that need an owner: bearer keys. */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include <trade/crypto.h>

#include "core/fail.h"
#include "core/secret.h"
#include "owner/keys.h"

#define PAGE_ROWS     500
#define NUMBER_LENGTH 16 /* hexadecimal digits of the hash that name a key */
#define NUMBER_SIZE   (NUMBER_LENGTH + 1)

/* A key is named by the start of its hash: enough to tell keys apart, of no use to anyone else. */
static void number_of(const tr_api_key_row *row, char out[NUMBER_SIZE])
{
    tr_status status = tr_hex_encode(row->hash, NUMBER_LENGTH / 2, out, NUMBER_SIZE);
    assert(status == TR_OK);
    (void)status; /* asserted */
}

static int64_t rights_of(const char *name)
{
    if (strcmp(name, "read") == 0)
        return TR_RIGHT_READ;
    return strcmp(name, "admin") == 0 ? TR_RIGHT_READ | TR_RIGHT_TRADE | TR_RIGHT_ADMIN
                                      : TR_RIGHT_READ | TR_RIGHT_TRADE;
}

static const char *rights_name(int64_t rights)
{
    if ((rights & TR_RIGHT_ADMIN) != 0)
        return "admin";
    return (rights & TR_RIGHT_TRADE) != 0 ? "trade" : "read";
}

static void describe_key(tr_document *answer, const tr_api_key_row *row)
{
    char number[NUMBER_SIZE];
    number_of(row, number);
    tr_document_add_text(answer, "id", number);
    tr_document_add_text(answer, "user", row->user);
    tr_document_add_text(answer, "label", row->label);
    tr_document_add_text(answer, "rights", rights_name(row->rights));
    tr_document_add_time(answer, "created_at", row->created_ns);
    if (row->revoked_ns != 0)
        tr_document_add_time(answer, "revoked_at", row->revoked_ns);
    else
        tr_document_add_null(answer, "revoked_at");
}

static void finish_with(tr_command_call *call, tr_status status, const tr_error *err)
{
    tr_call_finish(call, status, status == TR_OK ? NULL : err);
}

/* What a change of a key waits for. */
typedef struct change {
    tr_command_call *call;
    tr_api_key_row row;
    char text[TR_API_KEY_TEXT_SIZE]; /* empty: not a new key */
} change;

static void on_stored(void *user, tr_status status, const tr_error *err)
{
    change *made = user;
    tr_document *answer = tr_call_answer(made->call);
    if (status == TR_OK) {
        if (made->text[0] != '\0')
            tr_document_add_text(answer, "key", made->text);
        describe_key(answer, &made->row);
    }
    tr_command_call *call = made->call;
    tr__secret_wipe(made, sizeof *made);
    free(made);
    finish_with(call, status, err);
}

/* ---- create ---------------------------------------------------------------------------------- */

static void run_create(tr_command_call *call)
{
    const tr_command_context *context = tr_call_context(call);
    tr_owner *owner = context->port_user;
    tr_error err;
    change *made = calloc(1, sizeof *made);
    if (made == NULL) {
        tr_status no_memory = tr__fail(&err, TR_E_NO_MEMORY, 0, "no memory for a key");
        finish_with(call, no_memory, &err);
        return;
    }
    made->call = call;
    const char *user = tr_call_has(call, "user") ? tr_call_text(call, "user") : context->user;
    tr_status status =
        tr__key_make(user, tr_call_text(call, "label"), rights_of(tr_call_text(call, "rights")),
                     context->clock->now_ns(context->clock->user), made->text, &made->row, &err);
    if (status != TR_OK) {
        free(made);
        finish_with(call, status, &err);
        return;
    }
    tr__owner_put(owner, TR_STORE_INSERT, TR_TABLE_API_KEY, &made->row, on_stored, made);
}

/* ---- list, and finding a key by its number ----------------------------------------------------- */

typedef struct listing {
    tr_document *answer; /* NULL: search only */
    const char *number;  /* NULL: all */
    tr_api_key_row last, match;
    size_t match_count;
    bool has_more;
    tr_status status;
    tr_error err;
} listing;

static bool take_key(void *user, const void *row)
{
    listing *list = user;
    char number[NUMBER_SIZE];
    list->last = *(const tr_api_key_row *)row;
    if (list->answer != NULL) {
        tr_document_object_begin(list->answer, NULL);
        describe_key(list->answer, &list->last);
        tr_document_object_end(list->answer);
        return true;
    }
    number_of(&list->last, number);
    if (strncmp(number, list->number, strlen(list->number)) == 0) {
        list->match = list->last;
        list->match_count++;
    }
    return true;
}

static void take_page(void *user, tr_status status, bool has_more, const tr_error *err)
{
    listing *list = user;
    list->status = status;
    list->has_more = has_more;
    if (err != NULL)
        list->err = *err;
}

static tr_status read_keys(const tr_store_reader *reader, listing *list)
{
    tr_store_query query = { .table = TR_TABLE_API_KEY,
                             .index = TR_INDEX_PRIMARY,
                             .limit = PAGE_ROWS };
    do {
        list->has_more = false;
        tr_status status =
            reader->read(reader->user, &query, take_key, take_page, list, &list->err);
        if (status != TR_OK)
            return status;
        query.after = &list->last;
    } while (list->status == TR_OK && list->has_more);
    return list->status;
}

static void run_list(tr_command_call *call)
{
    listing list = { .answer = tr_call_answer(call) };
    tr_document_array_begin(list.answer, "keys");
    tr_status status = read_keys(tr_call_context(call)->reader, &list);
    tr_document_array_end(list.answer);
    finish_with(call, status, &list.err);
}

/* ---- revoke ---------------------------------------------------------------------------------- */

static tr_status find_key(const tr_command_context *context, const char *number,
                          tr_api_key_row *out, tr_error *err)
{
    listing list = { .number = number };
    tr_status status = read_keys(context->reader, &list);
    if (status != TR_OK)
        return tr__fail(err, status, list.err.native_code, "%s", list.err.message);
    if (list.match_count == 0 || number[0] == '\0')
        return tr__fail(err, TR_E_NOT_FOUND, 0, "no key %s: see key list", number);
    if (list.match_count > 1)
        return tr__fail(err, TR_E_AMBIGUOUS, 0, "%zu keys begin with %s: give more digits",
                        list.match_count, number);
    *out = list.match;
    return TR_OK;
}

static void run_revoke(tr_command_call *call)
{
    const tr_command_context *context = tr_call_context(call);
    tr_owner *owner = context->port_user;
    tr_error err;
    change *made = calloc(1, sizeof *made);
    tr_status status = made == NULL ? tr__fail(&err, TR_E_NO_MEMORY, 0, "no memory to revoke a key")
                                    : find_key(context, tr_call_text(call, "id"), &made->row, &err);
    if (status == TR_OK && made->row.revoked_ns != 0)
        status = tr__fail(&err, TR_E_CONFLICT, 0, "the key was revoked before");
    if (status != TR_OK) {
        free(made);
        finish_with(call, status, &err);
        return;
    }
    made->call = call;
    made->row.revoked_ns = context->clock->now_ns(context->clock->user);
    tr__owner_put(owner, TR_STORE_PUT, TR_TABLE_API_KEY, &made->row, on_stored, made);
}

/* ---- the table ------------------------------------------------------------------------------- */

static const char *const rights_choices[] = { "read", "trade", "admin", NULL };

static const tr_argument_def create_arguments[] = {
    { .name = "user",
      .type = TR_ARGUMENT_TEXT,
      .is_positional = true,
      .help = "whose key it is; who asks when it is left out" },
    { .name = "label", .type = TR_ARGUMENT_TEXT, .initial = "", .help = "what the key is for" },
    { .name = "rights",
      .type = TR_ARGUMENT_CHOICE,
      .initial = "trade",
      .choices = rights_choices,
      .help = "what it may do: each includes the ones before it" },
};

static const tr_argument_def revoke_arguments[] = {
    { .name = "id",
      .type = TR_ARGUMENT_TEXT,
      .is_required = true,
      .is_positional = true,
      .help = "the key's id, or as many of its first digits as tell it apart" },
};

static const tr_column_view list_columns[] = {
    { .key = "id", .title = "ID" },
    { .key = "user", .title = "User" },
    { .key = "label", .title = "Label" },
    { .key = "rights", .title = "Rights" },
    { .key = "created_at", .title = "Created" },
    { .key = "revoked_at", .title = "Revoked" },
};

static const tr_command_def key_create = {
    .name = "key create",
    .summary = "Make a bearer key for the HTTP API",
    .details =
        "The key is shown once: only its hash is kept. Send it as 'Authorization: Bearer KEY'.",
    .example = "tbctl key create --label laptop",
    .place = TR_COMMAND_TRADES,
    .rights = TR_RIGHT_ADMIN,
    .arguments = create_arguments,
    .argument_count = sizeof create_arguments / sizeof create_arguments[0],
    .run = run_create,
};

static const tr_command_def key_list = {
    .name = "key list",
    .summary = "Show the bearer keys, revoked ones too",
    .example = "tbctl key list",
    .place = TR_COMMAND_READS,
    .rights = TR_RIGHT_ADMIN,
    .list_key = "keys",
    .columns = list_columns,
    .column_count = sizeof list_columns / sizeof list_columns[0],
    .run = run_list,
};

static const tr_command_def key_revoke = {
    .name = "key revoke",
    .summary = "Make a bearer key worthless from now on",
    .example = "tbctl key revoke 3f9a1c0de4b25a77",
    .place = TR_COMMAND_TRADES,
    .rights = TR_RIGHT_ADMIN,
    .is_dangerous = true,
    .arguments = revoke_arguments,
    .argument_count = sizeof revoke_arguments / sizeof revoke_arguments[0],
    .run = run_revoke,
};

static const tr_command_def *const commands[] = { &key_create, &key_list, &key_revoke };

const tr_command_def *const *tr_owner_commands(size_t *count_out)
{
    if (count_out == NULL)
        return NULL;
    *count_out = sizeof commands / sizeof commands[0];
    return commands;
}

const tr_command_def *tr__owner_find_command(const char *name, size_t length)
{
    for (size_t i = 0; i < sizeof commands / sizeof commands[0]; i++)
        if (strlen(commands[i]->name) == length && memcmp(commands[i]->name, name, length) == 0)
            return commands[i];
    return tr_command_find(name, length);
}
