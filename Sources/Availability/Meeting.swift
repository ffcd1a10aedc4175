/// The time that a service needs, in minutes, and where it may begin.
public struct MeetingTerms: Hashable, Sendable {
  /// The meeting itself.
  public var length: Int
  /// Before the meeting, to prepare it. Need not lie in the hours.
  public var preparation: Int
  /// After the meeting, before the buffer. Need not lie in the hours.
  public var followUp: Int
  /// Starts are whole multiples of this on the wall of the consultant's zone, counted from midnight.
  public var grid: Int
  /// Moves the grid.
  public var offset: Int

  /// The grids that may be chosen.
  public static let grids = [5, 10, 15, 20, 30, 60]

  /// - Parameters:
  ///   - length: 1 to 1,440.
  ///   - grid: one of `grids`; another one is taken as 30.
  public init(length: Int, preparation: Int = 0, followUp: Int = 0, grid: Int = 30, offset: Int = 0) {
    self.length = min(max(length, 1), 1_440)
    (self.preparation, self.followUp) = (max(0, preparation), max(0, followUp))
    self.grid = Self.grids.contains(grid) ? grid : 30
    self.offset = max(0, offset)
  }
}

/// A meeting that was booked, or is held for somebody.
public struct BookedMeeting: Hashable, Sendable {
  /// The meeting itself.
  public var meeting: Interval
  /// With preparation, follow-up and buffer: no other meeting's span may overlap it.
  public var span: Interval

  /// - Parameter span: the meeting with preparation, follow-up and buffer; the meeting itself if it has none.
  public init(meeting: Interval, span: Interval? = nil) {
    self.meeting = meeting
    self.span = span ?? meeting
  }

  /// Creates the meeting of a service at a start, with the buffer of a consultant, all in minutes.
  public init(start: Int64, terms: MeetingTerms, buffer: Int) {
    meeting = Interval(start, start + Int64(terms.length) * 60)
    span = Interval(
      start - Int64(terms.preparation) * 60, meeting.end + Int64(terms.followUp + buffer) * 60)
  }
}
