/* Who signs decisions about awards for the head: KT., TL., TUQ., each as NĐ 30/2020 Điều 13 has it.
 */
#include "decision_fixture.h"

#include "db/sql_decision.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include <string.h>

#define HEAD "Hoàng Quốc Bảo"
#define DEPUTY "Đỗ Minh Đức"
#define ROOM_HEAD "Lù Seo Páo"
#define CLERK "Tẩn Mùi Phạm"

static int64_t give(struct office *o, const char *taker, const char *kind, const char *field,
                    const char *to)
{
	struct acting *head = office_as(o, "vidu.chanhvp");
	WANT(o, RC_OK,
	     run_op(head, "delegation.add", "giver_id", num(o, person_named(o, HEAD)), "taker_id",
	            num(o, person_named(o, taker)), "kind", kind, "field", field, "basis",
	            "Quy chế làm việc", "from", "01/10/2026", to ? "to" : NULL, to, NULL));
	return head->out.id;
}

static void end(struct office *o, int64_t delegation)
{
	WANT(o, RC_OK,
	     run_op(office_as(o, "vidu.chanhvp"), "delegation.end", "id", num(o, delegation), "on",
	            "23/11/2026", NULL));
}

/* The draft names them as its signer, or is refused with these words; "" is taken. */
static void named(struct office *o, int64_t id, const char *person, const char *why)
{
	enum rc rc =
		run_op(office_as(o, "vidu.thuongtruc"), "decision.edit", "id", num(o, id), "title",
	           "Về việc tặng danh hiệu", "signer_id", num(o, person_named(o, person)), NULL);
	assert_int_equal(rc, why[0] ? RC_INVALID : RC_OK);
	if (why[0] && !strstr(o->f->err.message, why))
		fail_msg("%s: %s", person, o->f->err.message);
}

/* Given for this, refused for that reason. */
static void refused(struct office *o, int64_t id, const char *person, const char *kind,
                    const char *field, const char *why)
{
	int64_t d = give(o, person, kind, field, strcmp(kind, "TUQ") == 0 ? "01/01/2027" : NULL);
	named(o, id, person, why);
	end(o, d);
}

/* Given for this, named, signed as that, and laid down: then neither signed nor numbered. */
static void signs(struct office *o, int64_t id, const char *person, const char *account,
                  const char *kind, const char *field)
{
	struct sql_decision_get row;
	int64_t d = give(o, person, kind, field, strcmp(kind, "TUQ") == 0 ? "01/01/2027" : NULL);
	named(o, id, person, "");
	WANT(o, RC_OK, run_op(office_as(o, account), "decision.sign", "id", num(o, id), NULL));
	WANT(o, RC_OK, sql_decision_get(o->f->db, &o->f->mem, id, &row));
	assert_true(str_eqz(row.signer_mode, kind));
	end(o, d);
	WANT(o, RC_INVALID,
	     run_op(office_as(o, "vidu.vanthu"), "decision.number", "id", num(o, id), "dated",
	            "23/11/2026", "number", "311", NULL));
	WANT(o, RC_OK,
	     run_op(office_as(o, "vidu.vanthu"), "decision.back", "id", num(o, id), "reason",
	            "Đổi người ký", NULL));
	WANT(o, RC_INVALID, run_op(office_as(o, account), "decision.sign", "id", num(o, id), NULL));
}

static void run_kinds(struct office *o)
{
	struct acting *standing = office_as(o, "vidu.thuongtruc");
	struct rows rows;
	int64_t dossier = DB_NULL;
	ready_person(o, "Giàng Thị Dua", "LDTT", &dossier);
	WANT(o, RC_OK, run_op(standing, "decision.draft", "dossier_id", num(o, dossier), NULL));
	int64_t id = standing->out.id;
	WANT(o, RC_OK,
	     list_op(office_as(o, "vidu.chanhvp"), &rows, "delegation.list", "person",
	             num(o, person_named(o, DEPUTY)), NULL));
	for (int i = 0; i < rows.count; i++)
		end(o, row_int(&rows, i, "id"));

	/* KT.: a deputy, in the field that was given to them. */
	refused(o, id, DEPUTY, "KT", "Xây dựng, đô thị", "không gồm thi đua, khen thưởng");
	refused(o, id, ROOM_HEAD, "KT", "Thi đua, khen thưởng", "việc của cấp phó");
	signs(o, id, DEPUTY, "vidu.hoidong", "KT", "Văn bản về thi đua, khen thưởng");
	signs(o, id, DEPUTY, "vidu.hoidong", "KT", "Mọi lĩnh vực khi thủ trưởng vắng");

	/* TL.: the head of a unit, for kinds of papers among which decisions are. */
	refused(o, id, ROOM_HEAD, "TL", "Công văn, thông báo về thi đua, khen thưởng",
	        "không có quyết định trong các loại văn bản");
	refused(o, id, ROOM_HEAD, "TL", "Quyết định nâng lương", "không gồm thi đua, khen thưởng");
	refused(o, id, CLERK, "TL", "Quyết định khen thưởng", "người đứng đầu đơn vị");
	signs(o, id, ROOM_HEAD, "vidu.truongphong", "TL", "Quyết định khen thưởng");

	/* TUQ.: the head of a unit, for a limited content and time. */
	refused(o, id, ROOM_HEAD, "TUQ", "Mọi văn bản", "không gồm thi đua, khen thưởng");
	refused(o, id, CLERK, "TUQ", "Quyết định về thi đua, khen thưởng", "người đứng đầu đơn vị");
	give(o, ROOM_HEAD, "TUQ", "Quyết định về thi đua, khen thưởng", "01/11/2026");
	named(o, id, ROOM_HEAD, "không được giao ký thay");
	signs(o, id, ROOM_HEAD, "vidu.truongphong", "TUQ", "Quyết định về thi đua, khen thưởng");

	/* Of several the one that covers it counts. */
	give(o, DEPUTY, "KT", "Xây dựng, đô thị", NULL);
	int64_t one = give(o, DEPUTY, "KT", "Khen thưởng", NULL);
	give(o, DEPUTY, "KT", "Tài chính", NULL);
	named(o, id, DEPUTY, "");
	WANT(o, RC_OK, run_op(office_as(o, "vidu.hoidong"), "decision.sign", "id", num(o, id), NULL));
	(void)one;

	/* What was not given by the head of the office is no power to sign for it. */
	WANT(o, RC_OK,
	     run_op(office_as(o, "vidu.vanthu"), "decision.back", "id", num(o, id), "reason",
	            "Đổi người ký", NULL));
	WANT(o, RC_OK,
	     run_op(office_as(o, "vidu.chanhvp"), "delegation.add", "giver_id",
	            num(o, person_named(o, DEPUTY)), "taker_id", num(o, person_named(o, ROOM_HEAD)),
	            "kind", "TL", "field", "Quyết định khen thưởng", "basis", "TB 9", "from",
	            "01/10/2026", NULL));
	named(o, id, ROOM_HEAD, "không được giao ký thay");
}

static void each_kind_of_signing_has_its_limits(void **state)
{
	(void)state;
	office_each_engine(run_kinds);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(each_kind_of_signing_has_its_limits)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
