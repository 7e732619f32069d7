/* keys.h: bearer keys: made of chance, kept as hashes. */
#ifndef TRADE_OWNER_KEYS_H
#define TRADE_OWNER_KEYS_H

#include <trade/owner.h>

#include "owner/state.h"

/* Make a key's text and its row. The caller wipes the text. TR_E_IO: no randomness */
tr_status tr__key_make(const char *user, const char *label, int64_t rights, int64_t at_ns,
                       char text_out[TR_API_KEY_TEXT_SIZE], tr_api_key_row *row_out, tr_error *err);

#endif
