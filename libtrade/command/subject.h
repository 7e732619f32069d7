/* subject.h: whom a change of the risk side concerns: the arguments that limits and halts share. */
#ifndef TRADE_COMMAND_SUBJECT_H
#define TRADE_COMMAND_SUBJECT_H

#include <trade/command.h>
#include <trade/engine_risk.h>

extern const char *const tr__subject_scopes[];

#define SUBJECT_ARGUMENTS                                                                          \
    { .name = "scope",                                                                             \
      .type = TR_ARGUMENT_CHOICE,                                                                  \
      .initial = "account",                                                                        \
      .choices = tr__subject_scopes,                                                               \
      .help = "whom it concerns; house: every account of the account's owner" },                   \
        { .name = "name",                                                                          \
          .type = TR_ARGUMENT_TEXT,                                                                \
          .max = "63",                                                                             \
          .help = "of the strategy or symbol" },                                                   \
        { .name = "reason",                                                                        \
          .type = TR_ARGUMENT_TEXT,                                                                \
          .max = "159",                                                                            \
          .help = "why, for whoever reads the event log" },                                        \
    {                                                                                              \
        .name = "account", .type = TR_ARGUMENT_TEXT, .max = "31", .help = "account"                \
    }

/* Read them. A house is a matter for who may administer the account. `account_out` must live as long as the subject. */
tr_status tr__call_subject(const tr_command_call *call, int64_t right, tr_account_row *account_out,
                           tr_risk_subject *out, tr_error *err);

void tr__write_subject(tr_document *answer, const tr_risk_subject *subject);

/* A tr_engine_reply that finishes the call. */
void tr__end_subject(void *user, const tr_engine_answer *answer);

#endif
