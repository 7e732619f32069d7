/* indicator.h: what the `indicator` commands share: finding, configuring, running and drawing. */
#ifndef TRADE_TBCTL_INDICATOR_H
#define TRADE_TBCTL_INDICATOR_H

#include <trade/candles.h>

#include "tbctl/plot.h"

extern const char
    *const tbctl_indicator_presets[]; /* in the order of tr_indicator_preset; NULL-ended */

/* By name or alias; TR_E_INVALID names those that are near. */
tr_status tbctl_indicator_find(const char *name, const tr_indicator_info **out, tr_error *err);

/* "high, low, close" in `buffer`. */
void tbctl_indicator_inputs(const tr_indicator_info *info, char *buffer, size_t size);
const char *tbctl_indicator_input_name(tr_indicator_input input);
bool tbctl_indicator_is_time(tr_indicator_input input);

/* A parameter's value as it is set: "14", "2.5", a moving average's name. */
void tbctl_indicator_value(const tr_indicator_param *param, double value, char *buffer,
                           size_t size);

/* The --set of the command line: a parameter's name and its value. TR_E_INVALID names what is allowed. */
tr_status tbctl_indicator_set(const tbctl *program, tr_indicator_config *config, tr_error *err);

/* The same for a candlestick pattern, and measures: "body_doji.factor=0.2". */
tr_status tbctl_candles_set(const tbctl *program, size_t pattern, tr_candles_config *config,
                            tr_error *err);

/* Over `count` bars, all at once or bar by bar; out[k] holds `count`. What a failure has taken is in `taken_out`. */
tr_status tbctl_indicator_run(const tr_indicator_config *config, const double *const *in,
                              size_t count, bool is_stream, double *const *out, size_t *taken_out,
                              tr_error *err);

/* What there is to draw. */
typedef struct tbctl_indicator_picture {
    const tr_indicator_info *info;
    const double *price; /* drawn with what lies on it; NULL: there is none */
    const char *price_name;
    const double *const *out;
    size_t count;
    size_t bars_max;          /* the last ones; 0: as many as fit */
    const char *const *times; /* by bar; NULL: bars are numbered */
} tbctl_indicator_picture;

/* Frames for the price and what is measured alike, the last bars. `shown_out`: how many. */
void tbctl_indicator_draw(const tbctl *program, FILE *file, const tbctl_indicator_picture *picture,
                          size_t *shown_out);

#endif
