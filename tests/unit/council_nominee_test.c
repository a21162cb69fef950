/*
 * Nominees of dossiers before the council, on both engines: onto the agenda, the sheet for those
 * who take part and for nobody else, and where the count brings them.
 */
#include "council_fixture.h"
#include "upload_fixture.h"

#include "db/sql_dossier.h"
#include "db/sql_law.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include <stdlib.h>
#include <unistd.h>

struct proposing {
	struct office *o;
	struct db *db;
	int64_t dossier, initiative, deed;
	int64_t person, unit, waiting; /* nominees */
};

static enum rc put(struct proposing *p, const char *name, int64_t person, int64_t unit,
                   const char *code, int64_t *id)
{
	return sql_nominee_add(p->db, p->dossier, person == DB_NULL ? STR("unit") : STR("person"),
	                       person, unit, STR(""), str_of(name), str_of(name), str_of(code), DB_NULL,
	                       2026, STR("Chuyện riêng 7781"), 1, id);
}

static enum rc propose_tx(void *arg)
{
	struct proposing *p = arg;
	struct office *o = p->o;
	int64_t room = unit_named(o, "Phòng Tổng hợp");
	TRY(sql_dossier_add(p->db, DB_NULL, room, STR("merit"), 2026, 0, 0, STR("Hồ sơ thử"),
	                    STR("ho so thu"), STR(""), STR(""), DATE_NONE, DATE_NONE, DB_NULL, 1,
	                    &p->dossier));
	TRY(put(p, "Giàng Thị Dua", person_named(o, "Giàng Thị Dua"), DB_NULL, "CSTDCS", &p->person));
	TRY(put(p, "Phòng Tổng hợp", DB_NULL, room, "TTLDXS", &p->unit));
	TRY(put(p, "Tẩn Mùi Phạm", person_named(o, "Tẩn Mùi Phạm"), DB_NULL, "LDTT", &p->waiting));
	TRY(sql_nominee_ground_add(p->db, p->person, DB_NULL, p->initiative, NULL));
	TRY(sql_nominee_ground_add(p->db, p->unit, p->deed, DB_NULL, NULL));
	TRY(sql_nominee_state(p->db, p->person, STR("cleared"), STR(""), NULL));
	TRY(sql_nominee_state(p->db, p->unit, STR("cleared"), STR(""), NULL));
	return sql_dossier_state(p->db, p->dossier, STR("council"), STR(""), NULL);
}

/* An initiative of a member of the council, on which the proposal rests. */
static void propose(struct proposing *p, struct office *o)
{
	struct acting *author = office_as(o, "vidu.hoidong");
	WANT(o, RC_OK,
	     run_op(author, "initiative.draft", "kind", "initiative", "title", "Bảng chung", "text",
	            "Một bảng cho mọi phòng.", "share", "100", NULL));
	*p = (struct proposing){.o = o, .db = author->c.db, .initiative = author->out.id};
	/* And an achievement of the room, with its evidence. */
	struct acting *clerk = office_as(o, "vidu.daumoi");
	struct http_part evidence = part_of("Bien ban 5.txt", STR("Biên bản cứu kho hồ sơ"));
	WANT(o, RC_OK,
	     upload_op(clerk, "deed.report_unit", &evidence, "kind", "sudden", "title",
	               "Cứu kho hồ sơ khi mưa bão", "on", "10/09/2026", "effect", "Cứu 1.200 hồ sơ",
	               "scope", "office", "unit_id", num(o, unit_named(o, "Phòng Tổng hợp")), NULL));
	p->deed = clerk->out.id;
	WANT(o, RC_OK, db_tx(p->db, DB_WRITE, propose_tx, p));
}

static const char *item(struct sitting *s, const char *title)
{
	return num(s->o, council_row(s, "meeting_item.list", "title", title));
}

#define OF_PERSON "Chiến sĩ thi đua cơ sở: Giàng Thị Dua"
#define OF_UNIT "Tập thể lao động xuất sắc: Phòng Tổng hợp"

static bool reads(struct sitting *s, const char *who, const char *title)
{
	struct acting *a = office_as(s->o, who);
	struct buf b;
	enum rc rc = run_op(a, "meeting_item.sheet", "id", item(s, title), NULL);
	if (rc != RC_OK) {
		assert_int_equal(rc, RC_DENIED);
		return false;
	}
	buf_init(&b, 1 << 20);
	op_find(STR("meeting_item.sheet"))->json(&b, &a->c, a->out.data);
	bool all = memmem(b.p, b.n, "7781", 4) != NULL;
	buf_clear(&b);
	op_find(STR("meeting_item.sheet"))->page(&b, &a->c, a->out.data);
	all &= memmem(b.p, b.n, "7781", 4) != NULL;
	buf_release(&b);
	return all;
}

