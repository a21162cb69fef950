/*
 * tally.c: counting: the box is opened by two of the board, votes are split into slips and added
 * to paper and written ones; the share is taken in whole numbers as the law wants it. What stays
 * can be counted again at any time.
 */
#include "app/council/vote.h"

#include "app/law/law.h"
#include "app/record/record.h"
#include "db/sql_ballot.h"
#include "db/sql_council.h"
#include "law/sums.h"
#include "op/gate.h"

#include <inttypes.h>

struct tally {
	int64_t n[BALLOT_CHOICES]; /* by enum ballot_choice */
};

/* Everything that is counted; loaded from what is stored, at closing and at a recount. */
struct counting {
	struct ctx *c;
	struct sql_ballot_get b;
	struct sql_meeting_get m;
	struct sql_ballot_items *items;
	size_t item_count;
	struct sql_ballot_voters *voters;
	size_t voter_count;
	struct sql_recusals_of *recusals;
	size_t recusal_count;
	struct sql_ballot_paper_of *paper;
	size_t paper_count;
	struct sql_ballot_written_of *written;
	size_t written_count;
	struct sql_ballot_slips *slips;
	size_t slip_count;
	struct sql_ballot_board_of *board;
	size_t board_count;
	struct tally *tallies; /* by place */
};

static enum rc load(struct counting *k, int64_t id)
{
	struct ctx *c = k->c;
	TRY(sql_ballot_get(c->db, c->mem, id, &k->b));
	TRY(sql_meeting_get(c->db, c->mem, k->b.meeting_id, &k->m));
	TRY(sql_ballot_items(c->db, c->mem, id, &k->items, &k->item_count));
	TRY(sql_ballot_voters(c->db, c->mem, id, &k->voters, &k->voter_count));
	TRY(sql_recusals_of(c->db, c->mem, k->b.meeting_id, &k->recusals, &k->recusal_count));
	TRY(sql_ballot_paper_of(c->db, c->mem, id, &k->paper, &k->paper_count));
	TRY(sql_ballot_written_of(c->db, c->mem, id, &k->written, &k->written_count));
	TRY(sql_ballot_board_of(c->db, c->mem, id, &k->board, &k->board_count));
	return sql_ballot_slips(c->db, c->mem, id, &k->slips, &k->slip_count);
}

/* --- adding up ------------------------------------------------------------------------------- */

/* The rows of the one of the board who was first; that others say the same is checked before. */
static void add_paper(struct counting *k)
{
	for (size_t i = 0; i < k->paper_count; i++) {
		const struct sql_ballot_paper_of *p = &k->paper[i];
		if (p->person_id != k->paper[0].person_id || p->place >= (int64_t)k->item_count)
			continue;
		struct tally *t = &k->tallies[p->place];
		t->n[BALLOT_FOR] += p->for_n;
		t->n[BALLOT_AGAINST] += p->against_n;
		t->n[BALLOT_LOWER] += p->lower_n;
		t->n[BALLOT_BLANK] += p->invalid_n;
	}
}

static void add_up(struct counting *k)
{
	k->tallies = arena_array(k->c->mem, k->item_count + 1, sizeof *k->tallies);
	for (size_t i = 0; i < k->slip_count; i++)
		if (k->slips[i].place < (int64_t)k->item_count)
			k->tallies[k->slips[i].place].n[ballot_choice_of(k->slips[i].choice)]++;
	for (size_t i = 0; i < k->written_count; i++)
		if (k->written[i].place < (int64_t)k->item_count)
			k->tallies[k->written[i].place].n[ballot_choice_of(k->written[i].choice)]++;
	add_paper(k);
}

/* --- what a recount has to find unchanged ------------------------------------------------------
 */

static void hex(struct buf *b, struct str bytes)
{
	for (size_t i = 0; i < bytes.n; i++)
		buf_printf(b, "%02x", (unsigned char)bytes.p[i]);
}

