/* warn.c: what is missing and who has it; what deserves a look though it decides nothing. */
#include "law/say.h"

/* --- missing -----------------------------------------------------------------------------------
 */

struct law_missing say_missing(const struct saying *s, const struct node *n, int since)
{
	static const struct {
		const char *what, *who;
	} by_kind[] = {
		[N_EACH] = {"kết quả xếp loại hoặc quyết định khen thưởng của các năm chưa có dữ liệu",
	                "đơn vị đề nghị; bộ phận lưu hồ sơ khen thưởng"},
		[N_YEARS] = {"kết quả xếp loại hoặc quyết định khen thưởng của các năm chưa có dữ liệu",
	                 "đơn vị đề nghị; bộ phận lưu hồ sơ khen thưởng"},
		[N_WORKS] = {"quyết định công nhận sáng kiến, kết quả nghiệm thu đề tài",
	                 "cá nhân, đơn vị đề nghị; hội đồng sáng kiến"},
		[N_HELD] = {"quyết định khen thưởng trước đây", "bộ phận lưu hồ sơ khen thưởng"},
		[N_NOT_HELD] = {"lịch sử khen thưởng đầy đủ", "bộ phận lưu hồ sơ khen thưởng"},
		[N_NOT_LATELY] = {"lịch sử khen thưởng đầy đủ", "bộ phận lưu hồ sơ khen thưởng"},
		[N_DEED] = {"minh chứng về thành tích", "đơn vị đề nghị"},
		[N_CADRE] = {"đối tượng: cán bộ, công chức, viên chức hay người lao động",
	                 "bộ phận tổ chức cán bộ"},
		[N_POST] = {"thời gian giữ chức vụ, giới tính", "bộ phận tổ chức cán bộ"},
	};
	struct law_missing m = {.key = n->key, .attest = STR("")};
	const struct law *law = s->v.r->law;
	(void)since;
	if (n->kind == N_ATTEST) {
		m.attest = law->attests[n->attest].info.key;
		m.what = law->attests[n->attest].info.text;
		m.who = law->attests[n->attest].info.who;
	} else if ((size_t)n->kind < sizeof by_kind / sizeof *by_kind && by_kind[n->kind].what) {
		m.what = str_of(by_kind[n->kind].what);
		m.who = str_of(by_kind[n->kind].who);
	} else {
		m.what = s->v.r->texts[n->index];
		m.who = STR("đơn vị đề nghị");
	}
	return m;
}

/* --- warnings ----------------------------------------------------------------------------------
 */

struct warnings {
	const struct saying *s;
	struct law_answer *out;
};

static void warn(struct warnings *w, struct str text)
{
	w->out->warnings =
		grown(w->s->mem, w->out->warnings, w->out->warning_count, sizeof(struct str));
	w->out->warnings[w->out->warning_count++] = text;
}

static void warn_same(struct warnings *w, struct str code)
{
	/* What is certain is the verdict itself; here what is not, or of another type. */
	if (w->out->verdict == LAW_GIVEN)
		return;
	const struct law_facts *f = w->s->f;
	for (int i = 0; i < f->award_count; i++)
		if (str_eq(f->awards[i].code, code) && !f->awards[i].cancelled &&
		    law_award_year(&f->awards[i]) == w->s->v.d->year)
			warn(w, arena_printf(
						w->s->mem,
						"Đã có %.*s cho năm %d (%.*s): không tặng hai lần cho một thời gian.",
						STR_ARG(w->out->name), w->s->v.d->year, STR_ARG(f->awards[i].source)));
}

/* Công văn 5007/BNV-TĐKT does not bar using one initiative for a later title; the council is asked.
 */
static void warn_works(struct warnings *w)
{
	const struct law_facts *f = w->s->f;
	for (int i = 0; i < f->initiative_count; i++)
		if (f->initiatives[i].used_title.n && w->s->v.d->year - f->initiatives[i].year < 5)
			warn(w,
			     arena_printf(w->s->mem,
			                  "Sáng kiến, đề tài năm %d (%.*s) đã dùng cho %.*s: dùng lại cho danh "
			                  "hiệu sau phải hỏi hội đồng; không dùng cho hình thức khen thưởng.",
			                  f->initiatives[i].year, STR_ARG(f->initiatives[i].source),
			                  STR_ARG(f->initiatives[i].used_title)));
}

/* Whether three CSTDCS may serve for two CSTDT is settled nowhere we know of: a local choice. */
static void warn_ladder(struct warnings *w)
{
	struct law_param_info again;
	if (!str_eqz(w->out->award, "CSTDT") ||
	    !law_param_find(w->s->v.r, STR("CANH_BAO_TINH_LAI"), &again) || again.value == 0)
		return;
	for (int i = 0; i < w->s->f->award_count; i++) {
		const struct law_award *a = &w->s->f->awards[i];
		int years = w->s->v.d->year - law_award_year(a);
		if (str_eqz(a->code, "CSTDT") && !a->cancelled && years > 0 && years < 3)
			warn(w, arena_printf(
						w->s->mem,
						"Chuỗi Chiến sĩ thi đua cơ sở có năm đã được tính cho Chiến sĩ thi đua "
						"cấp tỉnh năm %d; pháp luật chưa quy định rõ có được tính lại hay không.",
						law_award_year(a)));
	}
}

static void warn_discipline(struct warnings *w)
{
	const struct saying *s = w->s;
	if (s->maybe > s->v.d->year)
		warn(w, STR("Đang trong thời hạn kỷ luật: thành tích chưa được tính."));
	else if (s->sure > s->v.d->year)
		warn(w, STR("Có kỷ luật chấm dứt trong năm xét hoặc chưa rõ ngày chấm dứt: cấp có thẩm "
		            "quyền xác định "
		            "thành tích được tính."));
	else if (s->maybe > s->v.d->year - LAW_WINDOW)
		warn(w, arena_printf(s->mem, "Thành tích chỉ được tính từ khi chấm dứt kỷ luật (năm %d).",
		                     s->maybe));
}

static void warn_orphans(struct warnings *w)
{
	const struct law_facts *f = w->s->f;
	int count = 0;
	for (int i = 0; i < f->award_count; i++)
		count += !f->awards[i].source.n && !f->awards[i].cancelled;
	if (count)
		warn(w, arena_printf(w->s->mem,
		                     "%d lần khen thưởng trước đây thiếu quyết định nên chưa được tính.",
		                     count));
}

static void warn_set(struct warnings *w)
{
	const struct law_rules *r = w->s->v.r;
	struct str *lapsing;
	int count;
	if (!r->set->info.confirmed)
		warn(w, arena_printf(w->s->mem, "Bộ quy tắc %.*s chưa xác nhận: %.*s",
		                     STR_ARG(r->set->info.name), STR_ARG(r->set->info.reason)));
	law_lapsing(w->s->mem, r, 180, &lapsing, &count);
	for (int i = 0; i < count; i++)
		warn(w, lapsing[i]);
	w->out->set_warnings = w->out->warning_count;
}

void say_warnings(const struct saying *s, struct str award, struct law_answer *out)
{
	struct warnings w = {s, out};
	warn_set(&w);
	warn_same(&w, award);
	const struct law_award_info *info = law_award_find(s->v.r, award);
	if (info && info->title)
		warn_works(&w);
	warn_ladder(&w);
	warn_discipline(&w);
	warn_orphans(&w);
}
