/* config.c: `config check|show|explain|sample`. */
#include "tbctl/tbctl.h"

#include <stdlib.h>
#include <string.h>

#include "tbctl/text.h"

/* ---- config check ---------------------------------------------------------------------------- */

typedef struct check {
    tbctl *program;
    tr_document *answer;
    FILE *file; /* for people; NULL with --json */
    int64_t errors;
    int64_t warnings;
} check;

static void print_problem(const check *c, const tr_config_problem *problem)
{
    const tbctl *program = c->program;
    tbctl_style style = problem->is_error ? TBCTL_RED : TBCTL_YELLOW;
    fprintf(c->file, "%s%s", tbctl_on(program, TBCTL_BOLD), problem->source);
    if (problem->line > 0)
        fprintf(c->file, ":%u", problem->line);
    if (problem->column > 0)
        fprintf(c->file, ":%u", problem->column);
    fprintf(c->file, ":%s %s%s:%s %s%s%s\n", tbctl_off(program, TBCTL_BOLD),
            tbctl_on(program, style), problem->is_error ? "error" : "warning",
            tbctl_off(program, style), problem->key, problem->key[0] == '\0' ? "" : ": ",
            problem->text);
}

static void on_problem(void *user, const tr_config_problem *problem)
{
    check *c = user;
    if (problem->is_error)
        c->errors++;
    else
        c->warnings++;
    if (c->file != NULL) {
        print_problem(c, problem);
        return;
    }
    tr_document_object_begin(c->answer, NULL);
    tr_document_add_text(c->answer, "severity", problem->is_error ? "error" : "warning");
    tr_document_add_text(c->answer, "source", problem->source);
    tr_document_add_int(c->answer, "line", problem->line);
    tr_document_add_int(c->answer, "column", problem->column);
    tr_document_add_text(c->answer, "key", problem->key);
    tr_document_add_text(c->answer, "text", problem->text);
    tr_document_object_end(c->answer);
}

static tr_status load_all(check *c, tr_error *err)
{
    tr_config_options options = tbctl_config_options(c->program);
    options.on_problem = on_problem;
    options.user = c;
    return tr_config_load(&options, &c->program->config, err);
}

static void run_check(tr_command_call *call)
{
    tbctl *program = tbctl_of(call);
    tr_document *answer = tr_call_answer(call);
    tr_error err = { 0 };
    tbctl_text text = { .file = NULL };
    check c = { .program = program, .answer = answer };
    tr_status status = tbctl_locate(program, &err);
    if (status != TR_OK) {
        tr_call_finish(call, status, &err);
        return;
    }
    if (program->is_json) {
        tr_document_add_text(answer, "config_dir", program->place.config_dir);
        tr_document_array_begin(answer, "problems");
        status = load_all(&c, &err);
        tr_document_array_end(answer);
        tr_document_add_int(answer, "errors", c.errors);
        tr_document_add_int(answer, "warnings", c.warnings);
    } else {
        tbctl_text_begin(&text);
        c.file = text.file;
        status = load_all(&c, &err);
        if (text.file != NULL && status == TR_OK)
            fprintf(text.file, "%sgood:%s %s, %lld %s\n", tbctl_on(program, TBCTL_GREEN),
                    tbctl_off(program, TBCTL_GREEN), program->place.config_dir,
                    (long long)c.warnings, c.warnings == 1 ? "warning" : "warnings");
        tbctl_text_end(&text, answer);
    }
    tr_call_finish(call, status, &err);
}

const tr_command_def tbctl_command_config_check = {
    .name = "config check",
    .summary = "Hold the configuration against what is allowed",
    .details = "Every problem is shown with file and line. A configuration with an error does not "
               "load anywhere.",
    .example = "tbctl config check",
    .place = TR_COMMAND_LOCAL,
    .run = run_check,
};

/* ---- config show ----------------------------------------------------------------------------- */

static const tr_argument_def show_arguments[] = {
    { .name = "section",
      .type = TR_ARGUMENT_TEXT,
      .is_positional = true,
      .max = "100",
      .help = "only keys that begin with this: risk, web_server" },
    { .name = "changed", .type = TR_ARGUMENT_FLAG, .help = "only what is not a default" },
};

static const tr_column_view show_columns[] = {
    { "key", "KEY", false, 0 },
    { "value", "VALUE", false, 0 },
    { "origin", "FROM", false, 1 },
};

static bool is_in_section(const char *key, const char *section)
{
    size_t length = strlen(section);
    return length == 0 ||
           (strncmp(key, section, length) == 0 && (key[length] == '.' || key[length] == '\0'));
}

