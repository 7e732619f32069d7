/*
 * golden_indicators DIR [DATA]: indicators against numbers that other libraries computed.
 *
 * DIR is searched recursively for *.csv files of cases, whose form and tolerances the README.md beside them gives; DATA
 * holds the candles they were computed on (DIR/../../data/ohlcv when it is not named). Every case runs as one
 * batch, which must agree with the file, and again in cuts of 1, of 7 and of random length and as lanes of a panel at every
 * SIMD level, which must agree with the batch in every bit. Candlestick patterns run once more, in the pass that all of them share. The preset is the one that the
 * case or else the file's first line names.
 */
#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <float.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include <trade/bar.h>
#include <trade/candles.h>
#include <trade/indicator.h>
#include <trade/panel.h>
#include <trade/rng.h>

#define BARS_MAX   32768
#define LINE_SIZE  4096
#define PATH_SIZE  4096
#define NAME_SIZE  64
#define FOLDER_MAX 16
#define LANES      10 /* of a panel: more than one group, and a rest */

typedef struct dataset {
    char name[NAME_SIZE];
    size_t count;
    double column[5][BARS_MAX]; /* open, high, low, close, volume */
    double time[BARS_MAX];      /* seconds */
} dataset;

typedef struct tally {
    unsigned int passed;
    unsigned int failed;
    unsigned int skipped;
    unsigned int rows_skipped;
    unsigned int rows_exact;
    char data[PATH_SIZE];
    dataset *loaded;
    double norm[BARS_MAX];
    double periods[BARS_MAX];
    double anchors[BARS_MAX]; /* 1 at every sixtieth bar from bar 7 on */
    double *out[2][TR_INDICATOR_OUTPUTS_MAX];
    double *lanes[LANES * TR_INDICATOR_OUTPUTS_MAX];
    double *backwards[TR_INDICATOR_INPUTS_MAX];
} tally;

/* One case of a file. */
typedef struct golden_case {
    char label[PATH_SIZE + NAME_SIZE];
    const tr_indicator_info *info;
    tr_indicator_config config;
    size_t bars;
    size_t lookback;
    size_t begin;
    size_t rows;
    size_t columns;
    const double *in[TR_INDICATOR_INPUTS_MAX];
    double largest; /* magnitude of the inputs */
    bool is_own;    /* the case names its preset: a NaN in it is wanted and no defect of a peer */
    const char *skip;
} golden_case;

static tr_status bar_take(void *user, const tr_bar *bar)
{
    dataset *set = user;
    if (set->count == BARS_MAX)
        return TR_E_FULL;
    const double values[5] = { bar->open, bar->high, bar->low, bar->close, bar->volume };
    for (size_t k = 0; k < 5; k++)
        set->column[k][set->count] = values[k];
    set->time[set->count] = (double)bar->open_ns / 1e9;
    set->count++;
    return TR_OK;
}

static bool dataset_load(tally *counts, const char *name)
{
    dataset *set = counts->loaded;
    if (strcmp(set->name, name) == 0)
        return true;
    char path[PATH_SIZE + NAME_SIZE + 8], bytes[65536];
    snprintf(path, sizeof path, "%s/%s.csv", counts->data, name);
    FILE *file = fopen(path, "rb");
    tr_bar_csv_reader *reader = NULL;
    set->count = 0;
    set->name[0] = '\0';
    bool is_read =
        file != NULL && tr_bar_csv_reader_new(NULL, bar_take, set, &reader, NULL) == TR_OK;
    for (bool is_last = false; is_read && !is_last;) {
        size_t size = fread(bytes, 1, sizeof bytes, file);
        is_last = size < sizeof bytes;
        is_read = tr_bar_csv_feed(reader, bytes, size, is_last, NULL) == TR_OK;
    }
    tr_bar_csv_reader_free(reader);
    if (file != NULL)
        fclose(file);
    if (!is_read)
        return false;
    snprintf(set->name, sizeof set->name, "%s", name);
    for (size_t i = 0; i < set->count; i++) {
        double high = set->column[1][i], low = set->column[2][i];
        counts->norm[i] = high > low ? (set->column[3][i] - low) / (high - low) : 0.5;
        counts->periods[i] = 2 + (double)(i % 29);
        counts->anchors[i] = i % 60 == 7 ? 1 : 0;
    }
    return true;
}

