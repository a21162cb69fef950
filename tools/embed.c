/*
 * embed: puts files into the program.
 *
 *   embed OUT.S OUT.c OUT.bin FILE[=NAME]...
 *
 * OUT.bin holds all bytes, plain and compressed, one after the other; OUT.S takes
 * it in by .incbin (5 MB in 0.02 s, where a C array takes 7 s); OUT.c is the table
 * of web/asset_table.h. NAME is the file's own name if not given. The output
 * depends on the input alone: gzip headers carry no time.
 */
#include "base/buf.h"

#include <errno.h>
#include <sodium.h>
#include <zlib.h>

#define FILE_MAX (32 * 1024 * 1024)
#define ALL_MAX (256 * 1024 * 1024)
#define COUNT_MAX 4096
#define ALIGN 16

struct file {
	const char *path, *name;
	char address[300];
	char hash[17];
	const char *type;
	size_t at, n;       /* the bytes within OUT.bin */
	size_t gz_at, gz_n; /* gz_n == 0: no twin */
};

static const struct {
	const char *suffix, *type;
} types[] = {
	{".css", "text/css; charset=utf-8"},
	{".csv", "text/csv; charset=utf-8"},
	{".js", "text/javascript; charset=utf-8"},
	{".svg", "image/svg+xml"},
	{".json", "application/json"},
	{".webmanifest", "application/manifest+json"},
	{".txt", "text/plain; charset=utf-8"},
	{".png", "image/png"},
	{".jpg", "image/jpeg"},
	{".ico", "image/x-icon"},
	{".woff2", "font/woff2"},
};

static int complain(const char *path, const char *what)
{
	fprintf(stderr, "embed: %s: %s\n", path, what);
	return 1;
}

static int read_file(const char *path, struct buf *b)
{
	FILE *f = fopen(path, "rb");
	if (!f)
		return complain(path, strerror(errno));
	char *to;
	size_t n = 0;
	while ((to = buf_room(b, 65536)) && (n = fread(to, 1, 65536, f)) > 0)
		b->n += n;
	bool bad = ferror(f);
	fclose(f);
	return bad || b->failed ? complain(path, "cannot be read or is too large") : 0;
}

static int write_file(const char *path, const struct buf *b)
{
	FILE *f = fopen(path, "wb");
	if (!f)
		return complain(path, strerror(errno));
	bool ok = b->n == 0 || fwrite(b->p, 1, b->n, f) == b->n;
	return fclose(f) != 0 || !ok ? complain(path, "cannot be written") : 0;
}

static int gzip(struct str from, struct buf *to)
{
	z_stream z = {0};
	if (deflateInit2(&z, 9, Z_DEFLATED, 15 + 16, 9, Z_DEFAULT_STRATEGY) != Z_OK)
		return complain("zlib", "out of memory");
	size_t room = deflateBound(&z, from.n);
	char *out = buf_room(to, room);
	z.next_in = (unsigned char *)(uintptr_t)from.p;
	z.avail_in = (unsigned)from.n;
	z.next_out = (unsigned char *)out;
	z.avail_out = (unsigned)room;
	int status = out ? deflate(&z, Z_FINISH) : Z_MEM_ERROR;
	if (status == Z_STREAM_END)
		to->n += z.total_out;
	deflateEnd(&z);
	return status == Z_STREAM_END ? 0 : complain("zlib", "compression failed");
}

static void append(struct buf *all, struct str bytes, size_t *at)
{
	while (all->n % ALIGN)
		buf_chr(all, '\0');
	*at = all->n;
	buf_str(all, bytes);
}

/* The hash names the content, dozens of times on a page: 64 bits will do for files of our own. */
static void name_content(struct file *f, struct str bytes)
{
	unsigned char hash[16];
	crypto_generichash(hash, sizeof hash, (const unsigned char *)bytes.p, bytes.n, NULL, 0);
	sodium_bin2hex(f->hash, sizeof f->hash, hash, 8);
	if (f->name[0] == '/')
		snprintf(f->address, sizeof f->address, "%s", f->name);
	else
		snprintf(f->address, sizeof f->address, "/a/%s/%s", f->hash, f->name);
}

static int take_file(struct file *f, struct buf *all)
{
	struct buf bytes, twin;
	buf_init(&bytes, FILE_MAX);
	buf_init(&twin, FILE_MAX);
	int status = read_file(f->path, &bytes);
	if (status == 0)
		status = gzip(buf_view(&bytes), &twin);
	if (status == 0) {
		name_content(f, buf_view(&bytes));
		f->n = bytes.n;
		append(all, buf_view(&bytes), &f->at);
		/* A twin must save a tenth to be worth a second representation. */
		if (twin.n < bytes.n - bytes.n / 10) {
			f->gz_n = twin.n;
			append(all, buf_view(&twin), &f->gz_at);
		}
	}
	buf_release(&bytes);
	buf_release(&twin);
	return status;
}

