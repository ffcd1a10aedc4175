/// Rows under titles; each column is as wide as its widest cell. If that is wider than the page, each row becomes a
/// block with one field a line, so that nothing is cut.
struct Table<Row> {
  struct Column {
    let title: String
    let text: (Row) -> String

    init(_ title: String, _ text: @escaping (Row) -> String?) {
      self.title = title
      self.text = { text($0).map { Cell.plain($0) } ?? "" }
    }
  }

  let columns: [Column]

  init(_ columns: [Column]) { self.columns = columns }

  func text(_ rows: [Row], width: Int) -> String {
    Grid(titles: columns.map(\.title), rows: rows.map { row in columns.map { $0.text(row) } }).text(width: width)
  }
}

/// Cells that are text already.
struct Grid {
  let titles: [String]
  let rows: [[String]]

  func text(width: Int) -> String {
    let lines = lines
    return lines.allSatisfy { $0.count <= width } ? lines.joined(separator: "\n") : blocks(width: width)
  }

  private var lines: [String] {
    var widths = titles.map(\.count)
    for row in rows {
      for (index, cell) in row.enumerated() where index < widths.count {
        widths[index] = max(widths[index], cell.count)
      }
    }
    return ([titles] + rows).map { row in
      var text = ""
      for (index, cell) in row.enumerated() {
        text += cell
        if index < row.count - 1 { text += String(repeating: " ", count: widths[index] - cell.count + 2) }
      }
      while text.last == " " { text.removeLast() }
      return text
    }
  }

  /// One field a line without empty ones; a value that is longer than the line is continued below.
  private func blocks(width: Int) -> String {
    let margin = (titles.map(\.count).max() ?? 0) + 2
    return rows.map { row in
      zip(titles, row).filter { !$1.isEmpty }.map { title, cell in
        let gap = String(repeating: " ", count: margin - title.count)
        return title + gap + Paragraph.wrap(cell, width: max(20, width - margin), indent: margin)
      }.joined(separator: "\n")
    }.joined(separator: "\n\n")
  }
}
