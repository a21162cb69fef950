/* Public pages: only what was published, only while the office says so; the public asked and
 * answered. */
#include "decision_fixture.h"
#include "upload_fixture.h"

#include "app/public/page.h"
#include "app/public/public.h"
#include "app/record/record.h"
#include "base/buf.h"
#include "db/sql_comment.h"

#include <stdlib.h>
#include <unistd.h>

#define STANDING "vidu.thuongtruc"
#define HEAD "vidu.chanhvp"
#define ADMIN "vidu.quantri"

/* clang-format off */
#define STORY \
	"Tháng mười một, kho lưu trữ tầng hầm ngập sau trận mưa đêm. Chị ở lại đến sáng, cùng hai người bảo vệ " \
	"chuyển 240 hộp hồ sơ lên tầng hai, không hộp nào ướt. Từ hôm ấy phòng lập lịch trực mưa bão."
/* clang-format on */

static void set(struct office *o, const char *key, const char *value)
{
	WANT(o, RC_OK,
	     run_op(office_as(o, ADMIN), "setting.set", "key", key, "value", value, "basis", "Thử",
	            NULL));
}

static int64_t published(struct office *o, bool all_the_way)
{
	struct acting *standing = office_as(o, STANDING);
	WANT(o, RC_OK,
	     run_op(standing, "exemplar.propose", "person_id", num(o, person_named(o, "Tẩn Mùi Phạm")),
	            "year", "2026", "month", "11", "title", "Người giữ kho hồ sơ trong mưa", "story",
	            STORY, NULL));
	const char *n = num(o, standing->out.id);
	int64_t id = standing->out.id;
	WANT(o, RC_OK, run_op(standing, "exemplar.choose", "id", n, NULL));
	if (!all_the_way)
		return id;
	WANT(o, RC_OK, run_op(office_as(o, HEAD), "exemplar.approve", "id", n, NULL));
	WANT(o, RC_OK,
	     run_op(standing, "exemplar.publish", "id", n, "consent", "Đồng ý ngày 20/11/2026", NULL));
	return id;
}

/* --- what is shown -----------------------------------------------------------------------------
 */

static void run_parts(struct office *o)
{
	struct acting *nobody = office_as(o, NULL);
	const char *const parts[] = {"public.honours", "public.movements", "public.exemplars"};
	const char *id = num(o, published(o, true));
	for (int i = 0; i < COUNT(parts); i++) {
		set(o, parts[i], "0");
		assert_int_equal(list_count(nobody, parts[i], NULL), 0);
	}
	WANT(o, RC_NOTFOUND, run_op(nobody, "public.exemplar", "id", id, NULL));
	for (int i = 0; i < COUNT(parts); i++) {
		set(o, parts[i], "1");
		assert_true(list_count(nobody, parts[i], NULL) > 0);
	}
	WANT(o, RC_OK, run_op(nobody, "public.exemplar", "id", id, NULL));
	assert_true(str_eqz(nobody->out.sub, "Tẩn Mùi Phạm"));
	/* Taken off, it is gone at once. */
	WANT(o, RC_OK,
	     run_op(office_as(o, HEAD), "exemplar.withdraw", "id", id, "reason", "Chị ấy đổi ý", NULL));
	WANT(o, RC_NOTFOUND, run_op(nobody, "public.exemplar", "id", id, NULL));
	/* The ledger from a year on. */
	int all = list_count(nobody, "public.honours", NULL);
	set(o, "public.honours_from", "2025");
	int late = list_count(nobody, "public.honours", NULL);
	assert_true(late > 0 && late < all);
	/* A draft of a movement is no movement yet. */
	WANT(o, RC_NOTFOUND, run_op(nobody, "public.movement", "id", "999999", NULL));
}

static void nothing_is_public_that_the_office_has_not_switched_on(void **state)
{
	(void)state;
	office_each_engine(run_parts);
}

