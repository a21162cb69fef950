/* facts_check.c: what cannot be is refused, before anybody is judged by it. */
#include "law/tree.h"

#define MONTHS_OF_YEAR 12

/* Part of what whole, and how people say it. */
static const struct {
	enum law_number part, whole;
	const char *part_words, *whole_words;
} shares[] = {
	{LAW_N_MEMBERS_DONE, LAW_N_MEMBERS, "số thành viên hoàn thành nhiệm vụ", "số thành viên"},
	{LAW_N_MEMBERS_LDTT, LAW_N_MEMBERS, "số thành viên đạt Lao động tiên tiến", "số thành viên"},
	{LAW_N_MEMBERS_CSTDCS, LAW_N_MEMBERS, "số thành viên đạt Chiến sĩ thi đua cơ sở",
     "số thành viên"},
	{LAW_N_MEMBERS_WARNED, LAW_N_MEMBERS, "số thành viên bị kỷ luật", "số thành viên"},
	{LAW_N_WOMEN, LAW_N_MEMBERS, "số nữ", "số thành viên"},
	{LAW_N_TARGETS_EXCEEDED, LAW_N_TARGETS, "số chỉ tiêu vượt", "số chỉ tiêu"},
};

static enum rc part_of_whole(const struct law_facts *f, const struct law_figure *x, size_t k,
                             struct err *e)
{
	for (int i = 0; i < f->figure_count; i++) {
		const struct law_figure *whole = &f->figures[i];
		if (whole->year == x->year && whole->what == shares[k].whole && whole->value < x->value)
			return err_set(e, RC_INVALID,
			               "Tệp dữ kiện: năm %d, %s (%d) lớn hơn %s (%d). Xin xem lại hai con số.",
			               x->year, shares[k].part_words, x->value, shares[k].whole_words,
			               whole->value);
	}
	return RC_OK;
}

static enum rc figure_can_be(const struct law_facts *f, const struct law_figure *x, struct err *e)
{
	bool months = x->what == LAW_N_MONTHS_WORKED || x->what == LAW_N_MONTHS_MATERNITY;
	if (months && x->value > MONTHS_OF_YEAR)
		return err_set(
			e, RC_INVALID, "Tệp dữ kiện: năm %d, %s là %d tháng; một năm chỉ có 12 tháng.", x->year,
			x->what == LAW_N_MONTHS_WORKED ? "thời gian làm việc" : "thời gian thai sản", x->value);
	for (size_t k = 0; k < sizeof shares / sizeof *shares; k++)
		if (shares[k].part == x->what)
			TRY(part_of_whole(f, x, k, e));
	return RC_OK;
}

static enum rc time_runs_forward(struct date from, struct date to, const char *what, struct err *e)
{
	if (date_is_none(from) || date_is_none(to) || to.days > from.days)
		return RC_OK;
	return err_set(e, RC_INVALID,
	               "Tệp dữ kiện: %s kết thúc ngày %s, không sau ngày bắt đầu %s. Xin xem lại ngày.",
	               what, date_vn(to).z, date_vn(from).z);
}

enum rc law_facts_can_be(const struct law_facts *f, struct err *e)
{
	for (int i = 0; i < f->figure_count; i++)
		TRY(figure_can_be(f, &f->figures[i], e));
	for (int i = 0; i < f->discipline_count; i++)
		TRY(time_runs_forward(f->disciplines[i].from, f->disciplines[i].to, "kỷ luật", e));
	for (int i = 0; i < f->hold_count; i++)
		TRY(time_runs_forward(f->holds[i].from, f->holds[i].to, "tạm dừng", e));
	return RC_OK;
}

/* --- names ------------------------------------------------------------------------------------ */

static enum rc award_is_known(const struct law *law, struct str code, const char *where,
                              struct err *e)
{
	if (!code.n || str_eqz(code, "KHAC") || law_award_number(law, code) >= 0)
		return RC_OK;
	return err_set(
		e, RC_INVALID,
		"Tệp dữ kiện: %s, không có danh hiệu hay hình thức nào ký hiệu \"%.*s\". Ký hiệu "
		"có trong thidua law list; khen thưởng khác ghi KHAC.",
		where, STR_ARG(code));
}

enum rc law_facts_known(const struct law *law, const struct law_facts *f, struct err *e)
{
	for (int i = 0; i < f->award_count; i++)
		TRY(award_is_known(law, f->awards[i].code, "awards", e));
	for (int i = 0; i < f->initiative_count; i++) {
		TRY(award_is_known(law, f->initiatives[i].used_title, "initiatives", e));
		TRY(award_is_known(law, f->initiatives[i].used_form, "initiatives", e));
	}
	for (int i = 0; i < f->deed_count; i++)
		TRY(award_is_known(law, f->deeds[i].used, "deeds", e));
	for (int i = 0; i < f->attestation_count; i++)
		if (law_attest_index(law, f->attestations[i].key) < 0)
			return err_set(
				e, RC_INVALID,
				"Tệp dữ kiện: attestations, không có điều nào phải xác nhận mang ký hiệu "
				"\"%.*s\" (laws/xac-nhan.luat).",
				STR_ARG(f->attestations[i].key));
	for (int i = 0; i < f->service_count; i++)
		if (law_post_index(law, f->service[i].post) < 0)
			return err_set(e, RC_INVALID,
			               "Tệp dữ kiện: service, không có nhóm chức vụ nào ký hiệu \"%.*s\" "
			               "(laws/xac-nhan.luat).",
			               STR_ARG(f->service[i].post));
	return RC_OK;
}
