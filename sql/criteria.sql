-- Criteria: sets by edition, their lines; scorings of blocs, sheets of units, ranking.

-- ---------------------------------------------------------------- sets

-- Offered to choose from: what holds, what will, and what held in the year before, which is scored in January.
-- list: criteria_object
-- out: id int, label text, version int, state text, unit int
-- scope: unit=s.holder_id
-- filter: id int: s.id = :id
-- filter: word text: s.fold >= :word AND s.fold < :word || '{'
-- filter: state text: CASE WHEN s.state = 'published' OR (s.state = 'replaced' AND substr(s.valid_to, 1, 4) >= substr(:today, 1, 4)) THEN 'active' ELSE s.state END = :state
-- order: newest: s.id int
SELECT s.id, s.title || CASE WHEN s.edition > 1 THEN ' (phiên bản ' || s.edition || ')' ELSE '' END, s.version, s.state, s.holder_id
FROM criteria_set s WHERE s.id > 0;

-- What holds goes by the day: an edition that is published for later has not begun, and the one before it holds until then.
-- list: criteria_list
-- out: id int, title text, edition int, unit_name text, scale int, lines int, valid_from date, valid_to date, basis text, state text
-- out: version int
-- scope: unit=s.holder_id
-- filter: state text: CASE WHEN s.state = 'published' AND s.valid_from > :today THEN 'coming' WHEN s.state = 'replaced' AND s.valid_from <= :today AND s.valid_to > :today THEN 'published' ELSE s.state END = :state
-- filter: line int: s.line = :line
-- order: newest: s.id int
SELECT s.id, s.title, s.edition, u.name, s.scale, (SELECT count(*) FROM criterion k WHERE k.set_id = s.id AND k.kind <> 'content'),
       s.valid_from, s.valid_to, s.basis,
       CASE WHEN s.state = 'published' AND s.valid_from > :today THEN 'coming' WHEN s.state = 'replaced' AND s.valid_from <= :today AND s.valid_to > :today THEN 'published' ELSE s.state END, s.version
FROM criteria_set s LEFT JOIN unit u ON u.id = s.holder_id
WHERE s.id > 0;

-- list: criteria_view
-- out: id int, title text, edition int, unit_id int, unit_name text, scale int, bonus text?, valid_from date, valid_to date, basis text, line int, state text, version int
-- scope: unit=s.holder_id
-- filter: id int: s.id = :id
-- order: id: s.id int
SELECT s.id, s.title, s.edition, s.holder_id, u.name, s.scale,
       CASE WHEN s.bonus_milli % 1000 = 0 THEN CAST(s.bonus_milli / 1000 AS TEXT)
            ELSE CAST(s.bonus_milli / 1000 AS TEXT) || ',' || rtrim(substr(CAST(1000 + s.bonus_milli % 1000 AS TEXT), 2), '0') END,
       s.valid_from, s.valid_to, s.basis, s.line,
       CASE WHEN s.state = 'published' AND s.valid_from > :today THEN 'coming' WHEN s.state = 'replaced' AND s.valid_from <= :today AND s.valid_to > :today THEN 'published' ELSE s.state END, s.version
FROM criteria_set s LEFT JOIN unit u ON u.id = s.holder_id
WHERE s.id > 0;

-- name: criteria_get one
-- in: id int
-- out: id int, state text, line int, edition int, holder_id int, title text, scale int, bonus_milli int?, valid_from date, valid_to date, basis text
SELECT id, state, line, edition, holder_id, title, scale, bonus_milli, valid_from, valid_to, basis FROM criteria_set WHERE id = :id;

-- Whether any set that was published holds on a day of these.
-- name: criteria_between one
-- in: first date, last date
-- out: n int
SELECT count(*) FROM criteria_set WHERE state IN ('published', 'replaced') AND valid_from <= :last AND valid_to > :first;

-- name: criteria_add id
-- in: line int, edition int, unit int, title text, fold text, basis text, scale int, bonus int?, valid_from date, account int?, now int
-- out: id int
INSERT INTO criteria_set (line, edition, unit_id, holder_id, title, fold, basis, scale, bonus_milli, valid_from, valid_to, made_by, made_ms)
VALUES (:line, :edition, :unit, :unit, :title, :fold, :basis, :scale, :bonus, :valid_from, '9999-12-31', :account, :now)
RETURNING id;

-- name: criteria_line_set exec
-- in: id int
UPDATE criteria_set SET line = id WHERE id = :id AND line = 0;

