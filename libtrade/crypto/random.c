/* random.c: the operating system's random bytes, and comparison in constant time. */
#include <trade/crypto.h>

#include <errno.h>
#include <string.h>
#include <sys/random.h>

#include "core/fail.h"
#include "core/secret.h"

tr_status tr_crypto_random(void *bytes, size_t size, tr_error *err)
{
    if (bytes == NULL && size > 0)
        return tr__fail(err, TR_E_INVALID, 0, "random bytes: no place to put them");
    unsigned char *at = bytes;
    while (size > 0) {
        ssize_t got = getrandom(at, size, 0);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0) {
            int code = errno;
            return tr__fail(err, TR_E_IO, code, "random bytes: %s", strerror(code));
        }
        at += got;
        size -= (size_t)got;
    }
    return TR_OK;
}

bool tr_crypto_equal(const void *a, const void *b, size_t size)
{
    return tr__secret_bytes_equal(a, b, size);
}
