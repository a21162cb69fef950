/*
 * The journal as people read it, and personal data: what is held is given out whole to the
 * person and to nobody else, and nothing is erased too early (erasing: erase_test.c).
 */
#include "app/admin/privacy.h"
#include "base/clock.h"
#include "db/sql_journal.h"
#include "db/sql_op.h"
#include "job/run.h"
#include "journal/journal.h"
#include "journal/seal.h"
#include "keep_fixture.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include <fcntl.h>
#include <inttypes.h>
#include <jansson.h>
#include <libpq-fe.h>
#include <sqlite3.h>
#include <unistd.h>

#define DAY_MS ((int64_t)24 * 3600 * 1000)
#define MEMBER_NAME "Tẩn Mùi Phạm"
#define PHONE "0977 123 321"
#define EMAIL "pham.tan.mui@laocai.gov.vn"
#define MASKED "(giá trị cá nhân, được che)"

/* --- the schema ---------------------------------------------------------------------------- */

static const struct privacy_source *source(struct str table)
{
	for (int i = 0; i < privacy_source_count; i++)
		if (str_eqz(table, privacy_sources[i].table))
			return &privacy_sources[i];
	return NULL;
}

/* Tables with a column that refers to a person, by its name or by a foreign key. */
static const char sqlite_tables[] =
	"SELECT DISTINCT m.name FROM sqlite_schema m JOIN pragma_table_info(m.name) c WHERE m.type = "
	"'table' AND "
	"(c.name = 'person_id' OR c.name LIKE '%!_person!_id' ESCAPE '!' OR EXISTS (SELECT 1 FROM "
	"pragma_foreign_key_list(m.name) k WHERE k.\"from\" = c.name AND k.\"table\" = 'person'))";
static const char postgres_tables[] =
	"SELECT DISTINCT t.relname FROM pg_class t JOIN pg_attribute a ON a.attrelid = t.oid AND "
	"a.attnum > 0 "
	"WHERE t.relkind IN ('r', 'p') AND t.relnamespace = 'public'::regnamespace AND (a.attname = "
	"'person_id' OR "
	"a.attname LIKE '%!_person!_id' ESCAPE '!' OR EXISTS (SELECT 1 FROM pg_constraint k WHERE "
	"k.conrelid = t.oid "
	"AND k.contype = 'f' AND k.confrelid = 'person'::regclass AND a.attnum = ANY (k.conkey)))";

struct schema {
	int tables, missing;
};

static void on_table(struct schema *s, const char *name)
{
	s->tables++;
	if (source(str_of(name)))
		return;
	s->missing++;
	print_error("%s refers to people, and privacy_sources knows nothing of it\n", name);
}

static void sqlite_schema(const char *address, struct schema *s)
{
	sqlite3 *db;
	sqlite3_stmt *rows;
	char path[200];
	snprintf(path, sizeof path, "%s/thidua.db", address + strlen("sqlite:"));
	assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
	assert_int_equal(sqlite3_prepare_v2(db, sqlite_tables, -1, &rows, NULL), SQLITE_OK);
	while (sqlite3_step(rows) == SQLITE_ROW)
		on_table(s, (const char *)sqlite3_column_text(rows, 0));
	sqlite3_finalize(rows);
	sqlite3_close(db);
}

static void postgres_schema(const char *address, struct schema *s)
{
	PGconn *c = PQconnectdb(address);
	PGresult *r = PQexec(c, postgres_tables);
	if (PQresultStatus(r) != PGRES_TUPLES_OK)
		fail_msg("%s", PQerrorMessage(c));
	for (int i = 0; i < PQntuples(r); i++)
		on_table(s, PQgetvalue(r, i, 0));
	PQclear(r);
	PQfinish(c);
}

static void run_schema(struct office *o)
{
	struct schema s = {0};
	if (db_engine_of(o->f->db) == DB_SQLITE)
		sqlite_schema(o->f->address, &s);
	else
		postgres_schema(o->f->address, &s);
	assert_true(s.tables >= 12);
	assert_int_equal(s.missing, 0);
	for (int i = 0; i < privacy_source_count; i++)
		assert_int_equal(
			!!privacy_sources[i].list + !!privacy_sources[i].why_not + !!privacy_sources[i].put, 1);
}

