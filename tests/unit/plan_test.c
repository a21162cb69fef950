/*
 * Plans in the office, on both engines, through the gate: read, corrected, confirmed, replaced; who
 * may and who may not; nothing half kept.
 */
#include "app/home/home.h"
#include "upload_fixture.h"

#include "app/org/org.h"
#include "app/plan/plan.h"
#include "cli/parsers.h"
#include "db/sql_plan.h"
#include "doc/write_all.h"

#include <unistd.h>

#define STANDING "vidu.thuongtruc"
#define CLERK "vidu.daumoi" /* of Phòng Tổng hợp */
#define ROOM_HEAD "vidu.truongphong"
#define ANYBODY "vidu.canbo"

#define HEAD(number, date)                                                                         \
	"UBND TỈNH LÀO CAI\nVĂN PHÒNG\nSố: " number "/KH-VP\nLào Cai, ngày " date "\n\nKẾ HOẠCH\n"
/* clang-format off */
#define BODY \
	"Thi đua chuyển đổi số năm 2026\n\n" \
	"Thực hiện Chỉ thị số 41-CT/TW ngày 26/12/2024 của Bộ Chính trị.\n\n" \
	"I. NỘI DUNG\n\n1. Số hóa hồ sơ.\n\n2. Tập huấn kỹ năng số.\n\n" \
	"II. TỔ CHỨC THỰC HIỆN\n\n" \
	"1. Các phòng, ban, đơn vị trực thuộc đăng ký trước ngày 15/3/2026.\n\n" \
	"2. Phòng Tổng hợp\n\n- Theo dõi, đôn đốc.\n\n" \
	"3. Công ty Điện lực phối hợp cấp điện.\n"
/* clang-format on */

static struct http_part file(const char *text)
{
	return part_of("ke-hoach.txt", str_of(text));
}

static int64_t read_plan(struct office *o, const char *who, const char *text)
{
	struct acting *a = office_as(o, who);
	struct http_part part = file(text);
	WANT(o, RC_OK, upload_op(a, "plan.read", &part, NULL));
	return a->out.id;
}

static void confirm(struct office *o, const char *who, int64_t id)
{
	WANT(o, RC_OK, run_op(office_as(o, who), "plan.confirm", "id", num(o, id), NULL));
}

static enum rc get_tx(void *arg)
{
	struct {
		struct office *o;
		int64_t id;
		struct sql_plan_get *out;
	} *g = arg;
	return sql_plan_get(g->o->f->db, &g->o->f->mem, g->id, g->out);
}

static struct sql_plan_get get(struct office *o, int64_t id)
{
	struct sql_plan_get row;
	struct {
		struct office *o;
		int64_t id;
		struct sql_plan_get *out;
	} g = {o, id, &row};
	WANT(o, RC_OK, db_tx(o->f->db, DB_READ, get_tx, &g));
	return row;
}

static const struct plan_page *page(struct office *o, struct acting *a, int64_t id)
{
	WANT(o, RC_OK, run_op(a, "plan.view", "id", num(o, id), NULL));
	return a->out.data;
}

/* --- reading --- */

static void run_read(struct office *o)
{
	int64_t id = read_plan(o, STANDING, HEAD("07", "10 tháng 02 năm 2026") BODY);
	struct sql_plan_get p = get(o, id);
	assert_string_equal(p.state.p, "draft");
	assert_string_equal(p.number.p, "07");
	assert_string_equal(p.notation.p, "KH-VP");
	assert_string_equal(date_iso(p.dated).z, "2026-02-10");
	assert_string_equal(p.parent.p, "UBND TỈNH LÀO CAI");
	assert_string_equal(p.title.p, "Thi đua chuyển đổi số năm 2026");
	assert_int_equal(p.year, 2026);
	assert_true(p.file_id != DB_NULL);
	const struct plan_page *v = page(o, office_as(o, STANDING), id);
	assert_int_equal(v->section_count, 7);
	assert_int_equal(v->cite_count, 1);
	assert_true(v->cites[0].document.n > 0); /* the library knows it */
	assert_int_equal(v->task_count, 5);
	assert_int_equal(v->line_count, 25);
	assert_true(v->lines[12].head);
	assert_true(v->may);
}
static void a_file_becomes_a_draft_with_all_its_findings(void **state)
{
	(void)state;
	office_each_engine(run_read);
}

