/* move.c: the ways a nominee goes, and the dossier with its nominees; what stands in the way. */
#include "app/dossier/inner.h"

#include "app/record/record.h"
#include "db/sql_dossier.h"

#include <inttypes.h>

const struct choice nominee_states[] = {{"proposed", "Đề nghị"},
                                        {"cleared", "Đủ điều kiện trình"},
                                        {"failed", "Không đạt"},
                                        {"passed", "Hội đồng thông qua"},
                                        {"lost", "Hội đồng không thông qua"},
                                        {"awarded", "Đã khen thưởng"},
                                        {"refused", "Không khen thưởng"},
                                        {"forwarded", "Trình cấp trên"},
                                        {"removed", "Đưa ra khỏi hồ sơ"},
                                        {0}};

/* From a state to which others; what is decided here or above does not change any more. */
static const struct {
	const char *from, *to;
} ways[] = {
	{"proposed", "cleared failed removed"},
	{"cleared", "proposed failed removed passed lost awarded refused forwarded"},
	{"failed", "proposed cleared removed"},
	{"passed", "proposed removed lost awarded refused forwarded"},
	{"lost", "cleared removed passed"},
	{"forwarded", "awarded refused cleared passed"},
};

static bool leads(struct str from, const char *to)
{
	for (int i = 0; i < COUNT(ways); i++) {
		struct str all = str_of(ways[i].to);
		while (str_eqz(from, ways[i].from) && all.p)
			if (str_eqz(str_cut(&all, ' '), to))
				return true;
	}
	return false;
}

enum rc dossier_step(struct ctx *c, const struct dossier_step *s)
{
	return sql_dossier_step_add(c->db, s->dossier_id, s->nominee_id, str_of(s->step),
	                            dossier_given(s->from), dossier_given(s->to),
	                            dossier_given(s->said), c->who.account_id, c->now_ms, NULL);
}

static enum rc move_dossier(struct ctx *c, int64_t id, struct str from, const char *to)
{
	if (str_eqz(from, to))
		return sql_dossier_touch(c->db, id, NULL);
	TRY(sql_dossier_state(c->db, id, str_of(to), STR(""), NULL));
	return dossier_step(
		c,
		&(struct dossier_step){
			.dossier_id = id, .nominee_id = DB_NULL, .step = to, .from = from, .to = str_of(to)});
}

/* Where its nominees have brought it; "" while it goes on as it is. */
static const char *brought_to(const struct sql_nominee_of_dossier *rows, size_t n, struct str state)
{
	int live = 0, open = 0, voted = 0, awarded = 0, forwarded = 0;
	for (size_t i = 0; i < n; i++) {
		live += !str_eqz(rows[i].state, "removed");
		open += str_eqz(rows[i].state, "proposed") || str_eqz(rows[i].state, "cleared") ||
		        str_eqz(rows[i].state, "passed");
		voted += str_eqz(rows[i].state, "passed") || str_eqz(rows[i].state, "lost");
		awarded += str_eqz(rows[i].state, "awarded");
		forwarded += str_eqz(rows[i].state, "forwarded");
	}
	if (open && voted)
		return "council";
	if (open)
		return str_eqz(state, "council") ? "council" : "appraising";
	return awarded ? "decided" : forwarded ? "forwarded" : "refused";
}

/* While it is with its unit, nominees come and go and it stays. */
static enum rc follow_nominees(struct ctx *c, const struct sql_nominee_get *n)
{
	static const char *const with_unit[] = {"draft", "returned", "withdrawn", "sent"};
	struct sql_nominee_of_dossier *rows;
	size_t count;
	for (int i = 0; i < COUNT(with_unit); i++)
		if (str_eqz(n->dossier_state, with_unit[i]))
			return sql_dossier_touch(c->db, n->dossier_id, NULL);
	TRY(sql_nominee_of_dossier(c->db, c->mem, n->dossier_id, &rows, &count));
	return move_dossier(c, n->dossier_id, n->dossier_state,
	                    brought_to(rows, count, n->dossier_state));
}

