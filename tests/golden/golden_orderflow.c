/*
 * golden_orderflow DIR: real order flow (btcusd_2015-05-01.csv) through the book, with the naive model of tests/sim beside
 * it and a journal behind it. The totals are those of an independent engine under the same rules, published in the
 * README beside the file; every event must be the model's, every event again the replayed journal's.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <trade/book.h>

#include "sim/book_model.h"
#include "support/kept_bytes.h"

typedef struct totals {
    uint64_t trades;
    uint64_t quantity;
    uint64_t cancels_refused;
    uint64_t digest;
    uint32_t live_max;
    uint64_t events;
    uint64_t event_digest; /* of every byte of every event */
    model *beside;         /* NULL: only counted */
    size_t compared;       /* of the model's events of this command */
    uint64_t strays;       /* events that are not the model's */
} totals;

static unsigned int failed;

static void expect(const char *what, uint64_t seen, uint64_t expected)
{
    if (seen == expected)
        return;
    printf("FAIL %s: %" PRIu64 ", expected %" PRIu64 "\n", what, seen, expected);
    failed = 1;
}

static uint64_t mix(uint64_t digest, int64_t value)
{
    return (digest ^ (uint64_t)value) * UINT64_C(0x100000001b3);
}

/* The model knows neither sequence nor instrument. */
static void compare(totals *to, const tr_book_event *event)
{
    tr_book_event plain = *event;
    plain.sequence = 0;
    plain.instrument = 0;
    if (to->compared >= to->beside->event_count ||
        memcmp(&plain, &to->beside->events[to->compared], sizeof plain) != 0)
        to->strays++;
    to->compared++;
}

static void take(void *user, const tr_book_event *events, size_t event_count)
{
    totals *to = user;
    to->events += event_count;
    for (size_t i = 0; i < event_count; i++) {
        const tr_book_event *event = &events[i];
        const unsigned char *bytes = (const unsigned char *)event;
        for (size_t j = 0; j < sizeof *event; j++)
            to->event_digest = (to->event_digest ^ bytes[j]) * UINT64_C(0x100000001b3);
        if (to->beside != NULL)
            compare(to, event);
        to->cancels_refused += event->kind == TR_BOOK_EVENT_CANCEL_REJECTED;
        if (event->kind != TR_BOOK_EVENT_TRADE)
            continue;
        to->trades++;
        to->quantity += (uint64_t)event->quantity;
        to->digest = mix(mix(mix(mix(to->digest, event->maker_id), event->id), event->price),
                         event->quantity);
    }
}

/* ms,op,id,owner,side,tif,price,qty */
static bool command_of(const char *line, tr_book_command *out)
{
    char op;
    char side;
    char tif[4];
    int64_t owner;
    *out = (tr_book_command){ 0 };
    if (sscanf(line, "%*d,%c,%" SCNd64 ",%" SCNd64 ",%c,%3[A-Z],%" SCNd64 ",%" SCNd64, &op,
               &out->id, &owner, &side, tif, &out->price, &out->quantity) != 7)
        return false;
    out->kind = op == 'C' ? TR_BOOK_COMMAND_CANCEL : TR_BOOK_COMMAND_NEW;
    out->side = side == 'B' ? TR_SIDE_BUY : TR_SIDE_SELL;
    out->given = TR_BOOK_GIVEN_PRICE | TR_BOOK_GIVEN_QUANTITY;
    out->owner = owner;
    return op == 'C' || op == 'L';
}

/* The journal of the day gives every event again, and the same book. */
static void replay(const kept_bytes *bytes, const tr_book *book, const totals *first)
{
    totals again = { .digest = UINT64_C(0xcbf29ce484222325) };
    tr_book_sink sink = { .take = take, .user = &again };
    tr_book *replayed = NULL;
    tr_book_tail tail = { 0 };
    tr_status status =
        tr_book_replay(bytes->bytes, bytes->size, NULL, &sink, &replayed, &tail, NULL);
    expect("status of the replay", (uint64_t)status, (uint64_t)TR_OK);
    expect("commands replayed", tail.command_count, 49068);
    expect("events replayed", again.events, first->events);
    expect("digest of the replayed events", again.event_digest, first->event_digest);
    expect("resting after the replay", tr_book_order_count(replayed), tr_book_order_count(book));
    tr_book_free(replayed);
}