static void run_cancelled(struct office *o)
{
	struct acting *standing = office_as(o, STANDING), *nobody = office_as(o, NULL);
	struct rows rows;
	set(o, "public.honours", "1");
	WANT(o, RC_OK,
	     run_op(standing, "award.add", "person_id", num(o, person_named(o, "Tẩn Mùi Phạm")), "code",
	            "GK", "type", "merit", "year", "2026", "sign", "77/QĐ-VP", "dated", "20/11/2026",
	            "achievement", "Cứu kho hồ sơ", NULL));
	const char *id = num(o, standing->out.id);
	assert_int_equal(list_count(nobody, "public.honours", "year", "2026", "code", "GK", NULL), 1);
	WANT(o, RC_OK,
	     run_op(standing, "award.cancel", "id", id, "sign", "88/QĐ-VP", "dated", "23/11/2026",
	            "reason", "Kê khai sai", NULL));
	WANT(o, RC_OK, second_op(o, standing, HEAD));
	WANT(o, RC_OK, list_op(nobody, &rows, "public.honours", "year", "2026", "code", "GK", NULL));
	assert_int_equal(rows.count, 1);
	assert_true(str_eqz(row_text(nobody, &rows, 0, "state"), "cancelled"));
	assert_true(str_eqz(row_text(nobody, &rows, 0, "cancel_sign"), "88/QĐ-VP"));
	assert_true(str_eqz(row_text(nobody, &rows, 0, "cancel_dated"), "2026-11-23"));
}

static void a_cancelled_award_stays_with_both_decisions(void **state)
{
	(void)state;
	office_each_engine(run_cancelled);
}

static struct str written(struct acting *a, const char *op)
{
	struct buf *b = arena_alloc(a->c.mem, sizeof *b);
	buf_init(b, 1 << 20);
	arena_defer(a->c.mem, (void (*)(void *))buf_release, b);
	op_find(str_of(op))->page(b, &a->c, a->out.data);
	return buf_view(b);
}

static void run_feed(struct office *o)
{
	struct acting *nobody = office_as(o, NULL), *standing = office_as(o, STANDING);
	set(o, "public.exemplars", "1");
	set(o, "public.movements", "0");
	WANT(o, RC_OK,
	     run_op(standing, "exemplar.propose", "unit_id", num(o, unit_named(o, "Phòng Tổng hợp")),
	            "year", "2026", "month", "11", "title", "Một < hai & \"ba\"", "story", STORY,
	            NULL));
	const char *n = num(o, standing->out.id);
	WANT(o, RC_OK, run_op(standing, "exemplar.choose", "id", n, NULL));
	WANT(o, RC_OK, run_op(office_as(o, HEAD), "exemplar.approve", "id", n, NULL));
	WANT(o, RC_OK, run_op(nobody, "public.feed", NULL));
	assert_null(strstr(arena_strz(nobody->c.mem, written(nobody, "public.feed")), "&lt; hai"));
	WANT(o, RC_OK, run_op(standing, "exemplar.publish", "id", n, NULL)); /* a collective */
	WANT(o, RC_OK, run_op(nobody, "public.feed", NULL));
	struct str xml = written(nobody, "public.feed");
	const char *text = arena_strz(nobody->c.mem, xml);
	assert_non_null(strstr(text, "<title>Một &lt; hai &amp; \"ba\"</title>"));
	assert_non_null(strstr(text, "<updated>2026-11-2"));
	assert_true(str_eqz(nobody->out.file_type, "application/atom+xml; charset=utf-8"));
}

static void the_feed_tells_what_was_published_and_escapes_it(void **state)
{
	(void)state;
	office_each_engine(run_feed);
}

/* --- asked, said, answered ----------------------------------------------------------------------
 */

static int64_t opened(struct office *o, int64_t exemplar)
{
	struct acting *standing = office_as(o, STANDING);
	set(o, "public.comments", "1");
	WANT(o, RC_OK,
	     run_op(standing, "comment_period.open", "title", "Ý kiến về điển hình tháng 11", "unit_id",
	            num(o, unit_named(o, "Văn phòng Ủy ban nhân dân tỉnh Lào Cai")),
	            "exemplars.0.exemplar_id", num(o, exemplar), NULL));
	return standing->out.id;
}