static void run_match(struct office *o)
{
	int64_t id = read_plan(o, STANDING, HEAD("07", "10 tháng 02 năm 2026") BODY);
	const struct plan_page *v = page(o, office_as(o, STANDING), id);
	assert_true(v->tasks[2].all_units);
	assert_string_equal(v->tasks[3].unit.p, "Phòng Tổng hợp");
	assert_string_equal(v->tasks[4].owner.p, "Công ty Điện lực");
	assert_int_equal(v->tasks[4].unit.n, 0); /* not a unit of ours, so none is guessed */
	assert_int_equal(v->tasks[0].owner.n, 0);
}
static void owners_are_matched_to_units_of_the_office(void **state)
{
	(void)state;
	office_each_engine(run_match);
}

static void refused_file(struct office *o, const char *text, const char *says)
{
	struct acting *a = office_as(o, STANDING);
	struct http_part part = file(text);
	int before = list_count(office_as(o, STANDING), "plan.draft", NULL);
	WANT(o, RC_INVALID, upload_op(a, "plan.read", &part, NULL));
	assert_string_equal(a->c.err->field, "content");
	if (!strstr(a->c.err->message, says))
		print_message("%s\n", a->c.err->message);
	assert_non_null(strstr(a->c.err->message, says));
	assert_int_equal(list_count(office_as(o, STANDING), "plan.draft", NULL), before);
}

static void run_refused(struct office *o)
{
	refused_file(o,
	             "UBND TỈNH\nQUYẾT ĐỊNH\nVề việc khen thưởng năm 2026\nĐiều 1. Tặng giấy khen.\n",
	             "Quyết định");
	refused_file(o, "Một lá thư gửi bạn, không phải kế hoạch nào cả.\n", "KẾ HOẠCH");
}
static void what_is_no_plan_leaves_nothing_behind(void **state)
{
	(void)state;
	office_each_engine(run_refused);
}

static void run_twice(struct office *o)
{
	int64_t id = read_plan(o, STANDING, HEAD("07", "10 tháng 02 năm 2026") BODY);
	struct acting *a = office_as(o, STANDING);
	struct http_part same = file(HEAD("07", "10 tháng 02 năm 2026") BODY);
	struct http_part again = file(HEAD("07", "10 tháng 02 năm 2026") BODY "4. Thêm một dòng.\n");
	struct http_part other = file(HEAD("08", "10 tháng 02 năm 2026") BODY);
	const char *link = arena_printf(&o->f->mem, "/plan/%" PRId64, id).p;
	WANT(o, RC_CONFLICT, upload_op(a, "plan.read", &same, NULL));
	assert_non_null(strstr(a->c.err->message, link));
	WANT(o, RC_CONFLICT, upload_op(a, "plan.read", &again, NULL)); /* other bytes, same document */
	assert_non_null(strstr(a->c.err->message, link));
	WANT(o, RC_OK, upload_op(a, "plan.read", &other, NULL));
	/* A dropped draft stands in nobody's way. */
	WANT(o, RC_OK, run_op(a, "plan.drop", "id", num(o, id), "reason", "đọc nhầm tệp", NULL));
	WANT(o, RC_OK, upload_op(a, "plan.read", &same, NULL));
}
static void the_same_plan_twice_is_told_with_its_address(void **state)
{
	(void)state;
	office_each_engine(run_twice);
}

static void run_large(struct office *o)
{
	struct acting *a = office_as(o, STANDING);
	struct buf b;
	buf_init(&b, (size_t)8 << 20);
	buf_z(&b, HEAD("09", "11 tháng 02 năm 2026") BODY);
	while (b.n < (size_t)1200 << 10)
		buf_z(&b, "\nNâng cao trách nhiệm của người đứng đầu trong việc tổ chức các phong trào thi "
		          "đua yêu nước.\n");
	struct http_part large = file(arena_strz(&o->f->mem, buf_view(&b)));
	buf_clear(&b);
	buf_z(&b, "Không có kế hoạch nào ở đây.\n");
	while (b.n < (size_t)1200 << 10)
		buf_z(
			&b,
			"Nâng cao trách nhiệm của người đứng đầu trong việc tổ chức các phong trào thi đua.\n");
	struct http_part wrong = file(arena_strz(&o->f->mem, buf_view(&b)));
	buf_release(&b);
	int before = list_count(office_as(o, STANDING), "plan.draft", NULL);
	WANT(o, RC_OK, upload_op(a, "plan.read", &large, NULL));
	assert_true(a->out.job_id != DB_NULL);
	WANT(o, RC_OK, upload_op(a, "plan.read", &wrong, NULL));
	run_jobs(o);
	assert_int_equal(list_count(office_as(o, STANDING), "plan.draft", NULL), before + 1);
	assert_int_equal(list_count(office_as(o, "vidu.quantri"), "job.list", "state", "failed", NULL),
	                 1);
}
static void a_large_file_is_read_by_a_job_wholly_or_not_at_all(void **state)
{
	(void)state;
	office_each_engine(run_large);
}

