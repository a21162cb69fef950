/* page.c: the page of a dossier: its state, who is proposed for what, what
 * lacks, what comes next. */
#include "app/dossier/page.h"

#include "app/dossier/inner.h"
#include "app/record/record.h"
#include "base/json_out.h"
#include "db/sql_dossier.h"
#include "db/sql_person.h"
#include "db/sql_unit.h"
#include "op/gate.h"
#include "viet/viet.h"
#include "web/web.h"

#include <inttypes.h>

/* Beyond this a dossier is read as a list. */
#define ROWS_MAX 100

const struct field dossier_view_fields[] = {
	F(REF, struct dossier_id_in, id, "Hồ sơ", .flags = MUST | HIDDEN, .ref = &dossier_object),
};

const char *dossier_badge(struct str state)
{
	static const struct choice badges[] = {{"decided", "ok"},
	                                       {"awarded", "ok"},
	                                       {"cleared", "ok"},
	                                       {"passed", "ok"},
	                                       {"eligible", "ok"},
	                                       {"done", "ok"},
	                                       {"refused", "bad"},
	                                       {"failed", "bad"},
	                                       {"lost", "bad"},
	                                       {"ineligible", "bad"},
	                                       {"returned", "warn"},
	                                       {"withdrawn", "warn"},
	                                       {"removed", "warn"},
	                                       {"unknown", "warn"},
	                                       {"held", "warn"},
	                                       {"given", "warn"},
	                                       {"sent", "info"},
	                                       {"received", "info"},
	                                       {"appraising", "info"},
	                                       {"council", "info"},
	                                       {"forwarded", "info"},
	                                       {"asked", "warn"},
	                                       {0}};
	for (const struct choice *b = badges; b->value; b++)
		if (str_eqz(state, b->value))
			return b->label;
	return "";
}

/* What is to be done now, and by whom. */
static struct str next_of(struct str state)
{
	static const struct choice words[] = {
		{"draft", "Đơn vị thêm người được đề nghị và giấy tờ còn thiếu; trưởng "
	              "đơn vị gửi lên "
	              "thường trực."},
		{"returned", "Đơn vị sửa theo lý do dưới đây rồi trưởng đơn vị gửi lại."},
		{"withdrawn", "Đơn vị đã rút hồ sơ; có thể sửa và gửi lại khi đợt còn mở."},
		{"sent", "Thường trực tiếp nhận, hoặc trả lại để sửa."},
		{"received", "Thường trực giao các phòng thẩm định, hoặc kết luận từng đề nghị."},
		{"appraising", "Các phòng thẩm định phần của mình; thường trực kết luận từng đề nghị."},
		{"council", "Chờ hội đồng họp, bỏ phiếu."},
		{"decided", "Đã có quyết định khen thưởng."},
		{"refused", "Không có ai được khen thưởng từ hồ sơ này."},
		{"forwarded", "Đã trình cấp có thẩm quyền; chờ kết quả."},
		{0}};
	return choice_label(words, state);
}

static void add_action(struct ctx *c, struct links *l, const char *name, struct str href)
{
	const struct op *op = op_find(str_of(name));
	struct link *items = arena_array(c->mem, (size_t)l->count + 1, sizeof *items);
	if (l->count)
		memcpy(items, l->items, (size_t)l->count * sizeof *items);
	items[l->count++] = (struct link){
		.href = href, .text = str_of(op->verb ? op->verb : op->title), .icon = op->icon};
	l->items = items;
}

/* What comes next for those who are ready: a decision of the office, or a submission upward. */
static enum rc onward(struct ctx *c, int64_t id, struct links *l)
{
	static const char *const ops[] = {"decision.draft", "submission.new"};
	for (int i = 0; i < COUNT(ops); i++) {
		const struct op *op = op_find(str_of(ops[i]));
		bool yes = gate_offers(c, op);
		if (yes)
			TRY(op_field(op, STR("dossier_id"))->offers(c, id, &yes));
		if (!yes)
			continue;
		add_action(
			c, l, ops[i],
			arena_printf(c->mem, "%.*s?dossier_id=%" PRId64, STR_ARG(op_path(c->mem, ops[i])), id));
		l->items[l->count - 1].text = str_of(op->title); /* "Soạn" would not say what */
	}
	return RC_OK;
}

