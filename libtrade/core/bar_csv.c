/* bar_csv.c: bars as CSV, read from chunks of any length and written line by line. */
#include <trade/bar.h>

#include <assert.h>
#include <string.h>

#include <trade/double_text.h>

#include "core/alloc.h"
#include "core/ascii.h"
#include "core/buffer.h"
#include "core/fail.h"

enum column {
    COLUMN_TIME,
    COLUMN_OPEN,
    COLUMN_HIGH,
    COLUMN_LOW,
    COLUMN_CLOSE,
    COLUMN_VOLUME,
    COLUMN_COUNT
};

static const char *const column_names[COLUMN_COUNT] = { "time", "open",  "high",
                                                        "low",  "close", "volume" };

#define FIELD_SHOWN_MAX 40
#define NOT_WANTED      UINT8_MAX
#define FIELD_COUNT_MAX 256

typedef struct field {
    const char *text;
    size_t length;
} field;

struct tr_bar_csv_reader {
    tr_bar_csv_options options;
    tr_bar_sink sink;
    void *user;
    tr__buffer line;      /* the start of a line whose end is in a later chunk */
    uint64_t line_number; /* of the line that is read, from 1 */
    size_t field_count;   /* of the header; 0 before it */
    uint8_t column_of_field[FIELD_COUNT_MAX];
    bool is_stopped;
    bool has_bar;
    int64_t last_open_ns;
};

tr_status tr_bar_csv_reader_new(const tr_bar_csv_options *options, tr_bar_sink sink, void *user,
                                tr_bar_csv_reader **out, tr_error *err)
{
    const tr_bar_csv_options defaults = TR_BAR_CSV_OPTIONS_INIT;
    if (options == NULL)
        options = &defaults;
    if (sink == NULL || out == NULL || options->struct_size < sizeof *options ||
        options->line_size_max == 0 || options->line_size_max == SIZE_MAX ||
        (unsigned)options->epoch_unit > TR_EPOCH_NS)
        return tr__fail(err, TR_E_INVALID, 0,
                        "csv: sink, result and options in range must be given");
    tr_bar_csv_reader *made = tr__allocate_zeroed(options->allocator, 1, sizeof *made);
    if (made == NULL)
        return tr__fail(err, TR_E_NO_MEMORY, 0, "csv: no memory");
    made->options = *options;
    made->sink = sink;
    made->user = user;
    tr__buffer_init(&made->line, options->line_size_max, options->allocator);
    *out = made;
    return TR_OK;
}

void tr_bar_csv_reader_free(tr_bar_csv_reader *reader)
{
    if (reader == NULL)
        return;
    tr__buffer_done(&reader->line);
    tr__release(reader->options.allocator, reader);
}

/* ---- one line -------------------------------------------------------------------------------- */

static unsigned long long line_of(const tr_bar_csv_reader *reader)
{
    return (unsigned long long)reader->line_number;
}

/* The next field from *at on; *at moves behind its comma, or to NULL behind the last. NULL: malformed. */
static const char *take_field(const char **at, const char *end, field *out)
{
    const char *start = *at;
    const char *stop;
    if (start < end && *start == '"') {
        start++;
        const char *quote = memchr(start, '"', (size_t)(end - start));
        if (quote == NULL)
            return "a quote is not closed on its line";
        *out = (field){ start, (size_t)(quote - start) };
        stop = quote + 1;
        /* A doubled quote stands for one: it goes on, and no wanted field can hold one. */
        while (stop < end && *stop == '"') {
            quote = memchr(stop + 1, '"', (size_t)(end - stop - 1));
            if (quote == NULL)
                return "a quote is not closed on its line";
            out->length = (size_t)(quote - start);
            stop = quote + 1;
        }
        if (stop < end && *stop != ',')
            return "text behind a closing quote";
    } else {
        stop = memchr(start, ',', (size_t)(end - start));
        if (stop == NULL)
            stop = end;
        *out = (field){ start, (size_t)(stop - start) };
        if (memchr(start, '"', out->length) != NULL)
            return "a quote inside a field that does not begin with one";
    }
    *at = stop < end ? stop + 1 : NULL;
    return NULL;
}

static size_t column_find(const field *name)
{
    size_t i = 0;
    while (i < COLUMN_COUNT && !tr__ascii_equal(name->text, name->length, column_names[i]))
        i++;
    return i;
}

