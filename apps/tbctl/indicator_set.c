/* indicator_set.c: --set NAME=VALUE as parameters of an indicator and as settings of candlestick patterns. */
#include "tbctl/indicator.h"

#include <string.h>

static const tr_indicator_param *param_find(const tr_indicator_info *info, const char *name)
{
    for (size_t i = 0; i < tr_indicator_param_count(info); i++) {
        const tr_indicator_param *param = &info->params[i];
        if (strcmp(param->name, name) == 0 ||
            (param->alias != NULL && strcmp(param->alias, name) == 0))
            return param;
    }
    return NULL;
}

static tr_status refuse_param(const tr_indicator_info *info, const char *name, tr_error *err)
{
    char names[TR_ERROR_MESSAGE_SIZE] = "";
    size_t used = 0;
    if (tr_indicator_param_count(info) == 0)
        return tbctl_fail(err, TR_E_INVALID, "%s has no parameters, --set names \"%.40s\"",
                          info->name, name);
    for (size_t i = 0; i < tr_indicator_param_count(info) && used + 1 < sizeof names; i++)
        used += (size_t)snprintf(names + used, sizeof names - used, "%s%s", i == 0 ? "" : ", ",
                                 info->params[i].name);
    return tbctl_fail(err, TR_E_INVALID, "%s has no parameter \"%.40s\"; it has %.120s", info->name,
                      name, names);
}

/* "14", "2.5", "ema". */
static tr_status read_value(const tr_indicator_info *info, const tr_indicator_param *param,
                            const char *text, double *out, tr_error *err)
{
    char low[TR_DOUBLE_TEXT_SIZE];
    char high[TR_DOUBLE_TEXT_SIZE];
    if (tr_double_parse(text, strlen(text), out) == TR_OK)
        return TR_OK;
    if (param->kind == TR_PARAM_MOVING_AVERAGE) {
        *out = tr_indicator_average_code(text);
        if (*out >= 0)
            return TR_OK;
        return tbctl_fail(err, TR_E_INVALID,
                          "%s: %s is \"%.40s\", allowed is a moving average like sma, ema or wma",
                          info->name, param->name, text);
    }
    (void)tr_double_format(param->min, low, sizeof low);
    (void)tr_double_format(param->max, high, sizeof high);
    return tbctl_fail(err, TR_E_INVALID, "%s: %s is \"%.40s\", allowed is a%s number from %s to %s",
                      info->name, param->name, text,
                      param->kind == TR_PARAM_INTEGER ? " whole" : "", low, high);
}

/* The command line is wrong, not the data. */
static tr_status as_usage(tr_status status, tr_error *err)
{
    if (status == TR_OK)
        return TR_OK;
    err->status = TR_E_INVALID;
    return TR_E_INVALID;
}

/* "period=14": the name into `name`, cut when it is too long to be one. Returns what follows the sign. */
static const char *setting_split(const char *setting, char *name, size_t size)
{
    size_t length = strcspn(setting, "=");
    (void)snprintf(name, size, "%.*s", (int)(length < size - 1 ? length : size - 1), setting);
    return setting + length + 1; /* the parser of the command line has seen the sign */
}

static tr_status set_param(tr_indicator_config *config, const char *name, const char *text,
                           tr_error *err)
{
    double value = 0;
    const tr_indicator_param *param = param_find(config->info, name);
    if (param == NULL)
        return refuse_param(config->info, name, err);
    tr_status status = read_value(config->info, param, text, &value, err);
    if (status == TR_OK)
        status = tr_indicator_config_set(config, name, value, err);
    return as_usage(status, err);
}

tr_status tbctl_indicator_set(const tbctl *program, tr_indicator_config *config, tr_error *err)
{
    tr_status status = TR_OK;
    for (size_t i = 0; i < program->setting_count && status == TR_OK; i++) {
        char name[40];
        const char *text = setting_split(program->settings[i], name, sizeof name);
        status = set_param(config, name, text, err);
    }
    return status;
}