/* --- correcting --- */

static void run_correct(struct office *o)
{
	int64_t id = read_plan(o, STANDING, HEAD("07", "10 tháng 02 năm 2026") BODY);
	const char *plan = num(o, id);
	struct acting *a = office_as(o, STANDING);
	struct rows rows;
	(void)rows;
	WANT(o, RC_OK,
	     run_op(a, "plan.edit", "id", plan, "type", "Kế hoạch", "title", "Thi đua số hóa", "number",
	            "7", "notation", "KH-VP", "dated", "11/02/2026", "place", "Lào Cai", "unit_id",
	            num(o, unit_named(o, "Văn phòng Ủy ban nhân dân tỉnh Lào Cai")), NULL));
	assert_string_equal(get(o, id).title.p, "Thi đua số hóa");
	assert_string_equal(date_iso(get(o, id).dated).z, "2026-02-11");
	const struct plan_page *v = page(o, a, id);
	assert_string_equal(v->sections[1].label.p, "1");
	/* "/plan_section/edit?id=12" */
	const char *section = strchr(v->sections[1].edit.p, '=') + 1;
	const char *first = strchr(v->sections[0].edit.p, '=') + 1;
	const char *cite = strchr(v->cites[0].edit.p, '=') + 1,
			   *task = strchr(v->tasks[4].edit.p, '=') + 1;
	WANT(o, RC_OK,
	     run_op(a, "plan_section.edit", "id", section, "label", "1", "title", "Số hóa", "text",
	            "Hết quý II.", NULL));
	WANT(o, RC_OK,
	     run_op(a, "plan_section.add", "plan_id", plan, "after_id", first, "below", "1", "label",
	            "0", "title", "Mở đầu", NULL));
	WANT(o, RC_OK,
	     run_op(a, "plan_citation.edit", "id", cite, "type", "Chỉ thị", "sign", "42-CT/TW", NULL));
	WANT(o, RC_OK,
	     run_op(a, "plan_citation.add", "plan_id", plan, "type", "Nghị quyết", "sign", "57-NQ/TW",
	            "dated", "22/12/2024", "issuer", "Bộ Chính trị", NULL));
	WANT(o, RC_OK,
	     run_op(a, "plan_task.edit", "id", task, "text", "Cấp điện ổn định", "kind", "professional",
	            "unit_id", num(o, unit_named(o, "Phòng Tổng hợp")), NULL));
	WANT(o, RC_OK,
	     run_op(a, "plan_task.add", "plan_id", plan, "text", "Báo cáo hằng quý", "kind",
	            "emulation", "all_units", "1", NULL));
	v = page(o, a, id);
	assert_string_equal(v->sections[1].title.p, "Mở đầu");
	assert_int_equal(v->sections[1].depth, 1);
	assert_string_equal(v->sections[2].title.p, "Số hóa");
	assert_int_equal(v->section_count, 8);
	assert_string_equal(v->cites[0].name.p, "Chỉ thị 42-CT/TW");
	assert_int_equal(v->cites[0].document.n, 0);
	assert_int_equal(v->cite_count, 2);
	assert_string_equal(v->tasks[4].unit.p, "Phòng Tổng hợp");
	assert_true(v->tasks[5].all_units);
	/* What stood under a section that goes moves up; its tasks stay with the plan. */
	WANT(o, RC_OK, run_op(a, "plan_section.drop", "id", first, NULL));
	v = page(o, a, id);
	assert_int_equal(v->section_count, 7);
	assert_int_equal(v->sections[0].depth, 0);
	assert_int_equal(v->task_count, 6);
	WANT(o, RC_OK, run_op(a, "plan_task.drop", "id", task, NULL));
	WANT(o, RC_OK, run_op(a, "plan_citation.drop", "id", cite, NULL));
	v = page(o, a, id);
	assert_int_equal(v->task_count, 5);
	assert_int_equal(v->cite_count, 1);
}
static void each_finding_can_be_corrected_added_and_taken_out(void **state)
{
	(void)state;
	office_each_engine(run_correct);
}

