"""Does attribution find the step that was made to fail? Measured on the rendered world."""
