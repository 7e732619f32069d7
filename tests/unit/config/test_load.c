/* Loading: layers, problems, types, rules between keys. */
#include "workspace.h"

#include "config/loaded.h"
#include "core/fail.h"

static workspace work;

static void setup(void)
{
    workspace_init(&work);
}

static void teardown(void)
{
    workspace_done(&work);
}

static void expect_value(const tr_config *config, const char *key, const char *value, const char *origin)
{
    tr_config_entry entry;
    ck_assert_int_eq(tr_config_explain(config, key, &entry, NULL), TR_OK);
    ck_assert_pstr_eq(entry.value, value);
    ck_assert_msg(strstr(entry.origin, origin) != NULL, "%s is from %s", key, entry.origin);
}

/* ---- layers ---------------------------------------------------------------------------------- */

START_TEST(nothing_at_all_gives_the_defaults)
{
    work.options.config_dir = NULL;
    tr_config *config = workspace_must_load(&work);
    int64_t port = 0;
    tr_decimal risk;
    tr_decimal expected;
    const char *text = NULL;
    ck_assert_uint_eq(work.problem_count, 0);
    ck_assert_int_eq(tr_config_get_int(config, "web_server.port", &port), TR_OK);
    ck_assert_int_eq(port, 8000);
    ck_assert_int_eq(tr_config_get_decimal(config, "risk.max_risk_per_trade", &risk), TR_OK);
    ck_assert_int_eq(tr_decimal_from_scaled(2, 2, &expected), TR_OK);
    ck_assert_int_eq(tr_decimal_compare(risk, expected), 0);
    ck_assert_int_eq(tr_config_get_text(config, "web_server.host", &text), TR_OK);
    ck_assert_str_eq(text, "127.0.0.1");
    ck_assert(!tr_config_is_production(config));
    expect_value(config, "discord.command_prefix", "b!", "default");
    expect_value(config, "tradingview.webhook_secret", NULL, "unset");
    tr_config_free(config);
}
END_TEST

START_TEST(each_layer_wins_over_the_one_before)
{
    static const char *const environment[] = { "LOG_LEVEL=warning", "HOME=/root", NULL };
    static const char *const settings[] = { "logging.level=error" };
    tr_config *config = workspace_must_load(&work);
    expect_value(config, "logging.level", "info", "default");
    tr_config_free(config);

    workspace_write(&work, "config.yaml", "logging:\n  level: debug\n", 0644);
    config = workspace_must_load(&work);
    expect_value(config, "logging.level", "debug", "/config.yaml:2");
    tr_config_free(config);

    workspace_write(&work, ".env", "LOG_LEVEL=info\n", 0600);
    config = workspace_must_load(&work);
    expect_value(config, "logging.level", "info", "/.env:1");
    tr_config_free(config);

    work.options.environment = environment;
    config = workspace_must_load(&work);
    expect_value(config, "logging.level", "warning", "environment LOG_LEVEL");
    tr_config_free(config);

    work.options.settings = settings;
    work.options.setting_count = 1;
    config = workspace_must_load(&work);
    expect_value(config, "logging.level", "error", "argument");
    ck_assert_uint_eq(work.problem_count, 0);
    tr_config_free(config);
}
END_TEST

START_TEST(other_spellings_are_taken_with_a_warning_and_lose_to_the_primary_name)
{
    static const char *const other[] = { "LOGGING_LEVEL=debug", "BINANCE_API_SECRET=s", NULL };
    static const char *const both[] = { "LOG_LEVEL=error", "LOGGING_LEVEL=debug", NULL };
    work.options.environment = other;
    tr_config *config = workspace_must_load(&work);
    expect_value(config, "logging.level", "debug", "environment LOGGING_LEVEL");
    expect_value(config, "exchanges.binance.secret", "***", "environment BINANCE_API_SECRET");
    workspace_expect(&work, "LOGGING_LEVEL", false, "LOG_LEVEL");
    tr_config_free(config);
    work.options.environment = both;
    config = workspace_must_load(&work);
    expect_value(config, "logging.level", "error", "environment LOG_LEVEL");
    tr_config_free(config);
}
END_TEST

