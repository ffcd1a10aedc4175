// Placeholder of the ground commit; replaced by the module's first file.
