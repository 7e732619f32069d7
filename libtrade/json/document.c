/*
 * document.c: a text as a read-only tree.
 *
 * The document, its reader, the copy of the text and the first block of values are one allocation;
 * a text with more values than its size let expect gets further blocks, each twice as large.
 */
#include "json/reader.h"

#include <assert.h>
#include <string.h>

#include "core/alloc.h"
#include "core/fail.h"
#include "json/value.h"

/* An alert has a value for each 20 bytes or so: 12 leaves room, and bounds the waste. */
#define BYTES_PER_VALUE 12

typedef struct value_block {
    struct value_block *next;
    size_t size;
    tr_json_value values[];
} value_block;

struct tr_json_document {
    tr_json_reader reader;
    value_block *blocks; /* beyond the first */
    tr_json_value *value_next;
    tr_json_value *value_end;
    size_t value_count; /* over all blocks so far */
    tr_json_value *root;
};

/* ---- reading --------------------------------------------------------------------------------- */

static tr_status block_add(tr_json_document *document, tr_error *err)
{
    tr_json_reader *reader = &document->reader;
    /* What is left of the text bounds what is still to come: two bytes a value at the least. */
    size_t count = (size_t)(reader->end - reader->at) / 2 + 1;
    if (count > document->value_count)
        count = document->value_count;
    size_t size = sizeof(value_block) + count * sizeof(tr_json_value);
    void *memory = NULL;
    tr_status status = tr__json_take(reader, size, &memory, err);
    if (status != TR_OK)
        return status;
    value_block *block = memory;
    block->next = document->blocks;
    block->size = size;
    document->blocks = block;
    document->value_next = block->values;
    document->value_end = block->values + count;
    document->value_count += count;
    return TR_OK;
}

/* The value a token starts; `key` is the one before it, or of kind DONE. */
static void value_fill(tr_json_value *value, const tr_json_token *token, const tr_json_token *key)
{
    *value = (tr_json_value){ .offset = (uint32_t)token->offset };
    if (key->kind == TR_JSON_TOKEN_KEY) {
        value->key = key->text;
        value->key_length = (uint32_t)key->length;
    }
    switch (token->kind) {
    case TR_JSON_TOKEN_BOOL:
        value->kind = TR_JSON_BOOL;
        value->as.boolean = token->boolean;
        break;
    case TR_JSON_TOKEN_NUMBER:
    case TR_JSON_TOKEN_TEXT:
        value->kind = token->kind == TR_JSON_TOKEN_TEXT ? TR_JSON_TEXT : TR_JSON_NUMBER;
        value->as.text = token->text;
        value->length = (uint32_t)token->length;
        break;
    case TR_JSON_TOKEN_ARRAY_BEGIN:
        value->kind = TR_JSON_ARRAY;
        break;
    case TR_JSON_TOKEN_OBJECT_BEGIN:
        value->kind = TR_JSON_OBJECT;
        break;
    case TR_JSON_TOKEN_NULL:
    case TR_JSON_TOKEN_DONE:
    case TR_JSON_TOKEN_ARRAY_END:
    case TR_JSON_TOKEN_OBJECT_END:
    case TR_JSON_TOKEN_KEY:
        break;
    }
}

/* Hang `value` behind `last`, or as the first into `open`; the root has neither. */
static void value_append(tr_json_value *open, tr_json_value *last, tr_json_value *value)
{
    if (open == NULL)
        return;
    open->length++;
    if (last == NULL)
        open->as.first = value;
    else
        last->next = value;
}

static tr_status build(tr_json_document *document, tr_error *err)
{
    tr_json_reader *reader = &document->reader;
    tr_json_value *open = NULL; /* the container being read; its `next` is its parent */
    tr_json_value *last = NULL; /* its last value so far */
    char *number_end = NULL;
    tr_json_token key = { .kind = TR_JSON_TOKEN_DONE };
    for (;;) {
        tr_json_token token;
        tr_status status = tr_json_reader_next(reader, &token, err);
        if (status != TR_OK)
            return status;
        /* The byte behind a number has been read by now, so it can become the number's end mark. */
        if (number_end != NULL)
            *number_end = '\0';
        number_end = NULL;
        if (token.kind == TR_JSON_TOKEN_DONE)
            return TR_OK;
        if (token.kind == TR_JSON_TOKEN_KEY) {
            key = token;
            continue;
        }
        if (token.kind == TR_JSON_TOKEN_ARRAY_END || token.kind == TR_JSON_TOKEN_OBJECT_END) {
            assert(open != NULL);
            last = open;
            open = open->next;
            last->next = NULL;
            continue;
        }
        if (document->value_next == document->value_end) {
            status = block_add(document, err);
            if (status != TR_OK)
                return status;
        }
        tr_json_value *value = document->value_next++;
        value_fill(value, &token, &key);
        key.kind = TR_JSON_TOKEN_DONE;
        value_append(open, last, value);
        if (document->root == NULL)
            document->root = value;
        last = value;
        if (value->kind == TR_JSON_NUMBER)
            number_end = reader->text + token.offset + token.length;
        if (value->kind == TR_JSON_ARRAY || value->kind == TR_JSON_OBJECT) {
            value->next = open;
            open = value;
            last = NULL;
        }
    }
}

tr_status tr_json_document_parse(const char *text, size_t size, const tr_json_options *options,
                                 tr_json_document **out, tr_error *err)
{
    if ((text == NULL && size > 0) || out == NULL)
        return tr__fail(err, TR_E_INVALID, 0, "json: no text, or no place for the document");
    tr_json_options limits;
    tr_status status = tr__json_options_read(options, size, &limits, err);
    if (status != TR_OK)
        return status;
    size_t count = size / BYTES_PER_VALUE + 4;
    size_t values_size = count * sizeof(tr_json_value);
    size_t space = sizeof(tr_json_document) + values_size + tr__json_reader_space(size, &limits);
    if (space > limits.memory_max)
        return tr__fail(err, TR_E_RANGE, 0, "json: the text needs more memory than is allowed");
    tr_json_document *document = tr__allocate(limits.allocator, space);
    if (document == NULL)
        return tr__fail(err, TR_E_NO_MEMORY, 0, "json: no memory for %zu bytes", space);
    document->blocks = NULL;
    document->value_next = (tr_json_value *)(document + 1);
    document->value_end = document->value_next + count;
    document->value_count = count;
    document->root = NULL;
    tr__json_reader_start(&document->reader, document->value_end, text, size, &limits,
                          limits.memory_max - space);
    status = build(document, err);
    if (status != TR_OK) {
        tr_json_document_free(document);
        return status;
    }
    *out = document;
    return TR_OK;
}

void tr_json_document_free(tr_json_document *document)
{
    if (document == NULL)
        return;
    while (document->blocks != NULL) {
        value_block *block = document->blocks;
        document->blocks = block->next;
        tr__json_give(&document->reader, block, block->size);
    }
    tr__json_reader_done(&document->reader);
    tr__release(document->reader.allocator, document);
}

const tr_json_value *tr_json_document_root(const tr_json_document *document)
{
    return document == NULL ? NULL : document->root;
}
