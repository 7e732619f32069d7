/* version.h: which libtrade this is, at compile time and at run time. */
#ifndef TRADE_VERSION_H
#define TRADE_VERSION_H

#include <trade/api.h>

#ifdef __cplusplus
extern "C" {
#endif

#define TR_VERSION_MAJOR 0
#define TR_VERSION_MINOR 1
#define TR_VERSION_PATCH 0

/** Version of the library that is loaded, e.g. "0.1.0". Static storage.   Threads: any. */
TR_API const char *tr_version(void);

#ifdef __cplusplus
}
#endif

#endif
