/*
 * office_fixture.h: the example office on each engine, and acting in it by name.
 *
 * The office of app/example is made once for each engine as the template of
 * db_fixture.h, with one key ring for the whole binary; each test gets a copy. With
 * THIDUA_TEST_OFFICE, a folder, it is made once for all binaries that name the same. The
 * day is always Monday 23/11/2026. What a test allocates lives as long as the test.
 */
#ifndef TEST_OFFICE_FIXTURE_H
#define TEST_OFFICE_FIXTURE_H

#include "db_fixture.h"
#include "op/gate.h"
#include "op/list.h"

struct office {
	struct db_fixture *f;
	struct app app;
	int64_t now_ms; /* what those asked for by office_as() take for now */
};

void office_each_engine(void (*run)(struct office *o));
void office_on(enum db_engine engine, void (*run)(struct office *o));

/* What the templates hold besides the example office; said before the first use. */
void office_begin_with(void (*more)(struct ctx *c, const char *address));

/* One account at work. The context is used again for each of its operations. */
struct acting {
	struct ctx c;
	struct gate_how how;        /* for the next run_op(): key, preview */
	struct out out;             /* of the last run_op() */
	struct field_errors errors; /* of the last run_op() */
};

/* "vidu.quantri"; NULL is nobody. Rights are read now. */
struct acting *office_as(struct office *o, const char *account);

/* run_op(a, "unit.rename", "id", "3", "name", "Phòng Một", NULL) */
enum rc run_op(struct acting *a, const char *op, ...) MUST_CHECK __attribute__((sentinel));

/* A rating that comes late into a year that was settled: opened for it, and settled again. */
void office_rate(struct office *o, const char *person, const char *year, const char *level);
void office_ratings_settled(struct office *o, int year, bool settled);

/*
 * The second person confirms what the last run_op() of `asker` waits for; the answer is in
 * asker->out.
 */
enum rc second_op(struct office *o, struct acting *asker, const char *second) MUST_CHECK;

/* Whether pages offer that operation on that object: what is offered, the gate takes. */
bool offers(struct acting *a, const char *op, const char *id);

/* The same names and values for a list; list_count() fails the test when it is refused. */
enum rc list_op(struct acting *a, struct rows *out, const char *op, ...) MUST_CHECK
	__attribute__((sentinel));
int list_count(struct acting *a, const char *op, ...) __attribute__((sentinel));

/* A cell as programs read it; "" for NULL. DB_NULL when it is no number. */
struct str row_text(struct acting *a, const struct rows *rows, int row, const char *column);
int64_t row_int(const struct rows *rows, int row, const char *column);

/* Numbers of what the example holds; the test fails when there is none or no single one. */
int64_t unit_named(struct office *o, const char *name);
int64_t person_named(struct office *o, const char *name);

/* Text of a number in the test's arena. */
const char *num(struct office *o, int64_t n);

/* Asserts the answer of an operation and shows the failure when it is another. */
#define WANT(o, want, call) db_fixture_expect((o)->f, call, want, __FILE__, __LINE__)

#endif
