/* The YAML reader: paths, places, and everything that it refuses. */
#include <stdio.h>
#include <string.h>

#include "config/yaml.h"
#include "support/check_tap.h"

typedef struct result {
    tr__arena arena;
    tr__yaml_document document;
    unsigned error_count;
    unsigned line;
    unsigned column;
    char text[512];
} result;

static void problem_seen(void *user, const tr_config_problem *problem)
{
    result *out = user;
    if (out->error_count++ > 0)
        return;
    out->line = problem->line;
    out->column = problem->column;
    (void)snprintf(out->text, sizeof out->text, "%s", problem->text); /* cut when too long */
}

static void read_bytes(result *out, const char *bytes, size_t size)
{
    *out = (result){ 0 };
    tr__problems problems = { .sink = problem_seen, .user = out };
    tr__arena_init(&out->arena, NULL);
    tr__yaml_read(&out->arena, bytes, size, "test.yaml", &problems, &out->document);
    ck_assert(!out->arena.has_failed);
}

static void read_text(result *out, const char *text)
{
    read_bytes(out, text, strlen(text));
}

static void expect_refused(const char *text, const char *reason, unsigned line)
{
    result out;
    read_text(&out, text);
    ck_assert_msg(out.error_count > 0, "accepted: %s", text);
    ck_assert_msg(strstr(out.text, reason) != NULL, "%s: %s", text, out.text);
    ck_assert_msg(out.line == line, "%s: line %u", text, out.line);
    tr__arena_done(&out.arena);
}

START_TEST(document_becomes_paths_with_their_places)
{
    result out;
    read_text(&out, "a:\n  b: 1\n  c:\n    - x\n    - {d: ~}\n  \"e f\": 'null'\n");
    static const struct {
        const char *path;
        tr__yaml_kind kind;
        const char *text;
        unsigned line, column;
    } expected[] = {
        { "a", TR__YAML_MAP, "", 1, 1 },           { "a.b", TR__YAML_TEXT, "1", 2, 6 },
        { "a.c", TR__YAML_LIST, "", 3, 3 },        { "a.c.0", TR__YAML_TEXT, "x", 4, 7 },
        { "a.c.1", TR__YAML_MAP, "", 5, 7 },       { "a.c.1.d", TR__YAML_NULL, "~", 5, 11 },
        { "a.e f", TR__YAML_TEXT, "null", 6, 10 },
    };
    ck_assert_uint_eq(out.error_count, 0);
    ck_assert_uint_eq(out.document.count, sizeof expected / sizeof expected[0]);
    for (size_t i = 0; i < out.document.count; i++) {
        const tr__yaml_item *item = &out.document.items[i];
        ck_assert_str_eq(item->path, expected[i].path);
        ck_assert_int_eq(item->kind, expected[i].kind);
        ck_assert_str_eq(item->text, expected[i].text);
        ck_assert_uint_eq(item->line, expected[i].line);
        ck_assert_uint_eq(item->column, expected[i].column);
    }
    tr__arena_done(&out.arena);
}
END_TEST

START_TEST(empty_documents_set_nothing)
{
    static const char *const texts[] = { "",           "\n\n", "# words\n", "---\n",
                                         "---\n...\n", "{}",   "~",         "\xEF\xBB\xBF" };
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        result out;
        read_text(&out, texts[i]);
        ck_assert_msg(out.error_count == 0, "%s: %s", texts[i], out.text);
        ck_assert_uint_eq(out.document.count, 0);
        tr__arena_done(&out.arena);
    }
}
END_TEST

