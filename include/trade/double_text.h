/*
 * double_text.h: doubles as text and back, correctly rounded and without the process's locale.
 *
 * For bars, indicators and statistics; prices and money are decimals (decimal.h).
 */
#ifndef TRADE_DOUBLE_TEXT_H
#define TRADE_DOUBLE_TEXT_H

#include <stddef.h>

#include <trade/api.h>
#include <trade/status.h>

#ifdef __cplusplus
extern "C" {
#endif

#define TR_DOUBLE_TEXT_SIZE       32  /* bytes that hold any double's text and its end mark */
#define TR_DOUBLE_TEXT_LENGTH_MAX 128 /* what tr_double_parse reads at most */

/**
 * Read -?digits[.digits][(e|E)[+-]digits] to the nearest double, ties to even; too small becomes 0.
 * @param text  need not end in NUL
 * @return TR_E_PARSE: another form, or more than TR_DOUBLE_TEXT_LENGTH_MAX characters; TR_E_RANGE: too large;
 *         TR_E_INVALID: a NULL
 * Threads: any.
 */
TR_API tr_status tr_double_parse(const char *text, size_t length, double *out);

/**
 * Write a text that tr_double_parse reads back as the same bits, of the fewest digits; plain from 1e-7 to
 * below 1e21, else with an exponent.
 * @return length without the end mark; 0 and an empty text for NaN, infinities and a small buffer
 * Threads: any.
 */
TR_API size_t tr_double_format(double value, char *buffer, size_t size);

#ifdef __cplusplus
}
#endif

#endif
