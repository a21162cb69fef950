/*
 * tplc: makes C of HTML templates (docs/templates.md).
 *
 *   tplc header OUT.h IN.html...        prototypes of all templates
 *   tplc code INCLUDE OUT.c IN.html     the functions of one file; INCLUDE is the header's name
 */
#include "tools/tplc.h"

#include <errno.h>

#define FILE_MAX (4 * 1024 * 1024)

static int complain(const char *path, const char *what)
{
	fprintf(stderr, "%s: %s: %s\n", path, what, strerror(errno));
	return 1;
}

static int read_file(const char *path, struct buf *b)
{
	FILE *f = fopen(path, "rb");
	if (!f)
		return complain(path, "cannot be read");
	char *to;
	size_t n = 0;
	while ((to = buf_room(b, 65536)) && (n = fread(to, 1, 65536, f)) > 0)
		b->n += n;
	int bad = ferror(f) || b->failed;
	fclose(f);
	return bad ? complain(path, "cannot be read or is too large") : 0;
}

/* Leaves a file that would not change alone, so that nothing is built again for it. */
static int write_file(const char *path, const struct buf *b)
{
	struct buf old;
	buf_init(&old, b->max);
	FILE *f = fopen(path, "rb");
	if (f) {
		fclose(f);
		if (read_file(path, &old) == 0 && str_eq(buf_view(&old), buf_view(b))) {
			buf_release(&old);
			return 0;
		}
	}
	buf_release(&old);
	f = fopen(path, "wb");
	if (!f)
		return complain(path, "cannot be written");
	bool ok = fwrite(b->p, 1, b->n, f) == b->n;
	return fclose(f) != 0 || !ok ? complain(path, "cannot be written") : 0;
}

static int compile(const char *path, struct tplc_out *out)
{
	struct buf text;
	struct err e = {0};
	buf_init(&text, FILE_MAX);
	int status = read_file(path, &text);
	if (status == 0 && tplc_compile(path, buf_view(&text), out, &e) != RC_OK) {
		fprintf(stderr, "%s\n", e.message);
		status = 1;
	}
	buf_release(&text);
	return status;
}

static int make_header(const char *to, int count, char **paths)
{
	struct tplc_out out;
	struct buf file;
	int status = 0;
	tplc_out_init(&out);
	buf_init(&file, out.code.max);
	for (int i = 0; i < count && status == 0; i++)
		status = compile(paths[i], &out);
	if (status == 0) {
		buf_z(&file, "/* Made by tplc. */\n#pragma once\n#include \"web/tpl.h\"\n");
		buf_str(&file, buf_view(&out.uses));
		buf_chr(&file, '\n');
		buf_str(&file, buf_view(&out.protos));
		status = write_file(to, &file);
	}
	buf_release(&file);
	tplc_out_release(&out);
	return status;
}

static int make_code(const char *include, const char *to, const char *path)
{
	struct tplc_out out;
	struct buf file;
	tplc_out_init(&out);
	buf_init(&file, out.code.max);
	int status = compile(path, &out);
	if (status == 0) {
		buf_printf(&file, "/* Made by tplc. */\n#include \"%s\"\n\n", include);
		buf_str(&file, buf_view(&out.code));
		status = write_file(to, &file);
	}
	buf_release(&file);
	tplc_out_release(&out);
	return status;
}

int main(int argc, char **argv)
{
	if (argc >= 3 && !strcmp(argv[1], "header"))
		return make_header(argv[2], argc - 3, argv + 3);
	if (argc == 5 && !strcmp(argv[1], "code"))
		return make_code(argv[2], argv[3], argv[4]);
	fprintf(stderr, "tplc header OUT.h IN.html...\ntplc code INCLUDE OUT.c IN.html\n");
	return 2;
}
