#include "op/list.h"

void op_each(void (*fn)(const struct op *op, void *arg), void *arg)
{
	for (const struct op *const *t = op_tables; *t; t++)
		for (const struct op *op = *t; op->name; op++)
			fn(op, arg);
}

const struct op *op_list_of(const struct object *o)
{
	char name[80];
	if (!o)
		return NULL;
	snprintf(name, sizeof name, "%s.list", o->name);
	return op_find(str_of(name));
}

struct str op_path(struct arena *mem, const char *name)
{
	size_t n = strlen(name);
	char *p = arena_alloc(mem, n + 2), *dot;
	p[0] = '/';
	memcpy(p + 1, name, n);
	if ((dot = strchr(p, '.')))
		*dot = '/';
	return (struct str){.p = p, .n = n + 1};
}

/* Lines of the journal that a command on the server itself writes, without an operation. */
static const struct {
	const char *name, *title;
} command_lines[] = {
	{"system.init", "Khởi tạo cơ quan"},
	{"system.backup", "Sao lưu"},
	{"system.restore", "Khôi phục từ bản sao lưu"},
	{"system.copy", "Chuyển cơ sở dữ liệu"},
	{"system.rebuild", "Dựng lại khóa sắp xếp và chỉ mục tìm kiếm"},
	{"system.roles", "Cấp quyền cho tài khoản PostgreSQL của máy chủ"},
	{"keys.rotate", "Đổi khóa"},
	{"keys.reseal", "Mã hóa lại bằng khóa mới"},
	{"keys.drop", "Hủy khóa cũ"},
	{"keys.escrow", "Ký gửi khóa"},
};

struct str op_title(struct str name)
{
	const struct op *op = op_find(name);
	if (op)
		return str_of(op->title);
	for (int i = 0; i < COUNT(command_lines); i++)
		if (str_eqz(name, command_lines[i].name))
			return str_of(command_lines[i].title);
	return name;
}

bool op_versioned(const struct op *op)
{
	return op->kind == OP_WRITE && op->object && op_field(op, STR("id")) &&
	       list_column_no(op->object->list, "version") >= 0;
}

bool op_edits(const struct op *op)
{
	return op->kind == OP_WRITE && op->object && str_ends(str_of(op->name), ".edit");
}

const struct db_list_def *op_stored(const struct op *op)
{
	const struct object *o = op->object;
	if (op->kind != OP_WRITE || !o || !op_field(op, STR("id")))
		return NULL;
	const struct op *view = o->stored || !o->view ? NULL : op_find(str_of(o->view));
	return view ? view->list : o->stored;
}

static bool is_kept(const struct op *op, const struct db_list_def *stored, const struct field *f)
{
	if ((f->flags & FRESH) || strcmp(f->name, "id") == 0)
		return false;
	if (f->type == FIELD_GROUP)
		return op->fill && op_field(op, STR("id"));
	return stored && list_column_no(stored, f->name) >= 0;
}

bool op_keeps(const struct op *op, const struct field *f)
{
	return is_kept(op, op_stored(op), f);
}

bool op_keeps_some(const struct op *op)
{
	const struct db_list_def *stored = op_stored(op);
	for (int i = 0; i < op->field_count; i++)
		if (is_kept(op, stored, &op->fields[i]))
			return true;
	return false;
}

bool op_leaves_line(const struct op *op)
{
	return op->kind == OP_WRITE ? !(op->flags & OP_NO_JOURNAL)
	                            : (op->flags & (OP_JOURNAL_READ | OP_JOURNAL_EXPORT)) != 0;
}

const struct field *op_field(const struct op *op, struct str name)
{
	for (int i = 0; i < op->field_count; i++)
		if (str_eqz(name, op->fields[i].name))
			return &op->fields[i];
	return NULL;
}

/* --- rows that contradict themselves ------------------------------------------------------- */

static void must_be(const struct op *op, bool ok, const char *what)
{
	if (ok)
		return;
	fprintf(stderr, "operation %s: %s\n", op->name, what);
	abort();
}

static void check_field(const struct op *op, const struct field *f)
{
	must_be(op, f->label && *f->label, "a field without a label");
	must_be(op, f->type != FIELD_CHOICE || f->choices, "a choice without choices");
	must_be(op, f->type != FIELD_GROUP || (f->sub && f->sub_size), "a group without members");
	must_be(op, f->type != FIELD_REF || f->ref || (f->flags & HIDDEN), "a reference to nothing");
	must_be(op, f->type != FIELD_FILE || !(op->flags & (OP_JOB | OP_PREVIEW | OP_SECOND)),
	        "a file is there for one call only: not for a job, a preview, a second person");
}

