"""From a file that was sent to a lesson that is taught."""
