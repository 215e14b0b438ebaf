-- The schema as SQLite has it, for a new home: the same as store/schema.py says, and as the migrations lead to.
-- A test holds that. No statement may have a semicolon but at its end.

CREATE TABLE event (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    slug TEXT NOT NULL,
    name TEXT DEFAULT '' NOT NULL,
    timezone TEXT DEFAULT '' NOT NULL,
    CONSTRAINT uq_event_slug UNIQUE (slug)
);

CREATE TABLE person (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    name TEXT DEFAULT '' NOT NULL,
    name_key TEXT DEFAULT '' NOT NULL,
    given TEXT DEFAULT '' NOT NULL,
    family TEXT DEFAULT '' NOT NULL,
    organization TEXT DEFAULT '' NOT NULL,
    organization_key TEXT DEFAULT '' NOT NULL,
    title TEXT DEFAULT '' NOT NULL,
    note TEXT DEFAULT '' NOT NULL,
    birthday TEXT DEFAULT '' NOT NULL,
    search_text TEXT DEFAULT '' NOT NULL,
    contact BOOLEAN DEFAULT 0 NOT NULL,
    is_me BOOLEAN DEFAULT 0 NOT NULL,
    do_not_contact BOOLEAN DEFAULT 0 NOT NULL,
    version INTEGER DEFAULT '1' NOT NULL
);

CREATE INDEX ix_person_name_key ON person (name_key);

CREATE TABLE "change" (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    at TEXT DEFAULT '' NOT NULL,
    label TEXT DEFAULT '' NOT NULL,
    undoes INTEGER,
    who TEXT DEFAULT '' NOT NULL,
    source TEXT DEFAULT '' NOT NULL,
    CONSTRAINT fk_change_undoes FOREIGN KEY (undoes) REFERENCES "change" (id)
);

CREATE INDEX ix_change_undoes ON "change" (undoes);

CREATE TABLE source (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    event_id INTEGER NOT NULL,
    location TEXT DEFAULT '' NOT NULL,
    name TEXT DEFAULT '' NOT NULL,
    importer TEXT DEFAULT '' NOT NULL,
    digest TEXT DEFAULT '' NOT NULL,
    timezone TEXT DEFAULT '' NOT NULL,
    imported_at TEXT DEFAULT '' NOT NULL,
    etag TEXT DEFAULT '' NOT NULL,
    last_modified TEXT DEFAULT '' NOT NULL,
    CONSTRAINT fk_source_event_id FOREIGN KEY (event_id) REFERENCES event (id)
);

CREATE INDEX ix_source_event_id ON source (event_id);

CREATE TABLE contact_point (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    person_id INTEGER NOT NULL,
    kind TEXT DEFAULT '' NOT NULL,
    value TEXT DEFAULT '' NOT NULL,
    normal TEXT DEFAULT '' NOT NULL,
    platform TEXT DEFAULT '' NOT NULL,
    label TEXT DEFAULT '' NOT NULL,
    identifies BOOLEAN DEFAULT 0 NOT NULL,
    CONSTRAINT fk_contact_point_person_id FOREIGN KEY (person_id) REFERENCES person (id)
);

CREATE INDEX ix_contact_point_kind_normal ON contact_point (kind, normal);

CREATE INDEX ix_contact_point_person_id ON contact_point (person_id);

CREATE TABLE label (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    person_id INTEGER NOT NULL,
    kind TEXT DEFAULT '' NOT NULL,
    value TEXT DEFAULT '' NOT NULL,
    value_key TEXT DEFAULT '' NOT NULL,
    CONSTRAINT fk_label_person_id FOREIGN KEY (person_id) REFERENCES person (id)
);

CREATE INDEX ix_label_kind_value_key ON label (kind, value_key);

CREATE INDEX ix_label_person_id ON label (person_id);

CREATE TABLE card (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    person_id INTEGER NOT NULL,
    source TEXT DEFAULT '' NOT NULL,
    uid TEXT DEFAULT '' NOT NULL,
    digest TEXT DEFAULT '' NOT NULL,
    raw TEXT DEFAULT '' NOT NULL,
    CONSTRAINT fk_card_person_id FOREIGN KEY (person_id) REFERENCES person (id)
);

CREATE INDEX ix_card_person_id ON card (person_id);

