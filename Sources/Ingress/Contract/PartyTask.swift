/// A task of a party of a booking, as its page shows it.
public struct PartyTask: Sendable, Hashable {
  /// A field of the answer.
  public struct Field: Sendable, Hashable {
    /// Its name.
    public var name: String
    /// Its type as the workflow writes it: `bool`, `int|null`, `deliver|refund`.
    public var type: String

    /// The least whole number that is allowed; nil if there is no limit.
    public var least: Int64?
    /// The greatest whole number that is allowed; nil if there is no limit.
    public var most: Int64?

    /// Creates a field.
    public init(name: String, type: String, least: Int64? = nil, most: Int64? = nil) {
      self.name = name
      self.type = type
      self.least = least
      self.most = most
    }
  }

  /// The number by which it is settled.
  public var number: Int64
  /// The question.
  public var title: String
  /// More about it; a prepared text perhaps.
  public var text: String?
  /// An address that belongs to it.
  public var link: String?
  /// Until when it is of use, as the workflow says it.
  public var due: String?
  /// The fields of the answer.
  public var form: [Field]

  /// Creates a task.
  public init(number: Int64, title: String, text: String?, link: String?, due: String?, form: [Field]) {
    self.number = number
    self.title = title
    self.text = text
    self.link = link
    self.due = due
    self.form = form
  }
}
