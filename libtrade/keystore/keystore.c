/* keystore.c: keys in memory, in order of exchange and label. */
#include <trade/keystore.h>

#include <stdlib.h>
#include <string.h>

#include "core/fail.h"
#include "core/secret.h"
#include "keystore/format.h"
#include "keystore/state.h"

/* ---- life ------------------------------------------------------------------------------------ */

tr_status tr_keystore_new(const tr_keystore_options *options, tr_keystore **out, tr_error *err)
{
    tr_keystore_options wanted = TR_KEYSTORE_OPTIONS_INIT;
    if (out == NULL || (options != NULL && options->struct_size != sizeof wanted))
        return tr__fail(err, TR_E_INVALID, 0,
                        "keystore: a place for it and options of this version are needed");
    if (options != NULL)
        wanted = *options;
    if (wanted.memory_kib < TR__ARGON2_MEMORY_KIB_MIN ||
        wanted.memory_kib > TR__KEYSTORE_MEMORY_KIB_MAX || wanted.pass_count < 1 ||
        wanted.pass_count > TR__KEYSTORE_PASS_MAX)
        return tr__fail(err, TR_E_INVALID, 0,
                        "keystore: %u KiB and %u passes, allowed are %u to %u and 1 to %u",
                        wanted.memory_kib, wanted.pass_count, TR__ARGON2_MEMORY_KIB_MIN,
                        TR__KEYSTORE_MEMORY_KIB_MAX, TR__KEYSTORE_PASS_MAX);
    tr_keystore *store = calloc(1, sizeof *store);
    if (store == NULL)
        return tr__fail(err, TR_E_NO_MEMORY, 0, "keystore: no memory");
    store->memory_kib = wanted.memory_kib;
    store->pass_count = wanted.pass_count;
    *out = store;
    return TR_OK;
}

static void text_free(const char *text)
{
    union {
        const char *shown;
        char *owned;
    } both = { text }; /* the entry shows it as const; it is ours */
    if (text != NULL)
        tr__secret_wipe(both.owned, strlen(text)); /* names and ids were under the seal too */
    free(both.owned);
}

static void secret_free(const tr_secret *secret)
{
    union {
        const tr_secret *shown;
        tr_secret *owned;
    } both = { secret };
    tr_secret_free(both.owned);
}

static void entry_free(tr_keystore_entry *entry)
{
    text_free(entry->exchange);
    text_free(entry->label);
    text_free(entry->id);
    secret_free(entry->secret);
    secret_free(entry->passphrase);
    *entry = (tr_keystore_entry){ 0 };
}

void tr_keystore_free(tr_keystore *store)
{
    if (store == NULL)
        return;
    for (size_t i = 0; i < store->count; i++)
        entry_free(&store->entries[i]);
    free(store);
}

/* ---- what may be an entry -------------------------------------------------------------------- */

static bool is_name(const char *text)
{
    size_t length = text == NULL ? 0 : strlen(text);
    return length > 0 && length < TR_KEYSTORE_NAME_SIZE &&
           strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789_-") == length;
}

static bool is_id(const char *text)
{
    size_t length = strlen(text);
    for (size_t i = 0; i < length; i++)
        if (text[i] < '!' || text[i] > '~')
            return false;
    return length > 0 && length < TR_KEYSTORE_ID_SIZE;
}

static bool is_secret(const tr_secret *secret)
{
    size_t size = 0;
    if (secret == NULL)
        return false;
    (void)tr_secret_bytes(secret, &size);
    return size > 0 && size <= TR_KEYSTORE_SECRET_MAX;
}

static tr_status entry_check(const tr_keystore_entry *entry, tr_error *err)
{
    if (!is_name(entry->exchange) || !is_name(entry->label))
        return tr__fail(err, TR_E_INVALID, 0, "exchange and label are 1 to %d of a-z, 0-9, _ and -",
                        TR_KEYSTORE_NAME_SIZE - 1);
    if (entry->id == NULL || !is_id(entry->id))
        return tr__fail(err, TR_E_INVALID, 0, "an API key is 1 to %d visible ASCII characters",
                        TR_KEYSTORE_ID_SIZE - 1);
    if (!is_secret(entry->secret) || (entry->passphrase != NULL && !is_secret(entry->passphrase)))
        return tr__fail(err, TR_E_INVALID, 0,
                        "a secret or passphrase is empty, or longer than %d bytes",
                        TR_KEYSTORE_SECRET_MAX);
    if ((unsigned)entry->scheme > TR_KEY_ES256)
        return tr__fail(err, TR_E_INVALID, 0, "no such scheme of keys");
    return TR_OK;
}

/* ---- order ----------------------------------------------------------------------------------- */

static int compare(const tr_keystore_entry *entry, const char *exchange, const char *label)
{
    int order = strcmp(entry->exchange, exchange);
    return order != 0 ? order : strcmp(entry->label, label);
}

