/* test_call.c: arguments are held against the table, and a call ends exactly once. */
#include <trade/command.h>

#include <stdio.h>
#include <string.h>

#include "support/check_tap.h"

static const char *const sides[] = { "left", "right", NULL };
static const tr_argument_def arguments[] = {
    { .name = "name", .type = TR_ARGUMENT_TEXT, .is_required = true, .is_positional = true, .max = "8",
      .help = "a name" },
    { .name = "side", .type = TR_ARGUMENT_CHOICE, .initial = "left", .choices = sides, .help = "a side" },
    { .name = "loud", .type = TR_ARGUMENT_FLAG, .help = "a flag" },
    { .name = "count", .type = TR_ARGUMENT_INTEGER, .min = "1", .max = "10", .help = "a count" },
    { .name = "share", .type = TR_ARGUMENT_DECIMAL, .min = TR_ARGUMENT_ABOVE_ZERO, .max = "1",
      .help = "a share" },
    { .name = "id", .type = TR_ARGUMENT_ID, .help = "an id" },
    { .name = "at", .type = TR_ARGUMENT_TIME, .help = "a time" },
    { .name = "length", .type = TR_ARGUMENT_DURATION, .min = "1s", .help = "a duration" },
    { .name = "symbol", .type = TR_ARGUMENT_SYMBOL, .help = "a symbol" },
    { .name = "frame", .type = TR_ARGUMENT_TIMEFRAME, .help = "a timeframe" },
    { .name = "file", .type = TR_ARGUMENT_PATH, .help = "a file" },
};

static void run_echo(tr_command_call *call)
{
    tr_document *answer = tr_call_answer(call);
    tr_document_add_text(answer, "name", tr_call_text(call, "name"));
    tr_document_add_text(answer, "side", tr_call_text(call, "side"));
    tr_document_add_bool(answer, "loud", tr_call_flag(call, "loud"));
    tr_document_add_bool(answer, "has_count", tr_call_has(call, "count"));
    tr_document_add_int(answer, "count", tr_call_int(call, "count"));
    tr_document_add_decimal(answer, "share", tr_call_decimal(call, "share"));
    tr_document_add_int(answer, "length", tr_call_int(call, "length"));
    tr_call_finish(call, TR_OK, NULL);
}

static const tr_command_def echo = {
    .name = "echo", .summary = "Echo", .place = TR_COMMAND_LOCAL, .rights = TR_RIGHT_TRADE, .arguments = arguments,
    .argument_count = sizeof arguments / sizeof arguments[0], .run = run_echo,
};

typedef struct outcome {
    int count;
    tr_status status;
    char message[TR_ERROR_MESSAGE_SIZE];
    char name[32];
    char side[32];
    bool loud;
    bool has_count;
    int64_t count_value;
    int64_t length_ns;
} outcome;

static void on_done(void *user, tr_status status, const tr_document *answer, const tr_error *err)
{
    outcome *out = user;
    const tr_document_node *root = tr_document_root(answer);
    out->count++;
    out->status = status;
    ck_assert((err == NULL) == (status == TR_OK));
    (void)snprintf(out->message, sizeof out->message, "%s", err == NULL ? "" : err->message);
    (void)snprintf(out->name, sizeof out->name, "%s", tr_document_node_text(tr_document_node_member(root, "name")));
    (void)snprintf(out->side, sizeof out->side, "%s", tr_document_node_text(tr_document_node_member(root, "side")));
    out->loud = tr_document_node_bool(tr_document_node_member(root, "loud"));
    out->has_count = tr_document_node_bool(tr_document_node_member(root, "has_count"));
    out->count_value = tr_document_node_int(tr_document_node_member(root, "count"));
    out->length_ns = tr_document_node_int(tr_document_node_member(root, "length"));
}

static outcome run(int64_t rights, const tr_argument_text *texts, size_t count)
{
    outcome out = { 0 };
    tr_command_context context = { .rights = rights };
    tr_command_run(&echo, &context, texts, count, on_done, &out);
    ck_assert_int_eq(out.count, 1);
    return out;
}

