/*
 * writer.c: JSON out through cJSON, which keeps the tree and prints it.
 *
 * What cJSON would lose goes in as raw text: numbers, which it holds as doubles, and texts with a zero
 * byte, which would end there. It prints whatever bytes a text has, so texts are made valid before.
 */
#include <trade/json.h>

#include <assert.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cjson/cJSON.h>

#include "core/fail.h"
#include "json/scan.h"
#include "json/utf8.h"

#define REPLACEMENT      "\xEF\xBF\xBD" /* U+FFFD */
#define REPLACEMENT_SIZE 3

struct tr_json_writer {
    tr_status status;   /* the first failure */
    const char *reason; /* static storage */
    cJSON *root;
    cJSON *open[TR_JSON_WRITER_DEPTH_MAX];
    size_t depth;
    char *text; /* what finish composed last; cJSON's */
};

tr_status tr_json_writer_new(tr_json_writer **out)
{
    if (out == NULL)
        return TR_E_INVALID;
    tr_json_writer *writer = calloc(1, sizeof *writer);
    if (writer == NULL)
        return TR_E_NO_MEMORY;
    *out = writer;
    return TR_OK;
}

void tr_json_writer_free(tr_json_writer *writer)
{
    if (writer == NULL)
        return;
    cJSON_Delete(writer->root);
    cJSON_free(writer->text);
    free(writer);
}

static void keep_failure(tr_json_writer *writer, tr_status status, const char *reason)
{
    if (writer->status != TR_OK)
        return;
    writer->status = status;
    writer->reason = reason;
}

/* A NUL-terminated copy with U+FFFD for each byte that is not part of valid UTF-8. NULL: no memory. */
static char *valid_copy(const char *text, size_t length)
{
    if (length > (SIZE_MAX - 1) / REPLACEMENT_SIZE)
        return NULL;
    const char *end = text + length;
    size_t wrong = 0;
    for (const char *at = text; at < end;) {
        size_t step = tr__utf8_length(at, end);
        wrong += step == 0;
        at += step == 0 ? 1 : step;
    }
    char *copy = malloc(length + wrong * (REPLACEMENT_SIZE - 1) + 1);
    if (copy == NULL)
        return NULL;
    char *to = copy;
    for (const char *at = text; at < end;) {
        size_t step = tr__utf8_length(at, end);
        memcpy(to, step == 0 ? REPLACEMENT : at, step == 0 ? REPLACEMENT_SIZE : step);
        to += step == 0 ? REPLACEMENT_SIZE : step;
        at += step == 0 ? 1 : step;
    }
    *to = '\0';
    return copy;
}

/* A key in an object and nowhere else, and one value at the root. */
static bool place_is_right(tr_json_writer *writer, const char *key)
{
    if (writer->status != TR_OK)
        return false;
    if (writer->depth == 0) {
        if (key == NULL && writer->root == NULL)
            return true;
        keep_failure(writer, TR_E_INVALID,
                     key != NULL ? "the outermost value has a key" : "a second outermost value");
        return false;
    }
    if (cJSON_IsObject(writer->open[writer->depth - 1]) == (key != NULL))
        return true;
    keep_failure(writer, TR_E_INVALID,
                 key != NULL ? "an array's element has a key" : "an object's member has no key");
    return false;
}

/* Put `item` where it belongs; takes it over in any case. NULL means there was no memory for it. */
static bool append(tr_json_writer *writer, const char *key, cJSON *item)
{
    bool is_added = item != NULL;
    if (is_added && writer->depth == 0) {
        writer->root = item;
    } else if (is_added && key == NULL) {
        is_added = cJSON_AddItemToArray(writer->open[writer->depth - 1], item) != 0;
    } else if (is_added) {
        char *valid_key = valid_copy(key, strlen(key));
        is_added = valid_key != NULL &&
                   cJSON_AddItemToObject(writer->open[writer->depth - 1], valid_key, item) != 0;
        free(valid_key);
    }
    if (is_added)
        return true;
    cJSON_Delete(item);
    keep_failure(writer, TR_E_NO_MEMORY, "no memory for a value");
    return false;
}

static void container_begin(tr_json_writer *writer, const char *key, bool is_object)
{
    if (writer == NULL || !place_is_right(writer, key))
        return;
    if (writer->depth == TR_JSON_WRITER_DEPTH_MAX) {
        keep_failure(writer, TR_E_RANGE, "nested deeper than is allowed");
        return;
    }
    cJSON *item = is_object ? cJSON_CreateObject() : cJSON_CreateArray();
    if (append(writer, key, item))
        writer->open[writer->depth++] = item;
}

static void container_end(tr_json_writer *writer, bool is_object)
{
    if (writer == NULL || writer->status != TR_OK)
        return;
    if (writer->depth == 0 || cJSON_IsObject(writer->open[writer->depth - 1]) != is_object) {
        keep_failure(writer, TR_E_INVALID, "an end that fits no beginning");
        return;
    }
    writer->depth--;
}

void tr_json_write_object_begin(tr_json_writer *writer, const char *key)
{
    container_begin(writer, key, true);
}

void tr_json_write_object_end(tr_json_writer *writer)
{
    container_end(writer, true);
}

void tr_json_write_array_begin(tr_json_writer *writer, const char *key)
{
    container_begin(writer, key, false);
}

