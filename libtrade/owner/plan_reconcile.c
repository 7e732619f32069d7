/* plan_reconcile.c: from the keys below `reconcile` to what is done about differences, and how often they are looked for. */
#include "owner/plan.h"

#include <stdio.h>
#include <string.h>

#include "core/fail.h"

#define KEY_SIZE 64

/* Unset leaves the action as it is. What a kind cannot do, the choices of its key leave out. */
static tr_status read_action(const tr_config *config, tr_difference_kind kind,
                             tr_reconcile_action *out, tr_error *err)
{
    char key[KEY_SIZE];
    const char *word = "";
    tr_reconcile_action action = TR_RECONCILE_REPORT;
    (void)snprintf(key, sizeof key, "reconcile.%s", tr_difference_kind_name(kind)); /* it fits */
    tr_status status = tr_config_get_text(config, key, &word);
    if (status == TR_E_NOT_FOUND)
        return TR_OK;
    while (status == TR_OK && action < TR_RECONCILE_STOP &&
           strcmp(tr_reconcile_action_name(action), word) != 0)
        action++;
    if (status != TR_OK || strcmp(tr_reconcile_action_name(action), word) != 0 ||
        !tr_reconcile_is_possible(kind, action))
        return tr__fail(err, status == TR_OK ? TR_E_RANGE : status, 0, "%s is %s", key, word);
    *out = action;
    return TR_OK;
}

tr_status tr__plan_read_reconcile(const tr_config *config, tr__plan *out, tr_error *err)
{
    tr_reconcile_policy *policy = &out->reconcile_policy;
    tr_reconcile_policy_init(policy);
    /*
     * Paper money is what the configuration says. Real money moves without orders: deposits, interest, fees that are
     * rounded. What it became is what can be spent, and halting at each of these would teach people to lift halts unread.
     */
    policy->actions[TR_DIFFERENCE_BALANCE] = TR_RECONCILE_ADOPT;
    tr_status status =
        tr_config_get_duration(config, "reconcile.interval", &out->reconcile_every_ns);
    if (status != TR_OK)
        return tr__fail(err, status, 0, "reconcile.interval: %s", tr_status_name(status));
    for (int kind = 0; status == TR_OK && kind < TR_DIFFERENCE_COUNT; kind++)
        status = read_action(config, (tr_difference_kind)kind, &policy->actions[kind], err);
    return status;
}
