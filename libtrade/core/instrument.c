/* instrument.c: an instrument's own rules, its value formula, and which one a text means. */
#include <trade/instrument.h>

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "core/ascii.h"
#include "core/fail.h"

#define KNOWN_SHOWN_MAX 6 /* symbols that a message names */
#define TEXT_SHOWN_MAX 80

/* ---- the fields against each other ------------------------------------------------------------ */

static bool is_terminated(const char *text, size_t size)
{
    return memchr(text, '\0', size) != NULL;
}

static bool is_exchange_name(const char *text)
{
    size_t length = strlen(text);
    for (size_t i = 0; i < length; i++)
        if (!tr__ascii_is_alphanumeric(text[i]) && text[i] != '_')
            return false;
    for (size_t i = 0; i < length; i++)
        if (text[i] != tr__ascii_lower(text[i]))
            return false;
    return length > 0;
}

static tr_symbol_parts parts_of(const tr_instrument *instrument)
{
    tr_symbol_parts parts = { .kind = instrument->kind,
                              .expiry_day = instrument->expiry_day,
                              .strike = instrument->strike,
                              .is_call = instrument->is_call };
    memcpy(parts.exchange, instrument->exchange, sizeof parts.exchange);
    memcpy(parts.base, instrument->base, sizeof parts.base);
    memcpy(parts.quote, instrument->quote, sizeof parts.quote);
    memcpy(parts.settle, instrument->settle, sizeof parts.settle);
    return parts;
}

/* The symbol must be what its parts say, so that nothing is traded under another's name. */
static tr_status check_symbol(const tr_instrument *instrument, tr_error *err)
{
    tr_symbol_parts parts = parts_of(instrument);
    tr_symbol_parts read;
    char written[TR_SYMBOL_SIZE];
    if (tr_symbol_format(&parts, written, sizeof written) != TR_OK)
        return tr__fail(err, TR_E_INVALID, 0, "instrument %s: its parts make no symbol",
                        instrument->symbol);
    if (strcmp(written, instrument->symbol) != 0)
        return tr__fail(err, TR_E_INVALID, 0, "instrument %s: its parts say %s", instrument->symbol,
                        written);
    if (tr_symbol_parse(written, strlen(written), &read, err) != TR_OK)
        return err != NULL ? (err->status = TR_E_INVALID) : TR_E_INVALID;
    if (read.kind != instrument->kind || strcmp(read.settle, instrument->settle) != 0)
        return tr__fail(err, TR_E_INVALID, 0, "instrument %s: kind is %s and settles in \"%s\"",
                        instrument->symbol, tr_kind_name(instrument->kind), instrument->settle);
    bool is_option = instrument->kind == TR_KIND_OPTION;
    bool expires = is_option || instrument->kind == TR_KIND_FUTURE;
    if (!expires && instrument->expiry_day != 0)
        return tr__fail(err, TR_E_INVALID, 0, "instrument %s: an expiry without a future or option",
                        instrument->symbol);
    if (!is_option && (!tr_decimal_is_zero(instrument->strike) || instrument->is_call))
        return tr__fail(err, TR_E_INVALID, 0, "instrument %s: a strike or right without an option",
                        instrument->symbol);
    return TR_OK;
}

static tr_status check_numbers(const tr_instrument *instrument, tr_error *err)
{
    const struct {
        const char *name;
        tr_decimal value;
        int sign_min;
    } fields[] = {
        { "multiplier", instrument->multiplier, 1 },
        { "tick", instrument->tick, 1 },
        { "lot", instrument->lot, 1 },
        { "quantity_min", instrument->quantity_min, 0 },
        { "quantity_max", instrument->quantity_max, 0 },
        { "notional_min", instrument->notional_min, 0 },
    };
    for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++) {
        char text[TR_DECIMAL_TEXT_SIZE];
        if (tr_decimal_sign(fields[i].value) >= fields[i].sign_min)
            continue;
        tr_decimal_format(fields[i].value, text, sizeof text);
        return tr__fail(err, TR_E_INVALID, 0, "instrument %s: %s is %s, allowed %s 0",
                        instrument->symbol, fields[i].name, text,
                        fields[i].sign_min > 0 ? "above" : "from");
    }
    if (!tr_decimal_is_zero(instrument->quantity_max) &&
        tr_decimal_compare(instrument->quantity_min, instrument->quantity_max) > 0)
        return tr__fail(err, TR_E_INVALID, 0, "instrument %s: quantity_min is above quantity_max",
                        instrument->symbol);
    if (instrument->kind == TR_KIND_SPOT &&
        tr_decimal_compare(instrument->multiplier, tr_decimal_from_int(1)) != 0)
        return tr__fail(err, TR_E_INVALID, 0, "instrument %s: a spot multiplier must be 1",
                        instrument->symbol);
    return TR_OK;
}

