/* file.c: the keystore on disk: read when it is ours alone, replaced whole or not at all. */
#include <trade/keystore.h>

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <trade/crypto.h>

#include "core/fail.h"
#include "core/secret.h"
#include "keystore/format.h"
#include "keystore/state.h"

#define PATH_SIZE_MAX 4096

/* ---- reading --------------------------------------------------------------------------------- */

static tr_status file_check(int file, const char *path, size_t *size_out, tr_error *err)
{
    struct stat about;
    if (fstat(file, &about) != 0)
        return tr__fail(err, TR_E_IO, errno, "%s: %s", path, strerror(errno));
    if (!S_ISREG(about.st_mode))
        return tr__fail(err, TR_E_DENIED, 0, "%s is no ordinary file", path);
    if (about.st_uid != geteuid())
        return tr__fail(err, TR_E_DENIED, 0, "%s belongs to another user", path);
    if ((about.st_mode & 077) != 0)
        return tr__fail(err, TR_E_DENIED, 0, "%s may be used by others (mode %03o): chmod 600 %s",
                        path, (unsigned)about.st_mode & 0777u, path);
    if (about.st_size < 0 || (uint64_t)about.st_size > TR__KEYSTORE_SIZE_MAX)
        return tr__fail(err, TR_E_CORRUPT, 0, "%s is too large for a keystore", path);
    *size_out = (size_t)about.st_size;
    return TR_OK;
}

static tr_status file_read(const char *path, uint8_t **bytes_out, size_t *size_out, tr_error *err)
{
    size_t size = 0, done = 0;
    int file = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    if (file < 0)
        return tr__fail(err, errno == ENOENT ? TR_E_NOT_FOUND : TR_E_IO, errno, "%s: %s", path,
                        strerror(errno));
    tr_status status = file_check(file, path, &size, err);
    uint8_t *bytes = status == TR_OK ? malloc(size + 1) : NULL;
    if (status == TR_OK && bytes == NULL)
        status = tr__fail(err, TR_E_NO_MEMORY, 0, "keystore: no memory");
    while (status == TR_OK && done < size) {
        ssize_t got = read(file, bytes + done, size - done);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            status = tr__fail(err, TR_E_IO, got < 0 ? errno : 0, "%s cannot be read", path);
        else
            done += (size_t)got;
    }
    (void)close(file); /* it was only read */
    if (status != TR_OK) {
        free(bytes);
        return status;
    }
    *bytes_out = bytes;
    *size_out = size;
    return TR_OK;
}

static tr_status unseal(tr_keystore *store, const tr__keystore_header *header, const uint8_t *bytes,
                        const tr_secret *passphrase, const char *path, tr_error *err)
{
    uint8_t key[TR__SEAL_KEY_SIZE];
    uint8_t *plain = malloc((size_t)header->payload_size + 1);
    if (plain == NULL)
        return tr__fail(err, TR_E_NO_MEMORY, 0, "keystore: no memory");
    tr_status status =
        tr__password_key(passphrase, header->salt, header->memory_kib, header->pass_count, key);
    if (status != TR_OK)
        (void)tr__fail(err, status, 0, "there are not the %u KiB of memory that opening %s takes",
                       header->memory_kib, path);
    if (status == TR_OK) {
        status = tr__unseal(key, header->nonce, bytes, TR__KEYSTORE_HEADER_SIZE,
                            bytes + TR__KEYSTORE_HEADER_SIZE,
                            (size_t)header->payload_size + TR__SEAL_TAG_SIZE, plain);
        if (status != TR_OK)
            (void)tr__fail(err, status, 0, "%s: the passphrase is wrong, or the file was changed",
                           path);
    }
    if (status == TR_OK)
        status = tr__keystore_payload_read(store, plain, header->payload_size, err);
    tr__secret_wipe(key, sizeof key);
    tr__secret_wipe(plain, header->payload_size);
    free(plain);
    return status;
}

