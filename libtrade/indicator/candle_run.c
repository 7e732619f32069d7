/*
 * candle_run.c: runs a program over a block of bars.
 *
 * Compiled once for the plain machine and again with AVX2 (meson.build), as tr__candle_run_<level>; the loops are
 * written so that compilers turn them into SIMD by themselves. The answers are the same bits: adding, comparing and
 * dividing doubles is exact to the last bit at every width, and nothing is contracted. AVX-512 was tried and gained
 * less than a tenth.
 */
#include "indicator/candle_run.h"

#include <assert.h>
#include <string.h>
#if defined(__AVX2__)
#include <immintrin.h>
#endif

#define FOR_ALL(count) for (size_t i = 0; i < (count); i++)

/* Where things are during a run; index 0 is the first bar of the block. */
typedef struct running {
    const tr__candle_program *program;
    const double *const *in;
    double *series; /* of the fifth series; the first four are inputs */
    uint8_t *masks;
    size_t series_stride;
    size_t mask_stride;
    size_t count;
    uint8_t *is_done;
    const double *const *ahead;
    size_t *ahead_at;
    const tr__candle_step *steps;
    const tr__candle_mask *mask_needs;
    const uint16_t *needs;
    const tr__candle_check *checks;
} running;

static double *series_at(const running *on, size_t number)
{
    assert(number >= 4 && number < on->program->series_count);
    return on->series + (number - 4) * on->series_stride;
}

static const double *series_seen(const running *on, size_t number)
{
    return number < 4 ? on->in[number] : series_at(on, number);
}

/* Beyond the program's masks lie the spare ones. */
static uint8_t *mask_at(const running *on, size_t number)
{
    return on->masks + number * on->mask_stride;
}

static const uint8_t *check_seen(const running *on, const tr__candle_check *check, size_t before)
{
    return mask_at(on, check->mask) - check->back - before;
}

static void series_step(const running *on, const tr__candle_step *step)
{
    double *restrict out = series_at(on, step->target) - step->before;
    const double *a = series_seen(on, step->a) - step->a_back - step->before;
    const double *b = series_seen(on, step->b) - step->b_back - step->before;
    double factor = step->factor;
    size_t count = on->count + step->before;
    switch (step->kind) {
    case TR__STEP_HIGHER:
        FOR_ALL(count) out[i] = a[i] > b[i] ? a[i] : b[i];
        break;
    case TR__STEP_LOWER:
        FOR_ALL(count) out[i] = a[i] < b[i] ? a[i] : b[i];
        break;
    case TR__STEP_PLUS:
        FOR_ALL(count) out[i] = a[i] + b[i];
        break;
    case TR__STEP_MINUS:
        FOR_ALL(count) out[i] = a[i] - b[i];
        break;
    case TR__STEP_APART:
        FOR_ALL(count) out[i] = __builtin_fabs(a[i] - b[i]);
        break;
    case TR__STEP_TIMES:
        FOR_ALL(count) out[i] = a[i] * factor;
        break;
    default:
        assert(step->kind == TR__STEP_DIVIDED);
        FOR_ALL(count) out[i] = a[i] / factor;
    }
}

/*
 * Masks of comparisons: what compilers make of the loops below takes four times as long, so that AVX2 has them by hand.
 * Comparisons of four doubles are packed by halves three times, which leaves pairs of bars in turns in both halves.
 */
#if defined(__AVX2__)
#define CHUNK 32

static inline __attribute__((always_inline)) __m256i compare_four(const double *a, const double *b,
                                                                  int how)
{
    __m256d left = _mm256_loadu_pd(a), right = _mm256_loadu_pd(b);
    return _mm256_castpd_si256(how == TR__STEP_OVER ? _mm256_cmp_pd(left, right, _CMP_GT_OQ)
                                                    : _mm256_cmp_pd(left, right, _CMP_GE_OQ));
}

static inline __attribute__((always_inline)) __m256i compare_sixteen(const double *a,
                                                                     const double *b, int how)
{
    __m256i low = _mm256_packs_epi32(compare_four(a, b, how), compare_four(a + 4, b + 4, how));
    __m256i high =
        _mm256_packs_epi32(compare_four(a + 8, b + 8, how), compare_four(a + 12, b + 12, how));
    return _mm256_packs_epi32(low, high);
}

static inline __attribute__((always_inline)) void compare_chunk(uint8_t *out, const double *a,
                                                                const double *b, int how)
{
    __m256i turns =
        _mm256_packs_epi16(compare_sixteen(a, b, how), compare_sixteen(a + 16, b + 16, how));
    __m128i even = _mm256_castsi256_si128(turns), odd = _mm256_extracti128_si256(turns, 1);
    _mm_storeu_si128((__m128i *)(void *)out, _mm_unpacklo_epi16(even, odd));
    _mm_storeu_si128((__m128i *)(void *)(out + 16), _mm_unpackhi_epi16(even, odd));
}

