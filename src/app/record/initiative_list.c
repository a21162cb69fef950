/* initiative_list.c: how initiatives, their authors and recognitions are shown. */
#include "app/org/org.h"
#include "app/record/record.h"
#include "db/sql_initiative.h"

static const struct choice initiative_states[] = {
	{"draft", "Bản thảo"},          {"filed", "Đã nộp"},           {"accepted", "Đã tiếp nhận"},
	{"returned", "Trả lại"},        {"scored", "Hội đồng đồng ý"}, {"recognised", "Được công nhận"},
	{"refused", "Không công nhận"}, {"cancelled", "Đã hủy"},       {0}};
static const struct choice scopes_or_none[] = {
	{"office", "Cơ sở"}, {"province", "Tỉnh"}, {"nation", "Toàn quốc"}, {"", "–"}, {0}};

static const struct field initiative_filters[] = {
	FILTER(INT, "year", "Năm"),
	FILTER(CHOICE, "kind", "Loại", .choices = initiative_kinds),
	FILTER(CHOICE, "scope", "Phạm vi công nhận", .choices = initiative_scopes),
	FILTER(REF, "unit", "Đơn vị", .ref = &unit_object),
	FILTER(CHOICE, "state", "Tình trạng", .choices = initiative_states),
};
static const struct column initiative_cols[] = {
	{"title", "Tên", COL_LINK, .op = "initiative.view", .key = "id", .order = "title", .width = 50},
	{"year", "Năm", COL_TEXT, .order = "time", .width = 8},
	{"kind", "Loại", COL_CHOICE, .choices = initiative_kinds},
	{"unit_name", "Đơn vị", COL_LINK, .op = "unit.view", .key = "unit_id", .width = 36},
	{"authors", "Tác giả", COL_INT},
	{"scope", "Phạm vi", COL_CHOICE, .choices = scopes_or_none},
	{"used", "Đã dùng cho", COL_INT},
	{"due_on", "Hạn bước tiếp", COL_DATE},
	{"state", "Tình trạng", COL_BADGE, .choices = initiative_states},
};
static const struct field id_filter[] = {
	FILTER(REF, "id", "Sáng kiến", .flags = MUST | HIDDEN, .ref = &initiative_object)};
static const struct column view_cols[] = {
	{"title", "Tên", COL_TEXT},
	{"kind", "Loại", COL_CHOICE, .choices = initiative_kinds},
	{"unit_name", "Đơn vị", COL_LINK, .op = "unit.view", .key = "unit_id"},
	{"year", "Năm", COL_TEXT},
	{"filed_on", "Ngày nộp", COL_DATE},
	{"scope", "Phạm vi công nhận", COL_CHOICE, .choices = scopes_or_none},
	{"state", "Tình trạng", COL_BADGE, .choices = initiative_states},
	{"due_on", "Hạn bước tiếp", COL_DATE},
	{"held_on", "Hội đồng họp ngày", COL_DATE},
	{"text", "Nội dung", COL_TEXT},
	{"effect", "Hiệu quả", COL_TEXT},
	{"applied", "Nơi, thời gian áp dụng", COL_TEXT},
	{"reason", "Lý do", COL_TEXT},
	{"source", "Nguồn", COL_TEXT},
};
static const struct part view_parts[] = {
	{"Tác giả", "author.list", "initiative", NULL},
	{"Quyết định công nhận", "recognition.list", "initiative", NULL},
	{"Trùng, gần giống", "initiative.matches", "initiative", NULL},
	{"Phiếu chấm", "initiative.scores", "initiative", NULL},
	{"Đề nghị cấp trên", "initiative.asks", "initiative", NULL},
	{"Các bước", "initiative.steps", "initiative", NULL},
	{"Văn bản đã lập", "writing.list", "initiative", NULL},
	{"Đã dùng làm căn cứ khen thưởng", "award.list", "initiative", NULL},
};
static const struct field author_filters[] = {
	FILTER(REF, "person", "Tác giả", .ref = &person_object),
	FILTER(REF, "initiative", "Sáng kiến", .ref = &initiative_object),
};
static const struct column author_cols[] = {
	{"title", "Sáng kiến, đề tài", COL_LINK, .op = "initiative.view", .key = "initiative_id",
     .width = 50},
	{"year", "Năm", COL_TEXT, .width = 8},
	{"kind", "Loại", COL_CHOICE, .choices = initiative_kinds},
	{"person_name", "Tác giả", COL_LINK, .op = "person.view", .key = "person_id", .width = 28},
	{"share", "Đóng góp (%)", COL_INT},
	{"scope", "Phạm vi", COL_CHOICE, .choices = scopes_or_none},
	{"state", "Tình trạng", COL_BADGE, .choices = initiative_states},
};
static const struct field recognition_filters[] = {
	FILTER(REF, "initiative", "Sáng kiến", .ref = &initiative_object)};
static const struct column recognition_cols[] = {
	{"scope", "Phạm vi", COL_CHOICE, .choices = initiative_scopes},
	{"sign", "Quyết định", COL_TEXT},
	{"dated", "Ngày", COL_DATE},
	{"issuer", "Cơ quan công nhận", COL_TEXT, .width = 40},
};

const struct op initiative_ops[] = {
	{.name = "initiative.list",
     .title = "Sáng kiến, đề tài",
     .help = "Sáng kiến, đề tài trong phạm vi được giao, với phạm vi được công nhận.",
     .kind = OP_LIST,
     .roles = RECORD_SEES & ~R(MEMBER),
     .scope = SCOPE_ANY,
     .area = "record",
     .icon = "bulb",
     .object = &initiative_object,
     .list = &sql_list_initiative_list,
     .order = "-time",
     FIELDS(initiative_filters),
     COLS(initiative_cols),
     .empty = "Chưa ghi sáng kiến, đề tài nào.",
     .law = INITIATIVE_LAW},
	{.name = "initiative.view",
     .title = "Sáng kiến, đề tài",
     .help = "Nội dung, tác giả, các quyết định công nhận và khen thưởng đã dùng làm căn cứ.",
     .kind = OP_VIEW,
     .roles = RECORD_SEES,
     .scope = SCOPE_OBJECT,
     .object = &initiative_object,
     .list = &sql_list_initiative_view,
     FIELDS(id_filter),
     COLS(view_cols),
     PARTS(view_parts)},
	{.name = "author.list",
     .title = "Sáng kiến của từng người",
     .help = "Ai là tác giả của sáng kiến, đề tài nào, đóng góp bao nhiêu.",
     .kind = OP_LIST,
     .flags = OP_JOURNAL_EXPORT | OP_QUIET,
     .roles = RECORD_SEES,
     .scope = SCOPE_ANY,
     .list = &sql_list_author_list,
     .order = "-time",
     FIELDS(author_filters),
     COLS(author_cols),
     .empty = "Chưa có sáng kiến nào."},
	{.name = "recognition.list",
     .title = "Quyết định công nhận sáng kiến",
     .help = "Sáng kiến được công nhận ở phạm vi nào, theo quyết định nào.",
     .kind = OP_LIST,
     .flags = OP_QUIET,
     .roles = RECORD_SEES,
     .scope = SCOPE_ANY,
     .list = &sql_list_initiative_scope_list,
     FIELDS(recognition_filters),
     COLS(recognition_cols),
     .empty = "Chưa được công nhận."},
	{0}};
