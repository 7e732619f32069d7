/* test_keystore.c: keys go in and come out whole; whoever lacks the passphrase or changes a byte gets nothing. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <trade/keystore.h>

#include "crypto/seal.h"
#include "keystore/format.h"

static const tr_keystore_options cheap = { sizeof cheap, 8, 1 };

typedef struct rig {
    char folder[64];
    char path[128];
    tr_secret *passphrase;
} rig;

static tr_secret *secret_of(const char *text)
{
    tr_secret *secret = NULL;
    assert_int_equal(tr_secret_new(text, strlen(text), &secret), TR_OK);
    return secret;
}

static void start(rig *at)
{
    (void)snprintf(at->folder, sizeof at->folder, "/tmp/keystore-XXXXXX");
    assert_non_null(mkdtemp(at->folder));
    (void)snprintf(at->path, sizeof at->path, "%s/keys.tks", at->folder);
    at->passphrase = secret_of("correct horse battery");
}

static void stop(rig *at)
{
    DIR *folder = opendir(at->folder);
    assert_non_null(folder);
    size_t left = 0;
    for (struct dirent *entry = readdir(folder); entry != NULL; entry = readdir(folder))
        left += entry->d_name[0] != '.';
    (void)closedir(folder);
    (void)unlink(at->path);
    assert_int_equal(rmdir(at->folder), 0);
    assert_true(left <= 1); /* no temporary file stays behind */
    tr_secret_free(at->passphrase);
}

static void add(tr_keystore *store, const char *exchange, const char *label, const char *secret,
                const char *passphrase)
{
    tr_error err = { 0 };
    tr_secret *kept = secret_of(secret), *also = passphrase == NULL ? NULL : secret_of(passphrase);
    tr_keystore_entry entry = { exchange, label, TR_KEY_HMAC, "the-id", kept, also, 1000, 7 };
    if (tr_keystore_add(store, &entry, &err) != TR_OK)
        fail_msg("%s", err.message);
    tr_secret_free(kept);
    tr_secret_free(also);
}

static tr_keystore *filled(void)
{
    tr_keystore *store = NULL;
    assert_int_equal(tr_keystore_new(&cheap, &store, NULL), TR_OK);
    add(store, "kraken", "main", "s-kraken", NULL);
    add(store, "binance", "second", "s-binance-2", NULL);
    add(store, "okx", "main", "s-okx", "p-okx");
    add(store, "binance", "main", "s-binance-1", NULL);
    return store;
}

static void keys_come_back_as_they_went_in(void **state)
{
    rig at;
    tr_keystore *store = filled(), *again = NULL;
    tr_error err = { 0 };
    (void)state;
    start(&at);
    assert_int_equal(tr_keystore_save(store, at.path, at.passphrase, &err), TR_OK);
    tr_keystore_free(store);
    assert_int_equal(tr_keystore_open(at.path, at.passphrase, &again, &err), TR_OK);
    assert_int_equal(tr_keystore_count(again), 4);
    static const char *const order[][2] = {
        { "binance", "main" }, { "binance", "second" }, { "kraken", "main" }, { "okx", "main" }
    };
    for (size_t i = 0; i < 4; i++) {
        assert_string_equal(tr_keystore_at(again, i)->exchange, order[i][0]);
        assert_string_equal(tr_keystore_at(again, i)->label, order[i][1]);
    }
    assert_null(tr_keystore_at(again, 4));
    const tr_keystore_entry *okx = tr_keystore_find(again, "okx", "main");
    assert_true(tr_secret_equals(okx->secret, "s-okx", 5));
    assert_true(tr_secret_equals(okx->passphrase, "p-okx", 5));
    assert_string_equal(okx->id, "the-id");
    assert_int_equal(okx->created_ns, 1000);
    assert_int_equal(okx->rotated_ns, 0);
    assert_null(tr_keystore_find(again, "binance", "main")->passphrase);
    tr_keystore_free(again);
    stop(&at);
}

