/* candle_plan.c: makes programs of definitions; candle_program.h says what they are. */
#include <assert.h>
#include <string.h>

#include "indicator/candle_program.h"

const tr_candle_measure tr__candle_talib[TR_CANDLE_MEASURES] = {
    [TR_CANDLE_BODY_LONG] = { TR_CANDLE_RANGE_BODY, 10, 1 },
    [TR_CANDLE_BODY_VERY_LONG] = { TR_CANDLE_RANGE_BODY, 10, 3 },
    [TR_CANDLE_BODY_SHORT] = { TR_CANDLE_RANGE_BODY, 10, 1 },
    [TR_CANDLE_BODY_DOJI] = { TR_CANDLE_RANGE_HIGH_LOW, 10, 0.1 },
    [TR_CANDLE_SHADOW_LONG] = { TR_CANDLE_RANGE_BODY, 0, 1 },
    [TR_CANDLE_SHADOW_VERY_LONG] = { TR_CANDLE_RANGE_BODY, 0, 2 },
    [TR_CANDLE_SHADOW_SHORT] = { TR_CANDLE_RANGE_SHADOWS, 10, 1 },
    [TR_CANDLE_SHADOW_VERY_SHORT] = { TR_CANDLE_RANGE_HIGH_LOW, 10, 0.1 },
    [TR_CANDLE_NEAR] = { TR_CANDLE_RANGE_HIGH_LOW, 5, 0.2 },
    [TR_CANDLE_FAR] = { TR_CANDLE_RANGE_HIGH_LOW, 5, 0.6 },
    [TR_CANDLE_EQUAL] = { TR_CANDLE_RANGE_HIGH_LOW, 5, 0.05 },
};

/* Tulip's config in the same words; what it does not know is as TA-Lib has it. */
const tr_candle_measure tr__candle_tulip[TR_CANDLE_MEASURES] = {
    [TR_CANDLE_BODY_LONG] = { TR_CANDLE_RANGE_BODY, 10, 1.4 },
    [TR_CANDLE_BODY_VERY_LONG] = { TR_CANDLE_RANGE_BODY, 10, 3 },
    [TR_CANDLE_BODY_SHORT] = { TR_CANDLE_RANGE_BODY, 10, 0.5 },
    [TR_CANDLE_BODY_DOJI] = { TR_CANDLE_RANGE_HIGH_LOW, 10, 0.05 },
    [TR_CANDLE_SHADOW_LONG] = { TR_CANDLE_RANGE_BODY, 10, 0.6 },
    [TR_CANDLE_SHADOW_VERY_LONG] = { TR_CANDLE_RANGE_BODY, 0, 2 },
    [TR_CANDLE_SHADOW_SHORT] = { TR_CANDLE_RANGE_SHADOWS, 10, 1 },
    [TR_CANDLE_SHADOW_VERY_SHORT] = { TR_CANDLE_RANGE_HIGH_LOW, 10, 0.05 },
    [TR_CANDLE_NEAR] = { TR_CANDLE_RANGE_HIGH_LOW, 10, 0.3 },
    [TR_CANDLE_FAR] = { TR_CANDLE_RANGE_HIGH_LOW, 5, 0.6 },
    [TR_CANDLE_EQUAL] = { TR_CANDLE_RANGE_HIGH_LOW, 5, 0.05 },
};

/* A series or a mask, seen some bars back. */
typedef struct sight {
    unsigned int number;
    size_t back;
} sight;

/* What the definitions of one pattern are compiled with. */
typedef struct compiler {
    tr__candle_draft *draft;
    const tr_candle_measure *measures;
    double penetration;
    unsigned int set_up, set_down, not_set; /* masks of the set-up */
} compiler;

static sight at(unsigned int number, size_t back)
{
    return (sight){ number, back };
}

/* The series or mask that a step makes: of an equal step that is there already, or of a new one. */
static unsigned int step_find(tr__candle_draft *draft, tr__candle_step step)
{
    tr__candle_program *program = &draft->program;
    for (size_t i = 0; i < program->step_count; i++) {
        const tr__candle_step *known = &draft->steps[i];
        if (known->kind == step.kind && known->a == step.a && known->b == step.b &&
            known->a_back == step.a_back && known->b_back == step.b_back &&
            known->factor == step.factor)
            return known->target;
    }
    assert(program->step_count < TR__STEPS_MAX);
    step.target = step.kind >= TR__STEP_OVER ? program->mask_count++ : program->series_count++;
    draft->steps[program->step_count++] = step;
    return step.target;
}