/* What is left over after whole chunks is in the last one, which may begin within the one before. */
static inline __attribute__((always_inline)) size_t
compare_chunks(uint8_t *out, const double *a, const double *b, size_t count, int how)
{
    if (count < CHUNK)
        return 0;
    for (size_t i = 0; i + CHUNK <= count; i += CHUNK)
        compare_chunk(out + i, a + i, b + i, how);
    compare_chunk(out + count - CHUNK, a + count - CHUNK, b + count - CHUNK, how);
    return count;
}
#else
static inline size_t compare_chunks(const uint8_t *out, const double *a, const double *b,
                                    size_t count, int how)
{
    (void)out, (void)a, (void)b, (void)count, (void)how;
    return 0;
}
#endif

static void compare(uint8_t *restrict out, const double *a, const double *b, size_t count, int how)
{
    size_t from = how == TR__STEP_OVER ? compare_chunks(out, a, b, count, TR__STEP_OVER)
                                       : compare_chunks(out, a, b, count, TR__STEP_AT_LEAST);
    if (how == TR__STEP_OVER)
        for (size_t i = from; i < count; i++)
            out[i] = a[i] > b[i] ? 0xff : 0;
    else
        for (size_t i = from; i < count; i++)
            out[i] = a[i] >= b[i] ? 0xff : 0;
}

static void mask_step(const running *on, const tr__candle_step *step)
{
    uint8_t *restrict out = mask_at(on, step->target) - step->before;
    size_t count = on->count + step->before;
    if (step->kind == TR__STEP_NEITHER) {
        const uint8_t *a = mask_at(on, step->a) - step->before;
        const uint8_t *b = mask_at(on, step->b) - step->before;
        FOR_ALL(count) out[i] = (uint8_t) ~(a[i] | b[i]);
    } else if (step->kind == TR__STEP_ALL) {
        memset(out, 0xff, count);
        for (size_t k = 0; k < step->b; k++) {
            const uint8_t *a = check_seen(on, &on->checks[step->a + k], step->before);
            FOR_ALL(count) out[i] &= a[i];
        }
    } else {
        const double *a = series_seen(on, step->a) - step->a_back - step->before;
        const double *b = series_seen(on, step->b) - step->b_back - step->before;
        compare(out, a, b, count, step->kind);
    }
}

/*
 * Blocks are read in bursts, too short and too far apart for the processor to foresee the next one; waiting for them took
 * as long as a pattern takes. So each step asks for a few lines of the next block.
 */
static void fetch_some(const running *on)
{
    size_t from = *on->ahead_at, to = from + 24 < TR__CANDLE_BLOCK ? from + 24 : TR__CANDLE_BLOCK;
    for (size_t i = from; i < to; i += 8)
        for (size_t k = 0; k < 4; k++)
            __builtin_prefetch(on->ahead[k] + i, 0, 3);
    *on->ahead_at = to;
}

static void step_run(const running *on, const tr__candle_step *step)
{
    if (on->ahead != NULL)
        fetch_some(on);
    if (step->kind < TR__STEP_OVER)
        series_step(on, step);
    else
        mask_step(on, step);
}

static void mask_make(const running *on, size_t number)
{
    const tr__candle_mask *mask = &on->mask_needs[number];
    const uint16_t *needs = on->needs + mask->need_first;
    if (on->is_done[needs[mask->need_count - 1u]])
        return;
    for (size_t i = 0; i < mask->need_count; i++) {
        if (on->is_done[needs[i]])
            continue;
        on->is_done[needs[i]] = 1;
        step_run(on, &on->steps[needs[i]]);
    }
}

/* Masks of 32 bars at once, wherever they begin. */
typedef uint64_t words __attribute__((vector_size(32), aligned(1), may_alias));

/* AND of two masks; false when it is empty. */
static bool masks_and(uint8_t *restrict out, const uint8_t *a, const uint8_t *b, size_t count)
{
    words any = { 0 };
    uint8_t rest = 0;
    if (count < sizeof any) {
        FOR_ALL(count) rest |= out[i] = (uint8_t)(a[i] & b[i]);
        return rest != 0;
    }
    /* The last words may begin within those before. */
    for (size_t i = 0;; i = i + 2 * sizeof any <= count ? i + sizeof any : count - sizeof any) {
        words both = *(const words *)(const void *)(a + i) & *(const words *)(const void *)(b + i);
        *(words *)(void *)(out + i) = both;
        any |= both;
        if (i + sizeof any == count)
            break;
    }
    return (any[0] | any[1] | any[2] | any[3]) != 0;
}

/*
 * `mask` (NULL: all bars) and the checks of a list from `from` up to `to`, in one of two places that take turns. NULL as
 * soon as no bar is left.
 */
