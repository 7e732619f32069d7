/* block_amend.c: changing a block that waits, and knowing what it was asked for first. */
#include <stdio.h>
#include <string.h>

#include "core/fail.h"
#include "engine/block.h"
#include "engine/work.h"

/* ---- what was asked for ---------------------------------------------------------------------- */

static void mix(uint64_t *hash, const void *bytes, size_t size)
{
    const unsigned char *at = bytes;
    for (size_t i = 0; i < size; i++)
        *hash = (*hash ^ at[i]) * 1099511628211u; /* FNV-1a, as an order's (repeat.c) */
}

static void mix_text(uint64_t *hash, const char *text)
{
    mix(hash, text, strlen(text) + 1); /* with its end, so that no two texts run together */
}

int64_t tr__block_request_digest(const tr_engine *engine, const tr_block_request *request)
{
    const tr_instrument *instrument = NULL;
    uint64_t hash = 14695981039346656037u;
    int64_t side = request->side;
    (void)tr_instrument_find(engine->st.instruments, engine->st.instrument_count, request->symbol,
                             strnlen(request->symbol, sizeof request->symbol), true, &instrument,
                             NULL); /* another spelling of one symbol is the same request */
    mix_text(&hash, instrument == NULL ? request->symbol : instrument->symbol);
    mix_text(&hash, request->name);
    mix(&hash, &side, sizeof side);
    mix(&hash, &request->price_low, sizeof request->price_low);
    mix(&hash, &request->price_high, sizeof request->price_high);
    mix(&hash, &request->quantity, sizeof request->quantity);
    mix(&hash, &request->take_profit, sizeof request->take_profit);
    mix(&hash, &request->stop_loss, sizeof request->stop_loss);
    for (size_t i = 0; i < request->leg_count && i < TR_LEGS_MAX; i++) {
        mix(&hash, &request->legs[i].share, sizeof request->legs[i].share);
        mix(&hash, &request->legs[i].take_profit, sizeof request->legs[i].take_profit);
        mix(&hash, &request->legs[i].stop_loss, sizeof request->legs[i].stop_loss);
    }
    mix(&hash, &request->window_ns, sizeof request->window_ns);
    for (size_t i = 0; i < request->condition_count && i < TR_CONDITIONS_MAX; i++) {
        mix_text(&hash, request->conditions[i].source);
        mix_text(&hash, request->conditions[i].name);
        mix_text(&hash, request->conditions[i].timeframe);
    }
    int64_t digest = (int64_t)(hash & INT64_MAX);
    return digest == 0 ? 1 : digest;
}

/* ---- amending -------------------------------------------------------------------------------- */

/* The block as somebody would ask for it with the changes made, so that one set of rules holds for both. */
static void request_of(const block_node *block, const tr_block_change *change,
                       tr_block_request *out)
{
    const tr_block *row = &block->row;
    const tr_block_request *values = &change->values;
    int64_t given = change->given;
    tr_order ways = { .take_profit = row->take_profit, .stop_loss = row->stop_loss };
    *out = (tr_block_request){
        .side = row->side,
        .price_low = given & TR_BLOCK_LOWER ? values->price_low : row->price_low,
        .price_high = given & TR_BLOCK_UPPER ? values->price_high : row->price_high,
        .quantity = given & TR_BLOCK_QUANTITY ? values->quantity : row->quantity,
        .window_ns = given & TR_BLOCK_WINDOW ? values->window_ns : row->window_ns,
        .expires_ns = given & TR_BLOCK_EXPIRES ? values->expires_ns : row->expires_ns,
        .condition_count = block->condition_count
    };
    memcpy(out->account, row->account, sizeof out->account);
    memcpy(out->user, row->user, sizeof out->user);
    memcpy(out->symbol, row->symbol, sizeof out->symbol);
    memcpy(out->name, row->name, sizeof out->name);
    memcpy(out->description, given & TR_BLOCK_DESCRIPTION ? values->description : row->description,
           sizeof out->description);
    memcpy(out->conditions, block->conditions, block->condition_count * sizeof out->conditions[0]);
    if (given & TR_BLOCK_LEGS) {
        memcpy(out->legs, values->legs, sizeof out->legs);
        out->leg_count = values->leg_count;
    } else if (row->legs[0] != '\0' && (given & (TR_BLOCK_TAKE_PROFIT | TR_BLOCK_STOP_LOSS)) == 0) {
        memcpy(ways.legs, row->legs, sizeof ways.legs);
        out->leg_count = tr_order_legs(&ways, out->legs);
    }
    if (out->leg_count > 0)
        return;
    bool had_legs = row->legs[0] != '\0'; /* one pair takes the place of all of them */
    out->take_profit = given & TR_BLOCK_TAKE_PROFIT ? values->take_profit
                       : had_legs                   ? (tr_price){ { 0 } }
                                                    : row->take_profit;
    out->stop_loss = given & TR_BLOCK_STOP_LOSS ? values->stop_loss
                     : had_legs                 ? (tr_price){ { 0 } }
                                                : row->stop_loss;
}

static tr_status find(tr_engine *engine, const tr_block_change *change, block_node **out,
                      tr_error *err)
{
    if (change == NULL || change->account == NULL)
        return tr__fail(err, TR_E_INVALID, 0, "no request, or no account in it");
    tr_status status = tr__engine_ready(engine, err);
    if (status != TR_OK)
        return status;
    const account *owner = tr__state_find_account(&engine->st, change->account);
    block_node *block = owner == NULL ? NULL : tr__block_find(owner, change->id);
    if (block == NULL)
        return tr__fail(err, TR_E_NOT_FOUND, 0, "no open block of that id in account %s",
                        change->account);
    if (block->row.state != TR_BLOCK_WAITING)
        return tr__fail(err, TR_E_CONFLICT, 0, "the block is %s: amend its orders",
                        tr_block_state_name(block->row.state));
    if (change->given == 0)
        return tr__fail(err, TR_E_INVALID, 0, "nothing to change was given");
    *out = block;
    return TR_OK;
}

void tr_engine_amend_block(tr_engine *engine, const tr_block_change *change, tr_engine_reply *reply,
                           void *user)
{
    tr_error err = { 0 };
    block_node *block = NULL;
    tr_block_request request;
    tr_status status = find(engine, change, &block, &err);
    event ev = { .kind = EVENT_BLOCK_AMENDED };
    if (status == TR_OK) {
        request_of(block, change, &request);
        status = tr__block_of_request(engine, &request, engine->clock->now_ns(engine->clock->user),
                                      &ev.block, &err);
    }
    work *w = status == TR_OK ? tr__work_begin(engine, reply, user) : NULL;
    if (status != TR_OK)
        tr__engine_answer(reply, user, status, &err);
    if (w == NULL)
        return;
    const char *actor = change->actor != NULL ? change->actor : block->owner->row.owner;
    tr__work_by(w, actor);
    ev.block.id = block->row.id;
    (void)snprintf(ev.block.actor, sizeof ev.block.actor, "%s", actor);
    (void)snprintf(ev.block.reason, sizeof ev.block.reason, "amended");
    tr__work_emit(w, block->owner, &ev);
    tr__work_show_block(w, &block->row);
    tr__work_finish(w);
}
