/*
 * Any bytes as an event's payload, the first of them as its kind: decoded or refused with a reason. What was decoded has
 * one form: written again and read again it is the same, byte for byte from then on; and it can be told in words.
 */
#include <assert.h>
#include <string.h>

#include <trade/event_document.h>

#include "engine/event.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void write_and_read(const event *ev, int64_t kind)
{
    tr__buffer first, second;
    event back;
    tr__buffer_init(&first, 1u << 20, NULL);
    tr__buffer_init(&second, 1u << 20, NULL);
    assert(tr__event_encode(ev, &first) == TR_OK);
    assert(tr__event_decode((event_kind)kind, first.bytes, first.size, &back, NULL) == TR_OK);
    assert(tr__event_encode(&back, &second) == TR_OK);
    assert(first.size == second.size);
    assert(first.size == 0 || memcmp(first.bytes, second.bytes, first.size) == 0);
    tr__buffer_done(&first);
    tr__buffer_done(&second);
}

static void describe(int64_t kind, const uint8_t *payload, size_t size)
{
    tr_event_row row = {
        .account = "paper", .seq = 1, .kind = kind, .payload = payload, .payload_size = size
    };
    tr_document *document = NULL;
    tr_error err;
    if (tr_document_new(NULL, &document) != TR_OK)
        return;
    assert(tr_event_describe(&row, document, &err) == TR_OK);
    assert(tr_document_status(document) == TR_OK);
    tr_document_free(document);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    event ev;
    tr_error err = { 0 };
    if (size == 0)
        return 0;
    int64_t kind = data[0] % 32; /* some that there are not, too */
    tr_status status = tr__event_decode((event_kind)kind, data + 1, size - 1, &ev, &err);
    if (status != TR_OK) {
        assert(status == TR_E_CORRUPT && err.message[0] != '\0');
        return 0;
    }
    write_and_read(&ev, kind);
    describe(kind, data + 1, size - 1);
    return 0;
}
