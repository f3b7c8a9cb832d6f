-- The shared record of many desks. A stream is one journal file, named by the hash that its chain begins with; it belongs to
-- the desk that shipped it first. Desks write through functions alone; supervisors read.
-- Times are microseconds since 1970-01-01T00:00:00Z. JSON is text, since the words of an event are hashed as they are.
CREATE SCHEMA keydesk;

DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = 'keydesk_desk') THEN
        CREATE ROLE keydesk_desk NOLOGIN;
    END IF;
    IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = 'keydesk_supervisor') THEN
        CREATE ROLE keydesk_supervisor NOLOGIN;
    END IF;
EXCEPTION
    -- Roles are the whole server's: another database of it made them at the same moment.
    WHEN duplicate_object OR unique_violation THEN NULL;
END
$$;

CREATE TABLE keydesk.desk (
    id         integer     PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
    -- NULL once the desk was removed; its events stay.
    login      text        UNIQUE,
    name       text        NOT NULL UNIQUE,
    added_at   timestamptz NOT NULL DEFAULT now(),
    removed_at timestamptz,
    -- How many months far from today it may have made; to be raised for one that brings a journal of many years.
    odd_months integer     NOT NULL DEFAULT 24
);

-- Months far from today that a desk had made. Each month costs everybody locks, so that a wild clock must not make them
-- without end. Whoever makes a month locks this table, which nobody but the owner may.
CREATE TABLE keydesk.odd_month (
    desk_id integer NOT NULL REFERENCES keydesk.desk,
    month   text    NOT NULL,
    PRIMARY KEY (desk_id, month)
);