/* Where an entry is, or would be. */
static size_t place_of(const tr_keystore *store, const char *exchange, const char *label,
                       bool *is_there)
{
    size_t at = 0;
    while (at < store->count && compare(&store->entries[at], exchange, label) < 0)
        at++;
    *is_there = at < store->count && compare(&store->entries[at], exchange, label) == 0;
    return at;
}

static tr_secret *secret_copy(const tr_secret *secret)
{
    size_t size = 0;
    tr_secret *copy = NULL;
    if (secret == NULL)
        return NULL;
    const unsigned char *bytes = tr_secret_bytes(secret, &size);
    return tr_secret_new(bytes, size, &copy) == TR_OK ? copy : NULL;
}

static bool entry_copy(const tr_keystore_entry *from, tr_keystore_entry *out)
{
    *out = *from;
    out->exchange = strdup(from->exchange);
    out->label = strdup(from->label);
    out->id = strdup(from->id);
    out->secret = secret_copy(from->secret);
    out->passphrase = secret_copy(from->passphrase);
    if (out->exchange != NULL && out->label != NULL && out->id != NULL && out->secret != NULL &&
        (out->passphrase != NULL) == (from->passphrase != NULL))
        return true;
    entry_free(out);
    return false;
}

/* ---- work ------------------------------------------------------------------------------------ */

tr_status tr_keystore_add(tr_keystore *store, const tr_keystore_entry *entry, tr_error *err)
{
    bool is_there = false;
    tr_keystore_entry copy;
    if (store == NULL || entry == NULL)
        return tr__fail(err, TR_E_INVALID, 0, "keystore: an argument is NULL");
    tr_status status = entry_check(entry, err);
    if (status != TR_OK)
        return status;
    size_t at = place_of(store, entry->exchange, entry->label, &is_there);
    if (is_there)
        return tr__fail(err, TR_E_EXISTS, 0, "there is a key of %s named \"%s\"", entry->exchange,
                        entry->label);
    if (store->count == TR_KEYSTORE_ENTRY_MAX)
        return tr__fail(err, TR_E_FULL, 0, "a keystore holds %d keys", TR_KEYSTORE_ENTRY_MAX);
    if (!entry_copy(entry, &copy))
        return tr__fail(err, TR_E_NO_MEMORY, 0, "keystore: no memory");
    copy.rotated_ns = 0;
    memmove(&store->entries[at + 1], &store->entries[at],
            (store->count - at) * sizeof *store->entries);
    store->entries[at] = copy;
    store->count++;
    return TR_OK;
}

tr_status tr_keystore_rotate(tr_keystore *store, const tr_keystore_entry *entry, int64_t at_ns,
                             tr_error *err)
{
    bool is_there = false;
    tr_keystore_entry wanted, copy;
    if (store == NULL || entry == NULL || !is_name(entry->exchange) || !is_name(entry->label))
        return tr__fail(err, TR_E_INVALID, 0, "keystore: exchange and label are needed");
    size_t at = place_of(store, entry->exchange, entry->label, &is_there);
    if (!is_there)
        return tr__fail(err, TR_E_NOT_FOUND, 0, "there is no key of %s named \"%s\"",
                        entry->exchange, entry->label);
    wanted = *entry;
    if (wanted.id == NULL)
        wanted.id = store->entries[at].id;
    wanted.created_ns = store->entries[at].created_ns;
    wanted.rotated_ns = at_ns;
    tr_status status = entry_check(&wanted, err);
    if (status != TR_OK)
        return status;
    if (!entry_copy(&wanted, &copy))
        return tr__fail(err, TR_E_NO_MEMORY, 0, "keystore: no memory");
    entry_free(&store->entries[at]);
    store->entries[at] = copy;
    return TR_OK;
}

tr_status tr_keystore_remove(tr_keystore *store, const char *exchange, const char *label,
                             tr_error *err)
{
    bool is_there = false;
    if (store == NULL || exchange == NULL || label == NULL)
        return tr__fail(err, TR_E_INVALID, 0, "keystore: an argument is NULL");
    size_t at = place_of(store, exchange, label, &is_there);
    if (!is_there)
        return tr__fail(err, TR_E_NOT_FOUND, 0, "there is no key of %s named \"%s\"", exchange,
                        label);
    entry_free(&store->entries[at]);
    memmove(&store->entries[at], &store->entries[at + 1],
            (store->count - at - 1) * sizeof *store->entries);
    store->count--;
    return TR_OK;
}

size_t tr_keystore_count(const tr_keystore *store)
{
    return store == NULL ? 0 : store->count;
}

const tr_keystore_entry *tr_keystore_at(const tr_keystore *store, size_t index)
{
    return store != NULL && index < store->count ? &store->entries[index] : NULL;
}

const tr_keystore_entry *tr_keystore_find(const tr_keystore *store, const char *exchange,
                                          const char *label)
{
    bool is_there = false;
    if (store == NULL || exchange == NULL || label == NULL)
        return NULL;
    size_t at = place_of(store, exchange, label, &is_there);
    return is_there ? &store->entries[at] : NULL;
}
