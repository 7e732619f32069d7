/* value.h: the inside of a value, for the files that make it and read it. */
#ifndef TRADE_JSON_VALUE_H
#define TRADE_JSON_VALUE_H

#include <stdint.h>

#include <trade/json.h>

struct tr_json_value {
    tr_json_value *next; /* the sibling behind; while the container is being read, its parent */
    const char *key;
    union {
        const char *text;
        tr_json_value *first;
        bool boolean;
    } as;
    uint32_t key_length;
    uint32_t length; /* bytes of a text or number, values of a container */
    uint32_t offset;
    tr_json_kind kind;
};

#endif
