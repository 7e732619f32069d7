/* sign_json.c: a JSON value as nested parameters, all in one array. */
#include <trade/sign_json.h>

#include <string.h>

static tr_status text_of(const tr_json_value *value, tr_sign_field *out)
{
    size_t length = 0;
    out->kind = TR_SIGN_KIND_TEXT;
    tr_status status = tr_json_value_text(value, &out->text, &length);
    return status == TR_OK && strlen(out->text) != length ? TR_E_PARSE : status;
}

static tr_status scalar_of(const tr_json_value *value, tr_sign_field *out)
{
    size_t length = 0;
    bool boolean = false;
    out->kind = TR_SIGN_KIND_LITERAL;
    switch (tr_json_value_kind(value)) {
    case TR_JSON_NUMBER:
        return tr_json_value_number(value, &out->text, &length);
    case TR_JSON_TEXT:
        return text_of(value, out);
    case TR_JSON_BOOL:
        (void)tr_json_value_bool(value, &boolean); /* the kind says that it is one */
        out->text = boolean ? "true" : "false";
        return TR_OK;
    case TR_JSON_NULL:
        out->text = "null";
        return TR_OK;
    case TR_JSON_ARRAY:
    case TR_JSON_OBJECT:
        break;
    }
    return TR_E_INVALID;
}

static bool is_container(const tr_json_value *value)
{
    tr_json_kind kind = tr_json_value_kind(value);
    return kind == TR_JSON_ARRAY || kind == TR_JSON_OBJECT;
}

/* The members or elements of a value, side by side behind what is there already. */
static tr_status spread(const tr_json_value *value, const char *left_out, tr_sign_field *fields,
                        const tr_json_value **sources, size_t field_max, size_t *count,
                        tr_sign_field *out)
{
    bool is_object = tr_json_value_kind(value) == TR_JSON_OBJECT;
    out->kind = is_object ? TR_SIGN_KIND_OBJECT : TR_SIGN_KIND_LIST;
    out->items = fields + *count;
    for (const tr_json_value *item = tr_json_value_first(value); item != NULL;
         item = tr_json_value_next(item)) {
        size_t name_length = 0;
        const char *name = is_object ? tr_json_value_key(item, &name_length) : NULL;
        if (name != NULL && strlen(name) != name_length)
            return TR_E_PARSE;
        if (left_out != NULL && name != NULL && strcmp(name, left_out) == 0)
            continue;
        if (*count == field_max)
            return TR_E_FULL;
        sources[*count] = item;
        fields[(*count)++] = (tr_sign_field){ .name = name };
        out->item_count++;
    }
    return TR_OK;
}

#define FIELDS_MAX 4096

tr_status tr_sign_field_of_json(const tr_json_value *value, const char *left_out,
                                tr_sign_field *fields, size_t field_max, tr_sign_field *out)
{
    if (value == NULL || fields == NULL || out == NULL)
        return TR_E_INVALID;
    const tr_json_value *sources[FIELDS_MAX]; /* what each field is made from */
    size_t count = 0;
    if (field_max > FIELDS_MAX)
        field_max = FIELDS_MAX;
    tr_sign_field made = { .name = NULL };
    tr_status status = is_container(value)
                           ? spread(value, left_out, fields, sources, field_max, &count, &made)
                           : scalar_of(value, &made);
    /* Level by level: what lies in a field goes behind everything made so far. */
    for (size_t at = 0; at < count && status == TR_OK; at++)
        status = is_container(sources[at])
                     ? spread(sources[at], NULL, fields, sources, field_max, &count, &fields[at])
                     : scalar_of(sources[at], &fields[at]);
    if (status == TR_OK)
        *out = made;
    return status;
}
