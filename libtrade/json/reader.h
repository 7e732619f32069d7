/* reader.h: the reader's inside, which a document embeds so that both live in one allocation. */
#ifndef TRADE_JSON_READER_H
#define TRADE_JSON_READER_H

#include <stddef.h>
#include <stdint.h>

#include <trade/json.h>

/* A key of an open object. `bytes` points into the reader's copy of the text. */
typedef struct tr__json_key {
    const char *bytes;
    uint32_t length;
    uint32_t hash;
} tr__json_key;

typedef enum tr__json_expect {
    TR__JSON_EXPECT_VALUE,
    TR__JSON_EXPECT_FIRST, /* behind an opening bracket: an element or key, or the end */
    TR__JSON_EXPECT_MORE,  /* behind a value: a comma or the end */
    TR__JSON_EXPECT_NOTHING,
    TR__JSON_EXPECT_FAILURE
} tr__json_expect;

struct tr_json_reader {
    const tr_allocator *allocator;
    size_t memory_left;
    char *text; /* a copy, in which strings are unescaped where they stand */
    char *end;
    char *at;
    char *line_start;
    uint32_t line;
    tr__json_expect expect;
    tr_status failure;
    uint32_t depth;
    uint32_t depth_max;
    uint32_t *frames; /* for each open object, where its keys begin; for an array TR__JSON_ARRAY */
    tr__json_key *keys;
    uint32_t key_count;
    uint32_t key_count_max;
    tr__json_key
        *keys_first; /* the part of the first allocation; `keys` is another one when grown */
};

#define TR__JSON_ARRAY UINT32_MAX

/* The options given over the defaults; checked, also against a text of `size` bytes. */
tr_status tr__json_options_read(const tr_json_options *given, size_t size, tr_json_options *out,
                                tr_error *err);

/* Bytes that tr__json_reader_start wants for a text of `size` bytes. */
size_t tr__json_reader_space(size_t size, const tr_json_options *options);

/*
 * Start reading with `memory` of tr__json_reader_space bytes, aligned for pointers. `memory_left` is
 * what may still be allocated.
 */
void tr__json_reader_start(tr_json_reader *reader, void *memory, const char *text, size_t size,
                           const tr_json_options *options, size_t memory_left);

/* Wipe the text, which may hold a secret, and release what was allocated beside `memory`. */
void tr__json_reader_done(tr_json_reader *reader);

/* Allocate within the limit; give back with tr__json_give. TR_E_RANGE, TR_E_NO_MEMORY. */
tr_status tr__json_take(tr_json_reader *reader, size_t size, void **out, tr_error *err);
void tr__json_give(tr_json_reader *reader, void *memory, size_t size);

/* Note a key of the innermost object. @return TR_E_EXISTS when it is seen to be there already */
tr_status tr__json_keys_add(tr_json_reader *reader, const char *bytes, size_t length,
                            tr_error *err);

/* Forget the keys from `base` on, the innermost object's. @return TR_E_EXISTS when two are equal */
tr_status tr__json_keys_close(tr_json_reader *reader, uint32_t base, tr_error *err);

/* A number without sign and exponent: digits * 10^-places, both within 18. */
typedef struct tr__json_plain {
    int64_t digits;
    int places;
} tr__json_plain;

/*
 * Read the next element of the array at hand when it is ["number","number",...] or, with keys that differ, exactly
 * {"key":"number","key":"number"}, plainly written. False: nothing was read, and the reader goes on as ever.
 */
bool tr__json_reader_take_pair(tr_json_reader *reader, const char *const keys[2],
                               tr__json_plain out[2]);

#endif
