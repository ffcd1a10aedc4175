import CEL
import Control

extension Session {
  /// Shows a list answer: as it came for programs; for people a table, a word when it is empty,
  /// and how to go on.
  func show(list answer: Value, empty: String, _ columns: (Wall) -> [Table.Column]) {
    if json {
      console.show(JSON.text(answer))
      return
    }
    let items = answer["items"]?.listValue ?? []
    if items.isEmpty {
      console.talk(empty)
    } else {
      console.show(Table.text(columns(wall(by: answer)), items))
    }
    if let next = answer["next"]?.stringValue { console.talk("more: --after \(Cell.plain(next))") }
  }

  /// Shows an object: as it came for programs, as an outline for people.
  func show(object answer: Value) {
    console.show(json ? JSON.text(answer) : Outline.text(answer, wall(by: answer)))
  }
}
