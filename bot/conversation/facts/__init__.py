"""What a turn puts on record, and the values that records are made of."""