void tr_json_write_array_end(tr_json_writer *writer)
{
    container_end(writer, false);
}

/* The JSON string of a text that holds a zero byte. Six bytes for each of its own always suffice. */
static cJSON *text_with_zeros(const char *text, size_t length)
{
    char *raw = length > (SIZE_MAX - 3) / 6 ? NULL : malloc(length * 6 + 3);
    if (raw == NULL)
        return NULL;
    char *to = raw;
    *to++ = '"';
    const char *end = text + length;
    for (const char *at = text; at < end;) {
        size_t step = tr__utf8_length(at, end);
        unsigned int byte = (unsigned char)*at;
        if (step > 1) {
            memcpy(to, at, step);
            to += step;
        } else if (step == 0) {
            memcpy(to, REPLACEMENT, REPLACEMENT_SIZE);
            to += REPLACEMENT_SIZE;
        } else if (byte < 0x20) {
            static const char digits[] = "0123456789abcdef";
            const char escape[6] = { '\\', 'u', '0', '0', digits[byte >> 4], digits[byte & 15] };
            memcpy(to, escape, sizeof escape);
            to += sizeof escape;
        } else {
            if (byte == '"' || byte == '\\')
                *to++ = '\\';
            *to++ = *at;
        }
        at += step == 0 ? 1 : step;
    }
    *to++ = '"';
    *to = '\0';
    cJSON *item = cJSON_CreateRaw(raw);
    free(raw);
    return item;
}

void tr_json_write_text_of(tr_json_writer *writer, const char *key, const char *text, size_t length)
{
    if (writer == NULL || !place_is_right(writer, key))
        return;
    if (text == NULL && length > 0) {
        keep_failure(writer, TR_E_INVALID, "a text is missing");
        return;
    }
    cJSON *item = NULL;
    if (length > 0 && memchr(text, '\0', length) != NULL) {
        item = text_with_zeros(text, length);
    } else {
        char *valid = valid_copy(length == 0 ? "" : text, length);
        item = valid == NULL ? NULL : cJSON_CreateString(valid);
        free(valid);
    }
    append(writer, key, item);
}

void tr_json_write_text(tr_json_writer *writer, const char *key, const char *text)
{
    if (text == NULL)
        tr_json_write_null(writer, key);
    else
        tr_json_write_text_of(writer, key, text, strlen(text));
}

void tr_json_write_decimal(tr_json_writer *writer, const char *key, tr_decimal value)
{
    char text[TR_DECIMAL_TEXT_SIZE];
    size_t length = tr_decimal_format(value, text, sizeof text);
    assert(length > 0);
    tr_json_write_text_of(writer, key, text, length);
}

void tr_json_write_int64(tr_json_writer *writer, const char *key, int64_t value)
{
    if (writer == NULL || !place_is_right(writer, key))
        return;
    char text[24];
    snprintf(text, sizeof text, "%" PRId64, value);
    append(writer, key, cJSON_CreateRaw(text));
}

void tr_json_write_number(tr_json_writer *writer, const char *key, const char *text, size_t length)
{
    if (writer == NULL || !place_is_right(writer, key))
        return;
    char *copy = text == NULL ? NULL : strndup(text, length);
    if (text != NULL && copy == NULL) {
        keep_failure(writer, TR_E_NO_MEMORY, "no memory for a number");
        return;
    }
    const char *at = copy;
    if (copy == NULL || tr__json_scan_number(&at) != NULL || (size_t)(at - copy) != length)
        keep_failure(writer, TR_E_INVALID, "a text is not a JSON number");
    else
        append(writer, key, cJSON_CreateRaw(copy));
    free(copy);
}

void tr_json_write_double(tr_json_writer *writer, const char *key, double value)
{
    if (writer == NULL || !place_is_right(writer, key))
        return;
    append(writer, key, isfinite(value) ? cJSON_CreateNumber(value) : cJSON_CreateNull());
}

void tr_json_write_bool(tr_json_writer *writer, const char *key, bool value)
{
    if (writer == NULL || !place_is_right(writer, key))
        return;
    append(writer, key, cJSON_CreateBool(value));
}

void tr_json_write_null(tr_json_writer *writer, const char *key)
{
    if (writer == NULL || !place_is_right(writer, key))
        return;
    append(writer, key, cJSON_CreateNull());
}

tr_status tr_json_writer_finish(tr_json_writer *writer, tr_json_style style, const char **text_out,
                                size_t *length_out, tr_error *err)
{
    if (writer == NULL || text_out == NULL)
        return tr__fail(err, TR_E_INVALID, 0, "json writer: no writer, or no place for the text");
    if (writer->status == TR_OK && (writer->depth > 0 || writer->root == NULL))
        keep_failure(writer, TR_E_INVALID,
                     writer->depth > 0 ? "an array or object is left open" : "nothing was written");
    if (writer->status != TR_OK)
        return tr__fail(err, writer->status, 0, "json writer: %s", writer->reason);
    char *text =
        style == TR_JSON_PRETTY ? cJSON_Print(writer->root) : cJSON_PrintUnformatted(writer->root);
    if (text == NULL)
        return tr__fail(err, TR_E_NO_MEMORY, 0, "json writer: no memory for the text");
    cJSON_free(writer->text);
    writer->text = text;
    *text_out = text;
    if (length_out != NULL)
        *length_out = strlen(text);
    return TR_OK;
}
