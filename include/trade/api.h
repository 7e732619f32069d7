/* api.h: what every public header shares: the export mark. */
#ifndef TRADE_API_H
#define TRADE_API_H

/* Everything else is hidden; libtrade.map lists each exported name. */
#define TR_API __attribute__((visibility("default")))

#endif
