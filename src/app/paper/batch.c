/*
 * batch.c: many papers at once, as jobs: reports for everybody of a unit, and papers that stand as
 * one ZIP or one PDF. Each paper is made in a transaction of its own, so a job that is run again
 * goes on where it stopped: who has a draft of that kind already is left out.
 */
#include "app/paper/writing.h"

#include "app/file/file.h"
#include "app/job/job.h"
#include "app/org/org.h"
#include "app/paper/record_words.h"
#include "db/sql_paper.h"
#include "doc/zip_out.h"
#include "op/decode.h"
#include "op/gate.h"

#include <inttypes.h>

#define BATCH_MAX 5000

static const struct choice report_kinds[] = {
	{"bao-cao-ca-nhan", "Báo cáo thành tích của cá nhân (công trạng)"},
	{"bao-cao-cong-hien", "Báo cáo thành tích (quá trình cống hiến)"},
	{"bao-cao-cstdtq", "Báo cáo đề nghị Chiến sĩ thi đua toàn quốc"},
	{"bao-cao-dot-xuat", "Báo cáo thành tích (đột xuất)"},
	{"bao-cao-chuyen-de", "Báo cáo thành tích (chuyên đề)"},
	{0}};

/* --- reports for everybody of a unit -----------------------------------------------------------
 */

struct reports_in {
	int64_t unit_id, from, to;
	struct str kind, award;
};
static const struct field reports_fields[] = {
	F(REF, struct reports_in, unit_id, "Cho mọi người của đơn vị", .flags = MUST | IN_SCOPE,
      .ref = &unit_object, .hint = "Kể cả đơn vị trực thuộc"),
	F(CHOICE, struct reports_in, kind, "Loại báo cáo", .flags = MUST, .choices = report_kinds),
	F(CHOICE, struct reports_in, award, "Danh hiệu, hình thức đề nghị", .flags = MUST,
      .choices = report_awards),
	F(INT, struct reports_in, from, "Thành tích từ năm", .min = 1945, .max = 2200,
      .hint = "Để trống: năm năm gần nhất"),
	F(INT, struct reports_in, to, "Đến năm", .min = 1945, .max = 2200),
};

struct one_report {
	struct ctx *c;
	const struct reports_in *in;
	int64_t person;
	bool made;
};

static enum rc report_tx(void *arg)
{
	struct one_report *r = arg;
	struct ctx *c = r->c;
	struct sql_paper_draft_of draft;
	struct paper_source s = {.object = "person",
	                         .id = r->person,
	                         .kind = r->in->kind,
	                         .award = r->in->award,
	                         .from = r->in->from,
	                         .to = r->in->to};
	struct paper_new n = {.kind = r->in->kind,
	                      .object = "person",
	                      .object_id = r->person,
	                      .unit_id = DB_NULL,
	                      .person_id = r->person,
	                      .note = STR("Lập hàng loạt")};
	int64_t id;
	r->made = false;
	TRY(job_still_mine(c));
	enum rc rc = sql_paper_draft_of(c->db, c->mem, r->in->kind, r->person, &draft);
	if (rc != RC_NOTFOUND)
		return rc;
	TRY(paper_source_data(c, &s, &n.title, &n.data));
	r->made = true;
	return paper_make(c, &n, &id);
}

static enum rc line_tx(void *arg)
{
	struct one_report *r = arg;
	struct out none;
	out_init(&none);
	TRY(job_still_mine(r->c));
	return gate_journal(r->c, &none, NULL, DB_NULL);
}

static enum rc people_of(struct ctx *c, int64_t unit, struct sql_paper_people **all, size_t *n)
{
	TRY(sql_paper_people(c->db, c->mem, unit, c->today, BATCH_MAX + 1, all, n));
	if (*n > BATCH_MAX)
		return err_set(c->err, RC_TOOBIG, "Đơn vị có quá %d người; xin chọn đơn vị nhỏ hơn.",
		               BATCH_MAX);
	return RC_OK;
}

static enum rc reports_run(struct ctx *c, const void *in, struct out *out)
{
	const struct reports_in *p = in;
	struct sql_paper_people *all;
	struct ctx one = *c;
	struct arena mem;
	size_t n;
	int64_t made = 0;
	enum rc rc = RC_OK;
	c->object_unit = p->unit_id;
	TRY(people_of(c, p->unit_id, &all, &n));
	arena_init(&mem);
	one.mem = &mem;
	for (size_t i = 0; i < n && rc == RC_OK; i++) {
		struct one_report r = {.c = &one, .in = p, .person = all[i].id};
		rc = db_tx(c->db, DB_WRITE, report_tx, &r);
		made += r.made;
		arena_reset(&mem);
		if (rc == RC_OK)
			rc = job_progress(c, (int64_t)i + 1, (int64_t)n, STR("Đang lập từng báo cáo"));
	}
	arena_release(&mem);
	TRY(rc);
	struct one_report whole = {.c = c, .in = p};
	TRY(db_tx(c->db, DB_WRITE, line_tx, &whole));
	out->go = arena_printf(c->mem, "/writing/list?kind=%.*s&state=draft", STR_ARG(p->kind));
	out_say(c, out,
	        "Đã lập %" PRId64 " báo cáo cho %zu người; %" PRId64 " người đã có bản đang soạn.",
	        made, n, (int64_t)n - made);
	return RC_OK;
}

