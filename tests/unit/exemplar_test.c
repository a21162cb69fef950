/* Exemplars: proposed by units, chosen, approved, published with consent, followed, taken off. */
#include "db/sql_dossier.h"
#include "decision_fixture.h"
#include "upload_fixture.h"

#include "app/exemplar/exemplar.h"
#include "cli/parsers.h"
#include "db/sql_exemplar.h"
#include "job/sandbox.h"

#include <unistd.h>

#define TH "Phòng Tổng hợp"
#define CLERK "vidu.daumoi"
#define UNIT_HEAD "vidu.truongphong"
#define STANDING "vidu.thuongtruc"
#define HEAD "vidu.chanhvp"

/* clang-format off */
#define STORY \
	"Tháng mười một, kho lưu trữ tầng hầm ngập sau trận mưa đêm. Chị ở lại đến sáng, cùng hai người bảo vệ " \
	"chuyển 240 hộp hồ sơ lên tầng hai, không hộp nào ướt. Từ hôm ấy phòng lập lịch trực mưa bão."
/* clang-format on */

static struct sql_exemplar_get get(struct office *o, int64_t id)
{
	struct sql_exemplar_get e;
	WANT(o, RC_OK, sql_exemplar_get(o->f->db, &o->f->mem, id, &e));
	return e;
}

static enum rc propose(struct office *o, struct acting *a, const char *who, const char *month)
{
	return run_op(a, "exemplar.propose", "person_id", num(o, person_named(o, who)), "year", "2026",
	              "month", month, "title", "Người giữ kho hồ sơ trong mưa", "story", STORY, NULL);
}

static int64_t proposed(struct office *o, const char *month)
{
	struct acting *clerk = office_as(o, CLERK);
	WANT(o, RC_OK, propose(o, clerk, "Tẩn Mùi Phạm", month));
	return clerk->out.id;
}

/* --- from the proposal to the public page and off it ----------------------------------------- */

static void run_way(struct office *o)
{
	struct acting *clerk = office_as(o, CLERK), *standing = office_as(o, STANDING),
				  *head = office_as(o, HEAD);
	int told = list_count(standing, "notice.list", NULL);
	int64_t id = proposed(o, "11");
	const char *n = num(o, id);
	assert_int_equal(list_count(standing, "notice.list", NULL), told + 1);
	assert_int_equal(get(o, id).holder_id, unit_named(o, TH));
	/* Once a month for each; not for months to come; nobody outside the own unit. */
	WANT(o, RC_CONFLICT, propose(o, office_as(o, UNIT_HEAD), "Tẩn Mùi Phạm", "11"));
	WANT(o, RC_INVALID, propose(o, clerk, "Tẩn Mùi Phạm", "12"));
	WANT(o, RC_INVALID, propose(o, clerk, "Trần Quốc Việt", "11"));
	/* The order of steps, and who takes them. */
	WANT(o, RC_CONFLICT, run_op(head, "exemplar.approve", "id", n, NULL));
	WANT(o, RC_DENIED, run_op(clerk, "exemplar.choose", "id", n, NULL));
	WANT(o, RC_OK, run_op(standing, "exemplar.choose", "id", n, NULL));
	WANT(o, RC_DENIED,
	     run_op(clerk, "exemplar.edit", "id", n, "year", "2026", "month", "11", "title",
	            "Tên khác hẳn", "story", STORY, NULL));
	WANT(o, RC_OK,
	     run_op(standing, "exemplar.edit", "id", n, "year", "2026", "month", "11", "title",
	            "Đêm mưa ở kho hồ sơ", "story", STORY, NULL));
	WANT(o, RC_DENIED, run_op(standing, "exemplar.approve", "id", n, NULL));
	WANT(o, RC_OK, run_op(head, "exemplar.approve", "id", n, NULL));
	WANT(o, RC_CONFLICT,
	     run_op(standing, "exemplar.edit", "id", n, "year", "2026", "month", "11", "title",
	            "Sửa sau khi duyệt", "story", STORY, NULL));
	/* Nothing about a person goes out without that person. */
	WANT(o, RC_INVALID, run_op(standing, "exemplar.publish", "id", n, NULL));
	WANT(o, RC_OK,
	     run_op(standing, "exemplar.publish", "id", n, "consent",
	            "Đồng ý ngày 20/11/2026 bằng tin nhắn", NULL));
	assert_int_equal(get(o, id).published_on.days, date_of(2026, 11, 23).days);
	WANT(o, RC_OK,
	     run_op(clerk, "exemplar.note", "id", n, "on", "23/11/2026", "text",
	            "Bốn phòng khác đã lập lịch trực", "shown", "1", NULL));
	WANT(
		o, RC_INVALID,
		run_op(clerk, "exemplar.note", "id", n, "on", "24/11/2026", "text", "Ngày chưa đến", NULL));
	assert_int_equal(list_count(clerk, "exemplar_note.list", "exemplar", n, NULL), 1);
	WANT(o, RC_OK, run_op(head, "exemplar.withdraw", "id", n, "reason", "Chị ấy đổi ý", NULL));
	assert_true(str_eqz(get(o, id).state, "withdrawn"));
	/* Again only by way of the head. */
	WANT(o, RC_CONFLICT,
	     run_op(standing, "exemplar.publish", "id", n, "consent", "Đồng ý lại ngày 23/11/2026",
	            NULL));
	WANT(o, RC_OK, run_op(standing, "exemplar.choose", "id", n, NULL));
	assert_true(str_eqz(get(o, id).state, "chosen"));
	WANT(o, RC_OK, run_op(head, "exemplar.approve", "id", n, NULL));
	/* The consent of the first time is gone with it, also for a program that leaves the field out.
	 */
	standing->how.partial = true;
	WANT(o, RC_INVALID, run_op(standing, "exemplar.publish", "id", n, NULL));
	standing->how.partial = false;
}

