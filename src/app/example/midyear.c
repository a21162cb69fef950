/*
 * midyear.c: what the invented office decided in the middle of 2026, from the first dossier to the
 * last payment: received before the amended law, whose rules nobody has confirmed yet.
 *
 * Done as people do it, each step through the whole gate on its own day, with the files they
 * attach; so it runs outside a transaction, after example_fill().
 */
#include "app/example/example.h"

#include "app/example/inner.h"
#include "app/paper/paper.h"
#include "auth/session.h"
#include "db/sql_bonus.h"
#include "db/sql_certificate.h"
#include "db/sql_council.h"
#include "db/sql_decision.h"
#include "db/sql_dossier.h"
#include "db/sql_law.h"
#include "db/sql_submission.h"
#include "db/sql_unit.h"
#include "op/gate.h"

#include <inttypes.h>

#define YEAR 2026
#define OFFICE "vidu.thuongtruc"
#define HEAD "vidu.chanhvp"
#define REGISTRY "vidu.vanthu"
#define MONEY "vidu.ketoan"

struct midyear {
	struct ctx *c;
	struct out out; /* of the last step */
	int64_t round, meeting, top;
	int made_in; /* the year of the movement and of all that is not told of YEAR */
	const char *council;
};

/* Who stands for nobody with an account: the nth of a room, or the room itself (nth < 0). */
static const struct proposed {
	const char *unit;
	int nth;
	const char *code, *deed, *summary;
	bool lost; /* by the vote */
} proposed[] = {
	{"Phòng Khoa giáo - Văn xã", 4, "GK",
     "Rút thời gian thẩm tra hồ sơ trường đạt chuẩn còn 3 ngày",
     "Thẩm tra 46 hồ sơ, không hồ sơ nào trả lại; làm sẵn mẫu phiếu cho các xã dùng chung.", false},
	{"Phòng Khoa giáo - Văn xã", 6, "GK", "Lập bản đồ số các điểm trường lẻ",
     "Đi đủ 31 điểm trường, số liệu dùng ngay cho kế hoạch đầu tư.", false},
	{"Phòng Nội chính", 4, "GK", "Số hóa 1.200 hồ sơ kết luận thanh tra",
     "Tìm một kết luận từ nửa ngày còn một phút; ba phòng khác đang dùng.", false},
	{"Phòng Nội chính", -1, "GK", "Không còn kết luận thanh tra quá hạn",
     "37 kết luận tồn từ năm trước được xử lý xong trong quý II.", false},
	{"Phòng Xây dựng - Đô thị", 6, "GK", "Rà soát quy hoạch hai phường trước hạn",
     "Sớm 12 ngày; phát hiện bốn chỗ chồng lấn.", false},
	{"Phòng Xây dựng - Đô thị", 5, "GK", "Theo dõi tiến độ giải ngân hằng tuần",
     "Báo cáo đủ 24 tuần.", true},
	{"Phòng Khoa giáo - Văn xã", 7, "BKT", "Nòng cốt phong trào xóa nhà tạm của tỉnh",
     "Vận động 1,8 tỷ đồng, theo dõi 64 nhà đến khi bàn giao.", false},
	{"Phòng Nội chính", 6, "BKT", "Nòng cốt đợt cao điểm giải quyết khiếu nại kéo dài của tỉnh",
     "Tham mưu giải quyết dứt điểm 19 vụ việc tồn trên năm năm.", false},
};

static const char *num(struct midyear *m, int64_t id)
{
	return arena_printf(m->c->mem, "%" PRId64, id).p;
}

/* Steps of a day follow each other by minutes. */
static void on_day(struct midyear *m, int month, int day)
{
	m->c->today = date_of(YEAR, month, day);
	m->c->now_ms = date_start_ms(m->c->today) + (int64_t)8 * 3600000;
}

enum rc example_step(struct ctx *c, const char *account, const char *op, const char *const pairs[],
                     const char *field, const struct http_part *file, struct out *out)
{
	struct gate_how how = {.partial = true};
	struct field_errors errors = {0};
	struct values v;
	values_init(&v, c->mem);
	c->now_ms += 60000;
	for (int i = 0; pairs[i]; i += 2)
		TRY(values_add(&v, str_of(pairs[i]), str_of(pairs[i + 1]), c->err));
	if (file) {
		TRY(values_add(&v, str_of(field), file->filename, c->err));
		v.items[v.count - 1].file = file;
	}
	principal_nobody(&c->who, "cli");
	if (account)
		TRY(named_principal(c->db, c->mem, str_of(account), c->today, "cli", &c->who, c->err));
	enum rc rc = gate_run(c, op_find(str_of(op)), &v, &how, &errors, out);
	principal_nobody(&c->who, "cli");
	return rc;
}

