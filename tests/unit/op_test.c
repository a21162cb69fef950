/*
 * The frame that every operation passes through: decoding, the gate, lists.
 *
 * Rows of the test's own stand beside the organisation's in a table of its own, so that
 * each thing a row can say is tried once by itself.
 */
#include "app/table.h"
#include "db/sql_approval.h"
#include "db/sql_journal.h"
#include "db/sql_op.h"
#include "office_fixture.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include <fcntl.h>
#include <unistd.h>

struct line {
	struct str name;
	int64_t n;
};
static const struct field line_fields[] = {
	F(TEXT, struct line, name, "Tên dòng", .flags = MUST),
	F(INT, struct line, n, "Số", .max = 9),
};
static const struct choice colours[] = {{"red", "Đỏ"}, {"blue", "Xanh"}, {0}};

struct all_in {
	struct str text, note, colour, secret;
	int64_t n, money, unit;
	struct date day;
	bool yes;
	struct group lines;
};
static const struct field all_fields[] = {
	F(TEXT, struct all_in, text, "Chữ", .flags = MUST, .min = 2, .max = 10),
	F(LONG, struct all_in, note, "Ghi chú", .max = 20),
	F(CHOICE, struct all_in, colour, "Màu", .choices = colours),
	F(SECRET, struct all_in, secret, "Mật khẩu", .max = 30),
	F(INT, struct all_in, n, "Số", .min = -5, .max = 100),
	F(MONEY, struct all_in, money, "Tiền"),
	F(REF, struct all_in, unit, "Đơn vị", .flags = IN_SCOPE, .ref = &unit_object),
	F(DATE, struct all_in, day, "Ngày"),
	F(BOOL, struct all_in, yes, "Đồng ý"),
	F(GROUP, struct all_in, lines, "Các dòng", .max = 3, .sub = line_fields,
      .sub_count = COUNT(line_fields), .sub_size = sizeof(struct line)),
};

/* What the function was given last, and how often it ran. */
struct seen {
	struct all_in in;
	struct line lines[4];
	int runs;
};
static struct seen seen;

static enum rc take(struct ctx *c, const void *in, struct out *out)
{
	const struct all_in *a = in;
	seen.in = *a;
	for (int i = 0; i < a->lines.count; i++)
		seen.lines[i] = ((const struct line *)a->lines.items)[i];
	seen.runs++;
	out->id = 7000 + seen.runs;
	return sql_setting_put(c->db, STR("test"), a->text, c->now_ms, NULL);
}

struct id_in {
	int64_t id;
	struct str phone;
};
static const struct field id_fields[] = {
	F(REF, struct id_in, id, "Người", .flags = MUST | HIDDEN, .ref = &person_object),
	F(TEXT, struct id_in, phone, "Điện thoại", .flags = PERSONAL),
};

static enum rc count_run(struct ctx *c, const void *in, struct out *out)
{
	(void)in;
	(void)out;
	seen.runs++;
	return sql_setting_put(c->db, STR("test"), STR("ran"), c->now_ms, NULL);
}

static enum rc spoil(struct ctx *c, const void *in, struct out *out)
{
	TRY(count_run(c, in, out));
	return err_set(c->err, RC_CONFLICT, "Không được.");
}

#define ON_PERSON                                                                                  \
	.kind = OP_WRITE, .object = &person_object, FIELDS(id_fields), .in_size = sizeof(struct id_in)
