/* book_replay.c: `book replay` and `book record`: journals of books in files. */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tbctl/book_file.h"
#include "tbctl/tbctl.h"

/* ---- Writing a file ---- */

/* A new file that bytes go into. What is there already is never written over. */
typedef struct new_file {
    const char *path;
    FILE *file;
} new_file;

static tr_status file_open(const char *path, new_file *out, tr_error *err)
{
    int descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
    if (descriptor < 0 && errno == EEXIST)
        return tbctl_fail(err, TR_E_EXISTS, "%s is there already", path);
    FILE *file = descriptor < 0 ? NULL : fdopen(descriptor, "wb");
    if (file == NULL)
        return tbctl_fail(err, TR_E_IO, "%s: %s", path, strerror(errno));
    *out = (new_file){ .path = path, .file = file };
    return TR_OK;
}

static tr_status file_write(void *user, const void *bytes, size_t size, tr_error *err)
{
    new_file *to = user;
    if (fwrite(bytes, 1, size, to->file) == size)
        return TR_OK;
    return tbctl_fail(err, errno == ENOSPC ? TR_E_NO_SPACE : TR_E_IO, "%s: %s", to->path,
                      strerror(errno));
}

/* On disk, or not there. */
static tr_status file_close(new_file *to, tr_status status, tr_error *err)
{
    if (to->file == NULL)
        return status;
    bool is_kept = fflush(to->file) == 0 && fsync(fileno(to->file)) == 0;
    is_kept = fclose(to->file) == 0 && is_kept;
    if (status == TR_OK && !is_kept)
        status = tbctl_fail(err, TR_E_IO, "%s: %s", to->path, strerror(errno));
    if (status != TR_OK)
        (void)unlink(to->path); /* half a file is worth nothing; the failure is told already */
    return status;
}

/* ---- book record ---- */

typedef struct recording {
    tr_book_journal journal;
    int64_t command_count;
    int64_t event_count;
} recording;

static tr_status record_command(void *user, const tr_book_command *command, tr_error *err)
{
    recording *to = user;
    to->command_count++;
    return tr_book_journal_command(&to->journal, command, err);
}

static void count_events(void *user, const tr_book_event *events, size_t event_count)
{
    (void)events;
    ((recording *)user)->event_count += (int64_t)event_count;
}

static tr_status record(const book_file *file, new_file *to, recording *counts, tr_error *err)
{
    tr_book *book = NULL;
    tr_byte_sink bytes = { .write = file_write, .user = to };
    tr_book_sink sink = { .take = count_events, .user = counts };
    tr_status status = book_file_new_book(file, NULL, &book, err);
    if (status == TR_OK)
        status = tr_book_journal_begin(&counts->journal, book, &bytes, err);
    if (status == TR_OK)
        status = book_file_apply(file, book, &sink, record_command, counts, err);
    tr_book_free(book);
    return status;
}

static void run_record(tr_command_call *call)
{
    tr_error err = { 0 };
    book_file file = { .bytes = NULL };
    new_file to = { .file = NULL };
    recording counts = { .command_count = 0 };
    tr_status status = book_file_load(tr_call_text(call, "file"), &file, &err);
    if (status == TR_OK && file.kind == BOOK_FILE_JOURNAL)
        status = tbctl_fail(&err, TR_E_PARSE, "%s is a journal already", file.path);
    if (status == TR_OK)
        status = file_open(tr_call_text(call, "journal"), &to, &err);
    if (status == TR_OK)
        status = record(&file, &to, &counts, &err);
    status = file_close(&to, status, &err);
    if (status == TR_OK) {
        tr_document *answer = tr_call_answer(call);
        tr_document_add_text(answer, "journal", to.path);
        tr_document_add_int(answer, "commands", counts.command_count);
        tr_document_add_int(answer, "events", counts.event_count);
    }
    book_file_release(&file);
    tr_call_finish(call, status, &err);
}

static const tr_argument_def record_arguments[] = {
    { .name = "file",
      .type = TR_ARGUMENT_PATH,
      .is_required = true,
      .is_positional = true,
      .help = "a scenario, or a stream of order flow (.ofl)" },
    { .name = "journal",
      .type = TR_ARGUMENT_PATH,
      .is_required = true,
      .is_positional = true,
      .help = "the file to write; it must not be there yet" },
};

