/*
 * papers.c: what a decision says for its paper: quyết định khen thưởng with lists as annexes, or
 * quyết định hủy. What nobody has entered stays a gap, to be filled by hand.
 */
#include "app/decision/papers.h"

#include "base/json_out.h"
#include "db/sql_bonus.h"
#include "db/sql_council.h"
#include "db/sql_decision.h"
#include "op/decode.h"
#include "viet/viet.h"

#include <inttypes.h>

#define DATA_MAX ((size_t)4 << 20)

static void say(struct json_out *j, const char *key, struct str v)
{
	if (v.n)
		json_str(j, key, v);
}

void decision_put_sign(struct json_out *j, struct str sign, struct date dated)
{
	int64_t number;
	struct str rest = sign, first = str_cut(&rest, '/');
	if (sign.n && str_int(first, &number))
		json_int(j, "number", number);
	if (sign.n && rest.p)
		say(j, "notation", rest);
	if (!date_is_none(dated))
		json_z(j, "date", date_iso(dated).z);
}

/* A deputy signs "KT. CHÁNH VĂN PHÒNG / PHÓ CHÁNH VĂN PHÒNG": the head's post comes from the
 * office. */
static struct str power_of(struct ctx *c, const struct sql_decision_get *d)
{
	struct str post = text_or_empty(d->signer_post);
	if (d->signer_mode.n == 0)
		return viet_upper(c->mem, post);
	return arena_printf(c->mem, "%.*s. %.*s\n%.*s", STR_ARG(d->signer_mode),
	                    STR_ARG(viet_upper(c->mem, d->issuer)), STR_ARG(viet_upper(c->mem, post)));
}

static void put_grounds(struct json_out *j, struct str basis)
{
	static const char *const always[] = {
		"Luật Thi đua, khen thưởng ngày 15 tháng 6 năm 2022",
		"Nghị định số 152/2025/NĐ-CP ngày 14 tháng 6 năm 2025 của Chính phủ quy định chi tiết một "
		"số điều của Luật Thi đua, khen thưởng"};
	json_arr(j, "grounds");
	for (int i = 0; i < COUNT(always); i++) {
		json_obj(j, NULL);
		json_z(j, "text", always[i]);
		json_end(j);
	}
	while (basis.n) {
		struct str line = str_trim(str_cut(&basis, '\n'));
		if (line.n == 0)
			continue;
		json_obj(j, NULL);
		json_str(j, "text", line);
		json_end(j);
	}
	json_end(j);
}

static enum rc put_head(struct ctx *c, struct json_out *j, const struct sql_decision_get *d)
{
	struct sql_meeting_get m;
	decision_put_sign(j, d->sign, d->dated);
	say(j, "authority", d->issuer);
	say(j, "power", power_of(c, d));
	say(j, "signer", text_or_empty(d->signer_name));
	put_grounds(j, d->basis);
	if (d->meeting_id == DB_NULL)
		return RC_OK;
	TRY(sql_meeting_get(c->db, c->mem, d->meeting_id, &m));
	say(j, "proposer", m.council_name);
	return RC_OK;
}

/* --- awards -------------------------------------------------------------------------------------
 */

struct rows {
	const struct sql_decision_nominee *nominees;
	const int64_t *amounts;
	size_t n;
};

static struct str awards_of(struct ctx *c, const struct rows *r)
{
	struct str words = STR("");
	for (size_t i = 0; i < r->n; i++) {
		bool seen = false;
		for (size_t k = 0; k < i && !seen; k++)
			seen = str_eq(r->nominees[k].code, r->nominees[i].code);
		if (!seen)
			words = arena_printf(c->mem, "%.*s%s%.*s", STR_ARG(words), words.n ? ", " : "",
			                     STR_ARG(decision_award_name(c, r->nominees[i].code, STR(""))));
	}
	return words;
}

/* With several awards in one decision each row says which. */
static void put_row(struct ctx *c, struct json_out *j, const struct rows *r, size_t i, bool mixed)
{
	const struct sql_decision_nominee *n = &r->nominees[i];
	bool person = str_eqz(n->subject, "person"), house = str_eqz(n->subject, "household");
	struct str award = mixed ? decision_award_name(c, n->code, STR("")) : STR("");
	json_obj(j, NULL);
	json_str(j, "name", n->name);
	if (person) {
		say(j, "post",
		    award.n ? arena_printf(c->mem, "%.*s%s%.*s", STR_ARG(n->post_title),
		                           n->post_title.n ? "; " : "", STR_ARG(award))
		            : n->post_title);
		say(j, "unit", n->place);
	} else {
		say(j, house ? "address" : "achievement", house ? n->place : award);
	}
	if (r->amounts[i] != DB_NULL)
		json_int(j, "bonus", r->amounts[i]);
	json_end(j);
}

static void put_group(struct ctx *c, struct json_out *j, const struct rows *r, const char *key,
                      const char *subject, bool mixed)
{
	size_t have = 0;
	for (size_t i = 0; i < r->n; i++)
		have += str_eqz(r->nominees[i].subject, subject);
	if (have == 0)
		return;
	json_arr(j, key);
	for (size_t i = 0; i < r->n; i++)
		if (str_eqz(r->nominees[i].subject, subject))
			put_row(c, j, r, i, mixed);
	json_end(j);
}

