/* live_rsi.c: RSI bar by bar, as prices come in. cc live_rsi.c $(pkg-config --cflags --libs trade-core) */
#include <stddef.h>
#include <stdio.h>
#include <trade/indicator.h>

int main(void)
{
    static const double ticks[] = { 100.4, 101.9, 101.2, 102.6, 101.8, 100.9, 102.3, 103.1 };
    static const double closes[] = { 100.8, 101.5, 101.7, 102.2, 101.3, 101.6, 102.9, 102.7 };
    static max_align_t memory[128]; /* all that it needs: nothing else is allocated */
    tr_indicator_config config;
    tr_indicator *rsi;
    tr_error err;
    double peeked, closed;
    if (tr_indicator_config_init(tr_indicator_find("rsi"), TR_INDICATOR_TALIB, &config, &err) != TR_OK ||
        tr_indicator_config_set(&config, "period", 5, &err) != TR_OK ||
        tr_indicator_init(&config, memory, sizeof memory, &rsi, &err) != TR_OK)
        return printf("%s\n", err.message), 1;
    for (size_t i = 0; i < sizeof closes / sizeof *closes; i++) {
        tr_indicator_peek(rsi, &ticks[i], &peeked, NULL); /* the bar still forms: nothing is kept */
        tr_indicator_update(rsi, &closes[i], &closed, NULL);
        printf("bar %zu: RSI %.2f at %.1f, %.2f at its close\n", i, peeked, ticks[i], closed);
    }
    return 0;
}
