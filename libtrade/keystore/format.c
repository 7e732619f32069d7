/* format.c: the keystore's bytes, read as strictly as they are written: every keystore has one text. */
#include "keystore/format.h"

#include <string.h>

#include "core/fail.h"
#include "core/secret.h"
#include "keystore/state.h"

/* The carriage return shows copies that were taken for text; the zero ends a text that begins like this. */
static const uint8_t magic[8] = { 'T', 'R', 'K', 'E', 'Y', '\r', '\n', 0 };

enum { VERSION = 1, KDF_ARGON2ID = 1, LANES = 1 };

/* ---- the header ------------------------------------------------------------------------------ */

static void put_u32(uint8_t *at, uint32_t value)
{
    for (int i = 0; i < 4; i++)
        at[i] = (uint8_t)(value >> (8 * i));
}

void tr__keystore_header_write(const tr__keystore_header *header,
                               uint8_t bytes[TR__KEYSTORE_HEADER_SIZE])
{
    memset(bytes, 0, TR__KEYSTORE_HEADER_SIZE);
    memcpy(bytes, magic, sizeof magic);
    bytes[8] = VERSION;
    bytes[10] = KDF_ARGON2ID;
    put_u32(bytes + 12, header->memory_kib);
    put_u32(bytes + 16, header->pass_count);
    put_u32(bytes + 20, LANES);
    memcpy(bytes + 24, header->salt, TR__SALT_SIZE);
    memcpy(bytes + 40, header->nonce, TR__SEAL_NONCE_SIZE);
    put_u32(bytes + 64, header->payload_size);
}

tr_status tr__keystore_header_read(const void *bytes, size_t size, tr__keystore_header *out,
                                   tr_error *err)
{
    tr__reader reader;
    tr__keystore_header header = { 0 };
    if (size < TR__KEYSTORE_HEADER_SIZE + TR__SEAL_TAG_SIZE ||
        memcmp(bytes, magic, sizeof magic) != 0)
        return tr__fail(err, TR_E_CORRUPT, 0, "this is no keystore, or it was cut off");
    tr__reader_init(&reader, (const uint8_t *)bytes + sizeof magic,
                    TR__KEYSTORE_HEADER_SIZE - sizeof magic);
    uint16_t version = tr__reader_take_u16(&reader), kdf = tr__reader_take_u16(&reader);
    if (version > VERSION)
        return tr__fail(err, TR_E_NEWER_SCHEMA, 0,
                        "the keystore has version %u, this program reads %d", version, VERSION);
    header.memory_kib = tr__reader_take_u32(&reader);
    header.pass_count = tr__reader_take_u32(&reader);
    uint32_t lanes = tr__reader_take_u32(&reader);
    memcpy(header.salt, tr__reader_take(&reader, TR__SALT_SIZE), TR__SALT_SIZE);
    memcpy(header.nonce, tr__reader_take(&reader, TR__SEAL_NONCE_SIZE), TR__SEAL_NONCE_SIZE);
    header.payload_size = tr__reader_take_u32(&reader);
    if (version != VERSION || kdf != KDF_ARGON2ID || lanes != LANES ||
        header.memory_kib < TR__ARGON2_MEMORY_KIB_MIN ||
        header.memory_kib > TR__KEYSTORE_MEMORY_KIB_MAX || header.pass_count < 1 ||
        header.pass_count > TR__KEYSTORE_PASS_MAX ||
        (uint64_t)header.payload_size + TR__KEYSTORE_HEADER_SIZE + TR__SEAL_TAG_SIZE != size)
        return tr__fail(err, TR_E_CORRUPT, 0,
                        "the keystore's header is damaged, or the file was cut off");
    *out = header;
    return TR_OK;
}

/* ---- what is sealed -------------------------------------------------------------------------- */

static void put_secret(tr__buffer *out, const tr_secret *secret)
{
    size_t size = 0;
    const unsigned char *bytes = secret == NULL ? NULL : tr_secret_bytes(secret, &size);
    (void)tr__buffer_append_string(out, bytes == NULL ? (const void *)"" : bytes,
                                   size); /* the buffer keeps failures */
}

static size_t size_of(const tr_secret *secret)
{
    size_t size = 0;
    if (secret != NULL)
        (void)tr_secret_bytes(secret, &size);
    return size;
}

