/* fuzz_market_text.c: any bytes as a time, epoch, duration, timeframe or symbol: what is read, writes back. */
#include <assert.h>
#include <stdint.h>
#include <string.h>

#include <trade/double_text.h>
#include <trade/instrument.h>
#include <trade/time.h>

static void check_time(const char *text, size_t length)
{
    char written[TR_TIME_TEXT_SIZE];
    int64_t at_ns;
    int64_t again_ns;
    tr_error err = { 0 };
    tr_status status = tr_time_parse_any(text, length, &at_ns, &err);
    assert(err.status == status);
    if (status != TR_OK)
        return;
    size_t written_length = tr_time_format(at_ns, -1, written, sizeof written);
    assert(written_length > 0);
    assert(tr_time_parse(written, written_length, &again_ns, NULL) == TR_OK && again_ns == at_ns);
}

static void check_duration(const char *text, size_t length)
{
    char written[TR_DURATION_TEXT_SIZE];
    int64_t ns;
    int64_t again_ns;
    if (tr_duration_parse(text, length, &ns, NULL) != TR_OK)
        return;
    size_t written_length = tr_duration_format(ns, written, sizeof written);
    assert(ns >= 0 && written_length > 0);
    assert(tr_duration_parse(written, written_length, &again_ns, NULL) == TR_OK && again_ns == ns);
}

static void check_timeframe(const char *text, size_t length)
{
    char written[TR_TIMEFRAME_TEXT_SIZE];
    tr_timeframe timeframe;
    tr_timeframe again;
    if (tr_timeframe_parse(text, length, &timeframe, NULL) != TR_OK)
        return;
    size_t written_length = tr_timeframe_format(timeframe, written, sizeof written);
    assert(written_length > 0);
    assert(tr_timeframe_parse(written, written_length, &again, NULL) == TR_OK);
    assert(again.count == timeframe.count && again.unit == timeframe.unit);
    const int64_t times[] = { INT64_MIN, -1, 0, INT64_C(1700000000123456789), INT64_MAX };
    for (size_t i = 0; i < sizeof times / sizeof times[0]; i++) {
        int64_t next_ns = tr_timeframe_next_open_ns(timeframe, times[i]);
        assert(tr_timeframe_open_ns(timeframe, times[i]) <= times[i]);
        assert(next_ns > times[i] || next_ns == INT64_MAX);
    }
}

static void check_symbol(const char *text, size_t length)
{
    char written[TR_SYMBOL_SIZE];
    tr_symbol_parts parts;
    tr_symbol_parts again;
    tr_status status = tr_symbol_parse(text, length, &parts, NULL);
    if (status == TR_OK) {
        assert(tr_symbol_format(&parts, written, sizeof written) == TR_OK);
        assert(tr_symbol_parse(written, strlen(written), &again, NULL) == TR_OK);
        assert(again.kind == parts.kind && strcmp(again.base, parts.base) == 0 &&
               strcmp(again.quote, parts.quote) == 0 && strcmp(again.settle, parts.settle) == 0 &&
               again.expiry_day == parts.expiry_day && again.is_call == parts.is_call &&
               tr_decimal_compare(again.strike, parts.strike) == 0);
    }
    static const tr_instrument list[] = {
        { .exchange = "binance",
          .symbol = "BTC/USDT",
          .exchange_symbol = "BTCUSDT",
          .base = "BTC",
          .quote = "USDT",
          .settle = "USDT" },
        { .exchange = "binance",
          .symbol = "BTC/USDT:USDT",
          .exchange_symbol = "BTCUSDT",
          .kind = TR_KIND_LINEAR,
          .base = "BTC",
          .quote = "USDT",
          .settle = "USDT" },
        { .exchange = "kraken",
          .symbol = "XBT/EUR",
          .exchange_symbol = "XXBTZEUR",
          .base = "XBT",
          .quote = "EUR",
          .settle = "EUR" },
    };
    const tr_instrument *found = NULL;
    tr_error err = { 0 };
    status = tr_instrument_find(list, 3, text, length, length % 2 == 0, &found, &err);
    assert(err.status == status && (found != NULL) == (status == TR_OK));
}

static void check_double(const char *text, size_t length)
{
    char written[TR_DOUBLE_TEXT_SIZE];
    double value;
    double again;
    if (tr_double_parse(text, length, &value) != TR_OK)
        return;
    size_t written_length = tr_double_format(value, written, sizeof written);
    assert(written_length > 0 && tr_double_parse(written, written_length, &again) == TR_OK);
    assert(memcmp(&value, &again, sizeof value) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const char *text = (const char *)data;
    check_time(text, size);
    check_duration(text, size);
    check_timeframe(text, size);
    check_symbol(text, size);
    check_double(text, size);
    return 0;
}
