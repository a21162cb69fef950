/* People: records, posts, identifiers, merging and undoing, grants, delegations. */
#include "app/org/org.h"
#include "db/migrate.h"
#include "db/sql_file.h"
#include "db/sql_person.h"
#include "office_fixture.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include <fcntl.h>
#include <unistd.h>

static int64_t make(struct office *o, const char *name, const char *unit, const char *cccd)
{
	struct acting *a = office_as(o, "vidu.quantri");
	WANT(o, RC_OK,
	     run_op(a, "person.create", "name", name, "cadre", "civil_servant", "gender", "nu",
	            "unit_id", num(o, unit_named(o, unit)), "post_title", "Chuyên viên", "since",
	            "01/06/2024", "cccd", cccd, "birth", "02/03/1990", "email", "thu.thu@laocai.gov.vn",
	            NULL));
	return a->out.id;
}

static struct sql_person_get person(struct office *o, int64_t id)
{
	struct sql_person_get row;
	WANT(o, RC_OK, sql_person_get(o->f->db, &o->f->mem, id, &row));
	return row;
}

static void run_record(struct office *o)
{
	struct acting *a = office_as(o, "vidu.quantri"), *clerk = office_as(o, "vidu.daumoi");
	int64_t id = make(o, "Ksor Hơ Bia", "Phòng Tổng hợp", "");
	const char *n = num(o, id), *th = num(o, unit_named(o, "Phòng Tổng hợp")),
			   *nc = num(o, unit_named(o, "Phòng Nội chính"));
	assert_int_equal(list_count(a, "person.list", "q", "bia ksor", "unit", th, NULL), 1);
	WANT(o, RC_OK,
	     run_op(clerk, "person.edit", "id", n, "name", "Ksor Hơ Bía", "cadre", "public_employee",
	            NULL));
	assert_true(str_eqz(person(o, id).name, "Ksor Hơ Bía") && person(o, id).version == 2);
	assert_int_equal(list_count(a, "person.list", "q", "BÌA", "unit", th, NULL),
	                 1); /* folded the same */
	WANT(o, RC_INVALID,
	     run_op(clerk, "person.edit", "id", n, "name", "X Y", "cadre", "worker", "email",
	            "không phải", NULL));
	WANT(o, RC_INVALID,
	     run_op(clerk, "person.edit", "id", n, "name", "X Y", "cadre", "worker", "birth",
	            "01/01/2020", NULL));
	/* A clerk adds to the own unit only, and before a unit began nobody sits in it. */
	WANT(o, RC_INVALID,
	     run_op(clerk, "person.create", "name", "A B", "cadre", "worker", "unit_id", nc,
	            "post_title", "NV", "since", "01/01/2024", NULL));
	WANT(o, RC_INVALID,
	     run_op(a, "person.create", "name", "A B", "cadre", "worker", "unit_id", nc, "post_title",
	            "NV", "since", "01/01/2001", NULL));
	WANT(o, RC_OK,
	     run_op(a, "person.leave", "id", n, "on", "01/11/2026", "basis", "QĐ nghỉ hưu", NULL));
	assert_true(str_eqz(person(o, id).state, "left") && person(o, id).unit_id == DB_NULL);
	WANT(o, RC_CONFLICT,
	     run_op(a, "person.leave", "id", n, "on", "01/11/2026", "basis", "QĐ", NULL));
	WANT(o, RC_INVALID,
	     run_op(a, "post.add", "person_id", n, "unit_id", th, "title", "CV", "on", "15/11/2026",
	            NULL));
	WANT(o, RC_OK, run_op(a, "person.return", "id", n, NULL));
	WANT(o, RC_OK,
	     run_op(a, "post.add", "person_id", n, "unit_id", th, "title", "CV", "on", "15/11/2026",
	            NULL));
	assert_true(str_eqz(person(o, id).state, "active") && person(o, id).unit_id != DB_NULL);
	struct acting *me = office_as(o, "vidu.quantri");
	const char *own = num(o, me->c.who.person_id);
	WANT(o, RC_DENIED,
	     run_op(me, "person.leave", "id", own, "on", "01/11/2026", "basis", "QĐ", NULL));
	/* One's own telephone, but neither the own cadre nor the own post. */
	WANT(o, RC_DENIED,
	     run_op(me, "person.edit", "id", own, "name", "Lý Láo Lở", "cadre", "official", NULL));
	WANT(o, RC_DENIED,
	     run_op(me, "post.add", "person_id", own, "unit_id", th, "title", "Giám đốc", "on",
	            "01/11/2026", NULL));
	WANT(o, RC_OK, run_op(me, "person.contact", "id", own, "phone", "0214 3840 001", NULL));
}

