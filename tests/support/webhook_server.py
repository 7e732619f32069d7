"""A real webhook-server in a folder of its own, for the system tests and the measurements."""

import hashlib
import http.client
import json
import os
import re
import resource
import secrets
import shutil
import signal
import sqlite3
import ssl
import subprocess
import tempfile
import threading
from pathlib import Path

TIMEOUT_S = 60  # nothing waits that long unless it hangs
SECRET = "Spring-rolls-and-pho-0123456789"
PRICE_START = 650.0

CONFIG = """\
paper:
  balances: {{ USD: 10000000, BTC: 1000 }}
  prices:
    - symbol: "BTC/USD"
      {prices}
      lot: 0.00001
risk:
  max_daily_orders: 1000000000
  max_daily_loss: 1
  max_order_value: 1000000
logging:
  level: info
"""
FIXED_PRICE = "source: fixed\n      price: 650"
PUSHED_PRICE = "source: push\n      price: 650"
REPLAY = 'source: replay\n      file: "bars.csv"\n      timeframe: "1m"\n      speed: "600"'

WEB_CONFIG = """\
web_server:
  rate_limit: {{ max_requests: 1000000000, time_window: 1s }}
tradingview:
  rate_limit: {{ max_requests: {alerts_max}, time_window: 3600s }}
"""


def real_bars():
    """The recorded prices beside the checkout; None without them."""
    path = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "ohlcv" / "btcusd_1m.csv"
    return path if path.exists() else None


def generated_bars(count=2000, seed=7):
    """A made-up series, for machines without the recorded one."""
    state, price, lines = seed, PRICE_START, ["time,open,high,low,close,volume"]
    for minute in range(count):
        state = (state * 6364136223846793005 + 1442695040888963407) % 2**64
        close = round(max(10.0, price + ((state >> 40) % 201 - 100) / 100), 2)
        lines.append(f"2024-01-{1 + minute // 1440:02}T{minute // 60 % 24:02}:{minute % 60:02}:00Z,{price},"
                     f"{max(price, close)},{min(price, close)},{close},1.5")
        price = close
    return "\n".join(lines) + "\n"


class Answer:
    def __init__(self, status, headers, body):
        self.status, self.headers, self.body = status, {k.lower(): v for k, v in headers}, body

    def json(self):
        return json.loads(self.body)


class Home:
    """Configuration and data of one installation."""

    def __init__(self, prices=FIXED_PRICE, secret=SECRET, alerts_max=1000000000):
        self.path = Path(tempfile.mkdtemp(prefix="webhook-server-"))
        self.config, self.data = self.path / "config", self.path / "data"
        self.config.mkdir()
        self.data.mkdir()
        self.database = self.data / "trade.db"
        (self.config / "config.yaml").write_text(CONFIG.format(prices=prices))
        (self.config / "web_config.yaml").write_text(WEB_CONFIG.format(alerts_max=alerts_max))
        self.write_secret(secret)
        if prices == REPLAY:
            bars = real_bars()
            (self.data / "bars.csv").write_text(bars.read_text() if bars else generated_bars())

    def write_secret(self, secret):
        path = self.config / ".env"
        path.write_text(f"TRADINGVIEW_WEBHOOK_SECRET={secret}\n" if secret else "")
        path.chmod(0o600)

    def remove(self):
        shutil.rmtree(self.path, ignore_errors=True)

    def rows(self, query, *values):
        """What is in the database, by a connection that cannot write."""
        database = sqlite3.connect(f"file:{self.database}?mode=ro", uri=True, timeout=TIMEOUT_S)
        try:
            return database.execute(query, values).fetchall()
        finally:
            database.close()

    def count(self, table):
        return self.rows(f'SELECT count(*) FROM "{table}"')[0][0]

    def write(self, query, *values):
        """One change past the server, which must not be checkpointed by us."""
        database = sqlite3.connect(self.database, timeout=TIMEOUT_S)
        try:
            database.execute("PRAGMA wal_autocheckpoint=0")
            with database:
                database.execute(query, values)
        finally:
            database.close()

    def add_key(self, user="trader", rights=7):
        """A bearer key's text; the database must exist."""
        text = "tk_" + secrets.token_urlsafe(32)
        self.write('INSERT INTO api_key (hash, "user", label, created_ns, revoked_ns, rights) VALUES (?, ?, ?, 1, 0, ?)',
                   hashlib.sha256(text.encode()).digest(), user, "test", rights)
        return text

    def revoke_key(self, text):
        self.write("UPDATE api_key SET revoked_ns = 2 WHERE hash = ?", hashlib.sha256(text.encode()).digest())


