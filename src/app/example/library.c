/*
 * library.c: the example's library in use: reading half done, guidance drafted and issued,
 * training held and planned. Days count from the day on which the example is made.
 */
#include "app/library/library.h"
#include "app/example/inner.h"
#include "db/sql_reading.h"

#include <inttypes.h>

#define DO(id, account, op, ...)                                                                   \
	TRY(example_as(c, account, op, (const char *const[]){__VA_ARGS__, NULL}, id))

static const char *num(struct ctx *c, int64_t n)
{
	return arena_printf(c->mem, "%" PRId64, n).p;
}

static const char *day(struct ctx *c, int after)
{
	return arena_str(c->mem, str_of(date_vn((struct date){.days = c->today.days + after}).z)).p;
}

static enum rc document(struct ctx *c, const char *sign, const char **id)
{
	struct library_found found;
	struct library_cited cited = {.sign = str_of(sign), .date = DATE_NONE, .on = DATE_NONE};
	TRY(library_find(c, &cited, &found));
	*id = num(c, found.id);
	return found.id != DB_NULL ? RC_OK
	                           : err_detail(c->err, RC_BUG, "example: no %s in the library", sign);
}

/* Three in five have opened it, two of them say that they have read it. */
static enum rc half_read(struct ctx *c, int64_t reading)
{
	struct sql_reader_ids *rows;
	size_t n;
	int64_t hour = (int64_t)3600 * 1000;
	TRY(sql_reader_ids(c->db, c->mem, reading, &rows, &n));
	for (size_t i = 0; i < n; i++) {
		if (i % 5 < 3)
			TRY(sql_reader_opened(c->db, rows[i].id, c->now_ms - hour, NULL));
		if (i % 5 < 2)
			TRY(sql_reader_acknowledge(c->db, rows[i].id, c->now_ms - hour / 2, NULL));
	}
	return RC_OK;
}

static enum rc readings(struct ctx *c, const char *top, const char *room)
{
	const char *decree, *directive;
	int64_t id;
	TRY(document(c, "152/2025/NĐ-CP", &decree));
	TRY(document(c, "41-CT/TW", &directive));
	DO(&id, "vidu.thuongtruc", "reading.assign", "document_id", decree, "unit_id", top, "due",
	   day(c, 14), "ask", "Nắm vững điều kiện, hồ sơ, thời hạn trước khi bình xét cuối năm.");
	TRY(half_read(c, id));
	DO(NULL, "vidu.truongphong", "reading.assign", "document_id", directive, "unit_id", room, "due",
	   day(c, 7), "ask", "Chuẩn bị ý kiến cho buổi sinh hoạt phòng.");
	return RC_OK;
}

static enum rc guidance(struct ctx *c)
{
	int64_t id;
	DO(&id, "vidu.thuongtruc", "guidance.add", "type", "HD", "title",
	   "đăng ký thi đua và đăng ký sáng kiến (ví dụ)", "note",
	   "Cách đăng ký của cá nhân, tập thể; đăng ký là việc quản lý, không phải điều kiện xét.");
	DO(NULL, "vidu.vanthu", "guidance.issue", "id", num(c, id), "sign", "15/HD-VP", "signed_on",
	   day(c, -60));
	DO(NULL, "vidu.thuongtruc", "guidance.add", "type", "HD", "title",
	   "tự chấm điểm thi đua cuối năm (ví dụ)", "note", "Dự thảo, đang lấy ý kiến các phòng.");
	return RC_OK;
}

static enum rc held(struct ctx *c, const char *topic, const char *top)
{
	int64_t id;
	DO(&id, "vidu.thuongtruc", "training.add", "topic_id", topic, "title",
	   "Nghiệp vụ thi đua, khen thưởng cho đầu mối và trưởng đơn vị", "held_on", day(c, -40),
	   "place", "Phòng họp số 2", "half_hours", "7", "trainer", "Sở Nội vụ (ví dụ)", "unit_id",
	   top);
	DO(NULL, "vidu.thuongtruc", "training.invite", "id", num(c, id), "unit_id", top, "role",
	   "unit_clerk");
	DO(NULL, "vidu.thuongtruc", "training.invite", "id", num(c, id), "unit_id", top, "role",
	   "unit_head");
	DO(NULL, "vidu.thuongtruc", "training.attend", "id", num(c, id), "everyone", "1", "away",
	   "Bùi Xuân Trường");
	return RC_OK;
}

static enum rc trainings(struct ctx *c, const char *top, const char *room)
{
	const char *law;
	int64_t yearly, now, id;
	TRY(document(c, "06/2026/QH16", &law));
	DO(&yearly, "vidu.thuongtruc", "topic.add", "name", "Nghiệp vụ thi đua, khen thưởng");
	DO(&now, "vidu.thuongtruc", "topic.add", "name", "Điểm mới của luật từ 01/10/2026");
	DO(NULL, "vidu.thuongtruc", "need.add", "topic_id", num(c, yearly), "role", "unit_head",
	   "years", "1", "basis", "Kế hoạch năm, mục II.4");
	DO(NULL, "vidu.thuongtruc", "need.add", "topic_id", num(c, yearly), "role", "unit_clerk",
	   "years", "1", "basis", "Kế hoạch năm, mục II.4");
	DO(NULL, "vidu.thuongtruc", "need.add", "topic_id", num(c, now), "unit_id", room, "years", "0",
	   "basis", "Luật 06/2026/QH16");
	TRY(held(c, num(c, yearly), top));
	DO(&id, "vidu.thuongtruc", "training.add", "topic_id", num(c, now), "title",
	   "Điểm mới của luật và cách chuyển tiếp hồ sơ", "held_on", day(c, 10), "place",
	   "Hội trường tầng 3", "half_hours", "4", "trainer", "Thường trực thi đua, khen thưởng",
	   "unit_id", top);
	DO(NULL, "vidu.thuongtruc", "training.material", "id", num(c, id), "document_id", law);
	DO(NULL, "vidu.thuongtruc", "training.invite", "id", num(c, id), "unit_id", room);
	return RC_OK;
}

enum rc example_library(struct ctx *c, int64_t top, int64_t room)
{
	TRY(readings(c, num(c, top), num(c, room)));
	TRY(guidance(c));
	return trainings(c, num(c, top), num(c, room));
}
