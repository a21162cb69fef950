/*
 * record.c: five years of the invented office: ratings, initiatives, awards, as the law has them.
 *
 * Who is good is drawn once for each person, with some luck each year; everything else follows
 * from the law: a rating gives or refuses Lao động tiên tiến, that and a rating or an initiative
 * Chiến sĩ thi đua cơ sở, three of those in a row and an initiative of the province the title
 * above, shares of members the titles of collectives. A test runs the rules over all of it.
 */
#include "app/example/example.h"

#include "app/law/law.h"
#include "app/record/record.h"
#include "db/sql_law.h"
#include "db/sql_op.h"
#include "db/sql_record.h"
#include "viet/viet.h"

#include <inttypes.h>

#define FIRST 2021
#define LAST 2025
#define YEARS (LAST - FIRST + 1)
#define HEAD_SAYS "Hoàng Quốc Bảo, Chánh Văn phòng"
#define COUNCIL_SAYS "Hội đồng Thi đua, Khen thưởng tỉnh"

struct one {
	struct sql_example_people p;
	bool rated[YEARS], ldtt[YEARS], cstdcs[YEARS], excellent[YEARS];
	int64_t initiative[YEARS]; /* DB_NULL: none */
	int above;                 /* year index of the title of the province, -1: none */
};

struct past {
	struct ctx *c;
	struct one *people;
	size_t n;
	int sign; /* of decisions: one number after the other */
};

static unsigned hash(int64_t a, int64_t b)
{
	uint64_t x = (uint64_t)a * 0x9E3779B97F4A7C15ull ^ (uint64_t)(b + 7) * 0xC2B2AE3D27D4EB4Full;
	x ^= x >> 29;
	x *= 0xBF58476D1CE4E5B9ull;
	return (unsigned)(x >> 33);
}

static struct paper decision(struct past *p, const char *tail, const char *issuer, struct date on)
{
	return (struct paper){.sign = arena_printf(p->c->mem, "%d/%s", ++p->sign, tail),
	                      .issuer = str_of(issuer),
	                      .dated = on};
}

static struct paper of_office(struct past *p, int year)
{
	return decision(p, "QĐ-VP", "Văn phòng UBND tỉnh", date_of(year, 12, 20));
}

static struct paper of_province(struct past *p, int year)
{
	return decision(p, "QĐ-UBND", "Chủ tịch UBND tỉnh", date_of(year + 1, 3, 12));
}

/* --- what is said once and again ---------------------------------------------------------------
 */

static enum rc give(struct past *p, struct subject s, const char *code, int year,
                    const struct paper *paper, int64_t initiative)
{
	int64_t id;
	struct award_new a = {.s = s,
	                      .post_title = STR(""),
	                      .code = str_of(code),
	                      .title = STR(""),
	                      .type = STR("merit"),
	                      .level = STR(""),
	                      .achievement = STR(""),
	                      .year = year,
	                      .from = DATE_NONE,
	                      .to = DATE_NONE,
	                      .p = *paper,
	                      .initiative_id = initiative,
	                      .source = STR("")};
	return record_award_add(p->c, &a, &id);
}

static enum rc attest(struct past *p, const struct subject *s, int year, const char *matter,
                      const char *by)
{
	int64_t id;
	return sql_attestation_add(p->c->db, str_of(s->kind), s->person_id, s->unit_id, STR(""), year,
	                           str_of(matter), 1, str_of(by), STR(""), DB_NULL, p->c->now_ms, &id);
}

static enum rc rate(struct past *p, struct subject s, int year, int quarter, const char *level,
                    int64_t score, const struct paper *paper)
{
	int64_t id;
	struct rating_new r = {.s = s,
	                       .year = year,
	                       .quarter = quarter,
	                       .level = str_of(level),
	                       .score_centi = score,
	                       .p = *paper,
	                       .source = STR("")};
	return record_rating_add(p->c, &r, &id);
}

static struct subject person_of(const struct one *o)
{
	return (struct subject){
		.kind = "person", .person_id = o->p.id, .unit_id = o->p.unit_id, .unmatched_id = DB_NULL};
}

static struct subject unit_of(int64_t unit)
{
	return (struct subject){
		.kind = "unit", .person_id = DB_NULL, .unit_id = unit, .unmatched_id = DB_NULL};
}

/* --- people: ratings -----------------------------------------------------------------------------
 */

/* At work since the first of March at the latest. */
static bool whole_year(const struct one *o, int year)
{
	return o->p.since.days <= date_of(year, 3, 1).days;
}

static unsigned merit(const struct one *o, int year)
{
	return hash(o->p.id, 1) % 100 * 2 + hash(o->p.id, year) % 50;
}

static int better(const struct one *people, size_t n, const struct one *o, int year)
{
	int count = 0;
	for (size_t i = 0; i < n; i++)
		count += whole_year(&people[i], year) && merit(&people[i], year) > merit(o, year);
	return count;
}

