/*
 * fuzz_book_snapshot.c: any records as a snapshot, of a book and of an exchange: what is restored is sound, saves as itself,
 * and bears commands.
 */
#include <stdio.h>

#include <trade/matching.h>

#include "fuzz/book_input.h"

/* What touches all that a book may hold: sweeps of both sides, an auction, the end of time, cancels. */
static void work(tr_book *book)
{
    fuzz_seen seen = { .sequence = 0 };
    tr_book_sink sink = { .take = fuzz_take, .user = &seen };
    tr_book_command commands[] = {
        { .kind = TR_BOOK_COMMAND_NEW, .type = TR_BOOK_TYPE_MARKET, .tif = TR_BOOK_TIF_IOC },
        { .kind = TR_BOOK_COMMAND_NEW, .type = TR_BOOK_TYPE_MARKET, .tif = TR_BOOK_TIF_IOC },
        { .kind = TR_BOOK_COMMAND_PHASE, .phase = TR_BOOK_PHASE_AUCTION },
        { .kind = TR_BOOK_COMMAND_PHASE, .phase = TR_BOOK_PHASE_CONTINUOUS },
        { .kind = TR_BOOK_COMMAND_CANCEL, .id = 1 },
        { .kind = TR_BOOK_COMMAND_TIME, .at = INT64_MAX },
    };
    tr_book_options options;
    assert(tr_book_options_of(book, &options) == TR_OK);
    commands[1].side = TR_SIDE_SELL;
    for (size_t i = 0; i < sizeof commands / sizeof commands[0]; i++) {
        if (i < 2) {
            commands[i].id = INT64_MAX;
            commands[i].given = TR_BOOK_GIVEN_QUANTITY;
            commands[i].quantity = FUZZ_QUANTITY_MAX / options.lot * options.lot;
        }
        tr_status status = tr_book_apply(book, &commands[i], &sink);
        assert(status == TR_OK || status == TR_E_FULL);
        fuzz_check(book);
    }
}

static void restore_book(const kept_bytes *bytes)
{
    tr_book_replay_options options = TR_BOOK_REPLAY_OPTIONS_INIT;
    tr_book *book = NULL;
    tr_error err = { .message = "" };
    options.order_max_limit = FUZZ_ORDER_MAX;
    tr_status status = tr_book_restore(bytes->bytes, bytes->size, &options, &book, &err);
    assert((status == TR_OK) == (book != NULL));
    assert((status == TR_OK) == (err.message[0] == '\0'));
    if (book == NULL)
        return;
    fuzz_check(book);
    kept_bytes saved = fuzz_saved(book);
    tr_book *again = NULL;
    assert(tr_book_restore(saved.bytes, saved.size, &options, &again, NULL) == TR_OK);
    kept_bytes twice = fuzz_saved(again);
    assert(saved.size == twice.size && memcmp(saved.bytes, twice.bytes, saved.size) == 0);
    if (fuzz_book_is_small(book))
        work(book);
    kept_release(&saved);
    kept_release(&twice);
    tr_book_free(again);
    tr_book_free(book);
}

static void restore_exchange(const kept_bytes *bytes)
{
    tr_matching_options options = TR_MATCHING_OPTIONS_INIT;
    tr_matching *made = NULL;
    tr_error err = { .message = "" };
    options.instrument_max = 8;
    options.order_max_limit = FUZZ_ORDER_MAX;
    tr_status status = tr_matching_restore(bytes->bytes, bytes->size, &options, &made, &err);
    assert((status == TR_OK) == (made != NULL));
    if (made != NULL)
        assert(tr_matching_check(made, &err) == TR_OK);
    tr_matching_free(made);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    kept_bytes made = fuzz_journal(data, size);
    restore_book(&made);
    restore_exchange(&made);
    kept_release(&made);
    return 0;
}