tr_status tr_keystore_open(const char *path, const tr_secret *passphrase, tr_keystore **out,
                           tr_error *err)
{
    uint8_t *bytes = NULL;
    size_t size = 0;
    tr__keystore_header header;
    tr_keystore *store = NULL;
    if (path == NULL || passphrase == NULL || out == NULL)
        return tr__fail(err, TR_E_INVALID, 0, "keystore: an argument is NULL");
    tr_status status = file_read(path, &bytes, &size, err);
    if (status == TR_OK)
        status = tr__keystore_header_read(bytes, size, &header, err);
    if (status == TR_OK) {
        tr_keystore_options options = { sizeof options, header.memory_kib, header.pass_count };
        status = tr_keystore_new(&options, &store, err);
    }
    if (status == TR_OK)
        status = unseal(store, &header, bytes, passphrase, path, err);
    free(bytes);
    if (status != TR_OK) {
        tr_keystore_free(store);
        return status;
    }
    store->is_of_file = true;
    memcpy(store->nonce, header.nonce, sizeof store->nonce);
    *out = store;
    return TR_OK;
}

/* ---- writing --------------------------------------------------------------------------------- */

static tr_status seal(const tr_keystore *store, tr__keystore_header *header,
                      const tr_secret *passphrase, uint8_t **bytes_out, size_t *size_out,
                      tr_error *err)
{
    uint8_t key[TR__SEAL_KEY_SIZE];
    tr__buffer plain;
    uint8_t *bytes = NULL;
    tr_status status = tr__keystore_payload_write(store, &plain);
    if (status != TR_OK)
        (void)tr__fail(err, status, 0, "the keys do not fit into a keystore");
    *header = (tr__keystore_header){ .memory_kib = store->memory_kib,
                                     .pass_count = store->pass_count,
                                     .payload_size = (uint32_t)plain.size };
    if (status == TR_OK)
        status = tr_crypto_random(header->salt, sizeof header->salt, err);
    if (status == TR_OK)
        status = tr_crypto_random(header->nonce, sizeof header->nonce, err);
    if (status == TR_OK) {
        status =
            tr__password_key(passphrase, header->salt, header->memory_kib, header->pass_count, key);
        bytes = status == TR_OK ? malloc(TR__KEYSTORE_HEADER_SIZE + plain.size + TR__SEAL_TAG_SIZE)
                                : NULL;
        if (bytes == NULL)
            status = tr__fail(err, TR_E_NO_MEMORY, 0,
                              "there are not the %u KiB of memory that sealing takes",
                              header->memory_kib);
    }
    if (status == TR_OK) {
        tr__keystore_header_write(header, bytes);
        tr__seal(key, header->nonce, bytes, TR__KEYSTORE_HEADER_SIZE, plain.bytes, plain.size,
                 bytes + TR__KEYSTORE_HEADER_SIZE);
        *bytes_out = bytes;
        *size_out = TR__KEYSTORE_HEADER_SIZE + plain.size + TR__SEAL_TAG_SIZE;
    }
    tr__secret_wipe(key, sizeof key);
    tr__secret_wipe(plain.bytes, plain.capacity);
    tr__buffer_done(&plain);
    return status;
}

/* Is the file still the one that the keystore was read from? Called under the lock. */
static tr_status unchanged(const tr_keystore *store, const char *path, tr_error *err)
{
    uint8_t *bytes = NULL;
    size_t size = 0;
    tr__keystore_header header;
    tr_status status = file_read(path, &bytes, &size, err);
    if (status == TR_E_NOT_FOUND)
        return store->is_of_file ? tr__fail(err, TR_E_CONFLICT, 0, "%s was removed meanwhile", path)
                                 : TR_OK;
    if (status == TR_OK && store->is_of_file)
        status = tr__keystore_header_read(bytes, size, &header, err);
    free(bytes);
    if (status != TR_OK)
        return status;
    if (!store->is_of_file)
        return tr__fail(err, TR_E_CONFLICT, 0, "%s is there already", path);
    if (memcmp(header.nonce, store->nonce, sizeof header.nonce) != 0)
        return tr__fail(err, TR_E_CONFLICT, 0,
                        "%s was changed by somebody else meanwhile: begin again", path);
    return TR_OK;
}

