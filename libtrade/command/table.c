/* table.c: the library's commands, in the order in which meson.build names them: a new one is its file and its line. */
#include <trade/command.h>

#include <string.h>

#define COMMAND(name) extern const tr_command_def tr__command_##name;
#include "command/commands.inc"
#undef COMMAND

#define COMMAND(name) &tr__command_##name,
static const tr_command_def *const table[] = {
#include "command/commands.inc"
};
#undef COMMAND

const tr_command_def *const *tr_command_table(size_t *count_out)
{
    if (count_out != NULL)
        *count_out = sizeof table / sizeof table[0];
    return table;
}

const tr_command_def *tr_command_find(const char *name, size_t length)
{
    for (size_t i = 0; name != NULL && i < sizeof table / sizeof table[0]; i++)
        if (strlen(table[i]->name) == length && memcmp(table[i]->name, name, length) == 0)
            return table[i];
    return NULL;
}
