/* table.c: every command there is, the library's and the local ones of meson.build, and names near a mistyped one. */
#include "tbctl/tbctl.h"

#include <string.h>

#include "tbctl/near.h"

#define COMMAND(name) extern const tr_command_def tbctl_command_##name;
#include "tbctl/local.inc"
#undef COMMAND

#define COMMAND(name) &tbctl_command_##name,
static const tr_command_def *const local[] = {
#include "tbctl/local.inc"
};
#undef COMMAND

#define LOCAL_COUNT (sizeof local / sizeof local[0])

static const tr_command_def *local_find(const char *name)
{
    for (size_t i = 0; i < LOCAL_COUNT; i++)
        if (strcmp(local[i]->name, name) == 0)
            return local[i];
    return NULL;
}

/* The library's: the table, then those that need an owner. NULL behind the last. */
static const tr_command_def *library_at(size_t index)
{
    size_t count = 0;
    size_t owner_count = 0;
    const tr_command_def *const *table = tr_command_table(&count);
    const tr_command_def *const *owner_table = tr_owner_commands(&owner_count);
    if (index < count)
        return table[index];
    return index - count < owner_count ? owner_table[index - count] : NULL;
}

static const tr_command_def *library_find(const char *name)
{
    size_t i = 0;
    while (library_at(i) != NULL && strcmp(library_at(i)->name, name) != 0)
        i++;
    return library_at(i);
}

const tr_command_def *tbctl_command_at(size_t index)
{
    size_t library_count = 0;
    while (library_at(library_count) != NULL)
        library_count++;
    if (index < library_count) {
        const tr_command_def *shadow = local_find(library_at(index)->name);
        return shadow != NULL ? shadow : library_at(index);
    }
    index -= library_count;
    for (size_t i = 0; i < LOCAL_COUNT; i++) {
        if (library_find(local[i]->name) != NULL)
            continue;
        if (index == 0)
            return local[i];
        index--;
    }
    return NULL;
}

const tr_command_def *tbctl_command_find(const char *name)
{
    const tr_command_def *found = local_find(name);
    return found != NULL ? found : library_find(name);
}

bool tbctl_is_family(const char *word)
{
    size_t length = strlen(word);
    for (size_t i = 0; tbctl_command_at(i) != NULL; i++)
        if (strncmp(tbctl_command_at(i)->name, word, length) == 0 &&
            tbctl_command_at(i)->name[length] == ' ')
            return true;
    return false;
}

/* ---- names near a mistyped one --------------------------------------------------------------- */

const char *tbctl_nearest_command(const char *words)
{
    tbctl_near best = { NULL, 0 };
    for (size_t i = 0; tbctl_command_at(i) != NULL; i++) {
        const char *name = tbctl_command_at(i)->name;
        tbctl_near_consider(&best, words, name, name);
        /* "buy" for "order buy", "orders" for "order ...". */
        const char *blank = strchr(name, ' ');
        if (blank == NULL)
            continue;
        tbctl_near_consider(&best, words, blank + 1, name);
        char family[TBCTL_NEAR_LENGTH_MAX + 1];
        (void)snprintf(family, sizeof family, "%.*s", (int)(blank - name), name);
        tbctl_near_consider(&best, words, family, name);
    }
    return best.name;
}

const char *tbctl_nearest_option(const tr_command_def *def, const char *name)
{
    tbctl_near best = { NULL, 0 };
    for (size_t i = 0; i < def->argument_count; i++)
        tbctl_near_consider(&best, name, def->arguments[i].name, def->arguments[i].name);
    for (const tbctl_global_option *option = tbctl_global_options; option->name != NULL; option++)
        tbctl_near_consider(&best, name, option->name, option->name);
    return best.name;
}
