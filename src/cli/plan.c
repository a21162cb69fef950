/* plan.c: `thidua plan read FILE`: what a plan says, without a server and without keeping it. */
#include "plan/read.h"

#include "app/plan/plan.h"
#include "cli/cli.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

static enum rc print(struct cli *c, const struct plan_doc *d)
{
	struct buf b;
	buf_init(&b, (size_t)64 << 20);
	if (c->json) {
		struct json_out j = json_out_to(&b);
		plan_json(&j, d);
		buf_chr(&b, '\n');
	} else {
		plan_words(&b, d);
	}
	enum rc rc = buf_check(&b, &c->err);
	if (rc == RC_OK && fwrite(b.p, 1, b.n, stdout) != b.n)
		rc = err_set(&c->err, RC_IO, "Không in ra được.");
	buf_release(&b);
	return rc;
}

static enum rc read_fd(struct cli *c, int fd, bool weak)
{
	struct plan_source from = {.fd = fd, .allow_weak = weak};
	struct plan_doc doc;
	struct str text;
	const char *kind;
	struct stat st;
	if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode))
		return err_set(&c->err, RC_INVALID, "Đây không phải là một tệp.");
	from.size = st.st_size;
	TRY(plan_source_text(&c->mem, &from, &text, &kind, &c->err));
	TRY(plan_read(&c->mem, text, &doc, &c->err));
	return print(c, &doc);
}

enum rc cli_plan_read(struct cli *c)
{
	bool weak = cli_flag(c, "allow-weak-sandbox");
	const char *file = cli_word(c);
	if (!file)
		return err_set(
			&c->err, RC_INVALID,
			"Thiếu tệp kế hoạch: thidua plan read TỆP (.docx, .pdf, .txt) đọc ngay tại đây; "
			"thidua plan read --content TỆP --as TÀI_KHOẢN đọc qua máy chủ.");
	TRY(cli_no_more(c));
	int fd = open(file, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return err_set(&c->err, errno == ENOENT ? RC_NOTFOUND : RC_IO, "Không mở được tệp %s.",
		               file);
	enum rc rc = read_fd(c, fd, weak);
	close(fd);
	return rc;
}