CREATE TABLE keydesk.stream (
    id        integer     PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
    genesis   bytea       NOT NULL UNIQUE CHECK (octet_length(genesis) = 32),
    desk_id   integer     NOT NULL REFERENCES keydesk.desk,
    last_seq  bigint      NOT NULL DEFAULT 0 CHECK (last_seq >= 0),
    -- The genesis hash before the first event.
    last_hash bytea       NOT NULL CHECK (octet_length(last_hash) = 32),
    begun_at  timestamptz NOT NULL DEFAULT now(),
    heard_at  timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX stream_of_desk ON keydesk.stream (desk_id);

-- A partitioned table keeps a key only together with what it is divided by. That an event is there once follows from this key
-- for the same event, and from the head of its stream, which is locked and only moves forward, for any other.
CREATE TABLE keydesk.event (
    stream_id       integer NOT NULL,
    seq             bigint  NOT NULL CHECK (seq > 0),
    job_id          uuid    NOT NULL,
    job_seq         bigint  NOT NULL,
    at_us           bigint  NOT NULL,
    kind            text    NOT NULL,
    format          bigint  NOT NULL,
    payload         text    NOT NULL,
    personal        text,
    personal_salt   bytea,
    personal_digest bytea,
    prev_hash       bytea   NOT NULL CHECK (octet_length(prev_hash) = 32),
    hash            bytea   NOT NULL CHECK (octet_length(hash) = 32),
    PRIMARY KEY (stream_id, seq, at_us)
) PARTITION BY RANGE (at_us);
CREATE UNIQUE INDEX event_of_job ON keydesk.event (job_id, stream_id, job_seq, at_us);
CREATE INDEX event_personal ON keydesk.event (stream_id, at_us) WHERE personal IS NOT NULL;

CREATE TABLE keydesk.attempt (
    stream_id    integer NOT NULL,
    -- The number of the job's latest event when the row was shipped: an older row never replaces a newer one.
    version      bigint  NOT NULL,
    job_id       uuid    NOT NULL,
    at_us        bigint  NOT NULL,
    workspace_id text    NOT NULL,
    system_id    text    NOT NULL,
    encoder_id   text    NOT NULL,
    encoder_name text    NOT NULL,
    subject_kind text    NOT NULL,
    subject_id   text    NOT NULL,
    doors        text    NOT NULL,
    operator     text    NOT NULL,
    desk         text    NOT NULL,
    retry_of     text,
    outcome      text    NOT NULL,
    is_open      boolean NOT NULL,
    attempt_id   text,
    request_id   text,
    problem_code text,
    problem      text,
    ended_us     bigint,
    follow_up    text,
    guest        text,
    card_number  text,
    PRIMARY KEY (job_id, at_us)
) PARTITION BY RANGE (at_us);
CREATE INDEX attempt_by_time ON keydesk.attempt (at_us DESC, job_id DESC);
CREATE INDEX attempt_by_desk ON keydesk.attempt (desk, at_us DESC, job_id DESC) INCLUDE (outcome, ended_us);
CREATE INDEX attempt_by_encoder ON keydesk.attempt (encoder_id, at_us DESC, job_id DESC) INCLUDE (outcome, ended_us);
CREATE INDEX attempt_by_operator ON keydesk.attempt (operator, at_us DESC, job_id DESC) INCLUDE (outcome, ended_us);
CREATE INDEX attempt_by_outcome ON keydesk.attempt (outcome, at_us DESC, job_id DESC) INCLUDE (ended_us);
CREATE INDEX attempt_by_cause ON keydesk.attempt (problem_code, at_us DESC, job_id DESC) WHERE problem_code IS NOT NULL;
CREATE INDEX attempt_open ON keydesk.attempt (at_us DESC, job_id DESC) WHERE is_open;
CREATE INDEX attempt_of_guest ON keydesk.attempt (guest, at_us DESC) WHERE guest IS NOT NULL;
CREATE INDEX attempt_of_subject ON keydesk.attempt (subject_id, at_us DESC);
CREATE INDEX attempt_of_stream ON keydesk.attempt (stream_id, at_us);

-- Attempts, counted by hour (level 0), day (1) and month (2) in UTC and by everything that can be chosen. Outside of the
-- years 2000 to 2099, where only wrong clocks are, level 2 holds days.
CREATE TABLE keydesk.counts (
    level        smallint NOT NULL,
    bucket_us    bigint   NOT NULL,
    desk         text     NOT NULL,
    encoder_id   text     NOT NULL,
    operator     text     NOT NULL,
    outcome      text     NOT NULL,
    -- Empty where no cause is known.
    problem_code text     NOT NULL,
    n            bigint   NOT NULL,
    PRIMARY KEY (level, bucket_us, desk, encoder_id, operator, outcome, problem_code)
) PARTITION BY RANGE (bucket_us);

-- What was last said about the work on a failure, also where its attempt is still to come.
CREATE TABLE keydesk.follow_up (
    job_id uuid   PRIMARY KEY,
    state  text   NOT NULL,
    at_us  bigint NOT NULL
);

-- Events that were removed: the chain goes on behind them from this hash. What a desk says it removed counts as whole only
-- where an event of its stream says so too.
CREATE TABLE keydesk.gap (
    stream_id integer NOT NULL REFERENCES keydesk.stream,
    first_seq bigint  NOT NULL,
    last_seq  bigint  NOT NULL CHECK (last_seq >= first_seq),
    last_hash bytea   NOT NULL CHECK (octet_length(last_hash) = 32),
    by_admin  boolean NOT NULL DEFAULT false,
    PRIMARY KEY (stream_id, first_seq)
);

CREATE FUNCTION keydesk.now_us() RETURNS bigint
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT (extract(epoch FROM now()) * 1000000)::bigint
$$;

CREATE FUNCTION keydesk.month_of(p_us bigint) RETURNS text
LANGUAGE sql IMMUTABLE STRICT SET search_path = pg_catalog, pg_temp AS $$
    SELECT CASE WHEN p_us < 946684800000000 THEN 'early' WHEN p_us >= 4102444800000000 THEN 'late'
                ELSE to_char(timestamp 'epoch' + p_us * interval '1 microsecond', 'YYYY_MM') END
$$;

CREATE FUNCTION keydesk.month_begin(p_month timestamp) RETURNS bigint
LANGUAGE sql IMMUTABLE STRICT SET search_path = pg_catalog, pg_temp AS $$
    SELECT (extract(epoch FROM date_trunc('month', p_month)) * 1000000)::bigint
$$;

CREATE FUNCTION keydesk.bucket(p_level integer, p_us bigint) RETURNS bigint
LANGUAGE sql IMMUTABLE STRICT AS $$
    SELECT CASE
        WHEN p_level = 2 AND p_us >= 946684800000000 AND p_us < 4102444800000000 THEN
            (extract(epoch FROM date_trunc('month', timestamp 'epoch' + p_us * interval '1 microsecond')) * 1000000)::bigint
        WHEN p_level = 0 THEN p_us - ((p_us % 3600000000) + 3600000000) % 3600000000
        ELSE p_us - ((p_us % 86400000000) + 86400000000) % 86400000000 END
$$;

-- Looked up in the catalogue as it is now: what a name is resolved by would be remembered from before a lock was waited for.
CREATE FUNCTION keydesk.has_month(p_month text) RETURNS boolean
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN EXISTS (SELECT FROM pg_class WHERE relnamespace = 'keydesk'::regnamespace AND relname = 'counts_' || p_month);
END
$$;

-- Notes that a desk makes a month that is far from today by the server's clock. Whoever owns the record may make any.
CREATE FUNCTION keydesk.note_odd_month(p_desk integer, p_month text) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF p_desk IS NULL OR to_date(p_month, 'YYYY_MM') BETWEEN date_trunc('month', now()) - interval '15 months' AND now() + interval '2 months' THEN
        RETURN;
    END IF;
    INSERT INTO keydesk.odd_month (desk_id, month) VALUES (p_desk, p_month) ON CONFLICT (desk_id, month) DO NOTHING;
    IF (SELECT count(*) > max(d.odd_months) FROM keydesk.odd_month o JOIN keydesk.desk d ON d.id = o.desk_id
        WHERE d.id = p_desk) THEN
        RAISE EXCEPTION 'too many months far from today' USING ERRCODE = 'KD006';
    END IF;
END
$$;

-- Makes the tables of a month for a desk, where they are missing. A table is attached rather than made in place, so that nobody
-- who writes to other months has to wait.
CREATE FUNCTION keydesk.make_month(p_desk integer, p_us bigint) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    v_month text := keydesk.month_of(p_us);
    v_begin timestamp;
    v_table text;
BEGIN
    IF keydesk.has_month(v_month) THEN RETURN; END IF;
    LOCK TABLE keydesk.odd_month IN SHARE ROW EXCLUSIVE MODE;
    IF keydesk.has_month(v_month) THEN RETURN; END IF;
    PERFORM keydesk.note_odd_month(p_desk, v_month);
    v_begin := to_date(v_month, 'YYYY_MM');
    FOREACH v_table IN ARRAY ARRAY['event', 'attempt', 'counts'] LOOP
        EXECUTE format('CREATE TABLE keydesk.%I (LIKE keydesk.%I INCLUDING ALL)', v_table || '_' || v_month, v_table);
        EXECUTE format('ALTER TABLE keydesk.%I ATTACH PARTITION keydesk.%I FOR VALUES FROM (%s) TO (%s)',
            v_table, v_table || '_' || v_month,
            keydesk.month_begin(v_begin), keydesk.month_begin(v_begin + interval '1 month'));
    END LOOP;
END
$$;

-- This month and the next, so that desks seldom have to.
CREATE FUNCTION keydesk.make_near_months() RETURNS void
LANGUAGE sql SET search_path = pg_catalog, pg_temp AS $$
    SELECT keydesk.make_month(NULL, keydesk.month_begin((now() AT TIME ZONE 'UTC') + months * interval '1 month'))
    FROM generate_series(0, 1) AS months
$$;

CREATE TABLE keydesk.event_early PARTITION OF keydesk.event FOR VALUES FROM (MINVALUE) TO (946684800000000);
CREATE TABLE keydesk.event_late PARTITION OF keydesk.event FOR VALUES FROM (4102444800000000) TO (MAXVALUE);
CREATE TABLE keydesk.attempt_early PARTITION OF keydesk.attempt FOR VALUES FROM (MINVALUE) TO (946684800000000);
CREATE TABLE keydesk.attempt_late PARTITION OF keydesk.attempt FOR VALUES FROM (4102444800000000) TO (MAXVALUE);
CREATE TABLE keydesk.counts_early PARTITION OF keydesk.counts FOR VALUES FROM (MINVALUE) TO (946684800000000);
CREATE TABLE keydesk.counts_late PARTITION OF keydesk.counts FOR VALUES FROM (4102444800000000) TO (MAXVALUE);

CREATE FUNCTION keydesk.head_moves_forward() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NEW.last_seq < OLD.last_seq OR NEW.genesis <> OLD.genesis OR NEW.desk_id <> OLD.desk_id
       OR (NEW.last_seq = OLD.last_seq AND NEW.last_hash <> OLD.last_hash) THEN
        RAISE EXCEPTION 'the head of a stream only moves forward';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER head_moves_forward BEFORE UPDATE ON keydesk.stream
FOR EACH ROW EXECUTE FUNCTION keydesk.head_moves_forward();

CREATE FUNCTION keydesk.event_keeps_its_words() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF (NEW.stream_id, NEW.seq, NEW.job_id, NEW.job_seq, NEW.at_us, NEW.kind, NEW.format, NEW.payload, NEW.prev_hash, NEW.hash)
       IS DISTINCT FROM
       (OLD.stream_id, OLD.seq, OLD.job_id, OLD.job_seq, OLD.at_us, OLD.kind, OLD.format, OLD.payload, OLD.prev_hash, OLD.hash)
       OR NEW.personal_digest IS DISTINCT FROM OLD.personal_digest
       OR NEW.personal IS NOT NULL OR NEW.personal_salt IS NOT NULL THEN
        RAISE EXCEPTION 'events are never changed, only erased of what is personal';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER event_keeps_its_words BEFORE UPDATE ON keydesk.event
FOR EACH ROW EXECUTE FUNCTION keydesk.event_keeps_its_words();

-- Per statement, so that a batch changes each count once; always in the same order, so that two batches never wait for each
-- other in a circle.
CREATE FUNCTION keydesk.count_added() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    INSERT INTO keydesk.counts AS c (level, bucket_us, desk, encoder_id, operator, outcome, problem_code, n)
    SELECT level, keydesk.bucket(level, at_us), desk, encoder_id, operator, outcome, coalesce(problem_code, ''), count(*)
    FROM fresh, generate_series(0, 2) AS level GROUP BY 1, 2, 3, 4, 5, 6, 7 ORDER BY 1, 2, 3, 4, 5, 6, 7
    ON CONFLICT (level, bucket_us, desk, encoder_id, operator, outcome, problem_code) DO UPDATE SET n = c.n + EXCLUDED.n;
    RETURN NULL;
END
$$;
CREATE TRIGGER count_added AFTER INSERT ON keydesk.attempt
REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION keydesk.count_added();

CREATE FUNCTION keydesk.count_removed() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    INSERT INTO keydesk.counts AS c (level, bucket_us, desk, encoder_id, operator, outcome, problem_code, n)
    SELECT level, keydesk.bucket(level, at_us), desk, encoder_id, operator, outcome, coalesce(problem_code, ''), -count(*)
    FROM stale, generate_series(0, 2) AS level GROUP BY 1, 2, 3, 4, 5, 6, 7 ORDER BY 1, 2, 3, 4, 5, 6, 7
    ON CONFLICT (level, bucket_us, desk, encoder_id, operator, outcome, problem_code) DO UPDATE SET n = c.n + EXCLUDED.n;
    RETURN NULL;
END
$$;
CREATE TRIGGER count_removed AFTER DELETE ON keydesk.attempt
REFERENCING OLD TABLE AS stale FOR EACH STATEMENT EXECUTE FUNCTION keydesk.count_removed();

CREATE FUNCTION keydesk.count_changed() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    INSERT INTO keydesk.counts AS c (level, bucket_us, desk, encoder_id, operator, outcome, problem_code, n)
    SELECT level, keydesk.bucket(level, at_us), desk, encoder_id, operator, outcome, coalesce(problem_code, ''), sum(one)
    FROM (SELECT at_us, desk, encoder_id, operator, outcome, problem_code, 1 AS one FROM fresh
          UNION ALL
          SELECT at_us, desk, encoder_id, operator, outcome, problem_code, -1 FROM stale) AS both_sides,
         generate_series(0, 2) AS level
    GROUP BY 1, 2, 3, 4, 5, 6, 7 HAVING sum(one) <> 0 ORDER BY 1, 2, 3, 4, 5, 6, 7
    ON CONFLICT (level, bucket_us, desk, encoder_id, operator, outcome, problem_code) DO UPDATE SET n = c.n + EXCLUDED.n;
    RETURN NULL;
END
$$;
CREATE TRIGGER count_changed AFTER UPDATE ON keydesk.attempt
REFERENCING OLD TABLE AS stale NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION keydesk.count_changed();

-- An event as a desk ships it.
CREATE TYPE keydesk.shipped AS (
    seq bigint, job_id uuid, job_seq bigint, at_us bigint, kind text, format bigint, payload text, personal text,
    personal_salt bytea, personal_digest bytea, prev_hash bytea, hash bytea,
    follow_up text
);

CREATE FUNCTION keydesk.unpack(p_events jsonb) RETURNS SETOF keydesk.shipped
LANGUAGE sql IMMUTABLE STRICT SET search_path = pg_catalog, pg_temp AS $$
    SELECT seq, job_id, job_seq, at_us, kind, format, payload, personal,
           decode(personal_salt, 'hex'), decode(personal_digest, 'hex'), decode(prev_hash, 'hex'), decode(hash, 'hex'),
           follow_up
    FROM jsonb_to_recordset(p_events) AS x (
        seq bigint, job_id uuid, job_seq bigint, at_us bigint, kind text, format bigint, payload text, personal text,
        personal_salt text, personal_digest text, prev_hash text, hash text,
        follow_up text)
$$;

CREATE FUNCTION keydesk.field(p_bytes bytea) RETURNS bytea LANGUAGE sql IMMUTABLE AS $$
    SELECT int8send(octet_length(coalesce(p_bytes, ''))::bigint) || coalesce(p_bytes, '')
$$;

-- The same bytes as every desk hashes.
CREATE FUNCTION keydesk.fits(e keydesk.shipped) RETURNS boolean
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT sha256(
        keydesk.field('keydesk journal event 1') || keydesk.field(int8send(e.seq))
        || keydesk.field(convert_to(e.job_id::text, 'UTF8')) || keydesk.field(int8send(e.job_seq))
        || keydesk.field(int8send(e.at_us)) || keydesk.field(convert_to(e.kind, 'UTF8'))
        || keydesk.field(int8send(e.format)) || keydesk.field(convert_to(e.payload, 'UTF8'))
        || keydesk.field(e.personal_digest) || keydesk.field(e.prev_hash)) = e.hash
    AND CASE WHEN e.personal IS NULL THEN e.personal_salt IS NULL
             ELSE (sha256(e.personal_salt || convert_to(e.personal, 'UTF8')) = e.personal_digest) IS TRUE END
$$;

CREATE FUNCTION keydesk.own_desk() RETURNS integer
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    v_desk integer;
BEGIN
    SELECT id INTO v_desk FROM keydesk.desk WHERE login = session_user AND removed_at IS NULL;
    IF v_desk IS NULL THEN
        RAISE EXCEPTION 'this login is not that of a desk' USING ERRCODE = 'KD004';
    END IF;
    RETURN v_desk;
END
$$;

-- How far a stream of this desk has come; no row for one that has not begun.
CREATE FUNCTION keydesk.head(p_genesis bytea) RETURNS TABLE (last_seq bigint, last_hash bytea)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    v_desk integer := keydesk.own_desk();
    v_stream keydesk.stream;
BEGIN
    SELECT * INTO v_stream FROM keydesk.stream WHERE genesis = p_genesis;
    IF NOT FOUND THEN RETURN; END IF;
    IF v_stream.desk_id <> v_desk THEN
        RAISE EXCEPTION 'this stream is another desk''s' USING ERRCODE = 'KD002';
    END IF;
    RETURN QUERY SELECT v_stream.last_seq, v_stream.last_hash;
END
$$;

CREATE FUNCTION keydesk.take_attempts(p_desk integer, p_stream integer, p_attempts jsonb) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    -- A job that another desk has shipped is not this one's to change, nor one without an event in this stream.
    IF EXISTS (
        SELECT FROM jsonb_to_recordset(p_attempts) AS x (job_id uuid, at_us bigint)
        JOIN keydesk.attempt a ON a.job_id = x.job_id JOIN keydesk.stream s ON s.id = a.stream_id
        WHERE s.desk_id <> p_desk
    ) THEN
        RAISE EXCEPTION 'this attempt is another desk''s' USING ERRCODE = 'KD002';
    END IF;
    IF EXISTS (
        SELECT FROM jsonb_to_recordset(p_attempts) AS x (outcome text, subject_kind text)
        WHERE (x.outcome IN ('open', 'uncertain', 'let-go', 'succeeded', 'failed', 'not-executed', 'not-written',
                'decided-written', 'decided-not-written')
            AND x.subject_kind IN ('credential', 'access_method')) IS NOT TRUE
    ) THEN
        RAISE EXCEPTION 'these words are not known here' USING ERRCODE = 'KD007';
    END IF;
    INSERT INTO keydesk.attempt AS a (stream_id, version, job_id, at_us, workspace_id, system_id, encoder_id, encoder_name,
        subject_kind, subject_id, doors, operator, desk, retry_of, outcome, is_open, attempt_id, request_id, problem_code,
        problem, ended_us, follow_up, guest, card_number)
    SELECT p_stream, x.version, x.job_id, x.at_us, x.workspace_id, x.system_id, x.encoder_id, x.encoder_name,
        x.subject_kind, x.subject_id, x.doors, x.operator, d.name, x.retry_of, x.outcome, x.is_open, x.attempt_id,
        x.request_id, x.problem_code, x.problem, x.ended_us, f.state, x.guest, x.card_number
    FROM jsonb_to_recordset(p_attempts) AS x (version bigint, job_id uuid, at_us bigint, workspace_id text, system_id text,
        encoder_id text, encoder_name text, subject_kind text, subject_id text, doors text, operator text,
        retry_of text, outcome text, is_open boolean, attempt_id text, request_id text, problem_code text, problem text,
        ended_us bigint, guest text, card_number text)
    -- Whatever a desk calls itself, it is listed and counted by the name that its login stands for.
    JOIN keydesk.desk d ON d.id = p_desk
    LEFT JOIN keydesk.follow_up f ON f.job_id = x.job_id
    WHERE EXISTS (SELECT FROM keydesk.event e WHERE e.job_id = x.job_id AND e.stream_id = p_stream)
    ORDER BY x.job_id
    ON CONFLICT (job_id, at_us) DO UPDATE SET (stream_id, version, encoder_name, outcome, is_open, attempt_id, request_id,
        problem_code, problem, ended_us, follow_up, guest, card_number) = (EXCLUDED.stream_id, EXCLUDED.version,
        EXCLUDED.encoder_name, EXCLUDED.outcome, EXCLUDED.is_open, EXCLUDED.attempt_id, EXCLUDED.request_id,
        EXCLUDED.problem_code, EXCLUDED.problem, EXCLUDED.ended_us, EXCLUDED.follow_up, EXCLUDED.guest, EXCLUDED.card_number)
    WHERE a.stream_id < EXCLUDED.stream_id OR (a.stream_id = EXCLUDED.stream_id AND a.version < EXCLUDED.version);
END
$$;

CREATE FUNCTION keydesk.take_follow_ups(p_events jsonb, p_after bigint) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    INSERT INTO keydesk.follow_up AS f (job_id, state, at_us)
    -- A clock that is ahead does not keep out what is said later.
    SELECT DISTINCT ON (job_id) job_id, follow_up, least(at_us, keydesk.now_us()) AS said_us FROM keydesk.unpack(p_events)
    WHERE follow_up IS NOT NULL AND seq > p_after ORDER BY job_id, said_us DESC, seq DESC
    ON CONFLICT (job_id) DO UPDATE SET state = EXCLUDED.state, at_us = EXCLUDED.at_us WHERE f.at_us <= EXCLUDED.at_us;
    UPDATE keydesk.attempt a SET follow_up = f.state FROM keydesk.follow_up f
    WHERE f.job_id = a.job_id AND a.follow_up IS DISTINCT FROM f.state
      AND a.job_id IN (SELECT job_id FROM keydesk.unpack(p_events) WHERE follow_up IS NOT NULL AND seq > p_after);
END
$$;

-- What an event says that retention did: its hashed words alone decide, and words that cannot be read do nothing.
CREATE FUNCTION keydesk.retention_of(
    p_kind text, p_payload text, OUT erased_before_us bigint, OUT cut_seq bigint, OUT cut_hash bytea)
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    v_run jsonb;
BEGIN
    IF p_kind <> 'retention_ran' THEN RETURN; END IF;
    v_run := p_payload::jsonb;
    erased_before_us := (extract(epoch FROM (v_run ->> 'erased_before')::timestamptz) * 1000000)::bigint;
    cut_seq := (v_run #>> '{cut,seq}')::bigint;
    cut_hash := decode(v_run #>> '{cut,hash}', 'hex');
    IF octet_length(cut_hash) IS DISTINCT FROM 32 OR cut_seq < 1 THEN cut_seq := NULL; END IF;
EXCEPTION WHEN data_exception THEN
    erased_before_us := NULL;
    cut_seq := NULL;
END
$$;

-- What a desk has erased or removed at home goes here too, once for a batch. Names go from whatever journal of the desk they
-- came with, but never those of the last day; and no event goes that is younger than four weeks by the server's clock, whatever
-- the desk says.
CREATE FUNCTION keydesk.take_retention(p_desk integer, p_stream integer, p_events jsonb, p_after bigint) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    v_young bigint := keydesk.now_us() - 27 * 86400000000;
    v_before bigint;
    v_cut bigint;
    v_hash bytea;
BEGIN
    SELECT least(max(r.erased_before_us), keydesk.now_us() - 86400000000),
           (array_agg(r.cut_seq ORDER BY r.cut_seq DESC) FILTER (WHERE is_old))[1],
           (array_agg(r.cut_hash ORDER BY r.cut_seq DESC) FILTER (WHERE is_old))[1]
    INTO v_before, v_cut, v_hash
    FROM keydesk.unpack(p_events) x
    CROSS JOIN LATERAL keydesk.retention_of(x.kind, x.payload) r
    -- A cut behind the run itself is none.
    CROSS JOIN LATERAL (SELECT r.cut_seq < x.seq AND NOT EXISTS (
        SELECT FROM keydesk.event e WHERE e.stream_id = p_stream AND e.seq <= r.cut_seq AND e.at_us > v_young) AS is_old) y
    WHERE x.seq > p_after AND x.kind = 'retention_ran' HAVING max(r.erased_before_us) IS NOT NULL;
    IF v_before IS NULL THEN RETURN; END IF;
    UPDATE keydesk.event SET personal = NULL, personal_salt = NULL
    WHERE stream_id IN (SELECT id FROM keydesk.stream WHERE desk_id = p_desk) AND at_us < v_before AND personal IS NOT NULL;
    UPDATE keydesk.attempt SET guest = NULL, card_number = NULL
    WHERE stream_id IN (SELECT id FROM keydesk.stream WHERE desk_id = p_desk) AND at_us < v_before
      AND (guest IS NOT NULL OR card_number IS NOT NULL);
    IF v_cut IS NULL THEN RETURN; END IF;
    IF EXISTS (SELECT FROM keydesk.event WHERE stream_id = p_stream AND seq = v_cut AND hash <> v_hash) THEN
        RAISE EXCEPTION 'the cut is not at this event' USING ERRCODE = 'KD003';
    END IF;
    DELETE FROM keydesk.event WHERE stream_id = p_stream AND seq <= v_cut;
    DELETE FROM keydesk.attempt WHERE stream_id = p_stream AND version <= v_cut AND at_us <= v_young;
    DELETE FROM keydesk.gap WHERE stream_id = p_stream AND last_seq <= v_cut;
    INSERT INTO keydesk.gap (stream_id, first_seq, last_seq, last_hash) VALUES (p_stream, 1, v_cut, v_hash)
    ON CONFLICT (stream_id, first_seq) DO NOTHING;
END
$$;

-- Takes the events behind the head of a stream, in one transaction, and gives the new head. Events that are there already are
-- passed over; the first new one has to name the hash of the head. Only events that were removed at home may be left out.
CREATE FUNCTION keydesk.append(p_genesis bytea, p_cut bigint, p_events jsonb, p_attempts jsonb)
RETURNS TABLE (last_seq bigint, last_hash bytea)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    v_desk integer := keydesk.own_desk();
    v_stream keydesk.stream;
    v_new record;
BEGIN
    INSERT INTO keydesk.stream (genesis, desk_id, last_hash) VALUES (p_genesis, v_desk, p_genesis)
    ON CONFLICT (genesis) DO NOTHING;
    SELECT * INTO STRICT v_stream FROM keydesk.stream s WHERE s.genesis = p_genesis FOR UPDATE;
    IF v_stream.desk_id <> v_desk THEN
        RAISE EXCEPTION 'this stream is another desk''s' USING ERRCODE = 'KD002';
    END IF;
    SELECT min(seq) AS first, max(seq) AS last, (array_agg(prev_hash ORDER BY seq))[1] AS before,
           (array_agg(hash ORDER BY seq DESC))[1] AS head, bool_and(keydesk.fits(e)) AS fits,
           bool_and(seq = follows + 1 AND prev_hash = behind) AS is_chain INTO v_new
    FROM (SELECT x.*, lag(seq) OVER w AS follows, lag(hash) OVER w AS behind
          FROM keydesk.unpack(p_events) x WHERE seq > v_stream.last_seq WINDOW w AS (ORDER BY seq)) AS y
    CROSS JOIN LATERAL (SELECT ROW(y.seq, y.job_id, y.job_seq, y.at_us, y.kind, y.format, y.payload, y.personal,
        y.personal_salt, y.personal_digest, y.prev_hash, y.hash, NULL)::keydesk.shipped AS e) AS z;
    IF v_new.first IS NULL THEN
        RETURN QUERY SELECT v_stream.last_seq, v_stream.last_hash;
        RETURN;
    END IF;
    IF v_new.fits IS NOT TRUE THEN
        RAISE EXCEPTION 'an event is not what its hash says' USING ERRCODE = 'KD003';
    END IF;
    IF v_new.is_chain IS FALSE OR NOT (
        (v_new.first = v_stream.last_seq + 1 AND v_new.before = v_stream.last_hash)
        OR (v_new.first > v_stream.last_seq + 1 AND p_cut IS NOT DISTINCT FROM v_new.first - 1)) THEN
        RAISE EXCEPTION 'this is not the next event of the stream' USING ERRCODE = 'KD001';
    END IF;
    -- The months first: whoever waits for a month to be made holds no row that somebody else waits for.
    PERFORM keydesk.make_month(v_desk, us) FROM (
        SELECT min(at_us) AS us FROM (
            SELECT at_us FROM keydesk.unpack(p_events) WHERE seq > v_stream.last_seq
            UNION ALL SELECT at_us FROM jsonb_to_recordset(p_attempts) AS x (at_us bigint)) AS every_time
        GROUP BY keydesk.month_of(at_us)) AS months;
    IF v_new.first > v_stream.last_seq + 1 THEN
        INSERT INTO keydesk.gap (stream_id, first_seq, last_seq, last_hash)
        VALUES (v_stream.id, v_stream.last_seq + 1, v_new.first - 1, v_new.before);
    END IF;
    INSERT INTO keydesk.event (stream_id, seq, job_id, job_seq, at_us, kind, format, payload, personal, personal_salt,
        personal_digest, prev_hash, hash)
    SELECT v_stream.id, seq, job_id, job_seq, at_us, kind, format, payload, personal, personal_salt, personal_digest,
        prev_hash, hash
    FROM keydesk.unpack(p_events) WHERE seq > v_stream.last_seq ORDER BY seq;
    PERFORM keydesk.take_attempts(v_desk, v_stream.id, p_attempts);
    PERFORM keydesk.take_follow_ups(p_events, v_stream.last_seq);
    PERFORM keydesk.take_retention(v_desk, v_stream.id, p_events, v_stream.last_seq);
    UPDATE keydesk.stream s SET last_seq = v_new.last, last_hash = v_new.head, heard_at = now() WHERE s.id = v_stream.id;
    PERFORM pg_notify('keydesk', json_build_object('desk', d.name, 'encoders', (
        SELECT coalesce(json_agg(encoder_id), '[]') FROM (
            SELECT DISTINCT left(encoder_id, 100) AS encoder_id FROM jsonb_to_recordset(p_attempts) AS x (encoder_id text)
            LIMIT 20) AS few))::text)
    FROM keydesk.desk d WHERE d.id = v_desk;
    RETURN QUERY SELECT v_new.last, v_new.head;
END
$$;

-- At which encoders cards of other desks are, within the last hour. A clock may be some minutes ahead.
CREATE FUNCTION keydesk.busy_elsewhere(p_desk text) RETURNS TABLE (encoder_id text, desk text, since_us bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    v_desk integer := keydesk.own_desk();
    v_now bigint := (extract(epoch FROM clock_timestamp()) * 1000000)::bigint;
BEGIN
    RETURN QUERY
    SELECT DISTINCT ON (a.encoder_id) a.encoder_id, a.desk, a.at_us FROM keydesk.attempt a
    JOIN keydesk.stream s ON s.id = a.stream_id
    WHERE a.is_open AND a.at_us BETWEEN v_now - 3600000000 AND v_now + 300000000 AND s.desk_id <> v_desk AND a.desk <> p_desk
    ORDER BY a.encoder_id, a.at_us DESC;
END
$$;

-- Roles are the whole server's: each is let into this database by name, and nobody else.
CREATE FUNCTION keydesk.let_in(p_login text) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    EXECUTE format('GRANT CONNECT ON DATABASE %I TO %I', current_database(), p_login);
END
$$;

-- Adds a desk with a login of its own, or gives one that was removed a new login.
CREATE FUNCTION keydesk.add_desk(p_login text, p_name text, p_password text) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    -- Two who let somebody in at the same moment would change the same row of the catalogue.
    LOCK TABLE keydesk.desk IN SHARE ROW EXCLUSIVE MODE;
    INSERT INTO keydesk.desk AS d (login, name) VALUES (p_login, p_name)
    ON CONFLICT (name) DO UPDATE SET login = EXCLUDED.login, removed_at = NULL WHERE d.removed_at IS NOT NULL;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'there is a desk of this name' USING ERRCODE = 'KD005';
    END IF;
    -- Room for two programs that a desk runs.
    EXECUTE format('CREATE ROLE %I LOGIN PASSWORD %L CONNECTION LIMIT 8 IN ROLE keydesk_desk', p_login, p_password);
    PERFORM keydesk.let_in(p_login);
    PERFORM keydesk.make_near_months();
END
$$;

-- Lets a desk read everything too, and gives its login; or makes a login that only reads, and gives that.
CREATE FUNCTION keydesk.add_supervisor(p_login text, p_name text, p_password text) RETURNS text
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    v_login text;
BEGIN
    LOCK TABLE keydesk.desk IN SHARE ROW EXCLUSIVE MODE;
    SELECT login INTO v_login FROM keydesk.desk WHERE name = p_name AND removed_at IS NULL;
    IF v_login IS NOT NULL THEN
        EXECUTE format('GRANT keydesk_supervisor TO %I', v_login);
        RETURN v_login;
    END IF;
    EXECUTE format('CREATE ROLE %I LOGIN PASSWORD %L IN ROLE keydesk_supervisor', p_login, p_password);
    PERFORM keydesk.let_in(p_login);
    RETURN p_login;
END
$$;

-- Takes everything from a login and ends its sessions. A role that owns something, a large object say, cannot be dropped: it
-- stays, and may do nothing.
CREATE FUNCTION keydesk.shut_out(p_login text) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    EXECUTE format('ALTER ROLE %I NOLOGIN', p_login);
    EXECUTE format('REVOKE keydesk_desk, keydesk_supervisor FROM %I', p_login);
    EXECUTE format('REVOKE CONNECT ON DATABASE %I FROM %I', current_database(), p_login);
    BEGIN
        PERFORM pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = p_login;
    EXCEPTION WHEN insufficient_privilege THEN
        -- An owner of the record who is not in pg_signal_backend: what goes on there may do nothing any more.
        NULL;
    END;
    BEGIN
        EXECUTE format('DROP ROLE %I', p_login);
    EXCEPTION WHEN dependent_objects_still_exist THEN
        NULL;
    END;
END
$$;

CREATE FUNCTION keydesk.remove_desk(p_name text) RETURNS boolean
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    v_login text;
BEGIN
    -- The desk's row only once its sessions are over: an open transaction of one holds it.
    LOCK TABLE keydesk.desk IN SHARE ROW EXCLUSIVE MODE;
    SELECT login INTO v_login FROM keydesk.desk WHERE name = p_name AND removed_at IS NULL;
    IF v_login IS NULL THEN RETURN false; END IF;
    PERFORM keydesk.shut_out(v_login);
    UPDATE keydesk.desk SET login = NULL, removed_at = now() WHERE name = p_name;
    RETURN true;
END
$$;

-- Drops every month that ends before this moment, and what clocks wrote that stood before the year 2000; notes in each stream
-- where its chain goes on. Gives how many months there were.
CREATE FUNCTION keydesk.drop_before(p_before bigint) RETURNS integer
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    v_before bigint := keydesk.month_begin(timestamp 'epoch' + p_before * interval '1 microsecond');
    v_early bigint := least(v_before, 946684800000000);
    v_month text;
    v_dropped integer := 0;
BEGIN
    LOCK TABLE keydesk.stream IN EXCLUSIVE MODE;
    -- What an event says that a desk removed stays said, also without the event.
    UPDATE keydesk.gap g SET by_admin = true FROM keydesk.event e
    CROSS JOIN LATERAL keydesk.retention_of(e.kind, e.payload) r
    WHERE e.stream_id = g.stream_id AND e.kind = 'retention_ran' AND e.at_us < v_before
      AND e.seq > g.last_seq AND r.cut_seq = g.last_seq AND r.cut_hash = g.last_hash;
    INSERT INTO keydesk.gap AS g (stream_id, first_seq, last_seq, last_hash, by_admin)
    SELECT stream_id, min(seq), max(seq), (array_agg(hash ORDER BY seq DESC))[1], true
    FROM (SELECT stream_id, seq, hash, seq - row_number() OVER (PARTITION BY stream_id ORDER BY seq) AS island
          FROM keydesk.event WHERE at_us < v_before) AS gone
    GROUP BY stream_id, island
    ON CONFLICT (stream_id, first_seq) DO NOTHING;
    DELETE FROM keydesk.attempt WHERE at_us < v_early;
    DELETE FROM keydesk.counts WHERE bucket_us < v_early AND n = 0;
    DELETE FROM keydesk.event WHERE at_us < v_early;
    FOR v_month IN
        SELECT substr(relname, 8) FROM pg_class JOIN pg_inherits ON inhrelid = pg_class.oid
        WHERE inhparent = 'keydesk.counts'::regclass AND relname ~ '^counts_\d{4}_\d\d$'
          AND keydesk.month_begin(to_date(substr(relname, 8), 'YYYY_MM')) < v_before
    LOOP
        EXECUTE format('DROP TABLE keydesk.%I, keydesk.%I, keydesk.%I',
            'event_' || v_month, 'attempt_' || v_month, 'counts_' || v_month);
        DELETE FROM keydesk.odd_month WHERE month = v_month;
        v_dropped := v_dropped + 1;
    END LOOP;
    DELETE FROM keydesk.follow_up WHERE at_us < v_before;
    RETURN v_dropped;
END
$$;

SELECT keydesk.make_near_months();

DO $$
BEGIN
    EXECUTE format('REVOKE CONNECT, TEMPORARY ON DATABASE %I FROM PUBLIC', current_database());
END
$$;
REVOKE ALL ON SCHEMA keydesk FROM PUBLIC;
REVOKE ALL ON ALL TABLES IN SCHEMA keydesk FROM PUBLIC;
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA keydesk FROM PUBLIC;
ALTER DEFAULT PRIVILEGES IN SCHEMA keydesk REVOKE ALL ON FUNCTIONS FROM PUBLIC;
GRANT USAGE ON SCHEMA keydesk TO keydesk_desk, keydesk_supervisor;
GRANT EXECUTE ON FUNCTION keydesk.head(bytea), keydesk.append(bytea, bigint, jsonb, jsonb), keydesk.busy_elsewhere(text)
TO keydesk_desk;
GRANT SELECT ON keydesk.desk, keydesk.stream, keydesk.event, keydesk.attempt, keydesk.counts, keydesk.follow_up, keydesk.gap
TO keydesk_supervisor;
