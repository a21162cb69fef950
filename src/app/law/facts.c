/*
 * facts.c: people's records as the law sees them, in eleven statements whatever their number.
 *
 * Each statement gives rows in the order of people; a walker goes through people and rows side
 * by side, so that what belongs to one person ends up in one piece of one array.
 */
#include "app/law/facts.h"

#include "app/admin/admin.h"
#include "app/record/record.h"
#include "db/sql_law.h"

#include <inttypes.h>

/* --- rows in one piece ----------------------------------------------------------------------- */

struct pile {
	char *items;
	size_t count, room, size;
	size_t *from; /* by person: where theirs begin; one more at the end */
};

struct load {
	struct ctx *c;
	const struct law *law; /* names become its numbers; NULL: they do not */
	int64_t person, unit, after, to;
	struct date on;
	int record_from, deeds_from, decided_to;
	bool service_complete;
	bool bare; /* many at once: that a paper is there, not what it is called */
	struct law_subject_facts *all;
	size_t n, room;
	size_t at; /* the person whose rows come now */
};

static void pile_init(struct load *l, struct pile *p, size_t size)
{
	*p = (struct pile){.size = size, .from = arena_array(l->c->mem, l->n + 2, sizeof(size_t))};
	l->at = 0;
}

/* Rows of this person come next; people without rows are passed over. false: not one of them. */
static bool pile_at(struct load *l, struct pile *p, int64_t person)
{
	while (l->at < l->n && l->all[l->at].id < person)
		p->from[++l->at] = p->count;
	return l->at < l->n && l->all[l->at].id == person;
}

static void *pile_add(struct load *l, struct pile *p)
{
	if (p->count == p->room) {
		size_t room = p->room ? p->room * 2 : 64;
		char *items = arena_array(l->c->mem, room, p->size);
		if (p->count)
			memcpy(items, p->items, p->count * p->size);
		p->items = items;
		p->room = room;
	}
	return p->items + p->count++ * p->size;
}

static void pile_end(struct load *l, struct pile *p)
{
	while (l->at < l->n)
		p->from[++l->at] = p->count;
}

#define PILE_OF(p, i, list, n)                                                                     \
	((list) = (void *)((p).items + (p).from[i] * (p).size),                                        \
	 (n) = (int)((p).from[(i) + 1] - (p).from[i]))

