/* check_tap.h: runs a Check suite and prints TAP, which the test runner counts case by case. */
#ifndef TESTS_SUPPORT_CHECK_TAP_H
#define TESTS_SUPPORT_CHECK_TAP_H

#include <check.h>
#include <stdlib.h>

static inline int run_as_tap(Suite *suite)
{
    SRunner *runner = srunner_create(suite);
    srunner_set_tap(runner, "-");
    srunner_run_all(runner, CK_SILENT);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

#endif
