/* tail.c: `tail`: the library's command, and with --follow again and again. */
#include "tbctl/tbctl.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#define PAUSE_NS          500000000L
#define CLIENT_TIMEOUT_MS 30000

static const tr_argument_def arguments[] = {
    { .name = "account", .type = TR_ARGUMENT_TEXT, .max = "31", .help = "log of this account" },
    { .name = "limit",
      .type = TR_ARGUMENT_INTEGER,
      .initial = "20",
      .min = "1",
      .max = "1000",
      .help = "how many" },
    { .name = "after",
      .type = TR_ARGUMENT_INTEGER,
      .min = "0",
      .help = "those behind this number, in place of the last ones" },
    { .name = "event",
      .type = TR_ARGUMENT_TEXT,
      .max = "40",
      .help = "only events of this kind, order_filled for one" },
    { .name = "order", .type = TR_ARGUMENT_ID, .help = "only what happened to this order" },
    { .name = "follow", .type = TR_ARGUMENT_FLAG, .help = "go on with what happens, until Ctrl-C" },
};

typedef struct following {
    tbctl *program;
    const tr_command_def *def;
    tbctl_columns_kept kept;
    char account[TR_NAME_SIZE];
    int64_t last;
    tr_status status;
    tr_error error;
} following;

static void print_lines(const tr_document_node *events)
{
    for (const tr_document_node *event = tr_document_node_first(events); event != NULL;
         event = tr_document_node_next(event)) {
        char *text = NULL;
        if (tr_document_to_json(event, TR_JSON_COMPACT, &text, NULL, NULL) == TR_OK)
            puts(text);
        free(text);
    }
}

static void show_events(following *f, const tr_document *answer)
{
    const tr_document_node *root = tr_document_root(answer);
    const tr_document_node *events = tr_document_node_member(root, "events");
    f->last = tr_document_node_int(tr_document_node_member(root, "last"));
    if (f->program->is_json)
        print_lines(events);
    else
        tbctl_print_list(f->program, f->def, events, &f->kept);
    if (fflush(stdout) != 0)
        f->status = tbctl_fail(&f->error, TR_E_IO, "the log could not be written");
}

static void on_part(void *user, tr_status status, const tr_document *answer, const tr_error *err)
{
    following *f = user;
    const tr_document_node *root = tr_document_root(answer);
    f->status = status;
    if (status != TR_OK) {
        f->error = *err;
        return;
    }
    (void)snprintf(f->account, sizeof f->account, "%s",
                   tr_document_node_text(tr_document_node_member(root, "account")));
    show_events(f, answer);
}

static bool on_pushed(void *user, const tr_document *events)
{
    following *f = user;
    show_events(f, events);
    return f->status == TR_OK;
}

static size_t copy_texts(const tr_command_call *call, tr_argument_text *texts)
{
    static const char *const names[] = { "account", "event", "order", "limit", "after" };
    size_t count = 0;
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        const char *text = tr_call_text(call, names[i]);
        if (tr_call_has(call, names[i]))
            texts[count++] = (tr_argument_text){ names[i], text, strlen(text) };
    }
    return count;
}

/* From a server events come by themselves, until it ends. False: nobody serves, so the log is to be read. */
static bool be_told(following *f, const tr_command_call *call, const char *path)
{
    tr_owner_client *client = NULL;
    tr_error err = { 0 };
    if (tr_owner_client_open(path, CLIENT_TIMEOUT_MS, &client, &err) != TR_OK)
        return false;
    tr_status status =
        tr_owner_client_follow(client, f->account, f->last, tr_call_text(call, "event"),
                               tr_call_id(call, "order"), on_pushed, f, &err);
    tr_owner_client_close(client);
    if (status != TR_OK && status != TR_E_CLOSED) {
        f->status = status;
        f->error = err;
    }
    return true;
}

/*
 * First the last lines, then what comes: pushed by a server; while none runs the log is looked at, since another tbctl may
 * write it. Each begins behind the last number shown, so that nothing is lost or repeated.
 */
static void follow(tr_command_call *call, const tr_command_def *def)
{
    char number[24], path[TR_CONFIG_PATH_SIZE];
    tr_argument_text texts[8];
    const struct timespec pause = { .tv_nsec = PAUSE_NS };
    following f = { .program = tbctl_of(call), .def = def };
    size_t count = copy_texts(call, texts);
    tbctl_reach(f.program, def, texts, count, on_part, &f);
    if (f.status == TR_OK)
        f.status = tbctl_database(f.program, path, sizeof path, &f.error);
    count -= 1 + tr_call_has(call, "after"); /* the last two: they are others from now on */
    texts[count++] = (tr_argument_text){ "limit", "1000", 4 };
    while (f.status == TR_OK) {
        bool was_told = be_told(&f, call, path);
        if (f.status != TR_OK)
            break;
        int length = snprintf(number, sizeof number, "%lld", (long long)f.last);
        texts[count] = (tr_argument_text){ "after", number, (size_t)length };
        if (!was_told)
            tbctl_reach(f.program, def, texts, count + 1, on_part, &f);
        (void)nanosleep(&pause, NULL); /* a signal only makes the pause shorter */
    }
    tr_call_finish(call, f.status, &f.error);
}

typedef struct single {
    tbctl *program;
    const tr_command_def *def;
    tr_status status;
    tr_error error;
} single;

static void on_single(void *user, tr_status status, const tr_document *answer, const tr_error *err)
{
    single *s = user;
    s->status = status;
    if (status == TR_OK)
        tbctl_print_answer(s->program, s->def, answer);
    else
        s->error = *err;
}

extern const tr_command_def tbctl_command_tail;

static void run(tr_command_call *call)
{
    tr_argument_text texts[8];
    const tr_command_def *def = tr_command_find("tail", 4);
    if (tr_call_flag(call, "follow")) {
        follow(call, def);
        return;
    }
    single s = { .program = tbctl_of(call), .def = def };
    size_t count = copy_texts(call, texts);
    tbctl_reach(s.program, def, texts, count, on_single, &s);
    tr_call_finish(call, s.status, &s.error);
}

const tr_command_def tbctl_command_tail = {
    .name = "tail",
    .summary = "Show the log of an account, event by event",
    .details = "Every change of an account is an event with a number, without gaps. With --follow "
               "--json each event is a line.",
    .example = "tbctl tail --limit 10",
    .place = TR_COMMAND_LOCAL,
    .arguments = arguments,
    .argument_count = sizeof arguments / sizeof arguments[0],
    .run = run,
};
