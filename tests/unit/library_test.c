/*
 * The library of legal documents: what is known again, what is read by whom.
 * On both engines, through the gate.
 */
#include "office_fixture.h"

#include "app/library/library.h"
#include "app/org/org.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include <inttypes.h>

/* --- identity --------------------------------------------------------------------------------- */

static struct library_found find(struct ctx *c, struct library_cited what)
{
	struct library_found found;
	if (what.date.days == 0)
		what.date = DATE_NONE;
	if (what.on.days == 0)
		what.on = DATE_NONE;
	assert_int_equal(library_find(c, &what, &found), RC_OK);
	return found;
}

static int64_t keep(struct ctx *c, struct library_document d)
{
	int64_t id;
	d.source = d.note = STR("");
	if (d.signed_on.days == 0)
		d.signed_on = DATE_NONE;
	if (d.valid_from.days == 0)
		d.valid_from = DATE_NONE;
	if (d.valid_to.days == 0)
		d.valid_to = DATE_NONE;
	if (library_add(c, &d, &id) != RC_OK)
		fail_msg("%s %s", c->err->message, c->err->detail);
	return id;
}

#define KEEP(...) keep(c, (struct library_document){__VA_ARGS__})
#define FIND(...) find(c, (struct library_cited){__VA_ARGS__})

static enum rc identity_tx(void *arg)
{
	struct ctx *c = arg;
	int64_t decree = KEEP(.class = STR("law"), .type = STR("ND"), .sign = STR("992/2025/NĐ-CP"),
	                      .issuer = STR("Chính phủ"), .title = STR("quy định thử nghiệm"));
	int64_t party = KEEP(.class = STR("party"), .type = STR("CT"), .sign = STR("941-CT/TW"),
	                     .issuer = STR("Bộ Chính trị"), .title = STR("về việc thử"),
	                     .signed_on = date_of(2024, 12, 26));
	/* Marks, slashes and zeros are where people and scans differ. */
	assert_int_equal(FIND(.sign = STR("992/2025/ND-CP")).id, decree);
	assert_int_equal(FIND(.sign = STR("Số: 0992/2025/NĐ-CP"), .issuer = STR("Chính phủ")).id,
	                 decree);
	assert_int_equal(FIND(.sign = STR("941-CT/TW"), .issuer = STR("Ban Bí thư")).id, party);
	assert_int_equal(FIND(.sign = STR("992/2026/NĐ-CP")).id, DB_NULL);
	assert_int_equal(FIND(.sign = STR("992/2025/NĐ-CP"), .issuer = STR("Bộ Nội vụ")).id, DB_NULL);
	assert_int_equal(FIND(.sign = STR("")).count, 0);
	return RC_OK;
}

static enum rc yearly_tx(void *arg)
{
	struct ctx *c = arg;
	int64_t one = KEEP(.class = STR("office"), .type = STR("NQ"), .sign = STR("948/NQ-HĐND"),
	                   .issuer = STR("Hội đồng nhân dân tỉnh Lào Cai"),
	                   .title = STR("về kế hoạch thử năm 2026"), .signed_on = date_of(2025, 12, 9));
	assert_int_equal(FIND(.sign = STR("948/NQ-HDND"), .issuer = STR("Hội đồng nhân dân tỉnh"),
	                      .date = date_of(2025, 12, 9))
	                     .id,
	                 one);
	assert_int_equal(FIND(.sign = STR("948/NQ-HĐND"), .year = 2025).id, one);
	assert_int_equal(FIND(.sign = STR("948/NQ-HĐND"), .year = 2026).id, DB_NULL);
	/* Without a year it may be any year's, though the library has only one. */
	struct library_found unsure = FIND(.sign = STR("948/NQ-HĐND"));
	assert_int_equal(unsure.id, DB_NULL);
	assert_int_equal(unsure.count, 1);
	assert_int_equal(FIND(.type = STR("Nghị quyết"), .sign = STR("948/NQ-HĐND"),
	                      .title = STR("Kế hoạch thử năm 2026"))
	                     .id,
	                 one);
	/* The same sign of another province is another document. */
	int64_t other = KEEP(.class = STR("office"), .type = STR("NQ"), .sign = STR("948/NQ-HĐND"),
	                     .issuer = STR("Hội đồng nhân dân tỉnh Bắc Ninh"),
	                     .title = STR("về kế hoạch khác"), .signed_on = date_of(2025, 11, 1));
	assert_int_equal(FIND(.sign = STR("948/NQ-HĐND"),
	                      .issuer = STR("Hội đồng nhân dân tỉnh Bắc Ninh"), .year = 2025)
	                     .id,
	                 other);
	unsure = FIND(.sign = STR("948/NQ-HĐND"), .year = 2025);
	assert_int_equal(unsure.id, DB_NULL);
	assert_int_equal(unsure.count, 2);
	return RC_OK;
}

