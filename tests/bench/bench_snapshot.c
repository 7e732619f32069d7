/*
 * bench_snapshot.c: a book of 1,000 levels a side as four exchanges send it, read by the tables into exact decimals, against
 * cJSON in the same run and on the same text: once parsing alone, and once with the same decimals made of its strings.
 * Microseconds of processor time of the best of several rounds, by turns.
 */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cjson/cJSON.h>

#include "exchange/adapter.h"
#include "support/exchange_samples.h"

#define LEVEL_COUNT     1000
#define ROUND_COUNT     25
#define READS_PER_ROUND 40
#define TEXT_SIZE       ((size_t)256 << 10)

typedef struct snapshot {
    const char *exchange;
    const char *head, *bids, *asks, *tail; /* of the text around the levels */
    bool is_object;                        /* {"price":..,"size":..} */
    char text[TEXT_SIZE];
    size_t size;
} snapshot;

static double now_us(void)
{
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec * 1e6 + (double)now.tv_nsec * 1e-3;
}

static void levels_put(snapshot *it, tr_rng *rng, bool is_bid)
{
    for (int i = 0; i < LEVEL_COUNT; i++) {
        int cents = 6400000 + (is_bid ? -i : i + 1);
        unsigned int quantity = (unsigned int)tr_rng_below(rng, 99999999);
        char level[96];
        int length =
            it->is_object
                ? snprintf(level, sizeof level, "%s{\"price\":\"%d.%02d\",\"size\":\"%u.%08u\"}",
                           i == 0 ? "" : ",", cents / 100, cents % 100, quantity % 7, quantity)
                : snprintf(level, sizeof level, "%s[\"%d.%02d\",\"%u.%08u\"]", i == 0 ? "" : ",",
                           cents / 100, cents % 100, quantity % 7, quantity);
        memcpy(it->text + it->size, level, (size_t)length);
        it->size += (size_t)length;
    }
}

static void put(snapshot *it, const char *piece)
{
    memcpy(it->text + it->size, piece, strlen(piece));
    it->size += strlen(piece);
}

static void snapshot_make(snapshot *it)
{
    tr_rng rng;
    tr_rng_init(&rng, 1);
    put(it, it->head);
    put(it, it->bids);
    levels_put(it, &rng, true);
    put(it, it->asks);
    levels_put(it, &rng, false);
    put(it, it->tail);
    it->text[it->size] = '\0';
}

/* ---- the readers ----------------------------------------------------------------------------- */

static tr_status count_level(void *user, const tr_exchange_record *record)
{
    tr_decimal *sum = user;
    if (record->kind != TR_RECORD_LEVEL)
        return TR_OK;
    return tr_decimal_add(*sum, record->as.level.quantity.value, sum);
}

static bool read_ours(const snapshot *it, tr_decimal *sum)
{
    static _Alignas(16) char memory[6 * TEXT_SIZE];
    const tr__adapter *adapter = tr__adapter_find(it->exchange);
    const tr__endpoint *endpoint = tr__adapter_endpoint(adapter, TR_KIND_SPOT, TR_CALL_BOOK);
    tr_instrument instrument = sample_instrument(adapter, TR_KIND_SPOT);
    tr_exchange_question question =
        sample_question(endpoint, TR_CALL_BOOK, TR_KIND_SPOT, &instrument, NULL);
    tr__answer answer = { 200, it->text, it->size };
    return tr__adapter_read(adapter, endpoint, &question, NULL, &answer, memory, sizeof memory,
                            count_level, sum, NULL, NULL) == TR_OK;
}

static bool add_text(const cJSON *value, tr_decimal *sum)
{
    tr_decimal number;
    if (!cJSON_IsString(value) ||
        tr_decimal_parse(value->valuestring, strlen(value->valuestring), &number) != TR_OK)
        return false;
    return tr_decimal_add(*sum, number, sum) == TR_OK;
}

/* Find the two lists of levels and read their texts; everything else is passed over. */
static bool lists_read(const cJSON *at, tr_decimal *prices, tr_decimal *quantities)
{
    const cJSON *open[16];
    size_t count = 0;
    open[count++] = at;
    while (count > 0) {
        const cJSON *container = open[--count];
        for (const cJSON *item = container->child; item != NULL; item = item->next) {
            bool is_level = item->child != NULL && item->child->next != NULL &&
                            cJSON_IsString(item->child) && cJSON_IsArray(container) &&
                            container->string != NULL;
            if (is_level &&
                (!add_text(item->child, prices) || !add_text(item->child->next, quantities)))
                return false;
            if (!is_level && item->child != NULL && count < 16)
                open[count++] = item;
        }
    }
    return true;
}

