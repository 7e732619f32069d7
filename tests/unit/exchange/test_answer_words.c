/* test_answer_words.c: orders, fills, contracts, margin and rights in the words of exchanges without shared samples. */
#include <stdio.h>

#include "exchange/answer.h"
#include "reading.h"
#include "support/check_tap.h"

/* ---- exchanges without shared samples -------------------------------------------------------- */

/* Gate API v4, "Get a single order" and "Get a single futures order", 2026: shapes of the examples, numbers of ours. */
START_TEST(gate_orders_are_read)
{
    reading found;
    ck_assert_int_eq(read_body("gate", TR_KIND_SPOT, TR_CALL_OPEN_ORDERS, 200,
                               "[{\"currency_pair\":\"BTC_USDT\",\"total\":1,\"orders\":[{\"id\":\"12332324\",\"text\":\"t-123456\",\"create_time\":\"1548000000\","
                               "\"create_time_ms\":1548000000123,\"update_time_ms\":1548000100123,\"currency_pair\":\"BTC_USDT\",\"status\":\"open\",\"type\":\"limit\","
                               "\"account\":\"spot\",\"side\":\"buy\",\"amount\":\"1\",\"price\":\"5.5\",\"time_in_force\":\"poc\",\"left\":\"0.4\",\"filled_total\":\"3.3\","
                               "\"avg_deal_price\":\"5.5\",\"fee\":\"0.005\",\"fee_currency\":\"BTC\",\"finish_as\":\"open\"}]}]",
                               &found),
                     TR_OK);
    const tr_order_record *order = &found.records[0].as.order;
    ck_assert_str_eq(order->exchange_order_id, "12332324");
    ck_assert_str_eq(order->symbol, "BTC/USDT");
    ck_assert_int_eq(order->state, TR_STATE_PARTLY_FILLED);
    ck_assert(order->is_post_only && order->has_fee);
    decimal_is(order->filled.value, "0.6");
    decimal_is(order->notional.value, "3.3");
    ck_assert_int_eq(order->created_ns, INT64_C(1548000000123000000));
    ck_assert_int_eq(read_body("gate", TR_KIND_LINEAR, TR_CALL_CANCEL, 200,
                               "{\"id\":15675394,\"user\":100000,\"contract\":\"BTC_USDT\",\"create_time\":1546569968.25,\"size\":-6024,\"iceberg\":0,\"left\":-6000,"
                               "\"price\":\"3765\",\"fill_price\":\"3765\",\"text\":\"t-my\",\"tif\":\"gtc\",\"status\":\"finished\",\"finish_as\":\"cancelled\","
                               "\"is_reduce_only\":true}",
                               &found),
                     TR_OK);
    ck_assert_int_eq(order->side, TR_SIDE_SELL);
    ck_assert_int_eq(order->state, TR_STATE_CANCELLED);
    ck_assert(order->is_reduce_only);
    decimal_is(order->quantity.value, "6024");
    decimal_is(order->filled.value, "24");
    ck_assert_int_eq(order->created_ns, INT64_C(1546569968250000000));
}
END_TEST

/* Bitget API v2, "Get Order Info", "Get All Positions", "Get Contract Config", 2026. */
START_TEST(bitget_orders_positions_and_contracts_are_read)
{
    reading found;
    ck_assert_int_eq(read_body("bitget", TR_KIND_SPOT, TR_CALL_OPEN_ORDERS, 200,
                               "{\"code\":\"00000\",\"msg\":\"success\",\"requestTime\":1,\"data\":[{\"userId\":\"1\",\"symbol\":\"BTCUSDT\",\"orderId\":\"121211\","
                               "\"clientOid\":\"c1\",\"priceAvg\":\"34829.1\",\"size\":\"2\",\"orderType\":\"limit\",\"side\":\"buy\",\"status\":\"live\","
                               "\"baseVolume\":\"0\",\"quoteVolume\":\"0\",\"cTime\":\"1622697148000\",\"uTime\":\"1622697148000\"}]}",
                               &found),
                     TR_OK);
    decimal_is(found.records[0].as.order.limit_price.value, "34829.1");
    decimal_is(found.records[0].as.order.average.value, "0");
    ck_assert_int_eq(read_body("bitget", TR_KIND_LINEAR, TR_CALL_POSITIONS, 200,
                               "{\"code\":\"00000\",\"data\":[{\"marginCoin\":\"USDT\",\"symbol\":\"BTCUSDT\",\"holdSide\":\"short\",\"total\":\"1.5\",\"leverage\":\"20\","
                               "\"openPriceAvg\":\"20000\",\"markPrice\":\"21000\",\"liquidationPrice\":\"40000\",\"unrealizedPL\":\"-1500\",\"posMode\":\"one_way_mode\","
                               "\"marginSize\":\"1500\",\"cTime\":\"1694571343000\"}]}",
                               &found),
                     TR_OK);
    decimal_is(found.records[0].as.position.quantity, "-1.5");
    ck_assert_int_eq(found.records[0].as.position.mode, TR_POSITION_NET);
    ck_assert_int_eq(read_body("bitget", TR_KIND_LINEAR, TR_CALL_INSTRUMENTS, 200,
                               "{\"code\":\"00000\",\"data\":[{\"symbol\":\"BTCUSDT\",\"baseCoin\":\"BTC\",\"quoteCoin\":\"USDT\",\"minTradeNum\":\"0.001\","
                               "\"priceEndStep\":\"5\",\"volumePlace\":\"3\",\"pricePlace\":\"1\",\"sizeMultiplier\":\"0.001\",\"symbolType\":\"perpetual\",\"minTradeUSDT\":\"5\","
                               "\"symbolStatus\":\"normal\"},{\"symbol\":\"BTCUSDH25\",\"baseCoin\":\"BTC\",\"quoteCoin\":\"USDT\",\"priceEndStep\":\"5\",\"pricePlace\":\"1\","
                               "\"sizeMultiplier\":\"0.001\",\"symbolType\":\"delivery\",\"symbolStatus\":\"normal\"}]}",
                               &found),
                     TR_OK);
    ck_assert_uint_eq(found.count, 1);
    decimal_is(found.records[0].as.instrument.instrument.tick, "0.5");
    ck_assert_str_eq(found.records[0].as.instrument.instrument.symbol, "BTC/USDT:USDT");
    ck_assert(found.records[0].as.instrument.is_trading);
}
END_TEST

