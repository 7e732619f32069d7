/* crc32c.h: the Castagnoli checksum, which tells stored bytes from damaged ones. */
#ifndef TRADE_CORE_CRC32C_H
#define TRADE_CORE_CRC32C_H

#include <stddef.h>
#include <stdint.h>

/*
 * CRC-32C (polynomial 0x1EDC6F41 reflected, start and end inverted; RFC 3720, 2004, appendix B.4) of `size`
 * bytes behind those that gave `crc`; 0 to begin. The nine digits "123456789" give 0xE3069283.
 */
uint32_t tr__crc32c(uint32_t crc, const void *bytes, size_t size);

#endif
