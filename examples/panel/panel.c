/* panel.c: ATR of three symbols at once. cc panel.c $(pkg-config --cflags --libs trade-core) */
#include <stdio.h>
#include <stdlib.h>
#include <trade/panel.h>

enum { SYMBOLS = 3, BARS = 6 };

int main(void)
{
    static const char *const names[SYMBOLS] = { "BTC", "ETH", "SOL" };
    static const double high[SYMBOLS][BARS] = { { 101, 103, 102, 105, 106, 104 },
                                                { 51, 52, 52, 53, 55, 54 },
                                                { 9, 9.5, 9.2, 9.4, 9.9, 9.6 } };
    static const double low[SYMBOLS][BARS] = { { 99, 100, 98, 101, 103, 101 },
                                               { 49, 50, 50, 51, 52, 53 },
                                               { 8, 8.8, 8.9, 9, 9.1, 9.3 } };
    static const double close[SYMBOLS][BARS] = { { 100, 102, 99, 104, 105, 102 },
                                                 { 50, 51, 51, 52, 54, 53 },
                                                 { 8.9, 9.1, 9, 9.3, 9.4, 9.5 } };
    double atr[SYMBOLS][BARS];
    const double *in[SYMBOLS * 3]; /* symbol after symbol, in the order of the indicator's inputs */
    double *out[SYMBOLS];
    for (size_t i = 0; i < SYMBOLS; i++) {
        in[3 * i] = high[i], in[3 * i + 1] = low[i], in[3 * i + 2] = close[i];
        out[i] = atr[i];
    }
    tr_panel_options options = TR_PANEL_OPTIONS_INIT;
    tr_panel *panel;
    tr_error err;
    size_t size;
    options.lane_count = SYMBOLS;
    if (tr_indicator_config_init(tr_indicator_find("atr"), TR_INDICATOR_TALIB, &options.config,
                                 &err) != TR_OK ||
        tr_indicator_config_set(&options.config, "period", 3, &err) != TR_OK ||
        tr_panel_memory_size(&options, &size, &err) != TR_OK)
        return printf("%s\n", err.message), 1;
    void *memory = malloc(size); /* all that it needs, whatever comes */
    if (tr_panel_init(&options, memory, size, &panel, &err) != TR_OK ||
        tr_panel_run(panel, in, BARS, out, NULL, &err) != TR_OK)
        return printf("%s\n", err.message), 1;
    for (size_t i = 0; i < SYMBOLS; i++) {
        double next[3] = { high[i][0], low[i][0], close[i][0] }, peeked;
        tr_indicator_peek(tr_panel_lane(panel, i), next, &peeked,
                          NULL); /* each lane is an indicator of its own */
        printf("%s: ATR %.3f, %.3f, %.3f; %.3f after one more bar like the first\n", names[i],
               atr[i][3], atr[i][4], atr[i][5], peeked);
    }
    free(memory);
    return 0;
}
