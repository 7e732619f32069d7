/* halt.c: `halt`, `resume` and `flatten`: the kill switch by hand. */
#include <trade/command.h>

#include <string.h>

#include <trade/engine_risk.h>

#include "command/reading.h"
#include "command/subject.h"
#include "core/fail.h"

const char *const tr__subject_scopes[] = { "house", "account", "strategy", "symbol", NULL };

static const char *const levels[] = { "entries", "reduce", NULL };

tr_status tr__call_subject(const tr_command_call *call, int64_t right, tr_account_row *account_out,
                           tr_risk_subject *out, tr_error *err)
{
    const tr_command_context *context = tr_call_context(call);
    const char *scope = tr_call_text(call, "scope");
    *out = (tr_risk_subject){ .name = tr_call_text(call, "name"),
                              .reason = tr_call_text(call, "reason"),
                              .actor = context->user == NULL ? "" : context->user };
    (void)tr_risk_scope_parse(scope, strlen(scope),
                              &out->scope); /* checked against the same words */
    if (out->scope == TR_RISK_HOUSE)
        right |= TR_RIGHT_ADMIN;
    tr_status status = tr__call_account(call, right, account_out, err);
    out->account = account_out->name;
    return status;
}

void tr__write_subject(tr_document *answer, const tr_risk_subject *subject)
{
    tr_document_add_text(answer, "account", subject->account);
    tr_document_add_text(answer, "scope", tr_risk_scope_name(subject->scope));
    tr_document_add_text(answer, "name",
                         subject->name == NULL || subject->name[0] == '\0' ? NULL : subject->name);
    tr_document_add_text(answer, "by", subject->actor);
    tr_document_add_text(answer, "reason",
                         subject->reason == NULL || subject->reason[0] == '\0' ? NULL
                                                                               : subject->reason);
}

void tr__end_subject(void *user, const tr_engine_answer *answer)
{
    tr_call_finish(user, answer->status, &answer->error);
}

static void set_level(tr_command_call *call, int64_t right, tr_halt_level level)
{
    tr_error err = { 0 };
    tr_risk_subject subject;
    tr_account_row account;
    tr_status status = tr__call_subject(call, right, &account, &subject, &err);
    if (status != TR_OK) {
        tr_call_finish(call, status, &err);
        return;
    }
    tr__write_subject(tr_call_answer(call), &subject);
    tr_document_add_text(tr_call_answer(call), "level", tr_halt_level_name(level));
    tr_engine_halt(tr_call_context(call)->engine, &subject, level, tr__end_subject, call);
}

static void run_halt(tr_command_call *call)
{
    tr_halt_level level = TR_HALT_ENTRIES;
    const char *text = tr_call_text(call, "level");
    (void)tr_halt_level_parse(text, strlen(text), &level); /* checked against the same words */
    set_level(call, TR_RIGHT_TRADE, level);
}

static void run_resume(tr_command_call *call)
{
    set_level(call, TR_RIGHT_ADMIN, TR_HALT_NONE);
}

static void run_flatten(tr_command_call *call)
{
    set_level(call, TR_RIGHT_TRADE, TR_HALT_FLATTEN);
}

static const tr_argument_def halt_arguments[] = {
    { .name = "level",
      .type = TR_ARGUMENT_CHOICE,
      .initial = "entries",
      .choices = levels,
      .help = "refuse new entries, or cancel those that wait and work as well" },
    SUBJECT_ARGUMENTS,
};

static const tr_argument_def arguments[] = { SUBJECT_ARGUMENTS };

const tr_command_def tr__command_halt = {
    .name = "halt",
    .summary = "Let no new entries in until somebody resumes",
    .details =
        "Exits go on: what protects or closes a position is never halted. It survives restarts.",
    .example = "tbctl halt --reason 'news' --yes",
    .place = TR_COMMAND_TRADES,
    .rights = TR_RIGHT_TRADE,
    .is_dangerous = true,
    .arguments = halt_arguments,
    .argument_count = sizeof halt_arguments / sizeof halt_arguments[0],
    .run = run_halt,
};

const tr_command_def tr__command_resume = {
    .name = "resume",
    .summary = "Lift a halt: entries are let in again",
    .details = "Whoever resumes acknowledges the day's loss: the kill switch does not act on it "
               "again that day, and the "
               "drawdown counts from the equity of now. The limits themselves hold on.",
    .example = "tbctl resume --reason 'looked at it' --yes",
    .place = TR_COMMAND_TRADES,
    .rights = TR_RIGHT_ADMIN,
    .is_dangerous = true,
    .arguments = arguments,
    .argument_count = sizeof arguments / sizeof arguments[0],
    .run = run_resume,
};

const tr_command_def tr__command_flatten = {
    .name = "flatten",
    .summary = "Cancel everything, close every position at the market, let nothing in",
    .details = "Orders that wait or work are cancelled, exits too; positions are closed by "
               "reduce-only market orders, again and again until nothing is left that the exchange "
               "takes. It goes on after a restart. Resume ends it.",
    .example = "tbctl flatten --reason 'get me out' --yes",
    .place = TR_COMMAND_TRADES,
    .rights = TR_RIGHT_TRADE,
    .is_dangerous = true,
    .arguments = arguments,
    .argument_count = sizeof arguments / sizeof arguments[0],
    .run = run_flatten,
};
