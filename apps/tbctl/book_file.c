/* book_file.c: files that hold commands for a book. */
#include "tbctl/book_file.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tbctl/tbctl.h"

#define FILE_SIZE_MAX    ((size_t)1 << 32)
#define FLOW_HEADER_SIZE 64
#define FLOW_RECORD_SIZE 32
#define ROOM             2 /* a book is made for so many times the orders of a stream */
#define SCENARIO_ORDERS  65536
#define EXCHANGE_ROOM    ((size_t)128 << 20) /* for its list of instruments */

static tr_status read_all(FILE *from, book_file *file, tr_error *err)
{
    size_t capacity = 65536;
    for (;;) {
        unsigned char *grown = realloc(file->bytes, capacity + 1);
        if (grown == NULL)
            return tbctl_fail(err, TR_E_NO_MEMORY, "no memory for %s", file->path);
        file->bytes = grown;
        file->size += fread(grown + file->size, 1, capacity - file->size, from);
        if (ferror(from) != 0)
            return tbctl_fail(err, TR_E_IO, "%s cannot be read: %s", file->path, strerror(errno));
        grown[file->size] = '\0';
        if (file->size < capacity)
            return TR_OK;
        if (capacity >= FILE_SIZE_MAX)
            return tbctl_fail(err, TR_E_RANGE, "%s is larger than 4 GiB", file->path);
        capacity *= 2;
    }
}

static uint64_t number_at(const unsigned char *at, unsigned int size)
{
    uint64_t number = 0;
    for (unsigned int i = 0; i < size; i++)
        number |= (uint64_t)at[i] << 8 * i;
    return number;
}

static tr_status read_flow(book_file *file, tr_error *err)
{
    if (file->size < FLOW_HEADER_SIZE || number_at(file->bytes + 8, 4) != 1 ||
        number_at(file->bytes + 12, 4) != FLOW_RECORD_SIZE)
        return tbctl_fail(err, TR_E_PARSE, "%s: not a stream of version 1 with records of %d bytes",
                          file->path, FLOW_RECORD_SIZE);
    file->flow.count = number_at(file->bytes + 16, 8);
    file->flow.warmup = number_at(file->bytes + 24, 8);
    file->flow.live_max = number_at(file->bytes + 56, 8);
    uint64_t there = (file->size - FLOW_HEADER_SIZE) / FLOW_RECORD_SIZE;
    if (file->flow.count != there || (file->size - FLOW_HEADER_SIZE) % FLOW_RECORD_SIZE != 0)
        return tbctl_fail(err, TR_E_PARSE,
                          "%s: the header promises %llu records, the file has %llu", file->path,
                          (unsigned long long)file->flow.count, (unsigned long long)there);
    if (file->flow.warmup > file->flow.count || file->flow.live_max < 1 ||
        file->flow.live_max > TR_BOOK_ORDER_MAX_LIMIT / ROOM)
        return tbctl_fail(
            err, TR_E_RANGE, "%s: %llu of %llu records to warm up, %llu orders at once", file->path,
            (unsigned long long)file->flow.warmup, (unsigned long long)file->flow.count,
            (unsigned long long)file->flow.live_max);
    return TR_OK;
}

static tr_status recognise(book_file *file, tr_error *err)
{
    tr_book_reader reader;
    tr_error wrong = { .message = "" };
    file->kind = BOOK_FILE_SCENARIO;
    if (file->size >= 6 && memcmp(file->bytes, "OFLOW1", 6) == 0) {
        file->kind = BOOK_FILE_FLOW;
        return read_flow(file, err);
    }
    tr_status status = tr_book_reader_init(&reader, file->bytes, file->size, &wrong);
    if (status == TR_OK)
        file->kind = BOOK_FILE_JOURNAL;
    else if (status != TR_E_PARSE)
        return book_file_wrong(file, status, &wrong, err);
    else if (memchr(file->bytes, '\0', file->size) != NULL)
        return tbctl_fail(err, TR_E_PARSE, "%s is neither a scenario, nor a stream, nor a journal",
                          file->path);
    return TR_OK;
}

tr_status book_file_load(const char *path, book_file *out, tr_error *err)
{
    book_file made = { .path = path };
    FILE *from = fopen(path, "rb");
    if (from == NULL)
        return tbctl_fail(err, TR_E_IO, "%s: %s", path, strerror(errno));
    tr_status status = read_all(from, &made, err);
    (void)fclose(from); /* only read from */
    if (status == TR_OK)
        status = recognise(&made, err);
    if (status != TR_OK)
        book_file_release(&made);
    else
        *out = made;
    return status;
}

