#include "law/say.h"

#include "base/buf.h"

#define ROOM 1000

/* Text of bounded length on the stack: an explanation has dozens, and they should cost nothing. */
struct text {
	char z[ROOM];
	size_t n;
};

static void put(struct text *t, struct str s)
{
	size_t n = s.n < ROOM - t->n ? s.n : ROOM - t->n;
	/* Not through the middle of a character. */
	while (n < s.n && n && ((unsigned char)s.p[n] & 0xC0) == 0x80)
		n--;
	memcpy(t->z + t->n, s.p ? s.p : "", n);
	t->n += n;
}

static void puts_of(struct text *t, const char *z)
{
	put(t, str_of(z));
}

static void put_int(struct text *t, int64_t v)
{
	char digits[24];
	int n = 0, i = (int)sizeof digits;
	uint64_t rest = v < 0 ? -(uint64_t)v : (uint64_t)v;
	do
		digits[--i] = (char)('0' + rest % 10);
	while (rest /= 10);
	if (v < 0)
		digits[--i] = '-';
	n = (int)sizeof digits - i;
	put(t, (struct str){digits + i, (size_t)n});
}

static struct str kept(struct arena *mem, const struct text *t)
{
	return arena_str(mem, (struct str){t->z, t->n});
}

static void put_years(struct text *t, const struct saying *s, int count)
{
	int last = s->v.d->year;
	if (count > 1) {
		put_int(t, last - count + 1);
		puts_of(t, "–");
	}
	put_int(t, last);
}

static void put_source(struct text *t, struct str source, const char *without)
{
	if (source.n || *without)
		puts_of(t, ": ");
	if (source.n)
		put(t, source);
	else
		puts_of(t, without);
}

/* --- because -----------------------------------------------------------------------------------
 */

static void years_lacking(struct text *t, const struct saying *s, const struct node *n, int window)
{
	const struct digest *d = s->v.d;
	bool any_no = false, any_open = false;
	for (int o = window - 1; o >= 0; o--) {
		any_no |= !eval_year(n, &d->hi, o);
		any_open |= eval_year(n, &d->hi, o) && !eval_year(n, &d->lo, o);
	}
	if (!any_no && !any_open) {
		puts_of(t, window == 1 ? "Đạt năm " : "Đạt cả các năm ");
		put_years(t, s, window);
		puts_of(t, ".");
		return;
	}
	/* Nothing is missing from a year whose titles nobody has decided yet. */
	bool early = !any_no && n->awards && !n->rating;
	for (int o = 0; o < window && early; o++)
		early = eval_year(n, &d->lo, o) || d->year - o > d->decided_to;
	puts_of(t, any_no  ? "Không đạt năm"
	           : early ? "Chưa đến kỳ, danh hiệu chưa được quyết định năm"
	                   : "Chưa đủ dữ liệu năm");
	for (int o = window - 1; o >= 0; o--)
		if (any_no ? !eval_year(n, &d->hi, o)
		           : eval_year(n, &d->hi, o) && !eval_year(n, &d->lo, o)) {
			puts_of(t, " ");
			put_int(t, d->year - o);
		}
	puts_of(t, ".");
}

static void count_years(struct text *t, const struct saying *s, const struct node *n, int window)
{
	int lo = 0, hi = 0;
	for (int o = 0; o < window; o++) {
		lo += eval_year(n, &s->v.d->lo, o);
		hi += eval_year(n, &s->v.d->hi, o);
	}
	puts_of(t, "Có ");
	put_int(t, lo);
	if (hi > lo) {
		puts_of(t, " năm chắc chắn, có thể đến ");
		put_int(t, hi);
	}
	puts_of(t, " năm đạt trong ");
	put_years(t, s, window);
	puts_of(t, ", cần ít nhất ");
	put_int(t, num_int(s->v.r, n->n));
	puts_of(t, ".");
}

static int works_in(const struct node *n, const struct digest_side *side, int window)
{
	int count = 0;
	for (int o = 0; o < window; o++) {
		count += n->works != WORKS_STUDY ? side->works[0][n->for_form][n->scope][o] : 0;
		count += n->works != WORKS_INITIATIVE ? side->works[1][n->for_form][n->scope][o] : 0;
	}
	return count;
}