static const uint8_t *checks_and(const running *on, const tr__candle_list *list, size_t from,
                                 size_t to, const uint8_t *mask, size_t spare)
{
    uint8_t *places[2] = { mask_at(on, on->program->mask_count + spare),
                           mask_at(on, on->program->mask_count + spare + 1) };
    for (size_t i = from; i < to; i++) {
        const tr__candle_check *check = &on->checks[list->first + i];
        mask_make(on, check->mask);
        const uint8_t *seen = check_seen(on, check, 0);
        uint8_t *out = mask == places[0] ? places[1] : places[0];
        if (!masks_and(out, mask == NULL ? seen : mask, seen, on->count))
            return NULL;
        mask = out;
    }
    return mask;
}

/* Bars where all checks of the row hold that the cases have in common; worked out once, when a case first asks. */
typedef struct shared {
    bool is_known;
    const uint8_t *mask; /* NULL: none */
} shared;

static const uint8_t *case_mask(const running *on, const tr__candle_row *row,
                                const tr__candle_case *asked, const uint8_t *cheap, shared *dear)
{
    const tr__candle_list *always = &row->checks, *also = &asked->checks;
    const uint8_t *mask = checks_and(on, also, 0, also->cheap_count, cheap, 2);
    if (also->cheap_count > 0 && mask == NULL)
        return NULL;
    if (always->cheap_count < always->count) {
        if (!dear->is_known)
            dear->mask = checks_and(on, always, always->cheap_count, always->count, cheap, 4);
        dear->is_known = true;
        if (dear->mask == NULL)
            return NULL;
        uint8_t *out = mask_at(on, on->program->mask_count + 6u);
        if (!masks_and(out, dear->mask, mask == NULL ? dear->mask : mask, on->count))
            return NULL;
        mask = out;
    }
    if (also->cheap_count < also->count)
        mask = checks_and(on, also, also->cheap_count, also->count, mask, 2);
    return mask;
}

static bool row_run(const running *on, const tr__candle_row *row, int8_t *restrict out)
{
    const tr__candle_case *cases = tr__candle_at(on->program, on->program->cases_at);
    const uint8_t *cheap = checks_and(on, &row->checks, 0, row->checks.cheap_count, NULL, 0);
    shared dear = { false, NULL };
    bool is_begun = false;
    if (row->checks.cheap_count > 0 && cheap == NULL)
        goto done;
    /* From the last case to the first, as the first one that holds has the say. */
    for (size_t k = row->case_count; k-- > 0;) {
        const tr__candle_case *asked = &cases[row->case_first + k];
        const uint8_t *mask = case_mask(on, row, asked, cheap, &dear);
        int value = asked->value;
        if (mask == NULL)
            continue;
        if (is_begun)
            FOR_ALL(on->count) out[i] = (int8_t)((out[i] & ~mask[i]) | (value & mask[i]));
        else
            FOR_ALL(on->count) out[i] = (int8_t)(value & mask[i]);
        is_begun = true;
    }
done:
    if (!is_begun)
        memset(out, 0, on->count);
    return is_begun;
}

static running run_begin(const tr__candle_program *program, const double *const *in, size_t count,
                         const tr__candle_scratch *scratch)
{
    assert(count > 0 && count <= scratch->block);
    return (running){ .program = program,
                      .in = in,
                      .series = scratch->series + program->series_pad,
                      .masks = scratch->masks + program->mask_pad,
                      .series_stride = tr__candle_series_stride(program, scratch->block),
                      .mask_stride = tr__candle_mask_stride(program, scratch->block),
                      .count = count,
                      .is_done = scratch->is_done,
                      .ahead = scratch->ahead,
                      .ahead_at = scratch->ahead_at,
                      .steps = tr__candle_at(program, program->steps_at),
                      .mask_needs = tr__candle_at(program, program->masks_at),
                      .needs = tr__candle_at(program, program->needs_at),
                      .checks = tr__candle_at(program, program->checks_at) };
}

bool TR__CANDLE_RUN(const tr__candle_program *program, const double *const *in, size_t count,
                    const tr__candle_scratch *scratch, int8_t *const *rows)
{
    running on = run_begin(program, in, count, scratch);
    memset(on.is_done, 0, program->step_count);
    bool is_any = false;
    for (size_t r = 0; r < program->row_count; r++)
        is_any |= row_run(&on, &tr__candle_rows(program)[r], rows[r]);
    return is_any;
}

void TR__CANDLE_TRACE(const tr__candle_program *program, const double *const *in, size_t count,
                      const tr__candle_scratch *scratch)
{
    running on = run_begin(program, in, count, scratch);
    for (size_t i = 0; i < program->step_count; i++)
        step_run(&on, &on.steps[i]);
}

void TR__CANDLE_WIDEN(const int8_t *answers, size_t count, double *restrict out)
{
    FOR_ALL(count)
    {
        int answer = answers[i];
        int more = answer == TR_CANDLE_CONFIRMED ? 200 - TR_CANDLE_CONFIRMED : 0;
        int less = answer == -TR_CANDLE_CONFIRMED ? 200 - TR_CANDLE_CONFIRMED : 0;
        out[i] = answer + more - less;
    }
}
