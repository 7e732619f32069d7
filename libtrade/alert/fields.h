/* fields.h: an alert's text as named values, whichever form it has. */
#ifndef TRADE_ALERT_FIELDS_H
#define TRADE_ALERT_FIELDS_H

#include <stdbool.h>
#include <stddef.h>

#include <trade/decimal.h>
#include <trade/json.h>
#include <trade/status.h>

#define ALERT_FIELDS_MAX 64

typedef struct alert_field {
    char name[32];    /* lower case */
    const char *text; /* NULL: of a kind that is not read (object, array, true, null) */
    size_t length;
    size_t offset;     /* of the value in the body, quotes excluded */
    size_t raw_length; /* its characters in the body */
} alert_field;

typedef struct alert_fields {
    alert_field items[ALERT_FIELDS_MAX];
    size_t count;
    tr_json_document *json; /* owns the texts of a JSON alert */
} alert_fields;

/* Read either form. Release with tr__alert_fields_free also after a failure. */
tr_status tr__alert_fields_read(const char *body, size_t size, alert_fields *out, tr_error *err);
void tr__alert_fields_free(alert_fields *fields);

/* Plain text into fields (plain.c). */
tr_status tr__alert_plain_read(const char *body, size_t size, alert_fields *out, tr_error *err);

/* Keep one field; names longer than any that is read are passed over. TR_E_RANGE too many, TR_E_INVALID twice. */
tr_status tr__alert_fields_add(alert_fields *fields, const char *name, size_t name_length,
                               const alert_field *value, tr_error *err);

/* The field of either name; NULL: absent. */
const alert_field *tr__alert_fields_find(const alert_fields *fields, const char *name,
                                         const char *other);

#endif