/* Contracts whose names hold base and quote; what has a date behind them, or another kind, is none of ours. */
START_TEST(contracts_are_told_from_what_is_none_of_ours)
{
    static const struct {
        const char *exchange, *body;
    } rows[] = {
        { "gate", "[{\"name\":\"BTC_USDT\",\"quanto_multiplier\":\"0.0001\",\"order_price_round\":\"0.1\"},"
                  "{\"name\":\"BTC_USDT_20261225\",\"quanto_multiplier\":\"0.0001\",\"order_price_round\":\"0.1\"},"
                  "{\"name\":\"BTCUSDT\",\"quanto_multiplier\":\"0.0001\",\"order_price_round\":\"0.1\"},"
                  "{\"name\":\"BTC_\",\"quanto_multiplier\":\"0.0001\",\"order_price_round\":\"0.1\"}]" },
        { "htx", "{\"status\":\"ok\",\"data\":[{\"contract_code\":\"BTC-USDT-261225\",\"contract_size\":0.001,\"price_tick\":0.1},"
                 "{\"contract_code\":\"BTC-USDT\",\"contract_size\":0.001,\"price_tick\":0.1}]}" },
        { "okx", "{\"code\":\"0\",\"data\":[{\"instType\":\"SWAP\",\"instId\":\"BTC-USD-SWAP\",\"uly\":\"BTC-USD\",\"settleCcy\":\"BTC\","
                 "\"ctType\":\"inverse\",\"ctVal\":\"100\",\"tickSz\":\"0.1\",\"lotSz\":\"1\",\"minSz\":\"1\"},"
                 "{\"instType\":\"SWAP\",\"instId\":\"BTC-USDT-SWAP\",\"uly\":\"BTC-USDT\",\"settleCcy\":\"USDT\","
                 "\"ctType\":\"linear\",\"ctVal\":\"0.01\",\"tickSz\":\"0.1\",\"lotSz\":\"0.1\",\"minSz\":\"0.1\"}]}" },
    };
    reading found;
    ck_assert_int_eq(read_body(rows[_i].exchange, TR_KIND_LINEAR, TR_CALL_INSTRUMENTS, 200, rows[_i].body, &found), TR_OK);
    ck_assert_uint_eq(found.count, 1);
    ck_assert_str_eq(found.records[0].as.instrument.instrument.symbol, "BTC/USDT:USDT");
}
END_TEST

START_TEST(a_makers_rebate_of_bybit_is_paid_in_what_the_fill_cost)
{
    static const struct {
        const char *side, *fee, *is_maker, *asset;
    } rows[] = { { "Buy", "0.001", "true", "BTC" },   { "Sell", "0.001", "true", "USDT" },
                 { "Buy", "-0.001", "true", "USDT" }, { "Sell", "-0.001", "true", "BTC" },
                 { "Buy", "0.001", "false", "BTC" },  { "Sell", "0.001", "false", "USDT" } };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        reading found;
        char body[512];
        (void)snprintf(body, sizeof body,
                       "{\"retCode\":0,\"result\":{\"list\":[{\"symbol\":\"BTCUSDT\",\"orderId\":\"1\",\"execId\":\"2\",\"side\":\"%s\","
                       "\"execPrice\":\"100\",\"execQty\":\"1\",\"execFee\":\"%s\",\"isMaker\":%s,\"execTime\":\"1700000000000\"}]}}",
                       rows[i].side, rows[i].fee, rows[i].is_maker);
        ck_assert_int_eq(read_body("bybit", TR_KIND_SPOT, TR_CALL_FILLS, 200, body, &found), TR_OK);
        ck_assert_str_eq(found.records[0].as.fill.fee_asset, rows[i].asset);
    }
}
END_TEST