/* --- confirming --- */

static void run_confirm(struct office *o)
{
	int64_t id = read_plan(o, STANDING, HEAD("07", "10 tháng 02 năm 2026") BODY);
	int issued = list_count(office_as(o, ANYBODY), "plan.list", NULL);
	struct acting *any = office_as(o, ANYBODY), *standing = office_as(o, STANDING);
	WANT(o, RC_NOTFOUND, run_op(any, "plan.view", "id", num(o, id), NULL));
	WANT(o, RC_DENIED, run_op(any, "plan.confirm", "id", num(o, id), NULL));
	confirm(o, STANDING, id);
	assert_int_equal(list_count(any, "plan.list", NULL), issued + 1);
	const struct plan_page *v = page(o, any, id);
	assert_false(v->may);
	/* Papers may be made of it; the plan itself is left alone. */
	for (int i = 0; i < v->act_count; i++)
		assert_true(str_starts(v->acts[i].href, "/writing/"));
	assert_string_equal(v->tasks[0].edit.p, "");
	/* What is confirmed is not changed any more. */
	v = page(o, standing, id);
	assert_false(v->may);
	WANT(o, RC_CONFLICT,
	     run_op(standing, "plan_task.add", "plan_id", num(o, id), "text", "Thêm sau", "kind",
	            "professional", NULL));
	WANT(o, RC_CONFLICT,
	     run_op(standing, "plan.drop", "id", num(o, id), "reason", "không cần", NULL));
	WANT(o, RC_OK, run_op(standing, "plan.close", "id", num(o, id), "reason", "đã tổng kết", NULL));
	assert_string_equal(get(o, id).state.p, "closed");
}
static void a_person_confirms_and_then_everybody_reads(void **state)
{
	(void)state;
	office_each_engine(run_confirm);
}

static void run_incomplete(struct office *o)
{
	int64_t id =
		read_plan(o, STANDING,
	              "VĂN PHÒNG\nSố: 1…/KH-VP\nLào Cai, ngày 31 tháng 02 năm 2026\n\nKẾ HOẠCH\n" BODY);
	struct acting *a = office_as(o, STANDING);
	assert_null(get(o, id).number.p);
	assert_true(date_is_none(get(o, id).dated));
	assert_true(page(o, a, id)->remark_count >= 2);
	WANT(o, RC_INVALID, run_op(a, "plan.confirm", "id", num(o, id), NULL));
	assert_non_null(strstr(a->c.err->message, "ngày ban hành"));
}
static void a_plan_without_a_date_is_not_confirmed(void **state)
{
	(void)state;
	office_each_engine(run_incomplete);
}

