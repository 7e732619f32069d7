/*
 * agenda.c: what is due first, in leftist heaps.
 *
 * The right spine of a leftist heap is never longer than log2(n + 1), and joining, inserting and removing walk right
 * spines only: O(log n) each, in the worst case and not just on average, so that the first tick after a hundred thousand
 * arrivals costs no more than the next. An item is part of what it stands for: no allocation.
 */
#include <assert.h>

#include "engine/agenda.h"

static uint32_t rank_of(const agenda_item *item)
{
    return item == NULL ? 0 : item->rank;
}

static bool is_before(const agenda_item *a, const agenda_item *b)
{
    int order = tr_decimal_compare(a->key, b->key);
    return order != 0 ? order < 0 : a->number < b->number;
}

/* The shorter spine goes to the right. */
static void settle(agenda_item *item)
{
    if (rank_of(item->left) < rank_of(item->right)) {
        agenda_item *left = item->left;
        item->left = item->right;
        item->right = left;
    }
    item->rank = rank_of(item->right) + 1;
}

/* Merge two heaps along their right spines; the result has no parent. */
static agenda_item *join(agenda_item *a, agenda_item *b)
{
    agenda_item *root = NULL;
    agenda_item *above = NULL;
    while (a != NULL || b != NULL) {
        if (a == NULL || (b != NULL && is_before(b, a))) {
            agenda_item *first = b;
            b = a;
            a = first;
        }
        a->parent = above;
        if (above == NULL)
            root = a;
        else
            above->right = a;
        if (b == NULL)
            break;
        above = a;
        a = a->right;
    }
    for (; above != NULL; above = above->parent)
        settle(above);
    return root;
}

static void insert(agenda *queue, agenda_item *item)
{
    item->left = item->right = item->parent = NULL;
    item->rank = 1;
    item->is_queued = true;
    queue->root = join(queue->root, item);
    queue->count++;
}

void tr__agenda_insert(agenda *queue, agenda_item *item, tr_decimal key)
{
    assert(!item->is_queued);
    item->key = key;
    item->number = ++queue->arrivals;
    insert(queue, item);
}

void tr__agenda_put_back(agenda *queue, agenda_item *item)
{
    assert(!item->is_queued && item->number <= queue->arrivals);
    insert(queue, item);
}

void tr__agenda_remove(agenda *queue, agenda_item *item)
{
    assert(item->is_queued && queue->count > 0);
    agenda_item *above = item->parent;
    agenda_item *rest = join(item->left, item->right);
    if (rest != NULL)
        rest->parent = above;
    if (above == NULL)
        queue->root = rest;
    else if (above->left == item)
        above->left = rest;
    else
        above->right = rest;
    /* Ranks grow on the way up, so that at most log2(n) of them can change. */
    while (above != NULL) {
        uint32_t rank = above->rank;
        settle(above);
        if (above->rank == rank)
            break;
        above = above->parent;
    }
    item->left = item->right = item->parent = NULL;
    item->is_queued = false;
    queue->count--;
}

void tr__agenda_join(agenda *target, agenda *source)
{
    target->root = join(target->root, source->root);
    target->count += source->count;
    if (target->arrivals < source->arrivals)
        target->arrivals = source->arrivals;
    *source = (agenda){ 0 };
}

/* From an item to the next in a walk that goes down to the left, then to the right. */
static const agenda_item *next_of(const agenda_item *item)
{
    if (item->left != NULL)
        return item->left;
    if (item->right != NULL)
        return item->right;
    while (item->parent != NULL && (item->parent->right == item || item->parent->right == NULL))
        item = item->parent;
    return item->parent == NULL ? NULL : item->parent->right;
}

bool tr__agenda_check(const agenda *queue)
{
    size_t count = 0;
    for (const agenda_item *item = queue->root; item != NULL; item = next_of(item)) {
        count++;
        if (!item->is_queued || item->rank != rank_of(item->right) + 1 ||
            rank_of(item->left) < rank_of(item->right))
            return false;
        if ((item->left != NULL && (item->left->parent != item || is_before(item->left, item))) ||
            (item->right != NULL && (item->right->parent != item || is_before(item->right, item))))
            return false;
    }
    return count == queue->count && (queue->root == NULL || queue->root->parent == NULL);
}