static enum rc run(struct midyear *m, const char *account, const char *op,
                   const char *const pairs[], const char *field, const struct http_part *file)
{
	return example_step(m->c, account, op, pairs, field, file, &m->out);
}
#define DO(account, op, ...)                                                                       \
	TRY(run(m, account, op, (const char *const[]){__VA_ARGS__, NULL}, NULL, NULL))

static enum rc attach(struct midyear *m, const char *account, const char *op,
                      const char *const pairs[], const char *field, const char *name,
                      struct str bytes)
{
	struct http_part part = {.is_file = true,
	                         .filename = str_of(name),
	                         .fd = -1,
	                         .value = bytes,
	                         .size = (int64_t)bytes.n};
	return run(m, account, op, pairs, field, &part);
}

/* --- dossiers -----------------------------------------------------------------------------------
 */

static enum rc unit_of(struct midyear *m, const char *name, int64_t *id)
{
	struct sql_unit_by_name_on *unit;
	size_t n;
	TRY(sql_unit_by_name_on(m->c->db, m->c->mem, str_of(name), m->c->today, &unit, &n));
	BUG_ON(n != 1);
	*id = unit->unit_id;
	return RC_OK;
}

static enum rc person_of(struct midyear *m, int64_t unit, int nth, int64_t *id)
{
	struct sql_example_people *rows;
	size_t n;
	TRY(sql_example_people(m->c->db, m->c->mem, &rows, &n));
	for (size_t i = 0; i < n; i++)
		if (rows[i].unit_id == unit && nth-- == 0) {
			*id = rows[i].id;
			return RC_OK;
		}
	BUG_ON(true);
	return RC_BUG;
}

static enum rc attest(struct midyear *m, const char *who, const char *id, const char *matter)
{
	DO(OFFICE, "attestation.add", who, id, "year", "2026", "matter", matter, "yes", "1", "basis",
	   "Biên bản họp đơn vị ngày 05/6/2026");
	return RC_OK;
}

static enum rc propose(struct midyear *m, const struct proposed *p, int64_t unit,
                       const char *dossier)
{
	bool whole = p->nth < 0;
	int64_t id = unit;
	if (!whole)
		TRY(person_of(m, unit, p->nth, &id));
	const char *who = whole ? "unit_id" : "person_id", *whose = num(m, id);
	DO(OFFICE, "deed.add", who, whose, "kind", "campaign", "title", p->deed, "year", "2026",
	   "scope", str_eqz(str_of(p->code), "BKT") ? "province" : "office", "sign", "18/BC-VP",
	   "dated", "04/06/2026", "issuer", "Văn phòng UBND tỉnh");
	const char *deed = num(m, m->out.id);
	TRY(attest(m, who, whose, "GUONG_MAU"));
	TRY(attest(m, who, whose, "HOAN_THANH_TOT"));
	if (whole)
		TRY(attest(m, who, whose, "DOAN_KET"));
	DO(OFFICE, "nominee.add", "dossier_id", dossier, who, whose, "code", p->code, "summary",
	   p->summary);
	const char *nominee = num(m, m->out.id);
	DO(OFFICE, "nominee.ground", "id", nominee, "deed_id", deed);
	DO(OFFICE, "nominee.report", "id", nominee);
	return RC_OK;
}

static enum rc paper_of(struct midyear *m, const char *dossier, const char *need, const char *title,
                        const char *name, const char *text)
{
	return attach(m, OFFICE, "dossier.attach",
	              (const char *const[]){"id", dossier, "need", need, "title", title, NULL},
	              "content", name, str_of(text));
}

