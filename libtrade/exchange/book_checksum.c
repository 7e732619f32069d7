/* book_checksum.c: CRC-32 over the texts of a book's best prices. */
#include <trade/book_checksum.h>

#include <stdbool.h>
#include <string.h>

#define TEXT_SIZE_MAX 64

/* Of CRC-32/ISO-HDLC: polynomial 0x04c11db7, bits reversed. */
#define POLYNOMIAL UINT32_C(0xedb88320)

static uint32_t crc_add(uint32_t crc, const void *bytes, size_t size)
{
    const unsigned char *at = bytes;
    for (size_t i = 0; i < size; i++) {
        crc ^= at[i];
        for (int bit = 0; bit < 8; bit++)
            crc = (crc >> 1) ^ (POLYNOMIAL & (0U - (crc & 1)));
    }
    return crc;
}

uint32_t tr_crc32(const void *bytes, size_t size)
{
    return bytes == NULL ? 0 : ~crc_add(~UINT32_C(0), bytes, size);
}

static bool is_text(const char *text)
{
    size_t length = text == NULL ? 0 : strnlen(text, TEXT_SIZE_MAX + 1);
    return length > 0 && length <= TEXT_SIZE_MAX;
}

static bool is_side(tr_side_text side)
{
    if (side.levels == NULL && side.level_count > 0)
        return false;
    for (size_t i = 0; i < side.level_count; i++)
        if (!is_text(side.levels[i].price) || !is_text(side.levels[i].quantity))
            return false;
    return true;
}

/* ---- kraken ---------------------------------------------------------------------------------- */

/* "0.00100000" as "100000". */
static uint32_t add_digits(uint32_t crc, const char *text)
{
    bool is_leading = true;
    for (; *text != '\0'; text++) {
        if (*text == '.' || (is_leading && *text == '0'))
            continue;
        is_leading = false;
        crc = crc_add(crc, text, 1);
    }
    return crc;
}

static int64_t kraken_checksum(tr_side_text bids, tr_side_text asks)
{
    static const size_t depth = 10;
    const tr_side_text sides[] = { asks, bids };
    uint32_t crc = ~UINT32_C(0);
    for (size_t side = 0; side < 2; side++)
        for (size_t i = 0; i < sides[side].level_count && i < depth; i++) {
            crc = add_digits(crc, sides[side].levels[i].price);
            crc = add_digits(crc, sides[side].levels[i].quantity);
        }
    return ~crc;
}

/* ---- okx, bitget ----------------------------------------------------------------------------- */

static uint32_t add_level(uint32_t crc, tr_side_text side, size_t index, bool *has_levels)
{
    if (index >= side.level_count)
        return crc;
    if (*has_levels)
        crc = crc_add(crc, ":", 1);
    *has_levels = true;
    crc = crc_add(crc, side.levels[index].price, strlen(side.levels[index].price));
    crc = crc_add(crc, ":", 1);
    return crc_add(crc, side.levels[index].quantity, strlen(side.levels[index].quantity));
}

static int64_t paired_checksum(tr_side_text bids, tr_side_text asks)
{
    static const size_t depth = 25;
    uint32_t crc = ~UINT32_C(0);
    bool has_levels = false;
    for (size_t i = 0; i < depth; i++) {
        crc = add_level(crc, bids, i, &has_levels);
        crc = add_level(crc, asks, i, &has_levels);
    }
    crc = ~crc;
    return crc > INT32_MAX ? (int64_t)crc - (INT64_C(1) << 32) : (int64_t)crc;
}

tr_status tr_book_checksum(const char *exchange, tr_side_text bids, tr_side_text asks, int64_t *out)
{
    static const struct {
        const char *name;
        int64_t (*checksum)(tr_side_text bids, tr_side_text asks);
    } rows[] = {
        { "bitget", paired_checksum },
        { "kraken", kraken_checksum },
        { "okx", paired_checksum },
    };
    if (exchange == NULL || out == NULL || !is_side(bids) || !is_side(asks))
        return TR_E_INVALID;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        if (strcmp(rows[i].name, exchange) == 0) {
            *out = rows[i].checksum(bids, asks);
            return TR_OK;
        }
    return TR_E_UNSUPPORTED;
}
