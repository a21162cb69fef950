/*
 * pact.c: a pact (giao ước thi đua) between units of a bloc: written, opened for signing, signed by
 * each unit's head in the program.
 *
 * From the moment it is open its words stand still; to change them it goes back to a draft, and the
 * signatures with it.
 */
#include "app/registration/inner.h"

#include "app/job/job.h"
#include "app/org/org.h"
#include "db/sql_registration.h"
#include "op/gate.h"

#include <inttypes.h>

const struct object pact_object = {
	.name = "pact", .label = "giao ước", .list = &sql_list_pact_object, .view = "pact.view"};
const struct object pact_party_object = {
	.name = "party", .label = "bên ký giao ước", .list = &sql_list_pact_party_object};

static const struct choice states[] = {{"draft", "Dự thảo"},
                                       {"open", "Chờ các bên ký"},
                                       {"signed", "Đã ký đủ"},
                                       {"dropped", "Đã bỏ"},
                                       {0}};
static const struct choice party_states[] = {
	{"waiting", "Chưa ký"}, {"done", "Đã ký"}, {"signed", "Đã ký đủ"}, {0}};

struct party_in {
	int64_t unit_id;
};
static const struct field party_fields[] = {
	F(REF, struct party_in, unit_id, "Đơn vị", .flags = MUST, .ref = &unit_object),
};
struct pact_in {
	int64_t id, unit_id, year;
	struct str bloc, title, text;
	struct group parties;
};
#define PACT_FIELDS                                                                                \
	F(INT, struct pact_in, year, "Năm", .flags = MUST, .min = 2000, .max = 2200),                  \
		F(TEXT, struct pact_in, bloc, "Cụm, khối thi đua", .flags = MUST, .max = 200),             \
		F(TEXT, struct pact_in, title, "Tên giao ước", .flags = MUST, .max = 300),                 \
		F(LONG, struct pact_in, text, "Nội dung giao ước", .flags = MUST, .min = 20,               \
	      .max = 20000),                                                                           \
		F(GROUP, struct pact_in, parties, "Các đơn vị ký", .flags = MUST, .min = 2, .max = 60,     \
	      .sub = party_fields, .sub_count = COUNT(party_fields),                                   \
	      .sub_size = sizeof(struct party_in))
static const struct field write_fields[] = {
	F(REF, struct pact_in, unit_id, "Cơ quan chủ trì", .flags = MUST | IN_SCOPE,
      .ref = &unit_object),
	PACT_FIELDS,
};
static const struct field edit_fields[] = {
	F(REF, struct pact_in, id, "Giao ước", .flags = MUST | HIDDEN, .ref = &pact_object),
	PACT_FIELDS,
};

static enum rc put_parties(struct ctx *c, int64_t id, const struct group *g)
{
	const struct party_in *parties = g->items;
	for (int i = 0; i < g->count; i++) {
		for (int k = 0; k < i; k++)
			if (parties[i].unit_id == parties[k].unit_id)
				return err_field(c->err, "parties", "Một đơn vị được ghi hai lần.");
		TRY(org_unit_is_there(c, parties[i].unit_id, c->today));
		TRY(sql_pact_party_add(c->db, id, parties[i].unit_id, NULL));
	}
	return RC_OK;
}

static enum rc pact_write(struct ctx *c, const void *in, struct out *out)
{
	const struct pact_in *p = in;
	TRY(sql_pact_add(c->db, p->unit_id, p->year, p->bloc, p->title, p->text, c->who.account_id,
	                 c->now_ms, &out->id));
	c->object_unit = p->unit_id;
	TRY(put_parties(c, out->id, &p->parties));
	out_say(c, out, "Đã ghi dự thảo giao ước \"%.*s\".", STR_ARG(p->title));
	return RC_OK;
}

static enum rc pact_edit(struct ctx *c, const void *in, struct out *out)
{
	const struct pact_in *p = in;
	TRY(sql_pact_set(c->db, p->id, p->year, p->bloc, p->title, p->text, NULL));
	TRY(sql_pact_parties_drop(c->db, p->id, NULL));
	TRY(put_parties(c, p->id, &p->parties));
	out_say(c, out, "Đã lưu giao ước.");
	return RC_OK;
}