/* ---- settings of patterns -------------------------------------------------------------------- */

static const char *const measures[TR_CANDLE_MEASURES] = { "body_long",    "body_very_long",
                                                          "body_short",   "body_doji",
                                                          "shadow_long",  "shadow_very_long",
                                                          "shadow_short", "shadow_very_short",
                                                          "near",         "far",
                                                          "equal" };
static const char *const ranges[] = { "body", "high_low", "shadows", NULL };

static tr_status refuse_measure(const char *name, tr_error *err)
{
    char names[TR_ERROR_MESSAGE_SIZE] = "";
    size_t used = 0;
    for (size_t i = 0; i < TR_CANDLE_MEASURES && used + 1 < sizeof names; i++)
        used += (size_t)snprintf(names + used, sizeof names - used, "%s%s", i == 0 ? "" : ", ",
                                 measures[i]);
    return tbctl_fail(err, TR_E_INVALID, "no measure \"%.40s\"; there are %s", name, names);
}

static tr_status set_range(const char *name, const char *text, tr_candle_range *out, tr_error *err)
{
    for (size_t i = 0; ranges[i] != NULL; i++)
        if (strcmp(ranges[i], text) == 0) {
            *out = (tr_candle_range)(int)i;
            return TR_OK;
        }
    return tbctl_fail(err, TR_E_INVALID, "%s is \"%.40s\", allowed: body, high_low, shadows", name,
                      text);
}

static tr_status set_number(const char *name, const char *text, bool is_whole, double max,
                            double *out, tr_error *err)
{
    char high[TR_DOUBLE_TEXT_SIZE];
    double value = 0;
    bool is_number = tr_double_parse(text, strlen(text), &value) == TR_OK;
    if (is_number && value >= 0 && value <= max && (!is_whole || value == (double)(size_t)value)) {
        *out = value;
        return TR_OK;
    }
    (void)tr_double_format(max, high, sizeof high);
    return tbctl_fail(err, TR_E_INVALID, "%s is \"%.40s\", allowed is a%s number from 0 to %s",
                      name, text, is_whole ? " whole" : "", high);
}

/* "body_doji.factor": `part` is what follows the dot. */
static tr_status set_measure(tr_candles_config *config, const char *name, const char *part,
                             const char *text, tr_error *err)
{
    size_t length = (size_t)(part - name) - 1, m = 0;
    double value = 0;
    while (m < TR_CANDLE_MEASURES &&
           (strlen(measures[m]) != length || strncmp(measures[m], name, length) != 0))
        m++;
    if (m == TR_CANDLE_MEASURES)
        return refuse_measure(name, err);
    tr_candle_measure *measure = &config->measures[m];
    if (strcmp(part, "range") == 0)
        return set_range(name, text, &measure->range, err);
    if (strcmp(part, "factor") == 0)
        return set_number(name, text, false, TR_CANDLE_FACTOR_MAX, &measure->factor, err);
    if (strcmp(part, "period") != 0)
        return tbctl_fail(err, TR_E_INVALID, "%s: a measure has period, factor and range", name);
    tr_status status = set_number(name, text, true, TR_CANDLE_PERIOD_MAX, &value, err);
    if (status == TR_OK)
        measure->period = (size_t)value;
    return status;
}

tr_status tbctl_candles_set(const tbctl *program, size_t pattern, tr_candles_config *config,
                            tr_error *err)
{
    tr_indicator_config params;
    tr_status status =
        tr_indicator_config_init(tr_candles_at(pattern), config->preset, &params, err);
    for (size_t i = 0; i < program->setting_count && status == TR_OK; i++) {
        char name[40];
        const char *text = setting_split(program->settings[i], name, sizeof name);
        const char *dot = strchr(name, '.');
        status = dot != NULL ? set_measure(config, name, dot + 1, text, err)
                             : set_param(&params, name, text, err);
    }
    if (status == TR_OK && tr_indicator_param_count(params.info) > 0)
        config->penetration[pattern] = params.params[0];
    return status;
}