static void run_room(struct office *o)
{
	int64_t office_plan = read_plan(o, STANDING, HEAD("07", "10 tháng 02 năm 2026") BODY);
	struct acting *clerk = office_as(o, CLERK), *head = office_as(o, ROOM_HEAD);
	struct http_part part =
		file("PHÒNG TỔNG HỢP\nLào Cai, ngày 20 tháng 02 năm 2026\n\nKẾ HOẠCH\n" BODY);
	/* The office's draft is none of theirs. */
	WANT(o, RC_NOTFOUND,
	     run_op(clerk, "plan.edit", "id", num(o, office_plan), "type", "Kế hoạch", "title", "x",
	            "unit_id", num(o, unit_named(o, "Phòng Tổng hợp")), NULL));
	WANT(o, RC_NOTFOUND, run_op(head, "plan.confirm", "id", num(o, office_plan), NULL));
	WANT(o, RC_INVALID,
	     upload_op(clerk, "plan.read", &part, "unit_id", num(o, unit_named(o, "Phòng Nội chính")),
	               NULL));
	/* Nor do parts come into it by its number. */
	WANT(o, RC_INVALID,
	     run_op(clerk, "plan_section.add", "plan_id", num(o, office_plan), "label", "IV", "title",
	            "Chen vào", NULL));
	WANT(o, RC_INVALID,
	     run_op(clerk, "plan_task.add", "plan_id", num(o, office_plan), "text", "Chen vào việc này",
	            "kind", "professional", NULL));
	confirm(o, STANDING, office_plan);
	WANT(o, RC_OK, upload_op(clerk, "plan.read", &part, "carries_out", num(o, office_plan), NULL));
	int64_t mine = clerk->out.id;
	assert_int_equal(get(o, mine).unit_id, unit_named(o, "Phòng Tổng hợp"));
	confirm(o, ROOM_HEAD, mine);
	/* The text of a room's plan that claims to replace the office's ends nothing. */
	struct http_part claim =
		file("PHÒNG TỔNG HỢP\nLào Cai, ngày 21 tháng 3 năm 2026\n\nKẾ HOẠCH\n" BODY
	         "Kế hoạch này thay thế Kế hoạch số 07/KH-VP ngày 10/02/2026 của Văn phòng./.\n");
	WANT(o, RC_OK, upload_op(clerk, "plan.read", &claim, NULL));
	int64_t bold = clerk->out.id;
	assert_int_equal(get(o, bold).replaces_id, office_plan);
	WANT(o, RC_INVALID, run_op(head, "plan.confirm", "id", num(o, bold), NULL));
	assert_string_equal(get(o, office_plan).state.p, "issued");
	/* The office sees who has made a plan of its own. */
	const struct plan_page *v = page(o, office_as(o, STANDING), office_plan);
	assert_int_equal(v->other_count, 1);
	assert_true(str_starts(v->others[0].text, "Phòng Tổng hợp: "));
}
static void a_unit_makes_and_confirms_its_own_plan_only(void **state)
{
	(void)state;
	office_each_engine(run_room);
}

static void run_replace(struct office *o)
{
	int64_t old = read_plan(o, STANDING, HEAD("07", "10 tháng 02 năm 2026") BODY);
	confirm(o, STANDING, old);
	int64_t id =
		read_plan(o, STANDING,
	              HEAD("31", "10 tháng 6 năm 2026") BODY
	              "Kế hoạch này thay thế Kế hoạch số 07/KH-VP ngày 10/02/2026 của Văn phòng./.\n");
	assert_int_equal(get(o, id).replaces_id, old); /* proposed */
	assert_string_equal(get(o, old).state.p, "issued");
	confirm(o, STANDING, id);
	assert_string_equal(get(o, old).state.p, "closed");
	assert_non_null(strstr(get(o, old).reason.p, "thay thế"));
	const struct plan_page *v = page(o, office_as(o, STANDING), old);
	assert_int_equal(v->other_count, 1);
	WANT(o, RC_INVALID,
	     run_op(office_as(o, STANDING), "plan.replace", "id", num(o, id), "replaces_id",
	            num(o, old), NULL));
}
static void a_plan_that_replaces_another_ends_it(void **state)
{
	(void)state;
	office_each_engine(run_replace);
}

