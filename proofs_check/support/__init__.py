"""One home each for writing files, remembering results, speaking to the terminal and making pages."""