static tr_status read_header(tr_bar_csv_reader *reader, const char *at, const char *end,
                             tr_error *err)
{
    bool is_there[COLUMN_COUNT] = { false };
    size_t field_count = 0;
    while (at != NULL) {
        field name;
        const char *reason = take_field(&at, end, &name);
        if (reason != NULL)
            return tr__fail(err, TR_E_PARSE, 0, "line %llu, field %zu: %s", line_of(reader),
                            field_count + 1, reason);
        if (field_count == FIELD_COUNT_MAX)
            return tr__fail(err, TR_E_PARSE, 0, "line %llu: allowed are %d fields", line_of(reader),
                            FIELD_COUNT_MAX);
        size_t column = column_find(&name);
        if (column < COLUMN_COUNT && is_there[column])
            return tr__fail(err, TR_E_PARSE, 0, "line %llu: column %s is there twice",
                            line_of(reader), column_names[column]);
        if (column < COLUMN_COUNT)
            is_there[column] = true;
        reader->column_of_field[field_count++] =
            column < COLUMN_COUNT ? (uint8_t)column : NOT_WANTED;
    }
    for (size_t i = 0; i < COLUMN_COUNT; i++)
        if (!is_there[i])
            return tr__fail(
                err, TR_E_PARSE, 0,
                "line %llu: column %s is missing; the first line must name time, open, high, "
                "low, close and volume",
                line_of(reader), column_names[i]);
    reader->field_count = field_count;
    return TR_OK;
}

/* The wanted fields of a row, by column. */
static tr_status split_row(const tr_bar_csv_reader *reader, const char *at, const char *end,
                           field fields[COLUMN_COUNT], tr_error *err)
{
    size_t field_count = 0;
    while (at != NULL) {
        field read;
        const char *reason = take_field(&at, end, &read);
        if (reason != NULL)
            return tr__fail(err, TR_E_PARSE, 0, "line %llu, field %zu: %s", line_of(reader),
                            field_count + 1, reason);
        if (field_count < reader->field_count && reader->column_of_field[field_count] != NOT_WANTED)
            fields[reader->column_of_field[field_count]] = read;
        field_count++;
    }
    if (field_count != reader->field_count)
        return tr__fail(err, TR_E_PARSE, 0, "line %llu: %zu fields, but the header has %zu",
                        line_of(reader), field_count, reader->field_count);
    return TR_OK;
}

static tr_status read_time(const tr_bar_csv_reader *reader, const field *from, int64_t *out,
                           tr_error *err)
{
    tr_error reason;
    bool is_epoch = reader->options.epoch_unit != TR_EPOCH_AUTO &&
                    memchr(from->text, ':', from->length) == NULL;
    tr_status status = is_epoch ? tr_time_parse_epoch(from->text, from->length,
                                                      reader->options.epoch_unit, out, &reason)
                                : tr_time_parse_any(from->text, from->length, out, &reason);
    if (status != TR_OK)
        return tr__fail(err, status, 0, "line %llu, column time: %s", line_of(reader),
                        reason.message);
    return TR_OK;
}

static tr_status read_number(const tr_bar_csv_reader *reader, const field fields[COLUMN_COUNT],
                             enum column column, double *out, tr_error *err)
{
    const field *from = &fields[column];
    tr_status status = tr_double_parse(from->text, from->length, out);
    if (status == TR_OK)
        return TR_OK;
    int shown = from->length < FIELD_SHOWN_MAX ? (int)from->length : FIELD_SHOWN_MAX;
    return tr__fail(err, status, 0,
                    "line %llu, column %s: \"%.*s\" is not a finite number like 61000.5",
                    line_of(reader), column_names[column], shown, from->text);
}

static tr_status read_row(tr_bar_csv_reader *reader, const char *at, const char *end, tr_error *err)
{
    field fields[COLUMN_COUNT];
    tr_bar bar = { .is_closed = true };
    tr_status status = split_row(reader, at, end, fields, err);
    if (status == TR_OK)
        status = read_time(reader, &fields[COLUMN_TIME], &bar.open_ns, err);
    if (status == TR_OK)
        status = read_number(reader, fields, COLUMN_OPEN, &bar.open, err);
    if (status == TR_OK)
        status = read_number(reader, fields, COLUMN_HIGH, &bar.high, err);
    if (status == TR_OK)
        status = read_number(reader, fields, COLUMN_LOW, &bar.low, err);
    if (status == TR_OK)
        status = read_number(reader, fields, COLUMN_CLOSE, &bar.close, err);
    if (status == TR_OK)
        status = read_number(reader, fields, COLUMN_VOLUME, &bar.volume, err);
    if (status != TR_OK)
        return status;
    tr_error reason;
    status = tr_bar_check(&bar, &reason);
    if (status != TR_OK)
        return tr__fail(err, status, 0, "line %llu: %s", line_of(reader), reason.message);
    if (reader->has_bar && bar.open_ns <= reader->last_open_ns)
        return tr__fail(err, TR_E_RANGE, 0, "line %llu, column time: %s the line before",
                        line_of(reader),
                        bar.open_ns == reader->last_open_ns ? "the same as on" : "earlier than on");
    reader->has_bar = true;
    reader->last_open_ns = bar.open_ns;
    status = reader->sink(reader->user, &bar);
    if (status != TR_OK)
        return tr__fail(err, status, 0, "line %llu: the receiver of bars answered %s",
                        line_of(reader), tr_status_name(status));
    return TR_OK;
}

