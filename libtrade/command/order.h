/* order.h: orders in answers: the same members wherever one is shown. */
#ifndef TRADE_COMMAND_ORDER_H
#define TRADE_COMMAND_ORDER_H

#include <trade/command.h>

/* Add the members of an order to the open object. Names as the original's API has them, then ours. */
void tr__order_write(tr_document *answer, const tr_order *order);

/* Columns of a list of orders. */
#define TR__ORDER_COLUMN_COUNT 12
extern const tr_column_view tr__order_columns[TR__ORDER_COLUMN_COUNT];

#endif