/* The one who was warned in 2023 failed that year; the last of a larger room only did the work. */
static const char *level_of(const struct one *unit, size_t n, const struct one *o, int year,
                            int rated, bool warned)
{
	int before = better(unit, n, o, year);
	if (warned && year == 2023)
		return "KHTNV";
	if (warned && year == 2024)
		return "HTNV";
	if (before < rated / 5)
		return "HTXSNV";
	return before == rated - 1 && rated >= 8 && hash(o->p.id, year + 40) % 3 == 0 ? "HTNV"
	                                                                              : "HTTNV";
}

static bool is_warned(const struct past *p, const struct one *o)
{
	return o == &p->people[p->n / 3];
}

static enum rc rate_unit(struct past *p, struct one *unit, size_t n, int year,
                         const struct paper *paper)
{
	int rated = 0, at = year - FIRST;
	for (size_t i = 0; i < n; i++)
		rated += whole_year(&unit[i], year);
	for (size_t i = 0; i < n; i++) {
		struct one *o = &unit[i];
		if (!whole_year(o, year))
			continue;
		const char *level = level_of(unit, n, o, year, rated, is_warned(p, o));
		TRY(rate(p, person_of(o), year, 0, level, DB_NULL, paper));
		o->rated[at] = true;
		o->excellent[at] = strcmp(level, "HTXSNV") == 0;
		o->ldtt[at] = o->excellent[at] || strcmp(level, "HTTNV") == 0;
	}
	return RC_OK;
}

static enum rc rate_people(struct past *p, int year)
{
	struct paper paper = decision(p, "QĐ-VP", "Văn phòng UBND tỉnh", date_of(year, 12, 10));
	for (size_t from = 0, to; from < p->n; from = to) {
		to = from;
		while (to < p->n && p->people[to].p.unit_id == p->people[from].p.unit_id)
			to++;
		TRY(rate_unit(p, &p->people[from], to - from, year, &paper));
	}
	return RC_OK;
}

/* --- people: initiatives -----------------------------------------------------------------------
 */

static const char *const subjects[] = {
	"Rút ngắn thời gian trả kết quả hồ sơ",   "Sổ theo dõi nhiệm vụ bằng bảng tính dùng chung",
	"Mẫu báo cáo tổng hợp tự điền số liệu",   "Lịch tiếp công dân và nhắc việc tự động",
	"Chỉ mục tài liệu lưu trữ theo mã hồ sơ", "Quy trình phục vụ họp không giấy"};

static enum rc add_initiative(struct past *p, struct one *o, int year, bool province)
{
	struct author author = {.person_id = o->p.id, .unmatched_id = DB_NULL, .share = 100};
	struct initiative_new n = {
		.kind = hash(o->p.id, year) % 5 == 0 ? STR("study") : STR("initiative"),
		.title = arena_printf(p->c->mem, "%s, năm %d",
	                          subjects[hash(o->p.id, year + 9) % (unsigned)COUNT(subjects)], year),
		.text = STR(""),
		.unit_id = o->p.unit_id,
		.year = year,
		.filed = date_of(year, 9, 15),
		.authors = &author,
		.author_count = 1,
		.scope = STR("office"),
		.p = decision(p, "QĐ-VP", "Văn phòng UBND tỉnh", date_of(year, 11, 5)),
		.source = STR("")};
	TRY(record_initiative_add(p->c, &n, &o->initiative[year - FIRST]));
	if (!province)
		return RC_OK;
	struct paper wide = decision(p, "QĐ-UBND", "Chủ tịch UBND tỉnh", date_of(year, 12, 15));
	return record_initiative_recognise(p->c, o->initiative[year - FIRST], STR("province"), &wide);
}

static bool three_in_a_row(const struct one *o, int at)
{
	return at >= 2 && o->cstdcs[at - 2] && o->cstdcs[at - 1] && (o->excellent[at] && o->ldtt[at]);
}

static enum rc initiatives(struct past *p, int year)
{
	int at = year - FIRST;
	for (size_t i = 0; i < p->n; i++) {
		struct one *o = &p->people[i];
		/* One in two of those who come near the title of the province gets that far. */
		bool province = three_in_a_row(o, at) && o->above < 0 && hash(o->p.id, 77) % 2 == 0;
		if (o->ldtt[at] && (province || hash(o->p.id, year + 20) % 8 == 0))
			TRY(add_initiative(p, o, year, province));
		if (province)
			o->above = at;
	}
	return RC_OK;
}

/* --- people: awards ----------------------------------------------------------------------------
 */

