/* registry.c: the table of indicators, generated from the names in meson.build. */
#include <string.h>

#include "core/ascii.h"
#include "indicator/plan.h"

#define INDICATOR(name) extern const tr__indicator tr__indicator_##name;
#include "indicator/registry.inc"
#undef INDICATOR

#define INDICATOR(name) &tr__indicator_##name,
const tr__indicator *const tr__indicators[] = {
#include "indicator/registry.inc"
};
#undef INDICATOR

const size_t tr__indicator_total = sizeof tr__indicators / sizeof tr__indicators[0];

/* Order of a text in any case against a name in lower case. */
static int name_order(const char *text, const char *name)
{
    while (*text != '\0' && tr__ascii_lower(*text) == *name) {
        text++;
        name++;
    }
    return (unsigned char)tr__ascii_lower(*text) - (unsigned char)*name;
}

/* Is `name` one of the words of `words`, in any case? */
static bool words_hold(const char *words, const char *name)
{
    size_t length = strlen(name);
    while (length > 0 && *words != '\0') {
        size_t word = strcspn(words, " ");
        if (word == length && tr__ascii_equal(words, length, name))
            return true;
        words += word + (words[word] == ' ');
    }
    return false;
}

const tr_indicator_info *tr_indicator_find(const char *name)
{
    if (name == NULL)
        return NULL;
    size_t low = 0, high = tr__indicator_total;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = name_order(name, tr__indicators[middle]->info.name);
        if (order == 0)
            return &tr__indicators[middle]->info;
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    for (size_t i = 0; i < tr__indicator_total; i++)
        if (words_hold(tr__indicators[i]->info.aliases, name))
            return &tr__indicators[i]->info;
    return NULL;
}

size_t tr_indicator_count(void)
{
    return tr__indicator_total;
}

const tr_indicator_info *tr_indicator_at(size_t index)
{
    return index < tr__indicator_total ? &tr__indicators[index]->info : NULL;
}

size_t tr_indicator_input_count(const tr_indicator_info *info)
{
    size_t count = 0;
    while (info != NULL && info->inputs[count] != TR_INPUT_NONE)
        count++;
    return count;
}

size_t tr_indicator_param_count(const tr_indicator_info *info)
{
    size_t count = 0;
    while (info != NULL && info->params[count].name != NULL)
        count++;
    return count;
}

size_t tr_indicator_output_count(const tr_indicator_info *info)
{
    size_t count = 0;
    while (info != NULL && info->outputs[count].name != NULL)
        count++;
    return count;
}

int tr_indicator_average_code(const char *name)
{
    const tr_indicator_info *info = tr_indicator_find(name);
    return info == NULL ? -1 : ((const tr__indicator *)(const void *)info)->average_code - 1;
}

const tr__indicator *tr__average_find(int code)
{
    for (size_t i = 0; i < tr__indicator_total; i++)
        if (tr__indicators[i]->average_code == code + 1 && code >= 0)
            return tr__indicators[i];
    return NULL;
}