/* The page of the meeting links no sheet that it would refuse. */
static bool linked(struct sitting *s, const char *who, const char *title)
{
	struct acting *a = office_as(s->o, who);
	struct buf b;
	char link[80];
	WANT(s->o, RC_OK, run_op(a, "meeting.view", "id", s->meeting, NULL));
	snprintf(link, sizeof link, "/meeting_item/sheet?id=%s\"", item(s, title));
	buf_init(&b, 4 << 20);
	op_find(STR("meeting.view"))->page(&b, &a->c, a->out.data);
	bool found = memmem(b.p, b.n, link, strlen(link)) != NULL;
	assert_null(memmem(b.p, b.n, "7781", 4));
	buf_release(&b);
	return found;
}

static void check_recusals(struct sitting *s)
{
	struct finding f = council_recusals(s);
	int heads = 0, authors = 0;
	for (size_t i = 0; i < f.n; i++) {
		heads += str_eqz(f.rows[i].why, "head") && str_eqz(f.rows[i].name, "Lù Seo Páo") &&
		         str_eqz(f.rows[i].state, "proposed");
		authors += str_eqz(f.rows[i].why, "author") && str_eqz(f.rows[i].name, "Đỗ Minh Đức") &&
		           str_eqz(f.rows[i].state, "recused");
	}
	assert_int_equal(f.n, 3);
	assert_int_equal(heads, 2);
	assert_int_equal(authors, 1);
}

static void check_sheets(struct sitting *s)
{
	static const struct {
		const char *who;
		bool person, unit;
	} all[] = {{"vidu.chanhvp", true, true},
	           {"vidu.thuongtruc", true, true},
	           {"vidu.hoidong", false, true},
	           {"vidu.truongphong", false, false}};
	for (int i = 0; i < COUNT(all); i++) {
		assert_int_equal(reads(s, all[i].who, OF_PERSON), all[i].person);
		assert_int_equal(reads(s, all[i].who, OF_UNIT), all[i].unit);
		assert_int_equal(linked(s, all[i].who, OF_PERSON), all[i].person);
		assert_int_equal(linked(s, all[i].who, OF_UNIT), all[i].unit);
	}
}

/* The address of the evidence on the sheet; "" when there is none. */
static struct str evidence_of(struct sitting *s, const char *who, const char *title)
{
	struct acting *a = office_as(s->o, who);
	struct buf *b = arena_alloc(a->c.mem, sizeof *b);
	static const char link[] = "/meeting_item/evidence?id=";
	WANT(s->o, RC_OK, run_op(a, "meeting_item.sheet", "id", item(s, title), NULL));
	buf_init(b, 1 << 20);
	arena_defer(a->c.mem, (void (*)(void *))buf_release, b);
	op_find(STR("meeting_item.sheet"))->page(b, &a->c, a->out.data);
	struct str page = buf_view(b);
	const char *at = memmem(page.p, page.n, link, strlen(link));
	if (!at)
		return STR("");
	assert_non_null(memmem(page.p, page.n, "Minh chứng: Bien ban 5.txt", 26));
	const char *end = memchr(at, '"', (size_t)(page.p + page.n - at));
	return (struct str){.p = at, .n = (size_t)(end - at)};
}

/* What a proposal rests on is read by those who read its sheet, and for that proposal only. */
static void check_evidence(struct sitting *s)
{
	struct str href = evidence_of(s, "vidu.hoidong", OF_UNIT);
	assert_true(href.n > 0);
	const char *file = arena_strz(&s->o->f->mem, href);
	file = strstr(file, "file=") + 5;
	assert_int_equal(evidence_of(s, "vidu.chanhvp", OF_PERSON).n, 0);
	struct acting *member = office_as(s->o, "vidu.hoidong"),
				  *head = office_as(s->o, "vidu.truongphong"),
				  *chief = office_as(s->o, "vidu.chanhvp"), *other = office_as(s->o, "vidu.canbo");
	WANT(s->o, RC_OK,
	     run_op(member, "meeting_item.evidence", "id", item(s, OF_UNIT), "file", file, NULL));
	assert_int_equal(member->out.fd_size, (int64_t)strlen("Biên bản cứu kho hồ sơ"));
	close(member->out.fd);
	member->out.fd = -1;
	WANT(s->o, RC_DENIED,
	     run_op(head, "meeting_item.evidence", "id", item(s, OF_UNIT), "file", file, NULL));
	WANT(s->o, RC_DENIED,
	     run_op(other, "meeting_item.evidence", "id", item(s, OF_UNIT), "file", file, NULL));
	WANT(s->o, RC_NOTFOUND,
	     run_op(chief, "meeting_item.evidence", "id", item(s, OF_PERSON), "file", file, NULL));
	WANT(s->o, RC_NOTFOUND,
	     run_op(chief, "meeting_item.evidence", "id", item(s, OF_UNIT), "file", "999999", NULL));
}

