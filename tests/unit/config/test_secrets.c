/* Secrets: where they may come from, and that no message, value or origin ever shows one. */
#include "workspace.h"

#define CANARY "canary-7f3a9c"

static workspace work;

static void setup(void)
{
    workspace_init(&work);
}

static void teardown(void)
{
    for (size_t i = 0; i < work.problem_count; i++)
        ck_assert_msg(strstr(work.problems[i].text, CANARY) == NULL, "%s", work.problems[i].text);
    ck_assert_ptr_null(strstr(work.err.message, CANARY));
    workspace_done(&work);
}

static void expect_secret(const tr_config *config, const char *key, const char *origin)
{
    const tr_secret *secret = NULL;
    tr_config_entry entry;
    ck_assert_int_eq(tr_config_get_secret(config, key, &secret), TR_OK);
    ck_assert(tr_secret_equals(secret, CANARY, strlen(CANARY)));
    ck_assert_int_eq(tr_config_explain(config, key, &entry, NULL), TR_OK);
    ck_assert_str_eq(entry.value, "***");
    ck_assert_msg(strstr(entry.origin, origin) != NULL, "%s", entry.origin);
}

START_TEST(secret_on_the_command_line_is_refused)
{
    static const char *const settings[] = { "tradingview.webhook_secret=" CANARY };
    work.options.settings = settings;
    work.options.setting_count = 1;
    ck_assert_ptr_null(workspace_load(&work));
    workspace_expect(&work, "tradingview.webhook_secret", true, "command line");
}
END_TEST

START_TEST(password_in_a_database_url_is_masked_and_refused_on_the_command_line)
{
    static const char *const environment[] = { "DATABASE_URL=postgresql://me:" CANARY
                                               "@host:5432/x",
                                               NULL };
    static const char *const settings[] = { "database.url=postgresql://me:" CANARY "@host/x" };
    tr_config_entry entry;
    work.options.environment = environment;
    tr_config *config = workspace_must_load(&work);
    ck_assert_int_eq(tr_config_explain(config, "database.url", &entry, NULL), TR_OK);
    ck_assert_str_eq(entry.value, "postgresql://me:***@host:5432/x");
    tr_config_free(config);
    work.options.settings = settings;
    work.options.setting_count = 1;
    ck_assert_ptr_null(workspace_load(&work));
}
END_TEST

START_TEST(malformed_places_never_quote_what_they_hold)
{
    static const char *const environment[] = { "DATABASE_URL=mysql://me:" CANARY "@host/x", NULL };
    work.options.environment = environment;
    workspace_write(&work, ".env", "TRADINGVIEW_WEBHOOK_SECRET \"" CANARY "\nX=\"" CANARY "\n",
                    0600);
    workspace_write(&work, "web_config.yaml", "tradingview:\n  webhok_secret: " CANARY "\n", 0600);
    workspace_write(&work, "config.yaml", "discord:\n  token: [" CANARY "]\n", 0600);
    ck_assert_ptr_null(workspace_load(&work));
    ck_assert_uint_eq(work.problem_count, 5);
}
END_TEST

START_TEST(secret_comes_from_a_file_that_only_we_can_read)
{
    char variable[256];
    const char *environment[] = { variable, NULL };
    (void)snprintf(variable, sizeof variable, "TRADINGVIEW_WEBHOOK_SECRET_FILE=%s/hook",
                   work.directory);
    work.options.environment = environment;
    workspace_write(&work, "hook", CANARY "\n", 0600);
    tr_config *config = workspace_must_load(&work);
    expect_secret(config, "tradingview.webhook_secret", "/hook (TRADINGVIEW_WEBHOOK_SECRET_FILE)");
    tr_config_free(config);
    static const mode_t open_modes[] = { 0640, 0604, 0660, 0644 };
    for (size_t i = 0; i < sizeof open_modes / sizeof open_modes[0]; i++) {
        workspace_write(&work, "hook", CANARY "\n", open_modes[i]);
        ck_assert_ptr_null(workspace_load(&work));
        workspace_expect(&work, "TRADINGVIEW_WEBHOOK_SECRET_FILE", true, "chmod 600");
    }
    workspace_write(&work, "hook", "\n", 0600);
    ck_assert_ptr_null(workspace_load(&work));
    workspace_expect(&work, "TRADINGVIEW_WEBHOOK_SECRET_FILE", true, "empty");
}
END_TEST