static enum rc titles(struct past *p, int year, const struct paper *ldtt,
                      const struct paper *cstdcs)
{
	int at = year - FIRST;
	for (size_t i = 0; i < p->n; i++) {
		struct one *o = &p->people[i];
		struct subject s = person_of(o);
		if (!o->ldtt[at])
			continue;
		bool worker = str_eqz(o->p.cadre, "worker");
		TRY(attest(p, &s, year, worker ? "LAO_DONG" : "TU_LUC", HEAD_SAYS));
		TRY(give(p, s, "LDTT", year, ldtt, DB_NULL));
		o->cstdcs[at] = o->excellent[at] || o->initiative[at] != DB_NULL;
		if (o->cstdcs[at])
			TRY(give(p, s, "CSTDCS", year, cstdcs, o->excellent[at] ? DB_NULL : o->initiative[at]));
	}
	return RC_OK;
}

/* Two in a row, once in the five years, by merit. */
static bool earns_certificate(const struct one *o, int at)
{
	bool before = false;
	for (int i = 1; i < at; i++)
		before = before || (o->cstdcs[i] && o->cstdcs[i - 1]);
	return at >= 1 && o->cstdcs[at] && o->cstdcs[at - 1] && !before && o->above != at;
}

static enum rc of_the_province(struct past *p, int year, const struct paper *cstdt,
                               const struct paper *bkt)
{
	int at = year - FIRST;
	for (size_t i = 0; i < p->n; i++) {
		struct one *o = &p->people[i];
		struct subject s = person_of(o);
		if (o->above == at && o->cstdcs[at]) {
			TRY(attest(p, &s, year, "TIEU_BIEU", COUNCIL_SAYS));
			TRY(give(p, s, "CSTDT", year, cstdt, o->initiative[at]));
		}
		if (earns_certificate(o, at)) {
			TRY(attest(p, &s, year, "GUONG_MAU", HEAD_SAYS));
			TRY(give(p, s, "BKT", year, bkt, DB_NULL));
		}
	}
	return RC_OK;
}

/* --- units ----------------------------------------------------------------------------------- */

static enum rc unit_title(struct past *p, int64_t unit, int year, const struct paper *ttldtt,
                          const struct paper *ttldxs)
{
	struct sql_law_unit_shares m;
	struct subject s = unit_of(unit);
	struct paper paper = *ttldtt;
	TRY(sql_law_unit_shares(p->c->db, p->c->mem, unit, date_of(year, 12, 31), year,
	                        date_of(year, 1, 1), date_of(year + 1, 1, 1), &m));
	if (m.members == 0)
		return RC_OK;
	bool share = m.ldtt * 100 >= 70 * m.members, all = m.rated == m.members && m.done == m.members;
	bool best = share && all && m.cstdcs > 0 && hash(unit, year) % 3 != 0;
	TRY(rate(p, s, year, 0, best ? "HTXSNV" : share ? "HTTNV" : "HTNV", DB_NULL, &paper));
	if (!share || m.warned)
		return RC_OK;
	TRY(attest(p, &s, year, "PHONG_TRAO", "Nguyễn Thị Hạnh, chuyên viên thi đua, khen thưởng"));
	TRY(attest(p, &s, year, "DOAN_KET", HEAD_SAYS));
	TRY(give(p, s, "TTLDTT", year, ttldtt, DB_NULL));
	return best ? give(p, s, "TTLDXS", year, ttldxs, DB_NULL) : RC_OK;
}

static enum rc unit_titles(struct past *p, int year)
{
	struct paper ttldtt = of_office(p, year), ttldxs = of_province(p, year);
	int64_t last = DB_NULL;
	for (size_t i = 0; i < p->n; i++) {
		if (p->people[i].p.unit_id != last)
			TRY(unit_title(p, p->people[i].p.unit_id, year, &ttldtt, &ttldxs));
		last = p->people[i].p.unit_id;
	}
	return RC_OK;
}

/* The office in the bloc of offices of the province: first in 2022 and 2024. */
static enum rc bloc(struct past *p, int64_t top, int year)
{
	static const char *const said[] = {"TIEU_BIEU_TINH", "DOAN_KET", "DANG_DOAN_THE", "TIET_KIEM"};
	bool first = year == 2022 || year == 2024;
	struct subject s = unit_of(top);
	int64_t id;
	TRY(sql_unit_year_put(p->c->db, top, year, DB_NULL, DB_NULL, 12, 12, first ? 12 : 9,
	                      STR("Khối các sở, ngành tổng hợp"), first ? 1 : 2 + year % 2, 9,
	                      STR("HTXSNV"), STR("HTXSNV"), STR(""), p->c->now_ms, &id));
	if (!first)
		return RC_OK;
	for (int i = 0; i < COUNT(said); i++)
		TRY(attest(p, &s, year, said[i], COUNCIL_SAYS));
	struct paper paper = of_province(p, year);
	return give(p, s, "CTDT", year, &paper, DB_NULL);
}

