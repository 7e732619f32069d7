/* sheet.c: see sheet.h. The file is held whole: its fields become texts where they stand. */
#include "tbctl/sheet.h"

#include <errno.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "tbctl/tbctl.h"

#define CHUNK_SIZE 65536
#define SHOWN_MAX  40

/* ---- the file -------------------------------------------------------------------------------- */

static tr_status read_all(FILE *file, tbctl_sheet *sheet, tr_error *err)
{
    size_t room = 0;
    size_t got = 0;
    do {
        if (sheet->size + CHUNK_SIZE >= room) {
            room = 2 * room + 2 * CHUNK_SIZE;
            char *bytes = realloc(sheet->bytes, room);
            if (bytes == NULL)
                return tbctl_fail(err, TR_E_NO_MEMORY, "no memory to read %s", sheet->path);
            sheet->bytes = bytes;
        }
        got = fread(sheet->bytes + sheet->size, 1, CHUNK_SIZE, file);
        sheet->size += got;
    } while (got > 0);
    sheet->bytes[sheet->size] = '\0';
    if (ferror(file) != 0)
        return tbctl_fail(err, TR_E_IO, "%s: %s", sheet->path, strerror(errno));
    return TR_OK;
}

/* ---- one line -------------------------------------------------------------------------------- */

typedef struct field {
    char *text; /* ended by NUL */
    size_t length;
} field;

/* A quoted field loses its quotes, doubled ones become one. NULL: it is not closed. */
static char *unquote(char *at, char *end, field *out)
{
    char *to = at;
    *out = (field){ .text = at };
    for (at++; at < end; at++) {
        if (*at == '"' && (at + 1 == end || at[1] != '"')) {
            out->length = (size_t)(to - out->text);
            return at + 1;
        }
        at += *at == '"';
        *to++ = *at;
    }
    return NULL;
}

/* The next field; *at moves behind its comma, or to NULL behind the last. What is wrong with it; NULL: nothing. */
static const char *take_field(char **at, char *end, field *out)
{
    char *stop;
    while (*at < end && **at == ' ')
        ++*at;
    if (*at < end && **at == '"') {
        stop = unquote(*at, end, out);
        if (stop == NULL)
            return "a quote is not closed on its line";
        while (stop < end && *stop == ' ')
            stop++;
        if (stop < end && *stop != ',')
            return "text behind a closing quote";
    } else {
        stop = memchr(*at, ',', (size_t)(end - *at));
        if (stop == NULL)
            stop = end;
        *out = (field){ *at, (size_t)(stop - *at) };
        while (out->length > 0 && out->text[out->length - 1] == ' ')
            out->length--;
    }
    *at = stop < end ? stop + 1 : NULL;
    out->text[out->length] = '\0';
    return NULL;
}

/* The next line that is not empty: *line_end is put behind it, `number` counts. False: there is none. */
static bool take_line(tbctl_sheet *sheet, size_t *at, size_t *number, char **line, char **line_end)
{
    while (*at < sheet->size) {
        char *begin = sheet->bytes + *at;
        char *end = memchr(begin, '\n', sheet->size - *at);
        if (end == NULL)
            end = sheet->bytes + sheet->size;
        *at = (size_t)(end - sheet->bytes) + 1;
        ++*number;
        if (end > begin && end[-1] == '\r')
            end--;
        if (*number == 1 && end - begin >= 3 && memcmp(begin, "\xEF\xBB\xBF", 3) == 0)
            begin += 3;
        if (end == begin)
            continue;
        *line = begin;
        *line_end = end;
        return true;
    }
    return false;
}

/* ---- the header ------------------------------------------------------------------------------ */

static size_t time_column(const tbctl_sheet *sheet)
{
    static const char *const names[] = { "time", "datetime", "timestamp", "date" };
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        size_t column = tbctl_sheet_column(sheet, names[i], strlen(names[i]));
        if (column != TBCTL_SHEET_NONE)
            return column;
    }
    return TBCTL_SHEET_NONE;
}