static const struct op test_ops[] = {{.name = "test.all",
                                      .title = "Thử",
                                      .help = "Thử.",
                                      .kind = OP_WRITE,
                                      .flags = OP_PREVIEW,
                                      .roles = R_SIGNED_IN,
                                      .scope = SCOPE_ANY,
                                      FIELDS(all_fields),
                                      .in_size = sizeof(struct all_in),
                                      .run = take},
                                     {.name = "test.office",
                                      .title = "Thử",
                                      .help = "Thử.",
                                      .kind = OP_WRITE,
                                      .roles = R(UNIT_HEAD) | R(ADMIN),
                                      .scope = SCOPE_OFFICE,
                                      .run = count_run},
                                     {.name = "test.person",
                                      .title = "Thử",
                                      .help = "Thử.",
                                      ON_PERSON,
                                      .roles = R(ADMIN) | R(UNIT_HEAD),
                                      .scope = SCOPE_OBJECT,
                                      .run = count_run},
                                     {.name = "test.not_own",
                                      .title = "Thử",
                                      .help = "Thử.",
                                      ON_PERSON,
                                      .roles = R(ADMIN),
                                      .flags = OP_NOT_OWN,
                                      .scope = SCOPE_OBJECT,
                                      .run = count_run},
                                     {.name = "test.left",
                                      .title = "Thử",
                                      .help = "Thử.",
                                      ON_PERSON,
                                      .roles = R(ADMIN),
                                      .states = "left merged",
                                      .scope = SCOPE_OBJECT,
                                      .run = count_run},
                                     {.name = "test.second",
                                      .title = "Thử hai người",
                                      .help = "Thử.",
                                      ON_PERSON,
                                      .roles = R(ADMIN),
                                      .flags = OP_SECOND,
                                      .scope = SCOPE_OBJECT,
                                      .run = count_run},
                                     {.name = "test.job",
                                      .title = "Thử nền",
                                      .help = "Thử.",
                                      ON_PERSON,
                                      .roles = R(ADMIN),
                                      .flags = OP_JOB,
                                      .scope = SCOPE_OBJECT,
                                      .run = count_run},
                                     {.name = "test.spoil",
                                      .title = "Thử",
                                      .help = "Thử.",
                                      ON_PERSON,
                                      .roles = R(ADMIN),
                                      .scope = SCOPE_OBJECT,
                                      .run = spoil},
                                     {.name = "test.rare",
                                      .title = "Thử",
                                      .help = "Thử.",
                                      .kind = OP_WRITE,
                                      .roles = R(ADMIN),
                                      .scope = SCOPE_ANY,
                                      .per_minute = 3,
                                      .run = count_run},
                                     {.name = "test.inside",
                                      .title = "Thử",
                                      .help = "Thử.",
                                      .kind = OP_WRITE,
                                      .flags = OP_INTERNAL,
                                      .scope = SCOPE_ANY,
                                      .run = count_run},
                                     {0}};

const struct op *const op_tables[] = {test_ops, APP_OPS, NULL};

static struct str stored(struct office *o)
{
	struct sql_setting_get row;
	return sql_setting_get(o->f->db, &o->f->mem, STR("test"), &row) == RC_OK ? row.value : STR("");
}

static int lines_of(struct office *o, const char *op)
{
	return list_count(office_as(o, "vidu.thanhtra"), "journal.list", "op", op, NULL);
}

static bool wrong(const struct acting *a, const char *name)
{
	for (int i = 0; i < a->errors.count; i++)
		if (str_eqz(a->errors.items[i].name, name))
			return true;
	return false;
}

/* --- decoding --------------------------------------------------------------------------------- */

static void run_types(struct office *o)
{
	struct acting *a = office_as(o, "vidu.quantri");
	const char *unit = num(o, unit_named(o, "Phòng Tổng hợp"));
	WANT(o, RC_OK,
	     run_op(a, "test.all", "text", "  Tie\xcc\x82\xcc\x81ng  ", "note", "một\nhai", "colour",
	            "blue", "secret", " có khoảng trắng ", "n", "-5", "money", "1.234.567", "unit",
	            unit, "day", "27/01/2026", "yes", "on", "lines.0.name", "a", "lines.0.n", "1",
	            "lines.2.name", "c", NULL));
	assert_true(str_eqz(seen.in.text, "Tiếng")); /* NFC, trimmed */
	assert_true(str_eqz(seen.in.note, "một\nhai"));
	assert_true(str_eqz(seen.in.colour, "blue"));
	assert_true(str_eqz(seen.in.secret, " có khoảng trắng "));
	assert_int_equal(seen.in.n, -5);
	assert_int_equal(seen.in.money, 1234567);
	assert_int_equal(seen.in.day.days, date_of(2026, 1, 27).days);
	assert_true(seen.in.yes);
	assert_int_equal(seen.in.lines.count, 2); /* a removed row leaves a gap */
	assert_true(str_eqz(seen.lines[1].name, "c"));
	assert_true(seen.lines[1].n == DB_NULL);
	WANT(o, RC_OK, run_op(a, "test.all", "text", "ab", "day", "2026-02-28", NULL));
	assert_int_equal(seen.in.day.days, date_of(2026, 2, 28).days);
	assert_true(seen.in.n == DB_NULL && seen.in.money == DB_NULL && seen.in.unit == DB_NULL &&
	            !seen.in.yes);
}

