/* indicator_run.c: `indicator run`: a CSV file in, the indicator's values or their picture out. */
#include "tbctl/indicator.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "tbctl/sheet.h"

static const char *const outputs[] = { "csv", "json", NULL };
static const char *const bad_bars[] = { "window", "skip", "refuse", NULL };

static const tr_argument_def arguments[] = {
    { .name = "name",
      .type = TR_ARGUMENT_TEXT,
      .is_required = true,
      .is_positional = true,
      .help = "which; tbctl indicator list shows all" },
    { .name = "input",
      .type = TR_ARGUMENT_PATH,
      .is_required = true,
      .help = "CSV with a header line; - reads standard input" },
    { .name = "set",
      .type = TR_ARGUMENT_TEXT,
      .help = "a parameter, as period=14; may be repeated" },
    { .name = "columns",
      .type = TR_ARGUMENT_TEXT,
      .help = "columns to take as inputs, as high,low; by default those of the inputs' names, and "
              "close as a series" },
    { .name = "preset",
      .type = TR_ARGUMENT_CHOICE,
      .choices = tbctl_indicator_presets,
      .initial = "talib",
      .help = "whose defaults and first values" },
    { .name = "bad_bar",
      .type = TR_ARGUMENT_CHOICE,
      .choices = bad_bars,
      .initial = "window",
      .help = "what a row without a number does: blanks its window, is skipped, ends the run" },
    { .name = "stream",
      .type = TR_ARGUMENT_FLAG,
      .help = "feed bar by bar, as live; the same output" },
    { .name = "output", .type = TR_ARGUMENT_CHOICE, .choices = outputs, .help = "csv by default" },
    { .name = "plot", .type = TR_ARGUMENT_FLAG, .help = "draw in the terminal instead" },
    { .name = "bars",
      .type = TR_ARGUMENT_INTEGER,
      .min = "2",
      .max = "10000000",
      .help = "how many of the last bars to draw; by default what fits" },
};

/* One call. */
typedef struct job {
    const tbctl *program;
    tr_indicator_config config;
    tbctl_sheet sheet;
    size_t columns[TR_INDICATOR_INPUTS_MAX];
    double *out[TR_INDICATOR_OUTPUTS_MAX];
} job;

static_assert(TR_INDICATOR_INPUTS_MAX <= TBCTL_SHEET_TAKEN_MAX, "a sheet holds every input");

static int choice_of(const char *const *choices, const char *text)
{
    int i = 0;
    while (strcmp(choices[i], text) != 0) /* the table has checked that it is one */
        i++;
    return i;
}

static tr_status configure(job *j, const tr_command_call *call, tr_error *err)
{
    const tr_indicator_info *info = NULL;
    int preset = choice_of(tbctl_indicator_presets, tr_call_text(call, "preset"));
    tr_status status = tbctl_indicator_find(tr_call_text(call, "name"), &info, err);
    if (status == TR_OK)
        status = tr_indicator_config_init(info, (tr_indicator_preset)preset, &j->config, err);
    if (status != TR_OK)
        return status;
    j->config.bad_bar = (tr_indicator_bad_bar)choice_of(bad_bars, tr_call_text(call, "bad_bar"));
    return tbctl_indicator_set(j->program, &j->config, err);
}

/* ---- columns --------------------------------------------------------------------------------- */

static tr_status refuse_column(const job *j, tr_status status, const char *name, const char *why,
                               tr_error *err)
{
    char names[TR_ERROR_MESSAGE_SIZE];
    tbctl_sheet_names(&j->sheet, names, sizeof names);
    return tbctl_fail(err, status, "%.80s has no column \"%.40s\"%s; it has %.120s", j->sheet.path,
                      name, why, names);
}

/* The file's times, which no one needs to name. */
static tr_status take_time_column(job *j, size_t k, tr_error *err)
{
    j->columns[k] = j->sheet.time_column;
    if (j->columns[k] == TBCTL_SHEET_NONE)
        return refuse_column(j, TR_E_NOT_FOUND, "time", ", which this one goes by", err);
    return TR_OK;
}

