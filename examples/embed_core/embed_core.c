/*
 * embed_core.c: libtrade-core in another program: exact money, an instrument's rules, nothing but C beside it.
 *
 * Valid as C11 and as C++. Built against an installed libtrade with this folder's Makefile.
 */
#include <stdio.h>
#include <string.h>

#include <trade/bar.h>
#include <trade/decimal.h>
#include <trade/instrument.h>
#include <trade/version.h>

static int fail(const char *what, tr_status status)
{
    fprintf(stderr, "%s: %s\n", what, tr_status_name(status));
    return 1;
}

static void print_decimal(const char *label, tr_decimal value)
{
    char text[TR_DECIMAL_TEXT_SIZE];
    tr_decimal_format(value, text, sizeof text);
    printf("%-12s %s\n", label, text);
}

/* Every amount is read from text and stays exact: 0.1 + 0.2 is 0.3. */
static int show_sum(void)
{
    tr_decimal a, b, sum;
    tr_status status = tr_decimal_parse("0.1", 3, &a);
    if (status == TR_OK)
        status = tr_decimal_parse("0.2", 3, &b);
    if (status == TR_OK)
        status = tr_decimal_add(a, b, &sum);
    if (status != TR_OK)
        return fail("0.1 + 0.2", status);
    print_decimal("0.1 + 0.2", sum);
    return 0;
}

static tr_status make_instrument(tr_instrument *out)
{
    memset(out, 0, sizeof *out);
    strncpy(out->exchange, "paper", sizeof out->exchange - 1);
    strncpy(out->symbol, "BTC/USDT", sizeof out->symbol - 1);
    strncpy(out->exchange_symbol, "BTCUSDT", sizeof out->exchange_symbol - 1);
    strncpy(out->base, "BTC", sizeof out->base - 1);
    strncpy(out->quote, "USDT", sizeof out->quote - 1);
    strncpy(out->settle, "USDT", sizeof out->settle - 1);
    out->kind = TR_KIND_SPOT;
    out->multiplier = tr_decimal_from_int(1);
    tr_status status = tr_decimal_parse("0.01", 4, &out->tick);
    if (status == TR_OK)
        status = tr_decimal_parse("0.00001", 7, &out->lot);
    if (status == TR_OK)
        status = tr_decimal_parse("10", 2, &out->notional_min);
    return status;
}

/* An order that breaks a rule of its instrument is refused with the rule, the value and the limit. */
static int show_order(const tr_instrument *instrument, const char *price_text,
                      const char *quantity_text)
{
    tr_price price;
    tr_quantity quantity;
    tr_money notional, fee;
    tr_error err;
    tr_status status = tr_price_parse(price_text, strlen(price_text), &price);
    if (status == TR_OK)
        status = tr_quantity_parse(quantity_text, strlen(quantity_text), &quantity);
    if (status != TR_OK)
        return fail("order", status);
    if (tr_instrument_check_order(instrument, &price, quantity, NULL, &err) != TR_OK) {
        printf("%-12s %s at %s: %s\n", "refused", quantity_text, price_text, err.message);
        return 0;
    }
    status = tr_instrument_notional(instrument, price, quantity, TR_ROUND_DOWN, &notional);
    if (status != TR_OK)
        return fail("notional", status);
    print_decimal("notional", notional.value);
    /* Ten basis points; a fee is rounded against the account. */
    status = tr_decimal_multiply_divide(notional.value, tr_decimal_from_int(10),
                                        tr_decimal_from_int(10000), TR_ROUND_UP, &fee.value);
    if (status != TR_OK)
        return fail("fee", status);
    print_decimal("fee", fee.value);
    return 0;
}

/* A bar's line goes straight to the output: the sink runs on this thread, once for each whole hour. */
static tr_status print_bar(void *user, const tr_bar *bar)
{
    char line[TR_BAR_CSV_LINE_SIZE];
    (void)user;
    if (tr_bar_csv_format(bar, line, sizeof line) == 0)
        return TR_E_FULL;
    printf("%-12s %s", "hour", line);
    return TR_OK;
}

static tr_status push_to_resampler(void *user, const tr_bar *bar)
{
    return tr_resampler_push((tr_resampler *)user, bar, NULL);
}

/* Half-hour bars come in as text, in chunks of any length; hours come out. */
static int show_bars(void)
{
    static const char csv[] = "time,open,high,low,close,volume\n"
                              "2024-01-01T00:00:00Z,42000,42100.5,41900,42050,3.5\n"
                              "2024-01-01T00:30:00Z,42050,42300,42010,42280.25,2.25\n"
                              "2024-01-01T01:00:00Z,42280.25,42290,42000,42100,4\n"
                              "2024-01-01T01:30:00Z,42100,42150,41800,41850,1.75\n";
    tr_resampler_options options = TR_RESAMPLER_OPTIONS_INIT;
    tr_resampler *resampler = NULL;
    tr_bar_csv_reader *reader = NULL;
    tr_error err;
    options.source.count = 30;
    tr_status status = tr_resampler_new(&options, print_bar, NULL, &resampler, &err);
    if (status == TR_OK)
        status = tr_bar_csv_reader_new(NULL, push_to_resampler, resampler, &reader, &err);
    if (status == TR_OK)
        status = tr_bar_csv_feed(reader, csv, sizeof csv - 1, true, &err);
    tr_bar_csv_reader_free(reader);
    tr_resampler_free(resampler);
    return status == TR_OK ? 0 : fail(err.message, status);
}

int main(void)
{
    tr_instrument instrument;
    printf("%-12s %d.%d\n", "libtrade", TR_VERSION_MAJOR, TR_VERSION_MINOR);
    if (show_sum() != 0)
        return 1;
    tr_status status = make_instrument(&instrument);
    if (status != TR_OK)
        return fail("instrument", status);
    return show_order(&instrument, "27123.45", "0.00123") ||
           show_order(&instrument, "27123.455", "0.00123") ||
           show_order(&instrument, "27123.45", "0.00001") || show_bars();
}