static void every_type_is_read_as_people_write_it(void **state)
{
	(void)state;
	office_each_engine(run_types);
}

static void run_limits(struct office *o)
{
	static const char *const cases[][3] = {
		{"text", "a", "text"},
		{"text", "12345678901", "text"},
		{"note", "123456789012345678901", "note"},
		{"colour", "green", "colour"},
		{"n", "-6", "n"},
		{"n", "101", "n"},
		{"n", "1,5", "n"},
		{"n", "9999999999999999999", "n"},
		{"money", "-1", "money"},
		{"money", "1.23", "money"},
		{"day", "31/02/2026", "day"},
		{"day", "hôm nay", "day"},
		{"text",
	     "a\x01"
	     "b",
	     "text"},
		{"text", "\xff\xfe", "text"},
		{"lines.0.n", "5", "lines.0.name"},
		{"lines.0.n", "x", "lines.0.n"},
		{"nothing", "1", "nothing"},
		{"lines", "1", "lines"},
		{"unit", "abc", "unit"},
	};
	struct acting *a = office_as(o, "vidu.quantri");
	for (int i = 0; i < COUNT(cases); i++) {
		bool text = strcmp(cases[i][0], "text") == 0;
		enum rc rc = run_op(a, "test.all", text ? "_x" : "text", text ? "" : "abc", cases[i][0],
		                    cases[i][1], NULL);
		if (strcmp(cases[i][0], "lines") == 0)
			continue; /* a group by its bare name is an empty one */
		if (rc != RC_INVALID || !wrong(a, cases[i][2]))
			fail_msg("%s=%s gave %s", cases[i][0], cases[i][1], rc_word(rc));
	}
	/* Numbers of group rows end at the field's maximum; further ones are not read. */
	seen.in.lines.count = -1;
	WANT(o, RC_OK,
	     run_op(a, "test.all", "text", "abc", "lines.0.name", "a", "lines.900.name", "b", NULL));
	assert_int_equal(seen.in.lines.count, 1);
}

static void limits_and_unknown_names_are_refused(void **state)
{
	(void)state;
	office_each_engine(run_limits);
}

static void run_all_faults(struct office *o)
{
	struct acting *a = office_as(o, "vidu.quantri");
	int runs = seen.runs;
	WANT(o, RC_INVALID,
	     run_op(a, "test.all", "colour", "green", "n", "1000", "day", "x", "lines.1.n", "77",
	            "ghost", "1", NULL));
	assert_true(wrong(a, "text") && wrong(a, "colour") && wrong(a, "n") && wrong(a, "day"));
	assert_true(wrong(a, "lines.1.name") && wrong(a, "lines.1.n") && wrong(a, "ghost"));
	assert_int_equal(a->errors.count, 7);
	assert_int_equal(seen.runs, runs);
}

static void all_faults_are_told_at_once(void **state)
{
	(void)state;
	office_each_engine(run_all_faults);
}

/* --- who may -----------------------------------------------------------------------------------
 */

