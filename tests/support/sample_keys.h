/* sample_keys.h: keys made for the tests with the openssl command; they open nothing. */
#ifndef TESTS_SUPPORT_SAMPLE_KEYS_H
#define TESTS_SUPPORT_SAMPLE_KEYS_H

static const char sample_rsa[] =
    "-----BEGIN PRIVATE KEY-----\n"
    "MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQCRjiCP7LaVDy+1\n"
    "vU4j9XwrTEAMbtT5jaDSmC0Wb/HoWgrzwsarMNIcY7Ps1lAKKdwTk5CUpGkY9QrQ\n"
    "CNYJwXcX7wcQfkpte/YpK7rXWdNTXk9UorB4QMB4gpXZxnTiOMGVVut/xGnwya1k\n"
    "qZb8+tHDbydy/WfWxoTOK+OuAMqWfLv/7C2rg7OlK79kpnCRayoAjUqOKr69Dsj/\n"
    "oqE0FW9eQegXAElYzwRo4P0wg+4qljCJh/gQpL1uFljiPxtTQKG4FOousbCTtrgN\n"
    "XMKWnoSflsqqmoPH0xFZY4aEcc5vuoLXHecUd9apa+3PbtcGZhN+Hs0k4fga1GO6\n"
    "CDU/vXW7AgMBAAECggEAIvt8ufqTWzneJpjL2fqbEDDwR8yvZRbz6wll9LmM82II\n"
    "tdM/Ok+uf+I6kRZlADxVR2M04XSuSbBDHAKzpn6X5+mr0fv4WV3sqLJ44l8VWjkV\n"
    "aer77LrrR0tjRoba+q/XXtQYH4oOSC/Ae6wCvORvW8AwRAPBXC40JvUHcH+CMS6G\n"
    "g8aqvPJs2MtRHQn9RvvfDP2l2OPPsY7zfM7XM33/oI25Y4QuVH+pnBPupBiqfyuf\n"
    "9Fskc8DfA9K/UrnCTFNMyouMu5AD98HwJhRFWErGPaeojY2wj34mKMIxz48rHYMF\n"
    "CGbHeFQWEL6OJayMUxkrNbiAI3Y/ABgoolkRy63F4QKBgQDJu7r5ds0C2XwPamGP\n"
    "bysxMtnyaeCGBePQYmPdtbJnY/pbPpjw9I1LLA+EUf1HV6LEXaqWVrhJwKsPN84h\n"
    "7ThekXqLJ4jSvLEf3zp52LsS8nFFKiyXNcjSjPUHwQ7NVVAXk/36NEeQTaF1MoH5\n"
    "r9NsARWt/s3hInYHwv7+ov5eUQKBgQC4tbdMbdcNtcp5R9vhXJyc8bSp1ia/hxCf\n"
    "2DjEI26iQf98T+skkPPSTccK1h5EAkLdZ+bLmX5oMQoLR4IjDbAWlndoGGRPqbXP\n"
    "cJ4sYzH0DOkW9kaGbx3/j1TB7KMUI/yKUJGmMKGucfMnbQQ8gT68PsZ8pwoN3O5Z\n"
    "MZmidGGUSwKBgFpFJR+oJ4jU5QzI36sdZch4Jsqw0gVm8VA4FtQJEDHvrQHTewCn\n"
    "jepLZw4g2iNoda9E8qafW4u1KVZ/9D9+NTEsDBfksvcJ9IB8lWAcuWl7D3CRtK5d\n"
    "JOYCqUq0+viq6lICqS2i4zsRYeRdm4etRAAaZCcd0+agUwyaFxy+tvBhAoGBAJ7w\n"
    "7xu7YNSRW/tk1FZmZPXAH2ANwSYKSUniu2Y7vxWsiPYlpwe+G7EZ8G7otP58m6D9\n"
    "qWIFYPqzSBtQmzEitCWbsIBIjPjn5mTsWY+EhBWnjmON5D4GG+AvLBX7VJEeLk+u\n"
    "6MYDDv2XXE7OxlhyNtOxiQb2jfZD6G2j+roKP3VlAoGAbqk+DassMrtO3N9VqpD/\n"
    "HEIMTRqtI6poFiNGRCotEWbQDJmJU48RNj8ET7XP+cTCNqmA7xbIyf6yTMe3yN2U\n"
    "x/Ux5tGQwn3ObA0yLmMccDme2KqolrhyuVZrWsClX1vfNc3m9M1lWWRsOHNiECWu\n"
    "untIiqeq/hoanpmcAXC5ZB4=\n"
    "-----END PRIVATE KEY-----\n";

static const char sample_rsa_public[] =
    "-----BEGIN PUBLIC KEY-----\n"
    "MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAkY4gj+y2lQ8vtb1OI/V8\n"
    "K0xADG7U+Y2g0pgtFm/x6FoK88LGqzDSHGOz7NZQCincE5OQlKRpGPUK0AjWCcF3\n"
    "F+8HEH5KbXv2KSu611nTU15PVKKweEDAeIKV2cZ04jjBlVbrf8Rp8MmtZKmW/PrR\n"
    "w28ncv1n1saEzivjrgDKlny7/+wtq4OzpSu/ZKZwkWsqAI1Kjiq+vQ7I/6KhNBVv\n"
    "XkHoFwBJWM8EaOD9MIPuKpYwiYf4EKS9bhZY4j8bU0ChuBTqLrGwk7a4DVzClp6E\n"
    "n5bKqpqDx9MRWWOGhHHOb7qC1x3nFHfWqWvtz27XBmYTfh7NJOH4GtRjugg1P711\n"
    "uwIDAQAB\n"
    "-----END PUBLIC KEY-----\n";

