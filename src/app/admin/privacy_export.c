/*
 * privacy_export.c: everything that is held about one person, as one JSON file.
 *
 * Luật 91/2025/QH15, Điều 4: the person may see and have what is held about them. The
 * file is made from a table of lists, one for each table that refers to a person; what
 * is left out is there too, with the reason, and a test compares it with the schema.
 *
 * Whoever makes it for somebody else gets no more than they may see elsewhere: numbers of
 * identifiers and sealed values of the journal are opened by identifier.reveal and
 * journal.reveal alone, for those who may.
 */
#include "app/admin/privacy.h"
#include "app/law/law.h"

#include "app/file/file.h"
#include "app/org/org.h"
#include "base/json_out.h"
#include "db/sql_bonus.h"
#include "db/sql_comment.h"
#include "db/sql_council.h"
#include "db/sql_decision.h"
#include "db/sql_dossier.h"
#include "db/sql_exemplar.h"
#include "db/sql_initiative.h"
#include "db/sql_law.h"
#include "db/sql_paper.h"
#include "db/sql_privacy.h"
#include "db/sql_registration.h"
#include "db/sql_task.h"
#include "doc/write_all.h"
#include "journal/journal.h"
#include "op/list.h"
#include "op/values.h"

#include <inttypes.h>
#include <unistd.h>

#define EXPORT_MAX ((size_t)64 * 1024 * 1024)
#define FOR_OTHERS                                                                                 \
	"tệp do người khác xuất: số giấy tờ định danh và giá trị được che "   \
	"trong nhật ký không có ở đây; chính người ấy tự xuất thì có đủ"
#define MASKED STR("(giá trị cá nhân, được che)")

const struct privacy_source privacy_sources[] = {
	{"person", "Hồ sơ", &sql_list_privacy_person, NULL},
	{"post", "Vị trí công tác", &sql_list_privacy_post, NULL},
	{"person_identifier", "Giấy tờ định danh", &sql_list_privacy_identifier, NULL},
	{"person_merge", "Lần gộp hồ sơ", &sql_list_privacy_merge, NULL},
	{"delegation", "Ủy quyền ký", &sql_list_privacy_delegation, NULL},
	{"role_grant", "Quyền được giao", &sql_list_privacy_grant, NULL},
	{"account", "Tài khoản", &sql_list_privacy_account, NULL},
	{"session", "Phiên làm việc", &sql_list_privacy_session, NULL},
	{"api_token", "Mã truy cập", &sql_list_privacy_token, NULL},
	{"notice", "Thông báo", &sql_list_privacy_notice, NULL},
	{"approval", "Đề nghị chờ người thứ hai", &sql_list_privacy_approval, NULL},
	{"file", "Tệp (tên; nội dung tải riêng)", &sql_list_privacy_file, NULL},
	{"reader", "Văn bản được giao đọc", &sql_list_privacy_reader, NULL},
	{"task", "Nhiệm vụ được giao", &sql_list_privacy_task, NULL},
	{"award", "Khen thưởng", &sql_list_privacy_award, NULL},
	{"award_extract", "Bản trích khen thưởng", &sql_list_privacy_extract, NULL},
	{"rating", "Xếp loại chất lượng", &sql_list_privacy_rating, NULL},
	{"initiative_author", "Sáng kiến, đề tài", &sql_list_privacy_author, NULL},
	{"initiative_score", "Phiếu chấm sáng kiến", &sql_list_privacy_initiative_score, NULL},
	{"deed", "Thành tích", &sql_list_privacy_deed, NULL},
	{"exemplar", "Điển hình tiên tiến", &sql_list_privacy_exemplar, NULL},
	{"comment_item", "Đợt lấy ý kiến nhân dân", &sql_list_privacy_comment_item, NULL},
	{"registration", "Đăng ký thi đua", &sql_list_privacy_registration, NULL},
	{"nominee", "Đề nghị khen thưởng", &sql_list_privacy_nominee, NULL},
	{"decision", "Quyết định ký", &sql_list_privacy_decision, NULL},
	{"bonus", "Tiền thưởng", &sql_list_privacy_bonus, NULL},
	{"service", "Thời gian giữ chức vụ", &sql_list_privacy_service, NULL},
	{"discipline", "Kỷ luật", &sql_list_privacy_discipline, NULL},
	{"hold", "Tạm dừng xét (lý do là thông tin bảo mật)", &sql_list_privacy_hold, NULL},
	{"leave", "Nghỉ dài ngày", &sql_list_privacy_leave, NULL},
	{"unmatched", "Tên trong danh sách đã nhập, đã nối", &sql_list_privacy_unmatched, NULL},
	{"attestation", "Lời xác nhận", &sql_list_privacy_attestation, NULL},
	{"law_verdict", "Kết quả kiểm tra điều kiện", &sql_list_privacy_verdict, NULL},
	{"law_survey_slice", "Đợt rà soát cả cơ quan: kết quả của người này", NULL, NULL,
     law_surveys_put},
	{"person_double", "Cặp hồ sơ có thể trùng", NULL, "việc so hồ sơ, không có gì thêm"},
	{"attendee", "Buổi bồi dưỡng", &sql_list_privacy_attendee, NULL},
	{"paper", "Văn bản đã lập về người", &sql_list_privacy_paper, NULL},
	{"council_member", "Thành viên hội đồng", &sql_list_privacy_council_member, NULL},
	{"meeting_item", "Việc về người ở phiên họp", &sql_list_privacy_meeting_item, NULL},
	{"attendance", "Dự họp hội đồng", &sql_list_privacy_attendance, NULL},
	{"recusal", "Không tham gia xét", &sql_list_privacy_recusal, NULL},
	{"meeting_question", "Câu hỏi ở phiên họp", &sql_list_privacy_meeting_question, NULL},
	{"ballot_voter", "Đã bỏ phiếu hay chưa (lá phiếu không gắn với người)",
     &sql_list_privacy_ballot_voter, NULL},
	{"ballot_written", "Ý kiến bằng văn bản", &sql_list_privacy_ballot_written, NULL},
	{"ballot_board", "Thành viên ban kiểm phiếu", &sql_list_privacy_ballot_board, NULL},
	{"ballot_paper", "Số phiếu giấy đã đếm", NULL, "số đếm của ban kiểm phiếu, không nói về người"},
	{"journal", "Nhật ký: ai đã xem, sửa", &sql_list_privacy_journal, NULL},
	{"person_key", "Khóa riêng", NULL, "khóa mã hóa, không phải dữ liệu về người"},
	{"search_item", "Mục tìm kiếm", NULL, "suy ra từ hồ sơ, không có gì thêm"},
};
const int privacy_source_count = COUNT(privacy_sources);

