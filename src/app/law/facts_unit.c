/* facts_unit.c: a collective as the law sees it: its own record, and what its members reached. */
#include "app/law/facts.h"

#include "app/admin/admin.h"
#include "db/sql_law.h"

#include <inttypes.h>

enum law_rating law_rating_of(struct str level)
{
	static const char *const words[] = {"KHTNV", "HTNV", "HTTNV", "HTXSNV"};
	int no = law_word_no(level, words, COUNT(words));
	return no ? (enum law_rating)(LAW_FAILED + no - 1) : LAW_RATING_UNKNOWN;
}

enum law_type law_type_of(struct str type)
{
	static const char *const words[] = {"merit", "sudden", "theme", "service", "tenure", "foreign"};
	return (enum law_type)law_word_no(type, words, COUNT(words));
}

struct str law_paper(struct ctx *c, struct str sign, struct date dated)
{
	return sign.n && !date_is_none(dated)
	           ? arena_printf(c->mem, "QĐ %.*s ngày %s", STR_ARG(sign), date_vn(dated).z)
	           : STR("");
}

enum rc law_decided_to(struct ctx *c, int *out)
{
	struct civil now = date_civil(c->today);
	int64_t month;
	TRY(setting_number(c, "record.decided_month", &month));
	*out = (int64_t)now.month > month ? now.year - 1 : now.year - 2;
	return RC_OK;
}

int law_last_year(struct date to)
{
	return date_civil((struct date){to.days - 1}).year;
}

struct law_deed law_deed_of(struct ctx *c, const struct law_deed_row *r)
{
	static const char *const kinds[] = {"campaign", "sudden",    "many",   "contribution",
	                                    "bravery",  "invention", "labour", "foreign"};
	static const char *const scopes[] = {"office", "province", "nation"};
	bool proved = r->sign.n && !date_is_none(r->dated);
	return (struct law_deed){
		.year = (int)r->year,
		.kind = (enum law_achievement_kind)(law_word_no(r->kind, kinds, COUNT(kinds)) - 1),
		.scope = (enum law_scope)law_word_no(r->scope, scopes, COUNT(scopes)),
		.used = r->used.p ? r->used : STR(""),
		.source = proved ? arena_printf(c->mem, "%.*s (văn bản %.*s ngày %s%s%.*s)",
	                                    STR_ARG(r->title), STR_ARG(r->sign), date_vn(r->dated).z,
	                                    r->issuer.n ? ", " : "", STR_ARG(r->issuer))
	                     : STR(""),
		.confirmed = r->shown
	                     ? arena_printf(c->mem, "%.*s, thủ trưởng đơn vị xác nhận, có minh chứng",
	                                    STR_ARG(r->title))
	                     : STR("")};
}

/* --- the record ---------------------------------------------------------------------------- */

static enum rc load_ratings(struct ctx *c, int64_t unit, struct law_facts *f)
{
	struct sql_law_unit_ratings *rows;
	size_t n;
	TRY(sql_law_unit_ratings(c->db, c->mem, unit, &rows, &n));
	struct law_year *years = arena_array(c->mem, n + 1, sizeof *years);
	for (size_t i = 0; i < n; i++) {
		struct str paper = law_paper(c, rows[i].sign, rows[i].dated);
		years[i] = (struct law_year){.year = (int)rows[i].year,
		                             .rating = law_rating_of(rows[i].level),
		                             .source = paper.n ? paper : STR("sổ xếp loại của cơ quan")};
	}
	f->years = years;
	f->year_count = (int)n;
	return RC_OK;
}

static enum rc load_awards(struct ctx *c, int64_t unit, struct law_facts *f)
{
	struct sql_law_unit_awards *rows;
	size_t n;
	TRY(sql_law_unit_awards(c->db, c->mem, unit, &rows, &n));
	struct law_award *awards = arena_array(c->mem, n + 1, sizeof *awards);
	for (size_t i = 0; i < n; i++)
		awards[i] = (struct law_award){.code = rows[i].code,
		                               .year = law_last_year(rows[i].period_to),
		                               .type = law_type_of(rows[i].type),
		                               .decided = rows[i].dated,
		                               .source = law_paper(c, rows[i].sign, rows[i].dated),
		                               .cancelled = str_eqz(rows[i].state, "cancelled")};
	f->awards = awards;
	f->award_count = (int)n;
	return RC_OK;
}

