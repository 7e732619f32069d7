/* problem.h: application/problem+json (RFC 9457) as text. Pure. */
#ifndef SERVE_PROBLEM_H
#define SERVE_PROBLEM_H

#include <stddef.h>

#define PROBLEM_SIZE         2048
#define PROBLEM_CONTENT_TYPE "application/problem+json"

/* The phrase of a status, "Error" for one without. Static. */
const char *problem_title(unsigned status);

/*
 * Write the document and a NUL; returns its length. Strings are escaped; bytes that are not valid UTF-8
 * become '?'; a detail too long for the buffer is cut at a whole character. `type` NULL: about:blank.
 */
size_t problem_format(unsigned status, const char *type, const char *detail, const char *instance,
                      char out[PROBLEM_SIZE]);

#endif
