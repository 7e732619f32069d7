/* id.c: identifiers that sort by time, and their text. */
#include <trade/id.h>

#include <assert.h>
#include <string.h>

#define NS_PER_MS      INT64_C(1000000)
#define TIME_SIZE      6
#define TAG_OFFSET     6
#define RANDOM_OFFSET  8
#define BITS_PER_DIGIT 5
#define UNUSED_BITS    (TR_ID_TEXT_LENGTH * BITS_PER_DIGIT - 128)

static_assert(UNUSED_BITS == 2, "26 digits hold 128 bits and two more");

tr_id tr_id_make(int64_t at_ns, uint16_t tag, tr_rng *rng)
{
    assert(at_ns >= 0 && rng != NULL);
    uint64_t time_ms = (uint64_t)(at_ns / NS_PER_MS);
    uint64_t random = tr_rng_next(rng);
    tr_id id;
    for (int at = 0; at < TIME_SIZE; at++)
        id.bytes[at] = (uint8_t)(time_ms >> (8 * (TIME_SIZE - 1 - at)));
    id.bytes[TAG_OFFSET] = (uint8_t)(tag >> 8);
    id.bytes[TAG_OFFSET + 1] = (uint8_t)tag;
    for (int at = 0; at < 8; at++)
        id.bytes[RANDOM_OFFSET + at] = (uint8_t)(random >> (8 * (7 - at)));
    return id;
}

void tr_id_format(tr_id id, char text[TR_ID_TEXT_SIZE])
{
    static const char digits[] = "0123456789abcdefghijklmnopqrstuv";
    unsigned pending = 0;
    int pending_bits = 0;
    size_t length = 0;
    assert(text != NULL);
    for (size_t at = 0; at < sizeof id.bytes; at++) {
        pending = pending << 8 | id.bytes[at];
        pending_bits += 8;
        while (pending_bits >= BITS_PER_DIGIT) {
            pending_bits -= BITS_PER_DIGIT;
            text[length++] = digits[pending >> pending_bits & 31];
        }
        pending &= 31;
    }
    text[length++] = digits[pending << UNUSED_BITS & 31];
    assert(length == TR_ID_TEXT_LENGTH);
    text[length] = '\0';
}

static int digit_value(char digit)
{
    if (digit >= '0' && digit <= '9')
        return digit - '0';
    return digit >= 'a' && digit <= 'v' ? digit - 'a' + 10 : -1;
}

tr_status tr_id_parse(const char *text, size_t length, tr_id *out)
{
    if (text == NULL || out == NULL)
        return TR_E_INVALID;
    if (length != TR_ID_TEXT_LENGTH)
        return TR_E_PARSE;
    tr_id id = { 0 };
    size_t filled = 0;
    unsigned pending = 0;
    int pending_bits = 0;
    for (size_t at = 0; at < length; at++) {
        int value = digit_value(text[at]);
        if (value < 0)
            return TR_E_PARSE;
        pending = pending << BITS_PER_DIGIT | (unsigned)value;
        pending_bits += BITS_PER_DIGIT;
        if (pending_bits >= 8) {
            pending_bits -= 8;
            id.bytes[filled++] = (uint8_t)(pending >> pending_bits);
            pending &= 255;
        }
    }
    assert(filled == sizeof id.bytes && pending_bits == UNUSED_BITS);
    if ((pending & ((1u << UNUSED_BITS) - 1)) != 0)
        return TR_E_PARSE;
    *out = id;
    return TR_OK;
}

int tr_id_compare(tr_id a, tr_id b)
{
    return memcmp(a.bytes, b.bytes, sizeof a.bytes);
}

bool tr_id_is_none(tr_id id)
{
    uint64_t halves[2];
    static_assert(sizeof halves == sizeof id.bytes, "an id is two words");
    memcpy(halves, id.bytes, sizeof halves);
    return (halves[0] | halves[1]) == 0;
}

uint16_t tr_id_tag(tr_id id)
{
    return (uint16_t)(id.bytes[TAG_OFFSET] << 8 | id.bytes[TAG_OFFSET + 1]);
}

int64_t tr_id_time_ms(tr_id id)
{
    int64_t time_ms = 0;
    for (int at = 0; at < TIME_SIZE; at++)
        time_ms = time_ms << 8 | id.bytes[at];
    return time_ms;
}
