/* resample.h: what a resampler is in the middle of, for those who keep it over a restart. */
#ifndef TRADE_CORE_RESAMPLE_H
#define TRADE_CORE_RESAMPLE_H

#include <trade/bar.h>

typedef struct tr__resampler_state {
    tr_bar settled; /* closed source bars of the forming target bar */
    tr_bar pending; /* the forming source bar */
    bool has_settled;
    bool has_pending;
    bool has_pushed;
    bool has_emitted;
    bool has_failed;
    int64_t last_open_ns;      /* of the newest source bar */
    int64_t complete_until_ns; /* end of the newest emitted target bar */
    double last_close;         /* of it */
} tr__resampler_state;

const tr__resampler_state *tr__resampler_state_get(const tr_resampler *resampler);

/* Continue there. TR_E_CORRUPT for what no bars can lead to; the resampler is then as it was. */
tr_status tr__resampler_state_set(tr_resampler *resampler, const tr__resampler_state *state,
                                  tr_error *err);

#endif
