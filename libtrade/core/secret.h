/* secret.h: what handling secrets needs elsewhere in the library: wiping, comparing in constant time. */
#ifndef TRADE_CORE_SECRET_H
#define TRADE_CORE_SECRET_H

#include <stdbool.h>
#include <stddef.h>

#include <trade/secret.h>

/* Zero memory that is about to be released; the compiler may not leave it out. */
void tr__secret_wipe(void *memory, size_t size);

/* True when equal; the time taken depends on `size` alone. */
bool tr__secret_bytes_equal(const void *a, const void *b, size_t size);

#endif
