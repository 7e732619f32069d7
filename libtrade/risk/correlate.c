/* correlate.c: what is held, weighted by how it moves with the symbol that is asked about. */
#include <trade/risk.h>

tr_status tr_risk_correlate(const tr_risk_holding *holdings, size_t count, tr_money *out)
{
    if ((holdings == NULL && count > 0) || out == NULL)
        return TR_E_INVALID;
    tr_decimal one = tr_decimal_from_int(1), minus_one = tr_decimal_from_int(-1);
    tr_money sum = { { 0 } };
    for (size_t i = 0; i < count; i++) {
        tr_decimal part;
        tr_status status;
        if (tr_decimal_compare(holdings[i].correlation, one) > 0 ||
            tr_decimal_compare(holdings[i].correlation, minus_one) < 0)
            return TR_E_RANGE;
        if ((status = tr_decimal_multiply(holdings[i].exposure.value, holdings[i].correlation,
                                          TR_ROUND_HALF_EVEN, &part)) != TR_OK ||
            (status = tr_money_add(sum, (tr_money){ part }, &sum)) != TR_OK)
            return status;
    }
    *out = sum;
    return TR_OK;
}
