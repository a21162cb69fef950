/* topic.c: what is taught, who needs it how often, and who still lacks it. */
#include "app/org/org.h"
#include "app/training/training.h"
#include "db/sql_training.h"
#include "op/gate.h"
#include "viet/viet.h"

const struct object topic_object = {
	.name = "topic", .label = "chuyên đề", .list = &sql_list_topic_object};
const struct object need_object = {
	.name = "need", .label = "yêu cầu bồi dưỡng", .list = &sql_list_need_object};

static const struct choice states[] = {{"active", "Đang dùng"}, {"closed", "Đã thôi"}, {0}};
static const struct choice lacking_states[] = {
	{"lacking", "Còn thiếu"}, {"soon", "Đã mời, chưa học"}, {"enough", "Đủ"}, {0}};
static const struct choice often[] = {{"0", "Một lần"},         {"1", "Mỗi năm"},
                                      {"2", "Hai năm một lần"}, {"3", "Ba năm một lần"},
                                      {"5", "Năm năm một lần"}, {0}};

struct topic_in {
	int64_t id;
	struct str name;
};
static const struct field topic_add_fields[] = {
	F(TEXT, struct topic_in, name, "Tên chuyên đề", .flags = MUST, .min = 3, .max = 200),
};
static const struct field topic_id_fields[] = {
	F(REF, struct topic_in, id, "Chuyên đề", .flags = MUST | HIDDEN, .ref = &topic_object),
};

static enum rc topic_add(struct ctx *c, const void *in, struct out *out)
{
	const struct topic_in *p = in;
	struct str fold = viet_fold(c->mem, p->name);
	struct sql_topic_by_fold old;
	enum rc rc = sql_topic_by_fold(c->db, c->mem, fold, &old);
	if (rc == RC_OK)
		return err_field(c->err, "name", "Chuyên đề này đã có.");
	if (rc != RC_NOTFOUND)
		return rc;
	TRY(sql_topic_add(c->db, p->name, fold, viet_sort_key(c->mem, p->name), &out->id));
	out_say(c, out, "Đã thêm chuyên đề \"%.*s\".", STR_ARG(p->name));
	return RC_OK;
}

static enum rc topic_close(struct ctx *c, const void *in, struct out *out)
{
	const struct topic_in *p = in;
	TRY(sql_topic_close(c->db, p->id, NULL));
	TRY(sql_topic_needs_close(c->db, p->id, NULL));
	out_say(c, out, "Thôi dùng chuyên đề \"%.*s\"; không ai còn thiếu nó.",
	        STR_ARG(c->object_label));
	return RC_OK;
}

struct need_in {
	int64_t id, topic_id, unit_id;
	struct str role, years, basis;
};
static const struct field need_add_fields[] = {
	F(REF, struct need_in, topic_id, "Chuyên đề", .flags = MUST, .ref = &topic_object),
	F(CHOICE, struct need_in, role, "Với vai", .choices = roles_choices,
      .hint = "Để trống: mọi người của đơn vị"),
	F(REF, struct need_in, unit_id, "Trong đơn vị", .ref = &unit_object,
      .hint = "Đơn vị này và bên dưới; để trống: toàn cơ quan"),
	F(CHOICE, struct need_in, years, "Bao lâu một lần", .flags = MUST, .choices = often),
	F(TEXT, struct need_in, basis, "Căn cứ", .max = 300, .hint = "Ví dụ: Kế hoạch năm, mục II.4"),
};
static const struct field need_id_fields[] = {
	F(REF, struct need_in, id, "Yêu cầu", .flags = MUST | HIDDEN, .ref = &need_object),
};

static enum rc need_add(struct ctx *c, const void *in, struct out *out)
{
	const struct need_in *p = in;
	int64_t years = 0;
	if (p->role.n == 0 && p->unit_id == DB_NULL)
		return err_field(c->err, "role", "Xin chọn vai, đơn vị, hoặc cả hai.");
	BUG_ON(!str_int(p->years, &years));
	TRY(sql_need_add(c->db, p->topic_id, p->role, p->unit_id, years, p->basis, &out->id));
	out_say(c, out, "Đã ghi yêu cầu bồi dưỡng. Ai còn thiếu thì hiện ngay trong danh sách.");
	return RC_OK;
}

static enum rc need_close(struct ctx *c, const void *in, struct out *out)
{
	const struct need_in *p = in;
	TRY(sql_need_close(c->db, p->id, NULL));
	out_say(c, out, "Đã thôi yêu cầu này.");
	return RC_OK;
}

