/* extra.c: what no list of the program shows: the organisation on the last day of the year, the
 * law's answers in full, papers as they are printed, evidence. */
#include "app/archive/inner.h"

#include "app/dossier/dossier.h"
#include "app/file/file.h"
#include "app/law/law.h"
#include "app/org/org.h"
#include "app/paper/paper.h"
#include "app/record/record.h"
#include "db/sql_archive.h"
#include "db/sql_law.h"
#include "op/gate.h"

#include <inttypes.h>
#include <jansson.h>
#include <unistd.h>

#define PAPER_MAX ((size_t)64 << 20)

static bool sees_all(struct maker *m, const char *op)
{
	const struct op *list = op_find(str_of(op));
	return gate_offers(&m->c, list) && gate_scope(&m->c, list).all;
}

static struct str number(struct maker *m, int64_t n)
{
	return n == DB_NULL ? STR("") : arena_z_int(&m->row, "", n);
}

static struct cell text_cell(struct str s)
{
	return s.n ? cell_text(s) : (struct cell){.type = CELL_EMPTY};
}

static struct cell number_cell(int64_t n)
{
	return n == DB_NULL ? (struct cell){.type = CELL_EMPTY} : cell_int(n);
}

/* --- the organisation on the day
 * ------------------------------------------------------------------ */

static enum rc one_unit(struct sheet *s, const struct sql_archive_units *u)
{
	struct maker *m = s->m;
	struct str kind = choice_label(unit_kinds, u->kind);
	const struct cell cells[] = {cell_int(u->id),          cell_text(u->name),
	                             text_cell(u->short_name), text_cell(u->code),
	                             cell_text(kind),          text_cell(u->parent_name),
	                             cell_date(u->valid_from), number_cell(u->parent_id)};
	const struct archive_cell page[] = {
		{.text = number(m, u->id), .number = true},
		{.text = u->name, .href = sheet_href(&m->row, maker_list(m, "unit.list"), u->id)},
		{.text = u->short_name},
		{.text = u->code},
		{.text = kind},
		{.text = u->parent_name.p ? u->parent_name : STR("")},
		{.text = arena_str(&m->row, str_of(date_vn(u->valid_from).z))}};
	return sheet_row(s, number(m, u->id), cells, 8, page);
}

static enum rc all_units(struct sheet *s)
{
	struct maker *m = s->m;
	int64_t after = 0;
	enum rc rc = RC_OK;
	for (size_t n = 1; n && rc == RC_OK;) {
		struct sql_archive_units *rows;
		TRY(sql_archive_units(m->c.db, m->c.mem, m->last, after, &rows, &n));
		for (size_t i = 0; i < n && rc == RC_OK; i++) {
			rc = one_unit(s, &rows[i]);
			after = rows[i].id;
		}
		arena_reset(&m->mem);
	}
	return rc;
}

static enum rc ended(struct sheet *s, enum rc rc)
{
	if (rc == RC_OK)
		return sheet_end(s);
	sheet_drop(s);
	return rc;
}

static struct str on_last_day(const struct maker *m, const char *what)
{
	return arena_printf(m->of->mem, "%s vào ngày %s", what, date_vn(m->last).z);
}

enum rc extra_units(struct maker *m)
{
	static const struct table_column cols[] = {{.title = STR("Mã"), .kind = TABLE_INT},
	                                           {.title = STR("Tên")},
	                                           {.title = STR("Tên gọn")},
	                                           {.title = STR("Ký hiệu")},
	                                           {.title = STR("Loại")},
	                                           {.title = STR("Thuộc")},
	                                           {.title = STR("Từ ngày"), .kind = TABLE_DATE},
	                                           {.title = STR("Thuộc (mã)"), .kind = TABLE_INT}};
	struct sheet s;
	if (!sees_all(m, "unit.list"))
		return RC_OK; /* the list of units has told that it is left out */
	TRY(sheet_begin(&s, m, STR("don-vi-trong-nam"), on_last_day(m, "Đơn vị"),
	                STR("Tên và vị trí của ngày ấy; danh sách đơn vị có tên hiện nay."), cols, 8,
	                7));
	enum rc rc = all_units(&s);
	m->units = s.rows;
	return ended(&s, rc);
}

