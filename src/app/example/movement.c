/*
 * movement.c: the example office's year of emulation: movements, what units answered, tasks
 * halfway.
 *
 * Days are counted from today, so that some tasks are done, some late and some coming up whenever
 * the example is made. Everything is done through the operations, as people do it.
 */
#include "app/example/inner.h"

#include "app/movement/movement.h"
#include "db/sql_movement.h"
#include "db/sql_plan.h"
#include "db/sql_unit.h"

#include <inttypes.h>

static const char *day(struct ctx *c, int from_today)
{
	struct date d = {c->today.days + from_today};
	return arena_strz(c->mem, arena_str(c->mem, str_of(date_vn(d).z)));
}

static const char *in_year(struct ctx *c, int month, int day_of_month)
{
	struct date d = date_of(date_civil(c->today).year, month, day_of_month);
	return arena_strz(c->mem, arena_str(c->mem, str_of(date_vn(d).z)));
}

static const char *num(struct ctx *c, int64_t id)
{
	return arena_printf(c->mem, "%" PRId64, id).p;
}

#define AS(e, account, op, ...)                                                                    \
	example_as((e)->c, account, op, (const char *const[]){__VA_ARGS__, NULL}, &(e)->made)

/* --- movements -------------------------------------------------------------------------------- */

static enum rc upper(struct example_year *e, const char *level, const char *title,
                     const char *slogan, int64_t *id)
{
	struct ctx *c = e->c;
	TRY(AS(e, "vidu.thuongtruc", "movement.create", "title", title, "level", level, "unit_id",
	       num(c, e->top), "form", "theme", "slogan", slogan, "begins", in_year(c, 1, 1), "ends",
	       in_year(c, 12, 31)));
	*id = e->made;
	return RC_OK;
}

/* A draft from the plan of the year; its texts are then written as people write them. */
static enum rc from_plan(struct example_year *e, const char *form, const char *begins,
                         const char *ends, int64_t *id)
{
	struct ctx *c = e->c;
	TRY(AS(e, "vidu.thuongtruc", "movement.from_plan", "plan_id", num(c, e->plan), "form", form,
	       "begins", begins, "ends", ends));
	*id = e->made;
	return RC_OK;
}

static enum rc of_the_office(struct example_year *e, int64_t above, int64_t *id)
{
	struct ctx *c = e->c;
	int year = date_civil(c->today).year;
	TRY(from_plan(e, "regular", in_year(c, 1, 1), in_year(c, 12, 31), id));
	TRY(AS(
		e, "vidu.thuongtruc", "movement.edit", "id", num(c, *id), "title",
		arena_printf(c->mem, "Thi đua hoàn thành xuất sắc nhiệm vụ công tác năm %d", year).p,
		"form", "regular", "slogan", "Kỷ cương, trách nhiệm, tận tụy, phục vụ", "upper_id",
		num(c, above), "begins", in_year(c, 1, 1), "ends", in_year(c, 12, 31), "goal",
		"Hoàn thành chương trình công tác năm; văn bản trình đúng hạn, đúng thể thức; không để "
		"việc tồn đọng qua tháng.",
		"reach", "Toàn Văn phòng, gồm các phòng, ban, trung tâm và đơn vị sự nghiệp.", "subjects",
		"Tập thể các đơn vị; cán bộ, công chức, viên chức và người lao động.", "content",
		"Mỗi đơn vị chọn việc khó để nhận trách nhiệm; mỗi người đăng ký một việc cải tiến trong "
		"phần việc của mình.",
		"criteria",
		"Tỷ lệ nhiệm vụ đúng hạn; chất lượng văn bản tham mưu; số cải tiến được áp dụng; mức độ "
		"hài lòng của tổ chức, công dân.",
		"measures",
		"Giao nhiệm vụ có thước đo và hạn; họp giao ban tháng; nhắc việc chậm; chia sẻ cách làm "
		"hay.",
		"launching", "Phát động tại hội nghị công chức, viên chức và người lao động đầu năm.",
		"checking",
		"Thường trực thi đua, khen thưởng theo dõi hằng tháng; kiểm tra chéo giữa các đơn vị mỗi "
		"quý.",
		"spreading",
		"Giới thiệu gương làm việc tốt trên trang thông tin nội bộ; nhân rộng ít nhất hai cách "
		"làm trong năm.",
		"reviewing", "Sơ kết giữa năm, tổng kết tháng 12, gắn với bình xét danh hiệu."));
	return AS(e, "vidu.chanhvp", "movement.launch", "id", num(c, *id));
}

