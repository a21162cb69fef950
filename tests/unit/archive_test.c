/* The package of a year on both engines: what it holds, who may make and open it, what the check
 * finds, and that nothing half is left when it fails. */
#include "decision_fixture.h"
#include "upload_fixture.h"

#include "app/archive/archive.h"
#include "app/archive/inner.h"
#include "app/paper/paper.h"
#include "db/sql_archive.h"
#include "db/sql_journal.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <unistd.h>

#define DUA "Giàng Thị Dua"
#define PHAM "Tẩn Mùi Phạm"
#define PARTS_MAX 2000

/* --- a package in memory -------------------------------------------------------------------------
 */

struct zipped {
	struct str name, bytes;
};

struct package {
	struct office *o;
	struct str zip;
	struct zipped parts[PARTS_MAX];
	int count;
	struct archive_report report;
};

static enum rc part_begin(void *arg, struct str name, struct err *e)
{
	struct package *p = arg;
	(void)e;
	assert_true(p->count < PARTS_MAX);
	p->parts[p->count++] =
		(struct zipped){.name = arena_str(&p->o->f->mem, name), .bytes = STR("")};
	return RC_OK;
}

static enum rc part_bytes(void *arg, struct str bytes, struct err *e)
{
	struct package *p = arg;
	struct zipped *t = &p->parts[p->count - 1];
	char *more = arena_alloc(&p->o->f->mem, t->bytes.n + bytes.n);
	(void)e;
	if (t->bytes.n)
		memcpy(more, t->bytes.p, t->bytes.n);
	memcpy(more + t->bytes.n, bytes.p, bytes.n);
	t->bytes = (struct str){.p = more, .n = t->bytes.n + bytes.n};
	return RC_OK;
}

static enum rc part_end(void *arg, bool whole, struct err *e)
{
	(void)arg;
	(void)e;
	assert_true(whole);
	return RC_OK;
}

static void read_parts(struct package *p)
{
	struct unpack_sink sink = {p, part_begin, part_bytes, part_end};
	struct err e = {0};
	p->count = 0;
	assert_int_equal(unpack_zip(p->zip, "", &sink, &e), RC_OK);
	for (int i = 0; i < p->count; i++)
		assert_true(unpack_name_ok(p->parts[i].name));
}

static struct str fetched(struct office *o, struct acting *a, int64_t id)
{
	WANT(o, RC_OK, run_op(a, "archive.get", "id", num(o, id), NULL));
	size_t n = (size_t)a->out.fd_size;
	char *bytes = arena_alloc(&o->f->mem, n);
	assert_int_equal(pread(a->out.fd, bytes, n, 0), n);
	close(a->out.fd);
	return (struct str){.p = bytes, .n = n};
}

static int64_t last_package(struct office *o, struct acting *a)
{
	struct rows rows;
	WANT(o, RC_OK, list_op(a, &rows, "archive.list", NULL));
	assert_true(rows.count > 0);
	return row_int(&rows, 0, "id");
}

static struct package *made(struct office *o, const char *account, const char *year)
{
	struct package *p = arena_alloc(&o->f->mem, sizeof *p);
	struct acting *a = office_as(o, account);
	p->o = o;
	WANT(o, RC_OK, run_op(a, "archive.make", "year", year, "evidence", "1", NULL));
	assert_true(a->out.job_id != DB_NULL);
	run_jobs(o);
	p->zip = fetched(o, a, last_package(o, a));
	read_parts(p);
	return p;
}

static struct zipped *part(struct package *p, const char *name)
{
	for (int i = 0; i < p->count; i++)
		if (str_eqz(p->parts[i].name, name))
			return &p->parts[i];
	return NULL;
}

static struct str text(struct package *p, const char *name)
{
	struct zipped *t = part(p, name);
	if (!t)
		fail_msg("no %s in the package", name);
	return t->bytes;
}

static bool holds(struct str text, const char *word)
{
	return memmem(text.p, text.n, word, strlen(word)) != NULL;
}

/* --- the check
 * -------------------------------------------------------------------------------------- */

