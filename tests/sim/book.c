/*
 * book.c: random commands of every kind, the book and a naive model side by side. After each command the
 * events must be the same, field by field, and the book sound; the queues are compared order by order.
 * Half of the commands go in one by one, half in batches. At random points the book is replaced by the one that
 * its snapshot restores; at the end the journal of all commands is replayed. A failure prints the seed.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <trade/book.h>
#include <trade/book_text.h>
#include <trade/rng.h>

#include "sim/book_model.h"
#include "sim/book_stored.h"

enum { SEEDS = 60, COMMANDS = 4000, BATCH_MAX = 40, TOLD_MAX = MODEL_EVENTS_MAX };

/* How prices are drawn. */
typedef enum terrain { NARROW, WIDE, SPARSE, EDGE, TERRAINS } terrain;

typedef struct sim {
    tr_book_special specials[BATCH_MAX]; /* what commands name */
    size_t special_count;
    uint64_t seed;
    tr_rng rng;
    terrain where;
    model m;
    tr_book *book;
    book_stored stored;
    tr_book_event told[TOLD_MAX];
    size_t told_count;
    uint64_t *kinds;   /* events compared so far, by kind */
    uint64_t *reasons; /* and by reason */
} sim;

static void take(void *user, const tr_book_event *events, size_t event_count)
{
    sim *s = user;
    assert_true(s->told_count + event_count <= TOLD_MAX);
    memcpy(s->told + s->told_count, events, event_count * sizeof *events);
    s->told_count += event_count;
    stored_events(&s->stored, events, event_count);
}

static bool chance(sim *s, uint64_t of)
{
    return tr_rng_below(&s->rng, of) == 0;
}

static int64_t draw(sim *s, int64_t low, int64_t high)
{
    return low + (int64_t)tr_rng_below(&s->rng, (uint64_t)(high - low) + 1);
}

static int64_t draw_price(sim *s)
{
    int64_t tick = s->m.options.tick;
    int64_t steps = 0;
    if (chance(s, 50))
        return draw(s, -1, 3);
    if (s->where == NARROW)
        steps = draw(s, 995, 1005);
    else if (s->where == WIDE)
        steps = draw(s, 900, 1100);
    else if (s->where == SPARSE)
        steps = (int64_t)1 << draw(s, 0, 58);
    else
        steps = INT64_MAX / tick - draw(s, 0, 70);
    if (s->where == SPARSE)
        steps += draw(s, 0, 2);
    int64_t price = steps * tick;
    return price < INT64_MAX && chance(s, 100) ? price + 1 : price;
}

static int64_t draw_quantity(sim *s)
{
    if (chance(s, 60))
        return draw(s, -1, 1);
    if (s->where == EDGE)
        return TR_BOOK_QUANTITY_LIMIT - draw(s, -1, 3);
    return s->m.options.lot * draw(s, 1, 40) + (chance(s, 100) ? 1 : 0);
}

/* Now and then one of what few orders have, or two of it, or nonsense. */
static void draw_special(sim *s, tr_book_command *c)
{
    int64_t tick = s->m.options.tick;
    tr_book_special *special = &s->specials[s->special_count];
    bool is_stop = c->type == TR_BOOK_TYPE_STOP || c->type == TR_BOOK_TYPE_STOP_LIMIT;
    *special = (tr_book_special){ .display = c->display };
    if (chance(s, is_stop ? 30 : 3))
        special->quantity_min = c->quantity > 8 && !chance(s, 30)
                                    ? c->quantity / 4 / s->m.options.lot * s->m.options.lot
                                    : draw(s, -1, 9);
    if (chance(s, is_stop ? 2 : 30)) {
        if (chance(s, 2))
            special->trail = tick * draw(s, chance(s, 8) ? -3 : 1, s->where == WIDE ? 60 : 6);
        else
            special->trail_bps = draw(s, chance(s, 8) ? -3 : 1, s->where == SPARSE ? 9999 : 100);
        if (!chance(s, 3))
            c->given &= (uint8_t)~TR_BOOK_GIVEN_STOP;
    }
    if (chance(s, 3))
        special->partner = draw(s, 1, 150);
    bool has_legs = special->partner == 0 ? chance(s, 2) : chance(s, 40);
    if (has_legs && !chance(s, 4)) {
        special->target_id = draw(s, chance(s, 40) ? 0 : 1, 150);
        special->target_price = draw_price(s);
    }
    if (has_legs && !chance(s, 4)) {
        special->stop_id = draw(s, chance(s, 40) ? 0 : 1, 150);
        special->stop_price = draw_price(s);
        special->stop_limit = chance(s, 3) ? draw_price(s) : 0;
    }
    bool is_wrong = c->side == TR_SIDE_BUY ? special->target_price < special->stop_price
                                           : special->target_price > special->stop_price;
    if (has_legs && is_wrong && special->target_id != 0 && special->stop_id != 0 &&
        !chance(s, 20)) {
        int64_t price = special->target_price;
        special->target_price = special->stop_price;
        special->stop_price = price;
    }
    c->special = special;
    c->given |= TR_BOOK_GIVEN_SPECIAL;
    s->special_count++;
}

