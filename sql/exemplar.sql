-- Exemplars: what units propose each month, what is chosen, published and followed; what the records themselves propose.

-- list: exemplar_object
-- out: id int, label text, version int, state text, person int?, unit int?
-- scope: unit=e.holder_id
-- filter: id int: e.id = :id
-- order: id: e.id int
SELECT e.id, e.title, e.version, e.state, e.person_id, e.holder_id FROM exemplar e WHERE e.id > 0;

-- list: exemplar_list
-- out: id int, title text, subject text, name text?, unit_id int, unit_name text?, year int, month text, pictures int, state text, published_on date?, version int
-- scope: unit=e.holder_id
-- filter: state text: e.state = :state
-- filter: year int: e.year = :year
-- filter: month int: e.month = :month
-- filter: unit int: e.holder_id = :unit
-- filter: subject text: e.subject = :subject
-- order: newest: e.id int
-- order: time: e.year int, e.month int, e.id int
SELECT e.id, e.title, e.subject, COALESCE(p.name, CASE WHEN e.subject = 'unit' THEN t.name END, e.household), e.holder_id, u.name, e.year,
       substr(CAST(100 + e.month AS TEXT), 2) || '/' || CAST(e.year AS TEXT),
       (SELECT count(*) FROM exemplar_picture x WHERE x.exemplar_id = e.id), e.state, e.published_on, e.version
FROM exemplar e LEFT JOIN unit u ON u.id = e.holder_id LEFT JOIN person p ON p.id = e.person_id LEFT JOIN unit t ON t.id = e.about_unit_id
WHERE e.id > 0;

-- list: exemplar_view
-- out: id int, title text, subject text, name text?, person_id int?, about_unit_id int?, unit_id int, unit_name text?, year int, month int, at text, story text, deed_id int?,
--   deed_title text?, state text, reason text, consent text, approved_by text?, approved_ms int?, published_on date?, made_by text?, version int
-- scope: unit=e.holder_id
-- filter: id int: e.id = :id
-- order: id: e.id int
SELECT e.id, e.title, e.subject, COALESCE(p.name, CASE WHEN e.subject = 'unit' THEN t.name END, e.household), e.person_id, e.about_unit_id, e.holder_id, u.name, e.year, e.month,
       substr(CAST(100 + e.month AS TEXT), 2) || '/' || CAST(e.year AS TEXT), e.story, e.deed_id, d.title, e.state, e.reason, e.consent,
       COALESCE(ap.name, aa.name), e.approved_ms, e.published_on, COALESCE(mp.name, ma.name), e.version
FROM exemplar e LEFT JOIN unit u ON u.id = e.holder_id LEFT JOIN person p ON p.id = e.person_id LEFT JOIN unit t ON t.id = e.about_unit_id
LEFT JOIN deed d ON d.id = e.deed_id
LEFT JOIN account aa ON aa.id = e.approved_by LEFT JOIN person ap ON ap.id = aa.person_id
LEFT JOIN account ma ON ma.id = e.made_by LEFT JOIN person mp ON mp.id = ma.person_id
WHERE e.id > 0;

-- name: exemplar_add id
-- in: unit int, year int, month int, subject text, person int?, about int?, household text, title text, story text, deed int?, account int?, now int
-- out: id int
INSERT INTO exemplar (unit_id, holder_id, year, month, subject, person_id, about_unit_id, household, title, story, deed_id, made_by, changed_ms, made_ms)
VALUES (:unit, :unit, :year, :month, :subject, :person, :about, :household, :title, :story, :deed, :account, :now, :now)
RETURNING id;

-- name: exemplar_get one
-- in: id int
-- out: id int, state text, holder_id int, subject text, person_id int?, about_unit_id int?, title text, published_on date?, made_by int?
SELECT id, state, holder_id, subject, person_id, about_unit_id, title, published_on, made_by FROM exemplar WHERE id = :id;

-- The same subject in the same month.
-- name: exemplar_same one
-- in: year int, month int, person int?, about int?, household text
-- out: id int
SELECT e.id FROM exemplar e
WHERE e.year = :year AND e.month = :month AND e.state NOT IN ('refused', 'dropped')
  AND (e.person_id = :person OR e.about_unit_id = :about OR (e.household <> '' AND e.household = :household))
ORDER BY e.id LIMIT 1;

-- name: exemplar_set exec
-- in: id int, year int, month int, title text, story text, now int
UPDATE exemplar SET year = :year, month = :month, title = :title, story = :story, changed_ms = :now, version = version + 1 WHERE id = :id;

