/* alert.c: from named values to an alert. */
#include <trade/alert.h>

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <trade/crypto.h>
#include <trade/time.h>

#include "alert/fields.h"
#include "core/fail.h"

#define HASH_DIGITS 40

/* ---- single fields --------------------------------------------------------------------------- */

static tr_status copy_text(const alert_fields *fields, const char *name, const char *other,
                           char *out, size_t size, tr_error *err)
{
    const alert_field *field = tr__alert_fields_find(fields, name, other);
    if (field == NULL)
        return TR_OK;
    if (field->text == NULL)
        return tr__fail(err, TR_E_INVALID, 0, "%s must be text", field->name);
    if (field->length >= size)
        return tr__fail(err, TR_E_RANGE, 0, "%s has %zu bytes, at most %zu are taken", field->name,
                        field->length, size - 1);
    for (size_t i = 0; i < field->length; i++)
        if ((unsigned char)field->text[i] < 0x20 || field->text[i] == 0x7F)
            return tr__fail(err, TR_E_INVALID, 0, "%s holds a control character", field->name);
    memcpy(out, field->text, field->length);
    out[field->length] = '\0';
    return TR_OK;
}

static tr_status require(const alert_fields *fields, const char *name, const char *other,
                         const alert_field **out, tr_error *err)
{
    *out = tr__alert_fields_find(fields, name, other);
    if (*out == NULL)
        return tr__fail(err, TR_E_INVALID, 0, "%s is missing", name);
    return TR_OK;
}

static tr_status read_decimal(const alert_fields *fields, const char *name, const char *other,
                              bool zero_is_unset, tr_decimal *out, tr_error *err)
{
    const alert_field *field = tr__alert_fields_find(fields, name, other);
    if (field == NULL)
        return TR_OK;
    if (field->text == NULL)
        return tr__fail(err, TR_E_INVALID, 0, "%s must be a number", field->name);
    tr_status status = tr_decimal_parse(field->text, field->length, out);
    if (status == TR_E_PARSE)
        return tr__fail(err, TR_E_INVALID, 0, "%s is not a number", field->name);
    if (status != TR_OK)
        return tr__fail(err, TR_E_RANGE, 0, "%s has more digits than 18 decimals and 20 whole ones",
                        field->name);
    int sign = tr_decimal_sign(*out);
    if (sign < 0 || (sign == 0 && !zero_is_unset))
        return tr__fail(err, TR_E_RANGE, 0, "%s must be above 0", field->name);
    return TR_OK;
}

static tr_status read_time(const alert_fields *fields, int64_t *out, tr_error *err)
{
    const alert_field *field = tr__alert_fields_find(fields, "timestamp", "time");
    if (field == NULL || (field->text != NULL && field->length == 0))
        return TR_OK;
    if (field->text == NULL || tr_time_parse_any(field->text, field->length, out, NULL) != TR_OK ||
        *out <= 0)
        return tr__fail(err, TR_E_INVALID, 0, "%s is no time: RFC 3339 or an epoch", field->name);
    return TR_OK;
}

/* ---- the secret ------------------------------------------------------------------------------ */

static tr_status check_secret(const alert_fields *fields, const tr_alert_options *options,
                              tr_error *err)
{
    if (options->is_authenticated)
        return TR_OK;
    const alert_field *field = tr__alert_fields_find(fields, "secret", NULL);
    if (options->secret == NULL || field == NULL || field->text == NULL ||
        !tr_secret_equals(options->secret, field->text, field->length))
        return tr__fail(err, TR_E_DENIED, 0, "the alert's secret is missing or wrong");
    return TR_OK;
}

/* The text is stored and logged by others later: it must not hold a secret. */
static tr_status keep_text(const char *body, size_t size, const alert_fields *fields,
                           tr_alert_text *out, tr_error *err)
{
    out->text = malloc(size);
    if (out->text == NULL)
        return tr__fail(err, TR_E_NO_MEMORY, 0, "no memory for an alert of %zu bytes", size);
    memcpy(out->text, body, size);
    for (size_t i = 0; i < fields->count; i++) {
        const alert_field *field = &fields->items[i];
        if (strcmp(field->name, "secret") == 0)
            memset(out->text + field->offset, '*', field->raw_length);
    }
    out->alert.body = (const uint8_t *)out->text;
    out->alert.body_size = size;
    return TR_OK;
}

/* ---- the whole ------------------------------------------------------------------------------- */

static tr_status check_strategy(const tr_alert *alert, const tr_alert_options *options,
                                tr_error *err)
{
    if (options->strategy_count == 0)
        return TR_OK;
    for (size_t i = 0; i < options->strategy_count; i++)
        if (strcmp(alert->strategy, options->strategies[i]) == 0)
            return TR_OK;
    return tr__fail(err, TR_E_INVALID, 0, "strategy \"%s\" is not among those allowed",
                    alert->strategy);
}

/* "sha256:" and the first 40 digits: far more than any two texts of one account will ever share. */
static void write_hash(const void *bytes, size_t size, char *out, size_t out_size)
{
    uint8_t digest[TR_SHA256_SIZE];
    char digits[2 * TR_SHA256_SIZE + 1];
    tr_sha256_of(bytes, size, digest);
    tr_status status = tr_hex_encode(digest, sizeof digest, digits, sizeof digits);
    assert(status == TR_OK);
    (void)status;                                                      /* asserted */
    (void)snprintf(out, out_size, "sha256:%.*s", HASH_DIGITS, digits); /* fits every key */
}

