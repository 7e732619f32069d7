/* kept_bytes.h: a byte sink into memory, and one that fails when the test says so. */
#ifndef TESTS_SUPPORT_KEPT_BYTES_H
#define TESTS_SUPPORT_KEPT_BYTES_H

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <trade/book_journal.h>

typedef struct kept_bytes {
    unsigned char *bytes;
    size_t size;
    size_t capacity;
    uint64_t until_failure; /* writes that still succeed; UINT64_MAX: all */
} kept_bytes;

static inline tr_status kept_write(void *user, const void *bytes, size_t size, tr_error *err)
{
    kept_bytes *to = user;
    (void)err; /* filled by the journal, which knows the record */
    if (size == 0)
        return TR_OK;
    if (to->until_failure == 0)
        return TR_E_NO_SPACE;
    if (to->until_failure != UINT64_MAX)
        to->until_failure--;
    if (to->size + size > to->capacity) {
        to->capacity = (to->size + size) * 2;
        to->bytes = realloc(to->bytes, to->capacity);
        if (to->bytes == NULL)
            abort();
    }
    memcpy(to->bytes + to->size, bytes, size);
    to->size += size;
    return TR_OK;
}

static inline tr_byte_sink kept_sink(kept_bytes *to)
{
    return (tr_byte_sink){ .write = kept_write, .user = to };
}

static inline kept_bytes kept_none(void)
{
    return (kept_bytes){ .until_failure = UINT64_MAX };
}

static inline void kept_release(kept_bytes *of)
{
    free(of->bytes);
    *of = kept_none();
}

#endif
