/*
 * errors.c: the meaning of every code and text of the error tables. The reference's classes are coarser than ours in places: then
 * ours is listed here with its code, and must be what is found.
 */
#include <stdio.h>
#include <string.h>

#include "exchange/adapter.h"
#include "parsers/parsers.h"

typedef struct meaning {
    const char *class_name;
    tr_fault fault;
} meaning;

static const meaning meanings[] = {
    { "ExchangeError", TR_FAULT_OTHER },
    { "BadRequest", TR_FAULT_REQUEST },
    { "InvalidOrder", TR_FAULT_INVALID_ORDER },
    { "PermissionDenied", TR_FAULT_PERMISSION },
    { "AuthenticationError", TR_FAULT_AUTH },
    { "InsufficientFunds", TR_FAULT_FUNDS },
    { "OperationRejected", TR_FAULT_REFUSED },
    { "BadSymbol", TR_FAULT_SYMBOL },
    { "OperationFailed", TR_FAULT_BUSY },
    { "OrderNotFound", TR_FAULT_NOT_FOUND },
    { "RateLimitExceeded", TR_FAULT_RATE },
    { "AccountSuspended", TR_FAULT_PERMISSION },
    { "ExchangeNotAvailable", TR_FAULT_BUSY },
    { "NotSupported", TR_FAULT_UNSUPPORTED },
    { "OnMaintenance", TR_FAULT_BUSY },
    { "InvalidNonce", TR_FAULT_TIME },
    { "OrderImmediatelyFillable", TR_FAULT_WOULD_TAKE },
    { "AccountNotEnabled", TR_FAULT_PERMISSION },
    { "BadResponse", TR_FAULT_UNKNOWN_OUTCOME },
    { "RequestTimeout", TR_FAULT_UNKNOWN_OUTCOME },
    { "DDoSProtection", TR_FAULT_RATE },
    { "InvalidAddress", TR_FAULT_REQUEST },
    { "ContractUnavailable", TR_FAULT_SYMBOL },
    { "OrderNotFillable", TR_FAULT_NOT_FILLABLE },
    { "RestrictedLocation", TR_FAULT_PERMISSION },
    { "CancelPending", TR_FAULT_CANCELLING },
    { "ArgumentsRequired", TR_FAULT_REQUEST },
    { "NetworkError", TR_FAULT_BUSY },
    { "NoChange", TR_FAULT_NO_CHANGE },
    { "ManualInteractionNeeded", TR_FAULT_REFUSED },
    { "MarketClosed", TR_FAULT_REFUSED },
    { "MarginModeAlreadySet", TR_FAULT_NO_CHANGE },
};

/* A duplicate id is not just an invalid order; what timed out may have been done; a missing order is told apart. */
static const struct {
    const char *exchange, *section, *code;
    tr_fault fault;
} ours[] = {
    { "binance", "exact", "-1006", TR_FAULT_UNKNOWN_OUTCOME },
    { "binance", "linear.exact", "-4116", TR_FAULT_DUPLICATE_ID },
    { "binance", "linear.exact", "-5022", TR_FAULT_WOULD_TAKE },
    { "bitget", "exact", "40010", TR_FAULT_UNKNOWN_OUTCOME },
    { "bybit", "exact", "110072", TR_FAULT_DUPLICATE_ID },
    { "bybit", "exact", "170141", TR_FAULT_DUPLICATE_ID },
    { "bybit", "exact", "170146", TR_FAULT_UNKNOWN_OUTCOME },
    { "bybit", "exact", "170147", TR_FAULT_UNKNOWN_OUTCOME },
    { "coinbase", "exact", "internal_server_error", TR_FAULT_BUSY },
    { "coinbase", "exact", "not_found", TR_FAULT_NOT_FOUND },
    { "gate", "exact", "REPEATED_CREATION", TR_FAULT_DUPLICATE_ID },
    { "kraken", "exact", "EOrder:Unknown order", TR_FAULT_NOT_FOUND },
    { "mexc", "exact", "-2011", TR_FAULT_NOT_FOUND },
    { "okx", "exact", "50061", TR_FAULT_RATE },
    { "okx", "exact", "51016", TR_FAULT_DUPLICATE_ID },
};

static tr_fault fault_wanted(const char *exchange, const char *section, const char *code,
                             const char *class_name)
{
    for (size_t i = 0; i < sizeof ours / sizeof ours[0]; i++)
        if (strcmp(ours[i].exchange, exchange) == 0 && strcmp(ours[i].section, section) == 0 &&
            strcmp(ours[i].code, code) == 0)
            return ours[i].fault;
    for (size_t i = 0; i < sizeof meanings / sizeof meanings[0]; i++)
        if (strcmp(meanings[i].class_name, class_name) == 0)
            return meanings[i].fault;
    return TR_FAULT_NONE;
}

