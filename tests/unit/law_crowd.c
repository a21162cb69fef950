#include "law_crowd.h"

uint32_t crowd_next(uint64_t *state, uint32_t n)
{
	uint64_t z = *state += 0x9E3779B97F4A7C15ull; /* splitmix64, public domain */
	z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9ull;
	z = (z ^ z >> 27) * 0x94D049BB133111EBull;
	return (uint32_t)((z ^ z >> 31) % n);
}

struct making {
	const struct law_rules *r;
	struct crowd_member *m;
	uint64_t state;
	int year;
	bool tidy;
};

static bool chance(struct making *k, uint32_t percent)
{
	return crowd_next(&k->state, 100) < percent;
}

static struct str paper(struct making *k)
{
	static const char *const papers[] = {"QĐ 112/QĐ-VP ngày 20/12/2024",
	                                     "QĐ 77/QĐ-UBND ngày 05/01/2025",
	                                     "Biên bản 15/BB-HĐ ngày 01/11/2025"};
	return !k->tidy && chance(k, 10) ? STR("") : str_of(papers[crowd_next(&k->state, 3)]);
}

static void make_years(struct making *k)
{
	struct law_facts *f = &k->m->f;
	bool strong = chance(k, 40);
	for (int y = k->year - 17; y <= k->year + 1; y++) {
		if (!k->tidy && chance(k, 8))
			continue;
		/* Twice, each time something else. */
		if (!k->tidy && f->year_count < CROWD_MANY - 4 && chance(k, 4))
			y--;
		uint32_t x = crowd_next(&k->state, 100);
		enum law_rating r = x < (strong ? 70u : 20u) ? LAW_EXCELLENT
		                    : x < 97                 ? LAW_GOOD
		                    : x < 99                 ? LAW_DONE
		                                             : LAW_FAILED;
		k->m->years[f->year_count++] = (struct law_year){y, r, paper(k)};
	}
}

static void make_awards(struct making *k)
{
	struct law_facts *f = &k->m->f;
	int count = (int)crowd_next(&k->state, 16);
	for (int i = 0; i < count; i++) {
		int back = (int)crowd_next(&k->state, chance(k, 30) ? 20 : 6);
		struct law_award a = {
			.code = law_award_at(k->r, (int)crowd_next(&k->state, (uint32_t)law_award_count(k->r)))
		                ->code,
			.year = k->year - back,
			.decided = DATE_NONE,
			.source = paper(k)};
		a.type = chance(k, 80) ? LAW_MERIT : (enum law_type)crowd_next(&k->state, LAW_TYPES);
		a.cancelled = !k->tidy && chance(k, 4);
		if (!k->tidy && chance(k, 5)) {
			a.decided = date_of(a.year, 12, 20);
			a.year = 0;
		}
		k->m->awards[f->award_count++] = a;
	}
	/* A run of the same title makes the higher conditions reachable. */
	struct str run = chance(k, 70) ? STR("CSTDCS") : STR("CSTDT");
	if (f->subject == LAW_COLLECTIVE)
		run = chance(k, 60) ? STR("TTLDXS") : STR("CTDT");
	for (int y = k->year - (int)crowd_next(&k->state, 5);
	     y <= k->year && f->award_count < CROWD_MANY; y++)
		k->m->awards[f->award_count++] =
			(struct law_award){run, y, LAW_MERIT, DATE_NONE, paper(k), false};
}

static void add_award(struct making *k, const char *code, int back)
{
	k->m->awards[k->m->f.award_count++] =
		(struct law_award){str_of(code), k->year - back, LAW_MERIT, DATE_NONE, STR("QĐ"), false};
}

/*
 * A ladder of many years: the award from which it counts lies ten to fifteen years back, and what
 * has to be counted since then is only enough together with what lies near its beginning.
 */
static void make_long(struct making *k)
{
	static const char *const first[] = {"BKT", "BKTTG", "HCLD3", "HCLD2"};
	struct law_facts *f = &k->m->f;
	int back = 10 + (int)crowd_next(&k->state, 6), bad = back - 2 + (int)crowd_next(&k->state, 5);
	f->award_count = f->year_count = 0;
	add_award(k, first[crowd_next(&k->state, 4)], back);
	for (int i = 0; i < 2; i++) {
		add_award(k, "CSTDCS", (int)crowd_next(&k->state, 4));
		add_award(k, "CSTDCS", back - (int)crowd_next(&k->state, 4));
		add_award(k, chance(k, 50) ? "CTDT" : "CTDCP", back - (int)crowd_next(&k->state, 4));
	}
	for (int o = 0; o < 19; o++)
		k->m->years[f->year_count++] = (struct law_year){
			k->year - o, o == bad ? LAW_FAILED : LAW_EXCELLENT, STR("sổ xếp loại")};
}

static void make_works(struct making *k)
{
	struct law_facts *f = &k->m->f;
	int count = (int)crowd_next(&k->state, 5);
	for (int i = 0; i < count; i++) {
		struct law_initiative w = {.year = k->year - (int)crowd_next(&k->state, 4),
		                           .source = paper(k)};
		w.scope =
			(enum law_scope)(k->tidy ? 1 + crowd_next(&k->state, 3) : crowd_next(&k->state, 4));
		w.study = chance(k, 40);
		if (chance(k, 15))
			*(chance(k, 50) ? &w.used_title : &w.used_form) = STR("BKT");
		k->m->works[f->initiative_count++] = w;
	}
	count = (int)crowd_next(&k->state, 4);
	for (int i = 0; i < count; i++)
		k->m->deeds[f->deed_count++] = (struct law_deed){
			k->year - (chance(k, 80) ? 0 : 1),
			(enum law_achievement_kind)crowd_next(&k->state, LAW_DEEDS),
			(enum law_scope)(k->tidy ? 1 + crowd_next(&k->state, 3) : crowd_next(&k->state, 4)),
			chance(k, 15) ? STR("GK") : STR(""),
			paper(k),
			!k->tidy && chance(k, 30) ? STR("thủ trưởng xác nhận") : STR("")};
}

