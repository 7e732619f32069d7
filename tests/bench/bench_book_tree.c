/*
 * bench_book_tree.c: the book as textbooks and most open engines have it: a balanced tree of price levels for each side
 * (AVL, as std::map or TreeMap would be), a doubly linked list of orders in each level, a chained hash table from
 * identity to order that doubles as it fills, memory from malloc.
 */
#include <stdlib.h>

#include "bench_book.h"
#include "bench_book_event.h"

typedef struct tree_level tree_level;

typedef struct tree_order {
    int64_t id;
    int64_t open;
    int64_t total;
    tree_level *level;
    struct tree_order *next;
    struct tree_order *prev;
    struct tree_order *chain; /* in the hash table */
    uint8_t side;
    bool is_post_only;
} tree_order;

struct tree_level {
    int64_t price;
    tree_order *head;
    tree_order *tail;
    tree_level *parent;
    tree_level *below[2]; /* lower, higher */
    int height;
};

typedef struct tree {
    tree_level *roots[2];
    tree_level *best[2];
    tree_order **chains;
    size_t chain_count;
    size_t order_count;
    teller to;
} tree;

/* ---- AVL ---- */

static int height_of(const tree_level *at)
{
    return at != NULL ? at->height : 0;
}

static void measure_height(tree_level *at)
{
    int low = height_of(at->below[0]);
    int high = height_of(at->below[1]);
    at->height = (low > high ? low : high) + 1;
}

static void replace_child(tree *book, uint8_t side, tree_level *parent, const tree_level *old,
                          tree_level *new_one)
{
    if (parent == NULL)
        book->roots[side] = new_one;
    else
        parent->below[parent->below[1] == old] = new_one;
    if (new_one != NULL)
        new_one->parent = parent;
}

/* The child on the other side of `way` comes up. */
static tree_level *rotate(tree *book, uint8_t side, tree_level *at, int way)
{
    tree_level *up = at->below[!way];
    replace_child(book, side, at->parent, at, up);
    at->below[!way] = up->below[way];
    if (at->below[!way] != NULL)
        at->below[!way]->parent = at;
    up->below[way] = at;
    at->parent = up;
    measure_height(at);
    measure_height(up);
    return up;
}

static void rebalance(tree *book, uint8_t side, tree_level *at)
{
    for (; at != NULL; at = at->parent) {
        int lean = height_of(at->below[1]) - height_of(at->below[0]);
        measure_height(at);
        if (lean > 1 || lean < -1) {
            int heavy = lean > 0;
            tree_level *child = at->below[heavy];
            if (height_of(child->below[!heavy]) > height_of(child->below[heavy]))
                (void)rotate(book, side, child, heavy);
            at = rotate(book, side, at, !heavy);
        }
    }
}

static tree_level *neighbour(tree_level *at, int way)
{
    if (at->below[way] != NULL) {
        at = at->below[way];
        while (at->below[!way] != NULL)
            at = at->below[!way];
        return at;
    }
    while (at->parent != NULL && at->parent->below[way] == at)
        at = at->parent;
    return at->parent;
}

static tree_level *level_for(tree *book, uint8_t side, int64_t price)
{
    tree_level *parent = NULL;
    tree_level *at = book->roots[side];
    while (at != NULL && at->price != price) {
        parent = at;
        at = at->below[price > at->price];
    }
    if (at != NULL)
        return at;
    at = calloc(1, sizeof *at);
    if (at == NULL)
        die("no memory", "tree");
    at->price = price;
    at->height = 1;
    at->parent = parent;
    if (parent == NULL)
        book->roots[side] = at;
    else
        parent->below[price > parent->price] = at;
    rebalance(book, side, parent);
    if (book->best[side] == NULL ||
        (side == TR_SIDE_BUY ? price > book->best[side]->price : price < book->best[side]->price))
        book->best[side] = at;
    return at;
}

static void level_drop(tree *book, uint8_t side, tree_level *gone)
{
    if (book->best[side] == gone)
        book->best[side] = neighbour(gone, side == TR_SIDE_BUY ? 0 : 1);
    tree_level *from;
    if (gone->below[0] != NULL && gone->below[1] != NULL) {
        tree_level *heir = neighbour(gone, 1);
        from = heir->parent == gone ? heir : heir->parent;
        if (heir->parent != gone) {
            replace_child(book, side, heir->parent, heir, heir->below[1]);
            heir->below[1] = gone->below[1];
            heir->below[1]->parent = heir;
        }
        heir->below[0] = gone->below[0];
        heir->below[0]->parent = heir;
        replace_child(book, side, gone->parent, gone, heir);
    } else {
        from = gone->parent;
        replace_child(book, side, gone->parent, gone, gone->below[gone->below[0] == NULL ? 1 : 0]);
    }
    rebalance(book, side, from);
    free(gone);
}