static tr_book_command draw_new(sim *s)
{
    tr_book_command c = { .kind = TR_BOOK_COMMAND_NEW,
                          .side = (uint8_t)draw(s, 0, 1),
                          .given = TR_BOOK_GIVEN_QUANTITY,
                          .id = draw(s, chance(s, 40) ? -1 : 1, 150),
                          .quantity = draw_quantity(s),
                          .owner = draw(s, 0, 3) };
    int64_t kind = draw(s, 0, 19);
    c.type = kind == 0   ? TR_BOOK_TYPE_MARKET_TO_LIMIT
             : kind < 13 ? TR_BOOK_TYPE_LIMIT
             : kind < 15 ? TR_BOOK_TYPE_MARKET
             : kind < 17 ? TR_BOOK_TYPE_STOP
                         : TR_BOOK_TYPE_STOP_LIMIT;
    if (c.type == TR_BOOK_TYPE_LIMIT || c.type == TR_BOOK_TYPE_STOP_LIMIT || chance(s, 40))
        c.given |= TR_BOOK_GIVEN_PRICE;
    if (c.type == TR_BOOK_TYPE_STOP || c.type == TR_BOOK_TYPE_STOP_LIMIT || chance(s, 40))
        c.given |= TR_BOOK_GIVEN_STOP;
    c.tif = chance(s, 2) ? (uint8_t)draw(s, 0, 3) : (uint8_t)TR_BOOK_TIF_GTC;
    if (c.type == TR_BOOK_TYPE_MARKET && !chance(s, 20))
        c.tif = (uint8_t)draw(s, 1, 2);
    c.stp = chance(s, 2) ? (uint8_t)draw(s, 0, 4) : 0;
    bool is_lasting = c.tif == TR_BOOK_TIF_GTC || c.tif == TR_BOOK_TIF_GTD;
    if ((is_lasting && chance(s, 4)) || chance(s, 40))
        c.given |= TR_BOOK_GIVEN_DISPLAY;
    if ((c.tif == TR_BOOK_TIF_GTD) != chance(s, 60))
        c.given |= TR_BOOK_GIVEN_EXPIRE;
    c.is_post_only = (is_lasting && chance(s, 8)) || chance(s, 60);
    c.price = draw_price(s);
    c.stop = draw_price(s);
    c.display = c.quantity > 4 ? c.quantity / draw(s, 1, 5) / s->m.options.lot * s->m.options.lot
                               : draw(s, 0, 2);
    /* At the edge a small display would be refreshed 2^60 times by one amend. */
    if (s->where == EDGE && c.quantity < TR_BOOK_QUANTITY_LIMIT / 2)
        c.given &= (uint8_t)~TR_BOOK_GIVEN_DISPLAY;
    c.expire = s->m.now + draw(s, 0, 30);
    if (chance(s, 8)) {
        c.flags = (uint8_t)(chance(s, 20) ? 3 : draw(s, 1, 2));
        if (!chance(s, 20))
            c.given &= (uint8_t)~TR_BOOK_GIVEN_DISPLAY;
    }
    if (chance(s, 5))
        draw_special(s, &c);
    return c;
}

