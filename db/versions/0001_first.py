"""Make the tables of the first version."""

from alembic import op

revision = "0001"
down_revision = None

STATEMENTS = (
    """
    CREATE TABLE agency (
        id TEXT NOT NULL,
        code TEXT NOT NULL,
        name_kk TEXT,
        name_ru TEXT,
        name_en TEXT,
        short_kk TEXT,
        short_ru TEXT,
        short_en TEXT,
        valid_from TEXT,
        valid_to TEXT,
        parent_id TEXT,
        collective INTEGER,
        archived INTEGER DEFAULT '0' NOT NULL,
        PRIMARY KEY (id),
        FOREIGN KEY(parent_id) REFERENCES agency (id) DEFERRABLE INITIALLY DEFERRED
    )
     STRICT
    """,
    """
    CREATE INDEX ix_agency_parent_id ON agency (parent_id)
    """,
    """
    CREATE TABLE evidence (
        id TEXT NOT NULL,
        title TEXT NOT NULL,
        kind TEXT,
        description TEXT,
        act_number TEXT,
        act_date TEXT,
        issuer TEXT,
        url TEXT,
        file_name TEXT,
        file_sha256 TEXT,
        confidential INTEGER,
        archived INTEGER DEFAULT '0' NOT NULL,
        PRIMARY KEY (id)
    )
     STRICT
    """,
    """
    CREATE TABLE note (
        id TEXT NOT NULL,
        record_id TEXT NOT NULL,
        record_kind TEXT NOT NULL,
        text TEXT NOT NULL,
        archived INTEGER DEFAULT '0' NOT NULL,
        PRIMARY KEY (id)
    )
     STRICT
    """,
    """
    CREATE INDEX ix_note_record_id ON note (record_id)
    """,
    """
    CREATE TABLE received_file (
        sha256 TEXT NOT NULL,
        name TEXT NOT NULL,
        received_at TEXT NOT NULL,
        content BLOB NOT NULL,
        PRIMARY KEY (sha256)
    )
     STRICT
    """,
    """
    CREATE TABLE register (
        id TEXT NOT NULL,
        name TEXT NOT NULL,
        state TEXT,
        content_languages TEXT,
        archived INTEGER DEFAULT '0' NOT NULL,
        PRIMARY KEY (id)
    )
     STRICT
    """,
    """
    CREATE TABLE review (
        id TEXT NOT NULL,
        mechanism TEXT NOT NULL,
        state TEXT,
        cycle INTEGER,
        session INTEGER,
        review_date TEXT,
        adoption_date TEXT,
        report_symbol TEXT,
        addendum_symbol TEXT,
        archived INTEGER DEFAULT '0' NOT NULL,
        PRIMARY KEY (id)
    )
     STRICT
    """,
    """
    CREATE TABLE revision (
        number INTEGER NOT NULL,
        at TEXT NOT NULL,
        author TEXT NOT NULL,
        kind TEXT NOT NULL,
        label_key TEXT NOT NULL,
        label_values TEXT NOT NULL,
        undo_of INTEGER,
        PRIMARY KEY (number)
    )
     STRICT
    """,
    """
    CREATE TABLE saved_view (
        id TEXT NOT NULL,
        screen TEXT NOT NULL,
        name TEXT NOT NULL,
        definition TEXT NOT NULL,
        archived INTEGER DEFAULT '0' NOT NULL,
        PRIMARY KEY (id)
    )
     STRICT
    """,
    """
    CREATE TABLE vocabulary (
        id TEXT NOT NULL,
        code TEXT NOT NULL,
        version TEXT,
        owner TEXT,
        name_kk TEXT,
        name_ru TEXT,
        name_en TEXT,
        archived INTEGER DEFAULT '0' NOT NULL,
        PRIMARY KEY (id)
    )
     STRICT
    """,
    """
    CREATE TABLE agency_alias (
        id TEXT NOT NULL,
        agency_id TEXT NOT NULL,
        name TEXT NOT NULL,
        language TEXT,
        archived INTEGER DEFAULT '0' NOT NULL,
        PRIMARY KEY (id),
        FOREIGN KEY(agency_id) REFERENCES agency (id) DEFERRABLE INITIALLY DEFERRED
    )
     STRICT
    """,
    """
    CREATE INDEX ix_agency_alias_agency_id ON agency_alias (agency_id)
    """,
    """
    CREATE TABLE agency_succession (
        id TEXT NOT NULL,
        from_id TEXT NOT NULL,
        to_id TEXT NOT NULL,
        date TEXT,
        act TEXT,
        scope TEXT,
        archived INTEGER DEFAULT '0' NOT NULL,
        PRIMARY KEY (id),
        FOREIGN KEY(from_id) REFERENCES agency (id) DEFERRABLE INITIALLY DEFERRED,
        FOREIGN KEY(to_id) REFERENCES agency (id) DEFERRABLE INITIALLY DEFERRED
    )
     STRICT
    """,
    """
    CREATE INDEX ix_agency_succession_from_id ON agency_succession (from_id)
    """,
    """
    CREATE INDEX ix_agency_succession_to_id ON agency_succession (to_id)
    """,
    """
    CREATE TABLE change (
        seq INTEGER NOT NULL,
        revision INTEGER NOT NULL,
        record_kind TEXT NOT NULL,
        record_id TEXT NOT NULL,
        field TEXT,
        "before" TEXT,
        "after" TEXT,
        file TEXT,
        sheet TEXT,
        address TEXT,
        raw TEXT,
        cells TEXT,
        PRIMARY KEY (seq),
        FOREIGN KEY(revision) REFERENCES revision (number)
    )
     STRICT
    """,
    """
    CREATE INDEX change_by_record ON change (record_id, field)
    """,
    """
    CREATE INDEX change_by_revision ON change (revision)
    """,
    """
    CREATE TABLE evidence_link (
        id TEXT NOT NULL,
        evidence_id TEXT NOT NULL,
        record_id TEXT NOT NULL,
        record_kind TEXT NOT NULL,
        archived INTEGER DEFAULT '0' NOT NULL,
        PRIMARY KEY (id),
        FOREIGN KEY(evidence_id) REFERENCES evidence (id) DEFERRABLE INITIALLY DEFERRED
    )
     STRICT
    """,
    """
    CREATE INDEX ix_evidence_link_evidence_id ON evidence_link (evidence_id)
    """,
    """
    CREATE INDEX ix_evidence_link_record_id ON evidence_link (record_id)
    """,
    """
    CREATE TABLE person (
        id TEXT NOT NULL,
        agency_id TEXT NOT NULL,
        name TEXT NOT NULL,
        role TEXT,
        email TEXT,
        phone TEXT,
        archived INTEGER DEFAULT '0' NOT NULL,
        PRIMARY KEY (id),
        FOREIGN KEY(agency_id) REFERENCES agency (id) DEFERRABLE INITIALLY DEFERRED
    )
     STRICT
    """,
    """
    CREATE INDEX ix_person_agency_id ON person (agency_id)
    """,
    """
    CREATE TABLE term (
        id TEXT NOT NULL,
        vocabulary_id TEXT NOT NULL,
        code TEXT,
        no INTEGER,
        name_kk TEXT,
        name_ru TEXT,
        name_en TEXT,
        archived INTEGER DEFAULT '0' NOT NULL,
        PRIMARY KEY (id),
        FOREIGN KEY(vocabulary_id) REFERENCES vocabulary (id) DEFERRABLE INITIALLY DEFERRED
    )
     STRICT
    """,
    """
    CREATE INDEX ix_term_vocabulary_id ON term (vocabulary_id)
    """,
    """
    CREATE TABLE recommendation (
        id TEXT NOT NULL,
        review_id TEXT NOT NULL,
        number TEXT,
        paragraph INTEGER,
        item INTEGER,
        heading TEXT,
        position TEXT NOT NULL,
        position_source TEXT,
        novelty TEXT,
        area_id TEXT,
        action_category INTEGER,
        several_numbers INTEGER,
        archived INTEGER DEFAULT '0' NOT NULL,
        PRIMARY KEY (id),
        FOREIGN KEY(review_id) REFERENCES review (id) DEFERRABLE INITIALLY DEFERRED,
        FOREIGN KEY(area_id) REFERENCES term (id) DEFERRABLE INITIALLY DEFERRED
    )
     STRICT
    """,
    """
    CREATE INDEX ix_recommendation_area_id ON recommendation (area_id)
    """,
    """
    CREATE INDEX ix_recommendation_review_id ON recommendation (review_id)
    """,
    """
    CREATE TABLE tag (
        id TEXT NOT NULL,
        record_id TEXT NOT NULL,
        record_kind TEXT NOT NULL,
        term_id TEXT NOT NULL,
        "primary" INTEGER,
        source TEXT,
        raw TEXT,
        archived INTEGER DEFAULT '0' NOT NULL,
        PRIMARY KEY (id),
        FOREIGN KEY(term_id) REFERENCES term (id) DEFERRABLE INITIALLY DEFERRED
    )
     STRICT
    """,
    """
    CREATE INDEX ix_tag_record_id ON tag (record_id)
    """,
    """
    CREATE INDEX ix_tag_term_id ON tag (term_id)
    """,
    """
    CREATE TABLE assignment (
        id TEXT NOT NULL,
        recommendation_id TEXT NOT NULL,
        agency_id TEXT NOT NULL,
        role TEXT NOT NULL,
        reports INTEGER,
        valid_from TEXT,
        valid_to TEXT,
        raw TEXT,
        archived INTEGER DEFAULT '0' NOT NULL,
        PRIMARY KEY (id),
        FOREIGN KEY(recommendation_id) REFERENCES recommendation (id) DEFERRABLE INITIALLY DEFERRED,
        FOREIGN KEY(agency_id) REFERENCES agency (id) DEFERRABLE INITIALLY DEFERRED
    )
     STRICT
    """,
    """
    CREATE INDEX ix_assignment_agency_id ON assignment (agency_id)
    """,
    """
    CREATE INDEX ix_assignment_recommendation_id ON assignment (recommendation_id)
    """,
    """
    CREATE TABLE position_change (
        id TEXT NOT NULL,
        recommendation_id TEXT NOT NULL,
        position_before TEXT,
        position_after TEXT NOT NULL,
        source TEXT,
        date TEXT,
        archived INTEGER DEFAULT '0' NOT NULL,
        PRIMARY KEY (id),
        FOREIGN KEY(recommendation_id) REFERENCES recommendation (id) DEFERRABLE INITIALLY DEFERRED
    )
     STRICT
    """,
    """
    CREATE INDEX ix_position_change_recommendation_id ON position_change (recommendation_id)
    """,
    """
    CREATE TABLE recommendation_link (
        id TEXT NOT NULL,
        recommendation_id TEXT NOT NULL,
        other_id TEXT NOT NULL,
        link TEXT NOT NULL,
        score REAL,
        asserted_by TEXT,
        archived INTEGER DEFAULT '0' NOT NULL,
        PRIMARY KEY (id),
        FOREIGN KEY(recommendation_id) REFERENCES recommendation (id) DEFERRABLE INITIALLY DEFERRED,
        FOREIGN KEY(other_id) REFERENCES recommendation (id) DEFERRABLE INITIALLY DEFERRED
    )
     STRICT
    """,
    """
    CREATE INDEX ix_recommendation_link_other_id ON recommendation_link (other_id)
    """,
    """
    CREATE INDEX ix_recommendation_link_recommendation_id ON recommendation_link (recommendation_id)
    """,
    """
    CREATE TABLE recommendation_part (
        id TEXT NOT NULL,
        recommendation_id TEXT NOT NULL,
        no INTEGER NOT NULL,
        text_kk TEXT,
        text_ru TEXT,
        text_en TEXT,
        original_language TEXT,
        quality_kk TEXT,
        quality_ru TEXT,
        quality_en TEXT,
        archived INTEGER DEFAULT '0' NOT NULL,
        PRIMARY KEY (id),
        FOREIGN KEY(recommendation_id) REFERENCES recommendation (id) DEFERRABLE INITIALLY DEFERRED
    )
     STRICT
    """,
    """
    CREATE INDEX ix_recommendation_part_recommendation_id ON recommendation_part (recommendation_id)
    """,
    """
    CREATE TABLE recommending_state (
        id TEXT NOT NULL,
        part_id TEXT NOT NULL,
        no INTEGER NOT NULL,
        name TEXT NOT NULL,
        iso TEXT,
        archived INTEGER DEFAULT '0' NOT NULL,
        PRIMARY KEY (id),
        FOREIGN KEY(part_id) REFERENCES recommendation_part (id) DEFERRABLE INITIALLY DEFERRED
    )
     STRICT
    """,
    """
    CREATE INDEX ix_recommending_state_part_id ON recommending_state (part_id)
    """,
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
