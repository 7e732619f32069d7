/* book_stored.c: see book_stored.h. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "sim/book_stored.h"

void stored_begin(book_stored *stored, const tr_book *book)
{
    *stored = (book_stored){ .bytes = kept_none(), .digest = UINT64_C(0xcbf29ce484222325) };
    tr_byte_sink sink = kept_sink(&stored->bytes);
    assert_int_equal(tr_book_journal_begin(&stored->journal, book, &sink, NULL), TR_OK);
    stored->journal.sink.user = &stored->bytes;
}

void stored_command(book_stored *stored, const tr_book_command *command)
{
    assert_int_equal(tr_book_journal_command(&stored->journal, command, NULL), TR_OK);
}

void stored_events(book_stored *stored, const tr_book_event *events, size_t event_count)
{
    const unsigned char *bytes = (const unsigned char *)events;
    for (size_t i = 0; i < event_count * sizeof *events; i++)
        stored->digest = (stored->digest ^ bytes[i]) * UINT64_C(0x100000001b3);
    stored->event_count += event_count;
}

static void take(void *user, const tr_book_event *events, size_t event_count)
{
    stored_events(user, events, event_count);
}

static kept_bytes saved(const tr_book *book)
{
    kept_bytes bytes = kept_none();
    tr_byte_sink sink = kept_sink(&bytes);
    assert_int_equal(tr_book_save(book, &sink, NULL), TR_OK);
    return bytes;
}

static void assert_same(const kept_bytes *a, const kept_bytes *b, uint64_t seed, const char *what)
{
    if (a->size != b->size || memcmp(a->bytes, b->bytes, a->size) != 0)
        fail_msg("seed %llu: %s", (unsigned long long)seed, what);
}

tr_book *stored_swap(tr_book *book, uint64_t seed)
{
    kept_bytes before = saved(book);
    tr_error err = { .message = "" };
    tr_book *restored = NULL;
    if (tr_book_restore(before.bytes, before.size, NULL, &restored, &err) != TR_OK)
        fail_msg("seed %llu: %s", (unsigned long long)seed, err.message);
    kept_bytes after = saved(restored);
    assert_same(&before, &after, seed, "a restored book is not the one that was saved");
    kept_release(&before);
    kept_release(&after);
    tr_book_free(book);
    return restored;
}

void stored_end(book_stored *stored, const tr_book *book, uint64_t seed)
{
    book_stored again = { .digest = UINT64_C(0xcbf29ce484222325) };
    tr_book_sink sink = { .take = take, .user = &again };
    tr_error err = { .message = "" };
    tr_book *replayed = NULL;
    tr_book_tail tail;
    if (tr_book_replay(stored->bytes.bytes, stored->bytes.size, NULL, &sink, &replayed, &tail,
                       &err) != TR_OK)
        fail_msg("seed %llu: %s", (unsigned long long)seed, err.message);
    if (again.event_count != stored->event_count || again.digest != stored->digest)
        fail_msg("seed %llu: the journal replays to other events", (unsigned long long)seed);
    assert_int_equal(tail.torn_size, 0);
    kept_bytes one = saved(book);
    kept_bytes other = saved(replayed);
    assert_same(&one, &other, seed, "the journal replays to another book");
    kept_release(&one);
    kept_release(&other);
    kept_release(&stored->bytes);
    tr_book_free(replayed);
}