static enum rc load_deeds(struct ctx *c, int64_t unit, struct str household, struct law_facts *f)
{
	struct sql_law_other_deeds *rows;
	size_t n;
	int64_t from;
	TRY(setting_number(c, "record.deeds_from", &from));
	TRY(sql_law_other_deeds(c->db, c->mem, unit, household, &rows, &n));
	struct law_deed *deeds = arena_array(c->mem, n + 1, sizeof *deeds);
	for (size_t i = 0; i < n; i++) {
		struct law_deed_row row = {.kind = rows[i].kind,
		                           .title = rows[i].title,
		                           .scope = rows[i].scope,
		                           .sign = rows[i].sign,
		                           .issuer = rows[i].issuer,
		                           .used = rows[i].used,
		                           .year = rows[i].year,
		                           .dated = rows[i].dated,
		                           .shown = rows[i].shown};
		deeds[i] = law_deed_of(c, &row);
	}
	f->deeds = deeds;
	f->deed_count = (int)n;
	f->deeds_from = (int)from;
	return RC_OK;
}

static enum rc load_said(struct ctx *c, int64_t unit, struct law_facts *f)
{
	struct sql_law_unit_holds *holds;
	struct sql_law_unit_attestations *said;
	size_t n, k;
	TRY(sql_law_unit_holds(c->db, c->mem, unit, &holds, &n));
	TRY(sql_law_unit_attestations(c->db, c->mem, unit, &said, &k));
	struct law_hold *h = arena_array(c->mem, n + 1, sizeof *h);
	struct law_attestation *a = arena_array(c->mem, k + 1, sizeof *a);
	for (size_t i = 0; i < n; i++)
		h[i] = (struct law_hold){.from = holds[i].valid_from, .to = holds[i].valid_to};
	for (size_t i = 0; i < k; i++)
		a[i] = (struct law_attestation){.key = said[i].matter,
		                                .year = (int)said[i].year,
		                                .yes = said[i].yes == 1,
		                                .by = said[i].said_by};
	f->holds = h;
	f->hold_count = (int)n;
	f->attestations = a;
	f->attestation_count = (int)k;
	return RC_OK;
}

/* --- figures ------------------------------------------------------------------------------- */

struct figures {
	struct law_figure *at;
	int count;
};

static void put(struct figures *f, int64_t year, enum law_number what, int64_t value,
                const char *source)
{
	if (value != DB_NULL)
		f->at[f->count++] = (struct law_figure){
			.year = (int)year, .what = what, .value = (int32_t)value, .source = str_of(source)};
}

/* More than the whole cannot be: the two were not counted alike, and neither is known then. */
static int64_t within(int64_t part, int64_t whole)
{
	return whole != DB_NULL && part > whole ? DB_NULL : part;
}

/*
 * Counted from posts and the ledger at the end of the year, or on `on` when that is earlier. How
 * many were at least HTNV is known only when everybody has been rated; that nobody has a title of
 * a year still running only says that it is not decided yet. `members`: as the office gave them.
 */
static enum rc count_shares(struct ctx *c, int64_t unit, int year, struct date on, int64_t members,
                            bool has_women, struct figures *f)
{
	struct sql_law_unit_shares s;
	struct date end = date_of(year, 12, 31);
	if (on.days < end.days)
		end = on;
	TRY(sql_law_unit_shares(c->db, c->mem, unit, end, year, date_of(year, 1, 1),
	                        date_of(year + 1, 1, 1), &s));
	if (s.members == 0)
		return RC_OK;
	bool running = date_of(year, 12, 31).days >= c->today.days;
	int64_t all = members != DB_NULL ? members : s.members;
	if (members == DB_NULL)
		put(f, year, LAW_N_MEMBERS, s.members, "đếm theo vị trí công tác");
	if (!has_women)
		put(f, year, LAW_N_WOMEN, within(s.women, all), "đếm theo hồ sơ");
	put(f, year, LAW_N_MEMBERS_DONE, s.rated == s.members ? within(s.done, all) : DB_NULL,
	    "đếm theo sổ xếp loại");
	put(f, year, LAW_N_MEMBERS_LDTT, running && !s.ldtt ? DB_NULL : within(s.ldtt, all),
	    "đếm theo sổ khen thưởng");
	put(f, year, LAW_N_MEMBERS_CSTDCS, running && !s.cstdcs ? DB_NULL : within(s.cstdcs, all),
	    "đếm theo sổ khen thưởng");
	put(f, year, LAW_N_MEMBERS_WARNED, within(s.warned, all), "đếm theo sổ kỷ luật");
	return RC_OK;
}

