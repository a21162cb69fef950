/*
 * reading.c: documents given to a unit and all below it to be read (plan, part II.1).
 *
 * While a reading is open it follows the people: who joins later is asked too, with as much
 * time as the others had; who left or moved out is not counted any more.
 */
#include "app/job/job.h"
#include "app/library/inner.h"
#include "app/org/org.h"
#include "db/sql_job.h"
#include "db/sql_library.h"
#include "db/sql_reading.h"
#include "db/sql_unit.h"
#include "op/gate.h"
#include "op/list.h"
#include "op/values.h"

#include <inttypes.h>

const struct object reading_object = {.name = "reading",
                                      .label = "việc giao đọc",
                                      .list = &sql_list_reading_object,
                                      .view = "reading.view"};

static const struct object document_in_force = {.name = "document",
                                                .label = "văn bản",
                                                .list = &sql_list_document_in_force,
                                                .view = "document.view"};

static const struct choice states[] = {{"open", "Đang đọc"}, {"closed", "Đã kết thúc"}, {0}};

struct assign_in {
	int64_t document_id, unit_id;
	struct date due;
	struct str ask;
};
static const struct field assign_fields[] = {
	F(REF, struct assign_in, document_id, "Văn bản", .flags = MUST, .ref = &document_in_force),
	F(REF, struct assign_in, unit_id, "Đơn vị", .flags = MUST | IN_SCOPE, .ref = &unit_object,
      .hint = "Mọi người của đơn vị này và các đơn vị bên dưới"),
	F(DATE, struct assign_in, due, "Hạn đọc", .flags = MUST),
	F(LONG, struct assign_in, ask, "Yêu cầu", .max = 1000,
      .hint = "Ví dụ: nắm vững Điều 3, Điều 5; vận dụng khi đăng ký"),
};

enum rc reading_follow(struct ctx *c, int64_t id, int64_t unit, struct date due, int64_t *joined)
{
	struct sql_unit_below_has there;
	*joined = 0;
	/* A unit that has ended asks nobody new, and nobody is let off because of it. */
	TRY(sql_unit_below_has(c->db, c->mem, unit, unit, c->today, &there));
	if (there.n == 0)
		return RC_OK;
	TRY(sql_reader_return(c->db, id, unit, c->today, NULL));
	TRY(sql_reader_excuse(c->db, id, unit, c->today, NULL));
	TRY(sql_reader_follow(c->db, id, NULL));
	return sql_reader_join(c->db, id, unit, due, c->today, joined);
}

static enum rc tell(struct ctx *c, int64_t id, struct str name, struct date due)
{
	struct sql_reader_accounts *rows;
	size_t n;
	TRY(sql_reader_accounts(c->db, c->mem, id, &rows, &n));
	for (size_t i = 0; i < n; i++)
		TRY(sql_notice_add(
			c->db, rows[i].account,
			arena_printf(c->mem, "Xin đọc %.*s trước ngày %s.", STR_ARG(name), date_vn(due).z),
			arena_printf(c->mem, "/reading/open?id=%" PRId64, rows[i].id), c->now_ms, NULL));
	return RC_OK;
}

static enum rc reading_assign(struct ctx *c, const void *in, struct out *out)
{
	const struct assign_in *p = in;
	struct sql_document_by_id d;
	struct sql_reading_covering *covering;
	struct sql_reader_elsewhere elsewhere;
	size_t n;
	int64_t people;
	TRY(org_unit_is_there(c, p->unit_id, c->today));
	TRY(sql_document_by_id(c->db, c->mem, p->document_id, &d));
	if (p->due.days <= c->today.days)
		return err_field(c->err, "due", "Hạn đọc phải sau hôm nay (%s).", date_vn(c->today).z);
	if (!date_is_none(d.valid_to) && d.valid_to.days <= c->today.days)
		return err_field(c->err, "document_id",
		                 "%.*s hết hiệu lực từ ngày %s. Xin giao văn bản đang có hiệu lực.",
		                 STR_ARG(d.name), date_vn(d.valid_to).z);
	TRY(sql_reading_covering(c->db, c->mem, p->document_id, p->unit_id, c->today, &covering, &n));
	if (n)
		return err_field(c->err, "unit_id",
		                 "%.*s đã được giao cho %.*s đọc, hạn %s, và đang đọc. Xin nhắc người chưa "
		                 "đọc ở việc giao ấy, hoặc kết thúc nó rồi giao lại.",
		                 STR_ARG(d.name), STR_ARG(covering->unit_name), date_vn(covering->due).z);
	TRY(sql_reading_add(c->db, p->document_id, p->unit_id, p->ask, p->due, c->who.account_id,
	                    c->now_ms, &out->id));
	TRY(reading_follow(c, out->id, p->unit_id, p->due, &people));
	TRY(sql_reader_elsewhere(c->db, c->mem, out->id, p->unit_id, c->today, &elsewhere));
	if (people == 0 && elsewhere.n)
		return err_field(c->err, "unit_id",
		                 "Cả %" PRId64
		                 " người của đơn vị này đang được giao đọc %.*s ở việc giao khác.",
		                 elsewhere.n, STR_ARG(d.name));
	if (people == 0)
		return err_field(c->err, "unit_id",
		                 "Đơn vị này hôm nay không có ai. Xin chọn đơn vị khác.");
	c->object_unit = p->unit_id;
	TRY(tell(c, out->id, d.name, p->due));
	out_fact(out, "people", "Số người được giao", arena_printf(c->mem, "%" PRId64, people));
	if (elsewhere.n)
		out_fact(out, "elsewhere", "Không giao lại, vì đang được giao ở việc khác",
		         arena_printf(c->mem, "%" PRId64, elsewhere.n));
	out_say(c, out, "Đã giao %" PRId64 " người đọc %.*s, hạn %s%s.", people, STR_ARG(d.name),
	        date_vn(p->due).z,
	        elsewhere.n
	            ? arena_printf(c->mem,
	                           "; %" PRId64 " người đang được giao đọc văn bản này ở việc khác nên "
	                           "không giao lại",
	                           elsewhere.n)
	                  .p
	            : "");
	return RC_OK;
}

