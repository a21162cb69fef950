/*
 * package.c: what goes with a submission to the level above, as one ZIP: the tờ trình, the report
 * of each nominee, the papers of the dossier as they were handed in, and the list for machines.
 */
#include "app/decision/papers.h"
#include "app/decision/submission.h"

#include "app/file/file.h"
#include "app/job/job.h"
#include "base/json_out.h"
#include "db/sql_decision.h"
#include "db/sql_submission.h"
#include "doc/zip_out.h"
#include "op/decode.h"
#include "op/gate.h"

#include <inttypes.h>
#include <unistd.h>

#define PACKAGE_MAX ((size_t)200 << 20)
#define ONE_MAX ((size_t)60 << 20)

struct packing {
	struct ctx *c;
	struct sql_submission_get s;
	struct sql_submission_lines *lines;
	struct sql_decision_nominee *all;
	size_t n;
	int64_t id, file;
	struct buf zip_bytes, one;
	unsigned char hash[32];
	struct zip_out zip;
};

static enum rc load_tx(void *arg)
{
	struct packing *k = arg;
	struct ctx *c = k->c;
	TRY(sql_submission_get(c->db, c->mem, k->id, &k->s));
	TRY(sql_submission_lines(c->db, c->mem, k->id, &k->lines, &k->n));
	k->all = arena_array(c->mem, k->n + 1, sizeof *k->all);
	for (size_t i = 0; i < k->n; i++)
		TRY(sql_decision_nominee(c->db, c->mem, k->lines[i].nominee_id, &k->all[i]));
	return RC_OK;
}

/* --- parts --------------------------------------------------------------------------------------
 */

static enum rc add(struct packing *k, struct str path, struct str bytes)
{
	zip_out_add(&k->zip, arena_strz(k->c->mem, path), bytes);
	return buf_check(&k->zip_bytes, k->c->err);
}

static enum rc add_paper(struct packing *k, int64_t paper, struct str path)
{
	if (paper == DB_NULL)
		return RC_OK;
	buf_clear(&k->one);
	TRY(paper_write(k->c, paper, STR("pdf"), &k->one));
	return add(k, path, buf_view(&k->one));
}

static enum rc read_all(struct ctx *c, int fd, int64_t size, struct buf *b)
{
	char part[65536];
	for (int64_t at = 0; at < size;) {
		ssize_t n = pread(fd, part, sizeof part, (off_t)at);
		if (n <= 0)
			return err_detail(c->err, RC_IO, "package: a kept file cannot be read");
		buf_add(b, part, (size_t)n);
		at += n;
	}
	return buf_check(b, c->err);
}

static enum rc add_file(struct packing *k, int64_t file, struct str path)
{
	struct ctx *c = k->c;
	int fd;
	int64_t size;
	TRY(file_open(c, file, &fd, &size));
	buf_clear(&k->one);
	enum rc rc = read_all(c, fd, size, &k->one);
	close(fd);
	TRY(rc);
	return add(k, path, buf_view(&k->one));
}

static enum rc add_nominee(struct packing *k, size_t i)
{
	struct ctx *c = k->c;
	const struct sql_decision_nominee *n = &k->all[i];
	struct sql_submission_report report;
	struct sql_submission_files *files;
	size_t count;
	struct str folder = arena_printf(c->mem, "ho-so/%03zu", i + 1);
	TRY(sql_submission_report(c->db, c->mem, n->id, &report));
	TRY(add_paper(k, report.paper_id,
	              arena_printf(c->mem, "%.*s/bao-cao-thanh-tich.pdf", STR_ARG(folder))));
	TRY(sql_submission_files(c->db, c->mem, n->id, &files, &count));
	for (size_t f = 0; f < count; f++)
		TRY(add_file(k, files[f].file_id,
		             arena_printf(c->mem, "%.*s/%02zu-%.*s", STR_ARG(folder), f + 1,
		                          STR_ARG(files[f].name))));
	return RC_OK;
}

/* --- the list for machines
 * -------------------------------------------------------------------------
 */

static void csv_cell(struct buf *b, struct str text, bool last)
{
	buf_chr(b, '"');
	/* A spreadsheet takes these at the beginning for a formula. */
	if (text.n && strchr("=+-@\t\r", text.p[0]))
		buf_chr(b, '\'');
	for (size_t i = 0; i < text.n; i++) {
		if (text.p[i] == '"')
			buf_chr(b, '"');
		buf_chr(b, text.p[i]);
	}
	buf_z(b, last ? "\"\r\n" : "\",");
}

static enum rc add_csv(struct packing *k)
{
	struct ctx *c = k->c;
	buf_clear(&k->one);
	buf_z(&k->one, "\xEF\xBB\xBFSTT,Tên,Chức vụ,Đơn vị,Mã danh hiệu,Danh hiệu,Năm,Tóm tắt\r\n");
	for (size_t i = 0; i < k->n; i++) {
		const struct sql_decision_nominee *n = &k->all[i];
		csv_cell(&k->one, arena_printf(c->mem, "%zu", i + 1), false);
		csv_cell(&k->one, n->name, false);
		csv_cell(&k->one, n->post_title, false);
		csv_cell(&k->one, n->place, false);
		csv_cell(&k->one, n->code, false);
		csv_cell(&k->one, decision_award_name(c, n->code, STR("")), false);
		csv_cell(&k->one, arena_printf(c->mem, "%" PRId64, n->year), false);
		csv_cell(&k->one, n->summary, true);
	}
	TRY(buf_check(&k->one, c->err));
	return add(k, STR("danh-sach.csv"), buf_view(&k->one));
}

