/* candle_text.c: patterns in words. */
#include "indicator/candle_text.h"

#include <stdarg.h>
#include <stdio.h>

/* A text that grows in a buffer; once something does not fit, it is empty and stays so. */
typedef struct writer {
    char *text;
    size_t size;
    size_t length;
    bool is_full;
} writer;

static void put(writer *to, const char *format, ...) __attribute__((format(printf, 2, 3)));

static void put(writer *to, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    int length = vsnprintf(to->text + to->length, to->size - to->length, format, arguments);
    va_end(arguments);
    to->is_full = to->is_full || length < 0 || (size_t)length >= to->size - to->length;
    to->length = to->is_full ? 0 : to->length + (size_t)length;
    to->text[to->length] = '\0';
}

static const char *const seen_names[TR__SEEN_MEASURE + TR_CANDLE_MEASURES] = {
    [TR__SEEN_OPEN] = "open",
    [TR__SEEN_HIGH] = "high",
    [TR__SEEN_LOW] = "low",
    [TR__SEEN_CLOSE] = "close",
    [TR__SEEN_TOP] = "top",
    [TR__SEEN_BOTTOM] = "bottom",
    [TR__SEEN_BODY] = "body",
    [TR__SEEN_UPPER] = "upper shadow",
    [TR__SEEN_LOWER] = "lower shadow",
    [TR__SEEN_RANGE] = "range",
    [TR__SEEN_SHADOWS] = "shadows",
    [TR__SEEN_MIDDLE] = "middle",
    [TR__SEEN_HALF] = "0.5 * body",
    [TR__SEEN_SHARE] = "penetration * body",
    [TR__SEEN_GROWTH] = "body growth",
    [TR__SEEN_MEASURE + TR_CANDLE_BODY_LONG] = "long",
    [TR__SEEN_MEASURE + TR_CANDLE_BODY_VERY_LONG] = "very long",
    [TR__SEEN_MEASURE + TR_CANDLE_BODY_SHORT] = "short",
    [TR__SEEN_MEASURE + TR_CANDLE_BODY_DOJI] = "doji",
    [TR__SEEN_MEASURE + TR_CANDLE_SHADOW_LONG] = "long shadow",
    [TR__SEEN_MEASURE + TR_CANDLE_SHADOW_VERY_LONG] = "very long shadow",
    [TR__SEEN_MEASURE + TR_CANDLE_SHADOW_SHORT] = "short shadow",
    [TR__SEEN_MEASURE + TR_CANDLE_SHADOW_VERY_SHORT] = "very short shadow",
    [TR__SEEN_MEASURE + TR_CANDLE_NEAR] = "near",
    [TR__SEEN_MEASURE + TR_CANDLE_FAR] = "far",
    [TR__SEEN_MEASURE + TR_CANDLE_EQUAL] = "equal",
};

/* The parts of a term, packed by TR__SEEN. */
static int series_of(int16_t code)
{
    return ((code < 0 ? -code : code) - 1) / TR__BACK_SPAN;
}

static size_t back_of(int16_t code)
{
    return (size_t)(((code < 0 ? -code : code) - 1) % TR__BACK_SPAN);
}

static void put_seen(writer *to, int16_t code, size_t back)
{
    put(to, "%s %zu", seen_names[series_of(code)], back_of(code) + back);
}

static bool is_of(const tr__condition *on, int left, int right)
{
    return on->right[1] == 0 && on->right[0] > 0 && series_of(on->left) == left &&
           series_of(on->right[0]) == right;
}

/* What has a word of its own: colours and gaps. */
static bool put_word(writer *to, const tr__condition *on, size_t back)
{
    size_t left = back_of(on->left) + back, right = back_of(on->right[0]) + back;
    if (is_of(on, TR__SEEN_CLOSE, TR__SEEN_OPEN) && left == right && on->relation != OVER)
        put(to, "%s %zu", on->relation == AT_LEAST ? "white" : "black", left);
    else if (is_of(on, TR__SEEN_BOTTOM, TR__SEEN_TOP) && on->relation == OVER)
        put(to, "body %zu above body %zu", left, right);
    else if (is_of(on, TR__SEEN_TOP, TR__SEEN_BOTTOM) && on->relation == UNDER)
        put(to, "body %zu below body %zu", left, right);
    else
        return false;
    return true;
}

static void put_condition(writer *to, const tr__condition *on, size_t back)
{
    static const char *const relations[] = { ">", "<", ">=", "<=" };
    static const char *const setups[] = { "set up", "set down", "not set" };
    if (on->relation >= IS_SET_UP) {
        put(to, "%s %zu", setups[on->relation - IS_SET_UP], (size_t)on->left + back);
        return;
    }
    if (put_word(to, on, back))
        return;
    put_seen(to, on->left, back);
    put(to, " %s ", relations[on->relation]);
    for (size_t i = 0; i < 3 && on->right[i] != 0; i++) {
        put(to, "%s", i == 0 ? (on->right[i] < 0 ? "-" : "") : on->right[i] < 0 ? " - " : " + ");
        put_seen(to, on->right[i], back);
    }
}

size_t tr__candle_condition_text(const tr__condition *condition, size_t back, char *text,
                                 size_t size)
{
    writer to = { .text = text, .size = size };
    put_condition(&to, condition, back);
    return to.length;
}

static void put_conditions(writer *to, const tr__conditions *conditions)
{
    put(to, "where ");
    for (size_t i = 0; i < conditions->count; i++) {
        put(to, "%s", i == 0 ? "" : " and ");
        put_condition(to, &conditions->list[i], 0);
    }
}

static void put_pattern(writer *to, const tr__pattern *pattern)
{
    const tr__case *only = &pattern->cases[0];
    if (only[1].value == 0 && only->also.count == 0) {
        put(to, "%d ", only->value);
        put_conditions(to, &pattern->always);
        return;
    }
    if (pattern->always.count > 0) {
        put_conditions(to, &pattern->always);
        put(to, ": ");
    }
    for (const tr__case *on = pattern->cases; on->value != 0; on++) {
        put(to, "%s%d%s", on == only ? "" : "; else ", on->value, on->also.count > 0 ? " " : "");
        if (on->also.count > 0)
            put_conditions(to, &on->also);
    }
}

size_t tr__candle_formula(const tr__indicator *indicator, char *text, size_t size)
{
    const tr__pattern *pattern = indicator->pattern, *tulip = indicator->tulip_pattern;
    writer to = { .text = text, .size = size };
    if (pattern != NULL && pattern->setup != NULL) {
        put(&to, "Set up or down: ");
        put_pattern(&to, pattern->setup);
        put(&to, ". Then ");
    }
    if (pattern != NULL)
        put_pattern(&to, pattern);
    if (pattern != NULL && tulip != NULL)
        put(&to, ". Under the preset tulip ");
    if (tulip != NULL)
        put_pattern(&to, tulip);
    put(&to, ". Numbers count bars back.");
    return to.length;
}