static void file_holds_nothing_that_can_be_read(void **state)
{
    rig at;
    char bytes[4096];
    tr_keystore *store = filled();
    (void)state;
    start(&at);
    assert_int_equal(tr_keystore_save(store, at.path, at.passphrase, NULL), TR_OK);
    tr_keystore_free(store);
    struct stat about;
    assert_int_equal(stat(at.path, &about), 0);
    assert_int_equal(about.st_mode & 0777, 0600);
    int file = open(at.path, O_RDONLY);
    ssize_t size = read(file, bytes, sizeof bytes);
    (void)close(file);
    assert_true(size > 0);
    static const char *const texts[] = { "s-kraken", "the-id", "binance", "p-okx",
                                         "correct horse" };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        assert_null(memmem(bytes, (size_t)size, texts[i], strlen(texts[i])));
    stop(&at);
}

static void wrong_passphrase_is_denied(void **state)
{
    static const char *const wrong[] = { "correct horse batterz", "correct horse batter",
                                         "correct horse battery ", "Correct horse battery", "%" };
    rig at;
    tr_keystore *store = filled(), *again = NULL;
    tr_error err = { 0 };
    (void)state;
    start(&at);
    assert_int_equal(tr_keystore_save(store, at.path, at.passphrase, NULL), TR_OK);
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        tr_secret *other = secret_of(wrong[i]);
        assert_int_equal(tr_keystore_open(at.path, other, &again, &err), TR_E_DENIED);
        assert_null(strstr(err.message, wrong[i]));
        tr_secret_free(other);
    }
    assert_null(again);
    tr_keystore_free(store);
    stop(&at);
}

static void every_changed_or_missing_byte_is_refused(void **state)
{
    rig at;
    uint8_t bytes[4096];
    tr_keystore *store = filled(), *again = NULL;
    (void)state;
    start(&at);
    assert_int_equal(tr_keystore_save(store, at.path, at.passphrase, NULL), TR_OK);
    tr_keystore_free(store);
    int file = open(at.path, O_RDWR);
    size_t size = (size_t)read(file, bytes, sizeof bytes);
    for (size_t i = 0; i < size; i++)
        for (int bit = 0; bit < 8; bit += 7) {
            uint8_t changed = (uint8_t)(bytes[i] ^ 1u << bit);
            assert_int_equal(pwrite(file, &changed, 1, (off_t)i), 1);
            tr_status status = tr_keystore_open(at.path, at.passphrase, &again, NULL);
            if (status == TR_OK)
                fail_msg("byte %zu was changed and nobody saw it", i);
            assert_true(status == TR_E_DENIED || status == TR_E_CORRUPT ||
                        status == TR_E_NEWER_SCHEMA);
            assert_int_equal(pwrite(file, &bytes[i], 1, (off_t)i), 1);
        }
    for (size_t length = size; length-- > 0;) {
        assert_int_equal(ftruncate(file, (off_t)length), 0);
        assert_int_equal(tr_keystore_open(at.path, at.passphrase, &again, NULL), TR_E_CORRUPT);
    }
    assert_int_equal(pwrite(file, bytes, size, 0), (ssize_t)size);
    assert_int_equal(pwrite(file, "x", 1, (off_t)size), 1);
    assert_int_equal(tr_keystore_open(at.path, at.passphrase, &again, NULL), TR_E_CORRUPT);
    (void)close(file);
    stop(&at);
}

static void file_that_others_may_use_is_refused(void **state)
{
    static const mode_t modes[] = { 0640, 0604, 0620, 0602, 0610, 0644, 0666 };
    rig at;
    tr_keystore *store = filled(), *again = NULL;
    tr_error err = { 0 };
    (void)state;
    start(&at);
    assert_int_equal(tr_keystore_save(store, at.path, at.passphrase, NULL), TR_OK);
    for (size_t i = 0; i < sizeof modes / sizeof *modes; i++) {
        assert_int_equal(chmod(at.path, modes[i]), 0);
        assert_int_equal(tr_keystore_open(at.path, at.passphrase, &again, &err), TR_E_DENIED);
        assert_non_null(strstr(err.message, "chmod 600"));
    }
    assert_int_equal(chmod(at.path, 0600), 0);
    char link[160];
    (void)snprintf(link, sizeof link, "%s.link", at.path);
    assert_int_equal(symlink(at.path, link), 0);
    assert_int_not_equal(tr_keystore_open(link, at.passphrase, &again, &err), TR_OK);
    (void)unlink(link);
    assert_int_equal(tr_keystore_open(at.folder, at.passphrase, &again, &err), TR_E_DENIED);
    (void)unlink(at.path);
    assert_int_equal(mkfifo(at.path, 0600), 0); /* nobody writes: opening it must not wait */
    assert_int_equal(tr_keystore_open(at.path, at.passphrase, &again, &err), TR_E_DENIED);
    (void)unlink(at.path);
    assert_int_equal(tr_keystore_open(at.path, at.passphrase, &again, &err), TR_E_NOT_FOUND);
    tr_keystore_free(store);
    stop(&at);
}

