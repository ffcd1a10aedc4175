/// An attribute of an element. Its name is part of the program; its value is escaped. Addresses have types of their
/// own, so that no text from outside becomes one.
public struct Attribute: Sendable {
  let name: StaticString
  /// Nil for an attribute that has none, such as `required`.
  let value: String?

  /// An attribute whose value is a text.
  public static func text(_ name: StaticString, _ value: String) -> Attribute { Attribute(name: name, value: value) }
  /// An attribute without a value, if it is there.
  public static func flag(_ name: StaticString, _ isThere: Bool = true) -> Attribute? {
    isThere ? Attribute(name: name, value: nil) : nil
  }

  /// The class names, divided by spaces.
  public static func `class`(_ names: String) -> Attribute { .text("class", names) }
  /// The id of the element, which is unique on its page.
  public static func id(_ id: String) -> Attribute { .text("id", id) }
  /// The language of the content, such as `en`.
  public static func lang(_ language: String) -> Attribute { .text("lang", language) }
  /// A link to a page of the site.
  public static func href(_ path: SitePath) -> Attribute { .text("href", path.text) }
  /// A link to another site, or to a mail address.
  public static func href(_ link: WebLink) -> Attribute { .text("href", link.text) }
  /// A place on the same page.
  public static func href(place id: String) -> Attribute { .text("href", "#\(id)") }
  /// The address that a form is sent to.
  public static func action(_ path: SitePath) -> Attribute { .text("action", path.text) }
  /// The type of a field, a button or a script.
  public static func type(_ type: StaticString) -> Attribute { .text("type", type.description) }
  /// The value of a field.
  public static func value(_ value: String) -> Attribute { .text("value", value) }
  /// The name of a field.
  public static func name(_ name: String) -> Attribute { .text("name", name) }
  /// The name of the element for assistive technology (`aria-label`).
  public static func label(_ text: String) -> Attribute { .text("aria-label", text) }
  /// The id of the element whose text names this one (`aria-labelledby`).
  public static func labelled(by id: String) -> Attribute { .text("aria-labelledby", id) }
}
