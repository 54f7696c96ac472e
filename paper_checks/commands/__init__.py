"""The commands of the command line, one module a command; libraries load when a command runs."""
