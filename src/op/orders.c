/*
 * orders.c: orders of the constant tables of operations, worked out when the first is asked for and
 * never changed after. The one place in the program that keeps anything in statics but for the
 * level of the log.
 */
#include "op/op.h"

#include <threads.h>

#define OPS_MAX 2048

struct ops {
	const struct op *items[OPS_MAX];
	int count;
};

static struct ops by_name, by_object, entries;
static once_flag made = ONCE_FLAG_INIT;

static void add(struct ops *to, const struct op *op)
{
	BUG_ON(to->count == OPS_MAX);
	to->items[to->count++] = op;
}

static struct op_slice slice_of(const struct object *o)
{
	int from = 0, to;
	while (from < by_object.count && by_object.items[from]->object != o)
		from++;
	for (to = from; to < by_object.count && by_object.items[to]->object == o; to++)
		;
	return (struct op_slice){.items = by_object.items + from, .count = to - from};
}

static bool shown(const struct op *op)
{
	return !(op->flags & (OP_QUIET | OP_INTERNAL));
}

static void add_on(const struct op *op, void *object)
{
	if (op->object == object && (op->kind == OP_WRITE || op->kind == OP_READ) && shown(op))
		add(&by_object, op);
}

static void add_each(const struct op *op, void *arg)
{
	(void)arg;
	add(&by_name, op);
	if (op->object && slice_of(op->object).count == 0)
		op_each(add_on, (void *)op->object);
	if (op->area && op->kind != OP_VIEW && shown(op) && !op_field(op, STR("id")))
		add(&entries, op);
}

static int name_order(const void *a, const void *b)
{
	return strcmp((*(const struct op *const *)a)->name, (*(const struct op *const *)b)->name);
}

static void make(void)
{
	op_each(add_each, NULL);
	qsort(by_name.items, (size_t)by_name.count, sizeof by_name.items[0], name_order);
}

static int name_is(const void *name, const void *op)
{
	return str_cmp(*(const struct str *)name, str_of((*(const struct op *const *)op)->name));
}

const struct op *op_find(struct str name)
{
	call_once(&made, make);
	const struct op *const *found =
		bsearch(&name, by_name.items, (size_t)by_name.count, sizeof by_name.items[0], name_is);
	return found ? *found : NULL;
}

struct op_slice op_on(const struct object *o)
{
	call_once(&made, make);
	return slice_of(o);
}

struct op_slice op_entries(void)
{
	call_once(&made, make);
	return (struct op_slice){.items = entries.items, .count = entries.count};
}
