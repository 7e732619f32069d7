/* journal.c: two generations of transactions, one gathering and one in flight. */
#include "journal/journal.h"

#include <assert.h>
#include <stdalign.h>
#include <string.h>

#include "core/fail.h"

#define BLOCK_SIZE  (64u * 1024u)
#define BLOCKS_KEPT 16 /* per generation, for the next use: memory that is given back comes back page by page */

/* Rows are copied into blocks that live as long as their generation. */
typedef struct block {
    struct block *next;
    size_t size;
    size_t used;
    alignas(max_align_t) unsigned char bytes[];
} block;

typedef struct entry {
    tr__journal_done *done;
    void *user;
} entry;

typedef struct generation {
    block *blocks; /* the one that is being filled first */
    block *spares; /* of BLOCK_SIZE */
    size_t spare_count;
    tr_store_op *ops;
    size_t op_count, op_capacity;
    entry *entries;
    size_t entry_count, entry_capacity;
} generation;

struct tr__journal {
    tr_store *store;
    const tr_allocator *allocator;
    generation generations[2];
    int gathering; /* index; the other one is in flight or empty */
    size_t open_first; /* first operation of the open transaction */
    bool is_in_flight;
    tr_error failure; /* status TR_OK while all is well */
};

static void *take(tr__journal *journal, size_t size)
{
    return journal->allocator->allocate(journal->allocator->user, size);
}

static void give_back(tr__journal *journal, void *memory)
{
    journal->allocator->release(journal->allocator->user, memory);
}

/* Make room for one more element; doubles, so that the cost per element is constant. */
static bool make_room(tr__journal *journal, void **items, size_t *capacity, size_t count, size_t item_size)
{
    if (count < *capacity)
        return true;
    size_t wanted = *capacity == 0 ? 64 : *capacity * 2;
    void *grown = journal->allocator->reallocate(journal->allocator->user, *items, *capacity * item_size,
                                                 wanted * item_size);
    if (grown == NULL)
        return false;
    *items = grown;
    *capacity = wanted;
    return true;
}

static block *fresh_block(tr__journal *journal, generation *gen, size_t room)
{
    block *fresh = gen->spares;
    if (room == BLOCK_SIZE && fresh != NULL) {
        gen->spares = fresh->next;
        gen->spare_count--;
        return fresh;
    }
    fresh = take(journal, sizeof *fresh + room);
    if (fresh != NULL)
        fresh->size = room;
    return fresh;
}

static void *block_take(tr__journal *journal, generation *gen, size_t size)
{
    size_t rounded = (size + alignof(max_align_t) - 1) / alignof(max_align_t) * alignof(max_align_t);
    block *head = gen->blocks;
    if (head == NULL || head->size - head->used < rounded) {
        block *fresh = fresh_block(journal, gen, rounded > BLOCK_SIZE ? rounded : BLOCK_SIZE);
        if (fresh == NULL)
            return NULL;
        fresh->next = head;
        fresh->used = 0;
        gen->blocks = head = fresh;
    }
    void *memory = head->bytes + head->used;
    head->used += rounded;
    return memory;
}

/* Forget a generation's content; some blocks are kept for the next use. */
static void generation_clear(tr__journal *journal, generation *gen)
{
    while (gen->blocks != NULL) {
        block *old = gen->blocks;
        gen->blocks = old->next;
        if (old->size > BLOCK_SIZE || gen->spare_count >= BLOCKS_KEPT) {
            give_back(journal, old);
            continue;
        }
        old->next = gen->spares;
        gen->spares = old;
        gen->spare_count++;
    }
    gen->op_count = 0;
    gen->entry_count = 0;
}

tr_status tr__journal_new(tr_store *store, const tr_allocator *allocator, tr__journal **out)
{
    if (allocator == NULL)
        allocator = tr_allocator_default();
    tr__journal *journal = allocator->allocate(allocator->user, sizeof *journal);
    if (journal == NULL)
        return TR_E_NO_MEMORY;
    memset(journal, 0, sizeof *journal);
    journal->store = store;
    journal->allocator = allocator;
    *out = journal;
    return TR_OK;
}

void tr__journal_free(tr__journal *journal)
{
    if (journal == NULL)
        return;
    for (int i = 0; i < 2; i++) {
        generation *gen = &journal->generations[i];
        generation_clear(journal, gen);
        while (gen->spares != NULL) {
            block *next = gen->spares->next;
            give_back(journal, gen->spares);
            gen->spares = next;
        }
        give_back(journal, gen->ops);
        give_back(journal, gen->entries);
    }
    give_back(journal, journal);
}

static void fail(tr__journal *journal, tr_status status, const tr_error *err)
{
    if (journal->failure.status != TR_OK)
        return;
    if (err != NULL && err->status != TR_OK)
        journal->failure = *err;
    else
        (void)tr__fail(&journal->failure, status, 0, "store: %s", tr_status_name(status));
}

