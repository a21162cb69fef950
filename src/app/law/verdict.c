/*
 * verdict.c: verdicts that are kept: the answer, all that went into it, and the rules' hash.
 *
 * The rule files of that hash are kept beside them, so that a verdict can be evaluated again by
 * the rules of its time, and gives the same bytes. What was decided is never decided anew.
 */
#include "app/law/inner.h"

#include "app/org/org.h"
#include "base/json_out.h"
#include "db/sql_law.h"
#include "op/values.h"

#include <inttypes.h>
#include <jansson.h>

#define TEXT_MAX ((size_t)16 * 1024 * 1024)

/* --- rules and overlay as text -----------------------------------------------------------------
 */

static void put_files(const struct law_file *files, int n, struct buf *out)
{
	struct json_out j = json_out_to(out);
	json_arr(&j, NULL);
	for (int i = 0; i < n; i++) {
		json_obj(&j, NULL);
		json_str(&j, "name", files[i].name);
		json_str(&j, "text", files[i].text);
		json_end(&j);
	}
	json_end(&j);
}

static void put_overlay(const struct law_overlay *o, struct buf *out)
{
	struct json_out j = json_out_to(out);
	json_arr(&j, NULL);
	for (int i = 0; i < o->count; i++) {
		const struct law_overlay_entry *e = &o->at[i];
		json_obj(&j, NULL);
		json_z(&j, "kind", e->kind == LAW_CONFIRM ? "confirm" : "value");
		json_str(&j, "key", e->key);
		json_str(&j, "set", e->set);
		json_z(&j, "from", date_iso(e->from).z);
		json_z(&j, "to", date_iso(e->to).z);
		json_int(&j, "value", e->value);
		json_str(&j, "source", e->source);
		json_str(&j, "hash", e->hash);
		json_end(&j);
	}
	json_end(&j);
}

static struct str text_of(struct arena *mem, json_t *o, const char *key)
{
	const char *s = json_string_value(json_object_get(o, key));
	return s ? arena_str(mem, str_of(s)) : STR("");
}

static enum rc read_files(struct ctx *c, struct str text, const struct law **out)
{
	json_t *all = json_loadb(text.p, text.n, 0, NULL);
	int n = (int)json_array_size(all);
	struct law_file *files = arena_array(c->mem, (size_t)n + 1, sizeof *files);
	struct law_faults faults = {0};
	for (int i = 0; i < n; i++)
		files[i] =
			(struct law_file){.name = text_of(c->mem, json_array_get(all, (size_t)i), "name"),
		                      .text = text_of(c->mem, json_array_get(all, (size_t)i), "text")};
	json_decref(all);
	TRY(law_read(c->mem, files, n, out, &faults, c->err));
	return *out ? RC_OK : err_detail(c->err, RC_BUG, "law: kept rule files do not read");
}

static struct law_overlay read_overlay(struct ctx *c, struct str text)
{
	json_t *all = json_loadb(text.p, text.n, 0, NULL);
	int n = (int)json_array_size(all);
	struct law_overlay_entry *at = arena_array(c->mem, (size_t)n + 1, sizeof *at);
	for (int i = 0; i < n; i++) {
		json_t *e = json_array_get(all, (size_t)i);
		at[i] = (struct law_overlay_entry){
			.kind = str_eqz(text_of(c->mem, e, "kind"), "confirm") ? LAW_CONFIRM : LAW_VALUE,
			.key = text_of(c->mem, e, "key"),
			.set = text_of(c->mem, e, "set"),
			.from = date_from_iso(text_of(c->mem, e, "from")),
			.to = date_from_iso(text_of(c->mem, e, "to")),
			.value = json_integer_value(json_object_get(e, "value")),
			.source = text_of(c->mem, e, "source"),
			.hash = text_of(c->mem, e, "hash")};
	}
	json_decref(all);
	return (struct law_overlay){.at = at, .count = n};
}

static struct buf *text_buf(struct ctx *c)
{
	struct buf *b = arena_alloc(c->mem, sizeof *b);
	buf_init(b, TEXT_MAX);
	arena_defer(c->mem, (void (*)(void *))buf_release, b);
	return b;
}

