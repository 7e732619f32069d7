/*
 * verify.c: proof that the tables are what the log says.
 *
 * The log of each account is folded by the same apply function that the live engine uses. Of every row that comes
 * out only a digest is kept, by table and primary key; then the tables are read and each row is looked up. The digest
 * is a 128-bit mix, made to notice accidents and defects; the store's chain of hashes is there for the rest.
 */
#include <string.h>

#include "core/fail.h"
#include "engine/block.h"
#include "journal/row_codec.h"

#define PAGE_ROWS     500
#define ROW_BYTES_MAX (1024u * 1024u)

typedef struct digest {
    uint64_t high;
    uint64_t low;
} digest;

typedef struct shadow_row {
    digest key;
    digest content;
    bool is_used;
    bool is_seen;
    bool is_gone; /* the log deletes it again */
} shadow_row;

typedef struct proof {
    const tr_allocator *allocator;
    tr_store_reader *reader;
    tr_verify_sink *sink;
    void *user;
    tr_verify_result result;
    tr_error err;
    tr_status status;
    state st;
    account *owner;
    tr__buffer bytes;
    shadow_row *rows; /* open addressing, a power of two */
    size_t row_capacity;
    size_t row_count;
    tr_table comparing;
    int comparing_index;
    int64_t epoch; /* of the event folded last */
    bool has_origin;
    int64_t origin_seq;
    /* paging */
    bool has_last;
    union {
        tr_account_row account;
        tr_event_row event;
        tr_order order;
        tr_fill fill;
        tr_position position;
        tr_balance balance;
        tr_alert alert;
        tr_ledger_row ledger;
        tr_risk_row risk;
        tr_block block;
        tr_block_condition condition;
        tr_extreme extreme;
        tr_funding_payment funding;
    } last;
    tr_account_row *names;
    size_t name_count, name_capacity;
} proof;

static void find_fault(proof *p, const char *format, ...) __attribute__((format(printf, 2, 3)));

static void find_fault(proof *p, const char *format, ...)
{
    tr__buffer_clear(&p->bytes);
    va_list args;
    va_start(args, format);
    (void)tr__buffer_append_format_list(&p->bytes, format,
                                        args); /* a finding cut short is still one */
    va_end(args);
    p->result.findings++;
    if (p->sink != NULL)
        p->sink(p->user, tr__buffer_text(&p->bytes));
}

/* ---- digests --------------------------------------------------------------------------------- */

static uint64_t mix(uint64_t value)
{
    value ^= value >> 30;
    value *= 0xBF58476D1CE4E5B9u;
    value ^= value >> 27;
    value *= 0x94D049BB133111EBu;
    return value ^ (value >> 31);
}

static digest digest_of(uint64_t seed, const unsigned char *bytes, size_t size)
{
    digest d = { mix(seed + 1), mix(seed ^ 0x9E3779B97F4A7C15u) };
    for (size_t at = 0; at < size; at += 8) {
        uint64_t word = 0;
        memcpy(&word, bytes + at, size - at < 8 ? size - at : 8);
        d.high = mix(d.high ^ word) + d.low;
        d.low = mix(d.low + word * 0xD6E8FEB86659FD93u) ^ d.high;
    }
    d.high = mix(d.high ^ size);
    d.low = mix(d.low ^ d.high);
    return d;
}

/* The primary key's columns, as the row codec writes them. */
static digest key_digest(proof *p, tr_table table, const void *row)
{
    const tr_table_def *def = tr_store_table(table);
    tr__buffer_clear(&p->bytes);
    for (size_t i = 0; i < TR_INDEX_COLUMNS_MAX && def->indexes[0].columns[i] != NULL; i++) {
        tr_table_def one = *def;
        one.columns = tr__row_column(def, def->indexes[0].columns[i]);
        one.column_count = 1;
        (void)tr__row_encode(&one, row, &p->bytes); /* the buffer keeps its failure */
    }
    return digest_of((uint64_t)table, p->bytes.bytes, p->bytes.size);
}

static digest content_digest(proof *p, tr_table table, const void *row)
{
    tr__buffer_clear(&p->bytes);
    (void)tr__row_encode(tr_store_table(table), row, &p->bytes); /* the buffer keeps its failure */
    return digest_of(0, p->bytes.bytes, p->bytes.size);
}

