"""When something comes by itself: a learner's reminders, an admin's weekly digest."""