const tr_command_def tbctl_command_book_record = {
    .name = "book record",
    .summary = "Write the commands of a scenario or stream as a journal",
    .details = "The journal is what a program keeps of a book (trade/book_journal.h): checksummed "
               "records, which book replay reads. The commands are applied as well, so that one "
               "that the book has no room for is told.",
    .example = "tbctl book record iceberg.scn iceberg.journal",
    .place = TR_COMMAND_LOCAL,
    .arguments = record_arguments,
    .argument_count = sizeof record_arguments / sizeof record_arguments[0],
    .run = run_record,
};

/* ---- book replay ---- */

typedef struct replay {
    tbctl *program;
    bool is_quiet;         /* no events, only the totals */
    tr_book *book;         /* of a journal of one book */
    tr_matching *exchange; /* of a journal of many */
    tr_book_reader reader;
    int64_t event_count;
    int64_t trade_count;
} replay;

static void print_event(replay *to, const tr_book_event *event)
{
    bool is_trade = event->kind == TR_BOOK_EVENT_TRADE;
    char text[TR_BOOK_TEXT_EVENT_SIZE];
    to->event_count++;
    to->trade_count += is_trade;
    if (!to->is_quiet && tr_book_text_event(event, text, sizeof text) > 0)
        printf("%s< %s%s\n", is_trade ? tbctl_on(to->program, TBCTL_CYAN) : "", text,
               is_trade ? tbctl_off(to->program, TBCTL_CYAN) : "");
}

static void print_events(void *user, const tr_book_event *events, size_t event_count)
{
    for (size_t i = 0; i < event_count; i++)
        print_event(user, &events[i]);
}

/* Those of an exchange: number over all books, number of the instrument, event. */
static void print_numbered(void *user, uint64_t number, const tr_book_event *events,
                           size_t event_count)
{
    replay *to = user;
    for (size_t i = 0; i < event_count; i++) {
        if (!to->is_quiet)
            printf("%s%" PRIu64 " [%u]%s ", tbctl_on(to->program, TBCTL_DIM), number + i,
                   (unsigned int)events[i].instrument, tbctl_off(to->program, TBCTL_DIM));
        print_event(to, &events[i]);
    }
}

/* A dump, with a mark in front of every line. */
typedef struct marked {
    const char *mark;
    bool is_inside; /* a line has begun */
} marked;

static void print_marked(void *user, const char *text, size_t length)
{
    marked *to = user;
    for (size_t i = 0; i < length; i++) {
        if (!to->is_inside)
            fputs(to->mark, stdout);
        putchar(text[i]);
        to->is_inside = text[i] != '\n';
    }
}

static tr_status print_book(const replay *of, const tr_book *book, const char *mark, tr_error *err)
{
    marked to = { .mark = mark };
    if (of->is_quiet)
        return TR_OK;
    tr_status status = tr_book_text_dump(book, print_marked, &to);
    return status == TR_OK ? TR_OK : tbctl_fail(err, status, "no memory to sort the book's stops");
}

/* The book as the journal found it. */
static tr_status print_start(const replay *of, tr_error *err)
{
    tr_book_options options;
    char text[TR_BOOK_TEXT_COMMAND_SIZE];
    if (of->is_quiet)
        return TR_OK;
    (void)tr_book_options_of(of->book, &options); /* cannot fail for a book */
    (void)tr_book_text_options_write(&options, text, sizeof text);
    printf("%s%s%s\n", tbctl_on(of->program, TBCTL_BOLD), text, tbctl_off(of->program, TBCTL_BOLD));
    if (tr_book_order_count(of->book) == 0)
        return TR_OK;
    printf("# begins behind event %" PRIu64 " with %u live orders:\n", tr_book_sequence(of->book),
           (unsigned int)tr_book_order_count(of->book));
    return print_book(of, of->book, "# = ", err);
}

