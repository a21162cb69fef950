-- Decisions (quyết định khen thưởng, hủy, thu hồi, đính chính), submissions upward, the money that goes with them. docs/decision.md.

-- `kind` cancel: hủy, thu hồi (Luật Điều 93), a decision of its own about lines of others; correct: đính chính. `approved`: the signer has signed and the
-- registry has to enter it; `signed`: it has number and day, and all that follows from it is done. `number` belongs to the office-wide register (entered
-- or reserved by the registry) or, by a setting, to an own series without gap or repeat. `file_id`: the signed scan, before publishing.
CREATE TABLE decision (
    id           {{id}},
    version      {{int}} NOT NULL DEFAULT 1,
    state        TEXT NOT NULL DEFAULT 'draft' CHECK (state IN ('draft', 'approved', 'signed', 'published', 'dropped')),
    kind         TEXT NOT NULL CHECK (kind IN ('award', 'cancel', 'correct')),
    unit_id      {{int}} NOT NULL REFERENCES unit (id),
    round_id     {{int}} REFERENCES award_round (id),
    meeting_id   {{int}} REFERENCES meeting (id),
    title        TEXT NOT NULL CHECK (title <> ''),
    fold         TEXT NOT NULL,
    basis        TEXT NOT NULL DEFAULT '',
    level        TEXT NOT NULL CHECK (level IN ('office', 'province', 'ministry', 'nation')),
    issuer       TEXT NOT NULL DEFAULT '',
    signer_id    {{int}} REFERENCES person (id),
    signer_mode  TEXT NOT NULL DEFAULT '' CHECK (signer_mode IN ('', 'KT', 'TL', 'TUQ', 'TM')),
    delegation_id {{int}} REFERENCES delegation (id),
    sign_year    {{int}},
    number       {{int}},
    sign         TEXT NOT NULL DEFAULT '',
    dated        TEXT CHECK (length(dated) = 10),
    file_id      {{int}} REFERENCES file (id),
    paper_id     {{int}} REFERENCES paper (id),
    reason       TEXT NOT NULL DEFAULT '',
    published_on TEXT CHECK (length(published_on) = 10),
    made_by      {{int}} REFERENCES account (id),
    made_ms      {{int}} NOT NULL
) {{strict}};
CREATE INDEX decision_state ON decision (state, id);
CREATE INDEX decision_year ON decision (sign_year, id) WHERE sign_year IS NOT NULL;
CREATE INDEX decision_dated ON decision (dated, id);
CREATE INDEX decision_unit ON decision (unit_id, id);
CREATE INDEX decision_round ON decision (round_id) WHERE round_id IS NOT NULL;
CREATE INDEX decision_meeting ON decision (meeting_id) WHERE meeting_id IS NOT NULL;
CREATE INDEX decision_signer ON decision (signer_id) WHERE signer_id IS NOT NULL;
CREATE INDEX decision_file ON decision (file_id) WHERE file_id IS NOT NULL;
CREATE INDEX decision_paper ON decision (paper_id) WHERE paper_id IS NOT NULL;
CREATE UNIQUE INDEX decision_number ON decision (unit_id, sign_year, number) WHERE number IS NOT NULL;

-- The own series: the last number that was taken. A number is taken in the transaction that signs, so none is lost and none is given twice.
CREATE TABLE decision_series (
    unit_id {{int}} NOT NULL REFERENCES unit (id),
    year    {{int}} NOT NULL,
    last    {{int}} NOT NULL CHECK (last >= 1),
    dated   TEXT NOT NULL CHECK (length(dated) = 10),
    PRIMARY KEY (unit_id, year)
) {{strict}};

-- Award: a nominee and, once signed, the line of the ledger. Cancel and correct: the line of the ledger it is about; correct: what is written there from
-- now on, and what stood there. Money in dong and thousandths, by the rules of the day of the decision; `product` is what is rounded up (Điều 49).
CREATE TABLE decision_line (
    id          {{id}},
    version     {{int}} NOT NULL DEFAULT 1,
    decision_id {{int}} NOT NULL REFERENCES decision (id),
    position    {{int}} NOT NULL,
    nominee_id  {{int}} REFERENCES nominee (id),
    award_id    {{int}} REFERENCES award (id),
    amount      {{int}},
    coefficient {{int}},
    base        {{int}},
    product     {{int}},
    because     TEXT NOT NULL DEFAULT '',
    field       TEXT NOT NULL DEFAULT '' CHECK (field IN ('', 'post_title', 'title', 'achievement')),
    before      TEXT NOT NULL DEFAULT '',
    after       TEXT NOT NULL DEFAULT '',
    state       TEXT NOT NULL DEFAULT 'here' CHECK (state IN ('here', 'removed')),
    CHECK (CASE WHEN nominee_id IS NULL THEN award_id ELSE 1 END IS NOT NULL)
) {{strict}};
CREATE INDEX decision_line_of ON decision_line (decision_id, position, id);
CREATE INDEX decision_line_nominee ON decision_line (nominee_id) WHERE nominee_id IS NOT NULL;
CREATE UNIQUE INDEX decision_line_once ON decision_line (nominee_id) WHERE nominee_id IS NOT NULL AND state = 'here';
CREATE INDEX decision_line_award ON decision_line (award_id) WHERE award_id IS NOT NULL;

