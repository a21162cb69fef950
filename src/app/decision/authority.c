/*
 * authority.c: what this office may decide (Luật Điều 77 to 80), who may sign (NĐ 30/2020 Điều 13),
 * and whether a nominee may be decided about at all.
 */
#include "app/decision/inner.h"

#include "app/dossier/dossier.h"
#include "db/sql_decision.h"
#include "db/sql_law.h"
#include "law/sums.h"
#include "op/decode.h"
#include "viet/viet.h"

#include <inttypes.h>
#include <string.h>

/* --- above the office ---------------------------------------------------------------------------
 */

static const char *level_of(enum law_level l)
{
	switch (l) {
	case LAW_BY_OFFICE: return "office";
	case LAW_BY_MINISTRY: return "ministry";
	case LAW_BY_GOVERNMENT:
	case LAW_BY_STATE: return "nation";
	default: return "province";
	}
}

/* The head, deputies who sign for the head, and the office itself do not decide about themselves.
 */
static enum rc own_case(struct ctx *c, const struct sql_decision_nominee *n, struct date on,
                        const char **who)
{
	struct sql_law_top_unit top;
	struct sql_decision_is_head head;
	struct sql_decision_delegation *given;
	size_t count;
	*who = NULL;
	if (str_eqz(n->subject, "unit")) {
		TRY(sql_law_top_unit(c->db, c->mem, &top));
		*who = n->unit_id == top.id ? "chính cơ quan" : NULL;
		return RC_OK;
	}
	if (n->person_id == DB_NULL)
		return RC_OK;
	TRY(sql_decision_is_head(c->db, c->mem, n->person_id, on, &head));
	if (head.n) {
		*who = "thủ trưởng cơ quan";
		return RC_OK;
	}
	TRY(sql_decision_delegation(c->db, c->mem, n->person_id, on, &given, &count));
	for (size_t i = 0; i < count && !*who; i++)
		*who = str_eqz(given[i].kind, "KT") ? "cấp phó của thủ trưởng" : NULL;
	return RC_OK;
}

enum rc decision_upward(struct ctx *c, const struct sql_decision_nominee *n, struct date on,
                        struct str *why, const char **level)
{
	const struct law *law;
	const struct law_rules *r;
	const char *who;
	*why = STR("");
	TRY(law_rules_of_office(c, on, &law, &r));
	const struct law_award_info *a = law_award_find(r, n->code);
	if (!a)
		return err_set(c->err, RC_INVALID,
		               "Bộ quy tắc ngày %s không có danh hiệu, hình thức mang mã %.*s.",
		               date_vn(on).z, STR_ARG(n->code));
	*level = level_of(a->level);
	if (a->level != LAW_BY_OFFICE) {
		*why =
			arena_printf(c->mem,
		                 "%.*s do %.*s quyết định (%.*s), vượt thẩm quyền của cơ quan. Xin lập "
		                 "tờ trình lên cấp có thẩm quyền",
		                 STR_ARG(a->name), STR_ARG(a->authority), STR_ARG(a->authority_citation));
		return RC_OK;
	}
	TRY(own_case(c, n, on, &who));
	if (who) {
		*level = "province";
		*why = arena_printf(c->mem,
		                    "Việc của %s không do cơ quan tự quyết định. Xin lập tờ trình lên cấp "
		                    "có thẩm quyền",
		                    who);
	}
	return RC_OK;
}

/* --- ready
 * ----------------------------------------------------------------------------------------
 */

enum rc decision_wants_ballot(struct ctx *c, const struct sql_decision_nominee *n, bool *yes)
{
	struct law_dossier_needs needs;
	struct law_dossier_case q = {.subject = arena_strz(c->mem, n->subject),
	                             .award = n->code,
	                             .type = n->type,
	                             .year = n->year,
	                             .received = n->received_on,
	                             .decided = DATE_NONE};
	int64_t own_rule;
	*yes = false;
	if (n->is_short)
		return RC_OK;
	TRY(setting_number(c, "decision.ballot", &own_rule));
	TRY(law_dossier_of(c, &q, &needs));
	for (int i = 0; i < needs.ballot_count; i++)
		*yes = *yes ||
		       (needs.ballots[i].vote.asked && needs.ballots[i].council != LAW_COUNCIL_PROVINCE &&
		        (own_rule || !needs.ballots[i].vote.local));
	return RC_OK;
}

static bool check_is_kept(const struct sql_decision_nominee *n)
{
	return n->verdict_id != DB_NULL && str_eq(n->kept_award, n->code) &&
	       str_eqz(n->kept_verdict, "eligible") &&
	       (!str_eqz(n->subject, "person") || n->kept_person == n->person_id) &&
	       (!str_eqz(n->subject, "unit") || n->kept_unit == n->unit_id);
}

static enum rc elsewhere(struct ctx *c, const struct sql_decision_nominee *n, int64_t besides,
                         struct str *why)
{
	struct sql_decision_of_nominee row;
	enum rc rc = sql_decision_of_nominee(c->db, c->mem, n->id, &row);
	if (rc == RC_OK && row.id != besides)
		*why = arena_printf(c->mem, "đã có trong quyết định \"%.*s\" (số %" PRId64 ")",
		                    STR_ARG(row.title), row.id);
	return rc == RC_NOTFOUND ? RC_OK : rc;
}