static const double *series_find(const tally *counts, const char *name)
{
    static const char *const names[] = { "open", "high", "low", "close", "volume" };
    for (size_t k = 0; k < 5; k++)
        if (strcmp(name, names[k]) == 0)
            return counts->loaded->column[k];
    return strcmp(name, "norm") == 0      ? counts->norm
           : strcmp(name, "periods") == 0 ? counts->periods
           : strcmp(name, "anchors") == 0 ? counts->anchors
                                          : NULL;
}

/* Names without case, underscores and TA-Lib's prefixes: optInFastK_Period and fastk_period are the same. */
static void name_fold(const char *name, char *folded)
{
    size_t length = 0;
    if (strncmp(name, "optIn", 5) == 0)
        name += 5;
    if (strncasecmp(name, "TimePeriod", 10) == 0)
        name += 4;
    for (; *name != '\0' && length + 1 < NAME_SIZE; name++)
        if (*name != '_')
            folded[length++] = (char)tolower((unsigned char)*name);
    folded[length] = '\0';
}

static bool param_set(golden_case *on, const char *name, double value)
{
    char wanted[NAME_SIZE], own[NAME_SIZE];
    name_fold(name, wanted);
    for (size_t i = 0; i < tr_indicator_param_count(on->info); i++) {
        const tr_indicator_param *param = &on->info->params[i];
        name_fold(param->name, own);
        bool is_it = strcmp(wanted, own) == 0;
        if (param->alias != NULL) {
            name_fold(param->alias, own);
            is_it = is_it || strcmp(wanted, own) == 0;
        }
        if (is_it)
            return tr_indicator_config_set(&on->config, param->name, value, NULL) == TR_OK;
    }
    return false;
}

/* The inputs of the indicator: columns of the candles by kind, any series by its place in the case. */
static bool inputs_set(tally *counts, golden_case *on, char *names)
{
    const char *name[TR_INDICATOR_INPUTS_MAX] = { NULL };
    char *rest = names;
    for (size_t i = 0; i < TR_INDICATOR_INPUTS_MAX && rest != NULL; i++)
        name[i] = strsep(&rest, "|");
    on->largest = 0;
    for (size_t i = 0; i < tr_indicator_input_count(on->info); i++) {
        int kind = (int)on->info->inputs[i];
        if (kind == TR_INPUT_REAL)
            on->in[i] = name[i] == NULL ? NULL : series_find(counts, name[i]);
        else if (kind == TR_INPUT_TIME)
            on->in[i] = counts->loaded->time;
        else
            on->in[i] = counts->loaded->column[kind - TR_INPUT_OPEN];
        if (on->in[i] == NULL)
            return false;
        for (size_t row = 0; kind != TR_INPUT_TIME && row < on->bars; row++)
            on->largest = fmax(on->largest, fabs(on->in[i][row]));
    }
    return true;
}

