/* signers.h: the table of exchanges that can be signed for, generated from meson.build. */
#ifndef TRADE_EXCHANGE_SIGNERS_H
#define TRADE_EXCHANGE_SIGNERS_H

#include "exchange/sign.h"

#define SIGNER(name) extern const tr__signer tr__signer_##name;
#include "exchange/signers.inc"
#undef SIGNER

#define SIGNER(name) &tr__signer_##name,
static const tr__signer *const tr__signers[] = {
#include "exchange/signers.inc"
};
#undef SIGNER

#endif
