/* arguments.h: the command line. */
#ifndef WEB_ARGUMENTS_H
#define WEB_ARGUMENTS_H

#include <stdbool.h>
#include <stddef.h>

#include <trade/status.h>

typedef enum web_task {
    WEB_TASK_SERVE = 0,
    WEB_TASK_CHECK = 1,
    WEB_TASK_HELP = 2,
    WEB_TASK_VERSION = 3
} web_task;

#define WEB_SETTINGS_MAX     32
#define WEB_SETTING_SIZE_MAX 4200

/** Plain data; pointers into argv, except for the settings made of options. */
typedef struct web_arguments {
    web_task task;
    const char *config_dir;           /* NULL: as found */
    const char *home;                 /* NULL: as found */
    char *settings[WEB_SETTINGS_MAX]; /* "key=value" */
    size_t setting_count;
} web_arguments;

/** @return TR_E_INVALID with a line for the person */
tr_status web_arguments_read(int argc, char **argv, web_arguments *out, tr_error *err);
void web_arguments_done(web_arguments *arguments);

/** What --help prints. */
const char *web_arguments_help(void);

#endif
