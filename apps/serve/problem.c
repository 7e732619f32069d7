/* problem.c: see problem.h. */
#include "problem.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

const char *problem_title(unsigned status)
{
    static const struct {
        unsigned status;
        const char *title;
    } titles[] = {
        { 400, "Bad Request" },
        { 401, "Unauthorized" },
        { 403, "Forbidden" },
        { 404, "Not Found" },
        { 405, "Method Not Allowed" },
        { 408, "Request Timeout" },
        { 409, "Conflict" },
        { 411, "Length Required" },
        { 413, "Content Too Large" },
        { 414, "URI Too Long" },
        { 415, "Unsupported Media Type" },
        { 417, "Expectation Failed" },
        { 422, "Unprocessable Content" },
        { 429, "Too Many Requests" },
        { 431, "Request Header Fields Too Large" },
        { 500, "Internal Server Error" },
        { 501, "Not Implemented" },
        { 502, "Bad Gateway" },
        { 503, "Service Unavailable" },
        { 504, "Gateway Timeout" },
        { 505, "HTTP Version Not Supported" },
    };
    for (size_t i = 0; i < sizeof titles / sizeof *titles; i++)
        if (titles[i].status == status)
            return titles[i].title;
    return "Error";
}

/* Length of the valid UTF-8 sequence at `text`, 0 when there is none. */
static size_t sequence_length(const unsigned char *text)
{
    if (text[0] < 0x80)
        return 1;
    size_t length = text[0] >= 0xF0 ? 4 : text[0] >= 0xE0 ? 3 : 2;
    if (text[0] < 0xC2 || text[0] > 0xF4)
        return 0;
    for (size_t i = 1; i < length; i++)
        if ((text[i] & 0xC0) != 0x80)
            return 0;
    bool is_overlong = (text[0] == 0xE0 && text[1] < 0xA0) || (text[0] == 0xF0 && text[1] < 0x90);
    bool is_beyond = (text[0] == 0xED && text[1] > 0x9F) || (text[0] == 0xF4 && text[1] > 0x8F);
    return is_overlong || is_beyond ? 0 : length;
}

/* Append `text` as the inside of a JSON string, ending before `size_max` characters are used. */
static size_t escaped_append(char *out, size_t used, size_t size_max, const char *text)
{
    const unsigned char *at = (const unsigned char *)text;
    while (*at != '\0') {
        char piece[8];
        size_t taken = sequence_length(at);
        size_t size = taken;
        if (taken == 0) {
            piece[0] = '?';
            taken = size = 1;
        } else if (*at == '"' || *at == '\\') {
            piece[0] = '\\';
            piece[1] = (char)*at;
            size = 2;
        } else if (*at < ' ' || *at == 0x7F) {
            size = (size_t)snprintf(piece, sizeof piece, "\\u%04x", *at);
        } else {
            memcpy(piece, at, size);
        }
        if (used + size >= size_max)
            break;
        memcpy(out + used, piece, size);
        used += size;
        at += taken;
    }
    return used;
}

static size_t plain_append(char *out, size_t used, const char *text)
{
    size_t size = strlen(text);
    memcpy(out + used, text, size);
    return used + size;
}

size_t problem_format(unsigned status, const char *type, const char *detail, const char *instance,
                      char out[PROBLEM_SIZE])
{
    char number[16];
    (void)snprintf(number, sizeof number, "%u", status); /* always fits */
    size_t used = plain_append(out, 0, "{\"type\":\"");
    used = escaped_append(out, used, 300, type != NULL ? type : "about:blank");
    used = plain_append(out, used, "\",\"title\":\"");
    used = plain_append(out, used, problem_title(status));
    used = plain_append(out, used, "\",\"status\":");
    used = plain_append(out, used, number);
    used = plain_append(out, used, ",\"instance\":\"");
    used = escaped_append(out, used, 700, instance);
    used = plain_append(out, used, "\",\"detail\":\"");
    used = escaped_append(out, used, PROBLEM_SIZE - 4, detail != NULL ? detail : "");
    used = plain_append(out, used, "\"}");
    out[used] = '\0';
    return used;
}
