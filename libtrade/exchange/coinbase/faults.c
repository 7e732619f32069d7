/*
 * faults.c: what coinbase's error codes and texts mean. Compared whole; pieces of texts stand
 * below. Ours are those that end in an unknown outcome, or name a duplicate id or a missing order.
 * Source: Coinbase Developer Documentation, "Errors", 2026; the exception tables of ccxt 4.5 (MIT
 * licence) for codes that are not documented.
 */
#include "exchange/coinbase/map.h"

static const tr__fault_row rows[] = {
    { TR_FAULT_AUTH,
      TR__CODES("authentication_error", "expired_token", "identity_verification_required",
                "invalid_authentication_method", "invalid_scope", "invalid_token",
                "jumio_face_match_verification_required", "jumio_verification_required",
                "personal_details_required", "revoked_token", "two_factor_required", "unauthorized",
                "unverified_email") },
    { TR_FAULT_PERMISSION, TR__CODES("PERMISSION_DENIED") },
    { TR_FAULT_RATE, TR__CODES("rate_limit_exceeded", "resource_exhausted") },
    { TR_FAULT_FUNDS, TR__CODES("INSUFFICIENT_FUND", "PREVIEW_INSUFFICIENT_FUND") },
    { TR_FAULT_INVALID_ORDER, TR__CODES("PREVIEW_STOP_PRICE_ABOVE_LAST_TRADE_PRICE", "PREVIEW_STOP_PRICE_BELOW_LAST_TRADE_PRICE") },
    { TR_FAULT_NOT_FOUND, TR__CODES("UNKNOWN_CANCEL_ORDER", "not_found") },
    { TR_FAULT_BUSY, TR__CODES("internal_server_error") },
    { TR_FAULT_REQUEST, TR__CODES("INVALID_ARGUMENT", "UNSUPPORTED_ORDER_CONFIGURATION") },
    { TR_FAULT_CANCELLING, TR__CODES("DUPLICATE_CANCEL_REQUEST") },
    { TR_FAULT_OTHER, TR__CODES("invalid_request", "param_required", "validation_error") },
    { TR_FAULT_NONE, NULL },
};

static const tr__fault_text texts[] = {
    { NULL, "Insufficient balance in source account", TR_FAULT_FUNDS },
    { NULL, "request timestamp expired", TR_FAULT_TIME },
    { NULL, "order with this orderID was not found", TR_FAULT_NOT_FOUND },
    { NULL, NULL, TR_FAULT_NONE },
};

const tr__faults tr__coinbase_faults = { rows, NULL, texts };