tr_status tr_instrument_check(const tr_instrument *instrument, tr_error *err)
{
    if (instrument == NULL)
        return tr__fail(err, TR_E_INVALID, 0, "an instrument must be given");
    if (!is_terminated(instrument->exchange, sizeof instrument->exchange) ||
        !is_terminated(instrument->symbol, sizeof instrument->symbol) ||
        !is_terminated(instrument->exchange_symbol, sizeof instrument->exchange_symbol) ||
        !is_terminated(instrument->base, sizeof instrument->base) ||
        !is_terminated(instrument->quote, sizeof instrument->quote) ||
        !is_terminated(instrument->settle, sizeof instrument->settle))
        return tr__fail(err, TR_E_INVALID, 0, "instrument: a name without its end mark");
    if (tr_kind_name(instrument->kind) == NULL)
        return tr__fail(err, TR_E_INVALID, 0, "instrument %s: kind %d is unknown", instrument->symbol,
                        (int)instrument->kind);
    if (!is_exchange_name(instrument->exchange))
        return tr__fail(err, TR_E_INVALID, 0,
                        "instrument %s: exchange is \"%s\", must be lower-case letters, digits or _",
                        instrument->symbol, instrument->exchange);
    if (instrument->exchange_symbol[0] == '\0')
        return tr__fail(err, TR_E_INVALID, 0, "instrument %s: exchange_symbol is empty",
                        instrument->symbol);
    tr_status status = check_symbol(instrument, err);
    return status != TR_OK ? status : check_numbers(instrument, err);
}

/* ---- which one a text means ------------------------------------------------------------------ */

/* What is looked for, read once for the whole list. */
typedef struct wanted {
    const char *text; /* without "EXCHANGE:" */
    size_t length;
    const char *exchange; /* or NULL for any */
    size_t exchange_length;
    bool is_ours; /* our own text form, in `parts` */
    tr_symbol_parts parts;
    size_t pair_length;    /* of `text` without ".P" */
    bool is_perpetual;     /* TradingView's ".P" was there */
    bool is_chart_ticker;  /* EXCHANGE:PAIR, TradingView's way to write spot */
} wanted;

/* XBT, the older code of some exchanges, is BTC. */
static bool asset_equal(const char *a, const char *b)
{
    const char *left = strcmp(a, "XBT") == 0 ? "BTC" : a;
    const char *right = strcmp(b, "XBT") == 0 ? "BTC" : b;
    return strcmp(left, right) == 0;
}

/* The rest of `text` behind the asset at its start, with the length left; NULL when another is there. */
static const char *skip_name(const char *text, size_t *left, const char *name)
{
    size_t length = strlen(name);
    if (*left < length || !tr__ascii_equal(text, length, name))
        return NULL;
    *left -= length;
    return text + length;
}

static bool pair_spelled(const char *text, size_t length, const char *base, const char *quote)
{
    size_t left = length;
    const char *at = skip_name(text, &left, base);
    if (at == NULL)
        return false;
    if (left > 0 && (*at == '-' || *at == '_')) {
        at++;
        left--;
    }
    return tr__ascii_equal(at, left, quote);
}

/* Base and quote joined by nothing, '-' or '_', either of them perhaps as XBT. */
static bool pair_matches(const char *text, size_t length, const tr_instrument *instrument)
{
    const char *base = instrument->base;
    const char *quote = instrument->quote;
    if (pair_spelled(text, length, base, quote))
        return true;
    if (asset_equal(base, "BTC"))
        return pair_spelled(text, length, strcmp(base, "BTC") == 0 ? "XBT" : "BTC", quote);
    return asset_equal(quote, "BTC") &&
           pair_spelled(text, length, base, strcmp(quote, "BTC") == 0 ? "XBT" : "BTC");
}

