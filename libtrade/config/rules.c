/* rules.c: what no single key can tell: rules between keys. */
#include "config/loaded.h"

#include <string.h>

/* Bytes: what nobody tries out at a hundred alerts an hour and address, nor from many addresses. */
#define WEBHOOK_SECRET_SIZE_MIN 16

static const tr__slot *get(const tr_config *config, const char *path)
{
    return tr__config_slot(config, path);
}

static bool is_true(const tr__slot *slot)
{
    return slot != NULL && slot->has_value && slot->value.number != 0;
}

static bool has(const tr__slot *slot)
{
    return slot != NULL && slot->has_value;
}

/* The neighbour of `slot` in its section: "live" -> "api_key". */
static const tr__slot *beside(const tr_config *config, const tr__slot *slot, const char *pattern)
{
    bool is_other = false;
    const tr__config_key *key = tr__schema_find(pattern, &is_other);
    return key != NULL ? tr__config_named_slot(config, key, slot->name) : NULL;
}

static void check_certificate(const tr_config *config, tr__problems *problems)
{
    const tr__slot *certificate = get(config, "web_server.ssl_certfile");
    const tr__slot *key = get(config, "web_server.ssl_keyfile");
    if (has(certificate) && !has(key))
        tr__problem_error(problems, TR_E_PARSE, &certificate->place, certificate->path,
                          "a certificate needs web_server.ssl_keyfile as well");
    if (has(key) && !has(certificate))
        tr__problem_error(problems, TR_E_PARSE, &key->place, key->path,
                          "a key needs web_server.ssl_certfile as well");
}

static void check_live(const tr_config *config, const tr__slot *live, tr__problems *problems)
{
    static const char *const needed[] = { "exchanges.*.api_key", "exchanges.*.secret" };
    /* Without any part of a key here, the keystore has it; half of one here is a mistake all the same. */
    if (has(get(config, "keystore.file")) && has(get(config, "keystore.passphrase_file")) &&
        !has(beside(config, live, needed[0])) && !has(beside(config, live, needed[1])))
        return;
    for (size_t i = 0; i < sizeof needed / sizeof needed[0]; i++) {
        const tr__slot *slot = beside(config, live, needed[i]);
        if (!has(slot))
            tr__problem_error(problems, TR_E_PARSE, &live->place, live->path,
                              "live trading needs %s, from the environment or the keystore",
                              slot != NULL ? slot->path : needed[i]);
    }
}

static void check_exchanges(const tr_config *config, tr__problems *problems)
{
    bool is_any_live = false;
    for (size_t i = 0; i < config->count; i++) {
        const tr__slot *slot = &config->slots[i];
        if (strcmp(slot->key->path, "exchanges.*.live") != 0 || !is_true(slot))
            continue;
        is_any_live = true;
        check_live(config, slot, problems);
    }
    const tr__slot *paper = get(config, "paper.enabled");
    if (!is_any_live && !is_true(paper))
        tr__problem_warning(
            problems, &paper->place, paper->path,
            "paper trading is off and no exchange is live: every order will be refused");
}

static void check_price(const tr_config *config, const tr__slot *symbol, tr__problems *problems)
{
    const tr__slot *source = beside(config, symbol, "paper.prices.0.source");
    const char *kind = has(source) ? source->value.text : "push";
    if (!has(symbol)) {
        tr__place place = { .source = source->place.source, .line = source->place.line };
        for (size_t i = 0; i < config->count; i++)
            if (config->slots[i].group == symbol->group &&
                config->slots[i].ordinal == symbol->ordinal &&
                config->slots[i].layer != TR__LAYER_DEFAULT)
                place = config->slots[i].place;
        tr__problem_error(problems, TR_E_PARSE, &place, symbol->path, "is needed");
        return;
    }
    if (strcmp(kind, "replay") == 0 && !has(beside(config, symbol, "paper.prices.0.file")))
        tr__problem_error(problems, TR_E_PARSE, &source->place, source->path,
                          "a replay needs its file as well");
    if (strcmp(kind, "fixed") == 0 && !has(beside(config, symbol, "paper.prices.0.price")))
        tr__problem_error(problems, TR_E_PARSE, &source->place, source->path,
                          "a fixed price needs its price as well");
    for (size_t i = 0; i < config->count; i++) {
        const tr__slot *other = &config->slots[i];
        if (other->key == symbol->key && other->ordinal < symbol->ordinal && has(other) &&
            strcmp(other->value.text, symbol->value.text) == 0)
            tr__problem_error(problems, TR_E_PARSE, &symbol->place, symbol->path,
                              "%s has its prices at %s already", symbol->value.text, other->path);
    }
}

static void check_sizing(const tr_config *config, const tr__slot *quantity, tr__problems *problems)
{
    const tr__slot *share = beside(config, quantity, "tradingview.sizing.x.equity_share");
    if (has(quantity) && has(share))
        tr__problem_error(problems, TR_E_PARSE, &share->place, share->path,
                          "cannot stand beside %s: either one", quantity->path);
}

/* A guard of a name that nobody has would guard nothing. */
static void check_stop_guard(const tr__slot *count, tr__problems *problems)
{
    if (strcmp(count->name, "account") != 0 && strcmp(count->name, "strategy") != 0 &&
        strcmp(count->name, "symbol") != 0)
        tr__problem_error(problems, TR_E_PARSE, &count->place, count->path,
                          "guards nothing: allowed are account, strategy and symbol");
}

static bool is_loopback(const char *host)
{
    return strncmp(host, "127.", 4) == 0 || strcmp(host, "::1") == 0 ||
           strcmp(host, "localhost") == 0;
}

/* Whoever guesses it trades on the account. */
static void check_webhook_secret(const tr_config *config, tr__problems *problems)
{
    const tr__slot *secret = get(config, "tradingview.webhook_secret");
    size_t size = 0;
    if (!has(secret))
        return;
    (void)tr_secret_bytes(secret->value.secret, &size);
    if (size < WEBHOOK_SECRET_SIZE_MIN)
        tr__problem_warning(problems, &secret->place, secret->path,
                            "is short enough to be guessed: take %d characters or more",
                            WEBHOOK_SECRET_SIZE_MIN);
}

static void check_production(const tr_config *config, tr__problems *problems)
{
    if (!tr_config_is_production(config))
        return;
    const tr__slot *secret = get(config, "tradingview.webhook_secret");
    const tr__slot *host = get(config, "web_server.host");
    if (!has(secret))
        tr__problem_warning(problems, &secret->place, secret->path,
                            "is unset: the webhook will answer 503");
    if (!is_loopback(host->value.text) && !has(get(config, "web_server.ssl_certfile")))
        tr__problem_warning(problems, &host->place, host->path,
                            "%s is reached from the network without TLS: set ssl_certfile and "
                            "ssl_keyfile, or put a proxy before it",
                            host->value.text);
}

void tr__config_check_rules(const tr_config *config, tr__problems *problems)
{
    check_certificate(config, problems);
    check_exchanges(config, problems);
    check_webhook_secret(config, problems);
    for (size_t i = 0; i < config->count; i++) {
        const tr__slot *slot = &config->slots[i];
        if (strcmp(slot->key->path, "paper.prices.#.symbol") == 0)
            check_price(config, slot, problems);
        else if (strcmp(slot->key->path, "tradingview.sizing.*.quantity") == 0)
            check_sizing(config, slot, problems);
        else if (strcmp(slot->key->path, "risk.stop_guard.*.count") == 0)
            check_stop_guard(slot, problems);
    }
    check_production(config, problems);
}