static void run_roles(struct office *o)
{
	const char *inside = num(o, person_named(o, "Tẩn Mùi Phạm")),
			   *outside = num(o, person_named(o, "Phạm Thu Ngân"));
	struct acting *nobody = office_as(o, NULL), *member = office_as(o, "vidu.canbo"),
				  *head = office_as(o, "vidu.truongphong"), *admin = office_as(o, "vidu.quantri");
	int runs = seen.runs;
	WANT(o, RC_SIGNIN, run_op(nobody, "test.person", "id", inside, NULL));
	WANT(o, RC_DENIED, run_op(member, "test.person", "id", inside, NULL));
	WANT(o, RC_DENIED,
	     run_op(head, "test.office", NULL)); /* holds the role, but not over the office */
	WANT(o, RC_NOTFOUND,
	     run_op(head, "test.person", "id", outside, NULL)); /* as if it were not there */
	WANT(o, RC_NOTFOUND, run_op(head, "test.person", "id", "999999", NULL));
	WANT(o, RC_NOTFOUND, run_op(admin, "test.inside", NULL));
	assert_int_equal(seen.runs, runs);
	WANT(o, RC_OK, run_op(head, "test.person", "id", inside, NULL));
	WANT(o, RC_OK, run_op(admin, "test.person", "id", outside, NULL));
	WANT(o, RC_OK, run_op(admin, "test.office", NULL));
	assert_int_equal(seen.runs, runs + 3);
	WANT(o, RC_INVALID,
	     run_op(head, "test.all", "text", "abc", "unit", num(o, unit_named(o, "Phòng Nội chính")),
	            NULL));
	WANT(o, RC_OK,
	     run_op(head, "test.all", "text", "abc", "unit", num(o, unit_named(o, "Phòng Tổng hợp")),
	            NULL));
}

static void roles_hold_within_their_scope(void **state)
{
	(void)state;
	office_each_engine(run_roles);
}

static void run_object_rules(struct office *o)
{
	struct acting *admin = office_as(o, "vidu.quantri");
	const char *me = num(o, person_named(o, "Lý Láo Lở")),
			   *other = num(o, person_named(o, "Tẩn Mùi Phạm"));
	WANT(o, RC_DENIED, run_op(admin, "test.not_own", "id", me, NULL));
	WANT(o, RC_OK, run_op(admin, "test.not_own", "id", other, NULL));
	WANT(o, RC_CONFLICT, run_op(admin, "test.left", "id", other, NULL)); /* is active */
	WANT(o, RC_CONFLICT, run_op(admin, "test.person", "id", other, "_version", "77", NULL));
	WANT(o, RC_OK, run_op(admin, "test.person", "id", other, "_version", "1", NULL));
	admin->c.who.must_change = true;
	WANT(o, RC_DENIED, run_op(admin, "test.person", "id", other, NULL));
	admin->c.who.must_change = false;
	admin->c.who.token_ops = STR("unit.*,test.person");
	WANT(o, RC_OK, run_op(admin, "test.person", "id", other, NULL));
	WANT(o, RC_DENIED, run_op(admin, "test.not_own", "id", other, NULL));
}

/* For a face that has no form to carry the version along. */
static void run_versioned(struct office *o)
{
	static const struct gate_how how = {.versioned = true};
	struct acting *admin = office_as(o, "vidu.quantri");
	const char *other = num(o, person_named(o, "Tẩn Mùi Phạm"));
	struct sql_journal_get line;
	struct rows rows;
	int runs = seen.runs;
	admin->how = how;
	WANT(o, RC_INVALID, run_op(admin, "test.person", "id", other, NULL));
	assert_string_equal(o->f->err.field, "_version");
	assert_non_null(strstr(o->f->err.message, "person.view"));
	admin->how = how;
	WANT(o, RC_INVALID, run_op(admin, "test.person", "id", other, "_version", "x", NULL));
	admin->how = how;
	WANT(o, RC_CONFLICT, run_op(admin, "test.person", "id", other, "_version", "77", NULL));
	assert_int_equal(seen.runs, runs);
	admin->how = how;
	WANT(o, RC_OK, run_op(admin, "test.person", "id", other, "_version", "1", NULL));
	admin->how = how; /* no object, no version */
	WANT(o, RC_OK, run_op(admin, "test.office", NULL));
	admin->how = how;
	WANT(o, RC_OK, run_op(admin, "test.person", "id", other, "_version", "any", NULL));
	WANT(o, RC_OK,
	     list_op(office_as(o, "vidu.thanhtra"), &rows, "journal.list", "op", "test.person", NULL));
	assert_int_equal(rows.count, 2);
	WANT(o, RC_OK, sql_journal_get(o->f->db, &o->f->mem, row_int(&rows, 0, "id"), &line));
	assert_non_null(memmem(line.detail.p, line.detail.n, "\"_version\":\"any\"", 16));
	WANT(o, RC_OK, sql_journal_get(o->f->db, &o->f->mem, row_int(&rows, 1, "id"), &line));
	assert_null(memmem(line.detail.p, line.detail.n, "_version", 8));
}

