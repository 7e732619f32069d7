/*
 * test_widths.c: what indicators answer has the same bits on a processor without AVX2.
 *
 * The program runs itself twice, once with AVX2 hidden from glibc, which is whom the library asks (processor.c), and compares
 * what both print: a hash of all bits for each indicator, preset and cut. FMA is hidden in both, because glibc's own sine
 * has other last bits with it. Elsewhere than on x86-64 with glibc both runs are the same and nothing can fail.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "indicator/processor.h"
#include "support/check_tap.h"
#include "support/indicator_run.h"

#define SEED      91
#define LINE_SIZE 128

static run_bars bars;

static uint64_t hash_of(uint64_t hash, const double *values, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        uint64_t bits;
        double value = values[i] != values[i] ? 0 : values[i]; /* a NaN's sign carries nothing */
        memcpy(&bits, &value, sizeof bits);
        hash = (hash ^ bits ^ (uint64_t)(values[i] != values[i])) * 0x100000001b3u;
    }
    return hash;
}

/* Also in the child, where Check does not run. */
static void must(tr_status status)
{
    if (status != TR_OK)
        abort();
}

/* All bars of an indicator, `cut` at a time. */
static uint64_t run_hash(const tr_indicator_config *config, size_t cut)
{
    static run_rows rows;
    size_t size = 0;
    tr_indicator *indicator = NULL;
    must(tr_indicator_memory_size(config, &size, NULL));
    void *memory = malloc(size);
    must(tr_indicator_init(config, memory, size, &indicator, NULL));
    for (size_t at = 0; at < RUN_BARS; at += cut) {
        const double *in[TR_INDICATOR_INPUTS_MAX];
        double *out[TR_INDICATOR_OUTPUTS_MAX];
        for (size_t k = 0; k < tr_indicator_input_count(config->info); k++)
            in[k] = run_input(&bars, config->info, k) + at;
        for (size_t k = 0; k < tr_indicator_output_count(config->info); k++)
            out[k] = rows.out[k] + at;
        size_t count = at + cut < RUN_BARS ? cut : RUN_BARS - at;
        must(tr_indicator_run(indicator, in, count, out, NULL, NULL));
    }
    free(memory);
    uint64_t hash = 0xcbf29ce484222325u;
    for (size_t k = 0; k < tr_indicator_output_count(config->info); k++)
        hash = hash_of(hash, rows.out[k], RUN_BARS);
    return hash;
}

/* One line for an indicator under a preset, in a batch and in cuts. False behind the last. */
static bool line_make(size_t number, char line[LINE_SIZE])
{
    tr_indicator_config config;
    const tr_indicator_info *info = tr_indicator_at(number / 4);
    if (info == NULL)
        return false;
    must(tr_indicator_config_init(info, (tr_indicator_preset)(number % 4), &config, NULL));
    (void)snprintf(line, LINE_SIZE, "%s %zu %016" PRIx64 " %016" PRIx64 "\n", info->name,
                   number % 4, run_hash(&config, RUN_BARS), run_hash(&config, 13));
    return true;
}

static int print_all(void)
{
    char line[LINE_SIZE];
    run_walk(&bars, SEED);
    printf("wide %d\n", tr__has_wide());
    for (size_t number = 0; line_make(number, line); number++)
        fputs(line, stdout);
    return 0;
}

/* This program once more, on a processor that seems to lack something. */
static FILE *child_begin(const char *hidden, bool is_wide)
{
    char path[4000], command[4200], line[LINE_SIZE];
    ssize_t length = readlink("/proc/self/exe", path, sizeof path - 1);
    ck_assert(length > 0 && (size_t)length < sizeof path);
    path[length] = '\0';
    (void)snprintf(command, sizeof command, "GLIBC_TUNABLES=glibc.cpu.hwcaps=%s exec '%s' --print",
                   hidden, path);
    FILE *file = popen(command, "r");
    ck_assert_ptr_nonnull(file);
    ck_assert_ptr_nonnull(fgets(line, sizeof line, file));
#if defined(__x86_64__) && defined(__GLIBC__)
    ck_assert_str_eq(line, is_wide ? "wide 1\n" : "wide 0\n");
#else
    (void)is_wide;
#endif
    return file;
}

START_TEST(every_indicator_has_the_same_bits_with_and_without_wide_vectors)
{
    char here[LINE_SIZE], there[LINE_SIZE];
    FILE *wide = child_begin("-FMA", tr__has_wide());
    FILE *plain = child_begin("-FMA,-AVX2", false);
    size_t count = 0;
    for (; fgets(here, sizeof here, wide) != NULL; count++) {
        ck_assert_ptr_nonnull(fgets(there, sizeof there, plain));
        if (strcmp(here, there) != 0)
            ck_abort_msg("with AVX2:    %swithout AVX2: %s", here, there);
    }
    ck_assert_uint_eq(count, 4 * tr_indicator_count());
    ck_assert_ptr_null(fgets(there, sizeof there, plain));
    ck_assert_int_eq(pclose(wide), 0);
    ck_assert_int_eq(pclose(plain), 0);
}
END_TEST

int main(int argc, char **argv)
{
    if (argc > 1 && strcmp(argv[1], "--print") == 0)
        return print_all();
    Suite *suite = suite_create("widths");
    TCase *cases = tcase_create("widths");
    tcase_add_test(cases, every_indicator_has_the_same_bits_with_and_without_wide_vectors);
    suite_add_tcase(suite, cases);
    return run_as_tap(suite);
}
