"""Add plans, their measures, periods and progress; let an assignment belong to a measure instead."""

from alembic import op

revision = "0002"
down_revision = "0001"

TABLES = (
    """
    CREATE TABLE "plan" (
        id TEXT NOT NULL,
        title_kk TEXT,
        title_ru TEXT,
        title_en TEXT,
        act TEXT,
        state TEXT NOT NULL,
        valid_from TEXT,
        valid_to TEXT,
        who_reports TEXT NOT NULL,
        mode TEXT NOT NULL,
        archived INTEGER DEFAULT '0' NOT NULL,
        PRIMARY KEY (id)
    )
     STRICT
    """,
    """
    CREATE TABLE period (
        id TEXT NOT NULL,
        plan_id TEXT NOT NULL,
        code TEXT NOT NULL,
        first_day TEXT NOT NULL,
        last_day TEXT NOT NULL,
        due_agencies TEXT,
        due_upward TEXT,
        archived INTEGER DEFAULT '0' NOT NULL,
        PRIMARY KEY (id),
        FOREIGN KEY(plan_id) REFERENCES "plan" (id) DEFERRABLE INITIALLY DEFERRED
    )
     STRICT
    """,
    """
    CREATE INDEX ix_period_plan_id ON period (plan_id)
    """,
    """
    CREATE TABLE plan_answer (
        id TEXT NOT NULL,
        plan_id TEXT NOT NULL,
        about TEXT NOT NULL,
        raw TEXT NOT NULL,
        answer TEXT NOT NULL,
        archived INTEGER DEFAULT '0' NOT NULL,
        PRIMARY KEY (id),
        FOREIGN KEY(plan_id) REFERENCES "plan" (id) DEFERRABLE INITIALLY DEFERRED
    )
     STRICT
    """,
    """
    CREATE INDEX ix_plan_answer_plan_id ON plan_answer (plan_id)
    """,
    """
    CREATE TABLE assessment (
        id TEXT NOT NULL,
        record_id TEXT NOT NULL,
        record_kind TEXT NOT NULL,
        period_id TEXT,
        assessor TEXT,
        value TEXT NOT NULL,
        date TEXT,
        reason TEXT,
        archived INTEGER DEFAULT '0' NOT NULL,
        PRIMARY KEY (id),
        FOREIGN KEY(period_id) REFERENCES period (id) DEFERRABLE INITIALLY DEFERRED
    )
     STRICT
    """,
    """
    CREATE INDEX ix_assessment_period_id ON assessment (period_id)
    """,
    """
    CREATE INDEX ix_assessment_record_id ON assessment (record_id)
    """,
    """
    CREATE TABLE measure (
        id TEXT NOT NULL,
        plan_id TEXT NOT NULL,
        number TEXT,
        paragraph INTEGER,
        item INTEGER,
        subitem INTEGER,
        section TEXT,
        area_id TEXT,
        text_kk TEXT,
        text_ru TEXT,
        text_en TEXT,
        original_language TEXT,
        quality_kk TEXT,
        quality_ru TEXT,
        quality_en TEXT,
        completion_form_kk TEXT,
        completion_form_ru TEXT,
        completion_form_en TEXT,
        bodies_raw TEXT,
        references_raw TEXT,
        deadline_raw TEXT,
        deadline_kind TEXT,
        deadline_start TEXT,
        deadline_end TEXT,
        deadline_details TEXT,
        deadline_decided_by TEXT,
        funding TEXT,
        note TEXT,
        archived INTEGER DEFAULT '0' NOT NULL,
        PRIMARY KEY (id),
        FOREIGN KEY(plan_id) REFERENCES "plan" (id) DEFERRABLE INITIALLY DEFERRED,
        FOREIGN KEY(area_id) REFERENCES term (id) DEFERRABLE INITIALLY DEFERRED
    )
     STRICT
    """,
    """
    CREATE INDEX ix_measure_area_id ON measure (area_id)
    """,
    """
    CREATE INDEX ix_measure_plan_id ON measure (plan_id)
    """,
    """
    CREATE TABLE period_extension (
        id TEXT NOT NULL,
        period_id TEXT NOT NULL,
        agency_id TEXT NOT NULL,
        due TEXT NOT NULL,
        reason TEXT,
        archived INTEGER DEFAULT '0' NOT NULL,
        PRIMARY KEY (id),
        FOREIGN KEY(period_id) REFERENCES period (id) DEFERRABLE INITIALLY DEFERRED,
        FOREIGN KEY(agency_id) REFERENCES agency (id) DEFERRABLE INITIALLY DEFERRED
    )
     STRICT
    """,
    """
    CREATE INDEX ix_period_extension_agency_id ON period_extension (agency_id)
    """,
    """
    CREATE INDEX ix_period_extension_period_id ON period_extension (period_id)
    """,
    """
    CREATE TABLE summary (
        id TEXT NOT NULL,
        record_id TEXT NOT NULL,
        record_kind TEXT NOT NULL,
        period_id TEXT NOT NULL,
        text_kk TEXT,
        text_ru TEXT,
        text_en TEXT,
        state TEXT NOT NULL,
        confidential INTEGER,
        archived INTEGER DEFAULT '0' NOT NULL,
        PRIMARY KEY (id),
        FOREIGN KEY(period_id) REFERENCES period (id) DEFERRABLE INITIALLY DEFERRED
    )
     STRICT
    """,
    """
    CREATE INDEX ix_summary_period_id ON summary (period_id)
    """,
    """
    CREATE INDEX ix_summary_record_id ON summary (record_id)
    """,
    """
    CREATE TABLE indicator (
        id TEXT NOT NULL,
        measure_id TEXT NOT NULL,
        name_kk TEXT,
        name_ru TEXT,
        name_en TEXT,
        unit TEXT,
        archived INTEGER DEFAULT '0' NOT NULL,
        PRIMARY KEY (id),
        FOREIGN KEY(measure_id) REFERENCES measure (id) DEFERRABLE INITIALLY DEFERRED
    )
     STRICT
    """,
    """
    CREATE INDEX ix_indicator_measure_id ON indicator (measure_id)
    """,
    """
    CREATE TABLE measure_decision (
        id TEXT NOT NULL,
        measure_id TEXT NOT NULL,
        decision TEXT NOT NULL,
        value_before TEXT,
        value_after TEXT,
        act TEXT,
        date TEXT NOT NULL,
        decided_by TEXT,
        archived INTEGER DEFAULT '0' NOT NULL,
        PRIMARY KEY (id),
        FOREIGN KEY(measure_id) REFERENCES measure (id) DEFERRABLE INITIALLY DEFERRED
    )
     STRICT
    """,
    """
    CREATE INDEX ix_measure_decision_measure_id ON measure_decision (measure_id)
    """,
    """
    CREATE TABLE measure_recommendation (
        id TEXT NOT NULL,
        measure_id TEXT NOT NULL,
        recommendation_id TEXT NOT NULL,
        archived INTEGER DEFAULT '0' NOT NULL,
        PRIMARY KEY (id),
        FOREIGN KEY(measure_id) REFERENCES measure (id) DEFERRABLE INITIALLY DEFERRED,
        FOREIGN KEY(recommendation_id) REFERENCES recommendation (id) DEFERRABLE INITIALLY DEFERRED
    )
     STRICT
    """,
    """
    CREATE INDEX ix_measure_recommendation_measure_id ON measure_recommendation (measure_id)
    """,
    """
    CREATE INDEX ix_measure_recommendation_recommendation_id ON measure_recommendation (recommendation_id)
    """,
    """
    CREATE TABLE indicator_value (
        id TEXT NOT NULL,
        indicator_id TEXT NOT NULL,
        period_id TEXT,
        year INTEGER,
        planned TEXT,
        actual TEXT,
        archived INTEGER DEFAULT '0' NOT NULL,
        PRIMARY KEY (id),
        FOREIGN KEY(indicator_id) REFERENCES indicator (id) DEFERRABLE INITIALLY DEFERRED,
        FOREIGN KEY(period_id) REFERENCES period (id) DEFERRABLE INITIALLY DEFERRED
    )
     STRICT
    """,
    """
    CREATE INDEX ix_indicator_value_indicator_id ON indicator_value (indicator_id)
    """,
    """
    CREATE INDEX ix_indicator_value_period_id ON indicator_value (period_id)
    """,
    """
    CREATE TABLE progress (
        id TEXT NOT NULL,
        assignment_id TEXT NOT NULL,
        period_id TEXT NOT NULL,
        claimed_status TEXT,
        narrative_kk TEXT,
        narrative_ru TEXT,
        narrative_en TEXT,
        done_on TEXT,
        evidence_text_kk TEXT,
        evidence_text_ru TEXT,
        evidence_text_en TEXT,
        problems_text_kk TEXT,
        problems_text_ru TEXT,
        problems_text_en TEXT,
        no_change INTEGER,
        state TEXT NOT NULL,
        confidential INTEGER,
        archived INTEGER DEFAULT '0' NOT NULL,
        PRIMARY KEY (id),
        FOREIGN KEY(assignment_id) REFERENCES assignment (id) DEFERRABLE INITIALLY DEFERRED,
        FOREIGN KEY(period_id) REFERENCES period (id) DEFERRABLE INITIALLY DEFERRED
    )
     STRICT
    """,
    """
    CREATE INDEX ix_progress_assignment_id ON progress (assignment_id)
    """,
    """
    CREATE INDEX ix_progress_period_id ON progress (period_id)
    """,
    """
    CREATE TABLE remark (
        id TEXT NOT NULL,
        progress_id TEXT NOT NULL,
        text TEXT NOT NULL,
        archived INTEGER DEFAULT '0' NOT NULL,
        PRIMARY KEY (id),
        FOREIGN KEY(progress_id) REFERENCES progress (id) DEFERRABLE INITIALLY DEFERRED
    )
     STRICT
    """,
    """
    CREATE INDEX ix_remark_progress_id ON remark (progress_id)
    """,
)
# A column cannot be made optional in place: a new table takes the rows over (sqlite.org/lang_altertable.html).
ASSIGNMENT = (
    """
    CREATE TABLE assignment_new (
        id TEXT NOT NULL,
        recommendation_id TEXT,
        measure_id TEXT,
        agency_id TEXT NOT NULL,
        role TEXT NOT NULL,
        reports INTEGER,
        valid_from TEXT,
        valid_to TEXT,
        raw TEXT,
        archived INTEGER DEFAULT '0' NOT NULL,
        PRIMARY KEY (id),
        FOREIGN KEY(recommendation_id) REFERENCES recommendation (id) DEFERRABLE INITIALLY DEFERRED,
        FOREIGN KEY(measure_id) REFERENCES measure (id) DEFERRABLE INITIALLY DEFERRED,
        FOREIGN KEY(agency_id) REFERENCES agency (id) DEFERRABLE INITIALLY DEFERRED
    )
     STRICT
    """,
    """
    INSERT INTO assignment_new (id, recommendation_id, agency_id, role, reports, valid_from, valid_to, raw, archived)
    SELECT id, recommendation_id, agency_id, role, reports, valid_from, valid_to, raw, archived
    FROM assignment
    """,
    "DROP TABLE assignment",
    "ALTER TABLE assignment_new RENAME TO assignment",
    "CREATE INDEX ix_assignment_agency_id ON assignment (agency_id)",
    "CREATE INDEX ix_assignment_measure_id ON assignment (measure_id)",
    "CREATE INDEX ix_assignment_recommendation_id ON assignment (recommendation_id)",
)
# An optional column needs no new table; it stands last, where `from_plan` is declared too.
RECOMMENDATION = "ALTER TABLE recommendation ADD COLUMN from_plan INTEGER"


def upgrade() -> None:
    for statement in (*TABLES, *ASSIGNMENT, RECOMMENDATION):
        op.execute(statement)
