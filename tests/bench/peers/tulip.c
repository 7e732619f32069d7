/* tulip.c: Tulip Indicators as a peer, through its own table. It has no defaults, so it takes ours. */
#include <stdlib.h>
#include <string.h>

#include <indicators.h>

#include "peer.h"

static const ti_indicator_info *current;
static const TI_REAL *inputs[TI_MAXINDPARAMS];
static TI_REAL options[TI_MAXINDPARAMS];
static TI_REAL *outputs[TI_MAXINDPARAMS];
static size_t buffer_count;
static int bar_count;

static const char *tulip_version(void)
{
    return ti_version();
}

static size_t tulip_count(void)
{
    return TI_INDICATOR_COUNT;
}

static const char *tulip_name(size_t index)
{
    return ti_indicators[index].name;
}

static bool buffers_reserve(size_t count)
{
    for (size_t i = 0; i < TI_MAXINDPARAMS && count > buffer_count; i++) {
        free(outputs[i]);
        outputs[i] = calloc(count, sizeof(TI_REAL));
        if (outputs[i] == NULL)
            return false;
        for (size_t k = 0; k < count; k++)
            outputs[i][k] = 1;
    }
    if (count > buffer_count)
        buffer_count = count;
    return true;
}

/* "short period" is "short_period", "%k period" is "k_period". */
static bool is_same_name(const char *theirs, const char *ours)
{
    if (*theirs == '%')
        theirs++;
    for (; *theirs != '\0' && *ours != '\0'; theirs++, ours++)
        if (*theirs != *ours && !(*theirs == ' ' && *ours == '_'))
            return false;
    return *theirs == *ours;
}

static bool options_set(const char *const *param_names, const double *params, size_t param_count)
{
    if ((size_t)current->options == param_count) {
        memcpy(options, params, param_count * sizeof *params);
        return true;
    }
    for (int i = 0; i < current->options; i++) {
        size_t at = 0;
        while (at < param_count && !is_same_name(current->option_names[i], param_names[at]))
            at++;
        if (at == param_count)
            return false;
        options[i] = params[at];
    }
    return true;
}

static bool tulip_prepare(size_t index, const peer_data *data, const char *const *param_names,
                          const double *params, size_t param_count)
{
    current = &ti_indicators[index];
    bar_count = (int)data->count;
    const struct {
        const char *name;
        const double *series;
    } columns[] = { { "open", data->open },
                    { "high", data->high },
                    { "low", data->low },
                    { "close", data->close },
                    { "volume", data->volume } };
    size_t real = 0;
    for (int i = 0; i < current->inputs; i++) {
        inputs[i] = NULL;
        for (size_t k = 0; k < sizeof columns / sizeof columns[0]; k++)
            if (strcmp(current->input_names[i], columns[k].name) == 0)
                inputs[i] = columns[k].series;
        if (inputs[i] == NULL && real < 2)
            inputs[i] = data->real[real++];
        if (inputs[i] == NULL)
            return false;
    }
    return options_set(param_names, params, param_count) && buffers_reserve(data->count);
}

static bool tulip_run(peer_result *out)
{
    if (current->indicator(bar_count, inputs, options, outputs) != TI_OKAY)
        return false;
    out->begin = (size_t)current->start(options);
    out->count = (size_t)bar_count - out->begin;
    out->output_count = (size_t)current->outputs;
    for (size_t k = 0; k < out->output_count; k++) {
        out->is_whole[k] = false;
        out->output[k] = outputs[k];
    }
    return true;
}

extern const peer peer_library;
const peer peer_library = { "Tulip",    tulip_version, tulip_count,
                            tulip_name, tulip_prepare, tulip_run };
