/* legs.h: several ways out as arguments, of orders and of blocks. */
#ifndef TRADE_COMMAND_LEGS_H
#define TRADE_COMMAND_LEGS_H

#include <trade/command.h>

/*
 * The arguments "targets" ("110:0.5,120:0.3": price and share; without shares they are equal) and "stops" (one for each
 * target in turn), with "stop_loss" as the stop of all. What the shares leave over gets the stop alone. `count_out` 0: there
 * are no targets and stops, so that "take_profit" and "stop_loss" are the only way out.
 */
tr_status tr__legs_of_call(const tr_command_call *call, tr_leg legs_out[TR_LEGS_MAX],
                           size_t *count_out, tr_error *err);

/* Rows of an order's legs, when it has several. */
void tr__legs_write(tr_document *answer, const char *text);

#endif
