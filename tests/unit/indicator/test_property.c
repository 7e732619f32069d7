/*
 * test_property.c: what must hold for every indicator of the table by its units: how it answers to prices and volumes
 * of another scale or level, to bars that never change or only rise, and from which bar on it answers at all.
 * The exceptions are rows with their reasons; what joins the table is held to the rules without being named here.
 */
#include <stdio.h>

#include "support/check_tap.h"
#include "support/indicator_run.h"

#define SEED 41

static run_bars bars;
static run_bars changed;
static run_rows before;
static run_rows after;

/* Check writes a line for each assertion, and there are millions here: it hears of failures only. */
static void must(bool claim, const char *name, const char *what)
{
    if (!claim)
        ck_abort_msg("%s: %s (seed %d)", name, what, SEED);
}

/* An indicator that a rule does not hold for, and why. Lists end at a NULL name. */
typedef struct exception {
    const char *name;
    const char *why;
} exception;

static bool is_excepted(const exception *list, const char *name)
{
    for (size_t i = 0; list[i].name != NULL; i++)
        if (strcmp(list[i].name, name) == 0)
            return true;
    return false;
}

/* Every indicator with the defaults of each preset, then with drawn parameters. */
static void each_config(void (*check)(const tr_indicator_config *config), unsigned int draws)
{
    tr_rng rng;
    tr_rng_init(&rng, SEED);
    for (size_t i = 0; i < tr_indicator_count(); i++) {
        for (unsigned int n = 0; n < 4 + draws; n++) {
            tr_indicator_config config;
            const tr_indicator_info *info = tr_indicator_at(i);
            must(tr_indicator_config_init(info, (tr_indicator_preset)(n % 4), &config, NULL) ==
                     TR_OK,
                 info->name, "is refused");
            if (n >= 4)
                run_draw_params(&config, &rng, 30);
            check(&config);
        }
    }
}

static size_t lookback_of(const tr_indicator_config *config)
{
    size_t lookback = 0;
    must(tr_indicator_lookback(config, &lookback, NULL) == TR_OK, config->info->name, "is refused");
    return lookback;
}

/* ---- scale ----------------------------------------------------------------------------------- */

/* Whether `after` is `before` times factor^degree, every bit. */
static bool is_scaled(size_t k, double factor, int degree)
{
    double times = pow(factor, degree);
    for (size_t i = 0; i < RUN_BARS; i++) {
        double want = before.out[k][i] * times, got = after.out[k][i];
        if (!(isnan(want) && isnan(got)) && want != got)
            return false;
    }
    return true;
}

/* A number without a unit may go with the square of the price or its inverse, but with some power of it. */
static bool scales_as_its_unit(const tr_indicator_output *output, size_t k, double factor,
                               tr_indicator_unit scaled_unit)
{
    if (output->unit != TR_UNIT_NUMBER)
        return is_scaled(k, factor, output->unit == scaled_unit ? 1 : 0);
    for (int degree = -2; degree <= 2; degree++)
        if (is_scaled(k, factor, degree))
            return true;
    return false;
}

static const exception unscaled[] = {
    { "linearreg_angle", "the angle of a slope drawn with bars one apart" },
    { "asi", "its parameter limit_move is a price" },
    { "mavp", "its second series holds periods" },
    { "msw", "Tulip takes the phase of sums below 0.001 for upright" },
    { "natr", "over a period of 1 it is the range itself, as TA-Lib's is" },
    { "sarext", "its parameter start_value is a price" },
    { "si", "its parameter limit_move is a price" },
    { "slope", "its angle is drawn with bars one apart" },
    { NULL, NULL },
};

static void check_scale(const tr_indicator_config *config)
{
    const tr_indicator_info *info = config->info;
    static const double factors[] = { 0x1p-40, 0.5, 0x1p20 };
    if (run_is_math(info) || is_excepted(unscaled, info->name))
        return;
    must(run_over(config, &bars, RUN_BARS, &before), info->name, "is refused");
    for (size_t f = 0; f < sizeof factors / sizeof factors[0]; f++) {
        run_change(&bars, factors[f], 0, 1, &changed);
        must(run_over(config, &changed, RUN_BARS, &after), info->name, "is refused");
        for (size_t k = 0; k < tr_indicator_output_count(info); k++)
            if (!scales_as_its_unit(&info->outputs[k], k, factors[f], TR_UNIT_PRICE))
                ck_abort_msg("%s: output %s does not scale with prices times %g", info->name,
                             info->outputs[k].name, factors[f]);
        run_change(&bars, 1, 0, factors[f], &changed);
        must(run_over(config, &changed, RUN_BARS, &after), info->name, "is refused");
        for (size_t k = 0; k < tr_indicator_output_count(info); k++)
            if (!scales_as_its_unit(&info->outputs[k], k, factors[f], TR_UNIT_VOLUME))
                ck_abort_msg("%s: output %s does not scale with volumes times %g", info->name,
                             info->outputs[k].name, factors[f]);
    }
}

