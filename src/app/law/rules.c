/* rules.c: the law itself: sets, awards, values, a rule as the office reads it, its checks. */
#include "app/law/inner.h"

#include "base/json_out.h"
#include "db/sql_law.h"
#include "op/gate.h"
#include "web/web.h"

#include <inttypes.h>

struct rules_in {
	struct date on;
};
static const struct field rules_fields[] = {
	F(DATE, struct rules_in, on, "Hồ sơ tiếp nhận ngày", .hint = "Để trống: hôm nay"),
};

static struct str mark_text(enum law_mark m)
{
	return m == LAW_UNCONFIRMED ? str_of(law_mark_words(m)) : STR("");
}

static void fill_awards(struct ctx *c, const struct law_rules *r, struct law_rules_view *v)
{
	int n = law_award_count(r);
	v->awards = arena_array(c->mem, (size_t)n + 1, sizeof *v->awards);
	for (int i = 0; i < n; i++) {
		const struct law_award_info *a = law_award_at(r, i);
		v->awards[v->award_count++] =
			(struct law_award_line){.code = a->code,
		                            .name = a->name,
		                            .kind = a->title ? STR("Danh hiệu") : STR("Hình thức"),
		                            .authority = a->authority,
		                            .href = arena_printf(c->mem, "/law/show?award=%.*s&on=%.*s",
		                                                 STR_ARG(a->code), STR_ARG(v->on))};
	}
}

static void show_param(struct ctx *c, const struct law_param_info *p, struct law_param_line *out)
{
	struct str value = p->known ? law_milli(c, p->value) : STR("chưa có");
	bool sets = p->local && gate_offers(c, op_find(STR("overlay.set")));
	*out = (struct law_param_line){
		.name = p->name,
		.title = p->title,
		.value =
			p->unit.n ? arena_printf(c->mem, "%.*s %.*s", STR_ARG(value), STR_ARG(p->unit)) : value,
		.citation = p->citation,
		.mark = mark_text(p->mark),
		.given = p->changed ? STR("") : p->given,
		.note = p->note,
		.other = p->other_text.n ? arena_printf(c->mem, "%.*s (%.*s)", STR_ARG(p->other_text),
	                                            STR_ARG(law_milli(c, p->other)))
	                             : STR(""),
		.href = sets ? arena_printf(c->mem, "/overlay/set?key=%.*s", STR_ARG(p->name)) : STR(""),
		.local = p->local,
		.changed = p->changed};
}

static void fill_params(struct ctx *c, const struct law_rules *r, struct law_rules_view *v)
{
	int n = law_param_count(r);
	v->params = arena_array(c->mem, (size_t)n + 1, sizeof *v->params);
	for (int i = 0; i < n; i++) {
		struct law_param_info p = law_param_at(r, i);
		show_param(c, &p, &v->params[v->param_count++]);
	}
}

static enum rc law_rules_run(struct ctx *c, const void *in, struct out *out)
{
	const struct rules_in *p = in;
	struct law_rules_view *v = arena_alloc(c->mem, sizeof *v);
	const struct law *law;
	const struct law_rules *r;
	struct date on = date_is_none(p->on) ? c->today : p->on;
	TRY(law_rules_of_office(c, on, &law, &r));
	struct law_set_info set = law_set(r);
	*v = (struct law_rules_view){.set = set.name,
	                             .title = set.title,
	                             .reason = set.reason,
	                             .confirmed = set.confirmed,
	                             .on = arena_str(c->mem, str_of(date_vn(on).z))};
	fill_awards(c, r, v);
	fill_params(c, r, v);
	law_lapsing(c->mem, r, LAW_WARN_DAYS, &v->lapsing, &v->lapsing_count);
	out->data = v;
	return RC_OK;
}

static void rules_page(struct buf *html, struct ctx *c, const void *data)
{
	(void)c;
	tpl_law_rules(html, data);
}