-- name: criteria_set_all exec
-- in: id int, title text, fold text, basis text, scale int, bonus int?, valid_from date
UPDATE criteria_set SET title = :title, fold = :fold, basis = :basis, scale = :scale, bonus_milli = :bonus, valid_from = :valid_from,
    version = version + 1
WHERE id = :id;

-- name: criteria_published exec
-- in: id int, now int
UPDATE criteria_set SET state = 'published', published_ms = :now, version = version + 1 WHERE id = :id;

-- name: criteria_replaced exec
-- in: id int, valid_to date
UPDATE criteria_set SET state = 'replaced', valid_to = :valid_to, version = version + 1 WHERE id = :id;

-- name: criteria_dropped exec
-- in: id int
UPDATE criteria_set SET state = 'dropped', version = version + 1 WHERE id = :id;

-- The edition of a line that is published; and one that is being written.
-- name: criteria_of_line many
-- in: line int
-- out: id int, state text, edition int, valid_from date
SELECT id, state, edition, valid_from FROM criteria_set WHERE line = :line AND state IN ('draft', 'published') ORDER BY edition;

-- Heads and clerks below the unit that owns it.
-- name: criteria_receivers many
-- in: unit int, today date
-- out: account int
SELECT DISTINCT a.id
FROM unit_below b
JOIN role_grant g ON g.unit_id = b.below_id AND g.role IN ('unit_head', 'unit_clerk') AND g.valid_from <= :today AND g.valid_to > :today
JOIN account a ON a.person_id = g.person_id AND a.state = 'active'
WHERE b.unit_id = :unit AND b.valid_from <= :today AND b.valid_to > :today
ORDER BY a.id;

-- ---------------------------------------------------------------- lines of a set

-- list: criterion_object
-- out: id int, label text, version int, state text, unit int
-- scope: unit=s.holder_id
-- filter: id int: k.id = :id
-- order: id: k.id int
SELECT k.id, k.title, k.version, s.state, s.holder_id FROM criterion k JOIN criteria_set s ON s.id = k.set_id WHERE k.id > 0;

-- list: criterion_list
-- out: id int, set_id int, set_title text, label text, title text, kind text, max text?, each text?, checker text?, guide text, state text
-- out: version int
-- scope: unit=s.holder_id
-- filter: set int: k.set_id = :set
-- order: place: k.set_id int, k.place int, k.id int
SELECT k.id, k.set_id, s.title, k.label, k.title, k.kind,
       CASE WHEN k.max_milli % 1000 = 0 THEN CAST(k.max_milli / 1000 AS TEXT)
            ELSE CAST(k.max_milli / 1000 AS TEXT) || ',' || rtrim(substr(CAST(1000 + k.max_milli % 1000 AS TEXT), 2), '0') END,
       CASE WHEN k.each_milli % 1000 = 0 THEN CAST(k.each_milli / 1000 AS TEXT)
            ELSE CAST(k.each_milli / 1000 AS TEXT) || ',' || rtrim(substr(CAST(1000 + k.each_milli % 1000 AS TEXT), 2), '0') END,
       u.name, k.guide, s.state, k.version
FROM criterion k LEFT JOIN criteria_set s ON s.id = k.set_id LEFT JOIN unit u ON u.id = k.checker_id
WHERE k.id > 0;

-- list: criterion_stored
-- out: id int, label text, title text, guide text, kind text, max text?, each text?, checker_id int?, place int
-- scope: unit=s.holder_id
-- filter: id int: k.id = :id
-- order: id: k.id int
SELECT k.id, k.label, k.title, k.guide, k.kind,
       CASE WHEN k.max_milli % 1000 = 0 THEN CAST(k.max_milli / 1000 AS TEXT)
            ELSE CAST(k.max_milli / 1000 AS TEXT) || ',' || rtrim(substr(CAST(1000 + k.max_milli % 1000 AS TEXT), 2), '0') END,
       CASE WHEN k.each_milli % 1000 = 0 THEN CAST(k.each_milli / 1000 AS TEXT)
            ELSE CAST(k.each_milli / 1000 AS TEXT) || ',' || rtrim(substr(CAST(1000 + k.each_milli % 1000 AS TEXT), 2), '0') END,
       k.checker_id, k.place
FROM criterion k JOIN criteria_set s ON s.id = k.set_id WHERE k.id > 0;

-- name: criterion_get one
-- in: id int
-- out: id int, set_id int, place int, label text, title text, guide text, kind text, max_milli int?, each_milli int?, checker_id int?, state text
SELECT k.id, k.set_id, k.place, k.label, k.title, k.guide, k.kind, k.max_milli, k.each_milli, k.checker_id, s.state
FROM criterion k JOIN criteria_set s ON s.id = k.set_id WHERE k.id = :id;

