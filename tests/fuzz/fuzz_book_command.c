/* fuzz_book_command.c: any bytes as encoded commands: what decodes has one spelling, and a book takes whatever it says. */
#include <stdio.h>

#include <trade/book_text.h>

#include "fuzz/book_input.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    tr_book_options options = TR_BOOK_OPTIONS_INIT;
    tr_book *book = NULL;
    fuzz_seen seen = { .sequence = 0 };
    tr_book_sink sink = { .take = fuzz_take, .user = &seen };
    options.order_max = FUZZ_ORDER_MAX;
    options.quantity_max = FUZZ_QUANTITY_MAX;
    options.is_pro_rata = size > 0 && (data[0] & 1) != 0;
    options.has_opaque_ids = size > 0 && (data[0] & 2) != 0;
    assert(tr_book_new(&options, &book, NULL) == TR_OK);
    for (size_t at = 1, used = 0; at < size; at += used) {
        tr_book_command command;
        tr_book_special special = { 0 };
        tr_error err = { .message = "" };
        unsigned char again[TR_BOOK_COMMAND_SIZE_MAX];
        char text[TR_BOOK_TEXT_COMMAND_SIZE];
        tr_status status =
            tr_book_command_decode(data + at, size - at, &used, &command, &special, &err);
        assert((status == TR_OK) == (err.message[0] == '\0'));
        if (status != TR_OK)
            break;
        assert(used > 0 && used <= size - at);
        assert(tr_book_command_encode(&command, again) == used);
        assert(memcmp(again, data + at, used) == 0);
        (void)tr_book_text_command_write(&command, text, sizeof text); /* 0 for what has no name */
        status = tr_book_apply(book, &command, &sink);
        assert(status == TR_OK || status == TR_E_INVALID || status == TR_E_FULL);
        fuzz_check(book);
    }
    tr_book_free(book);
    return 0;
}
