/* ballot_page.c: the page of a ballot, its counting record, and the ballot paper itself. */
#include "app/council/page.h"

#include "app/council/vote.h"
#include "app/record/record.h"
#include "base/json_out.h"
#include "db/sql_ballot.h"
#include "db/sql_council.h"
#include "op/gate.h"
#include "web/web.h"

#include <inttypes.h>

static const struct choice ways[] = {{"screen", "Trên màn hình"},
                                     {"paper", "Phiếu giấy"},
                                     {"written", "Bằng văn bản"},
                                     {"none", "Không bỏ phiếu"},
                                     {0}};

static void fill_item(struct ctx *c, const struct sql_ballot_items *x, struct ballot_item_row *row)
{
	(void)c;
	*row = (struct ballot_item_row){
		.no = (int)x->place + 1,
		.title = x->title,
		.code = choice_label(award_codes, x->code),
		.lower = x->lower_code.n ? choice_label(award_codes, x->lower_code) : STR(""),
		.result = x->result,
		.result_words = x->result.n ? choice_label(item_states, x->result) : STR(""),
		.badge = str_of(str_eqz(x->result, "passed")  ? "ok"
	                    : str_eqz(x->result, "lower") ? "info"
	                                                  : "bad"),
		.rule = x->rule,
		.for_n = x->for_n,
		.against_n = x->against_n,
		.lower_n = x->lower_n,
		.invalid_n = x->invalid_n,
		.members = x->members,
		.needed = x->needed,
		.has_lower = x->lower_code.n > 0};
}

static enum rc fill_people(struct ctx *c, int64_t id, struct ballot_page *p, bool *on_board)
{
	struct sql_ballot_board_of *board;
	struct sql_ballot_voters *voters;
	size_t n, k;
	TRY(sql_ballot_board_of(c->db, c->mem, id, &board, &n));
	TRY(sql_ballot_voters(c->db, c->mem, id, &voters, &k));
	p->board = arena_array(c->mem, n + 1, sizeof *p->board);
	p->voters = arena_array(c->mem, k + 1, sizeof *p->voters);
	for (size_t i = 0; i < n; i++) {
		*on_board |= board[i].person_id == c->who.person_id;
		p->board[p->board_count++] = (struct council_person_row){
			.name = board[i].name,
			.state = board[i].public_key.n ? STR("Đã lấy mã") : STR("Chưa lấy mã"),
			.badge = board[i].public_key.n ? STR("ok") : STR("warn")};
	}
	for (size_t i = 0; i < k; i++) {
		bool none = str_eqz(voters[i].way, "none"), paper = str_eqz(voters[i].way, "paper");
		p->voting += !none && !paper;
		p->voted += voters[i].voted;
		p->on_paper += paper;
		p->voters[p->voter_count++] =
			(struct council_person_row){.name = voters[i].name,
		                                .role = choice_label(ways, voters[i].way),
		                                .state = none    ? STR("")
		                                         : paper ? STR("Ban kiểm phiếu đếm")
		                                         : voters[i].voted ? STR("Đã bỏ phiếu")
		                                                           : STR("Chưa bỏ phiếu"),
		                                .badge = voters[i].voted ? STR("ok")
		                                         : paper         ? STR("info")
		                                                         : STR("warn")};
	}
	return RC_OK;
}

/*
 * What members wrote, by name: once all have voted, or it would steer the others; and of a matter
 * never to who is out of it.
 */
static enum rc fill_written(struct ctx *c, const struct sql_ballot_get *b,
                            const struct sql_ballot_items *items, size_t item_count,
                            struct ballot_page *p)
{
	struct sql_ballot_written_of *rows;
	struct sql_recusals_of *recusals;
	size_t n, k;
	if (!str_eqz(b->state, "closed"))
		return RC_OK;
	TRY(sql_ballot_written_of(c->db, c->mem, b->id, &rows, &n));
	TRY(sql_recusals_of(c->db, c->mem, b->meeting_id, &recusals, &k));
	p->written = arena_array(c->mem, n + 1, sizeof *p->written);
	for (size_t i = 0; i < n; i++) {
		const struct sql_ballot_items *item =
			rows[i].place < (int64_t)item_count ? &items[rows[i].place] : NULL;
		if (!item || (c->who.person_id != DB_NULL &&
		              (item->person_id == c->who.person_id ||
		               council_is_out(recusals, k, item->item_id, c->who.person_id))))
			continue;
		p->written[p->written_count++] =
			arena_printf(c->mem, "%.*s, nội dung %" PRId64 ": %.*s", STR_ARG(rows[i].name),
		                 rows[i].place + 1, STR_ARG(choice_label(ballot_choices, rows[i].choice)));
	}
	return RC_OK;
}

