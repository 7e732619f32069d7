/* plain.c: alerts as plain text: name=value or name: value, separated by blanks, commas, semicolons, newlines. */
#include <string.h>

#include "alert/fields.h"
#include "core/fail.h"
#include "core/utf8.h"

typedef struct scan {
    const char *body;
    size_t size;
    size_t at;
} scan;

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

static bool is_separator(char c)
{
    return is_blank(c) || c == '\r' || c == '\n' || c == ',' || c == ';';
}

static bool is_name(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '-';
}

static void skip(scan *s, bool (*belongs)(char))
{
    while (s->at < s->size && belongs(s->body[s->at]))
        s->at++;
}

static tr_status bad(const scan *s, const char *what, tr_error *err)
{
    return tr__fail(err, TR_E_PARSE, 0, "byte %zu: %s; an alert is JSON, or name=value pairs",
                    s->at, what);
}

/* A value: quoted, or up to the next separator. */
static tr_status take_value(scan *s, alert_field *field, tr_error *err)
{
    if (s->at < s->size && s->body[s->at] == '"') {
        const char *end = memchr(s->body + s->at + 1, '"', s->size - s->at - 1);
        if (end == NULL)
            return bad(s, "a quote that is not closed", err);
        field->offset = s->at + 1;
        field->length = (size_t)(end - s->body) - field->offset;
        s->at = field->offset + field->length + 1;
    } else {
        field->offset = s->at;
        while (s->at < s->size && !is_separator(s->body[s->at]))
            s->at++;
        field->length = s->at - field->offset;
    }
    field->text = s->body + field->offset;
    field->raw_length = field->length;
    return TR_OK;
}

static bool is_utf8(const char *text, size_t size)
{
    for (size_t at = 0; at < size;) {
        size_t count = tr__utf8_read(text + at, size - at, NULL);
        if (count == 0)
            return false;
        at += count;
    }
    return true;
}

tr_status tr__alert_plain_read(const char *body, size_t size, alert_fields *out, tr_error *err)
{
    scan s = { body, size, 0 };
    if (!is_utf8(body, size) || memchr(body, '\0', size) != NULL)
        return bad(&s, "not UTF-8 text", err);
    for (skip(&s, is_separator); s.at < s.size; skip(&s, is_separator)) {
        size_t name_at = s.at;
        skip(&s, is_name);
        size_t name_length = s.at - name_at;
        skip(&s, is_blank);
        if (name_length == 0 || s.at == s.size || (s.body[s.at] != '=' && s.body[s.at] != ':'))
            return bad(&s, "no name and '=' or ':'", err);
        s.at++;
        skip(&s, is_blank);
        alert_field field = { 0 };
        tr_status status = take_value(&s, &field, err);
        if (status == TR_OK)
            status = tr__alert_fields_add(out, body + name_at, name_length, &field, err);
        if (status != TR_OK)
            return status;
    }
    return out->count > 0 ? TR_OK : bad(&s, "nothing in it", err);
}