static int describe(struct file *f, char *arg)
{
	char *alias = strchr(arg, '=');
	char *slash = strrchr(arg, '/');
	f->path = arg;
	f->name = alias ? alias + 1 : slash ? slash + 1 : arg;
	if (alias)
		*alias = '\0';
	size_t n = strlen(f->name);
	if (n == 0 || n > 200 ||
	    strspn(f->name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-/") != n)
		return complain(f->name, "a name has up to 200 letters, digits and the signs . _ - /");
	for (size_t i = 0; i < sizeof types / sizeof *types; i++)
		if (str_ends(str_of(f->name), types[i].suffix))
			f->type = types[i].type;
	return f->type ? 0 : complain(f->name, "the content type of this suffix is not known");
}

static int by_name(const void *a, const void *b)
{
	return strcmp(((const struct file *)a)->name, ((const struct file *)b)->name);
}

static int by_address(const void *a, const void *b)
{
	return strcmp((*(struct file *const *)a)->address, (*(struct file *const *)b)->address);
}

static void write_row(struct buf *c, const struct file *f)
{
	buf_printf(c, "\t{.name = \"%s\", .path = STR(\"%s\"), .type = \"%s\",\n", f->name, f->address,
	           f->type);
	buf_printf(c, "\t .body = {asset_bytes + %zu, %zu},\n", f->at, f->n);
	if (f->gz_n)
		buf_printf(c, "\t .gzip = {asset_bytes + %zu, %zu},\n", f->gz_at, f->gz_n);
	buf_printf(c, "\t .etag = \"\\\"%s\\\"\", .gzip_etag = \"\\\"%s-gz\\\"\", .immutable = %s},\n",
	           f->hash, f->hash, f->name[0] == '/' ? "false" : "true");
}

static int write_table(const char *path, const struct file *files, size_t count)
{
	struct buf c;
	const struct file **order = calloc(count + 1, sizeof *order);
	if (!order)
		return complain(path, "out of memory");
	for (size_t i = 0; i < count; i++)
		order[i] = &files[i];
	qsort(order, count, sizeof(*order), by_address);
	buf_init(&c, ALL_MAX);
	buf_z(&c, "/* Made by embed. */\n#include \"web/asset_table.h\"\n\n"
	          "extern const char asset_bytes[];\n\nconst struct asset asset_table[] = {\n");
	for (size_t i = 0; i < count; i++)
		write_row(&c, &files[i]);
	buf_printf(
		&c, "\t{0}};\n\nconst size_t asset_count = %zu;\nconst unsigned short asset_by_path[] = {",
		count);
	for (size_t i = 0; i < count; i++)
		buf_printf(&c, "%td, ", order[i] - files);
	buf_z(&c, "0};\n");
	int status = c.failed ? complain(path, "out of memory") : write_file(path, &c);
	buf_release(&c);
	free(order);
	return status;
}

static int write_assembly(const char *path, const char *bin)
{
	struct buf s;
	buf_init(&s, 4096);
	buf_printf(&s,
	           "/* Made by embed. */\n"
	           "\t.section .rodata.assets,\"a\",%%progbits\n"
	           "\t.balign %d\n"
	           "\t.globl asset_bytes\n"
	           "\t.hidden asset_bytes\n"
	           "asset_bytes:\n"
	           "\t.incbin \"%s\"\n"
	           "\t.byte 0\n"
	           "\t.section .note.GNU-stack,\"\",%%progbits\n",
	           ALIGN, bin);
	int status = s.failed ? complain(path, "the path is too long") : write_file(path, &s);
	buf_release(&s);
	return status;
}

static int embed(char **out, struct file *files, size_t count, char **args)
{
	struct buf all;
	int status = 0;
	for (size_t i = 0; i < count && status == 0; i++)
		status = describe(&files[i], args[i]);
	qsort(files, count, sizeof *files, by_name);
	for (size_t i = 1; i < count && status == 0; i++)
		if (!strcmp(files[i].name, files[i - 1].name))
			status = complain(files[i].name, "two files have this name");
	buf_init(&all, ALL_MAX);
	for (size_t i = 0; i < count && status == 0; i++)
		status = take_file(&files[i], &all);
	if (status == 0 && all.failed)
		status = complain(out[2], "the files are too large together");
	if (status == 0)
		status = write_file(out[2], &all);
	if (status == 0)
		status = write_table(out[1], files, count);
	if (status == 0)
		status = write_assembly(out[0], out[2]);
	buf_release(&all);
	return status;
}

int main(int argc, char **argv)
{
	if (argc < 4 || argc - 4 > COUNT_MAX) {
		fprintf(stderr, "embed OUT.S OUT.c OUT.bin FILE[=NAME]...\n");
		return 2;
	}
	if (sodium_init() < 0)
		return complain("libsodium", "cannot start");
	size_t count = (size_t)argc - 4;
	struct file *files = calloc(count + 1, sizeof *files);
	if (!files)
		return complain("embed", "out of memory");
	int status = embed(argv + 1, files, count, argv + 4);
	free(files);
	return status;
}
