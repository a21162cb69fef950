/* restore.c: thidua restore. */
#include "cli/care.h"
#include "db/sql_keep.h"

#include <inttypes.h>
#include <sodium.h>

/* Sessions of the old server do not go on in the new one, and the journal says what happened. */
static enum rc settle_tx(void *arg)
{
	struct ctx *c = arg;
	return sql_keep_sessions_end(c->db, c->now_ms, NULL);
}

static enum rc settle(struct cli *c, const struct keep_info *info)
{
	struct cli_app a;
	struct str detail = arena_printf(&c->mem, "{\"made_ms\":%" PRId64 ",\"rows\":%" PRId64 "}",
	                                 info->made_ms, info->rows);
	enum rc rc = cli_app_open(c, 0, &a);
	if (rc == RC_OK)
		rc = db_tx(a.db, DB_WRITE, settle_tx, &a.ctx);
	if (rc == RC_OK)
		rc = care_journal(&a, "system.restore", detail.p);
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
		return err_set(&c->err, RC_INVALID,
		               "SQLite nằm trong thư mục dữ liệu: xin bỏ --db, chỉ dùng --data.");
	const struct keep_place place = {c->data_dir, lite ? NULL : c->db_address};
	struct keep_info *info = calloc(1, sizeof *info);
	BUG_ON(!info);
	enum rc rc = keep_restore(from, &secret, &place, info, &c->err);
	sodium_memzero(&secret, sizeof secret);
	if (rc == RC_OK)
		rc = settle(c, info);
	if (rc == RC_OK)
		care_print(
			c,
			arena_printf(&c->mem,
		                 "Đã khôi phục vào %s; số dòng và nội dung từng bảng khớp với bản sao lưu.",
		                 c->data_dir)
				.p,
			info);
	/* An older state is meant this time: beside the old head it would be reported as put back. */
	if (rc == RC_OK && !c->json)
		printf(
			"Tệp journal.head của thư mục dữ liệu cũ là dấu của trạng thái mới hơn: xin giữ cùng "
			"biên bản khôi phục, đừng chép sang thư mục này.\n"
			"Tiếp theo: thidua log verify --data %s, thidua doctor --data %s\n",
			c->data_dir, c->data_dir);
	free(info);
	return rc;
}
