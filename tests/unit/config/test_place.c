/* Where configuration and data live. */
#include "workspace.h"

START_TEST(trade_home_goes_first_and_is_made_absolute)
{
    static const char *const homes[] = { "/srv/trade", "/srv/trade/", "trade", "trade//" };
    for (size_t i = 0; i < sizeof homes / sizeof homes[0]; i++) {
        tr_config_place place;
        ck_assert_int_eq(tr_config_locate(homes[i], "/srv", &place, NULL), TR_OK);
        ck_assert_str_eq(place.config_dir, "/srv/trade/config");
        ck_assert_str_eq(place.data_dir, "/srv/trade/data");
    }
}
END_TEST

START_TEST(checkout_has_its_own_var_and_everything_else_the_system_directories)
{
    workspace work;
    char path[256];
    char expected[256];
    tr_config_place place;
    workspace_init(&work);
    ck_assert_int_eq(tr_config_locate("", work.directory, &place, NULL), TR_OK);
    ck_assert_str_eq(place.config_dir, "/etc/libtrade");
    ck_assert_str_eq(place.data_dir, "/var/lib/libtrade");
    (void)snprintf(path, sizeof path, "%s/include", work.directory); /* fits, as below */
    ck_assert_int_eq(mkdir(path, 0700), 0);
    (void)snprintf(path, sizeof path, "%s/include/trade", work.directory);
    ck_assert_int_eq(mkdir(path, 0700), 0);
    workspace_write(&work, "include/trade/config.h", "", 0600);
    ck_assert_int_eq(tr_config_locate(NULL, work.directory, &place, NULL), TR_OK);
    ck_assert_str_eq(place.config_dir, "/etc/libtrade");
    workspace_write(&work, "meson.build", "", 0600);
    ck_assert_int_eq(tr_config_locate(NULL, work.directory, &place, NULL), TR_OK);
    (void)snprintf(expected, sizeof expected, "%s/var/config", work.directory);
    ck_assert_str_eq(place.config_dir, expected);
    (void)snprintf(expected, sizeof expected, "%s/var/data", work.directory);
    ck_assert_str_eq(place.data_dir, expected);
    workspace_done(&work);
}
END_TEST

START_TEST(paths_that_cannot_be_used_are_refused)
{
    static char long_home[TR_CONFIG_PATH_SIZE + 10];
    tr_config_place place = { .config_dir = "untouched" };
    memset(long_home, 'x', sizeof long_home - 1);
    long_home[0] = '/';
    ck_assert_int_eq(tr_config_locate(long_home, "/", &place, NULL), TR_E_RANGE);
    long_home[TR_CONFIG_PATH_SIZE - 4] = '\0';
    ck_assert_int_eq(tr_config_locate(long_home, "/", &place, NULL), TR_E_RANGE);
    ck_assert_int_eq(tr_config_locate(NULL, "relative", &place, NULL), TR_E_INVALID);
    ck_assert_int_eq(tr_config_locate(NULL, NULL, &place, NULL), TR_E_INVALID);
    ck_assert_str_eq(place.config_dir, "untouched");
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("place");
    TCase *tests = tcase_create("place");
    tcase_add_test(tests, trade_home_goes_first_and_is_made_absolute);
    tcase_add_test(tests, checkout_has_its_own_var_and_everything_else_the_system_directories);
    tcase_add_test(tests, paths_that_cannot_be_used_are_refused);
    suite_add_tcase(suite, tests);
    return run_as_tap(suite);
}
