/*
 * bench_decimal.c: nanoseconds for each decimal operation, beside GMP's whole numbers doing the same.
 *
 * Operands are what trading sees: prices of 1 to 100,000 with 2 decimals, quantities below 10 with 8. The
 * peer keeps 10^-18 units in mpz_t, made beforehand so that it need not allocate. The best of several
 * rounds counts: the others measure the machine's other work.
 */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <trade/decimal.h>
#include <trade/rng.h>

#if HAS_GMP
#include <gmp.h>
#endif

#define OPERAND_COUNT 1024
#define PASS_COUNT    10 /* over all operands, in one round: short enough to be left undisturbed */
#define ROUND_COUNT   300

typedef struct operands {
    tr_decimal prices[OPERAND_COUNT];
    tr_decimal quantities[OPERAND_COUNT];
    char price_texts[OPERAND_COUNT][TR_DECIMAL_TEXT_SIZE];
    size_t price_lengths[OPERAND_COUNT];
    uint64_t sink; /* results go here, so that the work cannot be left out */
#if HAS_GMP
    mpz_t price_units[OPERAND_COUNT];
    mpz_t quantity_units[OPERAND_COUNT];
    mpz_t scale;
    mpz_t product;
    mpz_t result;
#endif
} operands;

typedef void (*pass)(operands *with);

static void check(tr_status status)
{
    if (status != TR_OK)
        abort();
}

static void ours_add(operands *with)
{
    tr_decimal out = { 0 };
    for (int i = 0; i < OPERAND_COUNT; i++) {
        check(tr_decimal_add(with->prices[i], with->quantities[i], &out));
        with->sink += out.lo;
    }
}

static void ours_multiply(operands *with)
{
    tr_decimal out = { 0 };
    for (int i = 0; i < OPERAND_COUNT; i++) {
        check(tr_decimal_multiply(with->prices[i], with->quantities[i], TR_ROUND_HALF_EVEN, &out));
        with->sink += out.lo;
    }
}

static void ours_divide(operands *with)
{
    tr_decimal out = { 0 };
    for (int i = 0; i < OPERAND_COUNT; i++) {
        check(tr_decimal_divide(with->quantities[i], with->prices[i], TR_ROUND_HALF_EVEN, &out));
        with->sink += out.lo;
    }
}

static void ours_parse(operands *with)
{
    tr_decimal out = { 0 };
    for (int i = 0; i < OPERAND_COUNT; i++) {
        check(tr_decimal_parse(with->price_texts[i], with->price_lengths[i], &out));
        with->sink += out.lo;
    }
}

static void ours_format(operands *with)
{
    char text[TR_DECIMAL_TEXT_SIZE];
    for (int i = 0; i < OPERAND_COUNT; i++)
        with->sink += tr_decimal_format(with->prices[i], text, sizeof text);
}

#if HAS_GMP
static void gmp_add(operands *with)
{
    for (int i = 0; i < OPERAND_COUNT; i++) {
        mpz_add(with->result, with->price_units[i], with->quantity_units[i]);
        with->sink += mpz_get_ui(with->result);
    }
}

/* Rounded towards zero: ours does more, the rounding of halves. */
static void gmp_multiply(operands *with)
{
    for (int i = 0; i < OPERAND_COUNT; i++) {
        mpz_mul(with->product, with->price_units[i], with->quantity_units[i]);
        mpz_tdiv_q(with->result, with->product, with->scale);
        with->sink += mpz_get_ui(with->result);
    }
}

static void gmp_divide(operands *with)
{
    for (int i = 0; i < OPERAND_COUNT; i++) {
        mpz_mul(with->product, with->quantity_units[i], with->scale);
        mpz_tdiv_q(with->result, with->product, with->price_units[i]);
        with->sink += mpz_get_ui(with->result);
    }
}

/* Digits alone, without point and scale: the least that any reading of these needs. */
static void gmp_parse(operands *with)
{
    char digits[TR_DECIMAL_TEXT_SIZE];
    for (int i = 0; i < OPERAND_COUNT; i++) {
        size_t length = 0;
        for (const char *at = with->price_texts[i]; *at != '\0'; at++)
            if (*at != '.')
                digits[length++] = *at;
        digits[length] = '\0';
        if (mpz_set_str(with->result, digits, 10) != 0)
            abort();
        with->sink += mpz_get_ui(with->result);
    }
}