START_TEST(outputs_scale_with_prices_and_volumes_to_the_bit_as_their_units_say)
{
    run_walk(&bars, SEED);
    each_config(check_scale, 3);
}
END_TEST

/* ---- shift ----------------------------------------------------------------------------------- */

#define SHIFT 1024.0

static bool is_shifted(size_t k, double shift)
{
    for (size_t i = 0; i < RUN_BARS; i++) {
        double want = before.out[k][i] + shift, got = after.out[k][i];
        if (isnan(want) != isnan(got) || fabs(got - want) > 1e-11 * SHIFT)
            return false;
    }
    return true;
}

/* Prices among their outputs, yet no prices or differences of prices at another level. */
static const exception relative[] = {
    { "accbands", "the width is a ratio of high and low" },
    { "alphatrend", "turns by the money flow, which is price times volume" },
    { "ht_phasor", "begins as if prices had been 0 before" },
    { "ht_trendline", "begins as if prices had been 0 before" },
    { "mavp", "its second series holds periods" },
    { "mcgd", "goes by the ratio of price and line" },
    { "sarext", "its parameter start_value is a price" },
    { "zigzag", "swings are measured in percent" },
    { NULL, NULL },
};

/* Ratios and counts that know nothing of the level. */
static const char *const level_free[] = { "adx",
                                          "adxr",
                                          "aroon",
                                          "aroonosc",
                                          "bop",
                                          "cci",
                                          "cmo",
                                          "correl",
                                          "di",
                                          "dx",
                                          "fisher",
                                          "imi",
                                          "linearreg_angle",
                                          "massi",
                                          "minus_di",
                                          "plus_di",
                                          "rsi",
                                          "stoch",
                                          "stochf",
                                          "stochrsi",
                                          "ultosc",
                                          "var",
                                          "vhf",
                                          "willr",
                                          NULL };

static bool is_level_free(const tr_indicator_info *info, const tr_indicator_output *output)
{
    if (output->unit == TR_UNIT_INDEX || strcmp(info->group, "pattern") == 0)
        return true;
    for (size_t i = 0; level_free[i] != NULL; i++)
        if (strcmp(level_free[i], info->name) == 0)
            return true;
    return false;
}

/* mama, also as the moving average of another: it begins at 0 and comes nearer to the price for ever. */
static bool takes_mama(const tr_indicator_config *config)
{
    if (strcmp(config->info->name, "mama") == 0)
        return true;
    for (size_t i = 0; i < tr_indicator_param_count(config->info); i++)
        if (config->info->params[i].kind == TR_PARAM_MOVING_AVERAGE &&
            (int)config->params[i] == tr_indicator_average_code("mama"))
            return true;
    return false;
}

static void check_shift(const tr_indicator_config *config)
{
    const tr_indicator_info *info = config->info;
    if (run_is_math(info) || is_excepted(relative, info->name) || takes_mama(config))
        return;
    must(run_over(config, &bars, RUN_BARS, &before), info->name, "is refused");
    run_change(&bars, 1, SHIFT, 1, &changed);
    must(run_over(config, &changed, RUN_BARS, &after), info->name, "is refused");
    for (size_t k = 0; k < tr_indicator_output_count(info); k++) {
        const tr_indicator_output *output = &info->outputs[k];
        bool is_price = output->unit == TR_UNIT_PRICE;
        if (!is_price && !is_level_free(info, output))
            continue;
        if (!is_shifted(k, 0) && !(is_price && is_shifted(k, SHIFT)))
            ck_abort_msg("%s: output %s neither moves with prices nor stays", info->name,
                         output->name);
    }
}

START_TEST(prices_at_another_level_move_prices_by_it_and_leave_differences)
{
    run_walk(&bars, SEED);
    each_config(check_shift, 3);
}
END_TEST