START_TEST(what_is_not_plain_configuration_is_refused_with_its_place)
{
    expect_refused("a: &x 1\nb: 2\n", "anchors and aliases", 1);
    expect_refused("a: 1\nb: *x\n", "anchors and aliases", 2);
    expect_refused("a: &x\n  b: 1\n", "anchors and aliases", 1);
    expect_refused("a: 1\nb: !!binary eA==\n", "only the tags", 2);
    expect_refused("a: !local 1\n", "only the tags", 1);
    expect_refused("a: !local {b: 1}\n", "only the tags", 1);
    expect_refused("a: 1\n---\nb: 2\n", "second document", 2);
    expect_refused("- a\n- b\n", "must be a mapping", 1);
    expect_refused("just text\n", "must be a mapping", 1);
    expect_refused("a: 1\nb: 2\na: 3\n", "set twice, first on line 1", 3);
    expect_refused("a: {b: 1}\nc: 1\na: {b: 2}\n", "set twice, first on line 1", 3);
    expect_refused("a.b: 1\n", "without '.'", 1);
    expect_refused("? [x, y]\n: 1\n", "a key must be", 1);
    expect_refused("\"\": 1\n", "a key must be", 1);
    expect_refused("a:\n  b: \"x\\0y\"\n", "control characters", 2);
    expect_refused("a: \"\\e[31m\"\n", "control characters", 1);
    expect_refused("a: [1, 2\nb: 3\n", "not valid YAML", 2);
    expect_refused("a:\n\tb: 1\n", "not valid YAML", 2);
    expect_refused("a: \"x\n", "not valid YAML", 2);
    expect_refused("a: \xFF\xFE\n", "not valid UTF-8", 0);
    expect_refused("a: [[[[[[[[[1]]]]]]]]]\n", "deeper than 8", 1);
}
END_TEST

START_TEST(core_tags_are_accepted_and_quoting_by_tag_counts)
{
    result out;
    read_text(&out,
              "a: !!str null\nb: !!int 5\nc: !!map {d: !!float 1.0}\ne: !!seq [!!bool true]\n");
    ck_assert_msg(out.error_count == 0, "%s", out.text);
    ck_assert_int_eq(out.document.items[0].kind, TR__YAML_TEXT);
    ck_assert_str_eq(out.document.items[0].text, "null");
    tr__arena_done(&out.arena);
}
END_TEST

/* Write `count` copies of `piece` with their number; %u stands in the piece. */
static char *repeated(const char *head, const char *piece, unsigned count)
{
    size_t size = strlen(head) + count * (strlen(piece) + 12) + 1;
    char *text = calloc(1, size);
    ck_assert_ptr_nonnull(text);
    memcpy(text, head, strlen(head));
    for (unsigned i = 0; i < count; i++) {
        size_t used = strlen(head) + (size_t)i * (strlen(piece) + 10);
        (void)snprintf(text + used, size - used, "%s%010u", piece, i); /* room is counted above */
    }
    return text;
}

START_TEST(size_is_bounded_in_every_direction)
{
    result out;
    char *many = repeated("a: [x", ", ", 4200);
    read_text(&out, many);
    ck_assert_ptr_nonnull(strstr(out.text, "more than 4096 values"));
    ck_assert_uint_eq(out.document.count, 4096);
    tr__arena_done(&out.arena);
    free(many);

    char *long_value = repeated("a: ", "xxxxxxxxxx", 1000);
    read_text(&out, long_value);
    ck_assert_ptr_nonnull(strstr(out.text, "longer than 16383"));
    tr__arena_done(&out.arena);
    free(long_value);

    char *long_key = repeated("", "xxxxxxxxxx", 30);
    size_t length = strlen(long_key);
    memcpy(long_key + length - 3, ": 1", 3);
    read_text(&out, long_key);
    ck_assert_ptr_nonnull(strstr(out.text, "longer than 255"));
    tr__arena_done(&out.arena);
    free(long_key);
}
END_TEST

START_TEST(alias_bomb_is_refused_at_its_first_anchor)
{
    expect_refused("a: &a [x, x, x, x, x, x, x, x, x]\n"
                   "b: &b [*a, *a, *a, *a, *a, *a, *a, *a, *a]\n"
                   "c: &c [*b, *b, *b, *b, *b, *b, *b, *b, *b]\n",
                   "anchors and aliases", 1);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("yaml");
    TCase *tests = tcase_create("yaml");
    tcase_add_test(tests, document_becomes_paths_with_their_places);
    tcase_add_test(tests, empty_documents_set_nothing);
    tcase_add_test(tests, what_is_not_plain_configuration_is_refused_with_its_place);
    tcase_add_test(tests, core_tags_are_accepted_and_quoting_by_tag_counts);
    tcase_add_test(tests, size_is_bounded_in_every_direction);
    tcase_add_test(tests, alias_bomb_is_refused_at_its_first_anchor);
    suite_add_tcase(suite, tests);
    return run_as_tap(suite);
}
