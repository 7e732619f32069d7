/*
 * gate.h: what of HTTP this server lets pass, as pure functions over what the parser handed up.
 *
 * The parser below is lenient where two readers of one byte stream may come to differ, and that is how
 * requests are smuggled past a proxy. So everything on which framing, routing or identity rests is
 * checked again here, strictly, and refused with a reason when it has two readings.
 */
#ifndef SERVE_GATE_H
#define SERVE_GATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* One header field; the bytes are borrowed and need no end mark. */
typedef struct gate_header {
    const char *name;
    size_t name_size;
    const char *value;
    size_t value_size;
} gate_header;

typedef struct gate_limits {
    size_t target_size_max;
    size_t header_count_max;
    size_t header_size_max; /* names and values of all headers together */
} gate_limits;

/* A request as parsed: method, raw target (nothing decoded) and version end with a NUL. */
typedef struct gate_request {
    const char *method;
    const char *target;
    const char *version;
    const gate_header *headers;
    size_t header_count;
} gate_request;

/* What the gate found. With status 0 the request may pass and the rest is filled. */
typedef struct gate_verdict {
    unsigned status;    /* 0, or the 4xx or 5xx to refuse with */
    const char *detail; /* one static line: why */
    const char *path;   /* within the target; ends at path_size */
    size_t path_size;
    const char *query; /* behind the '?'; empty when there is none */
    bool is_chunked;
    bool has_length;
    uint64_t content_length;
} gate_verdict;

gate_verdict gate_check(const gate_request *request, const gate_limits *limits);

/* A token of RFC 9110: 1 or more of letters, digits and !#$%&'*+-.^_`|~ */
bool gate_is_token(const char *text, size_t size);

/* True for an id a client may give its request: 8 to 64 token characters. */
bool gate_is_request_id(const char *text, size_t size);

/* Header names are compared without regard to case. `name` ends with a NUL. */
bool gate_header_is(const gate_header *header, const char *name);

#endif