static enum rc laws_tx(void *arg)
{
	struct ctx *c = arg;
	int64_t old = KEEP(.class = STR("law"), .type = STR("L"), .sign = STR("915/2003/QH11"),
	                   .issuer = STR("Quốc hội"), .title = STR("Luật Thử nghiệm, kiểm tra"),
	                   .valid_from = date_of(2004, 7, 1), .valid_to = date_of(2024, 1, 1));
	int64_t now = KEEP(.class = STR("law"), .type = STR("L"), .sign = STR("906/2022/QH15"),
	                   .issuer = STR("Quốc hội"), .title = STR("Luật Thử nghiệm, kiểm tra"),
	                   .valid_from = date_of(2024, 1, 1));
	assert_int_equal(FIND(.title = STR("Luật Thử nghiệm, kiểm tra năm 2022")).id, now);
	assert_int_equal(FIND(.type = STR("Luật"), .title = STR("thử nghiệm kiểm tra năm 2003")).id,
	                 old);
	assert_int_equal(FIND(.title = STR("Luật Thử nghiệm, kiểm tra")).count, 2);
	assert_int_equal(FIND(.title = STR("Luật Thử nghiệm, kiểm tra")).id, DB_NULL);
	assert_int_equal(FIND(.title = STR("Luật Thử nghiệm, kiểm tra"), .on = date_of(2023, 5, 1)).id,
	                 old);
	assert_int_equal(FIND(.title = STR("Luật Thử nghiệm, kiểm tra"), .on = date_of(2026, 1, 27)).id,
	                 now);
	return RC_OK;
}

static enum rc twins_tx(void *arg)
{
	struct ctx *c = arg;
	int64_t id, again;
	struct library_document d = {.class = STR("law"),
	                             .type = STR("ND"),
	                             .sign = STR("993/2025/NĐ-CP"),
	                             .issuer = STR("Chính phủ"),
	                             .title = STR("thử"),
	                             .source = STR(""),
	                             .note = STR(""),
	                             .signed_on = DATE_NONE,
	                             .valid_from = DATE_NONE,
	                             .valid_to = DATE_NONE};
	assert_int_equal(library_add(c, &d, &id), RC_OK);
	d.sign = STR("993/2025/ND-CP");
	assert_int_equal(library_add(c, &d, &again), RC_CONFLICT);
	assert_int_equal(again, id);
	err_clear(c->err);
	d.sign = STR("");
	assert_int_equal(library_add(c, &d, &again), RC_INVALID);
	assert_string_equal(c->err->field, "sign");
	err_clear(c->err);
	return RC_OK;
}

