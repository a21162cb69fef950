/*
 * The journal as people read it, and personal data: what is held is given out whole, what
 * is erased is gone from every byte of the database, and nothing is erased too early.
 */
#include "app/admin/privacy.h"
#include "base/clock.h"
#include "db/sql.h"
#include "journal/journal.h"
#include "office_fixture.h"

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
		assert_true(!privacy_sources[i].list != !privacy_sources[i].why_not);
}

static void every_table_about_people_is_in_the_export(void **state)
{
	(void)state;
	office_each_engine(run_schema);
}

/* --- export --------------------------------------------------------------- */

static json_t *exported(struct acting *a)
{
	char *text = arena_alloc(a->c.mem, (size_t)a->out.fd_size + 1);
	assert_true(a->out.fd >= 0);
	assert_int_equal(pread(a->out.fd, text, (size_t)a->out.fd_size, 0), a->out.fd_size);
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
	assert_int_equal(strlen(text_in(rows_of(all, "person_identifier"), 0, "number")), 12);
	assert_string_equal(text_in(rows_of(all, "account"), 0, "name"), "vidu.canbo");
	assert_true(json_array_size(rows_of(all, "post")) >= 1);
	json_t *detail = json_object_get(json_array_get(rows_of(all, "journal"), 0), "detail");
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
	close(standing->out.fd);
	assert_int_equal(list_count(own, "journal.list", "person", id, "op", "privacy.export", NULL),
	                 2);
}

static void a_person_has_everything_that_is_held(void **state)
{
	(void)state;
	office_each_engine(run_export);
}

/* --- erasing ------------------------------------------------------------------------------------
 */

static bool file_has(const char *path, const char *text)
{
	size_t n = strlen(text), got;
	char *block = malloc(1 << 20), found = 0;
	FILE *f = fopen(path, "rb");
	assert_non_null(f);
	assert_non_null(block);
	size_t keep = 0;
	while ((got = fread(block + keep, 1, (1 << 20) - keep, f)) > 0) {
		found = found || memmem(block, keep + got, text, n);
		keep = keep + got < n ? keep + got : n - 1;
		memmove(block, block + got, keep);
	}
	fclose(f);
	free(block);
	return found;
}

/* A copy made now holds nothing of what was erased, in no page. */
static void copy_has_not(struct office *o, const char *const *texts)
{
	char folder[64] = "/tmp/thidua-copy-XXXXXX", path[96];
	assert_non_null(mkdtemp(folder));
	snprintf(path, sizeof path, "%s/copy", folder);
	WANT(o, RC_OK, db_backup(o->f->db, path));
	snprintf(path, sizeof path, "%s/copy/thidua.db", folder);
	for (int i = 0; texts[i]; i++)
		if (file_has(path, texts[i]))
			fail_msg("the copy still has: %s", texts[i]);
	assert_true(file_has(path, "Lù Seo Páo"));
	static const char *const left[] = {"copy/thidua.db", "copy/files.db", "copy", ""};
	for (int i = 0; i < 4; i++) {
		snprintf(path, sizeof path, "%s/%s", folder, left[i]);
		remove(path);
	}
}

static void expect_chain(struct office *o)
{
	struct journal_report *r = arena_alloc(&o->f->mem, sizeof *r);
	struct journal_verify_ask ask = {.now_ms = o->now_ms};
	WANT(o, RC_OK,
	     journal_seal_run(o->f->db, o->app.keys, JOURNAL_SEAL_ALL, o->now_ms, &o->f->err));
	WANT(o, RC_OK, journal_verify(o->f->db, o->app.keys, &ask, &o->f->mem, r, &o->f->err));
	if (r->problem_count)
		print_error("%.*s\n", STR_ARG(r->problems[0].say));
	assert_int_equal(r->problem_count, 0);
	assert_true(r->links > 0);
}