static tr_status read_header(tbctl_sheet *sheet, tr_error *err)
{
    char *at = NULL;
    char *end = NULL;
    if (!take_line(sheet, &sheet->rows_at, &sheet->header_line, &at, &end))
        return tbctl_fail(err, TR_E_PARSE, "%s is empty: the first line names the columns",
                          sheet->path);
    while (at != NULL) {
        field name;
        const char *reason = take_field(&at, end, &name);
        if (reason == NULL && sheet->column_count == TBCTL_SHEET_COLUMNS_MAX)
            reason = "too many columns";
        if (reason == NULL && name.length > 0 &&
            tbctl_sheet_column(sheet, name.text, name.length) != TBCTL_SHEET_NONE)
            reason = "a column of this name is there already";
        if (reason != NULL)
            return tbctl_fail(err, TR_E_PARSE, "%s, line %zu, field %zu: %s", sheet->path,
                              sheet->header_line, sheet->column_count + 1, reason);
        sheet->names[sheet->column_count++] = name.text;
    }
    sheet->time_column = time_column(sheet);
    return TR_OK;
}

tr_status tbctl_sheet_open(const char *path, tbctl_sheet *out, tr_error *err)
{
    bool is_stdin = strcmp(path, "-") == 0;
    *out = (tbctl_sheet){ .path = is_stdin ? "standard input" : path };
    FILE *file = is_stdin ? stdin : fopen(path, "rb");
    if (file == NULL)
        return tbctl_fail(err, TR_E_IO, "%s: %s", path, strerror(errno));
    tr_status status = read_all(file, out, err);
    if (!is_stdin)
        (void)fclose(file); /* only read from */
    return status == TR_OK ? read_header(out, err) : status;
}

void tbctl_sheet_done(tbctl_sheet *sheet)
{
    for (size_t k = 0; k < TBCTL_SHEET_TAKEN_MAX; k++)
        free(sheet->values[k]);
    free(sheet->times);
    free(sheet->lines);
    free(sheet->bytes);
    *sheet = (tbctl_sheet){ .path = NULL };
}

size_t tbctl_sheet_column(const tbctl_sheet *sheet, const char *name, size_t length)
{
    for (size_t i = 0; i < sheet->column_count; i++)
        if (strlen(sheet->names[i]) == length && strncasecmp(sheet->names[i], name, length) == 0)
            return i;
    return TBCTL_SHEET_NONE;
}

void tbctl_sheet_names(const tbctl_sheet *sheet, char *buffer, size_t size)
{
    size_t used = 0;
    buffer[0] = '\0';
    for (size_t i = 0; i < sheet->column_count && used + 1 < size; i++) {
        int added =
            snprintf(buffer + used, size - used, "%s%s", i == 0 ? "" : ", ", sheet->names[i]);
        used += added > 0 ? (size_t)added : 0;
    }
}

/* ---- rows ------------------------------------------------------------------------------------ */

/* A time as a number: seconds since 1970. A date alone is its midnight. */
static bool read_seconds(const field *from, double *out)
{
    char text[TR_TIME_TEXT_SIZE];
    int64_t at_ns = 0;
    int length = snprintf(text, sizeof text, "%sT00:00:00Z", from->text);
    bool is_date = from->length == strlen("2026-01-31") && length > 0 &&
                   tr_time_parse(text, (size_t)length, &at_ns, NULL) == TR_OK;
    bool is_time = is_date || tr_time_parse_any(from->text, from->length, &at_ns, NULL) == TR_OK;
    *out = (double)at_ns / (double)TR_NS_PER_SECOND;
    return is_time;
}

static bool read_number(const field *from, double *out)
{
    *out = (double)NAN;
    if (from->length == 0 || strcasecmp(from->text, "nan") == 0)
        return true;
    return tr_double_parse(from->text, from->length, out) == TR_OK;
}