/* ---- bars that never change ------------------------------------------------------------------ */

#define PRICE 97.13 /* no double holds it exactly, so sums of it round */

static const exception restless[] = {
    { "crsi", "TradingView counts ties: a third of it is 100" },
    { "cumsum", "adds up" },
    { "aobv", "compares averages, whose last digits take a while to settle" },
    { "pmax", "compares close with averages, whose last digits take a while to settle" },
    { "hilo", "compares close with averages, whose last digits take a while to settle" },
    { "fisher", "Tulip takes a range of 0 for 0.001 and adds up what comes of it" },
    { "ht_dcperiod", "the period of nothing: begins at 0 and grows to the largest" },
    { "ht_dcphase", "the phase of nothing is rounding" },
    { "ht_sine", "the sine of that phase" },
    { "ht_trendmode", "counts bars by that phase" },
    { "sarext",
      "reverses at every bar where its stop is the price, and shows the side by its sign" },
    { NULL, NULL },
};

/* A ratio of 0 to 0 may be NaN where the indicator says so. */
static bool may_be_undefined(const tr_indicator_info *info)
{
    return strstr(info->formula, "NaN") != NULL || strstr(info->notes, "NaN") != NULL;
}

static bool is_near(double value, double want)
{
    return fabs(value - want) <= 1e-14 * PRICE;
}

/* Where nothing moves, a price is the price and a difference is 0; a percentage is one of its ends or its middle. */
static bool is_sound_rest(const tr_indicator_info *info, size_t k, double value)
{
    tr_indicator_unit unit = info->outputs[k].unit;
    if (unit == TR_UNIT_PRICE)
        return is_near(value, 0) || is_near(value, PRICE);
    if (unit == TR_UNIT_PERCENT)
        return is_near(value, 0) || is_near(fabs(value), 50) || is_near(fabs(value), 100);
    return unit == TR_UNIT_SIGNAL ? value == floor(value) : isfinite(value);
}

static void check_rest(const tr_indicator_config *config)
{
    const tr_indicator_info *info = config->info;
    size_t lookback = lookback_of(config);
    must(run_over(config, &bars, RUN_BARS, &before), info->name, "is refused");
    for (size_t k = 0; k < tr_indicator_output_count(info); k++) {
        bool is_still = info->outputs[k].unit != TR_UNIT_INDEX &&
                        !is_excepted(restless, info->name) && !takes_mama(config);
        for (size_t i = lookback; i < RUN_BARS; i++) {
            double value = before.out[k][i], first = before.out[k][lookback];
            if (isnan(value) && may_be_undefined(info))
                continue;
            if (!isfinite(value))
                ck_abort_msg("%s: output %s is %g at bar %zu, where nothing moves", info->name,
                             info->outputs[k].name, value, i);
            if (is_still && fabs(value - first) > 1e-14 * fmax(PRICE, fabs(first)))
                ck_abort_msg("%s: output %s moves from %.17g to %.17g, where nothing moves",
                             info->name, info->outputs[k].name, first, value);
            if (is_still && !run_is_math(info) && !is_sound_rest(info, k, value))
                ck_abort_msg("%s: output %s is %.17g, where all prices are %g", info->name,
                             info->outputs[k].name, value, PRICE);
        }
    }
}

START_TEST(bars_that_never_change_give_nothing_but_rest)
{
    for (size_t i = 0; i < RUN_BARS; i++) {
        for (size_t c = 0; c < 4; c++)
            bars.columns[c][i] = PRICE;
        bars.second[i] = PRICE;
        bars.unit[i] = 0.3;
        bars.columns[4][i] = 1000.1;
    }
    each_config(check_rest, 3);
    for (size_t i = 0; i < RUN_BARS; i++)
        bars.columns[4][i] = 0;
    each_config(check_rest, 0);
}
END_TEST

