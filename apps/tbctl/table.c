/* table.c: every command there is, the library's and the local ones of meson.build, and names near a mistyped one. */
#include "tbctl/tbctl.h"

#include <string.h>

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

#define NAME_LENGTH_MAX 40

static size_t least(size_t a, size_t b, size_t c)
{
    size_t least_two = a < b ? a : b;
    return least_two < c ? least_two : c;
}

/* Letters to insert, leave out, replace or swap with their neighbour. */
static size_t distance(const char *a, const char *b)
{
    size_t a_length = strlen(a);
    size_t b_length = strlen(b);
    size_t rows[3][NAME_LENGTH_MAX + 1];
    if (a_length > NAME_LENGTH_MAX || b_length > NAME_LENGTH_MAX)
        return NAME_LENGTH_MAX;
    for (size_t j = 0; j <= b_length; j++)
        rows[0][j] = j;
    for (size_t i = 1; i <= a_length; i++) {
        size_t *row = rows[i % 3];
        const size_t *above = rows[(i - 1) % 3];
        row[0] = i;
        for (size_t j = 1; j <= b_length; j++) {
            size_t replaced = above[j - 1] + (a[i - 1] != b[j - 1]);
            row[j] = least(above[j] + 1, row[j - 1] + 1, replaced);
            bool is_swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
            if (is_swapped && rows[(i - 2) % 3][j - 2] + 1 < row[j])
                row[j] = rows[(i - 2) % 3][j - 2] + 1;
        }
    }
    return rows[a_length % 3][b_length];
}

typedef struct nearest {
    const char *name;
    size_t distance;
} nearest;

static void consider(nearest *best, const char *wanted, const char *name, const char *answer)
{
    size_t d = distance(wanted, name);
    if (d < best->distance && d * 3 <= strlen(wanted) + 2)
        *best = (nearest){ answer, d };
}

const char *tbctl_nearest_command(const char *words)
{
    nearest best = { NULL, NAME_LENGTH_MAX };
    for (size_t i = 0; tbctl_command_at(i) != NULL; i++) {
        const char *name = tbctl_command_at(i)->name;
        consider(&best, words, name, name);
        /* "buy" for "order buy", "orders" for "order ...". */
        const char *blank = strchr(name, ' ');
        if (blank == NULL)
            continue;
        consider(&best, words, blank + 1, name);
        char family[NAME_LENGTH_MAX + 1];
        (void)snprintf(family, sizeof family, "%.*s", (int)(blank - name), name);
        consider(&best, words, family, name);
    }
    return best.name;
}

const char *tbctl_nearest_option(const tr_command_def *def, const char *name)
{
    nearest best = { NULL, NAME_LENGTH_MAX };
    for (size_t i = 0; i < def->argument_count; i++)
        consider(&best, name, def->arguments[i].name, def->arguments[i].name);
    for (const tbctl_global_option *option = tbctl_global_options; option->name != NULL; option++)
        consider(&best, name, option->name, option->name);
    return best.name;
}