static shadow_row *slot_for(const proof *p, digest key)
{
    size_t at = (size_t)key.low & (p->row_capacity - 1);
    while (p->rows[at].is_used &&
           (p->rows[at].key.high != key.high || p->rows[at].key.low != key.low))
        at = (at + 1) & (p->row_capacity - 1);
    return &p->rows[at];
}

static bool grow(proof *p)
{
    size_t old_capacity = p->row_capacity;
    shadow_row *old = p->rows;
    size_t wanted = old_capacity == 0 ? 1024 : old_capacity * 2;
    shadow_row *fresh = p->allocator->allocate(p->allocator->user, wanted * sizeof *fresh);
    if (fresh == NULL)
        return false;
    memset(fresh, 0, wanted * sizeof *fresh);
    p->rows = fresh;
    p->row_capacity = wanted;
    for (size_t i = 0; i < old_capacity; i++)
        if (old[i].is_used)
            *slot_for(p, old[i].key) = old[i];
    p->allocator->release(p->allocator->user, old);
    return true;
}

/* The fold's rows end here. */
static tr_status write_shadow(void *user, tr_store_verb verb, tr_table table, const void *row,
                              int64_t expected_version)
{
    proof *p = user;
    (void)expected_version; /* versions are part of the content */
    if (table == TR_TABLE_ACCOUNT) {
        if (!tr__row_equal(tr_store_table(table), row, &p->owner->row))
            find_fault(p, "account %s: its row differs from what the log makes",
                       p->owner->row.name);
        return TR_OK;
    }
    if (p->row_count * 2 >= p->row_capacity && !grow(p))
        return TR_E_NO_MEMORY;
    digest key = key_digest(p, table, row);
    shadow_row *slot = slot_for(p, key);
    if (!slot->is_used)
        p->row_count++;
    *slot = (shadow_row){ .key = key,
                          .content = content_digest(p, table, row),
                          .is_used = true,
                          .is_gone = verb == TR_STORE_DELETE };
    return TR_OK;
}

/* ---- folding --------------------------------------------------------------------------------- */

static tr_status fold_event(proof *p, const tr_event_row *row)
{
    event ev;
    tr_status status =
        tr__event_decode((event_kind)row->kind, row->payload, row->payload_size, &ev, &p->err);
    if (status != TR_OK)
        return status;
    if (row->seq != p->owner->seq + 1)
        return tr__fail(&p->err, TR_E_CORRUPT, 0, "account %s: event %lld follows %lld",
                        p->owner->row.name, (long long)row->seq, (long long)p->owner->seq);
    if (row->epoch < p->epoch || row->at_ns < p->owner->at_ns)
        return tr__fail(&p->err, TR_E_CORRUPT, 0,
                        "account %s: event %lld lies before the one that it follows",
                        p->owner->row.name, (long long)row->seq);
    p->epoch = row->epoch;
    ev.at_ns = row->at_ns;
    p->owner->seq = row->seq;
    p->owner->at_ns = row->at_ns;
    p->result.events++;
    if ((status = tr__state_apply(&p->st, p->owner, &ev, write_shadow, p, &p->err)) != TR_OK)
        return status;
    tr__blocks_forget_ended(&p->st, p->st.blocks_ended);
    return tr__state_write_dirty(&p->st, write_shadow, p);
}

static bool on_event(void *user, const void *row)
{
    proof *p = user;
    const tr_event_row *ev = row;
    memcpy(p->last.event.account, ev->account, sizeof ev->account);
    p->last.event.seq = ev->seq;
    p->has_last = true;
    p->status = fold_event(p, ev);
    return p->status == TR_OK;
}

/* ---- the origin ------------------------------------------------------------------------------ */

typedef union origin_row {
    tr_order order;
    tr_fill fill;
    tr_position position;
    tr_balance balance;
    tr_risk_row risk;
    tr_block block;
    tr_block_condition condition;
    tr_extreme extreme;
} origin_row;