static void rules_json(struct buf *b, struct ctx *c, const void *data)
{
	const struct law_rules_view *v = data;
	struct json_out j = json_out_to(b);
	(void)c;
	json_obj(&j, NULL);
	json_str(&j, "set", v->set);
	json_str(&j, "title", v->title);
	json_bool(&j, "confirmed", v->confirmed);
	json_arr(&j, "awards");
	for (int i = 0; i < v->award_count; i++) {
		json_obj(&j, NULL);
		json_str(&j, "code", v->awards[i].code);
		json_str(&j, "name", v->awards[i].name);
		json_end(&j);
	}
	json_end(&j);
	json_arr(&j, "parameters");
	for (int i = 0; i < v->param_count; i++) {
		json_obj(&j, NULL);
		json_str(&j, "name", v->params[i].name);
		json_str(&j, "value", v->params[i].value);
		json_bool(&j, "local", v->params[i].local);
		json_bool(&j, "changed", v->params[i].changed);
		json_end(&j);
	}
	json_end(&j);
	json_end(&j);
}

/* --- one award ----------------------------------------------------------------------------- */

struct show_in {
	struct str award;
	struct date on;
};
static const struct field show_fields[] = {
	F(TEXT, struct show_in, award, "Mã danh hiệu, hình thức", .flags = MUST, .max = 20),
	F(DATE, struct show_in, on, "Hồ sơ tiếp nhận ngày", .hint = "Để trống: hôm nay"),
};

/* What the office has said about a condition of this award, or a value its text names. */
static bool is_about(const struct sql_law_overlay_full *o, struct str award, struct str text)
{
	if (str_eqz(o->kind, "confirm"))
		return o->key.n > award.n && memcmp(o->key.p, award.p, award.n) == 0 &&
		       o->key.p[award.n] == '.';
	return o->key.n && memmem(text.p, text.n, o->key.p, o->key.n);
}

static enum rc fill_changes(struct ctx *c, struct law_show_view *v)
{
	struct sql_law_overlay_full *rows;
	size_t n;
	TRY(sql_law_overlay_full(c->db, c->mem, &rows, &n));
	v->changes = arena_array(c->mem, n + 1, sizeof *v->changes);
	for (size_t i = 0; i < n; i++) {
		if (!is_about(&rows[i], v->code, v->text))
			continue;
		struct str to = rows[i].valid_to.days == DATE_OPEN.days
		                    ? STR("")
		                    : arena_printf(c->mem, " đến trước %s", date_vn(rows[i].valid_to).z);
		v->changes[v->change_count++] = (struct law_change_view){
			.when = arena_printf(c->mem, "từ %s%.*s", date_vn(rows[i].valid_from).z, STR_ARG(to)),
			.what = rows[i].value_milli == DB_NULL
		                ? arena_printf(c->mem, "Xác nhận %.*s", STR_ARG(rows[i].key))
		                : arena_printf(c->mem, "%.*s = %.*s", STR_ARG(rows[i].key),
		                               STR_ARG(law_milli(c, rows[i].value_milli))),
			.source = rows[i].source,
			.reason = rows[i].reason};
	}
	return RC_OK;
}

static const char *const subject_titles[LAW_SUBJECTS] = {"Cá nhân", "Tập thể", "Hộ gia đình"};

/* Each of the office's own numbers once, where the rule first names it. */
static void add_own(struct ctx *c, const struct law_rules *r, struct law_show_view *v,
                    struct str name)
{
	struct law_param_info p;
	for (int i = 0; i < v->own_count; i++)
		if (str_eq(v->own[i].name, name))
			return;
	if (name.n && law_param_find(r, name, &p))
		show_param(c, &p, &v->own[v->own_count++]);
}

