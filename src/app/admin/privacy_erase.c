/*
 * privacy_erase.c: a person who has left becomes a number.
 *
 * Luật 91/2025/QH15, Điều 4 and Điều 25: what is no longer needed for its purpose goes.
 * Name, birth, address, identifiers, account name and files go; the id stays, so that
 * awards, decisions and counts keep their sense. With the person's key go all personal
 * values in the journal, in this database and in every copy of it that is opened with a
 * key ring and a database from after that day; docs/journal.md tells what old backups mean.
 */
#include "app/admin/privacy.h"
#include "app/file/file.h"
#include "app/org/org.h"
#include "db/sql_auth.h"
#include "db/sql_bonus.h"
#include "db/sql_certificate.h"
#include "db/sql_comment.h"
#include "db/sql_dossier.h"
#include "db/sql_exemplar.h"
#include "db/sql_journal.h"
#include "db/sql_paper.h"
#include "db/sql_person.h"
#include "db/sql_privacy.h"
#include "db/sql_registration.h"
#include "db/sql_task.h"
#include "db/sql_training.h"
#include "viet/viet.h"

#include <inttypes.h>

/* --- what holds a record --------------------------------------------------------------------- */

static enum rc holds_row(struct ctx *c, int64_t person, struct sql_privacy_holds *row)
{
	return sql_privacy_holds(c->db, c->mem, person, c->today, row);
}

static enum rc open_grants(struct ctx *c, int64_t person, int64_t *n)
{
	struct sql_privacy_holds row;
	TRY(holds_row(c, person, &row));
	*n = row.grants;
	return RC_OK;
}

static enum rc open_delegations(struct ctx *c, int64_t person, int64_t *n)
{
	struct sql_privacy_holds row;
	TRY(holds_row(c, person, &row));
	*n = row.delegations;
	return RC_OK;
}

static enum rc open_approvals(struct ctx *c, int64_t person, int64_t *n)
{
	struct sql_privacy_holds row;
	TRY(holds_row(c, person, &row));
	*n = row.approvals;
	return RC_OK;
}

static enum rc open_holds(struct ctx *c, int64_t person, int64_t *n)
{
	struct sql_privacy_holds row;
	TRY(holds_row(c, person, &row));
	*n = row.holds;
	return RC_OK;
}

static enum rc open_tasks(struct ctx *c, int64_t person, int64_t *n)
{
	struct sql_task_open_of_person row;
	TRY(sql_task_open_of_person(c->db, c->mem, person, &row));
	*n = row.n;
	return RC_OK;
}

static enum rc open_bonuses(struct ctx *c, int64_t person, int64_t *n)
{
	struct sql_bonus_open_of row;
	TRY(sql_bonus_open_of(c->db, c->mem, person, &row));
	*n = row.n;
	return RC_OK;
}

static enum rc days_to_keep(struct ctx *c, int64_t person, int64_t *n)
{
	struct sql_privacy_holds row;
	int64_t days;
	TRY(holds_row(c, person, &row));
	TRY(retention_days(c, "person", &days));
	*n = row.last_day.days + days - c->today.days;
	if (*n < 0)
		*n = 0;
	return RC_OK;
}

const struct privacy_hold privacy_holds[] = {
	{"Người này còn %" PRId64 " quyền được giao. Xin kết thúc các quyền ấy trước.", open_grants},
	{"Người này còn %" PRId64 " ủy quyền ký đang hiệu lực. Xin kết thúc trước.", open_delegations},
	{"Còn %" PRId64
     " đề nghị chờ người thứ hai về người này hoặc do người này gửi. Xin xử lý trước.",
     open_approvals},
	{"Còn %" PRId64 " lần tạm dừng xét về người này chưa có kết luận. Xin kết thúc trước.",
     open_holds},
	{"Người này còn %" PRId64 " nhiệm vụ đang mở. Xin giao cho người khác trước.", open_tasks},
	{"Hồ sơ còn phải lưu %" PRId64 " ngày nữa theo thời hạn lưu hồ sơ người đã thôi công tác.",
     days_to_keep},
	{"Người này còn %" PRId64 " khoản tiền thưởng chưa chi hoặc phải thu hồi. Xin xử lý trước.",
     open_bonuses},
	/* Awards, open dossiers and petitions add their rows here. */
};
const int privacy_hold_count = COUNT(privacy_holds);

static enum rc check_holds(struct ctx *c, int64_t person)
{
	for (int i = 0; i < privacy_hold_count; i++) {
		int64_t n;
		TRY(privacy_holds[i].count(c, person, &n));
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
		if (n)
			return err_set(c->err, RC_CONFLICT, privacy_holds[i].say, n);
#pragma GCC diagnostic pop
	}
	return RC_OK;
}

/* --- erasing --------------------------------------------------------------------------------- */

struct erased {
	int64_t identifiers, accounts, files;
};

static enum rc erase_account(struct ctx *c, int64_t id, int64_t *accounts)
{
	struct sql_account_by_person *rows;
	size_t n;
	TRY(sql_privacy_erase_sessions(c->db, id, c->now_ms, NULL));
	TRY(sql_privacy_erase_old_passwords(c->db, id, NULL));
	TRY(sql_privacy_erase_codes(c->db, id, NULL));
	TRY(sql_privacy_erase_tokens(c->db, id, c->now_ms, NULL));
	TRY(sql_privacy_erase_notices(c->db, id, NULL));
	TRY(sql_account_by_person(c->db, c->mem, id, &rows, &n));
	for (size_t i = 0; i < n; i++)
		TRY(sql_privacy_erase_answers(c->db, rows[i].name, NULL));
	return sql_privacy_erase_account(c->db, id, accounts);
}

