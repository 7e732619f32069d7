/*
 * fuzz_indicator.c: an indicator, its parameters, bars and what is done with them in any order.
 *
 * The first line names the indicator and, behind a blank, preset and policy as two digits; the second holds
 * parameters. Each byte behind them is a step: a digit runs so many bars, 'x' a hundred; 'p' peeks, 'P' peeks and runs
 * the same bar, 'c' corrects, 's' saves and restores, 'k' clones, 'b' restores bytes with a made-up word; 'j' and 'd'
 * make prices jump and drop, 't' makes them tiny, 'e' flat; 'n', 'i' and 'h' put a NaN, an infinity and a huge value
 * into the next bar; 'w' runs without room for the bars before the first output. Any other byte stands for one of these.
 * In the end a single straight run over the bars that were taken must give the same bits.
 */
#include <assert.h>
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <trade/double_text.h>
#include <trade/indicator.h>
#include <trade/rng.h>

#define BARS_MAX   1500
#define MEMORY_MAX (4u << 20)
#define STEPS      "123456789xpPcskbjdtenihw"

typedef struct play {
    const tr_indicator_info *info;
    tr_indicator_config config;
    size_t memory_size;
    void *memory;
    tr_indicator *indicator;
    tr_rng rng;
    double level;
    char special; /* 'n', 'i', 'h': of the next bar */
    bool is_flat;
    double bars[TR_INDICATOR_INPUTS_MAX][BARS_MAX + 1];
    double rows[TR_INDICATOR_OUTPUTS_MAX][BARS_MAX + 1];
    size_t count;
} play;

/* ---- what is played with --------------------------------------------------------------------- */

static void read_params(play *p, const char *at, size_t length)
{
    for (size_t i = 0; i < tr_indicator_param_count(p->info) && length > 0; i++) {
        const char *blank = memchr(at, ' ', length);
        size_t word = blank == NULL ? length : (size_t)(blank - at);
        double value = 0;
        if (tr_double_parse(at, word, &value) == TR_OK)
            (void)tr_indicator_config_set(&p->config, p->info->params[i].name, value, NULL);
        at += blank == NULL ? word : word + 1;
        length -= blank == NULL ? word : word + 1;
    }
}

/* The two lines in front; any bytes name some indicator. What is behind them, or NULL. */
static const uint8_t *read_lines(play *p, const uint8_t *data, size_t *size)
{
    const uint8_t *end = memchr(data, '\n', *size);
    if (end == NULL)
        return NULL;
    size_t length = (size_t)(end - data);
    const uint8_t *blank = memchr(data, ' ', length);
    size_t name_length = blank == NULL ? length : (size_t)(blank - data);
    char name[40] = "";
    unsigned int sum = 0;
    for (size_t i = 0; i < name_length; i++)
        sum = sum * 31 + data[i];
    memcpy(name, data, name_length < sizeof name - 1 ? name_length : sizeof name - 1);
    p->info = tr_indicator_find(name);
    if (p->info == NULL)
        p->info = tr_indicator_at(sum % tr_indicator_count());
    unsigned int preset = blank != NULL && length > name_length + 1 ? blank[1] % 4u : 0;
    unsigned int policy = blank != NULL && length > name_length + 2 ? blank[2] % 3u : 0;
    assert(tr_indicator_config_init(p->info, (tr_indicator_preset)preset, &p->config, NULL) ==
           TR_OK);
    p->config.bad_bar = (tr_indicator_bad_bar)policy;
    *size -= length + 1;
    data = end + 1;
    end = memchr(data, '\n', *size);
    if (end == NULL)
        return NULL;
    read_params(p, (const char *)data, (size_t)(end - data));
    *size -= (size_t)(end - data) + 1;
    tr_rng_init(&p->rng, sum + *size);
    return end + 1;
}

static tr_indicator *start(const play *p, void *memory)
{
    tr_indicator *indicator = NULL;
    assert(tr_indicator_init(&p->config, memory, p->memory_size, &indicator, NULL) == TR_OK);
    return indicator;
}

/* A sound bar around the level, or what was asked for. */
static void make_bar(play *p, double *bar)
{
    double open = p->level * (1 + ((double)tr_rng_below(&p->rng, 2001) - 1000) * 1e-5);
    double close =
        p->is_flat ? open : open * (1 + ((double)tr_rng_below(&p->rng, 2001) - 1000) * 1e-5);
    double above = p->is_flat ? 0 : (double)tr_rng_below(&p->rng, 1000) * 1e-5 * p->level;
    double volume = (double)tr_rng_below(&p->rng, 5000);
    double time = 1.6e9 + 60 * (double)p->count;
    double values[] = {
        0, open, fmax(open, close) + above, fmin(open, close) - above, close, volume
    };
    for (size_t k = 0; k < tr_indicator_input_count(p->info); k++) {
        tr_indicator_input input = p->info->inputs[k];
        bar[k] = input == TR_INPUT_TIME   ? time
                 : input == TR_INPUT_REAL ? values[k == 0 ? TR_INPUT_CLOSE : TR_INPUT_OPEN]
                                          : values[input];
    }
    size_t hit = (size_t)tr_rng_below(&p->rng, tr_indicator_input_count(p->info));
    if (p->special != 0)
        bar[hit] = p->special == 'n' ? (double)NAN : p->special == 'i' ? (double)INFINITY : 1e149;
    p->special = 0;
}

