"""Add what returns need: letters, open decisions, what was sent in which cell and read from which; editions sent on."""

from alembic import op

revision = "0003"
down_revision = "0002"

TABLES = (
    """
    CREATE TABLE dispatch (
        id TEXT NOT NULL,
        agency_id TEXT NOT NULL,
        period_id TEXT NOT NULL,
        language TEXT NOT NULL,
        revision INTEGER NOT NULL,
        layout TEXT NOT NULL,
        sha256 TEXT NOT NULL,
        file TEXT NOT NULL,
        made_at TEXT NOT NULL,
        author TEXT NOT NULL,
        rows INTEGER NOT NULL,
        shown BLOB NOT NULL,
        PRIMARY KEY (id)
    )
     STRICT
    """,
    """
    CREATE INDEX ix_dispatch_agency_id ON dispatch (agency_id)
    """,
    """
    CREATE TABLE dispatch_cell (
        dispatch_id TEXT NOT NULL,
        record_id TEXT NOT NULL,
        field TEXT NOT NULL,
        value TEXT NOT NULL,
        PRIMARY KEY (dispatch_id, record_id, field),
        FOREIGN KEY(dispatch_id) REFERENCES dispatch (id)
    )
     STRICT
    """,
    """
    CREATE TABLE pending_decision (
        id TEXT NOT NULL,
        kind TEXT NOT NULL,
        record_id TEXT NOT NULL,
        record_kind TEXT NOT NULL,
        field TEXT NOT NULL,
        base TEXT,
        theirs TEXT,
        agency_id TEXT NOT NULL,
        progress_id TEXT,
        file TEXT,
        sheet TEXT,
        address TEXT,
        raw TEXT,
        choice TEXT,
        decided_by TEXT,
        decided_at TEXT,
        why TEXT,
        beaten TEXT,
        archived INTEGER DEFAULT '0' NOT NULL,
        PRIMARY KEY (id),
        FOREIGN KEY(agency_id) REFERENCES agency (id) DEFERRABLE INITIALLY DEFERRED,
        FOREIGN KEY(progress_id) REFERENCES progress (id) DEFERRABLE INITIALLY DEFERRED
    )
     STRICT
    """,
    """
    CREATE INDEX ix_pending_decision_agency_id ON pending_decision (agency_id)
    """,
    """
    CREATE INDEX ix_pending_decision_progress_id ON pending_decision (progress_id)
    """,
    """
    CREATE INDEX ix_pending_decision_record_id ON pending_decision (record_id)
    """,
    """
    CREATE TABLE received_cell (
        id INTEGER NOT NULL,
        file TEXT NOT NULL,
        sheet TEXT NOT NULL,
        address TEXT NOT NULL,
        raw TEXT NOT NULL,
        kind TEXT NOT NULL,
        record_kind TEXT,
        record_id TEXT,
        field TEXT,
        outcome TEXT NOT NULL,
        PRIMARY KEY (id),
        FOREIGN KEY(file) REFERENCES received_file (sha256)
    )
     STRICT
    """,
    """
    CREATE INDEX ix_received_cell_file ON received_cell (file)
    """,
    """
    CREATE INDEX ix_received_cell_record_id ON received_cell (record_id)
    """,
    """
    CREATE TABLE letter (
        id TEXT NOT NULL,
        agency_id TEXT NOT NULL,
        period_id TEXT,
        direction TEXT NOT NULL,
        kind TEXT NOT NULL,
        number TEXT,
        date TEXT,
        our_number TEXT,
        our_date TEXT,
        signatory TEXT,
        due TEXT,
        dispatch TEXT,
        file TEXT,
        archived INTEGER DEFAULT '0' NOT NULL,
        PRIMARY KEY (id),
        FOREIGN KEY(agency_id) REFERENCES agency (id) DEFERRABLE INITIALLY DEFERRED,
        FOREIGN KEY(period_id) REFERENCES period (id) DEFERRABLE INITIALLY DEFERRED
    )
     STRICT
    """,
    """
    CREATE INDEX ix_letter_agency_id ON letter (agency_id)
    """,
    """
    CREATE INDEX ix_letter_period_id ON letter (period_id)
    """,
    """
    CREATE TABLE letter_progress (
        id TEXT NOT NULL,
        letter_id TEXT NOT NULL,
        progress_id TEXT NOT NULL,
        archived INTEGER DEFAULT '0' NOT NULL,
        PRIMARY KEY (id),
        FOREIGN KEY(letter_id) REFERENCES letter (id) DEFERRABLE INITIALLY DEFERRED,
        FOREIGN KEY(progress_id) REFERENCES progress (id) DEFERRABLE INITIALLY DEFERRED
    )
     STRICT
    """,
    """
    CREATE INDEX ix_letter_progress_letter_id ON letter_progress (letter_id)
    """,
    """
    CREATE INDEX ix_letter_progress_progress_id ON letter_progress (progress_id)
    """,
    """
    CREATE TABLE edition (
        id TEXT NOT NULL,
        name TEXT NOT NULL,
        revision INTEGER NOT NULL,
        note TEXT,
        archived INTEGER DEFAULT '0' NOT NULL,
        PRIMARY KEY (id)
    )
     STRICT
    """,
)
# What a received file is an answer to stands last, where it is declared too.
RECEIVED = (
    "ALTER TABLE received_file ADD COLUMN agency_id TEXT",
    "ALTER TABLE received_file ADD COLUMN dispatch_id TEXT",
    "ALTER TABLE received_file ADD COLUMN merged_in INTEGER",
    "ALTER TABLE received_file ADD COLUMN saved_at TEXT",
)
# Whose rows a small register holds, and which register issued its workbooks.
REGISTER = (
    "ALTER TABLE register ADD COLUMN agency TEXT",
    "ALTER TABLE register ADD COLUMN issuer TEXT",
)


def upgrade() -> None:
    for statement in (*TABLES, *RECEIVED, *REGISTER):
        op.execute(statement)
