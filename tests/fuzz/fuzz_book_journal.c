/*
 * fuzz_book_journal.c: any bytes as a journal, as they are and as records whose checksums fit: what is read is sound, replays
 * the same twice, and a torn tail is what is left behind the whole records.
 */
#include <stdio.h>

#include "fuzz/book_input.h"

/* May the commands be applied in a test's time? */
static bool is_small(const kept_bytes *bytes)
{
    tr_book_reader reader;
    tr_book_record record = { .kind = TR_BOOK_RECORD_HEADER };
    tr_book *book = NULL;
    tr_book_replay_options options = TR_BOOK_REPLAY_OPTIONS_INIT;
    options.order_max_limit = FUZZ_ORDER_MAX;
    if (tr_book_reader_init(&reader, bytes->bytes, bytes->size, NULL) != TR_OK ||
        tr_book_reader_book(&reader, &options, &book, NULL) != TR_OK)
        return true;
    bool is_so = fuzz_book_is_small(book);
    tr_book_free(book);
    while (is_so && record.kind != TR_BOOK_RECORD_END &&
           tr_book_reader_next(&reader, &record, NULL) == TR_OK)
        is_so = record.command.quantity <= FUZZ_QUANTITY_MAX;
    return is_so;
}

static void replay(const kept_bytes *bytes)
{
    fuzz_seen seen[2] = { { .sequence = 0 }, { .sequence = 0 } };
    tr_status statuses[2];
    tr_book_replay_options options = TR_BOOK_REPLAY_OPTIONS_INIT;
    options.order_max_limit = FUZZ_ORDER_MAX;
    for (int i = 0; i < 2; i++) {
        tr_book *book = NULL;
        tr_book_tail tail;
        tr_error err = { .message = "" };
        tr_book_sink sink = { .take = fuzz_take, .user = &seen[i] };
        statuses[i] =
            tr_book_replay(bytes->bytes, bytes->size, &options, &sink, &book, &tail, &err);
        assert((statuses[i] == TR_OK) == (book != NULL));
        assert((statuses[i] == TR_OK) == (err.message[0] == '\0'));
        if (book == NULL)
            continue;
        assert(tail.size + tail.torn_size == bytes->size);
        fuzz_check(book);
        tr_book_free(book);
    }
    assert(statuses[0] == statuses[1] && seen[0].digest == seen[1].digest);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    kept_bytes raw = kept_none();
    kept_bytes made = fuzz_journal(data, size);
    (void)kept_write(&raw, data, size, NULL); /* memory always takes it */
    if (size > 0 && is_small(&raw))
        replay(&raw);
    if (is_small(&made))
        replay(&made);
    kept_release(&raw);
    kept_release(&made);
    return 0;
}