static void run_show(tr_command_call *call)
{
    tbctl *program = tbctl_of(call);
    tr_document *answer = tr_call_answer(call);
    tr_error err = { 0 };
    tr_status status = tbctl_configure(program, &err);
    const char *section = tr_call_text(call, "section");
    size_t count = status == TR_OK ? tr_config_entry_count(program->config) : 0;
    int64_t shown = 0;
    tr_document_array_begin(answer, "keys");
    for (size_t i = 0; i < count; i++) {
        tr_config_entry entry;
        if (tr_config_entry_at(program->config, i, &entry) != TR_OK ||
            !is_in_section(entry.key, section) || (tr_call_flag(call, "changed") && !entry.is_set))
            continue;
        tr_document_object_begin(answer, NULL);
        tr_document_add_text(answer, "key", entry.key);
        tr_document_add_text(answer, "value", entry.value);
        tr_document_add_text(answer, "origin", entry.origin);
        tr_document_object_end(answer);
        shown++;
    }
    tr_document_array_end(answer);
    if (status == TR_OK && shown == 0 && section[0] != '\0')
        status = tbctl_fail(&err, TR_E_NOT_FOUND, "no key begins with \"%s\"", section);
    tr_call_finish(call, status, &err);
}

const tr_command_def tbctl_command_config_show = {
    .name = "config show",
    .summary = "Show every key's value and where it comes from",
    .details = "Secrets are shown as ***.",
    .example = "tbctl config show risk",
    .place = TR_COMMAND_LOCAL,
    .arguments = show_arguments,
    .argument_count = sizeof show_arguments / sizeof show_arguments[0],
    .list_key = "keys",
    .columns = show_columns,
    .column_count = sizeof show_columns / sizeof show_columns[0],
    .run = run_show,
};

/* ---- config explain -------------------------------------------------------------------------- */

static const tr_argument_def explain_arguments[] = {
    { .name = "key",
      .type = TR_ARGUMENT_TEXT,
      .is_required = true,
      .is_positional = true,
      .max = "200",
      .help = "as config show lists them" },
};

static void run_explain(tr_command_call *call)
{
    tbctl *program = tbctl_of(call);
    tr_document *answer = tr_call_answer(call);
    tr_error err = { 0 };
    tr_config_entry entry;
    tr_status status = tbctl_configure(program, &err);
    if (status == TR_OK)
        status = tr_config_explain(program->config, tr_call_text(call, "key"), &entry, &err);
    if (status == TR_OK) {
        tr_document_add_text(answer, "key", entry.key);
        tr_document_add_text(answer, "meaning", entry.help);
        tr_document_add_text(answer, "value", entry.value);
        tr_document_add_text(answer, "from", entry.origin);
        tr_document_add_text(answer, "type", tr_config_type_name(entry.type));
        tr_document_add_text(answer, "allowed", entry.allowed);
        tr_document_add_text(answer, "default", entry.initial);
        tr_document_add_text(answer, "environment", entry.environment);
        tr_document_add_text(answer, "file", entry.file);
        tr_document_add_bool(answer, "needs_restart", entry.needs_restart);
        tr_document_add_bool(answer, "no_effect_yet", entry.is_reserved);
    }
    tr_call_finish(call, status, &err);
}

const tr_command_def tbctl_command_config_explain = {
    .name = "config explain",
    .summary = "Explain one key: meaning, range, value and its origin",
    .example = "tbctl config explain risk.max_daily_loss",
    .place = TR_COMMAND_LOCAL,
    .arguments = explain_arguments,
    .argument_count = sizeof explain_arguments / sizeof explain_arguments[0],
    .run = run_explain,
};

/* ---- config sample --------------------------------------------------------------------------- */

static const char *const files[] = { "config.yaml", "web_config.yaml", ".env", NULL };

static const tr_argument_def sample_arguments[] = {
    { .name = "file",
      .type = TR_ARGUMENT_CHOICE,
      .is_positional = true,
      .initial = "config.yaml",
      .choices = files,
      .help = "which file" },
};

static void write_sample(void *user, const char *text)
{
    if (user != NULL)
        fputs(text, user);
}

static void run_sample(tr_command_call *call)
{
    static const tr_config_file kinds[] = { TR_CONFIG_FILE_MAIN, TR_CONFIG_FILE_WEB,
                                            TR_CONFIG_FILE_ENV };
    tbctl_text text;
    size_t which = 0;
    while (strcmp(files[which], tr_call_text(call, "file")) != 0)
        which++;
    tbctl_text_begin(&text);
    tr_status status = tr_config_sample(kinds[which], write_sample, text.file);
    tbctl_text_end(&text, tr_call_answer(call));
    tr_call_finish(call, status, NULL);
}

const tr_command_def tbctl_command_config_sample = {
    .name = "config sample",
    .summary = "Print a sample file with every key, its meaning and range",
    .example = "tbctl config sample web_config.yaml",
    .place = TR_COMMAND_LOCAL,
    .arguments = sample_arguments,
    .argument_count = sizeof sample_arguments / sizeof sample_arguments[0],
    .run = run_sample,
};