-- Above the signer's authority: a submission upward, and what came of it.
CREATE TABLE submission (
    id         {{id}},
    version    {{int}} NOT NULL DEFAULT 1,
    state      TEXT NOT NULL DEFAULT 'draft' CHECK (state IN ('draft', 'sent', 'answered', 'dropped')),
    unit_id    {{int}} NOT NULL REFERENCES unit (id),
    goes_to    TEXT NOT NULL CHECK (goes_to <> ''),
    level      TEXT NOT NULL CHECK (level IN ('province', 'ministry', 'nation')),
    title      TEXT NOT NULL CHECK (title <> ''),
    sign       TEXT NOT NULL DEFAULT '',
    dated      TEXT CHECK (length(dated) = 10),
    paper_id   {{int}} REFERENCES paper (id),
    file_id    {{int}} REFERENCES file (id),
    note       TEXT NOT NULL DEFAULT '',
    made_by    {{int}} REFERENCES account (id),
    made_ms    {{int}} NOT NULL
) {{strict}};
CREATE INDEX submission_state ON submission (state, id);
CREATE INDEX submission_unit ON submission (unit_id, id);
CREATE INDEX submission_paper ON submission (paper_id) WHERE paper_id IS NOT NULL;
CREATE INDEX submission_file ON submission (file_id) WHERE file_id IS NOT NULL;
CREATE TABLE submission_line (
    id            {{id}},
    version       {{int}} NOT NULL DEFAULT 1,
    submission_id {{int}} NOT NULL REFERENCES submission (id),
    nominee_id    {{int}} NOT NULL REFERENCES nominee (id),
    outcome       TEXT NOT NULL DEFAULT '' CHECK (outcome IN ('', 'awarded', 'lower', 'refused', 'returned')),
    code          TEXT NOT NULL DEFAULT '',
    sign          TEXT NOT NULL DEFAULT '',
    dated         TEXT CHECK (length(dated) = 10),
    issuer        TEXT NOT NULL DEFAULT '',
    reason        TEXT NOT NULL DEFAULT '',
    award_id      {{int}} REFERENCES award (id)
) {{strict}};
CREATE INDEX submission_line_of ON submission_line (submission_id, id);
CREATE UNIQUE INDEX submission_line_once ON submission_line (submission_id, nominee_id);
CREATE INDEX submission_line_nominee ON submission_line (nominee_id);
CREATE INDEX submission_line_award ON submission_line (award_id) WHERE award_id IS NOT NULL;

-- Money of one line of the ledger, by Điều 49 of NĐ 152/2025. `recover`: the award was taken back after it was paid (Luật Điều 93).
CREATE TABLE bonus (
    id         {{id}},
    version    {{int}} NOT NULL DEFAULT 1,
    state      TEXT NOT NULL DEFAULT 'due' CHECK (state IN ('due', 'paid', 'void', 'recover', 'recovered')),
    award_id   {{int}} NOT NULL REFERENCES award (id),
    line_id    {{int}} REFERENCES decision_line (id),
    year       {{int}} NOT NULL,
    amount     {{int}} NOT NULL CHECK (amount >= 0),
    paid_on    TEXT CHECK (length(paid_on) = 10),
    voucher    TEXT NOT NULL DEFAULT '',
    reason     TEXT NOT NULL DEFAULT '',
    made_ms    {{int}} NOT NULL
) {{strict}};
CREATE UNIQUE INDEX bonus_award ON bonus (award_id) WHERE state <> 'void';
CREATE INDEX bonus_award_of ON bonus (award_id);
CREATE INDEX bonus_line ON bonus (line_id) WHERE line_id IS NOT NULL;
CREATE INDEX bonus_state ON bonus (year, state, id);

-- Quỹ thi đua, khen thưởng: what came in and what went out. Never changed: a mistake is a line of the other sign.
CREATE TABLE fund_entry (
    id       {{id}},
    year     {{int}} NOT NULL CHECK (year BETWEEN 1945 AND 2200),
    kind     TEXT NOT NULL CHECK (kind IN ('income', 'bonus', 'spending', 'recovered')),
    amount   {{int}} NOT NULL,
    on_date  TEXT NOT NULL CHECK (length(on_date) = 10),
    basis    TEXT NOT NULL CHECK (basis <> ''),
    bonus_id {{int}} REFERENCES bonus (id),
    made_by  {{int}} REFERENCES account (id),
    made_ms  {{int}} NOT NULL
) {{strict}};
CREATE INDEX fund_entry_year ON fund_entry (year, id);
CREATE INDEX fund_entry_bonus ON fund_entry (bonus_id) WHERE bonus_id IS NOT NULL;
{{append_only:fund_entry}}

