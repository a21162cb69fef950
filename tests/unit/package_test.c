/* What goes up and what is signed, opened and read: the ZIP of a submission, the text of its tờ
 * trình, the text of a decision. Both engines. */
#include "decision_fixture.h"
#include "upload_fixture.h"

#include "app/paper/paper.h"
#include "db/sql_decision.h"
#include "db/sql_job.h"
#include "db/sql_submission.h"
#include "doc/unpack.h"

#include <string.h>
#include <unistd.h>

#define DUA "Giàng Thị Dua"
#define NGAN "Phạm Thu Ngân"
#define PHAM "Tẩn Mùi Phạm"
#define PARTS_MAX 20

static bool holds(struct str text, const char *words)
{
	return memmem(text.p, text.n, words, strlen(words)) != NULL;
}

static void wants(struct str text, const char *words)
{
	if (!holds(text, words))
		fail_msg("no \"%s\" in: %.*s", words, STR_ARG(text));
}

/* --- a paper as text
 * ------------------------------------------------------------------------------ */

struct writing {
	struct acting *a;
	int64_t paper;
	struct buf *b;
};

static enum rc write_tx(void *arg)
{
	const struct writing *w = arg;
	return paper_write(&w->a->c, w->paper, STR("html"), w->b);
}

/* Words between the marks, one space for each of them. */
static struct str text_of(struct office *o, int64_t paper)
{
	struct acting *a = office_as(o, "vidu.thuongtruc");
	struct writing w = {.a = a, .paper = paper, .b = arena_alloc(&o->f->mem, sizeof *w.b)};
	buf_init(w.b, 8 << 20);
	arena_defer(&o->f->mem, (void (*)(void *))buf_release, w.b);
	WANT(o, RC_OK, db_tx(o->f->db, DB_READ, write_tx, &w));
	struct str html = buf_view(w.b);
	char *out = arena_alloc(&o->f->mem, html.n + 1);
	size_t n = 0;
	bool mark = false;
	for (size_t i = 0; i < html.n; i++) {
		if (html.p[i] == '<')
			mark = true;
		else if (!mark)
			out[n++] = html.p[i] == '\n' ? ' ' : html.p[i];
		if (html.p[i] == '>') {
			mark = false;
			if (n && out[n - 1] != ' ')
				out[n++] = ' ';
		}
	}
	return (struct str){.p = out, .n = n};
}

/* --- the ZIP
 * --------------------------------------------------------------------------------------- */

struct package {
	struct office *o;
	struct str names[PARTS_MAX], bytes[PARTS_MAX];
	int count;
};

static enum rc part_begin(void *arg, struct str name, struct err *e)
{
	struct package *p = arg;
	(void)e;
	assert_true(p->count < PARTS_MAX);
	p->names[p->count] = arena_str(&p->o->f->mem, name);
	p->bytes[p->count++] = STR("");
	return RC_OK;
}

static enum rc part_bytes(void *arg, struct str bytes, struct err *e)
{
	struct package *p = arg;
	struct str *t = &p->bytes[p->count - 1];
	char *more = arena_alloc(&p->o->f->mem, t->n + bytes.n);
	(void)e;
	if (t->n)
		memcpy(more, t->p, t->n);
	memcpy(more + t->n, bytes.p, bytes.n);
	*t = (struct str){.p = more, .n = t->n + bytes.n};
	return RC_OK;
}

static enum rc part_end(void *arg, bool whole, struct err *e)
{
	(void)arg;
	(void)e;
	assert_true(whole);
	return RC_OK;
}

static struct package *packed(struct office *o, const char *submission)
{
	struct acting *a = office_as(o, "vidu.thuongtruc");
	struct package *p = arena_alloc(&o->f->mem, sizeof *p);
	struct unpack_sink sink = {p, part_begin, part_bytes, part_end};
	struct sql_job_view job;
	struct err e = {0};
	WANT(o, RC_OK, run_op(a, "submission.package", "id", submission, NULL));
	int64_t id = a->out.job_id;
	run_jobs(o);
	WANT(o, RC_OK, sql_job_view(o->f->db, &o->f->mem, id, &job));
	assert_true(str_eqz(job.state, "done") && job.file_id != DB_NULL);
	WANT(o, RC_OK, run_op(a, "file.get", "id", num(o, job.file_id), NULL));
	size_t n = (size_t)a->out.fd_size;
	char *bytes = arena_alloc(&o->f->mem, n);
	assert_int_equal(pread(a->out.fd, bytes, n, 0), n);
	close(a->out.fd);
	*p = (struct package){.o = o};
	assert_int_equal(unpack_zip((struct str){.p = bytes, .n = n}, "", &sink, &e), RC_OK);
	return p;
}

static struct str part(const struct package *p, const char *name)
{
	for (int i = 0; i < p->count; i++)
		if (str_eqz(p->names[i], name))
			return p->bytes[i];
	fail_msg("no %s in the package", name);
	return STR("");
}