static void count_works(struct text *t, const struct saying *s, const struct node *n, int window)
{
	int lo = works_in(n, &s->v.d->lo, window), hi = works_in(n, &s->v.d->hi, window);
	puts_of(t, "Có ");
	put_int(t, lo);
	puts_of(t, " được tính trong ");
	put_years(t, s, window);
	puts_of(t, ", cần ít nhất ");
	put_int(t, num_int(s->v.r, n->n));
	puts_of(t, hi == lo                            ? "."
	           : s->v.d->year > s->v.d->decided_to ? "; còn có thể được công nhận trong năm."
	                                               : "; dữ liệu chưa đầy đủ.");
}

static void number_of(struct text *t, int32_t v)
{
	if (v == LAW_NUMBER_UNKNOWN)
		puts_of(t, "chưa rõ");
	else
		put_int(t, v);
}

static void about_number(struct text *t, const struct saying *s, const struct node *n)
{
	bool months = n->kind == N_MONTHS;
	int32_t a = s->v.d->number[months ? LAW_N_MONTHS_WORKED : n->a];
	int32_t b = s->v.d->number[months ? LAW_N_MONTHS_MATERNITY : n->b];
	puts_of(t, law_word(law_numbers, (int)(months ? LAW_N_MONTHS_WORKED : n->a)));
	puts_of(t, ": ");
	number_of(t, a);
	if (n->kind == N_SHARE || n->kind == N_ALL_OF || months) {
		puts_of(t, months ? ", tháng nghỉ thai sản: " : " trên ");
		number_of(t, b);
	}
	if (n->kind == N_SHARE && a != LAW_NUMBER_UNKNOWN && b > 0) {
		/* Rounded down: 69,9 % must not read as 70 %. */
		int64_t tenths = (int64_t)a * 1000 / b;
		puts_of(t, " (");
		put_int(t, tenths / 10);
		puts_of(t, ",");
		put_int(t, tenths % 10);
		puts_of(t, " %)");
	}
	if (n->kind == N_SHARE || n->kind == N_COUNT || months) {
		puts_of(t, ", cần ít nhất ");
		put_int(t, num_int(s->v.r, n->n));
		puts_of(t, n->kind == N_SHARE ? " %" : "");
	}
	puts_of(t, ".");
}

static void about_post(struct text *t, const struct saying *s, const struct node *n)
{
	int months = 0;
	for (int i = 0; i < LAW_POSTS_MAX; i++)
		months += n->posts & (1u << i) ? s->v.d->lo.months[i] : 0;
	puts_of(t, "Đã giữ ");
	put_int(t, months);
	puts_of(t, " tháng, cần ");
	put_int(t, eval_months(&s->v, n, s->v.d->sex == LAW_FEMALE));
	puts_of(t, s->v.d->sex == LAW_FEMALE && !n->whole
	               ? " tháng (nữ được giảm 1/3, trừ chức vụ có tuổi nghỉ hưu cao hơn)."
	               : " tháng.");
}

static const struct law_attestation *attestation(const struct saying *s, const struct node *n)
{
	struct str key = s->v.r->law->attests[n->attest].info.key;
	for (int i = 0; i < s->f->attestation_count; i++)
		if (str_eq(s->f->attestations[i].key, key) && s->f->attestations[i].year == s->v.d->year)
			return &s->f->attestations[i];
	return NULL;
}

static void plain(struct text *t, const struct node *n, enum law_result raw)
{
	static const char *const texts[][3] = {
		[N_HELD] = {"Chưa được tặng.", "Lịch sử khen thưởng chưa đầy đủ nên chưa kết luận được.",
	                "Đã được tặng."},
		[N_NOT_HELD] = {"Đã được tặng.", "Lịch sử khen thưởng chưa đầy đủ nên chưa kết luận được.",
	                    "Chưa được tặng."},
		[N_NOT_LATELY] =
			{"Đã được tặng trong những năm ấy.",
	         "Lịch sử khen thưởng chưa đầy đủ nên chưa kết luận được.",
	         "Không được tặng trong những năm ấy, hoặc cơ quan không đặt điều kiện này."},
		[N_ATTEST] = {"Người có trách nhiệm xác nhận là không.", "Chưa có xác nhận.",
	                  "Đã được xác nhận."},
		[N_DEED] = {"Không có thành tích như vậy còn được tính.",
	                "Chưa có dữ liệu đầy đủ hoặc chưa có minh chứng về thành tích.",
	                "Có thành tích."},
		[N_CADRE] = {"Không thuộc đối tượng này.", "Chưa rõ đối tượng.", "Thuộc đối tượng này."},
	};
	puts_of(t, texts[n->kind][raw]);
}

