/*
 * indicator_calls --write|--check ROOT: the typed call of every indicator, made from the table itself.
 *
 * Writes include/trade/indicator_calls.h and libtrade/indicator/calls.c below ROOT, or says whether they are up to date.
 */
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <trade/indicator.h>

static const char *const input_names[] = {
    "", "open", "high", "low", "close", "volume", "x", "time"
};

static void text_add(FILE *to, const char *separator, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

static void text_add(FILE *to, const char *separator, const char *format, ...)
{
    va_list arguments;
    fputs(separator, to);
    va_start(arguments, format);
    vfprintf(to, format, arguments);
    va_end(arguments);
}

static const char *input_name(const tr_indicator_info *info, size_t index)
{
    static const char *const series[TR_INDICATOR_INPUTS_MAX] = { "x", "y", "z" };
    bool is_series = info->inputs[index] == TR_INPUT_REAL && info->inputs[0] == TR_INPUT_REAL;
    return is_series ? series[index] : input_names[info->inputs[index]];
}

static void declare(FILE *to, const tr_indicator_info *info, const char *mark)
{
    fprintf(to, "%str_status tr_indicator_%s(", mark, info->name);
    for (size_t i = 0; i < tr_indicator_input_count(info); i++)
        fprintf(to, "const double *%s, ", input_name(info, i));
    fprintf(to, "size_t count");
    for (size_t i = 0; i < tr_indicator_param_count(info); i++)
        text_add(to, ", ", "%s %s", info->params[i].kind == TR_PARAM_REAL ? "double" : "int",
                 info->params[i].name);
    for (size_t i = 0; i < tr_indicator_output_count(info); i++)
        text_add(to, ", ", "double *%s_out", info->outputs[i].name);
    fprintf(to, ", void *memory, size_t memory_size, tr_error *err)");
}

static void header_write(FILE *to)
{
    fprintf(to, "/*\n"
                " * indicator_calls.h: one typed call per indicator, generated from the table; do "
                "not edit.\n"
                " *\n"
                " * Each runs its indicator over `count` bars in one batch, preset "
                "TR_INDICATOR_TALIB. Outputs are aligned to the\n"
                " * inputs, NaN while warming up. `memory` as for tr_indicator_init; "
                "tr_indicator_memory_size says how much.\n"
                " * Returns what tr_indicator_init and tr_indicator_run return. Threads: any; "
                "nothing is kept.\n"
                " */\n"
                "#ifndef TRADE_INDICATOR_CALLS_H\n#define TRADE_INDICATOR_CALLS_H\n\n"
                "#include <stddef.h>\n\n#include <trade/api.h>\n#include <trade/status.h>\n\n"
                "#ifdef __cplusplus\nextern \"C\" {\n#endif\n");
    for (size_t i = 0; i < tr_indicator_count(); i++) {
        const tr_indicator_info *info = tr_indicator_at(i);
        fprintf(to, "\n/** %s. %s */\n", info->title, info->formula);
        declare(to, info, "TR_API ");
        fprintf(to, ";\n");
    }
    fprintf(to, "\n#ifdef __cplusplus\n}\n#endif\n\n#endif\n");
}

static void source_write(FILE *to)
{
    fprintf(to, "/* calls.c: the typed calls, generated from the table; do not edit. */\n"
                "#include <trade/indicator_calls.h>\n\n#include \"indicator/engine.h\"\n");
    for (size_t i = 0; i < tr_indicator_count(); i++) {
        const tr_indicator_info *info = tr_indicator_at(i);
        size_t param_count = tr_indicator_param_count(info);
        fprintf(to, "\n");
        declare(to, info, "");
        fprintf(to,
                "\n{\n    extern const tr__indicator tr__indicator_%s;\n    return "
                "tr__indicator_call(&tr__indicator_%s, (const double *const[]){ ",
                info->name, info->name);
        for (size_t k = 0; k < tr_indicator_input_count(info); k++)
            text_add(to, k > 0 ? ", " : "", "%s", input_name(info, k));
        fprintf(to, " }, count, (const double[]){ %s", param_count == 0 ? "0" : "");
        for (size_t k = 0; k < param_count; k++)
            text_add(to, k > 0 ? ", " : "", "%s", info->params[k].name);
        fprintf(to, " }, (double *const[]){ ");
        for (size_t k = 0; k < tr_indicator_output_count(info); k++)
            text_add(to, k > 0 ? ", " : "", "%s_out", info->outputs[k].name);
        fprintf(to, " }, memory, memory_size, err);\n}\n");
    }
}

static bool file_is_current(const char *path, const char *text, size_t size)
{
    FILE *file = fopen(path, "rb");
    char *there = malloc(size + 1);
    bool is_current = file != NULL && there != NULL && fread(there, 1, size + 1, file) == size &&
                      memcmp(there, text, size) == 0;
    free(there);
    if (file != NULL)
        fclose(file);
    return is_current;
}

static bool file_make(const char *root, const char *name, void (*write)(FILE *to), bool is_check)
{
    char path[4096], *text = NULL;
    size_t size = 0;
    snprintf(path, sizeof path, "%s/%s", root, name);
    FILE *memory = open_memstream(&text, &size);
    if (memory == NULL)
        return false;
    write(memory);
    fclose(memory);
    bool is_right = file_is_current(path, text, size);
    FILE *file = is_right || is_check ? NULL : fopen(path, "wb");
    if (file != NULL) {
        is_right = fwrite(text, 1, size, file) == size;
        is_right = fclose(file) == 0 && is_right;
        printf("wrote %s\n", name);
    }
    free(text);
    return is_right;
}

int main(int argc, char *argv[])
{
    if (argc != 3) {
        fprintf(stderr, "usage: indicator_calls --write|--check ROOT\n");
        return 2;
    }
    bool is_check = strcmp(argv[1], "--check") == 0;
    bool header = file_make(argv[2], "include/trade/indicator_calls.h", header_write, is_check);
    bool source = file_make(argv[2], "libtrade/indicator/calls.c", source_write, is_check);
    if (is_check)
        printf("%s 1 - typed_calls_are_those_of_the_table%s\n1..1\n",
               header && source ? "ok" : "not ok",
               header && source ? "" : ": run indicator_calls --write");
    return header && source ? 0 : 1;
}
