/*
 * golden_matching DIR: every scenario (*.scn) below a directory, through the book. Events and dumps must be
 * the file's, line by line; after every command the whole book is checked.
 */
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <trade/book.h>
#include <trade/book_text.h>

#include "cases.h"

#define ORDER_MAX 4096

/* The lines that the book gave and the file has not confirmed yet. */
typedef struct answer {
    char *text;
    size_t size;
    size_t length;
    size_t at;
    const char *mark; /* what its lines begin with */
} answer;

typedef struct scenario {
    const char *path;
    unsigned int line_number;
    tr_book *book;
    answer told; /* what the last command caused, or the dump */
} scenario;

static void answer_add(answer *to, const char *text, size_t length)
{
    if (to->length + length + 1 > to->size) {
        to->size = (to->length + length + 1) * 2;
        to->text = realloc(to->text, to->size);
        if (to->text == NULL)
            abort();
    }
    memcpy(to->text + to->length, text, length);
    to->length += length;
    to->text[to->length] = '\0';
}

static void dump_take(void *user, const char *text, size_t length)
{
    answer_add(user, text, length);
}

static void events_take(void *user, const tr_book_event *events, size_t event_count)
{
    for (size_t i = 0; i < event_count; i++) {
        char text[TR_BOOK_TEXT_EVENT_SIZE];
        answer_add(user, text, tr_book_text_event(&events[i], text, sizeof text));
        answer_add(user, "\n", 1);
    }
}

static bool complain(const scenario *in, const char *expected, const char *seen, int seen_length)
{
    printf("FAIL %s:%u: expected \"%s\", got \"%.*s\"\n", in->path, in->line_number, expected,
           seen_length, seen);
    return false;
}

/* The next line told, or NULL when all are confirmed. */
static const char *told_next(answer *told, int *length_out)
{
    if (told->at >= told->length)
        return NULL;
    const char *start = told->text + told->at;
    size_t length = strcspn(start, "\n");
    told->at += length + 1;
    *length_out = (int)length;
    return start;
}

static bool told_is_confirmed(scenario *in, const char *before)
{
    int length = 0;
    const char *left = told_next(&in->told, &length);
    return left == NULL || complain(in, before, left, length);
}

static bool confirm(scenario *in, const char *text)
{
    int length = 0;
    const char *seen = told_next(&in->told, &length);
    if (seen == NULL)
        return complain(in, text, "nothing", 7);
    if (strlen(text) != (size_t)length || memcmp(text, seen, (size_t)length) != 0)
        return complain(in, text, seen, length);
    return true;
}

static void told_clear(answer *told, const char *mark)
{
    told->length = 0;
    told->at = 0;
    told->mark = mark;
}

static bool run_config(scenario *in, const char *text)
{
    tr_book_options options = TR_BOOK_OPTIONS_INIT;
    options.order_max = ORDER_MAX;
    tr_error err = { .message = "" };
    if (in->book != NULL)
        return complain(in, "one config", text, (int)strlen(text));
    if (tr_book_text_options(text, strlen(text), &options, &err) != TR_OK ||
        tr_book_new(&options, &in->book, &err) != TR_OK)
        return complain(in, "a book", err.message, (int)strlen(err.message));
    return true;
}

static bool run_command(scenario *in, const char *text)
{
    tr_book_command command;
    tr_book_special special;
    tr_error err = { .message = "" };
    if (!told_is_confirmed(in, "the next command"))
        return false;
    told_clear(&in->told, "<");
    if (in->book == NULL ||
        tr_book_text_command(text, strlen(text), &command, &special, &err) != TR_OK)
        return complain(in, "a command", err.message, (int)strlen(err.message));
    tr_book_sink sink = { .take = events_take, .user = &in->told };
    if (tr_book_apply(in->book, &command, &sink) != TR_OK)
        return complain(in, "a command that is applied", text, (int)strlen(text));
    if (tr_book_check(in->book, &err) != TR_OK)
        return complain(in, "a sound book", err.message, (int)strlen(err.message));
    return true;
}

static bool run_dump(scenario *in, const char *text)
{
    if (in->told.mark == NULL || strcmp(in->told.mark, "=") != 0) {
        if (!told_is_confirmed(in, "a dump"))
            return false;
        told_clear(&in->told, "=");
        if (in->book == NULL || tr_book_text_dump(in->book, dump_take, &in->told) != TR_OK)
            return complain(in, text, "no book", 7);
    }
    if (!confirm(in, text))
        return false;
    if (in->told.at >= in->told.length)
        told_clear(&in->told, NULL); /* the next = line begins another dump */
    return true;
}

static bool run_line(scenario *in, char *line)
{
    line[strcspn(line, "\r\n")] = '\0';
    if (line[0] == '\0' || line[0] == '#')
        return true;
    if (strncmp(line, "config", 6) == 0)
        return run_config(in, line);
    if (strncmp(line, "> ", 2) == 0)
        return run_command(in, line + 2);
    if (strncmp(line, "< ", 2) == 0)
        return confirm(in, line + 2);
    if (strncmp(line, "= ", 2) == 0)
        return run_dump(in, line + 2);
    return complain(in, "config, >, < or =", line, (int)strlen(line));
}

static bool run_file(const char *path)
{
    FILE *file = fopen(path, "r");
    if (file == NULL) {
        printf("FAIL %s: %s\n", path, strerror(errno));
        return false;
    }
    scenario in = { .path = path };
    char *line = NULL;
    size_t size = 0;
    bool is_right = true;
    while (is_right && getline(&line, &size, file) >= 0) {
        in.line_number++;
        is_right = run_line(&in, line);
    }
    if (is_right && in.book == NULL)
        is_right = complain(&in, "a config line", "none", 4);
    is_right = is_right && told_is_confirmed(&in, "the end of the file");
    free(line);
    free(in.told.text);
    tr_book_free(in.book);
    fclose(file);
    return is_right;
}

static void check_file(void *user, const char *path, const char *name)
{
    tally *counts = user;
    bool is_right = run_file(path);
    (void)name;
    counts->passed += is_right;
    counts->failed += !is_right;
}

int main(int argc, char **argv)
{
    if (argc != 2) {
        fprintf(stderr, "usage: golden_matching DIR\n");
        return 2;
    }
    tally counts = { 0 };
    walk walked = cases_walk(argv[1], ".scn", check_file, &counts);
    return cases_end(walked, &counts);
}