static bool parts_match(const tr_symbol_parts *parts, const tr_instrument *instrument)
{
    if (parts->kind != instrument->kind || !asset_equal(parts->base, instrument->base) ||
        !asset_equal(parts->quote, instrument->quote))
        return false;
    if (parts->kind == TR_KIND_SPOT)
        return true;
    return asset_equal(parts->settle, instrument->settle) &&
           parts->expiry_day == instrument->expiry_day &&
           (parts->kind != TR_KIND_OPTION ||
            (tr_decimal_compare(parts->strike, instrument->strike) == 0 &&
             parts->is_call == instrument->is_call));
}

static bool is_perpetual(const tr_instrument *instrument)
{
    return instrument->kind == TR_KIND_LINEAR || instrument->kind == TR_KIND_INVERSE;
}

static bool fits(const wanted *want, const tr_instrument *instrument)
{
    if (want->exchange != NULL &&
        !tr__ascii_equal(want->exchange, want->exchange_length, instrument->exchange))
        return false;
    if (tr__ascii_equal(want->text, want->length, instrument->exchange_symbol))
        return true;
    if (want->is_ours)
        return parts_match(&want->parts, instrument);
    if (want->is_perpetual)
        return is_perpetual(instrument) &&
               (tr__ascii_equal(want->text, want->pair_length, instrument->exchange_symbol) ||
                pair_matches(want->text, want->pair_length, instrument));
    return (instrument->kind == TR_KIND_SPOT || is_perpetual(instrument)) &&
           pair_matches(want->text, want->length, instrument);
}

/* TradingView writes a perpetual with ".P", so that EXCHANGE:BTCUSDT is spot where spot fits. */
static bool is_better(const wanted *want, const tr_instrument *one, const tr_instrument *other)
{
    return want->is_chart_ticker && one->kind == TR_KIND_SPOT && other->kind != TR_KIND_SPOT;
}

static bool list_has_exchange(const tr_instrument *list, size_t count, const char *name, size_t length)
{
    size_t i = 0;
    while (i < count && !tr__ascii_equal(name, length, list[i].exchange))
        i++;
    return i < count;
}

/* Take "EXCHANGE:" off the front, where the colon comes before any slash. */
static void split_exchange(wanted *want)
{
    const char *colon = memchr(want->text, ':', want->length);
    const char *slash = memchr(want->text, '/', want->length);
    if (colon == NULL || (slash != NULL && slash < colon))
        return;
    want->exchange = want->text;
    want->exchange_length = (size_t)(colon - want->text);
    want->length -= want->exchange_length + 1;
    want->text = colon + 1;
    want->is_chart_ticker = slash == NULL;
}

static tr_status read_wanted(const char *text, size_t length, wanted *want, tr_error *err)
{
    int shown = length < TEXT_SHOWN_MAX ? (int)length : TEXT_SHOWN_MAX;
    *want = (wanted){ .text = text, .length = length };
    for (size_t i = 0; i < length; i++)
        if (text[i] <= ' ' || text[i] > '~')
            return tr__fail(err, TR_E_PARSE, 0,
                            "symbol is \"%.*s\", must be printable ASCII without blanks", shown, text);
    split_exchange(want);
    if (want->length == 0 || want->length >= TR_SYMBOL_SIZE ||
        (want->exchange != NULL &&
         (want->exchange_length == 0 || want->exchange_length >= TR_EXCHANGE_NAME_SIZE)))
        return tr__fail(err, TR_E_PARSE, 0,
                        "symbol is \"%.*s\", must be 1 to %d characters, with at most EXCHANGE: in front",
                        shown, text, TR_SYMBOL_SIZE - 1);
    if (memchr(want->text, '/', want->length) != NULL)
        want->is_ours = tr_symbol_parse(want->text, want->length, &want->parts, NULL) == TR_OK;
    want->pair_length = want->length;
    if (want->length > 2 && want->text[want->length - 2] == '.' &&
        tr__ascii_upper(want->text[want->length - 1]) == 'P') {
        want->is_perpetual = true;
        want->pair_length -= 2;
    }
    return TR_OK;
}