static void an_exemplar_goes_its_way_and_off_again(void **state)
{
	(void)state;
	office_each_engine(run_way);
}

static void run_own(struct office *o)
{
	struct acting *clerk = office_as(o, CLERK), *standing = office_as(o, STANDING);
	int unit = list_count(clerk, "exemplar.list", NULL),
		office = list_count(standing, "exemplar.list", NULL);
	/* Nobody proposes or chooses themselves. */
	WANT(o, RC_DENIED, propose(o, clerk, "Giàng Thị Dua", "11"));
	WANT(o, RC_OK, propose(o, standing, "Trần Quốc Việt", "11"));
	WANT(o, RC_DENIED, propose(o, standing, "Nguyễn Thị Hạnh", "11"));
	/* A collective and a household need no other unit, or one. */
	WANT(o, RC_INVALID,
	     run_op(standing, "exemplar.propose", "household", "Hộ ông Giàng A Páo", "year", "2026",
	            "month", "11", "title", "Hiến đất mở đường", "story", STORY, NULL));
	WANT(o, RC_OK,
	     run_op(standing, "exemplar.propose", "household", "Hộ ông Giàng A Páo", "by_unit",
	            num(o, unit_named(o, TH)), "year", "2026", "month", "11", "title",
	            "Hiến đất mở đường", "story", STORY, NULL));
	const char *household = num(o, standing->out.id);
	WANT(o, RC_OK,
	     run_op(standing, "exemplar.refuse", "id", household, "reason", "Chưa rõ kết quả", NULL));
	WANT(o, RC_INVALID,
	     run_op(standing, "exemplar.propose", "household", "Hộ khác", "unit_id",
	            num(o, unit_named(o, TH)), "year", "2026", "month", "11", "title", "Hai đối tượng",
	            "story", STORY, NULL));
	/* A unit sees its own only. */
	assert_int_equal(list_count(office_as(o, UNIT_HEAD), "exemplar.list", NULL), unit + 1);
	assert_int_equal(list_count(standing, "exemplar.list", NULL), office + 2);
}

static void nobody_proposes_themselves(void **state)
{
	(void)state;
	office_each_engine(run_own);
}

/* --- who sends, who does not ------------------------------------------------------------------ */

static int with_state(struct office *o, const char *state)
{
	return list_count(office_as(o, STANDING), "exemplar.intake", "state", state, NULL);
}

static void run_intake(struct office *o)
{
	int lacking = with_state(o, "lacking");
	assert_true(lacking > 5);
	assert_int_equal(with_state(o, "sent"), 0);
	int64_t id = proposed(o, "11");
	proposed(o, "10"); /* last month's does not count */
	assert_int_equal(with_state(o, "sent"), 1);
	assert_int_equal(with_state(o, "lacking"), lacking - 1);
	WANT(o, RC_OK, run_op(office_as(o, CLERK), "exemplar.take_back", "id", num(o, id), NULL));
	assert_int_equal(with_state(o, "sent"), 0);
}

static void units_that_send_nothing_are_listed(void **state)
{
	(void)state;
	office_each_engine(run_intake);
}

static enum rc night(struct office *o)
{
	static struct job_run job;
	struct acting *a = office_as(o, NULL);
	a->c.job = &job;
	return run_op(a, "nightly.exemplar", NULL);
}

