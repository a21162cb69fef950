/* facts.h: words of the tables as the law has them; private to facts*.c of this module. */
#ifndef APP_LAW_FACTS_H
#define APP_LAW_FACTS_H

#include "app/law/law.h"

/* 1 for the first word; 0 for one that is not among them. */
static inline int law_word_no(struct str word, const char *const *words, int n)
{
	for (int i = 0; i < n; i++)
		if (str_eqz(word, words[i]))
			return i + 1;
	return 0;
}

enum law_rating law_rating_of(struct str level);

/* "QĐ 112/QĐ-VP ngày 20/12/2024"; "" when sign or day is missing: then it counts as not known. */
struct str law_paper(struct ctx *c, struct str sign, struct date dated);

/* An achievement as the tables have it; without the paper that confirms it, it is not certain. */
struct law_deed_row {
	struct str kind, title, scope, sign, issuer, used;
	int64_t year;
	struct date dated;
	bool shown; /* confirmed by the head, with evidence; no document of its own */
};
struct law_deed law_deed_of(struct ctx *c, const struct law_deed_row *r);

/* The last year whose awards and recognitions have been decided by now (setting
 * record.decided_month). */
enum rc law_decided_to(struct ctx *c, int *out) MUST_CHECK;

/* The last year of a half-open period. */
int law_last_year(struct date to);

#endif