/* Say what is known: a wrong symbol is most often a right one of somewhere else. */
static tr_status fail_unknown(const tr_instrument *list, size_t count, const char *text, int shown,
                              tr_error *err)
{
    char known[KNOWN_SHOWN_MAX * (TR_SYMBOL_SIZE + 2) + 8] = "";
    size_t used = 0;
    for (size_t i = 0; i < count && i < KNOWN_SHOWN_MAX; i++) {
        int written = snprintf(known + used, sizeof known - used, "%s%s", i == 0 ? "" : ", ", list[i].symbol);
        used += written > 0 ? (size_t)written : 0; /* it fits */
    }
    if (count > KNOWN_SHOWN_MAX)
        (void)snprintf(known + used, sizeof known - used, ", ..."); /* it fits */
    return tr__fail(err, TR_E_NOT_FOUND, 0, "symbol is \"%.*s\", which fits no known instrument%s%s%s",
                    shown, text, count > 0 ? " (" : "", known, count > 0 ? ")" : "");
}

tr_status tr_instrument_find(const tr_instrument *list, size_t count, const char *text, size_t length,
                             bool any_exchange, const tr_instrument **out, tr_error *err)
{
    if ((list == NULL && count > 0) || text == NULL || out == NULL)
        return tr__fail(err, TR_E_INVALID, 0, "instruments, symbol text and result must be given");
    wanted want;
    tr_status status = read_wanted(text, length, &want, err);
    if (status != TR_OK)
        return status;
    int shown = length < TEXT_SHOWN_MAX ? (int)length : TEXT_SHOWN_MAX;
    if (want.exchange != NULL &&
        !list_has_exchange(list, count, want.exchange, want.exchange_length)) {
        if (!any_exchange)
            return tr__fail(err, TR_E_NOT_FOUND, 0, "symbol is \"%.*s\": no instruments of %.*s here",
                            shown, text, (int)want.exchange_length, want.exchange);
        want.exchange = NULL;
    }

    const tr_instrument *found = NULL;
    const tr_instrument *rival = NULL;
    for (size_t i = 0; i < count; i++) {
        if (!fits(&want, &list[i]))
            continue;
        if (found == NULL || is_better(&want, &list[i], found)) {
            found = &list[i];
            rival = NULL;
        } else if (!is_better(&want, found, &list[i])) {
            rival = &list[i];
        }
    }
    if (found == NULL)
        return fail_unknown(list, count, text, shown, err);
    if (rival != NULL)
        return tr__fail(err, TR_E_AMBIGUOUS, 0,
                        "symbol is \"%.*s\", which fits %s of %s and %s of %s: write one of these",
                        shown, text, found->symbol, found->exchange, rival->symbol, rival->exchange);
    *out = found;
    return TR_OK;
}

/* ---- value and order rules ------------------------------------------------------------------- */

/* Contracts count quote units where settlement is in the base asset; options are paid by their price. */
static bool is_valued_inversely(const tr_instrument *instrument)
{
    return instrument->kind == TR_KIND_INVERSE ||
           (instrument->kind == TR_KIND_FUTURE && strcmp(instrument->settle, instrument->base) == 0);
}

tr_status tr_instrument_notional(const tr_instrument *instrument, tr_price price, tr_quantity quantity,
                                 tr_round round, tr_money *out)
{
    if (instrument == NULL || out == NULL || tr_kind_name(instrument->kind) == NULL)
        return TR_E_INVALID;
    if (is_valued_inversely(instrument))
        return tr_decimal_multiply_divide(quantity.value, instrument->multiplier, price.value, round,
                                          &out->value);
    if (tr_decimal_compare(instrument->multiplier, tr_decimal_from_int(1)) == 0)
        return tr_decimal_multiply(price.value, quantity.value, round, &out->value);
    /* Contracts into base units first, exactly, so that the value is rounded once. */
    tr_decimal units;
    tr_decimal units_up;
    tr_status status =
        tr_decimal_multiply(quantity.value, instrument->multiplier, TR_ROUND_DOWN, &units);
    if (status == TR_OK)
        status = tr_decimal_multiply(quantity.value, instrument->multiplier, TR_ROUND_UP, &units_up);
    if (status != TR_OK)
        return status;
    if (tr_decimal_compare(units, units_up) != 0)
        return TR_E_RANGE;
    return tr_decimal_multiply(price.value, units, round, &out->value);
}

