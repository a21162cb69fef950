/*
 * sums.c: what the law counts, asked by people: money of awards (NĐ 152 Điều 49 to 54), votes,
 * shares and caps of a unit, what may not be given together, what a dossier needs (law/sums.h).
 */
#include "app/law/inner.h"

#include "app/org/org.h"
#include "app/record/record.h"
#include "base/json_out.h"
#include "db/sql_law.h"
#include "op/decode.h"
#include "op/gate.h"
#include "viet/viet.h"
#include "web/web.h"

#include <inttypes.h>
#include <limits.h>

const struct choice law_subject_kinds[] = {
	{"person", "Cá nhân"}, {"unit", "Tập thể"}, {"household", "Hộ gia đình"}, {0}};
static const struct choice councils[] = {{"office", "Hội đồng cơ sở"},
                                         {"submitting", "Hội đồng cấp trình"},
                                         {"province", "Hội đồng tỉnh"},
                                         {0}};

struct str law_mark_shown(enum law_mark m)
{
	return m == LAW_SEEN ? STR("") : str_of(law_mark_words(m));
}

struct str law_id_text(struct ctx *c, int64_t id)
{
	return id == DB_NULL ? STR("") : arena_printf(c->mem, "%" PRId64, id);
}

/* Choices of a select but for what has no rule; `no`: the empty first one, NULL for none. */
struct option *law_options(struct ctx *c, const struct choice *all, const char *no, int *count)
{
	int n, k = 0;
	struct option *from = options_of(c->mem, all, STR_NULL, &n);
	struct option *out = arena_array(c->mem, (size_t)n + 2, sizeof *out);
	if (no)
		out[k++] = (struct option){.value = STR(""), .label = str_of(no)};
	for (int i = 0; i < n; i++)
		if (!str_eqz(from[i].value, "KHAC"))
			out[k++] = from[i];
	*count = k;
	return out;
}

void law_money_show(struct ctx *c, const struct law_money *m, struct law_pay_line *out)
{
	out->known = m->known;
	out->at_most = m->at_most;
	out->citation = m->citation.n ? m->citation : STR("");
	out->mark = m->known ? law_mark_shown(m->mark) : STR("");
	if (!m->known)
		return;
	out->coefficient = viet_decimal(c->mem, m->coefficient);
	out->base = viet_number(c->mem, m->base);
	out->product = viet_number(c->mem, m->product);
	out->amount = viet_number(c->mem, m->amount);
}

/* --- votes --------------------------------------------------------------------------------- */

struct votes_in {
	struct str award, council;
	int64_t members, votes;
	struct date received;
};
static const struct field votes_fields[] = {
	F(CHOICE, struct votes_in, award, "Danh hiệu, hình thức", .choices = award_codes),
	F(CHOICE, struct votes_in, council, "Hội đồng", .choices = councils),
	F(INT, struct votes_in, members, "Tổng số thành viên", .min = 1, .max = 1000),
	F(INT, struct votes_in, votes, "Số phiếu đồng ý", .max = 1000,
      .hint = "Kể cả ý kiến bằng văn bản của thành viên vắng mặt"),
	F(DATE, struct votes_in, received, "Hồ sơ tiếp nhận ngày", .hint = "Chọn bộ quy tắc"),
};

struct voted {
	struct law_votes_view view;
	struct law_vote vote;
	int64_t members, votes;
};

static enum law_council council_of(struct str word)
{
	for (int i = 0; councils[i].value; i++)
		if (str_eqz(word, councils[i].value))
			return (enum law_council)i;
	return LAW_COUNCIL_SUBMITTING;
}

static struct str vote_words(struct ctx *c, const struct law_vote *v, const char *council,
                             int64_t members)
{
	struct str share = viet_decimal(c->mem, v->share);
	struct str rule = arena_printf(c->mem, "Hội đồng %s: %s %.*s %% tổng số thành viên", council,
	                               v->more_than ? "quá" : "ít nhất", STR_ARG(share));
	return members > 0 ? arena_printf(c->mem, "%.*s, tức ít nhất %d trên %" PRId64 " phiếu đồng ý",
	                                  STR_ARG(rule), v->needed, members)
	                   : rule;
}

