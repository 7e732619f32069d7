/*
 * book_run.c: `book run`: a scenario through the book, printed as a scenario again. Where the book does not do what the
 * file expects, the file's line stands behind "-" and the book's behind "+".
 */
#include <stdlib.h>
#include <string.h>

#include "tbctl/book_file.h"
#include "tbctl/tbctl.h"

/* Lines without their marks, behind each other in one text. */
typedef struct lines {
    char *text;
    size_t size;
    size_t capacity;
    size_t count;
    bool is_begun; /* the last one goes on */
    bool is_short; /* no memory for the rest */
} lines;

typedef struct scenario_run {
    tbctl *program;
    tr_document *answer;
    const book_file *file;
    tr_book *book;
    bool has_expectations;
    bool ends_with_dump;
    char mark;      /* of the lines told and expected: '<', '=' or 0 for none */
    lines told;     /* by the book */
    lines expected; /* by the file */
    unsigned int line_number;
    unsigned int step_number; /* the line of the command or dump that they belong to */
    int64_t command_count;
    int64_t event_count;
    int64_t difference_count;
} scenario_run;

/* Add to the line begun, or begin one. */
static void lines_put(lines *to, const char *text, size_t length, bool is_whole)
{
    if (to->size + length + 1 > to->capacity) {
        size_t capacity = (to->size + length + 1) * 2;
        char *grown = realloc(to->text, capacity);
        to->is_short = to->is_short || grown == NULL;
        if (grown == NULL)
            return;
        to->text = grown;
        to->capacity = capacity;
    }
    to->size -= to->is_begun;
    to->count += !to->is_begun;
    memcpy(to->text + to->size, text, length);
    to->size += length;
    to->text[to->size++] = '\0';
    to->is_begun = !is_whole;
}

static void lines_clear(lines *of)
{
    of->size = 0;
    of->count = 0;
}

static const char *line_after(const char *line)
{
    return line + strlen(line) + 1;
}

/* Forget the first `count` lines. */
static void lines_drop(lines *of, size_t count)
{
    if (count == 0)
        return;
    const char *at = of->text;
    for (size_t i = 0; i < count; i++)
        at = line_after(at);
    size_t gone = (size_t)(at - of->text);
    memmove(of->text, of->text + gone, of->size - gone);
    of->size -= gone;
    of->count -= count;
}

static void events_take(void *user, const tr_book_event *events, size_t event_count)
{
    scenario_run *run = user;
    run->event_count += (int64_t)event_count;
    for (size_t i = 0; i < event_count; i++) {
        char text[TR_BOOK_TEXT_EVENT_SIZE];
        lines_put(&run->told, text, tr_book_text_event(&events[i], text, sizeof text), true);
    }
}

/* A dump comes in pieces; a line end ends a line. */
static void dump_take(void *user, const char *text, size_t length)
{
    while (length > 0) {
        const char *end = memchr(text, '\n', length);
        size_t part = end != NULL ? (size_t)(end - text) : length;
        lines_put(user, text, part, end != NULL);
        text += part + (end != NULL);
        length -= part + (end != NULL);
    }
}

/* ---- Printing ---- */

static void print_line(const scenario_run *run, const char *before, char mark, const char *line,
                       tbctl_style style)
{
    if (run->program->is_json)
        return;
    char text[4096];
    for (bool is_first = true; is_first || *line != '\0'; is_first = false) {
        (void)snprintf(text, sizeof text, "%s", line); /* a part at a time: books have long lines */
        line += strlen(text);
        tbctl_disarm(text);
        printf("%s", tbctl_on(run->program, style));
        if (is_first)
            printf("%s", before);
        if (is_first && mark != '\0')
            printf("%c ", mark);
        printf("%s%s", text, tbctl_off(run->program, style));
    }
    putchar('\n');
}

static tbctl_style style_of(char mark, const char *line)
{
    if (mark == '=')
        return strncmp(line, "bid", 3) == 0   ? TBCTL_GREEN
               : strncmp(line, "ask", 3) == 0 ? TBCTL_RED
                                              : TBCTL_DIM;
    if (strncmp(line, "trade", 5) == 0)
        return TBCTL_CYAN;
    return strstr(line, "reject") != NULL ? TBCTL_YELLOW : TBCTL_PLAIN;
}

static void add_difference(scenario_run *run, const char *expected, const char *seen)
{
    run->difference_count++;
    if (!run->program->is_json)
        return;
    tr_document_object_begin(run->answer, NULL);
    tr_document_add_int(run->answer, "line", run->step_number);
    tr_document_add_text(run->answer, "expected", expected);
    tr_document_add_text(run->answer, "seen", seen);
    tr_document_object_end(run->answer);
}

