/*
 * faults.c: what mexc's error codes and texts mean. Compared whole; pieces of texts stand below.
 * Ours are those that end in an unknown outcome, or name a duplicate id or a missing order.
 * Source: MEXC API, "Error Code", 2026; the exception tables of ccxt 4.5 (MIT licence) for codes
 * that are not documented.
 */
#include "exchange/mexc/map.h"

static const tr__fault_row rows[] = {
    { TR_FAULT_AUTH, TR__CODES("1000", "10001", "140002", "30020", "401", "402", "602", "700001",
                               "700002", "700007", "700013") },
    { TR_FAULT_PERMISSION,
      TR__CODES("30018", "403", "406", "511", "70011", "701", "702", "703", "704") },
    { TR_FAULT_RATE, TR__CODES("429", "510") },
    { TR_FAULT_TIME, TR__CODES("700003", "700005") },
    { TR_FAULT_FUNDS, TR__CODES("10101", "2005", "30004", "88004", "88015") },
    { TR_FAULT_INVALID_ORDER,
      TR__CODES("1002", "10095", "10096", "10097", "10098", "10102", "2003", "2009", "30001",
                "30002", "30003", "30005", "30010", "30014", "30016", "30025", "30027", "30028",
                "30029", "30032", "30041", "30087", "88013") },
    { TR_FAULT_NOT_FOUND, TR__CODES("-2011") },
    { TR_FAULT_SYMBOL, TR__CODES("-1121", "10007", "1001") },
    { TR_FAULT_BUSY, TR__CODES("11444", "501", "503", "604", "801") },
    { TR_FAULT_UNKNOWN_OUTCOME, TR__CODES("504") },
    { TR_FAULT_REQUEST,
      TR__CODES("-1128", "10015", "10072", "10073", "10099", "10100", "10200", "10201", "10202",
                "10206", "10211", "10212", "10222", "10232", "10268", "140001", "2011", "22222",
                "30019", "30021", "30026", "33333", "400", "44444", "513", "600", "601", "603",
                "700004", "700006", "700008", "730001", "730002", "730101", "730600", "730601",
                "730602", "730700", "730701", "730702", "730703", "730704", "730705", "730706",
                "730707") },
    { TR_FAULT_OTHER, TR__CODES("10103", "10216", "10219", "10259", "10265", "20001", "20002", "26",
                                "30000", "500", "60005", "730000", "730003", "730100", "88009") },
    { TR_FAULT_NONE, NULL },
};

static const tr__fault_text texts[] = {
    { NULL, "order not exist", TR_FAULT_NOT_FOUND },
    { NULL, "Order quantity error, please try to modify.", TR_FAULT_REQUEST },
    { NULL, "Combination of optional parameters invalid", TR_FAULT_REQUEST },
    { NULL, "api market order is disabled", TR_FAULT_REQUEST },
    { NULL, "Contract not allow place order!", TR_FAULT_INVALID_ORDER },
    { NULL, "Oversold", TR_FAULT_FUNDS },
    { NULL, "Insufficient position", TR_FAULT_FUNDS },
    { NULL, "Insufficient balance!", TR_FAULT_FUNDS },
    { NULL, "Bid price is great than max allow price", TR_FAULT_INVALID_ORDER },
    { NULL, "Invalid symbol.", TR_FAULT_SYMBOL },
    { NULL, "Param error!", TR_FAULT_REQUEST },
    { NULL, "maintenance", TR_FAULT_BUSY },
    { NULL, NULL, TR_FAULT_NONE },
};

const tr__faults tr__mexc_faults = { rows, NULL, texts };
