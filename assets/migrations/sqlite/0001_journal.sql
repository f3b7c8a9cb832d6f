-- What happened, one row per fact, in the order in which it was written down. Rows are never changed or removed.
-- Times are microseconds since 1970-01-01T00:00:00Z. Booleans are 0 or 1. JSON is text.
CREATE TABLE event (
    seq      INTEGER PRIMARY KEY AUTOINCREMENT,
    job_id   TEXT    NOT NULL,
    job_seq  INTEGER NOT NULL,
    at_us    INTEGER NOT NULL,
    kind     TEXT    NOT NULL,
    -- The version of the shape of `payload` and `personal`.
    format   INTEGER NOT NULL,
    payload  TEXT    NOT NULL,
    -- Guest name, card numbers, Seam's own words about the card: whatever must be erasable alone. NULL once erased, or if there was none.
    personal TEXT,
    UNIQUE (job_id, job_seq)
) STRICT;

CREATE TRIGGER event_keeps_its_words
BEFORE UPDATE OF seq, job_id, job_seq, at_us, kind, format, payload ON event
BEGIN
    SELECT RAISE(ABORT, 'events are never changed');
END;

CREATE TRIGGER event_erases_only
BEFORE UPDATE OF personal ON event
WHEN NEW.personal IS NOT NULL
BEGIN
    SELECT RAISE(ABORT, 'personal fields are only ever erased');
END;

CREATE TRIGGER event_stays
BEFORE DELETE ON event
BEGIN
    SELECT RAISE(ABORT, 'events are never removed');
END;

-- One row per job as its events leave it, for questions. It can be rebuilt from the events at any time.
CREATE TABLE attempt (
    job_id       TEXT    PRIMARY KEY,
    at_us        INTEGER NOT NULL,
    workspace_id TEXT    NOT NULL,
    system_id    TEXT    NOT NULL,
    encoder_id   TEXT    NOT NULL,
    encoder_name TEXT    NOT NULL,
    subject_kind TEXT    NOT NULL,
    subject_id   TEXT    NOT NULL,
    doors        TEXT    NOT NULL,
    operator     TEXT    NOT NULL,
    desk         TEXT    NOT NULL,
    retry_of     TEXT,
    outcome      TEXT    NOT NULL,
    is_open      INTEGER NOT NULL,
    attempt_id   TEXT,
    request_id   TEXT,
    problem_code TEXT,
    problem      TEXT,
    ended_us     INTEGER,
    -- Personal, erased together with `event.personal`.
    guest        TEXT,
    card_number  TEXT
) STRICT;

CREATE INDEX attempt_by_time ON attempt (at_us DESC, job_id DESC);
CREATE INDEX attempt_by_encoder ON attempt (encoder_id, at_us DESC, job_id DESC);
CREATE INDEX attempt_by_outcome ON attempt (outcome, at_us DESC, job_id DESC);
CREATE INDEX attempt_ends ON attempt (encoder_id, outcome, ended_us DESC, at_us);
CREATE INDEX attempt_open ON attempt (at_us, job_id) WHERE is_open = 1;

-- One row of filler, written anew to learn whether the disk takes a write.
CREATE TABLE probe (
    id     INTEGER PRIMARY KEY CHECK (id = 1),
    at_us  INTEGER NOT NULL,
    filler BLOB    NOT NULL
) STRICT;