/* A step of two operands, counted from the later one, so that the same comparison of other bars is the same step. */
static sight pair(tr__candle_draft *draft, tr__candle_kind kind, sight a, sight b)
{
    size_t back = a.back < b.back ? a.back : b.back;
    tr__candle_step step = { .kind = (uint16_t)kind,
                             .a = (uint16_t)a.number,
                             .b = (uint16_t)b.number,
                             .a_back = (uint16_t)(a.back - back),
                             .b_back = (uint16_t)(b.back - back) };
    return at(step_find(draft, step), back);
}

static sight scaled(tr__candle_draft *draft, tr__candle_kind kind, sight a, double factor)
{
    if (factor == 1)
        return a;
    tr__candle_step step = { .kind = (uint16_t)kind, .a = (uint16_t)a.number, .factor = factor };
    return at(step_find(draft, step), a.back);
}

/*
 * The sum of `period` values up to the one before `a`: added up in pairs, pairs of pairs and so on, and the lengths that
 * the period is made of in order of time. It is the same sum for every bar, whatever block the bar comes in.
 */
static sight sum_before(tr__candle_draft *draft, sight a, size_t period)
{
    sight power = at(a.number, 0), sum = a;
    size_t summed = 0;
    for (size_t length = 1; length <= period; length *= 2) {
        if ((period & length) != 0) {
            sight part = at(power.number, a.back + 1 + summed);
            sum = summed == 0 ? part : pair(draft, TR__STEP_PLUS, sum, part);
            summed += length;
        }
        if (2 * length <= period)
            power = pair(draft, TR__STEP_PLUS, at(power.number, 0), at(power.number, length));
    }
    return sum;
}

static sight seen(compiler *on, int series, size_t back);

static sight measured(compiler *on, const tr_candle_measure *measure, size_t back)
{
    static const int ranges[] = { TR__SEEN_BODY, TR__SEEN_RANGE, TR__SEEN_SHADOWS };
    sight range = seen(on, ranges[measure->range], back);
    if (measure->period > 0)
        range = scaled(on->draft, TR__STEP_DIVIDED, sum_before(on->draft, range, measure->period),
                       (double)measure->period);
    sight whole = scaled(on->draft, TR__STEP_TIMES, range, measure->factor);
    return measure->range == TR_CANDLE_RANGE_SHADOWS ? scaled(on->draft, TR__STEP_TIMES, whole, 0.5)
                                                     : whole;
}

/* Deep by five calls at most: a measure is made of shadows, those of tops, those of inputs. */
static sight seen(compiler *on, int series, size_t back)
{
    tr__candle_draft *draft = on->draft;
    sight open = at(TR__SEEN_OPEN, back), high = at(TR__SEEN_HIGH, back),
          low = at(TR__SEEN_LOW, back), close = at(TR__SEEN_CLOSE, back);
    switch (series) {
    case TR__SEEN_OPEN:
    case TR__SEEN_HIGH:
    case TR__SEEN_LOW:
    case TR__SEEN_CLOSE:
        return at((unsigned int)series, back);
    case TR__SEEN_TOP:
        return pair(draft, TR__STEP_HIGHER, open, close);
    case TR__SEEN_BOTTOM:
        return pair(draft, TR__STEP_LOWER, open, close);
    case TR__SEEN_BODY:
        return pair(draft, TR__STEP_APART, open, close);
    case TR__SEEN_UPPER:
        return pair(draft, TR__STEP_MINUS, high, seen(on, TR__SEEN_TOP, back));
    case TR__SEEN_LOWER:
        return pair(draft, TR__STEP_MINUS, seen(on, TR__SEEN_BOTTOM, back), low);
    case TR__SEEN_RANGE:
        return pair(draft, TR__STEP_MINUS, high, low);
    case TR__SEEN_SHADOWS:
        return pair(draft, TR__STEP_PLUS, seen(on, TR__SEEN_UPPER, back),
                    seen(on, TR__SEEN_LOWER, back));
    case TR__SEEN_MIDDLE:
        return pair(draft, TR__STEP_PLUS, low,
                    scaled(draft, TR__STEP_TIMES, seen(on, TR__SEEN_RANGE, back), 0.5));
    case TR__SEEN_HALF:
        return scaled(draft, TR__STEP_TIMES, seen(on, TR__SEEN_BODY, back), 0.5);
    case TR__SEEN_SHARE:
        return scaled(draft, TR__STEP_TIMES, seen(on, TR__SEEN_BODY, back), on->penetration);
    case TR__SEEN_GROWTH:
        return pair(draft, TR__STEP_MINUS, seen(on, TR__SEEN_BODY, back),
                    seen(on, TR__SEEN_BODY, back + 1));
    default:
        return measured(on, &on->measures[series - TR__SEEN_MEASURE], back);
    }
}