static void secret_and_passphrase_are_rotated(void **state)
{
    rig at;
    tr_keystore *store = filled(), *again = NULL;
    tr_secret *fresh = secret_of("fresh"), *other = secret_of("another phrase");
    (void)state;
    start(&at);
    assert_int_equal(tr_keystore_save(store, at.path, at.passphrase, NULL), TR_OK);
    tr_keystore_entry entry = { .exchange = "kraken", .label = "main", .secret = fresh };
    assert_int_equal(tr_keystore_rotate(store, &entry, 2000, NULL), TR_OK);
    entry.label = "none";
    assert_int_equal(tr_keystore_rotate(store, &entry, 2000, NULL), TR_E_NOT_FOUND);
    assert_int_equal(tr_keystore_save(store, at.path, other, NULL), TR_OK);
    assert_int_equal(tr_keystore_open(at.path, at.passphrase, &again, NULL), TR_E_DENIED);
    assert_int_equal(tr_keystore_open(at.path, other, &again, NULL), TR_OK);
    const tr_keystore_entry *kraken = tr_keystore_find(again, "kraken", "main");
    assert_true(tr_secret_equals(kraken->secret, "fresh", 5));
    assert_string_equal(kraken->id, "the-id");
    assert_int_equal(kraken->created_ns, 1000);
    assert_int_equal(kraken->rotated_ns, 2000);
    tr_keystore_free(again);
    tr_keystore_free(store);
    tr_secret_free(fresh);
    tr_secret_free(other);
    stop(&at);
}

static void two_who_change_it_at_once_do_not_lose_a_key(void **state)
{
    rig at;
    tr_keystore *first = filled(), *second = NULL, *fresh = NULL;
    tr_error err = { 0 };
    (void)state;
    start(&at);
    assert_int_equal(tr_keystore_save(first, at.path, at.passphrase, NULL), TR_OK);
    assert_int_equal(tr_keystore_open(at.path, at.passphrase, &second, NULL), TR_OK);
    add(first, "gate", "main", "s", NULL);
    add(second, "htx", "main", "s", NULL);
    assert_int_equal(tr_keystore_save(first, at.path, at.passphrase, NULL), TR_OK);
    assert_int_equal(tr_keystore_save(second, at.path, at.passphrase, &err), TR_E_CONFLICT);
    assert_int_equal(tr_keystore_new(&cheap, &fresh, NULL), TR_OK);
    assert_int_equal(tr_keystore_save(fresh, at.path, at.passphrase, &err), TR_E_CONFLICT);
    (void)unlink(at.path);
    assert_int_equal(tr_keystore_save(first, at.path, at.passphrase, &err), TR_E_CONFLICT);
    tr_keystore_free(first);
    tr_keystore_free(second);
    tr_keystore_free(fresh);
    stop(&at);
}

static void same_keys_never_give_the_same_file(void **state)
{
    rig at;
    uint8_t first[4096], second[4096];
    tr_keystore *store = filled();
    (void)state;
    start(&at);
    assert_int_equal(tr_keystore_save(store, at.path, at.passphrase, NULL), TR_OK);
    int file = open(at.path, O_RDONLY);
    size_t size = (size_t)read(file, first, sizeof first);
    (void)close(file);
    assert_int_equal(tr_keystore_save(store, at.path, at.passphrase, NULL), TR_OK);
    file = open(at.path, O_RDONLY);
    assert_int_equal(read(file, second, sizeof second), (ssize_t)size);
    (void)close(file);
    assert_memory_not_equal(first + 24, second + 24, 16);
    assert_memory_not_equal(first + 40, second + 40, 24);
    assert_memory_not_equal(first + 68, second + 68, size - 68);
    tr_keystore_free(store);
    stop(&at);
}