START_TEST(empty_variable_counts_as_absent_and_null_as_left_out)
{
    static const char *const environment[] = { "LOG_LEVEL=", "TRADINGVIEW_WEBHOOK_SECRET=", NULL };
    workspace_write(&work, "config.yaml", "logging:\n  level: ~\n  format: null\npaper:\n", 0644);
    work.options.environment = environment;
    tr_config *config = workspace_must_load(&work);
    ck_assert_uint_eq(work.problem_count, 0);
    expect_value(config, "logging.level", "info", "default");
    expect_value(config, "logging.format", "text", "default");
    tr_config_free(config);
}
END_TEST

START_TEST(other_programs_variables_pass_unseen_but_a_stranger_in_the_env_file_is_named)
{
    static const char *const environment[] = { "GITHUB_API_KEY=x", "JWT_SECRET=y", "NOEQUALS", "=z", NULL };
    work.options.environment = environment;
    workspace_write(&work, ".env", "LOG_LEVLE=debug\nOKX_API_KEY=x\n", 0600);
    tr_config *config = workspace_must_load(&work);
    ck_assert_uint_eq(work.problem_count, 2);
    workspace_expect(&work, "LOG_LEVLE", false, "means nothing");
    workspace_expect(&work, "OKX_API_KEY", false, "trading.exchanges");
    ck_assert_ptr_null(tr_config_member(config, "exchanges", 0));
    tr_config_free(config);
}
END_TEST

START_TEST(key_in_both_files_is_an_error_that_names_both_places)
{
    workspace_write(&work, "config.yaml", "logging:\n  level: debug\n", 0644);
    workspace_write(&work, "web_config.yaml", "\nlogging:\n  level: error\n", 0644);
    ck_assert_ptr_null(workspace_load(&work));
    workspace_expect(&work, "logging.level", true, "/config.yaml:2");
    ck_assert_uint_eq(work.problems[0].line, 3);
}
END_TEST

/* ---- problems -------------------------------------------------------------------------------- */

START_TEST(every_problem_is_reported_with_place_value_and_allowed_values)
{
    static const char *const settings[] = { "nonsense", "web_server.prot=1", "logging.level=loud" };
    workspace_write(&work, "config.yaml",
                    "risk:\n"
                    "  max_positions: many\n"
                    "  max_daily_loss: 5\n"
                    "loging:\n"
                    "  level: debug\n"
                    "trading:\n"
                    "  exchanges:\n"
                    "    name: binance\n",
                    0644);
    work.options.settings = settings;
    work.options.setting_count = 3;
    ck_assert_ptr_null(workspace_load(&work));
    ck_assert_uint_eq(work.problem_count, 7);
    workspace_expect(&work, "risk.max_positions", true, "is \"many\", allowed: 0 to 10000");
    workspace_expect(&work, "risk.max_daily_loss", true, "is \"5\", allowed: 0 to 1");
    workspace_expect(&work, "loging", true, "unknown key; the nearest one is logging");
    workspace_expect(&work, "trading.exchanges", true, "cannot be a mapping");
    workspace_expect(&work, "web_server.prot", true, "web_server.port");
    workspace_expect(&work, "logging.level", true, "is \"loud\", allowed: debug|info|warning|error");
    const problem *found = workspace_find(&work, "risk.max_positions");
    ck_assert_uint_eq(found->line, 2);
    ck_assert_uint_eq(found->column, 18);
    ck_assert_ptr_nonnull(strstr(found->source, "/config.yaml"));
    ck_assert_int_eq(work.err.status, TR_E_PARSE);
    ck_assert_ptr_nonnull(strstr(work.err.message, "7 errors, first "));
    ck_assert_ptr_nonnull(strstr(work.err.message, "config.yaml:2:18: risk.max_positions"));
}
END_TEST

