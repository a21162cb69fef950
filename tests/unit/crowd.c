#include "crowd.h"

#include "app/org/org.h"
#include "base/buf.h"
#include "db/sql_account.h"
#include "index/index.h"
#include "viet/viet.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include <inttypes.h>
#include <libpq-fe.h>
#include <sqlite3.h>

/* In percent; the rest of a hundred is shared by those with 0. */
static const struct share {
	const char *name;
	int percent;
} surnames[] = {{"Nguyễn", 40}, {"Trần", 11}, {"Lê", 9},   {"Phạm", 7}, {"Hoàng", 5}, {"Phan", 4},
                {"Vũ", 4},      {"Đặng", 3},  {"Bùi", 3},  {"Đỗ", 2},   {"Hồ", 2},    {"Ngô", 2},
                {"Vàng", 0},    {"Giàng", 0}, {"Sùng", 0}, {"Lù", 0},   {"Tẩn", 0},   {"Thào", 0}},
  middles[] = {{"Văn", 25},  {"Thị", 35}, {"Minh", 6}, {"Ngọc", 5}, {"Thanh", 5}, {"Đức", 4},
               {"Quang", 3}, {"Hữu", 0},  {"Xuân", 0}, {"Seo", 0},  {"A", 0},     {"Mùi", 0}},
  givens[] = {{"Anh", 4},  {"Hương", 3}, {"Hà", 3},    {"Hùng", 3}, {"Hải", 3},   {"An", 0},
              {"Bình", 0}, {"Chung", 0}, {"Dũng", 0},  {"Đạt", 0},  {"Giang", 0}, {"Khánh", 0},
              {"Long", 0}, {"Nam", 0},   {"Phong", 0}, {"Quân", 0}, {"Sơn", 0},   {"Thành", 0},
              {"Tuấn", 0}, {"Vinh", 0},  {"Bích", 0},  {"Chi", 0},  {"Dung", 0},  {"Điệp", 0},
              {"Hoà", 0},  {"Lan", 0},   {"Linh", 0},  {"Mai", 0},  {"Nga", 0},   {"Oanh", 0},
              {"Yến", 0},  {"Thảo", 0},  {"Trang", 0}, {"Uyên", 0}, {"Vân", 0},   {"Quỳnh", 0}};

/* One table's rows on their way to the engine, a thousand at a time. */
struct bulk {
	const char *into;
	struct buf rows;
	int count;
};

struct crowd {
	struct ctx *c;
	sqlite3 *lite;
	PGconn *pg;
	int64_t teams[CROWD_COMMUNES * CROWD_TEAMS];
	unsigned seed;
	struct bulk person, post, item;
};

static unsigned draw(struct crowd *k, unsigned below)
{
	k->seed = k->seed * 1664525u + 1013904223u;
	return (unsigned)((uint64_t)(k->seed >> 8) * below >> 24);
}

static const char *pick(struct crowd *k, const struct share *of, int count)
{
	int at = (int)draw(k, 100), first_small = 0;
	for (; first_small < count && of[first_small].percent; first_small++) {
		if (at < of[first_small].percent)
			return of[first_small].name;
		at -= of[first_small].percent;
	}
	return of[first_small + (int)draw(k, (unsigned)(count - first_small))].name;
}

/* --- the engine, by its own library ----------------------------------------------------------- */

static void run(struct crowd *k, const char *sql)
{
	if (k->lite) {
		if (sqlite3_exec(k->lite, sql, NULL, NULL, NULL) != SQLITE_OK)
			fail_msg("%.80s: %s", sql, sqlite3_errmsg(k->lite));
		return;
	}
	PGresult *r = PQexec(k->pg, sql);
	if (PQresultStatus(r) != PGRES_COMMAND_OK)
		fail_msg("%.80s: %s", sql, PQerrorMessage(k->pg));
	PQclear(r);
}

static void flush(struct crowd *k, struct bulk *b)
{
	if (b->count == 0)
		return;
	buf_chr(&b->rows, '\0');
	assert_false(b->rows.failed);
	run(k, b->rows.p);
	buf_release(&b->rows);
	b->count = 0;
}

static struct buf *row(struct crowd *k, struct bulk *b)
{
	if (b->count == 1000)
		flush(k, b);
	if (b->count == 0) {
		buf_init(&b->rows, 1 << 20);
		buf_printf(&b->rows, "INSERT INTO %s VALUES ", b->into);
	}
	buf_z(&b->rows, b->count++ ? ",(" : "(");
	return &b->rows;
}

static void blob(struct crowd *k, struct buf *b, struct str s)
{
	buf_z(b, k->lite ? "x'" : "'\\x");
	for (size_t i = 0; i < s.n; i++)
		buf_printf(b, "%02x", (unsigned char)s.p[i]);
	buf_z(b, "'");
}

/* --- units ------------------------------------------------------------------------------------ */

static enum rc add_unit(struct crowd *k, int64_t parent, const char *kind, struct str name,
                        int64_t *id)
{
	struct unit_new u = {.parent_id = parent,
	                     .kind = str_of(kind),
	                     .name = name,
	                     .position = 100,
	                     .on = date_of(2020, 1, 1)};
	return org_unit_add(k->c, &u, id);
}

static enum rc add_head(struct crowd *k, int64_t unit, const char *account)
{
	struct ctx *c = k->c;
	int64_t person, ignored;
	struct person_new p = {.name = STR("Phùng Khắc Khoan"),
	                       .cadre = STR("civil_servant"),
	                       .birth = DATE_NONE,
	                       .unit_id = unit,
	                       .post_title = STR("Trưởng đơn vị"),
	                       .since = date_of(2020, 1, 1)};
	TRY(org_person_add(c, &p, &person));
	TRY(sql_account_add(c->db, person, str_of(account), STR(""), 0, c->now_ms, &ignored));
	return sql_grant_add(c->db, person, STR("unit_head"), unit, STR(""), date_of(2020, 1, 1),
	                     DATE_OPEN, &ignored);
}

