-- Holidays and worked Saturdays.

-- list: holiday_list
-- out: day date, kind text, name text, source text, confirmed text
-- filter: year text: h.day >= :year AND h.day < :year || '~'
-- filter: confirmed text: h.confirmed = CASE WHEN :confirmed = 'yes' THEN 1 ELSE 0 END
-- order: day: h.day text
SELECT h.day, h.kind, h.name, h.source, CASE WHEN h.confirmed = 1 THEN 'yes' ELSE 'no' END
FROM holiday h
WHERE h.day > '';

-- name: holiday_put exec
-- in: day date, kind text, name text, source text, confirmed int
INSERT INTO holiday (day, kind, name, source, confirmed) VALUES (:day, :kind, :name, :source, :confirmed)
ON CONFLICT (day) DO UPDATE SET kind = excluded.kind, name = excluded.name, source = excluded.source,
    confirmed = excluded.confirmed;

-- name: holiday_drop exec
-- in: day date
DELETE FROM holiday WHERE day = :day;

-- name: holiday_all many
-- out: day date, kind text, name text, source text, confirmed int
SELECT day, kind, name, source, confirmed FROM holiday ORDER BY day;
