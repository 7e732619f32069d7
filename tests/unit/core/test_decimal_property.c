/*
 * Decimals against whole numbers of any size: random operands of every magnitude, all roundings, the exact
 * result or the overflow. TEST_SEED and TEST_CASES in the environment replay or lengthen a run.
 */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include <trade/decimal.h>
#include <trade/rng.h>

#include "support/big_reference.h"
#include "support/check_tap.h"

#define ROUND_COUNT (TR_ROUND_HALF_EVEN + 1)

static uint64_t seed = 20261122;
static uint64_t case_count = 100000;

/* What every case compares with; built once. */
static struct constants {
    big one;
    big scale; /* 10^18 */
    big lowest;
    big highest;
    big two_to_64;
} constants;

static void build_constants(void)
{
    constants.one = big_from_u64(1);
    constants.scale = big_power(10, 18);
    constants.two_to_64 = big_power(2, 64);
    constants.lowest = big_negate(big_power(2, 127));
    constants.highest = big_subtract(big_power(2, 127), constants.one);
}

static tr_decimal negated(tr_decimal value)
{
    tr_decimal result = { .lo = -value.lo, .hi = (int64_t)(~(uint64_t)value.hi + (value.lo == 0)) };
    return result;
}

static big big_of(tr_decimal value)
{
    tr_decimal magnitude = value.hi < 0 ? negated(value) : value;
    big high = big_multiply(big_from_u64((uint64_t)magnitude.hi), constants.two_to_64);
    big result = big_add(high, big_from_u64(magnitude.lo));
    return value.hi < 0 ? big_negate(result) : result;
}

/* Bits of any count, powers of two and ten and their neighbours, simple numbers, the ends. */
static tr_decimal random_decimal(tr_rng *rng)
{
    tr_decimal value = { .lo = tr_rng_next(rng), .hi = (int64_t)(tr_rng_next(rng) >> 1) };
    tr_decimal parsed = { 0 };
    uint64_t bits = 1 + tr_rng_below(rng, 127);
    char text[64];
    switch (tr_rng_below(rng, 9)) {
    case 0:
        value = tr_decimal_from_int((int64_t)tr_rng_below(rng, 1000000));
        break;
    case 1: { /* a power of two and its neighbours */
        tr_decimal power = { .lo = bits < 64 ? UINT64_C(1) << bits : 0,
                             .hi = bits >= 64 && bits < 127 ? INT64_C(1) << (bits - 64) : 0 };
        tr_decimal near = { .lo = tr_rng_below(rng, 3) };
        (void)tr_decimal_subtract(power, near, &value); /* cannot overflow */
        break;
    }
    case 2: /* few digits, then zeros: halves and ties come up often */
        (void)snprintf(text, sizeof text, "%de%d", (int)tr_rng_below(rng, 1000),
                       (int)tr_rng_below(rng, 36) - 18);
        if (tr_decimal_parse(text, strlen(text), &parsed) == TR_OK)
            value = parsed;
        break;
    case 3: /* the ends */
        value = (tr_decimal){ .lo = UINT64_MAX - tr_rng_below(rng, 3), .hi = INT64_MAX };
        break;
    case 4:
        value = (tr_decimal){ .lo = tr_rng_below(rng, 8), .hi = 0 };
        break;
    case 5:
        value.hi = 0;
        break;
    case 6: /* upper limb just above a power of two, lower one nearly full: corrects reciprocals twice */
        value.hi = (INT64_C(1) << tr_rng_below(rng, 63)) + (int64_t)tr_rng_below(rng, 4);
        value.lo = UINT64_MAX - (value.lo >> (1 + tr_rng_below(rng, 63)));
        break;
    default: /* `bits` random ones */
        if (bits <= 64)
            value = (tr_decimal){ .lo = value.lo >> (64 - bits), .hi = 0 };
        else
            value.hi >>= 127 - bits;
    }
    if (tr_rng_below(rng, 200) == 0)
        return (tr_decimal){ .lo = 0, .hi = INT64_MIN };
    return tr_rng_below(rng, 2) == 0 ? value : negated(value);
}