-- name: exemplar_state exec
-- in: id int, state text, reason text, now int
UPDATE exemplar SET state = :state, reason = :reason, changed_ms = :now, version = version + 1 WHERE id = :id;

-- name: exemplar_approved exec
-- in: id int, account int?, now int
UPDATE exemplar SET state = 'approved', reason = '', approved_by = :account, approved_ms = :now, changed_ms = :now, version = version + 1 WHERE id = :id;

-- name: exemplar_published exec
-- in: id int, consent text, on date, now int
UPDATE exemplar SET state = 'published', reason = '', consent = :consent, published_on = :on, changed_ms = :now, version = version + 1 WHERE id = :id;

-- name: exemplar_of many
-- in: person int
-- out: id int
SELECT id FROM exemplar WHERE person_id = :person ORDER BY id;

-- name: exemplar_move exec
-- in: id int, person int
UPDATE exemplar SET person_id = :person WHERE id = :id;

-- ---------------------------------------------------------------- pictures and notes

-- list: exemplar_picture_object
-- out: id int, label text, version int, state text, person int?, unit int?
-- scope: unit=e.holder_id
-- filter: id int: x.id = :id
-- order: id: x.id int
SELECT x.id, x.caption, x.version, e.state, e.person_id, e.holder_id FROM exemplar_picture x LEFT JOIN exemplar e ON e.id = x.exemplar_id WHERE x.id > 0;

-- list: exemplar_picture_list
-- out: id int, caption text, name text, version int
-- scope: unit=e.holder_id
-- filter: exemplar int: x.exemplar_id = :exemplar
-- order: id: x.id int
SELECT x.id, x.caption, f.name, x.version
FROM exemplar_picture x LEFT JOIN exemplar e ON e.id = x.exemplar_id JOIN file f ON f.id = x.file_id AND f.state = 'kept'
WHERE x.id > 0;

-- name: exemplar_picture_add id
-- in: exemplar int, file int, caption text, now int
-- out: id int
INSERT INTO exemplar_picture (exemplar_id, file_id, caption, made_ms) VALUES (:exemplar, :file, :caption, :now) RETURNING id;

-- name: exemplar_picture_get one
-- in: id int
-- out: id int, exemplar_id int, file_id int
SELECT id, exemplar_id, file_id FROM exemplar_picture WHERE id = :id;

-- name: exemplar_picture_count one
-- in: exemplar int
-- out: n int
SELECT count(*) FROM exemplar_picture x JOIN file f ON f.id = x.file_id AND f.state = 'kept' WHERE x.exemplar_id = :exemplar;

-- list: exemplar_note_list
-- out: id int, on_date date, text text, shown int, made_by text?
-- scope: unit=e.holder_id
-- filter: exemplar int: x.exemplar_id = :exemplar
-- order: newest: x.id int
SELECT x.id, x.on_date, x.text, x.shown, COALESCE(p.name, a.name)
FROM exemplar_note x LEFT JOIN exemplar e ON e.id = x.exemplar_id
LEFT JOIN account a ON a.id = x.made_by LEFT JOIN person p ON p.id = a.person_id
WHERE x.id > 0;

-- name: exemplar_note_add id
-- in: exemplar int, on date, text text, shown int, account int?, now int
-- out: id int
INSERT INTO exemplar_note (exemplar_id, on_date, text, shown, made_by, made_ms) VALUES (:exemplar, :on, :text, :shown, :account, :now) RETURNING id;

-- ---------------------------------------------------------------- who sends, who does not

