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
    .stop_head = "{\"code\":\"0\",\"msg\":\"\",\"data\":[",                                        \
    .stop_tail = "]}",                                                                             \
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

static const play_dialect dialects[] = {
    { .exchange = "okx", .symbol_id = "BTC-USDT", .kind = TR_KIND_SPOT, OKX_ROWS,
      .stop = OKX_STOP("SPOT", "BTC-USDT"), .order = OKX_ORDER("SPOT", "BTC-USDT"),
      .fill = OKX_FILL("SPOT", "BTC-USDT") },
    { .exchange = "okx", .symbol_id = "BTC-USDT-SWAP", .kind = TR_KIND_LINEAR, OKX_ROWS,
      .stop = OKX_STOP("SWAP", "BTC-USDT-SWAP"), .order = OKX_ORDER("SWAP", "BTC-USDT-SWAP"),
      .fill = OKX_FILL("SWAP", "BTC-USDT-SWAP") },
};

const play_dialect *play_dialect_at(size_t index)
{
    return index < sizeof dialects / sizeof dialects[0] ? &dialects[index] : NULL;
}