/* One row of a snapshot: where the fold begins. */
static tr_status load_row(proof *p, tr_table table, origin_row *row)
{
    tr_status status = write_shadow(p, TR_STORE_PUT, table, row, 0);
    if (status != TR_OK || table == TR_TABLE_FILL)
        return status;
    if (table == TR_TABLE_ORDER) {
        tr_money held = row->order.reserved;
        row->order.reserved = (tr_money){ { 0 } };
        order_node *order = tr__state_add_order(&p->st, p->owner, &row->order);
        if (order == NULL)
            return TR_E_NO_MEMORY;
        order->stored_version = row->order.version;
        if (order->order.state == TR_STATE_WAITING && !tr__trailing_attach(&p->st, order))
            return tr__fail(&p->err, TR_E_CORRUPT, 0,
                            "account %s: a trailing order has no best price to follow",
                            p->owner->row.name);
        return tr__state_reserve(&p->st, order, held);
    }
    if (table == TR_TABLE_BLOCK)
        return tr_block_state_is_final(row->block.state) ||
                       tr__block_restore(&p->st, p->owner, &row->block)
                   ? TR_OK
                   : TR_E_NO_MEMORY;
    if (table == TR_TABLE_BLOCK_CONDITION)
        return tr__block_restore_condition(&p->st, p->owner, &row->condition) ? TR_OK
                                                                              : TR_E_CORRUPT;
    if (table == TR_TABLE_EXTREME)
        return tr__trailing_restore(&p->st, p->owner, &row->extreme) ? TR_OK : TR_E_NO_MEMORY;
    if (table == TR_TABLE_BALANCE) {
        balance_node *balance = tr__state_balance(&p->st, p->owner, row->balance.asset);
        if (balance == NULL)
            return TR_E_NO_MEMORY;
        balance->row = row->balance;
        balance->stored_version = row->balance.version;
        return TR_OK;
    }
    if (table == TR_TABLE_RISK) {
        risk_node *kept = tr__state_risk(&p->st, p->owner, (tr_risk_scope)row->risk.scope,
                                         row->risk.name, row->risk.item);
        if (kept == NULL)
            return TR_E_NO_MEMORY;
        kept->row = row->risk;
        kept->stored_version = row->risk.version;
        return TR_OK;
    }
    position_node *position = tr__state_position(&p->st, p->owner, row->position.symbol);
    if (position == NULL)
        return TR_E_NO_MEMORY;
    position->row = row->position;
    position->stored_version = row->position.version;
    return TR_OK;
}

static bool is_of_state(tr_table table)
{
    return table == TR_TABLE_ORDER || table == TR_TABLE_FILL || table == TR_TABLE_POSITION ||
           table == TR_TABLE_BALANCE || table == TR_TABLE_RISK || table == TR_TABLE_EXTREME ||
           table == TR_TABLE_BLOCK || table == TR_TABLE_BLOCK_CONDITION;
}

/* The layout is journal/row_codec.h's. */
static tr_status load_origin(proof *p, const tr_snapshot_row *origin)
{
    tr__reader reader;
    tr__reader_init(&reader, origin->state, origin->state_size);
    p->owner->seq = origin->seq;
    if (tr__reader_take_u16(&reader) != TR__STATE_VERSION)
        tr__reader_fail(&reader);
    while (!reader.is_failed && tr__reader_left(&reader) > 0) {
        tr_table table = (tr_table)tr__reader_take_u16(&reader);
        uint64_t count = tr__reader_take_u64(&reader);
        if (!is_of_state(table))
            tr__reader_fail(&reader);
        for (uint64_t i = 0; i < count && !reader.is_failed; i++) {
            origin_row row;
            tr__row_decode(tr_store_table(table), &reader, &row);
            tr_status status = reader.is_failed ? TR_OK : load_row(p, table, &row);
            if (status != TR_OK)
                return status;
        }
    }
    if (reader.is_failed)
        return tr__fail(&p->err, TR_E_CORRUPT, 0, "account %s: snapshot %lld does not decode",
                        p->owner->row.name, (long long)origin->seq);
    return TR_OK;
}

static bool on_snapshot(void *user, const void *row)
{
    proof *p = user;
    p->has_origin = true;
    p->status = load_origin(p, row);
    return false;
}

/* ---- reading --------------------------------------------------------------------------------- */

