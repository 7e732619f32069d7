/* indicator.c: `indicator list|show`. */
#include "tbctl/indicator.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "tbctl/text.h"

static const char *unit_name(tr_indicator_unit unit)
{
    static const char *const names[] = { "number",    "price",  "percent", "volume",
                                         "bar index", "signal", "degrees" };
    return (size_t)unit < sizeof names / sizeof names[0] ? names[unit] : "number";
}

static const char *kind_name(tr_indicator_kind kind)
{
    return kind == TR_PARAM_INTEGER ? "integer" : kind == TR_PARAM_REAL ? "real" : "average";
}

/* ---- as data --------------------------------------------------------------------------------- */

static void add_aliases(tr_document *answer, const tr_indicator_info *info)
{
    tr_document_array_begin(answer, "aliases");
    for (const char *at = info->aliases; *at != '\0';) {
        char alias[64];
        size_t length = strcspn(at, " ");
        (void)snprintf(alias, sizeof alias, "%.*s", (int)length, at);
        tr_document_add_text(answer, NULL, alias);
        at += length + (at[length] == ' ');
    }
    tr_document_array_end(answer);
}

static void add_value(tr_document *answer, const char *key, const tr_indicator_param *param,
                      double value)
{
    char text[64];
    tbctl_indicator_value(param, value, text, sizeof text);
    if (param->kind == TR_PARAM_MOVING_AVERAGE)
        tr_document_add_text(answer, key, text);
    else
        tr_document_add_real(answer, key, value);
}

static void add_params(tr_document *answer, const tr_indicator_info *info)
{
    tr_document_array_begin(answer, "parameters");
    for (size_t i = 0; i < tr_indicator_param_count(info); i++) {
        const tr_indicator_param *param = &info->params[i];
        tr_document_object_begin(answer, NULL);
        tr_document_add_text(answer, "name", param->name);
        tr_document_add_text(answer, "kind", kind_name(param->kind));
        if (param->kind != TR_PARAM_MOVING_AVERAGE) {
            tr_document_add_real(answer, "min", param->min);
            tr_document_add_real(answer, "max", param->max);
        }
        tr_document_object_begin(answer, "default");
        for (size_t p = 0; tbctl_indicator_presets[p] != NULL; p++) {
            tr_indicator_config config;
            if (tr_indicator_config_init(info, (tr_indicator_preset)p, &config, NULL) == TR_OK)
                add_value(answer, tbctl_indicator_presets[p], param, config.params[i]);
        }
        tr_document_object_end(answer);
        tr_document_object_end(answer);
    }
    tr_document_array_end(answer);
}

static void add_info(tr_document *answer, const tr_indicator_info *info)
{
    tr_document_add_text(answer, "name", info->name);
    tr_document_add_text(answer, "title", info->title);
    tr_document_add_text(answer, "group", info->group);
    add_aliases(answer, info);
    tr_document_array_begin(answer, "inputs");
    for (size_t k = 0; k < tr_indicator_input_count(info); k++)
        tr_document_add_text(answer, NULL, tbctl_indicator_input_name(info->inputs[k]));
    tr_document_array_end(answer);
    add_params(answer, info);
    tr_document_array_begin(answer, "outputs");
    for (size_t k = 0; k < tr_indicator_output_count(info); k++) {
        tr_document_object_begin(answer, NULL);
        tr_document_add_text(answer, "name", info->outputs[k].name);
        tr_document_add_text(answer, "unit", unit_name(info->outputs[k].unit));
        tr_document_object_end(answer);
    }
    tr_document_array_end(answer);
    tr_document_add_text(answer, "formula", info->formula);
    tr_document_add_text(answer, "source", info->source);
    tr_document_add_text(answer, "notes", info->notes);
}

/* ---- indicator list -------------------------------------------------------------------------- */

static const tr_argument_def list_arguments[] = {
    { .name = "group",
      .type = TR_ARGUMENT_TEXT,
      .is_positional = true,
      .help = "only this group: overlap, momentum, volatility, volume, price, statistic, cycle, "
              "math, pattern" },
};

static const tr_column_view list_columns[] = {
    { "name", "NAME", false, 0 },
    { "title", "TITLE", false, 0 },
    { "group", "GROUP", false, 3 },
    { "inputs", "INPUTS", false, 2 },
    { "parameters", "PARAMETERS", false, 1 },
};