-- What has its number does not change: only the scan is put to it and it is published; after that, nothing. Another decision cancels or corrects it.
-- sqlite:
CREATE TRIGGER decision_kept BEFORE UPDATE ON decision
WHEN OLD.state = 'published' OR (OLD.state = 'signed' AND (NEW.state NOT IN ('signed', 'published') OR
    NEW.kind IS NOT OLD.kind OR NEW.unit_id IS NOT OLD.unit_id OR NEW.round_id IS NOT OLD.round_id OR NEW.meeting_id IS NOT OLD.meeting_id OR
    NEW.title IS NOT OLD.title OR NEW.fold IS NOT OLD.fold OR NEW.basis IS NOT OLD.basis OR NEW.level IS NOT OLD.level OR NEW.issuer IS NOT OLD.issuer
    OR NEW.signer_id IS NOT OLD.signer_id OR NEW.signer_mode IS NOT OLD.signer_mode OR NEW.delegation_id IS NOT OLD.delegation_id OR NEW.sign_year IS
    NOT OLD.sign_year OR NEW.number IS NOT OLD.number OR NEW.sign IS NOT OLD.sign OR NEW.dated IS NOT OLD.dated OR NEW.paper_id IS NOT OLD.paper_id OR
    NEW.reason IS NOT OLD.reason OR NEW.made_by IS NOT OLD.made_by OR NEW.made_ms IS NOT OLD.made_ms))
BEGIN SELECT RAISE(ABORT, 'decision_kept'); END;
CREATE TRIGGER decision_stays BEFORE DELETE ON decision WHEN OLD.state IN ('signed', 'published')
BEGIN SELECT RAISE(ABORT, 'decision_kept'); END;
CREATE TRIGGER decision_line_kept BEFORE UPDATE ON decision_line
WHEN (SELECT d.state FROM decision d WHERE d.id = OLD.decision_id) IN ('signed', 'published')
BEGIN SELECT RAISE(ABORT, 'decision_kept'); END;
CREATE TRIGGER decision_line_stays BEFORE DELETE ON decision_line
WHEN (SELECT d.state FROM decision d WHERE d.id = OLD.decision_id) IN ('signed', 'published')
BEGIN SELECT RAISE(ABORT, 'decision_kept'); END;
CREATE TRIGGER decision_line_shut BEFORE INSERT ON decision_line
WHEN (SELECT d.state FROM decision d WHERE d.id = NEW.decision_id) IN ('signed', 'published')
BEGIN SELECT RAISE(ABORT, 'decision_kept'); END;
CREATE TRIGGER submission_line_kept BEFORE UPDATE ON submission_line WHEN OLD.outcome <> ''
BEGIN SELECT RAISE(ABORT, 'submission_kept'); END;
CREATE TRIGGER submission_line_stays BEFORE DELETE ON submission_line WHEN OLD.outcome <> ''
BEGIN SELECT RAISE(ABORT, 'submission_kept'); END;
-- postgres:
CREATE FUNCTION decision_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state NOT IN ('signed', 'published') THEN
        IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
        RETURN NEW;
    END IF;
    IF TG_OP = 'DELETE' OR OLD.state = 'published' OR NEW.state NOT IN ('signed', 'published') OR
        (OLD.kind, OLD.unit_id, OLD.round_id, OLD.meeting_id, OLD.title, OLD.fold, OLD.basis, OLD.level, OLD.issuer, OLD.signer_id, OLD.signer_mode,
        OLD.delegation_id, OLD.sign_year, OLD.number, OLD.sign, OLD.dated, OLD.paper_id, OLD.reason, OLD.made_by, OLD.made_ms)
        IS DISTINCT FROM
        (NEW.kind, NEW.unit_id, NEW.round_id, NEW.meeting_id, NEW.title, NEW.fold, NEW.basis, NEW.level, NEW.issuer, NEW.signer_id, NEW.signer_mode,
        NEW.delegation_id, NEW.sign_year, NEW.number, NEW.sign, NEW.dated, NEW.paper_id, NEW.reason, NEW.made_by, NEW.made_ms) THEN
        RAISE EXCEPTION 'decision_kept' USING ERRCODE = 'check_violation'; END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER decision_kept BEFORE UPDATE OR DELETE ON decision FOR EACH ROW EXECUTE FUNCTION decision_kept();
