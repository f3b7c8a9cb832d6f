-- What is asked about attempts is answered from indexes and from counts that are kept, however many there are.
ALTER TABLE attempt ADD COLUMN follow_up TEXT;

UPDATE attempt SET follow_up = (
    SELECT replace(json_extract(payload, '$.state'), '_', '-') FROM event
    WHERE event.job_id = attempt.job_id AND kind = 'followed_up' ORDER BY job_seq DESC LIMIT 1)
WHERE job_id IN (SELECT job_id FROM event WHERE kind = 'followed_up');

-- Each of these answers a filter alone: what is asked of many rows at once stands in the index too. They ascend, since what is newer
-- is then added at an end, which is cheaper than at a beginning; SQLite reads them backwards as well.
DROP INDEX attempt_by_time;
DROP INDEX attempt_by_encoder;
DROP INDEX attempt_by_outcome;
CREATE INDEX attempt_by_time ON attempt (at_us, job_id, outcome, ended_us);
CREATE INDEX attempt_by_encoder ON attempt (encoder_id, at_us, job_id, outcome, ended_us, desk);
CREATE INDEX attempt_by_operator ON attempt (operator, at_us, job_id, outcome, ended_us, desk, encoder_id, problem_code);
CREATE INDEX attempt_by_desk ON attempt (desk, at_us, job_id, outcome, ended_us);
CREATE INDEX attempt_by_cause
    ON attempt (problem_code, at_us, job_id, outcome, encoder_id, operator, desk)
    WHERE problem_code IS NOT NULL;
CREATE INDEX attempt_failures
    ON attempt (at_us, job_id, outcome, problem_code, encoder_id, operator, desk)
    WHERE outcome IN ('uncertain', 'let-go', 'failed', 'not-executed', 'not-written', 'decided-not-written');
CREATE INDEX attempt_by_subject ON attempt (subject_id, at_us, job_id);
CREATE INDEX attempt_by_guest ON attempt (guest, at_us, job_id) WHERE guest IS NOT NULL;

-- What is personal and not erased yet, by age.
CREATE INDEX attempt_personal ON attempt (at_us) WHERE guest IS NOT NULL OR card_number IS NOT NULL;
CREATE INDEX event_personal ON event (at_us) WHERE personal IS NOT NULL;

-- How many attempts there are of each hour, outcome and cause: of all encoders and operators (`of` = 0), of one encoder
-- (1), of one operator (2). The cause comes before the hour, so that a sum over many hours reads one run of rows.
CREATE TABLE tally (
    of       INTEGER NOT NULL,
    name     TEXT    NOT NULL,
    outcome  TEXT    NOT NULL,
    -- Empty where there is none.
    cause    TEXT    NOT NULL,
    -- Hours since 1970-01-01T00:00:00Z in which the buttons were pressed.
    hour     INTEGER NOT NULL,
    desk     TEXT    NOT NULL,
    attempts INTEGER NOT NULL,
    PRIMARY KEY (of, name, outcome, cause, hour, desk)
) STRICT, WITHOUT ROWID;

-- A division cuts off towards zero, and an hour before 1970 begins further down.
INSERT INTO tally
SELECT 0, '', outcome, COALESCE(problem_code, ''), (at_us - 3599999999 * (at_us < 0)) / 3600000000, desk, COUNT(*)
FROM attempt GROUP BY 3, 4, 5, 6;
INSERT INTO tally
SELECT 1, encoder_id, outcome, COALESCE(problem_code, ''), (at_us - 3599999999 * (at_us < 0)) / 3600000000, desk, COUNT(*)
FROM attempt GROUP BY 2, 3, 4, 5, 6;
INSERT INTO tally
SELECT 2, operator, outcome, COALESCE(problem_code, ''), (at_us - 3599999999 * (at_us < 0)) / 3600000000, desk, COUNT(*)
FROM attempt GROUP BY 2, 3, 4, 5, 6;

