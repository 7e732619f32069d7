/* script.c: the lines of a script. README.md says what they mean. */
#include "state.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <trade/time.h>

#define LINE_SIZE 8192
#define WORD_MAX  24

typedef struct line {
    sim_exchange *exchange;
    char *words[WORD_MAX];
    size_t count;
    const char *wrong; /* what cannot be taken; NULL: all is well */
} line;

/* ---- words ----------------------------------------------------------------------------------- */

/* What stands behind "name=", or NULL. */
static const char *option(const line *at, const char *name)
{
    size_t length = strlen(name);
    for (size_t i = 1; i < at->count; i++)
        if (strncmp(at->words[i], name, length) == 0 && at->words[i][length] == '=')
            return at->words[i] + length + 1;
    return NULL;
}

/* The plain word of that place, counted from 1 behind the verb. */
static const char *argument(line *at, size_t index)
{
    if (index < at->count && strchr(at->words[index], '=') == NULL)
        return at->words[index];
    at->wrong = "a word is missing";
    return "";
}

static tr_decimal decimal(line *at, const char *text)
{
    tr_decimal value = { 0 };
    if (tr_decimal_parse(text, strlen(text), &value) != TR_OK)
        at->wrong = "a number cannot be read";
    return value;
}

static int64_t integer(line *at, const char *name, int64_t initial, int64_t min, int64_t max)
{
    const char *text = option(at, name);
    int64_t value = initial;
    if (text != NULL && tr_decimal_to_int(decimal(at, text), &value) != TR_OK)
        at->wrong = "a number is not whole";
    if (value < min || value > max)
        at->wrong = "a number is out of range";
    return value;
}

static bool yes(line *at, const char *name, bool initial)
{
    const char *text = option(at, name);
    if (text == NULL)
        return initial;
    if (strcmp(text, "yes") != 0 && strcmp(text, "no") != 0)
        at->wrong = "yes or no is wanted";
    return strcmp(text, "yes") == 0;
}

static sim_market *market(line *at)
{
    sim_market *found = sim_market_find(at->exchange, argument(at, 1));
    if (found == NULL)
        at->wrong = "no such instrument";
    return found;
}

static bool is_number_of(const char *const text, const char *(*name_of)(int), int *out)
{
    for (int i = 0; name_of(i) != NULL; i++)
        if (strcmp(name_of(i), text) == 0) {
            *out = i;
            return true;
        }
    return false;
}

static const char *fault_name(int kind)
{
    return sim_fault_name((sim_fault_kind)kind);
}

static const char *operation_name(int operation)
{
    return sim_operation_name((sim_operation)operation);
}

/* ---- verbs ----------------------------------------------------------------------------------- */

static void run_account(line *at)
{
    uint32_t index = 0;
    sim_account *account = sim_account_make(at->exchange, argument(at, 1), &index);
    tr_decimal grid = { 1000000000000, 0 }, one = tr_decimal_from_int(1);
    const char *maker = option(at, "maker"), *taker = option(at, "taker");
    if (account == NULL || index == SIM_HOUSE) {
        at->wrong = "too many accounts, too long a name, or the makers' own";
        return;
    }
    tr_decimal rates[] = { maker == NULL ? account->maker_rate : decimal(at, maker),
                           taker == NULL ? account->taker_rate : decimal(at, taker) };
    for (int i = 0; i < 2; i++)
        if (!tr_decimal_is_multiple(rates[i], grid) || tr_decimal_sign(rates[i]) < 0 ||
            !sim_is_less(rates[i], one))
            at->wrong = "a fee rate is 0 to below 1, with at most six decimals";
    if (sim_is_less(rates[1], rates[0]))
        at->wrong = "makers do not pay more than takers here";
    if (at->wrong != NULL)
        return;
    account->maker_rate = rates[0];
    account->taker_rate = rates[1];
}

static void pem_of(const char *base64, char *out, size_t size)
{
    int used = snprintf(out, size, "-----BEGIN PUBLIC KEY-----\n");
    for (size_t i = 0, length = strlen(base64); i < length && used > 0 && (size_t)used < size;
         i += 64)
        used += snprintf(out + used, size - (size_t)used, "%.64s\n", base64 + i);
    if (used > 0 && (size_t)used < size)
        (void)snprintf(out + used, size - (size_t)used, "-----END PUBLIC KEY-----\n");
}

static unsigned rights_of(line *at)
{
    const char *text = option(at, "rights");
    unsigned rights = 0;
    if (text == NULL)
        return SIM_RIGHT_READ | SIM_RIGHT_TRADE;
    static const struct {
        const char *name;
        unsigned bit;
    } names[] = { { "read", SIM_RIGHT_READ },
                  { "trade", SIM_RIGHT_TRADE },
                  { "withdraw", SIM_RIGHT_WITHDRAW } };
    for (const char *word = text; *word != '\0';) {
        size_t length = strcspn(word, ","), found = 3;
        for (size_t i = 0; i < 3; i++)
            if (strlen(names[i].name) == length && strncmp(names[i].name, word, length) == 0)
                found = i;
        if (found == 3)
            at->wrong = "rights are read, trade and withdraw";
        else
            rights |= names[found].bit;
        word += length + (word[length] == ',');
    }
    return rights;
}

