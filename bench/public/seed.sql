-- @AWARDS@ lines of the ledger, ten for each of a tenth as many people, each with its certificate. @SERIES@ and @PEOPLE@ are the engine's own words for the numbers
-- from 0 on. Short numbers of certificates are the n-th in order behind "2222-222": as long as real ones, and look.mjs knows which is whose.
INSERT INTO person (id, name, sort_key, fold, key_version, gender, cadre, unit_id, post_title, created_ms)
SELECT 10000000 + n, 'Lò Thị Số ' || n, CAST('so lo thi ' || n AS @BLOB@), 'lo thi so ' || n, 0, CASE n % 2 WHEN 0 THEN 'nam' ELSE 'nu' END, 'civil_servant', 3 + n % 8, 'Chuyên viên', 0
FROM @PEOPLE@;
INSERT INTO award (id, subject, person_id, code, type, year, period_from, period_to, sign, dated, issuer, level, achievement, made_ms)
SELECT 10000000 + n, 'person', 10000000 + n / 10, CASE n % 10 WHEN 3 THEN 'CSTDCS' WHEN 7 THEN 'GK' ELSE 'LDTT' END, 'merit', 2016 + n % 10,
       CAST(2016 + n % 10 AS TEXT) || '-01-01', CAST(2017 + n % 10 AS TEXT) || '-01-01', CAST(n / 1000 AS TEXT) || '/QĐ-VP', CAST(2016 + n % 10 AS TEXT) || '-12-20',
       'Văn phòng UBND tỉnh Lào Cai', 'office', 'Hoàn thành tốt nhiệm vụ', 0
FROM @SERIES@;
INSERT INTO certificate (id, award_id, blank, token, year, golden, state, made_ms)
SELECT 10000000 + n, 10000000 + n, 'giay-khen',
       '2222-222' || substr(x.letters, n / 1048576 % 32 + 1, 1) || '-' || substr(x.letters, n / 32768 % 32 + 1, 1) || substr(x.letters, n / 1024 % 32 + 1, 1)
       || substr(x.letters, n / 32 % 32 + 1, 1) || substr(x.letters, n % 32 + 1, 1),
       2016 + n % 10, n + 1, 'given', 0
FROM @SERIES@, (SELECT '23456789ABCDEFGHJKLMNPQRSTUVWXYZ' AS letters) x;
