/* minted.c: which tokens are kept, for how long, and when the next is made. */
#include "exchange/minted.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include <trade/crypto.h>
#include <trade/time.h>

#include "core/secret.h"
#include "exchange/client.h"
#include "exchange/sign.h"

/* A token is made anew with a minute to go, and is sent as long as its request cannot be on its way until it ends. */
#define RENEW_LEFT_MS 60000
#define USE_LEFT_MS   30000
#define ROOM_NS       TR_NS_PER_MS /* nothing else is due within: longer than making one takes */
#define AGAIN_NS      TR_NS_PER_SECOND /* after one could not be made */
#define PAUSE_NS      (5 * TR_NS_PER_MS)

/* Orders come several at once, on the close of a bar. */
static const tr_call calls[TR__MINTED_MAX] = {
    TR_CALL_PLACE, TR_CALL_CANCEL, TR_CALL_ORDER,  TR_CALL_PLACE,
    TR_CALL_PLACE, TR_CALL_CANCEL, TR_CALL_CANCEL, TR_CALL_PLACE,
};

tr__minted *tr__minted_new(const tr__adapter *adapter, tr_kind kind)
{
    tr__minted *minted = calloc(1, sizeof *minted);
    for (size_t i = 0; minted != NULL && i < TR__MINTED_MAX; i++) {
        const tr__endpoint *endpoint = tr__adapter_endpoint(adapter, kind, calls[i]);
        /* A path that names an order is not known before the order is. */
        if (endpoint != NULL && strchr(endpoint->path, '{') == NULL)
            minted->tokens[minted->count++].endpoint = endpoint;
    }
    return minted;
}

void tr__minted_spend(tr__minted_token *token)
{
    tr__secret_wipe(token->text, sizeof token->text);
    token->from_ms = token->until_ms = 0;
}

void tr__minted_wipe(tr__minted *minted)
{
    for (size_t i = 0; minted != NULL && i < minted->count; i++)
        tr__minted_spend(&minted->tokens[i]);
}

void tr__minted_free(tr__minted *minted)
{
    tr__minted_wipe(minted);
    free(minted);
}

void tr__minted_pause(tr__minted *minted, int64_t now_ns)
{
    if (minted != NULL && minted->again_ns < now_ns + PAUSE_NS)
        minted->again_ns = now_ns + PAUSE_NS;
}

/* ---- use ------------------------------------------------------------------------------------- */

static bool is_for(const tr__minted_token *token, const tr_sign_request *request)
{
    const tr__endpoint *endpoint = token->endpoint;
    return strcmp(endpoint->path, request->path) == 0 &&
           strcmp(endpoint->method, request->method) == 0 &&
           strcmp(endpoint->api, request->api) == 0;
}

/* At a clock before its first second, too, the exchange would refuse it: what is known of the clock has changed. */
static bool has_left(const tr__minted_token *token, int64_t now_ms, int64_t left_ms)
{
    return token->from_ms <= now_ms && token->until_ms - now_ms >= left_ms;
}

bool tr__minted_keeps(const tr__minted *minted, const tr_sign_request *request)
{
    for (size_t i = 0; minted != NULL && i < minted->count; i++)
        if (is_for(&minted->tokens[i], request))
            return true;
    return false;
}

tr__minted_token *tr__minted_find(tr__minted *minted, const tr_sign_request *request)
{
    for (size_t i = 0; minted != NULL && i < minted->count; i++)
        if (is_for(&minted->tokens[i], request) &&
            has_left(&minted->tokens[i], request->clock_ms, USE_LEFT_MS))
            return &minted->tokens[i];
    return NULL;
}

/* ---- making ---------------------------------------------------------------------------------- */

static bool make(const tr_exchange_client *client, tr__minted_token *token, int64_t now_ms)
{
    tr_sign_request request = TR_SIGN_REQUEST_INIT;
    const char *text = NULL;
    request.api = token->endpoint->api;
    request.method = token->endpoint->method;
    request.path = token->endpoint->path;
    request.clock_ms = now_ms;
    request.host = client->is_elsewhere ? client->host : NULL;
    tr__minted_spend(token);
    if (tr_crypto_random(request.salt, sizeof request.salt, NULL) != TR_OK ||
        tr__sign_mint(client->key, &request, token->text, sizeof token->text, &text, NULL) !=
            TR_OK) {
        tr__minted_spend(token);
        return false;
    }
    assert(text == token->text);
    token->from_ms = now_ms - now_ms % 1000;
    token->until_ms = token->from_ms + tr__sign_token_life_ms(client->key);
    return true;
}

/* What has ended is wiped; the first that is wanted is found, else when the first of them will be. */
static tr__minted_token *look(tr__minted *minted, int64_t now_ms, int64_t *wait_ms)
{
    tr__minted_token *wanted = NULL;
    for (size_t i = 0; i < minted->count; i++) {
        tr__minted_token *token = &minted->tokens[i];
        if (token->until_ms != 0 && !has_left(token, now_ms, USE_LEFT_MS))
            tr__minted_spend(token);
        if (!has_left(token, now_ms, RENEW_LEFT_MS)) {
            wanted = wanted == NULL ? token : wanted;
        } else {
            int64_t left_ms = token->until_ms - now_ms - RENEW_LEFT_MS + 1;
            *wait_ms = left_ms < *wait_ms ? left_ms : *wait_ms;
        }
    }
    return wanted;
}

void tr__client_mint(tr_exchange_client *client, int64_t now_ns, int64_t *due_ns)
{
    tr__minted *minted = client->minted;
    int64_t exchange_ns = 0, wait_ms = INT64_MAX / TR_NS_PER_MS / 2;
    if (minted == NULL || minted->count == 0)
        return;
    if (tr_exchange_client_time(client, &exchange_ns, NULL) != TR_OK) {
        tr__minted_wipe(minted); /* nothing leaves before the clock is known again */
        return;
    }
    tr__minted_token *wanted = look(minted, exchange_ns / TR_NS_PER_MS, &wait_ms);
    int64_t at_ns = now_ns;
    if (wanted == NULL)
        at_ns = now_ns + wait_ms * TR_NS_PER_MS;
    else if (now_ns < minted->again_ns)
        at_ns = minted->again_ns;
    else if (*due_ns - now_ns < ROOM_NS)
        return; /* it is looked again in a moment, when what is due has gone */
    else if (!make(client, wanted, exchange_ns / TR_NS_PER_MS))
        at_ns = minted->again_ns = now_ns + AGAIN_NS;
    *due_ns = at_ns < *due_ns ? at_ns : *due_ns;
}
