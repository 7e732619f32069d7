/* fuzz_decimal.c: any bytes as a decimal: strict and rounded reading agree, and writing reads back. */
#include <assert.h>
#include <stdint.h>
#include <string.h>

#include <trade/decimal.h>

static void check_value(tr_decimal value)
{
    char text[TR_DECIMAL_TEXT_SIZE];
    tr_decimal again;
    size_t length = tr_decimal_format(value, text, sizeof text);
    assert(length > 0 && strlen(text) == length);
    assert(tr_decimal_parse(text, length, &again) == TR_OK);
    assert(tr_decimal_compare(value, again) == 0);
    assert(tr_decimal_format_fixed(value, 18, TR_ROUND_DOWN, text, sizeof text) == TR_OK);
    assert(tr_decimal_parse(text, strlen(text), &again) == TR_OK);
    assert(tr_decimal_compare(value, again) == 0);
}

/* Between the two neighbours, and on one of them. */
static void check_between(tr_decimal value, tr_decimal floor, tr_decimal ceiling)
{
    static const tr_decimal unit = { .lo = 1 };
    tr_decimal gap;
    assert(tr_decimal_subtract(ceiling, floor, &gap) == TR_OK);
    assert(tr_decimal_compare(gap, unit) == 0);
    assert(tr_decimal_compare(value, floor) == 0 || tr_decimal_compare(value, ceiling) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const tr_decimal untouched = { 77, 77 };
    const char *text = (const char *)data;
    tr_decimal strict = untouched;
    tr_status status = tr_decimal_parse(text, size, &strict);
    assert(status == TR_OK || tr_decimal_compare(strict, untouched) == 0);
    if (status == TR_OK)
        check_value(strict);

    tr_decimal rounded[TR_ROUND_HALF_EVEN + 1];
    tr_status statuses[TR_ROUND_HALF_EVEN + 1];
    for (int round = TR_ROUND_DOWN; round <= TR_ROUND_HALF_EVEN; round++) {
        rounded[round] = untouched;
        statuses[round] = tr_decimal_parse_rounded(text, size, (tr_round)round, &rounded[round]);
        /* What is beyond the scale may round up to beyond the largest number. */
        if (status == TR_E_RANGE)
            assert(statuses[round] == TR_OK || statuses[round] == TR_E_OVERFLOW);
        else
            assert(statuses[round] == status);
        if (statuses[round] == TR_OK)
            check_value(rounded[round]);
        if (status == TR_OK)
            assert(tr_decimal_compare(rounded[round], strict) == 0);
    }
    if (status != TR_E_RANGE || statuses[TR_ROUND_FLOOR] != TR_OK ||
        statuses[TR_ROUND_CEILING] != TR_OK)
        return 0;
    for (int round = TR_ROUND_DOWN; round <= TR_ROUND_HALF_EVEN; round++)
        check_between(rounded[round], rounded[TR_ROUND_FLOOR], rounded[TR_ROUND_CEILING]);
    return 0;
}
