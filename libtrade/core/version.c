/* version.c: the run-time version. */
#include <trade/version.h>

#define TEXT_OF(number) #number
#define TEXT(number)    TEXT_OF(number)
#define VERSION_TEXT    TEXT(TR_VERSION_MAJOR) "." TEXT(TR_VERSION_MINOR) "." TEXT(TR_VERSION_PATCH)

const char *tr_version(void)
{
    return VERSION_TEXT;
}