static enum rc law_votes_run(struct ctx *c, const void *in, struct out *out)
{
	const struct votes_in *p = in;
	struct voted *k = arena_alloc(c->mem, sizeof *k);
	struct law_votes_view *v = &k->view;
	enum law_council council = council_of(p->council);
	k->members = p->members == DB_NULL ? 0 : p->members;
	k->votes = p->votes;
	*v = (struct law_votes_view){
		.awards = law_options(c, award_codes, NULL, &v->award_count),
		.members = law_id_text(c, p->members),
		.votes = law_id_text(c, p->votes),
		.received =
			date_is_none(p->received) ? STR("") : arena_str(c->mem, str_of(date_vn(p->received).z)),
		.say = STR(""),
		.citation = STR(""),
		.mark = STR(""),
		.reason = STR("")};
	v->awards = law_options(c, award_codes, NULL, &v->award_count);
	v->councils = law_options(c, councils, NULL, &v->council_count);
	options_choose(v->awards, v->award_count, p->award);
	options_choose(v->councils, v->council_count, p->council.n ? p->council : STR("submitting"));
	v->asked = p->award.n > 0;
	out->data = k;
	if (!v->asked)
		return RC_OK;
	if (p->votes != DB_NULL && p->votes > k->members)
		return err_field(c->err, "votes", "Số phiếu không lớn hơn tổng số thành viên.");
	TRY(law_ballot_of(c, p->received, p->award, council, (int)k->members, &k->vote));
	v->known = k->vote.asked;
	if (!v->known) {
		v->say =
			STR("Quy tắc không đòi hội đồng này biểu quyết danh hiệu, hình thức ấy theo tỷ lệ.");
		return RC_OK;
	}
	v->say = vote_words(c, &k->vote, law_council_words(council), k->members);
	v->citation = k->vote.citation;
	v->reason = k->vote.reason;
	v->mark = k->vote.local ? STR("địa phương") : law_mark_shown(k->vote.mark);
	v->counted = p->votes != DB_NULL && k->members > 0;
	v->passed = v->counted && law_vote_passed(&k->vote, (int)p->votes, (int)k->members);
	return RC_OK;
}

static void votes_page(struct buf *html, struct ctx *c, const void *data)
{
	(void)c;
	tpl_law_votes(html, &((const struct voted *)data)->view);
}

static void vote_json(struct json_out *j, const struct law_vote *v)
{
	json_bool(j, "asked", v->asked);
	if (!v->asked)
		return;
	json_bool(j, "more_than", v->more_than);
	json_int(j, "share_thousandths_of_percent", v->share);
	json_int(j, "needed", v->needed);
	json_bool(j, "local", v->local);
	json_str(j, "citation", v->citation);
	json_z(j, "mark", law_mark_words(v->mark));
}

static void votes_json(struct buf *b, struct ctx *c, const void *data)
{
	const struct voted *k = data;
	struct json_out j = json_out_to(b);
	(void)c;
	json_obj(&j, NULL);
	vote_json(&j, &k->vote);
	json_int(&j, "members", k->members);
	if (k->view.counted) {
		json_int(&j, "votes", k->votes);
		json_bool(&j, "passed", k->view.passed);
	}
	json_end(&j);
}

/* --- shares and caps of a unit ------------------------------------------------------------- */

struct caps_in {
	int64_t id, year;
	bool outstanding;
};
static const struct field caps_fields[] = {
	F(REF, struct caps_in, id, "Đơn vị", .flags = MUST | HIDDEN, .ref = &unit_object),
	F(INT, struct caps_in, year, "Năm xét", .min = 1945, .max = 2200),
	F(BOOL, struct caps_in, outstanding, "Đơn vị có thành tích nổi trội"),
};

static const char *share_word(bool known, bool enough)
{
	return !known ? "chưa rõ" : enough ? "đạt" : "không đạt";
}

static const char *share_badge(bool known, bool enough)
{
	return !known ? "warn" : enough ? "ok" : "bad";
}

