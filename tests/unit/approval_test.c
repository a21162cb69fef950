/* What takes two people: who may be the second, what stays true in between, and what time does. */
#include "sign_fixture.h"

#include "app/account/account.h"
#include "app/admin/admin.h"
#include "db/sql_account.h"
#include "db/sql_auth.h"
#include "db/sql_journal.h"
#include "db/sql_person.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#define DAY_MS ((int64_t)24 * 3600 * 1000)
#define COUNCIL "Vũ Thị Lan Phương"
#define NAME "phuong.vu"

/* --- a council member's sign-in is to be reset --------------------------------------------- */

struct pair {
	struct acting *asker, *second, *owner;
	const char *account, *approval;
	int waiting; /* with those that wait in the example */
};

static struct pair asked(struct office *o)
{
	struct pair p = {.asker = office_as(o, "vidu.quantri"),
	                 .second = office_as(o, "vidu.thuongtruc")};
	p.owner = ready_account(o, COUNCIL, NAME);
	p.waiting = list_count(p.second, "approval.list", "state", "waiting", NULL) + 1;
	p.account = num(o, p.owner->c.who.account_id);
	WANT(o, RC_OK,
	     run_op(p.asker, "account.reset", "id", p.account, "reason", "Mất điện thoại", NULL));
	assert_true(p.asker->out.approval_id != DB_NULL);
	assert_int_equal(p.asker->out.code_count, 0);
	p.approval = num(o, p.asker->out.approval_id);
	return p;
}

static struct sql_account_own state_of(struct office *o, const struct pair *p)
{
	struct sql_account_own own;
	WANT(o, RC_OK, sql_account_own(p->owner->c.db, &o->f->mem, p->owner->c.who.account_id, &own));
	return own;
}

static struct sql_account_own state_at(struct office *o, const char *account)
{
	struct sql_account_own own;
	WANT(o, RC_OK, sql_account_own(o->f->db, &o->f->mem, strtoll(account, NULL, 10), &own));
	return own;
}

static void run_nothing_yet(struct office *o)
{
	struct pair p = asked(o);
	struct acting *a;
	assert_int_equal(state_of(o, &p).must_change, 0);
	WANT(o, RC_OK, sign_in(o, NAME, GOOD_PASSWORD, &a));
	assert_int_equal(list_count(p.second, "approval.list", "state", "waiting", NULL), p.waiting);
}

static void run_wrong_second(struct office *o)
{
	struct pair p = asked(o);
	/* The asker; the one concerned, even with a right to confirm; who has no part in it. */
	WANT(o, RC_DENIED, run_op(p.asker, "approval.confirm", "id", p.approval, NULL));
	WANT(o, RC_DENIED, run_op(p.owner, "approval.confirm", "id", p.approval, NULL));
	WANT(o, RC_DENIED,
	     run_op(office_as(o, "vidu.thanhtra"), "approval.confirm", "id", p.approval, NULL));
	WANT(o, RC_DENIED,
	     run_op(office_as(o, "vidu.canbo"), "approval.confirm", "id", p.approval, NULL));
	WANT(o, RC_SIGNIN, run_op(office_as(o, NULL), "approval.confirm", "id", p.approval, NULL));
	assert_int_equal(state_of(o, &p).must_change, 0);
}

static void run_concerned(struct office *o)
{
	struct acting *admin = office_as(o, "vidu.quantri"), *head = office_as(o, "vidu.chanhvp");
	WANT(o, RC_OK,
	     run_op(admin, "account.reset", "id", num(o, head->c.who.account_id), "reason",
	            "Mất điện thoại", NULL));
	WANT(o, RC_DENIED,
	     run_op(head, "approval.confirm", "id", num(o, admin->out.approval_id), NULL));
	assert_non_null(strstr(o->f->err.message, "chính mình"));
}

