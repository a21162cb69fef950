/*
 * One XML part of the package: inflated by libzip in pieces, read by libxml2's SAX2.
 *
 * SAX and not xmlReader: no tree node is made for any of a million cells (bench/xlsx).
 * A document type is refused at its first sign, so no entity can ever be declared.
 */
#include "doc/office.h"

#include <inttypes.h>
#include <libxml/parser.h>
#include <libxml/xmlerror.h>

#define DEPTH_MAX 64

struct part {
	struct office *o;
	zip_file_t *file;
	uint64_t inflated, deflated;
	const struct xml_handler *handler;
	void *arg;
	xmlParserCtxtPtr xml;
	int depth;
	enum rc rc;
};

enum rc office_damaged(struct office *o, const char *why)
{
	return err_set(o->e, RC_INVALID,
	               "Tệp %s bị hỏng hoặc không đúng chuẩn (%s). Xin mở tệp bằng %s, lưu lại "
	               "dạng %s rồi tải lên lại.",
	               o->product, why, o->product, o->ending);
}

enum rc office_no_memory(struct office *o)
{
	return err_set(o->e, RC_TOOBIG,
	               "Tệp cần quá nhiều bộ nhớ để đọc. Xin chia tệp thành các tệp nhỏ hơn.");
}

struct str xml_attr(const struct xml_attrs *attrs, const char *name)
{
	for (int i = 0; i < attrs->n; i++) {
		const unsigned char **a = attrs->at + 5 * i;
		if (strcmp((const char *)a[0], name) == 0)
			return (struct str){.p = (const char *)a[3], .n = (size_t)(a[4] - a[3])};
	}
	return STR_NULL;
}

bool xml_attr_true(const struct xml_attrs *attrs, const char *name)
{
	struct str v = xml_attr(attrs, name);
	return str_eqz(v, "1") || str_eqz(v, "true");
}

static void stop(struct part *p, enum rc rc)
{
	if (p->rc != RC_OK)
		return;
	p->rc = rc;
	xmlStopParser(p->xml);
}

static void on_start(void *ctx, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri,
                     int n_ns, const xmlChar **ns, int n_attrs, int n_default,
                     const xmlChar **attrs)
{
	(void)prefix, (void)uri, (void)n_ns, (void)ns, (void)n_default;
	struct part *p = ctx;
	struct xml_attrs list = {.at = attrs, .n = n_attrs};
	if (p->rc != RC_OK)
		return;
	enum rc rc = ++p->depth > DEPTH_MAX ? office_damaged(p->o, "XML lồng quá sâu")
	                                    : p->handler->start(p->arg, (const char *)name, &list);
	if (rc != RC_OK)
		stop(p, rc);
}

static void on_end(void *ctx, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri)
{
	(void)prefix, (void)uri;
	struct part *p = ctx;
	p->depth--;
	enum rc rc =
		p->rc == RC_OK && p->handler->end ? p->handler->end(p->arg, (const char *)name) : RC_OK;
	if (rc != RC_OK)
		stop(p, rc);
}

static void on_text(void *ctx, const xmlChar *text, int n)
{
	struct part *p = ctx;
	enum rc rc = p->rc == RC_OK && p->handler->text
	                 ? p->handler->text(p->arg, (const char *)text, (size_t)n)
	                 : RC_OK;
	if (rc != RC_OK)
		stop(p, rc);
}

static void on_doctype(void *ctx, const xmlChar *name, const xmlChar *public_id,
                       const xmlChar *system_id)
{
	(void)name, (void)public_id, (void)system_id;
	struct part *p = ctx;
	stop(p, office_damaged(p->o, "có khai báo DOCTYPE"));
}

static enum rc too_big(struct office *o, uint64_t bytes)
{
	return err_set(o->e, RC_TOOBIG,
	               "Tệp %s này bung ra quá lớn (từ %" PRIu64 " MB) so với mức cho phép. Xin "
	               "xóa các phần trống và phần thừa hoặc chia nhỏ tệp.",
	               o->product, bytes >> 20);
}

/* The sizes that the ZIP claims prove nothing: what really comes out is counted. */
static enum rc count(struct part *p, uint64_t n)
{
	const struct sheet_limits *l = p->o->limits;
	p->inflated += n;
	p->o->inflated += n;
	bool bomb = p->inflated > l->ratio_from && p->inflated / l->ratio > p->deflated;
	if (!bomb && p->inflated <= l->part_bytes && p->o->inflated <= l->total_bytes)
		return RC_OK;
	return too_big(p->o, p->o->inflated);
}