START_TEST(values_of_the_wrong_type_or_range_are_refused)
{
    static const char *const wrong[] = {
        "web_server.port=65536", "web_server.port=-1", "web_server.port=80.5", "web_server.port=1e3",
        "web_server.port=", "web_server.port= 80", "web_server.port=0x50",
        "risk.max_risk_per_trade=nan", "risk.max_risk_per_trade=1.0000000000000000001",
        "risk.max_risk_per_trade=-0.1", "risk.max_risk_per_trade=2%", "paper.enabled=maybe",
        "tradingview.max_age=0", "tradingview.max_age=10 s", "tradingview.max_age=99999999999999999999",
        "tradingview.max_age=2d", "logging.level=", "trading.day_zone=+15:00", "trading.day_zone=7",
        "trading.timeframes.primary=25h", "paper.balances=USDT", "paper.balances=usdt=5",
        "paper.balances=USDT=5,USDT=6", "paper.balances=USDT=-1", "trading.exchanges=a,,b",
        "database.url=mysql://x", "web_server.host=a b", "web_server.host=", "paper.prices.0.symbol=BTC",
        "paper.prices.1.symbol=BTC/USDT", "paper.prices.x.symbol=BTC/USDT", "exchanges.BINANCE.live=false",
        "paper.account=a/b", "paper.prices.0.speed=0", "discord.command_prefix=a\nb",
    };
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        work.options.settings = &wrong[i];
        work.options.setting_count = 1;
        ck_assert_msg(workspace_load(&work) == NULL, "%s", wrong[i]);
        ck_assert_msg(work.problem_count == 1 && work.problems[0].is_error, "%s", wrong[i]);
    }
}
END_TEST

START_TEST(text_is_typed_by_the_schema_not_by_its_looks)
{
    workspace_write(&work, "config.yaml",
                    "discord:\n  command_prefix: yes\n  channels:\n    signals: 0123\n"
                    "risk:\n  max_positions: \"7\"\npaper:\n  enabled: off\n",
                    0644);
    tr_config *config = workspace_must_load(&work);
    expect_value(config, "discord.command_prefix", "yes", "config.yaml:2");
    expect_value(config, "discord.channels.signals", "0123", "config.yaml:4");
    expect_value(config, "risk.max_positions", "7", "config.yaml:6");
    expect_value(config, "paper.enabled", "false", "config.yaml:8");
    tr_config_free(config);
}
END_TEST

START_TEST(unreadable_file_is_an_error_not_an_absent_one)
{
    char path[512];
    (void)snprintf(path, sizeof path, "%s/config.yaml", work.directory); /* fits */
    ck_assert_int_eq(mkdir(path, 0700), 0);
    ck_assert_ptr_null(workspace_load(&work));
    ck_assert_int_eq(work.err.status, TR_E_IO);
    ck_assert_ptr_nonnull(strstr(work.err.message, "not a regular file"));
}
END_TEST

/* ---- getters --------------------------------------------------------------------------------- */

START_TEST(durations_take_units_and_bare_numbers_count_the_keys_unit)
{
    static const struct { const char *text; int64_t ns; } cases[] = {
        { "tradingview.max_age=90", 90000000000 },       { "tradingview.max_age=1.5", 1500000000 },
        { "tradingview.max_age=2m", 120000000000 },      { "exchanges.kraken.retry_delay=250", 250000000 },
        { "exchanges.kraken.retry_delay=2s", 2000000000 },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char key[64] = "";
        int64_t ns = 0;
        work.options.settings = &cases[i].text;
        work.options.setting_count = 1;
        tr_config *config = workspace_must_load(&work);
        memcpy(key, cases[i].text, strcspn(cases[i].text, "="));
        ck_assert_int_eq(tr_config_get_duration(config, key, &ns), TR_OK);
        ck_assert_int_eq(ns, cases[i].ns);
        tr_config_free(config);
    }
}
END_TEST