/* What the function finds wrong is told to the asker; nobody is called to confirm it. */
static void run_asked_wrongly(struct office *o)
{
	struct acting *admin = office_as(o, "vidu.quantri");
	const char *who = num(o, person_named(o, "Tẩn Mùi Phạm")),
			   *unit = num(o, unit_named(o, "Phòng Nội chính"));
	int waiting = list_count(office_as(o, "vidu.chanhvp"), "approval.list", NULL);
	int64_t lines_before = list_count(office_as(o, "vidu.thanhtra"), "journal.list", NULL);
	WANT(o, RC_INVALID,
	     run_op(admin, "grant.add", "person_id", who, "role", "council", "unit_id", unit, "from",
	            "01/01/2026", "to", "01/01/2025", NULL));
	assert_int_equal(list_count(office_as(o, "vidu.chanhvp"), "approval.list", NULL), waiting);
	assert_int_equal(list_count(office_as(o, "vidu.thanhtra"), "journal.list", NULL), lines_before);
}

static int64_t lines(struct office *o, const char *op)
{
	return list_count(office_as(o, "vidu.thanhtra"), "journal.list", "op", op, NULL);
}

static struct sql_journal_get newest_line(struct office *o, const char *op)
{
	struct acting *a = office_as(o, "vidu.thanhtra");
	struct sql_journal_get line;
	struct rows rows;
	WANT(o, RC_OK, list_op(a, &rows, "journal.list", "op", op, "order", "-time", NULL));
	WANT(o, RC_OK, sql_journal_get(a->c.db, a->c.mem, row_int(&rows, 0, "id"), &line));
	return line;
}

/* As `thidua reset` does it: nobody is signed in. */
static enum rc offline(struct office *o, const char *name, const char *reason, struct str *password)
{
	struct acting *machine = office_as(o, NULL);
	return account_reset_offline(&machine->c, str_of(name), str_of(reason), password);
}

static void run_offline(struct office *o)
{
	struct acting *a;
	struct sql_account_by_id row;
	struct str password;
	struct rows rows;
	int64_t head = office_as(o, "vidu.chanhvp")->c.who.account_id;
	WANT(o, RC_NOTFOUND, offline(o, "khong.co", "Mất điện thoại", &password));
	WANT(o, RC_INVALID, offline(o, "vidu.chanhvp", "x", &password));
	assert_int_equal(lines(o, "account.reset"), 0);
	WANT(o, RC_OK, offline(o, "Vidu.ChanhVP", "Mất điện thoại", &password));
	WANT(o, RC_OK, sign_in(o, "vidu.chanhvp", arena_strz(&o->f->mem, password), &a));
	WANT(o, RC_OK, sql_account_by_id(o->f->db, &o->f->mem, head, &row));
	assert_true(row.must_change && row.vote_barred && !row.totp_sealed.n);
	struct sql_journal_get line = newest_line(o, "account.reset");
	assert_non_null(memmem(line.detail.p, line.detail.n, "\"_mark\":\"offline\"", 17));
	assert_non_null(memmem(line.detail.p, line.detail.n, "Mất điện thoại", 18));
	assert_null(memmem(line.detail.p, line.detail.n, password.p, password.n));
	struct acting *inspector = office_as(o, "vidu.thanhtra");
	WANT(o, RC_OK, list_op(inspector, &rows, "notice.list", NULL));
	assert_non_null(memmem(row_text(inspector, &rows, 0, "text").p,
	                       row_text(inspector, &rows, 0, "text").n, "vidu.chanhvp", 12));
	WANT(o, RC_OK, list_op(office_as(o, "vidu.chanhvp"), &rows, "notice.list", NULL));
	assert_true(rows.count >= 1);
	/* A disabled account stays so. */
	WANT(o, RC_OK,
	     run_op(office_as(o, "vidu.quantri"), "account.disable", "id",
	            num(o, office_as(o, "vidu.canbo")->c.who.account_id), "reason", "Nghỉ dài ngày",
	            NULL));
	WANT(o, RC_CONFLICT, offline(o, "vidu.canbo", "Mất điện thoại", &password));
}