/* Back to a draft while nothing hangs on it; what it had ended runs again. */
static void run_reopen(struct office *o)
{
	struct acting *a = office_as(o, STANDING);
	int64_t old = read_plan(o, STANDING, HEAD("07", "10 tháng 02 năm 2026") BODY);
	confirm(o, STANDING, old);
	int64_t id = read_plan(o, STANDING,
	                       HEAD("09", "10 tháng 3 năm 2026") BODY
	                       "\nKế hoạch này thay thế Kế hoạch số 07/KH-VP ngày 10/02/2026.\n");
	confirm(o, STANDING, id);
	assert_string_equal(get(o, old).state.p, "closed");
	const char *n = num(o, id);
	WANT(o, RC_DENIED,
	     run_op(office_as(o, CLERK), "plan.reopen", "id", n, "reason", "đọc nhầm", NULL));
	WANT(o, RC_INVALID, run_op(a, "plan.reopen", "id", n, "reason", "", NULL));
	WANT(o, RC_OK, run_op(a, "plan.reopen", "id", n, "reason", "đọc nhầm ngày", NULL));
	assert_string_equal(get(o, id).state.p, "draft");
	assert_string_equal(get(o, old).state.p, "issued");
	assert_int_equal(list_count(office_as(o, ANYBODY), "plan.list", "q", "so hoa ho so", NULL), 0);
	WANT(o, RC_NOTFOUND, run_op(office_as(o, ANYBODY), "plan.view", "id", n, NULL));
	WANT(o, RC_CONFLICT, run_op(a, "plan.reopen", "id", n, "reason", "đọc nhầm ngày", NULL));
	confirm(o, STANDING, id);
	/* A movement of it, even a draft, holds it. */
	WANT(o, RC_OK,
	     run_op(a, "movement.from_plan", "plan_id", n, "form", "theme", "begins", "01/12/2026",
	            "ends", "31/12/2026", NULL));
	int64_t movement = a->out.id;
	WANT(o, RC_CONFLICT, run_op(a, "plan.reopen", "id", n, "reason", "đọc nhầm ngày", NULL));
	assert_non_null(strstr(o->f->err.message, "1 phong trào"));
	WANT(o, RC_OK,
	     run_op(a, "movement.drop", "id", num(o, movement), "reason", "không làm nữa", NULL));
	WANT(o, RC_OK, run_op(a, "plan.reopen", "id", n, "reason", "đọc nhầm ngày", NULL));
}
static void a_plan_on_which_nothing_hangs_becomes_a_draft_again(void **state)
{
	(void)state;
	office_each_engine(run_reopen);
}

/* --- somebody else's plan --- */

static void run_other_office(struct office *o)
{
	static const char *const ours[] = {"UBND TỈNH LÀO CAI\nVĂN PHÒNG",
	                                   "VĂN PHÒNG UBND TỈNH\nPHÒNG TỔNG HỢP",
	                                   "ỦY BAN NHÂN DÂN TỈNH LÀO CAI\nVĂN PHÒNG", NULL};
	static const char *const others[] = {"UBND TỈNH LÀO CAI\nSỞ Y TẾ",
	                                     "UBND TỈNH CAO BẰNG\nVĂN PHÒNG",
	                                     "ỦY BAN NHÂN DÂN\nTHÀNH PHỐ ĐÀ NẴNG", NULL};
	struct acting *a = office_as(o, STANDING);
	for (int i = 0; ours[i]; i++) {
		int64_t id = read_plan(o, STANDING,
		                       arena_printf(&o->f->mem,
		                                    "%s\nSố: 3%d/KH-VP\nLào Cai, ngày 10 tháng 02 năm "
		                                    "2026\n\nKẾ HOẠCH\n" BODY,
		                                    ours[i], i)
		                           .p);
		confirm(o, STANDING, id);
		assert_int_equal(get(o, id).reason.n, 0);
	}
	for (int i = 0; others[i]; i++) {
		int64_t id = read_plan(o, STANDING,
		                       arena_printf(&o->f->mem,
		                                    "%s\nSố: 4%d/KH-VP\nLào Cai, ngày 10 tháng 02 năm "
		                                    "2026\n\nKẾ HOẠCH\n" BODY,
		                                    others[i], i)
		                           .p);
		const struct plan_page *v = page(o, a, id);
		assert_true(v->remark_count > 0);
		assert_non_null(strstr(v->remarks[v->remark_count - 1].value.p, "không phải cơ quan này"));
		WANT(o, RC_INVALID, run_op(a, "plan.confirm", "id", num(o, id), NULL));
		assert_string_equal(o->f->err.field, "other");
		assert_string_equal(get(o, id).state.p, "draft");
		WANT(o, RC_OK,
		     run_op(a, "plan.confirm", "id", num(o, id), "other", "Cơ quan hưởng ứng", NULL));
		assert_non_null(strstr(get(o, id).reason.p, "Cơ quan hưởng ứng"));
	}
}
static void the_plan_of_another_office_wants_a_reason(void **state)
{
	(void)state;
	office_each_engine(run_other_office);
}

