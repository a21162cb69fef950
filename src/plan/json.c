/* json.c: a plan as JSON and as words. */
#include "plan/read.h"

static void put_date(struct json_out *j, const char *key, struct date d)
{
	if (date_is_none(d))
		json_nil(j, key);
	else
		json_z(j, key, date_iso(d).z);
}

static void put_section(struct json_out *j, const struct plan_doc *d, int i)
{
	const struct plan_section *s = &d->sections[i];
	json_obj(j, NULL);
	json_str(j, "label", s->label);
	json_str(j, "title", s->title);
	json_str(j, "text", str_trim(s->text));
	json_bool(j, "repaired", s->mended);
	json_int(j, "line", s->from_line + 1);
	json_arr(j, "children");
	for (int k = i + 1; k < d->section_count && d->sections[k].depth > s->depth; k++)
		if (d->sections[k].parent == i)
			put_section(j, d, k);
	json_end(j);
	json_end(j);
}

static void put_cites(struct json_out *j, const struct plan_doc *d)
{
	json_arr(j, "citations");
	for (int i = 0; i < d->cite_count; i++) {
		const struct cite *c = &d->cites[i].c;
		json_obj(j, NULL);
		json_str(j, "type", c->type);
		json_str(j, "sign", c->sign);
		put_date(j, "date", c->date);
		json_str(j, "issuer", c->issuer);
		json_str(j, "title", c->title);
		json_str(j, "text", c->text);
		json_str(j, "place", c->place);
		json_bool(j, "repaired", c->repaired);
		json_bool(j, "replaced", d->cites[i].replaced);
		json_int(j, "times", d->cites[i].times);
		json_int(j, "line", d->cites[i].line + 1);
		json_end(j);
	}
	json_end(j);
}

static void put_tasks(struct json_out *j, const struct plan_doc *d)
{
	json_arr(j, "tasks");
	for (int i = 0; i < d->task_count; i++) {
		const struct plan_task *t = &d->tasks[i];
		json_obj(j, NULL);
		json_str(j, "section", t->section < 0 ? STR_NULL : d->sections[t->section].path);
		json_str(j, "owner", t->owner);
		json_str(j, "text", t->text);
		json_str(j, "with", t->with);
		json_str(j, "due", t->due);
		json_z(j, "kind", t->kind);
		json_bool(j, "repaired", t->mended);
		json_int(j, "line", t->line + 1);
		json_end(j);
	}
	json_end(j);
}

static void put_remarks(struct json_out *j, const struct plan_doc *d)
{
	json_arr(j, "remarks");
	for (int i = 0; i < d->remark_count; i++) {
		json_obj(j, NULL);
		if (d->remarks[i].line < 0)
			json_nil(j, "line");
		else
			json_int(j, "line", d->remarks[i].line + 1);
		json_str(j, "text", d->remarks[i].text);
		json_end(j);
	}
	json_end(j);
}

void plan_json(struct json_out *j, const struct plan_doc *d)
{
	json_obj(j, NULL);
	json_str(j, "type", d->type);
	json_obj(j, "sign");
	json_str(j, "number", d->number);
	json_str(j, "notation", d->notation);
	json_end(j);
	put_date(j, "date", d->date);
	json_str(j, "place", d->place);
	json_str(j, "issuer", d->issuer);
	json_str(j, "parent", d->parent);
	json_str(j, "title", d->title);
	json_obj(j, "signer");
	json_str(j, "post", d->signer_post);
	json_str(j, "name", d->signer_name);
	json_end(j);
	json_arr(j, "recipients");
	for (int i = 0; i < d->recipient_count; i++)
		json_str(j, NULL, d->recipients[i]);
	json_end(j);
	json_arr(j, "repaired");
	for (int i = 0; i < d->mended_count; i++)
		json_z(j, NULL, d->mended[i]);
	json_end(j);
	put_cites(j, d);
	json_arr(j, "sections");
	for (int i = 0; i < d->section_count; i++)
		if (d->sections[i].parent < 0)
			put_section(j, d, i);
	json_end(j);
	put_tasks(j, d);
	put_remarks(j, d);
	json_end(j);
}

/* --- for people --- */

static void line(struct buf *b, const char *label, struct str value)
{
	buf_printf(b, "%s: %.*s\n", label, STR_ARG(value.p ? value : STR("(không thấy)")));
}

static void word_sections(struct buf *b, const struct plan_doc *d)
{
	buf_printf(b, "\nMục (%d)\n", d->section_count);
	for (int i = 0; i < d->section_count; i++) {
		const struct plan_section *s = &d->sections[i];
		struct str said = s->title.p ? s->title : str_trim(s->text);
		buf_printf(b, "  %*s%.*s. %.*s\n", 2 * s->depth, "", STR_ARG(s->label),
		           STR_ARG(str_head(said, 160)));
	}
}

static void word_cites(struct buf *b, const struct plan_doc *d)
{
	buf_printf(b, "\nVăn bản viện dẫn (%d)\n", d->cite_count);
	for (int i = 0; i < d->cite_count; i++) {
		const struct cite *c = &d->cites[i].c;
		struct str name = c->sign.p ? c->sign : c->title;
		buf_printf(b, "  dòng %d: %.*s %.*s", d->cites[i].line + 1, STR_ARG(c->type),
		           STR_ARG(name));
		if (!date_is_none(c->date))
			buf_printf(b, " ngày %s", date_vn(c->date).z);
		else if (c->year && !c->sign.p)
			buf_printf(b, " năm %d", c->year);
		if (c->issuer.p)
			buf_printf(b, " của %.*s", STR_ARG(c->issuer));
		buf_printf(b, "%s\n", c->repaired ? " [đã sửa theo danh mục]" : "");
	}
}

void plan_words(struct buf *b, const struct plan_doc *d)
{
	line(b, "Loại", d->type);
	line(b, "Số", d->number);
	line(b, "Ký hiệu", d->notation);
	line(b, "Ngày", date_is_none(d->date) ? STR_NULL : str_of(date_vn(d->date).z));
	line(b, "Nơi ban hành", d->place);
	line(b, "Cơ quan chủ quản", d->parent);
	line(b, "Cơ quan ban hành", d->issuer);
	line(b, "Trích yếu", d->title);
	line(b, "Chức vụ người ký", d->signer_post);
	line(b, "Người ký", d->signer_name);
	for (int i = 0; i < d->recipient_count; i++)
		line(b, i ? "         " : "Nơi nhận", d->recipients[i]);
	word_sections(b, d);
	word_cites(b, d);
	buf_printf(b, "\nNhiệm vụ (%d)\n", d->task_count);
	for (int i = 0; i < d->task_count; i++) {
		const struct plan_task *t = &d->tasks[i];
		buf_printf(b, "  %.*s [%.*s] %.*s",
		           STR_ARG(t->section < 0 ? STR("") : d->sections[t->section].path),
		           STR_ARG(t->owner.p ? t->owner : STR("không nêu")), STR_ARG(t->text));
		if (t->with.p)
			buf_printf(b, " (phối hợp: %.*s)", STR_ARG(t->with));
		if (t->due.p)
			buf_printf(b, " (thời gian: %.*s)", STR_ARG(t->due));
		buf_chr(b, '\n');
	}
	for (int i = 0; i < d->remark_count; i++) {
		buf_printf(b, "%sLưu ý", i ? "" : "\n");
		if (d->remarks[i].line >= 0)
			buf_printf(b, " (dòng %d)", d->remarks[i].line + 1);
		buf_printf(b, ": %.*s\n", STR_ARG(d->remarks[i].text));
	}
}
