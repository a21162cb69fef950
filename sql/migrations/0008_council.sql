-- Councils (Hội đồng Thi đua - Khen thưởng, Luật Điều 90; Hội đồng sáng kiến, NĐ 13/2012), their meetings and
-- their votes. docs/council.md, docs/ballot.md.

-- `quorum`, `counting` and `lower_rule` are the council's own rules: the share of members who must be there;
-- whether a share of votes is taken of all members or of those who were not recused; whether votes for the
-- proposed title count for the lower one, too.
CREATE TABLE council (
    id         {{id}},
    version    {{int}} NOT NULL DEFAULT 1,
    state      TEXT NOT NULL DEFAULT 'active' CHECK (state IN ('active', 'ended')),
    kind       TEXT NOT NULL CHECK (kind IN ('award', 'initiative')),
    name       TEXT NOT NULL CHECK (name <> ''),
    unit_id    {{int}} NOT NULL REFERENCES unit (id),
    sign       TEXT NOT NULL DEFAULT '',
    dated      TEXT NOT NULL CHECK (length(dated) = 10),
    ended_on   TEXT CHECK (length(ended_on) = 10),
    quorum     TEXT NOT NULL DEFAULT '2/3' CHECK (quorum IN ('1/2', '2/3', '3/4', '4/5')),
    counting   TEXT NOT NULL DEFAULT 'all' CHECK (counting IN ('all', 'voting')),
    lower_rule TEXT NOT NULL DEFAULT 'own' CHECK (lower_rule IN ('own', 'with')),
    rank       TEXT NOT NULL DEFAULT 'office' CHECK (rank IN ('office', 'submitting', 'province')),
    made_ms    {{int}} NOT NULL
) {{strict}};
CREATE INDEX council_unit ON council (unit_id);
CREATE INDEX council_state ON council (state, id);

CREATE TABLE council_member (
    id         {{id}},
    version    {{int}} NOT NULL DEFAULT 1,
    council_id {{int}} NOT NULL REFERENCES council (id),
    person_id  {{int}} NOT NULL REFERENCES person (id),
    role       TEXT NOT NULL CHECK (role IN ('chair', 'deputy', 'secretary', 'member')),
    basis      TEXT NOT NULL DEFAULT '',
    valid_from TEXT NOT NULL CHECK (length(valid_from) = 10),
    valid_to   TEXT NOT NULL CHECK (length(valid_to) = 10 AND valid_to > valid_from)
) {{strict}};
CREATE INDEX council_member_of ON council_member (council_id, valid_from, id);
CREATE INDEX council_member_since ON council_member (valid_from, id);
CREATE INDEX council_member_person ON council_member (person_id, valid_from);
{{no_overlap:council_member:council_id,person_id}}

-- `members`: how many the council had on that day; quorum, counting, lower_rule and rank: its rules. All are
-- fixed when members are invited; until then the rules are '' and the council's hold.
CREATE TABLE meeting (
    id          {{id}},
    version     {{int}} NOT NULL DEFAULT 1,
    state       TEXT NOT NULL DEFAULT 'draft' CHECK (state IN ('draft', 'invited', 'open', 'closed', 'cancelled')),
    council_id  {{int}} NOT NULL REFERENCES council (id),
    title       TEXT NOT NULL CHECK (title <> ''),
    mode        TEXT NOT NULL CHECK (mode IN ('room', 'online', 'written')),
    held_on     TEXT NOT NULL CHECK (length(held_on) = 10),
    at_time     TEXT NOT NULL DEFAULT '',
    place       TEXT NOT NULL DEFAULT '',
    content     TEXT NOT NULL DEFAULT '',
    result      TEXT NOT NULL DEFAULT '',
    reason      TEXT NOT NULL DEFAULT '',
    members     {{int}} NOT NULL DEFAULT 0,
    quorum      TEXT NOT NULL DEFAULT '',
    counting    TEXT NOT NULL DEFAULT '',
    lower_rule  TEXT NOT NULL DEFAULT '',
    rank        TEXT NOT NULL DEFAULT '',
    invited_ms  {{int}},
    opened_ms   {{int}},
    closed_ms   {{int}},
    made_by     {{int}} REFERENCES account (id),
    made_ms     {{int}} NOT NULL
) {{strict}};
CREATE INDEX meeting_council ON meeting (council_id, held_on, id);
CREATE INDEX meeting_day ON meeting (held_on, id);
CREATE INDEX meeting_state ON meeting (state, held_on, id);