/* --- papers as one file -------------------------------------------------------------------------
 */

static const struct choice pack_forms[] = {{"pdf", "Một tệp PDF, để in"},
                                           {"zip-pdf", "Một ZIP, mỗi văn bản một PDF"},
                                           {"zip-docx", "Một ZIP, mỗi văn bản một Word"},
                                           {0}};
static const struct choice pack_states[] = {{"draft", "Đang soạn"}, {"final", "Hoàn thành"}, {0}};

struct pack_in {
	int64_t unit_id;
	struct str kind, state, form;
};
static const struct field pack_fields[] = {
	F(REF, struct pack_in, unit_id, "Của đơn vị", .flags = MUST | IN_SCOPE, .ref = &unit_object,
      .hint = "Và đơn vị trực thuộc, kể cả văn bản về từng người"),
	F(CHOICE, struct pack_in, kind, "Loại văn bản", .flags = MUST, .choices = paper_kinds),
	F(CHOICE, struct pack_in, state, "Tình trạng", .choices = pack_states,
      .hint = "Để trống: cả hai"),
	F(CHOICE, struct pack_in, form, "Dạng tệp", .flags = MUST, .choices = pack_forms),
};

struct pack {
	struct ctx *c;  /* its memory is given back after each paper */
	struct ctx *of; /* the job's */
	const struct pack_in *in;
	struct paper_fonts *fonts;
	struct buf out, one;
	struct zip_out zip;
	struct paper whole; /* one PDF: the sections of all */
	bool zipped, words;
	int64_t missing, file;
};

static enum rc add_sections(struct pack *p, const struct paper *one)
{
	struct paper *w = &p->whole;
	struct paper_section *more =
		arena_array(p->of->mem, (size_t)(w->count + one->count) + 1, sizeof *more);
	if (w->count)
		memcpy(more, w->sections, (size_t)w->count * sizeof *more);
	memcpy(more + w->count, one->sections, (size_t)one->count * sizeof *more);
	w->sections = more;
	w->count += one->count;
	return RC_OK;
}

static enum rc add_paper(struct pack *p, const struct sql_paper_pack *row, int64_t no)
{
	/* One PDF is built of the models of all, so they stay until the end. */
	struct ctx *c = p->zipped ? p->c : p->of;
	const struct paper_template *t;
	const struct paper *one;
	TRY(paper_text_read(c, row->text_id, &t));
	TRY(paper_of(c, t, row->data, &one));
	p->missing += one->missing_count > 0;
	if (!p->zipped)
		return add_sections(p, one);
	buf_clear(&p->one);
	TRY(p->words ? paper_docx(p->fonts, one, &p->one, c->err)
	             : paper_pdf(p->fonts, one, &p->one, c->err));
	struct str name = arena_printf(c->mem, "%04" PRId64 "-%.*s%s", no,
	                               STR_ARG(press_name(c, row->title)), p->words ? ".docx" : ".pdf");
	zip_out_add(&p->zip, arena_strz(c->mem, name), buf_view(&p->one));
	return buf_check(&p->out, c->err);
}

static enum rc add_all(struct pack *p, const struct sql_paper_pack_ids *ids, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct sql_paper_pack row;
		TRY(sql_paper_pack(p->c->db, p->zipped ? p->c->mem : p->of->mem, ids[i].id, &row));
		TRY(add_paper(p, &row, (int64_t)i + 1));
		arena_reset(p->c->mem);
		TRY(job_progress(p->of, (int64_t)i + 1, (int64_t)n, STR("Đang in từng văn bản")));
	}
	return RC_OK;
}

static enum rc write_pack(struct pack *p, const struct sql_paper_pack_ids *ids, size_t n)
{
	struct ctx *c = p->of;
	if (p->zipped)
		zip_out_begin(&p->zip, &p->out);
	enum rc rc = add_all(p, ids, n);
	if (p->zipped) {
		enum rc end = zip_out_end(&p->zip, c->err);
		rc = rc == RC_OK ? end : rc;
	} else if (rc == RC_OK) {
		p->whole.title = choice_label(paper_kinds, p->in->kind);
		p->whole.author = c->app->office;
		p->whole.date = c->today;
		rc = paper_pdf(p->fonts, &p->whole, &p->out, c->err);
	}
	TRY(rc);
	return paper_keep_made(c, &p->out,
	                       arena_printf(c->mem, "%.*s-%s%s", STR_ARG(p->in->kind),
	                                    date_iso(c->today).z, p->zipped ? ".zip" : ".pdf"),
	                       p->zipped ? FILE_ZIP : FILE_PDF, p->in->unit_id, NULL, NULL, &p->file);
}

