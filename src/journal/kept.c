/* kept.c: heads that were kept outside the database, as typed or in a file. */
#include "journal/verify.h"

#include <errno.h>
#include <inttypes.h>
#include <sodium.h>
#include <stdio.h>

#define FILE_HEADS_MAX 100000

enum rc journal_kept_parse(struct keys *keys, struct str text, struct journal_kept *out,
                           struct err *e)
{
	struct journal_head head;
	struct str rest = str_trim(text);
	size_t n = 0;
	if (journal_head_parse(rest, &head)) {
		if (journal_head_check(keys, &head, e) != RC_OK) {
			err_clear(e);
			return err_set(e, RC_INVALID,
			               "Đầu chuỗi số %" PRId64 " giữ ngoài không mang chữ ký của cơ quan này.",
			               head.seq);
		}
		*out = (struct journal_kept){.seq = head.seq, .hash_bytes = JOURNAL_HASH_BYTES};
		memcpy(out->hash, head.hash, JOURNAL_HASH_BYTES);
		return RC_OK;
	}
	*out = (struct journal_kept){.seq = 0};
	struct str seq = str_cut(&rest, ':');
	if (!str_int(seq, &out->seq) || out->seq < 1 || !rest.p || rest.n < 16 ||
	    sodium_hex2bin(out->hash, sizeof out->hash, rest.p, rest.n, " ", &n, NULL) != 0 || n < 8)
		return err_set(e, RC_INVALID,
		               "\"%.*s\" không phải đầu chuỗi. Xin viết SỐ:MÃ, ví dụ "
		               "48213:9f3ca71e04bd2205 (ít nhất 16 chữ "
		               "số của mã), hoặc tên tệp có các dòng thidua-head.",
		               (int)(text.n > 60 ? 60 : text.n), text.p);
	out->hash_bytes = n;
	return RC_OK;
}

static enum rc read_lines(FILE *from, const char *path, struct keys *keys, struct arena *mem,
                          struct journal_kept **out, int *count, struct err *e)
{
	char line[1024];
	int room = 0;
	*count = 0;
	while (fgets(line, sizeof line, from)) {
		struct str text = str_trim(str_of(line));
		/* A mail or a list of backups may say other things around the heads. */
		if (!str_starts(text, "thidua-head "))
			continue;
		if (*count == FILE_HEADS_MAX)
			return err_set(e, RC_TOOBIG, "Tệp %s có hơn %d đầu chuỗi.", path, FILE_HEADS_MAX);
		if (*count == room) {
			struct journal_kept *more =
				arena_array(mem, (size_t)(room = room * 2 + 64), sizeof *more);
			if (*count)
				memcpy(more, *out, (size_t)*count * sizeof *more);
			*out = more;
		}
		TRY(journal_kept_parse(keys, text, &(*out)[(*count)++], e));
	}
	if (*count == 0)
		return err_set(e, RC_INVALID, "Tệp %s không có dòng thidua-head nào.", path);
	return RC_OK;
}

enum rc journal_kept_read(struct keys *keys, const char *path, struct arena *mem,
                          struct journal_kept **out, int *count, struct err *e)
{
	FILE *from = fopen(path, "re");
	*count = 0;
	if (!from)
		return errno == ENOENT ? RC_NOTFOUND
		                       : err_detail(e, RC_IO, "%s: %s", path, strerror(errno));
	enum rc rc = read_lines(from, path, keys, mem, out, count, e);
	fclose(from);
	return rc;
}