static void run_key(line *at)
{
    static const char *const schemes[] = { "hmac", "rsa", "ed25519", "es256" };
    char pem[2048];
    const char *scheme = option(at, "scheme"), *public_key = option(at, "public");
    sim_key_options options = { .account = argument(at, 1),
                                .id = option(at, "id"),
                                .secret = option(at, "secret"),
                                .rights = rights_of(at) };
    int found = scheme == NULL ? 0 : -1;
    for (int i = 0; i < 4 && found < 0; i++)
        if (strcmp(schemes[i], scheme) == 0)
            found = i;
    if (found < 0)
        at->wrong = "schemes are hmac, rsa, ed25519 and es256";
    if (at->wrong != NULL)
        return;
    if (public_key != NULL) {
        pem_of(public_key, pem, sizeof pem);
        options.public_key = pem;
    }
    options.scheme = (tr_key_scheme)found;
    if (sim_exchange_add_key(at->exchange, &options, NULL) != TR_OK)
        at->wrong = "the exchange does not take this key";
}

static void run_fund(line *at)
{
    uint32_t index = 0;
    const char *name = argument(at, 1), *asset = argument(at, 2);
    const char *wallet = option(at, "wallet");
    tr_decimal amount = decimal(at, argument(at, 3));
    bool is_margin = wallet != NULL && strcmp(wallet, "margin") == 0;
    if (wallet != NULL && (!(is_margin || strcmp(wallet, "spot") == 0) || !at->exchange->shape->has_swaps))
        at->wrong = "wallets are spot and margin, where there are swaps";
    if (at->wrong != NULL)
        return;
    if (sim_account_find(at->exchange, name, &index) == NULL || index == SIM_HOUSE)
        at->wrong = "no such account";
    else if (sim_account_fund(at->exchange, index, asset, is_margin, amount) != TR_OK)
        at->wrong = "too many assets, or more or less than an account can hold";
}

static void run_instrument(line *at)
{
    const char *symbol = argument(at, 1), *id = option(at, "id");
    const char *texts[] = { option(at, "tick"), option(at, "lot"), option(at, "min"),
                            option(at, "max"), option(at, "notional_min") };
    tr_instrument made = { .kind = TR_KIND_SPOT, .multiplier = tr_decimal_from_int(1) };
    tr_decimal *values[] = { &made.tick, &made.lot, &made.quantity_min, &made.quantity_max,
                             &made.notional_min };
    tr_symbol_parts parts;
    if (id == NULL || strlen(id) >= sizeof made.exchange_symbol ||
        tr_symbol_parse(symbol, strlen(symbol), &parts, NULL) != TR_OK ||
        tr_symbol_format(&parts, made.symbol, sizeof made.symbol) == TR_E_FULL)
        at->wrong = "a symbol like BTC/USDT and id= are wanted";
    for (int i = 0; i < 5; i++)
        if (texts[i] != NULL)
            *values[i] = decimal(at, texts[i]);
    if (at->wrong != NULL)
        return;
    memcpy(made.exchange, at->exchange->shape->name, strlen(at->exchange->shape->name) + 1);
    memcpy(made.exchange_symbol, id, strlen(id) + 1);
    memcpy(made.base, parts.base, sizeof made.base);
    memcpy(made.quote, parts.quote, sizeof made.quote);
    memcpy(made.settle, parts.quote, sizeof made.settle);
    made.kind = parts.kind;
    if (made.kind == TR_KIND_LINEAR && strcmp(parts.settle, parts.quote) != 0)
        at->wrong = "a linear swap is settled in what it is quoted in";
    if (at->wrong != NULL)
        return;
    if (sim_market_add(at->exchange, &made, NULL) != TR_OK)
        at->wrong = "the instrument cannot be added";
}

static void run_price(line *at)
{
    sim_market *of = market(at);
    if (of == NULL)
        return;
    tr_decimal price = decimal(at, argument(at, 2));
    const char *depth_text = option(at, "depth");
    tr_decimal depth = depth_text == NULL ? of->depth : decimal(at, depth_text);
    int64_t spread = integer(at, "spread", of->spread_ticks, 1, 1000000);
    bool is_refilled = yes(at, "refill", of->is_refilled);
    if (tr_decimal_sign(depth) < 0 || sim_is_less(tr_decimal_from_int(1000000), depth))
        at->wrong = "a depth is 0 to 1000000";
    if (at->wrong != NULL)
        return;
    of->depth = depth;
    of->spread_ticks = spread;
    of->is_refilled = is_refilled;
    if (sim_market_set_price(at->exchange, of, price) != TR_OK)
        at->wrong = "the price is off the tick or out of range";
}