static tr_book_command draw_command(sim *s)
{
    int64_t kind = draw(s, 0, 99);
    if (kind < 60)
        return draw_new(s);
    if (kind < 75)
        return (tr_book_command){ .kind = TR_BOOK_COMMAND_CANCEL, .id = draw(s, -1, 150) };
    if (kind < 95) {
        tr_book_command c = { .kind = TR_BOOK_COMMAND_AMEND, .id = draw(s, 0, 150) };
        c.price = draw_price(s);
        c.stop = draw_price(s);
        c.quantity = draw_quantity(s);
        c.given = (uint8_t)draw(s, 0, 3);
        if (chance(s, 4))
            c.given |= TR_BOOK_GIVEN_STOP;
        return c;
    }
    if (kind == 95 && chance(s, s->m.is_auction ? 1 : 4))
        return (tr_book_command){ .kind = TR_BOOK_COMMAND_PHASE, .phase = draw(s, 0, 1) };
    return (tr_book_command){ .kind = TR_BOOK_COMMAND_TIME, .at = s->m.now + draw(s, -2, 8) };
}

static void fail_at(const sim *s, const tr_book_event *told, const tr_book_event *expected)
{
    char text[TR_BOOK_TEXT_EVENT_SIZE] = "nothing";
    char other[TR_BOOK_TEXT_EVENT_SIZE] = "nothing";
    if (told != NULL)
        (void)tr_book_text_event(told, text, sizeof text);
    if (expected != NULL)
        (void)tr_book_text_event(expected, other, sizeof other);
    fail_msg("seed %llu: the book says \"%s\", the model \"%s\"", (unsigned long long)s->seed, text,
             other);
}

static void compare_events(sim *s, size_t from, uint64_t sequence)
{
    for (size_t i = 0; i < s->m.event_count || from + i < s->told_count; i++) {
        const tr_book_event *told = from + i < s->told_count ? &s->told[from + i] : NULL;
        const tr_book_event *expected = i < s->m.event_count ? &s->m.events[i] : NULL;
        if (told == NULL || expected == NULL)
            fail_at(s, told, expected);
        tr_book_event plain = *told;
        s->kinds[told->kind]++;
        s->reasons[told->reason]++;
        plain.sequence = 0;
        plain.instrument = 0;
        if (memcmp(&plain, expected, sizeof plain) != 0)
            fail_at(s, told, expected);
        assert_int_equal(told->sequence, sequence + i + 1);
        assert_int_equal(told->instrument, s->m.options.instrument);
    }
}

typedef struct compared {
    const sim *s;
    const model_order *expected[MODEL_ORDERS_MAX];
    int count;
    int at;
} compared;

static bool compare_order(void *user, const tr_book_order *order)
{
    compared *c = user;
    if (c->at == c->count)
        fail_msg("seed %llu: order %lld more than in the model", (unsigned long long)c->s->seed,
                 (long long)order->id);
    tr_book_order expected = c->expected[c->at++]->is;
    expected.place = order->place; /* compared by the order that it makes */
    if (memcmp(&expected, order, sizeof expected) != 0) {
        size_t byte = 0;
        while (((const char *)&expected)[byte] == ((const char *)order)[byte])
            byte++;
        fail_msg("seed %llu: order %lld where %lld should be, or not the same from byte %zu on",
                 (unsigned long long)c->s->seed, (long long)order->id, (long long)expected.id,
                 byte);
    }
    tr_book_order found;
    assert_int_equal(tr_book_find(c->s->book, order->id, &found), TR_OK);
    assert_memory_equal(&found, order, sizeof found);
    return true;
}

/* That of its level; market orders and held legs have one that means nothing. */
static int64_t order_price(const tr_book_order *order)
{
    return order->is_held ? 0 : order->is_waiting ? order->stop : order->price;
}