/* Whether the indicator has to take it: the rule of the header, told again. */
static bool is_taken(const play *p, const double *bar)
{
    for (size_t k = 0; k < tr_indicator_input_count(p->info); k++) {
        if (isnan(bar[k]) ? p->config.bad_bar == TR_INDICATOR_BAD_BAR_REFUSE
                          : !(fabs(bar[k]) <= TR_INDICATOR_VALUE_MAX))
            return false;
    }
    return true;
}

static bool is_same(double a, double b)
{
    return (isnan(a) && isnan(b)) || memcmp(&a, &b, sizeof a) == 0;
}

/* ---- steps ----------------------------------------------------------------------------------- */

/* Bars behind those that were taken; what comes behind a refused one is dropped. */
static void run(play *p, size_t wanted, bool is_compact)
{
    const double *in[TR_INDICATOR_INPUTS_MAX];
    double *out[TR_INDICATOR_OUTPUTS_MAX], bar[TR_INDICATOR_INPUTS_MAX];
    size_t made = 0, good = 0;
    if (wanted > BARS_MAX - p->count)
        wanted = BARS_MAX - p->count;
    for (; made < wanted; made++) {
        make_bar(p, bar);
        good += good == made && is_taken(p, bar);
        for (size_t k = 0; k < tr_indicator_input_count(p->info); k++)
            p->bars[k][p->count + made] = bar[k];
    }
    for (size_t k = 0; k < tr_indicator_input_count(p->info); k++)
        in[k] = p->bars[k] + p->count;
    for (size_t k = 0; k < tr_indicator_output_count(p->info); k++)
        out[k] = p->rows[k] + p->count;
    tr_indicator_result result;
    tr_status status = is_compact
                           ? tr_indicator_run_compact(p->indicator, in, made, out, &result, NULL)
                           : tr_indicator_run(p->indicator, in, made, out, &result, NULL);
    assert(status == (good == made ? TR_OK : TR_E_RANGE));
    assert(result.taken == good && result.begin <= result.taken);
    for (size_t k = 0; is_compact && k < tr_indicator_output_count(p->info); k++) {
        memmove(out[k] + result.begin, out[k], (good - result.begin) * sizeof *out[k]);
        for (size_t i = 0; i < result.begin; i++)
            out[k][i] = (double)NAN;
    }
    p->count += good;
    assert(tr_indicator_bars(p->indicator) == p->count);
}

static void peek(play *p, bool is_run)
{
    double bar[TR_INDICATOR_INPUTS_MAX], row[TR_INDICATOR_OUTPUTS_MAX];
    make_bar(p, bar);
    tr_status status = tr_indicator_peek(p->indicator, bar, row, NULL);
    assert(status == (is_taken(p, bar) ? TR_OK : TR_E_RANGE));
    assert(tr_indicator_bars(p->indicator) == p->count);
    if (!is_run || status != TR_OK || p->count == BARS_MAX)
        return;
    const double *in[TR_INDICATOR_INPUTS_MAX];
    double *out[TR_INDICATOR_OUTPUTS_MAX];
    for (size_t k = 0; k < tr_indicator_input_count(p->info); k++) {
        p->bars[k][p->count] = bar[k];
        in[k] = p->bars[k] + p->count;
    }
    for (size_t k = 0; k < tr_indicator_output_count(p->info); k++)
        out[k] = p->rows[k] + p->count;
    assert(tr_indicator_run(p->indicator, in, 1, out, NULL, NULL) == TR_OK);
    for (size_t k = 0; k < tr_indicator_output_count(p->info); k++)
        assert(is_same(row[k], out[k][0]));
    p->count++;
}

static void correct(play *p)
{
    double bar[TR_INDICATOR_INPUTS_MAX], row[TR_INDICATOR_OUTPUTS_MAX];
    make_bar(p, bar);
    tr_status status = tr_indicator_correct(p->indicator, bar, row, NULL);
    assert(status == (p->count == 0 ? TR_E_NOT_FOUND : is_taken(p, bar) ? TR_OK : TR_E_RANGE));
    assert(tr_indicator_bars(p->indicator) == p->count);
    if (status != TR_OK)
        return;
    for (size_t k = 0; k < tr_indicator_input_count(p->info); k++)
        p->bars[k][p->count - 1] = bar[k];
    for (size_t k = 0; k < tr_indicator_output_count(p->info); k++)
        p->rows[k][p->count - 1] = row[k];
}

/* Go on with the copy; what happens to the one before does not reach it. */
static void continue_in(play *p, void *memory, tr_indicator *copy)
{
    double bar[TR_INDICATOR_INPUTS_MAX], row[TR_INDICATOR_OUTPUTS_MAX];
    make_bar(p, bar);
    (void)tr_indicator_correct(p->indicator, bar, row, NULL);
    free(p->memory);
    p->memory = memory;
    p->indicator = copy;
}