static enum rc comment(struct office *o, const char *from, int64_t period, const char *text,
                       const char *website)
{
	struct acting *a = office_as(o, NULL);
	a->c.remote = str_of(from);
	return run_op(a, "public.comment", "period", num(o, period), "text", text, "author", "Bà Lan",
	              "contact", "0912345678", "website", website, NULL);
}

static struct sql_comment_counts counts(struct office *o, int64_t period)
{
	struct sql_comment_counts n;
	WANT(o, RC_OK, sql_comment_counts(o->f->db, &o->f->mem, period, &n));
	return n;
}

static void run_comments(struct office *o)
{
	struct acting *standing = office_as(o, STANDING), *nobody = office_as(o, NULL);
	struct rows rows;
	int64_t period = opened(o, published(o, false));
	const char *n = num(o, period);
	WANT(o, RC_OK, comment(o, "10.0.0.1", period, "Chị ấy làm thật, cả xóm biết.", ""));
	/* A machine fills in every box: it is thanked, and nothing is kept. */
	WANT(o, RC_OK, comment(o, "10.0.0.2", period, "Mua hàng giá rẻ tại đây", "http://x"));
	assert_int_equal(counts(o, period).total, 1);
	WANT(o, RC_OK, list_op(standing, &rows, "comment.list", "period", n, NULL));
	assert_int_equal(rows.count, 1);
	const char *id = num(o, row_int(&rows, 0, "id"));
	/* Nobody reads it before it was looked at; then with the name that its writer gave. */
	WANT(o, RC_OK, run_op(nobody, "public.period", "id", n, NULL));
	assert_null(strstr(arena_strz(nobody->c.mem, written(nobody, "public.period")), "cả xóm biết"));
	WANT(o, RC_OK, run_op(standing, "comment.show", "id", id, NULL));
	WANT(o, RC_CONFLICT,
	     run_op(standing, "comment_period.close", "id", n, "result", "Một ý kiến đồng tình", NULL));
	WANT(o, RC_OK,
	     run_op(standing, "comment.answer", "id", id, "answer", "Cảm ơn bà, cơ quan đã ghi nhận.",
	            NULL));
	WANT(o, RC_OK, run_op(nobody, "public.period", "id", n, NULL));
	const char *page = arena_strz(nobody->c.mem, written(nobody, "public.period"));
	assert_non_null(strstr(page, "cả xóm biết"));
	assert_non_null(strstr(page, "Bà Lan"));
	assert_non_null(strstr(page, "cơ quan đã ghi nhận"));
	assert_null(strstr(page, "0912345678"));
	/* The contact: the standing body and the inspector, nobody else. */
	WANT(o, RC_OK, run_op(standing, "comment.contact", "id", id, NULL));
	assert_true(str_eqz(standing->out.facts[0].value, "0912345678"));
	WANT(o, RC_OK, run_op(office_as(o, "vidu.thanhtra"), "comment.contact", "id", id, NULL));
	WANT(o, RC_DENIED, run_op(office_as(o, HEAD), "comment.contact", "id", id, NULL));
	WANT(o, RC_DENIED, run_op(office_as(o, ADMIN), "comment.contact", "id", id, NULL));
	WANT(o, RC_OK,
	     run_op(standing, "comment_period.close", "id", n, "result", "Một ý kiến đồng tình", NULL));
	WANT(o, RC_CONFLICT, comment(o, "10.0.0.3", period, "Gửi muộn mất rồi", ""));
}

static void a_comment_is_looked_at_answered_and_its_writer_kept_secret(void **state)
{
	(void)state;
	office_each_engine(run_comments);
}

