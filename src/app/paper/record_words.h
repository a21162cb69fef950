/*
 * record_words.h: names of awards, ratings and posts as papers write them. Apart, because
 * app/record/record.h and paper/paper.h both have a struct paper.
 */
#ifndef APP_PAPER_RECORD_WORDS_H
#define APP_PAPER_RECORD_WORDS_H

#include "op/op.h"

extern const struct choice award_codes[]; /* of app/record/record.h */

struct str paper_award_name(struct str code);
bool paper_award_is_title(struct str code);
struct str paper_award_code(int i); /* in the order of lists; p NULL: no more */
struct str paper_rating_name(struct str level);
struct str paper_service_name(struct str post);

/* Which template a report for this award is written in (NĐ 152/2025/NĐ-CP, Phụ lục). */
struct str paper_report_kind(struct str award, bool person);

#endif
