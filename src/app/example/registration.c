/*
 * registration.c: the example office has registered for this year and is registering for the next;
 * a pact of its rooms waits for some signatures.
 */
#include "app/example/inner.h"

#include "app/record/record.h"
#include "db/sql_law.h"
#include "db/sql_person.h"
#include "db/sql_registration.h"
#include "db/sql_unit.h"
#include "op/decode.h"

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

static const struct target {
	const char *what, *in;
	int64_t milli;
} of_units[] = {{"Nhiệm vụ được giao hoàn thành đúng hạn", "%", 98000},
                {"Hồ sơ công việc lập trên môi trường mạng", "%", 100000},
                {"Cải tiến, sáng kiến được áp dụng", "sáng kiến", 3000},
                {"Người được tập huấn nghiệp vụ", "lượt người", 12000}},
  of_people[] = {{"Văn bản tham mưu trình đúng hạn", "%", 97500},
                 {"Cải tiến trong phần việc được giao", "việc", 1000}};

/* As it would stand in the tables: most of those who act here have no account. */
static enum rc put(struct ctx *c, int64_t round, const char *kind, int64_t person, int64_t unit,
                   const char *const codes[], const char *state, bool head, int64_t *id)
{
	bool of_unit = person == DB_NULL;
	const struct target *t = of_unit ? of_units : of_people;
	int count = of_unit ? COUNT(of_units) : COUNT(of_people);
	struct str words = STR("");
	for (int i = 0; codes[i]; i++)
		words = arena_printf(c->mem, "%.*s%s%.*s", STR_ARG(words), i ? "; " : "",
		                     STR_ARG(choice_label(award_codes, str_of(codes[i]))));
	TRY(sql_registration_add(c->db, round, str_of(kind), person, unit,
	                         of_unit
	                             ? STR("Giao việc có thước đo và hạn; họp kiểm điểm hằng tháng.")
	                             : STR("Chủ động nhận việc khó; lập hồ sơ đầy đủ."),
	                         words, STR(""), DB_NULL, c->now_ms, id));
	for (int i = 0; codes[i]; i++)
		TRY(sql_registration_title_add(c->db, *id, str_of(codes[i]), NULL));
	for (int i = 0; i < count; i++)
		TRY(sql_registration_target_add(c->db, *id, str_of(t[i].what), t[i].milli, str_of(t[i].in),
		                                NULL));
	if (strcmp(state, "draft") == 0)
		return RC_OK;
	TRY(sql_registration_sent(c->db, *id, head ? STR("head") : STR("office"), c->today, NULL));
	TRY(sql_registration_step_add(c->db, *id, STR("sent"), STR(""), DB_NULL, c->now_ms, NULL));
	if (strcmp(state, "sent") == 0)
		return RC_OK;
	TRY(sql_registration_state(c->db, *id, str_of(state), STR(""), NULL));
	return sql_registration_step_add(c->db, *id, str_of(state), STR(""), DB_NULL, c->now_ms, NULL);
}

static enum rc units(struct example_year *e, int64_t round, bool whole)
{
	static const char *const plain[] = {"TTLDTT", NULL}, *const high[] = {"TTLDXS", "BKT", NULL};
	struct ctx *c = e->c;
	struct sql_round_lacking_units *rows;
	size_t n;
	int64_t id;
	TRY(sql_round_lacking_units(c->db, c->mem, round, &rows, &n));
	for (size_t i = 0; i < n; i++)
		if (whole || (i % 3 == 0 && rows[i].unit_id != e->clerk_unit))
			TRY(put(c, round, "unit", DB_NULL, rows[i].unit_id, i % 3 ? plain : high,
			        whole ? "approved" : "sent", false, &id));
	return RC_OK;
}

static enum rc people(struct example_year *e, int64_t round, bool whole)
{
	static const char *const plain[] = {"LDTT", NULL}, *const high[] = {"LDTT", "CSTDCS", NULL};
	struct ctx *c = e->c;
	struct sql_example_people *rows;
	size_t n;
	int64_t id;
	TRY(sql_example_people(c->db, c->mem, &rows, &n));
	for (size_t i = 0; i < n; i++) {
		struct sql_person_get p;
		TRY(sql_person_get(c->db, c->mem, rows[i].id, &p));
		bool actor = p.id == e->member || p.id == e->clerk;
		if (!str_eqz(p.state, "active") || p.unit_id == DB_NULL || (actor && !whole))
			continue;
		if (whole ? i % 13 != 12 : i % 4 == 0)
			TRY(put(c, round, "own", p.id, p.unit_id, i % 5 ? plain : high,
			        whole || i % 8 == 0 ? "approved" : "sent", true, &id));
	}
	return RC_OK;
}