static void check_nominee(struct proposing *p, int64_t id, const char *state, const char *code)
{
	struct sql_nominee_get n;
	WANT(p->o, RC_OK, sql_nominee_get(p->db, &p->o->f->mem, id, &n));
	assert_true(str_eqz(n.state, state));
	assert_true(str_eqz(n.code, code));
}

/* Less than was asked for: the check for it is made and kept with the vote, not left open. */
static void check_lowered(struct proposing *p)
{
	struct sql_nominee_get n;
	struct sql_law_verdict_get v;
	struct acting *office = office_as(p->o, "vidu.thuongtruc");
	WANT(p->o, RC_OK, sql_nominee_get(p->db, &p->o->f->mem, p->person, &n));
	assert_true(n.verdict_id != DB_NULL && n.verdict.n > 0);
	WANT(p->o, RC_OK, sql_law_verdict_get(p->db, &p->o->f->mem, n.verdict_id, &v));
	assert_true(str_eqz(v.award, "LDTT"));
	/* What comes in later is looked at without going back. */
	WANT(p->o, RC_OK, run_op(office, "nominee.recheck", "id", num(p->o, p->person), NULL));
	check_nominee(p, p->person, "passed", "LDTT");
}

static void decide_all(struct sitting *s)
{
	struct finding f = council_recusals(s);
	for (size_t i = 0; i < f.n; i++)
		if (str_eqz(f.rows[i].state, "proposed"))
			WANT(s->o, RC_OK,
			     run_op(s->standing, "recusal.decide", "id", num(s->o, f.rows[i].id), "state",
			            "kept", NULL)); /* with fewer of them the vote would be no secret */
}

static void begin(struct sitting *s, struct proposing *p, struct office *o)
{
	council_make(s, o);
	propose(p, o);
	council_call(s, "23/11/2026");
	WANT(o, RC_OK, run_op(s->standing, "meeting.nominees", "id", s->meeting, "lower", "1", NULL));
	assert_int_equal(list_count(s->standing, "meeting_item.list", "meeting", s->meeting, NULL), 2);
	WANT(o, RC_CONFLICT, run_op(s->standing, "meeting.nominees", "id", s->meeting, NULL));
}

static void run_nominees(struct office *o)
{
	struct sitting s;
	struct proposing p;
	begin(&s, &p, o);
	/* Before anybody is invited a member reads nothing; of dossiers themselves never. */
	assert_false(reads(&s, "vidu.hoidong", OF_UNIT));
	WANT(o, RC_OK, run_op(s.standing, "meeting.invite", "id", s.meeting, NULL));
	check_recusals(&s);
	check_sheets(&s);
	check_evidence(&s);
	struct acting *member = office_as(o, "vidu.hoidong");
	/* The page of a nominee is open to members, each for the own case. */
	assert_false(gate_reaches(&member->c, op_find(STR("nominee.view")), p.unit));
	WANT(o, RC_DENIED, gate_may(&member->c, op_find(STR("dossier.view"))));
	council_mark(&s, "Vũ Thị Lan Phương", "written");
	WANT(o, RC_OK, run_op(s.standing, "meeting.roll", "id", s.meeting, "state", "room", NULL));
	WANT(o, RC_OK, run_op(s.standing, "meeting.open", "id", s.meeting, NULL));
	council_ballot(&s, "screen");
	decide_all(&s);
	WANT(o, RC_OK, run_op(s.standing, "ballot.open", "id", s.ballot, NULL));
	council_cast(&s, "vidu.chanhvp", "1=lower 2=against");
	council_cast(&s, "vidu.thuongtruc", "1=for 2=for");
	council_cast(&s, "vidu.hoidong", "2=against");
	council_cast(&s, "vidu.truongphong", "1=against 2=against");
	council_opinion(&s, "for", "for");
	check_nominee(&p, p.person, "cleared", "CSTDCS");
	WANT(o, RC_OK, council_count(&s, 0, 2));
	/* The vote and what it does to the dossier are one. */
	check_nominee(&p, p.person, "passed", "LDTT");
	check_lowered(&p);
	check_nominee(&p, p.unit, "lost", "TTLDXS");
	check_nominee(&p, p.waiting, "proposed", "LDTT");
}

static void a_vote_brings_nominees_on(void **state)
{
	(void)state;
	office_each_engine(run_nominees);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(a_vote_brings_nominees_on)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
