/* stop_dialects.c: how each exchange words its stops; the sources stand in libtrade/exchange/<name>/stops.c. */
#include "stop_play.h"

#define OKX_ROWS                                                                                   \
    .routes = { { "GET", "public/time", PLAY_TIME },                                               \
                { "POST", "trade/order-algo", PLAY_PLACE },                                        \
                { "POST", "trade/cancel-algos", PLAY_CANCEL },                                     \
                { "GET", "trade/order-algo?", PLAY_STOP },                                         \
                { "GET", "trade/orders-algo-pending", PLAY_OPEN_STOPS },                           \
                { "GET", "trade/order?", PLAY_ORDER },                                             \
                { "POST", "trade/cancel-order", PLAY_CANCEL_ORDER },                               \
                { "GET", "trade/orders-pending", PLAY_OPEN },                                      \
                { "GET", "trade/fills-history", PLAY_FILLS } },                                    \
    .client_id = "algoClOrdId", .stop_id = "algoId", .order_id = "ordId",                          \
    .stop_price = "slTriggerPx", .quantity = "sz",                                                 \
    .stop_words = { "live", "effective", "canceled", "order_failed" },                             \
    .order_words = { "live", "filled", "canceled" },                                               \
    .time = "{\"code\":\"0\",\"data\":[{\"ts\":\"$m\"}]}",                                         \
    .placed = "{\"code\":\"0\",\"data\":[{\"algoClOrdId\":\"$c\",\"algoId\":\"$I\",\"clOrdId\":"   \
              "\"\",\"sCode\":\"0\",\"sMsg\":\"\",\"tag\":\"\"}],\"msg\":\"\"}",                   \
    .cancelled = "{\"code\":\"0\",\"data\":[{\"algoClOrdId\":\"\",\"algoId\":\"$I\",\"clOrdId\":"  \
                 "\"\",\"sCode\":\"0\",\"sMsg\":\"\",\"tag\":\"\"}],\"msg\":\"\"}",                \
    .gone = "{\"code\":\"1\",\"data\":[{\"algoId\":\"$I\",\"sCode\":\"51400\",\"sMsg\":"           \
            "\"Cancellation failed as the order has been filled, canceled or does not exist.\"}]," \
            "\"msg\":\"\"}",                                                                       \
    .missing = "{\"code\":\"51603\",\"data\":[],\"msg\":\"Order does not exist\"}",                \
    .stop_head = "{\"code\":\"0\",\"msg\":\"\",\"data\":[", .stop_tail = "]}",                     \
    .order_head = "{\"code\":\"0\",\"msg\":\"\",\"data\":[", .order_tail = "]}",                   \
    .fill_head = "{\"code\":\"0\",\"msg\":\"\",\"data\":[", .fill_tail = "]}"

#define OKX_STOP(kind, symbol)                                                                     \
    "{\"activePx\":\"\",\"actualPx\":\"\",\"actualSide\":\"\",\"actualSz\":\"0\",\"algoClOrdId\":" \
    "\"$c\",\"algoId\":\"$I\",\"attachAlgoOrds\":[],\"cTime\":\"1724751378980\",\"clOrdId\":\"\"," \
    "\"closeFraction\":\"\",\"failCode\":\"0\",\"instId\":\"" symbol "\",\"instType\":\"" kind     \
    "\",\"linkedOrd\":{\"ordId\":\"\"},\"ordId\":\"$b\",\"ordIdList\":[\"$b\"],\"ordPx\":\"\","    \
    "\"ordType\":\"conditional\",\"posSide\":\"net\",\"reduceOnly\":\"false\",\"side\":\"sell\","  \
    "\"slOrdPx\":\"-1\",\"slTriggerPx\":\"$t\",\"slTriggerPxType\":\"last\",\"state\":\"$s\","     \
    "\"sz\":\"$q\",\"tdMode\":\"cash\",\"tpTriggerPx\":\"\",\"triggerPx\":\"\",\"uTime\":"         \
    "\"1724751378980\"}"
#define OKX_ORDER(kind, symbol)                                                                    \
    "{\"accFillSz\":\"$f\",\"algoClOrdId\":\"$c\",\"algoId\":\"$I\",\"avgPx\":\"\",\"cTime\":"     \
    "\"$m\",\"clOrdId\":\"\",\"fee\":\"0\",\"feeCcy\":\"USDT\",\"instId\":\"" symbol               \
    "\",\"instType\":\"" kind "\",\"ordId\":\"$b\",\"ordType\":\"market\",\"px\":\"\","            \
    "\"reduceOnly\":\"false\",\"side\":\"sell\",\"source\":\"7\",\"state\":\"$S\",\"sz\":\"$q\","  \
    "\"uTime\":\"$m\"}"
