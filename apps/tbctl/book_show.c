/* book_show.c: `book show`: a book as a ladder: asks above, bids below, the best prices in the middle. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "tbctl/book_file.h"
#include "tbctl/tbctl.h"

#define DEPTH_MAX   1000
#define BAR_MAX     28 /* columns of the longest bar */
#define NUMBER_SIZE 48 /* digits of a 128-bit sum */
#define PRICE_GAP   2
#define ENOUGH      TR_E_FULL /* ends the commands early */

/* One side, best price first. */
typedef struct side_view {
    tr_book_level levels[DEPTH_MAX];
    size_t count;
    size_t more; /* prices behind these, counted up to DEPTH_MAX */
} side_view;

typedef struct ladder_view {
    const tbctl *program;
    const char *path;
    const tr_book *book;
    size_t depth;
    side_view asks;
    side_view bids;
    int price_width;
    int quantity_width;
    int order_width;
    int bar_width;
    double quantity_max; /* of the prices shown: the longest bar */
} ladder_view;

/* ---- Numbers ---- */

static tr_book_sum sum_minus(tr_book_sum a, tr_book_sum b)
{
    return (tr_book_sum){ .low = a.low - b.low, .high = a.high - b.high - (a.low < b.low) };
}

static void format_sum(tr_book_sum sum, char out[NUMBER_SIZE])
{
    char digits[NUMBER_SIZE];
    size_t count = 0;
    do { /* long division by 10, 32 bits at a time */
        uint64_t rest = 0;
        uint64_t parts[4] = { sum.high >> 32, sum.high & UINT32_MAX, sum.low >> 32,
                              sum.low & UINT32_MAX };
        for (size_t i = 0; i < 4; i++) {
            uint64_t part = rest << 32 | parts[i];
            parts[i] = part / 10;
            rest = part % 10;
        }
        sum = (tr_book_sum){ .low = parts[2] << 32 | parts[3], .high = parts[0] << 32 | parts[1] };
        digits[count++] = (char)('0' + rest);
    } while ((sum.high != 0 || sum.low != 0) && count < sizeof digits - 1);
    for (size_t i = 0; i < count; i++)
        out[i] = digits[count - 1 - i];
    out[count] = '\0';
}

static double sum_real(tr_book_sum sum)
{
    return (double)sum.high * 18446744073709551616.0 + (double)sum.low;
}

/* ---- The screen ---- */

static int wider(int width, int other)
{
    return other > width ? other : width;
}

static void look_at_side(const tr_book *book, tr_book_queue queue, size_t depth, side_view *out)
{
    size_t count = tr_book_depth(book, queue, DEPTH_MAX, out->levels);
    out->count = count < depth ? count : depth;
    out->more = count - out->count;
}

static void measure(ladder_view *view, const side_view *side)
{
    for (size_t i = 0; i < side->count; i++) {
        const tr_book_level *at = &side->levels[i];
        char text[NUMBER_SIZE];
        format_sum(at->shown, text);
        view->quantity_width = wider(view->quantity_width, (int)strlen(text));
        int length = snprintf(text, sizeof text, "%" PRId64, at->price);
        view->price_width = wider(view->price_width, length);
        length = snprintf(text, sizeof text, "%u", (unsigned int)at->order_count);
        view->order_width = wider(view->order_width, length);
        if (sum_real(at->shown) > view->quantity_max)
            view->quantity_max = sum_real(at->shown);
    }
}

static void lay_out(ladder_view *view)
{
    view->price_width = (int)strlen("price");
    view->quantity_width = (int)strlen("quantity");
    view->order_width = (int)strlen("orders");
    look_at_side(view->book, TR_BOOK_QUEUE_ASKS, view->depth, &view->asks);
    look_at_side(view->book, TR_BOOK_QUEUE_BIDS, view->depth, &view->bids);
    measure(view, &view->asks);
    measure(view, &view->bids);
    int width = view->program->width > 0 ? view->program->width : 80;
    int numbers = view->price_width + 2 * (view->quantity_width + view->order_width + 4) + 4;
    view->bar_width = (width - numbers - 2 * PRICE_GAP) / 2;
    view->bar_width = view->bar_width > BAR_MAX ? BAR_MAX : view->bar_width;
    view->bar_width = view->bar_width < 0 ? 0 : view->bar_width;
}

static void blanks(int count)
{
    printf("%*s", count > 0 ? count : 0, "");
}

static void repeat(const char *what, int count)
{
    for (int i = 0; i < count; i++)
        fputs(what, stdout);
}