/* A whole line without its line feed. */
static tr_status read_line(tr_bar_csv_reader *reader, const char *text, size_t length,
                           tr_error *err)
{
    reader->line_number++;
    if (length > reader->options.line_size_max)
        return tr__fail(err, TR_E_FULL, 0, "line %llu: longer than %zu bytes", line_of(reader),
                        reader->options.line_size_max);
    if (reader->line_number == 1 && length >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0) {
        text += 3;
        length -= 3;
    }
    if (length > 0 && text[length - 1] == '\r')
        length--;
    if (length == 0)
        return TR_OK;
    return reader->field_count == 0 ? read_header(reader, text, text + length, err)
                                    : read_row(reader, text, text + length, err);
}

/* ---- chunks ---------------------------------------------------------------------------------- */

/* Keep the start of a line for the next chunk. */
static tr_status keep(tr_bar_csv_reader *reader, const char *text, size_t length, tr_error *err)
{
    if (length > reader->options.line_size_max - reader->line.size)
        return tr__fail(err, TR_E_FULL, 0, "line %llu: longer than %zu bytes", line_of(reader) + 1,
                        reader->options.line_size_max);
    tr_status status = tr__buffer_append(&reader->line, text, length);
    return status == TR_OK ? TR_OK : tr__fail(err, status, 0, "csv: no memory for a line");
}

static tr_status read_kept(tr_bar_csv_reader *reader, tr_error *err)
{
    tr_status status = read_line(reader, (const char *)reader->line.bytes, reader->line.size, err);
    tr__buffer_clear(&reader->line);
    return status;
}

static tr_status feed(tr_bar_csv_reader *reader, const char *text, size_t size, bool is_last,
                      tr_error *err)
{
    tr_status status = TR_OK;
    while (size > 0 && status == TR_OK) {
        const char *line_feed = memchr(text, '\n', size);
        size_t length = line_feed != NULL ? (size_t)(line_feed - text) : size;
        if (line_feed == NULL) {
            status = keep(reader, text, length, err);
        } else if (reader->line.size > 0) {
            status = keep(reader, text, length, err);
            if (status == TR_OK)
                status = read_kept(reader, err);
        } else {
            status = read_line(reader, text, length, err);
        }
        size_t used = line_feed != NULL ? length + 1 : length;
        text += used;
        size -= used;
    }
    if (status == TR_OK && is_last && reader->line.size > 0)
        status = read_kept(reader, err);
    if (status == TR_OK && is_last && reader->field_count == 0)
        return tr__fail(err, TR_E_PARSE, 0,
                        "csv: no header; the first line must name time, open, high, "
                        "low, close and volume");
    return status;
}

tr_status tr_bar_csv_feed(tr_bar_csv_reader *reader, const void *bytes, size_t size, bool is_last,
                          tr_error *err)
{
    if (reader == NULL || (bytes == NULL && size > 0))
        return tr__fail(err, TR_E_INVALID, 0, "csv: reader and bytes must be given");
    if (reader->is_stopped)
        return tr__fail(err, TR_E_CLOSED, 0, "csv: the reader has stopped already");
    tr_status status = feed(reader, bytes, size, is_last, err);
    reader->is_stopped = status != TR_OK || is_last;
    return status;
}

/* ---- writing --------------------------------------------------------------------------------- */

size_t tr_bar_csv_format(const tr_bar *bar, char *buffer, size_t size)
{
    if (buffer == NULL || size == 0)
        return 0;
    buffer[0] = '\0';
    if (bar == NULL)
        return 0;
    char line[TR_BAR_CSV_LINE_SIZE];
    const double numbers[] = { bar->open, bar->high, bar->low, bar->close, bar->volume };
    static_assert(TR_TIME_TEXT_SIZE + 5 * (TR_DOUBLE_TEXT_SIZE + 1) <= sizeof line,
                  "a line holds a time and five numbers");
    size_t length = tr_time_format(bar->open_ns, -1, line, sizeof line);
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
        line[length++] = ',';
        size_t added = tr_double_format(numbers[i], line + length, sizeof line - length);
        if (added == 0)
            return 0;
        length += added;
    }
    line[length++] = '\n';
    if (length >= size)
        return 0;
    memcpy(buffer, line, length);
    buffer[length] = '\0';
    return length;
}
