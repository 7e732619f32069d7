/*
 * sim_mapped.c: our own clients' side against the scripted exchange: each question of a dialect is written by its adapter,
 * signed by tr_sign, answered, read by the adapter, and what we understand is compared with what the exchange knows to be
 * true. ccxt is held against the same truth in tests/system/exchange: so the two agree with each other.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <trade/id.h>
#include <trade/rng.h>
#include <trade/time.h>

#include "exchange/adapter.h"
#include "sim/exchange/sim.h"
#include "support/sample_keys.h"

#define START_NS   INT64_C(1700000000000000000)
#define RECORD_MAX 2048
#define SECRET     "c2VjcmV0IG9mIG5vYm9keQ==" /* base64 too, where that is asked for */

typedef struct account {
    const char *exchange;
    tr_key_scheme scheme;
    const char *secret;
    const char *public_key;
    const char *symbol;
} account;

static const account accounts[] = {
    { "binance", TR_KEY_HMAC, SECRET, NULL, "BTC/USDT" },
    { "binance", TR_KEY_RSA, sample_rsa, sample_rsa_public, "BTC/USDT" },
    { "binance", TR_KEY_ED25519, sample_ed25519, sample_ed25519_public, "BTC/USDT" },
    { "bybit", TR_KEY_HMAC, SECRET, NULL, "BTC/USDT" },
    { "bybit", TR_KEY_RSA, sample_rsa, sample_rsa_public, "BTC/USDT" },
    { "coinbase", TR_KEY_ES256, sample_p256, sample_p256_public, "BTC/USD" },
    { "coinbase", TR_KEY_ED25519, sample_ed25519, sample_ed25519_public, "BTC/USD" },
    { "coinbase", TR_KEY_HMAC, SECRET, NULL, "BTC/USD" },
    { "kraken", TR_KEY_HMAC, SECRET, NULL, "BTC/USD" },
};

#define ACCOUNT_COUNT (sizeof accounts / sizeof *accounts)

typedef struct rig {
    const account *account;
    const tr__adapter *adapter;
    sim_exchange *exchange;
    tr_exchange_key *key;
    int64_t now_ns;
    uint64_t nonce;
    tr_rng rng;
    tr_instrument instrument;
    tr__instruments instruments;
    tr_exchange_record records[RECORD_MAX];
    size_t record_count;
    tr_exchange_failure failure;
    tr__request request;
    char buffer[32768];
    tr_signed_request ready;
    sim_answer answer;
} rig;

static void script(rig *at, const char *format, ...) __attribute__((format(printf, 2, 3)));

static void script(rig *at, const char *format, ...)
{
    char text[1024];
    tr_error err = { 0 };
    va_list args;
    va_start(args, format);
    (void)vsnprintf(text, sizeof text, format, args); /* they are short */
    va_end(args);
    if (sim_exchange_script(at->exchange, text, strlen(text), at->now_ns, &err) != TR_OK)
        fail_msg("%s: %s", text, err.message);
}

static const char *quote_of(const rig *at)
{
    return strchr(at->account->symbol, '/') + 1;
}

static tr_status keep(void *user, const tr_exchange_record *record)
{
    rig *at = user;
    assert_true(at->record_count < RECORD_MAX);
    at->records[at->record_count++] = *record;
    return TR_OK;
}

/* ---- asking ---------------------------------------------------------------------------------- */

static void sign(rig *at, const tr_exchange_question *question, const tr__endpoint *endpoint)
{
    tr_error err = { 0 };
    if (tr__adapter_write(at->adapter, endpoint, question, &at->request, &err) != TR_OK)
        fail_msg("%s: %s: %s", at->account->exchange, tr_call_name(question->call), err.message);
    at->request.sign.clock_ms = at->now_ns / TR_NS_PER_MS;
    at->request.sign.nonce = ++at->nonce;
    if (tr_sign(at->key, &at->request.sign, at->buffer, sizeof at->buffer, &at->ready, &err) !=
        TR_OK)
        fail_msg("%s: %s: %s", at->account->exchange, tr_call_name(question->call), err.message);
}

