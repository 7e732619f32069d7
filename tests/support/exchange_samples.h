/* exchange_samples.h: questions that make sense for any exchange, and keys that open nothing. */
#ifndef TESTS_SUPPORT_EXCHANGE_SAMPLES_H
#define TESTS_SUPPORT_EXCHANGE_SAMPLES_H

#include <stdio.h>
#include <string.h>

#include "exchange/adapter.h"

/* 2023-11-14 22:13:20 */
#define SAMPLE_NOW_NS INT64_C(1700000000123000000)

static inline tr_id sample_id(void)
{
    tr_rng rng;
    tr_rng_init(&rng, 7);
    return tr_id_make(SAMPLE_NOW_NS, 4711, &rng);
}

static inline tr_decimal sample_decimal(const char *text)
{
    tr_decimal value = { 0, 0 };
    (void)tr_decimal_parse(text, strlen(text), &value); /* of our own */
    return value;
}

/* Bitcoin against tether, as the exchange names it. */
static inline tr_instrument sample_instrument(const tr__adapter *adapter, tr_kind kind)
{
    static const struct {
        const char *exchange, *spot, *linear;
    } names[] = {
        { "binance", "BTCUSDT", "BTCUSDT" }, { "bitget", "BTCUSDT", "BTCUSDT" },
        { "bybit", "BTCUSDT", "BTCUSDT" },   { "coinbase", "BTC-USDT", "BTC-USDT" },
        { "gate", "BTC_USDT", "BTC_USDT" },  { "htx", "btcusdt", "BTC-USDT" },
        { "kraken", "XBTUSDT", "XBTUSDT" },  { "kucoin", "BTC-USDT", "XBTUSDTM" },
        { "mexc", "BTCUSDT", "BTC_USDT" },   { "okx", "BTC-USDT", "BTC-USDT-SWAP" },
    };
    tr_instrument instrument = { .kind = kind, .base = "BTC", .quote = "USDT", .settle = "USDT" };
    (void)snprintf(instrument.exchange, sizeof instrument.exchange, "%s", adapter->info.name);
    (void)snprintf(instrument.symbol, sizeof instrument.symbol, "%s",
                   kind == TR_KIND_SPOT ? "BTC/USDT" : "BTC/USDT:USDT");
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (strcmp(names[i].exchange, adapter->info.name) == 0)
            (void)snprintf(instrument.exchange_symbol, sizeof instrument.exchange_symbol, "%s",
                           kind == TR_KIND_SPOT ? names[i].spot : names[i].linear);
    instrument.multiplier = tr_decimal_from_int(1);
    instrument.tick = sample_decimal("0.1");
    instrument.lot = sample_decimal(kind == TR_KIND_SPOT ? "0.00001" : "1");
    return instrument;
}

static inline tr_order_terms sample_terms(tr_kind kind)
{
    tr_order_terms terms = { .side = TR_SIDE_SELL, .type = TR_ORDER_LIMIT };
    terms.quantity.value = sample_decimal(kind == TR_KIND_SPOT ? "0.00123" : "3");
    terms.limit_price.value = sample_decimal("43210.5");
    return terms;
}

/* A stop as the product takes it, in place of a limit order. */
static inline const tr_order_terms *sample_stop(const tr_exchange_product *product,
                                                const tr_order_terms *like)
{
    static tr_order_terms stop;
    bool has_stop = (product->held_stops & TR_ORDER_FEATURE_STOP) != 0;
    stop = *like;
    stop.type = has_stop ? TR_ORDER_STOP : TR_ORDER_STOP_LIMIT;
    stop.stop_price = like->limit_price;
    stop.is_reduce_only = (product->order_features & TR_ORDER_FEATURE_REDUCE_ONLY) != 0;
    if (has_stop)
        stop.limit_price.value = tr_decimal_from_int(0);
    return &stop;
}

/* A question that the endpoint takes, with every part that it needs. */
static inline tr_exchange_question sample_question(const tr__endpoint *endpoint, tr_call call,
                                                   tr_kind kind, const tr_instrument *instrument,
                                                   const tr_order_terms *terms)
{
    tr_exchange_question question = TR_EXCHANGE_QUESTION_INIT;
    question.call = call;
    question.kind = kind;
    question.now_ns = SAMPLE_NOW_NS;
    question.timeframe.count = 1;
    question.timeframe.unit = TR_TIMEFRAME_HOUR;
    if ((endpoint->takes & TR__TAKES_INSTRUMENT) != 0)
        question.instrument = instrument;
    if ((endpoint->takes & TR__TAKES_CLIENT_ID) != 0)
        question.order_id = sample_id();
    else if ((endpoint->takes & TR__TAKES_EXCHANGE_ID) != 0)
        question.exchange_order_id = "1234567890";
    if ((endpoint->takes & TR__TAKES_ACCOUNT) != 0)
        question.account_id = "100009";
    if ((endpoint->takes & TR__TAKES_TERMS) != 0)
        question.terms = terms;
    if ((endpoint->takes & TR__TAKES_LEVERAGE) != 0)
        question.leverage = tr_decimal_from_int(5);
    if (call == TR_CALL_PLACE_STOP)
        question.terms =
            sample_stop(tr__adapter_product(tr__adapter_find(instrument->exchange), kind), terms);
    if ((endpoint->needs & TR__TAKES_FROM) != 0)
        question.from_ns = SAMPLE_NOW_NS - INT64_C(36000000000000);
    if ((endpoint->needs & TR__TAKES_UNTIL) != 0)
        question.until_ns = SAMPLE_NOW_NS;
    if ((endpoint->needs & TR__TAKES_LIMIT) != 0)
        question.limit = 10;
    return question;
}

/* A key of the exchange; NULL when it cannot be made. */
static inline tr_exchange_key *sample_key(const char *exchange)
{
    bool has_passphrase = strcmp(exchange, "bitget") == 0 || strcmp(exchange, "kucoin") == 0 ||
                          strcmp(exchange, "okx") == 0;
    tr_secret *secret = NULL, *passphrase = NULL;
    tr_exchange_key *key = NULL;
    tr_exchange_key_options options = TR_EXCHANGE_KEY_OPTIONS_INIT;
    if (tr_secret_new("c2VjcmV0", 8, &secret) == TR_OK &&
        tr_secret_new("pass", 4, &passphrase) == TR_OK) {
        options.exchange = exchange;
        options.id = "key-1";
        options.secret = secret;
        options.passphrase = has_passphrase ? passphrase : NULL;
        (void)tr_exchange_key_new(&options, &key, NULL); /* stays NULL */
    }
    tr_secret_free(secret);
    tr_secret_free(passphrase);
    return key;
}

#endif
