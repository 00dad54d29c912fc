"""Statistics, the weekly digest and answers as a file: what the store counts, made ready."""
