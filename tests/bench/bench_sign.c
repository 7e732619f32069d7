/*
 * bench_sign.c: signing one order for each exchange, against the bare primitives on the same bytes in the same run:
 * the hashes and MACs of the backend, called directly, on texts of the lengths that are signed. Medians of interleaved
 * rounds, microseconds of processor time. Coinbase with P-256: the order with a token made before, and, as "+token", with
 * one made on its way, beside the bare signature.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <mbedtls/md.h>

#include <trade/crypto.h>
#include <trade/sign.h>

#include "exchange/sign.h"
#include "support/sample_keys.h"

#define ROUNDS 15

static double now_us(void)
{
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec * 1e6 + (double)now.tv_nsec * 1e-3;
}

typedef struct subject {
    const char *exchange, *api, *path, *method;
    const char *passphrase;
    size_t signed_size; /* bytes under the signature of the order below */
    size_t hashed_size; /* bytes hashed on the way (gate, kraken) */
    int is_sha512;
} subject;

/* Lengths of the texts that these orders lead to. */
static const subject subjects[] = {
    { "binance", "private", "order", "POST", NULL, 157, 0, 0 },
    { "bitget", "private.spot", "v2/spot/trade/place-order", "POST", "pass", 194, 0, 0 },
    { "bybit", "private", "v5/order/create", "POST", NULL, 196, 0, 0 },
    { "gate", "private.spot", "orders", "POST", NULL, 165, 147, 1 },
    { "htx", "spot.private", "v1/order/orders/place", "POST", NULL, 166, 0, 0 },
    { "kraken", "private", "AddOrder", "POST", NULL, 51, 150, 1 },
    { "kucoin", "private", "hf/orders", "POST", "pass", 181, 0, 0 },
    { "mexc", "spot.private", "order", "POST", NULL, 157, 0, 0 },
    { "okx", "private", "trade/order", "POST", "pass", 194, 0, 0 },
};

static const tr_sign_field order[] = {
    TR_SIGN_TEXT("symbol", "BTCUSDT"),
    TR_SIGN_TEXT("side", "BUY"),
    TR_SIGN_TEXT("type", "LIMIT"),
    TR_SIGN_TEXT("quantity", "0.00123"),
    TR_SIGN_TEXT("price", "43210.5"),
    TR_SIGN_TEXT("timeInForce", "GTC"),
    TR_SIGN_TEXT("clientId", "0h1k2m3n4p5q6r7s8t9v0w1x2y"),
};

static double ours_us(const subject *it, const tr_exchange_key *key, int count)
{
    char buffer[4096];
    tr_signed_request out;
    tr_sign_request request = TR_SIGN_REQUEST_INIT;
    request.api = it->api;
    request.method = it->method;
    request.path = it->path;
    request.params = (tr_sign_field)TR_SIGN_OBJECT(NULL, order, sizeof order / sizeof order[0]);
    request.clock_ms = 1700000000123;
    double started = now_us();
    for (int i = 0; i < count; i++) {
        request.clock_ms++;
        if (tr_sign(key, &request, buffer, sizeof buffer, &out, NULL) != TR_OK)
            exit(1);
    }
    return (now_us() - started) / count;
}

/* The MAC as a program would ask the backend for it, once a message; and the hash before it. */
static double bare_us(const subject *it, int count)
{
    static unsigned char text[512], key[64], code[64];
    const mbedtls_md_info_t *info =
        mbedtls_md_info_from_type(it->is_sha512 ? MBEDTLS_MD_SHA512 : MBEDTLS_MD_SHA256);
    double started = now_us();
    for (int i = 0; i < count; i++) {
        text[0] = (unsigned char)i;
        if (it->hashed_size > 0 && strcmp(it->exchange, "kraken") == 0)
            tr_sha256_of(text, it->hashed_size, code);
        else if (it->hashed_size > 0)
            tr_sha512_of(text, it->hashed_size, code);
        if (mbedtls_md_hmac(info, key, sizeof key, text, it->signed_size, code) != 0)
            exit(1);
    }
    return (now_us() - started) / count;
}

static int ascending(const void *a, const void *b)
{
    double left = *(const double *)a, right = *(const double *)b;
    return (left > right) - (left < right);
}

static double median(double *values)
{
    qsort(values, ROUNDS, sizeof *values, ascending);
    return values[ROUNDS / 2];
}