static void run_remind(struct office *o)
{
	struct acting *clerk = office_as(o, CLERK), *admin = office_as(o, "vidu.quantri");
	int told = list_count(clerk, "notice.list", NULL);
	WANT(o, RC_OK, night(o)); /* the 23rd is not the 20th */
	assert_int_equal(list_count(clerk, "notice.list", NULL), told);
	WANT(o, RC_OK,
	     run_op(admin, "setting.set", "key", "exemplar.remind_day", "value", "23", "basis", "Thử",
	            NULL));
	WANT(o, RC_OK, night(o));
	assert_int_equal(list_count(clerk, "notice.list", NULL), told + 1);
	proposed(o, "11");
	told = list_count(clerk, "notice.list", NULL);
	WANT(o, RC_OK, night(o));
	assert_int_equal(list_count(clerk, "notice.list", NULL), told);
}

static void who_has_not_sent_is_reminded_once_a_month(void **state)
{
	(void)state;
	office_each_engine(run_remind);
}

/* --- what the records propose ------------------------------------------------------------------
 */

static void run_found(struct office *o)
{
	struct acting *standing = office_as(o, STANDING), *member = office_as(o, "vidu.canbo"),
				  *head = office_as(o, UNIT_HEAD), *clerk = office_as(o, CLERK);
	int deeds = list_count(standing, "exemplar.deeds", NULL);
	WANT(o, RC_OK,
	     run_op(member, "deed.report", "kind", "many", "title", "Cứu kho hồ sơ", "on", "20/11/2026",
	            "effect", "240 hộp hồ sơ không ướt", "scope", "office", NULL));
	const char *deed = num(o, member->out.id);
	assert_int_equal(list_count(standing, "exemplar.deeds", NULL), deeds); /* only told yet */
	WANT(o, RC_OK, run_op(head, "deed.confirm", "id", deed, NULL));
	assert_int_equal(list_count(standing, "exemplar.deeds", NULL), deeds + 1);
	/* The form knows the month, the name and the effect. */
	struct values v;
	values_init(&v, clerk->c.mem);
	WANT(o, RC_OK, values_add(&v, STR("id"), str_of(deed), clerk->c.err));
	WANT(o, RC_OK, gate_fill(&clerk->c, op_find(STR("exemplar.from_deed")), &v));
	assert_true(str_eqz(values_text(&v, "month"), "11"));
	assert_true(str_eqz(values_text(&v, "title"), "Cứu kho hồ sơ"));
	assert_true(str_eqz(values_text(&v, "story"), "240 hộp hồ sơ không ướt"));
	WANT(o, RC_OK,
	     run_op(clerk, "exemplar.from_deed", "id", deed, "year", "2026", "month", "11", "title",
	            "Cứu kho hồ sơ", "story", STORY, NULL));
	assert_int_equal(get(o, clerk->out.id).person_id, person_named(o, "Tẩn Mùi Phạm"));
	assert_int_equal(list_count(standing, "exemplar.deeds", NULL), deeds);
}

static void an_unrewarded_achievement_is_proposed_once(void **state)
{
	(void)state;
	office_each_engine(run_found);
}

static bool listed(struct acting *a, const char *op, int64_t id)
{
	struct rows rows;
	bool there = false;
	assert_int_equal(list_op(a, &rows, op, "limit", "100", NULL), RC_OK);
	for (int i = 0; i < rows.count; i++)
		there = there || row_int(&rows, i, "id") == id;
	return there;
}

struct removing {
	struct db *db;
	int64_t nominee;
};

static enum rc remove_tx(void *arg)
{
	const struct removing *r = arg;
	return sql_nominee_state(r->db, r->nominee, STR("removed"), STR("thử"), NULL);
}

static void run_people(struct office *o)
{
	struct acting *standing = office_as(o, STANDING), *admin = office_as(o, "vidu.quantri");
	struct rows rows;
	WANT(o, RC_OK, list_op(standing, &rows, "exemplar.people", NULL));
	assert_true(rows.count > 0);
	int64_t who = row_int(&rows, 0, "id");
	const char *n = num(o, who);
	/* An award above Lao động tiên tiến takes the name off, an old one does not. */
	WANT(o, RC_OK,
	     run_op(standing, "award.add", "person_id", n, "code", "GK", "type", "merit", "year",
	            "2020", "sign", "9/QĐ-VP", "dated", "20/12/2020", NULL));
	assert_true(listed(standing, "exemplar.people", who));
	WANT(o, RC_OK,
	     run_op(admin, "setting.set", "key", "exemplar.years", "value", "8", "basis", "Thử", NULL));
	assert_false(listed(standing, "exemplar.people", who));
	WANT(o, RC_OK,
	     run_op(admin, "setting.set", "key", "exemplar.years", "value", "3", "basis", "Thử", NULL));
	assert_true(listed(standing, "exemplar.people", who));
	/* Somebody who was proposed for more is not one whom nobody named. */
	struct nominee_made made = {.name = "Ai đó",
	                            .code = "LDTT",
	                            .person = who,
	                            .unit = DB_NULL,
	                            .state = "lost",
	                            .received = date_of(2026, 11, 2),
	                            .voted_on = DATE_NONE};
	make_nominee(o, &made, NULL);
	assert_true(listed(standing, "exemplar.people", who));
	made.code = "GK";
	int64_t named = make_nominee(o, &made, NULL);
	assert_false(listed(standing, "exemplar.people", who));
	struct removing r = {o->f->db, named};
	WANT(o, RC_OK, db_tx(o->f->db, DB_WRITE, remove_tx, &r));
	assert_true(listed(standing, "exemplar.people", who));
	WANT(o, RC_OK,
	     run_op(standing, "exemplar.from_person", "id", n, "year", "2026", "month", "11", "title",
	            "Người ít ai nhắc đến", "story", STORY, NULL));
	assert_false(listed(standing, "exemplar.people", who));
	/* Units above the common measure really are. */
	WANT(o, RC_OK, list_op(standing, &rows, "exemplar.units", NULL));
	assert_true(rows.count > 0);
	for (int i = 0; i < rows.count; i++)
		assert_true(row_int(&rows, i, "awards") * row_int(&rows, i, "office_people") >
		            row_int(&rows, i, "people") * row_int(&rows, i, "office_awards"));
}

