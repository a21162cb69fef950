/* checksrc: walks the tree and hands each file to its rules (checksrc.h). */
#include "tools/checksrc.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <stdarg.h>
#include <sys/stat.h>
#include <unistd.h>

#define FILE_MAX (16 * 1024 * 1024)

/*
 * What would tie the source to one machine or one supplier. Cut in two so that this
 * file does not find itself.
 */
static const char *const forbidden[] = {"/wo"
                                        "rk/",
                                        "/ho"
                                        "me/",
                                        "node_modules/"
                                        ".cache",
                                        "registry."
                                        "npmjs",
                                        "registry."
                                        "yarnpkg",
                                        "files."
                                        "pythonhosted",
                                        "static."
                                        "crates.io",
                                        "proxy."
                                        "golang.org",
                                        "\"resol"
                                        "ved\": "};

/* Folders of others, of the build or of data. */
static const char *const skipped[] = {"node_modules", "data", "web/vendor", "tests/fuzz/corpus"};

static void PRINTF_LIKE(5, 0) say(struct checksrc *c, const char *path, size_t line,
                                  const char *kind, const char *sentence, va_list ap)
{
	fprintf(c->out, "%s:%zu: %s", path, line, kind);
	vfprintf(c->out, sentence, ap);
	fputc('\n', c->out);
}

void checksrc_fault(struct checksrc *c, const char *path, size_t line, const char *sentence, ...)
{
	va_list ap;
	va_start(ap, sentence);
	say(c, path, line, "", sentence, ap);
	va_end(ap);
	c->faults++;
}

void checksrc_note(struct checksrc *c, const char *path, size_t line, const char *sentence, ...)
{
	va_list ap;
	va_start(ap, sentence);
	say(c, path, line, "note: ", sentence, ap);
	va_end(ap);
}

static bool read_file(const char *path, struct buf *b)
{
	FILE *f = fopen(path, "rb");
	if (!f)
		return false;
	char *to;
	size_t n = 0;
	while ((to = buf_room(b, 65536)) && (n = fread(to, 1, 65536, f)) > 0)
		b->n += n;
	bool ok = !ferror(f);
	fclose(f);
	return ok;
}

static bool binary(struct str text)
{
	return memchr(text.p, '\0', text.n < 8000 ? text.n : 8000) != NULL;
}

/* Remembers asset_url("name") for later, when all names are known. */
static void note_asset_urls(struct checksrc *c, const char *path, size_t number, struct str line)
{
	static const char call[] = "asset_url(\"";
	const char *at = line.p, *end = line.p + line.n;
	while ((at = memmem(at, (size_t)(end - at), call, sizeof call - 1))) {
		at += sizeof call - 1;
		struct str rest = {.p = at, .n = (size_t)(end - at)};
		struct str name = str_cut(&rest, '"');
		buf_printf(&c->urls, "%s\t%zu\t%.*s\n", path, number, STR_ARG(name));
	}
}

/* A path counts only from its root, not within another. */
static bool names(struct str line, const char *word)
{
	const char *at = memmem(line.p, line.n, word, strlen(word));
	return at && (*word != '/' || at == line.p || !isalnum((unsigned char)at[-1]));
}

static void check_words(struct checksrc *c, const char *path, struct str text)
{
	size_t number = 0;
	while (text.p && text.n) {
		struct str line = str_cut(&text, '\n');
		number++;
		for (size_t i = 0; i < sizeof forbidden / sizeof *forbidden; i++)
			if (names(line, forbidden[i]))
				checksrc_fault(c, path, number,
				               "\"%s\" ties the source to a machine or a supplier.", forbidden[i]);
		if (str_ends(str_of(path), ".html"))
			note_asset_urls(c, path, number, line);
	}
}

/* Files of web/ that web/meson.build has to name. */
static void note_web_file(struct checksrc *c, const char *path, struct str text)
{
	struct str p = str_of(path);
	if (str_eqz(p, "web/meson.build"))
		buf_str(&c->web_build, text);
	if (!str_starts(p, "web/") || str_ends(p, ".h") || str_ends(p, ".c"))
		return;
	struct str below = {.p = p.p + 4, .n = p.n - 4};
	bool asset =
		str_starts(below, "css/") || str_starts(below, "js/") || str_starts(below, "icons/");
	if (asset)
		buf_printf(&c->assets, "%.*s\n", STR_ARG(below));
	else if (str_ends(below, ".html"))
		buf_printf(&c->templates, "%.*s\n", STR_ARG(below));
}

