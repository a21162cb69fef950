/*
 * vote.c: a secret ballot from the counting board's codes to the last vote.
 *
 * What is stored of a vote is in src/ballot: here only who took part is known. A vote comes as a
 * secret field or as boxes that no field declares, so that neither the journal nor the memory of
 * double sending (a hash of what was sent) holds it. docs/ballot.md says why each step is as it is.
 */
#include "app/council/vote.h"

#include "app/account/account.h"
#include "app/file/file.h"
#include "app/job/job.h"
#include "app/org/org.h"
#include "db/sql_ballot.h"
#include "db/sql_council.h"
#include "op/gate.h"

#include <inttypes.h>

const struct object ballot_object = {.name = "ballot",
                                     .label = "lần bỏ phiếu",
                                     .list = &sql_list_ballot_object,
                                     .view = "ballot.view"};

const struct choice ballot_states[] = {{"keys", "Chờ mã của ban kiểm phiếu"},
                                       {"open", "Đang bỏ phiếu"},
                                       {"closed", "Đã kiểm phiếu"},
                                       {"dropped", "Đã bỏ"},
                                       {0}};
const struct choice ballot_choices[] = {{"for", "Đồng ý"},
                                        {"against", "Không đồng ý"},
                                        {"lower", "Đồng ý mức thấp hơn"},
                                        {"blank", "Phiếu trắng"},
                                        {0}};
static const struct choice rooms[] = {
	{"screen", "Trên màn hình"}, {"paper", "Bằng phiếu giấy"}, {0}};

enum ballot_choice ballot_choice_of(struct str word)
{
	return str_eqz(word, "for")       ? BALLOT_FOR
	       : str_eqz(word, "against") ? BALLOT_AGAINST
	       : str_eqz(word, "lower")   ? BALLOT_LOWER
	                                  : BALLOT_BLANK;
}

struct str ballot_box_place(struct ctx *c, int64_t ballot)
{
	return arena_printf(c->mem, "ballot:%" PRId64, ballot);
}

/* --- before: the board and its codes
 * --------------------------------------------------------------- */

struct prepare_in {
	int64_t id, one_id, two_id, three_id;
	struct str room;
};
static const struct field prepare_fields[] = {
	F(REF, struct prepare_in, id, "Phiên họp", .flags = MUST | HIDDEN, .ref = &meeting_object),
	F(REF, struct prepare_in, one_id, "Trưởng ban kiểm phiếu", .flags = MUST | IN_SCOPE,
      .ref = &person_object),
	F(REF, struct prepare_in, two_id, "Kiểm phiếu thứ hai", .flags = MUST | IN_SCOPE,
      .ref = &person_object),
	F(REF, struct prepare_in, three_id, "Kiểm phiếu thứ ba", .flags = MUST | IN_SCOPE,
      .ref = &person_object,
      .hint = "Ban kiểm phiếu gồm ba thành viên hội đồng hoặc cán bộ thường trực; hai trong ba mã "
              "mở được hòm phiếu"),
	F(CHOICE, struct prepare_in, room, "Người dự tại phòng bỏ phiếu", .flags = MUST,
      .choices = rooms),
};

static enum rc add_items(struct ctx *c, int64_t meeting, int64_t ballot)
{
	struct sql_meeting_items *items;
	size_t n;
	int place = 0;
	TRY(sql_meeting_items(c->db, c->mem, meeting, &items, &n));
	for (size_t i = 0; i < n; i++)
		if (items[i].code.n && str_eqz(items[i].state, "open"))
			TRY(sql_ballot_item_add(c->db, ballot, items[i].id, place++, NULL));
	if (place == 0)
		return err_set(c->err, RC_CONFLICT, "Phiên họp không còn nội dung nào để bỏ phiếu.");
	if (place > BALLOT_ITEMS_MAX)
		return err_set(c->err, RC_CONFLICT, "Một lần bỏ phiếu có nhiều nhất %d đối tượng.",
		               BALLOT_ITEMS_MAX);
	return RC_OK;
}