static enum rc edit_fill(struct ctx *c, struct values *v)
{
	struct sql_pact_parties *rows;
	size_t n;
	int64_t id;
	if (!str_int(values_text(v, "id"), &id))
		return RC_OK;
	TRY(sql_pact_parties(c->db, c->mem, id, &rows, &n));
	for (size_t i = 0; i < n; i++)
		TRY(values_add(v, arena_printf(c->mem, "parties.%zu.unit_id", i),
		               arena_printf(c->mem, "%" PRId64, rows[i].holder_id), c->err));
	return RC_OK;
}

struct id_in {
	int64_t id;
};
static const struct field id_fields[] = {
	F(REF, struct id_in, id, "Giao ước", .flags = MUST | HIDDEN, .ref = &pact_object),
};

static enum rc pact_open(struct ctx *c, const void *in, struct out *out)
{
	const struct id_in *p = in;
	struct sql_pact_get k;
	struct sql_pact_parties *rows;
	size_t n;
	TRY(sql_pact_get(c->db, c->mem, p->id, &k));
	TRY(sql_pact_parties(c->db, c->mem, p->id, &rows, &n));
	TRY(sql_pact_state(c->db, p->id, STR("open"), STR(""), DATE_NONE, c->now_ms, NULL));
	for (size_t i = 0; i < n; i++)
		TRY(notice_answerable(c, rows[i].holder_id, "unit_head",
		                      arena_printf(c->mem, "Giao ước chờ %.*s ký: %.*s",
		                                   STR_ARG(rows[i].unit_name), STR_ARG(k.title)),
		                      arena_printf(c->mem, "/pact/sign?id=%" PRId64, rows[i].id)));
	out_say(c, out, "Giao ước đã gửi đến %zu đơn vị để ký.", n);
	return RC_OK;
}

struct reason_in {
	int64_t id;
	struct str reason;
};
static const struct field reason_fields[] = {
	F(REF, struct reason_in, id, "Giao ước", .flags = MUST | HIDDEN, .ref = &pact_object),
	F(TEXT, struct reason_in, reason, "Lý do", .flags = MUST | FRESH, .min = 5, .max = 400),
};

static enum rc pact_back(struct ctx *c, const void *in, struct out *out)
{
	const struct reason_in *p = in;
	TRY(sql_pact_unsigned(c->db, p->id, NULL));
	TRY(sql_pact_state(c->db, p->id, STR("draft"), p->reason, DATE_NONE, DB_NULL, NULL));
	out_say(c, out, "Giao ước trở lại dự thảo; các chữ ký trước không còn.");
	return RC_OK;
}

static enum rc pact_drop(struct ctx *c, const void *in, struct out *out)
{
	const struct reason_in *p = in;
	TRY(sql_pact_state(c->db, p->id, STR("dropped"), p->reason, DATE_NONE, DB_NULL, NULL));
	out_say(c, out, "Đã bỏ giao ước.");
	return RC_OK;
}

/* --- signing ------------------------------------------------------------------------------- */

static const struct field sign_fields[] = {
	F(REF, struct id_in, id, "Giao ước", .flags = MUST | HIDDEN, .ref = &pact_party_object),
};

static enum rc pact_sign(struct ctx *c, const void *in, struct out *out)
{
	const struct id_in *p = in;
	struct sql_pact_party_get y;
	struct sql_pact_parties *rows;
	struct sql_pact_get k;
	size_t n, left = 0;
	TRY(sql_pact_party_get(c->db, c->mem, p->id, &y));
	TRY(sql_pact_get(c->db, c->mem, y.pact_id, &k));
	TRY(sql_pact_signed(c->db, p->id, c->who.account_id, c->now_ms, NULL));
	TRY(sql_pact_parties(c->db, c->mem, y.pact_id, &rows, &n));
	for (size_t i = 0; i < n; i++)
		left += rows[i].signed_ms == DB_NULL;
	if (left == 0)
		TRY(sql_pact_state(c->db, y.pact_id, STR("signed"), STR(""), c->today, c->now_ms, NULL));
	out_fact(out, "text", "Nội dung", k.text);
	out_fact(out, "left", "Còn chờ ký", arena_printf(c->mem, "%zu đơn vị", left));
	out_say(c, out, "%s thay mặt %.*s ký giao ước \"%.*s\".",
	        c->preview ? "Ông/bà sẽ" : "Ông/bà đã", STR_ARG(y.unit_name), STR_ARG(y.title));
	return RC_OK;
}