static tr_status send(rig *at, const tr_exchange_question *question, const tr__endpoint *endpoint)
{
    tr_error err = { 0 };
    assert_int_equal(sim_exchange_answer_signed(at->exchange, &at->ready, at->now_ns, &at->answer),
                     TR_OK);
    const char *body = strstr(at->answer.bytes, "\r\n\r\n");
    assert_non_null(body);
    body += 4;
    tr__answer answer = { .http_code = at->answer.http_code,
                          .body = body,
                          .body_size = at->answer.size - (size_t)(body - at->answer.bytes) };
    size_t size = tr__adapter_space(answer.body_size);
    void *memory = malloc(size);
    assert_non_null(memory);
    at->record_count = 0;
    tr_status status = tr__adapter_read(at->adapter, endpoint, question, &at->instruments, &answer,
                                        memory, size, keep, at, &at->failure, &err);
    free(memory);
    if (status == TR_E_PARSE)
        fail_msg("%s: %s: %s in %s", at->account->exchange, tr_call_name(question->call),
                 err.message, body);
    return status;
}

static tr_exchange_question question_of(const rig *at, tr_call call)
{
    tr_exchange_question question = TR_EXCHANGE_QUESTION_INIT;
    question.call = call;
    question.now_ns = at->now_ns;
    if (call != TR_CALL_TIME && call != TR_CALL_INSTRUMENTS && call != TR_CALL_BALANCES &&
        call != TR_CALL_KEY_RIGHTS &&
        !(call == TR_CALL_FEES && strcmp(at->account->exchange, "coinbase") == 0) &&
        !((call == TR_CALL_FILLS || call == TR_CALL_OPEN_ORDERS) &&
          strcmp(at->account->exchange, "kraken") == 0))
        question.instrument = &at->instrument;
    return question;
}

/* An order that is not where it was looked for is looked for in the next place. */
static tr_status ask(rig *at, const tr_exchange_question *question)
{
    const tr__endpoint *endpoint = tr__adapter_endpoint(at->adapter, TR_KIND_SPOT, question->call);
    tr_status status = TR_E_NOT_FOUND;
    if (endpoint == NULL)
        fail_msg("%s does not offer %s", at->account->exchange, tr_call_name(question->call));
    for (; endpoint != NULL && status == TR_E_NOT_FOUND; endpoint = endpoint->next) {
        at->now_ns += 20 * TR_NS_PER_MS;
        sign(at, question, endpoint);
        status = send(at, question, endpoint);
    }
    return status;
}

static void ask_well(rig *at, tr_call call)
{
    tr_exchange_question question = question_of(at, call);
    if (ask(at, &question) != TR_OK)
        fail_msg("%s: %s: %s %s", at->account->exchange, tr_call_name(call), at->failure.code,
                 at->failure.text);
}

static const tr_exchange_record *record_of(const rig *at, tr_record_kind kind, size_t index)
{
    for (size_t i = 0; i < at->record_count; i++)
        if (at->records[i].kind == kind && index-- == 0)
            return &at->records[i];
    fail_msg("%s: no such record in %s", at->account->exchange, at->answer.bytes);
    return NULL;
}

static size_t record_count_of(const rig *at, tr_record_kind kind)
{
    size_t count = 0;
    for (size_t i = 0; i < at->record_count; i++)
        count += at->records[i].kind == kind;
    return count;
}

/* ---- comparing ------------------------------------------------------------------------------- */

static void same(const rig *at, const char *what, tr_decimal ours, tr_decimal truth)
{
    char left[TR_DECIMAL_TEXT_SIZE], right[TR_DECIMAL_TEXT_SIZE];
    if (tr_decimal_compare(ours, truth) == 0)
        return;
    (void)tr_decimal_format(ours, left, sizeof left);
    (void)tr_decimal_format(truth, right, sizeof right);
    fail_msg("%s: %s: we have %s, the exchange %s", at->account->exchange, what, left, right);
}