static void people_long_unnamed_and_units_that_carry_are_found(void **state)
{
	(void)state;
	office_each_engine(run_people);
}

/* --- pictures -----------------------------------------------------------------------------------
 */

static enum rc add_picture(struct acting *a, const struct http_part *part, const char *id,
                           const char *caption)
{
	struct values v;
	values_init(&v, a->c.mem);
	TRY(values_add(&v, STR("picture"), part->filename, a->c.err));
	v.items[0].file = part;
	TRY(values_add(&v, STR("id"), str_of(id), a->c.err));
	TRY(values_add(&v, STR("caption"), str_of(caption), a->c.err));
	err_clear(a->c.err);
	return gate_run(&a->c, op_find(STR("exemplar.add_picture")), &v, &a->how, &a->errors, &a->out);
}

static void run_pictures(struct office *o)
{
	static const unsigned char jpeg[] = {
#include "photo_gps.inc"
	};
	struct http_part photo =
		part_of("kho.jpg", (struct str){.p = (const char *)jpeg, .n = sizeof jpeg});
	struct http_part pdf = part_of("kho.pdf", STR("%PDF-1.4 x"));
	struct acting *clerk = office_as(o, CLERK);
	struct rows rows;
	int64_t id = proposed(o, "11");
	const char *n = num(o, id);
	WANT(o, RC_INVALID, add_picture(clerk, &photo, n, ""));
	WANT(o, RC_INVALID, add_picture(clerk, &pdf, n, "Kho hồ sơ sau mưa"));
	WANT(o, RC_OK, add_picture(clerk, &photo, n, "Kho hồ sơ sau mưa"));
	WANT(o, RC_OK, list_op(clerk, &rows, "exemplar_picture.list", "exemplar", n, NULL));
	assert_int_equal(rows.count, 1);
	const char *picture = num(o, row_int(&rows, 0, "id"));
	WANT(o, RC_OK, run_op(clerk, "exemplar_picture.get", "id", picture, NULL));
	char *bytes = arena_alloc(&o->f->mem, (size_t)clerk->out.fd_size);
	assert_int_equal(pread(clerk->out.fd, bytes, (size_t)clerk->out.fd_size, 0),
	                 clerk->out.fd_size);
	close(clerk->out.fd);
	clerk->out.fd = -1;
	assert_memory_equal(bytes, "\xFF\xD8\xFF", 3);
	assert_null(memmem(bytes, (size_t)clerk->out.fd_size, "LaoCaiGPS", 9));
	WANT(o, RC_OK, run_op(clerk, "exemplar_picture.drop", "id", picture, NULL));
	assert_int_equal(list_count(clerk, "exemplar_picture.list", "exemplar", n, NULL), 0);
}

static void pictures_are_cleaned_and_captioned(void **state)
{
	(void)state;
	office_each_engine(run_pictures);
}

int main(int argc, char **argv)
{
	if (argc > 1 && strcmp(argv[1], "parse") == 0)
		return sandbox_child(argc, argv, cli_parsers, cli_parser_count);
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_exemplar_goes_its_way_and_off_again),
		cmocka_unit_test(nobody_proposes_themselves),
		cmocka_unit_test(units_that_send_nothing_are_listed),
		cmocka_unit_test(who_has_not_sent_is_reminded_once_a_month),
		cmocka_unit_test(an_unrewarded_achievement_is_proposed_once),
		cmocka_unit_test(people_long_unnamed_and_units_that_carry_are_found),
		cmocka_unit_test(pictures_are_cleaned_and_captioned),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