static void a_record_is_kept_left_and_taken_up_again(void **state)
{
	(void)state;
	office_each_engine(run_record);
}

static void run_posts(struct office *o)
{
	struct acting *a = office_as(o, "vidu.quantri");
	int64_t id = make(o, "Lò Thị Thử", "Phòng Tổng hợp", "");
	int64_t th = unit_named(o, "Phòng Tổng hợp"), nc = unit_named(o, "Phòng Nội chính");
	const char *n = num(o, id);
	WANT(o, RC_OK,
	     run_op(a, "post.add", "person_id", n, "unit_id", num(o, nc), "title", "Kiêm nhiệm", "on",
	            "01/01/2026", "beside", "1", NULL));
	assert_int_equal(person(o, id).unit_id, th); /* beside: the main post stays */
	WANT(o, RC_OK,
	     run_op(a, "post.add", "person_id", n, "unit_id", num(o, nc), "title", "Phó phòng", "on",
	            "01/10/2026", NULL));
	assert_int_equal(person(o, id).unit_id, nc);
	WANT(o, RC_INVALID,
	     run_op(a, "post.add", "person_id", n, "unit_id", num(o, th), "title", "CV", "on",
	            "01/09/2026", NULL));
	WANT(o, RC_OK,
	     run_op(a, "post.add", "person_id", n, "unit_id", num(o, th), "title", "CV", "on",
	            "01/02/2027", NULL));
	assert_int_equal(person(o, id).unit_id, nc); /* not yet */
	/* Nobody sits in a unit before it began. */
	WANT(o, RC_INVALID,
	     run_op(a, "post.add", "person_id", n, "unit_id", num(o, nc), "title", "CV", "on",
	            "01/01/2001", "beside", "1", NULL));
	assert_string_equal(o->f->err.field, "unit_id");
	struct rows rows;
	WANT(o, RC_OK, list_op(a, &rows, "post.list", "person", n, NULL));
	assert_int_equal(rows.count, 4);
	const char *last = num(o, row_int(&rows, 3, "id"));
	WANT(o, RC_INVALID, run_op(a, "post.end", "id", last, "on", "01/02/2027", NULL));
	WANT(o, RC_OK, run_op(a, "post.end", "id", last, "on", "01/03/2027", NULL));
}

static void one_main_post_at_a_time(void **state)
{
	(void)state;
	office_each_engine(run_posts);
}

/* --- identifiers --------------------------------------------------------------------------------
 */

static bool file_holds(struct office *o, const char *name, const char *text)
{
	const char *path = arena_printf(&o->f->mem, "%s/%s", o->f->address + strlen("sqlite:"), name).p;
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return false;
	off_t size = lseek(fd, 0, SEEK_END);
	char *all = arena_alloc(&o->f->mem, (size_t)size + 1);
	assert_int_equal(pread(fd, all, (size_t)size, 0), size);
	close(fd);
	return memmem(all, (size_t)size, text, strlen(text)) != NULL;
}