/* Binance Spot API, "Filters", 2026. */
START_TEST(binance_tells_the_largest_market_order_apart)
{
    reading found;
    ck_assert_int_eq(
        read_body("binance", TR_KIND_SPOT, TR_CALL_INSTRUMENTS, 200,
                  "{\"rateLimits\":[{\"rateLimitType\":\"ORDERS\",\"interval\":\"SECOND\",\"intervalNum\":10,\"limit\":100},"
                  "{\"rateLimitType\":\"RAW_REQUESTS\",\"interval\":\"MINUTE\",\"intervalNum\":5,\"limit\":61000}],"
                  "\"symbols\":[{\"symbol\":\"BTCUSDT\",\"status\":\"TRADING\",\"baseAsset\":\"BTC\",\"quoteAsset\":\"USDT\",\"filters\":["
                  "{\"filterType\":\"PRICE_FILTER\",\"tickSize\":\"0.01\"},"
                  "{\"filterType\":\"LOT_SIZE\",\"minQty\":\"0.00001\",\"maxQty\":\"9000\",\"stepSize\":\"0.00001\"},"
                  "{\"filterType\":\"MARKET_LOT_SIZE\",\"minQty\":\"0\",\"maxQty\":\"84.1\",\"stepSize\":\"0\"}]}]}",
                  &found),
        TR_OK);
    ck_assert_uint_eq(found.count, 2);
    const tr_limit_record *limit = &found.records[0].as.limit;
    ck_assert_int_eq(found.records[0].kind, TR_RECORD_LIMIT);
    ck_assert(limit->is_of_key && limit->interval_ms == 10000 && limit->amount == 100);
    const tr_instrument *instrument = &found.records[1].as.instrument.instrument;
    ck_assert_int_eq(tr_decimal_compare(instrument->quantity_max, tr_decimal_from_int(9000)), 0);
    tr_decimal largest;
    ck_assert_int_eq(tr_decimal_parse("84.1", 4, &largest), TR_OK);
    ck_assert_int_eq(tr_decimal_compare(instrument->market_quantity_max, largest), 0);
}
END_TEST

/* OKX API guide V5, "Get transaction details (last 3 months)"; Kraken API Center, "Get Trades History", 2026. */
START_TEST(a_full_page_of_fills_leads_to_the_next)
{
    reading found;
    char body[20000];
    int length = snprintf(body, sizeof body, "{\"code\":\"0\",\"data\":[");
    for (int i = 0; i < 100; i++)
        length += snprintf(body + length, sizeof body - (size_t)length,
                           "%s{\"instId\":\"BTC-USDT\",\"side\":\"buy\",\"fillSz\":\"1\",\"fillPx\":\"2\",\"tradeId\":\"%d\",\"ordId\":\"1\",\"billId\":\"%d\"}",
                           i == 0 ? "" : ",", i, 500 - i);
    (void)snprintf(body + length, sizeof body - (size_t)length, "]}");
    ck_assert_int_eq(read_body("okx", TR_KIND_SPOT, TR_CALL_FILLS, 200, body, &found), TR_OK);
    ck_assert_uint_eq(found.count, 101);
    ck_assert_int_eq(found.records[100].kind, TR_RECORD_PAGE);
    ck_assert_str_eq(found.records[100].as.page.cursor, "401");
    static const char history[] = "{\"error\":[],\"result\":{\"trades\":{\"T1\":{\"ordertxid\":\"O1\",\"pair\":\"XXBTZUSD\",\"type\":\"buy\","
                                  "\"price\":\"2\",\"cost\":\"2\",\"fee\":\"0.1\",\"vol\":\"1\"}},\"count\":%d}}";
    (void)snprintf(body, sizeof body, history, 51);
    ck_assert_int_eq(read_body("kraken", TR_KIND_SPOT, TR_CALL_FILLS, 200, body, &found), TR_OK);
    ck_assert_uint_eq(found.count, 2);
    ck_assert_int_eq(found.records[1].kind, TR_RECORD_PAGE);
    ck_assert_str_eq(found.records[1].as.page.cursor, "50");
    (void)snprintf(body, sizeof body, history, 50);
    ck_assert_int_eq(read_body("kraken", TR_KIND_SPOT, TR_CALL_FILLS, 200, body, &found), TR_OK);
    ck_assert_uint_eq(found.count, 1);
}
END_TEST

START_TEST(kraken_names_of_pairs_are_shortened)
{
    static const char *const names[][2] = {
        { "XXBTZUSD", "XBTUSD" }, { "XBT/USD", "XBTUSD" }, { "BTC/USD", "XBTUSD" }, { "USDTZUSD", "USDTUSD" }, { "SOLUSD", "SOLUSD" }
    };
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        char symbol[TR_SYMBOL_SIZE] = "";
        (void)snprintf(symbol, sizeof symbol, "%s", names[i][0]);
        tr__adapter_find("kraken")->symbol_name(symbol);
        ck_assert_str_eq(symbol, names[i][1]);
    }
}
END_TEST

