/* parts.c: see parts.h. */
#include "ledger/parts.h"

#include <string.h>

#include "core/fail.h"

tr_status tr__ledger_parts_of(const char *symbol, tr__ledger_parts *out, tr_error *err)
{
    tr_symbol_parts read;
    size_t length = strnlen(symbol, TR_SYMBOL_SIZE);
    if (length == TR_SYMBOL_SIZE)
        return tr__fail(err, TR_E_PARSE, 0, "a symbol has at most %d characters",
                        TR_SYMBOL_SIZE - 1);
    tr_status status = tr_symbol_parse(symbol, length, &read, err);
    if (status != TR_OK)
        return status;
    if (read.kind != TR_KIND_SPOT && read.kind != TR_KIND_LINEAR)
        return tr__fail(err, TR_E_UNSUPPORTED, 0,
                        "%s is %s: the ledger knows spot and linear instruments", symbol,
                        tr_kind_name(read.kind));
    *out = (tr__ledger_parts){ .has_goods = read.kind == TR_KIND_SPOT };
    memcpy(out->base, read.base, sizeof out->base);
    memcpy(out->settle, read.kind == TR_KIND_SPOT ? read.quote : read.settle, sizeof out->settle);
    return TR_OK;
}

bool tr__ledger_fee_is_goods(const tr__ledger_parts *parts, const tr_fill *fill)
{
    return parts->has_goods && strcmp(fill->fee_asset, parts->base) == 0;
}

bool tr__ledger_fee_is_other(const tr__ledger_parts *parts, const tr_fill *fill)
{
    return strcmp(fill->fee_asset, parts->settle) != 0 && !tr__ledger_fee_is_goods(parts, fill);
}

tr_status tr__ledger_fee(const tr__ledger_parts *parts, const tr_fill *fill, tr_money *out)
{
    *out = (tr_money){ { 0 } };
    if (tr__ledger_fee_is_goods(parts, fill))
        return tr_decimal_multiply(fill->fee.value, fill->price.value, TR_ROUND_HALF_EVEN,
                                   &out->value);
    if (!tr__ledger_fee_is_other(parts, fill))
        *out = fill->fee;
    return TR_OK;
}
