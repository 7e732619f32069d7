/*
 * document_json.h: documents as JSON.
 *
 * Decimals and ids become strings, times RFC 3339 strings, so that no reader rounds them. Integers stay numbers.
 */
#ifndef TRADE_DOCUMENT_JSON_H
#define TRADE_DOCUMENT_JSON_H

#include <stddef.h>

#include <trade/api.h>
#include <trade/document.h>
#include <trade/json.h>
#include <trade/status.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * Write a node and all below it, tr_document_root for the whole. An id that is none becomes null.
 * @param text_out    NUL-ended, the caller's, released with free()
 * @param length_out  may be NULL
 * @return TR_E_INVALID; TR_E_NO_MEMORY
 */
TR_API tr_status tr_document_to_json(const tr_document_node *node, tr_json_style style, char **text_out,
                                     size_t *length_out, tr_error *err);

/** The same, as a member of something larger: `key` as tr_json_write_text takes it. */
TR_API void tr_document_write_json(const tr_document_node *node, tr_json_writer *writer, const char *key);

#ifdef __cplusplus
}
#endif

#endif