/* One line that names the rule, the value and the limit. */
static tr_status refuse(const tr_instrument *instrument, const char *what, tr_decimal value,
                        const char *rule, tr_decimal limit, tr_error *err)
{
    char value_text[TR_DECIMAL_TEXT_SIZE];
    char limit_text[TR_DECIMAL_TEXT_SIZE];
    tr_decimal_format(value, value_text, sizeof value_text);
    tr_decimal_format(limit, limit_text, sizeof limit_text);
    return tr__fail(err, TR_E_RANGE, 0, "%s %s of %s is %s, %s %s", instrument->symbol, what,
                    instrument->exchange, value_text, rule, limit_text);
}

/* The order's value in the quote asset, which the minimum is stated in. */
static tr_status quote_value(const tr_instrument *instrument, tr_price price, tr_quantity quantity,
                             tr_decimal *out)
{
    if (is_valued_inversely(instrument))
        return tr_decimal_multiply(quantity.value, instrument->multiplier, TR_ROUND_FLOOR, out);
    tr_money value;
    tr_status status = tr_instrument_notional(instrument, price, quantity, TR_ROUND_FLOOR, &value);
    if (status == TR_OK)
        *out = value.value;
    return status;
}

static tr_status check_notional(const tr_instrument *instrument, tr_price price, tr_quantity quantity,
                                tr_error *err)
{
    tr_decimal value;
    tr_status status = quote_value(instrument, price, quantity, &value);
    if (status != TR_OK)
        return tr__fail(err, status, 0, "%s: price times quantity cannot be held exactly",
                        instrument->symbol);
    if (tr_decimal_compare(value, instrument->notional_min) < 0)
        return refuse(instrument, "notional", value, "minimum", instrument->notional_min, err);
    return TR_OK;
}

tr_status tr_instrument_check_order(const tr_instrument *instrument, const tr_price *price,
                                    tr_quantity quantity, const tr_price *reference, tr_error *err)
{
    if (instrument == NULL)
        return tr__fail(err, TR_E_INVALID, 0, "an instrument must be given");
    const tr_decimal zero = tr_decimal_from_int(0);
    if (price != NULL && tr_decimal_sign(price->value) <= 0)
        return refuse(instrument, "price", price->value, "allowed above", zero, err);
    if (price != NULL && !tr_decimal_is_multiple(price->value, instrument->tick))
        return refuse(instrument, "price", price->value, "not a multiple of tick", instrument->tick, err);
    if (tr_decimal_sign(quantity.value) <= 0)
        return refuse(instrument, "quantity", quantity.value, "allowed above", zero, err);
    if (!tr_decimal_is_multiple(quantity.value, instrument->lot))
        return refuse(instrument, "quantity", quantity.value, "not a multiple of lot", instrument->lot,
                      err);
    if (tr_decimal_compare(quantity.value, instrument->quantity_min) < 0)
        return refuse(instrument, "quantity", quantity.value, "minimum", instrument->quantity_min, err);
    if (!tr_decimal_is_zero(instrument->quantity_max) &&
        tr_decimal_compare(quantity.value, instrument->quantity_max) > 0)
        return refuse(instrument, "quantity", quantity.value, "maximum", instrument->quantity_max, err);
    if (price == NULL && !tr_decimal_is_zero(instrument->market_quantity_max) &&
        tr_decimal_compare(quantity.value, instrument->market_quantity_max) > 0)
        return refuse(instrument, "quantity", quantity.value, "maximum of market orders",
                      instrument->market_quantity_max, err);
    const tr_price *valued_at = price != NULL ? price : reference;
    if (valued_at == NULL)
        return TR_OK;
    if (tr_decimal_sign(valued_at->value) <= 0)
        return tr__fail(err, TR_E_INVALID, 0, "%s: the reference price must be above 0",
                        instrument->symbol);
    return check_notional(instrument, *valued_at, quantity, err);
}