/* Nobody counts the votes on the own case. */
static enum rc check_board(struct ctx *c, int64_t meeting, const int64_t board[BALLOT_BOARD])
{
	static const char *const fields[] = {"one_id", "two_id", "three_id"};
	struct sql_meeting_items *items;
	size_t n;
	TRY(sql_meeting_items(c->db, c->mem, meeting, &items, &n));
	for (int b = 0; b < BALLOT_BOARD; b++) {
		for (int k = 0; k < b; k++)
			if (board[k] == board[b])
				return err_field(c->err, fields[b], "Ban kiểm phiếu cần ba người khác nhau.");
		for (size_t i = 0; i < n; i++)
			if (items[i].person_id == board[b])
				return err_field(c->err, fields[b],
				                 "Người này được xét trong phiên họp nên không kiểm phiếu.");
	}
	return RC_OK;
}

static enum rc ballot_prepare(struct ctx *c, const void *in, struct out *out)
{
	const struct prepare_in *p = in;
	const int64_t board[] = {p->one_id, p->two_id, p->three_id};
	struct sql_ballot_running running;
	struct sql_ballot_board_of *rows;
	size_t n;
	TRY(check_board(c, p->id, board));
	TRY(sql_ballot_running(c->db, c->mem, p->id, &running));
	if (running.n)
		return err_set(c->err, RC_CONFLICT, "Phiên họp đang có một lần bỏ phiếu chưa kiểm.");
	TRY(sql_ballot_add(c->db, p->id, p->room, &out->id));
	TRY(add_items(c, p->id, out->id));
	for (int i = 0; i < BALLOT_BOARD; i++)
		TRY(sql_ballot_board_add(c->db, out->id, i, board[i], NULL));
	TRY(sql_ballot_board_of(c->db, c->mem, out->id, &rows, &n));
	for (size_t i = 0; i < n; i++) {
		if (rows[i].account_id == DB_NULL)
			return err_field(c->err,
			                 i == 0   ? "one_id"
			                 : i == 1 ? "two_id"
			                          : "three_id",
			                 "%.*s chưa có tài khoản nên không nhận mã kiểm phiếu được.",
			                 STR_ARG(rows[i].name));
		TRY(notice_add(c, rows[i].account_id,
		               arena_printf(c->mem, "Ông/bà thuộc ban kiểm phiếu của \"%.*s\": xin lấy mã.",
		                            STR_ARG(c->object_label)),
		               arena_printf(c->mem, "/ballot/%" PRId64, out->id)));
	}
	out->go = arena_printf(c->mem, "/ballot/%" PRId64, out->id);
	out_say(c, out, "Đã lập lần bỏ phiếu. Ba người của ban kiểm phiếu lấy mã, rồi mở bỏ phiếu.");
	return RC_OK;
}

static const struct field ballot_id_fields[] = {
	F(REF, struct council_id_in, id, "Lần bỏ phiếu", .flags = MUST | HIDDEN, .ref = &ballot_object),
};

enum rc ballot_on_board(struct ctx *c, int64_t ballot)
{
	struct sql_ballot_board_of *rows;
	size_t n;
	TRY(sql_ballot_board_of(c->db, c->mem, ballot, &rows, &n));
	for (size_t i = 0; i < n; i++)
		if (rows[i].person_id == c->who.person_id)
			return RC_OK;
	return err_set(c->err, RC_DENIED, "Chỉ ban kiểm phiếu của lần bỏ phiếu này làm được việc này.");
}

static enum rc ballot_key(struct ctx *c, const void *in, struct out *out)
{
	const struct council_id_in *p = in;
	struct ballot_code *code = arena_alloc(c->mem, sizeof *code);
	struct str *codes = arena_array(c->mem, 1, sizeof *codes);
	unsigned char key[BALLOT_KEY_BYTES];
	int64_t changed;
	TRY(ballot_on_board(c, p->id));
	ballot_code_new(code);
	TRY(ballot_code_public(str_of(code->text), key, c->err));
	TRY(sql_ballot_board_key(c->db, p->id, c->who.person_id,
	                         (struct str){.p = (char *)key, .n = sizeof key}, &changed));
	if (changed == 0)
		return err_set(c->err, RC_CONFLICT,
		               "Ông/bà đã lấy mã. Mã chỉ hiện một lần; mất mã thì bỏ lần bỏ phiếu này và "
		               "lập lần khác.");
	codes[0] = str_of(code->text);
	out->codes = codes;
	out->code_count = 1;
	out_say(
		c, out,
		"Mã kiểm phiếu của ông/bà, chỉ hiện lần này. Xin chép ra giấy, giữ riêng, và hủy sau khi "
		"kiểm phiếu.");
	return RC_OK;
}

/* --- opening
 * ------------------------------------------------------------------------------------------ */

