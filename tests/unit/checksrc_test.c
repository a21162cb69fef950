/*
 * Faults planted in a small tree are found, each where it stands; what is allowed is
 * left alone. Words that the check forbids are cut in two here, as in the check itself.
 */
#include "temp.h"
#include "tools/checksrc.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

struct planted {
	const char *path, *text, *expect; /* NULL: nothing is said about it */
};

static char root[TEMP_MAX];

static void make_folders(const char *path)
{
	char full[512];
	snprintf(full, sizeof full, "%s/%s", root, path);
	for (char *at = full + strlen(root) + 1; (at = strchr(at, '/')); *at++ = '/') {
		*at = '\0';
		if (mkdir(full, 0700) != 0)
			assert_int_equal(errno, EEXIST);
	}
}

static void plant(const char *path, const char *text)
{
	char full[512];
	make_folders(path);
	snprintf(full, sizeof full, "%s/%s", root, path);
	FILE *f = fopen(full, "wb");
	assert_non_null(f);
	assert_int_equal(fwrite(text, 1, strlen(text), f), strlen(text));
	assert_int_equal(fclose(f), 0);
}

static void unplant(const char *path)
{
	char full[512];
	snprintf(full, sizeof full, "%s/%s", root, path);
	assert_int_equal(unlink(full), 0);
	for (char *slash; (slash = strrchr(full, '/')) && slash > full + strlen(root);) {
		*slash = '\0';
		if (rmdir(full) != 0)
			break;
	}
}

/* What the check prints about the tree as it stands; the caller frees it. */
static char *run(int *faults)
{
	char *text = NULL;
	size_t n = 0;
	FILE *out = open_memstream(&text, &n);
	assert_non_null(out);
	*faults = checksrc_run(root, out);
	fclose(out);
	return text;
}

static void check_each(const struct planted *list, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		int faults;
		plant(list[i].path, list[i].text);
		char *said = run(&faults);
		if (list[i].expect && (faults != 1 || !strstr(said, list[i].expect)))
			fail_msg("%s: \"%s\" instead of \"%s\"", list[i].path, said, list[i].expect);
		if (!list[i].expect && (faults != 0 || *said))
			fail_msg("%s: nothing is wrong with it, but: %s", list[i].path, said);
		free(said);
		unplant(list[i].path);
	}
}

#define CHECK_EACH(list) check_each(list, sizeof(list) / sizeof *(list))

static void rooms_include_what_they_may(void **state)
{
	static const struct planted list[] = {
		{"src/base/a.c", "\n#include \"db/db.h\"\n",
	     "src/base/a.c:2: base must not include db/db.h"},
		{"src/law/a.c", "#include \"db/db.h\"\n", "law must not include"},
		{"src/law/a.c", "#include \"base/clock.h\"\n", "knows no clock"},
		{"src/http/a.h", "#include \"auth/keys.h\"\n", "http must not include"},
		{"src/auth/a.c", "#include \"op/op.h\"\n", "auth must not include"},
		{"src/op/a.c", "#include \"app/org/org.h\"\n", "op must not include"},
		{"src/app/org/a.c", "#include \"cli/cli.h\"\n", "app must not include"},
		{"src/app/org/a.c", "#include \"app/plan/inner.h\"\n", "through its one header"},
		{"src/cli/a.c", "#include \"app/plan/inner.h\"\n", "through its one header"},
		{"src/other/a.c", "#include \"base/str.h\"\n", "The room other is not known"},
		{"src/app/org/a.c", "#include <microhttpd.h>\n", "<microhttpd.h> belongs to http only"},
		{"src/op/a.c", "#include <sqlite3.h>\n", "belongs to db only"},
		{"src/journal/a.c", "#include <libpq-fe.h>\n", "belongs to db only"},
		{"src/app/org/a.c", "#include <zip.h>\n", "belongs to doc only"},
		{"src/op/a.c", "#include <curl/curl.h>\n", "belongs to job cli only"},
		{"src/app/org/a.c", "#include <pthread.h>\n", "belongs to http job db"},
		{"src/op/a.c", "#include \"web/web.h\"\n#include \"auth/keys.h\"\n#include \"op/op.h\"\n",
	     NULL},
		{"src/app/org/a.c", "#include \"app/plan/plan.h\"\n#include \"app/org/inner.h\"\n", NULL},
		{"src/http/a.c", "#include <microhttpd.h>\n#include \"inner.h\"\n", NULL},
		{"tests/unit/a.c", "#include \"app/plan/inner.h\"\n#include <zip.h>\n", NULL},
	};
	(void)state;
	CHECK_EACH(list);
}

