/*
 * keys.c: bearer keys of the HTTP surface.
 *
 * A key is 256 random bits, so its SHA-256 is as good as a slow password hash, and looking the hash up tells a
 * guesser nothing: an almost right key has an altogether different hash.
 */
#include "owner/keys.h"

#include <assert.h>
#include <string.h>

#include <trade/crypto.h>

#include "core/fail.h"
#include "core/secret.h"

#define PREFIX      "tk_"
#define KEY_SIZE    32
#define TEXT_LENGTH (sizeof PREFIX - 1 + 43)

static_assert(TEXT_LENGTH < TR_API_KEY_TEXT_SIZE, "a key's text fits");

static tr_status check_names(const char *user, const char *label, int64_t rights, tr_error *err)
{
    int64_t all = TR_RIGHT_READ | TR_RIGHT_TRADE | TR_RIGHT_ADMIN;
    if (user == NULL || user[0] == '\0' || strlen(user) >= TR_NAME_SIZE)
        return tr__fail(err, TR_E_INVALID, 0, "a key needs a user, a name of 1 to %d characters",
                        TR_NAME_SIZE - 1);
    if (label == NULL || strlen(label) >= TR_LABEL_SIZE)
        return tr__fail(err, TR_E_INVALID, 0, "a label has at most %d characters",
                        TR_LABEL_SIZE - 1);
    if (rights <= 0 || (rights & ~all) != 0)
        return tr__fail(err, TR_E_INVALID, 0, "rights are %lld, allowed 1 to %lld",
                        (long long)rights, (long long)all);
    return TR_OK;
}

tr_status tr__key_make(const char *user, const char *label, int64_t rights, int64_t at_ns,
                       char text_out[TR_API_KEY_TEXT_SIZE], tr_api_key_row *row_out, tr_error *err)
{
    uint8_t bytes[KEY_SIZE];
    char text[TR_API_KEY_TEXT_SIZE] = PREFIX;
    size_t length = 0;
    tr_status status = check_names(user, label, rights, err);
    if (status == TR_OK)
        status = tr_crypto_random(bytes, sizeof bytes, err);
    if (status != TR_OK)
        return status;
    status = tr_base64_encode(TR_BASE64_URL_BARE, bytes, sizeof bytes, text + sizeof PREFIX - 1,
                              sizeof text - sizeof PREFIX + 1, &length);
    tr__secret_wipe(bytes, sizeof bytes);
    if (status != TR_OK)
        return tr__fail(err, TR_E_INTERNAL, 0, "a key's text does not fit");
    *row_out = (tr_api_key_row){ .created_ns = at_ns, .rights = rights };
    memcpy(row_out->user, user, strlen(user) + 1);
    memcpy(row_out->label, label, strlen(label) + 1);
    tr_sha256_of(text, TEXT_LENGTH, row_out->hash);
    memcpy(text_out, text, sizeof text);
    tr__secret_wipe(text, sizeof text);
    return TR_OK;
}

/* ---- from any thread -------------------------------------------------------------------------- */

/* A row on its way to the engine thread and its result on its way back to a thread that waits. */
typedef struct key_item {
    tr__item base;
    tr_owner *owner;
    tr_api_key_row row;
    pthread_mutex_t mutex;
    pthread_cond_t has_ended;
    bool is_ended; /* guarded, as the result */
    tr_status status;
    tr_error err;
} key_item;

static void end_wait(key_item *item, tr_status status, const tr_error *err)
{
    (void)pthread_mutex_lock(&item->mutex);
    item->is_ended = true;
    item->status = status;
    if (err != NULL)
        item->err = *err;
    (void)pthread_cond_signal(&item->has_ended);
    (void)pthread_mutex_unlock(&item->mutex); /* the waiter may release it from here on */
}

static void on_stored(void *user, tr_status status, const tr_error *err)
{
    key_item *item = user;
    tr__inbox_answered(&item->owner->inbox);
    end_wait(item, status, err);
}

static void run_key(tr_owner *owner, tr__item *base)
{
    key_item *item = (key_item *)base;
    tr__owner_put(owner, TR_STORE_INSERT, TR_TABLE_API_KEY, &item->row, on_stored, item);
}

static void refuse_key(tr__item *base, const tr_error *reason)
{
    end_wait((key_item *)base, reason->status, reason);
}

tr_status tr_owner_key_create(tr_owner *owner, const char *user, const char *label, int64_t rights,
                              char text_out[TR_API_KEY_TEXT_SIZE], tr_error *err)
{
    char text[TR_API_KEY_TEXT_SIZE];
    if (owner == NULL || text_out == NULL)
        return tr__fail(err, TR_E_INVALID, 0, "no owner, or no place for the key");
    key_item item = { .base = { .run = run_key, .refuse = refuse_key }, .owner = owner };
    tr_status status =
        tr__key_make(user, label, rights, tr__owner_now_ns(owner), text, &item.row, err);
    if (status != TR_OK)
        return status;
    (void)pthread_mutex_init(&item.mutex,
                             NULL); /* with default attributes neither fails on Linux */
    (void)pthread_cond_init(&item.has_ended, NULL);
    tr__inbox_put(&owner->inbox, &item.base);
    (void)pthread_mutex_lock(&item.mutex);
    while (!item.is_ended)
        (void)pthread_cond_wait(&item.has_ended, &item.mutex);
    (void)pthread_mutex_unlock(&item.mutex);
    (void)pthread_cond_destroy(&item.has_ended);
    (void)pthread_mutex_destroy(&item.mutex);
    if (item.status == TR_OK)
        memcpy(text_out, text, sizeof text);
    else if (err != NULL)
        *err = item.err;
    tr__secret_wipe(text, sizeof text);
    return item.status;
}

tr_status tr_owner_key_check(tr_owner *owner, tr_store_reader *reader, const char *text,
                             size_t length, tr_api_key_row *out, tr_error *err)
{
    tr_api_key_row key = { .created_ns = 0 }, row;
    tr_error detail;
    if (owner == NULL || reader == NULL || text == NULL || out == NULL)
        return tr__fail(err, TR_E_INVALID, 0, "no owner, reader, key or place for its row");
    if (length != TEXT_LENGTH || memcmp(text, PREFIX, sizeof PREFIX - 1) != 0)
        return tr__fail(err, TR_E_DENIED, 0, "not a key");
    tr_sha256_of(text, length, key.hash);
    tr_status status = tr__find_row(reader, TR_TABLE_API_KEY, &key, &row, &detail);
    if (status == TR_E_NOT_FOUND)
        return tr__fail(err, TR_E_DENIED, 0, "unknown key");
    if (status != TR_OK)
        return tr__fail(err, status, detail.native_code, "%s", detail.message);
    if (row.revoked_ns != 0)
        return tr__fail(err, TR_E_DENIED, 0, "the key was revoked");
    *out = row;
    return TR_OK;
}