static tr_status replay_commands(replay *of, tr_error *err)
{
    tr_book_sink sink = { .take = print_events, .user = of };
    tr_book_record record = { .kind = TR_BOOK_RECORD_COMMAND };
    tr_status status = print_start(of, err);
    while (status == TR_OK) {
        char text[TR_BOOK_TEXT_COMMAND_SIZE];
        status = tr_book_reader_next(&of->reader, &record, err);
        if (status != TR_OK || record.kind == TR_BOOK_RECORD_END)
            break;
        if (record.kind != TR_BOOK_RECORD_COMMAND)
            return tbctl_fail(err, TR_E_UNSUPPORTED, "record %" PRIu64 " is of another book",
                              record.number);
        if (!of->is_quiet && tr_book_text_command_write(&record.command, text, sizeof text) > 0)
            printf("%s> %s%s\n", tbctl_on(of->program, TBCTL_BOLD), text,
                   tbctl_off(of->program, TBCTL_BOLD));
        tr_status applied = tr_book_apply(of->book, &record.command, &sink);
        if (!of->is_quiet && applied != TR_OK)
            printf("# not applied, now as then: %s\n", tr_status_name(applied));
    }
    return status == TR_OK ? print_book(of, of->book, "= ", err) : status;
}

/* The books of an exchange at the end, each behind its number and symbol. */
static tr_status print_exchange(const replay *of, tr_error *err)
{
    tr_status status = TR_OK;
    uint32_t count = tr_matching_instrument_count(of->exchange);
    for (uint32_t i = 0; i < count && status == TR_OK; i++) {
        char symbol[TR_SYMBOL_SIZE];
        (void)snprintf(symbol, sizeof symbol, "%s", tr_matching_symbol(of->exchange, i));
        tbctl_disarm(symbol);
        if (!of->is_quiet)
            printf("%s[%u] %s%s\n", tbctl_on(of->program, TBCTL_BOLD), (unsigned int)i, symbol,
                   tbctl_off(of->program, TBCTL_BOLD));
        status = print_book(of, tr_matching_book(of->exchange, i), "= ", err);
    }
    return status;
}

static tr_status replay_exchange(const tr_command_call *call, const book_file *file, replay *of,
                                 tr_error *err)
{
    tr_matching_sink sink = { .take = print_numbered, .user = of };
    tr_matching_options limits = book_file_exchange_limits(call);
    tr_status status = tr_matching_replay(file->bytes, file->size, &limits, &sink, &of->exchange,
                                          &of->reader.tail, err);
    return status == TR_OK ? print_exchange(of, err) : status;
}

static tr_status replay_book(const tr_command_call *call, const book_file *file, replay *of,
                             tr_error *err)
{
    tr_book_replay_options limits = book_file_book_limits(call);
    tr_status status = tr_book_reader_init(&of->reader, file->bytes, file->size, err);
    if (status == TR_OK)
        status = tr_book_reader_book(&of->reader, &limits, &of->book, err);
    return status == TR_OK ? replay_commands(of, err) : status;
}

static uint64_t live_orders(const replay *of)
{
    uint64_t count = tr_book_order_count(of->book);
    for (uint32_t i = 0; i < tr_matching_instrument_count(of->exchange); i++)
        count += tr_book_order_count(tr_matching_book(of->exchange, i));
    return count;
}

static tr_status cut_tail(const char *path, const tr_book_tail *tail, tr_error *err)
{
    int descriptor = open(path, O_WRONLY | O_CLOEXEC);
    bool is_cut =
        descriptor >= 0 && ftruncate(descriptor, (off_t)tail->size) == 0 && fsync(descriptor) == 0;
    int reason = errno;
    if (descriptor >= 0)
        (void)close(descriptor); /* it is synced */
    return is_cut ? TR_OK
                  : tbctl_fail(err, TR_E_IO, "%s cannot be cut: %s", path, strerror(reason));
}

static tr_status save(const replay *of, const char *path, tr_error *err)
{
    new_file to = { .file = NULL };
    tr_byte_sink bytes = { .write = file_write, .user = &to };
    tr_status status = file_open(path, &to, err);
    if (status == TR_OK)
        status = of->exchange != NULL ? tr_matching_save(of->exchange, &bytes, err)
                                      : tr_book_save(of->book, &bytes, err);
    return file_close(&to, status, err);
}