/* `missing` lines that only the file has and `extra` that only the book has: what pairs up is one difference. */
static void print_differences(scenario_run *run, const char *missing, size_t missing_count,
                              const char *extra, size_t extra_count)
{
    const char *at = missing;
    for (size_t i = 0; i < missing_count; i++, at = line_after(at))
        print_line(run, "- ", run->mark, at, TBCTL_RED);
    at = extra;
    for (size_t i = 0; i < extra_count; i++, at = line_after(at))
        print_line(run, "+ ", run->mark, at, TBCTL_GREEN);
    for (size_t i = 0; i < missing_count || i < extra_count; i++) {
        add_difference(run, i < missing_count ? missing : "", i < extra_count ? extra : "");
        missing = i < missing_count ? line_after(missing) : missing;
        extra = i < extra_count ? line_after(extra) : extra;
    }
}

static const char *print_same(const scenario_run *run, const char *line, size_t count)
{
    for (size_t i = 0; i < count; i++, line = line_after(line))
        print_line(run, "", run->mark, line, style_of(run->mark, line));
    return line;
}

/* The line number `index`, or the end when there are only so many. */
static const char *line_at(const lines *of, size_t index)
{
    const char *line = of->text;
    for (size_t i = 0; i < index; i++)
        line = line_after(line);
    return line;
}

/* The line that ends in front of `end`. */
static const char *line_before(const lines *of, const char *end)
{
    const char *line = end - 1;
    while (line > of->text && line[-1] != '\0')
        line--;
    return line;
}

/* How many lines are the same from the front on, at most `count_max`. */
static size_t same_in_front(const lines *told, const lines *expected, size_t count_max)
{
    const char *a = told->text;
    const char *b = expected->text;
    size_t same = 0;
    for (; same < count_max && strcmp(a, b) == 0; same++) {
        a = line_after(a);
        b = line_after(b);
    }
    return same;
}

/* Likewise from the back on, of the first `told_count` and all expected lines, not below `front`. */
static size_t same_at_back(const lines *told, size_t told_count, const lines *expected,
                           size_t front)
{
    size_t least = told_count < expected->count ? told_count : expected->count;
    size_t same = 0;
    const char *a = line_at(told, told_count);
    const char *b = line_at(expected, expected->count);
    for (; front + same < least; same++) {
        a = line_before(told, a);
        b = line_before(expected, b);
        if (strcmp(a, b) != 0)
            break;
    }
    return same;
}

/* Print what is there and hold it against the file; `is_over`: no more expected lines can follow. */
static void settle(scenario_run *run, bool is_over)
{
    lines *told = &run->told;
    lines *expected = &run->expected;
    size_t told_count = is_over || expected->count > told->count ? told->count : expected->count;
    if (!run->has_expectations) {
        (void)print_same(run, told->text, told->count);
        told_count = told->count;
    } else if (told_count > 0 || expected->count > 0) {
        size_t least = told_count < expected->count ? told_count : expected->count;
        size_t front = same_in_front(told, expected, least);
        size_t back = same_at_back(told, told_count, expected, front);
        const char *at = print_same(run, told->text, front);
        print_differences(run, line_at(expected, front), expected->count - front - back, at,
                          told_count - front - back);
        (void)print_same(run, line_at(told, told_count - back), back);
    }
    lines_drop(told, told_count);
    lines_clear(expected);
}

/* ---- The file's lines ---- */

static tr_status wrong_line(const scenario_run *run, const char *what, tr_error *err)
{
    return tbctl_fail(err, TR_E_PARSE, "%s:%u: %s", run->file->path, run->line_number, what);
}

static tr_status run_command(scenario_run *run, const char *line, size_t length, tr_error *err)
{
    tr_book_command command;
    tr_book_special special;
    tr_error wrong = { .message = "" };
    tr_book_sink sink = { .take = events_take, .user = run };
    settle(run, true);
    run->mark = '<';
    run->step_number = run->line_number;
    run->ends_with_dump = false;
    char text[TR_BOOK_TEXT_COMMAND_SIZE];
    (void)snprintf(text, sizeof text, "%.*s", (int)length, line);
    print_line(run, "", '>', text, TBCTL_BOLD);
    if (tr_book_text_command(line, length, &command, &special, &wrong) != TR_OK)
        return wrong_line(run, wrong.message, err);
    tr_status status = tr_book_apply(run->book, &command, &sink);
    run->command_count++;
    return status == TR_OK ? TR_OK : wrong_line(run, "the book has no room for another order", err);
}

static tr_status expect_line(scenario_run *run, char mark, const char *line, size_t length,
                             tr_error *err)
{
    if (mark == '=' && run->mark != '=') {
        settle(run, true);
        run->mark = '=';
        run->step_number = run->line_number;
        if (tr_book_text_dump(run->book, dump_take, &run->told) != TR_OK)
            return wrong_line(run, "no memory to sort the stops", err);
    } else if (mark == '<' && run->mark == '=') {
        settle(run, true);
        run->mark = '<';
    }
    lines_put(&run->expected, line, length, true);
    run->ends_with_dump = mark == '=';
    bool is_dump_over = mark == '=' && length > 4 && strncmp(line, "last", 4) == 0;
    if (is_dump_over) {
        settle(run, true);
        run->mark = '\0';
    }
    return TR_OK;
}

