/* arguments.c: the command line, read by the table. */
#include "tbctl/tbctl.h"

#include <stdarg.h>
#include <string.h>

const tbctl_global_option tbctl_global_options[] = {
    { "help", NULL, "show help, on a command when one is named" },
    { "json", NULL, "answer in JSON" },
    { "color", "WHEN", "auto, always or never; NO_COLOR is heeded" },
    { "home", "DIR",
      "configuration and data are in DIR/config and DIR/data (environment TRADE_HOME)" },
    { "set", "NAME=VALUE", "a setting for this call; may be repeated" },
    { "yes", NULL, "do not ask before something dangerous" },
    { "version", NULL, "show the version" },
    { NULL, NULL, NULL },
};

static bool wrong(const tbctl *program, const tbctl_line *line, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

static bool wrong(const tbctl *program, const tbctl_line *line, const char *format, ...)
{
    char message[400];
    va_list args;
    va_start(args, format);
    (void)vsnprintf(message, sizeof message, format, args);
    va_end(args);
    tbctl_print_misuse(program, message);
    if (line->def != NULL)
        fprintf(stderr, "Try \"tbctl %s --help\".\n", line->def->name);
    else
        fprintf(stderr, "Try \"tbctl --help\".\n");
    return false;
}

#define RELATIVES_SIZE 200

/* ---- options of the program ------------------------------------------------------------------ */

static bool take_color(tbctl *program, const tbctl_line *line, const char *value)
{
    static const char *const words[] = { "auto", "always", "never" };
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (strcmp(value, words[i]) == 0) {
            program->color = (tbctl_color)i;
            return true;
        }
    }
    return wrong(program, line, "--color is \"%.40s\", allowed: auto|always|never", value);
}

static bool take_setting(tbctl *program, const tbctl_line *line, const char *value)
{
    if (strchr(value, '=') == NULL)
        return wrong(program, line, "--set is \"%.40s\", expected NAME=VALUE", value);
    if (program->setting_count == TBCTL_SETTINGS_MAX)
        return wrong(program, line, "more than %d settings", TBCTL_SETTINGS_MAX);
    program->settings[program->setting_count++] = value;
    return true;
}

static bool take_global(tbctl *program, tbctl_line *line, const char *name, const char *value)
{
    if (strcmp(name, "help") == 0)
        program->is_help = true;
    else if (strcmp(name, "json") == 0)
        program->is_json = true;
    else if (strcmp(name, "yes") == 0)
        program->is_yes = true;
    else if (strcmp(name, "version") == 0)
        line->def = tbctl_command_find("version");
    else if (strcmp(name, "home") == 0)
        program->home = value;
    else if (strcmp(name, "color") == 0)
        return take_color(program, line, value);
    else
        return take_setting(program, line, value);
    return true;
}

static const tbctl_global_option *global_find(const char *name)
{
    for (const tbctl_global_option *option = tbctl_global_options; option->name != NULL; option++)
        if (strcmp(option->name, name) == 0)
            return option;
    return NULL;
}

/* ---- the command's own ----------------------------------------------------------------------- */

static bool add_text(const tbctl *program, tbctl_line *line, const char *name, const char *value)
{
    for (size_t i = 0; i < line->count; i++)
        if (strcmp(line->texts[i].name, name) == 0)
            return wrong(program, line, "%s is given twice", name);
    if (line->count == TR_COMMAND_ARGUMENTS_MAX)
        return wrong(program, line, "too many arguments");
    line->texts[line->count++] = (tr_argument_text){ name, value, strlen(value) };
    return true;
}

static const tr_argument_def *argument_find(const tr_command_def *def, const char *name)
{
    for (size_t i = 0; def != NULL && i < def->argument_count; i++)
        if (strcmp(def->arguments[i].name, name) == 0)
            return &def->arguments[i];
    return NULL;
}

static bool take_positional(const tbctl *program, tbctl_line *line, size_t *position,
                            const char *value)
{
    while (line->def != NULL && *position < line->def->argument_count &&
           !line->def->arguments[*position].is_positional)
        ++*position;
    if (line->def == NULL || *position == line->def->argument_count)
        return wrong(program, line, "\"%.60s\" is one argument too many", value);
    return add_text(program, line, line->def->arguments[(*position)++].name, value);
}

/* One --option, with its value behind '=' or in the next word. */
static bool take_option(tbctl *program, tbctl_line *line, char **argv, int argc, int *at)
{
    const char *text = argv[*at] + 2;
    const char *equals = strchr(text, '=');
    char name[32];
    size_t length = equals == NULL ? strlen(text) : (size_t)(equals - text);
    if (length == 0 || length >= sizeof name)
        return wrong(program, line, "no option %.60s", argv[*at]);
    for (size_t i = 0; i < length; i++)
        name[i] = (char)(text[i] == '-' ? '_' : text[i]);
    name[length] = '\0';
    const tr_argument_def *argument = argument_find(line->def, name);
    /* A command that lists an option of every command among its own says what it means there. */
    const tbctl_global_option *global = global_find(name);
    if (argument == NULL && global == NULL) {
        const char *near = line->def == NULL ? NULL : tbctl_nearest_option(line->def, name);
        char option[40];
        tbctl_option_name(near == NULL ? "" : near, option, sizeof option);
        /* What stands behind '=' may be a secret. */
        return wrong(program, line, "no option --%.*s%s%s%s", (int)length, text,
                     near == NULL ? "" : "; did you mean --", option, near == NULL ? "" : "?");
    }
    bool is_flag = argument != NULL ? argument->type == TR_ARGUMENT_FLAG : global->value == NULL;
    const char *value = equals != NULL ? equals + 1 : is_flag ? "true" : NULL;
    if (value == NULL && *at + 1 == argc)
        return wrong(program, line, "%s needs a value", argv[*at]);
    if (value == NULL)
        value = argv[++*at];
    return global == NULL ? add_text(program, line, argument->name, value)
                          : take_global(program, line, name, value);
}