/* The parts as they are now, packed again: what the check reads. */
static enum rc give_parts(void *arg, const char *want, const struct unpack_sink *sink,
                          struct err *e)
{
	struct package *p = arg;
	for (int i = 0; i < p->count; i++) {
		struct zipped *t = &p->parts[i];
		if (*want && !str_eqz(t->name, want))
			continue;
		TRY(sink->begin(sink->arg, t->name, e));
		if (t->bytes.n)
			TRY(sink->bytes(sink->arg, t->bytes, e));
		TRY(sink->end(sink->arg, true, e));
	}
	return RC_OK;
}

static const struct archive_report *check(struct package *p, const struct archive_known_key *key)
{
	struct err e = {0};
	struct archive_ask ask = {
		.unpack = give_parts, .arg = p, .keys = key, .key_count = key != NULL};
	enum rc rc = archive_verify(&ask, &p->o->f->mem, &p->report, &e);
	if (rc != RC_OK)
		fail_msg("%s %s", e.message, e.detail);
	return &p->report;
}

static bool found(const struct archive_report *r, enum archive_fault fault)
{
	for (int i = 0; i < r->problem_count; i++)
		if (r->problems[i].fault == fault)
			return true;
	return false;
}

static void whole(const struct archive_report *r)
{
	if (r->problem_count)
		fail_msg("%.*s", STR_ARG(r->problems[0].say));
}

static struct archive_known_key own_key(struct office *o)
{
	struct archive_known_key k;
	WANT(o, RC_OK,
	     keys_public(o->app.keys, keys_newest(o->app.keys, KEY_JOURNAL), k.bytes, &o->f->err));
	return k;
}

/* --- what is in it
 * ------------------------------------------------------------------------------------ */

static void signed_decision(struct office *o)
{
	int64_t dossier = DB_NULL, id;
	ready_person(o, DUA, "CSTDCS", &dossier);
	ready_person(o, PHAM, "LDTT", &dossier);
	struct acting *a = office_as(o, "vidu.thuongtruc");
	struct http_part scan =
		part_of("Tờ trình ký.pdf", STR("%PDF-1.4\n1 0 obj\n<<>>\nendobj\n%%EOF\n"));
	WANT(o, RC_OK,
	     upload_op(a, "dossier.attach", &scan, "id", num(o, dossier), "need", "KHAC", "title",
	               "Tờ trình", NULL));
	WANT(o, RC_OK,
	     run_op(a, "decision.draft", "dossier_id", num(o, dossier), "reason",
	            "đã hoàn thành xuất sắc nhiệm vụ năm 2026", NULL));
	id = a->out.id;
	WANT(o, RC_OK, run_op(office_as(o, "vidu.chanhvp"), "decision.sign", "id", num(o, id), NULL));
	WANT(o, RC_OK,
	     run_op(office_as(o, "vidu.vanthu"), "decision.number", "id", num(o, id), "dated",
	            "20/11/2026", "number", "112", NULL));
}

/* Rows of a CSV: records, not lines. */
static int records(struct str csv)
{
	int n = 0;
	bool quoted = false;
	for (size_t i = 0; i < csv.n; i++) {
		quoted ^= csv.p[i] == '"';
		n += csv.p[i] == '\n' && !quoted;
	}
	return n - 1; /* the heading */
}

static void counts(struct package *p, struct acting *a)
{
	static const char *const by_year[] = {"award.list",    "decision.list", "nominee.list",
	                                      "dossier.list",  "rating.list",   "bonus.list",
	                                      "movement.list", "verdict.list"};
	static const char *const all[] = {"unit.list", "person.list", "post.list", "council.list"};
	for (int i = 0; i < COUNT(by_year); i++)
		assert_int_equal(
			records(text(p, arena_printf(a->c.mem, ARCHIVE_LISTS "%s.csv", by_year[i]).p)),
			list_count(a, by_year[i], "year", "2026", NULL));
	for (int i = 0; i < COUNT(all); i++)
		assert_int_equal(records(text(p, arena_printf(a->c.mem, ARCHIVE_LISTS "%s.csv", all[i]).p)),
		                 list_count(a, all[i], NULL));
	assert_int_equal(records(text(p, ARCHIVE_LISTS "decision_line.list.csv")), 2);
}

