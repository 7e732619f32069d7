/* live.c: what only some orders have, and the heap that knows which GTD order ends first. */
#include "book/live.h"
#include "book/bond.h"
#include "book/emit.h"

uint32_t tr__extra_take(tr_book *book, uint32_t node_index)
{
    uint32_t index = book->extra_pool.free;
    if (index != 0)
        book->extra_pool.free = book->extras[index].next_free;
    else
        index = book->extra_pool.unused++;
    assert(index <= book->order_max);
    book->extras[index] = (extra){ .node = node_index };
    return index;
}

static bool expires_before(const extra *a, const extra *b)
{
    return a->expire != b->expire ? a->expire < b->expire : a->age < b->age;
}

static void heap_put(tr_book *book, uint32_t at, uint32_t extra_index)
{
    book->heap[at] = extra_index;
    book->extras[extra_index].heap_at = at;
}

/* Let an extra that belongs at `at` or above rise to its place. */
static void heap_rise(tr_book *book, uint32_t at, uint32_t extra_index)
{
    while (at > 1 &&
           expires_before(&book->extras[extra_index], &book->extras[book->heap[at / 2]])) {
        heap_put(book, at, book->heap[at / 2]);
        at /= 2;
    }
    heap_put(book, at, extra_index);
}

/* Likewise at `at` or below. */
static void heap_sink(tr_book *book, uint32_t at, uint32_t extra_index)
{
    for (uint32_t child = at * 2; child <= book->heap_count; child = at * 2) {
        if (child < book->heap_count &&
            expires_before(&book->extras[book->heap[child + 1]], &book->extras[book->heap[child]]))
            child++;
        if (!expires_before(&book->extras[book->heap[child]], &book->extras[extra_index]))
            break;
        heap_put(book, at, book->heap[child]);
        at = child;
    }
    heap_put(book, at, extra_index);
}

void tr__heap_add(tr_book *book, uint32_t extra_index)
{
    assert(book->heap_count < book->order_max);
    heap_rise(book, ++book->heap_count, extra_index);
}

void tr__extra_give(tr_book *book, uint32_t extra_index)
{
    extra *gone = &book->extras[extra_index];
    uint32_t at = gone->heap_at;
    if (at != 0) {
        uint32_t last = book->heap[book->heap_count--];
        if (last != extra_index) {
            heap_sink(book, at, last);
            heap_rise(book, book->extras[last].heap_at, last);
        }
    }
    gone->heap_at = 0;
    if (gone->bond != 0)
        tr__bond_give(book, gone->bond);
    gone->next_free = book->extra_pool.free;
    book->extra_pool.free = extra_index;
}

void tr__book_move_clock(tr_book *book, int64_t at)
{
    if (at <= book->now)
        return;
    book->now = at;
    while (book->heap_count > 0 && book->extras[book->heap[1]].expire <= at) {
        uint32_t index = book->extras[book->heap[1]].node;
        emit(book, TR_BOOK_EVENT_EXPIRED, TR_BOOK_REASON_NONE, book->nodes[index].id)->quantity =
            book->nodes[index].open;
        order_end(book, index);
    }
}