static void what_is_no_entry_is_refused(void **state)
{
    tr_keystore *store = filled();
    tr_secret *good = secret_of("s"), *empty = secret_of("");
    static const struct {
        const char *exchange, *label, *id;
        tr_status status;
    } cases[] = {
        { "", "main", "id", TR_E_INVALID },         { NULL, "main", "id", TR_E_INVALID },
        { "Binance", "main", "id", TR_E_INVALID },  { "binance", "a b", "id", TR_E_INVALID },
        { "binance", "third", "", TR_E_INVALID },   { "binance", "third", "a b", TR_E_INVALID },
        { "binance", "third", NULL, TR_E_INVALID }, { "binance", "main", "id", TR_E_EXISTS },
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        tr_keystore_entry entry = { .exchange = cases[i].exchange,
                                    .label = cases[i].label,
                                    .id = cases[i].id,
                                    .secret = good };
        assert_int_equal(tr_keystore_add(store, &entry, NULL), cases[i].status);
    }
    tr_keystore_entry entry = { .exchange = "gate", .label = "main", .id = "id", .secret = empty };
    assert_int_equal(tr_keystore_add(store, &entry, NULL), TR_E_INVALID);
    entry.secret = NULL;
    assert_int_equal(tr_keystore_add(store, &entry, NULL), TR_E_INVALID);
    assert_int_equal(tr_keystore_remove(store, "gate", "main", NULL), TR_E_NOT_FOUND);
    assert_int_equal(tr_keystore_remove(store, "okx", "main", NULL), TR_OK);
    assert_int_equal(tr_keystore_count(store), 3);
    tr_secret *brief = secret_of("1234567");
    assert_int_equal(tr_keystore_save(store, "/nowhere/keys", brief, NULL), TR_E_RANGE);
    assert_int_equal(tr_keystore_save(store, "/nowhere/keys", NULL, NULL), TR_E_INVALID);
    tr_keystore_options options = { sizeof options, 7, 1 };
    tr_keystore *none = NULL;
    assert_int_equal(tr_keystore_new(&options, &none, NULL), TR_E_INVALID);
    tr_keystore_free(store);
    tr_secret_free(good);
    tr_secret_free(empty);
    tr_secret_free(brief);
}

/* By the reference implementation of the Password Hashing Competition's winner (phc-winner-argon2, 20171227). */
static void password_key_is_the_reference_s(void **state)
{
    static const struct {
        const char *password, *salt;
        uint32_t memory_kib, pass_count;
        uint8_t key[TR__SEAL_KEY_SIZE];
    } rows[] = {
        { "correct horse battery", "0123456789abcdef", 256, 3, { 0xc0, 0x40, 0x9e, 0x36, 0x10, 0x67,
                                                                 0x5d, 0xa8, 0x55, 0x58, 0x13, 0xa8,
                                                                 0xf0, 0xba, 0xbd, 0x6e, 0x6d, 0x06,
                                                                 0xf6, 0x9c, 0x37, 0xa0, 0xd3, 0x83,
                                                                 0x74, 0x68, 0x7d, 0x2e, 0x05, 0xc9,
                                                                 0x86, 0x9d } },
        { "a", "fedcba9876543210", 8, 1, { 0xa7, 0x99, 0x70, 0xfd, 0x09, 0x60, 0xfa, 0x8d,
                                           0x4d, 0xe4, 0x2b, 0x86, 0xa3, 0xe5, 0x7c, 0x7e,
                                           0xc5, 0x03, 0x6e, 0x4e, 0x57, 0xb0, 0x14, 0xf5,
                                           0x04, 0xae, 0xe0, 0xf7, 0x18, 0x93, 0x07, 0x33 } }
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        uint8_t salt[TR__SALT_SIZE], key[TR__SEAL_KEY_SIZE];
        tr_secret *password = secret_of(rows[i].password);
        memcpy(salt, rows[i].salt, sizeof salt);
        assert_int_equal(
            tr__password_key(password, salt, rows[i].memory_kib, rows[i].pass_count, key), TR_OK);
        assert_memory_equal(key, rows[i].key, sizeof key);
        tr_secret_free(password);
    }
}