-- name: criterion_of many
-- in: set int
-- out: id int, place int, label text, title text, guide text, kind text, max_milli int?, each_milli int?, checker_id int?, from_id int?, checker text?
SELECT k.id, k.place, k.label, k.title, k.guide, k.kind, k.max_milli, k.each_milli, k.checker_id, k.from_id, u.name
FROM criterion k LEFT JOIN unit u ON u.id = k.checker_id WHERE k.set_id = :set ORDER BY k.place, k.id;

-- name: criterion_add id
-- in: set int, place int, label text, title text, guide text, kind text, max int?, each int?, checker int?, from int?
-- out: id int
INSERT INTO criterion (set_id, place, label, title, guide, kind, max_milli, each_milli, checker_id, from_id)
VALUES (:set, :place, :label, :title, :guide, :kind, :max, :each, :checker, :from)
RETURNING id;

-- name: criterion_set_all exec
-- in: id int, place int, label text, title text, guide text, kind text, max int?, each int?, checker int?
UPDATE criterion SET place = :place, label = :label, title = :title, guide = :guide, kind = :kind, max_milli = :max, each_milli = :each,
    checker_id = :checker, version = version + 1
WHERE id = :id;

-- name: criterion_drop exec
-- in: id int
DELETE FROM criterion WHERE id = :id;

-- name: criterion_last one
-- in: set int
-- out: place int
SELECT coalesce(max(place), 0) FROM criterion WHERE set_id = :set;

-- name: criteria_change_add id
-- in: set int, label text, title text, what text, was text, now text
-- out: id int
INSERT INTO criteria_change (set_id, label, title, what, was, now) VALUES (:set, :label, :title, :what, :was, :now) RETURNING id;

-- list: criteria_change_list
-- out: id int, set_id int, set_title text, edition int, label text, title text, what text, was text, now text
-- scope: unit=s.holder_id
-- filter: set int: h.set_id = :set
-- order: id: h.id int
SELECT h.id, h.set_id, s.title, s.edition, h.label, h.title, h.what, h.was, h.now
FROM criteria_change h LEFT JOIN criteria_set s ON s.id = h.set_id
WHERE h.id > 0;

-- ---------------------------------------------------------------- scorings

-- list: scoring_object
-- out: id int, label text, version int, state text, unit int
-- scope: unit=g.holder_id
-- filter: id int: g.id = :id
-- order: newest: g.id int
SELECT g.id, g.bloc || ', ' || g.year, g.version, g.state, g.holder_id FROM scoring g WHERE g.id > 0;

-- list: scoring_list
-- out: id int, bloc text, year int, set_id int, set_title text, due date, sheets int, sent int, checked int, state text
-- out: version int
-- scope: unit=g.holder_id
-- filter: year int: g.year = :year
-- filter: state text: g.state = :state
-- filter: set int: g.set_id = :set
-- order: newest: g.id int
SELECT g.id, g.bloc, g.year, g.set_id, s.title, g.due, (SELECT count(*) FROM score_sheet h WHERE h.scoring_id = g.id),
       (SELECT count(*) FROM score_sheet h WHERE h.scoring_id = g.id AND h.state IN ('sent', 'checked')),
       (SELECT count(*) FROM score_sheet h WHERE h.scoring_id = g.id AND h.state = 'checked'), g.state, g.version
FROM scoring g LEFT JOIN criteria_set s ON s.id = g.set_id
WHERE g.id > 0;

-- list: scoring_view
-- out: id int, bloc text, year int, set_id int, set_title text, edition int, scale int, due date, state text, version int
-- scope: unit=g.holder_id
-- filter: id int: g.id = :id
-- order: id: g.id int
SELECT g.id, g.bloc, g.year, g.set_id, s.title, s.edition, s.scale, g.due, g.state, g.version
FROM scoring g JOIN criteria_set s ON s.id = g.set_id
WHERE g.id > 0;

-- name: scoring_get one
-- in: id int
-- out: id int, state text, set_id int, year int, bloc text, due date, holder_id int
SELECT id, state, set_id, year, bloc, due, holder_id FROM scoring WHERE id = :id;

-- name: scoring_add id
-- in: set int, unit int, year int, bloc text, due date, account int?, now int
-- out: id int
INSERT INTO scoring (set_id, unit_id, holder_id, year, bloc, due, made_by, made_ms) VALUES (:set, :unit, :unit, :year, :bloc, :due, :account, :now)
RETURNING id;

-- name: scoring_state exec
-- in: id int, state text
UPDATE scoring SET state = :state, version = version + 1 WHERE id = :id;

