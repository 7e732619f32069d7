/* member.h: members of an answer that are null where nothing is told, and texts of a call. */
#ifndef TRADE_COMMAND_MEMBER_H
#define TRADE_COMMAND_MEMBER_H

#include <trade/command.h>

void tr__member_decimal(tr_document *answer, const char *key, tr_decimal value); /* null for 0 */
void tr__member_price(tr_document *answer, const char *key, tr_price price);
void tr__member_text(tr_document *answer, const char *key, const char *text);

/* An argument's text into a field; the table's lengths fit. */
void tr__call_copy(const tr_command_call *call, const char *name, char *out, size_t size);

#endif
