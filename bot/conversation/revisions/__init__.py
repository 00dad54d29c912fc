"""What becomes of a run whose revision is withdrawn, corrected, replaced or translated."""
