/* The gate: what passes, and what is refused with which status. */
#include <string.h>

#include "serve/gate.h"
#include "support/check_tap.h"

#define HEADER_MAX 8

static const gate_limits limits = { .target_size_max = 64,
                                    .header_count_max = 6,
                                    .header_size_max = 200 };

/* Headers are "Name:value" texts, ended by NULL. */
static gate_verdict check_version(const char *version, const char *method, const char *target,
                                  const char *const lines[])
{
    gate_header headers[HEADER_MAX];
    size_t count = 0;
    for (; lines[count] != NULL; count++) {
        const char *colon = strchr(lines[count], ':');
        headers[count] = (gate_header){ lines[count], (size_t)(colon - lines[count]), colon + 1,
                                        strlen(colon + 1) };
    }
    gate_request request = { method, target, version, headers, count };
    return gate_check(&request, &limits);
}

static gate_verdict check(const char *method, const char *target, const char *const lines[])
{
    return check_version("HTTP/1.1", method, target, lines);
}

static unsigned status_of(const char *target, const char *const lines[])
{
    return check("POST", target, lines).status;
}

#define LINES(...) ((const char *const[]){ __VA_ARGS__, NULL })
#define HOST       "Host:localhost:8000"

START_TEST(plain_request_passes_with_its_parts_found)
{
    gate_verdict verdict = check("POST", "/a/b?c=d", LINES(HOST, "Content-Length:12"));
    ck_assert_uint_eq(verdict.status, 0);
    ck_assert_uint_eq(verdict.path_size, 4);
    ck_assert_str_eq(verdict.path, "/a/b?c=d");
    ck_assert_str_eq(verdict.query, "c=d");
    ck_assert(verdict.has_length && !verdict.is_chunked);
    ck_assert_uint_eq(verdict.content_length, 12);
}
END_TEST

START_TEST(chunked_body_passes_in_any_case_of_letters)
{
    ck_assert(check("POST", "/", LINES(HOST, "transfer-encoding:Chunked")).is_chunked);
}
END_TEST

START_TEST(body_with_two_framings_is_refused)
{
    ck_assert_uint_eq(status_of("/", LINES(HOST, "Content-Length:1", "Content-Length:1")), 400);
    ck_assert_uint_eq(status_of("/", LINES(HOST, "Content-Length:1", "Transfer-Encoding:chunked")),
                      400);
    ck_assert_uint_eq(
        status_of("/", LINES(HOST, "Transfer-Encoding:chunked", "Transfer-Encoding:chunked")), 400);
}
END_TEST

START_TEST(coding_other_than_exactly_chunked_is_refused)
{
    static const char *const codings[] = {
        "Transfer-Encoding:gzip, chunked",
        "Transfer-Encoding:chunked ",
        "Transfer-Encoding:",
        "Transfer-Encoding:identity",
        "Transfer-Encoding:xchunked",
        "Transfer-Encoding:chunked,",
    };
    for (size_t i = 0; i < sizeof codings / sizeof *codings; i++)
        ck_assert_uint_eq(status_of("/", LINES(HOST, codings[i])), 501);
}
END_TEST

START_TEST(transfer_coding_before_1_1_is_refused)
{
    ck_assert_uint_eq(
        check_version("HTTP/1.0", "POST", "/", LINES(HOST, "Transfer-Encoding:chunked")).status,
        400);
}
END_TEST

START_TEST(content_length_must_be_a_plain_number)
{
    static const char *const lengths[] = {
        "Content-Length:",    "Content-Length:-1",
        "Content-Length:+1",  "Content-Length:1 ",
        "Content-Length:1,1", "Content-Length:0x10",
        "Content-Length:1e3", "Content-Length:99999999999999999999",
    };
    for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++)
        ck_assert_uint_eq(status_of("/", LINES(HOST, lengths[i])), 400);
    ck_assert_uint_eq(status_of("/", LINES(HOST, "Content-Length:9999999999999999999")), 0);
}
END_TEST

START_TEST(exactly_one_host_is_needed)
{
    ck_assert_uint_eq(status_of("/", LINES("Accept:*/*")), 400);
    ck_assert_uint_eq(status_of("/", LINES(HOST, HOST)), 400);
    ck_assert_uint_eq(status_of("/", LINES("Host:")), 400);
    ck_assert_uint_eq(status_of("/", LINES("Host:a b")), 400);
    ck_assert_uint_eq(status_of("/", LINES("Host:a/b")), 400);
    ck_assert_uint_eq(status_of("/", LINES("Host:[::1]:8000")), 0);
    ck_assert_uint_eq(check_version("HTTP/1.0", "GET", "/", LINES("Accept:*/*")).status, 0);
}
END_TEST

START_TEST(versions_other_than_1_0_and_1_1_are_refused)
{
    ck_assert_uint_eq(check_version("HTTP/2.0", "GET", "/", LINES(HOST)).status, 505);
    ck_assert_uint_eq(check_version("", "GET", "/", LINES(HOST)).status, 505);
    ck_assert_uint_eq(check_version("HTTP/1.1 ", "GET", "/", LINES(HOST)).status, 505);
}
END_TEST

START_TEST(target_must_be_encoded_and_free_of_nul)
{
    static const char *const targets[] = { "",     "x",     "/a b", "/a\x01", "/\xC3\xA9", "/%",
                                           "/%4",  "/%4G",  "/%00", "/a%00b", "/a?b=%00",  "/a#b",
                                           "/\\a", "/a\"b", "/<a>", "*",      "ftp://x/",  "//%0" };
    for (size_t i = 0; i < sizeof targets / sizeof *targets; i++)
        ck_assert_uint_eq(status_of(targets[i], LINES(HOST)), 400);
}
END_TEST

START_TEST(absolute_form_passes_only_for_the_host_named)
{
    gate_verdict verdict = check("GET", "http://LOCALHOST:8000/a?b", LINES(HOST));
    ck_assert_uint_eq(verdict.status, 0);
    ck_assert_uint_eq(verdict.path_size, 2);
    ck_assert_str_eq(verdict.query, "b");
    ck_assert_uint_eq(status_of("http://other/a", LINES(HOST)), 400);
    ck_assert_uint_eq(status_of("http://localhost:8000", LINES(HOST)), 400);
    ck_assert_uint_eq(status_of("http:///a", LINES(HOST)), 400);
}
END_TEST

START_TEST(limits_are_refused_one_beyond_them)
{
    char target[80];
    memset(target, 'a', sizeof target);
    target[0] = '/';
    target[64] = '\0';
    ck_assert_uint_eq(status_of(target, LINES(HOST)), 0);
    target[64] = 'a';
    target[65] = '\0';
    ck_assert_uint_eq(status_of(target, LINES(HOST)), 414);
    ck_assert_uint_eq(status_of("/", LINES(HOST, "a:", "b:", "c:", "d:", "e:")), 0);
    ck_assert_uint_eq(status_of("/", LINES(HOST, "a:", "b:", "c:", "d:", "e:", "f:")), 431);
    char line[200 - 18 + 2];
    memset(line, 'v', sizeof line);
    line[1] = ':';
    line[sizeof line - 1] = '\0';
    ck_assert_uint_eq(status_of("/", LINES(HOST, line)), 0);
    ck_assert_uint_eq(status_of("/", LINES("Host:localhost:80000", line)), 431);
}
END_TEST

START_TEST(names_must_be_tokens_and_values_free_of_control_bytes)
{
    ck_assert_uint_eq(status_of("/", LINES(HOST, "A B:c")), 400);
    ck_assert_uint_eq(status_of("/", LINES(HOST, ":c")), 400);
    ck_assert_uint_eq(status_of("/", LINES(HOST, "Content-Length :3")), 400);
    ck_assert_uint_eq(status_of("/", LINES(HOST, "A:b\x01")), 400);
    ck_assert_uint_eq(status_of("/", LINES(HOST, "A:b\rc")), 400);
    ck_assert_uint_eq(status_of("/", LINES(HOST, "A:b\x7F")), 400);
    ck_assert_uint_eq(status_of("/", LINES(HOST, "A:b\tc")), 0);
    ck_assert_uint_eq(status_of("/", LINES(HOST, "A:\xC3\xA9")), 0);
}
END_TEST

START_TEST(method_must_be_a_short_token)
{
    ck_assert_uint_eq(check("", "/", LINES(HOST)).status, 400);
    ck_assert_uint_eq(check("GE T", "/", LINES(HOST)).status, 400);
    ck_assert_uint_eq(check("ABCDEFGHIJKLMNOPQ", "/", LINES(HOST)).status, 400);
    ck_assert_uint_eq(check("PROPFIND", "/", LINES(HOST)).status, 0);
}
END_TEST

START_TEST(two_identities_or_types_are_refused)
{
    ck_assert_uint_eq(status_of("/", LINES(HOST, "Authorization:a", "authorization:b")), 400);
    ck_assert_uint_eq(status_of("/", LINES(HOST, "Content-Type:a", "Content-Type:a")), 400);
}
END_TEST

START_TEST(unknown_expectation_is_refused)
{
    ck_assert_uint_eq(status_of("/", LINES(HOST, "Expect:100-Continue")), 0);
    ck_assert_uint_eq(status_of("/", LINES(HOST, "Expect:a-pony")), 417);
}
END_TEST

START_TEST(request_ids_are_8_to_64_token_characters)
{
    char text[65];
    memset(text, 'a', sizeof text);
    ck_assert(!gate_is_request_id(text, 7));
    ck_assert(gate_is_request_id(text, 8));
    ck_assert(gate_is_request_id(text, 64));
    ck_assert(!gate_is_request_id(text, 65));
    ck_assert(!gate_is_request_id("abcd efgh", 9));
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("gate");
    TCase *tests = tcase_create("gate");
    tcase_add_test(tests, plain_request_passes_with_its_parts_found);
    tcase_add_test(tests, chunked_body_passes_in_any_case_of_letters);
    tcase_add_test(tests, body_with_two_framings_is_refused);
    tcase_add_test(tests, coding_other_than_exactly_chunked_is_refused);
    tcase_add_test(tests, transfer_coding_before_1_1_is_refused);
    tcase_add_test(tests, content_length_must_be_a_plain_number);
    tcase_add_test(tests, exactly_one_host_is_needed);
    tcase_add_test(tests, versions_other_than_1_0_and_1_1_are_refused);
    tcase_add_test(tests, target_must_be_encoded_and_free_of_nul);
    tcase_add_test(tests, absolute_form_passes_only_for_the_host_named);
    tcase_add_test(tests, limits_are_refused_one_beyond_them);
    tcase_add_test(tests, names_must_be_tokens_and_values_free_of_control_bytes);
    tcase_add_test(tests, method_must_be_a_short_token);
    tcase_add_test(tests, two_identities_or_types_are_refused);
    tcase_add_test(tests, unknown_expectation_is_refused);
    tcase_add_test(tests, request_ids_are_8_to_64_token_characters);
    suite_add_tcase(suite, tests);
    return run_as_tap(suite);
}
