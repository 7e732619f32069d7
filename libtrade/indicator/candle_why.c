/* candle_why.c: why a pattern fired at a bar or did not, from the same definitions and the same program steps. */
#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include <trade/double_text.h>

#include "core/fail.h"
#include "indicator/candle_text.h"
#include "indicator/candles_inside.h"

/* The program of one pattern, on the stack of a call. */
#define PROGRAM_DOUBLES 1024

/* What is looked at while reasons are written. */
typedef struct witness {
    const tr__pattern *pattern;
    const tr__candle_draft *draft;
    const double *const *in;
    const tr__candle_scratch *scratch;
    const tr__candle_list *setup; /* checks of the set-up's two cases */
    tr_candle_why *why;
} witness;

static double series_value(const witness *on, size_t number, size_t back)
{
    return *(tr__candle_series_seen(&on->draft->program, on->in, on->scratch, number) - back);
}

static const tr__candle_step *step_of(const tr__candle_draft *draft, size_t mask)
{
    for (size_t i = 0; i < draft->program.step_count; i++)
        if (draft->steps[i].kind >= TR__STEP_OVER && draft->steps[i].target == mask)
            return &draft->steps[i];
    return NULL;
}

/* Adds a reason; returns whether it is met. */
static bool reason_add(const witness *on, const tr__condition *asked, const tr__candle_check *check,
                       size_t back, const tr_candle_reason *of)
{
    static const char *const relations[] = { ">", "<", ">=", "<=", "", "", "" };
    assert(on->why->reason_count < TR_CANDLE_REASONS_MAX);
    tr_candle_reason *reason = &on->why->reasons[on->why->reason_count++];
    size_t seen_back = check->back + back;
    *reason = *of;
    reason->left = reason->right = NAN;
    reason->relation = relations[asked->relation];
    reason->is_met =
        *(tr__candle_mask_seen(&on->draft->program, on->scratch, check->mask) - seen_back);
    size_t length = tr__candle_condition_text(asked, back, reason->text, sizeof reason->text);
    assert(length > 0);
    if (asked->relation >= IS_SET_UP)
        return reason->is_met;
    const tr__candle_step *step = step_of(on->draft, check->mask);
    assert(step != NULL);
    double a = series_value(on, step->a, step->a_back + seen_back);
    double b = series_value(on, step->b, step->b_back + seen_back);
    /* A step has one direction: what is under was turned round. */
    bool is_turned = asked->relation == UNDER || asked->relation == AT_MOST;
    reason->left = is_turned ? b : a;
    reason->right = is_turned ? a : b;
    return reason->is_met;
}

/* Adds the reasons of a list; a set-up is what it is made of. Returns whether all are met. */
static bool reasons_add(const witness *on, const tr__conditions *asked, const tr__candle_list *list,
                        const tr_candle_reason *of)
{
    bool is_met = true;
    for (size_t i = 0; i < asked->count; i++) {
        const tr__condition *condition = &asked->list[i];
        const tr__candle_check *check = &on->draft->checks[list->first + i];
        if (condition->relation != IS_SET_UP && condition->relation != IS_SET_DOWN) {
            is_met &= reason_add(on, condition, check, 0, of);
            continue;
        }
        const tr__pattern *setup = on->pattern->setup;
        size_t side = condition->relation == IS_SET_UP ? 0 : 1;
        const tr__candle_check *checks = &on->draft->checks[on->setup[side].first];
        const tr__conditions *also = &setup->cases[side].also;
        for (size_t k = 0; k < setup->always.count + also->count; k++)
            is_met &= reason_add(on,
                                 k < setup->always.count ? &setup->always.list[k]
                                                         : &also->list[k - setup->always.count],
                                 &checks[k], (size_t)condition->left, of);
    }
    return is_met;
}