static void every_table_about_people_is_in_the_export(void **state)
{
	(void)state;
	office_each_engine(run_schema);
}

/* --- export --------------------------------------------------------------- */

static char *whole_file(struct acting *a)
{
	char *text = arena_alloc(a->c.mem, (size_t)a->out.fd_size + 1);
	assert_true(a->out.fd >= 0);
	assert_int_equal(pread(a->out.fd, text, (size_t)a->out.fd_size, 0), a->out.fd_size);
	return text;
}

static json_t *exported(struct acting *a)
{
	char *text = whole_file(a);
	close(a->out.fd);
	a->out.fd = -1;
	json_t *j = json_loads(text, 0, NULL);
	assert_non_null(j);
	return j;
}

static json_t *rows_of(json_t *all, const char *table)
{
	size_t i;
	json_t *section;
	json_array_foreach(json_object_get(all, "sections"), i,
	                   section) if (strcmp(json_string_value(json_object_get(section, "table")),
	                                       table) == 0) return json_object_get(section, "rows");
	fail_msg("no section %s", table);
	return NULL;
}

/* The line of the test among those that the example office has of its own. */
static json_t *line_with(json_t *rows, const char *name)
{
	size_t i;
	json_t *row;
	json_array_foreach(rows, i,
	                   row) if (json_object_get(json_object_get(row, "detail"), name)) return row;
	fail_msg("no line with %s", name);
	return NULL;
}

static const char *text_in(json_t *rows, size_t row, const char *name)
{
	return json_string_value(json_object_get(json_array_get(rows, row), name));
}

static void set_contact(struct office *o, const char *who, const char *id)
{
	WANT(o, RC_OK,
	     run_op(office_as(o, who), "person.contact", "id", id, "phone", PHONE, "email", EMAIL,
	            NULL));
}

static void run_export(struct office *o)
{
	struct acting *own = office_as(o, "vidu.canbo"), *standing = office_as(o, "vidu.thuongtruc");
	const char *id = num(o, person_named(o, MEMBER_NAME));
	set_contact(o, "vidu.canbo", id);
	WANT(o, RC_OK, run_op(own, "privacy.export", "id", id, NULL));
	json_t *all = exported(own);
	assert_int_equal(json_array_size(json_object_get(all, "sections")), privacy_source_count);
	assert_string_equal(text_in(rows_of(all, "person"), 0, "name"), MEMBER_NAME);
	assert_string_equal(text_in(rows_of(all, "person"), 0, "phone"), PHONE);
	char number[16];
	snprintf(number, sizeof number, "%s", text_in(rows_of(all, "person_identifier"), 0, "number"));
	assert_int_equal(strlen(number), 12);
	assert_null(json_object_get(all, "left_out"));
	assert_string_equal(text_in(rows_of(all, "account"), 0, "name"), "vidu.canbo");
	assert_true(json_array_size(rows_of(all, "post")) >= 1);
	json_t *detail = json_object_get(line_with(rows_of(all, "journal"), "phone"), "detail");
	assert_string_equal(json_string_value(json_object_get(detail, "phone")), PHONE);
	json_decref(all);
	/* Others: not at all, or with a reason; and it leaves a line about the person. */
	WANT(o, RC_NOTFOUND,
	     run_op(own, "privacy.export", "id", num(o, person_named(o, "Lù Seo Páo")), "reason",
	            "tò mò thôi", NULL));
	WANT(o, RC_INVALID, run_op(standing, "privacy.export", "id", id, NULL));
	WANT(o, RC_OK,
	     run_op(standing, "privacy.export", "id", id, "reason", "theo đơn đề nghị của người ấy",
	            NULL));
	/* What only journal.reveal and identifier.reveal open stays shut, and the file says so. */
	char *text = whole_file(standing);
	all = exported(standing);
	assert_non_null(json_object_get(all, "left_out"));
	detail = json_object_get(line_with(rows_of(all, "journal"), "phone"), "detail");
	assert_string_equal(json_string_value(json_object_get(detail, "phone")), MASKED);
	assert_string_equal(text_in(rows_of(all, "person_identifier"), 0, "number"), MASKED);
	assert_null(strstr(text, number));
	json_decref(all);
	assert_int_equal(list_count(own, "journal.list", "person", id, "op", "privacy.export", NULL),
	                 2);
}

