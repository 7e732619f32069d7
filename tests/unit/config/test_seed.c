/* The YAML samples and the environment block that users of the earlier system have: they load as they are. */
#include "workspace.h"

static const char old_config[] = "# config/config.yaml (Discord Bot)\n"
                                 "discord:\n"
                                 "  command_prefix: \"/\"\n"
                                 "  max_message_length: 2000\n"
                                 "\n"
                                 "trading:\n"
                                 "  exchanges:\n"
                                 "    - binance\n"
                                 "    - coinbase\n"
                                 "    - kraken\n"
                                 "    - bybit\n"
                                 "  default_exchange: binance\n"
                                 "  max_risk_per_trade: 0.02\n"
                                 "  max_daily_loss: 0.05\n"
                                 "\n"
                                 "technical_analysis:\n"
                                 "  indicators:\n"
                                 "    - rsi\n"
                                 "    - macd\n"
                                 "    - ema\n"
                                 "    - bollinger_bands\n"
                                 "    - atr\n"
                                 "  default_timeframe: \"1h\"\n";

static const char old_web_config[] = "# config/web_config.yaml (NEW - Web Server)\n"
                                     "web_server:\n"
                                     "  host: \"0.0.0.0\"\n"
                                     "  port: 8000\n"
                                     "  ssl_certfile: null\n"
                                     "  ssl_keyfile: null\n"
                                     "\n"
                                     "redis:\n"
                                     "  host: \"localhost\"\n"
                                     "  port: 6379\n"
                                     "  password: null\n"
                                     "  db: 0\n"
                                     "\n"
                                     "tradingview:\n"
                                     "  webhook_secret: null\n"
                                     "  allowed_strategies: []\n"
                                     "  rate_limit:\n"
                                     "    max_requests: 100\n"
                                     "    time_window: 3600\n"
                                     "\n"
                                     "order_matching:\n"
                                     "  loop_interval: 1.0\n"
                                     "  batch_size: 50\n"
                                     "  max_execution_time: 30\n";

static const char old_env[] = "# Production Environment Configuration\n"
                              "ENVIRONMENT=production\n"
                              "\n"
                              "# Discord Bot Configuration\n"
                              "DISCORD_TOKEN=your_discord_bot_token\n"
                              "\n"
                              "# Exchange Configuration\n"
                              "BINANCE_API_KEY=your_binance_api_key\n"
                              "BINANCE_SECRET=your_binance_secret\n"
                              "EXCHANGE_SANDBOX=false\n"
                              "\n"
                              "# Web Server Configuration (NEW)\n"
                              "WEB_SERVER_HOST=0.0.0.0\n"
                              "WEB_SERVER_PORT=8000\n"
                              "SSL_CERTFILE=/path/to/cert.pem\n"
                              "SSL_KEYFILE=/path/to/key.pem\n"
                              "\n"
                              "# Redis Configuration (NEW)\n"
                              "REDIS_HOST=localhost\n"
                              "REDIS_PORT=6379\n"
                              "REDIS_PASSWORD=your_redis_password\n"
                              "REDIS_DB=0\n"
                              "\n"
                              "# TradingView Integration (NEW)\n"
                              "TRADINGVIEW_WEBHOOK_SECRET=your_webhook_secret\n"
                              "\n"
                              "# Database Configuration\n"
                              "DATABASE_URL=postgresql://tradingbot:password@localhost:5432/trading_bot_prod\n"
                              "# or for SQLite:\n"
                              "DATABASE_URL=sqlite:///trading_bot.db\n"
                              "\n"
                              "# Security Settings\n"
                              "LOG_LEVEL=INFO\n"
                              "MAX_RISK_PER_TRADE=0.01\n"
                              "MAX_DAILY_LOSS=0.03\n"
                              "ENABLE_PAPER_TRADING=false\n";

static void expect_value(const tr_config *config, const char *key, const char *value, const char *origin)
{
    tr_config_entry entry;
    ck_assert_int_eq(tr_config_explain(config, key, &entry, NULL), TR_OK);
    ck_assert_pstr_eq(entry.value, value);
    ck_assert_msg(strstr(entry.origin, origin) != NULL, "%s is from %s", key, entry.origin);
}