/* Read "#case key=value ..."; false with `why` when this library cannot run it. */
static bool case_begin(tally *counts, golden_case *on, char *line, tr_indicator_preset preset,
                       const char **why)
{
    char *rest = line + strlen("#case "), *word = NULL, *inputs = NULL;
    *why = "a parameter or value that it does not take";
    if (tr_indicator_config_init(on->info, preset, &on->config, NULL) != TR_OK)
        return false;
    bool is_right = true;
    while ((word = strsep(&rest, " ")) != NULL) {
        char *value = strchr(word, '=');
        if (value == NULL)
            continue;
        *value++ = '\0';
        double number = strtod(value, NULL);
        if (strcmp(word, "dataset") == 0)
            is_right = is_right && dataset_load(counts, value);
        else if (strcmp(word, "bars") == 0)
            on->bars = (size_t)number;
        else if (strcmp(word, "inputs") == 0)
            inputs = value;
        else if (strcmp(word, "lookback") == 0)
            on->lookback = (size_t)number;
        else if (strcmp(word, "begIndex") == 0)
            on->begin = (size_t)number;
        else if (strcmp(word, "nbElement") == 0)
            on->rows = (size_t)number;
        else if (strcmp(word, "columns") == 0)
            on->columns = 1;
        else if (strcmp(word, "set") != 0 && strcmp(word, "ret") != 0 &&
                 strcmp(word, "preset") != 0)
            is_right = is_right && param_set(on, word, number);
        if (strcmp(word, "columns") == 0)
            for (const char *at = value; (at = strchr(at, ',')) != NULL; at++)
                on->columns++;
    }
    static const char *const misaligned[] = { "macd", "macdfix", "macdext", "trix", "ultosc" };
    for (size_t k = 0; k < sizeof misaligned / sizeof *misaligned; k++)
        for (size_t i = 0;
             strcmp(on->info->name, misaligned[k]) == 0 && i < tr_indicator_param_count(on->info);
             i++)
            if (on->info->params[i].kind == TR_PARAM_INTEGER && on->config.params[i] == 1)
                on->skip = "a period of 1 is misaligned in TA-Lib 0.6.4";
    if (!is_right || on->bars > BARS_MAX || on->columns > tr_indicator_output_count(on->info))
        return false;
    *why = "an input that it does not have";
    return inputs != NULL && inputs_set(counts, on, inputs);
}

/* Exact enough: two passes in long double over the window that ends at `row`. */
static long double window_scatter(const double *x, size_t row, size_t period, bool is_deviation)
{
    long double mean = 0, total = 0;
    for (size_t k = 0; k < period; k++)
        mean += x[row - k];
    mean /= (long double)period;
    for (size_t k = 0; k < period; k++)
        total +=
            is_deviation ? fabsl(x[row - k] - mean) : (x[row - k] - mean) * (x[row - k] - mean);
    return total / (long double)period;
}

static bool row_is_skipped(const golden_case *on, size_t row, double want)
{
    if (!isfinite(want))
        return true;
    const char *name = on->info->name;
    size_t period = (size_t)on->config.params[0];
    double returns[1024], price[1024];
    if (strcmp(name, "correl") == 0) {
        for (size_t k = 0; k < 2; k++)
            if (window_scatter(on->in[k], row, period, false) < 1e-9L * on->largest * on->largest)
                return true;
    } else if (strcmp(name, "beta") == 0 && period < 1024) {
        for (size_t k = 0; k < 2; k++) {
            for (size_t i = 0; i < period; i++) {
                const double *x = on->in[k] + row + i + 1 - period;
                returns[i] = (x[0] - *(x - 1)) / *(x - 1);
            }
            if (window_scatter(returns, period - 1, period, false) < 1e-12L)
                return true;
        }
    } else if (strcmp(name, "cci") == 0 && period < 1024) {
        for (size_t i = 0; i < period; i++) {
            size_t at = row + i + 1 - period;
            price[i] = (on->in[0][at] + on->in[1][at] + on->in[2][at]) / 3;
        }
        return window_scatter(price, period - 1, period, true) < 1e-9L * on->largest;
    }
    return false;
}

static double tolerance(const golden_case *on, double want, tr_indicator_unit unit)
{
    const char *name = on->info->name;
    double p = on->largest;
    if (unit == TR_UNIT_INDEX || unit == TR_UNIT_SIGNAL)
        return 0;
    if (strcmp(name, "var") == 0)
        return 1e-12 * p * p;
    if (strcmp(name, "stddev") == 0 || strcmp(name, "bbands") == 0)
        return 1e-7 * p;
    if (strcmp(name, "correl") == 0)
        return 1e-5;
    if (strcmp(name, "beta") == 0)
        return 1e-5 * fmax(1, fabs(want));
    if (strcmp(name, "cci") == 0)
        return 1e-7 * fmax(1, fabs(want));
    return fmax(1e-9 * fabs(want), 1e-12 * p);
}

/*
 * Where the file's number is the peer's rounding error, the exact one decides. Known: Tulip's vidya, whose standard
 * deviation is a difference of large sums and not 0 where prices are equal (msft_daily, set=default: bar 515 is
 * 1.64272387951933 exactly, Tulip has 1.64272435772963; wrong from there on, as it remembers); and Tulip's fosc at bar
 * 562 (exactly 2.2e-15, Tulip has -7.9e-12). Both are computed here in long double, windows in two passes.
 */
