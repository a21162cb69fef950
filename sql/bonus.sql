-- Money of awards, and the fund it is paid from.

-- list: bonus_object
-- out: id int, label text, version int, state text, person int?, unit int?
-- scope: unit=COALESCE(p.unit_id,a.unit_id) person=a.person_id
-- filter: id int: b.id = :id
-- order: id: b.id int
SELECT b.id, COALESCE(p.name, CASE a.subject WHEN 'unit' THEN u.name WHEN 'household' THEN a.household END, ''), b.version, b.state, a.person_id,
       COALESCE(p.unit_id, a.unit_id)
FROM bonus b LEFT JOIN award a ON a.id = b.award_id LEFT JOIN person p ON p.id = a.person_id LEFT JOIN unit u ON u.id = a.unit_id
WHERE b.id > 0;

-- list: bonus_list
-- out: id int, name text, unit_name text?, code text, award_year int, award_id int, person_id int?, decision_id int?, sign text, dated date?, year int,
--   amount int, state text, paid_on date?, voucher text, reason text, version int
-- scope: unit=COALESCE(p.unit_id,a.unit_id) person=a.person_id
-- filter: decision int: b.line_id IN (SELECT l.id FROM decision_line l WHERE l.decision_id = :decision)
-- filter: award int: b.award_id = :award
-- filter: year int: b.year = :year
-- filter: state text: b.state = :state
-- filter: person int: b.award_id IN (SELECT x.id FROM award x WHERE x.person_id = :person)
-- filter: id int: b.id = :id
-- order: newest: b.id int
SELECT b.id, COALESCE(p.name, CASE a.subject WHEN 'unit' THEN u.name WHEN 'household' THEN a.household END, ''),
       CASE a.subject WHEN 'person' THEN u.name END, a.code, a.year, b.award_id, a.person_id, l.decision_id, a.sign, a.dated, b.year, b.amount, b.state,
       b.paid_on, b.voucher, b.reason, b.version
FROM bonus b LEFT JOIN award a ON a.id = b.award_id LEFT JOIN person p ON p.id = a.person_id LEFT JOIN unit u ON u.id = a.unit_id
LEFT JOIN decision_line l ON l.id = b.line_id
WHERE b.id > 0;

-- name: bonus_add id
-- in: award int, line int?, year int, amount int, now int
-- out: id int
INSERT INTO bonus (award_id, line_id, year, amount, made_ms) VALUES (:award, :line, :year, :amount, :now) RETURNING id;

-- name: bonus_get one
-- in: id int
-- out: id int, state text, award_id int, year int, amount int, person_id int?, name text
SELECT b.id, b.state, b.award_id, b.year, b.amount, a.person_id,
       COALESCE(p.name, CASE a.subject WHEN 'unit' THEN u.name WHEN 'household' THEN a.household END, '')
FROM bonus b JOIN award a ON a.id = b.award_id LEFT JOIN person p ON p.id = a.person_id LEFT JOIN unit u ON u.id = a.unit_id WHERE b.id = :id;

-- name: bonus_of_award one
-- in: award int
-- out: id int, state text, amount int
SELECT id, state, amount FROM bonus WHERE award_id = :award AND state <> 'void';

-- name: bonus_due_of many
-- in: decision int
-- out: id int, person_id int?, amount int, year int
SELECT b.id, a.person_id, b.amount, b.year
FROM decision_line l JOIN bonus b ON b.line_id = l.id JOIN award a ON a.id = b.award_id
WHERE l.decision_id = :decision AND b.state = 'due' ORDER BY l.position, b.id;

-- name: bonus_sheet_rows many
-- in: decision int
-- out: name text, unit_name text?, code text, title text, amount int
SELECT COALESCE(p.name, CASE a.subject WHEN 'unit' THEN u.name WHEN 'household' THEN a.household END, ''), CASE a.subject WHEN 'person' THEN u.name END,
       a.code, a.title, b.amount
FROM decision_line l JOIN bonus b ON b.line_id = l.id JOIN award a ON a.id = b.award_id LEFT JOIN person p ON p.id = a.person_id
LEFT JOIN unit u ON u.id = a.unit_id
WHERE l.decision_id = :decision AND b.state IN ('due', 'paid') ORDER BY l.position, b.id;

-- name: bonus_paid exec
-- in: id int, on date, voucher text
UPDATE bonus SET state = 'paid', paid_on = :on, voucher = :voucher, version = version + 1 WHERE id = :id AND state = 'due';