static void a_write_says_which_version_or_that_any_will_do(void **state)
{
	(void)state;
	office_each_engine(run_versioned);
}

static void own_cases_states_and_versions_are_kept(void **state)
{
	(void)state;
	office_each_engine(run_object_rules);
}

static void run_rate(struct office *o)
{
	struct acting *admin = office_as(o, "vidu.quantri"), *other;
	for (int i = 0; i < 3; i++)
		WANT(o, RC_OK, run_op(admin, "test.rare", NULL));
	WANT(o, RC_BUSY, run_op(admin, "test.rare", NULL));
	o->now_ms += 60000;
	other = office_as(o, "vidu.quantri");
	WANT(o, RC_OK, run_op(other, "test.rare", NULL));
}

static void the_rate_is_counted_by_the_minute(void **state)
{
	(void)state;
	office_each_engine(run_rate);
}

/* --- once, not at all, later
 * ---------------------------------------------------------------------- */

static void run_idempotency(struct office *o)
{
	struct acting *a = office_as(o, "vidu.quantri");
	int runs = seen.runs;
	a->how.idempotency = STR("key-1");
	WANT(o, RC_OK, run_op(a, "test.all", "text", "một", NULL));
	int64_t id = a->out.id;
	a->how.idempotency = STR("key-1");
	WANT(o, RC_OK, run_op(a, "test.all", "text", "một", NULL));
	assert_true(a->out.replayed && a->out.id == id);
	assert_int_equal(seen.runs, runs + 1);
	assert_int_equal(lines_of(o, "test.all"), 1);
	a->how.idempotency = STR("key-1");
	WANT(o, RC_CONFLICT, run_op(a, "test.all", "text", "hai", NULL));
	struct acting *b = office_as(o, "vidu.thuongtruc"); /* another account's keys are its own */
	b->how.idempotency = STR("key-1");
	WANT(o, RC_OK, run_op(b, "test.all", "text", "hai", NULL));
	assert_false(b->out.replayed);
	assert_int_equal(seen.runs, runs + 2);
}

static void the_same_button_twice_works_once(void **state)
{
	(void)state;
	office_each_engine(run_idempotency);
}

static void run_nothing_left(struct office *o)
{
	struct acting *a = office_as(o, "vidu.quantri");
	int runs = seen.runs;
	a->how.preview = true;
	a->how.idempotency = STR("key-2");
	WANT(o, RC_OK, run_op(a, "test.all", "text", "xem", NULL));
	assert_int_equal(seen.runs, runs + 1);
	assert_true(stored(o).n == 0);
	WANT(o, RC_CONFLICT,
	     run_op(a, "test.spoil", "id", num(o, person_named(o, "Tẩn Mùi Phạm")), NULL));
	assert_true(stored(o).n == 0);
	assert_int_equal(lines_of(o, "test.all") + lines_of(o, "test.spoil"), 0);
	a->how.idempotency = STR("key-2");
	WANT(o, RC_OK, run_op(a, "test.all", "text", "làm", NULL)); /* a preview used no key */
	assert_false(a->out.replayed);
	assert_true(str_eqz(stored(o), "làm"));
}

static void previews_and_failures_leave_nothing(void **state)
{
	(void)state;
	office_each_engine(run_nothing_left);
}

