/*
 * document.c: the tree of an answer. Nodes and their texts lie in blocks that are released together; a node never
 * moves, so pointers to it stay good while the document grows.
 */
#include <trade/document.h>

#include <assert.h>
#include <stdalign.h>
#include <stdio.h>
#include <string.h>

#include <trade/double_text.h>
#include <trade/time.h>

#include "command/document.h"
#include "core/alloc.h"

#define BLOCK_SIZE 4096

struct tr_document_node {
    tr_document_kind kind;
    const char *key; /* NULL inside arrays and at the root */
    tr_document_node *parent;
    tr_document_node *next;
    tr_document_node *first;
    tr_document_node *last;
    size_t count;
    union {
        bool boolean;
        int64_t integer;
        tr_decimal decimal;
        double real;
        const char *text;
        tr_id id;
    } value;
};

typedef struct block {
    struct block *next;
    size_t used;
    size_t size;
    alignas(max_align_t) unsigned char bytes[];
} block;

struct tr_document {
    const tr_allocator *allocator;
    block *blocks;
    tr_document_node root;
    tr_document_node *open; /* the innermost array or object */
    int depth;
    tr_status status;
};

tr_status tr_document_new(const tr_allocator *allocator, tr_document **out)
{
    if (out == NULL)
        return TR_E_INVALID;
    tr_document *document = tr__allocate_zeroed(allocator, 1, sizeof *document);
    if (document == NULL)
        return TR_E_NO_MEMORY;
    document->allocator = allocator;
    document->root.kind = TR_DOCUMENT_OBJECT;
    document->open = &document->root;
    *out = document;
    return TR_OK;
}

void tr_document_free(tr_document *document)
{
    if (document == NULL)
        return;
    for (block *at = document->blocks; at != NULL;) {
        block *next = at->next;
        tr__release(document->allocator, at);
        at = next;
    }
    tr__release(document->allocator, document);
}

/* ---- writing --------------------------------------------------------------------------------- */

static void keep_failure(tr_document *document, tr_status status)
{
    if (document->status == TR_OK)
        document->status = status;
}

/* Memory of the document, aligned for a node. NULL keeps TR_E_NO_MEMORY. */
static void *take(tr_document *document, size_t size)
{
    size_t rounded =
        (size + alignof(max_align_t) - 1) / alignof(max_align_t) * alignof(max_align_t);
    block *at = document->blocks;
    if (at == NULL || at->size - at->used < rounded) {
        size_t block_size = rounded > BLOCK_SIZE ? rounded : BLOCK_SIZE;
        at = tr__allocate(document->allocator, sizeof *at + block_size);
        if (at == NULL) {
            keep_failure(document, TR_E_NO_MEMORY);
            return NULL;
        }
        *at = (block){ .next = document->blocks, .size = block_size };
        document->blocks = at;
    }
    void *memory = at->bytes + at->used;
    at->used += rounded;
    return memory;
}

static const char *copy(tr_document *document, tr__document_text text)
{
    char *memory = take(document, text.length + 1);
    if (memory == NULL)
        return NULL;
    if (text.length > 0)
        memcpy(memory, text.text, text.length);
    memory[text.length] = '\0';
    return memory;
}

static bool is_container(tr_document_kind kind)
{
    return kind == TR_DOCUMENT_ARRAY || kind == TR_DOCUMENT_OBJECT;
}

static void value_set(tr_document *document, tr_document_node *node,
                      const tr__document_value *value)
{
    switch (value->kind) {
    case TR_DOCUMENT_BOOL:
        node->value.boolean = value->boolean;
        break;
    case TR_DOCUMENT_INTEGER:
    case TR_DOCUMENT_TIME:
        node->value.integer = value->integer;
        break;
    case TR_DOCUMENT_DECIMAL:
        node->value.decimal = value->decimal;
        break;
    case TR_DOCUMENT_REAL:
        node->value.real = value->real;
        break;
    case TR_DOCUMENT_TEXT:
        node->value.text = copy(document, value->text);
        break;
    case TR_DOCUMENT_ID:
        node->value.id = value->id;
        break;
    case TR_DOCUMENT_NULL:
    case TR_DOCUMENT_ARRAY:
    case TR_DOCUMENT_OBJECT:
        break;
    }
}

