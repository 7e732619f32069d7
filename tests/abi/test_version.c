/* The version is one number: the build's, the header's and the loaded library's. */
#include <stdio.h>
#include <string.h>

#include <trade/version.h>

static int case_count;
static int failed_count;

static void report(const char *name, int holds)
{
    case_count++;
    failed_count += !holds;
    printf("%s %d - %s\n", holds ? "ok" : "not ok", case_count, name);
}

int main(void)
{
    char header[32];
    (void)snprintf(header, sizeof header, "%d.%d.%d", TR_VERSION_MAJOR, TR_VERSION_MINOR,
                   TR_VERSION_PATCH); /* cannot be cut: three ints fit */
    report("header_says_the_version_of_the_build", strcmp(header, BUILD_VERSION) == 0);
    report("loaded_library_says_the_version_of_the_header", strcmp(tr_version(), header) == 0);
    printf("1..%d\n", case_count);
    return failed_count == 0 ? 0 : 1;
}