static bool read_cjson(const snapshot *it, tr_decimal *sum)
{
    cJSON *tree = cJSON_ParseWithLength(it->text, it->size);
    bool is_right = tree != NULL;
    (void)sum;
    cJSON_Delete(tree);
    return is_right;
}

static bool read_cjson_decimals(const snapshot *it, tr_decimal *sum)
{
    cJSON *tree = cJSON_ParseWithLength(it->text, it->size);
    tr_decimal prices = { 0, 0 };
    bool is_right = tree != NULL && lists_read(tree, &prices, sum);
    cJSON_Delete(tree);
    return is_right;
}

/* Microseconds for one snapshot; 0 when it was not read. */
static double time_of(bool (*read)(const snapshot *, tr_decimal *), const snapshot *it,
                      tr_decimal *sum)
{
    double started = now_us();
    for (int i = 0; i < READS_PER_ROUND; i++) {
        tr_decimal fresh = { 0, 0 };
        if (!read(it, &fresh))
            return 0;
        *sum = fresh;
    }
    return (now_us() - started) / READS_PER_ROUND;
}

static bool report(const snapshot *it)
{
    double best[3] = { 1e9, 1e9, 1e9 };
    tr_decimal sums[3] = { { 0, 0 }, { 0, 0 }, { 0, 0 } };
    bool (*const readers[3])(const snapshot *, tr_decimal *) = { read_ours, read_cjson,
                                                                 read_cjson_decimals };
    for (int round = 0; round < ROUND_COUNT; round++)
        for (int i = 0; i < 3; i++) {
            double took = time_of(readers[i], it, &sums[i]);
            if (took <= 0) {
                fprintf(stderr, "bench_snapshot: %s: reader %d does not read it\n", it->exchange,
                        i);
                return false;
            }
            best[i] = took < best[i] ? took : best[i];
        }
    /* The same quantities came out of both, or the times compare nothing. */
    if (tr_decimal_compare(sums[0], sums[2]) != 0) {
        fprintf(stderr, "bench_snapshot: %s: the sums differ\n", it->exchange);
        return false;
    }
    printf("| %-8s | %6zu | %5.0f | %5.0f | %.1f | %5.0f | %.1f |\n", it->exchange, it->size,
           best[0], best[1], best[1] / best[0], best[2], best[2] / best[0]);
    return true;
}

int main(void)
{
    static snapshot snapshots[] = {
        { .exchange = "binance",
          .head = "{\"lastUpdateId\":1027024,",
          .bids = "\"bids\":[",
          .asks = "],\"asks\":[",
          .tail = "]}" },
        { .exchange = "bybit",
          .head = "{\"retCode\":0,\"retMsg\":\"OK\",\"result\":{\"s\":\"BTCUSDT\",\"ts\":"
                  "1672765737733,\"u\":5277055,",
          .bids = "\"b\":[",
          .asks = "],\"a\":[",
          .tail = "]},\"retExtInfo\":{},\"time\":1672765737734}" },
        { .exchange = "kraken",
          .head = "{\"error\":[],\"result\":{\"XBTUSDT\":{",
          .bids = "\"bids\":[",
          .asks = "],\"asks\":[",
          .tail = "]}}}" },
        { .exchange = "coinbase",
          .head = "{\"pricebook\":{\"product_id\":\"BTC-USDT\",",
          .bids = "\"bids\":[",
          .asks = "],\"asks\":[",
          .tail = "],\"time\":\"2023-06-30T04:02:40.533606Z\"}}",
          .is_object = true },
    };
    bool is_done = true;
    printf("| exchange | bytes | ours, us | cJSON, us | ratio | with decimals, us | ratio "
           "|\n|---|---|---|---|---|---|---|\n");
    for (size_t i = 0; i < sizeof snapshots / sizeof snapshots[0]; i++) {
        snapshot_make(&snapshots[i]);
        is_done = report(&snapshots[i]) && is_done;
    }
    return is_done ? 0 : 1;
}