#define IN_TX(name, tx)                                                                            \
	static void run_##name(struct office *o)                                                       \
	{                                                                                              \
		struct acting *a = office_as(o, "vidu.thuongtruc");                                        \
		WANT(o, RC_OK, db_tx(a->c.db, DB_WRITE, tx, &a->c));                                       \
	}                                                                                              \
	static void name(void **state)                                                                 \
	{                                                                                              \
		(void)state;                                                                               \
		office_each_engine(run_##name);                                                            \
	}
IN_TX(a_citation_is_known_by_sign_issuer_and_year, identity_tx)
IN_TX(a_sign_that_comes_every_year_wants_the_year, yearly_tx)
IN_TX(laws_are_known_by_title_and_year, laws_tx)
IN_TX(a_document_is_kept_once, twins_tx)

/* --- the library through the gate ------------------------------------------------------------- */

static const char *document(struct office *o, const char *sign)
{
	struct acting *a = office_as(o, "vidu.thuongtruc");
	struct library_cited cited = {.sign = str_of(sign), .date = DATE_NONE, .on = DATE_NONE};
	struct library_found found;
	WANT(o, RC_OK, library_find(&a->c, &cited, &found));
	assert_true(found.id != DB_NULL);
	return num(o, found.id);
}

static void run_shipped(struct office *o)
{
	struct acting *m = office_as(o, "vidu.canbo");
	struct rows rows;
	/* Everybody sees the library, with what is not checked marked. */
	WANT(o, RC_OK, list_op(m, &rows, "document.list", "q", "152 nd cp", "type", "ND", NULL));
	assert_int_equal(rows.count, 1);
	assert_true(str_eqz(row_text(m, &rows, 0, "validity"), "in_force"));
	assert_true(str_eqz(row_text(m, &rows, 0, "confirmed"), "confirmed"));
	WANT(o, RC_OK, list_op(m, &rows, "document.list", "q", "48 nq hdnd", NULL));
	assert_true(str_eqz(row_text(m, &rows, 0, "confirmed"), "unconfirmed"));
	/* NĐ 98/2023 gave way on 01/7/2025. */
	int before =
		list_count(m, "document.list", "type", "ND", "on", "2025-06-30", "q", "98 2023", NULL);
	int after =
		list_count(m, "document.list", "type", "ND", "on", "2025-07-01", "q", "98 2023", NULL);
	assert_int_equal(before, 1);
	assert_int_equal(after, 0);
	assert_int_equal(list_count(m, "document.list", "issuer", "chinh phu", "q", "98 2023", NULL),
	                 1);
	assert_true(list_count(m, "document.list", "validity", "expired", NULL) >= 3);
	/* Relations go both ways. */
	assert_int_equal(
		list_count(m, "relation.list", "document", document(o, "152/2025/NĐ-CP"), NULL), 5);
	assert_int_equal(list_count(m, "relation.list", "document", document(o, "98/2023/NĐ-CP"), NULL),
	                 2);
	WANT(o, RC_OK, run_op(m, "search.all", "q", "thi dua khen thuong quoc hoi", NULL));
	WANT(o, RC_DENIED,
	     run_op(m, "document.confirm", "id", document(o, "152/2025/NĐ-CP"), "source", "vbpl.vn",
	            NULL));
}

static enum rc add(struct acting *a, const char *sign, const char *title)
{
	return run_op(a, "document.add", "class", "office", "type", "KH", "sign", sign, "issuer",
	              "Ủy ban nhân dân tỉnh Lào Cai", "signed_on", "01/02/2026", "title", title, NULL);
}

static void run_changes(struct office *o)
{
	struct acting *a = office_as(o, "vidu.thuongtruc");
	struct rows rows;
	WANT(o, RC_OK, add(a, "901/KH-UBND", "về thử nghiệm"));
	const char *one = num(o, a->out.id);
	WANT(o, RC_CONFLICT, add(a, "0901/KH-UBND", "về thử nghiệm khác"));
	WANT(o, RC_OK, add(a, "902/KH-UBND", "về thử nghiệm mới"));
	const char *two = num(o, a->out.id);
	WANT(o, RC_INVALID,
	     run_op(a, "document.relate", "id", two, "kind", "replaces", "to_id", two, NULL));
	WANT(o, RC_OK,
	     run_op(a, "document.relate", "id", two, "kind", "replaces", "to_id", one, "from_date",
	            "01/03/2026", NULL));
	WANT(o, RC_INVALID,
	     run_op(a, "document.relate", "id", one, "kind", "replaces", "to_id", two, NULL));
	/* What was replaced has ended by it, and may not be given to be read any more. */
	WANT(o, RC_OK, list_op(a, &rows, "document.list", "q", "901", NULL));
	assert_true(str_eqz(row_text(a, &rows, 0, "validity"), "expired"));
	const char *top = num(o, unit_named(o, "Văn phòng Ủy ban nhân dân tỉnh Lào Cai"));
	WANT(
		o, RC_INVALID,
		run_op(a, "reading.assign", "document_id", one, "unit_id", top, "due", "01/12/2026", NULL));
	assert_string_equal(o->f->err.field, "document_id");
	/* What is referred to stays. */
	WANT(o, RC_CONFLICT, run_op(a, "document.remove", "id", one, "reason", "ghi nhầm", NULL));
	WANT(o, RC_OK, list_op(a, &rows, "relation.list", "document", one, NULL));
	WANT(o, RC_OK, run_op(a, "document.unrelate", "id", num(o, row_int(&rows, 0, "id")), NULL));
	WANT(o, RC_OK, run_op(a, "document.remove", "id", one, "reason", "ghi nhầm", NULL));
	assert_int_equal(list_count(a, "document.list", "q", "901", NULL), 0);
	WANT(o, RC_OK, add(a, "901/KH-UBND", "về thử nghiệm"));
	/* Checked once, then changed: to be checked again. */
	WANT(o, RC_OK, run_op(a, "document.confirm", "id", two, "source", "bản gốc", NULL));
	assert_int_equal(list_count(a, "document.list", "q", "902", "confirmed", "confirmed", NULL), 1);
	WANT(o, RC_OK,
	     run_op(a, "document.edit", "id", two, "class", "office", "type", "KH", "sign",
	            "902/KH-UBND", "issuer", "Ủy ban nhân dân tỉnh Lào Cai", "signed_on", "02/02/2026",
	            "title", "về thử nghiệm mới", NULL));
	assert_int_equal(list_count(a, "document.list", "q", "902", "confirmed", "confirmed", NULL), 0);
}

static void run_guidance(struct office *o)
{
	struct acting *a = office_as(o, "vidu.thuongtruc"), *registry = office_as(o, "vidu.vanthu");
	struct acting *m = office_as(o, "vidu.canbo");
	WANT(o, RC_OK,
	     run_op(a, "guidance.add", "type", "HD", "title", "thử chấm điểm thi đua", "note",
	            "Cách tính", NULL));
	const char *id = num(o, a->out.id);
	/* A draft is no document yet. */
	assert_int_equal(list_count(m, "document.list", "q", "thu cham diem", NULL), 0);
	WANT(o, RC_NOTFOUND, run_op(a, "document.confirm", "id", id, "source", "bản gốc", NULL));
	WANT(o, RC_DENIED,
	     run_op(a, "guidance.issue", "id", id, "sign", "912/HD-VP", "signed_on", "20/11/2026",
	            NULL));
	WANT(o, RC_INVALID,
	     run_op(registry, "guidance.issue", "id", id, "sign", "912/HD-VP", "signed_on",
	            "24/11/2026", NULL));
	WANT(o, RC_OK,
	     run_op(registry, "guidance.issue", "id", id, "sign", "912/HD-VP", "signed_on",
	            "20/11/2026", NULL));
	assert_int_equal(list_count(m, "document.list", "q", "912 hd vp", "validity", "in_force", NULL),
	                 1);
	WANT(o, RC_CONFLICT, run_op(a, "guidance.edit", "id", id, "type", "HD", "title", "khác", NULL));
}

/* --- reading ---------------------------------------------------------------------------------- */

static const char *give(struct office *o, struct acting *a, const char *unit, const char *due)
{
	WANT(o, RC_OK,
	     run_op(a, "reading.assign", "document_id", document(o, "152/2025/NĐ-CP"), "unit_id",
	            num(o, unit_named(o, unit)), "due", due, "ask", "Điều 6", NULL));
	return num(o, a->out.id);
}

static int readers(struct acting *a, const char *reading, const char *state)
{
	return list_count(a, "reader.list", "reading", reading, "state", state, NULL);
}

static const char *own_reader(struct office *o, struct acting *m, const char *reading)
{
	struct acting *a = office_as(o, "vidu.thuongtruc");
	struct rows rows;
	WANT(o, RC_OK,
	     list_op(a, &rows, "reader.list", "reading", reading, "person", num(o, m->c.who.person_id),
	             NULL));
	assert_int_equal(rows.count, 1);
	return num(o, row_int(&rows, 0, "id"));
}

/* What the example has given to be read is out of the way. */
static void end_readings(struct office *o)
{
	struct acting *a = office_as(o, "vidu.thuongtruc");
	struct rows rows;
	WANT(o, RC_OK, list_op(a, &rows, "reading.list", "state", "open", NULL));
	assert_true(rows.count >= 2);
	for (int i = 0; i < rows.count; i++)
		WANT(o, RC_OK, run_op(a, "reading.close", "id", num(o, row_int(&rows, i, "id")), NULL));
}

static void run_reading(struct office *o)
{
	struct acting *a = office_as(o, "vidu.thuongtruc"), *head = office_as(o, "vidu.truongphong");
	struct acting *m = office_as(o, "vidu.canbo"), *clerk = office_as(o, "vidu.daumoi");
	end_readings(o);
	int had = list_count(m, "reading.mine", "state", "open", NULL);
	int told = list_count(m, "notice.list", "state", "unread", NULL);
	const char *id = give(o, a, "Văn phòng Ủy ban nhân dân tỉnh Lào Cai", "10/12/2026");
	int all = readers(a, id, "asked");
	assert_true(all > 100);
	assert_int_equal(list_count(m, "reading.mine", "state", "open", NULL), had + 1);
	assert_int_equal(list_count(m, "notice.list", "state", "unread", NULL), told + 1);
	/* A head sees the own unit only, and counts nothing else. */
	int own = readers(head, id, "asked");
	assert_int_equal(own, 12);
	WANT(o, RC_OK, run_op(head, "reading.coverage", "id", id, NULL));
	const struct coverage_page *page = head->out.data;
	assert_int_equal(page->count, 1);
	assert_int_equal(page->all.asked, 12);
	WANT(o, RC_DENIED, run_op(m, "reading.coverage", "id", id, NULL));
	/* Opening is remembered; acknowledging is one's own to do. */
	const char *mine = own_reader(o, m, id);
	assert_false(offers(m, "reading.acknowledge", mine));
	WANT(o, RC_CONFLICT, run_op(m, "reading.acknowledge", "id", mine, NULL));
	assert_non_null(strstr(o->f->err.message, "chưa mở"));
	WANT(o, RC_OK, run_op(m, "reading.open", "id", mine, NULL));
	assert_true(offers(m, "reading.acknowledge", mine));
	assert_int_equal(readers(a, id, "opened"), 1);
	WANT(o, RC_NOTFOUND, run_op(clerk, "reading.acknowledge", "id", mine, NULL));
	WANT(o, RC_NOTFOUND, run_op(clerk, "reading.open", "id", mine, NULL));
	WANT(o, RC_OK, run_op(m, "reading.acknowledge", "id", mine, NULL));
	WANT(o, RC_CONFLICT, run_op(m, "reading.acknowledge", "id", mine, NULL));
	assert_int_equal(readers(a, id, "acknowledged"), 1);
	assert_int_equal(list_count(m, "reading.mine", "state", "open", NULL), had);
	assert_int_equal(readers(a, id, "open"), all - 1);
	/* A head reminds the own unit, and does not end what came from above. */
	WANT(o, RC_OK, run_op(head, "reading.remind", "id", id, NULL));
	assert_non_null(strstr(head->out.say.p, "11 người"));
	WANT(o, RC_DENIED, run_op(head, "reading.close", "id", id, NULL));
	WANT(o, RC_OK, run_op(a, "reading.close", "id", id, NULL));
	WANT(o, RC_CONFLICT,
	     run_op(clerk, "reading.acknowledge", "id", own_reader(o, clerk, id), NULL));
	WANT(o, RC_CONFLICT, run_op(a, "reading.remind", "id", id, NULL));
	/* A head gives to the own unit and to no other. */
	WANT(o, RC_OK,
	     run_op(head, "reading.assign", "document_id", document(o, "152/2025/NĐ-CP"), "unit_id",
	            num(o, unit_named(o, "Phòng Tổng hợp")), "due", "10/12/2026", NULL));
	WANT(o, RC_INVALID,
	     run_op(head, "reading.assign", "document_id", document(o, "152/2025/NĐ-CP"), "unit_id",
	            num(o, unit_named(o, "Phòng Nội chính")), "due", "10/12/2026", NULL));
}

static enum rc night_tx(void *arg)
{
	struct ctx *c = arg;
	struct out out;
	out_init(&out);
	TRY(org_refresh_day(c, date_of(2026, 11, 23)));
	return op_find(STR("nightly.reading"))->run(c, NULL, &out);
}

static void night(struct office *o, int days)
{
	struct acting *p = office_as(o, NULL);
	p->c.now_ms += (int64_t)days * 24 * 3600 * 1000;
	p->c.today = date_at(p->c.now_ms);
	WANT(o, RC_OK, db_tx(p->c.db, DB_WRITE, night_tx, &p->c));
}

/* Nobody is asked twice at a time for one document. */
static void run_twice(struct office *o)
{
	struct acting *a = office_as(o, "vidu.thuongtruc"), *head = office_as(o, "vidu.truongphong");
	struct acting *m = office_as(o, "vidu.canbo");
	const char *th = num(o, unit_named(o, "Phòng Tổng hợp")),
			   *top = num(o, unit_named(o, "Văn phòng Ủy ban nhân dân tỉnh Lào Cai")),
			   *doc = document(o, "152/2025/NĐ-CP");
	end_readings(o);
	int had = list_count(m, "reading.mine", "state", "open", NULL);
	const char *small = give(o, head, "Phòng Tổng hợp", "10/12/2026");
	assert_int_equal(readers(a, small, "asked"), 12);
	WANT(o, RC_INVALID,
	     run_op(a, "reading.assign", "document_id", doc, "unit_id", th, "due", "12/12/2026", NULL));
	assert_non_null(strstr(o->f->err.message, "đã được giao cho Phòng Tổng hợp"));
	/* The whole office beside one room: the room is not asked again. */
	const char *wide = give(o, a, "Văn phòng Ủy ban nhân dân tỉnh Lào Cai", "15/12/2026");
	assert_non_null(strstr(a->out.say.p, "12 người đang được giao"));
	assert_int_equal(list_count(a, "reader.list", "reading", wide, "unit", th, NULL), 0);
	assert_int_equal(list_count(m, "reading.mine", "state", "open", NULL), had + 1);
	WANT(
		o, RC_INVALID,
		run_op(a, "reading.assign", "document_id", doc, "unit_id", top, "due", "20/12/2026", NULL));
	WANT(o, RC_INVALID,
	     run_op(head, "reading.assign", "document_id", doc, "unit_id", th, "due", "20/12/2026",
	            NULL));
	/* Once the small one has ended, those who did not read are asked by the wide one. */
	const char *mine = own_reader(o, m, small);
	WANT(o, RC_OK, run_op(m, "reading.open", "id", mine, NULL));
	WANT(o, RC_OK, run_op(m, "reading.acknowledge", "id", mine, NULL));
	o->now_ms += 1000;
	head = office_as(o, "vidu.truongphong");
	WANT(o, RC_OK, run_op(head, "reading.close", "id", small, NULL));
	night(o, 1);
	assert_int_equal(list_count(a, "reader.list", "reading", wide, "unit", th, NULL), 11);
	assert_int_equal(list_count(m, "reading.mine", "state", "open", NULL), had);
}

static void nobody_is_asked_twice_at_a_time(void **state)
{
	(void)state;
	office_each_engine(run_twice);
}

static void run_people_come_and_go(struct office *o)
{
	struct acting *a = office_as(o, "vidu.thuongtruc");
	end_readings(o);
	const char *th = num(o, unit_named(o, "Phòng Tổng hợp")),
			   *nc = num(o, unit_named(o, "Phòng Nội chính"));
	const char *id = give(o, a, "Phòng Tổng hợp", "01/12/2026");
	assert_int_equal(readers(a, id, "asked"), 12);
	WANT(o, RC_OK,
	     run_op(a, "person.create", "name", "Lò Thị Thử", "cadre", "civil_servant", "unit_id", th,
	            "post_title", "Chuyên viên", "since", "23/11/2026", NULL));
	const char *member = num(o, person_named(o, "Tẩn Mùi Phạm"));
	WANT(o, RC_OK,
	     run_op(a, "post.add", "person_id", member, "unit_id", nc, "title", "Chuyên viên", "on",
	            "23/11/2026", NULL));
	night(o, 0);
	/* One came, one went. */
	assert_int_equal(readers(a, id, "asked"), 12);
	assert_int_equal(readers(a, id, "excused"), 1);
	assert_int_equal(list_count(office_as(o, "vidu.canbo"), "reading.mine", "state", "open", NULL),
	                 0);
	WANT(o, RC_OK,
	     run_op(a, "post.add", "person_id", member, "unit_id", th, "title", "Chuyên viên", "on",
	            "24/11/2026", NULL));
	night(o, 1);
	assert_int_equal(readers(a, id, "asked"), 13);
	assert_int_equal(readers(a, id, "excused"), 0);
}

static int reminders(struct office *o, struct acting *m)
{
	(void)o;
	return list_count(m, "notice.list", NULL);
}

static void run_reminders(struct office *o)
{
	struct acting *a = office_as(o, "vidu.thuongtruc"), *m = office_as(o, "vidu.canbo");
	end_readings(o);
	give(o, a, "Phòng Tổng hợp", "10/12/2026");
	int n = reminders(o, m);
	night(o, 1);
	assert_int_equal(reminders(o, m), n);
	night(o, 14); /* 07/12: three days before */
	assert_int_equal(reminders(o, m), n + 1);
	night(o, 15);
	assert_int_equal(reminders(o, m), n + 1);
	night(o, 18); /* 11/12: late */
	assert_int_equal(reminders(o, m), n + 2);
	night(o, 19);
	assert_int_equal(reminders(o, m), n + 2);
	night(o, 25);
	/* The same sentence unread is not said twice. */
	assert_int_equal(reminders(o, m), n + 2);
}

#define ON_BOTH(name, run)                                                                         \
	static void name(void **state)                                                                 \
	{                                                                                              \
		(void)state;                                                                               \
		office_each_engine(run);                                                                   \
	}
ON_BOTH(the_library_begins_with_what_is_cited, run_shipped)
ON_BOTH(what_replaces_ends_and_what_is_used_stays, run_changes)
ON_BOTH(guidance_is_a_document_when_it_is_issued, run_guidance)
ON_BOTH(reading_is_given_opened_and_acknowledged, run_reading)
ON_BOTH(readings_follow_people_who_come_and_go, run_people_come_and_go)
ON_BOTH(reminders_go_out_before_and_after_the_day, run_reminders)

/* --- citations on pages ----------------------------------------------------------------------- */

static void run_cited(struct office *o)
{
	struct acting *m = office_as(o, "vidu.canbo");
	static const struct {
		const char *text, *sign;
	} cited[] = {
		{"Nghị định 30/2020/NĐ-CP, Điều 13", "30/2020/NĐ-CP"},
		{"Luật Bảo vệ dữ liệu cá nhân 91/2025/QH15, Điều 4, Điều 25", "91/2025/QH15"},
		{"Bộ luật Lao động 2019, Điều 111, Điều 112", "45/2019/QH14"},
		{"Luật Thi đua, khen thưởng năm 2022, Điều 16", "06/2022/QH15"},
		{"Chỉ thị số 41-CT/TW ngày 26/12/2024 của Bộ Chính trị", "41-CT/TW"},
	};
	for (int i = 0; i < COUNT(cited); i++) {
		WANT(o, RC_OK, run_op(m, "document.cited", "text", cited[i].text, NULL));
		const char *want = arena_printf(&o->f->mem, "/document/%s", document(o, cited[i].sign)).p;
		assert_string_equal(m->out.go.p, want);
	}
	WANT(o, RC_NOTFOUND,
	     run_op(m, "document.cited", "text", "Nghị định 999/2031/NĐ-CP, Điều 1", NULL));
}

static void cite_one(const struct op *op, void *arg)
{
	struct office *o = arg;
	struct acting *m = office_as(o, "vidu.canbo");
	if (op->law)
		WANT(o, RC_OK, run_op(m, "document.cited", "text", op->law, NULL));
}

static void run_all_laws(struct office *o)
{
	op_each(cite_one, o);
}
ON_BOTH(a_citation_leads_to_its_document, run_cited)
ON_BOTH(what_the_pages_cite_is_in_the_library, run_all_laws)

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_citation_is_known_by_sign_issuer_and_year),
		cmocka_unit_test(a_sign_that_comes_every_year_wants_the_year),
		cmocka_unit_test(laws_are_known_by_title_and_year),
		cmocka_unit_test(a_document_is_kept_once),
		cmocka_unit_test(the_library_begins_with_what_is_cited),
		cmocka_unit_test(what_replaces_ends_and_what_is_used_stays),
		cmocka_unit_test(guidance_is_a_document_when_it_is_issued),
		cmocka_unit_test(reading_is_given_opened_and_acknowledged),
		cmocka_unit_test(nobody_is_asked_twice_at_a_time),
		cmocka_unit_test(readings_follow_people_who_come_and_go),
		cmocka_unit_test(reminders_go_out_before_and_after_the_day),
		cmocka_unit_test(a_citation_leads_to_its_document),
		cmocka_unit_test(what_the_pages_cite_is_in_the_library),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
