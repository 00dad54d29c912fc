"""What is drawn: charts of figures, diagrams of lessons."""
