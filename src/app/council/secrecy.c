/*
 * secrecy.c: how many have to vote in the same way so that the count is not the vote.
 *
 * Votes on the screen, papers and opinions in writing are stored as three numbers, and opinions
 * are known by name: what one of the three says of a nominee is plain to whoever reads it. One
 * vote in it is known; of two each knows the other's. So for each nominee at least three vote on
 * the screen or nobody, and as many on paper or nobody.
 */
#include "app/council/vote.h"

#include "db/sql_ballot.h"
#include "db/sql_council.h"

#include <inttypes.h>

struct way {
	const char *name, *words;
};
static const struct way groups[] = {{"screen", "trên màn hình"}, {"paper", "bằng phiếu giấy"}};

struct votes {
	struct ctx *c;
	struct sql_ballot_items *items;
	size_t item_count;
	struct sql_ballot_voters *voters;
	size_t voter_count;
	struct sql_recusals_of *recusals;
	size_t recusal_count;
};

static enum rc load(struct votes *v, int64_t ballot)
{
	struct ctx *c = v->c;
	struct sql_ballot_get b;
	TRY(sql_ballot_get(c->db, c->mem, ballot, &b));
	TRY(sql_ballot_items(c->db, c->mem, ballot, &v->items, &v->item_count));
	TRY(sql_ballot_voters(c->db, c->mem, ballot, &v->voters, &v->voter_count));
	return sql_recusals_of(c->db, c->mem, b.meeting_id, &v->recusals, &v->recusal_count);
}

static int64_t together(const struct votes *v, const char *way, bool voted, size_t item)
{
	int64_t n = 0;
	for (size_t i = 0; i < v->voter_count; i++)
		n += str_eqz(v->voters[i].way, way) && (!voted || v->voters[i].voted) &&
		     !council_is_out(v->recusals, v->recusal_count, v->items[item].item_id,
		                     v->voters[i].person_id);
	return n;
}

enum rc ballot_secret_to_open(struct ctx *c, int64_t ballot)
{
	struct votes v = {.c = c};
	TRY(load(&v, ballot));
	for (size_t i = 0; i < v.item_count; i++)
		for (int g = 0; g < COUNT(groups); g++) {
			int64_t n = together(&v, groups[g].name, false, i);
			if (n > 0 && n < BALLOT_SECRET_MIN)
				return err_set(
					c->err, RC_CONFLICT,
					"Chỉ có %" PRId64 " người bỏ phiếu %s cho \"%.*s\": đếm xong là biết người ấy "
					"bỏ thế nào. Bỏ phiếu kín cần ít nhất %d người cùng một cách. Xin bỏ lần "
					"này và lập lần bỏ phiếu khác, mọi người cùng bỏ trên màn hình hoặc cùng "
					"bằng phiếu giấy.",
					n, groups[g].words, STR_ARG(v.items[i].title), BALLOT_SECRET_MIN);
		}
	return RC_OK;
}

enum rc ballot_secret_sum(struct ctx *c, int64_t n, const char *words, struct str title)
{
	if (n == 0 || n >= BALLOT_SECRET_MIN)
		return RC_OK;
	return err_set(c->err, RC_CONFLICT,
	               "Mới có %" PRId64 " phiếu %s cho \"%.*s\": kiểm phiếu là biết người ấy bỏ thế "
	               "nào. Xin chờ đủ %d phiếu, hoặc bỏ lần này và lập lần bỏ phiếu khác, mọi người "
	               "cùng bỏ trên màn hình hoặc cùng bằng phiếu giấy.",
	               n, words, STR_ARG(title), BALLOT_SECRET_MIN);
}

enum rc ballot_secret_to_count(struct ctx *c, int64_t ballot)
{
	struct votes v = {.c = c};
	TRY(load(&v, ballot));
	for (size_t i = 0; i < v.item_count; i++)
		TRY(ballot_secret_sum(c, together(&v, "screen", true, i), "trên màn hình",
		                      v.items[i].title));
	return RC_OK;
}
