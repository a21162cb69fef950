/* Rules for C files: includes, calls, literals, sizes. */
#include "tools/checksrc.h"

#define LEN(a) (sizeof(a) / sizeof *(a))
#define COLUMNS_MAX 110
#define TAB 4
#define FILE_LINES_MAX 800
#define FUNCTION_LINES_MAX 80
#define FUNCTION_LINES_NOTE 60

/*
 * Calls beyond those that base/banned.h poisons. The names are cut in two so that
 * this file does not find itself.
 */
static const char *const banned[] = {"allo"
                                     "ca",
                                     "set"
                                     "jmp",
                                     "long"
                                     "jmp",
                                     "sigset"
                                     "jmp",
                                     "ra"
                                     "nd",
                                     "sra"
                                     "nd",
                                     "ran"
                                     "dom",
                                     "tmp"
                                     "nam",
                                     "temp"
                                     "nam",
                                     "mk"
                                     "temp",
                                     "str"
                                     "cpy",
                                     "str"
                                     "cat",
                                     "s"
                                     "printf",
                                     "vs"
                                     "printf",
                                     "g"
                                     "ets",
                                     "at"
                                     "oi",
                                     "at"
                                     "ol",
                                     "sys"
                                     "tem",
                                     "po"
                                     "pen"};

/* A copy of a process with threads is not safe; the sandbox runs the program anew instead. */
static const char *const forks[] = {"fo"
                                    "rk",
                                    "vfo"
                                    "rk"};

/* Where the least level of the log is kept, set once, before threads start; and what is worked out
 * of constant tables once. */
static const char level_file[] = "src/base/log.c", orders_file[] = "src/op/orders.c";

static const char *const html_elems[] = {
	"html",   "head",   "body",   "div",      "span",   "p",      "a",       "ul",   "ol",
	"li",     "table",  "thead",  "tbody",    "tr",     "td",     "th",      "form", "input",
	"button", "select", "option", "textarea", "label",  "script", "link",    "meta", "img",
	"br",     "hr",     "h1",     "h2",       "h3",     "h4",     "section", "nav",  "main",
	"header", "footer", "pre",    "em",       "strong", "b",      "i"};

static const char *const sql_verbs[] = {"SELECT", "INSERT", "UPDATE", "DELETE",
                                        "CREATE", "ALTER",  "DROP",   "WITH"};

