/*
 * head.c: one page for each head of a unit: what the unit and those below did for emulation and
 * awards in a year, who of its people was registered, proposed, awarded, and who never was. Each
 * number opens the list that it counts. Nothing here is a mark: it says where to look.
 */
#include "app/home/home.h"
#include "app/org/org.h"
#include "base/json_out.h"
#include "db/sql_home.h"
#include "op/gate.h"
#include "op/view.h"
#include "web/web.h"

#include <inttypes.h>

struct head_in {
	int64_t id, year;
};
static const struct field view_fields[] = {
	F(REF, struct head_in, id, "Đơn vị", .flags = MUST | HIDDEN, .ref = &unit_object),
	F(INT, struct head_in, year, "Năm", .min = 1945, .max = 2200, .hint = "Để trống: năm nay"),
};

/* A number of that list; the address is "" where the caller may not open it. */
static void add(struct ctx *c, struct head_view *v, const char *key, const char *title, int64_t n,
                const char *op, struct str filters)
{
	const struct op *list = op_find(str_of(op));
	v->rows[v->count++] = (struct head_row){
		.key = key,
		.title = title,
		.n = n,
		.share = STR(""),
		.href = gate_offers(c, list) ? arena_printf(c->mem, "%.*s?%.*s",
	                                                STR_ARG(op_path(c->mem, op)), STR_ARG(filters))
	                                 : STR("")};
}

static void share(struct ctx *c, struct head_view *v, int64_t of, const char *what)
{
	struct head_row *r = &v->rows[v->count - 1];
	int64_t t = of ? (r->n * 2000 + of) / (2 * of) : 0;
	if (of)
		r->share = arena_printf(c->mem, "%" PRId64 ",%" PRId64 " %% %s", t / 10, t % 10, what);
}

static struct str people(struct ctx *c, const struct head_view *v, const char *filter)
{
	return arena_printf(c->mem, "below=%" PRId64 "%s", v->id, filter);
}

static struct str in_year(struct ctx *c, const struct head_view *v, const char *filter,
                          const char *more)
{
	return arena_printf(c->mem, "below=%" PRId64 "&%s=%" PRId64 "%s", v->id, filter, v->year, more);
}

static enum rc who(struct ctx *c, struct head_view *v)
{
	static const char list[] = "responsibility.people";
	struct sql_responsibility_counts n;
	TRY(sql_responsibility_counts(c->db, c->mem, v->id, c->today, v->year, &n));
	add(c, v, "people", "Người đang làm việc", n.people, list, people(c, v, ""));
	add(c, v, "direct", "Trong đó người trực tiếp", n.direct, list, people(c, v, "&lead=no"));
	share(c, v, n.people, "số người");
	add(c, v, "registered", "Đã đăng ký thi đua", n.registered, list,
	    in_year(c, v, "registered", ""));
	share(c, v, n.people, "số người");
	add(c, v, "unregistered", "Chưa đăng ký thi đua", n.people - n.registered, list,
	    in_year(c, v, "unregistered", ""));
	add(c, v, "proposed", "Được đề nghị khen thưởng", n.proposed, list,
	    in_year(c, v, "proposed", ""));
	add(c, v, "awarded", "Được khen", n.awarded, list, in_year(c, v, "awarded", ""));
	share(c, v, n.people, "số người");
	add(c, v, "awarded_direct", "Trong đó người trực tiếp", n.awarded_direct, list,
	    in_year(c, v, "awarded", "&lead=no"));
	share(c, v, n.awarded, "số người được khen");
	add(c, v, "often", "Được khen từ ba năm trở lên trong năm năm", n.often, list,
	    in_year(c, v, "often", ""));
	add(c, v, "never", "Chưa từng được đề nghị", n.never, list, people(c, v, "&never=yes"));
	return RC_OK;
}

static enum rc what(struct ctx *c, struct head_view *v)
{
	struct sql_responsibility_work n;
	int year = (int)v->year;
	struct str unit = arena_printf(c->mem, "unit=%" PRId64 "&during=%d", v->id, year);
	struct str due = arena_printf(
		c->mem, "below=%" PRId64 "&from=%d-01-01&to=%d-12-31&state=", v->id, year, year);
	TRY(sql_responsibility_work(c->db, c->mem, v->id, c->today, date_of(year, 1, 1),
	                            date_of(year, 12, 31), &n));
	add(c, v, "launched", "Phong trào tự phát động", n.launched, "movement.list",
	    arena_printf(c->mem, "unit=%" PRId64 "&year=%d&begun=1", v->id, year));
	add(c, v, "told", "Phong trào nhận của cấp trên", n.told, "rollout.list", unit);
	add(c, v, "answered", "Đã triển khai, trả lời", n.answered, "rollout.list",
	    arena_printf(c->mem, "%.*s&state=answered", STR_ARG(unit)));
	add(c, v, "waiting", "Còn chờ trả lời", n.waiting, "rollout.list",
	    arena_printf(c->mem, "%.*s&waiting=yes", STR_ARG(unit)));
	add(c, v, "done", "Nhiệm vụ, báo cáo đã xong", n.done, "task.list",
	    arena_printf(c->mem, "%.*sdone", STR_ARG(due)));
	add(c, v, "late", "Nhiệm vụ, báo cáo chậm hạn", n.late, "task.list",
	    arena_printf(c->mem, "%.*slate", STR_ARG(due)));
	add(c, v, "unread", "Lượt đọc văn bản quá hạn (đến hôm nay)", n.unread, "reader.list",
	    arena_printf(c->mem, "unit=%" PRId64 "&late=late", v->id));
	return RC_OK;
}

