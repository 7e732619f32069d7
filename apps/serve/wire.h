/*
 * wire.h: what libmicrohttpd 0.9.75 silently tidied up while it parsed.
 *
 * It takes a bare LF for a line's end, ends a line early at a NUL, and joins a folded header line to the
 * *name* of the header before. None of that shows in what it hands up. But it parses in place, so the
 * distances between the pieces tell what lay between them. A later release works differently and is
 * strict by itself: there nothing is looked at.
 */
#ifndef SERVE_WIRE_H
#define SERVE_WIRE_H

#include "gate.h"

/*
 * NULL, or why the lines are not plain "name: value CRLF". Method, version and headers must be the
 * parser's own bytes; of the target it has overwritten '?', '&' and '=', so the request holds our copy
 * and `wire_target` is where the parser's lies. `head_size` is what the parser counted for request line
 * and headers, the empty line at their end included.
 */
const char *wire_fault(const gate_request *request, const char *wire_target, size_t head_size);

/* True when the linked library is one that wire_fault understands. */
bool wire_is_readable(void);

#endif