-- The units just below the office, with what came from them and all below them.
-- list: exemplar_intake
-- out: id int, name text, this_month int, in_year int, last text?, state text
-- scope: unit=u.id
-- filter: state text: CASE WHEN (SELECT 1 FROM exemplar e JOIN unit_below b ON b.below_id = e.holder_id AND b.unit_id = u.id AND b.valid_from <= :today AND b.valid_to > :today WHERE e.year = CAST(substr(:today, 1, 4) AS bigint) AND e.month = CAST(substr(:today, 6, 2) AS bigint) AND e.state <> 'dropped' LIMIT 1) = 1 THEN 'sent' ELSE 'lacking' END = :state
-- order: tree: u.tree_no int, u.id int
SELECT u.id, u.name,
       (SELECT count(*) FROM exemplar e JOIN unit_below b ON b.below_id = e.holder_id AND b.unit_id = u.id AND b.valid_from <= :today AND b.valid_to > :today
        WHERE e.year = CAST(substr(:today, 1, 4) AS bigint) AND e.month = CAST(substr(:today, 6, 2) AS bigint) AND e.state <> 'dropped'),
       (SELECT count(*) FROM exemplar e JOIN unit_below b ON b.below_id = e.holder_id AND b.unit_id = u.id AND b.valid_from <= :today AND b.valid_to > :today
        WHERE e.year = CAST(substr(:today, 1, 4) AS bigint) AND e.state <> 'dropped'),
       (SELECT substr(CAST(max(e.year * 100 + e.month) AS TEXT), 5, 2) || '/' || substr(CAST(max(e.year * 100 + e.month) AS TEXT), 1, 4)
        FROM unit_below b JOIN exemplar e ON e.holder_id = b.below_id AND e.state <> 'dropped'
        WHERE b.unit_id = u.id AND b.valid_from <= :today AND b.valid_to > :today),
       CASE WHEN (SELECT 1 FROM exemplar e JOIN unit_below b ON b.below_id = e.holder_id AND b.unit_id = u.id AND b.valid_from <= :today AND b.valid_to > :today
                  WHERE e.year = CAST(substr(:today, 1, 4) AS bigint) AND e.month = CAST(substr(:today, 6, 2) AS bigint) AND e.state <> 'dropped' LIMIT 1) = 1
            THEN 'sent' ELSE 'lacking' END
FROM unit u
WHERE u.state = 'active' AND u.depth = 1;

-- name: exemplar_lacking many
-- in: today date, year int, month int
-- out: id int, name text
SELECT u.id, u.name FROM unit u
WHERE u.state = 'active' AND u.depth = 1
  AND (SELECT 1 FROM exemplar e JOIN unit_below b ON b.below_id = e.holder_id AND b.unit_id = u.id AND b.valid_from <= :today AND b.valid_to > :today
       WHERE e.year = :year AND e.month = :month AND e.state <> 'dropped' LIMIT 1) IS NULL
ORDER BY u.tree_no, u.id;

-- ---------------------------------------------------------------- what the records propose

-- Achievements that somebody confirmed and nobody has rewarded.
-- list: exemplar_deeds
-- out: id int, name text?, unit_id int?, unit_name text?, kind text, title text, effect text, year int, on_date date?
-- scope: unit=COALESCE(p.unit_id,d.unit_id)
-- filter: year int: d.year = :year
-- filter: kind text: d.kind = :kind
-- order: time: d.year int, d.id int
SELECT d.id, COALESCE(p.name, CASE d.subject WHEN 'unit' THEN u.name ELSE d.household END), COALESCE(p.unit_id, d.unit_id), u.name, d.kind, d.title, d.effect, d.year, d.on_date
FROM deed d LEFT JOIN person p ON p.id = d.person_id LEFT JOIN unit u ON u.id = COALESCE(p.unit_id, d.unit_id)
LEFT JOIN award a ON a.id = d.award_id AND a.state = 'valid'
WHERE d.state = 'valid' AND a.id IS NULL AND d.unmatched_id IS NULL
  AND (SELECT 1 FROM exemplar e WHERE e.deed_id = d.id AND e.state NOT IN ('refused', 'dropped') LIMIT 1) IS NULL;

-- Nothing above Lao động tiên tiến, which nearly everybody has, no proposal for anything above it and no exemplar in as many years as the office says.
-- list: exemplar_people
-- out: id int, name text, unit_id int?, unit_name text?, post_title text, since date?, last int?
-- scope: unit=p.unit_id
-- filter: below int: p.unit_id IN (SELECT b.below_id FROM unit_below b WHERE b.unit_id = :below AND b.valid_from <= :today AND b.valid_to > :today)
-- order: name: p.sort_key blob, p.id int
SELECT p.id, p.name, p.unit_id, u.name, p.post_title, (SELECT min(o.valid_from) FROM post o WHERE o.person_id = p.id),
       (SELECT max(a.year) FROM award a WHERE a.person_id = p.id AND a.subject = 'person' AND a.state = 'valid' AND a.code <> 'LDTT')
