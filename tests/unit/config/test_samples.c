/*
 * The files in config/ against the schema: they are exactly what the schema writes, every key stands in
 * exactly one of them, and they load without a word.
 * After a change of the schema `write_config_samples config` in the build writes them anew.
 */
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <trade/config.h>

#include "config/schema.h"
#include "support/check_tap.h"

#define TEXT_SIZE 131072

static const char *const file_names[] = { "config.yaml", "web_config.yaml", "env.example" };

typedef struct text {
    char bytes[TEXT_SIZE];
    size_t size;
} text;

static void text_add(void *user, const char *piece)
{
    text *out = user;
    size_t length = strlen(piece);
    ck_assert_uint_lt(out->size + length, sizeof out->bytes);
    memcpy(out->bytes + out->size, piece, length + 1);
    out->size += length;
}

static text *sample(tr_config_file file)
{
    text *out = calloc(1, sizeof *out);
    ck_assert_ptr_nonnull(out);
    ck_assert_int_eq(tr_config_sample(file, text_add, out), TR_OK);
    return out;
}

static text *file_text(const char *directory, const char *name)
{
    char path[4096];
    text *out = calloc(1, sizeof *out);
    ck_assert_ptr_nonnull(out);
    ck_assert_int_lt(snprintf(path, sizeof path, "%s/%s", directory, name), (int)sizeof path);
    FILE *file = fopen(path, "r");
    ck_assert_msg(file != NULL, "cannot open %s", path);
    out->size = fread(out->bytes, 1, sizeof out->bytes - 1, file);
    ck_assert_int_eq(fclose(file), 0);
    return out;
}

static void file_write(const char *directory, const char *name, const text *in)
{
    char path[4096];
    ck_assert_int_lt(snprintf(path, sizeof path, "%s/%s", directory, name), (int)sizeof path);
    FILE *file = fopen(path, "w");
    ck_assert_msg(file != NULL, "cannot write %s", path);
    ck_assert_uint_eq(fwrite(in->bytes, 1, in->size, file), in->size);
    ck_assert_int_eq(fclose(file), 0);
}

typedef struct seen {
    unsigned error_count;
    unsigned warning_count;
    char last[512];
} seen;

static void problem_seen(void *user, const tr_config_problem *problem)
{
    seen *out = user;
    if (problem->is_error)
        out->error_count++;
    else
        out->warning_count++;
    (void)snprintf(out->last, sizeof out->last, "%s:%u: %s: %s", problem->source, problem->line,
                   problem->key, problem->text); /* cut when too long */
}

static tr_config *load(const char *directory, seen *out)
{
    tr_config_options options = TR_CONFIG_OPTIONS_INIT;
    tr_config *config = NULL;
    tr_error err = { .message = "" };
    options.config_dir = directory;
    options.on_problem = problem_seen;
    options.user = out;
    (void)tr_config_load(&options, &config, &err); /* the caller looks at the configuration */
    ck_assert_msg(config != NULL, "%s", err.message);
    return config;
}

START_TEST(files_are_what_the_schema_writes)
{
    text *written = sample((tr_config_file)_i);
    text *found = file_text(SAMPLES_DIR, file_names[_i]);
    ck_assert_msg(strcmp(written->bytes, found->bytes) == 0,
                  "config/%s differs from the schema: run write_config_samples config",
                  file_names[_i]);
    free(found);
    free(written);
}
END_TEST

START_TEST(samples_load_without_a_warning_and_say_the_defaults)
{
    seen problems = { 0 };
    tr_config *config = load(SAMPLES_DIR, &problems);
    ck_assert_msg(problems.error_count + problems.warning_count == 0, "%s", problems.last);
    seen none = { 0 };
    tr_config *defaults = load(NULL, &none);
    ck_assert_uint_eq(tr_config_entry_count(config), tr_config_entry_count(defaults));
    for (size_t i = 0; i < tr_config_entry_count(config); i++) {
        tr_config_entry entry;
        tr_config_entry expected;
        ck_assert_int_eq(tr_config_entry_at(config, i, &entry), TR_OK);
        ck_assert_int_eq(tr_config_entry_at(defaults, i, &expected), TR_OK);
        ck_assert_str_eq(entry.key, expected.key);
        ck_assert_pstr_eq(entry.value, expected.value);
        bool is_in_yaml = expected.value != NULL && strcmp(entry.file, ".env") != 0;
        ck_assert_msg(entry.is_set == is_in_yaml, "%s", entry.key);
    }
    tr_config_free(defaults);
    tr_config_free(config);
}
END_TEST

/* The name of a setting on this line, switched on or off; NULL for words and blank lines. */
static const char *setting_on(char *line)
{
    char *at = line;
    if (at[0] == '#' && at[1] == ' ' && at[2] != ' ')
        return NULL;
    if (*at == '#')
        at++;
    at += strspn(at, " ");
    if (strncmp(at, "- ", 2) == 0)
        at += 2;
    if (*at == '#' || *at == '\0')
        return NULL;
    at[strcspn(at, ":=")] = '\0';
    return at;
}

static unsigned times_set(const text *in, const char *name)
{
    unsigned count = 0;
    char *copy = strdup(in->bytes);
    ck_assert_ptr_nonnull(copy);
    for (char *line = copy; line != NULL;) {
        char *next = strchr(line, '\n');
        if (next != NULL)
            *next++ = '\0';
        const char *found = setting_on(line);
        count += found != NULL && strcmp(found, name) == 0;
        line = next;
    }
    free(copy);
    return count;
}

