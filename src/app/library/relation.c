/* relation.c: what documents do to each other: amend, replace, guide. */
#include "app/library/inner.h"
#include "db/sql_library.h"
#include "op/gate.h"

const struct object relation_object = {
	.name = "relation", .label = "quan hệ văn bản", .list = &sql_list_relation_object};

/* Luật Ban hành văn bản quy phạm pháp luật knows the first three; the rest is office usage. */
static const struct choice kinds[] = {{"amends", "sửa đổi, bổ sung"},
                                      {"replaces", "thay thế"},
                                      {"repeals", "bãi bỏ"},
                                      {"guides", "quy định chi tiết, hướng dẫn"},
                                      {"consolidates", "hợp nhất"},
                                      {"carries_out", "triển khai thực hiện"},
                                      {0}};

struct relate_in {
	int64_t id, to_id;
	struct str kind, note;
	struct date from_date;
};
static const struct field relate_fields[] = {
	F(REF, struct relate_in, id, "Văn bản", .flags = MUST | HIDDEN, .ref = &document_object),
	F(CHOICE, struct relate_in, kind, "Văn bản này", .flags = MUST, .choices = kinds),
	F(REF, struct relate_in, to_id, "Văn bản", .flags = MUST, .ref = &document_object),
	F(DATE, struct relate_in, from_date, "Từ ngày",
      .hint = "Với thay thế, bãi bỏ: văn bản kia hết hiệu lực từ ngày này, nếu chưa ghi"),
	F(TEXT, struct relate_in, note, "Ghi chú", .flags = FRESH, .max = 300,
      .hint = "Ví dụ: Điều 59 khoản 2"),
};

static enum rc check(struct ctx *c, const struct relate_in *p)
{
	struct sql_relation_there there;
	if (p->id == p->to_id)
		return err_field(c->err, "to_id", "Xin chọn một văn bản khác.");
	enum rc rc = sql_relation_there(c->db, c->mem, p->id, p->to_id, p->kind, &there);
	if (rc == RC_OK)
		return err_field(c->err, "to_id", "Quan hệ này đã có.");
	if (rc != RC_NOTFOUND)
		return rc;
	rc = sql_relation_there(c->db, c->mem, p->to_id, p->id, p->kind, &there);
	if (rc == RC_OK)
		return err_field(c->err, "to_id", "Đã có quan hệ ngược lại; xin bỏ quan hệ ấy trước.");
	return rc == RC_NOTFOUND ? RC_OK : rc;
}

static enum rc document_relate(struct ctx *c, const void *in, struct out *out)
{
	const struct relate_in *p = in;
	int64_t relation, ended = 0;
	bool ends = str_eqz(p->kind, "replaces") || str_eqz(p->kind, "repeals");
	TRY(check(c, p));
	TRY(sql_relation_add(c->db, p->id, p->to_id, p->kind, p->from_date, p->note, &relation));
	if (ends && !date_is_none(p->from_date))
		TRY(sql_document_end(c->db, p->to_id, p->from_date, &ended));
	struct str other = gate_label(c, c->op, &document_object, p->to_id);
	out_say(c, out, "%.*s %.*s %.*s.%s%s%s", STR_ARG(c->object_label),
	        STR_ARG(choice_label(kinds, p->kind)), STR_ARG(other),
	        ended ? " Văn bản kia được ghi hết hiệu lực từ ngày " : "",
	        ended ? date_vn(p->from_date).z : "", ended ? "." : "");
	return RC_OK;
}

struct unrelate_in {
	int64_t id;
};
static const struct field unrelate_fields[] = {
	F(REF, struct unrelate_in, id, "Quan hệ", .flags = MUST | HIDDEN, .ref = &relation_object),
};

static enum rc document_unrelate(struct ctx *c, const void *in, struct out *out)
{
	const struct unrelate_in *p = in;
	struct sql_relation_get r;
	TRY(sql_relation_get(c->db, c->mem, p->id, &r));
	TRY(sql_relation_drop(c->db, p->id, NULL));
	out->go = arena_printf(c->mem, "/document/%lld", (long long)r.from_id);
	out_say(c, out, "Đã bỏ quan hệ. Ngày hết hiệu lực của văn bản kia giữ nguyên.");
	return RC_OK;
}

static const struct field relation_filters[] = {
	FILTER(REF, "document", "Văn bản", .ref = &document_object),
	FILTER(CHOICE, "kind", "Quan hệ", .choices = kinds),
	FILTER(REF, "from", "Của văn bản", .flags = HIDDEN, .ref = &document_object),
	FILTER(REF, "to", "Với văn bản", .flags = HIDDEN, .ref = &document_object),
};
static const struct column relation_cols[] = {
	{"from_name", "Văn bản", COL_LINK, .op = "document.view", .key = "from_id", .width = 30},
	{"kind", "Quan hệ", COL_CHOICE, .choices = kinds, .width = 26},
	{"to_name", "Văn bản", COL_LINK, .op = "document.view", .key = "to_id", .width = 30},
	{"from_date", "Từ ngày", COL_DATE},
	{"note", "Ghi chú", COL_TEXT, .width = 40},
};

#define KEEPS (R(STANDING) | R(REGISTRY) | R(ADMIN))

const struct op relation_ops[] = {
	{.name = "relation.list",
     .title = "Quan hệ giữa văn bản",
     .help = "Văn bản nào sửa đổi, thay thế, bãi bỏ, hướng dẫn, hợp nhất, triển khai văn bản nào.",
     .kind = OP_LIST,
     .flags = OP_OPEN,
     .roles = R_SIGNED_IN,
     .scope = SCOPE_ANY,
     .area = NULL,
     .object = &relation_object,
     .list = &sql_list_relation_list,
     FIELDS(relation_filters),
     COLS(relation_cols),
     .empty = "Chưa ghi quan hệ nào."},
	{.name = "document.relate",
     .title = "Ghi quan hệ",
     .help = "Văn bản này sửa đổi, thay thế, bãi bỏ, hướng dẫn, hợp nhất hoặc triển khai một văn "
             "bản khác.",
     .verb = "Ghi quan hệ",
     .kind = OP_WRITE,
     .roles = KEEPS,
     .scope = SCOPE_OFFICE,
     .object = &document_object,
     .icon = "merge",
     FIELDS(relate_fields),
     .in_size = sizeof(struct relate_in),
     .run = document_relate,
     .then = "document.view"},
	{.name = "document.unrelate",
     .title = "Bỏ quan hệ",
     .help = "Bỏ một quan hệ ghi nhầm.",
     .verb = "Bỏ",
     .kind = OP_WRITE,
     .roles = KEEPS,
     .scope = SCOPE_OFFICE,
     .object = &relation_object,
     FIELDS(unrelate_fields),
     .in_size = sizeof(struct unrelate_in),
     .run = document_unrelate,
     .then = "document.list"},
	{0}};
