"""What is said: inputs become turns. Pure: no clock, no chance, no I/O."""