static enum rc one_person(struct sheet *s, const struct sql_archive_people *p)
{
	struct maker *m = s->m;
	struct str gender = choice_label(genders, p->gender), cadre = choice_label(cadres, p->cadre);
	const struct cell cells[] = {
		cell_int(p->id),          cell_text(p->name),      text_cell(gender),      text_cell(cadre),
		text_cell(p->post_title), text_cell(p->unit_name), number_cell(p->unit_id)};
	const struct archive_cell page[] = {
		{.text = number(m, p->id), .number = true},
		{.text = p->name, .href = sheet_href(&m->row, maker_list(m, "person.list"), p->id)},
		{.text = gender},
		{.text = cadre},
		{.text = p->post_title.p ? p->post_title : STR("")},
		{.text = p->unit_name.p ? p->unit_name : STR(""),
	     .href = sheet_href(&m->row, maker_list(m, "unit.list"), p->unit_id)}};
	enum rc rc = sheet_row(s, number(m, p->id), cells, 7, page);
	arena_reset(&m->row);
	return rc;
}

static enum rc all_people(struct sheet *s)
{
	struct maker *m = s->m;
	int64_t after = 0;
	enum rc rc = RC_OK;
	for (size_t n = 1; n && rc == RC_OK;) {
		struct sql_archive_people *rows;
		TRY(sql_archive_people(m->c.db, m->c.mem, m->last, after, &rows, &n));
		for (size_t i = 0; i < n && rc == RC_OK; i++) {
			rc = one_person(s, &rows[i]);
			after = rows[i].id;
		}
		arena_reset(&m->mem);
	}
	return rc;
}

enum rc extra_people(struct maker *m)
{
	static const struct table_column cols[] = {{.title = STR("Mã"), .kind = TABLE_INT},
	                                           {.title = STR("Họ và tên")},
	                                           {.title = STR("Giới tính")},
	                                           {.title = STR("Đối tượng")},
	                                           {.title = STR("Chức vụ")},
	                                           {.title = STR("Đơn vị")},
	                                           {.title = STR("Đơn vị (mã)"), .kind = TABLE_INT}};
	struct sheet s;
	if (!sees_all(m, "person.list"))
		return RC_OK;
	TRY(sheet_begin(
		&s, m, STR("nguoi-trong-nam"), on_last_day(m, "Người"),
		STR("Chức vụ chính và đơn vị của ngày ấy. Không có số định danh, ngày sinh, địa chỉ."),
		cols, 7, 6));
	enum rc rc = all_people(&s);
	m->people = s.rows;
	return ended(&s, rc);
}

struct str verdict_href(struct maker *m, int64_t id)
{
	const struct planned *p = maker_list(m, "verdict.list");
	return sheet_href(&m->row, p, id).n
	           ? arena_printf(&m->row, "../" ARCHIVE_LAW "ket-qua-%" PRId64 ".html", id)
	           : STR("");
}

/* --- the law's answers
 * ------------------------------------------------------------------------------ */

static struct str member(const json_t *o, const char *key)
{
	const char *z = json_string_value(json_object_get(o, key));
	return z ? str_of(z) : STR("");
}

static struct str result_words(struct str word)
{
	static const struct choice words[] = {
		{"yes", "Đạt"}, {"no", "Không đạt"}, {"unknown", "Chưa đủ căn cứ"}, {0}};
	return choice_label(words, word);
}

static struct str facts_text(struct maker *m, const json_t *condition)
{
	const json_t *facts = json_object_get(condition, "facts");
	struct str all = STR("");
	for (size_t i = 0; i < json_array_size(facts); i++) {
		const char *z = json_string_value(json_array_get(facts, i));
		all = arena_printf(&m->row, "%.*s%s%s", STR_ARG(all), i ? "; " : "", z ? z : "");
	}
	return all;
}