typedef struct page_state {
    proof *p;
    bool is_done;
    bool has_more;
} page_state;

typedef struct page_call {
    page_state state;
    tr_store_row_sink *row;
} page_call;

static bool page_row(void *user, const void *row)
{
    page_call *call = user;
    return call->row(call->state.p, row);
}

static void page_done(void *user, tr_status status, bool has_more, const tr_error *err)
{
    page_call *call = user;
    call->state.is_done = true;
    call->state.has_more = has_more;
    if (status != TR_OK && call->state.p->status == TR_OK) {
        call->state.p->status = status;
        if (err != NULL)
            call->state.p->err = *err;
    }
}

/* Read one page now. A proof needs a reader that answers at once, as the embedded stores' do. */
static bool read_page(proof *p, tr_store_query *query, tr_store_row_sink *row)
{
    page_call call = { { p, false, false }, row };
    query->limit = query->limit == 0 ? PAGE_ROWS : query->limit;
    query->after = p->has_last ? &p->last : NULL;
    tr_status status = p->reader->read(p->reader->user, query, page_row, page_done, &call, &p->err);
    if (status == TR_OK && !call.state.is_done)
        status =
            tr__fail(&p->err, TR_E_UNSUPPORTED, 0, "verify needs a reader that answers at once");
    if (status != TR_OK && p->status == TR_OK)
        p->status = status;
    return p->status == TR_OK && call.state.has_more;
}

static void read_rest(proof *p, tr_store_query query, tr_store_row_sink *row)
{
    while (p->status == TR_OK && read_page(p, &query, row))
        ;
}

static void read_all(proof *p, tr_store_query query, tr_store_row_sink *row)
{
    p->has_last = false;
    memset(&p->last, 0, sizeof p->last);
    read_rest(p, query, row);
}

/* ---- comparing ------------------------------------------------------------------------------- */

/* Where the next page starts: the row itself, without what it only borrows. */
static void remember(proof *p, tr_table table, const void *row)
{
    const tr_table_def *def = tr_store_table(table);
    memcpy(&p->last, row, def->row_size);
    if (table == TR_TABLE_ALERT) {
        p->last.alert.body = NULL;
        p->last.alert.body_size = 0;
    }
    p->has_last = true;
}

static bool on_stored_row(void *user, const void *row)
{
    proof *p = user;
    const char *table = tr_store_table(p->comparing)->name;
    p->result.rows++;
    digest key = key_digest(p, p->comparing, row);
    shadow_row *slot = p->row_capacity == 0 ? NULL : slot_for(p, key);
    if (slot == NULL || !slot->is_used || slot->is_gone) {
        /* What a snapshot does not carry (alerts, ledger lines and funding before it) has no proof any more. */
        bool is_unproven =
            p->has_origin && (p->comparing == TR_TABLE_ALERT || p->comparing == TR_TABLE_LEDGER ||
                              p->comparing == TR_TABLE_FUNDING);
        if (!is_unproven)
            find_fault(p, "account %s: a row of %s that the log does not make", p->owner->row.name,
                       table);
    } else {
        slot->is_seen = true;
        digest content = content_digest(p, p->comparing, row);
        if (content.high != slot->content.high || content.low != slot->content.low)
            find_fault(p, "account %s: a row of %s differs from what the log makes",
                       p->owner->row.name, table);
    }
    remember(p, p->comparing, row);
    return true;
}

/* The index of each table that begins with the account, and where its account's name stands. */
static void compare_table(proof *p, tr_table table, int index)
{
    union {
        tr_order order;
        tr_fill fill;
        tr_position position;
        tr_balance balance;
        tr_alert alert;
        tr_ledger_row ledger;
        tr_risk_row risk;
        tr_block block;
        tr_block_condition condition;
        tr_extreme extreme;
        tr_funding_payment funding;
    } key;
    memset(&key, 0, sizeof key);
    const tr_column_def *column = tr__row_column(tr_store_table(table), "account");
    memcpy((unsigned char *)&key + column->offset, p->owner->row.name, sizeof p->owner->row.name);
    p->comparing = table;
    read_all(p, (tr_store_query){ .table = table, .index = index, .key = &key, .key_columns = 1 },
             on_stored_row);
}

