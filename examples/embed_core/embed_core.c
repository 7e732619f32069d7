/*
 * embed_core.c: libtrade-core in another program: exact money, and nothing but the C library beside it.
 *
 * Valid as C11 and as C++. Built against an installed libtrade with this folder's Makefile.
 */
#include <stdio.h>
#include <string.h>

#include <trade/decimal.h>
#include <trade/version.h>

static int print_decimal(const char *label, tr_decimal value)
{
    char text[TR_DECIMAL_TEXT_SIZE];
    tr_decimal_format(value, text, sizeof text);
    return printf("%-12s %s\n", label, text) > 0 ? 0 : 1;
}

static int fail(const char *what, tr_status status)
{
    fprintf(stderr, "%s: %s\n", what, tr_status_name(status));
    return 1;
}

/* 0.1 + 0.2 is 0.3, and a fee is rounded as it says: against the account. */
static int show_money(void)
{
    tr_decimal a, b, sum, price, quantity, fee_rate, notional, fee;
    tr_status status = tr_decimal_parse("0.1", 3, &a);
    if (status == TR_OK)
        status = tr_decimal_parse("0.2", 3, &b);
    if (status == TR_OK)
        status = tr_decimal_add(a, b, &sum);
    if (status != TR_OK)
        return fail("0.1 + 0.2", status);
    if (print_decimal("0.1 + 0.2", sum) != 0)
        return 1;

    const char *const texts[] = { "27123.45", "0.00000001", "0.001" };
    tr_decimal *const targets[] = { &price, &quantity, &fee_rate };
    for (int i = 0; i < 3; i++) {
        status = tr_decimal_parse(texts[i], strlen(texts[i]), targets[i]);
        if (status != TR_OK)
            return fail(texts[i], status);
    }
    status = tr_decimal_multiply(price, quantity, TR_ROUND_DOWN, &notional);
    if (status == TR_OK)
        status = tr_decimal_multiply(notional, fee_rate, TR_ROUND_UP, &fee);
    if (status != TR_OK)
        return fail("fee", status);
    return print_decimal("notional", notional) + print_decimal("fee", fee);
}

int main(void)
{
    printf("%-12s %d.%d\n", "libtrade", TR_VERSION_MAJOR, TR_VERSION_MINOR);
    return show_money();
}
