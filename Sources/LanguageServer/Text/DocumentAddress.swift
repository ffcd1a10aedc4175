internal import Encoding

/// A file's address, `file:///…`, taken apart.
struct DocumentAddress: Hashable {
  /// The top folder of the file's tree as it stands in the address.
  let folderURI: String
  /// That folder's path.
  let folder: String
  /// The file's path in the tree.
  let name: String

  /// nil for addresses of other schemes.
  ///
  /// - Parameter above: how many folders above a folder the top of its tree lies.
  init?(_ uri: String, above: (String) -> Int) {
    guard uri.hasPrefix("file://"), let slash = uri.lastIndex(of: "/") else { return nil }
    let path = PercentEncoding.decode(uri.utf8.dropFirst("file://".utf8.count), plusIsSpace: false)
    guard path.hasPrefix("/"), let end = path.lastIndex(of: "/") else { return nil }
    var (address, top, name) = (uri[..<slash], path[..<end], String(path[path.index(after: end)...]))
    for _ in 0..<above(end == path.startIndex ? "/" : String(top)) {
      guard let outer = address.lastIndex(of: "/"), let last = top.lastIndex(of: "/") else { break }
      name = "\(top[top.index(after: last)...])/\(name)"
      (address, top) = (address[..<outer], top[..<last])
    }
    folderURI = String(address)
    folder = top.isEmpty ? "/" : String(top)
    self.name = name
  }

  /// Returns the address of another file of the same tree.
  func uri(of path: String) -> String {
    "\(folderURI)/\(PercentEncoding.encode(path, keeping: "/"))"
  }
}