/* Levels, by adding up the model's orders one price after the other. */
static void compare_depth(const sim *s, const compared *c, tr_book_queue queue)
{
    tr_book_level levels[MODEL_ORDERS_MAX];
    size_t level_count = tr_book_depth(s->book, queue, MODEL_ORDERS_MAX, levels);
    size_t at = 0;
    for (int i = 0; i < c->count; at++) {
        const tr_book_order *first = &c->expected[i]->is;
        int64_t price = order_price(first);
        tr_book_sum open = { 0, 0 };
        tr_book_sum shown = { 0, 0 };
        uint32_t orders = 0;
        for (; i < c->count; i++, orders++) {
            const tr_book_order *order = &c->expected[i]->is;
            if (order_price(order) != price)
                break;
            uint64_t counted = (uint64_t)(order->is_waiting ? order->open : order->shown);
            tr_book_position position;
            assert_int_equal(tr_book_position_of(s->book, order->id, &position), TR_OK);
            assert_int_equal(position.orders_ahead, orders);
            assert_memory_equal(&position.open_ahead, &open, sizeof open);
            assert_memory_equal(&position.shown_ahead, &shown, sizeof shown);
            open.low += (uint64_t)order->open;
            open.high += open.low < (uint64_t)order->open;
            shown.low += counted;
            shown.high += shown.low < counted;
        }
        assert_true(at < level_count);
        if (price != 0)
            assert_int_equal(levels[at].price, price);
        assert_int_equal(levels[at].order_count, orders);
        assert_memory_equal(&levels[at].open, &open, sizeof open);
        assert_memory_equal(&levels[at].shown, &shown, sizeof shown);
    }
    assert_int_equal(at, level_count);
    tr_book_level best;
    assert_int_equal(tr_book_best(s->book, queue, &best), level_count > 0);
    if (level_count > 0)
        assert_memory_equal(&best, &levels[0], sizeof best);
}

static void compare_books(sim *s)
{
    tr_error err = { .message = "" };
    if (tr_book_check(s->book, &err) != TR_OK)
        fail_msg("seed %llu: %s", (unsigned long long)s->seed, err.message);
    for (int queue = 0; queue < TR_BOOK_QUEUE_COUNT; queue++) {
        compared c = { .s = s };
        c.count = model_queue(&s->m, (tr_book_queue)queue, c.expected);
        tr_book_walk(s->book, (tr_book_queue)queue, compare_order, &c);
        assert_int_equal(c.at, c.count);
        compare_depth(s, &c, (tr_book_queue)queue);
    }
    tr_book_auction indicated;
    tr_book_auction expected = model_indicate(&s->m);
    tr_book_indicate(s->book, &indicated);
    if (memcmp(&indicated, &expected, sizeof expected) != 0)
        fail_msg("seed %llu: the book indicates %lld, the model %lld", (unsigned long long)s->seed,
                 (long long)indicated.price, (long long)expected.price);
    assert_int_equal(tr_book_phase_now(s->book), s->m.is_auction);
    assert_int_equal(tr_book_last_price(s->book), s->m.last);
    assert_int_equal(tr_book_now(s->book), s->m.now);
    assert_int_equal(tr_book_order_count(s->book), model_live_count(&s->m));
}

/* One command to both, unless the book is full: then it must say so and change nothing. */
static bool apply_one(sim *s, const tr_book_command *command)
{
    tr_book_sink sink = { .take = take, .user = s };
    uint64_t sequence = tr_book_sequence(s->book);
    bool is_full =
        command->kind == TR_BOOK_COMMAND_NEW &&
        model_live_count(&s->m) + model_order_needs(command) > (int)s->m.options.order_max;
    s->told_count = 0;
    stored_command(&s->stored, command);
    tr_status status = tr_book_apply(s->book, command, &sink);
    assert_int_equal(status, is_full ? TR_E_FULL : TR_OK);
    if (is_full) {
        assert_int_equal(s->told_count, 0);
        return false;
    }
    model_apply(&s->m, command);
    compare_events(s, 0, sequence);
    return true;
}