/* Half columns of a quantity's bar; something is never nothing. */
static int bar_halves(const ladder_view *view, const tr_book_level *at)
{
    if (view->bar_width == 0 || view->quantity_max <= 0)
        return 0;
    double part = sum_real(at->shown) / view->quantity_max * 2 * view->bar_width;
    int halves = (int)(part + 0.5);
    return halves < 1 && sum_real(at->shown) > 0 ? 1 : halves;
}

static void print_quantity(const ladder_view *view, const tr_book_level *at)
{
    char text[NUMBER_SIZE];
    format_sum(at->shown, text);
    printf("%*s", view->quantity_width, text);
}

static void print_bid(const ladder_view *view, const tr_book_level *at)
{
    int halves = bar_halves(view, at);
    printf("  %s%*u%s  ", tbctl_on(view->program, TBCTL_DIM), view->order_width,
           (unsigned int)at->order_count, tbctl_off(view->program, TBCTL_DIM));
    print_quantity(view, at);
    blanks(2 + view->bar_width - (halves + 1) / 2);
    printf("%s", tbctl_on(view->program, TBCTL_GREEN));
    repeat("\xe2\x96\x90", halves % 2);
    repeat("\xe2\x96\x88", halves / 2);
    blanks(PRICE_GAP);
    printf("%*" PRId64 "%s", view->price_width, at->price, tbctl_off(view->program, TBCTL_GREEN));
}

static void print_ask(const ladder_view *view, const tr_book_level *at)
{
    int halves = bar_halves(view, at);
    blanks(2 + view->order_width + 2 + view->quantity_width + 2 + view->bar_width + PRICE_GAP);
    printf("%s%*" PRId64, tbctl_on(view->program, TBCTL_RED), view->price_width, at->price);
    blanks(PRICE_GAP);
    repeat("\xe2\x96\x88", halves / 2);
    repeat("\xe2\x96\x8c", halves % 2);
    printf("%s", tbctl_off(view->program, TBCTL_RED));
    blanks(view->bar_width - (halves + 1) / 2 + 2);
    print_quantity(view, at);
    printf("  %s%*u%s", tbctl_on(view->program, TBCTL_DIM), view->order_width,
           (unsigned int)at->order_count, tbctl_off(view->program, TBCTL_DIM));
}

static void print_hidden(const ladder_view *view, const tr_book_level *at)
{
    tr_book_sum hidden = sum_minus(at->open, at->shown);
    char text[NUMBER_SIZE];
    if (hidden.low == 0 && hidden.high == 0) {
        putchar('\n');
        return;
    }
    format_sum(hidden, text);
    printf("%s  +%s hidden%s\n", tbctl_on(view->program, TBCTL_DIM), text,
           tbctl_off(view->program, TBCTL_DIM));
}

static void print_more(const ladder_view *view, const side_view *side, const char *which)
{
    if (side->more == 0)
        return;
    blanks(2 + view->order_width + 2 + view->quantity_width + 2 + view->bar_width + PRICE_GAP);
    printf("%s%zu%s more %s%s\n", tbctl_on(view->program, TBCTL_DIM), side->more,
           side->more + side->count == DEPTH_MAX ? " or" : "", which,
           tbctl_off(view->program, TBCTL_DIM));
}

static void print_titles(const ladder_view *view)
{
    printf("%s  %*s  %*s", tbctl_on(view->program, TBCTL_BOLD), view->order_width, "orders",
           view->quantity_width, "bids");
    blanks(2 + view->bar_width + PRICE_GAP);
    printf("%*s", view->price_width, "price");
    blanks(PRICE_GAP + view->bar_width + 2);
    printf("%*s  %*s%s\n", view->quantity_width, "asks", view->order_width, "orders",
           tbctl_off(view->program, TBCTL_BOLD));
}

static void print_middle(const ladder_view *view)
{
    char text[128] = " one side is empty ";
    if (view->asks.count == 0 && view->bids.count == 0)
        (void)snprintf(text, sizeof text, " the book is empty ");
    else if (view->asks.count > 0 && view->bids.count > 0)
        (void)snprintf(text, sizeof text, " spread %" PRId64 " ",
                       view->asks.levels[0].price - view->bids.levels[0].price);
    int width = 2 * (view->order_width + view->quantity_width + view->bar_width + 4 + PRICE_GAP) +
                view->price_width;
    int rest = width - (int)strlen(text);
    printf("  %s", tbctl_on(view->program, TBCTL_DIM));
    repeat("\xe2\x94\x80", rest / 2);
    fputs(text, stdout);
    repeat("\xe2\x94\x80", rest - rest / 2);
    printf("%s\n", tbctl_off(view->program, TBCTL_DIM));
}

