/*
 * halfway.c: what happened in the middle of the year besides the awards: the movement was reviewed
 * with a report, the province answered, an exemplar was shown with a picture, a stranger said
 * something and was answered.
 */
#include "app/example/inner.h"

#include "app/paper/paper.h"
#include "db/sql_comment.h"
#include "db/sql_movement.h"
#include "op/gate.h"

#include <inttypes.h>

#define OFFICE "vidu.thuongtruc"

static const char *num(struct ctx *c, int64_t id)
{
	return arena_printf(c->mem, "%" PRId64, id).p;
}

static enum rc step(struct ctx *c, const char *account, const char *op, const char *const pairs[],
                    const char *field, const char *name, struct str bytes, struct out *out)
{
	struct http_part part = {.is_file = true,
	                         .filename = str_of(name ? name : ""),
	                         .fd = -1,
	                         .value = bytes,
	                         .size = (int64_t)bytes.n};
	return example_step(c, account, op, pairs, field, name ? &part : NULL, out);
}
#define DO(account, op, out, ...)                                                                  \
	TRY(step(c, account, op, (const char *const[]){__VA_ARGS__, NULL}, NULL, NULL, STR(""), out))

/* --- sơ kết -------------------------------------------------------------------------------------
 */

/* The report is written from what is stored, and goes with the record of the meeting. */
enum rc example_review(struct ctx *c, int64_t top)
{
	struct sql_example_movement year;
	struct out out;
	struct buf pdf;
	enum rc rc = sql_example_movement(c->db, c->mem, &year);
	if (rc != RC_OK)
		return rc;
	DO(OFFICE, "writing.new", &out, "kind", "bao-cao-so-ket", "unit_id", num(c, top), "from",
	   "2026", "to", "2026", "title",
	   "Báo cáo sơ kết công tác thi đua, khen thưởng 6 tháng đầu năm 2026");
	int64_t paper = out.id;
	DO(OFFICE, "writing.finish", &out, "id", num(c, paper), "reason", "Số, ngày ghi khi ban hành");
	DO(OFFICE, "movement.review", &out, "id", num(c, year.id), "kind", "interim", "due",
	   "10/07/2026");
	const char *review = num(c, out.id);
	buf_init(&pdf, (size_t)8 << 20);
	rc = paper_write(c, paper, STR("pdf"), &pdf);
	if (rc == RC_OK)
		rc = step(
			c, OFFICE, "review.hold",
			(const char *const[]){
				"id", review, "on", "10/07/2026", "result",
				"Các phòng, đơn vị đã triển khai phong trào từ tháng 1; việc có thước đo và hạn "
				"giúp giảm văn bản quá hạn. Tặng Giấy khen các trường hợp tiêu biểu, trình tặng "
				"Bằng khen. Tồn tại: còn đơn vị trả lời chậm, bản ghi sáng kiến chưa đủ hiệu "
				"quả bằng số. Sáu tháng cuối năm: kiểm tra chéo mỗi quý, nhân rộng hai cách làm "
				"hay.",
				NULL},
			"report", "bao-cao-so-ket.pdf", buf_view(&pdf), &out);
	buf_release(&pdf);
	return rc;
}

/* --- the province --------------------------------------------------------------------------------
 */

enum rc example_answer(struct ctx *c, int64_t submission)
{
	struct out out;
	DO(OFFICE, "submission.answer", &out, "id", num(c, submission), "outcome", "awarded", "sign",
	   "1520/QĐ-UBND", "dated", "24/07/2026", "issuer", "Chủ tịch Ủy ban nhân dân tỉnh Lào Cai");
	return RC_OK;
}

/* --- an exemplar with a picture
 * --------------------------------------------------------------------- */

/* A drawing, not a photograph of anybody: shelves of boxes, the lowest one empty. */
#define WIDTH 320
#define HEIGHT 200
static const uint8_t palette[][3] = {
	{222, 230, 236}, {186, 143, 90}, {201, 160, 104}, {246, 243, 232}, {92, 77, 66}};

static uint8_t pixel(int x, int y)
{
	int shelf = y / 50, in = y % 50, box = (x - 10) / 33, across = (x - 10) % 33;
	if (x < 10 || x >= WIDTH - 13)
		return 0;
	if (in >= 45)
		return 4; /* the board */
	if (shelf == 3 || in < 12 || across >= 29)
		return 0;
	if (in >= 20 && in < 29 && across >= 7 && across < 23)
		return 3; /* its label */
	return (box + shelf) % 2 ? 2 : 1;
}

static uint32_t crc_of(const char *p, size_t n)
{
	uint32_t crc = ~0u;
	for (size_t i = 0; i < n; i++) {
		crc ^= (uint8_t)p[i];
		for (int k = 0; k < 8; k++)
			crc = crc >> 1 ^ (0xEDB88320u & -(crc & 1));
	}
	return ~crc;
}