static void a_person_has_everything_that_is_held(void **state)
{
	(void)state;
	office_each_engine(run_export);
}

/* --- what holds a record ---------------------------------------------------------------- */

static void run_hold(struct office *o)
{
	struct acting *a = office_as(o, "vidu.quantri");
	const char *id = num(o, person_named(o, "Giàng Thị Dua"));
	WANT(o, RC_OK, run_op(a, "privacy.keep", "what", "person", "days", "0", NULL));
	WANT(o, RC_OK,
	     run_op(a, "grant.add", "person_id", id, "role", "head", "unit_id",
	            num(o, unit_named(o, "Văn phòng Ủy ban nhân dân tỉnh Lào Cai")), "basis", "QĐ 6",
	            NULL));
	assert_int_not_equal(a->out.approval_id, DB_NULL);
	WANT(o, RC_OK, run_op(a, "person.leave", "id", id, "on", "01/11/2026", "basis", "QĐ 5", NULL));
	a->how.preview = true;
	WANT(o, RC_CONFLICT, run_op(a, "privacy.erase", "id", id, "reason", "theo yêu cầu", NULL));
	assert_non_null(strstr(o->f->err.message, "chờ người thứ hai"));
	/* Access logs have a least term of their own. */
	WANT(o, RC_INVALID, run_op(a, "privacy.keep", "what", "session", "days", "30", NULL));
}

static void what_is_still_needed_is_not_erased(void **state)
{
	(void)state;
	office_each_engine(run_hold);
}

/* --- the journal to read ----------------------------------------------------------------- */

static void run_list(struct office *o)
{
	struct acting *admin = office_as(o, "vidu.quantri"), *inspector = office_as(o, "vidu.thanhtra");
	struct acting *own = office_as(o, "vidu.canbo"), *clerk = office_as(o, "vidu.daumoi");
	const char *id = num(o, person_named(o, MEMBER_NAME));
	const char *other = num(o, person_named(o, "Lù Seo Páo"));
	const char *by = num(o, person_named(o, "Lý Láo Lở"));
	struct rows rows;
	/* The example office has lines of its past. */
	int all = list_count(inspector, "journal.list", NULL),
		left = list_count(inspector, "journal.list", "op", "person.leave", NULL),
		theirs = list_count(inspector, "journal.list", "who", by, NULL),
		about = list_count(inspector, "journal.list", "person", id, NULL),
		today = list_count(inspector, "journal.list", "from", "23/11/2026", NULL);
	int clerks = list_count(clerk, "journal.list", NULL);
	set_contact(o, "vidu.canbo", id);
	WANT(o, RC_OK,
	     run_op(admin, "person.leave", "id", other, "on", "01/11/2026", "basis", "QĐ 7", NULL));
	assert_int_equal(list_count(inspector, "journal.list", NULL), all + 2);
	assert_int_equal(list_count(inspector, "journal.list", "op", "person.leave", NULL), left + 1);
	assert_int_equal(list_count(inspector, "journal.list", "who", by, NULL), theirs + 1);
	assert_int_equal(list_count(inspector, "journal.list", "person", id, NULL), about + 1);
	assert_int_equal(list_count(inspector, "journal.list", "from", "24/11/2026", NULL), 0);
	assert_int_equal(
		list_count(inspector, "journal.list", "from", "23/11/2026", "to", "23/11/2026", NULL),
		today + 2);
	assert_int_equal(list_count(inspector, "journal.list", "to", "22/11/2026", NULL), all - today);
	/* A member: what concerns the own record; a clerk the same, not the unit. */
	assert_int_equal(list_count(own, "journal.list", NULL), about + 1);
	assert_int_equal(list_count(clerk, "journal.list", NULL), clerks);
	WANT(o, RC_OK, list_op(inspector, &rows, "journal.list", "person", id, NULL));
	static const struct column op = {.name = "op", .type = COL_OP};
	int at = list_column_no(rows.list, "op");
	struct str what = column_text(&o->f->mem, &op, &rows.items[0][at]);
	assert_true(str_eq(what, str_of(op_find(STR("person.contact"))->title)));
	/* Values are masked until asked for with a reason, which leaves a line. */
	const char *line = num(o, row_int(&rows, 0, "id"));
	WANT(o, RC_OK, run_op(inspector, "journal.view", "id", line, NULL));
	const struct journal_view *v = inspector->out.data;
	assert_true(v->sealed_values && v->reveal.n > 0);
	for (int i = 0; i < v->count; i++)
		assert_false(str_eqz(v->facts[i].text, PHONE));
	WANT(o, RC_NOTFOUND, run_op(clerk, "journal.view", "id", line, NULL));
	WANT(o, RC_SIGNIN, list_op(office_as(o, NULL), &rows, "journal.list", NULL));
	WANT(o, RC_INVALID, run_op(inspector, "journal.reveal", "id", line, NULL));
	WANT(o, RC_OK,
	     run_op(inspector, "journal.reveal", "id", line, "reason", "xác minh đơn số 8", NULL));
	bool shown = false;
	for (int i = 0; i < inspector->out.fact_count; i++)
		shown = shown || str_eqz(inspector->out.facts[i].value, PHONE);
	assert_true(shown);
	assert_int_equal(list_count(own, "journal.list", "op", "journal.reveal", NULL), 1);
	/* Another reader of the journal has no right to values. */
	WANT(o, RC_DENIED, run_op(office_as(o, "vidu.ketoan"), "journal.verify", NULL));
	WANT(o, RC_NOTFOUND,
	     run_op(admin, "journal.reveal", "id", line, "reason", "xem cho biết", NULL));
}

