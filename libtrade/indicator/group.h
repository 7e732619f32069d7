/* group.h: up to eight lanes of a panel, run together where a kernel allows it. */
#ifndef TRADE_INDICATOR_GROUP_H
#define TRADE_INDICATOR_GROUP_H

#include "indicator/lanes.h"
#include "indicator/plan.h"

/* What kernels may be made of: trees that are larger run one lane at a time. */
#define TR__GROUP_NODES 16
#define TR__GROUP_WORDS 64 /* of state, all nodes together */
#define TR__GROUP_PAST  64 /* values that tapes keep, all together */

/* Where a group works; one after the other they use the same place. */
typedef struct tr__workplace {
    const tr__lanes_level *level;
    size_t node_count;
    size_t input_count;
    size_t output_count;
    double *in[TR_INDICATOR_INPUTS_MAX]; /* rows */
    double *out[TR_INDICATOR_OUTPUTS_MAX];
    double
        *in_copies[TR_INDICATOR_INPUTS_MAX]; /* TR__AHEAD bars of each lane, see streams_collide */
    double *out_copies[TR_INDICATOR_OUTPUTS_MAX];
    tr__lanes_series copies; /* the same places */
    size_t state_rows;       /* of all nodes together, from the first one's `state` on */
    double *saved[2];        /* the same at the start of two blocks by turns */
    tr__lanes_node nodes[TR__GROUP_NODES];
} tr__workplace;

/* Bytes that a workplace wants for `info`; 0 when it has no kernel. */
size_t tr__workplace_size(const tr_indicator_info *info);

/* NULL when this tree cannot run side by side. `lane` gives its shape; `memory` is of the size above. */
tr__workplace *tr__workplace_init(void *memory, const tr__lanes_level *level,
                                  const tr_indicator *lane);

/* One group of a run. Lists have an entry for each lane; in and out as tr_panel_run has them. */
typedef struct tr__group {
    tr__workplace *place;
    tr_indicator *lane[TR__LANES];
    const double *const *in;
    double *const *out;
    size_t lane_count;
    tr_status status[TR__LANES];
    tr_error err[TR__LANES];
    tr_indicator_result result[TR__LANES];
} tr__group;

void tr__group_run(tr__group *group, size_t count);

#endif
