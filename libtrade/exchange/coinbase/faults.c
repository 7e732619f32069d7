/*
 * faults.c: what coinbase's error codes and texts mean. Compared whole, in the order of strcmp; pieces of texts stand below. Ours are
 * those that end in an unknown outcome, or name a duplicate id or a missing order.
 * Source: Coinbase Developer Documentation, "Errors", 2026; the exception tables of ccxt 4.5 (MIT licence) for codes that are not documented.
 */
#include "exchange/coinbase/map.h"

static const tr__fault_row rows[] = {
    { "DUPLICATE_CANCEL_REQUEST", TR_FAULT_CANCELLING },
    { "INSUFFICIENT_FUND", TR_FAULT_FUNDS },
    { "INVALID_ARGUMENT", TR_FAULT_REQUEST },
    { "PERMISSION_DENIED", TR_FAULT_PERMISSION },
    { "PREVIEW_INSUFFICIENT_FUND", TR_FAULT_FUNDS },
    { "PREVIEW_STOP_PRICE_ABOVE_LAST_TRADE_PRICE", TR_FAULT_INVALID_ORDER },
    { "UNKNOWN_CANCEL_ORDER", TR_FAULT_NOT_FOUND },
    { "UNSUPPORTED_ORDER_CONFIGURATION", TR_FAULT_REQUEST },
    { "authentication_error", TR_FAULT_AUTH },
    { "expired_token", TR_FAULT_AUTH },
    { "identity_verification_required", TR_FAULT_AUTH },
    { "internal_server_error", TR_FAULT_BUSY },
    { "invalid_authentication_method", TR_FAULT_AUTH },
    { "invalid_request", TR_FAULT_OTHER },
    { "invalid_scope", TR_FAULT_AUTH },
    { "invalid_token", TR_FAULT_AUTH },
    { "jumio_face_match_verification_required", TR_FAULT_AUTH },
    { "jumio_verification_required", TR_FAULT_AUTH },
    { "not_found", TR_FAULT_NOT_FOUND },
    { "param_required", TR_FAULT_OTHER },
    { "personal_details_required", TR_FAULT_AUTH },
    { "rate_limit_exceeded", TR_FAULT_RATE },
    { "resource_exhausted", TR_FAULT_RATE },
    { "revoked_token", TR_FAULT_AUTH },
    { "two_factor_required", TR_FAULT_AUTH },
    { "unauthorized", TR_FAULT_AUTH },
    { "unverified_email", TR_FAULT_AUTH },
    { "validation_error", TR_FAULT_OTHER },
};

static const tr__fault_text texts[] = {
    { NULL, "Insufficient balance in source account", TR_FAULT_FUNDS },
    { NULL, "request timestamp expired", TR_FAULT_TIME },
    { NULL, "order with this orderID was not found", TR_FAULT_NOT_FOUND },
    { NULL, NULL, TR_FAULT_NONE },
};

const tr__faults tr__coinbase_faults = { { rows, sizeof rows / sizeof rows[0] }, NULL, texts };
