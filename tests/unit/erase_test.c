/*
 * Erasing a person: what was typed about them is gone from every byte of the database, from
 * the records that were merged into theirs, too; ids, awards and the journal's chain stay.
 */
#include "app/admin/privacy.h"
#include "base/clock.h"
#include "db/sql_journal.h"
#include "db/sql_person.h"
#include "journal/journal.h"
#include "temp.h"
#include "upload_fixture.h"

#include <jansson.h>
#include <libpq-fe.h>
#include <sqlite3.h>
#include <unistd.h>

#define NAME "Vừ Mí Kiểm"
#define WRONG_NAME "Vừ Mí Nhầm"
#define SECOND_NAME "Vừ Mí Nhánh"
#define THIRD_NAME "Vừ Mí Nhạt"
#define ACCOUNT "kiem.vumi"
#define FILE_NAME "ly-lich-vu-mi-kiem.pdf"
#define CCCD "010090777123"
#define SECOND_CCCD "010090777124"
#define THIRD_CCCD "010090777125"
#define PHONE "0977 123 321"
#define EMAIL "kiem.vu.mi@laocai.gov.vn"

/* Of a proposal: the summary, the report, what was typed and not saved, papers, why it ended. */
#define SUMMARY "Chuyện tóm tắt 7781"
#define REPORT "Chuyện báo cáo 7782"
#define TYPED "Chuyện gõ dở 7783"
#define PAPER_NAME "bien-ban-rieng-7784.pdf"
#define PAPER_TITLE "Biên bản riêng 7785"
#define REASON "Chuyện lý do 7786"

static const char *const gone[] = {
	NAME,        WRONG_NAME, SECOND_NAME, THIRD_NAME,   ACCOUNT,       FILE_NAME,  CCCD,
	SECOND_CCCD, PHONE,      EMAIL,       "vu mi kiem", "vu mi nhanh", THIRD_CCCD, "vu mi nhat",
	SUMMARY,     REPORT,     TYPED,       PAPER_NAME,   PAPER_TITLE,   REASON,     NULL};

/* --- looking for a text everywhere ----------------------------------------------------------- */

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
		size_t have = keep + got;
		keep = have < n ? have : n - 1;
		memmove(block, block + have - keep, keep);
	}
	fclose(f);
	free(block);
	return found;
}

/* The file that serves, with what its log held; the log itself ends empty. */
static bool sqlite_has(struct office *o, const char *text)
{
	sqlite3 *db;
	char path[200];
	snprintf(path, sizeof path, "%s/thidua.db", o->f->address + strlen("sqlite:"));
	assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
	assert_int_equal(sqlite3_exec(db, "PRAGMA wal_checkpoint(TRUNCATE)", NULL, NULL, NULL),
	                 SQLITE_OK);
	sqlite3_close(db);
	return file_has(path, text);
}

/* Every column of every table, bytes as their hexadecimal digits. */
static bool postgres_has(struct office *o, const char *text)
{
	PGconn *c = PQconnectdb(o->f->address);
	PGresult *t = PQexec(c, "SELECT c.relname FROM pg_class c WHERE c.relkind IN ('r', 'p') AND "
	                        "c.relnamespace = 'public'::regnamespace");
	bool found = false;
	char sql[400];
	if (PQresultStatus(t) != PGRES_TUPLES_OK || PQntuples(t) < 20)
		fail_msg("%s", PQerrorMessage(c));
	for (int i = 0; i < PQntuples(t); i++) {
		snprintf(sql, sizeof sql,
		         "SELECT count(*) FROM \"%s\" t WHERE t::text LIKE '%%' || $1 || '%%' OR t::text "
		         "LIKE '%%' || encode(convert_to($1, 'UTF8'), 'hex') || '%%'",
		         PQgetvalue(t, i, 0));
		PGresult *r = PQexecParams(c, sql, 1, NULL, &text, NULL, NULL, 0);
		if (PQresultStatus(r) != PGRES_TUPLES_OK)
			fail_msg("%s", PQerrorMessage(c));
		if (strcmp(PQgetvalue(r, 0, 0), "0") != 0) {
			print_message("%s: %s\n", PQgetvalue(t, i, 0), text);
			found = true;
		}
		PQclear(r);
	}
	PQclear(t);
	PQfinish(c);
	return found;
}

static bool held(struct office *o, const char *text)
{
	return db_engine_of(o->f->db) == DB_SQLITE ? sqlite_has(o, text) : postgres_has(o, text);
}