/* --- rows ---------------------------------------------------------------------------------- */

static const struct field list_filters[] = {
	FILTER(INT, "year", "Năm", .min = 2000, .max = 2200),
	FILTER(CHOICE, "state", "Tình trạng", .choices = states),
};
static const struct column list_cols[] = {
	{"title", "Giao ước", COL_LINK, .op = "pact.view", .key = "id", .width = 50},
	{"year", "Năm", COL_TEXT, .width = 8},
	{"bloc", "Cụm, khối", COL_TEXT, .width = 30},
	{"unit_name", "Chủ trì", COL_TEXT, .width = 36},
	{"parties", "Các bên", COL_INT},
	{"have_signed", "Đã ký", COL_INT},
	{"signed_on", "Ký đủ ngày", COL_DATE},
	{"state", "Tình trạng", COL_BADGE, .choices = states},
};
static const struct field id_filter[] = {
	FILTER(REF, "id", "Giao ước", .flags = MUST | HIDDEN, .ref = &pact_object)};
static const struct column view_cols[] = {
	{"year", "Năm", COL_TEXT},
	{"bloc", "Cụm, khối thi đua", COL_TEXT},
	{"unit_name", "Chủ trì", COL_TEXT},
	{"text", "Nội dung", COL_TEXT},
	{"state", "Tình trạng", COL_BADGE, .choices = states},
	{"signed_on", "Ký đủ ngày", COL_DATE},
	{"reason", "Lý do", COL_TEXT},
};
static const struct part view_parts[] = {{"Các bên ký", "pact.signatures", "pact", NULL},
                                         {"Văn bản đã lập", "writing.list", "pact", NULL}};
static const struct field signature_filters[] = {
	FILTER(REF, "pact", "Giao ước", .ref = &pact_object)};
static const struct column signature_cols[] = {
	{"unit_name", "Đơn vị", COL_TEXT, .width = 36},
	{"signed_by", "Người ký", COL_TEXT, .width = 28},
	{"signed_ms", "Ký lúc", COL_MOMENT},
};
static const struct field party_filters[] = {
	FILTER(CHOICE, "state", "Tình trạng", .choices = party_states),
	FILTER(REF, "pact", "Giao ước", .flags = HIDDEN, .ref = &pact_object),
};
static const struct column party_cols[] = {
	{"title", "Giao ước", COL_LINK, .op = "pact.view", .key = "pact_id", .width = 50},
	{"year", "Năm", COL_TEXT, .width = 8},
	{"bloc", "Cụm, khối", COL_TEXT, .width = 30},
	{"unit_name", "Đơn vị", COL_TEXT, .width = 36},
	{"signed_by", "Người ký", COL_TEXT, .width = 28},
	{"signed_ms", "Ký lúc", COL_MOMENT},
	{"state", "Tình trạng", COL_BADGE, .choices = party_states},
};

#define WRITES (R(STANDING) | R(HEAD))
#define READS (R_OFFICE | R(UNIT_HEAD) | R(UNIT_CLERK) | R(MEMBER))
#define ON_PACT                                                                                    \
	.kind = OP_WRITE, .scope = SCOPE_OBJECT, .object = &pact_object, .then = "pact.view",          \
	.roles = WRITES