/* Times go out as they came in, so they are printable and nothing else. */
static bool is_time(const field *from)
{
    for (size_t i = 0; i < from->length; i++)
        if (from->text[i] < 0x20 || from->text[i] > 0x7E)
            return false;
    return true;
}

static tr_status read_row(tbctl_sheet *sheet, const field *fields, const size_t *columns,
                          size_t count, size_t line, tr_error *err)
{
    size_t row = sheet->row_count;
    for (size_t k = 0; k < count; k++) {
        const field *from = &fields[columns[k]];
        double *to = &sheet->values[k][row];
        if (columns[k] == sheet->time_column && !read_seconds(from, to))
            return tbctl_fail(err, TR_E_PARSE, "%s, line %zu, column %s: \"%.*s\" is not a time",
                              sheet->path, line, sheet->names[columns[k]], SHOWN_MAX, from->text);
        if (columns[k] != sheet->time_column && !read_number(from, to))
            return tbctl_fail(err, TR_E_PARSE,
                              "%s, line %zu, column %s: \"%.*s\" is not a finite number like "
                              "61000.5",
                              sheet->path, line, sheet->names[columns[k]], SHOWN_MAX, from->text);
    }
    if (sheet->time_column != TBCTL_SHEET_NONE) {
        const field *from = &fields[sheet->time_column];
        if (!is_time(from))
            return tbctl_fail(err, TR_E_PARSE, "%s, line %zu, column %s: not a time", sheet->path,
                              line, sheet->names[sheet->time_column]);
        sheet->times[row] = from->text;
    }
    sheet->lines[row] = line;
    sheet->row_count++;
    return TR_OK;
}

static bool make_room(tbctl_sheet *sheet, size_t count)
{
    size_t rows = 1;
    for (size_t i = sheet->rows_at; i < sheet->size; i++)
        rows += sheet->bytes[i] == '\n';
    bool is_there = true;
    for (size_t k = 0; k < count; k++) {
        sheet->values[k] = calloc(rows, sizeof *sheet->values[k]);
        is_there = is_there && sheet->values[k] != NULL;
    }
    sheet->lines = calloc(rows, sizeof *sheet->lines);
    if (sheet->time_column != TBCTL_SHEET_NONE)
        sheet->times = calloc(rows, sizeof *sheet->times);
    return is_there && sheet->lines != NULL &&
           (sheet->times != NULL || sheet->time_column == TBCTL_SHEET_NONE);
}

tr_status tbctl_sheet_take(tbctl_sheet *sheet, const size_t *columns, size_t count, tr_error *err)
{
    field fields[TBCTL_SHEET_COLUMNS_MAX];
    size_t offset = sheet->rows_at;
    size_t line = sheet->header_line;
    char *at = NULL;
    char *end = NULL;
    if (!make_room(sheet, count))
        return tbctl_fail(err, TR_E_NO_MEMORY, "no memory for the rows of %s", sheet->path);
    while (take_line(sheet, &offset, &line, &at, &end)) {
        size_t found = 0;
        while (at != NULL) {
            field unwanted;
            const char *reason =
                take_field(&at, end, found < sheet->column_count ? &fields[found] : &unwanted);
            found++;
            if (reason != NULL)
                return tbctl_fail(err, TR_E_PARSE, "%s, line %zu, field %zu: %s", sheet->path, line,
                                  found, reason);
        }
        if (found != sheet->column_count)
            return tbctl_fail(err, TR_E_PARSE, "%s, line %zu: %zu fields, but the header has %zu",
                              sheet->path, line, found, sheet->column_count);
        tr_status status = read_row(sheet, fields, columns, count, line, err);
        if (status != TR_OK)
            return status;
    }
    if (sheet->row_count == 0)
        return tbctl_fail(err, TR_E_PARSE, "%s has no rows below its header", sheet->path);
    return TR_OK;
}