START_TEST(an_order_is_not_missing_while_there_are_more_pages)
{
    reading found;
    ck_assert_int_eq(read_body("coinbase", TR_KIND_SPOT, TR_CALL_ORDER, 200, "{\"orders\":[],\"cursor\":\"more\"}", &found), TR_OK);
    ck_assert_uint_eq(found.count, 1);
    ck_assert_int_eq(found.records[0].kind, TR_RECORD_PAGE);
    ck_assert_int_eq(read_body("coinbase", TR_KIND_SPOT, TR_CALL_ORDER, 200, "{\"orders\":[],\"cursor\":\"\"}", &found), TR_E_NOT_FOUND);
}
END_TEST

/* KuCoin API, "Get Order By ClientOid", "Get Fill History", "Get Contract List", 2026. */
START_TEST(kucoin_orders_fills_and_contracts_are_read)
{
    reading found;
    char body[1200], client_id[TR_LABEL_SIZE];
    ck_assert_int_eq(tr_exchange_client_id_write("kucoin", TR_KIND_SPOT, sample_id(), client_id, sizeof client_id, NULL), TR_OK);
    (void)snprintf(body, sizeof body,
                   "{\"code\":\"200000\",\"data\":{\"id\":\"6717422bd51c29000775ea03\",\"clientOid\":\"%s\",\"symbol\":\"BTC-USDT\",\"opType\":\"DEAL\","
                   "\"type\":\"limit\",\"side\":\"buy\",\"price\":\"70000\",\"size\":\"0.00002\",\"funds\":\"0.5\",\"dealSize\":\"0.00001\",\"dealFunds\":\"0.677176\","
                   "\"remainSize\":\"0\",\"cancelledSize\":\"0.00001\",\"fee\":\"0.000677176\",\"feeCurrency\":\"USDT\",\"timeInForce\":\"GTC\",\"postOnly\":false,"
                   "\"cancelExist\":true,\"inOrderBook\":false,\"active\":false,\"createdAt\":1729577515444,\"lastUpdatedAt\":1729577515481}}",
                   client_id);
    ck_assert_int_eq(read_body("kucoin", TR_KIND_SPOT, TR_CALL_ORDER, 200, body, &found), TR_OK);
    ck_assert_int_eq(found.records[0].as.order.state, TR_STATE_CANCELLED);
    decimal_is(found.records[0].as.order.average.value, "67717.6");
    ck_assert_int_eq(read_body("kucoin", TR_KIND_SPOT, TR_CALL_ORDER, 200, "{\"code\":\"200000\",\"data\":null}", &found), TR_E_NOT_FOUND);
    ck_assert_int_eq(read_body("kucoin", TR_KIND_LINEAR, TR_CALL_INSTRUMENTS, 200,
                               "{\"code\":\"200000\",\"data\":[{\"symbol\":\"XBTUSDTM\",\"type\":\"FFWCSX\",\"expireDate\":null,\"baseCurrency\":\"XBT\",\"quoteCurrency\":\"USDT\","
                               "\"settleCurrency\":\"USDT\",\"maxOrderQty\":1000000,\"lotSize\":1,\"tickSize\":0.1,\"multiplier\":0.001,\"isInverse\":false,\"status\":\"Open\"},"
                               "{\"symbol\":\"XBTUSDM\",\"expireDate\":null,\"baseCurrency\":\"XBT\",\"quoteCurrency\":\"USD\",\"settleCurrency\":\"XBT\",\"lotSize\":1,"
                               "\"tickSize\":0.1,\"multiplier\":-1,\"isInverse\":true,\"status\":\"Open\"}]}",
                               &found),
                     TR_OK);
    ck_assert_uint_eq(found.count, 1);
    ck_assert_str_eq(found.records[0].as.instrument.instrument.symbol, "BTC/USDT:USDT");
    decimal_is(found.records[0].as.instrument.instrument.multiplier, "0.001");
}
END_TEST