/* A copy made now holds nothing of it either, in no page. */
static void copy_has_not(struct office *o)
{
	char folder[TEMP_MAX], path[TEMP_MAX + 32];
	temp_folder(folder, "thidua-copy");
	snprintf(path, sizeof path, "%s/copy", folder);
	WANT(o, RC_OK, db_backup(o->f->db, path));
	snprintf(path, sizeof path, "%s/copy/thidua.db", folder);
	for (int i = 0; gone[i]; i++)
		if (file_has(path, gone[i]))
			fail_msg("the copy still has: %s", gone[i]);
	assert_true(file_has(path, "Lù Seo Páo"));
	static const char *const left[] = {"copy/thidua.db", "copy/files.db", "copy", ""};
	for (int i = 0; i < 4; i++) {
		snprintf(path, sizeof path, "%s/%s", folder, left[i]);
		remove(path);
	}
}

/* --- a person with a past -------------------------------------------------------------------- */

static int64_t somebody(struct office *o, const char *name, const char *cccd)
{
	struct acting *a = office_as(o, "vidu.thuongtruc");
	WANT(o, RC_OK,
	     run_op(a, "person.create", "name", name, "cadre", "civil_servant", "unit_id",
	            num(o, unit_named(o, "Phòng Nội chính")), "post_title", "Chuyên viên", "since",
	            "01/06/2024", "cccd", cccd, "birth", "02/03/1990", NULL));
	return a->out.id;
}

/* The third record into the second, the second into the first. */
static int64_t person_with_a_past(struct office *o)
{
	struct acting *a = office_as(o, "vidu.quantri"), *standing = office_as(o, "vidu.thuongtruc");
	int64_t person = somebody(o, WRONG_NAME, CCCD);
	const char *id = num(o, person), *second = num(o, somebody(o, SECOND_NAME, SECOND_CCCD)),
			   *third = num(o, somebody(o, THIRD_NAME, THIRD_CCCD));
	struct http_part part = part_of(FILE_NAME, STR("%PDF-1.4 x"));
	WANT(o, RC_OK,
	     run_op(standing, "person.edit", "id", id, "name", NAME, "cadre", "civil_servant", "phone",
	            PHONE, "email", EMAIL, NULL));
	a->how.idempotency = STR("once");
	WANT(o, RC_OK, run_op(a, "account.create", "person_id", id, "name", ACCOUNT, NULL));
	WANT(o, RC_DENIED,
	     run_op(office_as(o, NULL), "session.open", "account", ACCOUNT, "password",
	            "không phải mật khẩu này", NULL));
	WANT(o, RC_OK, upload_op(standing, "file.add", &part, "person_id", id, NULL));
	WANT(o, RC_OK, run_op(standing, "file.get", "id", num(o, standing->out.id), NULL));
	close(standing->out.fd);
	assert_int_equal(list_count(office_as(o, "vidu.thanhtra"), "journal.list", "person", id, "op",
	                            "file.get", NULL),
	                 1);
	WANT(o, RC_OK,
	     run_op(a, "person.merge", "id", second, "gone_id", third, "reason", "một người", NULL));
	WANT(o, RC_OK,
	     run_op(a, "person.merge", "id", id, "gone_id", second, "reason", "một người", NULL));
	return person;
}