static void run_confirmed(struct office *o)
{
	struct pair p = asked(o);
	struct acting *a;
	struct rows rows;
	WANT(o, RC_OK,
	     run_op(p.owner, "token.create", "label", "Đồng bộ", "ops", "*", "days", "30", NULL));
	struct str token = p.owner->out.codes[0];
	WANT(o, RC_OK, run_op(p.second, "approval.confirm", "id", p.approval, NULL));
	assert_int_equal(p.second->out.code_count, 1);
	const char *temporary = arena_strz(&o->f->mem, p.second->out.codes[0]);
	/* Sessions, tokens, the old password: gone. */
	WANT(o, RC_DENIED, sign_in(o, NAME, GOOD_PASSWORD, &a));
	WANT(o, RC_SIGNIN, by_token(o, token, &a));
	WANT(o, RC_OK, sign_in(o, NAME, temporary, &a));
	WANT(o, RC_OK, by_cookie(o, a->out.session_cookie, &a));
	assert_true(a->c.who.must_change);
	WANT(o, RC_DENIED, run_op(a, "account.confirm_reset", NULL));
	WANT(o, RC_OK,
	     run_op(a, "account.password", "old", temporary, "new_password", "Mùa hè ở Bắc Hà 1",
	            "new_again", "Mùa hè ở Bắc Hà 1", NULL));
	WANT(o, RC_OK, by_cookie(o, a->out.session_cookie, &a));
	/* The owner has been told, and confirms once. */
	assert_int_equal(state_of(o, &p).vote_barred, 1);
	WANT(o, RC_OK, list_op(a, &rows, "notice.list", NULL));
	assert_true(memmem(row_text(a, &rows, 0, "text").p, row_text(a, &rows, 0, "text").n, "đặt lại",
	                   strlen("đặt lại")));
	WANT(o, RC_OK, run_op(a, "account.confirm_reset", NULL));
	assert_int_equal(state_of(o, &p).vote_barred, 0);
	WANT(o, RC_CONFLICT, run_op(a, "account.confirm_reset", NULL));
	/* Done is done. */
	WANT(o, RC_CONFLICT,
	     run_op(office_as(o, "vidu.chanhvp"), "approval.confirm", "id", p.approval, NULL));
}

static void run_journal(struct office *o)
{
	struct pair p = asked(o);
	assert_int_equal(lines(o, "account.reset"), 1);
	WANT(o, RC_OK, run_op(p.second, "approval.confirm", "id", p.approval, NULL));
	assert_int_equal(lines(o, "account.reset"), 2);
	struct sql_journal_get reset = newest_line(o, "account.reset"),
						   confirm = newest_line(o, "approval.confirm");
	assert_true(str_eqz(reset.account, "vidu.quantri"));
	assert_true(str_eqz(confirm.account, "vidu.thuongtruc"));
	assert_true(str_eqz(confirm.object, "approval"));
	const char *by =
		arena_printf(&o->f->mem, "\"_approved_by\":%s", num(o, p.second->c.who.account_id)).p;
	assert_non_null(memmem(reset.detail.p, reset.detail.n, by, strlen(by)));
	/* Nobody reads the temporary password there. */
	struct str temporary = p.second->out.codes[0];
	assert_null(memmem(reset.detail.p, reset.detail.n, temporary.p, temporary.n));
	assert_null(memmem(confirm.detail.p, confirm.detail.n, temporary.p, temporary.n));
}

static enum rc email_tx(void *arg)
{
	struct acting *a = arg;
	return sql_person_set(a->c.db, a->c.who.person_id, STR(COUNCIL), STR("k"),
	                      STR("vu thi lan phuong"), 1, STR("nu"), DATE_NONE, STR("official"),
	                      STR("phuong@example.vn"), STR(""), NULL);
}

static void run_mail(struct office *o)
{
	struct pair p = asked(o);
	struct rows rows;
	WANT(o, RC_OK, db_tx(p.owner->c.db, DB_WRITE, email_tx, p.owner));
	WANT(o, RC_OK, run_op(p.second, "approval.confirm", "id", p.approval, NULL));
	WANT(o, RC_OK, list_op(p.asker, &rows, "mail.list", NULL));
	assert_int_equal(rows.count, 1);
	assert_true(str_eqz(row_text(p.asker, &rows, 0, "to_address"), "phuong@example.vn"));
}

/* --- in between ----------------------------------------------------------------------------------
 */

