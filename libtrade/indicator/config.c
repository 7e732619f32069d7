/* config.c: which indicator with which parameters: defaults, presets, ranges. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include <trade/double_text.h>

#include "core/ascii.h"
#include "core/fail.h"
#include "indicator/plan.h"

void tr__config_defaults(const tr_indicator_info *info, tr_indicator_preset preset, double *params)
{
    for (size_t i = 0; i < TR_INDICATOR_PARAMS_MAX; i++) {
        const tr_indicator_param *param = &info->params[i];
        const double of_preset[] = { 0, param->tradingview, param->tulip, param->pandas };
        params[i] = of_preset[preset] != 0 ? of_preset[preset] : param->initial;
    }
}

tr_status tr_indicator_config_init(const tr_indicator_info *info, tr_indicator_preset preset,
                                   tr_indicator_config *out, tr_error *err)
{
    if (info == NULL || out == NULL)
        return tr__fail(err, TR_E_INVALID, 0, "indicator or configuration is missing");
    if ((unsigned int)preset > TR_INDICATOR_PANDAS)
        return tr__fail(err, TR_E_INVALID, 0, "preset is %d, allowed 0..3", (int)preset);
    *out = (tr_indicator_config){ .struct_size = sizeof *out, .info = info, .preset = preset };
    tr__config_defaults(info, preset, out->params);
    return TR_OK;
}

/* A value beyond its range, as a person would write both. */
static tr_status param_refuse(const tr_indicator_info *info, const tr_indicator_param *param,
                              const char *value, tr_error *err)
{
    char low[TR_DOUBLE_TEXT_SIZE], high[TR_DOUBLE_TEXT_SIZE];
    (void)tr_double_format(param->min, low, sizeof low);
    (void)tr_double_format(param->max, high, sizeof high);
    return tr__fail(err, TR_E_RANGE, 0, "%s: %s is %s, allowed %s..%s", info->name, param->name,
                    value, low, high);
}

static tr_status param_check(const tr_indicator_info *info, const tr_indicator_param *param,
                             double value, tr_error *err)
{
    bool is_within = value >= param->min && value <= param->max;
    bool is_whole = param->kind == TR_PARAM_REAL || value == floor(value);
    if (is_within && is_whole &&
        (param->kind != TR_PARAM_MOVING_AVERAGE || tr__average_find((int)value) != NULL))
        return TR_OK;
    char text[TR_DOUBLE_TEXT_SIZE];
    if (tr_double_format(value, text, sizeof text) == 0)
        (void)snprintf(text, sizeof text, "%g", value); /* infinities, NaN */
    if (!is_within)
        return param_refuse(info, param, text, err);
    return tr__fail(err, TR_E_RANGE, 0, "%s: %s is %s, %s", info->name, param->name, text,
                    is_whole ? "which is no moving average" : "allowed whole numbers only");
}

tr_status tr_indicator_config_set(tr_indicator_config *config, const char *name, double value,
                                  tr_error *err)
{
    if (config == NULL || config->info == NULL || name == NULL)
        return tr__fail(err, TR_E_INVALID, 0, "configuration or name is missing");
    for (size_t i = 0; i < tr_indicator_param_count(config->info); i++) {
        const tr_indicator_param *param = &config->info->params[i];
        size_t length = strlen(name);
        if (!tr__ascii_equal(name, length, param->name) &&
            (param->alias == NULL || !tr__ascii_equal(name, length, param->alias)))
            continue;
        tr_status status = param_check(config->info, param, value, err);
        if (status == TR_OK)
            config->params[i] = value;
        return status;
    }
    return tr__fail(err, TR_E_NOT_FOUND, 0, "%s: no parameter %s", config->info->name, name);
}

tr_status tr__config_check(const tr_indicator_config *config, tr_error *err)
{
    if (config == NULL || config->struct_size != sizeof *config || config->info == NULL)
        return tr__fail(err, TR_E_INVALID, 0, "the configuration is not initialised");
    if (tr_indicator_find(config->info->name) != config->info)
        return tr__fail(err, TR_E_INVALID, 0,
                        "the configuration names an indicator that is not in the table");
    if ((unsigned int)config->preset > TR_INDICATOR_PANDAS ||
        (unsigned int)config->bad_bar > TR_INDICATOR_BAD_BAR_REFUSE)
        return tr__fail(err, TR_E_INVALID, 0, "%s: no such preset or policy: %d, %d",
                        config->info->name, (int)config->preset, (int)config->bad_bar);
    for (size_t i = 0; i < tr_indicator_param_count(config->info); i++) {
        tr_status status =
            param_check(config->info, &config->info->params[i], config->params[i], err);
        if (status != TR_OK)
            return status;
    }
    return TR_OK;
}