static enum rc award_data(struct ctx *c, struct json_out *j, const struct sql_decision_get *d)
{
	struct sql_decision_lines *lines;
	struct rows r = {0};
	int64_t total = 0;
	TRY(sql_decision_lines(c->db, c->mem, d->id, &lines, &r.n));
	struct sql_decision_nominee *all = arena_array(c->mem, r.n + 1, sizeof *all);
	int64_t *amounts = arena_array(c->mem, r.n + 1, sizeof *amounts);
	bool mixed = false;
	for (size_t i = 0; i < r.n; i++) {
		TRY(sql_decision_nominee(c->db, c->mem, lines[i].nominee_id, &all[i]));
		amounts[i] = lines[i].amount;
		total += lines[i].amount == DB_NULL ? 0 : lines[i].amount;
		mixed = mixed || !str_eq(all[i].code, all[0].code);
	}
	r.nominees = all;
	r.amounts = amounts;
	say(j, "award", awards_of(c, &r));
	say(j, "achievement", d->reason);
	put_group(c, j, &r, "collectives", "unit", mixed);
	put_group(c, j, &r, "persons", "person", mixed);
	put_group(c, j, &r, "households", "household", mixed);
	if (total)
		json_int(j, "total", total);
	json_str(j, "fund",
	         arena_printf(c->mem, "Quỹ thi đua, khen thưởng năm %d của cơ quan",
	                      date_civil(date_is_none(d->dated) ? c->today : d->dated).year));
	json_z(j, "bonus_basis", "Nghị định số 152/2025/NĐ-CP, từ Điều 49 đến Điều 54");
	return RC_OK;
}

/* --- taking back, correcting
 * --------------------------------------------------------------------------------
 */

/* The decision that is taken back or changed. */
static void put_old(struct ctx *c, struct json_out *j, const struct sql_decision_award *a)
{
	say(j, "award", decision_award_name(c, a->code, a->title));
	say(j, "decision", a->sign);
	if (!date_is_none(a->dated))
		json_z(j, "decision_date", date_iso(a->dated).z);
}

static enum rc cancel_data(struct ctx *c, struct json_out *j, const struct sql_decision_get *d)
{
	struct sql_decision_lines *lines;
	struct sql_decision_award a;
	size_t n;
	TRY(sql_decision_lines(c->db, c->mem, d->id, &lines, &n));
	say(j, "reason", d->reason);
	for (size_t i = 0; i < n; i++) {
		struct sql_bonus_of_award bonus;
		TRY(sql_decision_award(c->db, c->mem, lines[i].award_id, &a));
		if (i == 0) {
			put_old(c, j, &a);
			json_arr(j, "people");
		}
		json_obj(j, NULL);
		json_str(j, "name", a.name);
		say(j, "about", a.post_title);
		enum rc rc = sql_bonus_of_award(c->db, c->mem, a.id, &bonus);
		if (rc == RC_OK && (str_eqz(bonus.state, "paid") || str_eqz(bonus.state, "recover")))
			json_int(j, "bonus", bonus.amount);
		else if (rc != RC_OK && rc != RC_NOTFOUND)
			return rc;
		json_end(j);
	}
	if (n)
		json_end(j);
	return RC_OK;
}

/* What is wrong in the content is changed by a document of the same form: NĐ 30/2020/NĐ-CP, Điều 18
 * khoản 3. */
static enum rc correct_data(struct ctx *c, struct json_out *j, const struct sql_decision_get *d)
{
	struct sql_decision_lines *lines;
	struct sql_decision_award a;
	size_t n;
	TRY(sql_decision_lines(c->db, c->mem, d->id, &lines, &n));
	say(j, "reason", d->reason);
	for (size_t i = 0; i < n; i++) {
		TRY(sql_decision_award(c->db, c->mem, lines[i].award_id, &a));
		if (i == 0) {
			put_old(c, j, &a);
			json_arr(j, "changes");
		}
		json_obj(j, NULL);
		json_str(j, "name", a.name);
		json_str(j, "what", choice_label(decision_corrects, lines[i].field));
		say(j, "before", lines[i].before);
		say(j, "after", lines[i].after);
		json_end(j);
	}
	if (n)
		json_end(j);
	return RC_OK;
}

/* --- made
 * -----------------------------------------------------------------------------------------
 */

enum rc decision_json(struct ctx *c,
                      enum rc (*write)(struct ctx *c, struct json_out *j, const void *of),
                      const void *of, struct str *json)
{
	struct buf b;
	buf_init(&b, DATA_MAX);
	struct json_out j = json_out_to(&b);
	json_obj(&j, NULL);
	enum rc rc = write(c, &j, of);
	if (rc == RC_OK) {
		json_end(&j);
		rc = buf_check(&b, c->err);
	}
	if (rc == RC_OK)
		*json = arena_str(c->mem, buf_view(&b));
	buf_release(&b);
	return rc;
}

static enum rc write_decision(struct ctx *c, struct json_out *j, const void *of)
{
	const struct sql_decision_get *d = of;
	TRY(put_head(c, j, d));
	return str_eqz(d->kind, "award")    ? award_data(c, j, d)
	       : str_eqz(d->kind, "cancel") ? cancel_data(c, j, d)
	                                    : correct_data(c, j, d);
}

enum rc decision_paper_make(struct ctx *c, const struct sql_decision_get *d, int64_t *id)
{
	struct paper_new n = {.kind = str_eqz(d->kind, "award")    ? STR("quyet-dinh-khen-thuong")
	                              : str_eqz(d->kind, "cancel") ? STR("quyet-dinh-huy")
	                                                           : STR("quyet-dinh-sua-doi"),
	                      .object = "decision",
	                      .object_id = d->id,
	                      .unit_id = d->unit_id,
	                      .person_id = DB_NULL,
	                      .title = d->title};
	TRY(decision_json(c, write_decision, d, &n.data));
	return paper_make(c, &n, id);
}
