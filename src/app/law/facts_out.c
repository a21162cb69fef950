/* facts_out.c: facts as the JSON of docs/law-facts.md; law_facts_read() reads it back. */
#include "app/law/law.h"

#include "base/json_out.h"

static const char *const types[LAW_TYPES] = {NULL,      "merit",  "sudden", "theme",
                                             "service", "tenure", "foreign"};
static const char *const scopes[LAW_SCOPES] = {NULL, "office", "province", "nation"};

/* Words of unknown values are left out: the reader takes that for unknown. */
static void put_word(struct json_out *j, const char *key, const char *const *words, int no)
{
	if (words[no])
		json_z(j, key, words[no]);
}

static void put_text(struct json_out *j, const char *key, struct str text)
{
	if (text.n)
		json_str(j, key, text);
}

static void put_day(struct json_out *j, const char *key, struct date day)
{
	if (!date_is_none(day) && day.days != DATE_OPEN.days)
		json_z(j, key, date_iso(day).z);
}

static void put_years(struct json_out *j, const struct law_facts *f)
{
	static const char *const ratings[] = {NULL, NULL, "failed", "done", "good", "excellent"};
	json_arr(j, "years");
	for (int i = 0; i < f->year_count; i++) {
		if (!ratings[f->years[i].rating])
			continue;
		json_obj(j, NULL);
		json_int(j, "year", f->years[i].year);
		json_z(j, "rating", ratings[f->years[i].rating]);
		put_text(j, "source", f->years[i].source);
		json_end(j);
	}
	json_end(j);
}

static void put_figures(struct json_out *j, const struct law_facts *f)
{
	static const char *const numbers[LAW_NUMBERS] = {
		"members", "members_done",     "members_ldtt", "members_cstdcs", "members_warned",  "women",
		"targets", "targets_exceeded", "bloc_rank",    "months_worked",  "months_maternity"};
	json_arr(j, "figures");
	for (int i = 0; i < f->figure_count; i++) {
		json_obj(j, NULL);
		json_int(j, "year", f->figures[i].year);
		json_z(j, "what", numbers[f->figures[i].what]);
		json_int(j, "value", f->figures[i].value);
		put_text(j, "source", f->figures[i].source);
		json_end(j);
	}
	json_end(j);
}

static void put_awards(struct json_out *j, const struct law_facts *f)
{
	json_arr(j, "awards");
	for (int i = 0; i < f->award_count; i++) {
		const struct law_award *a = &f->awards[i];
		json_obj(j, NULL);
		json_str(j, "code", a->code);
		if (a->year)
			json_int(j, "year", a->year);
		put_word(j, "type", types, a->type);
		put_day(j, "decided", a->decided);
		put_text(j, "source", a->source);
		if (a->cancelled)
			json_bool(j, "cancelled", true);
		json_end(j);
	}
	json_end(j);
}

static void put_initiatives(struct json_out *j, const struct law_facts *f)
{
	json_arr(j, "initiatives");
	for (int i = 0; i < f->initiative_count; i++) {
		const struct law_initiative *w = &f->initiatives[i];
		json_obj(j, NULL);
		json_int(j, "year", w->year);
		put_word(j, "scope", scopes, w->scope);
		if (w->study)
			json_bool(j, "study", true);
		put_text(j, "used_title", w->used_title);
		put_text(j, "used_form", w->used_form);
		put_text(j, "source", w->source);
		json_end(j);
	}
	json_end(j);
}

static void put_deeds(struct json_out *j, const struct law_facts *f)
{
	static const char *const kinds[LAW_DEEDS] = {"campaign", "sudden",    "many",   "contribution",
	                                             "bravery",  "invention", "labour", "foreign"};
	json_arr(j, "deeds");
	for (int i = 0; i < f->deed_count; i++) {
		const struct law_deed *d = &f->deeds[i];
		json_obj(j, NULL);
		json_int(j, "year", d->year);
		json_z(j, "kind", kinds[d->kind]);
		put_word(j, "scope", scopes, d->scope);
		put_text(j, "used", d->used);
		put_text(j, "source", d->source);
		put_text(j, "confirmed", d->confirmed);
		json_end(j);
	}
	json_end(j);
}

static void put_dated(struct json_out *j, const struct law_facts *f)
{
	static const char *const levels[] = {NULL, "reprimand", "warning", "demotion", "dismissal"};
	json_arr(j, "disciplines");
	for (int i = 0; i < f->discipline_count; i++) {
		const struct law_discipline *d = &f->disciplines[i];
		json_obj(j, NULL);
		json_z(j, "level", levels[d->level]);
		put_day(j, "from", d->from);
		put_day(j, "to", d->to);
		put_text(j, "source", d->source);
		json_end(j);
	}
	json_end(j);
	json_arr(j, "holds");
	for (int i = 0; i < f->hold_count; i++) {
		json_obj(j, NULL);
		put_day(j, "from", f->holds[i].from);
		put_day(j, "to", f->holds[i].to);
		json_end(j);
	}
	json_end(j);
}

static void put_said(struct json_out *j, const struct law_facts *f)
{
	json_arr(j, "attestations");
	for (int i = 0; i < f->attestation_count; i++) {
		json_obj(j, NULL);
		json_str(j, "key", f->attestations[i].key);
		json_int(j, "year", f->attestations[i].year);
		json_bool(j, "yes", f->attestations[i].yes);
		json_str(j, "by", f->attestations[i].by);
		json_end(j);
	}
	json_end(j);
	json_arr(j, "service");
	for (int i = 0; i < f->service_count; i++) {
		json_obj(j, NULL);
		json_str(j, "post", f->service[i].post);
		json_int(j, "months", f->service[i].months);
		put_text(j, "source", f->service[i].source);
		json_end(j);
	}
	json_end(j);
}

void law_facts_write(const struct law_facts *f, struct buf *out)
{
	static const char *const subjects[LAW_SUBJECTS] = {"person", "collective", "household"};
	static const char *const cadres[LAW_CADRES] = {
		NULL,    "official", "civil_servant", "public_employee", "worker",
		"armed", "farmer",   "entrepreneur",  "scholar"};
	static const char *const sexes[] = {NULL, "male", "female"};
	struct json_out j = json_out_to(out);
	json_obj(&j, NULL);
	json_z(&j, "subject", subjects[f->subject]);
	put_word(&j, "cadre", cadres, f->cadre);
	put_word(&j, "sex", sexes, f->sex);
	if (f->awards_from)
		json_int(&j, "awards_from", f->awards_from);
	if (f->initiatives_from)
		json_int(&j, "initiatives_from", f->initiatives_from);
	if (f->deeds_from)
		json_int(&j, "deeds_from", f->deeds_from);
	if (f->decided_to)
		json_int(&j, "decided_to", f->decided_to);
	if (f->service_complete)
		json_bool(&j, "service_complete", true);
	put_years(&j, f);
	put_figures(&j, f);
	put_awards(&j, f);
	put_initiatives(&j, f);
	put_deeds(&j, f);
	put_dated(&j, f);
	put_said(&j, f);
	json_end(&j);
}