static void run_later(struct office *o)
{
	struct acting *a = office_as(o, "vidu.quantri");
	const char *person = num(o, person_named(o, "Tẩn Mùi Phạm"));
	int runs = seen.runs;
	WANT(o, RC_OK, run_op(a, "test.second", "id", person, "phone", "0912345678", NULL));
	int64_t approval = a->out.approval_id;
	assert_true(approval != DB_NULL);
	WANT(o, RC_OK, run_op(a, "test.job", "id", person, NULL));
	assert_true(a->out.job_id != DB_NULL);
	assert_int_equal(seen.runs, runs + 1); /* tried and rolled back for the second person */
	assert_true(stored(o).n == 0);
	struct sql_approval_get row;
	WANT(o, RC_OK, sql_approval_get(o->f->db, &o->f->mem, approval, &row));
	assert_true(str_eqz(row.op, "test.second") && str_eqz(row.state, "waiting"));
	assert_int_equal(lines_of(o, "test.second"), 1);
	assert_int_equal(lines_of(o, "test.job"), 1);
	assert_int_equal(list_count(a, "job.list", "state", "waiting", NULL), 1);
}

static void second_persons_and_jobs_wait(void **state)
{
	(void)state;
	office_each_engine(run_later);
}

/* --- the journal, and what is nowhere
 * --------------------------------------------------------------- */

static bool file_holds(struct office *o, const char *file, const char *text)
{
	const char *path = arena_printf(&o->f->mem, "%s/%s", o->f->address + strlen("sqlite:"), file).p;
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return false;
	off_t size = lseek(fd, 0, SEEK_END);
	char *all = arena_alloc(&o->f->mem, (size_t)size + 1);
	assert_int_equal(pread(fd, all, (size_t)size, 0), size);
	close(fd);
	return memmem(all, (size_t)size, text, strlen(text)) != NULL;
}

static bool database_holds(struct office *o, const char *text)
{
	return file_holds(o, "thidua.db", text) || file_holds(o, "thidua.db-wal", text);
}

static void run_journal(struct office *o)
{
	struct acting *a = office_as(o, "vidu.quantri"), *reader = office_as(o, "vidu.thanhtra");
	const char *person = num(o, person_named(o, "Tẩn Mùi Phạm"));
	struct rows rows;
	struct sql_journal_get line;
	WANT(o, RC_OK, run_op(a, "test.person", "id", person, "phone", "0987654321", NULL));
	WANT(o, RC_OK, run_op(a, "test.all", "text", "nhìn thấy", "secret", "bi-mat-khong-luu", NULL));
	WANT(o, RC_OK, list_op(reader, &rows, "journal.list", "op", "test.person", NULL));
	assert_int_equal(rows.count, 1);
	assert_true(str_eqz(row_text(reader, &rows, 0, "account"), "vidu.quantri"));
	WANT(o, RC_OK, sql_journal_get(o->f->db, &o->f->mem, row_int(&rows, 0, "id"), &line));
	assert_null(memmem(line.detail.p, line.detail.n, "0987654321", 10));
	assert_non_null(memmem(line.detail.p, line.detail.n, "phone", 5));
	WANT(o, RC_OK, list_op(reader, &rows, "journal.list", "op", "test.all", NULL));
	WANT(o, RC_OK, sql_journal_get(o->f->db, &o->f->mem, row_int(&rows, 0, "id"), &line));
	assert_non_null(memmem(line.detail.p, line.detail.n, "nhìn thấy", strlen("nhìn thấy")));
	assert_null(memmem(line.detail.p, line.detail.n, "bi-mat", 6));
	if (db_engine_of(o->f->db) != DB_SQLITE)
		return;
	assert_true(database_holds(o, "nhìn thấy")); /* the search itself works */
	assert_false(database_holds(o, "0987654321"));
	assert_false(database_holds(o, "bi-mat-khong-luu"));
}

static void a_line_is_written_and_no_secret_is(void **state)
{
	(void)state;
	office_each_engine(run_journal);
}

/* --- lists
 * ------------------------------------------------------------------------------------------ */