class Server:
    """One process. Leaving the block ends it by SIGTERM."""

    def __init__(self, program, home, *arguments, environment=None, tls=None, file_size_max=None, descriptor_max=None,
                 port=0):
        self.home, self.tls, self.log = home, tls, b""
        clean = {name: value for name, value in os.environ.items()
                 if not re.match(r"TRADE_|LOG_|TRADINGVIEW_|DATABASE_|SSL_|WEB_SERVER_|.*_API_KEY|.*_SECRET", name)}

        def limit():
            if file_size_max:
                resource.setrlimit(resource.RLIMIT_FSIZE, (file_size_max, resource.RLIM_INFINITY))
            if descriptor_max:
                resource.setrlimit(resource.RLIMIT_NOFILE, (descriptor_max, descriptor_max))

        self.process = subprocess.Popen(
            [program, "--home", str(home.path), "--port", str(port), *arguments], env={**clean, **(environment or {})},
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL,
            preexec_fn=limit if file_size_max or descriptor_max else None)
        self.grew = threading.Condition()
        self.has_ended = False
        self.reader = threading.Thread(target=self._read_log, daemon=True)
        self.reader.start()
        ready = self.await_log(rb"[^\n]*\bready\b[^\n]*\bport=(\d+)")
        self.port = int(ready.group(1)) if ready else 0

    def _read_log(self):
        while chunk := os.read(self.process.stdout.fileno(), 65536):
            with self.grew:
                self.log += chunk
                self.grew.notify_all()
        with self.grew:
            self.has_ended = True
            self.grew.notify_all()

    def await_log(self, pattern):
        """The match of a pattern in the log, or None when the process ended without."""
        def look():
            self.found = re.search(pattern, self.log)
            return self.found or self.has_ended
        with self.grew:
            self.grew.wait_for(look, TIMEOUT_S)
        return self.found

    def __enter__(self):
        if not self.port:
            self.stop()
            raise RuntimeError("the server did not start: " + self.log.decode(errors="replace"))
        return self

    def __exit__(self, *_):
        self.stop()

    def signal(self, number):
        self.process.send_signal(number)

    def stop(self):
        if self.process.poll() is None:
            self.signal(signal.SIGTERM)
        return self.wait()

    def kill(self):
        self.signal(signal.SIGKILL)
        return self.wait()

    def wait(self):
        try:
            status = self.process.wait(TIMEOUT_S)
        except subprocess.TimeoutExpired:
            self.process.kill()
            status = "hung"
        self.reader.join(TIMEOUT_S)
        self.process.stdout.close()
        return status

    def connect(self):
        if not self.tls:
            return http.client.HTTPConnection("127.0.0.1", self.port, timeout=TIMEOUT_S)
        context = ssl.create_default_context(cafile=self.tls)
        return http.client.HTTPSConnection("127.0.0.1", self.port, timeout=TIMEOUT_S, context=context)

    def ask(self, method, path, body=None, key=None, headers=None, connection=None):
        sent = dict(headers or {})
        if key:
            sent["Authorization"] = f"Bearer {key}"
        if isinstance(body, (dict, list)):
            body = json.dumps(body)
        if body is not None and not any(name.lower() == "content-type" for name in sent):
            sent["Content-Type"] = "application/json"
        own = connection or self.connect()
        try:
            own.request(method, path, body=body, headers=sent)
            response = own.getresponse()
            return Answer(response.status, response.getheaders(), response.read())
        finally:
            if not connection:
                own.close()

    def alert(self, connection=None, headers=None, **members):
        return self.ask("POST", "/webhooks/tradingview", {"secret": SECRET, "symbol": "BTCUSD", "action": "buy",
                                                          "price": 650, **members},
                        headers=headers, connection=connection)