static void run_changed(struct office *o)
{
	struct pair p = asked(o);
	WANT(o, RC_OK,
	     run_op(p.asker, "account.disable", "id", p.account, "reason", "Xác minh trước", NULL));
	WANT(o, RC_OK,
	     run_op(p.asker, "account.enable", "id", p.account, "reason", "Đã xác minh", NULL));
	WANT(o, RC_CONFLICT, run_op(p.second, "approval.confirm", "id", p.approval, NULL));
	assert_int_equal(state_of(o, &p).must_change, 0);
	assert_int_equal(list_count(p.second, "approval.list", "state", "waiting", NULL), p.waiting);
}

static void run_asker_gone(struct office *o)
{
	struct pair p = asked(o);
	struct acting *other = ready_account(o, "Bùi Xuân Trường", "truong.bui");
	const char *office = num(o, unit_named(o, "Văn phòng Ủy ban nhân dân tỉnh Lào Cai"));
	WANT(o, RC_OK,
	     run_op(p.asker, "grant.add", "person_id", num(o, other->c.who.person_id), "role", "admin",
	            "unit_id", office, NULL));
	WANT(o, RC_OK, second_op(o, p.asker, "vidu.chanhvp"));
	other = office_as(o, "truong.bui");
	WANT(o, RC_OK,
	     run_op(other, "account.disable", "id", num(o, p.asker->c.who.account_id), "reason",
	            "Nghỉ việc", NULL));
	WANT(o, RC_CONFLICT, run_op(p.second, "approval.confirm", "id", p.approval, NULL));
	assert_int_equal(state_of(o, &p).must_change, 0);
}

static void run_stale(struct office *o)
{
	struct pair p = asked(o);
	o->now_ms += 7 * DAY_MS;
	WANT(o, RC_CONFLICT,
	     run_op(office_as(o, "vidu.thuongtruc"), "approval.confirm", "id", p.approval, NULL));
	assert_non_null(strstr(o->f->err.message, "7 ngày"));
}

static enum rc lapse_tx(void *arg)
{
	return approval_lapse(arg);
}

static void run_lapse(struct office *o)
{
	struct pair p = asked(o);
	struct acting *a = office_as(o, "vidu.quantri");
	a->c.now_ms = o->now_ms + 7 * DAY_MS - 1;
	WANT(o, RC_OK, db_tx(a->c.db, DB_WRITE, lapse_tx, &a->c));
	assert_int_equal(list_count(p.second, "approval.list", "state", "lapsed", NULL), 0);
	a->c.now_ms++;
	WANT(o, RC_OK, db_tx(a->c.db, DB_WRITE, lapse_tx, &a->c));
	assert_int_equal(list_count(p.second, "approval.list", "state", "lapsed", NULL), p.waiting);
	WANT(o, RC_CONFLICT, run_op(p.second, "approval.confirm", "id", p.approval, NULL));
}

static void run_refused(struct office *o)
{
	struct pair p = asked(o);
	int notices = list_count(p.asker, "notice.list", NULL);
	WANT(o, RC_DENIED,
	     run_op(office_as(o, "vidu.thanhtra"), "approval.refuse", "id", p.approval, "reason",
	            "Không rõ lý do", NULL));
	WANT(o, RC_INVALID, run_op(p.second, "approval.refuse", "id", p.approval, "reason", "", NULL));
	WANT(o, RC_OK,
	     run_op(p.second, "approval.refuse", "id", p.approval, "reason", "Không rõ lý do", NULL));
	WANT(o, RC_CONFLICT, run_op(p.second, "approval.confirm", "id", p.approval, NULL));
	assert_int_equal(list_count(p.asker, "notice.list", NULL), notices + 1);
}

static void run_withdrawn(struct office *o)
{
	struct pair p = asked(o);
	WANT(o, RC_OK,
	     run_op(p.asker, "approval.refuse", "id", p.approval, "reason", "Đã tìm thấy máy", NULL));
	WANT(o, RC_CONFLICT, run_op(p.second, "approval.confirm", "id", p.approval, NULL));
}