/* ---- the line -------------------------------------------------------------------------------- */

/* The short spellings of two global options; NULL for everything else. */
static const char *long_form(const char *word)
{
    return strcmp(word, "-h") == 0 ? "--help" : strcmp(word, "-y") == 0 ? "--yes" : NULL;
}

static bool is_option(const char *word)
{
    return word[0] == '-' && word[1] == '-' && word[2] != '\0';
}

static bool is_value_of_global(const char *word)
{
    const tbctl_global_option *option = is_option(word) ? global_find(word + 2) : NULL;
    return option != NULL && option->value != NULL;
}

/* The commands that have this word in their name: "book" is of "exchange book", too. False: none has. */
static bool list_relatives(const char *word, char *out, size_t size)
{
    size_t used = 0, length = strlen(word);
    out[0] = '\0';
    for (size_t i = 0; tbctl_command_at(i) != NULL; i++) {
        const char *name = tbctl_command_at(i)->name;
        const char *blank = strchr(name, ' ');
        bool is_first = strncmp(name, word, length) == 0 && name[length] == ' ';
        if (blank == NULL || (!is_first && strcmp(blank + 1, word) != 0))
            continue;
        int written = snprintf(out + used, size - used, "%s%s", used == 0 ? "" : ", ", name);
        if (written < 0 || (size_t)written >= size - used) {
            out[used] = '\0'; /* those that fit */
            break;
        }
        used += (size_t)written;
    }
    return used > 0;
}

/* The words that name the command: their places in argv. "help" in front is --help. False: there is no such command. */
static bool find_command(const tbctl *program, int argc, char **argv, tbctl_line *line,
                         int places[2])
{
    static char help[] = "--help";
    const char *words[2] = { NULL, NULL };
    int count = 0;
    for (int i = 1; i < argc && count < 2; i++) {
        if (is_value_of_global(argv[i]))
            i++;
        else if (count == 0 && strcmp(argv[i], "help") == 0) {
            argv[i] = help;
        } else if (argv[i][0] != '-') {
            places[count] = i;
            words[count++] = argv[i];
        } else if (count == 1)
            break; /* "tail --limit 5": what follows an option is not the command's name */
    }
    if (count == 0)
        return true;
    char name[80];
    (void)snprintf(name, sizeof name, "%.30s %.30s", words[0], words[1] == NULL ? "" : words[1]);
    line->def = count == 2 ? tbctl_command_find(name) : NULL;
    if (line->def != NULL)
        return true;
    places[1] = -1;
    line->def = tbctl_command_find(words[0]);
    if (line->def != NULL)
        return true;
    if (count == 1 && tbctl_is_family(words[0])) {
        line->family = words[0];
        return true;
    }
    if (count == 1)
        name[strlen(words[0]) < 30 ? strlen(words[0]) : 30] = '\0';
    char relatives[RELATIVES_SIZE];
    const char *near = tbctl_nearest_command(name);
    if (near == NULL && count == 2 && list_relatives(words[0], relatives, sizeof relatives))
        return wrong(program, line, "no command \"%s\"; there are: %s", name, relatives);
    return wrong(program, line, "no command \"%s\"%s%s%s", name,
                 near == NULL ? "" : "; did you mean \"", near == NULL ? "" : near,
                 near == NULL ? "" : "\"?");
}

/* An error in front of --json is to be told in JSON as well. */
static bool asks_for_json(int argc, char **argv)
{
    for (int i = 1; i < argc && strcmp(argv[i], "--") != 0; i++)
        if (strcmp(argv[i], "--json") == 0)
            return true;
    return false;
}

bool tbctl_read_line(tbctl *program, int argc, char **argv, tbctl_line *out)
{
    int places[2] = { -1, -1 };
    size_t position = 0;
    bool are_options_over = false;
    *out = (tbctl_line){ .count = 0 };
    program->is_json = asks_for_json(argc, argv);
    if (!find_command(program, argc, argv, out, places))
        return false;
    for (int i = 1; i < argc; i++) {
        if (i == places[0] || i == places[1])
            continue;
        char *word = argv[i];
        if (!are_options_over && strcmp(word, "--") == 0) {
            are_options_over = true;
            continue;
        }
        if (!are_options_over && long_form(word) != NULL) {
            if (!take_global(program, out, long_form(word) + 2, NULL))
                return false;
        } else if (!are_options_over && is_option(word)) {
            if (!take_option(program, out, argv, argc, &i))
                return false;
        } else if (!are_options_over && word[0] == '-' && word[1] != '\0' &&
                   strchr("0123456789.", word[1]) == NULL) {
            return wrong(program, out, "no option %.60s", word);
        } else if (!take_positional(program, out, &position, word)) {
            return false;
        }
    }
    return true;
}