struct reading_in {
	int64_t id;
};
static const struct field reading_id_fields[] = {
	F(REF, struct reading_in, id, "Việc giao đọc", .flags = MUST | HIDDEN, .ref = &reading_object),
};

static enum rc reading_close(struct ctx *c, const void *in, struct out *out)
{
	const struct reading_in *p = in;
	struct sql_reading_get g;
	TRY(sql_reading_get(c->db, c->mem, p->id, &g));
	/* Whoever has only some of its readers may remind them, not end it for all. */
	if (gate_label(c, c->op, &unit_object, g.unit_id).n == 0)
		return err_set(c->err, RC_DENIED,
		               "Việc này do cấp trên giao; chỉ người phụ trách cả đơn vị được giao mới kết "
		               "thúc được.");
	TRY(sql_reading_close(c->db, p->id, c->now_ms, NULL));
	out_say(c, out, "Đã kết thúc việc đọc %.*s. Ai chưa đọc vẫn được ghi là chưa đọc.",
	        STR_ARG(g.name));
	return RC_OK;
}

/* --- reminding -------------------------------------------------------------------------------- */

/* One notice, and a mail where an address is known; the mail's key makes it one a day. */
enum rc reading_remind_one(struct ctx *c, int64_t reader, int64_t person, struct str name,
                           struct date due)
{
	struct sql_reader_address to;
	bool late = due.days < c->today.days;
	TRY(sql_reader_address(c->db, c->mem, person, &to));
	struct str text = arena_printf(
		c->mem, late ? "Đã quá hạn đọc %.*s (hạn %s)." : "Sắp đến hạn đọc %.*s (hạn %s).",
		STR_ARG(name), date_vn(due).z);
	if (to.account != DB_NULL)
		TRY(notice_add(c, to.account, text,
		               arena_printf(c->mem, "/reading/open?id=%" PRId64, reader)));
	if (mail_address_ok(to.email))
		TRY(mail_queue(
			c, to.email, STR("Nhắc đọc văn bản"),
			arena_printf(c->mem,
		                 "Kính gửi ông/bà %.*s,\n\n%.*s\nXin mở chương trình Thi đua, "
		                 "khen thưởng, mục \"Văn bản tôi cần đọc\", đọc và xác nhận.\n",
		                 STR_ARG(to.name), STR_ARG(text)),
			arena_printf(c->mem, "reader-%" PRId64 "-%s", reader, date_iso(c->today).z)));
	return sql_reader_reminded(c->db, reader, c->today, NULL);
}

struct reminding {
	struct ctx *c;
	const struct db_list_def *list;
	struct {
		int64_t id, person;
		struct date due;
	} * who;
	int count, room;
	struct str name;
};

static enum rc remember(void *arg, const struct db_val *row)
{
	struct reminding *r = arg;
	if (r->count == r->room) {
		int room = r->room ? r->room * 2 : 64;
		void *more = arena_array(r->c->mem, (size_t)room, sizeof *r->who);
		if (r->count)
			memcpy(more, r->who, (size_t)r->count * sizeof *r->who);
		r->who = more;
		r->room = room;
	}
	r->who[r->count].id = row[list_column_no(r->list, "id")].i;
	r->who[r->count].person = row[list_column_no(r->list, "person_id")].i;
	r->who[r->count].due = row[list_column_no(r->list, "due")].d;
	r->count++;
	return RC_OK;
}