static const char sample_rsa_1024[] =
    "-----BEGIN PRIVATE KEY-----\n"
    "MIICeAIBADANBgkqhkiG9w0BAQEFAASCAmIwggJeAgEAAoGBAOUpCcwDmR5lZgKO\n"
    "vaeETUKyH11zCa2DC3fb8wadI7HhdSIsex5K3q/KKc8TTg76sBzZgeZUvdL78oAS\n"
    "zg42MmxCpcI+S97B5aCN04xJfB5DhZedpBTE3ct60nr8UK0g4SVQmFb9cflc5vMK\n"
    "Zr0y8wJENpkIKKhrPErs19UE+rP1AgMBAAECgYEAytZlVpDEwpPsFE12b8V6gZOa\n"
    "kaPWqB+7Ue99EJic1MGEZahLngeVTrI6CZHD4RxiMFcSVOcjUpIyFs0OWKP+Qgpc\n"
    "AOW3L2fV8xn8uFGRjmSsk/frNepGmsr8EIa3GYuD1MKcP8aQhpVRbgxIoJIUHNLo\n"
    "G4LGQHFDTCxE4G3ilS0CQQD4hHURKRnc5h8ZEuDklN+H1ojLMi/UKCHU0OzeC/Be\n"
    "NKJyZNIMnnTVd+fG9RY2hw710JvHkK3tRp/8wVHHYxqXAkEA7A9g8sJEY54OQs9s\n"
    "86navoxNRQ6T+alZjWdT97nfkp9OU/XpHVysClAx23s72aycmO+kHwz5M31VZWR+\n"
    "XXszUwJAFGejyQ3r3rRSV1eyeXIzzE50GuL7BFtrM7MXz7+BM+r0b5oRmRGlnCVl\n"
    "NXPIKB/8vXgsYj1h2nqTBkjFMy7S7wJBAOFy4pWXAffeGSKntheUrix0FMwSWzMD\n"
    "EVsiRyh95c/Dw+weHRCE1G5ZHvTOYl/HIhxSKv3Yxxvs5KUccC9Zna8CQQCiZn4k\n"
    "8/on748Z41q+dqFlAgUsGtkk2em8vpPoRg1w/97C0KKhW5HtZ/HsmHEjYoFy5GAk\n"
    "P5cwxhw6nd5u2qOo\n"
    "-----END PRIVATE KEY-----\n";

static const char sample_p256[] =
    "-----BEGIN EC PRIVATE KEY-----\n"
    "MHcCAQEEIDC96FCs9j+UUb27tC2e95DUw0utLyG0/NR225K16+avoAoGCCqGSM49\n"
    "AwEHoUQDQgAEfB3g8a4qi9al1NME3c65yNaLylcTqtdrd1px/K/i8SMirkRz1LE7\n"
    "kAU7Kdhm15bSxLHmu+CVpvBSV+FnnF2ndw==\n"
    "-----END EC PRIVATE KEY-----\n";

static const char sample_p256_public[] =
    "-----BEGIN PUBLIC KEY-----\n"
    "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEfB3g8a4qi9al1NME3c65yNaLylcT\n"
    "qtdrd1px/K/i8SMirkRz1LE7kAU7Kdhm15bSxLHmu+CVpvBSV+FnnF2ndw==\n"
    "-----END PUBLIC KEY-----\n";

static const char sample_p384[] =
    "-----BEGIN EC PRIVATE KEY-----\n"
    "MIGkAgEBBDDQwTeRp/R8RZgzO9gLOgR8pD3uIXRScN2SgBRkRhy3VcQLub3Hnrp/\n"
    "y2SEgxh/l5ygBwYFK4EEACKhZANiAARwcD0W++ruvGSOKaG6nnuGYQbCQpmXUyfR\n"
    "hbH9F9iUlpOojGEEIXHDDg7rQB3/zSZv109kcuYY2/h5j0BNPPE5NgVHpxlvqaly\n"
    "/3o4KtwC52ja6vtwuPFaAwN1262b5ek=\n"
    "-----END EC PRIVATE KEY-----\n";

static const char sample_ed25519[] =
    "-----BEGIN PRIVATE KEY-----\n"
    "MC4CAQAwBQYDK2VwBCIEIK3k4O7abzOde0dPEZV1S1yRGB/MBvB3n40kkN+U09PP\n"
    "-----END PRIVATE KEY-----\n";

static const char sample_ed25519_public[] =
    "-----BEGIN PUBLIC KEY-----\n"
    "MCowBQYDK2VwAyEAbxJz015MsFAf5ydvQFgoPtf7tZv4oj9c28+Vz1kQhG4=\n"
    "-----END PUBLIC KEY-----\n";

#endif
