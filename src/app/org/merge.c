/*
 * merge.c: two records of one person become one, as an event that can be undone.
 *
 * What the second record had moves to the kept one, and the event keeps the list of
 * what was moved, so that undoing gives back exactly that. The second record stays,
 * marked, and leads to the kept one. No rights come to anybody by it: those of the second
 * record end first.
 */
#include "app/org/org.h"
#include "app/record/record.h"
#include "base/json_out.h"
#include "db/sql_award.h"
#include "db/sql_comment.h"
#include "db/sql_council.h"
#include "db/sql_deed.h"
#include "db/sql_dossier.h"
#include "db/sql_exemplar.h"
#include "db/sql_grant.h"
#include "db/sql_initiative.h"
#include "db/sql_law.h"
#include "db/sql_paper.h"
#include "db/sql_person.h"
#include "db/sql_reading.h"
#include "db/sql_record.h"
#include "db/sql_registration.h"
#include "db/sql_task.h"
#include "db/sql_training.h"
#include "db/sql_unmatched.h"
#include "op/gate.h"
#include "op/values.h"

#include <inttypes.h>

const struct object person_merge_object = {
	.name = "merge", .label = "lần gộp hồ sơ", .list = &sql_list_person_merge_object};

static const struct choice merge_states[] = {{"merged", "Đã gộp"}, {"undone", "Đã hoàn lại"}, {0}};

/*
 * Everything that hangs on a person and moves with them: how to list what a person has and how to
 * hand one over. A module that adds such a table adds a line here and in person_columns_moved.
 */
struct belonging {
	const char *name;
	enum rc (*ids)(struct db *db, struct arena *mem, int64_t person, int64_t **ids, size_t *n);
	enum rc (*move)(struct db *db, int64_t id, int64_t to, int64_t *changed);
};