/* --- keeping ------------------------------------------------------------------------------- */

static const char *const type_words[LAW_TYPES] = {"",        "merit",  "sudden", "theme",
                                                  "service", "tenure", "foreign"};

/* The facts go through their text, so that what is judged now is what can be read again. */
static enum rc judge(struct ctx *c, const struct law_rules *const *rules, int count,
                     const struct law_question *q, struct str facts, struct law_facts *f,
                     struct law_answers *answers, struct buf *out)
{
	TRY(law_facts_read(c->mem, facts, f, c->err));
	TRY(law_ask(c, rules, count, q, f, answers));
	law_answers_json(answers->at, count, out);
	return buf_check(out, c->err);
}

enum rc law_keep_rules(struct ctx *c, const struct law *law, const struct law_overlay *o,
                       struct str *overlay)
{
	struct buf *files = text_buf(c), *over = text_buf(c);
	int n;
	const struct law_file *shipped = law_shipped_files(&n);
	put_files(shipped, n, files);
	put_overlay(o, over);
	TRY(buf_check(files, c->err));
	TRY(buf_check(over, c->err));
	*overlay = buf_view(over);
	return sql_law_version_keep(c->db, law_hash(law), buf_view(files), c->now_ms, NULL);
}

enum rc law_keep(struct ctx *c, const struct law_case *l, const struct law_facts *facts,
                 int64_t *id)
{
	const struct law *law;
	const struct law_overlay *overlay;
	const struct law_rules *rules[2];
	struct law_answers answers;
	struct law_facts f;
	/* Left out by a caller who knows of one day only: decided on the day asked. */
	struct date decided = date_is_none(l->decided) || l->decided.days == 0 ? l->q.on : l->decided;
	struct str household = l->household.p ? l->household : STR("");
	struct law_when w = {.on = l->q.on, .received = l->received, .decided = decided};
	struct buf *in = text_buf(c), *out = text_buf(c);
	struct str over;
	int count;
	TRY(law_sets_of_office(c, &w, &law, rules, &count));
	TRY(law_of_office(c, &law, &overlay));
	law_facts_write(facts, in);
	TRY(buf_check(in, c->err));
	TRY(judge(c, rules, count, &l->q, buf_view(in), &f, &answers, out));
	TRY(law_keep_rules(c, law, overlay, &over));
	const struct law_answer *best = &answers.at[answers.better];
	return sql_law_verdict_add(c->db, str_of(l->subject), l->person_id, l->unit_id, household,
	                           l->q.award, str_of(type_words[l->q.type]), l->q.on, l->received,
	                           decided, l->q.year ? l->q.year : date_civil(l->q.on).year, best->set,
	                           law_hash(law), over, buf_view(in), buf_view(out),
	                           str_of(law_verdict_word(best->verdict)), c->who.account_id,
	                           c->now_ms, id);
}

enum rc law_again_answers(struct ctx *c, const struct sql_law_verdict_get *row,
                          struct law_question *q, struct law_facts *f, struct law_answers *answers,
                          struct buf *out)
{
	struct sql_law_version_get version;
	const struct law *law;
	const struct law_rules *rules[2];
	int count;
	TRY(sql_law_version_get(c->db, c->mem, row->law_hash, &version));
	TRY(read_files(c, version.files, &law));
	struct law_overlay overlay = read_overlay(c, row->overlay);
	TRY(law_rules_between(c->mem, law, row->received, row->decided, &overlay, rules, &count,
	                      c->err));
	*q = (struct law_question){.award = row->award, .on = row->on_date, .year = (int)row->year};
	for (int i = 1; i < LAW_TYPES; i++)
		if (str_eqz(row->type, type_words[i]))
			q->type = (enum law_type)i;
	return judge(c, rules, count, q, row->facts, f, answers, out);
}

enum rc law_again(struct ctx *c, int64_t id, struct buf *out)
{
	struct sql_law_verdict_get row;
	struct law_question q;
	struct law_facts f;
	struct law_answers answers;
	TRY(sql_law_verdict_get(c->db, c->mem, id, &row));
	return law_again_answers(c, &row, &q, &f, &answers, out);
}