/* What |numerator| / |divisor|, cut to `quotient` and leaving `rest`, rounds to. */
static big rounded(big quotient, big rest, big divisor, bool is_negative, tr_round round)
{
    int half = big_compare(big_add(rest, rest), big_absolute(divisor));
    bool is_odd = quotient.length > 0 && quotient.digits[0] % 2 == 1;
    bool grows = false;
    switch (round) {
    case TR_ROUND_DOWN:
        break;
    case TR_ROUND_UP:
        grows = true;
        break;
    case TR_ROUND_FLOOR:
        grows = is_negative;
        break;
    case TR_ROUND_CEILING:
        grows = !is_negative;
        break;
    case TR_ROUND_HALF_UP:
        grows = half >= 0;
        break;
    case TR_ROUND_HALF_DOWN:
        grows = half > 0;
        break;
    case TR_ROUND_HALF_EVEN:
        grows = half > 0 || (half == 0 && is_odd);
        break;
    }
    if (grows && rest.length > 0)
        quotient = big_add(quotient, constants.one);
    return is_negative ? big_negate(quotient) : quotient;
}

static void fail_case(const char *operation, uint64_t index, int round, tr_status status)
{
    ck_abort_msg("%s: seed %" PRIu64 ", case %" PRIu64 ", round %d: status %s", operation, seed,
                 index, round, tr_status_name(status));
}

/* The status and value that `exact` calls for; nothing written on overflow. */
static void expect(const char *operation, uint64_t index, int round, tr_status status,
                   tr_decimal value, big exact)
{
    static const tr_decimal untouched = { 7, 7 };
    bool fits =
        big_compare(exact, constants.lowest) >= 0 && big_compare(exact, constants.highest) <= 0;
    bool is_right = fits ? status == TR_OK && big_compare(big_of(value), exact) == 0
                         : status == TR_E_OVERFLOW && tr_decimal_compare(value, untouched) == 0;
    if (!is_right)
        fail_case(operation, index, round, status);
}

START_TEST(sums_and_differences_are_exact_or_refused)
{
    tr_rng rng;
    tr_rng_init(&rng, seed);
    for (uint64_t i = 0; i < case_count; i++) {
        tr_decimal a = random_decimal(&rng);
        tr_decimal b = random_decimal(&rng);
        tr_decimal out = { 7, 7 };
        tr_status status = tr_decimal_add(a, b, &out);
        expect("add", i, 0, status, out, big_add(big_of(a), big_of(b)));
        out = (tr_decimal){ 7, 7 };
        status = tr_decimal_subtract(a, b, &out);
        expect("subtract", i, 0, status, out, big_subtract(big_of(a), big_of(b)));
        out = (tr_decimal){ 7, 7 };
        status = tr_decimal_negate(a, &out);
        expect("negate", i, 0, status, out, big_negate(big_of(a)));
        out = (tr_decimal){ 7, 7 };
        status = tr_decimal_absolute(a, &out);
        expect("absolute", i, 0, status, out, big_absolute(big_of(a)));
        if (tr_decimal_compare(a, b) != big_compare(big_of(a), big_of(b)) ||
            tr_decimal_sign(a) != big_compare(big_of(a), big_from_u64(0)))
            fail_case("compare", i, 0, TR_OK);
    }
}
END_TEST

START_TEST(products_are_rounded_once_or_refused)
{
    tr_rng rng;
    tr_rng_init(&rng, seed);
    for (uint64_t i = 0; i < case_count; i++) {
        tr_decimal a = random_decimal(&rng);
        tr_decimal b = random_decimal(&rng);
        big rest;
        big product = big_multiply(big_of(a), big_of(b));
        big quotient = big_divide(product, constants.scale, &rest);
        for (int round = 0; round < ROUND_COUNT; round++) {
            tr_decimal out = { 7, 7 };
            tr_status status = tr_decimal_multiply(a, b, (tr_round)round, &out);
            expect("multiply", i, round, status, out,
                   rounded(quotient, rest, constants.scale, product.is_negative, (tr_round)round));
        }
    }
}
END_TEST