static void fill_receipts(struct ctx *c, struct str all, struct ballot_page *p)
{
	p->receipts = arena_array(c->mem, BALLOT_VOTERS_MAX + 1, sizeof *p->receipts);
	while (all.n && p->receipt_count < BALLOT_VOTERS_MAX)
		p->receipts[p->receipt_count++] = str_cut(&all, ' ');
}

enum rc ballot_view(struct ctx *c, const void *in, struct out *out)
{
	static const char *const board_ops[] = {"ballot.key", "ballot.paper", "ballot.close"};
	static const char *const ops[] = {"ballot.open", "ballot.opinion", "ballot.sheet",
	                                  "ballot.record", "ballot.drop"};
	const struct council_id_in *q = in;
	const struct op *op = c->op;
	struct ballot_page *p = arena_alloc(c->mem, sizeof *p);
	struct sql_ballot_get b;
	struct sql_meeting_get m;
	struct sql_ballot_items *items;
	struct sql_ballot_voter_mine mine = {.voted = 1};
	size_t n;
	bool on_board = false;
	*p = (struct ballot_page){0};
	TRY(sql_ballot_get(c->db, c->mem, q->id, &b));
	TRY(sql_meeting_get(c->db, c->mem, b.meeting_id, &m));
	TRY(sql_ballot_items(c->db, c->mem, q->id, &items, &n));
	p->id = b.id;
	p->meeting = m.title;
	p->meeting_href = arena_printf(c->mem, "/meeting/%" PRId64, m.id);
	p->state = b.state;
	p->state_words = choice_label(ballot_states, b.state);
	p->badge = str_of(str_eqz(b.state, "closed")    ? "ok"
	                  : str_eqz(b.state, "dropped") ? "bad"
	                                                : "warn");
	p->room = str_eqz(b.room, "paper") ? STR("Bằng phiếu giấy") : STR("Trên màn hình");
	p->reason = b.reason;
	p->members = b.members;
	p->digest = b.digest;
	p->counted = str_eqz(b.state, "closed");
	if (p->counted)
		p->recount = arena_printf(c->mem, "/council/recount?id=%" PRId64, b.id);
	if (b.opened_ms != DB_NULL)
		p->opened = arena_str(c->mem, str_of(date_time_vn(b.opened_ms).z));
	if (b.closed_ms != DB_NULL)
		p->closed = arena_str(c->mem, str_of(date_time_vn(b.closed_ms).z));
	p->items = arena_array(c->mem, n + 1, sizeof *p->items);
	for (size_t i = 0; i < n; i++)
		fill_item(c, &items[i], &p->items[p->item_count++]);
	TRY(fill_people(c, b.id, p, &on_board));
	TRY(fill_written(c, &b, items, n, p));
	fill_receipts(c, b.receipts, p);
	if (c->who.person_id != DB_NULL) {
		enum rc rc = sql_ballot_voter_mine(c->db, c->mem, b.id, c->who.person_id, &mine);
		if (rc != RC_OK && rc != RC_NOTFOUND)
			return rc;
	}
	if (str_eqz(mine.way, "screen") && !mine.voted)
		council_action(c, &p->actions, "ballot.cast", b.id);
	for (int i = 0; i < COUNT(board_ops) && on_board; i++)
		if (strcmp(board_ops[i], "ballot.paper") != 0 || str_eqz(b.room, "paper"))
			council_action(c, &p->actions, board_ops[i], b.id);
	for (int i = 0; i < COUNT(ops); i++)
		council_action(c, &p->actions, ops[i], b.id);
	c->op = op;
	out->id = b.id;
	out->heading = arena_printf(c->mem, "Bỏ phiếu kín: %.*s", STR_ARG(m.title));
	out->data = p;
	return RC_OK;
}

void ballot_page(struct buf *html, struct ctx *c, const void *data)
{
	(void)c;
	tpl_ballot(html, data);
}

