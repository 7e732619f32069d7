/*
 * faults.c: what kraken's error codes and texts mean. Compared whole, in the order of strcmp; pieces of texts stand below. Ours are
 * those that end in an unknown outcome, or name a duplicate id or a missing order.
 * Source: Kraken API Center, "Error Messages", 2026; the exception tables of ccxt 4.5 (MIT licence) for codes that are not documented.
 */
#include "exchange/kraken/map.h"

static const tr__fault_row rows[] = {
    { "EAPI:Invalid key", TR_FAULT_AUTH },
    { "EAPI:Invalid nonce", TR_FAULT_TIME },
    { "EAPI:Invalid signature", TR_FAULT_AUTH },
    { "EAPI:Rate limit exceeded", TR_FAULT_RATE },
    { "EDatabase:Internal error", TR_FAULT_BUSY },
    { "EFunding:Invalid amount", TR_FAULT_FUNDS },
    { "EFunding:No funding method", TR_FAULT_REQUEST },
    { "EFunding:Unknown asset", TR_FAULT_SYMBOL },
    { "EFunding:Unknown withdraw key", TR_FAULT_REQUEST },
    { "EGeneral:Internal error", TR_FAULT_BUSY },
    { "EGeneral:Invalid arguments", TR_FAULT_REQUEST },
    { "EGeneral:Invalid arguments:price", TR_FAULT_INVALID_ORDER },
    { "EGeneral:Permission denied", TR_FAULT_PERMISSION },
    { "EGeneral:Temporary lockout", TR_FAULT_RATE },
    { "EGeneral:Too many requests", TR_FAULT_RATE },
    { "EOrder:Insufficient funds", TR_FAULT_FUNDS },
    { "EOrder:Invalid price:Invalid price argument", TR_FAULT_INVALID_ORDER },
    { "EOrder:Order minimum not met", TR_FAULT_INVALID_ORDER },
    { "EOrder:Rate limit exceeded", TR_FAULT_RATE },
    { "EOrder:Unknown order", TR_FAULT_NOT_FOUND },
    { "EQuery:Invalid asset pair", TR_FAULT_SYMBOL },
    { "EQuery:Unknown asset", TR_FAULT_SYMBOL },
    { "EService:Busy", TR_FAULT_BUSY },
    { "EService:Market in cancel_only mode", TR_FAULT_BUSY },
    { "EService:Market in post_only mode", TR_FAULT_BUSY },
    { "EService:Unavailable", TR_FAULT_BUSY },
    { "ESession:Invalid session", TR_FAULT_AUTH },
    { "ETrade:User Locked", TR_FAULT_PERMISSION },
};

static const tr__fault_text texts[] = {
    { NULL, ":Invalid order", TR_FAULT_INVALID_ORDER },
    { NULL, ":Invalid arguments:volume", TR_FAULT_INVALID_ORDER },
    { NULL, ":Invalid arguments:viqc", TR_FAULT_INVALID_ORDER },
    { NULL, ":Invalid nonce", TR_FAULT_TIME },
    { NULL, ":IInsufficient funds", TR_FAULT_FUNDS },
    { NULL, ":Cancel pending", TR_FAULT_CANCELLING },
    { NULL, ":Rate limit exceeded", TR_FAULT_RATE },
    { NULL, NULL, TR_FAULT_NONE },
};

const tr__faults tr__kraken_faults = { { rows, sizeof rows / sizeof rows[0] }, NULL, texts };