/* MEXC Futures API, "Get order by external id", "Cancel orders"; Spot API v3, "Query Order", 2026. */
START_TEST(mexc_orders_are_read)
{
    reading found;
    char body[700], client_id[TR_LABEL_SIZE];
    ck_assert_int_eq(tr_exchange_client_id_write("mexc", TR_KIND_LINEAR, sample_id(), client_id, sizeof client_id, NULL), TR_OK);
    (void)snprintf(body, sizeof body,
                   "{\"success\":true,\"code\":0,\"data\":{\"orderId\":\"102067003631907840\",\"symbol\":\"BTC_USDT\",\"price\":50000.5,\"vol\":3,\"side\":3,"
                   "\"category\":1,\"orderType\":2,\"dealAvgPrice\":50000.5,\"dealVol\":1,\"state\":2,\"externalOid\":\"%s\",\"createTime\":1609992674000}}",
                   client_id);
    ck_assert_int_eq(read_body("mexc", TR_KIND_LINEAR, TR_CALL_ORDER, 200, body, &found), TR_OK);
    ck_assert_int_eq(found.records[0].as.order.state, TR_STATE_PARTLY_FILLED);
    ck_assert_int_eq(found.records[0].as.order.side, TR_SIDE_SELL);
    ck_assert(found.records[0].as.order.is_post_only);
    decimal_is(found.records[0].as.order.remaining.value, "2");
    ck_assert_int_eq(read_body("mexc", TR_KIND_LINEAR, TR_CALL_PLACE, 200, "{\"success\":true,\"code\":0,\"data\":\"102057569836905984\"}", &found), TR_OK);
    ck_assert_str_eq(found.records[0].as.order.exchange_order_id, "102057569836905984");
    ck_assert_int_eq(read_body("mexc", TR_KIND_LINEAR, TR_CALL_CANCEL, 200,
                               "{\"success\":true,\"code\":0,\"data\":[{\"orderId\":101716841474621953,\"errorCode\":2040,\"errorMsg\":\"order not exist\"}]}", &found),
                     TR_E_NOT_FOUND);
    ck_assert_int_eq(read_body("mexc", TR_KIND_LINEAR, TR_CALL_PLACE, 200, "{\"success\":false,\"code\":2005,\"message\":\"Balance insufficient\"}", &found),
                     TR_E_REFUSED);
}
END_TEST

/* HTX API, "Query Order Details", "Get Account Balance", 2021; USDT-M version 5, "Query Order Information", 2025. */
START_TEST(htx_orders_and_balances_are_read)
{
    reading found;
    ck_assert_int_eq(read_body("htx", TR_KIND_SPOT, TR_CALL_OPEN_ORDERS, 200,
                               "{\"status\":\"ok\",\"data\":[{\"symbol\":\"btcusdt\",\"source\":\"api\",\"price\":\"1.5\",\"created-at\":1630633835224,\"amount\":\"572.33\","
                               "\"account-id\":13496526,\"filled-cash-amount\":\"15\",\"client-order-id\":\"c\",\"filled-amount\":\"10\",\"filled-fees\":\"0.0\","
                               "\"id\":357630527817871,\"state\":\"partial-filled\",\"type\":\"sell-limit-maker\"}]}",
                               &found),
                     TR_OK);
    ck_assert_int_eq(found.records[0].as.order.side, TR_SIDE_SELL);
    ck_assert(found.records[0].as.order.is_post_only);
    ck_assert_str_eq(found.records[0].as.order.symbol, "BTC/USDT");
    decimal_is(found.records[0].as.order.average.value, "1.5");
    ck_assert_int_eq(read_body("htx", TR_KIND_SPOT, TR_CALL_BALANCES, 200,
                               "{\"status\":\"ok\",\"data\":{\"id\":1000001,\"type\":\"spot\",\"state\":\"working\",\"list\":[{\"currency\":\"usdt\",\"type\":\"trade\",\"balance\":\"91.85\","
                               "\"seq-num\":\"477\"},{\"currency\":\"usdt\",\"type\":\"frozen\",\"balance\":\"5.16\"}]}}",
                               &found),
                     TR_OK);
    ck_assert_uint_eq(found.count, 2);
    ck_assert_str_eq(found.records[0].as.balance.asset, "USDT");
    decimal_is(found.records[0].as.balance.free.value, "91.85");
    decimal_is(found.records[1].as.balance.held.value, "5.16");
    char body[600], client_id[TR_LABEL_SIZE];
    ck_assert_int_eq(tr_exchange_client_id_write("htx", TR_KIND_LINEAR, sample_id(), client_id, sizeof client_id, NULL), TR_OK);
    (void)snprintf(body, sizeof body,
                   "{\"code\":200,\"message\":\"Success\",\"data\":{\"contract_code\":\"BTC-USDT\",\"side\":\"sell\",\"type\":\"limit\",\"order_id\":\"1333\","
                   "\"client_order_id\":\"%s\",\"price\":\"86000\",\"volume\":\"2\",\"state\":\"partially_canceled\",\"time_in_force\":\"gtc\",\"trade_volume\":\"1\","
                   "\"trade_avg_price\":\"86000\",\"fee\":\"-0.02\",\"fee_currency\":\"USDT\",\"created_time\":\"1740366817564\"},\"ts\":1}",
                   client_id);
    ck_assert_int_eq(read_body("htx", TR_KIND_LINEAR, TR_CALL_ORDER, 200, body, &found), TR_OK);
    ck_assert_int_eq(found.records[0].as.order.state, TR_STATE_CANCELLED);
    decimal_is(found.records[0].as.order.fee.value, "0.02");
    ck_assert_int_eq(read_body("htx", TR_KIND_SPOT, TR_CALL_PLACE, 200, "{\"status\":\"ok\",\"data\":\"356501383558845\"}", &found), TR_OK);
    ck_assert_str_eq(found.records[0].as.order.exchange_order_id, "356501383558845");
}
END_TEST