START_TEST(getters_refuse_unknown_keys_other_types_and_unset_values)
{
    tr_config *config = workspace_must_load(&work);
    int64_t number = 77;
    bool claim = true;
    const char *text = NULL;
    const tr_secret *secret = NULL;
    ck_assert_int_eq(tr_config_get_int(config, "no.such", &number), TR_E_INVALID);
    ck_assert_int_eq(tr_config_get_int(config, "logging.level", &number), TR_E_INVALID);
    ck_assert_int_eq(tr_config_get_int(config, "web_server.port", NULL), TR_E_INVALID);
    ck_assert_int_eq(tr_config_get_int(NULL, "web_server.port", &number), TR_E_INVALID);
    ck_assert_int_eq(number, 77);
    ck_assert_int_eq(tr_config_get_text(config, "web_server.ssl_certfile", &text), TR_E_NOT_FOUND);
    ck_assert_int_eq(tr_config_get_text(config, "tradingview.webhook_secret", &text), TR_E_INVALID);
    ck_assert_int_eq(tr_config_get_secret(config, "tradingview.webhook_secret", &secret), TR_E_NOT_FOUND);
    /* A name that is not mentioned has the defaults. */
    ck_assert_int_eq(tr_config_get_bool(config, "exchanges.okx.live", &claim), TR_OK);
    ck_assert(!claim);
    ck_assert_int_eq(tr_config_get_bool(config, "exchanges.okx.sandbox", &claim), TR_E_NOT_FOUND);
    tr_config_free(config);
}
END_TEST

START_TEST(lists_amounts_and_zones_are_read)
{
    static const char *const settings[] = { "paper.balances= BTC=0.5 , USDT=100", "trading.day_zone=+07:00",
                                            "tradingview.allowed_strategies=SC01, SC02+FRVP" };
    work.options.settings = settings;
    work.options.setting_count = 3;
    tr_config *config = workspace_must_load(&work);
    const tr_config_amount *amounts = NULL;
    const char *const *items = NULL;
    size_t count = 0;
    int64_t minutes = 0;
    char number[TR_DECIMAL_TEXT_SIZE];
    ck_assert_int_eq(tr_config_get_amounts(config, "paper.balances", &amounts, &count), TR_OK);
    ck_assert_uint_eq(count, 2);
    ck_assert_str_eq(amounts[0].asset, "BTC");
    ck_assert_uint_gt(tr_decimal_format(amounts[0].amount, number, sizeof number), 0);
    ck_assert_str_eq(number, "0.5");
    ck_assert_int_eq(tr_config_get_list(config, "tradingview.allowed_strategies", &items, &count), TR_OK);
    ck_assert_uint_eq(count, 2);
    ck_assert_str_eq(items[1], "SC02+FRVP");
    ck_assert_int_eq(tr_config_get_int(config, "trading.day_zone", &minutes), TR_OK);
    ck_assert_int_eq(minutes, 420);
    tr_config_free(config);
}
END_TEST

START_TEST(members_of_sections_are_counted_in_order)
{
    workspace_write(&work, "config.yaml",
                    "paper:\n"
                    "  prices:\n"
                    "    - symbol: BTC/USDT\n"
                    "      source: replay\n"
                    "      file: btc.csv\n"
                    "      speed: max\n"
                    "    - { symbol: ETH/USDT, source: fixed, price: 3000.25 }\n"
                    "exchanges:\n"
                    "  okx: { timeout: 5 }\n"
                    "  binance: { sandbox: false }\n",
                    0644);
    work.options.data_dir = "/var/lib/trade";
    tr_config *config = workspace_must_load(&work);
    const char *text = NULL;
    tr_decimal price;
    tr_decimal expected;
    ck_assert_str_eq(tr_config_member(config, "paper.prices", 0), "0");
    ck_assert_str_eq(tr_config_member(config, "paper.prices", 1), "1");
    ck_assert_ptr_null(tr_config_member(config, "paper.prices", 2));
    ck_assert_str_eq(tr_config_member(config, "exchanges", 0), "okx");
    ck_assert_str_eq(tr_config_member(config, "exchanges", 1), "binance");
    ck_assert_ptr_null(tr_config_member(config, "paper", 0));
    ck_assert_int_eq(tr_config_get_text(config, "paper.prices.0.file", &text), TR_OK);
    ck_assert_str_eq(text, "/var/lib/trade/btc.csv");
    ck_assert_int_eq(tr_config_get_text(config, "paper.prices.1.timeframe", &text), TR_OK);
    ck_assert_str_eq(text, "1m");
    ck_assert_int_eq(tr_config_get_decimal(config, "paper.prices.1.price", &price), TR_OK);
    ck_assert_int_eq(tr_decimal_from_scaled(300025, 2, &expected), TR_OK);
    ck_assert_int_eq(tr_decimal_compare(price, expected), 0);
    tr_config_free(config);
}
END_TEST