#define OKX_FILL(kind, symbol)                                                                     \
    "{\"billId\":\"$i\",\"clOrdId\":\"\",\"execType\":\"T\",\"fee\":\"-0.1\",\"feeCcy\":\"USDT\"," \
    "\"fillPx\":\"$p\",\"fillSz\":\"$x\",\"instId\":\"" symbol "\",\"instType\":\"" kind           \
    "\",\"ordId\":\"$b\",\"side\":\"sell\",\"tradeId\":\"$i\",\"ts\":\"$m\"}"

#define BINANCE_STOP                                                                               \
    "{\"algoId\":$I,\"clientAlgoId\":\"$c\",\"algoType\":\"CONDITIONAL\",\"orderType\":"           \
    "\"STOP_MARKET\",\"symbol\":\"BTCUSDT\",\"side\":\"SELL\",\"positionSide\":\"BOTH\","          \
    "\"timeInForce\":\"GTC\",\"quantity\":\"$q\",\"algoStatus\":\"$s\",\"actualOrderId\":\"$b\","  \
    "\"actualPrice\":\"0.00000\",\"triggerPrice\":\"$t\",\"price\":\"0.000\",\"icebergQuantity\":" \
    "null,\"workingType\":\"CONTRACT_PRICE\",\"closePosition\":false,\"priceProtect\":false,"      \
    "\"reduceOnly\":true,\"createTime\":1750485492076,\"updateTime\":1750514545091,"               \
    "\"triggerTime\":0,\"goodTillDate\":0}"