-- ---------------------------------------------------------------- sheets

-- list: sheet_object
-- out: id int, label text, version int, state text, unit int
-- scope: unit=h.holder_id
-- filter: id int: h.id = :id
-- order: id: h.id int
SELECT h.id, u.name, h.version, CASE WHEN g.state = 'final' THEN 'final' ELSE h.state END, h.holder_id
FROM score_sheet h JOIN scoring g ON g.id = h.scoring_id JOIN unit u ON u.id = h.unit_id
WHERE h.id > 0;

-- The rank among those that are not excluded: how many units have more, and one. Equal sums share a rank, and say so. Units that were merged
-- after the scoring began are one, with the best of their sheets.
-- list: sheet_list
-- out: id int, scoring_id int, bloc text, year int, unit_id int, unit_name text, now_name text?, self text, checked text, lacks int, unchecked int, place text, excluded int, due date, state text, reason text
-- out: version int
-- scope: unit=h.holder_id
-- filter: scoring int: h.scoring_id = :scoring
-- filter: unit int: h.holder_id = :unit
-- filter: state text: CASE WHEN g.state = 'final' THEN 'final' ELSE h.state END = :state
-- filter: waits text: h.state = :waits AND g.state = 'open'
-- order: newest: h.id int
SELECT h.id, h.scoring_id, g.bloc, g.year, h.holder_id, u.name, CASE WHEN h.holder_id <> h.unit_id THEN w.name END,
       CASE WHEN h.self_milli % 1000 = 0 THEN CAST(h.self_milli / 1000 AS TEXT)
            ELSE CAST(h.self_milli / 1000 AS TEXT) || ',' || rtrim(substr(CAST(1000 + h.self_milli % 1000 AS TEXT), 2), '0') END,
       CASE WHEN h.checked_milli % 1000 = 0 THEN CAST(h.checked_milli / 1000 AS TEXT)
            ELSE CAST(h.checked_milli / 1000 AS TEXT) || ',' || rtrim(substr(CAST(1000 + h.checked_milli % 1000 AS TEXT), 2), '0') END,
       h.lacks, h.unchecked,
       CASE WHEN h.excluded = 1 THEN 'Không xếp hạng' WHEN h.state <> 'checked' THEN ''
            WHEN EXISTS (SELECT 1 FROM score_sheet o WHERE o.scoring_id = h.scoring_id AND o.holder_id = h.holder_id AND o.excluded = 0
                AND o.state = 'checked' AND (o.checked_milli > h.checked_milli OR (o.checked_milli = h.checked_milli AND o.id < h.id)))
            THEN 'Theo bảng điểm cao hơn của đơn vị sáp nhập' ELSE
            CAST(1 + (SELECT count(*) FROM score_sheet o WHERE o.scoring_id = h.scoring_id AND o.excluded = 0
                AND o.checked_milli > h.checked_milli AND o.state = 'checked' AND o.holder_id <> h.holder_id
                AND NOT EXISTS (SELECT 1 FROM score_sheet b WHERE b.scoring_id = o.scoring_id AND b.holder_id = o.holder_id AND b.excluded = 0
                    AND b.state = 'checked' AND (b.checked_milli > o.checked_milli OR (b.checked_milli = o.checked_milli AND b.id < o.id)))) AS TEXT)
            || CASE WHEN EXISTS (SELECT 1 FROM score_sheet o WHERE o.scoring_id = h.scoring_id AND o.excluded = 0
                AND o.checked_milli = h.checked_milli AND o.state = 'checked' AND o.holder_id <> h.holder_id
                AND NOT EXISTS (SELECT 1 FROM score_sheet b WHERE b.scoring_id = o.scoring_id AND b.holder_id = o.holder_id AND b.excluded = 0
                    AND b.state = 'checked' AND b.checked_milli > o.checked_milli)) THEN ' (đồng hạng)' ELSE '' END END,
       h.excluded, g.due, CASE WHEN g.state = 'final' THEN 'final' ELSE h.state END, h.reason, h.version
FROM score_sheet h LEFT JOIN scoring g ON g.id = h.scoring_id LEFT JOIN unit u ON u.id = h.unit_id LEFT JOIN unit w ON w.id = h.holder_id
WHERE h.id > 0;