static enum rc load_figures(struct ctx *c, int64_t unit, int year, struct date on,
                            struct law_facts *out)
{
	struct sql_law_unit_years *rows;
	size_t n;
	bool women = false;
	int64_t members = DB_NULL;
	TRY(sql_law_unit_years(c->db, c->mem, unit, &rows, &n));
	struct figures f = {.at = arena_array(c->mem, n * 5 + 8, sizeof *f.at)};
	for (size_t i = 0; i < n; i++) {
		put(&f, rows[i].year, LAW_N_MEMBERS, rows[i].members, "số liệu năm");
		put(&f, rows[i].year, LAW_N_WOMEN, within(rows[i].women, rows[i].members), "số liệu năm");
		put(&f, rows[i].year, LAW_N_TARGETS, rows[i].targets, "số liệu năm");
		put(&f, rows[i].year, LAW_N_TARGETS_EXCEEDED,
		    within(rows[i].targets_exceeded, rows[i].targets), "số liệu năm");
		put(&f, rows[i].year, LAW_N_BLOC_RANK, rows[i].bloc_rank, "số liệu năm");
		members = rows[i].year == year ? rows[i].members : members;
		women = women || (rows[i].year == year && rows[i].women != DB_NULL);
	}
	TRY(count_shares(c, unit, year, on, members, women, &f));
	out->figures = f.at;
	out->figure_count = f.count;
	return RC_OK;
}

enum rc law_unit_facts(struct ctx *c, int64_t unit, int year, struct date on,
                       struct law_subject_facts *out)
{
	struct sql_law_unit_name row;
	int64_t from;
	TRY(sql_law_unit_name(c->db, c->mem, unit, &row));
	TRY(setting_number(c, "record.from", &from));
	*out = (struct law_subject_facts){.id = unit, .name = row.name, .place = STR("")};
	out->facts.subject = LAW_COLLECTIVE;
	out->facts.awards_from = out->facts.initiatives_from = (int)from;
	TRY(law_decided_to(c, &out->facts.decided_to));
	TRY(load_ratings(c, unit, &out->facts));
	TRY(load_awards(c, unit, &out->facts));
	TRY(load_deeds(c, unit, STR(""), &out->facts));
	TRY(load_said(c, unit, &out->facts));
	return load_figures(c, unit, year, on, &out->facts);
}

enum rc law_units_facts(struct ctx *c, int64_t unit, int year, struct date on,
                        struct law_subject_facts **out, size_t *count)
{
	struct sql_law_units_below *rows;
	TRY(sql_law_units_below(c->db, c->mem, unit, c->today, &rows, count));
	*out = arena_array(c->mem, *count + 1, sizeof **out);
	for (size_t i = 0; i < *count; i++)
		TRY(law_unit_facts(c, rows[i].id, year, on, &(*out)[i]));
	return RC_OK;
}

/* --- households ---------------------------------------------------------------------------- */

static enum rc household_said(struct ctx *c, struct str name, struct law_facts *f)
{
	struct sql_law_household_attestations *rows;
	size_t n;
	TRY(sql_law_household_attestations(c->db, c->mem, name, &rows, &n));
	struct law_attestation *a = arena_array(c->mem, n + 1, sizeof *a);
	for (size_t i = 0; i < n; i++)
		a[i] = (struct law_attestation){.key = rows[i].matter,
		                                .year = (int)rows[i].year,
		                                .yes = rows[i].yes == 1,
		                                .by = rows[i].said_by};
	f->attestations = a;
	f->attestation_count = (int)n;
	return RC_OK;
}

enum rc law_household_facts(struct ctx *c, struct str name, struct law_subject_facts *out)
{
	struct sql_law_household_awards *rows;
	size_t n;
	int64_t from;
	*out = (struct law_subject_facts){.id = DB_NULL, .name = name, .place = STR("")};
	TRY(setting_number(c, "record.from", &from));
	out->facts.subject = LAW_HOUSEHOLD;
	out->facts.awards_from = (int)from;
	TRY(law_decided_to(c, &out->facts.decided_to));
	TRY(sql_law_household_awards(c->db, c->mem, name, &rows, &n));
	struct law_award *awards = arena_array(c->mem, n + 1, sizeof *awards);
	for (size_t i = 0; i < n; i++)
		awards[i] = (struct law_award){.code = rows[i].code,
		                               .year = law_last_year(rows[i].period_to),
		                               .type = law_type_of(rows[i].type),
		                               .decided = rows[i].dated,
		                               .source = law_paper(c, rows[i].sign, rows[i].dated),
		                               .cancelled = str_eqz(rows[i].state, "cancelled")};
	out->facts.awards = awards;
	out->facts.award_count = (int)n;
	TRY(load_deeds(c, 0, name, &out->facts));
	return household_said(c, name, &out->facts);
}

enum rc law_households_facts(struct ctx *c, int year, struct law_subject_facts **out, size_t *count)
{
	struct sql_law_households *rows;
	TRY(sql_law_households(c->db, c->mem, year, &rows, count));
	*out = arena_array(c->mem, *count + 1, sizeof **out);
	for (size_t i = 0; i < *count; i++)
		TRY(law_household_facts(c, rows[i].household, &(*out)[i]));
	return RC_OK;
}