/* Every address of every page leads to a file of the package, and to a row that is there. */
static void links(struct package *p)
{
	int seen = 0;
	for (int i = 0; i < p->count; i++) {
		struct str page = p->parts[i].bytes, rest = page;
		bool below = str_chr(p->parts[i].name, '/') >= 0;
		const char *at;
		if (!str_ends(p->parts[i].name, ".html"))
			continue;
		while ((at = memmem(rest.p, rest.n, "href=\"", 6))) {
			const char *end = memchr(at + 6, '"', page.n);
			struct str href = {.p = at + 6, .n = (size_t)(end - at - 6)},
					   name = str_cut(&href, '#');
			rest = (struct str){.p = end, .n = (size_t)(page.p + page.n - end)};
			const char *path = arena_strz(&p->o->f->mem, name);
			if (below && strncmp(path, "../", 3) == 0)
				path += 3;
			else if (below)
				path = arena_printf(&p->o->f->mem, "%.*s/%s", (int)str_chr(p->parts[i].name, '/'),
				                    p->parts[i].name.p, path)
				           .p;
			struct str target = text(p, path);
			if (href.n &&
			    !holds(target, arena_printf(&p->o->f->mem, "id=\"%.*s\"", STR_ARG(href)).p))
				fail_msg("%s has no row %.*s", path, STR_ARG(href));
			seen++;
		}
	}
	assert_true(seen > 300);
}

static void run_contents(struct office *o)
{
	signed_decision(o);
	struct acting *inspector = office_as(o, "vidu.thanhtra");
	struct package *p = made(o, "vidu.thanhtra", "2026");
	struct archive_known_key key = own_key(o);
	const struct archive_report *r = check(p, &key);
	whole(r);
	assert_int_equal(r->year, 2026);
	assert_true(r->compared && r->journal && r->links > 10 && r->heads >= 1);
	counts(p, inspector);
	links(p);
	/* Evidence of the decision, named by its number; what the law said of its nominees. */
	struct str evidence = text(p, ARCHIVE_LISTS "minh-chung-trong-nam.csv");
	assert_true(holds(evidence, "-to-trinh-ky.pdf"));
	assert_int_equal(records(evidence), 1);
	assert_int_equal(records(text(p, ARCHIVE_LISTS "ket-qua-cua-de-nghi.csv")),
	                 list_count(inspector, "nominee.list", "year", "2026", NULL));
	assert_true(holds(text(p, ARCHIVE_LISTS "ket-qua-cua-de-nghi.html"), ARCHIVE_LAW "ket-qua-"));
	/* Units of the last day bear the names of that day. */
	assert_true(records(text(p, ARCHIVE_LISTS "don-vi-trong-nam.csv")) > 5);
	assert_true(holds(text(p, "README.txt"), "archive verify"));
	assert_true(holds(text(p, "MANIFEST"), "list decision_line.list 2\n"));
	assert_int_equal(
		list_count(office_as(o, "vidu.quantri"), "journal.list", "op", "archive.make", NULL),
		2); /* asked, and done */
	/* The package is a file of the module's own: nobody reaches it by the list of files. */
	assert_int_equal(list_count(inspector, "file.list", "object", "archive", NULL), 0);
}

static void a_year_is_in_it(void **state)
{
	(void)state;
	office_each_engine(run_contents);
}

/* The same data, the same bytes; what says when and by whom is in MANIFEST and the front page. */
static void run_same(struct office *o)
{
	struct package *one = made(o, "vidu.thanhtra", "2025"), *two = made(o, "vidu.thanhtra", "2025");
	assert_int_equal(one->count, two->count);
	for (int i = 0; i < one->count; i++)
		if (!str_eq(one->parts[i].bytes, two->parts[i].bytes))
			fail_msg("%.*s differs", STR_ARG(one->parts[i].name));
	assert_true(str_eq(one->zip, two->zip));
	whole(check(one, NULL));
	assert_false(one->report.compared);
}