static void run_identifiers(struct office *o)
{
	struct acting *a = office_as(o, "vidu.thuongtruc"), *clerk = office_as(o, "vidu.daumoi");
	int64_t id = make(o, "Lò Thị Thử", "Phòng Tổng hợp", "010190000777");
	int64_t other = make(o, "Lò Thị Khác", "Phòng Tổng hợp", "");
	const char *n = num(o, id), *m = num(o, other);
	struct rows rows;
	WANT(
		o, RC_INVALID,
		run_op(a, "identifier.add", "person_id", m, "kind", "cccd", "number", "01019000077", NULL));
	WANT(o, RC_INVALID,
	     run_op(a, "identifier.add", "person_id", m, "kind", "cccd", "number", "01019000077x",
	            NULL));
	WANT(o, RC_INVALID,
	     run_op(a, "identifier.add", "person_id", m, "kind", "cmnd", "number", "1234567890", NULL));
	WANT(o, RC_INVALID,
	     run_op(a, "identifier.add", "person_id", m, "kind", "cccd", "number", "010 190 000 777",
	            NULL));
	assert_non_null(strstr(o->f->err.message, "Lò Thị Thử"));
	WANT(o, RC_INVALID,
	     run_op(a, "identifier.add", "person_id", n, "kind", "cccd", "number", "010190000777",
	            NULL));
	WANT(o, RC_OK,
	     run_op(a, "identifier.add", "person_id", m, "kind", "staff", "number", "ab-12", NULL));
	WANT(o, RC_OK, run_op(a, "identifier.find", "kind", "staff", "number", "AB12", NULL));
	WANT(o, RC_OK, list_op(a, &rows, "identifier.list", "person", n, NULL));
	assert_int_equal(rows.count, 1);
	const char *paper = num(o, row_int(&rows, 0, "id"));
	WANT(o, RC_NOTFOUND,
	     run_op(clerk, "identifier.reveal", "id", paper, "reason", "muốn biết", NULL));
	WANT(o, RC_INVALID, run_op(a, "identifier.reveal", "id", paper, "reason", "x", NULL));
	WANT(o, RC_OK, run_op(a, "identifier.reveal", "id", paper, "reason", "lập hồ sơ khen", NULL));
	bool shown = false;
	for (int i = 0; i < a->out.fact_count; i++)
		shown = shown || str_eqz(a->out.facts[i].value, "010190000777");
	assert_true(shown);
	assert_int_equal(
		list_count(office_as(o, "vidu.thanhtra"), "journal.list", "op", "identifier.reveal", NULL),
		1);
	if (db_engine_of(o->f->db) != DB_SQLITE)
		return;
	assert_true(file_holds(o, "thidua.db", "Lò Thị Thử") ||
	            file_holds(o, "thidua.db-wal", "Lò Thị Thử"));
	assert_false(file_holds(o, "thidua.db", "010190000777") ||
	             file_holds(o, "thidua.db-wal", "010190000777"));
	assert_false(file_holds(o, "thidua.db", "02/03/1990") ||
	             file_holds(o, "thidua.db-wal", "02/03/1990"));
}

static void identifiers_are_sealed_found_and_shown_to_few(void **state)
{
	(void)state;
	office_each_engine(run_identifiers);
}

/* --- merging
 * ---------------------------------------------------------------------------------------- */

/* All that hangs on a person, as text. */
static const char *belongings(struct office *o, int64_t id)
{
	static const char *const lists[][2] = {
		{"post.list", "person"},    {"identifier.list", "person"}, {"grant.list", "person"},
		{"account.list", "person"}, {"delegation.list", "person"}, {"delegation.list", "giver"},
		{"file.list", "person"}};
	struct acting *a = office_as(o, "vidu.quantri");
	const char *all = arena_printf(&o->f->mem, "%.*s|", STR_ARG(person(o, id).state)).p;
	for (int l = 0; l < COUNT(lists); l++) {
		struct rows rows;
		WANT(o, RC_OK, list_op(a, &rows, lists[l][0], lists[l][1], num(o, id), NULL));
		for (int i = 0; i < rows.count; i++)
			all = arena_printf(&o->f->mem, "%s%s %lld %lld|", all, lists[l][0],
			                   (long long)row_int(&rows, i, "id"),
			                   l == 0 ? (long long)row_int(&rows, i, "main") : 0)
			          .p;
	}
	return all;
}

struct new_file {
	struct office *o;
	int64_t person, id;
};

static enum rc file_tx(void *arg)
{
	struct new_file *f = arg;
	return sql_file_add(f->o->f->db, STR("12345678901234567890123456789012"), STR("a.pdf"),
	                    STR("application/pdf"), 9, STR("person"), f->person, DB_NULL, f->person,
	                    DB_NULL, f->o->now_ms, 0, &f->id);
}