/* What is live but not in the ladder. */
static const struct {
    tr_book_queue queue;
    const char *words;
    const char *key; /* in JSON */
    bool has_price;
} asides[] = {
    { TR_BOOK_QUEUE_BUY_STOPS, "buy stop at", "buy_stops", true },
    { TR_BOOK_QUEUE_SELL_STOPS, "sell stop at", "sell_stops", true },
    { TR_BOOK_QUEUE_MINIMUM_BIDS, "bid with a minimum at", "minimum_bids", true },
    { TR_BOOK_QUEUE_MINIMUM_ASKS, "ask with a minimum at", "minimum_asks", true },
    { TR_BOOK_QUEUE_MARKET_BUYS, "market buys for the auction", "market_buys", false },
    { TR_BOOK_QUEUE_MARKET_SELLS, "market sells for the auction", "market_sells", false },
    { TR_BOOK_QUEUE_HELD_BUYS, "bracket legs to buy, held", "held_buys", false },
    { TR_BOOK_QUEUE_HELD_SELLS, "bracket legs to sell, held", "held_sells", false },
};

#define ASIDE_COUNT (sizeof asides / sizeof asides[0])

static void print_aside_levels(const ladder_view *view, size_t which, bool *is_first)
{
    tr_book_level levels[DEPTH_MAX];
    size_t count = tr_book_depth(view->book, asides[which].queue, view->depth, levels);
    for (size_t i = 0; i < count; i++) {
        char open[NUMBER_SIZE];
        char price[32] = "";
        format_sum(levels[i].open, open);
        if (asides[which].has_price)
            (void)snprintf(price, sizeof price, " %" PRId64, levels[i].price);
        printf("%s  %s%s%s%s: %s in %u order%s\n", *is_first ? "\n" : "",
               tbctl_on(view->program, TBCTL_YELLOW), asides[which].words,
               tbctl_off(view->program, TBCTL_YELLOW), price, open,
               (unsigned int)levels[i].order_count, levels[i].order_count == 1 ? "" : "s");
        *is_first = false;
    }
}

static void print_auction(const ladder_view *view)
{
    tr_book_auction auction;
    char quantity[NUMBER_SIZE];
    char surplus[NUMBER_SIZE];
    if (tr_book_phase_now(view->book) != TR_BOOK_PHASE_AUCTION)
        return;
    tr_book_indicate(view->book, &auction);
    format_sum(auction.quantity, quantity);
    format_sum(auction.surplus, surplus);
    if (auction.price == 0)
        printf("\n  auction: nothing would trade\n");
    else
        printf("\n  auction: %s would trade at %" PRId64 ", %s more to %s\n", quantity,
               auction.price, surplus, auction.surplus_side == TR_SIDE_BUY ? "buy" : "sell");
}

static void print_aside(const ladder_view *view)
{
    bool is_first = true;
    print_auction(view);
    for (size_t i = 0; i < ASIDE_COUNT; i++)
        print_aside_levels(view, i, &is_first);
}

static void print_ladder(ladder_view *view)
{
    char last[32] = "-";
    char path[256];
    lay_out(view);
    if (tr_book_last_price(view->book) != 0)
        (void)snprintf(last, sizeof last, "%" PRId64, tr_book_last_price(view->book));
    (void)snprintf(path, sizeof path, "%s", view->path);
    tbctl_disarm(path);
    printf("%s%s%s   last %s   clock %" PRId64 "   %u live order%s\n\n",
           tbctl_on(view->program, TBCTL_BOLD), path, tbctl_off(view->program, TBCTL_BOLD), last,
           tr_book_now(view->book), (unsigned int)tr_book_order_count(view->book),
           tr_book_order_count(view->book) == 1 ? "" : "s");
    print_titles(view);
    print_more(view, &view->asks, "asks");
    for (size_t i = view->asks.count; i > 0; i--) {
        print_ask(view, &view->asks.levels[i - 1]);
        print_hidden(view, &view->asks.levels[i - 1]);
    }
    print_middle(view);
    for (size_t i = 0; i < view->bids.count; i++) {
        print_bid(view, &view->bids.levels[i]);
        print_hidden(view, &view->bids.levels[i]);
    }
    print_more(view, &view->bids, "bids");
    print_aside(view);
}

/* ---- JSON ---- */