/* A deed that no document confirms: what the office's own reading of proof makes of it. */
static void about_deed(struct text *t, const struct saying *s, const struct node *n,
                       enum law_result raw)
{
	const struct digest_side *sure = &s->v.d->lo;
	bool word_only = sure->told & n->deeds && !(sure->deeds[n->scope] & n->deeds);
	plain(t, n, raw);
	if (n->n.param < 0 || !word_only)
		return;
	puts_of(t, eval_takes_word(s->v.r, n)
	               ? " Luật không quy định cái gì chứng minh thành tích trong cơ quan; theo cách "
	                 "hiểu đang dùng (tham số "
	               : " Mới có lời xác nhận của thủ trưởng đơn vị; theo cách hiểu của cơ quan (tham "
	                 "số ");
	put(t, s->v.r->params[n->n.param].name);
	puts_of(t, eval_takes_word(s->v.r, n)
	               ? ") lời xác nhận của thủ trưởng đơn vị kèm minh chứng là đủ."
	               : ") phải có văn bản công nhận.");
}

struct str say_because(const struct saying *s, const struct node *n, int since, enum law_result raw)
{
	struct text t;
	t.n = 0;
	int window = eval_window(&s->v, n, since);
	switch (n->kind) {
	case N_EACH: years_lacking(&t, s, n, window); break;
	case N_YEARS: count_years(&t, s, n, window); break;
	case N_WORKS: count_works(&t, s, n, window); break;
	case N_POST: about_post(&t, s, n); break;
	case N_HELD:
	case N_NOT_HELD:
	case N_NOT_LATELY:
	case N_ATTEST:
	case N_CADRE: plain(&t, n, raw); break;
	case N_DEED: about_deed(&t, s, n, raw); break;
	default: about_number(&t, s, n); break;
	}
	return kept(s->mem, &t);
}

/* --- facts -------------------------------------------------------------------------------------
 */

struct facts {
	const struct saying *s;
	struct str *list;
	int count;
};

static void add(struct facts *k, const struct text *t)
{
	k->list = grown(k->s->mem, k->list, k->count, sizeof *k->list);
	k->list[k->count++] = kept(k->s->mem, t);
}

static void fact_ratings(struct facts *k, const struct node *n, int window)
{
	for (int i = 0; n->rating && i < k->s->f->year_count; i++) {
		const struct law_year *y = &k->s->f->years[i];
		int o = k->s->v.d->year - y->year;
		if (o < 0 || o >= window || y->rating < LAW_FAILED)
			continue;
		struct text t;
		t.n = 0;
		puts_of(&t, "Xếp loại năm ");
		put_int(&t, y->year);
		puts_of(&t, ": ");
		puts_of(&t, law_word(law_ratings, (int)y->rating));
		if (y->source.n) {
			puts_of(&t, " (");
			put(&t, y->source);
			puts_of(&t, ")");
		}
		add(k, &t);
	}
}

static void fact_awards(struct facts *k, const struct node *n, int from, int to)
{
	const struct saying *s = k->s;
	for (int i = 0; i < s->f->award_count; i++) {
		const struct law_award *a = &s->f->awards[i];
		int code = law_award_number(s->v.r->law, a->code), year = law_award_year(a);
		int o = s->v.d->year - year;
		if (code < 0 || !(n->awards & (1u << code)) || (year && (o < from || o > to)))
			continue;
		struct text t;
		t.n = 0;
		put(&t, s->v.r->law->awards[code].info.name);
		if (year) {
			puts_of(&t, " năm ");
			put_int(&t, year);
		}
		put_source(&t, a->source, "thiếu quyết định");
		if (a->cancelled)
			puts_of(&t, " (đã bị hủy)");
		else if (n->kind != N_NOT_HELD && (a->type == LAW_SUDDEN || a->type == LAW_THEME))
			puts_of(&t, " (loại hình đột xuất hoặc chuyên đề: không làm căn cứ)");
		add(k, &t);
	}
}

static void fact_works(struct facts *k, const struct node *n, int window)
{
	for (int i = 0; i < k->s->f->initiative_count; i++) {
		const struct law_initiative *w = &k->s->f->initiatives[i];
		int o = k->s->v.d->year - w->year;
		if (o < 0 || o >= window || (n->works == WORKS_STUDY && !w->study) ||
		    (n->works == WORKS_INITIATIVE && w->study))
			continue;
		struct str used = w->used_form.n ? w->used_form : n->for_form ? w->used_title : STR("");
		struct text t;
		t.n = 0;
		puts_of(&t, w->study ? "Đề tài" : "Sáng kiến");
		if (w->scope) {
			puts_of(&t, " phạm vi ");
			puts_of(&t, law_word(law_scopes, (int)w->scope));
		}
		puts_of(&t, " năm ");
		put_int(&t, w->year);
		put_source(&t, w->source, "thiếu văn bản công nhận");
		if (used.n) {
			puts_of(&t, " (đã dùng cho ");
			put(&t, used);
			puts_of(&t, ": không tính)");
		}
		add(k, &t);
	}
}