static void run_flood(struct office *o)
{
	int64_t period = opened(o, published(o, false));
	char from[32];
	/* One address: three a minute. */
	for (int i = 0; i < 3; i++)
		WANT(o, RC_OK, comment(o, "10.0.0.1", period, "Ý kiến thứ mấy đó", ""));
	for (int i = 0; i < 20; i++)
		WANT(o, RC_BUSY, comment(o, "10.0.0.1", period, "Ý kiến thứ mấy đó", ""));
	assert_int_equal(counts(o, period).total, 3);
	/* Many addresses: so many a day. */
	set(o, "comment.day_max", "10");
	for (int i = 0; i < 30; i++) {
		snprintf(from, sizeof from, "10.0.1.%d", i);
		WANT(o, i < 7 ? RC_OK : RC_BUSY, comment(o, from, period, "Ý kiến thứ mấy đó", ""));
	}
	assert_int_equal(counts(o, period).total, 10);
	/* Too long is refused before anything is kept. */
	char *text = arena_alloc(&o->f->mem, 5001);
	memset(text, 'a', 5000);
	text[5000] = '\0';
	WANT(o, RC_INVALID, comment(o, "10.0.2.1", period, text, ""));
}

static void a_flood_of_comments_fills_nothing(void **state)
{
	(void)state;
	office_each_engine(run_flood);
}

/* --- decisions and dossiers ---------------------------------------------------------------------
 */

static enum rc attach(struct acting *a, const char *id)
{
	struct http_part scan = part_of("112-QD-VP.pdf", STR("%PDF-1.4 x"));
	struct values v;
	values_init(&v, a->c.mem);
	TRY(values_add(&v, STR("file"), scan.filename, a->c.err));
	v.items[0].file = &scan;
	TRY(values_add(&v, STR("id"), str_of(id), a->c.err));
	err_clear(a->c.err);
	return gate_run(&a->c, op_find(STR("decision.attach")), &v, &a->how, &a->errors, &a->out);
}

/* What the first page counts of a code in its year: as many as the list of honours has. */
static int counted(struct office *o, const char *code, int64_t *year)
{
	struct acting *nobody = office_as(o, NULL);
	WANT(o, RC_OK, run_op(nobody, "public.home", NULL));
	const struct public_home_view *v = nobody->out.data;
	int n = 0;
	for (int i = 0; i < v->figure_count; i++)
		if (str_eq(v->figures[i].label, choice_label(award_codes, str_of(code))))
			n = (int)strtoll(arena_strz(nobody->c.mem, v->figures[i].number), NULL, 10);
	*year = strtoll(arena_strz(nobody->c.mem, v->year), NULL, 10);
	assert_int_equal(n, list_count(nobody, "public.honours", "year", num(o, *year), "code", code,
	                               "state", "valid", NULL));
	return n;
}