struct opening {
	struct ctx *c;
	const struct sql_ballot_get *b;
	struct sql_recusals_of *recusals;
	size_t recusal_count;
	struct sql_ballot_items *items;
	size_t item_count;
	int screens, papers;
};

static const char *way_of(const struct opening *o, const struct sql_attendance_of *who)
{
	size_t out_of = 0;
	for (size_t i = 0; i < o->item_count; i++)
		out_of +=
			council_is_out(o->recusals, o->recusal_count, o->items[i].item_id, who->person_id);
	if (out_of == o->item_count)
		return "none"; /* recused from everything that is voted on */
	return str_eqz(who->state, "room")      ? str_eqz(o->b->room, "paper") ? "paper" : "screen"
	       : str_eqz(who->state, "online")  ? "screen"
	       : str_eqz(who->state, "written") ? "written"
	                                        : "none";
}

static enum rc add_voters(struct opening *o, int64_t meeting)
{
	struct ctx *c = o->c;
	struct sql_attendance_of *who;
	size_t n;
	TRY(sql_attendance_of(c->db, c->mem, meeting, &who, &n));
	for (size_t i = 0; i < n; i++) {
		const char *way = way_of(o, &who[i]);
		bool screen = strcmp(way, "screen") == 0;
		if (screen && who[i].account_id == DB_NULL)
			return err_set(c->err, RC_CONFLICT,
			               "%.*s chưa có tài khoản nên không bỏ phiếu trên màn hình được. Xin cấp "
			               "tài khoản, dùng phiếu giấy, hoặc lấy ý kiến bằng văn bản.",
			               STR_ARG(who[i].name));
		o->screens += screen;
		o->papers += strcmp(way, "paper") == 0;
		TRY(sql_ballot_voter_add(c->db, o->b->id, who[i].person_id, str_of(way), NULL));
		if (screen) /* the page of the meeting has the way to the vote as long as it is open */
			TRY(notice_add(c, who[i].account_id, STR("Mời bỏ phiếu kín."),
			               arena_printf(c->mem, "/meeting/%" PRId64, meeting)));
	}
	return RC_OK;
}

enum rc ballot_board_keys(struct ctx *c, int64_t ballot,
                          unsigned char keys[BALLOT_BOARD][BALLOT_KEY_BYTES])
{
	struct sql_ballot_board_of *rows;
	size_t n;
	TRY(sql_ballot_board_of(c->db, c->mem, ballot, &rows, &n));
	for (size_t i = 0; i < n; i++) {
		if (rows[i].public_key.n != BALLOT_KEY_BYTES)
			return err_set(c->err, RC_CONFLICT, "%.*s chưa lấy mã kiểm phiếu.",
			               STR_ARG(rows[i].name));
		memcpy(keys[i], rows[i].public_key.p, BALLOT_KEY_BYTES);
	}
	return n == BALLOT_BOARD ? RC_OK : err_detail(c->err, RC_BUG, "a board of %zu", n);
}

static enum rc no_open_proposals(struct ctx *c, const struct opening *o)
{
	for (size_t i = 0; i < o->recusal_count; i++)
		for (size_t k = 0; k < o->item_count; k++)
			if (o->recusals[i].item_id == o->items[k].item_id &&
			    str_eqz(o->recusals[i].state, "proposed"))
				return err_set(
					c->err, RC_CONFLICT,
					"Chủ trì chưa quyết định %.*s có tham gia biểu quyết \"%.*s\" không. Xin "
					"chủ trì bấm Quyết định ở trang phiên họp.",
					STR_ARG(o->recusals[i].name), STR_ARG(o->items[k].title));
	return RC_OK;
}