static void the_journal_is_read_within_the_scope(void **state)
{
	(void)state;
	office_each_engine(run_list);
}

/* --- what leaves in files ---------------------------------------------------------------- */

static void run_exported(struct office *o)
{
	struct acting *clerk = office_as(o, "vidu.thuongtruc"), *a = office_as(o, "vidu.thanhtra");
	const struct op *list = op_find(STR("person.list")), *units = op_find(STR("unit.list"));
	const char *unit = num(o, unit_named(o, "Phòng Nội chính"));
	struct sql_journal_get line;
	struct values v;
	struct rows rows;
	values_init(&v, clerk->c.mem);
	WANT(o, RC_OK, values_add(&v, STR("q"), STR(MEMBER_NAME), clerk->c.err));
	WANT(o, RC_OK, values_add(&v, STR("unit"), str_of(unit), clerk->c.err));
	WANT(o, RC_OK, gate_exported(&clerk->c, list, &v, "csv", 12));
	WANT(o, RC_OK, gate_exported(&clerk->c, units, &v, "csv", 3));
	assert_int_equal(list_count(a, "journal.list", "op", "unit.list", NULL), 0);
	WANT(o, RC_OK, list_op(a, &rows, "journal.list", "op", "person.list", NULL));
	assert_int_equal(rows.count, 1);
	WANT(o, RC_OK, sql_journal_get(o->f->db, &o->f->mem, row_int(&rows, 0, "id"), &line));
	json_t *detail = json_loadb(line.detail.p, line.detail.n, 0, NULL);
	assert_string_equal(json_string_value(json_object_get(detail, "_export")), "csv");
	assert_int_equal(json_integer_value(json_object_get(detail, "_rows")), 12);
	assert_string_equal(json_string_value(json_object_get(detail, "unit")), unit);
	assert_string_equal(json_string_value(json_object_get(detail, "q")), "(có nhập)");
	json_decref(detail);
}

static void lists_of_people_in_files_leave_a_line(void **state)
{
	(void)state;
	office_each_engine(run_exported);
}

static void run_verify(struct office *o)
{
	struct acting *a;
	struct sql_setting_get row;
	o->now_ms = clock_now_ms();
	a = office_as(o, "vidu.thanhtra");
	set_contact(o, "vidu.canbo", num(o, person_named(o, MEMBER_NAME)));
	WANT(o, RC_OK,
	     journal_seal_run(o->f->db, o->app.keys, JOURNAL_SEAL_ALL, o->now_ms, &o->f->err));
	WANT(o, RC_OK, run_op(a, "journal.verify", NULL));
	assert_non_null(memmem(a->out.say.p, a->out.say.n, "nguyên vẹn", strlen("nguyên vẹn")));
	WANT(o, RC_OK, sql_setting_get(o->f->db, &o->f->mem, STR("journal.checked"), &row));
	assert_int_equal(list_count(a, "journal.list", "op", "journal.verify", NULL), 1);
}

static void an_inspector_checks_the_seal(void **state)
{
	(void)state;
	office_each_engine(run_verify);
}

