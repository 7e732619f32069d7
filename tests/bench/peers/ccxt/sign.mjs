/* Times ccxt's sign() of one limit order for each exchange: the median of rounds, in microseconds, one line each. */
import ccxt from 'ccxt';

const ROUNDS = 15, COUNT = 3000;
const secret = 'd0880151a1028c40cc0e3e696a3ebaf9346a42cb0b08158c896e1e54e0bb2477';
const order = { symbol: 'BTCUSDT', side: 'BUY', type: 'LIMIT', quantity: '0.00123', price: '43210.5', timeInForce: 'GTC',
    clientId: '0h1k2m3n4p5q6r7s8t9v0w1x2y' };
const calls = {
    binance: ['order', 'private', 'POST'],
    bitget: ['v2/spot/trade/place-order', ['private', 'spot'], 'POST'],
    bybit: ['v5/order/create', 'private', 'POST'],
    gate: ['orders', ['private', 'spot'], 'POST'],
    htx: ['v1/order/orders/place', ['spot', 'private'], 'POST'],
    kraken: ['AddOrder', 'private', 'POST'],
    kucoin: ['hf/orders', 'private', 'POST'],
    mexc: ['order', ['spot', 'private'], 'POST'],
    okx: ['trade/order', 'private', 'POST'],
};

for (const [name, [path, api, method]] of Object.entries(calls)) {
    const exchange = new ccxt[name]({ apiKey: '90ce8a491be18edfc31a374954c8abd4', secret, password: 'pass' });
    const times = [];
    for (let round = 0; round < ROUNDS; round++) {
        const started = process.cpuUsage();
        for (let i = 0; i < COUNT; i++)
            exchange.sign(path, api, method, order);
        const used = process.cpuUsage(started);
        times.push((used.user + used.system) / COUNT);
    }
    times.sort((a, b) => a - b);
    console.log(`${name} ${times[ROUNDS >> 1].toFixed(3)}`);
}
