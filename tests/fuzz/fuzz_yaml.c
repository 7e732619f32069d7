/*
 * fuzz_yaml.c: any bytes as config.yaml and as .env: the readers keep their bounds, a load ends with a
 * configuration or with a reported error, and what a configuration shows is read back as the same.
 */
#include <assert.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <trade/config.h>

#include "config/dotenv.h"
#include "config/loaded.h"
#include "config/yaml.h"
#include "core/fail.h"

/* One file that is there. */
typedef struct memory_file {
    const char *path;
    const uint8_t *data;
    size_t size;
} memory_file;

static tr_status memory_read(void *user, tr__arena *arena, const char *path, tr__file *out,
                             tr_error *err)
{
    const memory_file *in = user;
    if (strcmp(path, in->path) != 0)
        return tr__fail(err, TR_E_NOT_FOUND, 0, "%s: no such file", path);
    char *bytes = tr__arena_text(arena, (const char *)in->data, in->size);
    assert(bytes != NULL);
    *out = (tr__file){ .bytes = bytes, .size = in->size, .mode = 0600 };
    return TR_OK;
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
        bool is_alone = strstr(entry.key, "paper.prices.") == NULL &&
                        strstr(entry.key, ".live") == NULL &&
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

static void load_check(const char *path, const uint8_t *data, size_t size)
{
    memory_file file = { path, data, size };
    tr__file_source files = { memory_read, &file };
    tr_config_options options = TR_CONFIG_OPTIONS_INIT;
    tr_config *config = NULL;
    tr_error err = { .status = TR_OK };
    counts seen = { 0 };
    options.config_dir = "/conf";
    options.on_problem = problem_check;
    options.user = &seen;
    tr_status status = tr__config_load(&options, &files, &config, &err);
    assert((status == TR_OK) == (config != NULL) && (status == TR_OK) == (seen.errors == 0));
    assert(status == TR_OK || (err.status == status && err.message[0] != '\0'));
    if (config != NULL)
        shown_check(config);
    tr_config_free(config);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    readers_check(data, size);
    load_check("/conf/config.yaml", data, size);
    load_check("/conf/.env", data, size);
    return 0;
}