static bool word_char(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

static bool one_of(struct str word, const char *const *list, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (str_eqz(word, list[i]))
			return true;
	return false;
}

static bool in_room(const char *path, const char *room)
{
	return str_eqz(checksrc_room(path), room);
}

static void check_html(struct checksrc *c, const char *path, size_t line, struct str lit)
{
	for (size_t i = 0; i + 1 < lit.n; i++) {
		if (lit.p[i] != '<')
			continue;
		size_t from = i + 1 + (lit.p[i + 1] == '/'), n = 0;
		while (from + n < lit.n && word_char(lit.p[from + n]))
			n++;
		char after = from + n < lit.n ? lit.p[from + n] : ' ';
		if (n == 0 || (after != ' ' && after != '>' && after != '/'))
			continue;
		if (one_of((struct str){.p = lit.p + from, .n = n}, html_elems, LEN(html_elems))) {
			checksrc_fault(c, path, line, "HTML stands in a C string; write a template in web/.");
			return;
		}
	}
}

static void check_literal(struct checksrc *c, const char *path, size_t line, struct str lit)
{
	if (!str_starts(str_of(path), "src/"))
		return;
	if (!in_room(path, "doc") && !in_room(path, "paper") &&
	    !in_room(path, "archive")) /* what writes files may write HTML */
		check_html(c, path, line, lit);
	/* db keeps its own books (versions, locks), before any named statement can run. */
	if (in_room(path, "db"))
		return;
	lit = str_trim(lit);
	for (size_t i = 0; i < sizeof sql_verbs / sizeof *sql_verbs; i++) {
		size_t n = strlen(sql_verbs[i]);
		if (str_starts(lit, sql_verbs[i]) && lit.n > n && lit.p[n] == ' ')
			checksrc_fault(c, path, line, "SQL stands in a C string; name the statement in sql/.");
	}
}

/* The text with comments and the insides of literals blanked out, line by line the same. */
static void strip(struct checksrc *c, const char *path, struct str text, struct buf *to)
{
	size_t line = 1, i = 0;
	bool directive = false, at_start = true;
	while (i < text.n) {
		char s = text.p[i], next = i + 1 < text.n ? text.p[i + 1] : '\0';
		size_t from = i;
		if (at_start && s == '#')
			directive = true;
		if (s == '/' && next == '/') {
			while (i < text.n && text.p[i] != '\n')
				i++;
		} else if (s == '/' && next == '*') {
			const char *end = memmem(text.p + i + 2, text.n - i - 2, "*/", 2);
			i = end ? (size_t)(end - text.p) + 2 : text.n;
		} else if (s == '"' || s == '\'') {
			for (i++; i < text.n && text.p[i] != s && text.p[i] != '\n'; i++)
				i += text.p[i] == '\\';
			i = i < text.n ? i + 1 : text.n;
			if (s == '"' && !directive && i - from >= 2)
				check_literal(c, path, line,
				              (struct str){.p = text.p + from + 1, .n = i - from - 2});
		} else {
			buf_chr(to, s);
			i++;
		}
		if (s == '\n')
			directive = false;
		at_start = s == '\n' || (at_start && (s == ' ' || s == '\t'));
		for (; s != '\n' && from < i; from++)
			if (text.p[from] == '\n') {
				buf_chr(to, '\n');
				line++;
			}
		line += s == '\n';
	}
}

static size_t columns(struct str line)
{
	size_t n = 0;
	for (size_t i = 0; i < line.n; i++) {
		if (line.p[i] == '\t')
			n += TAB - n % TAB;
		else
			n += ((unsigned char)line.p[i] & 0xC0) != 0x80;
	}
	return n;
}

/* Lines as they are written: includes and width. */
static void check_raw_lines(struct checksrc *c, const char *path, struct str text)
{
	size_t number = 0;
	while (text.p && text.n) {
		struct str line = str_cut(&text, '\n');
		number++;
		if (columns(line) > COLUMNS_MAX)
			checksrc_fault(c, path, number, "The line has %zu columns, more than %d.",
			               columns(line), COLUMNS_MAX);
		if (!str_starts(line, "#include "))
			continue;
		struct str what = str_trim((struct str){.p = line.p + 9, .n = line.n - 9});
		char close = what.n && what.p[0] == '<' ? '>' : '"';
		struct str rest = {.p = what.p + 1, .n = what.n ? what.n - 1 : 0};
		checksrc_include(c, path, number, str_cut(&rest, close), close == '>');
	}
	if (number > FILE_LINES_MAX)
		checksrc_fault(c, path, number, "The file has more than %d lines; split it.",
		               FILE_LINES_MAX);
}

static void check_calls(struct checksrc *c, const char *path, size_t number, struct str line)
{
	bool test = in_room(path, "tests");
	for (size_t i = 0; i < line.n; i++) {
		if (!word_char(line.p[i]))
			continue;
		size_t n = 1;
		while (i + n < line.n && word_char(line.p[i + n]))
			n++;
		struct str word = {.p = line.p + i, .n = n};
		bool call = i + n < line.n && line.p[i + n] == '(';
		if (call && one_of(word, banned, LEN(banned)))
			checksrc_fault(c, path, number, "%.*s() is not used in this project.", STR_ARG(word));
		if (call && !test && one_of(word, forks, LEN(forks)))
			checksrc_fault(c, path, number, "%.*s(): processes are started by exec only.",
			               STR_ARG(word));
		i += n - 1;
	}
}

/* A static that is not constant is state that threads share without knowing. */
static bool mutable_static(struct str line)
{
	line = str_trim(line);
	if (!str_starts(line, "static ") || memmem(line.p, line.n, "const", 5) ||
	    str_chr(line, '(') >= 0)
		return false;
	return str_ends(line, ";") || str_chr(line, '=') >= 0;
}

/* The name before the last '(' that begins a parameter list in `head`, for messages. */
static struct str function_name(struct str head)
{
	ptrdiff_t bracket = str_chr(head, '(');
	size_t to = bracket < 0 ? head.n : (size_t)bracket, from = to;
	while (from > 0 && word_char(head.p[from - 1]))
		from--;
	return (struct str){.p = head.p + from, .n = to - from};
}

static void check_function(struct checksrc *c, const char *path, size_t from, size_t to,
                           struct str name)
{
	size_t lines = to - from + 1;
	if (lines > FUNCTION_LINES_MAX)
		checksrc_fault(c, path, from, "The function %.*s has %zu lines, more than %d; split it.",
		               STR_ARG(name), lines, FUNCTION_LINES_MAX);
	else if (lines > FUNCTION_LINES_NOTE)
		checksrc_note(c, path, from, "The function %.*s has %zu lines.", STR_ARG(name), lines);
}

/* Lines without comments and literals: calls, statics, functions. */
static void check_code_lines(struct checksrc *c, const char *path, struct str code)
{
	size_t number = 0, opened = 0;
	struct str head = STR_NULL;
	bool test = in_room(path, "tests") || in_room(path, "bench");
	while (code.p && code.n) {
		struct str line = str_cut(&code, '\n');
		number++;
		check_calls(c, path, number, line);
		if (!test && mutable_static(line) && !str_eqz(str_of(path), level_file) &&
		    !str_eqz(str_of(path), orders_file))
			checksrc_fault(c, path, number,
			               "A static variable that is not const is a mutable global.");
		if (!test && str_starts(str_trim(line), "typedef struct"))
			checksrc_fault(c, path, number, "Structs have no typedef in this project.");
		if (line.n && line.p[0] == '{') {
			opened = number;
		} else if (line.n && line.p[0] == '}' && opened) {
			check_function(c, path, opened, number, function_name(head));
			opened = 0;
		} else if (!opened && line.n && word_char(line.p[0]) && str_chr(line, '(') >= 0) {
			head = line;
		}
	}
}

void checksrc_c(struct checksrc *c, const char *path, struct str text)
{
	struct buf code;
	buf_init(&code, 16 * 1024 * 1024);
	strip(c, path, text, &code);
	check_raw_lines(c, path, text);
	check_code_lines(c, path, buf_view(&code));
	buf_release(&code);
}
