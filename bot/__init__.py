"""The tutor: what is taught, said, remembered, kept and run. It knows no chat platform."""