START_TEST(every_environment_name_stands_once_in_the_example)
{
    text *env = file_text(SAMPLES_DIR, "env.example");
    unsigned expected = 0;
    for (size_t i = 0; i < tr__config_key_count; i++) {
        const tr__config_key *key = &tr__config_keys[i];
        char name[128];
        if (key->environment == NULL)
            continue;
        expected++;
        bool is_star = key->environment[0] == '*';
        (void)snprintf(name, sizeof name, "%s%s", is_star ? "BINANCE" : "",
                       key->environment + is_star); /* names are short */
        ck_assert_msg(times_set(env, name) == 1, "%s", name);
    }
    unsigned lines = 0;
    for (const char *at = env->bytes; (at = strchr(at, '\n')) != NULL; at++)
        lines += at[1] == '#' && at[2] != ' ' && at[2] != '\n';
    ck_assert_uint_eq(lines, expected);
    free(env);
}
END_TEST

/* Write a sample with every setting switched on. */
static void switched_on_write(const char *directory, const char *name)
{
    text *in = file_text(SAMPLES_DIR, name);
    text *out = calloc(1, sizeof *out);
    ck_assert_ptr_nonnull(out);
    bool is_line_start = true;
    for (size_t i = 0; i < in->size; i++) {
        const char *at = in->bytes + i;
        bool is_switch =
            is_line_start && at[0] == '#' && at[1] != '\n' && (at[1] != ' ' || at[2] == ' ');
        is_line_start = at[0] == '\n';
        if (!is_switch)
            out->bytes[out->size++] = at[0];
    }
    file_write(directory, name, out);
    free(out);
    free(in);
}

START_TEST(every_key_of_the_schema_stands_in_exactly_one_sample)
{
    char directory[] = "/tmp/trade-samples-XXXXXX";
    seen problems = { 0 };
    ck_assert_ptr_nonnull(mkdtemp(directory));
    switched_on_write(directory, "config.yaml");
    switched_on_write(directory, "web_config.yaml");
    tr_config_options options = TR_CONFIG_OPTIONS_INIT;
    const char *const environment[] = { "BINANCE_API_KEY=k", "BINANCE_SECRET=s", NULL };
    options.config_dir = directory;
    options.environment = environment;
    options.on_problem = problem_seen;
    options.user = &problems;
    tr_config *config = NULL;
    tr_error err = { .message = "" };
    ck_assert_msg(tr_config_load(&options, &config, &err) == TR_OK, "%s", err.message);
    ck_assert_msg(problems.warning_count == 0, "%s", problems.last);
    for (size_t i = 0; i < tr_config_entry_count(config); i++) {
        tr_config_entry entry;
        char expected[4200];
        ck_assert_int_eq(tr_config_entry_at(config, i, &entry), TR_OK);
        if (strcmp(entry.file, ".env") == 0)
            continue;
        if (strcmp(entry.key, "tradingview.sizing.my_strategy.equity_share") == 0) {
            ck_assert(!entry.is_set); /* its sample is null: it cannot stand beside quantity */
            continue;
        }
        ck_assert_int_lt(snprintf(expected, sizeof expected, "%s/%s:", directory, entry.file),
                         (int)sizeof expected);
        ck_assert_msg(strncmp(entry.origin, expected, strlen(expected)) == 0, "%s is from %s",
                      entry.key, entry.origin);
    }
    tr_config_free(config);
    ck_assert_int_eq(chdir(directory), 0);
    ck_assert_int_eq(unlink("config.yaml") | unlink("web_config.yaml"), 0);
    ck_assert_int_eq(chdir("/") | rmdir(directory), 0);
}
END_TEST

START_TEST(every_row_of_the_schema_is_complete)
{
    for (size_t i = 0; i < tr__config_key_count; i++) {
        const tr__config_key *key = &tr__config_keys[i];
        bool is_other = true;
        ck_assert_msg(key->help != NULL && key->help[0] != '\0', "%s", key->path);
        ck_assert_msg(tr_config_type_name(key->type) != NULL, "%s", key->path);
        char path[256];
        ck_assert(
            tr__schema_fill(key, strchr(key->path, '#') != NULL ? "0" : "abc", path, sizeof path));
        ck_assert_msg(tr__schema_find(path, &is_other) == key && !is_other, "%s", key->path);
        ck_assert_msg((key->min == NULL) == (key->max == NULL), "%s", key->path);
        if (key->type == TR_CONFIG_DURATION)
            ck_assert_msg(key->unit != NULL, "%s", key->path);
        if (key->type == TR_CONFIG_CHOICE)
            ck_assert_msg(key->choices != NULL, "%s", key->path);
        if (key->check != NULL)
            ck_assert_msg(key->allowed != NULL, "%s", key->path);
        if (key->type == TR_CONFIG_SECRET)
            ck_assert_msg(key->file == TR_CONFIG_FILE_ENV && key->initial == NULL &&
                              key->environment != NULL,
                          "%s", key->path);
        else if (key->initial == NULL && !key->is_obsolete)
            ck_assert_msg(key->sample != NULL, "%s", key->path);
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("samples");
    TCase *tests = tcase_create("samples");
    tcase_add_loop_test(tests, files_are_what_the_schema_writes, 0, 3);
    tcase_add_test(tests, samples_load_without_a_warning_and_say_the_defaults);
    tcase_add_test(tests, every_environment_name_stands_once_in_the_example);
    tcase_add_test(tests, every_key_of_the_schema_stands_in_exactly_one_sample);
    tcase_add_test(tests, every_row_of_the_schema_is_complete);
    suite_add_tcase(suite, tests);
    return run_as_tap(suite);
}