static void put_share(struct ctx *c, struct law_caps_view *v, const struct law_award_info *a,
                      const struct law_share *s)
{
	struct str need = s->most != INT_MAX ? arena_printf(c->mem, "nhiều nhất %d", s->most)
	                  : s->least         ? arena_printf(c->mem, "ít nhất %d", s->least)
	                                     : STR("");
	v->lines[v->count++] =
		(struct law_share_line){.award = a->name,
	                            .text = viet_capital(c->mem, s->text),
	                            .have = !s->known ? STR("")
	                                    : s->of ? arena_printf(c->mem, "%d trên %d", s->have, s->of)
	                                            : arena_printf(c->mem, "%d", s->have),
	                            .need = need,
	                            .citation = s->citation,
	                            .mark = law_mark_shown(s->mark),
	                            .reading = STR(""),
	                            .word = share_word(s->known, s->enough),
	                            .badge = share_badge(s->known, s->enough)};
}

static void put_cap(struct ctx *c, struct law_caps_view *v, const struct law_cap *cap,
                    struct str award, const char *text, int have, bool known)
{
	v->lines[v->count++] = (struct law_share_line){
		.award = award,
		.text = str_of(text),
		.have = known ? arena_printf(c->mem, "%d", have) : STR(""),
		.need = arena_printf(c->mem, "nhiều nhất %d", cap->most),
		.citation = cap->citation,
		.mark = law_mark_shown(cap->mark),
		.reading = cap->reason.n
	                   ? arena_printf(c->mem, "%.*s (%d). %.*s", STR_ARG(cap->reading), cap->base,
	                                  STR_ARG(cap->reason))
	                   : arena_printf(c->mem, "%.*s (%d)", STR_ARG(cap->reading), cap->base),
		.word = !known      ? "chưa rõ"
	            : cap->over ? "vượt"
	                        : "trong hạn",
		.badge = !known      ? "warn"
	             : cap->over ? "bad"
	                         : "ok"};
}

#define SHARES_MAX 64

static enum rc put_shares(struct ctx *c, const struct law_rules *r, struct law_caps_view *v,
                          int year, const struct law_facts *f)
{
	for (int i = 0; i < law_award_count(r); i++) {
		const struct law_award_info *a = law_award_at(r, i);
		struct law_share *list;
		int n;
		if (!law_award_is_for(a, LAW_COLLECTIVE))
			continue;
		law_shares(c->mem, r, a->code, year, f, &list, &n);
		for (int k = 0; k < n && v->count < SHARES_MAX; k++)
			put_share(c, v, a, &list[k]);
	}
	return RC_OK;
}

/* Civil servants and viên chức are rated by decrees of their own, and apart. */
static enum rc put_rating_cap(struct ctx *c, const struct law_rules *r, struct law_caps_view *v,
                              const struct caps_in *p, const struct law_when *w,
                              enum law_cadre cadre)
{
	bool employees = cadre == LAW_PUBLIC_EMPLOYEE;
	struct sql_law_unit_levels n;
	struct law_cap cap;
	TRY(sql_law_unit_levels(c->db, c->mem, p->id, w->on, w->year, employees, &n));
	if (n.members == 0)
		return RC_OK;
	law_rating_cap(r, cadre, (int)n.excellent, (int)(n.excellent + n.good), (int)n.good,
	               p->outstanding, &cap);
	put_cap(c, v, &cap, STR("Xếp loại chất lượng"),
	        employees ? "Số viên chức hoàn thành xuất sắc nhiệm vụ"
	                  : "Số cán bộ, công chức, người lao động hoàn thành xuất sắc nhiệm vụ",
	        (int)n.excellent, n.excellent + n.good + n.done + n.failed > 0);
	return RC_OK;
}