-- list: sheet_view
-- out: id int, scoring_id int, bloc text, year int, set_id int, set_title text, unit_name text, now_name text?, self text, checked text, lacks int, unchecked int, excluded int, due date, state text, reason text, sent_ms int?, version int
-- scope: unit=h.holder_id
-- filter: id int: h.id = :id
-- order: id: h.id int
SELECT h.id, h.scoring_id, g.bloc, g.year, g.set_id, s.title, u.name, CASE WHEN h.holder_id <> h.unit_id THEN w.name END,
       CASE WHEN h.self_milli % 1000 = 0 THEN CAST(h.self_milli / 1000 AS TEXT)
            ELSE CAST(h.self_milli / 1000 AS TEXT) || ',' || rtrim(substr(CAST(1000 + h.self_milli % 1000 AS TEXT), 2), '0') END,
       CASE WHEN h.checked_milli % 1000 = 0 THEN CAST(h.checked_milli / 1000 AS TEXT)
            ELSE CAST(h.checked_milli / 1000 AS TEXT) || ',' || rtrim(substr(CAST(1000 + h.checked_milli % 1000 AS TEXT), 2), '0') END,
       h.lacks, h.unchecked, h.excluded, g.due, CASE WHEN g.state = 'final' THEN 'final' ELSE h.state END, h.reason, h.sent_ms, h.version
FROM score_sheet h LEFT JOIN scoring g ON g.id = h.scoring_id LEFT JOIN criteria_set s ON s.id = g.set_id LEFT JOIN unit u ON u.id = h.unit_id
LEFT JOIN unit w ON w.id = h.holder_id
WHERE h.id > 0;

-- name: sheet_get one
-- in: id int
-- out: id int, state text, scoring_id int, unit_id int, holder_id int, lacks int, unchecked int, self_milli int, checked_milli int, excluded int, set_id int, bloc text, year int, scoring_state text
SELECT h.id, h.state, h.scoring_id, h.unit_id, h.holder_id, h.lacks, h.unchecked, h.self_milli, h.checked_milli, h.excluded, g.set_id, g.bloc, g.year, g.state
FROM score_sheet h JOIN scoring g ON g.id = h.scoring_id WHERE h.id = :id;

-- Sheets that their units owe, and by when.
-- name: sheet_due many
-- in: until date
-- out: id int, holder_id int, unit_name text, bloc text, due date
SELECT h.id, h.holder_id, u.name, g.bloc, g.due
FROM scoring g JOIN score_sheet h ON h.scoring_id = g.id AND h.state IN ('draft', 'returned') JOIN unit u ON u.id = h.holder_id
WHERE g.state = 'open' AND g.due <= :until ORDER BY h.id;

-- name: sheet_add id
-- in: scoring int, unit int
-- out: id int
INSERT INTO score_sheet (scoring_id, unit_id, holder_id) VALUES (:scoring, :unit, :unit) RETURNING id;

-- name: sheet_sums exec
-- in: id int, self int, checked int, lacks int, unchecked int, excluded int
UPDATE score_sheet SET self_milli = :self, checked_milli = :checked, lacks = :lacks, unchecked = :unchecked, excluded = :excluded,
    version = version + 1
WHERE id = :id;

-- name: sheet_state exec
-- in: id int, state text, reason text, sent int?
UPDATE score_sheet SET state = :state, reason = :reason, sent_ms = coalesce(:sent, sent_ms), version = version + 1 WHERE id = :id;

-- name: sheet_of many
-- in: scoring int
-- out: id int, state text, unit_id int, holder_id int, unit_name text, checked_milli int, excluded int
SELECT h.id, h.state, h.unit_id, h.holder_id, u.name, h.checked_milli, h.excluded
FROM score_sheet h JOIN unit u ON u.id = h.unit_id WHERE h.scoring_id = :scoring ORDER BY h.checked_milli DESC, h.id;

-- name: sheet_lines many
-- in: sheet int
-- out: id int, criterion_id int, amount_milli int?, planned_milli int?, self_milli int?, note text, file_id int?, checked_milli int?, reason text
SELECT id, criterion_id, amount_milli, planned_milli, self_milli, note, file_id, checked_milli, reason FROM score_line WHERE sheet_id = :sheet ORDER BY id;

-- name: score_line_add id
-- in: sheet int, criterion int
-- out: id int
INSERT INTO score_line (sheet_id, criterion_id) VALUES (:sheet, :criterion) RETURNING id;

-- What a unit changes has to be checked again.
-- name: score_line_self exec
-- in: id int, amount int?, planned int?, self int?, note text
UPDATE score_line SET amount_milli = :amount, planned_milli = :planned, self_milli = :self, note = :note, checked_milli = NULL, reason = '',
    checked_by = NULL, checked_ms = NULL, version = version + 1
WHERE id = :id;

-- name: score_line_checked exec
-- in: id int, checked int?, reason text, account int?, now int
UPDATE score_line SET checked_milli = :checked, reason = :reason, checked_by = :account, checked_ms = :now, version = version + 1 WHERE id = :id;

