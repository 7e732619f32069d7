/* fields.c: see fields.h. */
#include "fields.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static __attribute__((format(printf, 3, 4))) tr_status wrong(tr_error *err, tr_status status,
                                                             const char *format, ...)
{
    va_list values;
    va_start(values, format);
    *err = (tr_error){ .status = status };
    (void)vsnprintf(err->message, sizeof err->message, format, values); /* cut when it is long */
    va_end(values);
    return status;
}

static const web_field *field_find(const web_field *table, const char *name, size_t length)
{
    for (const web_field *field = table; field->name != NULL; field++)
        if (strlen(field->name) == length && memcmp(field->name, name, length) == 0)
            return field;
    return NULL;
}

/* Text of our own, NUL-ended when `is_whole`; NULL when there is no room. */
static char *made_append(web_fields *fields, const char *text, size_t length, bool is_whole)
{
    if (length + 1 > sizeof fields->made - fields->made_used)
        return NULL;
    char *at = fields->made + fields->made_used;
    if (length > 0)
        memcpy(at, text, length);
    fields->made_used += length;
    if (is_whole)
        fields->made[fields->made_used++] = '\0';
    return at;
}

static tr_status texts_join(web_fields *fields, const web_field *field, const tr_json_value *array,
                            tr_argument_text *out, tr_error *err)
{
    const char *start = fields->made + fields->made_used;
    for (const tr_json_value *item = tr_json_value_first(array); item != NULL;
         item = tr_json_value_next(item)) {
        const char *text;
        size_t length;
        if (tr_json_value_text(item, &text, &length) != TR_OK || memchr(text, ',', length) != NULL)
            return wrong(err, TR_E_INVALID, "%s must hold texts without commas", field->name);
        bool is_first = start == fields->made + fields->made_used;
        if ((!is_first && made_append(fields, ",", 1, false) == NULL) ||
            made_append(fields, text, length, false) == NULL)
            return wrong(err, TR_E_RANGE, "%s is too long", field->name);
    }
    size_t length = (size_t)(fields->made + fields->made_used - start);
    if (made_append(fields, NULL, 0, true) == NULL)
        return wrong(err, TR_E_RANGE, "%s is too long", field->name);
    out->text = start;
    out->length = length;
    return TR_OK;
}

static tr_status word_take(web_fields *fields, const web_field *field, tr_argument_text *out,
                           tr_error *err)
{
    char *made = made_append(fields, out->text, out->length, true);
    if (made == NULL)
        return wrong(err, TR_E_RANGE, "%s is too long", field->name);
    for (size_t i = 0; i < out->length; i++)
        made[i] = (char)tolower((unsigned char)made[i]);
    out->text = made;
    return TR_OK;
}

/* Fills text and length. */
static tr_status value_take(web_fields *fields, const web_field *field, const tr_json_value *value,
                            tr_argument_text *out, tr_error *err)
{
    tr_json_kind kind = tr_json_value_kind(value);
    bool flag;
    if (kind == TR_JSON_TEXT && tr_json_value_text(value, &out->text, &out->length) == TR_OK) {
        if (strlen(out->text) != out->length)
            return wrong(err, TR_E_INVALID, "%s holds a zero character", field->name);
        if (field->kind == WEB_FIELD_WORD)
            return word_take(fields, field, out, err);
        if (field->kind != WEB_FIELD_FLAG)
            return TR_OK;
    }
    if (field->kind == WEB_FIELD_NUMBER &&
        tr_json_value_number(value, &out->text, &out->length) == TR_OK)
        return TR_OK;
    if (field->kind == WEB_FIELD_FLAG && tr_json_value_bool(value, &flag) == TR_OK) {
        out->text = flag ? "true" : "false";
        out->length = strlen(out->text);
        return TR_OK;
    }
    if (field->kind == WEB_FIELD_TEXTS && kind == TR_JSON_ARRAY)
        return texts_join(fields, field, value, out, err);
    static const char *const wanted[] = {
        [WEB_FIELD_TEXT] = "a text",
        [WEB_FIELD_WORD] = "a text",
        [WEB_FIELD_NUMBER] = "a number or a text that holds one",
        [WEB_FIELD_FLAG] = "true or false",
        [WEB_FIELD_TEXTS] = "an array of texts",
    };
    return wrong(err, TR_E_INVALID, "%s must be %s, not %s", field->name, wanted[field->kind],
                 tr_json_kind_name(kind));
}

static tr_status member_take(web_fields *fields, const web_field *table, const tr_json_value *value,
                             tr_error *err)
{
    size_t length;
    const char *name = tr_json_value_key(value, &length);
    const web_field *field = field_find(table, name, length);
    if (field == NULL)
        return wrong(err, TR_E_INVALID, "unknown member \"%.80s\"", name);
    if (tr_json_value_kind(value) == TR_JSON_NULL)
        return TR_OK;
    tr_argument_text text = { .name = field->argument != NULL ? field->argument : field->name };
    tr_status status = value_take(fields, field, value, &text, err);
    if (status != TR_OK || text.length == 0)
        return status;
    for (size_t i = 0; i < fields->count; i++)
        if (strcmp(fields->texts[i].name, text.name) == 0)
            return wrong(err, TR_E_INVALID, "%s says the same as another member", field->name);
    if (fields->count == WEB_FIELDS_MAX)
        return wrong(err, TR_E_RANGE, "more than %d members", WEB_FIELDS_MAX);
    fields->is_own[fields->count] = field->argument == NULL;
    fields->texts[fields->count++] = text;
    return TR_OK;
}

void web_fields_init(web_fields *fields)
{
    fields->document = NULL;
    fields->count = 0;
    fields->made_used = 0;
}

tr_status web_fields_read(web_fields *fields, const char *body, size_t size, const web_field *table,
                          tr_error *err)
{
    tr_status status = tr_json_document_parse(body, size, NULL, &fields->document, err);
    if (status != TR_OK)
        return status;
    const tr_json_value *root = tr_json_document_root(fields->document);
    if (tr_json_value_kind(root) != TR_JSON_OBJECT)
        return wrong(err, TR_E_INVALID, "the body must be an object, not %s",
                     tr_json_kind_name(tr_json_value_kind(root)));
    for (const tr_json_value *member = tr_json_value_first(root); member != NULL && status == TR_OK;
         member = tr_json_value_next(member))
        status = member_take(fields, table, member, err);
    return status;
}

void web_fields_done(web_fields *fields)
{
    tr_json_document_free(fields->document);
    fields->document = NULL;
}

const char *web_fields_own(const web_fields *fields, const char *name)
{
    for (size_t i = 0; i < fields->count; i++)
        if (fields->is_own[i] && strcmp(fields->texts[i].name, name) == 0)
            return fields->texts[i].text;
    return NULL;
}

bool web_fields_has(const web_fields *fields, const char *argument)
{
    for (size_t i = 0; i < fields->count; i++)
        if (!fields->is_own[i] && strcmp(fields->texts[i].name, argument) == 0)
            return true;
    return false;
}

tr_status web_fields_add(web_fields *fields, const char *argument, const char *text, tr_error *err)
{
    if (web_fields_has(fields, argument))
        return wrong(err, TR_E_INVALID, "%s is given twice", argument);
    if (fields->count == WEB_FIELDS_MAX)
        return wrong(err, TR_E_RANGE, "more than %d members", WEB_FIELDS_MAX);
    fields->is_own[fields->count] = false;
    fields->texts[fields->count++] = (tr_argument_text){ argument, text, strlen(text) };
    return TR_OK;
}