START_TEST(database_file_lies_in_the_data_directory_unless_absolute)
{
    static const struct { const char *setting; const char *path; } cases[] = {
        { "database.url=sqlite:///a.db", "/data/a.db" },
        { "database.url=sqlite:////abs/a.db", "/abs/a.db" },
        { "database.url=postgresql://localhost/x", NULL },
    };
    work.options.data_dir = "/data";
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char path[128];
        work.options.settings = &cases[i].setting;
        work.options.setting_count = 1;
        tr_config *config = workspace_must_load(&work);
        tr_status status = tr_config_database_path(config, path, sizeof path, NULL);
        ck_assert_int_eq(status, cases[i].path != NULL ? TR_OK : TR_E_UNSUPPORTED);
        if (cases[i].path != NULL) {
            ck_assert_str_eq(path, cases[i].path);
            ck_assert_int_eq(tr_config_database_path(config, path, 4, NULL), TR_E_RANGE);
        }
        tr_config_free(config);
    }
}
END_TEST

/* ---- rules between keys ---------------------------------------------------------------------- */

START_TEST(live_needs_the_exchanges_keys)
{
    static const char *const without[] = { "BINANCE_API_KEY=k", NULL };
    static const char *const with[] = { "BINANCE_API_KEY=k", "BINANCE_SECRET=s", NULL };
    workspace_write(&work, "config.yaml", "exchanges:\n  binance:\n    live: true\n", 0644);
    work.options.environment = without;
    ck_assert_ptr_null(workspace_load(&work));
    workspace_expect(&work, "exchanges.binance.live", true, "exchanges.binance.secret");
    work.options.environment = with;
    tr_config_free(workspace_must_load(&work));
}
END_TEST

START_TEST(halves_of_a_pair_are_refused)
{
    static const char *const halves[] = {
        "web_server:\n  ssl_certfile: a.pem\n",
        "web_server:\n  ssl_keyfile: a.pem\n",
        "paper:\n  prices:\n    - source: push\n",
        "paper:\n  prices:\n    - { symbol: BTC/USDT, source: replay }\n",
        "paper:\n  prices:\n    - { symbol: BTC/USDT, source: fixed }\n",
        "paper:\n  prices:\n    - { symbol: BTC/USDT }\n    - { symbol: BTC/USDT }\n",
        "tradingview:\n  sizing:\n    SC01: { quantity: 1, equity_share: 0.1 }\n",
    };
    for (size_t i = 0; i < sizeof halves / sizeof halves[0]; i++) {
        workspace_write(&work, "config.yaml", halves[i], 0644);
        ck_assert_msg(workspace_load(&work) == NULL, "%s", halves[i]);
        ck_assert_msg(work.problem_count == 1 && work.problems[0].line > 0, "%s", halves[i]);
    }
}
END_TEST

START_TEST(production_warns_of_an_open_server_and_a_webhook_without_secret)
{
    static const char *const settings[] = { "environment=production", "web_server.host=0.0.0.0" };
    work.options.settings = settings;
    work.options.setting_count = 2;
    tr_config *config = workspace_must_load(&work);
    ck_assert_uint_eq(work.problem_count, 2);
    workspace_expect(&work, "tradingview.webhook_secret", false, "503");
    workspace_expect(&work, "web_server.host", false, "TLS");
    tr_config_free(config);
}
END_TEST

/* ---- differences, enquiry, memory ------------------------------------------------------------ */

static void change_add(void *user, const char *key, bool needs_restart)
{
    char *out = user;
    size_t used = strlen(out);
    (void)snprintf(out + used, 1024 - used, "%s%s ", key, needs_restart ? "!" : ""); /* fits */
}

