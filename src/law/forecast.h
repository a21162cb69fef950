/*
 * forecast.h: what a subject has reached, what can still be reached, and what is lacking by when.
 *
 * The years to come are tried with the best that can happen in them: rated excellent, an
 * initiative of every scope, every word given, and each title as soon as its conditions hold.
 * The first year in which an award is reached that way is its earliest year; what that year
 * rests on and the record does not have yet, is what is lacking. What nobody can still change
 * (a year already rated, an award not held) is not assumed otherwise.
 */
#ifndef LAW_FORECAST_H
#define LAW_FORECAST_H

#include "law/law.h"

#define LAW_FORECAST_YEARS 12

struct law_lack {
	struct str key, text, citation;
	struct str need; /* "Chiến sĩ thi đua cơ sở các năm 2026, 2027" */
	int by;          /* year by whose end it is needed */
};

/* One way to an award: what it asks beside what all ways ask. */
struct law_ground {
	struct str title; /* "Hai lần Chiến sĩ thi đua cơ sở"; of the only way the award's name */
	int earliest;     /* 0: not within LAW_FORECAST_YEARS */
	bool waits;       /* only if what is unconfirmed gets confirmed as written */
	struct law_lack *lacking;
	int lack_count;
};

struct law_outlook {
	struct str award, name;
	enum law_verdict now;
	int earliest; /* year; 0: not within LAW_FORECAST_YEARS, whatever happens */
	bool open;    /* not reached, but facts are missing that could change that */
	bool waits;   /* reached only if what is unconfirmed gets confirmed as written */
	struct law_lack *lacking;
	int lack_count;
	struct law_ground *grounds; /* in the order of the rule; at least one */
	int ground_count;
};

/*
 * For each award open to this kind of subject, in the order of the rules. What is reached now is
 * asked of the rules of `on`; each year to come of those of its last day, when its dossiers are
 * received: the law that will be in force then, confirmed or not. `overlay` may be NULL.
 */
enum rc law_forecast(struct arena *mem, const struct law *law, const struct law_overlay *overlay,
                     struct date on, int year, const struct law_facts *f, struct law_outlook **out,
                     int *count, struct err *e) MUST_CHECK;

void law_forecast_json(const struct law_outlook *list, int count, struct buf *out);
void law_forecast_text(const struct law_outlook *list, int count, struct buf *out);

#endif
