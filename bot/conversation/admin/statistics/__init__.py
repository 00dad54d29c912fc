"""What a group of learners shows: in words, as a picture, as a file, once a week."""
