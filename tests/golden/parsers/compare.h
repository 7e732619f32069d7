/* compare.h: our records beside the reference's unified structures. */
#ifndef TESTS_GOLDEN_COMPARE_H
#define TESTS_GOLDEN_COMPARE_H

#include <trade/exchange_model.h>

#include "parsers/parsers.h"

typedef struct records {
    tr_exchange_record *items;
    size_t count;
} records;

/* All of `parsed` that our records of this kind have; the reason names the first that differs. */
bool compare(tr_record_kind kind, const records *found, const tr_json_value *parsed, char *reason,
             size_t reason_size);

#endif
