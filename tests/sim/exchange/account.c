/* account.c: who trades, with which keys and what money. */
#include "state.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- sums, which fit by the limits that desk.c holds orders to ------------------------------- */

tr_decimal sim_plus(tr_decimal a, tr_decimal b)
{
    tr_decimal sum = { 0 };
    tr_status status = tr_decimal_add(a, b, &sum);
    assert(status == TR_OK);
    (void)status;
    return sum;
}

tr_decimal sim_minus(tr_decimal a, tr_decimal b)
{
    tr_decimal rest = { 0 };
    tr_status status = tr_decimal_subtract(a, b, &rest);
    assert(status == TR_OK);
    (void)status;
    return rest;
}

tr_decimal sim_times(tr_decimal a, tr_decimal b)
{
    tr_decimal product = { 0 };
    tr_status status = tr_decimal_multiply(a, b, TR_ROUND_UP, &product);
    assert(status == TR_OK);
    (void)status;
    return product;
}

bool sim_is_less(tr_decimal a, tr_decimal b)
{
    return tr_decimal_compare(a, b) < 0;
}

/* ---- accounts -------------------------------------------------------------------------------- */

sim_account *sim_account_find(sim_exchange *exchange, const char *name, uint32_t *index_out)
{
    for (size_t i = 0; i < exchange->account_count; i++)
        if (strcmp(exchange->accounts[i].name, name) == 0) {
            *index_out = (uint32_t)i;
            return &exchange->accounts[i];
        }
    return NULL;
}

sim_account *sim_account_make(sim_exchange *exchange, const char *name, uint32_t *index_out)
{
    sim_account *account = sim_account_find(exchange, name, index_out);
    if (account != NULL)
        return account;
    if (exchange->account_count == SIM_ACCOUNT_MAX || strlen(name) >= sizeof account->name)
        return NULL;
    account = &exchange->accounts[exchange->account_count];
    *account = (sim_account){ 0 };
    memcpy(account->name, name, strlen(name));
    (void)tr_decimal_parse(exchange->shape->maker_rate, strlen(exchange->shape->maker_rate),
                           &account->maker_rate); /* a constant of the dialect */
    (void)tr_decimal_parse(exchange->shape->taker_rate, strlen(exchange->shape->taker_rate),
                           &account->taker_rate);
    *index_out = (uint32_t)exchange->account_count++;
    return account;
}

sim_holding *sim_holding_of(sim_account *account, const char *asset)
{
    return sim_wallet_of(account, asset, false);
}

sim_holding *sim_wallet_of(sim_account *account, const char *asset, bool is_margin)
{
    for (size_t i = 0; i < account->holding_count; i++)
        if (strcmp(account->holdings[i].asset, asset) == 0 &&
            account->holdings[i].is_margin == is_margin)
            return &account->holdings[i];
    if (account->holding_count == SIM_ASSET_MAX || strlen(asset) >= TR_ASSET_SIZE)
        return NULL;
    sim_holding *holding = &account->holdings[account->holding_count++];
    *holding = (sim_holding){ .is_margin = is_margin };
    memcpy(holding->asset, asset, strlen(asset));
    return holding;
}

tr_status sim_account_fund(sim_exchange *exchange, uint32_t account, const char *asset,
                           bool is_margin, tr_decimal amount)
{
    sim_holding *holding =
        sim_wallet_of(&exchange->accounts[account], asset,
                      is_margin && exchange->shape->has_margin_wallet);
    tr_decimal free_after, limit = tr_decimal_from_int(INT64_C(1000000000000000));
    if (holding == NULL)
        return TR_E_FULL;
    if (tr_decimal_add(holding->free, amount, &free_after) != TR_OK ||
        tr_decimal_sign(free_after) < 0 || sim_is_less(limit, free_after))
        return TR_E_RANGE;
    holding->free = free_after;
    holding->funded = sim_plus(holding->funded, amount);
    return TR_OK;
}

void sim_lock(sim_holding *holding, tr_decimal amount)
{
    holding->free = sim_minus(holding->free, amount);
    holding->locked = sim_plus(holding->locked, amount);
}

void sim_release(sim_holding *holding, tr_decimal amount)
{
    holding->free = sim_plus(holding->free, amount);
    holding->locked = sim_minus(holding->locked, amount);
}

tr_status sim_balance(const sim_exchange *exchange, const char *account, const char *asset,
                      tr_decimal *free_out, tr_decimal *locked_out)
{
    for (size_t i = 0; i < exchange->account_count; i++) {
        const sim_account *found = &exchange->accounts[i];
        if (strcmp(found->name, account) != 0)
            continue;
        *free_out = *locked_out = (tr_decimal){ 0 };
        for (size_t k = 0; k < found->holding_count; k++)
            if (strcmp(found->holdings[k].asset, asset) == 0 && !found->holdings[k].is_margin) {
                *free_out = found->holdings[k].free;
                *locked_out = found->holdings[k].locked;
            }
        return TR_OK;
    }
    return TR_E_NOT_FOUND;
}