CREATE INDEX ix_card_digest ON card (digest);

CREATE TABLE attendance (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    person_id INTEGER NOT NULL,
    event_id INTEGER NOT NULL,
    role TEXT DEFAULT '' NOT NULL,
    CONSTRAINT uq_attendance_person_id UNIQUE (person_id, event_id, role),
    CONSTRAINT fk_attendance_person_id FOREIGN KEY (person_id) REFERENCES person (id),
    CONSTRAINT fk_attendance_event_id FOREIGN KEY (event_id) REFERENCES event (id)
);

CREATE INDEX ix_attendance_event_id ON attendance (event_id);

CREATE TABLE change_row (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    change_id INTEGER NOT NULL,
    table_name TEXT DEFAULT '' NOT NULL,
    operation TEXT DEFAULT '' NOT NULL,
    first_id INTEGER NOT NULL,
    last_id INTEGER NOT NULL,
    "before" TEXT DEFAULT '' NOT NULL,
    CONSTRAINT fk_change_row_change_id FOREIGN KEY (change_id) REFERENCES "change" (id)
);

CREATE INDEX ix_change_row_change_id ON change_row (change_id);

CREATE INDEX ix_change_row_table_name_first_id ON change_row (table_name, first_id, last_id);

CREATE TABLE session (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    event_id INTEGER NOT NULL,
    source_id INTEGER NOT NULL,
    uid TEXT DEFAULT '' NOT NULL,
    recurrence_id TEXT DEFAULT '' NOT NULL,
    title TEXT DEFAULT '' NOT NULL,
    abstract TEXT DEFAULT '' NOT NULL,
    starts TEXT DEFAULT '' NOT NULL,
    ends TEXT DEFAULT '' NOT NULL,
    starts_at INTEGER NOT NULL,
    ends_at INTEGER NOT NULL,
    timezone TEXT DEFAULT '' NOT NULL,
    room TEXT DEFAULT '' NOT NULL,
    track TEXT DEFAULT '' NOT NULL,
    kind TEXT DEFAULT '' NOT NULL,
    url TEXT DEFAULT '' NOT NULL,
    status TEXT DEFAULT '' NOT NULL,
    digest TEXT DEFAULT '' NOT NULL,
    raw TEXT DEFAULT '' NOT NULL,
    remark TEXT DEFAULT '' NOT NULL,
    language TEXT DEFAULT '' NOT NULL,
    links TEXT DEFAULT '' NOT NULL,
    CONSTRAINT fk_session_event_id FOREIGN KEY (event_id) REFERENCES event (id),
    CONSTRAINT fk_session_source_id FOREIGN KEY (source_id) REFERENCES source (id)
);

CREATE INDEX ix_session_uid ON session (uid);

CREATE INDEX ix_session_source_id_status ON session (source_id, status);

CREATE INDEX ix_session_event_id_starts_at ON session (event_id, starts_at, ends_at, status);

CREATE INDEX ix_session_event_id ON session (event_id);

CREATE TABLE interest (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    session_id INTEGER NOT NULL,
    level TEXT DEFAULT '' NOT NULL,
    note TEXT DEFAULT '' NOT NULL,
    attended BOOLEAN DEFAULT 0 NOT NULL,
    version INTEGER DEFAULT '1' NOT NULL,
    CONSTRAINT uq_interest_session_id UNIQUE (session_id),
    CONSTRAINT fk_interest_session_id FOREIGN KEY (session_id) REFERENCES session (id)
);

CREATE TABLE session_speaker (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    session_id INTEGER NOT NULL,
    person_id INTEGER NOT NULL,
    name TEXT DEFAULT '' NOT NULL,
    position INTEGER NOT NULL,
    uid TEXT DEFAULT '' NOT NULL,
    CONSTRAINT fk_session_speaker_session_id FOREIGN KEY (session_id) REFERENCES session (id),
    CONSTRAINT fk_session_speaker_person_id FOREIGN KEY (person_id) REFERENCES person (id)
);

CREATE INDEX ix_session_speaker_session_id ON session_speaker (session_id);

CREATE INDEX ix_session_speaker_person_id ON session_speaker (person_id);