static enum rc digital(struct example_year *e, int64_t above, int64_t *id)
{
	struct ctx *c = e->c;
	TRY(from_plan(e, "theme", day(c, -120), day(c, 90), id));
	TRY(AS(e, "vidu.thuongtruc", "movement.edit", "id", num(c, *id), "title",
	       "Văn phòng số: xử lý công việc hoàn toàn trên môi trường điện tử", "form", "theme",
	       "slogan", "Mỗi việc một hồ sơ số", "upper_id", num(c, above), "begins", day(c, -120),
	       "ends", day(c, 90), "goal", "Mọi hồ sơ công việc được lập và lưu trên môi trường mạng.",
	       "reach", "Các đơn vị thuộc Văn phòng.", "subjects",
	       "Công chức, viên chức xử lý hồ sơ công việc.", "content",
	       "Số hóa hồ sơ, ký số cá nhân, khai thác dữ liệu dùng chung.", "criteria",
	       "Tỷ lệ hồ sơ lập trên hệ thống; tỷ lệ văn bản ký số.", "measures",
	       "Tập huấn theo nhóm nhỏ; tổ hỗ trợ tại chỗ của đơn vị công nghệ thông tin.", "launching",
	       "Phát động bằng văn bản gửi các đơn vị, kèm hướng dẫn.", "checking",
	       "Thống kê hằng tuần từ hệ thống, gửi trưởng đơn vị.", "spreading",
	       "Mỗi tháng một buổi chia sẻ cách làm của đơn vị dẫn đầu.", "reviewing",
	       "Sơ kết sau ba tháng, tổng kết khi kết thúc."));
	TRY(AS(e, "vidu.chanhvp", "movement.launch", "id", num(c, *id)));
	TRY(AS(e, "vidu.thuongtruc", "movement.review", "id", num(c, *id), "kind", "interim", "due",
	       day(c, -3)));
	return AS(e, "vidu.thuongtruc", "movement.review", "id", num(c, *id), "kind", "final", "due",
	          day(c, 85));
}

/* Written down, not complete yet: waits for the head. */
static enum rc next_year(struct example_year *e)
{
	struct ctx *c = e->c;
	int year = date_civil(c->today).year + 1;
	return AS(
		e, "vidu.thuongtruc", "movement.create", "title",
		arena_printf(c->mem, "Thi đua lập thành tích chào mừng các ngày lễ lớn năm %d", year).p,
		"level", "office", "unit_id", num(c, e->top), "form", "theme", "begins", day(c, 45), "ends",
		day(c, 200), "goal", "Mỗi đơn vị có ít nhất một công trình, phần việc chào mừng.", "reach",
		"Toàn Văn phòng.", "subjects", "Tập thể và cá nhân trong Văn phòng.", "content",
		"Đăng ký công trình, phần việc gắn với nhiệm vụ được giao.");
}

/* Launched today by the clock; the example says that it was so for some months. */
static enum rc date_back(struct example_year *e, int64_t movement, int days)
{
	struct ctx *c = e->c;
	return sql_example_movement_back(c->db, movement, c->now_ms - (int64_t)days * 86400000, NULL);
}

