/*
 * fuzz_book_scenario.c: any text as a scenario: options and commands that are read are written and read again as the same,
 * and a book takes them.
 */
#include <stdio.h>

#include <trade/book_text.h>

#include "fuzz/book_input.h"

static void ignore_text(void *user, const char *text, size_t length)
{
    (void)user;
    assert(text != NULL && length > 0);
}

static void read_options(const char *line, size_t length, tr_book **book)
{
    tr_book_options options = TR_BOOK_OPTIONS_INIT;
    tr_book_options again = TR_BOOK_OPTIONS_INIT;
    char text[TR_BOOK_TEXT_COMMAND_SIZE];
    tr_error err = { .message = "" };
    tr_status status = tr_book_text_options(line, length, &options, &err);
    assert((status == TR_OK) == (err.message[0] == '\0'));
    if (status != TR_OK)
        return;
    size_t written = tr_book_text_options_write(&options, text, sizeof text);
    assert(written > 0 && tr_book_text_options(text, written, &again, NULL) == TR_OK);
    char twice[TR_BOOK_TEXT_COMMAND_SIZE];
    assert(tr_book_text_options_write(&again, twice, sizeof twice) == written);
    assert(memcmp(text, twice, written) == 0);
    assert(again.is_pro_rata == options.is_pro_rata && again.share_min == options.share_min &&
           again.has_top_order == options.has_top_order && again.now == options.now);
    options.order_max = FUZZ_ORDER_MAX;
    if (options.quantity_max > FUZZ_QUANTITY_MAX)
        options.quantity_max = FUZZ_QUANTITY_MAX;
    tr_book *made = NULL;
    if (tr_book_new(&options, &made, NULL) != TR_OK)
        return;
    tr_book_free(*book);
    *book = made;
}

static void read_command(const char *line, size_t length, tr_book *book)
{
    tr_book_command command;
    tr_book_command again;
    tr_book_special special = { 0 };
    tr_book_special special_again = { 0 };
    char text[TR_BOOK_TEXT_COMMAND_SIZE];
    tr_error err = { .message = "" };
    fuzz_seen seen = { .sequence = 0 };
    tr_book_sink sink = { .take = fuzz_take, .user = &seen };
    tr_status status = tr_book_text_command(line, length, &command, &special, &err);
    assert((status == TR_OK) == (err.message[0] == '\0'));
    if (status != TR_OK)
        return;
    size_t written = tr_book_text_command_write(&command, text, sizeof text);
    assert(written > 0);
    assert(tr_book_text_command(text, written, &again, &special_again, NULL) == TR_OK);
    char twice[TR_BOOK_TEXT_COMMAND_SIZE];
    assert(tr_book_text_command_write(&again, twice, sizeof twice) == written);
    assert(memcmp(text, twice, written) == 0);
    status = tr_book_apply(book, &command, &sink);
    assert(status == TR_OK || status == TR_E_FULL);
    fuzz_check(book);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const char *text = (const char *)data;
    tr_book *book = NULL;
    tr_book_options options = TR_BOOK_OPTIONS_INIT;
    options.order_max = FUZZ_ORDER_MAX;
    options.quantity_max = FUZZ_QUANTITY_MAX;
    assert(tr_book_new(&options, &book, NULL) == TR_OK);
    for (size_t at = 0; at < size;) {
        const char *end = memchr(text + at, '\n', size - at);
        size_t length = end != NULL ? (size_t)(end - text) - at : size - at;
        if (length > 2 && text[at] == '>' && text[at + 1] == ' ')
            read_command(text + at + 2, length - 2, book);
        else
            read_options(text + at, length, &book);
        at += length + 1;
    }
    assert(tr_book_text_dump(book, ignore_text, NULL) == TR_OK);
    tr_book_free(book);
    return 0;
}
