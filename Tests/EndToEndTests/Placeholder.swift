// Placeholder of the ground commit; replaced by the bundle's first test.
