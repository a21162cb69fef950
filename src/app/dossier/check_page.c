/* check_page.c: one nominee held against the law, now: what is not met, what
 * lacks, what clashes. */
#include "app/dossier/inner.h"
#include "app/dossier/page.h"
#include "app/record/record.h"
#include "base/json_out.h"
#include "db/sql_dossier.h"
#include "viet/viet.h"
#include "web/web.h"

#include <inttypes.h>

struct check_in {
	int64_t id;
};
static const struct field check_fields[] = {
	F(REF, struct check_in, id, "Đề nghị", .flags = MUST | HIDDEN, .ref = &nominee_object),
};

static struct str capital(struct ctx *c, struct str s)
{
	return viet_capital(c->mem, s);
}

static void fill_answer(struct ctx *c, const struct law_answer *a, struct nominee_check_page *p)
{
	p->missing = arena_array(c->mem, (size_t)a->missing_count + 1, sizeof *p->missing);
	p->failed = arena_array(c->mem, (size_t)a->condition_count + 1, sizeof *p->failed);
	for (int i = 0; i < a->missing_count; i++)
		p->missing[p->missing_count++] =
			arena_printf(c->mem, "%.*s%s%.*s", STR_ARG(capital(c, a->missing[i].what)),
		                 a->missing[i].who.n ? ": " : "", STR_ARG(a->missing[i].who));
	/* What is not met matters where it decides; else one of several ways is met.
	 */
	for (int i = 0; a->verdict == LAW_INELIGIBLE && i < a->condition_count; i++)
		if (!a->conditions[i].group && !a->conditions[i].idle && a->conditions[i].result == LAW_NO)
			p->failed[p->failed_count++] = arena_printf(
				c->mem, "%.*s (%.*s). %.*s", STR_ARG(capital(c, a->conditions[i].text)),
				STR_ARG(a->conditions[i].citation), STR_ARG(a->conditions[i].because));
	p->notes = a->warnings;
	p->note_count = a->warning_count;
}

static void fill_verdict(struct ctx *c, const struct sql_nominee_get *n,
                         const struct nominee_judged *j, struct nominee_check_page *p)
{
	const struct law_answer *a = &j->answers[j->better];
	p->verdict_word = str_of(law_verdict_word(j->verdict));
	p->verdict = choice_label(nominee_verdicts, p->verdict_word);
	p->badge = str_of(dossier_badge(p->verdict_word));
	p->set = a->set;
	p->other = STR("");
	if (j->count > 1)
		p->other = arena_printf(c->mem,
		                        "Luật đổi sau ngày tiếp nhận: bộ quy tắc %.*s có lợi hơn "
		                        "nên được dùng; theo bộ quy "
		                        "tắc %.*s: %s.",
		                        STR_ARG(a->set), STR_ARG(j->answers[!j->better].set),
		                        law_verdict_words(j->answers[!j->better].verdict));
	if (!str_eqz(n->subject, "household"))
		p->explain =
			arena_printf(c->mem, "/law/explain?award=%.*s&%s=%" PRId64 "&year=%" PRId64,
		                 STR_ARG(n->code), str_eqz(n->subject, "person") ? "subject" : "unit",
		                 str_eqz(n->subject, "person") ? n->person_id : n->unit_id, n->year);
	if (n->verdict_id != DB_NULL) {
		p->kept = arena_printf(c->mem, "Kết quả được lưu: %.*s.",
		                       STR_ARG(choice_label(nominee_verdicts, n->verdict)));
		p->kept_href = arena_printf(c->mem, "/verdict/%" PRId64, n->verdict_id);
	}
	fill_answer(c, a, p);
}

static void fill_days(struct ctx *c, const struct law_dossier_needs *d,
                      struct nominee_check_page *p)
{
	p->days = arena_array(c->mem, (size_t)d->day_count + 1, sizeof *p->days);
	for (int i = 0; i < d->day_count; i++) {
		const struct law_due *u = &d->days[i];
		p->days[p->day_count++] =
			u->working_days
				? arena_printf(c->mem, "%.*s: %d ngày làm việc (%.*s)", STR_ARG(u->line.text),
		                       u->working_days, STR_ARG(u->line.citation))
				: arena_printf(c->mem, "%.*s%s%s (%.*s)", STR_ARG(u->line.text),
		                       date_is_none(u->by) ? "" : ": trước hết ngày ", date_vn(u->by).z,
		                       STR_ARG(u->line.citation));
	}
}