const struct op pact_ops[] = {
	{.name = "pact.list",
     .title = "Giao ước thi đua",
     .help = "Giao ước giữa các đơn vị của cụm, khối: ai đã ký, ai chưa.",
     .kind = OP_LIST,
     .flags = OP_OPEN,
     .roles = READS,
     .scope = SCOPE_ANY,
     .area = "register",
     .icon = "stamp",
     .object = &pact_object,
     .list = &sql_list_pact_list,
     .order = "-newest",
     FIELDS(list_filters),
     COLS(list_cols),
     .empty = "Chưa có giao ước nào.",
     .law = registration_law},
	{.name = "pact.view",
     .title = "Giao ước thi đua",
     .help = "Nội dung và chữ ký của các bên.",
     .kind = OP_VIEW,
     .flags = OP_OPEN,
     .roles = READS,
     .scope = SCOPE_OBJECT,
     .object = &pact_object,
     .list = &sql_list_pact_view,
     FIELDS(id_filter),
     COLS(view_cols),
     PARTS(view_parts)},
	{.name = "pact.signatures",
     .title = "Chữ ký của giao ước",
     .help = "Đơn vị nào đã ký, ai ký, lúc nào.",
     .kind = OP_LIST,
     .flags = OP_QUIET | OP_OPEN,
     .roles = READS,
     .scope = SCOPE_ANY,
     .list = &sql_list_pact_signature_list,
     FIELDS(signature_filters),
     COLS(signature_cols),
     .empty = "Chưa ghi bên nào."},
	{.name = "party.list",
     .title = "Giao ước của đơn vị tôi",
     .help = "Giao ước mà đơn vị trong phạm vi được giao là một bên.",
     .kind = OP_LIST,
     .roles = R(UNIT_HEAD) | R(UNIT_CLERK),
     .scope = SCOPE_ANY,
     .area = "register",
     .icon = "stamp",
     .object = &pact_party_object,
     .list = &sql_list_pact_party_list,
     .order = "-newest",
     FIELDS(party_filters),
     COLS(party_cols),
     .empty = "Đơn vị chưa là bên của giao ước nào."},
	{.name = "pact.write",
     .title = "Soạn giao ước thi đua",
     .help = "Nội dung và các đơn vị cùng ký.",
     .verb = "Ghi dự thảo",
     .kind = OP_WRITE,
     .roles = WRITES,
     .scope = SCOPE_OBJECT,
     .object = &pact_object,
     FIELDS(write_fields),
     .in_size = sizeof(struct pact_in),
     .run = pact_write,
     .then = "pact.view"},
	{.name = "pact.open",
     .title = "Gửi giao ước để ký",
     .help = "Từ lúc này nội dung không sửa được; mỗi trưởng đơn vị ký trong chương trình.",
     .verb = "Gửi để ký",
     ON_PACT,
     .icon = "send",
     .states = "draft",
     FIELDS(id_fields),
     .in_size = sizeof(struct id_in),
     .run = pact_open},
	{.name = "pact.edit",
     .title = "Sửa giao ước",
     .help = "Khi còn là dự thảo.",
     .verb = "Sửa",
     ON_PACT,
     .states = "draft",
     FIELDS(edit_fields),
     .in_size = sizeof(struct pact_in),
     .run = pact_edit,
     .fill = edit_fill},
	{.name = "pact.back",
     .title = "Đưa giao ước về dự thảo",
     .help = "Để sửa nội dung; các chữ ký đã có không còn giá trị.",
     .verb = "Về dự thảo",
     ON_PACT,
     .icon = "refresh",
     .states = "open",
     FIELDS(reason_fields),
     .in_size = sizeof(struct reason_in),
     .run = pact_back},
	{.name = "pact.drop",
     .title = "Bỏ giao ước",
     .help = "Giao ước không ký nữa, có lý do.",
     .verb = "Bỏ",
     ON_PACT,
     .icon = "trash",
     .states = "draft open",
     FIELDS(reason_fields),
     .in_size = sizeof(struct reason_in),
     .run = pact_drop},
	{.name = "pact.sign",
     .title = "Ký giao ước thi đua",
     .help = "Trưởng đơn vị thay mặt đơn vị ký.",
     .verb = "Ký",
     .kind = OP_WRITE,
     .flags = OP_PREVIEW,
     .roles = R(UNIT_HEAD),
     .scope = SCOPE_OBJECT,
     .icon = "stamp",
     .object = &pact_party_object,
     .states = "waiting",
     FIELDS(sign_fields),
     .in_size = sizeof(struct id_in),
     .run = pact_sign,
     .then = "party.list"},
	{0}};
