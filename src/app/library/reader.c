/* reader.c: one's own reading, and who has read. */
#include "app/library/inner.h"
#include "app/org/org.h"
#include "auth/token.h"
#include "base/json_out.h"
#include "db/sql_reading.h"
#include "op/gate.h"
#include "web/web.h"

#include <inttypes.h>

const struct object reader_object = {
	.name = "reader", .label = "văn bản cần đọc", .list = &sql_list_reader_object};

static const struct choice states[] = {
	{"asked", "Chưa mở"},       {"opened", "Đã mở"},
	{"acknowledged", "Đã đọc"}, {"excused", "Không còn phải đọc"},
	{"closed", "Đã kết thúc"},  {0}};
static const struct choice asked_states[] = {{"open", "Chưa đọc"},
                                             {"asked", "Chưa mở"},
                                             {"opened", "Đã mở, chưa xác nhận"},
                                             {"acknowledged", "Đã đọc"},
                                             {"excused", "Không còn phải đọc"},
                                             {0}};
static const struct choice late_words[] = {{"late", "Quá hạn"}, {0}};

struct reader_in {
	int64_t id;
};
static const struct field reader_fields[] = {
	F(REF, struct reader_in, id, "Văn bản", .flags = MUST | HIDDEN, .ref = &reader_object),
};

/* --- opening: what was opened is remembered --------------------------------------------------- */

struct opening {
	struct ctx *c;
	int64_t id;
	struct sql_reader_get row;
};

static enum rc open_tx(void *arg)
{
	struct opening *o = arg;
	struct ctx *c = o->c;
	struct db_val version;
	TRY(gate_object(c, c->op, &reader_object, o->id, &version));
	if (!str_eqz(c->object_state, "closed"))
		TRY(sql_reader_opened(c->db, o->id, c->now_ms, NULL));
	return sql_reader_get(c->db, c->mem, o->id, &o->row);
}

static enum rc reading_open(struct ctx *c, const void *in, struct out *out)
{
	const struct reader_in *p = in;
	struct opening o = {.c = c, .id = p->id};
	struct reader_page *v = arena_alloc(c->mem, sizeof *v);
	TRY(db_tx(c->db, DB_WRITE, open_tx, &o));
	char csrf[CSRF_TEXT_BYTES] = "";
	if (c->who.session_id != DB_NULL)
		token_csrf(c->app->keys, c->who.session_hash, csrf);
	*v = (struct reader_page){
		.id = p->id,
		.csrf = arena_str(c->mem, str_of(csrf)),
		.name = o.row.name,
		.title = o.row.title,
		.ask = o.row.ask,
		.due = arena_str(c->mem, str_of(date_vn(o.row.due).z)),
		.state = o.row.state,
		.document = arena_printf(c->mem, "/document/%" PRId64, o.row.document_id),
		/* object_state is from before opening: closed means nothing is taken any more. */
		.may = str_eqz(o.row.state, "opened") && !str_eqz(c->object_state, "closed")};
	if (o.row.file_id != DB_NULL)
		v->file = arena_printf(c->mem, "/document/file?id=%" PRId64, o.row.document_id);
	if (o.row.acknowledged_ms != DB_NULL)
		v->done = arena_str(c->mem, str_of(date_time_vn(o.row.acknowledged_ms).z));
	out->id = p->id;
	out->heading = o.row.name;
	out->sub = o.row.title;
	out->data = v;
	return RC_OK;
}

static void open_page(struct buf *html, struct ctx *c, const void *data)
{
	(void)c;
	tpl_reader(html, data);
}

static void open_json(struct buf *b, struct ctx *c, const void *data)
{
	const struct reader_page *v = data;
	struct json_out j = json_out_to(b);
	(void)c;
	json_obj(&j, NULL);
	json_int(&j, "id", v->id);
	json_str(&j, "name", v->name);
	json_str(&j, "title", v->title);
	json_str(&j, "ask", v->ask);
	json_str(&j, "due", v->due);
	json_str(&j, "state", v->state);
	json_str(&j, "document", v->document);
	json_end(&j);
}

static enum rc has_opened(struct ctx *c, int64_t id)
{
	struct sql_reader_get r;
	TRY(sql_reader_get(c->db, c->mem, id, &r));
	if (str_eqz(r.state, "asked"))
		return err_set(c->err, RC_CONFLICT,
		               "Ông/bà chưa mở %.*s. Xin mở ra đọc ở \"Văn bản tôi cần đọc\" rồi xác "
		               "nhận.",
		               STR_ARG(r.name));
	return RC_OK;
}