static void the_same_data_are_the_same_bytes(void **state)
{
	(void)state;
	office_each_engine(run_same);
}

/* --- each list is in or out for a reason
 * -------------------------------------------------------------- */

static void one_list(const struct op *op, void *arg)
{
	int n = 0;
	(void)arg;
	if (op->kind != OP_LIST)
		return;
	for (const struct archive_list *l = archive_lists; l->op; l++)
		n += strcmp(l->op, op->name) == 0;
	for (const struct archive_left *l = archive_left; l->op; l++)
		n += strcmp(l->op, op->name) == 0;
	if (n != 1)
		fail_msg("%s stands %d times in the tables of src/app/archive/contents.c", op->name, n);
}

static void every_list_is_in_or_out(void **state)
{
	(void)state;
	op_each(one_list, NULL);
	for (const struct archive_list *l = archive_lists; l->op; l++) {
		const struct op *op = op_find(str_of(l->op));
		assert_non_null(op);
		if (l->how == ARCHIVE_YEAR)
			assert_non_null(op_field(op, STR("year")));
		else if (l->how != ARCHIVE_DAYS && l->how != ARCHIVE_ON && op_field(op, STR("year")))
			fail_msg("%s knows the year and is taken as a whole", l->op);
		if (l->how == ARCHIVE_OF)
			assert_non_null(op_field(op, str_of(l->filter)));
	}
	for (const struct archive_left *l = archive_left; l->op; l++)
		assert_non_null(op_find(str_of(l->op)));
}

/* --- rights
 * ---------------------------------------------------------------------------------------------- */

static void run_rights(struct office *o)
{
	static const char *const strangers[] = {"vidu.truongphong", "vidu.daumoi", "vidu.canbo",
	                                        "vidu.ketoan",      "vidu.vanthu", "vidu.hoidong"};
	signed_decision(o);
	struct package *p = made(o, "vidu.thanhtra", "2026");
	struct acting *inspector = office_as(o, "vidu.thanhtra"), *admin = office_as(o, "vidu.quantri");
	const char *id = num(o, last_package(o, inspector));
	for (int i = 0; i < COUNT(strangers); i++) {
		struct acting *a = office_as(o, strangers[i]);
		WANT(o, RC_DENIED, run_op(a, "archive.make", "year", "2026", NULL));
		WANT(o, RC_DENIED, run_op(a, "archive.get", "id", id, NULL));
		WANT(o, RC_DENIED, run_op(a, "archive.remove", "id", id, NULL));
	}
	WANT(o, RC_SIGNIN, run_op(office_as(o, NULL), "archive.get", "id", id, NULL));
	/* An inspector sees what an administrator does not: opinions on commendation, for one. */
	WANT(o, RC_DENIED, run_op(admin, "archive.get", "id", id, NULL));
	assert_true(holds(text(p, "MANIFEST"), "list opinion.list"));
	assert_true(holds(text(p, "MANIFEST"), "list hold.list") == false);
	p = made(o, "vidu.quantri", "2026");
	whole(check(p, NULL));
	assert_null(part(p, ARCHIVE_LISTS "opinion.list.csv"));
	assert_null(part(p, ARCHIVE_LISTS "bonus.list.csv"));
	assert_true(holds(text(p, ARCHIVE_LEFT), "vai trò của người lập gói"));
	/* The standing body does not read the whole journal, so its package has none. */
	p = made(o, "vidu.thuongtruc", "2026");
	whole(check(p, NULL));
	assert_false(p->report.journal);
	assert_null(part(p, ARCHIVE_LINES));
	assert_true(holds(text(p, ARCHIVE_LEFT), "Nhật ký có niêm phong"));
	WANT(o, RC_OK, run_op(inspector, "archive.remove", "id", id, NULL));
	WANT(o, RC_NOTFOUND, run_op(inspector, "archive.get", "id", id, NULL));
}

static void only_offices_and_by_their_rights(void **state)
{
	(void)state;
	office_each_engine(run_rights);
}