static void fill_lines(struct ctx *c, const struct law_rules *r, struct law_show_view *v,
                       enum law_subject subject)
{
	struct law_rules_of_view *s = &v->subjects[v->subject_count];
	struct law_rule_line *lines;
	int n;
	law_rule_lines(c->mem, r, v->code, subject, &lines, &n);
	if (n == 0)
		return;
	v->subject_count++;
	*s = (struct law_rules_of_view){.title = str_of(subject_titles[subject]),
	                                .lines = arena_array(c->mem, (size_t)n + 1, sizeof *s->lines)};
	for (int i = 0; i < n; i++) {
		const struct law_rule_line *l = &lines[i];
		add_own(c, r, v, l->own);
		s->lines[s->count++] = (struct law_rule_view){
			.key = l->key,
			.text = law_condition_words(c, l->text, l->group),
			.citation = l->citation,
			.mark = l->mark == LAW_SEEN ? STR("") : str_of(law_mark_words(l->mark)),
			.mark_badge = l->mark == LAW_UNCONFIRMED ? "warn" : "",
			/* What the whole set waits for stands above all lines. */
			.reason = str_eq(l->reason, v->reason) ? STR("") : l->reason,
			.waits = l->mark == LAW_UNCONFIRMED && !l->group,
			.href = l->ref.n ? arena_printf(c->mem, "/law/show?award=%.*s&on=%.*s", STR_ARG(l->ref),
		                                    STR_ARG(v->on))
		                     : STR(""),
			.depth = l->depth > 5 ? 5 : l->depth,
			.group = l->group,
			.local = l->local,
			.idle = l->idle};
	}
}

static enum rc fill_needs(struct ctx *c, const struct law_rules *r, const struct law_award_info *a,
                          struct law_show_view *v)
{
	struct law_dossier_view d = {0};
	struct law_line *brief;
	int n;
	for (int s = 0; s < LAW_SUBJECTS; s++) {
		if (!law_award_is_for(a, (enum law_subject)s))
			continue;
		struct law_dossier_needs needs;
		struct law_dossier_question q = {.award = a->code, .subject = (enum law_subject)s};
		TRY(law_needs(c->mem, r, r, &q, &needs, c->err));
		struct law_pay_line *m = &v->money[v->money_count++];
		law_money_show(c, &needs.money, m);
		m->award = str_of(subject_titles[s]);
		if (v->money_count > 1)
			continue;
		law_needs_show(c, &needs, &d);
		v->dossier = d.needs;
		v->dossier_count = d.need_count;
		v->votes = d.votes;
		v->vote_count = d.vote_count;
		v->days = d.days;
		v->day_count = d.day_count;
	}
	law_dossier(c->mem, r, a->code, LAW_TYPE_UNKNOWN, true, &brief, &n);
	v->brief = arena_array(c->mem, (size_t)n + 1, sizeof *v->brief);
	for (int i = 0; i < n; i++)
		v->brief[v->brief_count++] = law_need_show(&brief[i], brief[i].text);
	return RC_OK;
}

static void fill_versions(struct ctx *c, const struct law_rules *r, struct law_show_view *v)
{
	struct law_version *list;
	int n;
	law_versions(c->mem, r, v->code, &list, &n);
	v->versions = arena_array(c->mem, (size_t)n + 1, sizeof *v->versions);
	for (int i = 0; i < n; i++) {
		bool open = list[i].to.days == DATE_OPEN.days;
		v->versions[v->version_count++] = (struct law_change_view){
			.when = arena_printf(c->mem, "từ %s%s%s", date_vn(list[i].from).z,
		                         open ? "" : " đến trước ", open ? "" : date_vn(list[i].to).z),
			.what = str_of(subject_titles[list[i].subject]),
			.href = arena_printf(c->mem, "/law/show?award=%.*s&on=%s", STR_ARG(v->code),
		                         date_vn(list[i].from).z)};
	}
}

