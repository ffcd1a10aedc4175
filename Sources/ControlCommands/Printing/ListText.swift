import CEL
import Control

extension Session {
  /// Shows a list: as JSON for programs; for people as a table, with a word if it is empty and the number of items that
  /// were left out.
  func show<Item>(
    list answered: Answered<Page<Item>>, empty: String, _ columns: (Wall) -> [Table<Item>.Column]
  ) {
    let table = Table(columns(wall(by: answered.now)))
    show(list: answered, empty: empty) { table.text($0, width: width) }
  }

  func show<Item>(
    list answered: Answered<Page<Item>>, empty: String, more: String = "--limit", _ text: ([Item]) -> String
  ) {
    if json { return console.show(JSON.text(answered.value)) }
    let page = answered.answer
    if page.items.isEmpty {
      console.talk(empty)
    } else {
      console.show(text(page.items))
    }
    if let next = page.next {
      console.talk("\(page.items.count) shown; more: --after \(Cell.plain(next))")
    } else if page.more {
      console.talk("\(page.items.count) shown; there are more: \(more)")
    }
  }

  /// Shows an object: as JSON for programs, as an outline for people.
  func show<Answer>(object answered: Answered<Answer>) {
    console.show(json ? JSON.text(answered.value) : Outline.text(answered.value, wall(by: answered.now)))
  }
}
