/* public.c: the example office shows itself: everything is published, two exemplars on their way,
 * the public is asked. */
#include "app/example/inner.h"

#include "db/sql_op.h"

#include <inttypes.h>

#define AS(e, account, op, ...)                                                                    \
	example_as((e)->c, account, op, (const char *const[]){__VA_ARGS__, NULL}, &(e)->made)

static const char *num(struct ctx *c, int64_t id)
{
	return arena_printf(c->mem, "%" PRId64, id).p;
}

/* clang-format off */
static const char archive[] =
	"Đêm mưa lớn cuối tháng, nước tràn vào kho lưu trữ tầng hầm. Chị ở lại đến sáng, cùng hai "
	"người bảo vệ chuyển 240 hộp hồ sơ lên tầng hai; không hộp nào ướt.\n\n"
	"Từ hôm ấy phòng có lịch trực mưa bão và một bảng kê hộp nào phải chuyển trước. Việc nhỏ ấy "
	"nay bốn phòng khác làm theo.";
static const char digest[] =
	"Trước đây mỗi tuần một chuyên viên mất gần hai buổi để gom tiến độ văn bản chỉ đạo từ các "
	"phòng. Phòng lập một bảng chung, mỗi văn bản một dòng, có hạn và người chịu trách nhiệm; ai "
	"xong thì tự đánh dấu.\n\n"
	"Sau ba tháng, số văn bản quá hạn giảm từ 31 xuống 6, báo cáo tuần chỉ còn một trang.";
/* clang-format on */

static enum rc publish(struct example_year *e, int64_t id)
{
	TRY(AS(e, "vidu.thuongtruc", "exemplar.choose", "id", num(e->c, id), "_version", "any"));
	TRY(AS(e, "vidu.chanhvp", "exemplar.approve", "id", num(e->c, id), "_version", "any"));
	return AS(e, "vidu.thuongtruc", "exemplar.publish", "id", num(e->c, id), "consent",
	          "Đồng ý bằng tin nhắn gửi thường trực", "_version", "any");
}

static enum rc exemplars(struct example_year *e, int64_t *person)
{
	struct ctx *c = e->c;
	struct civil now = date_civil(c->today);
	/* Last month's: this month's are still to come. */
	const char *year = num(c, now.month > 1 ? now.year : now.year - 1),
			   *month = num(c, now.month > 1 ? now.month - 1 : 12);
	TRY(AS(e, "vidu.truongphong", "exemplar.propose", "person_id", num(c, e->clerk), "year", year,
	       "month", month, "title", "Người giữ kho hồ sơ trong đêm mưa", "story", archive));
	*person = e->made;
	TRY(publish(e, *person));
	TRY(AS(e, "vidu.truongphong", "exemplar.note", "id", num(c, *person), "on",
	       arena_strz(c->mem, str_of(date_vn(c->today).z)), "text",
	       "Lịch trực mưa bão được áp dụng ở cả năm phòng của tầng một.", "shown", "1", "_version",
	       "any"));
	TRY(AS(e, "vidu.daumoi", "exemplar.propose", "unit_id", num(c, e->clerk_unit), "year", year,
	       "month", month, "title", "Một bảng chung thay bảy sổ theo dõi", "story", digest));
	return publish(e, e->made);
}

enum rc example_public(struct example_year *e)
{
	static const char *const on[] = {"public.movements", "public.honours", "public.exemplars",
	                                 "public.comments", "public.decisions"};
	int64_t person;
	for (int i = 0; i < COUNT(on); i++)
		TRY(sql_setting_put(e->c->db, str_of(on[i]), STR("1"), e->c->now_ms, NULL));
	TRY(exemplars(e, &person));
	return AS(e, "vidu.thuongtruc", "comment_period.open", "title",
	          "Ý kiến về điển hình tiên tiến của tháng", "unit_id", num(e->c, e->top), "about",
	          "Cơ quan dự kiến giới thiệu điển hình này với Cụm thi đua. Xin cho biết việc nêu ở "
	          "đây có đúng không, còn điều gì cần biết thêm.",
	          "exemplars.0.exemplar_id", num(e->c, person));
}