static enum rc view(struct ctx *c, const void *in, struct out *out)
{
	const struct head_in *p = in;
	struct head_view *v = arena_alloc(c->mem, sizeof *v);
	struct sql_responsibility_head head;
	const struct op *op = c->op;
	TRY(sql_responsibility_head(c->db, c->mem, p->id, c->today, &head));
	*v = (struct head_view){.id = p->id,
	                        .year = p->year == DB_NULL ? date_civil(c->today).year : p->year,
	                        .head = head.head.p ? head.head : STR("")};
	TRY(who(c, v));
	TRY(what(c, v));
	c->op = op;
	out->id = p->id;
	out->heading = arena_printf(c->mem, "Trách nhiệm người đứng đầu: %.*s", STR_ARG(head.name));
	out->sub = v->head;
	out->data = v;
	return RC_OK;
}

static void view_page(struct buf *html, struct ctx *c, const void *data)
{
	(void)c;
	tpl_home_head(html, data);
}

static void view_json(struct buf *b, struct ctx *c, const void *data)
{
	const struct head_view *v = data;
	struct json_out j = json_out_to(b);
	(void)c;
	json_obj(&j, NULL);
	json_int(&j, "id", v->id);
	json_int(&j, "year", v->year);
	json_str(&j, "head", v->head);
	for (int i = 0; i < v->count; i++)
		json_int(&j, v->rows[i].key, v->rows[i].n);
	json_end(&j);
}

/* --- the list behind it ------------------------------------------------------------------------
 */

static const struct choice leads[] = {{"yes", "Lãnh đạo, quản lý"}, {"no", "Người trực tiếp"}, {0}};
static const struct choice nevers[] = {
	{"yes", "Chưa từng được đề nghị"}, {"no", "Đã từng được đề nghị"}, {0}};
#define YEAR(name, label) FILTER(INT, name, label, .min = 1945, .max = 2200)
static const struct field people_filters[] = {
	FILTER(REF, "below", "Đơn vị và trực thuộc", .ref = &unit_object),
	FILTER(CHOICE, "lead", "Nhóm", .choices = leads),
	YEAR("registered", "Đã đăng ký năm"),
	YEAR("unregistered", "Chưa đăng ký năm"),
	YEAR("proposed", "Được đề nghị năm"),
	YEAR("awarded", "Được khen năm"),
	YEAR("often", "Khen ba trong năm năm đến năm"),
	FILTER(CHOICE, "never", "Đề nghị", .choices = nevers),
};
static const struct column people_cols[] = {
	{"name", "Họ và tên", COL_LINK, .op = "person.view", .key = "id", .order = "name", .width = 28},
	{"unit_name", "Đơn vị", COL_LINK, .op = "unit.view", .key = "unit_id", .width = 36},
	{"post_title", "Chức vụ", COL_TEXT, .width = 24},
	{"lead", "Nhóm", COL_CHOICE, .choices = leads},
	{"awards", "Số lần được khen", COL_INT},
	{"last", "Lần gần nhất, năm", COL_TEXT},
	{"proposed", "Đề nghị gần nhất, năm", COL_TEXT},
};

#define ROLES (R(HEAD) | R(STANDING) | R(INSPECTOR) | R(UNIT_HEAD))

const struct op head_ops[] = {
	{.name = "responsibility.view",
     .title = "Trách nhiệm người đứng đầu đơn vị",
     .help = "Trong một năm: ai đăng ký, ai được đề nghị, ai được khen, người trực tiếp chiếm bao "
             "nhiêu, ai chưa từng được đề nghị; phong trào, nhiệm vụ chậm. Số nào cũng mở được "
             "danh sách.",
     .kind = OP_READ,
     .roles = ROLES,
     .scope = SCOPE_OBJECT,
     .object = &unit_object,
     .law = "Luật Thi đua, khen thưởng 2022, Điều 5 khoản 2",
     FIELDS(view_fields),
     .in_size = sizeof(struct head_in),
     .run = view,
     .page = view_page,
     .json = view_json,
     .per_minute = 60},
	{.name = "responsibility.people",
     .title = "Người của đơn vị: đăng ký, đề nghị, khen thưởng",
     .help = "Người đang làm việc trong đơn vị và trực thuộc; danh sách sau các con số của trang "
             "trách nhiệm người đứng đầu.",
     .kind = OP_LIST,
     .flags = OP_JOURNAL_EXPORT | OP_QUIET,
     .roles = ROLES,
     .scope = SCOPE_ANY,
     .area = "report",
     .list = &sql_list_responsibility_people,
     FIELDS(people_filters),
     COLS(people_cols),
     .empty = "Không có ai."},
	{0}};
