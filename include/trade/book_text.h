/*
 * book_text.h: commands, events and books as lines of a scenario file, the form that the rules are tested in.
 *
 *     config tick=5 lot=10
 *     > new id=1 side=buy type=limit qty=10 price=100
 *     < accepted id=1
 *     < booked id=1 side=buy price=100 open=10 shown=10
 *     = bid 100 1:10/10
 *     = last -
 *
 * The functions read and write what stands behind the marks >, < and =. libtrade/book/README.md describes
 * every line.
 */
#ifndef TRADE_BOOK_TEXT_H
#define TRADE_BOOK_TEXT_H

#include <stddef.h>

#include <trade/api.h>
#include <trade/book.h>
#include <trade/status.h>

#ifdef __cplusplus
extern "C" {
#endif

#define TR_BOOK_TEXT_EVENT_SIZE   256 /* bytes of the longest event, NUL included */
#define TR_BOOK_TEXT_COMMAND_SIZE 768 /* likewise of a command */

/**
 * Read "config key=value ...": tick, lot, min_qty, max_qty, band_low, band_high, last, now,
 * pro_rata, top_order, share_min. Keys that are not
 * there leave their option as it is. Ranges are tr_book_new's to check.
 * @return TR_E_PARSE with the word that is wrong; then options is unchanged
 */
TR_API tr_status tr_book_text_options(const char *line, size_t length, tr_book_options *options,
                                      tr_error *err);

/** Write the config line of a scenario: what differs from TR_BOOK_OPTIONS_INIT. As tr_book_text_command_write. */
TR_API size_t tr_book_text_options_write(const tr_book_options *options, char *out,
                                         size_t out_size);

/**
 * Read "new ...", "cancel id=", "amend id= [qty=] [price=] [stop=]", "time now=" or "phase to=". A key stands once.
 *
 * @param special_out  what few orders have; the command names it when there is any. NULL: such orders are
 *                     refused
 * @return TR_E_PARSE with what is wrong
 */
TR_API tr_status tr_book_text_command(const char *line, size_t length, tr_book_command *out,
                                      tr_book_special *special_out, tr_error *err);

/**
 * Write a command so that tr_book_text_command reads the same one.
 * @return its length; 0 for numbers that have no name, and where out_size is too small (TR_BOOK_TEXT_COMMAND_SIZE is not)
 */
TR_API size_t tr_book_text_command_write(const tr_book_command *command, char *out,
                                         size_t out_size);

/** Write an event without its sequence number. @return its length, 0 for an unknown kind */
TR_API size_t tr_book_text_event(const tr_book_event *event, char *out, size_t out_size);

/**
 * Write the whole book: "bid PRICE ID:OPEN/SHOWN ...", likewise "ask", "min_bid" and "min_ask" (orders with a
 * minimum), "market_buy" and "market_sell" (in an auction), "stop ID SIDE STOP LIMIT OPEN" (oldest place first),
 * "held ID SIDE LIMIT STOP" (legs of brackets), "phase auction" in one, "last PRICE". `write` gets the text in pieces; each line ends with a line end.
 * @return TR_E_NO_MEMORY when the stops cannot be sorted; nothing is written then
 */
TR_API tr_status tr_book_text_dump(const tr_book *book,
                                   void (*write)(void *user, const char *text, size_t length),
                                   void *user);

#ifdef __cplusplus
}
#endif

#endif
