/* words.c: the words of records: what codes are called, and what rows have in common. */
#include "app/org/org.h"
#include "app/record/record.h"
#include "db/sql_person.h"

const struct choice rating_levels[] = {{"HTXSNV", "Hoàn thành xuất sắc nhiệm vụ"},
                                       {"HTTNV", "Hoàn thành tốt nhiệm vụ"},
                                       {"HTNV", "Hoàn thành nhiệm vụ"},
                                       {"KHTNV", "Không hoàn thành nhiệm vụ"},
                                       {0}};
const struct choice discipline_forms[] = {{"reprimand", "Khiển trách"},
                                          {"warning", "Cảnh cáo"},
                                          {"lower_pay", "Hạ bậc lương"},
                                          {"demotion", "Giáng chức"},
                                          {"removal", "Cách chức"},
                                          {"dismissal", "Buộc thôi việc"},
                                          {0}};
const struct choice hold_kinds[] = {
	{"discipline", "Đang xem xét kỷ luật"},
	{"inspection", "Đang điều tra, thanh tra, kiểm tra có dấu hiệu vi phạm"},
	{"complaint", "Có khiếu nại, tố cáo chưa giải quyết xong"},
	{"press", "Báo chí nêu về tham nhũng, tiêu cực, đang xác minh"},
	{0}};
const struct choice initiative_kinds[] = {
	{"initiative", "Sáng kiến"}, {"study", "Đề tài, đề án, công trình"}, {0}};
const struct choice initiative_scopes[] = {
	{"office", "Cơ sở"}, {"province", "Tỉnh"}, {"nation", "Toàn quốc"}, {0}};
const struct choice award_codes[] = {{"LDTT", "Lao động tiên tiến"},
                                     {"CSTDCS", "Chiến sĩ thi đua cơ sở"},
                                     {"CSTDT", "Chiến sĩ thi đua cấp tỉnh"},
                                     {"CSTDTQ", "Chiến sĩ thi đua toàn quốc"},
                                     {"TTLDTT", "Tập thể lao động tiên tiến"},
                                     {"TTLDXS", "Tập thể lao động xuất sắc"},
                                     {"CTDT", "Cờ thi đua của UBND tỉnh"},
                                     {"CTDCP", "Cờ thi đua của Chính phủ"},
                                     {"GK", "Giấy khen"},
                                     {"BKT", "Bằng khen của Chủ tịch UBND tỉnh"},
                                     {"BKTTG", "Bằng khen của Thủ tướng Chính phủ"},
                                     {"HCLD3", "Huân chương Lao động hạng Ba"},
                                     {"HCLD2", "Huân chương Lao động hạng Nhì"},
                                     {"HCLD1", "Huân chương Lao động hạng Nhất"},
                                     {"KNC", "Kỷ niệm chương"},
                                     {"CSTDB", "Chiến sĩ thi đua cấp bộ, ban, ngành"},
                                     {"XTB", "Xã, phường, đặc khu tiêu biểu"},
                                     {"TVH", "Thôn, tổ dân phố văn hóa"},
                                     {"GDVH", "Gia đình văn hóa"},
                                     {"KHAC", "Khác (ghi tên)"},
                                     {0}};
const struct choice award_types[] = {{"merit", "Công trạng"},
                                     {"sudden", "Đột xuất"},
                                     {"theme", "Phong trào, chuyên đề"},
                                     {"service", "Quá trình cống hiến"},
                                     {"tenure", "Niên hạn"},
                                     {"foreign", "Đối ngoại"},
                                     {0}};
const struct choice award_levels[] = {{"office", "Cơ quan, đơn vị"},
                                      {"province", "Tỉnh"},
                                      {"ministry", "Bộ, ban, ngành"},
                                      {"nation", "Nhà nước"},
                                      {0}};
const struct choice record_subjects[] = {
	{"person", "Cá nhân"}, {"unit", "Tập thể"}, {"household", "Hộ gia đình"}, {0}};

bool award_is_title(struct str code)
{
	static const char *const titles[] = {"LDTT", "CSTDCS", "CSTDT", "CSTDTQ", "TTLDTT", "TTLDXS",
	                                     "CTDT", "CTDCP",  "CSTDB", "XTB",    "TVH",    "GDVH"};
	for (int i = 0; i < COUNT(titles); i++)
		if (str_eqz(code, titles[i]))
			return true;
	return false;
}

enum rc record_subject(struct ctx *c, int64_t person_id, int64_t unit_id, struct subject *out)
{
	struct sql_person_get person;
	*out = (struct subject){.kind = person_id != DB_NULL ? "person" : "unit",
	                        .person_id = person_id,
	                        .unit_id = unit_id,
	                        .unmatched_id = DB_NULL};
	if (person_id == DB_NULL)
		return unit_id != DB_NULL
		           ? RC_OK
		           : err_field(c->err, "person_id",
		                       "Xin chọn một người; với tập thể thì chỉ chọn đơn vị.");
	TRY(sql_person_get(c->db, c->mem, person_id, &person));
	if (str_eqz(person.state, "merged") || str_eqz(person.state, "erased"))
		return err_field(c->err, "person_id",
		                 "Hồ sơ này đã được gộp hoặc đã xóa. Xin chọn hồ sơ còn dùng.");
	if (unit_id == DB_NULL)
		out->unit_id = person.unit_id;
	return RC_OK;
}

enum rc record_year_ok(struct ctx *c, int64_t year)
{
	int now = date_civil(c->today).year;
	if (year < 1945 || year > now)
		return err_field(c->err, "year", "Năm phải từ 1945 đến %d.", now);
	return RC_OK;
}

enum rc record_paper_ok(struct ctx *c, const struct paper *p)
{
	if (!date_is_none(p->dated) && p->dated.days > c->today.days)
		return err_field(c->err, "dated", "Quyết định không thể ký ngày %s, sau hôm nay.",
		                 date_vn(p->dated).z);
	return RC_OK;
}
