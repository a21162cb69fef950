/* answer.c: an answer of the law as a page shows it. */
#include "app/law/inner.h"

#include "op/gate.h"
#include "viet/viet.h"

enum rc law_when(struct ctx *c, int64_t year, struct date on, struct date received,
                 struct date decided, struct law_when *out)
{
	out->on = date_is_none(on) ? c->today : on;
	if (year != DB_NULL && date_is_none(on) && year < date_civil(c->today).year)
		out->on = date_of((int)year, 12, 31);
	out->received = date_is_none(received) ? out->on : received;
	out->decided = date_is_none(decided) ? out->on : decided;
	out->year = year == DB_NULL ? date_civil(out->on).year : (int)year;
	if (out->year < 1945 || out->year > date_civil(c->today).year + 10)
		return err_field(c->err, "year", "Năm xét phải từ 1945 đến %d.",
		                 date_civil(c->today).year + 10);
	return RC_OK;
}

const char *law_badge(enum law_verdict v)
{
	return v == LAW_ELIGIBLE || v == LAW_GIVEN ? "ok" : v == LAW_INELIGIBLE ? "bad" : "warn";
}

const char *law_result_badge(enum law_result r)
{
	return r == LAW_YES ? "ok" : r == LAW_NO ? "bad" : "warn";
}

const char *law_result_text(enum law_result r)
{
	return r == LAW_YES ? "đạt" : r == LAW_NO ? "không đạt" : "chưa rõ";
}

/* The first letter large, as a sentence begins. */
static struct str sentence_begin(struct ctx *c, struct str s)
{
	return viet_capital(c->mem, s);
}

/* "tất cả "Cán bộ, công chức"" is for the machine; people read "Cán bộ, công chức: đủ tất cả …". */
static struct str group_words(struct ctx *c, struct str text)
{
	static const char *const heads[][2] = {{"tất cả", "đủ tất cả các điều kiện sau"},
	                                       {"một trong", "đạt một trong các điều kiện sau"}};
	for (int i = 0; i < COUNT(heads); i++) {
		size_t n = strlen(heads[i][0]);
		if (!str_starts(text, heads[i][0]))
			continue;
		struct str rest = str_trim((struct str){text.p + n, text.n - n});
		const char *end =
			rest.n > 2 && rest.p[0] == '"' ? memchr(rest.p + 1, '"', rest.n - 1) : NULL;
		struct str title = end ? (struct str){rest.p + 1, (size_t)(end - rest.p - 1)} : STR("");
		return title.n ? arena_printf(c->mem, "%.*s: %s", STR_ARG(title), heads[i][1])
		               : sentence_begin(c, str_of(heads[i][1]));
	}
	return sentence_begin(c, text);
}

struct str law_condition_words(struct ctx *c, struct str text, bool group)
{
	return group ? group_words(c, text) : sentence_begin(c, text);
}

/* The reason of the whole set stands above all answers; a line repeats only its own. */
static struct str because_of(struct ctx *c, const struct law_condition *k)
{
	static const char *const words[] = {"không đạt", "", "đạt"};
	struct str own =
		k->reason.n ? arena_printf(c->mem, " Chưa xác nhận: %.*s.", STR_ARG(k->reason)) : STR("");
	if (k->mark != LAW_UNCONFIRMED || !k->plain.p)
		return k->because;
	struct str as_written =
		k->if_confirmed == LAW_UNKNOWN
			? STR("")
			: arena_printf(c->mem, " Nếu áp dụng như đã ghi: %s.", words[k->if_confirmed]);
	return str_trim(
		arena_printf(c->mem, "%.*s%.*s%.*s", STR_ARG(k->plain), STR_ARG(own), STR_ARG(as_written)));
}

static void show_condition(struct ctx *ctx, const struct law_condition *c,
                           struct law_condition_view *out)
{
	*out = (struct law_condition_view){.key = c->key,
	                                   .text = law_condition_words(ctx, c->text, c->group),
	                                   .citation = c->citation,
	                                   .because = because_of(ctx, c),
	                                   .mark = c->mark != LAW_SEEN ? str_of(law_mark_words(c->mark))
	                                                               : STR(""),
	                                   .mark_badge = c->mark == LAW_UNCONFIRMED ? "warn" : "",
	                                   .word = law_result_text(c->result),
	                                   .badge = law_result_badge(c->result),
	                                   .facts = c->facts,
	                                   .fact_count = c->fact_count,
	                                   .depth = c->depth > 5 ? 5 : c->depth,
	                                   .group = c->group,
	                                   .waits = c->mark == LAW_UNCONFIRMED,
	                                   .local = c->local};
}

static void show_missing(struct ctx *c, const struct law_answer *a, struct str whom,
                         struct law_answer_view *out)
{
	bool attests = whom.n && gate_offers(c, op_find(STR("attestation.add")));
	bool confirms = gate_offers(c, op_find(STR("overlay.confirm")));
	out->missing = arena_array(c->mem, (size_t)a->missing_count + 1, sizeof *out->missing);
	out->waiting = arena_array(c->mem, (size_t)a->missing_count + 1, sizeof *out->waiting);
	for (int i = 0; i < a->missing_count; i++) {
		const struct law_missing *m = &a->missing[i];
		if (m->confirm)
			out->waiting[out->waiting_count++] = (struct law_waiting_view){
				.what = sentence_begin(c, m->what),
				.href = confirms
			                ? arena_printf(c->mem, "/overlay/confirm?key=%.*s", STR_ARG(m->key))
			                : STR("")};
		else if (!m->idle)
			out->missing[out->missing_count++] = (struct law_missing_view){
				.what = sentence_begin(c, m->what),
				.who = m->who,
				.href = attests && m->attest.n
			                ? arena_printf(c->mem, "/attestation/add?%.*s&year=%d&matter=%.*s",
			                               STR_ARG(whom), a->year, STR_ARG(m->attest))
			                : STR("")};
	}
}