/* Exactly nothing, not rounding of nothing, however awkward the price. */
START_TEST(statistics_of_equal_prices_are_exactly_zero)
{
    static const char *const names[] = {
        "stddev", "var",  "linearreg_slope", "cci", "atr", "trange", "correl", "beta", "mom",
        "roc",    "macd", "willr",           NULL
    };
    static const double prices[] = { 97.13, 1e-8 / 3, 0.1, 12345.678e5 };
    for (size_t p = 0; p < sizeof prices / sizeof prices[0]; p++) {
        for (size_t i = 0; i < RUN_BARS; i++)
            bars.columns[0][i] = bars.columns[1][i] = bars.columns[2][i] = bars.columns[3][i] =
                bars.second[i] = prices[p];
        for (size_t n = 0; names[n] != NULL; n++) {
            tr_indicator_config config;
            ck_assert_int_eq(tr_indicator_config_init(tr_indicator_find(names[n]),
                                                      TR_INDICATOR_TALIB, &config, NULL),
                             TR_OK);
            must(run_over(&config, &bars, RUN_BARS, &before), names[n], "is refused");
            double last = before.out[0][RUN_BARS - 1];
            bool is_average = strcmp(names[n], "macd") == 0; /* its two averages round apart */
            if (is_average ? fabs(last) > 1e-14 * prices[p] : last != 0)
                ck_abort_msg("%s of %.17g throughout is %.17g", names[n], prices[p], last);
        }
    }
}
END_TEST

/* ---- bars that only rise, or only fall ------------------------------------------------------- */

static void make_slope(double step)
{
    for (size_t i = 0; i < RUN_BARS; i++) {
        double close = 300 + step * (double)i;
        bars.columns[0][i] = close - step / 2;
        bars.columns[1][i] = close + 0.5;
        bars.columns[2][i] = close - 0.5 - fabs(step) / 2;
        bars.columns[3][i] = close;
        bars.columns[4][i] = 1000;
        bars.second[i] = (double)i;
        bars.unit[i] = 0.5;
    }
}

static const exception overshooting[] = {
    { "hwma", "its trend swings back and forth where its factors are large" },
    { NULL, NULL },
};

static void check_average(const tr_indicator_config *config, double direction)
{
    size_t lookback = lookback_of(config);
    if (tr_indicator_average_code(config->info->name) < 0 ||
        tr_indicator_input_count(config->info) != 1 || takes_mama(config) ||
        is_excepted(overshooting, config->info->name))
        return;
    must(run_over(config, &bars, RUN_BARS, &before), config->info->name, "is refused");
    for (size_t i = lookback + 1; i < RUN_BARS; i++)
        if ((before.out[0][i] - before.out[0][i - 1]) * direction <= 0)
            ck_abort_msg("%s goes from %.17g to %.17g against its series at bar %zu",
                         config->info->name, before.out[0][i - 1], before.out[0][i], i);
}

static void check_rising_average(const tr_indicator_config *config)
{
    check_average(config, 1);
}

static void check_falling_average(const tr_indicator_config *config)
{
    check_average(config, -1);
}

/* What a straight way up and down comes to. */
static const struct straight {
    const char *name;
    size_t output;
    double rising;
    double falling;
} straights[] = {
    { "rsi", 0, 100, 0 },
    { "cmo", 0, 100, -100 },
    { "aroon", 0, 0, 100 },
    { "aroon", 1, 100, 0 },
    { "aroonosc", 0, 100, -100 },
    { "imi", 0, 100, 0 },
    { "mfi", 0, 100, 0 },
    { "dx", 0, 100, 100 },
    { "adx", 0, 100, 100 },
    { "adxr", 0, 100, 100 },
    { "minus_dm", 0, 0, 3.5 },
    { "plus_dm", 0, 3.5, 0 },
    { "linearreg_slope", 0, 0.25, -0.25 },
    { "mom", 0, 2.5, -2.5 },
    { "correl", 0, 1, -1 },
    { "fosc", 0, 0, 0 },
    { "vhf", 0, 27 / 28.0, 27 / 28.0 },
    { "trange", 0, 1.125, 1.125 },
    { "atr", 0, 1.125, 1.125 },
};

static void check_straight(const struct straight *row, double want)
{
    tr_indicator_config config;
    const tr_indicator_info *info = tr_indicator_find(row->name);
    ck_assert_int_eq(tr_indicator_config_init(info, TR_INDICATOR_TALIB, &config, NULL), TR_OK);
    must(run_over(&config, &bars, RUN_BARS, &before), row->name, "is refused");
    double got = before.out[row->output][RUN_BARS - 1];
    if (!(fabs(got - want) <= 1e-12 * fmax(1, fabs(want))))
        ck_abort_msg("%s of a straight line is %.17g, exactly %g", row->name, got, want);
}