/* "period 14, ma_type sma" */
static void write_defaults(const tr_indicator_info *info, char *buffer, size_t size)
{
    size_t used = 0;
    buffer[0] = '\0';
    for (size_t i = 0; i < tr_indicator_param_count(info) && used + 1 < size; i++) {
        char value[64];
        tbctl_indicator_value(&info->params[i], info->params[i].initial, value, sizeof value);
        int added = snprintf(buffer + used, size - used, "%s%s %s", i == 0 ? "" : ", ",
                             info->params[i].name, value);
        used += added > 0 ? (size_t)added : 0;
    }
}

static void add_row(tr_document *answer, const tr_indicator_info *info)
{
    char text[400];
    tr_document_add_text(answer, "name", info->name);
    tr_document_add_text(answer, "title", info->title);
    tr_document_add_text(answer, "group", info->group);
    tbctl_indicator_inputs(info, text, sizeof text);
    tr_document_add_text(answer, "inputs", text);
    write_defaults(info, text, sizeof text);
    tr_document_add_text(answer, "parameters", text);
}

/* The groups there are, for an error. */
static void write_groups(char *buffer, size_t size)
{
    size_t used = 0;
    buffer[0] = '\0';
    for (size_t i = 0; i < tr_indicator_count() && used + 1 < size; i++) {
        const char *group = tr_indicator_at(i)->group;
        size_t before = 0;
        while (before < i && strcmp(tr_indicator_at(before)->group, group) != 0)
            before++;
        if (before < i)
            continue;
        int added = snprintf(buffer + used, size - used, "%s%s", used == 0 ? "" : "|", group);
        used += added > 0 ? (size_t)added : 0;
    }
}

static void run_list(tr_command_call *call)
{
    const tbctl *program = tbctl_of(call);
    tr_document *answer = tr_call_answer(call);
    tr_error err = { 0 };
    tr_status status = TR_OK;
    bool has_group = tr_call_has(call, "group");
    size_t count = 0;
    tr_document_array_begin(answer, "indicators");
    for (size_t i = 0; i < tr_indicator_count(); i++) {
        const tr_indicator_info *info = tr_indicator_at(i);
        if (has_group && strcmp(info->group, tr_call_text(call, "group")) != 0)
            continue;
        tr_document_object_begin(answer, NULL);
        if (program->is_json)
            add_info(answer, info);
        else
            add_row(answer, info);
        tr_document_object_end(answer);
        count++;
    }
    tr_document_array_end(answer);
    if (count == 0) {
        char groups[300];
        write_groups(groups, sizeof groups);
        status = tbctl_fail(&err, TR_E_INVALID, "group is \"%.40s\", allowed: %s",
                            tr_call_text(call, "group"), groups);
    }
    tr_call_finish(call, status, &err);
}

const tr_command_def tbctl_command_indicator_list = {
    .name = "indicator list",
    .summary = "List the indicators there are",
    .example = "tbctl indicator list volatility",
    .place = TR_COMMAND_LOCAL,
    .arguments = list_arguments,
    .argument_count = sizeof list_arguments / sizeof list_arguments[0],
    .list_key = "indicators",
    .columns = list_columns,
    .column_count = sizeof list_columns / sizeof list_columns[0],
    .run = run_list,
};

/* ---- a picture of made-up bars --------------------------------------------------------------- */

#define SAMPLE_BARS  20000 /* enough for the rarest pattern to show up */
#define SAMPLE_SHOWN 110
#define SAMPLE_SEED  7

typedef struct sample {
    double columns[5][SAMPLE_BARS]; /* open, high, low, close, volume */
    double unit[SAMPLE_BARS];       /* where the close lies between low and high */
    double time[SAMPLE_BARS];       /* seconds: an hour a bar */
    double out[TR_INDICATOR_OUTPUTS_MAX][SAMPLE_BARS];
} sample;

static double uniform(tr_rng *rng)
{
    return (double)tr_rng_below(rng, 1000001) / 1000000;
}

