/* completion.c: `completion bash`: generated from the table, so that it knows every command, option and choice. */
#include "tbctl/tbctl.h"

#include <string.h>

#include "tbctl/text.h"

static const char *const shells[] = { "bash", NULL };

static const tr_argument_def arguments[] = {
    { .name = "shell",
      .type = TR_ARGUMENT_CHOICE,
      .is_positional = true,
      .initial = "bash",
      .choices = shells,
      .help = "which shell" },
};

/* First words, or second words of a family. */
static void write_words(FILE *file, const char *family)
{
    size_t length = family == NULL ? 0 : strlen(family) + 1;
    const char *previous = "";
    for (size_t i = 0; tbctl_command_at(i) != NULL; i++) {
        const char *name = tbctl_command_at(i)->name;
        if (family != NULL && (strncmp(name, family, length - 1) != 0 || name[length - 1] != ' '))
            continue;
        size_t word = strcspn(name + length, " ");
        if (strncmp(previous, name + length, word) != 0 || previous[word] != ' ')
            fprintf(file, "%.*s ", (int)word, name + length);
        previous = name + length;
    }
}

static void write_families(FILE *file)
{
    char family[40] = "";
    for (size_t i = 0; tbctl_command_at(i) != NULL; i++) {
        const char *name = tbctl_command_at(i)->name;
        size_t length = strcspn(name, " ");
        if (name[length] == '\0' ||
            (strlen(family) == length && strncmp(family, name, length) == 0))
            continue;
        (void)snprintf(family, sizeof family, "%.*s", (int)length, name);
        fprintf(file, "        %s) words=\"", family);
        write_words(file, family);
        fprintf(file, "\" ;;\n");
    }
}

static void write_options(FILE *file)
{
    for (size_t i = 0; tbctl_command_at(i) != NULL; i++) {
        const tr_command_def *def = tbctl_command_at(i);
        fprintf(file, "        '%s') options=\"", def->name);
        for (size_t a = 0; a < def->argument_count; a++) {
            char option[40];
            tbctl_option_name(def->arguments[a].name, option, sizeof option);
            if (!def->arguments[a].is_positional)
                fprintf(file, "--%s ", option);
        }
        fprintf(file, "\" ;;\n");
    }
}

static void write_choices(FILE *file)
{
    for (size_t i = 0; tbctl_command_at(i) != NULL; i++) {
        const tr_command_def *def = tbctl_command_at(i);
        for (size_t a = 0; a < def->argument_count; a++) {
            const tr_argument_def *argument = &def->arguments[a];
            char option[40];
            tbctl_option_name(argument->name, option, sizeof option);
            if (argument->type != TR_ARGUMENT_CHOICE && argument->type != TR_ARGUMENT_PATH)
                continue;
            fprintf(file, "        '%s %s%s') ", def->name, argument->is_positional ? "" : "--",
                    argument->is_positional ? "" : option);
            if (argument->type == TR_ARGUMENT_PATH) {
                fprintf(file, "files=1 ;;\n");
                continue;
            }
            fprintf(file, "values=\"");
            for (size_t c = 0; argument->choices[c] != NULL; c++)
                fprintf(file, "%s ", argument->choices[c]);
            fprintf(file, "\" ;;\n");
        }
    }
}

static void write_bash(FILE *file)
{
    fprintf(
        file,
        "# bash completion of tbctl; made by \"tbctl completion bash\".\n"
        "_tbctl()\n{\n"
        "    local current=\"${COMP_WORDS[COMP_CWORD]}\" previous=\"${COMP_WORDS[COMP_CWORD-1]}\"\n"
        "    local first=\"${COMP_WORDS[1]}\" second=\"${COMP_WORDS[2]-}\" words= options= values= "
        "files= name=\n"
        "    COMPREPLY=()\n"
        "    case \"$first\" in\n");
    write_families(file);
    fprintf(file, "    esac\n"
                  "    if [ \"$COMP_CWORD\" = 1 ]; then\n"
                  "        COMPREPLY=($(compgen -W \"");
    write_words(file, NULL);
    for (const tbctl_global_option *option = tbctl_global_options; option->name != NULL; option++)
        fprintf(file, "--%s ", option->name);
    fprintf(file, "\" -- \"$current\"))\n"
                  "        return\n"
                  "    fi\n"
                  "    if [ \"$COMP_CWORD\" = 2 ] && [ -n \"$words\" ]; then\n"
                  "        COMPREPLY=($(compgen -W \"$words\" -- \"$current\"))\n"
                  "        return\n"
                  "    fi\n"
                  "    name=\"$first\"\n"
                  "    [ -z \"$words\" ] || name=\"$first $second\"\n"
                  "    case \"$previous\" in --*) ;; *) previous= ;; esac\n"
                  "    case \"$name $previous\" in\n");
    write_choices(file);
    fprintf(file, "    esac\n"
                  "    case \"$previous\" in\n"
                  "        --color) values=\"auto always never\" ;;\n"
                  "        --home) COMPREPLY=($(compgen -d -- \"$current\")); return ;;\n"
                  "    esac\n"
                  "    case \"$name\" in\n");
    write_options(file);
    fprintf(file, "    esac\n"
                  "    if [[ \"$current\" == -* ]]; then\n"
                  "        COMPREPLY=($(compgen -W \"$options ");
    for (const tbctl_global_option *option = tbctl_global_options; option->name != NULL; option++)
        fprintf(file, "--%s ", option->name);
    fprintf(file, "\" -- \"$current\"))\n"
                  "    elif [ -n \"$values\" ]; then\n"
                  "        COMPREPLY=($(compgen -W \"$values\" -- \"$current\"))\n"
                  "    elif [ -n \"$files\" ]; then\n"
                  "        COMPREPLY=($(compgen -f -- \"$current\"))\n"
                  "    fi\n"
                  "}\n"
                  "complete -o filenames -F _tbctl tbctl\n");
}

static void run(tr_command_call *call)
{
    tbctl_text text;
    tbctl_text_begin(&text);
    if (text.file != NULL)
        write_bash(text.file);
    tbctl_text_end(&text, tr_call_answer(call));
    tr_call_finish(call, TR_OK, NULL);
}

const tr_command_def tbctl_command_completion = {
    .name = "completion",
    .summary = "Print the shell's completion script",
    .details = "Installed with the program. For this shell alone: source <(tbctl completion bash)",
    .example = "tbctl completion bash",
    .place = TR_COMMAND_LOCAL,
    .arguments = arguments,
    .argument_count = 1,
    .run = run,
};