static void run_filters(struct office *o)
{
	struct acting *a = office_as(o, "vidu.quantri");
	struct rows rows;
	int all = list_count(a, "person.list", NULL);
	int men = list_count(a, "person.list", "gender", "nam", NULL),
		women = list_count(a, "person.list", "gender", "nu", NULL);
	assert_int_equal(men + women, all);
	assert_int_equal(list_count(a, "person.list", "q", "bao hoang quoc", NULL), 1);
	assert_int_equal(list_count(a, "person.list", "q", "BẢO quố", NULL), 1);
	assert_int_equal(list_count(a, "person.list", "q", "khong co ai", NULL), 0);
	WANT(o, RC_INVALID, list_op(a, &rows, "person.list", "gender", "khac", NULL));
	WANT(o, RC_INVALID, list_op(a, &rows, "person.list", "ghost", "1", NULL));
	WANT(o, RC_INVALID, list_op(a, &rows, "person.list", "order", "birth", NULL));
	WANT(o, RC_INVALID, list_op(a, &rows, "person.list", "limit", "0", NULL));
	WANT(o, RC_INVALID, list_op(a, &rows, "person.list", "limit", "201", NULL));
}

static void filters_narrow_and_words_need_no_marks(void **state)
{
	(void)state;
	office_each_engine(run_filters);
}

/* Pages one after the other give every row once, in one order, whichever way. */
static void walk_pages(struct office *o, const char *order, int expected)
{
	struct acting *a = office_as(o, "vidu.quantri");
	struct str after = STR("");
	bool *met = arena_array(&o->f->mem, 10000, sizeof *met);
	int n = 0;
	do {
		struct rows rows;
		WANT(o, RC_OK,
		     list_op(a, &rows, "person.list", "order", order, "limit", "7", "after",
		             arena_strz(a->c.mem, after), NULL));
		for (int i = 0; i < rows.count; i++, n++) {
			int64_t id = row_int(&rows, i, "id");
			assert_true(id > 0 && id < 10000 && !met[id]);
			met[id] = true;
		}
		after = rows.next;
	} while (after.n);
	assert_int_equal(n, expected);
}

static void run_pages(struct office *o)
{
	struct acting *a = office_as(o, "vidu.quantri");
	int all = list_count(a, "person.list", NULL);
	struct rows rows;
	walk_pages(o, "name", all);
	walk_pages(o, "-name", all);
	walk_pages(o, "newest", all);
	walk_pages(o, "-newest", all);
	WANT(o, RC_OK, list_op(a, &rows, "person.list", "order", "name", "limit", "5", NULL));
	const char *token = arena_strz(a->c.mem, rows.next);
	WANT(o, RC_INVALID, list_op(a, &rows, "person.list", "order", "newest", "after", token, NULL));
	WANT(o, RC_INVALID, list_op(a, &rows, "person.list", "after", "!!!", NULL));
	WANT(o, RC_INVALID, list_op(a, &rows, "person.list", "after", "AAAA", NULL));
	WANT(o, RC_INVALID,
	     list_op(a, &rows, "person.list", "after",
	             arena_printf(a->c.mem, "%.*s", (int)strlen(token) - 4, token).p, NULL));
}

static void pages_give_every_row_once_and_refuse_false_marks(void **state)
{
	(void)state;
	office_each_engine(run_pages);
}

static void run_scope(struct office *o)
{
	struct acting *head = office_as(o, "vidu.truongphong"), *member = office_as(o, "vidu.canbo");
	const char *outside = num(o, person_named(o, "Phạm Thu Ngân"));
	const char *room = num(o, unit_named(o, "Phòng Tổng hợp"));
	struct acting *admin = office_as(o, "vidu.quantri");
	struct rows rows;
	int in_room = list_count(admin, "person.list", "below", room, NULL);
	assert_true(in_room > 1 && in_room < list_count(admin, "person.list", NULL));
	assert_int_equal(list_count(head, "person.list", NULL), in_room);
	assert_int_equal(list_count(head, "person.list", "q", "pham thu ngan", NULL), 0);
	assert_int_equal(list_count(member, "person.list", NULL), 1);
	WANT(o, RC_OK, list_op(head, &rows, "person.list", "limit", "200", NULL));
	for (int i = 0; i < rows.count; i++)
		assert_false(str_eqz(row_text(head, &rows, i, "id"), outside));
	struct values v;
	struct db_val *row;
	values_init(&v, head->c.mem);
	WANT(o, RC_OK, values_add(&v, STR("id"), str_of(outside), head->c.err));
	WANT(o, RC_NOTFOUND, view_row(&head->c, op_find(STR("person.view")), &v, &row));
	WANT(o, RC_OK, view_row(&admin->c, op_find(STR("person.view")), &v, &row));
	int64_t id = row[0].i;
	const struct op *op = op_find(STR("test.person"));
	head->c.op = op;
	assert_true(gate_label(&head->c, op, &person_object, id).n == 0);
	assert_true(gate_label(&admin->c, op, &person_object, id).n > 0);
}