static sight term(compiler *on, int16_t code)
{
    int packed = (code < 0 ? -code : code) - 1;
    return seen(on, packed / TR__BACK_SPAN, (size_t)(packed % TR__BACK_SPAN));
}

static sight condition(compiler *on, const tr__condition *wanted)
{
    if (wanted->relation == IS_SET_UP)
        return at(on->set_up, (size_t)wanted->left);
    if (wanted->relation == IS_SET_DOWN)
        return at(on->set_down, (size_t)wanted->left);
    if (wanted->relation == IS_NOT_SET)
        return at(on->not_set, (size_t)wanted->left);
    sight left = term(on, wanted->left), right = term(on, wanted->right[0]);
    if (wanted->right[0] < 0)
        right = scaled(on->draft, TR__STEP_TIMES, right, -1);
    for (size_t i = 1; i < 3 && wanted->right[i] != 0; i++)
        right = pair(on->draft, wanted->right[i] < 0 ? TR__STEP_MINUS : TR__STEP_PLUS, right,
                     term(on, wanted->right[i]));
    switch (wanted->relation) {
    case OVER:
        return pair(on->draft, TR__STEP_OVER, left, right);
    case UNDER:
        return pair(on->draft, TR__STEP_OVER, right, left);
    case AT_LEAST:
        return pair(on->draft, TR__STEP_AT_LEAST, left, right);
    default:
        assert(wanted->relation == AT_MOST);
        return pair(on->draft, TR__STEP_AT_LEAST, right, left);
    }
}

/* Two lists of conditions as one list of checks. */
static tr__candle_list checks_list(compiler *on, const tr__conditions *a, const tr__conditions *b)
{
    tr__candle_program *program = &on->draft->program;
    tr__candle_list list = { .first = program->check_count };
    for (size_t i = 0; i < a->count + b->count; i++) {
        sight mask = condition(on, i < a->count ? &a->list[i] : &b->list[i - a->count]);
        assert(program->check_count < TR__CHECKS_MAX);
        on->draft->checks[program->check_count++] =
            (tr__candle_check){ (uint16_t)mask.number, (uint16_t)mask.back };
        list.count++;
    }
    return list;
}

static unsigned int mask_new(tr__candle_draft *draft, tr__candle_kind kind, size_t a, size_t b)
{
    return step_find(
        draft, (tr__candle_step){ .kind = (uint16_t)kind, .a = (uint16_t)a, .b = (uint16_t)b });
}

static void setup_compile(compiler *on, const tr__pattern *setup)
{
    assert(setup->cases[0].value > 0 && setup->cases[1].value < 0 && setup->cases[2].value == 0);
    unsigned int masks[2];
    for (size_t i = 0; i < 2; i++) {
        tr__candle_list list = checks_list(on, &setup->always, &setup->cases[i].also);
        masks[i] = mask_new(on->draft, TR__STEP_ALL, list.first, list.count);
    }
    on->set_up = masks[0];
    on->set_down = masks[1];
    on->not_set = mask_new(on->draft, TR__STEP_NEITHER, masks[0], masks[1]);
}

/* The longest mean that a list of conditions looks at. */
static size_t period_max(const tr__conditions *conditions, const tr_candle_measure *measures)
{
    size_t longest = 0;
    for (size_t i = 0; i < conditions->count; i++) {
        const tr__condition *wanted = &conditions->list[i];
        const int16_t codes[] = { wanted->left, wanted->right[0], wanted->right[1],
                                  wanted->right[2] };
        for (size_t k = 0; k < 4 && wanted->relation < IS_SET_UP; k++) {
            int packed = (codes[k] < 0 ? -codes[k] : codes[k]) - 1;
            int measure = packed / TR__BACK_SPAN - TR__SEEN_MEASURE;
            if (codes[k] != 0 && measure >= 0 && measures[measure].period > longest)
                longest = measures[measure].period;
        }
    }
    return longest;
}

