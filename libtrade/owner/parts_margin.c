/* parts_margin.c: an exchange that margins swaps otherwise than the engine reckons: no entries until somebody has looked. */
#include <trade/engine_risk.h>

#include "owner/parts.h"

static void ignore_line(void *user, const tr_risk_line *line)
{
    (void)user;
    (void)line;
}

static void look_at_stop(void *user, const tr_risk_stop *stop)
{
    bool is_whole = stop->scope == TR_RISK_ACCOUNT || stop->scope == TR_RISK_HOUSE;
    *(bool *)user |= is_whole && stop->level != TR_HALT_NONE;
}

static void ignore_answer(void *user, const tr_engine_answer *answer)
{
    (void)user;
    (void)answer; /* an engine that fails is thrown away, and its successor asks again */
}

void tr__parts_margin_wrong(void *user, const char *text)
{
    tr__parts *parts = user;
    bool is_halted = false;
    tr_risk_sink look = { ignore_line, look_at_stop, &is_halted };
    tr_risk_subject subject = {
        .account = parts->account, .scope = TR_RISK_ACCOUNT, .actor = "exchange", .reason = text
    };
    if (parts->engine == NULL ||
        tr_engine_read_risk(parts->engine, parts->account, "", &look) != TR_OK || is_halted)
        return;
    tr_engine_halt(parts->engine, &subject, TR_HALT_ENTRIES, ignore_answer, NULL);
}