/* As --columns says, one for each input but the time. */
static tr_status choose_columns(job *j, const char *text, tr_error *err)
{
    const tr_indicator_info *info = j->config.info;
    size_t wanted = 0;
    for (size_t k = 0; k < tr_indicator_input_count(info); k++)
        wanted += !tbctl_indicator_is_time(info->inputs[k]);
    size_t count = 1;
    for (const char *at = text; *at != '\0'; at++)
        count += *at == ',';
    if (count != wanted) {
        char inputs[120];
        tbctl_indicator_inputs(info, inputs, sizeof inputs);
        return tbctl_fail(err, TR_E_INVALID, "%s takes %zu column%s (%s), --columns names %zu",
                          info->name, wanted, wanted == 1 ? "" : "s", inputs, count);
    }
    for (size_t k = 0; k < tr_indicator_input_count(info); k++) {
        size_t length = strcspn(text, ",");
        char name[64];
        if (tbctl_indicator_is_time(info->inputs[k])) {
            tr_status status = take_time_column(j, k, err);
            if (status != TR_OK)
                return status;
            continue;
        }
        (void)snprintf(name, sizeof name, "%.*s", (int)(length < 63 ? length : 63), text);
        j->columns[k] = tbctl_sheet_column(&j->sheet, text, length);
        if (j->columns[k] == TBCTL_SHEET_NONE)
            return refuse_column(j, TR_E_INVALID, name, "", err);
        text += length + (text[length] == ',');
    }
    return TR_OK;
}

/* Those of the inputs' names; one series is the close, or the only column beside the time. */
static tr_status guess_columns(job *j, tr_error *err)
{
    const tr_indicator_info *info = j->config.info;
    size_t real_count = 0;
    for (size_t k = 0; k < tr_indicator_input_count(info); k++)
        real_count += info->inputs[k] == TR_INPUT_REAL;
    if (real_count > 1)
        return tbctl_fail(err, TR_E_INVALID,
                          "%s takes %zu series: say which, for instance --columns high,low",
                          info->name, real_count);
    /* A series beside the columns of a bar is something of its own, as anchors are, and never the close. */
    if (real_count == 1 && info->inputs[0] != TR_INPUT_REAL)
        return tbctl_fail(err, TR_E_INVALID,
                          "%s takes a series beside the bars: say which, with --columns and one "
                          "column for each input",
                          info->name);
    for (size_t k = 0; k < tr_indicator_input_count(info); k++) {
        bool is_series = info->inputs[k] == TR_INPUT_REAL;
        if (tbctl_indicator_is_time(info->inputs[k])) {
            tr_status status = take_time_column(j, k, err);
            if (status != TR_OK)
                return status;
            continue;
        }
        const char *name = is_series ? "close" : tbctl_indicator_input_name(info->inputs[k]);
        j->columns[k] = tbctl_sheet_column(&j->sheet, name, strlen(name));
        size_t others = j->sheet.column_count - (j->sheet.time_column != TBCTL_SHEET_NONE);
        if (j->columns[k] == TBCTL_SHEET_NONE && is_series && others == 1)
            j->columns[k] = j->sheet.time_column == 0 ? 1 : 0;
        if (j->columns[k] == TBCTL_SHEET_NONE)
            return refuse_column(j, TR_E_NOT_FOUND, name, ": name others with --columns", err);
    }
    return TR_OK;
}

/* ---- the run --------------------------------------------------------------------------------- */

static tr_status compute(job *j, bool is_stream, tr_error *err)
{
    const tr_indicator_info *info = j->config.info;
    const double *in[TR_INDICATOR_INPUTS_MAX];
    size_t taken = 0;
    for (size_t k = 0; k < tr_indicator_input_count(info); k++)
        in[k] = j->sheet.values[k];
    for (size_t k = 0; k < tr_indicator_output_count(info); k++) {
        j->out[k] = calloc(j->sheet.row_count, sizeof *j->out[k]);
        if (j->out[k] == NULL)
            return tbctl_fail(err, TR_E_NO_MEMORY, "no memory for %zu values", j->sheet.row_count);
    }
    tr_status status =
        tbctl_indicator_run(&j->config, in, j->sheet.row_count, is_stream, j->out, &taken, err);
    if (status != TR_OK && taken < j->sheet.row_count) {
        tr_error reason = *err;
        status = tbctl_fail(err, status, "%.80s, line %zu: %.160s", j->sheet.path,
                            j->sheet.lines[taken], reason.message);
    }
    return status;
}

