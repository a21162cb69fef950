/* sums.c: SHA256SUMS, as sha256sum writes and reads it. */
#include "archive/inner.h"

#include <sodium.h>

struct sum {
	struct str name, hex;
};

static int by_name(const void *a, const void *b)
{
	return str_cmp(((const struct sum *)a)->name, ((const struct sum *)b)->name);
}

static int entry_by_name(const void *a, const void *b)
{
	return str_cmp(((const struct archive_entry *)a)->name,
	               ((const struct archive_entry *)b)->name);
}

/* "HEX  name"; anything else makes the whole list worthless. */
static bool read_sums(struct archive_check *c, struct sum **out, size_t *count)
{
	struct str text = buf_view(&c->sums), rest = text;
	size_t lines = 0;
	for (size_t i = 0; i < text.n; i++)
		lines += text.p[i] == '\n';
	struct sum *all = arena_array(c->mem, lines + 1, sizeof *all);
	*count = 0;
	while (rest.n) {
		struct str line = str_cut(&rest, '\n');
		if (line.n < ARCHIVE_SHA_TEXT + 1 || line.p[64] != ' ' || line.p[65] != ' ' ||
		    *count > lines)
			return false;
		all[(*count)++] = (struct sum){.hex = {line.p, 64}, .name = {line.p + 66, line.n - 66}};
	}
	qsort(all, *count, sizeof *all, by_name);
	*out = all;
	return *count > 0;
}

static bool unlisted(struct str name)
{
	return str_eqz(name, ARCHIVE_SUMS) || str_eqz(name, ARCHIVE_MANIFEST) ||
	       str_eqz(name, ARCHIVE_SIGNATURE);
}

static void compare(struct archive_check *c, const struct archive_entry *f, const struct sum *s)
{
	char hex[ARCHIVE_SHA_TEXT];
	sodium_bin2hex(hex, sizeof hex, f->sha, sizeof f->sha);
	if (!f->whole || !str_eqz(s->hex, hex))
		archive_found(c, ARCHIVE_CHANGED, f->name, DB_NULL, "Đã bị sửa hoặc hỏng: %.*s",
		              STR_ARG(f->name));
}

static void added(struct archive_check *c, struct str name)
{
	archive_found(c, ARCHIVE_ADDED, name, DB_NULL, "Được thêm vào, không có khi lập gói: %.*s",
	              STR_ARG(name));
}

static void missing(struct archive_check *c, struct str name)
{
	archive_found(c, ARCHIVE_MISSING, name, DB_NULL, "Đã mất: %.*s", STR_ARG(name));
}

void archive_sums_check(struct archive_check *c)
{
	struct sum *sums;
	size_t n, at = 0;
	if (!read_sums(c, &sums, &n)) {
		archive_found(c, ARCHIVE_SUMS_BAD, STR(ARCHIVE_SUMS), DB_NULL,
		              "Gói không có " ARCHIVE_SUMS " đúng dạng: không biết tệp nào còn nguyên.");
		return;
	}
	qsort(c->entries, c->count, sizeof *c->entries, entry_by_name);
	for (size_t i = 0; i < c->count; i++) {
		const struct archive_entry *f = &c->entries[i];
		if (i && str_eq(f->name, f[-1].name)) {
			archive_found(c, ARCHIVE_TWICE, f->name, DB_NULL,
			              "Có hai tệp cùng tên, mỗi chương trình mở một bản khác: %.*s",
			              STR_ARG(f->name));
			continue;
		}
		while (at < n && str_cmp(sums[at].name, f->name) < 0)
			missing(c, sums[at++].name);
		if (at < n && str_eq(sums[at].name, f->name))
			compare(c, f, &sums[at++]);
		else if (!unlisted(f->name))
			added(c, f->name);
	}
	while (at < n)
		missing(c, sums[at++].name);
}
