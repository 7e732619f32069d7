/*
 * verdict.c: the end of a world. A naive model of the books is made of the exchange's fills alone, and the tables must say the
 * same to the last digit: every fill once, cash and goods of every account, what each order has filled. Every key came to
 * one order, nothing is held for what has ended, and the state is the fold of the log.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support/table_walk.h"
#include "world.h"

typedef struct walk {
    world *world;
    size_t fills;
    size_t found[WORLD_WISHES_MAX];
    tr_order exits[WORLD_ORDERS_MAX]; /* targets and stops that filled */
    size_t exit_count;
    tr_id blocks[WORLD_ORDERS_MAX]; /* of entries: each block makes one */
    size_t block_count;
    tr_decimal costs[WORLD_ACCOUNTS]; /* of the swaps that they hold */
} walk;

/* What an account has of an asset, or holds of a base, when the exchange's fills are applied one by one. */
static tr_decimal model(world *w, const char *account, const char *asset, bool is_balance, tr_decimal sum)
{
    for (size_t i = 0; i < w->fill_count; i++) {
        const tr_exchange_report *fill = &w->fills[i];
        const held_order *one = held_find(w, fill->client_id);
        if (one == NULL || strcmp(one->order.account, account) != 0)
            continue;
        bool is_buy = one->order.side == TR_SIDE_BUY;
        tr_decimal moved = { 0 };
        tr_decimal value;
        (void)tr_decimal_multiply(fill->price.value, fill->quantity.value, TR_ROUND_HALF_EVEN, &value); /* small */
        if (strcmp(asset, "USDT") == 0) { /* of a swap what is held was not paid for: its cost is given back below */
            (void)tr_decimal_negate(value, &moved);
            if (!is_buy)
                moved = value;
        } else if (strncmp(one->order.symbol, asset, strlen(asset)) == 0 &&
                   !(is_balance && world_is_swap(one->order.symbol))) {
            moved = fill->quantity.value;
            if (!is_buy)
                (void)tr_decimal_negate(moved, &moved);
        }
        if (strcmp(asset, fill->fee_asset) == 0)
            (void)tr_decimal_subtract(moved, fill->fee.value, &moved);
        (void)tr_decimal_add(sum, moved, &sum); /* far from any bound */
    }
    return sum;
}

/* Cash that is not an order's: funding, and what the swap that is held has cost. */
static tr_decimal model_of_swap(const walk *at, const char *account, tr_decimal sum)
{
    const world *w = at->world;
    for (size_t i = 0; i < w->payment_count; i++)
        if (strcmp(w->payments[i].account, account) == 0)
            (void)tr_decimal_add(sum, w->payments[i].funding.amount.value, &sum); /* small */
    for (size_t i = 0; i < WORLD_ACCOUNTS; i++)
        if (strcmp(world_accounts[i], account) == 0)
            (void)tr_decimal_add(sum, at->costs[i], &sum); /* small */
    return sum;
}

static void expect(world *w, const char *what, const char *whose, tr_decimal seen, tr_decimal wanted)
{
    char a[TR_DECIMAL_TEXT_SIZE];
    char b[TR_DECIMAL_TEXT_SIZE];
    if (tr_decimal_compare(seen, wanted) == 0)
        return;
    (void)tr_decimal_format(seen, a, sizeof a);
    (void)tr_decimal_format(wanted, b, sizeof b);
    world_break(w, "%s of %s: the table says %s, the exchange's fills make %s", what, whose, a, b);
}

static void count_key(walk *at, const char *key, const char *prefix)
{
    size_t length = strlen(prefix);
    if (strncmp(key, prefix, length) != 0)
        return;
    size_t number = strtoul(key + length, NULL, 10);
    if (number < at->world->wish_count)
        at->found[number]++;
}

static bool judge_order(void *user, const void *row)
{
    walk *at = user;
    const tr_order *order = row;
    world *w = at->world;
    char client_id[TR_ID_TEXT_SIZE];
    tr_id_format(order->id, client_id);
    const held_order *one = held_find(w, client_id);
    expect(w, "filled quantity", client_id, order->filled_quantity.value, one != NULL ? one->filled : (tr_decimal){ 0 });
    if (tr_order_state_is_final(order->state) && !tr_decimal_is_zero(order->reserved.value))
        world_break(w, "order %s is %s and still holds money", client_id, tr_order_state_name(order->state));
    if (tr_order_state_is_final(order->state) && one != NULL && one->is_open)
        world_break(w, "order %s is %s, and the exchange still holds it", client_id, tr_order_state_name(order->state));
    bool is_exit = order->role == TR_ROLE_TAKE_PROFIT || order->role == TR_ROLE_STOP_LOSS;
    if (is_exit && !tr_decimal_is_zero(order->filled_quantity.value) && at->exit_count < WORLD_ORDERS_MAX)
        at->exits[at->exit_count++] = *order;
    if (!tr_id_is_none(order->block_id) && order->role == TR_ROLE_ENTRY && at->block_count < WORLD_ORDERS_MAX) {
        for (size_t i = 0; i < at->block_count; i++)
            if (tr_id_compare(at->blocks[i], order->block_id) == 0)
                world_break(w, "a block came to two entries");
        at->blocks[at->block_count++] = order->block_id;
    }
    count_key(at, order->idempotency_key, "key-");
    return true;
}