static void scope_hides_in_list_count_view_and_label(void **state)
{
	(void)state;
	office_each_engine(run_scope);
}

/* --- what is not sent ---------------------------------------------------------------------------
 */

static void kept_of(const struct op *op, void *arg)
{
	struct buf *b = arg;
	const char *dot = strchr(op->name, '.');
	if (op->kind != OP_WRITE || strcmp(dot, ".edit") == 0 || strncmp(op->name, "test.", 5) == 0)
		return;
	for (int i = 0; i < op->field_count; i++)
		if (op_keeps(op, &op->fields[i]))
			buf_printf(b, "%s %s\n", op->name, op->fields[i].name);
}

/*
 * Besides edits, these take from what is stored what a program leaves out. Each was looked at: what
 * is stored under the name is the same thing as what is asked for. Where it is not (a reason, a
 * consent of another time), the field is FRESH; who adds a line here has looked, too.
 */
static void what_else_takes_from_what_is_stored_is_known(void **state)
{
	static const char known[] = "unit.rename name\n"
								"unit.rename short_name\n"
								"unit.rename kind\n"
								"unit.correct name\n"
								"unit.correct short_name\n"
								"unit.correct code\n"
								"unit.correct kind\n"
								"unit.move parent_id\n"
								"person.contact email\n"
								"person.contact phone\n"
								"incident.report report_no\n"
								"incident.close measures\n"
								"rating.enter people\n"
								"initiative.write title\n"
								"initiative.write text\n"
								"initiative.write others\n"
								"deed.from_task title\n"
								"appraisal.done said\n"
								"plan.replace replaces_id\n"
								"movement.launch lacking\n"
								"registration.edit_for titles\n"
								"registration.edit_for targets\n"
								"registration.edit_for pledge\n"
								"sheet.score lines\n"
								"sheet.check lines\n"
								"task.report percent\n"
								"task.report reached\n"
								"task.done reached\n"
								"task.assign person_id\n"
								"task.part due\n"
								"document.confirm source\n"
								"guidance.issue sign\n"
								"guidance.issue signed_on\n"
								"guidance.issue valid_from\n"
								"comment.answer answer\n"
								"meeting.close result\n"
								"ballot.opinion votes\n"
								"ballot.paper rows\n"
								"decision.reserve number\n"
								"decision.number dated\n"
								"decision.number number\n"
								"decision.number sign\n"
								"submission.send sign\n"
								"submission.send dated\n";
	struct buf b;
	(void)state;
	buf_init(&b, 65536);
	op_each(kept_of, &b);
	buf_chr(&b, 0);
	assert_string_equal(b.p, known);
	buf_release(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_else_takes_from_what_is_stored_is_known),
		cmocka_unit_test(every_type_is_read_as_people_write_it),
		cmocka_unit_test(limits_and_unknown_names_are_refused),
		cmocka_unit_test(all_faults_are_told_at_once),
		cmocka_unit_test(roles_hold_within_their_scope),
		cmocka_unit_test(own_cases_states_and_versions_are_kept),
		cmocka_unit_test(a_write_says_which_version_or_that_any_will_do),
		cmocka_unit_test(the_rate_is_counted_by_the_minute),
		cmocka_unit_test(the_same_button_twice_works_once),
		cmocka_unit_test(previews_and_failures_leave_nothing),
		cmocka_unit_test(second_persons_and_jobs_wait),
		cmocka_unit_test(a_line_is_written_and_no_secret_is),
		cmocka_unit_test(filters_narrow_and_words_need_no_marks),
		cmocka_unit_test(pages_give_every_row_once_and_refuse_false_marks),
		cmocka_unit_test(scope_hides_in_list_count_view_and_label),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
