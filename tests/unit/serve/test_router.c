/* The route table: who serves what, and what logs may show of a path. */
#include <string.h>

#include "serve/router.h"
#include "support/check_tap.h"

static void handle(void *user, serve_request *request)
{
    (void)user;
    (void)request;
}

static const serve_route routes[] = {
    { "GET", "/", SERVE_OPEN, 0, handle },
    { "GET", "/orders/status/{id}", SERVE_OPEN, 0, handle },
    { "PUT", "/orders/{id}/fills/{fill}", SERVE_OPEN, 0, handle },
    { "POST", "/hooks/{secret}", SERVE_OPEN, 0, handle },
    { "POST", "/hooks", SERVE_OPEN, 0, handle },
    { "DELETE", "/orders/status/{id}", SERVE_OPEN, 0, handle },
};
#define ROUTE_COUNT (sizeof routes / sizeof *routes)

static router_match find(const char *method, const char *path)
{
    router_match match;
    router_find(routes, ROUTE_COUNT, method, path, strlen(path), &match);
    return match;
}

START_TEST(literal_paths_are_compared_whole)
{
    ck_assert_ptr_eq(find("GET", "/").route, &routes[0]);
    ck_assert_ptr_eq(find("POST", "/hooks").route, &routes[4]);
    ck_assert_ptr_null(find("POST", "/hook").route);
    ck_assert_ptr_null(find("POST", "/hooks/").route);
    ck_assert_ptr_null(find("POST", "/Hooks").route);
}
END_TEST

START_TEST(captures_take_whole_segments)
{
    router_match match = find("PUT", "/orders/12/fills/ab");
    ck_assert_ptr_eq(match.route, &routes[2]);
    ck_assert_uint_eq(match.capture_count, 2);
    ck_assert_mem_eq(match.captures[0].value, "12", match.captures[0].value_size);
    ck_assert_mem_eq(match.captures[1].value, "ab", match.captures[1].value_size);
    ck_assert_mem_eq(match.captures[1].name, "fill", match.captures[1].name_size);
    ck_assert_ptr_null(find("PUT", "/orders//fills/ab").route);
    ck_assert_ptr_null(find("PUT", "/orders/12/fills/").route);
    ck_assert_ptr_null(find("PUT", "/orders/12/13/fills/ab").route);
}
END_TEST

START_TEST(wrong_method_leaves_the_methods_there_are)
{
    router_match match = find("POST", "/orders/status/1");
    ck_assert_ptr_null(match.route);
    ck_assert_str_eq(match.allow, "GET, HEAD, DELETE, OPTIONS");
    ck_assert_str_eq(find("GET", "/nowhere").allow, "");
}
END_TEST

START_TEST(head_goes_to_get)
{
    ck_assert_ptr_eq(find("HEAD", "/orders/status/1").route, &routes[1]);
    ck_assert_ptr_null(find("HEAD", "/hooks").route);
    ck_assert_ptr_null(find("get", "/").route);
}
END_TEST

static const char *masked(const char *method, const char *path)
{
    static char out[64];
    router_match match = find(method, path);
    router_mask(routes, ROUTE_COUNT, &match, path, strlen(path), out, sizeof out);
    return out;
}

START_TEST(secrets_are_masked_whatever_was_asked)
{
    ck_assert_str_eq(masked("POST", "/hooks/s3cret"), "/hooks/***");
    ck_assert_str_eq(masked("GET", "/hooks/s3cret"), "/hooks/***");
    ck_assert_str_eq(masked("POST", "/hooks/s3cret/"), "/hooks/***");
    ck_assert_str_eq(masked("POST", "/hooks//s3cret"), "/hooks/***");
    ck_assert_str_eq(masked("POST", "/s3cret"), "/***");
    ck_assert_str_eq(masked("POST", "//hooks/s3cret"), "/***");
    ck_assert_str_eq(masked("GET", "/orders/status/12"), "/orders/status/12");
    ck_assert_str_eq(masked("GET", "/orders/state/12"), "/orders/***");
}
END_TEST

START_TEST(long_paths_are_cut_in_logs)
{
    char out[12];
    const char *path = "/orders/status/123456";
    router_match match = find("GET", path);
    router_mask(routes, ROUTE_COUNT, &match, path, strlen(path), out, sizeof out);
    ck_assert_str_eq(out, "/orders/sta");
}
END_TEST

START_TEST(malformed_tables_are_refused)
{
    static const serve_route bad[] = {
        { "FETCH", "/", SERVE_OPEN, 0, handle },
        { "GET", "a", SERVE_OPEN, 0, handle },
        { "GET", "/{}", SERVE_OPEN, 0, handle },
        { "GET", "/{a", SERVE_OPEN, 0, handle },
        { "GET", "/x{a}", SERVE_OPEN, 0, handle },
        { "GET", "/{a}x", SERVE_OPEN, 0, handle },
        { "GET", "/a}", SERVE_OPEN, 0, handle },
        { "GET", "/{a/b}", SERVE_OPEN, 0, handle },
        { "GET", "/{a}/{b}/{c}/{d}/{e}", SERVE_OPEN, 0, handle },
        { "GET", "/", SERVE_OPEN, 0, NULL },
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        ck_assert_ptr_nonnull(router_table_fault(&bad[i], 1));
    ck_assert_ptr_null(router_table_fault(routes, ROUTE_COUNT));
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("router");
    TCase *tests = tcase_create("router");
    tcase_add_test(tests, literal_paths_are_compared_whole);
    tcase_add_test(tests, captures_take_whole_segments);
    tcase_add_test(tests, wrong_method_leaves_the_methods_there_are);
    tcase_add_test(tests, head_goes_to_get);
    tcase_add_test(tests, secrets_are_masked_whatever_was_asked);
    tcase_add_test(tests, long_paths_are_cut_in_logs);
    tcase_add_test(tests, malformed_tables_are_refused);
    suite_add_tcase(suite, tests);
    return run_as_tap(suite);
}
