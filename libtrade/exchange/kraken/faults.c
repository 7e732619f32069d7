/*
 * faults.c: what kraken's error codes and texts mean. Compared whole; pieces of texts stand below.
 * Ours are those that end in an unknown outcome, or name a duplicate id or a missing order.
 * Source: Kraken API Center, "Error Messages", 2026; the exception tables of ccxt 4.5 (MIT licence)
 * for codes that are not documented.
 */
#include "exchange/kraken/map.h"

static const tr__fault_row rows[] = {
    { TR_FAULT_AUTH,
      TR__CODES("EAPI:Invalid key", "EAPI:Invalid signature", "ESession:Invalid session") },
    { TR_FAULT_PERMISSION, TR__CODES("EGeneral:Permission denied", "ETrade:User Locked") },
    { TR_FAULT_RATE, TR__CODES("EAPI:Rate limit exceeded", "EGeneral:Temporary lockout",
                               "EGeneral:Too many requests", "EOrder:Rate limit exceeded") },
    { TR_FAULT_TIME, TR__CODES("EAPI:Invalid nonce") },
    { TR_FAULT_FUNDS, TR__CODES("EFunding:Invalid amount", "EOrder:Insufficient funds") },
    { TR_FAULT_INVALID_ORDER,
      TR__CODES("EGeneral:Invalid arguments:price", "EOrder:Invalid price:Invalid price argument",
                "EOrder:Order minimum not met") },
    { TR_FAULT_NOT_FOUND, TR__CODES("EOrder:Unknown order") },
    { TR_FAULT_SYMBOL,
      TR__CODES("EFunding:Unknown asset", "EQuery:Invalid asset pair", "EQuery:Unknown asset") },
    { TR_FAULT_BUSY, TR__CODES("EDatabase:Internal error", "EGeneral:Internal error",
                               "EService:Busy", "EService:Market in cancel_only mode",
                               "EService:Market in post_only mode", "EService:Unavailable") },
    { TR_FAULT_REQUEST, TR__CODES("EFunding:No funding method", "EFunding:Unknown withdraw key",
                                  "EGeneral:Invalid arguments") },
    { TR_FAULT_NONE, NULL },
};

static const tr__fault_text texts[] = {
    { NULL, ":Invalid order", TR_FAULT_INVALID_ORDER },
    { NULL, ":Invalid arguments:volume", TR_FAULT_INVALID_ORDER },
    { NULL, ":Invalid arguments:viqc", TR_FAULT_INVALID_ORDER },
    { NULL, "EGeneral:Invalid arguments:", TR_FAULT_REQUEST }, /* and which one */
    { NULL, ":Invalid nonce", TR_FAULT_TIME },
    { NULL, ":IInsufficient funds", TR_FAULT_FUNDS },
    { NULL, ":Cancel pending", TR_FAULT_CANCELLING },
    { NULL, ":Rate limit exceeded", TR_FAULT_RATE },
    { NULL, NULL, TR_FAULT_NONE },
};

const tr__faults tr__kraken_faults = { rows, NULL, texts };
