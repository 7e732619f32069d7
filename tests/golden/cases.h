/* cases.h: what golden runners share: the walk through a directory of cases, the counting, the last line. */
#ifndef TESTS_GOLDEN_CASES_H
#define TESTS_GOLDEN_CASES_H

#include <stdbool.h>
#include <stddef.h>

typedef struct tally {
    unsigned int passed, failed, skipped;
    const char *file;                      /* that the cases are of, without its folder */
    unsigned int file_count, file_skipped; /* of that file */
} tally;

/* One case, one verdict: NULL passed, otherwise why not. */
void verdict(tally *counts, const char *name, const char *fault);
void skip(tally *counts, const char *name, const char *rule);

/* Look at one file of cases; `user` is the walk's. */
typedef void cases_check(void *user, const char *path, const char *name);

typedef enum walk { WALK_DONE, WALK_BROKEN, WALK_NOWHERE } walk;

/* Each file below a directory whose name ends like this, folder by folder, by name. */
walk cases_walk(const char *directory, const char *ending, cases_check *check, void *user);

/* Print the last line of the run. What main returns: 0, 1, or 77 (what meson takes for a skip). */
int cases_end(walk walked, const tally *counts);

/* A whole file and a 0 behind it, to be freed; NULL with errno for none. */
char *file_read(const char *path, size_t *size_out);

#endif
