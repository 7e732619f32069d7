/* indicator_why.c: `indicator why`: each condition of a candlestick pattern at one bar of a CSV file. */
#include "tbctl/indicator.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "tbctl/sheet.h"
#include "tbctl/text.h"

static const tr_argument_def arguments[] = {
    { .name = "name",
      .type = TR_ARGUMENT_TEXT,
      .is_required = true,
      .is_positional = true,
      .help = "which candlestick pattern, as cdlhammer; tbctl indicator list shows all" },
    { .name = "input",
      .type = TR_ARGUMENT_PATH,
      .is_required = true,
      .help = "CSV with a header line that names open, high, low and close; - reads standard "
              "input" },
    { .name = "bar",
      .type = TR_ARGUMENT_INTEGER,
      .min = "0",
      .max = "1000000000",
      .help = "the bar to ask about, counted from 0; by default the last" },
    { .name = "preset",
      .type = TR_ARGUMENT_CHOICE,
      .choices = tbctl_indicator_presets,
      .initial = "talib",
      .help = "whose definition" },
    { .name = "set",
      .type = TR_ARGUMENT_TEXT,
      .help = "a parameter, as penetration=0.5, or a measure, as body_doji.factor=0.2, "
              "near.period=10 or far.range=high_low; may be repeated" },
};

/* One call. */
typedef struct job {
    const tr_indicator_info *info;
    size_t pattern;
    tr_candles_config config;
    tbctl_sheet sheet;
    size_t bar;
    tr_candle_why why;
} job;

static tr_status configure(job *j, const tr_command_call *call, tr_error *err)
{
    int preset = 0;
    while (strcmp(tbctl_indicator_presets[preset], tr_call_text(call, "preset")) != 0)
        preset++; /* the table has checked that it is one */
    tr_status status = tbctl_indicator_find(tr_call_text(call, "name"), &j->info, err);
    if (status == TR_OK)
        status = tr_candles_config_init((tr_indicator_preset)preset, &j->config, err);
    if (status != TR_OK)
        return status;
    j->pattern = tr_candles_find(j->info->name);
    if (j->pattern == SIZE_MAX)
        return tbctl_fail(err, TR_E_INVALID, "%s is no candlestick pattern; those are named cdl...",
                          j->info->name);
    memset(j->config.is_selected, 0, sizeof j->config.is_selected);
    j->config.is_selected[j->pattern] = true;
    status = tbctl_candles_set(tbctl_of(call), j->pattern, &j->config, err);
    if (status != TR_OK)
        return status;
    size_t lookback = 0;
    status = tr_candles_lookback(&j->config, j->pattern, &lookback, err);
    if (status == TR_E_NOT_FOUND)
        return tbctl_fail(err, TR_E_INVALID, "%s has no definition under the preset %s",
                          j->info->name, tbctl_indicator_presets[preset]);
    return status;
}

static tr_status read_bars(job *j, const tr_command_call *call, tr_error *err)
{
    static const char *const names[4] = { "open", "high", "low", "close" };
    size_t columns[4];
    tr_status status = tbctl_sheet_open(tr_call_text(call, "input"), &j->sheet, err);
    if (status != TR_OK)
        return status;
    for (size_t k = 0; k < 4; k++) {
        columns[k] = tbctl_sheet_column(&j->sheet, names[k], strlen(names[k]));
        if (columns[k] == TBCTL_SHEET_NONE) {
            char has[TR_ERROR_MESSAGE_SIZE];
            tbctl_sheet_names(&j->sheet, has, sizeof has);
            return tbctl_fail(err, TR_E_NOT_FOUND, "%.80s has no column \"%s\"; it has %.120s",
                              j->sheet.path, names[k], has);
        }
    }
    status = tbctl_sheet_take(&j->sheet, columns, 4, err);
    if (status != TR_OK)
        return status;
    size_t count = j->sheet.row_count;
    if (count == 0)
        return tbctl_fail(err, TR_E_NOT_FOUND, "%.80s has no bars", j->sheet.path);
    j->bar = tr_call_has(call, "bar") ? (size_t)tr_call_int(call, "bar") : count - 1;
    if (j->bar >= count)
        return tbctl_fail(err, TR_E_INVALID, "bar is %zu, allowed 0..%zu: %.80s has %zu bars",
                          j->bar, count - 1, j->sheet.path, count);
    return TR_OK;
}

