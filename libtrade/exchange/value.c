/* value.c: one value of an answer, read by its rule into the record. */
#include "exchange/record.h"

#include <string.h>

#include <trade/double_text.h>

#define NS_PER_S  INT64_C(1000000000)
#define NS_PER_MS INT64_C(1000000)
#define NS_PER_US INT64_C(1000)

static void *place(tr_exchange_record *record, uint16_t at)
{
    return (char *)record + at;
}

tr_decimal *tr__record_decimal(tr_exchange_record *record, uint16_t at)
{
    return place(record, at);
}

/* "1548149103.1234" in units of `unit_ns`. Digits behind the nanosecond are dropped. */
static tr_status time_of_count(const char *text, size_t length, int64_t unit_ns, int64_t *out)
{
    tr_decimal count, unit = tr_decimal_from_int(unit_ns), product, whole;
    if (tr_decimal_parse_rounded(text, length, TR_ROUND_DOWN, &count) != TR_OK ||
        tr_decimal_multiply(count, unit, TR_ROUND_DOWN, &product) != TR_OK ||
        tr_decimal_round_to(product, tr_decimal_from_int(1), TR_ROUND_FLOOR, &whole) != TR_OK ||
        tr_decimal_to_int(whole, out) != TR_OK)
        return TR_E_PARSE;
    if (*out <= 0)
        *out = 0;
    return TR_OK;
}

static tr_status text_copy(const tr__rule *rule, const char *text, size_t length, char *out)
{
    if (length >= rule->size && rule->read == TR__READ_TEXT)
        return TR_E_PARSE;
    if (length >= rule->size)
        length = rule->size - 1u;
    memcpy(out, text, length);
    out[length] = '\0';
    return TR_OK;
}

static void first_read(const tr__rule *rule, const char *text, size_t length, char *out)
{
    if (out[0] == '\0' && length < rule->size)
        (void)text_copy(rule, text, length, out); /* fits */
}

/* What is no pair stays without base and quote, and so is left out. */
static void pair_read(const char *between, const char *text, size_t length,
                      tr_instrument *instrument)
{
    const char *end = text + length, *split = memchr(text, between[0], length);
    if (split == NULL || memchr(split + 1, between[0], (size_t)(end - split - 1)) != NULL ||
        split - text >= TR_ASSET_SIZE || end - split - 1 >= TR_ASSET_SIZE)
        return;
    memcpy(instrument->base, text, (size_t)(split - text));
    memcpy(instrument->quote, split + 1, (size_t)(end - split - 1));
}

static bool text_is(const char *wanted, const char *text, size_t length)
{
    return strlen(wanted) == length && memcmp(wanted, text, length) == 0;
}

static tr_status asset_read(const tr__reading *reading, const char *text, size_t length, char *out)
{
    if (length >= TR_ASSET_SIZE)
        return TR_E_PARSE;
    char asset[TR_ASSET_SIZE] = { 0 };
    for (size_t i = 0; i < length; i++)
        asset[i] = text[i] >= 'a' && text[i] <= 'z' ? (char)(text[i] - 'a' + 'A') : text[i];
    if (reading->adapter->asset_name != NULL)
        reading->adapter->asset_name(asset);
    memcpy(out, asset, sizeof asset);
    return TR_OK;
}

static const tr__word *word_find(const tr__word *words, const char *text, size_t length)
{
    for (; words->text != NULL; words++)
        if (text_is(words->text, text, length))
            return words;
    return NULL;
}

static tr_status decimal_read(const tr__rule *rule, const char *text, size_t length,
                              tr_decimal *out)
{
    tr_decimal value;
    tr_status status = tr_decimal_parse_rounded(text, length, TR_ROUND_HALF_EVEN, &value);
    if (status != TR_OK)
        return status;
    bool is_negative = tr_decimal_sign(value) < 0;
    if ((rule->read == TR__READ_ABSOLUTE && is_negative) || rule->read == TR__READ_NEGATED)
        status = tr_decimal_negate(value, &value);
    if (status == TR_OK && rule->read == TR__READ_PERCENT)
        status = tr_decimal_divide(value, tr_decimal_from_int(100), TR_ROUND_HALF_EVEN, &value);
    if (status == TR_OK)
        *out = value;
    return status;
}

static tr_status places_read(const char *text, size_t length, tr_decimal *out)
{
    int64_t places = 0;
    tr_decimal count;
    if (tr_decimal_parse(text, length, &count) != TR_OK ||
        tr_decimal_to_int(count, &places) != TR_OK || places < 0 || places > TR_DECIMAL_SCALE)
        return TR_E_PARSE;
    return tr_decimal_from_scaled(1, (int)places, out);
}

static tr_status state_read(const tr__rule *rule, const char *text, size_t length,
                            tr_exchange_record *record)
{
    tr_order_record *order = &record->as.order;
    const tr__word *word = word_find(rule->more, text, length);
    size_t kept = length < sizeof order->word ? length : sizeof order->word - 1;
    memcpy(order->word, text, kept);
    order->word[kept] = '\0';
    order->state = word == NULL ? TR_STATE_UNKNOWN : (tr_order_state)word->sets;
    return TR_OK;
}