static void run_upward(struct office *o)
{
	int64_t dossier = DB_NULL;
	struct acting *standing = office_as(o, "vidu.thuongtruc");
	struct http_part scan =
		part_of("Bao cao ky.pdf", STR("%PDF-1.4\n1 0 obj\n<<>>\nendobj\n%%EOF\n"));
	struct sql_submission_get row;
	ready_person(o, DUA, "BKT", &dossier);
	ready_person(o, NGAN, "BKT", &dossier);
	ready_person(o, PHAM, "LDTT", &dossier); /* the office's own: not in it */
	WANT(o, RC_OK,
	     upload_op(standing, "dossier.attach", &scan, "id", num(o, dossier), "need", "KHAC",
	               "title", "Báo cáo", NULL));
	WANT(o, RC_OK,
	     run_op(standing, "submission.new", "goes_to", "Chủ tịch UBND tỉnh Lào Cai", "level",
	            "province", "dossier_id", num(o, dossier), "title", "Đề nghị tặng Bằng khen",
	            NULL));
	int64_t id = standing->out.id;
	WANT(o, RC_OK, run_op(standing, "submission.paper", "id", num(o, id), NULL));
	WANT(o, RC_OK, sql_submission_get(o->f->db, &o->f->mem, id, &row));
	struct str text = text_of(o, row.paper_id);
	static const char *const words[] = {DUA,
	                                    NGAN,
	                                    "Chủ tịch UBND tỉnh Lào Cai",
	                                    "Đề nghị tặng Bằng khen",
	                                    "2 cá nhân",
	                                    "Chuyên viên, Phòng Tổng hợp"};
	for (int i = 0; i < COUNT(words); i++)
		wants(text, words[i]);
	assert_false(holds(text, PHAM));

	WANT(o, RC_OK,
	     run_op(office_as(o, "vidu.vanthu"), "submission.send", "id", num(o, id), "sign",
	            "45/TTr-VP", "dated", "20/11/2026", NULL));
	struct package *p = packed(o, num(o, id));
	/* Papers, one folder for each nominee, and the list twice: for people and for machines. */
	assert_int_equal(memcmp(part(p, "to-trinh.pdf").p, "%PDF", 4), 0);
	struct str csv = part(p, "danh-sach.csv"), json = part(p, "du-lieu.json");
	wants(csv, "\"1\",\"" DUA "\",\"Chuyên viên\"");
	wants(csv, "\"2\",\"" NGAN "\"");
	assert_false(holds(csv, PHAM) || holds(json, PHAM));
	static const char *const data[] = {"\"sign\":\"45/TTr-VP\"", "\"dated\":\"2026-11-20\"",
	                                   "\"name\":\"" DUA "\"",   "\"award\":\"BKT\"",
	                                   "\"year\":2026",          "\"folder\":\"ho-so/002\""};
	for (int i = 0; i < COUNT(data); i++)
		wants(json, data[i]);
	static const char *const folders[] = {"ho-so/001/", "ho-so/002/"};
	for (int i = 0; i < COUNT(folders); i++) {
		bool there = false;
		for (int k = 0; k < p->count; k++)
			there |= str_starts(p->names[k], folders[i]) &&
			         holds(p->bytes[k], "%PDF-1.4\n1 0 obj\n<<>>\nendobj");
		assert_true(there);
	}
}

static void the_package_of_a_submission_holds_what_it_says(void **state)
{
	(void)state;
	office_each_engine(run_upward);
}

static void run_decision(struct office *o)
{
	int64_t dossier = DB_NULL;
	struct acting *standing = office_as(o, "vidu.thuongtruc");
	struct sql_decision_get row;
	ready_person(o, DUA, "CSTDCS", &dossier);
	ready_person(o, PHAM, "LDTT", &dossier);
	WANT(o, RC_OK,
	     run_op(standing, "decision.draft", "dossier_id", num(o, dossier), "reason",
	            "đã hoàn thành xuất sắc nhiệm vụ năm 2026", NULL));
	int64_t id = standing->out.id;
	const char *d = num(o, id);
	WANT(o, RC_OK,
	     run_op(office_as(o, "vidu.vanthu"), "decision.reserve", "id", d, "number", "112", NULL));
	WANT(o, RC_OK, run_op(standing, "decision.paper", "id", d, NULL));
	WANT(o, RC_OK, sql_decision_get(o->f->db, &o->f->mem, id, &row));
	struct str text = text_of(o, row.paper_id);
	/* Number, who signs, who is awarded which, for what, and the money of each and of all. */
	static const char *const words[] = {DUA,
	                                    PHAM,
	                                    "Chiến sĩ thi đua cơ sở",
	                                    "Lao động tiên tiến",
	                                    "112",
	                                    "đã hoàn thành xuất sắc nhiệm vụ năm 2026",
	                                    "2.530.000",
	                                    "760.000",
	                                    "Hoàng Quốc Bảo",
	                                    "Luật Thi đua, khen thưởng"};
	for (int i = 0; i < COUNT(words); i++)
		wants(text, words[i]);
	assert_false(holds(text, NGAN));
}

static void the_text_of_a_decision_has_names_and_numbers(void **state)
{
	(void)state;
	office_each_engine(run_decision);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_package_of_a_submission_holds_what_it_says),
		cmocka_unit_test(the_text_of_a_decision_has_names_and_numbers),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