START_TEST(old_files_load_and_obsolete_keys_warn_once)
{
    workspace work;
    workspace_init(&work);
    workspace_write(&work, "config.yaml", old_config, 0644);
    workspace_write(&work, "web_config.yaml", old_web_config, 0644);
    tr_config *config = workspace_must_load(&work);
    expect_value(config, "discord.command_prefix", "/", "config.yaml:3");
    expect_value(config, "trading.exchanges", "binance, coinbase, kraken, bybit", "config.yaml:7");
    expect_value(config, "risk.max_risk_per_trade", "0.02", "config.yaml:13");
    expect_value(config, "trading.max_risk_per_trade", "0.02", "config.yaml:13");
    expect_value(config, "web_server.host", "0.0.0.0", "web_config.yaml:3");
    expect_value(config, "web_server.ssl_certfile", NULL, "unset");
    expect_value(config, "tradingview.rate_limit.time_window", "1h", "web_config.yaml:19");
    expect_value(config, "order_matching.max_execution_time", "30s", "web_config.yaml:24");
    ck_assert_uint_eq(work.problem_count, 4);
    workspace_expect(&work, "order_matching.loop_interval", false, "no longer used");
    workspace_expect(&work, "order_matching.batch_size", false, "no longer used");
    workspace_expect(&work, "trading.max_risk_per_trade", false, "risk.max_risk_per_trade");
    workspace_expect(&work, "trading.max_daily_loss", false, "risk.max_daily_loss");
    tr_config_free(config);
    workspace_done(&work);
}
END_TEST

START_TEST(old_environment_block_loads)
{
    workspace work;
    workspace_init(&work);
    workspace_write(&work, "config.yaml", old_config, 0644);
    workspace_write(&work, "web_config.yaml", old_web_config, 0644);
    workspace_write(&work, ".env", old_env, 0644);
    tr_config *config = workspace_must_load(&work);
    for (size_t i = 0; i < work.problem_count; i++)
        ck_assert(!work.problems[i].is_error);
    ck_assert(tr_config_is_production(config));
    expect_value(config, "trading.sandbox", "false", ".env:10");
    expect_value(config, "web_server.ssl_certfile", "/path/to/cert.pem", ".env:15");
    expect_value(config, "database.url", "sqlite:///trading_bot.db", ".env:30");
    expect_value(config, "logging.level", "info", ".env:33");
    expect_value(config, "risk.max_risk_per_trade", "0.01", ".env:34");
    expect_value(config, "paper.enabled", "false", ".env:36");
    /* What stands in the sample in place of a secret is known to everybody. */
    expect_value(config, "tradingview.webhook_secret", NULL, "unset");
    expect_value(config, "exchanges.binance.api_key", NULL, "unset");
    workspace_expect(&work, "TRADINGVIEW_WEBHOOK_SECRET", false, "placeholder");
    workspace_expect(&work, "DATABASE_URL", false, "set twice");
    workspace_expect(&work, "paper.enabled", false, "no exchange is live");
    tr_config_free(config);
    workspace_done(&work);
}
END_TEST

START_TEST(old_environment_block_with_real_secrets_loads_as_a_process_environment)
{
    static const char *const environment[] = { "PATH=/usr/bin",
                                               "ENVIRONMENT=production",
                                               "DISCORD_TOKEN=token-1",
                                               "BINANCE_API_KEY=key-1",
                                               "BINANCE_SECRET=secret-1",
                                               "EXCHANGE_SANDBOX=false",
                                               "REDIS_PASSWORD=redis-1",
                                               "TRADINGVIEW_WEBHOOK_SECRET=hook-1-of-16-bytes",
                                               "LOG_LEVEL=INFO",
                                               "ENABLE_PAPER_TRADING=true",
                                               NULL };
    static const char *const secrets[] = { "discord.token", "exchanges.binance.api_key",
                                           "exchanges.binance.secret", "redis.password",
                                           "tradingview.webhook_secret" };
    static const char *const values[] = { "token-1", "key-1", "secret-1", "redis-1",
                                          "hook-1-of-16-bytes" };
    workspace work;
    workspace_init(&work);
    work.options.environment = environment;
    tr_config *config = workspace_must_load(&work);
    ck_assert_uint_eq(work.problem_count, 0);
    for (size_t i = 0; i < sizeof secrets / sizeof secrets[0]; i++) {
        const tr_secret *secret = NULL;
        expect_value(config, secrets[i], "***", "environment ");
        ck_assert_int_eq(tr_config_get_secret(config, secrets[i], &secret), TR_OK);
        ck_assert(tr_secret_equals(secret, values[i], strlen(values[i])));
    }
    tr_config_free(config);
    workspace_done(&work);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("seed");
    TCase *tests = tcase_create("seed");
    tcase_add_test(tests, old_files_load_and_obsolete_keys_warn_once);
    tcase_add_test(tests, old_environment_block_loads);
    tcase_add_test(tests, old_environment_block_with_real_secrets_loads_as_a_process_environment);
    suite_add_tcase(suite, tests);
    return run_as_tap(suite);
}