static tr_status fail_io(tr_error *err, const char *path, const char *what)
{
    int code = errno;
    return tr__fail(err, code == ENOSPC || code == EDQUOT ? TR_E_NO_SPACE : TR_E_IO, code,
                    "%s cannot be %s: %s", path, what, strerror(code));
}

static tr_status write_all(int file, const uint8_t *bytes, size_t size, const char *path,
                           tr_error *err)
{
    for (size_t done = 0; done < size;) {
        ssize_t put = write(file, bytes + done, size - done);
        if (put < 0 && errno == EINTR)
            continue;
        if (put < 0)
            return fail_io(err, path, "written");
        done += (size_t)put;
    }
    return fsync(file) == 0 ? TR_OK : fail_io(err, path, "synced");
}

/* The folder that holds it, open; below zero when it cannot be. */
static int folder_open(const char *path)
{
    char folder[PATH_SIZE_MAX];
    const char *slash = strrchr(path, '/');
    size_t length = slash == NULL ? 1 : slash == path ? 1 : (size_t)(slash - path);
    if (length >= sizeof folder) {
        errno = ENAMETOOLONG;
        return -1;
    }
    memcpy(folder, slash == NULL ? "." : path, length);
    folder[length] = '\0';
    return open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
}

/* A new file beside the old one takes its place: a crash leaves the one or the other, never half of one. */
static tr_status replace(const char *path, int folder, const uint8_t *bytes, size_t size,
                         tr_error *err)
{
    char temporary[PATH_SIZE_MAX];
    int length = snprintf(temporary, sizeof temporary, "%s.XXXXXX", path);
    if (length < 0 || (size_t)length >= sizeof temporary)
        return tr__fail(err, TR_E_INVALID, 0, "the keystore's path is longer than %d bytes",
                        PATH_SIZE_MAX - 8);
    int file = mkostemp(temporary, O_CLOEXEC); /* made with mode 600 */
    if (file < 0)
        return fail_io(err, path, "written beside itself");
    tr_status status =
        fchmod(file, 0600) == 0 ? TR_OK : fail_io(err, temporary, "kept to ourselves");
    if (status == TR_OK)
        status = write_all(file, bytes, size, temporary, err);
    if (close(file) != 0 && status == TR_OK)
        status = fail_io(err, temporary, "closed");
    if (status == TR_OK && rename(temporary, path) != 0)
        status = fail_io(err, path, "replaced");
    if (status != TR_OK) {
        (void)unlink(temporary); /* it may be the renamed one already */
        return status;
    }
    return fsync(folder) == 0 ? TR_OK : fail_io(err, path, "synced");
}

tr_status tr_keystore_save(tr_keystore *store, const char *path, const tr_secret *passphrase,
                           tr_error *err)
{
    uint8_t *bytes = NULL;
    size_t size = 0, length = 0;
    tr__keystore_header header;
    if (store == NULL || path == NULL || passphrase == NULL)
        return tr__fail(err, TR_E_INVALID, 0, "keystore: an argument is NULL");
    (void)tr_secret_bytes(passphrase, &length);
    if (length < TR_KEYSTORE_PASSPHRASE_MIN)
        return tr__fail(err, TR_E_RANGE, 0, "the passphrase is shorter than %d bytes",
                        TR_KEYSTORE_PASSPHRASE_MIN);
    tr_status status = seal(store, &header, passphrase, &bytes, &size, err);
    if (status != TR_OK)
        return status;
    int folder = folder_open(path);
    if (folder < 0)
        status = fail_io(err, path, "reached");
    /* Two programs that change it at once: the lock orders them, the comparison stops the second one. */
    else if (flock(folder, LOCK_EX) != 0)
        status = fail_io(err, path, "locked");
    if (status == TR_OK)
        status = unchanged(store, path, err);
    if (status == TR_OK)
        status = replace(path, folder, bytes, size, err);
    if (folder >= 0)
        (void)close(folder); /* and with it the lock */
    free(bytes);
    if (status == TR_OK) {
        store->is_of_file = true;
        memcpy(store->nonce, header.nonce, sizeof store->nonce);
    }
    return status;
}
