/*
 * paper.c: papers of a meeting, written from what is stored: invitation, minutes, counting record,
 * ballot papers.
 *
 * What the program does not know (the number, the day of the letter, what was said in the room)
 * stays a gap for the secretary. Summaries of matters are in none of them; questions and answers
 * are in the minutes only where every member takes part: minutes go to all.
 */
#include "app/council/inner.h"

#include "app/paper/paper.h"
#include "app/record/record.h"
#include "db/sql_ballot.h"
#include "db/sql_council.h"
#include "op/gate.h"

#include <inttypes.h>

#define PAPER_JSON_MAX (2 << 20)

/* Everything that a paper of a meeting may say. */
struct sitting {
	struct ctx *c;
	struct sql_meeting_get m;
	struct sql_attendance_of *people;
	size_t person_count;
	struct sql_meeting_items *items;
	size_t item_count;
	struct sql_meeting_subjects *subjects; /* one a matter, in the same order */
	size_t subject_count;
	struct buf b;
	struct json_out j;
};

static enum rc load(struct sitting *s, struct ctx *c, int64_t meeting)
{
	*s = (struct sitting){.c = c};
	TRY(sql_meeting_get(c->db, c->mem, meeting, &s->m));
	TRY(sql_attendance_of(c->db, c->mem, meeting, &s->people, &s->person_count));
	TRY(sql_meeting_items(c->db, c->mem, meeting, &s->items, &s->item_count));
	TRY(sql_meeting_subjects(c->db, c->mem, meeting, &s->subjects, &s->subject_count));
	buf_init(&s->b, PAPER_JSON_MAX);
	s->j = json_out_to(&s->b);
	json_obj(&s->j, NULL);
	paper_know(&s->j, "parent", s->m.unit_name);
	paper_know(&s->j, "issuer", s->m.council_name);
	return RC_OK;
}

/* Ends the data and keeps the paper with the meeting. */
static enum rc make(struct sitting *s, const char *kind, const char *of, struct out *out)
{
	struct ctx *c = s->c;
	json_end(&s->j);
	struct str json = arena_str(c->mem, buf_view(&s->b));
	bool failed = s->b.failed;
	buf_release(&s->b);
	if (failed)
		return err_set(c->err, RC_TOOBIG, "Phiên họp có quá nhiều nội dung cho một văn bản.");
	struct paper_new n = {.kind = str_of(kind),
	                      .object = "meeting",
	                      .object_id = s->m.id,
	                      .unit_id = s->m.unit_id,
	                      .person_id = DB_NULL,
	                      .title = arena_printf(c->mem, "%s: %.*s", of, STR_ARG(s->m.title)),
	                      .data = json};
	TRY(paper_make(c, &n, &out->id));
	out_say(c, out, "Đã lập \"%.*s\". Xin xem phần còn thiếu rồi sửa.", STR_ARG(n.title));
	return RC_OK;
}

/* --- words ----------------------------------------------------------------------------------- */

/* "14 giờ 05 phút ngày 23/11/2026", from "14:05". */
static struct str hour_words(struct ctx *c, struct str hour, struct date on)
{
	if (hour.n != 5)
		return STR("");
	return arena_printf(c->mem, "%.2s giờ %.2s phút ngày %s", hour.p, hour.p + 3, date_vn(on).z);
}

/* Nothing when it was entered on another day than the meeting was held. */
static struct str moment_words(struct ctx *c, int64_t ms, struct date held)
{
	if (ms == DB_NULL || date_at(ms).days != held.days)
		return STR("");
	struct date_text t = date_time_vn(ms); /* "23/11/2026 14:05" */
	return hour_words(c, str_of(t.z + 11), held);
}

static bool is_here(const struct sql_attendance_of *a)
{
	return str_eqz(a->state, "room") || str_eqz(a->state, "online");
}

/* Who was there in this role; of opinions in writing nobody was. */
static struct str name_of(const struct sitting *s, const char *role)
{
	bool writing = str_eqz(s->m.mode, "written");
	for (size_t i = 0; i < s->person_count; i++)
		if (str_eqz(s->people[i].role, role) && (writing || is_here(&s->people[i])))
			return s->people[i].name;
	return STR("");
}

static struct str post_of(struct ctx *c, const struct sql_attendance_of *a)
{
	struct str role = choice_label(council_roles, a->role);
	return a->post.n ? arena_printf(c->mem, "%.*s, %.*s Hội đồng", STR_ARG(a->post), STR_ARG(role))
	                 : arena_printf(c->mem, "%.*s Hội đồng", STR_ARG(role));
}

