/* workspace.h: a configuration directory of the test's own, and every problem that a load reports. */
#ifndef TESTS_UNIT_CONFIG_WORKSPACE_H
#define TESTS_UNIT_CONFIG_WORKSPACE_H

#include <ftw.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <trade/config.h>

#include "support/check_tap.h"

#define PROBLEM_MAX 64

typedef struct problem {
    bool is_error;
    char source[256];
    unsigned line;
    unsigned column;
    char key[128];
    char text[512];
} problem;

typedef struct workspace {
    char directory[64];
    problem problems[PROBLEM_MAX];
    size_t problem_count;
    tr_config_options options;
    tr_error err;
} workspace;

static inline void workspace_problem(void *user, const tr_config_problem *in)
{
    workspace *work = user;
    if (work->problem_count == PROBLEM_MAX)
        return;
    problem *out = &work->problems[work->problem_count++];
    out->is_error = in->is_error;
    out->line = in->line;
    out->column = in->column;
    (void)snprintf(out->source, sizeof out->source, "%s", in->source); /* long enough for tests */
    (void)snprintf(out->key, sizeof out->key, "%s", in->key);
    (void)snprintf(out->text, sizeof out->text, "%s", in->text);
}

static inline void workspace_init(workspace *work)
{
    memset(work, 0, sizeof *work);
    (void)snprintf(work->directory, sizeof work->directory, "/tmp/trade-config-XXXXXX"); /* fits */
    ck_assert_ptr_nonnull(mkdtemp(work->directory));
    work->options = (tr_config_options)TR_CONFIG_OPTIONS_INIT;
    work->options.config_dir = work->directory;
    work->options.on_problem = workspace_problem;
    work->options.user = work;
}

static inline int workspace_remove_one(const char *path, const struct stat *about, int type,
                                       struct FTW *place)
{
    (void)about;
    (void)type;
    (void)place;
    return remove(path);
}

static inline void workspace_done(workspace *work)
{
    ck_assert_int_eq(nftw(work->directory, workspace_remove_one, 8, FTW_DEPTH | FTW_PHYS), 0);
}

static inline void workspace_write(workspace *work, const char *name, const char *text, mode_t mode)
{
    char path[512];
    (void)snprintf(path, sizeof path, "%s/%s", work->directory, name); /* test names are short */
    FILE *file = fopen(path, "w");
    ck_assert_ptr_nonnull(file);
    ck_assert_int_ge(fputs(text, file), 0);
    ck_assert_int_eq(fclose(file), 0);
    ck_assert_int_eq(chmod(path, mode), 0);
}

/* Load; NULL when it failed, with work->err filled. Problems start anew. */
static inline tr_config *workspace_load(workspace *work)
{
    tr_config *config = NULL;
    work->problem_count = 0;
    memset(work->problems, 0, sizeof work->problems);
    tr_status status = tr_config_load(&work->options, &config, &work->err);
    ck_assert((status == TR_OK) == (config != NULL));
    return config;
}

static inline tr_config *workspace_must_load(workspace *work)
{
    tr_config *config = workspace_load(work);
    ck_assert_msg(config != NULL, "%s", work->err.message);
    return config;
}

/* The problem of a key, or NULL. */
static inline const problem *workspace_find(const workspace *work, const char *key)
{
    for (size_t i = 0; i < work->problem_count; i++)
        if (strcmp(work->problems[i].key, key) == 0)
            return &work->problems[i];
    return NULL;
}

/* Assert that a key has a problem whose text holds `part`. */
static inline void workspace_expect(const workspace *work, const char *key, bool is_error,
                                    const char *part)
{
    const problem *found = workspace_find(work, key);
    ck_assert_msg(found != NULL, "no problem of %s", key);
    ck_assert_msg(found->is_error == is_error, "%s: %s", key, found->text);
    ck_assert_msg(strstr(found->text, part) != NULL, "%s: %s", key, found->text);
}

#endif
