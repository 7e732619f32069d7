/* main.c: the program: arguments, configuration, and then the server until it is told to stop. */
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <trade/version.h>

#include "arguments.h"
#include "machine.h"
#include "server.h"

#define EXIT_USAGE 2

typedef struct program {
    web_arguments arguments;
    tr_config_place place;
} program;

static void problem_print(void *user, const tr_config_problem *problem)
{
    (void)user;
    (void)fprintf(stderr, "webhook-server: %s: ", problem->is_error ? "error" : "warning");
    if (problem->line > 0)
        (void)fprintf(stderr, "%s:%u:%u: ", problem->source, problem->line, problem->column);
    else
        (void)fprintf(stderr, "%s: ", problem->source);
    (void)fprintf(stderr, "%s%s%s\n", problem->key, problem->key[0] != '\0' ? ": " : "",
                  problem->text);
}

static tr_status config_load(void *user, tr_config **out, tr_error *err)
{
    program *self = user;
    tr_config_options options = TR_CONFIG_OPTIONS_INIT;
    options.config_dir = self->place.config_dir;
    options.data_dir = self->place.data_dir;
    options.environment = (const char *const *)environ;
    options.credentials_dir = getenv("CREDENTIALS_DIRECTORY");
    options.settings = (const char *const *)self->arguments.settings;
    options.setting_count = self->arguments.setting_count;
    options.on_problem = problem_print;
    return tr_config_load(&options, out, err);
}

static tr_status place_find(program *self, tr_error *err)
{
    char working[PATH_MAX];
    if (getcwd(working, sizeof working) == NULL)
        working[0] =
            '\0'; /* a removed folder: then only absolute paths work, and the next call says so */
    const char *home = self->arguments.home != NULL ? self->arguments.home : getenv("TRADE_HOME");
    tr_status status = tr_config_locate(home, working, &self->place, err);
    const char *config_dir = self->arguments.config_dir;
    if (status != TR_OK || config_dir == NULL)
        return status;
    char *found = realpath(config_dir, NULL);
    if (found == NULL) {
        *err = (tr_error){ .status = TR_E_NOT_FOUND };
        (void)snprintf(err->message, sizeof err->message, "there is no folder %.200s",
                       config_dir); /* fits */
        return TR_E_NOT_FOUND;
    }
    (void)snprintf(self->place.config_dir, sizeof self->place.config_dir, "%s",
                   found); /* PATH_MAX fits */
    free(found);
    return TR_OK;
}

static int fail(const tr_error *err)
{
    (void)fprintf(stderr, "webhook-server: %s: %s\n", tr_status_name(err->status), err->message);
    return EXIT_FAILURE;
}

static int serve(program *self)
{
    tr_error err;
    tr_config *config;
    web_settings *settings;
    if (place_find(self, &err) != TR_OK || config_load(self, &config, &err) != TR_OK)
        return fail(&err);
    if (web_settings_new(config, &settings, &err) != TR_OK) {
        tr_config_free(config);
        return fail(&err);
    }
    if (self->arguments.task == WEB_TASK_CHECK) {
        (void)printf("configuration is good: %s\n", self->place.config_dir);
        web_settings_free(settings);
        return EXIT_SUCCESS;
    }
    if (machine_log_start(&err) != TR_OK) {
        web_settings_free(settings);
        return fail(&err);
    }
    tr_status status = web_serve(settings, &self->place, config_load, self, &err);
    machine_log_stop();
    return status == TR_OK ? EXIT_SUCCESS : fail(&err);
}

int main(int argc, char **argv)
{
    program self;
    tr_error err;
    int result = EXIT_SUCCESS;
    machine_keep_memory_private();
    if (web_arguments_read(argc, argv, &self.arguments, &err) != TR_OK) {
        (void)fprintf(stderr, "webhook-server: %s\n", err.message);
        result = EXIT_USAGE;
    } else if (self.arguments.task == WEB_TASK_HELP) {
        (void)fputs(web_arguments_help(), stdout);
    } else if (self.arguments.task == WEB_TASK_VERSION) {
        (void)printf("webhook-server %s\n", tr_version());
    } else {
        result = serve(&self);
    }
    web_arguments_done(&self.arguments);
    return result;
}