static void kind_read(const tr__rule *rule, const char *text, size_t length, tr_bill *bill)
{
    const tr__word *word = word_find(rule->more, text, length);
    size_t kept = length < sizeof bill->word ? length : sizeof bill->word - 1;
    memcpy(bill->word, text, kept);
    bill->word[kept] = '\0';
    bill->kind = word == NULL ? TR_BILL_OTHER : (tr_bill_kind)word->sets;
}

/* A code that means "done" does not cover up one that does not. */
static void error_read(tr__reading *reading, bool is_code, const char *text, size_t length)
{
    char *out = is_code ? reading->failure.code : reading->failure.text;
    size_t room = is_code ? sizeof reading->failure.code : sizeof reading->failure.text;
    char piece[TR_REASON_SIZE];
    if (length >= room)
        length = room - 1;
    memcpy(piece, text, length);
    piece[length] = '\0';
    bool is_ok = is_code && tr__fault_is_ok(reading->adapter, piece);
    if (is_code && !is_ok)
        reading->has_failed = true;
    else if (is_code && reading->failure.code[0] != '\0')
        return;
    memcpy(out, piece, length + 1);
}

/* Numbers and times, which are written into their place in the record. */
static tr_status number_read(const tr__rule *rule, const char *text, size_t length, void *out)
{
    static const int64_t units[] = { [TR__READ_MS] = NS_PER_MS,
                                     [TR__READ_SECONDS] = NS_PER_S,
                                     [TR__READ_US] = NS_PER_US,
                                     [TR__READ_NS] = 1 };
    switch (rule->read) {
    case TR__READ_PLACES:
        return places_read(text, length, out);
    case TR__READ_DOUBLE:
        return tr_double_parse(text, length, out);
    case TR__READ_MS:
    case TR__READ_SECONDS:
    case TR__READ_US:
    case TR__READ_NS:
        return time_of_count(text, length, units[rule->read], out);
    case TR__READ_ISO:
        return tr_time_parse(text, length, out, NULL);
    case TR__READ_INT64: {
        tr_decimal whole;
        tr_status status = tr_decimal_parse(text, length, &whole);
        return status == TR_OK ? tr_decimal_to_int(whole, out) : status;
    }
    default:
        return decimal_read(rule, text, length, out);
    }
}

/* What takes more than a place: words, marks, the error, the cursor. */
static tr_status meaning_read(tr__reading *reading, const tr__rule *rule, const char *text,
                              size_t length, tr_exchange_record *record)
{
    const tr__word *word = NULL;
    switch (rule->read) {
    case TR__READ_WORD:
        word = word_find(rule->more, text, length);
        if (word != NULL)
            tr__reading_set(reading, record, word->sets);
        return TR_OK;
    case TR__READ_STATE:
        return state_read(rule, text, length, record);
    case TR__READ_KIND:
        kind_read(rule, text, length, &record->as.bill);
        return TR_OK;
    case TR__READ_PAIR:
        pair_read(rule->more, text, length, &record->as.instrument.instrument);
        return TR_OK;
    case TR__READ_ONLY:
        if (!text_is(rule->more, text, length))
            tr__record_leave_out(record);
        return TR_OK;
    case TR__READ_NOTE:
        tr__note_take(reading, text, length);
        return TR_OK;
    case TR__READ_CODE:
    case TR__READ_MESSAGE:
        error_read(reading, rule->read == TR__READ_CODE, text, length);
        return TR_OK;
    case TR__READ_CURSOR:
        if (length >= sizeof reading->cursor)
            return TR_E_PARSE;
        memcpy(reading->cursor, text, length);
        reading->cursor[length] = '\0';
        return TR_OK;
    case TR__READ_CUSTOM:
        ((const tr__custom *)rule->more)->take(reading, text, length, record);
        return TR_OK;
    default:
        return TR_OK;
    }
}

tr_status tr__value_read(tr__reading *reading, const tr__rule *rule, const char *text,
                         size_t length, tr_exchange_record *record)
{
    void *out = place(record, rule->at);
    tr_status status = TR_OK;
    if (rule->read <= TR__READ_INT64)
        status = number_read(rule, text, length, out);
    else if (rule->read == TR__READ_TEXT || rule->read == TR__READ_CUT)
        status = text_copy(rule, text, length, out);
    else if (rule->read == TR__READ_FIRST)
        first_read(rule, text, length, out);
    else if (rule->read == TR__READ_ASSET)
        status = asset_read(reading, text, length, out);
    else
        status = meaning_read(reading, rule, text, length, record);
    if (status == TR_OK && rule->yes != 0)
        tr__reading_set(reading, record, rule->yes);
    return status;
}

void tr__note_take(tr__reading *reading, const char *text, size_t length)
{
    size_t kept = length < sizeof reading->note ? length : sizeof reading->note - 1;
    memcpy(reading->note, text, kept);
    reading->note[kept] = '\0';
}

void tr__record_leave_out(tr_exchange_record *record)
{
    record->kind = TR_RECORD_NONE;
}

bool tr__take_decimal(const char *text, size_t length, tr_decimal *out)
{
    tr_decimal value;
    if (tr_decimal_parse_rounded(text, length, TR_ROUND_HALF_EVEN, &value) != TR_OK)
        return false;
    *out = value;
    return true;
}
