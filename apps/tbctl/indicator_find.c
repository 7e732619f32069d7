/* indicator_find.c: indicators by name, near names, and a run over whole series. */
#include "tbctl/indicator.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "tbctl/near.h"

#define NEAR_MAX 4

const char *const tbctl_indicator_presets[] = { "talib", "tradingview", "tulip", "pandas", NULL };

const char *tbctl_indicator_input_name(tr_indicator_input input)
{
    static const char *const names[] = { "",      "open",   "high",   "low",
                                         "close", "volume", "series", "time" };
    return (size_t)input < sizeof names / sizeof names[0] ? names[input] : "series";
}

bool tbctl_indicator_is_time(tr_indicator_input input)
{
    return input == TR_INPUT_TIME;
}

void tbctl_indicator_inputs(const tr_indicator_info *info, char *buffer, size_t size)
{
    size_t used = 0;
    buffer[0] = '\0';
    for (size_t k = 0; k < tr_indicator_input_count(info) && used + 1 < size; k++) {
        int added = snprintf(buffer + used, size - used, "%s%s", k == 0 ? "" : ", ",
                             tbctl_indicator_input_name(info->inputs[k]));
        used += added > 0 ? (size_t)added : 0;
    }
}

void tbctl_indicator_value(const tr_indicator_param *param, double value, char *buffer, size_t size)
{
    for (size_t i = 0; param->kind == TR_PARAM_MOVING_AVERAGE && i < tr_indicator_count(); i++) {
        const char *name = tr_indicator_at(i)->name;
        if (tr_indicator_average_code(name) != (int)value)
            continue;
        (void)snprintf(buffer, size, "%s", name);
        return;
    }
    (void)tr_double_format(value, buffer, size); /* finite, and the callers' buffers hold any */
}

/* ---- near names ------------------------------------------------------------------------------ */

static bool holds_word(const char *text, const char *word)
{
    size_t length = strlen(word);
    for (; strlen(text) >= length; text++) {
        size_t i = 0;
        while (i < length && tolower((unsigned char)text[i]) == tolower((unsigned char)word[i]))
            i++;
        if (i == length)
            return true;
    }
    return false;
}

static bool is_kept(const char *const *kept, size_t count, const char *name)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(kept[i], name) == 0)
            return true;
    return false;
}

/* The nearest name that is not kept already: by letters, aliases included. */
static const char *nearest(const char *wanted, const char *const *kept, size_t kept_count)
{
    tbctl_near best = { NULL, 0 };
    for (size_t i = 0; i < tr_indicator_count(); i++) {
        const tr_indicator_info *info = tr_indicator_at(i);
        if (is_kept(kept, kept_count, info->name))
            continue;
        tbctl_near_consider(&best, wanted, info->name, info->name);
        const char *at = info->aliases;
        while (*at != '\0') {
            char alias[TBCTL_NEAR_LENGTH_MAX + 1];
            size_t length = strcspn(at, " ");
            (void)snprintf(alias, sizeof alias, "%.*s", (int)length, at);
            tbctl_near_consider(&best, wanted, alias, info->name);
            at += length + (at[length] == ' ');
        }
    }
    return best.name;
}

/* Names that are nearly the wanted one, then those whose name or title holds it: "bollinger". */
static size_t names_near(const char *wanted, const char *names[NEAR_MAX])
{
    size_t count = 0;
    const char *name = nearest(wanted, names, count);
    while (name != NULL && count < NEAR_MAX) {
        names[count++] = name;
        name = nearest(wanted, names, count);
    }
    for (size_t i = 0; i < tr_indicator_count() && count < NEAR_MAX && strlen(wanted) > 2; i++) {
        const tr_indicator_info *info = tr_indicator_at(i);
        bool is_held = holds_word(info->name, wanted) || holds_word(info->title, wanted);
        if (is_held && !is_kept(names, count, info->name))
            names[count++] = info->name;
    }
    return count;
}

tr_status tbctl_indicator_find(const char *name, const tr_indicator_info **out, tr_error *err)
{
    const char *near[NEAR_MAX] = { NULL };
    char list[TR_ERROR_MESSAGE_SIZE] = "";
    size_t used = 0;
    *out = tr_indicator_find(name);
    if (*out != NULL)
        return TR_OK;
    size_t count = names_near(name, near);
    for (size_t i = 0; i < count && used + 1 < sizeof list; i++) {
        int added = snprintf(list + used, sizeof list - used, "%s%s",
                             i == 0           ? ""
                             : i + 1 == count ? " or "
                                              : ", ",
                             near[i]);
        used += added > 0 ? (size_t)added : 0;
    }
    if (count == 0)
        return tbctl_fail(err, TR_E_INVALID,
                          "no indicator \"%.40s\"; tbctl indicator list shows all", name);
    return tbctl_fail(err, TR_E_INVALID, "no indicator \"%.40s\"; did you mean %s?", name, list);
}

/* ---- a run ----------------------------------------------------------------------------------- */

static tr_status run_bars(tr_indicator *indicator, const tr_indicator_info *info,
                          const double *const *in, size_t count, size_t block, double *const *out,
                          tr_error *err)
{
    tr_status status = TR_OK;
    for (size_t at = 0; at < count && status == TR_OK; at += block) {
        const double *from[TR_INDICATOR_INPUTS_MAX];
        double *to[TR_INDICATOR_OUTPUTS_MAX];
        for (size_t k = 0; k < tr_indicator_input_count(info); k++)
            from[k] = in[k] + at;
        for (size_t k = 0; k < tr_indicator_output_count(info); k++)
            to[k] = out[k] + at;
        status = tr_indicator_run(indicator, from, block, to, NULL, err);
    }
    return status;
}

tr_status tbctl_indicator_run(const tr_indicator_config *config, const double *const *in,
                              size_t count, bool is_stream, double *const *out, size_t *taken_out,
                              tr_error *err)
{
    size_t size = 0;
    tr_indicator *indicator = NULL;
    *taken_out = 0;
    tr_status status = tr_indicator_memory_size(config, &size, err);
    if (status != TR_OK)
        return status;
    void *memory = malloc(size);
    if (memory == NULL)
        return tbctl_fail(err, TR_E_NO_MEMORY, "%s wants %zu bytes of memory", config->info->name,
                          size);
    status = tr_indicator_init(config, memory, size, &indicator, err);
    if (status == TR_OK) {
        status = run_bars(indicator, config->info, in, count, is_stream ? 1 : count, out, err);
        *taken_out = (size_t)tr_indicator_bars(indicator);
    }
    free(memory);
    return status;
}