static tr_decimal decimal(const char *text)
{
    tr_decimal value;
    assert_int_equal(tr_decimal_parse(text, strlen(text), &value), TR_OK);
    return value;
}

static tr_order_state state_of(const sim_order *order)
{
    if (order->status == SIM_ORDER_OPEN)
        return tr_decimal_is_zero(order->filled) ? TR_STATE_WORKING : TR_STATE_PARTLY_FILLED;
    return order->status == SIM_ORDER_FILLED      ? TR_STATE_FILLED
           : order->status == SIM_ORDER_CANCELLED ? TR_STATE_CANCELLED
                                                  : TR_STATE_EXPIRED;
}

static void order_agrees(const rig *at, const tr_order_record *ours, const sim_order *truth)
{
    tr_order_state wanted = state_of(truth);
    /* Some have one word for open orders and one for all that ended early. */
    bool is_same = ours->state == wanted ||
                   (wanted == TR_STATE_PARTLY_FILLED && ours->state == TR_STATE_WORKING) ||
                   (wanted == TR_STATE_EXPIRED && ours->state == TR_STATE_CANCELLED);
    if (!is_same)
        fail_msg("%s: state %d (%s), wanted %d", at->account->exchange, (int)ours->state,
                 ours->word, (int)wanted);
    assert_true(ours->has_side && ours->side == truth->side);
    assert_true(ours->has_filled);
    same(at, "filled", ours->filled.value, truth->filled);
    if (!truth->is_by_quote)
        same(at, "quantity", ours->quantity.value, truth->quantity);
    if (!truth->is_market)
        same(at, "limit price", ours->limit_price.value, truth->price);
    if (!tr_decimal_is_zero(ours->notional.value))
        same(at, "notional", ours->notional.value, truth->filled_quote);
    if (ours->has_fee)
        same(at, "fee", ours->fee.value, truth->fee);
    if (ours->client_id[0] != '\0')
        assert_string_equal(ours->client_id, truth->client_id);
}

static void balances_agree(rig *at)
{
    const char *const assets[] = { "BTC", quote_of(at) };
    ask_well(at, TR_CALL_BALANCES);
    for (size_t i = 0; i < 2; i++) {
        tr_decimal free_amount, locked, ours = { 0 }, held = { 0 }, total = { 0 };
        assert_int_equal(sim_balance(at->exchange, "alice", assets[i], &free_amount, &locked),
                         TR_OK);
        for (size_t k = 0; k < at->record_count; k++) {
            const tr_balance_record *balance = &at->records[k].as.balance;
            if (at->records[k].kind != TR_RECORD_BALANCE || strcmp(balance->asset, assets[i]) != 0)
                continue;
            ours = balance->free.value;
            held = balance->held.value;
            total = balance->total.value;
        }
        same(at, "held", held, locked);
        if (!tr_decimal_is_zero(ours))
            same(at, "free", ours, free_amount);
        tr_decimal sum;
        assert_int_equal(tr_decimal_add(free_amount, locked, &sum), TR_OK);
        if (!tr_decimal_is_zero(total))
            same(at, "total", total, sum);
        assert_false(tr_decimal_is_zero(ours) && tr_decimal_is_zero(total));
    }
}

/* ---- life ------------------------------------------------------------------------------------ */