static enum rc ballot_begin(struct ctx *c, const void *in, struct out *out)
{
	const struct council_id_in *p = in;
	struct sql_ballot_get b;
	struct sql_meeting_get m;
	unsigned char keys[BALLOT_BOARD][BALLOT_KEY_BYTES];
	struct ballot_lock *lock = arena_alloc(c->mem, sizeof *lock);
	struct opening o = {.c = c, .b = &b};
	TRY(sql_ballot_get(c->db, c->mem, p->id, &b));
	TRY(sql_meeting_get(c->db, c->mem, b.meeting_id, &m));
	if (!str_eqz(m.state, "open"))
		return err_set(c->err, RC_CONFLICT, "Phiên họp chưa khai mạc hoặc đã kết thúc.");
	TRY(ballot_board_keys(c, p->id, keys));
	TRY(sql_recusals_of(c->db, c->mem, b.meeting_id, &o.recusals, &o.recusal_count));
	TRY(sql_ballot_items(c->db, c->mem, p->id, &o.items, &o.item_count));
	TRY(no_open_proposals(c, &o));
	TRY(add_voters(&o, b.meeting_id));
	TRY(ballot_secret_to_open(c, p->id));
	if (o.screens > BALLOT_VOTERS_MAX)
		return err_set(c->err, RC_CONFLICT, "Nhiều nhất %d người bỏ phiếu trên màn hình.",
		               BALLOT_VOTERS_MAX);
	ballot_lock_new(keys, lock);
	TRY(sql_ballot_opened(
		c->db, p->id, m.members, (struct str){.p = (char *)lock->public_key, .n = BALLOT_KEY_BYTES},
		(struct str){.p = (char *)lock->wraps, .n = sizeof lock->wraps}, c->now_ms, NULL));
	out_say(c, out, "Đã mở bỏ phiếu: %d người trên màn hình, %d người bằng phiếu giấy.", o.screens,
	        o.papers);
	return RC_OK;
}

/* --- one vote
 * -------------------------------------------------------------------------------------------- */

struct cast_in {
	int64_t id;
	struct str votes;
};
static const struct field cast_fields[] = {
	F(REF, struct cast_in, id, "Lần bỏ phiếu", .flags = MUST | HIDDEN, .ref = &ballot_object),
	F(SECRET, struct cast_in, votes, "Phiếu", .max = 8000,
      .hint =
          "Cho chương trình khác: số thứ tự và lựa chọn, ví dụ 1=for 2=against 3=lower 4=blank"),
};

static enum rc put_choice(struct ctx *c, const struct sql_ballot_items *items, int64_t n,
                          int64_t place, struct str word, unsigned char *choices)
{
	enum ballot_choice choice = ballot_choice_of(word);
	if (place < 1 || place > n || (choice == BALLOT_BLANK && !str_eqz(word, "blank")))
		return err_field(c->err, "votes", "Phiếu có một dòng không hiểu được.");
	if (choice == BALLOT_LOWER && items[place - 1].lower_code.n == 0)
		return err_field(c->err, "votes", "Nội dung số %" PRId64 " không có mức thấp hơn.", place);
	choices[place - 1] = (unsigned char)choice;
	return RC_OK;
}

/* "1=for 2=against", and the boxes "votes.1" of the page. */
static enum rc read_votes(struct ctx *c, struct str votes, const struct sql_ballot_items *items,
                          size_t n, unsigned char *choices)
{
	int64_t place;
	while (votes.n) {
		struct str one = str_trim(str_cut(&votes, ' ')), word = one;
		if (one.n == 0)
			continue;
		if (!str_int(str_cut(&word, '='), &place))
			return err_field(c->err, "votes", "Phiếu có một dòng không hiểu được.");
		TRY(put_choice(c, items, (int64_t)n, place, word, choices));
	}
	for (int i = 0; i < c->values->count; i++) {
		struct str name = c->values->items[i].name;
		if (!str_starts(name, "votes.") || c->values->items[i].text.n == 0)
			continue;
		str_cut(&name, '.');
		if (!str_int(name, &place))
			continue;
		TRY(put_choice(c, items, (int64_t)n, place, c->values->items[i].text, choices));
	}
	return RC_OK;
}

/* Marks the voter first: a second try, from whatever device, ends here. */
static enum rc mark_voted(struct ctx *c, int64_t ballot)
{
	struct sql_ballot_voter_mine mine;
	int64_t changed;
	enum rc rc = sql_ballot_voter_mine(c->db, c->mem, ballot, c->who.person_id, &mine);
	if (rc == RC_NOTFOUND || (rc == RC_OK && str_eqz(mine.way, "none")))
		return err_set(c->err, RC_DENIED, "Ông/bà không bỏ phiếu trong lần này.");
	TRY(rc);
	if (!str_eqz(mine.way, "screen"))
		return err_set(c->err, RC_CONFLICT, "Ông/bà bỏ phiếu %s, không bỏ trên màn hình.",
		               str_eqz(mine.way, "paper") ? "bằng phiếu giấy" : "bằng văn bản");
	TRY(sql_ballot_voted(c->db, ballot, c->who.person_id, STR("screen"), &changed));
	if (changed == 0)
		return err_set(c->err, RC_CONFLICT, "Ông/bà đã bỏ phiếu; mỗi người bỏ một lần.");
	return RC_OK;
}