/* ---- rights ---------------------------------------------------------------------------------- */

/* How a swap's account is margined: each exchange's own words, of one instrument and of the account. */
typedef struct margin_case {
    const char *exchange, *margin, *leverage;
    tr_margin_mode mode;
    const char *one_way, *hedging; /* answers about the position mode */
} margin_case;

static const margin_case margin_cases[] = {
    { "binance", "[{\"symbol\":\"BTCUSDT\",\"marginType\":\"CROSSED\",\"isAutoAddMargin\":false,\"leverage\":21,\"maxNotionalValue\":\"1\"}]",
      "21", TR_MARGIN_CROSS, "{\"dualSidePosition\":false}", "{\"dualSidePosition\":true}" },
    { "binance", "[{\"symbol\":\"BTCUSDT\",\"marginType\":\"ISOLATED\",\"leverage\":3}]", "3", TR_MARGIN_ISOLATED, NULL, NULL },
    { "bybit", "{\"retCode\":0,\"result\":{\"list\":[{\"symbol\":\"BTCUSDT\",\"positionIdx\":0,\"tradeMode\":0,\"leverage\":\"10\",\"side\":\"\",\"size\":\"0\"}]}}",
      "10", TR_MARGIN_UNKNOWN, NULL, NULL },
    { "okx", "{\"code\":\"0\",\"data\":[{\"instId\":\"BTC-USDT-SWAP\",\"mgnMode\":\"cross\",\"posSide\":\"net\",\"lever\":\"12.5\"}]}",
      "12.5", TR_MARGIN_CROSS, "{\"code\":\"0\",\"data\":[{\"posMode\":\"net_mode\"}]}", "{\"code\":\"0\",\"data\":[{\"posMode\":\"long_short_mode\"}]}" },
    { "gate", "{\"contract\":\"BTC_USDT\",\"size\":0,\"leverage\":\"0\",\"cross_leverage_limit\":\"7\",\"mode\":\"single\"}",
      "7", TR_MARGIN_CROSS, "{\"total\":\"9\",\"currency\":\"USDT\",\"in_dual_mode\":false}", "{\"currency\":\"USDT\",\"in_dual_mode\":true}" },
    { "gate", "{\"contract\":\"BTC_USDT\",\"size\":0,\"leverage\":\"5\",\"cross_leverage_limit\":\"7\",\"mode\":\"single\"}",
      "5", TR_MARGIN_ISOLATED, "{\"position_mode\":\"single\"}", "{\"position_mode\":\"dual_plus\"}" },
    { "kucoin", "{\"code\":\"200000\",\"data\":{\"symbol\":\"XBTUSDTM\",\"leverage\":\"3\"}}", "3", TR_MARGIN_UNKNOWN,
      "{\"code\":\"200000\",\"data\":{\"positionMode\":0}}", "{\"code\":\"200000\",\"data\":{\"positionMode\":1}}" },
    { "bitget", "{\"code\":\"00000\",\"data\":{\"marginCoin\":\"USDT\",\"crossedMarginLeverage\":14,\"marginMode\":\"crossed\",\"posMode\":\"one_way_mode\"}}",
      "14", TR_MARGIN_CROSS, NULL, NULL },
};

static const tr_margin_record *margin_read(const char *exchange, tr_call call, const char *body, reading *found)
{
    ck_assert_msg(read_body(exchange, TR_KIND_LINEAR, call, 200, body, found) == TR_OK, "%s: %s", exchange, body);
    ck_assert_uint_eq(found->count, 1);
    ck_assert_int_eq(found->records[0].kind, TR_RECORD_MARGIN);
    return &found->records[0].as.margin;
}

/* With an open order and a position: the wallet is the equity less what is not realised, and holds what the order locks. */
START_TEST(a_wallet_of_bitgets_contracts_holds_what_orders_lock)
{
    reading found;
    ck_assert_int_eq(read_body("bitget", TR_KIND_LINEAR, TR_CALL_BALANCES, 200,
                               "{\"code\":\"00000\",\"data\":[{\"marginCoin\":\"USDT\",\"locked\":\"6.063618\",\"available\":\"47.99149777\","
                               "\"crossedMaxAvailable\":\"34.67687977\",\"accountEquity\":\"48.07069777\",\"unrealizedPL\":\"0.0792\"}]}", &found), TR_OK);
    ck_assert_uint_eq(found.count, 1);
    decimal_is(found.records[0].as.balance.total.value, "47.99149777");
    decimal_is(found.records[0].as.balance.held.value, "6.063618");
    decimal_is(found.records[0].as.balance.free.value, "41.92787977");
}
END_TEST