/* One record, first to the journal, then to the model, then to the book. */
static uint64_t apply(tr_book *book, const tr_book_command *command, tr_book_journal *journal,
                      totals *seen)
{
    tr_book_sink sink = { .take = take, .user = seen };
    tr_status status = tr_book_journal_command(journal, command, NULL);
    model_apply(seen->beside, command);
    seen->compared = 0;
    if (status == TR_OK)
        status = tr_book_apply(book, command, &sink);
    seen->strays += seen->compared != seen->beside->event_count;
    if (tr_book_order_count(book) > seen->live_max)
        seen->live_max = tr_book_order_count(book);
    return status != TR_OK || tr_book_check(book, NULL) != TR_OK ||
           (int)tr_book_order_count(book) != model_live_count(seen->beside);
}

static void run(FILE *file)
{
    tr_book_options options = TR_BOOK_OPTIONS_INIT;
    options.quantity_max = INT64_C(1000000000000000);
    options.order_max = 1000;
    tr_book *book = NULL;
    totals seen = { .digest = UINT64_C(0xcbf29ce484222325), .beside = calloc(1, sizeof(model)) };
    kept_bytes bytes = kept_none();
    tr_byte_sink to_bytes = kept_sink(&bytes);
    tr_book_journal journal;
    char line[256];
    uint64_t records = 0;
    uint64_t unsound = 0;
    if (seen.beside == NULL || tr_book_new(&options, &book, NULL) != TR_OK ||
        tr_book_journal_begin(&journal, book, &to_bytes, NULL) != TR_OK)
        abort();
    model_init(seen.beside, &options);
    while (fgets(line, sizeof line, file) != NULL) {
        tr_book_command command;
        if (!command_of(line, &command))
            continue; /* the line of names; the count tells whether it was the only one */
        records++;
        unsound += apply(book, &command, &journal, &seen);
    }
    tr_book_level bid = { 0 };
    tr_book_level ask = { 0 };
    (void)tr_book_best(book, TR_BOOK_QUEUE_BIDS, &bid); /* none: 0, which the comparison tells */
    (void)tr_book_best(book, TR_BOOK_QUEUE_ASKS, &ask);
    expect("records", records, 49068);
    expect("unsound books", unsound, 0);
    expect("events that are not the model's", seen.strays, 0);
    expect("cancels refused", seen.cancels_refused, 41);
    expect("trades", seen.trades, 557);
    expect("traded quantity", seen.quantity, UINT64_C(77016009785));
    expect("most resting", seen.live_max, 216);
    expect("resting at the end", tr_book_order_count(book), 195);
    expect("best bid", (uint64_t)bid.price, 23545);
    expect("best ask", (uint64_t)ask.price, 23571);
    expect("trade digest", seen.digest, UINT64_C(0x6caeedca4ca20789));
    replay(&bytes, book, &seen);
    tr_book_free(book);
    kept_release(&bytes);
    free(seen.beside);
}

int main(int argc, char **argv)
{
    if (argc != 2) {
        fprintf(stderr, "usage: golden_orderflow DIR\n");
        return 2;
    }
    char path[4096];
    (void)snprintf(path, sizeof path, "%s/btcusd_2015-05-01.csv", argv[1]);
    FILE *file = fopen(path, "r");
    if (file == NULL) {
        printf("skip: %s is not there\n0 passed, 0 failed, 1 skipped\n", path);
        return 77; /* what meson takes for a skip */
    }
    run(file);
    fclose(file);
    printf("%u passed, %u failed, 0 skipped\n", 1 - failed, failed);
    return (int)failed;
}