void book_file_release(book_file *file)
{
    free(file->bytes);
    file->bytes = NULL;
}

tr_status book_file_record(const book_file *file, uint64_t index, tr_book_command *out,
                           tr_error *err)
{
    static const uint8_t kinds[] = { 0, TR_BOOK_COMMAND_NEW, TR_BOOK_COMMAND_NEW,
                                     TR_BOOK_COMMAND_CANCEL, TR_BOOK_COMMAND_AMEND };
    static const uint8_t given[] = { 0, TR_BOOK_GIVEN_PRICE | TR_BOOK_GIVEN_QUANTITY,
                                     TR_BOOK_GIVEN_QUANTITY, 0,
                                     TR_BOOK_GIVEN_PRICE | TR_BOOK_GIVEN_QUANTITY };
    const unsigned char *at = file->bytes + FLOW_HEADER_SIZE + index * FLOW_RECORD_SIZE;
    if (at[0] < 1 || at[0] > 4 || at[1] > 1 || at[2] > 3)
        return tbctl_fail(err, TR_E_PARSE, "%s: record %llu has op %u, side %u, tif %u", file->path,
                          (unsigned long long)index, at[0], at[1], at[2]);
    *out = (tr_book_command){
        .kind = kinds[at[0]],
        .side = at[1],
        .type = at[0] == 2 ? TR_BOOK_TYPE_MARKET : TR_BOOK_TYPE_LIMIT,
        .tif = at[2] == 3 ? (uint8_t)TR_BOOK_TIF_GTC : at[2],
        .given = given[at[0]],
        .is_post_only = at[2] == 3,
        .id = (int64_t)number_at(at + 8, 8),
        .price = (int64_t)number_at(at + 16, 8),
        .quantity = (int64_t)number_at(at + 24, 8),
        .owner = at[0] <= 2 ? (int64_t)number_at(at + 4, 4) : 0,
    };
    return TR_OK;
}

/* What kind of line it is; false: of none. */
static bool line_kind(const char *line, size_t length, book_line_kind *out)
{
    static const char marks[] = { '>', '<', '=' };
    static const book_line_kind kinds[] = { BOOK_LINE_COMMAND, BOOK_LINE_EVENT, BOOK_LINE_DUMP };
    if (line[0] == '#') {
        *out = BOOK_LINE_COMMENT;
        return true;
    }
    if (length >= 6 && memcmp(line, "config", 6) == 0 && (length == 6 || line[6] == ' ')) {
        *out = BOOK_LINE_CONFIG;
        return true;
    }
    for (size_t i = 0; i < sizeof marks; i++) {
        if (length >= 2 && line[0] == marks[i] && line[1] == ' ') {
            *out = kinds[i];
            return true;
        }
    }
    return false;
}

bool book_file_line(const book_file *file, book_line *line, tr_status *status_out, tr_error *err)
{
    size_t length = 0;
    const char *text = "";
    *status_out = TR_OK;
    while (line->next < file->size && length == 0) {
        text = (const char *)file->bytes + line->next;
        length = strcspn(text, "\n");
        line->next += length + 1;
        line->number++;
        if (length > 0 && text[length - 1] == '\r')
            length--;
    }
    if (length == 0)
        return false;
    bool had_config = line->has_config;
    bool is_known = line_kind(text, length, &line->kind);
    bool is_config = is_known && line->kind == BOOK_LINE_CONFIG;
    line->has_config = had_config || is_config;
    if (!is_known || (is_config ? had_config : line->kind != BOOK_LINE_COMMENT && !had_config)) {
        *status_out = tbctl_fail(
            err, TR_E_PARSE, "%s:%u: expected #, config (once, in front), >, < or =", file->path,
            line->number);
        return false;
    }
    size_t mark = line->kind >= BOOK_LINE_COMMAND ? 2 : 0;
    line->text = text + mark;
    line->length = length - mark;
    return true;
}