/* --- terms and incidents ----------------------------------------------------------------- */

/* One row of a kind, old and young: ended a day before and a day after its term began. */
struct kind {
	const char *key, *fact;
	int days;
	const char *table, *stays; /* a condition that holds for rows that the term does not reach */
	const char *row;           /* VALUES: %1$d an id, %2$lld the instant, %3$s a blob */
};
static const struct kind kinds[] = {
	{"session", "sessions", 180,
     "session (id, hash, account_id, began_ms, seen_ms, ends_ms, idle_ms, remote, agent)", "1 = 1",
     "(%1$d, %3$s, 1, 1, 1, %2$lld, 1, '', '')"},
	{"token", "tokens", 365, "api_token (id, hash, account_id, label, ops, made_ms, ends_ms)",
     "1 = 1", "(%1$d, %3$s, 1, '', '', 1, %2$lld)"},
	{"approval", "approvals", 365,
     "approval (id, op, title, input, summary, asked_by, asked_ms, state, decided_ms)",
     "input <> '{}'", "(%1$d, 'unit.rename', 't', '{\"a\":1}', '', 1, 1, 'done', %2$lld)"},
	{"job", "jobs", 90, "job (id, op, title, input, state, run_ms, made_ms, ended_ms)", "1 = 1",
     "(%1$d, 'x', 't', '{}', 'done', 1, 1, %2$lld)"},
	{"mail", "mails", 30,
     "mail (id, key, to_address, subject, body, state, next_ms, made_ms, ended_ms)", "1 = 1",
     "(%1$d, 'k%1$d', 'a@b', 's', 'b', 'sent', 1, 1, %2$lld)"},
	{"notice", "notices", 180, "notice (id, account_id, text, made_ms)", "1 = 1",
     "(%1$d, 1, 't', %2$lld)"},
	{"answer", "answers", 2, "idempotency (account_id, op, key, input_hash, result, made_ms)",
     "1 = 1", "(%1$d, 'x', 'k', %3$s, '{}', %2$lld)"},
};
#define OLD_ID 900001
#define YOUNG_ID 900002

static void seed_one(struct office *o, const struct kind *k, int id, int64_t at_ms)
{
	char row[400], hash[40];
	bool lite = str_starts(str_of(o->f->address), "sqlite:");
	snprintf(hash, sizeof hash, lite ? "x'%08d'" : "'\\x%08d'", id);
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
	snprintf(row, sizeof row, k->row, id, (long long)at_ms, hash);
#pragma GCC diagnostic pop
	raw(o->f->address, arena_printf(&o->f->mem, "INSERT INTO %s VALUES %s", k->table, row).p);
}

/* How many of the two rows of a kind are still there. */
static int64_t stay(struct office *o, const struct kind *k, int id)
{
	struct str table = str_of(k->table);
	struct str name = str_cut(&table, ' ');
	const char *key = strcmp(k->key, "answer") == 0 ? "account_id" : "id";
	return raw_int(o->f->address,
	               arena_printf(&o->f->mem, "SELECT count(*) FROM %.*s WHERE %s = %d AND %s",
	                            STR_ARG(name), key, id, k->stays)
	                   .p);
}

static int64_t purged(struct acting *a, const char *fact)
{
	int64_t n = -1;
	for (int i = 0; i < a->out.fact_count; i++)
		if (strcmp(a->out.facts[i].name, fact) == 0)
			assert_true(str_int(a->out.facts[i].value, &n));
	return n;
}

