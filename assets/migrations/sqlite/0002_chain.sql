-- Every event is sealed: its hash covers what it says, where it stands, and the hash of the event before it.
-- Of what is personal only a salted digest is covered, so that `personal` and `personal_salt` can be erased together.
ALTER TABLE event ADD COLUMN personal_salt BLOB;
ALTER TABLE event ADD COLUMN personal_digest BLOB;
ALTER TABLE event ADD COLUMN prev_hash BLOB;
-- NULL only between this migration and the sealing of the rows that were there before it.
ALTER TABLE event ADD COLUMN hash BLOB;

-- What the first event names as the hash before it. Without this row the journal is still to be sealed.
CREATE TABLE genesis (
    id        INTEGER PRIMARY KEY CHECK (id = 1),
    at_us     INTEGER NOT NULL,
    -- Events up to this one were written before the chain began.
    sealed_to INTEGER NOT NULL,
    -- JSON: the damaged file that this one continues. NULL in a journal that continues none.
    continues TEXT,
    hash      BLOB    NOT NULL
) STRICT;

CREATE TRIGGER genesis_keeps_its_words
BEFORE UPDATE ON genesis
BEGIN
    SELECT RAISE(ABORT, 'the beginning of the chain is never changed');
END;

CREATE TRIGGER genesis_stays
BEFORE DELETE ON genesis
BEGIN
    SELECT RAISE(ABORT, 'the beginning of the chain is never removed');
END;

-- REPLACE removes rows without asking the triggers for removals.
CREATE TRIGGER event_is_added_at_the_end
BEFORE INSERT ON event
WHEN EXISTS (SELECT 1 FROM event WHERE seq >= NEW.seq)
  OR EXISTS (SELECT 1 FROM event WHERE job_id = NEW.job_id AND job_seq = NEW.job_seq)
BEGIN
    SELECT RAISE(ABORT, 'events are only ever added at the end');
END;

CREATE TRIGGER event_is_added_sealed
BEFORE INSERT ON event
WHEN (length(NEW.hash) = 32) IS NOT TRUE
  OR (length(NEW.prev_hash) = 32) IS NOT TRUE
  OR (NEW.personal IS NULL) <> (NEW.personal_salt IS NULL)
  OR (NEW.personal IS NOT NULL AND (length(NEW.personal_digest) = 32) IS NOT TRUE)
BEGIN
    SELECT RAISE(ABORT, 'events are only ever added sealed');
END;

CREATE TRIGGER event_is_sealed_once
BEFORE UPDATE OF personal_digest, prev_hash, hash ON event
WHEN OLD.hash IS NOT NULL
BEGIN
    SELECT RAISE(ABORT, 'events are never changed');
END;

DROP TRIGGER event_erases_only;

CREATE TRIGGER event_erases_only
BEFORE UPDATE OF personal, personal_salt ON event
WHEN (NEW.personal IS NOT NULL OR NEW.personal_salt IS NOT NULL)
 AND NOT (OLD.hash IS NULL AND NEW.hash IS NOT NULL AND NEW.personal IS OLD.personal)
BEGIN
    SELECT RAISE(ABORT, 'personal fields are only ever erased');
END;
