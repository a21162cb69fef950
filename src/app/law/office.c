/* office.c: the shipped rules with what the office has confirmed and set over them. */
#include "app/law/law.h"

#include "db/sql_law.h"

enum rc law_of_office(struct ctx *c, const struct law **law, const struct law_overlay **overlay)
{
	struct sql_law_overlay_all *rows;
	size_t n;
	*law = c->app->law;
	if (!*law)
		TRY(law_shipped(c->mem, law, c->err));
	TRY(sql_law_overlay_all(c->db, c->mem, &rows, &n));
	struct law_overlay_entry *at = arena_array(c->mem, n + 1, sizeof *at);
	for (size_t i = 0; i < n; i++)
		at[i] = (struct law_overlay_entry){
			.kind = str_eqz(rows[i].kind, "confirm") ? LAW_CONFIRM : LAW_VALUE,
			.key = rows[i].key,
			.set = rows[i].set_name,
			.from = rows[i].valid_from,
			.to = rows[i].valid_to,
			.value = rows[i].value_milli == DB_NULL ? 0 : rows[i].value_milli,
			.source = rows[i].source,
			.hash = rows[i].shipped_hash};
	struct law_overlay *o = arena_alloc(c->mem, sizeof *o);
	*o = (struct law_overlay){.at = at, .count = (int)n};
	*overlay = o;
	return RC_OK;
}

enum rc law_rules_of_office(struct ctx *c, struct date received, const struct law **law,
                            const struct law_rules **rules)
{
	const struct law_overlay *overlay;
	TRY(law_of_office(c, law, &overlay));
	enum rc rc = law_rules_at(c->mem, *law, received, overlay, rules, c->err);
	if (rc == RC_NOTFOUND)
		return err_field(
			c->err, "received",
			"Chương trình có quy tắc cho hồ sơ tiếp nhận từ ngày 01/01/2024; ngày %s ở "
			"trước đó.",
			date_vn(received).z);
	return rc;
}