/* The totals: in JSON or with --quiet as an answer, else as a comment behind the events. */
static void tell_totals(const replay *of, tr_document *answer, const char *torn)
{
    const tr_book_tail *tail = &of->reader.tail;
    if (!of->is_quiet) {
        printf("%s# %" PRIu64 " commands, %lld events, %lld trades, %" PRIu64 " live orders%s\n",
               tbctl_on(of->program, TBCTL_DIM), tail->command_count, (long long)of->event_count,
               (long long)of->trade_count, live_orders(of), tbctl_off(of->program, TBCTL_DIM));
        return;
    }
    tr_document_add_int(answer, "commands", (int64_t)tail->command_count);
    tr_document_add_int(answer, "events", of->event_count);
    tr_document_add_int(answer, "trades", of->trade_count);
    tr_document_add_int(answer, "live_orders", (int64_t)live_orders(of));
    if (of->book != NULL)
        tr_document_add_int(answer, "last_price", tr_book_last_price(of->book));
    else
        tr_document_add_int(answer, "instruments", tr_matching_instrument_count(of->exchange));
    tr_document_add_int(answer, "bytes", (int64_t)tail->size);
    tr_document_add_int(answer, "torn_bytes", (int64_t)tail->torn_size);
    if (torn[0] != '\0')
        tr_document_add_text(answer, "tail", torn);
}

static tr_status replay_file(tr_command_call *call, const book_file *file, replay *of,
                             tr_error *err)
{
    char torn[TR_BOOK_TAIL_TEXT_SIZE];
    if (file->kind != BOOK_FILE_JOURNAL)
        return tbctl_fail(err, TR_E_PARSE, "%s is no journal: book record makes one of it",
                          file->path);
    tr_error wrong = { .message = "" };
    tr_status status = book_file_is_exchange(file) ? replay_exchange(call, file, of, &wrong)
                                                   : replay_book(call, file, of, &wrong);
    if (status != TR_OK)
        return book_file_wrong(file, status, &wrong, err);
    (void)tr_book_tail_text(&of->reader.tail, torn, sizeof torn);
    tell_totals(of, tr_call_answer(call), torn);
    (void)fflush(stdout); /* before words about it on stderr; main looks at stdout's state */
    if (torn[0] != '\0')
        fprintf(stderr, "%s: %s%s\n", file->path, torn,
                tr_call_flag(call, "cut") ? "" : " (the file is as it was; --cut cuts it)");
    if (torn[0] != '\0' && tr_call_flag(call, "cut"))
        status = cut_tail(file->path, &of->reader.tail, err);
    if (status == TR_OK && tr_call_has(call, "snapshot"))
        status = save(of, tr_call_text(call, "snapshot"), err);
    return status;
}

static void run_replay(tr_command_call *call)
{
    tr_error err = { 0 };
    book_file file = { .bytes = NULL };
    replay of = { .program = tbctl_of(call) };
    of.is_quiet = of.program->is_json || tr_call_flag(call, "quiet");
    tr_status status = book_file_load(tr_call_text(call, "journal"), &file, &err);
    if (status == TR_OK)
        status = replay_file(call, &file, &of, &err);
    (void)fflush(stdout); /* as above, where it failed */
    tr_book_free(of.book);
    tr_matching_free(of.exchange);
    book_file_release(&file);
    tr_call_finish(call, status, &err);
}

static const tr_argument_def replay_arguments[] = {
    { .name = "journal",
      .type = TR_ARGUMENT_PATH,
      .is_required = true,
      .is_positional = true,
      .help = "a journal or snapshot" },
    { .name = "quiet", .type = TR_ARGUMENT_FLAG, .help = "only the totals" },
    { .name = "cut",
      .type = TR_ARGUMENT_FLAG,
      .help = "cut a torn tail off the file, so that it can be gone on with" },
    { .name = "snapshot",
      .type = TR_ARGUMENT_PATH,
      .help = "write the book, or the exchange, at the end to this new file" },
    BOOK_FILE_ORDERS_MAX,
};

const tr_command_def tbctl_command_book_replay = {
    .name = "book replay",
    .summary = "Replay a journal: its commands, their events, the book at the end",
    .details = "The output is a scenario, which book run accepts when the journal began with an "
               "empty book. A torn tail, the end of a write that a crash cut short, is told on "
               "stderr with its place and size and is no failure; a record that is there and "
               "damaged is one, and its place is named. Of an exchange of many books the events "
               "are shown with their number and that of the instrument.",
    .example = "tbctl book replay iceberg.journal --quiet",
    .place = TR_COMMAND_LOCAL,
    .arguments = replay_arguments,
    .argument_count = sizeof replay_arguments / sizeof replay_arguments[0],
    .run = run_replay,
};
