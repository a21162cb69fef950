/*
 * task.h: what a unit or a person has to do by a day.
 *
 * A task is given by one unit to another or to itself; the giver alone changes, drops and
 * reopens it, whoever answers for it assigns a person and reports. Late is computed: open
 * and past its day. A task may have parts; its percent is then that of its parts.
 */
#ifndef APP_TASK_TASK_H
#define APP_TASK_TASK_H

#include "op/ctx.h"

struct sql_task_get;

extern const struct object task_object, task_report_object;
extern const struct op task_ops[], task_work_ops[], task_board_ops[], task_nightly_ops[];
extern const struct choice task_kinds[], task_now[];

/* Kind of badge for "open", "late", "done", "dropped". */
const char *task_badge(struct str now);

#define TASK_TITLE_MAX 2000 /* characters */
#define TASK_TEXT_MAX 10000

/* A new task; texts that are not given are "", numbers DB_NULL, dates DATE_NONE. */
struct task_new {
	struct str kind, title, text, measure, measured_in;
	int64_t unit_id, giver_id; /* giver_id DB_NULL: the widest unit that the caller acts for */
	int64_t person_id, movement_id, plan_id, plan_task_id, parent_id;
	int64_t planned_milli;
	struct date begins, due;
	struct str reason; /* why it is given although its day is past */
};

/* Checks and keeps it, tells the search box; telling people is the caller's. Inside DB_WRITE. */
enum rc task_add(struct ctx *c, const struct task_new *t, int64_t *id) MUST_CHECK;

/* A notice to the heads and clerks nearest to a unit. Inside DB_WRITE. */
enum rc task_tell_unit(struct ctx *c, int64_t unit, struct str text, struct str link) MUST_CHECK;

/* A guard: does the caller act for the unit that gave the task? RC_DENIED says who may change it.
 */
enum rc task_by_giver(struct ctx *c, int64_t id) MUST_CHECK;

/*
 * How far a task with parts is: what was reported before it had any, and of the rest what its
 * parts are. Percents of everything above a task, after it changed. Inside DB_WRITE.
 */
struct sql_task_parts;
int64_t task_of_parts(const struct sql_task_get *t, const struct sql_task_parts *parts);
enum rc task_roll_up(struct ctx *c, int64_t parent) MUST_CHECK;

/* "95,5" to 95500; DB_NULL for "". RC_INVALID on `field`. */
enum rc task_milli(struct ctx *c, const char *field, struct str text, int64_t *out) MUST_CHECK;

/* "95,5", as it may be typed again; "" for DB_NULL. */
struct str task_milli_text(struct ctx *c, int64_t milli);

/*
 * A day that is past wants a reason, one in ten years is a slip of the pen. RC_INVALID on `field`,
 * or on "past" where the reason lacks.
 */
enum rc task_check_due(struct ctx *c, const char *field, struct date due,
                       struct str reason) MUST_CHECK;

/* The order of titles: long ones by their beginning. */
struct str task_sort_key(struct ctx *c, struct str title);

/* Keys again, after VIET_KEY_VERSION grew; adds to *rows. Inside DB_WRITE. */
enum rc task_rebuild(struct ctx *c, int64_t *rows) MUST_CHECK;

/*
 * Days on which a task is reminded of: `first` and `last` days before it is due, the day after,
 * then weekly. Is one of them in (after, today]? Escalation: `late` days after, then weekly.
 */
struct task_rhythm {
	int first, last, late;
};
bool task_to_remind(const struct task_rhythm *r, struct date due, struct date after,
                    struct date today);
bool task_to_escalate(const struct task_rhythm *r, struct date due, struct date after,
                      struct date today);

/* Lists of tasks from a file (import.c). */
struct import_kind;
extern const struct import_kind import_tasks;

/* Functions of rows that stand in files of their own. */
struct task_from_plan_in {
	int64_t plan_id, movement_id;
	struct date due;
	struct str past;
	struct group rows;
};
#define TASK_FROM_PLAN_FIELDS 5
/* The field `past` of an input struct. */
#define TASK_PAST_FIELD(S)                                                                         \
	F(TEXT, S, past, "Lý do giao khi hạn đã qua", .flags = FRESH, .max = 500,                      \
	  .hint = "Chỉ ghi khi hạn trước hôm nay")
extern const struct field task_from_plan_fields[TASK_FROM_PLAN_FIELDS];
enum rc task_from_plan(struct ctx *c, const void *in, struct out *out) MUST_CHECK;
enum rc task_from_plan_fill(struct ctx *c, struct values *v) MUST_CHECK;

#endif