static enum rc this_year(struct example_year *e, int year)
{
	struct ctx *c = e->c;
	int64_t at = c->now_ms - (int64_t)(c->today.days - date_of(year, 1, 20).days) * 86400000;
	TRY(AS(e, "vidu.thuongtruc", "round.open", "title",
	       arena_printf(c->mem, "Đăng ký thi đua năm %d", year).p, "year", num(c, year), "unit_id",
	       num(c, e->top), "asks", "both", "due", day(c, 0), "note",
	       "Mỗi đơn vị và mỗi người ghi danh hiệu phấn đấu, chỉ tiêu có con số và biện pháp."));
	int64_t round = e->made;
	TRY(units(e, round, true));
	TRY(people(e, round, true));
	TRY(sql_example_registration_sent(c->db, round, date_of(year, 2, 12), NULL));
	TRY(AS(e, "vidu.thuongtruc", "round.close", "id", num(c, round)));
	return sql_example_round_back(c->db, round, date_of(year, 2, 28), at, NULL);
}

static enum rc next_year(struct example_year *e, int year)
{
	struct ctx *c = e->c;
	TRY(AS(e, "vidu.thuongtruc", "round.open", "title",
	       arena_printf(c->mem, "Đăng ký thi đua năm %d", year).p, "year", num(c, year), "unit_id",
	       num(c, e->top), "asks", "both", "due", day(c, 22), "note",
	       "Đăng ký trước khi tổng kết năm để giao chỉ tiêu ngay từ đầu năm."));
	const char *round = num(c, e->made);
	TRY(units(e, e->made, false));
	TRY(people(e, e->made, false));
	TRY(AS(e, "vidu.daumoi", "registration.write_unit", "round_id", round, "unit_id",
	       num(c, e->clerk_unit), "titles.0.code", "TTLDXS", "targets.0.what",
	       "Chương trình công tác quý trình đúng hạn", "targets.0.planned", "100",
	       "targets.0.measured_in", "%"));
	TRY(AS(e, "vidu.canbo", "registration.write", "round_id", round, "titles.0.code", "LDTT",
	       "titles.1.code", "CSTDCS", "targets.0.what", "Báo cáo tuần gửi trước 16 giờ thứ Năm",
	       "targets.0.planned", "48", "targets.0.measured_in", "báo cáo", "send", "1"));
	return AS(e, "vidu.truongphong", "registration.return", "id", num(c, e->made), "reason",
	          "Đề nghị ghi rõ thêm việc cải tiến sẽ làm trong năm.");
}

static enum rc pact(struct example_year *e, int year)
{
	static const char *const names[] = {"Phòng Tổng hợp", "Phòng Kinh tế ngành", "Phòng Nội chính",
	                                    "Phòng Khoa giáo - Văn xã"};
	struct ctx *c = e->c;
	const char *ids[COUNT(names)];
	for (int i = 0; i < COUNT(names); i++) {
		struct sql_unit_by_name_on *unit;
		size_t n;
		TRY(sql_unit_by_name_on(c->db, c->mem, str_of(names[i]), c->today, &unit, &n));
		BUG_ON(n != 1);
		ids[i] = num(c, unit->unit_id);
	}
	TRY(AS(e, "vidu.thuongtruc", "pact.write", "unit_id", num(c, e->top), "year", num(c, year),
	       "bloc", "Khối các phòng chuyên môn", "title",
	       arena_printf(c->mem, "Giao ước thi đua khối các phòng chuyên môn năm %d", year).p,
	       "text",
	       "1. Hoàn thành 100% nhiệm vụ trong chương trình công tác, không để quá hạn.\n"
	       "2. Mỗi phòng có ít nhất một sáng kiến được áp dụng trong năm.\n"
	       "3. Chia sẻ cách làm hay tại giao ban khối hằng quý.",
	       "parties.0.unit_id", ids[0], "parties.1.unit_id", ids[1], "parties.2.unit_id", ids[2],
	       "parties.3.unit_id", ids[3]));
	int64_t id = e->made;
	struct sql_pact_parties *rows;
	size_t n;
	TRY(AS(e, "vidu.thuongtruc", "pact.open", "id", num(c, id)));
	TRY(sql_pact_parties(c->db, c->mem, id, &rows, &n));
	return sql_pact_signed(c->db, rows[1].id, DB_NULL, c->now_ms - 3 * 86400000, NULL);
}

enum rc example_registration(struct example_year *e)
{
	int year = date_civil(e->c->today).year;
	TRY(this_year(e, year));
	TRY(next_year(e, year + 1));
	return pact(e, year + 1);
}
