"""What can go wrong for a user, one class for each way, each with one sentence to show."""


class UnusableInputError(Exception):
    """The input cannot be used as given; the message says what to do. Exit status 2."""


class CheckFailedError(Exception):
    """A check could not be carried out as its claim asks; a defect of the check. Exit status 1."""


class MissingExtraError(Exception):
    """A check needs libraries that come with an extra of the package, which is not installed."""
