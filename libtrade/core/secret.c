/* secret.c: keys and passwords in memory of their own. */
#include "core/secret.h"

#include <stdlib.h>
#include <string.h>

#define SECRET_SIZE_MAX 65536

struct tr_secret {
    size_t size;
    unsigned char bytes[];
};

void tr__secret_wipe(void *memory, size_t size)
{
    if (memory == NULL || size == 0)
        return;
    memset(memory, 0, size);
    /* The address escapes and memory counts as read: the stores above cannot be dropped as dead. */
    __asm__ __volatile__("" : : "r"(memory) : "memory");
}

bool tr__secret_bytes_equal(const void *a, const void *b, size_t size)
{
    const volatile unsigned char *left = a;
    const volatile unsigned char *right = b;
    unsigned difference = 0;
    for (size_t at = 0; at < size; at++)
        difference |= (unsigned)(left[at] ^ right[at]);
    return difference == 0;
}

tr_status tr_secret_new(const void *bytes, size_t size, tr_secret **out)
{
    if (out == NULL || (bytes == NULL && size > 0))
        return TR_E_INVALID;
    if (size > SECRET_SIZE_MAX)
        return TR_E_RANGE;
    tr_secret *secret = malloc(sizeof *secret + size);
    if (secret == NULL)
        return TR_E_NO_MEMORY;
    secret->size = size;
    if (size > 0)
        memcpy(secret->bytes, bytes, size);
    *out = secret;
    return TR_OK;
}

void tr_secret_free(tr_secret *secret)
{
    if (secret == NULL)
        return;
    tr__secret_wipe(secret, sizeof *secret + secret->size);
    free(secret);
}

const unsigned char *tr_secret_bytes(const tr_secret *secret, size_t *size_out)
{
    if (size_out != NULL)
        *size_out = secret != NULL ? secret->size : 0;
    return secret != NULL ? secret->bytes : NULL;
}

bool tr_secret_equals(const tr_secret *secret, const void *bytes, size_t size)
{
    if (secret == NULL || (bytes == NULL && size > 0) || secret->size != size)
        return false;
    return tr__secret_bytes_equal(secret->bytes, bytes, size);
}
