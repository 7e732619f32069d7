/*
 * order_book.mjs FILE.ofl COUNT: nodejs-order-book on the first records of a stream; prints one line of the bench's table.
 *
 * Identities become texts and records objects before the clock runs, as a server's parser would have made them. An
 * amend is its modify(), which always loses the place: from the first one on it trades differently, so its trades are
 * printed and not compared.
 */
import { readFileSync } from "node:fs";
import orderBook from "nodejs-order-book";

const [path, countText] = process.argv.slice(2);
const file = readFileSync(path);
const recordCount = Number(file.readBigUInt64LE(16));
const warmup = Number(file.readBigUInt64LE(24));
const until = Math.min(recordCount, warmup + Number(countText));

const commands = [];
for (let i = 0; i < until; i++) {
  const at = 64 + 32 * i;
  const side = file[at + 1] === 0 ? "buy" : "sell";
  const id = file.readBigUInt64LE(at + 8).toString();
  const price = Number(file.readBigInt64LE(at + 16));
  const size = Number(file.readBigInt64LE(at + 24));
  const timeInForce = ["GTC", "IOC", "FOK", "GTC"][file[at + 2]];
  if (file[at] === 1) commands.push({ op: 1, id, order: { id, side, size, price, timeInForce, postOnly: file[at + 2] === 3 } });
  else if (file[at] === 2) commands.push({ op: 2, id, order: { side, size } });
  else if (file[at] === 3) commands.push({ op: 3, id, order: null });
  else commands.push({ op: 4, id, order: { size: file.readUInt32LE(at + 4), price } });
}

const book = new orderBook.OrderBook();
let makers = 0;

function apply(command) {
  let answer;
  if (command.op === 1) answer = book.limit(command.order);
  else if (command.op === 2) answer = book.market(command.order);
  else if (command.op === 3 || command.order.size === 0) book.cancel(command.id);
  else answer = book.modify(command.id, command.order);
  if (answer !== undefined) makers += answer.done.length;
}

for (let i = 0; i < warmup; i++) apply(commands[i]);
const times = new Float64Array(until - warmup);
const from = process.cpuUsage();
for (let i = warmup; i < until; i++) {
  const start = process.hrtime.bigint();
  apply(commands[i]);
  times[i - warmup] = Number(process.hrtime.bigint() - start);
}
const used = process.cpuUsage(from);
times.sort();
const mean = ((used.user + used.system) * 1e3) / times.length;
const rank = (part) => times[Math.floor((times.length - 1) * part)].toFixed(0);
console.log(
  `  nodejs-order-book  mean ${mean.toFixed(1)} ns (${(1e3 / mean).toFixed(3)} M/s) over ${times.length} records` +
    `   p50 ${rank(0.5)} p99 ${rank(0.99)} p99.9 ${rank(0.999)} ns   ${makers} orders done (its own rules for amends)`,
);