void ballot_json(struct buf *b, struct ctx *c, const void *data)
{
	const struct ballot_page *p = data;
	struct json_out j = json_out_to(b);
	(void)c;
	json_obj(&j, NULL);
	json_int(&j, "id", p->id);
	json_str(&j, "state", p->state);
	json_int(&j, "members", p->members);
	json_int(&j, "voting", p->voting);
	json_int(&j, "voted", p->voted);
	json_arr(&j, "items");
	for (int i = 0; i < p->item_count; i++) {
		const struct ballot_item_row *r = &p->items[i];
		json_obj(&j, NULL);
		json_int(&j, "no", r->no);
		json_str(&j, "title", r->title);
		if (p->counted) {
			json_int(&j, "for", r->for_n);
			json_int(&j, "against", r->against_n);
			json_int(&j, "lower", r->lower_n);
			json_int(&j, "invalid", r->invalid_n);
			json_int(&j, "members", r->members);
			json_int(&j, "needed", r->needed);
			json_str(&j, "result", r->result);
			json_str(&j, "rule", r->rule);
		}
		json_end(&j);
	}
	json_end(&j);
	json_arr(&j, "receipts");
	for (int i = 0; i < p->receipt_count; i++)
		json_str(&j, NULL, p->receipts[i]);
	json_end(&j);
	json_str(&j, "digest", p->digest);
	json_end(&j);
}

/* --- the ballot paper
 * --------------------------------------------------------------------------------- */

static enum rc fill_paper(struct ctx *c, int64_t id, struct ballot_paper_page *p)
{
	struct sql_ballot_get b;
	struct sql_meeting_get m;
	struct sql_ballot_items *items;
	struct sql_recusals_of *recusals;
	struct sql_ballot_voter_mine mine;
	size_t n, k;
	TRY(sql_ballot_get(c->db, c->mem, id, &b));
	TRY(sql_meeting_get(c->db, c->mem, b.meeting_id, &m));
	p->title = m.title;
	enum rc rc = c->who.person_id == DB_NULL
	                 ? RC_NOTFOUND
	                 : sql_ballot_voter_mine(c->db, c->mem, id, c->who.person_id, &mine);
	if (rc != RC_OK && rc != RC_NOTFOUND)
		return rc;
	p->problem =
		rc == RC_NOTFOUND || str_eqz(mine.way, "none") ? STR("Ông/bà không bỏ phiếu trong lần này.")
		: !str_eqz(mine.way, "screen") ? STR("Ông/bà không bỏ phiếu trên màn hình trong lần này.")
		: mine.voted ? STR("Ông/bà đã bỏ phiếu; mỗi người bỏ một lần.")
		: !str_eqz(b.state, "open") ? STR("Lần bỏ phiếu này không còn mở.")
									: STR("");
	if (p->problem.n)
		return RC_OK;
	TRY(sql_ballot_items(c->db, c->mem, id, &items, &n));
	TRY(sql_recusals_of(c->db, c->mem, b.meeting_id, &recusals, &k));
	p->items = arena_array(c->mem, n + 1, sizeof *p->items);
	for (size_t i = 0; i < n; i++) {
		struct ballot_item_row *row = &p->items[p->item_count++];
		fill_item(c, &items[i], row);
		row->name = arena_printf(c->mem, "votes.%zu", i + 1);
		row->chosen = values_text(c->values, row->name.p);
		if (council_is_out(recusals, k, items[i].item_id, c->who.person_id))
			row->away = STR("Ông/bà không tham gia biểu quyết nội dung này.");
		else
			row->note = items[i].note;
		if (!row->away.n && items[i].nominee_id != DB_NULL)
			row->sheet = arena_printf(c->mem, "/meeting_item/sheet?id=%" PRId64, items[i].item_id);
	}
	return RC_OK;
}

void ballot_form_page(struct buf *html, struct ctx *c, const void *data)
{
	const struct form_view *v = data;
	struct ballot_paper_page p = {.form = v, .csrf = v->page.csrf, .key = v->key};
	for (int i = 0; i < v->input_count; i++)
		if (str_eqz(v->inputs[i].name, "id"))
			p.id = v->inputs[i].value;
	int64_t id;
	if (!str_int(p.id, &id) || fill_paper(c, id, &p) != RC_OK)
		p.problem = STR("Không mở được phiếu bầu. Xin tải lại trang.");
	tpl_ballot_paper(html, &p);
}
