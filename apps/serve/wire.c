/* wire.c: addresses are compared as numbers; bytes are read only where the distance proves a buffer. */
#include "wire.h"

#include <microhttpd.h>
#include <string.h>

/* No gap within a line is wider than the 8 KiB that a connection has. */
#define GAP_MAX 8192u

bool wire_is_readable(void)
{
    return strcmp(MHD_get_version(), "0.9.75") == 0;
}

static uintptr_t distance(const char *from, const char *to)
{
    return (uintptr_t)to - (uintptr_t)from;
}

static const char *header_fault(const gate_header *header, const char *line_end)
{
    /* CR and LF were overwritten with two NULs. */
    if (distance(line_end, header->name) != 2)
        return "a line does not end with CR LF, is folded, or holds a NUL";
    const char *name_end = header->name + header->name_size;
    uintptr_t gap = distance(name_end, header->value);
    if (gap < 1 || gap > GAP_MAX)
        return "a header line is folded";
    for (uintptr_t i = 1; i < gap; i++)
        if (name_end[i] != ' ' && name_end[i] != '\t')
            return "a header line is folded";
    return NULL;
}

const char *wire_fault(const gate_request *request, const char *wire_target, size_t head_size)
{
    if (distance(request->method, wire_target) != strlen(request->method) + 1 ||
        distance(wire_target, request->version) != strlen(request->target) + 1)
        return "the request line is not METHOD SP TARGET SP VERSION";
    const char *line_end = request->version + strlen(request->version);
    for (size_t i = 0; i < request->header_count; i++) {
        const gate_header *header = &request->headers[i];
        const char *fault = header_fault(header, line_end);
        if (fault != NULL)
            return fault;
        line_end = header->value + header->value_size;
    }
    /* CR LF of the last line, CR LF of the empty one. */
    if (distance(line_end, request->method + head_size) != 4)
        return "a line does not end with CR LF, or holds a NUL";
    return NULL;
}