static void one_answer(struct maker *m, struct buf *b, const json_t *a)
{
	static const struct archive_cell heads[] = {{.text = STR("Điều kiện")},
	                                            {.text = STR("Căn cứ")},
	                                            {.text = STR("Kết quả")},
	                                            {.text = STR("Vì")},
	                                            {.text = STR("Dữ kiện")}};
	const json_t *list = json_object_get(a, "conditions");
	archive_page_head(b,
	                  arena_printf(&m->row, "%.*s, theo bộ quy tắc %.*s: %.*s",
	                               STR_ARG(member(a, "name")), STR_ARG(member(a, "rule_set")),
	                               STR_ARG(choice_label(nominee_verdicts, member(a, "verdict")))));
	archive_table_begin(b, heads, 5);
	for (size_t i = 0; i < json_array_size(list); i++) {
		const json_t *k = json_array_get(list, i);
		const struct archive_cell cells[] = {{.text = member(k, "text")},
		                                     {.text = member(k, "citation")},
		                                     {.text = result_words(member(k, "result"))},
		                                     {.text = member(k, "because")},
		                                     {.text = facts_text(m, k)}};
		archive_table_row(b, STR(""), cells, 5);
	}
	archive_table_end(b);
}

/* One of its own for each: what was asked, of whom, every condition with its article. */
static enum rc verdict_page(struct maker *m, const struct sql_law_verdict_get *v)
{
	json_error_t why;
	json_t *root = json_loadb(v->answer.p, v->answer.n, JSON_REJECT_DUPLICATES, &why);
	const json_t *many = json_object_get(root, "rules");
	struct buf *b = &m->page;
	char path[64];
	buf_clear(b);
	archive_page_begin(
		b, arena_printf(&m->row, "Kết quả kiểm tra số %" PRId64, v->id),
		arena_printf(&m->row,
	                 "Danh hiệu, hình thức %.*s, năm xét %" PRId64 ", tại ngày %s, hồ sơ tiếp nhận "
	                 "ngày %s. Dấu vân tay của bộ quy tắc: %.*s.",
	                 STR_ARG(v->award), v->year, arena_strz(&m->row, str_of(date_vn(v->on_date).z)),
	                 date_vn(v->received).z, STR_ARG(v->law_hash)),
		"../");
	if (many)
		for (size_t i = 0; i < json_array_size(many); i++)
			one_answer(m, b, json_array_get(many, i));
	else
		one_answer(m, b, root);
	archive_page_head(b, STR("Dữ kiện đã dùng, như chương trình đã đọc"));
	archive_page_para(b, v->facts);
	archive_page_end(b);
	json_decref(root);
	TRY(buf_check(b, m->of->err));
	snprintf(path, sizeof path, ARCHIVE_LAW "ket-qua-%" PRId64 ".html", v->id);
	return maker_add(m, path, buf_view(b));
}

/* The rules as they were, once for all answers by them. */
static enum rc rules_of(struct maker *m, struct str hash, struct str *seen)
{
	struct sql_law_version_get row;
	struct str rest = *seen;
	while (rest.n)
		if (str_eq(str_cut(&rest, ' '), hash))
			return RC_OK;
	*seen = arena_printf(m->of->mem, "%.*s %.*s", STR_ARG(*seen), STR_ARG(hash));
	TRY(sql_law_version_get(m->c.db, m->c.mem, hash, &row));
	m->laws++;
	return maker_add(m, arena_printf(&m->row, ARCHIVE_LAW "quy-tac-%.*s.json", STR_ARG(hash)).p,
	                 row.files);
}

static enum rc one_verdict(struct maker *m, int64_t id, struct str *seen)
{
	struct sql_law_verdict_get v;
	TRY(sql_law_verdict_get(m->c.db, m->c.mem, id, &v));
	TRY(verdict_page(m, &v));
	TRY(maker_add(m, arena_printf(&m->row, ARCHIVE_LAW "ket-qua-%" PRId64 ".json", id).p,
	              v.answer));
	TRY(rules_of(m, v.law_hash, seen));
	m->verdicts++;
	arena_reset(&m->mem);
	arena_reset(&m->row);
	return m->verdicts % 50 ? RC_OK : maker_alive(m, "Kết quả kiểm tra pháp luật");
}

static const struct table_column nominee_cols[] = {
	{.title = STR("Đề nghị (mã)"), .kind = TABLE_INT},
	{.title = STR("Tên")},
	{.title = STR("Danh hiệu, hình thức")},
	{.title = STR("Tình trạng")},
	{.title = STR("Kết luận")},
	{.title = STR("Kiểm tra lúc")},
	{.title = STR("Kết quả (mã)"), .kind = TABLE_INT}};

