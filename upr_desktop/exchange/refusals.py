"""Name why a file is not read, inside the child, before the sentence gets the name of the file."""

from upr_desktop.register.changes import Value

DAMAGED = "damaged"
FORBIDDEN_XML = "document_type"


class Refusal(Exception):
    """A file that is not read: the key of its sentence and the values that the sentence needs besides the name."""

    def __init__(self, key: str, **values: Value) -> None:
        super().__init__(key, values)
        self.key = key
        self.values = values


class Damaged(Refusal):
    """A file that cannot be read as what it claims to be."""

    def __init__(self, key: str = DAMAGED, **values: Value) -> None:
        super().__init__(key, **values)
