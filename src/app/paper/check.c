/*
 * check.c: the public page behind the QR code of a certificate or an extract of awards: valid,
 * cancelled, or not known. It tells what is on the paper and no more; who has no number learns
 * nothing.
 */
#include "app/paper/cert_inner.h"
#include "app/paper/page.h"
#include "app/paper/record_words.h"
#include "base/json_out.h"
#include "db/sql_extract.h"
#include "web/web.h"

struct check_in {
	struct str code;
};
static const struct field check_fields[] = {
	F(TEXT, struct check_in, code, "Số tra cứu", .max = 40,
      .hint = "Mười hai chữ, số in dưới mã QR, ví dụ K7QM-2XWD-9FJT"),
};

static struct str words(struct ctx *c, struct str sign, struct date dated)
{
	return date_is_none(dated)
	           ? sign
	           : arena_printf(c->mem, "%.*s, ngày %s", STR_ARG(sign), date_vn(dated).z);
}

/* v->name.p stays NULL when the number is not that of an extract. */
static enum rc extract_of(struct ctx *c, struct str code, struct certificate_check_view *v)
{
	struct sql_extract_by_token x;
	struct sql_extract_lines *a;
	size_t n;
	enum rc rc = sql_extract_by_token(c->db, c->mem, short_number_typed(c->mem, code), &x);
	if (rc == RC_NOTFOUND)
		return RC_OK;
	TRY(rc);
	TRY(sql_extract_lines(c->db, c->mem, x.id, &a, &n));
	v->known = true;
	v->name = x.name;
	v->made = arena_str(c->mem, str_of(date_time_vn(x.made_ms).z));
	v->lines = arena_array(c->mem, n + 1, sizeof *v->lines);
	for (size_t i = 0; i < n; i++) {
		struct extract_line_view *l = &v->lines[v->line_count++];
		*l = (struct extract_line_view){.award =
		                                    a[i].title.n ? a[i].title : paper_award_name(a[i].code),
		                                .decision = words(c, a[i].sign, a[i].dated),
		                                .year = a[i].year,
		                                .valid = str_eqz(a[i].state, "valid")};
		if (!l->valid)
			l->cancelled = words(c, a[i].cancel_sign, a[i].cancel_dated);
		v->gone += !l->valid;
	}
	return RC_OK;
}

static enum rc check(struct ctx *c, const void *in, struct out *out)
{
	const struct check_in *p = in;
	struct certificate_check_view *v = arena_alloc(c->mem, sizeof *v);
	*v = (struct certificate_check_view){.code = p->code, .asked = p->code.n > 0};
	out->data = v;
	if (!v->asked)
		return RC_OK;
	TRY(extract_of(c, p->code, v));
	if (v->name.p)
		return RC_OK;
	enum rc rc = certificate_by_token(c, p->code, &v->found);
	v->known = rc == RC_OK;
	if (rc != RC_OK && rc != RC_NOTFOUND)
		return rc;
	if (!v->known) {
		err_clear(c->err);
		return RC_OK;
	}
	v->dated = date_is_none(v->found.dated) ? STR("")
	                                        : arena_str(c->mem, str_of(date_vn(v->found.dated).z));
	v->cancelled = date_is_none(v->found.cancelled)
	                   ? STR("")
	                   : arena_str(c->mem, str_of(date_vn(v->found.cancelled).z));
	return RC_OK;
}

static void check_page(struct buf *html, struct ctx *c, const void *data)
{
	(void)c;
	tpl_certificate_check(html, data);
}

static void extract_json(struct json_out *j, const struct certificate_check_view *v)
{
	json_z(j, "state", v->gone ? "changed" : "valid");
	json_z(j, "kind", "extract");
	json_str(j, "name", v->name);
	json_str(j, "made", v->made);
	json_arr(j, "awards");
	for (int i = 0; i < v->line_count; i++) {
		const struct extract_line_view *l = &v->lines[i];
		json_obj(j, NULL);
		json_int(j, "year", l->year);
		json_str(j, "award", l->award);
		json_str(j, "decision", l->decision);
		json_z(j, "state", l->valid ? "valid" : "cancelled");
		if (!l->valid)
			json_str(j, "cancelled_by", l->cancelled);
		json_end(j);
	}
	json_end(j);
}

static void check_json(struct buf *b, struct ctx *c, const void *data)
{
	const struct certificate_check_view *v = data;
	struct json_out j = json_out_to(b);
	(void)c;
	json_obj(&j, NULL);
	if (v->name.p) {
		extract_json(&j, v);
		json_end(&j);
		return;
	}
	json_z(&j, "state", !v->known ? "unknown" : v->found.valid ? "valid" : "cancelled");
	if (v->known) {
		json_str(&j, "name", v->found.name);
		json_str(&j, "award", v->found.award);
		json_int(&j, "year", v->found.year);
		json_str(&j, "sign", v->found.sign);
		json_str(&j, "dated", v->dated);
		json_str(&j, "issuer", v->found.issuer);
		json_str(&j, "cancelled_by", v->found.cancelled_by);
		json_str(&j, "cancelled", v->cancelled);
	}
	json_end(&j);
}

const struct op certificate_check_ops[] = {
	{.name = "certificate.check",
     .title = "Tra cứu giấy khen, giấy chứng nhận",
     .help = "Ai có giấy trong tay đều kiểm tra được: còn giá trị hay đã hủy.",
     .kind = OP_READ,
     .area = "public",
     .roles = R(PUBLIC) | R_SIGNED_IN,
     .scope = SCOPE_ANY,
     .icon = "medal",
     FIELDS(check_fields),
     .in_size = sizeof(struct check_in),
     .run = check,
     .page = check_page,
     .json = check_json,
     .per_minute = 30},
	{0}};
