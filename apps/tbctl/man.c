/* man.c: `man`: the manual page, generated from the table. */
#include "tbctl/tbctl.h"

#include <string.h>

#include "tbctl/text.h"

/* Text as roff: hyphens that can be copied, no line that begins with a control character. */
static void write_text(FILE *file, const char *text)
{
    bool is_at_begin = true;
    for (; *text != '\0'; text++) {
        if (is_at_begin && (*text == '.' || *text == '\''))
            fputs("\\&", file);
        if (*text == '\\')
            fputs("\\e", file);
        else if (*text == '-')
            fputs("\\-", file);
        else if (text[0] == '\n' && text[1] == '\n')
            fputs("\n.PP", file);
        else
            fputc(*text, file);
        is_at_begin = *text == '\n';
    }
    fputc('\n', file);
}

/* The tag of an indented paragraph: an option in bold, its value in italics. */
static void write_tag(FILE *file, const char *option, const char *value)
{
    fprintf(file, ".TP\n\\fB\\-\\-");
    for (; *option != '\0'; option++)
        fprintf(file, *option == '-' ? "\\-" : "%c", *option);
    fprintf(file, "\\fR%s%s%s\n", value == NULL ? "" : " \\fI", value == NULL ? "" : value,
            value == NULL ? "" : "\\fR");
}

static void write_argument(FILE *file, const tr_argument_def *argument)
{
    char placeholder[40];
    char option[40];
    char allowed[TR_ARGUMENT_ALLOWED_SIZE];
    char text[400];
    tbctl_placeholder(argument, placeholder, sizeof placeholder);
    tbctl_option_name(argument->name, option, sizeof option);
    if (argument->is_positional)
        fprintf(file, ".TP\n.I %s\n", placeholder);
    else
        write_tag(file, option, argument->type == TR_ARGUMENT_FLAG ? NULL : placeholder);
    size_t length = tr_argument_allowed(argument, allowed, sizeof allowed);
    (void)snprintf(text, sizeof text, "%s%s%s%s%s%s", argument->help, length > 0 ? " (" : "",
                   allowed, length > 0 ? ")" : "", argument->initial == NULL ? "" : "; default ",
                   argument->initial == NULL ? "" : argument->initial);
    write_text(file, text);
}

static void write_command(FILE *file, const tr_command_def *def)
{
    fprintf(file, ".SS tbctl %s\n", def->name);
    write_text(file, def->summary);
    for (size_t i = 0; i < def->argument_count; i++)
        write_argument(file, &def->arguments[i]);
    if (def->details != NULL) {
        fprintf(file, ".PP\n");
        write_text(file, def->details);
    }
    fprintf(file, ".PP\nExample:\n.PP\n.RS\n.nf\n");
    write_text(file, def->example);
    fprintf(file, ".fi\n.RE\n");
}

static void write_page(FILE *file)
{
    fprintf(file, ".TH TBCTL 1 \"\" \"libtrade %s\" \"User commands\"\n", tr_version());
    fprintf(
        file,
        ".SH NAME\ntbctl \\- trade, look and operate from the terminal\n"
        ".SH SYNOPSIS\n.B tbctl\n.I COMMAND\n[arguments] [options]\n"
        ".SH DESCRIPTION\n"
        "Commands run in the process that owns the accounts, when there is one. Otherwise reading\n"
        "commands read the database, and trading ones make tbctl the owner for the time of the "
        "call.\n"
        "Times are UTC.\n"
        ".SH OPTIONS OF EVERY COMMAND\n");
    for (const tbctl_global_option *option = tbctl_global_options; option->name != NULL; option++) {
        write_tag(file, option->name, option->value);
        write_text(file, option->help);
    }
    fprintf(file, ".SH COMMANDS\n");
    for (size_t i = 0; tbctl_command_at(i) != NULL; i++)
        write_command(file, tbctl_command_at(i));
    fprintf(file,
            ".SH EXIT STATUS\n.TP\n.B 0\ndone\n.TP\n.B 1\nfailed\n.TP\n.B 2\nwrong usage\n"
            ".TP\n.B 3\nrefused by a rule\n.TP\n.B 4\noutcome unknown: look it up, do not repeat\n"
            ".SH ENVIRONMENT\n.TP\n.B TRADE_HOME\n.br\nwhere configuration and data are\n"
            ".TP\n.B NO_COLOR\n.br\nno colours\n"
            ".SH FILES\n.TP\n.I /etc/libtrade\n.br\nconfig.yaml, web_config.yaml, .env\n"
            ".TP\n.I /var/lib/libtrade\n.br\nthe database\n");
}

static void run(tr_command_call *call)
{
    tbctl_text text;
    tbctl_text_begin(&text);
    if (text.file != NULL)
        write_page(text.file);
    tbctl_text_end(&text, tr_call_answer(call));
    tr_call_finish(call, TR_OK, NULL);
}

const tr_command_def tbctl_command_man = {
    .name = "man",
    .summary = "Print the manual page",
    .details = "Installed with the program: man tbctl",
    .example = "tbctl man",
    .place = TR_COMMAND_LOCAL,
    .run = run,
};
