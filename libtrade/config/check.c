/* check.c: the forms that texts in the configuration may have. */
#include "config/check.h"

#include <string.h>

#include <trade/decimal.h>
#include <trade/instrument.h>
#include <trade/time.h>

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_upper(char c)
{
    return c >= 'A' && c <= 'Z';
}

static bool is_lower(char c)
{
    return c >= 'a' && c <= 'z';
}

bool tr__check_not_empty(const char *text)
{
    return text[0] != '\0';
}

/* An address or a name; whether it can be listened on is found out by listening. */
bool tr__check_host(const char *text)
{
    size_t length = strlen(text);
    if (length == 0 || length > 253)
        return false;
    for (const char *at = text; *at != '\0'; at++)
        if (!is_digit(*at) && !is_upper(*at) && !is_lower(*at) && strchr(".-:_", *at) == NULL)
            return false;
    return true;
}

bool tr__check_name(const char *text)
{
    size_t length = strlen(text);
    if (length == 0 || length > 63)
        return false;
    for (const char *at = text; *at != '\0'; at++)
        if (!is_digit(*at) && !is_upper(*at) && !is_lower(*at) && *at != '_' && *at != '-')
            return false;
    return true;
}

bool tr__check_asset(const char *text)
{
    size_t length = strlen(text);
    if (length == 0 || length >= TR_ASSET_SIZE)
        return false;
    for (const char *at = text; *at != '\0'; at++)
        if (!is_upper(*at) && !is_digit(*at))
            return false;
    return true;
}

/* Our own form, as it is stored: capitals, without an exchange in front. */
bool tr__check_symbol(const char *text)
{
    tr_symbol_parts parts;
    for (const char *at = text; *at != '\0'; at++)
        if (is_lower(*at))
            return false;
    return tr_symbol_parse(text, strlen(text), &parts, NULL) == TR_OK && parts.exchange[0] == '\0';
}

bool tr__check_timeframe(const char *text)
{
    tr_timeframe timeframe;
    return tr_timeframe_parse(text, strlen(text), &timeframe, NULL) == TR_OK;
}

bool tr__check_speed(const char *text)
{
    tr_decimal factor;
    if (strcmp(text, "max") == 0)
        return true;
    return tr_decimal_parse(text, strlen(text), &factor) == TR_OK && tr_decimal_sign(factor) > 0;
}

bool tr__check_database(const char *text)
{
    static const char *const schemes[] = { "sqlite:///", "postgresql://", "postgres://" };
    for (size_t i = 0; i < sizeof schemes / sizeof schemes[0]; i++) {
        size_t length = strlen(schemes[i]);
        if (strncmp(text, schemes[i], length) == 0 && text[length] != '\0')
            return true;
    }
    return false;
}

bool tr__check_zone(const char *text, int *minutes_out)
{
    if (strcmp(text, "UTC") == 0 || strcmp(text, "Z") == 0) {
        *minutes_out = 0;
        return true;
    }
    if (strlen(text) != 6 || (text[0] != '+' && text[0] != '-') || !is_digit(text[1]) ||
        !is_digit(text[2]) || text[3] != ':' || !is_digit(text[4]) || !is_digit(text[5]))
        return false;
    int hours = (text[1] - '0') * 10 + (text[2] - '0');
    int minutes = (text[4] - '0') * 10 + (text[5] - '0');
    int total = hours * 60 + minutes;
    if (text[0] == '-')
        total = -total;
    if (minutes > 59 || total < -12 * 60 || total > 14 * 60)
        return false;
    *minutes_out = total;
    return true;
}