static void foreign_languages_stay_in_their_files(void **state)
{
	static const struct planted list[] = {
		{"src/op/a.c", "f(1,\n \"SELECT 1\");", "src/op/a.c:2: SQL stands in a C string"},
		{"src/op/a.c", "f(\" DELETE FROM x\");", "SQL stands"},
		{"src/op/a.c", "/* a\nb */ f(\"CREATE TABLE x\");", "src/op/a.c:2: SQL stands"},
		{"src/op/a.c", "f(\"a <div>\");", "HTML stands in a C string"},
		{"src/op/a.c", "f(\"</p>\");", "HTML stands"},
		{"src/op/a.c", "f(\"<br/>\");", "HTML stands"},
		{"src/op/a.c",
	     "f(\"DELETE\"); f(\"SELECTED x\"); f(\"a < b\"); f(\"<tệp>\"); /* \"<p>\" */", NULL},
		{"src/op/a.c", "// f(\"SELECT 1\");\nchar a = '\"'; f(\"\\\"\"); /* SELECT 1 \"<p>\" */",
	     NULL},
		{"src/db/a.c", "f(\"SELECT 1\");", NULL},
		{"src/doc/a.c", "f(\"<p>\");", NULL},
		{"tests/unit/a.c", "f(\"SELECT 1\", \"<p>\");", NULL},
	};
	(void)state;
	CHECK_EACH(list);
}

static void unwelcome_c_is_found(void **state)
{
	static const struct planted list[] = {
		{"src/op/a.c",
	     "void f(void)\n{\n\tallo"
	     "ca(3);\n}\n",
	     "src/op/a.c:3: allo"
	     "ca() is not used"},
		{"src/op/a.c",
	     "int x = ra"
	     "nd();\n",
	     "ra"
	     "nd() is not used"},
		{"tests/unit/a.c",
	     "long"
	     "jmp(b, 1);\n",
	     "is not used"},
		{"src/op/a.c",
	     "if (fo"
	     "rk() == 0)\n",
	     "started by exec only"},
		{"src/op/a.c", "static int count;\n", "is a mutable global"},
		{"src/op/a.c", "void f(void)\n{\n\tstatic char b[9] = \"x\";\n}\n",
	     "src/op/a.c:3: A static"},
		{"src/op/a.h", "typedef struct x x;\n", "have no typedef"},
		{"src/op/a.c",
	     "int spare_ra"
	     "nd(void); /* ra"
	     "nd() */ f(\"ra"
	     "nd()\");\n",
	     NULL},
		{"src/op/a.c",
	     "static const int a = 1;\nstatic int f(int b);\nstatic const char *const n[] = {0};\n",
	     NULL},
		{"tests/unit/a.c",
	     "static int count;\nif (fo"
	     "rk())\n",
	     NULL},
	};
	(void)state;
	CHECK_EACH(list);
}

/* `head`, then `n` lines, then `tail`. */
static const char *lines(struct buf *b, const char *head, int n, const char *tail)
{
	buf_clear(b);
	buf_z(b, head);
	for (int i = 0; i < n; i++)
		buf_z(b, "\tx();\n");
	buf_z(b, tail);
	buf_chr(b, '\0');
	return b->p;
}