static void fact_deeds(struct facts *k, const struct node *n)
{
	for (int i = 0; i < k->s->f->deed_count; i++) {
		const struct law_deed *d = &k->s->f->deeds[i];
		if (d->year != k->s->v.d->year || !(n->deeds & (1u << d->kind)))
			continue;
		struct text t;
		t.n = 0;
		puts_of(&t, "Thành tích ");
		puts_of(&t, law_word(law_deeds, (int)d->kind));
		if (d->scope) {
			puts_of(&t, " phạm vi ");
			puts_of(&t, law_word(law_scopes, (int)d->scope));
		}
		if (!d->source.n && d->confirmed.n) {
			put_source(&t, d->confirmed, "");
			puts_of(&t, " (chưa có văn bản công nhận)");
		} else {
			put_source(&t, d->source, "thiếu minh chứng");
		}
		if (d->used.n) {
			puts_of(&t, " (đã được khen bằng ");
			put(&t, d->used);
			puts_of(&t, ": không tính)");
		}
		add(k, &t);
	}
}

static void fact_numbers(struct facts *k, const struct node *n)
{
	bool months = n->kind == N_MONTHS;
	for (int i = 0; i < k->s->f->figure_count; i++) {
		const struct law_figure *g = &k->s->f->figures[i];
		bool asked = months ? g->what == LAW_N_MONTHS_WORKED || g->what == LAW_N_MONTHS_MATERNITY
		                    : g->what == n->a ||
		                          ((n->kind == N_SHARE || n->kind == N_ALL_OF) && g->what == n->b);
		if (!asked || g->year != k->s->v.d->year)
			continue;
		struct text t;
		t.n = 0;
		puts_of(&t, law_word(law_numbers, (int)g->what));
		puts_of(&t, " năm ");
		put_int(&t, g->year);
		puts_of(&t, ": ");
		put_int(&t, g->value);
		if (g->source.n) {
			puts_of(&t, " (");
			put(&t, g->source);
			puts_of(&t, ")");
		}
		add(k, &t);
	}
}

static void fact_attest(struct facts *k, const struct node *n)
{
	const struct law_attestation *a = attestation(k->s, n);
	if (!a || !a->by.n)
		return;
	struct text t;
	t.n = 0;
	puts_of(&t, a->yes ? "Xác nhận: " : "Không xác nhận: ");
	put(&t, a->by);
	add(k, &t);
}

static void fact_posts(struct facts *k, const struct node *n)
{
	for (int i = 0; i < k->s->f->service_count; i++) {
		const struct law_service *p = &k->s->f->service[i];
		int post = law_post_index(k->s->v.r->law, p->post);
		if (post < 0 || !(n->posts & (1u << post)))
			continue;
		struct text t;
		t.n = 0;
		put(&t, k->s->v.r->law->posts[post].title);
		puts_of(&t, ": ");
		put_int(&t, p->months);
		puts_of(&t, " tháng");
		put_source(&t, p->source, "thiếu quyết định");
		add(k, &t);
	}
}

void say_facts(const struct saying *s, const struct node *n, int since, struct law_condition *out)
{
	struct facts k = {.s = s};
	int window = eval_window(&s->v, n, since);
	switch (n->kind) {
	case N_EACH:
	case N_YEARS:
		fact_ratings(&k, n, window);
		fact_awards(&k, n, 0, window - 1);
		break;
	case N_WORKS: fact_works(&k, n, window); break;
	case N_HELD:
	case N_NOT_HELD: fact_awards(&k, n, 0, INT32_MAX); break;
	case N_NOT_LATELY: fact_awards(&k, n, 1, (int)(num_value(s->v.r, n->window_n) / 1000)); break;
	case N_SINCE: fact_awards(&k, n, since, INT32_MAX); break;
	case N_DEED: fact_deeds(&k, n); break;
	case N_ATTEST: fact_attest(&k, n); break;
	case N_POST: fact_posts(&k, n); break;
	case N_CADRE: break;
	default: fact_numbers(&k, n); break;
	}
	out->facts = k.list;
	out->fact_count = k.count;
}
