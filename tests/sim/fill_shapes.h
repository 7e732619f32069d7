/* fill_shapes.h: how each exchange tells of an order of 1,500 fills, as it documents it; $-marks: played_list.h. */
#ifndef TESTS_SIM_FILL_SHAPES_H
#define TESTS_SIM_FILL_SHAPES_H

#include "played_list.h"

/* The order is a limit of 100, bought whole; its id is 1001. */
typedef struct fill_shape {
    const char *quantity;
    const char *order_address; /* a piece of it */
    const char *order;
    played_list fills;
} fill_shape;

extern const fill_shape fill_shapes[];
extern const size_t fill_shape_count;

#endif