START_TEST(file_of_a_secret_is_found_beside_the_env_file_and_must_exist)
{
    workspace_write(&work, ".env", "BINANCE_SECRET_FILE=binance.key\n", 0600);
    ck_assert_ptr_null(workspace_load(&work));
    workspace_expect(&work, "BINANCE_SECRET_FILE", true, "no such file");
    workspace_write(&work, "binance.key", CANARY, 0400);
    tr_config *config = workspace_must_load(&work);
    expect_secret(config, "exchanges.binance.secret", "binance.key");
    tr_config_free(config);
}
END_TEST

START_TEST(name_and_file_together_are_refused)
{
    static const char *const environment[] = { "REDIS_PASSWORD=" CANARY,
                                               "REDIS_PASSWORD_FILE=/nowhere", NULL };
    work.options.environment = environment;
    ck_assert_ptr_null(workspace_load(&work));
    workspace_expect(&work, "REDIS_PASSWORD_FILE", true, "REDIS_PASSWORD is set as well");
}
END_TEST

START_TEST(credentials_stand_between_the_env_file_and_the_environment)
{
    static const char *const environment[] = { "DISCORD_TOKEN=" CANARY, NULL };
    char directory[256];
    (void)snprintf(directory, sizeof directory, "%s/credentials", work.directory); /* fits */
    ck_assert_int_eq(mkdir(directory, 0700), 0);
    work.options.credentials_dir = directory;
    workspace_write(&work, ".env", "DISCORD_TOKEN=x\nREDIS_PASSWORD=x\n", 0600);
    workspace_write(&work, "credentials/DISCORD_TOKEN", "y\n", 0400);
    workspace_write(&work, "credentials/REDIS_PASSWORD", CANARY "\n", 0440);
    workspace_write(&work, "credentials/KRAKEN_API_KEY", CANARY "\n", 0400);
    work.options.environment = environment;
    tr_config *config = workspace_must_load(&work);
    expect_secret(config, "discord.token", "environment DISCORD_TOKEN");
    expect_secret(config, "redis.password", "credential REDIS_PASSWORD");
    expect_secret(config, "exchanges.kraken.api_key", "credential KRAKEN_API_KEY");
    tr_config_free(config);
    workspace_write(&work, "credentials/REDIS_PASSWORD", CANARY "\n", 0444);
    ck_assert_ptr_null(workspace_load(&work));
}
END_TEST

START_TEST(secret_in_a_file_that_others_can_read_is_warned_about_once)
{
    workspace_write(&work, ".env", "DISCORD_TOKEN=" CANARY "\nREDIS_PASSWORD=" CANARY "\n", 0644);
    tr_config *config = workspace_must_load(&work);
    expect_secret(config, "discord.token", "/.env:1");
    ck_assert_uint_eq(work.problem_count, 1);
    workspace_expect(&work, "DISCORD_TOKEN", false, "chmod 600");
    tr_config_free(config);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("secrets");
    TCase *tests = tcase_create("secrets");
    tcase_add_checked_fixture(tests, setup, teardown);
    tcase_add_test(tests, secret_on_the_command_line_is_refused);
    tcase_add_test(tests, password_in_a_database_url_is_masked_and_refused_on_the_command_line);
    tcase_add_test(tests, malformed_places_never_quote_what_they_hold);
    tcase_add_test(tests, secret_comes_from_a_file_that_only_we_can_read);
    tcase_add_test(tests, file_of_a_secret_is_found_beside_the_env_file_and_must_exist);
    tcase_add_test(tests, name_and_file_together_are_refused);
    tcase_add_test(tests, credentials_stand_between_the_env_file_and_the_environment);
    tcase_add_test(tests, secret_in_a_file_that_others_can_read_is_warned_about_once);
    suite_add_tcase(suite, tests);
    return run_as_tap(suite);
}
