/* alloc.c: the C library's allocator as a port, and the calls through one. */
#include "core/alloc.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

static void *default_allocate(void *user, size_t size)
{
    (void)user;
    return malloc(size);
}

static void *default_reallocate(void *user, void *memory, size_t old_size, size_t new_size)
{
    (void)user;
    (void)old_size;
    return realloc(memory, new_size);
}

static void default_release(void *user, void *memory)
{
    (void)user;
    free(memory);
}

const tr_allocator *tr_allocator_default(void)
{
    static const tr_allocator allocator = {
        .allocate = default_allocate,
        .reallocate = default_reallocate,
        .release = default_release,
    };
    return &allocator;
}

static const tr_allocator *chosen(const tr_allocator *allocator)
{
    return allocator != NULL ? allocator : tr_allocator_default();
}

void *tr__allocate(const tr_allocator *allocator, size_t size)
{
    assert(size > 0);
    allocator = chosen(allocator);
    return allocator->allocate(allocator->user, size);
}

void *tr__allocate_zeroed(const tr_allocator *allocator, size_t count, size_t size)
{
    if (size != 0 && count > SIZE_MAX / size)
        return NULL;
    void *memory = tr__allocate(allocator, count * size);
    if (memory != NULL)
        memset(memory, 0, count * size);
    return memory;
}

void *tr__reallocate(const tr_allocator *allocator, void *memory, size_t old_size, size_t new_size)
{
    assert(new_size > 0);
    allocator = chosen(allocator);
    return allocator->reallocate(allocator->user, memory, old_size, new_size);
}

void tr__release(const tr_allocator *allocator, void *memory)
{
    allocator = chosen(allocator);
    allocator->release(allocator->user, memory);
}
