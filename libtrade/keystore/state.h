/* state.h: the keystore from the inside. */
#ifndef TRADE_KEYSTORE_STATE_H
#define TRADE_KEYSTORE_STATE_H

#include <stdbool.h>

#include <trade/keystore.h>

#include "crypto/seal.h"

struct tr_keystore {
    uint32_t memory_kib;
    uint32_t pass_count;
    bool is_of_file; /* opened, or saved; then the nonce tells whether the file is still that one */
    uint8_t nonce[TR__SEAL_NONCE_SIZE];
    size_t count;
    tr_keystore_entry entries[TR_KEYSTORE_ENTRY_MAX];
};

#endif
