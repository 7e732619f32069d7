/*
 * bench_json.c: reading JSON into a tree, ours against cJSON_ParseWithLength, in the same run and on
 * the same texts. Prints a table with the rate of the best of several rounds, in 10^6 bytes a
 * second of processor time.
 */
#include <inttypes.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cjson/cJSON.h>

#include <trade/json.h>

#define ROUND_COUNT     15
#define BYTES_PER_ROUND ((size_t)16 << 20)
#define LARGE_SIZE      ((size_t)1 << 20)

static const char alert[] =
    "{\"secret\":\"4b7d0c1e9f2a4d58\",\"strategy\":\"trend-4h\",\"symbol\":\"BINANCE:BTCUSDT\","
    "\"action\":\"buy\",\"order_type\":\"market\",\"price\":64123.50,\"quantity\":\"0.015\","
    "\"stop_loss\":63000,\"take_profit\":[65500.0,67000.0],\"timeframe\":\"240\","
    "\"time\":\"2026-11-22T09:30:00Z\",\"comment\":\"close above EMA(50), \\u20ac hedge\"}";

/* Processor time and not the clock: what else runs on the machine disturbs it less. */
static double now_s(void)
{
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

static bool read_ours(const char *text, size_t size)
{
    tr_json_document *document = NULL;
    bool is_right = tr_json_document_parse(text, size, NULL, &document, NULL) == TR_OK;
    tr_json_document_free(document);
    return is_right;
}

static bool read_cjson(const char *text, size_t size)
{
    cJSON *tree = cJSON_ParseWithLength(text, size);
    bool is_right = tree != NULL;
    cJSON_Delete(tree);
    return is_right;
}

/* The rate of one round; 0 when the text was not accepted. */
static double rate_of(bool (*read)(const char *, size_t), const char *text, size_t size)
{
    size_t count = BYTES_PER_ROUND / size;
    double started = now_s();
    for (size_t i = 0; i < count; i++)
        if (!read(text, size))
            return 0;
    return (double)(count * size) / (now_s() - started) / 1e6;
}

static double larger(double a, double b)
{
    return a > b ? a : b;
}

static bool report(const char *name, const char *text, size_t size)
{
    double ours = 0;
    double theirs = 0;
    /* By turns, so that both see the same machine. */
    for (int round = 0; round < ROUND_COUNT; round++) {
        ours = larger(ours, rate_of(read_ours, text, size));
        theirs = larger(theirs, rate_of(read_cjson, text, size));
    }
    printf("| %-15s | %7zu | %4.0f | %4.0f | %.1f |\n", name, size, ours, theirs,
           theirs > 0 ? ours / theirs : 0);
    return ours > 0 && theirs > 0;
}

/* About a megabyte of orders as an exchange lists them. The caller frees it. */
static char *order_list(size_t *size_out)
{
    char *text = malloc(LARGE_SIZE + 512);
    if (text == NULL)
        return NULL;
    size_t size = 0;
    text[size++] = '[';
    for (uint64_t i = 0; size < LARGE_SIZE; i++)
        size += (size_t)snprintf(
            text + size, 512,
            "%s{\"orderId\":%" PRIu64 ",\"clientOrderId\":\"0abc%022" PRIu64 "\","
            "\"symbol\":\"BTCUSDT\",\"side\":\"%s\",\"price\":\"%" PRIu64 ".50\","
            "\"origQty\":\"0.01500000\",\"executedQty\":\"0.00000000\",\"status\":\"NEW\","
            "\"time\":%" PRIu64 ",\"isWorking\":true,\"stopPrice\":null}",
            i == 0 ? "" : ",", 7000000000u + i, i, i % 2 == 0 ? "BUY" : "SELL", 60000 + i % 5000,
            UINT64_C(1700000000000) + i);
    text[size++] = ']';
    *size_out = size;
    return text;
}

int main(void)
{
    size_t size = 0;
    char *orders = order_list(&size);
    if (orders == NULL)
        return EXIT_FAILURE;
    puts("| text            |   bytes | ours, MB/s | cJSON, MB/s | ratio |\n|---|---|---|---|---|");
    bool is_right = report("alert", alert, sizeof alert - 1);
    is_right = report("list of orders", orders, size) && is_right;
    free(orders);
    return is_right ? EXIT_SUCCESS : EXIT_FAILURE;
}
