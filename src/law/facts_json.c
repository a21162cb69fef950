/* facts_json.c: a facts file. Unknown keys and words are refused: a slip is not missing data. */
#include "law/tree.h"

#include "viet/viet.h"

#include <jansson.h>

#define ITEMS_MAX 5000

struct reader {
	struct arena *mem;
	struct err *e;
};

struct code {
	const char *word;
	int value;
};

static const struct code subjects[] = {
	{"person", LAW_PERSON}, {"collective", LAW_COLLECTIVE}, {"household", LAW_HOUSEHOLD}, {0}};
static const struct code cadres[] = {{"official", LAW_OFFICIAL},
                                     {"civil_servant", LAW_CIVIL_SERVANT},
                                     {"public_employee", LAW_PUBLIC_EMPLOYEE},
                                     {"worker", LAW_WORKER},
                                     {"armed", LAW_ARMED},
                                     {"farmer", LAW_FARMER},
                                     {"entrepreneur", LAW_ENTREPRENEUR},
                                     {"scholar", LAW_SCHOLAR},
                                     {0}};
static const struct code sexes[] = {{"male", LAW_MALE}, {"female", LAW_FEMALE}, {0}};
static const struct code types[] = {{"merit", LAW_MERIT},
                                    {"sudden", LAW_SUDDEN},
                                    {"theme", LAW_THEME},
                                    {"service", LAW_SERVICE},
                                    {"tenure", LAW_TENURE},
                                    {"foreign", LAW_FOREIGN},
                                    {0}};
static const struct code ratings[] = {{"failed", LAW_FAILED},
                                      {"done", LAW_DONE},
                                      {"good", LAW_GOOD},
                                      {"excellent", LAW_EXCELLENT},
                                      {0}};
static const struct code scopes[] = {
	{"office", LAW_OFFICE}, {"province", LAW_PROVINCE}, {"nation", LAW_NATION}, {0}};
static const struct code levels[] = {{"reprimand", LAW_REPRIMAND},
                                     {"warning", LAW_WARNING},
                                     {"demotion", LAW_DEMOTION},
                                     {"dismissal", LAW_DISMISSAL},
                                     {0}};
static const struct code kinds[] = {{"campaign", LAW_DEED_CAMPAIGN},
                                    {"sudden", LAW_DEED_SUDDEN},
                                    {"many", LAW_DEED_MANY},
                                    {"contribution", LAW_DEED_CONTRIBUTION},
                                    {"bravery", LAW_DEED_BRAVERY},
                                    {"invention", LAW_DEED_INVENTION},
                                    {"labour", LAW_DEED_LABOUR},
                                    {"foreign", LAW_DEED_FOREIGN},
                                    {0}};
static const struct code numbers[] = {{"members", LAW_N_MEMBERS},
                                      {"members_done", LAW_N_MEMBERS_DONE},
                                      {"members_ldtt", LAW_N_MEMBERS_LDTT},
                                      {"members_cstdcs", LAW_N_MEMBERS_CSTDCS},
                                      {"members_warned", LAW_N_MEMBERS_WARNED},
                                      {"women", LAW_N_WOMEN},
                                      {"targets", LAW_N_TARGETS},
                                      {"targets_exceeded", LAW_N_TARGETS_EXCEEDED},
                                      {"bloc_rank", LAW_N_BLOC_RANK},
                                      {"months_worked", LAW_N_MONTHS_WORKED},
                                      {"months_maternity", LAW_N_MONTHS_MATERNITY},
                                      {0}};

/* One key of an object: where its value goes. */
enum kind { K_CODE, K_INT, K_YEAR, K_DATE, K_TEXT, K_BOOL };
struct key {
	const char *name;
	enum kind kind;
	size_t at;
	const struct code *codes;
	bool must;
};

static enum rc wrong(struct reader *r, const char *where, const char *key, const char *say)
{
	return err_set(r->e, RC_INVALID, "Tệp dữ kiện: %s, \"%s\": %s.", where, key, say);
}

