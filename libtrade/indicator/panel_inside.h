/* panel_inside.h: a panel with kernels that the caller names. */
#ifndef TRADE_INDICATOR_PANEL_INSIDE_H
#define TRADE_INDICATOR_PANEL_INSIDE_H

#include <trade/panel.h>

struct tr__lanes_level; /* lanes.h */

/*
 * tr_panel_init with these kernels, NULL for none; the panel then says that it runs at `level`. Tests run kernels that this
 * machine would not choose.
 */
tr_status tr__panel_init_at(const tr_panel_options *options, void *memory, size_t memory_size,
                            tr_panel_simd level, const struct tr__lanes_level *lanes,
                            tr_panel **out, tr_error *err);

#endif