static void run_hand(struct office *o)
{
	struct acting *a = office_as(o, STANDING);
	WANT(o, RC_OK,
	     run_op(a, "plan.write", "type", "Kế hoạch", "title", "Thi đua quý III", "dated",
	            "01/7/2026", "text", "I. NỘI DUNG\n1. Dọn kho lưu trữ.\n2. Số hóa sổ cũ.\n", NULL));
	int64_t id = a->out.id;
	const struct plan_page *v = page(o, a, id);
	assert_int_equal(v->section_count, 3);
	assert_int_equal(v->task_count, 2);
	assert_string_equal(get(o, id).source_kind.p, "hand");
	confirm(o, STANDING, id);
	WANT(o, RC_OK, run_op(a, "plan.write", "type", "Kế hoạch", "title", "Không có thân", NULL));
}
static void a_plan_can_be_typed_in(void **state)
{
	(void)state;
	office_each_engine(run_hand);
}

static void run_file(struct office *o)
{
	const char *text = HEAD("07", "10 tháng 02 năm 2026") BODY;
	int64_t id = read_plan(o, STANDING, text);
	struct acting *a = office_as(o, STANDING), *any = office_as(o, ANYBODY);
	char back[4096];
	WANT(o, RC_OK, run_op(a, "plan.file", "id", num(o, id), NULL));
	assert_int_equal(pread(a->out.fd, back, sizeof back, 0), strlen(text));
	close(a->out.fd);
	WANT(o, RC_NOTFOUND, run_op(any, "plan.file", "id", num(o, id), NULL));
	assert_int_equal(list_count(any, "file.list", NULL), 0); /* nor by another door */
}
static void the_file_is_given_to_those_who_may_see_the_plan(void **state)
{
	(void)state;
	office_each_engine(run_file);
}

/* --- who is waited for, where it shows --- */

static bool waits_at_home(struct office *o, const char *who, const char *title, const char *href)
{
	struct acting *a = office_as(o, who);
	WANT(o, RC_OK, run_op(a, "home.mine", NULL));
	const struct home_view *v = a->out.data;
	bool card = false, row = false;
	for (int i = 0; i < v->card_count; i++)
		card |= strcmp(v->cards[i].title, title) == 0;
	for (int i = 0; i < v->row_count; i++)
		row |= str_eqz(v->rows[i].href, href);
	return card && row;
}

static void run_waits(struct office *o)
{
	static const char title[] = "Kế hoạch chờ xác nhận";
	int64_t id = read_plan(o, STANDING, HEAD("07", "10 tháng 02 năm 2026") BODY);
	const char *href = arena_printf(&o->f->mem, "/plan/%" PRId64, id).p;
	assert_true(waits_at_home(o, STANDING, title, href));
	assert_false(waits_at_home(o, ANYBODY, title, href));
	confirm(o, STANDING, id);
	assert_false(waits_at_home(o, STANDING, title, href));
}
static void a_draft_waits_at_home_for_those_who_may_confirm_it(void **state)
{
	(void)state;
	office_each_engine(run_waits);
}

static void run_cited_by(struct office *o)
{
	struct acting *any = office_as(o, ANYBODY);
	struct rows rows;
	int64_t id = read_plan(o, STANDING, HEAD("07", "10 tháng 02 năm 2026") BODY);
	WANT(o, RC_OK, run_op(any, "document.cited", "text", "Chỉ thị số 41-CT/TW", NULL));
	const char *document = num(o, any->out.id);
	int before = list_count(any, "document.plans", "document", document, NULL);
	assert_int_equal(before, 1); /* the example's plan; a draft is its writers' alone */
	confirm(o, STANDING, id);
	WANT(o, RC_OK, list_op(any, &rows, "document.plans", "document", document, NULL));
	assert_int_equal(rows.count, 2);
	assert_int_equal(row_int(&rows, 0, "plan_id"), id);
	assert_int_equal(list_count(any, "document.movements", "document", document, NULL), 0);
}
static void a_document_lists_the_plans_that_cite_it(void **state)
{
	(void)state;
	office_each_engine(run_cited_by);
}

static void run_marks(struct office *o)
{
	int64_t id =
		read_plan(o, STANDING,
	              "VAN PHONG\nS6: 09/KH-VP\nLao Cai, ngay 10 thang 02 nam 2026\n\nKE HOACH\n"
	              "Phat dong phong trao thi dua\n\nI. NOI DUNG\n1. Tiép tuc trién khai cai "
	              "cach hanh chinh.\n2. Giu sach phong.\n");
	struct acting *a = office_as(o, STANDING);
	const struct plan_page *v = page(o, a, id);
	assert_string_equal(v->tasks[0].text.p, "Tiếp tục triển khai cải cách hành chính.");
	assert_true(v->tasks[0].repaired && v->sections[1].repaired);
	assert_false(v->tasks[1].repaired || v->sections[2].repaired);
	assert_string_equal(get(o, id).title.p, "Phát động phong trào thi đua");
}
static void what_was_given_its_marks_back_is_shown_so(void **state)
{
	(void)state;
	office_each_engine(run_marks);
}