enum rc nominee_move(struct ctx *c, int64_t nominee, const char *to, struct str said)
{
	struct sql_nominee_get n;
	TRY(sql_nominee_get(c->db, c->mem, nominee, &n));
	if (!leads(n.state, to))
		return err_set(c->err, RC_CONFLICT,
		               "%.*s đang ở bước \"%.*s\", không chuyển sang \"%.*s\".", STR_ARG(n.name),
		               STR_ARG(choice_label(nominee_states, n.state)),
		               STR_ARG(choice_label(nominee_states, str_of(to))));
	TRY(sql_nominee_state(c->db, nominee, str_of(to), dossier_given(said), NULL));
	TRY(dossier_step(c, &(struct dossier_step){.dossier_id = n.dossier_id,
	                                           .nominee_id = nominee,
	                                           .step = to,
	                                           .from = n.state,
	                                           .to = str_of(to),
	                                           .said = said}));
	return follow_nominees(c, &n);
}

/* --- what stands in the way --------------------------------------------------------------------
 */

enum rc nominee_only_once(struct ctx *c, const struct nominee_case *k, int64_t besides)
{
	struct sql_nominee_same *rows;
	size_t n;
	TRY(sql_nominee_same(c->db, c->mem, str_of(k->subject), k->person_id, k->unit_id, k->household,
	                     k->code, k->type, k->first_year == DB_NULL ? k->year : k->first_year,
	                     k->year, besides, &rows, &n));
	if (n == 0)
		return RC_OK;
	return err_set(c->err, RC_CONFLICT,
	               "%.*s của cùng đối tượng, cùng thời gian đã được đề nghị ở hồ sơ \"%.*s\" của "
	               "%.*s. Một danh hiệu chỉ đề nghị ở một hồ sơ.",
	               STR_ARG(choice_label(award_codes, k->code)), STR_ARG(rows[0].title),
	               STR_ARG(dossier_given(rows[0].unit_name)));
}

enum rc nominee_alone(struct ctx *c, const struct sql_nominee_get *n)
{
	struct nominee_case k = {.subject = arena_strz(c->mem, n->subject),
	                         .person_id = n->person_id,
	                         .unit_id = n->unit_id,
	                         .first_year = n->first_year,
	                         .year = n->year,
	                         .household = n->household,
	                         .code = n->code,
	                         .type = n->type};
	return nominee_only_once(c, &k, n->id);
}

/* What is told as an error elsewhere is told as a sentence here. */
enum rc nominee_twice(struct ctx *c, const struct sql_nominee_get *n, struct str *why)
{
	struct err *outer = c->err, inner = {0};
	c->err = &inner;
	enum rc rc = nominee_alone(c, n);
	c->err = outer;
	*why = rc == RC_CONFLICT ? arena_str(c->mem, str_of(inner.message)) : STR("");
	return rc == RC_CONFLICT ? RC_OK : rc;
}

static enum rc clash(struct ctx *c, const struct sql_nominee_get *n, struct str *why)
{
	struct nominee_clashes k;
	TRY(nominee_clashes_of(c, n, &k));
	for (int i = 0; i < k.count && why->n == 0; i++)
		if (!k.at[i].note)
			*why = arena_printf(c->mem, "%.*s (%.*s).", STR_ARG(k.at[i].say),
			                    STR_ARG(k.at[i].citation));
	return RC_OK;
}

enum rc nominee_in_the_way(struct ctx *c, int64_t nominee, struct str *why)
{
	struct sql_nominee_get n;
	struct sql_nominee_obstacles o;
	TRY(sql_nominee_get(c->db, c->mem, nominee, &n));
	TRY(sql_nominee_obstacles(c->db, c->mem, nominee, c->today, &o));
	*why = STR("");
	if (o.held)
		*why = STR("Tạm dừng xét.");
	else if (!str_eqz(n.verdict, "eligible") || n.verdict_id == DB_NULL)
		*why = STR("Chưa có kết quả kiểm tra được lưu là đủ điều kiện.");
	else if (o.against)
		*why = STR("Có cơ quan được hỏi không đồng ý.");
	else if (o.answers)
		*why = STR("Còn ý kiến của cơ quan được hỏi chưa trả lời.");
	else if (o.corrections)
		*why = STR("Còn nội dung yêu cầu bổ sung chưa xem xong.");
	else
		TRY(nominee_twice(c, &n, why));
	return why->n ? RC_OK : clash(c, &n, why);
}
