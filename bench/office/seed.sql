-- A province below the example office: @COMMUNES@ communes of ten teams of a hundred people, with five years of ratings, titles, rounds and
-- dossiers of twenty each. By the engine alone, in minutes; keys and the search index are made by `thidua rebuild` afterwards.
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
PRAGMA foreign_keys = OFF;
PRAGMA temp_store = MEMORY;
PRAGMA cache_size = -400000;
BEGIN;
CREATE TEMP TABLE digit (n INTEGER);
INSERT INTO digit VALUES (0), (1), (2), (3), (4), (5), (6), (7), (8), (9);
CREATE TEMP TABLE commune AS WITH RECURSIVE k(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM k WHERE n + 1 < @COMMUNES@) SELECT n, 10000 + n * 11 AS id FROM k;
CREATE TEMP TABLE team AS SELECT c.n * @TEAMS@ + d.n AS n, c.id + 1 + d.n AS id, c.id AS commune FROM commune c, digit d WHERE d.n < @TEAMS@;
CREATE TEMP TABLE surname (n INTEGER PRIMARY KEY, name TEXT, fold TEXT);
INSERT INTO surname VALUES (0, 'Nguyễn', 'nguyen'), (1, 'Trần', 'tran'), (2, 'Lê', 'le'), (3, 'Phạm', 'pham'), (4, 'Hoàng', 'hoang'), (5, 'Nguyễn', 'nguyen'),
    (6, 'Nguyễn', 'nguyen'), (7, 'Vàng', 'vang'), (8, 'Giàng', 'giang'), (9, 'Tẩn', 'tan');
CREATE TEMP TABLE given (n INTEGER PRIMARY KEY, name TEXT, fold TEXT);
INSERT INTO given VALUES (0, 'Văn An', 'van an'), (1, 'Thị Hương', 'thi huong'), (2, 'Minh Hà', 'minh ha'), (3, 'Thị Lan', 'thi lan'), (4, 'Đức Long', 'duc long'),
    (5, 'Ngọc Yến', 'ngoc yen'), (6, 'Quang Hải', 'quang hai'), (7, 'Thị Bích', 'thi bich'), (8, 'Seo Páo', 'seo pao'), (9, 'A Sính', 'a sinh'), (10, 'Xuân Thảo', 'xuan thao');

INSERT INTO unit (id, created_ms, parent_id, kind, name, sort_key, state, depth, tree_no)
SELECT id, 0, 1, 'committee', 'Ủy ban nhân dân xã Số ' || (n + 1), CAST('uy ban nhan dan xa so ' || n AS BLOB), 'active', 1, 1000 + n * 11 FROM commune;
INSERT INTO unit (id, created_ms, parent_id, kind, name, sort_key, state, depth, tree_no)
SELECT id, 0, commune, 'team', 'Tổ số ' || (n + 1), CAST('to so ' || n AS BLOB), 'active', 2, 1001 + n FROM team;
INSERT INTO unit_version (unit_id, parent_id, kind, name, position, valid_from, valid_to)
SELECT id, parent_id, kind, name, 100, '2015-01-01', '9999-12-31' FROM unit WHERE id >= 10000;
INSERT INTO unit_below SELECT id, id, '2015-01-01', '9999-12-31' FROM unit WHERE id >= 10000;
INSERT INTO unit_below SELECT 1, id, '2015-01-01', '9999-12-31' FROM unit WHERE id >= 10000;
INSERT INTO unit_below SELECT commune, id, '2015-01-01', '9999-12-31' FROM team;

INSERT INTO person (id, name, sort_key, fold, key_version, gender, cadre, unit_id, post_title, created_ms)
SELECT 100000 + t.n * 100 + a.n * 10 + b.n, s.name || ' ' || g.name, CAST(g.fold || ' ' || s.fold AS BLOB), s.fold || ' ' || g.fold, 0,
       CASE b.n % 2 WHEN 0 THEN 'nam' ELSE 'nu' END, 'civil_servant', t.id, 'Chuyên viên', 0
