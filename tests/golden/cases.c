/* cases.c: see cases.h. */
#include "cases.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define SIZE_MAX_READ ((size_t)16 << 20)
#define FOLDERS_MAX   64

void verdict(tally *counts, const char *name, const char *fault)
{
    counts->file_count++;
    if (fault == NULL) {
        counts->passed++;
        return;
    }
    counts->failed++;
    printf("FAIL %s: %s: %s\n", counts->file, name, fault);
}

void skip(tally *counts, const char *name, const char *rule)
{
    counts->file_count++;
    counts->file_skipped++;
    counts->skipped++;
    printf("skip %s: %s: %s\n", counts->file, name, rule);
}

char *file_read(const char *path, size_t *size_out)
{
    FILE *file = fopen(path, "rb");
    char *bytes = file == NULL ? NULL : malloc(SIZE_MAX_READ);
    if (bytes != NULL)
        *size_out = fread(bytes, 1, SIZE_MAX_READ, file);
    if (bytes != NULL && (ferror(file) || *size_out == SIZE_MAX_READ)) {
        errno = ferror(file) ? EIO : EFBIG;
        free(bytes);
        bytes = NULL;
    }
    if (bytes != NULL)
        bytes[*size_out] = '\0';
    if (file != NULL)
        fclose(file);
    return bytes;
}

typedef struct folders {
    char *paths[FOLDERS_MAX];
    size_t count;
} folders;

static bool folder_add(folders *found, const char *path)
{
    if (found->count == FOLDERS_MAX)
        return false;
    found->paths[found->count] = strdup(path);
    return found->paths[found->count] != NULL && ++found->count > 0;
}

static bool has_ending(const char *name, const char *ending)
{
    size_t length = strlen(name), tail = strlen(ending);
    return length > tail && strcmp(name + length - tail, ending) == 0;
}

/* Look through one folder; what is a folder in turn goes to the end of the list. */
static bool folder_walk(folders *found, const char *folder, const char *ending, cases_check *check,
                        void *user)
{
    struct dirent **entries = NULL;
    int entry_count = scandir(folder, &entries, NULL, alphasort);
    if (entry_count < 0)
        fprintf(stderr, "%s: %s\n", folder, strerror(errno));
    bool is_done = entry_count >= 0;
    for (int i = 0; i < entry_count; i++) {
        const char *name = entries[i]->d_name;
        char *path = NULL;
        struct stat about;
        if (name[0] != '.' && is_done && asprintf(&path, "%s/%s", folder, name) > 0 &&
            stat(path, &about) == 0) {
            if (S_ISDIR(about.st_mode))
                is_done = folder_add(found, path);
            else if (S_ISREG(about.st_mode) && has_ending(name, ending))
                check(user, path, name);
        }
        free(path);
        free(entries[i]);
    }
    free(entries);
    return is_done;
}

walk cases_walk(const char *directory, const char *ending, cases_check *check, void *user)
{
    if (access(directory, F_OK) != 0) {
        printf("skip: %s is not there\n", directory);
        return WALK_NOWHERE;
    }
    folders found = { .count = 0 };
    bool is_done = folder_add(&found, directory);
    for (size_t i = 0; i < found.count; i++) {
        is_done = folder_walk(&found, found.paths[i], ending, check, user) && is_done;
        free(found.paths[i]);
    }
    return is_done ? WALK_DONE : WALK_BROKEN;
}

int cases_end(walk walked, const tally *counts)
{
    unsigned int skipped = walked == WALK_NOWHERE ? 1 : counts->skipped;
    printf("%u passed, %u failed, %u skipped\n", counts->passed, counts->failed, skipped);
    if (walked == WALK_NOWHERE)
        return 77;
    if (counts->passed + counts->failed == 0)
        fprintf(stderr, "no case was found\n");
    return walked == WALK_DONE && counts->passed > 0 && counts->failed == 0 ? 0 : 1;
}