static void check_list(const struct op *op)
{
	must_be(op, op->list && op->cols && !op->run,
	        "a list needs its SQL and columns, and no function");
	for (int i = 0; i < op->field_count; i++) {
		const struct field *f = &op->fields[i];
		int no = list_filter_no(op->list, f->name);
		must_be(op, no >= 0, "a filter that its SQL does not have");
		must_be(op, !(f->flags & WORDS) || (f->ref && list_filter_takes_ids(op->list, no)),
		        "words need a filter of type ids and .ref");
	}
	for (int i = 0; i < op->col_count; i++) {
		const struct column *c = &op->cols[i];
		must_be(op, list_column_no(op->list, c->name) >= 0, "a column that its SQL does not have");
		must_be(op, !c->order || list_order_no(op->list, str_of(c->order)) >= 0,
		        "an unknown order");
		must_be(op, c->type != COL_LINK || (c->op && op_find(str_of(c->op))),
		        "a link that leads nowhere");
		must_be(op, c->type != COL_LINK || !c->key || list_column_no(op->list, c->key) >= 0,
		        "a link by a column that its SQL does not have");
	}
	for (int i = 0; i < op->part_count; i++)
		must_be(op, op_find(str_of(op->parts[i].op)) != NULL, "a part that is no operation");
}

/* Programs read the version that a write must say in the object's view, else in its list. */
static bool version_is_read(const struct object *o)
{
	const struct op *list = op_list_of(o);
	return o->view || (list && list_column_no(list->list, "version") >= 0);
}

/* An edit that did not know what is stored would empty what it is not sent. */
static void check_edit(const struct op *op)
{
	for (int i = 0; i < op->field_count; i++) {
		const struct field *f = &op->fields[i];
		bool brought = f->type == FIELD_FILE || f->type == FIELD_SECRET || (f->flags & FRESH);
		if (brought || strcmp(f->name, "id") == 0 || op_keeps(op, f))
			continue;
		fprintf(stderr, "%s: ", f->name);
		must_be(op, false,
		        "a field of an edit that neither the object's stored columns nor `fill` give");
	}
}

static bool tells_whose(const struct op *op)
{
	return op->person_field || op->guard ||
	       (op->object && op_field(op, STR("id")) &&
	        list_column_no(op->object->list, "person") >= 0);
}

static void check_op(const struct op *op, void *arg)
{
	(void)arg;
	if (op_edits(op))
		check_edit(op);
	must_be(op, !op->guard || (op->kind == OP_WRITE && op->object && op_field(op, STR("id"))),
	        "it guards no object");
	must_be(op, !op_versioned(op) || version_is_read(op->object),
	        "its object has versions, and neither a view nor a list that gives them");
	must_be(op, op_find(str_of(op->name)) == op, "its name is given twice");
	must_be(op, strchr(op->name, '.') && op->title && op->help, "it lacks name, title or help");
	must_be(op, op->roles || (op->flags & OP_INTERNAL),
	        "nobody may do it; say R(PUBLIC) for everybody");
	for (int i = 0; i < op->field_count; i++)
		check_field(op, &op->fields[i]);
	if (op->kind == OP_LIST || op->kind == OP_VIEW)
		check_list(op);
	else
		must_be(op, op->run != NULL, "it has no function");
	must_be(op, !(op->flags & OP_JOURNAL_EXPORT) || op->kind == OP_LIST, "no list, and exported");
	must_be(op, !(op->flags & OP_CACHED) || (op->kind != OP_WRITE && (op->roles & R(PUBLIC))),
	        "kept for strangers who may not call it");
	must_be(op, !(op->flags & OP_OPEN) || op->kind != OP_WRITE, "a write in everybody's scope");
	must_be(op, !(op->flags & OP_JOB) || op->kind == OP_WRITE, "a job that is no write");
	must_be(op, op->kind != OP_VIEW || (op->object && op_field(op, STR("id"))),
	        "a view of nothing");
	must_be(op,
	        !op->object || !op_field(op, STR("id")) || list_filter_no(op->object->list, "id") >= 0,
	        "its object cannot be found by id");
	must_be(op, op->kind != OP_READ || (op->page && op->json) || op->flags & OP_QUIET,
	        "a page that cannot be drawn");
	must_be(op, !op->then || op_find(str_of(op->then)), "it goes on to an unknown page");
	must_be(op, !(op->flags & OP_SECOND) || !(op->flags & OP_OWN_TX),
	        "a second person cannot confirm what has transactions of its own");
	must_be(op, !(op->flags & OP_NOT_OWN) || tells_whose(op),
	        "not on one's own case, and neither object, .person_field nor guard says whose it is");
	must_be(op, !op->person_field || op_field(op, str_of(op->person_field)),
	        "no field of that person");
}

void op_table_check(void)
{
	op_each(check_op, NULL);
}