static void say_meeting(const struct counting *k, struct buf *b)
{
	const struct sql_meeting_get *m = &k->m;
	buf_printf(b, "meeting %" PRId64 " %" PRId64 " %d %" PRId64 " %.*s %.*s %.*s %.*s\n", m->id,
	           m->council_id, m->held_on.days, m->members, STR_ARG(m->quorum), STR_ARG(m->counting),
	           STR_ARG(m->lower_rule), STR_ARG(m->rank));
	buf_printf(b, "ballot %" PRId64 " %.*s %" PRId64 " %" PRId64 " %" PRId64 " ", k->b.id,
	           STR_ARG(k->b.room), k->b.members, k->b.opened_ms, k->b.closed_ms);
	hex(b, k->b.public_key);
	buf_printf(b, " %.*s\n", STR_ARG(k->b.reason));
}

static void say_items(const struct counting *k, struct buf *b)
{
	for (size_t i = 0; i < k->item_count; i++) {
		const struct sql_ballot_items *x = &k->items[i];
		buf_printf(b, "item %" PRId64 " %" PRId64 " %.*s %.*s %" PRId64 " %" PRId64 " %.*s\n",
		           x->place, x->item_id, STR_ARG(x->code), STR_ARG(x->lower_code), x->unit_id,
		           x->nominee_id, STR_ARG(x->title));
		buf_printf(b, "counted %" PRId64 " %" PRId64 " %" PRId64 " %" PRId64 "\n", x->for_n,
		           x->against_n, x->lower_n, x->invalid_n);
		buf_printf(b,
		           "decided %" PRId64 " %" PRId64 " %" PRId64 " %" PRId64 " %" PRId64 " %" PRId64
		           " %.*s %.*s\n",
		           x->members, x->needed, x->share, x->more, x->low_share, x->low_more,
		           STR_ARG(x->result), STR_ARG(x->rule));
	}
}

/* Who took part and how, who did not, who counted: but for names, which may be corrected. */
static void say_people(const struct counting *k, struct buf *b)
{
	for (size_t i = 0; i < k->board_count; i++) {
		buf_printf(b, "board %" PRId64 " %" PRId64 " ", k->board[i].place, k->board[i].person_id);
		hex(b, k->board[i].public_key);
		buf_z(b, "\n");
	}
	for (size_t i = 0; i < k->voter_count; i++)
		buf_printf(b, "voter %" PRId64 " %.*s %" PRId64 "\n", k->voters[i].person_id,
		           STR_ARG(k->voters[i].way), k->voters[i].voted);
	for (size_t i = 0; i < k->recusal_count; i++)
		for (size_t n = 0; n < k->item_count; n++)
			if (k->recusals[i].item_id == k->items[n].item_id)
				buf_printf(b, "out %zu %" PRId64 " %.*s %.*s\n", n, k->recusals[i].person_id,
				           STR_ARG(k->recusals[i].why), STR_ARG(k->recusals[i].state));
}

static void say_votes(const struct counting *k, struct buf *b)
{
	for (size_t i = 0; i < k->slip_count; i++) {
		buf_z(b, "slip ");
		hex(b, k->slips[i].id);
		buf_printf(b, " %" PRId64 " %.*s\n", k->slips[i].place, STR_ARG(k->slips[i].choice));
	}
	for (size_t i = 0; i < k->paper_count; i++)
		buf_printf(
			b, "paper %" PRId64 " %" PRId64 " %" PRId64 " %" PRId64 " %" PRId64 " %" PRId64 "\n",
			k->paper[i].person_id, k->paper[i].place, k->paper[i].for_n, k->paper[i].against_n,
			k->paper[i].lower_n, k->paper[i].invalid_n);
	for (size_t i = 0; i < k->written_count; i++)
		buf_printf(b, "written %" PRId64 " %" PRId64 " %.*s %" PRId64 "\n", k->written[i].person_id,
		           k->written[i].place, STR_ARG(k->written[i].choice), k->written[i].file_id);
	buf_printf(b, "receipts %.*s\n", STR_ARG(k->b.receipts));
}