/* ---- what comes out -------------------------------------------------------------------------- */

/* A text as CSV or JSON; both double or escape the quote. It is printable ASCII. */
static void print_quoted(const char *text, bool is_json)
{
    putchar('"');
    for (; *text != '\0'; text++) {
        if (*text == '"' || (is_json && *text == '\\'))
            putchar(is_json ? '\\' : '"');
        putchar(*text);
    }
    putchar('"');
}

static void print_csv(const job *j)
{
    const tr_indicator_info *info = j->config.info;
    size_t output_count = tr_indicator_output_count(info);
    fputs(j->sheet.times != NULL ? "time" : "bar", stdout);
    for (size_t k = 0; k < output_count; k++)
        printf(",%s", info->outputs[k].name);
    putchar('\n');
    for (size_t i = 0; i < j->sheet.row_count; i++) {
        if (j->sheet.times == NULL)
            printf("%zu", i);
        else if (strpbrk(j->sheet.times[i], ",\"") != NULL)
            print_quoted(j->sheet.times[i], false);
        else
            fputs(j->sheet.times[i], stdout);
        for (size_t k = 0; k < output_count; k++) {
            char value[TR_DOUBLE_TEXT_SIZE];
            (void)tr_double_format(j->out[k][i], value, sizeof value); /* NaN is an empty field */
            printf(",%s", value);
        }
        putchar('\n');
    }
}

static void print_json_params(const tr_indicator_config *config)
{
    fputs("\"parameters\":{", stdout);
    for (size_t i = 0; i < tr_indicator_param_count(config->info); i++) {
        const tr_indicator_param *param = &config->info->params[i];
        const char *quote = param->kind == TR_PARAM_MOVING_AVERAGE ? "\"" : "";
        char value[64];
        tbctl_indicator_value(param, config->params[i], value, sizeof value);
        printf("%s\"%s\":%s%s%s", i == 0 ? "" : ",", param->name, quote, value, quote);
    }
    putchar('}');
}

/* Written row by row: a document of a million rows would take more memory than the rows. */
static void print_json(const job *j, size_t lookback)
{
    const tr_indicator_info *info = j->config.info;
    printf("{\"indicator\":\"%s\",\"preset\":\"%s\",", info->name,
           tbctl_indicator_presets[j->config.preset]);
    print_json_params(&j->config);
    printf(",\"lookback\":%zu,\"rows\":[", lookback);
    for (size_t i = 0; i < j->sheet.row_count; i++) {
        fputs(i == 0 ? "\n{" : ",\n{", stdout);
        if (j->sheet.times == NULL) {
            printf("\"bar\":%zu", i);
        } else {
            fputs("\"time\":", stdout);
            print_quoted(j->sheet.times[i], true);
        }
        for (size_t k = 0; k < tr_indicator_output_count(info); k++) {
            char value[TR_DOUBLE_TEXT_SIZE];
            bool is_there = tr_double_format(j->out[k][i], value, sizeof value) > 0;
            printf(",\"%s\":%s", info->outputs[k].name, is_there ? value : "null");
        }
        putchar('}');
    }
    fputs("\n]}\n", stdout);
}

/* The series that outputs may lie on: the close, or the one series that goes in. */
static size_t price_input(const tr_indicator_info *info)
{
    size_t count = tr_indicator_input_count(info);
    for (size_t k = 0; k < count; k++)
        if (info->inputs[k] == TR_INPUT_CLOSE)
            return k;
    bool is_price =
        info->inputs[0] != TR_INPUT_VOLUME &&
        (info->inputs[0] != TR_INPUT_REAL || count == 1 || info->inputs[1] != TR_INPUT_REAL);
    return is_price ? 0 : count;
}

/* A column's name comes out of a file: it is shown when nothing in it can steer the terminal. */
static const char *shown_name(const char *name)
{
    for (const char *at = name; *at != '\0'; at++)
        if (*at < 0x20 || *at > 0x7E)
            return "price";
    return name;
}