void law_answer_show(struct ctx *c, const struct law_answer *a, struct str whom,
                     struct law_answer_view *out)
{
	*out = (struct law_answer_view){.code = a->award,
	                                .name = a->name,
	                                .set = a->set,
	                                .verdict = law_verdict_words(a->verdict),
	                                .badge = law_badge(a->verdict),
	                                .if_confirmed = STR(""),
	                                .conditions_say = STR(""),
	                                .other = STR(""),
	                                .warnings = a->warnings + a->set_warnings,
	                                .warning_count = a->warning_count - a->set_warnings};
	if (a->verdict == LAW_GIVEN || a->verdict == LAW_HELD)
		out->conditions_say = arena_printf(c->mem, "xét riêng các điều kiện: %s",
		                                   law_verdict_words(a->by_conditions));
	else if (a->if_confirmed != a->verdict)
		out->if_confirmed = arena_printf(c->mem, "nếu mọi điều được xác nhận: %s",
		                                 law_verdict_words(a->if_confirmed));
	out->conditions = arena_array(c->mem, (size_t)a->condition_count + 1, sizeof *out->conditions);
	for (int i = 0; i < a->condition_count; i++)
		if (!a->conditions[i].idle)
			show_condition(c, &a->conditions[i], &out->conditions[out->condition_count++]);
	show_missing(c, a, whom, out);
}

enum rc law_readings_show(struct ctx *c, const struct law_rules *rules,
                          const struct law_question *q, const struct law_facts *f,
                          struct law_answer_view *out)
{
	const struct law *law;
	const struct law_overlay *overlay;
	struct law_reading *r;
	int n;
	TRY(law_of_office(c, &law, &overlay));
	TRY(law_readings(c->mem, rules, overlay, q, f, &r, &n, c->err));
	out->readings = arena_array(c->mem, (size_t)n + 1, sizeof *out->readings);
	for (int i = 0; i < n; i++)
		out->readings[out->reading_count++] = arena_printf(
			c->mem, "%.*s. Cách hiểu khác: %.*s; khi đó kết quả là %s.", STR_ARG(r[i].param.note),
			STR_ARG(r[i].param.other_text), law_verdict_words(r[i].verdict));
	return RC_OK;
}

/* --- by one set or two --------------------------------------------------------------------- */

enum rc law_sets_of_office(struct ctx *c, const struct law_when *w, const struct law **law,
                           const struct law_rules *out[2], int *count)
{
	const struct law_overlay *overlay;
	TRY(law_rules_of_office(c, w->received, law, &out[0]));
	TRY(law_of_office(c, law, &overlay));
	return law_rules_between(c->mem, *law, w->received, w->decided, overlay, out, count, c->err);
}

struct str law_sets_title(struct ctx *c, const struct law_rules *const *rules, int count)
{
	struct law_set_info first = law_set(rules[0]);
	if (count == 1)
		return first.title;
	return arena_printf(c->mem, "%.*s; và %.*s: lấy kết quả có lợi hơn", STR_ARG(first.title),
	                    STR_ARG(law_set(rules[1]).title));
}

enum rc law_ask(struct ctx *c, const struct law_rules *const *rules, int count,
                const struct law_question *q, const struct law_facts *f, struct law_answers *out)
{
	*out = (struct law_answers){.count = count};
	for (int i = 0; i < count; i++) {
		out->rules[i] = rules[i];
		TRY(law_explain(c->mem, rules[i], q, f, &out->at[i], c->err));
	}
	out->better = law_better(out->at, count);
	return RC_OK;
}

enum rc law_explained_show(struct ctx *c, const struct law_answers *a, const struct law_question *q,
                           const struct law_facts *f, struct str whom,
                           struct law_explained_view *out)
{
	*out = (struct law_explained_view){.code = a->at[0].award,
	                                   .count = a->count,
	                                   .favour = STR(""),
	                                   .keep = STR(""),
	                                   .kept = STR("")};
	for (int i = 0; i < a->count; i++) {
		law_answer_show(c, &a->at[i], whom, &out->answers[i]);
		struct law_set_info set = law_set(a->rules[i]);
		out->answers[i].set = set.title;
		out->answers[i].set_confirmed = set.confirmed;
		out->answers[i].set_reason = set.reason;
		/* Of a confirmed set all of them are about documents that end. */
		out->answers[i].lapsing = a->at[i].warnings + !set.confirmed;
		out->answers[i].lapsing_count = a->at[i].set_warnings - !set.confirmed;
		out->answers[i].open = i == a->better;
		TRY(law_readings_show(c, a->rules[i], q, f, &out->answers[i]));
	}
	if (a->count > 1)
		out->favour = arena_printf(
			c->mem,
			"Hồ sơ tiếp nhận trước và quyết định sau ngày luật đổi: xét theo cả hai bộ quy tắc, áp "
			"dụng kết quả có lợi hơn cho đối tượng, là theo %.*s: %s.",
			STR_ARG(out->answers[a->better].set), law_verdict_words(a->at[a->better].verdict));
	return RC_OK;
}

enum law_verdict law_best_at(const struct law_verdicts *v, int award, size_t i)
{
	enum law_verdict best = law_verdict_at(v, 0, award, i);
	for (int k = 1; k < v->rules; k++) {
		enum law_verdict other = law_verdict_at(v, k, award, i);
		best = other > best ? other : best;
	}
	return best;
}

bool law_award_is_for(const struct law_award_info *a, enum law_subject s)
{
	return a->subjects & (1u << s);
}

struct str law_milli(struct ctx *c, int64_t milli)
{
	return viet_decimal(c->mem, milli);
}