/* Several at once. The model says where the book fills up; the batch must end there. */
static void apply_batch(sim *s)
{
    tr_book_command commands[BATCH_MAX];
    size_t count = (size_t)draw(s, 0, BATCH_MAX);
    s->special_count = 0;
    for (size_t i = 0; i < count; i++)
        commands[i] = draw_command(s);
    tr_book_sink sink = { .take = take, .user = s };
    uint64_t sequence = tr_book_sequence(s->book);
    size_t done = 0;
    s->told_count = 0;
    tr_status status = tr_book_apply_all(s->book, commands, count, &sink, &done);
    size_t told_count = s->told_count;
    size_t from = 0;
    for (size_t i = 0; i < done; i++)
        stored_command(&s->stored, &commands[i]);
    for (size_t i = 0; i < done; i++) {
        model_apply(&s->m, &commands[i]);
        s->told_count = from + s->m.event_count < told_count ? from + s->m.event_count : told_count;
        compare_events(s, from, sequence + from);
        from += s->m.event_count;
    }
    assert_int_equal(from, told_count);
    assert_int_equal(status, done == count ? TR_OK : TR_E_FULL);
    if (done < count) {
        assert_int_equal(commands[done].kind, TR_BOOK_COMMAND_NEW);
        assert_true(model_live_count(&s->m) + model_order_needs(&commands[done]) >
                    (int)s->m.options.order_max);
    }
}

static void run_seed(uint64_t seed, uint64_t *kinds, uint64_t *reasons)
{
    sim *s = calloc(1, sizeof *s);
    assert_non_null(s);
    s->seed = seed;
    s->kinds = kinds;
    s->reasons = reasons;
    s->where = (terrain)(seed % TERRAINS);
    tr_rng_init(&s->rng, seed);
    tr_book_options options = TR_BOOK_OPTIONS_INIT;
    options.order_max = chance(s, 3) ? (uint32_t)draw(s, 1, 20) : 200;
    options.instrument = (uint32_t)seed;
    if (s->where == EDGE)
        options.quantity_max = TR_BOOK_QUANTITY_LIMIT;
    if (chance(s, 3) && s->where != EDGE) {
        options.tick = draw(s, 1, 7);
        options.lot = draw(s, 1, 5);
        options.quantity_min = draw(s, 0, 20);
        options.quantity_max = 1000;
        options.share_min = chance(s, 2) ? draw(s, 0, 12) : 0;
        options.band_low = s->where == SPARSE ? 8 : 990 * options.tick;
    }
    options.is_pro_rata = chance(s, 3);
    options.has_top_order = chance(s, 2);
    assert_int_equal(tr_book_new(&options, &s->book, NULL), TR_OK);
    model_init(&s->m, &options);
    stored_begin(&s->stored, s->book);
    for (int i = 0; i < COMMANDS; i++) {
        if (chance(s, 50))
            s->book = stored_swap(s->book, seed);
        if (chance(s, 40)) {
            apply_batch(s);
        } else {
            s->special_count = 0;
            tr_book_command command = draw_command(s);
            (void)apply_one(s, &command); /* false: the book was full, as it should be */
        }
        compare_books(s);
    }
    stored_end(&s->stored, s->book, seed);
    tr_book_free(s->book);
    free(s);
}

static void book_and_naive_model_agree_after_every_command(void **state)
{
    (void)state;
    const char *given = getenv("TRADE_SIM_SEEDS");
    uint64_t seeds = given != NULL ? strtoull(given, NULL, 10) : SEEDS;
    print_message("# seeds 1..%llu\n", (unsigned long long)seeds);
    uint64_t kinds[256] = { 0 };
    uint64_t reasons[256] = { 0 };
    for (uint64_t seed = 1; seed <= seeds; seed++)
        run_seed(seed, kinds, reasons);
    for (int kind = TR_BOOK_EVENT_ACCEPTED; kind <= TR_BOOK_EVENT_UNCROSSED; kind++)
        if (kinds[kind] < 100)
            fail_msg("only %llu events %s", (unsigned long long)kinds[kind],
                     tr_book_event_name((tr_book_event_kind)kind));
    for (int reason = TR_BOOK_REASON_NONE; reason <= TR_BOOK_REASON_ATTACHED; reason++)
        if (reasons[reason] < 20)
            fail_msg("only %llu times the reason %s", (unsigned long long)reasons[reason],
                     tr_book_reason_name((tr_book_reason)reason));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(book_and_naive_model_agree_after_every_command),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
