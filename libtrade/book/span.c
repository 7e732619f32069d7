/*
 * span.c: a new span finds its neighbours through the crit-bit tree of its ladder: a fork stands where keys
 * differ first, so a search looks at no more than 58 forks, and at about log2 of the spans when prices are
 * what prices are. Everything else goes along the list.
 */
#include "book/span.h"

static uint32_t span_branch(uint32_t index)
{
    return index << 1;
}

static bool branch_is_fork(uint32_t branch)
{
    return (branch & 1) != 0;
}

static uint32_t key_side(uint64_t key, uint32_t bit)
{
    return (uint32_t)(key >> bit & 1);
}

static uint32_t span_find(const tr_book *book, uint32_t ladder, uint64_t key, uint32_t tag,
                          uint32_t *slot_out)
{
    const table *in = &book->span_table;
    for (uint32_t at = table_home(in, tag);; at = table_next(in, at)) {
        at = table_probe(in, at, tag);
        uint32_t index = in->slots[at].index;
        if (index == 0 || (book->spans[index].key == key && book->spans[index].ladder == ladder)) {
            *slot_out = at;
            return index;
        }
    }
}

static uint32_t span_take(tr_book *book)
{
    uint32_t index = book->span_pool.free;
    if (index == 0)
        return book->span_pool.unused++;
    book->span_pool.free = book->spans[index].lower;
    return index;
}

static uint32_t fork_take(tr_book *book)
{
    uint32_t index = book->fork_pool.free;
    if (index == 0)
        return book->fork_pool.unused++;
    book->fork_pool.free = book->forks[index].branches[0];
    return index;
}

/* The span at the low (0) or high (1) end below a branch. */
static uint32_t branch_end(const tr_book *book, uint32_t branch, uint32_t side)
{
    while (branch_is_fork(branch))
        branch = book->forks[branch >> 1].branches[side];
    return branch >> 1;
}

static void list_insert(tr_book *book, uint32_t index, uint32_t lower, uint32_t upper)
{
    book->spans[index].lower = lower;
    book->spans[index].upper = upper;
    if (lower != 0)
        book->spans[lower].upper = index;
    if (upper != 0)
        book->spans[upper].lower = index;
}

static void tree_insert(tr_book *book, uint32_t ladder, uint32_t index)
{
    uint32_t *place = &book->roots[ladder];
    if (*place == 0) {
        *place = span_branch(index);
        list_insert(book, index, 0, 0);
        return;
    }
    uint64_t key = book->spans[index].key;
    uint32_t branch = *place;
    while (branch_is_fork(branch)) {
        const fork *at = &book->forks[branch >> 1];
        branch = at->branches[key_side(key, at->bit)];
    }
    uint64_t difference = key ^ book->spans[branch >> 1].key;
    assert(difference != 0);
    uint32_t bit = 63 - (uint32_t)__builtin_clzll(difference);
    while (branch_is_fork(*place) && book->forks[*place >> 1].bit > bit) {
        fork *at = &book->forks[*place >> 1];
        place = &at->branches[key_side(key, at->bit)];
    }
    /* All below *place lies on one side of the new key: its near end is the neighbour. */
    uint32_t side = key_side(key, bit);
    uint32_t neighbour = branch_end(book, *place, side);
    if (side == 1)
        list_insert(book, index, neighbour, book->spans[neighbour].upper);
    else
        list_insert(book, index, book->spans[neighbour].lower, neighbour);
    uint32_t fork_index = fork_take(book);
    fork *made = &book->forks[fork_index];
    made->bit = bit;
    made->branches[side] = span_branch(index);
    made->branches[1 - side] = *place;
    *place = fork_index << 1 | 1;
}

static void tree_remove(tr_book *book, uint32_t ladder, uint32_t index)
{
    uint64_t key = book->spans[index].key;
    uint32_t *above = NULL; /* names the fork over the branch */
    uint32_t *place = &book->roots[ladder];
    while (branch_is_fork(*place)) {
        fork *at = &book->forks[*place >> 1];
        above = place;
        place = &at->branches[key_side(key, at->bit)];
    }
    assert(*place == span_branch(index));
    if (above == NULL) {
        *place = 0;
        return;
    }
    uint32_t fork_index = *above >> 1;
    fork *gone = &book->forks[fork_index];
    *above = gone->branches[place == &gone->branches[0] ? 1 : 0];
    gone->branches[0] = book->fork_pool.free;
    book->fork_pool.free = fork_index;
}

uint32_t tr__span_of(tr_book *book, uint32_t ladder, uint64_t key)
{
    uint32_t tag = table_hash(key << 4 | ladder);
    uint32_t slot;
    uint32_t index = span_find(book, ladder, key, tag, &slot);
    if (index != 0)
        return index;
    index = span_take(book);
    book->spans[index] = (span){ .key = key, .ladder = ladder };
    table_put(&book->span_table, slot, tag, index);
    tree_insert(book, ladder, index);
    return index;
}

void tr__span_drop(tr_book *book, uint32_t span_index)
{
    span *gone = &book->spans[span_index];
    assert(gone->bits == 0);
    if (gone->lower != 0)
        book->spans[gone->lower].upper = gone->upper;
    if (gone->upper != 0)
        book->spans[gone->upper].lower = gone->lower;
    tree_remove(book, gone->ladder, span_index);
    uint32_t tag = table_hash(gone->key << 4 | gone->ladder);
    uint32_t slot;
    uint32_t found = span_find(book, gone->ladder, gone->key, tag, &slot);
    assert(found == span_index);
    (void)found;
    table_remove(&book->span_table, slot);
    gone->lower = book->span_pool.free;
    book->span_pool.free = span_index;
}
