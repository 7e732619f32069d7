/* screen.c: what the terminal can show, and what is said on it outside of answers. */
#include "tbctl/tbctl.h"

#include <ctype.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define WIDTH_MIN     40
#define WIDTH_DEFAULT 80
#define WIDTH_READ    100 /* longer lines of text are hard to read */

static int screen_width(void)
{
    struct winsize size = { 0 };
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0)
        return WIDTH_DEFAULT;
    return size.ws_col < WIDTH_MIN ? WIDTH_MIN : size.ws_col;
}

void tbctl_look_at_screen(tbctl *program)
{
    const char *term = tbctl_environment(program, "TERM");
    const char *no_color = tbctl_environment(program, "NO_COLOR");
    bool is_dumb = term == NULL || strcmp(term, "dumb") == 0;
    program->is_terminal = isatty(STDOUT_FILENO) == 1;
    program->width = program->is_terminal ? screen_width() : 0;
    program->has_color = program->color == TBCTL_COLOR_ALWAYS ||
                         (program->color == TBCTL_COLOR_AUTO && program->is_terminal && !is_dumb &&
                          (no_color == NULL || no_color[0] == '\0'));
}

const char *tbctl_on(const tbctl *program, tbctl_style style)
{
    static const char *const codes[] = { "",         "\033[1m",  "\033[2m", "\033[32m",
                                         "\033[31m", "\033[33m", "\033[36m" };
    return program->has_color ? codes[style] : "";
}

const char *tbctl_off(const tbctl *program, tbctl_style style)
{
    return program->has_color && style != TBCTL_PLAIN ? "\033[0m" : "";
}

size_t tbctl_columns(const char *text)
{
    size_t count = 0;
    for (; *text != '\0'; text++)
        count += ((unsigned char)*text & 0xC0) != 0x80;
    return count;
}

static void print_blanks(FILE *file, size_t count)
{
    fprintf(file, "%*s", (int)count, "");
}

/* A word, or of one that no line holds, such as a long list of choices, as many choices as one does. */
static size_t piece_of(const char *text, size_t room)
{
    size_t length = strcspn(text, " \n");
    size_t cut = 0;
    for (size_t i = 0; length > room && i < room; i++)
        if (text[i] == '|')
            cut = i + 1;
    return cut > 0 ? cut : length;
}

void tbctl_print_wrapped(const tbctl *program, FILE *file, const char *text, size_t indent)
{
    size_t width = program->width == 0           ? WIDTH_DEFAULT
                   : program->width < WIDTH_READ ? (size_t)program->width
                                                 : WIDTH_READ;
    size_t column = indent;
    while (*text != '\0') {
        if (*text == '\n') {
            fputc('\n', file);
            column = 0;
            text++;
            continue;
        }
        size_t length = piece_of(text, width - indent);
        char word[256];
        (void)snprintf(word, sizeof word, "%.*s", (int)length, text);
        if (column > indent && column + 1 + tbctl_columns(word) > width) {
            fputc('\n', file);
            column = 0;
        }
        if (column == 0 && indent > 0)
            print_blanks(file, indent);
        else if (column > indent)
            fputc(' ', file);
        column = column < indent ? indent : column + (column > indent);
        fputs(word, file);
        column += tbctl_columns(word);
        text += length;
        text += *text == ' ';
    }
    fputc('\n', file);
}

void tbctl_print_error(const tbctl *program, const char *message)
{
    bool has_color =
        program->color == TBCTL_COLOR_ALWAYS || (program->has_color && isatty(STDERR_FILENO) == 1);
    fprintf(stderr, "%stbctl:%s %s\n", has_color ? "\033[31m" : "", has_color ? "\033[0m" : "",
            message);
}

/* What is asked about: the command with what it was given, and whether real money may be meant. */
static void show_question(tbctl *program, const tbctl_line *line)
{
    bool is_paper = true;
    tr_error ignored; /* what is wrong with the configuration is told when the command runs */
    fprintf(stderr, "%s: %s.\n", line->def->name, line->def->summary);
    for (size_t i = 0; i < line->count; i++) {
        char value[80];
        (void)snprintf(value, sizeof value, "%.*s", (int)line->texts[i].length,
                       line->texts[i].text); /* a long one is cut */
        tbctl_disarm(value);
        fprintf(stderr, "  %s %s\n", line->texts[i].name, value);
    }
    if (line->def->place != TR_COMMAND_LOCAL && tbctl_configure(program, &ignored) == TR_OK &&
        tr_config_get_bool(program->config, "paper.enabled", &is_paper) == TR_OK && !is_paper)
        fprintf(stderr, "This is no paper trading: it goes to an exchange.\n");
    fprintf(stderr, "Go on? [y/N] ");
}

bool tbctl_confirm(tbctl *program, const tbctl_line *line)
{
    if (program->is_yes)
        return true;
    if (isatty(STDIN_FILENO) != 1) {
        tbctl_print_misuse(
            program, "this asks before it runs, and there is no terminal to ask on: say --yes");
        return false;
    }
    show_question(program, line);
    char answer[16];
    bool is_yes =
        fgets(answer, sizeof answer, stdin) != NULL && tolower((unsigned char)answer[0]) == 'y';
    if (!is_yes)
        fprintf(stderr, "Nothing was done.\n");
    return is_yes;
}
