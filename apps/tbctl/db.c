/* db.c: `db migrate|status|backup|restore|prune`: the database at rest. */
#include "tbctl/tbctl.h"

#include <string.h>
#include <sys/stat.h>

typedef struct database {
    char path[TR_CONFIG_PATH_SIZE];
    tr_store_sqlite_options options;
} database;

static tr_status find_database(tr_command_call *call, database *out, tr_error *err)
{
    tbctl *program = tbctl_of(call);
    out->options = (tr_store_sqlite_options)TR_STORE_SQLITE_OPTIONS_INIT;
    out->options.clock = &program->clock;
    out->options.path = out->path;
    return tbctl_database(program, out->path, sizeof out->path, err);
}

/* ---- db migrate ------------------------------------------------------------------------------ */

static void run_migrate(tr_command_call *call)
{
    tr_document *answer = tr_call_answer(call);
    tr_error err = { 0 };
    database db;
    tr_store_migration_report report;
    tr_status status = find_database(call, &db, &err);
    if (status == TR_OK)
        status = tbctl_make_data_directory(tbctl_of(call), &err);
    if (status == TR_OK)
        status = tr_store_sqlite_migrate(&db.options, &report, &err);
    if (status == TR_OK) {
        tr_document_add_text(answer, "database", db.path);
        tr_document_add_int(answer, "version_before", report.version_before);
        tr_document_add_int(answer, "version", report.version_after);
    }
    tr_call_finish(call, status, &err);
}

const tr_command_def tbctl_command_db_migrate = {
    .name = "db migrate",
    .summary = "Create the database, or bring it up to this version's schema",
    .details = "The server does this by itself when it starts. Refused while one runs.",
    .example = "tbctl db migrate",
    .place = TR_COMMAND_LOCAL,
    .run = run_migrate,
};

/* ---- db status ------------------------------------------------------------------------------- */

static const tr_column_view status_columns[] = {
    { "table", "TABLE", false, 0 },
    { "rows", "ROWS", true, 0 },
};

static void add_head(void *user, const char *account, int64_t seq, const uint8_t hash[TR_HASH_SIZE])
{
    tr_document *answer = user;
    char text[2 * TR_HASH_SIZE + 1];
    for (size_t i = 0; i < TR_HASH_SIZE; i++)
        (void)snprintf(text + 2 * i, 3, "%02x", hash[i]);
    tr_document_object_begin(answer, NULL);
    tr_document_add_text(answer, "account", account);
    tr_document_add_int(answer, "seq", seq);
    tr_document_add_text(answer, "hash", text);
    tr_document_object_end(answer);
}

static void write_state(tr_document *answer, const database *db, const tr_store_sqlite_state *state)
{
    tr_document_add_text(answer, "database", db->path);
    tr_document_add_int(answer, "schema_version", state->schema_version);
    tr_document_add_int(answer, "schema_version_latest", state->schema_version_latest);
    tr_document_add_int(answer, "file_bytes", state->file_bytes);
    tr_document_add_int(answer, "wal_bytes", state->wal_bytes);
    tr_document_add_text(answer, "journal_mode", state->journal_mode);
    tr_document_add_bool(answer, "owned", state->is_owned);
    if (state->owner_pid != 0)
        tr_document_add_int(answer, "owner_pid", state->owner_pid);
    tr_document_add_bool(answer, "intact", state->is_intact);
    tr_document_add_int(answer, "accounts", state->account_count);
    tr_document_array_begin(answer, "tables");
    for (int table = 0; table < TR_TABLE_COUNT; table++) {
        tr_document_object_begin(answer, NULL);
        tr_document_add_text(answer, "table", tr_store_table((tr_table)table)->name);
        tr_document_add_int(answer, "rows", state->row_counts[table]);
        tr_document_object_end(answer);
    }
    tr_document_array_end(answer);
}

static void run_status(tr_command_call *call)
{
    tr_document *answer = tr_call_answer(call);
    tr_error err = { 0 };
    database db;
    tr_store_sqlite_state state;
    tr_status status = find_database(call, &db, &err);
    if (status == TR_OK) {
        tr_document_array_begin(answer, "heads");
        status = tr_store_sqlite_status(&db.options, &state, add_head, answer, &err);
        tr_document_array_end(answer);
    }
    if (status == TR_OK)
        write_state(answer, &db, &state);
    if (status == TR_OK && !state.is_intact)
        status = tbctl_fail(&err, TR_E_CORRUPT, "the database is damaged: %.200s", state.problem);
    tr_call_finish(call, status, &err);
}

const tr_command_def tbctl_command_db_status = {
    .name = "db status",
    .summary = "Describe the database: schema, sizes, rows, owner, damage",
    .details = "Reads all of it, also while a server works on it.",
    .example = "tbctl db status",
    .place = TR_COMMAND_LOCAL,
    .list_key = "tables",
    .columns = status_columns,
    .column_count = sizeof status_columns / sizeof status_columns[0],
    .run = run_status,
};

