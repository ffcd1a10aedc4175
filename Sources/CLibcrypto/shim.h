#ifndef CLIBCRYPTO_SHIM_H
#define CLIBCRYPTO_SHIM_H

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <stddef.h>

// libcrypto takes a null pointer for "no key given", which an empty array of Swift may have.
static inline const unsigned char *magnetiq_bytes(const unsigned char *bytes) {
  return bytes ? bytes : (const unsigned char *)"";
}

// The algorithm of SHA-256; NULL if libcrypto has none. SHA256() looks it up by its name each time, which takes as long as
// 200 bytes.
static inline EVP_MD *magnetiq_fetch_sha256(void) { return EVP_MD_fetch(NULL, "SHA256", NULL); }

// Writes the 32 bytes of SHA-256. 1, or 0 if libcrypto cannot.
static inline int magnetiq_sha256(
    const EVP_MD *algorithm, const unsigned char *bytes, size_t count, unsigned char *digest) {
  unsigned int length = 0;
  return algorithm && EVP_Digest(magnetiq_bytes(bytes), count, digest, &length, algorithm, NULL) == 1 && length == 32;
}

// Writes the 32 bytes of HMAC-SHA-256. 1, or 0 if libcrypto cannot.
static inline int magnetiq_hmac_sha256(
    const unsigned char *key, size_t key_count, const unsigned char *bytes, size_t count, unsigned char *code) {
  unsigned int length = 0;
  return HMAC(EVP_sha256(), magnetiq_bytes(key), (int)key_count, magnetiq_bytes(bytes), count, code, &length) != NULL &&
         length == 32;
}

// Writes the 20 bytes of HMAC-SHA-1, which some senders of webhooks still sign with. 1, or 0 if libcrypto cannot.
static inline int magnetiq_hmac_sha1(
    const unsigned char *key, size_t key_count, const unsigned char *bytes, size_t count, unsigned char *code) {
  unsigned int length = 0;
  return HMAC(EVP_sha1(), magnetiq_bytes(key), (int)key_count, magnetiq_bytes(bytes), count, code, &length) != NULL &&
         length == 20;
}

#endif
