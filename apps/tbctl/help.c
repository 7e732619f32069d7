/* help.c: help as a person reads it, generated from the table. */
#include "tbctl/tbctl.h"

#include <ctype.h>
#include <string.h>

#define OPTION_COLUMN  26 /* where an option's explanation begins */
#define COMMAND_COLUMN 20

void tbctl_option_name(const char *name, char *buffer, size_t size)
{
    (void)snprintf(buffer, size, "%s", name);
    for (char *at = buffer; *at != '\0'; at++)
        if (*at == '_')
            *at = '-';
}

void tbctl_placeholder(const tr_argument_def *argument, char *buffer, size_t size)
{
    const char *name =
        argument->is_positional ? argument->name : tr_argument_type_name(argument->type);
    if (!argument->is_positional && argument->type == TR_ARGUMENT_CHOICE)
        name = "WORD";
    tbctl_option_name(name, buffer, size);
    for (char *at = buffer; *at != '\0'; at++)
        *at = (char)toupper((unsigned char)*at);
}

static void print_title(const tbctl *program, FILE *file, const char *title)
{
    fprintf(file, "\n%s%s%s\n", tbctl_on(program, TBCTL_BOLD), title,
            tbctl_off(program, TBCTL_BOLD));
}

/* "  name            text", the text wrapped beside it. */
static void print_entry(const tbctl *program, FILE *file, const char *name, size_t column,
                        const char *text)
{
    fprintf(file, "  %s%s%s", tbctl_on(program, TBCTL_CYAN), name, tbctl_off(program, TBCTL_CYAN));
    size_t used = 2 + tbctl_columns(name);
    if (used + 2 > column) {
        fputc('\n', file);
        used = 0;
    }
    fprintf(file, "%*s", (int)(column - used), "");
    tbctl_print_wrapped(program, file, text, column);
}

/* ---- everything ------------------------------------------------------------------------------ */

static size_t family_length(const char *name)
{
    return strcspn(name, " ");
}

static bool is_same_family(const char *a, const char *b)
{
    return strchr(a, ' ') != NULL && strchr(b, ' ') != NULL &&
           family_length(a) == family_length(b) && strncmp(a, b, family_length(a)) == 0;
}

/* Commands of the same family as the one at `index`. */
static size_t family_size(size_t index)
{
    size_t count = 0;
    for (size_t i = 0; tbctl_command_at(i) != NULL; i++)
        count += is_same_family(tbctl_command_at(i)->name, tbctl_command_at(index)->name);
    return count;
}

static void print_commands(const tbctl *program, FILE *file)
{
    print_title(program, file, "Commands");
    for (size_t i = 0; tbctl_command_at(i) != NULL; i++)
        if (strchr(tbctl_command_at(i)->name, ' ') == NULL)
            print_entry(program, file, tbctl_command_at(i)->name, COMMAND_COLUMN,
                        tbctl_command_at(i)->summary);
    const char *previous = "";
    size_t previous_size = 0;
    for (size_t i = 0; tbctl_command_at(i) != NULL; i++) {
        const tr_command_def *def = tbctl_command_at(i);
        size_t size = family_size(i);
        if (size == 0)
            continue;
        /* Families of one command stand together. */
        if (!is_same_family(def->name, previous) && (size != 1 || previous_size != 1))
            fputc('\n', file);
        print_entry(program, file, def->name, COMMAND_COLUMN, def->summary);
        previous = def->name;
        previous_size = size;
    }
}

static void print_globals(const tbctl *program, FILE *file, const char *title)
{
    print_title(program, file, title);
    for (const tbctl_global_option *option = tbctl_global_options; option->name != NULL; option++) {
        char name[64];
        (void)snprintf(name, sizeof name, "--%s%s%s", option->name,
                       option->value == NULL ? "" : " ",
                       option->value == NULL ? "" : option->value);
        print_entry(program, file, name, OPTION_COLUMN, option->help);
    }
}

void tbctl_print_help(const tbctl *program, FILE *file)
{
    fprintf(file, "%stbctl%s: trade, look and operate from the terminal\n",
            tbctl_on(program, TBCTL_BOLD), tbctl_off(program, TBCTL_BOLD));
    print_title(program, file, "Usage");
    fprintf(file, "  tbctl COMMAND [ARGUMENTS] [OPTIONS]\n");
    print_commands(program, file);
    print_globals(program, file, "Options of every command");
    print_title(program, file, "Exit codes");
    fprintf(file, "  0 done   1 failed   2 wrong usage   3 refused by a rule\n"
                  "  4 outcome unknown: look it up\n");
    fprintf(file, "\nArguments, ranges and an example of each command: tbctl COMMAND --help.\n"
                  "Times are UTC.\n");
}