-- name: bonus_unpaid exec
-- in: id int, reason text
UPDATE bonus SET state = 'due', paid_on = NULL, voucher = '', reason = :reason, version = version + 1 WHERE id = :id AND state = 'paid';

-- name: bonus_state exec
-- in: id int, state text, reason text
UPDATE bonus SET state = :state, reason = :reason, version = version + 1 WHERE id = :id;

-- ---------------------------------------------------------------- the fund

-- list: fund_entry_object
-- out: id int, label text, state text
-- filter: id int: f.id = :id
-- order: id: f.id int
SELECT f.id, f.basis, CASE WHEN f.bonus_id IS NULL THEN 'free' ELSE 'bonus' END FROM fund_entry f WHERE f.id > 0;

-- list: fund_list
-- out: id int, year int, kind text, amount int, on_date date, basis text, bonus_id int?, made_by text?, made_ms int
-- filter: year int: f.year = :year
-- filter: kind text: f.kind = :kind
-- order: newest: f.id int
SELECT f.id, f.year, f.kind, f.amount, f.on_date, f.basis, f.bonus_id, coalesce(p.name, a.name), f.made_ms
FROM fund_entry f LEFT JOIN account a ON a.id = f.made_by LEFT JOIN person p ON p.id = a.person_id
WHERE f.id > 0;

-- list: fund_years
-- out: year int, income int, bonuses int, spending int, recovered int, balance int, due int, recover int
-- order: newest: y.year int
SELECT y.year, y.income, y.bonuses, y.spending, y.recovered, y.balance,
       COALESCE((SELECT CAST(sum(b.amount) AS bigint) FROM bonus b WHERE b.year = y.year AND b.state = 'due'), 0),
       COALESCE((SELECT CAST(sum(b.amount) AS bigint) FROM bonus b WHERE b.year = y.year AND b.state = 'recover'), 0)
FROM (SELECT f.year AS year, CAST(sum(CASE f.kind WHEN 'income' THEN f.amount ELSE 0 END) AS bigint) AS income,
             CAST(sum(CASE f.kind WHEN 'bonus' THEN -f.amount ELSE 0 END) AS bigint) AS bonuses,
             CAST(sum(CASE f.kind WHEN 'spending' THEN -f.amount ELSE 0 END) AS bigint) AS spending,
             CAST(sum(CASE f.kind WHEN 'recovered' THEN f.amount ELSE 0 END) AS bigint) AS recovered, CAST(sum(f.amount) AS bigint) AS balance
      FROM fund_entry f GROUP BY f.year) y
WHERE y.year > 0;

-- name: fund_add id
-- in: year int, kind text, amount int, on date, basis text, bonus int?, account int?, now int
-- out: id int
INSERT INTO fund_entry (year, kind, amount, on_date, basis, bonus_id, made_by, made_ms)
VALUES (:year, :kind, :amount, :on, :basis, :bonus, :account, :now) RETURNING id;

-- name: fund_get one
-- in: id int
-- out: id int, year int, kind text, amount int, basis text, bonus_id int?
SELECT id, year, kind, amount, basis, bonus_id FROM fund_entry WHERE id = :id;

-- name: fund_sum one
-- in: year int
-- out: balance int, due int
SELECT COALESCE((SELECT CAST(sum(f.amount) AS bigint) FROM fund_entry f WHERE f.year = :year), 0),
       COALESCE((SELECT CAST(sum(b.amount) AS bigint) FROM bonus b WHERE b.year = :year AND b.state = 'due'), 0);

-- From which year's fund it was paid.
-- name: bonus_fund_of one
-- in: bonus int
-- out: year int
SELECT year FROM fund_entry WHERE bonus_id = :bonus AND kind = 'bonus' AND amount < 0 ORDER BY id DESC LIMIT 1;

-- ---------------------------------------------------------------- what is held about one person

-- list: privacy_bonus
-- out: id int, award_id int, year int, amount int, state text, paid_on date?, voucher text
-- filter: person int: b.award_id IN (SELECT a.id FROM award a WHERE a.person_id = :person)
-- order: id: b.id int
SELECT b.id, b.award_id, b.year, b.amount, b.state, b.paid_on, b.voucher FROM bonus b WHERE b.id > 0;

-- Money that is not settled: to be paid, to be given back.
-- name: bonus_open_of one
-- in: person int
-- out: n int
SELECT count(*) FROM award a JOIN bonus b ON b.award_id = a.id WHERE a.person_id = :person AND b.state IN ('due', 'recover');