/* Within the caller's own scope: a unit head reminds the unit, whoever gave the reading. */
static enum rc reading_remind(struct ctx *c, const void *in, struct out *out)
{
	const struct reading_in *p = in;
	const struct op *list = op_find(STR("reader.list")), *op = c->op;
	const struct values *values = c->values;
	struct reminding r = {.c = c, .list = list->list};
	struct sql_reading_get g;
	struct values ask;
	TRY(sql_reading_get(c->db, c->mem, p->id, &g));
	values_init(&ask, c->mem);
	TRY(values_add(&ask, STR("reading"), arena_printf(c->mem, "%" PRId64, p->id), c->err));
	TRY(values_add(&ask, STR("state"), STR("open"), c->err));
	TRY(list_each(c, list, &ask, remember, &r));
	c->op = op;
	c->values = values;
	for (int i = 0; i < r.count; i++)
		TRY(reading_remind_one(c, r.who[i].id, r.who[i].person, g.name, r.who[i].due));
	if (r.count)
		out_say(c, out, "Đã nhắc %d người chưa đọc %.*s.", r.count, STR_ARG(g.name));
	else
		out_say(c, out, "Mọi người trong phạm vi của ông/bà đã đọc %.*s.", STR_ARG(g.name));
	return RC_OK;
}

/* --- rows ------------------------------------------------------------------------------------- */

static const struct field reading_filters[] = {
	FILTER(CHOICE, "state", "Tình trạng", .choices = states),
	FILTER(REF, "document", "Văn bản", .ref = &document_object),
	FILTER(REF, "unit", "Đơn vị được giao", .ref = &unit_object),
};
static const struct column reading_cols[] = {
	{"name", "Văn bản", COL_LINK, .op = "reading.view", .key = "id", .width = 36},
	{"unit_name", "Giao cho", COL_TEXT, .width = 36},
	{"due", "Hạn đọc", COL_DATE},
	{"given_ms", "Giao lúc", COL_MOMENT},
	{"state", "Tình trạng", COL_BADGE, .choices = states},
};
static const struct column reading_facts[] = {
	{"name", "Văn bản", COL_LINK, .op = "document.view", .key = "document_id"},
	{"title", "Trích yếu", COL_TEXT},
	{"unit_name", "Giao cho", COL_LINK, .op = "unit.view", .key = "unit_id"},
	{"due", "Hạn đọc", COL_DATE},
	{"ask", "Yêu cầu", COL_TEXT},
	{"given_name", "Người giao", COL_TEXT},
	{"given_ms", "Giao lúc", COL_MOMENT},
	{"state", "Tình trạng", COL_BADGE, .choices = states},
};
static const struct part reading_parts[] = {{"Ai đã đọc", "reader.list", "reading", NULL}};

#define SEES (R_OFFICE | R(UNIT_HEAD) | R(UNIT_CLERK))
#define LEADS (R(STANDING) | R(HEAD) | R(UNIT_HEAD))

const struct op reading_ops[] = {
	{.name = "reading.list",
     .title = "Giao đọc văn bản",
     .help = "Văn bản đã giao cho đơn vị nào đọc, hạn nào.",
     .kind = OP_LIST,
     .flags = OP_OPEN,
     .roles = SEES,
     .scope = SCOPE_ANY,
     .area = "emulation",
     .icon = "eye",
     .object = &reading_object,
     .list = &sql_list_reading_list,
     .order = "-id",
     FIELDS(reading_filters),
     COLS(reading_cols),
     .empty = "Chưa giao đọc văn bản nào."},
	{.name = "reading.view",
     .title = "Việc giao đọc",
     .help = "Một lần giao đọc: hạn, yêu cầu, ai trong phạm vi của ông/bà đã đọc.",
     .kind = OP_VIEW,
     .roles = SEES,
     .scope = SCOPE_ANY,
     .flags = OP_OPEN,
     .object = &reading_object,
     .list = &sql_list_reading_view,
     FIELDS(reading_id_fields),
     COLS(reading_facts),
     PARTS(reading_parts)},
	{.name = "reading.assign",
     .title = "Giao đọc",
     .help =
         "Giao một văn bản cho mọi người của một đơn vị và các đơn vị bên dưới; ai đến sau cũng "
         "được giao.",
     .verb = "Giao đọc",
     .kind = OP_WRITE,
     .roles = LEADS,
     .scope = SCOPE_OBJECT,
     .object = &reading_object,
     .icon = "plus",
     FIELDS(assign_fields),
     .in_size = sizeof(struct assign_in),
     .run = reading_assign,
     .then = "reading.view"},
	{.name = "reading.remind",
     .title = "Nhắc người chưa đọc",
     .help = "Thông báo và thư cho những người chưa xác nhận, trong phạm vi được giao.",
     .verb = "Nhắc",
     .kind = OP_WRITE,
     .roles = LEADS,
     .scope = SCOPE_OBJECT,
     .object = &reading_object,
     .states = "open",
     .per_minute = 20,
     .icon = "bell",
     FIELDS(reading_id_fields),
     .in_size = sizeof(struct reading_in),
     .run = reading_remind,
     .then = "reading.view"},
	{.name = "reading.close",
     .title = "Kết thúc việc đọc",
     .help = "Không nhắc nữa và không nhận xác nhận nữa; số liệu giữ nguyên.",
     .verb = "Kết thúc",
     .kind = OP_WRITE,
     .roles = LEADS,
     .scope = SCOPE_OBJECT,
     .object = &reading_object,
     .states = "open",
     .icon = "x",
     FIELDS(reading_id_fields),
     .in_size = sizeof(struct reading_in),
     .run = reading_close,
     .then = "reading.view"},
	{0}};