/* Everybody who holds something pays or is paid, now. */
static void run_funding(line *at)
{
    sim_market *of = market(at);
    tr_decimal rate = decimal(at, argument(at, 2)), grid = { 1000000000000, 0 };
    tr_decimal most = tr_decimal_from_int(1), least = tr_decimal_from_int(-1);
    if (of != NULL && !sim_is_swap(of))
        at->wrong = "only swaps are funded";
    if (!tr_decimal_is_multiple(rate, grid) || !sim_is_less(rate, most) || !sim_is_less(least, rate))
        at->wrong = "a funding rate is between -1 and 1, with at most six decimals";
    if (at->wrong == NULL)
        sim_swap_fund(at->exchange, of, rate);
}

static void run_history(line *at)
{
    sim_market *of = market(at);
    int64_t minutes = 0;
    if (tr_decimal_to_int(decimal(at, argument(at, 2)), &minutes) != TR_OK || minutes < 1 ||
        minutes > SIM_BAR_MAX / 2)
        at->wrong = "1 to 10000 minutes are wanted";
    if (at->wrong == NULL)
        sim_market_invent(at->exchange, of, (uint32_t)minutes);
}

static void run_halt(line *at)
{
    sim_market *of = market(at);
    if (at->wrong == NULL)
        of->is_halted = true;
}

static void run_resume(line *at)
{
    sim_market *of = market(at);
    if (at->wrong == NULL)
        of->is_halted = false;
}

static void run_fault(line *at)
{
    sim_fault fault = SIM_FAULT_INIT;
    int kind = 0, on = 0;
    const char *operation = option(at, "on");
    if (!is_number_of(argument(at, 1), fault_name, &kind) || kind == SIM_FAULT_NONE)
        at->wrong = "no such fault";
    if (operation != NULL && !is_number_of(operation, operation_name, &on))
        at->wrong = "no such kind of request behind on=";
    fault.kind = (sim_fault_kind)kind;
    fault.on = (sim_operation)on;
    fault.skip = (uint32_t)integer(at, "skip", 0, 0, 1000000);
    fault.times = (uint32_t)integer(at, "times", 1, 1, 1000000);
    fault.ms = integer(at, "ms", fault.ms, -86400000, 86400000);
    fault.at = integer(at, "at", -1, -1, 1 << 24);
    fault.code = (int)integer(at, "code", 0, 0, 599);
    fault.retry_s = integer(at, "retry", 1, 0, 86400);
    fault.size = (uint32_t)integer(at, "size", 16, 1, 1 << 20);
    fault.is_executed = yes(at, "executed", false);
    if (fault.ms < 0 && fault.kind != SIM_FAULT_CLOCK_JUMP)
        at->wrong = "only the clock goes back";
    if (at->exchange->fault_count == SIM_FAULT_MAX)
        at->wrong = "too many faults wait";
    if (at->wrong == NULL)
        at->exchange->faults[at->exchange->fault_count++] = fault;
}

static void run_chaos(line *at)
{
    int64_t per_mille = 0;
    uint32_t kinds = 0;
    const char *text = option(at, "kinds");
    if (tr_decimal_to_int(decimal(at, argument(at, 1)), &per_mille) != TR_OK || per_mille < 0 ||
        per_mille > 1000)
        at->wrong = "0 to 1000 per mille are wanted";
    for (const char *word = text; word != NULL && *word != '\0';) {
        char name[32];
        int kind = 0;
        size_t length = strcspn(word, ",");
        (void)snprintf(name, sizeof name, "%.*s", (int)length, word); /* a longer one is none */
        if (!is_number_of(name, fault_name, &kind) || kind == SIM_FAULT_NONE)
            at->wrong = "no such fault";
        kinds |= 1u << kind;
        word += length + (word[length] == ',');
    }
    if (at->wrong != NULL)
        return;
    at->exchange->chaos_per_mille = (uint32_t)per_mille;
    at->exchange->chaos_kinds = text == NULL ? (1u << SIM_FAULT_KIND_COUNT) - 2 : kinds;
}

static void run_seed(line *at)
{
    int64_t seed = 0;
    if (tr_decimal_to_int(decimal(at, argument(at, 1)), &seed) != TR_OK)
        at->wrong = "a whole number is wanted";
    if (at->wrong == NULL)
        tr_rng_init(&at->exchange->rng, (uint64_t)seed);
}

static void run_clear(line *at)
{
    at->exchange->fault_count = 0;
    at->exchange->chaos_per_mille = 0;
}

