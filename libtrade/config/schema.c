/*
 * schema.c: every configuration key, one row each.
 *
 * Rows of a section stand together, in the order in which the samples show them. A default is written
 * as a person would write it. Rows marked is_reserved are keys of earlier versions of this system that
 * later features act on: they are typed and checked now, so that a file that has them loads, and
 * their help says that they have no effect yet.
 */
#include "config/schema.h"

#include "config/check.h"

/* Short names for the columns that nearly every row has. */
#define MAIN TR_CONFIG_FILE_MAIN
#define WEB  TR_CONFIG_FILE_WEB
#define ENV  TR_CONFIG_FILE_ENV

/* clang-format off */
const tr__config_key tr__config_keys[] = {
    { "environment", TR_CONFIG_CHOICE, ENV, "development", .choices = "development|testing|production",
      .environment = "ENVIRONMENT", .needs_restart = true,
      .help = "What this installation is for. In production doubtful settings are warned about." },

    /* ---- config.yaml ---------------------------------------------------------------------- */

    { "discord.token", TR_CONFIG_SECRET, ENV, .environment = "DISCORD_TOKEN",
      .environment_other = "DISCORD_BOT_TOKEN", .is_reserved = true, .needs_restart = true,
      .help = "Token of the Discord bot." },
    { "discord.command_prefix", TR_CONFIG_TEXT, MAIN, "b!", .environment = "COMMAND_PREFIX",
      .check = tr__check_not_empty, .allowed = "one or more characters", .is_reserved = true,
      .help = "What a command typed as a message begins with." },
    { "discord.max_message_length", TR_CONFIG_INT, MAIN, "2000", "100", "2000", .unit = "characters",
      .is_reserved = true, .help = "Longer answers are split. Discord accepts 2000 at most." },
    { "discord.signal_channel_id", TR_CONFIG_TEXT, MAIN, .environment = "DISCORD_SIGNAL_CHANNEL_ID",
      .check = tr__check_name, .allowed = "the channel's number", .sample = "123456789012345678",
      .is_reserved = true, .help = "Channel that signals are posted to." },
    { "discord.channels.signals", TR_CONFIG_TEXT, MAIN, "signals", .check = tr__check_name,
      .allowed = "letters, digits, '_' and '-'", .is_reserved = true,
      .help = "Name of the channel for signals, when no id is given." },
    { "discord.channels.alerts", TR_CONFIG_TEXT, MAIN, "alerts", .check = tr__check_name,
      .allowed = "letters, digits, '_' and '-'", .is_reserved = true,
      .help = "Name of the channel for market alerts." },

    { "trading.exchanges", TR_CONFIG_LIST, MAIN, "binance,coinbase,kraken,bybit",
      .check = tr__check_name, .allowed = "names of exchanges", .needs_restart = true,
      .help = "Exchanges whose keys are looked for in the environment. Orders go to the paper exchange "
              "unless an exchange below is live." },
    { "trading.default_exchange", TR_CONFIG_TEXT, MAIN, "binance", .check = tr__check_name,
      .allowed = "the name of an exchange", .is_reserved = true,
      .help = "Exchange that is meant where a command names none." },
    { "trading.sandbox", TR_CONFIG_BOOL, MAIN, "true", .environment = "EXCHANGE_SANDBOX",
      .environment_other = "SANDBOX", .is_reserved = true, .needs_restart = true,
      .help = "Use the exchanges' test networks, where exchanges.NAME.sandbox says nothing else." },
    { "trading.day_zone", TR_CONFIG_ZONE, MAIN, "+00:00", .needs_restart = true,
      .help = "At this zone's midnight the trading day ends: daily loss and daily orders count from 0 "
              "again." },
    { "trading.symbols", TR_CONFIG_LIST, MAIN, "BTC/USDT,ETH/USDT", .environment = "SYMBOLS",
      .check = tr__check_not_empty, .allowed = "symbols", .is_reserved = true,
      .help = "Symbols that are watched." },
    { "trading.timeframes.primary", TR_CONFIG_TEXT, MAIN, "1h", .environment = "PRIMARY_TIMEFRAME",
      .check = tr__check_timeframe, .allowed = "a number and one of s m h d w M", .is_reserved = true,
      .help = "Time frame that strategies trade on." },
    { "trading.timeframes.secondary", TR_CONFIG_TEXT, MAIN, "4h", .check = tr__check_timeframe,
      .allowed = "a number and one of s m h d w M", .is_reserved = true,
      .help = "Longer time frame that confirms the trend." },

    { "risk.max_risk_per_trade", TR_CONFIG_DECIMAL, MAIN, "0.02", "0", "1",
      .unit = "share of the account's equity", .environment = "MAX_RISK_PER_TRADE",
      .path_other = "trading.max_risk_per_trade|trading.risk_management.max_risk_per_trade",
      .help = "The most that one order may lose at its stop; without a stop all of it counts, unless "
              "risk.assumed_stop is set." },
    { "risk.max_daily_loss", TR_CONFIG_DECIMAL, MAIN, "0.05", "0", "1",
      .unit = "share of the equity at the day's start", .environment = "MAX_DAILY_LOSS",
      .path_other = "trading.max_daily_loss|trading.risk_management.max_daily_loss",
      .help = "At this loss in one trading day orders that open or enlarge a position are refused." },
    { "risk.max_positions", TR_CONFIG_INT, MAIN, "5", "0", "10000", .environment = "MAX_POSITIONS",
      .path_other = "trading.risk_management.max_positions", .unit = "positions",
      .help = "How many positions an account may have open at once." },
    { "risk.max_order_value", TR_CONFIG_DECIMAL, MAIN, "10000", "0", "1000000000000",
      .unit = "units of the quote asset", .environment = "MAX_ORDER_VALUE",
      .path_other = "order_matching.max_order_value",
      .help = "The most that one order may be worth: price x quantity." },
    { "risk.max_order_quantity", TR_CONFIG_DECIMAL, MAIN, .min = "0", .max = "1000000000000000",
      .unit = "units of the base asset", .sample = "100",
      .help = "The most units that one order may have. Unset: only the exchange's own limit counts." },
    { "risk.max_daily_orders", TR_CONFIG_INT, MAIN, "1000", "0", "1000000000", .unit = "orders",
      .environment = "MAX_DAILY_ORDERS", .path_other = "order_matching.max_daily_orders",
      .help = "How many orders an account may place in one trading day." },
    { "risk.assumed_stop", TR_CONFIG_DECIMAL, MAIN, .min = "0.0001", .max = "1",
      .unit = "share of the price", .sample = "0.1",
      .help = "How far away the stop of an order without one is taken to be. Unset: all that such an "
              "order is worth counts as its risk." },

    { "owner.user", TR_CONFIG_TEXT, MAIN, "trader", .check = tr__check_name,
      .allowed = "letters, digits, '_' and '-'", .needs_restart = true,
      .help = "Whose the paper account is. Programs on this machine that run under the same login act as this "
              "user." },

    { "paper.enabled", TR_CONFIG_BOOL, MAIN, "true", .environment = "ENABLE_PAPER_TRADING",
      .path_other = "paper_trading.enabled", .needs_restart = true,
      .help = "Run the paper exchange: orders are filled against the prices below, without real money." },
    { "paper.account", TR_CONFIG_TEXT, MAIN, "paper", .check = tr__check_name,
      .allowed = "letters, digits, '_' and '-'", .needs_restart = true,
      .help = "Name of the paper account." },
    { "paper.balances", TR_CONFIG_AMOUNTS, MAIN, "USDT=10000,USD=10000", "0", "1000000000000000",
      .environment = "PAPER_BALANCES", .needs_restart = true,
      .help = "What a new paper account starts with. An account that exists keeps what it has." },
    { "paper.maker_fee_bps", TR_CONFIG_DECIMAL, MAIN, "10", "-100", "1000", .unit = "bps of the value",
      .needs_restart = true,
      .help = "Fee of a fill whose order rested in the book. 10 bps are 0.1 %; below 0 is a rebate." },
    { "paper.taker_fee_bps", TR_CONFIG_DECIMAL, MAIN, "10", "-100", "1000", .unit = "bps of the value",
      .needs_restart = true, .help = "Fee of a fill whose order was executed at once." },
    { "paper.slippage_bps", TR_CONFIG_DECIMAL, MAIN, "5", "0", "1000", .unit = "bps of the price",
      .needs_restart = true, .help = "How much worse than the last price a market order is filled." },
    { "paper.participation", TR_CONFIG_DECIMAL, MAIN, "0", "0", "1", .unit = "share of a bar's volume",
      .needs_restart = true,
      .help = "How much of a bar's volume may fill our orders; the rest waits for the next bar. "
              "0: no limit." },
    { "paper.prices.#.symbol", TR_CONFIG_TEXT, MAIN, .check = tr__check_symbol,
      .allowed = "BASE/QUOTE or BASE/QUOTE:SETTLE, in capitals", .sample = "BTC/USDT",
      .needs_restart = true, .help = "An instrument that the paper exchange trades. Needed." },
    { "paper.prices.#.source", TR_CONFIG_CHOICE, MAIN, "push", .choices = "replay|fixed|push",
      .needs_restart = true,
      .help = "Where its prices come from: bars of a file, one price for ever, or prices sent over the "
              "API." },
    { "paper.prices.#.file", TR_CONFIG_PATH, MAIN, .base = TR__BASE_DATA, .check = tr__check_not_empty,
      .allowed = "a file name", .sample = "candles/btcusd_1m.csv", .needs_restart = true,
      .help = "For replay: CSV file of bars; relative to the data directory." },
    { "paper.prices.#.timeframe", TR_CONFIG_TEXT, MAIN, "1m", .check = tr__check_timeframe,
      .allowed = "a number and one of s m h d w M", .needs_restart = true,
      .help = "For replay: length of the file's bars." },
    { "paper.prices.#.speed", TR_CONFIG_TEXT, MAIN, "1", .check = tr__check_speed,
      .allowed = "a factor above 0, or max", .needs_restart = true,
      .help = "For replay: 1 is as fast as the clock, 60 plays an hour in a minute, max does not wait." },
    { "paper.prices.#.price", TR_CONFIG_DECIMAL, MAIN, .min = "0.000000000000000001",
      .max = "1000000000000000", .unit = "quote per base unit", .sample = "50000", .needs_restart = true,
      .help = "For fixed: the price. For push: the first one." },
    { "paper.prices.#.tick", TR_CONFIG_DECIMAL, MAIN, "0.01", "0.000000000000000001", "1000000",
      .unit = "quote per base unit", .needs_restart = true, .help = "Prices are multiples of it." },
    { "paper.prices.#.lot", TR_CONFIG_DECIMAL, MAIN, "0.000001", "0.000000000000000001", "1000000",
      .unit = "base units", .needs_restart = true, .help = "Quantities are multiples of it." },
    { "paper.prices.#.quantity_min", TR_CONFIG_DECIMAL, MAIN, "0", "0", "1000000000",
      .unit = "base units", .needs_restart = true, .help = "Smallest order. 0: no limit." },
    { "paper.prices.#.notional_min", TR_CONFIG_DECIMAL, MAIN, "0", "0", "1000000000",
      .unit = "quote units", .needs_restart = true,
      .help = "Least value of an order: price x quantity. 0: no limit." },

    { "exchanges.*.live", TR_CONFIG_BOOL, MAIN, "false", .needs_restart = true,
      .help = "Trade real money there. Needs the exchange's keys in the environment as well. The first "
              "version has no live exchange yet." },
    { "exchanges.*.sandbox", TR_CONFIG_BOOL, MAIN, .environment = "*_SANDBOX", .sample = "true",
      .is_reserved = true, .needs_restart = true,
      .help = "Use its test network. Unset: as trading.sandbox." },
    { "exchanges.*.rate_limit", TR_CONFIG_INT, MAIN, "1200", "1", "1000000",
      .unit = "requests a minute", .is_reserved = true, .help = "Requests that may be sent." },
    { "exchanges.*.retry_attempts", TR_CONFIG_INT, MAIN, "3", "0", "10", .is_reserved = true,
      .unit = "attempts", .help = "How often a question is asked again. Orders are never sent twice." },
    { "exchanges.*.retry_delay", TR_CONFIG_DURATION, MAIN, "1s", "0", "60000", .unit = "ms",
      .is_reserved = true, .help = "Wait before asking again." },
    { "exchanges.*.timeout", TR_CONFIG_DURATION, MAIN, "10s", "1", "120", .unit = "s",
      .is_reserved = true, .help = "How long an answer may take." },
    { "exchanges.*.api_key", TR_CONFIG_SECRET, ENV, .environment = "*_API_KEY", .is_reserved = true,
      .needs_restart = true, .help = "Key of the account at the exchange." },
    { "exchanges.*.secret", TR_CONFIG_SECRET, ENV, .environment = "*_SECRET",
      .environment_other = "*_API_SECRET", .is_reserved = true, .needs_restart = true,
      .help = "Secret that belongs to the key." },
    { "exchanges.*.passphrase", TR_CONFIG_SECRET, ENV, .environment = "*_PASSPHRASE",
      .is_reserved = true, .needs_restart = true,
      .help = "Third part of the key, where the exchange has one." },

    { "database.url", TR_CONFIG_URL, MAIN, "sqlite:///trade.db", .environment = "DATABASE_URL",
      .check = tr__check_database, .allowed = "sqlite:///file, sqlite:////absolute/file or postgresql://...",
      .needs_restart = true,
      .help = "Where everything is stored. A relative file lies in the data directory. PostgreSQL is not "
              "served by this version: a start with it ends with an error." },
    { "database.signals_retention_days", TR_CONFIG_INT, MAIN, "90", "1", "36500", .unit = "days",
      .is_reserved = true, .help = "How long signals are kept." },
    { "database.performance_retention_days", TR_CONFIG_INT, MAIN, "365", "1", "36500", .unit = "days",
      .is_reserved = true, .help = "How long records of performance are kept." },

    { "logging.level", TR_CONFIG_CHOICE, MAIN, "info", .choices = "debug|info|warning|error",
      .environment = "LOG_LEVEL", .environment_other = "LOGGING_LEVEL",
      .help = "The least important lines that are logged." },
    { "logging.format", TR_CONFIG_CHOICE, MAIN, "text", .choices = "json|text",
      .environment = "LOG_FORMAT", .help = "One JSON object a line, or text for people." },

    { "shutdown.timeout", TR_CONFIG_DURATION, MAIN, "10s", "1", "600", .unit = "s",
      .environment = "SHUTDOWN_TIMEOUT",
      .help = "How long a program may take to finish what it began once it is told to stop." },

    { "technical_analysis.indicators", TR_CONFIG_LIST, MAIN, "rsi,macd,ema,bollinger_bands,atr",
      .check = tr__check_name, .allowed = "names of indicators", .is_reserved = true,
      .help = "Indicators that an analysis shows." },
    { "technical_analysis.default_timeframe", TR_CONFIG_TEXT, MAIN, "1h", .check = tr__check_timeframe,
      .allowed = "a number and one of s m h d w M", .is_reserved = true,
      .help = "Time frame of an analysis that names none." },

    { "optimization.algorithm", TR_CONFIG_CHOICE, MAIN, "genetic", .choices = "genetic|grid",
      .is_reserved = true, .help = "How parameters of strategies are searched." },
    { "optimization.population_size", TR_CONFIG_INT, MAIN, "50", "2", "10000", .is_reserved = true,
      .unit = "candidates", .help = "Candidates in one generation." },
    { "optimization.generations", TR_CONFIG_INT, MAIN, "100", "1", "10000", .is_reserved = true,
      .unit = "generations", .help = "Generations of a genetic search." },

    { "backtesting.initial_balance", TR_CONFIG_DECIMAL, MAIN, "10000", "0", "1000000000000",
      .unit = "units of the quote asset", .is_reserved = true, .help = "What a backtest starts with." },
    { "backtesting.commission", TR_CONFIG_DECIMAL, MAIN, "0.001", "0", "0.1",
      .unit = "share of the value", .is_reserved = true, .help = "Fee of a fill in a backtest." },
    { "backtesting.slippage", TR_CONFIG_DECIMAL, MAIN, "0.0005", "0", "0.1",
      .unit = "share of the price", .is_reserved = true, .help = "Slippage of a fill in a backtest." },

    { "monitoring.health_check_interval", TR_CONFIG_DURATION, MAIN, "5m", "1", "86400", .unit = "s",
      .is_reserved = true, .help = "How often the bot looks after itself." },
    { "monitoring.enable_alerts", TR_CONFIG_BOOL, MAIN, "true", .is_reserved = true,
      .help = "Post an alert when something is wrong." },

    /* ---- web_config.yaml ------------------------------------------------------------------ */

    { "web_server.host", TR_CONFIG_TEXT, WEB, "127.0.0.1", .check = tr__check_host,
      .allowed = "an address or a host name", .environment = "WEB_SERVER_HOST", .needs_restart = true,
      .help = "Address to listen on. 0.0.0.0 listens on every network: then use TLS, or a proxy that "
              "does." },
    { "web_server.port", TR_CONFIG_INT, WEB, "8000", "0", "65535", .environment = "WEB_SERVER_PORT",
      .needs_restart = true,
      .help = "Port to listen on; 0 lets the system choose one. TradingView reaches 80 and 443 only." },
    { "web_server.ssl_certfile", TR_CONFIG_PATH, WEB, .base = TR__BASE_CONFIG,
      .check = tr__check_not_empty, .allowed = "a file name", .environment = "SSL_CERTFILE",
      .sample = "cert.pem",
      .help = "Certificate chain (PEM) for HTTPS; relative to the configuration directory. Unset: "
              "plain HTTP." },
    { "web_server.ssl_keyfile", TR_CONFIG_PATH, WEB, .base = TR__BASE_CONFIG,
      .check = tr__check_not_empty, .allowed = "a file name", .environment = "SSL_KEYFILE",
      .sample = "key.pem", .help = "Private key (PEM) of the certificate." },
    { "web_server.max_body_bytes", TR_CONFIG_INT, WEB, "65536", "1024", "16777216", .unit = "bytes",
      .help = "Larger requests are refused with 413." },
    { "web_server.header_timeout", TR_CONFIG_DURATION, WEB, "10s", "1", "600", .unit = "s",
      .help = "How long a client may take to send its request's head." },
    { "web_server.request_timeout", TR_CONFIG_DURATION, WEB, "10s", "1", "600", .unit = "s",
      .help = "How long a whole request may take, from its first byte to its last." },
    { "web_server.keep_alive_timeout", TR_CONFIG_DURATION, WEB, "60s", "1", "3600", .unit = "s",
      .help = "How long a connection may stay idle." },
    { "web_server.max_connections", TR_CONFIG_INT, WEB, "1000", "1", "100000", .unit = "connections",
      .needs_restart = true, .help = "Connections that may be open at once." },
    { "web_server.max_connections_per_address", TR_CONFIG_INT, WEB, "200", "1", "100000",
      .unit = "connections", .needs_restart = true, .help = "Of these, from one address." },
    { "web_server.rate_limit.max_requests", TR_CONFIG_INT, WEB, "600", "1", "1000000000",
      .unit = "requests", .help = "Requests that one API key may send in the time window." },
    { "web_server.rate_limit.time_window", TR_CONFIG_DURATION, WEB, "60s", "1", "86400", .unit = "s",
      .help = "Length of that window." },

    { "tradingview.webhook_secret", TR_CONFIG_SECRET, ENV, .environment = "TRADINGVIEW_WEBHOOK_SECRET",
      .help = "What an alert must carry to be believed. Unset: the webhook answers 503." },
    { "tradingview.account", TR_CONFIG_TEXT, WEB, "paper", .check = tr__check_name,
      .allowed = "letters, digits, '_' and '-'", .help = "Account that alerts trade on." },
    { "tradingview.allowed_strategies", TR_CONFIG_LIST, WEB, "", .check = tr__check_not_empty,
      .allowed = "names of strategies",
      .help = "Alerts of other strategies are refused. An empty list allows all." },
    { "tradingview.max_age", TR_CONFIG_DURATION, WEB, "60s", "1", "86400", .unit = "s",
      .help = "An alert whose own time is longer ago than this is refused as too old." },
    { "tradingview.signal_freshness", TR_CONFIG_DURATION, WEB, "5m", "0", "86400", .unit = "s",
      .help = "How long after its arrival a signal may still fire an order, once. 0: only orders that "
              "wait when it arrives." },
    { "tradingview.duplicate_window", TR_CONFIG_DURATION, WEB, "60s", "1", "86400", .unit = "s",
      .help = "An alert without an id that equals one received within this time is a redelivery." },
    { "tradingview.rate_limit.max_requests", TR_CONFIG_INT, WEB, "100", "1", "1000000000",
      .unit = "alerts", .help = "Alerts that one address may send in the time window." },
    { "tradingview.rate_limit.time_window", TR_CONFIG_DURATION, WEB, "3600s", "1", "86400", .unit = "s",
      .help = "Length of that window." },
    { "tradingview.sizing.*.quantity", TR_CONFIG_DECIMAL, WEB, .min = "0.000000000000000001",
      .max = "1000000000000", .unit = "base units", .sample = "0.01",
      .help = "Quantity of an order for this strategy's alerts that carry none. Either this or "
              "equity_share." },
    { "tradingview.sizing.*.equity_share", TR_CONFIG_DECIMAL, WEB, .min = "0.0001", .max = "1",
      .unit = "share of the account's equity", .sample = "",
      .help = "The same as what the order is worth: 0.05 is 5 %." },

    { "order_matching.max_execution_time", TR_CONFIG_DURATION, WEB, "30s", "1", "3600", .unit = "s",
      .is_reserved = true,
      .help = "How long the execution of an order at a live exchange may take before it is looked up." },

    { "redis.host", TR_CONFIG_TEXT, WEB, "localhost", .check = tr__check_host,
      .allowed = "an address or a host name", .environment = "REDIS_HOST", .is_reserved = true,
      .needs_restart = true, .help = "Redis server. None is needed." },
    { "redis.port", TR_CONFIG_INT, WEB, "6379", "1", "65535", .environment = "REDIS_PORT",
      .is_reserved = true, .needs_restart = true, .help = "Its port." },
    { "redis.db", TR_CONFIG_INT, WEB, "0", "0", "1000000", .environment = "REDIS_DB",
      .is_reserved = true, .needs_restart = true, .help = "Its database number." },
    { "redis.password", TR_CONFIG_SECRET, ENV, .environment = "REDIS_PASSWORD", .is_reserved = true,
      .needs_restart = true, .help = "Its password." },

    /* ---- keys that lost their meaning: accepted, one warning each --------------------------- */

    { "order_matching.loop_interval", TR_CONFIG_DURATION, WEB, .unit = "s", .is_obsolete = true,
      .help = "Orders are matched when something happens, not in a loop." },
    { "order_matching.batch_size", TR_CONFIG_INT, WEB, .is_obsolete = true,
      .help = "Orders are matched when something happens, not in batches." },
    { "trading.risk_management.position_size_method", TR_CONFIG_TEXT, MAIN, .is_obsolete = true,
      .help = "Sizes follow tradingview.sizing and the risk limits." },
    { "exchanges.*.name", TR_CONFIG_TEXT, MAIN, .is_obsolete = true,
      .help = "The name is the key under which the exchange stands." },
};
/* clang-format on */

const size_t tr__config_key_count = sizeof tr__config_keys / sizeof tr__config_keys[0];
