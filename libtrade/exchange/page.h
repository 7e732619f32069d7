/*
 * page.h: lists of fills, open orders and bills that come in pages, where the exchange itself does not say how they go on: by the number of the
 * page, by what has been read, or by the last one's id or time. A page that is not full is the last.
 */
#ifndef TRADE_EXCHANGE_PAGE_H
#define TRADE_EXCHANGE_PAGE_H

#include "exchange/answer.h"
#include "exchange/request.h"

/* Where the next page begins; and how many fit on one, which is asked for. Nothing for an exchange without a row. */
void tr__page_ask(tr__request *request, const tr_exchange_question *question);

/* The answer is read: what leads to the next page becomes its cursor, or none does. */
void tr__page_end(tr__reading *reading);

/* At a record's own id or time, that pages are told apart by. */
extern const tr__custom tr__page_mark;

#endif
