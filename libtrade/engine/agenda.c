/*
 * agenda.c: what is due first, in weak AVL trees (Haeupler, Sen, Tarjan: Rank-Balanced Trees, 2015).
 *
 * Every item has a rank; it falls by 1 or by 2 from an item to the one below it, and a leaf's is 0 (nothing's is -1). So
 * no way down is longer than 2 log2(n), after any mixture of inserts and removals, and mending the ranks after one takes
 * O(1) steps on average and two turns at the most. A tick that sets off a thousand orders walks along the left edge: of
 * each order it reads that order and what was read a moment ago. Heaps were tried: taking out the first item of one
 * visits log2(n) others, each a cache miss away, which was ten times as slow.
 */
#include <assert.h>

#include "engine/agenda.h"

static int32_t rank_of(const agenda_item *item)
{
    return item == NULL ? -1 : item->rank;
}

static int32_t fall_to(const agenda_item *parent, const agenda_item *child)
{
    return parent->rank - rank_of(child);
}

static bool is_before(const agenda_item *a, const agenda_item *b)
{
    int order = tr_decimal_compare(a->key, b->key);
    return order != 0 ? order < 0 : a->number < b->number;
}

/* The place that points to an item that hangs below `parent`. */
static agenda_item **link_of(agenda *queue, agenda_item *parent, const agenda_item *item)
{
    if (parent == NULL)
        return &queue->root;
    return parent->left == item ? &parent->left : &parent->right;
}

/* Let `child`, which hangs below `item`, change places with it. */
static void turn(agenda *queue, agenda_item *item, agenda_item *child)
{
    agenda_item **link = link_of(queue, item->parent, item);
    agenda_item *inner;
    if (item->left == child) {
        inner = child->right;
        item->left = inner;
        child->right = item;
    } else {
        inner = child->left;
        item->right = inner;
        child->left = item;
    }
    if (inner != NULL)
        inner->parent = item;
    child->parent = item->parent;
    item->parent = child;
    *link = child;
}

/* An item came in at rank 0: no rank may be its parent's. */
static void mend_grown(agenda *queue, agenda_item *item)
{
    agenda_item *parent = item->parent;
    while (parent != NULL && parent->rank == item->rank) {
        bool is_left = parent->left == item;
        if (fall_to(parent, is_left ? parent->right : parent->left) == 1) {
            parent->rank++;
            item = parent;
            parent = item->parent;
            continue;
        }
        agenda_item *inner = is_left ? item->right : item->left;
        parent->rank--;
        if (fall_to(item, inner) == 1) {
            item->rank--;
            inner->rank++;
            turn(queue, item, inner);
            item = inner;
        }
        turn(queue, parent, item);
        return;
    }
}

static void insert(agenda *queue, agenda_item *item)
{
    agenda_item *parent = NULL;
    agenda_item **link = &queue->root;
    bool is_first = true;
    while (*link != NULL) {
        parent = *link;
        bool is_left = is_before(item, parent);
        is_first = is_first && is_left;
        link = is_left ? &parent->left : &parent->right;
    }
    item->left = item->right = NULL;
    item->parent = parent;
    item->rank = 0;
    item->is_queued = true;
    *link = item;
    if (is_first)
        queue->first = item;
    queue->count++;
    mend_grown(queue, item);
}

void tr__agenda_insert(agenda *queue, agenda_item *item, tr_decimal key)
{
    tr__agenda_insert_numbered(queue, item, key, ++queue->arrivals);
}

void tr__agenda_insert_numbered(agenda *queue, agenda_item *item, tr_decimal key, uint64_t number)
{
    assert(!item->is_queued);
    item->key = key;
    item->number = number;
    insert(queue, item);
}

void tr__agenda_put_back(agenda *queue, agenda_item *item)
{
    assert(!item->is_queued);
    insert(queue, item);
}

static agenda_item *leftmost(agenda_item *item)
{
    while (item->left != NULL)
        item = item->left;
    return item;
}

agenda_item *tr__agenda_next(const agenda_item *item)
{
    if (item->right != NULL)
        return leftmost(item->right);
    while (item->parent != NULL && item->parent->right == item)
        item = item->parent;
    return item->parent;
}

