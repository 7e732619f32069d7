/* alloc.h: how the library's own objects take memory: through a tr_allocator, NULL for the default. */
#ifndef TRADE_CORE_ALLOC_H
#define TRADE_CORE_ALLOC_H

#include <stddef.h>
#include <stdint.h>

#include <trade/alloc.h>

/* `size` > 0. NULL when there is no memory. */
void *tr__allocate(const tr_allocator *allocator, size_t size);

/* `count` > 0 zeroed elements of `size` > 0 bytes. NULL also when the product overflows. */
void *tr__allocate_zeroed(const tr_allocator *allocator, size_t count, size_t size);

/* As realloc(3), `new_size` > 0; on NULL the old memory is unchanged and still the caller's. */
void *tr__reallocate(const tr_allocator *allocator, void *memory, size_t old_size, size_t new_size);

/* NULL memory is accepted. */
void tr__release(const tr_allocator *allocator, void *memory);

#endif