static void fill_actions(struct ctx *c, int64_t id, struct links *l)
{
	static const char *const ops[] = {"dossier.send",     "dossier.send_for", "dossier.receive",
	                                  "appraisal.assign", "dossier.council",  "dossier.attach",
	                                  "dossier.pick",     "dossier.rank",     "dossier.clear",
	                                  "dossier.edit",     "dossier.return",   "dossier.withdraw"};
	const struct op *add = op_find(STR("nominee.add"));
	for (int i = 0; i < COUNT(ops); i++) {
		const struct op *op = op_find(str_of(ops[i]));
		if (op && gate_accepts(c, op, id))
			add_action(
				c, l, ops[i],
				arena_printf(c->mem, "%.*s?id=%" PRId64, STR_ARG(op_path(c->mem, ops[i])), id));
	}
	if (gate_offers(c, add) && dossier_is_open(c, id))
		add_action(c, l, "nominee.add",
		           arena_printf(c->mem, "/nominee/add?dossier_id=%" PRId64, id));
}

static void fact(struct dossier_page *p, const char *label, struct str text, struct str href)
{
	if (text.n)
		p->facts[p->fact_count++] = (struct dossier_fact){label, text, href};
}

static struct str day(struct ctx *c, struct date d)
{
	return arena_str(c->mem, str_of(date_vn(d).z));
}

static void fill_facts(struct ctx *c, const struct sql_dossier_shown *d, struct dossier_page *p)
{
	struct str none = STR("");
	p->facts = arena_array(c->mem, 16, sizeof *p->facts);
	if (d->round_id != DB_NULL)
		fact(p, "Đợt xét", d->round_title,
		     arena_printf(c->mem, "/award_round/%" PRId64, d->round_id));
	fact(p, "Loại hình khen thưởng", choice_label(award_types, d->type), none);
	fact(p, "Năm xét", arena_printf(c->mem, "%" PRId64, d->year), none);
	fact(p, "Thủ tục", d->brief ? STR("Trình tự, thủ tục đơn giản (Luật Điều 85)") : none, none);
	fact(p, "Đơn vị đề nghị", d->unit_name, none);
	if (d->holder_id != d->unit_id)
		fact(p, "Nay thuộc", d->holder_name, none);
	fact(p, "Nhập thay", d->behalf ? STR("Thường trực nhập thay đơn vị") : none, none);
	fact(p, "Căn cứ, tóm tắt", d->basis, none);
	fact(p, "Tờ trình",
	     arena_printf(c->mem, "%.*s%s%s", STR_ARG(d->sign),
	                  date_is_none(d->dated) ? ""
	                  : d->sign.n            ? ", ngày "
	                                         : "Ngày ",
	                  date_vn(d->dated).z),
	     none);
	fact(p, "Gửi ngày", day(c, d->sent_on), none);
	fact(p, "Tiếp nhận lần đầu ngày", day(c, d->received_on), none);
	fact(p, "Trình lên", d->goes_to, none);
	fact(p, "Người lập", dossier_given(d->made_by), none);
}

/* Kịp thời: days that are left, or by how many it is late. */
static void fill_clock(struct ctx *c, const struct sql_dossier_shown *d, struct dossier_page *p)
{
	static const char *const over[] = {"decided", "refused", "forwarded", "withdrawn"};
	bool unit_has_it = date_is_none(d->sent_on);
	p->clock = p->clock_badge = STR("");
	for (int i = 0; i < COUNT(over); i++)
		if (str_eqz(d->state, over[i]))
			return;
	if (date_is_none(d->due) || (!d->brief && !unit_has_it))
		return;
	int left = d->due.days - c->today.days;
	const char *what = d->brief ? "Khen kịp thời" : "Hạn gửi";
	p->clock = left >= 0 ? arena_printf(c->mem, "%s trước hết ngày %s, còn %d ngày", what,
	                                    date_vn(d->due).z, left)
	                     : arena_printf(c->mem, "%s: đã quá %d ngày (hạn %s)", what, -left,
	                                    date_vn(d->due).z);
	p->clock_badge = left < 0 ? STR("bad") : left < 4 ? STR("warn") : STR("info");
}

/* --- nominees ---------------------------------------------------- */

static struct str lacks_of(struct ctx *c, const struct law_dossier_needs *d)
{
	struct str s = STR("");
	for (int i = 0; i < d->need_count; i++)
		if (!d->needs[i].there)
			s = arena_printf(c->mem, "%.*s%s%.*s", STR_ARG(s), s.n ? "; " : "",
			                 STR_ARG(choice_label(dossier_needs, d->needs[i].line.key)));
	return s;
}

/* Who went elsewhere in the middle is proposed by the unit that began; readers know where they are.
 */