static enum rc reading_acknowledge(struct ctx *c, const void *in, struct out *out)
{
	const struct reader_in *p = in;
	TRY(sql_reader_acknowledge(c->db, p->id, c->now_ms, NULL));
	out_say(c, out, "Đã ghi nhận ông/bà đã đọc %.*s.", STR_ARG(c->object_label));
	return RC_OK;
}

/* --- rows ------------------------------------------------------------------------------------- */

static const struct field mine_filters[] = {
	FILTER(CHOICE, "state", "Tình trạng", .choices = asked_states),
};
static const struct column mine_cols[] = {
	{"name", "Văn bản", COL_LINK, .op = "reading.open", .key = "id", .width = 30},
	{"title", "Trích yếu", COL_TEXT, .width = 60},
	{"ask", "Yêu cầu", COL_TEXT, .width = 40},
	{"due", "Hạn đọc", COL_DATE, .order = "due"},
	{"state", "Tình trạng", COL_BADGE, .choices = states},
	{"late", "Quá hạn", COL_BADGE, .choices = late_words},
};
static const struct field list_filters[] = {
	FILTER(INT, "reading", "Lần giao đọc", .flags = HIDDEN),
	FILTER(CHOICE, "state", "Tình trạng", .choices = asked_states),
	FILTER(CHOICE, "late", "Quá hạn", .choices = late_words),
	FILTER(REF, "unit", "Đơn vị", .ref = &unit_object),
	FILTER(REF, "person", "Người", .ref = &person_object),
};
static const struct column list_cols[] = {
	{"person_name", "Họ và tên", COL_LINK, .op = "person.view", .key = "person_id", .width = 28},
	{"unit_name", "Đơn vị", COL_TEXT, .width = 36},
	{"document_name", "Văn bản", COL_LINK, .op = "document.view", .key = "document_id",
     .width = 30},
	{"due", "Hạn đọc", COL_DATE},
	{"state", "Tình trạng", COL_BADGE, .choices = states},
	{"late", "Quá hạn", COL_BADGE, .choices = late_words},
	{"opened_ms", "Mở lúc", COL_MOMENT},
	{"acknowledged_ms", "Xác nhận lúc", COL_MOMENT},
};

const struct op reader_ops[] = {
	{.name = "reading.mine",
     .title = "Văn bản tôi cần đọc",
     .help = "Văn bản được giao cho ông/bà đọc. Mở ra là được ghi đã mở; đọc xong xin bấm \"Tôi đã "
             "đọc\".",
     .kind = OP_LIST,
     .roles = R(MEMBER),
     .scope = SCOPE_ANY,
     .area = "mine",
     .icon = "book",
     .object = &reader_object,
     .list = &sql_list_reader_mine,
     FIELDS(mine_filters),
     COLS(mine_cols),
     .empty = "Không có văn bản nào được giao đọc."},
	{.name = "reading.open",
     .title = "Mở văn bản được giao đọc",
     .help = "Ghi rằng văn bản đã được mở và cho xem yêu cầu, văn bản, nút xác nhận.",
     .kind = OP_READ,
     .flags = OP_QUIET | OP_OWN_TX,
     .roles = R(MEMBER),
     .scope = SCOPE_OBJECT,
     .object = &reader_object,
     FIELDS(reader_fields),
     .in_size = sizeof(struct reader_in),
     .run = reading_open,
     .page = open_page,
     .json = open_json},
	{.name = "reading.acknowledge",
     .title = "Tôi đã đọc",
     .help = "Xác nhận đã đọc và nắm nội dung văn bản được giao.",
     .verb = "Tôi đã đọc",
     .kind = OP_WRITE,
     .roles = R(MEMBER),
     .scope = SCOPE_OBJECT,
     .object = &reader_object,
     .states = "asked opened",
     .icon = "check",
     FIELDS(reader_fields),
     .in_size = sizeof(struct reader_in),
     .run = reading_acknowledge,
     .guard = has_opened,
     .then = "reading.mine"},
	{.name = "reader.list",
     .title = "Ai đã đọc, ai chưa",
     .help = "Từng người được giao đọc, trong phạm vi của ông/bà.",
     .kind = OP_LIST,
     .flags = OP_JOURNAL_EXPORT,
     .roles = R_OFFICE | R(UNIT_HEAD) | R(UNIT_CLERK),
     .scope = SCOPE_ANY,
     .area = "emulation",
     .icon = "people",
     .list = &sql_list_reader_list,
     .order = "-id",
     FIELDS(list_filters),
     COLS(list_cols),
     .empty = "Không có ai khớp."},
	{0}};
