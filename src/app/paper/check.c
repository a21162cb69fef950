/*
 * check.c: the public page behind the QR code of a certificate: valid, cancelled, or not known. It
 * tells what is on the certificate and no more; who has no number learns nothing.
 */
#include "app/paper/page.h"
#include "app/paper/paper.h"
#include "base/json_out.h"
#include "web/web.h"

struct check_in {
	struct str code;
};
static const struct field check_fields[] = {
	F(TEXT, struct check_in, code, "Số tra cứu", .max = 40,
      .hint = "Mười hai chữ, số in dưới mã QR, ví dụ K7QM-2XWD-9FJT"),
};

static enum rc check(struct ctx *c, const void *in, struct out *out)
{
	const struct check_in *p = in;
	struct certificate_check_view *v = arena_alloc(c->mem, sizeof *v);
	*v = (struct certificate_check_view){.code = p->code, .asked = p->code.n > 0};
	out->data = v;
	if (!v->asked)
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

static void check_json(struct buf *b, struct ctx *c, const void *data)
{
	const struct certificate_check_view *v = data;
	struct json_out j = json_out_to(b);
	(void)c;
	json_obj(&j, NULL);
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