CREATE TABLE speaker_doubt (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    session_id INTEGER NOT NULL,
    name TEXT DEFAULT '' NOT NULL,
    email TEXT DEFAULT '' NOT NULL,
    organization TEXT DEFAULT '' NOT NULL,
    confidence INTEGER NOT NULL,
    why TEXT DEFAULT '' NOT NULL,
    verdict TEXT DEFAULT '' NOT NULL,
    CONSTRAINT fk_speaker_doubt_session_id FOREIGN KEY (session_id) REFERENCES session (id)
);

CREATE INDEX ix_speaker_doubt_session_id ON speaker_doubt (session_id);

CREATE TABLE encounter (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    person_id INTEGER NOT NULL,
    event_id INTEGER NOT NULL,
    session_id INTEGER,
    at TEXT DEFAULT '' NOT NULL,
    at_seconds INTEGER NOT NULL,
    note TEXT DEFAULT '' NOT NULL,
    promise TEXT DEFAULT '' NOT NULL,
    search_text TEXT DEFAULT '' NOT NULL,
    version INTEGER DEFAULT '1' NOT NULL,
    CONSTRAINT fk_encounter_person_id FOREIGN KEY (person_id) REFERENCES person (id),
    CONSTRAINT fk_encounter_event_id FOREIGN KEY (event_id) REFERENCES event (id),
    CONSTRAINT fk_encounter_session_id FOREIGN KEY (session_id) REFERENCES session (id)
);

CREATE INDEX ix_encounter_session_id ON encounter (session_id);

CREATE INDEX ix_encounter_event_id ON encounter (event_id);

CREATE INDEX ix_encounter_person_id ON encounter (person_id);

CREATE TABLE document (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    plugin TEXT NOT NULL,
    kind TEXT NOT NULL,
    "key" TEXT NOT NULL,
    event_id INTEGER,
    session_id INTEGER,
    person_id INTEGER,
    data TEXT DEFAULT '' NOT NULL,
    version INTEGER DEFAULT '1' NOT NULL,
    CONSTRAINT uq_document_plugin UNIQUE (plugin, kind, "key"),
    CONSTRAINT fk_document_event_id FOREIGN KEY (event_id) REFERENCES event (id),
    CONSTRAINT fk_document_session_id FOREIGN KEY (session_id) REFERENCES session (id),
    CONSTRAINT fk_document_person_id FOREIGN KEY (person_id) REFERENCES person (id)
);

CREATE INDEX ix_document_session_id ON document (session_id);

CREATE INDEX ix_document_event_id ON document (event_id);

CREATE INDEX ix_document_person_id ON document (person_id);

CREATE TABLE session_change (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    change_id INTEGER NOT NULL,
    event_id INTEGER NOT NULL,
    session_id INTEGER NOT NULL,
    kind TEXT DEFAULT '' NOT NULL,
    fields TEXT DEFAULT '' NOT NULL,
    CONSTRAINT fk_session_change_change_id FOREIGN KEY (change_id) REFERENCES "change" (id),
    CONSTRAINT fk_session_change_event_id FOREIGN KEY (event_id) REFERENCES event (id),
    CONSTRAINT fk_session_change_session_id FOREIGN KEY (session_id) REFERENCES session (id)
);

CREATE INDEX ix_session_change_change_id ON session_change (change_id);

CREATE INDEX ix_session_change_session_id ON session_change (session_id);

CREATE INDEX ix_session_change_event_id ON session_change (event_id);

CREATE TABLE different (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    person_id INTEGER NOT NULL,
    other_id INTEGER NOT NULL,
    CONSTRAINT uq_different_person_id UNIQUE (person_id, other_id),
    CONSTRAINT fk_different_person_id FOREIGN KEY (person_id) REFERENCES person (id),
    CONSTRAINT fk_different_other_id FOREIGN KEY (other_id) REFERENCES person (id)
);

CREATE INDEX ix_different_other_id ON different (other_id);

CREATE TABLE forgotten (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    digest TEXT NOT NULL,
    at TEXT DEFAULT '' NOT NULL,
    CONSTRAINT uq_forgotten_digest UNIQUE (digest)
);

CREATE TABLE setting (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL,
    value TEXT DEFAULT '' NOT NULL,
    CONSTRAINT uq_setting_name UNIQUE (name)
);

CREATE VIRTUAL TABLE person_search USING fts5(
    name, organization, rest, met, tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3'
);

CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL PRIMARY KEY);
