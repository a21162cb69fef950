/*
 * journal_fixture.h: lines, sealing and findings for tests of the journal, and changes made
 * behind the program's back with the engines' own tools.
 */
#ifndef TEST_JOURNAL_FIXTURE_H
#define TEST_JOURNAL_FIXTURE_H

#include "db_fixture.h"
#include "journal/journal.h"
#include "journal/verify.h"
#include "temp.h"

#define NOW_MS rings.now_ms
#define MINUTE_MS ((int64_t)60 * 1000)

/* Two rings: the office's and a forger's. A key signs only from its own day on, so now is now. */
struct rings {
	char folder[TEMP_MAX];
	int64_t now_ms;
	struct keys *ours, *other;
};
extern struct rings rings;

/* Group set-up and end. */
int make_rings(void **state);
int drop_rings(void **state);

/* One statement as somebody with all rights to the database, without the triggers. */
void raw(struct db_fixture *f, const char *fmt, ...) PRINTF_LIKE(2, 3);

struct adding {
	struct db *db;
	int count;
	int64_t at_ms;
};
/* The transaction that adds `count` lines; arg is a struct adding. */
enum rc add_tx(void *arg);
void add_lines(struct db_fixture *f, int count, int64_t at_ms);
void seal(struct db_fixture *f, int64_t now_ms);
/* 20 lines under two heads: 1-10 and 11-20. */
void sealed_twenty(struct db_fixture *f);

struct journal_report *verify_with(struct db_fixture *f, struct keys *keys, int64_t now_ms,
                                   const struct journal_kept *kept, int kept_count);
void show(const struct journal_report *r);
void expect_whole(struct db_fixture *f, int64_t links);
/* Exactly one finding, of this kind and at this link (DB_NULL: any). */
void expect_one(const struct journal_report *r, enum journal_fault fault, int64_t seq);
void expect_fault(struct db_fixture *f, enum journal_fault fault, int64_t seq);

#endif