static void fill_needs(struct ctx *c, const struct law_dossier_needs *d,
                       struct nominee_check_page *p)
{
	p->needs = arena_array(c->mem, (size_t)d->need_count + 1, sizeof *p->needs);
	for (int i = 0; i < d->need_count; i++)
		p->needs[p->need_count++] =
			(struct nominee_need_line){.text = d->needs[i].line.text,
		                               .citation = d->needs[i].line.citation,
		                               .there = d->needs[i].there};
	p->needs_missing = d->missing;
	p->brief = d->brief ? d->brief_citation : STR("");
	p->authority = arena_printf(c->mem, "%.*s (%.*s)", STR_ARG(capital(c, d->award->authority)),
	                            STR_ARG(d->award->authority_citation));
	fill_days(c, d, p);
}

static void fill_clashes(struct ctx *c, const struct nominee_clashes *k,
                         struct nominee_check_page *p)
{
	p->clashes = arena_array(c->mem, (size_t)k->count + 1, sizeof *p->clashes);
	for (int i = 0; i < k->count; i++)
		p->clashes[p->clash_count++] = (struct nominee_clash_line){
			.say = k->at[i].say, .citation = k->at[i].citation, .note = k->at[i].note};
	if (k->money.known)
		p->money = k->paid
		               ? arena_printf(c->mem, "Tiền thưởng nếu quyết định hôm nay: %.*s đồng.",
		                              STR_ARG(viet_number(c->mem, k->money.amount)))
		               : arena_printf(c->mem, "Không chi tiền thưởng: %.*s", STR_ARG(k->because));
}

static enum rc nominee_check(struct ctx *c, const void *in, struct out *out)
{
	const struct check_in *q = in;
	struct nominee_check_page *p = arena_alloc(c->mem, sizeof *p);
	struct sql_nominee_get n;
	struct nominee_judged j;
	struct law_dossier_needs needs;
	struct nominee_clashes clashes;
	TRY(sql_nominee_get(c->db, c->mem, q->id, &n));
	TRY(nominee_judge(c, &n, &j));
	TRY(nominee_needs(c, &n, &needs));
	TRY(nominee_clashes_of(c, &n, &clashes));
	*p = (struct nominee_check_page){.id = q->id,
	                                 .name = n.name,
	                                 .href = arena_printf(c->mem, "/nominee/%" PRId64, q->id),
	                                 .award = choice_label(award_codes, n.code),
	                                 .way = STR("")};
	fill_verdict(c, &n, &j, p);
	fill_needs(c, &needs, p);
	fill_clashes(c, &clashes, p);
	TRY(nominee_ratings_open(c, &n, &p->ratings));
	p->ratings_href = arena_printf(c->mem, "/rating/list?year=%" PRId64, n.year);
	if (!date_is_none(n.received_on))
		TRY(nominee_in_the_way(c, q->id, &p->way));
	out->heading = arena_printf(c->mem, "%.*s: %.*s", STR_ARG(p->award), STR_ARG(n.name));
	out->data = p;
	return RC_OK;
}

static void check_page(struct buf *html, struct ctx *c, const void *data)
{
	(void)c;
	tpl_nominee_check(html, data);
}

static void lines(struct json_out *j, const char *name, const struct str *at, int n)
{
	json_arr(j, name);
	for (int i = 0; i < n; i++)
		json_str(j, NULL, at[i]);
	json_end(j);
}

static void check_json(struct buf *b, struct ctx *c, const void *data)
{
	const struct nominee_check_page *p = data;
	struct json_out j = json_out_to(b);
	(void)c;
	json_obj(&j, NULL);
	json_int(&j, "id", p->id);
	json_str(&j, "award", p->award);
	json_str(&j, "verdict", p->verdict_word);
	json_str(&j, "set", p->set);
	json_str(&j, "in_the_way", p->way);
	json_str(&j, "ratings", p->ratings);
	json_int(&j, "papers_missing", p->needs_missing);
	lines(&j, "failed", p->failed, p->failed_count);
	lines(&j, "missing", p->missing, p->missing_count);
	json_arr(&j, "clashes");
	for (int i = 0; i < p->clash_count; i++) {
		json_obj(&j, NULL);
		json_str(&j, "say", p->clashes[i].say);
		json_bool(&j, "note", p->clashes[i].note);
		json_end(&j);
	}
	json_end(&j);
	json_end(&j);
}

const struct op nominee_check_ops[] = {
	{.name = "nominee.check",
     .title = "Kiểm tra theo luật",
     .help = "Điều kiện, giấy tờ, trùng lặp của một đề nghị, tính ngay lúc mở "
             "trang.",
     .verb = "Kiểm tra theo luật",
     .kind = OP_READ,
     .roles = DOSSIER_SEES | R(MEMBER),
     .scope = SCOPE_OBJECT,
     .object = &nominee_object,
     .icon = "check",
     FIELDS(check_fields),
     .in_size = sizeof(struct check_in),
     .run = nominee_check,
     .page = check_page,
     .json = check_json},
	{0}};
