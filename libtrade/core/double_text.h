/*
 * double_text.h: doubles as text and back, correctly rounded and without the process's locale.
 * For bars and statistics; prices and money are decimals (trade/decimal.h).
 */
#ifndef TRADE_CORE_DOUBLE_TEXT_H
#define TRADE_CORE_DOUBLE_TEXT_H

#include <stddef.h>

#include <trade/status.h>

#define TR__DOUBLE_TEXT_SIZE       32  /* bytes that hold any double's text and its end mark */
#define TR__DOUBLE_TEXT_LENGTH_MAX 128 /* what tr__double_parse reads at most */

/*
 * Read -?digits[.digits][(e|E)[+-]digits] to the nearest double, ties to even; too small becomes 0.
 * TR_E_PARSE: another form, or more than TR__DOUBLE_TEXT_LENGTH_MAX characters. TR_E_RANGE: too large.
 */
tr_status tr__double_parse(const char *text, size_t length, double *out);

/*
 * Write a text that tr__double_parse reads back as the same bits, of the fewest digits; plain from 1e-7 to
 * below 1e21, else with an exponent. Length; 0 and an empty text for NaN, infinities and a small buffer.
 */
size_t tr__double_format(double value, char *buffer, size_t size);

#endif