static enum rc law_caps_run(struct ctx *c, const void *in, struct out *out)
{
	const struct caps_in *p = in;
	struct law_caps_view *v = arena_alloc(c->mem, sizeof *v);
	struct law_subject_facts s;
	const struct law *law;
	const struct law_rules *r;
	struct law_when w;
	TRY(law_when(c, p->year, DATE_NONE, DATE_NONE, DATE_NONE, &w));
	TRY(law_unit_facts(c, p->id, w.year, w.on, &s));
	TRY(law_rules_of_office(c, w.received, &law, &r));
	*v = (struct law_caps_view){.unit = s.name,
	                            .href = arena_printf(c->mem, "/unit/%" PRId64, p->id),
	                            .id = p->id,
	                            .year = w.year,
	                            .outstanding = p->outstanding,
	                            .lines = arena_array(c->mem, SHARES_MAX + 1, sizeof *v->lines)};
	TRY(put_rating_cap(c, r, v, p, &w, LAW_CIVIL_SERVANT));
	TRY(put_rating_cap(c, r, v, p, &w, LAW_PUBLIC_EMPLOYEE));
	TRY(put_shares(c, r, v, w.year, &s.facts));
	out->heading = arena_printf(c->mem, "Tỷ lệ, trần của %.*s", STR_ARG(s.name));
	out->data = v;
	return RC_OK;
}

static void caps_page(struct buf *html, struct ctx *c, const void *data)
{
	(void)c;
	tpl_law_caps(html, data);
}

static void caps_json(struct buf *b, struct ctx *c, const void *data)
{
	const struct law_caps_view *v = data;
	struct json_out j = json_out_to(b);
	(void)c;
	json_obj(&j, NULL);
	json_int(&j, "unit", v->id);
	json_int(&j, "year", v->year);
	json_arr(&j, "lines");
	for (int i = 0; i < v->count; i++) {
		json_obj(&j, NULL);
		json_str(&j, "award", v->lines[i].award);
		json_str(&j, "text", v->lines[i].text);
		json_str(&j, "have", v->lines[i].have);
		json_str(&j, "need", v->lines[i].need);
		json_z(&j, "result", v->lines[i].word);
		json_str(&j, "citation", v->lines[i].citation);
		json_str(&j, "mark", v->lines[i].mark);
		json_str(&j, "reading", v->lines[i].reading);
		json_end(&j);
	}
	json_end(&j);
	json_end(&j);
}

/* --- what a dossier needs ------------------------------------------------------------------ */

struct dossier_in {
	struct str award, type, kind;
	int64_t year;
	struct date received;
};
static const struct field dossier_fields[] = {
	F(CHOICE, struct dossier_in, award, "Danh hiệu, hình thức", .choices = award_codes),
	F(CHOICE, struct dossier_in, kind, "Đối tượng", .choices = law_subject_kinds),
	F(CHOICE, struct dossier_in, type, "Loại hình", .choices = award_types),
	F(INT, struct dossier_in, year, "Năm xét", .min = 1945, .max = 2200),
	F(DATE, struct dossier_in, received, "Hồ sơ tiếp nhận ngày", .hint = "Để trống: hôm nay"),
};

struct asked_dossier {
	struct law_dossier_view view;
	struct law_dossier_needs needs;
};

struct law_need_line law_need_show(const struct law_line *l, struct str text)
{
	return (struct law_need_line){.text = text,
	                              .citation = l->citation,
	                              .mark = l->local                     ? STR("địa phương")
	                                      : l->mark == LAW_UNCONFIRMED ? law_mark_shown(l->mark)
	                                                                   : STR("")};
}

static struct str due_words(struct ctx *c, const struct law_due *u)
{
	struct str text = u->line.text;
	if (u->working_days)
		return arena_printf(c->mem, "%.*s: %d ngày làm việc", STR_ARG(text), u->working_days);
	if (date_is_none(u->by))
		return arena_printf(c->mem, "%.*s: ngày %" PRId64 "/%d %s", STR_ARG(text), u->line.number,
		                    u->line.month, u->line.next ? "năm sau" : "hằng năm");
	return arena_printf(c->mem, "%.*s: trước hết ngày %s", STR_ARG(text), date_vn(u->by).z);
}

