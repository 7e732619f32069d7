/* problem.c: what is wrong with a configuration. */
#include "config/problem.h"

#include <stdarg.h>
#include <stdio.h>

#include "core/fail.h"

#define TEXT_SIZE 512

/* Whatever a file or variable holds is printed on one line and cannot steer a terminal. */
static void make_printable(char *text)
{
    for (char *at = text; *at != '\0'; at++)
        if ((unsigned char)*at < 0x20 || *at == 0x7F)
            *at = ' ';
}

static void keep_first(tr__problems *problems, tr_status status, const tr_config_problem *problem)
{
    char place[32] = "";
    if (problem->line > 0)
        (void)snprintf(place, sizeof place, ":%u:%u", problem->line, problem->column);
    (void)tr__fail(&problems->first, status, 0, "%s%s: %s%s%s", problem->source, place,
                   problem->key, problem->key[0] != '\0' ? ": " : "",
                   problem->text); /* returns what it was given */
}

__attribute__((format(printf, 5, 0))) static void report(tr__problems *problems, tr_status status,
                                                         const tr__place *place, const char *key,
                                                         const char *format, va_list args)
{
    char text[TEXT_SIZE];
    char key_shown[128];
    (void)vsnprintf(text, sizeof text, format, args); /* cut when too long */
    (void)snprintf(key_shown, sizeof key_shown, "%s", key);
    make_printable(text);
    make_printable(key_shown);
    tr_config_problem problem = { .is_error = status != TR_OK,
                                  .source = place->source,
                                  .line = place->line,
                                  .column = place->column,
                                  .key = key_shown,
                                  .text = text };
    if (problem.is_error && problems->error_count++ == 0)
        keep_first(problems, status, &problem);
    if (problems->sink != NULL)
        problems->sink(problems->user, &problem);
}

void tr__problem_error(tr__problems *problems, tr_status status, const tr__place *place,
                       const char *key, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    report(problems, status, place, key, format, args);
    va_end(args);
}

void tr__problem_warning(tr__problems *problems, const tr__place *place, const char *key,
                         const char *format, ...)
{
    va_list args;
    va_start(args, format);
    report(problems, TR_OK, place, key, format, args);
    va_end(args);
}
