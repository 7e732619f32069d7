/* higher_timeframe.c: a 4-hour average beside hourly bars, without a look ahead. cc higher_timeframe.c $(pkg-config --cflags --libs trade-core) */
#include <stdio.h>
#include <trade/indicator_frame.h>

int main(void)
{
    static const double closes[] = { 100, 101, 103, 104, 103, 105, 108, 106, 104, 103, 102, 101 };
    double confirmed = 0, forming = 0;
    tr_indicator_config config;
    tr_indicator_frame *frames[2];
    tr_indicator_frame_options options = TR_INDICATOR_FRAME_OPTIONS_INIT;
    tr_indicator_config_init(tr_indicator_find("sma"), TR_INDICATOR_TALIB, &config, NULL);
    tr_indicator_config_set(&config, "period", 2, NULL);
    options.config = &config;
    options.source = (tr_timeframe){ 1, TR_TIMEFRAME_HOUR };
    options.target = (tr_timeframe){ 4, TR_TIMEFRAME_HOUR };
    for (int i = 0; i < 2; i++) {
        tr_error err;
        options.mode = i == 0 ? TR_INDICATOR_FRAME_CONFIRMED : TR_INDICATOR_FRAME_FORMING;
        if (tr_indicator_frame_new(&options, &frames[i], &err) != TR_OK)
            return printf("%s\n", err.message), 1;
    }
    for (size_t hour = 0; hour < sizeof closes / sizeof *closes; hour++) {
        double close = closes[hour];
        tr_bar bar = { (int64_t)hour * 3600000000000, close, close, close, close, 1, true };
        tr_indicator_frame_push(frames[0], &bar, &confirmed, NULL);
        tr_indicator_frame_push(frames[1], &bar, &forming, NULL);
        if (hour >= 7) /* the second 4-hour bar is over */
            printf("hour %2zu: close %.0f, average of the 4-hour closes %.1f, as it forms %.1f\n",
                   hour, close, confirmed, forming);
    }
    tr_indicator_frame_free(frames[0]);
    tr_indicator_frame_free(frames[1]);
    return 0;
}
