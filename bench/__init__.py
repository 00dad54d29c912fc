"""Speed and memory, as ratios measured in one run on one machine. `make bench` runs all of it."""
