/*
 * laws: puts text files that are read at run time, rules and paper templates, into the program.
 *
 *   laws OUT.c HEADER STRUCT TABLE FILE=NAME ...
 *
 * OUT.c has `const struct STRUCT TABLE_all[]`, names and texts, and TABLE_count, as HEADER declares
 * them. The bytes stand as numbers, so
 * that nothing in a text needs to be escaped; the files are a few hundred kilobytes at most.
 */
#include "base/buf.h"

#include <errno.h>

#define FILE_MAX ((size_t)1024 * 1024)
#define ALL_MAX ((size_t)64 * 1024 * 1024)

static int complain(const char *path, const char *what)
{
	fprintf(stderr, "laws: %s: %s\n", path, what);
	return 1;
}

static int take(struct buf *out, struct buf *table, int number, char *arg)
{
	struct buf text;
	char *name = strchr(arg, '=');
	if (!name)
		return complain(arg, "FILE=NAME is wanted");
	*name++ = '\0';
	FILE *f = fopen(arg, "rb");
	if (!f)
		return complain(arg, strerror(errno));
	buf_init(&text, FILE_MAX);
	char *to;
	size_t n;
	while ((to = buf_room(&text, 65536)) && (n = fread(to, 1, 65536, f)) > 0)
		text.n += n;
	int bad = ferror(f) || text.failed;
	fclose(f);
	buf_printf(out, "static const unsigned char file_%d[] = {", number);
	for (size_t i = 0; i < text.n; i++)
		buf_printf(out, "%s%u,", i % 32 ? "" : "\n", (unsigned char)text.p[i]);
	buf_z(out, "0};\n");
	buf_printf(table, "\t{STR(\"%s\"), {(const char *)file_%d, %zu}},\n", name, number, text.n);
	buf_release(&text);
	return bad ? complain(arg, "cannot be read or is too large") : 0;
}

int main(int argc, char **argv)
{
	struct buf out, table;
	int status = argc < 5;
	buf_init(&out, ALL_MAX);
	buf_init(&table, ALL_MAX);
	if (!status)
		buf_printf(&out, "/* Made by tools/laws.c. */\n#include \"%s\"\n\n", argv[2]);
	for (int i = 5; i < argc && !status; i++)
		status = take(&out, &table, i, argv[i]);
	if (!status)
		buf_printf(&out, "\nconst struct %s %s_all[] = {\n%.*s};\nconst int %s_count = %d;\n",
		           argv[3], argv[4], STR_ARG(buf_view(&table)), argv[4], argc - 5);
	FILE *f = status ? NULL : fopen(argv[1], "wb");
	if (!status && (!f || out.failed || fwrite(out.p, 1, out.n, f) != out.n || fclose(f) != 0))
		status = complain(argv[1], "cannot be written");
	buf_release(&out);
	buf_release(&table);
	return status;
}
