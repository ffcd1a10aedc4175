/// Reads the metrics in Prometheus' text format, version 0.0.4. `GET /metrics` answers with the text itself.
public struct ReadMetrics: ControlRequest {
  public static let verb = Verb("metrics")
  public typealias Answer = String

  public init() {}
}
