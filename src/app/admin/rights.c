/* rights.c: who may do what, read from the table of operations that is running. */
#include "app/admin/admin.h"
#include "app/admin/rights_page.h"
#include "base/json_out.h"
#include "doc/table_out.h"
#include "op/gate.h"
#include "web/web.h"

#include <fcntl.h>
#include <unistd.h>

/* --- in words ---------------------------------------------------------------------------- */

/* Where a role may do it. What is about nothing in particular has no place. */
static const char *where(const struct op *op, enum role r)
{
	bool about = op->object || op->list;
	if (!(op->roles & (1u << r)))
		return NULL;
	if (r == ROLE_PUBLIC || !about)
		return "có";
	if (r == ROLE_MEMBER)
		return "của mình";
	return op->scope == SCOPE_OFFICE ? "cơ quan" : "đơn vị";
}

static const struct {
	unsigned flag;
	const char *word, *say;
} notes[] = {
	{OP_SECOND, "second", "hai người"},
	{OP_SECOND_ONLY, "second-only", NULL},
	{OP_NOT_OWN, "not-own", "không với việc của mình"},
	{OP_PREVIEW, "preview", "xem trước rồi mới làm"},
	{OP_JOB, "job", "chạy nền"},
	{OP_JOURNAL_READ, "journal-read", "xem cũng ghi nhật ký"},
	{OP_JOURNAL_EXPORT, "journal-export", "xuất tệp cũng ghi nhật ký"},
	{OP_OPEN, "open", "thấy của mọi đơn vị"},
	{OP_CACHED, "cached", NULL},
	{OP_NO_JOURNAL, "no-journal", "không ghi nhật ký"},
	{OP_NO_TOKEN, "no-token", "không qua mã truy cập"},
	{OP_UNFINISHED_SIGN_IN, "unfinished", "cả khi chưa đăng nhập xong"},
	{OP_BEFORE_SECOND, "before-second", NULL},
	{OP_OWN_TX, "own-tx", NULL},
	{OP_INTERNAL, "internal", "chỉ chương trình tự làm"},
};

static struct str notes_of(struct arena *mem, const struct op *op)
{
	struct str s = STR("");
	for (int i = 0; i < COUNT(notes); i++)
		if ((op->flags & notes[i].flag) && notes[i].say)
			s = arena_printf(mem, "%.*s%s%s%s", STR_ARG(s), s.n ? "; " : "", notes[i].say,
			                 notes[i].flag == OP_SECOND && op->second ? " trong một số trường hợp"
			                                                          : "");
	return s;
}

/* --- the golden text ------------------------------------------------------------------------- */

static void words_of_roles(struct buf *out, unsigned roles)
{
	if (roles == 0)
		buf_z(out, " program");
	if ((roles & R_SIGNED_IN) == R_SIGNED_IN) {
		buf_z(out, roles & R(PUBLIC) ? " everybody" : " signed-in");
		return;
	}
	for (int r = 0; r < ROLE_COUNT; r++)
		if (roles & (1u << r))
			buf_printf(out, " %s", role_info((enum role)r)->name);
}

static void text_line(const struct op *op, void *arg)
{
	static const char *const kinds[] = {
		[OP_WRITE] = "write", [OP_LIST] = "list", [OP_VIEW] = "view", [OP_READ] = "read"};
	static const char *const scopes[] = {
		[SCOPE_OBJECT] = "object", [SCOPE_OFFICE] = "office", [SCOPE_ANY] = "any"};
	struct buf *out = arg;
	buf_printf(out, "%-24s %-5s %-6s :", op->name, kinds[op->kind], scopes[op->scope]);
	words_of_roles(out, op->roles);
	if (op->states)
		buf_printf(out, " | in %s", op->states);
	for (int i = 0, n = 0; i < COUNT(notes); i++)
		if (op->flags & notes[i].flag)
			buf_printf(out, "%s%s", n++ ? " " : " | ", notes[i].word);
	if (op->second)
		buf_z(out, " | second by case");
	if (op->second_roles) {
		buf_z(out, " | confirmed also by");
		words_of_roles(out, op->second_roles);
	}
	buf_chr(out, '\n');
}

void rights_text(struct buf *out)
{
	buf_z(out, "# operation, kind, where the role must be held : roles | states | how\n");
	op_each(text_line, out);
}

/* --- the page
 * -------------------------------------------------------------------------------------- */

static struct str room_of(const struct op *op)
{
	struct str rest = str_of(op->name);
	return str_cut(&rest, '.');
}

struct filling {
	struct ctx *c;
	struct rights_view *v;
	struct str room;
};

static void count_row(const struct op *op, void *arg)
{
	(void)op;
	++*(int *)arg;
}

/* A room is named by the thing it is about; without one, by its first operation. */
struct naming {
	struct str room;
	const char *label;
};

static void find_label(const struct op *op, void *arg)
{
	struct naming *n = arg;
	if (op->object && str_eqz(n->room, op->object->name))
		n->label = op->object->label;
}

static void add_group(struct filling *f, const struct op *op)
{
	struct right_group *g = &f->v->groups[f->v->group_count++];
	struct naming n = {.room = f->room = room_of(op)};
	op_each(find_label, &n);
	g->title =
		arena_printf(f->c->mem, "%s (%.*s)", n.label ? n.label : op->title, STR_ARG(f->room));
	g->first = f->v->row_count;
	g->count = 0;
}

static void add_row(const struct op *op, void *arg)
{
	struct filling *f = arg;
	if (!str_eq(room_of(op), f->room))
		add_group(f, op);
	struct right_row *row = &f->v->rows[f->v->row_count++];
	*row =
		(struct right_row){.name = op->name, .title = op->title, .notes = notes_of(f->c->mem, op)};
	for (int r = 0; r < ROLE_COUNT; r++)
		row->may[r] = where(op, (enum role)r);
	f->v->groups[f->v->group_count - 1].count++;
}

