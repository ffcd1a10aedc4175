import Foundation
import WorkflowTesting

/// SHA-256.
let matchingDigest = ShippedWorkflows.digest

/// The root folder of the package.
let packageRoot = ShippedWorkflows.root.path