static uint8_t *save(const play *p, size_t *size)
{
    *size = tr_indicator_saved_size(p->indicator);
    uint8_t *bytes = malloc(*size);
    assert(bytes != NULL && tr_indicator_save(p->indicator, bytes, *size, NULL) == TR_OK);
    return bytes;
}

static void save_and_restore(play *p)
{
    size_t size = 0;
    uint8_t *bytes = save(p, &size);
    void *memory = malloc(p->memory_size);
    tr_indicator *restored = NULL;
    tr_indicator_config config;
    assert(tr_indicator_saved_config(bytes, size, &config, NULL) == TR_OK &&
           config.info == p->info);
    assert(tr_indicator_restore(bytes, size, memory, p->memory_size, &restored, NULL) == TR_OK);
    free(bytes);
    continue_in(p, memory, restored);
}

static void clone(play *p)
{
    void *memory = malloc(p->memory_size);
    tr_indicator *copy = NULL;
    assert(tr_indicator_clone(p->indicator, memory, p->memory_size, &copy, NULL) == TR_OK);
    continue_in(p, memory, copy);
}

/* A made-up word under a right checksum: refused, or a state that stays within its memory. */
static void restore_made_up(play *p)
{
    static const uint64_t words[] = { 0, 1, 300, UINT64_MAX, UINT64_MAX / 2, 0x7FF8000000000000u };
    size_t size = 0;
    uint8_t *bytes = save(p, &size);
    uint64_t word = words[tr_rng_below(&p->rng, sizeof words / sizeof words[0])];
    uint64_t hash = 0xcbf29ce484222325u;
    memcpy(bytes + 8 * (size_t)tr_rng_below(&p->rng, size / 8 - 1), &word, sizeof word);
    for (size_t i = 0; i < size - 8; i++)
        hash = (hash ^ bytes[i]) * 0x100000001b3u;
    for (unsigned int i = 0; i < 8; i++)
        bytes[size - 8 + i] = (uint8_t)(hash >> (8 * i));
    void *memory = malloc(p->memory_size);
    tr_indicator *restored = NULL;
    if (tr_indicator_restore(bytes, size, memory, p->memory_size, &restored, NULL) == TR_OK) {
        double bar[TR_INDICATOR_INPUTS_MAX], row[TR_INDICATOR_OUTPUTS_MAX];
        make_bar(p, bar);
        (void)tr_indicator_peek(restored, bar, row, NULL);
        (void)tr_indicator_correct(restored, bar, row, NULL);
    }
    free(memory);
    free(bytes);
}

static void take_step(play *p, char step)
{
    switch (step) {
    case 'x':
        run(p, 100, false);
        break;
    case 'w':
        run(p, 10, true);
        break;
    case 'p':
        peek(p, false);
        break;
    case 'P':
        peek(p, true);
        break;
    case 'c':
        correct(p);
        break;
    case 's':
        save_and_restore(p);
        break;
    case 'k':
        clone(p);
        break;
    case 'b':
        restore_made_up(p);
        break;
    case 'j':
        p->level = p->level < 1e9 ? p->level * 1e6 : 100;
        break;
    case 'd':
        p->level = p->level > 1e-9 ? p->level / 1e6 : 100;
        break;
    case 't':
        p->level = 1e-8;
        break;
    case 'e':
        p->is_flat = !p->is_flat;
        break;
    case 'n':
    case 'i':
    case 'h':
        p->special = step;
        break;
    default:
        run(p, (size_t)(step - '0'), false);
        break;
    }
}

/* One run over the same bars. */
static void check_straight(const play *p)
{
    static double rows[TR_INDICATOR_OUTPUTS_MAX][BARS_MAX + 1];
    const double *in[TR_INDICATOR_INPUTS_MAX];
    double *out[TR_INDICATOR_OUTPUTS_MAX];
    void *memory = malloc(p->memory_size);
    for (size_t k = 0; k < TR_INDICATOR_INPUTS_MAX; k++)
        in[k] = p->bars[k];
    for (size_t k = 0; k < TR_INDICATOR_OUTPUTS_MAX; k++)
        out[k] = rows[k];
    assert(tr_indicator_run(start(p, memory), in, p->count, out, NULL, NULL) == TR_OK);
    for (size_t k = 0; k < tr_indicator_output_count(p->info); k++)
        for (size_t i = 0; i < p->count; i++)
            assert(is_same(rows[k][i], p->rows[k][i]));
    free(memory);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static play p;
    p = (play){ .level = 100 };
    const uint8_t *steps = read_lines(&p, data, &size);
    if (steps == NULL || tr_indicator_memory_size(&p.config, &p.memory_size, NULL) != TR_OK ||
        p.memory_size > MEMORY_MAX)
        return 0;
    p.memory = malloc(p.memory_size);
    p.indicator = start(&p, p.memory);
    for (size_t i = 0; i < size && i < 400; i++) {
        const char *found = steps[i] == 0 ? NULL : strchr(STEPS, steps[i]);
        take_step(&p, found != NULL ? *found : STEPS[steps[i] % (sizeof STEPS - 1)]);
    }
    check_straight(&p);
    free(p.memory);
    return 0;
}
