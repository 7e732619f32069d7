/* alloc.h: memory as a port: hand in your own, or NULL for the C library's. */
#ifndef TRADE_ALLOC_H
#define TRADE_ALLOC_H

#include <stddef.h>

#include <trade/api.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * allocate returns memory aligned for any type, or NULL; reallocate as realloc(3) with the old size
 * given; release accepts NULL. Sizes asked for are > 0. All are called on the thread that works on the
 * owning object.
 */
typedef struct tr_allocator {
    void *(*allocate)(void *user, size_t size);
    void *(*reallocate)(void *user, void *memory, size_t old_size, size_t new_size);
    void (*release)(void *user, void *memory);
    void *user;
} tr_allocator;

/** The C library's allocator. Static storage. */
TR_API const tr_allocator *tr_allocator_default(void);

#ifdef __cplusplus
}
#endif

#endif