/* In a dossier of the room, with a report and papers, and taken out of it again. */
static void proposed_once(struct office *o, int64_t person)
{
	struct acting *a = office_as(o, "vidu.thuongtruc");
	struct http_part part = part_of(PAPER_NAME, STR("%PDF-1.4 y"));
	struct rows rows;
	WANT(o, RC_OK,
	     run_op(a, "dossier.enter", "unit_id", num(o, unit_named(o, "Phòng Nội chính")), "type",
	            "merit", "year", arena_printf(&o->f->mem, "%d", date_civil(a->c.today).year).p,
	            "title", "Hồ sơ của phòng", NULL));
	const char *dossier = num(o, a->out.id);
	WANT(o, RC_OK,
	     run_op(a, "nominee.add", "dossier_id", dossier, "person_id", num(o, person), "code",
	            "LDTT", "summary", SUMMARY, NULL));
	const char *n = num(o, a->out.id);
	WANT(o, RC_OK, run_op(a, "nominee.report", "id", n, NULL));
	WANT(o, RC_OK, list_op(a, &rows, "writing.list", "dossier", dossier, NULL));
	const char *paper = num(o, row_int(&rows, 0, "id"));
	WANT(o, RC_OK,
	     run_op(a, "writing.edit", "id", paper, "values.0.name", "duty", "values.0.text", REPORT,
	            NULL));
	WANT(o, RC_OK,
	     run_op(a, "writing.keep", "id", paper, "base", "2", "values.0.name", "duty",
	            "values.0.text", TYPED, NULL));
	WANT(o, RC_OK,
	     upload_op(a, "dossier.attach", &part, "id", dossier, "need", "CHUNG_NHAN", "title",
	               PAPER_TITLE, "nominee_id", n, NULL));
	WANT(o, RC_OK, run_op(a, "nominee.remove", "id", n, "reason", REASON, NULL));
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

/* Not while at work, not before the term, not by one alone. */
static void erase(struct office *o, int64_t person)
{
	struct acting *a = office_as(o, "vidu.quantri");
	const char *id = num(o, person);
	WANT(o, RC_CONFLICT, run_op(a, "privacy.erase", "id", id, "reason", "theo yêu cầu", NULL));
	WANT(o, RC_OK, run_op(a, "person.leave", "id", id, "on", "01/11/2026", "basis", "QĐ 5", NULL));
	a->how.preview = true;
	WANT(o, RC_CONFLICT, run_op(a, "privacy.erase", "id", id, "reason", "theo yêu cầu", NULL));
	WANT(o, RC_OK, run_op(a, "privacy.keep", "what", "person", "days", "0", NULL));
	a->how.preview = true;
	WANT(o, RC_OK, run_op(a, "privacy.erase", "id", id, "reason", "theo yêu cầu", NULL));
	assert_int_equal(person_named(o, NAME), person);
	WANT(o, RC_OK, run_op(a, "privacy.erase", "id", id, "reason", "theo yêu cầu", NULL));
	assert_int_not_equal(a->out.approval_id, DB_NULL);
	assert_int_equal(person_named(o, NAME), person);
	WANT(o, RC_OK,
	     run_op(office_as(o, "vidu.chanhvp"), "approval.confirm", "id", num(o, a->out.approval_id),
	            NULL));
}

static void expect_a_number(struct office *o, int64_t person)
{
	struct sql_person_get row;
	struct sql_person_key_find key;
	WANT(o, RC_OK, sql_person_get(o->f->db, &o->f->mem, person, &row));
	assert_true(str_eqz(row.name, "Đã xóa"));
	assert_true(str_eqz(row.state, "erased"));
	assert_int_equal(row.email.n + row.phone.n, 0);
	assert_int_equal(sql_person_key_find(o->f->db, &o->f->mem, person, &key), RC_NOTFOUND);
}

/* What was sealed can be opened by nobody any more. */
static void expect_nothing_to_reveal(struct office *o, int64_t person)
{
	struct acting *a = office_as(o, "vidu.thanhtra");
	struct rows rows;
	int lines = 0;
	WANT(o, RC_OK,
	     list_op(a, &rows, "journal.list", "person", num(o, person), "op", "person.edit", NULL));
	assert_int_equal(rows.count, 1);
	WANT(o, RC_OK,
	     run_op(a, "journal.reveal", "id", num(o, row_int(&rows, 0, "id")), "reason",
	            "kiểm tra sau khi xóa", NULL));
	for (int i = 0; i < a->out.fact_count; i++)
		lines += str_eqz(a->out.facts[i].value, "(đã xóa)");
	assert_int_equal(lines, 3);
}

static void run_erase(struct office *o)
{
	o->now_ms = clock_now_ms();
	int64_t person = person_with_a_past(o);
	proposed_once(o, person);
	assert_true(held(o, SUMMARY) && held(o, REPORT) && held(o, TYPED) && held(o, REASON));
	expect_chain(o);
	assert_true(held(o, NAME) && held(o, ACCOUNT) && held(o, FILE_NAME) && held(o, THIRD_NAME));
	erase(o, person);
	for (int64_t id = person; id < person + 3; id++)
		expect_a_number(o, id);
	expect_chain(o);
	for (int i = 0; gone[i]; i++)
		if (held(o, gone[i]))
			fail_msg("still there: %s", gone[i]);
	if (db_engine_of(o->f->db) == DB_SQLITE)
		copy_has_not(o);
	expect_nothing_to_reveal(o, person);
}

static void an_erased_person_is_gone_and_the_chain_is_whole(void **state)
{
	(void)state;
	office_each_engine(run_erase);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_erased_person_is_gone_and_the_chain_is_whole),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
