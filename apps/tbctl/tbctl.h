/*
 * tbctl.h: the command line: one program, many commands.
 *
 * It turns arguments into a call of the command table and prints the answer. Commands of the library are rows of
 * the library's table; what is only of use on this machine (files, configuration, the database at rest) are rows of
 * the same type here, one file a family.
 */
#ifndef TRADE_TBCTL_H
#define TRADE_TBCTL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include <trade/trade.h>

#define TBCTL_SETTINGS_MAX 64

/* Exit codes; scripts rely on them. */
typedef enum tbctl_exit {
    TBCTL_EXIT_DONE = 0,
    TBCTL_EXIT_FAILED = 1,
    TBCTL_EXIT_USAGE = 2,
    TBCTL_EXIT_REFUSED = 3,
    TBCTL_EXIT_UNKNOWN = 4 /* sent, but what became of it is not known: look it up */
} tbctl_exit;

typedef enum tbctl_color { TBCTL_COLOR_AUTO, TBCTL_COLOR_ALWAYS, TBCTL_COLOR_NEVER } tbctl_color;

/* One run of the program. */
typedef struct tbctl {
    const char *const *environment;
    const char *home; /* --home, else TRADE_HOME; NULL: none */
    const char *settings[TBCTL_SETTINGS_MAX];
    size_t setting_count;
    bool is_json;
    bool is_yes;
    bool is_help;
    tbctl_color color;
    bool has_color;   /* on stdout */
    bool is_terminal; /* stdout */
    int width;        /* columns of the terminal; 0: as wide as it gets */
    tr_clock clock;
    tr_config_place place; /* filled by tbctl_locate */
    tr_config *config;     /* filled by tbctl_configure */
    tbctl_exit shown_code; /* of an answer that is shown and yet says no */
} tbctl;

/* ---- program.c ------------------------------------------------------------------------------- */

/* Find the home. Idempotent. */
tr_status tbctl_locate(tbctl *program, tr_error *err);

/* Load the configuration; what is wrong with it goes to stderr, each problem with its place. Idempotent. */
tr_status tbctl_configure(tbctl *program, tr_error *err);

/* What the configuration is read from; whoever reads it says who hears of problems. Needs tbctl_locate. */
tr_config_options tbctl_config_options(tbctl *program);

/* The database's file, from the configuration. */
tr_status tbctl_database(tbctl *program, char *buffer, size_t size, tr_error *err);

/* Make the data directory, for its owner's eyes only; it may be there. Needs tbctl_locate. */
tr_status tbctl_make_data_directory(const tbctl *program, tr_error *err);

/* A variable of the environment; NULL when there is none. */
const char *tbctl_environment(const tbctl *program, const char *name);

/* The program a local command runs in. */
tbctl *tbctl_of(const tr_command_call *call);