START_TEST(okx_contracts_of_another_multiple_are_left_out)
{
    static const char form[] = "{\"code\":\"0\",\"data\":[{\"instType\":\"SWAP\",\"instId\":\"BTC-USDT-SWAP\",\"uly\":\"BTC-USDT\",\"settleCcy\":\"USDT\","
                               "\"ctMult\":\"%s\",\"ctType\":\"linear\",\"ctVal\":\"0.01\",\"tickSz\":\"0.1\",\"lotSz\":\"0.01\",\"minSz\":\"0.01\",\"state\":\"live\"}]}";
    char body[512];
    reading found;
    (void)snprintf(body, sizeof body, form, "1");
    ck_assert_int_eq(read_body("okx", TR_KIND_LINEAR, TR_CALL_INSTRUMENTS, 200, body, &found), TR_OK);
    ck_assert_uint_eq(found.count, 1);
    decimal_is(found.records[0].as.instrument.instrument.multiplier, "0.01");
    (void)snprintf(body, sizeof body, form, "10");
    ck_assert_int_eq(read_body("okx", TR_KIND_LINEAR, TR_CALL_INSTRUMENTS, 200, body, &found), TR_OK);
    ck_assert_uint_eq(found.count, 0);
}
END_TEST

START_TEST(leverage_and_modes_of_swaps_are_read)
{
    const margin_case *at = &margin_cases[_i];
    reading found;
    const tr_margin_record *margin = margin_read(at->exchange, TR_CALL_MARGIN, at->margin, &found);
    decimal_is(margin->leverage, at->leverage);
    ck_assert_int_eq(margin->mode, at->mode);
    ck_assert(!margin->is_hedging);
    if (at->one_way == NULL)
        return;
    margin = margin_read(at->exchange, TR_CALL_POSITION_MODE, at->one_way, &found);
    ck_assert(margin->has_position_mode && !margin->is_hedging);
    margin = margin_read(at->exchange, TR_CALL_POSITION_MODE, at->hedging, &found);
    ck_assert(margin->has_position_mode && margin->is_hedging);
}
END_TEST

START_TEST(an_account_that_hedges_is_seen_where_positions_tell)
{
    reading found;
    ck_assert_int_eq(read_body("bybit", TR_KIND_LINEAR, TR_CALL_MARGIN, 200,
                               "{\"retCode\":0,\"result\":{\"list\":[{\"symbol\":\"BTCUSDT\",\"positionIdx\":1,\"leverage\":\"5\"},"
                               "{\"symbol\":\"BTCUSDT\",\"positionIdx\":2,\"leverage\":\"5\"}]}}", &found), TR_OK);
    ck_assert_uint_eq(found.count, 2);
    ck_assert(found.records[0].as.margin.is_hedging && found.records[1].as.margin.is_hedging);
    ck_assert_int_eq(read_body("bybit", TR_KIND_LINEAR, TR_CALL_POSITION_MODE, 200,
                               "{\"retCode\":0,\"result\":{\"marginMode\":\"ISOLATED_MARGIN\",\"unifiedMarginStatus\":6}}", &found), TR_OK);
    ck_assert_int_eq(found.records[0].as.margin.mode, TR_MARGIN_ISOLATED);
    const tr_margin_record *margin =
        margin_read("bitget", TR_CALL_MARGIN, "{\"code\":\"00000\",\"data\":{\"posMode\":\"hedge_mode\",\"marginMode\":\"isolated\"}}", &found);
    ck_assert(margin->has_position_mode && margin->is_hedging && margin->mode == TR_MARGIN_ISOLATED);
}
END_TEST

START_TEST(a_funding_payment_without_its_time_is_refused)
{
    reading found;
    ck_assert_int_eq(read_body("binance", TR_KIND_LINEAR, TR_CALL_FUNDING_PAID, 200,
                               "[{\"symbol\":\"BTCUSDT\",\"incomeType\":\"FUNDING_FEE\",\"income\":\"1\",\"asset\":\"USDT\"}]", &found), TR_E_PARSE);
    ck_assert_int_eq(read_body("binance", TR_KIND_LINEAR, TR_CALL_FUNDING_PAID, 200,
                               "[{\"symbol\":\"BTCUSDT\",\"incomeType\":\"FUNDING_FEE\",\"income\":\"x\",\"asset\":\"USDT\",\"time\":1}]", &found), TR_E_PARSE);
}
END_TEST