static enum rc appraised(struct midyear *m, const char *dossier)
{
	struct sql_example_appraisal it;
	int64_t room;
	TRY(unit_of(m, "Phòng Tổng hợp", &room));
	on_day(m, 6, 17);
	DO(OFFICE, "appraisal.assign", "id", dossier, "rooms.0.unit_id", num(m, room), "rooms.0.topic",
	   "Kết quả trong chương trình công tác 6 tháng", "due", "22/06/2026");
	TRY(sql_example_appraisal(m->c->db, m->c->mem, strtoll(dossier, NULL, 10), &it));
	on_day(m, 6, 19);
	DO("vidu.truongphong", "appraisal.rest", "id", num(m, it.id));
	DO("vidu.truongphong", "appraisal.done", "id", num(m, it.id), "said",
	   "Số liệu khớp với chương trình công tác; nhất trí đề nghị.");
	on_day(m, 6, 22);
	DO(OFFICE, "dossier.clear", "id", dossier);
	DO(OFFICE, "dossier.council", "id", dossier);
	return RC_OK;
}

/* Everybody of one room in one dossier. */
static enum rc dossier_of(struct midyear *m, const char *name)
{
	int64_t unit;
	TRY(unit_of(m, name, &unit));
	on_day(m, 6, 8);
	DO(OFFICE, "dossier.enter", "round_id", num(m, m->round), "unit_id", num(m, unit), "title",
	   arena_printf(m->c->mem, "Đề nghị khen thưởng 6 tháng đầu năm của %s", name).p, "basis",
	   "Biên bản họp bình xét của đơn vị ngày 05/6/2026.", "sign", "02/TTr", "dated", "08/06/2026");
	const char *dossier = num(m, m->out.id);
	for (int i = 0; i < COUNT(proposed); i++)
		if (strcmp(proposed[i].unit, name) == 0)
			TRY(propose(m, &proposed[i], unit, dossier));
	TRY(paper_of(m, dossier, "TO_TRINH", "Tờ trình của đơn vị", "to-trinh-don-vi.txt",
	             "Tờ trình ví dụ số 02/TTr ngày 08/6/2026; bản giấy lưu tại đơn vị."));
	TRY(paper_of(m, dossier, "BIEN_BAN", "Biên bản họp bình xét", "bien-ban-hop-don-vi.txt",
	             "Biên bản ví dụ: họp bình xét ngày 05/6/2026, đủ thành viên, nhất trí 100%."));
	DO(OFFICE, "dossier.send_for", "id", dossier);
	on_day(m, 6, 15);
	DO(OFFICE, "dossier.receive", "id", dossier);
	return appraised(m, dossier);
}

static enum rc dossiers(struct midyear *m, int64_t top)
{
	static const char *const rooms[] = {"Phòng Khoa giáo - Văn xã", "Phòng Nội chính",
	                                    "Phòng Xây dựng - Đô thị"};
	on_day(m, 6, 2);
	DO(OFFICE, "award_round.open", "title",
	   "Khen thưởng sơ kết phong trào thi đua 6 tháng đầu năm 2026", "type", "theme", "year",
	   "2026", "unit_id", num(m, top), "awards.0.code", "GK", "awards.1.code", "BKT", "due",
	   "15/06/2026", "note", "Chọn việc cụ thể, có kết quả đo được; ưu tiên người trực tiếp làm.");
	m->round = m->out.id;
	for (int i = 0; i < COUNT(rooms); i++)
		TRY(dossier_of(m, rooms[i]));
	on_day(m, 6, 16);
	DO(OFFICE, "award_round.close", "id", num(m, m->round));
	return RC_OK;
}

/* --- the council --------------------------------------------------------------------------------
 */

static enum rc seats(struct midyear *m, const char *meeting, int64_t *written)
{
	struct sql_attendance_of *rows;
	size_t n;
	int deputies = 0;
	*written = DB_NULL;
	TRY(sql_attendance_of(m->c->db, m->c->mem, strtoll(meeting, NULL, 10), &rows, &n));
	for (size_t i = 0; i < n; i++) {
		const char *state = "room";
		if (str_eqz(rows[i].role, "deputy") && deputies++) { /* the second of two */
			state = "written";
			*written = rows[i].person_id;
		}
		DO(OFFICE, "attendance.mark", "id", num(m, rows[i].id), "state", state, "note",
		   strcmp(state, "written") == 0 ? "Đi công tác" : "");
	}
	return RC_OK;
}

