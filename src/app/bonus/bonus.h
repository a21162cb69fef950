/*
 * bonus.h: the money of awards (NĐ 152/2025 Điều 49) and the fund it is paid from (Quỹ thi đua,
 * khen thưởng). Amounts come from decisions (app/decision); the accountant pays, nobody pays
 * oneself. The book of the fund is only added to: a mistake is a line of the other sign.
 */
#ifndef APP_BONUS_BONUS_H
#define APP_BONUS_BONUS_H

#include "op/ctx.h"

extern const struct object bonus_object, fund_entry_object;
extern const struct op bonus_ops[], fund_ops[];

/* Money that is due for a line of the ledger; `line` of the decision or DB_NULL. Inside DB_WRITE.
 */
enum rc bonus_due(struct ctx *c, int64_t award, int64_t line, int64_t year,
                  int64_t amount) MUST_CHECK;

/*
 * The award was taken back by decision `sign`: what was paid is to be recovered (*back), what was
 * not is not paid any more (*unpaid). Inside DB_WRITE.
 */
enum rc bonus_taken_back(struct ctx *c, int64_t award, struct str sign, int64_t *back,
                         int64_t *unpaid) MUST_CHECK;

/* What the fund of a year has, and what of it is promised to bonuses that are due. */
enum rc fund_balance(struct ctx *c, int64_t year, int64_t *balance, int64_t *due) MUST_CHECK;

/* One line into the book. Spending beyond the balance is refused unless `overdraw`; the sentence
 * names what is lacking. Inside DB_WRITE. */
struct fund_new {
	int64_t year, amount; /* amount: what comes in is positive */
	const char *kind;
	struct date on;
	struct str basis;
	int64_t bonus_id;
	bool overdraw;
};
enum rc fund_put(struct ctx *c, const struct fund_new *n, int64_t *id) MUST_CHECK;

#endif
