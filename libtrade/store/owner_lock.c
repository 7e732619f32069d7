/* owner_lock.c: the lock file beside a database. */
#include "store/owner_lock.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/fail.h"
#include "store/sqlite_error.h"

/* SQLite follows symbolic links to the file, so the lock does too: two names must not make two owners. */
static bool lock_path(const char *database_path, char path[PATH_MAX])
{
    char *real = realpath(database_path, NULL); /* NULL: there is no database yet */
    int length = snprintf(path, PATH_MAX, "%s.lock", real != NULL ? real : database_path);
    free(real);
    return length > 0 && length < PATH_MAX;
}

/* The number that the holder wrote; 0 when there is none. */
static int holder_pid(int fd)
{
    char text[32] = { 0 };
    if (pread(fd, text, sizeof text - 1, 0) <= 0)
        return 0;
    long pid = strtol(text, NULL, 10);
    return pid > 0 && pid <= INT_MAX ? (int)pid : 0;
}

tr_status tr__owner_lock_take(const char *database_path, int *fd_out, tr_error *err)
{
    char path[PATH_MAX];
    if (!lock_path(database_path, path))
        return tr__fail(err, TR_E_INVALID, 0, "the path is longer than %d bytes", PATH_MAX - 6);
    int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (fd < 0)
        return tr__errno_fail(errno, "opening", path, err);
    struct flock lock = { .l_type = F_WRLCK, .l_whence = SEEK_SET };
    if (fcntl(fd, F_OFD_SETLK, &lock) != 0) {
        int code = errno;
        int pid = holder_pid(fd);
        (void)close(fd); /* only read from */
        if (code != EAGAIN && code != EACCES)
            return tr__errno_fail(code, "locking", path, err);
        return tr__fail(err, TR_E_BUSY, code, "%s is owned by process %d", database_path, pid);
    }
    char text[32];
    int length = snprintf(text, sizeof text, "%ld\n", (long)getpid());
    if (ftruncate(fd, 0) != 0 || pwrite(fd, text, (size_t)length, 0) != length) {
        int code = errno;
        (void)close(fd); /* frees the lock */
        return tr__errno_fail(code, "writing", path, err);
    }
    *fd_out = fd;
    return TR_OK;
}

void tr__owner_lock_release(int fd)
{
    if (fd < 0)
        return;
    (void)!ftruncate(fd,
                     0); /* a stale number would only mislead a reader; the lock is what counts */
    (void)close(fd);
}

bool tr__owner_lock_is_held(const char *database_path, int *pid_out)
{
    char path[PATH_MAX];
    *pid_out = 0;
    if (!lock_path(database_path, path))
        return false;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return false;
    struct flock lock = { .l_type = F_RDLCK, .l_whence = SEEK_SET };
    bool is_held = fcntl(fd, F_OFD_GETLK, &lock) == 0 && lock.l_type != F_UNLCK;
    if (is_held)
        *pid_out = holder_pid(fd);
    (void)close(fd);
    return is_held;
}
