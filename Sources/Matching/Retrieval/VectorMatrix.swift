/// The vectors of many texts in one piece of memory, for one product with a request.
public struct VectorMatrix: Sendable {
  private var components: [Int16] = []
  private var squares: [Int32] = []
  private let dimensions: Int

  /// Creates a matrix with one row for each vector.
  ///
  /// - Parameter vectors: of one table, so that all have the same number of components.
  public init(_ vectors: [TextVector]) {
    dimensions = vectors.first?.components.count ?? 0
    components.reserveCapacity(vectors.count * dimensions)
    for vector in vectors {
      components.append(contentsOf: vector.components)
      squares.append(vector.square)
    }
  }

  /// Returns the cosine with each vector, 0 for a zero vector.
  public func cosines(_ request: TextVector) -> [Double] {
    guard request.square > 0, request.components.count == dimensions else {
      return [Double](repeating: 0, count: squares.count)
    }
    let length = Double(request.square).squareRoot()
    return components.withUnsafeBufferPointer { all in
      request.components.withUnsafeBufferPointer { asked in
        squares.indices.map { row in
          guard squares[row] > 0 else { return 0 }
          var product: Int32 = 0
          let start = row * dimensions
          // 127² · 4,096 is far below 2³¹.
          for column in 0..<dimensions {
            product &+= Int32(all[start + column]) &* Int32(asked[column])
          }
          return Double(product) / (length * Double(squares[row]).squareRoot())
        }
      }
    }
  }
}
