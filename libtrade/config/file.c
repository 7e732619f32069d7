/* file.c: reads a small file whole. */
#include "config/file.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "core/fail.h"

static tr_status open_failed(const char *path, tr_error *err)
{
    int code = errno;
    if (code == ENOENT || code == ENOTDIR)
        return tr__fail(err, TR_E_NOT_FOUND, code, "%s: no such file", path);
    return tr__fail(err, TR_E_IO, code, "cannot open %s: %s", path, strerror(code));
}

static tr_status bytes_read(int descriptor, const char *path, char *bytes, size_t size,
                            size_t *size_out, tr_error *err)
{
    size_t used = 0;
    while (used < size) {
        ssize_t got = read(descriptor, bytes + used, size - used);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return tr__fail(err, TR_E_IO, errno, "cannot read %s: %s", path, strerror(errno));
        if (got == 0)
            break;
        used += (size_t)got;
    }
    *size_out = used;
    return TR_OK;
}

static tr_status opened_read(tr__arena *arena, int descriptor, const char *path, tr__file *out,
                             tr_error *err)
{
    struct stat about;
    if (fstat(descriptor, &about) != 0)
        return tr__fail(err, TR_E_IO, errno, "cannot look at %s: %s", path, strerror(errno));
    if (!S_ISREG(about.st_mode))
        return tr__fail(err, TR_E_IO, 0, "%s is not a regular file", path);
    if (about.st_size < 0 || (size_t)about.st_size > TR__FILE_SIZE_MAX)
        return tr__fail(err, TR_E_RANGE, 0, "%s has more than %zu bytes", path, TR__FILE_SIZE_MAX);
    size_t size = (size_t)about.st_size;
    char *bytes = tr__arena_take(arena, size + 1);
    if (bytes == NULL)
        return tr__fail(err, TR_E_NO_MEMORY, 0, "no memory for %s", path);
    tr_status status = bytes_read(descriptor, path, bytes, size, &size, err);
    if (status == TR_OK)
        *out = (tr__file){ .bytes = bytes, .size = size, .mode = about.st_mode };
    return status;
}

tr_status tr__file_read(tr__arena *arena, const char *path, tr__file *out, tr_error *err)
{
    /* Opening a pipe must not wait for its other end. */
    int descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    if (descriptor < 0)
        return open_failed(path, err);
    tr_status status = opened_read(arena, descriptor, path, out, err);
    (void)close(descriptor); /* it was only read */
    return status;
}
