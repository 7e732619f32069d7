/*
 * sha256_x86.c: SHA-256 (FIPS 180-4) with the SHA extensions of x86 (Intel 64 and IA-32 Architectures Software Developer's
 * Manual, volume 2, 2023: SHA256RNDS2, SHA256MSG1, SHA256MSG2).
 *
 * The instructions want the eight words of the state as two vectors, a b e f and c d g h, and do two rounds each; four words
 * of the message schedule are made at once from the sixteen before them.
 */
#include "crypto/sha256_x86.h"

#include <stdlib.h>
#include <string.h>

#if defined(__x86_64__) && defined(__has_include)
#if __has_include(<sys/platform/x86.h>)
#define HAS_INSTRUCTIONS
#endif
#endif

#ifdef HAS_INSTRUCTIONS
#include <immintrin.h>
#include <sys/platform/x86.h>

#define BLOCK_SIZE sizeof(((tr__sha256_x86 *)0)->rest)

/* clang-format off */
static const uint32_t round_constants[64] = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
};
/* clang-format on */

bool tr__sha256_x86_is_there(void)
{
    return x86_cpu_active(x86_cpu_SHA); /* whoever has it has SSE 4.1 */
}

static __m128i load(const void *at)
{
    return _mm_loadu_si128((const __m128i *)at);
}

__attribute__((target("sha,sse4.1"))) static void compress(uint32_t state[8], const uint8_t *bytes,
                                                           size_t block_count)
{
    const __m128i to_big_endian = _mm_set_epi64x(0x0c0d0e0f08090a0b, 0x0405060700010203);
    __m128i badc = _mm_shuffle_epi32(load(state), 0xb1);
    __m128i hgfe = _mm_shuffle_epi32(load(state + 4), 0x1b);
    __m128i abef = _mm_alignr_epi8(badc, hgfe, 8);
    __m128i cdgh = _mm_blend_epi16(hgfe, badc, 0xf0);
    for (; block_count > 0; block_count--, bytes += BLOCK_SIZE) {
        __m128i abef_before = abef, cdgh_before = cdgh, words[4];
        for (int i = 0; i < 4; i++)
            words[i] = _mm_shuffle_epi8(load(bytes + 16 * i), to_big_endian);
        for (int i = 0; i < 16; i++) {
            __m128i *now = &words[i & 3];
            const __m128i *next = &words[(i + 1) & 3], *third = &words[(i + 2) & 3],
                          *last = &words[(i + 3) & 3];
            __m128i input = _mm_add_epi32(*now, load(round_constants + 4 * i));
            cdgh = _mm_sha256rnds2_epu32(cdgh, abef, input);
            abef = _mm_sha256rnds2_epu32(abef, cdgh, _mm_shuffle_epi32(input, 0x0e));
            __m128i sum =
                _mm_add_epi32(_mm_sha256msg1_epu32(*now, *next), _mm_alignr_epi8(*last, *third, 4));
            *now =
                _mm_sha256msg2_epu32(sum, *last); /* what the last four rounds make is not used */
        }
        abef = _mm_add_epi32(abef, abef_before);
        cdgh = _mm_add_epi32(cdgh, cdgh_before);
    }
    __m128i feba = _mm_shuffle_epi32(abef, 0x1b);
    __m128i dchg = _mm_shuffle_epi32(cdgh, 0xb1);
    _mm_storeu_si128((__m128i *)(void *)state, _mm_blend_epi16(feba, dchg, 0xf0));
    _mm_storeu_si128((__m128i *)(void *)(state + 4), _mm_alignr_epi8(dchg, feba, 8));
}

void tr__sha256_x86_init(tr__sha256_x86 *hash)
{
    static const uint32_t first[8] = { 0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                                       0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19 };
    memcpy(hash->state, first, sizeof first);
    hash->size = 0;
}

void tr__sha256_x86_update(tr__sha256_x86 *hash, const uint8_t *bytes, size_t size)
{
    size_t held = hash->size % BLOCK_SIZE;
    hash->size += size;
    if (held > 0) {
        size_t more = BLOCK_SIZE - held < size ? BLOCK_SIZE - held : size;
        memcpy(hash->rest + held, bytes, more);
        if (held + more < BLOCK_SIZE)
            return;
        compress(hash->state, hash->rest, 1);
        bytes += more;
        size -= more;
    }
    compress(hash->state, bytes, size / BLOCK_SIZE);
    memcpy(hash->rest, bytes + size / BLOCK_SIZE * BLOCK_SIZE, size % BLOCK_SIZE);
}

void tr__sha256_x86_finish(tr__sha256_x86 *hash, uint8_t digest[TR_SHA256_SIZE])
{
    uint8_t end[2 * BLOCK_SIZE] = { 0 };
    size_t held = hash->size % BLOCK_SIZE;
    size_t size = held < BLOCK_SIZE - 8 ? BLOCK_SIZE : 2 * BLOCK_SIZE;
    uint64_t bits = hash->size * 8;
    memcpy(end, hash->rest, held);
    end[held] = 0x80;
    for (size_t i = 0; i < 8; i++)
        end[size - 1 - i] = (uint8_t)(bits >> (8 * i));
    compress(hash->state, end, size / BLOCK_SIZE);
    for (size_t i = 0; i < TR_SHA256_SIZE; i++)
        digest[i] = (uint8_t)(hash->state[i / 4] >> (24 - 8 * (i % 4)));
}

#else

bool tr__sha256_x86_is_there(void)
{
    return false;
}

void tr__sha256_x86_init(tr__sha256_x86 *hash)
{
    (void)hash;
    abort(); /* it is not there */
}

void tr__sha256_x86_update(tr__sha256_x86 *hash, const uint8_t *bytes, size_t size)
{
    (void)hash, (void)bytes, (void)size;
    abort();
}

void tr__sha256_x86_finish(tr__sha256_x86 *hash, uint8_t digest[TR_SHA256_SIZE])
{
    (void)hash, (void)digest;
    abort();
}

#endif
