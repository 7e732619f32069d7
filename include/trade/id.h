/*
 * id.h: 128-bit identifiers of orders, alerts, fills.
 *
 * 48 bits of milliseconds since 1970 UTC, 16 bits of installation tag, 64 random bits, big-endian, so
 * that ids sort by time. As text: 26 characters of lower-case "base32hex" without padding (RFC 4648,
 * section 7; digits 0-9a-v, chosen over plain base32 because the text then sorts as the bytes do), which
 * fits every exchange's client order id. The tag tells our orders from others'.
 */
#ifndef TRADE_ID_H
#define TRADE_ID_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <trade/api.h>
#include <trade/rng.h>
#include <trade/status.h>

#ifdef __cplusplus
extern "C" {
#endif

#define TR_ID_TEXT_LENGTH 26
#define TR_ID_TEXT_SIZE   27

/** An identifier. Plain data; all zero bytes means "none". */
typedef struct tr_id {
    uint8_t bytes[16];
} tr_id;

/**
 * Make an id.
 * @param at_ns  nanoseconds since 1970 UTC, >= 0
 * @param tag    installation tag
 * @param rng    gives the 64 random bits; not NULL
 */
TR_API tr_id tr_id_make(int64_t at_ns, uint16_t tag, tr_rng *rng);

/** Write the 26 characters and an end mark. */
TR_API void tr_id_format(tr_id id, char text[TR_ID_TEXT_SIZE]);

/**
 * Read exactly 26 characters. Upper case is refused, and so are set bits among the last character's two
 * unused ones: an id has one text.
 * @return TR_E_PARSE
 */
TR_API tr_status tr_id_parse(const char *text, size_t length, tr_id *out);

/** Byte order: < 0, 0, > 0. Ids of one installation sort by their millisecond. */
TR_API int tr_id_compare(tr_id a, tr_id b);
TR_API bool tr_id_is_none(tr_id id);
TR_API uint16_t tr_id_tag(tr_id id);

/** Milliseconds since 1970 UTC. */
TR_API int64_t tr_id_time_ms(tr_id id);

#ifdef __cplusplus
}
#endif

#endif