/* The old row of each kind goes, the young one stays; a preview takes nothing. */
static void run_purge(struct office *o)
{
	struct acting *a = office_as(o, "vidu.quantri");
	for (int i = 0; i < COUNT(kinds); i++) {
		int64_t term_ms = o->now_ms - kinds[i].days * DAY_MS;
		seed_one(o, &kinds[i], OLD_ID, term_ms - 1000);
		seed_one(o, &kinds[i], YOUNG_ID, term_ms + 1000);
	}
	raw(o->f->address, "INSERT INTO job_beat (job_id, beat_ms) VALUES (900001, 1), (900002, 1)");
	for (int preview = 1; preview >= 0; preview--) {
		a->how.preview = preview;
		WANT(o, RC_OK, run_op(a, "privacy.purge", NULL));
		for (int i = 0; i < COUNT(kinds); i++) {
			if (purged(a, kinds[i].fact) != 1)
				fail_msg("%s: %d", kinds[i].key, (int)purged(a, kinds[i].fact));
			assert_int_equal(stay(o, &kinds[i], OLD_ID), preview);
			assert_int_equal(stay(o, &kinds[i], YOUNG_ID), 1);
		}
	}
	assert_int_equal(raw_int(o->f->address, "SELECT count(*) FROM job_beat WHERE job_id = 900001"),
	                 0);
	assert_int_equal(raw_int(o->f->address, "SELECT count(*) FROM job_beat WHERE job_id = 900002"),
	                 1);
	WANT(o, RC_OK, run_op(a, "privacy.purge", NULL));
	for (int i = 0; i < COUNT(kinds); i++)
		assert_int_equal(purged(a, kinds[i].fact), 0);
	/* A term that the office sets is the one that holds. */
	WANT(o, RC_OK, run_op(a, "privacy.keep", "what", "mail", "days", "10", NULL));
	WANT(o, RC_OK, run_op(a, "privacy.purge", NULL));
	assert_int_equal(purged(a, "mails"), 1);
	assert_int_equal(stay(o, &kinds[4], YOUNG_ID), 0);
}

static bool is_due(struct office *o, int64_t person)
{
	struct rows rows;
	WANT(o, RC_OK, list_op(office_as(o, "vidu.quantri"), &rows, "privacy.due", NULL));
	for (int i = 0; i < rows.count; i++)
		if (row_int(&rows, i, "id") == person)
			return true;
	return false;
}

/* Who left is due for erasure from the day on that the gate would let them be erased. */
static void run_due(struct office *o)
{
	struct acting *a = office_as(o, "vidu.quantri");
	WANT(o, RC_OK,
	     run_op(a, "person.create", "name", "Ly Thị Thôi", "cadre", "civil_servant", "unit_id",
	            num(o, unit_named(o, "Phòng Nội chính")), "post_title", "Chuyên viên", "since",
	            "01/06/2024", "birth", "02/03/1990", NULL));
	int64_t person = a->out.id;
	const char *id = num(o, person);
	int64_t began_ms = o->now_ms;
	WANT(o, RC_OK, run_op(a, "person.leave", "id", id, "on", "01/11/2026", "basis", "QĐ 5", NULL));
	assert_false(is_due(o, person));
	o->now_ms = date_start_ms(date_of(2026, 11, 1)) + 3649 * DAY_MS;
	assert_false(is_due(o, person));
	a = office_as(o, "vidu.quantri");
	a->how.preview = true;
	WANT(o, RC_CONFLICT, run_op(a, "privacy.erase", "id", id, "reason", "hết hạn lưu", NULL));
	assert_non_null(strstr(o->f->err.message, "còn phải lưu 1 ngày"));
	err_clear(&o->f->err);
	o->now_ms += DAY_MS;
	assert_true(is_due(o, person));
	a = office_as(o, "vidu.quantri");
	a->how.preview = true;
	WANT(o, RC_OK, run_op(a, "privacy.erase", "id", id, "reason", "hết hạn lưu", NULL));
	o->now_ms = began_ms;
	a = office_as(o, "vidu.quantri");
	WANT(o, RC_OK, run_op(a, "privacy.keep", "what", "person", "days", "36500", NULL));
	assert_false(is_due(o, person));
	WANT(o, RC_OK, run_op(a, "privacy.keep", "what", "person", "days", "0", NULL));
	assert_true(is_due(o, person));
	struct rows rows;
	WANT(o, RC_DENIED, list_op(office_as(o, "vidu.canbo"), &rows, "privacy.due", NULL));
}

static void whose_term_has_passed_is_listed(void **state)
{
	(void)state;
	office_each_engine(run_due);
}

static void what_has_served_its_time_goes(void **state)
{
	(void)state;
	office_each_engine(run_purge);
}

