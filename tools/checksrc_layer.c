/* Which room may include what; docs/architecture.md says why. */
#include "tools/checksrc.h"

/* A room may include itself and the rooms named here. */
static const struct {
	const char *room, *may;
} rooms[] = {
	{"base", ""},
	{"viet", "base"},
	{"db", "base viet"},
	{"http", "base viet"},
	{"doc", "base viet"},
	{"law", "base viet"},
	{"plan", "base viet"},
	{"ballot", "base"},
	{"paper", "base viet doc"},
	{"index", "base viet db"},
	{"auth", "base viet db http law"},
	{"journal", "base viet db auth"},
	{"archive", "base viet db doc auth journal"},
	{"keep", "base viet db auth journal"},
	{"job", "base viet db http doc law auth journal"},
	{"op", "base viet db index http doc law auth journal job web"},
	{"app", "base viet db index http doc law plan paper ballot auth journal archive job op web"},
	{"cli",
     "base viet db index http doc law plan ballot paper auth journal archive keep job op app web"},
	{"web", "base"},
	{"tools", "base db web"},
};

/* Libraries that only some rooms may know. The names are beginnings of header names. */
static const struct {
	const char *header, *may;
} libraries[] = {
	{"microhttpd", "http"},
	{"sqlite3", "db"},
	{"libpq", "db"},
	{"zip.h", "doc"},
	{"libxml/", "doc"},
	{"xlsxwriter", "doc"},
	{"cairo", "doc paper"},
	{"pango", "paper"},
	{"fontconfig/", "paper"},
	{"png.h", "doc"},
	{"jpeglib", "doc"},
	{"curl/", "job cli"},
	{"seccomp", "job"},
	{"linux/seccomp", "job"},
	{"linux/landlock", "job"},
	{"utf8proc", "viet"},
	{"unicode/", "viet"},
	{"pthread", "http job db auth"}, /* auth: the key ring is shared by the workers */
};

struct str checksrc_room(const char *path)
{
	struct str rest = str_of(path);
	struct str first = str_cut(&rest, '/');
	return str_eqz(first, "src") ? str_cut(&rest, '/') : first;
}

static bool listed(const char *list, struct str word)
{
	struct str rest = str_of(list);
	while (rest.p)
		if (str_eq(str_cut(&rest, ' '), word))
			return true;
	return false;
}

/* app/<module>/ is entered through app/<module>/<module>.h. */
static bool through_the_door(const char *path, struct str what)
{
	struct str mine = str_of(path), rest = what;
	str_cut(&mine, '/');
	str_cut(&mine, '/');
	str_cut(&rest, '/');
	struct str module = str_cut(&rest, '/');
	if (str_eq(str_cut(&mine, '/'), module) && str_starts(str_of(path), "src/app/"))
		return true;
	return rest.p && rest.n == module.n + 2 && !memcmp(rest.p, module.p, module.n) &&
	       str_ends(rest, ".h");
}

static void check_room(struct checksrc *c, const char *path, size_t line, struct str what)
{
	struct str room = checksrc_room(path), rest = what, other = str_cut(&rest, '/');
	bool outside = str_eqz(room, "tests") || str_eqz(room, "bench");
	if (outside || !rest.p || str_eq(room, other))
		goto app;
	for (size_t i = 0; i < sizeof rooms / sizeof *rooms; i++) {
		if (!str_eqz(room, rooms[i].room))
			continue;
		if (!listed(rooms[i].may, other))
			checksrc_fault(c, path, line, "%.*s must not include %.*s: it may use %s.",
			               STR_ARG(room), STR_ARG(what),
			               *rooms[i].may ? rooms[i].may : "nothing of the project");
		goto app;
	}
	checksrc_fault(c, path, line, "The room %.*s is not known to tools/checksrc_layer.c.",
	               STR_ARG(room));
app:
	if (str_eqz(other, "app") && !outside && !through_the_door(path, what))
		checksrc_fault(c, path, line,
		               "A module of app is entered through its one header, not through "
		               "%.*s.",
		               STR_ARG(what));
	if (str_eqz(room, "law") && str_eqz(what, "base/clock.h"))
		checksrc_fault(c, path, line,
		               "The law is a pure function of its facts and knows no clock.");
}

void checksrc_include(struct checksrc *c, const char *path, size_t line, struct str what,
                      bool angles)
{
	if (!angles) {
		check_room(c, path, line, what);
		return;
	}
	if (!str_starts(str_of(path), "src/"))
		return;
	for (size_t i = 0; i < sizeof libraries / sizeof *libraries; i++)
		if (str_starts(what, libraries[i].header) && !listed(libraries[i].may, checksrc_room(path)))
			checksrc_fault(c, path, line, "<%.*s> belongs to %s only.", STR_ARG(what),
			               libraries[i].may);
}