static int voters_on_screen(const struct sql_ballot_voters *v, size_t n)
{
	int screens = 0;
	for (size_t i = 0; i < n; i++)
		screens += str_eqz(v[i].way, "screen");
	return screens;
}

static enum rc put_into_box(struct ctx *c, const struct sql_ballot_get *b, struct str sealed,
                            int items)
{
	struct sql_ballot_voters *voters;
	size_t n;
	struct str box = STR(""), ad = ballot_box_place(c, b->id);
	TRY(sql_ballot_voters(c->db, c->mem, b->id, &voters, &n));
	if (b->box.n)
		TRY(keys_open(c->app->keys, BALLOT_BOX_USE, ad, b->box, c->mem, &box, c->err));
	TRY(ballot_put(c->mem, box, sealed, items, voters_on_screen(voters, n), &box, c->err));
	return sql_ballot_box_set(c->db, b->id,
	                          keys_seal(c->app->keys, BALLOT_BOX_USE, ad, box, c->mem), NULL);
}

static enum rc ballot_cast(struct ctx *c, const void *in, struct out *out)
{
	const struct cast_in *p = in;
	struct sql_ballot_get b;
	struct sql_recusals_of *recusals;
	struct sql_ballot_items *items;
	size_t recusal_count, n;
	struct ballot_receipt *receipt = arena_alloc(c->mem, sizeof *receipt);
	struct str *codes = arena_array(c->mem, 1, sizeof *codes);
	TRY(sql_ballot_get(c->db, c->mem, p->id, &b));
	TRY(mark_voted(c, p->id));
	TRY(sql_ballot_items(c->db, c->mem, p->id, &items, &n));
	TRY(sql_recusals_of(c->db, c->mem, b.meeting_id, &recusals, &recusal_count));
	unsigned char *choices = arena_alloc(c->mem, n);
	memset(choices, BALLOT_BLANK, n);
	TRY(read_votes(c, p->votes, items, n, choices));
	for (size_t i = 0; i < n; i++)
		if (council_is_out(recusals, recusal_count, items[i].item_id, c->who.person_id))
			choices[i] = BALLOT_AWAY;
	struct str sealed =
		ballot_seal(c->mem, (unsigned char *)b.public_key.p, choices, (int)n, receipt);
	ballot_wipe(choices, n);
	TRY(put_into_box(c, &b, sealed, (int)n));
	codes[0] = str_of(receipt->text);
	out->codes = codes;
	out->code_count = 1;
	out_say(
		c, out,
		"Đã bỏ phiếu. Mã biên nhận dưới đây chỉ hiện lần này và không cho biết ông/bà bỏ thế nào: "
		"sau khi kiểm phiếu, mã có trong danh sách phiếu đã kiểm.");
	return RC_OK;
}

/* --- written opinions
 * --------------------------------------------------------------------------------------- */

struct one_vote {
	int64_t item;
	struct str choice;
};
struct written_in {
	int64_t id, person_id;
	struct group votes;
	struct upload file;
};
static const struct field one_vote_fields[] = {
	F(REF, struct one_vote, item, "Nội dung", .flags = MUST | IN_SCOPE,
      .ref = &meeting_item_object),
	F(CHOICE, struct one_vote, choice, "Ý kiến", .flags = MUST, .choices = ballot_choices),
};
static const struct field written_fields[] = {
	F(REF, struct written_in, id, "Lần bỏ phiếu", .flags = MUST | HIDDEN, .ref = &ballot_object),
	F(REF, struct written_in, person_id, "Thành viên", .flags = MUST | IN_SCOPE,
      .ref = &person_object,
      .hint = "Ý kiến bằng văn bản có chữ ký nên không kín: ai xem biên bản đều biết"),
	F(GROUP, struct written_in, votes, "Ý kiến", .flags = MUST, .sub = one_vote_fields,
      .sub_count = COUNT(one_vote_fields), .sub_size = sizeof(struct one_vote)),
	F(FILE, struct written_in, file, "Văn bản đã ký"),
};

static int place_of(const struct sql_ballot_items *items, size_t n, int64_t item)
{
	for (size_t i = 0; i < n; i++)
		if (items[i].item_id == item)
			return (int)i;
	return -1;
}

