/* web_page.c: the frame around pages: navigation, crumbs, errors, notices. */
#include "op/face.h"

#include "auth/token.h"
#include "db/sql_job.h"
#include "op/menu.h"
#include "web/web.h"

#include <inttypes.h>
#include <sodium.h>

struct str face_op_link(struct arena *mem, const struct op *op, const char *field, int64_t id)
{
	struct str path = op_path(mem, op->name);
	return arena_printf(mem, "%.*s?%s=%" PRId64, STR_ARG(path), field, id);
}

struct link *links_add(struct arena *mem, struct links *l, struct str href, struct str text)
{
	/* Grown by eights: menus are short. */
	if (l->count % 8 == 0) {
		struct link *items = arena_array(mem, (size_t)l->count + 8, sizeof *items);
		if (l->count)
			memcpy(items, l->items, (size_t)l->count * sizeof *items);
		l->items = items;
	}
	l->items[l->count] = (struct link){.href = href, .text = text};
	return &l->items[l->count++];
}

/* --- navigation ---------------------------------------------------------------------------- */

struct nav_fill {
	struct face *f;
	const struct op *now;
	struct links links; /* of the open group */
};

static void nav_add(const struct op *op, void *arg)
{
	struct nav_fill *n = arg;
	struct link *l =
		links_add(n->f->c.mem, &n->links, op_path(n->f->c.mem, op->name), str_of(op->title));
	l->current = op == n->now;
}

static void fill_nav(struct face *f, struct page *p, const struct op *now)
{
	p->nav = arena_array(f->c.mem, MENU_COUNT, sizeof *p->nav);
	bool any[MENU_COUNT] = {0};
	int open = menu_area_of(now);
	struct nav_fill n = {.f = f, .now = now};
	menu_each(&f->c, open, any, nav_add, &n);
	for (int i = 0; i < MENU_COUNT; i++) {
		const struct menu_area *a = &menu_areas[i];
		if (!any[i])
			continue;
		struct nav_group *g = &p->nav[p->nav_count++];
		g->head = (struct link){.href = op_path(f->c.mem, a->page),
		                        .text = str_of(a->title),
		                        .icon = a->icon,
		                        .current = now && strcmp(now->name, a->page) == 0};
		if (i == open)
			g->links = n.links;
	}
}

/* A stranger on a public page gets the other public ones. */
static void fill_site(struct face *f, struct page *p, const struct op *now)
{
	struct nav_fill n = {.f = f, .now = now};
	int area = menu_area_of(now);
	if (!now || !(now->roles & R(PUBLIC)) || area < 0)
		return;
	menu_each(&f->c, area, NULL, nav_add, &n);
	p->site = n.links;
}

static void fill_crumbs(struct face *f, struct page *p, const struct op *op, struct str heading)
{
	const struct op *list = op_list_of(op->object);
	int area = menu_area_of(op);
	if (area >= 0 && strcmp(menu_areas[area].page, op->name) != 0)
		links_add(f->c.mem, &p->crumbs, op_path(f->c.mem, menu_areas[area].page),
		          str_of(menu_areas[area].title));
	if (list && list != op && !(list->flags & OP_QUIET) && gate_offers(&f->c, list))
		links_add(f->c.mem, &p->crumbs, op_path(f->c.mem, list->name), str_of(list->title));
	if (f->c.object_label.n && op->object && op->object->view && op->kind == OP_WRITE)
		links_add(f->c.mem, &p->crumbs,
		          arena_printf(f->c.mem, "/%s/%" PRId64, op->object->name, f->c.object_id),
		          f->c.object_label);
	links_add(f->c.mem, &p->crumbs, STR(""), heading)->current = true;
}

/* Before the last one, which is the page itself. */
void face_crumb_up(struct face *f, struct page *p, struct str href, struct str title)
{
	if (href.n == 0 || p->crumbs.count == 0)
		return;
	struct link here = p->crumbs.items[p->crumbs.count - 1];
	p->crumbs.items[p->crumbs.count - 1] = (struct link){.href = href, .text = title};
	*links_add(f->c.mem, &p->crumbs, here.href, here.text) = here;
}

/* --- who is shown at the top --------------------------------------------------------------- */

static struct str main_role(const struct principal *who)
{
	/* The one with most to say last in the enum order that people would introduce themselves with.
	 */
	static const enum role order[] = {
		ROLE_HEAD,    ROLE_STANDING, ROLE_ADMIN,      ROLE_INSPECTOR,  ROLE_UNIT_HEAD,
		ROLE_COUNCIL, ROLE_REGISTRY, ROLE_ACCOUNTANT, ROLE_UNIT_CLERK, ROLE_MEMBER};
	for (int i = 0; i < COUNT(order); i++)
		if (who->roles & (1u << order[i]))
			return str_of(role_info(order[i])->title);
	return STR("");
}

