/*
 * init.c: a new office: folder, keys, database, top unit, first administrator.
 *
 * The recovery secret is printed once and stored nowhere: whoever keeps the paper can
 * read backups when the server and its key ring are gone.
 */
#include "app/account/account.h"
#include "app/admin/admin.h"
#include "app/example/example.h"
#include "app/library/library.h"
#include "app/org/org.h"
#include "app/report/report.h"
#include "auth/password.h"
#include "base/clock.h"
#include "cli/cli.h"
#include "db/sql_account.h"
#include "db/sql_op.h"
#include "journal/journal.h"
#include "journal/seal.h"
#include "law/law.h"
#include "viet/viet.h"

#include <errno.h>
#include <sodium.h>
#include <sys/stat.h>

struct init {
	struct cli *c;
	struct cli_app a;
	struct str office, place, admin, name;
	struct date since; /* from when on the office is known: nobody held a post in it before */
	bool example;
	char password[TEMPORARY_PASSWORD_BYTES];
	char hash[PASSWORD_HASH_BYTES];
};

static enum rc make_keys(struct cli *c, struct recovery *shown)
{
	struct box_secret secret;
	struct box_recipient to;
	struct keys *k = NULL;
	keys_escrow_new(shown);
	enum rc rc = keys_recovery(str_of(shown->text), &secret, &c->err);
	if (rc == RC_OK) {
		to = secret.recipient;
		rc = keys_create(arena_printf(&c->mem, "%s/keys/ring", c->data_dir).p, &to, &k, &c->err);
	}
	sodium_memzero(&secret, sizeof secret);
	keys_free(k);
	return rc;
}

static enum rc setting(struct init *i, const char *key, struct str value)
{
	return sql_setting_put(i->a.db, str_of(key), value, i->a.ctx.now_ms, NULL);
}

static enum rc journal_init(struct init *i)
{
	struct ctx *c = &i->a.ctx;
	return journal_add(i->a.db, &(struct journal_line){.at_ms = c->now_ms,
	                                                   .account_id = DB_NULL,
	                                                   .origin = STR("cli"),
	                                                   .request = STR(""),
	                                                   .op = "system.init",
	                                                   .object = "",
	                                                   .object_id = DB_NULL,
	                                                   .person_id = DB_NULL,
	                                                   .unit_id = DB_NULL,
	                                                   .detail = STR("{}")});
}

static enum rc first_admin(struct init *i, int64_t unit)
{
	struct ctx *c = &i->a.ctx;
	int64_t person, account, grant;
	struct person_new p = {.name = i->name,
	                       .cadre = STR("civil_servant"),
	                       .birth = DATE_NONE,
	                       .unit_id = unit,
	                       .post_title = STR("Quản trị hệ thống"),
	                       .since = c->today};
	TRY(org_person_add(c, &p, &person));
	TRY(sql_account_add(c->db, person, i->admin, str_of(i->hash), 1, c->now_ms, &account));
	return sql_grant_add(c->db, person, STR("admin"), unit, STR("Khởi tạo"), c->today, DATE_OPEN,
	                     &grant);
}

static enum rc fill_tx(void *arg)
{
	struct init *i = arg;
	struct ctx *c = &i->a.ctx;
	int64_t unit;
	TRY(setting(i, "office", i->office));
	TRY(setting(i, "place", i->place));
	TRY(holidays_begin(c));
	TRY(library_begin(c));
	TRY(statistics_begin(c));
	TRY(journal_init(i));
	if (i->example)
		return example_fill(c);
	struct unit_new top = {.parent_id = DB_NULL,
	                       .kind = STR("office"),
	                       .name = i->office,
	                       .position = 1,
	                       .on = i->since};
	TRY(org_unit_add(c, &top, &unit));
	TRY(org_refresh_units(c));
	return first_admin(i, unit);
}

/* Past posts, ratings and awards are entered after the office; so it begins before them. */
#define YEARS_BACK 10