static enum rc keep_opinion(struct ctx *c, const struct written_in *p, int64_t *file)
{
	struct file_new n = {.content = &p->file,
	                     .object = "ballot",
	                     .object_id = p->id,
	                     .unit_id = c->object_unit,
	                     .person_id = DB_NULL,
	                     .guarded = true};
	*file = DB_NULL;
	return p->file.given ? file_keep(c, &n, file) : RC_OK;
}

static enum rc ballot_opinion(struct ctx *c, const void *in, struct out *out)
{
	const struct written_in *p = in;
	const struct one_vote *votes = p->votes.items;
	struct sql_ballot_get b;
	struct sql_ballot_voter_mine voter;
	struct sql_ballot_items *items;
	struct sql_recusals_of *recusals;
	size_t n, recusal_count;
	int64_t file;
	TRY(sql_ballot_get(c->db, c->mem, p->id, &b));
	enum rc rc = sql_ballot_voter_mine(c->db, c->mem, p->id, p->person_id, &voter);
	if (rc == RC_NOTFOUND || (rc == RC_OK && !str_eqz(voter.way, "written")))
		return err_field(c->err, "person_id",
		                 "Người này không thuộc diện gửi ý kiến bằng văn bản trong lần này.");
	TRY(rc);
	TRY(account_may_vote(c, p->person_id));
	TRY(sql_ballot_items(c->db, c->mem, p->id, &items, &n));
	TRY(sql_recusals_of(c->db, c->mem, b.meeting_id, &recusals, &recusal_count));
	TRY(keep_opinion(c, p, &file));
	for (int i = 0; i < p->votes.count; i++) {
		int place = place_of(items, n, votes[i].item);
		if (place < 0)
			return err_field(c->err, "votes", "Một nội dung không có trong lần bỏ phiếu này.");
		if (council_is_out(recusals, recusal_count, votes[i].item, p->person_id))
			return err_field(c->err, "votes", "Người này không tham gia biểu quyết \"%.*s\".",
			                 STR_ARG(items[place].title));
		if (str_eqz(votes[i].choice, "lower") && items[place].lower_code.n == 0)
			return err_field(c->err, "votes", "\"%.*s\" không có mức thấp hơn.",
			                 STR_ARG(items[place].title));
		TRY(sql_ballot_written_add(c->db, p->id, p->person_id, place, votes[i].choice, file, NULL));
	}
	TRY(sql_ballot_voted(c->db, p->id, p->person_id, STR("written"), NULL));
	out_say(c, out, "Đã ghi ý kiến bằng văn bản.");
	return RC_OK;
}

/* Every nominee has a line already. */
static enum rc lines_of_items(struct ctx *c, struct values *v, const char *group)
{
	struct sql_ballot_items *items;
	size_t n;
	int64_t id;
	if (!str_int(values_text(v, "id"), &id))
		return RC_OK;
	TRY(sql_ballot_items(c->db, c->mem, id, &items, &n));
	for (size_t i = 0; i < n; i++)
		TRY(values_add(v, arena_printf(c->mem, "%s.%zu.item", group, i),
		               arena_printf(c->mem, "%" PRId64, items[i].item_id), c->err));
	return RC_OK;
}

static enum rc fill_opinion(struct ctx *c, struct values *v)
{
	return lines_of_items(c, v, "votes");
}

/* --- paper ballots
 * ------------------------------------------------------------------------------------------- */

struct one_count {
	int64_t item, for_n, against_n, lower_n, invalid_n;
};
struct paper_in {
	int64_t id;
	struct group rows;
};
#define NUMBER(name, label)                                                                        \
	F(INT, struct one_count, name, label, .flags = MUST, .max = BALLOT_VOTERS_MAX)
static const struct field one_count_fields[] = {
	F(REF, struct one_count, item, "Nội dung", .flags = MUST | IN_SCOPE,
      .ref = &meeting_item_object),
	NUMBER(for_n, "Đồng ý"),
	NUMBER(against_n, "Không đồng ý"),
	NUMBER(lower_n, "Mức thấp hơn"),
	NUMBER(invalid_n, "Không hợp lệ"),
};
static const struct field paper_fields[] = {
	F(REF, struct paper_in, id, "Lần bỏ phiếu", .flags = MUST | HIDDEN, .ref = &ballot_object),
	F(GROUP, struct paper_in, rows, "Số phiếu giấy đếm được", .flags = MUST,
      .sub = one_count_fields, .sub_count = COUNT(one_count_fields),
      .sub_size = sizeof(struct one_count),
      .hint = "Hai người của ban kiểm phiếu đếm và nhập riêng; hai lần phải giống nhau"),
};

