/* member.c: see member.h. */
#include "command/member.h"

#include "core/text.h"

void tr__member_decimal(tr_document *answer, const char *key, tr_decimal value)
{
    if (tr_decimal_is_zero(value))
        tr_document_add_null(answer, key);
    else
        tr_document_add_decimal(answer, key, value);
}

void tr__member_price(tr_document *answer, const char *key, tr_price price)
{
    tr__member_decimal(answer, key, price.value);
}

void tr__member_text(tr_document *answer, const char *key, const char *text)
{
    tr_document_add_text(answer, key, text[0] == '\0' ? NULL : text);
}

void tr__call_copy(const tr_command_call *call, const char *name, char *out, size_t size)
{
    tr__text_copy(out, size, tr_call_text(call, name));
}