/* Which answer was kept for which nominee. */
static enum rc one_nominee(struct sheet *s, int64_t id)
{
	struct maker *m = s->m;
	struct sql_archive_nominee n;
	TRY(sql_archive_nominee(m->c.db, m->c.mem, id, &n));
	struct str code = choice_label(award_codes, n.code),
			   state = choice_label(nominee_states, n.state),
			   verdict = choice_label(nominee_verdicts, n.verdict);
	struct str when = n.checked_ms == DB_NULL
	                      ? STR("")
	                      : arena_str(&m->row, str_of(date_time_vn(n.checked_ms).z));
	const struct cell cells[] = {cell_int(n.id),           cell_text(n.name),  cell_text(code),
	                             cell_text(state),         text_cell(verdict), text_cell(when),
	                             number_cell(n.verdict_id)};
	const struct archive_cell page[] = {
		{.text = number(m, n.id),
	     .href = sheet_href(&m->row, maker_list(m, "nominee.list"), n.id),
	     .number = true},
		{.text = n.name},
		{.text = code},
		{.text = state},
		{.text = verdict},
		{.text = when},
		{.text = number(m, n.verdict_id), .href = verdict_href(m, n.verdict_id), .number = true}};
	enum rc rc = sheet_row(s, STR(""), cells, 7, page);
	arena_reset(&m->mem);
	arena_reset(&m->row);
	return rc;
}

static enum rc nominees(struct maker *m)
{
	const struct planned *p = maker_list(m, "nominee.list");
	struct sheet s;
	enum rc rc = RC_OK;
	if (!p || !p->in)
		return RC_OK;
	TRY(sheet_begin(&s, m, STR("ket-qua-cua-de-nghi"), STR("Đề nghị và kết quả kiểm tra đã lưu"),
	                STR("Câu trả lời của pháp luật được lưu sau cùng cho từng đề nghị của năm."),
	                nominee_cols, 7, 7));
	for (size_t i = 0; rc == RC_OK && i < p->count; i++)
		rc = one_nominee(&s, p->ids[i]);
	return ended(&s, rc);
}

enum rc extra_law(struct maker *m)
{
	const struct planned *p = maker_list(m, "verdict.list");
	struct str seen = STR("");
	for (size_t i = 0; p && p->in && i < p->count; i++)
		TRY(one_verdict(m, p->ids[i], &seen));
	return nominees(m);
}

/* --- papers
 * ------------------------------------------------------------------------------------------- */

static const struct table_column paper_cols[] = {{.title = STR("Mã"), .kind = TABLE_INT},
                                                 {.title = STR("Văn bản")},
                                                 {.title = STR("Loại")},
                                                 {.title = STR("Hoàn thành lúc")},
                                                 {.title = STR("Tệp")}};

/* One that cannot be printed any more (a letter without a shape) does not stop the year's package.
 */
static enum rc print_paper(struct maker *m, const struct sql_archive_papers *p, struct str path,
                           bool *printed)
{
	struct buf b;
	struct err *e = m->of->err;
	buf_init(&b, PAPER_MAX);
	enum rc rc = paper_write(&m->c, p->id, STR("pdf"), &b);
	*printed = rc == RC_OK;
	if (rc == RC_OK) {
		rc = maker_add(m, path.p, buf_view(&b));
	} else if (rc == RC_INVALID) {
		maker_left(m, p->title, arena_printf(&m->row, "văn bản không in được: %s", e->message));
		err_clear(e);
		rc = RC_OK;
	}
	buf_release(&b);
	return rc;
}

