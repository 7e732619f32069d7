/* fuzz_keystore.c: the keystore's header, and what is sealed, as any bytes; what is read is written back the same. */
#include <assert.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "core/secret.h"
#include "keystore/format.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    tr__keystore_header header;
    uint8_t bytes[TR__KEYSTORE_HEADER_SIZE];
    tr_keystore *store = NULL;
    if (tr__keystore_header_read(data, size, &header, NULL) == TR_OK) {
        tr__keystore_header_write(&header, bytes);
        assert(memcmp(bytes, data, sizeof bytes) == 0);
    }
    if (tr_keystore_new(NULL, &store, NULL) != TR_OK)
        return 0;
    if (tr__keystore_payload_read(store, data, size, NULL) == TR_OK) {
        tr__buffer again;
        assert(tr__keystore_payload_write(store, &again) == TR_OK);
        assert(again.size == size && memcmp(again.bytes, data, size) == 0);
        tr__buffer_done(&again);
    }
    tr_keystore_free(store);
    return 0;
}