-- What is talked about. With a code it is voted on; lower_code is what may be given instead.
CREATE TABLE meeting_item (
    id         {{id}},
    version    {{int}} NOT NULL DEFAULT 1,
    meeting_id {{int}} NOT NULL REFERENCES meeting (id),
    position   {{int}} NOT NULL,
    title      TEXT NOT NULL CHECK (title <> ''),
    note       TEXT NOT NULL DEFAULT '',
    person_id  {{int}} REFERENCES person (id),
    unit_id    {{int}} REFERENCES unit (id),
    nominee_id {{int}},
    initiative_id {{int}} REFERENCES initiative (id),
    code       TEXT NOT NULL DEFAULT '',
    lower_code TEXT NOT NULL DEFAULT '',
    state      TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'removed', 'passed', 'lower', 'lost'))
) {{strict}};
CREATE INDEX meeting_item_of ON meeting_item (meeting_id, position, id);
CREATE INDEX meeting_item_person ON meeting_item (person_id) WHERE person_id IS NOT NULL;
CREATE INDEX meeting_item_unit ON meeting_item (unit_id) WHERE unit_id IS NOT NULL;
CREATE INDEX meeting_item_initiative ON meeting_item (initiative_id) WHERE initiative_id IS NOT NULL;
CREATE INDEX meeting_item_nominee ON meeting_item (nominee_id) WHERE nominee_id IS NOT NULL;

CREATE TABLE attendance (
    id         {{id}},
    version    {{int}} NOT NULL DEFAULT 1,
    meeting_id {{int}} NOT NULL REFERENCES meeting (id),
    person_id  {{int}} NOT NULL REFERENCES person (id),
    role       TEXT NOT NULL CHECK (role IN ('chair', 'deputy', 'secretary', 'member')),
    state      TEXT NOT NULL DEFAULT 'invited' CHECK (state IN ('invited', 'room', 'online', 'written', 'absent')),
    note       TEXT NOT NULL DEFAULT ''
) {{strict}};
CREATE UNIQUE INDEX attendance_once ON attendance (meeting_id, person_id);
CREATE INDEX attendance_person ON attendance (person_id);

-- Who does not take part in one matter. 'proposed' is found by the program or declared and waits; until it
-- is decided it works like 'recused'. 'kept': decided that the member takes part.
CREATE TABLE recusal (
    id        {{id}},
    version   {{int}} NOT NULL DEFAULT 1,
    item_id   {{int}} NOT NULL REFERENCES meeting_item (id),
    person_id {{int}} NOT NULL REFERENCES person (id),
    why       TEXT NOT NULL CHECK (why IN ('nominee', 'author', 'head', 'relative', 'other')),
    state     TEXT NOT NULL CHECK (state IN ('proposed', 'recused', 'kept')),
    note      TEXT NOT NULL DEFAULT '',
    made_ms   {{int}} NOT NULL
) {{strict}};
CREATE UNIQUE INDEX recusal_once ON recusal (item_id, person_id);
CREATE INDEX recusal_person ON recusal (person_id);

CREATE TABLE meeting_question (
    id          {{id}},
    version     {{int}} NOT NULL DEFAULT 1,
    item_id     {{int}} NOT NULL REFERENCES meeting_item (id),
    person_id   {{int}} NOT NULL REFERENCES person (id),
    question    TEXT NOT NULL CHECK (question <> ''),
    answer      TEXT NOT NULL DEFAULT '',
    asked_ms    {{int}} NOT NULL,
    answered_ms {{int}},
    answered_by {{int}} REFERENCES account (id)
) {{strict}};
CREATE INDEX meeting_question_of ON meeting_question (item_id, id);
CREATE INDEX meeting_question_person ON meeting_question (person_id);

-- ---------------------------------------------------------------- the vote

-- box: all votes, each sealed to public_key, together sealed by the key ring; wraps: the secret half,
-- locked for each two of the board. Both are gone once it is closed; then digest is over what stays.
CREATE TABLE ballot (
    id         {{id}},
    version    {{int}} NOT NULL DEFAULT 1,
    state      TEXT NOT NULL DEFAULT 'keys' CHECK (state IN ('keys', 'open', 'closed', 'dropped')),
    meeting_id {{int}} NOT NULL REFERENCES meeting (id),
    room       TEXT NOT NULL CHECK (room IN ('screen', 'paper')),
    members    {{int}} NOT NULL DEFAULT 0,
    public_key {{blob}},
    wraps      {{blob}},
    box        {{blob}},
    receipts   TEXT NOT NULL DEFAULT '',
    digest     TEXT NOT NULL DEFAULT '',
    reason     TEXT NOT NULL DEFAULT '',
    opened_ms  {{int}},
    closed_ms  {{int}}
) {{strict}};
CREATE INDEX ballot_meeting ON ballot (meeting_id, id);
CREATE INDEX ballot_state ON ballot (state, id);