/* Copy what the row's byte columns point to, and let the copy point there. */
static bool deepen(tr__journal *journal, generation *gen, const tr_table_def *def, unsigned char *row)
{
    for (size_t i = 0; i < def->column_count; i++) {
        const tr_column_def *column = &def->columns[i];
        if (column->type != TR_COLUMN_BYTES)
            continue;
        const uint8_t *bytes;
        size_t size;
        memcpy(&bytes, row + column->offset, sizeof bytes);
        memcpy(&size, row + column->offset + sizeof bytes, sizeof size);
        if (size == 0)
            continue;
        uint8_t *copy = block_take(journal, gen, size);
        if (copy == NULL)
            return false;
        memcpy(copy, bytes, size);
        memcpy(row + column->offset, &copy, sizeof copy);
    }
    return true;
}

tr_status tr__journal_add(tr__journal *journal, tr_store_verb verb, tr_table table, const void *row,
                          int64_t expected_version)
{
    const tr_table_def *def = tr_store_table(table);
    assert(def != NULL && row != NULL);
    generation *gen = &journal->generations[journal->gathering];
    unsigned char *copy = block_take(journal, gen, def->row_size);
    if (copy == NULL ||
        !make_room(journal, (void **)&gen->ops, &gen->op_capacity, gen->op_count, sizeof *gen->ops))
        goto no_memory;
    memcpy(copy, row, def->row_size);
    if (!deepen(journal, gen, def, copy))
        goto no_memory;
    gen->ops[gen->op_count++] = (tr_store_op){ verb, table, copy, expected_version };
    return TR_OK;
no_memory:
    fail(journal, TR_E_NO_MEMORY, NULL);
    return TR_E_NO_MEMORY;
}

tr_status tr__journal_commit(tr__journal *journal, tr__journal_done *done, void *user)
{
    generation *gen = &journal->generations[journal->gathering];
    if (!make_room(journal, (void **)&gen->entries, &gen->entry_capacity, gen->entry_count,
                   sizeof *gen->entries)) {
        fail(journal, TR_E_NO_MEMORY, NULL);
        return TR_E_NO_MEMORY;
    }
    gen->entries[gen->entry_count++] = (entry){ done, user };
    journal->open_first = gen->op_count;
    return TR_OK;
}

void tr__journal_abandon(tr__journal *journal)
{
    journal->generations[journal->gathering].op_count = journal->open_first;
}

/* The store's word on the batch in flight. */
static void on_done(void *user, tr_status status, const tr_status *results, size_t count,
                    const tr_error *err)
{
    tr__journal *journal = user;
    generation *gen = &journal->generations[1 - journal->gathering];
    assert(journal->is_in_flight && (status != TR_OK || count == 1));
    tr_status result = status != TR_OK ? status : results[0];
    if (result != TR_OK)
        fail(journal, result, err);
    for (size_t i = 0; i < gen->entry_count; i++)
        if (gen->entries[i].done != NULL)
            gen->entries[i].done(gen->entries[i].user, result);
    generation_clear(journal, gen);
    journal->is_in_flight = false; /* only now: a flush from within `done` must not take this generation */
}

tr_status tr__journal_flush(tr__journal *journal, tr_error *err)
{
    generation *gen = &journal->generations[journal->gathering];
    assert(journal->open_first == gen->op_count); /* no transaction is left open */
    if (journal->failure.status != TR_OK) {
        if (err != NULL)
            *err = journal->failure;
        return journal->failure.status;
    }
    if (journal->is_in_flight || gen->entry_count == 0)
        return TR_OK;
    /* One transaction: what comes later was decided on what came before, so that they stand or fall together. */
    tr_store_transaction whole = { gen->ops, gen->op_count };
    journal->gathering = 1 - journal->gathering;
    journal->open_first = 0;
    journal->is_in_flight = true;
    tr_error detail = { 0 };
    tr_status status = journal->store->submit(journal->store->user, &whole, 1,
                                              on_done, journal, &detail);
    if (status == TR_OK)
        return TR_OK;
    if (status == TR_E_FULL) { /* keep what has gathered; the next flush tries again */
        journal->gathering = 1 - journal->gathering;
        journal->open_first = gen->op_count;
        journal->is_in_flight = false;
        return TR_OK;
    }
    on_done(journal, status, NULL, 0, &detail);
    if (err != NULL)
        *err = journal->failure;
    return status;
}

bool tr__journal_is_idle(const tr__journal *journal)
{
    return !journal->is_in_flight && journal->generations[journal->gathering].entry_count == 0;
}

size_t tr__journal_pending(const tr__journal *journal)
{
    size_t in_flight = journal->is_in_flight ? journal->generations[1 - journal->gathering].entry_count : 0;
    return in_flight + journal->generations[journal->gathering].entry_count;
}

tr_status tr__journal_status(const tr__journal *journal, tr_error *err)
{
    if (journal->failure.status != TR_OK && err != NULL)
        *err = journal->failure;
    return journal->failure.status;
}