static int on_read(void *ctx, char *to, int room)
{
	struct part *p = ctx;
	if (p->rc != RC_OK)
		return -1;
	zip_int64_t n = zip_fread(p->file, to, (zip_uint64_t)room);
	if (n < 0)
		p->rc = office_damaged(p->o, "nội dung nén không đọc được");
	else
		p->rc = count(p, (uint64_t)n);
	return p->rc == RC_OK ? (int)n : -1;
}

static enum rc verdict(struct part *p)
{
	if (p->rc != RC_OK)
		return p->rc;
	if (p->xml->errNo == XML_ERR_NO_MEMORY)
		return office_no_memory(p->o);
	if (!p->xml->wellFormed)
		return office_damaged(p->o, "XML sai");
	return RC_OK;
}

static enum rc parse(struct part *p)
{
	xmlSAXHandler sax = {
		.initialized = XML_SAX2_MAGIC,
		.startElementNs = on_start,
		.endElementNs = on_end,
		.characters = on_text,
		.ignorableWhitespace = on_text,
		.cdataBlock = on_text,
		.internalSubset = on_doctype,
	};
	p->xml = xmlCreateIOParserCtxt(&sax, p, on_read, NULL, p, XML_CHAR_ENCODING_NONE);
	if (!p->xml)
		return p->rc != RC_OK ? p->rc : office_no_memory(p->o);
	xmlCtxtUseOptions(p->xml, XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
	xmlParseDocument(p->xml);
	enum rc rc = verdict(p);
	xmlFreeParserCtxt(p->xml);
	return rc;
}

enum rc office_part(struct office *o, const char *path, const struct xml_handler *handler,
                    void *arg)
{
	struct part p = {.o = o, .handler = handler, .arg = arg};
	zip_stat_t st;
	zip_int64_t at = zip_name_locate(o->zip, path, ZIP_FL_NOCASE);
	if (at < 0)
		return RC_NOTFOUND;
	if (zip_stat_index(o->zip, (zip_uint64_t)at, 0, &st) != 0 ||
	    (st.valid & (ZIP_STAT_SIZE | ZIP_STAT_COMP_SIZE | ZIP_STAT_ENCRYPTION_METHOD)) !=
	        (ZIP_STAT_SIZE | ZIP_STAT_COMP_SIZE | ZIP_STAT_ENCRYPTION_METHOD))
		return office_damaged(o, "mục lục ZIP sai");
	if (st.encryption_method != ZIP_EM_NONE)
		return err_set(o->e, RC_INVALID, "Tệp %s có mật khẩu. Xin bỏ mật khẩu rồi tải lên lại.",
		               o->product);
	if (st.size > o->limits->part_bytes)
		return too_big(o, st.size);
	p.deflated = st.comp_size;
	p.file = zip_fopen_index(o->zip, (zip_uint64_t)at, 0);
	if (!p.file)
		return office_damaged(o, "nội dung nén không mở được");
	enum rc rc = parse(&p);
	zip_fclose(p.file);
	return rc;
}

enum rc office_open(struct office *o, struct str file)
{
	if (str_starts(file, "\xD0\xCF\x11\xE0"))
		return err_set(
			o->e, RC_INVALID,
			"Đây là tệp %s đời cũ hoặc tệp có mật khẩu. Xin bỏ mật khẩu, lưu lại dạng %s rồi "
			"tải lên lại.",
			o->product, o->ending);
	zip_error_t why;
	zip_error_init(&why);
	zip_source_t *source = zip_source_buffer_create(file.p, file.n, 0, &why);
	o->zip = source ? zip_open_from_source(source, ZIP_RDONLY | ZIP_CHECKCONS, &why) : NULL;
	if (!o->zip)
		zip_source_free(source);
	zip_error_fini(&why);
	if (!o->zip)
		return office_damaged(o, "không phải tệp trọn vẹn");
	if (zip_get_num_entries(o->zip, 0) > (zip_int64_t)o->limits->parts)
		return office_damaged(o, "quá nhiều thành phần");
	return RC_OK;
}
