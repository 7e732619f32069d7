/* log.c: records, and the two forms of a line. */
#include <trade/log.h>

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include <trade/time.h>

#include "core/utf8.h"

#define JSON_CUT_END   ",\"cut\":true}"
#define TEXT_CUT_END   " cut=true"
#define ESCAPE_SIZE    8  /* \u00XX and its end mark, or four bytes of UTF-8 */
#define VALUE_SIZE     64 /* the longest value but text: a decimal, a status' name */
#define LEVEL_WIDTH    7  /* "warning" */
#define MESSAGE_ABSENT "(no message)"

static_assert(VALUE_SIZE >= TR_DECIMAL_TEXT_SIZE && VALUE_SIZE >= TR_ID_TEXT_SIZE &&
                  VALUE_SIZE >= TR_TIME_TEXT_SIZE,
              "every kind of value fits");

/* ---- levels ---------------------------------------------------------------------------------- */

const char *tr_log_level_name(tr_log_level level)
{
    switch (level) {
    case TR_LOG_ERROR:
        return "error";
    case TR_LOG_WARNING:
        return "warning";
    case TR_LOG_INFO:
        return "info";
    case TR_LOG_DEBUG:
        return "debug";
    }
    return NULL;
}

/* Letters of either case, without the C library: its idea of case depends on the locale. */
static bool is_word(const char *text, size_t length, const char *word)
{
    if (strlen(word) != length)
        return false;
    for (size_t at = 0; at < length; at++) {
        char lower = text[at] >= 'A' && text[at] <= 'Z' ? (char)(text[at] - 'A' + 'a') : text[at];
        if (lower != word[at])
            return false;
    }
    return true;
}

tr_status tr_log_level_parse(const char *text, size_t length, tr_log_level *out)
{
    if (text == NULL || out == NULL)
        return TR_E_INVALID;
    for (int level = TR_LOG_ERROR; level <= TR_LOG_DEBUG; level++) {
        if (is_word(text, length, tr_log_level_name((tr_log_level)level))) {
            *out = (tr_log_level)level;
            return TR_OK;
        }
    }
    if (!is_word(text, length, "warn"))
        return TR_E_PARSE;
    *out = TR_LOG_WARNING;
    return TR_OK;
}

/* ---- fields ---------------------------------------------------------------------------------- */

tr_log_field tr_log_text_part(const char *name, const char *text, size_t length)
{
    tr_log_field field = { .name = name, .kind = TR_LOG_KIND_TEXT };
    field.value.text.bytes = text != NULL ? text : "";
    field.value.text.length = text != NULL ? length : 0;
    return field;
}

tr_log_field tr_log_text(const char *name, const char *text)
{
    return tr_log_text_part(name, text, text != NULL ? strlen(text) : 0);
}

tr_log_field tr_log_int(const char *name, int64_t value)
{
    return (tr_log_field){ .name = name, .kind = TR_LOG_KIND_INT, .value.integer = value };
}

tr_log_field tr_log_decimal(const char *name, tr_decimal value)
{
    return (tr_log_field){ .name = name, .kind = TR_LOG_KIND_DECIMAL, .value.decimal = value };
}

tr_log_field tr_log_id(const char *name, tr_id id)
{
    return (tr_log_field){ .name = name, .kind = TR_LOG_KIND_ID, .value.id = id };
}

tr_log_field tr_log_time(const char *name, int64_t at_ns)
{
    return (tr_log_field){ .name = name, .kind = TR_LOG_KIND_TIME, .value.at_ns = at_ns };
}

tr_log_field tr_log_bool(const char *name, bool value)
{
    return (tr_log_field){ .name = name, .kind = TR_LOG_KIND_BOOL, .value.truth = value };
}

tr_log_field tr_log_status(const char *name, tr_status status)
{
    return (tr_log_field){ .name = name, .kind = TR_LOG_KIND_STATUS, .value.status = status };
}

tr_log_field tr_log_secret(const char *name, const tr_secret *secret)
{
    (void)secret; /* not even kept: what is not in the field cannot leak from it */
    return (tr_log_field){ .name = name, .kind = TR_LOG_KIND_SECRET };
}

/* ---- the port -------------------------------------------------------------------------------- */

bool tr_log_is_on(const tr_log *log, tr_log_level level)
{
    return log != NULL && log->write != NULL && level <= log->level;
}

