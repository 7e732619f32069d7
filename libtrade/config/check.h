/* check.h: the forms that texts in the configuration may have. */
#ifndef TRADE_CONFIG_CHECK_H
#define TRADE_CONFIG_CHECK_H

#include <stdbool.h>

bool tr__check_not_empty(const char *text);
bool tr__check_host(const char *text);
bool tr__check_name(const char *text);      /* letters, digits, '_' and '-' */
bool tr__check_asset(const char *text);     /* capital letters and digits */
bool tr__check_symbol(const char *text);    /* BTC/USDT, BTC/USDT:USDT */
bool tr__check_timeframe(const char *text); /* 1m, 4h, 1d, 1w, 1M */
bool tr__check_speed(const char *text);     /* max, or a factor above 0 */
bool tr__check_database(const char *text);  /* sqlite:///file or postgresql://... */

/* "UTC" or "+07:00" as minutes east of UTC. */
bool tr__check_zone(const char *text, int *minutes_out);

#endif
