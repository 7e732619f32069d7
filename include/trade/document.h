/*
 * document.h: a command's answer as data: a small tree of typed values, before any surface shows it.
 *
 * The command line prints it as a table, the server and `--json` as JSON, the bot as an embed. Decimals, ids and times
 * keep their types until then.
 */
#ifndef TRADE_DOCUMENT_H
#define TRADE_DOCUMENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <trade/alloc.h>
#include <trade/api.h>
#include <trade/decimal.h>
#include <trade/id.h>
#include <trade/status.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct tr_document tr_document;
typedef struct tr_document_node tr_document_node;

typedef enum tr_document_kind {
    TR_DOCUMENT_NULL = 0,
    TR_DOCUMENT_BOOL = 1,
    TR_DOCUMENT_INTEGER = 2,
    TR_DOCUMENT_DECIMAL = 3, /* a string in JSON, so that no reader rounds it */
    TR_DOCUMENT_REAL = 4,    /* statistics and bars */
    TR_DOCUMENT_TEXT = 5,
    TR_DOCUMENT_ID = 6,
    TR_DOCUMENT_TIME = 7, /* nanoseconds since 1970 UTC; RFC 3339 in JSON */
    TR_DOCUMENT_ARRAY = 8,
    TR_DOCUMENT_OBJECT = 9
} tr_document_kind;

#define TR_DOCUMENT_DEPTH_MAX 16 /* nested objects and arrays, the root not counted */

/** An empty document: its root is an object. Confined. NULL allocator: the C library's. */
TR_API tr_status tr_document_new(const tr_allocator *allocator, tr_document **out);
TR_API void tr_document_free(tr_document *document);

/* ---- writing: into the innermost open object or array; `key` is ignored inside an array. The first failure is
   kept and everything after it ignored. Text is copied. ---- */

TR_API void tr_document_object_begin(tr_document *document, const char *key);
TR_API void tr_document_object_end(tr_document *document);
TR_API void tr_document_array_begin(tr_document *document, const char *key);
TR_API void tr_document_array_end(tr_document *document);
TR_API void tr_document_add_null(tr_document *document, const char *key);
TR_API void tr_document_add_bool(tr_document *document, const char *key, bool value);
TR_API void tr_document_add_int(tr_document *document, const char *key, int64_t value);
TR_API void tr_document_add_decimal(tr_document *document, const char *key, tr_decimal value);
TR_API void tr_document_add_real(tr_document *document, const char *key, double value);
TR_API void tr_document_add_text(tr_document *document, const char *key, const char *value);
TR_API void tr_document_add_id(tr_document *document, const char *key, tr_id value);
TR_API void tr_document_add_time(tr_document *document, const char *key, int64_t at_ns);

/**
 * The first failure of writing: TR_E_NO_MEMORY; TR_E_INVALID for an end without a begin or a member without a key;
 * TR_E_RANGE beyond TR_DOCUMENT_DEPTH_MAX.
 */
TR_API tr_status tr_document_status(const tr_document *document);

/* ---- reading: borrowed, valid until the next write ---- */

TR_API const tr_document_node *tr_document_root(const tr_document *document);
TR_API tr_document_kind tr_document_node_kind(const tr_document_node *node);
TR_API const char *tr_document_node_key(const tr_document_node *node); /* NULL inside arrays and at the root */
TR_API size_t tr_document_node_count(const tr_document_node *node);    /* children */
TR_API const tr_document_node *tr_document_node_first(const tr_document_node *node);
TR_API const tr_document_node *tr_document_node_next(const tr_document_node *node);
TR_API const tr_document_node *tr_document_node_member(const tr_document_node *object, const char *key);

/* The value; zero, "" or none for another kind. */
TR_API bool tr_document_node_bool(const tr_document_node *node);
TR_API int64_t tr_document_node_int(const tr_document_node *node); /* integers and times */
TR_API tr_decimal tr_document_node_decimal(const tr_document_node *node);
TR_API double tr_document_node_real(const tr_document_node *node);
TR_API const char *tr_document_node_text(const tr_document_node *node);
TR_API tr_id tr_document_node_id(const tr_document_node *node);

/**
 * A scalar as people and tables read it: decimals and reals shortest, times RFC 3339 with milliseconds, "" for null.
 * @return length without the end mark; cut when `size` is too small
 */
TR_API size_t tr_document_node_format(const tr_document_node *node, char *buffer, size_t size);

#ifdef __cplusplus
}
#endif

#endif