static struct rights_view *fill_view(struct ctx *c)
{
	struct rights_view *v = arena_alloc(c->mem, sizeof *v);
	struct filling f = {.c = c, .v = v, .room = STR("")};
	int count = 0;
	op_each(count_row, &count);
	v->rows = arena_array(c->mem, (size_t)count, sizeof *v->rows);
	v->groups = arena_array(c->mem, (size_t)count, sizeof *v->groups);
	for (int r = 0; r < ROLE_COUNT; r++) {
		v->roles[r] = role_info((enum role)r)->name;
		v->role_titles[r] = role_info((enum role)r)->title;
		v->role_says[r] = role_info((enum role)r)->may;
	}
	op_each(add_row, &f);
	return v;
}

/* --- as a table file
 * ---------------------------------------------------------------------------------- */

static enum rc table_rows(struct table_out *t, const struct rights_view *v, struct err *e)
{
	struct table_column cols[ROLE_COUNT + 3] = {{.title = STR("Mã thao tác"), .width_chars = 24},
	                                            {.title = STR("Thao tác"), .width_chars = 36}};
	struct cell cells[ROLE_COUNT + 3];
	for (int r = 0; r < ROLE_COUNT; r++)
		cols[2 + r] = (struct table_column){.title = str_of(v->role_titles[r])};
	cols[2 + ROLE_COUNT] = (struct table_column){.title = STR("Cách làm"), .width_chars = 40};
	TRY(table_columns(t, cols, COUNT(cols), e));
	for (int i = 0; i < v->row_count; i++) {
		const struct right_row *row = &v->rows[i];
		cells[0] = cell_text(str_of(row->name));
		cells[1] = cell_text(str_of(row->title));
		for (int r = 0; r < ROLE_COUNT; r++)
			cells[2 + r] = cell_text(str_of(row->may[r] ? row->may[r] : ""));
		cells[2 + ROLE_COUNT] = cell_text(row->notes);
		TRY(table_row(t, cells, COUNT(cells), e));
	}
	return RC_OK;
}

static enum rc write_file(struct ctx *c, const struct rights_view *v, bool xlsx, struct out *out)
{
	struct table_out *t;
	int fd = open(c->app->spool_dir, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
	if (fd < 0)
		return err_detail(c->err, RC_IO, "rights: no file in the spool folder");
	enum rc rc = xlsx ? table_xlsx(fd, "Bảng quyền", c->app->spool_dir, &t, c->err)
	                  : table_csv(fd, ';', &t, c->err);
	if (rc == RC_OK) {
		rc = table_rows(t, v, c->err);
		if (rc == RC_OK)
			rc = table_end(t, c->err);
		else
			table_drop(t);
	}
	if (rc != RC_OK) {
		close(fd);
		return rc;
	}
	out->fd = fd;
	out->fd_size = lseek(fd, 0, SEEK_END);
	out->file_name =
		arena_printf(c->mem, "bang-quyen-%s.%s", date_iso(c->today).z, xlsx ? "xlsx" : "csv");
	out->file_type = xlsx ? STR("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
	                      : STR("text/csv; charset=utf-8");
	return RC_OK;
}

/* --- the operation
 * -------------------------------------------------------------------------------------- */

struct rights_matrix_in {
	struct str format;
};
static const struct choice formats[] = {{"csv", "CSV"}, {"xlsx", "XLSX"}, {0}};
static const struct field rights_matrix_fields[] = {
	F(CHOICE, struct rights_matrix_in, format, "Dạng tệp", .choices = formats,
      .hint = "Để trống: trang web, hoặc JSON qua API"),
};

static enum rc rights_matrix(struct ctx *c, const void *in, struct out *out)
{
	const struct rights_matrix_in *p = in;
	struct rights_view *v = fill_view(c);
	out->data = v;
	return p->format.n ? write_file(c, v, str_eqz(p->format, "xlsx"), out) : RC_OK;
}

static void matrix_page(struct buf *html, struct ctx *c, const void *data)
{
	(void)c;
	tpl_rights(html, data);
}

static void matrix_json(struct buf *b, struct ctx *c, const void *data)
{
	const struct rights_view *v = data;
	struct json_out j = json_out_to(b);
	(void)c;
	json_obj(&j, NULL);
	json_arr(&j, "items");
	for (int i = 0; i < v->row_count; i++) {
		json_obj(&j, NULL);
		json_z(&j, "operation", v->rows[i].name);
		json_z(&j, "title", v->rows[i].title);
		json_obj(&j, "roles");
		for (int r = 0; r < ROLE_COUNT; r++)
			if (v->rows[i].may[r])
				json_z(&j, v->roles[r], v->rows[i].may[r]);
		json_end(&j);
		json_str(&j, "notes", v->rows[i].notes);
		json_end(&j);
	}
	json_end(&j);
	json_end(&j);
}

const struct op rights_ops[] = {{.name = "rights.matrix",
                                 .title = "Bảng quyền",
                                 .help = "Ai được làm gì, trong phạm vi nào. Bảng lấy thẳng từ "
                                         "chương trình đang chạy, không sửa tay được.",
                                 .kind = OP_READ,
                                 .roles = R(INSPECTOR) | R(ADMIN) | R(HEAD) | R(STANDING),
                                 .scope = SCOPE_ANY,
                                 .area = "admin",
                                 .icon = "shield",
                                 FIELDS(rights_matrix_fields),
                                 .in_size = sizeof(struct rights_matrix_in),
                                 .run = rights_matrix,
                                 .page = matrix_page,
                                 .json = matrix_json},
                                {0}};
