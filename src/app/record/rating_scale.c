/*
 * rating_scale.c: what the law says of points and levels on the last day of the time that is rated:
 * how many points each part has at most, from how many on a level begins, how many may be
 * outstanding. The numbers stand in laws/tham-so.luat, with the office's own over them.
 */
#include "app/law/law.h"
#include "app/record/record.h"
#include "op/gate.h"

#include <inttypes.h>

/* The rule sets begin here; before it nothing is held against them. */
#define FIRST_YEAR 2024

static struct date last_day(int64_t year, int64_t quarter)
{
	int month = quarter ? (int)quarter * 3 : 12;
	return month == 12 ? date_of((int)year, 12, 31)
	                   : (struct date){.days = date_of((int)year, month + 1, 1).days - 1};
}

/* Where it stands; of what nobody confirmed, that it is so and why. "": nothing is cited. */
static struct str stands(struct ctx *c, struct str citation, enum law_mark mark, struct str reason)
{
	if (mark != LAW_UNCONFIRMED)
		return citation;
	return arena_printf(c->mem, "%.*s%schưa xác nhận%s%.*s", STR_ARG(citation),
	                    citation.n ? "; " : "", reason.n ? ": " : "", STR_ARG(reason));
}

static struct str bracketed(struct ctx *c, struct str text)
{
	return text.n ? arena_printf(c->mem, " (%.*s)", STR_ARG(text)) : text;
}

/* In hundredths; 0: no such number on that day. */
static int64_t centi_of(struct ctx *c, const struct law_rules *r, const char *name,
                        struct str *citation)
{
	struct law_param_info p;
	if (!law_param_find(r, str_of(name), &p) || !p.known)
		return 0;
	*citation = stands(c, p.citation, p.mark, p.reason);
	return p.value / 10;
}

enum rc record_rating_scale(struct ctx *c, int64_t year, int64_t quarter, struct rating_scale *out)
{
	const struct law *law;
	const struct law_rules *r;
	*out = (struct rating_scale){.citation = STR(""), .year = year, .quarter = quarter};
	if (year < FIRST_YEAR)
		return RC_OK;
	TRY(law_rules_of_office(c, last_day(year, quarter), &law, &r));
	out->rules = r;
	out->common = centi_of(c, r, "DIEM_TIEU_CHI_CHUNG", &out->citation);
	out->result = centi_of(c, r, "DIEM_KET_QUA", &out->citation);
	out->from[3] = 0;
	out->from[2] = centi_of(c, r, "DIEM_HOAN_THANH", &out->citation);
	out->from[1] = centi_of(c, r, "DIEM_TOT", &out->citation);
	out->from[0] = centi_of(c, r, "DIEM_XUAT_SAC", &out->citation);
	out->known = out->from[0] && out->from[1] && out->from[2];
	return RC_OK;
}

int record_rating_rank(struct str level)
{
	for (int i = 0; rating_levels[i].value; i++)
		if (str_eqz(level, rating_levels[i].value))
			return i;
	return -1;
}

struct str record_rating_level(const struct rating_scale *s, int64_t centi)
{
	int i = 0;
	if (!s->known || centi == DB_NULL)
		return STR("");
	while (i < RATING_LEVELS - 1 && centi < s->from[i])
		i++;
	return str_of(rating_levels[i].value);
}

enum rc record_rating_fits(struct ctx *c, const struct rating_scale *s, struct str level,
                           int64_t centi)
{
	struct str by_points = record_rating_level(s, centi);
	if (by_points.n == 0 || record_rating_rank(level) >= record_rating_rank(by_points))
		return RC_OK;
	return err_field(
		c->err, "level",
		"Mức cao hơn mức tính từ điểm (%.*s%s%.*s). Xin sửa mức hoặc điểm; mức chọn tay "
		"chỉ hạ xuống.",
		STR_ARG(choice_label(rating_levels, by_points)), s->citation.n ? ", " : "",
		STR_ARG(s->citation));
}

enum rc record_rating_before_titles(struct ctx *c, int64_t year, struct str *says)
{
	const struct law *law;
	const struct law_rules *r;
	struct law_param_info p;
	struct str decree =
		year < 2026 ? STR("Nghị định 90/2020/NĐ-CP, Điều 20") : STR("Nghị định 335/2025/NĐ-CP");
	*says = decree;
	if (year < FIRST_YEAR)
		return RC_OK;
	TRY(law_rules_of_office(c, last_day(year, 0), &law, &r));
	if (law_param_find(r, STR("HAN_XEP_LOAI_NGAY"), &p) && p.known)
		*says = stands(c, p.citation.n ? p.citation : decree, p.mark, p.reason);
	return RC_OK;
}

/* --- the cap -----------------------------------------------------------------------------------
 */

static void say_one(struct ctx *c, const struct rating_scale *s, const struct rating_counts *n,
                    bool employee, struct out *out)
{
	static const char *const names[2][3] = {{"cap", "cap_high", "over"},
	                                        {"cap_employee", "cap_employee_high", "over_employee"}};
	enum law_cadre cadre = employee ? LAW_PUBLIC_EMPLOYEE : LAW_CIVIL_SERVANT;
	struct law_cap cap, high;
	if (!s->rules)
		return;
	law_rating_cap(s->rules, cadre, (int)n->high, (int)(n->high + n->good), (int)n->good, false,
	               &cap);
	law_rating_cap(s->rules, cadre, (int)n->high, (int)(n->high + n->good), (int)n->good, true,
	               &high);
	const char *of = employee ? ", viên chức" : "";
	out_fact(out, names[employee][0], arena_printf(c->mem, "Xuất sắc nhiều nhất%s", of).p,
	         arena_printf(c->mem, "%d, %.*s: %d người%.*s", cap.most, STR_ARG(cap.reading),
	                      cap.base,
	                      STR_ARG(bracketed(c, stands(c, cap.citation, cap.mark, cap.reason)))));
	if (high.most > cap.most)
		out_fact(
			out, names[employee][1], arena_printf(c->mem, "Đơn vị có thành tích nổi trội%s", of).p,
			arena_printf(c->mem, "%d%.*s", high.most,
		                 STR_ARG(bracketed(c, stands(c, high.citation, high.mark, high.reason)))));
	if (cap.over)
		out_fact(out, names[employee][2], arena_printf(c->mem, "Vượt tỷ lệ%s", of).p,
		         arena_printf(c->mem, "%" PRId64 " người%s", n->high - cap.most,
		                      high.over ? "" : "; chỉ đúng khi đơn vị có thành tích nổi trội"));
}

void record_rating_cap(struct ctx *c, const struct rating_scale *s,
                       const struct rating_counts of[2], struct out *out)
{
	if (of[0].high + of[0].good > 0 || of[1].high + of[1].good == 0)
		say_one(c, s, &of[0], false, out);
	if (of[1].high + of[1].good > 0)
		say_one(c, s, &of[1], true, out);
}
