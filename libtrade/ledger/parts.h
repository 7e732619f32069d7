/* parts.h: what of a symbol the ledger needs to know, and what a fee is in it. */
#ifndef TRADE_LEDGER_PARTS_H
#define TRADE_LEDGER_PARTS_H

#include <trade/instrument.h>
#include <trade/order.h>

typedef struct tr__ledger_parts {
    bool has_goods; /* spot: goods change hands */
    char base[TR_ASSET_SIZE];
    char settle[TR_ASSET_SIZE]; /* of all sums */
} tr__ledger_parts;

/* TR_E_UNSUPPORTED unless spot or linear; TR_E_PARSE */
tr_status tr__ledger_parts_of(const char *symbol, tr__ledger_parts *out, tr_error *err);

/* A fee in the settle asset: as it is; in goods, at the execution's price; in a third asset: zero. */
tr_status tr__ledger_fee(const tr__ledger_parts *parts, const tr_fill *fill, tr_money *out);

bool tr__ledger_fee_is_goods(const tr__ledger_parts *parts, const tr_fill *fill);

/* It is in no sum of the settle asset. */
bool tr__ledger_fee_is_other(const tr__ledger_parts *parts, const tr_fill *fill);

#endif