static bool exact_series(const golden_case *on, double *exact)
{
    const double *x = on->in[0], *p = on->config.params;
    if (strcmp(on->info->name, "vidya") == 0) {
        size_t quick = (size_t)p[0], steady = (size_t)p[1];
        long double value = 0;
        for (size_t i = on->lookback; i < on->bars; i++) {
            long double whole = i > on->lookback ? window_scatter(x, i, steady, false) : 0;
            long double share =
                whole > 0 ? sqrtl(window_scatter(x, i, quick, false) / whole) * p[2] : 0;
            value = i == on->lookback ? x[i] : (x[i] - value) * share + value;
            exact[i] = (double)value;
        }
        return true;
    }
    if (strcmp(on->info->name, "fosc") != 0)
        return false;
    size_t period = (size_t)p[0];
    for (size_t i = period; i < on->bars; i++) {
        long double n = (long double)period, mean = 0, slope = 0;
        for (size_t k = 1; k <= period; k++)
            mean += x[i - k] / n;
        for (size_t k = 1; k <= period; k++)
            slope += ((n + 1) / 2 - (long double)k) * (x[i - k] - mean);
        slope /= n * (n * n - 1) / 12;
        exact[i] = (double)(100 * (x[i] - mean - slope * (n + 1) / 2) / x[i]);
    }
    return true;
}

/* Run the case, in cuts of `cut` bars (0: of random length), into a set of outputs. */
static bool case_run(const golden_case *on, double *const *out, size_t cut, tr_rng *rng)
{
    size_t size = 0;
    tr_indicator *indicator = NULL;
    if (tr_indicator_memory_size(&on->config, &size, NULL) != TR_OK)
        return false;
    void *memory = malloc(size);
    bool is_done =
        memory != NULL && tr_indicator_init(&on->config, memory, size, &indicator, NULL) == TR_OK;
    for (size_t at = 0; is_done && at < on->bars;) {
        size_t count = cut > 0 ? cut : 1 + (size_t)tr_rng_below(rng, 700);
        if (count > on->bars - at)
            count = on->bars - at;
        const double *in[TR_INDICATOR_INPUTS_MAX];
        double *to[TR_INDICATOR_OUTPUTS_MAX];
        for (size_t k = 0; k < tr_indicator_input_count(on->info); k++)
            in[k] = on->in[k] + at;
        for (size_t k = 0; k < tr_indicator_output_count(on->info); k++)
            to[k] = out[k] + at;
        is_done = tr_indicator_run(indicator, in, count, to, NULL, NULL) == TR_OK;
        at += count;
    }
    free(memory);
    return is_done;
}

static bool cuts_agree(tally *counts, const golden_case *on)
{
    static const size_t cuts[] = { 1, 7, 0 };
    tr_rng rng;
    tr_rng_init(&rng, 1);
    for (size_t c = 0; c < 3; c++) {
        if (!case_run(on, counts->out[1], cuts[c], &rng))
            return false;
        for (size_t k = 0; k < tr_indicator_output_count(on->info); k++)
            if (memcmp(counts->out[0][k], counts->out[1][k], on->bars * sizeof(double)) != 0) {
                printf("FAIL %s: output %zu in cuts of %zu differs from the batch\n", on->label, k,
                       cuts[c]);
                return false;
            }
    }
    return true;
}

