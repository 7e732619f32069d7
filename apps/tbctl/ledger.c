/* ledger.c: `ledger export`: the library's pages, one after the other, as one text. */
#include "tbctl/tbctl.h"

#include <string.h>

#define PLACE_SIZE 64

typedef struct exporting {
    tbctl *program;
    char next[PLACE_SIZE]; /* empty: there is no more */
    tr_status status;
    tr_error error;
} exporting;

static void on_page(void *user, tr_status status, const tr_document *answer, const tr_error *err)
{
    exporting *e = user;
    const tr_document_node *root = tr_document_root(answer);
    e->status = status;
    e->next[0] = '\0';
    if (status != TR_OK) {
        e->error = *err;
        return;
    }
    const tr_document_node *next = tr_document_node_member(root, "next");
    if (next != NULL)
        (void)snprintf(e->next, sizeof e->next, "%s", tr_document_node_text(next));
    if (fputs(tr_document_node_text(tr_document_node_member(root, "text")), stdout) < 0 ||
        fflush(stdout) != 0)
        e->status = tbctl_fail(&e->error, TR_E_IO, "the export could not be written");
}

static const char *const books[] = { "cash",    "position", "fees", "external",
                                     "funding", "opening",  NULL };
static const char *const formats[] = { "csv", "json", NULL };

static const tr_argument_def arguments[] = {
    { .name = "format",
      .type = TR_ARGUMENT_CHOICE,
      .initial = "csv",
      .choices = formats,
      .help = "form of the text" },
    { .name = "from", .type = TR_ARGUMENT_TIME, .help = "from this time on" },
    { .name = "to", .type = TR_ARGUMENT_TIME, .help = "up to this time, which is left out" },
    { .name = "book", .type = TR_ARGUMENT_CHOICE, .choices = books, .help = "only this one" },
    { .name = "asset", .type = TR_ARGUMENT_TEXT, .max = "15", .help = "only this one" },
    { .name = "account", .type = TR_ARGUMENT_TEXT, .max = "31", .help = "books of this account" },
};

#define ARGUMENT_COUNT (sizeof arguments / sizeof arguments[0])

/* What was given, as it was given; --json asks for the JSON form. */
static size_t copy_texts(const tr_command_call *call, tr_argument_text *texts)
{
    size_t count = 0;
    for (size_t i = 0; i < ARGUMENT_COUNT; i++) {
        const char *name = arguments[i].name;
        const char *text = tr_call_text(call, name);
        if (i == 0 && tbctl_of(call)->is_json)
            text = "json";
        if (tr_call_has(call, name))
            texts[count++] = (tr_argument_text){ name, text, strlen(text) };
    }
    return count;
}

static void run(tr_command_call *call)
{
    tr_argument_text texts[TR_COMMAND_ARGUMENTS_MAX];
    const tr_command_def *def = tr_command_find("ledger export", 13);
    exporting e = { .program = tbctl_of(call) };
    char place[PLACE_SIZE] = "";
    size_t count = copy_texts(call, texts);
    do {
        if (place[0] != '\0')
            texts[count] = (tr_argument_text){ "after", place, strlen(place) };
        tbctl_reach(e.program, def, texts, count + (place[0] != '\0'), on_page, &e);
        memcpy(place, e.next, sizeof place);
    } while (e.status == TR_OK && place[0] != '\0');
    tr_call_finish(call, e.status, &e.error);
}

const tr_command_def tbctl_command_ledger_export = {
    .name = "ledger export",
    .summary = "Write the books of an account as CSV or JSON",
    .details = "Columns: at, account, seq, line, book, asset, amount; amounts are exact decimal "
               "text. The same log gives the same bytes.",
    .example = "tbctl ledger export --format csv",
    .place = TR_COMMAND_LOCAL,
    .arguments = arguments,
    .argument_count = ARGUMENT_COUNT,
    .run = run,
};
