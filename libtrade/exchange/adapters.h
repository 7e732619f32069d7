/* adapters.h: the table of exchanges that can be spoken to, generated from meson.build. */
#ifndef TRADE_EXCHANGE_ADAPTERS_H
#define TRADE_EXCHANGE_ADAPTERS_H

#include "exchange/adapter.h"

#define ADAPTER(name) extern const tr__adapter tr__adapter_##name;
#include "exchange/adapters.inc"
#undef ADAPTER

#define ADAPTER(name) &tr__adapter_##name,
static const tr__adapter *const tr__adapters[] = {
#include "exchange/adapters.inc"
};
#undef ADAPTER

#endif
