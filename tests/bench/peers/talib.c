/* talib.c: TA-Lib as a peer, through its own table of functions; with its defaults. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include <ta_libc.h>

#include "peer.h"

#define FUNCTIONS_MAX 256
#define NAME_SIZE     32

static const TA_FuncInfo *functions[FUNCTIONS_MAX];
static char names[FUNCTIONS_MAX][NAME_SIZE];
static size_t function_count;

static TA_ParamHolder *holder;
static const TA_FuncInfo *current;
static int last_index;
static void *buffers[PEER_OUTPUTS_MAX];
static size_t buffer_count;
static bool is_whole[PEER_OUTPUTS_MAX];

static void function_add(const TA_FuncInfo *info, void *user)
{
    (void)user;
    if (function_count == FUNCTIONS_MAX)
        return;
    functions[function_count] = info;
    for (size_t i = 0; i + 1 < NAME_SIZE && info->name[i] != '\0'; i++)
        names[function_count][i] = (char)tolower((unsigned char)info->name[i]);
    function_count++;
}

static size_t talib_count(void)
{
    if (function_count == 0 && TA_Initialize() == TA_SUCCESS)
        TA_ForEachFunc(function_add, NULL);
    return function_count;
}

static const char *talib_name(size_t index)
{
    return names[index];
}

/* Buffers stay for the next function: new pages would cost the first calls that write to them. */
static bool buffers_reserve(size_t count)
{
    for (size_t i = 0; i < PEER_OUTPUTS_MAX && count > buffer_count; i++) {
        free(buffers[i]);
        buffers[i] = malloc(count * sizeof(double));
        if (buffers[i] == NULL)
            return false;
        memset(buffers[i], 0, count * sizeof(double));
    }
    if (count > buffer_count)
        buffer_count = count;
    return true;
}

static bool inputs_set(const peer_data *data)
{
    size_t real = 0;
    for (unsigned int i = 0; i < current->nbInput; i++) {
        const TA_InputParameterInfo *info = NULL;
        if (TA_GetInputParameterInfo(current->handle, i, &info) != TA_SUCCESS)
            return false;
        TA_RetCode code = TA_BAD_PARAM;
        if (info->type == TA_Input_Price)
            code = TA_SetInputParamPricePtr(holder, i, data->open, data->high, data->low,
                                            data->close, data->volume, NULL);
        else if (info->type == TA_Input_Real && real < 2)
            code = TA_SetInputParamRealPtr(holder, i, data->real[real++]);
        if (code != TA_SUCCESS)
            return false;
    }
    return true;
}

static bool outputs_set(void)
{
    for (unsigned int i = 0; i < current->nbOutput; i++) {
        const TA_OutputParameterInfo *info = NULL;
        if (TA_GetOutputParameterInfo(current->handle, i, &info) != TA_SUCCESS)
            return false;
        is_whole[i] = info->type == TA_Output_Integer;
        TA_RetCode code = is_whole[i] ? TA_SetOutputParamIntegerPtr(holder, i, buffers[i])
                                      : TA_SetOutputParamRealPtr(holder, i, buffers[i]);
        if (code != TA_SUCCESS)
            return false;
    }
    return true;
}

static bool talib_prepare(size_t index, const peer_data *data, const char *const *param_names,
                          const double *params, size_t param_count)
{
    (void)param_names;
    (void)params;
    (void)param_count;
    if (holder != NULL)
        TA_ParamHolderFree(holder);
    holder = NULL;
    current = functions[index];
    last_index = (int)data->count - 1;
    return buffers_reserve(data->count) &&
           TA_ParamHolderAlloc(current->handle, &holder) == TA_SUCCESS && inputs_set(data) &&
           outputs_set();
}

static bool talib_run(peer_result *out)
{
    int begin = 0, count = 0;
    if (TA_CallFunc(holder, 0, last_index, &begin, &count) != TA_SUCCESS)
        return false;
    out->begin = (size_t)begin;
    out->count = (size_t)count;
    out->output_count = current->nbOutput;
    for (size_t k = 0; k < out->output_count; k++) {
        out->is_whole[k] = is_whole[k];
        out->output[k] = buffers[k];
    }
    return true;
}

static const char *talib_version(void)
{
    return TA_GetVersionString();
}

extern const peer peer_library;
const peer peer_library = { "TA-Lib",   talib_version, talib_count,
                            talib_name, talib_prepare, talib_run };