static tr_argument_text text_of(const char *name, const char *text)
{
    return (tr_argument_text){ name, text, strlen(text) };
}

START_TEST(defaults_and_types_arrive)
{
    tr_argument_text texts[] = { text_of("name", "Zo\xc3\xab"), text_of("loud", "true"), text_of("count", "10"),
                                 text_of("share", "0.5"), text_of("length", "90s"), text_of("frame", "4h"),
                                 text_of("at", "2026-01-31T23:59:59Z"), text_of("symbol", "BTC/USDT") };
    outcome out = run(TR_RIGHT_TRADE, texts, sizeof texts / sizeof texts[0]);
    ck_assert_int_eq(out.status, TR_OK);
    ck_assert_str_eq(out.name, "Zo\xc3\xab");
    ck_assert_str_eq(out.side, "left");
    ck_assert(out.loud && out.has_count);
    ck_assert_int_eq(out.count_value, 10);
    ck_assert_int_eq(out.length_ns, INT64_C(90000000000));
    out = run(TR_RIGHT_TRADE, texts, 1);
    ck_assert(!out.loud && !out.has_count);
}
END_TEST

START_TEST(wrong_arguments_are_named_with_what_is_allowed)
{
    static const struct {
        const char *name;
        const char *text;
        const char *message; /* a part of it */
    } cases[] = {
        { "side", "up", "allowed: left|right" },
        { "loud", "yes", "true or false" },
        { "count", "0", "allowed: 1 to 10" },
        { "count", "1.5", "a whole number" },
        { "count", "99999999999999999999999", "a whole number" },
        { "share", "0", "allowed: above 0, at most 1" },
        { "share", "1.000000000000000001", "allowed: above 0" },
        { "share", "NaN", "a number" },
        { "id", "short", "26 characters" },
        { "at", "2026-02-30", "a date as 2026-01-31" },
        { "at", "yesterday", "2026-01-31" },
        { "length", "12", "12h" },
        { "length", "10ms", "at least 1s" },
        { "symbol", "", "BTC/USDT" },
        { "frame", "25h", "4h" },
        { "file", "", "file name" },
        { "name", "ten bytes!", "at most 8 bytes" },
        { "name", "a\nb", "control characters" },
        { "name", "\xff", "control characters" },
        { "nothing", "x", "has no argument" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        tr_argument_text texts[] = { text_of(cases[i].name, cases[i].text), text_of("name", "n") };
        size_t count = strcmp(cases[i].name, "name") == 0 ? 1 : 2;
        outcome out = run(TR_RIGHT_TRADE, texts, count);
        ck_assert_int_eq(out.status, TR_E_INVALID);
        ck_assert_msg(strstr(out.message, cases[i].message) != NULL, "%s=%s: %s", cases[i].name, cases[i].text,
                      out.message);
        tr_error err;
        ck_assert_int_eq(tr_command_check(&echo, texts, count, &err), TR_E_INVALID);
    }
}
END_TEST

START_TEST(missing_and_doubled_arguments_are_refused)
{
    tr_argument_text twice[] = { text_of("name", "a"), text_of("name", "b") };
    outcome out = run(TR_RIGHT_TRADE, twice, 2);
    ck_assert_int_eq(out.status, TR_E_INVALID);
    ck_assert(strstr(out.message, "twice") != NULL);
    out = run(TR_RIGHT_TRADE, NULL, 0);
    ck_assert_int_eq(out.status, TR_E_INVALID);
    ck_assert(strstr(out.message, "name is missing") != NULL);
    tr_argument_text zero = { "name", "a\0b", 3 };
    out = run(TR_RIGHT_TRADE, &zero, 1);
    ck_assert_int_eq(out.status, TR_E_INVALID);
}
END_TEST

START_TEST(missing_rights_are_denied)
{
    tr_argument_text name = text_of("name", "n");
    outcome out = run(TR_RIGHT_READ | TR_RIGHT_ADMIN, &name, 1);
    ck_assert_int_eq(out.status, TR_E_DENIED);
    ck_assert(strstr(out.message, "trade") != NULL);
}
END_TEST

START_TEST(every_command_of_the_table_is_well_formed)
{
    size_t count = 0;
    const tr_command_def *const *table = tr_command_table(&count);
    ck_assert_uint_gt(count, 10);
    for (size_t i = 0; i < count; i++) {
        const tr_command_def *def = table[i];
        ck_assert_ptr_eq(tr_command_find(def->name, strlen(def->name)), def);
        ck_assert(def->run != NULL && def->summary != NULL && def->example != NULL);
        ck_assert_msg(strncmp(def->example, "tbctl ", 6) == 0 &&
                          strncmp(def->example + 6, def->name, strlen(def->name)) == 0,
                      "%s", def->example);
        ck_assert_uint_le(def->argument_count, TR_COMMAND_ARGUMENTS_MAX);
        bool is_optional_seen = false;
        for (size_t a = 0; a < def->argument_count; a++) {
            const tr_argument_def *argument = &def->arguments[a];
            ck_assert(argument->help != NULL && argument->help[strlen(argument->help) - 1] != '.');
            ck_assert(tr_argument_type_name(argument->type) != NULL);
            ck_assert((argument->type == TR_ARGUMENT_CHOICE) == (argument->choices != NULL));
            ck_assert(!(argument->is_positional && argument->is_required && is_optional_seen));
            is_optional_seen = is_optional_seen || !argument->is_required;
            for (size_t b = 0; b < a; b++)
                ck_assert_str_ne(argument->name, def->arguments[b].name);
            if (argument->initial == NULL)
                continue;
            tr_argument_text text = text_of(argument->name, argument->initial);
            tr_error err;
            tr_status status = tr_command_check(def, &text, 1, &err);
            ck_assert_msg(status == TR_OK || strstr(err.message, "missing") != NULL, "%s: %s", def->name, err.message);
        }
    }
    ck_assert_ptr_null(tr_command_find("order", 5));
    ck_assert_ptr_null(tr_command_find(NULL, 0));
}
END_TEST

static bool asks(const char *command, const char *name, const char *value)
{
    tr_argument_text text = { name, value, value == NULL ? 0 : strlen(value) };
    return tr_command_asks(tr_command_find(command, strlen(command)), &text, name == NULL ? 0 : 1);
}

START_TEST(what_destroys_asks_and_what_only_looks_does_not)
{
    static const char *const dangerous[] = { "order cancel", "block cancel", "position close", "halt", "resume",
                                             "flatten", "risk set" };
    for (size_t i = 0; i < sizeof dangerous / sizeof dangerous[0]; i++)
        ck_assert_msg(asks(dangerous[i], NULL, NULL), "%s", dangerous[i]);
    ck_assert(!asks("order list", NULL, NULL));
    ck_assert(!asks("reconcile", NULL, NULL));
    ck_assert(!asks("reconcile", "policy", "report"));
    ck_assert(!asks("reconcile", "account", "paper"));
    ck_assert(asks("reconcile", "policy", "adopt"));
    ck_assert(asks("reconcile", "policy", "default"));
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("call");
    TCase *calls = tcase_create("calls");
    tcase_add_test(calls, defaults_and_types_arrive);
    tcase_add_test(calls, wrong_arguments_are_named_with_what_is_allowed);
    tcase_add_test(calls, missing_and_doubled_arguments_are_refused);
    tcase_add_test(calls, missing_rights_are_denied);
    tcase_add_test(calls, every_command_of_the_table_is_well_formed);
    tcase_add_test(calls, what_destroys_asks_and_what_only_looks_does_not);
    suite_add_tcase(suite, calls);
    return run_as_tap(suite);
}