void tr_log_write(const tr_log *log, tr_log_level level, int64_t at_ns, const char *message,
                  const tr_log_field *fields, size_t field_count)
{
    if (!tr_log_is_on(log, level))
        return;
    tr_log_record record = {
        .level = level,
        .at_ns = at_ns,
        .message = message,
        .fields = fields,
        .field_count = fields != NULL ? field_count : 0,
    };
    log->write(log->user, &record);
}

/* ---- lines ----------------------------------------------------------------------------------- */

/* A line being written. Room for its end is kept aside, so that a cut line still ends well. */
typedef struct line {
    char *text;
    size_t length;
    size_t limit; /* where content must stop */
    bool is_cut;
} line;

/* All of it or nothing. */
static bool put(line *to, const char *text, size_t length)
{
    if (to->is_cut || length > to->limit - to->length) {
        to->is_cut = true;
        return false;
    }
    memcpy(to->text + to->length, text, length);
    to->length += length;
    return true;
}

/* The escaped form of the character at the start of `text`; how many bytes of `text` it stands for. */
static size_t escape(const char *text, size_t length, char out[ESCAPE_SIZE], size_t *out_length)
{
    static const char shorts[] = { '\b', 'b',  '\f', 'f', '\n', 'n',  '\r',
                                   'r',  '\t', 't',  '"', '"',  '\\', '\\' };
    uint32_t character;
    size_t count = tr__utf8_read(text, length, &character);
    if (count == 0) {
        memcpy(out, "\xEF\xBF\xBD", 3); /* U+FFFD */
        *out_length = 3;
        return 1;
    }
    for (size_t at = 0; at < sizeof shorts; at += 2) {
        if (character == (unsigned char)shorts[at]) {
            out[0] = '\\';
            out[1] = shorts[at + 1];
            *out_length = 2;
            return count;
        }
    }
    if (character < 0x20 || (character >= 0x7F && character < 0xA0)) {
        *out_length = (size_t)snprintf(out, ESCAPE_SIZE, "\\u%04x", (unsigned)character);
        return count;
    }
    memcpy(out, text, count);
    *out_length = count;
    return count;
}

/* As many whole characters as fit. */
static void put_escaped(line *to, const char *text, size_t length)
{
    char escaped[ESCAPE_SIZE];
    size_t escaped_length;
    for (size_t at = 0; at < length && !to->is_cut;) {
        at += escape(text + at, length - at, escaped, &escaped_length);
        (void)put(to, escaped, escaped_length); /* a cut shows in the line */
    }
}

/* Text between quotes, which close it even when it is cut: their room is kept aside. */
static void put_quoted(line *to, const char *text, size_t length)
{
    if (to->is_cut || to->limit - to->length < 2) {
        to->is_cut = true;
        return;
    }
    to->text[to->length++] = '"';
    to->limit--;
    put_escaped(to, text, length);
    to->limit++;
    to->text[to->length++] = '"';
}

static bool needs_quotes(const char *text, size_t length)
{
    if (length == 0)
        return true;
    for (size_t at = 0; at < length; at++) {
        unsigned char byte = (unsigned char)text[at];
        if (byte <= 0x20 || byte >= 0x7F || byte == '"' || byte == '\\' || byte == '=')
            return true;
    }
    return false;
}

static bool is_name_character(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
           c == '-';
}

static void put_name(line *to, const char *name)
{
    for (; name != NULL && *name != '\0' && !to->is_cut; name++)
        (void)put(to, is_name_character(*name) ? name : "_", 1); /* a cut shows in the line */
}

/* The text of every kind but TR_LOG_KIND_TEXT. */
static size_t format_value(const tr_log_field *field, char text[VALUE_SIZE])
{
    const char *constant = "";
    switch (field->kind) {
    case TR_LOG_KIND_INT:
        return (size_t)snprintf(text, VALUE_SIZE, "%" PRId64, field->value.integer);
    case TR_LOG_KIND_DECIMAL:
        return tr_decimal_format(field->value.decimal, text, VALUE_SIZE);
    case TR_LOG_KIND_TIME:
        return tr_time_format(field->value.at_ns, -1, text, VALUE_SIZE);
    case TR_LOG_KIND_ID:
        if (!tr_id_is_none(field->value.id)) {
            tr_id_format(field->value.id, text);
            return TR_ID_TEXT_LENGTH;
        }
        constant = "none";
        break;
    case TR_LOG_KIND_BOOL:
        constant = field->value.truth ? "true" : "false";
        break;
    case TR_LOG_KIND_STATUS:
        constant = tr_status_name(field->value.status);
        break;
    case TR_LOG_KIND_SECRET:
        constant = "***";
        break;
    case TR_LOG_KIND_TEXT:
        break;
    }
    return (size_t)snprintf(text, VALUE_SIZE, "%s", constant);
}