static void run_grant(struct office *o)
{
	struct acting *admin = office_as(o, "vidu.quantri"), *second = office_as(o, "vidu.chanhvp");
	struct acting *member = office_as(o, "vidu.canbo");
	const char *office = num(o, unit_named(o, "Văn phòng Ủy ban nhân dân tỉnh Lào Cai"));
	WANT(o, RC_OK,
	     run_op(admin, "grant.add", "person_id", num(o, member->c.who.person_id), "role", "head",
	            "unit_id", office, NULL));
	const char *approval = num(o, admin->out.approval_id);
	assert_false(office_as(o, "vidu.canbo")->c.who.roles & R(HEAD));
	WANT(o, RC_OK, run_op(second, "approval.confirm", "id", approval, NULL));
	assert_true(office_as(o, "vidu.canbo")->c.who.roles & R(HEAD));
}

/* Somebody made up, with an account, whom the administrator would like to confirm. */
static struct acting *puppet(struct office *o)
{
	struct acting *admin = office_as(o, "vidu.quantri");
	WANT(o, RC_OK,
	     run_op(admin, "person.create", "name", "Lò Văn Rối", "cadre", "civil_servant", "unit_id",
	            num(o, unit_named(o, "Phòng Nội chính")), "post_title", "Chuyên viên", "since",
	            "01/06/2024", NULL));
	return ready_account(o, "Lò Văn Rối", "roi.lo");
}

static bool waits(struct office *o, const char *person, const char *role, const char *from)
{
	struct acting *admin = office_as(o, "vidu.quantri");
	const char *office = num(o, unit_named(o, "Văn phòng Ủy ban nhân dân tỉnh Lào Cai"));
	WANT(o, RC_OK,
	     run_op(admin, "grant.add", "person_id", person, "role", role, "unit_id", office, "from",
	            from, NULL));
	return admin->out.approval_id != DB_NULL;
}

static void run_puppet(struct office *o)
{
	struct acting *a = puppet(o), *admin = office_as(o, "vidu.quantri");
	const char *id = num(o, a->c.who.person_id), *account = num(o, a->c.who.account_id);
	static const char *const deciding[] = {"standing", "admin", "head", "council"};
	for (int i = 0; i < COUNT(deciding); i++) {
		assert_true(waits(o, id, deciding[i], ""));
		assert_true(waits(o, id, deciding[i], "01/01/2027"));
	}
	assert_int_equal(office_as(o, "roi.lo")->c.who.roles & (R(STANDING) | R(ADMIN) | R(HEAD)), 0);
	/* So the puppet confirms nobody. */
	WANT(o, RC_OK,
	     run_op(admin, "grant.add", "person_id", num(o, person_named(o, "Tẩn Mùi Phạm")), "role",
	            "head", "unit_id", num(o, unit_named(o, "Phòng Nội chính")), NULL));
	WANT(o, RC_DENIED, second_op(o, admin, "roi.lo"));
	/* What begins later counts at once: who resets the sign-in would own it by then. */
	assert_int_equal(state_at(o, account).must_change, 0);
	WANT(o, RC_OK,
	     run_op(admin, "grant.add", "person_id", id, "role", "standing", "unit_id",
	            num(o, unit_named(o, "Phòng Nội chính")), "from", "01/02/2027", NULL));
	WANT(o, RC_OK, second_op(o, admin, "vidu.chanhvp"));
	WANT(o, RC_OK, run_op(admin, "account.reset", "id", account, "reason", "Mất điện thoại", NULL));
	assert_true(admin->out.approval_id != DB_NULL);
	assert_int_equal(state_at(o, account).must_change, 0);
}

/* Nor is the account of somebody who decides opened by one. */
static void run_account_of_council(struct office *o)
{
	struct acting *admin = office_as(o, "vidu.quantri");
	WANT(o, RC_OK,
	     run_op(admin, "account.create", "person_id", num(o, person_named(o, COUNCIL)), "name",
	            NAME, NULL));
	assert_int_equal(admin->out.code_count, 0);
	WANT(o, RC_DENIED, second_op(o, admin, "vidu.quantri"));
}