START_TEST(quotients_are_rounded_once_or_refused)
{
    tr_rng rng;
    tr_rng_init(&rng, seed);
    for (uint64_t i = 0; i < case_count; i++) {
        tr_decimal a = random_decimal(&rng);
        tr_decimal b = random_decimal(&rng);
        tr_decimal out = { 7, 7 };
        if (tr_decimal_is_zero(b)) {
            if (tr_decimal_divide(a, b, TR_ROUND_DOWN, &out) != TR_E_RANGE)
                fail_case("divide by zero", i, 0, TR_OK);
            continue;
        }
        big divisor = big_of(b);
        big rest;
        big quotient = big_divide(big_multiply(big_of(a), constants.scale), divisor, &rest);
        bool is_negative = (a.hi < 0) != (b.hi < 0);
        for (int round = 0; round < ROUND_COUNT; round++) {
            out = (tr_decimal){ 7, 7 };
            tr_status status = tr_decimal_divide(a, b, (tr_round)round, &out);
            expect("divide", i, round, status, out,
                   rounded(quotient, rest, divisor, is_negative, (tr_round)round));
        }
    }
}
END_TEST

START_TEST(products_divided_are_rounded_once_or_refused)
{
    tr_rng rng;
    tr_rng_init(&rng, seed);
    for (uint64_t i = 0; i < case_count; i++) {
        tr_decimal a = random_decimal(&rng);
        tr_decimal b = random_decimal(&rng);
        tr_decimal c = random_decimal(&rng);
        tr_decimal out = { 7, 7 };
        if (tr_decimal_is_zero(c)) {
            if (tr_decimal_multiply_divide(a, b, c, TR_ROUND_DOWN, &out) != TR_E_RANGE)
                fail_case("multiply_divide by zero", i, 0, TR_OK);
            continue;
        }
        big divisor = big_of(c);
        big rest;
        big product = big_multiply(big_of(a), big_of(b));
        big quotient = big_divide(product, divisor, &rest);
        bool is_negative = product.is_negative != divisor.is_negative;
        for (int round = 0; round < ROUND_COUNT; round++) {
            out = (tr_decimal){ 7, 7 };
            tr_status status = tr_decimal_multiply_divide(a, b, c, (tr_round)round, &out);
            expect("multiply_divide", i, round, status, out,
                   rounded(quotient, rest, divisor, is_negative, (tr_round)round));
        }
    }
}
END_TEST

START_TEST(values_land_on_the_grid_as_rounding_says)
{
    tr_rng rng;
    tr_rng_init(&rng, seed);
    for (uint64_t i = 0; i < case_count; i++) {
        tr_decimal value = random_decimal(&rng);
        tr_decimal step = random_decimal(&rng);
        tr_decimal out = { 7, 7 };
        int64_t steps = 7;
        if (tr_decimal_sign(step) <= 0) {
            if (tr_decimal_round_to(value, step, TR_ROUND_DOWN, &out) != TR_E_RANGE ||
                tr_decimal_to_steps(value, step, &steps) != TR_E_RANGE ||
                tr_decimal_is_multiple(value, step))
                fail_case("step of zero or below", i, 0, TR_OK);
            continue;
        }
        big rest;
        big grid = big_of(step);
        big count = big_divide(big_of(value), grid, &rest);
        for (int round = 0; round < ROUND_COUNT; round++) {
            out = (tr_decimal){ 7, 7 };
            tr_status status = tr_decimal_round_to(value, step, (tr_round)round, &out);
            big wanted = rounded(count, rest, grid, value.hi < 0, (tr_round)round);
            expect("round_to", i, round, status, out, big_multiply(wanted, grid));
        }
        if (tr_decimal_is_multiple(value, step) != (rest.length == 0))
            fail_case("is_multiple", i, 0, TR_OK);
        bool fits = rest.length == 0 &&
                    big_compare(count, big_from_u64((uint64_t)INT64_MAX + (value.hi < 0))) <= 0;
        tr_status status = tr_decimal_to_steps(value, step, &steps);
        if (status != (fits ? TR_OK : TR_E_RANGE))
            fail_case("to_steps", i, 0, status);
        if (fits && (tr_decimal_from_steps(steps, step, &out) != TR_OK ||
                     tr_decimal_compare(out, value) != 0))
            fail_case("from_steps", i, 0, status);
        int64_t any = (int64_t)(tr_rng_next(&rng) >> tr_rng_below(&rng, 64));
        big any_big = big_from_u64(any < 0 ? -(uint64_t)any : (uint64_t)any);
        out = (tr_decimal){ 7, 7 };
        status = tr_decimal_from_steps(any, step, &out);
        expect("from_steps", i, 0, status, out,
               big_multiply(any < 0 ? big_negate(any_big) : any_big, grid));
    }
}
END_TEST