/* Each number that the file holds must count. */
static void each_parameter_of_the_key_counts(void **state)
{
    uint8_t salt[TR__SALT_SIZE] = { 1 }, first[TR__SEAL_KEY_SIZE], other[TR__SEAL_KEY_SIZE];
    tr_secret *password = secret_of("password");
    (void)state;
    assert_int_equal(tr__password_key(password, salt, 8, 1, first), TR_OK);
    assert_int_equal(tr__password_key(password, salt, 8, 1, other), TR_OK);
    assert_memory_equal(first, other, sizeof first);
    assert_int_equal(tr__password_key(password, salt, 16, 1, other), TR_OK);
    assert_memory_not_equal(first, other, sizeof first);
    assert_int_equal(tr__password_key(password, salt, 8, 2, other), TR_OK);
    assert_memory_not_equal(first, other, sizeof first);
    salt[0] = 2;
    assert_int_equal(tr__password_key(password, salt, 8, 1, other), TR_OK);
    assert_memory_not_equal(first, other, sizeof first);
    tr_secret_free(password);
}

/* draft-irtf-cfrg-xchacha-03, appendix A.3.1. */
static void box_is_the_published_one(void **state)
{
    static const char plain[] =
        "Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the "
        "future, sunscreen would be it.";
    static const uint8_t open[] = { 0x50, 0x51, 0x52, 0x53, 0xc0, 0xc1,
                                    0xc2, 0xc3, 0xc4, 0xc5, 0xc6, 0xc7 };
    static const uint8_t tag[] = { 0xc0, 0x87, 0x59, 0x24, 0xc1, 0xc7, 0x98, 0x79,
                                   0x47, 0xde, 0xaf, 0xd8, 0x78, 0x0a, 0xcf, 0x49 };
    static const uint8_t begin[] = { 0xbd, 0x6d, 0x17, 0x9d, 0x3e, 0x83, 0xd4, 0x3b };
    uint8_t key[TR__SEAL_KEY_SIZE], nonce[TR__SEAL_NONCE_SIZE],
        box[sizeof plain - 1 + TR__SEAL_TAG_SIZE];
    char again[sizeof plain];
    (void)state;
    for (size_t i = 0; i < sizeof key; i++)
        key[i] = (uint8_t)(0x80 + i);
    for (size_t i = 0; i < sizeof nonce; i++)
        nonce[i] = (uint8_t)(0x40 + i);
    tr__seal(key, nonce, open, sizeof open, plain, sizeof plain - 1, box);
    assert_memory_equal(box, begin, sizeof begin);
    assert_memory_equal(box + sizeof plain - 1, tag, sizeof tag);
    assert_int_equal(tr__unseal(key, nonce, open, sizeof open, box, sizeof box, again), TR_OK);
    assert_memory_equal(again, plain, sizeof plain - 1);
    assert_int_equal(tr__unseal(key, nonce, open, sizeof open, box, TR__SEAL_TAG_SIZE - 1, again),
                     TR_E_DENIED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(keys_come_back_as_they_went_in),
        cmocka_unit_test(file_holds_nothing_that_can_be_read),
        cmocka_unit_test(wrong_passphrase_is_denied),
        cmocka_unit_test(every_changed_or_missing_byte_is_refused),
        cmocka_unit_test(file_that_others_may_use_is_refused),
        cmocka_unit_test(secret_and_passphrase_are_rotated),
        cmocka_unit_test(two_who_change_it_at_once_do_not_lose_a_key),
        cmocka_unit_test(same_keys_never_give_the_same_file),
        cmocka_unit_test(what_is_no_entry_is_refused),
        cmocka_unit_test(password_key_is_the_reference_s),
        cmocka_unit_test(each_parameter_of_the_key_counts),
        cmocka_unit_test(box_is_the_published_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