static bool count_fill(void *user, const void *row)
{
    (void)row;
    ((walk *)user)->fills++;
    return true;
}

static bool judge_block(void *user, const void *row)
{
    count_key(user, ((const tr_block *)row)->idempotency_key, "block-");
    return true;
}

/* Behind the positions, which tell what the swap has cost. */
static bool judge_balance(void *user, const void *row)
{
    walk *at = user;
    const tr_balance *balance = row;
    bool is_cash = strcmp(balance->asset, "USDT") == 0;
    tr_decimal opening = is_cash ? world_decimal("10000") : (tr_decimal){ 0 };
    if (strcmp(balance->asset, "BTC") == 0)
        opening = world_decimal("3");
    tr_decimal wanted = model(at->world, balance->account, balance->asset, true, opening);
    if (is_cash)
        wanted = model_of_swap(at, balance->account, wanted);
    expect(at->world, balance->asset, balance->account, balance->total.value, wanted);
    return true;
}

static bool judge_position(void *user, const void *row)
{
    walk *at = user;
    const tr_position *position = row;
    char base[TR_ASSET_SIZE];
    for (size_t i = 0; i < WORLD_ACCOUNTS && world_is_swap(position->symbol); i++)
        if (strcmp(world_accounts[i], position->account) == 0)
            (void)tr_decimal_add(at->costs[i], position->cost.value, &at->costs[i]); /* small */
    if (tr_decimal_sign(position->cost.value) != tr_decimal_sign(position->quantity))
        world_break(at->world, "%s of %s costs what it should bring", position->symbol, position->account);
    (void)snprintf(base, sizeof base, "%.3s", position->symbol);
    expect(at->world, position->symbol, position->account, position->quantity,
           model(at->world, position->account, base, false, (tr_decimal){ 0 }));
    return true;
}

static void judge_tables(walk *at)
{
    static const struct {
        tr_table table;
        tr_store_row_sink *judge;
    } tables[] = { { TR_TABLE_ORDER, judge_order },
                   { TR_TABLE_FILL, count_fill },
                   { TR_TABLE_POSITION, judge_position },
                   { TR_TABLE_BALANCE, judge_balance },
                   { TR_TABLE_BLOCK, judge_block } };
    for (size_t i = 0; i < sizeof tables / sizeof tables[0]; i++)
        if (table_walk(&at->world->reader, tables[i].table, tables[i].judge, at) != TR_OK)
            world_break(at->world, "a table cannot be read");
}

static void note_finding(void *user, const char *finding)
{
    world_break(user, "the log and the tables differ: %s", finding);
}

void verdict_fold(world *w)
{
    tr_verify_result result = { 0 };
    if (tr_engine_verify(&w->reader, NULL, note_finding, w, &result, NULL) != TR_OK)
        world_break(w, "the log cannot be folded");
    w->verified++;
}

/* A target and a stop of one position: the one that executes ends the other. */
static void judge_exits(const walk *at)
{
    for (size_t i = 0; i < at->exit_count; i++)
        for (size_t k = 0; k < i; k++)
            if (tr_id_compare(at->exits[i].group_id, at->exits[k].group_id) == 0)
                world_break(at->world, "target and stop of one position were both executed");
}

void verdict_end(world *w)
{
    walk *at = calloc(1, sizeof *at);
    if (at == NULL)
        abort();
    at->world = w;
    judge_tables(at);
    judge_exits(at);
    w->blocks_traded = (int64_t)at->block_count;
    if (at->fills != w->fill_count)
        world_break(w, "%zu fills are stored, the exchange made %zu", at->fills, w->fill_count);
    for (size_t i = 0; i < w->wish_count; i++) {
        const wish *one = &w->wishes[i];
        if (!one->is_answered && !one->is_turned_away)
            world_break(w, "wish %zu was never answered", i);
        if (!one->is_alert && at->found[i] != (one->is_answered ? 1u : 0u))
            world_break(w, "wish %zu, %s, came to %zu orders", i, one->is_answered ? "acknowledged" : "not acknowledged",
                        at->found[i]);
    }
    for (size_t i = 0; i < w->order_count; i++) /* what the exchange has, we know of */
        if (w->orders[i].is_forbidden && w->orders[i].is_open)
            world_break(w, "an order that was called ended is open at the exchange");
    venue_verdict(w);
    verdict_fold(w);
    verdict_bare(w);
    free(at);
}