static enum rc read_code(struct reader *r, const char *where, const struct key *k, json_t *v,
                         void *to)
{
	const char *word = json_string_value(v);
	for (const struct code *c = k->codes; word && c->word; c++)
		if (strcmp(c->word, word) == 0) {
			*(int *)to = c->value;
			return RC_OK;
		}
	return wrong(r, where, k->name, "không phải một trong các từ được phép (docs/law-facts.md)");
}

static enum rc read_text(struct reader *r, const char *where, const struct key *k, json_t *v,
                         struct str *to)
{
	if (!json_is_string(v))
		return wrong(r, where, k->name, "phải là chữ");
	struct str raw = {json_string_value(v), json_string_length(v)};
	return viet_line(r->mem, raw, to, r->e);
}

static enum rc read_value(struct reader *r, const char *where, const struct key *k, json_t *v,
                          char *base)
{
	void *to = base + k->at;
	json_int_t i = json_integer_value(v);
	switch (k->kind) {
	case K_CODE: return read_code(r, where, k, v, to);
	case K_TEXT: return read_text(r, where, k, v, to);
	case K_BOOL:
		if (!json_is_boolean(v))
			return wrong(r, where, k->name, "phải là true hoặc false");
		*(bool *)to = json_is_true(v);
		return RC_OK;
	case K_DATE:
		*(struct date *)to =
			json_is_string(v) ? date_from_iso(str_of(json_string_value(v))) : DATE_NONE;
		return date_is_none(*(struct date *)to)
		           ? wrong(r, where, k->name, "phải là ngày dạng 2026-01-27")
		           : RC_OK;
	case K_YEAR:
		if (!json_is_integer(v) || i < 1900 || i > 2200)
			return wrong(r, where, k->name, "phải là một năm");
		break;
	case K_INT:
		if (!json_is_integer(v) || i < 0 || i > 1000000)
			return wrong(r, where, k->name, "phải là số nguyên từ 0 đến 1000000");
		break;
	}
	*(int *)to = (int)i;
	return RC_OK;
}

static const struct key *find_key(const struct key *keys, const char *name)
{
	for (; keys->name; keys++)
		if (strcmp(keys->name, name) == 0)
			return keys;
	return NULL;
}

static enum rc read_object(struct reader *r, const char *where, json_t *o, const struct key *keys,
                           void *base)
{
	const char *name;
	json_t *v;
	if (!json_is_object(o))
		return err_set(r->e, RC_INVALID, "Tệp dữ kiện: %s phải là một đối tượng {…}.", where);
	json_object_foreach(o, name, v)
	{
		const struct key *k = find_key(keys, name);
		if (!k)
			return wrong(r, where, name, "không có khóa này");
		if (!json_is_null(v))
			TRY(read_value(r, where, k, v, base));
	}
	for (const struct key *k = keys; k->name; k++)
		if (k->must && (!json_object_get(o, k->name) || json_is_null(json_object_get(o, k->name))))
			return wrong(r, where, k->name, "thiếu");
	return RC_OK;
}

static enum rc read_list(struct reader *r, const char *where, json_t *list, const struct key *keys,
                         size_t size, void (*init)(void *), void *out, int *count)
{
	size_t n = json_array_size(list);
	if (list && !json_is_array(list))
		return err_set(r->e, RC_INVALID, "Tệp dữ kiện: %s phải là một danh sách […].", where);
	if (n > ITEMS_MAX)
		return err_set(r->e, RC_TOOBIG, "Tệp dữ kiện: %s có quá %d mục.", where, ITEMS_MAX);
	char *items = arena_array(r->mem, n + 1, size);
	for (size_t i = 0; i < n; i++) {
		if (init)
			init(items + i * size);
		TRY(read_object(r, where, json_array_get(list, i), keys, items + i * size));
	}
	memcpy(out, &items, sizeof items);
	*count = (int)n;
	return RC_OK;
}