/* --- what is odd -------------------------------------------------------------------------------
 */

/* Of the old ledger: nobody knows any more who, or by which decision. */
static enum rc old_ledger(struct past *p)
{
	struct unmatched_new u = {.kind = "person",
	                          .name = STR("Trần Văn Tám"),
	                          .unit_name = STR("Phòng Lưu trữ"),
	                          .number = STR(""),
	                          .number_kind = STR(""),
	                          .source = STR("so-khen-thuong-2018.xlsx"),
	                          .birth = DATE_NONE};
	struct paper none = {.sign = STR(""), .issuer = STR(""), .dated = DATE_NONE};
	struct subject s = {.kind = "person", .person_id = DB_NULL, .unit_id = DB_NULL};
	TRY(record_unmatched(p->c, &u, &s.unmatched_id));
	TRY(give(p, s, "LDTT", 2018, &none, DB_NULL));
	return give(p, person_of(&p->people[0]), "LDTT", 2019, &none, DB_NULL);
}

static enum rc odd_cases(struct past *p)
{
	struct one *warned = &p->people[p->n / 3], *held = &p->people[p->n / 2];
	struct discipline_new d = {
		.person_id = warned->p.id,
		.unmatched_id = DB_NULL,
		.form = STR("warning"),
		.from = date_of(2023, 5, 10),
		.to = DATE_NONE,
		.p = decision(p, "QĐ-VP", "Văn phòng UBND tỉnh", date_of(2023, 5, 10)),
		.source = STR("")};
	int64_t id;
	TRY(record_discipline_add(p->c, &d, &id));
	TRY(sql_hold_add(p->c->db, STR("person"), held->p.id, DB_NULL, STR("complaint"),
	                 date_of(2026, 10, 5), DATE_OPEN, p->c->now_ms, &id));
	struct str place = arena_printf(p->c->mem, "hold:%" PRId64, id);
	TRY(sql_hold_seal(p->c->db, id,
	                  keys_seal(p->c->app->keys, "hold", place,
	                            STR("Đơn ví dụ đang được xác minh; chưa có kết luận."), p->c->mem),
	                  NULL));
	for (size_t i = 0; i < p->n; i++)
		if (str_eqz(p->people[i].p.gender, "nu") && whole_year(&p->people[i], 2024) &&
		    hash(p->people[i].p.id, 5) % 12 == 0)
			TRY(sql_leave_add(p->c->db, p->people[i].p.id, STR("maternity"), date_of(2024, 4, 1),
			                  date_of(2024, 10, 1), STR("Nghỉ theo chế độ"), p->c->now_ms, &id));
	return old_ledger(p);
}

/* From 2026 on by quarters and points (NĐ 335/2025). */
static enum rc this_year(struct past *p)
{
	static const struct paper none = {.sign = {"", 0}, .issuer = {"", 0}, .dated = {INT32_MIN}};
	for (int quarter = 1; quarter <= 3; quarter++)
		for (size_t i = 0; i < p->n; i++) {
			int64_t score = 7000 + (int64_t)(hash(p->people[i].p.id, quarter + 90) % 2900);
			TRY(rate(p, person_of(&p->people[i]), 2026, quarter, score >= 9000 ? "HTXSNV" : "HTTNV",
			         score, &none));
		}
	return RC_OK;
}

static enum rc load(struct past *p)
{
	struct sql_example_people *rows;
	TRY(sql_example_people(p->c->db, p->c->mem, &rows, &p->n));
	p->people = arena_array(p->c->mem, p->n + 1, sizeof *p->people);
	for (size_t i = 0; i < p->n; i++) {
		p->people[i] = (struct one){.p = rows[i], .above = -1};
		for (int y = 0; y < YEARS; y++)
			p->people[i].initiative[y] = DB_NULL;
	}
	return RC_OK;
}

enum rc example_record(struct ctx *c, int64_t top)
{
	struct past p = {.c = c, .sign = 100};
	int64_t locked;
	TRY(load(&p));
	TRY(sql_setting_put(c->db, STR("record.from"), STR("2021"), c->now_ms, NULL));
	TRY(odd_cases(&p));
	for (int year = FIRST; year <= LAST; year++) {
		TRY(rate_people(&p, year));
		TRY(initiatives(&p, year));
		struct paper ldtt = of_office(&p, year), cstdcs = of_office(&p, year);
		TRY(titles(&p, year, &ldtt, &cstdcs));
		struct paper cstdt = of_province(&p, year), bkt = of_province(&p, year);
		TRY(of_the_province(&p, year, &cstdt, &bkt));
		TRY(unit_titles(&p, year));
		TRY(bloc(&p, top, year));
		/* Its titles were given, so its ratings had been settled. */
		TRY(sql_rating_lock_add(c->db, year, c->now_ms, &locked));
	}
	return this_year(&p);
}