static tr_status ask(job *j, tr_error *err)
{
    size_t size = 0, count = j->bar + 1;
    tr_candles *candles = NULL;
    tr_indicator_result result = { 0, 0 };
    tr_status status = tr_candles_memory_size(&j->config, &size, err);
    if (status != TR_OK)
        return status;
    void *memory = malloc(size);
    int8_t *answers = calloc(count, 1);
    if (memory == NULL || answers == NULL)
        status = tbctl_fail(err, TR_E_NO_MEMORY, "no memory for %zu bars", count);
    if (status == TR_OK)
        status = tr_candles_init(&j->config, memory, size, &candles, err);
    if (status == TR_OK)
        status = tr_candles_run(candles, (const double *const *)j->sheet.values, count, &answers,
                                &result, err);
    if (status != TR_OK && candles != NULL && result.taken < count) {
        tr_error reason = *err;
        status = tbctl_fail(err, status, "%.80s, line %zu: %.160s", j->sheet.path,
                            j->sheet.lines[result.taken], reason.message);
    }
    if (status == TR_OK)
        status = tr_candles_why(candles, j->pattern, &j->why, err);
    free(answers);
    free(memory);
    return status;
}

static void add_number(tr_document *answer, const char *key, double value)
{
    if (value == value)
        tr_document_add_real(answer, key, value);
    else
        tr_document_add_null(answer, key);
}

static void add_why(tr_document *answer, const job *j)
{
    tr_document_add_text(answer, "indicator", j->info->name);
    tr_document_add_int(answer, "bar", (int64_t)j->bar);
    if (j->sheet.times != NULL)
        tr_document_add_text(answer, "time", j->sheet.times[j->bar]);
    tr_document_add_int(answer, "answer", tr_candle_value(j->why.answer));
    tr_document_add_int(answer, "case", j->why.case_number);
    tr_document_array_begin(answer, "conditions");
    for (size_t i = 0; i < j->why.reason_count; i++) {
        const tr_candle_reason *reason = &j->why.reasons[i];
        tr_document_object_begin(answer, NULL);
        tr_document_add_int(answer, "case", reason->case_number);
        tr_document_add_text(answer, "condition", reason->text);
        add_number(answer, "left", reason->left);
        tr_document_add_text(answer, "relation", reason->relation);
        add_number(answer, "right", reason->right);
        tr_document_add_bool(answer, "is_met", reason->is_met);
        tr_document_object_end(answer);
    }
    tr_document_array_end(answer);
}

static void print_heading(FILE *file, const tr_candle_why *why, uint16_t case_number, int8_t answer)
{
    if (case_number == 0)
        fputs(why->case_count > 1 ? "every case asks for\n" : "it asks for\n", file);
    else
        fprintf(file, "for %d also\n", tr_candle_value(answer));
}

static void print_why(const tbctl *program, FILE *file, const job *j)
{
    const tr_candle_why *why = &j->why;
    fprintf(file, "%s%s%s at bar %zu", tbctl_on(program, TBCTL_BOLD), j->info->title,
            tbctl_off(program, TBCTL_BOLD), j->bar);
    if (j->sheet.times != NULL)
        fprintf(file, " (%s)", j->sheet.times[j->bar]);
    fprintf(file, ": %d\n", tr_candle_value(why->answer));
    for (size_t i = 0; i < why->reason_count; i++) {
        const tr_candle_reason *reason = &why->reasons[i];
        char line[160];
        if (i == 0 || reason->case_number != why->reasons[i - 1].case_number)
            print_heading(file, why, reason->case_number, reason->answer);
        (void)tr_candle_reason_format(reason, line, sizeof line);
        tbctl_style style = reason->is_met ? TBCTL_GREEN : TBCTL_RED;
        fprintf(file, "  %s%s%s\n", tbctl_on(program, style), line, tbctl_off(program, style));
    }
    fputs("Numbers behind a word count bars back from this one.\n", file);
}

static void run(tr_command_call *call)
{
    const tbctl *program = tbctl_of(call);
    tr_document *answer = tr_call_answer(call);
    tr_error err = { 0 };
    job *j = calloc(1, sizeof *j);
    tr_status status = j == NULL ? tbctl_fail(&err, TR_E_NO_MEMORY, "no memory") : TR_OK;
    if (status == TR_OK)
        status = configure(j, call, &err);
    if (status == TR_OK)
        status = read_bars(j, call, &err);
    if (status == TR_OK)
        status = ask(j, &err);
    if (status == TR_OK && program->is_json) {
        add_why(answer, j);
    } else if (status == TR_OK) {
        tbctl_text text;
        tbctl_text_begin(&text);
        if (text.file != NULL)
            print_why(program, text.file, j);
        tbctl_text_end(&text, answer);
    }
    if (j != NULL)
        tbctl_sheet_done(&j->sheet);
    free(j);
    tr_call_finish(call, status, &err);
}

const tr_command_def tbctl_command_indicator_why = {
    .name = "indicator why",
    .summary = "Tell why a candlestick pattern fired at a bar or did not",
    .details = "Names each condition of the pattern with its two numbers and whether it was met. A "
               "pattern has one or more cases; it fires when all conditions of one are met.",
    .example = "tbctl indicator why cdlhammer --input btcusd_1m.csv --bar 1200",
    .place = TR_COMMAND_LOCAL,
    .arguments = arguments,
    .argument_count = sizeof arguments / sizeof arguments[0],
    .run = run,
};