static enum rc add_units(void *arg)
{
	struct crowd *k = arg;
	struct arena *mem = k->c->mem;
	int64_t first = DB_NULL;
	for (int i = 0; i < CROWD_COMMUNES; i++) {
		int64_t commune;
		TRY(add_unit(k, 1, "committee", arena_printf(mem, "Ủy ban nhân dân xã Số %d", i + 1),
		             &commune));
		first = first == DB_NULL ? commune : first;
		for (int t = 0; t < CROWD_TEAMS; t++)
			TRY(add_unit(k, commune, "team", arena_printf(mem, "Tổ %d xã Số %d", t + 1, i + 1),
			             &k->teams[i * CROWD_TEAMS + t]));
	}
	TRY(org_refresh_units(k->c));
	TRY(add_head(k, first, "dam.xa"));
	return add_head(k, k->teams[0], "dam.to");
}

/* --- people ------------------------------------------------------------------------------------
 */

/* The first team has ten people, the rest of its commune a thousand, as the others. */
static int team_of(int n)
{
	if (n < 10)
		return 0;
	int team = n % (CROWD_COMMUNES * CROWD_TEAMS);
	return team ? team : 1;
}

static void add_search(struct crowd *k, int64_t id, struct str name, struct str note, int64_t unit,
                       struct str key)
{
	struct buf *b = row(k, &k->item);
	buf_printf(b, "'person',%" PRId64 ",'%.*s','%.*s','%.*s',", id, STR_ARG(name), STR_ARG(note),
	           STR_ARG(viet_fold(k->c->mem, name)));
	blob(k, b, key);
	buf_printf(b, ",%" PRId64 ",%" PRId64 ")", unit, id);
}

static void add_person(struct crowd *k, int n)
{
	struct arena *mem = k->c->mem;
	int64_t id = 1000 + n, unit = k->teams[team_of(n)];
	struct str name =
		arena_printf(mem, "%s %s %s", pick(k, surnames, COUNT(surnames)),
	                 pick(k, middles, COUNT(middles)), pick(k, givens, COUNT(givens)));
	struct str note = arena_printf(mem, "Chuyên viên, Tổ %d xã Số %d", team_of(n) % CROWD_TEAMS + 1,
	                               team_of(n) / CROWD_TEAMS + 1);
	struct str key = viet_name_key(mem, name);
	struct buf *b = row(k, &k->person);
	buf_printf(b, "%" PRId64 ",'%.*s',", id, STR_ARG(name));
	blob(k, b, key);
	buf_printf(b, ",'%.*s',%d,'%s','civil_servant',%" PRId64 ",'Chuyên viên',0)",
	           STR_ARG(viet_fold(mem, name)), VIET_KEY_VERSION, draw(k, 2) ? "nam" : "nu", unit);
	buf_printf(row(k, &k->post),
	           "%" PRId64 ",%" PRId64 ",'Chuyên viên',1,'2020-01-01','9999-12-31')", id, unit);
	add_search(k, id, name, note, unit, key);
}

void crowd_fill(struct ctx *c, const char *address)
{
	struct crowd k = {
		.c = c,
		.person.into = "person (id, name, sort_key, fold, key_version, gender, cadre, unit_id, "
					   "post_title, created_ms)",
		.post.into = "post (person_id, unit_id, title, main, valid_from, valid_to)",
		.item.into =
			"search_item (kind, object_id, title, note, fold, sort_key, unit_id, person_id)"};
	struct str file = str_of(address);
	if (db_tx(c->db, DB_WRITE, add_units, &k) != RC_OK)
		fail_msg("%s %s", c->err->message, c->err->detail);
	str_cut(&file, ':');
	if (db_engine_of(c->db) == DB_SQLITE)
		assert_int_equal(
			sqlite3_open(arena_printf(c->mem, "%.*s/thidua.db", STR_ARG(file)).p, &k.lite),
			SQLITE_OK);
	else
		assert_int_equal(PQstatus(k.pg = PQconnectdb(address)), CONNECTION_OK);
	run(&k, "BEGIN");
	for (int n = 0; n < CROWD_PEOPLE; n++)
		add_person(&k, n);
	flush(&k, &k.person);
	flush(&k, &k.post);
	flush(&k, &k.item);
	/* Each of them with a task of the year, a third of them done. */
	run(&k,
	    "INSERT INTO task (state, kind, title, sort_key, key_version, unit_id, holder_id, "
	    "giver_id, person_id, percent, due, made_ms) "
	    "SELECT CASE WHEN id % 3 = 0 THEN 'done' ELSE 'open' END, 'professional', 'Việc ' || name, "
	    "sort_key, key_version, unit_id, unit_id, unit_id, id, id % 100, '2026-' || "
	    "substr(CAST(101 + id % 12 AS TEXT), 2) || '-' || substr(CAST(101 + id % 28 AS TEXT), 2), "
	    "0 "
	    "FROM person WHERE id >= 1000 AND unit_id IS NOT NULL");
	run(&k, "COMMIT");
	if (index_settle_all(c->db) != RC_OK)
		fail_msg("%s %s", c->err->message, c->err->detail);
	/* SQLite has no statistics, as in an office; PostgreSQL makes them by itself. */
	run(&k, k.lite ? "PRAGMA wal_checkpoint(TRUNCATE)" : "VACUUM ANALYZE");
	if (!k.lite)
		PQfinish(k.pg);
	else
		sqlite3_close(k.lite);
}