START_TEST(averages_follow_and_oscillators_saturate_on_a_straight_way)
{
    make_slope(0.25);
    each_config(check_rising_average, 4);
    for (size_t i = 0; i < sizeof straights / sizeof straights[0]; i++)
        check_straight(&straights[i], straights[i].rising);
    make_slope(-0.25);
    each_config(check_falling_average, 4);
    for (size_t i = 0; i < sizeof straights / sizeof straights[0]; i++)
        check_straight(&straights[i], straights[i].falling);
}
END_TEST

/* ---- lookback -------------------------------------------------------------------------------- */

static void check_lookback(const tr_indicator_config *config)
{
    const tr_indicator_info *info = config->info;
    size_t lookback = lookback_of(config);
    must(run_over(config, &bars, RUN_BARS, &before), info->name, "is refused");
    bool has_first = lookback >= RUN_BARS;
    for (size_t k = 0; k < tr_indicator_output_count(info); k++) {
        for (size_t i = 0; i < lookback && i < RUN_BARS; i++)
            if (!isnan(before.out[k][i]))
                ck_abort_msg("%s: output %s of bar %zu, before the lookback of %zu", info->name,
                             info->outputs[k].name, i, lookback);
        has_first = has_first || !isnan(before.out[k][lookback]);
    }
    if (!has_first)
        ck_abort_msg("%s: no output at its lookback of %zu", info->name, lookback);
}

START_TEST(first_output_comes_exactly_at_the_lookback)
{
    run_walk(&bars, SEED);
    each_config(check_lookback, 60);
}
END_TEST

/* Every parameter at its smallest and the values next to it, the others at their defaults. */
START_TEST(smallest_periods_work_and_answer_at_their_lookback)
{
    run_walk(&bars, SEED);
    for (size_t n = 0; n < tr_indicator_count(); n++) {
        const tr_indicator_info *info = tr_indicator_at(n);
        for (size_t i = 0; i < tr_indicator_param_count(info); i++) {
            for (double more = 0; more < 4 && info->params[i].min + more <= info->params[i].max;
                 more++) {
                tr_indicator_config config;
                must(tr_indicator_config_init(info, TR_INDICATOR_TALIB, &config, NULL) == TR_OK,
                     info->name, "is refused");
                if (info->params[i].kind == TR_PARAM_REAL ||
                    info->params[i].min + more > info->params[i].max)
                    continue;
                must(tr_indicator_config_set(&config, info->params[i].name,
                                             info->params[i].min + more, NULL) == TR_OK,
                     info->name, "the smallest value is refused");
                check_lookback(&config);
            }
        }
    }
}
END_TEST

/* All parameters at their smallest, where windows hold a single bar. */
START_TEST(all_parameters_at_their_smallest_give_numbers)
{
    run_walk(&bars, SEED);
    for (size_t n = 0; n < tr_indicator_count(); n++) {
        const tr_indicator_info *info = tr_indicator_at(n);
        tr_indicator_config config;
        must(tr_indicator_config_init(info, TR_INDICATOR_TALIB, &config, NULL) == TR_OK, info->name,
             "is refused");
        for (size_t i = 0; i < tr_indicator_param_count(info); i++)
            if (info->params[i].kind == TR_PARAM_INTEGER)
                config.params[i] = info->params[i].min;
        check_lookback(&config);
        for (size_t i = lookback_of(&config); i < RUN_BARS; i++)
            must(!isinf(before.out[0][i]), info->name, "an infinity with the smallest periods");
    }
}
END_TEST

/* ---- the largest periods --------------------------------------------------------------------- */

static double *long_series(size_t count, uint64_t seed, double add)
{
    tr_rng rng;
    double *series = malloc(count * sizeof *series);
    tr_rng_init(&rng, seed);
    for (size_t i = 0; series != NULL && i < count; i++)
        series[i] = 100 + add + (double)tr_rng_below(&rng, 64) / 64;
    return series;
}

