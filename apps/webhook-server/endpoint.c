/* endpoint.c: see endpoint.h. */
#include "endpoint.h"

#include <stdbool.h>
#include <stdlib.h>

#define ENDPOINT(name) extern const serve_route web_endpoint_##name[];
#include "endpoints.inc"
#undef ENDPOINT

#define ENDPOINT(name) web_endpoint_##name,
static const serve_route *const files[] = {
#include "endpoints.inc"
};
#undef ENDPOINT

/* Rows given to `out`, which may be NULL to count them. */
static size_t rows_gather(serve_route *out)
{
    size_t count = 0;
    for (size_t i = 0; i < sizeof files / sizeof *files; i++)
        for (const serve_route *row = files[i]; row->method != NULL; row++, count++)
            if (out != NULL)
                out[count] = *row;
    return count;
}

serve_route *web_routes_new(size_t *count_out)
{
    *count_out = rows_gather(NULL);
    serve_route *rows = calloc(*count_out, sizeof *rows);
    if (rows != NULL)
        (void)rows_gather(rows); /* as many as were counted */
    return rows;
}

void web_routes_limit(serve_route *routes, size_t count, size_t body_size_max)
{
    size_t nth = 0;
    for (size_t i = 0; i < sizeof files / sizeof *files; i++)
        for (const serve_route *row = files[i]; row->method != NULL && nth < count; row++, nth++)
            if (row->body_size_max == WEB_BODY_MAX)
                routes[nth].body_size_max = body_size_max;
}
