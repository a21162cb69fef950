-- The six grounds as one statement, for SQLite and PostgreSQL. person(pid, disc), py(pid, y, rating, titles, o, p, n);
-- o, p, n: initiatives of office, province, nation or wider. Writes the table verdict.
create temp table verdict as
with w as (
 select p.pid, p.disc,
  max(case when y = 4 then rating end) r4, max(case when y = 3 then rating end) r3,
  max(case when y = 3 then titles end) t3, max(case when y = 2 then titles end) t2,
  max(case when y = 4 then o end) o4, max(case when y = 3 then o end) o3,
  max(case when y >= 2 then py.p else 0 end) pr, max(case when y >= 2 then n else 0 end) na
 from person p join py on py.pid = p.pid group by p.pid, p.disc),
a as (select w.*, case when disc = 0 and r4 >= 4 then 1 else 0 end ld from w),
b as (select a.*, case when ld = 1 and (r4 = 5 or o4 > 0) then 1 else 0 end cs from a),
c as (select b.*, case when cs = 1 and (t3 & 2) <> 0 and (t2 & 2) <> 0 and pr > 0 then 1 else 0 end ct from b)
select pid, ld, cs, ct,
 case when ct = 1 and (t3 & 4) <> 0 and na > 0 then 1 else 0 end tq,
 case when cs = 1 and (t3 & 2) <> 0 then 1 else 0 end ba,
 case when disc = 0 and r4 = 5 and r3 = 5 and o4 + o3 >= 2 then 1 else 0 end bb
from c;
