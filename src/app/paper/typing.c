/*
 * typing.c: what somebody is typing into a paper and has not saved. It is kept beside the paper,
 * for its writer alone; others see that somebody types. Whoever comes back to a paper that was
 * saved by somebody else meanwhile gets both put together: a box that only one of them changed is
 * that one's, and where both did it is said.
 */
#include "app/paper/writing.h"
#include "base/json_out.h"
#include "db/sql_paper.h"

#include <inttypes.h>
#include <jansson.h>

/* So long after the last key somebody counts as being at it. */
#define AT_IT_MS (10 * 60 * 1000)

static struct str keyed(struct ctx *c, const struct paper_set *sets, int n)
{
	struct buf *b = arena_alloc(c->mem, sizeof *b);
	buf_init(b, 2 * PAPER_DATA_MAX);
	arena_defer(c->mem, (void (*)(void *))buf_release, b);
	struct json_out j = json_out_to(b);
	json_arr(&j, NULL);
	for (int i = 0; i < n; i++) {
		json_arr(&j, NULL);
		json_str(&j, NULL, sets[i].path);
		json_str(&j, NULL, sets[i].text);
		json_end(&j);
	}
	json_end(&j);
	return buf_view(b);
}

static enum rc unkeyed(struct ctx *c, struct str boxes, struct paper_set **out, int *n)
{
	json_error_t why;
	json_t *all = json_loadb(boxes.p, boxes.n, 0, &why), *one;
	size_t i;
	if (!json_is_array(all)) {
		json_decref(all);
		return err_detail(c->err, RC_BUG, "paper: typing %s", why.text);
	}
	*out = arena_array(c->mem, json_array_size(all) + 1, sizeof **out);
	*n = 0;
	json_array_foreach(all, i, one)
	{
		const char *path = json_string_value(json_array_get(one, 0)),
				   *text = json_string_value(json_array_get(one, 1));
		if (path && text)
			(*out)[(*n)++] = (struct paper_set){arena_str(c->mem, str_of(path)),
			                                    arena_str(c->mem, str_of(text))};
	}
	json_decref(all);
	return RC_OK;
}

enum rc paper_typing_keep(struct ctx *c, int64_t paper, int64_t version,
                          const struct paper_set *sets, int n)
{
	struct str boxes = keyed(c, sets, n);
	if (boxes.n > PAPER_DATA_MAX)
		return err_set(c->err, RC_TOOBIG, "Nội dung quá lớn.");
	return sql_paper_typing_put(c->db, paper, c->who.account_id, version, boxes, c->now_ms, NULL);
}

enum rc paper_typing_find(struct ctx *c, int64_t paper, struct paper_typing *out)
{
	struct sql_paper_typing_of row;
	*out = (struct paper_typing){0};
	enum rc rc = sql_paper_typing_of(c->db, c->mem, paper, c->who.account_id, &row);
	if (rc != RC_OK)
		return rc == RC_NOTFOUND ? RC_OK : rc;
	out->there = true;
	out->version = row.version;
	out->typed_ms = row.typed_ms;
	return unkeyed(c, row.boxes, &out->sets, &out->count);
}

enum rc paper_typing_others(struct ctx *c, int64_t paper, struct str *say)
{
	struct sql_paper_typing_others *rows;
	struct str names = STR("");
	size_t n;
	TRY(sql_paper_typing_others(c->db, c->mem, paper, c->who.account_id, c->now_ms - AT_IT_MS,
	                            &rows, &n));
	for (size_t i = 0; i < n; i++)
		names = arena_printf(c->mem, "%.*s%s%.*s (%s)", STR_ARG(names), i ? ", " : "",
		                     STR_ARG(rows[i].name), date_time_vn(rows[i].typed_ms).z);
	*say =
		n ? arena_printf(c->mem,
	                     "Đang có người khác cùng soạn văn bản này: %.*s. Ô mà hai người cùng sửa "
	                     "sẽ được hỏi lại khi lưu.",
	                     STR_ARG(names))
		  : STR("");
	return RC_OK;
}

/* --- putting together ------------------------------------------------------------------------ */

static struct str text_at(const struct paper_set *sets, int n, struct str path)
{
	for (int i = 0; i < n; i++)
		if (str_eq(sets[i].path, path))
			return str_trim(sets[i].text);
	return STR("");
}

/* A browser ends lines otherwise than what is stored. */
static bool same(struct str a, struct str b)
{
	size_t i = 0, k = 0;
	for (;; i++, k++) {
		while (i < a.n && a.p[i] == '\r')
			i++;
		while (k < b.n && b.p[k] == '\r')
			k++;
		if (i == a.n || k == b.n)
			return i == a.n && k == b.n;
		if (a.p[i] != b.p[k])
			return false;
	}
}

struct merging {
	const struct paper_set *mine, *base, *now;
	int mine_count, base_count, now_count;
};

/* Only mine: changed by me, and not by others in another way. */
static bool is_mine(const struct merging *m, struct str path, bool *both)
{
	struct str mine = text_at(m->mine, m->mine_count, path),
			   base = text_at(m->base, m->base_count, path),
			   now = text_at(m->now, m->now_count, path);
	*both = !same(mine, base) && !same(now, base) && !same(mine, now);
	return !same(mine, base) && !same(mine, now);
}

enum rc paper_put_together(struct ctx *c, const struct paper_about *a, struct str base_json,
                           struct str now_json, const struct paper_set *mine, int mine_count,
                           struct paper_merged *out)
{
	struct paper_set *base, *now,
		*changed = arena_array(c->mem, (size_t)mine_count + 1, sizeof *now);
	struct merging m = {.mine = mine, .mine_count = mine_count};
	struct str json;
	int n = 0;
	bool both;
	TRY(paper_data_sets(c, a, base_json, &base, &m.base_count));
	TRY(paper_data_sets(c, a, now_json, &now, &m.now_count));
	m.base = base;
	m.now = now;
	for (int i = 0; i < mine_count; i++)
		if (is_mine(&m, mine[i].path, &both))
			changed[n++] = mine[i];
	TRY(paper_data_set(c, a, now_json, changed, n, &json));
	TRY(paper_data_sets(c, a, json, &out->sets, &out->count));
	out->newer = arena_array(c->mem, (size_t)out->count + 1, sizeof *out->newer);
	out->differs = arena_array(c->mem, (size_t)out->count + 1, sizeof *out->differs);
	for (int i = 0; i < out->count; i++) {
		(void)is_mine(&m, out->sets[i].path, &both);
		out->differs[i] = both;
		out->newer[i] = text_at(now, m.now_count, out->sets[i].path);
	}
	return RC_OK;
}