static void report_missing(proof *p)
{
    int64_t missing = 0;
    for (size_t i = 0; i < p->row_capacity; i++)
        if (p->rows[i].is_used && !p->rows[i].is_seen && !p->rows[i].is_gone)
            missing++;
    if (missing > 0)
        find_fault(p, "account %s: %lld rows that the log makes are missing from the tables",
                   p->owner->row.name, (long long)missing);
}

/* ---- the whole ------------------------------------------------------------------------------- */

static void clear_account(proof *p)
{
    tr__state_done(&p->st);
    p->allocator->release(p->allocator->user, p->rows);
    p->rows = NULL;
    p->row_capacity = p->row_count = 0;
    p->has_origin = false;
    p->epoch = 0;
}

static void prove_account(proof *p, const tr_account_row *row)
{
    p->status = tr__state_init(&p->st, p->allocator, NULL, 0);
    p->owner = p->status == TR_OK ? tr__state_add_account(&p->st, row) : NULL;
    if (p->owner == NULL) {
        p->status = TR_E_NO_MEMORY;
        return;
    }
    tr_snapshot_row newest = { 0 };
    memcpy(newest.account, row->name, sizeof newest.account);
    p->has_last = false;
    tr_store_query origin = { .table = TR_TABLE_SNAPSHOT,
                              .key = &newest,
                              .key_columns = 1,
                              .is_descending = true,
                              .limit = 1 };
    (void)read_page(p, &origin, on_snapshot); /* there is one at the most */
    /* Events up to the snapshot may still be there: what they made is in it. */
    tr_event_row key = { .seq = p->owner->seq };
    memcpy(key.account, row->name, sizeof key.account);
    memset(&p->last, 0, sizeof p->last);
    p->last.event = key;
    p->has_last = p->has_origin;
    read_rest(p, (tr_store_query){ .table = TR_TABLE_EVENT, .key = &key, .key_columns = 1 },
              on_event);
    if (p->status == TR_E_CORRUPT) { /* a finding, not a failure to look */
        find_fault(p, "%s", p->err.message);
        p->status = TR_OK;
        return;
    }
    if (p->owner->seq == 0 && p->status == TR_OK)
        find_fault(p, "account %s: it has no log", p->owner->row.name);
    compare_table(p, TR_TABLE_ORDER, TR_INDEX_ORDER_ACCOUNT);
    compare_table(p, TR_TABLE_FILL, TR_INDEX_FILL_ACCOUNT);
    compare_table(p, TR_TABLE_POSITION, TR_INDEX_PRIMARY);
    compare_table(p, TR_TABLE_BALANCE, TR_INDEX_PRIMARY);
    compare_table(p, TR_TABLE_RISK, TR_INDEX_PRIMARY);
    compare_table(p, TR_TABLE_ALERT, TR_INDEX_ALERT_RECEIVED);
    compare_table(p, TR_TABLE_LEDGER, TR_INDEX_PRIMARY);
    compare_table(p, TR_TABLE_FUNDING, TR_INDEX_PRIMARY);
    compare_table(p, TR_TABLE_EXTREME, TR_INDEX_PRIMARY);
    compare_table(p, TR_TABLE_BLOCK, TR_INDEX_BLOCK_ACCOUNT);
    compare_table(p, TR_TABLE_BLOCK_CONDITION, TR_INDEX_PRIMARY);
    if (p->status == TR_OK)
        report_missing(p);
}

/* ---- strangers ------------------------------------------------------------------------------- */

static bool is_account(const proof *p, const char *name)
{
    for (size_t i = 0; i < p->name_count; i++)
        if (strcmp(p->names[i].name, name) == 0)
            return true;
    return false;
}

