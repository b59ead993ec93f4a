"""The errors that topicmap raises on purpose.

::

    TopicMapError            anything below: "found · wanted · cure" in a sentence or two
    ├── BadPapers            papers that cannot be used as given
    ├── UnknownFormat        a file that no reader recognises
    ├── BadSettings          a setting outside what it may be
    ├── BadBundle            a map on disk that is missing, damaged or of another format
    ├── BadAnswer            vectors of someone else's encoder that cannot be had or used
    └── MissingExtra         an optional package that is not installed
"""


class TopicMapError(Exception):
    """What a user can mend; the command line prints it without a traceback."""


class BadPapers(TopicMapError):
    """Papers that cannot be used as given."""


class UnknownFormat(TopicMapError):
    """A file that no reader recognises."""


class BadSettings(TopicMapError):
    """A setting outside what it may be."""


class BadBundle(TopicMapError):
    """A map on disk that is missing, damaged, or of another format."""


class BadAnswer(TopicMapError):
    """Vectors of someone else's encoder that cannot be had or used."""


class MissingExtra(TopicMapError):
    """An optional package that is not installed."""