tr_status sim_margin(const sim_exchange *exchange, const char *account, const char *asset,
                     tr_decimal *wallet_out)
{
    bool is_apart = exchange->shape->has_margin_wallet;
    for (size_t i = 0; i < exchange->account_count; i++) {
        const sim_account *found = &exchange->accounts[i];
        if (strcmp(found->name, account) != 0)
            continue;
        *wallet_out = (tr_decimal){ 0 };
        for (size_t k = 0; k < found->holding_count; k++)
            if (strcmp(found->holdings[k].asset, asset) == 0 &&
                found->holdings[k].is_margin == is_apart)
                *wallet_out = sim_plus(found->holdings[k].free, found->holdings[k].locked);
        return TR_OK;
    }
    return TR_E_NOT_FOUND;
}

/* ---- keys ------------------------------------------------------------------------------------ */

sim_key *sim_key_find(sim_exchange *exchange, const char *id)
{
    for (size_t i = 0; i < exchange->key_count; i++)
        if (strcmp(exchange->keys[i].id, id) == 0)
            return &exchange->keys[i];
    return NULL;
}

static tr_status fail(tr_error *err, tr_status status, const char *message)
{
    if (err != NULL) {
        err->status = status;
        err->native_code = 0;
        (void)snprintf(err->message, sizeof err->message, "%s", message); /* they are short */
    }
    return status;
}

static tr_status secret_read(const sim_exchange *exchange, const char *text, tr_secret **out)
{
    uint8_t bytes[1024];
    size_t size = 0;
    if (!exchange->shape->is_secret_base64)
        return tr_secret_new(text, strlen(text), out);
    tr_status status =
        tr_base64_decode(TR_BASE64_STANDARD, text, strlen(text), bytes, sizeof bytes, &size);
    return status == TR_OK ? tr_secret_new(bytes, size, out) : TR_E_PARSE;
}

static tr_status public_read(const sim_key_options *options, tr_public_key **out, tr_error *err)
{
    static const tr_signature_scheme schemes[] = {
        [TR_KEY_RSA] = TR_SIGNATURE_RSA_SHA256,
        [TR_KEY_ED25519] = TR_SIGNATURE_ED25519,
        [TR_KEY_ES256] = TR_SIGNATURE_ES256,
    };
    return tr_public_key_new(schemes[options->scheme], options->public_key,
                             strlen(options->public_key), out, err);
}

tr_status sim_exchange_add_key(sim_exchange *exchange, const sim_key_options *options,
                               tr_error *err)
{
    uint32_t account = 0;
    bool is_hmac = options->scheme == TR_KEY_HMAC;
    if (options->account == NULL || options->id == NULL || options->id[0] == '\0' ||
        (is_hmac ? options->secret == NULL : options->public_key == NULL))
        return fail(err, TR_E_INVALID, "a key needs an account, an id, and a secret or public key");
    if ((unsigned)options->scheme > TR_KEY_ES256 ||
        (exchange->shape->schemes >> options->scheme & 1u) == 0)
        return fail(err, TR_E_UNSUPPORTED, "the exchange takes no keys of this scheme");
    if (sim_key_find(exchange, options->id) != NULL)
        return fail(err, TR_E_EXISTS, "there is a key of this id");
    if (exchange->key_count == SIM_KEY_MAX ||
        sim_account_make(exchange, options->account, &account) == NULL)
        return fail(err, TR_E_FULL, "too many keys or accounts, or too long a name");
    sim_key key = { .account = account, .scheme = options->scheme, .rights = options->rights };
    tr_status status = is_hmac ? secret_read(exchange, options->secret, &key.secret)
                               : public_read(options, &key.public_key, err);
    if (status != TR_OK)
        return fail(err, status, "the secret or public key is not of the form that is needed");
    key.id = strdup(options->id);
    if (key.id == NULL) {
        tr_secret_free(key.secret);
        tr_public_key_free(key.public_key);
        return fail(err, TR_E_NO_MEMORY, "no memory for a key");
    }
    exchange->keys[exchange->key_count++] = key;
    return TR_OK;
}

bool sim_key_check(const sim_key *key, tr_hash hash, const void *bytes, size_t size,
                   const uint8_t *code, size_t code_size)
{
    uint8_t own[TR_SHA512_SIZE];
    if (key->scheme != TR_KEY_HMAC)
        return tr_public_key_verify(key->public_key, bytes, size, code, code_size);
    size_t own_size = hash == TR_HASH_SHA256 ? TR_SHA256_SIZE : TR_SHA512_SIZE;
    tr_status status = hash == TR_HASH_SHA256 ? tr_hmac_sha256(key->secret, bytes, size, own)
                                              : tr_hmac_sha512(key->secret, bytes, size, own);
    return status == TR_OK && code_size == own_size && tr_crypto_equal(own, code, own_size);
}
