/* outside.h: executions that no order of ours had (outside.c). */
#ifndef TRADE_ENGINE_OUTSIDE_H
#define TRADE_ENGINE_OUTSIDE_H

#include "engine/reconcile.h"

/*
 * An order that the exchange made: accepted and sent, with `notes` as its reason; tr__report_take_fill does the rest.
 * @return NULL when the engine has failed
 */
order_node *tr__outside_accept(work *w, account *owner, const tr_exchange_report *report, tr_id id,
                               tr_role role, const char *notes);

/*
 * Take the exchange's position over: what it differs by is booked as one execution. What that brings otherwise than the exchange
 * says is a difference of the balance, found in the next round. False: nobody knows a price; `difference` says so.
 */
bool tr__outside_adopt(reconciliation *r, tr_difference *difference);

#endif