static void start(rig *at, const account *who)
{
    tr_error err = { 0 };
    tr_secret *secret = NULL;
    sim_options options = SIM_OPTIONS_INIT;
    memset(at, 0, sizeof *at);
    at->account = who;
    at->adapter = tr__adapter_find(who->exchange);
    at->now_ns = START_NS;
    tr_rng_init(&at->rng, 11);
    options.shape = who->exchange;
    assert_int_equal(sim_exchange_new(&options, &at->exchange, &err), TR_OK);
    script(at,
           "account alice\nfund alice BTC 3\nfund alice %s 200000\n"
           "limit weight=1000000 orders=1000000\n",
           quote_of(at));
    sim_key_options key = { .account = "alice",
                            .id = "the-key",
                            .scheme = who->scheme,
                            .secret = who->secret,
                            .public_key = who->public_key,
                            .rights = SIM_RIGHT_READ | SIM_RIGHT_TRADE };
    if (sim_exchange_add_key(at->exchange, &key, &err) != TR_OK)
        fail_msg("%s: %s", who->exchange, err.message);
    assert_int_equal(tr_secret_new(who->secret, strlen(who->secret), &secret), TR_OK);
    tr_exchange_key_options ours = TR_EXCHANGE_KEY_OPTIONS_INIT;
    ours.exchange = who->exchange;
    ours.scheme = who->scheme;
    ours.id = "the-key";
    ours.secret = secret;
    if (tr_exchange_key_new(&ours, &at->key, &err) != TR_OK)
        fail_msg("%s: %s", who->exchange, err.message);
    tr_secret_free(secret);
    ask_well(at, TR_CALL_INSTRUMENTS);
    for (size_t i = 0; i < at->record_count; i++) {
        const tr_instrument *instrument = &at->records[i].as.instrument.instrument;
        if (at->records[i].kind == TR_RECORD_INSTRUMENT &&
            strcmp(instrument->symbol, who->symbol) == 0) {
            assert_true(at->records[i].as.instrument.is_trading);
            at->instrument = *instrument;
        }
    }
    assert_string_equal(at->instrument.symbol, who->symbol);
    at->instruments = (tr__instruments){ &at->instrument, 1 };
}

static void stop(rig *at)
{
    tr_error err = { 0 };
    if (sim_exchange_check(at->exchange, &err) != TR_OK)
        fail_msg("%s: %s", at->account->exchange, err.message);
    tr_exchange_key_free(at->key);
    sim_exchange_free(at->exchange);
}

static tr_status place(rig *at, tr_id id, const tr_order_terms *terms)
{
    tr_exchange_question question = question_of(at, TR_CALL_PLACE);
    question.order_id = id;
    question.terms = terms;
    return ask(at, &question);
}

static tr_order_terms limit_order(tr_side side, const char *quantity, const char *price)
{
    return (tr_order_terms){ .side = side,
                             .type = TR_ORDER_LIMIT,
                             .quantity = { decimal(quantity) },
                             .limit_price = { decimal(price) } };
}

/* By our id, as after a timeout. */
static tr_status look_up(rig *at, tr_id id, const tr_order_record **out)
{
    tr_exchange_question question = question_of(at, TR_CALL_ORDER);
    question.order_id = id;
    tr_status status = ask(at, &question);
    if (status == TR_OK)
        *out = &record_of(at, TR_RECORD_ORDER, 0)->as.order;
    return status;
}

static tr_status cancel(rig *at, tr_id id, const char *exchange_order_id)
{
    tr_exchange_question question = question_of(at, TR_CALL_CANCEL);
    if (strcmp(at->account->exchange, "coinbase") == 0)
        question.exchange_order_id = exchange_order_id;
    else
        question.order_id = id;
    return ask(at, &question);
}

static const sim_order *last_order(const rig *at)
{
    return sim_order_at(at->exchange, sim_order_count(at->exchange) - 1);
}

/* ---- cases: each for every account ----------------------------------------------------------- */