/* A walk in waves of several lengths, to two decimals as prices are. */
static void sample_fill(sample *s)
{
    tr_rng rng;
    double price = 100;
    double shift = 0;
    tr_rng_init(&rng, SAMPLE_SEED);
    for (size_t i = 0; i < SAMPLE_BARS; i++) {
        shift += (uniform(&rng) - 0.5) * 0.8 - shift * 0.08 - (price - 100) * 0.004;
        double open = round(100 * (price + (uniform(&rng) - 0.5) * 0.3)) / 100;
        double close = round(100 * (price + shift + (uniform(&rng) - 0.5) * 1.6)) / 100;
        s->columns[0][i] = open;
        s->columns[1][i] = round(100 * (fmax(open, close) + uniform(&rng) * 0.6)) / 100;
        s->columns[2][i] = round(100 * (fmin(open, close) - uniform(&rng) * 0.6)) / 100;
        s->columns[3][i] = close;
        s->columns[4][i] = floor(1000 * (0.5 + uniform(&rng)) * (1 + fabs(close - open)));
        double span = s->columns[1][i] - s->columns[2][i];
        s->unit[i] = span > 0 ? (close - s->columns[2][i]) / span : 0.5;
        s->time[i] = 3600 * (double)i;
        price = close;
    }
}

static const double *sample_input(const sample *s, const tr_indicator_info *info, size_t k)
{
    if (tbctl_indicator_is_time(info->inputs[k]))
        return s->time;
    if (info->inputs[k] != TR_INPUT_REAL)
        return s->columns[info->inputs[k] - TR_INPUT_OPEN];
    if (tr_indicator_input_count(info) == 1 && strcmp(info->group, "math") == 0)
        return s->unit; /* arc functions end at 1 */
    return k == 0 ? s->columns[3] : s->columns[0];
}

/* The bars to show end a little behind the last signal, when there are signals; else at the end. */
static size_t sample_end(const sample *s, const tr_indicator_info *info, size_t count)
{
    if (info->outputs[0].unit != TR_UNIT_SIGNAL)
        return count;
    size_t last = count;
    while (last > 0 && (isnan(s->out[0][last - 1]) || s->out[0][last - 1] == 0))
        last--;
    if (last == 0)
        return count;
    return last + SAMPLE_SHOWN / 3 < count ? last + SAMPLE_SHOWN / 3 : count;
}

static void show_sample(const tbctl *program, FILE *file, const tr_indicator_config *config,
                        size_t lookback)
{
    const tr_indicator_info *info = config->info;
    const double *in[TR_INDICATOR_INPUTS_MAX];
    const double *shown[TR_INDICATOR_OUTPUTS_MAX];
    double *out[TR_INDICATOR_OUTPUTS_MAX];
    sample *s = calloc(1, sizeof *s);
    size_t taken = 0;
    bool is_signal = info->outputs[0].unit == TR_UNIT_SIGNAL;
    size_t count = is_signal ? SAMPLE_BARS : lookback + 2 * SAMPLE_SHOWN;
    if (s == NULL || count > SAMPLE_BARS) {
        free(s);
        return;
    }
    sample_fill(s);
    for (size_t k = 0; k < tr_indicator_input_count(info); k++)
        in[k] = sample_input(s, info, k);
    for (size_t k = 0; k < tr_indicator_output_count(info); k++)
        out[k] = s->out[k];
    if (tbctl_indicator_run(config, in, count, false, out, &taken, NULL) == TR_OK) {
        bool is_price = in[0] != s->unit && in[0] != s->columns[4];
        size_t end = sample_end(s, info, count);
        for (size_t k = 0; k < tr_indicator_output_count(info); k++)
            shown[k] = out[k] + (end - SAMPLE_SHOWN);
        tbctl_indicator_picture picture = {
            .info = info,
            .price = is_price ? s->columns[3] + (end - SAMPLE_SHOWN) : NULL,
            .price_name = "close",
            .out = shown,
            .count = SAMPLE_SHOWN,
            .bars_max = SAMPLE_SHOWN,
        };
        fprintf(file, "\n%sOn made-up bars%s\n", tbctl_on(program, TBCTL_BOLD),
                tbctl_off(program, TBCTL_BOLD));
        tbctl_indicator_draw(program, file, &picture, &taken);
    }
    free(s);
}

/* ---- indicator show -------------------------------------------------------------------------- */

#define LABEL_COLUMN 14

static const tr_argument_def show_arguments[] = {
    { .name = "name",
      .type = TR_ARGUMENT_TEXT,
      .is_required = true,
      .is_positional = true,
      .help = "its name, or another library's name for it" },
};

static void show_part(const tbctl *program, FILE *file, const char *label, const char *text)
{
    if (text[0] == '\0')
        return;
    fprintf(file, "%s%-*s%s", tbctl_on(program, TBCTL_BOLD), LABEL_COLUMN, label,
            tbctl_off(program, TBCTL_BOLD));
    tbctl_print_wrapped(program, file, text, LABEL_COLUMN);
}