static void run_decision(struct office *o)
{
	int64_t dossier = DB_NULL;
	struct acting *standing = office_as(o, STANDING), *registry = office_as(o, "vidu.vanthu"),
				  *nobody = office_as(o, NULL);
	int64_t before, year;
	set(o, "public.honours", "1");
	set(o, "public.decisions", "1");
	ready_person(o, "Giàng Thị Dua", "CSTDCS", &dossier);
	counted(o, "CSTDCS", &before);
	assert_int_equal(before, 2025);
	WANT(o, RC_OK,
	     run_op(standing, "decision.draft", "dossier_id", num(o, dossier), "reason",
	            "đã hoàn thành xuất sắc nhiệm vụ năm 2026", NULL));
	const char *d = num(o, standing->out.id);
	WANT(o, RC_OK, run_op(office_as(o, HEAD), "decision.sign", "id", d, NULL));
	WANT(o, RC_OK,
	     run_op(registry, "decision.number", "id", d, "dated", "20/11/2026", "number", "9771",
	            NULL));
	/* It is in the ledger, and nobody outside knows before it is out. */
	assert_int_equal(list_count(standing, "award.list", "person",
	                            num(o, person_named(o, "Giàng Thị Dua")), "code", "CSTDCS", "year",
	                            "2026", NULL),
	                 1);
	assert_int_equal(list_count(nobody, "public.honours", "year", "2026", "code", "CSTDCS", NULL),
	                 0);
	counted(o, "CSTDCS", &year);
	assert_int_equal(year, before);
	assert_int_equal(list_count(nobody, "public.decisions", NULL), 0);
	WANT(o, RC_NOTFOUND, run_op(nobody, "public.decision", "id", d, NULL));
	WANT(o, RC_NOTFOUND, run_op(nobody, "public.decision_file", "id", d, NULL));
	WANT(o, RC_OK, attach(registry, d));
	WANT(o, RC_OK, run_op(registry, "decision.publish", "id", d, NULL));
	assert_int_equal(list_count(nobody, "public.honours", "year", "2026", "code", "CSTDCS", NULL),
	                 1);
	assert_int_equal(counted(o, "CSTDCS", &year), 1);
	assert_int_equal(year, 2026);
	assert_int_equal(list_count(nobody, "public.decisions", NULL), 1);
	WANT(o, RC_OK, run_op(nobody, "public.decision", "id", d, NULL));
	assert_non_null(
		strstr(arena_strz(nobody->c.mem, written(nobody, "public.decision")), "Giàng Thị Dua"));
	WANT(o, RC_OK, run_op(nobody, "public.decision_file", "id", d, NULL));
	close(nobody->out.fd);
	nobody->out.fd = -1;
	/* Nor does it count what is older than the office shows. */
	set(o, "public.honours_from", "2027");
	WANT(o, RC_OK, run_op(nobody, "public.home", NULL));
	assert_int_equal(((const struct public_home_view *)nobody->out.data)->figure_count, 0);
	set(o, "public.decisions", "0");
	assert_int_equal(list_count(nobody, "public.decisions", NULL), 0);
	WANT(o, RC_NOTFOUND, run_op(nobody, "public.decision_file", "id", d, NULL));
}

static void a_decision_is_public_once_it_is_published(void **state)
{
	(void)state;
	office_each_engine(run_decision);
}

static void run_dossier(struct office *o)
{
	int64_t dossier = DB_NULL;
	struct acting *standing = office_as(o, STANDING), *nobody = office_as(o, NULL);
	set(o, "public.comments", "1");
	ready_person(o, "Giàng Thị Dua", "CSTDCS", &dossier);
	ready_person(o, "Tẩn Mùi Phạm", "CSTDCS", &dossier);
	const char *d = num(o, dossier);
	int before = list_count(standing, "dossier.steps", "dossier", d, NULL);
	WANT(o, RC_DENIED, run_op(office_as(o, HEAD), "comment_period.dossier", "id", d, NULL));
	WANT(o, RC_OK, run_op(standing, "comment_period.dossier", "id", d, NULL));
	const char *period = num(o, standing->out.id);
	assert_int_equal(list_count(standing, "comment_item.list", "period", period, NULL), 2);
	assert_int_equal(list_count(standing, "dossier.steps", "dossier", d, NULL), before + 1);
	/* Ten days, as long as the office has not said otherwise. */
	WANT(o, RC_OK, run_op(nobody, "public.period", "id", period, NULL));
	assert_true(str_eqz(nobody->out.sub, "Từ ngày 23/11/2026 đến hết ngày 02/12/2026"));
	WANT(o, RC_OK,
	     run_op(standing, "comment_period.close", "id", period, "result",
	            "Không có ý kiến trái chiều", NULL));
	assert_int_equal(list_count(standing, "dossier.steps", "dossier", d, NULL), before + 2);
}

static void the_public_is_asked_about_a_dossier_and_the_result_stands_in_it(void **state)
{
	(void)state;
	office_each_engine(run_dossier);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nothing_is_public_that_the_office_has_not_switched_on),
		cmocka_unit_test(a_cancelled_award_stays_with_both_decisions),
		cmocka_unit_test(the_feed_tells_what_was_published_and_escapes_it),
		cmocka_unit_test(a_comment_is_looked_at_answered_and_its_writer_kept_secret),
		cmocka_unit_test(a_flood_of_comments_fills_nothing),
		cmocka_unit_test(a_decision_is_public_once_it_is_published),
		cmocka_unit_test(the_public_is_asked_about_a_dossier_and_the_result_stands_in_it),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