static enum rc one_paper(struct sheet *s, const struct sql_archive_papers *p)
{
	struct maker *m = s->m;
	struct str path = arena_printf(&m->row, ARCHIVE_PAPERS "%" PRId64 "-%.*s.pdf", p->id,
	                               STR_ARG(maker_slug(&m->row, p->title)));
	struct str when = arena_str(&m->row, str_of(date_time_vn(p->final_ms).z));
	struct str kind = choice_label(paper_kinds, p->kind);
	bool printed;
	if (!gate_accepts(&m->c, op_find(STR("writing.render")), p->id)) {
		maker_left(m, p->title, STR("văn bản: vai trò của người lập gói không mở được"));
		return RC_OK;
	}
	TRY(print_paper(m, p, path, &printed));
	if (!printed)
		return RC_OK;
	m->papers++;
	const struct cell cells[] = {cell_int(p->id), cell_text(p->title), cell_text(kind),
	                             cell_text(when), cell_text(path)};
	const struct archive_cell page[] = {
		{.text = number(m, p->id), .number = true},
		{.text = p->title, .href = arena_printf(&m->row, "../%.*s", STR_ARG(path))},
		{.text = kind},
		{.text = when},
		{.text = path}};
	return sheet_row(s, number(m, p->id), cells, 5, page);
}

static enum rc all_papers(struct sheet *s)
{
	struct maker *m = s->m;
	int64_t after_ms = 0, after = 0;
	for (size_t n = 1; n;) {
		struct sql_archive_papers *rows;
		struct arena list;
		arena_init(&list);
		enum rc rc =
			sql_archive_papers(m->c.db, &list, m->from_ms, m->to_ms, after_ms, after, &rows, &n);
		for (size_t i = 0; rc == RC_OK && i < n; i++) {
			rc = one_paper(s, &rows[i]);
			after_ms = rows[i].final_ms;
			after = rows[i].id;
			arena_reset(&m->mem);
			arena_reset(&m->row);
			if (rc == RC_OK)
				rc = maker_alive(m, "Văn bản của năm");
		}
		arena_release(&list);
		TRY(rc);
	}
	return RC_OK;
}

enum rc extra_papers(struct maker *m)
{
	struct sheet s;
	TRY(sheet_begin(&s, m, STR("van-ban-trong-nam"), STR("Văn bản hoàn thành trong năm"),
	                STR("Như đã in; mỗi văn bản một tệp PDF."), paper_cols, 5, 5));
	return ended(&s, all_papers(&s));
}

/* --- evidence
 * -------------------------------------------------------------------------------------------- */

static const struct choice evidence_kinds[] = {{"decision", "Quyết định có chữ ký, dấu"},
                                               {"dossier", "Giấy tờ của hồ sơ"},
                                               {"opinion", "Trả lời của cơ quan được hỏi"},
                                               {"deed", "Minh chứng của thành tích"},
                                               {0}};

static const struct table_column evidence_cols[] = {
	{.title = STR("Mã tệp"), .kind = TABLE_INT},
	{.title = STR("Tên tệp")},
	{.title = STR("Là")},
	{.title = STR("Quyết định (mã)"), .kind = TABLE_INT},
	{.title = STR("Cỡ (byte)"), .kind = TABLE_INT},
	{.title = STR("Trong gói")}};

struct evidence {
	struct sheet *s;
	int64_t decision;
	int64_t *seen; /* files that are in the package */
	size_t count, room;
};

static bool seen_before(const struct evidence *x, int64_t file)
{
	for (size_t i = x->count; i > 0; i--)
		if (x->seen[i - 1] == file)
			return true;
	return false;
}

static void remember(struct evidence *x, int64_t file)
{
	struct arena *mem = x->s->m->of->mem;
	if (x->count == x->room) {
		size_t room = x->room ? 2 * x->room : 64;
		int64_t *more = arena_array(mem, room, sizeof *more);
		if (x->count)
			memcpy(more, x->seen, x->count * sizeof *more);
		x->seen = more;
		x->room = room;
	}
	x->seen[x->count++] = file;
}

/* The right is that of the operation which opens the file in the program. */
static const char *why_not(struct maker *m, const struct sql_archive_evidence *f)
{
	const char *op = str_eqz(f->what, "dossier")   ? "dossier_file.get"
	                 : str_eqz(f->what, "opinion") ? "opinion.file"
	                                               : "file.get";
	if (!f->kept)
		return "tệp đã bị bỏ khỏi hệ thống";
	if (!m->evidence)
		return "người lập gói chọn không kèm tệp minh chứng";
	if (!gate_accepts(&m->c, op_find(str_of(op)), f->row_id))
		return "vai trò của người lập gói không mở được tệp này";
	if (zip_out_size(&m->zip) + (uint64_t)f->size > ARCHIVE_BYTES_MAX)
		return "gói đã đầy: một tệp ZIP chỉ nên dưới 4 GB";
	return NULL;
}