struct export
{
	struct ctx *c;
	int64_t person;
	int64_t record; /* at hand: the person's, or one that was merged into it */
	bool own;
	struct buf b;
	struct json_out j;
};

static void put_text(struct export *x, const char *name, struct str text)
{
	json_str(&x->j, name, text);
}

/* A line's values; personal ones opened for the person they are about, for nobody else. */
static enum rc put_detail(struct export *x, int64_t person, struct str detail)
{
	struct ctx *c = x->c;
	struct values v;
	values_init(&v, c->mem);
	TRY(values_from_json(&v, detail, c->err));
	json_obj(&x->j, "detail");
	for (int i = 0; i < v.count; i++) {
		struct str text = v.items[i].text;
		if (x->own)
			TRY(journal_unseal(c->db, c->app->keys, c->mem, person, text, &text));
		else if (str_starts(text, "~"))
			text = MASKED;
		put_text(x, arena_strz(c->mem, v.items[i].name), text);
	}
	json_end(&x->j);
	return RC_OK;
}

static enum rc put_value(struct export *x, const struct db_list_def *l, int at,
                         const struct db_val *row)
{
	const char *name = l->col_names[at];
	const struct db_val *v = &row[at];
	struct str text;
	if (v->null) {
		json_nil(&x->j, name);
	} else if (v->type == DB_BLOB) {
		text = MASKED;
		if (x->own)
			TRY(org_identifier_open(x->c, x->record, row[list_column_no(l, "kind")].s, v->s,
			                        &text));
		put_text(x, "number", text);
	} else if (v->type == DB_DATE) {
		json_z(&x->j, name, date_iso(v->d).z);
	} else if (v->type == DB_TEXT && strcmp(name, "detail") == 0) {
		TRY(put_detail(x, row[list_column_no(l, "person_id")].i, v->s));
	} else if (v->type == DB_TEXT) {
		put_text(x, name, strcmp(name, "op") == 0 ? op_title(v->s) : v->s);
	} else if (str_ends(str_of(name), "_ms")) {
		put_text(x, name, v->i ? date_time_iso(x->c->mem, v->i) : STR_NULL);
	} else {
		json_int(&x->j, name, v->i);
	}
	return RC_OK;
}