/* Over every column of a closed ballot that says anything, and the rules it was decided by. */
static struct str digest_of(struct counting *k)
{
	struct buf b;
	buf_init(&b, 8 << 20);
	say_meeting(k, &b);
	say_items(k, &b);
	say_people(k, &b);
	say_votes(k, &b);
	struct str digest = b.failed ? STR("") : ballot_digest(k->c->mem, buf_view(&b));
	buf_release(&b);
	return digest;
}

/* --- what has to be right before ----------------------------------------------------------------
 */

static int64_t ways(const struct counting *k, const char *way, bool voted)
{
	int64_t n = 0;
	for (size_t i = 0; i < k->voter_count; i++)
		n += str_eqz(k->voters[i].way, way) && (!voted || k->voters[i].voted);
	return n;
}

/* Of those who vote in this way, how many may vote on this item. */
static int64_t may_vote(const struct counting *k, const char *way, size_t place)
{
	int64_t n = 0;
	for (size_t i = 0; i < k->voter_count; i++)
		n += str_eqz(k->voters[i].way, way) &&
		     !council_is_out(k->recusals, k->recusal_count, k->items[place].item_id,
		                     k->voters[i].person_id);
	return n;
}

static const struct sql_ballot_paper_of *counted_by(const struct counting *k, int64_t person,
                                                    size_t place)
{
	for (size_t i = 0; i < k->paper_count; i++)
		if (k->paper[i].person_id == person && k->paper[i].place == (int64_t)place)
			return &k->paper[i];
	return NULL;
}

static bool same_count(const struct sql_ballot_paper_of *a, const struct sql_ballot_paper_of *b)
{
	return a->for_n == b->for_n && a->against_n == b->against_n && a->lower_n == b->lower_n &&
	       a->invalid_n == b->invalid_n;
}

static enum rc check_paper_item(const struct counting *k, size_t place, int64_t first,
                                int64_t second)
{
	struct ctx *c = k->c;
	const struct sql_ballot_paper_of *a = counted_by(k, first, place),
									 *b = counted_by(k, second, place);
	if (!a || !b)
		return err_set(c->err, RC_CONFLICT, "Phiếu giấy cho \"%.*s\" chưa được nhập đủ hai lần.",
		               STR_ARG(k->items[place].title));
	if (!same_count(a, b))
		return err_set(c->err, RC_CONFLICT,
		               "Hai lần nhập phiếu giấy cho \"%.*s\" khác nhau: %" PRId64 "/%" PRId64
		               "/%" PRId64 "/%" PRId64 " và %" PRId64 "/%" PRId64 "/%" PRId64 "/%" PRId64
		               ". Xin đếm lại.",
		               STR_ARG(k->items[place].title), a->for_n, a->against_n, a->lower_n,
		               a->invalid_n, b->for_n, b->against_n, b->lower_n, b->invalid_n);
	int64_t sum = a->for_n + a->against_n + a->lower_n + a->invalid_n;
	int64_t most = may_vote(k, "paper", place);
	if (sum > most)
		return err_set(c->err, RC_CONFLICT,
		               "Có %" PRId64 " phiếu giấy cho \"%.*s\", nhưng chỉ %" PRId64
		               " người bỏ phiếu giấy.",
		               sum, STR_ARG(k->items[place].title), most);
	return ballot_secret_sum(c, sum, "bằng phiếu giấy", k->items[place].title);
}

static enum rc check_paper(const struct counting *k)
{
	int64_t first = DB_NULL, second = DB_NULL;
	if (ways(k, "paper", false) == 0)
		return RC_OK;
	for (size_t i = 0; i < k->paper_count; i++) {
		if (first == DB_NULL)
			first = k->paper[i].person_id;
		else if (k->paper[i].person_id != first)
			second = k->paper[i].person_id;
	}
	if (second == DB_NULL)
		return err_set(k->c->err, RC_CONFLICT,
		               "Phiếu giấy phải do hai người của ban kiểm phiếu nhập riêng.");
	for (size_t place = 0; place < k->item_count; place++)
		for (size_t i = 0; i < k->paper_count; i++)
			if (k->paper[i].person_id != first)
				TRY(check_paper_item(k, place, first, k->paper[i].person_id));
	return RC_OK;
}

