/* chain.c: the hash of an event, and the walk along the chain. */
#include <trade/store_chain.h>

#include <string.h>

#include <trade/crypto.h>

#include "core/fail.h"

#define PAGE_ROWS 500

static size_t put_big_endian(uint8_t *at, uint64_t value, int byte_count)
{
    for (int i = 0; i < byte_count; i++)
        at[i] = (uint8_t)(value >> (8 * (byte_count - 1 - i)));
    return (size_t)byte_count;
}

void tr_store_chain_hash(const uint8_t previous[TR_HASH_SIZE], const tr_event_row *event,
                         uint8_t hash_out[TR_HASH_SIZE])
{
    uint8_t head[1 + TR_HASH_SIZE + 4 + TR_NAME_SIZE + 5 * 8];
    size_t size = 0;
    size_t account_length = strnlen(event->account, TR_NAME_SIZE);
    head[size++] = TR_CHAIN_VERSION;
    memcpy(head + size, previous, TR_HASH_SIZE);
    size += TR_HASH_SIZE;
    size += put_big_endian(head + size, account_length, 4);
    memcpy(head + size, event->account, account_length);
    size += account_length;
    size += put_big_endian(head + size, (uint64_t)event->seq, 8);
    size += put_big_endian(head + size, (uint64_t)event->epoch, 8);
    size += put_big_endian(head + size, (uint64_t)event->at_ns, 8);
    size += put_big_endian(head + size, (uint64_t)event->kind, 8);
    size += put_big_endian(head + size, event->payload_size, 8);
    tr_sha256 hash;
    tr_sha256_init(&hash);
    tr_sha256_update(&hash, head, size);
    tr_sha256_update(&hash, event->payload, event->payload_size);
    tr_sha256_finish(&hash, hash_out);
}

/* ---- the check ------------------------------------------------------------------------------- */

/* A snapshot's place in the log; seq -1: there is none. */
typedef struct mark {
    int64_t seq;
    uint8_t hash[TR_HASH_SIZE];
} mark;

typedef struct walk {
    const tr_store_reader *reader;
    char account[TR_NAME_SIZE];
    tr_chain_report report;
    int64_t first_seq; /* of the log; 0: it is empty */
    mark
        next; /* the next snapshot ahead: a page ends there, so that the one behind it can be read */
    bool is_at_mark;
    const char *reason; /* what is wrong with report.bad_seq */
    bool is_read;       /* the read has completed */
    bool has_more;
    tr_status status;
    tr_error err;
} walk;

static void on_read_done(void *user, tr_status status, bool has_more, const tr_error *err)
{
    walk *w = user;
    w->is_read = true;
    w->has_more = has_more;
    w->status = status;
    if (status != TR_OK && err != NULL)
        w->err = *err;
}

static tr_status read_page(walk *w, const tr_store_query *query, tr_store_row_sink *sink)
{
    w->is_read = false;
    tr_status status = w->reader->read(w->reader->user, query, sink, on_read_done, w, &w->err);
    if (status != TR_OK)
        return status;
    if (!w->is_read)
        return tr__fail(&w->err, TR_E_UNSUPPORTED, 0,
                        "the reader does not complete its reads at once");
    return w->status;
}

static bool on_snapshot(void *user, const void *row)
{
    walk *w = user;
    const tr_snapshot_row *snapshot = row;
    w->next.seq = snapshot->seq;
    memcpy(w->next.hash, snapshot->head_hash, TR_HASH_SIZE);
    return false;
}

/* Read one snapshot into w->next: the first behind `seq`, or the last one of all. */
static tr_status find_snapshot(walk *w, int64_t seq, bool is_last)
{
    tr_snapshot_row at = { .seq = seq };
    memcpy(at.account, w->account, sizeof at.account);
    w->next.seq = -1;
    tr_store_query query = { .table = TR_TABLE_SNAPSHOT,
                             .key = &at,
                             .key_columns = 1,
                             .after = is_last ? NULL : &at,
                             .is_descending = is_last,
                             .limit = 1 };
    return read_page(w, &query, on_snapshot);
}

static bool on_first_event(void *user, const void *row)
{
    ((walk *)user)->first_seq = ((const tr_event_row *)row)->seq;
    return false;
}

