/*
 * fuzz_http_gate.c: any bytes as a request head: what passes the gate has one reading, decodes, and
 * shows no secret in a log. Lines end with LF: method, target, version by blanks; then name:value.
 */
#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "serve/gate.h"
#include "serve/problem.h"
#include "serve/router.h"
#include "serve/target.h"

#define HEADER_MAX 64

static void handle(void *user, serve_request *request)
{
    (void)user;
    (void)request;
}

static const serve_route routes[] = {
    { "GET", "/items/{id}", SERVE_OPEN, 0, handle },
    { "POST", "/hooks/{secret}", SERVE_OPEN, 1024, handle },
    { "PUT", "/orders/{id}/fills/{fill}", SERVE_AUTHENTICATED, 1024, handle },
};
#define ROUTE_COUNT (sizeof routes / sizeof *routes)

/* Cut the next piece that ends with `mark`; the mark becomes a NUL. */
static char *piece_cut(char **rest, char mark)
{
    char *piece = *rest;
    char *end = strchr(piece, mark);
    *rest = end != NULL ? end + 1 : piece + strlen(piece);
    if (end != NULL)
        *end = '\0';
    return piece;
}

static void check_route(const gate_request *request, const gate_verdict *verdict)
{
    router_match match;
    router_find(routes, ROUTE_COUNT, request->method, verdict->path, verdict->path_size, &match);
    for (size_t i = 0; i < match.capture_count; i++) {
        const router_capture *capture = &match.captures[i];
        char *decoded = malloc(capture->value_size + 1);
        size_t size = target_decode(capture->value, capture->value_size, false, decoded);
        assert(size != (size_t)-1 && size == strlen(decoded));
        free(decoded);
    }
    char shown[64];
    router_mask(routes, ROUTE_COUNT, &match, verdict->path, verdict->path_size, shown,
                sizeof shown);
    if (verdict->path_size >= 7 && memcmp(verdict->path, "/hooks/", 7) == 0)
        assert(strcmp(shown, "/hooks/***") == 0);
}

static void check_query(const char *query)
{
    target_query pairs;
    char *storage = malloc(strlen(query) + 2);
    if (target_query_parse(query, storage, &pairs) == NULL)
        for (size_t i = 0; i < pairs.count; i++)
            assert(target_query_find(&pairs, pairs.pairs[i].name) == pairs.pairs[i].value);
    free(storage);
}

static void check_passed(const gate_request *request, const gate_verdict *verdict)
{
    assert(!(verdict->is_chunked && verdict->has_length));
    assert(verdict->has_length || verdict->content_length == 0);
    assert(*verdict->path == '/' || *verdict->path == '*');
    assert(strstr(request->target, "%00") == NULL);
    unsigned hosts = 0;
    for (size_t i = 0; i < request->header_count; i++)
        hosts += gate_header_is(&request->headers[i], "Host");
    assert(hosts == 1 || (hosts == 0 && strcmp(request->version, "HTTP/1.0") == 0));
    check_route(request, verdict);
    check_query(verdict->query);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *text = malloc(size + 1);
    memcpy(text, data, size);
    text[size] = '\0';
    char *rest = text;
    char *line = piece_cut(&rest, '\n');
    gate_header headers[HEADER_MAX];
    gate_request request = { .headers = headers };
    request.method = piece_cut(&line, ' ');
    request.target = piece_cut(&line, ' ');
    request.version = line;
    while (*rest != '\0' && request.header_count < HEADER_MAX) {
        char *value = piece_cut(&rest, '\n');
        char *name = piece_cut(&value, ':');
        headers[request.header_count++] = (gate_header){ name, strlen(name), value, strlen(value) };
    }
    static const gate_limits limits = { 2048, 40, 4096 };
    gate_verdict verdict = gate_check(&request, &limits);
    assert(verdict.status == 0 || (verdict.status >= 400 && verdict.detail != NULL));
    if (verdict.status == 0)
        check_passed(&request, &verdict);
    char problem[PROBLEM_SIZE];
    assert(problem_format(verdict.status, NULL, text, request.target, problem) < PROBLEM_SIZE);
    free(text);
    return 0;
}
