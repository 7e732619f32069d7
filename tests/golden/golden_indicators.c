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
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "indicators/indicators.h"

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
static bool inputs_set(runner *run, golden_case *on, char *names)
{
    const char *name[TR_INDICATOR_INPUTS_MAX] = { NULL };
    char *rest = names;
    for (size_t i = 0; i < TR_INDICATOR_INPUTS_MAX && rest != NULL; i++)
        name[i] = strsep(&rest, "|");
    on->largest = 0;
    for (size_t i = 0; i < tr_indicator_input_count(on->info); i++) {
        int kind = (int)on->info->inputs[i];
        if (kind == TR_INPUT_REAL)
            on->in[i] = name[i] == NULL ? NULL : series_find(run, name[i]);
        else if (kind == TR_INPUT_TIME)
            on->in[i] = run->loaded.time;
        else
            on->in[i] = run->loaded.column[kind - TR_INPUT_OPEN];
        if (on->in[i] == NULL)
            return false;
        for (size_t row = 0; kind != TR_INPUT_TIME && row < on->bars; row++)
            on->largest = fmax(on->largest, fabs(on->in[i][row]));
    }
    return true;
}

/* Read "#case key=value ..."; false with `why` when this library cannot run it. */
static bool case_begin(runner *run, golden_case *on, char *line, tr_indicator_preset preset,
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
            is_right = is_right && dataset_load(run, value);
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
    return inputs != NULL && inputs_set(run, on, inputs);
}

static void rows_pass(FILE *file, char *line, size_t count)
{
    while (count-- > 0 && fgets(line, LINE_SIZE, file) != NULL)
        continue;
}

static void case_check(runner *run, golden_case *on, FILE *file, char *line)
{
    size_t lookback = 0;
    if (on->skip != NULL) {
        run->counts.skipped++;
        printf("skip %s: %s\n", on->label, on->skip);
        rows_pass(file, line, on->rows);
        return;
    }
    if (!case_run(on, run->out[0], on->bars, NULL) ||
        tr_indicator_lookback(&on->config, &lookback, NULL) != TR_OK) {
        printf("FAIL %s: does not run\n", on->label);
        run->counts.failed++;
        rows_pass(file, line, on->rows);
        return;
    }
    bool is_right = true;
    if (lookback != on->lookback) {
        printf("FAIL %s: lookback %zu, want %zu\n", on->label, lookback, on->lookback);
        is_right = false;
    }
    is_right = rows_agree(run, on, file, line) && is_right;
    is_right = cuts_agree(run, on) && is_right;
    is_right = panels_agree(run, on) && is_right;
    is_right = pass_agrees(run, on) && is_right;
    if (is_right)
        run->counts.passed++;
    else
        run->counts.failed++;
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

static void file_check(void *user, const char *path, const char *name)
{
    if (strcmp(name, "INDEX.csv") == 0)
        return;
    runner *run = user;
    FILE *file = fopen(path, "r");
    char line[LINE_SIZE], function[NAME_SIZE], header[LINE_SIZE];
    snprintf(function, sizeof function, "%.*s", (int)(strlen(name) - strlen(".csv")), name);
    tr_indicator_preset preset = TR_INDICATOR_TALIB;
    const tr_indicator_info *info = tr_indicator_find(function);
    if (file == NULL) {
        run->counts.failed++;
        printf("FAIL %s: %s\n", path, strerror(errno));
    }
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
            run->counts.skipped++;
            printf("skip %s: no indicator %s in this library\n", on.label, function);
        } else if (!case_begin(run, &on, header, preset_of(header, preset), &why)) {
            run->counts.failed++;
            printf("FAIL %s: %s\n", on.label, why);
        } else {
            case_check(run, &on, file, line);
        }
    }
    if (file != NULL)
        fclose(file);
}

int main(int argc, char *argv[])
{
    if (argc < 2 || argc > 3) {
        fprintf(stderr, "usage: golden_indicators DIR [DATA]\n");
        return 2;
    }
    static runner run;
    if (argc == 3)
        snprintf(run.data, sizeof run.data, "%s", argv[2]);
    else
        snprintf(run.data, sizeof run.data, "%s/../../data/ohlcv", argv[1]);
    for (size_t k = 0; k < 2 * TR_INDICATOR_OUTPUTS_MAX; k++)
        run.out[k % 2][k / 2] = calloc(BARS_MAX, sizeof(double));
    for (size_t k = 0; k < LANES * TR_INDICATOR_OUTPUTS_MAX; k++)
        run.lanes[k] = calloc(BARS_MAX, sizeof(double));
    for (size_t k = 0; k < TR_INDICATOR_INPUTS_MAX; k++)
        run.backwards[k] = calloc(BARS_MAX, sizeof(double));
    walk walked = cases_walk(argv[1], ".csv", file_check, &run);
    for (size_t k = 0; k < 2 * TR_INDICATOR_OUTPUTS_MAX; k++)
        free(run.out[k % 2][k / 2]);
    for (size_t k = 0; k < LANES * TR_INDICATOR_OUTPUTS_MAX; k++)
        free(run.lanes[k]);
    for (size_t k = 0; k < TR_INDICATOR_INPUTS_MAX; k++)
        free(run.backwards[k]);
    printf("%u values skipped: not finite, or too close to a window without scatter\n",
           run.rows_skipped);
    printf("%u values where the exact result stands against the file's: Tulip's vidya and fosc\n",
           run.rows_exact);
    return cases_end(walked, &run.counts);
}