static enum rc read_since(struct init *i)
{
	const char *given = cli_option(i->c, "since");
	struct date today = date_at(clock_now_ms());
	i->since =
		given ? date_from_typed(str_of(given)) : date_of(date_civil(today).year - YEARS_BACK, 1, 1);
	if (date_is_none(i->since) || i->since.days > today.days)
		return err_set(&i->c->err, RC_INVALID,
		               "--since là một ngày đã qua, ví dụ 01/07/2025; \"%s\" thì không.", given);
	return RC_OK;
}

static enum rc read_words(struct init *i)
{
	struct cli *c = i->c;
	const char *office = cli_option(c, "office"), *place = cli_option(c, "place"),
			   *admin = cli_option(c, "admin");
	const char *name = cli_option(c, "name");
	i->example = cli_flag(c, "example");
	TRY(read_since(i));
	TRY(cli_no_more(c));
	if (i->example) {
		i->office = STR("Văn phòng UBND tỉnh Lào Cai");
		i->place = STR("Lào Cai");
		return RC_OK;
	}
	if (!office || !admin || !name)
		return err_set(
			&c->err, RC_INVALID,
			"Cần --office, --admin và --name (hoặc --example). Xin xem thidua init --help.");
	TRY(viet_line(&c->mem, str_of(office), &i->office, &c->err));
	TRY(viet_line(&c->mem, str_of(place ? place : ""), &i->place, &c->err));
	TRY(viet_line(&c->mem, str_of(name), &i->name, &c->err));
	i->admin = viet_lower(&c->mem, str_of(admin));
	return RC_OK;
}

enum rc cli_init(struct cli *c)
{
	struct init i = {.c = c};
	struct recovery recovery;
	struct db *db;
	TRY(read_words(&i));
	if (mkdir(c->data_dir, 0700) != 0 && errno != EEXIST)
		return err_set(&c->err, RC_IO, "Không tạo được thư mục %s: %s.", c->data_dir,
		               strerror(errno));
	TRY(make_keys(c, &recovery));
	TRY(db_open(c->db_address, DB_CREATE, &db, &c->err));
	db_err_to(db, &c->err);
	enum rc rc = db_migrate(db);
	db_close(db);
	TRY(rc);
	rc = cli_app_open(c, 0, &i.a);
	if (rc == RC_OK && !i.example) {
		account_temporary_password(i.password);
		rc = password_hash(i.a.app.hasher, str_of(i.password), i.hash, &c->err);
	}
	if (rc == RC_OK && i.example)
		rc = law_shipped(&c->mem, &i.a.app.law, &c->err);
	if (rc == RC_OK)
		rc = db_tx(i.a.db, DB_WRITE, fill_tx, &i);
	/* The name of the office, which papers and decisions bear. */
	if (rc == RC_OK && i.example)
		rc = cli_app_settings(&i.a.app, i.a.db, &c->mem);
	if (rc == RC_OK && i.example)
		rc = example_midyear(&i.a.ctx);
	/* What the example did months ago by its clock is no line that came in late. */
	if (rc == RC_OK && i.example)
		rc = journal_seal_run(i.a.db, i.a.app.keys, JOURNAL_SEAL_ALL, i.a.ctx.now_ms, &c->err);
	cli_app_close(&i.a);
	TRY(rc);
	printf("Đã tạo %.*s trong %s.\n\n", STR_ARG(i.office), c->data_dir);
	if (!i.example)
		printf(
			"Cơ quan được ghi là có từ ngày %s: đơn vị, vị trí công tác ghi từ ngày ấy trở đi.\n\n",
			date_vn(i.since).z);
	printf("Mã khôi phục, chỉ hiện một lần; xin ghi ra giấy và cất ngoài máy chủ:\n\n    %s\n\n",
	       recovery.text);
	if (!i.example)
		printf("Quản trị hệ thống: %.*s   mật khẩu tạm: %s (phải đổi khi vào lần đầu)\n",
		       STR_ARG(i.admin), i.password);
	recovery_wipe(&recovery);
	return RC_OK;
}
