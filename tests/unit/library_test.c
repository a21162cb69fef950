/*
 * The library of legal documents: what is known again, what is read by whom.
 * On both engines, through the gate.
 */
#include "office_fixture.h"

#include "app/library/library.h"

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

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_citation_is_known_by_sign_issuer_and_year),
		cmocka_unit_test(a_sign_that_comes_every_year_wants_the_year),
		cmocka_unit_test(laws_are_known_by_title_and_year),
		cmocka_unit_test(a_document_is_kept_once),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