static enum rc answers(struct example_year *e, int64_t movement)
{
	struct ctx *c = e->c;
	struct sql_example_coverage *rows;
	size_t n;
	TRY(sql_example_coverage(c->db, c->mem, movement, &rows, &n));
	for (size_t i = 0; i < n; i++) {
		int64_t day_ms = (int64_t)86400000;
		int64_t opened = c->now_ms - (int64_t)(40 - (int)i) * day_ms;
		if (rows[i].unit_id == e->clerk_unit)
			TRY(AS(e, "vidu.daumoi", "movement.answer", "id", num(c, rows[i].id), "answer",
			       "Phòng đã họp triển khai, phân công từng người một việc cải tiến, báo cáo vào "
			       "ngày 25 hằng tháng."));
		else if (i % 4 != 3)
			TRY(sql_example_opened(c->db, rows[i].id, opened, i % 2 ? opened + 3 * day_ms : DB_NULL,
			                       i % 2
			                           ? STR("Đơn vị đã quán triệt và thực hiện theo kế hoạch của "
			                                 "Văn phòng.")
			                           : STR(""),
			                       NULL));
	}
	return RC_OK;
}

/* --- tasks
 * ---------------------------------------------------------------------------------------- */

static const struct example_task {
	const char *unit, *title, *kind, *measure, *planned, *in;
	int due, percent; /* days from today; 100: done */
} tasks[] = {
	{"Phòng Tổng hợp", "Chương trình công tác quý sau trình đúng hạn", "professional", "", "", "",
     5, 60},
	{"Phòng Tổng hợp", "Tỷ lệ văn bản chỉ đạo được theo dõi trên hệ thống", "digital",
     "Tỷ lệ văn bản theo dõi", "98,5", "%", 30, 40},
	{"Phòng Tổng hợp", "Báo cáo kinh tế - xã hội tháng trước", "professional", "", "", "", -12,
     100},
	{"Phòng Tổng hợp", "Rà soát quy chế làm việc của Văn phòng", "policy", "", "", "", -6, 70},
	{"Phòng Kinh tế ngành", "Thẩm tra tờ trình trước phiên họp thường kỳ", "professional",
     "Số tờ trình", "24", "tờ trình", 2, 80},
	{"Phòng Kinh tế ngành", "Đề xuất sửa cơ chế phối hợp liên ngành", "policy", "", "", "", 45, 10},
	{"Phòng Nội chính", "Kiểm tra việc thực hiện kết luận thanh tra", "professional", "", "", "",
     -1, 50},
	{"Phòng Nội chính", "Sinh hoạt chuyên đề chi bộ quý này", "party", "", "", "", -20, 100},
	{"Phòng Khoa giáo - Văn xã", "Theo dõi tiến độ trường đạt chuẩn", "professional", "", "", "",
     14, 30},
	{"Phòng Hành chính - Quản trị", "Sắp xếp kho lưu trữ, tiêu hủy hồ sơ hết hạn", "professional",
     "", "", "", -9, 20},
	{"Phòng Hành chính - Quản trị", "Văn bản đi ký số", "digital", "Tỷ lệ văn bản đi ký số", "100",
     "%", 7, 90},
	{"Trung tâm Thông tin - Công báo", "Tập huấn ký số cho cán bộ Văn phòng", "digital",
     "Số người được tập huấn", "120", "người", -30, 100},
	{"Trung tâm Thông tin - Công báo", "Sao lưu, diễn tập khôi phục dữ liệu", "digital", "", "", "",
     6, 0},
	{"Trung tâm Phục vụ hành chính công tỉnh", "Cắt giảm thời gian giải quyết thủ tục", "reform",
     "Số thủ tục được rút ngắn", "15", "thủ tục", 20, 55},
	{"Ban Tiếp công dân tỉnh", "Trả lời đơn tồn từ quý trước", "professional", "Số đơn", "37",
     "đơn", -4, 65},
	{"Nhà khách UBND tỉnh", "Phương án phục vụ hội nghị cuối năm", "professional", "", "", "", 10,
     35},
};

static enum rc report_or_end(struct example_year *e, const struct example_task *t, int64_t id)
{
	struct ctx *c = e->c;
	if (t->percent == 100)
		return AS(e, "vidu.thuongtruc", "task.done", "id", num(c, id), "on", day(c, t->due - 1),
		          "note", "Đã hoàn thành; kết quả nêu trong báo cáo tháng của đơn vị.", "without",
		          "1");
	if (t->percent == 0)
		return RC_OK;
	return AS(e, "vidu.thuongtruc", "task.report", "id", num(c, id), "percent", num(c, t->percent),
	          "note", "Theo báo cáo giao ban tuần.");
}