/* An order of coinbase, with a token made before, or with one made on its way; and a P-256 signature by itself. */
static double token_us(const tr_exchange_key *key, const char *token, int count)
{
    char buffer[8192];
    tr_signed_request out;
    tr_sign_request request = TR_SIGN_REQUEST_INIT;
    request.api = "v3.private";
    request.method = "POST";
    request.path = "brokerage/orders";
    request.params = (tr_sign_field)TR_SIGN_OBJECT(NULL, order, sizeof order / sizeof order[0]);
    request.clock_ms = 1700000000123;
    double started = now_us();
    for (int i = 0; i < count; i++)
        if (tr__sign_with(key, &request, token, buffer, sizeof buffer, &out, NULL) != TR_OK)
            exit(1);
    return (now_us() - started) / count;
}

static double bare_p256_us(const tr_exchange_key *key, int count)
{
    static unsigned char text[400];
    uint8_t code[TR_SIGNATURE_SIZE_MAX];
    size_t size = 0;
    double started = now_us();
    for (int i = 0; i < count; i++)
        if (tr_private_key_sign(key->private_key, text, sizeof text, code, &size) != TR_OK)
            exit(1);
    return (now_us() - started) / count;
}

static int tokens_measure(int count)
{
    char buffer[4096];
    const char *token = NULL;
    tr_secret *secret = NULL;
    tr_exchange_key *key = NULL;
    tr_exchange_key_options options = TR_EXCHANGE_KEY_OPTIONS_INIT;
    tr_sign_request request = TR_SIGN_REQUEST_INIT;
    double ready[ROUNDS], late[ROUNDS], bare[ROUNDS];
    options.exchange = "coinbase";
    options.scheme = TR_KEY_ES256;
    options.id = "organizations/90ce8a49-1be1-8edf-c31a-374954c8abd4/apiKeys/1be18edf-c31a";
    request.api = "v3.private";
    request.method = "POST";
    request.path = "brokerage/orders";
    request.clock_ms = 1700000000123;
    if (tr_secret_new(sample_p256, sizeof sample_p256 - 1, &secret) != TR_OK)
        return 1;
    options.secret = secret;
    if (tr_exchange_key_new(&options, &key, NULL) != TR_OK ||
        tr__sign_mint(key, &request, buffer, sizeof buffer, &token, NULL) != TR_OK)
        return 1;
    for (int round = 0; round < ROUNDS; round++) {
        ready[round] = token_us(key, token, count);
        late[round] = token_us(key, NULL, count / 200 + 1);
        bare[round] = bare_p256_us(key, count / 200 + 1);
    }
    double b = median(bare), now = median(late);
    printf("%-10s %10.2f %16s %8s\n", "coinbase", median(ready), "none", "");
    printf("%-10s %10.2f %16.2f %8.2f\n", "+token", now, b, now / b);
    tr_exchange_key_free(key);
    tr_secret_free(secret);
    return 0;
}

int main(int argc, char **argv)
{
    int count = argc > 1 ? (int)strtol(argv[1], NULL, 10) : 20000;
    printf("%-10s %10s %16s %8s\n", "exchange", "order, us", "primitives, us", "ratio");
    for (size_t i = 0; i < sizeof subjects / sizeof subjects[0]; i++) {
        const subject *it = &subjects[i];
        tr_secret *secret = NULL, *passphrase = NULL;
        tr_exchange_key *key = NULL;
        tr_exchange_key_options options = TR_EXCHANGE_KEY_OPTIONS_INIT;
        if (tr_secret_new("d0880151a1028c40cc0e3e696a3ebaf9346a42cb0b08158c896e1e54e0bb2477", 64,
                          &secret) != TR_OK ||
            (it->passphrase != NULL &&
             tr_secret_new(it->passphrase, strlen(it->passphrase), &passphrase) != TR_OK))
            return 1;
        options.exchange = it->exchange;
        options.id = "90ce8a491be18edfc31a374954c8abd4";
        options.secret = secret;
        options.passphrase = passphrase;
        if (tr_exchange_key_new(&options, &key, NULL) != TR_OK)
            return 1;
        double ours[ROUNDS], bare[ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            ours[round] = ours_us(it, key, count);
            bare[round] = bare_us(it, count);
        }
        double a = median(ours), b = median(bare);
        printf("%-10s %10.2f %16.2f %8.2f\n", it->exchange, a, b, a / b);
        tr_exchange_key_free(key);
        tr_secret_free(secret);
        tr_secret_free(passphrase);
    }
    return tokens_measure(count);
}
