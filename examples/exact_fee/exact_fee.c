/* exact_fee.c: what an order is worth and what it costs, to the last digit. cc exact_fee.c $(pkg-config --cflags --libs trade-core) */
#include <stdio.h>
#include <trade/decimal.h>

int main(void)
{
    char text[TR_DECIMAL_TEXT_SIZE];
    tr_price price;
    tr_quantity quantity;
    tr_money worth, fee;
    if (tr_price_parse("27123.45", 8, &price) != TR_OK ||
        tr_quantity_parse("0.00123", 7, &quantity) != TR_OK ||
        tr_decimal_multiply(price.value, quantity.value, TR_ROUND_DOWN, &worth.value) != TR_OK ||
        tr_decimal_multiply_divide(worth.value, tr_decimal_from_int(10), tr_decimal_from_int(10000),
                                   TR_ROUND_UP, &fee.value) != TR_OK)
        return 1;
    tr_decimal_format(worth.value, text, sizeof text);
    printf("worth %s\n", text); /* worth 33.3618435 */
    tr_decimal_format(fee.value, text, sizeof text);
    printf("fee   %s\n", text); /* fee   0.0333618435, ten basis points */
    return 0;
}