static void failure_fill(tr_exchange_failure *failure, const char *section, const char *code)
{
    bool is_whole = strstr(section, "exact") != NULL;
    if (is_whole && strlen(code) < sizeof failure->code)
        (void)snprintf(failure->code, sizeof failure->code, "%s", code);
    else
        (void)snprintf(failure->text, sizeof failure->text, is_whole ? "%s" : "it says: %s.", code);
}

static void check_code(const tr__adapter *adapter, const char *section, const char *code,
                       const char *class_name, tally *counts)
{
    char name[200], fault[160], own[40];
    tr_exchange_failure failure = { .http_code = 400 };
    size_t length = strcspn(section, ".");
    (void)snprintf(own, sizeof own, "%.*s", (int)length, section);
    failure_fill(&failure, section, code);
    tr_fault wanted = fault_wanted(adapter->info.name, section, code, class_name);
    tr_fault found = tr__fault_find(adapter, section[length] == '.' ? own : NULL, &failure);
    (void)snprintf(name, sizeof name, "%s %s", section, code);
    (void)snprintf(fault, sizeof fault, "is %s, wanted %s (%s)", tr_fault_name(found),
                   tr_fault_name(wanted), class_name);
    verdict(counts, name, found == wanted && wanted != TR_FAULT_NONE ? NULL : fault);

    /* For a placing call nothing of these may count as a rejection. */
    if (wanted != TR_FAULT_BUSY && wanted != TR_FAULT_UNKNOWN_OUTCOME && wanted != TR_FAULT_OTHER)
        return;
    tr__adapter_fault(adapter, TR_KIND_SPOT, TR_CALL_PLACE, &failure);
    if (strcmp(own, "spot") == 0 || section[length] != '.')
        verdict(counts, name, failure.is_certain ? "counts as a rejection" : NULL);
}

/* Codes of HTTP alone, without a word from the exchange. */
static void check_http(const tr__adapter *adapter, const char *code, const char *class_name,
                       tally *counts)
{
    char name[40], fault[120];
    tr_exchange_failure failure = { 0 };
    for (const char *digit = code; *digit >= '0' && *digit <= '9'; digit++)
        failure.http_code = failure.http_code * 10 + (*digit - '0');
    tr__adapter_fault(adapter, TR_KIND_SPOT, TR_CALL_PLACE, &failure);
    bool is_rate = failure.fault == TR_FAULT_RATE, is_auth = failure.fault == TR_FAULT_AUTH;
    bool is_right = !failure.is_certain && !is_rate && !is_auth;
    if (strcmp(class_name, "AuthenticationError") == 0)
        is_right = is_auth;
    else if (strcmp(class_name, "RateLimitExceeded") == 0 ||
             strcmp(class_name, "DDoSProtection") == 0 || failure.http_code == 429)
        is_right = is_rate;
    for (const tr__halt *halt = adapter->halts; halt->http_code != 0; halt++)
        if (halt->http_code == failure.http_code)
            is_right = is_rate;
    (void)snprintf(name, sizeof name, "http %s", code);
    (void)snprintf(fault, sizeof fault, "%s: is %s, %s", class_name, tr_fault_name(failure.fault),
                   failure.is_certain ? "certain" : "not certain");
    verdict(counts, name, is_right ? NULL : fault);
}

void check_errors(const tr_json_value *root, tally *counts)
{
    const char *exchange = text_of(root, "exchange");
    const tr__adapter *adapter = tr__adapter_find(exchange);
    if (adapter == NULL) {
        verdict(counts, "the file", "of an exchange that we do not know");
        return;
    }
    for (const tr_json_value *section = tr_json_value_first(member(root, "exceptions"));
         section != NULL; section = tr_json_value_next(section))
        for (const tr_json_value *row = tr_json_value_first(section); row != NULL;
             row = tr_json_value_next(row)) {
            const char *class_name = NULL;
            if (tr_json_value_text(row, &class_name, &(size_t){ 0 }) == TR_OK)
                check_code(adapter, tr_json_value_key(section, NULL), tr_json_value_key(row, NULL),
                           class_name, counts);
        }
    for (const tr_json_value *row = tr_json_value_first(member(root, "http")); row != NULL;
         row = tr_json_value_next(row)) {
        const char *class_name = NULL;
        if (tr_json_value_text(row, &class_name, &(size_t){ 0 }) == TR_OK)
            check_http(adapter, tr_json_value_key(row, NULL), class_name, counts);
    }
}
