/*
 * bench_sign.c: signing one order for each exchange, against the bare primitives on the same bytes in the same run:
 * the hashes and MACs of the backend, called directly, on texts of the lengths that are signed. Medians of interleaved
 * rounds, microseconds of processor time.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <mbedtls/md.h>

#include <trade/crypto.h>
#include <trade/sign.h>

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
    return 0;
}
