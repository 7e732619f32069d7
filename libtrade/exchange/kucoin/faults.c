/*
 * faults.c: what kucoin's error codes and texts mean. Compared whole; pieces of texts stand below.
 * Ours are those that end in an unknown outcome, or name a duplicate id or a missing order.
 * Source: KuCoin API, "Error Code", 2026; the exception tables of ccxt 4.5 (MIT licence) for codes
 * that are not documented.
 */
#include "exchange/kucoin/map.h"

static const tr__fault_row rows[] = {
    { TR_FAULT_AUTH,
      TR__CODES("400001", "400003", "400004", "400005", "400006", "400007", "400401", "401") },
    { TR_FAULT_PERMISSION, TR__CODES("101030", "112010", "126005", "126047", "126048", "130201",
                                     "130302", "400303", "400500", "411100") },
    { TR_FAULT_RATE, TR__CODES("429") },
    { TR_FAULT_TIME, TR__CODES("400002") },
    { TR_FAULT_FUNDS, TR__CODES("126013", "130105", "130203", "130301", "200004", "210021",
                                "230003", "260100", "300003", "330008", "600100",
                                "Unsuccessful! Exceeded the max. funds out-transfer limit") },
    { TR_FAULT_INVALID_ORDER,
      TR__CODES("103000", "126003", "126022", "126027", "126028", "126029", "126030", "126033",
                "126034", "126036", "126044", "130308", "130309", "130311", "130312", "130313",
                "130314", "210014", "300000", "300009", "300012", "330005", "330012", "400200",
                "400330", "400350", "400370", "400760", "600101",
                "Order size below the minimum requirement.", "Order size increment invalid.",
                "The quantity is below the minimum requirement.") },
    { TR_FAULT_NOT_FOUND,
      TR__CODES("100001", "126043", "130103", "130108",
                "Order not exist or not allow to be cancelled", "The order does not exist.",
                "order not exist", "order not exist.", "order_not_exist",
                "order_not_exist_or_not_allow_to_cancel") },
    { TR_FAULT_SYMBOL, TR__CODES("400000", "400600", "Unsupported trading pair.") },
    { TR_FAULT_BUSY, TR__CODES("500", "500000", "503") },
    { TR_FAULT_REQUEST,
      TR__CODES("100004", "130101", "130204", "260000", "260220", "400", "400100", "400400",
                "401000", "408000", "415000", "900014", "The amount increment is invalid.",
                "not in the given range!", "recAccountType not in the given range") },
    { TR_FAULT_UNSUPPORTED,
      TR__CODES("126001", "126021", "126045", "126046", "130106", "130303", "130304", "130305",
                "130306", "130307", "130315", "400008", "403", "404", "404000", "405", "415") },
    { TR_FAULT_OTHER,
      TR__CODES("126000", "126002", "126004", "126006", "126007", "126009", "126010", "126011",
                "126015", "126037", "126038", "126039", "126041", "126042", "130102", "130104",
                "130107", "130202", "130310", "135005", "135018",
                "The withdrawal amount is below the minimum requirement.") },
    { TR_FAULT_NONE, NULL },
};

static const tr__fault_text texts[] = {
    { "400100", "order_not_exist", TR_FAULT_NOT_FOUND },
    { "400100", "order not exist", TR_FAULT_NOT_FOUND },
    { NULL, "pageSize should not greater than 500", TR_FAULT_REQUEST },
    { NULL, "Exceeded the access frequency", TR_FAULT_RATE },
    { NULL, "require more permission", TR_FAULT_PERMISSION },
    { NULL, "Position does not exist", TR_FAULT_NOT_FOUND },
    { NULL, NULL, TR_FAULT_NONE },
};

const tr__faults tr__kucoin_faults = { rows, NULL, texts };