/* tr__fail for programs. */
tr_status tbctl_fail(tr_error *err, tr_status status, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* No such exchange: TR_E_NOT_FOUND, with the names there are (exchange.c). */
tr_status tbctl_exchange_unknown(const char *name, tr_error *err);

tbctl_exit tbctl_exit_of(tr_status status);

/* ---- table.c --------------------------------------------------------------------------------- */

/* The library's commands and the local ones, families together; a local one stands for a library's of its name. */
const tr_command_def *tbctl_command_at(size_t index); /* NULL behind the last */
const tr_command_def *tbctl_command_find(const char *name);

/* True when commands begin with this word and are not it: "order". */
bool tbctl_is_family(const char *word);

/* The nearest command's or option's name, for a mistyped one; NULL when nothing is near. */
const char *tbctl_nearest_command(const char *words);
const char *tbctl_nearest_option(const tr_command_def *def, const char *name);

/* ---- arguments.c ----------------------------------------------------------------------------- */

/* What the command line said. */
typedef struct tbctl_line {
    const tr_command_def *def; /* NULL: help on `family`, or on everything */
    const char *family;
    tr_argument_text texts[TR_COMMAND_ARGUMENTS_MAX];
    char names[TR_COMMAND_ARGUMENTS_MAX][32];
    size_t count;
} tbctl_line;

/* Read the command line. False: it is wrong, stderr says how. */
bool tbctl_read_line(tbctl *program, int argc, char **argv, tbctl_line *out);

/* ---- help.c, completion.c, man.c ------------------------------------------------------------- */

void tbctl_print_help(const tbctl *program, FILE *file);
void tbctl_print_family_help(const tbctl *program, FILE *file, const char *family);
void tbctl_print_command_help(const tbctl *program, FILE *file, const tr_command_def *def);

/* "symbol" → "SYMBOL", "stop_loss" → "stop-loss". */
void tbctl_placeholder(const tr_argument_def *argument, char *buffer, size_t size);
void tbctl_option_name(const char *name, char *buffer, size_t size);

/* Options that every command takes. Ends with a NULL name. */
typedef struct tbctl_global_option {
    const char *name;
    const char *value; /* placeholder; NULL: a flag */
    const char *help;
} tbctl_global_option;
extern const tbctl_global_option tbctl_global_options[];

/* ---- reach.c --------------------------------------------------------------------------------- */

/*
 * Run a command of the library where it belongs: in the process that owns the accounts when there is one, else
 * reading ones on the database itself and trading ones in an owner of our own that ends with the call.
 */
void tbctl_reach(tbctl *program, const tr_command_def *def, const tr_argument_text *texts,
                 size_t count, tr_command_done *done, void *user);

/* ---- screen.c -------------------------------------------------------------------------------- */

typedef enum tbctl_style {
    TBCTL_PLAIN,
    TBCTL_BOLD,
    TBCTL_DIM,
    TBCTL_GREEN,
    TBCTL_RED,
    TBCTL_YELLOW,
    TBCTL_CYAN
} tbctl_style;

/* What stdout and stderr are, once the options are read. */
void tbctl_look_at_screen(tbctl *program);

/* Begin and end of a style: empty without colours. */
const char *tbctl_on(const tbctl *program, tbctl_style style);
const char *tbctl_off(const tbctl *program, tbctl_style style);

/* Characters of a UTF-8 text. */
size_t tbctl_columns(const char *text);

/* Print text wrapped at the screen's width, each line after `indent` blanks; the first is where the cursor is. */
void tbctl_print_wrapped(const tbctl *program, FILE *file, const char *text, size_t indent);

/* An error for the person in front: "tbctl: message", red on a terminal. */
void tbctl_print_error(const tbctl *program, const char *message);

/* The same for a command line that is wrong; with --json to stdout too. */
void tbctl_print_misuse(const tbctl *program, const char *message);

/* Ask before something dangerous. True: go on. */
bool tbctl_confirm(tbctl *program, const tbctl_line *line);

/* ---- print.c --------------------------------------------------------------------------------- */

/* Print an answer: as a record and a table, or as JSON. An answer of the one member "text" is printed as it is. */
void tbctl_print_answer(const tbctl *program, const tr_command_def *def, const tr_document *answer);

/* Print what failed; with --json to stdout too, beside what answer there is. */
void tbctl_print_failure(const tbctl *program, const tr_command_def *def, tr_status status,
                         const tr_document *answer, const tr_error *err);

/* Nothing that others wrote may steer the terminal: control characters become "?". */
void tbctl_disarm(char *text);

/* The columns of a list that is printed in several parts. Zeroed at the beginning. */
#define TBCTL_COLUMNS_MAX 32
typedef struct tbctl_columns_kept {
    bool is_begun;
    size_t widths[TBCTL_COLUMNS_MAX]; /* 0: left out */
} tbctl_columns_kept;

/* Print a list, or its next part below the part before. */
void tbctl_print_list(const tbctl *program, const tr_command_def *def, const tr_document_node *list,
                      tbctl_columns_kept *kept);

#endif