/* A file, an account, signatures both ways. */
static void give_belongings(struct office *o, int64_t id)
{
	struct acting *a = office_as(o, "vidu.quantri"), *head = office_as(o, "vidu.chanhvp");
	const char *n = num(o, id), *other = num(o, person_named(o, "Đỗ Minh Đức"));
	struct new_file f = {.o = o, .person = id};
	WANT(o, RC_OK, db_tx(o->f->db, DB_WRITE, file_tx, &f));
	WANT(o, RC_OK,
	     run_op(head, "delegation.add", "giver_id", n, "taker_id", other, "kind", "TL", "field",
	            "Mọi", "basis", "QĐ", "from", "01/01/2026", NULL));
	WANT(o, RC_OK,
	     run_op(head, "delegation.add", "giver_id", other, "taker_id", n, "kind", "TL", "field",
	            "Mọi", "basis", "QĐ", "from", "01/01/2026", NULL));
	WANT(o, RC_OK, run_op(a, "account.create", "person_id", n, "name", "thu.lo", NULL));
}

static int open_main_posts(struct office *o, int64_t id)
{
	struct acting *a = office_as(o, "vidu.quantri");
	struct rows rows;
	int n = 0;
	WANT(o, RC_OK, list_op(a, &rows, "post.list", "person", num(o, id), NULL));
	for (int i = 0; i < rows.count; i++)
		n += row_int(&rows, i, "main") == 1;
	return n;
}

static void run_merge(struct office *o)
{
	struct acting *a = office_as(o, "vidu.quantri");
	int64_t keep = make(o, "Lò Thị Thử", "Phòng Tổng hợp", "010190000777");
	int64_t gone = make(o, "Lò Thị Thử", "Phòng Nội chính", "010190000888");
	const char *k = num(o, keep), *g = num(o, gone);
	WANT(o, RC_OK,
	     run_op(a, "grant.add", "person_id", g, "role", "unit_clerk", "unit_id",
	            num(o, unit_named(o, "Phòng Nội chính")), NULL));
	WANT(o, RC_OK,
	     run_op(a, "grant.end", "id", num(o, a->out.id), "basis", "thôi phân công", NULL));
	give_belongings(o, gone);
	const char *keep_had = belongings(o, keep), *gone_had = belongings(o, gone);
	WANT(o, RC_INVALID,
	     run_op(a, "person.merge", "id", k, "gone_id", k, "reason", "cùng một người", NULL));
	a->how.preview = true;
	WANT(o, RC_OK,
	     run_op(a, "person.merge", "id", k, "gone_id", g, "reason", "cùng một người", NULL));
	assert_string_equal(belongings(o, gone), gone_had);
	WANT(o, RC_OK,
	     run_op(a, "person.merge", "id", k, "gone_id", g, "reason", "cùng một người", NULL));
	const char *merge = num(o, a->out.id);
	assert_string_equal(belongings(o, gone), "merged|");
	assert_int_equal(open_main_posts(o, keep), 1);
	assert_true(strlen(belongings(o, keep)) > strlen(keep_had));
	assert_int_equal(list_count(a, "person.list", "q", "lo thi thu", "state", "active", NULL), 1);
	/* The moved number opens in its new place. */
	WANT(o, RC_OK, run_op(a, "identifier.find", "kind", "cccd", "number", "010190000888", NULL));
	struct rows rows;
	WANT(o, RC_OK, list_op(a, &rows, "identifier.list", "person", k, NULL));
	assert_int_equal(rows.count, 2);
	for (int i = 0; i < 2; i++)
		WANT(o, RC_OK,
		     run_op(a, "identifier.reveal", "id", num(o, row_int(&rows, i, "id")), "reason",
		            "kiểm tra", NULL));
	WANT(o, RC_OK, run_op(a, "merge.undo", "id", merge, "reason", "hai người khác nhau", NULL));
	assert_string_equal(belongings(o, keep), keep_had);
	assert_string_equal(belongings(o, gone), gone_had);
	assert_int_equal(open_main_posts(o, gone), 1);
	WANT(o, RC_CONFLICT,
	     run_op(a, "merge.undo", "id", merge, "reason", "hai người khác nhau", NULL));
	WANT(o, RC_OK, list_op(a, &rows, "identifier.list", "person", g, NULL));
	WANT(o, RC_OK,
	     run_op(a, "identifier.reveal", "id", num(o, row_int(&rows, 0, "id")), "reason", "kiểm tra",
	            NULL));
}

