/*
 * book_checksum.h: the checksums by which exchanges let a copy of their order book be proved.
 *
 * They are over the texts that were sent, so prices and quantities come in as they stood in the messages.
 */
#ifndef TRADE_BOOK_CHECKSUM_H
#define TRADE_BOOK_CHECKSUM_H

#include <stddef.h>
#include <stdint.h>

#include <trade/api.h>
#include <trade/status.h>

#ifdef __cplusplus
extern "C" {
#endif

/** One price of a book: both texts as the exchange sent them, "45285.2" and "0.00100000". */
typedef struct tr_level_text {
    const char *price;
    const char *quantity;
} tr_level_text;

/** One side, the best price first. */
typedef struct tr_side_text {
    const tr_level_text *levels;
    size_t level_count;
} tr_side_text;

/** CRC-32/ISO-HDLC of `bytes`, as zip and Ethernet have it. */
TR_API uint32_t tr_crc32(const void *bytes, size_t size);

/**
 * The checksum that an exchange's message should carry. kraken: the best ten asks, then bids, points and leading
 * zeros left out; unsigned. okx, bitget: the best 25 of each side in turn, "price:quantity:..."; signed.
 * Source: Kraken API Center, "Spot WebSockets (v2) Book Checksum"; OKX API v5, "Order book channel: checksum"; Bitget
 * API, "Depth Channel: Checksum"; 2026.
 * @return TR_E_UNSUPPORTED an exchange without one; TR_E_INVALID a NULL, or a text of no or over 64 bytes
 */
TR_API tr_status tr_book_checksum(const char *exchange, tr_side_text bids, tr_side_text asks,
                                  int64_t *out);

#ifdef __cplusplus
}
#endif

#endif