static enum rc law_show_run(struct ctx *c, const void *in, struct out *out)
{
	const struct show_in *p = in;
	struct law_show_view *v = arena_alloc(c->mem, sizeof *v);
	const struct law *law;
	const struct law_rules *r;
	struct date on = date_is_none(p->on) ? c->today : p->on;
	TRY(law_rules_of_office(c, on, &law, &r));
	const struct law_award_info *a = law_award_find(r, p->award);
	if (!a)
		return err_field(c->err, "award", "Không có danh hiệu, hình thức mang mã này.");
	struct law_set_info set = law_set(r);
	*v = (struct law_show_view){.code = a->code,
	                            .name = a->name,
	                            .authority = a->authority,
	                            .citation = a->authority_citation,
	                            .level = str_of(law_level_words(a->level)),
	                            .text = law_text(r, a->code),
	                            .set = set.name,
	                            .set_title = set.title,
	                            .reason = set.reason,
	                            .on = arena_str(c->mem, str_of(date_vn(on).z)),
	                            .confirmed = set.confirmed};
	v->own = arena_array(c->mem, (size_t)law_param_count(r) + 1, sizeof *v->own);
	for (int s = 0; s < LAW_SUBJECTS; s++)
		fill_lines(c, r, v, (enum law_subject)s);
	TRY(fill_needs(c, r, a, v));
	fill_versions(c, r, v);
	TRY(fill_changes(c, v));
	out->heading = a->name;
	out->data = v;
	return RC_OK;
}

static void show_page(struct buf *html, struct ctx *c, const void *data)
{
	(void)c;
	tpl_law_show(html, data);
}

static void show_json(struct buf *b, struct ctx *c, const void *data)
{
	const struct law_show_view *v = data;
	struct json_out j = json_out_to(b);
	(void)c;
	json_obj(&j, NULL);
	json_str(&j, "award", v->code);
	json_str(&j, "name", v->name);
	json_str(&j, "set", v->set);
	json_bool(&j, "confirmed", v->confirmed);
	json_str(&j, "authority", v->authority);
	json_arr(&j, "conditions");
	for (int i = 0; i < v->subject_count; i++)
		for (int k = 0; k < v->subjects[i].count; k++) {
			const struct law_rule_view *l = &v->subjects[i].lines[k];
			json_obj(&j, NULL);
			json_str(&j, "subject", v->subjects[i].title);
			json_str(&j, "key", l->key);
			json_int(&j, "depth", l->depth);
			json_str(&j, "text", l->text);
			json_str(&j, "citation", l->citation);
			json_str(&j, "mark", l->mark);
			json_end(&j);
		}
	json_end(&j);
	json_str(&j, "text", v->text);
	json_end(&j);
}

/* --- check and test ------------------------------------------------------------------------ */

static struct str fault_line(struct ctx *c, const struct law_fault *f)
{
	return arena_printf(c->mem, "%.*s:%d:%d: %.*s", STR_ARG(f->file), f->line, f->column,
	                    STR_ARG(f->say));
}

static void add_faults(struct ctx *c, const struct law_faults *f, struct law_report_view *v)
{
	struct str *lines = arena_array(c->mem, (size_t)(v->count + f->count) + 1, sizeof *lines);
	if (v->count)
		memcpy(lines, v->lines, (size_t)v->count * sizeof *lines);
	v->lines = lines;
	for (int i = 0; i < f->count; i++) {
		v->lines[v->count++] = fault_line(c, &f->at[i]);
		v->good = v->good && f->at[i].note;
	}
}

/* The shipped files, and what the office said about text that has changed since. */
static enum rc law_check_run(struct ctx *c, const void *in, struct out *out)
{
	struct law_report_view *v = arena_alloc(c->mem, sizeof *v);
	struct law_faults faults = {0}, conflicts = {0};
	const struct law *law, *read;
	const struct law_overlay *overlay;
	int n;
	(void)in;
	const struct law_file *files = law_shipped_files(&n);
	*v = (struct law_report_view){.good = true};
	TRY(law_read(c->mem, files, n, &read, &faults, c->err));
	add_faults(c, &faults, v);
	TRY(law_of_office(c, &law, &overlay));
	TRY(law_conflicts(c->mem, law, overlay, &conflicts, c->err));
	add_faults(c, &conflicts, v);
	v->good = v->good && conflicts.count == 0;
	v->say = arena_printf(c->mem,
	                      v->good ? "%d tệp quy tắc, không có lỗi. Mã: %.*s"
	                              : "%d tệp quy tắc có điều cần xem. Mã: %.*s",
	                      n, STR_ARG(law_hash(law)));
	out->data = v;
	return RC_OK;
}