static void add_levels(tr_document *answer, const char *key, const tr_book *book,
                       tr_book_queue queue, size_t depth)
{
    tr_book_level levels[DEPTH_MAX];
    size_t count = tr_book_depth(book, queue, depth, levels);
    tr_document_array_begin(answer, key);
    for (size_t i = 0; i < count; i++) {
        char shown[NUMBER_SIZE];
        char open[NUMBER_SIZE];
        format_sum(levels[i].shown, shown);
        format_sum(levels[i].open, open);
        tr_document_object_begin(answer, NULL);
        tr_document_add_int(answer, "price", levels[i].price);
        tr_document_add_text(answer, "shown", shown);
        tr_document_add_text(answer, "open", open);
        tr_document_add_int(answer, "orders", levels[i].order_count);
        tr_document_object_end(answer);
    }
    tr_document_array_end(answer);
}

static void add_book(tr_document *answer, const tr_book *book, size_t depth)
{
    tr_document_add_int(answer, "last_price", tr_book_last_price(book));
    tr_document_add_int(answer, "clock", tr_book_now(book));
    tr_document_add_int(answer, "live_orders", tr_book_order_count(book));
    add_levels(answer, "bids", book, TR_BOOK_QUEUE_BIDS, depth);
    add_levels(answer, "asks", book, TR_BOOK_QUEUE_ASKS, depth);
    for (size_t i = 0; i < ASIDE_COUNT; i++)
        add_levels(answer, asides[i].key, book, asides[i].queue, depth);
}

/* ---- The file becomes a book ---- */

static void ignore_events(void *user, const tr_book_event *events, size_t event_count)
{
    (void)user;
    (void)events;
    (void)event_count;
}

static tr_status count_down(void *user, const tr_book_command *command, tr_error *err)
{
    int64_t *left = user;
    (void)command;
    (void)err; /* ending early is no failure */
    return (*left)-- > 0 ? TR_OK : ENOUGH;
}

static tr_status journal_book(const tr_command_call *call, const book_file *file, int64_t left,
                              tr_book **out, tr_error *err)
{
    const tr_book_sink sink = { .take = ignore_events };
    tr_book_replay_options limits = book_file_book_limits(call);
    tr_book_reader reader;
    tr_book_record record = { .kind = TR_BOOK_RECORD_COMMAND };
    char torn[TR_BOOK_TAIL_TEXT_SIZE];
    tr_status status = tr_book_reader_init(&reader, file->bytes, file->size, err);
    if (status == TR_OK)
        status = tr_book_reader_book(&reader, &limits, out, err);
    while (status == TR_OK && record.kind != TR_BOOK_RECORD_END && left-- > 0) {
        status = tr_book_reader_next(&reader, &record, err);
        if (status == TR_OK && record.kind == TR_BOOK_RECORD_COMMAND)
            (void)tr_book_apply(*out, &record.command, &sink); /* what fails, failed then too */
        else if (status == TR_OK && record.kind != TR_BOOK_RECORD_END)
            status = tbctl_fail(err, TR_E_UNSUPPORTED, "record %" PRIu64 " is of another book",
                                record.number);
    }
    if (status == TR_OK && tr_book_tail_text(&reader.tail, torn, sizeof torn) > 0)
        fprintf(stderr, "%s: %s\n", file->path, torn);
    return status;
}

static void ignore_numbered(void *user, uint64_t number, const tr_book_event *events,
                            size_t event_count)
{
    (void)number;
    ignore_events(user, events, event_count);
}

/* What `book show` has made of the file. */
typedef struct shown {
    tr_book *own;
    tr_matching *exchange;
    const tr_book *book; /* one of them */
} shown;

/* The book of a symbol; with one book there is no need to say which. */
static tr_status exchange_book(const tr_command_call *call, const book_file *file, shown *out,
                               tr_error *err)
{
    const char *symbol = tr_call_text(call, "symbol");
    tr_matching_options limits = book_file_exchange_limits(call);
    tr_error wrong = { .message = "" };
    tr_matching_sink sink = { .take = ignore_numbered };
    tr_book_tail tail;
    uint32_t instrument = 0;
    char torn[TR_BOOK_TAIL_TEXT_SIZE];
    tr_status status =
        tr_matching_replay(file->bytes, file->size, &limits, &sink, &out->exchange, &tail, &wrong);
    if (status != TR_OK)
        return book_file_wrong(file, status, &wrong, err);
    uint32_t count = tr_matching_instrument_count(out->exchange);
    if (symbol[0] == '\0' && count != 1)
        return tbctl_fail(err, TR_E_AMBIGUOUS, "an exchange of %u books: say --symbol%s%.60s",
                          (unsigned int)count, count > 0 ? ", for example " : "",
                          count > 0 ? tr_matching_symbol(out->exchange, 0) : "");
    if (symbol[0] != '\0' && tr_matching_find(out->exchange, symbol, &instrument) != TR_OK)
        return tbctl_fail(err, TR_E_NOT_FOUND, "%.60s is not one of the %u instruments", symbol,
                          (unsigned int)count);
    out->book = tr_matching_book(out->exchange, instrument);
    if (tr_book_tail_text(&tail, torn, sizeof torn) > 0)
        fprintf(stderr, "%s: %s\n", file->path, torn);
    return TR_OK;
}