static void run_alone(struct office *o)
{
	struct acting *admin = office_as(o, "vidu.quantri"), *a = puppet(o);
	static const char *const confirm[] = {"vidu.chanhvp", "vidu.thuongtruc"};
	const char *id = num(o, a->c.who.person_id), *alone = "\"_mark\":\"alone\"";
	for (int i = 0; i < COUNT(confirm); i++) {
		assert_true(waits(o, id, "standing", ""));
		WANT(o, RC_OK,
		     run_op(admin, "account.disable", "id",
		            num(o, office_as(o, confirm[i])->c.who.account_id), "reason", "Nghỉ phép dài",
		            NULL));
	}
	/* Nobody else could confirm: a new office has to begin somehow, and it is written down. */
	assert_false(waits(o, id, "standing", ""));
	struct sql_journal_get line = newest_line(o, "grant.add");
	assert_non_null(memmem(line.detail.p, line.detail.n, alone, strlen(alone)));
	/* Once only: now there is somebody. */
	assert_true(waits(o, num(o, person_named(o, "Tẩn Mùi Phạm")), "standing", ""));
	line = newest_line(o, "grant.add");
	assert_null(memmem(line.detail.p, line.detail.n, alone, strlen(alone)));
}

/* --- one person is enough
 * -------------------------------------------------------------------------- */

static void run_ordinary(struct office *o)
{
	struct acting *a = ready_account(o, "Trần Quốc Việt", "viet.tran"),
				  *admin = office_as(o, "vidu.quantri");
	WANT(o, RC_DENIED,
	     run_op(admin, "account.reset", "id", num(o, admin->c.who.account_id), "reason",
	            "Tự đặt lại", NULL));
	WANT(o, RC_OK,
	     run_op(admin, "account.reset", "id", num(o, a->c.who.account_id), "reason",
	            "Quên mật khẩu", NULL));
	assert_true(admin->out.approval_id == DB_NULL);
	assert_int_equal(admin->out.code_count, 1);
	WANT(o, RC_OK, sign_in(o, "viet.tran", arena_strz(&o->f->mem, admin->out.codes[0]), &a));
}

/* --- nightly
 * ------------------------------------------------------------------------------------------ */

static enum rc nightly_tx(void *arg)
{
	return account_nightly(arg);
}

static void night_after(struct office *o, int days)
{
	struct acting *a = office_as(o, NULL);
	a->c.now_ms = o->now_ms + days * DAY_MS;
	a->c.today = date_at(a->c.now_ms);
	WANT(o, RC_OK, db_tx(a->c.db, DB_WRITE, nightly_tx, &a->c));
}

static void run_idle(struct office *o)
{
	struct acting *a;
	ready_account(o, "Trần Quốc Việt", "viet.tran");
	night_after(o, 45);
	WANT(o, RC_OK, sign_in(o, "viet.tran", GOOD_PASSWORD, &a));
	night_after(o, 46);
	WANT(o, RC_DENIED, sign_in(o, "viet.tran", GOOD_PASSWORD, &a));
	assert_int_equal(lines(o, "account.disable"), 1);
	/* Enabled again, it has 45 days anew; accounts of the example have no password and stay. */
	o->now_ms += 46 * DAY_MS;
	struct acting *admin = office_as(o, "vidu.quantri");
	struct rows rows;
	WANT(o, RC_OK, list_op(admin, &rows, "account.list", "name", "viet.tran", NULL));
	WANT(o, RC_OK,
	     run_op(admin, "account.enable", "id", num(o, row_int(&rows, 0, "id")), "reason",
	            "Đi học về", NULL));
	night_after(o, 1);
	assert_int_equal(list_count(admin, "account.list", "state", "disabled", NULL), 0);
}