-- name: score_line_file exec
-- in: id int, file int?
UPDATE score_line SET file_id = :file, version = version + 1 WHERE id = :id;

-- name: score_line_get one
-- in: id int
-- out: id int, sheet_id int, file_id int?, holder_id int
SELECT l.id, l.sheet_id, l.file_id, h.holder_id FROM score_line l JOIN score_sheet h ON h.id = l.sheet_id WHERE l.id = :id;

-- list: score_object
-- out: id int, label text, version int, state text, unit int
-- scope: unit=h.holder_id
-- filter: id int: l.id = :id
-- order: id: l.id int
SELECT l.id, k.label || ' ' || k.title, l.version, CASE WHEN g.state = 'final' THEN 'final' ELSE h.state END, h.holder_id
FROM score_line l JOIN score_sheet h ON h.id = l.sheet_id JOIN scoring g ON g.id = h.scoring_id JOIN criterion k ON k.id = l.criterion_id
WHERE l.id > 0;

-- list: score_list
-- out: id int, sheet_id int, unit_name text, bloc text, label text, title text, kind text, max text?, amount text?, planned text?, self text?, checked text?, differs text, note text, file_name text?, reason text, checked_by text?, state text
-- out: version int
-- scope: unit=h.holder_id
-- filter: sheet int: l.sheet_id = :sheet
-- filter: scoring int: h.scoring_id = :scoring
-- filter: criterion int: l.criterion_id = :criterion
-- filter: differs text: CASE WHEN l.checked_milli <> l.self_milli THEN 'yes' ELSE 'no' END = :differs
-- order: id: l.id int
SELECT l.id, l.sheet_id, u.name, g.bloc, k.label, k.title, k.kind,
       CASE WHEN k.max_milli % 1000 = 0 THEN CAST(k.max_milli / 1000 AS TEXT)
            ELSE CAST(k.max_milli / 1000 AS TEXT) || ',' || rtrim(substr(CAST(1000 + k.max_milli % 1000 AS TEXT), 2), '0') END,
       CASE WHEN l.amount_milli % 1000 = 0 THEN CAST(l.amount_milli / 1000 AS TEXT)
            ELSE CAST(l.amount_milli / 1000 AS TEXT) || ',' || rtrim(substr(CAST(1000 + l.amount_milli % 1000 AS TEXT), 2), '0') END,
       CASE WHEN l.planned_milli % 1000 = 0 THEN CAST(l.planned_milli / 1000 AS TEXT)
            ELSE CAST(l.planned_milli / 1000 AS TEXT) || ',' || rtrim(substr(CAST(1000 + l.planned_milli % 1000 AS TEXT), 2), '0') END,
       CASE WHEN l.self_milli % 1000 = 0 THEN CAST(l.self_milli / 1000 AS TEXT)
            ELSE CAST(l.self_milli / 1000 AS TEXT) || ',' || rtrim(substr(CAST(1000 + l.self_milli % 1000 AS TEXT), 2), '0') END,
       CASE WHEN l.checked_milli % 1000 = 0 THEN CAST(l.checked_milli / 1000 AS TEXT)
            ELSE CAST(l.checked_milli / 1000 AS TEXT) || ',' || rtrim(substr(CAST(1000 + l.checked_milli % 1000 AS TEXT), 2), '0') END,
       CASE WHEN l.checked_milli <> l.self_milli THEN 'yes' ELSE 'no' END, l.note, f.name, l.reason, COALESCE(p.name, a.name),
       CASE WHEN g.state = 'final' THEN 'final' ELSE h.state END, l.version
FROM score_line l LEFT JOIN score_sheet h ON h.id = l.sheet_id LEFT JOIN scoring g ON g.id = h.scoring_id
LEFT JOIN criterion k ON k.id = l.criterion_id LEFT JOIN unit u ON u.id = h.unit_id LEFT JOIN file f ON f.id = l.file_id AND f.state = 'kept'
LEFT JOIN account a ON a.id = l.checked_by LEFT JOIN person p ON p.id = a.person_id
WHERE l.id > 0;