/* --- the lists ---------------------------------------------------------------------------------
 */

#define AT(type, member) offsetof(struct type, member)
static const struct key year_keys[] = {{"year", K_YEAR, AT(law_year, year), NULL, true},
                                       {"rating", K_CODE, AT(law_year, rating), ratings, true},
                                       {"source", K_TEXT, AT(law_year, source)},
                                       {0}};
static const struct key figure_keys[] = {{"year", K_YEAR, AT(law_figure, year), NULL, true},
                                         {"what", K_CODE, AT(law_figure, what), numbers, true},
                                         {"value", K_INT, AT(law_figure, value), NULL, true},
                                         {"source", K_TEXT, AT(law_figure, source)},
                                         {0}};
static const struct key award_keys[] = {{"code", K_TEXT, AT(law_award, code), NULL, true},
                                        {"year", K_YEAR, AT(law_award, year)},
                                        {"type", K_CODE, AT(law_award, type), types},
                                        {"decided", K_DATE, AT(law_award, decided)},
                                        {"source", K_TEXT, AT(law_award, source)},
                                        {"cancelled", K_BOOL, AT(law_award, cancelled)},
                                        {0}};
static const struct key work_keys[] = {{"year", K_YEAR, AT(law_initiative, year), NULL, true},
                                       {"scope", K_CODE, AT(law_initiative, scope), scopes},
                                       {"study", K_BOOL, AT(law_initiative, study)},
                                       {"used_title", K_TEXT, AT(law_initiative, used_title)},
                                       {"used_form", K_TEXT, AT(law_initiative, used_form)},
                                       {"source", K_TEXT, AT(law_initiative, source)},
                                       {0}};
static const struct key deed_keys[] = {{"year", K_YEAR, AT(law_deed, year), NULL, true},
                                       {"kind", K_CODE, AT(law_deed, kind), kinds, true},
                                       {"scope", K_CODE, AT(law_deed, scope), scopes},
                                       {"used", K_TEXT, AT(law_deed, used)},
                                       {"confirmed", K_TEXT, AT(law_deed, confirmed)},
                                       {"source", K_TEXT, AT(law_deed, source)},
                                       {0}};
static const struct key discipline_keys[] = {
	{"level", K_CODE, AT(law_discipline, level), levels, true},
	{"from", K_DATE, AT(law_discipline, from), NULL, true},
	{"to", K_DATE, AT(law_discipline, to)},
	{"source", K_TEXT, AT(law_discipline, source)},
	{0}};
static const struct key hold_keys[] = {
	{"from", K_DATE, AT(law_hold, from), NULL, true}, {"to", K_DATE, AT(law_hold, to)}, {0}};
static const struct key attest_keys[] = {{"key", K_TEXT, AT(law_attestation, key), NULL, true},
                                         {"year", K_YEAR, AT(law_attestation, year), NULL, true},
                                         {"yes", K_BOOL, AT(law_attestation, yes), NULL, true},
                                         {"by", K_TEXT, AT(law_attestation, by), NULL, true},
                                         {0}};
static const struct key service_keys[] = {{"post", K_TEXT, AT(law_service, post), NULL, true},
                                          {"months", K_INT, AT(law_service, months), NULL, true},
                                          {"source", K_TEXT, AT(law_service, source)},
                                          {0}};

static void no_decision(void *item)
{
	((struct law_award *)item)->decided = DATE_NONE;
}

static void no_end(void *item)
{
	((struct law_discipline *)item)->to = DATE_NONE;
}

static void open_end(void *item)
{
	((struct law_hold *)item)->to = DATE_OPEN;
}

struct top {
	enum law_subject subject;
	enum law_cadre cadre;
	enum law_sex sex;
	int awards_from, initiatives_from, deeds_from, decided_to;
	bool complete, service_complete;
};

