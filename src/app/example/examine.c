/*
 * examine.c: late in the example's year: a set of criteria and a bloc that scores itself,
 * achievements told when they happened, initiatives on their way.
 */
#include "app/example/inner.h"

#include "db/sql_criteria.h"
#include "db/sql_unit.h"

#include <inttypes.h>

#define AS(e, account, op, ...)                                                                    \
	example_as((e)->c, account, op, (const char *const[]){__VA_ARGS__, NULL}, &(e)->made)

static const char *num(struct ctx *c, int64_t id)
{
	return arena_printf(c->mem, "%" PRId64, id).p;
}

static const char *day(struct ctx *c, int from_today)
{
	struct date d = {c->today.days + from_today};
	return arena_strz(c->mem, arena_str(c->mem, str_of(date_vn(d).z)));
}

static enum rc unit_no(struct ctx *c, const char *name, int64_t *id)
{
	struct sql_unit_by_name_on *unit;
	size_t n;
	TRY(sql_unit_by_name_on(c->db, c->mem, str_of(name), c->today, &unit, &n));
	BUG_ON(n != 1);
	*id = unit->unit_id;
	return RC_OK;
}

/* --- criteria -------------------------------------------------------------------------------- */

static const struct line {
	const char *label, *title, *kind, *max, *each, *checker;
} lines[] = {
	{"I", "Thực hiện nhiệm vụ chính trị, chuyên môn", "content", "60", "", NULL},
	{"1", "Nhiệm vụ trong chương trình công tác hoàn thành đúng hạn", "share", "30", "", NULL},
	{"2", "Chất lượng văn bản tham mưu, không bị trả lại", "points", "20", "", NULL},
	{"3", "Hồ sơ công việc lập trên môi trường mạng", "share", "10", "",
     "Trung tâm Thông tin - Công báo"},
	{"II", "Xây dựng Đảng, đoàn thể, cải cách hành chính, tiết kiệm", "content", "20", "", NULL},
	{"4", "Sinh hoạt chi bộ, đoàn thể đầy đủ", "points", "10", "", NULL},
	{"5", "Thực hành tiết kiệm, chấp hành nội quy", "points", "10", "",
     "Phòng Hành chính - Quản trị"},
	{"III", "Công tác thi đua, khen thưởng", "content", "20", "", NULL},
	{"6", "Đăng ký, giao ước, báo cáo đúng hạn", "points", "10", "", NULL},
	{"7", "Sáng kiến được công nhận, mỗi sáng kiến 2,5 điểm", "count", "10", "2,5", NULL},
	{"IV", "Điểm thưởng, điểm trừ", "content", "", "", NULL},
	{"a", "Tập thể, cá nhân được Bằng khen cấp tỉnh trở lên", "bonus", "6", "2", NULL},
	{"b", "Mỗi nhiệm vụ quá hạn không có lý do chính đáng", "minus", "10", "1", NULL},
	{"c", "Có người bị kỷ luật từ cảnh cáo trở lên", "exclusion", "", "", NULL},
};

static enum rc criteria(struct example_year *e, int64_t *set)
{
	struct ctx *c = e->c;
	int year = date_civil(c->today).year;
	TRY(AS(e, "vidu.thuongtruc", "criteria.create", "title",
	       "Bộ tiêu chí chấm điểm thi đua khối các phòng chuyên môn", "unit_id", num(c, e->top),
	       "scale", "100", "bonus", "5", "valid_from", arena_printf(c->mem, "01/01/%d", year).p,
	       "basis", "Hướng dẫn ví dụ số 03/HD-VP"));
	*set = e->made;
	for (int i = 0; i < COUNT(lines); i++) {
		int64_t checker = DB_NULL;
		if (lines[i].checker)
			TRY(unit_no(c, lines[i].checker, &checker));
		TRY(AS(e, "vidu.thuongtruc", "criterion.add", "set_id", num(c, *set), "label",
		       lines[i].label, "title", lines[i].title, "kind", lines[i].kind, "max", lines[i].max,
		       "each", lines[i].each, "checker_id", checker == DB_NULL ? "" : num(c, checker)));
	}
	return AS(e, "vidu.thuongtruc", "criteria.publish", "id", num(c, *set));
}

/* As it would stand in the tables: these units have no accounts. `no`: their initiatives. */
static enum rc score_sheet(struct ctx *c, int64_t sheet, int no)
{
	static const struct {
		int64_t amount, planned, self;
	} said[] = {{46000, 48000, 28750},   {18000, DB_NULL, 18000}, {97000, 100000, 9700},
	            {10000, DB_NULL, 10000}, {9500, DB_NULL, 9500},   {9000, DB_NULL, 9000},
	            {0, DB_NULL, 0},         {1000, DB_NULL, 2000},   {1000, DB_NULL, 1000},
	            {0, DB_NULL, 0}};
	struct sql_sheet_lines *rows;
	size_t n;
	TRY(sql_sheet_lines(c->db, c->mem, sheet, &rows, &n));
	for (size_t i = 0; i < n && i < COUNT(said); i++)
		TRY(sql_score_line_self(c->db, rows[i].id, i == 6 ? no * 1000 : said[i].amount,
		                        said[i].planned, i == 6 ? no * 2500 : said[i].self, STR(""), NULL));
	return sql_sheet_sums(c->db, sheet, 85950 + no * 2500, 0, 0, 10, 0, NULL);
}

