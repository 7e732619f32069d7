/*
 * fuzz_yaml.c: any bytes as config.yaml and as .env: the readers keep their bounds, a load ends with a
 * configuration or with a reported error, and what a configuration shows is read back as the same.
 */
#include <assert.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <trade/config.h>

#include "config/dotenv.h"
#include "config/yaml.h"

static char directory[] = "/tmp/trade-fuzz-yaml-XXXXXX";

static void directory_remove(void)
{
    if (chdir(directory) != 0)
        return;
    (void)unlink("config.yaml"); /* what is not there need not go */
    (void)unlink(".env");
    if (chdir("/") == 0)
        (void)rmdir(directory);
}

static void file_write(const char *name, const uint8_t *data, size_t size)
{
    char path[256];
    int length = snprintf(path, sizeof path, "%s/%s", directory, name);
    assert(length > 0 && (size_t)length < sizeof path);
    FILE *file = fopen(path, "wb");
    assert(file != NULL);
    assert(fwrite(data, 1, size, file) == size);
    assert(fclose(file) == 0);
}

typedef struct counts {
    unsigned errors;
} counts;

static void problem_check(void *user, const tr_config_problem *problem)
{
    counts *out = user;
    assert(problem->source != NULL && problem->key != NULL && problem->text[0] != '\0');
    assert(strpbrk(problem->text, "\r\n\x1b") == NULL);
    out->errors += problem->is_error;
}

static void readers_check(const uint8_t *data, size_t size)
{
    tr__arena arena;
    tr__yaml_document yaml;
    tr__dotenv_document dotenv;
    counts seen = { 0 };
    tr__problems problems = { .sink = problem_check, .user = &seen };
    tr__arena_init(&arena, NULL);
    tr__yaml_read(&arena, (const char *)data, size, "config.yaml", &problems, &yaml);
    assert(yaml.count <= TR__YAML_ITEM_MAX);
    for (size_t i = 0; i < yaml.count; i++) {
        assert(strlen(yaml.items[i].path) < TR__YAML_PATH_SIZE && yaml.items[i].path[0] != '\0');
        assert(strlen(yaml.items[i].text) < TR__YAML_VALUE_SIZE);
        assert(yaml.items[i].line > 0 && yaml.items[i].column > 0);
    }
    tr__dotenv_read(&arena, (const char *)data, size, ".env", &problems, &dotenv);
    for (size_t i = 0; i < dotenv.count; i++)
        assert(dotenv.items[i].name[0] != '\0' && dotenv.items[i].value != NULL);
    tr__arena_done(&arena);
}

/* What is shown is what would be written. Amounts and lists too; what is masked is left out. */
static void shown_check(const tr_config *config)
{
    for (size_t i = 0; i < tr_config_entry_count(config); i++) {
        tr_config_entry entry;
        assert(tr_config_entry_at(config, i, &entry) == TR_OK);
        bool is_alone = strstr(entry.key, "paper.prices.") == NULL && strstr(entry.key, ".live") == NULL &&
                        strstr(entry.key, "web_server.ssl") == NULL;
        if (!entry.is_set || entry.value == NULL || !is_alone || entry.type == TR_CONFIG_SECRET ||
            entry.type == TR_CONFIG_URL || entry.type == TR_CONFIG_LIST)
            continue;
        size_t size = strlen(entry.key) + strlen(entry.value) + 2;
        char *setting = malloc(size);
        assert(setting != NULL);
        (void)snprintf(setting, size, "%s=%s", entry.key, entry.value); /* measured above */
        const char *settings[] = { setting };
        tr_config_options options = TR_CONFIG_OPTIONS_INIT;
        options.settings = settings;
        options.setting_count = 1;
        tr_config *again = NULL;
        tr_config_entry same;
        assert(tr_config_load(&options, &again, NULL) == TR_OK);
        assert(tr_config_explain(again, entry.key, &same, NULL) == TR_OK);
        assert(strcmp(same.value, entry.value) == 0);
        tr_config_free(again);
        free(setting);
    }
}

static void load_check(const char *name, const uint8_t *data, size_t size)
{
    tr_config_options options = TR_CONFIG_OPTIONS_INIT;
    tr_config *config = NULL;
    tr_error err = { .status = TR_OK };
    counts seen = { 0 };
    file_write(name, data, size);
    options.config_dir = directory;
    options.on_problem = problem_check;
    options.user = &seen;
    tr_status status = tr_config_load(&options, &config, &err);
    assert((status == TR_OK) == (config != NULL) && (status == TR_OK) == (seen.errors == 0));
    assert(status == TR_OK || (err.status == status && err.message[0] != '\0'));
    if (config != NULL)
        shown_check(config);
    tr_config_free(config);
    file_write(name, data, 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static bool has_directory;
    if (!has_directory) {
        assert(mkdtemp(directory) != NULL);
        assert(atexit(directory_remove) == 0);
        has_directory = true;
    }
    readers_check(data, size);
    load_check("config.yaml", data, size);
    load_check(".env", data, size);
    return 0;
}