/* A candlestick pattern among all others in the shared pass, in cuts of random length. */
static bool pass_agrees(const tally *counts, const golden_case *on)
{
    static int8_t rows[TR_CANDLES_MAX][BARS_MAX];
    size_t pattern = tr_candles_find(on->info->name), size = 0, count = tr_candles_count();
    if (pattern == SIZE_MAX)
        return true;
    tr_candles_config config;
    tr_candles *candles = NULL;
    tr_rng rng;
    tr_rng_init(&rng, 2);
    bool is_done = tr_candles_config_init(TR_INDICATOR_TALIB, &config, NULL) == TR_OK;
    config.unknown = TR_CANDLE_UNKNOWN;
    if (tr_indicator_param_count(on->info) > 0)
        config.penetration[pattern] = on->config.params[0];
    is_done = is_done && tr_candles_memory_size(&config, &size, NULL) == TR_OK;
    void *memory = malloc(size);
    is_done = is_done && memory != NULL &&
              tr_candles_init(&config, memory, size, &candles, NULL) == TR_OK;
    for (size_t at = 0; is_done && at < on->bars;) {
        size_t length = 1 + (size_t)tr_rng_below(&rng, 700);
        if (length > on->bars - at)
            length = on->bars - at;
        const double *const in[4] = { on->in[0] + at, on->in[1] + at, on->in[2] + at,
                                      on->in[3] + at };
        int8_t *to[TR_CANDLES_MAX];
        for (size_t k = 0, row = 0; k < count; k++)
            if (config.is_selected[k])
                to[row++] = rows[k] + at;
        is_done = tr_candles_run(candles, in, length, to, NULL, NULL) == TR_OK;
        at += length;
    }
    free(memory);
    for (size_t i = 0; is_done && i < on->bars; i++) {
        int8_t got = rows[pattern][i];
        double want = counts->out[0][0][i];
        if (isnan(want) ? got != TR_CANDLE_UNKNOWN : tr_candle_value(got) != (int)want) {
            printf("FAIL %s: bar %zu is %d in the shared pass, %g alone\n", on->label, i, got,
                   want);
            is_done = false;
        }
    }
    return is_done;
}

/* The case in every second lane; between them the same bars backwards, so that mixed-up lanes show. */
static bool panel_run(tally *counts, const golden_case *on, tr_panel *panel, size_t cut)
{
    size_t inputs = tr_indicator_input_count(on->info),
           outputs = tr_indicator_output_count(on->info);
    for (size_t at = 0; at < on->bars; at += cut) {
        const double *in[LANES * TR_INDICATOR_INPUTS_MAX];
        double *to[LANES * TR_INDICATOR_OUTPUTS_MAX];
        for (size_t i = 0; i < LANES * inputs; i++)
            in[i] = (i / inputs % 2 == 0 ? on->in[i % inputs] : counts->backwards[i % inputs]) + at;
        for (size_t i = 0; i < LANES * outputs; i++)
            to[i] = counts->lanes[i] + at;
        size_t count = on->bars - at < cut ? on->bars - at : cut;
        if (tr_panel_run(panel, in, count, to, NULL, NULL) != TR_OK)
            return false;
    }
    for (size_t i = 0; i < LANES * outputs; i++)
        if (i / outputs % 2 == 0 &&
            memcmp(counts->out[0][i % outputs], counts->lanes[i], on->bars * sizeof(double)) != 0) {
            printf("FAIL %s: output %zu of lane %zu (%s) differs from the batch\n", on->label,
                   i % outputs, i / outputs, tr_panel_level_name(tr_panel_level(panel)));
            return false;
        }
    return true;
}

static bool panels_agree(tally *counts, const golden_case *on)
{
    for (size_t k = 0; k < tr_indicator_input_count(on->info); k++)
        for (size_t i = 0; i < on->bars; i++)
            counts->backwards[k][i] = on->in[k][on->bars - 1 - i];
    bool is_right = true;
    for (int level = TR_PANEL_SIMD_NONE; is_right && level <= (int)tr_panel_level_best(); level++) {
        tr_panel_options options = TR_PANEL_OPTIONS_INIT;
        options.config = on->config;
        options.lane_count = LANES;
        options.simd = (tr_panel_simd)level;
        size_t size = 0;
        tr_panel *panel = NULL;
        if (tr_panel_memory_size(&options, &size, NULL) != TR_OK)
            return false;
        void *memory = malloc(size);
        is_right = memory != NULL && tr_panel_init(&options, memory, size, &panel, NULL) == TR_OK;
        /* Without a kernel, every level is the first one. */
        if (is_right && (level == TR_PANEL_SIMD_NONE || (int)tr_panel_level(panel) == level))
            is_right = panel_run(counts, on, panel, level % 2 == 0 ? on->bars : 101);
        free(memory);
    }
    return is_right;
}