/* "66,6%": cut off, never rounded up to a share that was not reached. */
static struct str percent(struct ctx *c, int64_t votes, int64_t members)
{
	int64_t tenths = members ? votes * 1000 / members : 0;
	return tenths % 10 ? arena_printf(c->mem, "%" PRId64 ",%" PRId64 "%%", tenths / 10, tenths % 10)
	                   : arena_printf(c->mem, "%" PRId64 "%%", tenths / 10);
}

/* --- the invitation -------------------------------------------------------------------------- */

static enum rc put_guests(struct sitting *s)
{
	struct ctx *c = s->c;
	struct sql_council_members_on *rows;
	size_t n;
	TRY(sql_council_members_on(c->db, c->mem, s->m.council_id, s->m.held_on, &rows, &n));
	json_arr(&s->j, "guests");
	for (size_t i = 0; i < n; i++) {
		json_obj(&s->j, NULL);
		json_str(&s->j, "name",
		         arena_printf(c->mem, "%.*s, %.*s Hội đồng", STR_ARG(rows[i].name),
		                      STR_ARG(choice_label(council_roles, rows[i].role))));
		json_end(&s->j);
	}
	json_end(&s->j);
	for (size_t i = 0; i < n; i++)
		if (str_eqz(rows[i].role, "chair")) {
			json_str(&s->j, "chair",
			         arena_printf(c->mem, "%.*s, Chủ tịch Hội đồng", STR_ARG(rows[i].name)));
			json_str(&s->j, "signer", rows[i].name);
			json_str(&s->j, "power", STR("TM. HỘI ĐỒNG\nCHỦ TỊCH"));
		}
	return RC_OK;
}

static enum rc meeting_letter(struct ctx *c, const void *in, struct out *out)
{
	const struct council_id_in *p = in;
	struct sitting s;
	TRY(load(&s, c, p->id));
	paper_know(&s.j, "abstract", s.m.title);
	paper_know(&s.j, "time",
	           s.m.at_time.n ? hour_words(c, s.m.at_time, s.m.held_on)
	                         : arena_printf(c->mem, "ngày %s", date_vn(s.m.held_on).z));
	paper_know(&s.j, "venue", s.m.place);
	json_arr(&s.j, "agenda");
	for (size_t i = 0; i < s.item_count; i++) {
		json_obj(&s.j, NULL);
		json_str(&s.j, "text", s.items[i].title);
		json_end(&s.j);
	}
	json_end(&s.j);
	if (str_eqz(s.m.mode, "written"))
		json_str(&s.j, "notes",
		         arena_printf(c->mem, "Lấy ý kiến bằng văn bản; hạn gửi ý kiến: %s.",
		                      date_vn(s.m.held_on).z));
	TRY(put_guests(&s));
	return make(&s, "giay-moi", "Giấy mời", out);
}

/* --- the minutes ----------------------------------------------------------------------------- */

static void put_people(struct sitting *s)
{
	json_arr(&s->j, "present");
	for (size_t i = 0; i < s->person_count; i++) {
		const struct sql_attendance_of *a = &s->people[i];
		if (!is_here(a))
			continue;
		json_obj(&s->j, NULL);
		json_str(&s->j, "name", a->name);
		json_str(&s->j, "post",
		         str_eqz(a->state, "online")
		             ? arena_printf(s->c->mem, "%.*s (dự trực tuyến)", STR_ARG(post_of(s->c, a)))
		             : post_of(s->c, a));
		json_end(&s->j);
	}
	json_end(&s->j);
	json_arr(&s->j, "absent");
	for (size_t i = 0; i < s->person_count; i++) {
		const struct sql_attendance_of *a = &s->people[i];
		if (is_here(a))
			continue;
		json_obj(&s->j, NULL);
		json_str(&s->j, "name", a->name);
		paper_know(&s->j, "reason", a->note);
		json_bool(&s->j, "written", str_eqz(a->state, "written"));
		json_end(&s->j);
	}
	json_end(&s->j);
}

/* What was asked and answered, unless somebody who gets the minutes has no part in the matter. */
static struct str discussion(struct sitting *s, int64_t item, const struct sql_recusals_of *out,
                             size_t out_count, const struct sql_meeting_questions *q, size_t n)
{
	struct str text = STR("");
	for (size_t i = 0; i < out_count; i++)
		if (out[i].item_id == item && !str_eqz(out[i].state, "kept"))
			return STR("");
	for (size_t i = 0; i < n; i++)
		if (q[i].item_id == item)
			text = arena_printf(s->c->mem, "%.*s%s%.*s: %.*s%s%.*s", STR_ARG(text),
			                    text.n ? "\n" : "", STR_ARG(q[i].name), STR_ARG(q[i].question),
			                    q[i].answer.n ? "\nTrả lời: " : "", STR_ARG(q[i].answer));
	return text;
}