FROM person p LEFT JOIN unit u ON u.id = p.unit_id
WHERE p.state NOT IN ('left', 'merged', 'erased') AND p.unit_id IS NOT NULL
  AND (SELECT min(o.valid_from) FROM post o WHERE o.person_id = p.id) <
      CAST(CAST(substr(:today, 1, 4) AS bigint) - CAST(COALESCE((SELECT s.value FROM setting s WHERE s.key = 'exemplar.years'), '5') AS bigint) + 1 AS TEXT)
  AND (SELECT 1 FROM award a WHERE a.person_id = p.id AND a.subject = 'person' AND a.state = 'valid' AND a.code <> 'LDTT'
       AND a.year > CAST(substr(:today, 1, 4) AS bigint) - CAST(COALESCE((SELECT s.value FROM setting s WHERE s.key = 'exemplar.years'), '5') AS bigint) LIMIT 1) IS NULL
  AND (SELECT 1 FROM nominee n JOIN dossier d ON d.id = n.dossier_id WHERE n.person_id = p.id AND n.subject = 'person' AND n.code <> 'LDTT' AND n.state <> 'removed'
       AND d.shown = 1 AND n.year > CAST(substr(:today, 1, 4) AS bigint) - CAST(COALESCE((SELECT s.value FROM setting s WHERE s.key = 'exemplar.years'), '5') AS bigint) LIMIT 1) IS NULL
  AND (SELECT 1 FROM exemplar e WHERE e.person_id = p.id AND e.state NOT IN ('refused', 'dropped')
       AND e.year > CAST(substr(:today, 1, 4) AS bigint) - CAST(COALESCE((SELECT s.value FROM setting s WHERE s.key = 'exemplar.years'), '5') AS bigint) LIMIT 1) IS NULL;

-- Units that carry others: more awards above Lao động tiên tiến (their own and their people's) for each of them than the office has on the whole.
-- list: exemplar_units
-- out: id int, name text, people int, awards int, office_people int, office_awards int, times text
-- scope: unit=v.id
-- order: tree: v.tree_no int, v.id int
SELECT v.id, v.name, v.people, v.awards, v.office_people, v.office_awards,
       CAST(v.awards * v.office_people / (v.people * v.office_awards) AS TEXT) || ',' || CAST(v.awards * v.office_people * 10 / (v.people * v.office_awards) % 10 AS TEXT)
FROM (SELECT u.id, u.name, u.tree_no, (SELECT count(*) FROM person p WHERE p.state = 'active' AND p.unit_id = u.id) AS people,
             (SELECT count(*) FROM award a WHERE a.unit_id = u.id AND a.state = 'valid' AND a.code <> 'LDTT'
              AND a.year > CAST(substr(:today, 1, 4) AS bigint) - CAST(COALESCE((SELECT s.value FROM setting s WHERE s.key = 'exemplar.years'), '5') AS bigint)) AS awards,
             (SELECT count(*) FROM person p WHERE p.state = 'active' AND p.unit_id IS NOT NULL) AS office_people,
             (SELECT count(*) FROM award a WHERE a.state = 'valid' AND a.code <> 'LDTT' AND a.unit_id IS NOT NULL
              AND a.year > CAST(substr(:today, 1, 4) AS bigint) - CAST(COALESCE((SELECT s.value FROM setting s WHERE s.key = 'exemplar.years'), '5') AS bigint)) AS office_awards
      FROM unit u WHERE u.state = 'active' AND u.depth > 0) v
WHERE v.people > 0 AND v.awards * v.office_people > v.people * v.office_awards;

-- list: privacy_exemplar
-- out: id int, title text, year int, month int, story text, state text, reason text, consent text, published_on date?
-- filter: person int: e.person_id = :person
-- order: id: e.id int
SELECT e.id, e.title, e.year, e.month, e.story, e.state, e.reason, e.consent, e.published_on FROM exemplar e WHERE e.id > 0;

-- name: privacy_erase_exemplars exec
-- in: person int, now int
UPDATE exemplar SET title = 'Đã xóa', story = '', reason = '', consent = '', state = CASE state WHEN 'published' THEN 'withdrawn' ELSE state END,
    changed_ms = :now, version = version + 1
WHERE person_id = :person;

-- name: privacy_erase_exemplar_notes exec
-- in: person int
UPDATE exemplar_note SET text = 'Đã xóa' WHERE exemplar_id IN (SELECT e.id FROM exemplar e WHERE e.person_id = :person);

-- name: privacy_erase_exemplar_pictures exec
-- in: person int
UPDATE exemplar_picture SET caption = 'Đã xóa' WHERE exemplar_id IN (SELECT e.id FROM exemplar e WHERE e.person_id = :person);

-- name: exemplar_deed_text one
-- in: id int
-- out: title text, effect text
SELECT title, effect FROM deed WHERE id = :id;