void law_needs_show(struct ctx *c, const struct law_dossier_needs *d, struct law_dossier_view *v)
{
	v->needs = arena_array(c->mem, (size_t)d->need_count + 1, sizeof *v->needs);
	for (int i = 0; i < d->need_count; i++) {
		const struct law_line *l = &d->needs[i].line;
		v->needs[v->need_count++] = law_need_show(
			l, l->number ? arena_printf(c->mem, "%.*s: %" PRId64 " bộ", STR_ARG(l->text), l->number)
						 : l->text);
	}
	v->votes = arena_array(c->mem, 4, sizeof *v->votes);
	for (int i = 0; i < d->ballot_count; i++) {
		const struct law_vote *b = &d->ballots[i].vote;
		v->votes[v->vote_count++] =
			(struct law_need_line){.text = vote_words(c, b, d->ballots[i].name, 0),
		                           .citation = b->citation,
		                           .mark = b->local ? STR("địa phương") : law_mark_shown(b->mark)};
	}
	v->days = arena_array(c->mem, (size_t)d->day_count + 1, sizeof *v->days);
	for (int i = 0; i < d->day_count; i++) {
		const struct law_due *u = &d->days[i];
		v->days[v->day_count++] = law_need_show(&u->line, due_words(c, u));
	}
}

static enum rc law_dossier_run(struct ctx *c, const void *in, struct out *out)
{
	const struct dossier_in *p = in;
	struct asked_dossier *k = arena_alloc(c->mem, sizeof *k);
	struct law_dossier_view *v = &k->view;
	const struct law *law;
	const struct law_rules *r;
	int64_t year = p->year == DB_NULL ? date_civil(c->today).year : p->year;
	struct date received = date_is_none(p->received) ? c->today : p->received;
	v->awards = law_options(c, award_codes, NULL, &v->award_count);
	v->types = law_options(c, award_types, NULL, &v->type_count);
	v->kinds = law_options(c, law_subject_kinds, NULL, &v->kind_count);
	v->received = arena_str(c->mem, str_of(date_vn(received).z));
	v->year = law_id_text(c, year);
	v->asked = p->award.n > 0;
	out->data = k;
	if (!v->asked)
		return RC_OK;
	TRY(law_rules_of_office(c, received, &law, &r));
	const struct law_award_info *a = law_award_find(r, p->award);
	if (!a)
		return err_field(c->err, "award", "Không có quy tắc của hình thức này.");
	/* Asked without a subject: for the first kind that may have it. */
	struct str kind = p->kind;
	for (int i = 0; kind.n == 0; i++)
		if (law_award_is_for(a, (enum law_subject)i))
			kind = str_of(law_subject_kinds[i].value);
	struct law_dossier_case q = {.subject = kind.p,
	                             .award = p->award,
	                             .type = p->type,
	                             .year = year,
	                             .received = received,
	                             .decided = DATE_NONE};
	TRY(law_dossier_of(c, &q, &k->needs));
	options_choose(v->awards, v->award_count, p->award);
	options_choose(v->types, v->type_count, p->type.n ? p->type : STR("merit"));
	options_choose(v->kinds, v->kind_count, kind);
	struct law_set_info set = law_set(r);
	v->set = set.title;
	v->reason = set.reason;
	v->confirmed = set.confirmed;
	v->name = a->name;
	v->authority = a->authority;
	v->citation = a->authority_citation;
	v->level = str_of(law_level_words(a->level));
	v->brief = k->needs.brief;
	v->brief_citation = k->needs.brief_citation;
	law_needs_show(c, &k->needs, v);
	law_money_show(c, &k->needs.money, &v->money);
	out->heading = arena_printf(c->mem, "Hồ sơ, thẩm quyền, thời hạn: %.*s", STR_ARG(a->name));
	return RC_OK;
}

static void dossier_page(struct buf *html, struct ctx *c, const void *data)
{
	(void)c;
	tpl_law_dossier(html, &((const struct asked_dossier *)data)->view);
}

