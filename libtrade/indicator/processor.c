/*
 * processor.c: what vectors there are. glibc has asked the processor already and tells without a variable of ours; other C
 * libraries do not, and the instruction itself is slow on virtual machines, so there the wide loops are left out and
 * only panels, which ask once, look themselves. The compiler's __builtin_cpu_supports brings variables that are written
 * at start, and the library has none. Bits are those of Intel's manual, volume 2, CPUID, and volume 1, 13.3.
 */
#include "indicator/processor.h"

#include "indicator/lanes.h"

#if TR__HAS_AVX && defined(__GLIBC__)
#if __GLIBC_PREREQ(2, 33)
#define HAS_GLIBC_FEATURES 1
#endif
#endif

#if HAS_GLIBC_FEATURES

#include <sys/platform/x86.h>

/* Register b of leaf 7, less what is not to be used. The header's own macro shifts a one into the sign of an int. */
static unsigned int active_bits(void)
{
    return __x86_get_cpuid_feature_leaf(CPUID_INDEX_7)->active_array[cpuid_register_index_ebx];
}

tr__processor tr__processor_get(void)
{
    const unsigned int avx2 = 1U << 5, avx512 = avx2 | 1U << 16 | 1U << 17 | 1U << 31;
    unsigned int bits = active_bits();
    return (tr__processor){ .has_avx2 = (bits & avx2) == avx2,
                            .has_avx512 = (bits & avx512) == avx512 };
}

bool tr__has_wide(void)
{
    return (active_bits() & 1U << 5) != 0;
}

#elif TR__HAS_AVX

typedef struct registers {
    unsigned int a, b, c, d;
} registers;

static registers cpuid(unsigned int leaf)
{
    registers r;
    __asm__ volatile("cpuid" : "=a"(r.a), "=b"(r.b), "=c"(r.c), "=d"(r.d) : "a"(leaf), "c"(0));
    return r;
}

/* Which registers are kept when the operating system changes from one thread to another. */
static unsigned int registers_kept(void)
{
    unsigned int low, high;
    __asm__ volatile("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
    return low;
}

static bool has_all(unsigned int word, unsigned int bits)
{
    return (word & bits) == bits;
}

tr__processor tr__processor_get(void)
{
    const unsigned int osxsave_and_avx = 1U << 27 | 1U << 28, ymm_kept = 0x06, zmm_kept = 0xe6;
    tr__processor has = { .has_avx2 = false };
    if (cpuid(0).a < 7 || !has_all(cpuid(1).c, osxsave_and_avx))
        return has;
    unsigned int extended = cpuid(7).b, kept = registers_kept();
    has.has_avx2 = has_all(kept, ymm_kept) && has_all(extended, 1U << 5);
    has.has_avx512 = has.has_avx2 && has_all(kept, zmm_kept) &&
                     has_all(extended, 1U << 16 | 1U << 17 | 1U << 31);
    return has;
}

bool tr__has_wide(void)
{
    return false;
}

#else

tr__processor tr__processor_get(void)
{
    return (tr__processor){ .has_avx2 = false };
}

bool tr__has_wide(void)
{
    return false;
}

#endif