static void market_data(rig *at)
{
    ask_well(at, TR_CALL_TIME);
    int64_t apart = record_of(at, TR_RECORD_TIME, 0)->as.time.at_ns - at->now_ns;
    assert_true(apart <= 0 && apart > -TR_NS_PER_SECOND);
    ask_well(at, TR_CALL_TICKER);
    const tr_ticker *ticker = &record_of(at, TR_RECORD_TICKER, 0)->as.ticker;
    same(at, "last", ticker->last.value, decimal("50000"));
    assert_string_equal(ticker->symbol, at->account->symbol);
    ask_well(at, TR_CALL_BOOK);
    assert_true(record_count_of(at, TR_RECORD_LEVEL) >= 2);
    for (size_t i = 0; i < at->record_count; i++) {
        const tr_market_level *level = &at->records[i].as.level;
        if (at->records[i].kind != TR_RECORD_LEVEL)
            continue;
        assert_int_equal(tr_decimal_compare(level->price.value, decimal("50000")),
                         level->side == TR_SIDE_BUY ? -1 : 1);
        same(at, "quantity of a level", level->quantity.value, decimal("1"));
    }
    tr_exchange_question question = question_of(at, TR_CALL_BARS);
    question.timeframe = (tr_timeframe){ 1, TR_TIMEFRAME_MINUTE };
    question.until_ns = at->now_ns - at->now_ns % TR_NS_PER_MINUTE;
    question.from_ns = question.until_ns - 50 * TR_NS_PER_MINUTE;
    if (strcmp(at->account->exchange, "kraken") == 0)
        question.until_ns = 0; /* it has no end to ask for */
    else if (strcmp(at->account->exchange, "coinbase") != 0)
        question.limit = 50;
    assert_int_equal(ask(at, &question), TR_OK);
    assert_true(record_count_of(at, TR_RECORD_BAR) >= 50);
}

static void account_data(rig *at)
{
    balances_agree(at);
    ask_well(at, TR_CALL_KEY_RIGHTS);
    const tr_key_rights *rights = &record_of(at, TR_RECORD_KEY_RIGHTS, 0)->as.rights;
    assert_true(rights->can_trade && !rights->can_withdraw);
    script(at, "account alice maker=0.001 taker=0.002");
    ask_well(at, TR_CALL_FEES);
    const tr_fees_record *fees = &record_of(at, TR_RECORD_FEES, 0)->as.fees;
    same(at, "maker rate", fees->maker_rate, decimal("0.001"));
    same(at, "taker rate", fees->taker_rate, decimal("0.002"));
}

static void limit_order_life(rig *at)
{
    const tr_order_record *order = NULL;
    char exchange_order_id[TR_LABEL_SIZE];
    tr_id id = tr_id_make(at->now_ns, 7, &at->rng);
    tr_order_terms terms = limit_order(TR_SIDE_BUY, "0.1", "40000");
    assert_int_equal(look_up(at, id, &order), TR_E_NOT_FOUND);
    assert_int_equal(place(at, id, &terms), TR_OK);
    assert_int_equal(look_up(at, id, &order), TR_OK);
    order_agrees(at, order, last_order(at));
    memcpy(exchange_order_id, order->exchange_order_id, sizeof exchange_order_id);
    balances_agree(at);
    ask_well(at, TR_CALL_OPEN_ORDERS);
    assert_int_equal(record_count_of(at, TR_RECORD_ORDER), 1);
    order_agrees(at, &record_of(at, TR_RECORD_ORDER, 0)->as.order, last_order(at));
    assert_int_equal(cancel(at, id, exchange_order_id), TR_OK);
    assert_int_equal(last_order(at)->status, SIM_ORDER_CANCELLED);
    assert_int_equal(look_up(at, id, &order), TR_OK);
    order_agrees(at, order, last_order(at));
    ask_well(at, TR_CALL_OPEN_ORDERS);
    assert_int_equal(record_count_of(at, TR_RECORD_ORDER), 0);
    tr_status again = cancel(at, id, exchange_order_id);
    if (again != TR_E_NOT_FOUND)
        fail_msg("%s: the second cancel: %s (%s %s)", at->account->exchange, tr_status_name(again),
                 at->failure.code, at->failure.text);
    balances_agree(at);
}

