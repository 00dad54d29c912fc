"""What is taught: lessons, courses, and the tools that read, write, import and check them. Pure."""
