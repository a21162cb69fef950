/* restore.c: thidua restore. */
#include "base/clock.h"
#include "cli/care.h"
#include "db/sql.h"
#include "journal/journal.h"

#include <inttypes.h>
#include <sodium.h>

struct settle {
	struct cli *c;
	struct cli_app *a;
	const struct keep_info *info;
};

/* Sessions of the old server do not go on in the new one, and the journal says what happened. */
static enum rc settle_tx(void *arg)
{
	struct settle *s = arg;
	struct ctx *c = &s->a->ctx;
	TRY(sql_keep_sessions_end(c->db, c->now_ms, NULL));
	return journal_add(c->db, &(struct journal_line){
		.at_ms = c->now_ms, .account_id = DB_NULL, .origin = STR("cli"), .request = STR(""), .op = "system.restore",
		.object = "", .object_id = DB_NULL, .person_id = DB_NULL, .unit_id = DB_NULL,
		.detail = arena_printf(c->mem, "{\"made_ms\":%" PRId64 ",\"rows\":%" PRId64 "}", s->info->made_ms, s->info->rows)});
}

static enum rc settle(struct cli *c, const struct keep_info *info)
{
	struct cli_app a;
	struct settle s = {c, &a, info};
	enum rc rc = cli_app_open(c, 0, &a);
	if (rc == RC_OK)
		rc = db_tx(a.db, DB_WRITE, settle_tx, &s);
	cli_app_close(&a);
	return rc;
}

enum rc cli_restore(struct cli *c)
{
	const char *from = cli_option(c, "from");
	struct box_secret secret;
	if (!from)
		return err_set(&c->err, RC_INVALID, "Cần --from: tệp sao lưu, và --data: thư mục mới.");
	TRY(care_secret(c, &secret));
	TRY(cli_no_more(c));
	bool lite = str_starts(str_of(c->db_address), "sqlite:");
	if (lite && strcmp(c->db_address + strlen("sqlite:"), c->data_dir) != 0)
		return err_set(&c->err, RC_INVALID, "SQLite nằm trong thư mục dữ liệu: xin bỏ --db, chỉ dùng --data.");
	const struct keep_place place = {c->data_dir, lite ? NULL : c->db_address};
	struct keep_info *info = calloc(1, sizeof *info);
	BUG_ON(!info);
	enum rc rc = keep_restore(from, &secret, &place, info, &c->err);
	sodium_memzero(&secret, sizeof secret);
	if (rc == RC_OK)
		rc = settle(c, info);
	if (rc == RC_OK)
		care_print(c, arena_printf(&c->mem, "Đã khôi phục vào %s; số dòng và nội dung từng bảng khớp với bản sao lưu.", c->data_dir).p, info);
	if (rc == RC_OK && !c->json)
		printf("Tiếp theo: thidua log verify --data %s, thidua doctor --data %s\n", c->data_dir, c->data_dir);
	free(info);
	return rc;
}