static void run_old_admin(struct office *o)
{
	struct acting *a = ready_account(o, "Bùi Xuân Trường", "truong.bui"),
				  *admin = office_as(o, "vidu.quantri");
	const char *office = num(o, unit_named(o, "Văn phòng Ủy ban nhân dân tỉnh Lào Cai"));
	const char *person = num(o, a->c.who.person_id), *own = num(o, admin->c.who.account_id);
	WANT(o, RC_OK,
	     run_op(admin, "grant.add", "person_id", person, "role", "admin", "unit_id", office, NULL));
	WANT(o, RC_OK, second_op(o, admin, "vidu.chanhvp"));
	a = office_as(o, "truong.bui");
	WANT(o, RC_OK, run_op(a, "account.disable", "id", own, "reason", "Nghỉ hưu", NULL));
	/* Now the only administrator: kept however long unused, and told to change the password. */
	night_after(o, 61);
	WANT(o, RC_OK, sign_in(o, "truong.bui", GOOD_PASSWORD, &a));
	WANT(o, RC_OK, by_cookie(o, a->out.session_cookie, &a));
	assert_true(a->c.who.must_change);
}

#define EACH_ENGINE(name, run)                                                                     \
	static void name(void **state)                                                                 \
	{                                                                                              \
		(void)state;                                                                               \
		office_each_engine(run);                                                                   \
	}
EACH_ENGINE(nothing_happens_before_the_second_person, run_nothing_yet)
EACH_ENGINE(not_everybody_is_a_second_person, run_wrong_second)
EACH_ENGINE(nobody_confirms_what_concerns_them, run_concerned)
EACH_ENGINE(the_second_person_makes_it_happen, run_confirmed)
EACH_ENGINE(both_people_stand_in_the_journal, run_journal)
EACH_ENGINE(the_asker_hears_at_once_what_is_wrong, run_asked_wrongly)
EACH_ENGINE(the_machine_resets_when_nobody_can_confirm, run_offline)
EACH_ENGINE(the_owner_is_told_by_mail, run_mail)
EACH_ENGINE(what_changed_meanwhile_is_not_touched, run_changed)
EACH_ENGINE(an_asker_who_is_gone_asks_nothing, run_asker_gone)
EACH_ENGINE(after_seven_days_it_is_too_late, run_stale)
EACH_ENGINE(what_nobody_confirmed_lapses, run_lapse)
EACH_ENGINE(refused_is_refused, run_refused)
EACH_ENGINE(the_asker_may_take_it_back, run_withdrawn)
EACH_ENGINE(head_is_granted_by_two, run_grant)
EACH_ENGINE(nobody_makes_a_second_person_alone, run_puppet)
EACH_ENGINE(an_account_of_who_decides_takes_two, run_account_of_council)
EACH_ENGINE(alone_only_while_nobody_else_could_confirm, run_alone)
EACH_ENGINE(others_are_reset_by_one, run_ordinary)
EACH_ENGINE(unused_accounts_are_disabled, run_idle)
EACH_ENGINE(the_last_administrator_stays_and_changes_the_password, run_old_admin)

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nothing_happens_before_the_second_person),
		cmocka_unit_test(not_everybody_is_a_second_person),
		cmocka_unit_test(nobody_confirms_what_concerns_them),
		cmocka_unit_test(the_second_person_makes_it_happen),
		cmocka_unit_test(both_people_stand_in_the_journal),
		cmocka_unit_test(the_asker_hears_at_once_what_is_wrong),
		cmocka_unit_test(the_machine_resets_when_nobody_can_confirm),
		cmocka_unit_test(the_owner_is_told_by_mail),
		cmocka_unit_test(what_changed_meanwhile_is_not_touched),
		cmocka_unit_test(an_asker_who_is_gone_asks_nothing),
		cmocka_unit_test(after_seven_days_it_is_too_late),
		cmocka_unit_test(what_nobody_confirmed_lapses),
		cmocka_unit_test(refused_is_refused),
		cmocka_unit_test(the_asker_may_take_it_back),
		cmocka_unit_test(head_is_granted_by_two),
		cmocka_unit_test(nobody_makes_a_second_person_alone),
		cmocka_unit_test(an_account_of_who_decides_takes_two),
		cmocka_unit_test(alone_only_while_nobody_else_could_confirm),
		cmocka_unit_test(others_are_reset_by_one),
		cmocka_unit_test(unused_accounts_are_disabled),
		cmocka_unit_test(the_last_administrator_stays_and_changes_the_password),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
