/*
 * json.h: JSON in, strictly, and JSON out.
 *
 * Reading follows RFC 8259 to the letter and goes beyond it where two readers of one text could
 * disagree: the text must be valid UTF-8 without a byte order mark, a key may occur once in an object,
 * escaped surrogates must come in pairs, and nothing may follow the value. Numbers keep the text they
 * were written with; no double is ever made of one. Nesting, size and memory have stated limits.
 *
 * There are two ways in: tr_json_document gives a small read-only tree, for alerts and API bodies;
 * tr_json_reader gives one token after the other, for long texts. One way out: tr_json_writer.
 */
#ifndef TRADE_JSON_H
#define TRADE_JSON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <trade/alloc.h>
#include <trade/api.h>
#include <trade/decimal.h>
#include <trade/status.h>

#ifdef __cplusplus
extern "C" {
#endif

/* ---- limits ---------------------------------------------------------------------------------- */

/** Limits of reading. A text beyond one of them is refused with TR_E_RANGE. */
typedef struct tr_json_options {
    size_t struct_size;
    uint32_t depth_max;            /* nested arrays and objects, 0..65536; 0 allows scalars only */
    size_t size_max;               /* bytes of text, below 2^32 */
    size_t memory_max;             /* bytes allocated at one time, the copy of the text included */
    const tr_allocator *allocator; /* NULL for the C library's */
} tr_json_options;

#define TR_JSON_OPTIONS_INIT                                                                       \
    { sizeof(tr_json_options), 64, (size_t)16 << 20, (size_t)128 << 20, NULL }

/* ---- the tree -------------------------------------------------------------------------------- */

/** A text that was read, as a tree. Immutable. */
typedef struct tr_json_document tr_json_document;

/** One value of a document, borrowed from it. */
typedef struct tr_json_value tr_json_value;

typedef enum tr_json_kind {
    TR_JSON_NULL = 0,
    TR_JSON_BOOL = 1,
    TR_JSON_NUMBER = 2,
    TR_JSON_TEXT = 3,
    TR_JSON_ARRAY = 4,
    TR_JSON_OBJECT = 5
} tr_json_kind;

/**
 * Read all of `text`.
 * @param text     `size` bytes, copied; need not end in NUL
 * @param options  NULL for the defaults
 * @return TR_E_INVALID for a NULL or options out of range; TR_E_PARSE with line, column (in bytes, from
 *         1) and byte (from 0) of the fault; TR_E_RANGE beyond a limit; TR_E_NO_MEMORY
 * Cost: one allocation for a body of usual density; O(size), O(n log n) in an object's keys.
 */
TR_API tr_status tr_json_document_parse(const char *text, size_t size,
                                        const tr_json_options *options, tr_json_document **out,
                                        tr_error *err);

/** Release the document with all its values; NULL is accepted. */
TR_API void tr_json_document_free(tr_json_document *document);

/** The outermost value. */
TR_API const tr_json_value *tr_json_document_root(const tr_json_document *document);

/** What kind of value it is; TR_JSON_NULL also for no value at all (NULL). */
TR_API tr_json_kind tr_json_value_kind(const tr_json_value *value);

/** "null", "bool", "number", "text", "array", "object". Static storage. */
TR_API const char *tr_json_kind_name(tr_json_kind kind);

/** How many elements or members; 0 for a scalar. */
TR_API size_t tr_json_value_count(const tr_json_value *value);

/** The first element or member in the order of the text; NULL when there is none. */
TR_API const tr_json_value *tr_json_value_first(const tr_json_value *value);

/** The sibling after `value`; NULL after the last. */
TR_API const tr_json_value *tr_json_value_next(const tr_json_value *value);

/** The key of a member, NUL-terminated; NULL for an element or the root. `length_out` may be NULL. */
TR_API const char *tr_json_value_key(const tr_json_value *value, size_t *length_out);

/** Where the value starts in the text, in bytes. */
TR_API size_t tr_json_value_offset(const tr_json_value *value);

/** The member of this name; NULL when there is none or `object` is no object. Cost: O(members). */
TR_API const tr_json_value *tr_json_value_member(const tr_json_value *object, const char *key);

/**
 * The characters of a text, unescaped and NUL-terminated; a text may hold U+0000, so that its length
 * can exceed strlen(). @return TR_E_PARSE when it is no text; TR_E_INVALID
 */
TR_API tr_status tr_json_value_text(const tr_json_value *value, const char **text_out,
                                    size_t *length_out);

/** A number's text as it was written, NUL-terminated. @return TR_E_PARSE when it is no number */
TR_API tr_status tr_json_value_number(const tr_json_value *value, const char **text_out,
                                      size_t *length_out);

/** @return TR_E_PARSE when it is neither true nor false; TR_E_INVALID */
TR_API tr_status tr_json_value_bool(const tr_json_value *value, bool *out);

/**
 * A number, or a text that holds one, as a decimal, exactly: see tr_decimal_parse.
 * @return TR_E_PARSE when it is neither; TR_E_RANGE; TR_E_OVERFLOW; TR_E_INVALID
 */
TR_API tr_status tr_json_value_decimal(const tr_json_value *value, tr_decimal *out);

/** A whole number: 12, 1.0, 1e3. @return TR_E_PARSE; TR_E_RANGE when not whole or beyond int64_t */
TR_API tr_status tr_json_value_int64(const tr_json_value *value, int64_t *out);

/**
 * The member `key` of `object` in the form wanted. What is written for people names the key:
 * "quantity is missing", "quantity is text, a number was expected".
 * @return TR_E_NOT_FOUND when there is no such member; otherwise as the getters above
 */
TR_API tr_status tr_json_member_text(const tr_json_value *object, const char *key,
                                     const char **text_out, size_t *length_out, tr_error *err);
TR_API tr_status tr_json_member_bool(const tr_json_value *object, const char *key, bool *out,
                                     tr_error *err);
TR_API tr_status tr_json_member_decimal(const tr_json_value *object, const char *key,
                                        tr_decimal *out, tr_error *err);
TR_API tr_status tr_json_member_int64(const tr_json_value *object, const char *key, int64_t *out,
                                      tr_error *err);

/* ---- token by token -------------------------------------------------------------------------- */

/** A text being read. Confined. */
typedef struct tr_json_reader tr_json_reader;

typedef enum tr_json_token_kind {
    TR_JSON_TOKEN_DONE = 0, /* the text is over, and all of it was right */
    TR_JSON_TOKEN_NULL = 1,
    TR_JSON_TOKEN_BOOL = 2,
    TR_JSON_TOKEN_NUMBER = 3,
    TR_JSON_TOKEN_TEXT = 4,
    TR_JSON_TOKEN_ARRAY_BEGIN = 5,
    TR_JSON_TOKEN_ARRAY_END = 6,
    TR_JSON_TOKEN_OBJECT_BEGIN = 7,
    TR_JSON_TOKEN_OBJECT_END = 8,
    TR_JSON_TOKEN_KEY = 9 /* the member's value comes next */
} tr_json_token_kind;

/** One token. Plain data; `text` is borrowed from the reader until it is released. */
typedef struct tr_json_token {
    tr_json_token_kind kind;
    bool boolean;     /* the value of a BOOL */
    const char *text; /* KEY, TEXT: unescaped, NUL-terminated. NUMBER: as written, not terminated */
    size_t length;
    size_t offset; /* where the token starts in the text, in bytes */
} tr_json_token;

/**
 * Begin to read `text`, which is copied. Nothing is checked yet but its size.
 * @return TR_E_INVALID; TR_E_RANGE beyond a limit; TR_E_NO_MEMORY
 */
TR_API tr_status tr_json_reader_new(const char *text, size_t size, const tr_json_options *options,
                                    tr_json_reader **out, tr_error *err);

/** Release; NULL is accepted. */
TR_API void tr_json_reader_free(tr_json_reader *reader);

/**
 * Read the next token. Act on what was read only after TR_JSON_TOKEN_DONE: a fault may still come, and
 * a key that occurs twice in a large object is found at the object's end.
 * @return as tr_json_document_parse; a reader that failed keeps failing
 */
TR_API tr_status tr_json_reader_next(tr_json_reader *reader, tr_json_token *out, tr_error *err);

/* ---- writing --------------------------------------------------------------------------------- */

/** How many arrays and objects a writer nests. */
#define TR_JSON_WRITER_DEPTH_MAX 128

/**
 * A text being composed. Confined. Memory comes from the C library's malloc.
 *
 * The first failure is kept, calls after it do nothing, and tr_json_writer_finish returns it: so a
 * reply is written without a check on every line. Members take their key, elements and the outermost
 * value take NULL. Text that is not valid UTF-8 is written with U+FFFD in place of each wrong byte.
 */
typedef struct tr_json_writer tr_json_writer;

typedef enum tr_json_style {
    TR_JSON_COMPACT = 0, /* no blanks */
    TR_JSON_PRETTY = 1   /* a line for each value, for people */
} tr_json_style;

/** @return TR_E_INVALID; TR_E_NO_MEMORY */
TR_API tr_status tr_json_writer_new(tr_json_writer **out);

/** Release with every text it gave out; NULL is accepted. */
TR_API void tr_json_writer_free(tr_json_writer *writer);

TR_API void tr_json_write_object_begin(tr_json_writer *writer, const char *key);
TR_API void tr_json_write_object_end(tr_json_writer *writer);
TR_API void tr_json_write_array_begin(tr_json_writer *writer, const char *key);
TR_API void tr_json_write_array_end(tr_json_writer *writer);

/** A NUL-terminated text; NULL writes null. */
TR_API void tr_json_write_text(tr_json_writer *writer, const char *key, const char *text);

/** A text of `length` bytes, which may hold zero bytes. */
TR_API void tr_json_write_text_of(tr_json_writer *writer, const char *key, const char *text,
                                  size_t length);

/** A decimal as a text, "0.1": readers that make doubles of numbers keep it whole. */
TR_API void tr_json_write_decimal(tr_json_writer *writer, const char *key, tr_decimal value);

/** A whole number with all its digits. */
TR_API void tr_json_write_int64(tr_json_writer *writer, const char *key, int64_t value);

/** A number by its text, unchanged; what is not a JSON number is TR_E_INVALID. */
TR_API void tr_json_write_number(tr_json_writer *writer, const char *key, const char *text,
                                 size_t length);

/** A statistic or an indicator's value; null when it is not finite. Never money. */
TR_API void tr_json_write_double(tr_json_writer *writer, const char *key, double value);

TR_API void tr_json_write_bool(tr_json_writer *writer, const char *key, bool value);
TR_API void tr_json_write_null(tr_json_writer *writer, const char *key);

/**
 * Compose the text. The writer can take no more values afterwards; it may be finished again in another
 * style, which releases the text given before.
 * @param text_out    NUL-terminated, borrowed from the writer
 * @param length_out  may be NULL
 * @return TR_E_INVALID for calls out of order (something left open, a member without key, nothing
 *         written); TR_E_RANGE nested too deep; TR_E_NO_MEMORY
 */
TR_API tr_status tr_json_writer_finish(tr_json_writer *writer, tr_json_style style,
                                       const char **text_out, size_t *length_out, tr_error *err);

#ifdef __cplusplus
}
#endif

#endif