/* Walks a statement: for each row that belongs to one of the people, `fill` fills one item. */
#define WALK(l, stmt, type, pile, fill)                                                            \
	do {                                                                                           \
		struct sql_##stmt row;                                                                     \
		struct db_cursor *cur;                                                                     \
		enum rc rc;                                                                                \
		pile_init(l, pile, sizeof(struct type));                                                   \
		TRY(sql_##stmt##_open((l)->c->db, (l)->c->mem, (l)->person, (l)->unit, (l)->c->today,      \
		                      (l)->after, (l)->to, &cur));                                         \
		while ((rc = sql_##stmt##_next(cur, (l)->c->mem, &row)) == RC_OK)                          \
			if (pile_at(l, pile, row.person_id))                                                   \
				fill(l, &row, pile);                                                               \
		db_cursor_end(cur);                                                                        \
		if (rc != RC_NOTFOUND)                                                                     \
			return rc;                                                                             \
		pile_end(l, pile);                                                                         \
	} while (0)

/* --- words ----------------------------------------------------------------------------------- */

static const char *const scope_words[] = {"office", "province", "nation"};
static const char *const cadre_words[] = {"official", "civil_servant", "public_employee", "worker"};

static enum law_reprimand reprimand_of(struct str form)
{
	if (str_eqz(form, "reprimand"))
		return LAW_REPRIMAND;
	if (str_eqz(form, "warning"))
		return LAW_WARNING;
	return str_eqz(form, "dismissal") ? LAW_DISMISSAL : LAW_DEMOTION;
}

static struct str paper_of(const struct load *l, struct str sign, struct date dated)
{
	if (l->bare)
		return sign.n && !date_is_none(dated) ? STR("QĐ") : STR("");
	return law_paper(l->c, sign, dated);
}

/* --- one row, one fact ----------------------------------------------------------------------- */

/* A rating needs no decision to be known: the office's own table is its source. */
static void one_rating(struct load *l, const struct sql_law_ratings *r, struct pile *p)
{
	struct str paper = paper_of(l, r->sign, r->dated);
	*(struct law_year *)pile_add(l, p) =
		(struct law_year){.year = (int)r->year,
	                      .rating = law_rating_of(r->level),
	                      .source = paper.n ? paper : STR("sổ xếp loại của cơ quan")};
}

static void one_award(struct load *l, const struct sql_law_awards *r, struct pile *p)
{
	*(struct law_award *)pile_add(l, p) =
		(struct law_award){.code = r->code,
	                       .year = law_last_year(r->period_to),
	                       .type = law_type_of(r->type),
	                       .decided = r->dated,
	                       .source = paper_of(l, r->sign, r->dated),
	                       .cancelled = str_eqz(r->state, "cancelled"),
	                       .no = l->law ? law_award_no(l->law, r->code) : 0};
}

static void one_initiative(struct load *l, const struct sql_law_initiatives *r, struct pile *p)
{
	/* Of several awards that it served, the first and the last by code: a title and a form differ.
	 */
	const struct str served[] = {r->used.p ? r->used : STR(""),
	                             r->used_too.p ? r->used_too : STR("")};
	struct str title = STR(""), form = STR("");
	for (int i = 0; i < COUNT(served); i++)
		if (served[i].n)
			*(award_is_title(served[i]) ? &title : &form) = served[i];
	*(struct law_initiative *)pile_add(l, p) = (struct law_initiative){
		.year = (int)r->year,
		.scope = (enum law_scope)law_word_no(r->scope, scope_words, COUNT(scope_words)),
		.study = str_eqz(r->kind, "study"),
		.used_title = title,
		.used_form = form,
		.source = paper_of(l, r->sign, r->dated)};
}

static void one_discipline(struct load *l, const struct sql_law_disciplines *r, struct pile *p)
{
	*(struct law_discipline *)pile_add(l, p) =
		(struct law_discipline){.level = reprimand_of(r->form),
	                            .from = r->valid_from,
	                            .to = r->valid_to,
	                            .source = paper_of(l, r->sign, r->dated)};
}

static void one_hold(struct load *l, const struct sql_law_holds *r, struct pile *p)
{
	*(struct law_hold *)pile_add(l, p) =
		(struct law_hold){.from = r->valid_from, .to = r->valid_to};
}

static void one_attestation(struct load *l, const struct sql_law_attestations *r, struct pile *p)
{
	*(struct law_attestation *)pile_add(l, p) =
		(struct law_attestation){.key = r->matter,
	                             .year = (int)r->year,
	                             .yes = r->yes == 1,
	                             .by = r->said_by,
	                             .no = l->law ? law_attest_no(l->law, r->matter) : 0};
}

static void one_deed(struct load *l, const struct sql_law_deeds *r, struct pile *p)
{
	struct law_deed_row row = {.kind = r->kind,
	                           .title = r->title,
	                           .scope = r->scope,
	                           .sign = r->sign,
	                           .issuer = r->issuer,
	                           .used = r->used,
	                           .year = r->year,
	                           .dated = r->dated,
	                           .shown = r->shown};
	*(struct law_deed *)pile_add(l, p) = law_deed_of(l->c, &row);
}

/* Whole months up to the day; the day itself is not over. */
static int months_between(struct date from, struct date to)
{
	struct civil a = date_civil(from), b = date_civil(to);
	int months = (b.year - a.year) * 12 + (int)b.month - (int)a.month - (b.day < a.day);
	return months > 0 ? months : 0;
}

static void one_service(struct load *l, const struct sql_law_services *r, struct pile *p)
{
	struct date to = r->valid_to.days < l->on.days ? r->valid_to : l->on;
	*(struct law_service *)pile_add(l, p) =
		(struct law_service){.post = r->post,
	                         .months = months_between(r->valid_from, to),
	                         .source = paper_of(l, r->sign, r->dated)};
}

/* --- months of a year ------------------------------------------------------------------------ */

struct span {
	struct date from, to;
	bool maternity;
};

static void one_post(struct load *l, const struct sql_law_posts *r, struct pile *p)
{
	*(struct span *)pile_add(l, p) = (struct span){.from = r->valid_from, .to = r->valid_to};
}

static void one_leave(struct load *l, const struct sql_law_leaves *r, struct pile *p)
{
	*(struct span *)pile_add(l, p) = (struct span){
		.from = r->valid_from, .to = r->valid_to, .maternity = str_eqz(r->kind, "maternity")};
}

static bool covers(const struct span *s, int n, int32_t day, bool maternity_only)
{
	for (int i = 0; i < n; i++)
		if (s[i].from.days <= day && day < s[i].to.days && (!maternity_only || s[i].maternity))
			return true;
	return false;
}

/* Months at work and on maternity leave, by the fifteenth of each; later than `on` none. */
static void count_months(struct load *l, int year, const struct span *posts, int post_count,
                         const struct span *leaves, int leave_count, int *worked, int *maternity)
{
	*worked = *maternity = 0;
	for (int month = 1; month <= 12; month++) {
		struct date day = date_of(year, month, 15);
		if (day.days > l->on.days || !covers(posts, post_count, day.days, false))
			continue;
		if (covers(leaves, leave_count, day.days, true))
			++*maternity;
		else if (!covers(leaves, leave_count, day.days, false))
			++*worked;
	}
}

static void add_months(struct load *l, size_t i, const struct pile *posts,
                       const struct pile *leaves)
{
	struct law_facts *f = &l->all[i].facts;
	const struct span *p, *v;
	int pn, vn, last = date_civil(l->on).year;
	PILE_OF(*posts, i, p, pn);
	PILE_OF(*leaves, i, v, vn);
	int first = pn ? date_civil(p[0].from).year : last + 1;
	struct law_figure *out =
		arena_array(l->c->mem, (size_t)(last >= first ? last - first + 1 : 0) * 2 + 1, sizeof *out);
	f->figures = out;
	for (int year = first; year <= last; year++) {
		int worked, maternity;
		count_months(l, year, p, pn, v, vn, &worked, &maternity);
		out[f->figure_count++] = (struct law_figure){.year = year,
		                                             .what = LAW_N_MONTHS_WORKED,
		                                             .value = worked,
		                                             .source = STR("quá trình công tác")};
		out[f->figure_count++] = (struct law_figure){.year = year,
		                                             .what = LAW_N_MONTHS_MATERNITY,
		                                             .value = maternity,
		                                             .source = STR("thời gian nghỉ đã ghi")};
	}
}

/* --- all of it ------------------------------------------------------------------------------- */

static enum rc load_people(struct load *l)
{
	struct sql_law_people row;
	struct db_cursor *cur;
	enum rc rc;
	struct ctx *c = l->c;
	TRY(sql_law_people_open(c->db, c->mem, l->person, l->unit, c->today, l->after, l->to, &cur));
	while ((rc = sql_law_people_next(cur, c->mem, &row)) == RC_OK) {
		if (l->n == l->room) {
			size_t room = l->room ? l->room * 2 : 64;
			struct law_subject_facts *all = arena_array(c->mem, room, sizeof *all);
			if (l->n)
				memcpy(all, l->all, l->n * sizeof *all);
			l->all = all;
			l->room = room;
		}
		struct law_facts f = {
			.subject = LAW_PERSON,
			.cadre = (enum law_cadre)law_word_no(row.cadre, cadre_words, COUNT(cadre_words)),
			.sex = str_eqz(row.gender, "nam")  ? LAW_MALE
		           : str_eqz(row.gender, "nu") ? LAW_FEMALE
		                                       : LAW_SEX_UNKNOWN,
			.awards_from = l->record_from,
			.initiatives_from = l->record_from,
			.deeds_from = l->deeds_from,
			.decided_to = l->decided_to,
			.service_complete = l->service_complete,
		};
		l->all[l->n++] = (struct law_subject_facts){
			.id = row.id,
			.name = row.name,
			.place = l->bare           ? STR("")
		             : row.unit_name.p ? arena_printf(c->mem, "%.*s, %.*s", STR_ARG(row.post_title),
		                                              STR_ARG(row.unit_name))
		                               : row.post_title,
			.facts = f};
	}
	db_cursor_end(cur);
	return rc == RC_NOTFOUND ? RC_OK : rc;
}

static enum rc load_months(struct load *l)
{
	struct pile posts, leaves;
	WALK(l, law_posts, span, &posts, one_post);
	WALK(l, law_leaves, span, &leaves, one_leave);
	for (size_t i = 0; i < l->n; i++)
		add_months(l, i, &posts, &leaves);
	return RC_OK;
}

static enum rc load_lists(struct load *l)
{
	struct pile p;
	WALK(l, law_ratings, law_year, &p, one_rating);
	for (size_t i = 0; i < l->n; i++)
		PILE_OF(p, i, l->all[i].facts.years, l->all[i].facts.year_count);
	WALK(l, law_awards, law_award, &p, one_award);
	for (size_t i = 0; i < l->n; i++)
		PILE_OF(p, i, l->all[i].facts.awards, l->all[i].facts.award_count);
	WALK(l, law_initiatives, law_initiative, &p, one_initiative);
	for (size_t i = 0; i < l->n; i++)
		PILE_OF(p, i, l->all[i].facts.initiatives, l->all[i].facts.initiative_count);
	WALK(l, law_disciplines, law_discipline, &p, one_discipline);
	for (size_t i = 0; i < l->n; i++)
		PILE_OF(p, i, l->all[i].facts.disciplines, l->all[i].facts.discipline_count);
	WALK(l, law_holds, law_hold, &p, one_hold);
	for (size_t i = 0; i < l->n; i++)
		PILE_OF(p, i, l->all[i].facts.holds, l->all[i].facts.hold_count);
	WALK(l, law_deeds, law_deed, &p, one_deed);
	for (size_t i = 0; i < l->n; i++)
		PILE_OF(p, i, l->all[i].facts.deeds, l->all[i].facts.deed_count);
	WALK(l, law_services, law_service, &p, one_service);
	for (size_t i = 0; i < l->n; i++)
		PILE_OF(p, i, l->all[i].facts.service, l->all[i].facts.service_count);
	WALK(l, law_attestations, law_attestation, &p, one_attestation);
	for (size_t i = 0; i < l->n; i++)
		PILE_OF(p, i, l->all[i].facts.attestations, l->all[i].facts.attestation_count);
	return RC_OK;
}

static enum rc load_all(struct load *l, struct law_subject_facts **out, size_t *count)
{
	struct ctx *c = l->c;
	int64_t record_from, deeds_from, service;
	l->law = c->app->law;
	TRY(setting_number(c, "record.from", &record_from));
	TRY(setting_number(c, "record.deeds_from", &deeds_from));
	TRY(setting_number(c, "record.service", &service));
	TRY(law_decided_to(c, &l->decided_to));
	l->record_from = (int)record_from;
	l->deeds_from = (int)deeds_from;
	l->service_complete = service == 1;
	TRY(load_people(l));
	TRY(load_lists(l));
	TRY(load_months(l));
	*out = l->all;
	*count = l->n;
	return RC_OK;
}

enum rc law_people_facts(struct ctx *c, int64_t person, int64_t unit, struct date on,
                         struct law_subject_facts **out, size_t *count)
{
	struct load l = {.c = c,
	                 .person = person == DB_NULL ? 0 : person,
	                 .unit = unit == DB_NULL ? 0 : unit,
	                 .on = on};
	return load_all(&l, out, count);
}

enum rc law_slice_facts(struct ctx *c, int64_t after, int64_t to, struct date on,
                        struct law_subject_facts **out, size_t *count)
{
	struct load l = {.c = c, .after = after, .to = to, .on = on, .bare = true};
	return load_all(&l, out, count);
}