static const play_dialect dialects[] = {
    { .exchange = "okx",
      .symbol_id = "BTC-USDT",
      .kind = TR_KIND_SPOT,
      OKX_ROWS,
      .stop = OKX_STOP("SPOT", "BTC-USDT"),
      .order = OKX_ORDER("SPOT", "BTC-USDT"),
      .fill = OKX_FILL("SPOT", "BTC-USDT") },
    { .exchange = "okx",
      .symbol_id = "BTC-USDT-SWAP",
      .kind = TR_KIND_LINEAR,
      OKX_ROWS,
      .stop = OKX_STOP("SWAP", "BTC-USDT-SWAP"),
      .order = OKX_ORDER("SWAP", "BTC-USDT-SWAP"),
      .fill = OKX_FILL("SWAP", "BTC-USDT-SWAP") },
    { .exchange = "binance",
      .symbol_id = "BTCUSDT",
      .kind = TR_KIND_LINEAR,
      .routes = { { "GET", "/time", PLAY_TIME },
                  { "POST", "/algoOrder", PLAY_PLACE },
                  { "DELETE", "/algoOrder", PLAY_CANCEL },
                  { "GET", "/algoOrder", PLAY_STOP },
                  { "GET", "/allAlgoOrders", PLAY_ALL_STOPS },
                  { "GET", "/openAlgoOrders", PLAY_OPEN_STOPS },
                  { "GET", "/order", PLAY_ORDER },
                  { "DELETE", "/order", PLAY_CANCEL_ORDER },
                  { "GET", "/openOrders", PLAY_OPEN },
                  { "GET", "/userTrades", PLAY_FILLS } },
      .client_id = "clientAlgoId",
      .stop_id = "algoId",
      .order_id = "orderId",
      .stop_price = "triggerPrice",
      .quantity = "quantity",
      .stop_words = { "NEW", "FINISHED", "CANCELED", "REJECTED" },
      .order_words = { "NEW", "FILLED", "EXPIRED" },
      .time = "{\"serverTime\":$m}",
      .placed = BINANCE_STOP,
      .cancelled = "{\"algoId\":$I,\"clientAlgoId\":\"$c\",\"code\":\"200\",\"msg\":\"success\"}",
      .gone = "{\"code\":-2011,\"msg\":\"Unknown order sent.\"}",
      .refused_code = 400,
      .missing = "{\"code\":-2013,\"msg\":\"Order does not exist.\"}",
      .missing_code = 400,
      .stop_head = "[",
      .stop = BINANCE_STOP,
      .stop_tail = "]",
      .one_head = "",
      .one_tail = "",
      .order_head = "",
      .order_tail = "",
      .order =
          "{\"avgPrice\":\"0.00000\",\"clientOrderId\":\"$c\",\"cumQuote\":\"0\",\"executedQty\":"
          "\"$f\",\"orderId\":$b,\"origQty\":\"$q\",\"origType\":\"MARKET\",\"price\":\"0\","
          "\"reduceOnly\":true,\"side\":\"SELL\",\"positionSide\":\"BOTH\",\"status\":\"$S\","
          "\"symbol\":\"BTCUSDT\",\"time\":$m,\"timeInForce\":\"GTC\",\"type\":\"MARKET\","
          "\"updateTime\":$m}",
      .open_head = "[",
      .open_tail = "]",
      .fill_head = "[",
      .fill_tail = "]",
      .fill =
          "{\"buyer\":false,\"commission\":\"0.07\",\"commissionAsset\":\"USDT\",\"id\":$i,"
          "\"maker\":"
          "false,\"orderId\":$b,\"price\":\"$p\",\"qty\":\"$x\",\"quoteQty\":\"99\","
          "\"realizedPnl\":"
          "\"0\",\"side\":\"SELL\",\"positionSide\":\"BOTH\",\"symbol\":\"BTCUSDT\",\"time\":$m}",
      .is_found_by_our_id = true },
    { .exchange = "kucoin",
      .symbol_id = "XBTUSDTM",
      .kind = TR_KIND_LINEAR,
      .routes = { { "GET", "/timestamp", PLAY_TIME },
                  { "POST", "/api/v1/orders", PLAY_PLACE },
                  { "DELETE", "/api/v1/orders/", PLAY_CANCEL_BY_ID },
                  { "GET", "/orders/byClientOid", PLAY_STOP },
                  { "GET", "/stopOrders", PLAY_OPEN_STOPS },
                  { "GET", "/api/v1/orders/", PLAY_ORDER },
                  { "GET", "/api/v1/orders?", PLAY_OPEN },
                  { "GET", "/api/v1/fills", PLAY_FILLS } },
      .client_id = "clientOid",
      .stop_id = "orderId",
      .order_id = "orderId",
      .stop_price = "stopPrice",
      .quantity = "size",
      .stop_words = { "\"isActive\":true,\"cancelExist\":false,\"stopTriggered\":false",
                      "\"isActive\":true,\"cancelExist\":false,\"stopTriggered\":true",
                      "\"isActive\":false,\"cancelExist\":true,\"stopTriggered\":false",
                      "\"isActive\":false,\"cancelExist\":true,\"stopTriggered\":false" },
      .order_words = { "\"isActive\":true,\"cancelExist\":false",
                       "\"isActive\":false,\"cancelExist\":false",
                       "\"isActive\":false,\"cancelExist\":true" },
      .time = "{\"code\":\"200000\",\"data\":$m}",
      .placed = "{\"code\":\"200000\",\"data\":{\"orderId\":\"$I\",\"clientOid\":\"$c\"}}",
      .cancelled = "{\"code\":\"200000\",\"data\":{\"cancelledOrderIds\":[\"$I\"]}}",
      .gone = "{\"code\":\"100004\",\"msg\":\"The order cannot be canceled.\"}",
      .missing = "{\"code\":\"100001\",\"msg\":\"error.getOrder.orderNotExist\"}",
      .stop_head = "{\"code\":\"200000\",\"data\":{\"currentPage\":1,\"pageSize\":100,\"items\":[",
      .stop =
          "{\"id\":\"$j\",\"symbol\":\"XBTUSDTM\",\"type\":\"market\",\"side\":\"sell\",\"price\":"
          "null,"
          "\"size\":$q,\"dealSize\":$f,\"stop\":\"down\",\"stopPriceType\":\"TP\",\"stopPrice\":\"$"
          "t\","
          "\"reduceOnly\":true,\"clientOid\":\"$c\",$s,\"createdAt\":1558167872000,\"updatedAt\":"
          "1558167872000}",
      .stop_tail = "]}}",
      .one_head = "{\"code\":\"200000\",\"data\":",
      .one_tail = "}",
      .order_head = "{\"code\":\"200000\",\"data\":",
      .order =
          "{\"id\":\"$b\",\"symbol\":\"XBTUSDTM\",\"type\":\"market\",\"side\":\"sell\",\"price\":"
          "null,"
          "\"size\":$q,\"dealSize\":$f,\"stop\":\"down\",\"stopPrice\":\"$t\",\"reduceOnly\":true,"
          "\"clientOid\":\"$c\",$S,\"createdAt\":$m,\"updatedAt\":$m}",
      .order_tail = "}",
      .open_head = "{\"code\":\"200000\",\"data\":{\"currentPage\":1,\"pageSize\":100,\"items\":[",
      .open_tail = "]}}",
      .fill_head = "{\"code\":\"200000\",\"data\":{\"currentPage\":1,\"pageSize\":1000,\"items\":[",
      .fill = "{\"symbol\":\"XBTUSDTM\",\"tradeId\":\"$i\",\"orderId\":\"$b\",\"side\":\"sell\","
              "\"liquidity\":\"taker\",\"price\":\"$p\",\"size\":$x,\"fee\":\"0.1\","
              "\"feeCurrency\":\"USDT\","
              "\"createdAt\":$m}",
      .fill_tail = "]}}",
      .is_found_by_our_id = true },
    { .exchange = "bitget",
      .symbol_id = "BTCUSDT",
      .kind = TR_KIND_LINEAR,
      .routes = { { "GET", "/public/time", PLAY_TIME },
                  { "POST", "/place-tpsl-order", PLAY_PLACE },
                  { "POST", "/cancel-plan-order", PLAY_CANCEL },
                  { "GET", "/orders-plan-pending", PLAY_STOP },
                  { "GET", "/orders-plan-history", PLAY_STOP_DONE },
                  { "GET", "/mix/order/detail", PLAY_ORDER },
                  { "POST", "/mix/order/cancel-order", PLAY_CANCEL_ORDER },
                  { "GET", "/mix/order/orders-pending", PLAY_OPEN },
                  { "GET", "/mix/order/fills", PLAY_FILLS } },
      .client_id = "clientOid",
      .stop_id = "orderId",
      .order_id = "orderId",
      .stop_price = "triggerPrice",
      .quantity = "size",
      .stop_words = { "live", "executed", "cancelled", "fail_trigger" },
      .order_words = { "live", "filled", "canceled" },
      .time = "{\"code\":\"00000\",\"data\":{\"serverTime\":\"$m\"}}",
      .placed = "{\"code\":\"00000\",\"msg\":\"success\",\"data\":{\"orderId\":\"$I\","
                "\"clientOid\":\"$c\"}}",
      .cancelled =
          "{\"code\":\"00000\",\"msg\":\"success\",\"data\":{\"successList\":[{\"orderId\":\"$I\","
          "\"clientOid\":\"$c\"}],\"failureList\":[]}}",
      .gone = "{\"code\":\"43025\",\"msg\":\"Plan order does not exist\",\"data\":null}",
      .refused_code = 400,
      .missing =
          "{\"code\":\"40109\",\"msg\":\"The data of the order cannot be found, please confirm the "
          "order number\",\"data\":null}",
      .missing_code = 400,
      .stop_head = "{\"code\":\"00000\",\"msg\":\"success\",\"data\":{\"entrustedList\":[",
      .stop =
          "{\"planType\":\"loss_plan\",\"symbol\":\"BTCUSDT\",\"size\":\"$q\",\"orderId\":\"$I\","
          "\"executeOrderId\":\"$b\",\"clientOid\":\"$c\",\"planStatus\":\"$s\",\"price\":\"\","
          "\"executePrice\":\"0\",\"baseVolume\":\"$f\",\"triggerPrice\":\"$t\",\"triggerType\":"
          "\"fill_price\",\"side\":\"sell\",\"posSide\":\"net\",\"marginCoin\":\"USDT\","
          "\"orderType\":"
          "\"market\",\"cTime\":\"1698648533958\",\"uTime\":\"1698648533958\"}",
      .stop_tail = "],\"endId\":\"$I\"}}",
      .order_head = "{\"code\":\"00000\",\"data\":",
      .order = "{\"symbol\":\"BTCUSDT\",\"size\":\"$q\",\"orderId\":\"$b\",\"clientOid\":"
               "\"1098394344925597696\","
               "\"baseVolume\":"
               "\"$f\",\"priceAvg\":\"99\",\"fee\":\"0\",\"price\":\"\",\"state\":\"$S\","
               "\"status\":\"$S\","
               "\"side\":\"sell\",\"orderType\":\"market\",\"reduceOnly\":\"YES\",\"cTime\":\"$m\","
               "\"uTime\":"
               "\"$m\"}",
      .order_tail = "}",
      .open_head = "{\"code\":\"00000\",\"data\":{\"entrustedList\":[",
      .open_tail = "],\"endId\":\"1\"}}",
      .fill_head = "{\"code\":\"00000\",\"data\":{\"fillList\":[",
      .fill = "{\"tradeId\":\"$i\",\"symbol\":\"BTCUSDT\",\"orderId\":\"$b\",\"price\":\"$p\","
              "\"baseVolume\":"
              "\"$x\",\"feeDetail\":[{\"deduction\":\"no\",\"feeCoin\":\"USDT\",\"totalFee\":\"-0."
              "1\"}],\"side\":"
              "\"sell\",\"quoteVolume\":\"99\",\"tradeScope\":\"taker\",\"cTime\":\"$m\"}",
      .fill_tail = "],\"endId\":\"$i\"}}",
      .is_done_apart = true },
};

const play_dialect *play_dialect_at(size_t index)
{
    return index < sizeof dialects / sizeof dialects[0] ? &dialects[index] : NULL;
}
