/*
 * document_wire.h: documents as bytes, between two programs of one version on one machine.
 *
 * Decimals, ids and times arrive as the kinds they left as, which JSON would lose. The form: a version byte, then
 * each member of the root in order as kind (u8), key (u32 length and bytes, members only) and value; arrays and
 * objects hold their children up to an end byte. Numbers are little-endian.
 */
#ifndef TRADE_DOCUMENT_WIRE_H
#define TRADE_DOCUMENT_WIRE_H

#include <stddef.h>
#include <stdint.h>

#include <trade/alloc.h>
#include <trade/api.h>
#include <trade/document.h>
#include <trade/status.h>

#ifdef __cplusplus
extern "C" {
#endif

#define TR_DOCUMENT_WIRE_SIZE_MAX ((size_t)64 << 20)

/**
 * Write a document as bytes. Arrays and objects that are still open end here.
 * @param allocator  NULL: the C library's
 * @param bytes_out  the caller's, released through the allocator (free() for NULL)
 * @return the document's own failure; TR_E_FULL beyond TR_DOCUMENT_WIRE_SIZE_MAX; TR_E_NO_MEMORY; TR_E_INVALID
 */
TR_API tr_status tr_document_to_wire(const tr_document *document, const tr_allocator *allocator,
                                     uint8_t **bytes_out, size_t *size_out);

/**
 * Read what tr_document_to_wire wrote. Any bytes may be given.
 * @return TR_E_PARSE not of this form or version; TR_E_RANGE nested too deep; TR_E_NO_MEMORY; TR_E_INVALID
 */
TR_API tr_status tr_document_from_wire(const uint8_t *bytes, size_t size, const tr_allocator *allocator,
                                       tr_document **out, tr_error *err);

#ifdef __cplusplus
}
#endif

#endif
