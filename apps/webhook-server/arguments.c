/* arguments.c: see arguments.h. */
#include "arguments.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char *web_arguments_help(void)
{
    return "webhook-server: takes TradingView's alerts and orders over HTTP(S), and trades them.\n"
           "\n"
           "  webhook-server [options]\n"
           "\n"
           "Where it listens\n"
           "  --host ADDRESS       address (127.0.0.1); 0.0.0.0 is every network: then use TLS\n"
           "  --port N             port (8000); 0 lets the system choose one, which the log names\n"
           "  --ssl-cert FILE      certificate chain (PEM); together with\n"
           "  --ssl-key FILE       its key: then it speaks HTTPS alone\n"
           "\n"
           "What it runs with\n"
           "  --home DIR           folder with config/ and data/ (else $TRADE_HOME, ./var in a "
           "checkout,\n"
           "                       /etc/libtrade and /var/lib/libtrade)\n"
           "  --config DIR         folder of config.yaml, web_config.yaml and .env\n"
           "  --set KEY=VALUE      one setting, above files and environment; may be repeated.\n"
           "                       Secrets are not taken here: use the environment or a file\n"
           "\n"
           "Other\n"
           "  --check-config       hold the configuration against what is allowed, and end\n"
           "  --help, --version\n"
           "\n"
           "SIGHUP loads the configuration again, all or nothing; SIGTERM and SIGINT end it in "
           "order.\n"
           "It ends with 0 when it was told to stop, 1 when it failed, 2 for wrong arguments.\n";
}

/* Options that are another way to write a setting. */
static const struct {
    const char *option;
    const char *key;
} shorthands[] = {
    { "--host", "web_server.host" },
    { "--port", "web_server.port" },
    { "--ssl-cert", "web_server.ssl_certfile" },
    { "--ssl-key", "web_server.ssl_keyfile" },
};

static __attribute__((format(printf, 2, 3))) tr_status wrong(tr_error *err, const char *format, ...)
{
    va_list values;
    va_start(values, format);
    *err = (tr_error){ .status = TR_E_INVALID };
    (void)vsnprintf(err->message, sizeof err->message, format, values); /* cut when it is long */
    va_end(values);
    return TR_E_INVALID;
}

/* A relative file on the command line means the working directory, not the configuration's. */
static char *absolute_path(const char *path)
{
    char *working = path[0] == '/' ? NULL : realpath(".", NULL);
    size_t size = strlen(path) + (working != NULL ? strlen(working) : 0) + 2;
    char *made = malloc(size);
    if (made != NULL)
        (void)snprintf(made, size, "%s%s%s", working != NULL ? working : "",
                       working != NULL ? "/" : "", path); /* fits */
    free(working);
    return made;
}

static tr_status setting_add(web_arguments *arguments, const char *key, const char *value,
                             tr_error *err)
{
    if (arguments->setting_count == WEB_SETTINGS_MAX)
        return wrong(err, "more than %d settings", WEB_SETTINGS_MAX);
    char *path = NULL;
    if (strncmp(key, "web_server.ssl_", strlen("web_server.ssl_")) == 0) {
        path = absolute_path(value);
        value = path != NULL ? path : value;
    }
    size_t size = strlen(key) + strlen(value) + 2;
    char *made = malloc(size);
    if (made == NULL) {
        free(path);
        return wrong(err, "no memory");
    }
    (void)snprintf(made, size, "%s=%s", key, value); /* fits */
    free(path);
    arguments->settings[arguments->setting_count++] = made;
    return TR_OK;
}

static tr_status set_add(web_arguments *arguments, const char *text, tr_error *err)
{
    const char *equals = strchr(text, '=');
    if (equals == NULL || equals == text)
        return wrong(err, "--set takes KEY=VALUE, not \"%.80s\"", text);
    if (arguments->setting_count == WEB_SETTINGS_MAX)
        return wrong(err, "more than %d settings", WEB_SETTINGS_MAX);
    char *made = strdup(text);
    if (made == NULL)
        return wrong(err, "no memory");
    arguments->settings[arguments->setting_count++] = made;
    return TR_OK;
}

static tr_status value_take(web_arguments *arguments, const char *option, const char *value,
                            tr_error *err)
{
    if (strcmp(option, "--config") == 0)
        arguments->config_dir = value;
    else if (strcmp(option, "--home") == 0)
        arguments->home = value;
    else if (strcmp(option, "--set") == 0)
        return set_add(arguments, value, err);
    else
        for (size_t i = 0; i < sizeof shorthands / sizeof *shorthands; i++)
            if (strcmp(option, shorthands[i].option) == 0)
                return setting_add(arguments, shorthands[i].key, value, err);
    return TR_OK;
}

static bool takes_value(const char *option)
{
    if (strcmp(option, "--config") == 0 || strcmp(option, "--home") == 0 ||
        strcmp(option, "--set") == 0)
        return true;
    for (size_t i = 0; i < sizeof shorthands / sizeof *shorthands; i++)
        if (strcmp(option, shorthands[i].option) == 0)
            return true;
    return false;
}

static bool task_read(const char *option, web_task *out)
{
    static const struct {
        const char *option;
        web_task task;
    } tasks[] = {
        { "--check-config", WEB_TASK_CHECK },
        { "--help", WEB_TASK_HELP },
        { "-h", WEB_TASK_HELP },
        { "--version", WEB_TASK_VERSION },
    };
    for (size_t i = 0; i < sizeof tasks / sizeof *tasks; i++)
        if (strcmp(option, tasks[i].option) == 0) {
            *out = tasks[i].task;
            return true;
        }
    return false;
}

tr_status web_arguments_read(int argc, char **argv, web_arguments *out, tr_error *err)
{
    *out = (web_arguments){ .task = WEB_TASK_SERVE };
    for (int i = 1; i < argc; i++) {
        char option[32];
        const char *equals = strchr(argv[i], '=');
        size_t length = equals != NULL ? (size_t)(equals - argv[i]) : strlen(argv[i]);
        (void)snprintf(option, sizeof option, "%.*s", (int)length,
                       argv[i]); /* a longer one is no option */
        if (equals == NULL && task_read(option, &out->task))
            continue;
        if (!takes_value(option) || length >= sizeof option)
            return wrong(err, "unknown argument \"%.80s\"; --help lists them", argv[i]);
        if (equals == NULL && i + 1 == argc)
            return wrong(err, "%s needs a value", option);
        tr_status status = value_take(out, option, equals != NULL ? equals + 1 : argv[++i], err);
        if (status != TR_OK)
            return status;
    }
    return TR_OK;
}

void web_arguments_done(web_arguments *arguments)
{
    for (size_t i = 0; i < arguments->setting_count; i++)
        free(arguments->settings[i]);
    arguments->setting_count = 0;
}
