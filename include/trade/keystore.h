/*
 * keystore.h: API keys of exchanges in one encrypted file, opened with a passphrase.
 *
 * The file is sealed with XChaCha20-Poly1305 under a key that Argon2id makes of the passphrase; its header, the
 * parameters in it included, is covered by the seal. It is written beside itself, synced and renamed, so that a crash
 * leaves the old one or the new one, and must be readable by its owner alone. What is decrypted lies in tr_secrets and
 * is wiped on release. libtrade/keystore/README.md has the format byte by byte and what it protects against.
 *
 *     tr_keystore_open("keys.tks", passphrase, &store, &err);
 *     const tr_keystore_entry *key = tr_keystore_find(store, "binance", "main");
 */
#ifndef TRADE_KEYSTORE_H
#define TRADE_KEYSTORE_H

#include <stddef.h>
#include <stdint.h>

#include <trade/api.h>
#include <trade/crypto.h>
#include <trade/secret.h>
#include <trade/status.h>

#ifdef __cplusplus
extern "C" {
#endif

#define TR_KEYSTORE_ENTRY_MAX     1024
#define TR_KEYSTORE_NAME_SIZE     64 /* of exchange and label, with the end mark */
#define TR_KEYSTORE_ID_SIZE       257
#define TR_KEYSTORE_SECRET_MAX    16384
#define TR_KEYSTORE_PASSPHRASE_MIN 8 /* bytes */

/** Keys in memory, secret parts in tr_secrets. Confined. */
typedef struct tr_keystore tr_keystore;

/** One API key. Everything is borrowed from the keystore until it changes. */
typedef struct tr_keystore_entry {
    const char *exchange;        /* lower case: "binance" */
    const char *label;           /* "main" where nobody said otherwise; with the exchange it is unique */
    tr_key_scheme scheme;
    const char *id;              /* the API key, which exchanges send around in the open */
    const tr_secret *secret;
    const tr_secret *passphrase; /* of the API, where the exchange has one; NULL */
    int64_t created_ns;
    int64_t rotated_ns;          /* when the secret was last replaced; 0: never */
} tr_keystore_entry;

/** What opening the file costs whoever guesses. Stored in it. */
typedef struct tr_keystore_options {
    size_t struct_size;
    uint32_t memory_kib; /* 8..1048576 */
    uint32_t pass_count; /* 1..64 */
} tr_keystore_options;

/** 64 MiB, three passes: about 0.2 s. */
#define TR_KEYSTORE_OPTIONS_INIT { sizeof(tr_keystore_options), 65536, 3 }

/**
 * An empty keystore, not yet a file.
 * @param options  NULL for the defaults
 */
TR_API tr_status tr_keystore_new(const tr_keystore_options *options, tr_keystore **out, tr_error *err);

/** Wipe and release; NULL is accepted. */
TR_API void tr_keystore_free(tr_keystore *store);

/**
 * Read a file.
 * @return TR_E_NOT_FOUND no such file; TR_E_DENIED others may read or write it, it is not ours, the passphrase is
 *         wrong or a byte was changed (these two cannot be told apart); TR_E_CORRUPT no keystore, or cut off;
 *         TR_E_NEWER_SCHEMA of a newer version; TR_E_IO; TR_E_NO_MEMORY
 */
TR_API tr_status tr_keystore_open(const char *path, const tr_secret *passphrase, tr_keystore **out, tr_error *err);

/**
 * Write the file, durable on return, under a fresh salt and nonce; with another passphrase than before this is how
 * the passphrase is rotated.
 * @return TR_E_CONFLICT the file was changed by somebody else since it was opened, or is there although the keystore
 *         is new: nothing was written; TR_E_RANGE a passphrase of fewer than TR_KEYSTORE_PASSPHRASE_MIN bytes;
 *         TR_E_IO; TR_E_NO_SPACE; TR_E_NO_MEMORY
 */
TR_API tr_status tr_keystore_save(tr_keystore *store, const char *path, const tr_secret *passphrase, tr_error *err);

/**
 * Add a key; everything is copied. `rotated_ns` is not looked at.
 * @return TR_E_EXISTS the exchange has one of this label; TR_E_INVALID a NULL, a name that is not 1..63 of
 *         [a-z0-9_-], an id that is not 1..256 visible ASCII characters, an empty or too long secret; TR_E_FULL
 */
TR_API tr_status tr_keystore_add(tr_keystore *store, const tr_keystore_entry *entry, tr_error *err);

/**
 * Put another id, secret and passphrase in the place of a key's.
 * @param entry   exchange, label and the new parts; an `id` of NULL keeps the id
 * @param at_ns   becomes rotated_ns
 * @return TR_E_NOT_FOUND; otherwise as tr_keystore_add
 */
TR_API tr_status tr_keystore_rotate(tr_keystore *store, const tr_keystore_entry *entry, int64_t at_ns, tr_error *err);

/** Remove and wipe. @return TR_E_NOT_FOUND */
TR_API tr_status tr_keystore_remove(tr_keystore *store, const char *exchange, const char *label, tr_error *err);

TR_API size_t tr_keystore_count(const tr_keystore *store);

/** In order of exchange and label; NULL behind the last. */
TR_API const tr_keystore_entry *tr_keystore_at(const tr_keystore *store, size_t index);

/** NULL when there is none. */
TR_API const tr_keystore_entry *tr_keystore_find(const tr_keystore *store, const char *exchange, const char *label);

#ifdef __cplusplus
}
#endif

#endif
