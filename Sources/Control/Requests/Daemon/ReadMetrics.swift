/// Reads the metrics in Prometheus' text format, version 0.0.4. `GET /metrics` answers with the text itself.
public struct ReadMetrics: ControlRequest {
  /// The verb `metrics`, which reads.
  public static let verb = Verb("metrics")
  /// The answer is the text of the metrics.
  public typealias Answer = String

  /// Creates the request, which has no arguments.
  public init() {}
}