static void why_tell(const witness *on)
{
    const tr__candle_row *row = &on->draft->rows[0];
    tr_candle_why *why = on->why;
    bool is_possible =
        reasons_add(on, &on->pattern->always, &row->checks, &(tr_candle_reason){ .answer = 0 });
    for (uint16_t k = 0; k < row->case_count; k++) {
        const tr__candle_case *asked = &on->draft->cases[k];
        const tr_candle_reason of = { .case_number = (uint16_t)(k + 1),
                                      .answer = (int8_t)asked->value };
        bool is_met = reasons_add(on, &on->pattern->cases[k].also, &asked->checks, &of);
        if (is_possible && is_met && why->case_number == 0) {
            why->case_number = of.case_number;
            why->answer = of.answer;
        }
    }
    why->case_count = row->case_count;
}

static tr_status why_check(const tr_candles *candles, size_t pattern, const tr_candle_why *out,
                           tr_error *err)
{
    const tr__indicator *indicator = tr__candle_at_index(pattern);
    if (candles == NULL || out == NULL || indicator == NULL)
        return tr__fail(err, TR_E_INVALID, 0, "candles or place are missing, or no pattern %zu",
                        pattern);
    const tr_indicator_info *info = &indicator->info;
    if (!candles->config.is_selected[pattern])
        return tr__fail(err, TR_E_NOT_FOUND, 0, "%s is not selected", info->name);
    size_t lookback = tr__candle_lookback(tr__candle_pattern(indicator, candles->config.preset),
                                          candles->config.measures);
    if (candles->fed <= lookback)
        return tr__fail(err, TR_E_NOT_FOUND, 0, "%s needs %zu bars, there are %llu", info->name,
                        lookback + 1, (unsigned long long)candles->fed);
    if (candles->bad_at > 0 && candles->fed <= candles->bad_at + lookback)
        return tr__fail(err, TR_E_NOT_FOUND, 0, "%s: a bad bar is among the last %zu", info->name,
                        lookback + 1);
    return TR_OK;
}

tr_status tr_candles_why(tr_candles *candles, size_t pattern, tr_candle_why *out, tr_error *err)
{
    tr_status status = why_check(candles, pattern, out, err);
    if (status != TR_OK)
        return status;
    tr__candle_draft draft;
    double program[PROGRAM_DOUBLES];
    const tr__pattern *definition =
        tr__candle_pattern(tr__candle_at_index(pattern), candles->config.preset);
    tr__candle_draft_begin(&draft);
    tr__candle_draft_add(&draft, definition, pattern, candles->config.measures,
                         candles->config.penetration[pattern]);
    tr__candle_draft_end(&draft);
    assert(draft.program.size <= sizeof program);
    tr__candle_draft_write(&draft, program);
    /* The pass has room for this pattern among all, and so for this pattern alone. */
    const double *in[4];
    for (size_t k = 0; k < 4; k++)
        in[k] = tr__candles_last(candles, k);
    const tr__candle_scratch scratch = tr__candles_scratch(candles);
    tr__candle_trace((const tr__candle_program *)(const void *)program, in, 1, &scratch);
    memset(out, 0, sizeof *out);
    const tr__candle_list setup[2] = {
        { .first = 0 },
        { .first = definition->setup == NULL ? 0
                                             : (uint16_t)(definition->setup->always.count +
                                                          definition->setup->cases[0].also.count) }
    };
    why_tell(&(witness){ definition, &draft, in, &scratch, setup, out });
    return TR_OK;
}

size_t tr_candle_reason_format(const tr_candle_reason *reason, char *buffer, size_t size)
{
    char left[32], right[32];
    if (reason == NULL || buffer == NULL || size == 0)
        return 0;
    const char *answer = reason->is_met ? "yes" : "no";
    int length = 0;
    if (tr_double_format(reason->left, left, sizeof left) > 0 &&
        tr_double_format(reason->right, right, sizeof right) > 0)
        length = snprintf(buffer, size, "%s (%s %s %s): %s", reason->text, left, reason->relation,
                          right, answer);
    else
        length = snprintf(buffer, size, "%s: %s", reason->text, answer);
    if (length > 0 && (size_t)length < size)
        return (size_t)length;
    buffer[0] = '\0';
    return 0;
}
