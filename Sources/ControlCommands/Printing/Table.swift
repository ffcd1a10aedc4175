import CEL

/// Rows under titles, each column as wide as what stands in it.
struct Table {
  struct Column {
    let title: String
    let text: (Value) -> String

    init(_ title: String, _ text: @escaping (Value) -> String) {
      self.title = title
      self.text = text
    }

    /// The field of that name.
    init(_ title: String, field: String) {
      self.init(title) { Cell.text($0[field]) }
    }

    /// The field of that name as a time.
    init(_ title: String, time field: String, _ wall: Wall) {
      self.init(title) { wall.text($0[field]) }
    }
  }

  /// The longest that a cell other than the last of its row may be.
  static let cap = 60

  static func text(_ columns: [Column], _ rows: [Value]) -> String {
    text(titles: columns.map(\.title), rows: rows.map { row in columns.map { $0.text(row) } })
  }

  static func text(titles: [String], rows: [[String]]) -> String {
    let lines = ([titles] + rows).map { row in
      row.enumerated().map { index, cell in index == row.count - 1 ? cell : short(cell) }
    }
    var widths = titles.map(\.count)
    for line in lines {
      for (index, cell) in line.enumerated() where index < widths.count {
        widths[index] = max(widths[index], cell.count)
      }
    }
    return lines.map { line in
      var text = ""
      for (index, cell) in line.enumerated() {
        text += cell
        if index < line.count - 1 { text += String(repeating: " ", count: widths[index] - cell.count + 2) }
      }
      while text.last == " " { text.removeLast() }
      return text
    }.joined(separator: "\n")
  }

  private static func short(_ cell: String) -> String {
    cell.count > cap ? cell.prefix(cap - 1) + "…" : cell
  }
}