static void fills(rig *at)
{
    const tr_order_record *order = NULL;
    tr_id id = tr_id_make(at->now_ns, 7, &at->rng);
    tr_order_terms sell = limit_order(TR_SIDE_SELL, "0.3", "51000");
    script(at, "price %s 50000 depth=0.05 refill=no", at->account->symbol);
    assert_int_equal(place(at, id, &sell), TR_OK);
    script(at, "price %s 51001 depth=0.05", at->account->symbol);
    assert_int_equal(look_up(at, id, &order), TR_OK);
    assert_int_equal(state_of(last_order(at)), TR_STATE_PARTLY_FILLED);
    order_agrees(at, order, last_order(at));
    script(at, "price %s 53000 depth=2 refill=yes", at->account->symbol);
    assert_int_equal(look_up(at, id, &order), TR_OK);
    assert_int_equal(order->state, TR_STATE_FILLED);
    order_agrees(at, order, last_order(at));
    tr_order_terms market = { .side = TR_SIDE_SELL,
                              .type = TR_ORDER_MARKET,
                              .quantity = { decimal("0.2") } };
    id = tr_id_make(at->now_ns, 7, &at->rng);
    assert_int_equal(place(at, id, &market), TR_OK);
    assert_int_equal(look_up(at, id, &order), TR_OK);
    order_agrees(at, order, last_order(at));
    balances_agree(at);
    ask_well(at, TR_CALL_FILLS);
    size_t truth = sim_fill_count(at->exchange), matched = 0;
    assert_int_equal(record_count_of(at, TR_RECORD_FILL), truth);
    for (size_t i = 0; i < truth; i++) {
        const sim_fill *wanted = sim_fill_at(at->exchange, i);
        for (size_t k = 0; k < at->record_count; k++) {
            const tr_execution *ours = &at->records[k].as.fill;
            if (at->records[k].kind != TR_RECORD_FILL ||
                tr_decimal_compare(ours->price.value, wanted->price) != 0 ||
                tr_decimal_compare(ours->quantity.value, wanted->quantity) != 0 || !ours->has_fee ||
                tr_decimal_compare(ours->fee.value, wanted->fee) != 0 ||
                strcmp(ours->fee_asset, wanted->fee_asset) != 0 || ours->side != wanted->side ||
                ours->liquidity != (wanted->is_maker ? TR_LIQUIDITY_MAKER : TR_LIQUIDITY_TAKER))
                continue;
            matched++;
            break;
        }
    }
    if (matched != truth)
        fail_msg("%s: %zu of %zu fills agree: %s", at->account->exchange, matched, truth,
                 at->answer.bytes);
}

static void refusals(rig *at)
{
    tr_id id = tr_id_make(at->now_ns, 7, &at->rng);
    tr_order_terms much = limit_order(TR_SIDE_BUY, "50", "40000");
    assert_int_not_equal(place(at, id, &much), TR_OK);
    if (at->failure.fault != TR_FAULT_FUNDS || !at->failure.is_certain)
        fail_msg("%s: %s: %s %s", at->account->exchange, tr_fault_name(at->failure.fault),
                 at->failure.code, at->failure.text);
    tr_order_terms terms = limit_order(TR_SIDE_BUY, "0.1", "40000");
    size_t before = sim_order_count(at->exchange);
    assert_int_equal(place(at, id, &terms), TR_OK);
    /* The same id again: refused, or answered with the first order; never a second one. */
    tr_status again = place(at, id, &terms);
    if (strcmp(at->account->exchange, "coinbase") == 0)
        assert_int_equal(again, TR_OK);
    else
        assert_int_not_equal(again, TR_OK);
    assert_int_equal(sim_order_count(at->exchange), before + 1);
    /* What the exchange says of overload and of timeouts is understood for what it is. */
    id = tr_id_make(at->now_ns, 7, &at->rng);
    script(at, "fault timeout executed=yes on=place");
    tr_status status = place(at, id, &terms);
    if (status != TR_E_UNKNOWN_OUTCOME)
        fail_msg("%s: a timeout reads as %s: %s %s", at->account->exchange, tr_status_name(status),
                 at->failure.code, at->failure.text);
    script(at, "fault rate_limit on=place");
    assert_int_not_equal(place(at, tr_id_make(at->now_ns, 7, &at->rng), &terms), TR_OK);
    assert_int_equal(at->failure.fault, TR_FAULT_RATE);
    assert_int_equal(sim_order_count(at->exchange), before + 2);
}