static void run_table(struct office *o)
{
	int64_t id = read_plan(
		o, STANDING,
		HEAD("09", "10 tháng 02 năm 2026") "Thi đua quý I\n\nI. NHIỆM VỤ\n"
										   "TT | Nhiệm vụ | Đơn vị chủ trì | Phối hợp | Thời "
										   "gian\n1 | Số hóa hồ sơ | "
										   "Phòng Tổng hợp | Phòng Nội chính | 30/3/2026\n");
	const struct plan_page *v = page(o, office_as(o, STANDING), id);
	assert_int_equal(v->task_count, 1);
	assert_string_equal(v->tasks[0].unit.p, "Phòng Tổng hợp");
	assert_string_equal(v->tasks[0].text.p,
	                    "Số hóa hồ sơ (phối hợp: Phòng Nội chính; thời gian: 30/3/2026)");
}
static void a_row_of_a_table_becomes_a_task_of_its_unit(void **state)
{
	(void)state;
	office_each_engine(run_table);
}

static void run_example(struct office *o)
{
	struct rows rows;
	struct acting *a = office_as(o, ANYBODY);
	WANT(o, RC_OK, list_op(a, &rows, "plan.list", "year", "2026", NULL));
	assert_int_equal(rows.count, 1);
	int64_t id = row_int(&rows, 0, "id");
	struct sql_plan_get p = get(o, id);
	const struct plan_page *v = page(o, a, id);
	assert_null(p.number.p);
	assert_string_equal(p.notation.p, "KH-VP");
	assert_string_equal(date_iso(p.dated).z, "2026-01-27");
	assert_int_equal(v->section_count, 12);
	assert_int_equal(v->cite_count, 9);
	assert_int_equal(v->task_count, 13);
	assert_string_equal(v->tasks[12].unit.p, "Phòng Hành chính - Quản trị");
	assert_true(v->tasks[9].all_units);
}
static void the_example_office_has_the_plan_of_its_year(void **state)
{
	(void)state;
	office_each_engine(run_example);
}

int main(int argc, char **argv)
{
	if (argc > 1 && strcmp(argv[1], "parse") == 0)
		return sandbox_child(argc, argv, cli_parsers, cli_parser_count);
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_file_becomes_a_draft_with_all_its_findings),
		cmocka_unit_test(owners_are_matched_to_units_of_the_office),
		cmocka_unit_test(what_is_no_plan_leaves_nothing_behind),
		cmocka_unit_test(the_same_plan_twice_is_told_with_its_address),
		cmocka_unit_test(a_large_file_is_read_by_a_job_wholly_or_not_at_all),
		cmocka_unit_test(each_finding_can_be_corrected_added_and_taken_out),
		cmocka_unit_test(a_person_confirms_and_then_everybody_reads),
		cmocka_unit_test(a_plan_without_a_date_is_not_confirmed),
		cmocka_unit_test(a_unit_makes_and_confirms_its_own_plan_only),
		cmocka_unit_test(a_plan_that_replaces_another_ends_it),
		cmocka_unit_test(a_plan_on_which_nothing_hangs_becomes_a_draft_again),
		cmocka_unit_test(the_plan_of_another_office_wants_a_reason),
		cmocka_unit_test(a_plan_can_be_typed_in),
		cmocka_unit_test(the_file_is_given_to_those_who_may_see_the_plan),
		cmocka_unit_test(a_draft_waits_at_home_for_those_who_may_confirm_it),
		cmocka_unit_test(a_document_lists_the_plans_that_cite_it),
		cmocka_unit_test(what_was_given_its_marks_back_is_shown_so),
		cmocka_unit_test(a_row_of_a_table_becomes_a_task_of_its_unit),
		cmocka_unit_test(the_example_office_has_the_plan_of_its_year),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