static struct str outcome(struct ctx *c, const struct sql_ballot_items *r)
{
	return str_eqz(r->result, "lower")
	           ? arena_printf(c->mem, "Đạt mức thấp hơn: %.*s",
	                          STR_ARG(choice_label(award_codes, r->lower_code)))
	           : choice_label(item_states, r->result);
}

static struct str subject_name(const struct sitting *s, int64_t item, struct str other)
{
	for (size_t i = 0; i < s->subject_count; i++)
		if (s->subjects[i].item_id == item)
			return s->subjects[i].name;
	return other;
}

static void put_result(struct sitting *s, const struct sql_ballot_items *r)
{
	json_obj(&s->j, NULL);
	json_str(&s->j, "name", subject_name(s, r->item_id, r->title));
	json_str(&s->j, "award", choice_label(award_codes, r->code));
	json_int(&s->j, "for", r->for_n);
	json_str(&s->j, "percent",
	         arena_printf(s->c->mem, "%" PRId64 "/%" PRId64 " (%.*s)", r->for_n, r->members,
	                      STR_ARG(percent(s->c, r->for_n, r->members))));
	json_str(&s->j, "outcome", outcome(s->c, r));
}

/* An initiative is concluded by sheets, not by a ballot: how many of them agreed. */
static enum rc put_initiative(struct sitting *s, const struct sql_meeting_items *item)
{
	struct ctx *c = s->c;
	struct sql_meeting_sheets sheets;
	TRY(sql_meeting_sheets(c->db, c->mem, s->m.id, item->id, item->initiative_id, &sheets));
	json_arr(&s->j, "results");
	json_obj(&s->j, NULL);
	json_str(&s->j, "name", item->title);
	json_str(&s->j, "award", STR("Công nhận sáng kiến"));
	json_int(&s->j, "for", sheets.agrees);
	json_str(&s->j, "percent",
	         arena_printf(c->mem, "%" PRId64 "/%" PRId64 " phiếu chấm (%.*s)", sheets.agrees,
	                      sheets.n, STR_ARG(percent(c, sheets.agrees, sheets.n))));
	json_str(&s->j, "outcome", choice_label(item_states, item->state));
	json_end(&s->j);
	json_end(&s->j);
	return RC_OK;
}

/* The line of the last counted ballot about a matter; NULL when it was not voted on. */
static enum rc result_of(struct sitting *s, int64_t item, struct sql_ballot_items **out)
{
	struct ctx *c = s->c;
	struct sql_ballots_of *ballots;
	struct sql_ballot_items *rows;
	size_t n, count;
	*out = NULL;
	TRY(sql_ballots_of(c->db, c->mem, s->m.id, &ballots, &n));
	for (size_t i = n; i-- > 0;) {
		if (!str_eqz(ballots[i].state, "closed"))
			continue;
		TRY(sql_ballot_items(c->db, c->mem, ballots[i].id, &rows, &count));
		for (size_t k = 0; k < count; k++)
			if (rows[k].item_id == item) {
				*out = &rows[k];
				return RC_OK;
			}
	}
	return RC_OK;
}

static enum rc put_matters(struct sitting *s)
{
	struct ctx *c = s->c;
	struct sql_recusals_of *out;
	struct sql_meeting_questions *questions;
	struct sql_ballot_items *result;
	size_t out_count, n;
	TRY(sql_recusals_of(c->db, c->mem, s->m.id, &out, &out_count));
	TRY(sql_meeting_questions(c->db, c->mem, s->m.id, &questions, &n));
	json_arr(&s->j, "matters");
	for (size_t i = 0; i < s->item_count; i++) {
		int64_t id = s->items[i].id;
		TRY(result_of(s, id, &result));
		json_obj(&s->j, NULL);
		json_str(&s->j, "title", s->items[i].title);
		paper_know(&s->j, "discussion", discussion(s, id, out, out_count, questions, n));
		if (s->items[i].initiative_id != DB_NULL && !str_eqz(s->items[i].state, "open"))
			TRY(put_initiative(s, &s->items[i]));
		if (result) {
			json_arr(&s->j, "results");
			put_result(s, result);
			json_end(&s->j);
			json_end(&s->j);
		}
		json_end(&s->j);
	}
	json_end(&s->j);
	return RC_OK;
}