/* Where the account's last row would be, so that the next page starts at the next account. */
static void jump_behind(proof *p, const char *name)
{
    const tr_table_def *def = tr_store_table(p->comparing);
    char account_name[TR_NAME_SIZE];
    memcpy(account_name, name, sizeof account_name);
    memset(&p->last, 0, sizeof p->last);
    for (size_t i = 0;
         i < TR_INDEX_COLUMNS_MAX && def->indexes[p->comparing_index].columns[i] != NULL; i++) {
        const tr_column_def *column =
            tr__row_column(def, def->indexes[p->comparing_index].columns[i]);
        unsigned char *at = (unsigned char *)&p->last + column->offset;
        if (i == 0)
            memcpy(at, account_name, sizeof account_name);
        else if (column->type == TR_COLUMN_INTEGER)
            (void)tr__row_set_integer(column, &p->last, INT64_MAX); /* all are 64 bits wide */
        else
            memset(at, '~',
                   column->size - 1); /* behind every symbol, asset and id that matters here */
    }
    p->has_last = true;
}

static bool on_stranger(void *user, const void *row)
{
    proof *p = user;
    const tr_table_def *def = tr_store_table(p->comparing);
    const char *name = (const char *)row + tr__row_column(def, "account")->offset;
    if (!is_account(p, name))
        find_fault(p, "%s has rows of account %s, which there is not", def->name, name);
    jump_behind(p, name);
    return true;
}

/* Rows that no account's proof looks at. One read an account. */
static void find_strangers(proof *p, tr_table table, int index)
{
    p->comparing = table;
    p->comparing_index = index;
    read_all(p, (tr_store_query){ .table = table, .index = index, .limit = 1 }, on_stranger);
}

static bool on_account(void *user, const void *row)
{
    proof *p = user;
    void *names = p->names;
    if (!tr__state_make_room(&p->st, &names, &p->name_capacity, p->name_count, sizeof *p->names)) {
        p->status = TR_E_NO_MEMORY;
        return false;
    }
    p->names = names;
    p->names[p->name_count++] = p->last.account = *(const tr_account_row *)row;
    p->has_last = true;
    return true;
}

tr_status tr_engine_verify(tr_store_reader *reader, const tr_allocator *allocator,
                           tr_verify_sink *sink, void *user, tr_verify_result *out, tr_error *err)
{
    if (reader == NULL || out == NULL)
        return tr__fail(err, TR_E_INVALID, 0, "no reader, or no place for the result");
    if (allocator == NULL)
        allocator = tr_allocator_default();
    proof p = { .allocator = allocator,
                .reader = reader,
                .sink = sink,
                .user = user,
                .st = { .allocator = allocator } };
    tr__buffer_init(&p.bytes, ROW_BYTES_MAX, allocator);
    read_all(&p, (tr_store_query){ .table = TR_TABLE_ACCOUNT }, on_account);
    for (size_t i = 0; i < p.name_count && p.status == TR_OK; i++) {
        prove_account(&p, &p.names[i]);
        p.result.accounts++;
        clear_account(&p);
    }
    find_strangers(&p, TR_TABLE_EVENT, TR_INDEX_PRIMARY);
    find_strangers(&p, TR_TABLE_ORDER, TR_INDEX_ORDER_ACCOUNT);
    find_strangers(&p, TR_TABLE_FILL, TR_INDEX_FILL_ACCOUNT);
    find_strangers(&p, TR_TABLE_POSITION, TR_INDEX_PRIMARY);
    find_strangers(&p, TR_TABLE_BALANCE, TR_INDEX_PRIMARY);
    find_strangers(&p, TR_TABLE_RISK, TR_INDEX_PRIMARY);
    find_strangers(&p, TR_TABLE_ALERT, TR_INDEX_ALERT_RECEIVED);
    find_strangers(&p, TR_TABLE_LEDGER, TR_INDEX_PRIMARY);
    find_strangers(&p, TR_TABLE_FUNDING, TR_INDEX_PRIMARY);
    find_strangers(&p, TR_TABLE_EXTREME, TR_INDEX_PRIMARY);
    find_strangers(&p, TR_TABLE_BLOCK, TR_INDEX_BLOCK_ACCOUNT);
    find_strangers(&p, TR_TABLE_BLOCK_CONDITION, TR_INDEX_PRIMARY);
    tr__buffer_done(&p.bytes);
    allocator->release(allocator->user, p.names);
    if (p.status != TR_OK) {
        if (err != NULL && p.err.status != TR_OK)
            *err = p.err;
        else
            (void)tr__fail(err, p.status, 0, "verify: %s", tr_status_name(p.status));
        return p.status;
    }
    *out = p.result;
    return TR_OK;
}
