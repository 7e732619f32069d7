/* live_keystore.c: see live_keystore.h. The passphrase comes from a file that only we can read: a systemd credential, say. */
#include "owner/live_keystore.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/fail.h"
#include "core/secret.h"

#define PASSPHRASE_SIZE_MAX 4096

static tr_status passphrase_read(const char *path, tr_secret **out, tr_error *err)
{
    char bytes[PASSPHRASE_SIZE_MAX];
    struct stat about;
    int file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (file < 0)
        return tr__fail(err, TR_E_NOT_FOUND, errno, "keystore.passphrase_file %s: %s", path,
                        strerror(errno));
    tr_status status = TR_OK;
    ssize_t size = 0;
    if (fstat(file, &about) != 0 || !S_ISREG(about.st_mode) || (about.st_mode & 077) != 0)
        status = tr__fail(err, TR_E_DENIED, 0,
                          "keystore.passphrase_file %s is no file that only we can read: chmod 600",
                          path);
    if (status == TR_OK)
        size = read(file, bytes, sizeof bytes); /* of an ordinary file it comes in one piece */
    (void)close(file);                          /* it was only read */
    if (size > 0 && bytes[size - 1] == '\n')
        size--;
    if (status == TR_OK && (size <= 0 || size >= PASSPHRASE_SIZE_MAX - 1))
        status = tr__fail(err, TR_E_RANGE, 0,
                          "keystore.passphrase_file %s holds no passphrase of 1 to %d bytes", path,
                          PASSPHRASE_SIZE_MAX - 2);
    if (status == TR_OK && tr_secret_new(bytes, (size_t)size, out) != TR_OK)
        status = tr__fail(err, TR_E_NO_MEMORY, 0, "no memory for a passphrase");
    tr__secret_wipe(bytes, sizeof bytes);
    return status;
}

static tr_status entry_use(const tr_keystore *store, const char *exchange, char *id_out,
                           int64_t *changed_ns_out, tr_exchange_key **out, tr_error *err)
{
    const tr_keystore_entry *entry = tr_keystore_find(store, exchange, "main");
    if (entry == NULL)
        return tr__fail(err, TR_E_NOT_FOUND, 0, "the keystore has no key of %s named \"main\"",
                        exchange);
    tr_exchange_key_options options = TR_EXCHANGE_KEY_OPTIONS_INIT;
    options.exchange = exchange;
    options.scheme = entry->scheme;
    options.id = entry->id;
    options.secret = entry->secret;
    options.passphrase = entry->passphrase;
    tr_status status = tr_exchange_key_new(&options, out, err);
    if (status != TR_OK)
        return status;
    memcpy(id_out, entry->id, strlen(entry->id) + 1);
    *changed_ns_out = entry->rotated_ns > entry->created_ns ? entry->rotated_ns : entry->created_ns;
    return TR_OK;
}

tr_status tr__live_keystore_key(const tr_config *config, const char *exchange, char *id_out,
                                int64_t *changed_ns_out, tr_exchange_key **out, tr_error *err)
{
    const char *path = NULL, *passphrase_path = NULL;
    tr_secret *passphrase = NULL;
    tr_keystore *store = NULL;
    if (tr_config_get_text(config, "keystore.file", &path) != TR_OK || path[0] == '\0' ||
        tr_config_get_text(config, "keystore.passphrase_file", &passphrase_path) != TR_OK ||
        passphrase_path[0] == '\0')
        return tr__fail(err, TR_E_NOT_FOUND, 0,
                        "no API key is set for %s: its API_KEY and SECRET in the environment or "
                        ".env, or keystore.file and keystore.passphrase_file",
                        exchange);
    if (path[0] != '/' ||
        passphrase_path[0] != '/') /* a server's working folder is nobody's choice */
        return tr__fail(err, TR_E_INVALID, 0,
                        "keystore.file and keystore.passphrase_file begin with a slash: %s, %s",
                        path, passphrase_path);
    tr_status status = passphrase_read(passphrase_path, &passphrase, err);
    if (status == TR_OK)
        status = tr_keystore_open(path, passphrase, &store, err);
    tr_secret_free(passphrase);
    if (status == TR_OK)
        status = entry_use(store, exchange, id_out, changed_ns_out, out, err);
    tr_keystore_free(store);
    return status;
}