/* `,"name":value`; nothing of it when name and at least a cut text do not fit. */
static void put_json_field(line *to, const tr_log_field *field)
{
    char value[VALUE_SIZE];
    size_t before = to->length;
    (void)put(to, ",\"", 2); /* cuts show in the line, below */
    put_name(to, field->name);
    (void)put(to, "\":", 2);
    if (field->kind == TR_LOG_KIND_TEXT && !to->is_cut && to->limit - to->length >= 2) {
        put_quoted(to, field->value.text.bytes, field->value.text.length);
        return;
    }
    size_t length = format_value(field, value);
    bool is_bare = field->kind == TR_LOG_KIND_INT || field->kind == TR_LOG_KIND_BOOL;
    if (is_bare)
        (void)put(to, value, length);
    else if (to->limit - to->length >= length + 2)
        put_quoted(to, value, length);
    else
        to->is_cut = true;
    if (to->is_cut)
        to->length = before; /* a field without its value is none */
}

static void put_text_field(line *to, const tr_log_field *field)
{
    char value[VALUE_SIZE];
    size_t before = to->length;
    const char *text = value;
    size_t length;
    if (field->kind == TR_LOG_KIND_TEXT) {
        text = field->value.text.bytes;
        length = field->value.text.length;
    } else {
        length = format_value(field, value);
    }
    (void)put(to, " ", 1); /* cuts show in the line, below */
    put_name(to, field->name);
    (void)put(to, "=", 1);
    if (field->kind == TR_LOG_KIND_TEXT && needs_quotes(text, length) && !to->is_cut &&
        to->limit - to->length >= 2) {
        put_quoted(to, text, length);
        return;
    }
    (void)put(to, text, length);
    if (to->is_cut)
        to->length = before;
}

static bool begin(line *to, const tr_log_record *record, char *buffer, size_t size,
                  const char *cut_end)
{
    if (buffer != NULL && size > 0)
        buffer[0] = '\0';
    if (record == NULL || buffer == NULL || size < TR_LOG_LINE_SIZE_MIN)
        return false;
    if (record->fields == NULL && record->field_count > 0)
        return false;
    *to = (line){ .text = buffer, .limit = size - 1 - strlen(cut_end) };
    return true;
}

static size_t finish(line *to, const char *end)
{
    memcpy(to->text + to->length, end, strlen(end) + 1);
    return to->length + strlen(end);
}

static const char *level_text(tr_log_level level)
{
    const char *name = tr_log_level_name(level);
    return name != NULL ? name : "unknown";
}

static const char *message_text(const tr_log_record *record)
{
    return record->message != NULL ? record->message : MESSAGE_ABSENT;
}

size_t tr_log_format_json(const tr_log_record *record, char *buffer, size_t size)
{
    char time[TR_TIME_TEXT_SIZE];
    char head[TR_LOG_LINE_SIZE_MIN];
    line to;
    if (!begin(&to, record, buffer, size, JSON_CUT_END))
        return 0;
    (void)tr_time_format(record->at_ns, 9, time, sizeof time); /* the buffer suffices by its name */
    int length = snprintf(head, sizeof head, "{\"time\":\"%s\",\"level\":\"%s\",\"message\":", time,
                          level_text(record->level));
    bool has_room = put(&to, head, (size_t)length);
    assert(has_room);
    put_quoted(&to, message_text(record), strlen(message_text(record)));
    for (size_t at = 0; at < record->field_count && !to.is_cut; at++)
        put_json_field(&to, &record->fields[at]);
    return finish(&to, to.is_cut ? JSON_CUT_END : "}");
}

size_t tr_log_format_text(const tr_log_record *record, char *buffer, size_t size)
{
    char time[TR_TIME_TEXT_SIZE];
    char head[TR_LOG_LINE_SIZE_MIN];
    line to;
    if (!begin(&to, record, buffer, size, TEXT_CUT_END))
        return 0;
    (void)tr_time_format(record->at_ns, 3, time, sizeof time); /* the buffer suffices by its name */
    int length =
        snprintf(head, sizeof head, "%s %-*s ", time, LEVEL_WIDTH, level_text(record->level));
    bool has_room = put(&to, head, (size_t)length);
    assert(has_room);
    put_escaped(&to, message_text(record), strlen(message_text(record)));
    for (size_t at = 0; at < record->field_count && !to.is_cut; at++)
        put_text_field(&to, &record->fields[at]);
    return finish(&to, to.is_cut ? TEXT_CUT_END : "");
}