CREATE TABLE ballot_board (
    id         {{id}},
    ballot_id  {{int}} NOT NULL REFERENCES ballot (id),
    place      {{int}} NOT NULL CHECK (place BETWEEN 0 AND 2),
    person_id  {{int}} NOT NULL REFERENCES person (id),
    public_key {{blob}}
) {{strict}};
CREATE UNIQUE INDEX ballot_board_place ON ballot_board (ballot_id, place);
CREATE UNIQUE INDEX ballot_board_once ON ballot_board (ballot_id, person_id);
CREATE INDEX ballot_board_person ON ballot_board (person_id);

-- The numbers are filled when it is closed: votes, and what was asked of them. share is in thousandths of a per
-- cent, more: more than it, not at least; the same for the lower title. A recount decides again from these.
CREATE TABLE ballot_item (
    id         {{id}},
    ballot_id  {{int}} NOT NULL REFERENCES ballot (id),
    item_id    {{int}} NOT NULL REFERENCES meeting_item (id),
    place      {{int}} NOT NULL,
    for_n      {{int}} NOT NULL DEFAULT 0,
    against_n  {{int}} NOT NULL DEFAULT 0,
    lower_n    {{int}} NOT NULL DEFAULT 0,
    invalid_n  {{int}} NOT NULL DEFAULT 0,
    members    {{int}} NOT NULL DEFAULT 0,
    needed     {{int}} NOT NULL DEFAULT 0,
    share      {{int}} NOT NULL DEFAULT 0,
    more       {{int}} NOT NULL DEFAULT 0,
    low_share  {{int}} NOT NULL DEFAULT 0,
    low_more   {{int}} NOT NULL DEFAULT 0,
    rule       TEXT NOT NULL DEFAULT '',
    result     TEXT NOT NULL DEFAULT '' CHECK (result IN ('', 'passed', 'lower', 'lost'))
) {{strict}};
CREATE UNIQUE INDEX ballot_item_place ON ballot_item (ballot_id, place);
CREATE INDEX ballot_item_of ON ballot_item (item_id);

-- Who votes and how, all of them from the moment of opening; only voted changes, and it says no time.
CREATE TABLE ballot_voter (
    id        {{id}},
    ballot_id {{int}} NOT NULL REFERENCES ballot (id),
    person_id {{int}} NOT NULL REFERENCES person (id),
    way       TEXT NOT NULL CHECK (way IN ('screen', 'paper', 'written', 'none')),
    voted     {{int}} NOT NULL DEFAULT 0 CHECK (voted IN (0, 1))
) {{strict}};
CREATE UNIQUE INDEX ballot_voter_once ON ballot_voter (ballot_id, person_id);
CREATE INDEX ballot_voter_person ON ballot_voter (person_id);

-- One vote on one nominee, without its voter. Written when the ballot is closed, in the order of the
-- random ids.
CREATE TABLE ballot_slip (
    id        {{blob}} PRIMARY KEY CHECK (length(id) = 16),
    ballot_id {{int}} NOT NULL REFERENCES ballot (id),
    place     {{int}} NOT NULL,
    choice    TEXT NOT NULL CHECK (choice IN ('for', 'against', 'lower', 'blank'))
) {{strict}};
CREATE INDEX ballot_slip_of ON ballot_slip (ballot_id, place);

-- Paper: what one of the board counted, for each nominee, twice by two of them.
CREATE TABLE ballot_paper (
    id        {{id}},
    ballot_id {{int}} NOT NULL REFERENCES ballot (id),
    person_id {{int}} NOT NULL REFERENCES person (id),
    place     {{int}} NOT NULL,
    for_n     {{int}} NOT NULL CHECK (for_n >= 0),
    against_n {{int}} NOT NULL CHECK (against_n >= 0),
    lower_n   {{int}} NOT NULL CHECK (lower_n >= 0),
    invalid_n {{int}} NOT NULL CHECK (invalid_n >= 0)
) {{strict}};
CREATE UNIQUE INDEX ballot_paper_once ON ballot_paper (ballot_id, person_id, place);
CREATE INDEX ballot_paper_person ON ballot_paper (person_id);