static void merging_is_undone_exactly(void **state)
{
	(void)state;
	office_each_engine(run_merge);
}

static void run_merge_rights(struct office *o)
{
	struct acting *a = office_as(o, "vidu.quantri"), *standing = office_as(o, "vidu.thuongtruc");
	const char *k = num(o, make(o, "Lò Thị Thử", "Phòng Tổng hợp", "")),
			   *g = num(o, make(o, "Lò Thị Thử", "Phòng Nội chính", "")),
			   *nc = num(o, unit_named(o, "Phòng Nội chính"));
	const char *own = num(o, standing->c.who.person_id), *why = "cùng một người";
	/* A right that begins later is one too. */
	WANT(o, RC_OK,
	     run_op(a, "grant.add", "person_id", g, "role", "unit_clerk", "unit_id", nc, "to",
	            "01/01/2027", NULL));
	const char *grant = num(o, a->out.id);
	WANT(o, RC_INVALID, run_op(a, "person.merge", "id", k, "gone_id", g, "reason", why, NULL));
	assert_non_null(strstr(o->f->err.message, "thu hồi"));
	WANT(o, RC_OK, run_op(a, "grant.end", "id", grant, "basis", "thôi phân công", NULL));
	WANT(o, RC_OK,
	     run_op(a, "grant.add", "person_id", g, "role", "unit_clerk", "unit_id", nc, "from",
	            "01/01/2027", NULL));
	grant = num(o, a->out.id);
	WANT(o, RC_INVALID, run_op(a, "person.merge", "id", k, "gone_id", g, "reason", why, NULL));
	WANT(o, RC_OK, run_op(a, "grant.end", "id", grant, "basis", "thôi phân công", NULL));
	/* Nor does an account come to somebody's rights. */
	WANT(o, RC_OK, run_op(a, "account.create", "person_id", g, "name", "thu.lo", NULL));
	WANT(o, RC_OK,
	     run_op(a, "grant.add", "person_id", k, "role", "unit_clerk", "unit_id", nc, NULL));
	grant = num(o, a->out.id);
	WANT(o, RC_INVALID, run_op(a, "person.merge", "id", k, "gone_id", g, "reason", why, NULL));
	WANT(o, RC_OK, run_op(a, "grant.end", "id", grant, "basis", "thôi phân công", NULL));
	WANT(o, RC_OK, run_op(a, "person.merge", "id", k, "gone_id", g, "reason", why, NULL));
	/* Undoing is not for the one concerned. */
	g = num(o, make(o, "Lò Thị Trùng", "Phòng Nội chính", ""));
	WANT(o, RC_DENIED,
	     run_op(standing, "person.merge", "id", own, "gone_id", g, "reason", why, NULL));
	WANT(o, RC_OK, run_op(a, "person.merge", "id", own, "gone_id", g, "reason", why, NULL));
	const char *merge = num(o, a->out.id);
	WANT(o, RC_DENIED,
	     run_op(standing, "merge.undo", "id", merge, "reason", "hai người khác nhau", NULL));
	WANT(o, RC_OK, run_op(a, "merge.undo", "id", merge, "reason", "hai người khác nhau", NULL));
}

static void merging_hands_on_no_rights(void **state)
{
	(void)state;
	office_each_engine(run_merge_rights);
}

static bool listed(const struct person_column *list, const char *column)
{
	for (; list->column; list++)
		if (strcmp(list->column, column) == 0)
			return list->why && *list->why;
	return false;
}

/* "    kept_id {{int}} NOT NULL REFERENCES person (id)," in the table that began last. */
static int look_at_schema(struct str text)
{
	struct str table = STR("");
	int n = 0;
	char column[100];
	while (text.n) {
		struct str line = str_trim(str_cut(&text, '\n'));
		if (str_starts(line, "CREATE TABLE ")) {
			str_cut(&line, ' ');
			str_cut(&line, ' ');
			table = str_cut(&line, ' ');
			continue;
		}
		if (!memmem(line.p, line.n, "REFERENCES person ", strlen("REFERENCES person ")))
			continue;
		struct str name = str_cut(&line, ' ');
		snprintf(column, sizeof column, "%.*s.%.*s", STR_ARG(table), STR_ARG(name));
		if (listed(person_columns_moved, column) == listed(person_columns_kept, column))
			fail_msg("merging two people: does %s move or stay? (merge.c)", column);
		n++;
	}
	return n;
}

