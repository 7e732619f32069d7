/* request.h: the pieces that an exchange's map spells its requests with. Text beyond the request's room marks it full. */
#ifndef TRADE_EXCHANGE_REQUEST_H
#define TRADE_EXCHANGE_REQUEST_H

#include "exchange/adapter.h"

/* One parameter. A NULL or unset value adds nothing where the name says "if". */
void tr__request_text(tr__request *request, const char *name, const char *value);
void tr__request_literal(tr__request *request, const char *name, const char *value);
void tr__request_number(tr__request *request, const char *name, uint64_t value);
void tr__request_number_text(tr__request *request, const char *name, uint64_t value);
void tr__request_decimal(tr__request *request, const char *name, tr_decimal value);
/* As a JSON number: its text goes out unchanged. */
void tr__request_decimal_literal(tr__request *request, const char *name, tr_decimal value);
void tr__request_text_if(tr__request *request, const char *name, const char *value);
void tr__request_number_if(tr__request *request, const char *name, uint64_t value);
void tr__request_decimal_if(tr__request *request, const char *name, tr_decimal value);

/* What questions have in common. */
void tr__request_symbol(tr__request *request, const char *name,
                        const tr_exchange_question *question); /* none without an instrument */
void tr__request_client_id(tr__request *request, const char *name,
                           const tr_exchange_question *question);
/* What an order is about: its notional where that is told, else its quantity. */
tr_decimal tr__request_amount(const tr_order_terms *terms);
/* By our id under one name, or by the exchange's under the other, which wins. */
void tr__request_either_id(tr__request *request, const char *client_name, const char *exchange_name,
                           const tr_exchange_question *question);
void tr__request_ms_if(tr__request *request, const char *name, int64_t at_ns);
void tr__request_seconds_if(tr__request *request, const char *name, int64_t at_ns);
/* The last instant of a half-open span, for exchanges that count the end in. */
void tr__request_last_ms_if(tr__request *request, const char *name, int64_t until_ns);
void tr__request_last_seconds_if(tr__request *request, const char *name, int64_t until_ns);
/* How long the exchange is to wait for us, in whole seconds; 0: no longer. */
void tr__request_timeout_s(tr__request *request, const char *name,
                           const tr_exchange_question *question);
/* Where the exchange takes whole ones alone, another is refused. */
void tr__request_whole_leverage(tr__request *request, const char *name,
                                const tr_exchange_question *question);
const char *tr__request_timeframe(const tr__adapter *adapter, const tr_exchange_question *question);

/* A header that says until when, in ms, the exchange may take an order: its time and the validity in the tables. */
void tr__request_expiry(tr__request *request, const char *name, const tr_exchange_question *question);

/* A copy of `text` that lives as long as the request. */
const char *tr__request_keep(tr__request *request, const char *text, size_t length);
const char *tr__request_keep_joined(tr__request *request, const char *first, const char *second);
const char *tr__request_keep_decimal(tr__request *request, tr_decimal value);

/* Another address than the endpoint's. */
void tr__request_route(tr__request *request, const char *method, const char *path);
/* All parameters so far become one object in a list, and the list the whole: [{...}]. */
void tr__request_wrap_list(tr__request *request);
/* The parameters from `first` on become an object of this name. */
void tr__request_wrap(tr__request *request, const char *name, size_t first);

#endif
