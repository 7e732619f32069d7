/* text.c: texts of any length for answers. */
#include "tbctl/text.h"

#include <stdlib.h>

void tbctl_text_begin(tbctl_text *text)
{
    *text = (tbctl_text){ .file = NULL };
    text->file = open_memstream(&text->bytes, &text->size);
}

void tbctl_text_end(tbctl_text *text, tr_document *answer)
{
    bool is_whole = text->file != NULL && fclose(text->file) == 0;
    tr_document_add_text(answer, "text", is_whole ? text->bytes : "no memory for the text\n");
    free(text->bytes);
    *text = (tbctl_text){ .file = NULL };
}