static void gmp_format(operands *with)
{
    char text[TR_DECIMAL_TEXT_SIZE];
    for (int i = 0; i < OPERAND_COUNT; i++) {
        (void)mpz_get_str(text, 10, with->price_units[i]); /* returns `text` */
        with->sink += (unsigned char)text[0];
    }
}

static void fill_peer(operands *with)
{
    mpz_init_set_ui(with->scale, UINT64_C(1000000000000000000));
    mpz_init2(with->product, 512);
    mpz_init2(with->result, 512);
    for (int i = 0; i < OPERAND_COUNT; i++) {
        mpz_init(with->price_units[i]);
        mpz_init(with->quantity_units[i]);
        mpz_import(with->price_units[i], 1, -1, sizeof(tr_decimal), 0, 0, &with->prices[i]);
        mpz_import(with->quantity_units[i], 1, -1, sizeof(tr_decimal), 0, 0, &with->quantities[i]);
    }
}

static void release_peer(operands *with)
{
    for (int i = 0; i < OPERAND_COUNT; i++)
        mpz_clears(with->price_units[i], with->quantity_units[i], NULL);
    mpz_clears(with->scale, with->product, with->result, NULL);
}
#endif

static void fill(operands *with)
{
    tr_rng rng;
    tr_rng_init(&rng, 1);
    for (int i = 0; i < OPERAND_COUNT; i++) {
        check(tr_decimal_from_scaled(100 + (int64_t)tr_rng_below(&rng, 9999900), 2,
                                     &with->prices[i]));
        check(tr_decimal_from_scaled(1 + (int64_t)tr_rng_below(&rng, 999999999), 8,
                                     &with->quantities[i]));
        with->price_lengths[i] =
            tr_decimal_format(with->prices[i], with->price_texts[i], sizeof with->price_texts[i]);
    }
}

static double now_ns(void)
{
    struct timespec now;
    if (clock_gettime(CLOCK_MONOTONIC, &now) != 0)
        abort();
    return (double)now.tv_sec * 1e9 + (double)now.tv_nsec;
}

/* Nanoseconds for one operation in one round, if that is less than `best`. */
static double lesser(double best, pass run, operands *with)
{
    double started = now_ns();
    for (int i = 0; i < PASS_COUNT; i++)
        run(with);
    double each = (now_ns() - started) / PASS_COUNT / OPERAND_COUNT;
    return each < best ? each : best;
}

int main(void)
{
    static const struct {
        const char *name;
        pass ours;
#if HAS_GMP
        pass peer;
#endif
    } rows[] = {
#if HAS_GMP
        { "add", ours_add, gmp_add },
        { "multiply", ours_multiply, gmp_multiply },
        { "divide", ours_divide, gmp_divide },
        { "parse", ours_parse, gmp_parse },
        { "format", ours_format, gmp_format },
#else
        { "add", ours_add },
        { "multiply", ours_multiply },
        { "divide", ours_divide },
        { "parse", ours_parse },
        { "format", ours_format },
#endif
    };
    operands *with = calloc(1, sizeof *with);
    if (with == NULL)
        return EXIT_FAILURE;
    fill(with);
#if HAS_GMP
    fill_peer(with);
    printf("%-10s %8s %8s %8s\n", "operation", "ours ns", "GMP ns", "ratio");
#else
    printf("%-10s %8s\n", "operation", "ours ns");
#endif
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        double ours = HUGE_VAL;
#if HAS_GMP
        double peer = HUGE_VAL;
        for (int round = 0; round < ROUND_COUNT; round++) {
            ours = lesser(ours, rows[i].ours, with);
            peer = lesser(peer, rows[i].peer, with);
        }
        printf("%-10s %8.1f %8.1f %8.2f\n", rows[i].name, ours, peer, peer / ours);
#else
        for (int round = 0; round < ROUND_COUNT; round++)
            ours = lesser(ours, rows[i].ours, with);
        printf("%-10s %8.1f\n", rows[i].name, ours);
#endif
    }
    printf("(check %" PRIx64 ")\n", with->sink);
#if HAS_GMP
    release_peer(with);
#endif
    free(with);
    return EXIT_SUCCESS;
}
