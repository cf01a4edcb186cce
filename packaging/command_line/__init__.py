"""What is generated from the one parser of the command line: the manual page and the shells' completion."""