#define BELONGING_IDS(fn, stmt)                                                                    \
	static enum rc fn(struct db *db, struct arena *mem, int64_t person, int64_t **ids, size_t *n)  \
	{                                                                                              \
		struct sql_##stmt *rows;                                                                   \
		TRY(sql_##stmt(db, mem, person, &rows, n));                                                \
		*ids = arena_array(mem, *n + 1, sizeof **ids);                                             \
		for (size_t i = 0; i < *n; i++)                                                            \
			(*ids)[i] = rows[i].id;                                                                \
		return RC_OK;                                                                              \
	}
BELONGING_IDS(posts_of, post_of)
BELONGING_IDS(identifiers_of, identifier_of)
BELONGING_IDS(grants_of_person, grant_of_person)
BELONGING_IDS(accounts_of, account_of_person)
BELONGING_IDS(given_by, delegation_given_by)
BELONGING_IDS(taken_by, delegation_taken_by)
BELONGING_IDS(files_of, file_of_person)
BELONGING_IDS(approvals_about, approval_about)
BELONGING_IDS(readings_of, reader_of_person)
BELONGING_IDS(trainings_of, attendee_of_person)
BELONGING_IDS(tasks_of, task_of_person)
BELONGING_IDS(ratings_of, rating_of)
BELONGING_IDS(disciplines_of, discipline_of)
BELONGING_IDS(holds_of, hold_of)
BELONGING_IDS(leaves_of, leave_of)
BELONGING_IDS(authorships_of, author_of)
BELONGING_IDS(awards_of, award_of)
BELONGING_IDS(deeds_of, deed_of)
BELONGING_IDS(services_of, service_of)
BELONGING_IDS(exemplars_of, exemplar_of)
BELONGING_IDS(questions_about, comment_item_of)
BELONGING_IDS(unmatched_of, unmatched_of)
BELONGING_IDS(attestations_of, attestation_of)
BELONGING_IDS(memberships_of, council_member_of)
BELONGING_IDS(matters_of, meeting_item_of_person)
BELONGING_IDS(registrations_of, registration_of)
BELONGING_IDS(nominations_of, nominee_of_person)
BELONGING_IDS(papers_of, paper_of_person)

static const struct belonging belongings[] = {
	{"post", posts_of, sql_post_move},
	{"identifier", identifiers_of, sql_identifier_move},
	{"grant", grants_of_person, sql_grant_move},
	{"account", accounts_of, sql_account_move},
	{"given", given_by, sql_delegation_give},
	{"taken", taken_by, sql_delegation_take},
	{"file", files_of, sql_file_move},
	{"approval", approvals_about, sql_approval_move},
	{"reader", readings_of, sql_reader_move},
	{"attendee", trainings_of, sql_attendee_move},
	{"task", tasks_of, sql_task_move},
	{"rating", ratings_of, sql_rating_move},
	{"discipline", disciplines_of, sql_discipline_move},
	{"hold", holds_of, sql_hold_move},
	{"leave", leaves_of, sql_leave_move},
	{"author", authorships_of, sql_author_move},
	{"award", awards_of, sql_award_move},
	{"deed", deeds_of, sql_deed_move},
	{"service", services_of, sql_service_move},
	{"exemplar", exemplars_of, sql_exemplar_move},
	{"comment_item", questions_about, sql_comment_item_move},
	{"unmatched", unmatched_of, sql_unmatched_move},
	{"attestation", attestations_of, sql_attestation_move},
	{"council_member", memberships_of, sql_council_member_move},
	{"meeting_item", matters_of, sql_meeting_item_move},
	{"registration", registrations_of, sql_registration_move},
	{"nominee", nominations_of, sql_nominee_move_person},
	{"paper", papers_of, sql_paper_move},
};

/* clang-format off */
const struct person_column person_columns_moved[] = {
	{"post.person_id", "post"},
	{"person_identifier.person_id", "identifier"},
	{"role_grant.person_id", "grant"},
	{"account.person_id", "account"},
	{"delegation.giver_id", "given"},
	{"delegation.taker_id", "taken"},
	{"file.person_id", "file"},
	{"approval.person_id", "approval"},
	{"reader.person_id", "reader"},
	{"attendee.person_id", "attendee"},
	{"task.person_id", "task"},
	{"rating.person_id", "rating"},
	{"discipline.person_id", "discipline"},
	{"hold.person_id", "hold"},
	{"leave.person_id", "leave"},
	{"initiative_author.person_id", "author"},
	{"award.person_id", "award"},
	{"deed.person_id", "deed"},
	{"service.person_id", "service"},
	{"exemplar.person_id", "exemplar"},
	{"comment_item.person_id", "comment_item"},
	{"unmatched.person_id", "unmatched"},
	{"attestation.person_id", "attestation"},
	{"council_member.person_id", "council_member"},
	{"meeting_item.person_id", "meeting_item"},
	{"registration.person_id", "registration"},
	{"nominee.person_id", "nominee"},
	{"paper.person_id", "paper"},
	{"award_extract.person_id", "award_extract"},
	{0}};
/* clang-format on */
const struct person_column person_columns_kept[] = {
	{"person.merged_into", "the mark of the merging itself"},
	{"person_merge.kept_id", "the event of a merging is history"},
	{"person_merge.gone_id", "the event of a merging is history"},
	{"decision.signer_id", "was signed by the record as it was"},
	{"law_verdict.person_id", "was given about the record as it was"},
	{"person_double.one_id", "a proposal is about the two records as they were"},
	{"person_double.other_id", "a proposal is about the two records as they were"},
	{"attendance.person_id", "a meeting was attended by the record as it was"},
	{"recusal.person_id", "was decided about the member as recorded then"},
	{"meeting_question.person_id", "was asked by the member as recorded then"},
	{"ballot_board.person_id", "its code belongs to the record that fetched it"},
	{"ballot_voter.person_id", "a vote that was taken does not change"},
	{"ballot_paper.person_id", "a vote that was taken does not change"},
	{"ballot_written.person_id", "a vote that was taken does not change"},
	{"initiative_score.person_id", "a sheet stays with the record that scored"},
	{"person_key.person_id", "opens the journal lines of its own record, which do not change"},
	{0}};

/* Sealed identifiers are tied to their person, so they are sealed anew for the other one. */
static enum rc move_all(struct ctx *c, int64_t from, int64_t to, struct json_out *moved,
                        int64_t *count)
{
	for (int b = 0; b < COUNT(belongings); b++) {
		int64_t *ids;
		size_t n;
		TRY(belongings[b].ids(c->db, c->mem, from, &ids, &n));
		json_arr(moved, belongings[b].name);
		for (size_t i = 0; i < n; i++) {
			if (belongings[b].move == sql_identifier_move)
				TRY(org_identifier_rebind(c, ids[i], to));
			TRY(belongings[b].move(c->db, ids[i], to, NULL));
			json_int(moved, NULL, ids[i]);
		}
		json_end(moved);
		*count += (int64_t)n;
	}
	return RC_OK;
}

/* One main post at a time: those of the second record that meet one of the kept become beside. */
static enum rc demote_posts(struct ctx *c, int64_t from, int64_t to, struct json_out *moved)
{
	struct sql_post_main_both *posts;
	size_t n;
	TRY(sql_post_main_both(c->db, c->mem, from, to, &posts, &n));
	json_arr(moved, "beside");
	for (size_t i = 0; i < n; i++) {
		TRY(sql_post_main_set(c->db, posts[i].id, 0, NULL));
		json_int(moved, NULL, posts[i].id);
	}
	json_end(moved);
	return RC_OK;
}

/* One award and one rating for one time: what the second record says again stays, marked. */
static enum rc mark_doubles(struct ctx *c, int64_t from, int64_t to, struct json_out *moved)
{
	struct doubled d;
	TRY(record_before_merge(c, from, to, &d));
	json_arr(moved, "double_award");
	for (size_t i = 0; i < d.award_count; i++)
		json_int(moved, NULL, d.awards[i]);
	json_end(moved);
	json_arr(moved, "double_rating");
	for (size_t i = 0; i < d.rating_count; i++)
		json_int(moved, NULL, d.ratings[i]);
	json_end(moved);
	return RC_OK;
}

struct person_merge_in {
	int64_t id, gone_id;
	struct str reason;
};
static const struct field person_merge_fields[] = {
	F(REF, struct person_merge_in, id, "Hồ sơ giữ lại", .flags = MUST | HIDDEN,
      .ref = &person_object),
	F(REF, struct person_merge_in, gone_id, "Hồ sơ trùng", .flags = MUST | IN_SCOPE,
      .ref = &person_object, .hint = "Hồ sơ này được gộp vào hồ sơ giữ lại"),
	F(TEXT, struct person_merge_in, reason, "Căn cứ nhận ra cùng một người", .flags = MUST,
      .min = 5, .max = 400),
};

/* Two people give what decides; merging would hand it on by one. */
static enum rc check_rights(struct ctx *c, const struct person_merge_in *p, bool gone_account)
{
	struct sql_grant_open_of *rows;
	size_t n;
	TRY(sql_grant_open_of(c->db, c->mem, p->gone_id, c->today, &rows, &n));
	if (n)
		return err_field(c->err, "gone_id",
		                 "Hồ sơ trùng đang có quyền được giao. Xin thu hồi các quyền ấy trước.");
	TRY(sql_grant_open_of(c->db, c->mem, p->id, c->today, &rows, &n));
	if (n && gone_account)
		return err_field(
			c->err, "gone_id",
			"Hồ sơ trùng có tài khoản, mà hồ sơ giữ lại đang có quyền được giao. Xin thu "
			"hồi các quyền ấy trước.");
	return RC_OK;
}

static enum rc check_pair(struct ctx *c, const struct person_merge_in *p,
                          struct sql_person_get *gone)
{
	struct sql_account_of_person *a, *b;
	size_t na, nb;
	if (p->id == p->gone_id)
		return err_field(c->err, "gone_id", "Đây là cùng một hồ sơ.");
	TRY(sql_person_get(c->db, c->mem, p->gone_id, gone));
	if (str_eqz(gone->state, "merged") || str_eqz(gone->state, "erased"))
		return err_field(c->err, "gone_id", "Hồ sơ này đã được gộp hoặc đã xóa.");
	TRY(sql_account_of_person(c->db, c->mem, p->id, &a, &na));
	TRY(sql_account_of_person(c->db, c->mem, p->gone_id, &b, &nb));
	if (na && nb)
		return err_field(c->err, "gone_id",
		                 "Cả hai hồ sơ đều có tài khoản. Xin khóa và gỡ một tài khoản trước.");
	if (p->gone_id == c->who.person_id)
		return err_set(c->err, RC_DENIED, "Không ai gộp hồ sơ của chính mình.");
	return check_rights(c, p, nb > 0);
}

static enum rc person_merge(struct ctx *c, const void *in, struct out *out)
{
	const struct person_merge_in *p = in;
	struct sql_person_get gone;
	struct buf b;
	int64_t count = 0;
	TRY(check_pair(c, p, &gone));
	buf_init(&b, 1 << 20);
	struct json_out j = json_out_to(&b);
	json_obj(&j, NULL);
	json_z(&j, "state", arena_strz(c->mem, gone.state));
	enum rc rc = demote_posts(c, p->gone_id, p->id, &j);
	if (rc == RC_OK)
		rc = mark_doubles(c, p->gone_id, p->id, &j);
	if (rc == RC_OK)
		rc = move_all(c, p->gone_id, p->id, &j, &count);
	json_end(&j);
	if (rc == RC_OK)
		rc = sql_person_merge_add(c->db, p->id, p->gone_id, p->reason, buf_view(&b), c->now_ms,
		                          &out->id);
	buf_release(&b);
	TRY(rc);
	TRY(sql_person_state_set(c->db, p->gone_id, STR("merged"), p->id, NULL));
	TRY(sql_person_bump(c->db, p->id, NULL));
	TRY(org_refresh_person(c, p->gone_id));
	TRY(org_refresh_person(c, p->id));
	out->go = arena_printf(c->mem, "/person/%" PRId64, p->id);
	out_fact(out, "gone", "Hồ sơ được gộp", gone.name);
	out_fact(out, "moved", "Mục chuyển sang", arena_printf(c->mem, "%" PRId64, count));
	out_say(c, out, "Hồ sơ %" PRId64 " được gộp vào hồ sơ %" PRId64 "; có thể hoàn lại.",
	        p->gone_id, p->id);
	return RC_OK;
}

/* --- undoing -------------------------------------------------------------------------------------
 */

/* "post.0": 12 in the flattened list. What has gone on to somebody else since stays there. */
static enum rc give_back(struct ctx *c, const struct values *moved, int64_t gone)
{
	for (int i = 0; i < moved->count; i++) {
		struct str name = moved->items[i].name, kind = str_cut(&name, '.');
		int64_t id;
		if (str_eqz(kind, "beside") && str_int(moved->items[i].text, &id))
			TRY(sql_post_main_set(c->db, id, 1, NULL));
		for (int b = 0; b < COUNT(belongings); b++) {
			if (!str_eqz(kind, belongings[b].name) || !str_int(moved->items[i].text, &id))
				continue;
			if (belongings[b].move == sql_identifier_move)
				TRY(org_identifier_rebind(c, id, gone));
			TRY(belongings[b].move(c->db, id, gone, NULL));
		}
	}
	return RC_OK;
}

/* Once the rows are with their own record again, both say what they said. */
static enum rc undouble(struct ctx *c, const struct values *moved)
{
	for (int i = 0; i < moved->count; i++) {
		struct str name = moved->items[i].name, kind = str_cut(&name, '.');
		int64_t id;
		if (!str_int(moved->items[i].text, &id))
			continue;
		if (str_eqz(kind, "double_award"))
			TRY(sql_award_state(c->db, id, STR("valid"), STR(""), NULL));
		if (str_eqz(kind, "double_rating"))
			TRY(sql_rating_state(c->db, id, STR("valid"), STR(""), NULL));
	}
	return RC_OK;
}

struct merge_undo_in {
	int64_t id;
	struct str reason;
};
static const struct field merge_undo_fields[] = {
	F(REF, struct merge_undo_in, id, "Lần gộp", .flags = MUST | HIDDEN,
      .ref = &person_merge_object),
	F(TEXT, struct merge_undo_in, reason, "Lý do", .flags = MUST, .min = 5, .max = 400),
};

static enum rc merge_undo(struct ctx *c, const void *in, struct out *out)
{
	const struct merge_undo_in *p = in;
	struct sql_person_merge_get row;
	struct values moved;
	TRY(sql_person_merge_get(c->db, c->mem, p->id, &row));
	if (row.gone_id == c->who.person_id)
		return err_set(c->err, RC_DENIED, "Không ai hoàn lại việc gộp hồ sơ của chính mình.");
	values_init(&moved, c->mem);
	TRY(values_from_json(&moved, row.moved, c->err));
	TRY(give_back(c, &moved, row.gone_id));
	TRY(undouble(c, &moved));
	TRY(sql_person_state_set(c->db, row.gone_id, values_text(&moved, "state"), DB_NULL, NULL));
	TRY(sql_person_merge_undone(c->db, p->id, c->now_ms, NULL));
	TRY(sql_person_bump(c->db, row.kept_id, NULL));
	TRY(org_refresh_person(c, row.gone_id));
	TRY(org_refresh_person(c, row.kept_id));
	c->object_person = row.gone_id;
	out->go = arena_printf(c->mem, "/person/%" PRId64, row.gone_id);
	out_say(c, out, "Đã hoàn lại: hồ sơ %" PRId64 " lại là một hồ sơ riêng.", row.gone_id);
	return RC_OK;
}

static const struct field merge_filters[] = {
	FILTER(REF, "person", "Hồ sơ giữ lại", .ref = &person_object)};
static const struct column merge_cols[] = {
	{"made_ms", "Lúc", COL_MOMENT, .order = "time"},
	{"gone_name", "Hồ sơ được gộp", COL_LINK, .op = "person.view", .key = "gone_id", .width = 28},
	{"kept_name", "Hồ sơ giữ lại", COL_LINK, .op = "person.view", .key = "kept_id", .width = 28},
	{"reason", "Căn cứ", COL_TEXT, .width = 40},
	{"undone_ms", "Hoàn lại lúc", COL_MOMENT},
	{"state", "Tình trạng", COL_BADGE, .choices = merge_states},
};

#define KEEPS (R(ADMIN) | R(STANDING))

const struct op merge_ops[] = {
	{.name = "merge.list",
     .title = "Các lần gộp hồ sơ",
     .help = "Hồ sơ trùng đã gộp; lần nào cũng hoàn lại được.",
     .kind = OP_LIST,
     .flags = OP_JOURNAL_EXPORT,
     .roles = KEEPS | R(INSPECTOR),
     .scope = SCOPE_ANY,
     .area = "org",
     .icon = "merge",
     .object = &person_merge_object,
     .list = &sql_list_person_merge_list,
     FIELDS(merge_filters),
     COLS(merge_cols),
     .empty = "Chưa gộp hồ sơ nào."},
	{.name = "person.merge",
     .title = "Gộp hồ sơ trùng",
     .help = "Hai hồ sơ của một người thành một; có thể hoàn lại.",
     .verb = "Gộp hồ sơ",
     .icon = "merge",
     .kind = OP_WRITE,
     .flags = OP_PREVIEW | OP_NOT_OWN | OP_NO_TOKEN,
     .roles = KEEPS,
     .scope = SCOPE_OBJECT,
     .object = &person_object,
     .states = "active left",
     FIELDS(person_merge_fields),
     .in_size = sizeof(struct person_merge_in),
     .run = person_merge},
	{.name = "merge.undo",
     .title = "Hoàn lại việc gộp",
     .help = "Hồ sơ đã gộp trở lại thành hồ sơ riêng, cùng mọi mục đã chuyển.",
     .verb = "Hoàn lại",
     .kind = OP_WRITE,
     .flags = OP_PREVIEW | OP_NOT_OWN | OP_NO_TOKEN,
     .roles = KEEPS,
     .scope = SCOPE_OBJECT,
     .object = &person_merge_object,
     .states = "merged",
     FIELDS(merge_undo_fields),
     .in_size = sizeof(struct merge_undo_in),
     .run = merge_undo},
	{0}};
