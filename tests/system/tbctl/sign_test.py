#!/usr/bin/env python3
"""`tbctl sign`: the published example of binance, what is masked, and what people get wrong."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "support"))
from tap import Tap  # noqa: E402
from tbctl_home import Home  # noqa: E402

TBCTL = sys.argv[1]
CONFIG = "trading:\n  exchanges: [binance, okx]\n"
# Key and secret of the examples in "Binance Spot API: SIGNED endpoint examples for POST /api/v3/order".
BINANCE = {"BINANCE_API_KEY": "vmPUZE6mv9SD5VNHk4HlWFsOr6aKE2zvsw0MuIgwCIPy6utIco14y7Ju91duEh8A",
           "BINANCE_SECRET": "NhqPtmdSJYdKjVHjA7PZj4Mge3R5YNiP1e3UZjInClVN65XAbvqqM6A7H5fATj0j"}
ORDER = {"api": "private", "method": "POST", "path": "order", "window_ms": 5000,
         "params": {"symbol": "LTCBTC", "side": "BUY", "type": "LIMIT", "timeInForce": "GTC", "quantity": 1,
                    "price": "0.1"}}


def request(home, content):
    path = home.path / "request.json"
    path.write_text(content if isinstance(content, str) else json.dumps(content))
    return str(path)


def check_order(home):
    """Computed once more here, from the rule: HMAC-SHA256 of the query as it is sent."""
    import hashlib
    import hmac
    shown = home.run("sign", "binance", "--request", request(home, ORDER), "--clock", "1499827319559", **BINANCE)
    body = shown.rstrip("\n").split("\n\n")[1]
    query, signature = body.split("&signature=")
    home.want(query == "timestamp=1499827319559&symbol=LTCBTC&side=BUY&type=LIMIT&timeInForce=GTC&quantity=1&price=0.1"
              "&recvWindow=5000", query)
    wanted = hmac.new(BINANCE["BINANCE_SECRET"].encode(), query.encode(), hashlib.sha256).hexdigest()
    home.want(signature == wanted, signature)
    home.want(shown.startswith("POST https://api.binance.com/api/v3/order\nX-MBX-APIKEY: vmPUZE6m"), shown)
    home.want(BINANCE["BINANCE_SECRET"] not in shown, "the secret is shown")


def check_masks(home):
    keys = {"OKX_API_KEY": "okx-key", "OKX_SECRET": "okx-secret", "OKX_PASSPHRASE": "okx-passphrase"}
    order = {"api": "private", "method": "POST", "path": "trade/order", "params": {"instId": "BTC-USDT", "list": [1, {"a": True}]}}
    text = home.run("sign", "okx", "--request", request(home, order), "--json", **keys)
    home.want("okx-secret" not in text and "okx-passphrase" not in text, "a secret is shown: " + text)
    answer = json.loads(text)
    home.want(answer["headers"]["OK-ACCESS-PASSPHRASE"] == "***", answer)
    home.want(answer["body"] == '{"instId":"BTC-USDT","list":[1,{"a":true}]}', answer)


def check_wrong(home):
    def fails(code, part, *words, **keys):
        home.run("sign", *words, code=code, **keys)
        home.want(part in home.stderr, f"{words}: {home.stderr}")
    good = request(home, ORDER)
    fails(2, "request", "binance")
    fails(1, "it has: public, private", "binance", "--request", request(home, dict(ORDER, api="none")), **BINANCE)
    good = request(home, ORDER)
    fails(1, "nowhere", "nowhere", "--request", good)
    fails(1, "no API key of binance", "binance", "--request", good)
    fails(1, "no API key of kraken", "kraken", "--request", good, KRAKEN_API_KEY="k", KRAKEN_SECRET="cw==")
    fails(1, "cannot be opened", "binance", "--request", good + ".missing", **BINANCE)
    fails(2, "clock", "binance", "--request", good, "--clock", "0", **BINANCE)
    for content, part in (("{", "line 1"), ("{}", "api"), ({**ORDER, "api": "privat"}, "privat"),
                          ({**ORDER, "method": "FETCH"}, "method"), ({**ORDER, "window_ms": 60001}, "60001"),
                          ({**ORDER, "path": "order/{id}"}, "names a parameter"), ({**ORDER, "params": 5}, "parameter")):
        home.run("sign", "binance", "--request", request(home, content), code=None, **BINANCE)
        home.want(part in home.stderr, f"{content}: {home.stderr}")


CASES = [
    ("an_order_is_signed_as_the_exchange_documents_it", check_order),
    ("secrets_and_passphrases_are_never_shown", check_masks),
    ("what_is_wrong_is_named", check_wrong),
]


def main():
    tap = Tap()
    for name, check in CASES:
        home = Home(TBCTL, CONFIG)
        try:
            check(home)
        except (KeyError, IndexError, ValueError, subprocess.TimeoutExpired) as problem:
            home.problems.append(repr(problem))
        finally:
            shutil.rmtree(home.path)
        tap.case(name, home.take())
    return tap.done()


sys.exit(main())
