/* document_json.c: a command's answer as JSON. */
#include <trade/document_json.h>

#include <stdlib.h>
#include <string.h>

#include <trade/time.h>

#include "command/document.h"
#include "core/fail.h"

static void write_node(const tr_document_node *node, tr_json_writer *writer, const char *key)
{
    char text[TR_TIME_TEXT_SIZE];
    switch (tr_document_node_kind(node)) {
    case TR_DOCUMENT_NULL:
        tr_json_write_null(writer, key);
        break;
    case TR_DOCUMENT_BOOL:
        tr_json_write_bool(writer, key, tr_document_node_bool(node));
        break;
    case TR_DOCUMENT_INTEGER:
        tr_json_write_int64(writer, key, tr_document_node_int(node));
        break;
    case TR_DOCUMENT_DECIMAL:
        tr_json_write_decimal(writer, key, tr_document_node_decimal(node));
        break;
    case TR_DOCUMENT_REAL:
        tr_json_write_double(writer, key, tr_document_node_real(node));
        break;
    case TR_DOCUMENT_TEXT:
        tr_json_write_text(writer, key, tr_document_node_text(node));
        break;
    case TR_DOCUMENT_ID:
        tr_id_format(tr_document_node_id(node), text);
        tr_json_write_text(writer, key, tr_id_is_none(tr_document_node_id(node)) ? NULL : text);
        break;
    case TR_DOCUMENT_TIME:
        tr_time_format(tr_document_node_int(node), -1, text, sizeof text);
        tr_json_write_text(writer, key, text);
        break;
    case TR_DOCUMENT_ARRAY:
        tr_json_write_array_begin(writer, key);
        break;
    case TR_DOCUMENT_OBJECT:
        tr_json_write_object_begin(writer, key);
        break;
    }
}

static void write_end(const tr_document_node *node, tr_json_writer *writer)
{
    if (tr_document_node_kind(node) == TR_DOCUMENT_ARRAY)
        tr_json_write_array_end(writer);
    else if (tr_document_node_kind(node) == TR_DOCUMENT_OBJECT)
        tr_json_write_object_end(writer);
}

void tr_document_write_json(const tr_document_node *node, tr_json_writer *writer, const char *key)
{
    if (writer == NULL)
        return;
    tr__document_walk walk = tr__document_walk_from(node);
    if (node == NULL)
        tr_json_write_null(writer, key);
    for (; walk.node != NULL; tr__document_walk_on(&walk)) {
        if (walk.is_end)
            write_end(walk.node, writer);
        else
            write_node(walk.node, writer,
                       walk.node == node ? key : tr_document_node_key(walk.node));
    }
}

tr_status tr_document_to_json(const tr_document_node *node, tr_json_style style, char **text_out,
                              size_t *length_out, tr_error *err)
{
    if (node == NULL || text_out == NULL)
        return tr__fail(err, TR_E_INVALID, 0, "node and text_out must be given");
    tr_json_writer *writer = NULL;
    tr_status status = tr_json_writer_new(&writer);
    if (status != TR_OK)
        return tr__fail(err, status, 0, "no memory for a JSON text");
    tr_document_write_json(node, writer, NULL);
    const char *text = NULL;
    size_t length = 0;
    status = tr_json_writer_finish(writer, style, &text, &length, err);
    char *copy = status == TR_OK ? malloc(length + 1) : NULL;
    if (copy != NULL)
        memcpy(copy, text, length + 1);
    else if (status == TR_OK)
        status = tr__fail(err, TR_E_NO_MEMORY, 0, "no memory for a JSON text of %zu bytes", length);
    tr_json_writer_free(writer);
    if (status != TR_OK)
        return status;
    *text_out = copy;
    if (length_out != NULL)
        *length_out = length;
    return TR_OK;
}