static const struct field topic_filters[] = {
	FILTER(CHOICE, "state", "Tình trạng", .choices = states),
};
static const struct column topic_cols[] = {
	{"name", "Chuyên đề", COL_TEXT, .width = 60, .order = "name"},
	{"needs", "Yêu cầu đang có", COL_INT},
	{"state", "Tình trạng", COL_BADGE, .choices = states},
};
static const struct field need_filters[] = {
	FILTER(REF, "topic", "Chuyên đề", .ref = &topic_object),
	FILTER(CHOICE, "state", "Tình trạng", .choices = states),
};
static const struct column need_cols[] = {
	{"topic", "Chuyên đề", COL_TEXT, .width = 50},
	{"role", "Với vai", COL_CHOICE, .choices = roles_choices},
	{"unit_name", "Trong đơn vị", COL_TEXT, .width = 36},
	{"years", "Bao lâu một lần", COL_CHOICE, .choices = often},
	{"basis", "Căn cứ", COL_TEXT, .width = 36},
	{"state", "Tình trạng", COL_BADGE, .choices = states},
};
static const struct field lacking_filters[] = {
	FILTER(CHOICE, "state", "Tình trạng", .choices = lacking_states),
	FILTER(REF, "topic", "Chuyên đề", .ref = &topic_object),
	FILTER(REF, "below", "Đơn vị và bên dưới", .ref = &unit_object),
	FILTER(REF, "person", "Người", .ref = &person_object),
};
static const struct column lacking_cols[] = {
	{"person_name", "Họ và tên", COL_LINK, .op = "person.view", .key = "person_id", .order = "name",
     .width = 28},
	{"unit_name", "Đơn vị", COL_TEXT, .width = 36},
	{"topic", "Chuyên đề", COL_TEXT, .width = 50},
	{"state", "Tình trạng", COL_BADGE, .choices = lacking_states},
	{"last", "Học gần nhất", COL_DATE},
	{"next", "Đã mời, ngày", COL_DATE},
	{"basis", "Căn cứ", COL_TEXT, .width = 36},
};

#define SEES (R_OFFICE | R(UNIT_HEAD) | R(UNIT_CLERK))
#define WRITES .kind = OP_WRITE, .roles = R(STANDING), .scope = SCOPE_OFFICE

const struct op topic_ops[] = {
	{.name = "need.lacking",
     .title = "Ai còn cần bồi dưỡng",
     .help = "Mỗi người với từng chuyên đề phải học: đủ, đã mời hay còn thiếu, tính đến hôm nay.",
     .kind = OP_LIST,
     .flags = OP_JOURNAL_EXPORT,
     .roles = SEES | R(MEMBER),
     .scope = SCOPE_ANY,
     .area = "emulation",
     .icon = "target",
     .list = &sql_list_lacking_list,
     FIELDS(lacking_filters),
     COLS(lacking_cols),
     .empty = "Không có ai khớp, hoặc chưa ghi yêu cầu bồi dưỡng nào."},
	{.name = "topic.list",
     .title = "Chuyên đề bồi dưỡng",
     .help = "Những chuyên đề mà buổi bồi dưỡng và yêu cầu nói đến.",
     .kind = OP_LIST,
     .flags = OP_OPEN,
     .roles = SEES,
     .scope = SCOPE_ANY,
     .area = "emulation",
     .icon = "bulb",
     .object = &topic_object,
     .list = &sql_list_topic_list,
     FIELDS(topic_filters),
     COLS(topic_cols),
     .empty = "Chưa có chuyên đề nào."},
	{.name = "topic.add",
     .title = "Thêm chuyên đề",
     .help = "Một chuyên đề bồi dưỡng mới.",
     .verb = "Thêm",
     WRITES,
     .object = &topic_object,
     .icon = "plus",
     FIELDS(topic_add_fields),
     .in_size = sizeof(struct topic_in),
     .run = topic_add,
     .then = "topic.list"},
	{.name = "topic.close",
     .title = "Thôi dùng chuyên đề",
     .help = "Không còn ai phải học chuyên đề này; các buổi đã có giữ nguyên.",
     .verb = "Thôi dùng",
     WRITES,
     .object = &topic_object,
     .states = "active",
     FIELDS(topic_id_fields),
     .in_size = sizeof(struct topic_in),
     .run = topic_close,
     .then = "topic.list"},
	{.name = "need.list",
     .title = "Yêu cầu bồi dưỡng",
     .help = "Vai nào, đơn vị nào phải học chuyên đề nào, bao lâu một lần.",
     .kind = OP_LIST,
     .flags = OP_OPEN,
     .roles = SEES,
     .scope = SCOPE_ANY,
     .area = "emulation",
     .icon = "target",
     .object = &need_object,
     .list = &sql_list_need_list,
     FIELDS(need_filters),
     COLS(need_cols),
     .empty = "Chưa có yêu cầu nào."},
	{.name = "need.add",
     .title = "Ghi yêu cầu bồi dưỡng",
     .help = "Ai phải học một chuyên đề, bao lâu một lần; năm tính theo năm dương lịch.",
     .verb = "Ghi",
     WRITES,
     .object = &need_object,
     .icon = "plus",
     FIELDS(need_add_fields),
     .in_size = sizeof(struct need_in),
     .run = need_add,
     .then = "need.list"},
	{.name = "need.close",
     .title = "Thôi yêu cầu",
     .help = "Yêu cầu này không còn.",
     .verb = "Thôi",
     WRITES,
     .object = &need_object,
     .states = "active",
     FIELDS(need_id_fields),
     .in_size = sizeof(struct need_in),
     .run = need_close,
     .then = "need.list"},
	{0}};

enum rc training_rebuild(struct ctx *c, int64_t *rows)
{
	struct sql_topic_keys_old *old;
	size_t n;
	for (int64_t after = 0;; after = old[n - 1].id) {
		TRY(sql_topic_keys_old(c->db, c->mem, after, &old, &n));
		if (n == 0)
			return RC_OK;
		for (size_t i = 0; i < n; i++)
			TRY(sql_topic_keys_set(c->db, old[i].id, viet_fold(c->mem, old[i].name),
			                       viet_sort_key(c->mem, old[i].name), NULL));
		*rows += (int64_t)n;
	}
}