static void make_figures(struct making *k)
{
	struct law_facts *f = &k->m->f;
	int members = 1 + (int)crowd_next(&k->state, 30);
	for (int what = 0; what < LAW_NUMBERS; what++) {
		int value = members;
		if (!k->tidy && chance(k, 10))
			continue;
		if (what == LAW_N_MEMBERS_LDTT)
			value = members * (55 + (int)crowd_next(&k->state, 40)) / 100;
		else if (what == LAW_N_MEMBERS_CSTDCS || what == LAW_N_MEMBERS_WARNED)
			value = (int)crowd_next(&k->state, 2);
		else if (what == LAW_N_BLOC_RANK)
			value = 1 + (int)crowd_next(&k->state, 3);
		else if (what >= LAW_N_MONTHS_WORKED)
			value = (int)crowd_next(&k->state, 13);
		k->m->figures[f->figure_count++] =
			(struct law_figure){k->year, (enum law_number)what, value, paper(k)};
		if (!k->tidy && chance(k, 5))
			k->m->figures[f->figure_count++] = (struct law_figure){
				k->year, (enum law_number)what, value - (int)crowd_next(&k->state, 3), paper(k)};
	}
}

static void make_words(struct making *k)
{
	struct law_facts *f = &k->m->f;
	for (int i = 0; i < law_attest_count(k->r) && i < CROWD_MANY; i++)
		if (k->tidy || chance(k, 85))
			k->m->attests[f->attestation_count++] =
				(struct law_attestation){law_attest_at(k->r, i).key, k->year, chance(k, 90),
			                             STR("Chánh Văn phòng, ngày 05/12")};
	if (chance(k, 40))
		k->m->service[f->service_count++] =
			(struct law_service){chance(k, 50) ? STR("LANH_DAO_TINH") : STR("GIAM_DOC_SO"),
		                         (int)crowd_next(&k->state, 240), paper(k)};
}

static void make_trouble(struct making *k)
{
	struct law_facts *f = &k->m->f;
	if (chance(k, 4)) {
		struct date from =
			date_of(k->year - (int)crowd_next(&k->state, 5), 1 + (int)crowd_next(&k->state, 12), 1);
		struct date to = {from.days + 365};
		k->m->disciplines[f->discipline_count++] =
			(struct law_discipline){LAW_REPRIMAND, from, chance(k, 85) ? to : DATE_NONE, paper(k)};
	}
	if (chance(k, 3))
		k->m->holds[f->hold_count++] = (struct law_hold){
			date_of(k->year, 11, 1), chance(k, 50) ? DATE_OPEN : date_of(k->year, 11, 20)};
}

void crowd_make(const struct law_rules *r, uint64_t seed, enum law_subject subject, int year,
                bool tidy, struct crowd_member *out)
{
	struct making k = {r, out, seed * 0x2545F4914F6CDD1Dull + 7, year, tidy};
	memset(out, 0, sizeof *out);
	struct law_facts *f = &out->f;
	*f = (struct law_facts){.subject = subject,
	                        .years = out->years,
	                        .figures = out->figures,
	                        .awards = out->awards,
	                        .initiatives = out->works,
	                        .deeds = out->deeds,
	                        .disciplines = out->disciplines,
	                        .holds = out->holds,
	                        .attestations = out->attests,
	                        .service = out->service};
	f->cadre =
		(enum law_cadre)(tidy ? 1 + crowd_next(&k.state, 4) : crowd_next(&k.state, LAW_CADRES));
	f->sex = (enum law_sex)(tidy ? 1 + crowd_next(&k.state, 2) : crowd_next(&k.state, 3));
	bool complete = tidy || chance(&k, 50);
	f->awards_from = complete         ? LAW_COMPLETE
	                 : chance(&k, 80) ? year - (int)crowd_next(&k.state, 8)
	                                  : 0;
	f->initiatives_from = complete         ? LAW_COMPLETE
	                      : chance(&k, 80) ? year - (int)crowd_next(&k.state, 4)
	                                       : 0;
	f->deeds_from = complete ? LAW_COMPLETE : chance(&k, 80) ? year : 0;
	f->decided_to =
		complete || chance(&k, 60) ? LAW_DECIDED_ALL : year - (int)crowd_next(&k.state, 3);
	f->service_complete = tidy || chance(&k, 50);
	make_years(&k);
	make_awards(&k);
	if (chance(&k, 15))
		make_long(&k);
	make_works(&k);
	make_figures(&k);
	make_words(&k);
	make_trouble(&k);
	if (seed % 2) /* half of them with their names looked up already */
		crowd_number(r, out);
}

void crowd_number(const struct law_rules *r, struct crowd_member *m)
{
	for (int i = 0; i < m->f.award_count; i++)
		m->awards[i].no = (uint8_t)(law_award_index(r, m->awards[i].code) + 1);
	for (int i = 0; i < m->f.attestation_count; i++)
		for (int k = 0; k < law_attest_count(r); k++)
			if (str_eq(law_attest_at(r, k).key, m->attests[i].key))
				m->attests[i].no = (uint8_t)(k + 1);
}