/* Compare the rows that follow in the file; they are read to the end whatever they hold. */
static bool rows_agree(tally *counts, const golden_case *on, FILE *file, char *line)
{
    size_t wrong = 0, worst_row = 0;
    double worst = 0, worst_got = 0, worst_want = 0;
    static double exact[BARS_MAX];
    bool has_exact = exact_series(on, exact);
    for (size_t row = 0; row < on->rows; row++) {
        if (fgets(line, LINE_SIZE, file) == NULL)
            return false;
        char *at = line;
        for (size_t k = 0; k < on->columns; k++) {
            double want = strtod(at, &at), got = counts->out[0][k][on->begin + row];
            at += *at == ',';
            bool is_nothing = on->is_own && isnan(want);
            if (!is_nothing && row_is_skipped(on, on->begin + row, want)) {
                counts->rows_skipped++;
                continue;
            }
            double error = is_nothing ? (isnan(got) ? 0 : (double)INFINITY) : fabs(got - want);
            if (is_nothing ? error == 0 : error <= tolerance(on, want, on->info->outputs[k].unit))
                continue;
            size_t bar = on->begin + row;
            if (has_exact &&
                fabs(got - exact[bar]) <= tolerance(on, exact[bar], on->info->outputs[k].unit)) {
                counts->rows_exact++;
                continue;
            }
            wrong++;
            if (!(error <= worst)) {
                worst = error;
                worst_row = on->begin + row;
                worst_got = got;
                worst_want = want;
            }
        }
    }
    if (wrong > 0)
        printf("FAIL %s: %zu values, the worst at bar %zu: got %.17g, want %.17g\n", on->label,
               wrong, worst_row, worst_got, worst_want);
    return wrong == 0;
}

static void rows_pass(FILE *file, char *line, size_t count)
{
    while (count-- > 0 && fgets(line, LINE_SIZE, file) != NULL)
        continue;
}

static void case_check(tally *counts, golden_case *on, FILE *file, char *line)
{
    size_t lookback = 0;
    if (on->skip != NULL) {
        counts->skipped++;
        printf("skip %s: %s\n", on->label, on->skip);
        rows_pass(file, line, on->rows);
        return;
    }
    if (!case_run(on, counts->out[0], on->bars, NULL) ||
        tr_indicator_lookback(&on->config, &lookback, NULL) != TR_OK) {
        printf("FAIL %s: does not run\n", on->label);
        counts->failed++;
        rows_pass(file, line, on->rows);
        return;
    }
    bool is_right = true;
    if (lookback != on->lookback) {
        printf("FAIL %s: lookback %zu, want %zu\n", on->label, lookback, on->lookback);
        is_right = false;
    }
    is_right = rows_agree(counts, on, file, line) && is_right;
    is_right = cuts_agree(counts, on) && is_right;
    is_right = panels_agree(counts, on) && is_right;
    is_right = pass_agrees(counts, on) && is_right;
    if (is_right)
        counts->passed++;
    else
        counts->failed++;
}

/* The case's own preset, else that of the file. */
static tr_indicator_preset preset_of(const char *line, tr_indicator_preset of_file)
{
    static const char *const names[] = { "talib", "tradingview", "tulip", "pandas" };
    const char *at = strstr(line, " preset=");
    for (size_t k = 0; at != NULL && k < sizeof names / sizeof *names; k++) {
        size_t length = strlen(names[k]);
        if (strncmp(at + 8, names[k], length) == 0 && strcspn(at + 8, " ") == length)
            return (tr_indicator_preset)k;
    }
    return of_file;
}

