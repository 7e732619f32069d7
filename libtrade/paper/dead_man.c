/*
 * dead_man.c: cancels every order of an account that has not said in time that it is still there.
 *
 * The switch is in memory alone: it guards against an engine that hangs or has lost its way, and this exchange does not
 * outlive the process that both run in.
 */
#include "paper/state.h"

#include <string.h>

#include "core/fail.h"

#define REASON "the dead-man switch: nothing was heard in time"

static int64_t now_of(const tr_paper *paper)
{
    return paper->options.clock->now_ns(paper->options.clock->user);
}

tr_status tr__paper_dead_man(tr_paper *paper, const char *account_name, int64_t timeout_ns,
                             tr_error *err)
{
    tr__paper_account *account;
    int64_t now_ns = now_of(paper);
    if (timeout_ns < 0 || timeout_ns > INT64_MAX - (now_ns > 0 ? now_ns : 0))
        return tr__fail(err, TR_E_RANGE, 0, "a dead-man switch of %lld ns", (long long)timeout_ns);
    if (tr__paper_account_open(paper, account_name, &account) != TR_OK)
        return tr__fail(err, TR_E_NO_MEMORY, 0, "no memory for an account");
    account->dead_man_ns = timeout_ns == 0 ? INT64_MAX : now_ns + timeout_ns;
    return TR_OK;
}

/* Orders on their way end as well: what was sent before the silence must not arrive in it. */
static tr_status cancel_all(tr_paper *paper, const char *account_name, int64_t at_ns)
{
    tr_status status = TR_OK;
    for (size_t i = 0; i < paper->orders.bucket_count; i++)
        for (tr__paper_link *link = paper->orders.buckets[i], *next;
             status == TR_OK && link != NULL; link = next) {
            tr__paper_order *order = (tr__paper_order *)link;
            next = link->next;
            if (order->row.state != TR_PAPER_OPEN || strcmp(order->row.account, account_name) != 0)
                continue;
            tr__paper_close(order, TR_PAPER_CANCELLED, REASON);
            status = tr__paper_commit(paper, order, order->fill_count, false, at_ns);
        }
    return status;
}

tr_status tr__paper_dead_man_run(tr_paper *paper)
{
    tr_status status = TR_OK;
    int64_t now_ns = now_of(paper);
    for (tr__paper_account *account = paper->account_first; status == TR_OK && account != NULL;
         account = account->next) {
        if (account->dead_man_ns > now_ns)
            continue;
        account->dead_man_ns = INT64_MAX;
        status = cancel_all(paper, account->name, now_ns);
    }
    return status;
}

int64_t tr_paper_dead_man_ns(const tr_paper *paper)
{
    int64_t due_ns = INT64_MAX;
    for (const tr__paper_account *account = paper == NULL ? NULL : paper->account_first;
         account != NULL; account = account->next)
        if (account->dead_man_ns < due_ns)
            due_ns = account->dead_man_ns;
    return due_ns;
}
