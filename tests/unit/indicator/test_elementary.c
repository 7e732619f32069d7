/* test_elementary.c: sine, exponential and their like against long double, in the units of the last place they promise. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <trade/indicator.h>
#include <trade/rng.h>

#include "support/check_tap.h"

#define VALUE_COUNT 4096

typedef struct elementary {
    const char *name;
    long double (*exact)(long double x);
    double widest; /* arguments reach so far on both sides; above 0 alone for a logarithm */
} elementary;

static const elementary functions[] = {
    { "sin", sinl, 1e5 },   { "cos", cosl, 1e5 },   { "tan", tanl, 1e3 },  { "asin", asinl, 1 },
    { "acos", acosl, 1 },   { "atan", atanl, 1e6 }, { "exp", expl, 690 },  { "ln", logl, 1e6 },
    { "sinh", sinhl, 690 }, { "cosh", coshl, 690 }, { "tanh", tanhl, 30 },
};

static double x[VALUE_COUNT], got[VALUE_COUNT];

static void compute(const char *name)
{
    tr_indicator_config config;
    size_t size = 0;
    tr_indicator *indicator = NULL;
    ck_assert_int_eq(
        tr_indicator_config_init(tr_indicator_find(name), TR_INDICATOR_TALIB, &config, NULL),
        TR_OK);
    ck_assert_int_eq(tr_indicator_memory_size(&config, &size, NULL), TR_OK);
    void *memory = malloc(size);
    ck_assert_int_eq(tr_indicator_init(&config, memory, size, &indicator, NULL), TR_OK);
    ck_assert_int_eq(tr_indicator_run(indicator, (const double *const[]){ x }, VALUE_COUNT,
                                      (double *const[]){ got }, NULL, NULL),
                     TR_OK);
    free(memory);
}

START_TEST(elementary_functions_lie_within_four_units_in_the_last_place)
{
    const elementary *function = &functions[_i];
    tr_rng rng;
    tr_rng_init(&rng, 7);
    for (size_t i = 0; i < VALUE_COUNT; i++) {
        /* Every third argument is small, where differences would cancel. */
        double reach = i % 3 == 0 ? fmin(1, function->widest) : function->widest;
        x[i] = reach * (2 * tr_rng_double(&rng) - 1);
        if (strcmp(function->name, "ln") == 0)
            x[i] = fabs(x[i]) + 1e-300;
    }
    compute(function->name);
    for (size_t i = 0; i < VALUE_COUNT; i++) {
        long double want = function->exact((long double)x[i]);
        double nearest = (double)want, unit = nextafter(fabs(nearest), INFINITY) - fabs(nearest);
        ck_assert_msg(fabsl((long double)got[i] - want) <= 4 * (long double)unit,
                      "%s(%.17g) is %.17g, exactly %.20Lg (seed 7)", function->name, x[i], got[i],
                      want);
    }
}
END_TEST

START_TEST(arguments_out_of_the_ordinary_are_answered_as_the_c_library_does)
{
    memset(x, 0, sizeof x);
    x[0] = 1e12;
    compute("sin");
    ck_assert(got[0] == sin(1e12));
    x[0] = -800;
    compute("exp");
    ck_assert(got[0] == 0 && got[1] == 1);
    x[0] = 2;
    compute("asin");
    ck_assert(isnan(got[0]) && got[1] == 0);
    x[0] = -1;
    compute("ln");
    ck_assert(isnan(got[0]) && isinf(got[1]));
    x[0] = 1e4;
    compute("tanh");
    ck_assert(got[0] == 1 && got[1] == 0);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("elementary");
    TCase *cases = tcase_create("elementary");
    tcase_add_loop_test(cases, elementary_functions_lie_within_four_units_in_the_last_place, 0,
                        (int)(sizeof functions / sizeof *functions));
    tcase_add_test(cases, arguments_out_of_the_ordinary_are_answered_as_the_c_library_does);
    suite_add_tcase(suite, cases);
    return run_as_tap(suite);
}