static void file_check(tally *counts, const char *path, const char *name)
{
    FILE *file = fopen(path, "r");
    char line[LINE_SIZE], function[NAME_SIZE], header[LINE_SIZE];
    snprintf(function, sizeof function, "%.*s", (int)(strlen(name) - strlen(".csv")), name);
    tr_indicator_preset preset = TR_INDICATOR_TALIB;
    const tr_indicator_info *info = tr_indicator_find(function);
    while (file != NULL && fgets(line, sizeof line, file) != NULL) {
        line[strcspn(line, "\r\n")] = '\0';
        if (strncmp(line, "# Tulip", 7) == 0)
            preset = TR_INDICATOR_TULIP;
        if (strncmp(line, "#case ", 6) != 0)
            continue;
        golden_case on = { .info = info, .is_own = strstr(line, " preset=") != NULL };
        const char *why = "not in this library";
        const char *set = strstr(line, " set=");
        snprintf(on.label, sizeof on.label, "%s (%.*s)", path,
                 set == NULL ? 0 : (int)strcspn(set + 1, " "), set == NULL ? "" : set + 1);
        snprintf(header, sizeof header, "%s", line);
        if (info == NULL) {
            counts->skipped++;
            printf("skip %s: no indicator %s in this library\n", on.label, function);
        } else if (!case_begin(counts, &on, header, preset_of(header, preset), &why)) {
            counts->failed++;
            printf("FAIL %s: %s\n", on.label, why);
        } else {
            case_check(counts, &on, file, line);
        }
    }
    if (file != NULL)
        fclose(file);
}

static bool folder_check(tally *counts, char *folders[], size_t *folder_count, const char *folder)
{
    struct dirent **entries = NULL;
    int count = scandir(folder, &entries, NULL, alphasort);
    for (int i = 0; i < count; i++) {
        const char *name = entries[i]->d_name;
        size_t length = strlen(name);
        char path[PATH_SIZE];
        snprintf(path, sizeof path, "%s/%s", folder, name);
        if (entries[i]->d_type == DT_DIR && name[0] != '.' && *folder_count < FOLDER_MAX)
            folders[(*folder_count)++] = strdup(path);
        else if (length > 4 && strcmp(name + length - 4, ".csv") == 0 &&
                 strcmp(name, "INDEX.csv") != 0)
            file_check(counts, path, name);
        free(entries[i]);
    }
    free(entries);
    return count >= 0;
}

int main(int argc, char *argv[])
{
    if (argc < 2 || argc > 3) {
        fprintf(stderr, "usage: golden_indicators DIR [DATA]\n");
        return 2;
    }
    static tally counts;
    static dataset loaded;
    counts.loaded = &loaded;
    if (argc == 3)
        snprintf(counts.data, sizeof counts.data, "%s", argv[2]);
    else
        snprintf(counts.data, sizeof counts.data, "%s/../../data/ohlcv", argv[1]);
    for (size_t k = 0; k < 2 * TR_INDICATOR_OUTPUTS_MAX; k++)
        counts.out[k % 2][k / 2] = calloc(BARS_MAX, sizeof(double));
    for (size_t k = 0; k < LANES * TR_INDICATOR_OUTPUTS_MAX; k++)
        counts.lanes[k] = calloc(BARS_MAX, sizeof(double));
    for (size_t k = 0; k < TR_INDICATOR_INPUTS_MAX; k++)
        counts.backwards[k] = calloc(BARS_MAX, sizeof(double));
    char *folders[FOLDER_MAX] = { strdup(argv[1]) };
    size_t folder_count = 1;
    bool is_read = true;
    for (size_t i = 0; i < folder_count; i++) {
        is_read = folder_check(&counts, folders, &folder_count, folders[i]) && is_read;
        free(folders[i]);
    }
    for (size_t k = 0; k < 2 * TR_INDICATOR_OUTPUTS_MAX; k++)
        free(counts.out[k % 2][k / 2]);
    for (size_t k = 0; k < LANES * TR_INDICATOR_OUTPUTS_MAX; k++)
        free(counts.lanes[k]);
    for (size_t k = 0; k < TR_INDICATOR_INPUTS_MAX; k++)
        free(counts.backwards[k]);
    if (!is_read) {
        printf("no directory %s\n", argv[1]);
        return 77;
    }
    printf("%u values skipped: not finite, or too close to a window without scatter\n",
           counts.rows_skipped);
    printf("%u values where the exact result stands against the file's: Tulip's vidya and fosc\n",
           counts.rows_exact);
    printf("%u passed, %u failed, %u skipped\n", counts.passed, counts.failed, counts.skipped);
    return counts.failed == 0 ? 0 : 1;
}