static void sizes_are_limited(void **state)
{
	struct buf b, wide;
	(void)state;
	buf_init(&b, 1024 * 1024);
	buf_init(&wide, 1024);
	struct planted long_function[] = {
		{"src/op/a.c", lines(&b, "int f(void)\n{\n", 79, "}\n"), "The function f has 81 lines"}};
	CHECK_EACH(long_function);
	struct planted short_function[] = {
		{"src/op/a.c", lines(&b, "int f(void)\n{\n", 58, "}\n"), NULL}};
	CHECK_EACH(short_function);
	struct planted long_file[] = {
		{"src/op/a.c", lines(&b, "", 801, ""), "The file has more than 800 lines"}};
	CHECK_EACH(long_file);
	/* 110 letters of two or three bytes are 110 columns. */
	for (int i = 0; i < 106; i++)
		buf_z(&wide, "ữ");
	buf_chr(&wide, '\0');
	struct planted just_right[] = {{"src/op/a.c", lines(&b, "\t", 0, wide.p), NULL}};
	CHECK_EACH(just_right);
	struct planted wide_line[] = {
		{"src/op/a.c", lines(&b, "\n\tx", 0, wide.p), "src/op/a.c:2: The line has 111 columns"}};
	CHECK_EACH(wide_line);
	buf_release(&b);
	buf_release(&wide);
}

static void a_longish_function_is_only_noted(void **state)
{
	struct buf b;
	int faults;
	(void)state;
	buf_init(&b, 1024 * 1024);
	plant("src/op/a.c", lines(&b, "static int g(int a,\n             int b)\n{\n", 60, "}\n"));
	char *said = run(&faults);
	assert_int_equal(faults, 0);
	assert_non_null(strstr(said, "src/op/a.c:3: note: The function g has 62 lines."));
	free(said);
	unplant("src/op/a.c");
	buf_release(&b);
}

static void nothing_names_a_machine_or_supplier(void **state)
{
	static const struct planted list[] = {
		{"docs/a.md",
	     "x\n/wo"
	     "rk/main\n",
	     "docs/a.md:2: "},
		{"run",
	     "cd /ho"
	     "me/a\n",
	     "run:1: "},
		{".ci/run",
	     "cd /ho"
	     "me/a\n",
	     ".ci/run:1: "},
		{"package-lock.json",
	     "\"resol"
	     "ved\": \"x\"\n",
	     "package-lock.json:1: "},
		{"node_modules/a/b.js",
	     "/ho"
	     "me/a\n",
	     NULL},
		{"data/x",
	     "/ho"
	     "me/a\n",
	     NULL},
		{".git/x",
	     "/ho"
	     "me/a\n",
	     NULL},
		{"docs/a.md", "work, home, homework\n", NULL},
	};
	(void)state;
	CHECK_EACH(list);
}

static void web_files_are_built_and_found(void **state)
{
	static const struct planted list[] = {
		{"web/b.html", "x", "web/b.html is not named here"},
		{"web/css/b.css", "x", "web/css/b.css is not named here"},
		{"web/a.html", "\n{{ asset_url(\"b.css\") }}\n", "web/a.html:2: asset_url(\"b.css\")"},
		{"web/a.html", "{{ asset_url(\"a.css\") }}\n", NULL},
		{"web/a.html", "{{ asset_url(\"made.css\") }}\n", NULL},
		{"web/vendor/x.js",
	     "/ho"
	     "me/",
	     NULL},
	};
	(void)state;
	plant("web/meson.build", "templates = files('a.html')\nassets = files('css/a.css')\n"
	                         "custom_target('all', output: 'made.css')\n");
	CHECK_EACH(list);
	unplant("web/meson.build");
}

static void a_missing_tree_is_no_success(void **state)
{
	(void)state;
	assert_int_equal(checksrc_run("/nonexistent", stdout), -1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rooms_include_what_they_may),
		cmocka_unit_test(foreign_languages_stay_in_their_files),
		cmocka_unit_test(unwelcome_c_is_found),
		cmocka_unit_test(sizes_are_limited),
		cmocka_unit_test(a_longish_function_is_only_noted),
		cmocka_unit_test(nothing_names_a_machine_or_supplier),
		cmocka_unit_test(web_files_are_built_and_found),
		cmocka_unit_test(a_missing_tree_is_no_success),
	};
	temp_folder(root, "checksrc");
	int failed = cmocka_run_group_tests(tests, NULL, NULL);
	/* Left over only when a test failed; then it is there to be looked at. */
	rmdir(root);
	return failed;
}
