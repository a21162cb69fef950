/*
 * dossier.c: the example office proposes for this year: dossiers of its rooms in each state, and a
 * sudden achievement by the simplified procedure. Last year's round has ended; what came of it
 * stands in the ledger.
 */
#include "app/example/inner.h"

#include "db/sql_dossier.h"
#include "db/sql_unit.h"

#include <inttypes.h>

#define AS(e, account, op, ...)                                                                    \
	example_as((e)->c, account, op, (const char *const[]){__VA_ARGS__, NULL}, &(e)->made)
#define OFFICE "vidu.thuongtruc"

static const char *num(struct ctx *c, int64_t id)
{
	return arena_printf(c->mem, "%" PRId64, id).p;
}

static const char *day(struct ctx *c, int from_today)
{
	struct date d = {c->today.days + from_today};
	return arena_strz(c->mem, arena_str(c->mem, str_of(date_vn(d).z)));
}

static enum rc unit_of(struct ctx *c, const char *name, const char **id)
{
	struct sql_unit_by_name_on *unit;
	size_t n;
	TRY(sql_unit_by_name_on(c->db, c->mem, str_of(name), c->today, &unit, &n));
	BUG_ON(n != 1);
	*id = num(c, unit->unit_id);
	return RC_OK;
}

static enum rc open_round(struct example_year *e, int year, int due, int64_t *id)
{
	struct ctx *c = e->c;
	TRY(AS(e, OFFICE, "award_round.open", "title",
	       arena_printf(c->mem, "Xét khen thưởng công trạng năm %d", year).p, "type", "merit",
	       "year", num(c, year), "unit_id", num(c, e->top), "due", day(c, due), "note",
	       "Mỗi đơn vị một hồ sơ: tờ trình, biên bản họp bình xét, báo cáo thành tích. Đơn vị "
	       "không đề nghị ai thì báo ở trang của đợt."));
	*id = e->made;
	return RC_OK;
}

/* Entered for a room that has no account here, with everybody who may be eligible. */
static enum rc entered(struct example_year *e, int64_t round, const char *unit_name)
{
	struct ctx *c = e->c;
	const char *unit;
	TRY(unit_of(c, unit_name, &unit));
	TRY(AS(e, OFFICE, "dossier.enter", "round_id", num(c, round), "unit_id", unit, "title",
	       arena_printf(c->mem, "Đề nghị khen thưởng của %s", unit_name).p, "basis",
	       "Theo kết quả họp bình xét của đơn vị.", "sign", "01/TTr"));
	int64_t id = e->made;
	TRY(AS(e, OFFICE, "dossier.pick", "id", num(c, id), "code", "LDTT", "unknown", "1"));
	e->made = id;
	return RC_OK;
}

static enum rc this_year(struct example_year *e, int year)
{
	struct ctx *c = e->c;
	int64_t round;
	const char *unit;
	TRY(open_round(e, year, 14, &round));
	TRY(entered(e, round, "Phòng Nội chính"));
	TRY(entered(e, round, "Phòng Khoa giáo - Văn xã"));
	TRY(AS(e, OFFICE, "dossier.send_for", "id", num(c, e->made)));
	TRY(entered(e, round, "Phòng Xây dựng - Đô thị"));
	const char *id = num(c, e->made);
	TRY(AS(e, OFFICE, "dossier.send_for", "id", id));
	TRY(AS(e, OFFICE, "dossier.return", "id", id, "reason",
	       "Thiếu biên bản họp bình xét của đơn vị."));
	TRY(entered(e, round, "Phòng Kinh tế ngành"));
	id = num(c, e->made);
	TRY(AS(e, OFFICE, "dossier.send_for", "id", id));
	TRY(AS(e, OFFICE, "dossier.receive", "id", id));
	TRY(AS(e, OFFICE, "appraisal.assign", "id", id, "rooms.0.unit_id", num(c, e->clerk_unit),
	       "rooms.0.topic", "Mức độ hoàn thành nhiệm vụ trong năm", "due", day(c, 5)));
	TRY(unit_of(c, "Ban Tiếp công dân tỉnh", &unit));
	TRY(AS(e, OFFICE, "award_round.nobody", "round_id", num(c, round), "unit_id", unit, "why",
	       "Đơn vị đề nghị trong đợt chuyên đề, không đề nghị ở đợt này."));
	TRY(AS(e, "vidu.daumoi", "dossier.new", "round_id", num(c, round), "unit_id",
	       num(c, e->clerk_unit), "title", "Đề nghị khen thưởng của Phòng Tổng hợp"));
	return AS(e, "vidu.daumoi", "nominee.add", "dossier_id", num(c, e->made), "unit_id",
	          num(c, e->clerk_unit), "code", "TTLDXS", "summary",
	          "Tham mưu chương trình công tác, tổng hợp, điều phối công việc của Văn phòng.");
}

static enum rc last_year(struct example_year *e, int year)
{
	struct ctx *c = e->c;
	int64_t at = c->now_ms - (int64_t)(c->today.days - date_of(year, 11, 1).days) * 86400000, round;
	TRY(open_round(e, year, 0, &round));
	TRY(AS(e, OFFICE, "award_round.close", "id", num(c, round)));
	return sql_example_award_round_back(c->db, round, date_of(year, 12, 5), at, NULL);
}

enum rc example_dossiers(struct example_year *e)
{
	int year = date_civil(e->c->today).year;
	TRY(last_year(e, year - 1));
	return this_year(e, year);
}