static void check_file(struct checksrc *c, const char *path)
{
	char full[4096];
	struct buf text;
	snprintf(full, sizeof full, "%s/%s", c->root, path);
	buf_init(&text, FILE_MAX);
	if (!read_file(full, &text))
		checksrc_fault(c, path, 1, "The file cannot be read: %s.", strerror(errno));
	struct str t = buf_view(&text), p = str_of(path);
	if (!binary(t)) {
		check_words(c, path, t);
		note_web_file(c, path, t);
		bool room = str_starts(p, "src/") || str_starts(p, "tools/") || str_starts(p, "tests/") ||
		            str_starts(p, "web/") || str_starts(p, "bench/");
		if (room && (str_ends(p, ".c") || str_ends(p, ".h")))
			checksrc_c(c, path, t);
	}
	buf_release(&text);
}

static bool skip(struct checksrc *c, const char *path, const char *name)
{
	char full[4096];
	if (name[0] == '.' && strcmp(name, ".ci") != 0)
		return true;
	for (size_t i = 0; i < sizeof skipped / sizeof *skipped; i++)
		if (!strcmp(path, skipped[i]))
			return true;
	/* A build folder, whatever it is called. */
	snprintf(full, sizeof full, "%s/%s/meson-private", c->root, path);
	return access(full, F_OK) == 0;
}

static bool walk(struct checksrc *c, const char *folder)
{
	char full[4096], path[2048];
	struct dirent **names;
	snprintf(full, sizeof full, "%s/%s", c->root, folder);
	int n = scandir(full, &names, NULL, alphasort);
	if (n < 0)
		return false;
	for (int i = 0; i < n; i++) {
		const char *name = names[i]->d_name;
		struct stat st;
		snprintf(path, sizeof path, "%s%s%s", folder, *folder ? "/" : "", name);
		snprintf(full, sizeof full, "%s/%s", c->root, path);
		if (!skip(c, path, name) && lstat(full, &st) == 0) {
			if (S_ISDIR(st.st_mode))
				walk(c, path);
			else if (S_ISREG(st.st_mode))
				check_file(c, path);
		}
		free(names[i]);
	}
	free(names);
	return true;
}

/* Is `name` in quotes in web/meson.build? */
static bool built(const struct checksrc *c, struct str name)
{
	char quoted[300];
	int n = snprintf(quoted, sizeof quoted, "'%.*s'", STR_ARG(name));
	return c->web_build.n && memmem(c->web_build.p, c->web_build.n, quoted, (size_t)n);
}

/* Does web/meson.build embed a file of this name, from whatever folder, or make one? */
static bool embedded(const struct checksrc *c, struct str name)
{
	char file[300], made[300];
	int n = snprintf(file, sizeof file, "/%.*s'", STR_ARG(name));
	int m = snprintf(made, sizeof made, "output: '%.*s'", STR_ARG(name));
	return c->web_build.n && (memmem(c->web_build.p, c->web_build.n, file, (size_t)n) ||
	                          memmem(c->web_build.p, c->web_build.n, made, (size_t)m));
}

static void check_web(struct checksrc *c)
{
	struct buf *lists[] = {&c->templates, &c->assets};
	for (size_t i = 0; i < 2; i++) {
		struct str rest = buf_view(lists[i]);
		while (rest.p && rest.n) {
			struct str name = str_cut(&rest, '\n');
			if (!built(c, name))
				checksrc_fault(c, "web/meson.build", 1,
				               "web/%.*s is not named here and so not built.", STR_ARG(name));
		}
	}
	struct str rest = buf_view(&c->urls);
	while (rest.p && rest.n) {
		struct str name = str_cut(&rest, '\n');
		char path[2048];
		int64_t line = 0;
		struct str file = str_cut(&name, '\t');
		snprintf(path, sizeof path, "%.*s", STR_ARG(file));
		bool ok = str_int(str_cut(&name, '\t'), &line);
		if (!ok || !embedded(c, name))
			checksrc_fault(c, path, (size_t)line,
			               "asset_url(\"%.*s\"): web/meson.build embeds no such "
			               "file.",
			               STR_ARG(name));
	}
}

int checksrc_run(const char *root, FILE *out)
{
	struct checksrc c = {.root = root, .out = out};
	struct buf *lists[] = {&c.templates, &c.assets, &c.web_build, &c.urls};
	for (size_t i = 0; i < 4; i++)
		buf_init(lists[i], FILE_MAX);
	bool ok = walk(&c, "");
	check_web(&c);
	for (size_t i = 0; i < 4; i++)
		buf_release(lists[i]);
	return ok ? c.faults : -1;
}