/* `value` with `digits` decimals: sign, whole part, point, decimals. */
static void write_reference(big value, int digits, char *text)
{
    int from = value.length > digits ? value.length - 1 : digits;
    if (value.is_negative)
        *text++ = '-';
    for (int at = from; at >= 0; at--) {
        *text++ = (char)('0' + (at < value.length ? value.digits[at] : 0));
        if (at == digits && at > 0)
            *text++ = '.';
    }
    *text = '\0';
}

START_TEST(text_is_the_exact_number_and_reads_back)
{
    tr_rng rng;
    tr_rng_init(&rng, seed);
    for (uint64_t i = 0; i < case_count; i++) {
        tr_decimal value = random_decimal(&rng);
        char text[TR_DECIMAL_TEXT_SIZE];
        char wanted[BIG_DIGITS + 4];
        tr_decimal again = { 7, 7 };
        write_reference(big_of(value), 18, wanted);
        size_t wanted_length = strlen(wanted);
        while (wanted[wanted_length - 1] == '0')
            wanted[--wanted_length] = '\0';
        if (wanted[wanted_length - 1] == '.')
            wanted[--wanted_length] = '\0';
        size_t length = tr_decimal_format(value, text, sizeof text);
        if (length != wanted_length || strcmp(text, wanted) != 0)
            ck_abort_msg("seed %" PRIu64 ", case %" PRIu64 ": %s for %s", seed, i, text, wanted);
        tr_status status = tr_decimal_parse(text, length, &again);
        if (status != TR_OK || tr_decimal_compare(value, again) != 0)
            fail_case("parse of format", i, 0, status);
        int digits = (int)tr_rng_below(&rng, 19);
        big rest;
        big divisor = big_power(10, 18 - digits);
        big quotient = big_divide(big_of(value), divisor, &rest);
        for (int round = 0; round < ROUND_COUNT; round++) {
            write_reference(rounded(quotient, rest, divisor, value.hi < 0, (tr_round)round), digits,
                            wanted);
            status = tr_decimal_format_fixed(value, digits, (tr_round)round, text, sizeof text);
            if (status != TR_OK || strcmp(text, wanted) != 0)
                ck_abort_msg("seed %" PRIu64 ", case %" PRIu64 ": %s for %s", seed, i, text,
                             wanted);
        }
    }
}
END_TEST

/* A number's text of up to 60 digits, and its units of 10^-18 as quotient and rest of `divisor`. */
typedef struct random_text {
    char text[160];
    bool is_negative;
    big quotient;
    big rest;
    big divisor;
} random_text;

static char random_digit(tr_rng *rng, bool is_sparse)
{
    static const char few[] = "00000005";
    return is_sparse ? few[tr_rng_below(rng, 8)] : (char)('0' + tr_rng_below(rng, 10));
}