static enum rc moved_to(struct ctx *c, const struct sql_nominee_get *n, struct str *out)
{
	struct sql_person_get p;
	struct sql_unit_below_has below;
	struct sql_unit_label u;
	*out = STR("");
	if (n->person_id == DB_NULL)
		return RC_OK;
	TRY(sql_person_get(c->db, c->mem, n->person_id, &p));
	if (p.unit_id == DB_NULL || p.unit_id == n->holder_id)
		return RC_OK;
	TRY(sql_unit_below_has(c->db, c->mem, n->holder_id, p.unit_id, c->today, &below));
	if (below.n)
		return RC_OK;
	TRY(sql_unit_label(c->db, c->mem, p.unit_id, &u));
	*out = u.name;
	return RC_OK;
}

static enum rc fill_nominee(struct ctx *c, int64_t id, struct dossier_nominee_row *r)
{
	struct sql_nominee_get n;
	struct nominee_judged j;
	struct law_dossier_needs needs;
	TRY(sql_nominee_get(c->db, c->mem, id, &n));
	TRY(nominee_judge(c, &n, &j));
	TRY(nominee_needs(c, &n, &needs));
	struct str word = str_of(law_verdict_word(j.verdict));
	*r = (struct dossier_nominee_row){
		.id = id,
		.name = n.name,
		.href = arena_printf(c->mem, "/nominee/%" PRId64, id),
		.award = choice_label(award_codes, n.code),
		.asked = str_eq(n.code, n.asked_code) ? STR("") : choice_label(award_codes, n.asked_code),
		.state = choice_label(nominee_states, n.state),
		.badge = str_of(dossier_badge(n.state)),
		.verdict = choice_label(nominee_verdicts, word),
		.verdict_badge = str_of(dossier_badge(word)),
		.check = arena_printf(c->mem, "/nominee/check?id=%" PRId64, id),
		.lacks = lacks_of(c, &needs),
		.way = STR(""),
		.report = n.paper_id == DB_NULL ? STR("")
	                                    : arena_printf(c->mem, "/writing/%" PRId64, n.paper_id)};
	TRY(moved_to(c, &n, &r->moved));
	if (str_eqz(n.state, "proposed") || str_eqz(n.state, "cleared") || str_eqz(n.state, "passed"))
		if (!date_is_none(n.received_on))
			TRY(nominee_in_the_way(c, id, &r->way));
	return RC_OK;
}

static void fill_sum(struct ctx *c, int good, int lacking, int all, struct dossier_page *p)
{
	p->sum = arena_printf(c->mem, "%d đề nghị: %d đủ điều kiện theo luật, %d còn thiếu giấy tờ.",
	                      all, good, lacking);
}

static enum rc fill_nominees(struct ctx *c, int64_t id, struct dossier_page *p)
{
	struct sql_nominee_of_dossier *rows;
	int good = 0, lacking = 0;
	size_t n;
	TRY(sql_nominee_of_dossier(c->db, c->mem, id, &rows, &n));
	p->nominees = arena_array(c->mem, ROWS_MAX, sizeof *p->nominees);
	for (size_t i = 0; i < n; i++) {
		if (str_eqz(rows[i].state, "removed"))
			continue;
		if (p->nominee_count == ROWS_MAX) {
			p->left_out++;
			continue;
		}
		struct dossier_nominee_row *r = &p->nominees[p->nominee_count++];
		TRY(fill_nominee(c, rows[i].id, r));
		good += str_eqz(r->verdict_badge, "ok");
		lacking += r->lacks.n > 0;
	}
	p->all = arena_printf(c->mem, "/nominee/list?dossier=%" PRId64, id);
	fill_sum(c, good, lacking, p->nominee_count, p);
	return RC_OK;
}

static enum rc fill_papers(struct ctx *c, int64_t id, struct dossier_page *p)
{
	struct sql_dossier_files *rows;
	struct sql_dossier_appraisals *rooms;
	size_t n;
	TRY(sql_dossier_files(c->db, c->mem, id, &rows, &n));
	p->files = arena_array(c->mem, n + 1, sizeof *p->files);
	for (size_t i = 0; i < n; i++)
		p->files[p->file_count++] = (struct dossier_file_row){
			.title = rows[i].title,
			.href = arena_printf(c->mem, "/dossier_file/get?id=%" PRId64, rows[i].id),
			.need = choice_label(dossier_needs, rows[i].need),
			.whose = dossier_given(rows[i].name)};
	TRY(sql_dossier_appraisals(c->db, c->mem, id, &rooms, &n));
	p->appraisals = arena_array(c->mem, n + 1, sizeof *p->appraisals);
	for (size_t i = 0; i < n; i++)
		p->appraisals[p->appraisal_count++] = (struct dossier_appraisal_row){
			.unit = rooms[i].unit_name,
			.topic = rooms[i].topic,
			.state = choice_label(appraisal_states, rooms[i].state),
			.badge = str_of(str_eqz(rooms[i].state, "open") ? "info" : "ok"),
			.due = day(c, rooms[i].due),
			.said = rooms[i].said,
			.href = arena_printf(c->mem, "/appraisal/%" PRId64, rooms[i].id)};
	return RC_OK;
}

