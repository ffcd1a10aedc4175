/// A value kept outside the struct that owns it. Copies of the struct share it until one of them changes it.
struct CopyOnWrite<Wrapped: Sendable & Hashable>: Sendable, Hashable {
  // No two threads can race, because the box is written only while a single reference to it exists, which is the
  // writer's own.
  private final class Box: @unchecked Sendable {
    @exclusivity(unchecked) var wrapped: Wrapped
    init(_ wrapped: Wrapped) { self.wrapped = wrapped }
  }

  private var box: Box

  init(_ wrapped: Wrapped) { box = Box(wrapped) }

  var value: Wrapped {
    _read { yield box.wrapped }
    _modify {
      if !isKnownUniquelyReferenced(&box) { box = Box(box.wrapped) }
      yield &box.wrapped
    }
  }

  /// Returns true if both are copies of one value that neither has changed. Equal values need not be.
  func shares(with other: Self) -> Bool { box === other.box }

  static func == (a: Self, b: Self) -> Bool { a.box === b.box || a.box.wrapped == b.box.wrapped }

  func hash(into hasher: inout Hasher) { hasher.combine(box.wrapped) }
}