/* --- the share
 * --------------------------------------------------------------------------------------- */

static enum law_council rank_of(struct str rank)
{
	return str_eqz(rank, "province")     ? LAW_COUNCIL_PROVINCE
	       : str_eqz(rank, "submitting") ? LAW_COUNCIL_SUBMITTING
	                                     : LAW_COUNCIL_OFFICE;
}

/*
 * The rule of the day of the meeting. Where the law names another council for an award (NĐ 98 Điều
 * 30 khoản 7: "cấp trình") its share holds here, too; where it names none, more than half.
 */
static enum rc vote_rule(struct counting *k, const struct law_rules *rules, struct str code,
                         int64_t members, struct law_vote *v)
{
	static const enum law_council others[] = {LAW_COUNCIL_SUBMITTING, LAW_COUNCIL_OFFICE,
	                                          LAW_COUNCIL_PROVINCE};
	struct ctx *c = k->c;
	enum rc rc = law_vote_of(rules, code, rank_of(k->m.rank), (int)members, v, c->err);
	for (int i = 0; rc == RC_OK && !v->asked && i < COUNT(others); i++)
		rc = law_vote_of(rules, code, others[i], (int)members, v, c->err);
	if (rc == RC_NOTFOUND) {
		err_clear(c->err);
		rc = RC_OK;
		*v = (struct law_vote){.citation = STR("")};
	}
	TRY(rc);
	if (v->asked)
		return RC_OK;
	*v = (struct law_vote){.asked = true,
	                       .more_than = true,
	                       .share = 50000,
	                       .local = true,
	                       .mark = LAW_UNCONFIRMED,
	                       .citation = STR("đa số theo quy chế của hội đồng"),
	                       .reason = STR("")};
	v->needed = (int)members / 2 + 1;
	return RC_OK;
}

static struct str rule_words(struct ctx *c, const struct law_vote *v, int64_t members)
{
	return arena_printf(
		c->mem, "%s %" PRId64 "%s%.*s %% của %" PRId64 " thành viên%s%.*s%s",
		v->more_than ? "quá" : "ít nhất", v->share / 1000, v->share % 1000 ? "," : "",
		STR_ARG(v->share % 1000 ? arena_printf(c->mem, "%03d", (int)(v->share % 1000)) : STR("")),
		members, v->citation.n ? "; " : "", STR_ARG(v->citation),
		v->mark == LAW_UNCONFIRMED ? " (chưa xác nhận)" : "");
}

struct item_result {
	int64_t members;
	struct law_vote v, lower;
	const char *result;
};

static int64_t members_of(const struct counting *k, size_t place)
{
	int64_t away = 0;
	for (size_t i = 0; i < k->voter_count; i++)
		away += council_is_out(k->recusals, k->recusal_count, k->items[place].item_id,
		                       k->voters[i].person_id);
	return str_eqz(k->m.counting, "all") ? k->b.members : k->b.members - away;
}

/* From the votes and the shares; nobody who may vote lets nothing pass. */
static const char *result_of(const struct counting *k, size_t place, const struct item_result *r)
{
	const struct tally *t = &k->tallies[place];
	bool with = str_eqz(k->m.lower_rule, "with");
	int64_t votes = t->n[BALLOT_LOWER] + (with ? t->n[BALLOT_FOR] : 0);
	if (r->members <= 0)
		return "lost";
	if (law_vote_passed(&r->v, (int)t->n[BALLOT_FOR], (int)r->members))
		return "passed";
	if (k->items[place].lower_code.n && law_vote_passed(&r->lower, (int)votes, (int)r->members))
		return "lower";
	return "lost";
}

