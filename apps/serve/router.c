/* router.c: a table is a few dozen rows, so it is read from the top; the first fitting row wins. */
#include "router.h"

#include <string.h>

static const char *const methods_known[] = { "GET", "POST", "PUT", "PATCH", "DELETE" };

/* True when the pattern fits; captures_out then holds what its names stand for. */
static bool pattern_fits(const char *pattern, const char *path, size_t path_size,
                         router_capture *captures_out, size_t *count_out)
{
    const char *end = path + path_size;
    *count_out = 0;
    while (*pattern != '\0') {
        if (*pattern != '{') {
            if (path == end || *path != *pattern)
                return false;
            pattern++;
            path++;
            continue;
        }
        const char *close = strchr(pattern, '}');
        const char *segment = path;
        while (path < end && *path != '/')
            path++;
        if (path == segment || *count_out == ROUTER_CAPTURE_MAX)
            return false;
        captures_out[*count_out] = (router_capture){ pattern + 1, (size_t)(close - pattern - 1),
                                                     segment, (size_t)(path - segment) };
        *count_out += 1;
        pattern = close + 1;
    }
    return path == end;
}

static void allow_add(char *allow, const char *method)
{
    size_t used = strlen(allow);
    size_t size = strlen(method);
    if (strstr(allow, method) != NULL || used + size + 3 > ROUTER_ALLOW_SIZE)
        return;
    if (used > 0) {
        memcpy(allow + used, ", ", 2);
        used += 2;
    }
    memcpy(allow + used, method, size + 1);
}

void router_find(const serve_route *routes, size_t route_count, const char *method,
                 const char *path, size_t path_size, router_match *out)
{
    *out = (router_match){ .route = NULL };
    const char *wanted = strcmp(method, "HEAD") == 0 ? "GET" : method;
    router_capture captures[ROUTER_CAPTURE_MAX];
    size_t count;
    for (size_t i = 0; i < route_count; i++) {
        const serve_route *route = &routes[i];
        if (!pattern_fits(route->pattern, path, path_size, captures, &count))
            continue;
        allow_add(out->allow, route->method);
        if (strcmp(route->method, "GET") == 0)
            allow_add(out->allow, "HEAD");
        /* The captures of the first fitting path serve the log's mask even when no method fits. */
        bool is_first = out->capture_count == 0;
        bool is_match = out->route == NULL && strcmp(route->method, wanted) == 0;
        if (is_match)
            out->route = route;
        if (is_first || is_match) {
            memcpy(out->captures, captures, sizeof captures);
            out->capture_count = count;
        }
    }
    if (out->allow[0] != '\0')
        allow_add(out->allow, "OPTIONS");
}

static bool is_known_method(const char *method)
{
    for (size_t i = 0; i < sizeof methods_known / sizeof *methods_known; i++)
        if (strcmp(method, methods_known[i]) == 0)
            return true;
    return false;
}

static const char *pattern_fault(const char *pattern)
{
    size_t capture_count = 0;
    if (*pattern != '/')
        return "a route's pattern does not begin with a slash";
    if (strlen(pattern) >= ROUTER_PATTERN_SIZE)
        return "a route's pattern is too long";
    for (const char *at = pattern; *at != '\0'; at++) {
        if (*at == '}')
            return "a route's pattern closes a brace that is not open";
        if (*at != '{')
            continue;
        const char *close = strpbrk(at + 1, "{}/");
        bool is_segment = at[-1] == '/' && close != NULL && *close == '}' && close > at + 1 &&
                          (close[1] == '/' || close[1] == '\0');
        if (!is_segment)
            return "a {name} in a route's pattern must be a whole segment";
        if (++capture_count > ROUTER_CAPTURE_MAX)
            return "a route's pattern has more than 4 captures";
        at = close;
    }
    return NULL;
}

const char *router_table_fault(const serve_route *routes, size_t route_count)
{
    for (size_t i = 0; i < route_count; i++) {
        if (routes[i].method == NULL || routes[i].pattern == NULL || routes[i].handle == NULL)
            return "a route lacks its method, pattern or handler";
        if (!is_known_method(routes[i].method))
            return "a route's method is not one of GET, POST, PUT, PATCH, DELETE";
        const char *fault = pattern_fault(routes[i].pattern);
        if (fault != NULL)
            return fault;
    }
    return NULL;
}

static bool is_secret(const router_capture *capture)
{
    static const char name[] = SERVE_SECRET_CAPTURE;
    return capture->name_size == sizeof name - 1 &&
           memcmp(capture->name, name, sizeof name - 1) == 0;
}

static size_t text_append(char *out, size_t used, size_t out_size, const char *text, size_t size)
{
    if (size > out_size - 1 - used)
        size = out_size - 1 - used;
    memcpy(out + used, text, size);
    return used + size;
}

/* How many leading whole segments the path shares with the literal beginning of any pattern, in bytes. */
static size_t shared_size(const serve_route *routes, size_t route_count, const char *path,
                          size_t path_size)
{
    size_t longest = 0;
    for (size_t i = 0; i < route_count; i++) {
        const char *pattern = routes[i].pattern;
        for (size_t at = 0; at < path_size && pattern[at] == path[at]; at++)
            if (path[at] == '/' && at + 1 > longest)
                longest = at + 1;
    }
    return longest;
}

void router_mask(const serve_route *routes, size_t route_count, const router_match *match,
                 const char *path, size_t path_size, char *out, size_t out_size)
{
    size_t used = 0;
    const char *end = path + path_size;
    if (match->allow[0] == '\0') {
        size_t shown = shared_size(routes, route_count, path, path_size);
        used = text_append(out, used, out_size, path, shown);
        used = text_append(out, used, out_size, "***", 3);
        out[used] = '\0';
        return;
    }
    for (size_t i = 0; i < match->capture_count; i++) {
        const router_capture *capture = &match->captures[i];
        if (!is_secret(capture))
            continue;
        used = text_append(out, used, out_size, path, (size_t)(capture->value - path));
        used = text_append(out, used, out_size, "***", 3);
        path = capture->value + capture->value_size;
    }
    used = text_append(out, used, out_size, path, (size_t)(end - path));
    out[used] = '\0';
}