static void dossier_json(struct buf *b, struct ctx *c, const void *data)
{
	const struct asked_dossier *k = data;
	const struct law_dossier_needs *d = &k->needs;
	struct json_out j = json_out_to(b);
	(void)c;
	json_obj(&j, NULL);
	if (k->view.asked) {
		json_str(&j, "award", d->award->code);
		json_str(&j, "authority", d->award->authority);
		json_z(&j, "level", law_level_words(d->award->level));
		json_bool(&j, "brief", d->brief);
		json_arr(&j, "papers");
		for (int i = 0; i < d->need_count; i++) {
			const struct law_line *l = &d->needs[i].line;
			json_obj(&j, NULL);
			json_str(&j, "key", l->key);
			json_str(&j, "text", l->text);
			json_int(&j, "copies", l->number);
			json_str(&j, "citation", l->citation);
			json_z(&j, "mark", law_mark_words(l->mark));
			json_end(&j);
		}
		json_end(&j);
		json_arr(&j, "votes");
		for (int i = 0; i < d->ballot_count; i++) {
			json_obj(&j, NULL);
			json_z(&j, "council", councils[d->ballots[i].council].value);
			vote_json(&j, &d->ballots[i].vote);
			json_end(&j);
		}
		json_end(&j);
		json_arr(&j, "days");
		for (int i = 0; i < d->day_count; i++) {
			const struct law_due *u = &d->days[i];
			json_obj(&j, NULL);
			json_str(&j, "text", u->line.text);
			if (u->working_days)
				json_int(&j, "working_days", u->working_days);
			else
				json_z(&j, "by", date_iso(u->by).z);
			json_str(&j, "citation", u->line.citation);
			json_z(&j, "mark", law_mark_words(u->line.mark));
			json_end(&j);
		}
		json_end(&j);
		json_obj(&j, "money");
		law_money_json(&j, &d->money);
		json_end(&j);
	}
	json_end(&j);
}

/* --- rows ---------------------------------------------------------------------------------- */

const struct op law_sums_ops[] = {
	{.name = "law.votes",
     .title = "Số phiếu cần đạt",
     .help = "Bao nhiêu phiếu đồng ý trên tổng số thành viên hội đồng cho từng danh hiệu, hình "
             "thức; người vắng cho ý kiến bằng văn bản.",
     .kind = OP_READ,
     .flags = OP_OPEN,
     .roles = R_OFFICE | LAW_ASKS,
     .scope = SCOPE_ANY,
     .area = "lookup",
     .icon = "people",
     FIELDS(votes_fields),
     .in_size = sizeof(struct votes_in),
     .run = law_votes_run,
     .page = votes_page,
     .json = votes_json,
     .law = LAW_ND98("Điều 30 khoản 7") "; quy chế của hội đồng"},
	{.name = "law.caps",
     .title = "Tỷ lệ, trần của đơn vị",
     .help =
         "Trần hoàn thành xuất sắc nhiệm vụ, tỷ lệ thành viên mà danh hiệu tập thể đòi hỏi, với "
         "số liệu của đơn vị.",
     .verb = "Tỷ lệ, trần",
     .icon = "report",
     .kind = OP_READ,
     .roles = LAW_ASKS & ~R(MEMBER),
     .scope = SCOPE_OBJECT,
     .object = &unit_object,
     FIELDS(caps_fields),
     .in_size = sizeof(struct caps_in),
     .run = law_caps_run,
     .page = caps_page,
     .json = caps_json,
     .law = "Luật Thi đua, khen thưởng 06/2022/QH15 Điều 27, 28; Nghị định 335/2025/NĐ-CP"},
	{.name = "law.dossier",
     .title = "Hồ sơ, thẩm quyền, thời hạn",
     .help = "Một danh hiệu, hình thức cần giấy tờ gì, ai quyết định, hội đồng nào bỏ phiếu, hạn "
             "nào, tiền thưởng bao nhiêu.",
     .kind = OP_READ,
     .flags = OP_OPEN,
     .roles = R_OFFICE | LAW_ASKS,
     .scope = SCOPE_ANY,
     .area = "lookup",
     .icon = "file",
     FIELDS(dossier_fields),
     .in_size = sizeof(struct dossier_in),
     .run = law_dossier_run,
     .page = dossier_page,
     .json = dossier_json,
     .law = "Luật Thi đua, khen thưởng 06/2022/QH15 Điều 84, 85; Nghị định 152/2025/NĐ-CP"},
	{0}};