static void make_text(tr_rng *rng, random_text *out)
{
    int whole = 1 + (int)tr_rng_below(rng, 30);
    int fraction = (int)tr_rng_below(rng, 31);
    int exponent = tr_rng_below(rng, 2) == 0 ? 0 : (int)tr_rng_below(rng, 60) - 40;
    bool is_sparse = tr_rng_below(rng, 2) == 0;
    big digits = { .length = whole + fraction };
    char *at = out->text;
    out->is_negative = tr_rng_below(rng, 2) == 0;
    if (out->is_negative)
        *at++ = '-';
    for (int i = 0; i < whole + fraction; i++) {
        if (i == whole)
            *at++ = '.';
        *at = random_digit(rng, is_sparse);
        digits.digits[whole + fraction - 1 - i] = (uint8_t)(*at++ - '0');
    }
    *at = '\0';
    big_trim(&digits);
    if (exponent != 0)
        (void)snprintf(at, 16, "%c%s%d", tr_rng_below(rng, 2) == 0 ? 'e' : 'E',
                       exponent > 0 && tr_rng_below(rng, 2) == 0 ? "+" : "", exponent);
    int places = 18 + exponent - fraction;
    out->divisor = big_power(10, places < 0 ? -places : 0);
    if (places > 0)
        digits = big_multiply(digits, big_power(10, places));
    out->quotient = big_divide(digits, out->divisor, &out->rest);
}

START_TEST(any_number_text_is_read_exactly_or_refused)
{
    tr_rng rng;
    tr_rng_init(&rng, seed);
    for (uint64_t i = 0; i < case_count; i++) {
        random_text number;
        make_text(&rng, &number);
        for (int round = 0; round < ROUND_COUNT; round++) {
            tr_decimal out = { 7, 7 };
            tr_status status =
                tr_decimal_parse_rounded(number.text, strlen(number.text), (tr_round)round, &out);
            expect(number.text, i, round, status, out,
                   rounded(number.quotient, number.rest, number.divisor, number.is_negative,
                           (tr_round)round));
        }
        tr_decimal out = { 7, 7 };
        tr_status status = tr_decimal_parse(number.text, strlen(number.text), &out);
        big cut = number.is_negative ? big_negate(number.quotient) : number.quotient;
        if (number.rest.length == 0)
            expect(number.text, i, -1, status, out, cut);
        else if (status != TR_E_RANGE && status != TR_E_OVERFLOW)
            fail_case(number.text, i, -1, status);
    }
}
END_TEST

/* |value| * 10^18 * 2^shift as a whole number; value * 2^shift has no binary fraction. */
static big scaled_double(double value, int shift)
{
    int exponent;
    uint64_t mantissa = (uint64_t)ldexp(frexp(fabs(value), &exponent), 53);
    int power = exponent - 53 + shift;
    while (power < 0 && mantissa % 2 == 0) {
        mantissa /= 2;
        power++;
    }
    if (mantissa == 0)
        return big_from_u64(0);
    ck_assert_int_ge(power, 0);
    return big_multiply(big_multiply(big_from_u64(mantissa), constants.scale), big_power(2, power));
}

START_TEST(nearest_double_is_found)
{
    tr_rng rng;
    tr_rng_init(&rng, seed);
    /* The reference takes thousands of digit operations for each, so fewer cases. */
    for (uint64_t i = 0; i < case_count / 20; i++) {
        tr_decimal value = random_decimal(&rng);
        double found = tr_decimal_to_double(value);
        if ((value.hi < 0) != (found < 0))
            fail_case("to_double: sign", i, 0, TR_OK);
        int exponent;
        (void)frexp(found, &exponent); /* only the exponent is asked for */
        int shift = found == 0.0 || exponent > 53 ? 0 : 54 - exponent;
        big exact = big_multiply(big_absolute(big_of(value)), big_power(2, shift));
        big miss = big_absolute(big_subtract(exact, scaled_double(found, shift)));
        uint64_t bits;
        memcpy(&bits, &found, sizeof bits);
        for (int side = 0; side < 2 && found != 0.0; side++) {
            double other = nextafter(found, side == 0 ? 0.0 : copysign(INFINITY, found));
            big other_miss = big_absolute(big_subtract(exact, scaled_double(other, shift)));
            int order = big_compare(miss, other_miss);
            if (order > 0 || (order == 0 && bits % 2 == 1))
                fail_case("to_double: another is nearer", i, side, TR_OK);
        }
        if (found == 0.0 && !tr_decimal_is_zero(value))
            fail_case("to_double: zero", i, 0, TR_OK);
    }
}
END_TEST