static enum rc scoring(struct example_year *e, int64_t set)
{
	static const char *const names[] = {"Phòng Tổng hợp", "Phòng Kinh tế ngành", "Phòng Nội chính",
	                                    "Phòng Khoa giáo - Văn xã"};
	struct ctx *c = e->c;
	const char *ids[COUNT(names)];
	struct sql_sheet_of *sheets;
	size_t n;
	for (int i = 0; i < COUNT(names); i++) {
		int64_t id;
		TRY(unit_no(c, names[i], &id));
		ids[i] = num(c, id);
	}
	TRY(AS(e, "vidu.thuongtruc", "scoring.open", "set_id", num(c, set), "unit_id", num(c, e->top),
	       "year", num(c, date_civil(c->today).year), "bloc", "Khối các phòng chuyên môn", "due",
	       day(c, 7), "units.0.unit_id", ids[0], "units.1.unit_id", ids[1], "units.2.unit_id",
	       ids[2], "units.3.unit_id", ids[3]));
	TRY(sql_sheet_of(c->db, c->mem, e->made, &sheets, &n));
	for (size_t i = 0; i < n; i++) {
		if (sheets[i].unit_id == e->clerk_unit || i == 3)
			continue;
		TRY(score_sheet(c, sheets[i].id, (int)i));
		TRY(sql_sheet_state(c->db, sheets[i].id, STR("sent"), STR(""), c->now_ms, NULL));
	}
	return AS(e, "vidu.thuongtruc", "sheet.check", "id", num(c, sheets[1].id), "accept", "1");
}

/* --- achievements, initiatives ------------------------------------------------------------------
 */

static enum rc deeds(struct example_year *e)
{
	struct ctx *c = e->c;
	TRY(AS(e, "vidu.canbo", "deed.report", "kind", "sudden", "title",
	       "Phát hiện và ngăn rò rỉ điện ở kho lưu trữ ngoài giờ", "on", day(c, -24), "effect",
	       "Bảo vệ an toàn 1.200 mét giá tài liệu; không có thiệt hại.", "scope", "office"));
	TRY(AS(e, "vidu.truongphong", "deed.confirm", "id", num(c, e->made)));
	TRY(AS(e, "vidu.daumoi", "deed.report", "kind", "many", "title",
	       "Tham mưu 12 báo cáo đột xuất trong đợt mưa lũ", "on", day(c, -12), "effect",
	       "12 báo cáo đúng giờ; 3 đêm trực liên tục.", "scope", "province"));
	return AS(e, "vidu.daumoi", "deed.report_unit", "unit_id", num(c, e->clerk_unit), "kind",
	          "campaign", "title", "Dẫn đầu phong trào Văn phòng số", "on", day(c, -5), "effect",
	          "100% hồ sơ công việc lập trên mạng, sớm 2 tháng.", "scope", "office");
}

/* clang-format off */
#define TEXT \
	"Việc theo dõi văn bản chỉ đạo trước đây làm bằng sổ ở từng phòng " \
	"nên chậm và hay sót. Giải pháp là lập một bảng theo dõi chung, mỗi " \
	"văn bản một dòng, có hạn và người chịu trách nhiệm, tự nhắc trước " \
	"ba ngày và tổng hợp hằng tuần cho lãnh đạo."
/* clang-format on */

static enum rc initiatives(struct example_year *e)
{
	struct ctx *c = e->c;
	TRY(AS(e, "vidu.canbo", "initiative.draft", "kind", "initiative", "title",
	       "Bảng theo dõi chung văn bản chỉ đạo", "text", TEXT, "effect",
	       "Giảm 40% văn bản quá hạn; tiết kiệm 6 giờ mỗi tuần cho mỗi phòng.", "applied",
	       "Phòng Tổng hợp từ tháng 3; ba phòng khác từ tháng 6.", "share", "70",
	       "others.0.person_id", num(c, e->clerk), "others.0.share", "30"));
	const char *first = num(c, e->made);
	TRY(AS(e, "vidu.canbo", "initiative.file", "id", first));
	TRY(AS(e, "vidu.thuongtruc", "initiative.accept", "id", first));
	TRY(AS(e, "vidu.truongphong", "initiative.draft", "kind", "initiative", "title",
	       "Theo dõi văn bản chỉ đạo trên bảng chung của phòng", "text",
	       TEXT " Phòng đã làm thử trong quý III.", "effect", "Giảm văn bản quá hạn.", "applied",
	       "Phòng Tổng hợp, quý III.", "share", "100"));
	TRY(AS(e, "vidu.truongphong", "initiative.file", "id", num(c, e->made)));
	return AS(e, "vidu.daumoi", "initiative.draft", "kind", "initiative", "title",
	          "Mẫu phiếu trình rút gọn", "text", "Đang viết.", "share", "100");
}

enum rc example_examine(struct example_year *e)
{
	int64_t set;
	TRY(criteria(e, &set));
	TRY(scoring(e, set));
	TRY(deeds(e));
	return initiatives(e);
}