tr_status book_file_new_book(const book_file *file, const tr_allocator *allocator, tr_book **out,
                             tr_error *err)
{
    tr_book_options options = TR_BOOK_OPTIONS_INIT;
    options.allocator = allocator;
    book_line line = { .next = 0 };
    tr_error wrong = { .message = "" };
    if (file->kind == BOOK_FILE_FLOW) {
        /* The header may promise more than its records can bring to life. */
        uint64_t live_max =
            file->flow.live_max < file->flow.count ? file->flow.live_max : file->flow.count;
        options.order_max = live_max > 0 ? (uint32_t)live_max * ROOM : ROOM;
        options.has_opaque_ids = true;
        return tr_book_new(&options, out, err);
    }
    options.order_max = SCENARIO_ORDERS;
    tr_status status;
    do {
        if (!book_file_line(file, &line, &status, err))
            return status != TR_OK ? status
                                   : tbctl_fail(err, TR_E_PARSE, "%s: no config line", file->path);
    } while (line.kind != BOOK_LINE_CONFIG);
    status = tr_book_text_options(line.text, line.length, &options, &wrong);
    if (status == TR_OK)
        status = tr_book_new(&options, out, &wrong);
    return status == TR_OK ? TR_OK
                           : tbctl_fail(err, status == TR_E_NO_MEMORY ? status : TR_E_PARSE,
                                        "%s:%u: %s", file->path, line.number, wrong.message);
}

tr_book_replay_options book_file_book_limits(const tr_command_call *call)
{
    tr_book_replay_options limits = TR_BOOK_REPLAY_OPTIONS_INIT;
    limits.order_max_limit = (uint32_t)tr_call_int(call, "orders_max");
    return limits;
}

tr_matching_options book_file_exchange_limits(const tr_command_call *call)
{
    tr_matching_options limits = TR_MATCHING_OPTIONS_INIT;
    tr_book_options one = TR_BOOK_OPTIONS_INIT;
    one.order_max = (uint32_t)tr_call_int(call, "orders_max");
    limits.order_max_limit = one.order_max;
    limits.memory_max = tr_book_memory_size(&one) + EXCHANGE_ROOM;
    return limits;
}

bool book_file_is_exchange(const book_file *file)
{
    tr_book_reader reader;
    tr_book_record record;
    return file->kind == BOOK_FILE_JOURNAL &&
           tr_book_reader_init(&reader, file->bytes, file->size, NULL) == TR_OK &&
           tr_book_reader_next(&reader, &record, NULL) == TR_OK &&
           record.kind == TR_BOOK_RECORD_EXCHANGE;
}

tr_status book_file_wrong(const book_file *file, tr_status status, const tr_error *wrong,
                          tr_error *err)
{
    bool is_told = wrong->status == status;
    return tbctl_fail(err, status, "%s: %s", file->path,
                      is_told ? wrong->message : tr_status_name(status));
}

static tr_status apply_one(const book_file *file, tr_book *book, const tr_book_command *command,
                           const tr_book_sink *sink, unsigned long long where, tr_error *err)
{
    tr_status status = tr_book_apply(book, command, sink);
    if (status == TR_E_FULL)
        return tbctl_fail(err, status, "%s:%llu: no room for another order", file->path, where);
    return status == TR_OK
               ? TR_OK
               : tbctl_fail(err, status, "%s:%llu: %s", file->path, where, tr_status_name(status));
}

static tr_status apply_flow(const book_file *file, tr_book *book, const tr_book_sink *sink,
                            tr_status (*before)(void *user, const tr_book_command *command,
                                                tr_error *err),
                            void *user, tr_error *err)
{
    tr_status status = TR_OK;
    for (uint64_t i = 0; i < file->flow.count && status == TR_OK; i++) {
        tr_book_command command;
        status = book_file_record(file, i, &command, err);
        if (status == TR_OK && before != NULL)
            status = before(user, &command, err);
        if (status == TR_OK)
            status = apply_one(file, book, &command, sink, i, err);
    }
    return status;
}

tr_status book_file_apply(const book_file *file, tr_book *book, const tr_book_sink *sink,
                          tr_status (*before)(void *user, const tr_book_command *command,
                                              tr_error *err),
                          void *user, tr_error *err)
{
    if (file->kind == BOOK_FILE_FLOW)
        return apply_flow(file, book, sink, before, user, err);
    book_line line = { .next = 0 };
    tr_status status = TR_OK;
    while (status == TR_OK && book_file_line(file, &line, &status, err)) {
        tr_book_command command;
        tr_book_special special;
        tr_error wrong = { .message = "" };
        if (line.kind != BOOK_LINE_COMMAND)
            continue;
        status = tr_book_text_command(line.text, line.length, &command, &special, &wrong);
        if (status != TR_OK)
            return tbctl_fail(err, status, "%s:%u: %s", file->path, line.number, wrong.message);
        if (before != NULL)
            status = before(user, &command, err);
        if (status == TR_OK)
            status = apply_one(file, book, &command, sink, line.number, err);
    }
    return status;
}
