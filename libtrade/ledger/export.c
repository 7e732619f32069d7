/* export.c: ledger lines as text. The same lines give the same bytes, whoever wrote them and wherever. */
#include <trade/ledger.h>

#include <stdio.h>
#include <string.h>

#include <trade/time.h>

/* A name of at most TR_NAME_SIZE bytes, each as "\u00xx" at the worst. */
#define NAME_TEXT_SIZE (6 * TR_NAME_SIZE + 3)

const char *tr_ledger_csv_header(void)
{
    return "at,account,seq,line,book,asset,amount";
}

/* Names in RFC 4180: quoted when they hold a quote, a comma or a line's end, with quotes doubled. */
static void quote_csv(const char *name, char out[NAME_TEXT_SIZE])
{
    if (strpbrk(name, "\",\r\n") == NULL) {
        (void)snprintf(out, NAME_TEXT_SIZE, "%s", name);
        return;
    }
    size_t at = 0;
    out[at++] = '"';
    for (const char *from = name; *from != '\0'; from++) {
        if (*from == '"')
            out[at++] = '"';
        out[at++] = *from;
    }
    out[at++] = '"';
    out[at] = '\0';
}

static void quote_json(const char *name, char out[NAME_TEXT_SIZE])
{
    static const char digits[] = "0123456789abcdef";
    size_t at = 0;
    out[at++] = '"';
    for (const unsigned char *from = (const unsigned char *)name; *from != '\0'; from++) {
        if (*from < 0x20) {
            memcpy(&out[at], "\\u00", 4);
            out[at + 4] = digits[*from >> 4];
            out[at + 5] = digits[*from & 15];
            at += 6;
            continue;
        }
        if (*from == '"' || *from == '\\')
            out[at++] = '\\';
        out[at++] = (char)*from;
    }
    out[at++] = '"';
    out[at] = '\0';
}

size_t tr_ledger_format_line(const tr_ledger_row *line, tr_ledger_format format,
                             char buffer[TR_LEDGER_TEXT_SIZE])
{
    char at[TR_TIME_TEXT_SIZE], amount[TR_DECIMAL_TEXT_SIZE], account[NAME_TEXT_SIZE],
        asset[NAME_TEXT_SIZE];
    bool is_json = format == TR_LEDGER_JSON;
    const char *book =
        tr_ledger_book_name(line->book) == NULL ? "unknown" : tr_ledger_book_name(line->book);
    long long seq = line->seq, number = line->line;
    int length;
    tr_time_format(line->at_ns, -1, at, sizeof at);
    tr_decimal_format(line->amount.value, amount, sizeof amount);
    (is_json ? quote_json : quote_csv)(line->account, account);
    (is_json ? quote_json : quote_csv)(line->asset, asset);
    if (is_json)
        length =
            snprintf(buffer, TR_LEDGER_TEXT_SIZE,
                     "{\"at\":\"%s\",\"account\":%s,\"seq\":%lld,\"line\":%lld,\"book\":\"%s\","
                     "\"asset\":%s,\"amount\":\"%s\"}",
                     at, account, seq, number, book, asset, amount);
    else
        length = snprintf(buffer, TR_LEDGER_TEXT_SIZE, "%s,%s,%lld,%lld,%s,%s,%s", at, account, seq,
                          number, book, asset, amount);
    return length < 0 ? 0 : (size_t)length;
}
