import CivilTime
import Glibc

enum Zones {
  /// A few zones of the machine; without zoneinfo only UTC and fixed offsets.
  static let some: ZoneTable = {
    var zones: [String: ZoneRules] = [:]
    for name in ["Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "Pacific/Apia"] {
      if let bytes = read("/usr/share/zoneinfo/\(name)"), let rules = try? ZoneRules(tzif: bytes) {
        zones[name] = rules
      }
    }
    return ZoneTable(zones)
  }()

  private static func read(_ path: String) -> [UInt8]? {
    guard let file = fopen(path, "r") else { return nil }
    defer { fclose(file) }
    var bytes = [UInt8](repeating: 0, count: 1 << 17)
    let count = fread(&bytes, 1, bytes.count, file)
    return Array(bytes.prefix(count))
  }
}