/* ---- db backup and restore ------------------------------------------------------------------- */

static const tr_argument_def file_arguments[] = {
    { .name = "file",
      .type = TR_ARGUMENT_PATH,
      .is_required = true,
      .is_positional = true,
      .help = "the copy" },
};

static void run_backup(tr_command_call *call)
{
    tr_document *answer = tr_call_answer(call);
    tr_error err = { 0 };
    database db;
    struct stat about;
    const char *file = tr_call_text(call, "file");
    tr_status status = find_database(call, &db, &err);
    if (status == TR_OK)
        status = tr_store_sqlite_backup(&db.options, file, &err);
    if (status == TR_OK) {
        tr_document_add_text(answer, "backup", file);
        if (stat(file, &about) == 0)
            tr_document_add_int(answer, "file_bytes", about.st_size);
    }
    tr_call_finish(call, status, &err);
}

const tr_command_def tbctl_command_db_backup = {
    .name = "db backup",
    .summary = "Copy the database into one file, also while a server works on it",
    .details = "The copy is checked before it gets its name. A file that is there already is never "
               "overwritten.",
    .example = "tbctl db backup trade-backup.db",
    .place = TR_COMMAND_LOCAL,
    .arguments = file_arguments,
    .argument_count = 1,
    .run = run_backup,
};

static void run_restore(tr_command_call *call)
{
    tr_document *answer = tr_call_answer(call);
    tr_error err = { 0 };
    database db;
    char kept[TR_CONFIG_PATH_SIZE + 64] = "";
    tr_status status = find_database(call, &db, &err);
    if (status == TR_OK)
        status = tbctl_make_data_directory(tbctl_of(call), &err);
    if (status == TR_OK)
        status = tr_store_sqlite_restore(&db.options, tr_call_text(call, "file"), kept, sizeof kept,
                                         &err);
    if (status == TR_OK) {
        tr_document_add_text(answer, "database", db.path);
        tr_document_add_text(answer, "kept_as", kept[0] == '\0' ? NULL : kept);
    }
    tr_call_finish(call, status, &err);
}

const tr_command_def tbctl_command_db_restore = {
    .name = "db restore",
    .summary = "Put a backup in the database's place",
    .details = "Refused while a server runs. The backup is checked first, and what was there is "
               "kept beside it.",
    .example = "tbctl db restore trade-backup.db",
    .place = TR_COMMAND_LOCAL,
    .is_dangerous = true,
    .arguments = file_arguments,
    .argument_count = 1,
    .run = run_restore,
};

/* ---- db prune -------------------------------------------------------------------------------- */

static const tr_argument_def prune_arguments[] = {
    { .name = "older_than",
      .type = TR_ARGUMENT_DURATION,
      .initial = "365d",
      .min = "1h",
      .help = "what is older may go" },
    { .name = "keep_events",
      .type = TR_ARGUMENT_INTEGER,
      .initial = "1000",
      .min = "1",
      .help = "newest events of each account that stay whatever their age" },
};

static void run_prune(tr_command_call *call)
{
    const tr_clock *clock = tr_call_context(call)->clock;
    tr_document *answer = tr_call_answer(call);
    tr_error err = { 0 };
    database db;
    tr_store_prune_report report;
    tr_store_prune_options prune = TR_STORE_PRUNE_OPTIONS_INIT;
    prune.before_ns = clock->now_ns(clock->user) - tr_call_int(call, "older_than");
    prune.event_count_min = tr_call_int(call, "keep_events");
    tr_status status = find_database(call, &db, &err);
    if (status == TR_OK)
        status = tr_store_sqlite_prune(&db.options, &prune, &report, &err);
    if (status == TR_OK) {
        tr_document_add_time(answer, "before", prune.before_ns);
        tr_document_add_int(answer, "accounts", report.account_count);
        tr_document_add_int(answer, "events", report.event_count);
        tr_document_add_int(answer, "orders", report.order_count);
        tr_document_add_int(answer, "fills", report.fill_count);
        tr_document_add_int(answer, "alerts", report.alert_count);
        tr_document_add_int(answer, "alerts_emptied", report.alert_emptied_count);
        tr_document_add_int(answer, "ledger_lines", report.ledger_count);
    }
    tr_call_finish(call, status, &err);
}

const tr_command_def tbctl_command_db_prune = {
    .name = "db prune",
    .summary = "Forget what is old: events, ended orders, alerts",
    .details = "Each account keeps a snapshot from which its log goes on, so that verify still "
               "proves the rest. Executions stay for pnl. Refused while a server runs.",
    .example = "tbctl db prune --older-than 365d",
    .place = TR_COMMAND_LOCAL,
    .is_dangerous = true,
    .arguments = prune_arguments,
    .argument_count = sizeof prune_arguments / sizeof prune_arguments[0],
    .run = run_prune,
};