static enum rc add_evidence(struct maker *m, int64_t file, const char *path)
{
	int64_t size;
	int fd;
	TRY(file_open(&m->c, file, &fd, &size));
	enum rc rc = maker_add_file(m, path, fd);
	close(fd);
	m->evidence_files++;
	return rc;
}

/* "tep/17-quyet-dinh-5.pdf": the number keeps names apart. */
static struct str evidence_path(struct maker *m, const struct sql_archive_evidence *f)
{
	struct str base = f->name, end = STR("");
	for (size_t i = f->name.n; i > 0 && f->name.n - i < 6; i--)
		if (f->name.p[i - 1] == '.') {
			base.n = i - 1;
			end = maker_slug(&m->row, (struct str){.p = f->name.p + i, .n = f->name.n - i});
			break;
		}
	return arena_printf(&m->row, ARCHIVE_FILES "%" PRId64 "-%.*s%s%.*s", f->file_id,
	                    STR_ARG(maker_slug(&m->row, base)), end.n ? "." : "", STR_ARG(end));
}

static enum rc one_evidence(struct evidence *x, const struct sql_archive_evidence *f)
{
	struct maker *m = x->s->m;
	struct str path = evidence_path(m, f), kind = choice_label(evidence_kinds, f->what);
	bool there = seen_before(x, f->file_id);
	const char *why = there ? NULL : why_not(m, f);
	if (why)
		maker_left(m, arena_printf(&m->row, "Tệp %" PRId64 ", %.*s", f->file_id, STR_ARG(f->name)),
		           str_of(why));
	else if (!there) {
		TRY(add_evidence(m, f->file_id, path.p));
		remember(x, f->file_id);
	}
	struct str in = why ? arena_printf(&m->row, "Không: %s", why) : path;
	const struct cell cells[] = {cell_int(f->file_id),  cell_text(f->name), cell_text(kind),
	                             cell_int(x->decision), cell_int(f->size),  cell_text(in)};
	const struct archive_cell page[] = {
		{.text = number(m, f->file_id), .number = true},
		{.text = f->name, .href = why ? STR("") : arena_printf(&m->row, "../%.*s", STR_ARG(path))},
		{.text = kind},
		{.text = number(m, x->decision),
	     .href = sheet_href(&m->row, maker_list(m, "decision.list"), x->decision),
	     .number = true},
		{.text = number(m, f->size), .number = true},
		{.text = in}};
	return sheet_row(x->s, STR(""), cells, 6, page);
}

static enum rc evidence_of(struct evidence *x)
{
	struct maker *m = x->s->m;
	struct sql_archive_evidence *rows;
	struct arena list;
	size_t n = 0;
	arena_init(&list);
	enum rc rc = sql_archive_evidence(m->c.db, &list, x->decision, &rows, &n);
	for (size_t i = 0; rc == RC_OK && i < n; i++) {
		rc = one_evidence(x, &rows[i]);
		arena_reset(&m->mem);
		arena_reset(&m->row);
		if (rc == RC_OK)
			rc = maker_alive(m, "Minh chứng");
	}
	arena_release(&list);
	return rc;
}

enum rc extra_evidence(struct maker *m)
{
	const struct planned *p = maker_list(m, "decision.list");
	struct sheet s;
	struct evidence x = {.s = &s};
	enum rc rc = RC_OK;
	if (!p || !p->in)
		return RC_OK;
	TRY(sheet_begin(
		&s, m, STR("minh-chung-trong-nam"), STR("Minh chứng của các quyết định trong năm"),
		STR("Quyết định có chữ ký, giấy tờ của hồ sơ, trả lời của các cơ quan, minh chứng của "
	        "thành tích. Tệp không có trong gói thì ghi vì sao."),
		evidence_cols, 6, 6));
	for (size_t i = 0; rc == RC_OK && i < p->count; i++) {
		x.decision = p->ids[i];
		rc = evidence_of(&x);
	}
	return ended(&s, rc);
}
