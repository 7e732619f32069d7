/* fields.c: the members of a JSON alert, and looking fields up. */
#include "alert/fields.h"

#include <string.h>

#include "core/fail.h"

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

/* Other names of the same field: with both in one alert nobody could say which one counts. */
static const char *const aliases[][2] = {
    { "ticker", "symbol" },      { "side", "action" },       { "qty", "quantity" },
    { "contracts", "quantity" }, { "tp", "take_profit" },    { "sl", "stop_loss" },
    { "alert_id", "id" },        { "passphrase", "secret" },
};

static void use_own_name(char *name, size_t size)
{
    for (size_t i = 0; i < sizeof aliases / sizeof aliases[0]; i++)
        if (strcmp(name, aliases[i][0]) == 0) {
            memset(name, 0, size);
            memcpy(name, aliases[i][1], strlen(aliases[i][1]));
            return;
        }
}

tr_status tr__alert_fields_add(alert_fields *fields, const char *name, size_t name_length,
                               const alert_field *value, tr_error *err)
{
    if (name_length == 0 || name_length >= sizeof fields->items[0].name)
        return TR_OK; /* no name that is read is that long */
    if (fields->count == ALERT_FIELDS_MAX)
        return tr__fail(err, TR_E_RANGE, 0, "more than %d fields", ALERT_FIELDS_MAX);
    alert_field field = *value;
    memset(field.name, 0, sizeof field.name);
    for (size_t i = 0; i < name_length; i++)
        field.name[i] = lower(name[i]);
    use_own_name(field.name, sizeof field.name);
    if (tr__alert_fields_find(fields, field.name, NULL) != NULL)
        return tr__fail(err, TR_E_INVALID, 0, "field %s is there twice, perhaps under two names",
                        field.name);
    fields->items[fields->count++] = field;
    return TR_OK;
}

const alert_field *tr__alert_fields_find(const alert_fields *fields, const char *name,
                                         const char *other)
{
    for (size_t i = 0; i < fields->count; i++)
        if (strcmp(fields->items[i].name, name) == 0 ||
            (other != NULL && strcmp(fields->items[i].name, other) == 0))
            return &fields->items[i];
    return NULL;
}

/* Where a text's characters stand in the body, between its quotes. The reader has accepted it: it ends. */
static void place_text(const char *body, size_t size, size_t at, alert_field *field)
{
    size_t end = at + 1;
    while (end < size && body[end] != '"')
        end += body[end] == '\\' ? 2 : 1;
    field->offset = at + 1;
    field->raw_length = end - at - 1;
}

static tr_status add_member(const char *body, size_t size, const tr_json_value *member,
                            alert_fields *out, tr_error *err)
{
    size_t name_length;
    const char *name = tr_json_value_key(member, &name_length);
    alert_field field = { .offset = tr_json_value_offset(member) };
    tr_json_kind kind = tr_json_value_kind(member);
    if (kind == TR_JSON_TEXT && tr_json_value_text(member, &field.text, &field.length) == TR_OK)
        place_text(body, size, field.offset, &field);
    else if (kind == TR_JSON_NUMBER &&
             tr_json_value_number(member, &field.text, &field.length) == TR_OK)
        field.raw_length = field.length;
    return tr__alert_fields_add(out, name, name_length, &field, err);
}

static bool looks_like_json(const char *body, size_t size)
{
    for (size_t i = 0; i < size; i++)
        if (strchr(" \t\r\n", body[i]) == NULL || body[i] == '\0')
            return body[i] == '{' || body[i] == '[' || body[i] == '"';
    return false;
}

tr_status tr__alert_fields_read(const char *body, size_t size, alert_fields *out, tr_error *err)
{
    *out = (alert_fields){ .count = 0 };
    if (!looks_like_json(body, size))
        return tr__alert_plain_read(body, size, out, err);
    tr_json_options options = TR_JSON_OPTIONS_INIT;
    options.depth_max = 16;
    tr_status status = tr_json_document_parse(body, size, &options, &out->json, err);
    if (status != TR_OK)
        return status;
    const tr_json_value *root = tr_json_document_root(out->json);
    if (tr_json_value_kind(root) != TR_JSON_OBJECT)
        return tr__fail(err, TR_E_PARSE, 0, "an alert is an object, not %s",
                        tr_json_kind_name(tr_json_value_kind(root)));
    for (const tr_json_value *member = tr_json_value_first(root); member != NULL && status == TR_OK;
         member = tr_json_value_next(member))
        status = add_member(body, size, member, out, err);
    return status;
}

void tr__alert_fields_free(alert_fields *fields)
{
    tr_json_document_free(fields->json);
    fields->json = NULL;
}
