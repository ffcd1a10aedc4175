package import CCurl

/// A libcurl easy handle with the lists that it refers to, which are freed together.
package final class EasyHandle {
  /// The CURL pointer.
  package let pointer: UnsafeMutableRawPointer
  /// The result of the first option that libcurl refused; nil if none was.
  package private(set) var refused: CURLcode?
  static let isInitialised: Bool = curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK

  private var lists: [UnsafeMutablePointer<curl_slist>] = []

  /// Creates a handle without signals, proxies and redirects; nil if libcurl has no memory.
  package init?() {
    guard Self.isInitialised, let pointer = curl_easy_init() else { return nil }
    self.pointer = pointer
    // Signals belong to the daemon, and a proxy from the environment would bypass the settings.
    set(CURLOPT_NOSIGNAL, 1)
    set(CURLOPT_PROXY, "")
    set(CURLOPT_FOLLOWLOCATION, 0)
  }

  deinit {
    curl_easy_cleanup(pointer)
    for list in lists { curl_slist_free_all(list) }
  }

  /// Sets a numeric option.
  package func set(_ option: CURLoption, _ value: Int) { check(cc_set_long(pointer, option, value)) }
  /// Sets a text option, which libcurl copies.
  package func set(_ option: CURLoption, _ value: String) { check(cc_set_str(pointer, option, value)) }
  /// Sets an option of type `curl_off_t`.
  package func setLarge(_ option: CURLoption, _ value: Int) { check(cc_set_off(pointer, option, curl_off_t(value))) }
  /// Sets a pointer option. The pointer must outlive the handle.
  package func set(_ option: CURLoption, pointer value: UnsafeMutableRawPointer) {
    check(cc_set_ptr(pointer, option, value))
  }
  /// Sets a callback for data.
  package func set(_ option: CURLoption, callback: @escaping cc_data_cb) {
    check(cc_set_datacb(pointer, option, callback))
  }
  /// Sets the callback that libcurl calls before it sends a request.
  package func setPrerequisite(_ callback: @escaping cc_prereq_cb) {
    check(cc_set_prereqcb(pointer, CURLOPT_PREREQFUNCTION, callback))
  }

  /// Sets a list option; the list lives as long as the handle.
  package func set(_ option: CURLoption, list values: [String]) {
    var list: UnsafeMutablePointer<curl_slist>?
    for value in values {
      guard let longer = curl_slist_append(list, value) else {
        if let list { curl_slist_free_all(list) }
        return check(CURLE_OUT_OF_MEMORY)
      }
      list = longer
    }
    guard let list else { return }
    lists.append(list)
    check(cc_set_slist(pointer, option, list))
  }

  /// Sets the limits of the whole exchange and of connecting. Libcurl would read less than a millisecond as no limit.
  package func set(timeout: Duration) {
    let (seconds, attoseconds) = timeout.components
    let milliseconds = max(1, min(Int(seconds) * 1_000 + Int(attoseconds / 1_000_000_000_000_000), 3_600_000))
    set(CURLOPT_TIMEOUT_MS, milliseconds)
    set(CURLOPT_CONNECTTIMEOUT_MS, min(milliseconds, 10_000))
  }

  /// Reads a number about the exchange.
  package func info(_ what: CURLINFO) -> Int {
    var value = 0
    return cc_get_long(pointer, what, &value) == CURLE_OK ? value : 0
  }

  private func check(_ code: CURLcode) {
    if code != CURLE_OK && refused == nil { refused = code }
  }
}
