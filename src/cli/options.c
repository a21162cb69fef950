#include "cli/cli.h"

#include "base/buf.h"

#include <errno.h>
#include <stdio.h>
#include <unistd.h>

/* An argument that was taken becomes NULL. */
const char *cli_option(struct cli *c, const char *name)
{
	size_t n = strlen(name);
	for (int i = 0; i < c->argc; i++) {
		char *a = c->argv[i];
		if (!a || strncmp(a, "--", 2) != 0 || strncmp(a + 2, name, n) != 0)
			continue;
		if (a[2 + n] == '=') {
			c->argv[i] = NULL;
			return a + 3 + n;
		}
		if (a[2 + n] == '\0' && i + 1 < c->argc && c->argv[i + 1]) {
			const char *value = c->argv[i + 1];
			c->argv[i] = c->argv[i + 1] = NULL;
			return value;
		}
	}
	return NULL;
}

bool cli_flag(struct cli *c, const char *name)
{
	for (int i = 0; i < c->argc; i++)
		if (c->argv[i] && strncmp(c->argv[i], "--", 2) == 0 && strcmp(c->argv[i] + 2, name) == 0) {
			c->argv[i] = NULL;
			return true;
		}
	return false;
}

const char *cli_word(struct cli *c)
{
	for (int i = 0; i < c->argc; i++)
		if (c->argv[i] && c->argv[i][0] != '-') {
			const char *word = c->argv[i];
			c->argv[i] = NULL;
			return word;
		}
	return NULL;
}

/* What follows an option may be its value, so only the first argument that is left counts. */
bool cli_word_waits(const struct cli *c)
{
	for (int i = 0; i < c->argc; i++)
		if (c->argv[i])
			return c->argv[i][0] != '-';
	return false;
}

enum rc cli_no_more(struct cli *c)
{
	for (int i = 0; i < c->argc; i++)
		if (c->argv[i])
			return err_set(&c->err, RC_INVALID,
			               "Không hiểu \"%s\" ở đây. Xin xem trang giúp đỡ bằng --help.",
			               c->argv[i]);
	return RC_OK;
}

/* Levenshtein distance, for words of a command's length. */
static int distance(const char *a, const char *b)
{
	int row[64], n = (int)strlen(b);
	if (n >= 63)
		return 99;
	for (int j = 0; j <= n; j++)
		row[j] = j;
	for (int i = 1; a[i - 1]; i++) {
		int diagonal = row[0];
		row[0] = i;
		for (int j = 1; j <= n; j++) {
			int change = diagonal + (a[i - 1] != b[j - 1]);
			diagonal = row[j];
			int step = (row[j] < row[j - 1] ? row[j] : row[j - 1]) + 1;
			row[j] = change < step ? change : step;
		}
	}
	return row[n];
}

void cli_near_take(struct cli_near *n, const char *name)
{
	int d = distance(n->word, name);
	if (d < (n->best ? n->least : (int)strlen(n->word) / 3 + 2)) {
		n->least = d;
		n->best = name;
	}
}

enum rc cli_write_file(struct cli *c, const char *path, struct str bytes)
{
	FILE *f = fopen(path, "wbxe");
	if (!f)
		return err_set(&c->err, errno == EEXIST ? RC_CONFLICT : RC_IO,
		               "Không ghi được tệp %s: %s.%s", path, strerror(errno),
		               errno == EEXIST ? " Xin chọn tên tệp mới hoặc xóa tệp cũ." : "");
	bool good = fwrite(bytes.p ? bytes.p : "", 1, bytes.n, f) == bytes.n;
	int why = errno;
	if (fclose(f) != 0) {
		why = errno;
		good = false;
	}
	if (good)
		return RC_OK;
	unlink(path);
	return err_set(&c->err, RC_IO, "Không ghi được tệp %s: %s.", path, strerror(why));
}

enum rc cli_read_file(struct cli *c, const char *path, size_t max, struct str *out)
{
	struct buf b;
	FILE *f = fopen(path, "rb");
	if (!f)
		return err_set(&c->err, RC_NOTFOUND, "Không mở được tệp %s: %s.", path, strerror(errno));
	buf_init(&b, max);
	char *to;
	size_t n;
	while ((to = buf_room(&b, 65536)) && (n = fread(to, 1, 65536, f)) > 0)
		b.n += n;
	fclose(f);
	bool whole = buf_check(&b, &c->err) == RC_OK;
	if (whole)
		*out = arena_str(&c->mem, b.n ? buf_view(&b) : STR(""));
	buf_release(&b);
	if (whole)
		return RC_OK;
	err_clear(&c->err);
	return err_set(&c->err, RC_TOOBIG, "Tệp %s quá lớn (quá %zu byte).", path, max);
}
