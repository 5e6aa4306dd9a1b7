"""Say how large a foreign file may be before it is not read: no honest workbook of a review comes near."""

MEGABYTE = 1 << 20

FILE_BYTES = 64 * MEGABYTE
PARTS = 4_000
"""Members of a package or archive."""
PART_BYTES = 112 * MEGABYTE
"""One part of a package once unpacked."""
EXPANDED_BYTES = 176 * MEGABYTE
"""All parts of a package that are read, once unpacked."""
EXPANSION = 200
"""Times that a package may grow when unpacked; small ones may grow more."""
EXPANSION_FROM = 24 * MEGABYTE
DECLARED_BYTES = 1024 * MEGABYTE
"""All parts of a package, read or not, as its directory declares them."""
GRID_CELLS = 3_000_000
"""Rows times columns up to the last filled cell of a sheet: readers lay out this whole rectangle in memory."""
BOOK_CELLS = 4_000_000
SHEETS = 300
ARCHIVE_FILES = 300
JSON_DEPTH = 60
SECONDS = 20.0
"""What one file may take."""
FILES_PER_CHILD = 50
CHILDREN = 2
CHILD_BYTES = 768 * MEGABYTE
"""Address space of a child on Linux: a last resort behind the other limits."""
