/* plan.h: between the public calls and the engine. */
#ifndef TRADE_INDICATOR_PLAN_H
#define TRADE_INDICATOR_PLAN_H

#include "indicator/engine.h"

#define TR__SCRATCH_NODES 64

struct tr_indicator {
    tr_indicator_config config;
    size_t lookback;
    size_t input_count;
    size_t output_count;
    size_t head_size;  /* bytes of the engine's own and all nodes' heads */
    size_t store_size; /* bytes */
    bool is_recursive;
    bool is_wide; /* the machine has the vectors of TR__WIDE */
    /*
     * The next ordinary bar may take the short way of a live update: `previous` holds the same counts as the head, and no
     * output is tainted. Then only what follows the counts has to be copied for a correction.
     */
    bool is_streaming;
    tr_status (*take)(tr_indicator *indicator, const double *in, double *out, tr_error *err);
    size_t kept_at; /* where in the head that begins, bytes */
    size_t kept_words;
    size_t node_count;
    tr__node *root;
    unsigned char *head;     /* a tr__intake first */
    unsigned char *previous; /* the head before the last bar */
    unsigned char *shadow;   /* the head while peeking */
    double *store;
};

/*
 * The engine's own part of the head: what a bad bar needs. `taken` and `fed` follow what the root has seen when somebody asks
 * (tr__intake_of), so that a live update need not count three times.
 */
typedef struct tr__intake {
    uint64_t taken;        /* bars, bad ones included */
    uint64_t fed;          /* bars that the nodes saw */
    uint64_t tainted;      /* outputs that stay NaN because of a bar in the window */
    uint64_t has_previous; /* `previous` holds the head before the last bar */
    double last[];         /* of each input: stands in for a bad bar in a window */
} tr__intake;

static inline size_t tr__intake_size(const tr_indicator_info *info)
{
    return sizeof(tr__intake) + tr_indicator_input_count(info) * sizeof(double);
}

static inline tr__intake *tr__intake_of(tr_indicator *indicator)
{
    tr__intake *intake = (tr__intake *)(void *)indicator->head;
    intake->taken += indicator->root->head->seen - intake->fed;
    intake->fed = indicator->root->head->seen;
    return intake;
}

void tr__config_defaults(const tr_indicator_info *info, tr_indicator_preset preset, double *params);
tr_status tr__config_check(const tr_indicator_config *config, tr_error *err);
const tr__indicator *tr__average_find(int code);
void tr__plan_root(tr__plan *plan, const tr_indicator_config *config);

/* Remember the head as it is before the last bar: what a correction goes back to. */
void tr__indicator_keep(tr_indicator *indicator);

/* tr_indicator_run of the bars from..count of the series; the result counts from the start of the series. */
tr_status tr__indicator_run_from(tr_indicator *indicator, const double *const *in, size_t from,
                                 size_t count, double *const *out, tr_indicator_result *result,
                                 tr_error *err);

#endif