static enum rc put_row(struct export *x, const struct db_list_def *l, const struct db_val *row)
{
	json_obj(&x->j, NULL);
	for (int i = 0; i < l->cols; i++)
		TRY(put_value(x, l, i, row));
	json_end(&x->j);
	return RC_OK;
}

static enum rc put_rows(struct export *x, const struct db_list_def *l)
{
	struct ctx *c = x->c;
	struct db_list_ask ask = {.list = l, .scope = {.all = true}, .today = c->today};
	int filter = list_filter_no(l, "person");
	struct db_cursor *cur;
	BUG_ON(filter < 0);
	ask.set[filter] = true;
	ask.filters[filter] = db_int(x->record);
	TRY(db_list(c->db, &ask, c->mem, &cur));
	struct db_val *row = arena_array(c->mem, (size_t)l->cols + 3, sizeof *row);
	enum rc rc;
	while ((rc = db_next(cur, c->mem, row)) == RC_OK)
		if ((rc = put_row(x, l, row)) != RC_OK)
			break;
	db_cursor_end(cur);
	return rc == RC_NOTFOUND ? RC_OK : rc;
}

static enum rc put_sources(struct export *x)
{
	struct sql_privacy_records_of *records;
	size_t n;
	TRY(sql_privacy_records_of(x->c->db, x->c->mem, x->person, &records, &n));
	json_arr(&x->j, "sections");
	for (int i = 0; i < privacy_source_count; i++) {
		const struct privacy_source *s = &privacy_sources[i];
		json_obj(&x->j, NULL);
		json_z(&x->j, "table", s->table);
		json_z(&x->j, "title", s->title);
		if (s->why_not)
			json_z(&x->j, "left_out", s->why_not);
		json_arr(&x->j, "rows");
		for (size_t k = 0; s->list && k < n; k++) {
			x->record = records[k].id;
			TRY(put_rows(x, s->list));
		}
		for (size_t k = 0; s->put && k < n; k++)
			TRY(s->put(x->c, records[k].id, &x->j));
		json_end(&x->j);
		json_end(&x->j);
	}
	json_end(&x->j);
	return RC_OK;
}

static enum rc collect_tx(void *arg)
{
	struct export *x = arg;
	struct ctx *c = x->c;
	struct db_val version;
	TRY(gate_object(c, c->op, &person_object, x->person, &version));
	buf_clear(&x->b);
	x->j = json_out_to(&x->b);
	json_obj(&x->j, NULL);
	put_text(x, "office", c->app->office);
	put_text(x, "made", date_time_iso(c->mem, c->now_ms));
	put_text(x, "law", STR("Luật Bảo vệ dữ liệu cá nhân 91/2025/QH15, Điều 4"));
	json_int(&x->j, "person_id", x->person);
	if (!x->own)
		json_z(&x->j, "left_out", FOR_OTHERS);
	TRY(put_sources(x));
	json_end(&x->j);
	return buf_check(&x->b, c->err);
}

static enum rc line_tx(void *arg)
{
	struct export *x = arg;
	struct out none;
	out_init(&none);
	return gate_journal(x->c, &none, NULL, DB_NULL);
}

static enum rc to_file(struct export *x, struct out *out)
{
	struct ctx *c = x->c;
	int fd;
	TRY(file_temp(c, &fd));
	enum rc rc = write_all(fd, buf_view(&x->b), c->err);
	if (rc != RC_OK) {
		close(fd);
		return rc;
	}
	out->fd = fd;
	out->fd_size = (int64_t)x->b.n;
	out->file_name = arena_printf(c->mem, "du-lieu-ca-nhan-%" PRId64 ".json", x->person);
	out->file_type = STR("application/json");
	return RC_OK;
}

/* In two transactions: what is read is not held while the line is written, and nothing leaves
 * before it. */
enum rc privacy_export(struct ctx *c, const void *in, struct out *out)
{
	const struct privacy_in *p = in;
	struct export x = {.c = c, .person = p->id, .own = p->id == c->who.person_id};
	if (p->reason.n < 5 && !x.own)
		return err_field(c->err, "reason",
		                 "Xin nhập lý do xuất dữ liệu của người khác (ít nhất 5 ký tự).");
	buf_init(&x.b, EXPORT_MAX);
	enum rc rc = db_tx(c->db, DB_READ, collect_tx, &x);
	if (rc == RC_OK)
		rc = db_tx(c->db, DB_WRITE, line_tx, &x);
	if (rc == RC_OK)
		rc = to_file(&x, out);
	buf_release(&x.b);
	return rc;
}