/* The side of `parent` on which `item` hangs has become lower: no rank may fall by 3, and a leaf's is 0. */
static void mend_shrunk(agenda *queue, agenda_item *parent, agenda_item *item)
{
    if (parent != NULL && parent->left == NULL && parent->right == NULL && parent->rank == 1) {
        parent->rank = 0;
        item = parent;
        parent = item->parent;
    }
    while (parent != NULL && fall_to(parent, item) == 3) {
        bool is_left = parent->left == item;
        agenda_item *other =
            is_left ? parent->right : parent->left; /* is there: its rank is not below the item's */
        if (fall_to(parent, other) == 2) {
            parent->rank--;
        } else if (fall_to(other, other->left) == 2 && fall_to(other, other->right) == 2) {
            parent->rank--;
            other->rank--;
        } else {
            agenda_item *outer = is_left ? other->right : other->left;
            agenda_item *inner = is_left ? other->left : other->right;
            if (fall_to(other, outer) == 1) {
                other->rank++;
                parent->rank--;
                turn(queue, parent, other);
                if (parent->left == NULL && parent->right == NULL)
                    parent->rank = 0;
            } else {
                inner->rank += 2;
                other->rank--;
                parent->rank -= 2;
                turn(queue, other, inner);
                turn(queue, parent, inner);
            }
            return;
        }
        item = parent;
        parent = item->parent;
    }
}

/* Let the item behind it stand in its place: it then has one item below it at the most. */
static void trade_places(agenda *queue, agenda_item *item, agenda_item *next)
{
    agenda_item old = *item;
    agenda_item *parent = next->parent, *right = next->right;
    *link_of(queue, old.parent, item) = next;
    next->parent = old.parent;
    next->left = old.left;
    next->left->parent = next;
    item->rank = next->rank;
    next->rank = old.rank;
    if (parent == item) {
        next->right = item;
        item->parent = next;
    } else {
        next->right = old.right;
        next->right->parent = next;
        parent->left = item;
        item->parent = parent;
    }
    item->left = NULL;
    item->right = right;
    if (right != NULL)
        right->parent = item;
}

void tr__agenda_remove(agenda *queue, agenda_item *item)
{
    assert(item->is_queued && queue->count > 0);
    if (queue->first == item)
        queue->first = tr__agenda_next(item);
    if (item->left != NULL && item->right != NULL)
        trade_places(queue, item, leftmost(item->right));
    agenda_item *below = item->left != NULL ? item->left : item->right;
    agenda_item *parent = item->parent;
    *link_of(queue, parent, item) = below;
    if (below != NULL)
        below->parent = parent;
    item->left = item->right = item->parent = NULL;
    item->is_queued = false;
    queue->count--;
    mend_shrunk(queue, parent, below);
}

agenda_item *tr__agenda_find(const agenda *queue, tr_decimal key)
{
    agenda_item *found = NULL;
    for (agenda_item *item = queue->root; item != NULL;) {
        bool is_behind = tr_decimal_compare(item->key, key) >= 0;
        if (is_behind)
            found = item;
        item = is_behind ? item->left : item->right;
    }
    return found;
}

static bool check_item(const agenda_item *item)
{
    const agenda_item *below[] = { item->left, item->right };
    for (int i = 0; i < 2; i++) {
        int32_t fall = fall_to(item, below[i]);
        if (fall < 1 || fall > 2 || (below[i] != NULL && below[i]->parent != item))
            return false;
    }
    return item->is_queued && (item->left != NULL || item->right != NULL || item->rank == 0);
}

bool tr__agenda_check(const agenda *queue)
{
    size_t count = 0;
    const agenda_item *before = NULL;
    if (queue->root != NULL &&
        (queue->root->parent != NULL || leftmost(queue->root) != queue->first))
        return false;
    for (const agenda_item *item = queue->first; item != NULL; item = tr__agenda_next(item)) {
        if (!check_item(item) || (before != NULL && is_before(item, before)))
            return false;
        before = item;
        count++;
    }
    return count == queue->count && (queue->root == NULL) == (count == 0);
}
