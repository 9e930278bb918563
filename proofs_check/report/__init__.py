"""A report as JSON, JUnit XML, and tables in the terminal."""