void tr__document_add(tr_document *document, tr__document_text key, const tr__document_value *value)
{
    if (document == NULL || document->status != TR_OK)
        return;
    tr_document_node *parent = document->open;
    bool is_member = parent->kind == TR_DOCUMENT_OBJECT;
    if (is_member && key.text == NULL) {
        keep_failure(document, TR_E_INVALID);
        return;
    }
    if (is_container(value->kind) && document->depth == TR_DOCUMENT_DEPTH_MAX) {
        keep_failure(document, TR_E_RANGE);
        return;
    }
    tr_document_node *node = take(document, sizeof *node);
    if (node == NULL)
        return;
    *node = (tr_document_node){ .kind = value->kind, .parent = parent };
    if (is_member)
        node->key = copy(document, key);
    value_set(document, node, value);
    if (document->status != TR_OK)
        return;
    if (parent->last == NULL)
        parent->first = node;
    else
        parent->last->next = node;
    parent->last = node;
    parent->count++;
    if (is_container(value->kind)) {
        document->open = node;
        document->depth++;
    }
}

void tr__document_end(tr_document *document)
{
    if (document == NULL || document->status != TR_OK)
        return;
    if (document->depth == 0) {
        keep_failure(document, TR_E_INVALID);
        return;
    }
    document->open = document->open->parent;
    document->depth--;
}

static void end_of(tr_document *document, tr_document_kind kind)
{
    if (document == NULL)
        return;
    if (document->open->kind != kind)
        keep_failure(document, TR_E_INVALID);
    tr__document_end(document);
}

static void add(tr_document *document, const char *key, const tr__document_value *value)
{
    tr__document_text text = { key, key == NULL ? 0 : strlen(key) };
    tr__document_add(document, text, value);
}

void tr_document_object_begin(tr_document *document, const char *key)
{
    add(document, key, &(tr__document_value){ .kind = TR_DOCUMENT_OBJECT });
}

void tr_document_object_end(tr_document *document)
{
    end_of(document, TR_DOCUMENT_OBJECT);
}

void tr_document_array_begin(tr_document *document, const char *key)
{
    add(document, key, &(tr__document_value){ .kind = TR_DOCUMENT_ARRAY });
}

void tr_document_array_end(tr_document *document)
{
    end_of(document, TR_DOCUMENT_ARRAY);
}

void tr_document_add_null(tr_document *document, const char *key)
{
    add(document, key, &(tr__document_value){ .kind = TR_DOCUMENT_NULL });
}

void tr_document_add_bool(tr_document *document, const char *key, bool value)
{
    add(document, key, &(tr__document_value){ .kind = TR_DOCUMENT_BOOL, .boolean = value });
}

void tr_document_add_int(tr_document *document, const char *key, int64_t value)
{
    add(document, key, &(tr__document_value){ .kind = TR_DOCUMENT_INTEGER, .integer = value });
}

void tr_document_add_decimal(tr_document *document, const char *key, tr_decimal value)
{
    add(document, key, &(tr__document_value){ .kind = TR_DOCUMENT_DECIMAL, .decimal = value });
}

void tr_document_add_real(tr_document *document, const char *key, double value)
{
    add(document, key, &(tr__document_value){ .kind = TR_DOCUMENT_REAL, .real = value });
}

void tr_document_add_text(tr_document *document, const char *key, const char *value)
{
    if (value == NULL) {
        tr_document_add_null(document, key);
        return;
    }
    add(document, key,
        &(tr__document_value){ .kind = TR_DOCUMENT_TEXT, .text = { value, strlen(value) } });
}

void tr_document_add_id(tr_document *document, const char *key, tr_id value)
{
    add(document, key, &(tr__document_value){ .kind = TR_DOCUMENT_ID, .id = value });
}

void tr_document_add_time(tr_document *document, const char *key, int64_t at_ns)
{
    add(document, key, &(tr__document_value){ .kind = TR_DOCUMENT_TIME, .integer = at_ns });
}

tr_status tr_document_status(const tr_document *document)
{
    return document == NULL ? TR_E_INVALID : document->status;
}

/* ---- reading --------------------------------------------------------------------------------- */

const tr_document_node *tr_document_root(const tr_document *document)
{
    return document == NULL ? NULL : &document->root;
}

const tr_document_node *tr__document_open(const tr_document *document)
{
    return document->open;
}

tr__document_walk tr__document_walk_from(const tr_document_node *top)
{
    return (tr__document_walk){ .top = top, .node = top };
}