void tbctl_print_family_help(const tbctl *program, FILE *file, const char *family)
{
    size_t length = strlen(family);
    print_title(program, file, "Commands");
    for (size_t i = 0; tbctl_command_at(i) != NULL; i++) {
        const tr_command_def *def = tbctl_command_at(i);
        if (strncmp(def->name, family, length) == 0 && def->name[length] == ' ')
            print_entry(program, file, def->name, COMMAND_COLUMN, def->summary);
    }
    fprintf(file, "\nArguments, ranges and an example of each: tbctl %s COMMAND --help.\n", family);
}

/* ---- one command ----------------------------------------------------------------------------- */

static void print_usage(const tbctl *program, FILE *file, const tr_command_def *def)
{
    bool has_options = false;
    print_title(program, file, "Usage");
    fprintf(file, "  tbctl %s", def->name);
    for (size_t i = 0; i < def->argument_count; i++) {
        const tr_argument_def *argument = &def->arguments[i];
        char name[40];
        char option[40];
        tbctl_placeholder(argument, name, sizeof name);
        tbctl_option_name(argument->name, option, sizeof option);
        if (argument->is_positional)
            fprintf(file, argument->is_required ? " %s" : " [%s]", name);
        else if (argument->is_required)
            fprintf(file, " --%s %s", option, name);
        else
            has_options = true;
    }
    fprintf(file, "%s\n", has_options ? " [OPTIONS]" : "");
}

/* "kind of order: market|limit; default market" */
static void explain(const tr_argument_def *argument, char *buffer, size_t size)
{
    char allowed[TR_ARGUMENT_ALLOWED_SIZE];
    bool says_it = argument->type != TR_ARGUMENT_TEXT && argument->type != TR_ARGUMENT_PATH;
    size_t length = says_it ? tr_argument_allowed(argument, allowed, sizeof allowed) : 0;
    (void)snprintf(buffer, size, "%s%s%s%s%s%s", argument->help, length > 0 ? " (" : "",
                   length > 0 ? allowed : "", length > 0 ? ")" : "",
                   argument->initial == NULL ? "" : "; default ",
                   argument->initial == NULL ? "" : argument->initial);
}

static void print_argument(const tbctl *program, FILE *file, const tr_argument_def *argument)
{
    char placeholder[40];
    char option[40];
    char name[96];
    char text[400];
    tbctl_placeholder(argument, placeholder, sizeof placeholder);
    tbctl_option_name(argument->name, option, sizeof option);
    if (argument->is_positional)
        (void)snprintf(name, sizeof name, "%s", placeholder);
    else if (argument->type == TR_ARGUMENT_FLAG)
        (void)snprintf(name, sizeof name, "--%s", option);
    else
        (void)snprintf(name, sizeof name, "--%s %s", option, placeholder);
    explain(argument, text, sizeof text);
    print_entry(program, file, name, OPTION_COLUMN, text);
}

static void print_arguments(const tbctl *program, FILE *file, const tr_command_def *def,
                            bool is_positional, const char *title)
{
    bool has_title = false;
    for (size_t i = 0; i < def->argument_count; i++) {
        if (def->arguments[i].is_positional != is_positional)
            continue;
        if (!has_title)
            print_title(program, file, title);
        has_title = true;
        print_argument(program, file, &def->arguments[i]);
    }
}

void tbctl_print_command_help(const tbctl *program, FILE *file, const tr_command_def *def)
{
    fprintf(file, "%stbctl %s%s: ", tbctl_on(program, TBCTL_BOLD), def->name,
            tbctl_off(program, TBCTL_BOLD));
    tbctl_print_wrapped(program, file, def->summary, strlen("tbctl : ") + strlen(def->name));
    print_usage(program, file, def);
    print_arguments(program, file, def, true, "Arguments");
    print_arguments(program, file, def, false, "Options");
    if (def->details != NULL) {
        fputc('\n', file);
        tbctl_print_wrapped(program, file, def->details, 0);
    }
    print_title(program, file, "Example");
    fprintf(file, "  %s\n", def->example);
    if (def->is_dangerous && def->harmless != NULL)
        fprintf(file, "\nAsks before it runs, unless --yes is given or it is harmless (%s).\n", def->harmless);
    else if (def->is_dangerous)
        fprintf(file, "\nAsks before it runs, unless --yes is given.\n");
    fprintf(file, "\nOptions of every command: tbctl --help.\n");
}