/* ---- Identities ---- */

static size_t chain_of(const tree *book, int64_t id)
{
    return (size_t)((uint64_t)id * UINT64_C(0x9e3779b97f4a7c15) >> 20) & (book->chain_count - 1);
}

static tree_order *order_find(const tree *book, int64_t id)
{
    tree_order *at = book->chains[chain_of(book, id)];
    while (at != NULL && at->id != id)
        at = at->chain;
    return at;
}

static void chains_grow(tree *book)
{
    tree_order **old = book->chains;
    size_t old_count = book->chain_count;
    book->chain_count *= 2;
    book->chains = calloc(book->chain_count, sizeof(tree_order *));
    if (book->chains == NULL)
        die("no memory", "tree");
    for (size_t i = 0; i < old_count; i++) {
        while (old[i] != NULL) {
            tree_order *moved = old[i];
            old[i] = moved->chain;
            size_t at = chain_of(book, moved->id);
            moved->chain = book->chains[at];
            book->chains[at] = moved;
        }
    }
    free(old);
}

static void id_add(tree *book, tree_order *order)
{
    if (book->order_count++ == book->chain_count)
        chains_grow(book);
    size_t at = chain_of(book, order->id);
    order->chain = book->chains[at];
    book->chains[at] = order;
}

static void id_remove(tree *book, const tree_order *order)
{
    tree_order **at = &book->chains[chain_of(book, order->id)];
    while (*at != order)
        at = &(*at)->chain;
    *at = order->chain;
    book->order_count--;
}

/* ---- Orders ---- */

static void queue_leave(tree *book, tree_order *order)
{
    tree_level *level = order->level;
    *(order->prev != NULL ? &order->prev->next : &level->head) = order->next;
    *(order->next != NULL ? &order->next->prev : &level->tail) = order->prev;
    if (level->head == NULL)
        level_drop(book, order->side, level);
}

static void order_end(tree *book, tree_order *order)
{
    queue_leave(book, order);
    id_remove(book, order);
    free(order);
}

static void queue_join(tree *book, tree_order *order, int64_t price)
{
    tree_level *level = level_for(book, order->side, price);
    order->level = level;
    order->next = NULL;
    order->prev = level->tail;
    *(level->tail != NULL ? &level->tail->next : &level->head) = order;
    level->tail = order;
}

static bool crosses(const tree *book, uint8_t side, int64_t limit)
{
    const tree_level *best = book->best[side ^ 1];
    return best != NULL && reaches(side, limit, best->price);
}

static bool fits(const tree *book, uint8_t side, int64_t limit, int64_t wanted)
{
    for (tree_level *at = book->best[side ^ 1]; at != NULL && reaches(side, limit, at->price);
         at = neighbour(at, side == TR_SIDE_BUY ? 1 : 0)) {
        for (const tree_order *maker = at->head; maker != NULL; maker = maker->next) {
            wanted -= maker->open;
            if (wanted <= 0)
                return true;
        }
    }
    return false;
}

/* What is left open of a taker. */
static int64_t match(tree *book, int64_t id, uint8_t side, int64_t limit, int64_t open)
{
    while (open > 0 && crosses(book, side, limit)) {
        tree_order *maker = book->best[side ^ 1]->head;
        int64_t quantity = open < maker->open ? open : maker->open;
        tell_trade(&book->to, maker->id, id, maker->level->price, quantity);
        open -= quantity;
        maker->open -= quantity;
        if (maker->open == 0)
            order_end(book, maker);
    }
    return open;
}