/* One bar before the lookback is over there is nothing, then there is. */
static void check_largest(const tr_indicator_config *config)
{
    const tr_indicator_info *info = config->info;
    size_t lookback = lookback_of(config), count = lookback + 2, size = 0;
    double *in[TR_INDICATOR_INPUTS_MAX] = { NULL }, *out[TR_INDICATOR_OUTPUTS_MAX] = { NULL };
    tr_indicator *indicator = NULL;
    must(tr_indicator_memory_size(config, &size, NULL) == TR_OK, info->name, "is refused");
    void *memory = malloc(size);
    bool is_there = memory != NULL;
    for (size_t k = 0; k < tr_indicator_input_count(info); k++) {
        double add = info->inputs[k] == TR_INPUT_HIGH  ? 1
                     : info->inputs[k] == TR_INPUT_LOW ? -1
                                                       : 0;
        in[k] = long_series(count, SEED + k, add);
        is_there = is_there && in[k] != NULL;
    }
    for (size_t k = 0; k < tr_indicator_output_count(info); k++) {
        out[k] = malloc(count * sizeof *out[k]);
        is_there = is_there && out[k] != NULL;
    }
    must(is_there, info->name, "no memory for the largest period");
    must(tr_indicator_init(config, memory, size, &indicator, NULL) == TR_OK, info->name,
         "is refused");
    must(tr_indicator_run(indicator, (const double *const *)in, count, out, NULL, NULL) == TR_OK,
         info->name, "the largest period does not run");
    must((lookback == 0 || isnan(out[0][lookback - 1])) && isfinite(out[0][lookback]), info->name,
         "the largest period does not answer at its lookback");
    for (size_t k = 0; k < TR_INDICATOR_INPUTS_MAX; k++)
        free(in[k]);
    for (size_t k = 0; k < TR_INDICATOR_OUTPUTS_MAX; k++)
        free(out[k]);
    free(memory);
}

START_TEST(largest_periods_work_and_answer_at_their_lookback)
{
    for (size_t n = 0; n < tr_indicator_count(); n++) {
        const tr_indicator_info *info = tr_indicator_at(n);
        tr_indicator_config config;
        must(tr_indicator_config_init(info, TR_INDICATOR_TALIB, &config, NULL) == TR_OK, info->name,
             "is refused");
        bool has_period = false;
        for (size_t i = 0; i < tr_indicator_param_count(info); i++) {
            /* What may be larger is no period: the number of a bar, say. */
            bool is_period = info->params[i].kind == TR_PARAM_INTEGER &&
                             info->params[i].max <= TR_INDICATOR_PERIOD_MAX;
            if (is_period)
                config.params[i] = info->params[i].max;
            has_period = has_period || is_period;
        }
        if (has_period)
            check_largest(&config);
    }
}
END_TEST

/* ---- mirror ---------------------------------------------------------------------------------- */

static void check_mirror(const tr_indicator_config *config)
{
    const tr_indicator_info *info = config->info;
    if (tr_indicator_average_code(info->name) < 0 || tr_indicator_input_count(info) != 1)
        return;
    must(run_over(config, &bars, RUN_BARS, &before), info->name, "is refused");
    run_change(&bars, -1, 0, 1, &changed);
    must(run_over(config, &changed, RUN_BARS, &after), info->name, "is refused");
    for (size_t i = lookback_of(config); i < RUN_BARS; i++)
        if (after.out[0][i] != -before.out[0][i])
            ck_abort_msg("%s of the negated series is %.17g at bar %zu, not -%.17g", info->name,
                         after.out[0][i], i, before.out[0][i]);
}

START_TEST(averages_of_a_negated_series_are_the_negated_averages)
{
    run_walk(&bars, SEED);
    each_config(check_mirror, 4);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("property");
    TCase *cases = tcase_create("property");
    tcase_set_timeout(cases, 300);
    tcase_add_test(cases, outputs_scale_with_prices_and_volumes_to_the_bit_as_their_units_say);
    tcase_add_test(cases, prices_at_another_level_move_prices_by_it_and_leave_differences);
    tcase_add_test(cases, bars_that_never_change_give_nothing_but_rest);
    tcase_add_test(cases, statistics_of_equal_prices_are_exactly_zero);
    tcase_add_test(cases, averages_follow_and_oscillators_saturate_on_a_straight_way);
    tcase_add_test(cases, first_output_comes_exactly_at_the_lookback);
    tcase_add_test(cases, smallest_periods_work_and_answer_at_their_lookback);
    tcase_add_test(cases, all_parameters_at_their_smallest_give_numbers);
    tcase_add_test(cases, largest_periods_work_and_answer_at_their_lookback);
    tcase_add_test(cases, averages_of_a_negated_series_are_the_negated_averages);
    suite_add_tcase(suite, cases);
    return run_as_tap(suite);
}
