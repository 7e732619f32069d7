/* target.h: the parts of a request's path and query, decoded strictly. Pure. */
#ifndef SERVE_TARGET_H
#define SERVE_TARGET_H

#include <stdbool.h>
#include <stddef.h>

#define TARGET_QUERY_MAX 32

typedef struct target_pair {
    const char *name;
    const char *value;
} target_pair;

typedef struct target_query {
    target_pair pairs[TARGET_QUERY_MAX];
    size_t count;
} target_query;

/*
 * Decode %XX in text[0..size) into out, which holds size + 1 bytes; with `plus_is_space` a '+' is a
 * space, as forms write it. Returns the decoded length and ends it with a NUL, or (size_t)-1 for a
 * broken escape and for %00, which would end a C string early.
 */
size_t target_decode(const char *text, size_t size, bool plus_is_space, char *out);

/*
 * Cut "a=1&b=2" into decoded pairs that lie in `storage` (strlen(query) + 2 bytes). NULL when all is
 * well, else why not: a broken escape, the same name twice (which of two values would count?), or more
 * than TARGET_QUERY_MAX pairs. Empty pieces between two '&' are skipped.
 */
const char *target_query_parse(const char *query, char *storage, target_query *out);

/* The value of that name, "" for a name without '='; NULL when it is not there. */
const char *target_query_find(const target_query *query, const char *name);

#endif
