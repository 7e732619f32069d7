/*
 * arena.h: memory that is released all at once, and wiped first, because configuration text can hold
 * keys. A failed request is remembered, so that a long run of steps checks once at its end.
 */
#ifndef TRADE_CONFIG_ARENA_H
#define TRADE_CONFIG_ARENA_H

#include <stdbool.h>
#include <stddef.h>

#include <trade/alloc.h>

typedef struct tr__arena {
    tr_allocator allocator;
    struct tr__arena_chunk *chunks; /* newest first */
    bool has_failed;
} tr__arena;

/* `allocator` may be NULL for the C library's. */
void tr__arena_init(tr__arena *arena, const tr_allocator *allocator);
void tr__arena_done(tr__arena *arena);

/* Zeroed memory for any type, or NULL. */
void *tr__arena_take(tr__arena *arena, size_t size);

/* A copy of `length` bytes with an end mark. */
char *tr__arena_text(tr__arena *arena, const char *text, size_t length);
char *tr__arena_format(tr__arena *arena, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Make room for one more item: the array moves to twice its size when full. NULL when out of memory. */
void *tr__arena_grow(tr__arena *arena, void *items, size_t count, size_t *capacity,
                     size_t item_size);

#endif
