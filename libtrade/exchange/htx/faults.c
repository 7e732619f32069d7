/*
 * faults.c: what htx's error codes and texts mean. Compared whole; pieces of texts stand below.
 * Ours are those that end in an unknown outcome, or name a duplicate id or a missing order.
 * Source: HTX API, "Error Code", 2026; the exception tables of ccxt 4.5 (MIT licence) for codes
 * that are not documented.
 */
#include "exchange/htx/map.h"

static const tr__fault_row rows[] = {
    { TR_FAULT_AUTH,
      TR__CODES("1003", "403", "api-signature-check-failed", "api-signature-not-valid") },
    { TR_FAULT_PERMISSION, TR__CODES("1010", "1220", "api-not-support-temp-addr") },
    { TR_FAULT_RATE,
      TR__CODES("base-request-exceed-frequency-limit", "rate-too-many-requests", "request limit") },
    { TR_FAULT_FUNDS, TR__CODES("1047", "1048", "account-frozen-balance-insufficient-error",
                                "dw-insufficient-balance") },
    { TR_FAULT_INVALID_ORDER,
      TR__CODES("1034", "1036", "1039", "1041", "1051", "1067", "1094", "1461", "invalid-amount",
                "order-etp-nav-price-max-error", "order-holding-limit-failed",
                "order-invalid-price", "order-limitorder-amount-max-error",
                "order-limitorder-amount-min-error", "order-limitorder-price-buy-max-error",
                "order-limitorder-price-buy-min-error", "order-limitorder-price-max-error",
                "order-limitorder-price-min-error", "order-limitorder-price-sell-max-error",
                "order-limitorder-price-sell-min-error", "order-marketorder-amount-min-error",
                "order-orderprice-precision-error", "order-stop-order-hit-trigger",
                "order-value-min-error") },
    { TR_FAULT_DUPLICATE_ID, TR__CODES("invalid.client.order.id") },
    { TR_FAULT_NOT_FOUND, TR__CODES("1017", "1061", "base-record-invalid", "order-orderstate-error",
                                    "order-queryorder-invalid") },
    { TR_FAULT_SYMBOL, TR__CODES("1013", "1066", "base-symbol-error", "base-symbol-trade-disabled",
                                 "invalid symbol", "require-symbol", "symbol trade not open now") },
    { TR_FAULT_BUSY,
      TR__CODES("gateway-internal-error", "order-update-error", "system-maintenance") },
    { TR_FAULT_UNKNOWN_OUTCOME, TR__CODES("timeout") },
    { TR_FAULT_REQUEST,
      TR__CODES("1303", "4007", "bad-request", "base-currency-chain-error", "base-date-limit-error",
                "base-withdraw-fee-error", "dw-withdraw-min-limit", "invalid-address",
                "validation-constraints-required", "validation-format-error") },
    { TR_FAULT_NONE, NULL },
};

static const tr__fault_text texts[] = {
    { NULL, "contract is restricted of closing positions on API.  Please contact customer service",
      TR_FAULT_BUSY },
    { NULL, "maintain", TR_FAULT_BUSY },
    { NULL, "API key has no permission", TR_FAULT_PERMISSION },
    { NULL, NULL, TR_FAULT_NONE },
};

const tr__faults tr__htx_faults = { rows, NULL, texts };
