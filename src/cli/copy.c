/* copy.c: thidua copy: an office from SQLite to PostgreSQL, or back. */
#include "cli/care.h"

/* The address without a password: it will stand in a setting and in the journal. */
static const char *without_password(struct arena *mem, const char *address)
{
	const char *scheme = strstr(address, "://");
	const char *at = scheme ? strchr(scheme + 3, '@') : NULL;
	const char *colon = at ? memchr(scheme + 3, ':', (size_t)(at - scheme - 3)) : NULL;
	const char *query = strchr(address, '?');
	struct str said = {.p = address, .n = query ? (size_t)(query - address) : strlen(address)};
	if (!colon)
		return arena_strz(mem, said);
	return arena_printf(mem, "%.*s%.*s", (int)(colon - address), address,
	                    (int)(said.n - (size_t)(at - address)), at)
	    .p;
}

/* The new database opens as an office does, and its journal begins with this. */
static enum rc note(struct cli *c, const char *to)
{
	struct cli_app a;
	const char *from = c->db_address;
	c->db_address = to;
	enum rc rc = cli_app_open(c, 0, &a);
	if (rc == RC_OK)
		rc = care_journal(&a, "system.copy", "{}");
	cli_app_close(&a);
	c->db_address = from;
	return rc;
}

static enum rc run(struct cli *c, const char *to, bool trial, struct keep_info *info)
{
	struct cli_app a;
	const char *said = without_password(&c->mem, to);
	enum rc rc = cli_app_open(c, 0, &a);
	if (rc == RC_OK)
		rc = keep_copy(a.db, to, trial ? NULL : said, info, &c->err);
	cli_app_close(&a);
	TRY(rc);
	if (trial) {
		care_journal_beside(c, "system.copy", "{\"trial\":true}");
		care_print(c,
		           "Chuyển thử xong: mọi bảng khớp. Nơi cũ vẫn dùng như trước; nơi mới không được "
		           "dùng để làm việc.",
		           info);
		return RC_OK;
	}
	TRY(note(c, to));
	care_print(
		c, arena_printf(&c->mem, "Đã chuyển tới %s; mọi bảng khớp. Nơi cũ đã đóng lại.", said).p,
		info);
	if (!c->json)
		printf("Từ nay chạy với --db %s (hoặc biến THIDUA_DB); thư mục khóa giữ nguyên ở %s.\n",
		       said, c->data_dir);
	return RC_OK;
}

enum rc cli_copy(struct cli *c)
{
	const char *to = cli_option(c, "to");
	bool trial = cli_flag(c, "trial");
	TRY(cli_no_more(c));
	if (!to)
		return err_set(
			&c->err, RC_INVALID,
			"Cần --to: địa chỉ của cơ sở dữ liệu trống (postgresql://… hoặc sqlite:THƯ_MỤC).");
	if (!trial && care_server_runs(c))
		return err_set(
			&c->err, RC_BUSY,
			"Máy chủ đang chạy trên %s. Xin dừng máy chủ rồi chuyển, hoặc chuyển thử với --trial.",
			c->data_dir);
	struct keep_info *info = calloc(1, sizeof *info);
	BUG_ON(!info);
	enum rc rc = run(c, to, trial, info);
	free(info);
	return rc;
}
