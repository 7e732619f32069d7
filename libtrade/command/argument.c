/* argument.c: reads arguments by type and holds them against their ranges. */
#include "command/argument.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include <trade/time.h>

#include "core/fail.h"
#include "core/utf8.h"

#define SHOWN_LENGTH_MAX 60 /* of a wrong value in a message */

const char *tr_argument_type_name(tr_argument_type type)
{
    switch (type) {
    case TR_ARGUMENT_TEXT:
        return "text";
    case TR_ARGUMENT_CHOICE:
        return "choice";
    case TR_ARGUMENT_FLAG:
        return "flag";
    case TR_ARGUMENT_INTEGER:
        return "integer";
    case TR_ARGUMENT_DECIMAL:
        return "number";
    case TR_ARGUMENT_ID:
        return "id";
    case TR_ARGUMENT_TIME:
        return "time";
    case TR_ARGUMENT_DURATION:
        return "duration";
    case TR_ARGUMENT_SYMBOL:
        return "symbol";
    case TR_ARGUMENT_TIMEFRAME:
        return "timeframe";
    case TR_ARGUMENT_PATH:
        return "file";
    }
    return NULL;
}

/* What a right value looks like, where the type's name does not say it. */
static const char *form_of(tr_argument_type type)
{
    switch (type) {
    case TR_ARGUMENT_FLAG:
        return "true or false";
    case TR_ARGUMENT_INTEGER:
        return "a whole number";
    case TR_ARGUMENT_DECIMAL:
        return "a number with at most 18 decimals, as 0.25";
    case TR_ARGUMENT_ID:
        return "an id of 26 characters (0 to 9, a to v), as answers and lists show it";
    case TR_ARGUMENT_TIME:
        return "a time as 2026-01-31T23:59:59Z, a date as 2026-01-31 (its begin in UTC), or an "
               "epoch";
    case TR_ARGUMENT_DURATION:
        return "a duration as 500ms, 90s, 12h or 30d";
    case TR_ARGUMENT_SYMBOL:
        return "a symbol as BTC/USDT or BINANCE:BTCUSDT";
    case TR_ARGUMENT_TIMEFRAME:
        return "a timeframe as 1m, 4h or 1d";
    case TR_ARGUMENT_TEXT:
    case TR_ARGUMENT_CHOICE:
    case TR_ARGUMENT_PATH:
        break;
    }
    return "text without control characters";
}

/* ---- what is allowed ------------------------------------------------------------------------- */

static size_t choices_text(const tr_argument_def *def, char *buffer, size_t size)
{
    size_t length = 0;
    for (size_t i = 0; def->choices[i] != NULL && length < size; i++) {
        int written =
            snprintf(buffer + length, size - length, "%s%s", i == 0 ? "" : "|", def->choices[i]);
        length += written > 0 ? (size_t)written : 0;
    }
    return length < size ? length : size - 1;
}

size_t tr_argument_allowed(const tr_argument_def *def, char *buffer, size_t size)
{
    if (def == NULL || buffer == NULL || size == 0)
        return 0;
    buffer[0] = '\0';
    if (def->type == TR_ARGUMENT_CHOICE && def->choices != NULL)
        return choices_text(def, buffer, size);
    const char *unit = def->type == TR_ARGUMENT_TEXT ? " bytes" : "";
    bool is_above_zero = def->min != NULL && strcmp(def->min, TR_ARGUMENT_ABOVE_ZERO) == 0;
    int written = 0;
    if (is_above_zero && def->max != NULL)
        written = snprintf(buffer, size, "above 0, at most %s", def->max);
    else if (is_above_zero)
        written = snprintf(buffer, size, "above 0");
    else if (def->min != NULL && def->max != NULL)
        written = snprintf(buffer, size, "%s to %s%s", def->min, def->max, unit);
    else if (def->min != NULL)
        written = snprintf(buffer, size, "at least %s%s", def->min, unit);
    else if (def->max != NULL)
        written = snprintf(buffer, size, "at most %s%s", def->max, unit);
    if (written < 0)
        return 0;
    return (size_t)written < size ? (size_t)written : size - 1;
}

static tr_status wrong_form(const tr_argument_def *def, const char *text, size_t length,
                            tr_error *err)
{
    return tr__fail(err, TR_E_INVALID, 0, "%s is \"%.*s\", expected %s", def->name,
                    length > SHOWN_LENGTH_MAX ? SHOWN_LENGTH_MAX : (int)length, text,
                    form_of(def->type));
}

static tr_status out_of_range(const tr_argument_def *def, const char *text, size_t length,
                              tr_error *err)
{
    char allowed[TR_ARGUMENT_ALLOWED_SIZE];
    tr_argument_allowed(def, allowed, sizeof allowed);
    return tr__fail(err, TR_E_INVALID, 0, "%s is \"%.*s\", allowed: %s", def->name,
                    length > SHOWN_LENGTH_MAX ? SHOWN_LENGTH_MAX : (int)length, text, allowed);
}

/* ---- by type --------------------------------------------------------------------------------- */

/* A date alone is its begin in UTC. */
static bool read_time(const char *text, size_t length, int64_t *out)
{
    static const char begin[] = "T00:00:00Z";
    char whole[10 + sizeof begin];
    if (length != 10 || text[4] != '-')
        return tr_time_parse_any(text, length, out, NULL) == TR_OK;
    memcpy(whole, text, length);
    memcpy(whole + length, begin, sizeof begin);
    return tr_time_parse(whole, length + sizeof begin - 1, out, NULL) == TR_OK;
}

