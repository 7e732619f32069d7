/* arena.c: memory that is wiped and released all at once. */
#include "config/arena.h"

#include <assert.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "core/secret.h"

#define CHUNK_SIZE ((size_t)8192)

struct tr__arena_chunk {
    struct tr__arena_chunk *next;
    size_t size; /* bytes in all, this head included */
    size_t used;
};

static size_t round_up(size_t size)
{
    size_t step = _Alignof(max_align_t);
    return (size + step - 1) / step * step;
}

void tr__arena_init(tr__arena *arena, const tr_allocator *allocator)
{
    *arena = (tr__arena){ .allocator = allocator != NULL ? *allocator : *tr_allocator_default() };
}

void tr__arena_done(tr__arena *arena)
{
    struct tr__arena_chunk *chunk = arena->chunks;
    while (chunk != NULL) {
        struct tr__arena_chunk *next = chunk->next;
        tr__secret_wipe(chunk, chunk->size);
        arena->allocator.release(arena->allocator.user, chunk);
        chunk = next;
    }
    arena->chunks = NULL;
}

static struct tr__arena_chunk *chunk_add(tr__arena *arena, size_t size)
{
    size_t head = round_up(sizeof(struct tr__arena_chunk));
    size_t total = size > CHUNK_SIZE - head ? head + size : CHUNK_SIZE;
    struct tr__arena_chunk *chunk = arena->allocator.allocate(arena->allocator.user, total);
    if (chunk == NULL) {
        arena->has_failed = true;
        return NULL;
    }
    *chunk = (struct tr__arena_chunk){ .next = arena->chunks, .size = total, .used = head };
    arena->chunks = chunk;
    return chunk;
}

void *tr__arena_take(tr__arena *arena, size_t size)
{
    assert(size <= SIZE_MAX / 4);
    size = round_up(size > 0 ? size : 1);
    struct tr__arena_chunk *chunk = arena->chunks;
    if (chunk == NULL || chunk->size - chunk->used < size)
        chunk = chunk_add(arena, size);
    if (chunk == NULL)
        return NULL;
    void *memory = (unsigned char *)chunk + chunk->used;
    chunk->used += size;
    memset(memory, 0, size);
    return memory;
}

char *tr__arena_text(tr__arena *arena, const char *text, size_t length)
{
    char *copy = tr__arena_take(arena, length + 1);
    if (copy != NULL && length > 0)
        memcpy(copy, text, length);
    return copy;
}

char *tr__arena_format(tr__arena *arena, const char *format, ...)
{
    va_list args;
    va_list again;
    va_start(args, format);
    va_copy(again, args);
    int length = vsnprintf(NULL, 0, format, args);
    va_end(args);
    char *text = length < 0 ? NULL : tr__arena_take(arena, (size_t)length + 1);
    if (text != NULL)
        (void)vsnprintf(text, (size_t)length + 1, format, again); /* measured just above */
    va_end(again);
    return text;
}

void *tr__arena_grow(tr__arena *arena, void *items, size_t count, size_t *capacity,
                     size_t item_size)
{
    if (count < *capacity)
        return items;
    size_t wanted = *capacity == 0 ? 16 : *capacity * 2;
    void *moved = tr__arena_take(arena, wanted * item_size);
    if (moved == NULL)
        return NULL;
    if (count > 0)
        memcpy(moved, items, count * item_size);
    *capacity = wanted;
    return moved;
}