static enum rc erase_files(struct ctx *c, int64_t id, int64_t *files)
{
	struct sql_privacy_files_of *rows;
	size_t n;
	TRY(sql_privacy_files_of(c->db, c->mem, id, &rows, &n));
	for (size_t i = 0; i < n; i++)
		TRY(file_remove(c, rows[i].id));
	*files += (int64_t)n;
	return sql_privacy_erase_file_names(c->db, id, NULL);
}

static enum rc erase_record(struct ctx *c, int64_t id, struct erased *e)
{
	struct sql_person_get old;
	int64_t n;
	struct str name = STR("Đã xóa");
	TRY(sql_person_get(c->db, c->mem, id, &old));
	if (old.email.n)
		TRY(sql_privacy_erase_mail(c->db, old.email, NULL));
	TRY(sql_privacy_erase_answers(c->db, old.name, NULL));
	TRY(sql_privacy_erase_person(c->db, id, name, viet_name_key(c->mem, name),
	                             viet_fold(c->mem, name), NULL));
	TRY(sql_privacy_erase_unmatched(c->db, id, name, viet_name_key(c->mem, name),
	                                viet_fold(c->mem, name), NULL));
	TRY(sql_privacy_erase_holds(c->db, id, NULL));
	TRY(sql_privacy_erase_leaves(c->db, id, NULL));
	TRY(sql_privacy_erase_deeds(c->db, id, NULL));
	TRY(sql_privacy_erase_services(c->db, id, NULL));
	TRY(sql_privacy_erase_exemplars(c->db, id, c->now_ms, NULL));
	TRY(sql_privacy_erase_comment_items(c->db, id, NULL));
	TRY(sql_privacy_erase_exemplar_notes(c->db, id, NULL));
	TRY(sql_privacy_erase_exemplar_pictures(c->db, id, NULL));
	TRY(sql_privacy_erase_registration_targets(c->db, id, NULL));
	TRY(sql_privacy_erase_registration_steps(c->db, id, NULL));
	TRY(sql_privacy_erase_registrations(c->db, id, NULL));
	TRY(sql_privacy_erase_corrections(c->db, id, NULL));
	TRY(sql_privacy_erase_dossier_changes(c->db, id, NULL));
	TRY(sql_privacy_erase_dossier_names(c->db, id, NULL));
	TRY(sql_privacy_erase_opinions(c->db, id, NULL));
	TRY(sql_privacy_erase_appraisals(c->db, id, NULL));
	TRY(sql_privacy_erase_dossier_files(c->db, id, NULL));
	TRY(sql_privacy_erase_dossier_steps(c->db, id, NULL));
	TRY(sql_privacy_erase_nominees(c->db, id, name, viet_name_key(c->mem, name), NULL));
	TRY(sql_privacy_erase_identifiers(c->db, id, &n));
	e->identifiers += n;
	TRY(erase_account(c, id, &n));
	e->accounts += n;
	TRY(erase_files(c, id, &e->files));
	TRY(sql_attendee_erase_notes(c->db, id, NULL));
	TRY(sql_paper_erase_typing(c->db, id, NULL));
	TRY(sql_paper_erase_data(c->db, id, NULL));
	TRY(sql_paper_erase(c->db, id, NULL));
	TRY(sql_certificate_erase(c->db, id, NULL));
	TRY(sql_privacy_erase_approvals(c->db, id, NULL));
	TRY(sql_person_key_drop(c->db, id, NULL));
	return org_refresh_person(c, id); /* out of the search, too */
}

enum rc privacy_erase(struct ctx *c, const void *in, struct out *out)
{
	const struct privacy_in *p = in;
	struct sql_privacy_records_of *records;
	struct erased e = {0};
	size_t n;
	TRY(sql_privacy_records_of(c->db, c->mem, p->id, &records, &n));
	for (size_t i = 0; i < n; i++)
		TRY(check_holds(c, records[i].id));
	for (size_t i = 0; i < n; i++)
		TRY(erase_record(c, records[i].id, &e));
	out_fact(out, "records", "Hồ sơ được xóa nội dung cá nhân", viet_number(c->mem, (int64_t)n));
	out_fact(out, "identifiers", "Số giấy tờ định danh bị xóa", viet_number(c->mem, e.identifiers));
	out_fact(out, "accounts", "Tài khoản bị khóa và đổi tên", viet_number(c->mem, e.accounts));
	out_fact(out, "files", "Tệp bị xóa", viet_number(c->mem, e.files));
	out_fact(out, "kept", "Còn giữ",
	         STR("mã hồ sơ, vị trí công tác và kết quả thi đua, khen thưởng, không có tên"));
	out_fact(out, "outside", "Không tự xóa được",
	         STR("tên trong gói lưu trữ, gói hồ sơ trình và bản sao lưu đã lập trước: xin bỏ gói "
	             "cũ và lập lại, giữ bản sao lưu không quá thời hạn"));
	out_say(c, out, "%s dữ liệu cá nhân của hồ sơ số %" PRId64 ". Việc này không hoàn lại được.",
	        c->preview ? "Sẽ xóa" : "Đã xóa", p->id);
	return RC_OK;
}
