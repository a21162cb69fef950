/*
 * council_fixture.h: a council of five in the example office, its meeting and its ballot, step by
 * step through the gate.
 */
#ifndef TEST_COUNCIL_FIXTURE_H
#define TEST_COUNCIL_FIXTURE_H

#include "office_fixture.h"

#include "app/council/council.h"
#include "db/sql_council.h"

struct sitting {
	struct office *o;
	struct acting *standing;
	const char *council, *meeting, *ballot;
	const char *codes[3]; /* of chanhvp, hoidong, thuongtruc */
};

struct finding {
	struct db *db;
	struct arena *mem;
	int64_t meeting;
	struct sql_recusals_of *rows;
	size_t n;
};

/* Three with accounts of the board, a head of a room (Lù Seo Páo), one who is away. */
void council_make(struct sitting *s, struct office *o);
void council_call(struct sitting *s, const char *on);
void council_item(struct sitting *s, const char *name, const char *code, const char *lower);

/* Id of the row of a list of the meeting in which this column has this value. */
int64_t council_row(struct sitting *s, const char *op, const char *column, const char *value);
void council_mark(struct sitting *s, const char *name, const char *state);
struct finding council_recusals(struct sitting *s);

/*
 * Invited, present but for the one who writes, opened. Two nominees: of the first the head is
 * proposed for recusal, the second is a member.
 */
void council_hold(struct sitting *s, struct office *o);
void council_ballot(struct sitting *s, const char *room);
void council_decide(struct sitting *s, const char *state);
const char *council_cast(struct sitting *s, const char *who, const char *votes);
void council_opinion(struct sitting *s, const char *first, const char *second);
enum rc council_count(struct sitting *s, int one, int other) MUST_CHECK;

#endif