static void bad(walk *w, int64_t seq, const char *reason)
{
    w->report.bad_seq = seq;
    w->reason = reason;
}

static bool on_event(void *user, const void *row)
{
    walk *w = user;
    const tr_event_row *event = row;
    uint8_t hash[TR_HASH_SIZE];
    if (event->seq != w->report.head_seq + 1) {
        bad(w, w->report.head_seq + 1, "is missing");
        return false;
    }
    tr_store_chain_hash(w->report.head_hash, event, hash);
    if (!tr_crypto_equal(hash, event->hash, sizeof hash)) {
        bad(w, event->seq, "does not match its hash");
        return false;
    }
    w->is_at_mark = event->seq == w->next.seq;
    if (w->is_at_mark && !tr_crypto_equal(hash, w->next.hash, sizeof hash)) {
        bad(w, event->seq, "has another hash than its snapshot");
        return false;
    }
    w->report.head_seq = event->seq;
    memcpy(w->report.head_hash, hash, sizeof hash);
    w->report.event_count++;
    return !w->is_at_mark;
}

/* Where the chain starts: at nothing, or at the snapshot right before the first event. */
static tr_status find_origin(walk *w)
{
    tr_event_row key = { .seq = 0 };
    memcpy(key.account, w->account, sizeof key.account);
    tr_store_query query = { .table = TR_TABLE_EVENT, .key = &key, .key_columns = 1, .limit = 1 };
    tr_status status = read_page(w, &query, on_first_event);
    if (status != TR_OK || w->first_seq == 1)
        return status;
    bool is_empty = w->first_seq == 0;
    status = find_snapshot(w, w->first_seq - 2, is_empty);
    if (status != TR_OK)
        return status;
    if (!is_empty && w->next.seq != w->first_seq - 1)
        bad(w, w->first_seq - 1, "is missing, and no snapshot stands in its place");
    else if (w->next.seq > 0) {
        w->report.origin_seq = w->report.head_seq = w->next.seq;
        memcpy(w->report.head_hash, w->next.hash, TR_HASH_SIZE);
    }
    return TR_OK;
}

static tr_status walk_events(walk *w, tr_chain_progress *progress, void *user)
{
    do {
        tr_status status = find_snapshot(w, w->report.head_seq, false);
        if (status != TR_OK)
            return status;
        tr_event_row at = { .seq = w->report.head_seq };
        memcpy(at.account, w->account, sizeof at.account);
        tr_store_query query = {
            .table = TR_TABLE_EVENT, .key = &at, .key_columns = 1, .after = &at, .limit = PAGE_ROWS
        };
        w->is_at_mark = false;
        status = read_page(w, &query, on_event);
        if (status != TR_OK)
            return status;
        if (progress != NULL)
            progress(user, w->report.head_seq);
    } while (w->report.bad_seq == 0 && (w->has_more || w->is_at_mark));
    if (w->report.bad_seq == 0 && w->next.seq > w->report.head_seq)
        bad(w, w->report.head_seq + 1, "is missing below a snapshot");
    return TR_OK;
}

tr_status tr_store_chain_check(const tr_store_reader *reader, const char *account,
                               tr_chain_progress *progress, void *user, tr_chain_report *out,
                               tr_error *err)
{
    if (reader == NULL || account == NULL || out == NULL || strlen(account) >= TR_NAME_SIZE)
        return tr__fail(err, TR_E_INVALID, 0,
                        "a reader, an account of up to %d bytes and a report are needed",
                        TR_NAME_SIZE - 1);
    walk w = { .reader = reader };
    memcpy(w.account, account, strlen(account));
    tr_status status = find_origin(&w);
    if (status == TR_OK && w.report.bad_seq == 0)
        status = walk_events(&w, progress, user);
    if (status != TR_OK) {
        if (err != NULL)
            *err = w.err;
        return status;
    }
    *out = w.report;
    if (w.report.bad_seq == 0)
        return TR_OK;
    return tr__fail(err, TR_E_CORRUPT, 0, "account %s: event %lld %s", account,
                    (long long)w.report.bad_seq, w.reason);
}