CREATE FUNCTION decision_line_kept() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE of_id bigint;
BEGIN
    IF TG_OP = 'INSERT' THEN of_id := NEW.decision_id; ELSE of_id := OLD.decision_id; END IF;
    IF (SELECT d.state FROM decision d WHERE d.id = of_id) IN ('signed', 'published') THEN
        RAISE EXCEPTION 'decision_kept' USING ERRCODE = 'check_violation'; END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER decision_line_kept BEFORE INSERT OR UPDATE OR DELETE ON decision_line FOR EACH ROW EXECUTE FUNCTION decision_line_kept();
CREATE FUNCTION submission_line_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.outcome <> '' THEN RAISE EXCEPTION 'submission_kept' USING ERRCODE = 'check_violation'; END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER submission_line_kept BEFORE UPDATE OR DELETE ON submission_line FOR EACH ROW EXECUTE FUNCTION submission_line_kept();
-- both:

-- What the office's own four figures ask of each award that one of its decisions gave (src/app/report/figure.c). `achieved`: the last day of the achievements
-- that it rests on (unknown: the day they were attested); of the work of a year, the end of that year. `accuracy`: whether a later decision had to correct or cancel it. `shown`: whether a
-- stranger finds it on the public pages now. `lacking`: what of its way cannot be followed any more; a vote is missed where the nominee had been passed by a
-- council: nothing that the law wants a vote on can be signed without one.
CREATE VIEW award_traced AS
SELECT l.id, l.position, l.decision_id, d.unit_id, d.sign, d.dated, n.id AS nominee_id, n.name, a.id AS award_id, a.code,
       COALESCE((SELECT max(COALESCE(e.on_date, e.dated)) FROM nominee_ground g JOIN deed e ON e.id = g.deed_id WHERE g.nominee_id = n.id), CAST(n.year AS TEXT) || '-12-31') AS achieved,
       CASE WHEN a.state <> 'valid' THEN 'cancelled'
            WHEN (SELECT 1 FROM decision_line k JOIN decision c ON c.id = k.decision_id
                  WHERE k.award_id = a.id AND k.state = 'here' AND c.kind = 'correct' AND c.state IN ('signed', 'published') LIMIT 1) = 1 THEN 'corrected'
            ELSE 'right' END AS accuracy,
       CASE WHEN d.state = 'published' AND ((SELECT s.value FROM setting s WHERE s.key = 'public.decisions') = '1' OR
                 ((SELECT s.value FROM setting s WHERE s.key = 'public.honours') = '1' AND
                  a.year >= CAST(COALESCE((SELECT s.value FROM setting s WHERE s.key = 'public.honours_from'), '0') AS bigint))) THEN 'yes' ELSE 'no' END AS shown,
       CASE WHEN v.verdict = 'eligible' AND v.award = a.code THEN '' ELSE 'kết quả kiểm tra điều kiện; ' END ||
       CASE WHEN x.short = 1 OR (SELECT 1 FROM meeting_item i JOIN ballot_item r ON r.item_id = i.id JOIN ballot b ON b.id = r.ballot_id
                 WHERE i.nominee_id = n.id AND b.state = 'closed' AND ((r.result = 'passed' AND i.code = a.code) OR (r.result = 'lower' AND i.lower_code = a.code)) LIMIT 1) = 1
              OR (SELECT 1 FROM dossier_step t WHERE t.nominee_id = n.id AND t.to_state = 'passed' LIMIT 1) IS NULL THEN '' ELSE 'phiếu của hội đồng; ' END ||
       CASE WHEN (SELECT 1 FROM dossier_file f WHERE f.dossier_id = x.id AND f.state = 'here' AND (f.nominee_id IS NULL OR f.nominee_id = n.id) LIMIT 1) = 1
            THEN '' ELSE 'giấy tờ của hồ sơ; ' END ||
       CASE WHEN d.file_id IS NULL THEN 'bản ký của quyết định; ' ELSE '' END AS lacking
FROM decision_line l JOIN decision d ON d.id = l.decision_id JOIN award a ON a.id = l.award_id JOIN nominee n ON n.id = l.nominee_id
JOIN dossier x ON x.id = n.dossier_id LEFT JOIN law_verdict v ON v.id = n.verdict_id
WHERE l.state = 'here' AND d.kind = 'award' AND d.state IN ('signed', 'published');

-- `days`: from the achievement to the decision; none when it was decided before the year was over.
-- sqlite:
CREATE VIEW award_figure AS
SELECT t.*, max(0, CAST(julianday(t.dated) - julianday(t.achieved) AS INTEGER)) AS days FROM award_traced t;
-- postgres:
CREATE VIEW award_figure AS
SELECT t.*, CAST(greatest(0, CAST(t.dated AS date) - CAST(t.achieved AS date)) AS bigint) AS days FROM award_traced t;
-- both:
