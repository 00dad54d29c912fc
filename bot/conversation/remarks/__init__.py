"""What learners say to the authors of a lesson, and what comes back."""
