"""What learners ask and report, and what is answered."""