-- list: score_differing
-- out: id int, sheet_id int, unit_name text, bloc text, label text, title text, kind text, max text?, amount text?, planned text?, self text?, checked text?, differs text, note text, file_name text?, reason text, checked_by text?, state text
-- out: version int
-- scope: unit=h.holder_id
-- filter: scoring int: h.scoring_id = :scoring
-- order: id: l.id int
SELECT l.id, l.sheet_id, u.name, g.bloc, k.label, k.title, k.kind,
       CASE WHEN k.max_milli % 1000 = 0 THEN CAST(k.max_milli / 1000 AS TEXT)
            ELSE CAST(k.max_milli / 1000 AS TEXT) || ',' || rtrim(substr(CAST(1000 + k.max_milli % 1000 AS TEXT), 2), '0') END,
       CASE WHEN l.amount_milli % 1000 = 0 THEN CAST(l.amount_milli / 1000 AS TEXT)
            ELSE CAST(l.amount_milli / 1000 AS TEXT) || ',' || rtrim(substr(CAST(1000 + l.amount_milli % 1000 AS TEXT), 2), '0') END,
       CASE WHEN l.planned_milli % 1000 = 0 THEN CAST(l.planned_milli / 1000 AS TEXT)
            ELSE CAST(l.planned_milli / 1000 AS TEXT) || ',' || rtrim(substr(CAST(1000 + l.planned_milli % 1000 AS TEXT), 2), '0') END,
       CASE WHEN l.self_milli % 1000 = 0 THEN CAST(l.self_milli / 1000 AS TEXT)
            ELSE CAST(l.self_milli / 1000 AS TEXT) || ',' || rtrim(substr(CAST(1000 + l.self_milli % 1000 AS TEXT), 2), '0') END,
       CASE WHEN l.checked_milli % 1000 = 0 THEN CAST(l.checked_milli / 1000 AS TEXT)
            ELSE CAST(l.checked_milli / 1000 AS TEXT) || ',' || rtrim(substr(CAST(1000 + l.checked_milli % 1000 AS TEXT), 2), '0') END,
       CASE WHEN l.checked_milli <> l.self_milli THEN 'yes' ELSE 'no' END, l.note, f.name, l.reason, COALESCE(p.name, a.name),
       CASE WHEN g.state = 'final' THEN 'final' ELSE h.state END, l.version
FROM score_line l LEFT JOIN score_sheet h ON h.id = l.sheet_id LEFT JOIN scoring g ON g.id = h.scoring_id
LEFT JOIN criterion k ON k.id = l.criterion_id LEFT JOIN unit u ON u.id = h.unit_id LEFT JOIN file f ON f.id = l.file_id AND f.state = 'kept'
LEFT JOIN account a ON a.id = l.checked_by LEFT JOIN person p ON p.id = a.person_id
WHERE l.id > 0 AND l.checked_milli <> l.self_milli;

-- Only rank and bloc; what else is known of the year stays.
-- name: unit_year_rank exec
-- in: unit int, year int, bloc text, bloc_rank int?, bloc_size int, source text, now int
INSERT INTO unit_year (unit_id, year, bloc, bloc_rank, bloc_size, source, made_ms) VALUES (:unit, :year, :bloc, :bloc_rank, :bloc_size, :source, :now)
ON CONFLICT (unit_id, year) DO UPDATE SET bloc = excluded.bloc, bloc_rank = excluded.bloc_rank, bloc_size = excluded.bloc_size,
    source = excluded.source, version = unit_year.version + 1;

-- The ranking of a bloc, open to all of it once it is final.
-- list: ranking_list
-- out: id int, scoring_id int, bloc text, year int, unit_name text, checked text, place text
-- scope: unit=h.holder_id
-- filter: scoring int: h.scoring_id = :scoring
-- order: newest: h.id int
-- order: best: h.scoring_id int, h.checked_milli int, h.id int
SELECT h.id, h.scoring_id, g.bloc, g.year, u.name,
       CASE WHEN h.checked_milli % 1000 = 0 THEN CAST(h.checked_milli / 1000 AS TEXT)
            ELSE CAST(h.checked_milli / 1000 AS TEXT) || ',' || rtrim(substr(CAST(1000 + h.checked_milli % 1000 AS TEXT), 2), '0') END,
       CASE WHEN h.excluded = 1 THEN 'Không xếp hạng'
            WHEN EXISTS (SELECT 1 FROM score_sheet o WHERE o.scoring_id = h.scoring_id AND o.holder_id = h.holder_id AND o.excluded = 0
                AND (o.checked_milli > h.checked_milli OR (o.checked_milli = h.checked_milli AND o.id < h.id)))
            THEN 'Theo bảng điểm cao hơn của đơn vị sáp nhập' ELSE
            CAST(1 + (SELECT count(*) FROM score_sheet o WHERE o.scoring_id = h.scoring_id AND o.excluded = 0
                AND o.checked_milli > h.checked_milli AND o.holder_id <> h.holder_id
                AND NOT EXISTS (SELECT 1 FROM score_sheet b WHERE b.scoring_id = o.scoring_id AND b.holder_id = o.holder_id AND b.excluded = 0
                    AND (b.checked_milli > o.checked_milli OR (b.checked_milli = o.checked_milli AND b.id < o.id)))) AS TEXT)
            || CASE WHEN EXISTS (SELECT 1 FROM score_sheet o WHERE o.scoring_id = h.scoring_id AND o.excluded = 0
                AND o.checked_milli = h.checked_milli AND o.holder_id <> h.holder_id
                AND NOT EXISTS (SELECT 1 FROM score_sheet b WHERE b.scoring_id = o.scoring_id AND b.holder_id = o.holder_id AND b.excluded = 0
                    AND b.checked_milli > o.checked_milli)) THEN ' (đồng hạng)' ELSE '' END END
