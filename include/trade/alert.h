/*
 * alert.h: the text of an alert, as TradingView and others send it, read into a tr_alert.
 *
 * Two forms are read. JSON: one object, strictly. Plain text: `name=value` or `name: value` pairs, separated by blanks,
 * commas, semicolons or newlines; values with blanks in double quotes. Names, letters of either case:
 *
 *   symbol | ticker            required   BTCUSDT, BINANCE:BTCUSDT, BTC/USDT
 *   action | side              required   buy long | sell short | close exit flat | reduce | reverse
 *   price                      required   > 0; a number or a text that holds one
 *   quantity | qty | contracts            >= 0; 0 is unset
 *   take_profit | tp, stop_loss | sl      > 0
 *   strategy, source, alert_name, timeframe | interval
 *   timestamp | time                      RFC 3339, or an epoch in s, ms, us or ns
 *   id | alert_id                         the sender's own key: the same id is never done twice; a long one is known by
 *                                         its SHA-256
 *   secret | passphrase                   unless it came by another way
 *
 * One field under two of its names is refused; timeframe and interval, timestamp and time may both be there, and the
 * first of each counts. Others (open, high, low, close, volume, indicators, ...) stay in the stored text and are not read.
 */
#ifndef TRADE_ALERT_H
#define TRADE_ALERT_H

#include <stdbool.h>
#include <stddef.h>

#include <trade/api.h>
#include <trade/order.h>
#include <trade/secret.h>
#include <trade/status.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct tr_alert_options {
    size_t struct_size;
    const tr_secret *secret;      /* what the alert must carry; NULL: nothing is accepted */
    bool is_authenticated;        /* the secret came by another way, in the path: none is needed inside */
    const char *account;          /* the account that it acts on */
    const char *const *strategies; /* those allowed; NULL with 0: all */
    size_t strategy_count;
} tr_alert_options;

#define TR_ALERT_OPTIONS_INIT { .struct_size = sizeof(tr_alert_options) }

/** An alert with the text it came from. Release with tr_alert_text_free. */
typedef struct tr_alert_text {
    tr_alert alert; /* body points to the text, in which the secret's characters are stars */
    char *text;
} tr_alert_text;

/**
 * Read one alert. The secret is compared before anything else is said about the content.
 * @return TR_E_PARSE not of either form; TR_E_DENIED secret missing or wrong; TR_E_INVALID a field missing, of the
 *         wrong kind, unknown action, strategy not allowed; TR_E_RANGE a number out of range or a text too long;
 *         TR_E_NO_MEMORY. No message holds the secret.
 * Threads: any.
 */
TR_API tr_status tr_alert_read(const char *body, size_t size, const tr_alert_options *options, tr_alert_text *out,
                               tr_error *err);

/** Wipe and release; an all-zero one is accepted. */
TR_API void tr_alert_text_free(tr_alert_text *text);

/**
 * The text to paste into TradingView's message box, with its placeholders, as JSON that tr_alert_read accepts.
 * @param has_secret  true writes the member "secret" with the words YOUR_SECRET in place of one
 * @return length without the end mark; 0 when `size` is too small
 */
TR_API size_t tr_alert_template(bool has_secret, char *buffer, size_t size);

#ifdef __cplusplus
}
#endif

#endif