static void big(struct buf *b, uint32_t v)
{
	const char bytes[] = {(char)(v >> 24), (char)(v >> 16), (char)(v >> 8), (char)v};
	buf_add(b, bytes, sizeof bytes);
}

static void chunk(struct buf *png, const char *type, struct str data)
{
	struct buf whole;
	buf_init(&whole, (size_t)1 << 20);
	buf_z(&whole, type);
	buf_str(&whole, data);
	big(png, (uint32_t)data.n);
	buf_str(png, buf_view(&whole));
	big(png, crc_of(buf_view(&whole).p, buf_view(&whole).n));
	buf_release(&whole);
}

/* PNG (ISO/IEC 15948) with a palette; its lines in stored blocks, one each. */
static void draw(struct buf *png)
{
	static const char head[] = {0, 0, 1, 64, 0, 0, 0, (char)HEIGHT, 8, 3, 0, 0, 0};
	_Static_assert(WIDTH == 320 && HEIGHT < 256, "as in the header");
	uint32_t a = 1, sum = 0; /* Adler-32 */
	struct buf lines;
	buf_init(&lines, (size_t)1 << 20);
	buf_add(&lines, "\x78\x01", 2);
	for (int y = 0; y < HEIGHT; y++) {
		char line[1 + WIDTH] = {0};
		const uint16_t n = sizeof line, not_n = (uint16_t)~n;
		const char block[] = {y == HEIGHT - 1, (char)n, (char)(n >> 8), (char)not_n,
		                      (char)(not_n >> 8)};
		for (int x = 0; x < WIDTH; x++)
			line[1 + x] = (char)pixel(x, y);
		for (size_t i = 0; i < sizeof line; i++) {
			a = (a + (uint8_t)line[i]) % 65521;
			sum = (sum + a) % 65521;
		}
		buf_add(&lines, block, sizeof block);
		buf_add(&lines, line, sizeof line);
	}
	big(&lines, sum << 16 | a);
	buf_add(png, "\x89PNG\r\n\x1a\n", 8);
	chunk(png, "IHDR", (struct str){.p = head, .n = sizeof head});
	chunk(png, "PLTE", (struct str){.p = (const char *)palette, .n = sizeof palette});
	chunk(png, "IDAT", buf_view(&lines));
	chunk(png, "IEND", STR(""));
	buf_release(&lines);
}

/* clang-format off */
static const char story[] =
	"Tháng bảy, phòng nhận 31 hộp kết luận thanh tra còn trên giấy. Chị chia cho năm người, mỗi "
	"người sáu hộp; mỗi chiều cùng nhau đối chiếu mười bản.\n\n"
	"Sau sáu tuần, 1.200 hồ sơ tìm được trong một phút. Ba phòng khác đã xin mẫu bảng kê về dùng.";
/* clang-format on */

enum rc example_picture(struct ctx *c, int64_t unit)
{
	struct out out;
	struct buf png;
	buf_init(&png, (size_t)1 << 20);
	draw(&png);
	enum rc rc = buf_check(&png, c->err);
	if (rc == RC_OK)
		rc = step(c, "vidu.daumoi", "exemplar.propose",
		          (const char *const[]){"unit_id", num(c, unit), "year", "2026", "month", "7",
		                                "title", "Sáu tuần đưa 1.200 hồ sơ giấy lên mạng", "story",
		                                story, "caption",
		                                "Kho lưu trữ sau khi số hóa (hình vẽ minh họa)", NULL},
		          "picture", "kho-luu-tru.png", buf_view(&png), &out);
	buf_release(&png);
	TRY(rc);
	const char *id = num(c, out.id);
	DO(OFFICE, "exemplar.choose", &out, "id", id);
	DO("vidu.chanhvp", "exemplar.approve", &out, "id", id);
	DO(OFFICE, "exemplar.publish", &out, "id", id, "consent", "Đồng ý bằng văn bản ngày 14/8/2026");
	return RC_OK;
}

/* --- a stranger
 * ------------------------------------------------------------------------------------- */

enum rc example_voice(struct ctx *c)
{
	struct sql_example_period period;
	struct sql_example_comment said;
	struct out out;
	enum rc rc = sql_example_period(c->db, c->mem, &period);
	if (rc != RC_OK)
		return rc;
	DO(NULL, "public.comment", &out, "period", num(c, period.id), "text",
	   "Tôi đến lấy hồ sơ sau hôm ngập vẫn nhận đúng hẹn. Xin hỏi lịch trực mưa bão có dán ở nơi "
	   "tiếp dân không?",
	   "author", "Một người dân phường Sa Pa");
	TRY(sql_example_comment(c->db, c->mem, period.id, &said));
	const char *id = num(c, said.id);
	DO(OFFICE, "comment.answer", &out, "id", id, "answer",
	   "Cảm ơn ông/bà. Từ tháng này lịch trực được dán ở cửa nơi tiếp công dân và trên trang thông "
	   "tin của Văn phòng.");
	DO(OFFICE, "comment.show", &out, "id", id);
	return RC_OK;
}