/* A bound of the table; a wrong one is a defect of the table. */
static int64_t integer_bound(const char *text)
{
    tr_decimal value;
    int64_t whole = 0;
    bool is_right = tr_decimal_parse(text, strlen(text), &value) == TR_OK &&
                    tr_decimal_to_int(value, &whole) == TR_OK;
    assert(is_right);
    (void)is_right;
    return whole;
}

static tr_decimal decimal_bound(const char *text)
{
    tr_decimal value = { 0, 0 };
    tr_status status = tr_decimal_parse(text, strlen(text), &value);
    assert(status == TR_OK);
    (void)status;
    return value;
}

static bool is_plain_text(const char *text, size_t length)
{
    for (size_t i = 0; i < length;) {
        uint32_t character = 0;
        size_t step = tr__utf8_read(text + i, length - i, &character);
        if (step == 0 || character < 0x20 || (character >= 0x7F && character < 0xA0))
            return false;
        i += step;
    }
    return true;
}

static tr_status read_text(const tr_argument_def *def, const char *text, size_t length,
                           tr_error *err)
{
    if (!is_plain_text(text, length))
        return tr__fail(err, TR_E_INVALID, 0, "%s is not text without control characters",
                        def->name);
    if ((def->min != NULL && (int64_t)length < integer_bound(def->min)) ||
        (def->max != NULL && (int64_t)length > integer_bound(def->max)))
        return out_of_range(def, text, length, err);
    return TR_OK;
}

static tr_status read_choice(const tr_argument_def *def, const char *text, size_t length,
                             tr_error *err)
{
    for (size_t i = 0; def->choices[i] != NULL; i++)
        if (strcmp(def->choices[i], text) == 0)
            return TR_OK;
    return out_of_range(def, text, length, err);
}

static tr_status read_integer(const tr_argument_def *def, const char *text, size_t length,
                              int64_t *out, tr_error *err)
{
    tr_decimal value;
    if (tr_decimal_parse(text, length, &value) != TR_OK || tr_decimal_to_int(value, out) != TR_OK)
        return wrong_form(def, text, length, err);
    if ((def->min != NULL && *out < integer_bound(def->min)) ||
        (def->max != NULL && *out > integer_bound(def->max)))
        return out_of_range(def, text, length, err);
    return TR_OK;
}

static tr_status read_decimal(const tr_argument_def *def, const char *text, size_t length,
                              tr_decimal *out, tr_error *err)
{
    if (tr_decimal_parse(text, length, out) != TR_OK)
        return wrong_form(def, text, length, err);
    if ((def->min != NULL && tr_decimal_compare(*out, decimal_bound(def->min)) < 0) ||
        (def->max != NULL && tr_decimal_compare(*out, decimal_bound(def->max)) > 0))
        return out_of_range(def, text, length, err);
    return TR_OK;
}

static tr_status read_duration(const tr_argument_def *def, const char *text, size_t length,
                               int64_t *out, tr_error *err)
{
    if (tr_duration_parse(text, length, out, NULL) != TR_OK)
        return wrong_form(def, text, length, err);
    const char *bounds[] = { def->min, def->max };
    for (size_t i = 0; i < 2; i++) {
        int64_t bound = 0;
        if (bounds[i] == NULL)
            continue;
        tr_status status = tr_duration_parse(bounds[i], strlen(bounds[i]), &bound, NULL);
        assert(status == TR_OK);
        (void)status;
        if (i == 0 ? *out < bound : *out > bound)
            return out_of_range(def, text, length, err);
    }
    return TR_OK;
}

tr_status tr__argument_read(const tr_argument_def *def, const char *text, size_t length,
                            tr__argument_value *out, tr_error *err)
{
    tr__argument_value value = { .is_set = true, .text = text };
    tr_timeframe timeframe;
    tr_status status = TR_OK;
    if (memchr(text, '\0', length) != NULL)
        return tr__fail(err, TR_E_INVALID, 0, "%s holds a zero byte", def->name);
    switch (def->type) {
    case TR_ARGUMENT_TEXT:
        status = read_text(def, text, length, err);
        break;
    case TR_ARGUMENT_CHOICE:
        status = read_choice(def, text, length, err);
        break;
    case TR_ARGUMENT_FLAG:
        value.flag = strcmp(text, "true") == 0;
        if (!value.flag && strcmp(text, "false") != 0)
            status = wrong_form(def, text, length, err);
        break;
    case TR_ARGUMENT_INTEGER:
        status = read_integer(def, text, length, &value.integer, err);
        break;
    case TR_ARGUMENT_DECIMAL:
        status = read_decimal(def, text, length, &value.decimal, err);
        break;
    case TR_ARGUMENT_ID:
        if (tr_id_parse(text, length, &value.id) != TR_OK)
            status = wrong_form(def, text, length, err);
        break;
    case TR_ARGUMENT_TIME:
        if (!read_time(text, length, &value.integer))
            status = wrong_form(def, text, length, err);
        break;
    case TR_ARGUMENT_DURATION:
        status = read_duration(def, text, length, &value.integer, err);
        break;
    case TR_ARGUMENT_SYMBOL:
        if (length == 0 || length >= TR_SYMBOL_SIZE || !is_plain_text(text, length))
            status = wrong_form(def, text, length, err);
        break;
    case TR_ARGUMENT_TIMEFRAME:
        if (tr_timeframe_parse(text, length, &timeframe, NULL) != TR_OK)
            status = wrong_form(def, text, length, err);
        break;
    case TR_ARGUMENT_PATH:
        if (length == 0)
            status = tr__fail(err, TR_E_INVALID, 0, "%s is empty, expected a file name", def->name);
        break;
    }
    if (status == TR_OK)
        *out = value;
    return status;
}
