/* The reader of NAME=value lines. */
#include <stdio.h>
#include <string.h>

#include "config/dotenv.h"
#include "support/check_tap.h"

typedef struct result {
    tr__arena arena;
    tr__dotenv_document document;
    unsigned error_count;
    unsigned warning_count;
    unsigned line;
} result;

static void problem_seen(void *user, const tr_config_problem *problem)
{
    result *out = user;
    if (problem->is_error)
        out->error_count++;
    else
        out->warning_count++;
    out->line = problem->line;
}

static void read_text(result *out, const char *text)
{
    *out = (result){ 0 };
    tr__problems problems = { .sink = problem_seen, .user = out };
    tr__arena_init(&out->arena, NULL);
    tr__dotenv_read(&out->arena, text, strlen(text), ".env", &problems, &out->document);
    ck_assert(!out->arena.has_failed);
}

START_TEST(values_are_read_bare_and_quoted)
{
    static const struct {
        const char *line;
        const char *value;
    } cases[] = {
        { "A=x", "x" },
        { "A=", "" },
        { "A=x\r", "x" },
        { "  export A = x y  ", "x y" },
        { "A=x # words", "x" },
        { "A=x#y", "x#y" },
        { "A= # words", "" },
        { "A='x # y' # words", "x # y" },
        { "A='a\\n$B'", "a\\n$B" },
        { "A=\"a\\n\\t\\\"\\\\\\$b\"", "a\n\t\"\\$b" },
        { "A=\"\"", "" },
        { "A=a=b", "a=b" },
        { "exportA=x", "x" },
        { "\xEF\xBB\xBF"
          "A=x",
          "x" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        result out;
        read_text(&out, cases[i].line);
        ck_assert_msg(out.error_count == 0 && out.document.count == 1, "%s", cases[i].line);
        ck_assert_str_eq(out.document.items[0].value, cases[i].value);
        tr__arena_done(&out.arena);
    }
}
END_TEST

START_TEST(malformed_lines_are_refused_and_the_rest_is_still_read)
{
    static const char *const lines[] = { "A",         "=x",        "A B=x",  "A='x",  "A=\"x",
                                         "A=\"x\" y", "A=\"\\q\"", "A=\"\\", "A-B=x", "A=\x01" };
    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++) {
        char text[64];
        result out;
        (void)snprintf(text, sizeof text, "\n%s\nB=1\n", lines[i]); /* short lines */
        read_text(&out, text);
        ck_assert_msg(out.error_count == 1 && out.line == 2, "%s", lines[i]);
        ck_assert_uint_eq(out.document.count, 1);
        ck_assert_uint_eq(out.document.items[0].line, 3);
        tr__arena_done(&out.arena);
    }
}
END_TEST

START_TEST(last_of_two_equal_names_counts_with_a_warning)
{
    result out;
    read_text(&out, "A=1\n# words\n\nA=2\n");
    ck_assert_uint_eq(out.warning_count, 1);
    ck_assert_uint_eq(out.document.count, 1);
    ck_assert_str_eq(out.document.items[0].value, "2");
    ck_assert_uint_eq(out.document.items[0].line, 4);
    tr__arena_done(&out.arena);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("dotenv");
    TCase *tests = tcase_create("dotenv");
    tcase_add_test(tests, values_are_read_bare_and_quoted);
    tcase_add_test(tests, malformed_lines_are_refused_and_the_rest_is_still_read);
    tcase_add_test(tests, last_of_two_equal_names_counts_with_a_warning);
    suite_add_tcase(suite, tests);
    return run_as_tap(suite);
}
