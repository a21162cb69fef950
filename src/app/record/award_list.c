/* award_list.c: the ledger as it is shown: the list with its marks, and one award whole. */
#include "app/org/org.h"
#include "app/record/record.h"
#include "db/sql_award.h"

static const struct choice award_states[] = {
	{"valid", "Có hiệu lực"}, {"cancelled", "Đã hủy"}, {"double", "Trùng dòng khác"}, {0}};
static const struct choice papers[] = {{"no_decision", "Thiếu quyết định"}, {0}};
static const struct choice mark_filter[] = {{"no_decision", "Thiếu số, ngày quyết định"},
                                            {"unmatched", "Chưa nối được với hồ sơ nào"},
                                            {"no_number", "Người chưa có CCCD, CMND"},
                                            {0}};

static const struct field award_filters[] = {
	FILTER(CHOICE, "code", "Danh hiệu, hình thức", .choices = award_codes),
	FILTER(INT, "year", "Năm"),
	FILTER(CHOICE, "subject", "Đối tượng", .choices = record_subjects),
	FILTER(REF, "person", "Người", .ref = &person_object),
	FILTER(REF, "line", "Tập thể (kể cả đơn vị tiền thân)", .ref = &unit_object),
	FILTER(CHOICE, "type", "Loại hình", .choices = award_types),
	FILTER(REF, "below", "Trong đơn vị và trực thuộc", .ref = &unit_object),
	FILTER(REF, "initiative", "Sáng kiến làm căn cứ", .ref = &initiative_object),
	FILTER(TEXT, "sign", "Số quyết định"),
	FILTER(CHOICE, "mark", "Còn thiếu", .choices = mark_filter),
	FILTER(CHOICE, "state", "Tình trạng", .choices = award_states),
};
static const struct column award_cols[] = {
	{"year", "Năm", COL_LINK, .op = "award.view", .key = "id", .order = "time", .width = 8},
	{"code", "Danh hiệu, hình thức", COL_CHOICE, .choices = award_codes, .width = 30},
	{"title", "Tên khác", COL_TEXT},
	{"person_name", "Người, hộ", COL_LINK, .op = "person.view", .key = "person_id", .width = 28},
	{"unit_name", "Đơn vị", COL_LINK, .op = "unit.view", .key = "unit_id", .width = 36},
	{"type", "Loại hình", COL_CHOICE, .choices = award_types},
	{"sign", "Quyết định", COL_TEXT},
	{"dated", "Ngày", COL_DATE},
	{"issuer", "Cơ quan ban hành", COL_TEXT, .width = 30},
	{"mark", "Đối tượng", COL_BADGE, .choices = record_marks},
	{"paper", "Căn cứ", COL_BADGE, .choices = papers},
	{"state", "Tình trạng", COL_BADGE, .choices = award_states},
	{"person_id", "Mã hồ sơ", COL_LINK, .op = "person.view", .key = "person_id", .width = 10},
};
static const struct field id_filter[] = {
	FILTER(REF, "id", "Khen thưởng", .flags = MUST | HIDDEN, .ref = &award_object)};
static const struct column view_cols[] = {
	{"code", "Danh hiệu, hình thức", COL_CHOICE, .choices = award_codes},
	{"title", "Tên khác", COL_TEXT},
	{"person_name", "Người, hộ", COL_LINK, .op = "person.view", .key = "person_id"},
	{"unit_name", "Đơn vị", COL_LINK, .op = "unit.view", .key = "unit_id"},
	{"post_title", "Chức vụ khi được khen", COL_TEXT},
	{"type", "Loại hình", COL_CHOICE, .choices = award_types},
	{"level", "Cấp", COL_CHOICE, .choices = award_levels},
	{"year", "Năm", COL_TEXT},
	{"period_from", "Thành tích từ ngày", COL_DATE},
	{"period_to", "Đến trước ngày", COL_DATE},
	{"sign", "Quyết định", COL_TEXT},
	{"dated", "Ngày quyết định", COL_DATE},
	{"issuer", "Cơ quan ban hành", COL_TEXT},
	{"achievement", "Thành tích", COL_TEXT},
	{"initiative_title", "Sáng kiến làm căn cứ", COL_LINK, .op = "initiative.view",
     .key = "initiative_id"},
	{"mark", "Đối tượng", COL_BADGE, .choices = record_marks},
	{"paper", "Căn cứ", COL_BADGE, .choices = papers},
	{"state", "Tình trạng", COL_BADGE, .choices = award_states},
	{"cancel_sign", "Quyết định hủy", COL_TEXT},
	{"cancel_dated", "Ngày quyết định hủy", COL_DATE},
	{"reason", "Lý do", COL_TEXT},
	{"source", "Nguồn", COL_TEXT},
};

const struct op award_ops[] = {
	{.name = "award.list",
     .title = "Sổ khen thưởng",
     .help =
         "Mọi danh hiệu, hình thức khen thưởng đã ghi, kể cả nhập từ sổ cũ; dòng còn thiếu quyết "
         "định hoặc chưa rõ của ai được đánh dấu.",
     .kind = OP_LIST,
     .flags = OP_JOURNAL_EXPORT,
     .roles = RECORD_SEES | R(ACCOUNTANT),
     .scope = SCOPE_ANY,
     .area = "award",
     .icon = "medal",
     .object = &award_object,
     .list = &sql_list_award_list,
     .order = "-time",
     FIELDS(award_filters),
     COLS(award_cols),
     .empty = "Chưa ghi khen thưởng nào khớp. Ghi từng khen thưởng, hoặc nhập cả sổ từ bảng tính."},
	{.name = "award.view",
     .title = "Khen thưởng",
     .help = "Một khen thưởng với thời gian thành tích, quyết định, căn cứ đã dùng.",
     .kind = OP_VIEW,
     .roles = RECORD_SEES | R(ACCOUNTANT),
     .scope = SCOPE_OBJECT,
     .object = &award_object,
     .list = &sql_list_award_view,
     FIELDS(id_filter),
     COLS(view_cols)},
	{0}};
