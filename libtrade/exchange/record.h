/* record.h: values into records, and records made whole. */
#ifndef TRADE_EXCHANGE_RECORD_H
#define TRADE_EXCHANGE_RECORD_H

#include "exchange/answer.h"

/* Put a text, or a number as written, where the rule says. @return TR_E_PARSE, TR_E_OVERFLOW */
tr_status tr__value_read(tr__reading *reading, const tr__rule *rule, const char *text,
                         size_t length, tr_exchange_record *record);

/* A flag or word of the record, or of the whole answer. */
void tr__reading_set(tr__reading *reading, tr_exchange_record *record, uint32_t sets);

tr_decimal *tr__record_decimal(tr_exchange_record *record, uint16_t at);

/* What a record inside another one takes over: a fill listed in its order. */
void tr__record_inherit(tr_exchange_record *record, const tr_exchange_record *outer);

/*
 * Derive what was not told and follows, find the symbol, and refuse what cannot be. A record that is none of ours ends up
 * with kind NONE. @return TR_E_PARSE
 */
tr_status tr__record_complete(tr__reading *reading, tr_exchange_record *record, tr_error *err);

#endif