static enum rc meeting_minutes(struct ctx *c, const void *in, struct out *out)
{
	const struct council_id_in *p = in;
	struct sitting s;
	TRY(load(&s, c, p->id));
	json_str(&s.j, "abstract", arena_printf(c->mem, "Họp %.*s", STR_ARG(s.m.council_name)));
	paper_know(&s.j, "start", moment_words(c, s.m.opened_ms, s.m.held_on));
	paper_know(&s.j, "end", moment_words(c, s.m.closed_ms, s.m.held_on));
	paper_know(&s.j, "venue", s.m.place);
	paper_know(&s.j, "chair", name_of(&s, "chair"));
	paper_know(&s.j, "secretary", name_of(&s, "secretary"));
	json_int(&s.j, "members", s.m.members);
	put_people(&s);
	TRY(put_matters(&s));
	paper_know(&s.j, "closing", s.m.result);
	return make(&s, "bien-ban-hop", "Biên bản họp", out);
}

/* --- the counting record --------------------------------------------------------------------- */

struct counted {
	int64_t issued, returned, written;
};

/* Sheets, not votes: of paper the most that one matter has, since not everybody votes on all. */
static enum rc count_sheets(struct ctx *c, int64_t ballot, struct counted *n)
{
	struct sql_ballot_voters *voters;
	struct sql_ballot_paper_of *paper;
	size_t voter_count, paper_count;
	int64_t sheets = 0;
	TRY(sql_ballot_voters(c->db, c->mem, ballot, &voters, &voter_count));
	TRY(sql_ballot_paper_of(c->db, c->mem, ballot, &paper, &paper_count));
	for (size_t i = 0; i < voter_count; i++) {
		bool screen = str_eqz(voters[i].way, "screen");
		n->issued += screen || str_eqz(voters[i].way, "paper");
		n->returned += screen && voters[i].voted;
		n->written += str_eqz(voters[i].way, "written") && voters[i].voted;
	}
	for (size_t i = 0; i < paper_count; i++) {
		int64_t all = paper[i].for_n + paper[i].against_n + paper[i].lower_n + paper[i].invalid_n;
		sheets = all > sheets ? all : sheets;
	}
	n->returned += sheets;
	return RC_OK;
}

static enum rc put_board(struct sitting *s, int64_t ballot)
{
	struct ctx *c = s->c;
	struct sql_ballot_board_of *rows;
	size_t n;
	TRY(sql_ballot_board_of(c->db, c->mem, ballot, &rows, &n));
	json_arr(&s->j, "tellers");
	for (size_t i = 0; i < n; i++) {
		json_obj(&s->j, NULL);
		json_str(&s->j, "name", rows[i].name);
		json_str(&s->j, "role", i ? STR("thành viên") : STR("Tổ trưởng"));
		json_end(&s->j);
	}
	json_end(&s->j);
	if (n)
		json_str(&s->j, "head", rows[0].name);
	return RC_OK;
}

static enum rc put_results(struct sitting *s, int64_t ballot)
{
	struct sql_ballot_items *rows;
	size_t n;
	TRY(sql_ballot_items(s->c->db, s->c->mem, ballot, &rows, &n));
	json_arr(&s->j, "results");
	for (size_t i = 0; i < n; i++) {
		put_result(s, &rows[i]);
		json_int(&s->j, "against", rows[i].against_n);
		json_int(&s->j, "lower", rows[i].lower_n);
		json_int(&s->j, "void", rows[i].invalid_n);
		json_str(&s->j, "needed", arena_printf(s->c->mem, "%" PRId64 " phiếu", rows[i].needed));
		paper_know(&s->j, "rule", rows[i].rule);
		json_end(&s->j);
	}
	json_end(&s->j);
	return RC_OK;
}

static enum rc ballot_record(struct ctx *c, const void *in, struct out *out)
{
	const struct council_id_in *p = in;
	struct sitting s;
	struct sql_ballot_get b;
	struct counted n = {0};
	TRY(sql_ballot_get(c->db, c->mem, p->id, &b));
	TRY(count_sheets(c, p->id, &n));
	TRY(load(&s, c, b.meeting_id));
	json_str(&s.j, "abstract", arena_printf(c->mem, "Kiểm phiếu tại %.*s", STR_ARG(s.m.title)));
	paper_know(&s.j, "end", moment_words(c, b.closed_ms, s.m.held_on));
	paper_know(&s.j, "venue", s.m.place);
	paper_know(&s.j, "chair", name_of(&s, "chair"));
	json_int(&s.j, "members", b.members);
	json_int(&s.j, "issued", n.issued);
	json_int(&s.j, "returned", n.returned);
	if (n.written)
		json_int(&s.j, "written", n.written);
	json_str(&s.j, "base",
	         str_eqz(s.m.counting, "all")
	             ? STR("tổng số thành viên Hội đồng")
	             : STR("số thành viên Hội đồng được biểu quyết từng trường hợp"));
	TRY(put_board(&s, p->id));
	TRY(put_results(&s, p->id));
	return make(&s, "bien-ban-kiem-phieu", "Biên bản kiểm phiếu", out);
}