/* What the unit changed since it had the dossier back, as long as it is looked at. */
static enum rc fill_changes(struct ctx *c, const struct sql_dossier_shown *d,
                            struct dossier_page *p)
{
	struct sql_dossier_change_last *rows;
	size_t n;
	p->changed_at = p->all_changes = STR("");
	if (!str_eqz(d->state, "sent") && !str_eqz(d->state, "received") &&
	    !str_eqz(d->state, "appraising"))
		return RC_OK;
	TRY(sql_dossier_change_last(c->db, c->mem, d->id, &rows, &n));
	p->changes = arena_array(c->mem, n + 1, sizeof *p->changes);
	for (size_t i = 0; i < n && i < ROWS_MAX; i++)
		p->changes[p->change_count++] =
			(struct dossier_change_row){.name = rows[i].name.p ? rows[i].name : STR("Cả hồ sơ"),
		                                .field = choice_label(dossier_change_fields, rows[i].field),
		                                .was = rows[i].was,
		                                .now = rows[i].now};
	if (n) {
		p->changed_at = day(c, date_at(rows[0].sent_ms));
		p->all_changes = arena_printf(c->mem, "/dossier/changes?dossier=%" PRId64, d->id);
	}
	return RC_OK;
}

enum rc dossier_view(struct ctx *c, const void *in, struct out *out)
{
	const struct dossier_id_in *q = in;
	const struct op *op = c->op;
	struct dossier_page *p = arena_alloc(c->mem, sizeof *p);
	struct sql_dossier_shown d;
	TRY(sql_dossier_shown(c->db, c->mem, q->id, &d));
	*p = (struct dossier_page){.id = d.id,
	                           .version = d.version,
	                           .title = d.title,
	                           .state = d.state,
	                           .state_words = choice_label(dossier_states, d.state),
	                           .badge = str_of(dossier_badge(d.state)),
	                           .next = next_of(d.state),
	                           .reason = d.reason,
	                           .steps =
	                               arena_printf(c->mem, "/dossier/steps?dossier=%" PRId64, d.id)};
	fill_facts(c, &d, p);
	fill_clock(c, &d, p);
	TRY(fill_nominees(c, d.id, p));
	TRY(fill_papers(c, d.id, p));
	TRY(fill_changes(c, &d, p));
	fill_actions(c, d.id, &p->actions);
	TRY(onward(c, d.id, &p->actions));
	c->op = op;
	out->id = d.id;
	out->heading = d.title;
	out->sub = d.holder_name;
	out->data = p;
	return RC_OK;
}

void dossier_page(struct buf *html, struct ctx *c, const void *data)
{
	(void)c;
	tpl_dossier(html, data);
}

void dossier_json(struct buf *b, struct ctx *c, const void *data)
{
	const struct dossier_page *p = data;
	struct json_out j = json_out_to(b);
	(void)c;
	json_obj(&j, NULL);
	json_int(&j, "id", p->id);
	json_int(&j, "version", p->version);
	json_str(&j, "title", p->title);
	json_str(&j, "state", p->state);
	json_str(&j, "reason", p->reason);
	json_arr(&j, "nominees");
	for (int i = 0; i < p->nominee_count; i++) {
		const struct dossier_nominee_row *r = &p->nominees[i];
		json_obj(&j, NULL);
		json_int(&j, "id", r->id);
		json_str(&j, "name", r->name);
		json_str(&j, "award", r->award);
		json_str(&j, "state", r->state);
		json_str(&j, "verdict", r->verdict);
		json_str(&j, "lacks", r->lacks);
		json_str(&j, "in_the_way", r->way);
		json_end(&j);
	}
	json_end(&j);
	json_arr(&j, "changes");
	for (int i = 0; i < p->change_count; i++) {
		json_obj(&j, NULL);
		json_str(&j, "name", p->changes[i].name);
		json_str(&j, "field", p->changes[i].field);
		json_str(&j, "was", p->changes[i].was);
		json_str(&j, "now", p->changes[i].now);
		json_end(&j);
	}
	json_end(&j);
	json_end(&j);
}