static enum rc ballot_count_paper(struct ctx *c, const void *in, struct out *out)
{
	const struct paper_in *p = in;
	const struct one_count *rows = p->rows.items;
	struct sql_ballot_items *items;
	struct sql_ballot_get b;
	size_t n;
	TRY(ballot_on_board(c, p->id));
	TRY(sql_ballot_get(c->db, c->mem, p->id, &b));
	if (!str_eqz(b.room, "paper"))
		return err_set(c->err, RC_CONFLICT, "Lần này không dùng phiếu giấy.");
	TRY(sql_ballot_items(c->db, c->mem, p->id, &items, &n));
	for (int i = 0; i < p->rows.count; i++) {
		int place = place_of(items, n, rows[i].item);
		if (place < 0)
			return err_field(c->err, "rows", "Một nội dung không có trong lần bỏ phiếu này.");
		if (rows[i].lower_n && items[place].lower_code.n == 0)
			return err_field(c->err, "rows", "\"%.*s\" không có mức thấp hơn.",
			                 STR_ARG(items[place].title));
		TRY(sql_ballot_paper_add(c->db, p->id, c->who.person_id, place, rows[i].for_n,
		                         rows[i].against_n, rows[i].lower_n, rows[i].invalid_n, NULL));
	}
	out_say(c, out, "Đã ghi số phiếu giấy ông/bà đếm.");
	return RC_OK;
}

static enum rc fill_paper(struct ctx *c, struct values *v)
{
	return lines_of_items(c, v, "rows");
}

/* --- giving up
 * -------------------------------------------------------------------------------------------------
 */

struct drop_in {
	int64_t id;
	struct str reason;
};
static const struct field drop_fields[] = {
	F(REF, struct drop_in, id, "Lần bỏ phiếu", .flags = MUST | HIDDEN, .ref = &ballot_object),
	F(TEXT, struct drop_in, reason, "Lý do", .flags = MUST, .min = 5, .max = 300),
};

static enum rc ballot_drop(struct ctx *c, const void *in, struct out *out)
{
	const struct drop_in *p = in;
	TRY(sql_ballot_dropped(c->db, p->id, p->reason, NULL));
	out_say(c, out, "Đã bỏ lần bỏ phiếu này; phiếu đã bỏ không mở được nữa. Có thể lập lần khác.");
	return RC_OK;
}

/* --- rows
 * ----------------------------------------------------------------------------------------------------------
 */

static const struct field ballot_filters[] = {
	FILTER(REF, "meeting", "Phiên họp", .ref = &meeting_object),
	FILTER(CHOICE, "state", "Tình trạng", .choices = ballot_states),
};
static const struct column ballot_cols[] = {
	{"title", "Phiên họp", COL_LINK, .op = "ballot.view", .key = "id", .width = 44},
	{"held_on", "Ngày họp", COL_DATE},
	{"items", "Đối tượng", COL_INT},
	{"voted", "Đã bỏ phiếu", COL_INT},
	{"voters", "Người bỏ phiếu", COL_INT},
	{"state", "Tình trạng", COL_BADGE, .choices = ballot_states},
};

#define BALLOT .kind = OP_WRITE, .scope = SCOPE_OBJECT, .object = &ballot_object