FROM team t, digit a, digit b JOIN surname s ON s.n = (t.n * 7 + a.n * 3 + b.n) % 10 JOIN given g ON g.n = (t.n * 13 + a.n * 5 + b.n * 7) % 11;
-- One in ten thousand has a name of their own: what a search must not lose.
UPDATE person SET name = 'Phùng Khắc Khoan ' || id, fold = 'phung khac khoan ' || id WHERE id >= 100000 AND id % 10000 = @PLANTED@;
INSERT INTO post (person_id, unit_id, title, main, valid_from, valid_to)
SELECT id, unit_id, 'Chuyên viên', 1, '2015-01-01', '9999-12-31' FROM person WHERE id >= 100000;

CREATE TEMP TABLE span (year INTEGER, back INTEGER);
INSERT INTO span VALUES (@YEAR@, 0), (@YEAR@ - 1, 1), (@YEAR@ - 2, 2), (@YEAR@ - 3, 3), (@YEAR@ - 4, 4), (@YEAR@ - 5, 5);
INSERT INTO rating (subject, person_id, year, level, sign, dated, made_ms)
SELECT 'person', p.id, s.year, CASE (p.id + s.back) % 9 WHEN 0 THEN 'HTXSNV' WHEN 1 THEN 'HTNV' ELSE 'HTTNV' END, '9/QĐ', s.year || '-12-10', 0
FROM span s, person p WHERE p.id >= 100000;
INSERT INTO attestation (subject, person_id, year, matter, yes, said_by, made_ms)
SELECT 'person', p.id, @YEAR@, 'TU_LUC', 1, 'Trưởng đơn vị', 0 FROM person p WHERE p.id >= 100000;
INSERT INTO award (subject, person_id, code, type, year, period_from, period_to, sign, dated, level, made_ms)
SELECT 'person', p.id, 'LDTT', 'merit', s.year, s.year || '-01-01', (s.year + 1) || '-01-01', '7/QĐ', s.year || '-12-20', 'office', 0
FROM span s, person p WHERE s.back > 0 AND p.id >= 100000 AND (p.id + s.back) % 9 <> 1;
INSERT INTO award (subject, person_id, code, type, year, period_from, period_to, sign, dated, level, made_ms)
SELECT 'person', p.id, 'CSTDCS', 'merit', s.year, s.year || '-01-01', (s.year + 1) || '-01-01', '8/QĐ', s.year || '-12-20', 'office', 0
FROM span s, person p WHERE s.back > 0 AND p.id >= 100000 AND (p.id + s.back) % 9 = 0;

-- A round a year; this year's is open and every team is drafting.
INSERT INTO award_round (id, state, unit_id, holder_id, type, year, title, fold, due, made_ms)
SELECT 1000 + s.back, CASE s.back WHEN 0 THEN 'open' ELSE 'closed' END, 1, 1, 'merit', s.year, 'Xét công trạng ' || s.year, 'xet cong trang ' || s.year, s.year || '-12-31', 0 FROM span s;
INSERT INTO award_round_unit (round_id, unit_id, holder_id) SELECT 1000 + s.back, t.id, t.id FROM span s, team t;
INSERT INTO dossier (id, state, round_id, unit_id, holder_id, type, year, title, fold, sent_on, received_on, shown, made_ms)
SELECT 1000000 + s.back * 1000000 + t.n, CASE s.back WHEN 0 THEN CASE t.n % 4 WHEN 3 THEN 'sent' ELSE 'draft' END ELSE 'decided' END, 1000 + s.back, t.id, t.id, 'merit', s.year,
       'Hồ sơ của tổ ' || t.n, 'ho so cua to ' || t.n, CASE WHEN s.back > 0 OR t.n % 4 = 3 THEN s.year || '-11-20' END, CASE WHEN s.back > 0 THEN s.year || '-11-22' END,
       CASE WHEN s.back > 0 OR t.n % 4 = 3 THEN 1 ELSE 0 END, 0
FROM span s, team t;
INSERT INTO nominee (state, dossier_id, subject, person_id, name, sort_key, code, asked_code, year, made_ms)
SELECT CASE s.back WHEN 0 THEN 'proposed' ELSE 'awarded' END, 1000000 + s.back * 1000000 + t.n, 'person', p.id, p.name, p.sort_key, 'LDTT', 'LDTT', s.year, 0
FROM span s, team t, digit a, digit b JOIN person p ON p.id = 100000 + t.n * 100 + a.n * 10 + b.n WHERE a.n < 2;
INSERT INTO dossier_step (dossier_id, step, to_state, at_ms) SELECT id, 'new', 'draft', 0 FROM dossier WHERE id >= 1000000;
COMMIT;
