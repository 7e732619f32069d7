/*
 * minted.h: tokens made before they are needed, where a request is signed with one that binds method, host and path alone.
 *
 * A P-256 signature takes hundreds of microseconds: it is made while nothing waits, and an order finds it ready. Each
 * token leaves once: that an exchange takes one twice is nowhere promised.
 */
#ifndef TRADE_EXCHANGE_MINTED_H
#define TRADE_EXCHANGE_MINTED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <trade/sign.h>

#include "exchange/adapter.h"

#define TR__MINTED_MAX 8
#define TR__TOKEN_SIZE 3072

typedef struct tr__minted_token {
    const tr__endpoint *endpoint;
    int64_t from_ms, until_ms; /* that it says, of the exchange's time; 0: there is none */
    char text[TR__TOKEN_SIZE];
} tr__minted_token;

/* Tokens of one client. Confined. */
typedef struct tr__minted {
    tr__minted_token tokens[TR__MINTED_MAX]; /* what is wanted most first */
    size_t count;
    int64_t again_ns; /* monotonic: not before */
} tr__minted;

/* For the orders, cancels and look-ups of these endpoints; NULL: no memory. */
tr__minted *tr__minted_new(const tr__adapter *adapter, tr_kind kind);
/* Wipe and release; NULL is accepted, here and below. */
void tr__minted_free(tr__minted *minted);
void tr__minted_wipe(tr__minted *minted);

/* Whether tokens are kept for this request's method and path. */
bool tr__minted_keeps(const tr__minted *minted, const tr_sign_request *request);

/* One for this request that lives long enough at its clock; NULL: none. To be spent when it has been used. */
tr__minted_token *tr__minted_find(tr__minted *minted, const tr_sign_request *request);
void tr__minted_spend(tr__minted_token *token);

/* A request has left the client, and may not have reached the socket: make none for a moment. */
void tr__minted_pause(tr__minted *minted, int64_t now_ns);

#endif