static enum rc decide(struct counting *k, const struct law_rules *rules, size_t place,
                      struct item_result *out)
{
	const struct sql_ballot_items *item = &k->items[place];
	out->members = members_of(k, place);
	TRY(vote_rule(k, rules, item->code, out->members, &out->v));
	if (item->lower_code.n)
		TRY(vote_rule(k, rules, item->lower_code, out->members, &out->lower));
	out->result = result_of(k, place, out);
	return RC_OK;
}

static enum rc keep_results(struct counting *k)
{
	struct ctx *c = k->c;
	const struct law *law;
	const struct law_rules *rules;
	TRY(law_rules_of_office(c, k->m.held_on, &law, &rules));
	for (size_t i = 0; i < k->item_count; i++) {
		const struct tally *t = &k->tallies[i];
		struct item_result r = {0};
		TRY(decide(k, rules, i, &r));
		TRY(sql_ballot_item_result(c->db, k->items[i].id, t->n[BALLOT_FOR], t->n[BALLOT_AGAINST],
		                           t->n[BALLOT_LOWER], t->n[BALLOT_BLANK], r.members, r.v.needed,
		                           r.v.share, r.v.more_than, r.lower.share, r.lower.more_than,
		                           rule_words(c, &r.v, r.members), str_of(r.result), NULL));
		TRY(sql_meeting_item_state(c->db, k->items[i].item_id, str_of(r.result), NULL));
		struct sql_ballot_items counted = k->items[i];
		counted.for_n = t->n[BALLOT_FOR];
		counted.members = r.members;
		if (counted.nominee_id != DB_NULL)
			TRY(council_nominee_voted(c, &counted, r.result));
	}
	return sql_ballot_items(c->db, c->mem, k->b.id, &k->items, &k->item_count);
}

/* --- closing
 * ------------------------------------------------------------------------------------------ */

static const char *const choice_words[] = {"blank", "for", "against", "lower"};

static enum rc open_box(struct counting *k, struct str one, struct str other,
                        struct ballot_count *out)
{
	struct ctx *c = k->c;
	struct ballot_lock *lock = arena_alloc(c->mem, sizeof *lock);
	unsigned char keys[BALLOT_BOARD][BALLOT_KEY_BYTES], secret[BALLOT_KEY_BYTES];
	struct str box = STR("");
	TRY(ballot_board_keys(c, k->b.id, keys));
	if (k->b.wraps.n != sizeof lock->wraps || k->b.public_key.n != BALLOT_KEY_BYTES)
		return err_detail(c->err, RC_BUG, "ballot %" PRId64 " has no key", k->b.id);
	memcpy(lock->wraps, k->b.wraps.p, sizeof lock->wraps);
	memcpy(lock->public_key, k->b.public_key.p, BALLOT_KEY_BYTES);
	if (k->b.box.n)
		TRY(keys_open(c->app->keys, BALLOT_BOX_USE, ballot_box_place(c, k->b.id), k->b.box, c->mem,
		              &box, c->err));
	TRY(ballot_unlock(lock, keys, one, other, secret, c->err));
	enum rc rc =
		ballot_open(c->mem, lock->public_key, secret, box, (int)k->item_count, out, c->err);
	ballot_wipe(secret, sizeof secret);
	return rc;
}

static enum rc keep_slips(struct counting *k, const struct ballot_count *votes)
{
	struct ctx *c = k->c;
	struct buf b;
	for (int i = 0; i < votes->slip_count; i++)
		TRY(sql_ballot_slip_add(
			c->db, (struct str){.p = (char *)votes->slips[i].id, .n = BALLOT_ID_BYTES}, k->b.id,
			votes->slips[i].item, str_of(choice_words[votes->slips[i].choice]), NULL));
	buf_init(&b, 1 << 16);
	for (int i = 0; i < votes->votes; i++)
		buf_printf(&b, i ? " %s" : "%s", votes->receipts[i].text);
	k->b.receipts = arena_str(c->mem, buf_view(&b));
	buf_release(&b);
	return sql_ballot_slips(c->db, c->mem, k->b.id, &k->slips, &k->slip_count);
}

