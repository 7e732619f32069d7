/* near.h: names near a mistyped one. */
#ifndef TRADE_TBCTL_NEAR_H
#define TRADE_TBCTL_NEAR_H

#include <stddef.h>

#define TBCTL_NEAR_LENGTH_MAX 40

/* The nearest so far. Zeroed at the beginning. */
typedef struct tbctl_near {
    const char *name; /* NULL: nothing is near */
    size_t distance;
} tbctl_near;

/* Keep `answer` when `name` is nearer to what was wanted than all before, and near enough. */
void tbctl_near_consider(tbctl_near *best, const char *wanted, const char *name,
                         const char *answer);

#endif