/* What the board of three counts: each paper for everybody but the one who loses. */
static enum rc count_paper(struct midyear *m, const char *ballot,
                           const struct sql_meeting_items *items, size_t n, size_t lost)
{
	static const char *const who[] = {HEAD, REGISTRY};
	enum { EACH = 10, MOST = COUNT(proposed) };
	struct ctx *c = m->c;
	for (int w = 0; w < COUNT(who); w++) {
		const char *pairs[2 + MOST * EACH + 1] = {"id", ballot};
		for (size_t i = 0; i < n; i++) {
			const char **at = pairs + 2 + i * EACH;
			const char *const cells[][2] = {{"item", num(m, items[i].id)},
			                                {"for_n", i == lost ? "2" : "8"},
			                                {"against_n", i == lost ? "6" : "0"},
			                                {"lower_n", "0"},
			                                {"invalid_n", "0"}};
			for (int k = 0; k < COUNT(cells); k++) {
				at[2 * k] = arena_printf(c->mem, "rows.%zu.%s", i, cells[k][0]).p;
				at[2 * k + 1] = cells[k][1];
			}
		}
		TRY(run(m, who[w], "ballot.paper", pairs, NULL, NULL));
	}
	return RC_OK;
}

static enum rc opinion(struct midyear *m, const char *ballot, int64_t person,
                       const struct sql_meeting_items *items, size_t n, size_t lost)
{
	enum { EACH = 4, MOST = COUNT(proposed) };
	const char *pairs[4 + MOST * EACH + 1] = {"id", ballot, "person_id", num(m, person)};
	for (size_t i = 0; i < n; i++) {
		const char **at = pairs + 4 + i * EACH;
		at[0] = arena_printf(m->c->mem, "votes.%zu.item", i).p;
		at[1] = num(m, items[i].id);
		at[2] = arena_printf(m->c->mem, "votes.%zu.choice", i).p;
		at[3] = i == lost ? "against" : "for";
	}
	return run(m, OFFICE, "ballot.opinion", pairs, NULL, NULL);
}

static enum rc ballot(struct midyear *m, const char *meeting, int64_t written)
{
	static const char *const board[] = {HEAD, REGISTRY, OFFICE};
	struct ctx *c = m->c;
	struct sql_meeting_items *items;
	size_t n, lost = COUNT(proposed);
	int64_t persons[COUNT(board)];
	const char *codes[COUNT(board)];
	for (int i = 0; i < COUNT(board); i++) {
		TRY(named_principal(c->db, c->mem, str_of(board[i]), c->today, "cli", &c->who, c->err));
		persons[i] = c->who.person_id;
	}
	TRY(sql_meeting_items(c->db, c->mem, m->meeting, &items, &n));
	BUG_ON(n > COUNT(proposed));
	for (size_t i = 0; i < n; i++) {
		struct sql_nominee_get x;
		TRY(sql_nominee_get(c->db, c->mem, items[i].nominee_id, &x));
		for (int k = 0; k < COUNT(proposed); k++)
			if (proposed[k].lost && str_eqz(x.summary, proposed[k].summary))
				lost = i;
	}
	DO(OFFICE, "ballot.prepare", "id", meeting, "one_id", num(m, persons[0]), "two_id",
	   num(m, persons[1]), "three_id", num(m, persons[2]), "room", "paper");
	const char *id = num(m, m->out.id);
	for (int i = 0; i < COUNT(board); i++) {
		DO(board[i], "ballot.key", "id", id);
		codes[i] = arena_strz(c->mem, m->out.codes[0]);
	}
	DO(OFFICE, "ballot.open", "id", id);
	TRY(opinion(m, id, written, items, n, lost));
	TRY(count_paper(m, id, items, n, lost));
	DO(HEAD, "ballot.close", "id", id, "code_one", codes[0], "code_other", codes[2]);
	DO(OFFICE, "ballot.record", "id", id);
	return RC_OK;
}

