/*
 * span.c: a new span finds its neighbours through the crit-bit tree of its ladder: a fork stands where keys
 * differ first, so a search looks at no more than 58 forks, and at about log2 of the spans when prices are
 * what prices are. Everything else goes along the list, or one fork up.
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

/* The highest bit in which the keys below differ. */
static uint32_t fork_bit(const fork *of)
{
    return of->above & 63;
}

static uint32_t fork_parent(const fork *of)
{
    return of->above >> 6;
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

static uint32_t fork_branch(uint32_t index)
{
    return index << 1 | 1;
}

static void parent_set(tr_book *book, uint32_t branch, uint32_t parent)
{
    if (branch_is_fork(branch))
        book->forks[branch >> 1].above = parent << 6 | fork_bit(&book->forks[branch >> 1]);
    else
        book->spans[branch >> 1].parent = parent;
}

/* Where the branch that `parent` has for a key is kept. */
static uint32_t *place_in(tr_book *book, uint32_t ladder, uint32_t parent, uint64_t key)
{
    fork *at = &book->forks[parent];
    return parent != 0 ? &at->branches[key_side(key, fork_bit(at))] : &book->roots[ladder];
}

static void tree_insert(tr_book *book, uint32_t ladder, uint32_t index)
{
    uint64_t key = book->spans[index].key;
    uint32_t branch = book->roots[ladder];
    if (branch == 0) {
        book->roots[ladder] = span_branch(index);
        list_insert(book, index, 0, 0);
        return;
    }
    while (branch_is_fork(branch)) {
        const fork *at = &book->forks[branch >> 1];
        branch = at->branches[key_side(key, fork_bit(at))];
    }
    uint64_t difference = key ^ book->spans[branch >> 1].key;
    assert(difference != 0);
    uint32_t bit = 63 - (uint32_t)__builtin_clzll(difference);
    /* Back up, past the forks of lower bits, which the way down has fetched. */
    uint32_t parent = book->spans[branch >> 1].parent;
    while (parent != 0 && fork_bit(&book->forks[parent]) < bit)
        parent = fork_parent(&book->forks[parent]);
    uint32_t *place = place_in(book, ladder, parent, key);
    /* All below *place lies on one side of the new key: its near end is the neighbour. */
    uint32_t side = key_side(key, bit);
    uint32_t neighbour = branch_end(book, *place, side);
    if (side == 1)
        list_insert(book, index, neighbour, book->spans[neighbour].upper);
    else
        list_insert(book, index, book->spans[neighbour].lower, neighbour);
    uint32_t fork_index = fork_take(book);
    fork *made = &book->forks[fork_index];
    made->above = parent << 6 | bit;
    made->branches[side] = span_branch(index);
    made->branches[1 - side] = *place;
    parent_set(book, *place, fork_index);
    book->spans[index].parent = fork_index;
    *place = fork_branch(fork_index);
}

/* The fork above goes with it, and the other branch takes that one's place: no way down from the root. */
static void tree_remove(tr_book *book, uint32_t ladder, uint32_t index)
{
    uint64_t key = book->spans[index].key;
    uint32_t fork_index = book->spans[index].parent;
    fork *gone = &book->forks[fork_index];
    if (fork_index == 0) {
        assert(book->roots[ladder] == span_branch(index));
        book->roots[ladder] = 0;
        return;
    }
    uint32_t side = key_side(key, fork_bit(gone));
    uint32_t other = gone->branches[1 - side];
    uint32_t *place = place_in(book, ladder, fork_parent(gone), key);
    assert(gone->branches[side] == span_branch(index) && *place == fork_branch(fork_index));
    *place = other;
    parent_set(book, other, fork_parent(gone));
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