static size_t pattern_period_max(const tr__pattern *pattern, const tr_candle_measure *measures)
{
    size_t longest = period_max(&pattern->always, measures);
    for (const tr__case *on = pattern->cases; on->value != 0; on++) {
        size_t period = period_max(&on->also, measures);
        longest = period > longest ? period : longest;
    }
    return longest;
}

size_t tr__candle_lookback(const tr__pattern *pattern, const tr_candle_measure *measures)
{
    size_t longest = pattern_period_max(pattern, measures);
    if (pattern->setup != NULL) {
        size_t period = pattern_period_max(pattern->setup, measures);
        longest = period > longest ? period : longest;
    }
    size_t lookback = longest + pattern->span;
    return lookback > pattern->lookback_min ? lookback : pattern->lookback_min;
}

void tr__candle_draft_begin(tr__candle_draft *draft)
{
    draft->program = (tr__candle_program){ .series_count = 4 };
}

void tr__candle_draft_add(tr__candle_draft *draft, const tr__pattern *pattern, size_t index,
                          const tr_candle_measure *measures, double penetration)
{
    static const tr__conditions none = { NULL, 0 };
    compiler on = { .draft = draft, .measures = measures, .penetration = penetration };
    tr__candle_program *program = &draft->program;
    if (pattern->setup != NULL)
        setup_compile(&on, pattern->setup);
    assert(program->row_count < TR_CANDLES_MAX);
    tr__candle_row *row = &draft->rows[program->row_count++];
    *row = (tr__candle_row){ .pattern = (uint16_t)index,
                             .lookback = (uint16_t)tr__candle_lookback(pattern, measures),
                             .case_first = program->case_count,
                             .checks = checks_list(&on, &pattern->always, &none) };
    for (const tr__case *listed = pattern->cases; listed->value != 0; listed++) {
        assert(program->case_count < TR__ROW_CASES_MAX);
        int value = listed->value == 200    ? TR_CANDLE_CONFIRMED
                    : listed->value == -200 ? -TR_CANDLE_CONFIRMED
                                            : listed->value;
        draft->cases[program->case_count++] =
            (tr__candle_case){ (int16_t)value, checks_list(&on, &listed->also, &none) };
        row->case_count++;
    }
}

static void reach(uint16_t *before, size_t wanted)
{
    if (*before < wanted)
        *before = (uint16_t)wanted;
}

/* From the last step to the first: how far before a block each must reach for those that come after it. */
static void reaches_find(tr__candle_draft *draft)
{
    tr__candle_program *program = &draft->program;
    uint16_t series[TR__STEPS_MAX + 4] = { 0 }, masks[TR__STEPS_MAX] = { 0 };
    for (size_t i = 0; i < program->check_count; i++)
        reach(&masks[draft->checks[i].mask], draft->checks[i].back);
    for (size_t i = program->step_count; i-- > 0;) {
        tr__candle_step *step = &draft->steps[i];
        step->before = step->kind >= TR__STEP_OVER ? masks[step->target] : series[step->target];
        if (step->kind == TR__STEP_ALL) {
            for (size_t k = 0; k < step->b; k++) {
                const tr__candle_check *check = &draft->checks[step->a + k];
                reach(&masks[check->mask], (size_t)step->before + check->back);
            }
        } else {
            uint16_t *operands = step->kind == TR__STEP_NEITHER ? masks : series;
            reach(&operands[step->a], (size_t)step->before + step->a_back);
            reach(&operands[step->b], (size_t)step->before + step->b_back);
        }
    }
    for (size_t i = 0; i < program->series_count; i++)
        reach(i < 4 ? &program->depth : &program->series_pad, series[i]);
    for (size_t i = 0; i < program->mask_count; i++)
        reach(&program->mask_pad, masks[i]);
}

