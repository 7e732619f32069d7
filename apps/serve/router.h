/* router.h: which row of a route table a method and a path lead to. Pure. */
#ifndef SERVE_ROUTER_H
#define SERVE_ROUTER_H

#include <stddef.h>

#include "serve/serve.h"

#define ROUTER_CAPTURE_MAX  4
#define ROUTER_ALLOW_SIZE   64
#define ROUTER_PATTERN_SIZE 256

/* One {name} of a pattern and the bytes it stands for, raw: not yet percent-decoded. */
typedef struct router_capture {
    const char *name;
    size_t name_size;
    const char *value;
    size_t value_size;
} router_capture;

typedef struct router_match {
    const serve_route *route;      /* NULL: nothing serves this method here */
    char allow[ROUTER_ALLOW_SIZE]; /* the methods of this path, "" when the path leads nowhere */
    router_capture captures[ROUTER_CAPTURE_MAX];
    size_t capture_count;
} router_match;

/*
 * Find the first row whose pattern fits the path and whose method fits, HEAD going to GET. Literal
 * segments compare byte for byte; a {name} takes one whole segment that is not empty.
 */
void router_find(const serve_route *routes, size_t route_count, const char *method,
                 const char *path, size_t path_size, router_match *out);

/* NULL when every row is well formed, else what is wrong with the first that is not. */
const char *router_table_fault(const serve_route *routes, size_t route_count);

/*
 * The path as logs may show it: what the route calls secret becomes "***". Of a path that leads nowhere,
 * only what it has in common with a route is shown: it may be a secret's with a slash too many. Writes at
 * most out_size - 1 bytes and a NUL.
 */
void router_mask(const serve_route *routes, size_t route_count, const router_match *match,
                 const char *path, size_t path_size, char *out, size_t out_size);

#endif
