/* clock_offset.c: the sample of the shortest round trip, as in "Probabilistic clock synchronization", 1989. */
#include "exchange/clock_offset.h"

void tr__clock_offset_add(tr__clock_offset *clock, int64_t sent_ns, int64_t received_ns,
                          int64_t told_ns)
{
    int64_t round_trip_ns = received_ns - sent_ns;
    if (round_trip_ns < 0 || told_ns <= 0)
        return;
    clock->samples[clock->next] =
        (tr__clock_sample){ .offset_ns = told_ns - sent_ns - round_trip_ns / 2,
                            .round_trip_ns = round_trip_ns,
                            .at_ns = received_ns };
    clock->next = (clock->next + 1) % TR__CLOCK_SAMPLES;
    if (clock->count < TR__CLOCK_SAMPLES)
        clock->count++;
}

/* The exchange's clock was set: what the newest sample rules out is of before. */
static bool is_contradicted(const tr__clock_sample *sample, const tr__clock_sample *newest)
{
    int64_t apart_ns = sample->offset_ns - newest->offset_ns;
    int64_t slack_ns = (sample->round_trip_ns + newest->round_trip_ns) / 2 +
                       (newest->at_ns - sample->at_ns) / 5000; /* 200 ppm of drift */
    return apart_ns > slack_ns + 1000000000 || -apart_ns > slack_ns + 1000000000;
}

const tr__clock_sample *tr__clock_offset_best(const tr__clock_offset *clock, int64_t now_ns)
{
    const tr__clock_sample *best = 0;
    if (clock->count == 0)
        return best;
    const tr__clock_sample *newest =
        &clock->samples[(clock->next + TR__CLOCK_SAMPLES - 1) % TR__CLOCK_SAMPLES];
    for (size_t i = 0; i < clock->count; i++) {
        const tr__clock_sample *sample = &clock->samples[i];
        if (now_ns - sample->at_ns > TR__CLOCK_AGE_MAX_NS ||
            sample->round_trip_ns > TR__CLOCK_ROUND_MAX_NS || is_contradicted(sample, newest))
            continue;
        if (best == 0 || sample->round_trip_ns < best->round_trip_ns)
            best = sample;
    }
    return best;
}