static enum rc council(struct midyear *m)
{
	int64_t written;
	on_day(m, 6, 23);
	DO(OFFICE, "meeting.create", "council_id", m->council, "title",
	   "Phiên họp xét khen thưởng sơ kết 6 tháng đầu năm 2026", "mode", "room", "held_on",
	   "30/06/2026", "at_time", "14:00", "place", "Phòng họp số 1");
	m->meeting = m->out.id;
	const char *id = num(m, m->meeting);
	DO(OFFICE, "meeting.nominees", "id", id);
	DO(OFFICE, "meeting.invite", "id", id);
	DO(OFFICE, "meeting.letter", "id", id);
	on_day(m, 6, 30);
	TRY(seats(m, id, &written));
	DO(OFFICE, "meeting.open", "id", id);
	TRY(ballot(m, id, written));
	DO(OFFICE, "meeting.close", "id", id, "result",
	   "Đề nghị tặng Giấy khen, trình tặng Bằng khen các trường hợp đủ số phiếu; trường hợp còn "
	   "lại xét ở đợt cuối năm.");
	DO(OFFICE, "meeting.minutes", "id", id);
	return RC_OK;
}

/* --- decisions ----------------------------------------------------------------------------------
 */

/* Signed and numbered; its paper, as the signed copy, attached; published. */
static enum rc issue(struct midyear *m, const char *id, const char *number)
{
	struct ctx *c = m->c;
	int64_t paper;
	struct str digits;
	struct buf pdf;
	DO(OFFICE, "decision.paper", "id", id);
	DO(HEAD, "decision.sign", "id", id);
	DO(REGISTRY, "decision.number", "id", id, "number", number, "dated", date_vn(c->today).z);
	DO(OFFICE, "decision.paper", "id", id); /* now with number and day */
	digits = m->out.go;
	(void)str_cut(&digits, '/');
	(void)str_cut(&digits, '/');
	BUG_ON(!str_int(digits, &paper));
	buf_init(&pdf, (size_t)8 << 20);
	enum rc rc = paper_write(c, paper, STR("pdf"), &pdf);
	if (rc == RC_OK)
		rc = attach(m, REGISTRY, "decision.attach", (const char *const[]){"id", id, NULL}, "file",
		            arena_printf(c->mem, "%s-QD-VP.pdf", number).p, buf_view(&pdf));
	buf_release(&pdf);
	TRY(rc);
	DO(REGISTRY, "decision.publish", "id", id);
	return RC_OK;
}

/* All but one are paid: the last one has not come yet. */
static enum rc pay(struct midyear *m, const char *decision)
{
	struct sql_bonus_due_of *due;
	size_t n;
	on_day(m, 7, 14);
	DO(MONEY, "fund.income", "amount", "60000000", "on", "14/07/2026", "basis",
	   "Trích lập quỹ thi đua, khen thưởng năm 2026, dự toán giao");
	DO(MONEY, "fund.spend", "amount", "1850000", "on", "14/07/2026", "basis",
	   "Khung, phôi giấy khen; hóa đơn ví dụ 00412");
	DO(MONEY, "bonus.sheet", "id", decision);
	on_day(m, 7, 15);
	TRY(sql_bonus_due_of(m->c->db, m->c->mem, strtoll(decision, NULL, 10), &due, &n));
	for (size_t i = 0; i + 1 < n; i++)
		DO(MONEY, "bonus.pay", "id", num(m, due[i].id), "on", "15/07/2026", "voucher",
		   arena_printf(m->c->mem, "PC %zu/2026", 31 + i).p);
	return RC_OK;
}

static enum rc certificates(struct midyear *m, const char *decision)
{
	struct sql_decision_lines *lines;
	size_t n, k;
	on_day(m, 7, 16);
	DO(REGISTRY, "blank.receive", "blank", "giay-khen", "count", "100", "on", "16/07/2026", "first",
	   "GK 000101", "last", "GK 000200", "source", "Phôi ví dụ");
	DO(OFFICE, "decision.certificates", "id", decision, "blank", "giay-khen");
	on_day(m, 7, 20);
	TRY(sql_decision_lines(m->c->db, m->c->mem, strtoll(decision, NULL, 10), &lines, &n));
	for (size_t i = 0; i + 1 < n; i++) {
		struct sql_decision_certificates_of *papers;
		TRY(sql_decision_certificates_of(m->c->db, m->c->mem, lines[i].award_id, &papers, &k));
		BUG_ON(k != 1);
		DO(REGISTRY, "certificate.give", "id", num(m, papers[0].id), "on", "20/07/2026", "serial",
		   arena_printf(m->c->mem, "GK 000%zu", 101 + i).p);
	}
	return RC_OK;
}