static void run_erase(struct office *o)
{
	struct acting *admin, *head;
	o->now_ms = clock_now_ms();
	int64_t person = person_named(o, MEMBER_NAME);
	const char *id = num(o, person);
	static const char *const gone[] = {PHONE, EMAIL, MEMBER_NAME, "vidu.canbo", NULL};
	set_contact(o, "vidu.canbo", id);
	expect_chain(o);
	admin = office_as(o, "vidu.quantri");
	/* Not while at work, not before the term, not with rights left. */
	WANT(o, RC_CONFLICT, run_op(admin, "privacy.erase", "id", id, "reason", "theo yêu cầu", NULL));
	WANT(o, RC_OK,
	     run_op(admin, "person.leave", "id", id, "on", "01/11/2026", "basis", "QĐ 5", NULL));
	admin->how.preview = true;
	WANT(o, RC_CONFLICT, run_op(admin, "privacy.erase", "id", id, "reason", "theo yêu cầu", NULL));
	WANT(o, RC_OK, run_op(admin, "privacy.keep", "what", "person", "days", "0", NULL));
	admin->how.preview = true;
	WANT(o, RC_OK, run_op(admin, "privacy.erase", "id", id, "reason", "theo yêu cầu", NULL));
	assert_int_equal(person_named(o, MEMBER_NAME), person);
	/* Two people. */
	WANT(o, RC_OK, run_op(admin, "privacy.erase", "id", id, "reason", "theo yêu cầu", NULL));
	assert_int_not_equal(admin->out.approval_id, DB_NULL);
	const char *approval = num(o, admin->out.approval_id);
	assert_int_equal(person_named(o, MEMBER_NAME), person);
	head = office_as(o, "vidu.chanhvp");
	WANT(o, RC_OK, run_op(head, "approval.confirm", "id", approval, NULL));
	/* The record is a number, the chain is whole, the values are nowhere. */
	struct sql_person_get row;
	WANT(o, RC_OK, sql_person_get(o->f->db, &o->f->mem, person, &row));
	assert_true(str_eqz(row.name, "Đã xóa"));
	assert_true(str_eqz(row.state, "erased"));
	assert_int_equal(row.email.n + row.phone.n, 0);
	struct sql_person_key_find key;
	assert_int_equal(sql_person_key_find(o->f->db, &o->f->mem, person, &key), RC_NOTFOUND);
	expect_chain(o);
	if (db_engine_of(o->f->db) == DB_SQLITE)
		copy_has_not(o, gone);
	admin = office_as(o, "vidu.quantri");
	WANT(o, RC_OK,
	     run_op(admin, "privacy.export", "id", id, "reason", "kiểm tra sau khi xóa", NULL));
	json_t *all = exported(admin);
	assert_int_equal(json_array_size(rows_of(all, "person_identifier")), 0);
	json_t *detail = json_object_get(json_array_get(rows_of(all, "journal"), 0), "detail");
	assert_string_equal(json_string_value(json_object_get(detail, "phone")), "(đã xóa)");
	json_decref(all);
}

static void an_erased_person_is_gone_and_the_chain_is_whole(void **state)
{
	(void)state;
	office_each_engine(run_erase);
}

static void run_hold(struct office *o)
{
	struct acting *a = office_as(o, "vidu.quantri");
	const char *id = num(o, person_named(o, "Giàng Thị Dua"));
	WANT(o, RC_OK, run_op(a, "privacy.keep", "what", "person", "days", "0", NULL));
	WANT(o, RC_OK, run_op(a, "person.leave", "id", id, "on", "01/11/2026", "basis", "QĐ 5", NULL));
	a->how.preview = true;
	WANT(o, RC_CONFLICT, run_op(a, "privacy.erase", "id", id, "reason", "theo yêu cầu", NULL));
	assert_non_null(strstr(o->f->err.message, "quyền"));
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
	set_contact(o, "vidu.canbo", id);
	WANT(o, RC_OK,
	     run_op(admin, "person.leave", "id", other, "on", "01/11/2026", "basis", "QĐ 7", NULL));
	assert_int_equal(list_count(inspector, "journal.list", NULL), 2);
	assert_int_equal(list_count(inspector, "journal.list", "op", "person.leave", NULL), 1);
	assert_int_equal(list_count(inspector, "journal.list", "who", by, NULL), 1);
	assert_int_equal(list_count(inspector, "journal.list", "person", id, NULL), 1);
	assert_int_equal(list_count(inspector, "journal.list", "from", "24/11/2026", NULL), 0);
	assert_int_equal(
		list_count(inspector, "journal.list", "from", "23/11/2026", "to", "23/11/2026", NULL), 2);
	assert_int_equal(list_count(inspector, "journal.list", "to", "22/11/2026", NULL), 0);
	/* A member: what concerns the own record; a clerk the same, not the unit. */
	assert_int_equal(list_count(own, "journal.list", NULL), 1);
	assert_int_equal(list_count(clerk, "journal.list", NULL), 0);
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

static void run_purge(struct office *o)
{
	struct acting *a = office_as(o, "vidu.quantri");
	WANT(o, RC_OK, run_op(a, "privacy.keep", "what", "answer", "days", "0", NULL));
	a->how.idempotency = STR("k1");
	WANT(o, RC_OK, run_op(a, "privacy.keep", "what", "mail", "days", "10", NULL));
	o->now_ms += DAY_MS;
	a = office_as(o, "vidu.quantri");
	for (int preview = 1; preview >= 0; preview--) {
		a->how.preview = preview;
		WANT(o, RC_OK, run_op(a, "privacy.purge", NULL));
		assert_string_equal(a->out.facts[a->out.fact_count - 1].name, "answers");
		assert_true(str_eqz(a->out.facts[a->out.fact_count - 1].value, "1"));
	}
	WANT(o, RC_OK, run_op(a, "privacy.purge", NULL));
	assert_true(str_eqz(a->out.facts[a->out.fact_count - 1].value, "0"));
}

static void what_has_served_its_time_goes(void **state)
{
	(void)state;
	office_each_engine(run_purge);
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
		cmocka_unit_test(an_erased_person_is_gone_and_the_chain_is_whole),
		cmocka_unit_test(what_is_still_needed_is_not_erased),
		cmocka_unit_test(the_journal_is_read_within_the_scope),
		cmocka_unit_test(an_inspector_checks_the_seal),
		cmocka_unit_test(what_has_served_its_time_goes),
		cmocka_unit_test(an_incident_runs_on_a_clock_of_72_hours),
		cmocka_unit_test(everybody_may_read_what_is_kept),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
