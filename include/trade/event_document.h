/*
 * event_document.h: an event of an account's log as a document, as every surface shows it: `tbctl tail`, the page,
 * Discord.
 */
#ifndef TRADE_EVENT_DOCUMENT_H
#define TRADE_EVENT_DOCUMENT_H

#include <trade/api.h>
#include <trade/document.h>
#include <trade/status.h>
#include <trade/store.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * Write an event's members into the open object: seq, at, event (its kind), text (what happened, in words), and
 * order_id or signal_id when it is about one.
 * @return TR_E_CORRUPT the payload does not decode: nothing is written
 */
TR_API tr_status tr_event_describe(const tr_event_row *row, tr_document *answer, tr_error *err);

/** The name of its kind: "order_filled"; "unknown" for those of another version. Static storage. */
TR_API const char *tr_event_name(const tr_event_row *row);

#ifdef __cplusplus
}
#endif

#endif
