/* golive.c: `golive check`: every point that must be right before an exchange is traded on, with its state. */
#include "tbctl/tbctl.h"

static void on_point(void *user, const tr_golive_point *point)
{
    tr_document *answer = user;
    tr_document_object_begin(answer, NULL);
    tr_document_add_text(answer, "point", point->name);
    tr_document_add_text(answer, "state", tr_golive_state_name(point->state));
    tr_document_add_text(answer, "found", point->text);
    tr_document_object_end(answer);
}

static void run(tr_command_call *call)
{
    tbctl *program = tbctl_of(call);
    tr_error err = { 0 };
    tr_status status = tbctl_configure(program, &err);
    if (status == TR_OK) {
        tr_document_array_begin(tr_call_answer(call), "points");
        status = tr_golive_check(
            program->config, tr_call_has(call, "exchange") ? tr_call_text(call, "exchange") : NULL,
            &program->clock, NULL, on_point, tr_call_answer(call), &err);
        tr_document_array_end(tr_call_answer(call));
    }
    bool is_shown = status == TR_OK || status == TR_E_REFUSED;
    if (status == TR_E_REFUSED)
        program->shown_code = TBCTL_EXIT_REFUSED; /* scripts that go on by it must stop */
    tr_document_add_bool(tr_call_answer(call), "ready", status == TR_OK);
    tr_call_finish(call, is_shown ? TR_OK : status, is_shown ? NULL : &err);
}

static const tr_argument_def arguments[] = {
    { .name = "exchange",
      .type = TR_ARGUMENT_TEXT,
      .is_positional = true,
      .max = "15",
      .help = "the one with \"live: true\" when left out" },
};
static const tr_column_view columns[] = {
    { "state", "STATE", false, 0 },
    { "point", "POINT", false, 0 },
    { "found", "FOUND", false, 0 },
};

const tr_command_def tbctl_command_golive_check = {
    .name = "golive check",
    .summary = "Look at everything that must be right before an exchange is traded on",
    .details =
        "Asks the exchange and changes nothing. The owner walks through the same points when "
        "it opens, and does not open when one failed. Exits with 3 when one did, the list "
        "shown all the same.",
    .example = "tbctl golive check binance",
    .place = TR_COMMAND_LOCAL,
    .arguments = arguments,
    .argument_count = sizeof arguments / sizeof arguments[0],
    .list_key = "points",
    .columns = columns,
    .column_count = sizeof columns / sizeof columns[0],
    .run = run,
};
