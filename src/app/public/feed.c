/*
 * feed.c: what is new, as an Atom feed (RFC 4287): movements that were launched, exemplars and
 * decisions that were published. Without an address of the site (setting site.address) links are
 * relative to it.
 */
#include "app/public/page.h"
#include "app/public/public.h"
#include "base/html.h"
#include "base/json_out.h"
#include "db/sql_public.h"
#include "op/gate.h"

#include <inttypes.h>
#include <stdlib.h>

#define ENTRIES_MOST 20

struct entry {
	int64_t id, at_ms;
	const char *kind; /* "movement": part of its address and of its name for ever */
	struct str title, text;
};
struct feed {
	struct str site, office;
	struct entry entries[3 * ENTRIES_MOST];
	int count;
};

/* "2026-11-23T07:00:00Z" */
static void put_moment(struct buf *b, const char *tag, int64_t ms)
{
	int64_t s = ms / 1000, day = s / 86400, rest = s % 86400;
	buf_printf(b, "<%s>%sT%02d:%02d:%02dZ</%s>\n", tag, date_iso((struct date){(int)day}).z,
	           (int)(rest / 3600), (int)(rest / 60 % 60), (int)(rest % 60), tag);
}

static int newer(const void *a, const void *b)
{
	const struct entry *x = a, *y = b;
	return x->at_ms > y->at_ms ? -1 : x->at_ms < y->at_ms;
}

static enum rc gather(struct ctx *c, struct feed *f)
{
	struct sql_public_launched *m;
	struct sql_public_exemplars_new *e;
	struct sql_public_decisions_new *d;
	size_t n, k, count;
	TRY(sql_public_launched(c->db, c->mem, &m, &n));
	TRY(sql_public_exemplars_new(c->db, c->mem, ENTRIES_MOST, &e, &k));
	for (size_t i = 0; i < n; i++)
		f->entries[f->count++] =
			(struct entry){m[i].id, m[i].launched_ms, "movement", m[i].title, m[i].goal};
	for (size_t i = 0; i < k; i++)
		f->entries[f->count++] =
			(struct entry){e[i].id, e[i].changed_ms, "exemplar", e[i].title, e[i].story};
	TRY(sql_public_decisions_new(c->db, c->mem, ENTRIES_MOST, &d, &count));
	for (size_t i = 0; i < count; i++)
		f->entries[f->count++] =
			(struct entry){d[i].id, (int64_t)d[i].published_on.days * 86400000, "decision",
		                   d[i].title, arena_printf(c->mem, "Số %.*s", STR_ARG(d[i].sign))};
	if (f->count)
		qsort(f->entries, (size_t)f->count, sizeof *f->entries, newer);
	return RC_OK;
}

static enum rc feed(struct ctx *c, const void *in, struct out *out)
{
	struct feed *f = arena_alloc(c->mem, sizeof *f);
	(void)in;
	*f = (struct feed){.office = c->app->office};
	TRY(public_site(c, &f->site));
	TRY(gather(c, f));
	out->data = f;
	out->file_type = STR("application/atom+xml; charset=utf-8");
	return RC_OK;
}

/* A name that never changes and means nothing else: of the site's address, else of the program. */
static void put_id(struct buf *b, const struct feed *f, const char *kind, int64_t id)
{
	buf_z(b, "<id>");
	html_text(b, f->site.n ? f->site : STR("urn:thidua"));
	buf_printf(b, f->site.n ? "/public/%s?id=%" PRId64 : ":%s:%" PRId64, kind, id);
	buf_z(b, "</id>\n");
}

static void put_text(struct buf *b, const char *tag, struct str text)
{
	buf_printf(b, "<%s>", tag);
	html_text(b, text);
	buf_printf(b, "</%s>\n", tag);
}

/* Up to the address, which the caller ends. */
static void put_link(struct buf *b, const struct feed *f, const char *rel, const char *page)
{
	buf_printf(b, "<%s rel=\"%s\" href=\"", "link", rel);
	html_attr(b, f->site);
	buf_printf(b, "/public/%s", page);
}

static void put_entry(struct buf *b, const struct feed *f, const struct entry *e)
{
	buf_z(b, "<entry>\n");
	put_id(b, f, e->kind, e->id);
	put_text(b, "title", e->title);
	put_moment(b, "updated", e->at_ms);
	put_link(b, f, "alternate", e->kind);
	buf_printf(b, "?id=%" PRId64 "\"/>\n", e->id);
	put_text(b, "summary", e->text);
	buf_z(b, "</entry>\n");
}

static void feed_page(struct buf *b, struct ctx *c, const void *data)
{
	const struct feed *f = data;
	(void)c;
	buf_z(b, "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"
	         "<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"vi\">\n");
	put_id(b, f, "feed", 0);
	put_text(b, "title", STR("Thi đua, khen thưởng"));
	buf_z(b, "<author>");
	put_text(b, "name", f->office.n ? f->office : STR("Thi đua, khen thưởng"));
	buf_z(b, "</author>\n");
	put_link(b, f, "self", "feed");
	buf_z(b, "\"/>\n");
	put_moment(b, "updated", f->count ? f->entries[0].at_ms : 0);
	for (int i = 0; i < f->count; i++)
		put_entry(b, f, &f->entries[i]);
	buf_z(b, "</feed>\n");
}

static void feed_json(struct buf *b, struct ctx *c, const void *data)
{
	const struct feed *f = data;
	struct json_out j = json_out_to(b);
	(void)c;
	json_obj(&j, NULL);
	json_arr(&j, "entries");
	for (int i = 0; i < f->count; i++) {
		json_obj(&j, NULL);
		json_str(&j, "title", f->entries[i].title);
		json_str(
			&j, "href",
			arena_printf(c->mem, "/public/%s?id=%" PRId64, f->entries[i].kind, f->entries[i].id));
		json_end(&j);
	}
	json_end(&j);
	json_end(&j);
}

const struct op public_feed_ops[] = {
	{.name = "public.feed",
     .title = "Nguồn tin Atom",
     .help = "Phong trào mới phát động, điển hình mới công bố, cho trình đọc tin.",
     .kind = OP_READ,
     .roles = R(PUBLIC) | R_SIGNED_IN,
     .scope = SCOPE_ANY,
     .flags = OP_QUIET | OP_CACHED,
     .area = "public",
     .run = feed,
     .page = feed_page,
     .json = feed_json},
	{0}};
