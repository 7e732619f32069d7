/* document_wire.c: the binary form of documents; see its header for the layout. */
#include <trade/document_wire.h>

#include <assert.h>
#include <string.h>

#include "command/document.h"
#include "core/buffer.h"
#include "core/fail.h"

#define WIRE_VERSION 1
#define WIRE_END     0xFF

/* ---- writing --------------------------------------------------------------------------------- */

static void append_text(tr__buffer *buffer, const char *text)
{
    (void)tr__buffer_append_string(buffer, text, strlen(text)); /* the buffer keeps its failure */
}

static void append_node(tr__buffer *buffer, const tr_document_node *node)
{
    tr_document_kind kind = tr_document_node_kind(node);
    (void)tr__buffer_append_u8(buffer, (uint8_t)kind);
    if (tr_document_node_key(node) != NULL)
        append_text(buffer, tr_document_node_key(node));
    switch (kind) {
    case TR_DOCUMENT_BOOL:
        (void)tr__buffer_append_u8(buffer, tr_document_node_bool(node) ? 1 : 0);
        break;
    case TR_DOCUMENT_INTEGER:
    case TR_DOCUMENT_TIME:
        (void)tr__buffer_append_i64(buffer, tr_document_node_int(node));
        break;
    case TR_DOCUMENT_DECIMAL:
        (void)tr__buffer_append_decimal(buffer, tr_document_node_decimal(node));
        break;
    case TR_DOCUMENT_REAL: {
        double real = tr_document_node_real(node);
        uint64_t bits;
        static_assert(sizeof bits == sizeof real, "a double is 64 bits");
        memcpy(&bits, &real, sizeof bits);
        (void)tr__buffer_append_u64(buffer, bits);
        break;
    }
    case TR_DOCUMENT_TEXT:
        append_text(buffer, tr_document_node_text(node));
        break;
    case TR_DOCUMENT_ID:
        (void)tr__buffer_append_id(buffer, tr_document_node_id(node));
        break;
    case TR_DOCUMENT_NULL:
    case TR_DOCUMENT_ARRAY:
    case TR_DOCUMENT_OBJECT:
        break;
    }
}

tr_status tr_document_to_wire(const tr_document *document, const tr_allocator *allocator,
                              uint8_t **bytes_out, size_t *size_out)
{
    if (document == NULL || bytes_out == NULL || size_out == NULL)
        return TR_E_INVALID;
    if (tr_document_status(document) != TR_OK)
        return tr_document_status(document);
    tr__buffer buffer;
    tr__buffer_init(&buffer, TR_DOCUMENT_WIRE_SIZE_MAX, allocator);
    (void)tr__buffer_append_u8(&buffer, WIRE_VERSION);
    const tr_document_node *root = tr_document_root(document);
    tr__document_walk walk = tr__document_walk_from(root);
    for (; walk.node != NULL; tr__document_walk_on(&walk)) {
        if (walk.node == root)
            continue;
        if (walk.is_end)
            (void)tr__buffer_append_u8(&buffer, WIRE_END);
        else
            append_node(&buffer, walk.node);
    }
    tr_status status = buffer.status;
    unsigned char *bytes = tr__buffer_take(&buffer, size_out);
    tr__buffer_done(&buffer);
    if (status != TR_OK || bytes == NULL)
        return status != TR_OK ? status : TR_E_NO_MEMORY;
    *bytes_out = bytes;
    return TR_OK;
}

/* ---- reading --------------------------------------------------------------------------------- */

static tr__document_text take_text(tr__reader *reader)
{
    tr__document_text text = { NULL, 0 };
    text.text = tr__reader_take_string(reader, &text.length);
    if (text.text != NULL && text.length > 0 && memchr(text.text, '\0', text.length) != NULL)
        tr__reader_fail(reader);
    return text;
}

static tr__document_value take_value(tr__reader *reader, tr_document_kind kind)
{
    tr__document_value value = { .kind = kind };
    switch (kind) {
    case TR_DOCUMENT_BOOL: {
        uint8_t byte = tr__reader_take_u8(reader);
        if (byte > 1)
            tr__reader_fail(reader);
        value.boolean = byte == 1;
        break;
    }
    case TR_DOCUMENT_INTEGER:
    case TR_DOCUMENT_TIME:
        value.integer = tr__reader_take_i64(reader);
        break;
    case TR_DOCUMENT_DECIMAL:
        value.decimal = tr__reader_take_decimal(reader);
        break;
    case TR_DOCUMENT_REAL: {
        uint64_t bits = tr__reader_take_u64(reader);
        memcpy(&value.real, &bits, sizeof bits);
        break;
    }
    case TR_DOCUMENT_TEXT:
        value.text = take_text(reader);
        break;
    case TR_DOCUMENT_ID:
        value.id = tr__reader_take_id(reader);
        break;
    case TR_DOCUMENT_NULL:
    case TR_DOCUMENT_ARRAY:
    case TR_DOCUMENT_OBJECT:
        break;
    }
    return value;
}

static void read_all(tr__reader *reader, tr_document *document)
{
    if (tr__reader_take_u8(reader) != WIRE_VERSION)
        tr__reader_fail(reader);
    while (!reader->is_failed && tr__reader_left(reader) > 0 &&
           tr_document_status(document) == TR_OK) {
        uint8_t kind = tr__reader_take_u8(reader);
        if (kind == WIRE_END) {
            tr__document_end(document);
            continue;
        }
        if (kind > TR_DOCUMENT_OBJECT) {
            tr__reader_fail(reader);
            break;
        }
        tr__document_text key = { NULL, 0 };
        if (tr_document_node_kind(tr__document_open(document)) == TR_DOCUMENT_OBJECT)
            key = take_text(reader);
        tr__document_value value = take_value(reader, (tr_document_kind)kind);
        if (!reader->is_failed)
            tr__document_add(document, key, &value);
    }
    if (tr__document_open(document) != tr_document_root(document))
        tr__reader_fail(reader);
}

tr_status tr_document_from_wire(const uint8_t *bytes, size_t size, const tr_allocator *allocator,
                                tr_document **out, tr_error *err)
{
    if ((bytes == NULL && size > 0) || out == NULL)
        return tr__fail(err, TR_E_INVALID, 0, "bytes and out must be given");
    if (size > TR_DOCUMENT_WIRE_SIZE_MAX)
        return tr__fail(err, TR_E_PARSE, 0, "a document of %zu bytes, at most %zu are read", size,
                        TR_DOCUMENT_WIRE_SIZE_MAX);
    tr_document *document = NULL;
    tr_status status = tr_document_new(allocator, &document);
    if (status != TR_OK)
        return tr__fail(err, status, 0, "no memory for a document");
    tr__reader reader;
    tr__reader_init(&reader, bytes, size);
    read_all(&reader, document);
    status = tr_document_status(document);
    if (status == TR_OK || status == TR_E_INVALID)
        status = status == TR_OK && tr__reader_finish(&reader) == TR_OK ? TR_OK : TR_E_PARSE;
    if (status != TR_OK) {
        tr_document_free(document);
        return tr__fail(err, status, 0, "%s",
                        status == TR_E_PARSE   ? "not a document of this version"
                        : status == TR_E_RANGE ? "a document nested too deep"
                                               : "no memory for a document");
    }
    *out = document;
    return TR_OK;
}