static enum rc write_list(struct ctx *c, struct json_out *j, const void *of)
{
	const struct packing *k = of;
	json_str(j, "office", c->app->office);
	json_str(j, "goes_to", k->s.goes_to);
	json_str(j, "level", k->s.level);
	json_str(j, "sign", k->s.sign);
	json_z(j, "dated", date_iso(k->s.dated).z);
	json_arr(j, "nominees");
	for (size_t i = 0; i < k->n; i++) {
		const struct sql_decision_nominee *n = &k->all[i];
		json_obj(j, NULL);
		json_str(j, "folder", arena_printf(c->mem, "ho-so/%03zu", i + 1));
		json_str(j, "subject", n->subject);
		json_str(j, "name", n->name);
		json_str(j, "post", n->post_title);
		json_str(j, "unit", n->place);
		json_str(j, "award", n->code);
		json_str(j, "type", n->type);
		json_int(j, "year", n->year);
		if (n->first_year != DB_NULL)
			json_int(j, "first_year", n->first_year);
		json_str(j, "summary", n->summary);
		json_end(j);
	}
	json_end(j);
	return RC_OK;
}

/* --- the job
 * --------------------------------------------------------------------------------------
 */

static enum rc write_tx(void *arg)
{
	struct packing *k = arg;
	struct ctx *c = k->c;
	struct str json;
	TRY(add_paper(k, k->s.paper_id, STR("to-trinh.pdf")));
	TRY(add_csv(k));
	TRY(decision_json(c, write_list, k, &json));
	TRY(add(k, STR("du-lieu.json"), json));
	for (size_t i = 0; i < k->n; i++) {
		TRY(add_nominee(k, i));
		TRY(job_progress(c, (int64_t)i + 1, (int64_t)k->n, STR("Đang gom hồ sơ")));
	}
	return RC_OK;
}

static enum rc keep_tx(void *arg)
{
	struct packing *k = arg;
	struct ctx *c = k->c;
	struct out none;
	out_init(&none);
	TRY(job_still_mine(c));
	struct upload u = {.name = arena_printf(c->mem, "to-trinh-%" PRId64 ".zip", k->id),
	                   .bytes = buf_view(&k->zip_bytes),
	                   .fd = -1,
	                   .size = (int64_t)k->zip_bytes.n,
	                   .given = true,
	                   .type = FILE_ZIP};
	memcpy(u.hash, k->hash, sizeof u.hash);
	TRY(file_keep(c,
	              &(struct file_new){.content = &u,
	                                 .object = "submission",
	                                 .object_id = k->id,
	                                 .unit_id = k->s.unit_id,
	                                 .person_id = DB_NULL},
	              &k->file));
	return gate_journal(c, &none, NULL, DB_NULL);
}

static enum rc pack(struct packing *k)
{
	struct ctx *c = k->c;
	zip_out_begin(&k->zip, &k->zip_bytes);
	enum rc rc = db_tx(c->db, DB_READ, write_tx, k), end = zip_out_end(&k->zip, c->err);
	TRY(rc);
	TRY(end);
	TRY(buf_check(&k->zip_bytes, c->err));
	struct upload u = {.name = STR("to-trinh.zip"),
	                   .bytes = buf_view(&k->zip_bytes),
	                   .fd = -1,
	                   .size = (int64_t)k->zip_bytes.n,
	                   .given = true,
	                   .type = FILE_ZIP};
	TRY(file_made(c, &u));
	memcpy(k->hash, u.hash, sizeof k->hash);
	return db_tx(c->db, DB_WRITE, keep_tx, k);
}

static enum rc package_run(struct ctx *c, const void *in, struct out *out)
{
	const struct decision_id_in *p = in;
	struct packing k = {.c = c, .id = p->id};
	TRY(db_tx(c->db, DB_READ, load_tx, &k));
	c->object_unit = k.s.unit_id;
	if (k.n == 0)
		return err_set(c->err, RC_CONFLICT, "Tờ trình chưa có trường hợp nào.");
	buf_init(&k.zip_bytes, PACKAGE_MAX);
	buf_init(&k.one, ONE_MAX);
	enum rc rc = pack(&k);
	buf_release(&k.one);
	buf_release(&k.zip_bytes);
	TRY(rc);
	job_result_file(c, k.file);
	out_say(c, out, "Đã gom hồ sơ của %zu trường hợp thành một tệp ZIP.", k.n);
	return RC_OK;
}

static const struct field package_fields[] = {
	F(REF, struct decision_id_in, id, "Tờ trình", .flags = MUST | HIDDEN,
      .ref = &submission_object),
};

const struct op submission_package_ops[] = {
	{.name = "submission.package",
     .title = "Gom hồ sơ trình thành một tệp",
     .help = "ZIP gồm tờ trình, báo cáo và giấy tờ của từng trường hợp, danh sách CSV và JSON.",
     .verb = "Gom hồ sơ",
     .icon = "download",
     .kind = OP_WRITE,
     .flags = OP_JOB | OP_OWN_TX,
     .roles = R(STANDING) | R(REGISTRY),
     .scope = SCOPE_OBJECT,
     .object = &submission_object,
     .states = "draft sent answered",
     FIELDS(package_fields),
     .in_size = sizeof(struct decision_id_in),
     .run = package_run},
	{0}};
