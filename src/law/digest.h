/*
 * digest.h: a subject's facts counted once, as the conditions ask for them; for this room only.
 *
 * Everything stands twice: `lo` is what is certain, `hi` what is possible. A condition holds
 * if it holds on lo, cannot hold if it does not on hi, and is unknown between. Offset 0 is the
 * year judged, 1 the year before.
 */
#ifndef LAW_DIGEST_H
#define LAW_DIGEST_H

#include "law/tree.h"

struct digest_side {
	uint8_t rating[LAW_WINDOW];                  /* enum law_rating */
	uint32_t held[LAW_WINDOW + 1];               /* bit per award; the last: all earlier years */
	uint32_t given[LAW_WINDOW];                  /* as held, a discipline takes nothing away */
	uint32_t before[LAW_WINDOW + 1];             /* that year or earlier */
	uint32_t ever;                               /* of any type, sudden ones too */
	uint8_t works[2][2][LAW_SCOPES][LAW_WINDOW]; /* [study][for_form][scope or wider] */
	uint8_t deeds[LAW_SCOPES];                   /* [scope or wider]: bits of kinds */
	uint8_t told; /* the same of the office, confirmed by somebody and no document says so */
	int16_t months[LAW_POSTS_MAX];
	uint64_t attest;
};

struct digest {
	struct digest_side lo, hi;
	int32_t number[LAW_NUMBERS]; /* of the year judged; LAW_NUMBER_UNKNOWN */
	enum law_subject subject;
	enum law_cadre cadre;
	enum law_sex sex;
	int year, decided_to;
	bool held_back; /* a hold is open on the day */
};

#define LAW_NUMBER_UNKNOWN INT32_MIN
#define WORKS_MANY 200 /* nobody asks for more; stands for "who knows how many" */

void digest_of(const struct law *law, const struct law_facts *f, struct date on, int year,
               struct digest *out);

/* The same award for the year judged is there, certainly and as one by merit. */
static inline bool law_is_given(const struct law *law, const struct law_question *q,
                                const struct digest *d)
{
	int award = law_award_number(law, q->award);
	bool merit = q->type == LAW_TYPE_UNKNOWN || q->type == LAW_MERIT;
	return !q->anew && merit && award >= 0 && d->lo.given[0] >> award & 1;
}

/* The award's year: of the period, else of the decision. */
int law_award_year(const struct law_award *a);

/* Its number in the law, -1 for none: from the fact where it has been looked up already. */
static inline int law_award_code(const struct law *law, const struct law_award *a)
{
	return a->no ? a->no - 1 : law_award_number(law, a->code);
}

/* Does the award count as a basis of a higher one (NĐ 152 Điều 4 k3)? 0 no, 1 perhaps, 2 yes. */
int law_award_counts(const struct law *law, const struct law_award *a);

/*
 * From which year on achievements count after disciplines (NĐ 152 Điều 4 k4): *sure counts
 * certainly, *maybe possibly. Years before *maybe do not count.
 */
void law_clean_from(const struct law_facts *f, struct date on, int *sure, int *maybe);

#endif