static const struct key top_keys[] = {{"subject", K_CODE, AT(top, subject), subjects, true},
                                      {"cadre", K_CODE, AT(top, cadre), cadres},
                                      {"sex", K_CODE, AT(top, sex), sexes},
                                      {"awards_from", K_YEAR, AT(top, awards_from)},
                                      {"initiatives_from", K_YEAR, AT(top, initiatives_from)},
                                      {"deeds_from", K_YEAR, AT(top, deeds_from)},
                                      {"decided_to", K_YEAR, AT(top, decided_to)},
                                      {"complete", K_BOOL, AT(top, complete)},
                                      {"service_complete", K_BOOL, AT(top, service_complete)},
                                      {0}};

static enum rc read_lists(struct reader *r, json_t *lists, struct law_facts *f)
{
#define LIST(key, keys, type, init, member, count)                                                 \
	TRY(read_list(r, key, json_object_get(lists, key), keys, sizeof(struct type), init,            \
	              &f->member, &f->count))
	LIST("years", year_keys, law_year, NULL, years, year_count);
	LIST("figures", figure_keys, law_figure, NULL, figures, figure_count);
	LIST("awards", award_keys, law_award, no_decision, awards, award_count);
	LIST("initiatives", work_keys, law_initiative, NULL, initiatives, initiative_count);
	LIST("deeds", deed_keys, law_deed, NULL, deeds, deed_count);
	LIST("disciplines", discipline_keys, law_discipline, no_end, disciplines, discipline_count);
	LIST("holds", hold_keys, law_hold, open_end, holds, hold_count);
	LIST("attestations", attest_keys, law_attestation, NULL, attestations, attestation_count);
	LIST("service", service_keys, law_service, NULL, service, service_count);
	return RC_OK;
}

/* The lists out of the object, so that what is left are its plain keys. */
static json_t *take_lists(json_t *root)
{
	static const char *const names[] = {"years",       "figures",      "awards",
	                                    "initiatives", "deeds",        "disciplines",
	                                    "holds",       "attestations", "service"};
	json_t *lists = json_object();
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		json_t *v = json_object_get(root, names[i]);
		if (v)
			json_object_set(lists, names[i], v);
		json_object_del(root, names[i]);
	}
	return lists;
}

enum rc law_facts_read(struct arena *mem, struct str json, struct law_facts *out, struct err *e)
{
	struct reader r = {mem, e};
	json_error_t where;
	json_t *root = json_loadb(json.p ? json.p : "", json.n, JSON_REJECT_DUPLICATES, &where);
	struct top top = {0};
	*out = (struct law_facts){0};
	if (!json_is_object(root)) {
		bool deep = !root && json_error_code(&where) == json_error_stack_overflow;
		json_decref(root);
		if (deep)
			return err_set(e, RC_INVALID, "Tệp dữ kiện lồng nhau quá sâu.");
		return err_set(e, RC_INVALID, "Tệp dữ kiện không phải JSON hợp lệ (dòng %d, cột %d).",
		               where.line > 0 ? where.line : 1, where.column > 0 ? where.column : 1);
	}
	json_t *lists = take_lists(root);
	enum rc rc = read_object(&r, "đối tượng", root, top_keys, &top);
	if (rc == RC_OK)
		rc = read_lists(&r, lists, out);
	json_decref(lists);
	json_decref(root);
	out->subject = top.subject;
	out->cadre = top.cadre;
	out->sex = top.sex;
	out->awards_from = top.complete ? LAW_COMPLETE : top.awards_from;
	out->initiatives_from = top.complete ? LAW_COMPLETE : top.initiatives_from;
	out->deeds_from = top.complete ? LAW_COMPLETE : top.deeds_from;
	out->decided_to = top.decided_to ? top.decided_to : top.complete ? LAW_DECIDED_ALL : 0;
	out->service_complete = top.complete || top.service_complete;
	return rc == RC_OK ? law_facts_can_be(out, e) : rc;
}
