/*
 * embed_trade.c: all of libtrade in another program.
 *
 * Built against an installed libtrade with this folder's meson.build.
 */
#include <stdio.h>

#include <trade/decimal.h>
#include <trade/version.h>

int main(void)
{
    tr_price price;
    tr_status status = tr_price_parse("27123.45", 8, &price);
    if (status != TR_OK) {
        fprintf(stderr, "price: %s\n", tr_status_name(status));
        return 1;
    }
    char text[TR_DECIMAL_TEXT_SIZE];
    tr_decimal_format(price.value, text, sizeof text);
    printf("libtrade %s\nprice %s\n", tr_version(), text);
    return 0;
}
