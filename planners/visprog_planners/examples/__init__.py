"""Questions with right programs, checked on their scenes by a test."""
