/*
 * bench_book_floor.c: how fast the machine is at this moment: for a book of as many orders, what the bare memory of an
 * operation costs: a slot of a hash table, a 64-byte node, its two neighbours and a level, at random, several operations
 * under way at once. Compare ratios to it across machines, not nanoseconds.
 */
#include <stdlib.h>

#include <trade/rng.h>

#include "bench_book.h"

typedef struct floor_node {
    uint32_t links[2];
    uint32_t level;
    uint32_t rest[13];
} floor_node;

typedef struct floor_parts {
    uint32_t *slots;
    floor_node *nodes;
    floor_node *levels;
    uint32_t node_count;
    uint32_t level_count;
} floor_parts;

static double floor_round(floor_parts *parts, uint64_t seed)
{
    enum { TOUCHES = 400000 };
    uint32_t *order = malloc(TOUCHES * sizeof *order);
    if (order == NULL)
        die("no memory", "floor");
    tr_rng rng;
    tr_rng_init(&rng, seed);
    for (size_t i = 0; i < TOUCHES; i++)
        order[i] = (uint32_t)tr_rng_below(&rng, parts->node_count * 2);
    double from = now_ns();
    for (size_t i = 0; i < TOUCHES; i++) {
        floor_node *node = &parts->nodes[parts->slots[order[i]]];
        parts->nodes[node->links[0]].rest[0]++;
        parts->nodes[node->links[1]].rest[1]++;
        parts->levels[node->level].rest[2]++;
        node->rest[3]++;
    }
    double taken = (now_ns() - from) / TOUCHES;
    free(order);
    return taken;
}

double floor_of(uint64_t orders)
{
    floor_parts parts = { .node_count = (uint32_t)orders, .level_count = (uint32_t)orders / 4 + 1 };
    parts.slots = malloc(orders * 2 * sizeof *parts.slots);
    parts.nodes = calloc(orders, sizeof *parts.nodes);
    parts.levels = calloc(parts.level_count, sizeof *parts.levels);
    if (parts.slots == NULL || parts.nodes == NULL || parts.levels == NULL)
        die("no memory", "floor");
    tr_rng rng;
    tr_rng_init(&rng, 1);
    for (uint64_t i = 0; i < orders * 2; i++)
        parts.slots[i] = (uint32_t)tr_rng_below(&rng, orders);
    for (uint64_t i = 0; i < orders; i++) {
        parts.nodes[i].links[0] = (uint32_t)tr_rng_below(&rng, orders);
        parts.nodes[i].links[1] = (uint32_t)tr_rng_below(&rng, orders);
        parts.nodes[i].level = (uint32_t)tr_rng_below(&rng, parts.level_count);
    }
    double best = floor_round(&parts, 2);
    for (uint64_t seed = 3; seed < 10; seed++) {
        double taken = floor_round(&parts, seed);
        best = taken < best ? taken : best;
    }
    free(parts.slots);
    free(parts.nodes);
    free(parts.levels);
    return best;
}