/* --- ballot papers --------------------------------------------------------------------------- */

static enum rc ballot_sheet(struct ctx *c, const void *in, struct out *out)
{
	const struct council_id_in *p = in;
	struct sitting s;
	struct sql_ballot_get b;
	struct sql_ballot_items *rows;
	size_t n;
	TRY(sql_ballot_get(c->db, c->mem, p->id, &b));
	TRY(sql_ballot_items(c->db, c->mem, p->id, &rows, &n));
	TRY(load(&s, c, b.meeting_id));
	paper_know(&s.j, "council", s.m.council_name);
	paper_know(&s.j, "abstract", s.m.title);
	json_arr(&s.j, "candidates");
	for (size_t i = 0; i < n; i++) {
		json_obj(&s.j, NULL);
		json_str(&s.j, "name", subject_name(&s, rows[i].item_id, rows[i].title));
		for (size_t k = 0; k < s.subject_count; k++)
			if (s.subjects[k].item_id == rows[i].item_id)
				paper_know(&s.j, "about", s.subjects[k].about);
		json_str(&s.j, "award", choice_label(award_codes, rows[i].code));
		if (rows[i].lower_code.n)
			json_str(&s.j, "lower", choice_label(award_codes, rows[i].lower_code));
		json_end(&s.j);
	}
	json_end(&s.j);
	return make(&s, "phieu-bau", "Phiếu bầu", out);
}

/* --- rows ------------------------------------------------------------------------------------ */

static const struct field meeting_fields[] = {
	F(REF, struct council_id_in, id, "Phiên họp", .flags = MUST | HIDDEN, .ref = &meeting_object),
};
static const struct field ballot_fields[] = {
	F(REF, struct council_id_in, id, "Lần bỏ phiếu", .flags = MUST | HIDDEN, .ref = &ballot_object),
};

#define PAPER                                                                                      \
	.kind = OP_WRITE, .roles = COUNCIL_RUNS, .scope = SCOPE_OBJECT, .icon = "file",                \
	.in_size = sizeof(struct council_id_in), .then = "writing.view"

const struct op council_paper_ops[] = {
	{.name = "meeting.letter",
     .title = "Lập giấy mời họp",
     .help = "Thành viên, thời gian, địa điểm, nội dung có sẵn; số và ngày do văn thư ghi.",
     .verb = "Giấy mời",
     PAPER,
     .object = &meeting_object,
     .states = "draft invited",
     FIELDS(meeting_fields),
     .run = meeting_letter},
	{.name = "meeting.minutes",
     .title = "Lập biên bản họp Hội đồng",
     .help =
         "Ai dự, ai vắng, nội dung, câu hỏi và trả lời, kết quả bỏ phiếu, kết luận. Thảo luận về "
         "nội dung có người không tham gia biểu quyết thì không đưa vào.",
     .verb = "Biên bản họp",
     PAPER,
     .object = &meeting_object,
     .states = "open closed",
     FIELDS(meeting_fields),
     .run = meeting_minutes},
	{.name = "ballot.record",
     .title = "Lập biên bản kiểm phiếu",
     .help = "Ban kiểm phiếu, số phiếu, kết quả và tỷ lệ của từng trường hợp, quy định áp dụng.",
     .verb = "Biên bản kiểm phiếu",
     PAPER,
     .object = &ballot_object,
     .states = "closed",
     FIELDS(ballot_fields),
     .run = ballot_record},
	{.name = "ballot.sheet",
     .title = "Lập phiếu bầu",
     .help =
         "Phiếu giấy với mọi đối tượng của lần bỏ phiếu, cho người bỏ phiếu giấy hoặc gửi ý kiến "
         "bằng văn bản.",
     .verb = "Phiếu bầu",
     PAPER,
     .object = &ballot_object,
     .states = "keys open",
     FIELDS(ballot_fields),
     .run = ballot_sheet},
	{0}};
