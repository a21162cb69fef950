#include "app/paper/record_words.h"

#include "app/record/record.h"
#include "op/decode.h"

struct str paper_award_name(struct str code)
{
	return choice_label(award_codes, code);
}

struct str paper_award_code(int i)
{
	return award_codes[i].value ? str_of(award_codes[i].value) : STR_NULL;
}

bool paper_award_is_title(struct str code)
{
	return award_is_title(code);
}

struct str paper_rating_name(struct str level)
{
	return choice_label(rating_levels, level);
}

struct str paper_service_name(struct str post)
{
	return choice_label(service_posts, post);
}

struct str paper_report_kind(struct str award, bool person)
{
	if (str_eqz(award, "CSTDTQ"))
		return STR("bao-cao-cstdtq");
	if (str_eqz(award, "CTDCP"))
		return STR("bao-cao-co-chinh-phu");
	return person ? STR("bao-cao-ca-nhan") : STR("bao-cao-tap-the");
}