/* Each night the newest head of the journal goes to the inspectors, once a day, whole. */
static void run_head(struct office *o)
{
	struct job_run job = {.approved_by = DB_NULL};
	struct journal_head head;
	static const char to_inspectors[] = "SELECT count(*) FROM mail WHERE key LIKE 'journal-head-%'";
	raw(o->f->address, "UPDATE person SET email = 'thanh.tra@laocai.gov.vn' WHERE id = (SELECT "
	                   "person_id FROM account WHERE name = 'vidu.thanhtra')");
	WANT(o, RC_OK,
	     journal_seal_run(o->f->db, o->app.keys, JOURNAL_SEAL_ALL, o->now_ms, &o->f->err));
	WANT(o, RC_OK, journal_head_last(o->f->db, &o->f->mem, &head));
	for (int i = 0; i < 2; i++) {
		struct acting *a = office_as(o, NULL);
		a->c.job = &job;
		WANT(o, RC_OK, run_op(a, "nightly.head", NULL));
		assert_int_equal(raw_int(o->f->address, to_inspectors), 1);
	}
	struct str text = journal_head_text(&o->f->mem, &head);
	assert_int_equal(
		raw_int(o->f->address, arena_printf(&o->f->mem,
	                                        "SELECT count(*) FROM mail WHERE to_address = "
	                                        "'thanh.tra@laocai.gov.vn' AND body LIKE '%%%.*s%%'",
	                                        STR_ARG(text))
	                               .p),
		1);
}

static void inspectors_get_the_head_each_night(void **state)
{
	(void)state;
	office_each_engine(run_head);
}

static void run_incident(struct office *o)
{
	struct acting *a = office_as(o, "vidu.quantri");
	struct rows rows;
	WANT(o, RC_INVALID,
	     run_op(a, "incident.create", "title", "Mất máy", "kind", "loss", "found", "24/11/2026",
	            "hour", "5", "what", "Mất máy tính xách tay", NULL));
	WANT(o, RC_OK,
	     run_op(a, "incident.create", "title", "Mất máy", "kind", "loss", "found", "22/11/2026",
	            "hour", "14", "what", "Mất máy tính xách tay", NULL));
	const char *id = num(o, a->out.id);
	WANT(o, RC_OK, list_op(office_as(o, "vidu.thanhtra"), &rows, "incident.list", NULL));
	assert_int_equal(rows.count, 1);
	assert_int_equal(row_int(&rows, 0, "due_ms") - row_int(&rows, 0, "found_ms"), 3 * DAY_MS);
	assert_int_equal(row_int(&rows, 0, "due_ms"),
	                 date_start_ms(date_of(2026, 11, 25)) + 14 * 3600 * 1000);
	WANT(o, RC_CONFLICT,
	     run_op(a, "incident.close", "id", id, "measures", "Đã khóa tài khoản", NULL));
	WANT(o, RC_OK, run_op(a, "incident.report", "id", id, "report_no", "15/BC-VP", NULL));
	WANT(o, RC_OK, run_op(a, "incident.close", "id", id, "measures", "Đã khóa tài khoản", NULL));
	WANT(o, RC_DENIED, run_op(office_as(o, "vidu.canbo"), "incident.create", "title", "x", NULL));
}

static void an_incident_runs_on_a_clock_of_72_hours(void **state)
{
	(void)state;
	office_each_engine(run_incident);
}

static void run_about(struct office *o)
{
	struct acting *nobody = office_as(o, NULL);
	WANT(o, RC_OK, run_op(nobody, "about.privacy", NULL));
	const struct privacy_page *p = nobody->out.data;
	assert_int_equal(p->row_count, retention_count);
	for (int i = 0; i < p->row_count; i++)
		assert_true(p->rows[i].keep.n > 3 && strlen(p->rows[i].basis) > 10);
}

static void everybody_may_read_what_is_kept(void **state)
{
	(void)state;
	office_each_engine(run_about);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_table_about_people_is_in_the_export),
		cmocka_unit_test(a_person_has_everything_that_is_held),
		cmocka_unit_test(what_is_still_needed_is_not_erased),
		cmocka_unit_test(the_journal_is_read_within_the_scope),
		cmocka_unit_test(lists_of_people_in_files_leave_a_line),
		cmocka_unit_test(an_inspector_checks_the_seal),
		cmocka_unit_test(what_has_served_its_time_goes),
		cmocka_unit_test(whose_term_has_passed_is_listed),
		cmocka_unit_test(inspectors_get_the_head_each_night),
		cmocka_unit_test(an_incident_runs_on_a_clock_of_72_hours),
		cmocka_unit_test(everybody_may_read_what_is_kept),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