/* A vote that is wanted is a closed ballot that reached its share for exactly this award. */
static enum rc voted_for(struct ctx *c, const struct sql_decision_nominee *n, struct str *why,
                         struct date *voted)
{
	struct sql_decision_ballot b;
	bool wanted;
	TRY(decision_wants_ballot(c, n, &wanted));
	enum rc rc = sql_decision_ballot(c->db, c->mem, n->id, n->code, &b);
	if (rc == RC_OK)
		*voted = b.held_on;
	else if (rc != RC_NOTFOUND)
		return rc;
	else if (wanted)
		*why = STR("chưa có lần bỏ phiếu đã kiểm đạt tỷ lệ của hội đồng cho danh hiệu này");
	return RC_OK;
}

enum rc decision_not_ready(struct ctx *c, const struct sql_decision_nominee *n, int64_t besides,
                           struct str *why, struct date *voted)
{
	*why = STR("");
	*voted = DATE_NONE;
	if (!str_eqz(n->state, "cleared") && !str_eqz(n->state, "passed"))
		*why = arena_printf(c->mem, "đang ở tình trạng \"%.*s\"",
		                    STR_ARG(choice_label(nominee_states, n->state)));
	else if (!check_is_kept(n))
		*why = STR("chưa lưu kết quả kiểm tra điều kiện \"đủ điều kiện\" cho danh hiệu này");
	if (why->n == 0)
		TRY(voted_for(c, n, why, voted));
	if (why->n == 0)
		TRY(elsewhere(c, n, besides, why));
	if (why->n == 0)
		TRY(nominee_in_the_way(c, n->id, why));
	while (why->n && why->p[why->n - 1] == '.')
		why->n--; /* it becomes a part of a sentence */
	return RC_OK;
}

/* --- signing ------------------------------------------------------------------------------------
 */

static bool names(struct str folded, const char *const *words)
{
	for (; *words; words++)
		if (memmem(folded.p, folded.n, *words, strlen(*words)))
			return true;
	return false;
}

/*
 * Why a decision about awards is not signed by this delegation; "" when it is (NĐ 30/2020 Điều 13).
 * KT.: a deputy, within the field given to them (khoản 1). TUQ.: the head of a unit, in writing,
 * for a limited time and content, so not for "all" (khoản 3). TL.: the head of a unit, for the
 * kinds of papers that the working rules name, so decisions have to be among them (khoản 4).
 */
static struct str delegation_lacks(struct ctx *c, const struct sql_decision_delegation *d)
{
	static const char *const field[] = {"thi dua", "khen thuong", NULL};
	static const char *const all[] = {"moi van ban", "moi linh vuc", "tat ca", "toan bo", NULL};
	static const char *const decisions[] = {"quyet dinh", NULL};
	struct str said = viet_fold(c->mem, d->field);
	bool whole = names(said, all) || str_eqz(said, "moi");
	bool deputy = str_eqz(d->kind, "KT"), order = str_eqz(d->kind, "TL");
	if (deputy && !str_starts(d->post, "Phó "))
		return STR("Ký thay (KT.) là việc của cấp phó; người này không giữ chức vụ cấp phó (Nghị "
		           "định 30/2020/NĐ-CP, Điều 13). Xin chọn người khác hoặc giao ký theo hình thức "
		           "khác.");
	if (!deputy && d->heads == 0)
		return arena_printf(c->mem,
		                    "%s giao cho người đứng đầu đơn vị thuộc cơ quan; người này không có "
		                    "vai trưởng đơn vị (Nghị định 30/2020/NĐ-CP, Điều 13). Xin chọn người "
		                    "khác.",
		                    order ? "Thừa lệnh (TL.)" : "Thừa ủy quyền (TUQ.)");
	if (order && !whole && !names(said, decisions))
		return arena_printf(
			c->mem,
			"Việc giao ký thừa lệnh ghi \"%.*s\", không có quyết định trong các loại "
			"văn bản được giao (Nghị định 30/2020/NĐ-CP, Điều 13). Xin ghi việc giao "
			"ký nêu rõ quyết định khen thưởng, hoặc chọn người khác.",
			STR_ARG(d->field));
	if (!names(said, field) && !(whole && (deputy || order)))
		return arena_printf(c->mem,
		                    "Việc giao ký %.*s. ghi \"%.*s\", không gồm thi đua, khen thưởng (Nghị "
		                    "định 30/2020/NĐ-CP, Điều 13). Xin ghi việc giao ký cho lĩnh vực này, "
		                    "hoặc chọn người khác.",
		                    STR_ARG(d->kind), STR_ARG(d->field));
	return STR("");
}

enum rc decision_signer(struct ctx *c, int64_t person, struct date on, struct str *mode,
                        int64_t *delegation)
{
	struct sql_decision_is_head head;
	struct sql_decision_delegation *given;
	size_t n;
	*mode = STR("");
	*delegation = DB_NULL;
	TRY(sql_decision_is_head(c->db, c->mem, person, on, &head));
	if (head.n)
		return RC_OK;
	TRY(sql_decision_delegation(c->db, c->mem, person, on, &given, &n));
	struct str why = STR("");
	for (size_t i = 0; i < n; i++) {
		struct str no = delegation_lacks(c, &given[i]);
		if (no.n == 0) {
			*mode = given[i].kind;
			*delegation = given[i].id;
			return RC_OK;
		}
		why = why.n ? why : no;
	}
	if (why.n)
		return err_field(c->err, "signer_id", "%.*s", STR_ARG(why));
	return err_field(c->err, "signer_id",
	                 "Ngày %s người này không là thủ trưởng và không được giao ký thay, thừa "
	                 "lệnh hay thừa ủy quyền. Xin ghi việc giao ký trước (Giao ký văn bản).",
	                 date_vn(on).z);
}
