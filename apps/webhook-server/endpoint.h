/*
 * endpoint.h: the paths that are served: one file each subject, one word in meson.build.
 *
 * A file `endpoint_NAME.c` defines `const serve_route web_endpoint_NAME[]`, ended by a row without a method. A
 * handler gets the server as its user. Rows that take a body say WEB_BODY_MAX: the configured maximum.
 */
#ifndef WEB_ENDPOINT_H
#define WEB_ENDPOINT_H

#include <stddef.h>
#include <stdint.h>

#include <trade/status.h>

#include "serve/serve.h"

#define WEB_BODY_MAX SIZE_MAX

/** All rows of all files, the caller's to free. NULL: no memory. */
serve_route *web_routes_new(size_t *count_out);

/** Put the configured maximum where rows say WEB_BODY_MAX; again after a reload. */
void web_routes_limit(serve_route *routes, size_t count, size_t body_size_max);

#endif
