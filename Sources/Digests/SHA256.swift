import CLibcrypto

/// SHA-256 (FIPS 180-4), computed by the system's libcrypto.
public enum SHA256 {
  /// The number of bytes of a digest.
  public static let size = 32

  /// Looked up once. Threads share it without a lock, because libcrypto never changes an algorithm that was fetched.
  private nonisolated(unsafe) static let algorithm = magnetiq_fetch_sha256()

  /// Returns the 32 bytes of the digest.
  public static func hash(_ bytes: [UInt8]) -> [UInt8] {
    [UInt8](unsafeUninitializedCapacity: size) { digest, count in
      // libcrypto fails only without its own algorithms, and then nothing that the daemon promises can be kept.
      precondition(magnetiq_sha256(algorithm, bytes, bytes.count, digest.baseAddress) == 1, "libcrypto has no SHA-256")
      count = size
    }
  }
}