/* Every step comes after those it needs: what the last one needs is found going back once. */
static void needs_find(tr__candle_draft *draft)
{
    tr__candle_program *program = &draft->program;
    program->need_count = 0;
    for (size_t last = 0; last < program->step_count; last++) {
        if (draft->steps[last].kind < TR__STEP_OVER)
            continue;
        bool series[TR__STEPS_MAX + 4] = { false }, masks[TR__STEPS_MAX] = { false };
        bool is_needed[TR__STEPS_MAX] = { false };
        masks[draft->steps[last].target] = true;
        for (size_t i = last + 1; i-- > 0;) {
            const tr__candle_step *step = &draft->steps[i];
            is_needed[i] = step->kind >= TR__STEP_OVER ? masks[step->target] : series[step->target];
            if (!is_needed[i])
                continue;
            bool *operands = step->kind == TR__STEP_NEITHER ? masks : series;
            if (step->kind != TR__STEP_ALL)
                operands[step->a] = operands[step->b] = true;
            for (size_t k = 0; step->kind == TR__STEP_ALL && k < step->b; k++)
                masks[draft->checks[step->a + k].mask] = true;
        }
        tr__candle_mask *mask = &draft->masks[draft->steps[last].target];
        mask->need_first = program->need_count;
        for (size_t i = 0; i <= last; i++) {
            if (!is_needed[i])
                continue;
            assert(program->need_count < TR__NEEDS_MAX);
            draft->needs[program->need_count++] = (uint16_t)i;
        }
        mask->need_count = (uint16_t)(program->need_count - mask->need_first);
    }
}

/* A mean takes more steps than this. */
#define CHEAP_NEEDS 6

static void list_sort(tr__candle_draft *draft, tr__candle_list *list)
{
    tr__candle_check *checks = &draft->checks[list->first];
    for (size_t i = 1; i < list->count; i++) {
        tr__candle_check check = checks[i];
        size_t at = i;
        for (; at > 0 &&
               draft->masks[checks[at - 1].mask].need_count > draft->masks[check.mask].need_count;
             at--)
            checks[at] = checks[at - 1];
        checks[at] = check;
    }
    while (list->cheap_count < list->count &&
           draft->masks[checks[list->cheap_count].mask].need_count <= CHEAP_NEEDS)
        list->cheap_count++;
}

void tr__candle_draft_sort(tr__candle_draft *draft)
{
    needs_find(draft);
    for (size_t i = 0; i < draft->program.row_count; i++)
        list_sort(draft, &draft->rows[i].checks);
    for (size_t i = 0; i < draft->program.case_count; i++)
        list_sort(draft, &draft->cases[i].checks);
}

void tr__candle_draft_end(tr__candle_draft *draft)
{
    tr__candle_program *program = &draft->program;
    reaches_find(draft);
    needs_find(draft);
    const size_t sizes[] = { sizeof *program,
                             program->step_count * sizeof *draft->steps,
                             program->mask_count * sizeof *draft->masks,
                             program->need_count * sizeof *draft->needs,
                             program->check_count * sizeof *draft->checks,
                             program->case_count * sizeof *draft->cases,
                             program->row_count * sizeof *draft->rows };
    uint16_t *const places[] = { &program->steps_at,  &program->masks_at, &program->needs_at,
                                 &program->checks_at, &program->cases_at, &program->rows_at };
    size_t at = 0;
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        at += (sizes[i] + sizeof(double) - 1) / sizeof(double);
        if (i < sizeof places / sizeof *places)
            *places[i] = (uint16_t)at;
    }
    assert(at <= UINT16_MAX);
    program->size = at * sizeof(double);
}

void tr__candle_draft_write(const tr__candle_draft *draft, void *memory)
{
    const tr__candle_program *program = &draft->program;
    double *at = memory;
    memcpy(at, program, sizeof *program);
    memcpy(at + program->steps_at, draft->steps, program->step_count * sizeof *draft->steps);
    memcpy(at + program->masks_at, draft->masks, program->mask_count * sizeof *draft->masks);
    memcpy(at + program->needs_at, draft->needs, program->need_count * sizeof *draft->needs);
    memcpy(at + program->checks_at, draft->checks, program->check_count * sizeof *draft->checks);
    memcpy(at + program->cases_at, draft->cases, program->case_count * sizeof *draft->cases);
    memcpy(at + program->rows_at, draft->rows, program->row_count * sizeof *draft->rows);
}