static int length(const struct person_column *list)
{
	int n = 0;
	while (list[n].column)
		n++;
	return n;
}

static void every_reference_to_a_person_moves_or_stays_for_a_reason(void **state)
{
	(void)state;
	for (int engine = 0; engine < 2; engine++) {
		int n = 0;
		for (int i = 0; i < sql_migration_count; i++)
			n += look_at_schema(str_of(sql_migrations[i].text[engine]));
		assert_int_equal(n, length(person_columns_moved) + length(person_columns_kept));
	}
}

/* --- grants and delegations
 * ------------------------------------------------------------------------------ */

static void run_grants(struct office *o)
{
	struct acting *a = office_as(o, "vidu.quantri"), *standing = office_as(o, "vidu.thuongtruc");
	int64_t id = person_named(o, "Tẩn Mùi Phạm");
	const char *n = num(o, id), *th = num(o, unit_named(o, "Phòng Tổng hợp")),
			   *top = num(o, unit_named(o, "Văn phòng Ủy ban nhân dân tỉnh Lào Cai"));
	struct rows rows;
	WANT(o, RC_DENIED,
	     run_op(standing, "grant.add", "person_id", n, "role", "unit_clerk", "unit_id", th, NULL));
	WANT(o, RC_DENIED,
	     run_op(a, "grant.add", "person_id", num(o, a->c.who.person_id), "role", "standing",
	            "unit_id", top, NULL));
	WANT(o, RC_OK,
	     run_op(a, "grant.add", "person_id", n, "role", "unit_clerk", "unit_id", th, NULL));
	const char *grant = num(o, a->out.id);
	WANT(o, RC_INVALID,
	     run_op(a, "grant.add", "person_id", n, "role", "unit_clerk", "unit_id", th, NULL));
	WANT(o, RC_INVALID,
	     run_op(a, "grant.add", "person_id", n, "role", "registry", "unit_id", top, "from",
	            "01/01/2027", "to", "01/01/2027", NULL));
	assert_true(office_as(o, "vidu.canbo")->c.who.roles & R(UNIT_CLERK));
	WANT(o, RC_OK, run_op(a, "grant.end", "id", grant, "basis", "thôi phân công", NULL));
	assert_false(office_as(o, "vidu.canbo")->c.who.roles & R(UNIT_CLERK));
	/* Who decides is decided by two. */
	WANT(o, RC_OK, run_op(a, "grant.add", "person_id", n, "role", "head", "unit_id", top, NULL));
	assert_true(a->out.approval_id != DB_NULL);
	assert_false(office_as(o, "vidu.canbo")->c.who.roles & R(HEAD));
	/* The last administrator stays. */
	WANT(o, RC_OK, list_op(a, &rows, "grant.list", "role", "admin", NULL));
	for (int i = 0; i < rows.count; i++) {
		bool last = i + 1 == rows.count;
		enum rc rc =
			run_op(a, "grant.end", "id", num(o, row_int(&rows, i, "id")), "basis", "thử", NULL);
		if (last)
			assert_true(rc == RC_CONFLICT || rc == RC_DENIED);
	}
	assert_true(office_as(o, "vidu.quantri")->c.who.roles & R(ADMIN));
}

static void nobody_grants_alone_what_decides_or_to_themselves(void **state)
{
	(void)state;
	office_each_engine(run_grants);
}

