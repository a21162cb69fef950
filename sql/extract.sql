-- Extracts of awards (bản trích khen thưởng): the lines of the ledger that one person had on one day, with a short number that anybody may ask about.

-- name: extract_add id
-- in: token text, person int, text int, account int?, now int
-- out: id int
INSERT INTO award_extract (token, person_id, text_id, made_by, made_ms) VALUES (:token, :person, :text, :account, :now) RETURNING id;

-- name: extract_lines_add exec
-- in: extract int, person int
INSERT INTO award_extract_line (extract_id, award_id)
SELECT :extract, id FROM award WHERE person_id = :person AND subject = 'person' AND state = 'valid' ORDER BY year, id LIMIT 1000;

-- The newest one of a person that says what the ledger says now.
-- name: extract_same one
-- in: person int
-- out: id int
SELECT x.id FROM award_extract x WHERE x.person_id = :person
AND x.id = (SELECT max(y.id) FROM award_extract y WHERE y.person_id = :person)
AND NOT EXISTS (SELECT 1 FROM award a WHERE a.person_id = :person AND a.subject = 'person' AND a.state = 'valid'
                AND NOT EXISTS (SELECT 1 FROM award_extract_line l WHERE l.extract_id = x.id AND l.award_id = a.id))
AND NOT EXISTS (SELECT 1 FROM award_extract_line l JOIN award a ON a.id = l.award_id
                WHERE l.extract_id = x.id AND (a.state <> 'valid' OR a.person_id <> x.person_id));

-- name: extract_get one
-- in: id int
-- out: id int, token text, person_id int, text_id int, name text, post_title text, unit_name text?, made_ms int
SELECT x.id, x.token, x.person_id, x.text_id, p.name, p.post_title, u.name, x.made_ms
FROM award_extract x JOIN person p ON p.id = x.person_id LEFT JOIN unit u ON u.id = p.unit_id WHERE x.id = :id;

-- name: extract_by_token one
-- in: token text
-- out: id int, name text, made_ms int
SELECT x.id, p.name, x.made_ms FROM award_extract x JOIN person p ON p.id = x.person_id WHERE x.token = :token;

-- name: extract_lines many
-- in: extract int
-- out: year int, code text, title text, sign text, dated date?, issuer text, state text, cancel_sign text, cancel_dated date?
SELECT a.year, a.code, a.title, a.sign, a.dated, a.issuer, a.state, a.cancel_sign, a.cancel_dated
FROM award_extract_line l JOIN award a ON a.id = l.award_id WHERE l.extract_id = :extract ORDER BY a.year, a.id;

-- list: extract_object
-- out: id int, label text, version int, state text, person int?, unit int?
-- scope: unit=p.unit_id person=x.person_id
-- filter: id int: x.id = :id
-- order: id: x.id int
SELECT x.id, x.token, 1, 'made', x.person_id, p.unit_id FROM award_extract x JOIN person p ON p.id = x.person_id WHERE x.id > 0;

-- list: extract_list
-- out: id int, token text, person_id int, person_name text, lines int, gone int, made_ms int, made_by text?
-- scope: unit=p.unit_id person=x.person_id
-- filter: person int: x.person_id = :person
-- order: newest: x.id int
SELECT x.id, x.token, x.person_id, p.name, (SELECT count(*) FROM award_extract_line l WHERE l.extract_id = x.id),
       (SELECT count(*) FROM award_extract_line l JOIN award a ON a.id = l.award_id WHERE l.extract_id = x.id AND a.state <> 'valid'), x.made_ms, m.name
FROM award_extract x JOIN person p ON p.id = x.person_id LEFT JOIN account n ON n.id = x.made_by LEFT JOIN person m ON m.id = n.person_id
WHERE x.id > 0;