tr_status tr__keystore_payload_write(const tr_keystore *store, tr__buffer *out)
{
    size_t size = 4;
    for (size_t i = 0; i < store->count; i++) {
        const tr_keystore_entry *entry = &store->entries[i];
        size += 5 * 4 + 1 + 16 + strlen(entry->exchange) + strlen(entry->label) +
                strlen(entry->id) + size_of(entry->secret) + size_of(entry->passphrase);
    }
    tr__buffer_init(out, TR__KEYSTORE_SIZE_MAX, NULL);
    tr_status status =
        tr__buffer_reserve(out, size + 1); /* in one piece: growing would leave copies behind */
    if (status != TR_OK)
        return status;
    (void)tr__buffer_append_u32(out, (uint32_t)store->count); /* each keeps its failure */
    for (size_t i = 0; i < store->count; i++) {
        const tr_keystore_entry *entry = &store->entries[i];
        (void)tr__buffer_append_string(out, entry->exchange, strlen(entry->exchange));
        (void)tr__buffer_append_string(out, entry->label, strlen(entry->label));
        (void)tr__buffer_append_u8(out, (uint8_t)entry->scheme);
        (void)tr__buffer_append_string(out, entry->id, strlen(entry->id));
        put_secret(out, entry->secret);
        put_secret(out, entry->passphrase);
        (void)tr__buffer_append_i64(out, entry->created_ns);
        (void)tr__buffer_append_i64(out, entry->rotated_ns);
    }
    return out->status;
}

static tr_secret *take_secret(tr__reader *reader)
{
    size_t size = 0;
    tr_secret *secret = NULL;
    const char *bytes = tr__reader_take_string(reader, &size);
    if (bytes == NULL || size > TR_KEYSTORE_SECRET_MAX ||
        tr_secret_new(bytes, size, &secret) != TR_OK)
        tr__reader_fail(reader);
    return secret;
}

static tr_status entry_read(tr_keystore *store, tr__reader *reader, tr_error *err)
{
    char exchange[TR_KEYSTORE_NAME_SIZE], label[TR_KEYSTORE_NAME_SIZE], id[TR_KEYSTORE_ID_SIZE];
    tr__reader_copy_string(reader, exchange, sizeof exchange);
    tr__reader_copy_string(reader, label, sizeof label);
    tr_keystore_entry entry = { .exchange = exchange, .label = label, .id = id };
    entry.scheme = (tr_key_scheme)tr__reader_take_u8(reader);
    tr__reader_copy_string(reader, id, sizeof id);
    tr_secret *secret = take_secret(reader), *passphrase = take_secret(reader);
    entry.secret = secret;
    if (passphrase != NULL && size_of(passphrase) > 0)
        entry.passphrase = passphrase;
    entry.created_ns = tr__reader_take_i64(reader);
    int64_t rotated_ns = tr__reader_take_i64(reader);
    const tr_keystore_entry *last = tr_keystore_at(store, store->count - 1);
    size_t count = store->count;
    tr_status status = reader->is_failed ? TR_E_CORRUPT : tr_keystore_add(store, &entry, err);
    /* In order, so that one keystore has one text. */
    if (status == TR_OK && last != NULL &&
        tr_keystore_find(store, exchange, label) != &store->entries[count])
        status = TR_E_CORRUPT;
    if (status == TR_OK)
        store->entries[count].rotated_ns = rotated_ns;
    tr_secret_free(secret);
    tr_secret_free(passphrase);
    return status;
}

tr_status tr__keystore_payload_read(tr_keystore *store, const void *bytes, size_t size,
                                    tr_error *err)
{
    tr__reader reader;
    tr__reader_init(&reader, bytes, size);
    uint32_t count = tr__reader_take_u32(&reader);
    tr_status status = count <= TR_KEYSTORE_ENTRY_MAX ? TR_OK : TR_E_CORRUPT;
    for (uint32_t i = 0; status == TR_OK && i < count; i++)
        status = entry_read(store, &reader, err);
    if (status == TR_OK)
        status = tr__reader_finish(&reader);
    if (status == TR_OK || status == TR_E_NO_MEMORY)
        return status;
    return tr__fail(err, TR_E_CORRUPT, 0, "what the keystore holds is not of this version's form");
}
