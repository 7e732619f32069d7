/* fuzz_csv.c: any bytes as CSV of bars: chunks do not matter, bars are sound, writing reads back. */
#include <assert.h>
#include <stdint.h>
#include <string.h>

#include <trade/bar.h>

#define DIGEST_START UINT64_C(14695981039346656037)

typedef struct seen {
    uint64_t digest;
    size_t count;
    int64_t last_open_ns;
} seen;

static void add_bytes(uint64_t *digest, const void *bytes, size_t size)
{
    const unsigned char *at = bytes;
    for (size_t i = 0; i < size; i++)
        *digest = (*digest ^ at[i]) * UINT64_C(1099511628211);
}

static tr_status keep_one(void *user, const tr_bar *bar)
{
    *(tr_bar *)user = *bar;
    return TR_OK;
}

/* What was read has a line, and that line is the same bar. */
static void check_written(const tr_bar *bar)
{
    char text[sizeof TR_BAR_CSV_HEADER + TR_BAR_CSV_LINE_SIZE] = TR_BAR_CSV_HEADER;
    size_t header = strlen(text);
    size_t length = tr_bar_csv_format(bar, text + header, TR_BAR_CSV_LINE_SIZE);
    assert(length > 0 && text[header + length - 1] == '\n');
    tr_bar_csv_reader *reader = NULL;
    tr_bar again = { 0 };
    assert(tr_bar_csv_reader_new(NULL, keep_one, &again, &reader, NULL) == TR_OK);
    assert(tr_bar_csv_feed(reader, text, header + length, true, NULL) == TR_OK);
    tr_bar_csv_reader_free(reader);
    assert(again.open_ns == bar->open_ns);
    assert(memcmp(&again.open, &bar->open, 5 * sizeof bar->open) == 0);
}

static tr_status receive(void *user, const tr_bar *bar)
{
    seen *to = user;
    assert(tr_bar_check(bar, NULL) == TR_OK && bar->is_closed);
    assert(to->count == 0 || bar->open_ns > to->last_open_ns);
    to->last_open_ns = bar->open_ns;
    to->count++;
    add_bytes(&to->digest, &bar->open_ns, sizeof bar->open_ns);
    add_bytes(&to->digest, &bar->open, 5 * sizeof bar->open);
    if (to->count <= 16)
        check_written(bar);
    return TR_OK;
}

static tr_status read_chunks(const uint8_t *data, size_t size, size_t chunk, seen *to,
                             tr_error *err)
{
    tr_bar_csv_options options = TR_BAR_CSV_OPTIONS_INIT;
    options.line_size_max = 512;
    tr_bar_csv_reader *reader = NULL;
    assert(tr_bar_csv_reader_new(&options, receive, to, &reader, NULL) == TR_OK);
    tr_status status = TR_OK;
    size_t at = 0;
    do {
        size_t part = size - at < chunk ? size - at : chunk;
        status = tr_bar_csv_feed(reader, size > 0 ? data + at : NULL, part, at + part == size, err);
        at += part;
    } while (status == TR_OK && at < size);
    assert(tr_bar_csv_feed(reader, NULL, 0, true, NULL) == TR_E_CLOSED);
    tr_bar_csv_reader_free(reader);
    return status;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    seen whole = { .digest = DIGEST_START };
    tr_error err = { 0 };
    tr_status status = read_chunks(data, size, size + 1, &whole, &err);
    assert((status == TR_OK) == (err.status == TR_OK));
    for (size_t chunk = 1; chunk <= 7; chunk += 3) {
        seen part = { .digest = DIGEST_START };
        tr_error part_err = { 0 };
        assert(read_chunks(data, size, chunk, &part, &part_err) == status);
        assert(part.count == whole.count && part.digest == whole.digest);
        assert(strcmp(part_err.message, err.message) == 0);
    }
    return 0;
}