/* A changed byte anywhere in what is signed, or another secret, ends at the door. */
static void forgeries(rig *at)
{
    tr_exchange_question question = question_of(at, TR_CALL_PLACE);
    tr_order_terms terms = limit_order(TR_SIDE_BUY, "0.1", "40000");
    question.order_id = tr_id_make(at->now_ns, 7, &at->rng);
    question.terms = &terms;
    const tr__endpoint *endpoint = tr__adapter_endpoint(at->adapter, TR_KIND_SPOT, TR_CALL_PLACE);
    bool has_body_signed = at->account->scheme == TR_KEY_HMAC ||
                           strcmp(at->account->exchange, "coinbase") != 0; /* tokens leave it out */
    sign(at, &question, endpoint);
    for (size_t i = 0; has_body_signed && i < at->ready.body_size; i += 3) {
        char body[4096];
        memcpy(body, at->ready.body, at->ready.body_size);
        body[i] ^= 4;
        tr_signed_request forged = at->ready;
        forged.body = body;
        assert_int_equal(sim_exchange_answer_signed(at->exchange, &forged, at->now_ns, &at->answer),
                         TR_OK);
        if (at->answer.is_executed)
            fail_msg("%s: byte %zu was changed: %s", at->account->exchange, i, body);
    }
    for (size_t i = 0; i < at->ready.header_count; i++) {
        char value[2048];
        size_t length = strlen(at->ready.headers[i].value);
        if (strcmp(at->ready.headers[i].name, "Content-Type") == 0)
            continue;
        for (size_t k = 0; k < length; k++) {
            memcpy(value, at->ready.headers[i].value, length + 1);
            value[k] ^= 1;
            bool is_same_number = strstr(at->ready.headers[i].name, "WINDOW") != NULL;
            tr_signed_request forged = at->ready;
            forged.headers[i].value = value;
            assert_int_equal(
                sim_exchange_answer_signed(at->exchange, &forged, at->now_ns, &at->answer), TR_OK);
            if (at->answer.is_executed && !is_same_number)
                fail_msg("%s: %s was changed: %s", at->account->exchange, at->ready.headers[i].name,
                         value);
        }
    }
    assert_int_equal(sim_order_count(at->exchange), 0);
    assert_int_equal(send(at, &question, endpoint), TR_OK); /* untouched it is taken */
    assert_int_equal(sim_order_count(at->exchange), 1);
    /* Too late, or too early, it is not. */
    for (int i = 0; i < 2; i++) {
        bool is_timeless = strcmp(at->account->exchange, "kraken") == 0;
        question.order_id = tr_id_make(at->now_ns, 7, &at->rng);
        sign(at, &question, endpoint);
        script(at, i == 0 ? "clock 130000" : "clock -260000");
        assert_int_equal(
            sim_exchange_answer_signed(at->exchange, &at->ready, at->now_ns, &at->answer), TR_OK);
        if (!is_timeless && at->answer.is_executed)
            fail_msg("%s: taken with the clock %s", at->account->exchange,
                     i == 0 ? "ahead" : "behind");
    }
    script(at, "clock 130000");
    /* Kraken's requests have no time but an order: the one before does not come again. */
    at->nonce -= 2;
    sign(at, &question, endpoint);
    assert_int_equal(sim_exchange_answer_signed(at->exchange, &at->ready, at->now_ns, &at->answer),
                     TR_OK);
    assert_false(strcmp(at->account->exchange, "kraken") == 0 && at->answer.is_executed);
    at->nonce += 2;
}

static void for_each_account(void (*check)(rig *at))
{
    rig *at = malloc(sizeof *at);
    assert_non_null(at);
    for (size_t i = 0; i < ACCOUNT_COUNT; i++) {
        start(at, &accounts[i]);
        check(at);
        stop(at);
    }
    free(at);
}