FROM score_sheet h LEFT JOIN scoring g ON g.id = h.scoring_id LEFT JOIN unit u ON u.id = h.unit_id
WHERE h.id > 0 AND g.state = 'final';

-- Lines that another unit's checker looks at.
-- list: check_object
-- out: id int, label text, version int, state text, unit int
-- scope: unit=k.checker_id
-- filter: id int: l.id = :id
-- order: id: l.id int
SELECT l.id, u.name || ': ' || k.title, l.version, CASE WHEN g.state = 'final' THEN 'final' ELSE h.state END, k.checker_id
FROM score_line l JOIN score_sheet h ON h.id = l.sheet_id JOIN scoring g ON g.id = h.scoring_id JOIN criterion k ON k.id = l.criterion_id
JOIN unit u ON u.id = h.unit_id
WHERE l.id > 0 AND k.checker_id <> h.holder_id;

-- list: check_list
-- out: id int, sheet_id int, unit_name text, bloc text, year int, label text, title text, max text?, self text?, note text, file_name text?, checked text?, reason text, waits text, state text
-- out: version int
-- scope: unit=k.checker_id
-- filter: waits text: CASE WHEN l.checked_milli IS NULL AND l.self_milli IS NOT NULL AND h.state = 'sent' AND g.state = 'open' THEN 'yes' ELSE 'no' END = :waits
-- order: newest: l.id int
SELECT l.id, l.sheet_id, u.name, g.bloc, g.year, k.label, k.title,
       CASE WHEN k.max_milli % 1000 = 0 THEN CAST(k.max_milli / 1000 AS TEXT)
            ELSE CAST(k.max_milli / 1000 AS TEXT) || ',' || rtrim(substr(CAST(1000 + k.max_milli % 1000 AS TEXT), 2), '0') END,
       CASE WHEN l.self_milli % 1000 = 0 THEN CAST(l.self_milli / 1000 AS TEXT)
            ELSE CAST(l.self_milli / 1000 AS TEXT) || ',' || rtrim(substr(CAST(1000 + l.self_milli % 1000 AS TEXT), 2), '0') END,
       l.note, f.name,
       CASE WHEN l.checked_milli % 1000 = 0 THEN CAST(l.checked_milli / 1000 AS TEXT)
            ELSE CAST(l.checked_milli / 1000 AS TEXT) || ',' || rtrim(substr(CAST(1000 + l.checked_milli % 1000 AS TEXT), 2), '0') END,
       l.reason,
       CASE WHEN l.checked_milli IS NULL AND l.self_milli IS NOT NULL AND h.state = 'sent' AND g.state = 'open' THEN 'yes' ELSE 'no' END,
       CASE WHEN g.state = 'final' THEN 'final' ELSE h.state END, l.version
FROM score_line l LEFT JOIN score_sheet h ON h.id = l.sheet_id LEFT JOIN scoring g ON g.id = h.scoring_id
LEFT JOIN criterion k ON k.id = l.criterion_id LEFT JOIN unit u ON u.id = h.unit_id LEFT JOIN file f ON f.id = l.file_id AND f.state = 'kept'
WHERE l.id > 0 AND k.checker_id <> h.holder_id AND COALESCE(h.state, '') IN ('sent', 'checked');

-- name: criteria_drafts many
-- out: id int, title text
SELECT id, title FROM criteria_set WHERE state = 'draft' ORDER BY id;

-- Sheets of a unit that may be scored now.
-- name: sheet_open_of many
-- in: unit int
-- out: id int, bloc text, set_id int
SELECT h.id, g.bloc, g.set_id FROM score_sheet h JOIN scoring g ON g.id = h.scoring_id AND g.state = 'open'
WHERE h.holder_id = :unit AND h.state IN ('draft', 'returned') ORDER BY h.id;