/* One line was written wrongly; one award rested on a report that turned out not to be true. */
static enum rc afterwards(struct midyear *m, const char *decision)
{
	struct sql_decision_lines *lines;
	size_t n;
	TRY(sql_decision_lines(m->c->db, m->c->mem, strtoll(decision, NULL, 10), &lines, &n));
	BUG_ON(n < 3);
	on_day(m, 7, 28);
	DO(OFFICE, "decision.correct", "id", num(m, lines[0].award_id), "field", "post_title", "after",
	   "Chuyên viên chính", "reason", "Ghi nhầm chức vụ khi lập danh sách");
	TRY(issue(m, num(m, m->out.id), "231"));
	on_day(m, 8, 12);
	DO(OFFICE, "decision.take_back", "id", num(m, lines[1].award_id), "reason",
	   "Kê khai thành tích không đúng sự thật", "basis",
	   "Kết luận kiểm tra ví dụ số 04/KL-VP ngày 10/8/2026");
	return issue(m, num(m, m->out.id), "247");
}

/* The first of them at once; the second with a paper of its own, which still waits. */
static enum rc go_up(struct midyear *m, int64_t first)
{
	struct sql_submission_lines *lines;
	size_t n;
	TRY(sql_submission_lines(m->c->db, m->c->mem, first, &lines, &n));
	BUG_ON(n != 2);
	DO(OFFICE, "submission_line.remove", "id", num(m, lines[1].id));
	DO(OFFICE, "submission.paper", "id", num(m, first));
	DO(REGISTRY, "submission.send", "id", num(m, first), "sign", "88/TTr-VP", "dated",
	   "08/07/2026");
	DO(OFFICE, "submission.new", "goes_to", "Chủ tịch Ủy ban nhân dân tỉnh", "level", "province",
	   "title", "Đề nghị tặng Bằng khen của Chủ tịch UBND tỉnh, trường hợp bổ sung");
	const char *second = num(m, m->out.id);
	DO(OFFICE, "submission.add", "id", second, "nominee_id", num(m, lines[1].nominee_id));
	DO(OFFICE, "submission.paper", "id", second);
	DO(REGISTRY, "submission.send", "id", second, "sign", "89/TTr-VP", "dated", "08/07/2026");
	return RC_OK;
}

static enum rc decisions(struct midyear *m)
{
	on_day(m, 7, 6);
	DO(OFFICE, "decision.draft", "meeting_id", num(m, m->meeting), "reason",
	   "Đã có thành tích trong phong trào thi đua 6 tháng đầu năm 2026", "title",
	   "Về việc tặng Giấy khen 6 tháng đầu năm 2026");
	const char *id = num(m, m->out.id);
	on_day(m, 7, 8);
	TRY(issue(m, id, "215"));
	DO(OFFICE, "submission.new", "meeting_id", num(m, m->meeting), "goes_to",
	   "Chủ tịch Ủy ban nhân dân tỉnh", "level", "province", "title",
	   "Đề nghị tặng Bằng khen của Chủ tịch UBND tỉnh, 6 tháng đầu năm 2026");
	int64_t went = m->out.id;
	TRY(go_up(m, went));
	on_day(m, 7, 10);
	/* The movement is of the year in which the example is made. */
	if (m->made_in == YEAR)
		TRY(example_review(m->c, m->top));
	TRY(pay(m, id));
	TRY(certificates(m, id));
	on_day(m, 7, 27);
	TRY(example_answer(m->c, went));
	return afterwards(m, id);
}

enum rc example_midyear(struct ctx *c)
{
	struct midyear m = {.c = c, .made_in = date_civil(c->today).year};
	struct sql_example_council at;
	struct date today = c->today;
	int64_t now = c->now_ms;
	if (today.days < date_of(YEAR, 8, 20).days)
		return RC_OK; /* it is still to come */
	TRY(sql_example_council(c->db, c->mem, &at));
	m.council = num(&m, at.id);
	m.top = at.unit_id;
	enum rc rc = dossiers(&m, at.unit_id);
	if (rc == RC_OK)
		rc = council(&m);
	if (rc == RC_OK)
		rc = decisions(&m);
	on_day(&m, 8, 17);
	int64_t room = DB_NULL;
	if (rc == RC_OK)
		rc = unit_of(&m, "Phòng Tổng hợp", &room);
	if (rc == RC_OK)
		rc = example_picture(c, room);
	c->today = today;
	c->now_ms = now;
	return rc == RC_OK ? example_voice(c) : rc;
}