static tr_status book_of(const tr_command_call *call, const book_file *file, shown *out,
                         tr_error *err)
{
    tr_book_sink sink = { .take = ignore_events };
    int64_t left = tr_call_has(call, "commands") ? tr_call_int(call, "commands") : INT64_MAX;
    bool is_exchange = book_file_is_exchange(file);
    if (is_exchange && tr_call_has(call, "commands"))
        return tbctl_fail(err, TR_E_UNSUPPORTED, "--commands is for journals of one book");
    if (!is_exchange && tr_call_has(call, "symbol"))
        return tbctl_fail(err, TR_E_UNSUPPORTED, "--symbol is for journals of an exchange");
    if (is_exchange)
        return exchange_book(call, file, out, err);
    tr_status status = TR_OK;
    if (file->kind == BOOK_FILE_JOURNAL) {
        tr_error wrong = { .message = "" };
        status = journal_book(call, file, left, &out->own, &wrong);
        if (status != TR_OK)
            return book_file_wrong(file, status, &wrong, err);
    } else {
        status = book_file_new_book(file, NULL, &out->own, err);
        if (status == TR_OK)
            status = book_file_apply(file, out->own, &sink, count_down, &left, err);
        if (status == ENOUGH && left < 0)
            status = TR_OK;
    }
    out->book = out->own;
    return status;
}

static void run(tr_command_call *call)
{
    tr_error err = { 0 };
    book_file file = { .bytes = NULL };
    shown made = { .book = NULL };
    ladder_view *view = calloc(1, sizeof *view);
    size_t depth = (size_t)tr_call_int(call, "depth");
    tr_status status = view != NULL ? TR_OK : tbctl_fail(&err, TR_E_NO_MEMORY, "no memory");
    if (status == TR_OK)
        status = book_file_load(tr_call_text(call, "file"), &file, &err);
    if (status == TR_OK)
        status = book_of(call, &file, &made, &err);
    if (status == TR_OK && tbctl_of(call)->is_json) {
        add_book(tr_call_answer(call), made.book, depth);
    } else if (status == TR_OK) {
        view->program = tbctl_of(call);
        view->path = file.path;
        view->book = made.book;
        view->depth = depth;
        print_ladder(view);
    }
    free(view);
    tr_book_free(made.own);
    tr_matching_free(made.exchange);
    book_file_release(&file);
    tr_call_finish(call, status, &err);
}

static const tr_argument_def arguments[] = {
    { .name = "file",
      .type = TR_ARGUMENT_PATH,
      .is_required = true,
      .is_positional = true,
      .help = "a scenario, a stream of order flow, a journal or a snapshot" },
    { .name = "depth",
      .type = TR_ARGUMENT_INTEGER,
      .initial = "10",
      .min = "1",
      .max = "1000",
      .help = "prices of each side" },
    { .name = "commands",
      .type = TR_ARGUMENT_INTEGER,
      .min = "0",
      .help = "after so many commands, not after all" },
    { .name = "symbol",
      .type = TR_ARGUMENT_TEXT,
      .help = "which book of an exchange's journal or snapshot" },
    BOOK_FILE_ORDERS_MAX,
};

const tr_command_def tbctl_command_book_show = {
    .name = "book show",
    .summary = "Show an order book as a ladder",
    .details =
        "The commands of the file are applied, then the book is shown: asks above, bids below, "
        "each price with what it shows, the number of its orders and what they hide. Below stand "
        "stops, orders with a minimum, brackets that wait and what an auction would come to.",
    .example = "tbctl book show iceberg.scn --depth 5",
    .place = TR_COMMAND_LOCAL,
    .arguments = arguments,
    .argument_count = sizeof arguments / sizeof arguments[0],
    .run = run,
};
