/* value.c: enquiries about one value, in the type its reader wants, with errors that name the member. */
#include "json/value.h"

#include <string.h>

#include "core/fail.h"

/* ---- place and kind -------------------------------------------------------------------------- */

tr_json_kind tr_json_value_kind(const tr_json_value *value)
{
    return value == NULL ? TR_JSON_NULL : value->kind;
}

const char *tr_json_kind_name(tr_json_kind kind)
{
    static const char *const names[] = { "null", "bool", "number", "text", "array", "object" };
    return (unsigned int)kind <= TR_JSON_OBJECT ? names[kind] : "unknown kind";
}

static bool is_container(const tr_json_value *value)
{
    return value != NULL && (value->kind == TR_JSON_ARRAY || value->kind == TR_JSON_OBJECT);
}

size_t tr_json_value_count(const tr_json_value *value)
{
    return is_container(value) ? value->length : 0;
}

const tr_json_value *tr_json_value_first(const tr_json_value *value)
{
    return is_container(value) ? value->as.first : NULL;
}

const tr_json_value *tr_json_value_next(const tr_json_value *value)
{
    return value == NULL ? NULL : value->next;
}

const char *tr_json_value_key(const tr_json_value *value, size_t *length_out)
{
    if (length_out != NULL)
        *length_out = value == NULL ? 0 : value->key_length;
    return value == NULL ? NULL : value->key;
}

size_t tr_json_value_offset(const tr_json_value *value)
{
    return value == NULL ? 0 : value->offset;
}

const tr_json_value *tr_json_value_member(const tr_json_value *object, const char *key)
{
    if (object == NULL || object->kind != TR_JSON_OBJECT || key == NULL)
        return NULL;
    size_t length = strlen(key);
    const tr_json_value *member = object->as.first;
    while (member != NULL &&
           (member->key_length != length || memcmp(member->key, key, length) != 0))
        member = member->next;
    return member;
}

/* ---- content --------------------------------------------------------------------------------- */

tr_status tr_json_value_text(const tr_json_value *value, const char **text_out, size_t *length_out)
{
    if (value == NULL || text_out == NULL || length_out == NULL)
        return TR_E_INVALID;
    if (value->kind != TR_JSON_TEXT)
        return TR_E_PARSE;
    *text_out = value->as.text;
    *length_out = value->length;
    return TR_OK;
}

tr_status tr_json_value_number(const tr_json_value *value, const char **text_out,
                               size_t *length_out)
{
    if (value == NULL || text_out == NULL || length_out == NULL)
        return TR_E_INVALID;
    if (value->kind != TR_JSON_NUMBER)
        return TR_E_PARSE;
    *text_out = value->as.text;
    *length_out = value->length;
    return TR_OK;
}

tr_status tr_json_value_bool(const tr_json_value *value, bool *out)
{
    if (value == NULL || out == NULL)
        return TR_E_INVALID;
    if (value->kind != TR_JSON_BOOL)
        return TR_E_PARSE;
    *out = value->as.boolean;
    return TR_OK;
}

tr_status tr_json_value_decimal(const tr_json_value *value, tr_decimal *out)
{
    if (value == NULL || out == NULL)
        return TR_E_INVALID;
    if (value->kind != TR_JSON_NUMBER && value->kind != TR_JSON_TEXT)
        return TR_E_PARSE;
    return tr_decimal_parse(value->as.text, value->length, out);
}

tr_status tr_json_value_int64(const tr_json_value *value, int64_t *out)
{
    if (value == NULL || out == NULL)
        return TR_E_INVALID;
    if (value->kind != TR_JSON_NUMBER)
        return TR_E_PARSE;
    /* Through a decimal, which holds every int64_t and reads exponents exactly. */
    tr_decimal number;
    tr_status status = tr_decimal_parse(value->as.text, value->length, &number);
    if (status == TR_E_OVERFLOW)
        return TR_E_RANGE;
    return status != TR_OK ? status : tr_decimal_to_int(number, out);
}

/* ---- members --------------------------------------------------------------------------------- */

static tr_status member_find(const tr_json_value *object, const char *key,
                             const tr_json_value **out, tr_error *err)
{
    if (key == NULL)
        return tr__fail(err, TR_E_INVALID, 0, "json: no key to look for");
    if (object == NULL || object->kind != TR_JSON_OBJECT)
        return tr__fail(err, TR_E_PARSE, 0, "%s cannot be read: an object was expected, not %s",
                        key, tr_json_kind_name(tr_json_value_kind(object)));
    *out = tr_json_value_member(object, key);
    if (*out == NULL)
        return tr__fail(err, TR_E_NOT_FOUND, 0, "%s is missing", key);
    return TR_OK;
}

/* Say why a member cannot be had in the form `wanted`. Its content stays out: it may be a secret. */
static tr_status member_fail(const tr_json_value *member, const char *key, tr_status status,
                             const char *wanted, tr_error *err)
{
    const char *kind = tr_json_kind_name(member->kind);
    switch (status) {
    case TR_OK:
        return TR_OK;
    case TR_E_RANGE:
        return tr__fail(err, status, 0,
                        "%s has too many digits or is out of range: %s was expected", key, wanted);
    case TR_E_OVERFLOW:
        return tr__fail(err, status, 0, "%s is too large: %s was expected", key, wanted);
    case TR_E_INVALID:
        return tr__fail(err, status, 0, "%s: no place for the value", key);
    default:
        return tr__fail(err, status, 0, "%s is %s: %s was expected", key, kind, wanted);
    }
}

tr_status tr_json_member_text(const tr_json_value *object, const char *key, const char **text_out,
                              size_t *length_out, tr_error *err)
{
    const tr_json_value *member = NULL;
    tr_status status = member_find(object, key, &member, err);
    if (status != TR_OK)
        return status;
    status = tr_json_value_text(member, text_out, length_out);
    return member_fail(member, key, status, "a text", err);
}

tr_status tr_json_member_bool(const tr_json_value *object, const char *key, bool *out,
                              tr_error *err)
{
    const tr_json_value *member = NULL;
    tr_status status = member_find(object, key, &member, err);
    if (status != TR_OK)
        return status;
    status = tr_json_value_bool(member, out);
    return member_fail(member, key, status, "true or false", err);
}

tr_status tr_json_member_decimal(const tr_json_value *object, const char *key, tr_decimal *out,
                                 tr_error *err)
{
    const tr_json_value *member = NULL;
    tr_status status = member_find(object, key, &member, err);
    if (status != TR_OK)
        return status;
    status = tr_json_value_decimal(member, out);
    return member_fail(member, key, status, "a decimal number with up to 18 decimals", err);
}

tr_status tr_json_member_int64(const tr_json_value *object, const char *key, int64_t *out,
                               tr_error *err)
{
    const tr_json_value *member = NULL;
    tr_status status = member_find(object, key, &member, err);
    if (status != TR_OK)
        return status;
    status = tr_json_value_int64(member, out);
    return member_fail(member, key, status, "a whole number of up to 64 bits", err);
}