static void run_clock(line *at)
{
    int64_t ms = 0;
    if (tr_decimal_to_int(decimal(at, argument(at, 1)), &ms) != TR_OK || ms < -86400000 ||
        ms > 86400000)
        at->wrong = "up to a day of milliseconds is wanted";
    if (at->wrong == NULL)
        at->exchange->clock_offset_ns += ms * TR_NS_PER_MS;
}

static void run_limit(line *at)
{
    int64_t weight = integer(at, "weight", at->exchange->weight_max, 0, 1000000000);
    int64_t orders = integer(at, "orders", at->exchange->orders_max, 0, 1000000000);
    if (at->wrong != NULL)
        return;
    at->exchange->weight_max = (uint32_t)weight;
    at->exchange->orders_max = (uint32_t)orders;
}

static void run_lag(line *at)
{
    int64_t fresh = integer(at, "new", at->exchange->lag_new_ns / TR_NS_PER_MS, 0, 86400000);
    int64_t ended = integer(at, "ended", at->exchange->lag_ended_ns / TR_NS_PER_MS, 0, 86400000);
    if (at->wrong != NULL)
        return;
    at->exchange->lag_new_ns = fresh * TR_NS_PER_MS;
    at->exchange->lag_ended_ns = ended * TR_NS_PER_MS;
}

static const struct {
    const char *name;
    const char *options; /* that it takes, each between blanks */
    size_t argument_count;
    void (*run)(line *at);
} verbs[] = {
    { "account", " maker taker ", 1, run_account },
    { "key", " id scheme secret public rights ", 1, run_key },
    { "fund", " wallet ", 3, run_fund },
    { "funding", " ", 2, run_funding },
    { "instrument", " id tick lot min max notional_min ", 1, run_instrument },
    { "price", " depth spread refill ", 2, run_price },
    { "history", " ", 2, run_history },
    { "halt", " ", 1, run_halt },
    { "resume", " ", 1, run_resume },
    { "fault", " on skip times ms at code retry size executed ", 1, run_fault },
    { "chaos", " kinds ", 1, run_chaos },
    { "seed", " ", 1, run_seed },
    { "clear", " ", 0, run_clear },
    { "clock", " ", 1, run_clock },
    { "limit", " weight orders ", 0, run_limit },
    { "lag", " new ended ", 0, run_lag },
};

/* ---- lines ----------------------------------------------------------------------------------- */

/* Every word behind the verb is one of its arguments or options. */
static void check_words(line *at, size_t verb)
{
    for (size_t i = 1; i < at->count; i++) {
        char name[64];
        size_t length = strcspn(at->words[i], "=");
        bool is_option = at->words[i][length] == '=';
        (void)snprintf(name, sizeof name, " %.*s ", (int)(length < 60 ? length : 60), at->words[i]);
        if (!is_option ? i > verbs[verb].argument_count : strstr(verbs[verb].options, name) == NULL)
            at->wrong = "a word too many";
    }
}

static void run_line(line *at)
{
    for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++) {
        if (strcmp(verbs[i].name, at->words[0]) != 0)
            continue;
        check_words(at, i);
        if (at->wrong == NULL)
            verbs[i].run(at);
        return;
    }
    at->wrong = "no such word to begin a line";
}

tr_status sim_exchange_script(sim_exchange *exchange, const char *text, size_t size, int64_t now_ns,
                              tr_error *err)
{
    char buffer[LINE_SIZE];
    unsigned number = 0;
    if (now_ns > exchange->now_ns)
        (void)sim_exchange_advance(exchange,
                                   now_ns); /* what cannot be answered has no one waiting */
    for (size_t from = 0; from < size;) {
        const char *stop = memchr(text + from, '\n', size - from);
        size_t length = stop == NULL ? size - from : (size_t)(stop - text) - from;
        line at = { .exchange = exchange };
        number++;
        if (length >= sizeof buffer) {
            at.wrong = "it is too long";
        } else {
            char *rest = NULL;
            memcpy(buffer, text + from, length);
            buffer[length] = '\0';
            for (char *word = strtok_r(buffer, " \t\r", &rest); word != NULL && word[0] != '#';
                 word = strtok_r(NULL, " \t\r", &rest)) {
                if (at.count == WORD_MAX) {
                    at.wrong = "it has too many words";
                    break;
                }
                at.words[at.count++] = word;
            }
            if (at.count > 0 && at.wrong == NULL)
                run_line(&at);
        }
        if (at.wrong != NULL) {
            if (err != NULL) {
                err->status = TR_E_PARSE;
                err->native_code = 0;
                (void)snprintf(err->message, sizeof err->message, "line %u: %s", number, at.wrong);
            }
            return TR_E_PARSE;
        }
        from += length + 1;
    }
    return exchange->is_out_of_memory ? TR_E_NO_MEMORY : TR_OK;
}