void tr__document_walk_on(tr__document_walk *walk)
{
    const tr_document_node *node = walk->node;
    if (!walk->is_end && is_container(node->kind)) {
        walk->node = node->first != NULL ? node->first : node;
        walk->is_end = node->first == NULL;
    } else if (node == walk->top) {
        walk->node = NULL;
    } else {
        walk->node = node->next != NULL ? node->next : node->parent;
        walk->is_end = node->next == NULL;
    }
}

tr_document_kind tr_document_node_kind(const tr_document_node *node)
{
    return node == NULL ? TR_DOCUMENT_NULL : node->kind;
}

const char *tr_document_node_key(const tr_document_node *node)
{
    return node == NULL ? NULL : node->key;
}

size_t tr_document_node_count(const tr_document_node *node)
{
    return node == NULL ? 0 : node->count;
}

const tr_document_node *tr_document_node_first(const tr_document_node *node)
{
    return node == NULL ? NULL : node->first;
}

const tr_document_node *tr_document_node_next(const tr_document_node *node)
{
    return node == NULL ? NULL : node->next;
}

const tr_document_node *tr_document_node_member(const tr_document_node *object, const char *key)
{
    if (key == NULL)
        return NULL;
    const tr_document_node *node = tr_document_node_first(object);
    while (node != NULL && (node->key == NULL || strcmp(node->key, key) != 0))
        node = node->next;
    return node;
}

bool tr_document_node_bool(const tr_document_node *node)
{
    return tr_document_node_kind(node) == TR_DOCUMENT_BOOL && node->value.boolean;
}

int64_t tr_document_node_int(const tr_document_node *node)
{
    tr_document_kind kind = tr_document_node_kind(node);
    return kind == TR_DOCUMENT_INTEGER || kind == TR_DOCUMENT_TIME ? node->value.integer : 0;
}

tr_decimal tr_document_node_decimal(const tr_document_node *node)
{
    return tr_document_node_kind(node) == TR_DOCUMENT_DECIMAL ? node->value.decimal
                                                              : (tr_decimal){ 0, 0 };
}

double tr_document_node_real(const tr_document_node *node)
{
    return tr_document_node_kind(node) == TR_DOCUMENT_REAL ? node->value.real : 0;
}

const char *tr_document_node_text(const tr_document_node *node)
{
    return tr_document_node_kind(node) == TR_DOCUMENT_TEXT ? node->value.text : "";
}

tr_id tr_document_node_id(const tr_document_node *node)
{
    return tr_document_node_kind(node) == TR_DOCUMENT_ID ? node->value.id : (tr_id){ { 0 } };
}

size_t tr_document_node_format(const tr_document_node *node, char *buffer, size_t size)
{
    if (buffer == NULL || size == 0)
        return 0;
    char number[TR_DECIMAL_TEXT_SIZE] = "";
    static_assert(sizeof number >= TR_DOUBLE_TEXT_SIZE && sizeof number >= TR_TIME_TEXT_SIZE,
                  "every scalar but a text fits");
    const char *text = number;
    switch (tr_document_node_kind(node)) {
    case TR_DOCUMENT_BOOL:
        text = node->value.boolean ? "yes" : "no";
        break;
    case TR_DOCUMENT_INTEGER:
        (void)snprintf(number, sizeof number, "%lld", (long long)node->value.integer);
        break;
    case TR_DOCUMENT_DECIMAL:
        tr_decimal_format(node->value.decimal, number, sizeof number);
        break;
    case TR_DOCUMENT_REAL:
        if (tr_double_format(node->value.real, number, sizeof number) == 0)
            text = "-";
        break;
    case TR_DOCUMENT_TEXT:
        text = node->value.text;
        break;
    case TR_DOCUMENT_ID:
        if (!tr_id_is_none(node->value.id))
            tr_id_format(node->value.id, number);
        break;
    case TR_DOCUMENT_TIME:
        tr_time_format(node->value.integer, 3, number, sizeof number);
        break;
    case TR_DOCUMENT_NULL:
    case TR_DOCUMENT_ARRAY:
    case TR_DOCUMENT_OBJECT:
        break;
    }
    size_t length = strlen(text);
    if (length >= size)
        length = size - 1;
    memcpy(buffer, text, length);
    buffer[length] = '\0';
    return length;
}