static void market_data_is_understood(void **state)
{
    (void)state;
    for_each_account(market_data);
}

static void balances_rights_and_fees_are_understood(void **state)
{
    (void)state;
    for_each_account(account_data);
}

static void limit_order_is_followed_through_its_life(void **state)
{
    (void)state;
    for_each_account(limit_order_life);
}

static void fills_are_those_of_the_ledger(void **state)
{
    (void)state;
    for_each_account(fills);
}

static void refusals_are_understood(void **state)
{
    (void)state;
    for_each_account(refusals);
}

static void forged_late_and_repeated_requests_are_refused(void **state)
{
    (void)state;
    for_each_account(forgeries);
}

/* ---- by chance: every dialect, every fault, and the sums hold -------------------------------- */

static void chance(rig *at, uint64_t seed)
{
    tr_id ids[16];
    for (size_t i = 0; i < 16; i++)
        ids[i] = tr_id_make(at->now_ns, (uint16_t)seed, &at->rng);
    script(at, "seed %llu\nchaos 250", (unsigned long long)seed);
    for (int step = 0; step < 80; step++) {
        char quantity[32], price[32];
        (void)snprintf(quantity, sizeof quantity, "0.%04d", 1 + (int)tr_rng_below(&at->rng, 9999));
        (void)snprintf(price, sizeof price, "%d", 49900 + (int)tr_rng_below(&at->rng, 200));
        tr_order_terms terms = limit_order(
            tr_rng_below(&at->rng, 2) == 0 ? TR_SIDE_BUY : TR_SIDE_SELL, quantity, price);
        static const tr_call calls[] = { TR_CALL_PLACE, TR_CALL_ORDER, TR_CALL_OPEN_ORDERS,
                                         TR_CALL_BALANCES, TR_CALL_FILLS };
        tr_exchange_question question = question_of(at, calls[tr_rng_below(&at->rng, 5)]);
        if (question.call == TR_CALL_PLACE || question.call == TR_CALL_ORDER)
            question.order_id = ids[tr_rng_below(&at->rng, 16)];
        if (question.call == TR_CALL_PLACE)
            question.terms = &terms;
        at->now_ns += 1 + (int64_t)tr_rng_below(&at->rng, 4000) * TR_NS_PER_MS;
        sign(at, &question, tr__adapter_endpoint(at->adapter, TR_KIND_SPOT, question.call));
        assert_int_equal(
            sim_exchange_answer_signed(at->exchange, &at->ready, at->now_ns, &at->answer), TR_OK);
        assert_true(at->answer.sent_size <= at->answer.size);
        if (tr_rng_below(&at->rng, 8) == 0)
            script(at, "price %s %s depth=0.3", at->account->symbol, price);
        tr_error err = { 0 };
        if (sim_exchange_check(at->exchange, &err) != TR_OK)
            fail_msg("%s, seed %llu, step %d: %s", at->account->exchange, (unsigned long long)seed,
                     step, err.message);
    }
    script(at, "clear");
}

static void sums_hold_in_every_dialect(void **state)
{
    rig *at = malloc(sizeof *at);
    (void)state;
    assert_non_null(at);
    for (uint64_t seed = 1; seed <= 10; seed++)
        for (size_t i = 0; i < ACCOUNT_COUNT; i++) {
            if (accounts[i].scheme != TR_KEY_HMAC)
                continue;
            start(at, &accounts[i]);
            chance(at, seed);
            stop(at);
        }
    free(at);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(market_data_is_understood),
        cmocka_unit_test(balances_rights_and_fees_are_understood),
        cmocka_unit_test(limit_order_is_followed_through_its_life),
        cmocka_unit_test(fills_are_those_of_the_ledger),
        cmocka_unit_test(refusals_are_understood),
        cmocka_unit_test(forged_late_and_repeated_requests_are_refused),
        cmocka_unit_test(sums_hold_in_every_dialect),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