START_TEST(a_key_that_may_withdraw_is_seen)
{
    static const struct {
        const char *exchange, *body;
        bool can_withdraw;
    } rows[] = {
        { "binance", "{\"ipRestrict\":false,\"enableReading\":true,\"enableWithdrawals\":true,\"enableSpotAndMarginTrading\":true}", true },
        { "binance", "{\"ipRestrict\":true,\"enableReading\":true,\"enableWithdrawals\":false,\"enableSpotAndMarginTrading\":true}", false },
        { "kraken", "{\"error\":[],\"result\":{\"permissions\":[\"query-funds\",\"withdraw-funds\",\"modify-trades\"]}}", true },
        { "kraken", "{\"error\":[],\"result\":{\"permissions\":[\"query-funds\",\"modify-trades\"]}}", false },
        { "coinbase", "{\"can_view\":true,\"can_trade\":true,\"can_transfer\":true}", true },
        { "coinbase", "{\"can_view\":true,\"can_trade\":true,\"can_transfer\":false}", false },
        { "bybit", "{\"retCode\":0,\"result\":{\"readOnly\":0,\"permissions\":{\"Spot\":[\"SpotTrade\"],\"Wallet\":[\"AccountTransfer\",\"Withdraw\"]}}}", true },
        { "bybit", "{\"retCode\":0,\"result\":{\"readOnly\":0,\"permissions\":{\"Spot\":[\"SpotTrade\"],\"Wallet\":[]}}}", false },
        { "okx", "{\"code\":\"0\",\"data\":[{\"uid\":\"1\",\"perm\":\"read_only,withdraw,trade\",\"ip\":\"\"}]}", true },
        { "okx", "{\"code\":\"0\",\"data\":[{\"uid\":\"1\",\"perm\":\"read_only,trade\",\"ip\":\"\"}]}", false },
        { "bitget", "{\"code\":\"00000\",\"data\":{\"userId\":\"1\",\"ips\":\"127.0.0.1\",\"authorities\":[\"stow\",\"coow\",\"wwow\"]}}", true },
        { "bitget", "{\"code\":\"00000\",\"data\":{\"userId\":\"1\",\"ips\":\"\",\"authorities\":[\"stow\",\"wtow\",\"coow\"]}}", false },
        { "kucoin", "{\"code\":\"200000\",\"data\":{\"permission\":\"General,Spot,Withdrawal\",\"ipWhitelist\":\"\"}}", true },
        { "kucoin", "{\"code\":\"200000\",\"data\":{\"permission\":\"General,Spot\",\"ipWhitelist\":\"1.2.3.4\"}}", false },
    };
    reading found;
    ck_assert_int_eq(read_body(rows[_i].exchange, TR_KIND_SPOT, TR_CALL_KEY_RIGHTS, 200, rows[_i].body, &found), TR_OK);
    ck_assert_uint_eq(found.count, 1);
    const tr_key_rights *rights = &found.records[0].as.rights;
    ck_assert_msg(rights->can_withdraw == rows[_i].can_withdraw, "%s", rows[_i].body);
    ck_assert(rights->can_trade && rights->can_read && rights->is_withdraw_known);
}
END_TEST

START_TEST(a_key_of_old_at_bitget_does_not_tell_whether_it_may_withdraw)
{
    reading found;
    ck_assert_int_eq(read_body("bitget", TR_KIND_SPOT, TR_CALL_KEY_RIGHTS, 200,
                               "{\"code\":\"00000\",\"data\":{\"userId\":\"1\",\"authorities\":[\"trade\",\"readonly\"]}}", &found),
                     TR_OK);
    const tr_key_rights *rights = &found.records[0].as.rights;
    ck_assert(rights->can_trade && rights->can_read && !rights->is_withdraw_known && !rights->can_withdraw);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("answer_words");
    TCase *tests = tcase_create("answer_words");
    tcase_add_test(tests, gate_orders_are_read);
    tcase_add_test(tests, bitget_orders_positions_and_contracts_are_read);
    tcase_add_loop_test(tests, contracts_are_told_from_what_is_none_of_ours, 0, 3);
    tcase_add_test(tests, a_makers_rebate_of_bybit_is_paid_in_what_the_fill_cost);
    tcase_add_test(tests, binance_tells_the_largest_market_order_apart);
    tcase_add_test(tests, a_full_page_of_fills_leads_to_the_next);
    tcase_add_test(tests, kraken_names_of_pairs_are_shortened);
    tcase_add_test(tests, an_order_is_not_missing_while_there_are_more_pages);
    tcase_add_test(tests, kucoin_orders_fills_and_contracts_are_read);
    tcase_add_test(tests, mexc_orders_are_read);
    tcase_add_test(tests, htx_orders_and_balances_are_read);
    tcase_add_loop_test(tests, a_key_that_may_withdraw_is_seen, 0, 14);
    tcase_add_test(tests, a_key_of_old_at_bitget_does_not_tell_whether_it_may_withdraw);
    tcase_add_loop_test(tests, leverage_and_modes_of_swaps_are_read, 0, (int)(sizeof margin_cases / sizeof margin_cases[0]));
    tcase_add_test(tests, a_wallet_of_bitgets_contracts_holds_what_orders_lock);
    tcase_add_test(tests, okx_contracts_of_another_multiple_are_left_out);
    tcase_add_test(tests, an_account_that_hedges_is_seen_where_positions_tell);
    tcase_add_test(tests, a_funding_payment_without_its_time_is_refused);
    suite_add_tcase(suite, tests);
    return run_as_tap(suite);
}