const struct op ballot_ops[] = {
	{.name = "ballot.list",
     .title = "Bỏ phiếu",
     .help = "Các lần bỏ phiếu kín của hội đồng.",
     .kind = OP_LIST,
     .roles = COUNCIL_READS,
     .scope = SCOPE_ANY,
     .area = "council",
     .icon = "check",
     .object = &ballot_object,
     .list = &sql_list_ballot_list,
     .order = "-id",
     FIELDS(ballot_filters),
     COLS(ballot_cols),
     .empty = "Chưa có lần bỏ phiếu nào."},
	{.name = "ballot.view",
     .title = "Lần bỏ phiếu",
     .help = "Ai đã bỏ phiếu, kết quả kiểm phiếu, danh sách mã biên nhận.",
     .kind = OP_READ,
     .roles = COUNCIL_READS,
     .scope = SCOPE_OBJECT,
     .object = &ballot_object,
     FIELDS(ballot_id_fields),
     .in_size = sizeof(struct council_id_in),
     .run = ballot_view,
     .page = ballot_page,
     .json = ballot_json},
	{.name = "ballot.prepare",
     .title = "Lập lần bỏ phiếu kín",
     .help = "Chọn ban kiểm phiếu ba người. Mọi nội dung cần bỏ phiếu của phiên họp được đưa vào.",
     .verb = "Bỏ phiếu kín",
     .kind = OP_WRITE,
     .roles = COUNCIL_RUNS,
     .scope = SCOPE_OBJECT,
     .object = &meeting_object,
     .states = "open",
     .icon = "check",
     FIELDS(prepare_fields),
     .in_size = sizeof(struct prepare_in),
     .run = ballot_prepare,
     .then = "meeting.view"},
	{.name = "ballot.key",
     .title = "Lấy mã kiểm phiếu",
     .help = "Mỗi người của ban kiểm phiếu lấy mã của mình, chép ra giấy. Hai trong ba mã mở được "
             "hòm phiếu; chương trình không giữ mã.",
     .verb = "Lấy mã kiểm phiếu",
     BALLOT,
     .roles = COUNCIL_SITS | R(REGISTRY),
     .flags = OP_NO_TOKEN,
     .states = "keys",
     .icon = "key",
     FIELDS(ballot_id_fields),
     .in_size = sizeof(struct council_id_in),
     .guard = account_votes,
     .run = ballot_key},
	{.name = "ballot.open",
     .title = "Mở bỏ phiếu",
     .help = "Khi ba người của ban kiểm phiếu đã có mã và chủ trì đã quyết định ai không tham gia.",
     .verb = "Mở bỏ phiếu",
     BALLOT,
     .roles = COUNCIL_RUNS,
     .states = "keys",
     .icon = "send",
     FIELDS(ballot_id_fields),
     .in_size = sizeof(struct council_id_in),
     .run = ballot_begin,
     .then = "ballot.view"},
	{.name = "ballot.cast",
     .title = "Phiếu bầu",
     .help = "Bỏ phiếu kín. Không ai biết ông/bà bỏ thế nào, kể cả người quản trị.",
     .verb = "Bỏ phiếu",
     BALLOT,
     .roles = COUNCIL_SITS,
     .flags = OP_NO_TOKEN,
     .states = "open",
     .icon = "check",
     FIELDS(cast_fields),
     .in_size = sizeof(struct cast_in),
     .guard = account_votes,
     .run = ballot_cast,
     .page = ballot_form_page},
	{.name = "ballot.opinion",
     .title = "Ghi ý kiến bằng văn bản",
     .help = "Ý kiến có chữ ký của thành viên vắng mặt được tính như phiếu và ghi trong biên bản "
             "(không kín).",
     .verb = "Ghi ý kiến bằng văn bản",
     BALLOT,
     .roles = COUNCIL_RUNS,
     .states = "open",
     .icon = "edit",
     FIELDS(written_fields),
     .in_size = sizeof(struct written_in),
     .run = ballot_opinion,
     .fill = fill_opinion,
     .then = "ballot.view"},
	{.name = "ballot.paper",
     .title = "Nhập số phiếu giấy",
     .help = "Mỗi người của ban kiểm phiếu đếm và nhập riêng; khi hai lần nhập giống nhau mới kiểm "
             "phiếu được.",
     .verb = "Nhập phiếu giấy",
     BALLOT,
     .roles = COUNCIL_SITS | R(REGISTRY),
     .states = "open",
     .icon = "edit",
     FIELDS(paper_fields),
     .in_size = sizeof(struct paper_in),
     .run = ballot_count_paper,
     .fill = fill_paper,
     .then = "ballot.view"},
	{.name = "ballot.drop",
     .title = "Bỏ lần bỏ phiếu",
     .help = "Khi lập nhầm hoặc mất mã kiểm phiếu. Phiếu đã bỏ không được tính.",
     .verb = "Bỏ lần này",
     BALLOT,
     .roles = COUNCIL_RUNS,
     .states = "keys open",
     .icon = "trash",
     FIELDS(drop_fields),
     .in_size = sizeof(struct drop_in),
     .run = ballot_drop,
     .then = "ballot.view"},
	{0}};
