/* version.c: `version`. */
#include "tbctl/tbctl.h"

#define TEXT(x)   #x
#define NUMBER(x) TEXT(x)

static void run(tr_command_call *call)
{
    tr_document *answer = tr_call_answer(call);
    if (tbctl_of(call)->is_json) {
        tr_document_add_text(
            answer, "version",
            NUMBER(TR_VERSION_MAJOR) "." NUMBER(TR_VERSION_MINOR) "." NUMBER(TR_VERSION_PATCH));
        tr_document_add_text(answer, "library", tr_version());
    } else {
        char text[80];
        (void)snprintf(text, sizeof text, "tbctl %d.%d.%d, libtrade %s\n", TR_VERSION_MAJOR,
                       TR_VERSION_MINOR, TR_VERSION_PATCH, tr_version());
        tr_document_add_text(answer, "text", text);
    }
    tr_call_finish(call, TR_OK, NULL);
}

const tr_command_def tbctl_command_version = {
    .name = "version",
    .summary = "Show the version of the program and of the library",
    .example = "tbctl version",
    .place = TR_COMMAND_LOCAL,
    .run = run,
};