/* What the page before left to be said, once. */
static struct str take_flash(struct face *f)
{
	struct str cookie = http_cookie(f->req, FLASH_COOKIE), text;
	size_t n = 0;
	if (cookie.n == 0 || cookie.n > 3000)
		return STR("");
	unsigned char *raw = arena_alloc(f->c.mem, cookie.n + 1);
	http_set_cookie(f->res, FLASH_COOKIE, STR("-"), 0, f->req->tls);
	if (sodium_base642bin(raw, cookie.n, cookie.p, cookie.n, NULL, &n, NULL,
	                      sodium_base64_VARIANT_URLSAFE_NO_PADDING) != 0)
		return STR("");
	text = (struct str){.p = (char *)raw, .n = n};
	return str_utf8_ok(text) ? text : STR("");
}

void face_redirect_with(struct face *f, struct str to, struct str notice)
{
	if (notice.n > 2000)
		notice.n = 0;
	if (notice.n) {
		size_t room = sodium_base64_ENCODED_LEN(notice.n, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
		char *text = arena_alloc(f->c.mem, room);
		sodium_bin2base64(text, room, (const unsigned char *)notice.p, notice.n,
		                  sodium_base64_VARIANT_URLSAFE_NO_PADDING);
		http_set_cookie(f->res, FLASH_COOKIE, str_of(text), 60, f->req->tls);
	}
	http_redirect(f->res, to);
}

struct str face_say(struct face *f, const struct op *op, const struct out *out)
{
	/* Said on purpose to be nothing: the next page speaks for itself. */
	return out->say.p ? out->say : arena_printf(f->c.mem, "%s: đã xong.", op->title);
}

static void fill_bell(struct face *f, struct page *p)
{
	struct sql_notice_unread row;
	const struct op *list = op_find(STR("notice.list"));
	p->bell = list && gate_offers(&f->c, list);
	/* On the page of an error the database may be what failed. */
	if (p->bell && f->err.code == RC_OK &&
	    sql_notice_unread(f->c.db, f->c.mem, f->c.who.account_id, &row) == RC_OK)
		p->unread = row.n;
}

void face_page(struct face *f, struct page *p, const struct op *op, struct str heading)
{
	struct ctx *c = &f->c;
	const struct principal *who = &c->who;
	const struct op *search = op_find(STR("search.all"));
	*p = (struct page){
		.title = heading, .heading = heading, .office = c->app->office, .example = c->app->example};
	p->signed_in = who->account_id != DB_NULL;
	p->plain = !p->signed_in || who->must_change || who->needs_second;
	p->notice = take_flash(f);
	p->law = op ? op->law : NULL;
	if (!p->signed_in) {
		fill_site(f, p, op);
		return;
	}
	char csrf[CSRF_TEXT_BYTES] = "";
	if (who->session_id != DB_NULL)
		token_csrf(c->app->keys, who->session_hash, csrf);
	p->csrf = arena_str(c->mem, str_of(csrf));
	p->user = who->label;
	p->account = who->name;
	p->user_role = main_role(who);
	p->can_search = search && gate_offers(c, search);
	if (who->person_id != DB_NULL)
		p->me = arena_printf(c->mem, "/person/%" PRId64, who->person_id);
	p->print_head = arena_printf(c->mem, "In ngày %s, người in: %.*s", date_vn(c->today).z,
	                             STR_ARG(who->label));
	if (p->plain)
		return;
	fill_bell(f, p);
	fill_nav(f, p, op);
	if (op)
		fill_crumbs(f, p, op, heading);
}

/* --- errors ---------------------------------------------------------------------------------- */

int face_status(enum rc rc)
{
	switch (rc) {
	case RC_OK: return 200;
	case RC_INVALID: return 422;
	case RC_NOTFOUND: return 404;
	case RC_DENIED: return 403;
	case RC_SIGNIN: return 401;
	case RC_CONFLICT: return 409;
	case RC_BUSY: return 503;
	case RC_TOOBIG: return 413;
	default: return 500;
	}
}

void face_error_page(struct face *f, enum rc rc)
{
	struct error_view v = {.status = face_status(rc), .request_id = f->c.request_id};
	struct str message = str_of(f->err.message[0] ? f->err.message : "Có lỗi trong hệ thống.");
	face_page(f, &v.page, NULL, STR(""));
	v.page.title = message;
	v.message = message;
	v.next = rc == RC_SIGNIN ? face_sign_in_link(f)
	                         : (struct link){.href = STR("/"), .text = STR("Về trang đầu")};
	f->res->status = v.status;
	if (rc == RC_BUSY)
		http_add_header(f->res, "Retry-After", STR("5"));
	tpl_error(&f->res->body, &v);
}