START_TEST(difference_names_changed_keys_and_what_needs_a_restart)
{
    static const char *const first[] = { "TRADINGVIEW_WEBHOOK_SECRET=one", "DATABASE_URL=postgresql://u:a@h/d",
                                         NULL };
    static const char *const second[] = { "TRADINGVIEW_WEBHOOK_SECRET=two", "DATABASE_URL=postgresql://u:b@h/d",
                                          NULL };
    char changes[1024] = "";
    work.options.environment = first;
    workspace_write(&work, "config.yaml", "exchanges:\n  okx:\n    timeout: 5\n", 0644);
    tr_config *before = workspace_must_load(&work);
    work.options.environment = second;
    workspace_write(&work, "config.yaml", "logging:\n  level: debug\n  format: text\n", 0644);
    tr_config *after = workspace_must_load(&work);
    tr_config_diff(before, after, change_add, changes);
    ck_assert_str_eq(changes, "database.url! logging.level tradingview.webhook_secret exchanges.okx.timeout! ");
    changes[0] = '\0';
    tr_config_diff(after, after, change_add, changes);
    ck_assert_str_eq(changes, "");
    tr_config_free(after);
    tr_config_free(before);
}
END_TEST

START_TEST(explain_tells_all_about_a_key_and_the_nearest_of_an_unknown_one)
{
    tr_config *config = workspace_must_load(&work);
    tr_config_entry entry;
    tr_error err;
    ck_assert_int_eq(tr_config_explain(config, "web_server.port", &entry, &err), TR_OK);
    ck_assert_str_eq(entry.allowed, "0 to 65535");
    ck_assert_str_eq(entry.environment, "WEB_SERVER_PORT");
    ck_assert_str_eq(entry.file, "web_config.yaml");
    ck_assert(entry.needs_restart && !entry.is_set && !entry.is_reserved);
    ck_assert_int_eq(tr_config_explain(config, "exchanges.okx.timeout", &entry, &err), TR_OK);
    ck_assert_str_eq(entry.value, "10s");
    ck_assert_int_eq(tr_config_explain(config, "web_server.prt", &entry, &err), TR_E_NOT_FOUND);
    ck_assert_ptr_nonnull(strstr(err.message, "web_server.port"));
    ck_assert_int_eq(tr_config_entry_at(config, tr_config_entry_count(config), &entry), TR_E_RANGE);
    tr_config_free(config);
}
END_TEST

typedef struct failing {
    unsigned left;
    unsigned live;
} failing;

static void *failing_allocate(void *user, size_t size)
{
    failing *state = user;
    if (state->left == 0)
        return NULL;
    state->left--;
    state->live++;
    return malloc(size);
}

static void *failing_reallocate(void *user, void *memory, size_t old_size, size_t new_size)
{
    (void)user;
    (void)memory;
    (void)old_size;
    (void)new_size;
    return NULL;
}

static void failing_release(void *user, void *memory)
{
    failing *state = user;
    if (memory != NULL)
        state->live--;
    free(memory);
}

START_TEST(every_failing_allocation_is_told_and_nothing_leaks)
{
    static const char *const environment[] = { "BINANCE_API_KEY=k", "TRADINGVIEW_WEBHOOK_SECRET=w", NULL };
    failing state = { 0 };
    tr_allocator allocator = { failing_allocate, failing_reallocate, failing_release, &state };
    work.options.allocator = &allocator;
    work.options.environment = environment;
    workspace_write(&work, "config.yaml",
                    "exchanges:\n  okx: { timeout: 5 }\ntrading: { exchanges: [binance, okx] }\n", 0644);
    workspace_write(&work, ".env", "LOG_LEVEL=debug\n", 0600);
    bool has_loaded = false;
    for (unsigned n = 0; n < 1000 && !has_loaded; n++) {
        state.left = n;
        tr_config *config = workspace_load(&work);
        has_loaded = config != NULL;
        if (!has_loaded)
            ck_assert_int_eq(work.err.status, TR_E_NO_MEMORY);
        tr_config_free(config);
        ck_assert_uint_eq(state.live, 0);
    }
    ck_assert(has_loaded);
}
END_TEST