/* --- what the check finds
 * -------------------------------------------------------------------------------- */

/* A copy whose parts can be changed. */
static struct package *copy(const struct package *p)
{
	struct package *q = arena_alloc(&p->o->f->mem, sizeof *q);
	*q = *p;
	return q;
}

static void flip(struct package *p, const char *name, size_t at)
{
	struct zipped *t = part(p, name);
	assert_non_null(t);
	char *bytes = arena_alloc(&p->o->f->mem, t->bytes.n);
	memcpy(bytes, t->bytes.p, t->bytes.n);
	bytes[at] ^= 1;
	t->bytes.p = bytes;
}

static void drop(struct package *p, const char *name)
{
	struct zipped *t = part(p, name);
	assert_non_null(t);
	*t = p->parts[--p->count];
}

static void add(struct package *p, const char *name, struct str bytes)
{
	p->parts[p->count++] = (struct zipped){.name = str_of(name), .bytes = bytes};
}

/* Without the n-th record; their heads stay. */
static void cut(struct package *p, int record, bool to_the_end)
{
	struct zipped *t = part(p, ARCHIVE_LINES);
	struct str s = t->bytes;
	size_t from = 0, to = 0;
	int n = 0;
	for (size_t i = 0; i < s.n && (to == 0); i++)
		if (s.p[i] == '\n' && ++n >= record) {
			if (!from)
				from = i + 1;
			else
				to = i + 1;
		}
	if (to_the_end || !to)
		to = s.n;
	char *bytes = arena_alloc(&p->o->f->mem, s.n);
	memcpy(bytes, s.p, from);
	memcpy(bytes + from, s.p + to, s.n - to);
	t->bytes = (struct str){.p = bytes, .n = from + s.n - to};
}

static void run_found(struct office *o)
{
	struct package *p = made(o, "vidu.thanhtra", "2026"), *q;
	struct archive_known_key key = own_key(o), other = key;
	whole(check(p, &key));

	q = copy(p);
	flip(q, ARCHIVE_LISTS "person.list.csv", 700);
	assert_true(found(check(q, &key), ARCHIVE_CHANGED) && q->report.problem_count == 1);
	q = copy(p);
	drop(q, ARCHIVE_LISTS "award.list.html");
	assert_true(found(check(q, &key), ARCHIVE_MISSING) && q->report.problem_count == 1);
	q = copy(p);
	add(q, "tep/99-them.pdf", STR("%PDF"));
	assert_true(found(check(q, &key), ARCHIVE_ADDED) && q->report.problem_count == 1);
	q = copy(p);
	add(q, "index.html", STR("<html>"));
	assert_true(found(check(q, &key), ARCHIVE_TWICE));

	/* Sums made to fit what was changed: the signature says so. */
	q = copy(p);
	flip(q, ARCHIVE_SUMS, 3);
	assert_true(found(check(q, &key), ARCHIVE_SUMS_BAD) && found(check(q, &key), ARCHIVE_CHANGED));
	q = copy(p);
	flip(q, ARCHIVE_MANIFEST, 30);
	assert_true(found(check(q, &key), ARCHIVE_FORGED));
	q = copy(p);
	drop(q, ARCHIVE_SIGNATURE);
	assert_true(found(check(q, &key), ARCHIVE_FORGED));
	q = copy(p);
	drop(q, ARCHIVE_MANIFEST);
	assert_true(found(check(q, &key), ARCHIVE_NO_MANIFEST));
	other.bytes[0] ^= 1;
	assert_true(found(check(p, &other), ARCHIVE_OTHER_KEY) && p->report.problem_count == 1);

	/* The journal: a line that says something else, one that is gone, the end cut off. */
	q = copy(p);
	struct str lines = text(q, ARCHIVE_LINES);
	const char *word = memmem(lines.p, lines.n, "unit.merge", 10);
	assert_non_null(word);
	flip(q, ARCHIVE_LINES, (size_t)(word - lines.p));
	assert_true(found(check(q, &key), ARCHIVE_LINE_CHANGED) && found(&q->report, ARCHIVE_CHANGED));
	assert_int_equal(q->report.problem_count, 2); /* the file and the one line */
	q = copy(p);
	cut(q, 5, false);
	assert_true(found(check(q, &key), ARCHIVE_CUT));
	q = copy(p);
	cut(q, 5, true);
	assert_true(found(check(q, &key), ARCHIVE_CUT));
	q = copy(p);
	part(q, ARCHIVE_HEADS)->bytes = STR("");
	whole(check(p, &key));
	assert_true(found(check(q, &key), ARCHIVE_CHANGED));
	q = copy(p);
	flip(q, ARCHIVE_HEADS, 14);
	assert_true(found(check(q, &key), ARCHIVE_HEAD_FORGED));
}

