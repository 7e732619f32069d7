/* ccxt as a process that does what it is told: one call a line on stdin, {"result"} or {"error", "text"} a line on stdout. */
import ccxt from 'ccxt';
import readline from 'node:readline';

const [name, url, settings] = process.argv.slice(2);
const urls = {
    binance: {
        public: url + '/api/v3', private: url + '/api/v3', sapi: url + '/sapi/v1',
        fapiPublic: url + '/fapi/v1', fapiPublicV2: url + '/fapi/v2', fapiPublicV3: url + '/fapi/v3',
        fapiPrivate: url + '/fapi/v1', fapiPrivateV2: url + '/fapi/v2', fapiPrivateV3: url + '/fapi/v3',
    },
    bybit: { spot: url, futures: url, v2: url, public: url, private: url },
    coinbase: { rest: url },
    kraken: { public: url, private: url },
};
const exchange = new ccxt[name]({
    enableRateLimit: false,
    timeout: 10000,
    options: { fetchMarkets: { types: ['spot'] }, fetchCurrencies: false, defaultType: 'spot' },
    ...JSON.parse(settings),
});
exchange.urls.api = urls[name];
/* Milliseconds alone may repeat between two calls; a nonce may not. */
let last = 0;
if (name === 'kraken')
    exchange.nonce = () => (last = Math.max(last + 1, Date.now()));

const plain = (key, value) => (key === 'info' ? undefined : value);
for await (const line of readline.createInterface({ input: process.stdin })) {
    const [method, ...args] = JSON.parse(line);
    let answer;
    try {
        answer = { result: await exchange[method](...args.map((word) => word ?? undefined)) };
    } catch (error) {
        answer = { error: error.constructor.name, text: String(error.message) };
    }
    process.stdout.write(JSON.stringify(answer, plain) + '\n');
}