static enum rc pack_run(struct ctx *c, const void *in, struct out *out)
{
	const struct pack_in *q = in;
	struct sql_paper_pack_ids *ids;
	struct ctx one = *c;
	struct arena mem;
	struct pack p = {.c = &one, .of = c, .in = q};
	size_t n;
	c->object_unit = q->unit_id;
	p.zipped = str_starts(q->form, "zip-");
	p.words = str_eqz(q->form, "zip-docx");
	TRY(sql_paper_pack_ids(c->db, c->mem, q->kind, q->unit_id, c->today,
	                       q->state.p ? q->state : STR(""), BATCH_MAX + 1, &ids, &n));
	if (n == 0)
		return err_set(c->err, RC_NOTFOUND, "Đơn vị không có văn bản nào như vậy.");
	if (n > BATCH_MAX)
		return err_set(c->err, RC_TOOBIG, "Quá %d văn bản; xin chọn đơn vị nhỏ hơn.", BATCH_MAX);
	TRY(paper_fonts_open(&p.fonts, c->err));
	arena_init(&mem);
	one.mem = &mem;
	buf_init(&p.out, PAPER_FILE_MAX);
	buf_init(&p.one, PAPER_FILE_MAX);
	enum rc rc = write_pack(&p, ids, n);
	paper_fonts_close(p.fonts);
	buf_release(&p.one);
	buf_release(&p.out);
	arena_release(&mem);
	TRY(rc);
	job_result_file(c, p.file);
	out_say(c, out, "Đã gộp %zu văn bản; %" PRId64 " văn bản còn chỗ thiếu.", n, p.missing);
	return RC_OK;
}

/* --- keeping what was made -----------------------------------------------------------------------
 */

struct keep {
	struct ctx *c;
	struct upload u;
	int64_t unit, *file;
	enum rc (*more)(struct ctx *c, void *arg);
	void *arg;
};

static enum rc keep_tx(void *arg)
{
	struct keep *k = arg;
	struct ctx *c = k->c;
	struct file_new n = {.content = &k->u,
	                     .object = "unit",
	                     .object_id = k->unit,
	                     .unit_id = k->unit,
	                     .person_id = DB_NULL};
	struct out none;
	out_init(&none);
	TRY(job_still_mine(c));
	TRY(file_keep(c, &n, k->file));
	if (k->more)
		TRY(k->more(c, k->arg));
	return gate_journal(c, &none, NULL, DB_NULL);
}

enum rc paper_keep_made(struct ctx *c, const struct buf *b, struct str name, enum file_type type,
                        int64_t unit, enum rc (*more)(struct ctx *c, void *arg), void *arg,
                        int64_t *file)
{
	struct keep k = {.c = c, .unit = unit, .file = file, .more = more, .arg = arg};
	TRY(buf_check(b, c->err));
	k.u = (struct upload){.name = name,
	                      .bytes = buf_view(b),
	                      .fd = -1,
	                      .size = (int64_t)b->n,
	                      .given = true,
	                      .type = type};
	TRY(file_made(c, &k.u));
	return db_tx(c->db, DB_WRITE, keep_tx, &k);
}

/* --- rows ------------------------------------------------------------------------------------- */

#define BATCHES (R(STANDING) | R(HEAD) | R(UNIT_CLERK) | R(UNIT_HEAD))

const struct op paper_batch_ops[] = {
	{.name = "writing.reports",
     .title = "Lập báo cáo hàng loạt",
     .help = "Báo cáo thành tích cho mọi người của một đơn vị, viết từ hồ sơ của từng người.",
     .verb = "Lập báo cáo",
     .icon = "people",
     .kind = OP_WRITE,
     .flags = OP_JOB | OP_OWN_TX,
     .roles = BATCHES,
     .scope = SCOPE_OBJECT,
     .area = "paper",
     FIELDS(reports_fields),
     .in_size = sizeof(struct reports_in),
     .run = reports_run},
	{.name = "writing.pack",
     .title = "Gộp văn bản thành một tệp",
     .help = "Các văn bản của một đơn vị và của người trong đơn vị: một PDF để in, hoặc một ZIP.",
     .verb = "Gộp",
     .icon = "print",
     .kind = OP_WRITE,
     .flags = OP_JOB | OP_OWN_TX,
     .roles = BATCHES,
     .scope = SCOPE_OBJECT,
     .area = "paper",
     FIELDS(pack_fields),
     .in_size = sizeof(struct pack_in),
     .run = pack_run},
	{0}};