static void enter(tree *book, const tr_book_command *command)
{
    int64_t limit = limit_of(command);
    bool is_market = command->type == TR_BOOK_TYPE_MARKET;
    tr_book_reason reason = TR_BOOK_REASON_NONE;
    if (order_find(book, command->id) != NULL)
        reason = TR_BOOK_REASON_DUPLICATE_ID;
    else if (command->is_post_only && crosses(book, command->side, limit))
        reason = TR_BOOK_REASON_POST_ONLY_WOULD_CROSS;
    if (reason != TR_BOOK_REASON_NONE) {
        tell_id(&book->to, TR_BOOK_EVENT_REJECTED, reason, command->id);
        return;
    }
    tell_id(&book->to, TR_BOOK_EVENT_ACCEPTED, TR_BOOK_REASON_NONE, command->id);
    if (command->tif == TR_BOOK_TIF_FOK && !fits(book, command->side, limit, command->quantity)) {
        tell_cancelled(&book->to, command->id, command->quantity, TR_BOOK_REASON_FOK);
        return;
    }
    int64_t open = match(book, command->id, command->side, limit, command->quantity);
    if (open == 0)
        return;
    if (is_market || command->tif == TR_BOOK_TIF_IOC) {
        tell_cancelled(&book->to, command->id, open,
                       is_market ? TR_BOOK_REASON_NO_LIQUIDITY : TR_BOOK_REASON_IOC);
        return;
    }
    tree_order *order = malloc(sizeof *order);
    if (order == NULL)
        die("no memory", "tree");
    *order = (tree_order){ .id = command->id,
                           .open = open,
                           .total = command->quantity,
                           .side = command->side,
                           .is_post_only = command->is_post_only };
    id_add(book, order);
    queue_join(book, order, limit);
    tell_booked(&book->to, order->id, order->side, limit, open);
}

static void amend_known(tree *book, tree_order *order, const tr_book_command *command)
{
    int64_t price = order->level->price;
    int64_t open = command->quantity - (order->total - order->open);
    if (open <= 0) {
        tell_cancelled(&book->to, order->id, order->open, TR_BOOK_REASON_AMEND);
        order_end(book, order);
        return;
    }
    bool is_kept = command->price == price && open <= order->open;
    tell_amended(&book->to, command, open, is_kept);
    order->total = command->quantity;
    order->open = open;
    if (is_kept)
        return;
    queue_leave(book, order);
    order->open = match(book, order->id, order->side, command->price, open);
    if (order->open == 0) {
        id_remove(book, order);
        free(order);
        return;
    }
    queue_join(book, order, command->price);
    tell_booked(&book->to, order->id, order->side, command->price, order->open);
}

static void amend(tree *book, const tr_book_command *command)
{
    tree_order *order = order_find(book, command->id);
    tr_book_reason reason = TR_BOOK_REASON_NONE;
    if (order == NULL)
        reason = TR_BOOK_REASON_UNKNOWN_ORDER;
    else if (order->is_post_only && command->price != order->level->price &&
             crosses(book, order->side, command->price))
        reason = TR_BOOK_REASON_POST_ONLY_WOULD_CROSS;
    if (reason != TR_BOOK_REASON_NONE)
        tell_id(&book->to, TR_BOOK_EVENT_AMEND_REJECTED, reason, command->id);
    else
        amend_known(book, order, command);
}

static void apply(void *user, const tr_book_command *command, const tr_book_sink *sink)
{
    tree *book = user;
    book->to.sink = sink;
    if (command->kind == TR_BOOK_COMMAND_NEW) {
        enter(book, command);
    } else if (command->kind == TR_BOOK_COMMAND_AMEND) {
        amend(book, command);
    } else {
        tree_order *order = order_find(book, command->id);
        if (order == NULL) {
            tell_id(&book->to, TR_BOOK_EVENT_CANCEL_REJECTED, TR_BOOK_REASON_UNKNOWN_ORDER,
                    command->id);
            return;
        }
        tell_cancelled(&book->to, order->id, order->open, TR_BOOK_REASON_USER);
        order_end(book, order);
    }
}

static void *make(uint32_t order_max)
{
    (void)order_max; /* it grows */
    tree *book = calloc(1, sizeof *book);
    if (book == NULL)
        die("no memory", "tree");
    book->chain_count = 1024;
    book->chains = calloc(book->chain_count, sizeof(tree_order *));
    if (book->chains == NULL)
        die("no memory", "tree");
    return book;
}

static void release(void *user)
{
    tree *book = user;
    for (uint8_t side = 0; side < 2; side++)
        while (book->best[side] != NULL)
            order_end(book, book->best[side]->head);
    free(book->chains);
    free(book);
}

const engine engine_tree = { "tree", make, apply, release };