static void run_delegations(struct office *o)
{
	struct acting *a = office_as(o, "vidu.chanhvp"), *admin = office_as(o, "vidu.quantri");
	const char *giver = num(o, person_named(o, "Hoàng Quốc Bảo")),
			   *taker = num(o, person_named(o, "Đỗ Minh Đức"));
	WANT(o, RC_DENIED,
	     run_op(admin, "delegation.add", "giver_id", giver, "taker_id", taker, "kind", "KT",
	            "field", "Mọi", "basis", "QĐ", "from", "01/01/2026", NULL));
	WANT(o, RC_INVALID,
	     run_op(a, "delegation.add", "giver_id", giver, "taker_id", giver, "kind", "KT", "field",
	            "Mọi", "basis", "QĐ", "from", "01/01/2026", NULL));
	WANT(o, RC_INVALID,
	     run_op(a, "delegation.add", "giver_id", giver, "taker_id", taker, "kind", "TUQ", "field",
	            "Mọi", "basis", "QĐ", "from", "01/01/2026", NULL));
	assert_non_null(strstr(o->f->err.message, "thời hạn"));
	WANT(o, RC_INVALID,
	     run_op(a, "delegation.add", "giver_id", giver, "taker_id", taker, "kind", "TUQ", "field",
	            "Mọi", "basis", "QĐ", "from", "01/01/2026", "to", "01/01/2026", NULL));
	WANT(o, RC_OK,
	     run_op(a, "delegation.add", "giver_id", giver, "taker_id", taker, "kind", "TUQ", "field",
	            "Mọi", "basis", "QĐ", "from", "01/01/2026", "to", "01/01/2027", NULL));
	const char *id = num(o, a->out.id);
	WANT(o, RC_INVALID, run_op(a, "delegation.end", "id", id, "on", "01/01/2028", NULL));
	WANT(o, RC_OK, run_op(a, "delegation.end", "id", id, "on", "01/11/2026", NULL));
	WANT(o, RC_CONFLICT, run_op(a, "delegation.end", "id", id, "on", "01/10/2026", NULL));
}

static enum rc give(struct acting *a, const char *giver, const char *taker)
{
	return run_op(a, "delegation.add", "giver_id", giver, "taker_id", taker, "kind", "KT", "field",
	              "Mọi", "basis", "QĐ", "from", "01/01/2026", NULL);
}

static void run_who_delegates(struct office *o)
{
	struct acting *registry = office_as(o, "vidu.vanthu"), *head = office_as(o, "vidu.chanhvp"),
				  *standing = office_as(o, "vidu.thuongtruc"),
				  *admin = office_as(o, "vidu.quantri");
	const char *boss = num(o, head->c.who.person_id), *me = num(o, registry->c.who.person_id),
			   *deputy = num(o, person_named(o, "Đỗ Minh Đức")),
			   *top = num(o, unit_named(o, "Văn phòng Ủy ban nhân dân tỉnh Lào Cai"));
	/* The registry writes down what the head gives, and to itself nothing alone. */
	WANT(o, RC_OK, give(registry, boss, me));
	struct out asked = registry->out;
	assert_int_equal(list_count(registry, "delegation.list", "person", me, NULL), 0);
	WANT(o, RC_OK,
	     run_op(admin, "grant.add", "person_id", num(o, standing->c.who.person_id), "role",
	            "registry", "unit_id", top, NULL));
	WANT(o, RC_DENIED, second_op(o, registry, "vidu.thuongtruc"));
	registry->out = asked;
	WANT(o, RC_OK, second_op(o, registry, "vidu.chanhvp"));
	assert_int_equal(list_count(registry, "delegation.list", "person", me, NULL), 1);
	/* The head gives alone, and takes nothing alone. */
	WANT(o, RC_OK, give(head, boss, deputy));
	assert_true(head->out.approval_id == DB_NULL);
	WANT(o, RC_OK, give(head, deputy, boss));
	WANT(o, RC_DENIED, second_op(o, head, "vidu.chanhvp"));
}

static void nobody_signs_for_others_by_their_own_word(void **state)
{
	(void)state;
	office_each_engine(run_who_delegates);
}

static void signing_by_authority_has_an_end(void **state)
{
	(void)state;
	office_each_engine(run_delegations);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_record_is_kept_left_and_taken_up_again),
		cmocka_unit_test(one_main_post_at_a_time),
		cmocka_unit_test(identifiers_are_sealed_found_and_shown_to_few),
		cmocka_unit_test(merging_is_undone_exactly),
		cmocka_unit_test(nobody_grants_alone_what_decides_or_to_themselves),
		cmocka_unit_test(merging_hands_on_no_rights),
		cmocka_unit_test(every_reference_to_a_person_moves_or_stays_for_a_reason),
		cmocka_unit_test(nobody_signs_for_others_by_their_own_word),
		cmocka_unit_test(signing_by_authority_has_an_end),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