/* The sender's own id, by its hash when it is long; without one the text speaks for itself. */
static tr_status set_key(const alert_fields *fields, tr_alert *alert, tr_error *err)
{
    static const char prefix[] = "id:";
    const alert_field *id = tr__alert_fields_find(fields, "id", NULL);
    if (id == NULL || (id->text != NULL && id->length == 0)) {
        write_hash(alert->body, alert->body_size, alert->dedup_key, sizeof alert->dedup_key);
        return TR_OK;
    }
    char *rest = alert->dedup_key + strlen(prefix);
    size_t room = sizeof alert->dedup_key - strlen(prefix);
    memcpy(alert->dedup_key, prefix, strlen(prefix));
    if (id->text == NULL || id->length < room)
        return copy_text(fields, "id", NULL, rest, room, err);
    write_hash(id->text, id->length, rest, room);
    return TR_OK;
}

static tr_status read_fields(const alert_fields *fields, tr_alert *alert, tr_error *err)
{
    const alert_field *field;
    tr_status status;
    if ((status = require(fields, "symbol", NULL, &field, err)) != TR_OK ||
        (status = require(fields, "action", NULL, &field, err)) != TR_OK)
        return status;
    if (field->text == NULL ||
        tr_alert_action_parse(field->text, field->length, &alert->action) != TR_OK)
        return tr__fail(err, TR_E_INVALID, 0, "%s must be buy, sell, close, reduce or reverse",
                        field->name);
    if ((status = require(fields, "price", NULL, &field, err)) != TR_OK ||
        (status = copy_text(fields, "symbol", NULL, alert->symbol, sizeof alert->symbol, err)) !=
            TR_OK ||
        (status = read_decimal(fields, "price", NULL, false, &alert->price.value, err)) != TR_OK ||
        (status = read_decimal(fields, "take_profit", NULL, false, &alert->take_profit.value,
                               err)) != TR_OK ||
        (status = read_decimal(fields, "stop_loss", NULL, false, &alert->stop_loss.value, err)) !=
            TR_OK ||
        (status = copy_text(fields, "strategy", NULL, alert->strategy, sizeof alert->strategy,
                            err)) != TR_OK ||
        (status = copy_text(fields, "alert_name", NULL, alert->name, sizeof alert->name, err)) !=
            TR_OK ||
        (status = copy_text(fields, "timeframe", "interval", alert->timeframe,
                            sizeof alert->timeframe, err)) != TR_OK ||
        (status = read_time(fields, &alert->sent_ns, err)) != TR_OK)
        return status;
    status = read_decimal(fields, "quantity", NULL, true, &alert->quantity.value, err);
    memcpy(alert->source, "tradingview", sizeof "tradingview");
    return status != TR_OK
               ? status
               : copy_text(fields, "source", NULL, alert->source, sizeof alert->source, err);
}

tr_status tr_alert_read(const char *body, size_t size, const tr_alert_options *options,
                        tr_alert_text *out, tr_error *err)
{
    if (body == NULL || options == NULL || out == NULL || options->struct_size != sizeof *options)
        return tr__fail(err, TR_E_INVALID, 0, "no text, no options, or no place for the alert");
    if (size == 0)
        return tr__fail(err, TR_E_PARSE, 0, "the alert is empty");
    tr_alert_text read = { .text = NULL };
    alert_fields fields;
    tr_status status = tr__alert_fields_read(body, size, &fields, err);
    if (status == TR_OK)
        status = check_secret(&fields, options, err);
    if (status == TR_OK)
        status = read_fields(&fields, &read.alert, err);
    if (status == TR_OK)
        status = check_strategy(&read.alert, options, err);
    if (status == TR_OK)
        status = keep_text(body, size, &fields, &read, err);
    if (status == TR_OK)
        status = set_key(&fields, &read.alert, err);
    tr__alert_fields_free(&fields);
    if (status != TR_OK) {
        tr_alert_text_free(&read);
        return status;
    }
    if (options->account != NULL)
        (void)snprintf(read.alert.account, sizeof read.alert.account, "%s",
                       options->account); /* names fit */
    *out = read;
    return TR_OK;
}

void tr_alert_text_free(tr_alert_text *text)
{
    if (text == NULL)
        return;
    free(text->text);
    *text = (tr_alert_text){ .text = NULL };
}

size_t tr_alert_template(bool has_secret, char *buffer, size_t size)
{
    int length = snprintf(
        buffer, size,
        "{%s\"symbol\": \"{{exchange}}:{{ticker}}\", \"action\": \"{{strategy.order.action}}\", "
        "\"price\": {{close}}, \"quantity\": {{strategy.order.contracts}}, "
        "\"strategy\": \"YOUR_STRATEGY\", \"interval\": \"{{interval}}\", "
        "\"timestamp\": \"{{timenow}}\", "
        "\"id\": \"{{ticker}}-{{interval}}-{{timenow}}-{{strategy.order.id}}\"}",
        has_secret ? "\"secret\": \"YOUR_SECRET\", " : "");
    return length < 0 || (size_t)length >= size ? 0 : (size_t)length;
}