static double random_double(tr_rng *rng)
{
    double value;
    uint64_t bits = tr_rng_next(rng);
    switch (tr_rng_below(rng, 4)) {
    case 0: /* any bits */
        memcpy(&value, &bits, sizeof value);
        return isfinite(value) ? value : 0.5;
    case 1: /* ties: a whole number of halves of a unit cannot be had; quarters of 2^-18 can */
        return ldexp((double)(bits >> 50), -(int)tr_rng_below(rng, 40));
    case 2:
        return tr_decimal_to_double(random_decimal(rng));
    default:
        return ldexp(tr_rng_double(rng) - 0.5, (int)tr_rng_below(rng, 140) - 70);
    }
}

START_TEST(doubles_are_rounded_from_their_exact_value)
{
    tr_rng rng;
    tr_rng_init(&rng, seed);
    for (uint64_t i = 0; i < case_count; i++) {
        double value = random_double(&rng);
        int exponent;
        (void)frexp(value, &exponent); /* only the exponent is asked for */
        int shift = exponent < 53 ? 53 - exponent : 0;
        big rest = big_from_u64(value != 0.0);
        big quotient = big_from_u64(0);
        big divisor = big_from_u64(4); /* far below half of a unit, unless found otherwise */
        if (exponent > 100) {
            quotient = big_power(10, 40); /* beyond every decimal */
            rest = big_from_u64(0);
        } else if (shift < 250) {
            divisor = big_power(2, shift);
            quotient = big_divide(scaled_double(value, shift), divisor, &rest);
        }
        for (int round = 0; round < ROUND_COUNT; round++) {
            tr_decimal out = { 7, 7 };
            tr_status status = tr_decimal_from_double(value, (tr_round)round, &out);
            expect("from_double", i, round, status, out,
                   rounded(quotient, rest, divisor, signbit(value) != 0, (tr_round)round));
        }
    }
}
END_TEST

int main(void)
{
    if (getenv("TEST_SEED") != NULL)
        seed = strtoumax(getenv("TEST_SEED"), NULL, 10);
    if (getenv("TEST_CASES") != NULL)
        case_count = strtoumax(getenv("TEST_CASES"), NULL, 10);
    printf("# seed %" PRIu64 ", %" PRIu64 " cases for each operation\n", seed, case_count);
    (void)fflush(stdout); /* before Check forks */
    build_constants();
    Suite *suite = suite_create("decimal_property");
    TCase *tests = tcase_create("decimal_property");
    tcase_set_timeout(tests, 600);
    tcase_add_test(tests, sums_and_differences_are_exact_or_refused);
    tcase_add_test(tests, products_are_rounded_once_or_refused);
    tcase_add_test(tests, quotients_are_rounded_once_or_refused);
    tcase_add_test(tests, products_divided_are_rounded_once_or_refused);
    tcase_add_test(tests, values_land_on_the_grid_as_rounding_says);
    tcase_add_test(tests, text_is_the_exact_number_and_reads_back);
    tcase_add_test(tests, any_number_text_is_read_exactly_or_refused);
    tcase_add_test(tests, nearest_double_is_found);
    tcase_add_test(tests, doubles_are_rounded_from_their_exact_value);
    suite_add_tcase(suite, tests);
    return run_as_tap(suite);
}