CREATE TRIGGER attempt_is_counted
AFTER INSERT ON attempt
BEGIN
    INSERT INTO tally
    SELECT column1, column2, NEW.outcome, COALESCE(NEW.problem_code, ''), (NEW.at_us - 3599999999 * (NEW.at_us < 0)) / 3600000000, NEW.desk, 1
    FROM (VALUES (0, ''), (1, NEW.encoder_id), (2, NEW.operator)) WHERE TRUE
    ON CONFLICT DO UPDATE SET attempts = attempts + excluded.attempts;
END;

CREATE TRIGGER attempt_is_counted_anew
AFTER UPDATE OF outcome, problem_code ON attempt
WHEN (OLD.outcome, OLD.problem_code) IS NOT (NEW.outcome, NEW.problem_code)
BEGIN
    INSERT INTO tally
    SELECT column1, column2, OLD.outcome, COALESCE(OLD.problem_code, ''), (OLD.at_us - 3599999999 * (OLD.at_us < 0)) / 3600000000, OLD.desk, -1
    FROM (VALUES (0, ''), (1, OLD.encoder_id), (2, OLD.operator)) WHERE TRUE
    ON CONFLICT DO UPDATE SET attempts = attempts + excluded.attempts;
    INSERT INTO tally
    SELECT column1, column2, NEW.outcome, COALESCE(NEW.problem_code, ''), (NEW.at_us - 3599999999 * (NEW.at_us < 0)) / 3600000000, NEW.desk, 1
    FROM (VALUES (0, ''), (1, NEW.encoder_id), (2, NEW.operator)) WHERE TRUE
    ON CONFLICT DO UPDATE SET attempts = attempts + excluded.attempts;
END;

CREATE TRIGGER attempt_is_counted_no_more
AFTER DELETE ON attempt
BEGIN
    INSERT INTO tally
    SELECT column1, column2, OLD.outcome, COALESCE(OLD.problem_code, ''), (OLD.at_us - 3599999999 * (OLD.at_us < 0)) / 3600000000, OLD.desk, -1
    FROM (VALUES (0, ''), (1, OLD.encoder_id), (2, OLD.operator)) WHERE TRUE
    ON CONFLICT DO UPDATE SET attempts = attempts + excluded.attempts;
END;

CREATE TRIGGER tally_holds_what_there_is
AFTER UPDATE ON tally
WHEN NEW.attempts = 0
BEGIN
    DELETE FROM tally
    WHERE of = NEW.of AND name = NEW.name AND outcome = NEW.outcome AND cause = NEW.cause AND hour = NEW.hour
      AND desk = NEW.desk;
END;

-- Where the chain begins since events were removed for their age. The event of the run that removed them names it too.
CREATE TABLE cut (
    -- The last event that was removed, and its hash.
    seq    INTEGER PRIMARY KEY,
    hash   BLOB    NOT NULL,
    at_us  INTEGER NOT NULL,
    -- The run.
    job_id TEXT    NOT NULL
) STRICT;

CREATE TRIGGER cut_is_made_at_an_event
BEFORE INSERT ON cut
WHEN NOT EXISTS (SELECT 1 FROM event WHERE seq = NEW.seq AND hash = NEW.hash)
BEGIN
    SELECT RAISE(ABORT, 'the chain is only ever cut at an event');
END;

CREATE TRIGGER cut_keeps_its_words
BEFORE UPDATE ON cut
BEGIN
    SELECT RAISE(ABORT, 'a cut is never changed');
END;

CREATE TRIGGER cut_stays
BEFORE DELETE ON cut
BEGIN
    SELECT RAISE(ABORT, 'a cut is never removed');
END;

DROP TRIGGER event_stays;

CREATE TRIGGER event_stays
BEFORE DELETE ON event
WHEN NOT EXISTS (SELECT 1 FROM cut WHERE seq >= OLD.seq)
BEGIN
    SELECT RAISE(ABORT, 'events are never removed');
END;
