/*
 * sign_json.h: JSON as the parameters of a request that is to be signed.
 */
#ifndef TRADE_SIGN_JSON_H
#define TRADE_SIGN_JSON_H

#include <stddef.h>

#include <trade/api.h>
#include <trade/json.h>
#include <trade/sign.h>
#include <trade/status.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * A JSON value with all that lies in it, in the order of the text; numbers keep their text.
 * @param fields     takes what lies in the value, one for each member and element at any depth
 * @param left_out   a member of the outermost object to leave out; NULL for none
 * @param out        borrows from `value` and `fields`
 * @return TR_E_INVALID for a NULL; TR_E_FULL more than `field_max` fields; TR_E_PARSE a text with U+0000
 */
TR_API tr_status tr_sign_field_of_json(const tr_json_value *value, const char *left_out,
                                       tr_sign_field *fields, size_t field_max, tr_sign_field *out);

#ifdef __cplusplus
}
#endif

#endif