static void print_title(const tbctl *program, const tr_indicator_config *config)
{
    const tr_indicator_info *info = config->info;
    char text[400];
    size_t used = (size_t)snprintf(text, sizeof text, "%s", info->title);
    for (size_t i = 0; i < tr_indicator_param_count(info) && used < sizeof text; i++) {
        char value[64];
        tbctl_indicator_value(&info->params[i], config->params[i], value, sizeof value);
        used += (size_t)snprintf(text + used, sizeof text - used, "%s%s %s", i == 0 ? ": " : ", ",
                                 info->params[i].name, value);
    }
    fputs(tbctl_on(program, TBCTL_BOLD), stdout);
    tbctl_print_wrapped(program, stdout, text, 0);
    fputs(tbctl_off(program, TBCTL_BOLD), stdout);
}

static void print_plot(const job *j, size_t bars_max)
{
    const tbctl *program = j->program;
    const tr_indicator_info *info = j->config.info;
    size_t price = price_input(info);
    bool has_price = price < tr_indicator_input_count(info);
    size_t shown = 0;
    tbctl_indicator_picture picture = {
        .info = info,
        .price = has_price ? j->sheet.values[price] : NULL,
        .price_name = has_price ? shown_name(j->sheet.names[j->columns[price]]) : NULL,
        .out = (const double *const *)j->out,
        .count = j->sheet.row_count,
        .bars_max = bars_max,
        .times = j->sheet.times,
    };
    print_title(program, &j->config);
    tbctl_indicator_draw(program, stdout, &picture, &shown);
    if (shown < j->sheet.row_count) {
        char text[120];
        (void)snprintf(text, sizeof text, "The last %zu of %zu bars: --bars shows more.", shown,
                       j->sheet.row_count);
        fputs(tbctl_on(program, TBCTL_DIM), stdout);
        tbctl_print_wrapped(program, stdout, text, 0);
        fputs(tbctl_off(program, TBCTL_DIM), stdout);
    }
}

static tr_status check_words(const tr_command_call *call, const tbctl *program, tr_error *err)
{
    bool is_plot = tr_call_flag(call, "plot");
    if (is_plot && (tr_call_has(call, "output") || program->is_json))
        return tbctl_fail(err, TR_E_INVALID, "--plot draws, --output and --json print: choose one");
    if (!is_plot && tr_call_has(call, "bars"))
        return tbctl_fail(err, TR_E_INVALID, "--bars is for --plot");
    return TR_OK;
}

static tr_status work(job *j, const tr_command_call *call, tr_error *err)
{
    size_t lookback = 0;
    tr_status status = check_words(call, j->program, err);
    if (status == TR_OK)
        status = configure(j, call, err);
    if (status == TR_OK)
        status = tr_indicator_lookback(&j->config, &lookback, err);
    if (status == TR_OK)
        status = tbctl_sheet_open(tr_call_text(call, "input"), &j->sheet, err);
    if (status == TR_OK)
        status = tr_call_has(call, "columns")
                     ? choose_columns(j, tr_call_text(call, "columns"), err)
                     : guess_columns(j, err);
    if (status == TR_OK)
        status =
            tbctl_sheet_take(&j->sheet, j->columns, tr_indicator_input_count(j->config.info), err);
    if (status == TR_OK)
        status = compute(j, tr_call_flag(call, "stream"), err);
    if (status != TR_OK)
        return status;
    bool is_json = j->program->is_json || strcmp(tr_call_text(call, "output"), "json") == 0;
    if (tr_call_flag(call, "plot"))
        print_plot(j, (size_t)tr_call_int(call, "bars"));
    else if (is_json)
        print_json(j, lookback);
    else
        print_csv(j);
    return TR_OK;
}

static void run(tr_command_call *call)
{
    tr_error err = { 0 };
    job j = { .program = tbctl_of(call) };
    tr_status status = work(&j, call, &err);
    tbctl_sheet_done(&j.sheet);
    for (size_t k = 0; k < TR_INDICATOR_OUTPUTS_MAX; k++)
        free(j.out[k]);
    tr_call_finish(call, status, &err);
}

const tr_command_def tbctl_command_indicator_run = {
    .name = "indicator run",
    .summary = "Compute an indicator over a CSV file, or draw it",
    .details = "Each row of the file gives a row of the output, whose fields are empty while the "
               "indicator warms up; numbers are the shortest that read back as the same bits.",
    .example = "tbctl indicator run rsi --input btcusd_1m.csv --set period=21 --plot",
    .place = TR_COMMAND_LOCAL,
    .arguments = arguments,
    .argument_count = sizeof arguments / sizeof arguments[0],
    .run = run,
};
