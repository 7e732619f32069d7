/*
 * heard.h: has a client said something that is not yet a request, or said its last? The parser keeps half
 * a request line to itself, and does not look again after the last bytes, so the kernel is asked. Apart, because its header and libuv's exclude each other.
 */
#ifndef SERVE_HEARD_H
#define SERVE_HEARD_H

#include <stdbool.h>
#include <stdint.h>

/* True when any byte ever came. */
bool heard_anything(int descriptor);

/* True when a byte came within the last `span_ms`. */
bool heard_within(int descriptor, uint64_t span_ms);

/* True when the client sends nothing more: what it sent may still have to be read. */
bool heard_end(int descriptor);

#endif