typedef struct failing_disk {
    unsigned left;
} failing_disk;

static tr_status failing_read(void *user, tr__arena *arena, const char *path, tr__file *out, tr_error *err)
{
    failing_disk *disk = user;
    if (disk->left-- == 0)
        return tr__fail(err, TR_E_IO, 5, "cannot read %s: broken", path);
    return tr__file_read(arena, path, out, err);
}

START_TEST(every_failing_read_stops_the_load)
{
    static const char *const environment[] = { "REDIS_PASSWORD_FILE=redis", NULL };
    bool has_loaded = false;
    unsigned count = 0;
    workspace_write(&work, "redis", "x", 0600);
    work.options.environment = environment;
    work.options.credentials_dir = work.directory;
    for (; count < 100 && !has_loaded; count++) {
        failing_disk disk = { count };
        tr__file_source files = { failing_read, &disk };
        tr_config *config = NULL;
        has_loaded = tr__config_load(&work.options, &files, &config, &work.err) == TR_OK;
        if (!has_loaded)
            ck_assert_int_eq(work.err.status, TR_E_IO);
        tr_config_free(config);
    }
    ck_assert(has_loaded);
    ck_assert_uint_gt(count, 4); /* three files, a secret, credentials */
}
END_TEST

START_TEST(bad_options_are_refused)
{
    tr_config *config = NULL;
    tr_config_options options = { 0 };
    ck_assert_int_eq(tr_config_load(NULL, &config, NULL), TR_E_INVALID);
    ck_assert_int_eq(tr_config_load(&options, &config, NULL), TR_E_INVALID);
    ck_assert_int_eq(tr_config_load(&work.options, NULL, NULL), TR_E_INVALID);
    work.options.setting_count = 1;
    ck_assert_int_eq(tr_config_load(&work.options, &config, NULL), TR_E_INVALID);
    tr_config_free(NULL);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("load");
    TCase *tests = tcase_create("load");
    tcase_add_checked_fixture(tests, setup, teardown);
    tcase_add_test(tests, nothing_at_all_gives_the_defaults);
    tcase_add_test(tests, each_layer_wins_over_the_one_before);
    tcase_add_test(tests, other_spellings_are_taken_with_a_warning_and_lose_to_the_primary_name);
    tcase_add_test(tests, empty_variable_counts_as_absent_and_null_as_left_out);
    tcase_add_test(tests, other_programs_variables_pass_unseen_but_a_stranger_in_the_env_file_is_named);
    tcase_add_test(tests, key_in_both_files_is_an_error_that_names_both_places);
    tcase_add_test(tests, every_problem_is_reported_with_place_value_and_allowed_values);
    tcase_add_test(tests, values_of_the_wrong_type_or_range_are_refused);
    tcase_add_test(tests, text_is_typed_by_the_schema_not_by_its_looks);
    tcase_add_test(tests, unreadable_file_is_an_error_not_an_absent_one);
    tcase_add_test(tests, durations_take_units_and_bare_numbers_count_the_keys_unit);
    tcase_add_test(tests, getters_refuse_unknown_keys_other_types_and_unset_values);
    tcase_add_test(tests, lists_amounts_and_zones_are_read);
    tcase_add_test(tests, members_of_sections_are_counted_in_order);
    tcase_add_test(tests, database_file_lies_in_the_data_directory_unless_absolute);
    tcase_add_test(tests, live_needs_the_exchanges_keys);
    tcase_add_test(tests, halves_of_a_pair_are_refused);
    tcase_add_test(tests, production_warns_of_an_open_server_and_a_webhook_without_secret);
    tcase_add_test(tests, difference_names_changed_keys_and_what_needs_a_restart);
    tcase_add_test(tests, explain_tells_all_about_a_key_and_the_nearest_of_an_unknown_one);
    tcase_add_test(tests, every_failing_allocation_is_told_and_nothing_leaks);
    tcase_add_test(tests, every_failing_read_stops_the_load);
    tcase_add_test(tests, bad_options_are_refused);
    suite_add_tcase(suite, tests);
    return run_as_tap(suite);
}