static enum rc law_test_run(struct ctx *c, const void *in, struct out *out)
{
	struct law_report_view *v = arena_alloc(c->mem, sizeof *v);
	const struct law *law;
	const struct law_overlay *overlay;
	struct law_test t;
	(void)in;
	TRY(law_of_office(c, &law, &overlay));
	TRY(law_run_examples(c->mem, law, &t, c->err));
	*v = (struct law_report_view){.good = t.failed == 0 && t.uncovered.count == 0};
	v->lines = arena_array(c->mem, (size_t)t.count + 1, sizeof *v->lines);
	for (int i = 0; i < t.count; i++)
		if (!t.at[i].passed)
			v->lines[v->count++] = arena_printf(
				c->mem, "%.*s:%d: %.*s, ví dụ \"%.*s\": %.*s", STR_ARG(t.at[i].file), t.at[i].line,
				STR_ARG(t.at[i].award), STR_ARG(t.at[i].name), STR_ARG(t.at[i].say));
	add_faults(c, &t.uncovered, v);
	v->say =
		arena_printf(c->mem, "%d ví dụ, %d không đúng; %d chỗ sửa đi mà không ví dụ nào nhận ra.",
	                 t.count, t.failed, t.uncovered.count);
	out->data = v;
	return RC_OK;
}

static void report_page(struct buf *html, struct ctx *c, const void *data)
{
	(void)c;
	tpl_law_report(html, data);
}

static void report_json(struct buf *b, struct ctx *c, const void *data)
{
	const struct law_report_view *v = data;
	struct json_out j = json_out_to(b);
	(void)c;
	json_obj(&j, NULL);
	json_bool(&j, "good", v->good);
	json_str(&j, "say", v->say);
	json_arr(&j, "lines");
	for (int i = 0; i < v->count; i++)
		json_str(&j, NULL, v->lines[i]);
	json_end(&j);
	json_end(&j);
}

const struct op law_office_ops[] = {
	{.name = "law.rules",
     .title = "Quy tắc khen thưởng",
     .help = "Bộ quy tắc áp dụng cho hồ sơ tiếp nhận một ngày: danh hiệu, hình thức, các giá trị.",
     .kind = OP_READ,
     .roles = R_SIGNED_IN,
     .scope = SCOPE_ANY,
     .area = "lookup",
     .icon = "book",
     FIELDS(rules_fields),
     .in_size = sizeof(struct rules_in),
     .run = law_rules_run,
     .page = rules_page,
     .json = rules_json},
	{.name = "law.show",
     .title = "Một quy tắc",
     .help =
         "Điều kiện, hồ sơ, thời hạn của một danh hiệu, hình thức, và điều cơ quan đã xác nhận.",
     .kind = OP_READ,
     .flags = OP_QUIET,
     .roles = R_SIGNED_IN,
     .scope = SCOPE_ANY,
     FIELDS(show_fields),
     .in_size = sizeof(struct show_in),
     .run = law_show_run,
     .page = show_page,
     .json = show_json},
	{.name = "law.check",
     .title = "Kiểm tra tệp quy tắc",
     .help = "Đọc các tệp quy tắc, và so điều cơ quan đã xác nhận với bản đang dùng.",
     .kind = OP_READ,
     .roles = R(STANDING) | R(HEAD) | R(INSPECTOR) | R(ADMIN),
     .scope = SCOPE_OFFICE,
     .area = "lookup",
     .icon = "check",
     .run = law_check_run,
     .page = report_page,
     .json = report_json,
     .per_minute = 30},
	{.name = "law.test",
     .title = "Chạy ví dụ của quy tắc",
     .help = "Chạy mọi ví dụ ghi cạnh quy tắc và nói ví dụ nào không đúng.",
     .kind = OP_READ,
     .roles = R(STANDING) | R(HEAD) | R(INSPECTOR) | R(ADMIN),
     .scope = SCOPE_OFFICE,
     .area = "lookup",
     .icon = "task",
     .run = law_test_run,
     .page = report_page,
     .json = report_json,
     .per_minute = 30},
	{0}};
