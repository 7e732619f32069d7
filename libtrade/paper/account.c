/* account.c: accounts, their balances and their desks. They are made on first use and stay. */
#include "paper/state.h"

#include <string.h>

tr__paper_account *tr__paper_account_find(const tr_paper *paper, const char *name)
{
    tr__paper_link *link = tr__paper_table_first(&paper->accounts, tr__paper_hash(name, ""));
    while (link != NULL && strcmp(((tr__paper_account *)link)->name, name) != 0)
        link = tr__paper_table_next(link);
    return (tr__paper_account *)link;
}

tr_status tr__paper_account_open(tr_paper *paper, const char *name, tr__paper_account **out)
{
    *out = tr__paper_account_find(paper, name);
    if (*out != NULL)
        return TR_OK;
    if (tr__paper_table_grow(&paper->accounts, paper->allocator) != TR_OK)
        return TR_E_NO_MEMORY;
    tr__paper_account *account = tr__allocate_zeroed(paper->allocator, 1, sizeof *account);
    if (account == NULL)
        return TR_E_NO_MEMORY;
    account->desks =
        tr__allocate_zeroed(paper->allocator, paper->market_count, sizeof(tr__paper_desk *));
    if (account->desks == NULL) {
        tr__release(paper->allocator, account);
        return TR_E_NO_MEMORY;
    }
    memcpy(account->name, name, strlen(name) + 1);
    account->dead_man_ns = INT64_MAX;
    account->paper = paper;
    account->link.hash = tr__paper_hash(name, "");
    tr__paper_table_insert(&paper->accounts, &account->link);
    if (paper->account_last == NULL)
        paper->account_first = account;
    else
        paper->account_last->next = account;
    paper->account_last = account;
    *out = account;
    return TR_OK;
}

tr_status tr__paper_balance_open(tr_paper *paper, tr__paper_account *account, const char *asset,
                                 tr__paper_balance **out)
{
    tr__paper_balance *balance = account->balances;
    while (balance != NULL && strcmp(balance->asset, asset) != 0)
        balance = balance->next;
    if (balance == NULL) {
        balance = tr__allocate_zeroed(paper->allocator, 1, sizeof *balance);
        if (balance == NULL)
            return TR_E_NO_MEMORY;
        memcpy(balance->asset, asset, strlen(asset) + 1);
        balance->next = account->balances;
        account->balances = balance;
    }
    *out = balance;
    return TR_OK;
}

tr_status tr__paper_desk_open(tr_paper *paper, tr__paper_account *account, tr__paper_market *market,
                              tr__paper_desk **out)
{
    tr__paper_desk **place = &account->desks[market - paper->markets];
    if (*place == NULL) {
        tr__paper_balance *base, *quote;
        if (tr__paper_balance_open(paper, account, market->instrument.base, &base) != TR_OK ||
            tr__paper_balance_open(paper, account, market->instrument.quote, &quote) != TR_OK)
            return TR_E_NO_MEMORY;
        tr__paper_desk *desk = tr__allocate_zeroed(paper->allocator, 1, sizeof *desk);
        if (desk == NULL)
            return TR_E_NO_MEMORY;
        *desk = (tr__paper_desk){ .account = account,
                                  .market = market,
                                  .base = base,
                                  .quote = quote,
                                  .next = market->desks };
        if (tr__paper_books_open(paper, desk) != TR_OK) {
            tr__release(paper->allocator, desk);
            return TR_E_NO_MEMORY;
        }
        market->desks = desk;
        *place = desk;
    }
    *out = *place;
    return TR_OK;
}

void tr__paper_account_free(tr_paper *paper, tr__paper_account *account)
{
    for (size_t i = 0; i < paper->market_count; i++) {
        tr__paper_desk *desk = account->desks[i];
        if (desk == NULL)
            continue;
        tr__paper_books_close(desk);
        tr__release(paper->allocator, desk->resting.buckets);
        tr__release(paper->allocator, desk->prices.buckets);
        tr__release(paper->allocator, desk);
    }
    while (account->balances != NULL) {
        tr__paper_balance *next = account->balances->next;
        tr__release(paper->allocator, account->balances);
        account->balances = next;
    }
    tr__release(paper->allocator, account->desks);
    tr__release(paper->allocator, account);
}
