/* fill_shapes.c: see fill_shapes.h. */
#include "fill_shapes.h"

const fill_shape fill_shapes[] = {
    { .quantity = "1.5",
      .order_address = "/api/v3/order?",
      .order = "{'symbol':'BTCUSDT','orderId':1001,'clientOrderId':'x','price':'100',"
               "'origQty':'1.5','executedQty':'1.5','status':'FILLED','timeInForce':'GTC',"
               "'type':'LIMIT','side':'BUY','time':$c,'updateTime':$m}",
      .fills = { .exchange = "binance",
                 .kind = TR_KIND_SPOT,
                 .symbol_id = "BTCUSDT",
                 .address = "/api/v3/myTrades",
                 .head = "[",
                 .line = "{'symbol':'BTCUSDT','id':$i,'orderId':1001,'price':'100',"
                         "'qty':'0.001','quoteQty':'0.1','commission':'0.000001',"
                         "'commissionAsset':'BTC','time':$t,'isBuyer':true,'isMaker':false,"
                         "'isBestMatch':true}",
                 .tail = "]",
                 .cut = CUT_FROM_ID,
                 .cursor = "fromId",
                 .limit = "limit",
                 .initial = 500,
                 .most = 1000 } },
    { .quantity = "1.5",
      .order_address = "/fapi/v1/order?",
      .order = "{'symbol':'BTCUSDT','orderId':1001,'clientOrderId':'x','price':'100',"
               "'origQty':'1.5','executedQty':'1.5','status':'FILLED','timeInForce':'GTC',"
               "'type':'LIMIT','side':'BUY','time':$c,'updateTime':$m}",
      .fills = { .exchange = "binance",
                 .kind = TR_KIND_LINEAR,
                 .symbol_id = "BTCUSDT",
                 .address = "/fapi/v1/userTrades",
                 .head = "[",
                 .line = "{'symbol':'BTCUSDT','id':$i,'orderId':1001,'side':'BUY','price':'100',"
                         "'qty':'0.001','quoteQty':'0.1','commission':'0.001',"
                         "'commissionAsset':'USDT','time':$t,'buyer':true,'maker':false,"
                         "'positionSide':'BOTH'}",
                 .tail = "]",
                 .cut = CUT_FROM_ID,
                 .cursor = "fromId",
                 .limit = "limit",
                 .initial = 500,
                 .most = 1000 } },
    { .quantity = "1.5",
      .order_address = "/api/v1/hf/orders/",
      .order = "{'code':'200000','data':{'id':'1001','clientOid':'x','symbol':'BTC-USDT',"
               "'type':'limit','side':'buy','price':'100','size':'1.5','dealSize':'1.5',"
               "'dealFunds':'150','active':false,'inOrderBook':false,'timeInForce':'GTC',"
               "'cancelExist':false,'createdAt':$c}}",
      .fills = { .exchange = "kucoin",
                 .kind = TR_KIND_SPOT,
                 .symbol_id = "BTC-USDT",
                 .address = "/api/v1/hf/fills",
                 .head = "{'code':'200000','data':{'items':[",
                 .line = "{'id':$i,'symbol':'BTC-USDT','tradeId':7$i,'orderId':'1001',"
                         "'side':'buy','liquidity':'taker','price':'100','size':'0.001',"
                         "'funds':'0.1','fee':'0.0001','feeCurrency':'USDT','createdAt':$t}",
                 .tail = "],'lastId':$n}}",
                 .cut = CUT_BELOW_ID,
                 .cursor = "lastId",
                 .limit = "limit",
                 .initial = 20,
                 .most = 100 } },
    { .quantity = "1500",
      .order_address = "/api/v1/orders/",
      .order = "{'code':'200000','data':{'id':'1001','clientOid':'x','symbol':'XBTUSDTM',"
               "'type':'limit','side':'buy','price':'100','size':1500,'filledSize':1500,"
               "'status':'done','isActive':false,'cancelExist':false,'timeInForce':'GTC',"
               "'createdAt':$c}}",
      .fills = { .exchange = "kucoin",
                 .kind = TR_KIND_LINEAR,
                 .symbol_id = "XBTUSDTM",
                 .address = "/api/v1/fills",
                 .head = "{'code':'200000','data':{'currentPage':1,'pageSize':100,'items':[",
                 .line = "{'symbol':'XBTUSDTM','tradeId':'7$i','orderId':'1001','side':'buy',"
                         "'liquidity':'taker','price':'100','size':1,'value':'0.1',"
                         "'fee':'0.0001','feeCurrency':'USDT','createdAt':$t}",
                 .tail = "]}}",
                 .cut = CUT_NUMBER,
                 .cursor = "currentPage",
                 .limit = "pageSize",
                 .initial = 50,
                 .most = 1000 } },
    { .quantity = "1.5",
      .order_address = "/api/v3/order?",
      .order = "{'symbol':'BTCUSDT','orderId':'1001','clientOrderId':'x','price':'100',"
               "'origQty':'1.5','executedQty':'1.5','status':'FILLED','type':'LIMIT',"
               "'side':'BUY','time':$c,'updateTime':$m}",
      .fills = { .exchange = "mexc",
                 .kind = TR_KIND_SPOT,
                 .symbol_id = "BTCUSDT",
                 .address = "/api/v3/myTrades",
                 .head = "[",
                 .line = "{'symbol':'BTCUSDT','id':'$i','orderId':'1001','price':'100',"
                         "'qty':'0.001','quoteQty':'0.1','commission':'0.0001',"
                         "'commissionAsset':'USDT','time':$t,'isBuyer':true,'isMaker':false,"
                         "'isBestMatch':true}",
                 .tail = "]",
                 .cut = CUT_UNTIL_MS,
                 .cursor = "endTime",
                 .limit = "limit",
                 .initial = 100,
                 .most = 100 } },
    { .quantity = "1500",
      .order_address = "/api/v1/private/order/",
      .order = "{'success':true,'code':0,'data':{'orderId':'1001','symbol':'BTC_USDT',"
               "'externalOid':'x','price':100,'vol':1500,'dealVol':1500,'state':3,'side':1,"
               "'orderType':1,'createTime':$c,'updateTime':$m}}",
      .fills = { .exchange = "mexc",
                 .kind = TR_KIND_LINEAR,
                 .symbol_id = "BTC_USDT",
                 .address = "order/list/order_deals",
                 .head = "{'success':true,'code':0,'data':[",
                 .line = "{'id':'$i','symbol':'BTC_USDT','side':1,'vol':1,'price':100,"
                         "'fee':0.01,'feeCurrency':'USDT','timestamp':$t,'orderId':'1001',"
                         "'taker':true}",
                 .tail = "]}",
                 .cut = CUT_NUMBER,
                 .cursor = "page_num",
                 .limit = "page_size",
                 .initial = 20,
                 .most = 100 } },
    { .quantity = "1.5",
      .order_address = "/spot/orders/",
      .order = "{'id':'1001','text':'t-x','currency_pair':'BTC_USDT','status':'closed',"
               "'finish_as':'filled','type':'limit','side':'buy','amount':'1.5','price':'100',"
               "'filled_amount':'1.5','left':'0','time_in_force':'gtc','create_time_ms':$c}",
      .fills = { .exchange = "gate",
                 .kind = TR_KIND_SPOT,
                 .symbol_id = "BTC_USDT",
                 .address = "/spot/my_trades",
                 .head = "[",
                 .line = "{'id':'$i','create_time':'$u','create_time_ms':'$t',"
                         "'currency_pair':'BTC_USDT','side':'buy','role':'taker',"
                         "'amount':'0.001','price':'100','order_id':'1001','fee':'0.000001',"
                         "'fee_currency':'BTC'}",
                 .tail = "]",
                 .cut = CUT_NUMBER,
                 .cursor = "page",
                 .limit = "limit",
                 .initial = 100,
                 .most = 1000 } },
    { .quantity = "1500",
      .order_address = "/futures/usdt/orders/",
      .order = "{'id':1001,'text':'t-x','contract':'BTC_USDT','status':'finished',"
               "'finish_as':'filled','size':1500,'left':0,'price':'100','fill_price':'100',"
               "'tif':'gtc','create_time':$u}",
      .fills = { .exchange = "gate",
                 .kind = TR_KIND_LINEAR,
                 .symbol_id = "BTC_USDT",
                 .address = "/futures/usdt/my_trades?",
                 .head = "[",
                 .line = "{'id':$i,'create_time':$u,'contract':'BTC_USDT','order_id':'1001',"
                         "'size':1,'price':'100','role':'taker','fee':'0.01'}",
                 .tail = "]",
                 .cut = CUT_OFFSET,
                 .cursor = "offset",
                 .limit = "limit",
                 .initial = 100,
                 .most = 1000 } },
    { .quantity = "1.5",
      .order_address = "/v1/order/orders/1001?",
      .order = "{'status':'ok','data':{'id':1001,'client-order-id':'x','symbol':'btcusdt',"
               "'amount':'1.5','price':'100','type':'buy-limit','state':'filled',"
               "'field-amount':'1.5','field-cash-amount':'150','created-at':$c}}",
      .fills = { .exchange = "htx",
                 .kind = TR_KIND_SPOT,
                 .symbol_id = "btcusdt",
                 .address = "/v1/order/orders/1001/matchresults",
                 .head = "{'status':'ok','data':[",
                 .line = "{'id':9$i,'symbol':'btcusdt','trade-id':$i,'order-id':1001,"
                         "'price':'100','filled-amount':'0.001','filled-fees':'0.000001',"
                         "'fee-currency':'btc','role':'taker','type':'buy-limit',"
                         "'created-at':$t}",
                 .tail = "]}",
                 .cut = CUT_NONE,
                 .cursor = "from",
                 .limit = "size",
                 .initial = 5000,
                 .most = 5000 } },
    { .quantity = "1500",
      .order_address = "/v5/trade/order?",
      .order = "{'code':200,'message':'Success','data':{'order_id':'1001','client_order_id':'1',"
               "'contract_code':'BTC-USDT','side':'buy','type':'limit','time_in_force':'gtc',"
               "'state':'filled','price':'100','volume':'1500','trade_volume':'1500',"
               "'created_time':$c}}",
      .fills = { .exchange = "htx",
                 .kind = TR_KIND_LINEAR,
                 .symbol_id = "BTC-USDT",
                 .address = "/v5/trade/order/details",
                 .head = "{'code':200,'message':'Success','data':[",
                 .line = "{'id':'$i','contract_code':'BTC-USDT','order_id':'1001',"
                         "'trade_id':'7$i','side':'buy','role':'TAKER','trade_price':'100',"
                         "'trade_volume':'1','trade_turnover':'0.1','trade_fee':'0.01',"
                         "'fee_currency':'USDT','created_time':$t}",
                 .tail = "]}",
                 .cut = CUT_BELOW_ID,
                 .cursor = "from",
                 .limit = "limit",
                 .initial = 20,
                 .most = 100 } },
    { .quantity = "1.5",
      .order_address = "/api/v2/spot/trade/orderInfo",
      .order = "{'code':'00000','data':[{'orderId':'1001','clientOid':'x','symbol':'BTCUSDT',"
               "'price':'100','size':'1.5','orderType':'limit','side':'buy','status':'filled',"
               "'baseVolume':'1.5','quoteVolume':'150','cTime':'$c'}]}",
      .fills = { .exchange = "bitget",
                 .kind = TR_KIND_SPOT,
                 .symbol_id = "BTCUSDT",
                 .address = "/api/v2/spot/trade/fills",
                 .head = "{'code':'00000','data':[",
                 .line = "{'symbol':'BTCUSDT','orderId':'1001','tradeId':'$i',"
                         "'orderType':'limit','side':'buy','priceAvg':'100','size':'0.001',"
                         "'amount':'0.1','feeDetail':{'feeCoin':'BTC','totalFee':'-0.000001'},"
                         "'tradeScope':'taker','cTime':'$t'}",
                 .tail = "]}",
                 .cut = CUT_BELOW_ID,
                 .cursor = "idLessThan",
                 .limit = "limit",
                 .initial = 100,
                 .most = 100 } },
    { .quantity = "1.5",
      .order_address = "/api/v2/mix/order/detail",
      .order = "{'code':'00000','data':{'orderId':'1001','clientOid':'x','symbol':'BTCUSDT',"
               "'price':'100','size':'1.5','orderType':'limit','side':'buy','state':'filled',"
               "'baseVolume':'1.5','quoteVolume':'150','cTime':'$c'}}",
      .fills = { .exchange = "bitget",
                 .kind = TR_KIND_LINEAR,
                 .symbol_id = "BTCUSDT",
                 .address = "/api/v2/mix/order/fills",
                 .head = "{'code':'00000','data':{'fillList':[",
                 .line = "{'symbol':'BTCUSDT','orderId':'1001','tradeId':'$i','side':'buy',"
                         "'price':'100','baseVolume':'0.001','quoteVolume':'0.1',"
                         "'feeDetail':[{'feeCoin':'USDT','totalFee':'-0.001'}],"
                         "'tradeScope':'taker','cTime':'$t'}",
                 .tail = "],'endId':'$n'}}",
                 .cut = CUT_BELOW_ID,
                 .cursor = "idLessThan",
                 .limit = "limit",
                 .initial = 100,
                 .most = 100 } },
    { .quantity = "1.5",
      .order_address = "/api/v5/trade/order?",
      .order = "{'code':'0','data':[{'ordId':'1001','clOrdId':'x','instId':'BTC-USDT',"
               "'px':'100','sz':'1.5','accFillSz':'1.5','ordType':'limit','side':'buy',"
               "'state':'filled','cTime':'$c'}]}",
      .fills = { .exchange = "okx",
                 .kind = TR_KIND_SPOT,
                 .symbol_id = "BTC-USDT",
                 .address = "/api/v5/trade/fills-history",
                 .head = "{'code':'0','data':[",
                 .line = "{'instId':'BTC-USDT','tradeId':'7$i','ordId':'1001','billId':'$i',"
                         "'side':'buy','fillPx':'100','fillSz':'0.001','fee':'-0.000001',"
                         "'feeCcy':'BTC','execType':'T','ts':'$t'}",
                 .tail = "]}",
                 .cut = CUT_BELOW_ID,
                 .cursor = "after",
                 .limit = "limit",
                 .initial = 100,
                 .most = 100 } },
    { .quantity = "1.5",
      .order_address = "/v5/order/realtime",
      .order = "{'retCode':0,'result':{'list':[{'orderId':'1001','orderLinkId':'x',"
               "'symbol':'BTCUSDT','price':'100','qty':'1.5','cumExecQty':'1.5',"
               "'orderType':'Limit','side':'Buy','orderStatus':'Filled','timeInForce':'GTC',"
               "'createdTime':'$c'}]}}",
      .fills = { .exchange = "bybit",
                 .kind = TR_KIND_SPOT,
                 .symbol_id = "BTCUSDT",
                 .address = "/v5/execution/list",
                 .head = "{'retCode':0,'result':{'list':[",
                 .line = "{'symbol':'BTCUSDT','orderId':'1001','orderLinkId':'x','execId':'7$i',"
                         "'side':'Buy','execPrice':'100','execQty':'0.001','execFee':'0.000001',"
                         "'feeCurrency':'BTC','isMaker':false,'execTime':'$t'}",
                 .tail = "],'nextPageCursor':'$n'}}",
                 .cut = CUT_BELOW_ID,
                 .cursor = "cursor",
                 .limit = "limit",
                 .initial = 50,
                 .most = 100 } },
    { .quantity = "1.5",
      .order_address = "/brokerage/orders/historical/1001",
      .order = "{'order':{'order_id':'1001','client_order_id':'x','product_id':'BTC-USDT',"
               "'side':'BUY','status':'FILLED','filled_size':'1.5','order_type':'LIMIT',"
               "'time_in_force':'GOOD_UNTIL_CANCELLED','created_time':'2023-11-14T22:13:20Z'}}",
      .fills = { .exchange = "coinbase",
                 .kind = TR_KIND_SPOT,
                 .symbol_id = "BTC-USDT",
                 .address = "/brokerage/orders/historical/fills",
                 .head = "{'fills':[",
                 .line = "{'entry_id':'e$i','trade_id':'7$i','order_id':'1001',"
                         "'trade_time':'2023-11-14T22:13:21Z','trade_type':'FILL','price':'100',"
                         "'size':'0.001','commission':'0.0001','product_id':'BTC-USDT',"
                         "'liquidity_indicator':'TAKER','size_in_quote':false,'side':'BUY'}",
                 .tail = "],'cursor':'$n'}",
                 .cut = CUT_BELOW_ID,
                 .cursor = "cursor",
                 .limit = "limit",
                 .initial = 100,
                 .most = 100 } },
};

const size_t fill_shape_count = sizeof fill_shapes / sizeof fill_shapes[0];