static tr_status run_line(scenario_run *run, const book_line *line, tr_error *err)
{
    if (line->kind == BOOK_LINE_COMMAND)
        return run_command(run, line->text, line->length, err);
    if (line->kind == BOOK_LINE_EVENT || line->kind == BOOK_LINE_DUMP)
        return expect_line(run, line->kind == BOOK_LINE_DUMP ? '=' : '<', line->text, line->length,
                           err);
    bool is_config = line->kind == BOOK_LINE_CONFIG;
    settle(run, is_config);
    char text[TR_BOOK_TEXT_COMMAND_SIZE];
    (void)snprintf(text, sizeof text, "%.*s", (int)line->length, line->text);
    print_line(run, "", '\0', text, is_config ? TBCTL_BOLD : TBCTL_DIM);
    return TR_OK;
}

/* Does the file expect anything? Where it is no scenario, the run itself will say so. */
static bool has_expectations(const book_file *file)
{
    book_line line = { .next = 0 };
    tr_status status;
    while (book_file_line(file, &line, &status, NULL))
        if (line.kind >= BOOK_LINE_EVENT)
            return true;
    return false;
}

static tr_status run_all(scenario_run *run, tr_error *err)
{
    book_line line = { .next = 0 };
    tr_status status = book_file_new_book(run->file, NULL, &run->book, err);
    run->has_expectations = has_expectations(run->file);
    while (status == TR_OK && book_file_line(run->file, &line, &status, err)) {
        run->line_number = line.number;
        status = run_line(run, &line, err);
        if (run->told.is_short || run->expected.is_short)
            status =
                tbctl_fail(err, TR_E_NO_MEMORY, "no memory for the lines of %s", run->file->path);
    }
    settle(run, true);
    if (status != TR_OK || run->ends_with_dump)
        return status;
    status = tr_book_text_dump(run->book, dump_take, &run->told);
    run->mark = '=';
    (void)print_same(run, run->told.text, run->told.count);
    return status == TR_OK ? TR_OK : wrong_line(run, "no memory to sort the stops", err);
}

static tr_status finish(const scenario_run *run, tr_error *err)
{
    if (run->program->is_json) {
        tr_document_array_end(run->answer);
        tr_document_add_int(run->answer, "commands", run->command_count);
        tr_document_add_int(run->answer, "events", run->event_count);
        tr_document_add_int(run->answer, "difference_count", run->difference_count);
    } else {
        printf("%s# %lld commands, %lld events%s%s\n", tbctl_on(run->program, TBCTL_DIM),
               (long long)run->command_count, (long long)run->event_count,
               run->has_expectations && run->difference_count == 0 ? ", all as expected" : "",
               tbctl_off(run->program, TBCTL_DIM));
    }
    if (run->difference_count == 0)
        return TR_OK;
    return tbctl_fail(err, TR_E_CONFLICT, "%s: %lld %s between the file (-) and the book (+)",
                      run->file->path, (long long)run->difference_count,
                      run->difference_count == 1 ? "difference" : "differences");
}

static void run(tr_command_call *call)
{
    tr_error err = { 0 };
    book_file file = { .bytes = NULL };
    scenario_run run = { .program = tbctl_of(call), .answer = tr_call_answer(call), .file = &file };
    tr_status status = book_file_load(tr_call_text(call, "file"), &file, &err);
    if (status == TR_OK && file.kind != BOOK_FILE_SCENARIO)
        status = tbctl_fail(&err, TR_E_PARSE, "%s is no scenario: %s", file.path,
                            file.kind == BOOK_FILE_FLOW ? "measure it with book bench"
                                                        : "replay it with book replay");
    if (status == TR_OK) {
        if (run.program->is_json)
            tr_document_array_begin(run.answer, "differences");
        tr_error differs = { 0 };
        status = run_all(&run, &err);
        tr_status compared = finish(&run, &differs);
        if (status == TR_OK && compared != TR_OK) {
            status = compared;
            err = differs;
        }
    }
    (void)fflush(stdout); /* before words about it on stderr; main looks at stdout's state */
    free(run.told.text);
    free(run.expected.text);
    tr_book_free(run.book);
    book_file_release(&file);
    tr_call_finish(call, status, &err);
}

static const tr_argument_def arguments[] = {
    { .name = "file",
      .type = TR_ARGUMENT_PATH,
      .is_required = true,
      .is_positional = true,
      .help = "scenario: config, > commands, and the < events and = book to expect" },
};

const tr_command_def tbctl_command_book_run = {
    .name = "book run",
    .summary = "Run a scenario through an order book and compare",
    .details =
        "Prints the scenario with the events and books that really come out. Where the file "
        "expects something else, its line stands behind \"-\" and the book's behind \"+\", and the "
        "exit code is 1. A file without expectations is run and printed with its events and the "
        "book at the end: a way to write a new one. libtrade/book/README.md describes the lines.",
    .example = "tbctl book run iceberg.scn",
    .place = TR_COMMAND_LOCAL,
    .arguments = arguments,
    .argument_count = sizeof arguments / sizeof arguments[0],
    .list_key = "differences",
    .run = run,
};