-- Written opinions of those who were away: signed, so not secret.
CREATE TABLE ballot_written (
    id        {{id}},
    ballot_id {{int}} NOT NULL REFERENCES ballot (id),
    person_id {{int}} NOT NULL REFERENCES person (id),
    place     {{int}} NOT NULL,
    choice    TEXT NOT NULL CHECK (choice IN ('for', 'against', 'lower', 'blank')),
    file_id   {{int}} REFERENCES file (id)
) {{strict}};
CREATE UNIQUE INDEX ballot_written_once ON ballot_written (ballot_id, person_id, place);
CREATE INDEX ballot_written_person ON ballot_written (person_id);
CREATE INDEX ballot_written_file ON ballot_written (file_id) WHERE file_id IS NOT NULL;

-- A closed vote does not change, whoever asks.
-- sqlite:
CREATE TRIGGER ballot_closed BEFORE UPDATE ON ballot WHEN OLD.state = 'closed'
BEGIN SELECT RAISE(ABORT, 'ballot_closed'); END;
CREATE TRIGGER ballot_closed_gone BEFORE DELETE ON ballot WHEN OLD.state = 'closed'
BEGIN SELECT RAISE(ABORT, 'ballot_closed'); END;
CREATE TRIGGER ballot_slip_kept BEFORE UPDATE ON ballot_slip
BEGIN SELECT RAISE(ABORT, 'ballot_closed'); END;
CREATE TRIGGER ballot_slip_stays BEFORE DELETE ON ballot_slip
BEGIN SELECT RAISE(ABORT, 'ballot_closed'); END;
CREATE TRIGGER ballot_slip_late BEFORE INSERT ON ballot_slip
WHEN (SELECT b.state FROM ballot b WHERE b.id = NEW.ballot_id) = 'closed'
BEGIN SELECT RAISE(ABORT, 'ballot_closed'); END;
CREATE TRIGGER ballot_item_closed BEFORE UPDATE ON ballot_item
WHEN (SELECT count(*) FROM ballot b WHERE b.id IN (OLD.ballot_id, NEW.ballot_id) AND b.state = 'closed') > 0
BEGIN SELECT RAISE(ABORT, 'ballot_closed'); END;
CREATE TRIGGER ballot_item_stays BEFORE DELETE ON ballot_item
WHEN (SELECT b.state FROM ballot b WHERE b.id = OLD.ballot_id) = 'closed'
BEGIN SELECT RAISE(ABORT, 'ballot_closed'); END;
CREATE TRIGGER ballot_item_late BEFORE INSERT ON ballot_item
WHEN (SELECT b.state FROM ballot b WHERE b.id = NEW.ballot_id) = 'closed'
BEGIN SELECT RAISE(ABORT, 'ballot_closed'); END;
CREATE TRIGGER ballot_voter_closed BEFORE UPDATE ON ballot_voter
WHEN (SELECT count(*) FROM ballot b WHERE b.id IN (OLD.ballot_id, NEW.ballot_id) AND b.state = 'closed') > 0
BEGIN SELECT RAISE(ABORT, 'ballot_closed'); END;
CREATE TRIGGER ballot_voter_stays BEFORE DELETE ON ballot_voter
WHEN (SELECT b.state FROM ballot b WHERE b.id = OLD.ballot_id) = 'closed'
BEGIN SELECT RAISE(ABORT, 'ballot_closed'); END;
CREATE TRIGGER ballot_voter_late BEFORE INSERT ON ballot_voter
WHEN (SELECT b.state FROM ballot b WHERE b.id = NEW.ballot_id) = 'closed'
BEGIN SELECT RAISE(ABORT, 'ballot_closed'); END;
CREATE TRIGGER ballot_board_closed BEFORE UPDATE ON ballot_board
WHEN (SELECT count(*) FROM ballot b WHERE b.id IN (OLD.ballot_id, NEW.ballot_id) AND b.state = 'closed') > 0
BEGIN SELECT RAISE(ABORT, 'ballot_closed'); END;
CREATE TRIGGER ballot_board_stays BEFORE DELETE ON ballot_board
WHEN (SELECT b.state FROM ballot b WHERE b.id = OLD.ballot_id) = 'closed'
BEGIN SELECT RAISE(ABORT, 'ballot_closed'); END;
CREATE TRIGGER ballot_board_late BEFORE INSERT ON ballot_board
WHEN (SELECT b.state FROM ballot b WHERE b.id = NEW.ballot_id) = 'closed'
BEGIN SELECT RAISE(ABORT, 'ballot_closed'); END;
CREATE TRIGGER ballot_paper_closed BEFORE UPDATE ON ballot_paper
WHEN (SELECT count(*) FROM ballot b WHERE b.id IN (OLD.ballot_id, NEW.ballot_id) AND b.state = 'closed') > 0
BEGIN SELECT RAISE(ABORT, 'ballot_closed'); END;
CREATE TRIGGER ballot_paper_stays BEFORE DELETE ON ballot_paper
WHEN (SELECT b.state FROM ballot b WHERE b.id = OLD.ballot_id) = 'closed'
BEGIN SELECT RAISE(ABORT, 'ballot_closed'); END;
CREATE TRIGGER ballot_paper_late BEFORE INSERT ON ballot_paper
WHEN (SELECT b.state FROM ballot b WHERE b.id = NEW.ballot_id) = 'closed'
BEGIN SELECT RAISE(ABORT, 'ballot_closed'); END;
CREATE TRIGGER ballot_written_closed BEFORE UPDATE ON ballot_written
WHEN (SELECT count(*) FROM ballot b WHERE b.id IN (OLD.ballot_id, NEW.ballot_id) AND b.state = 'closed') > 0
BEGIN SELECT RAISE(ABORT, 'ballot_closed'); END;
CREATE TRIGGER ballot_written_stays BEFORE DELETE ON ballot_written
WHEN (SELECT b.state FROM ballot b WHERE b.id = OLD.ballot_id) = 'closed'
BEGIN SELECT RAISE(ABORT, 'ballot_closed'); END;
CREATE TRIGGER ballot_written_late BEFORE INSERT ON ballot_written
WHEN (SELECT b.state FROM ballot b WHERE b.id = NEW.ballot_id) = 'closed'
BEGIN SELECT RAISE(ABORT, 'ballot_closed'); END;
-- postgres:
CREATE FUNCTION ballot_closed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state = 'closed' THEN RAISE EXCEPTION 'ballot_closed' USING ERRCODE = 'check_violation'; END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER ballot_closed BEFORE UPDATE OR DELETE ON ballot FOR EACH ROW EXECUTE FUNCTION ballot_closed();
CREATE FUNCTION ballot_part_closed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN
        IF (SELECT b.state FROM ballot b WHERE b.id = OLD.ballot_id) = 'closed' THEN
            RAISE EXCEPTION 'ballot_closed' USING ERRCODE = 'check_violation'; END IF;
        IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    END IF;
    IF (SELECT b.state FROM ballot b WHERE b.id = NEW.ballot_id) = 'closed' THEN
        RAISE EXCEPTION 'ballot_closed' USING ERRCODE = 'check_violation'; END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER ballot_item_closed BEFORE INSERT OR UPDATE OR DELETE ON ballot_item FOR EACH ROW EXECUTE FUNCTION ballot_part_closed();