/* "period: 2 to 100000, default 5 (tulip 20)" */
static void show_param(const tbctl *program, FILE *file, const tr_indicator_info *info, size_t i)
{
    const tr_indicator_param *param = &info->params[i];
    char text[400];
    char value[64];
    char low[TR_DOUBLE_TEXT_SIZE];
    char high[TR_DOUBLE_TEXT_SIZE];
    double talib = param->initial;
    size_t used;
    (void)tr_double_format(param->min, low, sizeof low);
    (void)tr_double_format(param->max, high, sizeof high);
    tbctl_indicator_value(param, talib, value, sizeof value);
    if (param->kind == TR_PARAM_MOVING_AVERAGE)
        used = (size_t)snprintf(text, sizeof text, "%s: a moving average, default %s", param->name,
                                value);
    else
        used = (size_t)snprintf(text, sizeof text, "%s: %s to %s, default %s", param->name, low,
                                high, value);
    for (size_t p = 1; tbctl_indicator_presets[p] != NULL && used < sizeof text; p++) {
        tr_indicator_config config;
        if (tr_indicator_config_init(info, (tr_indicator_preset)p, &config, NULL) != TR_OK ||
            config.params[i] == talib)
            continue;
        tbctl_indicator_value(param, config.params[i], value, sizeof value);
        used += (size_t)snprintf(text + used, sizeof text - used, ", %s %s",
                                 tbctl_indicator_presets[p], value);
    }
    show_part(program, file, i == 0 ? "Parameters" : "", text);
}

static void show_outputs(const tbctl *program, FILE *file, const tr_indicator_info *info)
{
    char text[400] = "";
    size_t used = 0;
    for (size_t k = 0; k < tr_indicator_output_count(info) && used < sizeof text; k++)
        used += (size_t)snprintf(text + used, sizeof text - used, "%s%s (%s)", k == 0 ? "" : ", ",
                                 info->outputs[k].name, unit_name(info->outputs[k].unit));
    show_part(program, file, "Outputs", text);
}

static void show(const tbctl *program, FILE *file, const tr_indicator_info *info)
{
    tr_indicator_config config;
    size_t lookback = 0;
    char text[200];
    fprintf(file, "%s%s%s: %s\n\n", tbctl_on(program, TBCTL_BOLD), info->name,
            tbctl_off(program, TBCTL_BOLD), info->title);
    show_part(program, file, "Formula", info->formula);
    tbctl_indicator_inputs(info, text, sizeof text);
    show_part(program, file, "Inputs", text);
    for (size_t i = 0; i < tr_indicator_param_count(info); i++)
        show_param(program, file, info, i);
    show_outputs(program, file, info);
    if (tr_indicator_config_init(info, TR_INDICATOR_TALIB, &config, NULL) == TR_OK &&
        tr_indicator_lookback(&config, &lookback, NULL) == TR_OK) {
        (void)snprintf(text, sizeof text, "%zu bars before the first value, by default", lookback);
        show_part(program, file, "Lookback", text);
    }
    show_part(program, file, "Group", info->group);
    show_part(program, file, "Also called", info->aliases);
    show_part(program, file, "Source", info->source);
    show_part(program, file, "Notes", info->notes);
    show_sample(program, file, &config, lookback);
}

static void run_show(tr_command_call *call)
{
    const tbctl *program = tbctl_of(call);
    tr_document *answer = tr_call_answer(call);
    tr_error err = { 0 };
    tbctl_text text;
    const tr_indicator_info *info = NULL;
    tr_status status = tbctl_indicator_find(tr_call_text(call, "name"), &info, &err);
    if (status == TR_OK && program->is_json) {
        add_info(answer, info);
    } else if (status == TR_OK) {
        tbctl_text_begin(&text);
        if (text.file != NULL)
            show(program, text.file, info);
        tbctl_text_end(&text, answer);
    }
    tr_call_finish(call, status, &err);
}

const tr_command_def tbctl_command_indicator_show = {
    .name = "indicator show",
    .summary = "Show an indicator's formula, parameters, source and a picture",
    .example = "tbctl indicator show bbands",
    .place = TR_COMMAND_LOCAL,
    .arguments = show_arguments,
    .argument_count = sizeof show_arguments / sizeof show_arguments[0],
    .run = run_show,
};