struct close_in {
	int64_t id;
	struct str code_one, code_other;
};
static const struct field close_fields[] = {
	F(REF, struct close_in, id, "Lần bỏ phiếu", .flags = MUST | HIDDEN, .ref = &ballot_object),
	F(SECRET, struct close_in, code_one, "Mã kiểm phiếu của một người", .flags = MUST, .max = 60),
	F(SECRET, struct close_in, code_other, "Mã kiểm phiếu của người khác", .flags = MUST, .max = 60,
      .hint = "Hai trong ba người của ban kiểm phiếu, mỗi người tự gõ mã của mình"),
};

static enum rc ballot_close(struct ctx *c, const void *in, struct out *out)
{
	const struct close_in *p = in;
	struct counting k = {.c = c};
	struct ballot_count votes;
	TRY(ballot_on_board(c, p->id));
	TRY(load(&k, p->id));
	TRY(check_paper(&k));
	TRY(ballot_secret_to_count(c, p->id));
	TRY(open_box(&k, p->code_one, p->code_other, &votes));
	int64_t came = ways(&k, "screen", true);
	if (votes.votes != came)
		return err_set(c->err, RC_CONFLICT,
		               "Trong hòm có %d phiếu, nhưng %" PRId64
		               " người đã bỏ phiếu. Xin bỏ lần này và bỏ phiếu lại.",
		               votes.votes, came);
	TRY(keep_slips(&k, &votes));
	add_up(&k);
	TRY(keep_results(&k));
	k.b.closed_ms = c->now_ms;
	struct str digest = digest_of(&k);
	TRY(sql_ballot_closed(c->db, p->id, k.b.receipts, digest, c->now_ms, NULL));
	out->mark = arena_strz(c->mem, digest);
	out_say(c, out,
	        "Đã kiểm phiếu: %" PRId64 " phiếu trên màn hình, %" PRId64
	        " người bằng phiếu giấy, %" PRId64 " ý kiến bằng văn bản.",
	        came, ways(&k, "paper", false), ways(&k, "written", true));
	return RC_OK;
}

/* --- counting again
 * ------------------------------------------------------------------------------------- */

/* As it was written down when the ballot was closed, in the sealed journal. */
static enum rc digest_in_journal(struct counting *k, struct str *out)
{
	static const char mark[] = "\"_mark\":\"";
	struct ctx *c = k->c;
	struct sql_ballot_line *lines;
	size_t n;
	*out = STR("");
	TRY(sql_ballot_line(c->db, c->mem, k->b.id, &lines, &n));
	for (size_t i = 0; i < n && out->n == 0; i++) {
		struct str d = lines[i].detail;
		const char *at = memmem(d.p, d.n, mark, sizeof mark - 1);
		if (at) {
			at += sizeof mark - 1;
			const char *end = memchr(at, '"', (size_t)(d.p + d.n - at));
			*out = (struct str){.p = (char *)at, .n = end ? (size_t)(end - at) : 0};
		}
	}
	return RC_OK;
}

/* How many votes are needed follows from the share that is stored. */
static int64_t needed_of(const struct law_vote *v, int64_t members)
{
	int needed = 0;
	while (members > 0 && needed <= members && !law_vote_passed(v, needed, (int)members))
		needed++;
	return needed;
}

/* Added up and decided anew from what is stored; is it what the record says? */
static bool same_item(const struct counting *k, size_t place)
{
	const struct sql_ballot_items *x = &k->items[place];
	const struct tally *t = &k->tallies[place];
	struct item_result r = {.members = members_of(k, place),
	                        .v = {.share = x->share, .more_than = x->more != 0},
	                        .lower = {.share = x->low_share, .more_than = x->low_more != 0}};
	return t->n[BALLOT_FOR] == x->for_n && t->n[BALLOT_AGAINST] == x->against_n &&
	       t->n[BALLOT_LOWER] == x->lower_n && t->n[BALLOT_BLANK] == x->invalid_n &&
	       r.members == x->members && (r.members <= 0 || needed_of(&r.v, r.members) == x->needed) &&
	       str_eqz(x->result, result_of(k, place, &r)) && str_eq(x->result, x->item_state);
}