static enum rc add_tasks(struct example_year *e, int64_t year, int64_t digital_one)
{
	struct ctx *c = e->c;
	for (int i = 0; i < COUNT(tasks); i++) {
		const struct example_task *t = &tasks[i];
		struct sql_unit_by_name_on *unit;
		size_t n;
		bool theme = strcmp(t->kind, "digital") == 0;
		TRY(sql_unit_by_name_on(c->db, c->mem, str_of(t->unit), c->today, &unit, &n));
		BUG_ON(n != 1);
		TRY(AS(e, "vidu.thuongtruc", "task.create", "title", t->title, "kind", t->kind, "unit_id",
		       num(c, unit->unit_id), "movement_id", num(c, theme ? digital_one : year), "measure",
		       t->measure, "planned", t->planned, "measured_in", t->in, "due", day(c, t->due),
		       "past", t->due < 0 ? "Giao từ đầu năm theo kế hoạch" : ""));
		int64_t id = e->made;
		if (unit->unit_id == e->clerk_unit && t->percent < 100)
			TRY(AS(e, "vidu.truongphong", "task.assign", "id", num(c, id), "person_id",
			       num(c, i % 2 ? e->clerk : e->member)));
		TRY(report_or_end(e, t, id));
	}
	return RC_OK;
}

/* What the plan charges one unit with, as tasks of the year's movement. */
static enum rc planned_tasks(struct example_year *e, int64_t year)
{
	enum { ROWS_MAX = 8, HEAD = 6, EACH = 8 };
	struct ctx *c = e->c;
	struct sql_plan_tasks_of *rows;
	const char *pairs[HEAD + ROWS_MAX * EACH + 1] = {"plan_id",    num(c, e->plan), "movement_id",
	                                                 num(c, year), "due",           day(c, 30)};
	size_t n;
	int given = 0;
	TRY(sql_plan_tasks_of(c->db, c->mem, e->plan, &rows, &n));
	for (size_t i = 0; i < n && given < ROWS_MAX; i++) {
		const char **at = pairs + HEAD + given * EACH;
		if (rows[i].unit_id == DB_NULL)
			continue;
		at[0] = arena_printf(c->mem, "rows.%d.plan_task_id", given).p;
		at[1] = num(c, rows[i].id);
		at[2] = arena_printf(c->mem, "rows.%d.title", given).p;
		at[3] = arena_strz(c->mem, rows[i].text);
		at[4] = arena_printf(c->mem, "rows.%d.kind", given).p;
		at[5] = arena_strz(c->mem, rows[i].kind);
		at[6] = arena_printf(c->mem, "rows.%d.unit_id", given).p;
		at[7] = num(c, rows[i].unit_id);
		given++;
	}
	return example_as(c, "vidu.thuongtruc", "task.from_plan", pairs, NULL);
}

enum rc example_movements(struct example_year *e)
{
	int64_t nation, province, year, theme;
	TRY(upper(e, "nation", "Cả nước thi đua đổi mới sáng tạo và chuyển đổi số",
	          "Đổi mới để phát triển", &nation));
	TRY(upper(e, "province", "Lào Cai chung sức hoàn thành mục tiêu phát triển",
	          "Đoàn kết, kỷ cương, sáng tạo", &province));
	TRY(of_the_office(e, province, &year));
	TRY(digital(e, nation, &theme));
	/* In the third week of January, if that has been. */
	int since = e->c->today.days - date_of(date_civil(e->c->today).year, 1, 20).days;
	TRY(date_back(e, year, since > 0 ? since : 0));
	TRY(date_back(e, theme, 115));
	TRY(next_year(e));
	TRY(answers(e, year));
	TRY(planned_tasks(e, year));
	return add_tasks(e, year, theme);
}