static void what_was_done_to_it_is_found(void **state)
{
	(void)state;
	office_each_engine(run_found);
}

/* --- what fails leaves nothing
 * ------------------------------------------------------------------------------ */

static int64_t packages(struct office *o)
{
	return list_count(office_as(o, "vidu.thanhtra"), "archive.list", NULL);
}

static void job_state(struct office *o, const char *want)
{
	struct acting *a = office_as(o, "vidu.quantri");
	struct rows rows;
	WANT(o, RC_OK, list_op(a, &rows, "job.list", NULL));
	assert_true(rows.count > 0);
	assert_string_equal(arena_strz(a->c.mem, row_text(a, &rows, 0, "state")), want);
}

static void run_full_disk(struct office *o)
{
	struct acting *a = office_as(o, "vidu.thanhtra");
	struct rlimit before, small;
	/* A file of the spool cannot grow beyond this; what the database writes stays below. */
	assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
	small = (struct rlimit){.rlim_cur = 20000, .rlim_max = before.rlim_max};
	signal(SIGXFSZ, SIG_IGN);
	struct ctx c = a->c;
	struct archive_made none = {.id = DB_NULL};
	c.op = op_find(STR("archive.make"));
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
	enum rc rc = archive_make(&c, 2026, true, &none);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
	assert_true(rc == RC_IO || rc == RC_BUSY);
	err_clear(c.err);
	assert_int_equal(packages(o), 0);
	/* With room again it is made. */
	whole(check(made(o, "vidu.thanhtra", "2026"), NULL));
}

static void a_full_disk_leaves_nothing(void **state)
{
	(void)state;
	office_on(DB_POSTGRES, run_full_disk);
}

/* Cancelled before it was stored, and while it is being made. */
static void run_cancelled(struct office *o)
{
	struct acting *a = office_as(o, "vidu.thanhtra");
	struct job_pool *pool;
	struct job_run run = {.id = 1, .file_id = DB_NULL};
	struct archive_made none = {.id = DB_NULL};
	struct ctx c = a->c;
	assert_int_equal(job_pool_new(&pool, NULL), RC_OK);
	run.pool = pool;
	atomic_store(&run.word, JOB_CANCEL);
	c.job = &run;
	c.op = op_find(STR("archive.make"));
	assert_int_equal(archive_make(&c, 2026, true, &none), RC_CANCELLED);
	err_clear(c.err);
	job_pool_free(pool);
	assert_int_equal(packages(o), 0);
	WANT(o, RC_OK, run_op(a, "archive.make", "year", "2026", NULL));
	WANT(o, RC_OK, run_op(a, "job.cancel", "id", num(o, a->out.job_id), NULL));
	run_jobs(o);
	job_state(o, "cancelled");
	assert_int_equal(packages(o), 0);
}

static void a_cancelled_one_leaves_nothing(void **state)
{
	(void)state;
	office_each_engine(run_cancelled);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_year_is_in_it),
		cmocka_unit_test(the_same_data_are_the_same_bytes),
		cmocka_unit_test(every_list_is_in_or_out),
		cmocka_unit_test(only_offices_and_by_their_rights),
		cmocka_unit_test(what_was_done_to_it_is_found),
		cmocka_unit_test(a_full_disk_leaves_nothing),
		cmocka_unit_test(a_cancelled_one_leaves_nothing),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