static enum rc recount(struct ctx *c, const void *in, struct out *out)
{
	const struct council_id_in *p = in;
	struct counting k = {.c = c};
	struct str kept;
	int wrong = 0;
	TRY(load(&k, p->id));
	add_up(&k);
	for (size_t i = 0; i < k.item_count; i++) {
		const struct sql_ballot_items *item = &k.items[i];
		const struct tally *t = &k.tallies[i];
		bool same = same_item(&k, i);
		wrong += !same;
		if (out->fact_count < FACTS_MAX - 2)
			out_fact(out, arena_printf(c->mem, "item_%zu", i + 1).p,
			         arena_strz(c->mem, item->title),
			         arena_printf(c->mem,
			                      "%" PRId64 " đồng ý, %" PRId64 " không đồng ý, %" PRId64
			                      " mức thấp hơn, %" PRId64 " không hợp lệ, cần %" PRId64
			                      " của %" PRId64 ", %.*s: %s",
			                      t->n[BALLOT_FOR], t->n[BALLOT_AGAINST], t->n[BALLOT_LOWER],
			                      t->n[BALLOT_BLANK], item->needed, item->members,
			                      STR_ARG(choice_label(item_states, item->result)),
			                      same ? "khớp" : "KHÔNG KHỚP"));
	}
	TRY(digest_in_journal(&k, &kept));
	struct str now = digest_of(&k);
	if (!str_eq(now, k.b.digest) || !str_eq(now, kept) || k.b.box.p || k.b.wraps.p)
		return err_set(c->err, RC_CONFLICT,
		               "Những gì được lưu của lần bỏ phiếu này đã bị thay đổi sau khi kiểm phiếu. "
		               "Xin báo thanh tra, kiểm tra và đối chiếu với biên bản kiểm phiếu đã ký.");
	if (wrong)
		return err_set(
			c->err, RC_CONFLICT,
			"Đếm và xét lại khác biên bản ở %d nội dung. Xin đối chiếu với biên bản kiểm "
			"phiếu đã ký.",
			wrong);
	out_fact(out, "digest", "Dấu kiểm tra (có trong nhật ký)", k.b.digest);
	out->heading = STR("Kiểm phiếu lại");
	out_say(c, out, "Đếm và xét lại %zu nội dung: khớp với biên bản kiểm phiếu.", k.item_count);
	return RC_OK;
}

static const struct field recount_fields[] = {
	F(REF, struct council_id_in, id, "Lần bỏ phiếu", .flags = MUST | HIDDEN, .ref = &ballot_object),
};

const struct op ballot_vote_ops[] = {
	{.name = "ballot.close",
     .title = "Kiểm phiếu",
     .help = "Hai người của ban kiểm phiếu cùng gõ mã. Phiếu được tách theo từng đối tượng, trộn, "
             "đếm; sau đó kết quả không đổi được nữa.",
     .verb = "Kiểm phiếu",
     .kind = OP_WRITE,
     .roles = COUNCIL_SITS | R(REGISTRY),
     .scope = SCOPE_OBJECT,
     .flags = OP_NO_TOKEN,
     .object = &ballot_object,
     .states = "open",
     .icon = "check",
     FIELDS(close_fields),
     .in_size = sizeof(struct close_in),
     .run = ballot_close,
     .then = "ballot.view",
     .law = LAW_ND98("Điều 30 khoản 7")},
	{.name = "council.recount",
     .title = "Kiểm phiếu lại",
     .help = "Đếm, xét lại từ những gì được lưu và so với kết quả đã ghi.",
     .verb = "Đếm lại",
     .kind = OP_READ,
     .flags = OP_QUIET,
     .roles = COUNCIL_READS,
     .scope = SCOPE_OBJECT,
     .object = &ballot_object,
     .states = "closed",
     FIELDS(recount_fields),
     .in_size = sizeof(struct council_id_in),
     .run = recount},
	{0}};
