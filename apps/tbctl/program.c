/* program.c: where things are, what is configured, and the clock: all that commands share. */
#include "tbctl/tbctl.h"

#include <errno.h>
#include <stdarg.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

tr_status tbctl_fail(tr_error *err, tr_status status, const char *format, ...)
{
    if (err == NULL)
        return status;
    *err = (tr_error){ .status = status };
    va_list args;
    va_start(args, format);
    (void)vsnprintf(err->message, sizeof err->message, format, args);
    va_end(args);
    return status;
}

tbctl_exit tbctl_exit_of(tr_status status)
{
    switch (status) {
    case TR_OK:
        return TBCTL_EXIT_DONE;
    case TR_E_INVALID:
        return TBCTL_EXIT_USAGE;
    case TR_E_REFUSED:
        return TBCTL_EXIT_REFUSED;
    case TR_E_UNKNOWN_OUTCOME:
        return TBCTL_EXIT_UNKNOWN;
    default:
        return TBCTL_EXIT_FAILED;
    }
}

tbctl *tbctl_of(const tr_command_call *call)
{
    return tr_call_context(call)->program;
}

const char *tbctl_environment(const tbctl *program, const char *name)
{
    size_t length = strlen(name);
    for (const char *const *at = program->environment; at != NULL && *at != NULL; at++)
        if (strncmp(*at, name, length) == 0 && (*at)[length] == '=')
            return *at + length + 1;
    return NULL;
}

tr_status tbctl_locate(tbctl *program, tr_error *err)
{
    char directory[TR_CONFIG_PATH_SIZE];
    if (program->place.config_dir[0] != '\0')
        return TR_OK;
    if (getcwd(directory, sizeof directory) == NULL)
        return tbctl_fail(err, TR_E_IO, "the working directory cannot be read");
    return tr_config_locate(program->home, directory, &program->place, err);
}

static void print_problem(void *user, const tr_config_problem *problem)
{
    unsigned int *errors = user;
    if (!problem->is_error)
        return; /* `config check` shows warnings; elsewhere they would stand between a command and its answer */
    ++*errors;
    if (problem->line > 0)
        fprintf(stderr, "%s:%u: ", problem->source, problem->line);
    else
        fprintf(stderr, "%s: ", problem->source);
    fprintf(stderr, "%s%s%s\n", problem->key, problem->key[0] == '\0' ? "" : ": ", problem->text);
}

tr_config_options tbctl_config_options(tbctl *program)
{
    tr_config_options options = TR_CONFIG_OPTIONS_INIT;
    options.config_dir = program->place.config_dir;
    options.data_dir = program->place.data_dir;
    options.environment = program->environment;
    options.credentials_dir = tbctl_environment(program, "CREDENTIALS_DIRECTORY");
    options.settings = program->settings;
    options.setting_count = program->setting_count;
    return options;
}

tr_status tbctl_configure(tbctl *program, tr_error *err)
{
    if (program->config != NULL)
        return TR_OK;
    tr_status status = tbctl_locate(program, err);
    if (status != TR_OK)
        return status;
    tr_config_options options = tbctl_config_options(program);
    unsigned int errors = 0;
    options.on_problem =
        program->is_json ? NULL : print_problem; /* there the answer names the first */
    options.user = &errors;
    status = tr_config_load(&options, &program->config, err);
    return errors == 0 ? status
                       : tbctl_fail(err, status, "the configuration has %u error%s", errors,
                                    errors == 1 ? "" : "s");
}

tr_status tbctl_database(tbctl *program, char *buffer, size_t size, tr_error *err)
{
    tr_status status = tbctl_configure(program, err);
    return status == TR_OK ? tr_config_database_path(program->config, buffer, size, err) : status;
}

tr_status tbctl_make_data_directory(const tbctl *program, tr_error *err)
{
    char path[TR_CONFIG_PATH_SIZE];
    (void)snprintf(path, sizeof path, "%s", program->place.data_dir);
    for (char *slash = strchr(path + 1, '/');; slash = strchr(slash + 1, '/')) {
        if (slash != NULL)
            *slash = '\0';
        if (mkdir(path, 0700) != 0 && errno != EEXIST)
            return tbctl_fail(err, TR_E_IO, "%s cannot be made: %s", path, strerror(errno));
        if (slash == NULL)
            return TR_OK;
        *slash = '/';
    }
}