CREATE TRIGGER ballot_voter_closed BEFORE INSERT OR UPDATE OR DELETE ON ballot_voter FOR EACH ROW EXECUTE FUNCTION ballot_part_closed();
CREATE TRIGGER ballot_board_closed BEFORE INSERT OR UPDATE OR DELETE ON ballot_board FOR EACH ROW EXECUTE FUNCTION ballot_part_closed();
CREATE TRIGGER ballot_paper_closed BEFORE INSERT OR UPDATE OR DELETE ON ballot_paper FOR EACH ROW EXECUTE FUNCTION ballot_part_closed();
CREATE TRIGGER ballot_written_closed BEFORE INSERT OR UPDATE OR DELETE ON ballot_written FOR EACH ROW EXECUTE FUNCTION ballot_part_closed();
CREATE TRIGGER ballot_slip_late BEFORE INSERT ON ballot_slip FOR EACH ROW EXECUTE FUNCTION ballot_part_closed();
CREATE FUNCTION ballot_slip_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'ballot_closed' USING ERRCODE = 'check_violation';
END $$;
CREATE TRIGGER ballot_slip_kept BEFORE UPDATE OR DELETE ON ballot_slip
    FOR EACH ROW EXECUTE FUNCTION ballot_slip_kept();
-- both:
