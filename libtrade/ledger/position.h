/* position.h: what an execution makes of a position, of whichever kind its instrument is. */
#ifndef TRADE_LEDGER_POSITION_H
#define TRADE_LEDGER_POSITION_H

#include <trade/instrument.h>
#include <trade/order.h>
#include <trade/status.h>

/* What an execution changes hands for, in the quote asset. `multiplier`: base units a contract, 1 for spot. */
tr_status tr__ledger_position_value(const tr_fill *fill, tr_decimal multiplier, tr_money *out);

/* Its fee in the quote asset, for the sums on order and position; one in a third asset is zero there. */
tr_status tr__ledger_position_fee(const tr_fill *fill, const tr_symbol_parts *parts, tr_money *out);

/*
 * Book an execution on a net position by average cost. `gain_out`: what it realises, before its fee; zero while the
 * position only grows.
 */
tr_status tr__ledger_position_fill(tr_position *position, const tr_fill *fill,
                                   const tr_symbol_parts *parts, tr_decimal multiplier,
                                   tr_money *gain_out);

/* How much of a move from one signed quantity to another opened what is held now: the rest closed what was held before. */
tr_quantity tr__ledger_position_opened(tr_decimal before, tr_decimal now);

#endif
